//! What an auditor looks at first: one list, which the month on the screen shows and its pack keeps.
//!
//! Each kind is drawn from what the book keeps of it, and names people as they were called then, so that a closed
//! month tells the same whenever it is asked. It says what happened, not whether it was right. Start at [`found`].

use super::banking::lay_there;
use super::lists::{Period, chains};
use super::pack::{Coin, changed, exceptional, in_words, overrides_what, ruled};
use super::views::{Exception, RuleChange};
use crate::approvals::{APPOINTING, HAND};
use crate::office::{CLOSED_OVER, HOUSE_CODE};
use foil_domain::approvals::ApprovalState;
use foil_domain::audit::{GENESIS, Row};
use foil_domain::billing::CorrectionKind;
use foil_domain::ids::{CounterId, UserId};
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::FROM_SAFE;
use foil_domain::time::{Day, Instant};
use foil_domain::undo::UndoState;
use foil_store::Tx;
use foil_store::figures::VoidedRow;
use foil_store::{audit, copies, figures, money_control as kept};
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Exceptions of one kind that a month's screen shows; its pack has them all.
pub(super) const MOST_SHOWN: usize = 100;

/// No more of one kind than anybody could read, so that no book can fill the memory.
pub(super) const MOST_IN_PACK: usize = 100_000;

/// A period's exceptions.
pub(super) struct Found {
    /// The newest day first.
    pub all: Vec<Exception>,
    /// Whether there are older ones of some kind.
    pub cut: bool,
}

/// The newest exceptions of a period, at most so many of a kind; requests as they stood at `until`, when it ended.
pub(super) fn found(period: &Period<'_>, until: Instant, most: usize) -> Result<Found> {
    let mut all = Kinds::of(most);
    voids(period, &mut all)?;
    reprints(period, &mut all)?;
    directed(period, &mut all)?;
    dead_letters(period, &mut all)?;
    cancelled_money(period, &mut all)?;
    corrections(period, &mut all)?;
    // The others are told from the first on.
    let oldest_first = [
        told_by_the_log,
        told_by_the_house,
        variances,
        safe,
        other_floats,
        first_floats,
        old_days,
        cash,
        slips,
        fallen,
        seen,
        after_refund,
        lay_there,
    ];
    for oldest_first in oldest_first {
        all.turned(|all| oldest_first(period, all))?;
    }
    all.turned(|all| requests(period, until, all))?;
    Ok(all.newest_first())
}

/// What is found, kind by kind.
pub(super) struct Kinds {
    most: usize,
    all: Vec<Exception>,
}

impl Kinds {
    fn of(most: usize) -> Kinds {
        Kinds { most, all: Vec::new() }
    }

    pub(super) fn tell(&mut self, exception: Exception) {
        self.all.push(exception);
    }

    /// Has what a source tells from the first on stand from the last on, as the rest does: of a day of which not all are
    /// shown, the newest are.
    fn turned(&mut self, tells: impl FnOnce(&mut Kinds) -> Result<()>) -> Result<()> {
        let before = self.all.len();
        tells(self)?;
        self.all[before..].reverse();
        Ok(())
    }

    /// How many rows to ask for of one kind: one more than are kept tells that there are more.
    fn ask(&self) -> i64 {
        i64::try_from(self.most).unwrap_or(i64::MAX).saturating_add(1)
    }

    fn newest_first(self) -> Found {
        let Kinds { most, mut all } = self;
        all.sort_by_key(|e| Reverse(e.on));
        let found = all.len();
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        all.retain(|e| {
            let n = kinds.entry(e.kind.clone()).or_default();
            *n += 1;
            *n <= most
        });
        let cut = all.len() < found;
        Found { all, cut }
    }
}

fn voids(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    // Two kinds in one stream: it ends when there is enough of both.
    let mut kinds = [0_usize; 2];
    let most = all.most;
    figures::newest_voids(period.tx, (period.from, period.to), |v| {
        let own = v.state == UndoState::OwnSession;
        let n = &mut kinds[usize::from(own)];
        *n += 1;
        if *n <= most + 1 {
            all.tell(a_void(v, own));
        }
        Ok(kinds.iter().any(|n| *n <= most))
    })
}

