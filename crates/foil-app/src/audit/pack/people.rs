//! Who everybody is: registers and log name people by how they log in, and an auditor asks for their names, and what they might
//! do when they did it.
//!
//! The book keeps people as they are now. What they were in the month is worked back by the log, whose rows say of each change
//! from what to what; so a closed month gives the same rows each time. What they were when a day was closed is in that day's
//! seal, as a hash over all of them: so nobody is another one afterwards.

use super::super::lists::{Period, chains};
use crate::office::HOUSE;
use foil_domain::audit::seal::Seal;
use foil_domain::audit::staff::Staff;
use foil_domain::ids::UserId;
use foil_domain::people::Role;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};
use foil_store::Tx;
use foil_store::audit::Stored;
use foil_store::people::PersonRow;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The act that makes and changes people.
pub(in crate::audit) const CHANGES_PEOPLE: &str = "save_user";

/// What the register calls whoever may log in, whoever may not, and the program itself.
const ACTIVE: &str = "active";
pub(in crate::audit) const RETIRED: &str = "retired";
pub(in crate::audit) const PROGRAM: &str = "program";

/// The role of a log-in name that nobody has, nor had.
pub(in crate::audit) const UNKNOWN: &str = "unknown";

/// Somebody at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::audit) struct Person {
    pub login: String,
    pub name: String,
    pub role: String,
    pub state: String,
}

impl Person {
    fn of(row: &PersonRow) -> Person {
        let (login, name) = (row.login.clone(), row.name.clone());
        Person { login, name, role: row.role.to_string(), state: state(row.active).to_owned() }
    }

    fn fields(self) -> Who {
        [self.login, self.name, self.role, self.state]
    }
}

/// Log-in name, name, role and state.
pub(in crate::audit) type Who = [String; 4];

/// From which row of the log on somebody was what they were, by its counter and its place; none where they were it before.
type Since = Option<(String, i64)>;

/// How people were in turn, by user.
#[derive(Default)]
pub(in crate::audit) struct Histories(BTreeMap<i64, Vec<(Who, Since)>>);

impl Histories {
    /// How somebody was in turn.
    pub fn of(&self, user: i64) -> &[(Who, Since)] {
        self.0.get(&user).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether somebody was ever called so.
    pub fn have_called(&self, login: &str) -> bool {
        self.0.values().flatten().any(|(who, _)| who[0] == login)
    }

    /// What somebody was next.
    pub fn add(&mut self, user: i64, who: Who, since: Since) {
        self.0.entry(user).or_default().push((who, since));
    }

    /// Who was of the office when a seal was made: no clock tells that, but where it saw each chain stand.
    pub fn staff_at(&self, seal: &Seal) -> Staff {
        let saw = |(counter, seq): &(String, i64)| seal.head(counter).is_some_and(|head| *seq <= head.seq);
        let mut staff = Staff::default();
        for (user, turns) in &self.0 {
            let then = turns.iter().rfind(|(_, since)| since.as_ref().is_none_or(saw));
            if let Some((who, _)) = then.filter(|(who, _)| who[2] != Role::Consumer.as_str()) {
                staff.add(*user, who.clone());
            }
        }
        staff
    }
}

/// Who is of the office now, retired ones too.
pub(crate) fn staff_now(tx: &Tx<'_>) -> Result<Staff> {
    let mut staff = Staff::default();
    for person in foil_store::people::staff(tx)? {
        staff.add(person.id.0, Person::of(&person).fields());
    }
    Ok(staff)
}

fn state(active: bool) -> &'static str {
    if active { ACTIVE } else { RETIRED }
}

