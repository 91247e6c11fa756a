//! Which lists there are, their columns, and what the book says in each.
//!
//! Amounts are decimal text in the book's currency; times are the office's clock. Names of people are
//! those that they had then, and numbers of accounts and customers those of the day that the list is
//! about, so that a closed day or month gives the same bytes whenever it is asked.

use super::figures::{figures, overdue_at};
use super::list_file::ListFile;
use super::views::{DaySum, Figures};
pub(super) use crate::office::chains;
use crate::office::{head_then, style_of, zone_of};
use anyhow::Context;
use foil_domain::audit::GENESIS;
use foil_domain::billing::{Lateness, lateness};
use foil_domain::cheques::ChequeState;
use foil_domain::documents::{CurrencyStyle, OfficeHead, ReceiptDoc, SlipDoc};
use foil_domain::money::Money;
use foil_domain::payments::{Method, Part};
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Zone};
use foil_store::Tx;
use foil_store::cheque_steps::{ListedCheque, ListedStep};
use foil_store::corrections::ListedCorrection;
use foil_store::figures::{TransactionRow, VoidedRow};
use foil_store::money_control::{ApprovalRow, CashRow, DepositRow, RefundRow, ZRow};
use foil_store::office::{CounterRow, OfficeRow};
use serde::{Deserialize, Serialize};

/// A list's name and columns; `row` in front and `row_hash` behind go without saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct List {
    pub name: &'static str,
    pub columns: &'static [&'static str],
}

/// A row for each payment, void ones too.
pub(super) const TRANSACTIONS: List = List {
    name: "transactions",
    columns: &[
        "receipt",
        "business_on",
        "taken_at",
        "counter",
        "clerk",
        "payer",
        "accounts",
        "paid_for",
        "paid",
        "tendered",
        "change",
        "credit_used",
        "credit_added",
        "cash",
        "cheque",
        "card",
        "upi",
        "bank",
        "transfer",
        "references",
        "replaces",
        "void_slip",
        "audit_seq",
        "audit_hash",
    ],
};

/// A row for each void.
pub(super) const VOIDS: List = List {
    name: "voids",
    columns: &[
        "slip",
        "receipt",
        "receipt_on",
        "business_on",
        "voided_at",
        "counter",
        "clerk",
        "allowed_by",
        "state",
        "reason",
        "note",
        "amount",
        "audit_seq",
        "audit_hash",
    ],
};

/// A row for each bill that was open and late at the end of the period; of one of which a later bill had taken up a part, and
/// that was late by both dates, a row for each with what was late by it. `total` is the bill's as it was issued.
pub(super) const OVERDUE: List = List {
    name: "overdue",
    columns: &[
        "bill",
        "account",
        "customer",
        "service",
        "due_on",
        "days_late",
        "bucket",
        "total",
        "left",
        "surcharge_left",
    ],
};

/// The figures, a row each.
pub(super) const SUMMARY: List = List { name: "summary", columns: &["section", "item", "count", "amount"] };

/// The audit log, chain by chain.
pub(super) const AUDIT_LOG: List = List {
    name: "audit-log",
    columns: &[
        "counter",
        "seq",
        "at_ms",
        "at",
        "business_on",
        "who",
        "act",
        "request_id",
        "changes",
        "prev",
        "hash",
    ],
};

/// Every list that a file may hold.
pub(super) const ALL: &[List] = &[
    TRANSACTIONS,
    VOIDS,
    OVERDUE,
    SUMMARY,
    AUDIT_LOG,
    RECEIPTS,
    COLLECTIONS,
    DEFAULTERS,
    REPRINTS,
    OVERRIDES,
    EXCEPTIONS,
    CERTIFICATE,
    SAMPLE,
    REFUNDS,
    VARIANCES,
    CASH_MOVES,
    DEPOSITS,
    CHEQUES,
    APPROVALS,
    CORRECTIONS,
    PEOPLE,
];

