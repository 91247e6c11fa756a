//! Checking exported files: by themselves, against each other, against their manifest, against seals that left the
//! office earlier, and against a book. Without the last two neither book nor log-in is needed: whoever is handed the
//! files can do it.

mod book;
mod folder;
mod list;
mod pack;
mod witness;

use super::views::{Verify, VerifyReport};
use crate::{Office, Session};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_store::Book;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub(super) use pack::is_pack;

/// What a pack is held against beside itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Against<'a> {
    /// Seals that left the office earlier: files, packs, folders, or texts with scanned codes.
    pub seals: &'a [PathBuf],
    /// The book that it is said to be of.
    pub book: Option<&'a Book>,
    /// Set when nobody waits any more: what is verified is refused with `leaving` then.
    pub left: Option<&'a Arc<AtomicBool>>,
}

/// Verifies an exported file or folder, against seals and, if asked for, against the open book. Refused with `leaving` where the
/// program ends meanwhile.
pub fn verify(office: &Arc<Office>, who: &Session, input: Verify) -> Result<VerifyReport> {
    office.view(who, Right::VerifyAudit, |_, _| Ok(()))?;
    let seals: Vec<PathBuf> = input.seals.iter().map(PathBuf::from).collect();
    let book = input.book.then(|| office.book().as_ref());
    let left = Some(office.book().left());
    verify_against(Path::new(&input.path), Against { seals: &seals, book, left })
}

/// Verifies an exported file or folder; a pack also against seals and a book.
///
/// Refuses what is none of our files, and seals or a book beside anything but a pack.
pub fn verify_against(path: &Path, against: Against<'_>) -> Result<VerifyReport> {
    if is_pack(path) {
        return pack::verify(path, against);
    }
    if !against.seals.is_empty() || against.book.is_some() {
        return Err(not_verifiable(path, "only a pack can be held against seals and a book"));
    }
    files(path, Findings::until(against.left))
}

/// Verifies a file or folder that the audit room wrote: finds an edited, inserted, removed or moved
/// row and says which, a cut tail, a missing file, and a changed manifest.
///
/// Refuses what is no such file. A chain proves that a file was not changed by accident or in
/// passing; whoever writes all of it anew, manifest too, is found out only by comparing the heads of
/// the chains with another copy, or with the hash on any receipt.
pub fn verify_path(path: &Path) -> Result<VerifyReport> {
    verify_against(path, Against::default())
}

fn files(path: &Path, mut findings: Findings) -> Result<VerifyReport> {
    let meta = std::fs::metadata(path).map_err(|e| super::list_file::refused(path, &e))?;
    let files = if meta.is_dir() {
        folder::verify(path, &mut findings)?
    } else if path.file_name().is_some_and(|name| name == super::manifest::NAME) {
        folder::verify(path.parent().unwrap_or(path), &mut findings)?
    } else {
        one(path, &mut findings)?
    };
    Ok(VerifyReport { sound: findings.total == 0, files, findings: findings.texts, proof: None })
}

/// One file: a list, or a seal.
fn one(path: &Path, findings: &mut Findings) -> Result<Vec<super::views::VerifiedFile>> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if !name.ends_with(folder::SEAL) {
        return folder::verify_one(path, findings);
    }
    witness::sound_by_itself(path, &name, findings);
    Ok(vec![super::views::VerifiedFile { name, rows: 1, sound: findings.total == 0 }])
}

/// Findings a report tells at most; the rest is counted.
const MOST_FINDINGS: usize = 100;

/// What is wrong, the first hundred in words.
#[derive(Default)]
struct Findings {
    texts: Vec<String>,
    total: usize,
    left: Option<Arc<AtomicBool>>,
}

impl Findings {
    /// None yet, of what somebody waits for until that is set.
    fn until(left: Option<&Arc<AtomicBool>>) -> Findings {
        Findings { left: left.cloned(), ..Findings::default() }
    }

    /// Refuses to go on where nobody waits any more.
    fn go_on(&self) -> Result<()> {
        match &self.left {
            Some(left) if left.load(Ordering::Relaxed) => Err(Refusal::Leaving.into()),
            _ => Ok(()),
        }
    }

    fn add(&mut self, file: &str, what: impl std::fmt::Display) {
        self.total += 1;
        if self.texts.len() < MOST_FINDINGS {
            self.texts.push(format!("{file}: {what}"));
        }
    }
}

fn not_verifiable(path: &Path, why: &str) -> foil_domain::Error {
    Refusal::NotVerifiable(format!("{}: {why}", path.display())).into()
}

/// What an act did: under `did` where somebody had to let it happen, beside who asked and who did.
fn did(changes: &serde_json::Value) -> &serde_json::Value {
    match &changes["did"] {
        serde_json::Value::Null => changes,
        did => did,
    }
}
