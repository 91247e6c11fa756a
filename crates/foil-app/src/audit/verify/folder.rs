//! Files together: a month's folder with its manifest, a day's folder, or one file beside them.

use super::super::is_litter;
use super::super::list_file::{Hashing, refused, sha256};
use super::super::lists::{ALL, AUDIT_LOG, List, MONTH, REFUNDS, TRANSACTIONS, VOIDS};
use super::super::manifest::{Entry, Manifest, NAME};
use super::super::views::VerifiedFile;
use super::list::{ChainEnds, ReadBack, read};
use super::pack::heads::Heads;
use super::pack::in_a_row;
use super::witness;
use super::{Findings, not_verifiable};
use crate::documents::day_folder;
use foil_domain::audit::seal::SignedSeal;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Day;
use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::path::Path;

/// A manifest is a few thousand bytes.
const MOST_MANIFEST: u64 = 4 * 1024 * 1024;

/// How the files of seals end.
pub(super) const SEAL: &str = ".seal.json";

/// Verifies all of a folder.
pub(super) fn verify(folder: &Path, findings: &mut Findings) -> Result<Vec<VerifiedFile>> {
    if folder.join(NAME).exists() {
        return month(folder, findings);
    }
    day(folder, findings)
}

/// Verifies one file, and what the manifest beside it says of it, if there is one.
pub(super) fn verify_one(path: &Path, findings: &mut Findings) -> Result<Vec<VerifiedFile>> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let mut files = Vec::new();
    let before = findings.total;
    let back = read(path, findings, &mut |_, _, _, _| {})?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.join(NAME).exists()
        && let Some(manifest) = manifest(folder, findings, &mut files)?
    {
        match manifest.files.iter().find(|e| e.name == name) {
            Some(entry) => against(folder, entry, &back, findings, before)?,
            None => findings.add(&name, "the manifest beside it does not know it"),
        }
    }
    files.push(VerifiedFile { name, rows: back.rows, sound: findings.total == before });
    Ok(files)
}

/// The manifest, when it can be trusted to say what the files were.
fn manifest(
    folder: &Path,
    findings: &mut Findings,
    files: &mut Vec<VerifiedFile>,
) -> Result<Option<Manifest>> {
    let path = folder.join(NAME);
    let size = fs::metadata(&path).map_err(|e| refused(&path, &e))?.len();
    let text =
        if size > MOST_MANIFEST { String::new() } else { fs::read_to_string(&path).unwrap_or_default() };
    let outcome = Manifest::read(&text);
    let rows = outcome.as_ref().map_or(0, |m| m.files.len() as i64);
    files.push(VerifiedFile { name: NAME.into(), rows, sound: outcome.is_ok() });
    match outcome {
        Ok(manifest) => Ok(Some(manifest)),
        Err(what) => {
            findings.add(NAME, what);
            Ok(None)
        }
    }
}

fn month(folder: &Path, findings: &mut Findings) -> Result<Vec<VerifiedFile>> {
    let mut files = Vec::new();
    let manifest = manifest(folder, findings, &mut files)?;
    let mut sealed = Sealed::default();
    let seals = seals_of_month(folder, manifest.as_ref(), findings, &mut files)?;
    sealed.heads.of_pack(&seals);
    let mut backs = Vec::new();
    // The audit log comes last: by then it is known which of its rows receipts and slips point to.
    for list in MONTH {
        for end in ["json", "csv"] {
            let name = format!("{}.{end}", list.name);
            let entry = manifest.as_ref().map(|m| m.files.iter().find(|e| e.name == name));
            let before = findings.total;
            if entry == Some(None) {
                findings.add(NAME, format!("{name} is not in it"));
            }
            let path = folder.join(&name);
            if !path.exists() {
                findings.add(&name, "the file is missing");
                files.push(VerifiedFile { name, rows: 0, sound: false });
                continue;
            }
            let back = one(&path, &name, end, findings, &mut sealed)?;
            if let (Some(Some(entry)), Some(back)) = (entry, &back) {
                against(folder, entry, back, findings, before)?;
            }
            if let (Some(manifest), Some(back)) = (&manifest, back.as_ref().filter(|b| b.list == AUDIT_LOG)) {
                chains(manifest, back, &name, findings);
                if end == "json" {
                    sealed.chains = with_idle(&back.chains, &seals);
                }
            }
            let rows = back.as_ref().map_or(0, |b| b.rows);
            let sound = findings.total == before;
            files.push(VerifiedFile { name, rows, sound });
            backs.push((back, sound));
        }
        agree(list, &backs, findings);
        backs.clear();
    }
    sealed.leftovers(findings);
    if let Some(manifest) = manifest.as_ref().filter(|_| !seals.is_empty() && !sealed.chains.is_empty()) {
        sealed.heads.ended(&sealed.chains, &|on| manifest.covers(on), findings);
    }
    strangers(folder, manifest.as_ref(), findings)?;
    Ok(files)
}

