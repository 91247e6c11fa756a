//! The office's ladder, read and changed.

use super::views::{ArrearsRule, SaveArrearsRule};
use crate::office::Order;
use crate::{Nothing, Office, Refusal, Result, Session};
use foil_domain::people::Right;
use foil_store::arrears;
use serde_json::json;
use std::sync::Arc;

/// The office's ladder.
pub fn arrears_rule(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<ArrearsRule> {
    office.view(who, Right::SeeArrears, |tx, _| {
        let row = arrears::rule(tx)?;
        Ok(ArrearsRule { rule: row.rule(), version: row.version })
    })
}

/// Changes the office's ladder, for everything that happens from now on.
///
/// Refuses values out of range, by their field, and a stale version.
pub fn save_arrears_rule(office: &Arc<Office>, who: &Session, input: SaveArrearsRule) -> Result<ArrearsRule> {
    let rule = input.rule.checked()?;
    office.perform(who, Order::new("save_arrears_rule", Right::ManageOffice), move |act| {
        let before = arrears::rule(act.tx)?;
        if !arrears::update_rule(act.tx, &rule, input.version)? {
            return Err(Refusal::ChangedMeanwhile { what: "the arrears rule".into() }.into());
        }
        act.changed(json!({ "rule": [before.rule(), rule] }));
        Ok(ArrearsRule { rule, version: input.version + 1 })
    })
}
