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
    names: Vec<Named>,
    /// The first day of the month that is not closed yet.
    pub open: Day,
}

/// A user was made, changed or retired by somebody.
pub(crate) struct Change {
    /// Whom they changed.
    pub user: UserId,
    /// Who did.
    pub by: UserId,
    on: Day,
    version: i64,
    /// Whether it says who they are or what opens their log-in: to retire one does not.
    holds: bool,
    before: Option<Could>,
    after: Option<Could>,
}

/// What somebody can do who keeps a month from being closed over what nobody has looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Could {
    /// Look at what was done first.
    Look,
    /// Make somebody who looks, or take them back.
    Appoint,
}

/// What somebody is called, or was.
struct Named {
    user: UserId,
    name: String,
    /// Who has named them so; none where they had that name before the stretch.
    by: Option<UserId>,
    /// Whether it is the name with which they were made.
    made: bool,
}

/// What a row of the log says of a user.
struct Heard {
    change: Change,
    by: Option<UserId>,
    /// Whether it is more than a change of what does not matter here, such as their customer.
    counts: bool,
    made: bool,
    from: Option<String>,
    to: Option<String>,
    /// Whether they were of the office before it, or are after it.
    of_office: bool,
}

impl Heard {
    fn of(tx: &Tx<'_>, row: &Stored) -> Result<Option<Heard>> {
        let changes: Value = serde_json::from_str(&row.changes).unwrap_or(Value::Null);
        let Some(user) = changes["user"].as_i64().map(UserId) else { return Ok(None) };
        let [before, after] = ends(&changes);
        let made = changes["made"] == true;
        let is_customer = |(role, _): &(Value, Value)| *role == json!(Role::Consumer);
        let of_office = !(is_customer(&after) && (made || is_customer(&before)));
        let holds = makes_or_changes(&changes);
        let by = match changes["by"].as_i64() {
            Some(by) => Some(UserId(by)),
            // Of customers there are many, and none of them acts.
            None if !of_office => None,
            None => who_was(tx, &row.who, row.at)?,
        };
        let name = &changes["name"];
        let folded = |name: &Value| name.as_str().map(fold);
        let change = Change {
            user,
            by: by.unwrap_or(HOUSE),
            on: row.business_on,
            version: changes["version"].as_i64().unwrap_or_default(),
            holds,
            before: could(&before),
            after: could(&after),
        };
        Ok(Some(Heard {
            change,
            by,
            counts: by.is_some() && (holds || retires(&changes)),
            made,
            from: folded(&name["from"]).or_else(|| folded(name).filter(|_| !made)),
            to: folded(&name["to"]).or_else(|| folded(name).filter(|_| made)),
            of_office,
        }))
    }
}

/// What people were called, as the log tells it in order: a name that no row before has given them they had from elsewhere.
fn named(heard: &[Heard]) -> Vec<Named> {
    let mut all = Vec::new();
    let mut last = None;
    for one in heard {
        let user = one.change.user;
        for (name, by) in [(&one.from, None), (&one.to, one.by)] {
            let Some(name) = name else { continue };
            if last != Some((user, name)) {
                all.push(Named { user, name: name.clone(), by, made: one.made });
                last = Some((user, name));
            }
        }
    }
    all
}

impl Hands {
    /// Those of the month that is not closed yet.
    pub fn of(tx: &Tx<'_>) -> Result<Hands> {
        let open = Month::of(foil_store::office::find(tx)?.business_on);
        Hands::since(tx, open, open)
    }

    /// Those of the twelve months before it, too. For what is told when somebody decides, and where nobody is left to look:
    /// no list asks it.
    pub fn of_a_year(tx: &Tx<'_>) -> Result<Hands> {
        let open = Month::of(foil_store::office::find(tx)?.business_on);
        let mut month = open;
        for _ in 0..12 {
            month = Month::of(month.first().plus_days(-1));
        }
        Hands::since(tx, open, month)
    }

