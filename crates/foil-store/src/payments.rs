//! Payments: receipts, their shares and tenders, and voids (what falls later is in `reversals`). Written once, never changed.

use crate::tx::Tx;
use foil_domain::ids::{
    AccountId, BillId, CounterId, CustomerId, PaymentId, ShiftId, StepId, TicketId, UserId,
};
use foil_domain::money::Money;
use foil_domain::payments::{Method, Part};
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::{Day, Instant};
use foil_domain::undo::{ReversalKind, UndoReason, UndoState};

crate::row! {
    /// A payment with the words a list shows.
    pub struct PaymentRow {
        /// Id.
        id: PaymentId,
        /// Receipt number.
        number: String,
        /// Counter.
        counter_id: CounterId,
        /// Its code.
        counter: String,
        /// Who took it.
        person_id: UserId,
        /// Their log-in name.
        clerk: String,
        /// Who paid.
        customer_id: CustomerId,
        /// Their name now.
        name: String,
        /// Ticket it served.
        ticket_id: Option<TicketId>,
        /// Business date.
        business_on: Day,
        /// When.
        taken_at: Instant,
        /// Paid.
        paid_minor: Money,
        /// Given.
        tendered_minor: Money,
        /// Credit used.
        credit_used_minor: Money,
        /// Credit added.
        credit_added_minor: Money,
        /// The void payment it does again.
        redo_of: Option<PaymentId>,
        /// Its step on the stack of who took it.
        undo_n: StepId,
        /// Its audit row in the counter's chain.
        audit_seq: i64,
        /// The receipt as JSON.
        document: String,
        /// The drawer its money went into; none for money in hand, and where no shifts are kept.
        shift_id: Option<ShiftId>,
        /// Whether it is void.
        void: bool,
        /// What became of it after its day, if something did.
        fallen: Option<ReversalKind>,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.number, p.counter_id, c.code AS counter, p.person_id, u.login AS clerk, ",
            "p.customer_id, k.name, p.ticket_id, p.business_on, p.taken_at, p.paid_minor, p.tendered_minor, ",
            "p.credit_used_minor, p.credit_added_minor, p.redo_of, p.undo_n, p.audit_seq, p.document, p.shift_id, ",
            "CASE WHEN v.payment_id IS NULL THEN 0 ELSE 1 END AS void, r.kind AS fallen ",
            "FROM payment p JOIN counter c ON c.id = p.counter_id JOIN person u ON u.id = p.person_id ",
            "JOIN customer k ON k.id = p.customer_id LEFT JOIN payment_void v ON v.payment_id = p.id ",
            "LEFT JOIN payment_reversal r ON r.payment_id = p.id ",
            $rest
        )
    };
}

/// A payment.
pub fn find(tx: &Tx<'_>, id: PaymentId) -> Result<Option<PaymentRow>> {
    tx.maybe(select!("WHERE p.id = $1"), &[&id])
}

/// Whether a receipt of a business date was written at or after a time, anywhere but at one counter.
pub fn taken_since(tx: &Tx<'_>, on: Day, since: Instant, but: CounterId) -> Result<bool> {
    let n = tx.number(
        "SELECT COUNT(*) AS n FROM (SELECT 1 FROM payment
                WHERE business_on = $1 AND taken_at >= $2 AND counter_id <> $3 LIMIT 1) p",
        &[&on, &since, &but],
    )?;
    Ok(n > 0)
}

/// A payment by its receipt number.
pub fn by_number(tx: &Tx<'_>, number: &str) -> Result<Option<PaymentRow>> {
    tx.maybe(select!("WHERE p.number = $1"), &[&number])
}

/// Payments of a business date before an id, newest first.
pub fn of_day(tx: &Tx<'_>, on: Day, before: PaymentId, limit: i64) -> Result<Vec<PaymentRow>> {
    tx.all(
        select!("WHERE p.business_on = $1 AND p.id < $2 ORDER BY p.id DESC LIMIT $3"),
        &[&on, &before, &limit],
    )
}

/// Streams the payments of the business dates `from..=to`, oldest first.
pub fn each_between(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(PaymentRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        select!("WHERE p.business_on BETWEEN $1 AND $2 ORDER BY p.business_on, p.id"),
        &[&from, &to],
        take,
    )
}

/// How many payments a business date has.
pub fn count_of_day(tx: &Tx<'_>, on: Day) -> Result<i64> {
    tx.number("SELECT COUNT(*) AS n FROM payment WHERE business_on = $1", &[&on])
}

