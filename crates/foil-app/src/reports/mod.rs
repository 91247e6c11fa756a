//! Reports: collections by day, clerk, way of paying and service, aging, demand against collection, voids, and
//! waits; each a table beside the same of the period before.
//!
//! This room adds up what other rooms wrote and keeps nothing. A period that is over reads the same whenever it is
//! asked. Start at [`report()`]; `paper` puts the same table on paper.

mod gather;
mod paper;
pub mod views;

use crate::{Office, Session};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::office::OfficeRow;
use gather::Stretch;
use std::collections::BTreeMap;
use std::sync::Arc;
use views::{ReportQuery, ReportRow, ReportView};

pub(crate) use paper::paper;

/// The longest period of a report, days.
const LONGEST: i64 = 366;

/// A report over a period of business dates, beside the period before.
///
/// Whoever may have to count a drawer that nobody has counted is not told what its day took: they count it blind.
///
/// Refuses a period that ends before it begins, that has not begun, or of more than 366 days.
pub fn report(office: &Arc<Office>, who: &Session, input: ReportQuery) -> Result<ReportView> {
    office.look(who, Right::SeeReports, |tx, row| {
        let blind = crate::shifts::counted_blind(tx, row, who)?;
        worked_out(tx, row, input, blind)
    })
}

/// Works a report out on an open view of the book. A period that is not over goes up to the business date, and is
/// held against as much of the one before, never against all of it. Of collections it says nothing of the day of
/// which the reader may still have to count a drawer (`blind`): what the office took in cash, less what the others
/// have, would be what theirs must hold. The day that stands beside that one is left out with it.
pub(crate) fn worked_out(
    tx: &Tx<'_>,
    office: &OfficeRow,
    asked: ReportQuery,
    blind: Option<Day>,
) -> Result<ReportView> {
    let ReportQuery { report, from, to } = asked;
    if from > to || from > office.business_on {
        let until = office.business_on;
        return Err(Refusal::bad_input("from", format!("a day up to the last one and up to {until}")).into());
    }
    if to.days_since(from) >= LONGEST {
        return Err(Refusal::bad_input("to", format!("a day at most {LONGEST} days after the first")).into());
    }
    let so_far = to > office.business_on;
    let left_out = blind.filter(|on| report.tells_of_cash() && (from..=to).contains(on));
    let told_to = left_out.map_or(office.business_on, |on| on.plus_days(-1));
    let before = before(report, (from, to), (office.business_on, told_to));
    let (before_from, before_to) = (before.from, before.to);
    let to = to.min(office.business_on);
    let told = told_to >= from || report == views::ReportKind::Demand;
    let now = gather::table(tx, office, report, &Stretch { from, to, told_to: to.min(told_to) })?;
    let before = gather::table(tx, office, report, &before)?;
    let total = |table: &gather::Table| if told { table.total.clone() } else { Vec::new() };
    let total = ReportRow { name: "total".to_owned(), now: total(&now), before: total(&before) };
    let (columns, charted) = gather::columns(report);
    let rows = match report.goes_by_time() {
        true => beside_by_place(now, before, (from, to), before_from)?,
        false => beside_by_name(now, before),
    };
    Ok(ReportView {
        report,
        from,
        to,
        so_far,
        before_from,
        before_to,
        left_out,
        columns,
        charted,
        rows,
        total,
    })
}

/// What a period is held against: as much as is told of it, and where that is nothing, nothing. What was billed tells
/// of no drawer, so that the demand of both goes up to their last day.
fn before(report: views::ReportKind, (from, to): (Day, Day), (today, told_to): (Day, Day)) -> Stretch {
    let whole = period_before(from, to, today);
    let told =
        if told_to < from { (whole.0, whole.0.plus_days(-1)) } else { period_before(from, to, told_to) };
    let (from, to) = if report == views::ReportKind::Demand || told_to < from { whole } else { told };
    Stretch { from, to, told_to: told.1 }
}

