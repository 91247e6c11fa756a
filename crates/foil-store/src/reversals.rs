//! Payments that fell after their day was closed: reversed, refunded, moved, bounced. Never changed.

use crate::tx::Tx;
use foil_domain::ids::{AccountId, ApprovalId, BillId, CounterId, PaymentId, ShiftId, UserId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};
use foil_domain::undo::ReversalKind;

crate::row! {
    /// A reversal, with the words a screen shows beside it.
    pub struct ReversalRow {
        /// The payment that fell.
        payment_id: PaymentId,
        /// Its receipt's number.
        receipt: String,
        /// Whose payment it was.
        name: String,
        /// What became of it.
        kind: ReversalKind,
        /// The voucher's number.
        number: String,
        /// What had been paid.
        amount_minor: Money,
        /// How the money went back.
        back_by: Option<Method>,
        /// The payment on the right account, or what may be good of one that bounced.
        to_payment_id: Option<PaymentId>,
        /// Its receipt's number.
        to_receipt: Option<String>,
        /// The counter it was done at.
        counter_id: CounterId,
        /// Who asked.
        by_login: String,
        /// Who let it happen.
        allowed_login: Option<String>,
        /// The request.
        approval_id: Option<ApprovalId>,
        /// Why, by its word.
        reason: String,
        /// In somebody's own words; may be empty.
        note: String,
        /// Business date.
        business_on: Day,
        /// When.
        made_at: Instant,
        /// Its audit row.
        audit_seq: i64,
        /// The voucher as JSON.
        document: String,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT r.payment_id, p.number AS receipt, k.name, r.kind, r.number, r.amount_minor, r.back_by, ",
            "COALESCE(r.to_payment_id, g.to_payment_id) AS to_payment_id, t.number AS to_receipt, r.counter_id, u.login AS by_login, m.login AS allowed_login, ",
            "r.approval_id, r.reason, r.note, r.business_on, r.made_at, r.audit_seq, r.document ",
            "FROM payment_reversal r JOIN payment p ON p.id = r.payment_id JOIN customer k ON k.id = p.customer_id ",
            "JOIN person u ON u.id = r.person_id LEFT JOIN person m ON m.id = r.allowed_by ",
            "LEFT JOIN bounce_kept g ON g.payment_id = r.payment_id ",
            "LEFT JOIN payment t ON t.id = COALESCE(r.to_payment_id, g.to_payment_id) ",
            $rest
        )
    };
}

/// What became of a payment after its day, if something did.
pub fn of(tx: &Tx<'_>, payment: PaymentId) -> Result<Option<ReversalRow>> {
    tx.maybe(select!("WHERE r.payment_id = $1"), &[&payment])
}

/// What a payment came from, if no money came with it: the transfer that moved it here, or the bounce that left what
/// other cheques had paid.
pub fn that_made(tx: &Tx<'_>, payment: PaymentId) -> Result<Option<ReversalRow>> {
    tx.maybe(
        select!(
            "WHERE r.payment_id = COALESCE((SELECT m.payment_id FROM payment_reversal m WHERE m.to_payment_id = $1),
                                           (SELECT b.payment_id FROM bounce_kept b WHERE b.to_payment_id = $1))"
        ),
        &[&payment],
    )
}

/// Whether a claim asks for credit of a payment that fell, which had been used.
pub fn is_used_credit(tx: &Tx<'_>, account: AccountId, claim: BillId) -> Result<bool> {
    let n = tx.number(
        "SELECT COUNT(*) AS n FROM payment_reversal_credit WHERE account_id = $1 AND bill_id = $2",
        &[&account, &claim],
    )?;
    Ok(n > 0)
}

/// Writes which payment takes up what other cheques had paid of one that bounced.
pub fn add_kept(tx: &Tx<'_>, payment: PaymentId, to: PaymentId) -> Result<()> {
    tx.hit("INSERT INTO bounce_kept (payment_id, to_payment_id) VALUES ($1, $2)", &[&payment, &to])
}

/// Streams the reversals of the business dates `from..=to`, oldest first.
pub fn each_between(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(ReversalRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        select!("WHERE r.business_on BETWEEN $1 AND $2 ORDER BY r.business_on, r.id"),
        &[&from, &to],
        take,
    )
}

