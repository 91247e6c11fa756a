//! The bills of a run as PDFs of a thousand, for the printer: made part by part, so that memory stays flat.

use super::files::write_file;
use super::views::{BatchFiles, ExportBatch};
use crate::office::jobs::Progress;
use crate::office::views::JobView;
use crate::{Office, Session};
use anyhow::Context;
use foil_domain::documents::BillDoc;
use foil_domain::ids::{BillId, BillRunId};
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::runs::{self, RunRow};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bills of one file; most are one page long.
const A_PART: i64 = 1_000;

/// Starts writing the bills of a run into a folder, as a job; its result is a [`BatchFiles`]. The bills are as
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
    let out = folder.join(name(&run));
    let title = run.cycle.clone();
    office.start_job(who, "export_bill_batch", Right::RunBills, &title, move |office, progress| {
        let files = write_batch(office, run.id, &out, progress)?;
        serde_json::to_value(files).context("telling of a batch").map_err(Error::Broke)
    })
}

/// `bills-2026-11-30-C01-R4.pdf`
fn name(run: &RunRow) -> String {
    let plain = |text: &str| -> String {
        text.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect()
    };
    let route = if run.route.is_empty() { String::new() } else { format!("-{}", plain(&run.route)) };
    format!("bills-{}-{}{route}.pdf", run.period_to_on, plain(&run.cycle))
}

/// Writes the standing bills of a run to `out`, or to `out` with `-2`, `-3` … before its ending for those after
/// the first thousand.
///
/// Refuses a run without standing bills, and what the disk refuses.
pub fn write_batch(
    office: &Arc<Office>,
    run: BillRunId,
    out: &Path,
    progress: &Progress,
) -> Result<BatchFiles> {
    let row = office.book().read(|tx| runs::find(tx, run))?;
    let row = row.ok_or_else(|| Refusal::not_found("bill run", run))?;
    progress.set_total(row.bills);
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
        let path = part(out, made.files.len() + 1);
        write_file(&path, &bytes)?;
        made.files.push(path.display().to_string());
        made.bills += docs.len() as i64;
        progress.set_done(made.bills);
    }
    if made.bills == 0 {
        return Err(Refusal::not_found("standing bill of run", run).into());
    }
    Ok(made)
}

/// The n-th file of a batch, from 1.
pub(super) fn part(out: &Path, n: usize) -> PathBuf {
    if n == 1 {
        return out.to_owned();
    }
    let stem = out.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = out.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    out.with_file_name(format!("{stem}-{n}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_batch_stand_beside_each_other() {
        assert_eq!(part(Path::new("out/bills.pdf"), 1), Path::new("out/bills.pdf"));
        assert_eq!(part(Path::new("out/bills.pdf"), 2), Path::new("out/bills-2.pdf"));
        assert_eq!(part(Path::new("out/bills"), 3), Path::new("out/bills-3"));
    }
}
