//! What takes a claim back: cancellations, credit notes, write-offs. Never changed.

use crate::tx::Tx;
use foil_domain::billing::{CorrectionKind, CorrectionReason};
use foil_domain::ids::{
    AccountId, ApprovalId, BillId, BillRunId, CorrectionId, CounterId, DisputeId, UserId,
};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A correction, with the words a screen shows beside it.
    pub struct CorrectionRow {
        /// Id.
        id: CorrectionId,
        /// The claim it takes back.
        bill_id: BillId,
        /// That claim's number.
        bill: String,
        /// Its account.
        account_id: AccountId,
        /// The account's number.
        account: String,
        /// The customer's name.
        customer: String,
        /// What it is.
        kind: CorrectionKind,
        /// Its number.
        number: String,
        /// What is claimed less.
        amount_minor: Money,
        /// Of that, what was left of the claim without surcharge.
        left_minor: Money,
        /// Of that, what was left of the surcharge.
        surcharge_left_minor: Money,
        /// Of that, what had been paid and became credit.
        credited_minor: Money,
        /// Why.
        reason: CorrectionReason,
        /// In somebody's own words; may be empty.
        note: String,
        /// The bill made in its place; of a surcharge that fell with a reading the bill that charges by it.
        rebill_id: Option<BillId>,
        /// The run that was cancelled with it.
        run_id: Option<BillRunId>,
        /// The dispute, open then, that a credit note said it was not for.
        beside_dispute: Option<DisputeId>,
        /// Whose chain it is logged in.
        counter_id: CounterId,
        /// Who.
        person: String,
        /// Business date.
        business_on: Day,
        /// When.
        made_at: Instant,
        /// Its place in the chain.
        audit_seq: i64,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT x.id, x.bill_id, b.number AS bill, b.account_id, a.number AS account, c.name AS customer, ",
            "x.kind, x.number, x.amount_minor, x.left_minor, x.surcharge_left_minor, x.credited_minor, x.reason, ",
            "x.note, x.rebill_id, x.run_id, x.beside_dispute, x.counter_id, p.name AS person, x.business_on, x.made_at, x.audit_seq ",
            "FROM bill_correction x JOIN bill b ON b.id = x.bill_id JOIN account a ON a.id = b.account_id ",
            "JOIN customer c ON c.id = a.customer_id JOIN person p ON p.id = x.person_id ",
            $rest
        )
    };
}

/// A correction.
pub fn find(tx: &Tx<'_>, id: CorrectionId) -> Result<Option<CorrectionRow>> {
    tx.maybe(select!("WHERE x.id = $1"), &[&id])
}

/// A correction by its number, as it is written.
pub fn by_number(tx: &Tx<'_>, number: &str) -> Result<Option<CorrectionRow>> {
    tx.maybe(select!("WHERE x.number = $1"), &[&number])
}

/// The corrections of a claim, oldest first.
pub fn of_bill(tx: &Tx<'_>, bill: BillId) -> Result<Vec<CorrectionRow>> {
    tx.all(select!("WHERE x.bill_id = $1 ORDER BY x.id LIMIT 500"), &[&bill])
}

/// Corrections older than one, newest first; the first page is before `i64::MAX`.
pub fn before(tx: &Tx<'_>, id: i64, limit: i64) -> Result<Vec<CorrectionRow>> {
    tx.all(select!("WHERE x.id < $1 ORDER BY x.id DESC LIMIT $2"), &[&id, &limit])
}

