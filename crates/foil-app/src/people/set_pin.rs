//! One's own PIN, for approving at somebody else's screen.

use super::password;
use super::views::SetPin;
use crate::office::Order;
use crate::{Nothing, Office, Session};
use foil_domain::people::{Right, pin_will_do};
use foil_domain::refusal::{Error, Refusal, Result};
use serde_json::json;
use std::sync::Arc;

/// Sets one's own PIN, or takes it away. Nobody sets another's: an admin who could would approve in their name.
///
/// Refuses a wrong password, which counts as a failed log-in, and a PIN that anybody would try first.
pub fn set_pin(office: &Arc<Office>, who: &Session, input: SetPin) -> Result<Nothing> {
    who.role.must(Right::Approve)?;
    if !input.pin.is_empty() {
        pin_will_do(&input.pin)?;
    }
    let person = office.book.read(|tx| foil_store::people::find(tx, who.user))?.filter(|p| p.active);
    let person = person.ok_or(Error::Refused(Refusal::NotLoggedIn))?;
    office.must_match(&person, &input.password)?;
    let hash = if input.pin.is_empty() { String::new() } else { password::hashed(&input.pin)? };
    let id = person.id;
    office.perform(who, Order::new("set_pin", Right::Approve), move |act| {
        foil_store::people::set_pin(act.tx, id, &hash)?;
        act.changed(json!({ "user": id, "pin": !hash.is_empty() }));
        Ok(Nothing {})
    })
}
