//! A day's files: `daily-DATE` with a row for each payment, `overdue-DATE` with what was overdue when
//! the day ended; each as JSON and CSV. And `daily-DATE.seal.json`, once the day is closed.

use super::list_file::{ListFile, csv_of, sha256};
use super::lists::{List, OVERDUE, Period, TRANSACTIONS};
use super::views::{ExportDay, Exported, ExportedFile};
use crate::documents::{day_folder, write_file};
use crate::office::Order;
use crate::office::jobs::UNCOUNTED;
use crate::{Office, Session};
use foil_domain::audit::seal::SignedSeal;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Day;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Writes a day's files into a folder, or where they belong in the document folder. Those of a day that
/// is not over show it as it stands.
///
/// Refuses a day that has not come, and a folder that is no whole path.
pub fn export_day(office: &Arc<Office>, who: &Session, input: ExportDay) -> Result<Exported> {
    let on = input.on;
    let folder = Some(PathBuf::from(&input.folder)).filter(|f| !f.as_os_str().is_empty());
    if folder.as_ref().is_some_and(|f| !f.is_absolute()) {
        return Err(Refusal::bad_input("folder", "a whole path, or nothing").into());
    }
    let elsewhere = folder.is_some();
    let day = office.perform(who, Order::new("export_day", Right::ExportAudit), move |act| {
        let today = act.today();
        if on > today {
            return Err(Refusal::bad_input("on", format!("a business date up to {today}")).into());
        }
        let mut changed = json!({ "on": on, "elsewhere": elsewhere });
        let uncounted = crate::shifts::figures_seen(act, on, on)?;
        if !uncounted.is_empty() {
            changed[UNCOUNTED] = uncounted.into();
        }
        act.changed(changed);
        Ok(on)
    })?;
    let folder = match folder {
        Some(folder) => folder,
        None => day_folder(&office.document_folder()?, day),
    };
    let files = write_into(office, day, &folder)?;
    Ok(Exported { folder: folder.display().to_string(), files })
}

/// Writes a day's files where they belong.
pub(crate) fn write_day(office: &Office, on: Day) -> Result<()> {
    let folder = day_folder(&office.document_folder()?, on);
    write_into(office, on, &folder).map(|_| ())
}

/// The day's seal, if it is over.
fn seal_of_day(office: &Office, on: Day, folder: &Path) -> Result<Option<ExportedFile>> {
    let row = office.book().read(|tx| foil_store::seals::of_day(tx, on))?;
    row.map(|row| seal_into(folder, &row.signed()?)).transpose()
}

/// Writes a seal into a folder.
pub(super) fn seal_into(folder: &Path, seal: &SignedSeal) -> Result<ExportedFile> {
    let (name, text) = (seal_name(seal.seal.business_on), seal.file());
    write_file(&folder.join(&name), text.as_bytes())?;
    let (sha256, bytes) = (sha256(text.as_bytes()), text.len() as i64);
    Ok(ExportedFile { name, rows: 1, bytes, sha256 })
}

/// What a day's seal is called wherever it lies.
pub(super) fn seal_name(on: Day) -> String {
    format!("daily-{on}.seal.json")
}

/// Each file by itself, the seal first: a list that somebody holds open keeps no other file back.
///
/// Refuses what the disk refuses, the first of it, once all was tried.
fn write_into(office: &Office, on: Day, folder: &Path) -> Result<Vec<ExportedFile>> {
    let seal = seal_of_day(office, on, folder);
    let mut tried = Tried::default();
    office.book().read(|tx| {
        let row = foil_store::office::find(tx)?;
        let period = Period::of(tx, &row, on, on)?;
        let mut list =
            |name: &str, list: List, fill: &dyn Fn(&Period<'_>, &mut ListFile<'_>) -> Result<()>| {
                let (json, csv) =
                    (folder.join(format!("{name}-{on}.json")), folder.join(format!("{name}-{on}.csv")));
                // The table is made from the JSON: beside one that could not be written it stays what it was, too.
                if tried.takes(json_of(&json, list, |out| fill(&period, out)))? {
                    tried.takes(csv_of(&json, &csv, list, &*office.press))?;
                }
                Ok::<(), foil_domain::Error>(())
            };
        list("daily", TRANSACTIONS, &|p, out| p.transactions(out))?;
        list("overdue", OVERDUE, &|p, out| p.overdue(out))
    })?;
    if let Some(seal) = seal.transpose() {
        tried.takes(seal)?;
    }
    tried.refused.map_or(Ok(tried.files), |refused| Err(refused.into()))
}

fn json_of(
    path: &Path,
    list: List,
    fill: impl FnOnce(&mut ListFile<'_>) -> Result<()>,
) -> Result<ExportedFile> {
    let mut nothing = || Ok(());
    let mut out = ListFile::begin(path, list, &mut nothing)?;
    fill(&mut out)?;
    Ok(out.end()?.file)
}

/// What was written, and what the disk refused first.
#[derive(Default)]
struct Tried {
    files: Vec<ExportedFile>,
    refused: Option<Refusal>,
}

impl Tried {
    /// Whether it was written. What is no refusal of the disk's ends all.
    fn takes(&mut self, written: Result<ExportedFile>) -> Result<bool> {
        match written {
            Ok(file) => self.files.push(file),
            Err(Error::Refused(refusal @ Refusal::File { .. })) => {
                self.refused.get_or_insert(refusal);
                return Ok(false);
            }
            Err(other) => return Err(other),
        }
        Ok(true)
    }
}