fn a_void(v: VoidedRow, own: bool) -> Exception {
    Exception {
        changed: Vec::new(),
        kind: if own { "void" } else { "manager_void" }.to_owned(),
        on: v.business_on,
        subject: v.receipt,
        who: v.clerk,
        amount: Some(v.amount),
        detail: joined(&v.reason.to_string(), &v.note),
    }
}

fn reprints(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    for c in copies::newest(period.tx, period.from, period.to, all.ask())? {
        all.tell(Exception {
            changed: Vec::new(),
            kind: "reprint".to_owned(),
            on: c.business_on,
            subject: c.number,
            who: c.login,
            amount: None,
            detail: duplicate(&c.n.to_string()),
        });
    }
    Ok(())
}

/// Which copy it is.
pub(super) fn duplicate(n: &str) -> String {
    format!("duplicate {n}")
}

/// Payments whose split the customer directed.
fn directed(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    for row in figures::directed(period.tx, period.from, period.to, all.ask())? {
        all.tell(Exception {
            changed: Vec::new(),
            kind: "directed".to_owned(),
            on: row.business_on,
            subject: row.number,
            who: row.who,
            amount: Some(row.paid),
            detail: AS_DIRECTED.to_owned(),
        });
    }
    Ok(())
}

/// What was taken off claims one by one; a run that was cancelled as a whole stands among the overrides.
fn corrections(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    for kind in CorrectionKind::ALL {
        let most = all.ask();
        foil_store::corrections::newest(period.tx, (period.from, period.to), *kind, most, |c| {
            all.tell(Exception {
                changed: Vec::new(),
                kind: c.kind.to_string(),
                on: c.business_on,
                subject: c.number,
                who: c.who,
                amount: Some(c.amount),
                detail: joined(&format!("{}, {}", c.bill, c.reason), &c.note),
            });
            Ok(true)
        })?;
    }
    Ok(())
}

fn dead_letters(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    for d in figures::dead_letters(period.tx, period.from, period.to, all.ask())? {
        all.tell(Exception {
            changed: Vec::new(),
            kind: "dead_letter".to_owned(),
            on: d.business_on,
            subject: d.number,
            who: String::new(),
            amount: d.money_minor,
            detail: d.problem,
        });
    }
    Ok(())
}

/// Money that was in hand and that nobody posted: sent back, or put into a pocket.
fn cancelled_money(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    for c in figures::cancelled_money(period.tx, period.from, period.to, all.ask())? {
        let detail: Vec<String> = [c.reference, c.note].into_iter().filter(|t| !t.is_empty()).collect();
        all.tell(Exception {
            changed: Vec::new(),
            kind: "money_cancelled".to_owned(),
            on: c.business_on,
            subject: c.number,
            who: c.who,
            amount: c.money_minor,
            detail: detail.join(", "),
        });
    }
    Ok(())
}

/// Changes of rights and of the rules of approval, second persons whom one had made, looks over which the month was closed,
/// money that came by a file or was sent to another account, accounts that were switched by a file, and where a clock went
/// back, chain by chain: each found by what it is, for the whole log of a month is more than a screen can wait for.
fn told_by_the_log(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    let coin = Coin::of(&period.office.currency);
    for counter in chains(period.tx)? {
        let (from, to) = in_chain(period, counter.id)?;
        // The first row of the period follows one that is not of it.
        let back = audit::clock_back(period.tx, counter.id, (from + 1, to), all.ask())?;
        for back in back.into_iter().rev() {
            let row = in_log(period.tx, (counter.id, &counter.code), back.seq)?;
            all.tell(clock_went_back(row, back.by_ms / 60_000));
        }
        // Each kind has its own newest: many changed names must not hide one changed rule.
        for acts in audit::TOLD.iter().filter(|acts| !is_of_the_house(acts)) {
            for seq in newest_of(period.tx, counter.id, acts, (from, to), all.most)? {
                let row = in_log(period.tx, (counter.id, &counter.code), seq)?;
                if let Some(exception) = overridden(row, &coin) {
                    all.tell(exception);
                }
            }
        }
        // A month has one row more of another kind at most: that of its end.
        let most = all.ask().saturating_add(1);
        for place in audit::by_hand(period.tx, counter.id, (from, to), most)?.into_iter().rev() {
            let row = in_log(period.tx, (counter.id, &counter.code), place.seq)?;
            all.all.extend(by_hand(&said(&row)).into_iter().map(|told| told.on(row.business_on)));
        }
        let switched = audit::switched_by_file(period.tx, counter.id, (from, to), all.ask())?;
        for place in switched.into_iter().rev() {
            let row = in_log(period.tx, (counter.id, &counter.code), place.seq)?;
            if let Some(exception) = overridden(row, &coin) {
                all.tell(exception);
            }
        }
    }
    Ok(())
}