/// The payments on any account of a customer, closed ones too, before an id, newest first.
pub fn of_customer(
    tx: &Tx<'_>,
    customer: CustomerId,
    before: PaymentId,
    limit: i64,
) -> Result<Vec<PaymentRow>> {
    tx.all(
        select!(
            "WHERE p.id IN (SELECT DISTINCT s.payment_id FROM account a
                              JOIN payment_share s ON s.account_id = a.id
                             WHERE a.customer_id = $1 AND s.payment_id < $2
                             ORDER BY s.payment_id DESC LIMIT $3)
              ORDER BY p.id DESC LIMIT $3"
        ),
        &[&customer, &before, &limit],
    )
}

/// How many payments there are on the accounts of a customer.
pub fn count_of_customer(tx: &Tx<'_>, customer: CustomerId) -> Result<i64> {
    tx.number(
        "SELECT COUNT(DISTINCT s.payment_id) AS n FROM account a JOIN payment_share s ON s.account_id = a.id
          WHERE a.customer_id = $1",
        &[&customer],
    )
}

/// A new payment's columns.
#[derive(Debug)]
pub struct NewPayment<'a> {
    /// Receipt number.
    pub number: &'a str,
    /// Counter.
    pub counter: CounterId,
    /// Who takes it.
    pub person: UserId,
    /// Who pays.
    pub customer: CustomerId,
    /// Ticket it serves.
    pub ticket: Option<TicketId>,
    /// Business date.
    pub on: Day,
    /// When.
    pub at: Instant,
    /// Paid.
    pub paid: Money,
    /// Given.
    pub tendered: Money,
    /// Credit used.
    pub credit_used: Money,
    /// Credit added.
    pub credit_added: Money,
    /// The void payment it does again.
    pub redo_of: Option<PaymentId>,
    /// Its step on the stack.
    pub step: StepId,
    /// Its audit row.
    pub audit_seq: i64,
    /// The receipt as JSON.
    pub document: &'a str,
    /// The drawer its money goes into.
    pub shift: Option<ShiftId>,
    /// Whether the customer said where it goes.
    pub directed: bool,
}

/// Writes a payment.
pub fn insert(tx: &Tx<'_>, p: &NewPayment<'_>) -> Result<PaymentId> {
    let n = tx.insert(
        "INSERT INTO payment (number, counter_id, person_id, customer_id, ticket_id, business_on, taken_at,
                paid_minor, tendered_minor, credit_used_minor, credit_added_minor, redo_of, undo_n, audit_seq,
                document, shift_id, directed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        &[
            &p.number,
            &p.counter,
            &p.person,
            &p.customer,
            &p.ticket,
            &p.on,
            &p.at,
            &p.paid,
            &p.tendered,
            &p.credit_used,
            &p.credit_added,
            &p.redo_of,
            &p.step,
            &p.audit_seq,
            &p.document,
            &p.shift,
            &p.directed,
        ],
    )?;
    Ok(PaymentId(n))
}

crate::row! {
    /// A share: money to a bill, to credit (above zero), or from credit (below zero).
    pub struct ShareRow {
        /// Account.
        account_id: AccountId,
        /// Its number.
        account: String,
        /// Bill; none for credit.
        bill_id: Option<BillId>,
        /// The bill's number; empty for credit.
        bill: String,
        /// Part.
        part: Part,
        /// Amount.
        amount_minor: Money,
    }
}

/// The shares of a payment, in order.
pub fn shares(tx: &Tx<'_>, id: PaymentId) -> Result<Vec<ShareRow>> {
    tx.all(
        "SELECT s.account_id, a.number AS account, s.bill_id, COALESCE(b.number, '') AS bill, s.part,
                s.amount_minor
           FROM payment_share s JOIN account a ON a.id = s.account_id LEFT JOIN bill b ON b.id = s.bill_id
          WHERE s.payment_id = $1 ORDER BY s.line LIMIT 10000",
        &[&id],
    )
}

/// Writes a share.
pub fn add_share(
    tx: &Tx<'_>,
    id: PaymentId,
    line: i64,
    account: AccountId,
    bill: Option<BillId>,
    part: Part,
    amount: Money,
) -> Result<()> {
    tx.hit(
        "INSERT INTO payment_share (payment_id, line, account_id, bill_id, part, amount_minor)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[&id, &line, &account, &bill, &part, &amount],
    )
}

crate::row! {
    /// A tender.
    pub struct TenderRow {
        /// How it was given.
        method: Method,
        /// How much.
        amount_minor: Money,
        /// Handed back of it.
        change_minor: Money,
        /// Reference.
        reference: String,
        /// Bank.
        bank: String,
    }
}

/// The tenders of a payment, in order.
pub fn tenders(tx: &Tx<'_>, id: PaymentId) -> Result<Vec<TenderRow>> {
    tx.all(
        "SELECT method, amount_minor, change_minor, reference, bank FROM payment_tender
          WHERE payment_id = $1 ORDER BY line LIMIT 100",
        &[&id],
    )
}

