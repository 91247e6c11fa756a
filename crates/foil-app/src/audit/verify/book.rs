//! A pack against the book that it is said to be of: which row is not the same any more.

use super::super::bound::{
    CASH_MOVE, CASH_MOVED, CHEQUE, CHEQUE_STEP, CLAIMS, DAY_PAPER, DOCUMENT_SHA256, DRAWER_OPENED, RECEIPT,
    ROW_SHA256, RowsMade, SET_OFFS, TAKEN_UP, paper_hash, row_of, sha256_of,
};
use super::super::list_file::sha256;
use super::super::lists::Period;
use super::super::pack::manifest::PackManifest;
use super::super::pack::{RETIRED, each_defaulter, people_of, unlike_the_log};
use super::pack::papers::{is_of_its_making, told};
use super::pack::{Pack, log_rows, rows_of};
use super::witness::Witness;
use super::{Findings, MOST_FINDINGS, did};
use crate::office::chains;
use anyhow::Context;
use foil_domain::audit::seal::SignedSeal;
use foil_domain::audit::{ChainCheck, GENESIS};
use foil_domain::ids::BillId;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant, Month};
use foil_store::{Book, Tx};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Holds a pack and its witnesses against a book: its key, its seals, every chain from its first row, every row of
/// the pack's log, and every paper against the log.
pub(super) fn hold(
    book: &Book,
    pack: &mut Pack,
    manifest: &PackManifest,
    seals: &[(String, SignedSeal)],
    witnesses: &[Witness],
    findings: &mut Findings,
) -> Result<()> {
    book.look(|tx| {
        key(tx, manifest, findings)?;
        sealed(tx, seals, witnesses, findings)?;
        let mut said = whole_chains(tx, findings)?;
        requests(tx, &said, findings)?;
        claims(tx, &mut said, findings)?;
        set_offs(tx, &mut said, findings)?;
        taken_up(tx, &mut said, findings)?;
        owed(tx, findings)?;
        safe(tx, &said, findings)?;
        cheques(tx, std::mem::take(&mut said.cheques), said.cheques_from, findings)?;
        moved_cash(tx, said, findings)?;
        let heard = rows(tx, pack, findings)?;
        people(tx, pack, manifest, &heard, findings)?;
        defaulters(tx, pack, manifest, findings)?;
        papers(tx, findings)
    })
}

fn key(tx: &Tx<'_>, manifest: &PackManifest, findings: &mut Findings) -> Result<()> {
    let key = foil_store::seals::office_key(tx)?.map(|key| key.public());
    if key.as_ref() != Some(&manifest.key) {
        findings.add("the book", "its office has another key than the one that signed the pack");
    }
    Ok(())
}

/// The book's own seals against those of the pack and of the witnesses, and the heads of each against its chains.
fn sealed(
    tx: &Tx<'_>,
    seals: &[(String, SignedSeal)],
    witnesses: &[Witness],
    findings: &mut Findings,
) -> Result<()> {
    let inside = seals.iter().map(|(name, seal)| (name, seal.stub(), Some(seal)));
    let outside = witnesses.iter().map(|w| (&w.name, w.stub.clone(), w.whole.as_ref()));
    for (name, stub, whole) in inside.chain(outside) {
        let kept = foil_store::seals::of_day(tx, stub.business_on)?;
        if kept.is_none_or(|kept| kept.sha256 != stub.sha256) {
            findings.add("the book", format!("its seal of {} is not {name}", stub.business_on));
        }
        for head in whole.iter().flat_map(|seal| &seal.seal.heads) {
            let counter = chains(tx)?.into_iter().find(|c| c.code == head.counter);
            let hash = match counter {
                Some(counter) => foil_store::audit::hash_of(tx, counter.id, head.seq)?,
                None => None,
            };
            if hash.as_ref() != Some(&head.hash) {
                let what = if hash.is_none() { "is gone" } else { "is not the one" };
                findings.add(
                    "the book",
                    format!(
                        "counter {}: row {} {what} that {name} sealed on {}",
                        head.counter, head.seq, stub.business_on
                    ),
                );
            }
        }
    }
    Ok(())
}

/// A moment after all others: what has become of everything.
const LAST: Instant = Instant::from_millis(i64::MAX);

