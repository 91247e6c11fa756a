//! Surcharges on what an estimate was too high: that money was never owed, so they fall as the reading says so, and are
//! charged anew where the bill of that reading is taken back.

use super::claim::{ClaimLine, NewClaim, claim};
use super::correct::{Why, correct, standing};
use super::draft::Desk;
use super::hangs_on::{end_surcharges, end_with, fall, surcharges_of};
use super::made_good::{estimates_of, never_owed};
use crate::customers::opened_again;
use crate::office::Act;
use anyhow::anyhow;
use foil_domain::arrears::surcharge::taken_up_by;
use foil_domain::billing::correction::{OnBill, surcharge_off, surcharges_off};
use foil_domain::billing::{ClaimKind, CorrectionKind, CorrectionReason};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::BillId;
use foil_domain::money::Money;
use foil_domain::payments::Share;
use foil_domain::refusal::{Refusal, Result};
use foil_store::bills::{self, BillLineRow, BillRow};
use foil_store::corrections::CorrectionRow;
use foil_store::{Tx, corrections, customers, disputes, plans};

/// A surcharge that is charged as credit is set off: its bill, what it is on, how much.
pub(super) type Accrued = (BillId, Money, Money);

/// What came off surcharges, or would.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fallen {
    /// What was still to be paid of them and nobody disputes.
    pub undisputed: Money,
    /// What had been paid, and becomes credit.
    pub paid: Money,
}

/// What comes off surcharges by a bill that says of estimates how much too high they were: of those that stand, after what
/// it sets off, and of those that it charges itself.
pub(super) fn would_fall(
    tx: &Tx<'_>,
    desk: &Desk,
    too_high: &[(BillId, Money)],
    set_off: &[(String, Share)],
    accrued: &[Accrued],
) -> Result<Fallen> {
    let mut sum = Fallen { undisputed: Money::ZERO, paid: Money::ZERO };
    let mut never = Vec::with_capacity(too_high.len());
    for (estimate, amount) in too_high {
        never.extend(never_owed(tx, *estimate, *amount)?);
    }
    for (on, amount) in &never {
        let (claims, mut all) = surcharges_of(tx, desk.office.decimals, *on, |_| true)?;
        // What is left of each, and what of that is in dispute.
        let mut left = Vec::with_capacity(claims.len());
        for claim in &claims {
            let shares = set_off.iter().filter(|(_, share)| share.bill == claim.id);
            let off = Money::sum(shares.map(|(_, share)| share.amount)).ok_or(Refusal::TooMuch)?;
            let unpaid = claim.left_minor.plus(claim.surcharge_left_minor).and_then(|sum| sum.minus(off));
            let disputed = disputes::open_of(tx, claim.id)?.map_or(Money::ZERO, |d| d.amount_minor);
            left.push((unpaid.ok_or(Refusal::TooMuch)?, disputed));
        }
        for (_, principal, total) in accrued.iter().filter(|(of, ..)| of == on) {
            left.push((*total, Money::ZERO));
            all.push(OnBill {
                total: *total,
                stands: *total,
                principal: *principal,
                made_on: desk.issued_on,
                hidden_since: None,
            });
        }
        for (off, (left, disputed)) in surcharges_off(&all, *amount)?.into_iter().zip(left) {
            let unpaid = off.min(left);
            let beside = |left: Money| Some(left.minus(disputed)?.max(Money::ZERO));
            let undisputed = beside(left).and_then(|before| before.minus(beside(left.minus(unpaid)?)?));
            sum.undisputed = undisputed.and_then(|off| sum.undisputed.plus(off)).ok_or(Refusal::TooMuch)?;
            sum.paid = off.minus(unpaid).and_then(|paid| sum.paid.plus(paid)).ok_or(Refusal::TooMuch)?;
        }
    }
    Ok(sum)
}

