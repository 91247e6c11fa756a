//! The registers of a pack that are its own: what a month's folder has not.

use super::super::figures::net;
use super::super::list_file::ListFile;
use super::super::lists::{Period, chains};
use super::super::views::{Exception, Sequence};
use super::changed::Coin;
use super::overridden::Told;
use super::tally::{Collected, Drawn, Runs, Tally};
use foil_domain::billing::{Lateness, lateness};
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::figures::DefaultRow;
use serde_json::Value;

/// The collection register, from what the receipts added up to.
pub(super) fn collections(period: &Period<'_>, tally: &Tally, out: &mut ListFile<'_>) -> Result<()> {
    for ((on, counter, clerk, method), sum) in &tally.collected {
        let Collected { receipts, taken, voids, voided, returned } = *sum;
        let net = net(taken, voided, returned)?;
        out.row(vec![
            on.to_string(),
            counter.clone(),
            clerk.clone(),
            (*method).to_owned(),
            receipts.to_string(),
            period.amount(taken),
            voids.to_string(),
            period.amount(voided),
            period.amount(returned),
            period.amount(net),
        ])?;
    }
    Ok(())
}

/// What is overdue by age.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::audit) struct Aged {
    pub accounts: i64,
    pub bills: i64,
    pub to_30: Money,
    pub to_60: Money,
    pub to_90: Money,
    pub over_90: Money,
    pub total: Money,
}

impl Aged {
    fn take(&mut self, bill: &DefaultRow, at: Day) -> Result<()> {
        for (due_on, left) in bill.parts()? {
            let bucket = match days_late(left, due_on, at) {
                ..=30 => &mut self.to_30,
                31..=60 => &mut self.to_60,
                61..=90 => &mut self.to_90,
                _ => &mut self.over_90,
            };
            *bucket = bucket.plus(left).ok_or(Refusal::TooMuch)?;
            self.total = self.total.plus(left).ok_or(Refusal::TooMuch)?;
        }
        self.bills += 1;
        Ok(())
    }
}

fn days_late(left: Money, due_on: Day, at: Day) -> i64 {
    match lateness(left, due_on, at) {
        Lateness::Overdue(days) => days,
        _ => 0,
    }
}

/// The defaulter register; gives back the sums of all.
pub(super) fn defaulters(period: &Period<'_>, out: &mut ListFile<'_>) -> Result<Aged> {
    each_defaulter(period, &mut |row| out.row(row))
}

/// Its rows: an account each, its bills added up; gives back the sums of all.
pub(in crate::audit) fn each_defaulter(
    period: &Period<'_>,
    take: &mut dyn FnMut(Vec<String>) -> Result<()>,
) -> Result<Aged> {
    let at = super::super::figures::overdue_at(period.to, period.office.business_on);
    let mut all = Aged::default();
    let mut open: Option<(DefaultRow, i64, Aged)> = None;
    foil_store::figures::each_default(period.tx, at, |bill| {
        all.take(&bill, at)?;
        match &mut open {
            Some((first, _, sums)) if first.account_id == bill.account_id => {
                sums.take(&bill, at)?;
            }
            _ => {
                let mut sums = Aged::default();
                sums.take(&bill, at)?;
                let days = days_late(bill.left_then, bill.due_on, at);
                all.accounts += 1;
                if let Some(done) = open.replace((bill, days, sums)) {
                    take(defaulter(period, &done))?;
                }
            }
        }
        Ok(true)
    })?;
    if let Some(last) = open {
        take(defaulter(period, &last))?;
    }
    Ok(all)
}

fn defaulter(period: &Period<'_>, (first, days, sums): &(DefaultRow, i64, Aged)) -> Vec<String> {
    vec![
        first.account.clone(),
        first.customer.clone(),
        first.service.to_string(),
        sums.bills.to_string(),
        first.due_on.to_string(),
        days.to_string(),
        period.amount(sums.to_30),
        period.amount(sums.to_60),
        period.amount(sums.to_90),
        period.amount(sums.over_90),
        period.amount(sums.total),
    ]
}

