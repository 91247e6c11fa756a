//! Brings a book up to date, all or nothing, and refuses one that is newer than the program.

use crate::tx::{Tx, fault};
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Instant;

/// One migration: its file's name without `.sql`, and its text.
type Migration = (&'static str, &'static str);

/// Every migration in order; the n-th (from 1) makes a book of version n.
pub(crate) const MIGRATIONS: &[Migration] = &[
    ("0001_the_counter", include_str!("../../../migrations/0001_the_counter.sql")),
    ("0003_tariffs", include_str!("../../../migrations/0003_tariffs.sql")),
    ("0004_meters", include_str!("../../../migrations/0004_meters.sql")),
    ("0005_bills", include_str!("../../../migrations/0005_bills.sql")),
    ("0006_arrears", include_str!("../../../migrations/0006_arrears.sql")),
    ("0007_fewer_pages", include_str!("../../../migrations/0007_fewer_pages.sql")),
    ("0008_papers_and_payments", include_str!("../../../migrations/0008_papers_and_payments.sql")),
    ("0009_run_place", include_str!("../../../migrations/0009_run_place.sql")),
    ("0010_shifts", include_str!("../../../migrations/0010_shifts.sql")),
    ("0011_approvals", include_str!("../../../migrations/0011_approvals.sql")),
    ("0012_seals", include_str!("../../../migrations/0012_seals.sql")),
    ("0013_true_use_gas_set_off", include_str!("../../../migrations/0013_true_use_gas_set_off.sql")),
    ("0014_no_drawer", include_str!("../../../migrations/0014_no_drawer.sql")),
    ("0015_one_bill_a_period", include_str!("../../../migrations/0015_one_bill_a_period.sql")),
    ("0016_cash_by_two", include_str!("../../../migrations/0016_cash_by_two.sql")),
    ("0017_as_it_was", include_str!("../../../migrations/0017_as_it_was.sql")),
    ("0018_said_and_kept", include_str!("../../../migrations/0018_said_and_kept.sql")),
    ("0019_found_by_index", include_str!("../../../migrations/0019_found_by_index.sql")),
    ("0021_told_by_the_log", include_str!("../../../migrations/0021_told_by_the_log.sql")),
    ("0022_claims_by_kind", include_str!("../../../migrations/0022_claims_by_kind.sql")),
    ("0023_as_it_was_priced", include_str!("../../../migrations/0023_as_it_was_priced.sql")),
    ("0024_what_stands_of_a_bounce", include_str!("../../../migrations/0024_what_stands_of_a_bounce.sql")),
    ("0025_paid_in_as_counted", include_str!("../../../migrations/0025_paid_in_as_counted.sql")),
    ("0026_months_charged", include_str!("../../../migrations/0026_months_charged.sql")),
    ("0027_in_no_cycle", include_str!("../../../migrations/0027_in_no_cycle.sql")),
    ("0028_money_control", include_str!("../../../migrations/0028_money_control.sql")),
    ("0030_closed_by_and_kept", include_str!("../../../migrations/0030_closed_by_and_kept.sql")),
    (
        "0031_what_plans_and_runs_are_of",
        include_str!("../../../migrations/0031_what_plans_and_runs_are_of.sql"),
    ),
    ("0032_switched_by_file", include_str!("../../../migrations/0032_switched_by_file.sql")),
    ("0033_key_shown", include_str!("../../../migrations/0033_key_shown.sql")),
    ("0034_safe_counted", include_str!("../../../migrations/0034_safe_counted.sql")),
    (
        "0035_letters_and_agreements_by_day",
        include_str!("../../../migrations/0035_letters_and_agreements_by_day.sql"),
    ),
    ("0038_taken_back_in_bites", include_str!("../../../migrations/0038_taken_back_in_bites.sql")),
    ("0039_credit_paid_out", include_str!("../../../migrations/0039_credit_paid_out.sql")),
    ("0040_looked_at_in_time", include_str!("../../../migrations/0040_looked_at_in_time.sql")),
    ("0041_whose_cheque", include_str!("../../../migrations/0041_whose_cheque.sql")),
    ("0042_change_from_the_safe", include_str!("../../../migrations/0042_change_from_the_safe.sql")),
    ("0043_disputed_after", include_str!("../../../migrations/0043_disputed_after.sql")),
    ("0044_log_as_it_comes", include_str!("../../../migrations/0044_log_as_it_comes.sql")),
    (HOUSE_AND_STREET, include_str!("../../../migrations/0045_house_and_street.sql")),
    (TAKEN_UP, include_str!("../../../migrations/0046_taken_up.sql")),
    ("0047_kept_in_the_safe", include_str!("../../../migrations/0047_kept_in_the_safe.sql")),
    ("0048_decided_in_order", include_str!("../../../migrations/0048_decided_in_order.sql")),
    ("0049_safe_by_two", include_str!("../../../migrations/0049_safe_by_two.sql")),
    ("0050_cases_of_an_account", include_str!("../../../migrations/0050_cases_of_an_account.sql")),
    ("0051_on_one_paper", include_str!("../../../migrations/0051_on_one_paper.sql")),
    ("0053_months_over", include_str!("../../../migrations/0053_months_over.sql")),
    ("0055_as_it_was_then", include_str!("../../../migrations/0055_as_it_was_then.sql")),
    ("0056_undone_in_order", include_str!("../../../migrations/0056_undone_in_order.sql")),
    ("0058_debited", include_str!("../../../migrations/0058_debited.sql")),
    ("0060_first_called", include_str!("../../../migrations/0060_first_called.sql")),
    ("0061_as_it_was_shown", include_str!("../../../migrations/0061_as_it_was_shown.sql")),
    ("0062_columns_of_exports", include_str!("../../../migrations/0062_columns_of_exports.sql")),
    ("0063_credited_in_dispute", include_str!("../../../migrations/0063_credited_in_dispute.sql")),
    ("0065_counted_for_each", include_str!("../../../migrations/0065_counted_for_each.sql")),
    ("0066_paid_of_a_plan", include_str!("../../../migrations/0066_paid_of_a_plan.sql")),
    ("0068_said_of_columns", include_str!("../../../migrations/0068_said_of_columns.sql")),
    ("0069_why_it_died", include_str!("../../../migrations/0069_why_it_died.sql")),
    ("0070_named_by_its_file", include_str!("../../../migrations/0070_named_by_its_file.sql")),
    ("0071_upheld_in_part", include_str!("../../../migrations/0071_upheld_in_part.sql")),
    ("0075_paid_on", include_str!("../../../migrations/0075_paid_on.sql")),
    ("0076_called_in_the_hall", include_str!("../../../migrations/0076_called_in_the_hall.sql")),
    ("0078_by_hand", include_str!("../../../migrations/0078_by_hand.sql")),
];

