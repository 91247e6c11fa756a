//! Reminders and final notices. Written once, never changed.

use crate::tx::Tx;
use foil_domain::arrears::NoticeKind;
use foil_domain::ids::{AccountId, BillId, CorrectionId, CounterId, DisputeId, NoticeId, UserId};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A notice with the words a list shows.
    pub struct NoticeRow {
        /// Id.
        id: NoticeId,
        /// Account.
        account_id: AccountId,
        /// Its number.
        account: String,
        /// The customer's name now.
        name: String,
        /// Which notice.
        kind: NoticeKind,
        /// Its number.
        number: String,
        /// What it asked for.
        owed_minor: Money,
        /// The oldest due date.
        oldest_due_on: Day,
        /// The last day to pay.
        pay_by_on: Day,
        /// Business date.
        business_on: Day,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT n.id, n.account_id, a.number AS account, c.name, n.kind, n.number, n.owed_minor, ",
            "n.oldest_due_on, n.pay_by_on, n.business_on FROM notice n ",
            "JOIN account a ON a.id = n.account_id JOIN customer c ON c.id = a.customer_id ",
            $rest
        )
    };
}

/// A notice.
pub fn find(tx: &Tx<'_>, id: NoticeId) -> Result<Option<NoticeRow>> {
    tx.maybe(select!("WHERE n.id = $1"), &[&id])
}

/// A notice by its number, as it is printed.
pub fn by_number(tx: &Tx<'_>, number: &str) -> Result<Option<NoticeRow>> {
    tx.maybe(select!("WHERE n.number = $1"), &[&number])
}

/// What stands on a notice, as JSON.
pub fn document(tx: &Tx<'_>, id: NoticeId) -> Result<String> {
    Ok(tx.one::<crate::tx::Text>("SELECT document AS t FROM notice WHERE id = $1", &[&id])?.t)
}

/// Notices before an id, newest first.
pub fn list(tx: &Tx<'_>, before: NoticeId, limit: i64) -> Result<Vec<NoticeRow>> {
    tx.all(select!("WHERE n.id < $1 ORDER BY n.id DESC LIMIT $2"), &[&before, &limit])
}

/// Notices of an account, newest first.
pub fn of_account(tx: &Tx<'_>, account: AccountId, limit: i64) -> Result<Vec<NoticeRow>> {
    tx.all(
        select!("WHERE n.account_id = $1 ORDER BY n.business_on DESC, n.id DESC LIMIT $2"),
        &[&account, &limit],
    )
}

/// How many notices there are.
pub fn count(tx: &Tx<'_>) -> Result<i64> {
    tx.number("SELECT COUNT(*) AS n FROM notice /* all */", &[])
}

crate::row! {
    /// A notice's paper, and where its account lies on the walk.
    pub struct NoticePaper {
        /// The notice.
        id: NoticeId,
        /// Route.
        route: String,
        /// Place on the route.
        route_n: i64,
        /// What stands on it, as JSON.
        document: String,
    }
}

/// How many notices of a kind were made on a day, on one route or on all.
pub fn count_on(tx: &Tx<'_>, on: Day, kind: Option<NoticeKind>, route: Option<&str>) -> Result<i64> {
    tx.number(
        "SELECT COUNT(*) AS n FROM notice n JOIN account a ON a.id = n.account_id
          WHERE n.business_on = $1 AND (CAST($2 AS TEXT) IS NULL OR n.kind = $2)
            AND (CAST($3 AS TEXT) IS NULL OR a.route = $3)",
        &[&on, &kind, &route],
    )
}

