//! The papers of the drawers: X and Z report, deposit slip, closed day.

use foil_domain::documents::{CurrencyStyle, OfficeHead};
use foil_domain::money::Money;
use foil_domain::shifts::papers::{
    BROUGHT_LINE, CHANGE_LINE, CashLines, CloseLines, DayBrought, DayDoc, DayTender, DepositDoc, FUND_LINE,
    OnNoZ, SAFE_LINE, STAYS_LINE, ShiftReport, TillPaper, VoidLine,
};
use foil_domain::shifts::pieces::Pieces;
use foil_domain::shifts::{Certificate, TenderVariance};
use foil_domain::time::Day;

use crate::receipt::{foot, office_lines, qr};
use crate::sheet::{Block, Cell, Column, Fact, Head, Kind, Paper, Qr, Sheet, Sum, Table};
use crate::words::Words;

pub(crate) fn sheet(paper: &TillPaper) -> Sheet {
    match paper {
        TillPaper::Shift(doc) => shift(doc),
        TillPaper::Deposit(doc) => deposit(doc),
        TillPaper::Day(doc) => day(doc),
    }
}

fn head(office: &OfficeHead, kind: &str, number: &str, on: Day, words: &Words) -> Head {
    Head {
        office: office.name.clone(),
        office_lines: office_lines(office, words),
        kind: kind.into(),
        number: number.into(),
        date: words.day(on),
        mark: None,
        band: None,
    }
}

fn shift(doc: &ShiftReport) -> Sheet {
    let words = Words::of_staff();
    let (till, style) = (words.till, &doc.office.currency);
    let mut blocks = vec![whose(doc, words)];
    match &doc.cash {
        Some(cash) => {
            blocks.push(Block::Heading(till.drawer.into()));
            blocks.push(Block::Sums(drawer(cash, style, words)));
        }
        None => blocks.push(Block::Note { label: till.drawer.into(), text: till.hidden.into() }),
    }
    if let Some(close) = &doc.close {
        blocks.extend(ended(close, style, words));
    }
    if !doc.tenders.is_empty() {
        blocks.push(Block::Heading(till.tenders.into()));
        blocks.push(Block::Table(tenders(doc, words)));
    }
    blocks.push(Block::Heading(till.certificate.into()));
    blocks.push(Block::Table(certificates(&doc.receipts, &doc.slips, words)));
    if !doc.voids.is_empty() {
        blocks.push(Block::Heading(till.void_list.into()));
        blocks.push(Block::Table(voids(&doc.voids, style, words)));
    }
    if !doc.moves.is_empty() {
        blocks.push(Block::Heading(till.moves.into()));
        blocks.push(Block::Table(moves(doc, words)));
    }
    let copies = duplicates(&doc.duplicates, doc.duplicates_more.unwrap_or(0), words);
    blocks.push(Block::Note { label: till.duplicates.into(), text: copies });
    let (kind, number) = match &doc.z {
        Some(z) => (till.z_report, z),
        None => (till.x_report, &doc.shift),
    };
    let taken_over = doc.close.as_ref().is_some_and(|close| !close.handed_to.is_empty());
    let second = if taken_over { till.receiver } else { words.manager_signature };
    let signed = vec![words.clerk_signature.into(), second.into()];
    let counted = doc.close.as_ref().map(|close| close.counted);
    Sheet {
        paper: Paper::A4,
        head: head(&doc.office, kind, number, doc.business_on, words),
        blocks,
        closing: if doc.z.is_some() { vec![Block::Signatures(signed)] } else { Vec::new() },
        qr: with_seal(
            counted.and_then(|sum| qr(number, sum, doc.business_on, &doc.audit_hash, &doc.office, words)),
            &doc.seal,
        ),
        foot: foot(&doc.office, &doc.audit_hash, words),
    }
}