/// What the chains say, for what has to be walked from the book to the log as well.
#[derive(Default)]
struct Said {
    /// Requests that were asked for with the hash of their row, and how each was decided last.
    asked: BTreeSet<String>,
    decided: BTreeMap<String, String>,
    /// Counts of the safe whose difference is explained.
    explained: BTreeSet<String>,
    /// Shifts whose movements of cash are said, and the hashes of these.
    drawers: BTreeSet<String>,
    /// How each cheque was said last: which step, the hash of its row, and the receipt.
    cheques: BTreeMap<i64, (i64, String, String)>,
    /// The first day on which an act said of a cheque: from then on each says so.
    cheques_from: Option<Day>,
    moves: BTreeMap<String, i64>,
    /// The claims of each act, what its bills set off, and what they have taken up.
    claims: Vec<OfAnAct>,
    set_offs: Vec<OfAnAct>,
    taken_up: Vec<OfAnAct>,
}

impl Said {
    fn hear(&mut self, (kind, number): (&str, &str), paper: &Value) {
        let text = |name: &str| paper[name].as_str().unwrap_or_default().to_owned();
        match kind {
            "approval" => {
                self.asked.insert(number.to_owned());
            }
            "decision" => {
                self.decided.insert(number.to_owned(), text("state"));
            }
            "safe_explained" => {
                self.explained.insert(number.to_owned());
            }
            CHEQUE_STEP => {
                let (id, n) = (number.parse().unwrap_or_default(), paper["n"].as_i64().unwrap_or_default());
                // Chains are read counter by counter, so the last step may be heard first.
                if self.cheques.get(&id).is_none_or(|(before, ..)| *before <= n) {
                    self.cheques.insert(id, (n, text(ROW_SHA256), text("of")));
                }
            }
            CASH_MOVED => *self.moves.entry(text(ROW_SHA256)).or_default() += 1,
            _ => {}
        }
    }
}

fn whole_chains(tx: &Tx<'_>, findings: &mut Findings) -> Result<Said> {
    let mut said = Said::default();
    let office = foil_store::office::find(tx)?;
    let registers = Period::of(tx, &office, office.business_on, office.business_on)?;
    for counter in chains(tx)? {
        let mut check = ChainCheck::whole();
        let mut prev = GENESIS.to_owned();
        foil_store::audit::each(tx, counter.id, i64::MIN, i64::MAX, |stored| {
            let row = stored.linked(&counter.code, &prev);
            if let Some(broken) = check.take(&row) {
                findings.add("the book", broken);
            }
            bound_papers(&registers, &row.changes, &mut said, findings)?;
            if row.changes.contains(CHEQUE_SAID) {
                said.cheques_from = said.cheques_from.into_iter().chain([row.business_on]).min();
            }
            prev = row.hash;
            Ok(true)
        })?;
    }
    Ok(said)
}

/// Requests that were decided without a row of the log: the other way round, from the log to the request, is
/// [`bound_papers`]'s.
fn requests(tx: &Tx<'_>, said: &Said, findings: &mut Findings) -> Result<()> {
    let (Ok(first), Ok(last)) = (Day::parse("1900-01-01"), Day::parse("9999-12-31")) else { return Ok(()) };
    foil_store::money_control::each_approval(tx, (first, last), LAST, |q| {
        let id = q.approval.to_string();
        let waits = ["asked", "expired", "second_look"].contains(&q.state.as_str());
        let decided = said.decided.get(&id);
        let as_said = if waits { decided.is_none() } else { decided == Some(&q.state) };
        if said.asked.contains(&id) && !as_said {
            findings.add("the book", format!("request {id} was decided otherwise than the log says"));
        }
        Ok(true)
    })
}

/// Counts of the safe whose difference is explained without a row of the log.
fn safe(tx: &Tx<'_>, said: &Said, findings: &mut Findings) -> Result<()> {
    let (Ok(first), Ok(last)) = (Day::parse("1900-01-01"), Day::parse("9999-12-31")) else { return Ok(()) };
    foil_store::money_control::each_safe(tx, first, last, |count| {
        if !count.reason.is_empty() && !said.explained.contains(&count.number) {
            findings.add("the book", format!("{}: no act in the log says why it differed", count.number));
        }
        Ok(true)
    })
}

