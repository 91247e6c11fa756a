//! Reports: sections of facts, bars and tables, on A4.

use foil_domain::documents::{ReportDoc, ReportFact, ReportTable, Section};

use crate::receipt::{foot, office_lines};
use crate::sheet::{Block, Cell, Column, Fact, Head, Kind, Paper, Qr, Sheet, Table};
use crate::words::Words;

/// Figures that stand side by side.
const FACTS_A_LINE: usize = 4;

pub(crate) fn sheet(doc: &ReportDoc) -> Sheet {
    let words = Words::of_staff();
    let mut blocks = Vec::new();
    if !doc.about.is_empty() {
        blocks.push(Block::Note { label: String::new(), text: doc.about.clone() });
    }
    blocks.extend(doc.sections.iter().flat_map(section));
    let closing = match doc.signatures.is_empty() {
        true => Vec::new(),
        false => vec![Block::Signatures(doc.signatures.clone())],
    };
    let mut foot = foot(&doc.office, "", words);
    foot.proof.clone_from(&doc.proof);
    Sheet {
        paper: Paper::A4,
        head: Head {
            office: doc.office.name.clone(),
            office_lines: office_lines(&doc.office, words),
            kind: doc.title.clone(),
            number: doc.of.clone(),
            date: words.day(doc.on),
            mark: None,
            band: None,
        },
        blocks,
        closing,
        qr: doc.code.as_ref().and_then(|code| Qr::new(code.text.clone(), &code.caption)),
        foot,
    }
}

fn section(section: &Section) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !section.heading.is_empty() {
        blocks.push(Block::Heading(section.heading.clone()));
    }
    if !section.note.is_empty() {
        blocks.push(Block::Note { label: String::new(), text: section.note.clone() });
    }
    blocks.extend(section.facts.chunks(FACTS_A_LINE).map(facts));
    blocks.extend(section.chart.clone().filter(|chart| !chart.bars.is_empty()).map(Block::Chart));
    blocks.extend(section.table.as_ref().map(|table| Block::Table(table_of(table))));
    blocks
}

fn facts(facts: &[ReportFact]) -> Block {
    Block::Facts(
        facts.iter().map(|f| Fact::new(&f.label, &f.value, 1.0).detail(&f.detail).strong()).collect(),
    )
}

fn table_of(table: &ReportTable) -> Table {
    let kind = |figures: bool| if figures { Kind::Amount } else { Kind::Words };
    let rows = table.rows.iter().map(|row| row.iter().map(Cell::new).collect());
    let total = table.total.iter().map(|row| row.iter().map(|c| Cell::new(c).strong()).collect());
    Table {
        columns: table.columns.iter().map(|c| Column::new(&c.title, kind(c.figures))).collect(),
        rows: rows.chain(total).collect(),
    }
}

/// The tables of a report as rows: a line for each row, after a line with the section's titles.
pub(crate) fn rows(doc: &ReportDoc) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for section in &doc.sections {
        let Some(table) = &section.table else { continue };
        if doc.sections.len() > 1 {
            all.push(vec![section.heading.clone()]);
        }
        all.push(table.columns.iter().map(|c| c.title.clone()).collect());
        all.extend(table.rows.iter().chain(&table.total).cloned());
    }
    all
}