fn whose(doc: &ShiftReport, words: &Words) -> Block {
    let till = words.till;
    let counter = format!("{} {}", words.counter, doc.counter);
    let until = if doc.z.is_some() { till.closed } else { till.so_far };
    let before = doc.z_before.as_deref().map_or(String::new(), |z| format!("{} {z}", till.previous));
    Block::Facts(vec![
        Fact::new(words.clerk, &doc.clerk, 3.0).strong().detail(&counter),
        Fact::new(till.shift, &doc.shift, 3.0).detail(&before),
        Fact::new(till.opened, &doc.opened_local, 3.0),
        Fact::new(until, &doc.at_local, 3.0),
    ])
}

fn drawer(cash: &CashLines, style: &CurrencyStyle, words: &Words) -> Vec<Sum> {
    let till = words.till;
    let mut sums =
        vec![Sum::new(till.float, style.text(cash.float)), Sum::new(till.taken, style.text(cash.taken))];
    let into = [(till.cash_in, cash.cash_in), (till.change_in, cash.change_in)];
    let out = [
        (till.voids, cash.voids),
        (till.cash_out, cash.cash_out),
        (till.change_out, cash.change_out),
        (till.refunds, cash.refunds),
        (till.drops, cash.drops),
    ];
    let signed = into.into_iter().chain(out.map(|(label, amount)| (label, amount.negated())));
    let told = signed.filter(|(_, amount)| !amount.is_zero());
    sums.extend(told.map(|(label, amount)| Sum::new(label, style.text(amount))));
    sums.push(Sum::new(till.expected, style.text(cash.expected)).strong());
    sums
}

/// What was counted, why it differs, and where it goes.
fn ended(close: &CloseLines, style: &CurrencyStyle, words: &Words) -> Vec<Block> {
    let till = words.till;
    let counts = till.counts.replace("{n}", &close.counts.to_string());
    let sums = vec![
        Sum::new(till.counted, style.text(close.counted)).detail(if close.counts > 1 { &counts } else { "" }),
        Sum::new(till.variance, style.text(close.variance)).strong(),
        Sum::new(till.kept, style.text(close.kept)),
        Sum::new(till.banked, style.text(close.banked)).strong(),
    ];
    let mut blocks = vec![Block::Sums(sums)];
    blocks.extend(in_their_place(close, words));
    if !close.seen_by.is_empty() {
        blocks.push(Block::Note { label: till.seen_by.into(), text: close.seen_by.clone() });
    }
    if !close.reason.is_empty() {
        let why = words.word(&close.reason);
        let text = if close.note.is_empty() { why } else { format!("{why}: {}", close.note) };
        blocks.push(Block::Note { label: words.reason.into(), text });
        let allowed = match close.allowed_by.as_str() {
            "" if close.second_look => till.second_look,
            "" => till.nobody_allowed,
            name => name,
        };
        blocks.push(Block::Note { label: till.allowed_by.into(), text: allowed.into() });
    }
    if !close.kept_reason.is_empty() {
        blocks.push(Block::Note { label: till.kept_more.into(), text: close.kept_reason.clone() });
    }
    if !close.handed_to.is_empty() {
        blocks.push(Block::Note { label: till.handed_to.into(), text: close.handed_to.clone() });
    }
    if !close.pieces.is_empty() {
        blocks.push(Block::Heading(till.pieces.into()));
        blocks.push(Block::Table(pieces(&close.pieces, style, words)));
    }
    blocks
}

/// Who counted and closed the drawer, where that was not whose it is.
fn in_their_place(close: &CloseLines, words: &Words) -> Vec<Block> {
    let till = words.till;
    let both = close.counted_by == close.closed_by;
    let told = if both {
        vec![(till.counted_and_closed_by, &close.closed_by)]
    } else {
        vec![(till.counted_by, &close.counted_by), (till.closed_by, &close.closed_by)]
    };
    let told = told.into_iter().filter(|(_, name)| !name.is_empty());
    told.map(|(label, name)| Block::Note { label: label.into(), text: name.clone() }).collect()
}

