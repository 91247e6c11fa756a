//! Which columns of a file of readings are what, as somebody has said it once, by the file's headings.

use crate::tx::Tx;
use foil_domain::ids::UserId;
use foil_domain::refusal::Result;
use foil_domain::time::Instant;

crate::row! {
    /// What was said of files with the same headings.
    pub struct ColumnsRow {
        /// Their headings, folded, as JSON.
        headings: String,
        /// The headings as they stood in the file of which it was said, as JSON; empty where that is not known.
        shown: String,
        /// Which column is which field, as JSON.
        columns: String,
        /// Who said it; empty where that is not known.
        person: String,
        /// When.
        said_at: Option<Instant>,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT c.headings, COALESCE(c.shown, '') AS shown, c.columns, COALESCE(p.name, '') AS person, c.said_at ",
            "FROM import_columns c LEFT JOIN person p ON p.id = c.person_id ",
            $rest
        )
    };
}

/// What was said of a file with these headings; none where nobody has said anything.
pub fn of(tx: &Tx<'_>, headings: &str) -> Result<Option<ColumnsRow>> {
    tx.maybe(select!("WHERE c.headings = $1"), &[&headings])
}

/// All that was said, by the headings.
pub fn list(tx: &Tx<'_>, limit: i64) -> Result<Vec<ColumnsRow>> {
    tx.all(select!("WHERE c.headings > '' ORDER BY c.headings LIMIT $1"), &[&limit])
}

/// What somebody says of files with the same headings.
#[derive(Debug)]
pub struct NewColumns<'a> {
    /// Their headings, folded, as JSON.
    pub headings: &'a str,
    /// The headings as they stand in the file, as JSON.
    pub shown: &'a str,
    /// Which column is which field, as JSON.
    pub columns: &'a str,
    /// Who says so.
    pub person: UserId,
    /// When.
    pub at: Instant,
}

/// Keeps what is said of files with these headings, in the place of what was said before. Says whether that is news.
pub fn keep(tx: &Tx<'_>, said: &NewColumns<'_>) -> Result<bool> {
    let touched = tx.run(
        "INSERT INTO import_columns (headings, columns, shown, person_id, said_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (headings) DO UPDATE SET columns = excluded.columns, shown = excluded.shown,
                person_id = excluded.person_id, said_at = excluded.said_at
          WHERE columns <> excluded.columns",
        &[&said.headings, &said.columns, &said.shown, &said.person, &said.at],
    )?;
    Ok(touched == 1)
}

/// Forgets what was said of files with these headings.
pub fn forget(tx: &Tx<'_>, headings: &str) -> Result<()> {
    tx.hit("DELETE FROM import_columns WHERE headings = $1", &[&headings])
}
