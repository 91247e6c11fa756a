//! What can be no void any more: reversal, refund, transfer, asked by one person and let happen by another.
//!
//! The approvals room keeps who asked and who said yes, and calls [`reversed`] or [`voided`] inside the act of
//! whoever says it.

use super::stack::{Because, carry_out, follow, meant, payment, plan_of, right_of, state_by_two};
use super::views::{
    Effect, PreviewReversal, ReversalPreview, ReversePayment, StepRef, Undone, VoidPayment, WayView,
};
use crate::arrears::OrderMoved;
use crate::office::{Act, UndoPlan};
use crate::payments::{Reversed, Reversing, cash_of_refund, reversal_effects, reverse};
use crate::{Office, Session};
use foil_domain::cheques::ChequeState;
use foil_domain::ids::AccountId;
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Day;
use foil_domain::undo::{ReversalKind, TenderFact, UndoReason, UndoState, way};
use foil_store::Tx;
use foil_store::cheques::ChequeRow;
use foil_store::office::OfficeRow;
use foil_store::payments::PaymentRow;
use std::sync::Arc;

/// Shows what a way to put a payment right would do, and why it would be refused.
pub fn preview_reversal(
    office: &Arc<Office>,
    who: &Session,
    input: PreviewReversal,
) -> Result<ReversalPreview> {
    office.view(who, Right::AskApproval, |tx, row| {
        let p = payment(tx, input.payment)?;
        let asked = Asked { way: input.way, to: input.to, back_by: input.back_by };
        match effects_of(tx, row, who, &p, &asked) {
            Ok(effects) => Ok(ReversalPreview { amount: p.paid_minor, effects, refused: None }),
            Err(Error::Refused(refusal)) => Ok(ReversalPreview {
                amount: p.paid_minor,
                effects: Vec::new(),
                refused: Some((&refusal).into()),
            }),
            Err(fault) => Err(fault),
        }
    })
}

fn effects_of(
    tx: &Tx<'_>,
    office: &OfficeRow,
    who: &Session,
    p: &PaymentRow,
    asked: &Asked,
) -> Result<Vec<Effect>> {
    fits(tx, p, who, office.business_on, asked)?;
    let (stopped, moved) = what_it_stopped(tx, p)?;
    let mut effects = reversal_effects(tx, office, &reversing(p, asked, (&stopped, &moved), ("", "")))?;
    effects.extend(said_to_be_paid(tx, p, asked)?);
    Ok(effects)
}

/// What the way that somebody asks for would do now, for whoever looks at the request. Refuses what would refuse it.
pub(crate) fn reversal_would(
    tx: &Tx<'_>,
    office: &OfficeRow,
    who: &Session,
    input: &ReversePayment,
) -> Result<Vec<Effect>> {
    let p = payment(tx, input.payment)?;
    effects_of(tx, office, who, &p, &Asked { way: input.way, to: input.to, back_by: input.back_by })
}

/// What the void that somebody asks for would do now, likewise.
pub(crate) fn void_would(
    tx: &Tx<'_>,
    office: &OfficeRow,
    who: &Session,
    input: &VoidPayment,
) -> Result<Vec<Effect>> {
    Ok(void_fits(tx, office, who, input)?.1)
}

/// Since when the cheques behind a refund are said to be paid. Whoever lets money go back looks at the bank's own paper
/// where that was said today, perhaps by who asks.
fn said_to_be_paid(tx: &Tx<'_>, p: &PaymentRow, asked: &Asked) -> Result<Vec<Effect>> {
    if asked.way != ReversalKind::Refund {
        return Ok(Vec::new());
    }
    let paid = |q: ChequeRow| match (q.state, q.ended_on) {
        (ChequeState::Realised, Some(on)) => {
            Some(Effect::ChequeWasPaid { number: q.number, bank: q.bank, on })
        }
        _ => None,
    };
    let own = foil_store::cheques::of_payment(tx, p.id)?;
    Ok(own.into_iter().chain(cheques_behind(tx, p)?).filter_map(paid).collect())
}

/// The cheques of the payments that a payment was moved from.
fn cheques_behind(tx: &Tx<'_>, p: &PaymentRow) -> Result<Vec<ChequeRow>> {
    let mut cheques = Vec::new();
    let mut at = p.id;
    while let Some(from) = foil_store::reversals::that_made(tx, at)? {
        at = from.payment_id;
        cheques.extend(foil_store::cheques::of_payment(tx, at)?);
    }
    Ok(cheques)
}

