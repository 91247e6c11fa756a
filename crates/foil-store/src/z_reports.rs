//! Z reports: written once, when a shift ends, and never changed.

use crate::tx::Tx;
use foil_domain::ids::{CounterId, ShiftId, UserId, ZReportId};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A Z report with the words a list shows.
    pub struct ZRow {
        /// Id.
        id: ZReportId,
        /// The shift.
        shift_id: ShiftId,
        /// Its number.
        shift: String,
        /// The report's number.
        number: String,
        /// Counter.
        counter_id: CounterId,
        /// Its code.
        counter: String,
        /// Whose it was.
        person_id: UserId,
        /// Their name.
        name: String,
        /// Business date.
        business_on: Day,
        /// When.
        closed_at: Instant,
        /// What the drawer had to hold.
        expected_minor: Money,
        /// What was counted.
        counted_minor: Money,
        /// The difference.
        variance_minor: Money,
        /// Dropped to the safe.
        drops_minor: Money,
        /// Kept as the next float.
        kept_minor: Money,
        /// Left for the bank.
        banked_minor: Money,
        /// Why it differs.
        variance_reason: String,
        /// Who allowed that; empty when nobody had to.
        approved: String,
        /// Who closed the shift, where that was not whose it is; else empty.
        closed_by: String,
        /// Its audit row.
        audit_seq: i64,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT z.id, z.shift_id, s.number AS shift, z.number, z.counter_id, c.code AS counter, z.person_id, ",
            "u.name, z.business_on, z.closed_at, z.expected_minor, z.counted_minor, z.variance_minor, ",
            "z.drops_minor, z.kept_minor, z.banked_minor, z.variance_reason, COALESCE(m.name, '') AS approved, ",
            "CASE WHEN e.id <> z.person_id THEN e.name ELSE '' END AS closed_by, z.audit_seq FROM z_report z JOIN shift s ON s.id = z.shift_id JOIN counter c ON c.id = z.counter_id ",
            "JOIN person u ON u.id = z.person_id LEFT JOIN person m ON m.id = z.approved_by ",
            "LEFT JOIN person e ON e.id = s.ended_by ",
            $rest
        )
    };
}

/// A Z report.
pub fn find(tx: &Tx<'_>, id: ZReportId) -> Result<Option<ZRow>> {
    tx.maybe(select!("WHERE z.id = $1"), &[&id])
}

/// The Z report of a shift.
pub fn of_shift(tx: &Tx<'_>, shift: ShiftId) -> Result<Option<ZRow>> {
    tx.maybe(select!("WHERE z.shift_id = $1"), &[&shift])
}

/// The Z reports of the business dates `from..=to`, in order.
pub fn between(tx: &Tx<'_>, from: Day, to: Day, limit: i64) -> Result<Vec<ZRow>> {
    tx.all(
        select!("WHERE z.business_on BETWEEN $1 AND $2 ORDER BY z.business_on, z.id LIMIT $3"),
        &[&from, &to, &limit],
    )
}

/// The Z reports after one, in order: what the next deposit slip pays in.
pub fn after(tx: &Tx<'_>, last: ZReportId, limit: i64) -> Result<Vec<ZRow>> {
    tx.all(select!("WHERE z.id > $1 ORDER BY z.id LIMIT $2"), &[&last, &limit])
}

/// The newest Z report of the office; none before the first.
pub fn newest(tx: &Tx<'_>) -> Result<Option<ZReportId>> {
    let n = tx.number("SELECT COALESCE(MAX(id), 0) AS n FROM z_report", &[])?;
    Ok((n > 0).then_some(ZReportId(n)))
}

/// The day of that; days only move on.
pub fn newest_day(tx: &Tx<'_>) -> Result<Option<Day>> {
    let row: Option<OnRow> = tx.maybe("SELECT business_on FROM z_report ORDER BY id DESC LIMIT 1", &[])?;
    Ok(row.map(|row| row.business_on))
}

crate::row! {
    /// The day of a Z report.
    pub struct OnRow {
        /// Business date.
        business_on: Day,
    }
}

crate::row! {
    /// What a Z report left for the bank.
    pub struct LeftRow {
        /// Its number.
        number: String,
        /// Business date.
        business_on: Day,
        /// How much.
        banked_minor: Money,
    }
}

/// Streams the Z reports after one that have left something for the bank, the newest first.
pub fn each_left(tx: &Tx<'_>, last: ZReportId, take: impl FnMut(LeftRow) -> Result<bool>) -> Result<()> {
    tx.each(
        "SELECT number, business_on, banked_minor FROM z_report WHERE id > $1 AND banked_minor > 0
          ORDER BY id DESC",
        &[&last],
        take,
    )
}

/// What the Z reports of the business dates `from..=to` have left for the bank.
pub fn banked_between(tx: &Tx<'_>, from: Day, to: Day) -> Result<Money> {
    let n = tx.number(
        "SELECT CAST(COALESCE(SUM(banked_minor), 0) AS BIGINT) AS n FROM z_report
          WHERE business_on BETWEEN $1 AND $2",
        &[&from, &to],
    )?;
    Ok(Money::from_minor(n))
}