/// The lists that packs before the fifth format had with fewer columns, and overrides before the sixth: they are still read back.
pub(super) const FORMER: &[List] = &[
    List {
        name: OVERRIDES.name,
        columns: &["kind", "business_on", "at", "counter", "who", "act", "what", "audit_seq", "audit_hash"],
    },
    List {
        name: VARIANCES.name,
        columns: &[
            "z_report",
            "shift",
            "counter",
            "clerk",
            "business_on",
            "closed_at",
            "expected",
            "counted",
            "variance",
            "cheque_variance",
            "card_variance",
            "upi_variance",
            "bank_variance",
            "reason",
            "approved_by",
            "counted_by",
            "closed_by",
            "kept",
            "banked",
            "audit_seq",
            "audit_hash",
        ],
    },
    List {
        name: DEPOSITS.name,
        columns: &[
            "slip",
            "kind",
            "business_on",
            "made_at",
            "counter",
            "who",
            "amount",
            "expected",
            "off",
            "reason",
            "note",
            "allowed_by",
            "until_z",
            "taken_back",
            "taken_back_by",
            "back_allowed_by",
            "audit_seq",
            "audit_hash",
        ],
    },
];

/// A row of one of the former lists as its list has it today: what it did not say is empty.
pub(super) fn as_today(list: List, fields: &[String]) -> Option<(List, Vec<String>)> {
    let today = ALL.iter().find(|today| today.name == list.name).filter(|_| FORMER.contains(&list))?;
    let field = |name: &&str| {
        let at = list.columns.iter().position(|column| column == name);
        at.and_then(|at| fields.get(at)).cloned().unwrap_or_default()
    };
    Some((*today, today.columns.iter().map(field).collect()))
}

/// The lists of a month's folder, in their order: the log last, for it confirms what the others point to.
pub(super) const MONTH: &[List] = &[TRANSACTIONS, VOIDS, REFUNDS, OVERDUE, SUMMARY, AUDIT_LOG];

/// The receipt register: a row for each payment, void ones too.
pub(super) const RECEIPTS: List = List { name: "receipts", columns: TRANSACTIONS.columns };

/// The collection register: what each clerk took at each counter on each day, by way of paying.
pub(super) const COLLECTIONS: List = List {
    name: "collections",
    columns: &[
        "business_on",
        "counter",
        "clerk",
        "method",
        "receipts",
        "taken",
        "voids",
        "voided",
        "returned",
        "net",
    ],
};

/// The defaulter register: a row for each account that was overdue when the period ended, by age.
pub(super) const DEFAULTERS: List = List {
    name: "defaulters",
    columns: &[
        "account",
        "customer",
        "service",
        "bills",
        "oldest_due_on",
        "days_late",
        "to_30",
        "to_60",
        "to_90",
        "over_90",
        "left",
    ],
};

/// The reprint register: a row for each duplicate.
pub(super) const REPRINTS: List = List {
    name: "reprints",
    columns: &[
        "paper",
        "number",
        "duplicate",
        "counter",
        "clerk",
        "business_on",
        "handed_at",
        "audit_seq",
        "audit_hash",
    ],
};

/// The override register: a row for each act by which somebody set aside what the program would have done, or
/// changed what it does.
pub(super) const OVERRIDES: List = List {
    name: "overrides",
    columns: &[
        "kind",
        "business_on",
        "at",
        "counter",
        "who",
        "act",
        "what",
        "was",
        "became",
        "amount",
        "reason",
        "asked_by",
        "allowed_by",
        "audit_seq",
        "audit_hash",
    ],
};

/// The refund register: a row for each payment that fell after its day was closed, for credit that was paid out, and then for
/// each cheque that its bank debited after its money had been handed back: what `returned` comes to is the summary's.
pub(super) const REFUNDS: List = List {
    name: "refunds",
    columns: &[
        "number",
        "kind",
        "receipt",
        "receipt_on",
        "business_on",
        "made_at",
        "counter",
        "asked_by",
        "allowed_by",
        "amount",
        "returned",
        "back_by",
        "to_receipt",
        "reason",
        "note",
        "audit_seq",
        "audit_hash",
    ],
};

