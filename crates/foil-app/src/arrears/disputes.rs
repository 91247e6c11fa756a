//! Disputes: a bill, or a part of it, on hold until somebody decides.

use super::orders::recalled;
use super::plans::relieve;
use super::surcharges::{charge_accrued, usually_due};
use super::views::{
    DecideDispute, DisputeList, DisputePage, DisputeView, OpenDispute, PreviewUpheld, UpheldPreview,
};
use crate::approvals::Sized;
use crate::office::{Act, Order, input_hash};
use crate::undo::views::Effect;
use crate::{Office, Session};
use foil_domain::approvals::ApprovalKind;
use foil_domain::arrears::DisputeState;
use foil_domain::billing::{CorrectionKind, CorrectionReason};
use foil_domain::ids::DisputeId;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_store::Tx;
use foil_store::disputes::DisputeRow;
use foil_store::office::OfficeRow;
use foil_store::{bills, corrections, customers, disputes as store};
use serde_json::json;
use std::sync::Arc;

/// Puts what is left of a bill, or a part of it, on hold: it bears no surcharge from now on and cuts nobody off, while
/// the rest is paid as ever. What has accrued by now is charged. A disconnection that has lost its ground by this is stopped in the same commit.
///
/// Refuses a bill that is paid or cancelled, one in dispute already, and more than is left of it.
pub fn open_dispute(office: &Arc<Office>, who: &Session, input: OpenDispute) -> Result<DisputeView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let stamped =
        Order { request: Some((&request, &hash)), ..Order::new("open_dispute", Right::ManageArrears) };
    office.perform(who, stamped, move |act| {
        let bill = bills::find(act.tx, input.bill)?.ok_or_else(|| Refusal::not_found("bill", input.bill))?;
        crate::billing::not_going(act.tx, bill.account_id)?;
        let left = bill.left_minor.plus(bill.surcharge_left_minor).ok_or(Refusal::TooMuch)?;
        if bill.cancelled || left.is_zero() {
            let state = if bill.cancelled { "cancelled" } else { "paid" };
            return Err(Refusal::BillState { number: bill.number, state }.into());
        }
        if store::open_of(act.tx, bill.id)?.is_some() {
            return Err(Refusal::HasEnded { what: format!("bill {}", bill.number), state: "in dispute" }.into());
        }
        let amount = input.amount.unwrap_or(left);
        if !amount.is_positive() || amount > left {
            return Err(above(act.office, left).into());
        }
        let account = bill.account_id;
        let accrued = charge_accrued(act, account, usually_due(act), |of| of == bill.id)?;
        let id = store::insert(
            act.tx,
            bill.id,
            account,
            amount,
            input.reason.as_str(),
            act.today(),
            act.who.user,
        )?;
        relieve(act, account)?;
        act.changed(json!({
            "dispute": id, "bill": bill.id, "account": account, "amount_minor": amount, "reason": input.reason,
            "surcharges": accrued,
        }));
        found(act.tx, id)
    })
}

/// Refuses an amount that is nothing, or more than this.
fn above(office: &OfficeRow, most: Money) -> Refusal {
    let most = most.plain(u32::try_from(office.decimals).unwrap_or(2));
    Refusal::bad_input("amount", format!("above zero, at most {most}"))
}

/// Decides a dispute. Upheld, the office gives a credit note for what was disputed, or for a part of that: off what is left
/// of the bill, and what was paid of it meanwhile becomes credit. Rejected or withdrawn, the amount is owed as before,
/// the time of the dispute bears no surcharge, and a reconnection that it had earned is stopped in the same commit; so it
/// is with the rest of one that is upheld in part.
///
/// Refuses one that is decided already, a stale version, to uphold nothing of one or more than is in it, one whose amount a
/// later reading has given back, and one whose credit note needs a second person: that is asked for.
pub fn decide_dispute(office: &Arc<Office>, who: &Session, input: DecideDispute) -> Result<DisputeView> {
    if input.outcome == DisputeState::Open {
        return Err(Refusal::bad_input("outcome", "upheld, rejected or withdrawn").into());
    }
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let stamped =
        Order { request: Some((&request, &hash)), ..Order::new("decide_dispute", Right::ManageArrears) };
    office.perform(who, stamped, move |act| Ok(decided(act, &input)?.0))
}

