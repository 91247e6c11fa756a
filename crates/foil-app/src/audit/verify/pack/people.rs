//! The register of people against the log and the seals: whoever acted is in it, each change of a person is a row of it, each row
//! that says by which act it came about is what that act says, and all of them together are who was of the office each time a
//! day was closed.

use super::super::Findings;
use super::papers::told;
use crate::audit::pack::manifest::NAME;
use crate::audit::pack::{CHANGES_PEOPLE, Histories, PROGRAM, UNKNOWN, Who, is_of_office, said};
use crate::office::{HOUSE, HOUSE_LOGIN, HOUSE_NAME};
use foil_domain::audit::seal::SignedSeal;
use foil_domain::people::Role;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

const FILE: &str = "registers/people.json";

/// What was heard of people.
#[derive(Default)]
pub(super) struct People {
    users: Histories,
    logins: BTreeSet<String>,
    /// Names under which somebody acts whom nobody is called by: a former name, a consumer's, one that nobody had.
    beside: BTreeSet<String>,
    /// Whoever acts in the log.
    heard: BTreeSet<String>,
    /// Changes by their place in the log: of whom, which row of theirs, and what else the register says of the act.
    changes: HashMap<(String, i64), (i64, usize, u64)>,
}

impl People {
    /// A row of the register.
    pub fn listed<'f>(&mut self, field: &impl Fn(&str) -> &'f str, findings: &mut Findings) {
        let user = field("user").parse().unwrap_or_default();
        let who = ["login", "name", "role", "state"].map(|name| field(name).to_owned());
        self.logins.insert(field("login").to_owned());
        let seq: i64 = field("audit_seq").parse().unwrap_or_default();
        let is_written = match user {
            0 => field("user").is_empty(),
            user => field("user") == user.to_string(),
        };
        // What is by no act says nothing of one.
        let by_none = field("audit_seq") == "0"
            && ["since", "business_on", "counter", "changed_by", "audit_hash"]
                .iter()
                .all(|of| field(of).is_empty());
        if !(is_written && (seq > 0 || by_none)) {
            findings.add(FILE, format!("{}: its row says of itself what nothing shows", who[0]));
        }
        if user == 0 || who[2] == PROGRAM {
            let is_program = user == HOUSE.0 && who[..2] == [HOUSE_LOGIN, HOUSE_NAME] && who[3].is_empty();
            let of_house = if who[2] == PROGRAM { is_program } else { user != HOUSE.0 };
            let says_more = user == 0 && !(who[1].is_empty() && who[3].is_empty());
            let kinds = [PROGRAM, UNKNOWN, Role::Consumer.as_str()];
            if seq != 0 || !of_house || says_more || !kinds.contains(&who[2].as_str()) {
                findings.add(FILE, format!("{}: nobody is known by it to be what it says", who[0]));
            }
            self.stands_beside(field("login"), findings);
            return;
        }
        let rows = self.users.of(user);
        if seq != 0 {
            let by = told(&["since", "business_on", "changed_by", "audit_hash"].map(field));
            let place = (field("counter").to_owned(), seq);
            if self.changes.insert(place.clone(), (user, rows.len(), by)).is_some() {
                let counter = &place.0;
                findings.add(FILE, format!("two rows are by row {seq} of counter {counter} in the log"));
            }
            self.users.add(user, who, Some(place));
        } else if let Some((first, _)) = rows.first() {
            // Whoever has given up a log-in name acts by it until they log out.
            let is_the_same = first[1..] == who[1..];
            if !is_the_same {
                findings.add(FILE, format!("{}: no act has changed them to what it says", who[0]));
            }
            self.stands_beside(field("login"), findings);
        } else {
            self.users.add(user, who, None);
        }
    }

    /// Somebody acts by a name that no row of a person has, and it stands there once.
    fn stands_beside(&mut self, login: &str, findings: &mut Findings) {
        if !self.beside.insert(login.to_owned()) {
            findings.add(FILE, format!("{login}: two rows say who that is"));
        }
    }

    /// A row of the log.
    pub fn log<'f>(&mut self, field: &impl Fn(&str) -> &'f str, seq: i64, findings: &mut Findings) {
        let (who, act) = (field("who"), field("act"));
        if !self.heard.contains(who) {
            self.heard.insert(who.to_owned());
            if !self.logins.contains(who) {
                findings.add(FILE, format!("it does not say who {who} is, who acts in the log"));
            }
        }
        let listed = self.changes.remove(&(field("counter").to_owned(), seq));
        if act != CHANGES_PEOPLE && listed.is_none() {
            return;
        }
        let changes: Value = serde_json::from_str(field("changes")).unwrap_or(Value::Null);
        if act != CHANGES_PEOPLE || !is_of_office(&changes) {
            if listed.is_some() {
                let counter = field("counter");
                findings
                    .add(FILE, format!("row {seq} of counter {counter} in the log ({act}) changed nobody"));
            }
            return;
        }
        let by = told(&["at", "business_on", "who", "hash"].map(field));
        let user = changes["user"].as_i64().unwrap_or_default();
        let holds = listed.is_some_and(|(of, at, listed_by)| {
            (of, listed_by) == (user, by) && self.is_as_said(user, at, &changes)
        });
        if !holds {
            let counter = field("counter");
            findings.add(
                FILE,
                format!(
                    "user {user}: it does not say what row {seq} of counter {counter} in the log changed"
                ),
            );
        }
    }

    /// Whether a row of somebody, and the one before it, are what their change says.
    fn is_as_said(&self, user: i64, at: usize, changes: &Value) -> bool {
        let row = |at: usize| self.users.of(user).get(at).map(|(who, _)| who);
        let is = |row: Option<&Who>, end: &str| {
            let said = said(changes, end);
            row.is_some_and(|row| {
                said.iter().zip(row).all(|(said, here)| said.as_ref().is_none_or(|s| s == here))
            })
        };
        let is_consumer = |row: &Who| row[2] == Role::Consumer.as_str();
        let first = at == 0;
        // Of who was no consumer before, there is a row of what they were.
        let from_consumer = changes["role"]["from"] == Role::Consumer.as_str();
        let begins = first && (changes["made"] == true || from_consumer);
        // What becomes of a customer is said by no row of theirs.
        let follows = !first
            && match from_consumer {
                true => row(at - 1).is_some_and(is_consumer),
                false => is(row(at - 1), "from"),
            };
        // Nor what they are called.
        let unnamed = row(at).is_some_and(|row| !is_consumer(row) || row[0].is_empty() && row[1].is_empty());
        is(row(at), "to") && unnamed && (begins || follows)
    }

    /// The seals of the month, and the one before it, each say who was of the office then.
    pub fn sealed(&self, seals: &[(String, SignedSeal)], findings: &mut Findings) {
        let other = |(_, sealed): &&(String, SignedSeal)| {
            let said = sealed.seal.staff.as_ref();
            said.is_some_and(|said| self.users.staff_at(&sealed.seal).sha256() != *said)
        };
        let mut others = seals.iter().filter(other);
        let Some((name, first)) = others.next() else { return };
        let more = match others.count() {
            0 => String::new(),
            n => format!(", nor what {n} seal(s) after it say"),
        };
        let on = first.seal.business_on;
        findings
            .add(FILE, format!("who was of the office when {on} was closed is not what {name} says{more}"));
    }

    /// All was heard.
    pub fn ended(&self, findings: &mut Findings) {
        for (counter, seq) in self.changes.keys() {
            findings.add(FILE, format!("its row {seq} of counter {counter} is not in the log"));
        }
        for login in self.beside.iter().filter(|login| self.users.have_called(login)) {
            findings.add(FILE, format!("{login}: two rows say who that is"));
        }
        for login in self.beside.difference(&self.heard) {
            findings.add(FILE, format!("{login}: nobody acts in the log by this name"));
        }
    }
}

/// A pack that says of nobody who they are, though a seal in it does: it is none from before there was a register.
pub(super) fn left_out(seals: &[(String, SignedSeal)], findings: &mut Findings) {
    if let Some((name, _)) = seals.iter().find(|(_, sealed)| sealed.seal.staff.is_some()) {
        findings.add(NAME, format!("its format has no register of people, of whom {name} tells"));
    }
}
