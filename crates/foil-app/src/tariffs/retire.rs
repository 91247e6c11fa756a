//! A plan is closed to further accounts, or opened to them again.

use super::tariff::view;
use super::views::{RetireTariff, TariffView};
use crate::office::Order;
use crate::{Office, Refusal, Result, Session};
use foil_domain::people::Right;
use foil_store::tariffs as store;
use serde_json::json;
use std::sync::Arc;

/// Retires a plan or takes it up again. Accounts that are on it stay, and are billed by it.
///
/// Refuses an unknown plan, and one that was changed meanwhile.
pub fn retire_tariff(office: &Arc<Office>, who: &Session, input: RetireTariff) -> Result<TariffView> {
    office.perform(who, Order::new("retire_tariff", Right::ManageTariffs), move |act| {
        let id = input.tariff;
        let plan = store::find(act.tx, id)?.ok_or_else(|| Refusal::not_found("tariff", id))?;
        if !store::set_active(act.tx, id, input.active, input.version)? {
            return Err(Refusal::ChangedMeanwhile { what: format!("tariff {}", plan.name) }.into());
        }
        act.changed(json!({ "tariff": id, "name": plan.name, "active": [plan.active, input.active] }));
        view(act.tx, id, None, act.today())
    })
}
