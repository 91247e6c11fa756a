//! The office's users, as the admin sees them, and the official who changes nothing.

use super::views::UserView;
use crate::{Nothing, Office, Session};
use foil_domain::people::Right;
use foil_domain::refusal::Result;
use foil_domain::time::Instant;
use foil_store::people::PersonRow;
use std::sync::Arc;

/// All users but the office itself, in the order they were made.
pub fn users(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<UserView>> {
    let now = office.now();
    office.view(who, Right::SeeUsers, |tx, _| {
        Ok(foil_store::people::all(tx)?.into_iter().map(|p| shown(p, now)).collect())
    })
}

/// A user without what nobody may see.
pub(super) fn shown(p: PersonRow, now: Instant) -> UserView {
    UserView {
        id: p.id,
        login: p.login,
        name: p.name,
        role: p.role,
        active: p.active,
        customer: p.customer_id,
        must_change: p.must_change,
        locked_until: p.locked_until_at.filter(|until| *until > now),
        version: p.version,
    }
}
