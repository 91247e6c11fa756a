//! Bill runs: how far each has come, and what it is made from.

use crate::tx::Tx;
use foil_domain::billing::{BillLineKind, RunState};
use foil_domain::customers::{AccountStatus, Service};
use foil_domain::ids::{AccountId, BillId, BillRunId, CustomerId, CycleId, PropertyId, UserId};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A run.
    pub struct RunRow {
        /// Id.
        id: BillRunId,
        /// Its cycle.
        cycle_id: CycleId,
        /// The cycle's code.
        cycle: String,
        /// Only this route; empty for the whole cycle.
        route: String,
        /// Readings up to this day were billed.
        period_to_on: Day,
        /// Which one of this cycle, route and day, from 1.
        turn: i64,
        /// Day of issue; of a run that went on on another day, of its later bills.
        issued_on: Day,
        /// Due date; likewise.
        due_on: Day,
        /// How far it is.
        state: RunState,
        /// The account it came to, in the order of the run; 0 before the first.
        last_account: AccountId,
        /// The route on which that account was then.
        last_route: String,
        /// Its place on it then.
        last_route_n: i64,
        /// Bills made.
        bills: i64,
        /// Their total.
        total_minor: Money,
        /// What it met on its way, as JSON.
        summary: String,
        /// Who began it.
        person: String,
        /// When.
        started_at: Instant,
        /// When it was posted or cancelled.
        ended_at: Option<Instant>,
        /// For edits.
        version: i64,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.cycle_id, y.code AS cycle, r.route, r.period_to_on, r.turn, r.issued_on, r.due_on, ",
            "CASE WHEN r.cancelling = 1 THEN 'cancelling' ELSE r.state END AS state, ",
            "r.last_account, r.last_route, r.last_route_n, r.bills, r.total_minor, r.summary, p.name AS person, r.started_at, r.ended_at, ",
            "r.version FROM bill_run r JOIN billing_cycle y ON y.id = r.cycle_id ",
            "JOIN person p ON p.id = r.person_id ",
            $rest
        )
    };
}

impl RunRow {
    /// Where it goes on: after the place of the last account it came to, wherever that account is by now.
    #[must_use]
    pub fn place(&self) -> Place {
        if self.last_account.0 == 0 {
            return Place::start();
        }
        Place { route: self.last_route.clone(), route_n: self.last_route_n, id: self.last_account }
    }
}

/// A run.
pub fn find(tx: &Tx<'_>, id: BillRunId) -> Result<Option<RunRow>> {
    tx.maybe(select!("WHERE r.id = $1"), &[&id])
}

/// The latest run of a cycle, route and last day that was not cancelled.
pub fn standing(tx: &Tx<'_>, cycle: CycleId, route: &str, to: Day) -> Result<Option<RunRow>> {
    tx.maybe(
        select!(
            "WHERE r.cycle_id = $1 AND r.route = $2 AND r.period_to_on = $3 AND r.state <> 'cancelled'
              ORDER BY r.turn DESC LIMIT 1"
        ),
        &[&cycle, &route, &to],
    )
}

/// Whether another run of a cycle up to a day stands than this one, whatever its route.
pub fn ran_before(tx: &Tx<'_>, cycle: CycleId, to: Day, but: Option<BillRunId>) -> Result<bool> {
    let found = tx.number(
        "SELECT COUNT(*) AS n FROM bill_run
          WHERE cycle_id = $1 AND period_to_on = $2 AND state <> 'cancelled' AND id <> $3",
        &[&cycle, &to, &but.unwrap_or(BillRunId(0))],
    )?;
    Ok(found > 0)
}

/// Whether a bill stands on an account that a run of a cycle up to a day has made.
pub fn billed_by(tx: &Tx<'_>, account: AccountId, cycle: CycleId, to: Day) -> Result<bool> {
    let found = tx.number(
        "SELECT COUNT(*) AS n FROM bill b JOIN bill_run r ON r.id = b.run_id
          WHERE b.account_id = $1 AND b.kind = 'bill' AND b.cancelled = 0
            AND r.cycle_id = $2 AND r.period_to_on = $3 AND r.state <> 'cancelled'",
        &[&account, &cycle, &to],
    )?;
    Ok(found > 0)
}