fn pieces(pieces: &[Pieces], style: &CurrencyStyle, words: &Words) -> Table {
    let till = words.till;
    let row = |p: &Pieces| {
        let worth = Money::from_minor(p.value.minor().saturating_mul(p.count));
        let loose = p.value.minor() == 1;
        let name = if loose { till.loose.to_owned() } else { style.text(p.value) };
        let count = if loose { String::new() } else { p.count.to_string() };
        vec![Cell::new(name), Cell::new(count), Cell::new(style.number(worth))]
    };
    Table {
        columns: vec![
            Column::new(till.piece, Kind::Words),
            Column::new(till.piece_count, Kind::Amount),
            Column::new(words.amount_head, Kind::Amount),
        ],
        rows: pieces.iter().map(row).collect(),
    }
}

/// Duplicates that the paper names: a note is cut where it is longer than a paper has room, and its end says how many there are.
const NAMED_DUPLICATES: usize = 20;

/// The first duplicates by their numbers, and how many more there are.
fn duplicates(all: &[String], more: i64, words: &Words) -> String {
    let till = words.till;
    if all.is_empty() {
        return till.none.to_owned();
    }
    let named = all.iter().take(NAMED_DUPLICATES).cloned().collect::<Vec<_>>().join(", ");
    let left = all.len().saturating_sub(NAMED_DUPLICATES);
    match i64::try_from(left).unwrap_or(i64::MAX).saturating_add(more) {
        0 => named,
        more => format!("{named}, {}", till.more_duplicates.replace("{n}", &more.to_string())),
    }
}

fn tenders(doc: &ShiftReport, words: &Words) -> Table {
    let (till, style) = (words.till, &doc.office.currency);
    let amount = |amount: Option<Money>| Cell::new(amount.map_or_else(String::new, |m| style.number(m)));
    let mut rows = Vec::new();
    for t in &doc.tenders {
        rows.push(vec![
            Cell::new(words.word(&t.method)),
            Cell::new(t.count.to_string()),
            amount(t.taken),
            amount(t.voided),
            amount(t.expected),
            amount(t.counted).strong(),
            amount(t.counted.zip(t.expected).and_then(|(counted, there)| counted.minus(there))).strong(),
        ]);
        let left = t.since_count.filter(|amount| !amount.is_negative());
        let back = t.since_count.filter(|amount| amount.is_negative()).map(Money::negated);
        for (what, left) in
            [(till.at_bank, t.at_bank), (till.since_count, left), (till.back_since_count, back)]
        {
            if left.is_some() {
                let none = || Cell::new(String::new());
                let what = Cell::new(format!("{}: {what}", words.word(&t.method)));
                rows.push(vec![what, none(), none(), amount(left), none(), none(), none()]);
            }
        }
    }
    Table {
        columns: vec![
            Column::new(till.method, Kind::Words),
            Column::new(till.number_of, Kind::Amount),
            Column::new(till.amount, Kind::Amount),
            Column::new(till.back, Kind::Amount),
            Column::new(till.there, Kind::Amount),
            Column::new(till.counted, Kind::Amount),
            Column::new(till.variance, Kind::Amount),
        ],
        rows,
    }
}

fn certificates(receipts: &Certificate, slips: &Certificate, words: &Words) -> Table {
    let till = words.till;
    let row = |name: &str, c: &Certificate| {
        let (first, last) = (Cell::new(&*c.first), Cell::new(&*c.last));
        let count = |n: i64| Cell::new(n.to_string());
        vec![Cell::new(name), first, last, count(c.count), count(c.voids), count(c.gaps).strong()]
    };
    Table {
        columns: vec![
            Column::new(till.series, Kind::Words),
            Column::new(till.first, Kind::Code),
            Column::new(till.last, Kind::Code),
            Column::new(till.number_of, Kind::Amount),
            Column::new(till.void_count, Kind::Amount),
            Column::new(till.gaps, Kind::Amount),
        ],
        rows: vec![row(till.receipts, receipts), row(till.slips, slips)],
    }
}

