//! The bill: what is charged, what is paid of it, what is left to pay and until when.

use foil_domain::documents::{BillDoc, MonthUse};

use crate::receipt::{foot, office_lines};
use crate::sheet::{Block, Cell, Column, Fact, Head, Kind, Mark, Paper, Qr, Sheet, Sum, Table};
use crate::words::Words;

pub(crate) fn sheet(doc: &BillDoc) -> Sheet {
    let words = Words::of(&doc.office.language);
    let mut blocks = vec![customer(doc, words), dates(doc, words), lead(doc, words)];
    blocks.push(Block::Table(lines(doc, words)));
    blocks.push(Block::Sums(sums(doc, words)));
    if !doc.history.is_empty() {
        blocks.push(Block::Heading(words.your_use.into()));
        blocks.push(Block::Bars(bars(&doc.history)));
    }
    let state = if doc.balance.is_positive() && !doc.late.is_empty() { &doc.late } else { &doc.status };
    Sheet {
        paper: Paper::A4,
        head: Head {
            office: doc.office.name.clone(),
            office_lines: office_lines(&doc.office, words),
            kind: words.bill.into(),
            number: doc.number.clone(),
            date: words.day(doc.issued_on),
            mark: (!state.is_empty())
                .then(|| Mark { word: words.word(state).to_uppercase(), detail: String::new() }),
            band: None,
        },
        blocks,
        closing: Vec::new(),
        qr: qr(doc, words),
        foot: foot(&doc.office, "", words),
    }
}

fn qr(doc: &BillDoc, words: &Words) -> Option<Qr> {
    let style = &doc.office.currency;
    let balance = style.plain(doc.balance);
    let text =
        format!("COUNTERFOIL BILL {} {} {balance} {} {}", doc.number, style.code, doc.due_on, doc.account);
    Qr::new(text, words.scan)
}

fn customer(doc: &BillDoc, words: &Words) -> Block {
    let meter = if doc.meter.is_empty() { String::new() } else { format!("{} {}", words.meter, doc.meter) };
    Block::Facts(vec![
        Fact::new(words.customer, &doc.customer, 5.0).strong().detail(&doc.address),
        Fact::new(words.account, &doc.account, 2.5),
        Fact::new(words.service, &words.word(&doc.service), 2.5).detail(&meter),
    ])
}

fn dates(doc: &BillDoc, words: &Words) -> Block {
    let period = format!("{} – {}", words.day(doc.period_from), words.day(doc.period_to));
    Block::Facts(vec![
        Fact::new(words.period, &period, 5.0),
        Fact::new(words.issued, &words.day(doc.issued_on), 2.5),
        Fact::new(words.due, &words.day(doc.due_on), 2.5),
    ])
}

fn lead(doc: &BillDoc, words: &Words) -> Block {
    let due = doc.balance.is_positive();
    let label =
        if due { words.pay_by.replace("{day}", &words.day(doc.due_on)) } else { words.nothing_to_pay.into() };
    Block::Lead {
        label,
        amount: doc.office.currency.text(doc.balance),
        detail: if due { (words.amount)(doc.balance, &doc.office.currency) } else { String::new() },
    }
}

fn lines(doc: &BillDoc, words: &Words) -> Table {
    let rows = doc.lines.iter().map(|line| {
        vec![
            Cell::new(&*line.label),
            Cell::new(line.quantity.clone().unwrap_or_default()),
            Cell::new(line.rate.clone().unwrap_or_default()),
            Cell::new(doc.office.currency.number(line.amount)),
        ]
    });
    Table {
        columns: vec![
            Column::new(words.charge, Kind::Words),
            Column::new(words.quantity, Kind::Amount),
            Column::new(words.rate, Kind::Amount),
            Column::new(words.amount_head, Kind::Amount),
        ],
        rows: rows.collect(),
    }
}

fn sums(doc: &BillDoc, words: &Words) -> Vec<Sum> {
    let style = &doc.office.currency;
    let mut sums = vec![Sum::new(words.total, style.text(doc.total))];
    if !doc.paid.is_zero() {
        sums.push(Sum::new(words.paid_so_far, style.text(doc.paid)));
    }
    sums.push(Sum::new(words.still_to_pay, style.text(doc.balance)).strong());
    sums
}

/// A year and a month at most: the same month last year beside this one.
const MONTHS_SHOWN: usize = 13;

fn bars(history: &[MonthUse]) -> Vec<(String, String, f32)> {
    let shown = &history[history.len().saturating_sub(MONTHS_SHOWN)..];
    // Only how tall a bar stands; what is printed is the text itself.
    let units =
        |month: &MonthUse| month.units.parse::<f32>().ok().filter(|units| units.is_finite()).unwrap_or(0.0);
    let most = shown.iter().map(units).fold(0.0, f32::max);
    let share = |month: &MonthUse| if most > 0.0 { units(month).max(0.0) / most } else { 0.0 };
    shown.iter().map(|month| (month.month.clone(), month.units.clone(), share(month))).collect()
}

/// The columns of [`rows`].
pub(crate) const CSV_HEADER: [&str; 11] = [
    "bill",
    "account",
    "customer",
    "service",
    "period_from",
    "period_to",
    "row",
    "label",
    "quantity",
    "rate",
    "amount",
];

/// The bill as rows: its lines, then its totals.
pub(crate) fn rows(doc: &BillDoc) -> Vec<[String; 11]> {
    let style = &doc.office.currency;
    let row = |kind: &str, label: &str, quantity: &Option<String>, rate: &Option<String>, amount| {
        [
            doc.number.clone(),
            doc.account.clone(),
            doc.customer.clone(),
            doc.service.clone(),
            doc.period_from.to_string(),
            doc.period_to.to_string(),
            kind.to_owned(),
            label.to_owned(),
            quantity.clone().unwrap_or_default(),
            rate.clone().unwrap_or_default(),
            style.plain(amount),
        ]
    };
    let lines =
        doc.lines.iter().map(|line| row("line", &line.label, &line.quantity, &line.rate, line.amount));
    let totals = [("total", doc.total), ("paid", doc.paid), ("balance", doc.balance)];
    lines.chain(totals.into_iter().map(|(kind, amount)| row(kind, "", &None, &None, amount))).collect()
}