/// The seals that the manifest lists, as they were written, sound, of one key and in a row. What an older program
/// exported has none.
fn seals_of_month(
    folder: &Path,
    manifest: Option<&Manifest>,
    findings: &mut Findings,
    files: &mut Vec<VerifiedFile>,
) -> Result<Vec<(String, SignedSeal)>> {
    let listed = manifest.into_iter().flat_map(|m| &m.files).filter(|entry| entry.name.ends_with(SEAL));
    let mut seals = Vec::new();
    for entry in listed {
        let before = findings.total;
        match witness::read(&folder.join(&entry.name)) {
            None => findings.add(&entry.name, "the file is missing"),
            Some(text) => match SignedSeal::read(&text) {
                Err(what) => findings.add(&entry.name, what),
                Ok(seal) => {
                    if sha256(text.as_bytes()) != entry.sha256 || seal.sha256 != entry.head {
                        findings.add(&entry.name, "it is not the file that the manifest was written for");
                    }
                    seals.push((entry.name.clone(), seal));
                }
            },
        }
        files.push(VerifiedFile { name: entry.name.clone(), rows: 1, sound: findings.total == before });
    }
    if let Some(key) = seals.first().map(|(_, seal)| seal.seal.key.clone()) {
        in_a_row(&seals, &key, "the seal before it", findings);
    }
    Ok(seals)
}

/// The chains of the log, and those that have no row in the month: these stand where the first seal saw them.
fn with_idle(chains: &[ChainEnds], seals: &[(String, SignedSeal)]) -> Vec<ChainEnds> {
    let mut all = chains.to_vec();
    for head in seals.iter().flat_map(|(_, seal)| &seal.seal.heads) {
        if !all.iter().any(|chain| chain.counter == head.counter) {
            all.push(ChainEnds {
                counter: head.counter.clone(),
                first_seq: head.seq.saturating_add(1),
                first_prev: head.hash.clone(),
                last_seq: head.seq,
                last_hash: head.hash.clone(),
            });
        }
    }
    all
}

