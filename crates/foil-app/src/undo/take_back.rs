//! Undo and redo.

use super::stack::{Because, Found, carry_out, follow, let_by, meant, meant_again, right_of};
use super::views::{Redo, StepRef, Undo, Undone};
use crate::office::{Order, UndoPlan, input_hash};
use crate::{Office, Session};
use foil_domain::ids::UserId;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::Result;
use foil_store::Tx;
use serde_json::json;
use std::sync::Arc;

/// Takes an act back: the newest of one's own, or a payment named by the caller.
///
/// A payment becomes void as FIELD's states (a) and (b) allow; somebody else's needs a manager, who
/// may log in for this one act. Refuses what is void already, of a closed day, overtaken by what
/// happened since, no longer one's role's to do, or more cash than the drawer holds it would come out of.
pub fn undo(office: &Arc<Office>, who: &Session, input: Undo) -> Result<Undone> {
    let hash = input_hash(&(&input.target, &input.reason, &input.note))?;
    let request = input.request_id.clone();
    let word = input.manager.as_ref().map(|here| office.word_of(here)).transpose()?;
    word.as_ref().map_or(Ok(()), |word| word.role.must(Right::UndoOthers))?;
    let note = input.note.map(String::from).unwrap_or_default();
    let because = Because { reason: input.reason, note };
    let target = input.target.unwrap_or_default();
    let order = Order { request: Some((&request, &hash)), ..Order::new("undo", Right::UndoOwn) };
    let what = target.clone();
    let told = office.perform(who, order, move |act| {
        let found = meant(act.tx, act.who.user, &target)?;
        act.who.role.must(right_of(&found.plan, &found.step.act))?;
        let (owner, n) = (found.owner, found.step.n);
        act.grant = let_by(act, &found.plan, &because, word.as_ref())?;
        let carried = carry_out(act, n, found.plan, &because)?;
        let grant = act.grant.take();
        let plan = serde_json::to_string(&carried.way_back).map_err(anyhow::Error::new)?;
        // What somebody else took back is not one's own to redo.
        let state = if owner == act.who.user { "undone" } else { "dropped" };
        if owner == act.who.user {
            follow(act.tx, owner, &carried.moved)?;
        }
        foil_store::undo::set(act.tx, owner, n, state, &plan)?;
        let allowed_by = grant.as_ref().and_then(|g| g.allowed_by.as_ref()).map(|(id, _)| *id);
        let login =
            allowed_by.map(|id| foil_store::people::login_at(act.tx, id, act.now)).transpose()?.flatten();
        act.changed(json!({
            "step": [owner, n],
            "undone": found.step.act,
            "effects": carried.effects,
            "slip": carried.slip,
            "reason": because.reason,
            "note": because.note,
            "allowed_by": allowed_by,
            "allowed_login": login,
            "approval": grant.as_ref().map(|g| g.approval),
        }));
        if let (Some(grant), Some(slip)) = (&grant, &carried.slip) {
            crate::approvals::came_of(act, grant.approval, slip)?;
        }
        Ok(Undone {
            effects: carried.effects,
            slip: carried.slip,
            payment: carried.payment,
            number: carried.number,
        })
    });
    let undone = crate::shifts::written_down(office, who.user, "undo", told, || {
        office.book().read(|tx| cash_back(tx, who.user, &what))
    })?;
    office.wake_outbox();
    Ok(undone)
}

/// The cash that taking back what is meant would hand over.
fn cash_back(tx: &Tx<'_>, me: UserId, target: &StepRef) -> Result<Money> {
    match meant(tx, me, target)?.plan {
        UndoPlan::VoidPayment { payment, .. } => crate::payments::cash_of_void(tx, payment),
        _ => Ok(Money::ZERO),
    }
}

/// Does again what Undo took back last, or a payment that is named, until something new is done.
///
/// A payment is taken again with a new receipt that names the void one. Refuses when an account or
/// record was changed since, and a step that is not the one that was shown.
pub fn redo(office: &Arc<Office>, who: &Session, input: Redo) -> Result<Undone> {
    let hash = input_hash(&("redo", input.step))?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("redo", Right::UndoOwn) };
    let done = office.perform(who, order, move |act| {
        let Found { step, plan, .. } = meant_again(act.tx, act.who.user, input.step)?;
        let because = Because { reason: None, note: String::new() };
        act.who.role.must(right_of(&plan, &step.act))?;
        let carried = carry_out(act, step.n, plan, &because)?;
        let plan = serde_json::to_string(&carried.way_back).map_err(anyhow::Error::new)?;
        foil_store::undo::set(act.tx, act.who.user, step.n, "done", &plan)?;
        follow(act.tx, act.who.user, &carried.moved)?;
        let mut changes = json!({ "step": [act.who.user, step.n], "redone": step.act, "effects": carried.effects,
            "payment": carried.payment, "receipt": carried.number });
        if carried.payment.is_some() {
            // The new receipt's money, as taking it said it.
            for money in ["paid_minor", "tendered_minor", "tenders"] {
                changes[money] = act.said()[money].clone();
            }
        }
        act.changed(changes);
        Ok(Undone { effects: carried.effects, slip: None, payment: carried.payment, number: carried.number })
    })?;
    office.wake_outbox();
    Ok(done)
}
