//! What an auditor's registers list beside receipts and voids: defaulters, reprints, and what a period billed and
//! was owed.
//!
//! As the audit room's figures, all of it is worked back to the period's end: a month that is over reads the same
//! whenever it is asked.

use crate::tx::Tx;
use foil_domain::customers::Service;
use foil_domain::documents::PaperKind;
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A duplicate that was handed out.
    pub struct ReprintRow {
        /// Which kind of paper.
        paper: PaperKind,
        /// Its number.
        number: String,
        /// Which duplicate, from 1.
        n: i64,
        /// Who handed it out, as their row of the log has them; by the clock where nobody kept that.
        clerk: String,
        /// Business date.
        business_on: Day,
        /// When.
        handed_at: Instant,
        /// The code of the counter in whose chain its audit row stands; empty where nobody kept that.
        counter: String,
        /// That row's place; 0 where nobody kept it.
        audit_seq: i64,
        /// That row's hash; empty with it.
        audit_hash: String,
    }
}

/// Streams the duplicates handed out on the business dates `from..=to`, oldest first.
pub fn each_reprint(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(ReprintRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        concat!(
            "SELECT c.paper, c.number, c.n, COALESCE(a.who, ",
            crate::people::login_then!("u", "c.handed_at"),
            ") AS clerk, c.business_on, c.handed_at, COALESCE(o.code, '') AS counter,
                    COALESCE(c.audit_seq, 0) AS audit_seq, COALESCE(a.hash, '') AS audit_hash
               FROM paper_copy c JOIN person u ON u.id = c.person_id LEFT JOIN counter o ON o.id = c.counter_id
                    LEFT JOIN audit a ON a.counter_id = c.counter_id AND a.seq = c.audit_seq
              WHERE c.n > 0 AND c.business_on BETWEEN $1 AND $2
              ORDER BY c.business_on, c.handed_at, c.paper, c.number, c.n"
        ),
        &[&from, &to],
        take,
    )
}

/// How many receipts the business dates `from..=to` have.
pub fn receipts(tx: &Tx<'_>, from: Day, to: Day) -> Result<i64> {
    tx.number("SELECT COUNT(*) AS n FROM payment WHERE business_on BETWEEN $1 AND $2", &[&from, &to])
}

/// Whether a cancellation slip has this number.
pub fn is_slip(tx: &Tx<'_>, number: &str) -> Result<bool> {
    Ok(tx.number("SELECT COUNT(*) AS n FROM payment_void WHERE number = $1", &[&number])? > 0)
}

crate::row! {
    /// What a period billed.
    pub struct Billed {
        /// Claims issued.
        claims: i64,
        /// Their totals.
        amount: Money,
        /// The first day on which this book issued any; none in a book without claims.
        first_on: Option<Day>,
    }
}

/// A claim that asks for what was never billed: credit that had been used and then was not there, and what was handed back on a
/// cheque that then came back. What the customer was billed for stands on other claims.
macro_rules! never_billed {
    () => {
        "(b.kind = 'charge'
          AND (COALESCE(b.charge_key, '') LIKE 'used_credit:%'
               OR EXISTS (SELECT 1 FROM cheque_claim k WHERE k.bill_id = b.id)
               OR EXISTS (SELECT 1 FROM payment_reversal_credit k
                           WHERE k.account_id = b.account_id AND k.bill_id = b.id)))"
    };
}

/// What the claims issued on the days `from..=to` come to, cancelled ones left out when they were cancelled by then, and those
/// that ask for what was never billed.
pub fn billed(tx: &Tx<'_>, from: Day, to: Day) -> Result<Billed> {
    tx.one(
        concat!(
            "SELECT COUNT(*) AS claims, CAST(COALESCE(SUM(b.total_minor), 0) AS BIGINT) AS amount,
                (SELECT f.issued_on FROM bill f
                  WHERE f.issued_on > '' AND f.issued_on <= $1
                    AND (f.cancelled = 0 OR EXISTS (SELECT 1 FROM bill_correction c
                           WHERE c.bill_id = f.id AND c.kind = 'cancel' AND c.business_on > $1))
                  ORDER BY f.issued_on LIMIT 1) AS first_on
           FROM bill b
          WHERE b.issued_on <= $1 AND b.issued_on >= $2
            AND (b.cancelled = 0 OR EXISTS (SELECT 1 FROM bill_correction c
                   WHERE c.bill_id = b.id AND c.kind = 'cancel' AND c.business_on > $1))
            AND NOT ",
            never_billed!()
        ),
        &[&to, &from],
    )
}

crate::row! {
    /// A month's claims.
    pub struct BilledMonth {
        /// The month, `YYYY-MM`.
        month: String,
        /// Their totals.
        amount: Money,
    }
}

/// What the claims issued on the days `from..=to` come to by month, as [`billed`] counts them.
pub fn billed_by_month(tx: &Tx<'_>, from: Day, to: Day) -> Result<Vec<BilledMonth>> {
    tx.all(
        concat!(
            "SELECT substr(b.issued_on, 1, 7) AS month, CAST(SUM(b.total_minor) AS BIGINT) AS amount
           FROM bill b
          WHERE b.issued_on BETWEEN $1 AND $2
            AND (b.cancelled = 0 OR EXISTS (SELECT 1 FROM bill_correction c
                   WHERE c.bill_id = b.id AND c.kind = 'cancel' AND c.business_on > $2))
            AND NOT ",
            never_billed!(),
            "
          GROUP BY substr(b.issued_on, 1, 7) ORDER BY substr(b.issued_on, 1, 7) LIMIT 30"
        ),
        &[&from, &to],
    )
}