/// Whether a run that was not taken back has made a bill of an account which ends on a day or later; also one that was billed
/// anew since.
pub fn billed_since(tx: &Tx<'_>, account: AccountId, day: Day) -> Result<bool> {
    let found = tx.number(
        "SELECT COUNT(*) AS n FROM bill b JOIN bill_run r ON r.id = b.run_id
          WHERE b.account_id = $1 AND b.period_to_on >= $2 AND b.kind = 'bill' AND r.state <> 'cancelled'",
        &[&account, &day],
    )?;
    Ok(found > 0)
}

/// The run of a cycle and route that was begun and not ended.
pub fn unfinished(tx: &Tx<'_>, cycle: CycleId, route: &str) -> Result<Option<RunRow>> {
    tx.maybe(
        select!(
            "WHERE r.cycle_id = $1 AND r.route = $2 AND r.state = 'posting' AND r.state <> 'cancelled'
              ORDER BY r.period_to_on LIMIT 1"
        ),
        &[&cycle, &route],
    )
}

/// Gives the bills that a run still makes another day of issue and due date.
pub fn redate(tx: &Tx<'_>, id: BillRunId, issued_on: Day, due_on: Day) -> Result<()> {
    tx.hit(
        "UPDATE bill_run SET issued_on = $1, due_on = $2, version = version + 1
          WHERE id = $3 AND state = 'posting'",
        &[&issued_on, &due_on, &id],
    )
}

/// The runs before one, newest first.
pub fn before(tx: &Tx<'_>, before: BillRunId, limit: i64) -> Result<Vec<RunRow>> {
    tx.all(select!("WHERE r.id < $1 ORDER BY r.id DESC LIMIT $2"), &[&before, &limit])
}

crate::row! {
    /// What bills are priced by, as a mark: the newest tariff version and the newest gas factor. Both are only added.
    pub struct Prices {
        /// The newest tariff version; 0 before the first.
        tariff_version: i64,
        /// The newest gas factor; 0 before the first.
        gas_factor: i64,
    }
}

/// What bills are priced by now.
pub fn prices(tx: &Tx<'_>) -> Result<Prices> {
    tx.one(
        "SELECT COALESCE((SELECT MAX(v.id) FROM tariff_version v), 0) AS tariff_version,
                COALESCE((SELECT MAX(g.id) FROM gas_factor g), 0) AS gas_factor",
        &[],
    )
}

/// A run that begins.
#[derive(Debug)]
pub struct NewRun<'a> {
    /// Its cycle.
    pub cycle: CycleId,
    /// Only this route; empty for the whole cycle.
    pub route: &'a str,
    /// Readings up to this day are billed.
    pub to: Day,
    /// Which one of this cycle, route and day, from 1.
    pub turn: i64,
    /// Day of issue.
    pub issued_on: Day,
    /// Due date.
    pub due_on: Day,
    /// What it met on its way, as JSON.
    pub summary: &'a str,
    /// Who.
    pub person: UserId,
    /// When.
    pub at: Instant,
}

/// Writes a run that begins.
pub fn insert(tx: &Tx<'_>, r: &NewRun<'_>) -> Result<BillRunId> {
    let n = tx.insert(
        "INSERT INTO bill_run (cycle_id, route, period_to_on, turn, issued_on, due_on, state, last_account, bills,
                total_minor, summary, person_id, started_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, 'posting', 0, 0, 0, $7, $8, $9, 1)",
        &[&r.cycle, &r.route, &r.to, &r.turn, &r.issued_on, &r.due_on, &r.summary, &r.person, &r.at],
    )?;
    Ok(BillRunId(n))
}

