//! Disputes of bills.

use crate::tx::Tx;
use foil_domain::arrears::DisputeState;
use foil_domain::ids::{AccountId, BillId, CorrectionId, DisputeId, UserId};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::Day;

crate::row! {
    /// A dispute with the words a list shows.
    pub struct DisputeRow {
        /// Id.
        id: DisputeId,
        /// The bill.
        bill_id: BillId,
        /// Its number.
        bill: String,
        /// Account.
        account_id: AccountId,
        /// Its number.
        account: String,
        /// The customer's name now.
        name: String,
        /// What is disputed.
        amount_minor: Money,
        /// Of an upheld one, what of it was rejected.
        rejected_minor: Money,
        /// Where it stands.
        state: DisputeState,
        /// Why.
        reason: String,
        /// What came of it; empty while it is open.
        outcome: String,
        /// Business date it was opened on.
        opened_on: Day,
        /// The newest bill when it was opened; none of one from before that was kept.
        newest_bill: Option<BillId>,
        /// The newest correction when it was opened; none of one from before that was kept.
        newest_correction: Option<CorrectionId>,
        /// Business date it was decided on.
        ended_on: Option<Day>,
        /// For edits.
        version: i64,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.bill_id, b.number AS bill, d.account_id, a.number AS account, c.name, d.amount_minor, ",
            "d.rejected_minor, d.state, d.reason, d.outcome, d.opened_on, d.newest_bill, d.newest_correction, d.ended_on, ",
            "d.version FROM dispute d ",
            "JOIN bill b ON b.id = d.bill_id JOIN account a ON a.id = d.account_id ",
            "JOIN customer c ON c.id = a.customer_id ",
            $rest
        )
    };
}

/// A dispute.
pub fn find(tx: &Tx<'_>, id: DisputeId) -> Result<Option<DisputeRow>> {
    tx.maybe(select!("WHERE d.id = $1"), &[&id])
}

/// The open dispute of a bill.
pub fn open_of(tx: &Tx<'_>, bill: BillId) -> Result<Option<DisputeRow>> {
    tx.maybe(select!("WHERE d.bill_id = $1 AND d.state = 'open'"), &[&bill])
}

/// The open disputes of an account, oldest first: also of bills that were paid meanwhile.
pub fn open_of_account(tx: &Tx<'_>, account: AccountId, limit: i64) -> Result<Vec<DisputeRow>> {
    tx.all(
        select!("WHERE d.account_id = $1 AND d.state = 'open' ORDER BY d.id LIMIT $2"),
        &[&account, &limit],
    )
}

/// Disputes before an id, newest first; those that are open, or all.
pub fn list(tx: &Tx<'_>, open: bool, before: DisputeId, limit: i64) -> Result<Vec<DisputeRow>> {
    if open {
        return tx.all(
            select!("WHERE d.state = 'open' AND d.id < $1 ORDER BY d.id DESC LIMIT $2"),
            &[&before, &limit],
        );
    }
    tx.all(select!("WHERE d.id < $1 ORDER BY d.id DESC LIMIT $2"), &[&before, &limit])
}

/// How many disputes are open.
pub fn count_open(tx: &Tx<'_>) -> Result<i64> {
    tx.number("SELECT COUNT(*) AS n FROM dispute WHERE state = 'open'", &[])
}

crate::row! {
    /// A dispute that was decided against the customer, or taken back; also of one that was upheld in part, the rest.
    pub struct LostRow {
        /// Id.
        id: DisputeId,
        /// The account.
        account_id: AccountId,
        /// The bill.
        bill_id: BillId,
        /// The bill's due date.
        due_on: Day,
        /// What was in dispute, and was lost.
        amount_minor: Money,
        /// Business date it was opened on.
        opened_on: Day,
        /// Business date it was decided on.
        ended_on: Option<Day>,
        /// Its place among the decisions; none of one from before that was kept.
        decided_n: Option<i64>,
    }
}

/// The lost disputes, and lost parts of such, of what is on the accounts after one up to another: while they lasted, no surcharge
/// ran, and no paper asked for what was in them.
pub fn lost(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<LostRow>> {
    tx.all(
        "SELECT d.id, d.account_id, d.bill_id, b.due_on,
                CASE WHEN d.state = 'upheld' THEN d.rejected_minor ELSE d.amount_minor END AS amount_minor,
                d.opened_on, d.ended_on, d.decided_n
           FROM dispute d JOIN bill b ON b.id = d.bill_id
          WHERE d.account_id > $1 AND d.account_id <= $2
            AND (d.state IN ('rejected', 'withdrawn') OR d.rejected_minor > 0)
            AND b.cancelled = 0
          ORDER BY d.id LIMIT 10000000",
        &[&after, &upto],
    )
}

/// Carries an open dispute over to the claim that was made in the place of its own.
pub fn carry(tx: &Tx<'_>, id: DisputeId, bill: BillId, amount: Money) -> Result<()> {
    tx.hit(
        "UPDATE dispute SET bill_id = $1, amount_minor = $2, version = version + 1
          WHERE id = $3 AND state = 'open'",
        &[&bill, &amount, &id],
    )
}

/// Opens a dispute. What comes after it is known by the newest bill and the newest correction then.
pub fn insert(
    tx: &Tx<'_>,
    bill: BillId,
    account: AccountId,
    amount: Money,
    reason: &str,
    on: Day,
    person: UserId,
) -> Result<DisputeId> {
    let id = tx.insert(
        "INSERT INTO dispute (bill_id, account_id, amount_minor, state, reason, outcome, opened_on, person_id,
                version, newest_bill, newest_correction)
         VALUES ($1, $2, $3, 'open', $4, '', $5, $6, 1, (SELECT COALESCE(MAX(b.id), 0) FROM bill b),
                (SELECT COALESCE(MAX(x.id), 0) FROM bill_correction x))",
        &[&bill, &account, &amount, &reason, &on, &person],
    )?;
    Ok(DisputeId(id))
}

/// Tells of an upheld dispute what came of it, once that is known.
pub fn tell(tx: &Tx<'_>, id: DisputeId, outcome: &str) -> Result<()> {
    tx.hit("UPDATE dispute SET outcome = $1 WHERE id = $2 AND state = 'upheld'", &[&outcome, &id])
}

/// Decides an open dispute; of an upheld one so much of it is rejected. What came before that and what after is known by the
/// number of the decision.
pub fn decide(
    tx: &Tx<'_>,
    id: DisputeId,
    (state, rejected): (DisputeState, Money),
    outcome: &str,
    on: Day,
) -> Result<()> {
    tx.hit(
        "UPDATE dispute SET state = $1, outcome = $2, ended_on = $3, version = version + 1, rejected_minor = $4,
                decided_n = (SELECT COALESCE(MAX(e.decided_n), 0) + 1 FROM dispute e)
          WHERE id = $5 AND state = 'open'",
        &[&state, &outcome, &on, &rejected, &id],
    )
}