/// What a row of the log says of somebody whom whoever a request is of had made or changed.
pub(super) struct ByHand {
    pub kind: &'static str,
    pub subject: String,
    pub who: String,
    pub amount: Option<i64>,
    pub detail: String,
}

impl ByHand {
    fn of(kind: &'static str, number: &Value, hand: &Value, how: &str) -> ByHand {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let one =
            |one: &Value| format!("{} by {} on {}", text(&one["who"]), text(&one["by"]), text(&one["on"]));
        let all = |name: &str| {
            let of = hand[name].as_array().into_iter().flatten();
            of.map(one).collect::<Vec<_>>().join(", ")
        };
        let (mut by, appointing) = (all("of"), all(APPOINTING));
        if !appointing.is_empty() {
            by += &format!("; and who could appoint somebody: {appointing}");
        }
        ByHand {
            kind,
            subject: format!("request {}", text(number)),
            who: text(&hand["asked_login"]),
            amount: hand["amount_minor"].as_i64(),
            detail: format!("{}, {how}: {by}", text(&hand["kind"]).replace('_', " ")),
        }
    }

    fn on(self, on: Day) -> Exception {
        let ByHand { kind, subject, who, amount, detail } = self;
        let amount = amount.map(Money::from_minor);
        Exception { changed: Vec::new(), kind: kind.to_owned(), on, subject, who, amount, detail }
    }
}

/// All that a row says of it: of each request that somebody let pass or looked at, and of each look over which a month was
/// closed. What it says is taken at its word, for the log is bound by its hashes; whatever stands there tells of it, also what
/// cannot be read.
pub(super) fn by_hand(changes: &Value) -> Vec<ByHand> {
    let mut all = Vec::new();
    for paper in changes["papers"].as_array().into_iter().flatten() {
        if paper["paper"] == "decision" && !paper[HAND].is_null() {
            let looked = paper["state"] == ApprovalState::Cleared.as_str();
            let how = if looked {
                "looked at by one they had made or changed"
            } else {
                "let pass by one they had made or changed"
            };
            all.push(ByHand::of("second_person_made", &paper["number"], &paper[HAND], how));
        }
    }
    for look in changes[CLOSED_OVER].as_array().into_iter().flatten() {
        let how = "nobody is left to look, changed or retired";
        all.push(ByHand::of("closed_over_looks", &look["number"], &look[HAND], how));
    }
    all
}

/// Acts that only the house's own chain has, of which [`told_by_the_house`] tells.
fn is_of_the_house(acts: &[&str]) -> bool {
    [FAILED_LOG_IN, CASH_REFUSED].iter().any(|act| acts.contains(act))
}

const FAILED_LOG_IN: &str = "failed_log_in";
/// More was asked of a drawer than it holds, or it was to begin with another float than was kept in it.
const CASH_REFUSED: &str = "cash_refused";

/// The newest rows of these acts in a stretch of a chain, one more than are kept, the oldest of them first.
fn newest_of(
    tx: &Tx<'_>,
    counter: CounterId,
    acts: &[&str],
    stretch: (i64, i64),
    most: usize,
) -> Result<Vec<i64>> {
    let mut all = Vec::new();
    for act in acts {
        let mut left = most.saturating_add(1);
        audit::each_told(tx, counter, act, stretch, |seq| {
            all.push(seq);
            left -= 1;
            Ok(left > 0)
        })?;
    }
    all.sort_unstable();
    Ok(newest(all, most))
}

fn clock_went_back(row: Row, minutes: i64) -> Exception {
    Exception {
        changed: Vec::new(),
        kind: "clock_went_back".to_owned(),
        on: row.business_on,
        subject: format!("{} {}", row.counter, row.seq),
        who: row.who,
        amount: None,
        detail: back_by(minutes, &row.act),
    }
}

/// By how much a clock went back.
pub(super) fn back_by(minutes: i64, act: &str) -> String {
    format!("by {minutes} minutes, before {act}")
}

