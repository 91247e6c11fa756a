//! Instalment plans: agreed on, and taken back.

use super::dossier::Dossier;
use super::orders::{eased, recalled};
use super::papers::{addressee, to_json};
use super::planned::Planned;
use super::surcharges::{accrued, charge_accrued};
use super::views::{CancelPlan, MakePlan, PlanPreview, PlanView, PreviewPlan};
use crate::office::{Act, Order, input_hash};
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::arrears::PlanState;
use foil_domain::arrears::papers::AgreementDoc;
use foil_domain::arrears::plan::{Instalment, split};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, BillId, PlanId};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::plans::{NewPlan, PlanRow};
use foil_store::{Tx, customers, plans};
use serde_json::json;
use std::sync::Arc;

/// The farthest day of a first instalment, in days from today.
const MOST_DAYS: i64 = 62;

/// Agrees that what is overdue is paid in equal monthly parts. While they are paid in time, and what comes
/// due later with them, the ladder rests; an open disconnection order is stopped in the same commit.
///
/// What is in dispute stays out of it; what has accrued by now is part of it. Refuses an account that owes nothing overdue, is closed, or has a plan.
pub fn make_plan(office: &Arc<Office>, who: &Session, input: MakePlan) -> Result<PlanView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let stamped = Order { request: Some((&request, &hash)), ..Order::new("make_plan", Right::ManageArrears) };
    let made = office.perform(who, stamped, move |act| {
        let today = act.today();
        begins_soon(input.first_on, today)?;
        let id = make(act, &input)?;
        relieve(act, input.account)?;
        let row = plans::find(act.tx, id)?.ok_or_else(|| anyhow!("plan {id} is gone"))?;
        shown(act.tx, row, today)
    })?;
    office.wake_outbox();
    Ok(made)
}

/// What an instalment plan would agree on: what is overdue, with what has accrued by now. Nothing is stored.
///
/// Refuses what [`make_plan`] would.
pub fn preview_plan(office: &Arc<Office>, who: &Session, input: PreviewPlan) -> Result<PlanPreview> {
    office.view(who, Right::ManageArrears, |tx, row| {
        let today = row.business_on;
        begins_soon(input.first_on, today)?;
        let accrued = accrued(tx, row, [input.account])?;
        let accrued = Money::sum(accrued.iter().map(|(_, charged)| charged.surcharge.amount));
        let accrued = accrued.ok_or(Refusal::TooMuch)?;
        let dossier = Dossier::one(tx, input.account)?;
        has_none(&dossier, today)?;
        let total = agreed(&dossier.for_a_plan(today), accrued)?;
        Ok(PlanPreview { total, accrued, instalments: split(total, input.instalments, input.first_on)? })
    })
}

/// Refuses a first instalment on a day that has passed or is far off.
fn begins_soon(first_on: Day, today: Day) -> Result<()> {
    if (today..=today.plus_days(MOST_DAYS)).contains(&first_on) {
        return Ok(());
    }
    let wanted = format!("a day from {today} to {}", today.plus_days(MOST_DAYS));
    Err(Refusal::bad_input("first_on", wanted).into())
}

/// Refuses an account that is closed or has a plan; gives one that is paid to the end, which has only not been looked at
/// since.
fn has_none(dossier: &Dossier, today: Day) -> Result<Option<PlanId>> {
    if dossier.account.status == AccountStatus::Closed {
        return Err(Refusal::AccountClosed(dossier.account.number.clone()).into());
    }
    match &dossier.plan {
        Some((id, _)) if dossier.progress(today)?.is_some_and(|p| p.done) => Ok(Some(*id)),
        Some(_) => Err(Refusal::NoPlan("the account has one already").into()),
        None => Ok(None),
    }
}

/// What is paid by instalments: all that is overdue and not in dispute, with surcharge that is still to be charged.
fn agreed(made_of: &[(BillId, Money, Money)], accrued: Money) -> Result<Money> {
    let overdue = made_of.iter().map(|(_, amount, _)| *amount);
    let total = Money::sum(overdue.chain([accrued])).ok_or(Refusal::TooMuch)?;
    if total.is_positive() {
        return Ok(total);
    }
    Err(Refusal::NoPlan("nothing is overdue that is not in dispute").into())
}