/// The reprint register; gives back how many there are.
pub(super) fn reprints(period: &Period<'_>, out: &mut ListFile<'_>) -> Result<i64> {
    let mut count = 0;
    foil_store::registers::each_reprint(period.tx, period.from, period.to, |copy| {
        count += 1;
        out.row(vec![
            copy.paper.to_string(),
            copy.number,
            copy.n.to_string(),
            copy.counter,
            copy.clerk,
            copy.business_on.to_string(),
            period.zone.stamp(copy.handed_at),
            copy.audit_seq.to_string(),
            copy.audit_hash,
        ])?;
        Ok(true)
    })?;
    Ok(count)
}

/// The override register, read off the log; gives back how many there are.
pub(super) fn overrides(period: &Period<'_>, out: &mut ListFile<'_>) -> Result<i64> {
    let mut count = 0;
    let coin = Coin::of(&period.office.currency);
    for counter in chains(period.tx)? {
        let from = foil_store::audit::first_since(period.tx, counter.id, period.from)?;
        let until = foil_store::audit::first_since(period.tx, counter.id, period.to.plus_days(1))?;
        foil_store::audit::each(period.tx, counter.id, from, until - 1, |row| {
            let Some((kind, former)) = overrides_what(&row.act, &row.changes) else { return Ok(true) };
            count += 1;
            let told = overridden(&row.act, &row.who, &row.changes, former, Some(&coin));
            out.row(vec![
                kind.to_owned(),
                row.business_on.to_string(),
                period.zone.stamp(row.at),
                counter.code.clone(),
                row.who,
                row.act,
                told.what,
                told.was,
                told.became,
                told.amount.map(|minor| period.amount(Money::from_minor(minor))).unwrap_or_default(),
                told.reason,
                told.asked_by,
                told.allowed_by,
                row.seq.to_string(),
                row.hash,
            ])?;
            Ok(true)
        })?;
    }
    Ok(count)
}

/// What kind of exception an override is, too.
pub(in crate::audit) fn exceptional(kind: &str, act: &str) -> Option<&'static str> {
    match (kind, act) {
        ("directed_split", _) => Some("directed"),
        ("rights_changed", _) => Some("rights_changed"),
        ("key_shown", _) => Some("key_shown"),
        ("admin_reset", _) => Some("admin_reset"),
        // The office's own rules, too, say what a drawer may hold and by how much it may differ.
        (_, "save_approval_rules" | "save_office") => Some("rules_changed"),
        ("money_imported", _) => Some("money_imported"),
        ("switched_by_file", _) => Some("switched_by_file"),
        ("money_redirected", _) => Some("money_redirected"),
        _ => None,
    }
}

/// What the register says of an override; `former` is what it was about as the exceptions say it. Without `coin` as packs
/// before the seventh format said it.
pub(in crate::audit) fn overridden(
    act: &str,
    who: &str,
    changes: &str,
    former: String,
    coin: Option<&Coin>,
) -> Told {
    let told = Told::of(act, who, changes, coin);
    // Whose rights were changed, and how, is told in words already.
    if act == "save_user" {
        Told { what: former, was: String::new(), became: String::new(), ..told }
    } else {
        told
    }
}

