//! Readings of registers. One is never edited: it stands, or was replaced by another or taken back.

use crate::tx::Tx;
use foil_domain::customers::Service;
use foil_domain::ids::{AccountId, BillId, CycleId, MeterId, ReadingId, UserId};
use foil_domain::metering::period::Point;
use foil_domain::metering::{Purpose, ReadingKind, ReadingSource, Remark};
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};
use rust_decimal::Decimal;

crate::row! {
    /// A reading with the words a screen shows beside it.
    pub struct ReadingRow {
        /// Id.
        id: ReadingId,
        /// Its account.
        account_id: AccountId,
        /// Its meter.
        meter_id: MeterId,
        /// The meter's number.
        meter_number: String,
        /// The register's number on the meter.
        register_n: i64,
        /// The register's band.
        band: String,
        /// What the register's units are.
        unit: String,
        /// How many registers of its meter count use.
        meter_registers: i64,
        /// The register's multiplier.
        multiplier: Decimal,
        /// Day.
        read_on: Day,
        /// What the register showed.
        value: Decimal,
        /// Units since the reading before.
        use_units: Decimal,
        /// How it is known.
        kind: ReadingKind,
        /// What it was taken for.
        purpose: Purpose,
        /// What was found at the meter.
        remark: Remark,
        /// The register ran through zero since the reading before.
        rolled_over: bool,
        /// By which way it came in.
        source: ReadingSource,
        /// What the entry was asked about, as JSON.
        checks: String,
        /// Why it was accepted all the same.
        reason: String,
        /// Who entered it.
        person_id: UserId,
        /// Their name.
        person_name: String,
        /// When.
        entered_at: Instant,
        /// Whether it stands.
        stands: bool,
        /// What replaced it.
        replaced_by: Option<ReadingId>,
    }
}

/// How many registers of a reading's meter count use.
macro_rules! registers_of_use {
    () => {
        concat!(
            "(SELECT COUNT(*) FROM meter_register e WHERE e.meter_id = r.meter_id AND e.band <> 'demand' ",
            "AND e.band NOT LIKE 'demand %')"
        )
    };
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.account_id, r.meter_id, m.number AS meter_number, r.register_n, g.band, ",
            "g.unit, ",
            registers_of_use!(),
            " AS meter_registers, g.multiplier, r.read_on, r.value, r.use_units, r.kind, r.purpose, r.remark, r.rolled_over, ",
            "r.source, r.checks, r.reason, r.person_id, p.name AS person_name, r.entered_at, r.stands, ",
            "r.replaced_by FROM reading r JOIN meter m ON m.id = r.meter_id ",
            "JOIN meter_register g ON g.meter_id = r.meter_id AND g.n = r.register_n ",
            "JOIN person p ON p.id = r.person_id ",
            $rest
        )
    };
}

/// A reading.
pub fn find(tx: &Tx<'_>, id: ReadingId) -> Result<Option<ReadingRow>> {
    tx.maybe(select!("WHERE r.id = $1"), &[&id])
}

/// Streams the standing readings of an account, newest first, until `take` says `false`. Of one day, what
/// was installed comes after what was taken off.
pub fn newest_of_account(
    tx: &Tx<'_>,
    account: AccountId,
    take: impl FnMut(ReadingRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        select!(
            "WHERE r.account_id = $1 AND r.stands = 1
             ORDER BY r.read_on DESC, r.id DESC LIMIT 5000"
        ),
        &[&account],
        take,
    )
}

crate::row! {
    /// A standing reading, as far as a bill's period sees it.
    pub struct PointRow {
        /// The meter's number.
        meter: String,
        /// The register's number on the meter.
        register_n: i64,
        /// The register's band.
        band: String,
        /// What the register's units are.
        unit: String,
        /// How many registers of its meter count use.
        meter_registers: i64,
        /// The register's multiplier.
        multiplier: Decimal,
        /// Day.
        read_on: Day,
        /// What the register showed.
        value: Decimal,
        /// Units since the reading before.
        use_units: Decimal,
        /// How it is known.
        kind: ReadingKind,
        /// What it was taken for.
        purpose: Purpose,
        /// The register ran through zero since the reading before.
        rolled_over: bool,
    }
}

