//! A day's and a month's figures.

use super::banking::banking;
use super::exceptions::{self, MOST_SHOWN};
use super::lists::{Period, chains};
use super::views::{ClerkSum, DayRef, DaySum, Figures, MethodSum, MonthRef, MonthSummary, Sequence};
use crate::office::zone_of;
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::{Day, Instant};
use foil_store::Tx;
use foil_store::day_sums::{self, DaySumRow};
use foil_store::figures::{ClerkRow, DayRow, Totals};
use foil_store::office::OfficeRow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The figures of a business day; today's are those so far. Whoever may have to count a drawer of it that nobody
/// has counted is not told what it took.
pub fn day_figures(office: &Arc<Office>, who: &Session, input: DayRef) -> Result<Figures> {
    office.look(who, Right::SeeAudit, |tx, row| {
        let on = input.on.unwrap_or(row.business_on);
        let blind = crate::shifts::counted_blind(tx, row, who)?;
        figures_for(tx, row, (on, on), blind)
    })
}

/// A month's figures, its days, what an auditor looks at first, and what its pack will hold.
pub fn month_summary(office: &Arc<Office>, who: &Session, input: MonthRef) -> Result<MonthSummary> {
    let month = input.month;
    office.look(who, Right::SeeAudit, |tx, row| {
        let (from, to) = (month.first(), month.last());
        let blind = crate::shifts::counted_blind(tx, row, who)?;
        let until = ended(row, to, office.now())?;
        let period = Period::of(tx, row, from, to)?;
        let found = exceptions::found(&period, until, MOST_SHOWN)?;
        let counted_to = blind.map_or(to, |on| to.min(on.plus_days(-1)));
        let count = |paper| foil_store::money_control::papers(tx, paper, from, to);
        Ok(MonthSummary {
            month,
            figures: figures_for(tx, row, (from, to), blind)?,
            days: days(tx, from, counted_to)?,
            banking: banking(&period, counted_to)?,
            exceptions: found.all,
            cut: found.cut,
            z_reports: count("z_report")? + count("safe_count")?,
            cash_moves: count("cash_move")? + count("safe_brought")?,
            deposits: count("deposit")?,
            cheques: foil_store::cheque_steps::count(tx, from, to)?,
            approvals: count("approval")?,
        })
    })
}

/// The business dates `from..=to` on which something was taken or given back.
pub(super) fn days(tx: &Tx<'_>, from: Day, to: Day) -> Result<Vec<DaySum>> {
    Ok(AddedUp::of(tx, from, to)?.days)
}

/// The figures of the business dates `from..=to` for whoever may have to count a drawer of the day `blind`: the money of
/// that day is in none of them.
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
    let AddedUp { sums, methods, clerks, series, .. } = AddedUp::of(tx, from, to)?;
    let overdue = foil_store::figures::overdue_sum(tx, overdue_at(to, office.business_on))?;
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
        by_method: methods.into_values().collect(),
        by_clerk: clerks.into_values().collect(),
        sequences: series.done(),
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

/// First and last receipt number of each counter and year, and how many are missing between them, as the receipts
/// themselves say it.
pub(crate) fn sequences(tx: &Tx<'_>, from: Day, to: Day) -> Result<Vec<Sequence>> {
    let mut all = AllSeries::default();
    all.read(tx, from, to)?;
    Ok(all.done())
}

/// The series of receipt numbers, by counter and year, with their first and last number as a number.
#[derive(Default)]
struct AllSeries(BTreeMap<(String, String), (Sequence, i64, i64)>);

impl AllSeries {
    /// Reads the receipts of the business dates `from..=to`.
    fn read(&mut self, tx: &Tx<'_>, from: Day, to: Day) -> Result<()> {
        foil_store::figures::each_number(tx, from, to, |row| {
            let void = i64::from(row.void);
            let last = row.number.clone();
            self.take(Sequence {
                counter: row.counter,
                first: row.number,
                last,
                count: 1,
                voids: void,
                gaps: 0,
            });
            Ok(true)
        })
    }

