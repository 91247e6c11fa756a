//! The chained audit log.

use crate::tx::Tx;
use foil_domain::audit::{Row, went_back};
use foil_domain::ids::{CounterId, RequestId};
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};
use std::sync::LazyLock;

crate::row! {
    /// The last row of a chain.
    pub struct Head {
        /// Its place.
        seq: i64,
        /// When it was made.
        at: Instant,
        /// Its business date.
        business_on: Day,
        /// Its hash.
        hash: String,
    }
}

/// The head of a counter's chain, read inside the writing transaction.
pub fn head(tx: &Tx<'_>, counter: CounterId) -> Result<Option<Head>> {
    let rows = tx.hold(
        "SELECT seq, at, business_on, hash FROM audit WHERE counter_id = $1 ORDER BY seq DESC LIMIT 1",
        &[&counter],
    )?;
    Ok(rows.into_iter().next())
}

/// The newest moment that the last rows of the chains say.
pub fn latest_at(tx: &Tx<'_>) -> Result<Instant> {
    let millis = tx.number(
        "SELECT CAST(COALESCE(MAX(x.at), 0) AS BIGINT) AS n FROM
           (SELECT (SELECT a.at FROM audit a WHERE a.counter_id = c.id ORDER BY a.seq DESC LIMIT 1) AS at
              FROM counter c) x",
        &[],
    )?;
    Ok(Instant::from_millis(millis))
}

/// The newest moment, but none after `most`, that rows of the log say: the last ones of each chain, and those after which its
/// clock went back. Few clocks ever do: all of them are read.
pub fn newest_at(tx: &Tx<'_>, most: Instant) -> Result<Instant> {
    let millis = tx.number(
        "SELECT /* all */ CAST(COALESCE(MAX(x.at), 0) AS BIGINT) AS n FROM
           (SELECT (SELECT MAX(l.at) FROM (SELECT a.at FROM audit a WHERE a.counter_id = c.id
                                            ORDER BY a.seq DESC LIMIT 100) l WHERE l.at <= $1) AS at
              FROM counter c
             UNION ALL
            SELECT a.at FROM clock_back b JOIN audit a ON a.counter_id = b.counter_id AND a.seq = b.seq - 1) x
          WHERE x.at <= $1",
        &[&most],
    )?;
    Ok(Instant::from_millis(millis))
}

crate::row! {
    /// What was stored under a request id.
    pub struct Before {
        /// The act.
        act: String,
        /// Log-in name of whoever sent it.
        who: String,
        /// When.
        at: Instant,
        /// The hash of its input.
        input_hash: Option<String>,
        /// Its result, as JSON.
        result: Option<String>,
    }
}

/// The act that came under this request id before.
pub fn by_request(tx: &Tx<'_>, id: &RequestId) -> Result<Option<Before>> {
    tx.maybe("SELECT act, who, at, input_hash, result FROM audit WHERE request_id = $1", &[id])
}

/// Appends a sealed row to its counter's chain, after its head; none of the first.
pub fn append(
    tx: &Tx<'_>,
    counter: CounterId,
    row: &Row,
    head: Option<&Head>,
    input_hash: Option<&str>,
    result: Option<&str>,
) -> Result<()> {
    let request = Some(&row.request_id).filter(|id| !id.is_empty());
    tx.hit(
        "INSERT INTO audit (counter_id, seq, at, business_on, who, act, request_id, input_hash, changes, result,
                hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            &counter,
            &row.seq,
            &row.at,
            &row.business_on,
            &row.who,
            &row.act,
            &request.map(String::as_str),
            &input_hash,
            &row.changes,
            &result,
            &row.hash,
        ],
    )?;
    if let Some(before) = head
        && went_back(before.at.millis(), row.at.millis()).is_some()
    {
        tx.hit(
            "INSERT INTO clock_back (counter_id, seq, by_ms) VALUES ($1, $2, $3)",
            &[&counter, &row.seq, &(before.at.millis() - row.at.millis())],
        )?;
    }
    if head.is_none_or(|before| before.business_on != row.business_on) {
        tx.run(
            "INSERT INTO audit_day (counter_id, business_on, first_seq) VALUES ($1, $2, $3)
             ON CONFLICT (counter_id, business_on) DO NOTHING",
            &[&counter, &row.business_on, &row.seq],
        )?;
    }
    Ok(())
}

