//! An account's use by period, with what was abnormal about it.

use super::known::{account, oldest_first, rules};
use super::verdict::text;
use super::views::{UsageHistory, UsageOf, UsagePeriod};
use crate::{Office, Result, Session};
use foil_domain::ids::AccountId;
use foil_domain::metering::check::{Rules, abnormal, compared, label};
use foil_domain::metering::past::{PastUse, average, before_case, by_days, in_days, usual};
use foil_domain::metering::{Purpose, ReadingKind, period};
use foil_domain::people::Right;
use foil_domain::time::Day;
use foil_store::readings::{self, ReadingRow};
use foil_store::use_cases::CaseSpanRow;
use foil_store::{Tx, meters, use_cases};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Periods that the average is of.
const ALL: usize = 1_000;

/// An account's use by period of the last 12 to 36 months, abnormal periods marked.
///
/// Periods end at readings; before the first reading, what the bills say stands in. A period on an estimate shows
/// its share of the true use as soon as a reading tells it. Each is held against the periods before it, by the rules
/// that readings are checked with at entry; while a case was open, against those before that.
pub fn usage_history(office: &Arc<Office>, who: &Session, input: UsageOf) -> Result<UsageHistory> {
    let months = input.months.clamp(12, 36);
    office.view(who, Right::SeeCustomers, |tx, row| {
        let account = account(tx, input.account)?;
        let unit = account.service.unit();
        let rules = rules(&meters::settings(tx)?, &account);
        let since = row.business_on.month_start(-i32::try_from(months).unwrap_or(36));
        let cases = use_cases::of_account(tx, account.id)?;
        let periods = marked(&rules, unit, &all(tx, account.id)?, &cases);
        let periods: Vec<UsagePeriod> = periods.into_iter().filter(|p| p.to > since).collect();
        let past: Vec<PastUse> = periods.iter().filter_map(past_of).collect();
        let usual = average(&past, ALL).map(|(per_day, _)| text(in_days(per_day, 30))).unwrap_or_default();
        Ok(UsageHistory { unit: unit.to_owned(), periods, usual })
    })
}

/// An account's use in its latest periods, oldest first: the day each ended on, and its units.
pub(crate) fn recent_use(tx: &Tx<'_>, account: AccountId, most: usize) -> Result<Vec<(Day, String)>> {
    let periods = all(tx, account)?;
    let recent = periods.iter().skip(periods.len().saturating_sub(most));
    Ok(recent.map(|p| (p.to, text(p.units))).collect())
}

fn past_of(period: &UsagePeriod) -> Option<PastUse> {
    Some(PastUse { from: period.from, to: period.to, units: period.units.parse().ok()? })
}

/// A period as it was read or billed.
struct Plain {
    from: Day,
    to: Day,
    units: Decimal,
    kind: Option<ReadingKind>,
    /// What was estimated, where a reading has told the truth since.
    estimated: Option<Decimal>,
}

/// All periods, oldest first, as far as the truth is known.
fn all(tx: &Tx<'_>, account: AccountId) -> Result<Vec<Plain>> {
    let mut rows = Vec::new();
    readings::newest_of_account(tx, account, |reading| {
        if !period::is_demand(&reading.band) {
            rows.push(reading);
        }
        Ok(true)
    })?;
    oldest_first(&mut rows);
    let bills = readings::billed_use(tx, account, rows.first().map(|r| r.read_on), 60)?;
    let billed = bills.into_iter().rev().filter_map(|b| {
        let units = b.units.parse().ok()?;
        Some(Plain {
            from: b.period_from_on,
            to: b.period_to_on.plus_days(1),
            units,
            kind: None,
            estimated: None,
        })
    });
    let mut periods: Vec<Plain> = billed.chain(read(&rows)).collect();
    tell_the_truth(&mut periods);
    Ok(periods)
}

/// Shares the use since the last measured reading by days among the periods that were estimated and the one whose
/// reading tells it, as the bill does that makes the estimates good.
fn tell_the_truth(periods: &mut [Plain]) {
    let is_estimate = |p: &Plain| p.kind.is_some_and(|kind| !kind.is_measured());
    let mut first = 0;
    for at in 0..periods.len() {
        if is_estimate(&periods[at]) {
            continue;
        }
        let gap = |pair: &[Plain]| pair[0].to != pair[1].from;
        let group = &mut periods[first..=at];
        first = at + 1;
        let total: Decimal = group.iter().map(|p| p.units).sum();
        if group.len() < 2 || total < Decimal::ZERO || group.windows(2).any(gap) {
            continue;
        }
        let days: Vec<i64> = group.iter().map(|p| p.to.days_since(p.from)).collect();
        for (period, share) in group.iter_mut().zip(by_days(total, &days)) {
            if is_estimate(period) {
                period.estimated = Some(period.units);
            }
            period.units = share;
        }
    }
}

/// Periods between the days of readings. What an exchanged meter used is part of the period it ended in.
fn read(oldest_first: &[ReadingRow]) -> Vec<Plain> {
    let mut periods: Vec<Plain> = Vec::new();
    let (mut from, mut units) = (None, Decimal::ZERO);
    for (at, reading) in oldest_first.iter().enumerate() {
        units += reading.use_units;
        let next = oldest_first.get(at + 1);
        let exchanged = next.is_some_and(|n| {
            n.read_on == reading.read_on && (n.purpose == Purpose::Install || n.purpose == Purpose::Final)
        });
        let begins = reading.purpose == Purpose::Install;
        if begins || (reading.purpose == Purpose::Final && exchanged) {
            from = from.or(Some(reading.read_on));
            continue;
        }
        // Another register of the same day is the same period.
        if next.is_some_and(|n| n.read_on == reading.read_on) {
            continue;
        }
        if let Some(from) = from.filter(|from| *from < reading.read_on) {
            let kind = Some(reading.kind);
            periods.push(Plain { from, to: reading.read_on, units, kind, estimated: None });
        }
        // After a meter was taken off for good, the next one begins anew.
        from = (reading.purpose != Purpose::Final).then_some(reading.read_on);
        units = Decimal::ZERO;
    }
    periods
}

/// Holds each period against those before it, and against those before the case that was open when it ended: abnormal use
/// was not the usual by going on, whatever became of the case. A reading after estimates is held against the past with all
/// the days since the last measured one.
fn marked(rules: &Rules, unit: &str, periods: &[Plain], cases: &[CaseSpanRow]) -> Vec<UsagePeriod> {
    let mut past: Vec<PastUse> = Vec::new();
    let (mut since, mut pending) = (None, Decimal::ZERO);
    let mut marked = Vec::new();
    for period in periods {
        let mut shown = UsagePeriod {
            from: period.from,
            to: period.to,
            units: text(period.units),
            estimated: period.estimated.map(text).unwrap_or_default(),
            kind: period.kind,
            abnormal: None,
            words: String::new(),
        };
        let from = *since.get_or_insert(period.from);
        pending += period.units;
        if period.kind.is_none_or(ReadingKind::is_measured) {
            let (total, days) = (pending, period.to.days_since(from));
            let case = cases.iter().find(|case| case.was_open_on(period.to)).map(|case| case.opened_on);
            let usual = usual(before_case(&past, case), from, period.to);
            shown.abnormal = abnormal(rules, total, days, &usual);
            if shown.abnormal.is_some() {
                shown.words = label(&compared(total, days, unit, &usual));
            }
            past.insert(0, PastUse { from, to: period.to, units: total });
            (since, pending) = (None, Decimal::ZERO);
        }
        marked.push(shown);
    }
    marked
}
