//! What the readings of later bills have made of a bill that was on an estimate, as their papers say it.

use anyhow::{Context, anyhow};
use foil_domain::billing::ClaimKind;
use foil_domain::billing::correction::Given;
use foil_domain::billing::taken_up::told;
use foil_domain::documents::BillDoc;
use foil_domain::ids::BillId;
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::bills::{self, BillRow};
use foil_store::{Tx, corrections};

/// The bills after an estimate that are looked through for one that made it good; as many as one reading makes good.
const MOST_LATER: i64 = 24;

/// A standing bill that made an estimate good.
#[derive(Debug)]
pub(super) struct MadeGood {
    /// Its id.
    pub id: BillId,
    /// Its number.
    pub number: String,
    /// The day of its issue.
    pub issued_on: Day,
    /// What it says that the estimate was too low; below zero, too high.
    pub more: Money,
    /// What of that it kept back, as it was written off and never paid.
    pub kept: Money,
}

impl MadeGood {
    /// What the paper of a bill says of an estimate.
    fn said(doc: &BillDoc, (id, number): (BillId, String), estimate: &str) -> Result<MadeGood> {
        let (more, kept) = told(doc, estimate)?;
        Ok(MadeGood { id, number, issued_on: doc.issued_on, more, kept })
    }

    /// What it gave back; below zero where it charged more.
    fn gave(&self) -> Result<Money> {
        Ok(Money::ZERO.minus(self.more).and_then(|gave| gave.minus(self.kept)).ok_or(Refusal::TooMuch)?)
    }
}

/// The standing bills that made a bill's estimate good, newest first.
pub(super) fn made_good_by(tx: &Tx<'_>, bill: &BillRow) -> Result<Vec<MadeGood>> {
    let mut all = Vec::new();
    for later in bills::following(tx, bill.account_id, bill.period_to_on, MOST_LATER)? {
        let Some(doc) = paper_of(tx, later.id)? else { continue };
        if !doc.paper.as_ref().is_some_and(|paper| paper.made_good.contains(&bill.number)) {
            continue;
        }
        all.push(MadeGood::said(&doc, (later.id, later.number), &bill.number)?);
    }
    all.reverse();
    Ok(all)
}

/// The numbers of the bills whose estimates a bill made good, as its paper says.
pub(super) fn estimates_of(tx: &Tx<'_>, by: &BillRow) -> Result<Vec<String>> {
    if by.kind != ClaimKind::Bill {
        return Ok(Vec::new());
    }
    let paper = paper_of(tx, by.id)?.and_then(|doc| doc.paper);
    Ok(paper.map_or_else(Vec::new, |paper| paper.made_good))
}

/// What stands on a bill's paper; none of a bill from elsewhere.
fn paper_of(tx: &Tx<'_>, bill: BillId) -> Result<Option<BillDoc>> {
    let text = bills::document(tx, bill)?;
    if text.is_empty() {
        return Ok(None);
    }
    Ok(Some(serde_json::from_str(&text).context("reading the paper of a bill")?))
}

/// What of a claim is not there to be credited any more, for the readings of later bills have given it back.
///
/// A bill on an estimate and the debit notes that a reading counted with it are one: so much of the true use as they claim
/// together may be credited, of whichever of them.
pub(super) fn given_of(tx: &Tx<'_>, claim: &BillRow) -> Result<Option<Given>> {
    let bill = match claim.kind {
        ClaimKind::Bill => claim.clone(),
        ClaimKind::DebitNote => {
            let parent = claim.parent_id.map(|id| bills::find(tx, id)).transpose()?.flatten();
            let Some(parent) = parent else { return Ok(None) };
            parent
        }
        ClaimKind::Surcharge | ClaimKind::Charge => return Ok(None),
    };
    let by = made_good_by(tx, &bill)?;
    let Some(newest) = by.first() else { return Ok(None) };
    if claim.kind == ClaimKind::DebitNote && !counted(&by, claim.id) {
        return Ok(None);
    }
    let gave = by.iter().map(MadeGood::gave).collect::<Result<Vec<_>>>()?;
    let gave = Money::sum(gave).ok_or(Refusal::TooMuch)?;
    let mut together = claimed(tx, &bill)?;
    for note in bills::hanging_on(tx, bill.id)? {
        if note.kind == ClaimKind::DebitNote && counted(&by, note.id) {
            together = together.plus(claimed(tx, &note)?).ok_or(Refusal::TooMuch)?;
        }
    }
    let left = together.minus(gave.max(Money::ZERO)).ok_or(Refusal::TooMuch)?.max(Money::ZERO);
    let amount = claimed(tx, claim)?.minus(left).ok_or(Refusal::TooMuch)?;
    Ok(amount.is_positive().then(|| Given { by: newest.number.clone(), amount }))
}

