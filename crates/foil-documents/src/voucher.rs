//! Papers of money that is put right after its day: vouchers of payments that fell, the letter about a bounced
//! cheque, the slip that cheques go to the bank with.

use foil_domain::documents::{BounceLetterDoc, ChequeSlipDoc, Copy, Restored, VoucherDoc};
use foil_domain::undo::ReversalKind;

use crate::receipt::{copy_mark, foot, office_lines, qr};
use crate::sheet::{Block, Cell, Column, Fact, Head, Kind, Paper, Sheet, Sum, Table};
use crate::slip::{called, named};
use crate::words::Words;

/// What a voucher is called at its head.
pub(crate) fn title(kind: ReversalKind, words: &Words) -> &'static str {
    match kind {
        ReversalKind::Reversal => words.reversal_voucher,
        ReversalKind::Refund => words.refund_voucher,
        ReversalKind::Transfer => words.transfer_slip,
        ReversalKind::Bounce => words.bounce_voucher,
    }
}

pub(crate) fn sheet(doc: &VoucherDoc, copy: &Copy) -> Sheet {
    let words = Words::of(&doc.office.language);
    let style = &doc.office.currency;
    let mut blocks = vec![who(doc, words), how(doc, words)];
    let mut signs = vec![words.customer_signature.into(), words.clerk_signature.into()];
    if doc.second_look {
        blocks.push(Block::Note { label: words.authorised_by.into(), text: words.nobody_yet.into() });
        signs.push(words.second_signature.into());
    }
    blocks.push(Block::Note { label: words.reason.into(), text: words.reason(&doc.reason) });
    blocks.push(Block::Lead {
        label: lead(doc.kind, words).into(),
        amount: style.text(doc.total),
        detail: (words.amount)(doc.total, style),
    });
    if let Some(to) = &doc.moved_to {
        blocks.push(Block::Facts(vec![
            Fact::new(words.moved_to, &to.account, 4.0).strong().detail(&to.name),
            Fact::new(words.receipt, &to.receipt, 4.0),
        ]));
    }
    if !doc.back.is_empty() {
        blocks.push(Block::Heading(words.hand_back.into()));
        let sum = |t: &foil_domain::documents::ReceiptTender| {
            let sum = Sum::new(&words.word(&t.method), style.text(t.amount));
            sum.detail(t.reference.as_deref().unwrap_or_default())
        };
        blocks.push(Block::Sums(doc.back.iter().map(sum).collect()));
    }
    for (heading, amount, list) in [
        (words.open_again, words.due_again, &doc.reopened),
        (words.credit_moved, words.amount_head, &doc.credit),
        (words.claimed_anew, words.amount_head, &doc.claimed),
    ] {
        if !list.is_empty() {
            blocks.push(Block::Heading(heading.into()));
            blocks.push(Block::Table(table(list, amount, &doc.office.currency, words)));
        }
    }
    Sheet {
        paper: Paper::A5,
        head: Head {
            office: doc.office.name.clone(),
            office_lines: office_lines(&doc.office, words),
            kind: title(doc.kind, words).into(),
            number: doc.number.clone(),
            date: words.day(doc.business_on),
            mark: Some(copy_mark(copy, words)),
            band: None,
        },
        blocks,
        closing: vec![Block::Signatures(signs)],
        qr: qr(&doc.number, doc.total, doc.business_on, &doc.audit_hash, &doc.office, words),
        foot: foot(&doc.office, &doc.audit_hash, words),
    }
}

fn lead(kind: ReversalKind, words: &Words) -> &'static str {
    match kind {
        ReversalKind::Reversal => words.amount_reversed,
        ReversalKind::Refund => words.amount_refunded,
        ReversalKind::Transfer => words.amount_moved,
        ReversalKind::Bounce => words.amount_bounced,
    }
}