    /// Takes some numbers of one series.
    fn take(&mut self, more: Sequence) {
        let (series, first) = parted(&more.first);
        let last = parted(&more.last).1;
        let key = (more.counter.clone(), series.to_owned());
        let Some((sequence, lowest, highest)) = self.0.get_mut(&key) else {
            self.0.insert(key, (more, first, last));
            return;
        };
        if first < *lowest {
            (*lowest, sequence.first) = (first, more.first);
        }
        if last > *highest {
            (*highest, sequence.last) = (last, more.last);
        }
        sequence.count += more.count;
        sequence.voids += more.voids;
    }

    fn done(self) -> Vec<Sequence> {
        let gaps = |s: Sequence, first: i64, last: i64| Sequence { gaps: last - first + 1 - s.count, ..s };
        self.0.into_values().map(|(s, first, last)| gaps(s, first, last)).collect()
    }
}

/// A receipt's series and its place in it.
fn parted(number: &str) -> (&str, i64) {
    let (series, n) = number.rsplit_once('/').unwrap_or((number, "0"));
    (series, n.parse().unwrap_or_default())
}

/// What the business dates of a stretch took and gave back: of those that are closed as it was kept when they were, of the
/// others from the payments themselves.
#[derive(Default)]
struct AddedUp {
    sums: Totals,
    methods: BTreeMap<String, MethodSum>,
    clerks: BTreeMap<String, ClerkSum>,
    series: AllSeries,
    days: Vec<DaySum>,
}

impl AddedUp {
    fn of(tx: &Tx<'_>, from: Day, to: Day) -> Result<AddedUp> {
        let mut all = AddedUp::default();
        match day_sums::kept(tx, from, to)? {
            Some((first, last)) => {
                all.read(tx, from, first.plus_days(-1))?;
                for sum in day_sums::between(tx, first, last)? {
                    all.kept(sum)?;
                }
                all.read(tx, last.plus_days(1), to)?;
            }
            None => all.read(tx, from, to)?,
        }
        Ok(all)
    }

    /// Adds what the payments of a stretch come to.
    fn read(&mut self, tx: &Tx<'_>, from: Day, to: Day) -> Result<()> {
        if from > to {
            return Ok(());
        }
        self.total(foil_store::figures::totals(tx, from, to)?)?;
        for m in foil_store::figures::by_method(tx, from, to)? {
            self.method(MethodSum {
                method: m.method,
                count: m.tenders,
                returned: m.returned,
                amount: m.net,
            })?;
        }
        for c in foil_store::figures::by_clerk(tx, from, to)? {
            let ClerkRow { clerk, receipts: count, net: amount, voids, returned } = c;
            self.clerk(ClerkSum { clerk, count, amount, voids, returned })?;
        }
        for d in foil_store::figures::by_day(tx, from, to)? {
            let DayRow { business_on: on, receipts, net, voids, returned } = d;
            self.days.push(DaySum { on, receipts, net, voids, returned });
        }
        self.series.read(tx, from, to)
    }

    /// Adds a sum of a closed day.
    fn kept(&mut self, s: DaySumRow) -> Result<()> {
        match s.kind.as_str() {
            "all" => {
                if s.count > 0 || s.returns > 0 {
                    let (on, receipts, net) = (s.business_on, s.count, s.net_minor);
                    self.days.push(DaySum { on, receipts, net, voids: s.voids, returned: s.returned_minor });
                }
                self.total(Totals {
                    receipts: s.count,
                    taken: s.taken_minor,
                    voids: s.voids,
                    voided: s.voided_minor,
                    returns: s.returns,
                    returned: s.returned_minor,
                })
            }
            "method" => {
                let method =
                    Method::from_word(&s.name).ok_or_else(|| anyhow!("no way of paying: {}", s.name))?;
                self.method(MethodSum {
                    method,
                    count: s.count,
                    returned: s.returned_minor,
                    amount: s.net_minor,
                })
            }
            "clerk" => self.clerk(ClerkSum {
                clerk: s.name,
                count: s.count,
                amount: s.net_minor,
                voids: s.voids,
                returned: s.returned_minor,
            }),
            _ => {
                let counter = s.name.split(' ').next().unwrap_or_default().to_owned();
                let (first, last) = (s.first, s.last);
                self.series.take(Sequence { counter, first, last, count: s.count, voids: s.voids, gaps: 0 });
                Ok(())
            }
        }
    }

