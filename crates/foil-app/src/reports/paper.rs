//! A report on paper: the same table, beside the period before, with its chart; and as a list, for a spreadsheet.

use super::views::{ReportKind, ReportQuery, ReportRow, ReportView, Unit};
use crate::office::head_then;
use foil_domain::documents::{
    Bar, Chart, CurrencyStyle, OfficeHead, ReportColumn as Column, ReportDoc, ReportTable, Section,
};
use foil_domain::money::Money;
use foil_domain::press::Format;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::office::OfficeRow;

/// A report as it is printed or, as CSV, saved for a spreadsheet: that has every column of the period before and plain
/// figures, the paper the charted one with by how much it differs.
pub(crate) fn paper(
    tx: &Tx<'_>,
    office: &OfficeRow,
    asked: ReportQuery,
    blind: Option<Day>,
    format: Format,
) -> Result<ReportDoc> {
    let view = super::worked_out(tx, office, asked, blind)?;
    // A closed period's is the office's that it was: made again, it is the same.
    let head = head_then(tx, office, view.to)?;
    let section = match format {
        Format::Csv => Section { table: Some(list(&view, &head.currency)), ..Section::default() },
        _ => Section {
            chart: chart(&view, &head.currency)?,
            table: Some(table(&view, &head.currency)),
            ..Section::default()
        },
    };
    Ok(ReportDoc {
        title: title(view.report).to_owned(),
        of: of(&view),
        on: view.to.min(office.business_on),
        about: about(&view),
        sections: vec![section],
        code: None,
        proof: String::new(),
        signatures: Vec::new(),
        office: OfficeHead { footer_note: String::new(), ..head },
    })
}

/// The period, and whether it is not over.
fn of(view: &ReportView) -> String {
    let so_far = if view.so_far { ", so far" } else { "" };
    format!("{} to {}{so_far}", view.from.long(), view.to.long())
}

/// Beside what, and what is left out.
fn about(view: &ReportView) -> String {
    let beside = format!("Beside {} to {}.", view.before_from.long(), view.before_to.long());
    match view.left_out {
        Some(on) => format!("{beside} Without {}: who asked had a drawer of it to count.", on.long()),
        None => beside,
    }
}

fn title(report: ReportKind) -> &'static str {
    match report {
        ReportKind::Days => "Collections by day",
        ReportKind::Clerks => "Collections by clerk",
        ReportKind::Tenders => "Collections by way of paying",
        ReportKind::Services => "Collections by service",
        ReportKind::Aging => "Overdue by age",
        ReportKind::Demand => "Demand and collection",
        ReportKind::Voids => "Voids and refunds",
        ReportKind::Variances => "Cash variance by clerk",
        ReportKind::Waits => "Waits in the hall",
    }
}

/// What the rows are.
fn rows_are(report: ReportKind) -> &'static str {
    match report {
        ReportKind::Days => "Day",
        ReportKind::Clerks | ReportKind::Variances => "Clerk",
        ReportKind::Tenders => "Way",
        ReportKind::Services | ReportKind::Aging => "Service",
        ReportKind::Demand => "Month",
        ReportKind::Voids => "Reason",
        ReportKind::Waits => "Called as",
    }
}

fn charted(view: &ReportView) -> usize {
    usize::try_from(view.charted).unwrap_or_default()
}

fn figure(figures: &[Option<i64>], at: usize) -> Option<i64> {
    figures.get(at).copied().flatten()
}

