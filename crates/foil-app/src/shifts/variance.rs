//! A count that differs by more than the tolerance: who lets it pass.
//!
//! The word of a second person comes by the approvals room, at this screen or from its list, or a second look follows.
//! It is written on the counted shift, which whoever stands at the drawer then closes: a count is never changed, so
//! what was let pass is still what is closed.

use super::cash::in_state;
use super::count::{counted, last_rows, leads_to, somebody_may_allow};
use super::open::{found, meant_here};
use super::views::{AllowVariance, AskedVariance, CountNext};
use crate::Session;
use crate::approvals::views::AskedAct;
use crate::approvals::{Ask, Sized, first, granted};
use crate::office::Act;
use crate::people::Hands;
use crate::undo::views::Effect;
use anyhow::Context;
use foil_domain::approvals::{ApprovalKind, ApprovalState, Someone, done_first};
use foil_domain::ids::{ShiftId, UserId};
use foil_domain::money::Money;
use foil_domain::people::{Right, Role};
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::{AfterCount, ShiftState, VarianceReason, off_by};
use foil_domain::text::Note;
use foil_domain::time::Instant;
use foil_store::Tx;
use foil_store::approvals::ApprovalRow;
use foil_store::shifts::{CountRow, ShiftRow};

/// What is asked for when a count differs.
///
/// Refuses a shift that is not counted to its end or does not differ by more than the tolerance, somebody else's
/// from who may not count it in their place, one whose variance somebody has let pass already, and another reason
/// without a note.
pub(crate) fn sized(act: &Act<'_>, input: &AllowVariance) -> Result<Sized> {
    let shift = meant_here(act, Some(input.shift))?;
    in_state(&shift, ShiftState::Counting)?;
    let (n, rows) = last_rows(act.tx, &shift)?;
    let no = |state| Err(Refusal::ShiftState { shift: shift.number.clone(), state }.into());
    match leads_to(act.office, &shift, n, &rows)? {
        AfterCount::CountAgain => return no("has to be counted a second time"),
        AfterCount::Close => return no("can be closed as it was counted"),
        AfterCount::Explain => {}
    }
    if passed(act.tx, &shift)?.is_some() {
        return no("may be closed already: its difference was allowed");
    }
    said(input.reason, input.note.as_ref().map_or("", Note::as_str))?;
    Ok(Sized {
        kind: ApprovalKind::Variance,
        subject: subject(shift.id),
        about: format!("{} · {}", shift.number, shift.name),
        amount: size(&rows)?,
        happened: true,
    })
}

/// Lets a shift's variance pass inside the act of whoever lets it happen; the grant is on the act already.
///
/// Refuses the word of whose drawer it is, whoever asked for it, and a shift that is not waiting any more.
pub(crate) fn allowed(act: &mut Act<'_>, input: &AllowVariance) -> Result<()> {
    let shift = found(act, input.shift)?;
    in_state(&shift, ShiftState::Counting)?;
    let (_, rows) = last_rows(act.tx, &shift)?;
    act.approved(ApprovalKind::Variance, Some(Money::ZERO), size(&rows)?)?;
    let by = act.grant.as_ref().and_then(|grant| grant.allowed_by.clone());
    if let Some((user, name)) = &by {
        not_their_own(act.tx, &shift, *user, name)?;
    }
    let note = input.note.as_ref().map_or("", Note::as_str);
    said(input.reason, note)?;
    foil_store::shifts::allow(act.tx, shift.id, input.reason.as_str(), note, by.map(|(id, _)| id))?;
    act.changed(serde_json::json!({ "shift": shift.number, "reason": input.reason }));
    Ok(())
}

/// What letting a variance pass would do: by how much, and which way, each way of paying differs.
///
/// Refuses a shift that is not waiting any more.
pub(crate) fn would(tx: &Tx<'_>, input: &AllowVariance) -> Result<Vec<Effect>> {
    let shift = foil_store::shifts::find(tx, input.shift)?;
    let shift = shift.ok_or_else(|| Refusal::not_found("shift", input.shift))?;
    in_state(&shift, ShiftState::Counting)?;
    differs(tx, &shift)
}

