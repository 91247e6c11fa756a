//! A month's audit files: a folder `audit-YYYY-MM` that anyone can check without the book.

use super::day_files::seal_into;
use super::list_file::{ListFile, csv_of, sha256, written};
use super::lists::{AUDIT_LOG, Link, List, OVERDUE, Period, REFUNDS, SUMMARY, TRANSACTIONS, VOIDS};
use super::manifest::{Entry, FORMAT, Manifest, NAME};
use super::views::{ExportMonth, Exported, ExportedFile};
use crate::documents::{sync_folder, write_file};
use crate::office::jobs::Progress;
use crate::office::views::JobView;
use crate::{Office, Session};
use anyhow::Context;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Month;
use foil_store::Tx;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Starts the export as a job: transactions, voids, what fell after its day, overdue bills, the summary and the audit
/// log, each as JSON and CSV, the daily seals, and a manifest. A closed month gives the same bytes each time.
///
/// Refuses a month that has not come, one in which a second look is open, a folder that is no whole path, and to
/// replace anything that is not such an export.
pub fn export_month(office: &Arc<Office>, who: &Session, input: ExportMonth) -> Result<JobView> {
    who.role.must(Right::ExportAudit)?;
    let month = input.month;
    let folder = PathBuf::from(&input.folder);
    if !folder.is_absolute() {
        return Err(Refusal::bad_input("folder", "a whole path").into());
    }
    let today = office.book().read(foil_store::office::find)?.business_on;
    if month.first() > today {
        return Err(Refusal::bad_input("month", format!("a month up to {}", Month::of(today))).into());
    }
    let looked_at = |tx: &Tx<'_>| crate::approvals::none_uncleared(tx, month.first(), month.last());
    office.view(who, Right::ExportAudit, |tx, _| looked_at(tx))?;
    let target = folder.join(format!("audit-{month}"));
    may_stand(&target)?;
    office.start_job(who, "export_month", Right::ExportAudit, &month.to_string(), move |office, progress| {
        let exported = export(office, progress, month, &target)?;
        serde_json::to_value(exported).context("telling of an export").map_err(Error::Broke)
    })
}

/// Refuses to replace what is not an export of ours.
fn may_stand(target: &Path) -> Result<()> {
    if !target.exists() || fs::read_to_string(target.join(NAME)).is_ok_and(|text| text.contains(FORMAT)) {
        return Ok(());
    }
    Err(Refusal::FileExists(target.display().to_string()).into())
}

/// Writes the folder under another name, then puts it in its place; a former export goes only then.
fn export(office: &Office, progress: &Progress, month: Month, target: &Path) -> Result<Exported> {
    crate::office::outside_acts()?;
    let beside = |end: &str| target.with_file_name(format!(".audit-{month}.{}.{end}", std::process::id()));
    let (part, former) = (beside("part"), beside("former"));
    for stray in [&part, &former] {
        remove(stray)?;
    }
    let files = fill(office, progress, month, &part).inspect_err(|_| {
        // The error itself is what is told.
        let _ = remove(&part);
    })?;
    may_stand(target)?;
    if target.exists() {
        written(target, fs::rename(target, &former))?;
    }
    if let Err(error) = written(target, fs::rename(&part, target)) {
        // The former export goes back to its place.
        let _ = fs::rename(&former, target);
        let _ = remove(&part);
        return Err(error);
    }
    remove(&former)?;
    sync_folder(target.parent().unwrap_or(target))?;
    Ok(Exported { folder: target.display().to_string(), files })
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        written(folder, fs::remove_dir_all(folder))?;
    }
    Ok(())
}

fn fill(office: &Office, progress: &Progress, month: Month, folder: &Path) -> Result<Vec<ExportedFile>> {
    written(folder, fs::create_dir_all(folder))?;
    let (mut files, manifest) = office.book().read(|tx| lists(office, tx, progress, month, folder))?;
    let text = manifest.text()?;
    write_file(&folder.join(NAME), text.as_bytes())?;
    files.push(ExportedFile {
        name: NAME.to_owned(),
        rows: manifest.files.len() as i64,
        bytes: text.len() as i64,
        sha256: sha256(text.as_bytes()),
    });
    Ok(files)
}

/// Writes all lists from one unchanging view of the book.
fn lists(
    office: &Office,
    tx: &Tx<'_>,
    progress: &Progress,
    month: Month,
    folder: &Path,
) -> Result<(Vec<ExportedFile>, Manifest)> {
    let row = foil_store::office::find(tx)?;
    // The job may have waited; one more may have been done first meanwhile.
    crate::approvals::none_uncleared(tx, month.first(), month.last())?;
    let period = Period::of(tx, &row, month.first(), month.last())?;
    let closed = row.business_on > month.last();
    let figures = super::figures::figures(tx, &row, period.from, period.to)?;
    progress.set_total(figures.receipts + figures.voids + figures.overdue_bills + figures.audit_rows);

    let mut done = 0;
    let mut files = Vec::new();
    let mut entries = Vec::new();
    let mut chains: Vec<Link> = Vec::new();
    for list in [TRANSACTIONS, VOIDS, REFUNDS, OVERDUE, SUMMARY, AUDIT_LOG] {
        let mut step = || {
            done += 1;
            progress.set_done(done);
            if done % 256 == 0 { progress.go_on() } else { Ok(()) }
        };
        let (json, csv) =
            (folder.join(format!("{}.json", list.name)), folder.join(format!("{}.csv", list.name)));
        let mut out = ListFile::begin(&json, list, &mut step)?;
        chains.extend(contents(&period, list, &mut out)?);
        let listed = out.end()?;
        progress.go_on()?;
        let csv = csv_of(&json, &csv, list, &*office.press)?;
        for file in [listed.file, csv] {
            entries.push(Entry {
                name: file.name.clone(),
                rows: file.rows,
                bytes: file.bytes,
                sha256: file.sha256.clone(),
                head: listed.head.clone(),
            });
            files.push(file);
        }
    }
    for seal in super::pack::seals(tx, month)? {
        let file = seal_into(folder, &seal)?;
        entries.push(Entry {
            name: file.name.clone(),
            rows: file.rows,
            bytes: file.bytes,
            sha256: file.sha256.clone(),
            head: seal.sha256,
        });
        files.push(file);
    }
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        month: month.to_string(),
        closed,
        as_of: (!closed).then(|| row.business_on.to_string()),
        office: row.name.clone(),
        zone: row.zone.clone(),
        currency: row.currency.clone(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        chains,
        files: entries,
    };
    Ok((files, manifest))
}

fn contents(period: &Period<'_>, list: List, out: &mut ListFile<'_>) -> Result<Vec<Link>> {
    match list {
        TRANSACTIONS => period.transactions(out)?,
        VOIDS => period.voids(out)?,
        REFUNDS => period.refunds(out)?,
        OVERDUE => period.overdue(out)?,
        SUMMARY => period.summary(out)?,
        _ => return period.audit_log(out),
    }
    Ok(Vec::new())
}