/// Cheques that are not where the last act that moved them left them, that nothing in the log has moved, and that are gone.
fn cheques(
    tx: &Tx<'_>,
    mut said: BTreeMap<i64, (i64, String, String)>,
    from: Option<Day>,
    findings: &mut Findings,
) -> Result<()> {
    let (Ok(first), Ok(last)) = (Day::parse("1900-01-01"), Day::parse("9999-12-31")) else { return Ok(()) };
    let office = foil_store::office::find(tx)?;
    let registers = Period::of(tx, &office, office.business_on, office.business_on)?;
    let is_before = |on: &str| Day::parse(on).is_ok_and(|on| from.is_none_or(|from| on <= from));
    foil_store::cheque_steps::each(tx, first, last, |q| {
        let named = format!("cheque {} of {}", q.number, q.receipt);
        let steps = q.steps();
        match said.remove(&q.cheque) {
            Some((_, hash, _)) if hex::encode(CHEQUE.hash(&registers.cheque_row(&q))) == hash => {}
            Some(_) => {
                findings.add("the book", format!("{named} is not the one that its row of the log says"))
            }
            // Those of before are said by no row.
            None if steps.iter().all(|step| step.audit_seq == 0 && is_before(&step.on)) => {}
            None => findings.add("the book", format!("{named}: no act in the log has moved it")),
        }
        Ok(true)
    })?;
    for (id, (.., of)) in said {
        findings.add("the book", format!("cheque {id} of {of} is gone, which the log says was given"));
    }
    Ok(())
}

/// How a row of the log says that it moved a cheque.
const CHEQUE_SAID: &str = "\"paper\":\"cheque\"";

/// How a row of the log says that it made another paper than a receipt.
const OTHERS: [&str; 19] = [
    CHEQUE_SAID,
    "\"paper\":\"day_paper\"",
    "\"paper\":\"slip\"",
    "\"paper\":\"refund\"",
    "\"paper\":\"z_report\"",
    "\"paper\":\"safe_count\"",
    "\"paper\":\"safe_explained\"",
    "\"paper\":\"deposit\"",
    "\"paper\":\"credit_note\"",
    "\"paper\":\"approval\"",
    "\"paper\":\"decision\"",
    "\"paper\":\"outcome\"",
    "\"paper\":\"beside\"",
    "\"paper\":\"slip_taken_back\"",
    "\"paper\":\"cash_move\"",
    "\"paper\":\"drawer\"",
    "\"paper\":\"claims\"",
    "\"paper\":\"set_offs\"",
    "\"paper\":\"taken_up\"",
];

/// The papers of a row of the log whose rows in the registers are not those that it was written for; receipts, of
/// which there are many, are looked at one after the other in [`papers`].
fn bound_papers(
    registers: &Period<'_>,
    changes: &str,
    said: &mut Said,
    findings: &mut Findings,
) -> Result<()> {
    // Most rows made a receipt alone.
    if !OTHERS.iter().any(|paper| changes.contains(paper)) {
        return Ok(());
    }
    let changes: Value = serde_json::from_str(changes).unwrap_or(Value::Null);
    for paper in changes["papers"].as_array().into_iter().flatten() {
        let text = |name: &str| paper[name].as_str().unwrap_or_default();
        let (kind, number) = (text("paper"), text("number"));
        match kind {
            DRAWER_OPENED => {
                said.drawers.insert(number.to_owned());
            }
            CLAIMS => said.claims.push(OfAnAct::said(number, paper, CLAIMS)),
            SET_OFFS => said.set_offs.push(OfAnAct::said(number, paper, SET_OFFS)),
            TAKEN_UP => said.taken_up.push(OfAnAct::said(number, paper, TAKEN_UP)),
            DAY_PAPER => day_paper(registers.tx, number, text(DOCUMENT_SHA256), findings)?,
            _ => {}
        }
        if paper[ROW_SHA256].is_null() {
            continue;
        }
        said.hear((kind, number), paper);
        if kind == CHEQUE_STEP {
            // Its later steps change its row: the last one is looked at in [`cheques`].
            continue;
        }
        let Some((bound, row)) = row_of(registers, kind, number, (registers.to, LAST))? else { continue };
        let other = row.is_none_or(|row| hex::encode(bound.hash(&row)) != text(ROW_SHA256));
        let paper = paper[DOCUMENT_SHA256].as_str();
        if other || paper.is_some() && paper_hash(registers.tx, kind, number)?.as_deref() != paper {
            let kind = kind.replace('_', " ");
            findings.add("the book", format!("{kind} {number} is not the one that its row of the log says"));
        }
    }
    Ok(())
}

