//! Background jobs and what came of them.

use crate::tx::Tx;
use foil_domain::ids::{JobId, UserId};
use foil_domain::refusal::Result;
use foil_domain::time::Instant;

crate::row! {
    /// A job.
    pub struct JobRow {
        /// Id.
        id: JobId,
        /// What it does.
        kind: String,
        /// A file's name or a month.
        title: String,
        /// `running`, `done`, `failed`, `cancelled` or `interrupted`.
        state: String,
        /// Who started it.
        person_id: UserId,
        /// When it started.
        started_at: Instant,
        /// When it ended.
        ended_at: Option<Instant>,
        /// Items done.
        done: i64,
        /// Items in all.
        total: i64,
        /// What came of it, as JSON.
        result: String,
    }
}

/// Records that a job began.
pub fn begin(tx: &Tx<'_>, kind: &str, title: &str, person: UserId, now: Instant) -> Result<JobId> {
    let n = tx.insert(
        "INSERT INTO job (kind, title, state, person_id, started_at, done, total, result)
         VALUES ($1, $2, 'running', $3, $4, 0, 0, '{}')",
        &[&kind, &title, &person, &now],
    )?;
    Ok(JobId(n))
}

/// Records how a job ended.
pub fn end(
    tx: &Tx<'_>,
    id: JobId,
    state: &str,
    now: Instant,
    done: i64,
    total: i64,
    result: &str,
) -> Result<()> {
    tx.run(
        "UPDATE job SET state = $1, ended_at = $2, done = $3, total = $4, result = $5 WHERE id = $6",
        &[&state, &now, &done, &total, &result, &id],
    )
    .map(|_| ())
}

/// Jobs that are running, or were when a program ended.
pub fn running(tx: &Tx<'_>) -> Result<Vec<JobRow>> {
    tx.all(
        "SELECT id, kind, title, state, person_id, started_at, ended_at, done, total, result FROM job
          WHERE state = 'running' ORDER BY id LIMIT 100",
        &[],
    )
}

/// The latest jobs, newest first.
pub fn latest(tx: &Tx<'_>, limit: i64) -> Result<Vec<JobRow>> {
    tx.all(
        "SELECT id, kind, title, state, person_id, started_at, ended_at, done, total, result FROM job
          ORDER BY id DESC LIMIT $1",
        &[&limit],
    )
}

/// One job.
pub fn find(tx: &Tx<'_>, id: JobId) -> Result<Option<JobRow>> {
    tx.maybe(
        "SELECT id, kind, title, state, person_id, started_at, ended_at, done, total, result FROM job WHERE id = $1",
        &[&id],
    )
}
