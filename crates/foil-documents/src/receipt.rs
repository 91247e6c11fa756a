//! The receipt: what was taken, how it was split, what is left to pay.

use foil_domain::documents::{Copy, OfficeHead, PaidPart, ReceiptDoc, ReceiptTender, VoidMark};
use foil_domain::money::Money;
use foil_domain::time::Day;

use crate::sheet::{Band, Block, Cell, Column, Fact, Foot, Head, Kind, Mark, Paper, Qr, Sheet, Sum, Table};
use crate::words::Words;

/// Earlier payments shown; older ones are in the statement.
const EARLIER_SHOWN: usize = 4;

pub(crate) fn sheet(doc: &ReceiptDoc, copy: &Copy, void: Option<&VoidMark>) -> Sheet {
    let words = Words::of(&doc.office.language);
    let mut blocks = vec![payer(doc, words)];
    if !doc.allocations.is_empty() {
        blocks.push(Block::Table(allocations(doc, words)));
    }
    blocks.push(Block::Lead {
        label: words.total_paid.into(),
        amount: doc.office.currency.text(doc.total),
        detail: (words.amount)(doc.total, &doc.office.currency),
    });
    blocks.push(Block::Sums(tenders(doc, words)));
    if !doc.accounts.is_empty() {
        blocks.push(Block::Heading(words.accounts_now.into()));
        blocks.push(Block::Table(accounts(doc, words)));
    }
    if !doc.note.is_empty() {
        blocks.push(Block::Note { label: words.note.into(), text: doc.note.clone() });
    }
    Sheet {
        paper: Paper::A5,
        head: Head {
            office: doc.office.name.clone(),
            office_lines: office_lines(&doc.office, words),
            kind: words.receipt.into(),
            number: doc.number.clone(),
            date: words.day(doc.business_on),
            mark: Some(copy_mark(copy, words)),
            band: void.map(|void| void_band(void, words)),
        },
        blocks,
        closing: last_payments(doc, words),
        qr: qr(&doc.number, doc.total, doc.business_on, &doc.audit_hash, &doc.office, words),
        foot: foot(&doc.office, &doc.audit_hash, words),
    }
}

/// The office's address, telephone and registrations, a line each.
pub(crate) fn office_lines(office: &OfficeHead, words: &Words) -> Vec<String> {
    let phone = (!office.phone.is_empty()).then(|| format!("{} {}", words.phone, office.phone));
    office
        .address_lines
        .iter()
        .cloned()
        .chain(phone)
        .chain(office.registration_lines.iter().cloned())
        .collect()
}

/// What the QR code says: number, amount, date and audit hash, apart by blanks.
///
/// In capitals where it can be, because a code holds half again as many of them.
pub(crate) fn qr(
    number: &str,
    amount: Money,
    on: Day,
    hash: &str,
    office: &OfficeHead,
    words: &Words,
) -> Option<Qr> {
    let amount = format!("{} {}", office.currency.code, office.currency.plain(amount));
    let text = format!("COUNTERFOIL {number} {amount} {on} {}", hash.to_ascii_uppercase());
    Qr::new(text.trim_end().to_owned(), words.scan)
}

pub(crate) fn foot(office: &OfficeHead, hash: &str, words: &Words) -> Foot {
    let proof = if hash.is_empty() { String::new() } else { format!("{} {hash}", words.proof) };
    Foot { note: office.footer_note.clone(), proof, page: words.page }
}

/// ORIGINAL, or DUPLICATE n with who handed it out and when.
pub(crate) fn copy_mark(copy: &Copy, words: &Words) -> Mark {
    match copy {
        Copy::Original => Mark { word: words.original.into(), detail: String::new() },
        Copy::Duplicate { n, by, at_local } => Mark {
            word: format!("{} {n}", words.duplicate),
            detail: words.printed_by.replace("{at}", &words.dated(at_local)).replace("{by}", by),
        },
    }
}

fn void_band(void: &VoidMark, words: &Words) -> Band {
    // The reason goes in last: it is free text and may itself hold something in braces.
    let how = words.cancelled_how.replace("{slip}", &void.slip).replace("{at}", &words.dated(&void.at_local));
    let detail = how.replace("{by}", &void.by).replace("{reason}", &words.reason(&void.reason));
    Band { word: words.cancelled.into(), detail }
}

fn payer(doc: &ReceiptDoc, words: &Words) -> Block {
    let replaces = doc.replaces.as_ref().map(|number| format!("{} {number}", words.replaces));
    let since = doc.money_since.map(|on| format!("{} {}", words.money_since, words.day(on)));
    let more = since.into_iter().chain(replaces).collect::<Vec<_>>().join(" · ");
    Block::Facts(vec![
        Fact::new(words.received_from, &doc.payer_name, 5.0).strong().detail(&doc.payer_address),
        Fact::new(words.taken, &words.dated(&doc.taken_at_local), 2.6).detail(&more),
        Fact::new(words.clerk, &doc.clerk, 2.4).detail(&format!("{} {}", words.counter, doc.counter)),
    ])
}

/// With more rows than this, each is kept to one line.
const ROOMY_ROWS: usize = 6;

fn allocations(doc: &ReceiptDoc, words: &Words) -> Table {
    let roomy = doc.allocations.len() <= ROOMY_ROWS;
    let money = |amount: Money| Cell::new(doc.office.currency.number(amount));
    let rows = doc.allocations.iter().map(|line| {
        let (part, what) = (words.part(line.part), words.dated(&line.what));
        let mut cells = if roomy {
            vec![Cell::new(what).detail(format!("{part} · {}", line.account))]
        } else {
            let what = if line.part == PaidPart::Bill { what } else { format!("{what} · {part}") };
            vec![Cell::new(what), Cell::new(&*line.account)]
        };
        cells.extend([money(line.due_before), money(line.paid).strong(), money(line.left)]);
        cells
    });
    let mut columns = vec![Column::new(words.paid_for, Kind::Words)];
    if !roomy {
        columns.push(Column::new(words.account, Kind::Code));
    }
    columns.extend([words.due_before, words.paid, words.left].map(|title| Column::new(title, Kind::Amount)));
    Table { rows: rows.collect(), columns }
}