/// What the bills that made an estimate good after a dispute of it was opened have given back of it, with the number of the
/// newest: those that are younger than the newest bill then. Of a dispute that does not know that one, those of its day and
/// later. A bill that was made anew since gives what it says beside the one whose place it took.
pub(super) fn given_since(
    tx: &Tx<'_>,
    bill: &BillRow,
    (on, newest): (Day, Option<BillId>),
) -> Result<Option<Given>> {
    let by = made_good_by(tx, bill)?;
    let since = |by: &MadeGood| newest.map_or(by.issued_on >= on, |newest| by.id > newest);
    let by: Vec<&MadeGood> = by.iter().filter(|by| since(by)).collect();
    let mut amount = Money::ZERO;
    for later in &by {
        let before = match newest {
            Some(newest) => replaced(tx, later.id, newest)?,
            None => None,
        };
        let gave_before = before.map_or(Ok(Money::ZERO), |before| said_of(tx, before, &bill.number));
        let gave = later.gave()?.minus(gave_before?).and_then(|gave| amount.plus(gave));
        amount = gave.ok_or(Refusal::TooMuch)?;
    }
    let newest = by.first().filter(|_| amount.is_positive());
    Ok(newest.map(|newest| Given { by: newest.number.clone(), amount }))
}

/// How often a bill that was made anew is followed back at most.
const MOST_ANEW: usize = 100;

/// The bill up to another in whose place one was made anew, once or time and again.
fn replaced(tx: &Tx<'_>, id: BillId, upto: BillId) -> Result<Option<BillRow>> {
    let mut at = id;
    for _ in 0..MOST_ANEW {
        let row = bills::find(tx, at)?.ok_or_else(|| anyhow!("bill {at} is gone"))?;
        match row.parent_id {
            _ if row.id <= upto => return Ok(Some(row)),
            Some(before) => at = before,
            None => return Ok(None),
        }
    }
    Ok(None)
}

/// What a bill that may be cancelled by now gave of an estimate, as its paper says.
fn said_of(tx: &Tx<'_>, by: BillRow, estimate: &str) -> Result<Money> {
    match paper_of(tx, by.id)? {
        Some(doc) => MadeGood::said(&doc, (by.id, by.number), estimate)?.gave(),
        None => Ok(Money::ZERO),
    }
}

/// Whether one of the bills that made an estimate good has counted a debit note on it: it is younger than the note.
pub(super) fn counted(by: &[MadeGood], note: BillId) -> bool {
    by.iter().any(|by| by.id > note)
}

/// Of which claims it is that an estimate was so much too high: of the bill, as far as that claims so much, and then of the
/// debit notes on it, which the reading has counted with it.
pub(super) fn never_owed(tx: &Tx<'_>, estimate: BillId, too_high: Money) -> Result<Vec<(BillId, Money)>> {
    let bill = bills::find(tx, estimate)?.ok_or_else(|| anyhow!("bill {estimate} is gone"))?;
    let own = too_high.min(claimed(tx, &bill)?.max(Money::ZERO));
    let mut rest = too_high.minus(own).ok_or(Refusal::TooMuch)?;
    let mut of = vec![(estimate, own)];
    if rest.is_positive() {
        for note in bills::hanging_on(tx, estimate)? {
            let amount = rest.min(claimed(tx, &note)?);
            if note.kind == ClaimKind::DebitNote && amount.is_positive() {
                rest = rest.minus(amount).ok_or(Refusal::TooMuch)?;
                of.push((note.id, amount));
            }
        }
        of[0].1 = own.plus(rest).ok_or(Refusal::TooMuch)?;
    }
    Ok(of)
}

fn claimed(tx: &Tx<'_>, claim: &BillRow) -> Result<Money> {
    if claim.cancelled {
        return Ok(Money::ZERO);
    }
    Ok(claim.total_minor.minus(corrections::taken(tx, claim.id)?.amount).ok_or(Refusal::TooMuch)?)
}