/// A changed rule, money that came by a file, money in hand that somebody sent to another account, accounts that a file
/// has switched.
fn overridden(row: Row, coin: &Coin) -> Option<Exception> {
    let told = Overridden::said(&row.act, &row.changes, Some(coin))?;
    let Overridden { kind, subject, amount, detail, changed } = told;
    Some(Exception {
        changed,
        kind: kind.to_owned(),
        on: row.business_on,
        subject,
        who: row.who,
        amount: amount.map(Money::from_minor),
        detail,
    })
}

/// Who has had the day's figures exported before its drawers were counted: the counts after that need not be blind.
fn seen(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    kept::each_seen(period.tx, period.from, period.to, |s| {
        all.tell(Exception {
            changed: Vec::new(),
            kind: SEEN.to_owned(),
            on: s.business_on,
            subject: s.shift,
            who: s.who,
            amount: None,
            detail: seen_of(s.own).to_owned(),
        });
        Ok(true)
    })
}

/// Cheques that came back though their money had been handed back: their receipts fell by that, so no voucher tells it.
fn after_refund(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    kept::each_after_refund(period.tx, period.from, period.to, |q| {
        all.tell(Exception {
            changed: Vec::new(),
            kind: AFTER_REFUND.to_owned(),
            on: q.business_on,
            subject: q.receipt,
            who: q.who,
            amount: Some(q.amount),
            detail: cheque_after_refund(&q.cheque),
        });
        Ok(true)
    })
}

/// A cheque that came back though its money had been handed back, and what is said of it.
pub(super) const AFTER_REFUND: &str = "bounce_after_refund";

pub(super) fn cheque_after_refund(number: &str) -> String {
    format!("cheque {number}: its money had been handed back")
}

/// Figures that were exported before a drawer was counted, and what is said of it.
pub(super) const SEEN: &str = "seen_before_count";

pub(super) const fn seen_of(own: bool) -> &'static str {
    if own {
        "exported the day's figures before counting their own drawer"
    } else {
        "exported the day's figures before it was counted"
    }
}

/// What an act that set something aside is among the exceptions.
pub(super) struct Overridden {
    pub kind: &'static str,
    pub subject: String,
    pub amount: Option<i64>,
    pub detail: String,
    /// The rules that it changed.
    pub changed: Vec<RuleChange>,
}

impl Overridden {
    /// The same, as the act's row of the log says it; none where it is no exception. Packs before the seventh format had the
    /// log's own text of changed rules, and no `coin`.
    pub(super) fn said(act: &str, changes: &str, coin: Option<&Coin>) -> Option<Overridden> {
        let (kind, subject) = overrides_what(act, changes)?;
        let kind = exceptional(kind, act)?;
        let changes: Value = serde_json::from_str(changes).unwrap_or(Value::Null);
        if kind == "directed" {
            let paid = changes["paid_minor"].as_i64();
            let (detail, changed) = (AS_DIRECTED.to_owned(), Vec::new());
            return Some(Overridden { kind, subject, amount: paid, detail, changed });
        }
        if let (Some(what), Some(coin)) = (ruled(act).filter(|_| kind == "rules_changed"), coin) {
            let changed = changed(act, &changes);
            let (subject, detail) = (what.to_owned(), in_words(&changed, coin));
            return Some(Overridden { kind, subject, amount: None, detail, changed });
        }
        let detail = match (changes["from"].as_str(), changes["to"].as_str(), changes["created"].as_i64()) {
            _ if changes["switched"].is_array() => switched(&changes["switched"]),
            (Some(from), Some(to), _) => format!("{from}, sent to {to}"),
            (.., Some(n)) => format!("{n} payments"),
            _ => String::new(),
        };
        let amount = changes["amount_minor"].as_i64();
        Some(Overridden { kind, subject, amount, detail, changed: Vec::new() })
    }
}

const AS_DIRECTED: &str = "split as the customer directed";

/// The accounts that a file has switched, the first of them by name: the log's row names each.
fn switched(accounts: &Value) -> String {
    let all: Vec<&str> = accounts.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let named = all[..all.len().min(SWITCHED_NAMED)].join("; ");
    match all.len() - all.len().min(SWITCHED_NAMED) {
        0 => named,
        more => format!("{named}; and {more} more"),
    }
}