fn who(doc: &VoucherDoc, words: &Words) -> Block {
    if let Some(account) = &doc.account {
        return Block::Facts(vec![
            Fact::new(words.account, account, 5.0).strong(),
            Fact::new(words.customer, &doc.payer_name, 5.0),
        ]);
    }
    let of = format!("{} {}", words.receipt_date, words.day(doc.receipt_on));
    Block::Facts(vec![
        Fact::new(words.goes_back_to, &doc.receipt, 5.0).strong().detail(&of),
        Fact::new(words.payer, &doc.payer_name, 5.0),
    ])
}

fn how(doc: &VoucherDoc, words: &Words) -> Block {
    // A bank is asked for nothing: it has done it, and somebody has written it down.
    let by = if doc.kind == ReversalKind::Bounce { words.made_by } else { words.asked_by };
    let mut facts = vec![
        Fact::new(words.made, &words.dated(&doc.at_local), 3.4)
            .detail(&format!("{} {}", words.counter, doc.counter)),
        Fact::new(by, &doc.by, 3.3),
    ];
    if let Some(other) = &doc.authorised_by {
        facts.push(Fact::new(words.authorised_by, other, 3.3));
    }
    Block::Facts(facts)
}

fn table(
    list: &[Restored],
    amount: &str,
    style: &foil_domain::documents::CurrencyStyle,
    words: &Words,
) -> Table {
    let rows = list.iter().map(|one| {
        vec![
            Cell::new(named(one, &words.word_or_number(&one.what), words)),
            Cell::new(&*one.account),
            Cell::new(style.number(one.amount)).strong(),
        ]
    });
    Table {
        columns: vec![
            Column::new(words.what, Kind::Words),
            Column::new(words.account, Kind::Code),
            Column::new(amount, Kind::Amount),
        ],
        rows: rows.collect(),
    }
}

/// The columns of [`rows`].
pub(crate) const CSV_HEADER: [&str; 11] = [
    "voucher",
    "kind",
    "receipt",
    "business_on",
    "by",
    "authorised_by",
    "reason",
    "row",
    "account",
    "what",
    "amount",
];

/// The voucher as rows: what it put back, what was claimed anew, what goes back, and the total.
pub(crate) fn rows(doc: &VoucherDoc) -> Vec<[String; 11]> {
    let style = &doc.office.currency;
    let row = |kind: &str, account: &str, what: &str, amount| {
        [
            doc.number.clone(),
            doc.kind.as_str().to_owned(),
            doc.receipt.clone(),
            doc.business_on.to_string(),
            doc.by.clone(),
            doc.authorised_by.clone().unwrap_or_default(),
            doc.reason.clone(),
            kind.to_owned(),
            account.to_owned(),
            what.to_owned(),
            style.plain(amount),
        ]
    };
    let reopened = doc.reopened.iter().map(|one| row("open_again", &one.account, &called(one), one.amount));
    let credit = doc.credit.iter().map(|one| row("credit", &one.account, &one.what, one.amount));
    let claimed = doc.claimed.iter().map(|one| row("claimed", &one.account, &one.what, one.amount));
    let back = doc.back.iter().map(|one| row("back", "", &one.method, one.amount));
    let moved = doc.moved_to.iter().map(|to| row("moved_to", &to.account, &to.receipt, doc.total));
    let total = std::iter::once(row("total", "", "", doc.total));
    reopened.chain(credit).chain(claimed).chain(back).chain(moved).chain(total).collect()
}

