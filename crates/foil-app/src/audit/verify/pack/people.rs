//! The register of people against the log: whoever acted is in it, each change of a person is a row of it, and each row that
//! says by which act it came about is what that act says.

use super::super::Findings;
use super::papers::told;
use crate::audit::pack::{CHANGES_PEOPLE, said};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const FILE: &str = "registers/people.json";

/// Log-in name, name, role and state.
type Who = [String; 4];

/// What was heard of people.
#[derive(Default)]
pub(super) struct People {
    /// By user: how they were in turn.
    users: BTreeMap<i64, Vec<Who>>,
    logins: BTreeSet<String>,
    /// Changes by their place in the log: of whom, which row of theirs, and what else the register says of the act.
    changes: HashMap<(String, i64), (i64, usize, u64)>,
    /// Log-in names that were told already.
    strangers: BTreeSet<String>,
}

impl People {
    /// A row of the register.
    pub fn listed<'f>(&mut self, field: &impl Fn(&str) -> &'f str, findings: &mut Findings) {
        let user = field("user").parse().unwrap_or_default();
        let rows = self.users.entry(user).or_default();
        rows.push(["login", "name", "role", "state"].map(|name| field(name).to_owned()));
        self.logins.insert(field("login").to_owned());
        let seq: i64 = field("audit_seq").parse().unwrap_or_default();
        if seq != 0 {
            let by = told(&["since", "business_on", "changed_by", "audit_hash"].map(field));
            self.changes.insert((field("counter").to_owned(), seq), (user, rows.len() - 1, by));
        } else if rows.len() > 1 && user != 0 {
            findings.add(FILE, format!("{}: no act has changed them to what it says", field("login")));
        }
    }

    /// A row of the log.
    pub fn log<'f>(&mut self, field: &impl Fn(&str) -> &'f str, seq: i64, findings: &mut Findings) {
        let (who, act) = (field("who"), field("act"));
        if !self.logins.contains(who) && self.strangers.insert(who.to_owned()) {
            findings.add(FILE, format!("it does not say who {who} is, who acts in the log"));
        }
        let listed = self.changes.remove(&(field("counter").to_owned(), seq));
        if act != CHANGES_PEOPLE {
            if listed.is_some() {
                let counter = field("counter");
                findings
                    .add(FILE, format!("row {seq} of counter {counter} in the log ({act}) changed nobody"));
            }
            return;
        }
        let changes: Value = serde_json::from_str(field("changes")).unwrap_or(Value::Null);
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
        let rows = self.users.get(&user).map(Vec::as_slice).unwrap_or_default();
        let is = |row: Option<&Who>, end: &str| {
            let said = said(changes, end);
            row.is_some_and(|row| {
                said.iter().zip(row).all(|(said, here)| said.as_ref().is_none_or(|s| s == here))
            })
        };
        let first = at == 0;
        // Of who was no consumer before, there is a row of what they were.
        let from_consumer = changes["role"]["from"] == "consumer";
        let begins = first && (changes["made"] == true || from_consumer);
        is(rows.get(at), "to") && (begins || !first && is(rows.get(at - 1), "from"))
    }

    /// All was heard.
    pub fn ended(&self, findings: &mut Findings) {
        for (counter, seq) in self.changes.keys() {
            findings.add(FILE, format!("its row {seq} of counter {counter} is not in the log"));
        }
    }
}
