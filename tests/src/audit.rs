//! The auditor's own sums, straight from the tables.

use foil_domain::audit::{ChainCheck, GENESIS};
use foil_domain::ids::CounterId;
use foil_domain::money::Money;
use foil_domain::time::Day;
use foil_store::{Book, Tx};
use serde_json::Value;

foil_store::row! {
    /// Something that does not add up.
    pub struct Odd {
        /// Which.
        which: String,
        /// What was found.
        found: i64,
        /// What should have been.
        wanted: i64,
    }
}

foil_store::row! {
    /// How many rows a table has.
    pub struct Count {
        /// The table.
        name: String,
        /// Its rows.
        n: i64,
    }
}

foil_store::row! {
    /// A counter's chain.
    pub struct Chain {
        /// Counter.
        id: CounterId,
        /// Its code.
        code: String,
    }
}

/// A claim about a book, and the statement that finds what breaks it: `which`, `found`, `wanted`.
type Claim = (&'static str, &'static str);

const CLAIMS: &[Claim] = &[
    (
        "an entry sums to zero",
        "SELECT CAST(j.id AS TEXT) AS which, CAST(COALESCE(SUM(l.amount_minor), 0) AS BIGINT) AS found, 0 AS wanted
           FROM journal j LEFT JOIN journal_line l ON l.journal_id = j.id
          GROUP BY j.id HAVING COALESCE(SUM(l.amount_minor), 1) <> 0 LIMIT 20",
    ),
    (
        "what is left on a bill is what it brought into this book less what stands paid",
        "SELECT x.number AS which, x.left_now AS found, x.brought - x.paid AS wanted FROM (
           SELECT b.number, b.left_minor + b.surcharge_left_minor AS left_now,
                  CAST(COALESCE((SELECT SUM(l.amount_minor) FROM journal j JOIN journal_line l ON l.journal_id = j.id
                     WHERE j.kind = 'bill' AND j.source_id = b.id AND l.ledger = 'receivable'), 0)
                  + COALESCE((SELECT SUM(o.amount_minor) FROM set_off o WHERE o.bill_id = b.id), 0) AS BIGINT) AS brought,
                  CAST(COALESCE((SELECT SUM(s.amount_minor) FROM payment_share s WHERE s.bill_id = b.id
                     AND s.payment_id NOT IN (SELECT v.payment_id FROM payment_void v)
                     AND s.payment_id NOT IN (SELECT r.payment_id FROM payment_reversal r)), 0)
                  + COALESCE((SELECT SUM(c.left_minor + c.surcharge_left_minor) FROM bill_correction c
                     WHERE c.bill_id = b.id), 0)
                  + COALESCE((SELECT SUM(o.amount_minor) FROM set_off o WHERE o.claim_id = b.id), 0) AS BIGINT) AS paid
             FROM bill b WHERE b.cancelled = 0) x WHERE x.left_now <> x.brought - x.paid LIMIT 20",
    ),
    (
        "a bill brought no more into this book than its total",
        "SELECT b.number AS which, CAST(SUM(l.amount_minor) AS BIGINT) AS found, b.total_minor AS wanted
           FROM bill b JOIN journal j ON j.kind = 'bill' AND j.source_id = b.id
                JOIN journal_line l ON l.journal_id = j.id AND l.ledger = 'receivable'
          GROUP BY b.id, b.number, b.total_minor HAVING SUM(l.amount_minor) > b.total_minor LIMIT 20",
    ),
    (
        "no more of a surcharge is left than was charged less what stands paid on it",
        "SELECT b.number AS which, b.surcharge_left_minor AS found, b.surcharge_minor AS wanted
           FROM bill b
          WHERE b.cancelled = 0 AND b.surcharge_left_minor > b.surcharge_minor - COALESCE((
                SELECT SUM(s.amount_minor) FROM payment_share s WHERE s.bill_id = b.id AND s.part = 'surcharge'
                   AND s.payment_id NOT IN (SELECT v.payment_id FROM payment_void v)
                     AND s.payment_id NOT IN (SELECT r.payment_id FROM payment_reversal r)), 0)
                - COALESCE((SELECT SUM(o.amount_minor) FROM set_off o
                   WHERE o.claim_id = b.id AND o.part = 'surcharge'), 0) LIMIT 20",
    ),
    (
        "an account's credit is what standing payments, bills and corrections left and took",
        "SELECT x.number AS which, x.credit_minor AS found, x.wanted FROM (
           SELECT a.number, a.credit_minor,
                  CAST(COALESCE((SELECT SUM(s.amount_minor) FROM payment_share s
                     WHERE s.account_id = a.id AND s.part = 'credit'
                       AND s.payment_id NOT IN (SELECT v.payment_id FROM payment_void v)
                     AND s.payment_id NOT IN (SELECT r.payment_id FROM payment_reversal r)), 0)
                  - COALESCE((SELECT SUM(b.credit_used_minor) FROM bill b WHERE b.account_id = a.id), 0)
                  + COALESCE((SELECT SUM(c.credited_minor) FROM bill b JOIN bill_correction c ON c.bill_id = b.id
                     WHERE b.account_id = a.id), 0)
                  - COALESCE((SELECT SUM(o.amount_minor) FROM bill b JOIN set_off o ON o.bill_id = b.id
                     WHERE b.account_id = a.id), 0)
                  + COALESCE((SELECT SUM(k.kept_minor - k.off_minor + k.short_minor) FROM payment_reversal_credit k
                     WHERE k.account_id = a.id), 0)
                  + COALESCE((SELECT SUM(u.total_minor) FROM bill u
                     WHERE u.account_id = a.id AND u.charge_key LIKE 'used_credit:%'), 0)
                  - COALESCE((SELECT SUM(o.amount_minor) FROM credit_payout o WHERE o.account_id = a.id), 0) AS BIGINT)
                    AS wanted
             FROM account a) x WHERE x.credit_minor <> x.wanted LIMIT 20",
    ),
    (
        "the credit ledger holds what the accounts hold",
        "SELECT a.number AS which, a.credit_minor AS found, CAST(COALESCE(-SUM(l.amount_minor), 0) AS BIGINT) AS wanted
           FROM account a LEFT JOIN journal_line l ON l.account_id = a.id AND l.ledger = 'credit'
          GROUP BY a.id, a.number, a.credit_minor HAVING a.credit_minor <> COALESCE(-SUM(l.amount_minor), 0) LIMIT 20",
    ),
    (
        "what an account owes in the ledger is what is open on its bills",
        "SELECT a.number AS which,
                CAST(COALESCE((SELECT SUM(b.left_minor + b.surcharge_left_minor) FROM bill b
                   WHERE b.account_id = a.id AND b.cancelled = 0), 0) AS BIGINT) AS found,
                CAST(COALESCE(SUM(l.amount_minor), 0) AS BIGINT) AS wanted
           FROM account a LEFT JOIN journal_line l ON l.account_id = a.id AND l.ledger = 'receivable'
          GROUP BY a.id, a.number
         HAVING COALESCE(SUM(l.amount_minor), 0) <> COALESCE((SELECT SUM(b.left_minor + b.surcharge_left_minor)
                  FROM bill b WHERE b.account_id = a.id AND b.cancelled = 0), 0) LIMIT 20",
    ),
    (
        "a money ledger holds what came in less change, less what was reversed, was refunded by it or bounced at the bank",
        "SELECT m.method AS which, m.kept - m.refunded - m.bounced AS found, m.posted AS wanted FROM (
           SELECT t.method, CAST(COALESCE(SUM(t.amount_minor - t.change_minor) FILTER (WHERE
                     t.payment_id NOT IN (SELECT v.payment_id FROM payment_void v)
                     AND t.payment_id NOT IN (SELECT r.payment_id FROM payment_reversal r WHERE r.kind = 'reversal')),
                     0) AS BIGINT) AS kept,
                  CAST(COALESCE((SELECT SUM(f.amount_minor) FROM refund_part f WHERE f.method = t.method), 0)
                    + COALESCE((SELECT SUM(o.amount_minor) FROM credit_payout o WHERE o.back_by = t.method), 0)
                    AS BIGINT) AS refunded,
                  CAST(COALESCE((SELECT SUM(q.amount_minor) FROM cheque q
                     WHERE t.method = 'bank' AND q.state = 'bounced'), 0) AS BIGINT) AS bounced,
                  CAST(COALESCE((SELECT SUM(l.amount_minor) FROM journal_line l JOIN journal j ON j.id = l.journal_id
                     WHERE l.ledger = t.method
                       AND j.kind IN ('payment', 'void', 'reversal', 'refund', 'bounce', 'bill')), 0) AS BIGINT)
                    AS posted
             FROM payment_tender t WHERE t.method <> 'transfer' GROUP BY t.method) m
          WHERE m.kept - m.refunded - m.bounced <> m.posted LIMIT 20",
    ),
    (
        "the cheques in the books are those that are in the office",
        "SELECT 'cheque' AS which, x.held AS found, x.posted AS wanted FROM (
           SELECT CAST(COALESCE((SELECT SUM(q.amount_minor) FROM cheque q WHERE q.state = 'received'), 0) AS BIGINT)
                    AS held,
                  CAST(COALESCE((SELECT SUM(l.amount_minor) FROM journal_line l WHERE l.ledger = 'cheque'), 0) AS BIGINT)
                    AS posted) x WHERE x.held <> x.posted",
    ),
    (
        "nothing is on its way from one account to another",
        "SELECT 'transfer' AS which, CAST(SUM(l.amount_minor) AS BIGINT) AS found, 0 AS wanted FROM journal_line l
          WHERE l.ledger = 'transfer' HAVING SUM(l.amount_minor) <> 0",
    ),
    (
        "what fell after its day fell with an entry of the day it fell on",
        "SELECT r.number AS which,
                (SELECT COUNT(*) FROM journal j WHERE j.kind = r.kind AND j.source_id = r.payment_id
                    AND j.business_on = r.business_on) AS found, 1 AS wanted
           FROM payment_reversal r
          WHERE (SELECT COUNT(*) FROM journal j WHERE j.kind = r.kind AND j.source_id = r.payment_id
                    AND j.business_on = r.business_on) <> 1
             OR NOT EXISTS (SELECT 1 FROM audit u WHERE u.counter_id = r.counter_id AND u.seq = r.audit_seq
                  AND u.business_on = r.business_on AND u.act IN ('ask_approval', 'decide_approval', 'bounce_cheque'))
          LIMIT 20",
    ),
    (
        "two persons stand behind what fell after its day, unless a bank does or a second look is open or was taken",
        "SELECT r.number AS which, 1 AS found, 2 AS wanted FROM payment_reversal r
           LEFT JOIN approval a ON a.id = r.approval_id
          WHERE r.kind <> 'bounce'
            AND NOT (a.done_first = 1 AND r.allowed_by IS NULL)
            AND NOT (r.allowed_by IS NOT NULL AND r.allowed_by <> r.person_id AND a.state = 'approved'
                     AND a.decided_by = r.allowed_by AND a.asked_by = r.person_id) LIMIT 20",
    ),
    (
        "vouchers of a counter are numbered without gaps",
        "SELECT c.code || s.kind AS which, COUNT(r.number) AS found, s.last_n AS wanted
           FROM series s JOIN counter c ON c.id = s.counter_id
                LEFT JOIN (SELECT counter_id, number FROM payment_reversal
                           UNION ALL SELECT counter_id, number FROM credit_payout) r
                ON r.counter_id = c.id AND r.number LIKE c.code || s.kind || '/' || s.year || '/%'
          WHERE s.kind IN ('F', 'X', 'T') GROUP BY c.code, s.kind, s.year, s.last_n
         HAVING COUNT(r.number) <> s.last_n LIMIT 20",
    ),
    (
        "a Z report expects the coins that went in less those that went out, taken one by one",
        "SELECT x.number AS which, x.expected_minor AS found, x.coins AS wanted FROM (
           SELECT z.number, z.expected_minor,
                  CAST(COALESCE((SELECT SUM(t.amount_minor) - SUM(t.change_minor) FROM payment p
                     JOIN payment_tender t ON t.payment_id = p.id WHERE p.shift_id = z.shift_id AND t.method = 'cash'), 0)
                  - COALESCE((SELECT SUM(t.amount_minor) - SUM(t.change_minor) FROM payment_void v
                     JOIN payment_tender t ON t.payment_id = v.payment_id
                    WHERE v.shift_id = z.shift_id AND t.method = 'cash'), 0)
                  + COALESCE((SELECT SUM(CASE WHEN m.kind IN ('float', 'cash_in', 'change_in') THEN m.amount_minor
                                              ELSE -m.amount_minor END) FROM shift_cash m
                    WHERE m.shift_id = z.shift_id AND m.state NOT IN ('offered', 'declined')
                      AND m.kind NOT IN ('float_over', 'float_short')), 0) AS BIGINT) AS coins
             FROM z_report z) x WHERE x.expected_minor <> x.coins LIMIT 20",
    ),
    (
        "the cash in the books is what customers and petty cash brought, what counts found, less what the bank has",
        "SELECT 'cash' AS which, x.posted AS found, x.wanted FROM (
           SELECT CAST(COALESCE((SELECT SUM(l.amount_minor) FROM journal_line l WHERE l.ledger = 'cash'), 0) AS BIGINT)
                    AS posted,
                  CAST(COALESCE((SELECT SUM(t.amount_minor - t.change_minor) FROM payment_tender t
                     WHERE t.method = 'cash' AND t.payment_id NOT IN (SELECT v.payment_id FROM payment_void v)), 0)
                  + COALESCE((SELECT SUM(CASE WHEN m.kind IN ('cash_in', 'float_over') THEN m.amount_minor
                                              ELSE -m.amount_minor END)
                     FROM shift_cash m WHERE m.kind IN ('cash_in', 'cash_out', 'float_over', 'float_short')
                      AND m.reason <> 'from_safe'), 0)
                  + COALESCE((SELECT SUM(s.float_minor) FROM shift s
                     WHERE s.kept_before_minor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM z_report z
                        WHERE z.counter_id = s.counter_id AND z.shift_id < s.id)), 0)
                  + COALESCE((SELECT SUM(z.variance_minor) FROM z_report z), 0)
                  - COALESCE((SELECT SUM(f.amount_minor) FROM refund_part f WHERE f.method = 'cash'), 0)
                  + COALESCE((SELECT SUM(e.off_minor) FROM safe_difference e), 0)
                  + COALESCE((SELECT SUM(b.amount_minor) FROM safe_brought b
                     WHERE b.id NOT IN (SELECT k.brought_id FROM safe_brought_back k)), 0)
                  - COALESCE((SELECT SUM(o.amount_minor) FROM credit_payout o WHERE o.back_by = 'cash'), 0)
                  + COALESCE((SELECT SUM(f.off_minor) FROM deposit_difference f
                     WHERE f.slip_id NOT IN (SELECT k.slip_id FROM deposit_taken_back k)), 0)
                  - COALESCE((SELECT SUM(d.amount_minor) FROM deposit_slip d
                     WHERE d.kind = 'cash' AND d.id NOT IN (SELECT k.slip_id FROM deposit_taken_back k)), 0) AS BIGINT)
                    AS wanted) x WHERE x.posted <> x.wanted",
    ),
    (
        "change that was accepted went into a drawer as it came out of one",
        "SELECT s.number AS which, CAST(SUM(CASE WHEN m.kind = 'change_in' THEN m.amount_minor ELSE 0 END) AS BIGINT)
                  AS found, CAST(COALESCE((SELECT SUM(o.amount_minor) FROM shift_cash o
                     WHERE o.kind = 'change_out' AND o.state = 'accepted' AND o.other_shift_id = s.id), 0) AS BIGINT)
                  AS wanted
           FROM shift s LEFT JOIN shift_cash m ON m.shift_id = s.id
          GROUP BY s.id, s.number
         HAVING SUM(CASE WHEN m.kind = 'change_in' THEN m.amount_minor ELSE 0 END) <> COALESCE((
                  SELECT SUM(o.amount_minor) FROM shift_cash o
                   WHERE o.kind = 'change_out' AND o.state = 'accepted' AND o.other_shift_id = s.id), 0) LIMIT 20",
    ),
    (
        "a payment went into a drawer of its own day and counter, and of who took it",
        "SELECT p.number AS which, p.shift_id AS found, 0 AS wanted FROM payment p JOIN shift s ON s.id = p.shift_id
          WHERE s.business_on <> p.business_on OR s.counter_id <> p.counter_id OR s.person_id <> p.person_id LIMIT 20",
    ),
    (
        "Z reports of a counter are numbered without gaps",
        "SELECT c.code AS which, COUNT(z.id) AS found, s.last_n AS wanted
           FROM series s JOIN counter c ON c.id = s.counter_id LEFT JOIN z_report z
                ON z.counter_id = c.id AND z.number LIKE c.code || 'Z/' || s.year || '/%'
          WHERE s.kind = 'Z' GROUP BY c.code, s.year, s.last_n HAVING COUNT(z.id) <> s.last_n LIMIT 20",
    ),
    (
        "each closed shift has its Z report, and each Z report its audit row",
        "SELECT s.number AS which, (SELECT COUNT(*) FROM z_report z WHERE z.shift_id = s.id) AS found, 1 AS wanted
           FROM shift s
          WHERE s.state = 'closed'
            AND NOT EXISTS (SELECT 1 FROM z_report z JOIN audit u ON u.counter_id = z.counter_id AND u.seq = z.audit_seq
                 AND u.act IN ('close_shift', 'accept_hand_over') WHERE z.shift_id = s.id) LIMIT 20",
    ),
    (
        "the slips have paid in what the Z reports and the days without a drawer up to the last of them left, less the change from the safe, with the fund but for what stays of it, and not a coin more",
        "SELECT 'slips' AS which, x.paid AS found, x.left_over AS wanted FROM (
           SELECT CAST(COALESCE(SUM(d.amount_minor), 0)
                    - COALESCE((SELECT SUM(f.off_minor) FROM deposit_difference f
                        WHERE f.slip_id NOT IN (SELECT k.slip_id FROM deposit_taken_back k)), 0) AS BIGINT) AS paid,
                  CAST(COALESCE((SELECT SUM(z.drops_minor + z.counted_minor - z.kept_minor) FROM z_report z
                     WHERE z.id <= (SELECT MAX(until_z) FROM deposit_slip
                                     WHERE id NOT IN (SELECT k.slip_id FROM deposit_taken_back k))), 0)
                  + COALESCE((SELECT SUM(t.amount_minor - t.change_minor) FROM payment p
                      JOIN payment_tender t ON t.payment_id = p.id AND t.method = 'cash'
                      LEFT JOIN payment_void v ON v.payment_id = p.id AND v.shift_id IS NULL
                     WHERE p.shift_id IS NULL AND v.payment_id IS NULL
                       AND p.business_on IN (SELECT business_on FROM day_close)
                       AND p.business_on >= (SELECT slips_from FROM office)
                       AND p.business_on <= (SELECT MAX(until_day) FROM deposit_slip
                                              WHERE id NOT IN (SELECT k.slip_id FROM deposit_taken_back k))), 0)
                  - COALESCE((SELECT SUM(r.amount_minor) FROM handed_back r
                     WHERE r.method = 'cash' AND r.shift_id IS NULL
                       AND r.business_on IN (SELECT business_on FROM day_close)
                       AND r.business_on >= (SELECT slips_from FROM office)
                       AND r.business_on <= (SELECT MAX(until_day) FROM deposit_slip
                                              WHERE id NOT IN (SELECT k.slip_id FROM deposit_taken_back k))), 0)
                  + COALESCE((SELECT SUM(e.off_minor) FROM safe_difference e
                     WHERE e.count_id <= (SELECT MAX(until_count) FROM deposit_slip
                                           WHERE id NOT IN (SELECT k.slip_id FROM deposit_taken_back k))), 0)
                  - COALESCE((SELECT SUM(m.amount_minor) FROM shift_cash m
                     WHERE m.reason = 'from_safe' AND m.id <= (SELECT MAX(until_change) FROM deposit_slip
                                           WHERE id NOT IN (SELECT k.slip_id FROM deposit_taken_back k))), 0)
                  + COALESCE((SELECT SUM(b.amount_minor) FROM safe_brought b
                     WHERE b.id NOT IN (SELECT k.brought_id FROM safe_brought_back k)
                       AND b.id <= (SELECT MAX(until_brought) FROM deposit_slip
                                     WHERE id NOT IN (SELECT k.slip_id FROM deposit_taken_back k))), 0)
                  - COALESCE((SELECT s.stays_minor FROM deposit_slip s
                     WHERE s.kind = 'cash' AND s.id NOT IN (SELECT k.slip_id FROM deposit_taken_back k)
                     ORDER BY s.id DESC LIMIT 1), 0) AS BIGINT)
                    AS left_over
             FROM deposit_slip d
            WHERE d.kind = 'cash' AND d.id NOT IN (SELECT k.slip_id FROM deposit_taken_back k)) x WHERE x.paid <> x.left_over",
    ),
    (
        "days were closed one after the other, and the business day is the one after the last",
        "SELECT d.business_on AS which, 0 AS found, 1 AS wanted FROM day_close d, office o
          WHERE d.next_on <> o.business_on AND NOT EXISTS (SELECT 1 FROM day_close n WHERE n.business_on = d.next_on)
          LIMIT 20",
    ),
    (
        "no shift of a closed day is open",
        "SELECT s.number AS which, 0 AS found, 1 AS wanted FROM shift s JOIN day_close d ON d.business_on = s.business_on
          WHERE s.state <> 'closed' LIMIT 20",
    ),
    (
        "a payment's tenders less its change are what was paid",
        "SELECT p.number AS which, p.paid_minor AS found,
                CAST(COALESCE(SUM(t.amount_minor - t.change_minor), 0) AS BIGINT) AS wanted
           FROM payment p LEFT JOIN payment_tender t ON t.payment_id = p.id
          GROUP BY p.id, p.number, p.paid_minor
         HAVING p.paid_minor <> COALESCE(SUM(t.amount_minor - t.change_minor), 0) LIMIT 20",
    ),
    (
        "a payment's shares are what was paid",
        "SELECT p.number AS which, p.paid_minor AS found, CAST(COALESCE(SUM(s.amount_minor), 0) AS BIGINT) AS wanted
           FROM payment p LEFT JOIN payment_share s ON s.payment_id = p.id
          GROUP BY p.id, p.number, p.paid_minor HAVING p.paid_minor <> COALESCE(SUM(s.amount_minor), 0) LIMIT 20",
    ),
    (
        "receipts of a counter are numbered without gaps",
        "SELECT c.code AS which, COUNT(p.id) AS found, s.last_n AS wanted
           FROM series s JOIN counter c ON c.id = s.counter_id LEFT JOIN payment p
                ON p.counter_id = c.id AND p.number LIKE c.code || '/' || s.year || '/%'
          WHERE s.kind = 'R' GROUP BY c.code, s.year, s.last_n HAVING COUNT(p.id) <> s.last_n LIMIT 20",
    ),
    (
        "slips of a counter are numbered without gaps",
        "SELECT c.code AS which, COUNT(v.payment_id) AS found, s.last_n AS wanted
           FROM series s JOIN counter c ON c.id = s.counter_id LEFT JOIN payment_void v
                ON v.counter_id = c.id AND v.number LIKE c.code || 'V/' || s.year || '/%'
          WHERE s.kind = 'V' GROUP BY c.code, s.year, s.last_n HAVING COUNT(v.payment_id) <> s.last_n LIMIT 20",
    ),
    (
        "each payment has its audit row and its journal entry",
        "SELECT p.number AS which,
                (SELECT COUNT(*) FROM journal j WHERE j.kind = 'payment' AND j.source_id = p.id) AS found, 1 AS wanted
           FROM payment p
          WHERE (SELECT COUNT(*) FROM journal j WHERE j.kind = 'payment' AND j.source_id = p.id) <> 1
             OR NOT EXISTS (SELECT 1 FROM audit u WHERE u.counter_id = p.counter_id AND u.seq = p.audit_seq
                  AND u.act IN ('take_payment', 'redo', 'process_request', 'ask_approval', 'decide_approval',
                                'bounce_cheque')) LIMIT 20",
    ),
    (
        "each void has its audit row and its journal entry",
        "SELECT v.number AS which,
                (SELECT COUNT(*) FROM journal j WHERE j.kind = 'void' AND j.source_id = v.payment_id) AS found,
                1 AS wanted
           FROM payment_void v
          WHERE (SELECT COUNT(*) FROM journal j WHERE j.kind = 'void' AND j.source_id = v.payment_id) <> 1
             OR NOT EXISTS (SELECT 1 FROM audit u WHERE u.counter_id = v.counter_id AND u.seq = v.audit_seq
                  AND u.act IN ('undo', 'ask_approval', 'decide_approval')) LIMIT 20",
    ),
    (
        "there is no journal entry without its paper",
        "SELECT CAST(j.id AS TEXT) AS which, 1 AS found, 0 AS wanted FROM journal j
          WHERE (j.kind = 'payment' AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = j.source_id))
             OR (j.kind = 'void' AND NOT EXISTS (SELECT 1 FROM payment_void v WHERE v.payment_id = j.source_id))
             OR (j.source_id < 0 AND j.kind = 'refund' AND NOT EXISTS (SELECT 1 FROM credit_payout o WHERE o.id = -j.source_id))
             OR (j.kind IN ('reversal', 'refund', 'transfer', 'bounce') AND j.source_id > 0
                 AND NOT EXISTS (SELECT 1 FROM payment_reversal r WHERE r.payment_id = j.source_id AND r.kind = j.kind))
          LIMIT 20",
    ),
    (
        "a ticket with a standing payment is done",
        "SELECT t.number AS which, 0 AS found, 1 AS wanted
           FROM ticket t JOIN payment p ON p.ticket_id = t.id LEFT JOIN payment_void v ON v.payment_id = p.id
          WHERE v.payment_id IS NULL AND t.state <> 'done' LIMIT 20",
    ),
    (
        "a counter serves one ticket at most",
        "SELECT CAST(t.counter_id AS TEXT) AS which, COUNT(*) AS found, 1 AS wanted FROM ticket t
          WHERE t.state = 'serving' GROUP BY t.counter_id HAVING COUNT(*) > 1 OR t.counter_id IS NULL LIMIT 20",
    ),
    (
        "an account without overdue bills is under no disconnection order that a payment stopped",
        "SELECT a.number AS which, 1 AS found, 0 AS wanted FROM account a
          WHERE a.disconnection_on IS NOT NULL
            AND EXISTS (SELECT 1 FROM payment_share s JOIN bill b ON b.id = s.bill_id, office o
                         WHERE s.account_id = a.id AND b.due_on < o.business_on
                           AND s.payment_id NOT IN (SELECT v.payment_id FROM payment_void v)
                     AND s.payment_id NOT IN (SELECT r.payment_id FROM payment_reversal r))
            AND NOT EXISTS (SELECT 1 FROM bill b, office o WHERE b.account_id = a.id AND b.cancelled = 0
                         AND b.left_minor + b.surcharge_left_minor > 0 AND b.due_on < o.business_on) LIMIT 20",
    ),
];

