//! The watched folder: meter-export files that are dropped in it come into the book by themselves.
//!
//! A file is taken once it has not grown between two looks. It is first moved aside (`in-work`), then imported,
//! then moved to `done` or, with the list of its bad rows beside it, to `failed`. Killed in between, it is found
//! in `in-work` and imported again; so may one be that another living program has in work. Either way a reading
//! that is there already changes nothing, and only one of the two moves the file on. Plain looks every few
//! seconds, no notification of any one system.

use super::run::import_dropped;
use super::views::ImportReport;
use crate::documents::{copy_file, write_file};
use crate::office::Bell;
use crate::office::jobs::{Event, guarded};
use crate::office::views::FolderAway;
use crate::{Error, Office, Refusal, Result};
use anyhow::Context;
use foil_store::disk;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

/// How long the worker sleeps between two looks.
const NAP: Duration = Duration::from_secs(5);
/// Files looked at in one go.
const MOST_FILES: usize = 1_000;

const IN_WORK: &str = "in-work";
const DONE: &str = "done";
const FAILED: &str = "failed";

/// Files that were seen in the last look, with their size and time: what has not changed since is whole.
#[derive(Debug, Default)]
pub struct Seen(HashMap<PathBuf, (u64, Option<SystemTime>)>);

/// The thread that looks into the folder. It stops when this is dropped.
pub struct FolderWorker {
    stop: Arc<AtomicBool>,
    bell: Arc<Bell>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for FolderWorker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.bell.ring();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Office {
    /// Starts the thread that looks into the watched folder until the office is dropped, or the worker is.
    pub fn start_folder_worker(self: &Arc<Self>) -> Result<FolderWorker> {
        let (stop, bell) = (Arc::new(AtomicBool::new(false)), Arc::new(Bell::default()));
        let (stopped, rung, office) = (stop.clone(), bell.clone(), Arc::downgrade(self));
        let thread = std::thread::Builder::new().name("readings-folder".into()).spawn(move || {
            let mut seen = Seen::default();
            while !stopped.load(Ordering::Relaxed) && look(&office, &mut seen) {
                rung.wait(NAP);
            }
        });
        Ok(FolderWorker { stop, bell, thread: Some(thread.context("starting the folder's worker")?) })
    }

    /// Looks into the watched folder once; gives back how many files were taken in. Nothing where no folder
    /// is set, or it is not there (a share that is away): that is told in the frame, for nobody would miss it.
    pub fn look_into_folder(self: &Arc<Self>, seen: &mut Seen) -> Result<usize> {
        let folder = self.book().read(foil_store::meters::settings)?.watch_folder;
        let is_there = folder.is_empty() || Path::new(&folder).is_dir();
        self.missed(&folder, is_there);
        let folder = Path::new(&folder);
        if folder.as_os_str().is_empty() || !is_there {
            seen.0.clear();
            return Ok(0);
        }
        let mut waiting = files(&folder.join(IN_WORK));
        for file in whole(folder, seen) {
            // Only one program can move it; whoever cannot leaves it alone.
            waiting.extend(aside(folder, &file));
        }
        let mut taken = 0;
        for file in waiting {
            taken += usize::from(self.take_in(folder, &file)?);
        }
        Ok(taken)
    }

    /// The watched folder, while it is away.
    pub(crate) fn folder_away(&self) -> Option<FolderAway> {
        self.folder_away.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps since when a folder is away, and tells whoever looks when that begins or ends.
    fn missed(&self, folder: &str, is_there: bool) {
        let mut away = self.folder_away.lock().unwrap_or_else(PoisonError::into_inner);
        let known = away.as_ref().is_some_and(|known| known.folder == folder);
        if is_there == away.is_none() && (is_there || known) {
            return;
        }
        *away = (!is_there).then(|| FolderAway { folder: folder.to_owned(), since: self.now() });
        drop(away);
        self.jobs.tell(Event::Changed(&["office"]));
    }

    /// Imports a file that was moved aside; `false` when it has to wait.
    fn take_in(self: &Arc<Self>, folder: &Path, file: &Path) -> Result<bool> {
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let (good, bad, problem) = match guarded(|| import_dropped(self, file.display().to_string())) {
            Ok(report) => {
                self.put_away(folder, file, &report)?;
                (report.created + report.updated + report.unchanged, report.bad, String::new())
            }
            Err(Error::Refused(refusal)) if refusal.is_passing() && !is_of(&refusal, file) => {
                tracing::warn!(code = refusal.code(), "a file of the watched folder waits");
                return Ok(false);
            }
            Err(error) => {
                let problem = match &error {
                    Error::Refused(refusal) => format!("{refusal}. {}", refusal.hint()),
                    Error::Broke(fault) => {
                        tracing::error!("a file of the watched folder failed: {}", without(&name, fault));
                        "something broke; the log says more".to_owned()
                    }
                };
                let target = self.away(folder, FAILED, file)?;
                write_file(&target.with_extension("problem.txt"), problem.as_bytes())?;
                (0, 0, problem)
            }
        };
        self.jobs.tell(Event::FolderFile { file: name, good, bad, problem });
        self.jobs.tell(Event::Changed(&["meters", "jobs"]));
        Ok(true)
    }

    fn put_away(&self, folder: &Path, file: &Path, report: &ImportReport) -> Result<()> {
        if report.bad == 0 {
            return self.away(folder, DONE, file).map(drop);
        }
        let target = self.away(folder, FAILED, file)?;
        copy_file(Path::new(&report.error_file), &target.with_extension("errors.csv"))
    }

    /// Moves a file to a folder beside, under a name that says when and overwrites nothing.
    fn away(&self, folder: &Path, to: &str, file: &Path) -> Result<PathBuf> {
        crate::office::outside_acts()?;
        let zone = self.book().read(foil_store::office::find)?.zone;
        let zone =
            foil_domain::time::Zone::parse(&zone).map_err(|e| anyhow::anyhow!("the book's zone: {e}"))?;
        let stamp: String = zone.stamp(self.now()).chars().filter(char::is_ascii_digit).collect();
        let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let extension = file.extension().map_or_else(String::new, |e| format!(".{}", e.to_string_lossy()));
        let place = folder.join(to);
        fs::create_dir_all(&place).map_err(|e| refused(&place, &e))?;
        let names = (1..1_000).map(|n| match n {
            1 => format!("{stem}-{stamp}{extension}"),
            n => format!("{stem}-{stamp}-{n}{extension}"),
        });
        let free = names.map(|name| place.join(name)).find(|path| !path.exists());
        let target =
            free.ok_or_else(|| refused(&place, &std::io::Error::other("too many files of one name")))?;
        disk::moved(file, &target).map_err(|e| refused(&target, &e))?;
        Ok(target)
    }
}

fn look(office: &Weak<Office>, seen: &mut Seen) -> bool {
    let Some(office) = office.upgrade() else { return false };
    match guarded(|| office.look_into_folder(seen)) {
        Ok(_) => {}
        // Its sentence says which file; the log has the code.
        Err(Error::Refused(refusal)) => {
            tracing::warn!(code = refusal.code(), "the watched folder could not be looked into");
        }
        Err(Error::Broke(fault)) => tracing::error!("the watched folder could not be looked into: {fault:#}"),
    }
    true
}

/// Whether a refusal is of the file itself: it cannot be read. Else the book's disk has no room, which is no fault of the file.
fn is_of(refusal: &Refusal, file: &Path) -> bool {
    let named = |path: &str| file.display().to_string().starts_with(path);
    matches!(refusal, Refusal::File { path, .. } if !path.is_empty() && named(path))
}

/// What broke, without the name of the file it broke on: files are named after people, and the log names nobody.
fn without(name: &str, fault: &anyhow::Error) -> String {
    let told = format!("{fault:#}");
    if name.is_empty() { told } else { told.replace(name, "(a file)") }
}

/// The files of the folder that are as they were in the last look.
fn whole(folder: &Path, seen: &mut Seen) -> Vec<PathBuf> {
    let mut now = HashMap::new();
    for file in files(folder) {
        if let Ok(meta) = fs::metadata(&file) {
            now.insert(file, (meta.len(), meta.modified().ok()));
        }
    }
    let mut whole: Vec<PathBuf> = now
        .iter()
        .filter(|(file, as_now)| seen.0.get(*file) == Some(as_now))
        .map(|(file, _)| file.clone())
        .collect();
    whole.sort();
    seen.0 = now;
    whole
}

/// Files that may hold readings; hidden and half-written ones are left alone.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_table = |path: &PathBuf| {
        let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
        path.is_file() && !name.starts_with(['.', '~']) && (name.ends_with(".csv") || name.ends_with(".txt"))
    };
    let mut files: Vec<PathBuf> =
        entries.filter_map(|e| e.ok().map(|e| e.path())).filter(is_table).take(MOST_FILES).collect();
    files.sort();
    files
}

fn aside(folder: &Path, file: &Path) -> Option<PathBuf> {
    crate::office::outside_acts().ok()?;
    let place = folder.join(IN_WORK);
    fs::create_dir_all(&place).ok()?;
    let target = place.join(file.file_name()?);
    (!target.exists() && disk::moved(file, &target).is_ok()).then_some(target)
}

fn refused(path: &Path, error: &std::io::Error) -> Error {
    Refusal::File { path: path.display().to_string(), problem: error.to_string() }.into()
}