/// What a change says that somebody was before it, or is after it, field by field; none of what it does not say. Of a new
/// person nothing was before.
pub(in crate::audit) fn said(changes: &Value, at: &str) -> [Option<String>; 4] {
    let of = |name: &str| match &changes[name] {
        Value::Object(both) => both.get(at).cloned(),
        value if at == "to" && !value.is_null() => Some(value.clone()),
        _ => None,
    };
    let text = |name: &str| of(name).and_then(|value| value.as_str().map(str::to_owned));
    let active = of("active").and_then(|value| value.as_bool()).map(|active| state(active).to_owned());
    [text("login"), text("name"), text("role"), active]
}

/// Whether an act says of somebody of the office, before it or after: a consumer is a customer, whom the log does not name.
pub(in crate::audit) fn is_of_office(changes: &Value) -> bool {
    let role = &changes["role"];
    let consumer = |role: &Value| role == Role::Consumer.as_str();
    !(consumer(role) || consumer(&role["from"]) && consumer(&role["to"]))
}

/// A change of a person as the log has it.
struct Change {
    counter: String,
    row: Stored,
    changes: Value,
}

impl Change {
    fn user(&self) -> i64 {
        self.changes["user"].as_i64().unwrap_or_default()
    }

    /// Which of a person's changes it is; rows from before they said it came before all others.
    fn version(&self) -> i64 {
        self.changes["version"].as_i64().unwrap_or_default()
    }
}

/// The changes of people that the log has, those of each in order, since a day or ever.
fn changes_since(tx: &Tx<'_>, day: Option<Day>) -> Result<Vec<Change>> {
    let mut all = Vec::new();
    for counter in chains(tx)? {
        let from = match day {
            Some(day) => foil_store::audit::first_since(tx, counter.id, day)?,
            None => i64::MIN,
        };
        // A clock may be set back, and a chain is in order all the same.
        let mut latest = None;
        foil_store::audit::told_since(tx, counter.id, CHANGES_PEOPLE, from, |row| {
            let changes: Value = serde_json::from_str(&row.changes).unwrap_or(Value::Null);
            latest = latest.max(Some((row.business_on, row.at)));
            all.push((latest, Change { counter: counter.code.clone(), row, changes }));
            Ok(true)
        })?;
    }
    // Between chains a clock that was set back would tell them in another order than the person's own count does.
    all.sort_by_key(|(latest, change)| (change.user(), change.version(), *latest));
    Ok(all.into_iter().map(|(_, change)| change).collect())
}

/// The register's rows: of each person of the office how they began the month, and each change in it, then whoever else has
/// acted.
pub(in crate::audit) fn people(period: &Period<'_>, heard: &BTreeSet<String>) -> Result<Vec<Vec<String>>> {
    let changes = changes_since(period.tx, Some(period.from))?;
    let mut rows = Vec::new();
    let mut unnamed = heard.clone();
    let mut first = BTreeMap::new();
    for person in of_office(period.tx, &changes)? {
        let own = changes.iter().filter(|change| change.user() == person.id.0);
        let told = in_period(period, &person, own)?;
        for (by, who) in told.rows {
            unnamed.remove(&who.login);
            rows.push(row(period, person.id.0, by, who));
        }
        first.extend(told.first.map(|first| (person.id, first)));
    }
    for login in unnamed {
        let (user, who) = unnamed_one(period, login, &first)?;
        rows.push(row(period, user, None, who));
    }
    Ok(rows)
}

/// Everybody who is of the office, or was by one of these changes.
fn of_office(tx: &Tx<'_>, changes: &[Change]) -> Result<Vec<PersonRow>> {
    let mut all = foil_store::people::staff(tx)?;
    let known: BTreeSet<i64> = all.iter().map(|person| person.id.0).collect();
    let changed = changes.iter().filter(|change| is_of_office(&change.changes)).map(Change::user);
    let others: BTreeSet<i64> = changed.filter(|user| !known.contains(user)).collect();
    for user in others {
        all.extend(foil_store::people::find(tx, UserId(user))?);
    }
    all.sort_by_key(|person| person.id.0);
    Ok(all)
}

