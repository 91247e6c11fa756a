//! Whose log-in somebody holds in their hand.
//!
//! Whoever has made a user, or said which password, role or name they have, could act as them; an admin who makes a
//! second manager would be their own second person, and is no less so with another admin of their making in between: what
//! is in somebody's hand holds for them, too. It is read off the log, which has each such change and an index of them.
//!
//! What is refused by it is read off the month that is not closed yet alone: whom an office hired last month must be able to
//! work. What only has to be told is read off the year before it, too ([`Hands::of_a_year`]).

use crate::Result;
use crate::office::{HOUSE, chains};
use foil_domain::approvals::Someone;
use foil_domain::ids::UserId;
use foil_domain::people::{Right, Role};
use foil_domain::refusal::Refusal;
use foil_domain::text::fold;
use foil_domain::time::{Day, Instant, Month};
use foil_store::Tx;
use foil_store::audit::Stored;
use foil_store::people::PersonRow;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Who has made or changed whom in a stretch of business months.
pub(crate) struct Hands {
    /// Those of each user in order.
    set: Vec<Change>,
    /// By what names people go, and went by then: a new one makes nobody another person.
    names: Vec<(UserId, String)>,
}

/// A user was made, changed or retired by somebody.
pub(crate) struct Change {
    /// Whom they changed.
    pub user: UserId,
    by: UserId,
    on: Day,
    version: i64,
    /// Whether it says who they are or what opens their log-in: to retire one does not.
    holds: bool,
    /// Whether they could have taken a second look before it.
    could_look: bool,
}

impl Hands {
    /// Those of the month that is not closed yet.
    pub fn of(tx: &Tx<'_>) -> Result<Hands> {
        Hands::since(tx, Month::of(foil_store::office::find(tx)?.business_on))
    }

    /// Those of the twelve months before it, too. For what is told when somebody decides: no list asks it.
    pub fn of_a_year(tx: &Tx<'_>) -> Result<Hands> {
        let mut month = Month::of(foil_store::office::find(tx)?.business_on);
        for _ in 0..12 {
            month = Month::of(month.first().plus_days(-1));
        }
        Hands::since(tx, month)
    }

    fn since(tx: &Tx<'_>, month: Month) -> Result<Hands> {
        let mut hands = Hands { set: Vec::new(), names: Vec::new() };
        for counter in chains(tx)? {
            let from = foil_store::audit::first_since(tx, counter.id, month.first())?;
            foil_store::audit::told_since(tx, counter.id, "save_user", from, |row| {
                hands.hear(tx, &row)?;
                Ok(true)
            })?;
        }
        if !hands.set.is_empty() {
            hands.call_by_name(tx)?;
        }
        // No clock tells their order, for each counter's machine has one of its own; a person's own count does.
        hands.set.sort_by_key(|change| (change.user, change.version));
        Ok(hands)
    }

