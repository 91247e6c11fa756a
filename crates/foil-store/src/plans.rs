//! Instalment plans and their parts.

use crate::tx::Tx;
use foil_domain::arrears::PlanState;
use foil_domain::arrears::plan::Instalment;
use foil_domain::ids::{AccountId, BillId, PaymentId, PlanId, UserId};
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
        /// What is left of it beside the plan: in dispute when it was made, and not upheld since.
        beside_minor: Money,
        /// What receipts and set-offs from before the plan had paid of it and have paid no more, for they have fallen.
        reopened_minor: Money,
        /// What was paid of it since, in money or by credit, until the plan ended.
        since_minor: Money,
        /// What corrections have made credit since of what had been paid of it.
        credited_minor: Money,
        /// What had paid it before the plan, and stands.
        before_minor: Money,
        /// Whether a bill that claims something stands in its place.
        made_anew: bool,
    }
}

/// The newest set-off when plan `p` was made. Of one of before that was kept, those of its own day count as made since.
macro_rules! newest_set_off {
    () => {
        "COALESCE(p.newest_set_off, (SELECT n.id FROM set_off n WHERE n.business_on < p.made_on
                                      ORDER BY n.business_on DESC, n.id DESC LIMIT 1), 0)"
    };
}

/// The bills that had set off against claim `c` before plan `p`, and those made in their place.
macro_rules! of_before {
    () => {
        concat!(
            "WITH RECURSIVE of_before (id) AS (
               SELECT o.bill_id FROM set_off o
                WHERE o.claim_id = c.bill_id AND o.id <= ",
            newest_set_off!(),
            " UNION SELECT t.rebill_id FROM bill_correction t JOIN of_before ON t.bill_id = of_before.id
                WHERE t.kind = 'cancel' AND t.rebill_id IS NOT NULL)"
        )
    };
}

/// Whether set-off `o` was made before plan `p` ended.
macro_rules! till_the_end {
    () => {
        "o.business_on <= COALESCE(p.ended_on, o.business_on)"
    };
}

/// Whether correction `t` was made after plan `p`, and before that ended. Of a plan of before that was kept, those of its
/// own day count as made since.
macro_rules! corrected_since {
    () => {
        "(t.id > p.newest_correction OR (p.newest_correction IS NULL AND t.business_on >= p.made_on))
         AND t.business_on <= COALESCE(p.ended_on, t.business_on)"
    };
}

/// Whether receipt `r` stood when plan `p` ended, or stands now, as if the one named by a parameter had fallen.
macro_rules! stood {
    ($without:literal) => {
        concat!(
            "r.id <> ",
            $without,
            " AND r.business_on <= COALESCE(p.ended_on, r.business_on)
              AND NOT EXISTS (SELECT 1 FROM payment_fallen f
                               WHERE f.payment_id = r.id AND f.business_on <= COALESCE(p.ended_on, f.business_on))"
        )
    };
}

