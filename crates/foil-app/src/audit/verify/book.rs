//! A pack against the book that it is said to be of: which row is not the same any more.

use super::super::pack::manifest::PackManifest;
use super::pack::papers::is_of_its_making;
use super::pack::{Pack, log_rows};
use super::witness::Witness;
use super::{Findings, did};
use crate::office::chains;
use foil_domain::audit::seal::SignedSeal;
use foil_domain::audit::{ChainCheck, GENESIS};
use foil_domain::refusal::Result;
use foil_domain::time::Day;
use foil_store::{Book, Tx};
use serde_json::Value;

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
    book.read(|tx| {
        key(tx, manifest, findings)?;
        sealed(tx, seals, witnesses, findings)?;
        whole_chains(tx, findings)?;
        rows(tx, pack, findings)?;
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

fn whole_chains(tx: &Tx<'_>, findings: &mut Findings) -> Result<()> {
    for counter in chains(tx)? {
        let mut check = ChainCheck::whole();
        let mut prev = GENESIS.to_owned();
        foil_store::audit::each(tx, counter.id, i64::MIN, i64::MAX, |stored| {
            let row = stored.linked(&counter.code, &prev);
            if let Some(broken) = check.take(&row) {
                findings.add("the book", broken);
            }
            prev = row.hash;
            Ok(true)
        })?;
    }
    Ok(())
}

/// The pack's rows in the book; of each counter the first that is another one is named.
fn rows(tx: &Tx<'_>, pack: &mut Pack, findings: &mut Findings) -> Result<()> {
    let all = chains(tx)?;
    let mut told: Vec<String> = Vec::new();
    let mut failed = None;
    log_rows(pack, findings, &mut |fields, findings| {
        let (counter, Ok(seq)) = (&fields[0], fields[1].parse::<i64>()) else { return };
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
    failed.map_or(Ok(()), Err)
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
    foil_store::figures::each_change(tx, first, last, |row| {
        let changes: Value = serde_json::from_str(&row.changes).unwrap_or(Value::Null);
        let did = did(&changes);
        let number = did["receipt"].as_str();
        let paid = did["paid_minor"].as_i64();
        if number != Some(row.number.as_str()) || paid.is_some_and(|paid| paid != row.paid.minor()) {
            findings.add(
                "the book",
                format!("receipt {} is not the one that its row of the log says", row.number),
            );
        }
        Ok(true)
    })
}
