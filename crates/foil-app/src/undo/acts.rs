//! One's own stack as a list.

use super::stack::{payment, plan_of};
use super::views::{MyActs, MyActsList, StepView};
use crate::office::UndoPlan;
use crate::{Office, Session};
use foil_domain::ids::UserId;
use foil_domain::people::Right;
use foil_domain::refusal::Result;
use foil_domain::undo::StepState;
use foil_store::Tx;
use foil_store::undo::StepRow;
use std::sync::Arc;

/// One's own acts, newest first, what Undo and Redo would take, and the day's figures.
pub fn my_acts(office: &Arc<Office>, who: &Session, input: MyActsList) -> Result<MyActs> {
    office.view(who, Right::UndoOwn, |tx, row| {
        let today = row.business_on;
        let steps = foil_store::undo::newest(tx, who.user, input.limit.clamp(1, 200))?;
        let one = |step: Option<StepRow>| step.map(|s| shown(tx, who.user, &s)).transpose();
        let undo = one(foil_store::undo::top_done(tx, who.user)?)?;
        let redo = one(foil_store::undo::next_redo(tx, who.user)?)?;
        let mut shown: Vec<StepView> = steps.iter().map(|s| shown(tx, who.user, s)).collect::<Result<_>>()?;
        for step in &mut shown {
            let top = undo.as_ref().is_some_and(|u| u.step == step.step);
            step.can_undo = step.can_undo && (top || step.payment.is_some());
            let last = redo.as_ref().is_some_and(|r| r.step == step.step);
            step.can_redo = step.can_redo && (last || step.payment.is_some());
        }
        let own = foil_store::payments::own_figures(tx, who.user, today)?;
        // What was taken, with the float and what was moved, is what the drawer must hold.
        let blind = crate::shifts::own_counted_blind(tx, row, who)?.is_some();
        let taken = (!blind).then_some(own.taken);
        Ok(MyActs { steps: shown, undo, redo, payments: own.payments, taken, voids: own.voids })
    })
}

/// A step as the screens see it.
pub(super) fn shown(tx: &Tx<'_>, owner: UserId, step: &StepRow) -> Result<StepView> {
    let state = match step.state.as_str() {
        "done" => StepState::Done,
        "undone" => StepState::Undone,
        _ => StepState::Dropped,
    };
    let mut view = StepView {
        step: step.n,
        user: owner,
        act: step.act.clone(),
        at: step.at,
        state,
        subject: String::new(),
        name: String::new(),
        amount: None,
        payment: None,
        can_undo: state == StepState::Done,
        can_redo: state == StepState::Undone,
    };
    match plan_of(step)? {
        UndoPlan::VoidPayment { payment: id, .. } | UndoPlan::PayAgain { payment: id, .. } => {
            let p = payment(tx, id)?;
            view.can_undo &= !p.void && p.fallen.is_none();
            view.subject = p.number;
            view.name = p.name;
            view.amount = Some(p.paid_minor);
            view.payment = Some(id);
        }
        UndoPlan::TicketTo { ticket, .. } => {
            if let Some(t) = foil_store::tickets::find(tx, ticket)? {
                view.subject = t.number;
                view.name = t.name;
            }
        }
        UndoPlan::RestoreRecord { what, id, .. } => {
            (view.subject, view.name) = crate::customers::record_name(tx, &what, id)?;
        }
        UndoPlan::TurnReadings { turned, .. } => {
            (view.subject, view.name) = crate::metering::readings_name(tx, &turned)?;
        }
        UndoPlan::TurnMeters { moved } => {
            (view.subject, view.name) = crate::metering::meter_move_name(tx, &moved)?;
        }
        UndoPlan::TurnMeterRight { right } => {
            (view.subject, view.name) = crate::metering::meter_put_right_name(tx, &right)?;
        }
        UndoPlan::TurnCycles { moved } => {
            (view.subject, view.name) = crate::billing::cycle_move_name(tx, &moved)?;
        }
    }
    Ok(view)
}