/// So many make a line that can still be read.
const SWITCHED_NAMED: usize = 10;

/// The places of a chain's rows of the period: the first, and the last.
fn in_chain(period: &Period<'_>, counter: CounterId) -> Result<(i64, i64)> {
    let first = audit::first_since(period.tx, counter, period.from)?;
    let until = audit::first_since(period.tx, counter, period.to.plus_days(1))?;
    Ok((first, until - 1))
}

/// A row of a chain; the hash before it is of no matter here.
fn in_log(tx: &Tx<'_>, (counter, code): (CounterId, &str), seq: i64) -> Result<Row> {
    let found = found_in_log(tx, (counter, code), seq)?;
    found.ok_or_else(|| anyhow::anyhow!("row {seq} of chain {code} was there a moment ago").into())
}

/// The same, if it is there.
pub(super) fn found_in_log(tx: &Tx<'_>, (counter, code): (CounterId, &str), seq: i64) -> Result<Option<Row>> {
    let mut found = None;
    audit::each(tx, counter, seq, seq, |stored| {
        found = Some(stored.linked(code, GENESIS));
        Ok(false)
    })?;
    Ok(found)
}

/// The last of what stands in a chain's order, one more than are kept.
fn newest<T>(mut rows: Vec<T>, most: usize) -> Vec<T> {
    rows.split_off(rows.len().saturating_sub(most.saturating_add(1)))
}

/// What the office itself wrote down: failed log-ins that locked a name, or were under no name at all; and drawers that
/// were asked for more than they hold again and again, which tells what is in them before they are counted blind. Change
/// that is offered and taken back tells as much: it is refused above what is there, and goes through below.
fn told_by_the_house(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    let tx = period.tx;
    let mut probed: BTreeMap<String, Probed> = BTreeMap::new();
    for house in chains(tx)?.into_iter().filter(|c| c.code == HOUSE_CODE) {
        let (from, to) = in_chain(period, house.id)?;
        for seq in newest_of(tx, house.id, &[FAILED_LOG_IN], (from, to), all.most)? {
            let row = in_log(tx, (house.id, &house.code), seq)?;
            all.tell(failed_log_in(tx, &row)?);
        }
        let mut refused = Vec::new();
        audit::each_told(tx, house.id, CASH_REFUSED, (from, to), |seq| {
            refused.push(seq);
            Ok(true)
        })?;
        refused.reverse();
        for seq in refused {
            let row = in_log(tx, (house.id, &house.code), seq)?;
            let changes = said(&row);
            let drawer = changes[FLOAT_OF].as_str().or_else(|| changes["shift"].as_str()).unwrap_or_default();
            let seen = probed.entry(drawer.to_owned()).or_insert(Probed::none(row.business_on));
            seen.who = named(tx, &changes, row.at)?;
            if changes[FLOAT_OF].is_string() {
                seen.floats += 1;
                seen.told += i64::from(changes["told"] == true);
            } else {
                seen.refused += 1;
            }
        }
    }
    kept::each_taken_back(tx, period.from, period.to, |row| {
        let new = Probed { who: Some(row.who), ..Probed::none(row.business_on) };
        probed.entry(row.shift).or_insert(new).taken_back = row.times;
        Ok(true)
    })?;
    for (shift, seen) in probed {
        if is_probed((seen.refused, seen.taken_back), (seen.floats, seen.told)) {
            all.tell(drawer_probed(shift, seen));
        }
    }
    Ok(())
}

/// So often in one shift, or of the floats of a counter on one day, it is a mistake.
const PROBES_PER_SHIFT: i64 = 3;

/// Whether what a drawer was asked is told: often, or once where a request said by how much its float was off.
pub(super) const fn is_probed((refused, taken_back): (i64, i64), (floats, told): (i64, i64)) -> bool {
    told > 0 || refused + taken_back + floats > PROBES_PER_SHIFT
}

/// Under which name the log says that it was a float, of which counter and day: there is no shift yet.
pub(super) const FLOAT_OF: &str = "float_of";

/// A drawer that was asked what it holds.
struct Probed {
    on: Day,
    who: Option<String>,
    /// How often more was asked of it than it holds.
    refused: i64,
    /// How often change was offered from it and taken back by who had offered it.
    taken_back: i64,
    /// How often it was to begin with another float than was kept in it.
    floats: i64,
    /// How often of these a request had told by how much, and was taken back.
    told: i64,
}