crate::row! {
    /// A correction as the auditor's register lists it.
    pub struct ListedCorrection {
        /// Its number.
        number: String,
        /// What it is.
        kind: CorrectionKind,
        /// The claim it takes back.
        bill: String,
        /// Its account's number then.
        account: String,
        /// Business date.
        business_on: Day,
        /// When.
        made_at: Instant,
        /// The counter's code.
        counter: String,
        /// Whose doing it is, by their log-in name then.
        who: String,
        /// Who let it happen; empty where nobody had to, and while a second look is open.
        allowed_by: String,
        /// What is claimed less.
        amount: Money,
        /// Of that, what had been paid and became credit.
        credited: Money,
        /// The bill made in its place, or by whose reading a surcharge fell; empty where there is none.
        replaced_by: String,
        /// The run that was cancelled with it; 0 where it is one bill's.
        run: i64,
        /// Why.
        reason: CorrectionReason,
        /// In somebody's own words; may be empty.
        note: String,
        /// Its audit row.
        audit_seq: i64,
        /// That row's hash.
        audit_hash: String,
    }
}

macro_rules! listed {
    ($which:literal) => {
        concat!(
            "SELECT x.number, x.kind, b.number AS bill,
                    COALESCE((SELECT f.number FROM former_number f WHERE f.kind = 'account' AND f.id = c.id
                                 AND f.until_on > x.business_on ORDER BY f.until_on LIMIT 1), c.number) AS account,
                    x.business_on, x.made_at, o.code AS counter, ",
            crate::people::login_then!("u", "x.made_at"),
            " AS who, CASE WHEN q.done_first = 0 THEN COALESCE(",
            crate::people::login_then!("m", "q.decided_at"),
            ", '') ELSE '' END AS allowed_by, x.amount_minor AS amount, x.credited_minor AS credited,
                    COALESCE(r.number, '') AS replaced_by, COALESCE(x.run_id, 0) AS run, x.reason, x.note, x.audit_seq,
                    COALESCE(a.hash, '') AS audit_hash
               FROM bill_correction x JOIN bill b ON b.id = x.bill_id JOIN account c ON c.id = b.account_id
                    JOIN counter o ON o.id = x.counter_id JOIN person u ON u.id = x.person_id
                    LEFT JOIN approval q ON q.id = x.approval_id LEFT JOIN person m ON m.id = q.decided_by
                    LEFT JOIN bill r ON r.id = x.rebill_id
                    LEFT JOIN audit a ON a.counter_id = x.counter_id AND a.seq = x.audit_seq
              WHERE ",
            $which
        )
    };
}

/// Streams the corrections of the business dates `from..=to`, oldest first.
pub fn each(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(ListedCorrection) -> Result<bool>,
) -> Result<()> {
    tx.each(listed!("x.business_on BETWEEN $1 AND $2 ORDER BY x.business_on, x.id"), &[&from, &to], take)
}

/// Streams the corrections of one kind of single claims on the business dates `from..=to`, newest first: a cancelled run
/// is told as one.
pub fn newest(
    tx: &Tx<'_>,
    (from, to): (Day, Day),
    kind: CorrectionKind,
    limit: i64,
    take: impl FnMut(ListedCorrection) -> Result<bool>,
) -> Result<()> {
    let sql = listed!(
        "x.business_on BETWEEN $1 AND $2 AND x.run_id IS NULL AND x.kind = $3
          ORDER BY x.business_on DESC, x.id DESC LIMIT $4"
    );
    tx.each(sql, &[&from, &to, &kind, &limit], take)
}

/// One of them by its number, also while the act that makes it still runs.
pub fn listed(tx: &Tx<'_>, number: &str) -> Result<Option<ListedCorrection>> {
    tx.maybe(listed!("x.number = $1"), &[&number])
}

/// What stands on its paper, as JSON.
pub fn document(tx: &Tx<'_>, id: CorrectionId) -> Result<String> {
    Ok(tx.one::<crate::tx::Text>("SELECT document AS t FROM bill_correction WHERE id = $1", &[&id])?.t)
}

crate::row! {
    /// What corrections have taken off a claim so far.
    pub struct Taken {
        /// What is claimed less.
        amount: Money,
        /// Of that, what was still to be paid.
        unpaid: Money,
        /// Of that, what had been paid and became credit.
        credited: Money,
    }
}

