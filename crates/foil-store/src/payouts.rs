//! Credit that was paid out to customers. Never changed.

use crate::tx::Tx;
use foil_domain::ids::{AccountId, ApprovalId, CounterId, PayoutId, ShiftId, UserId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// Credit that was paid out.
    pub struct PayoutRow {
        /// Id.
        id: PayoutId,
        /// The account.
        account_id: AccountId,
        /// The voucher's number.
        number: String,
        /// How much.
        amount_minor: Money,
        /// The counter it was done at.
        counter_id: CounterId,
        /// Business date.
        business_on: Day,
        /// Its audit row.
        audit_seq: i64,
        /// The voucher as JSON.
        document: String,
    }
}

/// One of them.
pub fn find(tx: &Tx<'_>, id: PayoutId) -> Result<Option<PayoutRow>> {
    tx.maybe(
        "SELECT id, account_id, number, amount_minor, counter_id, business_on, audit_seq, document
           FROM credit_payout WHERE id = $1",
        &[&id],
    )
}

/// One of them by its number.
pub fn by_number(tx: &Tx<'_>, number: &str) -> Result<Option<PayoutRow>> {
    tx.maybe(
        "SELECT id, account_id, number, amount_minor, counter_id, business_on, audit_seq, document
           FROM credit_payout WHERE number = $1",
        &[&number],
    )
}

/// Credit that is paid out, on its way into the book.
#[derive(Debug)]
pub struct NewPayout<'a> {
    /// The account.
    pub account: AccountId,
    /// The voucher's number.
    pub number: &'a str,
    /// How much.
    pub amount: Money,
    /// Cash or bank.
    pub back_by: Method,
    /// The bank's reference; empty for cash.
    pub reference: &'a str,
    /// The drawer that cash comes out of.
    pub shift: Option<ShiftId>,
    /// The counter.
    pub counter: CounterId,
    /// Who asked.
    pub person: UserId,
    /// Who let it happen.
    pub allowed_by: Option<UserId>,
    /// The request.
    pub approval: ApprovalId,
    /// Why.
    pub reason: &'a str,
    /// Business date.
    pub on: Day,
    /// When.
    pub at: Instant,
    /// Its audit row.
    pub audit_seq: i64,
    /// The voucher as JSON.
    pub document: &'a str,
}

/// Writes it.
pub fn insert(tx: &Tx<'_>, p: &NewPayout<'_>) -> Result<PayoutId> {
    let id = tx.insert(
        "INSERT INTO credit_payout (account_id, number, amount_minor, back_by, reference, shift_id, counter_id, person_id,
                allowed_by, approval_id, reason, business_on, made_at, audit_seq, document)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        &[
            &p.account,
            &p.number,
            &p.amount,
            &p.back_by,
            &p.reference,
            &p.shift,
            &p.counter,
            &p.person,
            &p.allowed_by,
            &p.approval,
            &p.reason,
            &p.on,
            &p.at,
            &p.audit_seq,
            &p.document,
        ],
    )?;
    Ok(PayoutId(id))
}
