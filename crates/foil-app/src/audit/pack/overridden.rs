//! An override as an auditor reads it: what was set aside or changed, from what to what, how much, why, and by whose word.
//!
//! All of it is read off the act's row of the log, so that `verify` says the same without a book. The row itself stands in the log,
//! whole; here is nothing that only a machine reads. Start at [`Told::of`].

use super::changed::{Coin, changed, in_columns, named, of_log};
use serde_json::{Map, Value};

/// What the register says of an override beside its kind and its row of the log.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::audit) struct Told {
    /// What it was about: which paper, rule, person.
    pub what: String,
    /// What it was before; empty where nothing was changed.
    pub was: String,
    /// What it became.
    pub became: String,
    /// How much, in minor units.
    pub amount: Option<i64>,
    /// Why, in the words of who did it.
    pub reason: String,
    /// Who asked for it, where it took two.
    pub asked_by: String,
    /// Who let it happen.
    pub allowed_by: String,
}

/// What names the thing that an act is about, the first that there is.
const NAMED: [&str; 21] = [
    "receipt",
    "cancelled",
    "goes_back_to",
    "slip",
    "taken_back",
    "brought",
    "z",
    "shift",
    "bill_number",
    "number",
    "ticket",
    "file",
    "name",
    "code",
    "route",
    "count",
    "voucher",
    "vouchers",
    "about",
    "customer",
    "user",
];

/// What is told in a column of its own, is a number of the machine's, or is said of each paper in its register.
const TOLD_ELSEWHERE: [&str; 27] = [
    "did",
    "papers",
    "approval",
    "kind",
    "asked_by",
    "asked_login",
    "allowed_by",
    "allowed_login",
    "done_first",
    "reason",
    "note",
    "amount_minor",
    "id",
    "bill",
    "correction",
    "dispute",
    "account",
    "tariff",
    "counter",
    "cycle",
    "gas_factor",
    "rebill",
    "meter",
    "customer",
    "user",
    "step",
    "effects",
];

/// Fields whose two values are what was and what is.
const BEFORE_AND_AFTER: [&str; 4] = ["rule", "figures", "active", "total_minor"];

impl Told {
    /// What the row of an act by somebody says; packs before the seventh format, without `coin`, had amounts in minor units
    /// and what has parts whole.
    pub fn of(act: &str, who: &str, changes: &str, coin: Option<&Coin>) -> Told {
        let changes: Value = serde_json::from_str(changes).unwrap_or(Value::Null);
        let did = if changes["did"].is_object() { &changes["did"] } else { &changes };
        let (was, became) = match coin {
            Some(coin) => changed_in_words(act, did, coin),
            None => moved(act, did),
        };
        let (asked_by, allowed_by) = by_whom(act, who, &changes);
        let amount = ["amount_minor", "paid_minor", "credited_minor", "variance_minor"];
        let amount =
            [did, &changes].into_iter().find_map(|of| amount.iter().find_map(|name| of[*name].as_i64()));
        Told {
            what: what(act, &changes, did),
            was,
            became,
            amount,
            reason: reason(&changes, did),
            asked_by,
            allowed_by,
        }
    }
}

/// What was, and what it became, rule by rule. Of what has no before, all that the act says of it is what it became.
fn changed_in_words(act: &str, did: &Value, coin: &Coin) -> (String, String) {
    let all = changed(act, did);
    if all.is_empty() {
        return (String::new(), without_a_before(act, did, Some(coin)));
    }
    in_columns(&all, coin)
}

/// What acts are about that name nothing else.
pub(in crate::audit) fn ruled(act: &str) -> Option<&'static str> {
    Some(match act {
        "save_office" => "office settings",
        "save_arrears_rule" => "arrears rule",
        "save_metering_settings" => "metering settings",
        "save_approval_rules" => "approval rules",
        "show_recovery_key" => "recovery key",
        "write_papers_again" => "papers",
        _ => return None,
    })
}

fn what(act: &str, changes: &Value, did: &Value) -> String {
    let named = || {
        let found = [did, changes]
            .into_iter()
            .find_map(|of| NAMED.iter().find(|name| is_said(&of[**name])).map(|name| (of, *name)));
        found.map(|(of, name)| match name {
            "customer" | "user" | "shift" | "z" | "ticket" | "count" => {
                format!("{name} {}", plain(&of[name]))
            }
            _ => plain(&of[name]),
        })
    };
    let mut all: Vec<String> = ruled(act).map(str::to_owned).or_else(named).into_iter().collect();
    if let Some(kind) = changes["kind"].as_str().filter(|_| changes["approval"].is_number()) {
        all.insert(0, worded(kind));
    }
    if changes["approval"].is_number() {
        all.push(format!("request {}", changes["approval"]));
    }
    all.join(", ")
}

