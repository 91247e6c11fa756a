//! The bills of a run as PDFs of a thousand, for the printer: made part by part, so that memory stays flat.

use super::batch_table::write_batch_table;
use super::files::write_file;
use super::parts::{leave_only, none_of_another, number_in, part, parts_of};
use super::views::{BatchFiles, ExportBatch};
use crate::office::jobs::Progress;
use crate::office::views::JobView;
use crate::{Office, Session};
use anyhow::Context;
use foil_domain::documents::BillDoc;
use foil_domain::ids::{BillId, BillRunId};
use foil_domain::people::Right;
use foil_domain::press::Format;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::runs::{self, RunRow};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bills of one file; most are one page long.
const A_PART: i64 = 1_000;

/// Starts writing the bills of a run into a folder, as PDFs or as one table, as a job; its result is a [`BatchFiles`]. The bills are as
/// they were issued, so the same run gives the same bytes each time.
///
/// Refuses an unknown run, one without standing bills, and a folder that is no whole path.
pub fn export_bill_batch(office: &Arc<Office>, who: &Session, input: ExportBatch) -> Result<JobView> {
    let folder = PathBuf::from(&input.folder);
    if !folder.is_absolute() {
        return Err(Refusal::bad_input("folder", "a whole path").into());
    }
    let run = office.view(who, Right::RunBills, |tx, _| {
        runs::find(tx, input.run)?.ok_or_else(|| Refusal::not_found("bill run", input.run).into())
    })?;
    let format = input.format.unwrap_or(Format::Pdf);
    let out = folder.join(name(&run, format));
    let title = run.cycle.clone();
    office.start_job(who, "export_bill_batch", Right::RunBills, &title, move |office, progress| {
        let files = match format {
            Format::Pdf => write_batch(office, run.id, &out, progress)?,
            Format::Csv => write_batch_table(office, run.id, &out, progress)?,
        };
        serde_json::to_value(files).context("telling of a batch").map_err(Error::Broke)
    })
}

/// `bills-2026-11-30-C01-R4-run7.pdf`: a cycle is billed to one day by several runs, of which one may be taken back.
fn name(run: &RunRow, format: Format) -> String {
    let plain = |text: &str| -> String {
        text.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect()
    };
    let route = if run.route.is_empty() { String::new() } else { format!("-{}", plain(&run.route)) };
    format!("bills-{}-{}{route}-run{}.{format}", run.period_to_on, plain(&run.cycle), run.id)
}

/// Writes the standing bills of a run to `out`; more than a thousand of them to `out` with `-1of3`, `-2of3` … before its
/// ending. Parts that `out` had before and has no more go: whoever prints the folder would print them, too.
///
/// Refuses a run without standing bills, a name under which other papers lie than this run's, and what the disk
/// refuses.
pub fn write_batch(
    office: &Arc<Office>,
    run: BillRunId,
    out: &Path,
    progress: &Progress,
) -> Result<BatchFiles> {
    let row = office.book().read(|tx| runs::find(tx, run))?;
    let row = row.ok_or_else(|| Refusal::not_found("bill run", run))?;
    progress.set_total(row.bills);
    let standing = office.book().read(|tx| runs::standing_bills(tx, run))?;
    let parts = parts_of(standing, A_PART);
    let is_own = |told: &str| is_of_run(office, run, number_in(told));
    none_of_another(out, &is_own)?;
    let mut made = BatchFiles { files: Vec::new(), bills: 0 };
    let mut after = BillId(0);
    loop {
        progress.go_on()?;
        let papers = office.book().read(|tx| runs::papers_after(tx, run, after, A_PART))?;
        let Some(last) = papers.last() else { break };
        after = last.id;
        let docs: Vec<BillDoc> = papers
            .iter()
            .map(|p| serde_json::from_str(&p.document).context("reading a stored bill"))
            .collect::<std::result::Result<_, _>>()?;
        let title = format!("{} {} – {}", row.cycle, docs[0].number, docs[docs.len() - 1].number);
        let bytes = office.press.bills(&docs, &title)?;
        let path = part(out, made.files.len() + 1, parts);
        write_file(&path, &bytes)?;
        made.files.push(path.display().to_string());
        made.bills += docs.len() as i64;
        progress.set_done(made.bills);
    }
    if made.bills == 0 {
        return Err(Refusal::not_found("standing bill of run", run).into());
    }
    if made.files.len() != parts {
        return Err(Refusal::ChangedMeanwhile { what: format!("bill run {run}") }.into());
    }
    leave_only(out, &made.files, &is_own)?;
    Ok(made)
}

/// Whether a bill of this number was made by the run.
pub(super) fn is_of_run(office: &Office, run: BillRunId, number: &str) -> Result<bool> {
    let bill = office.book().read(|tx| foil_store::bills::by_number(tx, number))?;
    Ok(bill.is_some_and(|bill| bill.run_id == Some(run)))
}