    fn since(tx: &Tx<'_>, open: Month, month: Month) -> Result<Hands> {
        let mut heard = Vec::new();
        for counter in chains(tx)? {
            let from = foil_store::audit::first_since(tx, counter.id, month.first())?;
            foil_store::audit::told_since(tx, counter.id, "save_user", from, |row| {
                heard.extend(Heard::of(tx, &row)?);
                Ok(true)
            })?;
        }
        // No clock tells their order, for each counter's machine has one of its own; a person's own count does.
        heard.sort_by_key(|one| (one.change.user, one.change.version));
        let mut hands = Hands { set: Vec::new(), names: named(&heard), open: open.first() };
        if heard.iter().any(|one| one.counts) {
            hands.call_by_name(tx, &heard)?;
        }
        // Customers, of whom there are many, decide nothing.
        let of_office = heard.into_iter().filter(|one| one.of_office && one.counts);
        hands.set = of_office.map(|one| one.change).collect();
        Ok(hands)
    }

    /// Whoever is of the office, or was and is a customer by now: it does not matter what has become of anybody.
    fn call_by_name(&mut self, tx: &Tx<'_>, heard: &[Heard]) -> Result<()> {
        let staff = foil_store::people::staff(tx)?;
        let mut all: Vec<(UserId, String, Option<UserId>)> =
            staff.iter().map(|person| (person.id, fold(&person.name), None)).collect();
        let known: BTreeSet<UserId> = staff.iter().map(|person| person.id).collect();
        let mut others: BTreeMap<UserId, Option<UserId>> = BTreeMap::new();
        for one in heard.iter().filter(|one| one.of_office && one.counts) {
            others.entry(one.change.by).or_default();
            // A row that makes somebody a customer says no name: whoever wrote the last one has let them be called so.
            others.insert(one.change.user, one.by);
        }
        for (user, by) in others.into_iter().filter(|(user, _)| !known.contains(user) && *user != HOUSE) {
            let person = foil_store::people::find(tx, user)?;
            all.extend(person.map(|person| (person.id, fold(&person.name), by)));
        }
        let told: BTreeSet<(UserId, String)> =
            self.names.iter().map(|named| (named.user, named.name.clone())).collect();
        let now = all.into_iter().filter(|(user, name, _)| !told.contains(&(*user, name.clone())));
        self.names.extend(now.map(|(user, name, by)| Named { user, name, by, made: false }));
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
        self.held_among(log_ins, |_| true)
    }

