//! What hangs on a claim that is to be taken back: bills of later periods, debit notes, and what made an estimate
//! good. While one of them stands that would be wrong without the claim, the claim stands too.

use anyhow::Context;
use foil_domain::billing::ClaimKind;
use foil_domain::documents::BillDoc;
use foil_domain::refusal::{Refusal, Result};
use foil_store::Tx;
use foil_store::bills::{self, BillRow};

/// Later bills that are looked through for one that made an estimate good; as many as one reading makes good.
const MOST_LATER: i64 = 24;

/// Refuses to take back a period's bill while a bill of a later period of its account stands.
///
/// Bills go on from where the newest standing one ended. A period in the middle that is taken back alone could
/// never be billed again, so the newest goes first. A bill that was made elsewhere is no part of that chain.
pub(super) fn newest_first(tx: &Tx<'_>, bill: &BillRow) -> Result<()> {
    if bill.kind != ClaimKind::Bill || bills::document(tx, bill.id)?.is_empty() {
        return Ok(());
    }
    match bills::later(tx, bill.account_id, bill.period_to_on, 1)?.into_iter().next() {
        Some(later) => Err(stands(bill, format!("bill {}", later.number))),
        None => Ok(()),
    }
}

/// Refuses to make a bill anew whose estimate a later standing bill has made good: that one's correction was
/// worked out against this bill, and would be wrong beside another.
pub(super) fn not_made_good(tx: &Tx<'_>, bill: &BillRow) -> Result<()> {
    for later in bills::later(tx, bill.account_id, bill.period_to_on, MOST_LATER)? {
        let text = bills::document(tx, later.id)?;
        if text.is_empty() {
            continue;
        }
        let doc: BillDoc = serde_json::from_str(&text).context("reading the paper of a bill")?;
        if doc.paper.is_some_and(|paper| paper.made_good.contains(&bill.number)) {
            return Err(stands(bill, format!("bill {}", later.number)));
        }
    }
    Ok(())
}

fn stands(bill: &BillRow, later: String) -> foil_domain::refusal::Error {
    Refusal::LaterClaim { number: bill.number.clone(), later }.into()
}