/// The papers of a day's notices in the order of the walk, after one of them. Their places are put in order first, and
/// only the papers that are wanted are read.
pub fn papers_after(
    tx: &Tx<'_>,
    on: Day,
    kind: Option<NoticeKind>,
    route: Option<&str>,
    after: (&str, i64, NoticeId),
    limit: i64,
) -> Result<Vec<NoticePaper>> {
    let (from, n, id) = after;
    tx.all(
        "SELECT w.id, w.route, w.route_n, n.document
           FROM (SELECT n.id, a.route, a.route_n FROM notice n JOIN account a ON a.id = n.account_id
                  WHERE n.business_on = $1 AND (CAST($2 AS TEXT) IS NULL OR n.kind = $2)
                    AND (CAST($3 AS TEXT) IS NULL OR a.route = $3) AND (a.route, a.route_n, n.id) > ($4, $5, $6)
                  ORDER BY a.route, a.route_n, n.id LIMIT $7) w
           JOIN notice n ON n.id = w.id
          ORDER BY w.route, w.route_n, w.id",
        &[&on, &kind, &route, &from, &n, &id, &limit],
    )
}

crate::row! {
    /// The latest notice of a kind on an account.
    pub struct LatestRow {
        /// Account.
        account_id: AccountId,
        /// Which notice.
        kind: NoticeKind,
        /// Business date.
        business_on: Day,
        /// What it asked for.
        owed_minor: Money,
        /// The last day to pay.
        pay_by_on: Day,
        /// The newest claim when it was made; none of one from before that was kept.
        newest_bill: Option<BillId>,
        /// The newest correction of a claim then.
        newest_correction: Option<CorrectionId>,
        /// The newest dispute then.
        newest_dispute: Option<DisputeId>,
        /// How many disputes had been decided by then.
        newest_decided: Option<i64>,
        /// What it left out for a plan was being kept.
        in_plan_minor: Option<Money>,
    }
}

/// The latest notices of each kind on the accounts after one up to another.
pub fn latest(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<LatestRow>> {
    tx.all(
        "SELECT n.account_id, n.kind, n.business_on, n.owed_minor, n.pay_by_on, n.newest_bill, n.newest_correction,
                n.newest_dispute, n.newest_decided, n.in_plan_minor
           FROM notice n
          WHERE n.account_id > $1 AND n.account_id <= $2
            AND n.business_on = (SELECT MAX(m.business_on) FROM notice m
                                  WHERE m.account_id = n.account_id AND m.kind = n.kind)
          ORDER BY n.account_id, n.kind LIMIT 10000000",
        &[&after, &upto],
    )
}

/// A new notice's columns.
#[derive(Debug)]
pub struct NewNotice<'a> {
    /// Account.
    pub account: AccountId,
    /// Which notice.
    pub kind: NoticeKind,
    /// Number.
    pub number: &'a str,
    /// What it asks for.
    pub owed: Money,
    /// What it leaves out, for a plan is being kept.
    pub in_plan: Money,
    /// The oldest due date.
    pub oldest_due_on: Day,
    /// The last day to pay.
    pub pay_by_on: Day,
    /// Counter whose series the number is of.
    pub counter: CounterId,
    /// Who made it.
    pub person: UserId,
    /// Business date.
    pub on: Day,
    /// When.
    pub at: Instant,
    /// What stands on it, as JSON.
    pub document: &'a str,
}

/// Writes a notice. What comes after it is known by the newest claim, correction, dispute and decision of one then.
pub fn insert(tx: &Tx<'_>, n: &NewNotice<'_>) -> Result<NoticeId> {
    let id = tx.insert(
        "INSERT INTO notice (account_id, kind, number, owed_minor, oldest_due_on, pay_by_on, counter_id,
                person_id, business_on, made_at, document, in_plan_minor, newest_bill, newest_correction,
                newest_dispute, newest_decided)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, (SELECT COALESCE(MAX(b.id), 0) FROM bill b),
                 (SELECT COALESCE(MAX(c.id), 0) FROM bill_correction c),
                 (SELECT COALESCE(MAX(d.id), 0) FROM dispute d),
                 (SELECT COALESCE(MAX(e.decided_n), 0) FROM dispute e))",
        &[
            &n.account,
            &n.kind,
            &n.number,
            &n.owed,
            &n.oldest_due_on,
            &n.pay_by_on,
            &n.counter,
            &n.person,
            &n.on,
            &n.at,
            &n.document,
            &n.in_plan,
        ],
    )?;
    Ok(NoticeId(id))
}