/// The paper of a closed day is the one that its act has written.
fn day_paper(tx: &Tx<'_>, on: &str, said: &str, findings: &mut Findings) -> Result<()> {
    let closed = match Day::parse(on) {
        Ok(on) => foil_store::day_closes::find(tx, on)?,
        Err(_) => None,
    };
    let here = closed.map(|day| sha256(day.document.as_bytes()));
    if here.as_deref() != Some(said) {
        findings.add("the book", format!("the paper of {on} is not the one that closed the day"));
    }
    Ok(())
}

/// Rows of a table that an act added, one after the other: the first, how many, and the hash over them. Of a big book there
/// are millions, so it is a few words and no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct OfAnAct {
    first: i64,
    count: i64,
    sha256: [u8; 32],
}

const _: () = assert!(size_of::<OfAnAct>() == 48);

impl OfAnAct {
    fn said(number: &str, paper: &Value, kind: &str) -> OfAnAct {
        let mut sha256 = [0; 32];
        // What is no hash is none that fits.
        let hash = paper[sha256_of(kind)].as_str().unwrap_or_default();
        let _ = hex::decode_to_slice(hash, &mut sha256);
        OfAnAct {
            first: number.parse().unwrap_or_default(),
            count: paper["count"].as_i64().unwrap_or_default(),
            sha256,
        }
    }

    const fn until(&self) -> i64 {
        self.first.saturating_add(self.count)
    }
}

/// Claims that are not those that an act made, from the first on that one said.
fn claims(tx: &Tx<'_>, said: &mut Said, findings: &mut Findings) -> Result<()> {
    let Some(mut walk) = Walk::along(&mut said.claims, "claim") else { return Ok(()) };
    foil_store::bills::each_fixed(tx, BillId(walk.first), |claim| {
        walk.meets(claim.id.0, |made| made.claim(&claim), &claim.number, findings);
        Ok(true)
    })?;
    walk.ended(findings);
    Ok(())
}

/// Credit that was set off otherwise than an act did, from the first on that one said.
fn set_offs(tx: &Tx<'_>, said: &mut Said, findings: &mut Findings) -> Result<()> {
    let Some(mut walk) = Walk::along(&mut said.set_offs, "set-off") else { return Ok(()) };
    foil_store::set_offs::each(tx, walk.first, |row| {
        walk.meets(row.id, |made| made.set_off(&row), &row.id.to_string(), findings);
        Ok(true)
    })?;
    walk.ended(findings);
    Ok(())
}

/// What bills have taken up otherwise than an act wrote it, from the first on that one said.
fn taken_up(tx: &Tx<'_>, said: &mut Said, findings: &mut Findings) -> Result<()> {
    let Some(mut walk) = Walk::along(&mut said.taken_up, "taken-up share") else { return Ok(()) };
    foil_store::taken_up::each(tx, walk.first, |row| {
        walk.meets(row.id, |made| made.taken_up(&row), &row.id.to_string(), findings);
        Ok(true)
    })?;
    walk.ended(findings);
    Ok(())
}

/// A walk along the rows of a table and the acts that added them.
struct Walk<'s> {
    first: i64,
    acts: std::slice::Iter<'s, OfAnAct>,
    what: &'static str,
    /// The act whose rows are met, what they come to, and the last of them.
    open: Option<(OfAnAct, RowsMade, String)>,
}

impl<'s> Walk<'s> {
    /// None where no act has said any.
    fn along(acts: &'s mut [OfAnAct], what: &'static str) -> Option<Walk<'s>> {
        // Chains are read counter by counter.
        acts.sort_unstable();
        let first = acts.first()?.first;
        Some(Walk { first, acts: acts.iter(), what, open: None })
    }

    /// The next row, and how it is hashed.
    fn meets(&mut self, id: i64, hash: impl FnOnce(&mut RowsMade), name: &str, findings: &mut Findings) {
        while self.open.as_ref().is_none_or(|(act, ..)| act.until() <= id) {
            let Some(next) = self.acts.next() else { break };
            if let Some(done) = self.open.replace((*next, RowsMade::default(), String::new())) {
                differs(self.what, &done, findings);
            }
        }
        match self.open.as_mut().filter(|(act, ..)| (act.first..act.until()).contains(&id)) {
            Some((_, made, last)) => {
                hash(made);
                name.clone_into(last);
            }
            None => findings.add("the book", format!("{} {name}: no act in the log has made it", self.what)),
        }
    }

    fn ended(self, findings: &mut Findings) {
        if let Some(done) = self.open {
            differs(self.what, &done, findings);
        }
        for act in self.acts {
            differs(self.what, &(*act, RowsMade::default(), String::new()), findings);
        }
    }
}

