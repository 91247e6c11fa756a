//! Orders to cut a supply and to bring it back.

use crate::tx::Tx;
use foil_domain::arrears::{OrderKind, OrderState};
use foil_domain::customers::Service;
use foil_domain::ids::{AccountId, BillId, CorrectionId, DisputeId, OrderId, PaymentId, UserId};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::Day;

crate::row! {
    /// An order.
    pub struct OrderRow {
        /// Id.
        id: OrderId,
        /// Account.
        account_id: AccountId,
        /// What it asks for.
        kind: OrderKind,
        /// Where it stands.
        state: OrderState,
        /// From when it is to be done.
        due_on: Day,
        /// Business date it was made on.
        opened_on: Day,
        /// Business date it ended on.
        ended_on: Option<Day>,
        /// What was owed then; 0 where nobody knew.
        amount_minor: Money,
        /// The meter's reading, as it was noted.
        reading: String,
        /// Remark.
        note: String,
        /// The receipt that stopped or earned it.
        payment_id: Option<PaymentId>,
        /// For edits.
        version: i64,
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

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, account_id, kind, state, due_on, opened_on, ended_on, amount_minor, reading, note, payment_id, version, ",
            "newest_bill, newest_correction, newest_dispute, newest_decided, in_plan_minor FROM service_order ",
            $rest
        )
    };
}

/// An order.
pub fn find(tx: &Tx<'_>, id: OrderId) -> Result<Option<OrderRow>> {
    tx.maybe(select!("WHERE id = $1"), &[&id])
}

/// The open order of a kind on an account.
pub fn open_of(tx: &Tx<'_>, account: AccountId, kind: OrderKind) -> Result<Option<OrderRow>> {
    tx.maybe(select!("WHERE account_id = $1 AND kind = $2 AND state = 'open'"), &[&account, &kind])
}

/// The open orders of the accounts after one up to another, in order.
pub fn open_between(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<OrderRow>> {
    tx.all(
        select!(
            "WHERE state = 'open' AND account_id > $1 AND account_id <= $2
              ORDER BY account_id, kind LIMIT 10000000"
        ),
        &[&after, &upto],
    )
}

/// The orders by which the cut ones among the accounts after one up to another were cut.
pub fn that_cut(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<OrderRow>> {
    tx.all(
        select!(
            "WHERE id IN (SELECT (SELECT MAX(o.id) FROM service_order o
                                   WHERE o.account_id = a.id AND o.kind = 'disconnect' AND o.state = 'done')
                            FROM account a WHERE a.status = 'cut' AND a.id > $1 AND a.id <= $2)
              ORDER BY account_id LIMIT 10000000"
        ),
        &[&after, &upto],
    )
}

crate::row! {
    /// What was written off of a cut account's debt.
    pub struct GivenUpRow {
        /// Account.
        account_id: AccountId,
        /// How much.
        amount_minor: Money,
    }
}

/// What was written off, since they were cut, of the debts of the cut ones among the accounts after one up to another.
pub fn given_up(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<GivenUpRow>> {
    tx.all(
        "SELECT a.id AS account_id, CAST(SUM(x.amount_minor) AS BIGINT) AS amount_minor
           FROM account a JOIN bill b ON b.account_id = a.id
                JOIN bill_correction x ON x.bill_id = b.id AND x.kind = 'write_off'
          WHERE a.status = 'cut' AND a.id > $1 AND a.id <= $2 AND x.business_on >= COALESCE(a.cut_on, '')
          GROUP BY a.id ORDER BY a.id LIMIT 1000000",
        &[&after, &upto],
    )
}

/// The orders of an account, newest first.
pub fn of_account(tx: &Tx<'_>, account: AccountId, limit: i64) -> Result<Vec<OrderRow>> {
    tx.all(select!("WHERE account_id = $1 ORDER BY id DESC LIMIT $2"), &[&account, &limit])
}

/// A new order's columns.
#[derive(Debug)]
pub struct NewOrder<'a> {
    /// Account.
    pub account: AccountId,
    /// What it asks for.
    pub kind: OrderKind,
    /// From when it is to be done.
    pub due_on: Day,
    /// Business date.
    pub on: Day,
    /// What is owed; 0 where nobody knows.
    pub amount: Money,
    /// What that leaves out, for a plan is being kept; none where nobody knows.
    pub in_plan: Option<Money>,
    /// The order that is to be worked again: it asks for what that one did, and for nothing that came since.
    pub again: Option<OrderId>,
    /// Remark.
    pub note: &'a str,
    /// The payment that earned it.
    pub payment: Option<PaymentId>,
    /// Who made it.
    pub person: UserId,
}