fn voids(voids: &[VoidLine], style: &CurrencyStyle, words: &Words) -> Table {
    let rows = voids.iter().map(|v| {
        let why = Cell::new(words.reason(&v.reason));
        let why = if v.allowed_by.is_empty() {
            why
        } else {
            why.detail(format!("{} {}", words.authorised_by, v.allowed_by))
        };
        vec![Cell::new(&*v.receipt), Cell::new(&*v.slip), why, Cell::new(style.number(v.amount))]
    });
    Table {
        columns: vec![
            Column::new(words.receipt, Kind::Code),
            Column::new(words.cancellation_slip, Kind::Code),
            Column::new(words.reason, Kind::Words),
            Column::new(words.amount_head, Kind::Amount),
        ],
        rows: rows.collect(),
    }
}

fn moves(doc: &ShiftReport, words: &Words) -> Table {
    let (till, style) = (words.till, &doc.office.currency);
    let name = |kind: &str| match kind {
        "float" => till.float.to_owned(),
        "cash_in" => till.cash_in.to_owned(),
        "cash_out" => till.cash_out.to_owned(),
        "drop" => till.drops.to_owned(),
        "change_in" => till.change_in.to_owned(),
        "change_out" => till.change_out.to_owned(),
        "refund" => till.refunds.to_owned(),
        "refund_by_card" => till.refund_by_card.to_owned(),
        "refund_by_upi" => till.refund_by_upi.to_owned(),
        "float_over" => till.float_over.to_owned(),
        "float_short" => till.float_short.to_owned(),
        other => words.word(other),
    };
    let rows = doc.moves.iter().map(|m| {
        let reason = if m.reason.is_empty() { String::new() } else { words.word(&m.reason) };
        let why = [reason, m.note.clone(), m.other.clone()];
        let why: Vec<String> = why.into_iter().filter(|text| !text.is_empty()).collect();
        vec![
            Cell::new(&*m.at_local),
            Cell::new(name(&m.kind)).detail(why.join(", ")),
            Cell::new(style.number(m.amount)),
        ]
    });
    Table {
        columns: vec![
            Column::new(till.time, Kind::Code),
            Column::new(words.what, Kind::Words),
            Column::new(words.amount_head, Kind::Amount),
        ],
        rows: rows.collect(),
    }
}

fn deposit(doc: &DepositDoc) -> Sheet {
    let words = Words::of_staff();
    let (till, style) = (words.till, &doc.office.currency);
    let rows = doc.lines.iter().map(|line| {
        vec![
            Cell::new(if line.what.is_empty() { "–" } else { &*line.what }),
            Cell::new(match &*line.what {
                "" => till.no_drawer,
                SAFE_LINE => till.in_safe,
                CHANGE_LINE => till.brought,
                FUND_LINE => till.fund,
                BROUGHT_LINE => till.brought_in,
                STAYS_LINE => till.stays,
                _ => &*line.of,
            }),
            Cell::new(words.day(line.on)),
            Cell::new(style.number(line.drops)),
            Cell::new(style.number(line.amount)).strong(),
        ]
    });
    let lines = Table {
        columns: vec![
            Column::new(till.z_reports, Kind::Code),
            Column::new(till.of, Kind::Words),
            Column::new(till.day, Kind::Code),
            Column::new(till.drops, Kind::Amount),
            Column::new(till.paid_in, Kind::Amount),
        ],
        rows: rows.collect(),
    };
    let mut blocks = vec![
        Block::Facts(vec![
            Fact::new(till.bank, if doc.bank.is_empty() { "–" } else { &doc.bank }, 5.0).strong(),
            Fact::new(words.made, &doc.at_local, 3.0),
            Fact::new(words.made_by, &doc.by, 3.0),
        ]),
        Block::Lead {
            label: till.paid_in.into(),
            amount: style.text(doc.total),
            detail: (words.amount)(doc.total, style),
        },
        Block::Table(lines),
    ];
    if !doc.off.is_zero() {
        blocks.push(Block::Facts(vec![Fact::new(till.variance, &style.text(doc.off), 5.0).strong()]));
    }
    if !doc.pieces.is_empty() {
        blocks.push(Block::Heading(till.pieces.into()));
        blocks.push(Block::Table(pieces(&doc.pieces, style, words)));
    }
    if !doc.stays_pieces.is_empty() {
        blocks.push(Block::Heading(till.stays.into()));
        blocks.push(Block::Table(pieces(&doc.stays_pieces, style, words)));
    }
    Sheet {
        paper: Paper::A4,
        head: head(&doc.office, till.deposit_slip, &doc.number, doc.business_on, words),
        blocks,
        closing: vec![Block::Signatures(vec![words.manager_signature.into(), till.bank_signature.into()])],
        qr: qr(&doc.number, doc.total, doc.business_on, &doc.audit_hash, &doc.office, words),
        foot: foot(&doc.office, &doc.audit_hash, words),
    }
}