fn make(act: &mut Act<'_>, input: &MakePlan) -> Result<PlanId> {
    let today = act.today();
    let covers_to = today.plus_days(-1);
    // What was late until today has borne its surcharge, which the plan takes in; while it is paid it bears no more.
    let accrued = charge_accrued(act, input.account, covers_to, |_| true)?;
    let dossier = Dossier::one(act.tx, input.account)?;
    if let Some(done) = has_none(&dossier, today)? {
        plans::end(act.tx, done, dossier.done_as(), today)?;
    }
    let made_of = dossier.for_a_plan(today);
    let total = agreed(&made_of, Money::ZERO)?;
    let parts = split(total, input.instalments, input.first_on)?;
    let id = plans::next_id(act.tx)?;
    let note = input.note.as_ref().map(|n| n.as_str().to_owned()).unwrap_or_default();
    let doc = AgreementDoc {
        office: crate::payments::office_head_for(act.office, &dossier.account.language),
        number: id.to_string(),
        business_on: today,
        to: addressee(act.tx, &dossier.account)?,
        total,
        covers_to,
        instalments: parts.clone(),
        note: note.clone(),
        by: act.who.name.clone(),
    };
    let document = to_json(&doc)?;
    let new = NewPlan {
        id,
        account: input.account,
        on: today,
        covers_to,
        total,
        note: &note,
        person: act.who.user,
        document: &document,
    };
    plans::insert(act.tx, &new, &parts)?;
    for (bill, amount, beside) in made_of {
        plans::put_planned(act.tx, id, input.account, bill, amount, beside)?;
    }
    act.afterwards("agreement", &json!({ "plan": id }))?;
    act.changed(json!({
        "plan": id, "account": input.account, "total_minor": total, "instalments": input.instalments,
        "first_on": input.first_on, "surcharges": accrued,
    }));
    Ok(id)
}

/// The plan that an account pays, and what that is still to pay of a claim; none where the claim is no part of it.
pub(crate) fn planned_by(tx: &Tx<'_>, account: AccountId, bill: BillId) -> Result<Option<(PlanId, Money)>> {
    if !plans::pays(tx, account)? {
        return Ok(None);
    }
    Ok(Dossier::one(tx, account)?.planned_by(bill))
}

/// The plan that an account pays, what it was to pay of a claim that it was made of, and what was owed beside it of that;
/// none where the claim is no part of it.
pub(crate) fn part_of_plan(
    tx: &Tx<'_>,
    account: AccountId,
    bill: BillId,
) -> Result<Option<(PlanId, Money, Money)>> {
    let Some(plan) = plans::active_of(tx, account)? else { return Ok(None) };
    let of = plans::planned_of(tx, plan.id, None)?.into_iter().find(|of| of.bill_id == bill);
    Ok(of.map(|of| (plan.id, of.amount_minor, of.beside_minor)))
}

/// The plan that an account pays, and what it pays in all as it stands.
pub(crate) fn plan_of(tx: &Tx<'_>, account: AccountId) -> Result<Option<(PlanId, Money)>> {
    if !plans::pays(tx, account)? {
        return Ok(None);
    }
    Ok(Dossier::one(tx, account)?.plan.map(|(id, plan)| (id, plan.total)))
}

/// The plan that an account pays, and how much of what was paid of it counts no more where so much of the account's credit
/// is paid out; none where the plan bears none of it.
pub(crate) fn paid_out_of(tx: &Tx<'_>, account: AccountId, amount: Money) -> Result<Option<(PlanId, Money)>> {
    if !plans::pays(tx, account)? {
        return Ok(None);
    }
    Dossier::one(tx, account)?.falls_with(tx, amount)
}

/// The plan that an account pays, and what falls with one of its bills: what the plan was still to pay of that, and what
/// was paid of it by credit that the bill had set off; none where neither does.
pub(crate) fn taken_with(
    tx: &Tx<'_>,
    account: AccountId,
    bill: BillId,
) -> Result<Option<(PlanId, Money, Money)>> {
    if !plans::pays(tx, account)? {
        return Ok(None);
    }
    let dossier = Dossier::one(tx, account)?;
    let Some((plan, _)) = dossier.plan else { return Ok(None) };
    let falls = dossier.planned_by(bill).map_or(Money::ZERO, |(_, falls)| falls);
    let set_off = plans::set_off_since(tx, plan, bill)?;
    let set_off: Vec<(BillId, Money)> = set_off.iter().map(|off| (off.claim_id, off.amount_minor)).collect();
    let reopens = dossier.reopens(&set_off)?;
    Ok((falls.is_positive() || reopens.is_positive()).then_some((plan, falls, reopens)))
}

