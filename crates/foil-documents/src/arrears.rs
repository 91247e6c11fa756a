//! The papers about what is late: reminder, disconnection notice, instalment agreement, statement of
//! account, and the list of orders for whoever walks a route.

use foil_domain::arrears::papers::{
    Addressee, AgreementDoc, CutListDoc, CutListRow, NoticeDoc, StatementDoc, StatementLine, StatementSide,
};
use foil_domain::documents::CurrencyStyle;
use foil_domain::money::Money;
use foil_domain::time::Day;

use crate::receipt::{foot, office_lines};
use crate::sheet::{Band, Block, Cell, Column, Fact, Head, Kind, Mark, Paper, Qr, Sheet, Sum, Table};
use crate::words::Words;

pub(crate) fn notice(doc: &NoticeDoc) -> Sheet {
    let words = Words::of(&doc.office.language);
    let style = &doc.office.currency;
    let last = doc.kind == "final_notice";
    let fill = |text: &str, amount: Money| {
        text.replace("{day}", &words.day(doc.pay_by_on)).replace("{amount}", &style.text(amount))
    };
    let mut blocks = vec![addressee(&doc.to, words)];
    blocks.push(Block::Note {
        label: String::new(),
        text: fill(if last { words.final_notice_says } else { words.reminder_says }, doc.owed),
    });
    blocks.push(Block::Lead {
        label: words.pay_by.replace("{day}", &words.day(doc.pay_by_on)),
        amount: style.text(doc.owed),
        detail: (words.amount)(doc.owed, style),
    });
    blocks.push(Block::Heading(words.overdue_bills.into()));
    blocks.push(Block::Table(claims(doc, words)));
    blocks.push(Block::Sums(notice_sums(doc, words)));
    if doc.minimum < doc.owed {
        blocks.push(Block::Note {
            label: words.minimum_to_stay_on.into(),
            text: fill(words.minimum_says, doc.minimum),
        });
    }
    if doc.reconnection_fee.is_positive() {
        blocks.push(Block::Note {
            label: words.reconnection.into(),
            text: fill(words.reconnection_says, doc.reconnection_fee),
        });
    }
    blocks.push(Block::Note { label: words.how_to_pay.into(), text: words.how_to_pay_says.into() });
    blocks.push(Block::Note { label: words.not_right.into(), text: words.not_right_says.into() });
    let kind = if last { words.final_notice } else { words.reminder };
    let band = last.then(|| Band {
        word: words.disconnection_after.replace("{day}", &words.day(doc.pay_by_on)),
        detail: String::new(),
    });
    Sheet {
        paper: Paper::A4,
        head: head(&doc.office, kind, &doc.number, doc.business_on, None, band, words),
        blocks,
        closing: Vec::new(),
        qr: Qr::new(
            format!(
                "COUNTERFOIL NOTICE {} {} {} {} {}",
                doc.number,
                style.code,
                style.plain(doc.owed),
                doc.pay_by_on,
                doc.to.account
            ),
            words.scan,
        ),
        foot: foot(&doc.office, "", words),
    }
}

fn head(
    office: &foil_domain::documents::OfficeHead,
    kind: &str,
    number: &str,
    on: foil_domain::time::Day,
    mark: Option<Mark>,
    band: Option<Band>,
    words: &Words,
) -> Head {
    Head {
        office: office.name.clone(),
        office_lines: office_lines(office, words),
        kind: kind.into(),
        number: number.into(),
        date: words.day(on),
        mark,
        band,
    }
}

fn addressee(to: &Addressee, words: &Words) -> Block {
    let meter = if to.meter.is_empty() { String::new() } else { format!("{} {}", words.meter, to.meter) };
    Block::Facts(vec![
        Fact::new(words.customer, &to.customer, 5.0).strong().detail(&to.address),
        Fact::new(words.account, &to.account, 2.5),
        Fact::new(words.service, &words.word(&to.service), 2.5).detail(&meter),
    ])
}

fn claims(doc: &NoticeDoc, words: &Words) -> Table {
    let rows = doc.claims.iter().map(|claim| {
        vec![
            Cell::new(format!("{} {}", words.word(&claim.kind), words.dated(&claim.what)).trim()),
            Cell::new(words.day(claim.due_on)),
            Cell::new(claim.days.to_string()),
            Cell::new(doc.office.currency.number(claim.left)).strong(),
        ]
    });
    Table {
        columns: vec![
            Column::new(words.what, Kind::Words),
            Column::new(words.due, Kind::Code),
            Column::new(words.days_late, Kind::Amount),
            Column::new(words.left, Kind::Amount),
        ],
        rows: rows.collect(),
    }
}

