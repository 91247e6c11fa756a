//! What the audit room adds up and lists: figures of a period, and the rows of its files.
//!
//! A period's figures stay the same once it is over: a void counts only when its own business date
//! lies in the period, a payment that fell later (refund, bounce, reversal, transfer) is taken off on the
//! date on which it fell, a cheque that its bank debited after its money had been handed back on the date of that, for it takes
//! the money a second time, and what was overdue is worked back to the period's end. Net is what was taken,
//! less what was voided, less what was given back; over any period it is what the journal's money ledgers
//! moved by for payments. A transfer moves no money: it is given back on one account and taken on another
//! in the same commit.

use crate::tx::Tx;
use foil_domain::customers::Service;
use foil_domain::ids::AccountId;
use foil_domain::money::Money;
use foil_domain::payments::{Method, Part};
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::{Day, Instant};
use foil_domain::undo::{UndoReason, UndoState};

crate::row! {
    /// Receipts of a period.
    pub struct Totals {
        /// Receipts, voids included.
        receipts: i64,
        /// Their money.
        taken: Money,
        /// Of them void.
        voids: i64,
        /// Their money.
        voided: Money,
        /// Payments that fell after their day, whenever they were taken.
        returns: i64,
        /// Their money.
        returned: Money,
    }
}

impl Default for Totals {
    fn default() -> Totals {
        let (taken, voided, returned) = (Money::ZERO, Money::ZERO, Money::ZERO);
        Totals { receipts: 0, taken, voids: 0, voided, returns: 0, returned }
    }
}

/// What money a payment took along as it fell. Of a bounce it is the cheque: what was given beside it stays.
macro_rules! money_back {
    () => {
        "(r.amount_minor - CASE WHEN r.kind = 'bounce' THEN COALESCE((SELECT SUM(k.kept_minor)
            FROM payment_reversal_credit k WHERE k.payment_id = r.payment_id), 0) ELSE 0 END)"
    };
}
pub(crate) use money_back;

/// Cheques that came back though their money had been handed back, since their debit is taken off its day; `s` is the step.
macro_rules! debited {
    () => {
        "cheque_claim k JOIN cheque q ON q.id = k.cheque_id
            JOIN cheque_step s ON s.cheque_id = k.cheque_id AND s.state = 'bounced' AND k.debited = 1"
    };
}
pub(crate) use debited;

/// What went back to customers or their banks on a day: payments that fell, credit that was paid out, and cheques that were debited
/// after a refund.
macro_rules! went_back {
    () => {
        concat!(
            "(SELECT r.kind, r.counter_id, r.person_id, r.audit_seq, r.business_on, r.made_at, ",
            crate::figures::money_back!(),
            " AS returned FROM payment_reversal r
               UNION ALL
              SELECT 'pay_out' AS kind, o.counter_id, o.person_id, o.audit_seq, o.business_on, o.made_at,
                     o.amount_minor AS returned FROM credit_payout o
               UNION ALL
              SELECT 'debit' AS kind, s.counter_id, s.person_id, s.audit_seq, s.business_on, s.made_at,
                     q.amount_minor AS returned FROM ",
            crate::figures::debited!(),
            ")"
        )
    };
}
pub(crate) use went_back;

/// Of that, what other cheques had paid of a payment that bounced: another receipt takes it up on the same day.
macro_rules! taken_up {
    () => {
        "COALESCE((SELECT g.paid_minor FROM bounce_kept b JOIN payment g ON g.id = b.to_payment_id
            WHERE b.payment_id = r.payment_id), 0)"
    };
}

/// Whose doing it was: who asked for it. Of a transfer, who let it happen, for the receipt on the right account is
/// theirs, too.
macro_rules! who_gave_back {
    () => {
        concat!(
            "CASE WHEN r.kind = 'transfer' THEN a.who ELSE ",
            crate::people::login_then!("u", "r.made_at"),
            " END"
        )
    };
}

/// Payments that fell, by the way in which their money went: a refund as it was handed back, a bounce as a cheque, a
/// reversal as it had come. One that brought only credit is there with no way.
macro_rules! returned {
    () => {
        concat!(
            "(SELECT r.id, r.kind, r.number, r.counter_id, r.person_id, r.audit_seq, r.business_on, r.made_at,
                     CASE r.kind WHEN 'bounce' THEN 'cheque' ELSE 'transfer' END AS method, ",
            money_back!(),
            " - CASE r.kind WHEN 'bounce' THEN ",
            taken_up!(),
            " ELSE 0 END AS amount_minor FROM payment_reversal r WHERE r.kind IN ('bounce', 'transfer')
               UNION ALL
              SELECT r.id, r.kind, r.number, r.counter_id, r.person_id, r.audit_seq, r.business_on, r.made_at,
                     'transfer' AS method, g.paid_minor AS amount_minor
                FROM payment_reversal r JOIN bounce_kept b ON b.payment_id = r.payment_id
                     JOIN payment g ON g.id = b.to_payment_id
               WHERE r.kind = 'bounce'
               UNION ALL
              SELECT r.id, r.kind, r.number, r.counter_id, r.person_id, r.audit_seq, r.business_on, r.made_at, f.method,
                     f.amount_minor
                FROM payment_reversal r JOIN refund_part f ON f.payment_id = r.payment_id
               WHERE r.kind = 'refund'
               UNION ALL
              SELECT r.id, r.kind, r.number, r.counter_id, r.person_id, r.audit_seq, r.business_on, r.made_at, t.method,
                     COALESCE(t.amount_minor - t.change_minor, 0) AS amount_minor
                FROM payment_reversal r LEFT JOIN payment_tender t ON t.payment_id = r.payment_id
               WHERE r.kind = 'reversal'
               UNION ALL
              SELECT -o.id AS id, 'pay_out' AS kind, o.number, o.counter_id, o.person_id, o.audit_seq, o.business_on,
                     o.made_at, o.back_by AS method, o.amount_minor
                FROM credit_payout o
               UNION ALL
              SELECT -1000000000000 - q.id AS id, 'debit' AS kind, 'cheque ' || q.id AS number, s.counter_id, s.person_id,
                     s.audit_seq, s.business_on, s.made_at, 'cheque' AS method, q.amount_minor
                FROM ",
            debited!(),
            ")"
        )
    };
}

