//! What the readings of later bills have made of a bill that was on an estimate, as their papers say it.

use anyhow::Context;
use foil_domain::documents::{BillDoc, BillDocLine, Wording};
use foil_domain::ids::BillId;
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::bills::{self, BillRow};
use foil_store::Tx;

/// Later bills that are looked through for one that made an estimate good; as many as one reading makes good.
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

/// The standing bills that made a bill's estimate good, newest first.
pub(super) fn made_good_by(tx: &Tx<'_>, bill: &BillRow) -> Result<Vec<MadeGood>> {
    let mut all = Vec::new();
    for later in bills::later(tx, bill.account_id, bill.period_to_on, MOST_LATER)? {
        let text = bills::document(tx, later.id)?;
        if text.is_empty() {
            continue;
        }
        let doc: BillDoc = serde_json::from_str(&text).context("reading the paper of a bill")?;
        if !doc.paper.as_ref().is_some_and(|paper| paper.made_good.contains(&bill.number)) {
            continue;
        }
        let sum = |is: fn(&BillDocLine, &str) -> bool| {
            let lines = doc.lines.iter().filter(|line| is(line, &bill.number));
            Money::sum(lines.map(|line| line.amount)).ok_or(Refusal::TooMuch)
        };
        let (more, kept) = (sum(says_more)?, sum(says_kept)?);
        all.push(MadeGood { id: later.id, number: later.number, issued_on: doc.issued_on, more, kept });
    }
    Ok(all)
}

fn says_more(line: &BillDocLine, number: &str) -> bool {
    match &line.wording {
        Some(wording) => matches!(wording, Wording::OnEstimate { bill, .. } if bill == number),
        // A paper from before lines were worded by codes.
        None => line.label.starts_with(&format!("Bill {number} was on an estimate of ")),
    }
}

fn says_kept(line: &BillDocLine, number: &str) -> bool {
    matches!(&line.wording, Some(Wording::WrittenOff { bill }) if bill == number)
}

/// Whether one of the bills that made an estimate good has counted a debit note on it: it is younger than the note.
pub(super) fn counted(by: &[MadeGood], note: BillId) -> bool {
    by.iter().any(|by| by.id > note)
}
