//! Who pays in cash only.

use super::views::SetCashOnly;
use crate::office::Order;
use crate::{Nothing, Office, Session};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_store::{cheques, customers};
use serde_json::json;
use std::sync::Arc;

/// Says whether a customer pays in cash only; who is let off begins to count anew.
pub fn set_cash_only(office: &Arc<Office>, who: &Session, input: SetCashOnly) -> Result<Nothing> {
    office.perform(who, Order::new("set_cash_only", Right::BounceCheques), move |act| {
        let customer = customers::find(act.tx, input.customer)?
            .ok_or_else(|| Refusal::not_found("customer", input.customer))?;
        cheques::set_cash_only(act.tx, customer.id, input.cash_only)?;
        act.changed(json!({
            "customer": customer.id, "cash_only": { "from": customer.cash_only, "to": input.cash_only },
            "bounces": customer.bounces, "reason": input.reason,
        }));
        Ok(Nothing {})
    })
}
