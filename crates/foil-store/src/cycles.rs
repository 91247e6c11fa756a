//! Billing cycles.

use crate::tx::Tx;
use foil_domain::customers::Service;
use foil_domain::ids::{AccountId, CustomerId, CycleId};
use foil_domain::refusal::Result;
use foil_domain::time::Day;

crate::row! {
    /// A cycle.
    pub struct CycleRow {
        /// Id.
        id: CycleId,
        /// Code.
        code: String,
        /// Name.
        name: String,
        /// Months a bill of it covers.
        months: i64,
        /// Days from issue to the due date.
        due_days: i64,
        /// Whether runs are made of it.
        active: bool,
        /// For edits.
        version: i64,
        /// Accounts in it that are not closed.
        accounts: i64,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT y.id, y.code, y.name, y.months, y.due_days, y.active, y.version, ",
            "(SELECT COUNT(*) FROM account a WHERE a.cycle_id = y.id AND a.cycle_id IS NOT NULL ",
            "AND a.status <> 'closed') AS accounts FROM billing_cycle y ",
            $rest
        )
    };
}

/// All cycles, at most 1,000, in order of code.
pub fn all(tx: &Tx<'_>) -> Result<Vec<CycleRow>> {
    tx.all(select!("ORDER BY y.code LIMIT 1000"), &[])
}

/// A cycle.
pub fn find(tx: &Tx<'_>, id: CycleId) -> Result<Option<CycleRow>> {
    tx.maybe(select!("WHERE y.id = $1"), &[&id])
}

/// A cycle by its code, as it is written.
pub fn by_code(tx: &Tx<'_>, code: &str) -> Result<Option<CycleRow>> {
    tx.maybe(select!("WHERE y.code = $1"), &[&code])
}

/// The code of a cycle, without counting its accounts.
pub fn code(tx: &Tx<'_>, id: CycleId) -> Result<String> {
    Ok(tx.one::<crate::tx::Text>("SELECT code AS t FROM billing_cycle WHERE id = $1", &[&id])?.t)
}

/// What may be changed of a cycle.
#[derive(Debug)]
pub struct CycleData<'a> {
    /// Code.
    pub code: &'a str,
    /// Name.
    pub name: &'a str,
    /// Months a bill of it covers.
    pub months: i64,
    /// Days from issue to the due date.
    pub due_days: i64,
    /// Whether runs are made of it.
    pub active: bool,
}

/// Adds a cycle.
pub fn insert(tx: &Tx<'_>, c: &CycleData<'_>) -> Result<CycleId> {
    let n = tx.insert(
        "INSERT INTO billing_cycle (code, name, months, due_days, active, version)
         VALUES ($1, $2, $3, $4, $5, 1)",
        &[&c.code, &c.name, &c.months, &c.due_days, &c.active],
    )?;
    Ok(CycleId(n))
}

/// Changes a cycle. `false` when the version is stale.
pub fn update(tx: &Tx<'_>, id: CycleId, c: &CycleData<'_>, seen: i64) -> Result<bool> {
    let touched = tx.run(
        "UPDATE billing_cycle SET code = $1, name = $2, months = $3, due_days = $4, active = $5,
                version = version + 1
          WHERE id = $6 AND version = $7",
        &[&c.code, &c.name, &c.months, &c.due_days, &c.active, &id, &seen],
    )?;
    Ok(touched == 1)
}

crate::row! {
    /// A route of a cycle.
    pub struct RouteRow {
        /// The route; empty for accounts without one.
        route: String,
        /// Accounts on it that are not closed.
        accounts: i64,
    }
}

/// The routes of a cycle, at most 1,000.
pub fn routes(tx: &Tx<'_>, id: CycleId) -> Result<Vec<RouteRow>> {
    tx.all(
        "SELECT route, COUNT(*) AS accounts FROM account
          WHERE cycle_id = $1 AND cycle_id IS NOT NULL AND status <> 'closed'
          GROUP BY route ORDER BY route LIMIT 1000",
        &[&id],
    )
}

crate::row! {
    /// An account that no run bills.
    pub struct UnbilledRow {
        /// Id.
        id: AccountId,
        /// Its number.
        number: String,
        /// Whose it is.
        customer_id: CustomerId,
        /// Their name.
        name: String,
        /// The property's address.
        address: String,
        /// Service.
        service: Service,
        /// Tariff plan's name.
        tariff: String,
        /// The retired cycle that it is in; none where it is in none.
        cycle_id: Option<CycleId>,
        /// Its route; may be empty.
        route: String,
        /// Its place on the route.
        route_n: i64,
        /// For edits.
        version: i64,
        /// The last day that a standing bill is for.
        billed_to_on: Option<Day>,
    }
}

macro_rules! unbilled {
    ($which:literal) => {
        concat!(
            "SELECT a.id, a.number, a.customer_id, c.name, p.address, a.service, a.tariff, a.cycle_id, a.route, a.route_n, ",
            "a.version, (SELECT MAX(b.period_to_on) FROM bill b WHERE b.account_id = a.id AND b.kind = 'bill' ",
            "AND b.cancelled = 0) AS billed_to_on FROM account a JOIN customer c ON c.id = a.customer_id ",
            "JOIN property p ON p.id = a.property_id WHERE ",
            $which
        )
    };
}

/// The accounts of a cycle, or of none, that are not closed: after one, in the order of a walk.
pub fn unbilled(
    tx: &Tx<'_>,
    cycle: Option<CycleId>,
    (route, n, id): (&str, i64, AccountId),
    limit: i64,
) -> Result<Vec<UnbilledRow>> {
    match cycle {
        None => tx.all(
            unbilled!(
                "a.cycle_id IS NULL AND a.status <> 'closed' AND (a.route, a.route_n, a.id) > ($1, $2, $3)
                 ORDER BY a.route, a.route_n, a.id LIMIT $4"
            ),
            &[&route, &n, &id, &limit],
        ),
        Some(cycle) => tx.all(
            unbilled!(
                "a.cycle_id = $1 AND a.cycle_id IS NOT NULL AND a.status <> 'closed'
                   AND (a.route, a.route_n, a.id) > ($2, $3, $4)
                 ORDER BY a.route, a.route_n, a.id LIMIT $5"
            ),
            &[&cycle, &route, &n, &id, &limit],
        ),
    }
}

/// How many accounts that are not closed are in no cycle, counted up to `most`.
pub fn in_no_cycle(tx: &Tx<'_>, most: i64) -> Result<i64> {
    tx.number(
        "SELECT COUNT(*) AS n FROM (SELECT 1 FROM account WHERE cycle_id IS NULL AND status <> 'closed' LIMIT $1) t",
        &[&most],
    )
}
