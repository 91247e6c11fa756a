//! Credit that a bill leaves is set off against what else is open on the account, in the bill's own commit: who is owed
//! nothing any more for an estimate that was too high is neither surcharged for it nor cut.

use super::draft::{Desk, Draft};
use super::fallen::Accrued;
use crate::office::Act;
use anyhow::anyhow;
use foil_domain::billing::correction::Returned;
use foil_domain::ids::{AccountId, BillId};
use foil_domain::money::Money;
use foil_domain::payments::{Part, Share, set_off};
use foil_domain::refusal::{Refusal, Result};
use foil_store::bills::{self, BillRow};
use foil_store::runs::FactsRow;
use foil_store::{Tx, corrections, customers, set_offs};

/// Open claims of one account that credit is set off against at most; the rest waits for the next bill.
const MOST_CLAIMS: i64 = 600;

/// Where so much credit of an account goes, by the office's order of payment; each share with the number of its claim.
pub(super) fn planned(
    tx: &Tx<'_>,
    desk: &Desk,
    account: AccountId,
    credit: Money,
) -> Result<Vec<(String, Share)>> {
    if !credit.is_positive() {
        return Ok(Vec::new());
    }
    let rows = bills::open_of_account(tx, account, MOST_CLAIMS)?;
    let open = foil_store::taken_up::open_bills(tx, account, &rows)?;
    let shares = set_off(&open, credit, desk.office.allocation, desk.issued_on);
    let number = |share: &Share| rows.iter().find(|row| row.id == share.bill).map(|row| row.number.clone());
    Ok(shares.into_iter().filter_map(|share| Some((number(&share)?, share))).collect())
}

/// The surcharge that claims bear by the day on which credit is set off against them, which is charged in the same
/// commit: see [`write`].
pub(super) fn accrued(
    tx: &Tx<'_>,
    desk: &Desk,
    facts: &FactsRow,
    set_off: &[(String, Share)],
) -> Result<Vec<Accrued>> {
    if set_off.is_empty() {
        return Ok(Vec::new());
    }
    let lowered = |of| set_off.iter().any(|(_, share)| share.bill == of);
    let late = (&desk.office, &desk.shelf);
    let found = crate::arrears::accrued_under(tx, late, facts.id, facts.credit_minor, lowered)?;
    Ok(found.into_iter().map(|(_, c)| (c.bill, c.principal, c.surcharge.amount)).collect())
}

/// All that a draft sets off.
pub(super) fn sum(draft: &Draft) -> Result<Money> {
    Ok(Money::sum(draft.set_off.iter().map(|(_, share)| share.amount)).ok_or(Refusal::TooMuch)?)
}

/// Writes what a draft sets off, as its bill. The account's credit was taken before, the bill's entry says where it went.
pub(super) fn write(act: &mut Act<'_>, draft: &Draft, bill: BillId) -> Result<()> {
    if !draft.set_off.is_empty() {
        // What was late until today has borne its surcharge, as if the money had come over the counter.
        let lowered = |of| draft.set_off.iter().any(|(_, share)| share.bill == of);
        let due_on = crate::arrears::usually_due(act);
        let credit = draft.facts.credit_minor;
        crate::arrears::charge_accrued_under(act, draft.facts.id, credit, due_on, lowered)?;
    }
    for (_, share) in &draft.set_off {
        let claim = find(act.tx, share.bill)?;
        lower(act.tx, &claim, share.part, share.amount)?;
        act.sets_off(bill, claim.id, share.part, share.amount)?;
    }
    Ok(())
}

/// Stops a cut that has lost its ground by what a draft has set off, or says of estimates.
pub(super) fn ease(act: &Act<'_>, draft: &Draft) -> Result<()> {
    // What an estimate was too high is no ground to cut either, before the bill that takes it up is due.
    if draft.set_off.is_empty() && !draft.made.credit_given.is_positive() && draft.too_high.is_empty() {
        return Ok(());
    }
    let account = customers::account(act.tx, draft.facts.id)?
        .ok_or_else(|| anyhow!("account {} is gone", draft.facts.id))?;
    let eased = crate::arrears::eased(act, &account, account.credit_minor, None, false)?;
    if eased.stopped.is_some() {
        customers::set_disconnection(act.tx, account.id, None)?;
    }
    Ok(())
}

fn find(tx: &Tx<'_>, claim: BillId) -> Result<BillRow> {
    Ok(bills::find(tx, claim)?.ok_or_else(|| anyhow!("bill {claim} is gone"))?)
}

/// Takes so much off what is left of a part of a claim; below zero, it is owed again.
fn lower(tx: &Tx<'_>, claim: &BillRow, part: Part, amount: Money) -> Result<()> {
    let (mut left, mut surcharge) = (claim.left_minor, claim.surcharge_left_minor);
    let part = if part == Part::Surcharge { &mut surcharge } else { &mut left };
    *part = part
        .minus(amount)
        .filter(|rest| !rest.is_negative())
        .ok_or_else(|| Refusal::ChangedMeanwhile { what: format!("bill {}", claim.number) })?;
    bills::set_left(tx, claim.id, left, surcharge)
}

/// What of a bill's set-offs comes back when it is cancelled: as much as still stands paid on each claim. What a
/// correction of the claim has turned into credit meanwhile is credit already.
pub(super) fn returned(tx: &Tx<'_>, bill: BillId) -> Result<Vec<Returned>> {
    let mut all: Vec<Returned> = Vec::new();
    for row in set_offs::of_bill(tx, bill)? {
        let claim = find(tx, row.claim_id)?;
        if claim.cancelled {
            continue;
        }
        let before = all.iter().filter(|r| r.claim == claim.id).map(|r| r.amount);
        let gone = [
            corrections::taken(tx, claim.id)?.amount,
            claim.left_minor,
            claim.surcharge_left_minor,
            claim.credit_used_minor.max(Money::ZERO),
            Money::sum(before).ok_or(Refusal::TooMuch)?,
        ];
        let stands = gone.into_iter().try_fold(claim.total_minor, Money::minus).ok_or(Refusal::TooMuch)?;
        let amount = row.amount.min(stands);
        if amount.is_positive() {
            all.push(Returned { claim: claim.id, part: row.part, amount });
        }
    }
    Ok(all)
}

/// Lets the claims that a cancelled bill had set off credit against be owed again.
pub(super) fn take_back(act: &Act<'_>, bill: BillId, returned: &[Returned]) -> Result<()> {
    for back in returned {
        let claim = find(act.tx, back.claim)?;
        lower(act.tx, &claim, back.part, back.amount.negated())?;
        act.sets_off(bill, back.claim, back.part, back.amount.negated())?;
    }
    Ok(())
}
