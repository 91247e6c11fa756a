//! What hangs on a claim that is to be taken back: bills of later periods, what made an estimate good, debit notes,
//! surcharges, a dispute.
//!
//! A person decided on a later bill and on a debit note, so while one stands the claim stands too. Surcharges and a
//! dispute are nothing without their claim: they end with it, in the same act.

use super::correct::{Why, correct, standing};
use super::made_good::{counted, given_of, made_good_by};
use crate::office::Act;
use anyhow::anyhow;
use foil_domain::arrears::DisputeState;
use foil_domain::arrears::surcharge::hidden_by;
use foil_domain::billing::correction::{OnBill, surcharges_off};
use foil_domain::billing::{ClaimKind, CorrectionKind, CorrectionReason};
use foil_domain::ids::BillId;
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::bills::{self, BillRow};
use foil_store::{Tx, corrections, customers, disputes, payments, set_offs};

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
    match made_good_by(tx, bill)?.first() {
        Some(later) => Err(stands(bill, format!("bill {}", later.number))),
        None => Ok(()),
    }
}

/// Refuses to take a claim back while a debit note goes back to it: whoever asked for more decides on that first.
pub(super) fn no_debit_note(tx: &Tx<'_>, bill: &BillRow) -> Result<()> {
    let hanging = bills::hanging_on(tx, bill.id)?;
    match hanging.iter().find(|claim| claim.kind == ClaimKind::DebitNote) {
        Some(note) => Err(stands(bill, format!("debit note {}", note.number))),
        None => Ok(()),
    }
}

/// Ends what is nothing without a claim that was taken back: its surcharges, each by a cancellation of its own, and
/// its dispute, which is upheld. Gives the cancellations' numbers.
pub(super) fn end_with(act: &mut Act<'_>, bill: &BillRow, reason: CorrectionReason) -> Result<Vec<String>> {
    let note = format!("bill {} was taken back", bill.number);
    if let Some(dispute) = disputes::open_of(act.tx, bill.id)? {
        disputes::decide(act.tx, dispute.id, (DisputeState::Upheld, Money::ZERO), &note, act.today())?;
    }
    end_surcharges(act, bill, reason, &note)
}

/// Ends the surcharges on a claim that was taken back. Gives the cancellations' numbers.
pub(super) fn end_surcharges(
    act: &mut Act<'_>,
    bill: &BillRow,
    reason: CorrectionReason,
    note: &str,
) -> Result<Vec<String>> {
    let mut ended = Vec::new();
    for claim in bills::hanging_on(act.tx, bill.id)? {
        if claim.kind != ClaimKind::Surcharge {
            continue;
        }
        let account = customers::account(act.tx, claim.account_id)?
            .ok_or_else(|| anyhow!("account {} is gone", claim.account_id))?;
        let off = standing(act, &claim)?.cancelled()?;
        let why = Why { reason, note, rebill: None, run: None, beside: None };
        let (_, number) = correct(act, CorrectionKind::Cancel, &claim, &account, &off, &why)?;
        ended.push(number);
        ended.extend(end_with(act, &claim, reason)?);
    }
    Ok(ended)
}

/// Credits surcharges as far as they were on money that was never owed, after so much of their bill was credited: each
/// by that amount's part of its own principal, and what a payment had hidden by no more than the rest of it; those made
/// after a day, if one is given, were not on it any more. A discount or a subsidy is a kindness on what was owed, and
/// late. Gives the credit notes' numbers.
pub(super) fn credit_surcharges(
    act: &mut Act<'_>,
    bill: &BillRow,
    credited: Money,
    reason: CorrectionReason,
    made_by: Option<Day>,
) -> Result<Vec<String>> {
    if is_kindness(reason) {
        return Ok(Vec::new());
    }
    let note = format!("it was on a part of bill {} that was not owed", bill.number);
    fall(act, bill, credited, &Why { reason, note: &note, rebill: None, run: None, beside: None }, made_by)
}

/// A discount or a subsidy gives back what was owed.
pub(super) fn is_kindness(reason: CorrectionReason) -> bool {
    matches!(reason, CorrectionReason::Discount | CorrectionReason::Subsidy)
}

/// What of a claim was never owed, though it was paid or is open still: what credit notes have given back of what was paid, and
/// what the readings of later bills have, less what those have set off against it.
pub(crate) fn never_owed_of(tx: &Tx<'_>, claim: BillId) -> Result<Money> {
    let bill = bills::find(tx, claim)?.ok_or_else(|| anyhow!("bill {claim} is gone"))?;
    let notes = corrections::of_bill(tx, claim)?;
    let notes = notes.iter().filter(|x| x.kind == CorrectionKind::CreditNote && !is_kindness(x.reason));
    let noted = Money::sum(notes.map(|x| x.credited_minor)).ok_or(Refusal::TooMuch)?;
    let Some(given) = given_of(tx, &bill)? else { return Ok(noted) };
    let mut open = given.amount;
    let estimate = match bill.kind {
        ClaimKind::DebitNote => bill.parent_id.map(|id| bills::find(tx, id)).transpose()?.flatten(),
        _ => None,
    };
    for by in made_good_by(tx, estimate.as_ref().unwrap_or(&bill))? {
        let off = set_offs::of_bill(tx, by.id)?.into_iter().filter(|off| off.claim_id == claim);
        let off = Money::sum(off.map(|off| off.amount)).ok_or(Refusal::TooMuch)?;
        open = open.minus(off).ok_or(Refusal::TooMuch)?;
    }
    Ok(noted.plus(open.max(Money::ZERO)).ok_or(Refusal::TooMuch)?)
}