impl Probed {
    const fn none(on: Day) -> Probed {
        Probed { on, who: None, refused: 0, taken_back: 0, floats: 0, told: 0 }
    }
}

fn failed_log_in(tx: &Tx<'_>, row: &Row) -> Result<Exception> {
    let changes = said(row);
    let tries = changes["tries"].as_i64();
    Ok(Exception {
        changed: Vec::new(),
        kind: "failed_log_in".to_owned(),
        on: row.business_on,
        subject: named(tx, &changes, row.at)?.unwrap_or_else(|| UNKNOWN.to_owned()),
        who: String::new(),
        amount: None,
        detail: tries.map(in_a_row).unwrap_or_default(),
    })
}

/// Whoever tried to log in under no name.
pub(super) const UNKNOWN: &str = "unknown name";

/// How many log-ins have failed.
pub(super) fn in_a_row(tries: i64) -> String {
    format!("{tries} in a row")
}

fn drawer_probed(shift: String, seen: Probed) -> Exception {
    Exception {
        changed: Vec::new(),
        kind: "drawer_probed".to_owned(),
        on: seen.on,
        subject: shift,
        detail: probed_how((seen.refused, seen.taken_back), (seen.floats, seen.told)),
        who: seen.who.unwrap_or_default(),
        amount: None,
    }
}

/// How often a drawer was asked for more than it holds, how often change was offered from it and taken back, and how often it was
/// to begin with another float than was kept in it, and a request told by how much and was taken back.
pub(super) fn probed_how((refused, taken_back): (i64, i64), (floats, told): (i64, i64)) -> String {
    let by_how_much = ("asked by how much, and taken back", told);
    let told = [
        ("asked for more than it holds", refused),
        ("offered change from and taken back", taken_back),
        ("to begin with another float than was kept in it", floats),
        by_how_much,
    ];
    let told =
        told.into_iter().filter(|(_, times)| *times > 0).map(|(how, times)| format!("{how} {times} times"));
    told.collect::<Vec<_>>().join(", ")
}

/// What a row of the log says was changed.
pub(super) fn said(row: &Row) -> Value {
    serde_json::from_str(&row.changes).unwrap_or(Value::Null)
}

/// The log-in name of the person whom a row is about, as it says itself: two machines may have clocks of their own, and
/// no moment tells which of two names was first. Rows of before say the person alone, who had the name of that moment.
fn named(tx: &Tx<'_>, changes: &Value, at: Instant) -> Result<Option<String>> {
    let user = changes["user"].as_i64();
    if let (Some(_), Some(login)) = (user, changes["login"].as_str()) {
        return Ok(Some(login.to_owned()));
    }
    Ok(user.map(|id| foil_store::people::login_at(tx, UserId(id), at)).transpose()?.flatten())
}

/// Shifts that ended with another cash than must have been there, with other cheques, slips or transfers than were taken,
/// left more in the drawer than it began with, or were counted or closed by somebody in their clerk's place.
fn variances(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    kept::each_z(period.tx, period.from, period.to, |z| {
        let by = z.in_their_place();
        // Whose drawer it was may have been nowhere near.
        let found = by.iter().fold(z.reason.clone(), |why, by| and(&why, by));
        for (method, off) in z.tenders().into_iter().filter(|(_, off)| !off.is_zero()) {
            all.tell(Exception {
                changed: Vec::new(),
                kind: "tender_variance".to_owned(),
                on: z.business_on,
                subject: z.number.clone(),
                who: z.clerk.clone(),
                amount: Some(off),
                detail: joined(method.as_str(), &found),
            });
        }
        let told = [
            by.as_ref().map(|by| ("closed_for_another", z.variance, by.clone())),
            (z.variance != Money::ZERO).then_some(("variance", z.variance, found)),
            (!z.kept_reason.is_empty()).then_some(("kept_more", z.kept_more, z.kept_reason)),
        ];
        for (kind, amount, detail) in told.into_iter().flatten() {
            all.tell(Exception {
                changed: Vec::new(),
                kind: kind.to_owned(),
                on: z.business_on,
                subject: z.number.clone(),
                who: z.clerk.clone(),
                amount: Some(amount),
                detail,
            });
        }
        Ok(true)
    })
}

