//! Closed business days: a row each, written once and never changed.

use crate::tx::Tx;
use foil_domain::ids::{CounterId, UserId};
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A closed day.
    pub struct DayCloseRow {
        /// The day.
        business_on: Day,
        /// The business date after it.
        next_on: Day,
        /// At which counter it was closed.
        counter_id: CounterId,
        /// Who closed it.
        by_name: String,
        /// When.
        closed_at: Instant,
        /// What stands on its paper, as JSON.
        document: String,
        /// Its audit row.
        audit_seq: i64,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT d.business_on, d.next_on, d.counter_id, u.name AS by_name, d.closed_at, d.document, d.audit_seq ",
            "FROM day_close d JOIN person u ON u.id = d.person_id ",
            $rest
        )
    };
}

/// A closed day.
pub fn find(tx: &Tx<'_>, on: Day) -> Result<Option<DayCloseRow>> {
    tx.maybe(select!("WHERE d.business_on = $1"), &[&on])
}

/// The latest closed days before one, newest first.
pub fn latest(tx: &Tx<'_>, before: Day, limit: i64) -> Result<Vec<DayCloseRow>> {
    tx.all(select!("WHERE d.business_on < $1 ORDER BY d.business_on DESC LIMIT $2"), &[&before, &limit])
}

/// The last closed day up to one, that one included.
pub fn last_until(tx: &Tx<'_>, on: Day) -> Result<Option<DayCloseRow>> {
    tx.maybe(select!("WHERE d.business_on <= $1 ORDER BY d.business_on DESC LIMIT 1"), &[&on])
}

/// The first closed day after one.
pub fn first_after(tx: &Tx<'_>, on: Day) -> Result<Option<DayCloseRow>> {
    tx.maybe(select!("WHERE d.business_on > $1 ORDER BY d.business_on LIMIT 1"), &[&on])
}

/// A day on its way to be closed.
#[derive(Debug)]
pub struct NewDayClose<'a> {
    /// The day.
    pub on: Day,
    /// The business date after it.
    pub next: Day,
    /// Counter.
    pub counter: CounterId,
    /// Who closes it.
    pub person: UserId,
    /// When.
    pub at: Instant,
    /// What stands on its paper, as JSON.
    pub document: &'a str,
    /// Its audit row.
    pub audit_seq: i64,
}

/// Writes that a day is closed.
pub fn insert(tx: &Tx<'_>, d: &NewDayClose<'_>) -> Result<()> {
    tx.hit(
        "INSERT INTO day_close (business_on, next_on, counter_id, person_id, closed_at, document, audit_seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&d.on, &d.next, &d.counter, &d.person, &d.at, &d.document, &d.audit_seq],
    )
}
