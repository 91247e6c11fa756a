//! Requests whose money is in hand, as a list that comes in pages.
//!
//! Adding nothing to the id keeps the planner from walking the whole table by it: the live ones are few, and
//! their index finds them.

use crate::tx::Tx;
use foil_domain::ids::TicketId;
use foil_domain::money::Money;
use foil_domain::refusal::Result;

crate::row! {
    /// A request by its name.
    pub struct NamedRow {
        /// Id.
        id: TicketId,
        /// Number on the slip.
        number: String,
    }
}

/// Dead letters before an id, newest first.
pub fn dead(tx: &Tx<'_>, before: TicketId, most: i64) -> Result<Vec<NamedRow>> {
    tx.all(
        "SELECT id, number FROM ticket
          WHERE state = 'dead' AND state IN ('waiting', 'serving', 'held', 'failed', 'dead')
            AND (source IN ('drop_box', 'bank_file')) = (1 = 1) AND id + 0 < $1
          ORDER BY id + 0 DESC LIMIT $2",
        &[&before, &most],
    )
}

/// Those that wait for the worker, due now or later, after an id, oldest first.
pub fn waiting(tx: &Tx<'_>, after: TicketId, most: i64) -> Result<Vec<NamedRow>> {
    tx.all(
        "SELECT id, number FROM ticket
          WHERE state IN ('waiting', 'failed') AND state IN ('waiting', 'serving', 'held', 'failed', 'dead')
            AND (source IN ('drop_box', 'bank_file')) = (1 = 1) AND id + 0 > $1
          ORDER BY id + 0 LIMIT $2",
        &[&after, &most],
    )
}

crate::row! {
    /// The dead letters of one problem.
    pub struct ProblemRow {
        /// Its code; empty of what a person has put back, and of older letters.
        code: String,
        /// How many.
        letters: i64,
        /// Their money.
        amount: Money,
        /// The newest of them.
        newest: TicketId,
    }
}

/// The dead letters by their problems, the most frequent first, at most a hundred.
pub fn problems(tx: &Tx<'_>) -> Result<Vec<ProblemRow>> {
    tx.all(
        "SELECT problem_code AS code, COUNT(*) AS letters, CAST(COALESCE(SUM(money_minor), 0) AS BIGINT) AS amount,
                MAX(id) AS newest
           FROM ticket
          WHERE state = 'dead' AND state IN ('waiting', 'serving', 'held', 'failed', 'dead')
            AND (source IN ('drop_box', 'bank_file')) = (1 = 1)
          GROUP BY problem_code ORDER BY letters DESC, code LIMIT 100",
        &[],
    )
}

/// Dead letters of one problem before an id, newest first, by the index that has just these.
pub fn dead_of(tx: &Tx<'_>, problem: &str, before: TicketId, most: i64) -> Result<Vec<NamedRow>> {
    tx.all(
        "SELECT id, number FROM ticket
          WHERE state = 'dead' AND problem_code = $1 AND id < $2
            AND (source IN ('drop_box', 'bank_file')) = (1 = 1)
          ORDER BY id DESC LIMIT $3",
        &[&problem, &before, &most],
    )
}
