//! Verifying a pack: its signature, its files, its rows, and whether all of it tells one story.
//!
//! In turn: the manifest and who signed it; the seals, each by itself and in a row; the registers, each row hashed
//! to the one before; what the receipts add up to against certificate, sample and seals; and the log, whose rows
//! must carry what the registers, the seals in the pack and the witnesses from outside say. Everything streams; of a
//! paper less than a hundred bytes are remembered.

use super::super::list_file::Hashing;
use super::super::lists::{
    APPROVALS, AUDIT_LOG, CASH_MOVES, CERTIFICATE, CHEQUES, COLLECTIONS, CORRECTIONS, DEFAULTERS, DEPOSITS,
    EXCEPTIONS, FORMER, List, OVERRIDES, PEOPLE, RECEIPTS, REFUNDS, REPRINTS, SAMPLE, SUMMARY, VARIANCES,
    VOIDS, as_today,
};
use super::super::manifest::Entry;
use super::super::pack::manifest::{ANY, NAME, PUBLIC_KEY, PackManifest, SIGNATURE, Sampled};
use super::super::views::{Proof, SampleProof, VerifiedFile, VerifyReport};
use super::folder::SEAL;
use super::list::{ChainEnds, ReadBack, Source, read_from};
use super::witness::{self, Witness};
use super::{Against, Findings, book, not_verifiable};
use crate::audit::list_file::refused;
use foil_domain::audit::sample::{Draw, seed_of};
use foil_domain::audit::seal::{SignedSeal, signed_by};
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Day;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use zip::ZipArchive;

mod cheques;
mod container;
mod debits;
mod drawers;
mod exceptions;
pub(super) mod heads;
pub(super) mod papers;
mod people;
mod sums;

use heads::Heads;
use papers::Papers;
use sums::Sums;

/// The lists of a pack, with their folders; the log last, for it confirms what the others point to.
const LISTS: &[(&str, List)] = &[
    ("registers/", RECEIPTS),
    ("registers/", VOIDS),
    ("registers/", COLLECTIONS),
    ("registers/", DEFAULTERS),
    ("registers/", REPRINTS),
    ("registers/", OVERRIDES),
    ("registers/", EXCEPTIONS),
    ("registers/", REFUNDS),
    ("registers/", VARIANCES),
    ("registers/", CASH_MOVES),
    ("registers/", DEPOSITS),
    ("registers/", CHEQUES),
    ("registers/", APPROVALS),
    ("registers/", CORRECTIONS),
    ("registers/", PEOPLE),
    ("", CERTIFICATE),
    ("", SAMPLE),
    ("", SUMMARY),
    ("chain/", AUDIT_LOG),
];

/// A manifest is a few tens of thousands of bytes, a seal fewer.
const MOST_SMALL: u64 = 8 * 1024 * 1024;

/// Whether a file is a pack of ours, as far as its manifest says.
pub(in crate::audit) fn is_pack(path: &Path) -> bool {
    path.is_file()
        && Pack::open(path).is_ok_and(|mut pack| {
            pack.small(NAME).is_ok_and(|text| text.is_some_and(|text| text.contains(ANY)))
        })
}

/// An open pack.
pub(super) struct Pack {
    zip: ZipArchive<BufReader<File>>,
    path: PathBuf,
}

impl Pack {
    /// Opens a ZIP. Refuses what is none.
    pub fn open(path: &Path) -> Result<Pack> {
        let file = File::open(path).map_err(|e| refused(path, &e))?;
        let zip = ZipArchive::new(BufReader::new(file)).map_err(|e| not_verifiable(path, &e.to_string()))?;
        Ok(Pack { zip, path: path.to_owned() })
    }

    /// The names of what is in it.
    fn names(&self) -> Vec<String> {
        let names = (0..self.zip.len()).filter_map(|at| self.zip.name_for_index(at));
        names.filter_map(|name| name.ok().map(std::borrow::Cow::into_owned)).collect()
    }

    /// A short text in it; none when it is not there, or is no short text.
    fn small(&mut self, name: &str) -> Result<Option<String>> {
        let Ok(entry) = self.zip.by_name(name) else { return Ok(None) };
        let mut text = String::new();
        let read = entry.take(MOST_SMALL + 1).read_to_string(&mut text);
        Ok(read.ok().filter(|n| *n as u64 <= MOST_SMALL).map(|_| text))
    }

