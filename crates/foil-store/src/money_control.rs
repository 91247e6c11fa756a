//! What the auditor's registers list of shifts, deposits, refunds and approvals.

use crate::tx::Tx;
use foil_domain::ids::{ApprovalId, CashMoveId, CounterId, SafeCountId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A payment that fell after its day was closed, or credit that was paid out.
    pub struct RefundRow {
        /// Its number.
        number: String,
        /// `reversal`, `refund`, `transfer`, `bounce` or `pay_out`.
        kind: String,
        /// The receipt; of credit the account's number.
        receipt: String,
        /// The receipt's business date; of credit its own.
        receipt_on: Day,
        /// Business date.
        business_on: Day,
        /// When.
        made_at: Instant,
        /// The counter's code.
        counter: String,
        /// Who asked for it.
        asked_by: String,
        /// Who let it happen; empty for what a bank has done, and while a second look is open.
        allowed_by: String,
        /// What fell.
        amount: Money,
        /// What money went with it: of a bounce the cheque alone.
        returned: Money,
        /// How a refund went back, by method and minor units: `cash:40000+upi:60000`; empty for the others.
        back_by: String,
        /// The receipt on the right account, of a transfer.
        to_receipt: String,
        /// Reason.
        reason: String,
        /// Note.
        note: String,
        /// Its audit row.
        audit_seq: i64,
        /// That row's hash.
        audit_hash: String,
    }
}