/// The same as points of a bill's period. A run asks this of every account: it reads nothing that no bill tells.
pub fn newest_points(
    tx: &Tx<'_>,
    account: AccountId,
    mut take: impl FnMut(Point) -> Result<bool>,
) -> Result<()> {
    tx.each::<PointRow>(
        concat!(
            "SELECT m.number AS meter, r.register_n, g.band, g.unit, ",
            registers_of_use!(),
            " AS meter_registers, g.multiplier, r.read_on, r.value, r.use_units, r.kind, r.purpose, r.rolled_over ",
            "FROM reading r JOIN meter m ON m.id = r.meter_id ",
            "JOIN meter_register g ON g.meter_id = r.meter_id AND g.n = r.register_n ",
            "WHERE r.account_id = $1 AND r.stands = 1 ",
            "ORDER BY r.read_on DESC, r.id DESC LIMIT 5000"
        ),
        &[&account],
        |row| {
            take(Point {
                meter: row.meter,
                register: row.register_n,
                band: row.band,
                unit: row.unit,
                meter_registers: row.meter_registers,
                multiplier: row.multiplier,
                on: row.read_on,
                value: row.value,
                units: row.use_units,
                kind: row.kind,
                purpose: row.purpose,
                rolled_over: row.rolled_over,
            })
        },
    )
}

/// Streams the standing readings of a register, newest first, until `take` says `false`.
pub fn newest_of_register(
    tx: &Tx<'_>,
    meter: MeterId,
    register: i64,
    take: impl FnMut(ReadingRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        select!(
            "WHERE r.meter_id = $1 AND r.register_n = $2 AND r.stands = 1
             ORDER BY r.read_on DESC, r.id DESC LIMIT 5000"
        ),
        &[&meter, &register],
        take,
    )
}

/// The standing reading of a register on an account of a day.
pub fn of_day(
    tx: &Tx<'_>,
    meter: MeterId,
    register: i64,
    account: AccountId,
    on: Day,
) -> Result<Option<ReadingRow>> {
    tx.maybe(
        select!(
            "WHERE r.meter_id = $1 AND r.register_n = $2 AND r.account_id = $3 AND r.read_on = $4
               AND r.stands = 1"
        ),
        &[&meter, &register, &account, &on],
    )
}

/// An account's readings before one of a day, newest first; also those that no longer stand, if they are wanted.
pub fn of_account(
    tx: &Tx<'_>,
    account: AccountId,
    standing_only: bool,
    (on, id): (Day, ReadingId),
    limit: i64,
) -> Result<Vec<ReadingRow>> {
    if standing_only {
        return tx.all(
            select!(
                "WHERE r.account_id = $1 AND r.stands = 1 AND (r.read_on < $2 OR (r.read_on = $2 AND r.id < $3))
                  ORDER BY r.read_on DESC, r.id DESC LIMIT $4"
            ),
            &[&account, &on, &id, &limit],
        );
    }
    tx.all(
        select!(
            "WHERE r.id IN (SELECT id FROM reading WHERE account_id = $1 AND stands = 1
                            UNION ALL SELECT id FROM reading WHERE account_id = $1 AND stands = 0)
               AND (r.read_on < $2 OR (r.read_on = $2 AND r.id < $3))
              ORDER BY r.read_on DESC, r.id DESC LIMIT $4"
        ),
        &[&account, &on, &id, &limit],
    )
}

/// A new reading's columns.
#[derive(Debug)]
pub struct NewReading<'a> {
    /// Its account.
    pub account: AccountId,
    /// Its meter.
    pub meter: MeterId,
    /// The register's number on the meter.
    pub register: i64,
    /// Day.
    pub on: Day,
    /// What the register shows.
    pub value: Decimal,
    /// Units since the reading before.
    pub units: Decimal,
    /// How it is known.
    pub kind: ReadingKind,
    /// What it was taken for.
    pub purpose: Purpose,
    /// What was found at the meter.
    pub remark: Remark,
    /// The register ran through zero.
    pub rolled_over: bool,
    /// By which way it came in.
    pub source: ReadingSource,
    /// What the entry was asked about, as JSON.
    pub checks: &'a str,
    /// Why it was accepted all the same; may be empty.
    pub reason: &'a str,
    /// Who enters it.
    pub person: UserId,
    /// When.
    pub at: Instant,
}

