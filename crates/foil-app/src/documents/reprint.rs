//! Copies after the original.

use super::made::find;
use super::views::Reprinted;
use crate::office::Order;
use crate::payments::views::PaymentRef;
use crate::{Office, Session};
use foil_domain::people::Right;
use foil_domain::refusal::Result;
use serde_json::json;
use std::sync::Arc;

/// Records that a copy of a receipt is printed, and by whom; the copy says DUPLICATE and its number.
/// A copy moves nothing: no money, no number of a receipt.
pub fn reprint(office: &Arc<Office>, who: &Session, input: PaymentRef) -> Result<Reprinted> {
    let id = input.payment;
    office.perform(who, Order::new("reprint", Right::Reprint), move |act| {
        let payment = find(act.tx, id)?;
        let n = foil_store::payments::reprints(act.tx, id)? + 1;
        foil_store::payments::add_reprint(act.tx, id, n, act.who.user, act.now)?;
        act.changed(json!({ "payment": id, "receipt": payment.number, "duplicate": n }));
        Ok(Reprinted { n })
    })
}
