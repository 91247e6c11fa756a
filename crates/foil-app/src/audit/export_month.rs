//! A month's audit files: a folder `audit-YYYY-MM` that anyone can check without the book.

use super::day_files::seal_into;
use super::is_litter;
use super::list_file::{ListFile, csv_of, sha256, written};
use super::lists::{AUDIT_LOG, Link, List, MONTH, OVERDUE, Period, REFUNDS, SUMMARY, TRANSACTIONS, VOIDS};
use super::manifest::{ANY, Entry, FORMAT, Manifest, NAME};
use super::views::{ExportMonth, Exported, ExportedFile};
use crate::documents::write_file;
use crate::office::jobs::{Progress, uncounted};
use crate::office::views::JobView;
use crate::{Office, Session};
use anyhow::Context;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Month;
use foil_store::{Tx, disk};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Starts the export as a job: transactions, voids, what fell after its day, overdue bills, the summary and the audit
/// log, each as JSON and CSV, the daily seals, and a manifest. A closed month gives the same bytes each time.
///
/// Refuses a month that has not come, one in which a second look is open, a folder that is no whole path, and to
/// replace anything that is not such an export or holds something of somebody else's.
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
    let looked_at =
        |tx: &Tx<'_>| crate::approvals::none_uncleared(tx, month.first(), month.last()).map(|_| ());
    office.view(who, Right::ExportAudit, |tx, _| looked_at(tx))?;
    let target = folder.join(format!("audit-{month}"));
    may_stand(&target)?;
    office.start_export(
        who,
        "export_month",
        Right::ExportAudit,
        &month.to_string(),
        move |act| Ok(uncounted(crate::shifts::figures_seen(act, month.first(), month.last())?)),
        move |office, progress| {
            let exported = export(office, progress, month, &target)?;
            serde_json::to_value(exported).context("telling of an export").map_err(Error::Broke)
        },
    )
}

/// Refuses to replace what is not an export of ours, and one in which somebody has laid something of their own:
/// a seal that the month is held against is just what a forger would like to be gone.
fn may_stand(target: &Path) -> Result<()> {
    if !target.exists() {
        return Ok(());
    }
    let theirs = |path: &Path| Err(Refusal::FileExists(path.display().to_string()).into());
    let text = fs::read_to_string(target.join(NAME)).unwrap_or_default();
    if !text.contains(ANY) {
        return theirs(target);
    }
    let written_with = Manifest::read(&text).map(|manifest| manifest.files).unwrap_or_default();
    for entry in written(target, fs::read_dir(target))? {
        let entry = written(target, entry)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let file = entry.file_type().is_ok_and(|kind| kind.is_file());
        let ours = is_ours(&name) || is_our_seal(&entry.path(), &name, &written_with);
        if !(file && (ours || is_litter(&name))) {
            return theirs(&entry.path());
        }
    }
    Ok(())
}

/// Whether an export writes a file of this name.
fn is_ours(name: &str) -> bool {
    let list = name.strip_suffix(".json").or_else(|| name.strip_suffix(".csv"));
    name == NAME || list.is_some_and(|list| MONTH.iter().any(|ours| ours.name == list))
}

/// Whether this seal came with the export, and not from somebody who laid it there to be held against.
fn is_our_seal(path: &Path, name: &str, written_with: &[Entry]) -> bool {
    let listed = written_with.iter().find(|entry| entry.name == name && name.ends_with(".seal.json"));
    listed.is_some_and(|entry| fs::read(path).is_ok_and(|bytes| sha256(&bytes) == entry.sha256))
}

/// Writes the folder under another name, then puts it in its place; a former export goes only then.
fn export(office: &Office, progress: &Progress, month: Month, target: &Path) -> Result<Exported> {
    crate::office::outside_acts()?;
    // Whichever program was stopped here, the next one knows what it left by its name.
    let beside = |end: &str| target.with_file_name(format!(".audit-{month}.{end}"));
    let (part, former) = (beside("part"), beside("former"));
    put_back(&former, target)?;
    may_stand(target)?;
    remove(&part)?;
    let files = fill(office, progress, month, &part).inspect_err(|_| {
        // The error itself is what is told.
        let _ = remove(&part);
    })?;
    // Somebody may have laid something there meanwhile.
    may_stand(target).inspect_err(|_| {
        let _ = remove(&part);
    })?;
    if target.exists() {
        written(target, disk::moved(target, &former))?;
    }
    if let Err(error) = written(target, disk::moved(&part, target)) {
        // The former export goes back to its place.
        let _ = disk::moved(&former, target);
        let _ = remove(&part);
        return Err(error);
    }
    remove(&former)?;
    Ok(Exported { folder: target.display().to_string(), files })
}

/// A program that ended between the two renames left the former export under its other name: it goes back.
/// One that ended after them left it beside the new one, which took its place.
fn put_back(former: &Path, target: &Path) -> Result<()> {
    if !former.exists() {
        return Ok(());
    }
    if target.exists() {
        may_stand(former)?;
        return remove(former);
    }
    written(target, disk::moved(former, target))
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
        office: period.head.name.clone(),
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