    /// The seals in it, oldest first, with their names.
    pub fn seals(&mut self, findings: &mut Findings) -> Result<Vec<(String, SignedSeal)>> {
        let mut names: Vec<String> =
            self.names().into_iter().filter(|n| n.starts_with("seals/") && n.ends_with(SEAL)).collect();
        names.sort();
        let mut all = Vec::new();
        for name in names {
            match SignedSeal::read(&self.small(&name)?.unwrap_or_default()) {
                Ok(seal) => all.push((name, seal)),
                Err(what) => findings.add(&name, what),
            }
        }
        Ok(all)
    }
}

/// One file of a pack; hashes what is read of it.
struct Inside<'a> {
    pack: &'a mut Pack,
    name: &'a str,
    hashed: Rc<RefCell<Hashing<std::io::Sink>>>,
}

impl Source for Inside<'_> {
    fn open(&mut self) -> Result<Box<dyn Read + '_>> {
        *self.hashed.borrow_mut() = Hashing::new(std::io::sink());
        let (path, name) = (&self.pack.path, self.name);
        let entry = self.pack.zip.by_name(name);
        let entry = entry.map_err(|e| not_verifiable(path, &format!("{name}: {e}")))?;
        Ok(Box::new(Heard { entry, hashed: self.hashed.clone() }))
    }
}

struct Heard<R> {
    entry: R,
    hashed: Rc<RefCell<Hashing<std::io::Sink>>>,
}

impl<R: Read> Read for Heard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.entry.read(buffer)?;
        std::io::Write::write_all(&mut *self.hashed.borrow_mut(), &buffer[..n])?;
        Ok(n)
    }
}

/// Verifies a pack, against whatever it is to be held against.
pub(super) fn verify(path: &Path, against: Against<'_>) -> Result<VerifyReport> {
    let mut findings = Findings::until(against.left);
    let mut files = Vec::new();
    let mut pack = Pack::open(path)?;
    container::covered(path, &mut findings)?;
    let Some(manifest) = signed(&mut pack, &mut findings, &mut files)? else {
        return Ok(VerifyReport { sound: false, files, findings: findings.texts, proof: None });
    };
    let seals = pack.seals(&mut findings)?;
    in_a_row(&seals, &manifest.key, "the pack", &mut findings);
    let witnesses = witness::gathered(against.seals, &mut findings)?;
    let mut heads = Heads::of_log("chain/audit-log.json");
    heads.of_pack(&seals);
    testified(&witnesses, &seals, &manifest, &mut heads, &mut findings);
    begins_with_the_seal_before(&witnesses, &seals, &manifest, &mut findings);

    let draw = Draw::new(&manifest.sample.seed, at_most(manifest.sample.asked_for));
    let mut papers = Papers::new(draw, manifest.has_people());
    let mut sums = Sums::of(&manifest);
    let mut log = None;
    let has = |list: &List| match *list {
        CHEQUES => manifest.has_cheques(),
        PEOPLE => manifest.has_people(),
        _ => true,
    };
    for (folder, list) in LISTS.iter().filter(|(_, list)| has(list)) {
        let mut both = Vec::new();
        for end in ["json", "csv"] {
            if *list == AUDIT_LOG && end == "csv" {
                continue;
            }
            let name = format!("{folder}{}.{end}", list.name);
            let before = findings.total;
            let back = listed(
                &mut pack,
                &manifest,
                &name,
                end == "json",
                (&mut papers, &mut sums),
                &mut heads,
                &mut findings,
            )?;
            let sound = findings.total == before;
            files.push(VerifiedFile { rows: back.as_ref().map_or(0, |b| b.rows), sound, name });
            both.push((back, sound));
        }
        if let [(Some(json), true), (Some(csv), true)] = both.as_slice()
            && json.head != csv.head
        {
            findings.add(list.name, "its CSV and its JSON do not say the same");
        }
        if *list == AUDIT_LOG {
            log = both.into_iter().next().and_then(|(back, _)| back);
        }
    }
    let chains: &[ChainEnds] = log.as_ref().map_or(&[], |log| log.chains.as_slice());
    begin_and_end(&manifest, chains, &mut findings);
    let covered = |on: Day| manifest.covers(on);
    heads.ended(&with_idle(chains, &manifest), &covered, &mut findings);
    papers.ended(&seals, &witnesses, &covered, &mut findings);
    others(&mut pack, &manifest, &mut files, &mut sums, &mut findings)?;
    sums.sealed(&seals, &mut findings);
    let left_out = sums.ended(&mut findings);
    let sample = drawn_by(&manifest, &seals);
    if let Some(book) = against.book {
        book::hold(book, &mut pack, &manifest, &seals, &witnesses, &mut findings)?;
    }
    let proof = Proof {
        office: manifest.office,
        month: manifest.month,
        closed: manifest.closed,
        key: manifest.key,
        seals: seals.len() as i64,
        sealed_to: seals.last().map(|(_, seal)| seal.seal.business_on),
        witnesses: witnesses.len() as i64,
        book: against.book.is_some(),
        sample,
        left_out,
    };
    Ok(VerifyReport { sound: findings.total == 0, files, findings: findings.texts, proof: Some(proof) })
}

