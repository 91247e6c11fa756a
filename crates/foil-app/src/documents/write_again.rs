//! Papers that could not be written are tried again when a person says so.

use crate::office::Order;
use crate::{Nothing, Office, Session};
use foil_domain::people::Right;
use foil_domain::refusal::Result;
use serde_json::json;
use std::sync::Arc;

/// Has the outbox's worker try at once what it could not write, instead of when its next try comes. What fails
/// again says so in the frame, with its reason.
pub fn write_again(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Nothing> {
    office.perform(who, Order::new("write_again", Right::Reprint), |act| {
        let due = foil_store::unwritten::again(act.tx, act.now)?;
        act.changed(json!({ "papers": due }));
        Ok(())
    })?;
    office.wake_outbox();
    Ok(Nothing {})
}
