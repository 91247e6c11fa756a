//! The bills of a run as PDFs of a thousand, for the printer: made part by part, so that memory stays flat.

use super::batch_table::write_batch_table;
use super::files::{remove_file, write_file};
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
    let standing = office.book().read(|tx| runs::standing_bills(tx, run))?;
    let parts = parts_of(standing, A_PART);
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
    leave_only(out, &made.files)?;
    Ok(made)
}

/// In how many files so many papers are, so many a file.
pub(super) fn parts_of(papers: i64, a_part: i64) -> usize {
    usize::try_from((papers.max(1) + a_part - 1) / a_part).unwrap_or(1)
}

/// The n-th file of a batch of so many, from 1.
pub(super) fn part(out: &Path, n: usize, of: usize) -> PathBuf {
    if of <= 1 {
        return out.to_owned();
    }
    let (stem, ending) = stem_and_ending(out);
    out.with_file_name(format!("{stem}-{n}of{of}{ending}"))
}

fn stem_and_ending(out: &Path) -> (String, String) {
    let stem = out.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    (stem, out.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default())
}

/// Removes the files that a batch of this name had when it was written before and has no more; nothing else, whatever it is
/// called.
///
/// Refuses what the disk refuses.
pub(super) fn leave_only(out: &Path, made: &[String]) -> Result<()> {
    let folder = match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let refused = |path: &Path, e: std::io::Error| Refusal::File {
        path: path.display().to_string(),
        problem: e.to_string(),
    };
    let kept: Vec<_> = made.iter().filter_map(|path| Path::new(path).file_name()).collect();
    for entry in std::fs::read_dir(folder).map_err(|e| refused(folder, e))? {
        let entry = entry.map_err(|e| refused(folder, e))?;
        let (name, path) = (entry.file_name(), entry.path());
        if !kept.contains(&&*name) && is_of(out, &name.to_string_lossy()) && path.is_file() {
            remove_file(&path)?;
        }
    }
    Ok(())
}

/// Whether a file is the batch of this name as one, or a part of it.
fn is_of(out: &Path, name: &str) -> bool {
    let (stem, ending) = stem_and_ending(out);
    let between = name.strip_prefix(&*stem).and_then(|rest| rest.strip_suffix(&*ending));
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match between.map(|rest| rest.strip_prefix('-').and_then(|part| part.split_once("of"))) {
        Some(Some((n, of))) => number(n) && number(of),
        _ => between == Some(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_batch_stand_beside_each_other() {
        assert_eq!((parts_of(0, 1_000), parts_of(1_000, 1_000), parts_of(1_001, 1_000)), (1, 1, 2));
        assert_eq!(part(Path::new("out/bills.pdf"), 1, 1), Path::new("out/bills.pdf"));
        assert_eq!(part(Path::new("out/bills.pdf"), 1, 3), Path::new("out/bills-1of3.pdf"));
        assert_eq!(part(Path::new("out/bills"), 3, 3), Path::new("out/bills-3of3"));
    }

    #[test]
    fn only_files_of_the_batch_itself_are_its_parts() {
        let is_part = |name: &str| is_of(Path::new("out/bills-run7.pdf"), name);
        assert!(is_part("bills-run7.pdf") && is_part("bills-run7-12of12.pdf"));
        for other in [
            "bills-run71.pdf",
            "bills-run7-2of3.txt",
            "bills-run7-2.pdf",
            "bills-run7-of3.pdf",
            "bills-run7-2of3 signed.pdf",
            "bills-run7-2of3-1of2.pdf",
            "my bills-run7.pdf",
        ] {
            assert!(!is_part(other), "{other}");
        }
    }
}