/// By what the sample was drawn: the seed of the last seal is worked out anew.
fn drawn_by(manifest: &PackManifest, seals: &[(String, SignedSeal)]) -> SampleProof {
    let Sampled { seed, drawn, asked_for, given_by } = manifest.sample.clone();
    let of_seal = seed_of(seals.last().map_or("", |(_, seal)| seal.sha256.as_str()), &manifest.month);
    let given_by = (seed != of_seal).then(|| given_by.unwrap_or_default());
    SampleProof { drawn, asked_for, seed, given_by }
}

fn at_most(asked: i64) -> usize {
    usize::try_from(asked).unwrap_or_default().min(100_000)
}

/// The manifest, if it can be read at all; told of when nobody with the key in it signed it.
fn signed(
    pack: &mut Pack,
    findings: &mut Findings,
    files: &mut Vec<VerifiedFile>,
) -> Result<Option<PackManifest>> {
    let text = pack.small(NAME)?.unwrap_or_default();
    let manifest = match PackManifest::read(&text) {
        Ok(manifest) => manifest,
        Err(what) => {
            findings.add(NAME, what);
            files.push(VerifiedFile { name: NAME.into(), rows: 0, sound: false });
            return Ok(None);
        }
    };
    let before = findings.total;
    let signature = pack.small(SIGNATURE)?.unwrap_or_default();
    let signature = line(&signature);
    let as_written = !signature.contains(|c: char| c.is_ascii_uppercase());
    if !as_written || !signed_by(&manifest.key, text.as_bytes(), signature) {
        findings.add(SIGNATURE, "it does not fit the manifest: one of them was edited");
    }
    if pack.small(PUBLIC_KEY)?.is_none_or(|key| line(&key) != manifest.key) {
        findings.add(PUBLIC_KEY, "it is not the key in the manifest");
    }
    let (rows, sound) = (manifest.files.len() as i64, findings.total == before);
    files.push(VerifiedFile { name: NAME.into(), rows, sound });
    Ok(Some(manifest))
}

/// The only line of a file, without its end.
fn line(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or(text)
}

/// Seals, each by itself, signed with the key of `whose`, and each after the one before.
pub(super) fn in_a_row(seals: &[(String, SignedSeal)], key: &str, whose: &str, findings: &mut Findings) {
    for (name, seal) in seals {
        if let Some(fault) = seal.fault() {
            findings.add(name, fault);
        } else if seal.seal.key != key {
            findings.add(name, format!("it is signed with another key than {whose}"));
        }
    }
    for pair in seals.windows(2) {
        let [(_, before), (name, seal)] = pair else { continue };
        if seal.seal.n != before.seal.n.saturating_add(1) || seal.seal.previous != before.sha256 {
            findings.add(name, format!("it does not follow the seal of {}", before.seal.business_on));
        }
        if before.seal.staff.is_some() && seal.seal.staff.is_none() {
            let on = before.seal.business_on;
            findings.add(name, format!("it says nothing of people, as the seal of {on} does"));
        }
    }
}

/// A pack begins with the last seal before its month, by which everything is bound that stood when the month began: one that left
/// the office is not left out, and none that is older takes its place.
fn begins_with_the_seal_before(
    witnesses: &[Witness],
    seals: &[(String, SignedSeal)],
    manifest: &PackManifest,
    findings: &mut Findings,
) {
    let is_before = |on: Day| on.to_string().get(..7).is_some_and(|month| month < manifest.month.as_str());
    let own = seals.iter().filter(|(_, sealed)| is_before(sealed.seal.business_on));
    let own = own.map(|(_, sealed)| sealed.seal.n).max();
    let sound = witnesses.iter().filter(|witness| witness.fault(&manifest.key).is_none());
    let last = sound.filter(|witness| is_before(witness.on())).max_by_key(|witness| witness.stub.n);
    if let Some(witness) = last.filter(|witness| own.is_none_or(|n| n < witness.stub.n)) {
        let name = format!("seals/daily-{}{SEAL}", witness.on());
        findings.add(&name, format!("it is missing, though it left the office ({})", witness.name));
    }
}