fn table(view: &ReportView, style: &CurrencyStyle) -> ReportTable {
    let mut columns = vec![Column::words(rows_are(view.report))];
    columns.extend(view.columns.iter().map(|column| Column::figures(&word(&column.name))));
    columns.extend(["Before", "Change"].map(Column::figures));
    let at = charted(view);
    let told = |n: Option<i64>, unit: Unit| n.map_or("–".to_owned(), |n| text(n, unit, style));
    let row = |row: &ReportRow| {
        let mut cells = vec![called(view.report, &row.name)];
        cells.extend(view.columns.iter().enumerate().map(|(i, c)| told(figure(&row.now, i), c.unit)));
        let (now, before) = (figure(&row.now, at), figure(&row.before, at));
        cells.extend(view.columns.get(at).map(|c| told(before, c.unit)));
        // Percent of a shortage would praise the worse one.
        let by_money = view.report == ReportKind::Variances || now.min(before).is_some_and(|n| n < 0);
        let unit = view.columns.get(at).map(|c| c.unit);
        cells.push(match (unit, now.zip(before)) {
            (Some(unit), Some((now, before))) if by_money => difference(now, before, unit, style),
            _ => change(now, before),
        });
        cells
    };
    ReportTable { columns, rows: view.rows.iter().map(row).collect(), total: Some(row(&view.total)) }
}

/// By how much a figure differs from the one before, as a figure of its own.
fn difference(now: i64, before: i64, unit: Unit, style: &CurrencyStyle) -> String {
    match now.saturating_sub(before) {
        0 => "±0".to_owned(),
        by if by > 0 => format!("+{}", text(by, unit, style)),
        by => format!("−{}", text(by.saturating_neg(), unit, style)),
    }
}

/// By how much a figure differs from the one before, in percent; nothing where that says nothing.
fn change(now: Option<i64>, before: Option<i64>) -> String {
    let (Some(now), Some(before)) = (now, before.filter(|n| *n != 0)) else { return String::new() };
    let (more, of) = (i128::from(now) - i128::from(before), i128::from(before).abs());
    let half = if more < 0 { -(of / 2) } else { of / 2 };
    match (more * 100 + half) / of {
        0 => "±0 %".to_owned(),
        percent if percent > 0 => format!("+{percent} %"),
        percent => format!("−{} %", -percent),
    }
}

/// For a spreadsheet: names as the book has them, figures without signs and groups, all of the period before beside them.
fn list(view: &ReportView, style: &CurrencyStyle) -> ReportTable {
    let mut columns = vec![Column::words(rows_are(view.report))];
    columns.extend(view.columns.iter().map(|column| Column::figures(&column.name)));
    columns.extend(view.columns.iter().map(|column| Column::figures(&format!("{}_before", column.name))));
    let row = |row: &ReportRow| {
        let mut cells = vec![row.name.clone()];
        for figures in [&row.now, &row.before] {
            let plain = |(at, column): (usize, &super::views::ReportColumn)| {
                figure(figures, at).map_or_else(String::new, |n| match column.unit {
                    Unit::Amount => style.plain(Money::from_minor(n)),
                    Unit::BasisPoints => format!("{}{}.{:02}", sign(n), n.abs() / 100, n.abs() % 100),
                    Unit::Count | Unit::Seconds => n.to_string(),
                })
            };
            cells.extend(view.columns.iter().enumerate().map(plain));
        }
        cells
    };
    ReportTable { columns, rows: view.rows.iter().map(row).collect(), total: Some(row(&view.total)) }
}

/// A bar of the chart, before it is known which is the longest.
struct Point {
    label: String,
    now: Option<i64>,
    before: Option<i64>,
}

/// The charted column, now beside before; none of a report without rows.
fn chart(view: &ReportView, style: &CurrencyStyle) -> Result<Option<Chart>> {
    let at = charted(view);
    let Some(column) = view.columns.get(at) else { return Ok(None) };
    let points = points(view, at)?;
    let all = points.iter().flat_map(|p| [p.now, p.before]).flatten();
    let most = all.map(i64::unsigned_abs).max().unwrap_or_default().max(1);
    let share = |n: i64| i64::try_from(i128::from(n) * 10_000 / i128::from(most)).unwrap_or_default();
    let printed = points.len() <= MOST_PRINTED;
    let bar = |p: &Point| Bar {
        label: p.label.clone(),
        value: p.now.filter(|_| printed).map_or_else(String::new, |n| text(n, column.unit, style)),
        share: p.now.map_or(0, share),
        before: p.before.map(share),
    };
    let before = format!("{} to {}", view.before_from.long(), view.before_to.long());
    let bars: Vec<Bar> = points.iter().map(bar).collect();
    Ok((!bars.is_empty()).then(|| Chart { now: word(&column.name), before, bars }))
}