/// The paper's own code, and behind it that of a daily seal: so a seal leaves the machine with each paper.
fn with_seal(code: Option<Qr>, seal: &str) -> Option<Qr> {
    match code {
        Some(own) if !seal.is_empty() => Qr::new(format!("{} {seal}", own.text), &own.caption).or(Some(own)),
        own => own,
    }
}

fn day(doc: &DayDoc) -> Sheet {
    let words = Words::of_staff();
    let (till, style) = (words.till, &doc.office.currency);
    let mut blocks = vec![
        Block::Facts(vec![
            Fact::new(till.closed, &doc.at_local, 4.0).strong(),
            Fact::new(words.made_by, &doc.by, 4.0),
            Fact::new(till.next_day, &words.day(doc.next_on), 4.0),
        ]),
        Block::Heading(till.shifts.into()),
        Block::Table(day_shifts(doc, words)),
        Block::Heading(till.all_day.into()),
        Block::Table(day_tenders(&doc.tenders, doc, words)),
    ];
    if !doc.no_drawer.is_empty() {
        blocks.push(Block::Heading(till.no_drawer.into()));
        blocks.push(Block::Table(day_tenders(&doc.no_drawer, doc, words)));
    }
    if let Some(none) = &doc.on_no_z {
        blocks.extend(on_no_z(none, style, words));
    }
    let mut sums = vec![
        Sum::new(till.receipts, doc.receipts.to_string()),
        Sum::new(till.void_count, doc.voids.to_string()),
        Sum::new(till.tickets_left, doc.tickets_left.to_string()),
        Sum::new(till.banked, style.text(doc.banked)).strong(),
    ];
    if doc.returns > 0 {
        let fell = Sum::new(till.given_back, style.text(doc.returned)).detail(&doc.returns.to_string());
        sums.insert(2, fell);
    }
    let slip = |d: &foil_domain::shifts::papers::DayDeposit| {
        let name = if d.kind == "cash" { till.deposit_slip } else { till.cheque_slip };
        Sum::new(name, style.text(d.amount)).detail(&d.number)
    };
    sums.extend(doc.deposits.iter().map(slip));
    let brought = |b: &DayBrought| {
        Sum::new(till.brought_in, style.text(b.amount))
            .detail(&format!("{}, {}, {}", b.number, b.paper, b.by))
    };
    let back = |b: &DayBrought| {
        let detail = format!("{}, {}", b.number, b.taken_back);
        Sum::new(till.brought_back, style.text(b.amount.negated())).detail(&detail)
    };
    sums.extend(doc.brought.iter().map(brought));
    sums.extend(doc.brought.iter().filter(|b| !b.taken_back.is_empty()).map(back));
    sums.push(Sum::new(till.still_to_bank, style.text(doc.to_bank)).strong());
    if !doc.stays.is_zero() {
        sums.push(Sum::new(till.stays, style.text(doc.stays)));
    }
    let all = |kept: Money| kept.plus(doc.to_bank)?.plus(doc.stays);
    if let Some((kept, all)) = doc.kept.and_then(|kept| Some((kept, all(kept)?))) {
        sums.push(Sum::new(till.kept_in_drawers, style.text(kept)));
        sums.push(Sum::new(till.cash_in_office, style.text(all)).strong());
    }
    blocks.push(Block::Sums(sums));
    Sheet {
        paper: Paper::A4,
        head: head(&doc.office, till.day_closed, "", doc.business_on, words),
        blocks,
        closing: vec![Block::Signatures(vec![words.manager_signature.into()])],
        qr: with_seal(qr("DAY", doc.banked, doc.business_on, &doc.audit_hash, &doc.office, words), &doc.seal),
        foot: foot(&doc.office, &doc.audit_hash, words),
    }
}