/// The period before: as many whole months before whole months, else as many days. Of months that are not over
/// (`today` is the last day that is told), as many days of their last one: what ten days took beside what thirty did
/// would say nothing.
fn period_before(from: Day, to: Day, today: Day) -> (Day, Day) {
    let last = from.plus_days(-1);
    let until = to.min(today);
    if from == from.month_start(0) && to == to.month_start(1).plus_days(-1) {
        let months = i32::try_from(months_between(from, to) + 1).unwrap_or(1);
        let first = from.month_start(-months);
        if until == to {
            return (first, last);
        }
        let same_month = until.month_start(-months);
        let same_day = same_month.plus_days(until.days_since(until.month_start(0)));
        return (first, same_day.min(same_month.month_start(1).plus_days(-1)));
    }
    (from.plus_days(from.days_since(until) - 1), last)
}

/// How many months after that of `first` the month of `day` is.
fn months_between(first: Day, day: Day) -> i64 {
    let ((y, m, _), (fy, fm, _)) = (day.parts(), first.parts());
    i64::from(y - fy) * 12 + i64::from(m) - i64::from(fm)
}

impl views::ReportKind {
    /// Whether what was taken on a day stands in it, so that a drawer's cash could be worked out of it.
    fn tells_of_cash(self) -> bool {
        use views::ReportKind as K;
        matches!(self, K::Days | K::Clerks | K::Tenders | K::Services | K::Demand)
    }

    /// Whether its rows are a stretch of time: then the first goes beside the first.
    fn goes_by_time(self) -> bool {
        matches!(self, views::ReportKind::Days | views::ReportKind::Demand)
    }
}

fn beside_by_name(now: gather::Table, before: gather::Table) -> Vec<ReportRow> {
    let mut before = before.rows;
    let mut rows: Vec<ReportRow> = Vec::with_capacity(now.rows.len());
    for (name, figures) in now.rows {
        let then = before.iter().position(|(other, _)| *other == name).map(|at| before.remove(at).1);
        rows.push(ReportRow { name, now: figures, before: then.unwrap_or_default() });
    }
    // What was there before and is no more is told, too.
    rows.extend(before.into_iter().map(|(name, then)| ReportRow { name, now: Vec::new(), before: then }));
    rows
}

