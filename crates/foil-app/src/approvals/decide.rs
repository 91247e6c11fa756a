//! Deciding a request from the list, and taking one's own back.

use super::ask::let_happen;
use super::carry_out::{carry_out, has_happened};
use super::granted::{Ask, Whose, decider, decision, look_follows, made_by_whose, whose_word};
use super::list::shown;
use super::preview::before;
use super::views::{AskOutcome, AskedAct, DecideApproval, WithdrawApproval};
use crate::office::{Act, Grant, Order, input_hash};
use crate::people::Hands;
use crate::{Nothing, Office, Session};
use anyhow::Context;
use foil_domain::approvals::{ApprovalState, Decision, Request, Someone, decide, looked_at_after, withdraw};
use foil_domain::ids::ApprovalId;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_store::Tx;
use foil_store::approvals::{self, ApprovalRow};
use serde_json::json;
use std::sync::Arc;

/// Decides a request. Approved, the act is carried out as it was asked for, in this same commit, and bears both names;
/// of something that was done first, somebody says here that it is right, or that it is not.
///
/// Refuses one's own request by whatever log-in, that of who has oneself in their hand, an amount above one's ceiling where nothing has
/// happened yet, a stale version, what is decided or has expired, to refuse without a word why, to look at what one has let pass
/// oneself, and whatever the act itself refuses by now.
pub fn decide_approval(office: &Arc<Office>, who: &Session, input: DecideApproval) -> Result<AskOutcome> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("decide_approval", Right::TakeSecondLook) };
    let outcome = office.perform(who, order, move |act| decided(act, &input))?;
    office.wake_outbox();
    Ok(outcome)
}

fn decided(act: &mut Act<'_>, input: &DecideApproval) -> Result<AskOutcome> {
    let row = found(act, input.approval)?;
    let id = row.id;
    let now = act.latest()?;
    let asked = request(&row);
    let by = decider(act.tx, &Hands::of(act.tx)?, act.who, &asked)?;
    let state = decide(&asked, &by, input.decision, now)?;
    let above = state == ApprovalState::Approved && looked_at_after(&asked, &by);
    not_their_word(act, &row)?;
    if input.decision == Decision::Refuse && input.note.as_str().is_empty() {
        return Err(Refusal::bad_input("note", "why not").into());
    }
    if row.version != input.version {
        return Err(Refusal::ChangedMeanwhile { what: format!("request {id}") }.into());
    }
    if state == ApprovalState::Cleared {
        not_their_own(act, &row)?;
    }
    act.changed(json!({
        "approval": id, "kind": row.kind, "about": row.subject, "amount_minor": row.amount_minor,
        "asked_by": row.asked_by, "asked_login": foil_store::people::login_at(act.tx, row.asked_by, row.asked_at)?,
        "state": state, "note": input.note,
    }));
    // Looked at before it is done: afterwards nobody can say what it did.
    let before_it = if above { before(act, row.counter_id, &as_asked(&row))? } else { None };
    let done = match state {
        ApprovalState::Approved => {
            let asked: AskedAct = serde_json::from_str(&row.payload).context("reading what was asked for")?;
            let grant = Grant {
                approval: id,
                kind: row.kind,
                amount: row.amount_minor,
                asked_by: (row.asked_by, row.asked_name.clone()),
                counter: row.counter_id,
                allowed_by: Some((act.who.user, act.who.name.clone())),
            };
            Some(let_happen(act, grant, &row.reason, |act| carry_out(act, &asked))?)
        }
        _ => None,
    };
    let late = row.state == ApprovalState::SecondLook && row.look_by_at.is_some_and(|by| by <= now);
    if late {
        approvals::is_late(act.tx, id)?;
    }
    let by = (act.who.user, act.now, act.today());
    if !approvals::decide(act.tx, id, row.version, state, by, input.note.as_str())? {
        return Err(Refusal::ChangedMeanwhile { what: format!("request {id}") }.into());
    }
    let hand = match state {
        ApprovalState::Approved | ApprovalState::Cleared => {
            let whose = Whose::of_row(act.tx, &row)?;
            made_by_whose(act.tx, act.who.user, (row.kind, row.amount_minor), &whose)?
        }
        _ => None,
    };
    decision(act, id, state, (late, hand));
    if above {
        let name = act.who.name.clone();
        look_follows(act, &as_asked(&row), (id, row.asked_by), &name, before_it.as_ref())?;
    }
    let row = found(act, id)?;
    Ok(AskOutcome { approval: shown(act.tx, &Hands::of(act.tx)?, act.who, act.now, row)?, done })
}

