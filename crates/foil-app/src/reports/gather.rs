//! What each report counts.

use super::views::{ReportColumn, ReportKind, Unit};
use foil_domain::audit::kpi;
use foil_domain::billing::{Lateness, lateness};
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::money_control::RefundRow;
use foil_store::office::OfficeRow;
use foil_store::{Tx, figures, registers};
use std::collections::BTreeMap;

/// A report of one period: a figure for each column in each row, and in the last line.
pub(super) struct Table {
    pub rows: Vec<(String, Vec<Option<i64>>)>,
    pub total: Vec<Option<i64>>,
}

/// The days that a report is of.
pub(super) struct Stretch {
    pub from: Day,
    pub to: Day,
    /// The last one of which what was taken is told; the day before the first where none is.
    pub told_to: Day,
}

/// The columns of a report, and which of them the chart shows.
pub(super) fn columns(report: ReportKind) -> (Vec<ReportColumn>, i64) {
    let (columns, charted): (&[(&str, Unit)], i64) = match report {
        ReportKind::Days | ReportKind::Clerks => (
            &[
                ("receipts", Unit::Count),
                ("voids", Unit::Count),
                ("returned", Unit::Amount),
                ("net", Unit::Amount),
            ],
            3,
        ),
        ReportKind::Tenders => (
            &[
                ("tenders", Unit::Count),
                ("returned", Unit::Amount),
                ("net", Unit::Amount),
                ("share", Unit::BasisPoints),
            ],
            2,
        ),
        ReportKind::Services => {
            (&[("parts", Unit::Count), ("net", Unit::Amount), ("share", Unit::BasisPoints)], 1)
        }
        ReportKind::Aging => (
            &[
                ("accounts", Unit::Count),
                ("to_30", Unit::Amount),
                ("to_60", Unit::Amount),
                ("to_90", Unit::Amount),
                ("over_90", Unit::Amount),
                ("overdue", Unit::Amount),
            ],
            5,
        ),
        ReportKind::Demand => {
            (&[("billed", Unit::Amount), ("collected", Unit::Amount), ("ratio", Unit::BasisPoints)], 1)
        }
        ReportKind::Voids => (&[("papers", Unit::Count), ("amount", Unit::Amount)], 1),
        ReportKind::Variances => (
            &[
                ("shifts", Unit::Count),
                ("over", Unit::Amount),
                ("short", Unit::Amount),
                ("float", Unit::Amount),
                ("variance", Unit::Amount),
                ("cheque", Unit::Amount),
                ("card", Unit::Amount),
                ("upi", Unit::Amount),
                ("bank", Unit::Amount),
            ],
            4,
        ),
        ReportKind::Waits => (
            &[
                ("tickets", Unit::Count),
                ("mean_wait", Unit::Seconds),
                ("longest_wait", Unit::Seconds),
                ("late", Unit::Count),
            ],
            1,
        ),
    };
    let column = |(name, unit): &(&str, Unit)| ReportColumn { name: (*name).to_owned(), unit: *unit };
    (columns.iter().map(column).collect(), charted)
}

/// Works one period out.
pub(super) fn table(tx: &Tx<'_>, office: &OfficeRow, report: ReportKind, days_of: &Stretch) -> Result<Table> {
    let Stretch { from, to: billed_to, told_to: to } = *days_of;
    match report {
        ReportKind::Days => days(tx, from, to),
        ReportKind::Clerks => clerks(tx, from, to),
        ReportKind::Tenders => tenders(tx, from, to),
        ReportKind::Services => services(tx, from, to),
        ReportKind::Aging => aging(tx, to.min(office.business_on)),
        ReportKind::Demand => demand(tx, from, billed_to, to),
        ReportKind::Voids => voids(tx, from, to),
        ReportKind::Variances => variances(tx, from, to),
        ReportKind::Waits => waits(tx, office, from, to),
    }
}