/// Counts of the safe that differed from what it had to hold.
fn safe(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    kept::each_safe(period.tx, period.from, period.to, |z| {
        if !z.variance.is_zero() {
            all.tell(Exception {
                changed: Vec::new(),
                kind: "safe_differs".to_owned(),
                on: z.business_on,
                subject: z.number,
                who: z.clerk,
                amount: Some(z.variance),
                detail: explained(&z.reason).to_owned(),
            });
        }
        Ok(true)
    })
}

/// Why a count of the safe differed, where somebody said it on its day.
pub(super) const fn explained(reason: &str) -> &str {
    if reason.is_empty() { "not explained" } else { reason }
}

/// Drawers that did not begin with what was left in them: the count stays even by that.
fn other_floats(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    kept::each_other_float(period.tx, period.from, period.to, |s| {
        all.tell(Exception {
            changed: Vec::new(),
            kind: "other_float".to_owned(),
            on: s.business_on,
            subject: s.shift,
            who: s.clerk,
            amount: Some(s.float.minus(s.kept).ok_or(Refusal::TooMuch)?),
            detail: began_with(&period.amount(s.float), &period.amount(s.kept)),
        });
        Ok(true)
    })
}

/// Drawers of counters that had none before, and began with cash that no Z report had left there.
fn first_floats(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    kept::each_first_float(period.tx, period.from, period.to, |s| {
        all.tell(Exception {
            changed: Vec::new(),
            kind: FIRST_FLOAT.to_owned(),
            on: s.business_on,
            subject: s.shift,
            who: s.clerk,
            amount: Some(s.float),
            detail: FIRST_OF_ITS_COUNTER.to_owned(),
        });
        Ok(true)
    })
}

/// A first float, and what is said of it.
pub(super) const FIRST_FLOAT: &str = "first_float";
pub(super) const FIRST_OF_ITS_COUNTER: &str = "the counter's first drawer; nobody had left it there";

/// Drawers that somebody opened on a day that was over by the clock, and said so.
fn old_days(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    kept::each_old_day(period.tx, period.from, period.to, |s| {
        let row = in_log(period.tx, (s.counter_id, &s.counter), s.audit_seq)?;
        all.tell(Exception {
            changed: Vec::new(),
            kind: OLD_DAY.to_owned(),
            on: s.business_on,
            subject: s.shift,
            who: row.who.clone(),
            amount: None,
            detail: by_the_clock(said(&row)["clock_on"].as_str().unwrap_or_default()),
        });
        Ok(true)
    })
}

/// A drawer that was opened on a day that was over, and what is said of it.
pub(super) const OLD_DAY: &str = "old_day";

pub(super) fn by_the_clock(on: &str) -> String {
    format!("opened knowing that it was {on} by the clock")
}

/// What a drawer began with.
pub(super) fn began_with(float: &str, kept: &str) -> String {
    format!("began with {float}, kept was {kept}")
}

/// What a clerk put in or took out for another end: the count stays even by that, too. By what comes from the safe it does not:
/// that has to hold less, and is counted as well. What is brought to the safe is one person's word; whether it left the bank,
/// no count says.
fn cash(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    kept::each_cash(period.tx, period.from, period.to, |m| {
        if ["cash_in", "cash_out"].contains(&m.kind.as_str()) && m.reason != FROM_SAFE {
            all.tell(Exception {
                changed: Vec::new(),
                detail: joined(&m.reason, &m.note),
                kind: m.kind,
                on: m.business_on,
                subject: m.shift,
                who: m.clerk,
                amount: Some(m.amount),
            });
        }
        Ok(true)
    })?;
    kept::each_brought(period.tx, period.from, period.to, |m| {
        let (number, paper) = brought_by(&m.note);
        all.tell(Exception {
            changed: Vec::new(),
            subject: number.to_owned(),
            detail: joined(&m.reason, paper),
            kind: m.kind,
            on: m.business_on,
            who: m.clerk,
            amount: Some(m.amount),
        });
        Ok(true)
    })
}

/// The number of what was brought to the safe, and by which paper, as its register has both in one column.
pub(super) fn brought_by(note: &str) -> (&str, &str) {
    note.split_once(", ").unwrap_or((note, ""))
}