/// Moves a run along; `false` when it is not where it was thought to be.
pub fn move_on(
    tx: &Tx<'_>,
    id: BillRunId,
    seen: i64,
    last: &Place,
    bills: i64,
    total: Money,
    summary: &str,
) -> Result<bool> {
    let touched = tx.run(
        "UPDATE bill_run SET last_account = $1, last_route = $2, last_route_n = $3, bills = bills + $4,
                total_minor = total_minor + $5, summary = $6, version = version + 1
          WHERE id = $7 AND version = $8 AND state = 'posting' AND cancelling = 0",
        &[&last.id, &last.route, &last.route_n, &bills, &total, &summary, &id, &seen],
    )?;
    Ok(touched == 1)
}

/// Ends a run as posted or cancelled; `false` when it is not where it was thought to be.
pub fn end(tx: &Tx<'_>, id: BillRunId, seen: i64, state: RunState, at: Instant) -> Result<bool> {
    let touched = tx.run(
        "UPDATE bill_run SET state = $1, cancelling = 0, ended_at = $2, version = version + 1
          WHERE id = $3 AND version = $4",
        &[&state, &at, &id, &seen],
    )?;
    Ok(touched == 1)
}

/// Begins to take a run back; `false` when it is not where it was thought to be.
pub fn cancel(tx: &Tx<'_>, id: BillRunId, seen: i64) -> Result<bool> {
    let touched = tx.run(
        "UPDATE bill_run SET cancelling = 1, version = version + 1
          WHERE id = $1 AND version = $2 AND cancelling = 0 AND state <> 'cancelled'",
        &[&id, &seen],
    )?;
    Ok(touched == 1)
}

/// The runs that are on their way back, oldest first.
pub fn cancelling(tx: &Tx<'_>) -> Result<Vec<RunRow>> {
    tx.all(select!("WHERE r.cancelling = 1 ORDER BY r.id LIMIT 100"), &[])
}

/// How many bills of a run were taken back.
pub fn taken_back(tx: &Tx<'_>, run: BillRunId) -> Result<i64> {
    tx.number(
        "SELECT COUNT(*) AS n FROM bill WHERE run_id = $1 AND run_id IS NOT NULL AND cancelled = 1",
        &[&run],
    )
}

crate::row! {
    /// What a bill is made from, beside use and tariff: the account with whose it is and where.
    pub struct FactsRow {
        /// The account.
        id: AccountId,
        /// Its number.
        number: String,
        /// Service.
        service: Service,
        /// Tariff plan's name.
        tariff: String,
        /// Meter number; may be empty.
        meter: String,
        /// Status.
        status: AccountStatus,
        /// Credit kept.
        credit_minor: Money,
        /// Version.
        version: i64,
        /// Cycle.
        cycle_id: Option<CycleId>,
        /// Route.
        route: String,
        /// Place on the route.
        route_n: i64,
        /// kW as decimal text; empty where unknown.
        sanctioned_load_kw: String,
        /// kW as decimal text; empty where unknown.
        contract_demand_kw: String,
        /// Whose it is.
        customer_id: CustomerId,
        /// Their name.
        customer: String,
        /// Their language code; may be empty.
        language: String,
        /// The property.
        property_id: PropertyId,
        /// Its address.
        address: String,
    }
}

macro_rules! facts {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.number, a.service, a.tariff, a.meter, a.status, a.credit_minor, a.version, a.cycle_id, ",
            "a.route, a.route_n, a.sanctioned_load_kw, a.contract_demand_kw, a.customer_id, c.name AS customer, ",
            "c.language, a.property_id, p.address ",
            "FROM account a JOIN customer c ON c.id = a.customer_id JOIN property p ON p.id = a.property_id ",
            $rest
        )
    };
}

/// What a bill of an account is made from.
pub fn facts(tx: &Tx<'_>, account: AccountId) -> Result<Option<FactsRow>> {
    tx.maybe(facts!("WHERE a.id = $1"), &[&account])
}