crate::row! {
    /// A row as it is stored; the hash before it stands in the row before.
    pub struct Stored {
        /// Place in the chain.
        seq: i64,
        /// When.
        at: Instant,
        /// Business date.
        business_on: Day,
        /// Log-in name.
        who: String,
        /// Act.
        act: String,
        /// Request id.
        request_id: Option<String>,
        /// What changed.
        changes: String,
        /// Hash.
        hash: String,
    }
}

impl Stored {
    /// The row with the chain it is in and the hash before it.
    #[must_use]
    pub fn linked(self, counter: &str, prev: &str) -> Row {
        Row {
            counter: counter.to_owned(),
            seq: self.seq,
            at: self.at,
            business_on: self.business_on,
            who: self.who,
            act: self.act,
            request_id: self.request_id.unwrap_or_default(),
            changes: self.changes,
            prev: prev.to_owned(),
            hash: self.hash,
        }
    }
}

/// Streams a chain's rows `from..=to` in order.
pub fn each(
    tx: &Tx<'_>,
    counter: CounterId,
    from: i64,
    to: i64,
    take: impl FnMut(Stored) -> Result<bool>,
) -> Result<()> {
    tx.each(
        "SELECT seq, at, business_on, who, act, request_id, changes, hash FROM audit
          WHERE counter_id = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq",
        &[&counter, &from, &to],
        take,
    )
}

/// Acts that an auditor is told of by themselves, what belongs together side by side: rights, rules, log-ins, drawers that
/// were sounded out, money from a file, money sent elsewhere, a key that was
/// shown. The index `audit_told` has just these, which a test holds.
pub const TOLD: &[&[&str]] = &[
    &["save_user"],
    &["save_approval_rules", "save_office"],
    &["failed_log_in"],
    &["cash_refused"],
    &["import_payments"],
    &["retry_dead_letter"],
    &["show_recovery_key"],
];

/// A statement that does not name the acts as the index does is not answered by it.
static EACH_TOLD: LazyLock<String> = LazyLock::new(|| {
    let acts: Vec<String> = TOLD.concat().iter().map(|act| format!("'{act}'")).collect();
    format!(
        "SELECT seq FROM audit
          WHERE act = $1 AND counter_id = $2 AND seq BETWEEN $3 AND $4 AND act IN ({})
          ORDER BY seq DESC",
        acts.join(", ")
    )
});

/// Streams the places of a chain's rows `from..=to` that are of one act, newest first.
///
/// Only of acts that are [`TOLD`]; they have an index of their own. Of any other it finds none.
pub fn each_told(
    tx: &Tx<'_>,
    counter: CounterId,
    act: &str,
    (from, to): (i64, i64),
    mut take: impl FnMut(i64) -> Result<bool>,
) -> Result<()> {
    tx.each::<Place>(&EACH_TOLD, &[&act, &counter, &from, &to], |row| take(row.seq))
}

/// Streams a chain's rows of one act from a place on, in order. Only of acts that are [`TOLD`]: their places are found by
/// the index, and each row by its place.
pub fn told_since(
    tx: &Tx<'_>,
    counter: CounterId,
    act: &str,
    from: i64,
    mut take: impl FnMut(Stored) -> Result<bool>,
) -> Result<()> {
    let mut places = Vec::new();
    each_told(tx, counter, act, (from, i64::MAX), |seq| {
        places.push(seq);
        Ok(true)
    })?;
    let mut more = true;
    for seq in places.into_iter().rev() {
        each(tx, counter, seq, seq, |row| {
            more = take(row)?;
            Ok(more)
        })?;
        if !more {
            break;
        }
    }
    Ok(())
}

/// The newest places among a chain's rows `from..=to` at which a file has switched accounts, newest first.
pub fn switched_by_file(
    tx: &Tx<'_>,
    counter: CounterId,
    (from, to): (i64, i64),
    limit: i64,
) -> Result<Vec<Place>> {
    tx.all(
        "SELECT seq FROM audit
          WHERE act = 'import_customers' AND changes LIKE '%\"switched\":%'
            AND counter_id = $1 AND seq BETWEEN $2 AND $3
          ORDER BY seq DESC LIMIT $4",
        &[&counter, &from, &to, &limit],
    )
}

/// The newest places among a chain's rows `from..=to` that say by whose hand somebody is what they are, newest first. One limit
/// is enough for decisions and ends of a month alike: of the latter a month has one, so whoever asks for one row more has all
/// that they would have of either.
pub fn by_hand(tx: &Tx<'_>, counter: CounterId, (from, to): (i64, i64), limit: i64) -> Result<Vec<Place>> {
    tx.all(BY_HAND, &[&counter, &from, &to, &limit])
}

