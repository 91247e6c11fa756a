//! Witnesses: seals that left the office earlier. What they say cannot have been written anew.

use super::super::list_file::refused;
use super::folder::SEAL;
use super::pack::{self, Pack};
use super::{Findings, not_verifiable};
use foil_domain::audit::seal::{SignedSeal, Stub, signed_by};
use foil_domain::refusal::Result;
use foil_domain::time::Day;
use std::fs;
use std::path::{Path, PathBuf};

/// A seal's file is a few kilobytes, a page of scanned codes too.
const MOST_BYTES: u64 = 1024 * 1024;

/// Seals that are read at most: ten years of days.
const MOST_SEALS: usize = 4_000;

/// Folders below a folder of seals: year, month, day.
const DEEPEST: usize = 4;

/// A seal from outside of the machine.
#[derive(Debug, Clone)]
pub(super) struct Witness {
    /// What it is called.
    pub name: String,
    /// Its day, hash and signature.
    pub stub: Stub,
    /// All that it says; a scanned code does not carry it.
    pub whole: Option<SignedSeal>,
}

impl Witness {
    pub fn on(&self) -> Day {
        self.stub.business_on
    }

    /// What is wrong with it beside a pack that is signed for this key.
    pub fn fault(&self, key: &str) -> Option<String> {
        if let Some(whole) = &self.whole {
            if let Some(fault) = whole.fault() {
                return Some(fault.to_owned());
            }
            if whole.seal.key != key {
                return Some(format!("it is signed with another key than the pack: {}", whole.seal.key));
            }
            return None;
        }
        let signed = signed_by(key, self.stub.sha256.as_bytes(), &self.stub.signature);
        (!signed).then(|| "it is not signed with the pack's key".to_owned())
    }
}

/// All the witnesses in these files, packs and folders. Refuses what holds no seal.
pub(super) fn gathered(paths: &[PathBuf], findings: &mut Findings) -> Result<Vec<Witness>> {
    let mut all = Vec::new();
    for path in paths {
        let before = (all.len(), findings.total);
        gather(path, 0, &mut all, findings)?;
        if (all.len(), findings.total) == before {
            return Err(not_verifiable(path, "it holds no seal"));
        }
    }
    all.sort_by(|a, b| (a.stub.n, &a.name).cmp(&(b.stub.n, &b.name)));
    Ok(all)
}

fn gather(path: &Path, depth: usize, all: &mut Vec<Witness>, findings: &mut Findings) -> Result<()> {
    if all.len() >= MOST_SEALS {
        return Err(not_verifiable(path, "there are more seals than can be held at once"));
    }
    let meta = fs::metadata(path).map_err(|e| refused(path, &e))?;
    if meta.is_dir() {
        return if depth < DEEPEST { folder(path, depth, all, findings) } else { Ok(()) };
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if pack::is_pack(path) {
        let mut pack = Pack::open(path)?;
        for (inside, seal) in pack.seals(findings)? {
            let name = format!("{name}: {inside}");
            all.push(Witness { name, stub: seal.stub(), whole: Some(seal) });
        }
        return Ok(());
    }
    if meta.len() > MOST_BYTES {
        return Ok(());
    }
    let text = fs::read_to_string(path).map_err(|e| refused(path, &e))?;
    if name.ends_with(".json") {
        match SignedSeal::read(&text) {
            Ok(seal) => all.push(Witness { name, stub: seal.stub(), whole: Some(seal) }),
            Err(what) => findings.add(&name, what),
        }
        return Ok(());
    }
    let codes = text.lines().filter_map(Stub::scanned);
    all.extend(codes.map(|stub| Witness { name: format!("{name}, seal {}", stub.n), stub, whole: None }));
    Ok(())
}

fn folder(path: &Path, depth: usize, all: &mut Vec<Witness>, findings: &mut Findings) -> Result<()> {
    let entries = fs::read_dir(path).map_err(|e| refused(path, &e))?;
    let mut inside = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|e| refused(path, &e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() || name.ends_with(SEAL) {
            inside.push(entry.path());
        }
    }
    inside.sort();
    inside.iter().try_for_each(|path| gather(path, depth + 1, all, findings))
}

/// Tells what is wrong with a seal's file by itself; gives back a sound one.
pub(super) fn sound_by_itself(path: &Path, name: &str, findings: &mut Findings) -> Option<SignedSeal> {
    let problem = match SignedSeal::read(&read(path).unwrap_or_default()) {
        Ok(seal) => match seal.fault() {
            None => return Some(seal),
            Some(fault) => fault.to_owned(),
        },
        Err(what) => what,
    };
    findings.add(name, problem);
    None
}

/// A short text of a file; none when it is not there, or is no short text.
pub(super) fn read(path: &Path) -> Option<String> {
    fs::metadata(path)
        .ok()
        .filter(|meta| meta.len() <= MOST_BYTES)
        .and_then(|_| fs::read_to_string(path).ok())
}