/// The variance register: a row for each shift that ended, and one of no shift for each count of the safe.
pub(super) const VARIANCES: List = List {
    name: "variances",
    columns: &[
        "z_report",
        "shift",
        "counter",
        "clerk",
        "business_on",
        "closed_at",
        "expected",
        "counted",
        "variance",
        "cheque_variance",
        "card_variance",
        "upi_variance",
        "bank_variance",
        "reason",
        "approved_by",
        "counted_by",
        "closed_by",
        "kept",
        "banked",
        "tolerance",
        "audit_seq",
        "audit_hash",
    ],
};

/// The register of cash that was moved beside payments and voids: floats, cash in and out, drops, change, refunds; and of
/// no shift what was brought to the safe.
pub(super) const CASH_MOVES: List = List {
    name: "cash_moves",
    columns: &[
        "kind",
        "business_on",
        "at",
        "counter",
        "clerk",
        "shift",
        "other_shift",
        "amount",
        "state",
        "reason",
        "note",
    ],
};

/// The deposit register: a row for each slip that was paid in at the bank.
pub(super) const DEPOSITS: List = List {
    name: "deposits",
    columns: &[
        "slip",
        "kind",
        "business_on",
        "made_at",
        "counter",
        "who",
        "amount",
        "expected",
        "off",
        "reason",
        "note",
        "allowed_by",
        "until_z",
        "stays",
        "taken_back",
        "taken_back_by",
        "back_allowed_by",
        "audit_seq",
        "audit_hash",
    ],
};

/// The register of cheques: a row for each cheque of a receipt that was received in the period or went a step further in
/// it, as it stood when the period ended. A paper that pays several receipts has a row for each, of one number, bank,
/// drawer and day.
pub(super) const CHEQUES: List = List {
    name: "cheques",
    columns: &[
        "cheque",
        "number",
        "bank",
        "drawer",
        "receipt",
        "amount",
        "received_on",
        "received_by",
        "slip",
        "deposited_on",
        "deposited_by",
        "realised_on",
        "realised_by",
        "bounced_on",
        "bounced_by",
        "allowed_by",
        "reason",
        "note",
        "fee",
        "cash_only",
        "returned_on",
        "returned_by",
        "state",
        "steps",
        "counter",
        "audit_seq",
        "audit_hash",
    ],
};

/// The register of corrections: a row for each claim that was cancelled, credited or written off, in whole or in part.
pub(super) const CORRECTIONS: List = List {
    name: "corrections",
    columns: &[
        "number",
        "kind",
        "bill",
        "account",
        "business_on",
        "made_at",
        "counter",
        "who",
        "allowed_by",
        "amount",
        "credited",
        "replaced_by",
        "run",
        "reason",
        "note",
        "audit_seq",
        "audit_hash",
    ],
};

/// The approval register: a row for each thing that one person asked for.
pub(super) const APPROVALS: List = List {
    name: "approvals",
    columns: &[
        "approval",
        "kind",
        "about",
        "amount",
        "business_on",
        "asked_at",
        "asked_by",
        "decided_by",
        "state",
        "done",
        "outcome",
        "reason",
        "note",
        "beside",
        "counter",
        "audit_seq",
        "audit_hash",
    ],
};

/// Who everybody is whom the registers and the log name by how they log in: a row for how each began the period, with no row of
/// the log, and one for each change in it.
pub(super) const PEOPLE: List = List {
    name: "people",
    columns: &[
        "user",
        "login",
        "name",
        "role",
        "state",
        "since",
        "business_on",
        "counter",
        "changed_by",
        "audit_seq",
        "audit_hash",
    ],
};

/// What an auditor looks at first.
pub(super) const EXCEPTIONS: List =
    List { name: "exceptions", columns: &["kind", "on", "subject", "who", "amount", "detail"] };

/// The sequence certificate: a row for each series of numbers.
pub(super) const CERTIFICATE: List = List {
    name: "certificate",
    columns: &["paper", "counter", "series", "follows", "first", "last", "count", "voids", "gaps"],
};

/// The random sample: the receipts that were drawn, by their tickets.
pub(super) const SAMPLE: List = List {
    name: "sample",
    columns: &["ticket", "receipt", "business_on", "counter", "clerk", "paid", "audit_seq", "audit_hash"],
};