/// What the witnesses say of the pack's seals and of its log.
fn testified(
    witnesses: &[Witness],
    seals: &[(String, SignedSeal)],
    manifest: &PackManifest,
    heads: &mut Heads,
    findings: &mut Findings,
) {
    for witness in witnesses {
        if let Some(fault) = witness.fault(&manifest.key) {
            findings.add(&witness.name, fault);
            continue;
        }
        if let Some(whole) = &witness.whole {
            heads.of_witness(witness, &whole.seal);
        }
        let same_n = seals.iter().find(|(_, seal)| seal.seal.n == witness.stub.n);
        let same_day = seals.iter().find(|(_, seal)| seal.seal.business_on == witness.on());
        match same_n.or(same_day) {
            Some((name, seal)) if seal.sha256 != witness.stub.sha256 => {
                findings.add(
                    name,
                    format!(
                        "it is not the seal that left the office ({}): what it seals was written anew",
                        witness.name
                    ),
                );
            }
            Some(_) => {}
            None => unsealed(witness, seals, manifest, findings),
        }
    }
}

/// A witness whose seal is not in the pack: it may lie before or after it, or the pack lacks it.
fn unsealed(
    witness: &Witness,
    seals: &[(String, SignedSeal)],
    manifest: &PackManifest,
    findings: &mut Findings,
) {
    let n = witness.stub.n;
    if let Some((name, first)) = seals.first()
        && n.saturating_add(1) == first.seal.n
        && first.seal.previous != witness.stub.sha256
    {
        findings.add(name, format!("it does not follow the seal that left the office ({})", witness.name));
    }
    if let (Some((name, last)), Some(whole)) = (seals.last(), &witness.whole)
        && n == last.seal.n.saturating_add(1)
        && whole.seal.previous != last.sha256
    {
        findings.add(name, format!("the seal that left the office ({}) does not follow it", witness.name));
    }
    if manifest.covers(witness.on()) {
        let name = format!("seals/daily-{}{SEAL}", witness.on());
        findings.add(&name, format!("it is missing, though it left the office ({})", witness.name));
    }
}

