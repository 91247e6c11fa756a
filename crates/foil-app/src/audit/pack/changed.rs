//! Which rules an act changed, from what to what, read off its row of the log: the screen says it in its catalogue's words and the
//! papers in theirs, with amounts as amounts. Start at [`changed`].

use super::super::views::{RuleChange, RuleValue};
use super::overridden::{plain, worded};
use foil_domain::currency;
use foil_domain::money::Money;
use serde_json::Value;

/// The office's currency, as far as an amount in words needs it. A pack says its code, so `verify` has the same.
#[derive(Debug, Clone)]
pub(in crate::audit) struct Coin {
    code: String,
    decimals: u32,
}

impl Coin {
    pub fn of(code: &str) -> Coin {
        Coin { code: code.to_owned(), decimals: currency::decimals(code).unwrap_or(2) }
    }

    fn text(&self, amount: Money) -> String {
        format!("{} {}", self.code, amount.plain(self.decimals))
    }
}

/// Rules that are amounts, beside all whose name says so (`_minor`) and the ceilings of a role.
const AMOUNTS: [&str; 16] = [
    "payment_ceiling",
    "void_ceiling",
    "fee_ceiling",
    "correction_ceiling",
    "write_off_ceiling",
    "cash_ceiling",
    "tolerance",
    "manager_tolerance",
    "denominations",
    "float",
    "safe_fund",
    "second_look_ceiling",
    "bounce_fee",
    "cash_out_ceiling",
    "least",
    "reconnection_fee",
];

/// Rules whose name in the book says too little, as a paper says them.
const SAID: [(&str, &str); 18] = [
    ("payment_ceiling", "most of one payment"),
    ("void_ceiling", "most that a clerk voids"),
    ("idle_lock_secs", "seconds until the lock"),
    ("allocation", "paid first"),
    ("max_urgent_in_a_row", "urgent tickets in a row"),
    ("max_wait_secs", "seconds that anybody waits"),
    ("bulk_accounts", "accounts of a bulk ticket"),
    ("required", "drawers are needed"),
    ("ceiling_refuses", "a full drawer takes no more"),
    ("cash_ceiling", "most cash in a drawer"),
    ("tolerance", "tolerance of a count"),
    ("manager_tolerance", "tolerance of a manager's count"),
    ("safe_fund", "kept in the safe"),
    ("hours", "hours until a request ends"),
    ("second_look_ceiling", "most that is done first"),
    ("second_look_hours", "hours until a second look"),
    ("bounces_to_cash_only", "bounces until cash only"),
    ("least", "least that is pursued"),
];

/// What a list of the log has by its place.
const BY_PLACE: [(&str, &[&str]); 2] = [
    ("queue", &["max_urgent_in_a_row", "max_wait_secs", "bulk_accounts"]),
    ("figures", &["estimates_in_a_row", "estimate_by", "high_percent", "spike_percent", "low_percent"]),
];

/// Fields that hold others.
const GROUPS: [&str; 3] = ["fields", "rules", "registers"];

/// Fields whose two values are what was and what is.
const BEFORE_AND_AFTER: [&str; 4] = ["rule", "figures", "active", "total_minor"];

/// What an act says that it changed, one rule after the other; nothing of what it has no before of.
pub(in crate::audit) fn changed(act: &str, did: &Value) -> Vec<RuleChange> {
    let mut all = Vec::new();
    if act != "write_papers_again" && (did["from"].is_string() || did["to"].is_string()) {
        all.push(one("", &did["from"], &did["to"]));
    }
    for (name, value) in did.as_object().into_iter().flatten() {
        within(name, value, &mut all);
    }
    all
}

fn within(name: &str, value: &Value, all: &mut Vec<RuleChange>) {
    match value {
        Value::Object(of) if of.contains_key("from") && of.contains_key("to") => {
            differing(name, &of["from"], &of["to"], all);
        }
        Value::Object(of) if GROUPS.contains(&name) => {
            for (name, value) in of {
                // Who or where the office is stands in no log.
                let unsaid =
                    || RuleChange { rule: name.clone(), from: RuleValue::Unsaid, to: RuleValue::Unsaid };
                match value {
                    Value::String(_) => all.push(unsaid()),
                    value => within(name, value, all),
                }
            }
        }
        Value::Array(two) if BEFORE_AND_AFTER.contains(&name) => {
            if let [before, after] = &two[..] {
                differing(name, before, after, all);
            }
        }
        _ => {}
    }
}

/// What differs between two values of one name: of what has parts, those alone.
fn differing(name: &str, was: &Value, now: &Value, all: &mut Vec<RuleChange>) {
    let places = BY_PLACE.iter().find(|(of, _)| *of == name).map(|(_, places)| *places);
    match (was, now, places) {
        (Value::Object(was), Value::Object(now), _) => {
            for (field, now) in now {
                let rule = match (name, field.as_str()) {
                    ("billing", "title" | "registration") => format!("bill_{field}"),
                    _ => field.clone(),
                };
                differing(&rule, was.get(field).unwrap_or(&Value::Null), now, all);
            }
        }
        (Value::Array(was), Value::Array(now), Some(places)) => {
            for (place, (was, now)) in places.iter().zip(was.iter().zip(now)) {
                differing(place, was, now, all);
            }
        }
        _ if was != now => all.push(one(name, was, now)),
        _ => {}
    }
}

fn one(name: &str, was: &Value, now: &Value) -> RuleChange {
    RuleChange { rule: name.to_owned(), from: value(name, was), to: value(name, now) }
}

fn is_amount(name: &str) -> bool {
    // The most that a role may approve of a kind has both in its name.
    AMOUNTS.contains(&name) || name.ends_with("_minor") || name.contains(' ')
}