/// A request as it was asked for.
fn as_asked(row: &ApprovalRow) -> Ask<'_> {
    Ask {
        kind: row.kind,
        subject: &row.subject,
        about: &row.about,
        amount: row.amount_minor,
        payload: &row.payload,
        reason: &row.reason,
        happened: has_happened(&row.payload),
    }
}

/// Nobody looks at what they have let pass themselves, by whatever log-in, nor whom they have in their hand.
fn not_their_word(act: &Act<'_>, row: &ApprovalRow) -> Result<()> {
    let Some((user, name)) = whose_word(act.tx, &row.subject)? else { return Ok(()) };
    let (word, who) = (Someone { user, name: &name }, Someone { user: act.who.user, name: &act.who.name });
    if word.is(&who) {
        return Err(Refusal::OwnRequest.into());
    }
    Hands::of(act.tx)?.must_not_hold(act.tx, &word, &who, Right::TakeSecondLook)
}

/// Nobody clears the difference of their own drawer, whoever counted it and closed it first, nor of their own count of the
/// safe.
fn not_their_own(act: &Act<'_>, row: &ApprovalRow) -> Result<()> {
    let asked: AskedAct = serde_json::from_str(&row.payload).context("reading what was done first")?;
    match asked {
        AskedAct::AllowVariance(input) => crate::shifts::not_their_drawer(act, &input),
        AskedAct::AllowSafe(input) => {
            let word = Someone { user: act.who.user, name: &act.who.name };
            crate::shifts::not_their_count(act.tx, &input, &word)
        }
        _ => Ok(()),
    }
}

/// Takes one's own request back, while nobody has decided it.
pub fn withdraw_approval(office: &Arc<Office>, who: &Session, input: WithdrawApproval) -> Result<Nothing> {
    let id = input.approval;
    let take_back = move |act: &mut Act<'_>| {
        let row = found(act, id)?;
        let state = withdraw(&request(&row), act.who.user, act.latest()?)?;
        approvals::end(act.tx, row.id, state, act.today())?;
        act.changed(json!({ "approval": row.id, "state": state }));
        decision(act, row.id, state, (false, None));
        Ok(Nothing {})
    };
    let order = Order::new("withdraw_approval", Right::AskApproval);
    // The request itself tells who asked nothing of how far off a float is; the log does, to whoever reads that.
    let known = who.role.may(Right::SeeAudit);
    let told = move |tx: &Tx<'_>| crate::shifts::float_taken_back(tx, id, known);
    office.perform_and_tell((who, order), take_back, Order::new("cash_refused", Right::SeeFrame), told)
}

fn found(act: &Act<'_>, id: ApprovalId) -> Result<ApprovalRow> {
    Ok(approvals::find(act.tx, id)?.ok_or_else(|| Refusal::not_found("request", id))?)
}

/// A request as the rule wants it.
pub(super) fn request(row: &ApprovalRow) -> Request<'_> {
    Request {
        id: row.id.0,
        kind: row.kind,
        amount: row.amount_minor,
        asked_by: Someone { user: row.asked_by, name: &row.asked_name },
        state: row.state,
        expires_at: row.expires_at,
        happened: has_happened(&row.payload),
    }
}