/// A way, with where it leads.
struct Asked {
    way: ReversalKind,
    to: Option<AccountId>,
    back_by: Option<Method>,
}

/// Refuses a way that does not fit: a payment whose day is still open takes a void.
fn fits(tx: &Tx<'_>, p: &PaymentRow, who: &Session, today: Day, asked: &Asked) -> Result<()> {
    // Nobody does this alone.
    if state_by_two(tx, p, who.user, today)? != UndoState::Closed {
        let reason = "its day is still open: undo it, which is a void".to_owned();
        return Err(Refusal::UndoRefused { reason }.into());
    }
    if p.paid_minor.is_zero() && asked.way != ReversalKind::Reversal {
        let reason = "no money came with it, only credit: a reversal puts that back".to_owned();
        return Err(Refusal::UndoRefused { reason }.into());
    }
    Ok(way(asked.way, &tender_facts(tx, p)?, asked.back_by)?)
}

/// What a payment was given, with where its cheques are. What was moved here came with nothing of its own: the cheques are
/// those of the payment that it was moved from, and moving it makes none of them good.
fn tender_facts(tx: &Tx<'_>, p: &PaymentRow) -> Result<Vec<TenderFact>> {
    let mut cheques = foil_store::cheques::of_payment(tx, p.id)?.into_iter();
    let tenders = foil_store::payments::tenders(tx, p.id)?.into_iter();
    let mut facts: Vec<TenderFact> = tenders
        .map(|t| TenderFact {
            method: t.method,
            cheque: if t.method == Method::Cheque { cheques.next().map(|q| q.state) } else { None },
        })
        .collect();
    let live = |q: &ChequeRow| !matches!(q.state, ChequeState::Bounced | ChequeState::Returned);
    let behind = cheques_behind(tx, p)?.into_iter().filter(live);
    facts.extend(behind.map(|q| TenderFact { method: Method::Transfer, cheque: Some(q.state) }));
    Ok(facts)
}

/// The ways with a payment after its day, each with its reason where it may not be.
pub(super) fn ways(tx: &Tx<'_>, p: &PaymentRow) -> Result<Vec<WayView>> {
    let tenders = tender_facts(tx, p)?;
    let all = [ReversalKind::Refund, ReversalKind::Transfer, ReversalKind::Reversal];
    Ok(all
        .into_iter()
        .map(|kind| WayView {
            way: kind,
            refused: way(kind, &tenders, Some(Method::Cash)).err().map(|refusal| (&refusal).into()),
        })
        .collect())
}

fn reversing<'a>(
    p: &'a PaymentRow,
    asked: &Asked,
    (stopped, moved): (&'a [(AccountId, Day)], &'a [OrderMoved]),
    (reason, note): (&'a str, &'a str),
) -> Reversing<'a> {
    Reversing {
        payment: p,
        kind: asked.way,
        stopped,
        moved,
        back_by: asked.back_by.filter(|_| asked.way == ReversalKind::Refund),
        to: asked.to.filter(|_| asked.way == ReversalKind::Transfer),
        bounced: Money::ZERO,
        other_cheques: Money::ZERO,
        reason,
        note,
    }
}

/// Refuses the way that is asked for where it would be refused when it is carried out.
pub(crate) fn may_be_reversed(act: &Act<'_>, input: &ReversePayment) -> Result<PaymentRow> {
    reason_will_do(input.reason, input.note.as_str())?;
    let p = payment(act.tx, input.payment)?;
    let asked = Asked { way: input.way, to: input.to, back_by: input.back_by };
    fits(act.tx, &p, act.who, act.today(), &asked)?;
    let (stopped, moved) = what_it_stopped(act.tx, &p)?;
    reversal_effects(act.tx, act.office, &reversing(&p, &asked, (&stopped, &moved), ("", "")))?;
    Ok(p)
}

/// The cash that a refund would take out of a drawer; none where it goes back another way.
pub(crate) fn cash_back(tx: &Tx<'_>, input: &ReversePayment) -> Result<Option<Money>> {
    cash_of_refund(tx, &payment(tx, input.payment)?, input.back_by)
}