fn notice_sums(doc: &NoticeDoc, words: &Words) -> Vec<Sum> {
    let style = &doc.office.currency;
    let off = [(words.in_dispute, doc.disputed), (words.in_plan, doc.in_plan), (words.credit, doc.credit)];
    let mut sums: Vec<Sum> = off
        .into_iter()
        .filter(|(_, amount)| amount.is_positive())
        .map(|(label, amount)| Sum::new(label, style.text(amount.negated())))
        .collect();
    sums.push(Sum::new(words.still_to_pay, style.text(doc.owed)).strong());
    sums
}

pub(crate) fn agreement(doc: &AgreementDoc) -> Sheet {
    let words = Words::of(&doc.office.language);
    let style = &doc.office.currency;
    let rows = doc.instalments.iter().map(|part| {
        vec![
            Cell::new(part.n.to_string()),
            Cell::new(words.day(part.due_on)),
            Cell::new(style.number(part.amount)).strong(),
        ]
    });
    let table = Table {
        columns: vec![
            Column::new(words.instalment, Kind::Code),
            Column::new(words.due, Kind::Words),
            Column::new(words.amount_head, Kind::Amount),
        ],
        rows: rows.collect(),
    };
    let says = words.agreement_says.replace("{day}", &words.day(doc.covers_to));
    let mut blocks = vec![
        addressee(&doc.to, words),
        Block::Note { label: String::new(), text: says },
        Block::Lead {
            label: words.total.into(),
            amount: style.text(doc.total),
            detail: (words.amount)(doc.total, style),
        },
        Block::Table(table),
        Block::Note { label: words.if_missed.into(), text: words.if_missed_says.into() },
    ];
    if !doc.note.is_empty() {
        blocks.push(Block::Note { label: words.note.into(), text: doc.note.clone() });
    }
    Sheet {
        paper: Paper::A4,
        head: head(&doc.office, words.agreement, &doc.number, doc.business_on, None, None, words),
        blocks,
        closing: vec![Block::Signatures(vec![words.customer_signature.into(), doc.by.clone()])],
        qr: None,
        foot: foot(&doc.office, "", words),
    }
}

pub(crate) fn statement(doc: &StatementDoc) -> Sheet {
    let words = Words::of(&doc.office.language);
    let style = &doc.office.currency;
    let sides = statement_sides(doc, words);
    let row = |on: Day, what: String, amounts: Vec<String>, balance: Cell| {
        let amounts = amounts.into_iter().map(Cell::new);
        [Cell::new(words.day(on)), Cell::new(what)].into_iter().chain(amounts).chain([balance]).collect()
    };
    let nothing = vec![String::new(); sides.len()];
    let opening = row(
        doc.from,
        words.opening_balance.into(),
        nothing,
        Cell::new(balance(doc.opening, doc, words)).strong(),
    );
    let rows = doc.lines.iter().map(|line| {
        let amounts = sides.iter().map(|(side, _)| on_side(line, *side, style)).collect();
        row(line.on, what(line, words), amounts, Cell::new(balance(line.balance, doc, words)))
    });
    let amounts = sides.iter().map(|(_, label)| Column::new(label, Kind::Amount));
    let table = Table {
        columns: [Column::new(words.date, Kind::Code), Column::new(words.what, Kind::Words)]
            .into_iter()
            .chain(amounts)
            .chain([Column::new(words.balance, Kind::Amount)])
            .collect(),
        rows: std::iter::once(opening).chain(rows).collect(),
    };
    let period = format!("{} – {}", words.day(doc.from), words.day(doc.until));
    let label = if doc.closing.is_negative() { words.in_your_favour } else { words.closing_balance };
    let sums = [
        (words.billed, doc.billed),
        (words.paid, doc.paid),
        (words.paid_back, doc.taken_back),
        (words.corrected, doc.corrected),
    ];
    Sheet {
        paper: Paper::A4,
        head: head(&doc.office, words.statement, &doc.to.account, doc.business_on, None, None, words),
        blocks: vec![
            addressee(&doc.to, words),
            Block::Facts(vec![Fact::new(words.period, &period, 5.0)]),
            Block::Lead {
                label: label.into(),
                amount: style.text(magnitude(doc.closing)),
                detail: (words.amount)(magnitude(doc.closing), style),
            },
            Block::Table(table),
            Block::Sums(
                sums.into_iter()
                    .filter(|(_, amount)| !amount.is_zero())
                    .map(|(label, amount)| Sum::new(label, style.text(amount)))
                    .chain([Sum::new(label, style.text(magnitude(doc.closing))).strong()])
                    .collect(),
            ),
        ],
        closing: Vec::new(),
        qr: None,
        foot: foot(&doc.office, "", words),
    }
}