    fn total(&mut self, more: Totals) -> Result<()> {
        let sums = &mut self.sums;
        sums.receipts += more.receipts;
        sums.voids += more.voids;
        sums.returns += more.returns;
        sums.taken = added(sums.taken, more.taken)?;
        sums.voided = added(sums.voided, more.voided)?;
        sums.returned = added(sums.returned, more.returned)?;
        Ok(())
    }

    fn method(&mut self, more: MethodSum) -> Result<()> {
        let Some(sum) = self.methods.get_mut(more.method.as_str()) else {
            self.methods.insert(more.method.as_str().to_owned(), more);
            return Ok(());
        };
        sum.count += more.count;
        sum.returned = added(sum.returned, more.returned)?;
        sum.amount = added(sum.amount, more.amount)?;
        Ok(())
    }

    fn clerk(&mut self, more: ClerkSum) -> Result<()> {
        let Some(sum) = self.clerks.get_mut(&more.clerk) else {
            self.clerks.insert(more.clerk.clone(), more);
            return Ok(());
        };
        sum.count += more.count;
        sum.voids += more.voids;
        sum.returned = added(sum.returned, more.returned)?;
        sum.amount = added(sum.amount, more.amount)?;
        Ok(())
    }
}

fn added(sum: Money, more: Money) -> Result<Money> {
    Ok(sum.plus(more).ok_or(Refusal::TooMuch)?)
}

/// Keeps what a business date took and gave back, inside the act that closes it.
pub(crate) fn keep_sums(tx: &Tx<'_>, on: Day) -> Result<()> {
    let mut day = AddedUp::default();
    day.read(tx, on, on)?;
    let AddedUp { sums, methods, clerks, series, .. } = day;
    let nothing = |kind: &str, name: String| DaySumRow {
        business_on: on,
        kind: kind.to_owned(),
        name,
        count: 0,
        taken_minor: Money::ZERO,
        voids: 0,
        voided_minor: Money::ZERO,
        returns: 0,
        returned_minor: Money::ZERO,
        net_minor: Money::ZERO,
        first: String::new(),
        last: String::new(),
    };
    let all = DaySumRow {
        count: sums.receipts,
        taken_minor: sums.taken,
        voids: sums.voids,
        voided_minor: sums.voided,
        returns: sums.returns,
        returned_minor: sums.returned,
        net_minor: net(sums.taken, sums.voided, sums.returned)?,
        ..nothing("all", String::new())
    };
    let of_method = methods.into_values().map(|m| DaySumRow {
        count: m.count,
        returned_minor: m.returned,
        net_minor: m.amount,
        ..nothing("method", m.method.as_str().to_owned())
    });
    let of_clerk = clerks.into_values().map(|c| DaySumRow {
        count: c.count,
        voids: c.voids,
        returned_minor: c.returned,
        net_minor: c.amount,
        ..nothing("clerk", c.clerk)
    });
    let of_series = series.done().into_iter().map(|s| DaySumRow {
        count: s.count,
        voids: s.voids,
        name: format!("{} {}", s.counter, parted(&s.first).0),
        first: s.first,
        last: s.last,
        ..nothing("series", String::new())
    });
    for sum in std::iter::once(all).chain(of_method).chain(of_clerk).chain(of_series) {
        day_sums::keep(tx, &sum)?;
    }
    Ok(())
}

pub(super) fn audit_rows(tx: &Tx<'_>, from: Day, to: Day) -> Result<i64> {
    let mut rows = 0;
    for counter in chains(tx)? {
        let first = foil_store::audit::first_since(tx, counter.id, from)?;
        rows += foil_store::audit::first_since(tx, counter.id, to.plus_days(1))? - first;
    }
    Ok(rows)
}
