//! Debug builds look at how the engine means to run each statement: none reads a whole growing table by accident.
//!
//! A statement that has to read all of one says so with `/* all */` in its text, for whoever reads it and for this.
//! Release builds have nothing of it.

use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, Mutex};

/// Tables that stay small however old and large the branch is: a row for the office, a counter, a person, a rule, a
/// tariff, a year of a series, what is yet to be written to a disk or a folder.
const SMALL: &[&str] = &[
    "approval_ceiling",
    "approval_rule",
    "billing_cycle",
    "counter",
    "gas_factor",
    "migration",
    "office",
    "outbox",
    "person",
    "series",
    "tariff",
    "tariff_version",
];

/// Panics on a statement of this crate's that would read a growing table from end to end without saying so. The book's
/// check reads them all by nature, and tests ask what they like.
pub(crate) fn none_by_accident(conn: &rusqlite::Connection, sql: &str, file: &str) {
    let own = ["foil-store/src", "foil-store\\src"].iter().any(|folder| file.contains(folder));
    if !own || file.ends_with("check.rs") {
        return;
    }
    if let Some(table) = read_whole(conn, sql) {
        panic!("this reads all of {table}; give it an index, or say /* all */ if it must: {sql}");
    }
}

static SEEN: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);

/// The growing table that a statement would read from end to end; each statement is looked at once.
pub(crate) fn read_whole(conn: &rusqlite::Connection, sql: &str) -> Option<String> {
    // A new row may be looked for by rows that wait for it, but only while some do, which no table of ours lets them.
    let only_adds = sql.trim_start().starts_with("INSERT") && !sql.contains("SELECT");
    if only_adds || sql.contains("/* all */") || !SEEN.lock().ok()?.insert(sql.to_owned()) {
        return None;
    }
    // Not EXPLAIN QUERY PLAN: it names what a statement calls a table, which inside a view is anybody's guess.
    let mut program = conn.prepare(&format!("EXPLAIN {sql}")).ok()?;
    let step = |row: &rusqlite::Row<'_>| {
        Ok((row.get::<_, String>(1)?, row.get::<_, i64>(2)?, row.get::<_, i64>(3)?))
    };
    // Raw: nothing is bound to what is only explained.
    let steps: Vec<_> = program.raw_query().mapped(step).flatten().collect();
    let opened: HashMap<i64, i64> = steps
        .iter()
        .filter(|(op, ..)| op == "OpenRead" || op == "OpenWrite")
        .map(|(_, cursor, root)| (*cursor, *root))
        .collect();
    let rewound = steps
        .iter()
        .filter(|(op, ..)| op == "Rewind" || op == "Count")
        .filter_map(|(_, cursor, _)| opened.get(cursor));
    // A partial index read from end to end is what it is for.
    let mut table = conn
        .prepare(
            "SELECT tbl_name FROM sqlite_schema
              WHERE rootpage = ?1 AND NOT (type = 'index' AND COALESCE(sql, '') LIKE '% WHERE %')",
        )
        .ok()?;
    rewound
        .filter_map(|root| table.query_row([root], |row| row.get::<_, String>(0)).ok())
        .find(|name| !SMALL.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_table_is_told_also_behind_a_view_and_an_index_is_none() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "CREATE TABLE receipt (id INTEGER PRIMARY KEY, day TEXT, state TEXT);
             CREATE INDEX receipt_day ON receipt (day);
             CREATE INDEX receipt_open ON receipt (state) WHERE state IN ('a', 'b');
             CREATE VIEW seen AS SELECT r.id, r.state FROM receipt r;
             CREATE INDEX receipt_bad ON receipt (id) WHERE state = 'bad';
             CREATE TABLE office (id INTEGER PRIMARY KEY, name TEXT);",
        )
        .unwrap();
        let told = |sql: &str| read_whole(&conn, sql);
        assert_eq!(told("SELECT id FROM receipt WHERE day = '1'"), None);
        assert_eq!(told("SELECT id FROM receipt WHERE state = 'a'").as_deref(), Some("receipt"));
        assert_eq!(told("SELECT id FROM seen WHERE state = 'a'").as_deref(), Some("receipt"));
        assert_eq!(told("SELECT id FROM seen WHERE state = 'a' AND state IN ('a', 'b')"), None);
        assert_eq!(told("SELECT id FROM receipt /* all */"), None);
        assert_eq!(told("UPDATE receipt SET day = '' WHERE state = 'c'").as_deref(), Some("receipt"));
        assert_eq!(told("SELECT id FROM receipt WHERE state = 'bad'"), None, "of those alone");
        assert_eq!(told("SELECT name FROM office"), None, "it has one row");
        assert_eq!(told("INSERT INTO receipt (day) VALUES ($1)"), None);
        assert_eq!(told("INSERT INTO office (name) SELECT state FROM receipt").as_deref(), Some("receipt"));
        assert_eq!(told("SELECT id FROM receipt WHERE day = $1"), None);
        assert_eq!(
            told("SELECT id FROM receipt WHERE state = $1").as_deref(),
            Some("receipt"),
            "unknown yet"
        );
        assert_eq!(
            told("SELECT COUNT(*) FROM receipt").as_deref(),
            Some("receipt"),
            "counted from end to end"
        );
    }
}