    fn held_among(
        &self,
        log_ins: &BTreeSet<UserId>,
        counts: impl Fn(&Change) -> bool,
    ) -> BTreeMap<UserId, &Change> {
        let mut holding = log_ins.clone();
        let mut held: BTreeMap<UserId, &Change> = BTreeMap::new();
        // Each round adds somebody, or is the last.
        loop {
            let mut more: BTreeMap<UserId, &Change> = BTreeMap::new();
            let by_them = |change: &&Change| change.holds && holding.contains(&change.by) && counts(change);
            for change in self.set.iter().filter(by_them) {
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

    /// Whom these log-ins have in their hand, each from the first day on of the month in which they came into it: what
    /// somebody did in months before that was not theirs.
    fn hand_since(&self, log_ins: &BTreeSet<UserId>) -> BTreeMap<UserId, Day> {
        let mut hand: BTreeMap<UserId, Day> = log_ins.iter().map(|user| (*user, Day::FIRST)).collect();
        let mut more = true;
        while more {
            more = false;
            for change in self.set.iter().filter(|change| change.holds) {
                let month = Month::of(change.on).first();
                if hand.get(&change.by).is_some_and(|since| *since <= change.on)
                    && hand.get(&change.user).is_none_or(|since| *since > month)
                {
                    hand.insert(change.user, month);
                    more = true;
                }
            }
        }
        hand
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

    /// The first change since a day by somebody, or by whom they have in their hand, of each who could do this before it: others
    /// than these, and none whom they had in their hand by then. Whom they had kept from it before, and make one who could
    /// again, is in their hand by that alone, and counts as well.
    pub fn kept_from(
        &self,
        what: Could,
        somebody: &Someone<'_>,
        but: &[Someone<'_>],
        since: Day,
    ) -> Vec<&Change> {
        let own = self.log_ins_of(somebody);
        let hand = self.hand_since(&own);
        let not: BTreeSet<UserId> =
            but.iter().chain([somebody]).flat_map(|one| self.theirs_before(one, &hand)).collect();
        let (mut lost, mut told) = (BTreeSet::new(), BTreeSet::new());
        // Whom the hand has made or changed is refused in that month, and could not have looked; whom somebody has who came into it
        // in a month before is not, but nobody is kept from looking by whoever has just made them.
        let mut theirs: BTreeSet<(UserId, Day, Option<UserId>)> = BTreeSet::new();
        let mut held_in: BTreeMap<Day, BTreeMap<UserId, &Change>> = BTreeMap::new();
        let mut all = Vec::new();
        for change in &self.set {
            let Change { user, by, on, .. } = *change;
            let month = Month::of(on).first();
            let is_theirs = not.contains(&user)
                || theirs.contains(&(user, month, None))
                || theirs.contains(&(user, month, Some(by)));
            if is_theirs || hand.get(&by).is_none_or(|since| *since > on) {
                continue;
            }
            let taken_back = change.holds && change.after == Some(what) && lost.contains(&user);
            if change.before == Some(what) || taken_back {
                lost.insert(user);
                if on >= since && told.insert(user) {
                    all.push(change);
                }
            }
            if change.holds {
                let held = held_in.entry(month).or_insert_with(|| self.held_in(&own, month));
                let refused = own.contains(&by) || held.contains_key(&by);
                theirs.insert((user, month, (!refused).then_some(by)));
            }
        }
        all
    }

    fn held_in(&self, log_ins: &BTreeSet<UserId>, month: Day) -> BTreeMap<UserId, &Change> {
        self.held_among(log_ins, |change| Month::of(change.on).first() == month)
    }

    /// A person's log-ins before this hand gave anybody a name: to be called as somebody makes nobody them, nor to call
    /// oneself as others. Only one that was made with the name that whoever made it bears themselves, or is named so and asked
    /// about, is another log-in of theirs: as nobody else it has never looked. Nor is who was called so once and is no more.
    fn theirs_before(&self, somebody: &Someone<'_>, hand: &BTreeMap<UserId, Day>) -> BTreeSet<UserId> {
        let given = |named: &Named| named.by.is_some_and(|by| hand.contains_key(&by));
        let bore = |user: UserId, name: &String| {
            self.names.iter().any(|named| named.user == user && named.name == *name && !given(named))
        };
        let own = self.names.iter().filter(|named| {
            named.user == somebody.user && (!given(named) || named.by.is_some_and(|by| bore(by, &named.name)))
        });
        let names: BTreeSet<&String> = own.map(|named| &named.name).collect();
        let stands = |named: &Named| {
            let last = self.names.iter().rfind(|other| other.user == named.user);
            last.is_some_and(|last| std::ptr::eq(last, named))
        };
        let theirs = |named: &&Named| {
            names.contains(&named.name)
                && stands(named)
                && (!given(named) || named.made && named.by.is_some_and(|by| bore(by, &named.name)))
        };
        let same = self.names.iter().filter(theirs);
        same.map(|named| named.user).chain([somebody.user]).collect()
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
        let known = self.names.iter().filter(|named| named.user == somebody.user).map(|named| &named.name);
        let names: BTreeSet<&String> = known.chain([&own]).collect();
        let same = self.names.iter().filter(|named| names.contains(&named.name)).map(|named| named.user);
        same.chain([somebody.user]).collect()
    }

    /// Whether this may be another log-in of theirs, by any name of both.
    pub fn may_be(&self, somebody: &Someone<'_>, user: UserId) -> bool {
        self.log_ins_of(somebody).contains(&user)
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

    /// The names of those who have a right and are neither this person nor in their hand; not too many.
    pub fn others(&self, tx: &Tx<'_>, but: &Someone<'_>, right: Right) -> Result<Vec<String>> {
        let all = self.free_of(tx, &[*but], right)?;
        Ok(all.into_iter().map(|person| person.name).take(MOST_NAMED).collect())
    }

    /// Those who have a right and are none of these, nor in the hand of one of them.
    pub fn free_of(&self, tx: &Tx<'_>, but: &[Someone<'_>], right: Right) -> Result<Vec<PersonRow>> {
        let held: Vec<_> = but.iter().map(|one| self.held_by(&self.log_ins_of(one))).collect();
        let mut all = Vec::new();
        for role in Role::ALL.iter().filter(|role| role.may(right)) {
            all.extend(foil_store::people::of_role(tx, *role)?);
        }
        all.retain(|person| {
            let in_hand = held.iter().any(|held| held.contains_key(&person.id));
            !in_hand && !but.iter().any(|other| someone(person).is(other))
        });
        Ok(all)
    }
}

/// Whether two log-ins are one person's, by what they are called now: what somebody may not do to their own by the one, they may
/// not by the other. A name that was corrected joins nobody.
pub(crate) fn are_one(tx: &Tx<'_>, one: UserId, other: UserId) -> Result<bool> {
    if one == other {
        return Ok(true);
    }
    let (one, other) = (foil_store::people::find(tx, one)?, foil_store::people::find(tx, other)?);
    let (Some(one), Some(other)) = (one, other) else { return Ok(false) };
    Ok(someone(&one).is(&someone(&other)))
}

/// Somebody by name and log-in: by another's name alone they would be taken for them.
pub(crate) fn called(tx: &Tx<'_>, user: UserId) -> Result<String> {
    let person = foil_store::people::find(tx, user)?.filter(|person| person.role != Role::Consumer);
    Ok(person.map_or_else(|| format!("user {user}"), |person| format!("{} ({})", person.name, person.login)))
}

/// How somebody logs in; of a customer the log says their number alone.
fn login(tx: &Tx<'_>, user: UserId) -> Result<String> {
    let person = foil_store::people::find(tx, user)?.filter(|person| person.role != Role::Consumer);
    Ok(person.map_or_else(|| format!("user {user}"), |person| person.login))
}

/// So many names make a sentence that can still be read.
pub(crate) const MOST_NAMED: usize = 5;

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

/// The role and whether they were active before such an act, and after it; before one that makes them there is none.
fn ends(changes: &Value) -> [(Value, Value); 2] {
    let of = |name: &str, end: &str| match &changes[name] {
        Value::Object(ends) => ends.get(end).cloned().unwrap_or_default(),
        // It made them, or says what they are beside what it changes.
        plain if end == "to" || changes["made"] != true => plain.clone(),
        _ => Value::Null,
    };
    ["from", "to"].map(|end| (of("role", end), of("active", end)))
}

fn could((role, active): &(Value, Value)) -> Option<Could> {
    let role = serde_json::from_value::<Role>(role.clone()).ok().filter(|_| *active == true)?;
    match role {
        _ if role.may(Right::TakeSecondLook) => Some(Could::Look),
        _ if role.may(Right::ManageUsers) => Some(Could::Appoint),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARUN: Someone<'static> = Someone { user: UserId(2), name: "Arun" };
    const MAYA: Someone<'static> = Someone { user: UserId(5), name: "Arun" };

    /// Arun, who works as Maya, too, and whoever was changed by whom: `h` holds them by it, `l` and `a` could look or appoint
    /// before, `L` after it; `o` was in October, all else in November. Whoever has no other name is called by their number.
    fn named_hands(changes: &[(i64, i64, &str)], names: &[(i64, &str, Option<i64>)]) -> Hands {
        let day = |month| Day::new(2026, month, 21).unwrap();
        let set = (1..).zip(changes).map(|(version, (user, by, how))| {
            let could = |letter, what| how.contains(letter).then_some(what);
            Change {
                user: UserId(*user),
                by: UserId(*by),
                on: day(if how.contains('o') { 10 } else { 11 }),
                version,
                holds: how.contains('h'),
                before: could('l', Could::Look).or(could('a', Could::Appoint)),
                after: could('L', Could::Look),
            }
        });
        let called =
            |user, name: &str, by, made| Named { user, name: fold(name), by: Option::map(by, UserId), made };
        let own = [ARUN, MAYA].map(|one| called(one.user, one.name, None, false));
        let numbers = [3, 7, 8, 9].map(|n| called(UserId(n), &n.to_string(), None, false));
        // Whoever has no number for a name is heard of first as they are made.
        let given =
            names.iter().map(|(user, name, by)| called(UserId(*user), name, *by, [6, 10].contains(user)));
        let mut hands = Hands {
            set: set.collect(),
            names: own.into_iter().chain(numbers).chain(given).collect(),
            open: day(11).plus_days(-20),
        };
        hands.set.sort_by_key(|change| (change.user, change.version));
        hands
    }

    fn hands(changes: &[(i64, i64, &str)]) -> Hands {
        named_hands(changes, &[])
    }

    fn of(hands: &Hands, what: Could, since: Day) -> Vec<i64> {
        hands.kept_from(what, &MAYA, &[MAYA], since).iter().map(|change| change.user.0).collect()
    }

    /// Whom he kept from looking in November.
    fn kept(changes: &[(i64, i64, &str)]) -> Vec<i64> {
        let hands = hands(changes);
        of(&hands, Could::Look, hands.open)
    }

    /// And in the year.
    fn in_the_year(changes: &[(i64, i64, &str)]) -> Vec<i64> {
        of(&hands(changes), Could::Look, Day::FIRST)
    }

    const NOBODY: [i64; 0] = [];

    #[test]
    fn whoever_could_look_and_was_changed_or_retired_by_the_same_person_is_kept_from_it_once() {
        assert_eq!(kept(&[(7, 2, "l"), (8, 2, "lh"), (8, 2, "h")]), [7, 8]);
        assert_eq!(kept(&[(7, 2, "l"), (7, 2, "h"), (7, 2, "l")]), [7], "for a minute");
        assert_eq!(kept(&[(9, 2, "h"), (7, 9, "l")]), [7], "by one he made");
        assert_eq!(kept(&[(7, 3, "l"), (8, 3, "lh")]), NOBODY, "by somebody else");
        assert_eq!(kept(&[(7, 2, "h"), (7, 2, "lh"), (7, 2, "l")]), NOBODY, "whom he had made himself");
        assert_eq!(kept(&[(7, 2, ""), (7, 3, "h"), (7, 2, "l")]), [7], "whom another made one who looks");
        assert_eq!(kept(&[(5, 2, "lh")]), NOBODY, "his own other log-in");
        assert_eq!(kept(&[(7, 2, "a")]), NOBODY, "who could not look");
        assert_eq!(of(&hands(&[(7, 2, "a"), (8, 2, "l")]), Could::Appoint, Day::FIRST), [7]);
    }

    #[test]
    fn a_name_that_the_hand_itself_gave_makes_nobody_one_of_theirs() {
        let retired = [(7, 2, "lh"), (8, 2, "l")];
        let called = |names: &[(i64, &str, Option<i64>)]| {
            let hands = named_hands(&retired, names);
            of(&hands, Could::Look, hands.open)
        };
        assert_eq!(called(&[(7, "Arun", Some(2)), (8, "Arun", Some(2))]), [7, 8], "they by his");
        assert_eq!(called(&[(5, "7", Some(2)), (2, "8", Some(2))]), [7, 8], "he by theirs");
        assert_eq!(called(&[(7, "Arun", Some(3)), (8, "Arun", None)]), NOBODY, "by others, or before");
        let another = named_hands(&[(10, 2, "ho"), (10, 2, "l")], &[(10, "Arun", Some(2))]);
        assert_eq!(of(&another, Could::Look, another.open), NOBODY, "he has made himself another log-in");
        for (once, since) in [(Some(2), Some(2)), (None, Some(2))] {
            let noor =
                named_hands(&[(10, 2, "ho"), (10, 2, "l")], &[(10, "Arun", once), (10, "Noor", since)]);
            assert_eq!(of(&noor, Could::Look, noor.open), [10], "who was called so for a while only");
        }
        let other = named_hands(&[(10, 2, "ho"), (10, 2, "l")], &[(10, "7", Some(2))]);
        assert_eq!(of(&other, Could::Look, other.open), [10], "he has made another's, by another's name");
        let own = named_hands(&[(6, 2, "lh"), (7, 2, "l")], &[(6, "Arun", Some(2)), (6, "six", None)]);
        let kept = own.kept_from(Could::Look, &Someone { user: UserId(6), name: "Arun" }, &[], own.open);
        assert_eq!(
            kept.iter().map(|change| change.user.0).collect::<Vec<_>>(),
            [7],
            "he names his own log-in"
        );
    }

    #[test]
    fn who_was_in_the_hand_in_a_month_before_lays_it_on_others_for_a_year_and_not_before_that() {
        assert_eq!(kept(&[(9, 2, "ho"), (7, 9, "l")]), [7], "by an admin made in October");
        assert_eq!(in_the_year(&[(9, 2, "h"), (7, 9, "lo")]), NOBODY, "before they came into it");
        assert_eq!(kept(&[(7, 2, "ho"), (7, 2, "l")]), [7], "whom he hired in October");
        assert_eq!(kept(&[(9, 2, "ho"), (7, 9, "h"), (7, 9, "l")]), NOBODY, "made and retired by the same");
        assert_eq!(kept(&[(9, 2, "ho"), (7, 9, "h"), (7, 2, "l")]), [7], "made by another who may");
    }

    #[test]
    fn who_was_kept_from_looking_in_a_month_before_is_told_and_counts_anew_once_taken_back() {
        assert_eq!((kept(&[(7, 2, "lo")]), in_the_year(&[(7, 2, "lo")])), (vec![], vec![7]), "on its eve");
        assert_eq!(kept(&[(7, 2, "lo"), (7, 2, "hL")]), [7], "and taken back in the morning");
        assert_eq!(kept(&[(7, 3, "lo"), (7, 2, "hL")]), NOBODY, "whom another had retired");
        assert_eq!(kept(&[(7, 2, "lo"), (7, 2, "h")]), NOBODY, "changed, and still none who looks");
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
    fn what_somebody_could_do_before_and_after_is_told_by_their_role_where_they_were_active() {
        let saved = |role: &str, active: bool| {
            let changes =
                json!({ "role": { "from": role, "to": "clerk" }, "active": { "from": active, "to": true } });
            ends(&changes).each_ref().map(could)
        };
        assert_eq!(saved("manager", true), [Some(Could::Look), None]);
        assert_eq!(saved("official", true), [Some(Could::Look), None]);
        assert_eq!(saved("admin", true), [Some(Could::Appoint), None]);
        assert_eq!([saved("manager", false), saved("clerk", true)], [[None, None]; 2]);
        let made = ends(&json!({ "made": true, "role": "manager", "active": true }));
        assert_eq!(made.each_ref().map(could), [None, Some(Could::Look)]);
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