/// Bars whose value has room on them.
const MOST_PRINTED: usize = 12;

/// More days than a month has are charted by the week, more than so many by the month: a bar for each of 365 days is a
/// wall that nobody reads. The table has them all.
const MOST_DAYS: usize = 31;
const MOST_WEEKS: i64 = 26;

fn points(view: &ReportView, at: usize) -> Result<Vec<Point>> {
    let of = |row: &ReportRow, label: String| Point {
        label,
        now: figure(&row.now, at),
        before: figure(&row.before, at),
    };
    if view.report != ReportKind::Days || view.rows.len() <= MOST_DAYS {
        return Ok(view.rows.iter().map(|row| of(row, short(view.report, &row.name))).collect());
    }
    let by_week = view.to.days_since(view.from) < MOST_WEEKS * 7;
    let mut points: Vec<Point> = Vec::new();
    for row in &view.rows {
        // What stands after the last day of the period is of a longer one before: it belongs to the last stretch.
        let day = Day::parse(&row.name).map_or(view.to, |day| if day < view.from { view.to } else { day });
        let label = match by_week {
            true => {
                let first = view.from.plus_days(day.days_since(view.from) / 7 * 7);
                format!("{} {}", first.parts().2, month(first))
            }
            false => format!("{} {:02}", month(day), day.parts().0 % 100),
        };
        let more = of(row, label);
        match points.last_mut().filter(|last| last.label == more.label) {
            Some(last) => {
                last.now = added(last.now, more.now)?;
                last.before = added(last.before, more.before)?;
            }
            None => points.push(more),
        }
    }
    Ok(points)
}

fn added(a: Option<i64>, b: Option<i64>) -> Result<Option<i64>> {
    Ok(match (a, b) {
        (Some(a), Some(b)) => Some(a.checked_add(b).ok_or(Refusal::TooMuch)?),
        (one, other) => one.or(other),
    })
}

fn month(day: Day) -> String {
    day.month_name().chars().take(3).collect()
}

/// A day by its number, a month by its name, everything else by its word.
fn short(report: ReportKind, name: &str) -> String {
    if let Ok(day) = Day::parse(name) {
        return day.parts().2.to_string();
    }
    called(report, name)
}

/// A row's name in words; a person's stays as it is.
fn called(report: ReportKind, name: &str) -> String {
    if let Ok(day) = Day::parse(name) {
        return day.long();
    }
    if let Ok(first) = Day::parse(&format!("{name}-01")) {
        return format!("{} {}", month(first), first.parts().0);
    }
    match report {
        ReportKind::Clerks | ReportKind::Variances if name != "total" => name.to_owned(),
        _ if name.is_empty() => "Not told".to_owned(),
        _ => word(name),
    }
}

