//! What undo or redo would change, before it does.

use super::acts::shown;
use super::reversals::ways;
use super::stack::{Found, meant, meant_again, others_within, payment, right_of, state_by_two, state_of};
use super::views::{Effect, RedoStep, StepRef, UndoPreview};
use crate::office::UndoPlan;
use crate::payments::PayOrder;
use crate::{Office, Session};
use foil_domain::approvals::{ApprovalKind, done_first};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::PaymentId;
use foil_domain::people::{Right, Role};
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::undo::UndoState;
use foil_store::Tx;
use foil_store::office::OfficeRow;
use foil_store::payments::PaymentRow;
use std::sync::Arc;

/// Shows every effect an undo would have, whether it needs a reason or a manager, and why it would
/// be refused.
pub fn preview_undo(office: &Arc<Office>, who: &Session, input: StepRef) -> Result<UndoPreview> {
    office.view(who, Right::UndoOwn, |tx, row| {
        if let Some(id) = input.payment
            && let Some(closed) = after_its_day(tx, who, row, id)?
        {
            return Ok(closed);
        }
        let found = match meant(tx, who.user, &input) {
            Ok(found) => found,
            Err(Error::Refused(refusal)) => return Ok(refused(&refusal)),
            Err(fault) => return Err(fault),
        };
        preview(tx, who, row, &found)
    })
}

/// Shows what a redo would do: of what was taken back last, or of a payment that is named.
pub fn preview_redo(office: &Arc<Office>, who: &Session, input: RedoStep) -> Result<UndoPreview> {
    office.view(who, Right::UndoOwn, |tx, row| match meant_again(tx, who.user, input.step) {
        Ok(found) => preview(tx, who, row, &found),
        Err(Error::Refused(refusal)) => Ok(refused(&refusal)),
        Err(fault) => Err(fault),
    })
}

fn refused(refusal: &Refusal) -> UndoPreview {
    UndoPreview { refused: Some(refusal.into()), ..nothing() }
}

fn nothing() -> UndoPreview {
    UndoPreview {
        step: None,
        payment: None,
        state: None,
        effects: Vec::new(),
        needs_reason: false,
        needs_manager: false,
        ways: Vec::new(),
        asked: None,
        second_look: None,
        refused: None,
    }
}

/// A payment that can be no void any more, with the ways that are left; none for one whose day is open, or that has
/// fallen.
fn after_its_day(tx: &Tx<'_>, who: &Session, row: &OfficeRow, id: PaymentId) -> Result<Option<UndoPreview>> {
    let p = payment(tx, id)?;
    match state_by_two(tx, &p, who.user, row.business_on) {
        Ok(UndoState::Closed) => {}
        Ok(_) | Err(Error::Refused(_)) => return Ok(None),
        Err(fault) => return Err(fault),
    }
    let step = foil_store::undo::find(tx, p.person_id, p.undo_n)?;
    let mut preview = UndoPreview {
        step: step.map(|step| shown(tx, p.person_id, &step)).transpose()?.filter(|s| s.payment == Some(id)),
        payment: Some(id),
        state: Some(UndoState::Closed),
        needs_reason: true,
        needs_manager: true,
        ways: ways(tx, &p)?,
        ..nothing()
    };
    two_persons(tx, &p, (ApprovalKind::Refund, false), &mut preview)?;
    if let Err(refusal) = who.role.must(Right::AskApproval) {
        preview.refused = Some((&refusal).into());
    }
    Ok(Some(preview))
}

/// What is known of the second person: whether one was asked already, and whether it may be done first.
/// `whole` is whether it may be whatever it comes to, for nobody else is who could let it happen.
fn two_persons(
    tx: &Tx<'_>,
    p: &PaymentRow,
    (kind, whole): (ApprovalKind, bool),
    preview: &mut UndoPreview,
) -> Result<()> {
    preview.asked = foil_store::approvals::open_of(tx, &crate::approvals::of_payment(p.id))?.map(|a| a.id);
    let ceiling = foil_store::approvals::rule(tx)?.second_look_ceiling_minor;
    preview.second_look = match whole {
        true => Some(p.paid_minor),
        false => ceiling.filter(|most| done_first(kind, p.paid_minor, Some(*most)).is_ok()),
    };
    Ok(())
}

