//! The register of cheques: against the receipts that they were given for, the slips on which they went to the bank, and
//! the acts that moved them, the last of which in the month says the whole of each row.

use super::super::Findings;
use super::papers::{minor, shortened, told};
use crate::audit::bound::{CHEQUE, ROW_SHA256};
use crate::audit::lists::{CHEQUES, DEPOSITS, List, RECEIPTS};
use foil_domain::time::Day;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

const FILE: &str = "registers/cheques.json";

/// A cheque as its row has it.
struct Row {
    /// Its number and receipt, for whoever reads of it.
    named: String,
    steps: i64,
    hash: [u8; 16],
    /// Its row of the log, by counter, place and hash; none for those of before.
    row: Option<u64>,
    /// The newest day on it.
    newest_on: Option<Day>,
}

/// A cheque as the log says it last.
struct Said {
    n: i64,
    hash: [u8; 16],
    of: String,
    counter: String,
    seq: i64,
    row: u64,
}

/// What was heard of cheques.
#[derive(Default)]
pub(super) struct Cheques {
    month: String,
    listed: bool,
    /// Of each receipt of the month, what of its cheques the register has not told yet.
    receipts: BTreeMap<String, i64>,
    /// The same of each slip of cheques of the month that stands.
    slips: BTreeMap<String, i64>,
    rows: BTreeMap<i64, Row>,
    said: BTreeMap<i64, Said>,
    /// The first day on which an act said of a cheque: from then on each says so.
    said_from: Option<Day>,
}

impl Cheques {
    /// Those of a month's pack, which has a register of them or is of a format from before there was one.
    pub fn of(month: &str, listed: bool) -> Cheques {
        Cheques { month: month.to_owned(), listed, ..Cheques::default() }
    }

    /// The next row of one of the pack's lists.
    pub fn hear<'f>(
        &mut self,
        list: List,
        fields: &[String],
        field: &impl Fn(&str) -> &'f str,
        findings: &mut Findings,
    ) {
        let amount = |name: &str| minor(field(name)).unwrap_or_default();
        if list == RECEIPTS {
            let cheque = amount("cheque");
            if cheque != 0 {
                self.receipts.insert(field("receipt").to_owned(), cheque);
            }
        } else if list == DEPOSITS {
            if field("kind") == "cheques" && field("taken_back").is_empty() {
                self.slips.insert(field("slip").to_owned(), amount("amount"));
            }
        } else if list == CHEQUES {
            self.row(fields, field, amount("amount"), findings);
        }
    }

    fn row<'f>(
        &mut self,
        fields: &[String],
        field: &impl Fn(&str) -> &'f str,
        amount: i64,
        findings: &mut Findings,
    ) {
        let n = |name: &str| field(name).parse::<i64>().unwrap_or_default();
        let named = format!("cheque {} of {}", field("number"), field("receipt"));
        let of_month = |day: &str| !self.month.is_empty() && day.starts_with(&self.month);
        if let Some(left) = self.receipts.get_mut(field("receipt")) {
            *left = left.saturating_sub(amount);
        } else if of_month(field("received_on")) {
            findings.add(FILE, format!("{named}: the receipt register has no such receipt with a cheque"));
        }
        if let Some(left) = self.slips.get_mut(field("slip")) {
            *left = left.saturating_sub(amount);
        } else if of_month(field("deposited_on")) {
            let slip = field("slip");
            findings.add(
                FILE,
                format!("{named}: the deposit register has no slip {slip} of cheques that stands"),
            );
        }
        let days = ["received_on", "deposited_on", "realised_on", "bounced_on", "returned_on"].map(field);
        let row = Row {
            steps: n("steps"),
            hash: shortened(&CHEQUE.hash(fields)),
            row: (field("audit_seq") != "0")
                .then(|| told(&["counter", "audit_seq", "audit_hash"].map(field))),
            newest_on: days.into_iter().filter_map(|day| Day::parse(day).ok()).max(),
            named,
        };
        match self.rows.entry(n("cheque")) {
            Entry::Occupied(_) => findings.add(FILE, format!("{}: it stands twice", row.named)),
            Entry::Vacant(place) => {
                place.insert(row);
            }
        }
    }

    /// What a row of the log says of a paper, if it is a cheque: its counter, its place, its hash and its day.
    pub fn said(&mut self, (counter, seq, hash, on): (&str, i64, &str, &str), paper: &Value) {
        let text = |name: &str| paper[name].as_str().unwrap_or_default();
        let (true, Ok(id)) = (text("paper") == CHEQUE.paper, text("number").parse()) else { return };
        let on = Day::parse(on).ok();
        self.said_from = self.said_from.min(on).or(self.said_from).or(on);
        // Chains are read counter by counter, so the last step may be heard first.
        let n = paper["n"].as_i64().unwrap_or_default();
        if self.said.get(&id).is_some_and(|before| before.n > n) {
            return;
        }
        let said = Said {
            n,
            // What is no hash is none that fits.
            hash: shortened(&hex::decode(text(ROW_SHA256)).unwrap_or_default()),
            of: text("of").to_owned(),
            counter: counter.to_owned(),
            seq,
            row: told(&[counter, &seq.to_string(), hash]),
        };
        self.said.insert(id, said);
    }

    /// All was heard.
    pub fn ended(&self, findings: &mut Findings) {
        if !self.listed {
            if !self.said.is_empty() {
                findings.add(FILE, "the log says of cheques, of which a pack of this format has no register");
            }
            return;
        }
        for (receipt, left) in self.receipts.iter().filter(|(_, left)| **left != 0) {
            let which = if *left > 0 { "less" } else { "more" };
            findings
                .add(FILE, format!("{receipt}: its cheques come to {which} than the receipt register says"));
        }
        for (slip, left) in self.slips.iter().filter(|(_, left)| **left != 0) {
            let which = if *left > 0 { "less" } else { "more" };
            findings.add(
                FILE,
                format!("slip {slip}: its cheques come to {which} than the deposit register says"),
            );
        }
        for (id, said) in &self.said {
            let Some(row) = self.rows.get(id) else {
                let (seq, counter, of) = (said.seq, &said.counter, &said.of);
                findings.add(
                    FILE,
                    format!("cheque {id} of {of}, which row {seq} of counter {counter} in the log moved, is not in it"),
                );
                continue;
            };
            if (row.hash, row.steps, row.row) != (said.hash, said.n, Some(said.row)) {
                let (seq, counter) = (said.seq, &said.counter);
                findings.add(
                    FILE,
                    format!("{}: it is not what row {seq} of counter {counter} in the log says", row.named),
                );
            }
        }
        for (id, row) in self.rows.iter().filter(|(id, _)| !self.said.contains_key(id)) {
            let by_then = self.said_from.is_some() && row.newest_on > self.said_from;
            if row.row.is_some() || by_then {
                findings.add(FILE, format!("{} ({id}): no row of the log says it", row.named));
            }
        }
    }
}