/// Writes an open order. What comes after it is known by the newest claim, correction, dispute and decision of one then.
pub fn insert(tx: &Tx<'_>, o: &NewOrder<'_>) -> Result<OrderId> {
    let id = tx.insert(
        "INSERT INTO service_order (account_id, kind, state, due_on, opened_on, amount_minor, reading, note,
                payment_id, person_id, version, in_plan_minor, newest_bill, newest_correction, newest_dispute,
                newest_decided)
         VALUES ($1, $2, 'open', $3, $4, $5, '', $6, $7, $8, 1, $9,
                 CASE WHEN CAST($10 AS BIGINT) IS NULL THEN (SELECT COALESCE(MAX(b.id), 0) FROM bill b)
                      ELSE (SELECT o.newest_bill FROM service_order o WHERE o.id = $10) END,
                 CASE WHEN CAST($10 AS BIGINT) IS NULL THEN (SELECT COALESCE(MAX(c.id), 0) FROM bill_correction c)
                      ELSE (SELECT o.newest_correction FROM service_order o WHERE o.id = $10) END,
                 CASE WHEN CAST($10 AS BIGINT) IS NULL THEN (SELECT COALESCE(MAX(d.id), 0) FROM dispute d)
                      ELSE (SELECT o.newest_dispute FROM service_order o WHERE o.id = $10) END,
                 CASE WHEN CAST($10 AS BIGINT) IS NULL THEN (SELECT COALESCE(MAX(e.decided_n), 0) FROM dispute e)
                      ELSE (SELECT o.newest_decided FROM service_order o WHERE o.id = $10) END)",
        &[
            &o.account, &o.kind, &o.due_on, &o.on, &o.amount, &o.note, &o.payment, &o.person, &o.in_plan, &o.again,
        ],
    )?;
    Ok(OrderId(id))
}

/// Ends an open order.
pub fn end(
    tx: &Tx<'_>,
    id: OrderId,
    state: OrderState,
    on: Day,
    reading: &str,
    note: &str,
    payment: Option<PaymentId>,
) -> Result<()> {
    tx.hit(
        "UPDATE service_order SET state = $1, ended_on = $2, reading = $3, note = $4,
                payment_id = COALESCE(CAST($5 AS BIGINT), payment_id), version = version + 1
          WHERE id = $6 AND state = 'open'",
        &[&state, &on, &reading, &note, &payment, &id],
    )
}

/// Says that an order to cut was done, though it had been stopped.
pub fn cut_all_the_same(tx: &Tx<'_>, id: OrderId, on: Day, reading: &str, note: &str) -> Result<()> {
    tx.hit(
        "UPDATE service_order SET state = 'done', ended_on = $1, reading = $2, note = $3, version = version + 1
          WHERE id = $4 AND kind = 'disconnect' AND state = 'stopped'",
        &[&on, &reading, &note, &id],
    )
}

/// Says that a payment has stopped an order to cut that was done by then, in place of one that has fallen.
pub fn stopped_by(tx: &Tx<'_>, id: OrderId, payment: PaymentId) -> Result<()> {
    tx.hit(
        "UPDATE service_order SET payment_id = $1, version = version + 1
          WHERE id = $2 AND kind = 'disconnect' AND state = 'done'",
        &[&payment, &id],
    )
}

/// Opens an order that was stopped again.
pub fn reopen(tx: &Tx<'_>, id: OrderId) -> Result<()> {
    tx.hit(
        "UPDATE service_order SET state = 'open', ended_on = NULL, payment_id = NULL, version = version + 1
          WHERE id = $1 AND state = 'stopped'",
        &[&id],
    )
}

/// Moves the day from which an open order is to be done.
pub fn move_due(tx: &Tx<'_>, id: OrderId, due_on: Day) -> Result<()> {
    tx.hit(
        "UPDATE service_order SET due_on = $1, version = version + 1 WHERE id = $2 AND state = 'open'",
        &[&due_on, &id],
    )
}

/// Says that a supply was cut on a day, and ends what was ordered.
pub fn cut_account(tx: &Tx<'_>, id: AccountId, on: Day) -> Result<()> {
    tx.hit(
        "UPDATE account SET status = 'cut', cut_on = $1, disconnection_on = NULL, version = version + 1
          WHERE id = $2 AND status = 'active'",
        &[&on, &id],
    )
}