/// What the Z reports after one leave for the bank.
pub fn banked_after(tx: &Tx<'_>, last: ZReportId) -> Result<Money> {
    let n = tx.number(
        "SELECT CAST(COALESCE(SUM(banked_minor), 0) AS BIGINT) AS n FROM z_report WHERE id > $1",
        &[&last],
    )?;
    Money::try_from(n).map_err(|e| foil_domain::Error::Broke(anyhow::anyhow!(e)))
}

/// What a counter's latest Z report has kept in its drawer; none before the first.
pub fn kept_at(tx: &Tx<'_>, counter: CounterId) -> Result<Option<Money>> {
    let row = tx.maybe::<KeptRow>(
        "SELECT kept_minor FROM z_report WHERE counter_id = $1 ORDER BY id DESC LIMIT 1",
        &[&counter],
    )?;
    Ok(row.map(|r| r.kept_minor))
}

/// What the first drawer of a counter that has ended began with; none before its first Z report.
pub fn first_float_at(tx: &Tx<'_>, counter: CounterId) -> Result<Option<Money>> {
    let row = tx.maybe::<KeptRow>(
        "SELECT s.float_minor AS kept_minor FROM z_report z JOIN shift s ON s.id = z.shift_id
          WHERE z.counter_id = $1 ORDER BY z.id LIMIT 1",
        &[&counter],
    )?;
    Ok(row.map(|r| r.kept_minor))
}

crate::row! {
    /// What stays in a drawer.
    pub struct KeptRow {
        /// How much.
        kept_minor: Money,
    }
}

/// What the latest Z report of each counter has kept in its drawer, added up: what lies in them while none is open.
pub fn kept_in_all(tx: &Tx<'_>) -> Result<Money> {
    let sum = tx.number(
        "SELECT CAST(COALESCE(SUM(z.kept_minor), 0) AS BIGINT) AS n FROM counter c
           JOIN z_report z ON z.id = (SELECT MAX(b.id) FROM z_report b WHERE b.counter_id = c.id)",
        &[],
    )?;
    Ok(Money::from_minor(sum))
}

/// The number of a counter's latest Z report.
pub fn last_number(tx: &Tx<'_>, counter: CounterId) -> Result<Option<String>> {
    let row = tx.maybe::<crate::tx::Text>(
        "SELECT number AS t FROM z_report WHERE counter_id = $1 ORDER BY id DESC LIMIT 1",
        &[&counter],
    )?;
    Ok(row.map(|r| r.t))
}

/// What stands on it, as JSON.
pub fn document(tx: &Tx<'_>, id: ZReportId) -> Result<String> {
    tx.one::<crate::tx::Text>("SELECT document AS t FROM z_report WHERE id = $1", &[&id]).map(|r| r.t)
}

/// A new Z report's columns.
#[derive(Debug)]
pub struct NewZ<'a> {
    /// The shift.
    pub shift: ShiftId,
    /// Number.
    pub number: &'a str,
    /// Counter.
    pub counter: CounterId,
    /// Whose shift it was.
    pub person: UserId,
    /// Business date.
    pub on: Day,
    /// When.
    pub at: Instant,
    /// What the drawer had to hold.
    pub expected: Money,
    /// What was counted.
    pub counted: Money,
    /// The difference.
    pub variance: Money,
    /// Dropped to the safe.
    pub drops: Money,
    /// Kept as the next float.
    pub kept: Money,
    /// Why that is more than the drawer's float; empty where it is not.
    pub kept_reason: &'a str,
    /// The drawer's float as it was then: what may stay in it without a word.
    pub float: Money,
    /// Left for the bank.
    pub banked: Money,
    /// Why it differs; empty when it does not.
    pub reason: &'a str,
    /// Who allowed that.
    pub approved_by: Option<UserId>,
    /// What stands on it, as JSON.
    pub document: &'a str,
    /// Its audit row.
    pub audit_seq: i64,
}

/// Writes a Z report.
pub fn insert(tx: &Tx<'_>, z: &NewZ<'_>) -> Result<ZReportId> {
    let n = tx.insert(
        "INSERT INTO z_report (shift_id, number, counter_id, person_id, business_on, closed_at, expected_minor,
                counted_minor, variance_minor, drops_minor, kept_minor, banked_minor, variance_reason, approved_by,
                document, audit_seq, kept_reason, float_minor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        &[
            &z.shift,
            &z.number,
            &z.counter,
            &z.person,
            &z.on,
            &z.at,
            &z.expected,
            &z.counted,
            &z.variance,
            &z.drops,
            &z.kept,
            &z.banked,
            &z.reason,
            &z.approved_by,
            &z.document,
            &z.audit_seq,
            &z.kept_reason,
            &z.float,
        ],
    )?;
    Ok(ZReportId(n))
}