/// Reads one list of a month. What holds none of our lists any more is a finding here, no refusal.
fn one(
    path: &Path,
    name: &str,
    end: &str,
    findings: &mut Findings,
    sealed: &mut Sealed,
) -> Result<Option<ReadBack>> {
    let mut hears = |list: List, row: i64, fields: &[String], findings: &mut Findings| {
        if end == "json" {
            sealed.hear(list, row, fields, findings);
        }
    };
    match read(path, findings, &mut hears) {
        Ok(back) => Ok(Some(back)),
        Err(Error::Refused(Refusal::NotVerifiable(why))) => {
            findings.add(name, why);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// What the manifest says of a file. Other bytes are told only when no row was found to be wrong.
fn against(
    folder: &Path,
    entry: &Entry,
    back: &ReadBack,
    findings: &mut Findings,
    before: usize,
) -> Result<()> {
    if entry.rows != back.rows {
        findings.add(&entry.name, format!("the manifest says {} rows, there are {}", entry.rows, back.rows));
    }
    if findings.total > before {
        return Ok(());
    }
    if entry.head != back.head {
        findings.add(&entry.name, "it is not the file that the manifest was written for");
        return Ok(());
    }
    let path = folder.join(&entry.name);
    let mut hashing = Hashing::new(std::io::sink());
    let copied = File::open(&path).and_then(|mut file| std::io::copy(&mut file, &mut hashing));
    copied.map_err(|e| refused(&path, &e))?;
    let (bytes, sha256, _) = hashing.done();
    if (bytes, &sha256) != (entry.bytes, &entry.sha256) {
        findings.add(&entry.name, "its bytes are not those that were written, though its rows are");
    }
    Ok(())
}

/// The audit chains begin and end where the manifest says.
fn chains(manifest: &Manifest, back: &ReadBack, name: &str, findings: &mut Findings) {
    for link in &manifest.chains {
        let found = back.chains.iter().find(|c| c.counter == link.counter);
        let same = found.is_some_and(|c| {
            (c.first_seq, &c.first_prev, c.last_seq, &c.last_hash)
                == (link.first_seq, &link.first_prev, link.last_seq, &link.last_hash)
        });
        if !same {
            findings
                .add(name, format!("the chain of counter {} is not the one in the manifest", link.counter));
        }
    }
    for chain in &back.chains {
        if !manifest.chains.iter().any(|link| link.counter == chain.counter) {
            findings.add(name, format!("the chain of counter {} is not in the manifest", chain.counter));
        }
    }
}

/// The CSV of a list and its JSON are two forms of one chain.
fn agree(list: &List, backs: &[(Option<ReadBack>, bool)], findings: &mut Findings) {
    if let [(Some(json), true), (Some(csv), true)] = backs
        && json.head != csv.head
    {
        findings.add(list.name, "its CSV and its JSON do not say the same");
    }
}

/// The audit rows that receipts, slips and vouchers point to, until the log confirms them, and those that the seals saw.
struct Sealed {
    wanted: HashMap<(String, String), (String, String)>,
    heads: Heads,
    chains: Vec<ChainEnds>,
}

impl Default for Sealed {
    fn default() -> Sealed {
        let heads = Heads::of_log("audit-log.json");
        Sealed { wanted: HashMap::new(), heads, chains: Vec::new() }
    }
}

impl Sealed {
    fn hear(&mut self, list: List, row: i64, fields: &[String], findings: &mut Findings) {
        let field = |name: &str| {
            let at = list.columns.iter().position(|column| *column == name);
            at.and_then(|at| fields.get(at)).cloned().unwrap_or_default()
        };
        if [TRANSACTIONS, VOIDS, REFUNDS].contains(&list) {
            let whose = format!("{}.json: row {row}", list.name);
            self.wanted.insert((field("counter"), field("audit_seq")), (field("audit_hash"), whose));
        }
        if list == AUDIT_LOG {
            self.heads.hear(fields);
        }
        if list == AUDIT_LOG
            && let Some((hash, whose)) = self.wanted.remove(&(field("counter"), field("seq")))
            && hash != field("hash")
        {
            findings.add(&whose, format!("its audit row {} has another hash in the audit log", field("seq")));
        }
    }

    /// Tells what the log never confirmed.
    fn leftovers(&self, findings: &mut Findings) {
        let mut left: Vec<_> = self.wanted.iter().collect();
        left.sort();
        for ((counter, seq), (_, whose)) in left {
            findings.add(whose, format!("its audit row {seq} of counter {counter} is not in the audit log"));
        }
    }
}

/// Files in a month's folder that nobody wrote there with it.
fn strangers(folder: &Path, manifest: Option<&Manifest>, findings: &mut Findings) -> Result<()> {
    let listed = |name: &str| manifest.is_some_and(|m| m.files.iter().any(|entry| entry.name == name));
    let has_seals = manifest.is_some_and(|m| m.files.iter().any(|entry| entry.name.ends_with(SEAL)));
    for name in names(folder)? {
        let ours = name == NAME
            || name.ends_with(SEAL) && (listed(&name) || !has_seals)
            || MONTH.iter().any(|l| name == format!("{}.csv", l.name) || name == format!("{}.json", l.name));
        // A spreadsheet lays a lock of this name beside what it has open.
        let passing = is_litter(&name) || name.starts_with('.') || name.starts_with("~$");
        if !ours && !passing {
            findings.add(&name, "this file is not part of the export");
        }
    }
    Ok(())
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).map_err(|e| refused(folder, &e))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|e| refused(folder, &e))?;
        if entry.file_type().is_ok_and(|t| !t.is_dir()) {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// A folder without a manifest: the files of a day, or what somebody gathered.
fn day(folder: &Path, findings: &mut Findings) -> Result<Vec<VerifiedFile>> {
    let mut files = Vec::new();
    let mut heads: HashMap<String, Vec<(String, String)>> = HashMap::new();
    let (mut listed, mut seals) = (DayReceipts::default(), Vec::new());
    for name in names(folder)? {
        let Some((stem, end)) = name.rsplit_once('.').filter(|(_, end)| matches!(*end, "csv" | "json"))
        else {
            continue;
        };
        let before = findings.total;
        if name.ends_with(SEAL) {
            seals.extend(witness::sound_by_itself(&folder.join(&name), &name, findings));
            files.push(VerifiedFile { rows: 1, sound: findings.total == before, name });
            continue;
        }
        let mut hears = |list: List, _: i64, fields: &[String], _: &mut Findings| {
            if end == "json" && list == TRANSACTIONS {
                listed.hear(fields);
            }
        };
        match read(&folder.join(&name), findings, &mut hears) {
            Ok(back) => {
                if end == "json" && back.list == TRANSACTIONS {
                    listed.is_whole(stem);
                }
                heads.entry(stem.to_owned()).or_default().push((end.to_owned(), back.head));
                files.push(VerifiedFile { rows: back.rows, sound: findings.total == before, name });
            }
            Err(Error::Refused(Refusal::NotVerifiable(_))) if !ours_by_name(stem) => {}
            Err(Error::Refused(Refusal::NotVerifiable(why))) => {
                findings.add(&name, why);
                files.push(VerifiedFile { name, rows: 0, sound: false });
            }
            Err(error) => return Err(error),
        }
    }
    if files.is_empty() {
        return Err(not_verifiable(folder, "it holds none of Counterfoil's lists"));
    }
    for seal in &seals {
        listed.hold(seal, findings);
    }
    taken_out(folder, &files, findings);
    let mut stems: Vec<_> = heads.into_iter().collect();
    stems.sort();
    for (stem, found) in stems {
        match found.as_slice() {
            [(_, one), (_, other)] if one != other => {
                findings.add(&stem, "its CSV and its JSON do not say the same");
            }
            [(end, _)] => {
                let other = if end == "csv" { "json" } else { "csv" };
                findings.add(&format!("{stem}.{other}"), "the file is missing");
            }
            _ => {}
        }
    }
    Ok(files)
}

/// Tells the lists that are missing of the one day that a folder is of. What somebody gathered of several days, seals alone
/// among it, need not be whole.
fn taken_out(folder: &Path, files: &[VerifiedFile], findings: &mut Findings) {
    let of = |name: &str| -> Option<Day> {
        let rest = name.strip_prefix("daily-").or_else(|| name.strip_prefix("overdue-"))?;
        Day::parse(rest.get(..10)?).ok()
    };
    let days: HashSet<Day> = files.iter().filter_map(|file| of(&file.name)).collect();
    let [on] = days.into_iter().collect::<Vec<_>>()[..] else { return };
    let is_list = |file: &VerifiedFile| !file.name.ends_with(SEAL);
    if !files.iter().any(is_list) && !folder.ends_with(day_folder(Path::new(""), on)) {
        return;
    }
    for list in ["daily", "overdue"] {
        let stem = format!("{list}-{on}");
        if !files.iter().any(|file| is_list(file) && file.name.starts_with(&stem)) {
            findings.add(&format!("{stem}.json"), "the file is missing");
            findings.add(&format!("{stem}.csv"), "the file is missing");
        }
    }
}

/// The receipts of days' lists, to be held against the seals of these days.
#[derive(Default)]
struct DayReceipts {
    /// By day and counter.
    of: HashMap<(String, String), HashSet<String>>,
    /// The days whose list was read to its end.
    days: HashSet<String>,
}

impl DayReceipts {
    fn hear(&mut self, fields: &[String]) {
        if let [receipt, on, _, counter, ..] = fields {
            self.of.entry((on.clone(), counter.clone())).or_default().insert(receipt.clone());
        }
    }

    fn is_whole(&mut self, stem: &str) {
        if let Some(on) = stem.strip_prefix("daily-") {
            self.days.insert(on.to_owned());
        }
    }

    /// Tells the counter whose receipts are other ones than its seal saw when the day was closed.
    fn hold(&self, seal: &SignedSeal, findings: &mut Findings) {
        let on = seal.seal.business_on.to_string();
        if !self.days.contains(&on) {
            return;
        }
        let none = HashSet::new();
        for sealed in &seal.seal.receipts {
            let found = self.of.get(&(on.clone(), sealed.counter.clone())).unwrap_or(&none);
            let in_all: i64 =
                seal.seal.receipts.iter().filter(|r| r.counter == sealed.counter).map(|r| r.count).sum();
            let ends = [&sealed.first, &sealed.last].into_iter().all(|number| found.contains(number));
            if !ends || found.len() as i64 != in_all {
                let counter = &sealed.counter;
                let what = format!(
                    "counter {counter}: it lists {} receipts, the day was sealed with {in_all}",
                    found.len()
                );
                findings.add(&format!("daily-{on}.json"), what);
            }
        }
        let unsealed = self.of.keys().filter(|(day, _)| *day == on).map(|(_, counter)| counter);
        for counter in unsealed.filter(|c| !seal.seal.receipts.iter().any(|r| r.counter == **c)) {
            findings.add(
                &format!("daily-{on}.json"),
                format!("counter {counter}: the day was sealed without it"),
            );
        }
    }
}

fn ours_by_name(stem: &str) -> bool {
    stem.starts_with("daily-") || stem.starts_with("overdue-") || ALL.iter().any(|l| l.name == stem)
}