/// Decides a dispute inside an act; also the number of the credit note that came of it.
pub(crate) fn decided(act: &mut Act<'_>, input: &DecideDispute) -> Result<(DisputeView, Option<String>)> {
    let row = open(act.tx, input)?;
    let mut outcome = input.note.to_string();
    let mut credited = None;
    let is_upheld = input.outcome == DisputeState::Upheld;
    if !is_upheld && input.amount.is_some() {
        return Err(Refusal::bad_input("amount", "none: only of one that is upheld").into());
    }
    if is_upheld && act.grant.is_none() {
        act.who.role.must(Right::CorrectBills)?;
    }
    let parts = if is_upheld { Parts::of(act.tx, act.office, &row, input.amount)? } else { Parts::default() };
    let is_lost = !is_upheld || parts.rejected.is_positive();
    // The part that was not in dispute was late all the while; what is lost of the other one bears nothing for its time.
    let mut accrued = Vec::new();
    if is_lost {
        accrued = charge_accrued(act, row.account_id, usually_due(act), |of| of == row.bill_id)?;
    }
    // Decided before anything falls: what is left would be looked at as in dispute still, and a cut might stop that
    // must not.
    store::decide(act.tx, row.id, (input.outcome, parts.rejected), &outcome, act.today())?;
    if is_upheld {
        credited = give_back(act, &row, parts.upheld, input.note.as_str())?;
        if let Some(number) = &credited {
            outcome = format!("{number}: {outcome}");
            store::tell(act.tx, row.id, &outcome)?;
        }
        relieve(act, row.account_id)?;
    }
    if is_lost {
        recalled(act, row.account_id)?;
        customers::bump_account(act.tx, row.account_id)?;
    }
    let mut changed = json!({
        "dispute": row.id, "bill": row.bill_id, "bill_number": row.bill, "outcome": input.outcome, "note": outcome,
        "surcharges": accrued,
    });
    if is_upheld && is_lost {
        changed["upheld_minor"] = json!(parts.upheld);
        changed["rejected_minor"] = json!(parts.rejected);
    }
    act.changed(changed);
    Ok((found(act.tx, row.id)?, credited))
}

/// What upholding a dispute does with what is in it.
#[derive(Default)]
struct Parts {
    /// The credit note is for so much: nothing where nothing of it is claimed any more.
    upheld: Money,
    /// The rest of what is in it: owed as before.
    rejected: Money,
}

impl Parts {
    /// All of it, or so much. Refuses nothing, more than is in it, and where a later reading has given back what was
    /// disputed.
    fn of(tx: &Tx<'_>, office: &OfficeRow, row: &DisputeRow, amount: Option<Money>) -> Result<Parts> {
        let all = crate::billing::upheld(tx, row)?;
        let upheld = amount.unwrap_or(all);
        if amount.is_some() && !(upheld.is_positive() && upheld <= all) {
            return Err(above(office, all).into());
        }
        Ok(Parts { upheld, rejected: all.minus(upheld).ok_or(Refusal::TooMuch)? })
    }
}

/// What upholding a dispute would do, for all that is in it or so much: what a credit note would give, and what would be owed
/// as before. Nothing is stored.
///
/// Refuses one that is decided already, an unknown one, and an amount that [`decide_dispute`] would.
pub fn preview_upheld(office: &Arc<Office>, who: &Session, input: PreviewUpheld) -> Result<UpheldPreview> {
    office.view(who, Right::ManageArrears, |tx, office| {
        let row =
            store::find(tx, input.dispute)?.ok_or_else(|| Refusal::not_found("dispute", input.dispute))?;
        is_open(&row)?;
        let Parts { upheld, rejected } = Parts::of(tx, office, &row, input.amount)?;
        Ok(UpheldPreview { upheld, rejected })
    })
}