/// Days beside the days as far from their beginning, months beside months.
fn beside_by_place(
    now: gather::Table,
    before: gather::Table,
    (from, to): (Day, Day),
    before_from: Day,
) -> Result<Vec<ReportRow>> {
    let place = |name: &str, first: Day| match Day::parse(name) {
        Ok(day) => day.days_since(first),
        Err(_) => Day::parse(&format!("{name}-01")).map_or(0, |month| months_between(first, month)),
    };
    let mut rows: BTreeMap<i64, ReportRow> = BTreeMap::new();
    for (name, now) in now.rows {
        let row = ReportRow { name, now, before: Vec::new() };
        rows.insert(place(&row.name, from), row);
    }
    // A day on which nothing was done has a row where its like of the period before has one.
    for (then, figures) in before.rows {
        let is_day = then.len() > 7;
        // As many days may touch a month more: that one goes with the last, for the month after it has not begun.
        let at = match place(&then, before_from) {
            at if is_day => at,
            at => at.min(months_between(from, to)),
        };
        let here = || {
            let day = from.plus_days(at);
            let name = match is_day {
                true if day <= to => day.to_string(),
                true => then.clone(),
                false => from.month_start(i32::try_from(at).unwrap_or_default()).to_string()[..7].to_owned(),
            };
            ReportRow { name, now: Vec::new(), before: Vec::new() }
        };
        let row = rows.entry(at).or_insert_with(here);
        row.before = match row.before.is_empty() {
            true => figures,
            false => gather::demand_of_both(&row.before, &figures)?,
        };
    }
    Ok(rows.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn before(from: &str, to: &str, today: &str) -> String {
        let (a, b) = period_before(day(from), day(to), day(today));
        format!("{a} {b}")
    }

    #[test]
    fn before_months_are_as_many_months_and_before_a_week_is_the_week_before() {
        for (from, to, told) in [
            ("2026-11-01", "2026-11-30", "2026-10-01 2026-10-31"),
            ("2026-03-01", "2026-03-31", "2026-02-01 2026-02-28"),
            ("2027-03-01", "2027-05-31", "2026-12-01 2027-02-28"),
            ("2028-03-01", "2028-05-31", "2027-12-01 2028-02-29"),
            ("2028-02-01", "2028-02-29", "2028-01-01 2028-01-31"),
            ("2027-12-01", "2028-11-30", "2026-12-01 2027-11-30"),
            ("2026-11-15", "2026-11-21", "2026-11-08 2026-11-14"),
            ("2026-11-21", "2026-11-21", "2026-11-20 2026-11-20"),
            ("2026-11-01", "2026-11-29", "2026-10-03 2026-10-31"),
        ] {
            assert_eq!(before(from, to, "2030-01-01"), told, "before {from} to {to}");
        }
    }

    #[test]
    fn months_that_run_are_held_against_as_many_days_of_those_before() {
        for (from, to, today, told) in [
            ("2026-11-01", "2026-11-30", "2026-11-10", "2026-10-01 2026-10-10"),
            ("2026-11-01", "2026-11-30", "2026-11-30", "2026-10-01 2026-10-31"),
            ("2027-03-01", "2027-03-31", "2027-03-30", "2027-02-01 2027-02-28"),
            ("2027-03-01", "2027-05-31", "2027-05-10", "2026-12-01 2027-02-10"),
            ("2026-12-01", "2027-11-30", "2027-11-01", "2025-12-01 2026-11-01"),
            ("2026-11-15", "2026-11-21", "2026-11-17", "2026-11-12 2026-11-14"),
        ] {
            assert_eq!(before(from, to, today), told, "before {from} to {to} on {today}");
        }
    }

    #[test]
    fn a_day_that_is_left_out_is_left_out_on_both_sides() {
        use views::ReportKind as K;
        let beside = |kind: K, from: &str, to: &str, today: &str| {
            let told_to = day(today).plus_days(-1);
            let s = super::before(kind, (day(from), day(to)), (day(today), told_to));
            format!("{} {} {}", s.from, s.to, s.told_to)
        };
        for (from, to, today, cash, demand) in [
            (
                "2026-11-01",
                "2026-11-30",
                "2026-11-15",
                "2026-10-01 2026-10-14 2026-10-14",
                "2026-10-01 2026-10-15 2026-10-14",
            ),
            (
                "2026-11-01",
                "2026-11-30",
                "2026-11-02",
                "2026-10-01 2026-10-01 2026-10-01",
                "2026-10-01 2026-10-02 2026-10-01",
            ),
            (
                "2026-11-09",
                "2026-11-15",
                "2026-11-15",
                "2026-11-03 2026-11-08 2026-11-08",
                "2026-11-02 2026-11-08 2026-11-08",
            ),
            (
                "2026-11-15",
                "2026-11-15",
                "2026-11-15",
                "2026-11-14 2026-11-14 2026-11-13",
                "2026-11-14 2026-11-14 2026-11-13",
            ),
        ] {
            assert_eq!(beside(K::Days, from, to, today), cash, "before {from} to {to} on {today}");
            assert_eq!(beside(K::Demand, from, to, today), demand, "before {from} to {to} on {today}");
        }
    }

    #[test]
    fn a_month_more_in_the_period_before_makes_no_month_that_has_not_begun() {
        let table = |months: &[(&str, i64, i64)]| gather::Table {
            rows: months.iter().map(|(m, b, c)| ((*m).to_owned(), vec![Some(*b), Some(*c), None])).collect(),
            total: Vec::new(),
        };
        let now = table(&[("2027-03", 100, 50), ("2027-04", 100, 50), ("2027-05", 100, 50)]);
        let then =
            table(&[("2026-12", 80, 40), ("2027-01", 80, 40), ("2027-02", 80, 40), ("2027-03", 20, 10)]);
        let period = (day("2027-03-02"), day("2027-05-31"));
        let rows = beside_by_place(now, then, period, day("2026-12-01")).unwrap();
        let told: Vec<_> = rows.iter().map(|r| (r.name.as_str(), r.before[0], r.before[2])).collect();
        let last = ("2027-05", Some(100), Some(5_000));
        assert_eq!(told, [("2027-03", Some(80), None), ("2027-04", Some(80), None), last]);
    }
}
