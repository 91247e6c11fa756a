//! Each person's undo stack.

use crate::tx::Tx;
use foil_domain::ids::{StepId, UserId};
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A step.
    pub struct StepRow {
        /// Its place on the stack.
        n: StepId,
        /// When.
        at: Instant,
        /// Business date.
        business_on: Day,
        /// The act's name.
        act: String,
        /// `done`, `undone` or `dropped`.
        state: String,
        /// How to take it back, as JSON.
        plan: String,
    }
}

/// Puts a step on top; what was undone and not redone can no longer be redone.
pub fn push(tx: &Tx<'_>, person: UserId, at: Instant, on: Day, act: &str, plan: &str) -> Result<StepId> {
    let top = top(tx, person)?;
    // Usually nothing is undone. Asked for first, because the engine would look for it through the whole
    // stack in an UPDATE.
    let undone = tx.number(
        "SELECT COALESCE(MIN(n), 0) AS n FROM undo_step WHERE person_id = $1 AND state = 'undone'",
        &[&person],
    )?;
    if undone > 0 {
        tx.run(
            "UPDATE undo_step SET state = 'dropped' WHERE person_id = $1 AND n >= $2 AND state = 'undone'",
            &[&person, &undone],
        )?;
    }
    let n = StepId(top + 1);
    tx.hit(
        "INSERT INTO undo_step (person_id, n, at, business_on, act, state, plan)
         VALUES ($1, $2, $3, $4, $5, 'done', $6)",
        &[&person, &n, &at, &on, &act, &plan],
    )?;
    Ok(n)
}

/// The place of the newest step, whatever its state; 0 on an empty stack.
pub fn top(tx: &Tx<'_>, person: UserId) -> Result<i64> {
    tx.number("SELECT COALESCE(MAX(n), 0) AS n FROM undo_step WHERE person_id = $1", &[&person])
}

/// The newest steps of a person, newest first.
pub fn newest(tx: &Tx<'_>, person: UserId, limit: i64) -> Result<Vec<StepRow>> {
    tx.hold(
        "SELECT n, at, business_on, act, state, plan FROM undo_step
          WHERE person_id = $1 ORDER BY n DESC LIMIT $2",
        &[&person, &limit],
    )
}

/// One step.
pub fn find(tx: &Tx<'_>, person: UserId, n: StepId) -> Result<Option<StepRow>> {
    tx.maybe(
        "SELECT n, at, business_on, act, state, plan FROM undo_step WHERE person_id = $1 AND n = $2",
        &[&person, &n],
    )
}

/// The newest step that is done.
pub fn top_done(tx: &Tx<'_>, person: UserId) -> Result<Option<StepRow>> {
    tx.maybe(
        "SELECT n, at, business_on, act, state, plan FROM undo_step
          WHERE person_id = $1 AND state = 'done' ORDER BY n DESC LIMIT 1",
        &[&person],
    )
}

/// The step that was taken back last: what Redo puts back first.
pub fn next_redo(tx: &Tx<'_>, person: UserId) -> Result<Option<StepRow>> {
    tx.maybe(
        "SELECT n, at, business_on, act, state, plan FROM undo_step
          WHERE person_id = $1 AND state = 'undone' ORDER BY undone_n DESC, n LIMIT 1",
        &[&person],
    )
}

/// Sets a step's state and its new plan; what is undone now is the last that was.
pub fn set(tx: &Tx<'_>, person: UserId, n: StepId, state: &str, plan: &str) -> Result<()> {
    let undone = match state {
        "undone" => tx.number(
            "SELECT COALESCE(MAX(undone_n), 0) + 1 AS n FROM undo_step WHERE person_id = $1 AND state = 'undone'",
            &[&person],
        )?,
        _ => 0,
    };
    tx.hit(
        "UPDATE undo_step SET state = $1, plan = $2, undone_n = $3 WHERE person_id = $4 AND n = $5",
        &[&state, &plan, &undone, &person, &n],
    )
}

/// Sets the plan of a step that stays as it is.
pub fn set_plan(tx: &Tx<'_>, person: UserId, n: StepId, plan: &str) -> Result<()> {
    tx.hit("UPDATE undo_step SET plan = $1 WHERE person_id = $2 AND n = $3", &[&plan, &person, &n])
}
