//! Whose log-in somebody holds in their hand.
//!
//! Whoever has made a user, or said which password, role or name they have, could act as them; an admin who makes a
//! second manager would be their own second person, and is no less so with another admin of their making in between: what
//! is in somebody's hand holds for them, too. It is read off the log, which has each such change and an index of them,
//! and only off the month that is not closed yet: those of the months before were told with their packs.

use crate::Result;
use crate::office::{HOUSE, chains};
use foil_domain::approvals::Someone;
use foil_domain::ids::UserId;
use foil_domain::people::{Right, Role};
use foil_domain::refusal::Refusal;
use foil_domain::text::fold;
use foil_domain::time::{Instant, Month};
use foil_store::Tx;
use foil_store::audit::Stored;
use foil_store::people::PersonRow;
use serde_json::Value;
use std::collections::BTreeSet;

/// Who has made or changed whom in the business month that is not closed yet.
pub(crate) struct Hands {
    set: Vec<Set>,
    /// By what names people go, and went by in this month: a new one makes nobody another person.
    names: Vec<(UserId, String)>,
}

/// A user was made or changed by somebody.
struct Set {
    user: UserId,
    by: UserId,
}

impl Hands {
    /// Reads them off the log.
    pub fn of(tx: &Tx<'_>) -> Result<Hands> {
        let since = Month::of(foil_store::office::find(tx)?.business_on).first();
        let mut hands = Hands { set: Vec::new(), names: Vec::new() };
        for counter in chains(tx)? {
            let from = foil_store::audit::first_since(tx, counter.id, since)?;
            foil_store::audit::told_since(tx, counter.id, "save_user", from, |row| {
                hands.hear(tx, &row)?;
                Ok(true)
            })?;
        }
        if !hands.set.is_empty() {
            hands.call_by_name(tx)?;
        }
        Ok(hands)
    }

    fn hear(&mut self, tx: &Tx<'_>, row: &Stored) -> Result<()> {
        let changes: Value = serde_json::from_str(&row.changes).unwrap_or(Value::Null);
        let Some(user) = changes["user"].as_i64().map(UserId) else { return Ok(()) };
        if makes_or_changes(&changes) {
            let by = match changes["by"].as_i64() {
                Some(by) => Some(UserId(by)),
                None => who_was(tx, &row.who, row.at)?,
            };
            self.set.extend(by.map(|by| Set { user, by }));
        }
        if let Some(name) = changes["name"]["from"].as_str() {
            self.names.push((user, fold(name)));
        }
        Ok(())
    }

    /// Whoever is of the office, or was and is a customer by now: it does not matter what has become of anybody.
    fn call_by_name(&mut self, tx: &Tx<'_>) -> Result<()> {
        let staff = foil_store::people::staff(tx)?;
        let known: BTreeSet<UserId> = staff.iter().map(|person| person.id).collect();
        self.names.extend(staff.iter().map(|person| (person.id, fold(&person.name))));
        let heard: BTreeSet<UserId> = self.set.iter().flat_map(|set| [set.user, set.by]).collect();
        for user in heard.difference(&known).filter(|user| **user != HOUSE) {
            let person = foil_store::people::find(tx, *user)?;
            self.names.extend(person.map(|person| (person.id, fold(&person.name))));
        }
        Ok(())
    }

    /// Whether somebody, by whatever log-in, has this user in their hand, themselves or by whom they have in it: whatever
    /// was first, for each counter's machine has a clock of its own.
    pub fn hold(&self, somebody: &Someone<'_>, user: UserId) -> bool {
        let mut holding = self.log_ins_of(somebody);
        let mut held: BTreeSet<UserId> = BTreeSet::new();
        // Each round adds somebody, or is the last.
        loop {
            let more: Vec<UserId> = self
                .set
                .iter()
                .filter(|set| holding.contains(&set.by) && !held.contains(&set.user))
                .map(|set| set.user)
                .collect();
            if more.is_empty() {
                return false;
            }
            if more.contains(&user) {
                return true;
            }
            held.extend(&more);
            holding.extend(more);
        }
    }

    /// All log-ins of a person. A session has the name of its log-in; who was named otherwise since is the same.
    fn log_ins_of(&self, somebody: &Someone<'_>) -> BTreeSet<UserId> {
        let own = fold(somebody.name);
        let known = self.names.iter().filter(|(user, _)| *user == somebody.user).map(|(_, name)| name);
        let names: BTreeSet<&String> = known.chain([&own]).collect();
        let same = self.names.iter().filter(|(_, name)| names.contains(name)).map(|(user, _)| *user);
        same.chain([somebody.user]).collect()
    }

    /// Refuses the word of this user for somebody who has them in their hand; names who else has the right.
    pub fn must_not_hold(
        &self,
        tx: &Tx<'_>,
        somebody: &Someone<'_>,
        word: &Someone<'_>,
        right: Right,
    ) -> Result<()> {
        if !self.hold(somebody, word.user) {
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
                if !someone(&person).is(but) && !self.hold(but, person.id) && all.len() < MOST_NAMED {
                    all.push(person.name);
                }
            }
        }
        Ok(all)
    }
}

/// So many names make a sentence that can still be read.
const MOST_NAMED: usize = 5;

fn someone(person: &PersonRow) -> Someone<'_> {
    Someone { user: person.id, name: &person.name }
}

/// Whose log-in name this was at a moment: rows name who acted by it alone. Whoever gave it up later comes before
/// whoever has it now; and a clock that says otherwise of both makes it nobody else's.
pub(crate) fn who_was(tx: &Tx<'_>, login: &str, at: Instant) -> Result<Option<UserId>> {
    let former = foil_store::people::gave_up(tx, login)?;
    for one in &former {
        if foil_store::people::login_at(tx, one.id, at)?.as_deref() == Some(login) {
            return Ok(Some(one.id));
        }
    }
    let now = foil_store::people::by_login(tx, login)?.map(|person| person.id);
    Ok(now.or_else(|| former.first().map(|one| one.id)))
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
