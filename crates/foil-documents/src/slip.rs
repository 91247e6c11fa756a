//! The cancellation slip: which receipt was taken back, by whom, why, and what that put back.

use foil_domain::documents::{Copy, PaidPart, Restored, SlipDoc};

use crate::receipt::{copy_mark, foot, office_lines, qr};
use crate::sheet::{Block, Cell, Column, Fact, Head, Kind, Paper, Sheet, Sum, Table};
use crate::words::Words;

pub(crate) fn sheet(doc: &SlipDoc, copy: &Copy) -> Sheet {
    let words = Words::of(&doc.office.language);
    let style = &doc.office.currency;
    let mut blocks = vec![who(doc, words), how(doc, words)];
    blocks.push(Block::Note { label: words.reason.into(), text: words.reason(&doc.reason) });
    blocks.push(Block::Lead {
        label: words.amount_cancelled.into(),
        amount: style.text(doc.total),
        detail: (words.amount)(doc.total, style),
    });
    if !doc.hand_back.is_empty() {
        blocks.push(Block::Heading(words.hand_back.into()));
        blocks.push(Block::Sums(hand_back(doc, words)));
    }
    for (title, amount, restored) in [
        (words.open_again, words.due_again, &doc.reopened),
        (words.credit_restored, words.amount_head, &doc.credit),
    ] {
        if !restored.is_empty() {
            blocks.push(Block::Heading(title.into()));
            blocks.push(Block::Table(table(restored, amount, doc, words)));
        }
    }
    Sheet {
        paper: Paper::A5,
        head: Head {
            office: doc.office.name.clone(),
            office_lines: office_lines(&doc.office, words),
            kind: words.cancellation_slip.into(),
            number: doc.number.clone(),
            date: words.day(doc.business_on),
            mark: Some(copy_mark(copy, words)),
            band: None,
        },
        blocks,
        closing: vec![Block::Signatures(vec![words.customer_signature.into(), words.clerk_signature.into()])],
        qr: qr(&doc.number, doc.total, doc.business_on, &doc.audit_hash, &doc.office, words),
        foot: foot(&doc.office, &doc.audit_hash, words),
    }
}

fn who(doc: &SlipDoc, words: &Words) -> Block {
    Block::Facts(vec![
        Fact::new(words.cancels_receipt, &doc.receipt, 5.0).strong().detail(&format!(
            "{} {}",
            words.receipt_date,
            words.day(doc.receipt_on)
        )),
        Fact::new(words.payer, &doc.payer_name, 5.0),
    ])
}

fn how(doc: &SlipDoc, words: &Words) -> Block {
    let mut facts = vec![
        Fact::new(words.cancelled_at, &words.dated(&doc.at_local), 3.4)
            .detail(&format!("{} {}", words.counter, doc.counter)),
        Fact::new(words.cancelled_by, &doc.by, 3.3),
    ];
    if let Some(other) = &doc.authorised_by {
        facts.push(Fact::new(words.authorised_by, other, 3.3));
    }
    Block::Facts(facts)
}

fn hand_back(doc: &SlipDoc, words: &Words) -> Vec<Sum> {
    let style = &doc.office.currency;
    let sum = |tender: &foil_domain::documents::ReceiptTender| {
        let sum = Sum::new(&words.word(&tender.method), style.text(tender.amount));
        sum.detail(tender.reference.as_deref().unwrap_or_default())
    };
    doc.hand_back.iter().map(sum).collect()
}

/// What a restored thing is called: its number, and that it is a surcharge where the number does not say so.
pub(crate) fn named(one: &Restored, what: &str, words: &Words) -> String {
    if one.late { format!("{what} · {}", words.part(PaidPart::Surcharge)) } else { what.to_owned() }
}

/// The same in a table for programs, which is in no language.
pub(crate) fn called(one: &Restored) -> String {
    if one.late { format!("{} · {}", one.what, PaidPart::Surcharge.as_str()) } else { one.what.clone() }
}

fn table(restored: &[Restored], amount: &str, doc: &SlipDoc, words: &Words) -> Table {
    let rows = restored.iter().map(|one| {
        vec![
            Cell::new(named(one, &words.dated(&one.what), words)),
            Cell::new(&*one.account),
            Cell::new(doc.office.currency.number(one.amount)).strong(),
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
pub(crate) const CSV_HEADER: [&str; 10] =
    ["slip", "receipt", "business_on", "by", "authorised_by", "reason", "row", "account", "what", "amount"];

/// The slip as rows: what it put back, what was handed back, and the total.
pub(crate) fn rows(doc: &SlipDoc) -> Vec<[String; 10]> {
    let style = &doc.office.currency;
    let row = |kind: &str, account: &str, what: &str, amount| {
        [
            doc.number.clone(),
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
    let back = doc.hand_back.iter().map(|one| row("hand_back", "", &one.method, one.amount));
    let total = std::iter::once(row("total", "", "", doc.total));
    reopened.chain(credit).chain(back).chain(total).collect()
}