/// By how much, and which way, a drawer differed that was closed first.
pub(crate) fn closed_with(tx: &Tx<'_>, input: &AllowVariance) -> Result<Vec<Effect>> {
    let shift = foil_store::shifts::find(tx, input.shift)?;
    differs(tx, &shift.ok_or_else(|| Refusal::not_found("shift", input.shift))?)
}

fn differs(tx: &Tx<'_>, shift: &ShiftRow) -> Result<Vec<Effect>> {
    let (_, rows) = last_rows(tx, shift)?;
    let mut effects = Vec::new();
    for row in rows.iter().filter(|row| row.counted_minor != row.expected_minor) {
        effects.push(Effect::DrawerDiffers {
            shift: shift.number.clone(),
            method: row.method,
            counted: row.counted_minor,
            expected: row.expected_minor,
            variance: row.counted_minor.minus(row.expected_minor).ok_or(Refusal::TooMuch)?,
        });
    }
    Ok(effects)
}

/// Why a count differs and who let it pass, as a Z report says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Explained {
    pub reason: String,
    pub note: String,
    pub allowed_by: Option<UserId>,
}

/// What is said of a count that leads to `next`: what one likes where it is within tolerance; else what somebody has let
/// pass, or lets pass now at this screen. Where nobody else is who could, it is closed first and waits for a second look, which
/// has no ceiling: of whoever reads everything, or of another manager.
///
/// Refuses without a reason, with another reason than the one that was allowed, and without anybody's word while
/// somebody is there who may give it.
pub(super) fn explained(
    act: &mut Act<'_>,
    shift: &ShiftRow,
    why: (Option<VarianceReason>, &str),
    word: Option<&Session>,
    next: AfterCount,
) -> Result<Explained> {
    let (reason, note) = why;
    match next {
        AfterCount::Close => {
            let reason = reason.map_or("", VarianceReason::as_str);
            return Ok(Explained { reason: reason.to_owned(), note: note.to_owned(), allowed_by: None });
        }
        AfterCount::CountAgain => {
            let state = "has to be counted a second time";
            return Err(Refusal::ShiftState { shift: shift.number.clone(), state }.into());
        }
        AfterCount::Explain => {}
    }
    if passed(act.tx, shift)?.is_some() {
        return as_it_passed(shift, reason);
    }
    let reason = reason.ok_or_else(|| Refusal::bad_input("reason", "a reason from the list"))?;
    said(reason, note)?;
    let explained = Explained { reason: reason.as_str().to_owned(), note: note.to_owned(), allowed_by: None };
    if let Some(word) = word {
        not_their_own(act.tx, shift, word.user, &word.name)?;
    }
    let (_, rows) = last_rows(act.tx, shift)?;
    let alone = word.is_none() && !somebody_may_allow(act.tx, &[act.who.user, shift.person_id])?;
    let asked = AllowVariance { shift: shift.id, reason, note: Note::parse(note).ok() };
    let payload =
        serde_json::to_string(&AskedAct::AllowVariance(asked)).context("keeping what was asked for")?;
    let said = if note.is_empty() { reason.told().to_owned() } else { format!("{}: {note}", reason.told()) };
    let ask = Ask {
        kind: ApprovalKind::Variance,
        subject: &subject(shift.id),
        about: &format!("{} · {}", shift.number, shift.name),
        amount: size(&rows)?,
        payload: &payload,
        reason: &said,
        happened: true,
    };
    let grant = if alone { first(act, &ask)? } else { granted(act, &ask, word)? };
    Ok(Explained { allowed_by: grant.allowed_by.map(|(id, _)| id), ..explained })
}

/// As it was let pass; another reason than that is no part of it.
fn as_it_passed(shift: &ShiftRow, reason: Option<VarianceReason>) -> Result<Explained> {
    if reason.is_some_and(|reason| reason.as_str() != shift.reason) {
        return Err(Refusal::bad_input("reason", "the reason that was allowed, or none").into());
    }
    Ok(Explained { reason: shift.reason.clone(), note: shift.note.clone(), allowed_by: shift.allowed_by })
}

