//! Checking exported files: by themselves, against each other, and against their manifest. No book, no
//! log-in: whoever is handed the files can do it.

mod folder;
mod list;

use super::views::{Verify, VerifyReport};
use crate::{Office, Session};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use std::path::Path;
use std::sync::Arc;

/// Verifies an exported file or folder.
pub fn verify(office: &Arc<Office>, who: &Session, input: Verify) -> Result<VerifyReport> {
    office.view(who, Right::VerifyAudit, |_, _| Ok(()))?;
    verify_path(Path::new(&input.path))
}

/// Verifies a file or folder that the audit room wrote: finds an edited, inserted, removed or moved
/// row and says which, a cut tail, a missing file, and a changed manifest.
///
/// Refuses what is no such file. A chain proves that a file was not changed by accident or in
/// passing; whoever writes all of it anew, manifest too, is found out only by comparing the heads of
/// the chains with another copy, or with the hash on any receipt.
pub fn verify_path(path: &Path) -> Result<VerifyReport> {
    let meta = std::fs::metadata(path).map_err(|e| super::list_file::refused(path, &e))?;
    let mut findings = Findings::default();
    let files = if meta.is_dir() {
        folder::verify(path, &mut findings)?
    } else if path.file_name().is_some_and(|name| name == super::manifest::NAME) {
        folder::verify(path.parent().unwrap_or(path), &mut findings)?
    } else {
        folder::verify_one(path, &mut findings)?
    };
    Ok(VerifyReport { sound: findings.total == 0, files, findings: findings.texts })
}

/// Findings a report tells at most; the rest is counted.
const MOST_FINDINGS: usize = 100;

/// What is wrong, the first hundred in words.
#[derive(Default)]
struct Findings {
    texts: Vec<String>,
    total: usize,
}

impl Findings {
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
