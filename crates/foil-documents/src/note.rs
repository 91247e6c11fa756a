//! Notes beside a bill: what more is claimed, or what is claimed less, why, and what that leaves to pay.

use foil_domain::documents::{Copy, NoteDoc, NoteKind};

use crate::receipt::{copy_mark, foot, office_lines, qr};
use crate::sheet::{Block, Cell, Column, Fact, Head, Kind, Paper, Sheet, Sum, Table};
use crate::words::Words;

pub(crate) fn sheet(doc: &NoteDoc, copy: Option<&Copy>) -> Sheet {
    let words = Words::of(&doc.office.language);
    let style = &doc.office.currency;
    let mut blocks = vec![who(doc, words), how(doc, words)];
    if !doc.reason.is_empty() {
        blocks.push(Block::Note { label: words.reason.into(), text: words.correction_reason(&doc.reason) });
    }
    blocks.push(Block::Lead {
        label: lead(doc, words),
        amount: style.text(doc.total),
        detail: (words.amount)(doc.total, style),
    });
    if claims(doc.kind) {
        blocks.push(Block::Table(lines(doc, words)));
    }
    let sums = sums(doc, words);
    if !sums.is_empty() {
        blocks.push(Block::Sums(sums));
    }
    Sheet {
        paper: Paper::A5,
        head: Head {
            office: doc.office.name.clone(),
            office_lines: office_lines(&doc.office, words),
            kind: title(doc.kind, words).into(),
            number: doc.number.clone(),
            date: words.day(doc.issued_on),
            mark: copy.map(|copy| copy_mark(copy, words)),
            band: None,
        },
        blocks,
        closing: vec![Block::Signatures(vec![
            words.customer_signature.into(),
            words.office_signature.into(),
        ])],
        qr: qr(&doc.number, doc.total, doc.issued_on, &doc.audit_hash, &doc.office, words),
        foot: foot(&doc.office, &doc.audit_hash, words),
    }
}

/// Whether it claims more rather than less.
fn claims(kind: NoteKind) -> bool {
    matches!(kind, NoteKind::DebitNote | NoteKind::Surcharge | NoteKind::Charge)
}

pub(crate) fn title(kind: NoteKind, words: &Words) -> &'static str {
    match kind {
        NoteKind::DebitNote => words.debit_note,
        NoteKind::Surcharge => words.surcharge_note,
        NoteKind::Charge => words.charge_note,
        NoteKind::CreditNote => words.credit_note,
        NoteKind::WriteOff => words.write_off_note,
        NoteKind::Cancel => words.bill_cancellation,
    }
}

fn lead(doc: &NoteDoc, words: &Words) -> String {
    match (doc.kind, doc.due_on) {
        (NoteKind::WriteOff, _) => words.amount_written_off.into(),
        (kind, _) if !claims(kind) => words.amount_taken_back.into(),
        (_, Some(day)) => words.pay_by.replace("{day}", &words.day(day)),
        (_, None) => words.amount_claimed.into(),
    }
}

fn who(doc: &NoteDoc, words: &Words) -> Block {
    Block::Facts(vec![
        Fact::new(words.customer, &doc.customer, 5.0).strong().detail(&doc.address),
        Fact::new(words.account, &doc.account, 3.0).detail(&words.word(&doc.service)),
    ])
}

fn how(doc: &NoteDoc, words: &Words) -> Block {
    let mut facts = Vec::new();
    if let Some(about) = &doc.about {
        let of = words
            .about_bill_of
            .replace("{day}", &words.day(about.issued_on))
            .replace("{total}", &doc.office.currency.text(about.total));
        facts.push(Fact::new(words.about_bill, &about.number, 4.0).detail(&of));
    }
    facts.push(
        Fact::new(words.made, &words.dated(&doc.at_local), 3.2)
            .detail(&format!("{} {}", words.counter, doc.counter)),
    );
    let by = Fact::new(words.made_by, &doc.by, 2.8);
    facts.push(match &doc.authorised_by {
        Some(other) => by.detail(&format!("{} {other}", words.authorised_by)),
        None => by,
    });
    Block::Facts(facts)
}

fn lines(doc: &NoteDoc, words: &Words) -> Table {
    let rows = doc.lines.iter().map(|line| {
        let (quantity, rate) = (words.line_quantity(line), words.line_rate(line));
        let cross = if quantity.is_empty() || rate.is_empty() { "" } else { " × " };
        let times = format!("{quantity}{cross}{rate}");
        vec![
            Cell::new(words.line_label(line)).detail(times),
            Cell::new(doc.office.currency.number(line.amount)),
        ]
    });
    Table {
        rows: rows.collect(),
        columns: vec![Column::new(words.charge, Kind::Words), Column::new(words.amount_head, Kind::Amount)],
    }
}

fn sums(doc: &NoteDoc, words: &Words) -> Vec<Sum> {
    let style = &doc.office.currency;
    let mut sums = Vec::new();
    if doc.credited.is_positive() {
        sums.push(Sum::new(words.kept_as_credit, style.text(doc.credited)));
    }
    if doc.credited.is_negative() {
        sums.push(Sum::new(words.taken_from_credit, style.text(doc.credited.negated())));
    }
    if let Some(left) = doc.left {
        sums.push(Sum::new(words.left_on_bill, style.text(left)).strong());
    }
    if let Some(number) = &doc.rebill {
        sums.push(Sum::new(words.new_bill, number.clone()));
    }
    sums
}

/// The columns of [`rows`].
pub(crate) const CSV_HEADER: [&str; 10] =
    ["note", "kind", "issued_on", "account", "bill", "row", "label", "quantity", "rate", "amount"];

/// The note as rows: its lines, then its totals.
pub(crate) fn rows(doc: &NoteDoc) -> Vec<[String; 10]> {
    let style = &doc.office.currency;
    let bill = doc.about.as_ref().map(|about| about.number.clone()).unwrap_or_default();
    let row = |row: &str, label: &str, quantity: &Option<String>, rate: &Option<String>, amount| {
        [
            doc.number.clone(),
            doc.kind.as_str().to_owned(),
            doc.issued_on.to_string(),
            doc.account.clone(),
            bill.clone(),
            row.to_owned(),
            label.to_owned(),
            quantity.clone().unwrap_or_default(),
            rate.clone().unwrap_or_default(),
            style.plain(amount),
        ]
    };
    let lines = doc.lines.iter().map(|l| row("line", &l.label, &l.quantity, &l.rate, l.amount));
    let mut totals = vec![("total", doc.total), ("credited", doc.credited)];
    totals.extend(doc.left.map(|left| ("left", left)));
    lines.chain(totals.into_iter().map(|(kind, amount)| row(kind, "", &None, &None, amount))).collect()
}