fn magnitude(amount: Money) -> Money {
    if amount.is_negative() { amount.negated() } else { amount }
}

/// A balance as statements show it: credit is named, not signed.
fn balance(amount: Money, doc: &StatementDoc, words: &Words) -> String {
    let text = doc.office.currency.number(magnitude(amount));
    if amount.is_negative() { format!("{text} {}", words.cr) } else { text }
}

/// The columns of amounts this statement has: charges and payments always, the others where they hold something.
fn statement_sides(doc: &StatementDoc, words: &Words) -> Vec<(StatementSide, &'static str)> {
    let all = [
        (StatementSide::Charged, words.charged),
        (StatementSide::Paid, words.paid),
        (StatementSide::TakenBack, words.paid_back),
        (StatementSide::Credited, words.corrected),
    ];
    let shown = |side: StatementSide| {
        matches!(side, StatementSide::Charged | StatementSide::Paid)
            || doc.lines.iter().any(|line| line.kind.side() == side)
    };
    all.into_iter().filter(|(side, _)| shown(*side)).collect()
}

/// A line's amount as it stands in a column: what goes the column's usual way has no sign.
fn on_side(line: &StatementLine, side: StatementSide, style: &CurrencyStyle) -> String {
    if line.kind.side() != side {
        return String::new();
    }
    let raises = matches!(side, StatementSide::Charged | StatementSide::TakenBack);
    style.number(if raises { line.amount } else { line.amount.negated() })
}

fn what(line: &StatementLine, words: &Words) -> String {
    let word = words.statement_kind(line.kind.as_str());
    let detail = match Day::parse(&line.detail) {
        Ok(day) => words.month_of(day),
        Err(_) => line.detail.clone(),
    };
    match (line.number.as_str(), detail.as_str()) {
        ("", _) => word,
        (number, "") => format!("{word} {number}"),
        (number, detail) => format!("{word} {number}, {detail}"),
    }
}

/// The columns of [`statement_rows`].
pub(crate) const STATEMENT_HEADER: [&str; 9] =
    ["account", "customer", "from", "until", "date", "kind", "number", "amount", "balance"];

/// A statement as rows: opening balance, what happened, closing balance.
pub(crate) fn statement_rows(doc: &StatementDoc) -> Vec<[String; 9]> {
    let style = &doc.office.currency;
    let row = |on: String, kind: &str, number: &str, amount: String, balance: Money| {
        [
            doc.to.account.clone(),
            doc.to.customer.clone(),
            doc.from.to_string(),
            doc.until.to_string(),
            on,
            kind.to_owned(),
            number.to_owned(),
            amount,
            style.plain(balance),
        ]
    };
    let opening = row(doc.from.to_string(), "opening", "", String::new(), doc.opening);
    let lines = doc.lines.iter().map(|line| {
        row(line.on.to_string(), line.kind.as_str(), &line.number, style.plain(line.amount), line.balance)
    });
    let closing = row(doc.until.to_string(), "closing", "", String::new(), doc.closing);
    std::iter::once(opening).chain(lines).chain([closing]).collect()
}