fn tenders(doc: &ReceiptDoc, words: &Words) -> Vec<Sum> {
    let style = &doc.office.currency;
    let mut sums: Vec<Sum> = doc.tenders.iter().map(|one| tender(one, doc, words)).collect();
    // The tenders add up to what was given; said only where none is listed.
    if doc.tenders.is_empty() && !doc.tendered.is_zero() {
        sums.push(Sum::new(words.tendered, style.text(doc.tendered)));
    }
    let others = [
        (words.credit_used, doc.credit_used),
        (words.rounding, doc.rounding),
        (words.credit_added, doc.credit_added),
    ];
    sums.extend(
        others
            .into_iter()
            .filter(|(_, amount)| !amount.is_zero())
            .map(|(label, amount)| Sum::new(label, style.text(amount))),
    );
    if !doc.change.is_zero() {
        sums.push(Sum::new(words.change, style.text(doc.change)).strong());
    }
    sums
}

fn tender(tender: &ReceiptTender, doc: &ReceiptDoc, words: &Words) -> Sum {
    let sum = Sum::new(&words.word(&tender.method), doc.office.currency.text(tender.amount));
    sum.detail(tender.reference.as_deref().unwrap_or_default())
}

fn accounts(doc: &ReceiptDoc, words: &Words) -> Table {
    let style = &doc.office.currency;
    let roomy = doc.accounts.len() <= ROOMY_ROWS;
    let any_credit = doc.accounts.iter().any(|account| !account.credit_after.is_zero());
    let rows = doc.accounts.iter().map(|account| {
        let service = words.word(&account.service);
        let mut cells = if roomy {
            let meter = if account.meter.is_empty() {
                String::new()
            } else {
                format!("{} {}", words.meter, account.meter)
            };
            vec![Cell::new(&*account.number).detail(service), Cell::new(&*account.name).detail(meter)]
        } else {
            vec![Cell::new(&*account.number), Cell::new(service), Cell::new(&*account.name)]
        };
        if any_credit {
            cells.push(Cell::new(style.number(account.credit_after)));
        }
        cells.push(Cell::new(style.number(account.balance_after)).strong());
        cells
    });
    let mut columns = vec![Column::new(words.account, Kind::Code)];
    if !roomy {
        columns.push(Column::new(words.service, Kind::Code));
    }
    columns.push(Column::new(words.held_by, Kind::Words));
    if any_credit {
        columns.push(Column::new(words.credit, Kind::Amount));
    }
    columns.push(Column::new(words.still_to_pay, Kind::Amount));
    Table { rows: rows.collect(), columns }
}

fn last_payments(doc: &ReceiptDoc, words: &Words) -> Vec<Block> {
    if doc.last_payments.is_empty() {
        return Vec::new();
    }
    let rows = doc.last_payments.iter().take(EARLIER_SHOWN).map(|earlier| {
        vec![
            Cell::new(words.day(earlier.on)),
            Cell::new(&*earlier.receipt),
            Cell::new(doc.office.currency.number(earlier.amount)),
        ]
    });
    let columns = vec![
        Column::new(words.date, Kind::Code),
        Column::new(words.receipt, Kind::Code),
        Column::new(words.amount_head, Kind::Amount),
    ];
    vec![Block::Heading(words.last_payments.into()), Block::Table(Table { columns, rows: rows.collect() })]
}

/// The columns of [`rows`].
pub(crate) const CSV_HEADER: [&str; 12] = [
    "receipt",
    "business_on",
    "row",
    "account",
    "what",
    "part",
    "due_before",
    "amount",
    "left",
    "method",
    "reference",
    "currency",
];

/// The receipt as rows: what was paid, how, and the totals.
pub(crate) fn rows(doc: &ReceiptDoc) -> Vec<[String; 12]> {
    let style = &doc.office.currency;
    let on = doc.business_on.to_string();
    let row = |kind: &str, mut cells: [String; 8]| -> [String; 12] {
        let mut cell = |index: usize| std::mem::take(&mut cells[index]);
        [
            doc.number.clone(),
            on.clone(),
            kind.to_owned(),
            cell(0),
            cell(1),
            cell(2),
            cell(3),
            cell(4),
            cell(5),
            cell(6),
            cell(7),
            style.code.clone(),
        ]
    };
    let none = String::new;
    let allocations = doc.allocations.iter().map(|line| {
        let amounts = [line.due_before, line.paid, line.left].map(|amount| style.plain(amount));
        let [due, paid, left] = amounts;
        let part = line.part.as_str().to_owned();
        row("allocation", [line.account.clone(), line.what.clone(), part, due, paid, left, none(), none()])
    });
    let tenders = doc.tenders.iter().map(|tender| {
        let reference = tender.reference.clone().unwrap_or_default();
        let amount = style.plain(tender.amount);
        row("tender", [none(), none(), none(), none(), amount, none(), tender.method.clone(), reference])
    });
    let total = |kind: &str, amount: Money| {
        row(kind, [none(), none(), none(), none(), style.plain(amount), none(), none(), none()])
    };
    let totals = [
        total("total", doc.total),
        total("tendered", doc.tendered),
        total("change", doc.change),
        total("credit_used", doc.credit_used),
        total("credit_added", doc.credit_added),
        total("rounding", doc.rounding),
    ];
    allocations.chain(tenders).chain(totals).collect()
}