/// Carries the way out inside the act of whoever lets it happen.
pub(crate) fn reversed(act: &mut Act<'_>, input: &ReversePayment) -> Result<Reversed> {
    let p = may_be_reversed(act, input)?;
    let asked = Asked { way: input.way, to: input.to, back_by: input.back_by };
    let (stopped, moved) = what_it_stopped(act.tx, &p)?;
    let why = (input.reason.as_str(), input.note.as_str());
    let done = reverse(act, &reversing(&p, &asked, (&stopped, &moved), why))?;
    off_the_stack(act, &p)?;
    Ok(done)
}

/// Refuses the void that is asked for where it would be refused when it is carried out.
pub(crate) fn may_be_voided(act: &Act<'_>, input: &VoidPayment) -> Result<PaymentRow> {
    reason_will_do(input.reason, input.note.as_str())?;
    Ok(void_fits(act.tx, act.office, act.who, input)?.0)
}

fn void_fits(
    tx: &Tx<'_>,
    office: &OfficeRow,
    who: &Session,
    input: &VoidPayment,
) -> Result<(PaymentRow, Vec<Effect>)> {
    let p = payment(tx, input.payment)?;
    let found = meant(tx, who.user, &StepRef { step: None, payment: Some(p.id) })?;
    let UndoPlan::VoidPayment { stopped, moved, .. } = &found.plan else {
        return Err(Refusal::UndoRefused { reason: "it is no payment".into() }.into());
    };
    if state_by_two(tx, &p, who.user, office.business_on)? == UndoState::Closed {
        let reason = "its day is closed or its money is at the bank: ask for a reversal".to_owned();
        return Err(Refusal::UndoRefused { reason }.into());
    }
    let effects = crate::payments::void_effects(tx, office, who.counter, &p, stopped, moved)?;
    Ok((p, effects))
}

/// Voids a payment inside the act of whoever lets it happen.
pub(crate) fn voided(act: &mut Act<'_>, input: &VoidPayment) -> Result<Undone> {
    let target = StepRef { step: None, payment: Some(input.payment) };
    let found = meant(act.tx, act.who.user, &target)?;
    act.who.role.must(right_of(&found.plan, &found.step.act))?;
    let because = Because { reason: Some(input.reason), note: input.note.to_string() };
    let carried = carry_out(act, found.step.n, found.plan, &because)?;
    let plan = serde_json::to_string(&carried.way_back).map_err(anyhow::Error::new)?;
    // Who asked may redo it, as if they had taken it back alone; what another has taken back is nobody's to redo.
    let own = act.author().0 == found.owner && act.who.user == found.owner;
    if own {
        follow(act.tx, found.owner, &carried.moved)?;
    }
    let state = if own { "undone" } else { "dropped" };
    foil_store::undo::set(act.tx, found.owner, found.step.n, state, &plan)?;
    Ok(Undone {
        effects: carried.effects,
        slip: carried.slip,
        payment: carried.payment,
        number: carried.number,
    })
}

fn reason_will_do(reason: UndoReason, note: &str) -> Result<()> {
    if reason == UndoReason::Other && note.is_empty() {
        return Err(Refusal::bad_input("note", "a note that says why").into());
    }
    Ok(())
}

/// The disconnection days that a payment stopped, and the orders it moved.
pub(crate) type Stopped = (Vec<(AccountId, Day)>, Vec<OrderMoved>);

/// What a payment had stopped or earned, as its step has it; nothing where it is on nobody's stack.
pub(crate) fn what_it_stopped(tx: &Tx<'_>, p: &PaymentRow) -> Result<Stopped> {
    let Some(step) = foil_store::undo::find(tx, p.person_id, p.undo_n)? else {
        return Ok(Default::default());
    };
    match plan_of(&step)? {
        UndoPlan::VoidPayment { payment, stopped, moved, .. } if payment == p.id => Ok((stopped, moved)),
        _ => Ok(Default::default()),
    }
}

/// A payment that has fallen is nobody's to undo any more.
pub(crate) fn off_the_stack(act: &Act<'_>, p: &PaymentRow) -> Result<()> {
    let Some(step) = foil_store::undo::find(act.tx, p.person_id, p.undo_n)? else { return Ok(()) };
    match plan_of(&step)? {
        UndoPlan::VoidPayment { payment, .. } if payment == p.id => {
            foil_store::undo::set(act.tx, p.person_id, step.n, "dropped", &step.plan)
        }
        _ => Ok(()),
    }
}