/// Reads one list of the pack back, and holds it against the manifest.
fn listed(
    pack: &mut Pack,
    manifest: &PackManifest,
    name: &str,
    heard: bool,
    (papers, sums): (&mut Papers, &mut Sums),
    heads: &mut Heads,
    findings: &mut Findings,
) -> Result<Option<ReadBack>> {
    let entry = manifest.files.iter().find(|e| e.name == name);
    if entry.is_none() {
        findings.add(NAME, format!("{name} is not in it"));
    }
    if pack.zip.index_for_name(name).is_none() {
        findings.add(name, "the file is missing");
        return Ok(None);
    }
    let before = findings.total;
    let hashed = Rc::new(RefCell::new(Hashing::new(std::io::sink())));
    let path = pack.path.clone();
    let mut inside = Inside { pack, name, hashed: hashed.clone() };
    let mut hears = |list: List, row: i64, fields: &[String], findings: &mut Findings| {
        if heard {
            let padded = as_today(list, fields);
            let (list, fields) =
                padded.as_ref().map_or((list, fields), |(list, fields)| (*list, &fields[..]));
            papers.hear(list, row, fields, findings);
            sums.hear(list, fields, findings);
            if list == AUDIT_LOG {
                heads.hear(fields);
            }
        }
    };
    let back = match read_from(&mut inside, name, &path, findings, &mut hears) {
        Ok(back) => back,
        Err(Error::Refused(Refusal::NotVerifiable(why) | Refusal::File { problem: why, .. })) => {
            findings.add(name, why);
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let as_today =
        if back.list.name == OVERRIDES.name { manifest.tells_overrides() } else { manifest.has_fund() };
    if FORMER.iter().any(|list| list.name == back.list.name) && FORMER.contains(&back.list) == as_today {
        findings.add(name, "its columns are not those of the pack's format");
    }
    let Some(entry) = entry else { return Ok(Some(back)) };
    if entry.rows != back.rows {
        findings.add(name, format!("the manifest says {} rows, there are {}", entry.rows, back.rows));
    }
    let (bytes, sha256, _) = hashed.replace(Hashing::new(std::io::sink())).done();
    if findings.total == before && (bytes, &sha256) != (entry.bytes, &entry.sha256) {
        findings.add(name, "it is not the file that the manifest was signed for");
    }
    Ok(Some(back))
}

/// The chains of the log, and those that have no row in the month, as the manifest says where they stand.
fn with_idle(chains: &[ChainEnds], manifest: &PackManifest) -> Vec<ChainEnds> {
    let idle = manifest.chains.iter().filter(|link| link.is_idle()).map(|link| ChainEnds {
        counter: link.counter.clone(),
        first_seq: link.first_seq,
        first_prev: link.first_prev.clone(),
        last_seq: link.last_seq,
        last_hash: link.last_hash.clone(),
    });
    chains.iter().cloned().chain(idle).collect()
}

/// The chains begin and end where the manifest says.
fn begin_and_end(manifest: &PackManifest, chains: &[ChainEnds], findings: &mut Findings) {
    let name = "chain/audit-log.json";
    for link in manifest.chains.iter().filter(|link| !link.is_idle()) {
        let same = chains.iter().any(|c| {
            c.counter == link.counter
                && (c.first_seq, &c.first_prev, c.last_seq, &c.last_hash)
                    == (link.first_seq, &link.first_prev, link.last_seq, &link.last_hash)
        });
        if !same {
            findings
                .add(name, format!("the chain of counter {} is not the one in the manifest", link.counter));
        }
    }
    for chain in chains {
        if !manifest.chains.iter().any(|link| link.counter == chain.counter && !link.is_idle()) {
            findings.add(name, format!("the chain of counter {} is not in the manifest", chain.counter));
        }
    }
}

/// The files that are no lists, and files that nobody put there with the pack.
fn others(
    pack: &mut Pack,
    manifest: &PackManifest,
    files: &mut Vec<VerifiedFile>,
    sums: &mut Sums,
    findings: &mut Findings,
) -> Result<()> {
    let mut read: BTreeSet<String> = files.iter().map(|file| file.name.clone()).collect();
    read.extend([SIGNATURE.to_owned(), PUBLIC_KEY.to_owned()]);
    for entry in manifest.files.iter().filter(|e| !read.contains(&e.name)) {
        let before = findings.total;
        findings.go_on()?;
        whole(pack, entry, findings)?;
        if entry.name.starts_with("z-reports/") && entry.name.ends_with(".json") {
            sums.printed(&entry.name, &pack.small(&entry.name)?.unwrap_or_default(), findings);
        }
        files.push(VerifiedFile { name: entry.name.clone(), rows: 0, sound: findings.total == before });
    }
    let known: BTreeSet<&str> = manifest.files.iter().map(|e| e.name.as_str()).collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for name in pack.names() {
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            findings.add(&name, "this file is in the pack twice");
        } else if !known.contains(name.as_str()) && ![NAME, SIGNATURE, PUBLIC_KEY].contains(&name.as_str()) {
            findings.add(&name, "this file is not part of the pack");
        }
    }
    if pack.zip.has_duplicate_names() {
        findings.add(NAME, "the pack has two files of one name");
    }
    Ok(())
}

fn whole(pack: &mut Pack, entry: &Entry, findings: &mut Findings) -> Result<()> {
    let Ok(mut file) = pack.zip.by_name(&entry.name) else {
        findings.add(&entry.name, "the file is missing");
        return Ok(());
    };
    let mut hashing = Hashing::new(std::io::sink());
    // A little more than it should be tells as much as all of it.
    let most = u64::try_from(entry.bytes).unwrap_or_default() + 1;
    if let Err(problem) = std::io::copy(&mut (&mut file).take(most), &mut hashing) {
        findings.add(&entry.name, problem);
        return Ok(());
    }
    let (bytes, sha256, _) = hashing.done();
    if (bytes, &sha256) != (entry.bytes, &entry.sha256) {
        findings.add(&entry.name, "it is not the file that the manifest was signed for");
    }
    Ok(())
}

/// Reads the log of a pack row by row, for whoever holds it against something.
pub(super) fn log_rows(
    pack: &mut Pack,
    findings: &mut Findings,
    take: &mut dyn FnMut(&[String], &mut Findings),
) -> Result<()> {
    rows_of(pack, "chain/audit-log.json", findings, take)
}

/// The rows of one of a pack's lists, whose form was looked at before.
pub(super) fn rows_of(
    pack: &mut Pack,
    name: &str,
    findings: &mut Findings,
    take: &mut dyn FnMut(&[String], &mut Findings),
) -> Result<()> {
    let path = pack.path.clone();
    let hashed = Rc::new(RefCell::new(Hashing::new(std::io::sink())));
    let mut inside = Inside { pack, name, hashed };
    let mut told = Findings { left: findings.left.clone(), ..Findings::default() };
    let mut hears = |_: List, _: i64, fields: &[String], _: &mut Findings| take(fields, findings);
    match read_from(&mut inside, name, &path, &mut told, &mut hears) {
        Err(Error::Refused(left @ Refusal::Leaving)) => Err(left.into()),
        // What is wrong with the rows by themselves was told before.
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The chains of a log by their counters.
pub(super) type ByCounter<T> = BTreeMap<String, T>;
