//! A day's and a month's figures.

use super::exceptions::{self, MOST_SHOWN};
use super::lists::{Period, chains};
use super::views::{ClerkSum, DayRef, DaySum, Figures, MethodSum, MonthRef, MonthSummary, Sequence};
use crate::office::zone_of;
use crate::{Office, Session};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::{Day, Instant};
use foil_store::Tx;
use foil_store::office::OfficeRow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The figures of a business day; today's are those so far. Whoever has a drawer of it that is not closed is not told what
/// it took.
pub fn day_figures(office: &Arc<Office>, who: &Session, input: DayRef) -> Result<Figures> {
    office.view(who, Right::SeeAudit, |tx, row| {
        let on = input.on.unwrap_or(row.business_on);
        let blind = crate::shifts::counted_blind(tx, row, who)?;
        figures_for(tx, row, (on, on), blind)
    })
}

/// A month's figures, its days, what an auditor looks at first, and what its pack will hold.
pub fn month_summary(office: &Arc<Office>, who: &Session, input: MonthRef) -> Result<MonthSummary> {
    let month = input.month;
    office.view(who, Right::SeeAudit, |tx, row| {
        let (from, to) = (month.first(), month.last());
        let blind = crate::shifts::counted_blind(tx, row, who)?;
        let until = ended(row, to, office.now())?;
        let found = exceptions::found(&Period::of(tx, row, from, to)?, until, MOST_SHOWN)?;
        let count = |paper| foil_store::money_control::papers(tx, paper, from, to);
        Ok(MonthSummary {
            month,
            figures: figures_for(tx, row, (from, to), blind)?,
            days: days(tx, from, blind.map_or(to, |on| to.min(on.plus_days(-1))))?,
            exceptions: found.all,
            cut: found.cut,
            z_reports: count("z_report")?,
            cash_moves: count("cash_move")?,
            deposits: count("deposit")?,
            approvals: count("approval")?,
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
