//! A day's and a month's figures.

use super::lists::chains;
use super::views::{
    ClerkSum, DayRef, DaySum, Exception, Figures, MethodSum, MonthRef, MonthSummary, Sequence,
};
use crate::office::{HOUSE_CODE, zone_of};
use crate::{Office, Session};
use foil_domain::ids::UserId;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::{Day, Instant};
use foil_store::Tx;
use foil_store::office::OfficeRow;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Exceptions of one kind that a month shows; its pack has them all.
const MOST_EXCEPTIONS: i64 = 100;

/// No more of one kind than anybody could read, so that no book can fill the memory.
pub(super) const MOST_IN_PACK: i64 = 100_000;

/// The figures of a business day; today's are those so far. Whoever has a drawer of it that is not closed is not told what
/// it took.
pub fn day_figures(office: &Arc<Office>, who: &Session, input: DayRef) -> Result<Figures> {
    office.view(who, Right::SeeAudit, |tx, row| {
        let on = input.on.unwrap_or(row.business_on);
        let blind = crate::shifts::counted_blind(tx, who.user)?;
        figures_for(tx, row, (on, on), blind)
    })
}

/// A month's figures, its days, and what an auditor looks at first.
pub fn month_summary(office: &Arc<Office>, who: &Session, input: MonthRef) -> Result<MonthSummary> {
    let month = input.month;
    office.view(who, Right::SeeAudit, |tx, row| {
        let (from, to) = (month.first(), month.last());
        let blind = crate::shifts::counted_blind(tx, who.user)?;
        let exceptions = exceptions(tx, (from, to), None, MOST_EXCEPTIONS)?;
        let mut kinds: BTreeMap<&str, i64> = BTreeMap::new();
        exceptions.iter().for_each(|e| *kinds.entry(&e.kind).or_default() += 1);
        let cut = kinds.into_values().any(|n| n >= MOST_EXCEPTIONS);
        Ok(MonthSummary {
            month,
            figures: figures_for(tx, row, (from, to), blind)?,
            days: days(tx, from, blind.map_or(to, |on| to.min(on.plus_days(-1))))?,
            exceptions,
            cut,
        })
    })
}

/// The business dates `from..=to` on which something was taken or given back.
pub(super) fn days(tx: &Tx<'_>, from: Day, to: Day) -> Result<Vec<DaySum>> {
    let days = foil_store::figures::by_day(tx, from, to)?.into_iter();
    let sum = |d: foil_store::figures::DayRow| DaySum {
        on: d.business_on,
        receipts: d.receipts,
        net: d.net,
        voids: d.voids,
        returned: d.returned,
    };
    Ok(days.map(sum).collect())
}

/// The figures of the business dates `from..=to` for whoever has a drawer of the day `blind` to count: the money of that
/// day is in none of them.
fn figures_for(
    tx: &Tx<'_>,
    office: &OfficeRow,
    (from, to): (Day, Day),
    blind: Option<Day>,
) -> Result<Figures> {
    let whole = figures(tx, office, from, to)?;
    let Some(on) = blind.filter(|on| (from..=to).contains(on)) else { return Ok(whole) };
    let before = figures(tx, office, from, on.plus_days(-1))?;
    let Figures { receipts, voids, returns, sequences, overdue_bills, overdue, audit_rows, reprints, .. } =
        whole;
    let counted = Figures {
        receipts,
        voids,
        returns,
        sequences,
        overdue_bills,
        overdue,
        audit_rows,
        reprints,
        ..before
    };
    Ok(Figures { to, left_out: Some(on), ..counted })
}

/// The figures of the business dates `from..=to`.
pub(super) fn figures(tx: &Tx<'_>, office: &OfficeRow, from: Day, to: Day) -> Result<Figures> {
    let sums = foil_store::figures::totals(tx, from, to)?;
    let overdue = foil_store::figures::overdue_sum(tx, overdue_at(to, office.business_on))?;
    let by_method = foil_store::figures::by_method(tx, from, to)?.into_iter();
    let by_clerk = foil_store::figures::by_clerk(tx, from, to)?.into_iter();
    Ok(Figures {
        from,
        to,
        left_out: None,
        receipts: sums.receipts,
        taken: sums.taken,
        voids: sums.voids,
        voided: sums.voided,
        returns: sums.returns,
        returned: sums.returned,
        net: net(sums.taken, sums.voided, sums.returned)?,
        by_method: by_method
            .map(|m| MethodSum { method: m.method, count: m.tenders, returned: m.returned, amount: m.net })
            .collect(),
        by_clerk: by_clerk
            .map(|c| ClerkSum {
                clerk: c.clerk,
                count: c.receipts,
                amount: c.net,
                voids: c.voids,
                returned: c.returned,
            })
            .collect(),
        sequences: sequences(tx, from, to)?,
        overdue_bills: overdue.bills,
        overdue: overdue.amount,
        audit_rows: audit_rows(tx, from, to)?,
        reprints: foil_store::copies::duplicates(tx, from, to)?,
    })
}

