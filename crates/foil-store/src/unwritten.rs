//! What waits in the outbox because it could not be written: since when, and why.

use crate::outbox::OutboxRow;
use crate::tx::Tx;
use foil_domain::refusal::Result;
use foil_domain::time::Instant;

crate::row! {
    /// Things of one kind that could not be written.
    pub struct UnwrittenRow {
        /// What: `receipt`, `slip`, `notice`, `agreement`, `day_files`.
        kind: String,
        /// How many.
        count: i64,
        /// When the first try failed.
        since_at: Instant,
    }
}

/// What could not be written yet, kind by kind, at most 20.
pub fn by_kind(tx: &Tx<'_>) -> Result<Vec<UnwrittenRow>> {
    tx.all(
        "SELECT kind, COUNT(*) AS count, MIN(failed_at) AS since_at FROM outbox
          WHERE failed_at IS NOT NULL GROUP BY kind ORDER BY kind LIMIT 20",
        &[],
    )
}

/// Why the last try of what has waited longest failed.
pub fn problem(tx: &Tx<'_>) -> Result<Option<String>> {
    let found = tx.maybe::<crate::tx::Text>(
        "SELECT problem AS t FROM outbox WHERE failed_at IS NOT NULL ORDER BY failed_at, id LIMIT 1",
        &[],
    )?;
    Ok(found.map(|row| row.t))
}

/// Keeps when something failed for the first time; to be told before it is put off, and exactly that row, for its
/// id may have been given again.
pub fn failed(tx: &Tx<'_>, row: &OutboxRow, at: Instant) -> Result<()> {
    tx.run(
        "UPDATE outbox SET failed_at = $1
          WHERE id = $2 AND kind = $3 AND payload = $4 AND next_try_at = $5 AND failed_at IS NULL",
        &[&at, &row.id, &row.kind, &row.payload, &row.next_try_at],
    )
    .map(|_| ())
}

/// Makes everything that failed due now; gives back how much that is.
pub fn again(tx: &Tx<'_>, now: Instant) -> Result<i64> {
    let due = tx.run("UPDATE outbox SET next_try_at = $1 WHERE failed_at IS NOT NULL", &[&now])?;
    Ok(i64::try_from(due).unwrap_or(i64::MAX))
}
