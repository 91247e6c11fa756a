//! A report on paper: the same table, with the period before in columns of its own.

use super::views::{ReportKind, ReportQuery, ReportRow, ReportView, Unit};
use crate::payments::office_head;
use foil_domain::documents::{
    Bar, CurrencyStyle, OfficeHead, ReportColumn as Column, ReportDoc, ReportTable, Section,
};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::office::OfficeRow;

/// A report as it is printed or saved.
pub(crate) fn paper(
    tx: &Tx<'_>,
    office: &OfficeRow,
    asked: ReportQuery,
    blind: Option<Day>,
) -> Result<ReportDoc> {
    let view = super::worked_out(tx, office, asked, blind)?;
    let head = office_head(office);
    let table = table(&view, &head.currency);
    let section = Section { bars: bars(&view, &head.currency), table: Some(table), ..Section::default() };
    Ok(ReportDoc {
        title: title(view.report).to_owned(),
        of: format!("{} to {}", view.from.long(), view.to.long()),
        on: view.to.min(office.business_on),
        about: about(&view),
        sections: vec![section],
        code: None,
        proof: String::new(),
        signatures: Vec::new(),
        office: OfficeHead { footer_note: String::new(), ..head },
    })
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

fn table(view: &ReportView, style: &CurrencyStyle) -> ReportTable {
    let mut columns = vec![Column::words("")];
    for column in &view.columns {
        columns.push(Column::figures(&word(&column.name)));
    }
    let charted = usize::try_from(view.charted).unwrap_or_default();
    if let Some(column) = view.columns.get(charted) {
        columns.push(Column::figures(&format!("{} before", word(&column.name))));
    }
    let row = |row: &ReportRow| {
        let mut cells = vec![word(&row.name)];
        let figure = |figures: &[Option<i64>], at: usize, unit: Unit| {
            figures.get(at).copied().flatten().map_or("–".to_owned(), |n| text(n, unit, style))
        };
        cells.extend(view.columns.iter().enumerate().map(|(at, c)| figure(&row.now, at, c.unit)));
        cells.extend(view.columns.get(charted).map(|c| figure(&row.before, charted, c.unit)));
        cells
    };
    ReportTable { columns, rows: view.rows.iter().map(row).collect(), total: Some(row(&view.total)) }
}

fn bars(view: &ReportView, style: &CurrencyStyle) -> Vec<Bar> {
    let charted = usize::try_from(view.charted).unwrap_or_default();
    let Some(column) = view.columns.get(charted) else { return Vec::new() };
    let figure = |row: &ReportRow| row.now.get(charted).copied().flatten().unwrap_or_default();
    let most = view.rows.iter().map(figure).max().unwrap_or_default().max(1);
    // A chart that is read, not a wall: more bars than a month's days would be none.
    if view.rows.len() > 31 {
        return Vec::new();
    }
    let bar = |row: &ReportRow| Bar {
        label: short(&row.name),
        value: if view.rows.len() <= 12 { text(figure(row), column.unit, style) } else { String::new() },
        share: i64::try_from(i128::from(figure(row)) * 10_000 / i128::from(most)).unwrap_or_default(),
    };
    view.rows.iter().map(bar).collect()
}

/// A day by its number, everything else by its word.
fn short(name: &str) -> String {
    match foil_domain::time::Day::parse(name) {
        Ok(day) => day.parts().2.to_string(),
        Err(_) => word(name),
    }
}

fn word(name: &str) -> String {
    name.replace('_', " ")
}

fn text(figure: i64, unit: Unit, style: &CurrencyStyle) -> String {
    match unit {
        Unit::Amount => style.number(Money::from_minor(figure)),
        Unit::Count => figure.to_string(),
        Unit::BasisPoints => format!("{}.{:02} %", figure / 100, figure.abs() % 100),
        Unit::Seconds => format!("{}:{:02}", figure / 60, figure % 60),
    }
}