fn value(name: &str, value: &Value) -> RuleValue {
    let amounts = |all: &[Value]| all.iter().map(Value::as_i64).collect::<Option<Vec<_>>>();
    match value {
        Value::Null => RuleValue::Nothing,
        Value::Bool(yes) => RuleValue::Yes { yes: *yes },
        Value::Number(n) => match n.as_i64().filter(|_| is_amount(name)) {
            Some(minor) => RuleValue::Amount { amount: Money::from_minor(minor) },
            None => RuleValue::Number { number: n.to_string() },
        },
        Value::Array(all) if is_amount(name) => match amounts(all) {
            Some(all) => RuleValue::Amounts { amounts: all.into_iter().map(Money::from_minor).collect() },
            None => RuleValue::Text { text: plain(value) },
        },
        other => RuleValue::Text { text: plain(other) },
    }
}

/// A rule as a paper says it.
pub(super) fn named(rule: &str) -> String {
    let said = SAID.iter().find(|(name, _)| *name == rule).map(|(_, said)| (*said).to_owned());
    said.unwrap_or_else(|| worded(rule.strip_suffix("_minor").unwrap_or(rule)))
}

/// A value as a paper says it.
fn told(value: &RuleValue, coin: &Coin) -> String {
    match value {
        RuleValue::Nothing => "none".to_owned(),
        RuleValue::Yes { yes } => if *yes { "yes" } else { "no" }.to_owned(),
        RuleValue::Amount { amount } => coin.text(*amount),
        RuleValue::Amounts { amounts } if amounts.is_empty() => "none".to_owned(),
        RuleValue::Amounts { amounts } => {
            amounts.iter().map(|one| coin.text(*one)).collect::<Vec<_>>().join(", ")
        }
        RuleValue::Number { number } => number.clone(),
        RuleValue::Text { text } => worded(text),
        RuleValue::Unsaid => "another".to_owned(),
    }
}

/// What was, and what it became, as the register of overrides has both.
pub(super) fn in_columns(all: &[RuleChange], coin: &Coin) -> (String, String) {
    let each = |of: &dyn Fn(&RuleChange) -> String| {
        let each = all.iter().map(|one| format!("{} {}", named(&one.rule), of(one)).trim().to_owned());
        each.collect::<Vec<_>>().join("; ")
    };
    let became = |one: &RuleChange| match one.to {
        RuleValue::Unsaid => "changed".to_owned(),
        _ => told(&one.to, coin),
    };
    (each(&|one| told(&one.from, coin)), each(&became))
}

/// The same as one sentence, as an exception has it.
pub(in crate::audit) fn in_words(all: &[RuleChange], coin: &Coin) -> String {
    let each = all.iter().map(|one| match one.to {
        RuleValue::Unsaid => format!("{} changed", named(&one.rule)),
        _ => format!("{} from {} to {}", named(&one.rule), told(&one.from, coin), told(&one.to, coin)),
    });
    each.collect::<Vec<_>>().join("; ")
}

/// A value of the log in words, amounts as amounts.
pub(super) fn of_log(name: &str, of: &Value, coin: &Coin) -> String {
    told(&value(name, of), coin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(act: &str, did: &Value) -> String {
        in_words(&changed(act, did), &Coin::of("INR"))
    }

    #[test]
    fn of_each_rule_that_differs_it_is_told_from_what_to_what_in_the_currency() {
        let shifts = |most: Option<i64>, tolerance: i64| json!({ "required": true, "cash_ceiling": most, "tolerance": tolerance, "denominations": [50_000, 10_000] });
        let office = json!({ "fields": {
            "void_ceiling": { "from": null, "to": 50_000 }, "phone": "changed",
            "queue": { "from": [3, 900, 5], "to": [3, 1200, 5] },
            "allocation": { "from": "oldest_first", "to": "bills_first" },
            "shifts": { "from": shifts(None, 0), "to": shifts(Some(5_000_000), 500) },
            "billing": { "from": { "registration": "a", "fee_ceiling": 100 }, "to": { "registration": "b", "fee_ceiling": 100 } },
        } });
        assert_eq!(
            told("save_office", &office),
            "most that a clerk voids from none to INR 500.00; phone changed; seconds that anybody waits from 900 to 1200; paid \
             first from oldest first to bills first; most cash in a drawer from none to INR 50000.00; tolerance of a \
             count from INR 0.00 to INR 5.00; bill registration from a to b"
        );
        let rules = json!({ "rules": { "hours": { "from": 24, "to": 48 }, "bounce_fee": { "from": 25_000, "to": 0 },
            "manager void": { "from": 100_000, "to": null } } });
        assert_eq!(
            told("save_approval_rules", &rules),
            "hours until a request ends from 24 to 48; bounce fee from INR 250.00 to INR 0.00; manager void from INR \
             1000.00 to none"
        );
        let ladder =
            json!({ "rule": [{ "least": 100, "notice_days": 7 }, { "least": 250, "notice_days": 7 }] });
        assert_eq!(told("save_arrears_rule", &ladder), "least that is pursued from INR 1.00 to INR 2.50");
        let figures = json!({ "figures": [[3, "last_year", 200, 400, 50], [2, "last_year", 200, 400, 50]] });
        assert_eq!(told("save_metering_settings", &figures), "estimates in a row from 3 to 2");
        let whole = json!({ "fields": { "payment_ceiling": { "from": 7, "to": 1_234 } } });
        assert_eq!(
            in_words(&changed("save_office", &whole), &Coin::of("JPY")),
            "most of one payment from JPY 7 to JPY 1234",
            "a currency without a smaller coin"
        );
    }
}
