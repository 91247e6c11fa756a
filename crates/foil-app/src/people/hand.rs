//! Whose log-in somebody holds in their hand.
//!
//! Whoever has made a user, or said which password, role or name they have, could act as them; an admin who makes a second
//! manager would be their own second person. It is read off the log, which has each such change and an index of them, and
//! only off the month that is not closed yet: those of the months before were told with their packs.

use crate::Result;
use crate::office::chains;
use foil_domain::approvals::Someone;
use foil_domain::ids::UserId;
use foil_domain::people::{Right, Role};
use foil_domain::refusal::Refusal;
use foil_domain::text::fold;
use foil_domain::time::{Instant, Month};
use foil_store::Tx;
use foil_store::people::PersonRow;
use serde_json::Value;

/// Who has made or changed whom in the business month that is not closed yet.
pub(crate) struct Hands {
    set: Vec<Set>,
    /// Names that users had in this month and have no more: a new one makes nobody another person.
    names: Vec<(UserId, String)>,
}

/// A user was made or changed by somebody, under the log-in name that they had then.
struct Set {
    user: UserId,
    by: String,
    at: Instant,
}

impl Hands {
    /// Reads them off the log.
    pub fn of(tx: &Tx<'_>) -> Result<Hands> {
        let since = Month::of(foil_store::office::find(tx)?.business_on).first();
        let mut hands = Hands { set: Vec::new(), names: Vec::new() };
        for counter in chains(tx)? {
            let from = foil_store::audit::first_since(tx, counter.id, since)?;
            foil_store::audit::told_since(tx, counter.id, "save_user", from, |row| {
                let changes: Value = serde_json::from_str(&row.changes).unwrap_or(Value::Null);
                let Some(user) = changes["user"].as_i64().map(UserId) else { return Ok(true) };
                if makes_or_changes(&changes) {
                    hands.set.push(Set { user, by: row.who, at: row.at });
                }
                if let Some(name) = changes["name"]["from"].as_str() {
                    hands.names.push((user, fold(name)));
                }
                Ok(true)
            })?;
        }
        Ok(hands)
    }

    /// Whether somebody, by whatever log-in, has this user in their hand.
    pub fn hold(&self, tx: &Tx<'_>, somebody: &Someone<'_>, user: UserId) -> Result<bool> {
        let of_user: Vec<&Set> = self.set.iter().filter(|set| set.user == user).collect();
        if of_user.is_empty() {
            return Ok(false);
        }
        let staff = foil_store::people::staff(tx)?;
        // A session has the name of its log-in; who was named otherwise since is the same.
        let known = staff.iter().filter(|person| person.id == somebody.user);
        let names: Vec<String> =
            known.map(someone).chain([*somebody]).flat_map(|one| self.names_of(&one)).collect();
        for person in &staff {
            let same = person.id == somebody.user
                || self.names_of(&someone(person)).iter().any(|name| names.contains(name));
            for set in of_user.iter().filter(|_| same) {
                let login = foil_store::people::login_at(tx, person.id, set.at)?;
                if login.as_deref() == Some(&set.by) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Refuses the word of this user for somebody who has them in their hand; names who else has the right.
    pub fn must_not_hold(
        &self,
        tx: &Tx<'_>,
        somebody: &Someone<'_>,
        word: &Someone<'_>,
        right: Right,
    ) -> Result<()> {
        if !self.hold(tx, somebody, word.user)? {
            return Ok(());
        }
        let others = self.others(tx, somebody, right)?;
        Err(Refusal::InTheirHand { who: word.name.to_owned(), by: somebody.name.to_owned(), others }.into())
    }

    /// The names of those who have a right and are neither this person nor in their hand.
    pub fn others(&self, tx: &Tx<'_>, but: &Someone<'_>, right: Right) -> Result<Vec<String>> {
        let mut all = Vec::new();
        for role in Role::ALL.iter().filter(|role| role.may(right)) {
            for person in foil_store::people::of_role(tx, *role)? {
                if !someone(&person).is(but) && !self.hold(tx, but, person.id)? && all.len() < MOST_NAMED {
                    all.push(person.name);
                }
            }
        }
        Ok(all)
    }

    fn names_of(&self, person: &Someone<'_>) -> Vec<String> {
        let former = self.names.iter().filter(|(user, _)| *user == person.user).map(|(_, name)| name.clone());
        former.chain([fold(person.name)]).collect()
    }
}

/// So many names make a sentence that can still be read.
const MOST_NAMED: usize = 5;

fn someone(person: &PersonRow) -> Someone<'_> {
    Someone { user: person.id, name: &person.name }
}

/// Whether such an act says who a user is or what opens their log-in. To retire one does not.
fn makes_or_changes(changes: &Value) -> bool {
    let moved = |name: &str| changes[name]["from"] != changes[name]["to"];
    changes["made"] == true
        || changes["new_password"] == true
        || ["role", "name", "login"].into_iter().any(moved)
        || (moved("active") && changes["active"]["to"] == true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn to_make_to_name_and_to_give_a_password_or_a_role_is_to_hold_and_to_retire_is_not() {
        let same = json!({ "from": "manager", "to": "manager" });
        let saved = |more: Value| {
            let mut changes = json!({ "user": 4, "role": same, "active": { "from": true, "to": true } });
            changes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            makes_or_changes(&changes)
        };
        assert!(makes_or_changes(&json!({ "user": 4, "made": true, "role": "manager", "active": true })));
        assert!(saved(json!({ "new_password": true })));
        assert!(saved(json!({ "role": { "from": "clerk", "to": "manager" } })));
        assert!(saved(json!({ "name": { "from": "Maya", "to": "Mia" } })));
        assert!(saved(json!({ "active": { "from": false, "to": true } })));
        assert!(!saved(json!({ "active": { "from": true, "to": false } })));
        assert!(!saved(json!({ "new_password": false, "name": { "from": "Maya", "to": "Maya" } })));
    }
}