/// A word of the book as a reader's: `mean_wait` as `Mean wait`.
fn word(name: &str) -> String {
    match name {
        "upi" => return "UPI".to_owned(),
        "to_30" => return "0–30 days".to_owned(),
        "to_60" => return "31–60 days".to_owned(),
        "to_90" => return "61–90 days".to_owned(),
        "over_90" => return "Over 90 days".to_owned(),
        "returned" => return "Given back".to_owned(),
        "longest_wait" => return "Longest".to_owned(),
        "late" => return "Over the limit".to_owned(),
        "transfer" => return "Moved to another account".to_owned(),
        "bounce" => return "Cheque that came back".to_owned(),
        "left" => return "Left before being called".to_owned(),
        _ => {}
    }
    let text = name.replace('_', " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn sign(n: i64) -> &'static str {
    if n < 0 { "-" } else { "" }
}

fn text(figure: i64, unit: Unit, style: &CurrencyStyle) -> String {
    match unit {
        Unit::Amount => style.number(Money::from_minor(figure)),
        Unit::Count => figure.to_string(),
        Unit::BasisPoints => format!("{}{}.{:02} %", sign(figure), figure.abs() / 100, figure.abs() % 100),
        Unit::Seconds => format!("{}:{:02}", figure / 60, figure % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// Collections of days with one rupee each, and two the period before.
    fn of_days(from: &str, days: i64) -> ReportView {
        let (columns, charted) = super::super::gather::columns(ReportKind::Days);
        let from = day(from);
        let row = |n: i64| ReportRow {
            name: from.plus_days(n).to_string(),
            now: vec![Some(1), Some(0), Some(0), Some(100)],
            before: vec![Some(1), Some(0), Some(0), Some(200)],
        };
        ReportView {
            report: ReportKind::Days,
            from,
            to: from.plus_days(days - 1),
            so_far: false,
            before_from: from.plus_days(-days),
            before_to: from.plus_days(-1),
            left_out: None,
            columns,
            charted,
            rows: (0..days).map(row).collect(),
            total: ReportRow { name: "total".to_owned(), now: Vec::new(), before: Vec::new() },
        }
    }

    #[test]
    fn a_period_that_is_not_over_says_so() {
        let mut view = of_days("2026-11-01", 21);
        assert_eq!(of(&view), "1 Nov 2026 to 21 Nov 2026");
        view.so_far = true;
        assert_eq!(of(&view), "1 Nov 2026 to 21 Nov 2026, so far");
    }

    #[test]
    fn every_day_of_the_period_is_in_its_chart_beside_the_one_before_however_long_it_is() {
        let style = CurrencyStyle::default();
        for (from, days, bars, first, last) in [
            ("2026-11-01", 30, 30, "1", "30"),
            ("2026-09-01", 91, 13, "1 Sep", "24 Nov"),
            ("2025-12-01", 365, 12, "Dec 25", "Nov 26"),
        ] {
            let view = of_days(from, days);
            let points = points(&view, 3).unwrap();
            let sum = |of: fn(&Point) -> Option<i64>| points.iter().filter_map(of).sum::<i64>();
            assert_eq!((sum(|p| p.now), sum(|p| p.before)), (days * 100, days * 200), "nothing is left out");
            let chart = chart(&view, &style).unwrap().unwrap();
            let labels: Vec<&str> = chart.bars.iter().map(|bar| bar.label.as_str()).collect();
            assert_eq!((chart.bars.len(), labels[0], *labels.last().unwrap()), (bars, first, last));
            assert!(chart.bars.iter().all(|bar| bar.before.is_some()), "each beside the one before");
        }
    }

    #[test]
    fn what_is_below_nought_hangs() {
        let mut view = of_days("2026-11-01", 2);
        view.rows[1].now[3] = Some(-50);
        let chart = chart(&view, &CurrencyStyle::default()).unwrap().unwrap();
        let bars: Vec<_> = chart.bars.iter().map(|bar| (bar.share, bar.before)).collect();
        assert_eq!(bars, [(5_000, Some(10_000)), (-2_500, Some(10_000))]);
    }

    #[test]
    fn a_shortage_that_grew_is_told_in_money() {
        let style = CurrencyStyle::default();
        for (now, before, told) in
            [(-6_000, -5_000, "−10.00"), (0, -5_000, "+50.00"), (0, 1_000, "−10.00"), (5, 5, "±0")]
        {
            assert_eq!(difference(now, before, Unit::Amount, &style), told);
        }
    }

    #[test]
    fn a_change_is_told_in_percent_and_only_where_it_says_something() {
        for (now, before, told) in [
            (Some(150), Some(100), "+50 %"),
            (Some(50), Some(100), "−50 %"),
            (Some(100), Some(100), "±0 %"),
            (Some(100), Some(0), ""),
            (None, Some(100), ""),
            (Some(2), Some(3), "−33 %"),
        ] {
            assert_eq!(change(now, before), told, "{now:?} beside {before:?}");
        }
    }
}