/// Somebody in a period.
struct InPeriod<'c> {
    /// Their rows: what they were when it began, unless they were made in it, and from each change in it on.
    rows: Vec<(Option<&'c Change>, Person)>,
    /// What they were when it began, or were made as in it.
    first: Option<Person>,
}

fn in_period<'c>(
    period: &Period<'_>,
    person: &PersonRow,
    changes: impl DoubleEndedIterator<Item = &'c Change>,
) -> Result<InPeriod<'c>> {
    let (turns, then) = turns(period.tx, person, changes, period.to)?;
    let mut rows: Vec<_> = turns.into_iter().map(|(by, who)| (Some(by), who)).collect();
    let began = then.clone().filter(|then| then.role != Role::Consumer.as_str()).map(|then| (None, then));
    let first = then.or_else(|| rows.last().map(|(_, made)| made.clone()));
    rows.extend(began);
    rows.reverse();
    Ok(InPeriod { rows, first })
}

/// What each change made of somebody, the last first, and what they were before all of them, if they were made by none.
type Turns<'c> = (Vec<(&'c Change, Person)>, Option<Person>);

/// The turns of somebody up to a day.
fn turns<'c>(
    tx: &Tx<'_>,
    person: &PersonRow,
    changes: impl DoubleEndedIterator<Item = &'c Change>,
    to: Day,
) -> Result<Turns<'c>> {
    let mut then = Some(Person::of(person));
    let mut rows = Vec::new();
    for change in changes.rev() {
        if change.row.business_on <= to && is_of_office(&change.changes) {
            rows.extend(then.clone().map(|then| (change, then)));
        }
        then = match then.filter(|_| change.changes["made"] != true) {
            Some(then) => Some(before(tx, person.id, then, change)?),
            None => None,
        };
    }
    Ok((rows, then))
}

fn before(tx: &Tx<'_>, id: UserId, then: Person, change: &Change) -> Result<Person> {
    let [login, name, role, state] = said(&change.changes, "from");
    let login = match login {
        // Of a consumer the log does not say it; the book keeps it.
        None if change.changes["login_changed"] == true => {
            let moment_before = Instant::from_millis(change.row.at.millis().saturating_sub(1));
            foil_store::people::login_at(tx, id, moment_before)?
        }
        said => said,
    };
    Ok(Person {
        login: login.unwrap_or(then.login),
        name: name.unwrap_or(then.name),
        role: role.unwrap_or(then.role),
        state: state.unwrap_or(then.state),
    })
}

/// Who acts under a log-in name that nobody of the office has in the period: the program itself; somebody who has given it up
/// before, for a session keeps the name that it began with; a consumer, who is a customer, of whom the log names nothing else;
/// or nobody that the book knows.
fn unnamed_one(
    period: &Period<'_>,
    login: String,
    first: &BTreeMap<UserId, Person>,
) -> Result<(i64, Person)> {
    let tx = period.tx;
    if let Some(house) = foil_store::people::find(tx, HOUSE)?.filter(|house| house.login == login) {
        let (role, state) = (PROGRAM.to_owned(), String::new());
        return Ok((HOUSE.0, Person { login, name: house.name, role, state }));
    }
    let is_consumer = |id: &UserId| first.get(id).is_none_or(|person| person.role == Role::Consumer.as_str());
    let former = foil_store::people::gave_up(tx, &login)?;
    // Whoever gave it up later had it then, and so has a row of their own.
    let over = period.zone.at(period.to.plus_days(1), 0, 0);
    if let Some(former) = former.iter().find(|former| former.until_at <= over && !is_consumer(&former.id)) {
        let was = first.get(&former.id).cloned();
        if let Some(was) = was {
            return Ok((former.id.0, Person { login, ..was }));
        }
    }
    let holder = foil_store::people::by_login(tx, &login)?.map(|person| person.id);
    let consumer =
        holder.into_iter().chain(former.into_iter().map(|former| former.id)).any(|id| is_consumer(&id));
    let role = if consumer { Role::Consumer.as_str() } else { UNKNOWN };
    Ok((0, Person { login, name: String::new(), role: role.to_owned(), state: String::new() }))
}