/// After it the full-text index is made anew.
const HOUSE_AND_STREET: &str = "0045_house_and_street";

/// With it comes what the bills of before have taken up, off their papers.
const TAKEN_UP: &str = "0046_taken_up";

/// What only this engine has: the full-text index. Indic vowel signs and other marks belong to
/// words (`M*`), or names fall apart; accents were folded away before.
const SEARCH: &str = "CREATE VIRTUAL TABLE customer_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, prefix = '2 3 4',
  tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\"
);";

crate::row! {
    /// A migration that a book has been through.
    pub struct Applied {
        /// Its place, from 1.
        version: i64,
        /// Its file's name.
        name: String,
    }
}

/// Brings the book to this program's version inside one transaction.
pub(crate) fn migrate(conn: &rusqlite::Connection, now: Instant) -> Result<()> {
    if up_to_date(conn)? {
        return Ok(());
    }
    fault(conn.execute_batch("BEGIN IMMEDIATE"), "beginning the migration")?;
    let done = apply(&Tx::new(conn), now);
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = fault(conn.execute_batch(end), "ending the migration");
    done.and(ended)
}

/// Without a write lock, so that opening a book never waits for another program's writing.
fn up_to_date(conn: &rusqlite::Connection) -> Result<bool> {
    let version: i64 = fault(conn.query_row("PRAGMA user_version", [], |r| r.get(0)), "reading the version")?;
    if version > MIGRATIONS.len() as i64 {
        newer(&Tx::new(conn), version)?;
    }
    Ok(version == MIGRATIONS.len() as i64)
}

fn apply(tx: &Tx<'_>, now: Instant) -> Result<()> {
    tx.script(
        "CREATE TABLE IF NOT EXISTS migration (
           version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT",
    )?;
    let applied =
        tx.all::<Applied>("SELECT version, name FROM migration ORDER BY version LIMIT 10000", &[])?;
    let done = applied.last().map_or(0, |m| m.version);
    for (at, (name, sql)) in MIGRATIONS.iter().enumerate().skip(usize::try_from(done).unwrap_or(0)) {
        tx.script(sql)?;
        if at == 0 {
            tx.script(SEARCH)?;
        }
        if *name == HOUSE_AND_STREET {
            crate::search::rebuild(tx)?;
        }
        if *name == TAKEN_UP {
            crate::taken_up::of_before(tx)?;
        }
        let version = at as i64 + 1;
        tx.hit(
            "INSERT INTO migration (version, name, applied_at) VALUES ($1, $2, $3)",
            &[&version, name, &now],
        )?;
        tx.script(&format!("PRAGMA user_version = {version}"))?;
    }
    Ok(())
}

fn newer(tx: &Tx<'_>, version: i64) -> Result<()> {
    let known = MIGRATIONS.len() as i64;
    let next = tx.maybe::<Applied>(
        "SELECT version, name FROM migration WHERE version > $1 ORDER BY version LIMIT 1",
        &[&known],
    )?;
    let next = next.map_or_else(|| "unknown".to_owned(), |m| m.name);
    Err(Error::Refused(Refusal::NewerBook { book: version, known, next }))
}
