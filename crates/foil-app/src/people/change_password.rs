//! Changing one's own password.

use super::password;
use super::views::ChangePassword;
use crate::office::{CameWith, Order};
use crate::{Nothing, Office, Session};
use foil_domain::people::{Right, password_will_do};
use foil_domain::refusal::{Error, Refusal, Result};
use serde_json::json;
use std::sync::Arc;

/// Changes one's own password and ends one's other sessions. Refuses a wrong present password, which
/// counts as a failed log-in, and a weak new one.
pub fn change_password(office: &Arc<Office>, who: &Session, input: ChangePassword) -> Result<Nothing> {
    password_will_do(&input.new, &who.login)?;
    let person = office.book.read(|tx| foil_store::people::find(tx, who.user))?.filter(|p| p.active);
    let person = person.ok_or(Error::Refused(Refusal::NotLoggedIn))?;
    office.must_match(&person, &input.old)?;
    if input.new == input.old {
        return Err(Refusal::WeakPassword("it is the old one".into()).into());
    }
    let hash = password::hashed(&input.new)?;
    let with = CameWith::of(&hash);
    let (id, before) = (person.id, person.password);
    let done = office.perform(who, Order::new("change_password", Right::SeeFrame), move |act| {
        let now = foil_store::people::find(act.tx, id)?;
        if now.is_none_or(|p| p.password != before) {
            return Err(Refusal::ChangedMeanwhile { what: "your password".into() }.into());
        }
        foil_store::people::set_password(act.tx, id, &hash, false)?;
        act.changed(json!({ "user": id }));
        Ok(Nothing {})
    })?;
    office.sessions.came_with(id, with);
    office.sessions.end_all_of(id, true);
    Ok(done)
}
