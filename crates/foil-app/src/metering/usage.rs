//! An account's use by period, with what was abnormal about it.

use super::known::{account, rules};
use super::verdict::text;
use super::views::{UsageHistory, UsageOf, UsagePeriod};
use crate::{Office, Result, Session};
use foil_domain::ids::AccountId;
use foil_domain::metering::check::{Rules, abnormal, compared};
use foil_domain::metering::past::{PastUse, average, in_days, usual};
use foil_domain::metering::{Purpose, ReadingKind, period};
use foil_domain::people::Right;
use foil_domain::time::Day;
use foil_store::readings::{self, ReadingRow};
use foil_store::{Tx, meters};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Periods that the average is of.
const ALL: usize = 1_000;

/// An account's use by period of the last 12 to 36 months, abnormal periods marked.
///
/// Periods end at readings; before the first reading, what the bills say stands in. Each is held against
/// the periods before it, by the rules that readings are checked with at entry.
pub fn usage_history(office: &Arc<Office>, who: &Session, input: UsageOf) -> Result<UsageHistory> {
    let months = input.months.clamp(12, 36);
    office.view(who, Right::SeeCustomers, |tx, row| {
        let account = account(tx, input.account)?;
        let unit = account.service.unit();
        let rules = rules(&meters::settings(tx)?, &account);
        let since = row.business_on.month_start(-i32::try_from(months).unwrap_or(36));
        let periods = marked(&rules, unit, &all(tx, account.id)?);
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
}

/// All periods, oldest first.
fn all(tx: &Tx<'_>, account: AccountId) -> Result<Vec<Plain>> {
    let mut rows = Vec::new();
    readings::newest_of_account(tx, account, |reading| {
        if !period::is_demand(&reading.band) {
            rows.push(reading);
        }
        Ok(true)
    })?;
    rows.reverse();
    let bills = readings::billed_use(tx, account, rows.first().map(|r| r.read_on), 60)?;
    let billed = bills.into_iter().rev().filter_map(|b| {
        let units = b.units.parse().ok()?;
        Some(Plain { from: b.period_from_on, to: b.period_to_on.plus_days(1), units, kind: None })
    });
    Ok(billed.chain(read(&rows)).collect())
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
            periods.push(Plain { from, to: reading.read_on, units, kind: Some(reading.kind) });
        }
        // After a meter was taken off for good, the next one begins anew.
        from = (reading.purpose != Purpose::Final).then_some(reading.read_on);
        units = Decimal::ZERO;
    }
    periods
}

/// Holds each period against those before it. A reading after estimates is held against the past with all
/// the days since the last measured one.
fn marked(rules: &Rules, unit: &str, periods: &[Plain]) -> Vec<UsagePeriod> {
    let mut past: Vec<PastUse> = Vec::new();
    let (mut since, mut pending) = (None, Decimal::ZERO);
    let mut marked = Vec::new();
    for period in periods {
        let mut shown = UsagePeriod {
            from: period.from,
            to: period.to,
            units: text(period.units),
            kind: period.kind,
            abnormal: None,
            words: String::new(),
        };
        let from = *since.get_or_insert(period.from);
        pending += period.units;
        if period.kind.is_none_or(ReadingKind::is_measured) {
            let (total, days) = (pending, period.to.days_since(from));
            let usual = usual(&past, from, period.to);
            shown.abnormal = abnormal(rules, total, days, &usual);
            if shown.abnormal.is_some() {
                shown.words = compared(total, days, unit, &usual);
            }
            past.insert(0, PastUse { from, to: period.to, units: total });
            (since, pending) = (None, Decimal::ZERO);
        }
        marked.push(shown);
    }
    marked
}