impl List {
    /// All columns, from `row` to `row_hash`.
    pub fn header(&self) -> Vec<&'static str> {
        let mut header = vec!["row"];
        header.extend_from_slice(self.columns);
        header.push("row_hash");
        header
    }
}

/// The book as the lists read it: one unchanging view, one period.
pub(super) struct Period<'a> {
    pub tx: &'a Tx<'a>,
    pub office: &'a OfficeRow,
    /// The office as its papers named it when the period ended.
    pub head: OfficeHead,
    pub zone: Zone,
    pub money: CurrencyStyle,
    pub from: Day,
    pub to: Day,
}

/// Where one chain of the audit log stands in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    /// The counter's code.
    pub counter: String,
    /// The first row of the period.
    pub first_seq: i64,
    /// The hash before it.
    pub first_prev: String,
    /// The last row of the period.
    pub last_seq: i64,
    /// Its hash.
    pub last_hash: String,
}

impl Link {
    /// Whether the chain has no row in the period: it ends before it begins.
    pub fn is_idle(&self) -> bool {
        self.last_seq < self.first_seq
    }
}

impl<'a> Period<'a> {
    /// A period of business dates.
    pub fn of(tx: &'a Tx<'a>, office: &'a OfficeRow, from: Day, to: Day) -> Result<Period<'a>> {
        let head = head_then(tx, office, to)?;
        Ok(Period { tx, office, head, zone: zone_of(office)?, money: style_of(office), from, to })
    }

    /// An amount as the lists say it.
    pub fn amount(&self, amount: Money) -> String {
        self.money.plain(amount)
    }

    /// Writes a row for each payment.
    pub fn transactions(&self, out: &mut ListFile) -> Result<()> {
        self.transactions_heard(out, &mut |_| Ok(()))
    }

    /// Writes a row for each payment, and lets somebody hear each: for what is added up on the way.
    pub fn transactions_heard(
        &self,
        out: &mut ListFile,
        hear: &mut dyn FnMut(&TransactionRow) -> Result<()>,
    ) -> Result<()> {
        foil_store::figures::each_transaction(self.tx, self.from, self.to, |t| {
            hear(&t)?;
            let doc: ReceiptDoc = serde_json::from_str(&t.document).context("reading a stored receipt")?;
            out.row(self.transaction_row(t, &doc))?;
            Ok(true)
        })
    }

    /// A payment's row, with what stands on its receipt.
    pub fn transaction_row(&self, t: TransactionRow, doc: &ReceiptDoc) -> Vec<String> {
        let accounts: Vec<&str> = doc.accounts.iter().map(|a| a.number.as_str()).collect();
        vec![
            t.number,
            t.business_on.to_string(),
            self.zone.stamp(t.taken_at),
            t.counter,
            t.clerk,
            doc.payer_name.clone(),
            accounts.join("; "),
            self.told_shares(&t.paid_for),
            self.amount(t.paid),
            self.amount(t.tendered),
            self.amount(t.change),
            self.amount(t.credit_used),
            self.amount(t.credit_added),
            self.amount(t.cash),
            self.amount(t.cheque),
            self.amount(t.card),
            self.amount(t.upi),
            self.amount(t.bank),
            self.amount(t.transfer),
            told_references(&t.refs),
            doc.replaces.clone().unwrap_or_default(),
            t.slip.unwrap_or_default(),
            t.audit_seq.to_string(),
            t.audit_hash,
        ]
    }

    /// What a payment was for, share by share: `E-2026-000123 450.00; E-2026-000123 surcharge 12.00; credit 17 20.00`,
    /// where 17 is the account's place in the book.
    fn told_shares(&self, shares: &str) -> String {
        let share = |share: &str| {
            let mut parts = share.split(foil_store::figures::IN_SHARE);
            let (whose, part) = (parts.next()?, Part::from_word(parts.next()?)?);
            let amount = self.amount(Money::from_minor(parts.next()?.parse().ok()?));
            Some(match part {
                Part::Bill => format!("{whose} {amount}"),
                Part::Surcharge => format!("{whose} surcharge {amount}"),
                Part::Credit => format!("credit {whose} {amount}"),
            })
        };
        let shares: Vec<String> =
            shares.split(foil_store::figures::BETWEEN_SHARES).filter_map(share).collect();
        shares.join("; ")
    }

    /// Writes a row for each void.
    pub fn voids(&self, out: &mut ListFile) -> Result<()> {
        self.voids_heard(out, &mut |_| Ok(()))
    }

    /// Writes a row for each void, and lets somebody hear each.
    pub fn voids_heard(
        &self,
        out: &mut ListFile,
        hear: &mut dyn FnMut(&VoidedRow) -> Result<()>,
    ) -> Result<()> {
        foil_store::figures::each_void(self.tx, self.from, self.to, |v| {
            hear(&v)?;
            out.row(self.void_row(v)?)?;
            Ok(true)
        })
    }

    /// A void's row.
    pub fn void_row(&self, v: VoidedRow) -> Result<Vec<String>> {
        let doc: SlipDoc = serde_json::from_str(&v.document).context("reading a stored slip")?;
        Ok(vec![
            v.number,
            v.receipt,
            v.receipt_on.to_string(),
            v.business_on.to_string(),
            self.zone.stamp(v.voided_at),
            v.counter,
            v.clerk,
            doc.authorised_by.unwrap_or_default(),
            v.state.to_string(),
            v.reason.to_string(),
            v.note,
            self.amount(v.amount),
            v.audit_seq.to_string(),
            v.audit_hash,
        ])
    }

    /// Writes a row for each payment that fell after its day.
    pub fn refunds(&self, out: &mut ListFile) -> Result<()> {
        self.refunds_heard(out, &mut |_| Ok(()))
    }

    /// Writes a row for each payment that fell after its day, lets somebody hear each, and writes one for each cheque that was
    /// debited after a refund: it has no voucher, and no number in any series.
    pub fn refunds_heard(
        &self,
        out: &mut ListFile,
        hear: &mut dyn FnMut(&RefundRow) -> Result<()>,
    ) -> Result<()> {
        foil_store::money_control::each_refund(self.tx, self.from, self.to, |r| {
            hear(&r)?;
            out.row(self.refund_row(r))?;
            Ok(true)
        })?;
        foil_store::money_control::each_debit(self.tx, self.from, self.to, |r| {
            out.row(self.refund_row(r))?;
            Ok(true)
        })
    }

    /// The row of a payment that fell after its day, or of a cheque that was debited after a refund.
    pub fn refund_row(&self, r: RefundRow) -> Vec<String> {
        vec![
            r.number,
            r.kind,
            r.receipt,
            r.receipt_on.to_string(),
            r.business_on.to_string(),
            self.zone.stamp(r.made_at),
            r.counter,
            r.asked_by,
            r.allowed_by,
            self.amount(r.amount),
            self.amount(r.returned),
            self.told_back(&r.back_by),
            r.to_receipt,
            r.reason,
            r.note,
            r.audit_seq.to_string(),
            r.audit_hash,
        ]
    }

    /// The row of a shift that ended.
    pub fn z_row(&self, z: ZRow) -> Vec<String> {
        vec![
            z.number,
            z.shift,
            z.counter,
            z.clerk,
            z.business_on.to_string(),
            self.zone.stamp(z.closed_at),
            self.amount(z.expected),
            self.amount(z.counted),
            self.amount(z.variance),
            self.amount(z.cheque),
            self.amount(z.card),
            self.amount(z.upi),
            self.amount(z.bank),
            z.reason,
            z.approved_by,
            z.counted_by,
            z.closed_by,
            self.amount(z.kept),
            self.amount(z.banked),
            z.tolerance.map(|most| self.amount(most)).unwrap_or_default(),
            z.audit_seq.to_string(),
            z.audit_hash,
        ]
    }

    /// The row of cash that was moved.
    pub fn cash_row(&self, m: CashRow) -> Vec<String> {
        vec![
            m.kind,
            m.business_on.to_string(),
            self.zone.stamp(m.made_at),
            m.counter,
            m.clerk,
            m.shift,
            m.other,
            self.amount(m.amount),
            m.state,
            m.reason,
            m.note,
        ]
    }

    /// The row of a slip that was paid in at the bank.
    pub fn deposit_row(&self, d: DepositRow) -> Vec<String> {
        vec![
            d.number,
            d.kind,
            d.business_on.to_string(),
            self.zone.stamp(d.made_at),
            d.counter,
            d.who,
            self.amount(d.amount),
            self.amount(d.expected),
            self.amount(d.off),
            d.reason,
            d.note,
            d.allowed_by,
            d.until_z,
            self.amount(d.stays),
            d.taken_back,
            d.taken_back_by,
            d.back_allowed_by,
            d.audit_seq.to_string(),
            d.audit_hash,
        ]
    }

    /// The row of a cheque, as its steps up to the period's end left it: what was unsaid on its own day, that it was on a
    /// slip or that the bank had paid it, does not stand.
    pub fn cheque_row(&self, q: &ListedCheque) -> Vec<String> {
        let steps = q.steps();
        let (mut received, mut deposited, mut ended) = (None, None, [None, None, None]);
        for step in &steps {
            match step.state {
                ChequeState::Received => {
                    received = received.or(Some(step));
                    deposited = None;
                }
                ChequeState::Deposited => {
                    // It was with the bank already where somebody unsaid that the bank had paid it.
                    deposited = deposited.or(Some(step));
                    ended = [None, None, None];
                }
                ChequeState::Realised => ended[0] = Some(step),
                ChequeState::Bounced => ended[1] = Some(step),
                ChequeState::Returned => ended[2] = Some(step),
            }
        }
        let on = |step: Option<&ListedStep>| step.map(|s| s.on.clone()).unwrap_or_default();
        let by = |step: Option<&ListedStep>| step.map(|s| s.who.clone()).unwrap_or_default();
        let [realised, bounced, returned] = ended;
        let last = steps.last();
        let then = |text: &str| if bounced.is_some() { text.to_owned() } else { String::new() };
        let cash_only = bounced.is_some() && cash_only_by(&q.letter);
        vec![
            q.cheque.to_string(),
            q.number.clone(),
            q.bank.clone(),
            q.drawer.clone(),
            q.receipt.clone(),
            self.amount(q.amount),
            q.received_on.to_string(),
            by(received),
            deposited.map(|s| s.slip.clone()).unwrap_or_default(),
            on(deposited),
            by(deposited),
            on(realised),
            by(realised),
            on(bounced),
            by(bounced),
            bounced.or(returned).map(|s| s.allowed_by.clone()).unwrap_or_default(),
            then(&q.reason),
            then(&q.note),
            then(&q.fee),
            if cash_only { "cash only" } else { "" }.to_owned(),
            on(returned),
            by(returned),
            last.map(|s| s.state.as_str()).unwrap_or_default().to_owned(),
            last.map(|s| s.n).unwrap_or_default().to_string(),
            last.map(|s| s.counter.clone()).unwrap_or_default(),
            last.map(|s| s.audit_seq).unwrap_or_default().to_string(),
            last.map(|s| s.audit_hash.clone()).unwrap_or_default(),
        ]
    }

    /// The row of a correction.
    pub fn correction_row(&self, c: ListedCorrection) -> Vec<String> {
        vec![
            c.number,
            c.kind.to_string(),
            c.bill,
            c.account,
            c.business_on.to_string(),
            self.zone.stamp(c.made_at),
            c.counter,
            c.who,
            c.allowed_by,
            self.amount(c.amount),
            self.amount(c.credited),
            c.replaced_by,
            if c.run == 0 { String::new() } else { c.run.to_string() },
            c.reason.to_string(),
            c.note,
            c.audit_seq.to_string(),
            c.audit_hash,
        ]
    }

    /// The row of a request.
    pub fn approval_row(&self, q: ApprovalRow) -> Vec<String> {
        vec![
            q.approval.to_string(),
            q.kind,
            q.about,
            self.amount(q.amount),
            q.business_on.to_string(),
            self.zone.stamp(q.asked_at),
            q.asked_by,
            q.decided_by,
            q.state,
            done(q.done_first, q.above).to_owned(),
            q.outcome,
            q.reason,
            q.note,
            q.beside,
            q.counter,
            q.audit_seq.to_string(),
            q.audit_hash,
        ]
    }

    /// How a refund went back, as the log says it, from what the book has: `cash:40000+upi:60000`.
    fn told_back(&self, parts: &str) -> String {
        let part = |part: &str| {
            let (method, minor) = part.split_once(':')?;
            Some((Method::from_word(method)?, Money::from_minor(minor.parse().ok()?)))
        };
        let parts: Vec<(Method, Money)> = parts.split('+').filter_map(part).collect();
        foil_domain::undo::told_back(&parts, |amount| self.amount(amount))
    }

    /// Writes a row for each bill that was overdue when the period ended, or is today if it has not; of a bill of which a later
    /// one had taken up a part that is late with that one, a row for each date.
    pub fn overdue(&self, out: &mut ListFile) -> Result<()> {
        let at = overdue_at(self.to, self.office.business_on);
        foil_store::figures::each_overdue(self.tx, at, |b| {
            for (due_on, left, surcharge) in b.parts()? {
                let days = match lateness(left, due_on, at) {
                    Lateness::Overdue(days) => days,
                    _ => 0,
                };
                out.row(vec![
                    b.number.clone(),
                    b.account.clone(),
                    b.customer.clone(),
                    b.service.to_string(),
                    due_on.to_string(),
                    days.to_string(),
                    bucket(days).to_owned(),
                    self.amount(b.total),
                    self.amount(left),
                    self.amount(surcharge),
                ])?;
            }
            Ok(true)
        })
    }

    /// Writes the figures.
    pub fn summary(&self, out: &mut ListFile) -> Result<()> {
        let figures = figures(self.tx, self.office, self.from, self.to)?;
        self.summary_of(out, &figures, &super::figures::days(self.tx, self.from, self.to)?)
    }

    /// Writes figures that were worked out already.
    pub fn summary_of(&self, out: &mut ListFile, f: &Figures, days: &[DaySum]) -> Result<()> {
        let mut row = |section: &str, item: &str, count: i64, amount: Option<Money>| {
            let amount = amount.map(|a| self.amount(a)).unwrap_or_default();
            out.row(vec![section.to_owned(), item.to_owned(), count.to_string(), amount])
        };
        row("period", "taken", f.receipts, Some(f.taken))?;
        row("period", "voided", f.voids, Some(f.voided))?;
        row("period", "returned", f.returns, Some(f.returned))?;
        row("period", "net", f.receipts - f.voids, Some(f.net))?;
        row("period", "overdue", f.overdue_bills, Some(f.overdue))?;
        row("period", "reprints", f.reprints, None)?;
        row("period", "audit_rows", f.audit_rows, None)?;
        for m in &f.by_method {
            row("method", m.method.as_str(), m.count, Some(m.amount))?;
        }
        for c in &f.by_clerk {
            row("clerk", &c.clerk, c.count, Some(c.amount))?;
            row("clerk_voids", &c.clerk, c.voids, None)?;
        }
        for s in &f.sequences {
            row("receipts", &format!("{} to {}", s.first, s.last), s.count, None)?;
            row("receipts_void", &s.counter, s.voids, None)?;
            row("receipts_missing", &s.counter, s.gaps, None)?;
        }
        for d in days {
            row("day", &d.on.to_string(), d.receipts, Some(d.net))?;
        }
        Ok(())
    }

    /// Writes the period's part of every chain of the audit log; says where each begins and ends.
    pub fn audit_log(&self, out: &mut ListFile) -> Result<Vec<Link>> {
        self.audit_log_heard(out, &mut |_| {})
    }

    /// The same, and lets somebody hear who did each.
    pub fn audit_log_heard(&self, out: &mut ListFile, hear: &mut dyn FnMut(&str)) -> Result<Vec<Link>> {
        let mut links = Vec::new();
        for counter in chains(self.tx)? {
            links.extend(self.one_chain(&counter, out, hear)?);
        }
        Ok(links)
    }

    /// Where the chains stand that have no row in this period: begun and ended before it.
    pub fn idle_chains(&self) -> Result<Vec<Link>> {
        let mut links = Vec::new();
        for counter in chains(self.tx)? {
            let from = foil_store::audit::first_since(self.tx, counter.id, self.from)?;
            let until = foil_store::audit::first_since(self.tx, counter.id, self.to.plus_days(1))?;
            let last = foil_store::audit::hash_of(self.tx, counter.id, from - 1)?;
            if let (true, Some(hash)) = (from == until, last) {
                let (first_prev, last_hash) = (hash.clone(), hash);
                links.push(Link {
                    counter: counter.code,
                    first_seq: from,
                    first_prev,
                    last_seq: from - 1,
                    last_hash,
                });
            }
        }
        Ok(links)
    }

    fn one_chain(
        &self,
        counter: &CounterRow,
        out: &mut ListFile,
        hear: &mut dyn FnMut(&str),
    ) -> Result<Option<Link>> {
        let from = foil_store::audit::first_since(self.tx, counter.id, self.from)?;
        let until = foil_store::audit::first_since(self.tx, counter.id, self.to.plus_days(1))?;
        if from >= until {
            return Ok(None);
        }
        let before = foil_store::audit::hash_of(self.tx, counter.id, from - 1)?;
        let mut prev = before.unwrap_or_else(|| GENESIS.to_owned());
        let first_prev = prev.clone();
        foil_store::audit::each(self.tx, counter.id, from, until - 1, |stored| {
            let row = stored.linked(&counter.code, &prev);
            row.hash.clone_into(&mut prev);
            hear(&row.who);
            out.row(vec![
                row.counter,
                row.seq.to_string(),
                row.at.millis().to_string(),
                self.zone.stamp(row.at),
                row.business_on.to_string(),
                row.who,
                row.act,
                row.request_id,
                row.changes,
                row.prev,
                row.hash,
            ])?;
            Ok(true)
        })?;
        let link = Link {
            counter: counter.code.clone(),
            first_seq: from,
            first_prev,
            last_seq: until - 1,
            last_hash: prev,
        };
        Ok(Some(link))
    }
}

/// Whether a request was done before anybody else had seen it, or is a third person's look at what two let pass.
const fn done(first: bool, above: bool) -> &'static str {
    match (first, above) {
        (_, true) => ABOVE_CEILING,
        (true, false) => DONE_FIRST,
        (false, false) => "",
    }
}