/// Writes a tender.
pub fn add_tender(tx: &Tx<'_>, id: PaymentId, line: i64, t: &TenderRow) -> Result<()> {
    tx.hit(
        "INSERT INTO payment_tender (payment_id, line, method, amount_minor, change_minor, reference, bank)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&id, &line, &t.method, &t.amount_minor, &t.change_minor, &t.reference, &t.bank],
    )
}

crate::row! {
    /// A void.
    pub struct VoidRow {
        /// The payment.
        payment_id: PaymentId,
        /// Slip number.
        number: String,
        /// Counter it was voided at.
        counter_id: CounterId,
        /// Who voided.
        by_login: String,
        /// Who allowed it.
        allowed_login: Option<String>,
        /// State of undo.
        state: UndoState,
        /// Reason.
        reason: UndoReason,
        /// Note.
        note: String,
        /// Business date.
        business_on: Day,
        /// When.
        voided_at: Instant,
        /// Its audit row.
        audit_seq: i64,
        /// The slip as JSON.
        document: String,
    }
}

macro_rules! select_void {
    ($rest:literal) => {
        concat!(
            "SELECT v.payment_id, v.number, v.counter_id, u.login AS by_login, m.login AS allowed_login, v.state, ",
            "v.reason, v.note, v.business_on, v.voided_at, v.audit_seq, v.document FROM payment_void v ",
            "JOIN person u ON u.id = v.person_id LEFT JOIN person m ON m.id = v.allowed_by ",
            $rest
        )
    };
}

/// Whether a receipt stands no more: it is void, or its money has gone again.
pub fn has_fallen(tx: &Tx<'_>, id: PaymentId) -> Result<bool> {
    let n = tx.number("SELECT COUNT(*) AS n FROM payment_fallen WHERE payment_id = $1", &[&id])?;
    Ok(n > 0)
}

/// The void of a payment, if it is void.
pub fn find_void(tx: &Tx<'_>, id: PaymentId) -> Result<Option<VoidRow>> {
    tx.maybe(select_void!("WHERE v.payment_id = $1"), &[&id])
}

/// Streams the voids of the business dates `from..=to`, oldest first.
pub fn each_void_between(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(VoidRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        select_void!("WHERE v.business_on BETWEEN $1 AND $2 ORDER BY v.business_on, v.payment_id"),
        &[&from, &to],
        take,
    )
}

/// A new void's columns.
#[derive(Debug)]
pub struct NewVoid<'a> {
    /// The payment.
    pub payment: PaymentId,
    /// Slip number.
    pub number: &'a str,
    /// Counter.
    pub counter: CounterId,
    /// Who voids.
    pub person: UserId,
    /// The manager who allowed it at this screen.
    pub allowed_by: Option<UserId>,
    /// State of undo.
    pub state: UndoState,
    /// Reason.
    pub reason: UndoReason,
    /// Note.
    pub note: &'a str,
    /// Business date.
    pub on: Day,
    /// When.
    pub at: Instant,
    /// Its audit row.
    pub audit_seq: i64,
    /// The slip as JSON.
    pub document: &'a str,
    /// The drawer its money comes out of.
    pub shift: Option<ShiftId>,
}

/// Writes a void.
pub fn insert_void(tx: &Tx<'_>, v: &NewVoid<'_>) -> Result<()> {
    tx.hit(
        "INSERT INTO payment_void (payment_id, number, counter_id, person_id, allowed_by, state, reason, note,
                business_on, voided_at, audit_seq, document, shift_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            &v.payment,
            &v.number,
            &v.counter,
            &v.person,
            &v.allowed_by,
            &v.state,
            &v.reason,
            &v.note,
            &v.on,
            &v.at,
            &v.audit_seq,
            &v.document,
            &v.shift,
        ],
    )
}

crate::row! {
    /// One person's figures of a business date.
    pub struct OwnFigures {
        /// Payments taken, not void.
        payments: i64,
        /// Their sum.
        taken: Money,
        /// Voided ones.
        voids: i64,
    }
}

/// What one person took on a business date.
pub fn own_figures(tx: &Tx<'_>, person: UserId, on: Day) -> Result<OwnFigures> {
    tx.one(
        "SELECT COUNT(*) FILTER (WHERE v.payment_id IS NULL) AS payments,
                CAST(COALESCE(SUM(p.paid_minor) FILTER (WHERE v.payment_id IS NULL), 0) AS BIGINT) AS taken,
                COUNT(*) FILTER (WHERE v.payment_id IS NOT NULL) AS voids
           FROM payment p LEFT JOIN payment_void v ON v.payment_id = p.id
          WHERE p.business_on = $1 AND p.person_id = $2",
        &[&on, &person],
    )
}