/// The dispute that is to be decided. Refuses one that is decided already, and a stale version.
fn open(tx: &Tx<'_>, input: &DecideDispute) -> Result<DisputeRow> {
    let row = store::find(tx, input.dispute)?.ok_or_else(|| Refusal::not_found("dispute", input.dispute))?;
    is_open(&row)?;
    if row.version != input.version {
        return Err(Refusal::ChangedMeanwhile { what: format!("dispute {}", row.id) }.into());
    }
    Ok(row)
}

fn is_open(row: &DisputeRow) -> Result<()> {
    if row.state == DisputeState::Open {
        return Ok(());
    }
    let what = format!("the dispute of bill {}", row.bill);
    Err(Refusal::HasEnded { what, state: row.state.as_str() }.into())
}

/// What a request to uphold a dispute is about, for an amount that needs a second person: the bill's credit notes, this one
/// with them, count against the ceiling as one.
///
/// Refuses every other decision, which needs nobody else, and what deciding would refuse.
pub(crate) fn upheld_sized(act: &Act<'_>, input: &DecideDispute) -> Result<Sized> {
    if input.outcome != DisputeState::Upheld {
        return Err(Refusal::bad_input("outcome", "upheld").into());
    }
    let row = open(act.tx, input)?;
    let amount = Parts::of(act.tx, act.office, &row, input.amount)?.upheld;
    let before = corrections::taken_by(act.tx, row.bill_id, CorrectionKind::CreditNote)?;
    Ok(Sized {
        kind: ApprovalKind::Correction,
        subject: format!("dispute:{}", row.id),
        about: format!("{} · {}", row.bill, row.name),
        amount: before.plus(amount).ok_or(Refusal::TooMuch)?,
        happened: false,
    })
}

/// What upholding a dispute would do now. Refuses what deciding would refuse.
pub(crate) fn upheld_would(tx: &Tx<'_>, office: &OfficeRow, input: &DecideDispute) -> Result<Vec<Effect>> {
    let row = open(tx, input)?;
    let Parts { upheld, rejected } = Parts::of(tx, office, &row, input.amount)?;
    let mut effects = vec![Effect::LessClaimed { bill: row.bill.clone(), amount: upheld }];
    if rejected.is_positive() {
        effects.push(Effect::OffHold { bill: row.bill, amount: rejected });
    }
    Ok(effects)
}

/// Credits what is upheld. Who paid it all meanwhile, to be safe, has
/// paid too much: so it is measured by what is claimed, not by what is left. Gives the credit note's number.
fn give_back(act: &mut Act<'_>, row: &DisputeRow, amount: Money, note: &str) -> Result<Option<String>> {
    if !amount.is_positive() {
        return Ok(None);
    }
    let (_, number) =
        crate::billing::credit(act, row.bill_id, amount, (CorrectionReason::Complaint, row.opened_on), note)?;
    Ok(Some(number))
}

/// Disputes, newest first.
pub fn disputes(office: &Arc<Office>, who: &Session, input: DisputeList) -> Result<DisputePage> {
    if !(1..=500).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", "1 to 500").into());
    }
    office.view(who, Right::SeeArrears, |tx, _| {
        let before = input.before.unwrap_or(DisputeId(i64::MAX));
        let rows = store::list(tx, input.open, before, input.limit)?;
        Ok(DisputePage { rows: rows.into_iter().map(shown).collect(), open: store::count_open(tx)? })
    })
}

fn found(tx: &Tx<'_>, id: DisputeId) -> Result<DisputeView> {
    let row = store::find(tx, id)?.ok_or_else(|| Refusal::not_found("dispute", id))?;
    Ok(shown(row))
}

pub(super) fn shown(row: DisputeRow) -> DisputeView {
    DisputeView {
        id: row.id,
        bill: row.bill_id,
        bill_number: row.bill,
        account: row.account_id,
        account_number: row.account,
        name: row.name,
        amount: row.amount_minor,
        rejected: row.rejected_minor,
        state: row.state,
        reason: row.reason,
        outcome: row.outcome,
        opened_on: row.opened_on,
        ended_on: row.ended_on,
        version: row.version,
    }
}