    fn hear(&mut self, tx: &Tx<'_>, row: &Stored) -> Result<()> {
        let changes: Value = serde_json::from_str(&row.changes).unwrap_or(Value::Null);
        let Some(user) = changes["user"].as_i64().map(UserId) else { return Ok(()) };
        let holds = makes_or_changes(&changes);
        if holds || retires(&changes) {
            let by = match changes["by"].as_i64() {
                Some(by) => Some(UserId(by)),
                None => who_was(tx, &row.who, row.at)?,
            };
            let version = changes["version"].as_i64().unwrap_or_default();
            let (on, could_look) = (row.business_on, could_look(&changes));
            self.set.extend(by.map(|by| Change { user, by, on, version, holds, could_look }));
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
        self.held_by(&self.log_ins_of(somebody)).contains_key(&user)
    }

    /// Whom these log-ins have in their hand, themselves or by whom they have in it, each with the first change that put them
    /// there.
    fn held_by(&self, log_ins: &BTreeSet<UserId>) -> BTreeMap<UserId, &Change> {
        let mut holding = log_ins.clone();
        let mut held: BTreeMap<UserId, &Change> = BTreeMap::new();
        // Each round adds somebody, or is the last.
        loop {
            let mut more: BTreeMap<UserId, &Change> = BTreeMap::new();
            for change in self.set.iter().filter(|change| change.holds && holding.contains(&change.by)) {
                if !held.contains_key(&change.user) {
                    more.entry(change.user).or_insert(change);
                }
            }
            if more.is_empty() {
                return held;
            }
            holding.extend(more.keys());
            held.extend(more);
        }
    }

    /// By whom somebody has this user in their hand: the change that put them there, that of whoever did it, and so on up to
    /// one by a log-in of their own; none where they have not.
    pub fn way_to(&self, somebody: &Someone<'_>, user: UserId) -> Vec<&Change> {
        let own = self.log_ins_of(somebody);
        let held = self.held_by(&own);
        let mut way = Vec::new();
        let mut at = user;
        while let Some(change) = held.get(&at).filter(|_| way.len() <= held.len()) {
            way.push(*change);
            at = change.by;
            if own.contains(&at) {
                break;
            }
        }
        way
    }

    /// The first change by somebody, or by whom they have in their hand, of each who could have taken a second look before
    /// it: others than these, and none whom they had in their hand by then.
    pub fn kept_from_looking(&self, somebody: &Someone<'_>, but: &[Someone<'_>]) -> Vec<&Change> {
        let own = self.log_ins_of(somebody);
        let mut by = own.clone();
        by.extend(self.held_by(&own).keys());
        let mut not: BTreeSet<UserId> = but.iter().flat_map(|one| self.log_ins_of(one)).chain(own).collect();
        let mut all = Vec::new();
        for change in self.set.iter().filter(|change| by.contains(&change.by)) {
            if not.contains(&change.user) {
                continue;
            }
            if change.could_look {
                all.push(change);
            }
            if change.could_look || change.holds {
                not.insert(change.user);
            }
        }
        all
    }

    /// Changes as a row of the log tells them: whom, by whom and since when, by log-in names.
    pub fn told(tx: &Tx<'_>, changes: &[&Change]) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        for change in changes {
            let (who, by) = (login(tx, change.user)?, login(tx, change.by)?);
            all.push(json!({ "who": who, "by": by, "on": change.on }));
        }
        Ok(all)
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
        self.free_of(tx, &[*but], right)
    }

    /// The names of those who have a right and are none of these, nor in the hand of one of them; not too many.
    pub fn free_of(&self, tx: &Tx<'_>, but: &[Someone<'_>], right: Right) -> Result<Vec<String>> {
        let held: Vec<_> = but.iter().map(|one| self.held_by(&self.log_ins_of(one))).collect();
        let mut all = Vec::new();
        for role in Role::ALL.iter().filter(|role| role.may(right)) {
            for person in foil_store::people::of_role(tx, *role)? {
                let is = |other: &Someone<'_>| someone(&person).is(other);
                let in_hand = held.iter().any(|held| held.contains_key(&person.id));
                if !in_hand && !but.iter().any(is) && all.len() < MOST_NAMED {
                    all.push(person.name);
                }
            }
        }
        Ok(all)
    }
}