/// What does not add up in a book: nothing, in a sound one. Sums, numbers, chains, and the file itself.
///
/// # Panics
/// When the book cannot be read at all.
#[must_use]
pub fn problems(book: &Book) -> Vec<String> {
    let mut found = book.integrity().expect("the file is read");
    let sums = book.read(|tx| {
        let mut found = Vec::new();
        for (claim, sql) in CLAIMS {
            for odd in tx.all::<Odd>(sql, &[])? {
                found.push(format!(
                    "not so that {claim}: {} has {}, wanted {}",
                    odd.which, odd.found, odd.wanted
                ));
            }
        }
        chains(tx, &mut found)?;
        collections(tx, &mut found)?;
        on_one_paper(tx, &mut found)?;
        Ok(found)
    });
    found.extend(sums.expect("the tables are read"));
    found
}

fn chains(tx: &Tx<'_>, found: &mut Vec<String>) -> foil_domain::Result<()> {
    for chain in tx.all::<Chain>("SELECT id, code FROM counter ORDER BY id LIMIT 1000", &[])? {
        let mut check = ChainCheck::whole();
        let mut prev = GENESIS.to_owned();
        foil_store::audit::each(tx, chain.id, 1, i64::MAX, |stored| {
            let row = stored.linked(&chain.code, &prev);
            prev.clone_from(&row.hash);
            found.extend(check.take(&row).map(|broken| broken.to_string()));
            Ok(true)
        })?;
    }
    Ok(())
}

