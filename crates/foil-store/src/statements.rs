//! What moved on an account, in the order of its days.

use crate::figures::{fell, gone_before};
use crate::tx::Tx;
use foil_domain::ids::AccountId;
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::Day;

crate::row! {
    /// Something that raised or lowered what an account owes.
    pub struct Moved {
        /// Its day: of a claim the day of issue, else the business date.
        on_day: Day,
        /// What it is: `bill`, `payment`, `void`, `refund`, `bounce`, `credit_note`, ….
        kind: String,
        /// The document's number.
        number: String,
        /// The period's last day, the bill a correction is of; may be empty.
        detail: String,
        /// Above zero raises what is owed.
        amount_minor: Money,
    }
}

/// Everything that moved on an account up to a day, the oldest first; at most 100,000 things.
///
/// Credit is owed the other way, so using it or keeping it moves nothing, and paying it out does; a bill that gave some
/// claims less than nothing. Where some of that was used before it was cancelled, the cancellation raises what is owed
/// by so much less: a charge beside it is for that. What was paid of a bill before it came into this book is what its total, its payments and its
/// corrections leave unexplained; a payment that fell only after the bill was cancelled had paid it until then, for it has
/// opened nothing.
pub fn moved(tx: &Tx<'_>, account: AccountId, until: Day) -> Result<Vec<Moved>> {
    tx.all(
        concat!(
            "WITH own AS (
           SELECT id, kind, number, issued_on, period_to_on, total_minor, credit_used_minor, charge_key,
                  left_minor + surcharge_left_minor AS left_now
             FROM bill WHERE account_id = $1),
         shared AS (
           SELECT s.payment_id, s.bill_id, s.amount_minor FROM payment_share s WHERE s.account_id = $1),
         before AS (
           SELECT b.id, b.total_minor - b.left_now
                  - CASE WHEN b.credit_used_minor > 0 THEN b.credit_used_minor ELSE 0 END
                  - COALESCE((SELECT SUM(s.amount_minor) FROM shared s
                               WHERE s.bill_id = b.id
                                 AND NOT EXISTS (SELECT 1 FROM ", fell!(), " v
                                                  WHERE v.payment_id = s.payment_id
                                                    AND NOT ", gone_before!("b.id", "$1"), ")), 0)
                  - COALESCE((SELECT SUM(x.left_minor + x.surcharge_left_minor) FROM bill_correction x
                               WHERE x.bill_id = b.id), 0)
                  - COALESCE((SELECT SUM(o.amount_minor) FROM set_off o WHERE o.claim_id = b.id), 0) AS paid
             FROM own b),
         moved AS (
           SELECT b.issued_on AS on_day, 1 AS rank, b.id AS seq, b.kind, b.number,
                  CASE WHEN b.kind = 'bill' THEN b.period_to_on ELSE '' END AS detail,
                  b.total_minor + CASE WHEN b.credit_used_minor < 0 THEN b.credit_used_minor ELSE 0 END AS amount_minor
             FROM own b
           UNION ALL
           SELECT b.issued_on, 2, b.id, 'paid_before', b.number, '', -p.paid
             FROM before p JOIN own b ON b.id = p.id WHERE p.paid <> 0
           UNION ALL
           SELECT p.business_on, 3, p.id, 'payment', p.number, '', -SUM(s.amount_minor)
             FROM shared s JOIN payment p ON p.id = s.payment_id GROUP BY p.id, p.business_on, p.number
           UNION ALL
           SELECT v.business_on, 4, v.payment_id, 'void', v.number, p.number, SUM(s.amount_minor)
             FROM shared s JOIN payment_void v ON v.payment_id = s.payment_id JOIN payment p ON p.id = s.payment_id
            GROUP BY v.payment_id, v.business_on, v.number, p.number
           UNION ALL
           SELECT r.business_on, 4, r.payment_id, r.kind, r.number, p.number,
                  SUM(s.amount_minor) - COALESCE((SELECT c.kept_minor + c.short_minor FROM payment_reversal_credit c
                                                   WHERE c.payment_id = r.payment_id AND c.account_id = $1), 0)
             FROM shared s JOIN payment_reversal r ON r.payment_id = s.payment_id JOIN payment p ON p.id = s.payment_id
            GROUP BY r.payment_id, r.business_on, r.kind, r.number, p.number
           UNION ALL
           SELECT o.business_on, 4, o.id, 'refund', o.number, '', o.amount_minor
             FROM credit_payout o WHERE o.account_id = $1
           UNION ALL
           SELECT x.business_on, 5, x.id, x.kind, x.number, b.number,
                  -x.amount_minor - CASE WHEN x.kind = 'cancel' THEN COALESCE(u.total_minor, 0) ELSE 0 END
             FROM bill_correction x JOIN own b ON b.id = x.bill_id
                  LEFT JOIN own u ON u.charge_key = 'used_credit:' || x.bill_id)
         SELECT on_day, kind, number, detail, CAST(amount_minor AS BIGINT) AS amount_minor FROM moved
          WHERE on_day <= $2 AND amount_minor <> 0 ORDER BY on_day, rank, seq LIMIT 100000"
        ),
        &[&account, &until],
    )
}