fn money(amount: Money) -> Option<i64> {
    Some(amount.minor())
}

/// Rows whose columns are added up below them.
fn summed(rows: Vec<(String, Vec<Option<i64>>)>, width: usize) -> Result<Table> {
    let mut total: Vec<Option<i64>> = vec![Some(0); width];
    for (_, figures) in &rows {
        for (sum, figure) in total.iter_mut().zip(figures) {
            let added =
                sum.zip(*figure).map(|(a, b)| a.checked_add(b).ok_or(Refusal::TooMuch)).transpose()?;
            *sum = added.or(*sum);
        }
    }
    Ok(Table { rows, total })
}

fn days(tx: &Tx<'_>, from: Day, to: Day) -> Result<Table> {
    let found = figures::by_day(tx, from, to)?.into_iter();
    let row = |d: figures::DayRow| {
        let figures = vec![Some(d.receipts), Some(d.voids), money(d.returned), money(d.net)];
        (d.business_on.to_string(), figures)
    };
    summed(found.map(row).collect(), 4)
}

fn clerks(tx: &Tx<'_>, from: Day, to: Day) -> Result<Table> {
    let found = figures::by_clerk(tx, from, to)?.into_iter();
    let row = |c: figures::ClerkRow| {
        (c.clerk, vec![Some(c.receipts), Some(c.voids), money(c.returned), money(c.net)])
    };
    summed(found.map(row).collect(), 4)
}

fn tenders(tx: &Tx<'_>, from: Day, to: Day) -> Result<Table> {
    let found = figures::by_method(tx, from, to)?;
    let back = Money::sum(found.iter().map(|m| m.returned)).ok_or(Refusal::TooMuch)?;
    let returned: Vec<Money> = found.iter().map(|m| m.returned).collect();
    let mut table =
        shared(found.into_iter().map(|m| (m.method.as_str().to_owned(), m.tenders, m.net)).collect())?;
    for ((_, row), of) in table.rows.iter_mut().zip(returned) {
        row.insert(1, money(of));
    }
    table.total.insert(1, money(back));
    Ok(table)
}

fn services(tx: &Tx<'_>, from: Day, to: Day) -> Result<Table> {
    let found = registers::by_service(tx, from, to)?.into_iter();
    shared(found.map(|s| (s.service.as_str().to_owned(), s.shares, s.net)).collect())
}

/// Rows with a count, an amount, and its share of all of them.
fn shared(found: Vec<(String, i64, Money)>) -> Result<Table> {
    let all = Money::sum(found.iter().map(|(.., net)| *net)).ok_or(Refusal::TooMuch)?;
    let count = found.iter().map(|(_, count, _)| count).sum();
    let row = |(name, count, net)| (name, vec![Some(count), money(net), kpi::ratio(net, all)]);
    Ok(Table {
        rows: found.into_iter().map(row).collect(),
        total: vec![Some(count), money(all), kpi::ratio(all, all)],
    })
}

/// What was overdue at the end of a day, by service and age.
fn aging(tx: &Tx<'_>, at: Day) -> Result<Table> {
    #[derive(Default)]
    struct Aged {
        accounts: i64,
        by_age: [Money; 4],
    }
    let mut services: BTreeMap<&'static str, Aged> = BTreeMap::new();
    let mut last = None;
    figures::each_default(tx, at, |bill| {
        let of = services.entry(bill.service.as_str()).or_default();
        if last.replace(bill.account_id) != Some(bill.account_id) {
            of.accounts += 1;
        }
        for (due_on, left) in bill.parts()? {
            let age = match lateness(left, due_on, at) {
                Lateness::Overdue(..=30) => 0,
                Lateness::Overdue(31..=60) => 1,
                Lateness::Overdue(61..=90) => 2,
                Lateness::Overdue(_) => 3,
                _ => continue,
            };
            of.by_age[age] = of.by_age[age].plus(left).ok_or(Refusal::TooMuch)?;
        }
        Ok(true)
    })?;
    let mut rows = Vec::new();
    for (service, aged) in services {
        let total = Money::sum(aged.by_age).ok_or(Refusal::TooMuch)?;
        let mut figures = vec![Some(aged.accounts)];
        figures.extend(aged.by_age.into_iter().chain([total]).map(money));
        rows.push((service.to_owned(), figures));
    }
    summed(rows, 6)
}