/// Writes a reading that stands.
pub fn insert(tx: &Tx<'_>, r: &NewReading<'_>) -> Result<ReadingId> {
    let n = tx.insert(
        "INSERT INTO reading (account_id, meter_id, register_n, read_on, value, use_units, kind, purpose, remark,
                rolled_over, source, checks, reason, person_id, entered_at, stands, replaced_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, NULL)",
        &[
            &r.account,
            &r.meter,
            &r.register,
            &r.on,
            &r.value,
            &r.units,
            &r.kind,
            &r.purpose,
            &r.remark,
            &r.rolled_over,
            &r.source,
            &r.checks,
            &r.reason,
            &r.person,
            &r.at,
        ],
    )?;
    Ok(ReadingId(n))
}

/// Lets a reading stand, or not; what replaced it, if anything.
pub fn set_standing(tx: &Tx<'_>, id: ReadingId, stands: bool, replaced_by: Option<ReadingId>) -> Result<()> {
    tx.hit("UPDATE reading SET stands = $1, replaced_by = $2 WHERE id = $3", &[&stands, &replaced_by, &id])
}

/// The day up to which standing bills have used an account's readings: the day after the last billed
/// period, or none.
pub fn billed_to(tx: &Tx<'_>, account: AccountId) -> Result<Option<Day>> {
    let found = tx.maybe::<LastBilled>(
        "SELECT period_to_on FROM bill WHERE account_id = $1 AND kind = 'bill' AND cancelled = 0
          ORDER BY period_to_on DESC LIMIT 1",
        &[&account],
    )?;
    Ok(found.map(|b| b.period_to_on.plus_days(1)))
}

crate::row! {
    /// The end of a bill's period.
    pub struct LastBilled {
        /// Its last day.
        period_to_on: Day,
    }
}

crate::row! {
    /// Use of a billed period.
    pub struct BilledUse {
        /// The bill.
        id: BillId,
        /// Its first day.
        period_from_on: Day,
        /// Its last day.
        period_to_on: Day,
        /// Units as decimal text.
        units: String,
    }
}

/// The use of an account's standing bills whose period ended before a day (none: all), newest first.
pub fn billed_use(
    tx: &Tx<'_>,
    account: AccountId,
    before: Option<Day>,
    limit: i64,
) -> Result<Vec<BilledUse>> {
    let found = tx.all::<BilledUse>(
        "SELECT id, period_from_on, period_to_on, units FROM bill
          WHERE account_id = $1 AND cancelled = 0 AND kind = 'bill' AND units <> ''
            AND (CAST($2 AS TEXT) IS NULL OR period_to_on < $2)
          ORDER BY period_to_on DESC, id DESC LIMIT $3",
        &[&account, &before, &limit],
    )?;
    crate::true_use::told(tx, account, found, |b| (b.id, &mut b.units))
}

crate::row! {
    /// A route of a cycle.
    pub struct RouteRow {
        /// The cycle; none for accounts without one.
        cycle_id: Option<CycleId>,
        /// The cycle's code; empty without.
        code: String,
        /// The cycle's name; empty without.
        name: String,
        /// The route; may be empty.
        route: String,
        /// Accounts that are not closed and have a meter.
        accounts: i64,
    }
}

/// The routes of all cycles, at most 2,000.
pub fn routes(tx: &Tx<'_>) -> Result<Vec<RouteRow>> {
    tx.all(
        "SELECT r.cycle_id, COALESCE(c.code, '') AS code, COALESCE(c.name, '') AS name, r.route, r.accounts
           FROM (SELECT a.cycle_id, a.route, COUNT(*) AS accounts FROM account a
                  WHERE a.status <> 'closed' AND a.meter_fold <> '' GROUP BY a.cycle_id, a.route) r
           LEFT JOIN billing_cycle c ON c.id = r.cycle_id
          ORDER BY code, r.route LIMIT 2000",
        &[],
    )
}