/// Tells where the rows of an act are not those that it made.
fn differs(what: &str, (act, made, last): &(OfAnAct, RowsMade, String), findings: &mut Findings) {
    if made.hashed() != Some(act.sha256) {
        let count = act.count;
        let to = if last.is_empty() { String::new() } else { format!(" up to {last}") };
        findings.add("the book", format!("the {count} {what}(s){to} are not those that their act made"));
    }
}

/// What moves honestly, what is left of a claim, is what it claims less what was paid and taken back.
fn owed(tx: &Tx<'_>, findings: &mut Findings) -> Result<()> {
    const HELD: [&str; 7] = [
        "bills",
        "own_bills",
        "cancelled_bills",
        "taken_up",
        "bills_in_journal",
        "accounts",
        "journal_entries",
    ];
    for rule in foil_store::check::RULES.iter().filter(|rule| HELD.contains(&rule.what)) {
        for broken in rule.breaks(tx, MOST_FINDINGS)? {
            findings.add("the book", broken);
        }
    }
    Ok(())
}

/// Movements of cash that no row of the log says, in shifts since each is said.
fn moved_cash(tx: &Tx<'_>, mut said: Said, findings: &mut Findings) -> Result<()> {
    let (Ok(first), Ok(last)) = (Day::parse("1900-01-01"), Day::parse("9999-12-31")) else { return Ok(()) };
    let office = foil_store::office::find(tx)?;
    let registers = Period::of(tx, &office, office.business_on, office.business_on)?;
    let mut is_said = |m: foil_store::money_control::CashRow| {
        let row = registers.cash_row(m);
        let (kind, amount, shift) = (&row[0], &row[7], &row[5]);
        let left = said.moves.entry(hex::encode(CASH_MOVE.hash(&row))).or_default();
        *left -= 1;
        // What is of no shift was brought to the safe: each such act says so.
        if *left < 0 && (shift.is_empty() || said.drawers.contains(shift)) {
            let shift = if shift.is_empty() { String::new() } else { format!(" in shift {shift}") };
            findings.add("the book", format!("{kind} of {amount}{shift}: no act in the log has moved it"));
        }
        Ok(true)
    };
    foil_store::money_control::each_cash(tx, first, last, &mut is_said)?;
    foil_store::money_control::each_brought(tx, first, last, &mut is_said)
}

/// Who everybody is: people of the book are what the log says last, and the pack's register is what the book has of its month.
fn people(
    tx: &Tx<'_>,
    pack: &mut Pack,
    manifest: &PackManifest,
    heard: &BTreeSet<String>,
    findings: &mut Findings,
) -> Result<()> {
    for what in unlike_the_log(tx)? {
        findings.add("the book", what);
    }
    let Ok(month) = Month::parse(&manifest.month) else { return Ok(()) };
    if !manifest.has_people() {
        return Ok(());
    }
    let office = foil_store::office::find(tx)?;
    let period = Period::of(tx, &office, month.first(), month.last())?;
    let mut of_book: BTreeSet<Vec<String>> = people_of(&period, heard)?.into_iter().collect();
    let file = "registers/people.json";
    rows_of(pack, file, findings, &mut |fields, findings| {
        if !of_book.remove(fields) {
            let who = fields.get(1).map(String::as_str).unwrap_or_default();
            findings.add("the book", format!("{file}: {who} is not what the book has of them"));
        }
    })?;
    let unasked = |row: &[String]| !manifest.lists_retired() && row[4] == RETIRED && row[9] == "0";
    // In a month that was not over somebody may have come since.
    for row in of_book.iter().filter(|row| manifest.closed && !unasked(row)) {
        findings.add("the book", format!("{file}: it lacks {}, whom the book has", row[1]));
    }
    Ok(())
}