fn preview(tx: &Tx<'_>, who: &Session, row: &OfficeRow, found: &Found) -> Result<UndoPreview> {
    if let UndoPlan::VoidPayment { payment: id, .. } = &found.plan
        && let Some(closed) = after_its_day(tx, who, row, *id)?
    {
        return Ok(closed);
    }
    let step = shown(tx, found.owner, &found.step)?;
    let mut preview = UndoPreview { step: Some(step), ..nothing() };
    if let Err(refusal) = who.role.must(right_of(&found.plan, &found.step.act)) {
        preview.refused = Some((&refusal).into());
    }
    let effects = match &found.plan {
        UndoPlan::VoidPayment { payment: id, stopped, moved, .. } => {
            let p = payment(tx, *id)?;
            preview.payment = Some(*id);
            preview.needs_reason = true;
            match state_of(tx, &p, who.user, who.role, row.business_on) {
                Ok(state) => {
                    preview.state = Some(state);
                    if state == UndoState::SameDay
                        && let Err(Error::Refused(refusal)) = others_within(tx, who.role, &p)
                    {
                        preview.refused = Some((&refusal).into());
                    }
                }
                Err(Error::Refused(Refusal::NeedsManager { .. })) => {
                    preview.needs_manager = true;
                    preview.state = Some(UndoState::SameDay);
                }
                Err(Error::Refused(refusal)) => preview.refused = Some((&refusal).into()),
                Err(fault) => return Err(fault),
            }
            // A clerk's ceiling is lifted by a manager at the screen, like another's payment.
            let ceiling = row.void_ceiling_minor.filter(|_| who.role == Role::Clerk);
            preview.needs_manager |= ceiling.is_some_and(|most| p.paid_minor > most);
            if preview.needs_manager {
                let own =
                    who.role.may(Right::UndoOthers) && crate::people::are_one(tx, p.person_id, who.user)?;
                let alone = own && !crate::shifts::somebody_may_allow(tx, &[who.user])?;
                two_persons(tx, &p, (ApprovalKind::Void, alone), &mut preview)?;
            }
            crate::payments::void_effects(tx, row, who.counter, &p, stopped, moved)
        }
        UndoPlan::PayAgain { payment: id, order } => {
            let p = payment(tx, *id)?;
            preview.payment = Some(*id);
            let again = Effect::PaymentAgain { number: p.number.clone(), amount: p.paid_minor };
            redo_fits(tx, row, &p, order)
                .and_then(|()| Ok([vec![again], crate::arrears::fees_off(tx, &order.fees)?].concat()))
        }
        UndoPlan::TicketTo { ticket, to, seen } => {
            crate::queue::back_effect(tx, who.counter, *ticket, to, *seen).map(|e| vec![e])
        }
        UndoPlan::RestoreRecord { what, id, after_version, .. } => {
            crate::customers::restore_effect(tx, what, *id, *after_version).map(|e| vec![e])
        }
        UndoPlan::TurnReadings { turned, cases } => crate::metering::readings_effects(tx, turned, cases),
        UndoPlan::TurnMeters { moved } => crate::metering::meter_move_effects(tx, moved),
        UndoPlan::TurnMeterRight { right } => crate::metering::meter_put_right_effects(tx, right),
        UndoPlan::TurnCycles { moved } => crate::billing::cycle_move_effects(tx, moved),
    };
    match effects {
        Ok(effects) => preview.effects = effects,
        Err(Error::Refused(refusal)) => preview.refused = Some((&refusal).into()),
        Err(fault) => return Err(fault),
    }
    Ok(preview)
}

/// Refuses what redo would refuse: another business day, an account that is not as the undo left it, and a bill that has no
/// room for what it had been paid.
fn redo_fits(tx: &Tx<'_>, row: &OfficeRow, p: &PaymentRow, order: &PayOrder) -> Result<()> {
    let refused = |reason: String| Err(Refusal::RedoRefused { reason }.into());
    if p.business_on != row.business_on {
        return refused("its business day is closed".to_owned());
    }
    for seen in &order.accounts {
        match foil_store::customers::account(tx, seen.account)? {
            Some(account) if account.status == AccountStatus::Closed => {
                return Err(Refusal::AccountClosed(account.number).into());
            }
            Some(account) if account.version != seen.version => {
                return refused(format!("account {} was changed since", account.number));
            }
            _ => {}
        }
    }
    crate::payments::fits_again(tx, p.id, order)
}