/// A reversal on its way into the book.
#[derive(Debug)]
pub struct NewReversal<'a> {
    /// The payment.
    pub payment: PaymentId,
    /// What becomes of it.
    pub kind: ReversalKind,
    /// The voucher's number.
    pub number: &'a str,
    /// What had been paid.
    pub amount: Money,
    /// How the money goes back: cash where any of it does.
    pub back_by: Option<Method>,
    /// The payment on the right account.
    pub to: Option<PaymentId>,
    /// The drawer that cash comes out of.
    pub shift: Option<ShiftId>,
    /// The counter.
    pub counter: CounterId,
    /// Who asked.
    pub person: UserId,
    /// Who let it happen.
    pub allowed_by: Option<UserId>,
    /// The request.
    pub approval: Option<ApprovalId>,
    /// Why, by its word.
    pub reason: &'a str,
    /// In somebody's own words.
    pub note: &'a str,
    /// Business date.
    pub on: Day,
    /// When.
    pub at: Instant,
    /// Its audit row.
    pub audit_seq: i64,
    /// The voucher as JSON.
    pub document: &'a str,
}

/// Writes a reversal.
pub fn insert(tx: &Tx<'_>, r: &NewReversal<'_>) -> Result<()> {
    tx.hit(
        "INSERT INTO payment_reversal (payment_id, kind, number, amount_minor, back_by, to_payment_id, shift_id,
                counter_id, person_id, allowed_by, approval_id, reason, note, business_on, made_at, audit_seq, document)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        &[
            &r.payment,
            &r.kind,
            &r.number,
            &r.amount,
            &r.back_by,
            &r.to,
            &r.shift,
            &r.counter,
            &r.person,
            &r.allowed_by,
            &r.approval,
            &r.reason,
            &r.note,
            &r.on,
            &r.at,
            &r.audit_seq,
            &r.document,
        ],
    )
}

/// Writes a way in which a part of a refund goes back, and out of which shift if whoever gives it has one.
pub fn add_part(
    tx: &Tx<'_>,
    payment: PaymentId,
    (method, amount): (Method, Money),
    shift: Option<ShiftId>,
) -> Result<()> {
    tx.hit(
        "INSERT INTO refund_part (payment_id, method, amount_minor, shift_id) VALUES ($1, $2, $3, $4)",
        &[&payment, &method, &amount, &shift],
    )
}

crate::row! {
    /// What a payment that fell, or became void, did to an account's credit beyond its own shares.
    pub struct CreditRow {
        /// The account.
        account_id: AccountId,
        /// Money that was good and is kept as credit.
        kept_minor: Money,
        /// What had become credit since, and is credit no more.
        off_minor: Money,
        /// Credit that had been used, and is claimed anew.
        short_minor: Money,
        /// By this claim.
        bill_id: Option<BillId>,
    }
}

/// Writes what a payment that fell, or became void, did to an account's credit beyond its own shares.
pub fn add_credit(tx: &Tx<'_>, payment: PaymentId, c: &CreditRow) -> Result<()> {
    tx.hit(
        "INSERT INTO payment_reversal_credit (payment_id, account_id, kept_minor, off_minor, short_minor, bill_id)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[&payment, &c.account_id, &c.kept_minor, &c.off_minor, &c.short_minor, &c.bill_id],
    )
}

crate::row! {
    /// What fell, or was paid out, at no drawer.
    pub struct AtNone {
        /// Its number; of a cheque that was debited after its money had been handed back, the cheque's.
        number: String,
        /// `reversal`, `refund`, `transfer`, `bounce`, `pay_out` or `debited_after_refund`.
        kind: String,
        /// The receipt; of credit the account's number.
        receipt: String,
        /// The money that went with it.
        amount: Money,
    }
}

/// Streams what of a business date fell, was paid out, or was debited after a refund, at no drawer: no Z report tells it.
pub fn each_at_none(tx: &Tx<'_>, on: Day, take: impl FnMut(AtNone) -> Result<bool>) -> Result<()> {
    tx.each(
        concat!(
            "SELECT r.number AS number, r.kind, p.number AS receipt, ",
            crate::figures::money_back!(),
            " AS amount
               FROM payment_reversal r JOIN payment p ON p.id = r.payment_id
              WHERE r.business_on = $1 AND r.shift_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM refund_part f
                                 WHERE f.payment_id = r.payment_id AND f.shift_id IS NOT NULL)
              UNION ALL
             SELECT o.number, 'pay_out' AS kind, n.number AS receipt, o.amount_minor AS amount
               FROM credit_payout o JOIN account n ON n.id = o.account_id
              WHERE o.business_on = $1 AND o.shift_id IS NULL
              UNION ALL
             SELECT q.number, 'debited_after_refund' AS kind, p.number AS receipt, q.amount_minor AS amount
               FROM ",
            crate::figures::debited!(),
            " JOIN payment p ON p.id = q.payment_id
              WHERE s.business_on = $1
              ORDER BY number, receipt"
        ),
        &[&on],
        take,
    )
}
