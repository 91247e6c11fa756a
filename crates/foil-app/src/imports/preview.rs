//! A look into a file before it is imported.

use super::cells::Cells;
use super::keep::{Batch, Desk, Gather, Keep};
use super::run::Job;
use super::views::{ImportPreview, ImportRow, PreviewImport, RowError};
use super::{bill_rows, customer_rows, fields, meter_rows, payment_rows, reading_rows, views::ImportKind};
use crate::{Office, Result, Session};
use foil_domain::metering::ReadingSource;
use foil_domain::people::Right;
use std::sync::Arc;

/// Rows shown.
const ROWS: usize = 20;
/// Characters shown of a cell.
const CELL: usize = 200;

/// Shows a file's headings, what they seem to stand for, its first rows, and what is wrong with those.
///
/// Refuses what is no text file, and a mapping of unknown fields or columns.
pub fn preview_import(office: &Arc<Office>, who: &Session, input: PreviewImport) -> Result<ImportPreview> {
    let job = Job::open(office, who, &input.path, input.kind, input.mapping)?;
    let (missing, unclear) = (job.missing(), job.unclear());
    let errors = match input.kind {
        _ if !missing.is_empty() || !unclear.is_empty() => Vec::new(),
        ImportKind::Customers => problems(
            office,
            who,
            &job,
            customer_rows::GatherCustomers,
            customer_rows::KeepCustomers::default(),
        )?,
        ImportKind::Bills => {
            problems(office, who, &job, job.bills(), bill_rows::KeepBills::new(job.decimals()))?
        }
        ImportKind::Payments => problems(office, who, &job, job.payments(), payment_rows::KeepPayments)?,
        ImportKind::Readings => {
            let gather = reading_rows::GatherReadings::default();
            let keep = reading_rows::KeepReadings::new(ReadingSource::File);
            problems(office, who, &job, gather, keep)?
        }
        ImportKind::Meters => problems(
            office,
            who,
            &job,
            meter_rows::GatherMeters::default(),
            meter_rows::KeepMeters::default(),
        )?,
    };
    let mut rows = Vec::new();
    let mut body = job.body()?;
    while rows.len() < ROWS && body.step()? {
        let shown = |cell: &[u8]| String::from_utf8_lossy(cell).chars().take(CELL).collect();
        rows.push(ImportRow { line: body.line, cells: body.record().iter().map(shown).collect() });
    }
    Ok(ImportPreview {
        file: job.source.name.clone(),
        bytes: i64::try_from(job.source.bytes).unwrap_or(i64::MAX),
        headings: job.source.headings.iter().map(|h| h.chars().take(CELL).collect()).collect(),
        fields: fields::shown(input.kind),
        mapping: job.mapping,
        rows,
        errors,
        missing,
        unclear,
        delimiter: char::from(job.source.delimiter).to_string(),
    })
}

fn problems<G: Gather, K: Keep<Row = G::Row>>(
    office: &Arc<Office>,
    who: &Session,
    job: &Job,
    mut gather: G,
    mut keep: K,
) -> Result<Vec<RowError>> {
    // Which of them belong together is known before the first is read, as at the import itself.
    first_rows(job, |cells, _| gather.look(cells))?;
    let mut batch = Batch::new();
    let bad = first_rows(job, |cells, wrong| {
        if wrong {
            return gather.spoil(cells);
        }
        gather.take(cells, &mut batch);
    })?;
    batch.errors.extend(bad);
    gather.end(&mut batch);
    let (rows, mut errors) = (batch.rows, batch.errors);
    let more = office.view(who, Right::Import, |tx, row| {
        let role = crate::office::role_now(tx, who)?;
        let desk = Desk { tx, today: row.business_on, act: None, role, large: false };
        let mut more = Vec::new();
        keep.begin(&desk)?;
        for row in &rows {
            if let super::keep::Kept::Bad(bad) = keep.keep(&desk, row)? {
                more.extend(bad);
            }
        }
        Ok(more)
    })?;
    errors.extend(more);
    errors.sort_by_key(|error| error.row);
    Ok(errors)
}

/// Goes through the rows that are shown; gives back what is wrong with them. `each` hears whether a row is bad as a
/// whole.
fn first_rows(job: &Job, mut each: impl FnMut(&mut Cells<'_>, bool)) -> Result<Vec<RowError>> {
    let (mut body, mut errors) = (job.body()?, Vec::new());
    for _ in 0..ROWS {
        if !body.step()? {
            break;
        }
        let wrong = job.wrong(&body);
        let mut cells = Cells::new(body.record(), &job.columns, job.fields, body.line, &mut errors);
        each(&mut cells, wrong.is_some());
        errors.extend(wrong);
    }
    Ok(errors)
}