/// Slips for the bank that were more or less than waited for it, or were taken back.
fn slips(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    kept::each_deposit(period.tx, period.from, period.to, |d| {
        if !d.off.is_zero() {
            all.tell(Exception {
                changed: Vec::new(),
                kind: "deposit_differs".to_owned(),
                on: d.business_on,
                subject: d.number.clone(),
                who: d.who.clone(),
                amount: Some(d.off),
                detail: joined(&d.reason, &d.note),
            });
        }
        if !d.taken_back.is_empty() {
            all.tell(Exception {
                changed: Vec::new(),
                kind: "slip_taken_back".to_owned(),
                on: d.business_on,
                subject: d.number,
                who: d.taken_back_by,
                amount: Some(d.amount),
                detail: d.taken_back,
            });
        }
        Ok(true)
    })
}

/// Payments that fell after their day: a refund's cash or a bank's doing.
fn fallen(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    kept::each_refund(period.tx, period.from, period.to, |r| {
        all.tell(Exception {
            changed: Vec::new(),
            detail: joined(&r.reason, &r.note),
            kind: r.kind,
            on: r.business_on,
            subject: r.receipt,
            who: r.asked_by,
            amount: Some(r.amount),
        });
        Ok(true)
    })
}

/// What was done before a second person had seen it, as far as it was looked at when the period ended.
fn requests(period: &Period<'_>, until: Instant, all: &mut Kinds) -> Result<()> {
    kept::each_approval(period.tx, (period.from, period.to), until, |q| {
        let (open, refused) = (q.state == "second_look", q.done_first && q.state == "refused");
        let told = [
            open.then(|| ("second_look_open", q.reason.clone())),
            q.overdue.then(|| ("second_look_overdue", joined(&q.reason, NOT_IN_TIME))),
            q.above.then(|| (ABOVE, q.reason.clone())),
            (q.done_first && !q.above && q.kind == "variance")
                .then(|| ("variance_first", joined(&q.reason, FIRST))),
            refused.then(|| ("second_look_refused", joined(&q.reason, &q.note))),
            (!q.beside.is_empty()).then(|| ("first_beside", joined(&q.reason, &although(&q.beside)))),
        ];
        for (kind, detail) in told.into_iter().flatten() {
            all.tell(Exception {
                changed: Vec::new(),
                kind: kind.to_owned(),
                on: q.business_on,
                subject: q.about.clone(),
                who: q.asked_by.clone(),
                amount: Some(q.amount),
                detail,
            });
        }
        Ok(true)
    })
}

/// What is said of a request that was done first although others were at work who might have let it pass.
pub(super) fn although(beside: &str) -> String {
    format!(
        "done first although {beside} {} still logged in",
        if beside.contains(',') { "were" } else { "was" }
    )
}

/// What two persons let pass though it is more than either may approve.
pub(super) const ABOVE: &str = "above_ceiling";

/// What is said of what was done first and not looked at by its time.
pub(super) const NOT_IN_TIME: &str = "not looked at in time";

/// What is said of a difference that nobody let pass before.
pub(super) const FIRST: &str = "let pass by nobody before it was closed or opened";

/// A reason, and who else was there.
pub(super) fn and(one: &str, other: &str) -> String {
    if one.is_empty() { other.to_owned() } else { format!("{one}, {other}") }
}

/// A reason, and what was noted beside it.
pub(super) fn joined(reason: &str, note: &str) -> String {
    if note.is_empty() { reason.to_owned() } else { format!("{reason}: {note}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_of_each_kind_stay_and_it_is_said_that_there_were_more() {
        let exception = |kind: &str, day: u32| Exception {
            changed: Vec::new(),
            kind: kind.to_owned(),
            on: Day::new(2026, 11, day).unwrap(),
            subject: String::new(),
            who: String::new(),
            amount: None,
            detail: String::new(),
        };
        let told = |most: usize| {
            let all = vec![
                exception("void", 3),
                exception("void", 9),
                exception("bounce", 1),
                exception("void", 5),
            ];
            let found = Kinds { most, all }.newest_first();
            let days = found.all.iter().map(|e| format!("{} {}", e.kind, e.on.parts().2));
            (days.collect::<Vec<_>>().join(", "), found.cut)
        };
        assert_eq!(told(2), ("void 9, void 5, bounce 1".to_owned(), true));
        assert_eq!(told(3), ("void 9, void 5, void 3, bounce 1".to_owned(), false));
    }
}
