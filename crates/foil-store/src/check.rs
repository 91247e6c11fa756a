//! Every rule of the books, asked of a whole book. Each function streams what breaks one rule.

use crate::tx::Tx;
use foil_domain::refusal::Result;
use foil_domain::undo::ReversalKind;

/// A rule of the books.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What is counted: `journal_entries`, `bills`, ….
    pub what: &'static str,
    /// How many there are.
    count: &'static str,
    /// What each break is called, around the text that names it.
    says: &'static str,
    /// The breaks, each as a text.
    breaks: &'static str,
}

/// All rules that are asked in SQL.
pub const RULES: &[Rule] = &[
    Rule {
        what: "journal_entries",
        count: "SELECT COUNT(*) AS n FROM journal",
        says: "the lines of this journal entry do not sum to zero",
        breaks: "SELECT CAST(l.journal_id AS TEXT) AS t FROM journal_line l GROUP BY l.journal_id
                 HAVING SUM(l.amount_minor) <> 0",
    },
    Rule {
        what: "journal_lines",
        count: "SELECT COUNT(*) AS n FROM journal_line",
        says: "this journal entry has no lines, though its bill or payment moved money",
        breaks: "SELECT CAST(j.id AS TEXT) AS t FROM journal j
                   LEFT JOIN bill b ON j.kind = 'bill' AND b.id = j.source_id
                   LEFT JOIN payment p ON j.kind IN ('payment', 'void', 'reversal', 'refund', 'transfer', 'bounce')
                        AND p.id = j.source_id
                   LEFT JOIN bill_correction x ON j.kind = 'correction' AND x.id = j.source_id
                  WHERE NOT EXISTS (SELECT 1 FROM journal_line l WHERE l.journal_id = j.id)
                    AND COALESCE(b.total_minor, p.paid_minor + p.credit_used_minor, x.amount_minor, 1) <> 0",
    },
    Rule {
        what: "bills",
        count: "SELECT COUNT(*) AS n FROM bill",
        // Less may be left: what was paid before the bill came into this book is in no receipt of it. That
        // the rest is right to the coin is asked of the accounts' ledgers below.
        says: "more is left of this bill than its total less what stands paid or was taken back",
        breaks: "SELECT b.number AS t FROM bill b
                   LEFT JOIN (SELECT s.bill_id, SUM(s.amount_minor) AS paid,
                                     SUM(s.amount_minor) FILTER (WHERE s.part = 'surcharge') AS surcharge
                                FROM payment_share s
                               WHERE s.bill_id IS NOT NULL
                                 AND NOT EXISTS (SELECT 1 FROM payment_fallen v WHERE v.payment_id = s.payment_id)
                               GROUP BY s.bill_id) x ON x.bill_id = b.id
                   LEFT JOIN (SELECT bill_id, SUM(left_minor + surcharge_left_minor) AS off,
                                     SUM(surcharge_left_minor) AS surcharge
                                FROM bill_correction GROUP BY bill_id) c ON c.bill_id = b.id
                   LEFT JOIN (SELECT claim_id, SUM(amount_minor) AS amount,
                                     SUM(amount_minor) FILTER (WHERE part = 'surcharge') AS surcharge
                                FROM set_off GROUP BY claim_id) o ON o.claim_id = b.id
                  WHERE b.total_minor - COALESCE(x.paid, 0) - COALESCE(c.off, 0) - COALESCE(o.amount, 0)
                          - CASE WHEN b.credit_used_minor > 0 THEN b.credit_used_minor ELSE 0 END
                        < b.left_minor + b.surcharge_left_minor
                     OR b.surcharge_minor - COALESCE(x.surcharge, 0) - COALESCE(c.surcharge, 0)
                          - COALESCE(o.surcharge, 0) < b.surcharge_left_minor",
    },
    Rule {
        what: "own_bills",
        // A bill made in this book was never paid outside it: here nothing may be missing.
        count: "SELECT COUNT(*) AS n FROM bill WHERE document <> ''",
        says: "what is left of this claim is not its total less what stands paid or was taken back",
        breaks: "SELECT b.number AS t FROM bill b
                   LEFT JOIN (SELECT s.bill_id, SUM(s.amount_minor) AS paid FROM payment_share s
                               WHERE s.bill_id IS NOT NULL
                                 AND NOT EXISTS (SELECT 1 FROM payment_fallen v WHERE v.payment_id = s.payment_id)
                               GROUP BY s.bill_id) x ON x.bill_id = b.id
                   LEFT JOIN (SELECT bill_id, SUM(left_minor + surcharge_left_minor) AS off
                                FROM bill_correction GROUP BY bill_id) c ON c.bill_id = b.id
                   LEFT JOIN (SELECT claim_id, SUM(amount_minor) AS amount FROM set_off GROUP BY claim_id) o
                     ON o.claim_id = b.id
                  WHERE b.document <> '' AND b.cancelled = 0
                    AND b.total_minor - COALESCE(x.paid, 0) - COALESCE(c.off, 0) - COALESCE(o.amount, 0)
                          - CASE WHEN b.credit_used_minor > 0 THEN b.credit_used_minor ELSE 0 END
                        <> b.left_minor + b.surcharge_left_minor",
    },
    Rule {
        what: "cancelled_bills",
        count: "SELECT COUNT(*) AS n FROM bill WHERE cancelled = 1",
        says: "this claim and its corrections do not sum to zero, or something is left of it",
        breaks: "SELECT b.number AS t FROM bill b
                   LEFT JOIN (SELECT bill_id, SUM(amount_minor) AS amount,
                                     COUNT(*) FILTER (WHERE kind = 'cancel') AS cancels
                                FROM bill_correction GROUP BY bill_id) c ON c.bill_id = b.id
                  WHERE (b.cancelled = 1
                         AND (COALESCE(c.cancels, 0) <> 1 OR b.left_minor + b.surcharge_left_minor <> 0
                              OR c.amount <> b.total_minor
                                   + CASE WHEN b.credit_used_minor < 0 THEN b.credit_used_minor ELSE 0 END))
                     OR (b.cancelled = 0 AND COALESCE(c.cancels, 0) <> 0)",
    },
    Rule {
        what: "set_offs",
        count: "SELECT COUNT(*) AS n FROM set_off",
        says: "this bill set credit off against a claim of another account, or took back more than it had set off",
        breaks: "SELECT b.number AS t FROM (SELECT bill_id, claim_id, part, SUM(amount_minor) AS amount FROM set_off
                                             GROUP BY bill_id, claim_id, part) o
                   JOIN bill b ON b.id = o.bill_id JOIN bill c ON c.id = o.claim_id
                  WHERE b.account_id <> c.account_id OR b.id = c.id OR o.amount < 0",
    },
    Rule {
        what: "taken_up",
        count: "SELECT COUNT(*) AS n FROM taken_up",
        says: "this bill has taken up more than its lines say that estimates were too high, or a claim that it made no good",
        breaks: "SELECT w.number AS t
                   FROM (SELECT u.by_id, SUM(u.amount_minor) AS amount,
                                COUNT(*) FILTER (WHERE u.id < 1 OR u.account_id <> b.account_id OR NOT EXISTS (
                                  SELECT 1 FROM true_use t
                                   WHERE t.account_id = u.account_id AND t.by_id = u.by_id
                                     AND t.bill_id = CASE b.kind WHEN 'debit_note' THEN b.parent_id ELSE b.id END)) AS strays
                           FROM taken_up u JOIN bill b ON b.id = u.bill_id GROUP BY u.by_id) x
                   JOIN bill w ON w.id = x.by_id
                  WHERE x.strays > 0
                     OR x.amount > CASE WHEN w.credit_used_minor < 0 THEN w.credit_used_minor ELSE 0 END
                          - COALESCE((SELECT SUM(l.amount_minor) FROM bill_line l
                                       WHERE l.bill_id = w.id AND l.kind = 'adjustment'
                                         AND (l.label LIKE 'Of that, written off of bill %'
                                              OR (l.amount_minor < 0 AND l.label LIKE 'Bill % was on an estimate of %'))), 0)",
    },
    Rule {
        what: "corrections",
        count: "SELECT COUNT(*) AS n FROM bill_correction",
        says: "more was taken back of this claim than it claimed",
        breaks: "SELECT b.number AS t FROM bill b
                   JOIN (SELECT bill_id, SUM(amount_minor) AS amount FROM bill_correction GROUP BY bill_id) c
                     ON c.bill_id = b.id
                  WHERE c.amount > b.total_minor",
    },
    Rule {
        what: "corrections_in_journal",
        count: "SELECT COUNT(*) AS n FROM journal WHERE kind = 'correction'",
        says: "this correction has not exactly one journal entry of its own date",
        breaks: "SELECT x.number AS t FROM bill_correction x
                   LEFT JOIN (SELECT source_id, COUNT(*) AS entries, MIN(business_on) AS business_on FROM journal
                               WHERE kind = 'correction' GROUP BY source_id) j ON j.source_id = x.id
                  WHERE (COALESCE(j.entries, 0) <> 1 AND NOT (j.entries IS NULL AND x.amount_minor = 0))
                     OR j.business_on <> x.business_on",
    },
    Rule {
        what: "corrections_in_audit",
        count: "SELECT COUNT(*) AS n FROM bill_correction",
        says: "this correction has no audit row of its own date",
        breaks: "SELECT x.number AS t FROM bill_correction x
                   LEFT JOIN audit a ON a.counter_id = x.counter_id AND a.seq = x.audit_seq
                  WHERE a.seq IS NULL OR a.business_on <> x.business_on OR a.at <> x.made_at",
    },
    Rule {
        what: "bill_runs",
        count: "SELECT COUNT(*) AS n FROM bill_run",
        says: "this run does not say what its bills come to, or a bill of a cancelled run stands unpaid",
        breaks: "SELECT CAST(r.id AS TEXT) AS t FROM bill_run r
                   LEFT JOIN (SELECT run_id, COUNT(*) AS bills, SUM(total_minor) AS total FROM bill
                               WHERE run_id IS NOT NULL GROUP BY run_id) b ON b.run_id = r.id
                  WHERE COALESCE(b.bills, 0) <> r.bills OR COALESCE(b.total, 0) <> r.total_minor
                     OR (r.state = 'cancelled'
                         AND EXISTS (SELECT 1 FROM bill s WHERE s.run_id = r.id AND s.cancelled = 0))",
    },
    Rule {
        what: "bill_lines",
        count: "SELECT COUNT(*) AS n FROM bill_line",
        says: "the lines of this bill do not sum to its total",
        breaks: "SELECT b.number AS t FROM bill b
                   JOIN (SELECT bill_id, SUM(amount_minor) AS sum FROM bill_line GROUP BY bill_id) l
                     ON l.bill_id = b.id
                  WHERE l.sum <> b.total_minor",
    },
    Rule {
        what: "accounts",
        count: "SELECT COUNT(*) AS n FROM account",
        says: "the receivable of this account is not what is left on its bills",
        breaks: "SELECT a.number AS t FROM account a
                   LEFT JOIN (SELECT account_id, SUM(amount_minor) AS owed FROM journal_line
                               WHERE ledger = 'receivable' GROUP BY account_id) j ON j.account_id = a.id
                   LEFT JOIN (SELECT account_id, SUM(left_minor + surcharge_left_minor) AS left_over FROM bill
                               WHERE cancelled = 0 GROUP BY account_id) b ON b.account_id = a.id
                  WHERE COALESCE(j.owed, 0) <> COALESCE(b.left_over, 0)",
    },
    Rule {
        what: "credits",
        count: "SELECT COUNT(*) AS n FROM account WHERE credit_minor > 0",
        says: "the credit of this account is not what its ledger holds",
        breaks: "SELECT a.number AS t FROM account a
                   LEFT JOIN (SELECT account_id, SUM(amount_minor) AS held FROM journal_line
                               WHERE ledger = 'credit' GROUP BY account_id) j ON j.account_id = a.id
                  WHERE COALESCE(j.held, 0) <> -a.credit_minor",
    },
    Rule {
        what: "payments",
        count: "SELECT COUNT(*) AS n FROM payment",
        says: "the shares of this receipt are not what was paid",
        breaks: "SELECT p.number AS t FROM payment p
                   LEFT JOIN (SELECT payment_id, SUM(amount_minor) AS sum FROM payment_share
                               GROUP BY payment_id) s ON s.payment_id = p.id
                  WHERE COALESCE(s.sum, 0) <> p.paid_minor",
    },
    Rule {
        what: "tenders",
        count: "SELECT COUNT(*) AS n FROM payment_tender",
        says: "the tenders of this receipt, less change, are not what was paid",
        breaks: "SELECT p.number AS t FROM payment p
                   LEFT JOIN (SELECT payment_id, SUM(amount_minor) AS given, SUM(amount_minor - change_minor) AS kept
                                FROM payment_tender GROUP BY payment_id) x ON x.payment_id = p.id
                  WHERE COALESCE(x.given, 0) <> p.tendered_minor OR COALESCE(x.kept, 0) <> p.paid_minor",
    },
    Rule {
        what: "payments_in_journal",
        count: "SELECT COUNT(*) AS n FROM journal WHERE kind = 'payment'",
        says: "this receipt has not exactly one journal entry of its own date",
        breaks: "SELECT p.number AS t FROM payment p
                   LEFT JOIN (SELECT source_id, COUNT(*) AS entries, MIN(business_on) AS business_on FROM journal
                               WHERE kind = 'payment' GROUP BY source_id) j ON j.source_id = p.id
                  WHERE COALESCE(j.entries, 0) <> 1 OR j.business_on <> p.business_on",
    },
    Rule {
        what: "tenders_in_journal",
        count: "SELECT COUNT(*) AS n FROM payment_tender",
        // Each way of paying is the name of the ledger its money stands in.
        says: "this receipt says another way of paying than its journal entry",
        breaks: "SELECT p.number AS t FROM (
                   SELECT t.payment_id AS id, t.method AS ledger, t.amount_minor - t.change_minor AS amount
                     FROM payment_tender t
                    UNION ALL
                   SELECT j.source_id, l.ledger, -l.amount_minor FROM journal j
                     JOIN journal_line l ON l.journal_id = j.id
                    WHERE j.kind = 'payment' AND l.ledger IN ('cash', 'cheque', 'card', 'upi', 'bank', 'transfer')
                 ) x JOIN payment p ON p.id = x.id
                  GROUP BY p.number, x.ledger HAVING SUM(x.amount) <> 0",
    },
    Rule {
        what: "voids",
        count: "SELECT COUNT(*) AS n FROM payment_void",
        says: "this cancellation slip has not exactly one journal entry of its own date",
        breaks: "SELECT v.number AS t FROM payment_void v
                   LEFT JOIN (SELECT source_id, COUNT(*) AS entries, MIN(business_on) AS business_on FROM journal
                               WHERE kind = 'void' GROUP BY source_id) j ON j.source_id = v.payment_id
                  WHERE COALESCE(j.entries, 0) <> 1 OR j.business_on <> v.business_on",
    },
    Rule {
        what: "bills_in_journal",
        count: "SELECT COUNT(*) AS n FROM journal WHERE kind = 'bill'",
        // One that was paid in full before it came into this book moved no money in it.
        says: "this bill has not exactly one journal entry",
        breaks: "SELECT b.number AS t FROM bill b
                   LEFT JOIN (SELECT source_id, COUNT(*) AS entries FROM journal WHERE kind = 'bill'
                               GROUP BY source_id) j ON j.source_id = b.id
                  WHERE COALESCE(j.entries, 0) > 1
                     OR (j.entries IS NULL
                         AND (b.left_minor + b.surcharge_left_minor > 0
                              OR EXISTS (SELECT 1 FROM payment_share s
                                          WHERE s.account_id = b.account_id AND s.bill_id = b.id)))",
    },
    Rule {
        what: "journal_sources",
        count: "SELECT COUNT(*) AS n FROM journal",
        says: "this journal entry is of a bill, receipt, slip, correction, cash movement, Z report, deposit or count of the safe that is not there",
        breaks: "SELECT CAST(j.id AS TEXT) AS t FROM journal j
                  WHERE (j.kind = 'bill' AND NOT EXISTS (SELECT 1 FROM bill b WHERE b.id = j.source_id))
                     OR (j.kind = 'shift' AND NOT EXISTS (SELECT 1 FROM shift_cash m
                                                       WHERE m.id = j.source_id AND m.reason <> 'from_safe'))
                     OR (j.kind = 'variance' AND NOT EXISTS (SELECT 1 FROM z_report z WHERE z.id = j.source_id)
                         AND NOT EXISTS (SELECT 1 FROM safe_difference f WHERE f.count_id = -j.source_id))
                     OR (j.kind = 'deposit' AND NOT EXISTS (SELECT 1 FROM deposit_slip d WHERE d.id = j.source_id)
                         AND NOT EXISTS (SELECT 1 FROM safe_brought b WHERE b.id = -j.source_id))
                     OR (j.kind = 'payment' AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = j.source_id))
                     OR (j.kind = 'correction' AND NOT EXISTS (SELECT 1 FROM bill_correction x WHERE x.id = j.source_id))
                     OR (j.kind = 'void' AND NOT EXISTS (SELECT 1 FROM payment_void v WHERE v.payment_id = j.source_id))
                     OR (j.kind IN ('reversal', 'refund', 'transfer', 'bounce') AND j.source_id > 0
                         AND NOT EXISTS (SELECT 1 FROM payment_reversal r
                                          WHERE r.payment_id = j.source_id AND r.kind = j.kind))
                     OR (j.source_id < 0 AND (j.kind NOT IN ('refund', 'variance', 'deposit') OR (j.kind = 'refund'
                         AND NOT EXISTS (SELECT 1 FROM credit_payout o WHERE o.id = -j.source_id))))",
    },
    Rule {
        what: "receipts_in_audit",
        count: "SELECT COUNT(*) AS n FROM payment",
        says: "this receipt has no audit row of its own date",
        breaks: "SELECT p.number AS t FROM payment p
                   LEFT JOIN audit a ON a.counter_id = p.counter_id AND a.seq = p.audit_seq
                  WHERE a.seq IS NULL OR a.business_on <> p.business_on OR a.at <> p.taken_at",
    },
    Rule {
        what: "slips_in_audit",
        count: "SELECT COUNT(*) AS n FROM payment_void",
        says: "this cancellation slip has no audit row of its own date",
        breaks: "SELECT v.number AS t FROM payment_void v
                   LEFT JOIN audit a ON a.counter_id = v.counter_id AND a.seq = v.audit_seq
                  WHERE a.seq IS NULL OR a.business_on <> v.business_on OR a.at <> v.voided_at",
    },
    Rule {
        what: "drawers",
        // A shift is of one business day, so its payments are found by the day's index.
        count: "SELECT COUNT(*) AS n FROM z_report",
        says: "this Z report does not expect what went into its drawer less what went out of it",
        breaks: "SELECT z.number AS t FROM z_report z
                   LEFT JOIN (SELECT p.shift_id, SUM(t.amount_minor - t.change_minor) AS taken FROM payment p
                                JOIN payment_tender t ON t.payment_id = p.id
                               WHERE p.shift_id IS NOT NULL AND t.method = 'cash' GROUP BY p.shift_id) p
                     ON p.shift_id = z.shift_id
                   LEFT JOIN (SELECT v.shift_id, SUM(t.amount_minor - t.change_minor) AS back FROM payment_void v
                                JOIN payment_tender t ON t.payment_id = v.payment_id
                               WHERE v.shift_id IS NOT NULL AND t.method = 'cash' GROUP BY v.shift_id) v
                     ON v.shift_id = z.shift_id
                   LEFT JOIN (SELECT shift_id,
                                     SUM(amount_minor) FILTER (WHERE kind IN ('float', 'cash_in', 'change_in')) AS put_in,
                                     SUM(amount_minor) FILTER (WHERE kind IN ('cash_out', 'drop', 'change_out', 'refund'))
                                       AS taken_out,
                                     SUM(amount_minor) FILTER (WHERE kind = 'drop') AS dropped
                                FROM shift_cash WHERE state IN ('done', 'accepted') GROUP BY shift_id) m
                     ON m.shift_id = z.shift_id
                  WHERE z.expected_minor <> COALESCE(p.taken, 0) - COALESCE(v.back, 0) + COALESCE(m.put_in, 0)
                                              - COALESCE(m.taken_out, 0)
                     OR z.drops_minor <> COALESCE(m.dropped, 0)",
    },
    Rule {
        what: "counts",
        count: "SELECT COUNT(*) AS n FROM shift_count",
        says: "this Z report does not say what was counted last",
        breaks: "SELECT z.number AS t FROM z_report z
                  WHERE NOT EXISTS (SELECT 1 FROM shift_count c
                     WHERE c.shift_id = z.shift_id AND c.method = 'cash' AND c.counted_minor = z.counted_minor
                       AND c.expected_minor = z.expected_minor
                       AND c.n = (SELECT MAX(n) FROM shift_count x WHERE x.shift_id = z.shift_id))",
    },
    Rule {
        what: "banked",
        count: "SELECT COUNT(*) AS n FROM z_report",
        says: "this Z report does not leave for the bank what was dropped and counted less what was kept",
        breaks: "SELECT number AS t FROM z_report
                  WHERE banked_minor <> drops_minor + counted_minor - kept_minor
                     OR kept_minor < 0 OR kept_minor > counted_minor
                     OR variance_minor <> counted_minor - expected_minor",
    },
    Rule {
        what: "shifts",
        count: "SELECT COUNT(*) AS n FROM shift",
        says: "this shift is closed without a Z report, open on a day that is closed, or took money of another day, counter or person",
        breaks: "SELECT s.number AS t FROM shift s
                  WHERE (s.state = 'closed') <> EXISTS (SELECT 1 FROM z_report z WHERE z.shift_id = s.id)
                     OR (s.state <> 'closed' AND EXISTS (SELECT 1 FROM day_close d WHERE d.business_on = s.business_on))
                  UNION ALL
                 SELECT s.number AS t FROM payment p JOIN shift s ON s.id = p.shift_id
                  WHERE p.business_on <> s.business_on OR p.counter_id <> s.counter_id OR p.person_id <> s.person_id",
    },
    Rule {
        what: "variances_in_journal",
        count: "SELECT COUNT(*) AS n FROM z_report WHERE variance_minor <> 0",
        says: "the variance of this Z report is not in the journal as it stands on it",
        breaks: "SELECT z.number AS t FROM z_report z
                   LEFT JOIN (SELECT j.source_id, SUM(l.amount_minor) AS cash FROM journal j
                                JOIN journal_line l ON l.journal_id = j.id AND l.ledger = 'cash'
                               WHERE j.kind = 'variance' GROUP BY j.source_id) x ON x.source_id = z.id
                  WHERE COALESCE(x.cash, 0) <> z.variance_minor",
    },
    Rule {
        what: "z_reports_in_audit",
        count: "SELECT COUNT(*) AS n FROM z_report",
        says: "this Z report has no audit row of its own date",
        breaks: "SELECT z.number AS t FROM z_report z
                   LEFT JOIN audit a ON a.counter_id = z.counter_id AND a.seq = z.audit_seq
                  WHERE a.seq IS NULL OR a.business_on <> z.business_on OR a.at <> z.closed_at",
    },
    Rule {
        what: "days_in_no_drawer",
        count: "SELECT COUNT(*) AS n FROM day_no_drawer",
        says: "what is kept of this closed day's cash in no drawer is not what its payments and refunds come to",
        breaks: "SELECT d.business_on AS t FROM day_close d
                   LEFT JOIN (SELECT p.business_on, SUM(t.amount_minor - t.change_minor) AS amount
                                FROM payment p JOIN payment_tender t ON t.payment_id = p.id AND t.method = 'cash'
                               WHERE p.shift_id IS NULL
                                 AND NOT EXISTS (SELECT 1 FROM payment_void v
                                                  WHERE v.payment_id = p.id AND v.shift_id IS NULL)
                               GROUP BY p.business_on) x ON x.business_on = d.business_on
                   LEFT JOIN (SELECT b.business_on, SUM(b.amount_minor) AS amount FROM handed_back b
                               WHERE b.method = 'cash' AND b.shift_id IS NULL
                               GROUP BY b.business_on) y ON y.business_on = d.business_on
                   LEFT JOIN day_no_drawer k ON k.business_on = d.business_on
                  WHERE d.business_on >= (SELECT o.slips_from FROM office o WHERE o.id = 1)
                    AND COALESCE(k.amount_minor, 0) <> COALESCE(x.amount, 0) - COALESCE(y.amount, 0)",
    },
    Rule {
        what: "deposit_slips",
        count: "SELECT COUNT(*) AS n FROM deposit_slip",
        says: "this deposit slip does not pay in what its Z reports left for the bank and its closed days in no drawer, less the change from the safe and what stays in it, or is not so in the journal",
        breaks: "SELECT d.number AS t FROM deposit_slip d
                  WHERE (d.kind = 'cash' AND d.amount_minor
                         - COALESCE((SELECT f.off_minor FROM deposit_difference f WHERE f.slip_id = d.id), 0) <> (
                           SELECT COALESCE(SUM(z.banked_minor), 0) FROM z_report z
                            WHERE z.id <= COALESCE(d.until_z, 0)
                              AND z.id > COALESCE((SELECT MAX(b.until_z) FROM deposit_slip b
                                                    WHERE b.kind = 'cash' AND b.id < d.id AND NOT EXISTS (
                                                      SELECT 1 FROM deposit_taken_back k
                                                       WHERE k.slip_id = b.id AND k.newest_slip < d.id)), 0))
                         + (SELECT COALESCE(SUM(t.amount_minor - t.change_minor), 0)
                              FROM day_close c JOIN payment p ON p.business_on = c.business_on
                                        AND (p.person_id = 1 OR d.all_cash = 1) AND p.shift_id IS NULL
                                   JOIN payment_tender t ON t.payment_id = p.id AND t.method = 'cash'
                             WHERE c.business_on <= d.until_day
                               AND c.business_on >= CASE WHEN d.all_cash = 1 THEN (SELECT o.slips_from FROM office o)
                                                         ELSE (SELECT MIN(s.business_on) FROM shift s) END
                               AND c.business_on > COALESCE((SELECT MAX(b.until_day) FROM deposit_slip b
                                                              WHERE b.kind = 'cash' AND b.id < d.id AND NOT EXISTS (
                                                                SELECT 1 FROM deposit_taken_back k
                                                                 WHERE k.slip_id = b.id AND k.newest_slip < d.id)), '')
                               AND NOT EXISTS (SELECT 1 FROM payment_void v
                                                WHERE v.payment_id = p.id AND v.shift_id IS NULL))
                         - (SELECT COALESCE(SUM(h.amount_minor), 0)
                              FROM day_close c JOIN handed_back h ON h.business_on = c.business_on
                                        AND h.method = 'cash' AND h.shift_id IS NULL
                             WHERE d.all_cash = 1 AND c.business_on <= d.until_day
                               AND c.business_on >= (SELECT o.slips_from FROM office o)
                               AND c.business_on > COALESCE((SELECT MAX(b.until_day) FROM deposit_slip b
                                                              WHERE b.kind = 'cash' AND b.id < d.id AND NOT EXISTS (
                                                                SELECT 1 FROM deposit_taken_back k
                                                                 WHERE k.slip_id = b.id AND k.newest_slip < d.id)), ''))
                         + (SELECT COALESCE(SUM(f.off_minor), 0) FROM safe_difference f
                             WHERE f.count_id <= d.until_count
                               AND f.count_id > COALESCE((SELECT MAX(b.until_count) FROM deposit_slip b
                                                           WHERE b.kind = 'cash' AND b.id < d.id AND NOT EXISTS (
                                                             SELECT 1 FROM deposit_taken_back k
                                                              WHERE k.slip_id = b.id AND k.newest_slip < d.id)), 0))
                         - (SELECT COALESCE(SUM(m.amount_minor), 0) FROM shift_cash m
                             WHERE m.reason = 'from_safe' AND m.id <= d.until_change
                               AND m.id > COALESCE((SELECT MAX(b.until_change) FROM deposit_slip b
                                                     WHERE b.kind = 'cash' AND b.id < d.id AND NOT EXISTS (
                                                       SELECT 1 FROM deposit_taken_back k
                                                        WHERE k.slip_id = b.id AND k.newest_slip < d.id)), 0))
                         + (SELECT COALESCE(SUM(i.amount_minor), 0) FROM safe_brought i
                             WHERE i.id <= d.until_brought
                               AND NOT EXISTS (SELECT 1 FROM safe_brought_back g
                                                WHERE g.brought_id = i.id AND g.newest_slip < d.id)
                               AND i.id > COALESCE((SELECT MAX(b.until_brought) FROM deposit_slip b
                                                     WHERE b.kind = 'cash' AND b.id < d.id AND NOT EXISTS (
                                                       SELECT 1 FROM deposit_taken_back k
                                                        WHERE k.slip_id = b.id AND k.newest_slip < d.id)), 0))
                         + COALESCE((SELECT b.stays_minor FROM deposit_slip b
                                      WHERE b.kind = 'cash' AND b.id < d.id AND NOT EXISTS (
                                        SELECT 1 FROM deposit_taken_back k
                                         WHERE k.slip_id = b.id AND k.newest_slip < d.id)
                                      ORDER BY b.id DESC LIMIT 1), 0)
                         - d.stays_minor)
                     OR CASE WHEN EXISTS (SELECT 1 FROM deposit_taken_back k WHERE k.slip_id = d.id) THEN 0
                             ELSE d.amount_minor END <> COALESCE((SELECT SUM(l.amount_minor) FROM journal j
                          JOIN journal_line l ON l.journal_id = j.id AND l.ledger = 'bank'
                         WHERE j.kind = 'deposit' AND j.source_id = d.id), 0)",
    },
    Rule {
        what: "deposit_differences",
        count: "SELECT COUNT(*) AS n FROM deposit_difference",
        says: "this deposit slip is more or less than waited for the bank, and nobody let that pass, or it is not so in the journal",
        breaks: "SELECT d.number AS t FROM deposit_difference f JOIN deposit_slip d ON d.id = f.slip_id
                   LEFT JOIN approval a ON a.id = f.approval_id
                  WHERE a.id IS NULL OR a.amount_minor <> ABS(f.off_minor)
                     OR (a.done_first = 0 AND a.state <> 'approved')
                     OR d.amount_minor <> f.expected_minor + f.off_minor
                     OR CASE WHEN EXISTS (SELECT 1 FROM deposit_taken_back k WHERE k.slip_id = d.id) THEN 0
                             ELSE f.off_minor END <> -COALESCE((SELECT SUM(l.amount_minor) FROM journal j
                          JOIN journal_line l ON l.journal_id = j.id AND l.ledger = 'over_short'
                         WHERE j.kind = 'deposit' AND j.source_id = d.id), 0)",
    },
    Rule {
        what: "safe_counts",
        count: "SELECT COUNT(*) AS n FROM safe_count",
        says: "this count of the safe is in no audit row of its own date, or its difference was let pass by nobody or by too few, or is not so in the journal",
        // Of those of before the tolerance was recorded nobody knows it.
        breaks: "SELECT CAST(c.id AS TEXT) AS t FROM safe_count c
                   LEFT JOIN safe_difference f ON f.count_id = c.id LEFT JOIN approval q ON q.id = f.approval_id
                   LEFT JOIN audit a ON a.counter_id = c.counter_id AND a.seq = c.audit_seq
                  WHERE a.seq IS NULL OR a.business_on <> c.business_on OR a.at <> c.made_at
                     OR (f.approval_id IS NOT NULL
                         AND (q.id IS NULL OR q.amount_minor <> ABS(f.off_minor)
                              OR (q.done_first = 0 AND q.state <> 'approved')))
                     OR (f.approval_id IS NULL AND f.tolerance_minor < (
                           SELECT SUM(ABS(e.off_minor)) FROM safe_count b JOIN safe_difference e ON e.count_id = b.id
                            WHERE b.business_on = c.business_on AND b.id <= c.id AND e.approval_id IS NULL))
                     OR (f.count_id IS NOT NULL AND f.tolerance_minor IS NULL
                         AND EXISTS (SELECT 1 FROM safe_difference e
                                      WHERE e.count_id < f.count_id AND e.tolerance_minor IS NOT NULL))
                     OR COALESCE(f.off_minor, 0) <> COALESCE((SELECT SUM(l.amount_minor) FROM journal j
                          JOIN journal_line l ON l.journal_id = j.id AND l.ledger = 'cash'
                         WHERE j.kind = 'variance' AND j.source_id = -c.id), 0)",
    },
    Rule {
        what: "safe_brought",
        count: "SELECT COUNT(*) AS n FROM safe_brought",
        says: "this cash that was brought to the safe is in no audit row of its own date, was let happen by nobody else, or is not so in the journal",
        // While one person's word was enough, it was an act of its own. What was taken back is in the journal both ways.
        breaks: "SELECT CAST(b.id AS TEXT) AS t FROM safe_brought b
                   LEFT JOIN audit a ON a.counter_id = b.counter_id AND a.seq = b.audit_seq
                   LEFT JOIN approval q ON q.id = b.approval_id
                  WHERE a.seq IS NULL OR a.business_on <> b.business_on OR a.at <> b.made_at
                     OR (b.approval_id IS NULL AND a.act <> 'bring_to_safe')
                     OR (b.approval_id IS NOT NULL
                         AND (q.id IS NULL OR q.kind <> 'safe_in' OR q.amount_minor <> b.amount_minor
                              OR q.asked_by <> b.person_id OR (q.done_first = 0 AND q.state <> 'approved')))
                     OR CASE WHEN EXISTS (SELECT 1 FROM safe_brought_back k WHERE k.brought_id = b.id) THEN 0
                             ELSE b.amount_minor END <> COALESCE((SELECT SUM(l.amount_minor) FROM journal j
                          JOIN journal_line l ON l.journal_id = j.id AND l.ledger = 'cash'
                         WHERE j.kind = 'deposit' AND j.source_id = -b.id), 0)
                     OR CASE WHEN EXISTS (SELECT 1 FROM safe_brought_back k WHERE k.brought_id = b.id) THEN 0
                             ELSE b.amount_minor END <> -COALESCE((SELECT SUM(l.amount_minor) FROM journal j
                          JOIN journal_line l ON l.journal_id = j.id
                               AND l.ledger = CASE b.came_from WHEN 'bank' THEN 'bank' ELSE 'petty_cash' END
                         WHERE j.kind = 'deposit' AND j.source_id = -b.id), 0)",
    },
    Rule {
        what: "safe_brought_back",
        count: "SELECT COUNT(*) AS n FROM safe_brought_back",
        says: "what is taken back here had been brought to the safe on another day, is in no audit row of its own date, was let happen by nobody else, or is on a slip that stands",
        breaks: "SELECT CAST(k.id AS TEXT) AS t FROM safe_brought_back k
                   LEFT JOIN safe_brought b ON b.id = k.brought_id
                   LEFT JOIN audit a ON a.counter_id = k.counter_id AND a.seq = k.audit_seq
                   LEFT JOIN approval q ON q.id = k.approval_id
                  WHERE b.id IS NULL OR b.business_on <> k.business_on
                     OR a.seq IS NULL OR a.business_on <> k.business_on OR a.at <> k.made_at
                     OR q.id IS NULL OR q.kind <> 'reversal' OR q.amount_minor <> b.amount_minor
                     OR q.asked_by <> k.person_id OR (q.done_first = 0 AND q.state <> 'approved')
                     OR EXISTS (SELECT 1 FROM deposit_slip d
                                 WHERE d.kind = 'cash' AND d.id <= k.newest_slip AND d.until_brought >= k.brought_id
                                   AND NOT EXISTS (SELECT 1 FROM deposit_taken_back t WHERE t.slip_id = d.id))",
    },
    Rule {
        what: "floats",
        // In shifts of versions that did not ask, nobody wrote down what the drawer had been left with.
        count: "SELECT COUNT(*) AS n FROM shift WHERE kept_before_minor IS NOT NULL",
        says: "this shift began with another float than was kept in its drawer, and the difference is in no journal",
        breaks: "SELECT s.number AS t FROM shift s
                   LEFT JOIN (SELECT m.shift_id, SUM(l.amount_minor) AS posted FROM shift_cash m
                                JOIN journal j ON j.kind = 'shift' AND j.source_id = m.id
                                JOIN journal_line l ON l.journal_id = j.id AND l.ledger = 'cash'
                               WHERE m.kind IN ('float', 'float_over', 'float_short') GROUP BY m.shift_id) x
                     ON x.shift_id = s.id
                  WHERE s.kept_before_minor IS NOT NULL
                    AND (s.float_minor - s.kept_before_minor <> COALESCE(x.posted, 0)
                         OR s.kept_before_minor <> COALESCE((SELECT z.kept_minor FROM z_report z
                              WHERE z.counter_id = s.counter_id AND z.shift_id < s.id ORDER BY z.id DESC LIMIT 1), 0))",
    },
    Rule {
        what: "cash",
        // All of it lies somewhere: kept in drawers that are closed, in open ones and what was dropped from them, left
        // by Z reports, in no drawer and brought to the safe less what slips paid in and what change left it. Floats of shifts that were not asked were posted by
        // nobody: they are in the drawers and not in the journal.
        count: "SELECT COUNT(*) AS n FROM journal_line WHERE ledger = 'cash'",
        says: "the cash in the books is more by this than the drawers, the safe and the cash in no drawer hold",
        breaks: "SELECT CAST(x.more AS TEXT) AS t FROM (SELECT
                   COALESCE((SELECT SUM(l.amount_minor) FROM journal_line l WHERE l.ledger = 'cash'), 0)
                 - COALESCE((SELECT SUM(z.kept_minor) FROM z_report z
                      WHERE z.id = (SELECT MAX(b.id) FROM z_report b WHERE b.counter_id = z.counter_id)
                        AND NOT EXISTS (SELECT 1 FROM shift s
                                         WHERE s.counter_id = z.counter_id AND s.state <> 'closed')), 0)
                 - COALESCE((SELECT SUM(t.amount_minor - t.change_minor) FROM payment p
                      JOIN payment_tender t ON t.payment_id = p.id AND t.method = 'cash'
                      LEFT JOIN shift s ON s.id = p.shift_id
                     WHERE p.shift_id IS NULL OR s.state <> 'closed'), 0)
                 + COALESCE((SELECT SUM(t.amount_minor - t.change_minor) FROM payment_void v
                      JOIN payment_tender t ON t.payment_id = v.payment_id AND t.method = 'cash'
                      LEFT JOIN shift s ON s.id = v.shift_id
                     WHERE v.shift_id IS NULL OR s.state <> 'closed'), 0)
                 - COALESCE((SELECT SUM(CASE WHEN m.kind IN ('float', 'cash_in', 'change_in') THEN m.amount_minor
                                             WHEN m.kind IN ('cash_out', 'change_out', 'refund') THEN -m.amount_minor
                                             ELSE 0 END) FROM shift_cash m JOIN shift s ON s.id = m.shift_id
                      WHERE s.state <> 'closed' AND m.state IN ('done', 'accepted')), 0)
                 + COALESCE((SELECT SUM(b.amount_minor) FROM handed_back b
                     WHERE b.method = 'cash' AND b.shift_id IS NULL), 0)
                 - COALESCE((SELECT SUM(z.banked_minor) FROM z_report z), 0)
                 - COALESCE((SELECT SUM(f.off_minor) FROM safe_difference f), 0)
                 - COALESCE((SELECT SUM(b.amount_minor) FROM safe_brought b
                     WHERE NOT EXISTS (SELECT 1 FROM safe_brought_back k WHERE k.brought_id = b.id)), 0)
                 + COALESCE((SELECT SUM(m.amount_minor) FROM shift_cash m WHERE m.reason = 'from_safe'), 0)
                 + COALESCE((SELECT SUM(d.amount_minor - COALESCE(f.off_minor, 0)) FROM deposit_slip d
                      LEFT JOIN deposit_difference f ON f.slip_id = d.id
                     WHERE d.kind = 'cash'
                       AND NOT EXISTS (SELECT 1 FROM deposit_taken_back k WHERE k.slip_id = d.id)), 0)
                 + COALESCE((SELECT SUM(s.float_minor - COALESCE((SELECT z.kept_minor FROM z_report z
                              WHERE z.counter_id = s.counter_id AND z.shift_id < s.id ORDER BY z.id DESC LIMIT 1), 0))
                      FROM shift s WHERE s.kept_before_minor IS NULL), 0) AS more) x
                  WHERE x.more <> 0",
    },
    Rule {
        what: "day_sums",
        count: "SELECT COUNT(*) AS n FROM day_sum",
        says: "what this day was closed with is not what its payments and what fell on it come to",
        // Series are held against the numbers themselves.
        breaks: concat!(
            "SELECT s.business_on || ' ' || s.kind || ' ' || s.name AS t FROM day_sum s LEFT JOIN (
                    SELECT p.business_on, 'all' AS kind, '' AS name, COUNT(*) AS count, SUM(p.paid_minor) AS taken,
                           COUNT(v.payment_id) AS voids,
                           SUM(CASE WHEN v.payment_id IS NULL THEN 0 ELSE p.paid_minor END) AS voided,
                           SUM(CASE WHEN v.payment_id IS NULL THEN p.paid_minor ELSE 0 END) AS kept
                      FROM payment p
                           LEFT JOIN payment_void v ON v.payment_id = p.id AND v.business_on <= p.business_on
                     GROUP BY p.business_on
                     UNION ALL
                    SELECT p.business_on, 'method' AS kind, t.method AS name, COUNT(*) AS count, 0 AS taken, 0 AS voids,
                           0 AS voided,
                           SUM(CASE WHEN v.payment_id IS NULL THEN t.amount_minor - t.change_minor ELSE 0 END) AS kept
                      FROM payment p JOIN payment_tender t ON t.payment_id = p.id
                           LEFT JOIN payment_void v ON v.payment_id = p.id AND v.business_on <= p.business_on
                     GROUP BY p.business_on, t.method
                     UNION ALL
                    SELECT p.business_on, 'clerk' AS kind, a.who AS name, COUNT(*) AS count, 0 AS taken,
                           COUNT(v.payment_id) AS voids, 0 AS voided,
                           SUM(CASE WHEN v.payment_id IS NULL THEN p.paid_minor ELSE 0 END) AS kept
                      FROM payment p JOIN audit a ON a.counter_id = p.counter_id AND a.seq = p.audit_seq
                           LEFT JOIN payment_void v ON v.payment_id = p.id AND v.business_on <= p.business_on
                     GROUP BY p.business_on, a.who) x
                 ON x.business_on = s.business_on AND x.kind = s.kind AND x.name = s.name
               WHERE s.kind <> 'series'
                 AND (s.count <> COALESCE(x.count, 0) OR s.taken_minor <> COALESCE(x.taken, 0)
                      OR s.voids <> COALESCE(x.voids, 0) OR s.voided_minor <> COALESCE(x.voided, 0)
                      OR s.net_minor + s.returned_minor <> COALESCE(x.kept, 0)
                      OR (s.kind = 'all' AND (
                            s.returned_minor <> COALESCE((SELECT SUM(r.returned) FROM ",
            crate::figures::went_back!(),
            " r WHERE r.business_on = s.business_on), 0)
                         OR s.returned_minor <> COALESCE((SELECT SUM(m.returned_minor) FROM day_sum m
                              WHERE m.business_on = s.business_on AND m.kind = 'method'), 0)
                         OR s.returned_minor <> COALESCE((SELECT SUM(c.returned_minor) FROM day_sum c
                              WHERE c.business_on = s.business_on AND c.kind = 'clerk'), 0))))",
        ),
    },
    Rule {
        what: "cash_out_allowed",
        count: "SELECT COUNT(*) AS n FROM shift_cash WHERE approval_id IS NOT NULL",
        says: "this cash movement was let pass by a request that was not granted, or for another amount",
        breaks: "SELECT CAST(m.id AS TEXT) AS t FROM shift_cash m LEFT JOIN approval a ON a.id = m.approval_id
                  WHERE m.approval_id IS NOT NULL
                    AND (a.id IS NULL OR a.amount_minor <> m.amount_minor OR a.asked_by <> m.person_id
                         OR (a.done_first = 0 AND a.state <> 'approved'))",
    },
    Rule {
        what: "closed_days",
        count: "SELECT COUNT(*) AS n FROM day_close",
        says: "the day after this closed day is neither closed nor the business day",
        breaks: "SELECT d.business_on AS t FROM day_close d
                  WHERE NOT EXISTS (SELECT 1 FROM day_close n WHERE n.business_on = d.next_on)
                    AND NOT EXISTS (SELECT 1 FROM office o WHERE o.business_on = d.next_on)",
    },
    Rule {
        what: "reversals",
        count: "SELECT COUNT(*) AS n FROM payment_reversal",
        says: "this reversal has not exactly one journal entry of its own date, or is dated before its payment",
        breaks: "SELECT r.number AS t FROM payment_reversal r JOIN payment p ON p.id = r.payment_id
                   LEFT JOIN (SELECT source_id, COUNT(*) AS entries, MIN(business_on) AS business_on FROM journal
                               WHERE kind IN ('reversal', 'refund', 'transfer', 'bounce') GROUP BY source_id) j
                     ON j.source_id = r.payment_id
                  WHERE COALESCE(j.entries, 0) <> 1 OR j.business_on <> r.business_on
                     OR r.business_on < p.business_on OR r.amount_minor <> p.paid_minor",
    },
    Rule {
        what: "refund_parts",
        count: "SELECT COUNT(*) AS n FROM refund_part",
        says: "the parts of this refund are not what was paid, or its cash is not what left the drawer",
        breaks: "SELECT r.number AS t FROM payment_reversal r
                   LEFT JOIN (SELECT payment_id, SUM(amount_minor) AS amount,
                                     SUM(amount_minor) FILTER (WHERE method = 'cash') AS cash
                                FROM refund_part GROUP BY payment_id) f ON f.payment_id = r.payment_id
                   LEFT JOIN (SELECT j.source_id, SUM(l.amount_minor) AS cash FROM journal j
                                JOIN journal_line l ON l.journal_id = j.id AND l.ledger = 'cash'
                               WHERE j.kind = 'refund' GROUP BY j.source_id) g ON g.source_id = r.payment_id
                  WHERE (r.kind = 'refund') <> (f.payment_id IS NOT NULL)
                     OR (r.kind = 'refund' AND (f.amount <> r.amount_minor
                         OR COALESCE(f.cash, 0) <> -COALESCE(g.cash, 0)
                         OR (f.cash IS NOT NULL) <> (r.back_by = 'cash')))",
    },
    Rule {
        what: "credit_paid_out",
        count: "SELECT COUNT(*) AS n FROM credit_payout",
        says: "this credit was paid out without an entry or row of the log of its own date, for another amount than leaves the \
               ledgers, or let happen by nobody",
        breaks: "SELECT o.number AS t FROM credit_payout o
                   LEFT JOIN audit a ON a.counter_id = o.counter_id AND a.seq = o.audit_seq
                   LEFT JOIN approval q ON q.id = o.approval_id
                   LEFT JOIN (SELECT j.source_id, MIN(j.business_on) AS business_on,
                                     COUNT(DISTINCT j.id) AS entries,
                                     SUM(CASE WHEN l.ledger = 'credit' THEN l.amount_minor ELSE 0 END) AS credit,
                                     SUM(CASE WHEN l.ledger = 'cash' THEN -l.amount_minor ELSE 0 END) AS cash,
                                     SUM(CASE WHEN l.ledger = 'bank' THEN -l.amount_minor ELSE 0 END) AS bank
                                FROM journal j JOIN journal_line l ON l.journal_id = j.id
                               WHERE j.kind = 'refund' AND j.source_id < 0 GROUP BY j.source_id) e
                     ON e.source_id = -o.id
                  WHERE COALESCE(e.entries, 0) <> 1 OR e.business_on <> o.business_on OR e.credit <> o.amount_minor
                     OR CASE o.back_by WHEN 'cash' THEN e.cash ELSE e.bank END <> o.amount_minor
                     OR a.seq IS NULL OR a.business_on <> o.business_on OR a.at <> o.made_at
                     OR q.id IS NULL OR q.asked_by <> o.person_id OR q.amount_minor <> o.amount_minor
                     OR (q.done_first = 0 AND (q.state <> 'approved' OR o.allowed_by IS DISTINCT FROM q.decided_by))
                     OR (q.done_first = 1 AND o.allowed_by IS NOT NULL)",
    },
    Rule {
        what: "reversals_in_audit",
        // The chain's dates only rise, so whatever is of its audit row's date is in no day that was closed before.
        count: "SELECT COUNT(*) AS n FROM payment_reversal",
        says: "this reversal has no audit row of its own date",
        breaks: "SELECT r.number AS t FROM payment_reversal r
                   LEFT JOIN audit a ON a.counter_id = r.counter_id AND a.seq = r.audit_seq
                  WHERE a.seq IS NULL OR a.business_on <> r.business_on OR a.at <> r.made_at",
    },
    Rule {
        what: "fallen_once",
        count: "SELECT COUNT(*) AS n FROM payment_fallen",
        says: "this receipt fell twice",
        breaks: "SELECT p.number AS t FROM payment_void v JOIN payment_reversal r ON r.payment_id = v.payment_id
                   JOIN payment p ON p.id = v.payment_id",
    },
    Rule {
        what: "transfers",
        count: "SELECT COUNT(*) AS n FROM payment_reversal WHERE kind = 'transfer'",
        says: "what was moved is not what was paid on the other account on the same day, or cash moved with it",
        breaks: "SELECT r.number AS t FROM payment_reversal r LEFT JOIN payment p ON p.id = r.to_payment_id
                  WHERE r.kind = 'transfer'
                    AND (p.id IS NULL OR p.paid_minor <> r.amount_minor OR p.business_on <> r.business_on
                         OR p.shift_id IS NOT NULL
                         OR NOT EXISTS (SELECT 1 FROM payment_tender t
                                         WHERE t.payment_id = p.id AND t.method = 'transfer'
                                           AND t.amount_minor = r.amount_minor))",
    },
    Rule {
        what: "moved_here",
        count: "SELECT COUNT(*) AS n FROM payment_tender WHERE method = 'transfer'",
        says: "this receipt says that it was moved here, and no transfer or bounce says from where",
        breaks: "SELECT p.number AS t FROM payment_tender t JOIN payment p ON p.id = t.payment_id
                  WHERE t.method = 'transfer'
                    AND NOT EXISTS (SELECT 1 FROM payment_reversal r WHERE r.to_payment_id = p.id)
                    AND NOT EXISTS (SELECT 1 FROM bounce_kept b WHERE b.to_payment_id = p.id)",
    },
    Rule {
        what: "transfer_ledger",
        count: "SELECT COUNT(*) AS n FROM journal_line WHERE ledger = 'transfer'",
        says: "this transfer left money between two accounts",
        breaks: "SELECT r.number AS t FROM payment_reversal r
                   JOIN journal j ON j.kind = 'transfer' AND j.source_id = r.payment_id
                   JOIN journal k ON k.kind = 'payment' AND k.source_id = r.to_payment_id
                   JOIN journal_line l ON l.journal_id IN (j.id, k.id) AND l.ledger = 'transfer'
                  WHERE r.kind = 'transfer' GROUP BY r.number HAVING SUM(l.amount_minor) <> 0
                 UNION ALL
                 SELECT r.number AS t FROM bounce_kept b JOIN payment_reversal r ON r.payment_id = b.payment_id
                   JOIN journal j ON j.kind = 'bounce' AND j.source_id = b.payment_id
                   JOIN journal k ON k.kind = 'payment' AND k.source_id = b.to_payment_id
                   JOIN journal_line l ON l.journal_id IN (j.id, k.id) AND l.ledger = 'transfer'
                  GROUP BY r.number HAVING SUM(l.amount_minor) <> 0",
    },
    Rule {
        what: "bounces_kept",
        count: "SELECT COUNT(*) AS n FROM bounce_kept",
        says: "what other cheques had paid of this bounced receipt is not what was taken up for them on the same day",
        breaks: "SELECT p.number AS t FROM bounce_kept b JOIN payment p ON p.id = b.payment_id
                   JOIN payment g ON g.id = b.to_payment_id
                   LEFT JOIN payment_reversal r ON r.payment_id = b.payment_id AND r.kind = 'bounce'
                   LEFT JOIN payment_tender t ON t.payment_id = g.id AND t.method = 'transfer'
                  WHERE r.id IS NULL OR r.business_on <> g.business_on OR g.paid_minor > p.paid_minor
                     OR g.shift_id IS NOT NULL OR t.amount_minor IS DISTINCT FROM g.paid_minor
                     OR g.paid_minor <> g.credit_added_minor",
    },
    Rule {
        what: "approvals",
        count: "SELECT COUNT(*) AS n FROM approval",
        says: "this request was decided by who asked, or by nobody, or looked at late without saying so",
        breaks: "SELECT CAST(a.id AS TEXT) AS t FROM approval a
                  WHERE a.decided_by = a.asked_by
                     OR (a.late = 1 AND (a.look_by_at IS NULL OR a.decided_by IS NULL))
                     OR (a.late = 0 AND a.decided_at > a.look_by_at)
                     OR (a.done_first = 0 AND a.look_by_at IS NOT NULL)
                     OR (a.state IN ('approved', 'refused', 'cleared') AND a.decided_by IS NULL)",
    },
    Rule {
        what: "reversals_allowed",
        count: "SELECT COUNT(*) AS n FROM payment_reversal WHERE kind <> 'bounce'",
        says: "this reversal was let happen by nobody, by who asked, or by a request that was not granted",
        breaks: "SELECT r.number AS t FROM payment_reversal r LEFT JOIN approval a ON a.id = r.approval_id
                  WHERE r.kind <> 'bounce'
                    AND (a.id IS NULL OR r.allowed_by = r.person_id OR a.asked_by <> r.person_id
                         OR a.amount_minor <> r.amount_minor
                         OR (a.done_first = 0 AND (a.state <> 'approved' OR r.allowed_by IS DISTINCT FROM a.decided_by))
                         OR (a.done_first = 1 AND r.allowed_by IS NOT NULL))",
    },
    Rule {
        what: "cheques",
        count: "SELECT COUNT(*) AS n FROM cheque",
        says: "what became of the cheque on this receipt and of the receipt do not go together",
        breaks: "SELECT p.number AS t FROM cheque q JOIN payment p ON p.id = q.payment_id
                   LEFT JOIN payment_tender t ON t.payment_id = q.payment_id AND t.line = q.line
                   LEFT JOIN payment_fallen f ON f.payment_id = q.payment_id
                   LEFT JOIN payment_reversal r ON r.payment_id = q.payment_id
                  WHERE t.payment_id IS NULL OR t.method <> 'cheque' OR t.amount_minor <> q.amount_minor
                     OR (q.state = 'returned' AND f.payment_id IS NULL)
                     OR (q.state = 'received' AND f.payment_id IS NOT NULL
                         AND r.kind IS DISTINCT FROM 'transfer' AND r.kind IS DISTINCT FROM 'bounce')
                     OR (q.state = 'bounced' AND r.kind IS DISTINCT FROM 'bounce' AND r.kind IS DISTINCT FROM 'transfer'
                         AND NOT EXISTS (SELECT 1 FROM cheque_claim c WHERE c.cheque_id = q.id))
                     OR (r.kind = 'bounce' AND NOT EXISTS (SELECT 1 FROM cheque b
                           WHERE b.payment_id = q.payment_id AND b.state = 'bounced'))",
    },
    Rule {
        what: "dud_cheques",
        count: "SELECT COUNT(*) AS n FROM cheque_claim",
        says: "this claim is not what the bank took back of the cheques that it is for",
        breaks: "SELECT b.number AS t FROM bill b
                   JOIN (SELECT c.bill_id, SUM(q.amount_minor) AS amount, MIN(q.state) AS least, MAX(q.state) AS most
                           FROM cheque_claim c JOIN cheque q ON q.id = c.cheque_id GROUP BY c.bill_id) x
                     ON x.bill_id = b.id
                   LEFT JOIN (SELECT j.source_id, SUM(l.amount_minor) AS bank FROM journal j
                                JOIN journal_line l ON l.journal_id = j.id AND l.ledger = 'bank'
                               WHERE j.kind = 'bill' GROUP BY j.source_id) y ON y.source_id = b.id
                  WHERE x.amount <> b.total_minor OR y.bank IS DISTINCT FROM -x.amount
                     OR x.least <> 'bounced' OR x.most <> 'bounced'",
    },
    Rule {
        what: "cheque_steps",
        count: "SELECT COUNT(*) AS n FROM cheque_step",
        says: "the cheque on this receipt is not where its steps left it, or one of these is in no row of the log",
        breaks: "SELECT p.number AS t FROM cheque q JOIN payment p ON p.id = q.payment_id
                   LEFT JOIN cheque_step s ON s.cheque_id = q.id
                        AND s.n = (SELECT MAX(b.n) FROM cheque_step b WHERE b.cheque_id = q.id)
                  WHERE s.state IS DISTINCT FROM q.state OR s.slip_id IS DISTINCT FROM q.slip_id
                     OR (s.audit_seq > 0 AND s.n <> q.version)
                     OR (q.ended_on IS NOT NULL AND q.ended_on <> s.business_on)
                     OR NOT EXISTS (SELECT 1 FROM cheque_step f
                                     WHERE f.cheque_id = q.id AND f.n = 1 AND f.state = 'received'
                                       AND f.business_on = q.received_on)
                     OR (q.slip_id IS NOT NULL AND NOT EXISTS
                          (SELECT 1 FROM cheque_step d
                            WHERE d.cheque_id = q.id AND d.state = 'deposited' AND d.slip_id = q.slip_id
                              AND d.business_on = q.deposited_on))
                 UNION ALL
                 SELECT p.number AS t FROM cheque_step s JOIN cheque q ON q.id = s.cheque_id
                   JOIN payment p ON p.id = q.payment_id
                  WHERE s.audit_seq > 0
                    AND (NOT EXISTS (SELECT 1 FROM audit a WHERE a.counter_id = s.counter_id AND a.seq = s.audit_seq
                                        AND a.business_on = s.business_on)
                         OR (EXISTS (SELECT 1 FROM cheque_step e
                                      WHERE e.cheque_id = s.cheque_id AND e.n < s.n AND e.audit_seq > 0)
                             AND NOT EXISTS (SELECT 1 FROM cheque_step e
                                              WHERE e.cheque_id = s.cheque_id AND e.n = s.n - 1)))
                 UNION ALL
                 SELECT DISTINCT 'cheque ' || s.cheque_id AS t FROM cheque_step s
                  WHERE NOT EXISTS (SELECT 1 FROM cheque q WHERE q.id = s.cheque_id)",
    },
    Rule {
        what: "cheque_tenders",
        count: "SELECT COUNT(*) AS n FROM payment_tender WHERE method = 'cheque'",
        says: "nobody knows where the cheque of this receipt is",
        breaks: "SELECT p.number AS t FROM payment_tender t JOIN payment p ON p.id = t.payment_id
                  WHERE t.method = 'cheque'
                    AND NOT EXISTS (SELECT 1 FROM cheque q WHERE q.payment_id = t.payment_id AND q.line = t.line)",
    },
    Rule {
        what: "cheque_slips",
        count: "SELECT COUNT(*) AS n FROM deposit_slip WHERE kind = 'cheques'",
        says: "the cheques on this slip do not come to what it says",
        breaks: "SELECT s.number AS t FROM deposit_slip s
                   LEFT JOIN (SELECT slip_id, SUM(amount_minor) AS amount FROM cheque
                               WHERE slip_id IS NOT NULL GROUP BY slip_id) q ON q.slip_id = s.id
                   LEFT JOIN deposit_taken_back k ON k.slip_id = s.id
                  WHERE s.kind = 'cheques'
                    AND COALESCE(q.amount, 0) <> CASE WHEN k.slip_id IS NULL THEN s.amount_minor ELSE 0 END",
    },
    Rule {
        what: "slips_taken_back",
        count: "SELECT COUNT(*) AS n FROM deposit_taken_back",
        says: "this slip was taken back by no row of the log, or one of cash by nobody's leave, or the row that took one \
               back has none",
        breaks: "SELECT d.number AS t FROM deposit_taken_back k JOIN deposit_slip d ON d.id = k.slip_id
                   LEFT JOIN audit a ON a.counter_id = k.counter_id AND a.seq = k.audit_seq
                        AND a.business_on = k.business_on
                        AND (a.act = 'take_slip_back' OR d.kind = 'cash' AND a.act IN ('ask_approval', 'decide_approval'))
                   LEFT JOIN approval q ON q.id = k.approval_id AND q.amount_minor = d.amount_minor
                        AND (q.done_first = 1 OR q.state = 'approved')
                  WHERE a.seq IS NULL OR (d.kind = 'cash') <> (q.id IS NOT NULL)
                 UNION ALL
                 SELECT c.code || ' ' || a.seq AS t FROM audit a JOIN counter c ON c.id = a.counter_id
                  WHERE a.act = 'take_slip_back'
                    AND NOT EXISTS (SELECT 1 FROM deposit_taken_back k
                                     WHERE k.counter_id = a.counter_id AND k.audit_seq = a.seq)",
    },
    Rule {
        what: "disconnection_orders",
        count: "SELECT COUNT(*) AS n FROM service_order WHERE kind = 'disconnect'",
        says: "an order to cut it is open, but the account knows of none, or of another day",
        breaks: "SELECT a.number AS t FROM service_order o JOIN account a ON a.id = o.account_id
                  WHERE o.kind = 'disconnect' AND o.state = 'open'
                    AND (a.status <> 'active' OR a.disconnection_on IS DISTINCT FROM o.due_on)",
    },
    Rule {
        what: "reconnection_orders",
        count: "SELECT COUNT(*) AS n FROM service_order WHERE kind = 'reconnect'",
        says: "an order to bring it back is open, but it is not cut",
        breaks: "SELECT a.number AS t FROM service_order o JOIN account a ON a.id = o.account_id
                  WHERE o.kind = 'reconnect' AND o.state = 'open' AND a.status <> 'cut'",
    },
    Rule {
        what: "instalment_plans",
        count: "SELECT COUNT(*) AS n FROM instalment_plan",
        says: "the instalments of this account's plan do not sum to what it covers",
        breaks: "SELECT a.number AS t FROM instalment_plan p JOIN account a ON a.id = p.account_id
                   LEFT JOIN (SELECT plan_id, SUM(amount_minor) AS sum FROM instalment GROUP BY plan_id) i
                     ON i.plan_id = p.id
                  WHERE COALESCE(i.sum, 0) <> p.total_minor",
    },
    Rule {
        what: "disputes",
        count: "SELECT COUNT(*) AS n FROM dispute",
        says: "this bill is disputed by another account, or for more than it was",
        breaks: "SELECT b.number AS t FROM dispute d JOIN bill b ON b.id = d.bill_id
                  WHERE b.account_id <> d.account_id OR d.amount_minor > b.total_minor",
    },
    Rule {
        what: "surcharges",
        count: "SELECT COUNT(*) AS n FROM bill WHERE kind = 'surcharge'",
        says: "this surcharge was charged on another surcharge, or on another account's bill",
        breaks: "SELECT s.number AS t FROM bill s LEFT JOIN bill p ON p.id = s.parent_id
                  WHERE s.kind = 'surcharge'
                    AND (p.id IS NULL OR p.account_id <> s.account_id OR p.kind NOT IN ('bill', 'debit_note'))",
    },
    Rule {
        what: "notices",
        count: "SELECT COUNT(*) AS n FROM notice",
        says: "a final notice of this account gave no day to pay",
        breaks: "SELECT a.number AS t FROM notice n JOIN account a ON a.id = n.account_id
                  WHERE n.pay_by_on <= n.business_on OR n.oldest_due_on >= n.business_on",
    },
    Rule {
        what: "meters",
        count: "SELECT COUNT(*) AS n FROM meter_span WHERE to_on IS NULL",
        says: "this meter hangs on an account that names another one",
        breaks: "SELECT m.number AS t FROM meter_span s JOIN meter m ON m.id = s.meter_id
                   JOIN account a ON a.id = s.account_id
                  WHERE s.to_on IS NULL AND a.status <> 'closed' AND a.meter_fold <> m.number_fold",
    },
    Rule {
        what: "readings",
        count: "SELECT COUNT(*) AS n FROM reading WHERE stands = 1",
        says: "this meter was read where it did not hang",
        breaks: "SELECT m.number || ' on ' || r.read_on AS t FROM reading r JOIN meter m ON m.id = r.meter_id
                  WHERE r.stands = 1 AND NOT EXISTS (
                    SELECT 1 FROM meter_span s WHERE s.meter_id = r.meter_id AND s.account_id = r.account_id
                       AND s.from_on <= r.read_on AND (s.to_on IS NULL OR r.read_on <= s.to_on))",
    },
];