/// Credits the surcharges of an estimate, and of the debit notes on it, as far as they were on what bill `by` says that it was
/// too high; the credit notes name that bill, by which they are found again. Gives their numbers.
pub(super) fn fall_by_reading(
    act: &mut Act<'_>,
    (estimate, too_high): (BillId, Money),
    (id, number): (BillId, &str),
) -> Result<Vec<String>> {
    let mut numbers = Vec::new();
    for (claim, amount) in never_owed(act.tx, estimate, too_high)? {
        let bill = bills::find(act.tx, claim)?.ok_or_else(|| anyhow!("bill {claim} is gone"))?;
        let note = format!(
            "bill {number} has put an estimate right: it was on a part of bill {} that was not owed",
            bill.number
        );
        let by = Some((id, number.to_owned()));
        let why = Why { reason: CorrectionReason::Other, note: &note, rebill: by, run: None, beside: None };
        numbers.extend(fall(act, &bill, amount, &why, None)?);
    }
    Ok(numbers)
}

/// Charges anew the surcharges that have fallen by a bill that was taken back: its reading says nothing any more. Each is
/// made again in the place of the one that fell, with what that stood at before; what was paid of that is credit. Those on
/// what that bill had taken up end: it is late by its own due date again.
pub(super) fn owed_again(act: &mut Act<'_>, by: &BillRow, reason: CorrectionReason) -> Result<Vec<String>> {
    let mut made = Vec::new();
    for number in estimates_of(act.tx, by)? {
        let Some(estimate) = bills::by_number(act.tx, &number)? else { continue };
        for fell in surcharges_on(act.tx, estimate.id)? {
            if was_taken_up(act.tx, &fell, by)? {
                end(act, &fell, reason, &format!("bill {} was taken back", by.number))?;
                continue;
            }
            let off = fell_by(act.tx, &fell, by)?;
            if off.is_positive() {
                made.push(charged_anew(act, &fell, off, (reason, &by.number))?);
            }
        }
    }
    Ok(made)
}

/// By how much more would be owed for surcharges if a bill was taken back: what has fallen by its reading, less what stands
/// charged on what it had taken up.
pub(super) fn would_be_owed_again(tx: &Tx<'_>, by: &BillRow) -> Result<Money> {
    let mut sum = Money::ZERO;
    for number in estimates_of(tx, by)? {
        let Some(estimate) = bills::by_number(tx, &number)? else { continue };
        for fell in surcharges_on(tx, estimate.id)? {
            let more = if was_taken_up(tx, &fell, by)? {
                corrections::taken(tx, fell.id)?.amount.minus(fell.total_minor).ok_or(Refusal::TooMuch)?
            } else {
                fell_by(tx, &fell, by)?
            };
            sum = sum.plus(more).ok_or(Refusal::TooMuch)?;
        }
    }
    Ok(sum)
}

/// The surcharges on an estimate and on its debit notes, of which a bill may have taken up a part, too.
fn surcharges_on(tx: &Tx<'_>, estimate: BillId) -> Result<Vec<BillRow>> {
    let (notes, mut all): (Vec<BillRow>, Vec<BillRow>) =
        bills::hanging_on(tx, estimate)?.into_iter().partition(|claim| claim.kind == ClaimKind::DebitNote);
    for note in notes {
        all.extend(bills::hanging_on(tx, note.id)?);
    }
    all.retain(|claim| claim.kind == ClaimKind::Surcharge);
    Ok(all)
}

/// How much of a surcharge has fallen by the reading of a bill.
fn fell_by(tx: &Tx<'_>, fell: &BillRow, by: &BillRow) -> Result<Money> {
    let notes = corrections::of_bill(tx, fell.id)?;
    let by_it = |x: &&CorrectionRow| x.kind == CorrectionKind::CreditNote && x.rebill_id == Some(by.id);
    let off = notes.iter().filter(by_it);
    Ok(Money::sum(off.map(|x| x.amount_minor)).ok_or(Refusal::TooMuch)?)
}