/// Its Z report is what came of the request that let a variance pass.
pub(super) fn came_of_it(act: &mut Act<'_>, shift: &ShiftRow, z: &str) -> Result<()> {
    match passed(act.tx, shift)? {
        Some(row) if row.outcome.is_empty() => crate::approvals::came_of(act, row.id, z),
        _ => Ok(()),
    }
}

/// Whether a shift's variance was let pass by nobody's word yet.
pub(super) fn closed_first(tx: &Tx<'_>, shift: &ShiftRow) -> Result<bool> {
    Ok(passed(tx, shift)?.is_some_and(|row| row.done_first))
}

/// The request that lets a shift's variance pass: approved, or done first.
fn passed(tx: &Tx<'_>, shift: &ShiftRow) -> Result<Option<ApprovalRow>> {
    let latest = foil_store::approvals::latest_of(tx, shift.business_on, &subject(shift.id))?;
    Ok(latest.filter(|row| passes(row.state)))
}

pub(super) const fn passes(state: ApprovalState) -> bool {
    matches!(state, ApprovalState::Approved | ApprovalState::SecondLook | ApprovalState::Cleared)
}

/// The latest request on a shift's variance, as who counted sees it, and what comes next by it.
pub(super) fn asked(
    tx: &Tx<'_>,
    shift: &ShiftRow,
    now: Instant,
) -> Result<Option<(AskedVariance, Option<CountNext>)>> {
    let latest = foil_store::approvals::latest_of(tx, shift.business_on, &subject(shift.id))?;
    Ok(latest.map(|row| {
        let late = row.state == ApprovalState::Asked && row.expires_at <= now;
        let state = if late { ApprovalState::Expired } else { row.state };
        let next = match state {
            ApprovalState::Asked => Some(CountNext::Waits),
            state => passes(state).then_some(CountNext::Close),
        };
        let decided_by = row.decided_name.unwrap_or_default();
        (AskedVariance { approval: row.id, state, decided_by, note: row.note }, next)
    }))
}

/// The most that may be closed first, if this count may.
pub(super) fn second_look(tx: &Tx<'_>, rows: &[CountRow]) -> Result<Option<Money>> {
    let (ceiling, off) = (foil_store::approvals::rule(tx)?.second_look_ceiling_minor, size(rows)?);
    Ok(ceiling.filter(|most| done_first(ApprovalKind::Variance, off, Some(*most)).is_ok()))
}

/// Whether a count is off by more than a manager may approve: then a third person looks at what a second one lets pass.
pub(super) fn third_looks(tx: &Tx<'_>, rows: &[CountRow]) -> Result<bool> {
    let ceiling = foil_store::approvals::ceiling(tx, Role::Manager, ApprovalKind::Variance)?;
    let off = size(rows)?;
    Ok(ceiling.is_some_and(|most| off > most))
}

fn subject(shift: ShiftId) -> String {
    format!("shift:{shift}")
}

/// By how much a count is off.
pub(super) fn size(rows: &[CountRow]) -> Result<Money> {
    Ok(off_by(&counted(rows))?)
}

pub(super) fn said(reason: VarianceReason, note: &str) -> Result<()> {
    if reason == VarianceReason::Other && note.is_empty() {
        return Err(Refusal::bad_input("note", "a note that says why").into());
    }
    Ok(())
}

/// Refuses who acts where the counted drawer is their own.
pub(crate) fn not_their_drawer(act: &Act<'_>, input: &AllowVariance) -> Result<()> {
    not_their_own(act.tx, &found(act, input.shift)?, act.who.user, &act.who.name)
}

/// Nobody's word counts for their own drawer, though somebody else counted it and asked, nor that of whom its owner has in
/// their hand.
fn not_their_own(tx: &Tx<'_>, shift: &ShiftRow, user: UserId, name: &str) -> Result<()> {
    not_by(tx, &Someone { user: shift.person_id, name: &shift.name }, &Someone { user, name })
}

/// Refuses somebody's own word on their own cash, and that of whom they have in their hand.
pub(super) fn not_by(tx: &Tx<'_>, whose: &Someone<'_>, word: &Someone<'_>) -> Result<()> {
    if whose.is(word) {
        return Err(Refusal::OwnRequest.into());
    }
    Hands::of(tx)?.must_not_hold(tx, whose, word, Right::AllowVariance)
}