/// What stays of what was taken.
pub(super) fn net(taken: Money, voided: Money, returned: Money) -> Result<Money> {
    Ok(taken.minus(voided).and_then(|kept| kept.minus(returned)).ok_or(Refusal::TooMuch)?)
}

/// The day whose end tells what was overdue: the period's last, or today while it is not over.
pub(super) fn overdue_at(to: Day, today: Day) -> Day {
    to.min(today)
}

/// The moment at which the office's clock had shown the last of a period's days, or now while they are not over.
pub(super) fn ended(office: &OfficeRow, to: Day, now: Instant) -> Result<Instant> {
    let end = zone_of(office)?.at(to.plus_days(1), 0, 0);
    Ok(if office.business_on > to { end } else { end.min(now) })
}

/// First and last receipt number of each counter and year, and how many are missing between them.
pub(crate) fn sequences(tx: &Tx<'_>, from: Day, to: Day) -> Result<Vec<Sequence>> {
    let mut found: BTreeMap<(String, String), (Sequence, i64, i64)> = BTreeMap::new();
    foil_store::figures::each_number(tx, from, to, |row| {
        let (series, n) = row.number.rsplit_once('/').unwrap_or((&row.number, "0"));
        let n: i64 = n.parse().unwrap_or_default();
        let (sequence, first, last) =
            found.entry((row.counter.clone(), series.to_owned())).or_insert_with(|| {
                let (counter, first) = (row.counter.clone(), row.number.clone());
                let last = first.clone();
                (Sequence { counter, first, last, count: 0, voids: 0, gaps: 0 }, n, n)
            });
        if n < *first {
            (*first, sequence.first) = (n, row.number.clone());
        }
        if n > *last {
            (*last, sequence.last) = (n, row.number.clone());
        }
        sequence.count += 1;
        sequence.voids += i64::from(row.void);
        Ok(true)
    })?;
    Ok(found
        .into_values()
        .map(|(s, first, last)| Sequence { gaps: last - first + 1 - s.count, ..s })
        .collect())
}

pub(super) fn audit_rows(tx: &Tx<'_>, from: Day, to: Day) -> Result<i64> {
    let mut rows = 0;
    for counter in chains(tx)? {
        let first = foil_store::audit::first_since(tx, counter.id, from)?;
        rows += foil_store::audit::first_since(tx, counter.id, to.plus_days(1))? - first;
    }
    Ok(rows)
}

/// What an auditor looks at first, newest first, at most so many of a kind; directed splits are looked for where
/// nobody has them yet.
pub(super) fn exceptions(
    tx: &Tx<'_>,
    (from, to): (Day, Day),
    splits: Option<Vec<Exception>>,
    most: i64,
) -> Result<Vec<Exception>> {
    let mut all = voids(tx, from, to, most)?;
    all.extend(copies(tx, from, to, most)?);
    all.extend(match splits {
        Some(known) => known,
        None => directed(tx, from, to, most)?,
    });
    all.extend(dead_letters(tx, from, to, most)?);
    all.extend(cancelled_money(tx, from, to, most)?);
    all.extend(told_by_the_house(tx, from, to, most)?);
    all.sort_by_key(|e| std::cmp::Reverse(e.on));
    Ok(all)
}

fn voids(tx: &Tx<'_>, from: Day, to: Day, most: i64) -> Result<Vec<Exception>> {
    let mut found = Vec::new();
    foil_store::figures::newest_voids(tx, (from, to), most, |v| {
        let by_manager = v.state != foil_domain::undo::UndoState::OwnSession;
        let detail =
            if v.note.is_empty() { v.reason.to_string() } else { format!("{}: {}", v.reason, v.note) };
        found.push(Exception {
            kind: if by_manager { "manager_void" } else { "void" }.to_owned(),
            on: v.business_on,
            subject: v.receipt,
            who: v.clerk,
            amount: Some(v.amount),
            detail,
        });
        Ok(true)
    })?;
    Ok(found)
}

fn copies(tx: &Tx<'_>, from: Day, to: Day, most: i64) -> Result<Vec<Exception>> {
    let rows = foil_store::copies::newest(tx, from, to, most)?.into_iter();
    Ok(rows
        .map(|c| Exception {
            kind: "reprint".to_owned(),
            on: c.business_on,
            subject: c.number,
            who: c.login,
            amount: None,
            detail: format!("duplicate {}", c.n),
        })
        .collect())
}

