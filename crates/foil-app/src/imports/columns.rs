//! What somebody has said of the columns of an export: the watched folder goes by it, until it is said anew or
//! forgotten.

use super::fields;
use super::views::{ColumnMap, ForgetColumns, ImportKind, KeptColumns};
use crate::office::{Act, Order, input_hash};
use crate::{Nothing, Office, Refusal, Result, Session};
use anyhow::Context;
use foil_domain::people::Right;
use foil_domain::text::fold_number;
use foil_store::import_columns::{self, ColumnsRow, NewColumns};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Rows of the list at most.
const MOST: i64 = 500;
/// Characters of a heading, and headings, in the log at most.
const HEADING: usize = 60;
const MOST_HEADINGS: usize = 100;

/// What is kept of the columns of exports, by whom and since when.
pub fn import_columns(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<KeptColumns>> {
    office.view(who, Right::Import, |tx, _| {
        import_columns::list(tx, MOST)?.into_iter().map(shown).collect::<Result<_>>()
    })
}

fn shown(row: ColumnsRow) -> Result<KeptColumns> {
    let headings = headings_of(&row)?;
    Ok(KeptColumns {
        key: serde_json::from_str(&row.headings).context("reading headings")?,
        headings,
        columns: columns_of(&row)?,
        said_by: row.person,
        said_at: row.said_at,
    })
}

/// The headings as they stood in the file; folded, where that is not known.
fn headings_of(row: &ColumnsRow) -> Result<Vec<String>> {
    let known = if row.shown.is_empty() { &row.headings } else { &row.shown };
    Ok(serde_json::from_str(known).context("reading headings")?)
}

/// Which column is which field.
pub(super) fn columns_of(row: &ColumnsRow) -> Result<Vec<ColumnMap>> {
    Ok(serde_json::from_str(&row.columns).context("reading what columns are")?)
}

/// Forgets what was said of the columns of files with the same headings: the program takes them as it can again.
///
/// Refuses headings of which nothing is kept, and what was said anew since it was shown.
pub fn forget_import_columns(office: &Arc<Office>, who: &Session, input: ForgetColumns) -> Result<Nothing> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let stamped =
        Order { request: Some((&request, &hash)), ..Order::new("forget_import_columns", Right::Import) };
    office.perform(who, stamped, move |act| {
        let key = as_key(&input.key)?;
        let row = import_columns::of(act.tx, &key)?;
        let row = row.ok_or_else(|| Refusal::not_found("columns of", input.key.join(", ")))?;
        if columns_of(&row)? != input.columns {
            return Err(Refusal::ChangedMeanwhile { what: "what is said of these columns".into() }.into());
        }
        import_columns::forget(act.tx, &key)?;
        act.changed(json!({ "columns_forgotten": told(&headings_of(&row)?, &input.columns) }));
        Ok(Nothing {})
    })
}

/// Headings as they are told apart: in their order, without what a hand changes between two exports.
pub(super) fn folded(headings: &[String]) -> Result<String> {
    let folded: Vec<String> = headings.iter().map(|heading| fold_number(heading)).collect();
    as_key(&folded)
}

fn as_key(folded: &[String]) -> Result<String> {
    Ok(serde_json::to_string(folded).context("writing headings")?)
}

/// What a person says of the columns of a file, while it is imported.
#[derive(Clone)]
pub(super) struct Said {
    headings: Vec<String>,
    /// None where it is what the program takes them for by itself.
    columns: Option<Vec<ColumnMap>>,
}

impl Said {
    /// Of a file of readings; of any other kind nothing is kept.
    pub(super) fn of(
        kind: ImportKind,
        headings: &[String],
        said: Option<&[ColumnMap]>,
    ) -> Result<Option<Said>> {
        let Some(said) = said.filter(|_| kind == ImportKind::Readings) else { return Ok(None) };
        let sorted = |mut columns: Vec<ColumnMap>| {
            columns.sort_by(|a, b| a.field.cmp(&b.field));
            columns
        };
        let (columns, guess) = (sorted(said.to_vec()), sorted(fields::mapping(kind, headings, None)?));
        let columns = (columns != guess).then_some(columns);
        Ok(Some(Said { headings: headings.to_vec(), columns }))
    }

    /// Keeps it, or forgets what was said otherwise before; adds to what the log says where that is news.
    pub(super) fn keep(&self, act: &Act<'_>, log: &mut Value) -> Result<()> {
        let key = folded(&self.headings)?;
        let Some(columns) = &self.columns else {
            if let Some(before) = import_columns::of(act.tx, &key)? {
                import_columns::forget(act.tx, &key)?;
                log["columns_forgotten"] = told(&headings_of(&before)?, &columns_of(&before)?);
            }
            return Ok(());
        };
        let said = NewColumns {
            headings: &key,
            shown: &as_key(&self.headings)?,
            columns: &serde_json::to_string(columns).context("keeping what columns are")?,
            person: act.who.user,
            at: act.now,
        };
        if import_columns::keep(act.tx, &said)? {
            log["columns_kept"] = told(&self.headings, columns);
        }
        Ok(())
    }
}

/// As the log says it: the file's headings, and which of them is which field.
fn told(headings: &[String], columns: &[ColumnMap]) -> Value {
    let short = |heading: &String| heading.chars().take(HEADING).collect::<String>();
    let of = |column: i64| usize::try_from(column).ok().and_then(|at| headings.get(at)).map(short);
    let columns: Map<String, Value> =
        columns.iter().map(|map| (map.field.clone(), json!([map.column, of(map.column)]))).collect();
    json!({ "headings": headings.iter().take(MOST_HEADINGS).map(short).collect::<Vec<_>>(), "columns": columns })
}
