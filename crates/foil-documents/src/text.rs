//! A document as plain text, told from the same blocks as its PDF: for previews and for tests.

use std::fmt::Write as _;

use crate::shape::clean;
use crate::sheet::{Block, Cell, Fact, Kind, Sheet, Sum, Table};

/// Characters on a line.
const WIDTH: usize = 78;

/// The document as text, without colours and page breaks.
pub(crate) fn text(sheet: &Sheet) -> String {
    let mut out = String::new();
    let head = &sheet.head;
    line(&mut out, &two_sides(&clean(&head.office), &clean(&head.kind)));
    let mut right = vec![clean(&head.number), clean(&head.date)];
    if let Some(mark) = &head.mark {
        right.push(format!("[{}]", clean(&mark.word)));
        right.push(clean(&mark.detail));
    }
    let lines = head.office_lines.len().max(right.len());
    for index in 0..lines {
        let left = head.office_lines.get(index).map(|line| clean(line)).unwrap_or_default();
        line(&mut out, &two_sides(&left, right.get(index).map_or("", String::as_str)));
    }
    if let Some(band) = &head.band {
        line(&mut out, &format!("*** {} *** {}", clean(&band.word), clean(&band.detail)));
    }
    rule(&mut out);
    for one in sheet.blocks.iter().chain(&sheet.closing) {
        block(&mut out, one);
    }
    if let Some(qr) = &sheet.qr {
        line(&mut out, &format!("QR: {}", clean(&qr.text)));
    }
    rule(&mut out);
    line(&mut out, &clean(&sheet.foot.note));
    line(&mut out, &clean(&sheet.foot.proof));
    out
}

fn block(out: &mut String, block: &Block) {
    match block {
        Block::Facts(facts) => facts.iter().for_each(|one| fact(out, one)),
        Block::Heading(text) => line(out, &format!("\n{}", clean(text))),
        Block::Table(rows) => table(out, rows),
        Block::Lead { label, amount, detail } => {
            line(out, &format!("\n{}", two_sides(&clean(label), &clean(amount))));
            line(out, &clean(detail));
        }
        Block::Sums(sums) => sums.iter().for_each(|one| sum(out, one)),
        Block::Note { label, text } if label.is_empty() => line(out, &clean(text)),
        Block::Note { label, text } => line(out, &format!("{}: {}", clean(label), clean(text))),
        Block::Bars(bars) => bars.iter().for_each(|(label, value, _)| line(out, &two_sides(label, value))),
        Block::Chart(chart) => {
            let told = chart.bars.iter().filter(|bar| !bar.value.is_empty());
            told.for_each(|bar| line(out, &two_sides(&bar.label, &bar.value)));
        }
        Block::Signatures(names) => line(out, &format!("\n{}", names.join("  ______________  "))),
    }
}

fn fact(out: &mut String, fact: &Fact) {
    if !fact.value.is_empty() {
        line(out, &format!("{:<16} {}", clean(&fact.label), clean(&fact.value)));
    }
    if !fact.detail.is_empty() {
        line(out, &format!("{:<16} {}", "", clean(&fact.detail)));
    }
}

fn sum(out: &mut String, sum: &Sum) {
    let detail = if sum.detail.is_empty() { String::new() } else { format!(" ({})", clean(&sum.detail)) };
    let bold = if sum.strong { "= " } else { "" };
    line(out, &two_sides(&format!("{bold}{}{detail}", clean(&sum.label)), &clean(&sum.amount)));
}

fn table(out: &mut String, table: &Table) {
    let title = |column: &crate::sheet::Column| Cell::new(column.title.clone());
    let rows: Vec<Vec<Cell>> = std::iter::once(table.columns.iter().map(title).collect())
        .chain(table.rows.iter().cloned())
        .collect();
    let said = |cell: &Cell| {
        if cell.detail.is_empty() {
            clean(&cell.text)
        } else {
            format!("{} ({})", clean(&cell.text), clean(&cell.detail))
        }
    };
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|index| {
            rows.iter()
                .filter_map(|row| row.get(index))
                .map(|cell| said(cell).chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in &rows {
        let cells =
            row.iter().zip(&widths).zip(&table.columns).map(|((cell, width), column)| match column.kind {
                Kind::Amount => format!("{:>width$}", said(cell)),
                _ => format!("{:<width$}", said(cell)),
            });
        line(out, &cells.collect::<Vec<_>>().join("  "));
    }
}

fn two_sides(left: &str, right: &str) -> String {
    let gap = WIDTH.saturating_sub(left.chars().count() + right.chars().count()).max(2);
    format!("{left}{:gap$}{right}", "")
}

fn rule(out: &mut String) {
    line(out, &"-".repeat(WIDTH));
}

/// Writes a line unless there is nothing on it.
fn line(out: &mut String, text: &str) {
    let text = text.trim_end();
    if !text.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{text}");
    }
}