crate::row! {
    /// An account in the readings grid.
    pub struct GridRow {
        /// The account.
        id: AccountId,
        /// Its number.
        number: String,
        /// Its meter's number.
        meter: String,
        /// The customer's name.
        name: String,
        /// The property's address.
        address: String,
        /// Service.
        service: Service,
        /// Its route; may be empty.
        route: String,
        /// Its place on the route.
        route_n: i64,
        /// The day it was read last; none when never.
        last_on: Option<Day>,
    }
}

// Whether somebody was at an account's door for its round on a day.
macro_rules! came {
    ($on:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM reading w WHERE w.account_id = n.id AND w.stands = 1 AND w.read_on = ",
            $on,
            " AND w.purpose = 'cycle' AND w.kind <> 'customer' AND w.source IN ('grid', 'file', 'folder'))"
        )
    };
}

// Whether a day was that of an account's round: at least as many of those who live next to it on the walk were read on it, at
// their doors, as were not.
macro_rules! walked {
    ($on:literal) => {
        concat!(
            "(SELECT COALESCE(SUM(2 * b.came - 1), -1) FROM (
                SELECT came FROM (
                    SELECT ",
            came!($on),
            " AS came FROM account n
                     WHERE n.cycle_id = a.cycle_id AND n.cycle_id IS NOT NULL AND n.status <> 'closed'
                       AND n.route = a.route AND n.meter_fold <> '' AND (n.route_n, n.id) < (a.route_n, a.id)
                     ORDER BY n.route_n DESC, n.id DESC LIMIT 5)
                UNION ALL
                SELECT came FROM (
                    SELECT ",
            came!($on),
            " AS came FROM account n
                     WHERE n.cycle_id = a.cycle_id AND n.cycle_id IS NOT NULL AND n.status <> 'closed'
                       AND n.route = a.route AND n.meter_fold <> '' AND (n.route_n, n.id) > (a.route_n, a.id)
                     ORDER BY n.route_n, n.id LIMIT 5)) b) >= 0"
        )
    };
}

// A reading of the round. The last one of a meter that was taken off, and the one with which a meter was hung, are of it only
// where that was on the very day: on the day of which the grid is, or on which the walk came by. The first reading of a meter
// that nobody had read here before is one.
macro_rules! of_the_round {
    ($r:literal, $on:literal) => {
        concat!(
            $r,
            ".stands = 1 AND ",
            $on,
            " >= $1 AND (",
            $r,
            ".purpose IN ('cycle', 'special') OR ",
            $on,
            " = $2 OR (",
            $r,
            ".purpose = 'install' AND NOT EXISTS (SELECT 1 FROM meter_span s WHERE s.meter_id = ",
            $r,
            ".meter_id AND s.account_id = ",
            $r,
            ".account_id AND s.from_on = ",
            $on,
            " AND s.reason <> 'first read')) OR ",
            walked!($on),
            ")"
        )
    };
}

// An account that was not read in a round, or of whose meter another register was and one was not. A load that was never
// read is not waited for.
macro_rules! unread {
    () => {
        concat!(
            "a.status <> 'closed' AND a.meter_fold <> ''
             AND (CAST($1 AS TEXT) IS NULL
                  OR NOT EXISTS (SELECT 1 FROM reading r WHERE r.account_id = a.id AND ",
            of_the_round!("r", "r.read_on"),
            ") OR EXISTS (
                 SELECT 1 FROM reading o
                        JOIN meter_register g ON g.meter_id = o.meter_id AND g.n <> o.register_n
                        JOIN meter m ON m.id = o.meter_id AND m.number_fold = a.meter_fold
                  WHERE o.account_id = a.id AND ",
            of_the_round!("o", "o.read_on"),
            " AND ((g.band <> 'demand' AND g.band NOT LIKE 'demand %')
                    OR EXISTS (SELECT 1 FROM reading l
                                WHERE l.meter_id = g.meter_id AND l.register_n = g.n AND l.account_id = a.id
                                  AND l.stands = 1))
               AND NOT EXISTS (
                 SELECT 1 FROM reading r
                  WHERE r.meter_id = g.meter_id AND r.register_n = g.n AND r.account_id = a.id AND ",
            of_the_round!("r", "r.read_on"),
            "))) AND "
        )
    };
}

macro_rules! grid {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.number, a.meter, c.name, p.address, a.service, a.route, a.route_n, ",
            "(SELECT MAX(r.read_on) FROM reading r WHERE r.account_id = a.id AND r.stands = 1) AS last_on ",
            "FROM account a JOIN customer c ON c.id = a.customer_id JOIN property p ON p.id = a.property_id WHERE ",
            unread!(),
            $rest
        )
    };
}