pub(crate) fn cut_list(doc: &CutListDoc) -> Sheet {
    let words = Words::of(&doc.office.language);
    let style = &doc.office.currency;
    let cuts = doc.kind == "disconnect";
    let rows = doc.rows.iter().map(|row| {
        let place = if row.route.is_empty() {
            row.address.clone()
        } else {
            format!("{} · {}", row.route, row.address)
        };
        let mut cells = vec![
            Cell::new(row.order.to_string()),
            Cell::new(&*row.account).detail(format!("{} {}", words.word(&row.service), row.meter)),
            Cell::new(&*row.customer).detail(place),
            Cell::new(&*row.phone),
        ];
        if cuts {
            cells.push(Cell::new(style.number(row.owed)).strong().detail(row.days.to_string()));
        }
        // To be filled in by hand at the door.
        cells.push(Cell::new("__________"));
        cells
    });
    let mut columns = vec![
        Column::new(words.order, Kind::Code),
        Column::new(words.account, Kind::Code),
        Column::new(words.customer, Kind::Words),
        Column::new(words.phone, Kind::Code),
    ];
    if cuts {
        columns.push(Column::new(words.owed_and_days, Kind::Amount));
    }
    columns.push(Column::new(words.reading, Kind::Code));
    let mut sums = vec![Sum::new(words.orders, doc.rows.len().to_string())];
    if cuts {
        sums.push(Sum::new(words.total, style.text(doc.total)).strong());
    }
    let route = if doc.route.is_empty() {
        words.all_routes.to_owned()
    } else {
        format!("{} {}", words.route, doc.route)
    };
    Sheet {
        paper: Paper::A4,
        head: head(
            &doc.office,
            if cuts { words.cut_list } else { words.reconnection_list },
            &route,
            doc.business_on,
            None,
            None,
            words,
        ),
        blocks: vec![
            Block::Note {
                label: String::new(),
                text: if cuts { words.cut_list_says.into() } else { words.reconnection_list_says.into() },
            },
            Block::Table(Table { columns, rows: rows.collect() }),
            Block::Sums(sums),
        ],
        closing: vec![Block::Signatures(vec![words.crew_signature.into(), words.manager_signature.into()])],
        qr: None,
        foot: foot(&doc.office, "", words),
    }
}

/// The columns of [`cut_rows`].
pub(crate) const CUT_HEADER: [&str; 13] = [
    "order", "kind", "due_on", "route", "account", "service", "meter", "customer", "address", "phone",
    "owed", "minimum", "days",
];

/// The list as rows, one an order.
pub(crate) fn cut_rows(doc: &CutListDoc) -> Vec<[String; 13]> {
    let style = &doc.office.currency;
    let row = |row: &CutListRow| {
        [
            row.order.to_string(),
            doc.kind.clone(),
            row.due_on.to_string(),
            row.route.clone(),
            row.account.clone(),
            row.service.clone(),
            row.meter.clone(),
            row.customer.clone(),
            row.address.clone(),
            row.phone.clone(),
            style.plain(row.owed),
            style.plain(row.minimum),
            row.days.to_string(),
        ]
    };
    doc.rows.iter().map(row).collect()
}

/// The columns of [`notice_rows`].
pub(crate) const NOTICE_HEADER: [&str; 9] =
    ["notice", "kind", "account", "customer", "what", "due_on", "days", "left", "pay_by"];

/// A notice as rows: what is overdue, then what is asked for.
pub(crate) fn notice_rows(doc: &NoticeDoc) -> Vec<[String; 9]> {
    let style = &doc.office.currency;
    let row = |what: &str, due: String, days: String, left: Money| {
        [
            doc.number.clone(),
            doc.kind.clone(),
            doc.to.account.clone(),
            doc.to.customer.clone(),
            what.to_owned(),
            due,
            days,
            style.plain(left),
            doc.pay_by_on.to_string(),
        ]
    };
    let claims = doc.claims.iter().map(|c| row(&c.what, c.due_on.to_string(), c.days.to_string(), c.left));
    let sums = [("owed", doc.owed), ("minimum", doc.minimum)];
    claims
        .chain(sums.into_iter().map(|(what, amount)| row(what, String::new(), String::new(), amount)))
        .collect()
}

/// The columns of [`agreement_rows`].
pub(crate) const AGREEMENT_HEADER: [&str; 6] =
    ["agreement", "account", "customer", "instalment", "due_on", "amount"];

/// An agreement as rows, one an instalment.
pub(crate) fn agreement_rows(doc: &AgreementDoc) -> Vec<[String; 6]> {
    let style = &doc.office.currency;
    let row = |part: &foil_domain::arrears::plan::Instalment| {
        [
            doc.number.clone(),
            doc.to.account.clone(),
            doc.to.customer.clone(),
            part.n.to_string(),
            part.due_on.to_string(),
            style.plain(part.amount),
        ]
    };
    doc.instalments.iter().map(row).collect()
}