pub(crate) fn letter(doc: &BounceLetterDoc) -> Sheet {
    let words = Words::of(&doc.office.language);
    let style = &doc.office.currency;
    let filled = |text: &str| {
        text.replace("{cheque}", &doc.cheque)
            .replace("{bank}", &doc.bank)
            .replace("{day}", &words.day(doc.received_on))
            .replace("{amount}", &style.text(doc.amount))
            .replace("{reason}", &words.bounce_reason(&doc.reason))
    };
    let mut blocks = vec![
        Block::Facts(vec![
            Fact::new(words.customer, &doc.customer, 5.0).strong().detail(&doc.address),
            Fact::new(words.cheque_number, &doc.cheque, 2.5).detail(&doc.bank),
        ]),
        Block::Note { label: words.bounced_what.into(), text: filled(words.bounced_says) },
        Block::Heading(words.receipts_fallen.into()),
        Block::Table(table(&doc.receipts, words.amount_head, style, words)),
        Block::Heading(words.due_now.into()),
        Block::Table(table(&doc.due, words.due_again, style, words)),
        Block::Lead {
            label: words.to_pay_in_all.into(),
            amount: style.text(doc.total),
            detail: (words.amount)(doc.total, style),
        },
        Block::Note { label: words.how_to_pay.into(), text: words.how_to_pay_bounced.into() },
    ];
    if doc.cash_only {
        blocks.push(Block::Note { label: words.cash_only.into(), text: words.cash_only_says.into() });
    }
    Sheet {
        paper: Paper::A4,
        head: Head {
            office: doc.office.name.clone(),
            office_lines: office_lines(&doc.office, words),
            kind: words.bounce_letter.into(),
            number: doc.number.clone(),
            date: words.day(doc.written_on),
            mark: None,
            band: None,
        },
        blocks,
        closing: vec![Block::Signatures(vec![words.office_signature.into()])],
        qr: None,
        foot: foot(&doc.office, "", words),
    }
}

pub(crate) fn slip(doc: &ChequeSlipDoc) -> Sheet {
    let words = Words::of_staff();
    let style = &doc.office.currency;
    let rows = doc.cheques.iter().map(|c| {
        vec![
            Cell::new(&*c.number).detail(&*c.bank),
            Cell::new(&*c.from).detail(c.receipts.join(", ")),
            Cell::new(style.number(c.amount)),
        ]
    });
    let table = Table {
        columns: vec![
            Column::new(words.cheque_number, Kind::Code),
            Column::new(words.received_from, Kind::Words),
            Column::new(words.amount_head, Kind::Amount),
        ],
        rows: rows.collect(),
    };
    Sheet {
        paper: Paper::A4,
        head: Head {
            office: doc.office.name.clone(),
            office_lines: office_lines(&doc.office, words),
            kind: words.cheque_slip.into(),
            number: doc.number.clone(),
            date: words.day(doc.business_on),
            mark: None,
            band: None,
        },
        blocks: vec![
            Block::Facts(vec![
                Fact::new(words.made, &doc.at_local, 3.4),
                Fact::new(words.made_by, &doc.by, 3.3),
                Fact::new(words.cheques, &doc.cheques.len().to_string(), 2.0),
            ]),
            Block::Table(table),
            Block::Lead {
                label: words.total.into(),
                amount: style.text(doc.total),
                detail: (words.amount)(doc.total, style),
            },
        ],
        closing: vec![Block::Signatures(vec![words.clerk_signature.into(), words.bank_signature.into()])],
        qr: qr(&doc.number, doc.total, doc.business_on, &doc.audit_hash, &doc.office, words),
        foot: foot(&doc.office, &doc.audit_hash, words),
    }
}

/// The columns of [`slip_rows`].
pub(crate) const SLIP_HEADER: [&str; 7] =
    ["slip", "business_on", "cheque", "bank", "received_from", "receipts", "amount"];

/// The slip as rows: a row for each cheque.
pub(crate) fn slip_rows(doc: &ChequeSlipDoc) -> Vec<[String; 7]> {
    let row = |c: &foil_domain::documents::SlipCheque| {
        [
            doc.number.clone(),
            doc.business_on.to_string(),
            c.number.clone(),
            c.bank.clone(),
            c.from.clone(),
            c.receipts.join(" "),
            doc.office.currency.plain(c.amount),
        ]
    };
    doc.cheques.iter().map(row).collect()
}