/// What was billed and what was collected in each month that the period touches.
fn demand(tx: &Tx<'_>, from: Day, billed_to: Day, to: Day) -> Result<Table> {
    let mut months: BTreeMap<String, (Money, Money)> = BTreeMap::new();
    for month in registers::billed_by_month(tx, from, billed_to)? {
        months.entry(month.month).or_default().0 = month.amount;
    }
    for day in figures::by_day(tx, from, to)? {
        let month = day.business_on.to_string()[..7].to_owned();
        let collected = &mut months.entry(month).or_default().1;
        *collected = collected.plus(day.net).ok_or(Refusal::TooMuch)?;
    }
    let rows = months.into_iter().map(|(month, (billed, collected))| {
        (month, vec![money(billed), money(collected), kpi::ratio(collected, billed)])
    });
    let mut table = summed(rows.collect(), 3)?;
    let of = |at: usize| Money::from_minor(table.total[at].unwrap_or_default());
    table.total[2] = kpi::ratio(of(1), of(0));
    Ok(table)
}

/// Two months of demand as one row.
pub(super) fn demand_of_both(one: &[Option<i64>], other: &[Option<i64>]) -> Result<Vec<Option<i64>>> {
    let both = |at: usize| {
        let figure =
            |of: &[Option<i64>]| Money::from_minor(of.get(at).copied().flatten().unwrap_or_default());
        figure(one).plus(figure(other)).ok_or(Refusal::TooMuch)
    };
    let (billed, collected) = (both(0)?, both(1)?);
    Ok(vec![money(billed), money(collected), kpi::ratio(collected, billed)])
}

fn voids(tx: &Tx<'_>, from: Day, to: Day) -> Result<Table> {
    let mut reasons: BTreeMap<String, (i64, Money)> = BTreeMap::new();
    figures::each_void(tx, from, to, |v| {
        let (count, amount) = reasons.entry(v.reason.as_str().to_owned()).or_default();
        *count += 1;
        *amount = amount.plus(v.amount).ok_or(Refusal::TooMuch)?;
        Ok(true)
    })?;
    let mut fell = |r: RefundRow| {
        let (count, amount) = reasons.entry(r.kind).or_default();
        *count += 1;
        *amount = amount.plus(r.returned).ok_or(Refusal::TooMuch)?;
        Ok(true)
    };
    foil_store::money_control::each_refund(tx, from, to, &mut fell)?;
    // As the day's returns have it: a cheque that its bank debited when its money had been handed back already.
    foil_store::money_control::each_debit(tx, from, to, fell)?;
    let row = |(reason, (count, amount))| (reason, vec![Some(count), money(amount)]);
    summed(reasons.into_iter().map(row).collect(), 2)
}

/// What one clerk's drawers were off by.
#[derive(Default)]
struct Off {
    shifts: i64,
    over: Money,
    short: Money,
    floats: Money,
    /// Cheque, card, UPI, bank.
    others: [Money; 4],
}

