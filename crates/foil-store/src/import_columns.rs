//! Which columns of a file of readings are what, as somebody has said it once, by the file's headings.

use crate::tx::{Text, Tx};
use foil_domain::refusal::Result;

/// What was said of a file with these headings; none where nobody has said anything.
pub fn of(tx: &Tx<'_>, headings: &str) -> Result<Option<String>> {
    let found =
        tx.maybe::<Text>("SELECT columns AS t FROM import_columns WHERE headings = $1", &[&headings])?;
    Ok(found.map(|row| row.t))
}

/// Keeps what is said of files with these headings, in the place of what was said before. Says whether that is news.
pub fn keep(tx: &Tx<'_>, headings: &str, columns: &str) -> Result<bool> {
    let touched = tx.run(
        "INSERT INTO import_columns (headings, columns) VALUES ($1, $2)
             ON CONFLICT (headings) DO UPDATE SET columns = excluded.columns
          WHERE columns <> excluded.columns",
        &[&headings, &columns],
    )?;
    Ok(touched == 1)
}