/// Stops a disconnection that has lost its ground, and orders a reconnection that was earned, after anything
/// but a payment: a plan, a dispute, a correction.
pub(super) fn relieve(act: &Act<'_>, id: AccountId) -> Result<()> {
    let account = customers::account(act.tx, id)?.ok_or_else(|| Refusal::not_found("account", id))?;
    let eased = eased(act, &account, account.credit_minor, None, false)?;
    if eased.stopped.is_some() {
        return customers::set_disconnection(act.tx, id, None);
    }
    customers::bump_account(act.tx, id)
}

/// Ends a plan before its time: what is left of it is pursued again, and a reconnection that it had earned is stopped in
/// the same commit.
///
/// Refuses one that has ended, or of which nothing is left, and a stale version.
pub fn cancel_plan(office: &Arc<Office>, who: &Session, input: CancelPlan) -> Result<PlanView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let stamped =
        Order { request: Some((&request, &hash)), ..Order::new("cancel_plan", Right::ManageArrears) };
    office.perform(who, stamped, move |act| {
        let row = plans::find(act.tx, input.plan)?.ok_or_else(|| Refusal::not_found("plan", input.plan))?;
        if row.state != PlanState::Active {
            return Err(
                Refusal::HasEnded { what: format!("plan {}", row.id), state: row.state.as_str() }.into()
            );
        }
        if row.version != input.version {
            return Err(Refusal::ChangedMeanwhile { what: format!("plan {}", row.id) }.into());
        }
        if let Some(state) = over_as(&Dossier::one(act.tx, row.account_id)?, act.today())? {
            return Err(Refusal::HasEnded { what: format!("plan {}", row.id), state: state.as_str() }.into());
        }
        plans::end(act.tx, row.id, PlanState::Cancelled, act.today())?;
        recalled(act, row.account_id)?;
        customers::bump_account(act.tx, row.account_id)?;
        act.changed(json!({ "plan": row.id, "account": row.account_id, "reason": input.reason }));
        let row = plans::find(act.tx, input.plan)?.ok_or_else(|| anyhow!("a plan is gone"))?;
        shown(act.tx, row, act.today())
    })
}

/// How the plan that is being paid has ended, where nothing of it is left: the next run only writes that down.
fn over_as(dossier: &Dossier, today: Day) -> Result<Option<PlanState>> {
    Ok(dossier.progress(today)?.filter(|p| p.done).map(|_| dossier.done_as()))
}

/// A plan for the screens: one of which nothing is left is over, also before a run has looked at it.
pub(super) fn shown(tx: &Tx<'_>, row: PlanRow, today: Day) -> Result<PlanView> {
    let parts = plans::parts(tx, row.id)?;
    let instalments: Vec<Instalment> =
        parts.iter().map(|p| Instalment { n: p.n, due_on: p.due_on, amount: p.amount_minor }).collect();
    let (mut state, mut now, mut total) = (row.state, None, row.total_minor);
    if state == PlanState::Active {
        let dossier = Dossier::one(tx, row.account_id)?;
        now = dossier.progress(today)?;
        state = over_as(&dossier, today)?.unwrap_or(state);
        total = dossier.plan.map_or(total, |(_, plan)| plan.total);
    } else if state == PlanState::Kept {
        total = paid_in_all(tx, &row)?;
    }
    let paid = match state {
        PlanState::Active => now.map_or(Money::ZERO, |p| p.paid),
        PlanState::Kept => total,
        PlanState::Broken | PlanState::Cancelled => Money::ZERO,
    };
    if state == PlanState::Cancelled {
        // Nothing of it stands: what was agreed on says more.
        total = row.total_minor;
    }
    Ok(PlanView {
        id: row.id,
        account: row.account_id,
        account_number: row.account,
        name: row.name,
        state,
        kept: now.is_some_and(|p| p.kept),
        made_on: row.made_on,
        ended_on: row.ended_on,
        covers_to: row.covers_to_on,
        total,
        paid,
        next: now.and_then(|p| p.next).map(|(_, amount)| amount),
        next_on: now.and_then(|p| p.next).map(|(on, _)| on),
        instalments,
        note: row.note,
        version: row.version,
    })
}

/// What was paid of a plan that was paid to the end; all of one from before its claims were kept.
fn paid_in_all(tx: &Tx<'_>, row: &PlanRow) -> Result<Money> {
    let made_of = plans::planned_of(tx, row.id, None)?;
    if made_of.is_empty() {
        return Ok(row.total_minor);
    }
    Planned(made_of).stands(tx, row.id, |_| Money::ZERO, (Money::ZERO, Money::ZERO), None)
}