/// What the day's Z reports do not tell.
fn on_no_z(none: &OnNoZ, style: &CurrencyStyle, words: &Words) -> Vec<Block> {
    let till = words.till;
    let mut blocks = Vec::new();
    let no = |label: &str| Block::Note { label: label.into(), text: till.none.into() };
    if none.voids.is_empty() {
        blocks.push(no(till.voids_on_no_z));
    } else {
        blocks.push(Block::Heading(till.voids_on_no_z.into()));
        blocks.push(Block::Table(voids(&none.voids, style, words)));
    }
    if none.returns.is_empty() {
        blocks.push(no(till.returns_on_no_z));
    } else {
        let rows = none.returns.iter().map(|r| {
            vec![
                Cell::new(&*r.number),
                Cell::new(words.word(&r.kind)),
                Cell::new(&*r.receipt),
                Cell::new(style.number(r.amount)),
            ]
        });
        blocks.push(Block::Heading(till.returns_on_no_z.into()));
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::new(till.number, Kind::Code),
                Column::new(words.what, Kind::Words),
                Column::new(words.receipt, Kind::Code),
                Column::new(words.amount_head, Kind::Amount),
            ],
            rows: rows.collect(),
        }));
        if none.returns_more > 0 {
            let text = till.more_returns.replace("{n}", &none.returns_more.to_string());
            blocks.push(Block::Note { label: till.returns_on_no_z.into(), text });
        }
    }
    let copies = duplicates(&none.duplicates, none.duplicates_more, words);
    blocks.push(Block::Note { label: till.on_no_z.into(), text: copies });
    blocks
}

fn day_shifts(doc: &DayDoc, words: &Words) -> Table {
    let (till, style) = (words.till, &doc.office.currency);
    let rows = doc.shifts.iter().map(|s| {
        vec![
            Cell::new(&*s.z),
            Cell::new(&*s.clerk).detail(format!("{} {}", words.counter, s.counter)),
            Cell::new(style.number(s.cash_in)),
            Cell::new(style.number(s.cash_out)),
            Cell::new(style.number(s.expected)),
            Cell::new(style.number(s.counted)),
            Cell::new(style.number(s.variance)).strong().detail(tenders_off(&s.tenders, style, words)),
            Cell::new(style.number(s.kept)),
            Cell::new(style.number(s.banked)),
        ]
    });
    Table {
        columns: vec![
            Column::new(till.z_report, Kind::Code),
            Column::new(words.clerk, Kind::Words),
            Column::new(till.cash_in, Kind::Amount),
            Column::new(till.cash_out, Kind::Amount),
            Column::new(till.there, Kind::Amount),
            Column::new(till.counted, Kind::Amount),
            Column::new(till.variance, Kind::Amount),
            Column::new(till.kept_head, Kind::Amount),
            Column::new(till.banked, Kind::Amount),
        ],
        rows: rows.collect(),
    }
}