/// Cash over and short at the close, and at the opening where a float was not what was kept; both are the variance of cash,
/// which is posted. Beside it each other way of paying, of which none makes up for another.
fn variances(tx: &Tx<'_>, from: Day, to: Day) -> Result<Table> {
    let mut clerks: BTreeMap<String, Off> = BTreeMap::new();
    let onto = |sum: &mut Money, more: Money| -> Result<()> {
        *sum = sum.plus(more).ok_or(Refusal::TooMuch)?;
        Ok(())
    };
    foil_store::money_control::each_z(tx, from, to, |z| {
        let tenders = z.tenders();
        let off = clerks.entry(z.clerk).or_default();
        off.shifts += 1;
        onto(if z.variance > Money::ZERO { &mut off.over } else { &mut off.short }, z.variance)?;
        for (sum, (_, by)) in off.others.iter_mut().zip(tenders) {
            onto(sum, by)?;
        }
        Ok(true)
    })?;
    foil_store::money_control::each_safe(tx, from, to, |z| {
        // What nobody has explained is posted nowhere.
        if !z.variance.is_zero() && !z.reason.is_empty() {
            let off = clerks.entry(z.clerk).or_default();
            onto(if z.variance.is_negative() { &mut off.short } else { &mut off.over }, z.variance)?;
        }
        Ok(true)
    })?;
    foil_store::money_control::each_other_float(tx, from, to, |s| {
        let by = s.float.minus(s.kept).ok_or(Refusal::TooMuch)?;
        onto(&mut clerks.entry(s.clerk).or_default().floats, by)?;
        Ok(true)
    })?;
    foil_store::money_control::each_deposit(tx, from, to, |d| {
        // Of a slip that was taken back nothing is over or short.
        if !d.off.is_zero() && d.taken_back.is_empty() {
            let off = clerks.entry(d.who).or_default();
            onto(if d.off.is_negative() { &mut off.short } else { &mut off.over }, d.off)?;
        }
        Ok(true)
    })?;
    let mut rows = Vec::new();
    for (clerk, off) in clerks {
        let cash = Money::sum([off.over, off.short, off.floats]).ok_or(Refusal::TooMuch)?;
        let mut figures = vec![Some(off.shifts)];
        figures.extend([off.over, off.short, off.floats, cash].into_iter().chain(off.others).map(money));
        rows.push((clerk, figures));
    }
    summed(rows, 9)
}

fn waits(tx: &Tx<'_>, office: &OfficeRow, from: Day, to: Day) -> Result<Table> {
    let mut classes: BTreeMap<String, registers::WaitRow> = BTreeMap::new();
    // Each day is held against what was in force then.
    for (from, to, limit_secs) in crate::office::wait_limits(tx, office, from, to)? {
        for row in registers::waits(tx, from, to, limit_secs)? {
            match classes.get_mut(&row.class) {
                Some(sum) => {
                    sum.tickets += row.tickets;
                    sum.waited_secs += row.waited_secs;
                    sum.longest_secs = sum.longest_secs.max(row.longest_secs);
                    sum.late += row.late;
                }
                None => {
                    classes.insert(row.class.clone(), row);
                }
            }
        }
    }
    let found: Vec<registers::WaitRow> = classes.into_values().collect();
    let mean = |secs: i64, tickets: i64| (tickets > 0).then(|| secs / tickets);
    // Until when somebody waited who was never called nobody knows: the end of the day is when it was closed.
    let is_called =
        |w: &registers::WaitRow| ![registers::NOT_CALLED, registers::LEFT].contains(&w.class.as_str());
    let called = || found.iter().filter(|w| is_called(w));
    let tickets = found.iter().map(|w| w.tickets).sum();
    let (served, secs) = called().fold((0, 0), |(t, s), w| (t + w.tickets, s + w.waited_secs));
    let longest = called().map(|w| w.longest_secs).max();
    let late = called().map(|w| w.late).sum();
    let row = |w: &registers::WaitRow| {
        let figures = if is_called(w) {
            vec![Some(w.tickets), mean(w.waited_secs, w.tickets), Some(w.longest_secs), Some(w.late)]
        } else {
            vec![Some(w.tickets), None, None, None]
        };
        (w.class.clone(), figures)
    };
    Ok(Table {
        rows: found.iter().map(row).collect(),
        total: vec![Some(tickets), mean(secs, served), longest, Some(late)],
    })
}
