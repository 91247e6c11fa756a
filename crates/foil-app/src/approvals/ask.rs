//! Asking: for somebody's word from the list, with a manager's word at this screen, or done first.

use super::carry_out::{carry_out, of_drawer, sized};
use super::granted::{Ask, came_of, first, granted, written};
use super::list::shown;
use super::preview::{keep, of_claim};
use super::views::{AskApproval, AskOutcome, AskedAct, DoneView};
use crate::billing::rebill_would;
use crate::office::{Act, Grant, Order, input_hash};
use crate::people::Hands;
use crate::{Office, Session};
use anyhow::{Context, anyhow};
use foil_domain::approvals::ApprovalState;
use foil_domain::ids::ApprovalId;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::approvals;
use serde_json::json;
use std::sync::Arc;

/// Asks for an act that needs a second person. With a manager's word at this screen it is done at once; within the
/// office's ceiling it may be done first and have a second look; else it waits on the list, as it was asked.
///
/// Refuses what would be refused when it is carried out, a second request on the same thing, one's own word for it
/// by whatever log-in, the word of who may not give it or whom the asker has in their hand, and a wrong PIN, which counts as a failed log-in.
pub fn ask_approval(office: &Arc<Office>, who: &Session, input: AskApproval) -> Result<AskOutcome> {
    let by = input.manager.as_ref().map(|m| m.login.as_str());
    let hash = input_hash(&(&input.asked, &input.reason, by, input.done_first))?;
    let word = input.manager.as_ref().map(|here| office.word_of(here)).transpose()?;
    let payload = serde_json::to_string(&input.asked).context("keeping what was asked for")?;
    let order = Order {
        request: Some((&input.request_id.clone(), &hash)),
        ..Order::new("ask_approval", Right::AskApproval)
    };
    let of_drawer = of_drawer(office, &input.asked)?;
    let moves = match &input.asked {
        AskedAct::CancelAndRebill(rebill) => {
            let would = rebill_would(office, who, Right::AskApproval, rebill.clone());
            Some(found_before(would.map(|(moves, _)| moves))?)
        }
        _ => None,
    };
    let float = match &input.asked {
        AskedAct::AllowFloat(float) => Some(float.pieces.clone()),
        _ => None,
    };
    // What it refuses is said when it is done.
    let on_claim = match input.done_first {
        true => found_before(of_claim(office, who, Right::AskApproval, &input.asked))?.ok().flatten(),
        false => None,
    };
    let told = office.perform(who, order, move |act| {
        let what = sized(act, &input.asked, moves.clone().transpose()?)?;
        let ask = Ask {
            kind: what.kind,
            subject: &what.subject,
            about: &what.about,
            amount: what.amount,
            payload: &payload,
            reason: input.reason.as_str(),
            happened: what.happened,
        };
        let grant = match (&word, input.done_first) {
            (Some(word), _) => granted(act, &ask, Some(word))?,
            (None, true) => {
                let grant = first(act, &ask)?;
                if let Some(shown) = &on_claim {
                    keep(act, grant.approval, shown)?;
                }
                grant
            }
            (None, false) => {
                let id = written(act, &ask, ApprovalState::Asked)?;
                act.changed(json!({
                    "approval": id, "kind": what.kind, "about": what.subject, "amount_minor": what.amount,
                    "reason": input.reason,
                }));
                return outcome(act, id, None);
            }
        };
        let id = grant.approval;
        let why = input.reason.as_str();
        let done = let_happen(act, grant, why, |act| carry_out(act, &input.asked))?;
        outcome(act, id, Some(done))
    });
    let told = match float {
        Some(pieces) => crate::shifts::float_tried(office, who, &pieces, told),
        None => told,
    };
    let outcome = match of_drawer {
        Some(amount) => crate::shifts::written_down(office, who.user, "ask_approval", told, || Ok(amount))?,
        None => told?,
    };
    office.wake_outbox();
    Ok(outcome)
}

/// What was found before the act that asks. What it refuses is said inside that act, where the same request asked
/// again is given its first answer instead.
fn found_before<T>(found: Result<T>) -> Result<std::result::Result<T, Refusal>> {
    match found {
        Ok(found) => Ok(Ok(found)),
        Err(Error::Refused(refusal)) => Ok(Err(refusal)),
        Err(broke) => Err(broke),
    }
}

/// Carries an act out under a grant; its audit row says by which request and whose word.
pub(super) fn let_happen(
    act: &mut Act<'_>,
    grant: Grant,
    reason: &str,
    work: impl FnOnce(&mut Act<'_>) -> Result<DoneView>,
) -> Result<DoneView> {
    let login = |id| foil_store::people::login_at(act.tx, id, act.now);
    let allowed_by = grant.allowed_by.as_ref().map(|(id, _)| *id);
    let said = json!({
        "approval": grant.approval, "kind": grant.kind, "amount_minor": grant.amount,
        "asked_by": grant.asked_by.0, "asked_login": login(grant.asked_by.0)?,
        "allowed_by": allowed_by, "allowed_login": allowed_by.map(login).transpose()?.flatten(),
        "done_first": grant.allowed_by.is_none(), "reason": reason,
    });
    let id = grant.approval;
    act.grant = Some(grant);
    let done = work(act);
    act.grant = None;
    let done = done?;
    act.changed_also("did", &said);
    if !done.number.is_empty() {
        came_of(act, id, &done.number)?;
    }
    Ok(done)
}

fn outcome(act: &Act<'_>, id: ApprovalId, done: Option<DoneView>) -> Result<AskOutcome> {
    let row = approvals::find(act.tx, id)?.ok_or_else(|| anyhow!("request {id} was not stored"))?;
    Ok(AskOutcome { approval: shown(act.tx, &Hands::of(act.tx)?, act.who, act.now, row)?, done })
}
