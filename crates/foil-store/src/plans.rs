//! Instalment plans and their parts.

use crate::tx::Tx;
use foil_domain::arrears::PlanState;
use foil_domain::arrears::plan::Instalment;
use foil_domain::ids::{AccountId, BillId, PlanId, UserId};
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

/// Whether an account pays a plan now.
pub fn pays(tx: &Tx<'_>, account: AccountId) -> Result<bool> {
    let found = tx.number(
        "SELECT COUNT(*) AS n FROM instalment_plan WHERE account_id = $1 AND state = 'active'",
        &[&account],
    )?;
    Ok(found > 0)
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
        /// Business date the plan was made on.
        made_on: Day,
        /// What it covers.
        covers_to_on: Day,
        /// The plan's whole.
        total_minor: Money,
        /// The newest receipt when it was made; none where its claims were not kept.
        newest_payment: Option<i64>,
    }
}

/// The parts of the active plans on the accounts after one up to another, in order.
pub fn active_parts(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<PartRow>> {
    tx.all(
        "SELECT i.plan_id, p.account_id, i.n, i.due_on, i.amount_minor, p.made_on, p.covers_to_on, p.total_minor,
                p.newest_payment
           FROM instalment_plan p JOIN instalment i ON i.plan_id = p.id
          WHERE p.state = 'active' AND p.account_id > $1 AND p.account_id <= $2
          ORDER BY p.account_id, i.n LIMIT 10000000",
        &[&after, &upto],
    )
}

crate::row! {
    /// A claim that a plan was made of.
    pub struct PlannedRow {
        /// The plan's account.
        account_id: AccountId,
        /// The claim.
        bill_id: BillId,
        /// What the plan is to pay of it.
        amount_minor: Money,
        /// What is left of it beside the plan: in dispute when it was made, and not given back since.
        beside_minor: Money,
        /// What receipts from before the plan had paid of it and have paid no more, for they have fallen.
        reopened_minor: Money,
        /// What was paid of it since, in money or by credit that was set off, until the plan ended.
        since_minor: Money,
        /// Whether nothing was left to be paid of it but what had been paid before: all of it was taken back or given up.
        taken_back: bool,
        /// Whether a bill that claims something stands in its place.
        made_anew: bool,
    }
}

macro_rules! made_of {
    ($rest:literal) => {
        concat!(
            "SELECT x.account_id, x.bill_id, x.amount_minor, x.beside_minor,
                    x.paid_minor - x.before_minor AS reopened_minor, x.now_minor - x.before_minor AS since_minor,
                    x.taken_back, x.made_anew
               FROM (
             SELECT p.account_id, c.bill_id, c.amount_minor, c.paid_minor,
                    CASE WHEN d.state = 'upheld' THEN 0 ELSE c.beside_minor END AS beside_minor,
                    CAST(COALESCE((
                      SELECT SUM(s.amount_minor) FROM payment_share s JOIN payment r ON r.id = s.payment_id
                       WHERE s.account_id = p.account_id AND s.bill_id = c.bill_id
                         AND (WITH RECURSIVE done (id, redo_of) AS (
                                SELECT r.id, r.redo_of
                                UNION ALL SELECT o.id, o.redo_of FROM payment o JOIN done ON o.id = done.redo_of)
                              SELECT MIN(id) FROM done) <= p.newest_payment
                         AND NOT EXISTS (SELECT 1 FROM payment_fallen f
                                          WHERE f.payment_id = r.id
                                            AND f.business_on <= COALESCE(p.ended_on, f.business_on))), 0) AS BIGINT)
                      AS before_minor,
                    CAST(COALESCE((
                      SELECT SUM(s.amount_minor) FROM payment_share s
                       WHERE s.account_id = p.account_id AND s.bill_id = c.bill_id
                         AND NOT EXISTS (SELECT 1 FROM payment_fallen f
                                          WHERE f.payment_id = s.payment_id
                                            AND f.business_on <= COALESCE(p.ended_on, f.business_on))), 0)
                      + COALESCE((
                      SELECT SUM(o.amount_minor) FROM set_off o
                       WHERE o.claim_id = c.bill_id AND o.business_on >= p.made_on), 0) AS BIGINT) AS now_minor,
                    CASE WHEN b.cancelled = 1 OR b.total_minor - CAST(COALESCE((
                           SELECT SUM(x.amount_minor) FROM bill_correction x WHERE x.bill_id = b.id), 0) AS BIGINT)
                           <= c.paid_minor THEN 1 ELSE 0 END AS taken_back,
                    CASE WHEN b.kind = 'bill' AND EXISTS (
                           WITH RECURSIVE anew (id) AS (
                             SELECT x.rebill_id FROM bill_correction x
                              WHERE x.bill_id = b.id AND x.kind = 'cancel' AND x.rebill_id IS NOT NULL
                             UNION ALL SELECT x.rebill_id FROM bill_correction x JOIN anew ON x.bill_id = anew.id
                              WHERE x.kind = 'cancel' AND x.rebill_id IS NOT NULL)
                           SELECT 1 FROM anew JOIN bill n ON n.id = anew.id WHERE n.cancelled = 0 AND n.total_minor > 0)
                         THEN 1 ELSE 0 END AS made_anew
               FROM instalment_plan p JOIN planned_claim c ON c.plan_id = p.id JOIN bill b ON b.id = c.bill_id
                    LEFT JOIN dispute d ON d.id = c.dispute_id ",
            $rest,
            ") x ORDER BY x.account_id, x.bill_id LIMIT 10000000"
        )
    };
}

/// What the active plans on the accounts after one up to another were made of. A receipt that was taken again after an
/// undo, however often, counts as the first of them.
pub fn planned(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<PlannedRow>> {
    tx.all(
        made_of!("WHERE p.state = 'active' AND p.account_id > $1 AND p.account_id <= $2"),
        &[&after, &upto],
    )
}

/// What a plan was made of, and what was paid of that until it ended; nothing of one from before that was kept.
pub fn planned_of(tx: &Tx<'_>, plan: PlanId) -> Result<Vec<PlannedRow>> {
    tx.all(made_of!("WHERE p.id = $1"), &[&plan])
}

/// Writes what a new plan is made of: of a claim so much, beside what is in dispute of it. A bill made anew comes into the
/// plan of the one whose place it takes.
pub fn put_planned(
    tx: &Tx<'_>,
    plan: PlanId,
    account: AccountId,
    bill: BillId,
    amount: Money,
    beside: Money,
) -> Result<()> {
    tx.hit(
        "INSERT INTO planned_claim (plan_id, bill_id, amount_minor, beside_minor, dispute_id, paid_minor)
         VALUES ($1, $2, $3, $4, (SELECT d.id FROM dispute d WHERE d.bill_id = $2 AND d.state = 'open'),
                 CAST(COALESCE((
                   SELECT SUM(s.amount_minor) FROM payment_share s
                    WHERE s.account_id = $5 AND s.bill_id = $2
                      AND NOT EXISTS (SELECT 1 FROM payment_fallen f WHERE f.payment_id = s.payment_id)), 0)
                   AS BIGINT))",
        &[&plan, &bill, &amount, &beside, &account],
    )
}

crate::row! {
    /// What a plan that ended before it was paid had covered.
    pub struct EndedRow {
        /// Account.
        account_id: AccountId,
        /// The claim; none where its claims were not kept, but only up to which day it covered them.
        bill_id: Option<BillId>,
        /// What it covered.
        covers_to_on: Day,
        /// Business date it ended on.
        ended_on: Option<Day>,
    }
}

/// What the broken and cancelled plans of the accounts after one up to another had covered: while they lasted, no
/// surcharge ran on it.
pub fn ended(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<EndedRow>> {
    tx.all(
        "SELECT p.account_id, c.bill_id, p.covers_to_on, p.ended_on
           FROM instalment_plan p LEFT JOIN planned_claim c ON c.plan_id = p.id
          WHERE p.account_id > $1 AND p.account_id <= $2 AND p.state IN ('broken', 'cancelled')
          ORDER BY p.account_id, p.id LIMIT 10000000",
        &[&after, &upto],
    )
}

/// The parts of a plan, in order.
pub fn parts(tx: &Tx<'_>, id: PlanId) -> Result<Vec<PartRow>> {
    tx.all(
        "SELECT i.plan_id, p.account_id, i.n, i.due_on, i.amount_minor, p.made_on, p.covers_to_on, p.total_minor,
                p.newest_payment
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

/// Writes an active plan with its parts; what it is made of follows with [`put_planned`].
pub fn insert(tx: &Tx<'_>, p: &NewPlan<'_>, parts: &[Instalment]) -> Result<()> {
    tx.hit(
        "INSERT INTO instalment_plan (id, account_id, state, made_on, covers_to_on, total_minor, note, person_id,
                document, version, newest_payment)
         VALUES ($1, $2, 'active', $3, $4, $5, $6, $7, $8, 1, (SELECT COALESCE(MAX(r.id), 0) FROM payment r))",
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
