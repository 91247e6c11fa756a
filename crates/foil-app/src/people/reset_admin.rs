//! A new password for an admin who forgot theirs, where no other admin could give them one.

use super::password;
use crate::office::{HOUSE, Order};
use crate::{Office, Session};
use foil_domain::people::{Right, Role, password_will_do};
use foil_domain::refusal::{Refusal, Result};
use foil_store::Key;
use serde_json::json;
use std::sync::Arc;

/// Sets an active admin's password for whoever holds the book's key, who could read and write all of it in any case; the log
/// says that it was done so, which is an exception of its month. The admin sets a password of their own before anything else.
///
/// No act of the table, which needs a session: the key stands for one here. Refuses another key than the book's, a
/// log-in name that no active admin has, and a weak password.
pub fn reset_admin(office: &Arc<Office>, key: &Key, login: &str, new: &str) -> Result<()> {
    if key.hex() != office.book.key().hex() {
        return Err(Refusal::WrongKey.into());
    }
    password_will_do(new, login)?;
    let hash = password::hashed(new)?;
    let login = login.to_owned();
    let id = office.perform(&Session::house(), Order::new("save_user", Right::SeeFrame), move |act| {
        let known = foil_store::people::by_login(act.tx, &login)?.filter(|p| p.active && p.id != HOUSE);
        let person = known.ok_or_else(|| Refusal::not_found("user", &login))?;
        if person.role != Role::Admin {
            let expected = "an administrator, who can give anybody else another password";
            return Err(Refusal::bad_input("user", expected).into());
        }
        foil_store::people::set_password(act.tx, person.id, &hash, true)?;
        // Whoever sets another's password does not come to their PIN by it.
        foil_store::people::set_pin(act.tx, person.id, "")?;
        let version = foil_store::people::find(act.tx, person.id)?.map(|person| person.version);
        act.changed(json!({
            "user": person.id, "by": act.who.user, "version": version, "name": person.name, "login": person.login,
            "new_password": true, "by_recovery_key": true,
        }));
        Ok(person.id)
    })?;
    office.sessions.end_all_of(id, false);
    Ok(())
}
