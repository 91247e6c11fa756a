//! Imports as the screens see them.

use foil_domain::ids::RequestId;
use foil_domain::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

foil_domain::words! {
    /// What a file holds.
    pub enum ImportKind {
        /// Customers with properties and accounts, an account a row.
        Customers = "customers",
        /// Bills with lines, a line a row.
        Bills = "bills",
        /// Drop-box or bank payments, a payment a row.
        Payments = "payments",
        /// Meter readings, a register a row.
        Readings = "readings",
        /// Meters with their registers, a register a row.
        Meters = "meters",
    }
}

foil_domain::words! {
    /// What becomes of a file with bad rows.
    pub enum ImportMode {
        /// Nothing is stored unless every row is good.
        AllOrNothing = "all_or_nothing",
        /// Good rows are stored, bad ones are listed.
        GoodRows = "good_rows",
    }
}

/// A column of the file stands for a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ColumnMap {
    /// The field's name.
    pub field: String,
    /// The column's place in the file, from 0.
    pub column: i64,
}

/// What somebody has said of the columns of a file of readings: whatever comes with the same headings is read so, from
/// the watched folder, too.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct KeptColumns {
    /// The headings by which such a file is known, without what a hand changes between two exports.
    pub key: Vec<String>,
    /// The headings as they stood in the file of which it was said.
    pub headings: Vec<String>,
    /// Columns to fields.
    pub columns: Vec<ColumnMap>,
    /// Who said it; empty where that is not known.
    pub said_by: String,
    /// When.
    pub said_at: Option<Instant>,
}

/// Forgets what was said of such files.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ForgetColumns {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The headings, as the list names them.
    pub key: Vec<String>,
    /// What was said, as it was shown.
    pub columns: Vec<ColumnMap>,
}

/// Looks into a file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewImport {
    /// The file.
    pub path: String,
    /// What it holds.
    pub kind: ImportKind,
    /// Columns to fields; none guesses by the headings.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub mapping: Option<Vec<ColumnMap>>,
}

/// What was seen in a file's first rows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportPreview {
    /// The file's name.
    pub file: String,
    /// Bytes.
    pub bytes: i64,
    /// Column headings.
    pub headings: Vec<String>,
    /// All fields of this kind of file.
    pub fields: Vec<ImportField>,
    /// Columns to fields, as guessed or given.
    pub mapping: Vec<ColumnMap>,
    /// The first rows as they stand, at most 20.
    pub rows: Vec<ImportRow>,
    /// What is wrong with those rows.
    pub errors: Vec<RowError>,
    /// Fields that are needed and have no column.
    pub missing: Vec<String>,
    /// Fields whose heading stands in several columns, while nobody has said which is meant.
    pub unclear: Vec<String>,
    /// The delimiter found: `,`, `;`, tab or `|`.
    pub delimiter: String,
}

/// A row of a file as it stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportRow {
    /// Its first line in the file, from 1; errors name it by this.
    pub line: i64,
    /// Its cells.
    pub cells: Vec<String>,
}

/// A field of an import.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportField {
    /// Its name.
    pub name: String,
    /// Whether it is needed.
    pub needed: bool,
    /// What is expected, in words.
    pub expected: String,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RowError {
    /// The row's line number in the file, as a text editor or spreadsheet counts (heading is 1).
    pub row: i64,
    /// The field.
    pub field: String,
    /// The value as it stands, cut to 80 characters.
    pub value: String,
    /// What was expected.
    pub expected: String,
}

/// Imports a file, as a job.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StartImport {
    /// The file.
    pub path: String,
    /// What it holds.
    pub kind: ImportKind,
    /// Columns to fields, as somebody says; none goes by what was said of such a file before, else by the headings.
    /// What is said of readings is kept for the watched folder.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub mapping: Option<Vec<ColumnMap>>,
    /// What becomes of bad rows.
    pub mode: ImportMode,
    /// Only try: everything is checked, nothing is stored.
    pub dry_run: bool,
}

/// What came of an import.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ImportReport {
    /// The file's name.
    pub file: String,
    /// Only tried.
    pub dry_run: bool,
    /// Rows in the file, without the heading.
    pub rows: i64,
    /// Rows that made something new.
    pub created: i64,
    /// Rows that changed something.
    pub updated: i64,
    /// Rows that were there already.
    pub unchanged: i64,
    /// Bad rows.
    pub bad: i64,
    /// The first bad rows, at most 1,000.
    pub errors: Vec<RowError>,
    /// Where the whole list of bad rows was written; empty when there is none.
    pub error_file: String,
}