impl Rule {
    /// How many there are of what this rule is about.
    pub fn count(&self, tx: &Tx<'_>) -> Result<i64> {
        tx.number(self.count, &[])
    }

    /// What breaks this rule, in words, at most `most`.
    pub fn breaks(&self, tx: &Tx<'_>, most: usize) -> Result<Vec<String>> {
        let mut found = Vec::new();
        if most == 0 {
            return Ok(found);
        }
        tx.each(self.breaks, &[], |row: crate::tx::Text| {
            found.push(format!("{}: {}", row.t, self.says));
            Ok(found.len() < most)
        })?;
        Ok(found)
    }
}

/// The sum of the whole journal; zero in a sound book.
pub fn journal_sum(tx: &Tx<'_>) -> Result<i64> {
    tx.number("SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS n FROM journal_line", &[])
}

crate::row! {
    /// A numbered document.
    pub struct Numbered {
        /// Its counter's id.
        counter_id: i64,
        /// Its number.
        number: String,
    }
}

/// Streams receipt numbers in the order they were given, counter by counter.
pub fn each_receipt(tx: &Tx<'_>, take: impl FnMut(Numbered) -> Result<bool>) -> Result<()> {
    tx.each("SELECT counter_id, number FROM payment ORDER BY counter_id, audit_seq", &[], take)
}

