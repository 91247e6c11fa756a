//! Instalment plans and their parts.

use crate::tx::Tx;
use foil_domain::arrears::PlanState;
use foil_domain::arrears::plan::Instalment;
use foil_domain::ids::{AccountId, PlanId, UserId};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::Day;

crate::row! {
    /// A plan with the words a list shows.
    pub struct PlanRow {
        /// Id.
        id: PlanId,
        /// Account.
        account_id: AccountId,
        /// Its number.
        account: String,
        /// The customer's name now.
        name: String,
        /// Where it stands.
        state: PlanState,
        /// Business date it was made on.
        made_on: Day,
        /// It covers what was due up to this day.
        covers_to_on: Day,
        /// Business date it ended on.
        ended_on: Option<Day>,
        /// What it covered when it was made.
        total_minor: Money,
        /// Remark.
        note: String,
        /// The agreement, as JSON.
        document: String,
        /// For edits.
        version: i64,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.account_id, a.number AS account, c.name, p.state, p.made_on, p.covers_to_on, p.ended_on, ",
            "p.total_minor, p.note, p.document, p.version FROM instalment_plan p ",
            "JOIN account a ON a.id = p.account_id JOIN customer c ON c.id = a.customer_id ",
            $rest
        )
    };
}

/// A plan.
pub fn find(tx: &Tx<'_>, id: PlanId) -> Result<Option<PlanRow>> {
    tx.maybe(select!("WHERE p.id = $1"), &[&id])
}

/// The plan an account pays now.
pub fn active_of(tx: &Tx<'_>, account: AccountId) -> Result<Option<PlanRow>> {
    tx.maybe(select!("WHERE p.account_id = $1 AND p.state = 'active'"), &[&account])
}

/// Plans before an id, newest first; those that are active, or all.
pub fn list(tx: &Tx<'_>, active: bool, before: PlanId, limit: i64) -> Result<Vec<PlanRow>> {
    if active {
        return tx.all(
            select!("WHERE p.state = 'active' AND p.id < $1 ORDER BY p.id DESC LIMIT $2"),
            &[&before, &limit],
        );
    }
    tx.all(select!("WHERE p.id < $1 ORDER BY p.id DESC LIMIT $2"), &[&before, &limit])
}

/// How many plans are being paid.
pub fn count_active(tx: &Tx<'_>) -> Result<i64> {
    tx.number("SELECT COUNT(*) AS n FROM instalment_plan WHERE state = 'active'", &[])
}

/// The id that the next plan will have.
pub fn next_id(tx: &Tx<'_>) -> Result<PlanId> {
    tx.number("SELECT COALESCE(MAX(id), 0) + 1 AS n FROM instalment_plan", &[]).map(PlanId)
}

crate::row! {
    /// A part of a plan.
    pub struct PartRow {
        /// The plan.
        plan_id: PlanId,
        /// Its account.
        account_id: AccountId,
        /// Which part.
        n: i64,
        /// The last day to pay it.
        due_on: Day,
        /// How much.
        amount_minor: Money,
        /// What the plan covers.
        covers_to_on: Day,
        /// The plan's whole.
        total_minor: Money,
    }
}

/// The parts of the active plans on the accounts after one up to another, in order.
pub fn active_parts(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<PartRow>> {
    tx.all(
        "SELECT i.plan_id, p.account_id, i.n, i.due_on, i.amount_minor, p.covers_to_on, p.total_minor
           FROM instalment_plan p JOIN instalment i ON i.plan_id = p.id
          WHERE p.state = 'active' AND p.account_id > $1 AND p.account_id <= $2
          ORDER BY p.account_id, i.n LIMIT 10000000",
        &[&after, &upto],
    )
}

crate::row! {
    /// A plan that ended before it was paid.
    pub struct EndedRow {
        /// Account.
        account_id: AccountId,
        /// What it covered.
        covers_to_on: Day,
        /// Business date it ended on.
        ended_on: Option<Day>,
    }
}

/// The broken and cancelled plans of the accounts after one up to another: while they lasted, no surcharge ran
/// on what they covered.
pub fn ended(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<EndedRow>> {
    tx.all(
        "SELECT account_id, covers_to_on, ended_on FROM instalment_plan
          WHERE account_id > $1 AND account_id <= $2 AND state IN ('broken', 'cancelled')
          ORDER BY account_id, id LIMIT 10000000",
        &[&after, &upto],
    )
}

/// The parts of a plan, in order.
pub fn parts(tx: &Tx<'_>, id: PlanId) -> Result<Vec<PartRow>> {
    tx.all(
        "SELECT i.plan_id, p.account_id, i.n, i.due_on, i.amount_minor, p.covers_to_on, p.total_minor
           FROM instalment_plan p JOIN instalment i ON i.plan_id = p.id
          WHERE p.id = $1 ORDER BY i.n LIMIT 1000",
        &[&id],
    )
}

/// A new plan's columns.
#[derive(Debug)]
pub struct NewPlan<'a> {
    /// Id, as [`next_id`] gave it: it stands on the agreement.
    pub id: PlanId,
    /// Account.
    pub account: AccountId,
    /// Business date.
    pub on: Day,
    /// What it covers.
    pub covers_to: Day,
    /// What is paid by it.
    pub total: Money,
    /// Remark.
    pub note: &'a str,
    /// Who made it.
    pub person: UserId,
    /// The agreement, as JSON.
    pub document: &'a str,
}

/// Writes an active plan with its parts.
pub fn insert(tx: &Tx<'_>, p: &NewPlan<'_>, parts: &[Instalment]) -> Result<()> {
    tx.hit(
        "INSERT INTO instalment_plan (id, account_id, state, made_on, covers_to_on, total_minor, note, person_id,
                document, version)
         VALUES ($1, $2, 'active', $3, $4, $5, $6, $7, $8, 1)",
        &[&p.id, &p.account, &p.on, &p.covers_to, &p.total, &p.note, &p.person, &p.document],
    )?;
    parts.iter().try_for_each(|part| {
        tx.hit(
            "INSERT INTO instalment (plan_id, n, due_on, amount_minor) VALUES ($1, $2, $3, $4)",
            &[&p.id, &part.n, &part.due_on, &part.amount],
        )
    })
}

/// Ends a plan that is being paid.
pub fn end(tx: &Tx<'_>, id: PlanId, state: PlanState, on: Day) -> Result<()> {
    tx.hit(
        "UPDATE instalment_plan SET state = $1, ended_on = $2, version = version + 1
          WHERE id = $3 AND state = 'active'",
        &[&state, &on, &id],
    )
}