/// The same as packs of the sixth format had it.
fn moved(act: &str, did: &Value) -> (String, String) {
    let mut all = Vec::new();
    if act != "write_papers_again" && (did["from"].is_string() || did["to"].is_string()) {
        all.push((String::new(), plain(&did["from"]), plain(&did["to"])));
    }
    for (name, value) in did.as_object().into_iter().flatten() {
        moves(name, value, &mut all);
    }
    if all.is_empty() {
        return (String::new(), without_a_before(act, did, None));
    }
    let told = |of: fn(&(String, String, String)) -> &String| {
        let each = all.iter().map(|one| format!("{} {}", one.0, of(one)).trim().to_owned());
        each.collect::<Vec<_>>().join("; ")
    };
    (told(|one| &one.1), told(|one| &one.2))
}

/// What an act came to that names nothing of before: what it moved stands in the registers of its papers.
fn without_a_before(act: &str, did: &Value, coin: Option<&Coin>) -> String {
    match act {
        "take_payment" | "redo" | "process_request" => "split as the customer directed".to_owned(),
        "ask_approval" | "decide_approval" | "close_shift" | "undo" => {
            let came_to = did["state"].as_str().or_else(|| did["undone"].as_str());
            came_to.map(worded).unwrap_or_default()
        }
        _ => {
            let said = did.as_object().into_iter().flatten().filter(|(name, value)| {
                let name = name.as_str();
                is_said(value) && !TOLD_ELSEWHERE.contains(&name) && !NAMED.contains(&name)
            });
            match coin {
                None => of_each(said),
                Some(coin) => {
                    let each =
                        said.map(|(name, value)| format!("{} {}", named(name), of_log(name, value, coin)));
                    each.collect::<Vec<_>>().join(", ")
                }
            }
        }
    }
}

/// What of one field was another: its name, before and after.
fn moves(name: &str, value: &Value, all: &mut Vec<(String, String, String)>) {
    match value {
        Value::Object(of) if of.contains_key("from") && of.contains_key("to") => {
            all.push((worded(name), plain(&of["from"]), plain(&of["to"])));
        }
        Value::Object(of) if ["fields", "rules", "registers"].contains(&name) => {
            for (name, value) in of {
                match value {
                    // Who or where the office is stands in no log.
                    Value::String(_) => all.push((worded(name), "another".to_owned(), plain(value))),
                    value => moves(name, value, all),
                }
            }
        }
        Value::Array(two) if BEFORE_AND_AFTER.contains(&name) => {
            let [before, after] = &two[..] else { return };
            match (before.as_object(), after.as_object()) {
                (Some(before), Some(after)) => differing(before, after, all),
                _ if before != after => all.push((worded(name), plain(before), plain(after))),
                _ => {}
            }
        }
        _ => {}
    }
}

fn differing(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    all: &mut Vec<(String, String, String)>,
) {
    for (name, now) in after {
        let was = before.get(name).unwrap_or(&Value::Null);
        if was != now {
            all.push((worded(name), plain(was), plain(now)));
        }
    }
}

/// Why: the reason from the list, or in somebody's words, and what was noted beside it.
fn reason(changes: &Value, did: &Value) -> String {
    let mut all: Vec<&str> = Vec::new();
    for said in [&changes["reason"], &changes["note"], &did["reason"], &did["note"]] {
        all.extend(said.as_str().filter(|said| !said.is_empty() && !all.contains(said)));
    }
    all.join(": ")
}

/// Who asked, and who let it happen: by their log-in name, or by their number in rows from before they said it.
fn by_whom(act: &str, who: &str, changes: &Value) -> (String, String) {
    let named = |login: &str, id: &str| match (changes[login].as_str(), changes[id].as_i64()) {
        (Some(login), _) => login.to_owned(),
        (None, Some(id)) => format!("user {id}"),
        (None, None) => String::new(),
    };
    let (asked, allowed) = (named("asked_login", "asked_by"), named("allowed_login", "allowed_by"));
    match act {
        "decide_approval" => (asked, if changes["done_first"] == true { allowed } else { who.to_owned() }),
        "ask_approval" => (who.to_owned(), allowed),
        _ if !allowed.is_empty() => (who.to_owned(), allowed),
        _ => (asked, allowed),
    }
}

fn is_said(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(all) => !all.is_empty(),
        Value::Object(all) => !all.is_empty(),
        _ => true,
    }
}

pub(super) fn worded(name: &str) -> String {
    name.replace('_', " ")
}

/// A value in words, whole.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(n) => n.to_string(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(all) => of_each(all.iter()),
    }
}