/// Streams slip numbers in the order they were given, counter by counter.
pub fn each_slip(tx: &Tx<'_>, take: impl FnMut(Numbered) -> Result<bool>) -> Result<()> {
    tx.each("SELECT counter_id, number FROM payment_void ORDER BY counter_id, audit_seq", &[], take)
}

/// Streams the numbers of reversals of these kinds in the order they were given, counter by counter. `kind` is the
/// series' first kind; bounces are numbered among reversals.
pub fn each_reversal(
    tx: &Tx<'_>,
    kind: ReversalKind,
    take: impl FnMut(Numbered) -> Result<bool>,
) -> Result<()> {
    let also = if kind == ReversalKind::Reversal { ReversalKind::Bounce } else { kind };
    if kind == ReversalKind::Refund {
        // Credit that is paid out is numbered among refunds.
        return tx.each(
            "SELECT counter_id, number FROM (
               SELECT r.counter_id, r.audit_seq, r.number FROM payment_reversal r WHERE r.kind = $1
                UNION ALL
               SELECT o.counter_id, o.audit_seq, o.number FROM credit_payout o) x ORDER BY counter_id, audit_seq",
            &[&kind],
            take,
        );
    }
    tx.each(
        "SELECT counter_id, number FROM payment_reversal WHERE kind IN ($1, $2) ORDER BY counter_id, id",
        &[&kind, &also],
        take,
    )
}