/// What an account was paid in one visit, for receipts' last payments.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// Receipt number.
    pub number: String,
    /// Business date.
    pub business_on: Day,
    /// Paid to this account in that visit.
    pub paid: Money,
}

crate::row! {
    /// A share of such a payment.
    pub struct EarlierShare {
        /// Of which payment.
        payment_id: PaymentId,
        /// Its receipt number.
        number: String,
        /// Its business date.
        business_on: Day,
        /// Paid by this share.
        amount_minor: Money,
    }
}

/// The latest payments of an account that stand, newest first; among the last few hundred shares.
pub fn earlier(tx: &Tx<'_>, account: AccountId, limit: usize) -> Result<Vec<Earlier>> {
    let mut last = None;
    let mut found: Vec<Earlier> = Vec::new();
    // The index has them in this order, so nothing is put aside or sorted: it is read for each bill of a run.
    tx.each(
        "SELECT s.payment_id, p.number, p.business_on, s.amount_minor
           FROM payment_share s JOIN payment p ON p.id = s.payment_id
          WHERE s.account_id = $1
            AND NOT EXISTS (SELECT 1 FROM payment_fallen v WHERE v.payment_id = s.payment_id)
          ORDER BY s.payment_id DESC LIMIT 500",
        &[&account],
        |share: EarlierShare| {
            if last == Some(share.payment_id)
                && let Some(same) = found.last_mut()
            {
                same.paid = same.paid.plus(share.amount_minor).ok_or(Refusal::TooMuch)?;
                return Ok(true);
            }
            if found.len() == limit {
                return Ok(false);
            }
            last = Some(share.payment_id);
            found.push(Earlier {
                number: share.number,
                business_on: share.business_on,
                paid: share.amount_minor,
            });
            Ok(true)
        },
    )?;
    Ok(found)
}

/// Writes an account's credit and disconnection order, and bumps its version.
pub fn settle_account(
    tx: &Tx<'_>,
    id: AccountId,
    credit: Money,
    disconnection_on: Option<Day>,
) -> Result<()> {
    tx.hit(
        "UPDATE account SET credit_minor = $1, disconnection_on = $2, version = version + 1 WHERE id = $3",
        &[&credit, &disconnection_on, &id],
    )
}

/// What stands paid on a bill: all its shares but those of payments that have fallen.
pub fn standing_paid(tx: &Tx<'_>, account: AccountId, bill: BillId) -> Result<Money> {
    let n = tx.number(
        "SELECT CAST(COALESCE(SUM(s.amount_minor), 0) AS BIGINT) AS n
           FROM payment_share s
          WHERE s.account_id = $1 AND s.bill_id = $2
            AND NOT EXISTS (SELECT 1 FROM payment_fallen v WHERE v.payment_id = s.payment_id)",
        &[&account, &bill],
    )?;
    Money::try_from(n).map_err(|e| foil_domain::Error::Broke(anyhow::anyhow!(e)))
}

/// What standing payments after one have paid of a bill, its surcharge left out.
pub fn paid_after(tx: &Tx<'_>, account: AccountId, bill: BillId, payment: PaymentId) -> Result<Money> {
    let n = tx.number(
        "SELECT CAST(COALESCE(SUM(s.amount_minor), 0) AS BIGINT) AS n
           FROM payment_share s
          WHERE s.account_id = $1 AND s.bill_id = $2 AND s.payment_id > $3 AND s.part = 'bill'
            AND NOT EXISTS (SELECT 1 FROM payment_fallen v WHERE v.payment_id = s.payment_id)",
        &[&account, &bill, &payment],
    )?;
    Money::try_from(n).map_err(|e| foil_domain::Error::Broke(anyhow::anyhow!(e)))
}

crate::row! {
    /// A payment by its id.
    pub struct PaymentIdRow {
        /// The id.
        payment_id: PaymentId,
    }
}

/// The payments that stand on an account and came with no money: they were moved here, or a bounce has left them.
pub fn moved_to(tx: &Tx<'_>, account: AccountId) -> Result<Vec<PaymentIdRow>> {
    tx.all(
        "SELECT DISTINCT s.payment_id FROM payment_share s
           JOIN payment_tender t ON t.payment_id = s.payment_id AND t.method = 'transfer'
          WHERE s.account_id = $1
            AND NOT EXISTS (SELECT 1 FROM payment_fallen f WHERE f.payment_id = s.payment_id)
          ORDER BY s.payment_id LIMIT 1000",
        &[&account],
    )
}