/// What an act set aside or changed, if it is one of those: its kind, and what it was about, as the exceptions say it, and as the
/// register of packs before the sixth format did.
pub(in crate::audit) fn overrides_what(act: &str, changes: &str) -> Option<(&'static str, String)> {
    let always = OVERRIDING.iter().find(|(name, _)| *name == act).map(|(_, kind)| *kind);
    let kind = match act {
        "take_payment" | "redo" | "process_request" if changes.contains("\"directed\":true") => {
            "directed_split"
        }
        "undo" if !changes.contains("\"allowed_by\":null") && changes.contains("\"allowed_by\":") => {
            "allowed_at_the_screen"
        }
        // Not by another admin: by whoever holds the book's key, at a terminal, with no name of their own.
        "save_user" if changes.contains("\"by_recovery_key\":true") => "admin_reset",
        "import_payments" if changes.contains("\"amount_minor\":") => "money_imported",
        "import_customers" if changes.contains("\"switched\":") => "switched_by_file",
        "decide_dispute" if changes.contains("\"outcome\":\"upheld\"") => "bill_corrected",
        "retry_dead_letter" if changes.contains("\"amount_minor\":") => "money_redirected",
        "decide_approval" | "ask_approval" | "close_shift" => return anothers_word(act, changes),
        _ => always?,
    };
    let changes: Value = serde_json::from_str(changes).unwrap_or(Value::Null);
    let what = if act == "save_user" { rights(&changes) } else { about(&changes) };
    Some((kind, what))
}

/// Whose rights an act changed and how, in words: an administrator who makes a second manager, or sets one's password,
/// could be their own second person.
fn rights(changes: &Value) -> String {
    let now = |name: &str| changes[name].as_str().or_else(|| changes[name]["to"].as_str());
    let moved = |name: &str| match (changes[name]["from"].as_str(), changes[name]["to"].as_str()) {
        (Some(from), Some(to)) if from != to => Some((from, to)),
        _ => None,
    };
    let mut did = Vec::new();
    if changes["made"] == true {
        did.push(format!("made {}", now("role").unwrap_or_default()));
    }
    did.extend(moved("role").map(|(from, to)| format!("{to}, was {from}")));
    match (changes["active"]["from"].as_bool(), changes["active"]["to"].as_bool()) {
        (Some(true), Some(false)) => did.push("retired".to_owned()),
        (Some(false), Some(true)) => did.push("active again".to_owned()),
        _ => {}
    }
    if changes["new_password"] == true {
        did.push("password set".to_owned());
    }
    did.extend(moved("login").map(|(from, _)| format!("was {from}")));
    did.extend(moved("name").map(|(from, to)| format!("{to}, was {from}")));
    let who = match (now("login"), now("name")) {
        (Some(login), Some(name)) => format!("{login} ({name})"),
        // A consumer is a customer, whom the log does not name.
        _ => format!("user {}", changes["user"]),
    };
    if did.is_empty() { who } else { format!("{who}: {}", did.join("; ")) }
}

/// Acts that stand in the register whenever they are done, and as what: they change a rule that many later acts go by,
/// or set aside what the rules had worked out. Whoever adds an act that does so adds it here.
pub const OVERRIDING: &[(&str, &str)] = &[
    ("call_ticket", "called_out_of_turn"),
    ("save_user", "rights_changed"),
    ("save_office", "settings_changed"),
    ("save_counter", "settings_changed"),
    ("show_recovery_key", "key_shown"),
    ("write_papers_again", "papers_written_again"),
    ("save_arrears_rule", "settings_changed"),
    ("save_metering_settings", "settings_changed"),
    ("save_approval_rules", "settings_changed"),
    ("save_cycle", "settings_changed"),
    ("set_cash_only", "settings_changed"),
    ("save_gas_factor", "tariff_changed"),
    ("withdraw_gas_factor", "tariff_changed"),
    ("correct_meter", "meter_corrected"),
    ("import_tariff", "tariff_changed"),
    ("save_tariff_version", "tariff_changed"),
    ("retire_tariff", "tariff_changed"),
    ("cancel_bill", "bill_corrected"),
    ("cancel_and_rebill", "bill_corrected"),
    ("give_credit_note", "bill_corrected"),
    ("give_debit_note", "bill_corrected"),
    ("write_off", "bill_corrected"),
    ("cancel_bill_run", "bill_corrected"),
];

