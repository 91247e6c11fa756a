//! Who everybody is: registers and log name people by how they log in, and an auditor asks for their names, and what they might
//! do when they did it.
//!
//! The book keeps people as they are now. What they were in the month is worked back by the log, whose rows say of each change
//! from what to what; so a closed month gives the same rows each time.

use super::super::list_file::ListFile;
use super::super::lists::{Period, chains};
use crate::office::HOUSE;
use foil_domain::people::Role;
use foil_domain::refusal::Result;
use foil_store::audit::Stored;
use foil_store::people::PersonRow;
use serde_json::Value;
use std::collections::BTreeSet;

/// The act that makes and changes people.
pub(in crate::audit) const CHANGES_PEOPLE: &str = "save_user";

/// What the register calls whoever may log in, whoever may not, and the program itself.
const ACTIVE: &str = "active";
const RETIRED: &str = "retired";
const PROGRAM: &str = "program";

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

/// A change of a person as the log has it.
struct Change {
    counter: String,
    row: Stored,
    changes: Value,
}

/// The register: of each person of the office how they began the month, and each change in it, then whoever else has acted.
pub(super) fn people(period: &Period<'_>, heard: &BTreeSet<String>, out: &mut ListFile<'_>) -> Result<()> {
    let mut changes = Vec::new();
    for counter in chains(period.tx)? {
        let from = foil_store::audit::first_since(period.tx, counter.id, period.from)?;
        foil_store::audit::told_since(period.tx, counter.id, CHANGES_PEOPLE, from, |row| {
            let said: Value = serde_json::from_str(&row.changes).unwrap_or(Value::Null);
            changes.push(Change { counter: counter.code.clone(), row, changes: said });
            Ok(true)
        })?;
    }
    changes.sort_by_key(|change| (change.row.at, change.row.seq));
    let mut unnamed = heard.clone();
    for person in foil_store::people::staff(period.tx)? {
        let of = |change: &&Change| change.changes["user"].as_i64() == Some(person.id.0);
        for (on, who) in in_period(period, &person, changes.iter().filter(of), heard) {
            unnamed.remove(&who.login);
            row(period, person.id.0, on, who, out)?;
        }
    }
    for login in unnamed {
        // The program acts under a name of its own; of a consumer, who is a customer, the log names nothing else.
        let of_house = foil_store::people::find(period.tx, HOUSE)?.filter(|house| house.login == login);
        let (user, name, role, state) = match of_house {
            Some(house) => (HOUSE.0, house.name, PROGRAM.to_owned(), ""),
            None => (0, String::new(), Role::Consumer.to_string(), ""),
        };
        row(period, user, None, Person { login, name, role, state: state.to_owned() }, out)?;
    }
    Ok(())
}

/// What somebody was when the period began, unless they were made in it, and from each change in it on.
fn in_period<'c>(
    period: &Period<'_>,
    person: &PersonRow,
    changes: impl DoubleEndedIterator<Item = &'c Change>,
    heard: &BTreeSet<String>,
) -> Vec<(Option<&'c Change>, Person)> {
    let mut then = Some(Person::of(person));
    let mut all = Vec::new();
    for change in changes.rev() {
        if change.row.business_on <= period.to {
            all.extend(then.clone().map(|then| (Some(change), then)));
        }
        then = then.filter(|_| change.changes["made"] != true).map(|then| before(then, &change.changes));
    }
    // Who is retired and has done nothing is nobody's question.
    let asked = |then: &Person| {
        let acted = !all.is_empty() || heard.contains(&then.login);
        then.role != Role::Consumer.as_str() && (acted || then.state == ACTIVE)
    };
    let first = then.filter(asked).map(|then| (None, then));
    all.extend(first);
    all.reverse();
    all
}

fn before(then: Person, changes: &Value) -> Person {
    let [login, name, role, state] = said(changes, "from");
    Person {
        login: login.unwrap_or(then.login),
        name: name.unwrap_or(then.name),
        role: role.unwrap_or(then.role),
        state: state.unwrap_or(then.state),
    }
}

fn row(
    period: &Period<'_>,
    user: i64,
    by: Option<&Change>,
    who: Person,
    out: &mut ListFile<'_>,
) -> Result<()> {
    let Person { login, name, role, state } = who;
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
    out.row(fields)
}
