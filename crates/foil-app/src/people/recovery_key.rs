//! The book's recovery key, for whoever lost the paper or never got to write it down.

use super::views::{RecoveryKey, ShowRecoveryKey};
use crate::office::Order;
use crate::{Office, Session};
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use serde_json::json;
use std::sync::Arc;

/// Shows the recovery key again, to an admin who types their own password, and says in the log that it was, which is an exception of its
/// month. Refuses a
/// wrong password, which counts as a failed log-in.
///
/// Whoever may see it is known to the log; without this, one crash before the key was written down would leave a book
/// that only this machine opens.
pub fn show_recovery_key(office: &Arc<Office>, who: &Session, input: ShowRecoveryKey) -> Result<RecoveryKey> {
    let allowed = office.view(who, Right::ManageOffice, |tx, _| foil_store::people::find(tx, who.user))?;
    let person = allowed.filter(|p| p.active).ok_or(Error::Refused(Refusal::NotLoggedIn))?;
    office.must_match(&person, &input.password)?;
    // On the disk before anybody sees it.
    office.perform(who, Order::new("show_recovery_key", Right::ManageOffice), |act| {
        act.changed(json!({ "name": act.who.name }));
        Ok(())
    })?;
    Ok(RecoveryKey { recovery_key: office.book.key().recovery_text().to_string() })
}