/// A statement that does not say it as the index does is not answered by it.
const BY_HAND: &str = "SELECT seq FROM audit
  WHERE act <> 'take_payment' AND changes LIKE '%\"hand\":%'
    AND counter_id = $1 AND seq BETWEEN $2 AND $3
  ORDER BY seq DESC LIMIT $4";

crate::row! {
    /// A place in a chain.
    pub struct Place {
        /// Which.
        seq: i64,
    }
}

crate::row! {
    /// Where a chain's clock went back.
    pub struct Back {
        /// The row that is older than the one before it.
        seq: i64,
        /// By how many milliseconds.
        by_ms: i64,
    }
}

/// The newest places among a chain's rows `from..=to` at which its clock went back, newest first.
pub fn clock_back(tx: &Tx<'_>, counter: CounterId, (from, to): (i64, i64), limit: i64) -> Result<Vec<Back>> {
    tx.all(
        "SELECT seq, by_ms FROM clock_back
          WHERE counter_id = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq DESC LIMIT $4",
        &[&counter, &from, &to, &limit],
    )
}

/// A page of a chain, newest first, before a place.
pub fn page(tx: &Tx<'_>, counter: CounterId, before: i64, limit: i64) -> Result<Vec<Stored>> {
    tx.all(
        "SELECT seq, at, business_on, who, act, request_id, changes, hash FROM audit
          WHERE counter_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3",
        &[&counter, &before, &limit],
    )
}

/// The hash of one row.
pub fn hash_of(tx: &Tx<'_>, counter: CounterId, seq: i64) -> Result<Option<String>> {
    let row = tx.maybe::<crate::tx::Text>(
        "SELECT hash AS t FROM audit WHERE counter_id = $1 AND seq = $2",
        &[&counter, &seq],
    )?;
    Ok(row.map(|r| r.t))
}

/// The first place at or after a business date in a chain; one past the head when there is none.
pub fn first_since(tx: &Tx<'_>, counter: CounterId, on: Day) -> Result<i64> {
    let found = tx.maybe::<crate::tx::Number>(
        "SELECT first_seq AS n FROM audit_day WHERE counter_id = $1 AND business_on >= $2
          ORDER BY business_on LIMIT 1",
        &[&counter, &on],
    )?;
    match found {
        Some(row) => Ok(row.n),
        None => Ok(head(tx, counter)?.map_or(1, |h| h.seq + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_acts_that_are_told_are_those_of_their_index_and_are_found_by_it() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        let schema = include_str!("../../../migrations/schema.sql");
        let only = |wanted: &str| {
            let all = schema.split(";\n").map(str::trim);
            all.filter(|sql| sql.starts_with(wanted)).map(|sql| format!("{sql};")).collect::<String>()
        };
        let index = only("CREATE INDEX audit_told");
        let (_, acts) = index.split_once(" IN (").unwrap();
        let acts: Vec<&str> = acts.split('\'').skip(1).step_by(2).collect();
        assert_eq!(acts, TOLD.concat(), "whoever adds one lays the index anew");

        conn.execute_batch(&(only("CREATE TABLE audit (") + &index)).unwrap();
        is_found_by(&conn, &EACH_TOLD, "audit_told");
    }

    fn is_found_by(conn: &rusqlite::Connection, statement: &str, index: &str) {
        let mut explained = conn.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
        let mut rows = explained.raw_query();
        let plan: String = rows.next().unwrap().unwrap().get(3).unwrap();
        let by = [format!("USING INDEX {index} "), format!("USING COVERING INDEX {index} ")];
        assert!(by.iter().any(|by| plan.contains(by)), "{plan}");
        // The newest come first without all being sorted.
        assert!(rows.next().unwrap().is_none());
    }

    #[test]
    fn what_the_log_says_of_somebodys_hand_is_found_by_its_own_index() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        let schema = include_str!("../../../migrations/schema.sql");
        let of_audit = |sql: &&str| sql.starts_with("CREATE TABLE audit (") || sql.contains(" ON audit (");
        let all = schema.split(";\n").map(str::trim).filter(of_audit);
        conn.execute_batch(&all.map(|sql| format!("{sql};")).collect::<String>()).unwrap();
        is_found_by(&conn, BY_HAND, "audit_by_hand");
    }
}
