//! What closed days took and gave back, added up once as each is closed: no list of a month reads its payments again.
//!
//! A closed day never changes, so neither do its sums; `check` holds them against the payments.

use crate::tx::Tx;
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::Day;

crate::row! {
    /// One sum of a closed day.
    pub struct DaySumRow {
        /// The day.
        business_on: Day,
        /// `all`, `method`, `clerk` or `series`.
        kind: String,
        /// Way of paying, log-in name, or the counter's code and the series, a space between; empty for all of it.
        name: String,
        /// Receipts, voids included; of a way of paying its tenders.
        count: i64,
        /// Their money; of a way of paying and a clerk nothing, for nobody asks for it.
        taken_minor: Money,
        /// Of them void.
        voids: i64,
        /// Their money.
        voided_minor: Money,
        /// Payments that fell on this day.
        returns: i64,
        /// Their money.
        returned_minor: Money,
        /// Taken, less voids and what was given back.
        net_minor: Money,
        /// Of a series its first number of the day.
        first: String,
        /// And its last.
        last: String,
    }
}

/// Keeps a sum of a day that is closed in this act.
pub fn keep(tx: &Tx<'_>, sum: &DaySumRow) -> Result<()> {
    tx.hit(
        "INSERT INTO day_sum (business_on, kind, name, count, taken_minor, voids, voided_minor, returns, returned_minor,
                net_minor, first, last)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            &sum.business_on,
            &sum.kind,
            &sum.name,
            &sum.count,
            &sum.taken_minor,
            &sum.voids,
            &sum.voided_minor,
            &sum.returns,
            &sum.returned_minor,
            &sum.net_minor,
            &sum.first,
            &sum.last,
        ],
    )
}

/// The sums of the business dates `from..=to`, day by day.
pub fn between(tx: &Tx<'_>, from: Day, to: Day) -> Result<Vec<DaySumRow>> {
    tx.all(
        "SELECT business_on, kind, name, count, taken_minor, voids, voided_minor, returns, returned_minor, net_minor,
                first, last
           FROM day_sum WHERE business_on BETWEEN $1 AND $2 ORDER BY business_on, kind, name LIMIT 1000000",
        &[&from, &to],
    )
}

crate::row! {
    /// The closed days of a stretch.
    pub struct Closed {
        /// How many.
        days: i64,
        /// How many of them have sums.
        sums: i64,
        /// The first of them.
        first: Option<Day>,
        /// The last.
        last: Option<Day>,
    }
}

/// The stretch of the business dates `from..=to` in which each day is closed and has its sums: the closed ones, if they
/// follow each other and none was closed by a version that did not add up.
pub fn kept(tx: &Tx<'_>, from: Day, to: Day) -> Result<Option<(Day, Day)>> {
    let found: Closed = tx.one(
        "SELECT COUNT(*) AS days, COUNT(s.business_on) AS sums, MIN(d.business_on) AS first, MAX(d.business_on) AS last
           FROM day_close d LEFT JOIN day_sum s ON s.business_on = d.business_on AND s.kind = 'all' AND s.name = ''
          WHERE d.business_on BETWEEN $1 AND $2",
        &[&from, &to],
    )?;
    let stretch = found.first.zip(found.last);
    Ok(stretch.filter(|(first, last)| found.sums == found.days && last.days_since(*first) + 1 == found.days))
}