/// The accounts of a cycle in the order of a run (route, place on the route, id) after one of them; of one
/// route only where it is not empty.
pub fn facts_after(
    tx: &Tx<'_>,
    cycle: CycleId,
    route: &str,
    after: &Place,
    limit: i64,
) -> Result<Vec<FactsRow>> {
    let (from, n, id) = (after.route.as_str(), after.route_n, after.id);
    if route.is_empty() {
        return tx.all(
            facts!(
                "WHERE a.cycle_id = $1 AND a.cycle_id IS NOT NULL AND a.status <> 'closed'
                   AND (a.route, a.route_n, a.id) > ($2, $3, $4)
                 ORDER BY a.route, a.route_n, a.id LIMIT $5"
            ),
            &[&cycle, &from, &n, &id, &limit],
        );
    }
    tx.all(
        facts!(
            "WHERE a.cycle_id = $1 AND a.cycle_id IS NOT NULL AND a.status <> 'closed' AND a.route = $2
               AND (a.route_n, a.id) > ($3, $4)
             ORDER BY a.route_n, a.id LIMIT $5"
        ),
        &[&cycle, &route, &n, &id, &limit],
    )
}

crate::row! {
    /// A place in the order of a run.
    pub struct Place {
        /// Route.
        route: String,
        /// Place on the route.
        route_n: i64,
        /// Account.
        id: AccountId,
    }
}

impl Place {
    /// Before the first account.
    #[must_use]
    pub fn start() -> Place {
        Place { route: String::new(), route_n: i64::MIN, id: AccountId(0) }
    }
}

/// How many accounts a run of a cycle, or of one of its routes, goes through.
pub fn accounts(tx: &Tx<'_>, cycle: CycleId, route: &str) -> Result<i64> {
    if route.is_empty() {
        return tx.number(
            "SELECT COUNT(*) AS n FROM account
              WHERE cycle_id = $1 AND cycle_id IS NOT NULL AND status <> 'closed'",
            &[&cycle],
        );
    }
    tx.number(
        "SELECT COUNT(*) AS n FROM account
          WHERE cycle_id = $1 AND cycle_id IS NOT NULL AND status <> 'closed' AND route = $2",
        &[&cycle, &route],
    )
}

crate::row! {
    /// An earlier period's bill of an account that stands.
    pub struct PastBill {
        /// Id.
        id: BillId,
        /// Number.
        number: String,
        /// First day of its period.
        period_from_on: Day,
        /// Last day of its period.
        period_to_on: Day,
        /// Total.
        total_minor: Money,
        /// Units as decimal text, as they were used in truth where a later bill has made an estimate good; may be
        /// empty.
        units: String,
        /// Months for which it charged what is due by the month; none where another office or program made it.
        months_charged: Option<i64>,
    }
}

/// The standing bills of an account whose period ended before a day, newest first.
pub fn past_bills(tx: &Tx<'_>, account: AccountId, before: Day, limit: i64) -> Result<Vec<PastBill>> {
    let found = tx.all::<PastBill>(
        "SELECT id, number, period_from_on, period_to_on, total_minor, units, months_charged FROM bill
          WHERE account_id = $1 AND period_to_on < $2 AND kind = 'bill' AND cancelled = 0
          ORDER BY period_to_on DESC, id DESC LIMIT $3",
        &[&account, &before, &limit],
    )?;
    crate::true_use::told(tx, account, found, |b| (b.id, &mut b.units))
}

crate::row! {
    /// Months that a bill has charged.
    pub struct MonthsRow {
        /// First day of its period.
        period_from_on: Day,
        /// Last day of its period.
        period_to_on: Day,
        /// Months for which it charged what is due by the month.
        months_charged: i64,
        /// For how many too many it and the bills before it have, in 365ths of one; none where nobody has added them up.
        months_over: Option<i64>,
    }
}