/// How somebody logs in; of a customer the log says their number alone.
fn login(tx: &Tx<'_>, user: UserId) -> Result<String> {
    let person = foil_store::people::find(tx, user)?.filter(|person| person.role != Role::Consumer);
    Ok(person.map_or_else(|| format!("user {user}"), |person| person.login))
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

/// Whether it retires somebody.
fn retires(changes: &Value) -> bool {
    changes["active"]["from"] == true && changes["active"]["to"] == false
}

/// Whether somebody could take a second look before it.
fn could_look(changes: &Value) -> bool {
    let role = serde_json::from_value::<Role>(changes["role"]["from"].clone());
    changes["active"]["from"] == true && role.is_ok_and(|role| role.may(Right::TakeSecondLook))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARUN: Someone<'static> = Someone { user: UserId(2), name: "Arun" };
    const MAYA: Someone<'static> = Someone { user: UserId(5), name: "Arun" };

    /// Arun, who works as Maya, too, and whoever was changed by whom: `h` holds them by it, `l` could have looked before.
    fn hands(changes: &[(i64, i64, &str)]) -> Hands {
        let on = Day::new(2026, 11, 21).unwrap();
        let set = (1..).zip(changes).map(|(version, (user, by, how))| Change {
            user: UserId(*user),
            by: UserId(*by),
            on,
            version,
            holds: how.contains('h'),
            could_look: how.contains('l'),
        });
        let names = [ARUN, MAYA].map(|one| (one.user, fold(one.name)));
        let mut hands = Hands { set: set.collect(), names: names.to_vec() };
        hands.set.sort_by_key(|change| (change.user, change.version));
        hands
    }

    fn kept(changes: &[(i64, i64, &str)]) -> Vec<i64> {
        hands(changes).kept_from_looking(&MAYA, &[MAYA]).iter().map(|change| change.user.0).collect()
    }

    #[test]
    fn whoever_could_look_and_was_changed_or_retired_by_the_same_person_is_kept_from_it_once() {
        assert_eq!(kept(&[(7, 2, "l"), (8, 2, "lh"), (8, 2, "h")]), [7, 8]);
        assert_eq!(kept(&[(7, 2, "l"), (7, 2, "h"), (7, 2, "l")]), [7], "for a minute");
        assert_eq!(kept(&[(9, 2, "h"), (7, 9, "l")]), [7], "by one he made");
        assert_eq!(kept(&[(7, 3, "l"), (8, 3, "lh")]), [] as [i64; 0], "by somebody else");
        assert_eq!(
            kept(&[(7, 2, "h"), (7, 2, "lh"), (7, 2, "l")]),
            [] as [i64; 0],
            "whom he had made himself"
        );
        assert_eq!(kept(&[(7, 2, ""), (7, 3, "h"), (7, 2, "l")]), [7], "whom another made one who looks");
        assert_eq!(kept(&[(5, 2, "lh")]), [] as [i64; 0], "his own other log-in");
    }

    #[test]
    fn the_way_to_whom_somebody_has_in_their_hand_ends_with_a_log_in_of_their_own() {
        let way = |changes: &[(i64, i64, &str)], user: i64| {
            let hands = hands(changes);
            let way = hands.way_to(&MAYA, UserId(user));
            assert_eq!(hands.hold(&MAYA, UserId(user)), !way.is_empty());
            way.iter().map(|change| (change.user.0, change.by.0)).collect::<Vec<_>>()
        };
        assert_eq!(way(&[(7, 9, "h"), (9, 2, "h")], 7), [(7, 9), (9, 2)]);
        assert_eq!(way(&[(7, 9, "h"), (9, 2, "h"), (7, 2, "h")], 7), [(7, 2)], "the shortest");
        assert_eq!(way(&[(7, 9, "h"), (9, 7, "h")], 7), [], "a ring of others");
        assert_eq!(way(&[(2, 9, "h"), (9, 2, "h"), (7, 9, "h")], 7), [(7, 9), (9, 2)], "a ring of his own");
        assert_eq!(way(&[(7, 2, "")], 7), [], "to retire is not to hold");
    }

    #[test]
    fn who_could_have_looked_was_active_and_in_a_role_that_looks_before() {
        let saved = |role: &str, active: bool| {
            could_look(
                &json!({ "role": { "from": role, "to": "clerk" }, "active": { "from": active, "to": true } }),
            )
        };
        assert!(saved("manager", true) && saved("official", true));
        assert!(!saved("manager", false) && !saved("clerk", true) && !saved("admin", true));
        assert!(!could_look(&json!({ "made": true, "role": "manager", "active": true })));
    }

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