/// Streams the numbers of corrections in the order they were given, counter by counter.
pub fn each_correction(tx: &Tx<'_>, take: impl FnMut(Numbered) -> Result<bool>) -> Result<()> {
    tx.each("SELECT counter_id, number FROM bill_correction ORDER BY counter_id, id", &[], take)
}

/// Streams the numbers of claims made in this book in the order they were given: periods' bills, which are
/// numbered by the office, or everything else, which is numbered by counters.
pub fn each_claim(tx: &Tx<'_>, bills: bool, take: impl FnMut(Numbered) -> Result<bool>) -> Result<()> {
    if bills {
        return tx.each(
            "SELECT 0 AS counter_id, number FROM bill WHERE document <> '' AND kind = 'bill' ORDER BY id",
            &[],
            take,
        );
    }
    // Whose chain a number is of stands in the number itself: C2D/26-27/00012.
    tx.each(
        "SELECT c.id AS counter_id, b.number FROM bill b JOIN counter c
             ON substr(b.number, 1, length(c.code) + 2) = c.code || 'D/'
          WHERE b.document <> '' AND b.kind <> 'bill' ORDER BY c.id, b.id",
        &[],
        take,
    )
}

/// Streams the numbers of shifts, of Z reports or of deposit slips in the order they were given, counter by counter.
pub fn each_till_number(
    tx: &Tx<'_>,
    series: foil_domain::office::Series,
    take: impl FnMut(Numbered) -> Result<bool>,
) -> Result<()> {
    use foil_domain::office::Series;
    let sql = match series {
        Series::ZReport => "SELECT counter_id, number FROM z_report ORDER BY counter_id, id",
        Series::Deposit => "SELECT counter_id, number FROM deposit_slip ORDER BY counter_id, id",
        _ => "SELECT counter_id, number FROM shift ORDER BY counter_id, id",
    };
    tx.each(sql, &[], take)
}

crate::row! {
    /// A series of numbers.
    pub struct SeriesRow {
        /// Counter.
        counter_id: i64,
        /// The series' word.
        kind: String,
        /// Financial year.
        year: String,
        /// The last number given.
        last_n: i64,
    }
}

/// All series of numbers, at most 100,000.
pub fn series(tx: &Tx<'_>) -> Result<Vec<SeriesRow>> {
    tx.all(
        "SELECT counter_id, kind, year, last_n FROM series ORDER BY counter_id, kind, year LIMIT 100000",
        &[],
    )
}