/// Credits surcharges as far as they were on so much of their bill, for this reason; those that were made after a day, if
/// one is given, were not. Gives the credit notes' numbers.
pub(super) fn fall(
    act: &mut Act<'_>,
    bill: &BillRow,
    credited: Money,
    why: &Why<'_>,
    made_by: Option<Day>,
) -> Result<Vec<String>> {
    let mut numbers = Vec::new();
    let (claims, all) = surcharges_of(act.tx, act.office.decimals, bill.id, |claim| {
        made_by.is_none_or(|day| claim.issued_on <= day)
    })?;
    for (claim, amount) in claims.iter().zip(surcharges_off(&all, credited)?) {
        if !amount.is_positive() {
            continue;
        }
        let account = customers::account(act.tx, claim.account_id)?
            .ok_or_else(|| anyhow!("account {} is gone", claim.account_id))?;
        let off = standing(act, claim)?.credited(amount)?;
        let (_, number) = correct(act, CorrectionKind::CreditNote, claim, &account, &off, why)?;
        numbers.push(number);
    }
    Ok(numbers)
}

/// The standing surcharges of a bill, oldest first, each with what it is on; without those that do not say.
pub(super) fn surcharges_of(
    tx: &Tx<'_>,
    decimals: i64,
    bill: BillId,
    of: impl Fn(&BillRow) -> bool,
) -> Result<(Vec<BillRow>, Vec<OnBill>)> {
    let (mut claims, mut all) = (Vec::new(), Vec::new());
    for claim in bills::hanging_on(tx, bill)? {
        if claim.kind != ClaimKind::Surcharge || !of(&claim) {
            continue;
        }
        if let Some(on_bill) = on_bill(tx, decimals, &claim)? {
            claims.push(claim);
            all.push(on_bill);
        }
    }
    Ok((claims, all))
}

/// A surcharge with what it is on and how much of it stands; none where it does not say.
fn on_bill(tx: &Tx<'_>, decimals: i64, claim: &BillRow) -> Result<Option<OnBill>> {
    let Some(principal) = principal(tx, decimals, claim)? else { return Ok(None) };
    let taken = corrections::taken(tx, claim.id)?.amount;
    let key = foil_store::arrears::claim(tx, claim.id)?.map(|row| row.charge_key);
    let hid = key.and_then(|key| hidden_by(&key));
    let hid = hid.map(|payment| payments::find(tx, payment)).transpose()?.flatten();
    Ok(Some(OnBill {
        total: claim.total_minor,
        stands: claim.total_minor.minus(taken).ok_or(Refusal::TooMuch)?,
        principal,
        made_on: claim.issued_on,
        hidden_since: hid.map(|payment| payment.business_on),
    }))
}

/// What a surcharge is on. One that was made before the book kept it says so on its line.
fn principal(tx: &Tx<'_>, decimals: i64, surcharge: &BillRow) -> Result<Option<Money>> {
    if let Some(kept) = foil_store::arrears::principal(tx, surcharge.id)? {
        return Ok(Some(kept));
    }
    let decimals = u32::try_from(decimals).unwrap_or(2);
    let lines = bills::lines(tx, surcharge.id)?;
    let on = lines.first().and_then(|line| Money::parse(&line.quantity, decimals).ok());
    Ok(on.filter(|principal| principal.is_positive()))
}

/// Refuses to take back a debit note on an estimate that a standing bill has made good since: what the note charged
/// was counted there. A note that is younger than that bill was not.
pub(super) fn not_counted(tx: &Tx<'_>, note: &BillRow) -> Result<()> {
    if note.kind != ClaimKind::DebitNote {
        return Ok(());
    }
    let Some(bill) = note.parent_id.map(|id| bills::find(tx, id)).transpose()?.flatten() else {
        return Ok(());
    };
    let by = made_good_by(tx, &bill)?;
    match by.first().filter(|_| counted(&by, note.id)) {
        Some(later) => Err(stands(note, format!("bill {}", later.number))),
        None => Ok(()),
    }
}

fn stands(bill: &BillRow, later: String) -> foil_domain::refusal::Error {
    Refusal::LaterClaim { number: bill.number.clone(), later }.into()
}