fn of_each<'v>(all: impl Iterator<Item = (&'v String, &'v Value)>) -> String {
    all.map(|(name, value)| format!("{} {}", worded(name), plain(value))).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(act: &str, changes: &Value) -> String {
        told_as(act, changes, None)
    }

    fn told_as(act: &str, changes: &Value, coin: Option<&Coin>) -> String {
        let Told { what, was, became, amount, reason, asked_by, allowed_by } =
            Told::of(act, "maya", &changes.to_string(), coin);
        let amount = amount.map(|n| n.to_string()).unwrap_or_default();
        [what, was, became, amount, reason, asked_by, allowed_by].join(" | ")
    }

    #[test]
    fn each_kind_of_override_is_told_in_words() {
        let office =
            json!({ "fields": { "void_ceiling": { "from": null, "to": 50_000 }, "phone": "changed" } });
        assert_eq!(
            told("save_office", &office),
            "office settings | void ceiling none; phone another | void ceiling 50000; phone changed |  |  |  | "
        );
        let rule = json!({ "rule": [{ "least_minor": 100, "notice_days": 7 }, { "least_minor": 100, "notice_days": 14 }] });
        assert_eq!(
            told("save_arrears_rule", &rule),
            "arrears rule | notice days 7 | notice days 14 |  |  |  | "
        );
        let count = json!({ "approval": 5, "kind": "variance", "amount_minor": 5_000, "asked_by": 3, "asked_login": "asha",
            "allowed_by": 4, "allowed_login": "maya", "done_first": false, "reason": "the customer stands here",
            "did": { "shift": "C1S/26-27/000001", "reason": "wrong_change" } });
        assert_eq!(
            told("decide_approval", &count),
            "variance, shift C1S/26-27/000001, request 5 |  |  | 5000 | the customer stands here: wrong_change | asha | maya"
        );
        let no = json!({ "approval": 6, "kind": "void", "about": "payment:12", "amount_minor": 100, "asked_by": 3,
            "state": "refused", "note": "it was no duplicate" });
        assert_eq!(
            told("decide_approval", &no),
            "void, payment:12, request 6 |  | refused | 100 | it was no duplicate | user 3 | maya"
        );
        let cash = json!({ "customer": 7, "cash_only": { "from": true, "to": false }, "bounces": 2, "reason": "paid by cash" });
        assert_eq!(
            told("set_cash_only", &cash),
            "customer 7 | cash only yes | cash only no |  | paid by cash |  | "
        );
        let cancelled = json!({ "correction": 1, "number": "C1N/1", "bill": 4, "cancelled": "E-1-1", "with_it": ["S-1"] });
        let split = json!({ "receipt": "C1/1", "payment": 4, "paid_minor": 500, "shares": [[1, "bill", 500]], "directed": true });
        assert_eq!(told("take_payment", &split), "C1/1 |  | split as the customer directed | 500 |  |  | ");
        assert_eq!(told("cancel_bill", &cancelled), "E-1-1 |  | with it S-1 |  |  |  | ");
    }

    #[test]
    fn amounts_are_told_in_the_currency_and_of_what_has_parts_what_differs() {
        let coin = Coin::of("INR");
        let office = json!({ "fields": { "void_ceiling": { "from": null, "to": 50_000 }, "phone": "changed",
            "shifts": { "from": { "required": true, "float": 0 }, "to": { "required": true, "float": 200_000 } } } });
        assert_eq!(
            told_as("save_office", &office, Some(&coin)),
            "office settings | most that a clerk voids none; phone another; float INR 0.00 | most that a clerk voids INR \
             500.00; phone changed; float INR 2000.00 |  |  |  | "
        );
        let cycle = json!({ "cycle": 1, "code": "A", "months": [1, 2], "due_days": 15, "active": true });
        assert_eq!(
            told_as("save_cycle", &cycle, Some(&coin)),
            "A |  | months 1, 2, due days 15, active yes |  |  |  | "
        );
        let note = json!({ "correction": 1, "number": "C1N/1", "left_minor": 12_300, "reason": "misread" });
        assert_eq!(
            told_as("give_credit_note", &note, Some(&coin)),
            "C1N/1 |  | left INR 123.00 |  | misread |  | "
        );
    }

    #[test]
    fn no_text_is_cut_and_no_machine_text_is_left() {
        let long = "a reason of many words ".repeat(40);
        let told =
            Told::of("set_cash_only", "maya", &json!({ "customer": 7, "reason": long }).to_string(), None);
        assert_eq!(told.reason, long);
        let settings = json!({ "fields": { "shifts": { "from": { "a": [1, 2] }, "to": { "a": [1, 3] } } } });
        let told = Told::of("save_office", "arun", &settings.to_string(), None);
        assert_eq!((told.was.as_str(), told.became.as_str()), ("shifts a 1, 2", "shifts a 1, 3"));
    }
}