/// Says that a supply is on again.
pub fn reconnect_account(tx: &Tx<'_>, id: AccountId) -> Result<()> {
    tx.hit(
        "UPDATE account SET status = 'active', cut_on = NULL, version = version + 1
          WHERE id = $1 AND status = 'cut'",
        &[&id],
    )
}

crate::row! {
    /// An order with what its list shows.
    pub struct ListedOrder {
        /// Id.
        id: OrderId,
        /// Account.
        account_id: AccountId,
        /// Its number.
        account: String,
        /// Service.
        service: Service,
        /// Meter number; may be empty.
        meter: String,
        /// The customer's name.
        name: String,
        /// Phone; may be empty.
        phone: String,
        /// Address.
        address: String,
        /// Route; may be empty.
        route: String,
        /// Place on the route.
        route_n: i64,
        /// What it asks for.
        kind: OrderKind,
        /// Where it stands.
        state: OrderState,
        /// From when it is to be done.
        due_on: Day,
        /// Business date it was made on.
        opened_on: Day,
        /// Business date it ended on.
        ended_on: Option<Day>,
        /// What was owed then.
        amount_minor: Money,
        /// The meter's reading.
        reading: String,
        /// Remark.
        note: String,
        /// The receipt that stopped or earned it; empty when none did.
        receipt: String,
        /// For edits.
        version: i64,
    }
}

macro_rules! select_listed {
    ($rest:literal) => {
        concat!(
            "SELECT o.id, o.account_id, a.number AS account, a.service, a.meter, c.name, c.phone, p.address, ",
            "a.route, a.route_n, o.kind, o.state, o.due_on, o.opened_on, o.ended_on, o.amount_minor, o.reading, ",
            "o.note, COALESCE(r.number, '') AS receipt, o.version FROM service_order o ",
            "JOIN account a ON a.id = o.account_id JOIN customer c ON c.id = a.customer_id ",
            "JOIN property p ON p.id = a.property_id LEFT JOIN payment r ON r.id = o.payment_id ",
            $rest
        )
    };
}

/// The open orders of a kind, in the order in which they are due, after one of them, or from the first.
pub fn list_open(
    tx: &Tx<'_>,
    kind: OrderKind,
    after: Option<(Day, OrderId)>,
    limit: i64,
) -> Result<Vec<ListedOrder>> {
    tx.all(
        select_listed!(
            "WHERE o.kind = $1 AND o.state = 'open' AND (o.due_on, o.id) > (COALESCE(CAST($2 AS TEXT), ''), $3)
              ORDER BY o.due_on, o.id LIMIT $4"
        ),
        &[&kind, &after.map(|a| a.0), &after.map_or(OrderId(0), |a| a.1), &limit],
    )
}

/// The orders of a kind and state that have ended, those that ended last first, after one of them, or from the newest.
pub fn list_ended(
    tx: &Tx<'_>,
    kind: OrderKind,
    state: OrderState,
    after: Option<(Day, OrderId)>,
    limit: i64,
) -> Result<Vec<ListedOrder>> {
    tx.all(
        select_listed!(
            "WHERE o.kind = $1 AND o.state = $2 AND o.state <> 'open'
               AND (o.ended_on, o.id) < (COALESCE(CAST($3 AS TEXT), '9999-12-31'), $4)
              ORDER BY o.ended_on DESC, o.id DESC LIMIT $5"
        ),
        &[&kind, &state, &after.map(|a| a.0), &after.map_or(OrderId(i64::MAX), |a| a.1), &limit],
    )
}

/// Streams the open orders of a kind that are to be done by a day, in the order of the walk; of one route,
/// or of all.
pub fn each_to_do(
    tx: &Tx<'_>,
    kind: OrderKind,
    by: Day,
    route: Option<&str>,
    take: impl FnMut(ListedOrder) -> Result<bool>,
) -> Result<()> {
    tx.each(
        select_listed!(
            "WHERE o.kind = $1 AND o.state = 'open' AND o.due_on <= $2
                AND a.route = COALESCE(CAST($3 AS TEXT), a.route)
              ORDER BY a.route, a.route_n, p.address_fold, o.id"
        ),
        &[&kind, &by, &route],
        take,
    )
}

/// How many orders there are of a kind and state.
pub fn count(tx: &Tx<'_>, kind: OrderKind, state: OrderState) -> Result<i64> {
    tx.number("SELECT COUNT(*) AS n FROM service_order WHERE kind = $1 AND state = $2", &[&kind, &state])
}
