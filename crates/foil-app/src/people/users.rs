//! The office's users, as the admin sees them, and the official who changes nothing; and what those are called who act in
//! the log.

use super::views::{PersonName, UserView};
use crate::{Nothing, Office, Session};
use foil_domain::ids::UserId;
use foil_domain::people::Right;
use foil_domain::refusal::Result;
use foil_domain::time::Instant;
use foil_store::people::PersonRow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All users but the office itself, in the order they were made.
pub fn users(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<UserView>> {
    let now = office.now();
    office.view(who, Right::SeeUsers, |tx, _| {
        Ok(foil_store::people::all(tx)?.into_iter().map(|p| shown(p, now)).collect())
    })
}

/// What those of the office are called, by the log-in names that they have and had. A log-in name that two people have had
/// in turn is left out: which of them a row means depends on its time.
pub fn names(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<PersonName>> {
    office.view(who, Right::SeeAudit, |tx, _| {
        let staff = foil_store::people::staff(tx)?;
        let called: BTreeMap<UserId, &str> =
            staff.iter().map(|person| (person.id, person.name.as_str())).collect();
        let former = foil_store::people::given_up(tx)?.into_iter().map(|former| (former.login, former.id));
        let mut had: BTreeMap<String, BTreeSet<UserId>> = BTreeMap::new();
        for (login, id) in staff.iter().map(|person| (person.login.clone(), person.id)).chain(former) {
            had.entry(login).or_default().insert(id);
        }
        let one = |(login, ids): (String, BTreeSet<UserId>)| match (ids.len(), ids.first()) {
            (1, Some(id)) => called.get(id).map(|name| PersonName { login, name: (*name).to_owned() }),
            _ => None,
        };
        Ok(had.into_iter().filter_map(one).collect())
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