/// Streams what the standing bills of an account whose period ended before a day have charged by the month, the newest first,
/// until `take` says `false`; without those of other offices and programs.
pub fn months_charged(
    tx: &Tx<'_>,
    account: AccountId,
    before: Day,
    take: impl FnMut(MonthsRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        "SELECT period_from_on, period_to_on, months_charged, months_over FROM bill
          WHERE account_id = $1 AND period_to_on < $2 AND kind = 'bill' AND cancelled = 0
            AND months_charged IS NOT NULL
          ORDER BY period_to_on DESC, id DESC",
        &[&account, &before],
        take,
    )
}

crate::row! {
    /// A bill of a run.
    pub struct RunBill {
        /// Id.
        id: BillId,
        /// Account.
        account_id: AccountId,
        /// Number.
        number: String,
    }
}

/// The standing bills of a run after one, in order.
pub fn bills_after(tx: &Tx<'_>, run: BillRunId, after: BillId, limit: i64) -> Result<Vec<RunBill>> {
    tx.all(
        "SELECT id, account_id, number FROM bill
          WHERE run_id = $1 AND run_id IS NOT NULL AND id > $2 AND cancelled = 0 ORDER BY id LIMIT $3",
        &[&run, &after, &limit],
    )
}

crate::row! {
    /// The paper of a bill of a run.
    pub struct RunPaper {
        /// The bill.
        id: BillId,
        /// What stands on it, as JSON.
        document: String,
    }
}

/// How many bills of a run stand.
pub fn standing_bills(tx: &Tx<'_>, run: BillRunId) -> Result<i64> {
    tx.number(
        "SELECT COUNT(*) AS n FROM bill WHERE run_id = $1 AND run_id IS NOT NULL AND cancelled = 0",
        &[&run],
    )
}

/// The papers of the standing bills of a run after one, in order.
pub fn papers_after(tx: &Tx<'_>, run: BillRunId, after: BillId, limit: i64) -> Result<Vec<RunPaper>> {
    tx.all(
        "SELECT id, document FROM bill
          WHERE run_id = $1 AND run_id IS NOT NULL AND id > $2 AND cancelled = 0 ORDER BY id LIMIT $3",
        &[&run, &after, &limit],
    )
}

crate::row! {
    /// A line of a bill of a run.
    pub struct RunLine {
        /// The bill.
        bill_id: BillId,
        /// What it is for.
        kind: BillLineKind,
    }
}

/// What the lines of the standing bills of a run after one up to another are for, in the order of bills and lines.
pub fn line_kinds(tx: &Tx<'_>, run: BillRunId, after: BillId, upto: BillId) -> Result<Vec<RunLine>> {
    tx.all(
        "SELECT l.bill_id, l.kind FROM bill b JOIN bill_line l ON l.bill_id = b.id
          WHERE b.run_id = $1 AND b.run_id IS NOT NULL AND b.id > $2 AND b.id <= $3 AND b.cancelled = 0
          ORDER BY l.bill_id, l.line LIMIT 10000000",
        &[&run, &after, &upto],
    )
}

/// A standing bill of a run that money was paid on, that was corrected, that a debit note or surcharge goes back to,
/// or that is in dispute; none when the run is as it was posted.
pub fn touched(tx: &Tx<'_>, run: BillRunId) -> Result<Option<RunBill>> {
    tx.maybe(
        "SELECT b.id, b.account_id, b.number FROM bill b
          WHERE b.run_id = $1 AND b.run_id IS NOT NULL AND b.cancelled = 0
            AND (EXISTS (SELECT 1 FROM bill_correction x WHERE x.bill_id = b.id)
                 OR EXISTS (SELECT 1 FROM bill c
                             WHERE c.parent_id = b.id AND c.parent_id IS NOT NULL AND c.cancelled = 0)
                 OR EXISTS (SELECT 1 FROM dispute d WHERE d.bill_id = b.id AND d.state = 'open')
                 OR (b.left_minor + b.surcharge_left_minor < b.total_minor
                     AND EXISTS (SELECT 1 FROM payment_share s
                                  WHERE s.account_id = b.account_id AND s.bill_id = b.id
                                    AND NOT EXISTS (SELECT 1 FROM payment_fallen v WHERE v.payment_id = s.payment_id))))
          ORDER BY b.id LIMIT 1",
        &[&run],
    )
}