/// What corrections have taken off a claim so far.
pub fn taken(tx: &Tx<'_>, bill: BillId) -> Result<Taken> {
    tx.one(
        "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS amount,
                CAST(COALESCE(SUM(left_minor + surcharge_left_minor), 0) AS BIGINT) AS unpaid,
                CAST(COALESCE(SUM(credited_minor), 0) AS BIGINT) AS credited
           FROM bill_correction WHERE bill_id = $1",
        &[&bill],
    )
}

/// What corrections of one kind have taken off a claim so far.
pub fn taken_by(tx: &Tx<'_>, bill: BillId, kind: CorrectionKind) -> Result<Money> {
    let found = tx.one::<TakenBy>(
        "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS amount FROM bill_correction
          WHERE bill_id = $1 AND kind = $2",
        &[&bill, &kind],
    )?;
    Ok(found.amount)
}

crate::row! {
    /// What corrections of one kind have taken off a claim.
    pub struct TakenBy {
        /// What is claimed less.
        amount: Money,
    }
}

/// A new correction's columns.
#[derive(Debug)]
pub struct NewCorrection<'a> {
    /// The claim.
    pub bill: BillId,
    /// What it is.
    pub kind: CorrectionKind,
    /// Its number.
    pub number: &'a str,
    /// What is taken off what was left, without surcharge.
    pub left: Money,
    /// What is taken off what was left of the surcharge.
    pub surcharge_left: Money,
    /// What had been paid and becomes credit; below zero when a cancelled bill takes back credit it gave.
    pub credited: Money,
    /// Why.
    pub reason: CorrectionReason,
    /// In somebody's own words; may be empty.
    pub note: &'a str,
    /// The bill made in its place; of a surcharge that falls with a reading the bill that charges by it.
    pub rebill: Option<BillId>,
    /// The run that is cancelled.
    pub run: Option<BillRunId>,
    /// The open dispute that a credit note says it is not for.
    pub beside_dispute: Option<DisputeId>,
    /// Whose chain it is logged in.
    pub counter: CounterId,
    /// Who.
    pub person: UserId,
    /// The request by which it was let happen.
    pub approval: Option<ApprovalId>,
    /// Business date.
    pub on: Day,
    /// When.
    pub at: Instant,
    /// Its place in the chain.
    pub audit_seq: i64,
    /// What stands on its paper, as JSON.
    pub document: &'a str,
}

/// Writes a correction, with the newest receipt and claim before it: the bill in its place comes after it.
pub fn insert(tx: &Tx<'_>, c: &NewCorrection<'_>) -> Result<CorrectionId> {
    let amount = c.left.minor() + c.surcharge_left.minor() + c.credited.minor();
    let n = tx.insert(
        "INSERT INTO bill_correction (bill_id, kind, number, amount_minor, left_minor, surcharge_left_minor,
                credited_minor, reason, note, rebill_id, run_id, counter_id, person_id, business_on, made_at,
                audit_seq, document, approval_id, beside_dispute, newest_payment, newest_bill)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                 (SELECT COALESCE(MAX(r.id), 0) FROM payment r),
                 CASE WHEN $2 = 'cancel' AND $10 IS NOT NULL THEN $10 - 1
                      ELSE (SELECT COALESCE(MAX(b.id), 0) FROM bill b) END)",
        &[
            &c.bill,
            &c.kind,
            &c.number,
            &amount,
            &c.left,
            &c.surcharge_left,
            &c.credited,
            &c.reason,
            &c.note,
            &c.rebill,
            &c.run,
            &c.counter,
            &c.person,
            &c.on,
            &c.at,
            &c.audit_seq,
            &c.document,
            &c.approval,
            &c.beside_dispute,
        ],
    )?;
    Ok(CorrectionId(n))
}

/// Marks a claim as taken back as a whole; nothing is left of it.
pub fn cancel_bill(tx: &Tx<'_>, bill: BillId) -> Result<()> {
    tx.hit(
        "UPDATE bill SET cancelled = 1, left_minor = 0, surcharge_left_minor = 0 WHERE id = $1 AND cancelled = 0",
        &[&bill],
    )
}