macro_rules! made_of {
    ($rest:literal) => {
        concat!(
            "SELECT x.account_id, x.bill_id, x.amount_minor, x.beside_minor,
                    x.paid_then - x.paid_before
                      + CASE WHEN x.off_before < x.off_then THEN x.off_then - x.off_before ELSE 0 END AS reopened_minor,
                    x.paid_now - x.paid_before + x.off_since
                      + CASE WHEN x.off_then < x.off_before THEN x.off_before - x.off_then ELSE 0 END AS since_minor,
                    x.credited_minor,
                    x.paid_before + CASE WHEN x.off_before < x.off_then THEN x.off_before ELSE x.off_then END
                      AS before_minor,
                    x.made_anew
               FROM (
             SELECT p.account_id, c.bill_id, c.amount_minor, c.paid_minor AS paid_then,
                    CASE WHEN d.state = 'upheld' AND d.rejected_minor < c.beside_minor THEN d.rejected_minor
                         ELSE c.beside_minor END AS beside_minor,
                    CAST(COALESCE((
                      SELECT SUM(s.amount_minor) FROM payment_share s JOIN payment r ON r.id = s.payment_id
                       WHERE s.account_id = p.account_id AND s.bill_id = c.bill_id
                         AND (WITH RECURSIVE done (id, redo_of) AS (
                                SELECT r.id, r.redo_of
                                UNION ALL SELECT o.id, o.redo_of FROM payment o JOIN done ON o.id = done.redo_of)
                              SELECT MIN(id) FROM done) <= p.newest_payment
                         AND ", stood!("$1"), "), 0) AS BIGINT) AS paid_before,
                    CAST(COALESCE((
                      SELECT SUM(s.amount_minor) FROM payment_share s JOIN payment r ON r.id = s.payment_id
                       WHERE s.account_id = p.account_id AND s.bill_id = c.bill_id
                         AND ", stood!("$1"), "), 0) AS BIGINT) AS paid_now,
                    CAST(COALESCE((
                      SELECT SUM(o.amount_minor) FROM set_off o
                       WHERE o.claim_id = c.bill_id AND o.id <= ", newest_set_off!(), "), 0) AS BIGINT) AS off_then,
                    CAST(COALESCE((
                      ", of_before!(), "
                      SELECT SUM(o.amount_minor) FROM set_off o
                       WHERE o.claim_id = c.bill_id AND o.bill_id IN (SELECT id FROM of_before)
                         AND ", till_the_end!(), "), 0) AS BIGINT) AS off_before,
                    CAST(COALESCE((
                      ", of_before!(), "
                      SELECT SUM(o.amount_minor) FROM set_off o
                       WHERE o.claim_id = c.bill_id AND o.bill_id NOT IN (SELECT id FROM of_before)
                         AND ", till_the_end!(), "
                         AND NOT EXISTS (SELECT 1 FROM bill_correction t
                                          WHERE t.bill_id = o.bill_id AND t.kind = 'cancel'
                                            AND t.business_on <= COALESCE(p.ended_on, t.business_on))), 0) AS BIGINT)
                      AS off_since,
                    CAST(COALESCE((
                      SELECT SUM(t.credited_minor) FROM bill_correction t
                       WHERE t.bill_id = c.bill_id AND t.credited_minor > 0
                         AND ", corrected_since!(), "), 0) AS BIGINT) AS credited_minor,
                    CASE WHEN b.kind = 'bill' AND EXISTS (
                           WITH RECURSIVE anew (id) AS (
                             SELECT t.rebill_id FROM bill_correction t
                              WHERE t.bill_id = b.id AND t.kind = 'cancel' AND t.rebill_id IS NOT NULL
                             UNION ALL SELECT t.rebill_id FROM bill_correction t JOIN anew ON t.bill_id = anew.id
                              WHERE t.kind = 'cancel' AND t.rebill_id IS NOT NULL)
                           SELECT 1 FROM anew JOIN bill n ON n.id = anew.id
                            WHERE n.cancelled = 0
                              AND n.total_minor > COALESCE((
                                    SELECT SUM(t.amount_minor) FROM bill_correction t WHERE t.bill_id = n.id), 0))
                         THEN 1 ELSE 0 END AS made_anew
               FROM instalment_plan p JOIN planned_claim c ON c.plan_id = p.id JOIN bill b ON b.id = c.bill_id
                    LEFT JOIN dispute d ON d.id = c.dispute_id ",
            $rest,
            ") x ORDER BY x.account_id, x.bill_id LIMIT 10000000"
        )
    };
}

/// What the active plans on the accounts after one up to another were made of. A receipt that was taken again after an
/// undo, however often, counts as the first of them, and what a bill made anew sets off as what the first one did.
pub fn planned(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<PlannedRow>> {
    tx.all(
        made_of!("WHERE p.state = 'active' AND p.account_id > $2 AND p.account_id <= $3"),
        &[&PaymentId(0), &after, &upto],
    )
}

/// What a plan was made of, and what was paid of that until it ended; nothing of one from before that was kept. It is
/// told as if a receipt had fallen, where one is named.
pub fn planned_of(tx: &Tx<'_>, plan: PlanId, without: Option<PaymentId>) -> Result<Vec<PlannedRow>> {
    tx.all(made_of!("WHERE p.id = $2"), &[&without.unwrap_or(PaymentId(0)), &plan])
}

crate::row! {
    /// A correction that has made credit of what was paid of a claim of a plan.
    pub struct MadeCreditRow {
        /// The claim.
        bill_id: BillId,
        /// How much became credit.
        credited_minor: Money,
        /// Business date.
        business_on: Day,
        /// The newest receipt before it; none of a correction from before that was kept.
        newest_payment: Option<PaymentId>,
        /// The newest claim before it and before the bill in its place; none as well.
        newest_bill: Option<BillId>,
    }
}

/// What was paid of a plan's claims and was made credit until it ended, in the order in which that was done.
pub fn made_credit(tx: &Tx<'_>, plan: PlanId) -> Result<Vec<MadeCreditRow>> {
    tx.all(
        concat!(
            "SELECT t.bill_id, t.credited_minor, t.business_on, t.newest_payment, t.newest_bill
               FROM instalment_plan p JOIN planned_claim c ON c.plan_id = p.id
                    JOIN bill_correction t ON t.bill_id = c.bill_id
              WHERE p.id = $1 AND t.credited_minor > 0 AND ",
            corrected_since!(),
            " ORDER BY t.id LIMIT 100000"
        ),
        &[&plan],
    )
}

crate::row! {
    /// What something that has fallen since a plan was made had paid of one of its claims: a receipt, or a bill that had set it
    /// off.
    pub struct FellRow {
        /// The receipt.
        payment_id: Option<PaymentId>,
        /// The bill.
        by_id: Option<BillId>,
        /// The claim.
        bill_id: BillId,
        /// How much; of a bill as far as the claim is not owed again.
        amount_minor: Money,
        /// Whether it was credit that fell: the claim was cancelled, or a bill had set it off and a correction had made credit
        /// of it.
        as_credit: bool,
        /// What of the account's credit it had left was not there any more, and was claimed anew.
        short_minor: Money,
        /// Business date of the fall; none of one that has not fallen yet.
        business_on: Option<Day>,
        /// The newest receipt before it, where that is known.
        newest_payment: Option<PaymentId>,
        /// The newest claim by then, where that is known.
        newest_bill: Option<BillId>,
    }
}

/// What has fallen of a plan's claims until it ended, receipt by receipt and bill by bill; as if a receipt had fallen now,
/// where one is named.
pub fn fell(tx: &Tx<'_>, plan: PlanId, without: Option<PaymentId>) -> Result<Vec<FellRow>> {
    tx.all(
        concat!(
            "SELECT s.payment_id, NULL AS by_id, s.bill_id, CAST(SUM(s.amount_minor) AS BIGINT) AS amount_minor,
                    b.cancelled AS as_credit, CAST(COALESCE(MAX(k.short_minor), 0) AS BIGINT) AS short_minor,
                    (SELECT f.business_on FROM payment_fallen f WHERE f.payment_id = s.payment_id) AS business_on,
                    NULL AS newest_payment, MAX(k.bill_id) AS newest_bill
               FROM instalment_plan p JOIN planned_claim c ON c.plan_id = p.id JOIN bill b ON b.id = c.bill_id
                    JOIN payment_share s ON s.account_id = p.account_id AND s.bill_id = c.bill_id
                    LEFT JOIN payment_reversal_credit k ON k.payment_id = s.payment_id AND k.account_id = p.account_id
              WHERE p.id = $1
                AND (s.payment_id = $2
                     OR EXISTS (SELECT 1 FROM payment_fallen f
                                 WHERE f.payment_id = s.payment_id AND f.business_on >= p.made_on
                                   AND f.business_on <= COALESCE(p.ended_on, f.business_on)))
              GROUP BY s.payment_id, s.bill_id, b.cancelled
             UNION ALL
             SELECT NULL, o.bill_id, o.claim_id, CAST(SUM(o.amount_minor) AS BIGINT), 1,
                    CAST(COALESCE((
                      SELECT MAX(u.total_minor) FROM bill u
                       WHERE u.account_id = p.account_id AND u.charge_key = 'used_credit:' || o.bill_id), 0) AS BIGINT),
                    t.business_on, t.newest_payment, t.newest_bill
               FROM instalment_plan p JOIN planned_claim c ON c.plan_id = p.id JOIN set_off o ON o.claim_id = c.bill_id
                    JOIN bill_correction t ON t.bill_id = o.bill_id AND t.kind = 'cancel'
              WHERE p.id = $1 AND ",
            corrected_since!(),
            " GROUP BY p.account_id, o.bill_id, o.claim_id, t.business_on, t.newest_payment, t.newest_bill
             HAVING SUM(o.amount_minor) > 0
              ORDER BY 1, 2, 3 LIMIT 100000"
        ),
        &[&plan, &without.unwrap_or(PaymentId(0))],
    )
}

crate::row! {
    /// What a bill has set off against a claim of a plan.
    pub struct SetOffSinceRow {
        /// The claim.
        claim_id: BillId,
        /// How much.
        amount_minor: Money,
    }
}

/// What a bill has set off since a plan was made against standing claims of that, as it stands.
pub fn set_off_since(tx: &Tx<'_>, plan: PlanId, bill: BillId) -> Result<Vec<SetOffSinceRow>> {
    tx.all(
        concat!(
            "SELECT o.claim_id, CAST(SUM(o.amount_minor) AS BIGINT) AS amount_minor
               FROM instalment_plan p CROSS JOIN set_off o CROSS JOIN planned_claim c CROSS JOIN bill b
              WHERE p.id = $1 AND o.bill_id = $2 AND c.plan_id = p.id AND c.bill_id = o.claim_id
                AND b.id = o.claim_id AND b.cancelled = 0 AND o.id > ",
            newest_set_off!(),
            " GROUP BY o.claim_id HAVING SUM(o.amount_minor) > 0 ORDER BY o.claim_id LIMIT 10000"
        ),
        &[&plan, &bill],
    )
}

/// What was paid out of an account's credit since the plan was made that it pays now; nothing of a plan that has ended.
pub fn paid_out(tx: &Tx<'_>, plan: PlanId) -> Result<Money> {
    let out = tx.number(
        "SELECT CAST(COALESCE(SUM(q.amount_minor), 0) AS BIGINT) AS n
           FROM instalment_plan p JOIN credit_payout q ON q.account_id = p.account_id AND q.business_on >= p.made_on
          WHERE p.id = $1 AND p.state = 'active'",
        &[&plan],
    )?;
    Ok(Money::from_minor(out))
}

crate::row! {
    /// What a receipt or a bill that was made since a plan has paid of a claim; of its credit, where it names no claim.
    pub struct CreditUseRow {
        /// The receipt; none where it was a bill.
        payment_id: Option<PaymentId>,
        /// The bill; none where it was a receipt.
        bill_id: Option<BillId>,
        /// Business date.
        business_on: Day,
        /// The claim.
        claim_id: Option<BillId>,
        /// What it used of the account's credit.
        used_minor: Money,
        /// What it paid of the claim, where that is one of the plan's.
        planned_minor: Money,
        /// What it paid of the claim, where that is none of the plan's.
        beside_minor: Money,
        /// What it had beside credit of before: money, or credit that the bill itself gave.
        other_minor: Money,
        /// What corrections have made credit of the claim since the plan was made.
        credited_minor: Money,
    }
}

/// What receipts and bills have paid on a plan's account since it was made, and until it ended, as far as that stands, day by
/// day; as if a receipt had fallen, where one is named. Of one day the receipts come first.
pub fn credit_uses(tx: &Tx<'_>, plan: PlanId, without: Option<PaymentId>) -> Result<Vec<CreditUseRow>> {
    tx.all(
        concat!(
            "WITH p AS (SELECT account_id, made_on, ended_on, newest_payment, newest_correction
                          FROM instalment_plan WHERE id = $1),
                  claim AS (
             SELECT b.id, b.kind, b.cancelled, b.issued_on, b.credit_used_minor,
                    CASE WHEN b.id IN (SELECT bill_id FROM planned_claim WHERE plan_id = $1) THEN 1 ELSE 0 END
                      AS planned,
                    COALESCE((SELECT SUM(t.credited_minor) FROM bill_correction t
                               WHERE t.bill_id = b.id AND t.credited_minor > 0 AND ",
            corrected_since!(),
            "), 0) AS credited
               FROM p JOIN bill b ON b.account_id = p.account_id),
                  part AS (
             SELECT 1 AS way, r.id AS n, r.business_on, s.bill_id AS claim_id, s.amount_minor,
                    CASE WHEN s.part = 'credit' AND s.amount_minor < 0 THEN -s.amount_minor ELSE 0 END AS used,
                    s.amount_minor AS other
               FROM p JOIN payment_share s ON s.account_id = p.account_id AND s.payment_id > p.newest_payment
                    JOIN payment r ON r.id = s.payment_id
              WHERE ",
            stood!("$2"),
            " UNION ALL
             SELECT 3, c.id, c.issued_on, c.id, CASE WHEN c.credit_used_minor < 0 THEN 0 ELSE c.credit_used_minor END,
                    c.credit_used_minor,
                    CASE WHEN c.credit_used_minor < 0 THEN -c.credit_used_minor ELSE 0 END
               FROM p JOIN claim c ON c.kind = 'bill' AND c.cancelled = 0 AND c.issued_on >= p.made_on
                                  AND c.issued_on <= COALESCE(p.ended_on, c.issued_on)
             UNION ALL
             SELECT 3, c.id, c.issued_on, o.claim_id, o.amount_minor, o.amount_minor, 0
               FROM p JOIN claim c ON c.kind = 'bill' AND c.cancelled = 0 AND c.issued_on >= p.made_on
                                  AND c.issued_on <= COALESCE(p.ended_on, c.issued_on)
                    JOIN set_off o ON o.bill_id = c.id)
             SELECT CASE WHEN x.way = 1 THEN x.n END AS payment_id, CASE WHEN x.way = 3 THEN x.n END AS bill_id,
                    x.business_on, x.claim_id, CAST(SUM(x.used) AS BIGINT) AS used_minor,
                    CAST(SUM(CASE WHEN c.planned = 1 THEN x.amount_minor ELSE 0 END) AS BIGINT) AS planned_minor,
                    CAST(SUM(CASE WHEN c.planned = 0 THEN x.amount_minor ELSE 0 END) AS BIGINT) AS beside_minor,
                    CAST(SUM(x.other) AS BIGINT) AS other_minor,
                    CAST(COALESCE(MAX(c.credited), 0) AS BIGINT) AS credited_minor
               FROM part x LEFT JOIN claim c ON c.id = x.claim_id
              GROUP BY x.way, x.n, x.business_on, x.claim_id
              ORDER BY x.business_on, x.way, x.n, x.claim_id LIMIT 100000"
        ),
        &[&plan, &without.unwrap_or(PaymentId(0))],
    )
}

/// Writes what a new plan is made of: of a claim so much, beside what is in dispute of it. A bill made anew comes
/// into the plan of the one whose place it takes.
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
                document, version, newest_payment, newest_set_off, newest_correction)
         VALUES ($1, $2, 'active', $3, $4, $5, $6, $7, $8, 1, (SELECT COALESCE(MAX(r.id), 0) FROM payment r),
                 (SELECT COALESCE(MAX(o.id), 0) FROM set_off o),
                 (SELECT COALESCE(MAX(t.id), 0) FROM bill_correction t))",
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
