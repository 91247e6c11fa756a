//! Cheques that a bank debited after their money had been handed back: each is a row of the register of refunds, of its
//! row of the log, and of the register of cheques, whose rows the log binds.

use super::super::{Findings, did};
use super::papers::told;
use crate::cheques::AFTER_REFUND;
use foil_domain::cheques::ChequeState;
use serde_json::Value;
use std::collections::HashMap;

const FILE: &str = "registers/refunds.json";

/// What was heard of them.
#[derive(Default)]
pub(super) struct Debits {
    /// By what the log says of each: how often it does, less how often the register has it; and which cheque it is.
    said: HashMap<u64, (i64, String)>,
    /// Likewise of what the register of cheques says of each.
    cheques: HashMap<u64, (i64, String)>,
    /// Those that say that money went anywhere by it.
    went: Vec<String>,
}

impl Debits {
    /// A row of the register of refunds.
    pub fn listed<'f>(&mut self, field: &impl Fn(&str) -> &'f str, amount: i64) {
        let named = format!("cheque {} of {}", field("number"), field("receipt"));
        let of =
            ["counter", "audit_seq", "audit_hash", "business_on", "made_at", "receipt", "number"].map(field);
        if !(field("back_by").is_empty() && field("to_receipt").is_empty()) {
            self.went.push(named.clone());
        }
        let amount = amount.to_string();
        let log = [&of[..], &[amount.as_str(), field("asked_by")]].concat();
        take_off(&mut self.said, told(&log), &named);
        let of = [
            "counter",
            "audit_seq",
            "audit_hash",
            "number",
            "receipt",
            "amount",
            "receipt_on",
            "business_on",
            "asked_by",
            "allowed_by",
            "reason",
            "note",
        ];
        take_off(&mut self.cheques, told(&of.map(field)), &named);
    }

    /// A row of the register of cheques.
    pub fn cheque<'f>(&mut self, field: &impl Fn(&str) -> &'f str) {
        if field("state") != ChequeState::Bounced.as_str() {
            return;
        }
        let of = [
            "counter",
            "audit_seq",
            "audit_hash",
            "number",
            "receipt",
            "amount",
            "received_on",
            "bounced_on",
            "bounced_by",
            "allowed_by",
            "reason",
            "note",
        ];
        self.cheques.entry(told(&of.map(field))).or_default().0 += 1;
    }

    /// A row of the log that tells of some.
    pub fn log<'f>(&mut self, field: &impl Fn(&str) -> &'f str, changes: &Value) {
        for (cheque, amount) in debited(changes) {
            let text = |name: &str| cheque[name].as_str().unwrap_or_default();
            let of = ["counter", "seq", "hash", "business_on", "at"].map(field);
            let amount = amount.to_string();
            let more = [text("receipt"), text("cheque"), amount.as_str(), text("who")];
            let known = self.said.entry(told(&[&of[..], &more].concat())).or_default();
            known.0 += 1;
            known.1 = format!("cheque {} of {}", text("cheque"), text("receipt"));
        }
    }

    /// All was heard.
    pub fn ended(&self, findings: &mut Findings) {
        for (n, named) in self.said.values().filter(|(n, _)| *n != 0) {
            let what = match n {
                1.. => "the log says that it was debited after a refund; it is missing, or was changed",
                _ => "no act in the log says that it was debited so",
            };
            findings.add(FILE, format!("{named}: {what}"));
        }
        for named in &self.went {
            findings.add(FILE, format!("{named}: nothing went back or on by it"));
        }
        for (_, named) in self.cheques.values().filter(|(n, _)| *n < 0) {
            findings.add(FILE, format!("{named}: registers/cheques does not say that it came back so"));
        }
    }
}

/// The cheques of a row of the log that were debited after a refund and are taken off their day, with their amounts.
pub(super) fn debited(changes: &Value) -> impl Iterator<Item = (&Value, i64)> {
    let all = did(changes)[AFTER_REFUND].as_array().into_iter().flatten();
    all.filter(|cheque| cheque["debited"] == true)
        .filter_map(|cheque| Some((cheque, cheque["amount_minor"].as_i64()?)))
}

fn take_off(of: &mut HashMap<u64, (i64, String)>, key: u64, named: &str) {
    let known = of.entry(key).or_default();
    known.0 -= 1;
    named.clone_into(&mut known.1);
}