crate::row! {
    /// A bill of a run that a bill of a later period follows.
    pub struct Followed {
        /// The run's bill.
        number: String,
        /// The later one.
        later: String,
    }
}

/// A standing bill of a run after which a bill of a later period stands on the same account; none when the run's
/// bills are the newest of their accounts.
pub fn followed(tx: &Tx<'_>, run: BillRunId) -> Result<Option<Followed>> {
    tx.maybe(
        "SELECT b.number, n.number AS later
           FROM bill b JOIN bill n ON n.account_id = b.account_id AND n.period_to_on > b.period_to_on
                                  AND n.kind = 'bill' AND n.cancelled = 0
          WHERE b.run_id = $1 AND b.run_id IS NOT NULL AND b.cancelled = 0
          ORDER BY b.id, n.period_to_on DESC LIMIT 1",
        &[&run],
    )
}

/// Of the standing bills of an untouched run: those whose cancellation takes back more credit than their accounts will have.
/// Credit that they set off comes back with them, as far as it stands paid on its claim; the rest was used.
macro_rules! lacks_credit {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM bill b CROSS JOIN account a
              WHERE b.run_id = $1 AND b.run_id IS NOT NULL AND b.cancelled = 0 AND b.credit_used_minor < 0
                AND a.id = b.account_id AND a.credit_minor + b.credit_used_minor < 0
                AND a.credit_minor + b.credit_used_minor + b.total_minor - b.left_minor - b.surcharge_left_minor
                    + COALESCE((SELECT SUM(CASE WHEN r.stands <= 0 THEN 0 WHEN r.off < r.stands THEN r.off ELSE r.stands END)
                                  FROM (SELECT SUM(s.amount_minor) AS off,
                                               c.total_minor - c.left_minor - c.surcharge_left_minor
                                               - CASE WHEN c.credit_used_minor > 0 THEN c.credit_used_minor ELSE 0 END
                                               - COALESCE((SELECT SUM(x.amount_minor) FROM bill_correction x
                                                            WHERE x.bill_id = c.id), 0) AS stands
                                          FROM set_off s CROSS JOIN bill c
                                         WHERE s.bill_id = b.id AND c.id = s.claim_id AND c.cancelled = 0
                                         GROUP BY c.id) r), 0) < 0 ",
            $rest
        )
    };
}

crate::row! {
    /// A bill whose credit was used.
    pub struct LacksCredit {
        /// Its number.
        number: String,
    }
}

/// The numbers of the bills of an untouched run whose credit was used since, the oldest first, so many at most; and how many
/// there are.
pub fn lack_credit(tx: &Tx<'_>, run: BillRunId, most: i64) -> Result<(Vec<String>, i64)> {
    let named = tx.all::<LacksCredit>(lacks_credit!("b.number", "ORDER BY b.id LIMIT $2"), &[&run, &most])?;
    let in_all = match i64::try_from(named.len()).unwrap_or(most) {
        few if few < most => few,
        _ => tx.number(lacks_credit!("COUNT(*) AS n", ""), &[&run])?,
    };
    Ok((named.into_iter().map(|row| row.number).collect(), in_all))
}

/// The standing bills of a run that instalment plans pay which are being paid, and those that have set credit off against
/// what such plans pay: from the run's bills to the one plan of each account, whatever else the branch has agreed on.
macro_rules! planned {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM bill b CROSS JOIN instalment_plan p CROSS JOIN account a
              WHERE b.run_id = $1 AND b.run_id IS NOT NULL AND b.cancelled = 0
                AND p.account_id = b.account_id AND p.state = 'active' AND a.id = b.account_id
                AND (EXISTS (SELECT 1 FROM planned_claim c WHERE c.plan_id = p.id AND c.bill_id = b.id)
                     OR EXISTS (SELECT 1 FROM set_off o CROSS JOIN planned_claim c
                                 WHERE o.bill_id = b.id AND c.plan_id = p.id AND c.bill_id = o.claim_id)) ",
            $rest
        )
    };
}

