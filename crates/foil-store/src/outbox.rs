//! What is to be written or sent after a commit.

use crate::tx::Tx;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// One thing to do.
    pub struct OutboxRow {
        /// Id.
        id: i64,
        /// What: `receipt`, `slip`, `day_files`.
        kind: String,
        /// Its contents as JSON.
        payload: String,
        /// Failed tries so far.
        attempts: i64,
        /// When it is due.
        next_try_at: Instant,
    }
}

/// Leaves something to be done after the commit.
pub fn push(tx: &Tx<'_>, kind: &str, payload: &str, now: Instant) -> Result<()> {
    tx.hit(
        "INSERT INTO outbox (kind, payload, attempts, next_try_at, problem) VALUES ($1, $2, 0, $3, '')",
        &[&kind, &payload, &now],
    )
}

/// Seconds for which anything is put off at most.
pub const LONGEST_WAIT_SECS: i64 = 3_600;

/// How many receipts these business days have, up to so many; and how many papers wait, up to as many.
pub fn how_many(tx: &Tx<'_>, from: Day, to: Day, most: i64) -> Result<(i64, i64)> {
    let receipts = tx.number(
        "SELECT COUNT(*) AS n FROM (SELECT id FROM payment WHERE business_on BETWEEN $1 AND $2 LIMIT $3) p",
        &[&from, &to, &most],
    )?;
    let waiting = tx.number("SELECT COUNT(*) AS n FROM (SELECT id FROM outbox LIMIT $1) o", &[&most])?;
    Ok((receipts, waiting))
}

/// Has all papers of these business days written once more; gives back how many.
pub fn again(tx: &Tx<'_>, from: Day, to: Day, now: Instant) -> Result<i64> {
    let mut papers = 0;
    for sql in [
        "INSERT INTO outbox (kind, payload, attempts, next_try_at, problem)
         SELECT 'receipt', '{\"payment\":' || id || '}', 0, $1, '' FROM payment WHERE business_on BETWEEN $2 AND $3",
        "INSERT INTO outbox (kind, payload, attempts, next_try_at, problem)
         SELECT 'slip', '{\"payment\":' || payment_id || '}', 0, $1, '' FROM payment_void
          WHERE business_on BETWEEN $2 AND $3",
        "INSERT INTO outbox (kind, payload, attempts, next_try_at, problem)
         SELECT 'voucher', '{\"payment\":' || payment_id || '}', 0, $1, '' FROM payment_reversal
          WHERE business_on BETWEEN $2 AND $3",
        "INSERT INTO outbox (kind, payload, attempts, next_try_at, problem)
         SELECT 'pay_out', '{\"payout\":' || id || '}', 0, $1, '' FROM credit_payout WHERE business_on BETWEEN $2 AND $3",
        "INSERT INTO outbox (kind, payload, attempts, next_try_at, problem)
         SELECT 'notice', '{\"notice\":' || id || '}', 0, $1, '' FROM notice WHERE business_on BETWEEN $2 AND $3",
        "INSERT INTO outbox (kind, payload, attempts, next_try_at, problem)
         SELECT 'bounce_letter', '{\"cheque\":' || id || '}', 0, $1, '' FROM cheque
          WHERE letter <> '' AND ended_on BETWEEN $2 AND $3",
        "INSERT INTO outbox (kind, payload, attempts, next_try_at, problem)
         SELECT 'agreement', '{\"plan\":' || id || '}', 0, $1, '' FROM instalment_plan
          WHERE made_on BETWEEN $2 AND $3",
        "INSERT INTO outbox (kind, payload, attempts, next_try_at, problem)
         SELECT 'z_report', '{\"z\":' || id || '}', 0, $1, '' FROM z_report WHERE business_on BETWEEN $2 AND $3",
        "INSERT INTO outbox (kind, payload, attempts, next_try_at, problem)
         SELECT CASE kind WHEN 'cash' THEN 'deposit_slip' ELSE 'cheque_slip' END, '{\"slip\":' || id || '}', 0, $1, ''
           FROM deposit_slip WHERE business_on BETWEEN $2 AND $3",
        "INSERT INTO outbox (kind, payload, attempts, next_try_at, problem)
         SELECT 'day_paper', '{\"on\":\"' || business_on || '\"}', 0, $1, '' FROM day_close
          WHERE business_on BETWEEN $2 AND $3",
        "INSERT INTO outbox (kind, payload, attempts, next_try_at, problem)
         SELECT 'day_files', '{\"on\":\"' || business_on || '\"}', 0, $1, '' FROM day_close
          WHERE business_on BETWEEN $2 AND $3",
    ] {
        papers += i64::try_from(tx.run(sql, &[&now, &from, &to])?).unwrap_or(i64::MAX);
    }
    Ok(papers)
}

/// What is due, oldest first; so is what is put off for longer than anything is: the clock has gone back since.
pub fn due(tx: &Tx<'_>, now: Instant, limit: i64) -> Result<Vec<OutboxRow>> {
    tx.all(
        "SELECT id, kind, payload, attempts, next_try_at FROM outbox
          WHERE next_try_at <= $1 OR next_try_at > $2 ORDER BY next_try_at, id LIMIT $3",
        &[&now, &now.plus_secs(LONGEST_WAIT_SECS), &limit],
    )
}

/// Takes what was done out.
///
/// Another program may have done the same row, and its id may have been given again since: so all of the
/// row is named. What comes later with the same contents is due later, too.
pub fn done(tx: &Tx<'_>, row: &OutboxRow) -> Result<()> {
    tx.run(
        "DELETE FROM outbox WHERE id = $1 AND kind = $2 AND payload = $3 AND next_try_at = $4",
        &[&row.id, &row.kind, &row.payload, &row.next_try_at],
    )
    .map(|_| ())
}

/// Puts what failed off until later; as in [`done`], exactly that row.
pub fn later(tx: &Tx<'_>, row: &OutboxRow, at: Instant, problem: &str) -> Result<()> {
    tx.run(
        "UPDATE outbox SET attempts = attempts + 1, next_try_at = $1, problem = $2
          WHERE id = $3 AND kind = $4 AND payload = $5 AND next_try_at = $6",
        &[&at, &problem, &row.id, &row.kind, &row.payload, &row.next_try_at],
    )
    .map(|_| ())
}

/// How much is waiting.
pub fn waiting(tx: &Tx<'_>) -> Result<i64> {
    tx.number("SELECT COUNT(*) AS n FROM outbox", &[])
}

/// Whether the same thing was put off until after `now` already.
pub fn is_put_off(tx: &Tx<'_>, kind: &str, payload: &str, now: Instant) -> Result<bool> {
    let n = tx.number(
        "SELECT COUNT(*) AS n FROM outbox WHERE next_try_at > $1 AND next_try_at <= $2 AND kind = $3 AND payload = $4",
        &[&now, &now.plus_secs(LONGEST_WAIT_SECS), &kind, &payload],
    )?;
    Ok(n > 0)
}