/// The receipts of the business dates `from..=to`.
pub fn totals(tx: &Tx<'_>, from: Day, to: Day) -> Result<Totals> {
    tx.one(
        concat!("SELECT COUNT(*) AS receipts, CAST(COALESCE(SUM(p.paid_minor), 0) AS BIGINT) AS taken,
                COUNT(v.payment_id) AS voids,
                CAST(COALESCE(SUM(p.paid_minor) FILTER (WHERE v.payment_id IS NOT NULL), 0) AS BIGINT) AS voided,
                (SELECT COUNT(*) FROM ", went_back!(), " r WHERE r.business_on BETWEEN $1 AND $2) AS returns,
                CAST((SELECT COALESCE(SUM(r.returned), 0) FROM ", went_back!(), " r
                       WHERE r.business_on BETWEEN $1 AND $2) AS BIGINT) AS returned
           FROM payment p LEFT JOIN payment_void v ON v.payment_id = p.id AND v.business_on <= $2
          WHERE p.business_on BETWEEN $1 AND $2"),
        &[&from, &to],
    )
}

crate::row! {
    /// A way of paying in a period.
    pub struct MethodRow {
        /// The way.
        method: Method,
        /// Tenders.
        tenders: i64,
        /// What went back that way of payments that fell.
        returned: Money,
        /// Their money, less change, voids, and what went back.
        net: Money,
    }
}

/// The ways of paying of the business dates `from..=to`.
pub fn by_method(tx: &Tx<'_>, from: Day, to: Day) -> Result<Vec<MethodRow>> {
    tx.all(
        concat!(
            "SELECT x.method, CAST(SUM(x.tenders) AS BIGINT) AS tenders, CAST(SUM(x.returned) AS BIGINT) AS returned,
                    CAST(SUM(x.kept) - SUM(x.returned) AS BIGINT) AS net
               FROM (SELECT t.method, COUNT(*) AS tenders, 0 AS returned,
                            COALESCE(SUM(t.amount_minor - t.change_minor) FILTER (WHERE v.payment_id IS NULL), 0)
                              AS kept
                       FROM payment p JOIN payment_tender t ON t.payment_id = p.id
                            LEFT JOIN payment_void v ON v.payment_id = p.id AND v.business_on <= $1
                      WHERE p.business_on BETWEEN $2 AND $1 GROUP BY t.method
                      UNION ALL
                     SELECT r.method, 0 AS tenders, SUM(r.amount_minor) AS returned, 0 AS kept FROM ",
            returned!(),
            " r WHERE r.business_on BETWEEN $2 AND $1 AND r.method IS NOT NULL GROUP BY r.method) x
              GROUP BY x.method ORDER BY x.method LIMIT 100"
        ),
        &[&to, &from],
    )
}

/// Receipts and what was given back, added up by one column of theirs; the two follow.
macro_rules! added_up {
    ($by:literal) => {
        concat!(
            "SELECT x.",
            $by,
            ", CAST(SUM(x.receipts) AS BIGINT) AS receipts, CAST(SUM(x.kept) - SUM(x.returned) AS BIGINT) AS net,
               CAST(SUM(x.voids) AS BIGINT) AS voids, CAST(SUM(x.returned) AS BIGINT) AS returned FROM ("
        )
    };
}

crate::row! {
    /// A clerk in a period.
    pub struct ClerkRow {
        /// Log-in name, as the audit log has it.
        clerk: String,
        /// Receipts, voids included.
        receipts: i64,
        /// Their money, less voids and what was given back.
        net: Money,
        /// Of them void.
        voids: i64,
        /// Money of payments that fell.
        returned: Money,
    }
}

/// Who took payments or gave some back on the business dates `from..=to`.
pub fn by_clerk(tx: &Tx<'_>, from: Day, to: Day) -> Result<Vec<ClerkRow>> {
    tx.all(
        concat!(
            added_up!("clerk"),
            "SELECT a.who AS clerk, COUNT(*) AS receipts,
                    COALESCE(SUM(p.paid_minor) FILTER (WHERE v.payment_id IS NULL), 0) AS kept,
                    COUNT(v.payment_id) AS voids, 0 AS returned
               FROM payment p JOIN audit a ON a.counter_id = p.counter_id AND a.seq = p.audit_seq
                    LEFT JOIN payment_void v ON v.payment_id = p.id AND v.business_on <= $1
              WHERE p.business_on BETWEEN $2 AND $1 GROUP BY a.who
              UNION ALL
             SELECT ",
            who_gave_back!(),
            " AS clerk, 0 AS receipts, 0 AS kept, 0 AS voids, r.returned
               FROM ",
            went_back!(),
            " r JOIN person u ON u.id = r.person_id
                    JOIN audit a ON a.counter_id = r.counter_id AND a.seq = r.audit_seq
              WHERE r.business_on BETWEEN $2 AND $1) x GROUP BY x.clerk ORDER BY x.clerk LIMIT 5000"
        ),
        &[&to, &from],
    )
}

crate::row! {
    /// A business date.
    pub struct DayRow {
        /// The date.
        business_on: Day,
        /// Receipts, voids included.
        receipts: i64,
        /// Their money, less voids and what was given back.
        net: Money,
        /// Of them void.
        voids: i64,
        /// Money of payments that fell.
        returned: Money,
    }
}

/// The business dates `from..=to` on which something was taken or given back.
pub fn by_day(tx: &Tx<'_>, from: Day, to: Day) -> Result<Vec<DayRow>> {
    tx.all(
        concat!(
            added_up!("business_on"),
            "SELECT p.business_on, COUNT(*) AS receipts,
                    COALESCE(SUM(p.paid_minor) FILTER (WHERE v.payment_id IS NULL), 0) AS kept,
                    COUNT(v.payment_id) AS voids, 0 AS returned
               FROM payment p LEFT JOIN payment_void v ON v.payment_id = p.id AND v.business_on <= $1
              WHERE p.business_on BETWEEN $2 AND $1 GROUP BY p.business_on
              UNION ALL
             SELECT r.business_on, 0 AS receipts, 0 AS kept, 0 AS voids, r.returned FROM ",
            went_back!(),
            " r WHERE r.business_on BETWEEN $2 AND $1) x
              GROUP BY x.business_on ORDER BY x.business_on LIMIT 400"
        ),
        &[&to, &from],
    )
}

crate::row! {
    /// A receipt's number.
    pub struct NumberRow {
        /// The counter's code.
        counter: String,
        /// The number.
        number: String,
        /// Whether it is void.
        void: bool,
    }
}

/// Streams the receipt numbers of the business dates `from..=to`, by counter, oldest first.
pub fn each_number(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(NumberRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        "SELECT c.code AS counter, p.number, CASE WHEN v.payment_id IS NULL THEN 0 ELSE 1 END AS void
           FROM payment p JOIN counter c ON c.id = p.counter_id
                LEFT JOIN payment_void v ON v.payment_id = p.id AND v.business_on <= $1
          WHERE p.business_on BETWEEN $2 AND $1 ORDER BY p.counter_id, p.id",
        &[&to, &from],
        take,
    )
}

crate::row! {
    /// A payment as the audit files list it.
    pub struct TransactionRow {
        /// Receipt number.
        number: String,
        /// Business date.
        business_on: Day,
        /// When.
        taken_at: Instant,
        /// The counter's code.
        counter: String,
        /// Log-in name, as the audit log has it.
        clerk: String,
        /// Paid.
        paid: Money,
        /// Given.
        tendered: Money,
        /// Handed back.
        change: Money,
        /// Credit used.
        credit_used: Money,
        /// Left as credit.
        credit_added: Money,
        /// Cash, less change.
        cash: Money,
        /// Cheques.
        cheque: Money,
        /// Cards.
        card: Money,
        /// UPI.
        upi: Money,
        /// Bank.
        bank: Money,
        /// Moved from another account: no money came.
        transfer: Money,
        /// What a machine, a bank or a cheque calls its tenders: [`reference_text`].
        refs: String,
        /// What it was paid for, share by share: [`share_text`].
        paid_for: String,
        /// The slip that made it void, if it is void.
        slip: Option<String>,
        /// Its audit row.
        audit_seq: i64,
        /// That row's hash.
        audit_hash: String,
        /// The receipt as JSON.
        document: String,
        /// What its audit row says it changed, as JSON; empty where nobody asked for it.
        changes: String,
    }
}

/// A tender's reference as [`TransactionRow::refs`] has it, one after the other with [`BETWEEN_SHARES`].
#[must_use]
pub fn reference_text(method: Method, reference: &str, bank: &str) -> String {
    format!("{method}{IN_SHARE}{reference}{IN_SHARE}{bank}")
}

/// A share of a payment as [`TransactionRow::paid_for`] has it, shares one after the other with [`BETWEEN_SHARES`]: the
/// bill's number, or the account's place in the book where it is credit, the part, and minor units.
#[must_use]
pub fn share_text(bill: Option<&str>, account: AccountId, part: Part, amount: Money) -> String {
    let whose = bill.map_or_else(|| account.to_string(), str::to_owned);
    format!("{whose}{IN_SHARE}{part}{IN_SHARE}{}", amount.minor())
}

/// What stands between two shares: no number has it, for it cannot be typed.
pub const BETWEEN_SHARES: char = '\u{1e}';
/// What stands between the parts of one.
pub const IN_SHARE: char = '\u{1f}';

macro_rules! net_of {
    ($method:literal) => {
        concat!(
            "CAST((SELECT COALESCE(SUM(t.amount_minor - t.change_minor), 0) FROM payment_tender t ",
            "WHERE t.payment_id = p.id AND t.method = '",
            $method,
            "') AS BIGINT) AS ",
            $method,
            ", "
        )
    };
}

macro_rules! transactions {
    ($changes:literal) => {
        concat!(
            "SELECT p.number, p.business_on, p.taken_at, c.code AS counter, a.who AS clerk, p.paid_minor AS paid, ",
            "p.tendered_minor AS tendered, ",
            "CAST((SELECT COALESCE(SUM(t.change_minor), 0) FROM payment_tender t WHERE t.payment_id = p.id) ",
            "AS BIGINT) AS change, ",
            "p.credit_used_minor AS credit_used, p.credit_added_minor AS credit_added, ",
            net_of!("cash"),
            net_of!("cheque"),
            net_of!("card"),
            net_of!("upi"),
            net_of!("bank"),
            net_of!("transfer"),
            "COALESCE((SELECT string_agg(t.method || '\u{1f}' || t.reference || '\u{1f}' || t.bank, '\u{1e}' ",
            "ORDER BY t.line) FROM payment_tender t WHERE t.payment_id = p.id AND t.reference <> ''), '') ",
            "AS refs, ",
            "COALESCE((SELECT string_agg(COALESCE(b.number, CAST(s.account_id AS TEXT)) || '\u{1f}' || s.part || ",
            "'\u{1f}' || s.amount_minor, '\u{1e}' ORDER BY s.line) FROM payment_share s ",
            "LEFT JOIN bill b ON b.id = s.bill_id WHERE s.payment_id = p.id), '') AS paid_for, ",
            "v.number AS slip, p.audit_seq, a.hash AS audit_hash, p.document, ",
            $changes,
            " AS changes FROM payment p JOIN counter c ON c.id = p.counter_id ",
            "JOIN audit a ON a.counter_id = p.counter_id AND a.seq = p.audit_seq ",
            "LEFT JOIN payment_void v ON v.payment_id = p.id AND v.business_on <= $1 ",
            "WHERE p.business_on BETWEEN $2 AND $1 ORDER BY p.business_on, p.id"
        )
    };
}

/// Streams the payments of the business dates `from..=to`, oldest first.
pub fn each_transaction(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(TransactionRow) -> Result<bool>,
) -> Result<()> {
    tx.each(transactions!("''"), &[&to, &from], take)
}

/// The same, each with what its audit row says it changed.
pub fn each_transaction_said(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(TransactionRow) -> Result<bool>,
) -> Result<()> {
    tx.each(transactions!("a.changes"), &[&to, &from], take)
}

crate::row! {
    /// A void as the audit files list it.
    pub struct VoidedRow {
        /// Slip number.
        number: String,
        /// The receipt it made void.
        receipt: String,
        /// That receipt's business date.
        receipt_on: Day,
        /// Business date.
        business_on: Day,
        /// When.
        voided_at: Instant,
        /// The counter's code.
        counter: String,
        /// Log-in name, as the audit log has it.
        clerk: String,
        /// Whether a manager allowed it at somebody else's screen.
        allowed: bool,
        /// State of undo.
        state: UndoState,
        /// Reason.
        reason: UndoReason,
        /// Note.
        note: String,
        /// The receipt's money.
        amount: Money,
        /// Its audit row.
        audit_seq: i64,
        /// That row's hash.
        audit_hash: String,
        /// The slip as JSON.
        document: String,
    }
}

macro_rules! voids {
    ($which:literal) => {
        concat!(
            "SELECT v.number, p.number AS receipt, p.business_on AS receipt_on, v.business_on, v.voided_at,
                    c.code AS counter, COALESCE(a.who, '') AS clerk,
                    CASE WHEN v.allowed_by IS NULL THEN 0 ELSE 1 END AS allowed, v.state, v.reason, v.note,
                    p.paid_minor AS amount, v.audit_seq, COALESCE(a.hash, '') AS audit_hash, v.document
               FROM payment_void v JOIN payment p ON p.id = v.payment_id JOIN counter c ON c.id = v.counter_id
                    LEFT JOIN audit a ON a.counter_id = v.counter_id AND a.seq = v.audit_seq
              WHERE ",
            $which
        )
    };
}

/// Streams the voids of the business dates `from..=to`, oldest first.
pub fn each_void(tx: &Tx<'_>, from: Day, to: Day, take: impl FnMut(VoidedRow) -> Result<bool>) -> Result<()> {
    let sql = voids!("v.business_on BETWEEN $1 AND $2 ORDER BY v.business_on, v.payment_id");
    tx.each(sql, &[&from, &to], take)
}

/// One of them by its number, also while the act that makes it still runs.
pub fn void(tx: &Tx<'_>, number: &str) -> Result<Option<VoidedRow>> {
    tx.maybe(voids!("v.number = $1"), &[&number])
}

/// Streams the voids of the business dates `from..=to`, newest first.
pub fn newest_voids(
    tx: &Tx<'_>,
    (from, to): (Day, Day),
    take: impl FnMut(VoidedRow) -> Result<bool>,
) -> Result<()> {
    let sql = voids!("v.business_on BETWEEN $1 AND $2 ORDER BY v.business_on DESC, v.payment_id DESC");
    tx.each(sql, &[&from, &to], take)
}

crate::row! {
    /// What went back one way of a payment that fell.
    pub struct ReturnedRow {
        /// Its number; one that went back in several ways has several rows, one after the other.
        number: String,
        /// The date on which it fell.
        business_on: Day,
        /// The counter's code.
        counter: String,
        /// Log-in name of whose doing it was.
        clerk: String,
        /// The way; none where the payment had brought only credit.
        method: Option<Method>,
        /// How much.
        amount: Money,
    }
}

/// Streams what went back on the business dates `from..=to` of payments that fell.
pub fn each_returned(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(ReturnedRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        concat!(
            "SELECT r.number, r.business_on, c.code AS counter, ",
            who_gave_back!(),
            " AS clerk, r.method, r.amount_minor AS amount FROM ",
            returned!(),
            " r JOIN counter c ON c.id = r.counter_id JOIN person u ON u.id = r.person_id
               JOIN audit a ON a.counter_id = r.counter_id AND a.seq = r.audit_seq
              WHERE r.business_on BETWEEN $1 AND $2 ORDER BY r.business_on, r.id, r.method"
        ),
        &[&from, &to],
        take,
    )
}

/// Payments that fell, with when.
macro_rules! fell {
    () => {
        "(SELECT payment_id, business_on, voided_at AS made_at FROM payment_void
          UNION ALL
          SELECT payment_id, business_on, made_at FROM payment_reversal)"
    };
}
pub(crate) use fell;

/// Whether a bill had been cancelled when a payment of it, `v`, fell: then that has opened nothing of it, for what was paid had
/// become credit. Of one moment the credit that it took along tells.
macro_rules! gone_before {
    ($bill:literal, $account:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM bill_correction gone
                      WHERE gone.bill_id = ",
            $bill,
            " AND gone.kind = 'cancel'
                        AND (gone.business_on < v.business_on
                             OR (gone.business_on = v.business_on
                                 AND (gone.made_at < v.made_at
                                      OR (gone.made_at = v.made_at
                                          AND EXISTS (SELECT 1 FROM payment_reversal_credit taken
                                                       WHERE taken.payment_id = v.payment_id
                                                         AND taken.account_id = ",
            $account,
            "))))))"
        )
    };
}
pub(crate) use gone_before;

/// Bills that were open and past their due date at the end of a day, with what was late of them then:
/// what is left now, plus what was paid, set off or taken back since, less what fell since, and less what bills that stood then had
/// taken up of it and that were not late themselves. A bill that came into the book after that day was no bill of it: `$2` is the first journal entry after it. What fell since leads
/// to its payments and what is left to its bill, and what fell once its bill was cancelled opened nothing (a cross join is done in its order); any account at all leads to the
/// index of open bills, and an id that is reckoned keeps the engine from going through all bills in their order instead.
macro_rules! overdue_at {
    ($columns:literal, $rest:literal) => {
        concat!(
            "WITH moved AS (
               SELECT s.bill_id, s.part, s.amount_minor AS back FROM payment p
                 JOIN payment_share s ON s.payment_id = p.id
                WHERE p.business_on > $1 AND s.bill_id IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM ",
            fell!(),
            " v WHERE v.payment_id = p.id AND NOT ",
            gone_before!("s.bill_id", "s.account_id"),
            ")
               UNION ALL
               SELECT s.bill_id, s.part, -s.amount_minor AS back FROM ",
            fell!(),
            " v CROSS JOIN payment p JOIN payment_share s ON s.payment_id = p.id
                WHERE p.id = v.payment_id AND v.business_on > $1 AND p.business_on <= $1 AND s.bill_id IS NOT NULL
                  AND NOT ",
            gone_before!("s.bill_id", "s.account_id"),
            "
               UNION ALL
               SELECT c.bill_id, 'bill' AS part, c.left_minor AS back FROM bill_correction c
                WHERE c.business_on > $1
               UNION ALL
               SELECT c.bill_id, 'surcharge' AS part, c.surcharge_left_minor AS back FROM bill_correction c
                WHERE c.business_on > $1
               UNION ALL
               SELECT o.claim_id AS bill_id, o.part, o.amount_minor AS back FROM set_off o WHERE o.business_on > $1),
             since AS (
               SELECT bill_id, CAST(SUM(back) AS BIGINT) AS back,
                      CAST(COALESCE(SUM(back) FILTER (WHERE part = 'surcharge'), 0) AS BIGINT) AS back_surcharge
                 FROM moved GROUP BY bill_id),
             later AS (SELECT source_id FROM journal WHERE id >= $2 AND kind = 'bill'),
             candidate AS (
               SELECT id + 0 AS id FROM bill
                WHERE account_id > 0 AND left_minor + surcharge_left_minor > 0 AND cancelled = 0 AND due_on < $1
               UNION SELECT bill_id AS id FROM since),
             up AS (
               SELECT u.bill_id, SUM(u.amount_minor) AS in_all,
                      COALESCE(SUM(u.amount_minor) FILTER (WHERE w.due_on >= $1), 0) AS not_due,
                      MIN(w.due_on) AS until_on
                 FROM candidate x CROSS JOIN bill e CROSS JOIN taken_up u CROSS JOIN bill w
                WHERE e.id = x.id AND u.account_id = e.account_id AND u.bill_id = x.id
                  AND w.id = u.by_id AND w.issued_on <= $1
                  AND (w.cancelled = 0 OR EXISTS (SELECT 1 FROM bill_correction c
                         WHERE c.bill_id = w.id AND c.kind = 'cancel' AND c.business_on > $1))
                  AND u.by_id NOT IN (SELECT source_id FROM later)
                GROUP BY u.bill_id),
             was AS (
               SELECT b.id, b.account_id, b.number, b.due_on, b.total_minor,
                      b.left_minor + b.surcharge_left_minor + COALESCE(s.back, 0) AS open_then,
                      b.surcharge_left_minor + COALESCE(s.back_surcharge, 0) AS surcharge_then,
                      CASE WHEN u.bill_id IS NULL THEN 0 ELSE COALESCE((
                        SELECT MAX(d.amount_minor) FROM dispute d
                         WHERE d.bill_id = b.id AND d.opened_on <= $1
                           AND (d.ended_on IS NULL OR d.ended_on > $1)), 0) END AS disputed_then,
                      COALESCE(u.in_all, 0) AS in_all, COALESCE(u.not_due, 0) AS not_due, u.until_on
                 FROM candidate x CROSS JOIN bill b LEFT JOIN since s ON s.bill_id = x.id
                      LEFT JOIN up u ON u.bill_id = x.id
                WHERE b.id = x.id AND b.due_on < $1 AND b.issued_on <= $1
                  AND (b.cancelled = 0 OR EXISTS (SELECT 1 FROM bill_correction c
                         WHERE c.bill_id = b.id AND c.kind = 'cancel' AND c.business_on > $1))
                  AND x.id NOT IN (SELECT source_id FROM later)),
             agreed AS (
               SELECT was.*, CASE WHEN disputed_then > open_then THEN 0 ELSE open_then - disputed_then END AS undisputed
                 FROM was),
             late AS (
               SELECT id, account_id, number, due_on, total_minor, surcharge_then, until_on,
                      open_then - CASE WHEN not_due < undisputed THEN not_due ELSE undisputed END AS left_then,
                      open_then - CASE WHEN in_all < undisputed THEN in_all ELSE undisputed END AS own_then
                 FROM agreed)
             SELECT ",
            $columns,
            " FROM late ",
            $rest
        )
    };
}

crate::row! {
    /// What was overdue.
    pub struct OverdueSum {
        /// Bills.
        bills: i64,
        /// What was late of them.
        amount: Money,
    }
}

/// What was overdue at the end of a day.
pub fn overdue_sum(tx: &Tx<'_>, at: Day) -> Result<OverdueSum> {
    tx.one(
        overdue_at!(
            "COUNT(*) AS bills, CAST(COALESCE(SUM(left_then), 0) AS BIGINT) AS amount",
            "WHERE left_then > 0"
        ),
        &[&at, &first_after(tx, at)?],
    )
}

/// The first journal entry of a later day; one past the last when there is none. Entries are numbered as
/// they are written and the business day only moves on, so it is found by halving.
pub(crate) fn first_after(tx: &Tx<'_>, on: Day) -> Result<i64> {
    let last = tx.number("SELECT COALESCE(MAX(id), 0) AS n FROM journal", &[])?;
    let (mut low, mut high) = (1, last + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let later = tx.number(
            "SELECT COUNT(*) AS n FROM
               (SELECT business_on FROM journal WHERE id >= $1 ORDER BY id LIMIT 1) j WHERE j.business_on > $2",
            &[&middle, &on],
        )?;
        if later > 0 { high = middle } else { low = middle + 1 }
    }
    Ok(low)
}

crate::row! {
    /// An overdue bill as the audit files list it.
    pub struct OverdueRow {
        /// Bill number.
        number: String,
        /// Account number.
        account: String,
        /// Customer number.
        customer: String,
        /// Service.
        service: Service,
        /// Since when it was late: its due date, or that of the bill that had taken up all that was late of it.
        due_on: Day,
        /// Total as issued.
        total: Money,
        /// What was late of it, surcharge included.
        left_then: Money,
        /// Of that, surcharge.
        surcharge_then: Money,
        /// Of it, what a later bill had taken up and that was late with that one.
        taken_up: Money,
        /// The due date of that bill.
        until_on: Option<Day>,
    }
}

impl OverdueRow {
    /// What was late of it, each part with its own due date, and how much of each was surcharge: what was taken up is of the
    /// rest first.
    pub fn parts(&self) -> Result<Vec<(Day, Money, Money)>> {
        let mut surcharge = self.surcharge_then;
        let parts = parts(self.due_on, self.left_then, (self.until_on, self.taken_up))?;
        let with_surcharge = parts.into_iter().map(|(due_on, left)| {
            let of_it = surcharge.min(left);
            surcharge = surcharge.minus(of_it).ok_or(Refusal::TooMuch)?;
            Ok((due_on, left, of_it))
        });
        with_surcharge.collect()
    }
}

/// What was late of a claim, each part with its own due date, the oldest first: what a later bill had taken up was late with
/// that one.
fn parts(due_on: Day, left: Money, (until_on, taken_up): (Option<Day>, Money)) -> Result<Vec<(Day, Money)>> {
    let own = left.minus(taken_up).ok_or(Refusal::TooMuch)?;
    let later = (until_on.unwrap_or(due_on), taken_up);
    Ok([(due_on, own), later].into_iter().filter(|(_, amount)| amount.is_positive()).collect())
}

/// Streams the bills that were overdue at the end of a day, in the order in which they came into the book, with the
/// numbers that their accounts and customers had then.
pub fn each_overdue(tx: &Tx<'_>, at: Day, take: impl FnMut(OverdueRow) -> Result<bool>) -> Result<()> {
    tx.each(
        overdue_at!(
            "late.number,
             COALESCE((SELECT f.number FROM former_number f WHERE f.kind = 'account' AND f.id = a.id
                          AND f.until_on > $1 ORDER BY f.until_on LIMIT 1), a.number) AS account,
             COALESCE((SELECT f.number FROM former_number f WHERE f.kind = 'customer' AND f.id = c.id
                          AND f.until_on > $1 ORDER BY f.until_on LIMIT 1), c.number) AS customer,
             a.service, CASE WHEN late.own_then > 0 THEN late.due_on ELSE late.until_on END AS due_on,
             late.total_minor AS total, late.left_then,
             CASE WHEN late.surcharge_then > late.left_then THEN late.left_then ELSE late.surcharge_then END
               AS surcharge_then, late.left_then - late.own_then AS taken_up, late.until_on",
            "JOIN account a ON a.id = late.account_id JOIN customer c ON c.id = a.customer_id
              WHERE left_then > 0 ORDER BY late.id"
        ),
        &[&at, &first_after(tx, at)?],
        take,
    )
}

crate::row! {
    /// A defaulter's bill: what was overdue of it, with its account.
    pub struct DefaultRow {
        /// The account.
        account_id: AccountId,
        /// Its number then.
        account: String,
        /// Its customer's number then.
        customer: String,
        /// Service.
        service: Service,
        /// Since when it was late: its due date, or that of the bill that had taken up all that was late of it.
        due_on: Day,
        /// What was late of it, surcharge included.
        left_then: Money,
        /// Of that, what a later bill had taken up and that was late with that one.
        taken_up: Money,
        /// The due date of that bill.
        until_on: Option<Day>,
    }
}

impl DefaultRow {
    /// What was late of it, each part with its own due date.
    pub fn parts(&self) -> Result<Vec<(Day, Money)>> {
        parts(self.due_on, self.left_then, (self.until_on, self.taken_up))
    }
}

/// Streams the bills that were overdue at the end of a day, account by account, the oldest of each first.
pub fn each_default(tx: &Tx<'_>, at: Day, take: impl FnMut(DefaultRow) -> Result<bool>) -> Result<()> {
    tx.each(
        overdue_at!(
            "late.account_id,
             COALESCE((SELECT f.number FROM former_number f WHERE f.kind = 'account' AND f.id = a.id
                          AND f.until_on > $1 ORDER BY f.until_on LIMIT 1), a.number) AS account,
             COALESCE((SELECT f.number FROM former_number f WHERE f.kind = 'customer' AND f.id = c.id
                          AND f.until_on > $1 ORDER BY f.until_on LIMIT 1), c.number) AS customer,
             a.service, CASE WHEN late.own_then > 0 THEN late.due_on ELSE late.until_on END AS due_on, late.left_then,
             late.left_then - late.own_then AS taken_up, late.until_on",
            "JOIN account a ON a.id = late.account_id JOIN customer c ON c.id = a.customer_id
              WHERE left_then > 0
              ORDER BY late.account_id, CASE WHEN late.own_then > 0 THEN late.due_on ELSE late.until_on END, late.id"
        ),
        &[&at, &first_after(tx, at)?],
        take,
    )
}

crate::row! {
    /// A request whose money could not be posted.
    pub struct DeadRow {
        /// Ticket number.
        number: String,
        /// The business date on which that was so.
        business_on: Day,
        /// Its money.
        money_minor: Option<Money>,
        /// Why.
        problem: String,
    }
}

/// What became of requests with money in hand on the business dates `from..=to` and still was so when the last of
/// them ended, whatever became of it since.
macro_rules! stood_in_hand {
    ($columns:literal, $state:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM in_hand_day d JOIN ticket t ON t.id = d.ticket_id
              WHERE d.business_on BETWEEN $1 AND $2 AND d.state = '",
            $state,
            "' AND NOT EXISTS (SELECT 1 FROM in_hand_day l WHERE l.ticket_id = d.ticket_id
                                  AND l.business_on > d.business_on AND l.business_on <= $2)
              ORDER BY d.business_on DESC, d.ticket_id DESC LIMIT $3"
        )
    };
}

/// Requests that became dead letters on the business dates `from..=to` and were when they ended, newest first.
pub fn dead_letters(tx: &Tx<'_>, from: Day, to: Day, limit: i64) -> Result<Vec<DeadRow>> {
    tx.all(stood_in_hand!("t.number, d.business_on, t.money_minor, d.problem", "dead"), &[&from, &to, &limit])
}

crate::row! {
    /// A request with money in hand that somebody cancelled.
    pub struct CancelledRow {
        /// Ticket number.
        number: String,
        /// The business date on which it was cancelled.
        business_on: Day,
        /// Who cancelled it, by their log-in name then.
        who: String,
        /// Its money.
        money_minor: Option<Money>,
        /// What its file called it.
        reference: String,
        /// For which account.
        note: String,
    }
}

/// Requests with money in hand that were cancelled on the business dates `from..=to` and stayed so, newest first.
pub fn cancelled_money(tx: &Tx<'_>, from: Day, to: Day, limit: i64) -> Result<Vec<CancelledRow>> {
    tx.all(
        stood_in_hand!("t.number, d.business_on, d.who, t.money_minor, t.reference, t.note", "cancelled"),
        &[&from, &to, &limit],
    )
}

crate::row! {
    /// A paper beside receipts, and the row of the log that made it.
    pub struct MadeRow {
        /// `slip`, `z_report`, `refund`, `credit_note`, `deposit` or `slip_taken_back`.
        paper: String,
        /// Its number.
        number: String,
        /// Its amount: of a Z report its variance.
        amount: Money,
        /// The act.
        act: String,
        /// What it changed, as JSON.
        changes: String,
    }
}

/// Streams the slips, Z reports, vouchers and deposits of the business dates `from..=to` with what made them, and the
/// deposits that were taken back with what took them back.
pub fn each_made(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    mut take: impl FnMut(MadeRow) -> Result<bool>,
) -> Result<()> {
    for sql in [
        "SELECT 'slip' AS paper, v.number, p.paid_minor AS amount, a.act, a.changes
           FROM payment_void v JOIN payment p ON p.id = v.payment_id
                JOIN audit a ON a.counter_id = v.counter_id AND a.seq = v.audit_seq
          WHERE v.business_on BETWEEN $1 AND $2 ORDER BY v.business_on, v.payment_id",
        "SELECT 'z_report' AS paper, z.number, z.variance_minor AS amount, a.act, a.changes
           FROM z_report z JOIN audit a ON a.counter_id = z.counter_id AND a.seq = z.audit_seq
          WHERE z.business_on BETWEEN $1 AND $2 ORDER BY z.business_on, z.id",
        "SELECT 'safe_count' AS paper, 'SAFE/' || k.id AS number, k.counted_minor - k.expected_minor AS amount,
                a.act, a.changes
           FROM safe_count k JOIN audit a ON a.counter_id = k.counter_id AND a.seq = k.audit_seq
          WHERE k.business_on BETWEEN $1 AND $2 ORDER BY k.business_on, k.id",
        "SELECT 'refund' AS paper, r.number, r.amount_minor AS amount, a.act, a.changes
           FROM payment_reversal r JOIN audit a ON a.counter_id = r.counter_id AND a.seq = r.audit_seq
          WHERE r.business_on BETWEEN $1 AND $2 ORDER BY r.business_on, r.id",
        "SELECT 'refund' AS paper, o.number, o.amount_minor AS amount, a.act, a.changes
           FROM credit_payout o JOIN audit a ON a.counter_id = o.counter_id AND a.seq = o.audit_seq
          WHERE o.business_on BETWEEN $1 AND $2 ORDER BY o.business_on, o.id",
        "SELECT 'credit_note' AS paper, x.number, x.amount_minor AS amount, a.act, a.changes
           FROM bill_correction x JOIN audit a ON a.counter_id = x.counter_id AND a.seq = x.audit_seq
          WHERE x.business_on BETWEEN $1 AND $2 ORDER BY x.business_on, x.id",
        "SELECT 'deposit' AS paper, d.number, d.amount_minor AS amount, a.act, a.changes
           FROM deposit_slip d JOIN audit a ON a.counter_id = d.counter_id AND a.seq = d.audit_seq
          WHERE d.business_on BETWEEN $1 AND $2 ORDER BY d.business_on, d.id",
        "SELECT 'slip_taken_back' AS paper, d.number, d.amount_minor AS amount, a.act, a.changes
           FROM deposit_slip d JOIN deposit_taken_back k ON k.slip_id = d.id
                JOIN audit a ON a.counter_id = k.counter_id AND a.seq = k.audit_seq
          WHERE d.business_on BETWEEN $1 AND $2 ORDER BY d.business_on, d.id",
    ] {
        tx.each(sql, &[&from, &to], &mut take)?;
    }
    Ok(())
}

crate::row! {
    /// A payment whose split the customer directed.
    pub struct DirectedRow {
        /// The receipt.
        number: String,
        /// Business date.
        business_on: Day,
        /// Log-in name, as the audit log has it.
        who: String,
        /// Its money.
        paid: Money,
    }
}

/// The payments of the business dates `from..=to` whose split the customer directed, newest first.
pub fn directed(tx: &Tx<'_>, from: Day, to: Day, limit: i64) -> Result<Vec<DirectedRow>> {
    tx.all(
        "SELECT p.number, p.business_on, a.who, p.paid_minor AS paid
           FROM payment p JOIN audit a ON a.counter_id = p.counter_id AND a.seq = p.audit_seq
          WHERE p.directed = 1 AND p.business_on BETWEEN $1 AND $2 ORDER BY p.business_on DESC, p.id DESC LIMIT $3",
        &[&from, &to, &limit],
    )
}