/// The defaulter register against what the book works out for the end of the month: no row of the log says who owed what then.
fn defaulters(tx: &Tx<'_>, pack: &mut Pack, manifest: &PackManifest, findings: &mut Findings) -> Result<()> {
    let Ok(month) = Month::parse(&manifest.month) else { return Ok(()) };
    if !manifest.has_defaulters_of_today() {
        return Ok(());
    }
    let office = foil_store::office::find(tx)?;
    let period = Period::of(tx, &office, month.first(), month.last())?;
    // Of each account a few bytes: there may be very many.
    let row = |fields: &[String]| told(&fields.iter().map(String::as_str).collect::<Vec<_>>());
    let mut of_book: BTreeMap<String, u64> = BTreeMap::new();
    each_defaulter(&period, &mut |fields| {
        of_book.insert(fields[0].clone(), row(&fields));
        Ok(())
    })?;
    let file = "registers/defaulters.json";
    rows_of(pack, file, findings, &mut |fields, findings| {
        let account = fields.first().map(String::as_str).unwrap_or_default();
        match of_book.remove(account) {
            Some(known) if known == row(fields) => {}
            Some(_) => findings.add("the book", format!("{file}: {account} owed something else by the book")),
            None => {
                findings.add("the book", format!("{file}: {account} owed nothing then, or is in it twice"))
            }
        }
    })?;
    for account in of_book.keys() {
        findings.add("the book", format!("{file}: it lacks {account}, which owed something then"));
    }
    Ok(())
}

/// The pack's rows in the book; of each counter the first that is another one is named. Gives back who acts in them.
fn rows(tx: &Tx<'_>, pack: &mut Pack, findings: &mut Findings) -> Result<BTreeSet<String>> {
    let mut heard = BTreeSet::new();
    let all = chains(tx)?;
    let mut told: Vec<String> = Vec::new();
    let mut failed = None;
    log_rows(pack, findings, &mut |fields, findings| {
        let (counter, Ok(seq)) = (&fields[0], fields[1].parse::<i64>()) else { return };
        if !heard.contains(&fields[5]) {
            heard.insert(fields[5].clone());
        }
        if told.contains(counter) || failed.is_some() {
            return;
        }
        let found = match all.iter().find(|c| c.code == *counter) {
            Some(chain) => foil_store::audit::hash_of(tx, chain.id, seq),
            None => Ok(None),
        };
        match found {
            Ok(Some(hash)) if hash == fields[10] => {}
            Ok(found) => {
                let what = if found.is_some() { "is another one than in the pack" } else { "is gone" };
                findings.add("the book", format!("counter {counter}: row {seq} {what}"));
                told.push(counter.clone());
            }
            Err(error) => failed = Some(error),
        }
    })?;
    failed.map_or(Ok(heard), Err)
}

/// Every receipt, slip, Z report, voucher and deposit of the book against its row of the log.
fn papers(tx: &Tx<'_>, findings: &mut Findings) -> Result<()> {
    let (first, last) = (Day::parse("1900-01-01"), Day::parse("9999-12-31"));
    let (Ok(first), Ok(last)) = (first, last) else { return Ok(()) };
    foil_store::figures::each_made(tx, first, last, |row| {
        let paper = (row.paper.as_str(), row.number.as_str(), row.amount.minor());
        if !is_of_its_making((&row.act, &row.changes), paper) {
            let (paper, number) = (row.paper.replace('_', " "), row.number);
            findings.add("the book", format!("{paper} {number} is not the one that its row of the log says"));
        }
        Ok(true)
    })?;
    let office = foil_store::office::find(tx)?;
    let registers = Period::of(tx, &office, office.business_on, office.business_on)?;
    foil_store::figures::each_transaction_said(tx, first, last, |row| {
        let changes: Value = serde_json::from_str(&row.changes).unwrap_or(Value::Null);
        let did = did(&changes);
        let number = row.number.clone();
        let paid = did["paid_minor"].as_i64();
        let said = receipt_hash(&changes, &number);
        let same = match said {
            Some((said, paper)) => {
                let paper_is_same = paper.is_none_or(|said| sha256(row.document.as_bytes()) == said);
                let doc = serde_json::from_str(&row.document).context("reading a stored receipt")?;
                paper_is_same && hex::encode(RECEIPT.hash(&registers.transaction_row(row, &doc))) == said
            }
            None => {
                did["receipt"].as_str() == Some(&number) && paid.is_none_or(|paid| paid == row.paid.minor())
            }
        };
        if !same {
            findings.add("the book", format!("receipt {number} is not the one that its row of the log says"));
        }
        Ok(true)
    })
}

/// What the row of the log that made a receipt says of its row in the register and of its paper; nothing in rows from before
/// it did.
fn receipt_hash<'c>(changes: &'c Value, number: &str) -> Option<(&'c str, Option<&'c str>)> {
    let mut papers = changes["papers"].as_array()?.iter();
    let own = papers.find(|paper| paper["paper"] == RECEIPT.paper && paper["number"] == number)?;
    Some((own[ROW_SHA256].as_str()?, own[DOCUMENT_SHA256].as_str()))
}