crate::row! {
    /// A bill that a plan pays, or whose credit has paid it.
    pub struct PlannedBill {
        /// The bill.
        bill_id: BillId,
        /// Its number.
        number: String,
        /// Its account.
        account_id: AccountId,
        /// That one's number.
        account: String,
    }
}

/// The standing bills of a run that instalment plans pay or that have set credit off against those, the oldest first, so
/// many at most; and how many there are.
pub fn planned(tx: &Tx<'_>, run: BillRunId, most: i64) -> Result<(Vec<PlannedBill>, i64)> {
    let named = tx.all::<PlannedBill>(
        planned!("b.id AS bill_id, b.number, b.account_id, a.number AS account", "ORDER BY b.id LIMIT $2"),
        &[&run, &most],
    )?;
    let in_all = match i64::try_from(named.len()).unwrap_or(most) {
        few if few < most => few,
        _ => tx.number(planned!("COUNT(*) AS n", ""), &[&run])?,
    };
    Ok((named, in_all))
}

/// How many acts the log holds, all counters together.
pub fn acts(tx: &Tx<'_>) -> Result<i64> {
    tx.number(
        "SELECT CAST(COALESCE(SUM(h.seq), 0) AS BIGINT) AS n
           FROM (SELECT (SELECT a.seq FROM audit a WHERE a.counter_id = c.id ORDER BY a.seq DESC LIMIT 1) AS seq
                   FROM counter c) h",
        &[],
    )
}

crate::row! {
    /// What a bill of a run claims.
    pub struct RunClaim {
        /// Its account.
        account_id: AccountId,
        /// Due date.
        due_on: Day,
        /// What was left of it when it was made: its total without the credit that it used.
        left_minor: Money,
        /// Credit of the account that it used; below zero where it gave some.
        credit_used_minor: Money,
    }
}

/// Streams what the standing bills of a run claim.
pub fn each_claim(tx: &Tx<'_>, run: BillRunId, take: impl FnMut(RunClaim) -> Result<bool>) -> Result<()> {
    tx.each(
        "SELECT account_id, due_on, left_minor, credit_used_minor FROM bill
          WHERE run_id = $1 AND run_id IS NOT NULL AND cancelled = 0 ORDER BY id",
        &[&run],
        take,
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_plans_that_pay_a_runs_bills_are_found_from_those_bills() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        let schema = include_str!("../../../migrations/schema.sql");
        let tables = ["bill", "instalment_plan", "account", "planned_claim", "set_off"];
        let of = |sql: &&str| {
            let table = tables.iter().any(|name| sql.starts_with(&format!("CREATE TABLE {name} (")));
            let on = |name: &&str| sql.contains(&format!(" ON {name} ("));
            table || (sql.starts_with("CREATE") && sql.contains(" INDEX ") && tables.iter().any(on))
        };
        let all: String =
            schema.split(";\n").map(str::trim).filter(of).map(|sql| format!("{sql};")).collect();
        conn.execute_batch(&all).unwrap();
        let asked = concat!("EXPLAIN QUERY PLAN ", planned!("b.id, b.number", "ORDER BY b.id LIMIT $2"));
        let mut explained = conn.prepare(asked).unwrap();
        let mut rows = explained.raw_query();
        let mut steps = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            steps.push(row.get::<_, String>(3).unwrap());
        }
        assert!(steps.iter().all(|step| !step.contains("SCAN")), "{steps:?}");
        assert!(
            steps[0].contains("bill_run_bills") && steps[1].contains("instalment_plan_active"),
            "{steps:?}"
        );
    }
}