/// The other ways of paying that differ, in a line below the cash.
fn tenders_off(off: &[TenderVariance], style: &CurrencyStyle, words: &Words) -> String {
    let told = |t: &TenderVariance| format!("{} {}", words.word(t.method.as_str()), style.number(t.variance));
    off.iter().map(told).collect::<Vec<_>>().join(", ")
}

fn day_tenders(tenders: &[DayTender], doc: &DayDoc, words: &Words) -> Table {
    let (till, style) = (words.till, &doc.office.currency);
    let rows = tenders.iter().map(|t| {
        vec![
            Cell::new(words.word(&t.method)),
            Cell::new(t.count.to_string()),
            Cell::new(style.number(t.amount)).strong(),
        ]
    });
    Table {
        columns: vec![
            Column::new(till.method, Kind::Words),
            Column::new(till.number_of, Kind::Amount),
            Column::new(till.amount, Kind::Amount),
        ],
        rows: rows.collect(),
    }
}

/// The columns of [`rows`].
pub(crate) const CSV_HEADER: [&str; 7] = ["paper", "number", "business_on", "row", "of", "count", "amount"];

/// A paper as rows: each of its figures.
pub(crate) fn rows(paper: &TillPaper) -> Vec<[String; 7]> {
    match paper {
        TillPaper::Shift(doc) => shift_rows(doc),
        TillPaper::Deposit(doc) => {
            let row =
                Rows { paper: "deposit", number: &doc.number, on: doc.business_on, office: &doc.office };
            let lines = doc.lines.iter().map(|line| row.of("paid_in", &line.what, None, Some(line.amount)));
            let coins = doc.pieces.iter().map(|p| row.piece(p));
            let stay = doc.stays_pieces.iter().map(|p| row.piece_of("stays_piece", p));
            lines.chain(coins).chain(stay).chain([row.of("total", "", None, Some(doc.total))]).collect()
        }
        TillPaper::Day(doc) => {
            let row = Rows { paper: "day", number: "", on: doc.business_on, office: &doc.office };
            let mut all = Vec::new();
            for s in &doc.shifts {
                all.push(row.of("expected", &s.z, None, Some(s.expected)));
                all.push(row.of("counted", &s.z, None, Some(s.counted)));
                all.push(row.of("banked", &s.z, None, Some(s.banked)));
                for (name, amount) in [("cash_in", s.cash_in), ("cash_out", s.cash_out), ("kept", s.kept)] {
                    if !amount.is_zero() {
                        all.push(row.of(name, &s.z, None, Some(amount)));
                    }
                }
            }
            all.extend(
                doc.tenders.iter().map(|t| row.of("tender", &t.method, Some(t.count), Some(t.amount))),
            );
            all.extend(
                doc.no_drawer.iter().map(|t| row.of("no_drawer", &t.method, Some(t.count), Some(t.amount))),
            );
            all.extend(doc.deposits.iter().map(|d| row.of("deposit", &d.number, None, Some(d.amount))));
            all.extend(doc.brought.iter().map(|b| row.of("brought", &b.number, None, Some(b.amount))));
            let back = doc.brought.iter().filter(|b| !b.taken_back.is_empty());
            all.extend(back.map(|b| row.of("brought_back", &b.number, None, Some(b.amount.negated()))));
            all.push(row.of("receipts", "", Some(doc.receipts), None));
            all.push(row.of("voids", "", Some(doc.voids), None));
            if doc.returns > 0 {
                all.push(row.of("returned", "", Some(doc.returns), Some(doc.returned)));
            }
            if let Some(none) = &doc.on_no_z {
                let [duplicates, voids, returns] = none.counts();
                all.push(row.of("duplicates_on_no_z", "", Some(duplicates), None));
                all.push(row.of("voids_on_no_z", "", Some(voids), None));
                all.extend(none.voids.iter().map(|v| row.of("void", &v.receipt, None, Some(v.amount))));
                all.push(row.of("returns_on_no_z", "", Some(returns), None));
                all.extend(none.returns.iter().map(|r| row.of(&r.kind, &r.number, None, Some(r.amount))));
            }
            all.push(row.of("to_bank", "", None, Some(doc.to_bank)));
            if !doc.stays.is_zero() {
                all.push(row.of("stays", "", None, Some(doc.stays)));
            }
            all.extend(doc.kept.map(|kept| row.of("kept", "", None, Some(kept))));
            all
        }
    }
}