/// Payments whose split the customer directed.
fn directed(tx: &Tx<'_>, from: Day, to: Day, most: i64) -> Result<Vec<Exception>> {
    let rows = foil_store::figures::directed(tx, from, to, most)?.into_iter();
    Ok(rows
        .map(|row| Exception {
            kind: "directed".to_owned(),
            on: row.business_on,
            subject: row.number,
            who: row.who,
            amount: Some(row.paid),
            detail: "split as the customer directed".to_owned(),
        })
        .collect())
}

fn dead_letters(tx: &Tx<'_>, from: Day, to: Day, most: i64) -> Result<Vec<Exception>> {
    let rows = foil_store::figures::dead_letters(tx, from, to, most)?.into_iter();
    Ok(rows
        .map(|d| Exception {
            kind: "dead_letter".to_owned(),
            on: d.business_on,
            subject: d.number,
            who: String::new(),
            amount: d.money_minor,
            detail: d.problem,
        })
        .collect())
}

/// Money that was in hand and that nobody posted: sent back, or put into a pocket.
fn cancelled_money(tx: &Tx<'_>, from: Day, to: Day, most: i64) -> Result<Vec<Exception>> {
    let rows = foil_store::figures::cancelled_money(tx, from, to, most)?.into_iter();
    Ok(rows
        .map(|c| Exception {
            kind: "money_cancelled".to_owned(),
            on: c.business_on,
            subject: c.number,
            who: c.who,
            amount: c.money_minor,
            detail: [c.reference, c.note]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
        })
        .collect())
}

/// What the office itself wrote down: failed log-ins that locked a name, or were under no name at all; and drawers that
/// were asked for more than they hold again and again, which tells what is in them before they are counted blind.
fn told_by_the_house(tx: &Tx<'_>, from: Day, to: Day, most: i64) -> Result<Vec<Exception>> {
    let mut failed = VecDeque::new();
    let mut probed: BTreeMap<String, Probed> = BTreeMap::new();
    for house in chains(tx)?.into_iter().filter(|c| c.code == HOUSE_CODE) {
        let first = foil_store::audit::first_since(tx, house.id, from)?;
        let until = foil_store::audit::first_since(tx, house.id, to.plus_days(1))?;
        foil_store::audit::each(tx, house.id, first, until - 1, |row| {
            let changes = || serde_json::from_str::<Value>(&row.changes).unwrap_or(Value::Null);
            if row.act == "failed_log_in" {
                let changes = changes();
                let (user, tries) = (changes["user"].as_i64(), changes["tries"].as_i64());
                failed.push_back((row.business_on, row.at, user, tries));
            } else if row.act == "cash_refused" {
                let changes = changes();
                let shift = changes["shift"].as_str().unwrap_or_default().to_owned();
                let new = Probed { on: row.business_on, at: row.at, user: None, times: 0 };
                let seen = probed.entry(shift).or_insert(new);
                seen.user = changes["user"].as_i64();
                seen.at = row.at;
                seen.times += 1;
            }
            // The log is read as it was written: the newest stay.
            if failed.len() as i64 > most {
                failed.pop_front();
            }
            Ok(true)
        })?;
    }
    // Names as they were then: a closed month's pack stays the same when one is changed.
    let named = |user: Option<i64>, at: Instant| -> Result<Option<String>> {
        Ok(user.map(|id| foil_store::people::login_at(tx, UserId(id), at)).transpose()?.flatten())
    };
    let mut all = Vec::new();
    for (on, at, user, tries) in failed {
        all.push(Exception {
            kind: "failed_log_in".to_owned(),
            on,
            subject: named(user, at)?.unwrap_or_else(|| "unknown name".to_owned()),
            who: String::new(),
            amount: None,
            detail: tries.map(|n| format!("{n} in a row")).unwrap_or_default(),
        });
    }
    for (shift, seen) in probed.into_iter().filter(|(_, seen)| seen.times > PROBES_PER_SHIFT) {
        all.push(Exception {
            kind: "drawer_probed".to_owned(),
            on: seen.on,
            subject: shift,
            who: named(seen.user, seen.at)?.unwrap_or_default(),
            amount: None,
            detail: format!("asked for more than it holds {} times", seen.times),
        });
    }
    Ok(all)
}

/// A drawer that was asked for more than it holds.
struct Probed {
    on: Day,
    at: Instant,
    user: Option<i64>,
    times: i64,
}

/// So often in one shift it is a mistake.
const PROBES_PER_SHIFT: i64 = 3;