foil_store::row! {
    /// A business date, and what stands on one of its papers, or a number that must stand on one.
    pub struct OfDay {
        /// The day.
        day: String,
        /// The paper as JSON, or the number.
        text: String,
    }
}

/// Each duplicate that was handed out on a closed day stands on one of its Z reports or on its own paper, and on one alone;
/// each void on that or on a Z report. Days that were closed by versions that did not say so are left out.
fn on_one_paper(tx: &Tx<'_>, found: &mut Vec<String>) -> foil_domain::Result<()> {
    let all = |sql: &str| tx.all::<OfDay>(sql, &[]);
    let days =
        all("SELECT business_on AS day, document AS text FROM day_close ORDER BY business_on LIMIT 4000")?;
    let z = all("SELECT business_on AS day, document AS text FROM z_report ORDER BY id LIMIT 4000")?;
    let copies = all("SELECT business_on AS day, number || ' DUPLICATE ' || n AS text FROM paper_copy
                       WHERE n > 0 ORDER BY handed_at, number, n LIMIT 10000")?;
    let slips =
        all("SELECT business_on AS day, number AS text FROM payment_void ORDER BY payment_id LIMIT 10000")?;
    for closed in days {
        let paper: Value = serde_json::from_str(&closed.text).unwrap_or_default();
        let none = &paper["on_no_z"];
        if none.is_null() {
            continue;
        }
        let of_day = |rows: &[OfDay]| -> Vec<String> {
            rows.iter().filter(|row| row.day == closed.day).map(|row| row.text.clone()).collect()
        };
        let on_z: Vec<Value> =
            of_day(&z).iter().map(|text| serde_json::from_str(text).unwrap_or_default()).collect();
        let named = |paper: &Value| -> Vec<String> {
            let all = paper["duplicates"].as_array().into_iter().flatten().filter_map(Value::as_str);
            all.map(|name| name.split(" (").next().unwrap_or_default().to_owned()).collect()
        };
        let more = |paper: &Value| paper["duplicates_more"].as_i64().unwrap_or(0);
        let papers: Vec<&Value> = on_z.iter().chain([none]).collect();
        let (mut told, mut wanted) =
            (papers.iter().flat_map(|p| named(p)).collect::<Vec<_>>(), of_day(&copies));
        told.sort();
        wanted.sort();
        let unnamed: i64 = papers.iter().map(|p| more(p)).sum();
        let whole =
            if unnamed > 0 { told.len() as i64 + unnamed == wanted.len() as i64 } else { told == wanted };
        if !whole {
            found.push(format!(
                "duplicates of {}: {wanted:?}, its papers tell {told:?} and {unnamed} more",
                closed.day
            ));
        }
        let voids = |paper: &Value| -> Vec<String> {
            let all = paper["voids"].as_array().into_iter().flatten();
            all.filter_map(|void| void["slip"].as_str().map(str::to_owned)).collect()
        };
        let (on_some_z, on_none): (Vec<_>, Vec<_>) = (on_z.iter().flat_map(voids).collect(), voids(none));
        for slip in of_day(&slips) {
            let times = [on_some_z.contains(&slip), on_none.contains(&slip)];
            if times[0] == times[1] {
                found.push(format!(
                    "void {slip} of {}: on a Z report, and on its day's paper: {times:?}",
                    closed.day
                ));
            }
        }
    }
    Ok(())
}

/// What was collected on a day is what the money ledgers moved by for payments, however it is added up.
fn collections(tx: &Tx<'_>, found: &mut Vec<String>) -> foil_domain::Result<()> {
    let posted = tx.all::<Moved>(
        "SELECT j.business_on, CAST(COALESCE(SUM(l.amount_minor), 0) AS BIGINT) AS amount
           FROM journal j LEFT JOIN journal_line l ON l.journal_id = j.id
                AND l.ledger IN ('cash', 'cheque', 'card', 'upi', 'bank', 'transfer')
          WHERE j.kind IN ('payment', 'void', 'reversal', 'refund', 'transfer', 'bounce')
             OR (j.kind = 'bill' AND j.source_id IN (SELECT k.bill_id FROM cheque_claim k WHERE k.debited = 1))
          GROUP BY j.business_on ORDER BY j.business_on LIMIT 400",
        &[],
    )?;
    let (Some(first), Some(last)) = (posted.first(), posted.last()) else { return Ok(()) };
    let (from, to) = (first.business_on, last.business_on);
    let days = foil_store::figures::by_day(tx, from, to)?;
    let told: Vec<_> = days.iter().map(|d| (d.business_on, d.net)).collect();
    let posted: Vec<_> = posted.into_iter().map(|m| (m.business_on, m.amount)).collect();
    if told != posted {
        found.push(format!("days say {told:?}, the journal {posted:?}"));
    }
    let sum = |amounts: &mut dyn Iterator<Item = Money>| amounts.map(Money::minor).sum::<i64>();
    let whole = sum(&mut days.iter().map(|d| d.net));
    let methods = sum(&mut foil_store::figures::by_method(tx, from, to)?.into_iter().map(|m| m.net));
    let clerks = sum(&mut foil_store::figures::by_clerk(tx, from, to)?.into_iter().map(|c| c.net));
    let t = foil_store::figures::totals(tx, from, to)?;
    let totals = t.taken.minor() - t.voided.minor() - t.returned.minor();
    if [methods, clerks, totals] != [whole; 3] {
        found.push(format!("collected {whole}, by way {methods}, by clerk {clerks}, in all {totals}"));
    }
    Ok(())
}

foil_store::row! {
    /// What a day's journal moved.
    pub struct Moved {
        /// The day.
        business_on: Day,
        /// By how much.
        amount: Money,
    }
}

const TABLES: &[&str] = &[
    "account",
    "approval",
    "audit",
    "audit_day",
    "bill",
    "bill_line",
    "cheque",
    "cheque_step",
    "counter",
    "credit_payout",
    "customer",
    "day_close",
    "deposit_slip",
    "drawer_seen",
    "former_number",
    "former_word",
    "job",
    "journal",
    "journal_line",
    "office",
    "outbox",
    "paper_copy",
    "payment",
    "payment_reversal",
    "payment_share",
    "payment_tender",
    "payment_void",
    "person",
    "property",
    "safe_brought",
    "safe_brought_back",
    "safe_count",
    "safe_difference",
    "series",
    "set_off",
    "shift",
    "shift_cash",
    "shift_count",
    "ticket",
    "ticket_account",
    "undo_step",
    "z_report",
];

/// How many rows each table has, and the sums of what moves: two equal ones mean that nothing was stored.
///
/// # Panics
/// When the book cannot be read.
#[must_use]
pub fn fingerprint(book: &Book) -> Vec<(String, i64)> {
    let counted = book.read(|tx| {
        let mut all = Vec::new();
        for table in TABLES {
            all.push(((*table).to_owned(), tx.number(&format!("SELECT COUNT(*) AS n FROM {table}"), &[])?));
        }
        for (name, sql) in SUMS {
            all.push(((*name).to_owned(), tx.number(sql, &[])?));
        }
        Ok(all)
    });
    counted.expect("the tables are counted")
}

const SUMS: &[(&str, &str)] = &[
    ("account versions", "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) AS n FROM account"),
    ("ticket versions", "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) AS n FROM ticket"),
    ("customer versions", "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) AS n FROM customer"),
    ("person versions", "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) AS n FROM person"),
    ("shift versions", "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) AS n FROM shift"),
    ("office version", "SELECT version AS n FROM office"),
    ("undone steps", "SELECT COUNT(*) AS n FROM undo_step WHERE state = 'undone'"),
    ("credit", "SELECT CAST(COALESCE(SUM(credit_minor), 0) AS BIGINT) AS n FROM account"),
    ("open", "SELECT CAST(COALESCE(SUM(left_minor + surcharge_left_minor), 0) AS BIGINT) AS n FROM bill"),
];