/// What became of a request, or by whose word at the screen an act happened at once; nothing where nobody was asked yet.
fn anothers_word(act: &str, changes: &str) -> Option<(&'static str, String)> {
    let changes: Value = serde_json::from_str(changes).unwrap_or(Value::Null);
    let kind = match (act, changes["state"].as_str()) {
        ("decide_approval", Some("refused")) => "refused",
        ("decide_approval", Some("cleared")) => "second_look_cleared",
        ("decide_approval", _) => "approved",
        ("close_shift", _) if changes["allowed_by"].is_number() => "variance_allowed",
        _ if changes["allowed_by"].is_number() => "allowed_at_the_screen",
        _ if changes["done_first"] == true => "done_first",
        _ => return None,
    };
    Some((kind, about(&changes)))
}

/// The number that an act is about, else all that it changed.
fn about(changes: &Value) -> String {
    let named = ["receipt", "slip", "number", "bill_number", "ticket", "name", "file"];
    let number = named.iter().find_map(|name| changes[*name].as_str());
    number.map_or_else(|| changes.to_string().chars().take(300).collect(), str::to_owned)
}

/// What an auditor looks at first.
pub(super) fn exceptions(period: &Period<'_>, all: &[Exception], out: &mut ListFile<'_>) -> Result<()> {
    for found in all {
        out.row(vec![
            found.kind.clone(),
            found.on.to_string(),
            found.subject.clone(),
            found.who.clone(),
            found.amount.map(|amount| period.amount(amount)).unwrap_or_default(),
            found.detail.clone(),
        ])?;
    }
    Ok(())
}

/// A series in the certificate.
#[derive(Debug, Clone)]
pub(super) struct Certified {
    pub paper: &'static str,
    pub series: String,
    /// The number before the first one; empty when the series begins here.
    pub follows: String,
    pub sequence: Sequence,
}

/// The series of one kind of paper, each with the number that it follows: one that is missing is a gap, too.
pub(super) fn certified(
    paper: &'static str,
    runs: &Runs,
    is_there: impl Fn(&str) -> Result<bool>,
) -> Result<Vec<Certified>> {
    let mut all = Vec::new();
    for (series, mut sequence) in runs.sequences() {
        let before = number_before(&sequence.first);
        let follows = match before {
            Some(number) if is_there(&number)? => number,
            Some(_) => {
                sequence.gaps += 1;
                String::new()
            }
            None => String::new(),
        };
        all.push(Certified { paper, series, follows, sequence });
    }
    Ok(all)
}

/// The number before one of the same series and width; none before the first.
pub(in crate::audit) fn number_before(number: &str) -> Option<String> {
    let (series, digits) = number.rsplit_once('/')?;
    let n: i64 = digits.parse().ok().filter(|n| *n > 1)?;
    Some(format!("{series}/{:0width$}", n - 1, width = digits.len()))
}

/// The sequence certificate.
pub(super) fn certificate(all: &[Certified], out: &mut ListFile<'_>) -> Result<()> {
    for Certified { paper, series, follows, sequence } in all {
        let Sequence { counter, first, last, count, voids, gaps } = sequence.clone();
        out.row(vec![
            (*paper).to_owned(),
            counter,
            series.clone(),
            follows.clone(),
            first,
            last,
            count.to_string(),
            voids.to_string(),
            gaps.to_string(),
        ])?;
    }
    Ok(())
}

/// The random sample.
pub(super) fn sample(period: &Period<'_>, drawn: &[(String, Drawn)], out: &mut ListFile<'_>) -> Result<()> {
    for (ticket, (receipt, on, counter, clerk, paid, seq, hash)) in drawn {
        out.row(vec![
            ticket.clone(),
            receipt.clone(),
            on.to_string(),
            counter.clone(),
            clerk.clone(),
            period.amount(*paid),
            seq.to_string(),
            hash.clone(),
        ])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_before_has_the_same_series_and_width() {
        assert_eq!(number_before("C1/26-27/000013").as_deref(), Some("C1/26-27/000012"));
        assert_eq!(number_before("C1V/26-27/01000").as_deref(), Some("C1V/26-27/00999"));
        assert_eq!(number_before("C1/26-27/000001"), None);
        assert_eq!(number_before("nothing"), None);
    }
}