/// What the register says of what was done first.
pub(super) const DONE_FIRST: &str = "done first";

/// What it says of the look at what is more than who let it pass may approve.
pub(super) const ABOVE_CEILING: &str = "above the ceiling";

/// Whether the letter about a bounced cheque says that its payer pays in cash only from then on.
fn cash_only_by(letter: &str) -> bool {
    let letter: serde_json::Value = serde_json::from_str(letter).unwrap_or_default();
    letter["cash_only"] == true
}

/// What a machine, a bank or a cheque calls a payment's tenders: `cheque 004711, Karavali Bank; upi 425577810021`.
fn told_references(refs: &str) -> String {
    let reference =
        |one: &str| {
            let mut parts = one.split(foil_store::figures::IN_SHARE);
            let (method, reference) = (parts.next()?, parts.next()?);
            let bank = parts.next().filter(|bank| !bank.is_empty());
            Some(bank.map_or_else(
                || format!("{method} {reference}"),
                |bank| format!("{method} {reference}, {bank}"),
            ))
        };
    let refs: Vec<String> = refs.split(foil_store::figures::BETWEEN_SHARES).filter_map(reference).collect();
    refs.join("; ")
}

/// Arrears by age, as the field counts them.
fn bucket(days: i64) -> &'static str {
    match days {
        ..=30 => "0-30",
        31..=60 => "31-60",
        61..=90 => "61-90",
        _ => "over 90",
    }
}