// What the whole is ordered by says its name: a column's own is not looked for beyond the tables of one half.
macro_rules! refunds {
    ($which:literal, $which_credit:literal, $order:literal) => {
        concat!(
            "SELECT r.number AS number, r.kind, p.number AS receipt, p.business_on AS receipt_on,
                r.business_on AS business_on, r.made_at AS made_at, c.code AS counter, ",
            crate::people::login_then!("u", "r.made_at"),
            " AS asked_by,
                COALESCE(",
            crate::people::login_then!("m", "r.made_at"),
            ", '') AS allowed_by,
                r.amount_minor AS amount, ",
            crate::figures::money_back!(),
            " AS returned,
                COALESCE((SELECT string_agg(f.method || ':' || f.amount_minor, '+' ORDER BY f.method)
                            FROM refund_part f WHERE f.payment_id = r.payment_id), '') AS back_by,
                COALESCE(t.number, '') AS to_receipt,
                r.reason, r.note, r.audit_seq AS audit_seq, COALESCE(a.hash, '') AS audit_hash
           FROM payment_reversal r JOIN payment p ON p.id = r.payment_id JOIN counter c ON c.id = r.counter_id
                JOIN person u ON u.id = r.person_id LEFT JOIN person m ON m.id = r.allowed_by
                LEFT JOIN bounce_kept g ON g.payment_id = r.payment_id
                LEFT JOIN payment t ON t.id = COALESCE(r.to_payment_id, g.to_payment_id)
                LEFT JOIN audit a ON a.counter_id = r.counter_id AND a.seq = r.audit_seq
          WHERE ",
            $which,
            " UNION ALL
         SELECT o.number, 'pay_out' AS kind, n.number AS receipt, o.business_on AS receipt_on, o.business_on, o.made_at,
                c.code AS counter, ",
            crate::people::login_then!("u", "o.made_at"),
            " AS asked_by,
                COALESCE(",
            crate::people::login_then!("m", "o.made_at"),
            ", '') AS allowed_by,
                o.amount_minor AS amount, o.amount_minor AS returned,
                o.back_by || ':' || o.amount_minor AS back_by, '' AS to_receipt, o.reason, o.reference AS note,
                o.audit_seq, COALESCE(a.hash, '') AS audit_hash
           FROM credit_payout o JOIN account n ON n.id = o.account_id JOIN counter c ON c.id = o.counter_id
                JOIN person u ON u.id = o.person_id LEFT JOIN person m ON m.id = o.allowed_by
                LEFT JOIN audit a ON a.counter_id = o.counter_id AND a.seq = o.audit_seq
          WHERE ",
            $which_credit,
            $order
        )
    };
}

/// Streams the payments that fell on the business dates `from..=to` after their own day, oldest first.
pub fn each_refund(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(RefundRow) -> Result<bool>,
) -> Result<()> {
    let sql = refunds!(
        "r.business_on BETWEEN $1 AND $2",
        "o.business_on BETWEEN $1 AND $2",
        " ORDER BY business_on, made_at, audit_seq, number"
    );
    tx.each(sql, &[&from, &to], take)
}

/// What the register calls a cheque that its bank debited after its money had been handed back.
pub const DEBITED: &str = "debited_after_refund";

/// Streams the cheques that their bank debited on the business dates `from..=to` after their money had been handed back, as far
/// as the debit is taken off its day; the oldest first, each as a row of what fell, under the cheque's own number.
pub fn each_debit(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(RefundRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        concat!(
            "SELECT q.number, 'debited_after_refund' AS kind, p.number AS receipt, p.business_on AS receipt_on,
                    s.business_on, s.made_at, c.code AS counter, ",
            crate::people::login_then!("u", "s.made_at"),
            " AS asked_by,
                    COALESCE(",
            crate::people::login_then!("m", "s.made_at"),
            ", '') AS allowed_by,
                    q.amount_minor AS amount, q.amount_minor AS returned, '' AS back_by, '' AS to_receipt, q.reason, q.note,
                    s.audit_seq, COALESCE(a.hash, '') AS audit_hash
               FROM ",
            crate::figures::debited!(),
            " JOIN payment p ON p.id = q.payment_id JOIN counter c ON c.id = s.counter_id
                    JOIN person u ON u.id = s.person_id LEFT JOIN person m ON m.id = s.allowed_by
                    LEFT JOIN audit a ON a.counter_id = s.counter_id AND a.seq = s.audit_seq
              WHERE s.business_on BETWEEN $1 AND $2 ORDER BY s.business_on, s.made_at, s.audit_seq, q.id"
        ),
        &[&from, &to],
        take,
    )
}

/// A payment that fell, or credit that was paid out, by its number, also while the act that makes it still runs.
pub fn refund(tx: &Tx<'_>, number: &str) -> Result<Option<RefundRow>> {
    tx.maybe(refunds!("r.number = $1", "o.number = $1", ""), &[&number])
}

crate::row! {
    /// A shift as it ended.
    pub struct ZRow {
        /// The Z report's number.
        number: String,
        /// The shift's number.
        shift: String,
        /// The counter's code.
        counter: String,
        /// Whose drawer.
        clerk: String,
        /// Business date.
        business_on: Day,
        /// When.
        closed_at: Instant,
        /// Cash that should have been there.
        expected: Money,
        /// Cash that was.
        counted: Money,
        /// Counted less expected.
        variance: Money,
        /// Counted less taken of cheques.
        cheque: Money,
        /// Of card slips.
        card: Money,
        /// Of UPI transfers.
        upi: Money,
        /// Of bank transfers.
        bank: Money,
        /// Why.
        reason: String,
        /// Who approved the variance; empty when nobody had to.
        approved_by: String,
        /// Who counted it last.
        counted_by: String,
        /// Who closed it; empty in those of versions that did not say.
        closed_by: String,
        /// Left in the drawer.
        kept: Money,
        /// Of that, more than the drawer's float.
        kept_more: Money,
        /// Why; empty where it is not more.
        kept_reason: String,
        /// Left for the bank.
        banked: Money,
        /// Of a count of the safe that differed: how much of the day could be let pass by one person's word. None of a Z
        /// report, of what nobody has explained, and where nobody wrote it down.
        tolerance: Option<Money>,
        /// Its audit row.
        audit_seq: i64,
        /// That row's hash.
        audit_hash: String,
    }
}

/// By how much the last count of a Z report's shift was off in one way of paying.
macro_rules! off_in {
    ($method:literal) => {
        concat!(
            "COALESCE((SELECT k.counted_minor - k.expected_minor FROM shift_count k
                        WHERE k.shift_id = z.shift_id AND k.method = '",
            $method,
            "' AND k.n = (SELECT MAX(x.n) FROM shift_count x WHERE x.shift_id = z.shift_id)), 0) AS ",
            $method
        )
    };
}

/// Who counted and closed a clerk's drawer in their place, in words; none where the clerk did both.
#[must_use]
pub fn in_their_place(clerk: &str, counted_by: &str, closed_by: &str) -> Option<String> {
    let other = |who: &str| !who.is_empty() && who != clerk;
    match (other(counted_by), other(closed_by)) {
        (false, false) => None,
        (true, true) if counted_by == closed_by => Some(format!("counted and closed by {closed_by}")),
        (true, true) => Some(format!("counted by {counted_by}, closed by {closed_by}")),
        (true, false) => Some(format!("counted by {counted_by}")),
        (false, true) => Some(format!("closed by {closed_by}")),
    }
}

impl ZRow {
    /// Who counted and closed the drawer of somebody else, in words; none where its clerk did both.
    #[must_use]
    pub fn in_their_place(&self) -> Option<String> {
        in_their_place(&self.clerk, &self.counted_by, &self.closed_by)
    }

    /// By how much the other ways of paying are off; even ones, too.
    #[must_use]
    pub const fn tenders(&self) -> [(Method, Money); 4] {
        [
            (Method::Cheque, self.cheque),
            (Method::Card, self.card),
            (Method::Upi, self.upi),
            (Method::Bank, self.bank),
        ]
    }
}

macro_rules! z_reports {
    ($which:literal) => {
        concat!(
            "SELECT z.number, s.number AS shift, c.code AS counter, ",
            crate::people::login_then!("u", "z.closed_at"),
            " AS clerk,
                z.business_on, z.closed_at,
                z.expected_minor AS expected, z.counted_minor AS counted, z.variance_minor AS variance,
                ",
            off_in!("cheque"),
            ", ",
            off_in!("card"),
            ", ",
            off_in!("upi"),
            ", ",
            off_in!("bank"),
            ",
                z.variance_reason AS reason, COALESCE(",
            crate::people::login_then!("m", "z.closed_at"),
            ", '') AS approved_by,
                COALESCE(",
            crate::people::login_then!("k", "z.closed_at"),
            ", '') AS counted_by, COALESCE(",
            crate::people::login_then!("e", "z.closed_at"),
            ", '') AS closed_by,
                z.kept_minor AS kept, z.kept_minor - COALESCE(z.float_minor, s.float_minor) AS kept_more, z.kept_reason,
                z.banked_minor AS banked, CAST(NULL AS BIGINT) AS tolerance,
                z.audit_seq, COALESCE(a.hash, '') AS audit_hash
           FROM z_report z JOIN shift s ON s.id = z.shift_id JOIN counter c ON c.id = z.counter_id
                JOIN person u ON u.id = z.person_id LEFT JOIN person m ON m.id = z.approved_by
                LEFT JOIN person k ON k.id = (SELECT x.person_id FROM shift_count x
                                               WHERE x.shift_id = z.shift_id AND x.method = 'cash'
                                               ORDER BY x.n DESC LIMIT 1)
                LEFT JOIN person e ON e.id = s.ended_by
                LEFT JOIN audit a ON a.counter_id = z.counter_id AND a.seq = z.audit_seq
          WHERE ",
            $which
        )
    };
}

/// How the register calls a count of the safe.
pub const SAFE: &str = "SAFE/";

macro_rules! safe_counts {
    ($which:literal) => {
        concat!(
            "SELECT 'SAFE/' || k.id AS number, '' AS shift, c.code AS counter, ",
            crate::people::login_then!("u", "k.made_at"),
            " AS clerk, k.business_on, k.made_at AS closed_at, k.expected_minor AS expected,
                k.counted_minor AS counted, k.counted_minor - k.expected_minor AS variance,
                0 AS cheque, 0 AS card, 0 AS upi, 0 AS bank,
                CASE WHEN f.note <> '' THEN f.reason || ': ' || f.note ELSE COALESCE(f.reason, '') END AS reason,
                CASE WHEN q.done_first = 0 THEN COALESCE(",
            crate::people::login_then!("m", "q.decided_at"),
            ", '') ELSE '' END AS approved_by, ",
            crate::people::login_then!("u", "k.made_at"),
            " AS counted_by, '' AS closed_by, 0 AS kept, 0 AS kept_more, '' AS kept_reason, 0 AS banked,
                f.tolerance_minor AS tolerance, k.audit_seq, COALESCE(a.hash, '') AS audit_hash
           FROM safe_count k JOIN counter c ON c.id = k.counter_id JOIN person u ON u.id = k.person_id
                LEFT JOIN safe_difference f ON f.count_id = k.id
                LEFT JOIN approval q ON q.id = f.approval_id LEFT JOIN person m ON m.id = q.decided_by
                LEFT JOIN audit a ON a.counter_id = k.counter_id AND a.seq = k.audit_seq
          WHERE ",
            $which
        )
    };
}

/// Streams the counts of the safe of the business dates `from..=to`, oldest first, as rows of the register: of no shift.
pub fn each_safe(tx: &Tx<'_>, from: Day, to: Day, take: impl FnMut(ZRow) -> Result<bool>) -> Result<()> {
    tx.each(safe_counts!("k.business_on BETWEEN $1 AND $2 ORDER BY k.business_on, k.id"), &[&from, &to], take)
}

/// One of them by its number, also while the act that makes it still runs.
pub fn safe_count(tx: &Tx<'_>, number: &str) -> Result<Option<ZRow>> {
    match number.strip_prefix(SAFE).and_then(|id| id.parse().ok()) {
        Some(id) => tx.maybe(safe_counts!("k.id = $1"), &[&SafeCountId(id)]),
        None => Ok(None),
    }
}

/// Streams the Z reports of the business dates `from..=to`, oldest first.
pub fn each_z(tx: &Tx<'_>, from: Day, to: Day, take: impl FnMut(ZRow) -> Result<bool>) -> Result<()> {
    tx.each(z_reports!("z.business_on BETWEEN $1 AND $2 ORDER BY z.business_on, z.id"), &[&from, &to], take)
}

/// One of them by its number, also while the act that makes it still runs.
pub fn z_report(tx: &Tx<'_>, number: &str) -> Result<Option<ZRow>> {
    tx.maybe(z_reports!("z.number = $1"), &[&number])
}

crate::row! {
    /// A Z report as it was printed.
    pub struct PrintedZ {
        /// Its number.
        number: String,
        /// Business date.
        business_on: Day,
        /// What stands on it, as JSON.
        document: String,
        /// The hash of its audit row.
        audit_hash: String,
    }
}

macro_rules! printed {
    ($which:literal) => {
        concat!(
            "SELECT z.number, z.business_on, z.document, COALESCE(a.hash, '') AS audit_hash
               FROM z_report z LEFT JOIN audit a ON a.counter_id = z.counter_id AND a.seq = z.audit_seq
              WHERE ",
            $which
        )
    };
}

/// Streams the papers of the Z reports of the business dates `from..=to`, oldest first.
pub fn each_printed_z(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(PrintedZ) -> Result<bool>,
) -> Result<()> {
    tx.each(printed!("z.business_on BETWEEN $1 AND $2 ORDER BY z.business_on, z.id"), &[&from, &to], take)
}

/// One of them by its number, also while the act that makes it still runs.
pub fn printed_z(tx: &Tx<'_>, number: &str) -> Result<Option<PrintedZ>> {
    tx.maybe(printed!("z.number = $1"), &[&number])
}

crate::row! {
    /// Cash that went into a drawer or out of it beside payments and voids.
    pub struct CashRow {
        /// `float`, `cash_in`, `cash_out`, `drop`, `change_out`, `change_in`, `refund`; [`BROUGHT`] to the safe.
        kind: String,
        /// Business date.
        business_on: Day,
        /// When.
        made_at: Instant,
        /// The counter's code.
        counter: String,
        /// Who moved it.
        clerk: String,
        /// The shift's number.
        shift: String,
        /// The other shift's number, of change between two.
        other: String,
        /// How much.
        amount: Money,
        /// Whether it counts: `done`, `offered`, `accepted`, `declined`.
        state: String,
        /// Why.
        reason: String,
        /// In somebody's own words.
        note: String,
    }
}

macro_rules! cash_moves {
    ($which:literal) => {
        concat!(
            "SELECT m.kind, m.business_on, m.made_at, c.code AS counter, ",
            crate::people::login_then!("u", "m.made_at"),
            " AS clerk,
                s.number AS shift,
                COALESCE(o.number, '') AS other, m.amount_minor AS amount, m.state, m.reason, m.note
           FROM shift s JOIN shift_cash m ON m.shift_id = s.id JOIN counter c ON c.id = s.counter_id
                JOIN person u ON u.id = m.person_id LEFT JOIN shift o ON o.id = m.other_shift_id
          WHERE ",
            $which
        )
    };
}

/// Streams the cash that was moved in the shifts of the business dates `from..=to`, shift by shift.
pub fn each_cash(tx: &Tx<'_>, from: Day, to: Day, take: impl FnMut(CashRow) -> Result<bool>) -> Result<()> {
    let sql = cash_moves!("s.business_on BETWEEN $1 AND $2 ORDER BY s.business_on, s.id, m.id");
    tx.each(sql, &[&from, &to], take)
}

/// One of these movements, also while the act that makes it still runs.
pub fn cash_move(tx: &Tx<'_>, id: CashMoveId) -> Result<Option<CashRow>> {
    tx.maybe(cash_moves!("m.id = $1"), &[&id])
}

/// How the register calls cash that is brought to the safe from outside the office.
pub const BROUGHT: &str = "safe_in";

/// What the numbers of cash that is brought to the safe begin with: counts of the safe have numbers of their own.
pub const SAFE_IN: &str = "SAFE-IN/";

macro_rules! brought {
    ($which:literal) => {
        concat!(
            "SELECT 'safe_in' AS kind, b.business_on, b.made_at, c.code AS counter, ",
            crate::people::login_then!("u", "b.made_at"),
            " AS clerk,
                '' AS shift, '' AS other, b.amount_minor AS amount, 'done' AS state, b.came_from AS reason,
                'SAFE-IN/' || b.id || ', ' || b.voucher || CASE WHEN b.note <> '' THEN ': ' || b.note ELSE '' END AS note
           FROM safe_brought b JOIN counter c ON c.id = b.counter_id JOIN person u ON u.id = b.person_id
          WHERE ",
            $which
        )
    };
}

/// How the register calls what was brought to the safe by mistake, and goes back.
pub const BROUGHT_BACK: &str = "safe_back";

/// What the numbers begin with under which cash is taken back that was brought to the safe.
pub const SAFE_BACK: &str = "SAFE-BACK/";

macro_rules! brought_back {
    ($which:literal) => {
        concat!(
            "SELECT 'safe_back' AS kind, k.business_on, k.made_at, c.code AS counter, ",
            crate::people::login_then!("u", "k.made_at"),
            " AS clerk,
                '' AS shift, '' AS other, b.amount_minor AS amount, 'done' AS state, b.came_from AS reason,
                'SAFE-IN/' || b.id || ', ' || k.reason AS note
           FROM safe_brought_back k JOIN safe_brought b ON b.id = k.brought_id JOIN counter c ON c.id = k.counter_id
                JOIN person u ON u.id = k.person_id
          WHERE ",
            $which
        )
    };
}

/// Streams the cash that was brought to the safe on the business dates `from..=to`, and then what of it was taken back, as
/// rows of the register: of no shift, and by number, paper and note, or why, in one column.
pub fn each_brought(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    mut take: impl FnMut(CashRow) -> Result<bool>,
) -> Result<()> {
    let came = brought!("b.business_on BETWEEN $1 AND $2 ORDER BY b.business_on, b.id");
    let went = brought_back!("k.business_on BETWEEN $1 AND $2 ORDER BY k.business_on, k.id");
    for sql in [came, went] {
        tx.each(sql, &[&from, &to], &mut take)?;
    }
    Ok(())
}

/// One of them by its number, also while the act that makes it still runs.
pub fn safe_brought(tx: &Tx<'_>, number: &str) -> Result<Option<CashRow>> {
    let id = |begins: &str| number.strip_prefix(begins).and_then(|id| id.parse::<i64>().ok());
    match (id(SAFE_IN), id(SAFE_BACK)) {
        (Some(id), _) => tx.maybe(brought!("b.id = $1"), &[&id]),
        (_, Some(id)) => tx.maybe(brought_back!("k.id = $1"), &[&id]),
        _ => Ok(None),
    }
}

crate::row! {
    /// A drawer that was offered change from, and whose owner took it back themselves.
    pub struct TakenBackRow {
        /// The shift's number.
        shift: String,
        /// Business date.
        business_on: Day,
        /// Whose drawer, as the row of the log that opened it has them; by the clock where nobody kept that.
        who: String,
        /// How often.
        times: i64,
    }
}

/// Streams the shifts of the business dates `from..=to` from which change was offered and taken back by who had offered
/// it, with how often.
pub fn each_taken_back(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(TakenBackRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        concat!(
            "SELECT s.number AS shift, s.business_on, COALESCE(a.who, ",
            crate::people::login_then!("u", "s.opened_at"),
            ") AS who, (SELECT COUNT(*) FROM shift_cash m
                         WHERE m.shift_id = s.id AND m.kind = 'change_out' AND m.state = 'declined'
                           AND m.accepted_by = m.person_id) AS times
               FROM shift s JOIN person u ON u.id = s.person_id
                    LEFT JOIN audit a ON a.counter_id = s.counter_id AND a.seq = s.opened_seq
              WHERE s.business_on BETWEEN $1 AND $2
                AND EXISTS (SELECT 1 FROM shift_cash m
                             WHERE m.shift_id = s.id AND m.kind = 'change_out' AND m.state = 'declined'
                               AND m.accepted_by = m.person_id)
              ORDER BY s.id"
        ),
        &[&from, &to],
        take,
    )
}

crate::row! {
    /// A drawer that did not begin with what was left in it.
    pub struct FloatRow {
        /// The shift's number.
        shift: String,
        /// Business date.
        business_on: Day,
        /// Whose drawer.
        clerk: String,
        /// What it began with.
        float: Money,
        /// What the Z report before it had kept in the drawer of this counter.
        kept: Money,
    }
}

/// Streams the shifts of the business dates `from..=to` that began with another float than the counter's last Z report
/// before had kept; the first shift of a counter follows none.
pub fn each_other_float(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(FloatRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        concat!(
            "SELECT s.number AS shift, s.business_on, ",
            crate::people::login_then!("u", "s.opened_at"),
            " AS clerk, s.float_minor AS float, z.kept_minor AS kept
           FROM shift s JOIN person u ON u.id = s.person_id
                JOIN z_report z ON z.shift_id = (SELECT b.shift_id FROM z_report b
                                                  WHERE b.shift_id < s.id AND b.counter_id = s.counter_id
                                                  ORDER BY b.shift_id DESC LIMIT 1)
          WHERE s.business_on BETWEEN $1 AND $2 AND s.float_minor <> z.kept_minor
          ORDER BY s.business_on, s.id"
        ),
        &[&from, &to],
        take,
    )
}

crate::row! {
    /// A counter's first drawer.
    pub struct FirstFloatRow {
        /// The shift's number.
        shift: String,
        /// Business date.
        business_on: Day,
        /// Whose drawer.
        clerk: String,
        /// What it began with.
        float: Money,
    }
}

/// Streams the shifts of the business dates `from..=to` that began with cash in a drawer that no Z report had left any in:
/// the first ones of their counters.
pub fn each_first_float(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(FirstFloatRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        concat!(
            "SELECT s.number AS shift, s.business_on, COALESCE(a.who, ",
            crate::people::login_then!("u", "s.opened_at"),
            ") AS clerk, s.float_minor AS float
           FROM shift s JOIN person u ON u.id = s.person_id
                LEFT JOIN audit a ON a.counter_id = s.counter_id AND a.seq = s.opened_seq
          WHERE s.business_on BETWEEN $1 AND $2 AND s.float_minor > 0
            AND NOT EXISTS (SELECT 1 FROM z_report z WHERE z.shift_id < s.id AND z.counter_id = s.counter_id)
          ORDER BY s.business_on, s.id"
        ),
        &[&from, &to],
        take,
    )
}

crate::row! {
    /// A drawer that was opened on a day that was over by the clock.
    pub struct OldDayRow {
        /// The shift's number.
        shift: String,
        /// Business date.
        business_on: Day,
        /// In whose chain that is told.
        counter_id: CounterId,
        /// Its code.
        counter: String,
        /// Where in it.
        audit_seq: i64,
    }
}

/// Streams the shifts of the business dates `from..=to` that somebody opened knowing that their day was over.
pub fn each_old_day(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(OldDayRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        "SELECT s.number AS shift, s.business_on, s.counter_id, c.code AS counter, s.opened_seq AS audit_seq
           FROM shift s JOIN counter c ON c.id = s.counter_id
                JOIN audit a ON a.counter_id = s.counter_id AND a.seq = s.opened_seq
          WHERE s.business_on BETWEEN $1 AND $2 AND a.act IN ('open_shift', 'accept_hand_over')
            AND a.changes LIKE '%\"old_day\":true%'
          ORDER BY s.business_on, s.id",
        &[&from, &to],
        take,
    )
}

crate::row! {
    /// What was paid in at the bank.
    pub struct DepositRow {
        /// The slip's number.
        number: String,
        /// `cash` or `cheques`.
        kind: String,
        /// Business date.
        business_on: Day,
        /// When.
        made_at: Instant,
        /// The counter's code.
        counter: String,
        /// Who made it.
        who: String,
        /// How much.
        amount: Money,
        /// What waited for the bank; of cheques their sum.
        expected: Money,
        /// What was counted less that.
        off: Money,
        /// Why; empty where it is all of it.
        reason: String,
        /// In somebody's own words; may be empty.
        note: String,
        /// Who let it pass; empty where nobody had to, and while a second look is open.
        allowed_by: String,
        /// The last Z report that it takes in; empty for cheques.
        until_z: String,
        /// What of the cash that waited stays in the safe.
        stays: Money,
        /// Why it was taken back on its day; empty for one that stands.
        taken_back: String,
        /// Who took it back.
        taken_back_by: String,
        /// Who let that happen; empty for cheques, where nobody has to, and where a second look is left.
        back_allowed_by: String,
        /// Its audit row.
        audit_seq: i64,
        /// That row's hash.
        audit_hash: String,
    }
}

macro_rules! deposits {
    ($which:literal) => {
        concat!(
            "SELECT d.number, d.kind, d.business_on, d.made_at, c.code AS counter, ",
            crate::people::login_then!("u", "d.made_at"),
            " AS who,
                d.amount_minor AS amount, COALESCE(f.expected_minor, d.amount_minor) AS expected,
                COALESCE(f.off_minor, 0) AS off, COALESCE(f.reason, '') AS reason, COALESCE(f.note, '') AS note,
                CASE WHEN q.done_first = 0 THEN COALESCE(",
            crate::people::login_then!("m", "q.decided_at"),
            ", '') ELSE '' END AS allowed_by,
                COALESCE(z.number, '') AS until_z, d.stays_minor AS stays, COALESCE(k.reason, '') AS taken_back,
                COALESCE(",
            crate::people::login_then!("t", "k.made_at"),
            ", '') AS taken_back_by,
                CASE WHEN r.done_first = 0 THEN COALESCE(",
            crate::people::login_then!("g", "k.made_at"),
            ", '') ELSE '' END AS back_allowed_by, d.audit_seq, COALESCE(a.hash, '') AS audit_hash
           FROM deposit_slip d JOIN counter c ON c.id = d.counter_id JOIN person u ON u.id = d.person_id
                LEFT JOIN z_report z ON z.id = d.until_z LEFT JOIN deposit_taken_back k ON k.slip_id = d.id
                LEFT JOIN person t ON t.id = k.person_id
                LEFT JOIN approval r ON r.id = k.approval_id LEFT JOIN person g ON g.id = r.decided_by
                LEFT JOIN deposit_difference f ON f.slip_id = d.id
                LEFT JOIN approval q ON q.id = f.approval_id LEFT JOIN person m ON m.id = q.decided_by
                LEFT JOIN audit a ON a.counter_id = d.counter_id AND a.seq = d.audit_seq
          WHERE ",
            $which
        )
    };
}

/// Streams the deposit slips of the business dates `from..=to`, oldest first.
pub fn each_deposit(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(DepositRow) -> Result<bool>,
) -> Result<()> {
    tx.each(deposits!("d.business_on BETWEEN $1 AND $2 ORDER BY d.business_on, d.id"), &[&from, &to], take)
}

/// One of them by its number, also while the act that makes it still runs.
pub fn deposit(tx: &Tx<'_>, number: &str) -> Result<Option<DepositRow>> {
    tx.maybe(deposits!("d.number = $1"), &[&number])
}

crate::row! {
    /// What somebody asked for and another decided.
    pub struct ApprovalRow {
        /// Its number.
        approval: i64,
        /// What kind of thing.
        kind: String,
        /// About what, in words.
        about: String,
        /// How much.
        amount: Money,
        /// Why.
        reason: String,
        /// Who asked.
        asked_by: String,
        /// When.
        asked_at: Instant,
        /// The business date it was asked on.
        business_on: Day,
        /// How it stood: `asked`, `approved`, `refused`, `withdrawn`, `expired`, `second_look`, `cleared`.
        state: String,
        /// Who decided; empty while nobody had.
        decided_by: String,
        /// Whether it was done first and looked at afterwards.
        done_first: bool,
        /// Whether it is the second look at what a second person has let pass above what their role may approve.
        above: bool,
        /// Whether it was not looked at in time, of what was done first: later, or by then not yet.
        overdue: bool,
        /// The number of the paper that came of it.
        outcome: String,
        /// What the one who decided noted.
        note: String,
        /// Who was at work and could have let it pass when it was done first.
        beside: String,
        /// The code of the counter in whose chain the row stands in which it was asked for.
        counter: String,
        /// That row's place; 0 where nobody kept it.
        audit_seq: i64,
        /// That row's hash; empty with it.
        audit_hash: String,
    }
}

/// Whether it is told what became of a request: by then somebody had decided it or taken it back.
macro_rules! became {
    () => {
        "COALESCE(q.decided_on, q.ended_on) <= $1"
    };
}

macro_rules! requests {
    ($which:literal) => {
        concat!(
            "SELECT q.id AS approval, q.kind, q.about, q.amount_minor AS amount, q.reason, ",
            crate::people::login_then!("u", "q.asked_at"),
            " AS asked_by, q.asked_at, q.business_on, CASE WHEN ",
            became!(),
            " THEN q.state WHEN q.done_first = 1 THEN 'second_look' WHEN q.expires_at <= $2 THEN 'expired'
                   ELSE 'asked' END AS state, CASE WHEN ",
            became!(),
            " THEN COALESCE(",
            crate::people::login_then!("m", "q.decided_at"),
            ", '') ELSE '' END AS decided_by, q.done_first,
                    CASE WHEN q.subject LIKE 'look:%' THEN 1 ELSE 0 END AS above, CASE WHEN ",
            became!(),
            " THEN q.late WHEN q.look_by_at <= $2 THEN 1 ELSE 0 END AS overdue, CASE WHEN q.done_first = 1 OR ",
            became!(),
            " THEN q.outcome ELSE '' END AS outcome, CASE WHEN ",
            became!(),
            " THEN q.note ELSE '' END AS note, COALESCE((SELECT string_agg(",
            crate::people::login_then!("w", "q.asked_at"),
            ", ', ' ORDER BY w.id) FROM approval_beside b JOIN person w ON w.id = b.person_id
                      WHERE b.approval_id = q.id), '') AS beside, c.code AS counter, COALESCE(q.audit_seq, 0) AS audit_seq,
                    COALESCE(a.hash, '') AS audit_hash
               FROM approval q JOIN person u ON u.id = q.asked_by LEFT JOIN person m ON m.id = q.decided_by
                    JOIN counter c ON c.id = q.counter_id
                    LEFT JOIN audit a ON a.counter_id = q.counter_id AND a.seq = q.audit_seq
              WHERE ",
            $which
        )
    };
}

/// Streams the requests of the business dates `from..=to`, oldest first, each as it stood when the last of them ended:
/// what nobody had decided had expired by `until`, a moment, or still waited.
pub fn each_approval(
    tx: &Tx<'_>,
    (from, to): (Day, Day),
    until: Instant,
    take: impl FnMut(ApprovalRow) -> Result<bool>,
) -> Result<()> {
    let sql = requests!("q.business_on BETWEEN $3 AND $1 ORDER BY q.business_on, q.id");
    tx.each(sql, &[&to, &until, &from], take)
}

/// One of them by its number as it stands on a business date and at a moment, also while the act that writes it still
/// runs.
pub fn approval(tx: &Tx<'_>, id: ApprovalId, (on, at): (Day, Instant)) -> Result<Option<ApprovalRow>> {
    tx.maybe(requests!("q.id = $3"), &[&on, &at, &id])
}

crate::row! {
    /// That somebody has had figures exported before a drawer was counted.
    pub struct SeenRow {
        /// The shift's number.
        shift: String,
        /// Who, by their log-in name then.
        who: String,
        /// Whether the drawer was their own.
        own: bool,
        /// Business date.
        business_on: Day,
    }
}

/// Streams who has had figures exported on the business dates `from..=to` before drawers were counted, oldest first.
pub fn each_seen(tx: &Tx<'_>, from: Day, to: Day, take: impl FnMut(SeenRow) -> Result<bool>) -> Result<()> {
    tx.each(
        concat!(
            "SELECT s.number AS shift, COALESCE(a.who, ",
            crate::people::login_then!("u", "d.seen_at"),
            ") AS who, CASE WHEN s.person_id = d.person_id THEN 1 ELSE 0 END AS own, d.business_on
               FROM drawer_seen d JOIN shift s ON s.id = d.shift_id JOIN person u ON u.id = d.person_id
                    LEFT JOIN audit a ON a.counter_id = d.counter_id AND a.seq = d.audit_seq
              WHERE d.business_on BETWEEN $1 AND $2 ORDER BY d.business_on, d.seen_at, s.number"
        ),
        &[&from, &to],
        take,
    )
}

crate::row! {
    /// A cheque that came back though its money had been handed back.
    pub struct AfterRefundRow {
        /// The receipt that it had paid.
        receipt: String,
        /// Its number.
        cheque: String,
        /// What it was worth there.
        amount: Money,
        /// Who said so, by their log-in name then.
        who: String,
        /// Business date.
        business_on: Day,
    }
}

/// Streams the cheques that came back on the business dates `from..=to` though their money had been handed back, oldest first.
pub fn each_after_refund(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(AfterRefundRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        concat!(
            "SELECT p.number AS receipt, q.number AS cheque, q.amount_minor AS amount, ",
            crate::people::login_then!("u", "s.made_at"),
            " AS who, s.business_on
               FROM cheque_step s JOIN cheque_claim k ON k.cheque_id = s.cheque_id JOIN cheque q ON q.id = s.cheque_id
                    JOIN payment p ON p.id = q.payment_id JOIN person u ON u.id = s.person_id
              WHERE s.business_on BETWEEN $1 AND $2 AND s.state = 'bounced'
              ORDER BY s.business_on, s.cheque_id"
        ),
        &[&from, &to],
        take,
    )
}

/// What stands on a paper, as JSON, by its kind and number, also while the act that makes it still runs: `slip`, `refund`,
/// `z_report`, `deposit`, `credit_note`; none of another kind, or of a number that there is not.
pub fn document(tx: &Tx<'_>, kind: &str, number: &str) -> Result<Option<String>> {
    let sql = match kind {
        "slip" => "SELECT document AS t FROM payment_void WHERE number = $1",
        "refund" => {
            "SELECT document AS t FROM payment_reversal WHERE number = $1
              UNION ALL
             SELECT document AS t FROM credit_payout WHERE number = $1"
        }
        "z_report" => "SELECT document AS t FROM z_report WHERE number = $1",
        "deposit" => "SELECT document AS t FROM deposit_slip WHERE number = $1",
        "credit_note" => "SELECT document AS t FROM bill_correction WHERE number = $1",
        _ => return Ok(None),
    };
    Ok(tx.maybe::<crate::tx::Text>(sql, &[&number])?.map(|row| row.t))
}

/// How many rows one of the registers has of the business dates `from..=to`: `z_report`, `safe_count`, `safe_brought`, `cash_move`, `deposit`, else
/// requests.
pub fn papers(tx: &Tx<'_>, register: &str, from: Day, to: Day) -> Result<i64> {
    let sql = match register {
        "z_report" => "SELECT COUNT(*) AS n FROM z_report WHERE business_on BETWEEN $1 AND $2",
        "safe_count" => "SELECT COUNT(*) AS n FROM safe_count WHERE business_on BETWEEN $1 AND $2",
        "safe_brought" => {
            "SELECT (SELECT COUNT(*) FROM safe_brought WHERE business_on BETWEEN $1 AND $2)
                  + (SELECT COUNT(*) FROM safe_brought_back WHERE business_on BETWEEN $1 AND $2) AS n"
        }
        "cash_move" => {
            "SELECT COUNT(*) AS n FROM shift s JOIN shift_cash m ON m.shift_id = s.id
              WHERE s.business_on BETWEEN $1 AND $2"
        }
        "deposit" => "SELECT COUNT(*) AS n FROM deposit_slip WHERE business_on BETWEEN $1 AND $2",
        _ => "SELECT COUNT(*) AS n FROM approval WHERE business_on BETWEEN $1 AND $2",
    };
    tx.number(sql, &[&from, &to])
}

/// Whether a paper of one of these series has this number: `z_report`, `refund`, `deposit`, `credit_note`.
pub fn is_paper(tx: &Tx<'_>, series: &str, number: &str) -> Result<bool> {
    let sql = match series {
        "z_report" => "SELECT COUNT(*) AS n FROM z_report WHERE number = $1",
        "deposit" => "SELECT COUNT(*) AS n FROM deposit_slip WHERE number = $1",
        "credit_note" => "SELECT COUNT(*) AS n FROM bill_correction WHERE number = $1",
        _ => {
            "SELECT COUNT(*) AS n FROM (SELECT r.id FROM payment_reversal r WHERE r.number = $1
                UNION ALL SELECT o.id FROM credit_payout o WHERE o.number = $1) x"
        }
    };
    Ok(tx.number(sql, &[&number])? > 0)
}