/// Whether a surcharge is on what a bill has taken up of an estimate.
fn was_taken_up(tx: &Tx<'_>, surcharge: &BillRow, by: &BillRow) -> Result<bool> {
    let key = foil_store::arrears::claim(tx, surcharge.id)?.map(|row| row.charge_key);
    Ok(key.is_some_and(|key| taken_up_by(&key) == Some(by.id)))
}

/// Takes a surcharge back of which so much had fallen, and makes it again as it stood before that. Nobody has decided on a
/// dispute of it: that is about the new one now. Who pays it by instalments pays the new one by them.
fn charged_anew(
    act: &mut Act<'_>,
    fell: &BillRow,
    off: Money,
    (reason, by): (CorrectionReason, &str),
) -> Result<String> {
    let bill = fell.parent_id.unwrap_or(fell.id);
    let (_, all) = surcharges_of(act.tx, act.office.decimals, bill, |claim| claim.id == fell.id)?;
    let taken = corrections::taken(act.tx, fell.id)?.amount;
    let stood = fell.total_minor.minus(taken).and_then(|stands| stands.plus(off)).ok_or(Refusal::TooMuch)?;
    let principal = all.first().map_or(fell.total_minor, |on_bill| on_bill.principal);
    let principal = surcharge_off(principal, fell.total_minor, stood)?;
    let key = foil_store::arrears::claim(act.tx, fell.id)?.map(|row| row.charge_key);
    let lines = bills::lines(act.tx, fell.id)?;
    let in_plan = crate::arrears::part_of_plan(act.tx, fell.account_id, fell.id)?;

    let account = account(act, fell)?;
    let note = format!("charged anew, for bill {by} was taken back");
    let why = Why { reason, note: &note, rebill: None, run: None, beside: None };
    let rest = standing(act, fell)?.cancelled()?;
    correct(act, CorrectionKind::Cancel, fell, &account, &rest, &why)?;
    end_surcharges(act, fell, reason, &note)?;

    let account = self::account(act, fell)?;
    if account.status == AccountStatus::Closed {
        opened_again(act, &account)?;
    }
    let whole = stood == fell.total_minor;
    let lines: Vec<ClaimLine> = if whole {
        lines.into_iter().map(ClaimLine::from).collect()
    } else {
        // Another correction has taken off a part of it before.
        let quantity = crate::payments::currency(act.office).number(principal);
        let one = |first| ClaimLine::from(BillLineRow { quantity, amount_minor: stood, ..first });
        lines.into_iter().next().map(one).into_iter().collect()
    };
    let new = NewClaim {
        account: fell.account_id,
        kind: ClaimKind::Surcharge,
        parent: fell.parent_id,
        key: key.filter(|key| !key.is_empty()),
        lines,
        due_on: fell.due_on,
        reason: note.clone(),
    };
    let (id, number) = claim(act, new)?;
    if foil_store::arrears::principal(act.tx, id)?.is_none() {
        foil_store::arrears::put_principal(act.tx, id, principal)?;
    }
    if let Some(dispute) = disputes::open_of(act.tx, fell.id)? {
        disputes::carry(act.tx, dispute.id, id, dispute.amount_minor.min(stood))?;
    }
    if let Some((plan, amount, beside)) = in_plan {
        plans::put_planned(act.tx, plan, fell.account_id, id, amount.min(stood), beside)?;
    }
    Ok(number)
}

/// Ends a surcharge on what a bill had taken up that was taken back, with its dispute.
fn end(act: &mut Act<'_>, claim: &BillRow, reason: CorrectionReason, note: &str) -> Result<()> {
    let account = account(act, claim)?;
    let off = standing(act, claim)?.cancelled()?;
    let why = Why { reason, note, rebill: None, run: None, beside: None };
    correct(act, CorrectionKind::Cancel, claim, &account, &off, &why)?;
    end_with(act, claim, reason).map(|_| ())
}

fn account(act: &Act<'_>, claim: &BillRow) -> Result<customers::AccountRow> {
    let id = claim.account_id;
    Ok(customers::account(act.tx, id)?.ok_or_else(|| anyhow!("account {id} is gone"))?)
}