fn row(period: &Period<'_>, user: i64, by: Option<&Change>, who: Person) -> Vec<String> {
    let Person { mut login, mut name, role, state } = who;
    if by.is_some() && role == Role::Consumer.as_str() {
        // From here on they are a customer.
        (login, name) = (String::new(), String::new());
    }
    let user = if user == 0 { String::new() } else { user.to_string() };
    let mut fields = vec![user, login, name, role, state];
    fields.extend(match by {
        Some(Change { counter, row, .. }) => [
            period.zone.stamp(row.at),
            row.business_on.to_string(),
            counter.clone(),
            row.who.clone(),
            row.seq.to_string(),
            row.hash.clone(),
        ],
        None => ["", "", "", "", "0", ""].map(str::to_owned),
    });
    fields
}

/// People of the book who are not what the last act that changed them says, who are gone, or whom no act has made since acts
/// say so; and the first seal by which who was of the office were others. Each in words.
pub(crate) fn unlike_the_log(tx: &Tx<'_>) -> Result<Vec<String>> {
    let changes = changes_since(tx, None)?;
    let mut said_last: BTreeMap<i64, [Option<String>; 4]> = BTreeMap::new();
    let mut made_from = i64::MAX;
    for change in &changes {
        let last = said_last.entry(change.user()).or_default();
        let [login, name, role, state] = said(&change.changes, "to");
        let [_, _, role_before, state_before] = std::mem::take(last);
        // What a customer is called is said by no row.
        *last = [login, name, role.or(role_before), state.or(state_before)];
        if change.changes["made"] == true {
            made_from = made_from.min(change.user());
        }
    }
    let mut told = Vec::new();
    for (user, said) in &said_last {
        let Some(person) = foil_store::people::find(tx, UserId(*user))? else {
            told.push(format!("user {user} is gone, whom the log names"));
            continue;
        };
        let Person { login, name, role, state } = Person::of(&person);
        for ((what, here), said) in
            [("login", login), ("name", name), ("role", role), ("state", state)].iter().zip(said)
        {
            if let Some(said) = said.as_ref().filter(|said| *said != here) {
                told.push(format!("user {user}: {what} {here:?} is not what the log says, {said:?}"));
            }
        }
    }
    for person in foil_store::people::staff(tx)? {
        if person.id.0 > made_from && !said_last.contains_key(&person.id.0) {
            told.push(format!("user {} ({}): no act in the log has made them", person.id, person.login));
        }
    }
    told.extend(unlike_a_seal(tx, &changes)?);
    Ok(told)
}

/// The first seal by which who was of the office were others than the book and its log say.
fn unlike_a_seal(tx: &Tx<'_>, changes: &[Change]) -> Result<Option<String>> {
    let mut all = Histories::default();
    for person in of_office(tx, changes)? {
        let own = changes.iter().filter(|change| change.user() == person.id.0);
        let (turns, first) = turns(tx, &person, own, Day::LAST)?;
        first.into_iter().for_each(|first| all.add(person.id.0, first.fields(), None));
        for (by, who) in turns.into_iter().rev() {
            all.add(person.id.0, who.fields(), Some((by.counter.clone(), by.row.seq)));
        }
    }
    let mut told = None;
    foil_store::seals::every(tx, |row| {
        // What is no seal is told where seals are looked at.
        let Ok(signed) = row.signed() else { return Ok(true) };
        if let Some(staff) = signed.seal.staff.as_ref()
            && all.staff_at(&signed.seal).sha256() != *staff
        {
            let on = signed.seal.business_on;
            told = Some(format!("who was of the office when {on} was closed is not what its seal says"));
        }
        Ok(told.is_none())
    })?;
    Ok(told)
}