struct Rows<'a> {
    paper: &'a str,
    number: &'a str,
    on: Day,
    office: &'a OfficeHead,
}

impl Rows<'_> {
    fn of(&self, row: &str, of: &str, count: Option<i64>, amount: Option<Money>) -> [String; 7] {
        [
            self.paper.to_owned(),
            self.number.to_owned(),
            self.on.to_string(),
            row.to_owned(),
            of.to_owned(),
            count.map(|n| n.to_string()).unwrap_or_default(),
            amount.map(|m| self.office.currency.plain(m)).unwrap_or_default(),
        ]
    }

    fn piece(&self, p: &Pieces) -> [String; 7] {
        self.piece_of("piece", p)
    }

    fn piece_of(&self, row: &str, p: &Pieces) -> [String; 7] {
        let worth = Money::from_minor(p.value.minor().saturating_mul(p.count));
        self.of(row, &self.office.currency.plain(p.value), Some(p.count), Some(worth))
    }
}

fn shift_rows(doc: &ShiftReport) -> Vec<[String; 7]> {
    let (paper, number) = match &doc.z {
        Some(z) => ("z", z),
        None => ("x", &doc.shift),
    };
    let row = Rows { paper, number, on: doc.business_on, office: &doc.office };
    let mut all = Vec::new();
    if let Some(cash) = &doc.cash {
        for (name, amount) in [
            ("float", cash.float),
            ("taken", cash.taken),
            ("voids", cash.voids),
            ("cash_in", cash.cash_in),
            ("cash_out", cash.cash_out),
            ("change_in", cash.change_in),
            ("change_out", cash.change_out),
            ("refunds", cash.refunds),
            ("drops", cash.drops),
            ("expected", cash.expected),
        ] {
            all.push(row.of(name, "cash", None, Some(amount)));
        }
    }
    for t in &doc.tenders {
        all.push(row.of("tender", &t.method, Some(t.count), t.taken));
        all.push(row.of("tender_counted", &t.method, None, t.counted));
        let off = t.counted.zip(t.expected).and_then(|(counted, there)| counted.minus(there));
        all.push(row.of("tender_variance", &t.method, None, off));
    }
    for (name, c) in [("receipts", &doc.receipts), ("slips", &doc.slips)] {
        all.push(row.of(name, &format!("{}..{}", c.first, c.last), Some(c.count), None));
        all.push(row.of(&format!("{name}_gaps"), "", Some(c.gaps), None));
    }
    all.extend(doc.voids.iter().map(|v| row.of("void", &v.receipt, None, Some(v.amount))));
    all.extend(doc.moves.iter().map(|m| row.of(&m.kind, &m.note, None, Some(m.amount))));
    if let Some(close) = &doc.close {
        let by =
            [("counted_by", &close.counted_by), ("closed_by", &close.closed_by), ("seen_by", &close.seen_by)];
        for (name, who) in by {
            if !who.is_empty() {
                all.push(row.of(name, who, None, None));
            }
        }
        all.extend(close.pieces.iter().map(|p| row.piece(p)));
        for (name, amount) in [
            ("counted", close.counted),
            ("variance", close.variance),
            ("kept", close.kept),
            ("banked", close.banked),
        ] {
            all.push(row.of(name, "cash", None, Some(amount)));
        }
    }
    all
}