/// What accounts owed at the end of a day: what is open now, less what moved since.
pub fn receivable(tx: &Tx<'_>, at: Day) -> Result<Money> {
    let after = crate::figures::first_after(tx, at)?;
    let row = tx.one::<Owed>(
        "SELECT CAST(COALESCE((SELECT SUM(left_minor + surcharge_left_minor) FROM bill WHERE cancelled = 0
                                  AND left_minor + surcharge_left_minor > 0), 0)
                - COALESCE((SELECT SUM(l.amount_minor) FROM journal_line l
                             WHERE l.journal_id >= $1 AND l.ledger = 'receivable'), 0) AS BIGINT) AS amount",
        &[&after],
    )?;
    Ok(row.amount)
}

crate::row! {
    /// An amount.
    pub struct Owed {
        /// It.
        amount: Money,
    }
}

crate::row! {
    /// A service in a period.
    pub struct ServiceRow {
        /// The service.
        service: Service,
        /// Shares of payments.
        shares: i64,
        /// Their money, less voids and what fell since.
        net: Money,
    }
}

/// What was collected for each service on the business dates `from..=to`, credit added and used included. A payment
/// that fell is taken off on the date on which it fell; what was good of a bounced one is credit of its first
/// account. A cheque that was debited after a refund is taken off where it is claimed.
pub fn by_service(tx: &Tx<'_>, from: Day, to: Day) -> Result<Vec<ServiceRow>> {
    tx.all(
        concat!(
            "SELECT x.service, CAST(SUM(x.shares) AS BIGINT) AS shares, CAST(SUM(x.net) AS BIGINT) AS net FROM (
           SELECT a.service, COUNT(*) AS shares, SUM(s.amount_minor) AS net
             FROM payment p JOIN payment_share s ON s.payment_id = p.id JOIN account a ON a.id = s.account_id
            WHERE p.business_on BETWEEN $1 AND $2
              AND NOT EXISTS (SELECT 1 FROM payment_void v WHERE v.payment_id = p.id AND v.business_on <= $2)
            GROUP BY a.service
            UNION ALL
           SELECT a.service, 0 AS shares, -SUM(s.amount_minor) AS net
             FROM payment_reversal r JOIN payment_share s ON s.payment_id = r.payment_id
                  JOIN account a ON a.id = s.account_id
            WHERE r.business_on BETWEEN $1 AND $2 GROUP BY a.service
            UNION ALL
           SELECT a.service, 0 AS shares, SUM(k.kept_minor) AS net
             FROM payment_reversal r JOIN payment_reversal_credit k ON k.payment_id = r.payment_id
                  JOIN account a ON a.id = k.account_id
            WHERE r.business_on BETWEEN $1 AND $2 GROUP BY a.service
            UNION ALL
           SELECT a.service, 0 AS shares, -SUM(o.amount_minor) AS net
             FROM credit_payout o JOIN account a ON a.id = o.account_id
            WHERE o.business_on BETWEEN $1 AND $2 GROUP BY a.service
            UNION ALL
           SELECT a.service, 0 AS shares, -SUM(q.amount_minor) AS net FROM ",
            crate::figures::debited!(),
            " JOIN bill b ON b.id = k.bill_id JOIN account a ON a.id = b.account_id
            WHERE s.business_on BETWEEN $1 AND $2 GROUP BY a.service) x
          GROUP BY x.service ORDER BY x.service LIMIT 10"
        ),
        &[&from, &to],
    )
}

crate::row! {
    /// A ticket that was called.
    pub struct WaitRow {
        /// The class under which it was called.
        class: String,
        /// Tickets.
        tickets: i64,
        /// Seconds they waited, in all.
        waited_secs: i64,
        /// The longest wait, seconds.
        longest_secs: i64,
        /// How many waited longer than the office's limit.
        late: i64,
    }
}

/// The class of whoever was never called.
pub const NOT_CALLED: &str = "not_called";

/// What [`waits`] calls whoever left before they were called: their ticket was taken back in the line.
pub const LEFT: &str = "left";

/// How long people waited on the business dates `from..=to` until they were called first, by the class that they had
/// then. Whoever was never called, or left before, is counted: until when they waited nobody knows.
pub fn waits(tx: &Tx<'_>, from: Day, to: Day, limit_secs: i64) -> Result<Vec<WaitRow>> {
    tx.all(
        "SELECT w.class, COUNT(*) AS tickets,
                CAST(SUM((w.until_at - w.arrived_at) / 1000) AS BIGINT) AS waited_secs,
                CAST(MAX((w.until_at - w.arrived_at) / 1000) AS BIGINT) AS longest_secs,
                COUNT(*) FILTER (WHERE w.until_at - w.arrived_at > $1 * 1000) AS late
           FROM (SELECT CASE WHEN COALESCE(first_called_at, called_at) IS NOT NULL
                             THEN COALESCE(first_called_class, called_class, '')
                             WHEN state = 'cancelled' THEN $2 ELSE $3 END AS class,
                        arrived_at, COALESCE(first_called_at, called_at, ended_at) AS until_at
                   FROM ticket
                  WHERE business_on BETWEEN $4 AND $5 AND source IN ('walk_in', 'network')
                    AND (first_called_at IS NOT NULL OR called_at IS NOT NULL
                         OR (state = 'no_show' AND ended_at IS NOT NULL)
                         -- Somebody took it back; one that was taken by mistake and undone has nobody who did.
                         OR (state = 'cancelled' AND ended_at IS NOT NULL AND person_id IS NOT NULL))) w
          GROUP BY w.class ORDER BY w.class LIMIT 20",
        &[&limit_secs, &LEFT, &NOT_CALLED, &from, &to],
    )
}