macro_rules! counted {
    ($rest:literal) => {
        concat!("SELECT COUNT(*) AS n FROM account a WHERE ", unread!(), $rest)
    };
}

/// Which accounts of the grid are wanted.
#[derive(Debug, Clone, Copy)]
pub struct GridOf<'a> {
    /// Of this cycle; none takes all accounts.
    pub cycle: Option<CycleId>,
    /// Of this route; empty takes all.
    pub route: &'a str,
    /// Only those of whose meter a register was not read in the round since this day.
    pub unread_since: Option<Day>,
    /// The day that is the round's: a meter that was exchanged on it was read.
    pub on: Day,
    /// After this route, place on it and account.
    pub after: (&'a str, i64, AccountId),
}

/// A page of the grid in the order of the walk: route by route, place by place.
///
/// Each choice has a statement of its own, so that each has an index: a page costs what it shows, however many
/// accounts there are.
pub fn grid(tx: &Tx<'_>, of: &GridOf<'_>, limit: i64) -> Result<Vec<GridRow>> {
    let (route, n, id) = of.after;
    let (since, day) = (&of.unread_since, &of.on);
    match (of.cycle, of.route) {
        (None, "") => tx.all(
            grid!("(a.route, a.route_n, a.id) > ($3, $4, $5) ORDER BY a.route, a.route_n, a.id LIMIT $6"),
            &[since, day, &route, &n, &id, &limit],
        ),
        (None, on) => tx.all(
            grid!("a.route = $3 AND (a.route_n, a.id) > ($4, $5) ORDER BY a.route_n, a.id LIMIT $6"),
            &[since, day, &on, &from(route, on, n), &from(route, on, id.0), &limit],
        ),
        (Some(cycle), "") => tx.all(
            grid!(
                "a.cycle_id = $3 AND a.cycle_id IS NOT NULL AND (a.route, a.route_n, a.id) > ($4, $5, $6)
                 ORDER BY a.route, a.route_n, a.id LIMIT $7"
            ),
            &[since, day, &cycle, &route, &n, &id, &limit],
        ),
        (Some(cycle), on) => tx.all(
            grid!(
                "a.cycle_id = $3 AND a.cycle_id IS NOT NULL AND a.route = $4 AND (a.route_n, a.id) > ($5, $6)
                 ORDER BY a.route_n, a.id LIMIT $7"
            ),
            &[since, day, &cycle, &on, &from(route, on, n), &from(route, on, id.0), &limit],
        ),
    }
}

/// Part of a place on a route: the first of it where the place is on a route before.
fn from(route: &str, on: &str, part: i64) -> i64 {
    if route == on { part } else { i64::MIN }
}

/// How many accounts the grid has in all.
pub fn grid_count(tx: &Tx<'_>, of: &GridOf<'_>) -> Result<i64> {
    let (since, day) = (&of.unread_since, &of.on);
    match (of.cycle, of.route) {
        (None, "") => tx.number(counted!("1 = 1"), &[since, day]),
        (None, on) => tx.number(counted!("a.route = $3"), &[since, day, &on]),
        (Some(cycle), "") => {
            tx.number(counted!("a.cycle_id = $3 AND a.cycle_id IS NOT NULL"), &[since, day, &cycle])
        }
        (Some(cycle), on) => tx.number(
            counted!("a.cycle_id = $3 AND a.cycle_id IS NOT NULL AND a.route = $4"),
            &[since, day, &cycle, &on],
        ),
    }
}

/// Whether a day was that of an account's round: those who live next to it on the walk were read on it.
pub fn walked_on(tx: &Tx<'_>, account: AccountId, on: Day) -> Result<bool> {
    let sql = concat!("SELECT COUNT(*) AS n FROM account a WHERE a.id = $1 AND ", walked!("$2"));
    Ok(tx.number(sql, &[&account, &on])? > 0)
}
