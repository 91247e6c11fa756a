//! Requests as a list, and what keeps a month open.

use super::decide::request;
use super::granted::{at_work, decider, whose_cash, whose_word};
use super::preview::{is_own_float, off};
use super::views::{ApprovalList, ApprovalPage, ApprovalView, AskedAct, AtWorkView};
use crate::people::Hands;
use crate::{Nothing, Office, Session};
use anyhow::Context;
use foil_domain::approvals::{ApprovalState, Decision, Someone, decide, looked_at_after, withdraw};
use foil_domain::ids::ApprovalId;
use foil_domain::people::{Right, Role};
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::{Day, Instant};
use foil_store::Tx;
use foil_store::approvals::{self, ApprovalRow};
use foil_store::people::{self, PersonRow};
use std::sync::Arc;

/// Requests, newest first: one's own, or everybody's for whoever sees the audit log.
pub fn approvals(office: &Arc<Office>, who: &Session, input: ApprovalList) -> Result<ApprovalPage> {
    if !(1..=500).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", "1 to 500").into());
    }
    let now = office.now();
    office.view(who, Right::SeeApprovals, |tx, _| {
        let before = input.before.unwrap_or(ApprovalId(i64::MAX));
        let all = who.role.may(Right::SeeAudit);
        let rows = match (all, input.waiting) {
            (true, true) => approvals::waiting(tx, now, before, input.limit)?,
            (true, false) => approvals::before(tx, before, input.limit)?,
            (false, true) => approvals::waiting_of(tx, who.user, now, before, input.limit)?,
            (false, false) => approvals::of_person(tx, who.user, before, input.limit)?,
        };
        let hands = Hands::of(tx)?;
        let rows = rows.into_iter().map(|row| shown(tx, &hands, who, now, row));
        Ok(ApprovalPage { rows: rows.collect::<Result<_>>()?, waiting: approvals::count_waiting(tx, now)? })
    })
}

/// Who is at work and may let one's requests pass: so they can be asked before something is done first.
pub fn who_may_allow(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<AtWorkView>> {
    let now = office.now();
    office.view(who, Right::AskApproval, |tx, _| {
        let all = at_work(tx, (who.user, &who.name), now)?;
        Ok(all.into_iter().map(|one| AtWorkView { login: one.login, name: one.name }).collect())
    })
}

/// A request as the screens see it, with what this person may do about it.
pub(super) fn shown(
    tx: &Tx<'_>,
    hands: &Hands,
    who: &Session,
    now: Instant,
    row: ApprovalRow,
) -> Result<ApprovalView> {
    let asked: AskedAct =
        serde_json::from_str(&row.payload).context("reading what was asked for").map_err(Error::Broke)?;
    // One that was refused is asked for again, or counted anew: who asked must not know more than before.
    let let_pass = matches!(row.state, ApprovalState::Approved | ApprovalState::Cleared);
    let amount = (let_pass || !is_own_float(who, &row, &asked)).then_some(row.amount_minor);
    let state = request(&row).state_at(now);
    let counts_anew = row.asked_by == who.user && !(let_pass || is_open(state));
    let off = if amount.is_some() && !counts_anew { off(tx, who, &row, &asked)? } else { Vec::new() };
    let by = decider(tx, hands, who, &request(&row))?;
    let may_decide = decide(&request(&row), &by, Decision::Approve, now).is_ok() && {
        let whose = [whose_cash(tx, &row.payload)?, whose_word(tx, &row.subject)?];
        let others = whose.iter().flatten().map(|(user, name)| Someone { user: *user, name });
        free_of(hands, others, &Someone { user: who.user, name: &who.name })
    };
    let may_withdraw = withdraw(&request(&row), who.user, now).is_ok();
    let third_looks = may_decide && state == ApprovalState::Asked && looked_at_after(&request(&row), &by);
    let overdue = state == ApprovalState::SecondLook && row.look_by_at.is_some_and(|by| by <= now);
    let beside = if row.done_first { approvals::who_was_beside(tx, row.id)? } else { Vec::new() };
    Ok(ApprovalView {
        id: row.id,
        kind: row.kind,
        about: row.about,
        amount,
        off,
        reason: row.reason,
        counter: row.counter,
        asked_by: row.asked_by,
        asked_name: row.asked_name,
        asked_at: row.asked_at,
        business_on: row.business_on,
        state,
        decided_name: row.decided_name.unwrap_or_default(),
        decided_at: row.decided_at,
        expires_at: row.expires_at,
        done_first: row.done_first,
        look_by: row.look_by_at,
        overdue,
        beside,
        outcome: row.outcome,
        note: row.note,
        asked,
        may_decide,
        third_looks,
        may_withdraw,
        version: row.version,
    })
}

/// Whether a request waits for somebody's word or look.
const fn is_open(state: ApprovalState) -> bool {
    matches!(state, ApprovalState::Asked | ApprovalState::SecondLook)
}

/// Whether somebody is none of these, by whatever log-in, nor in the hand of one of them.
fn free_of<'a>(hands: &Hands, mut others: impl Iterator<Item = Someone<'a>>, who: &Someone<'_>) -> bool {
    !others.any(|other| who.is(&other) || hands.hold(&other, who.user))
}

/// Refuses to close or export a period in which something was done first and nobody else has looked at it, but somebody
/// could: where one person alone has the right, by however many log-ins, theirs wait for the next and hold nothing up.
pub(crate) fn none_uncleared(tx: &Tx<'_>, from: Day, to: Day) -> Result<()> {
    let lookers = Lookers::of(tx)?;
    let mut count = 0;
    approvals::each_second_look(tx, from, to, |row| {
        count += i64::from(lookers.somebody_for(tx, &row)?);
        Ok(true)
    })?;
    if count > 0 { Err(Refusal::SecondLooksOpen { count }.into()) } else { Ok(()) }
}

/// Refuses to do more first while something was not looked at in time that somebody could have looked at.
pub(super) fn none_overdue(tx: &Tx<'_>, now: Instant) -> Result<()> {
    let lookers = Lookers::of(tx)?;
    let mut found = None;
    approvals::each_overdue(tx, now, |row| {
        if lookers.somebody_for(tx, &row)? {
            found = Some(row);
        }
        Ok(found.is_none())
    })?;
    match found {
        Some(row) => Err(Refusal::SecondLookOverdue { request: row.id.0, about: row.about }.into()),
        None => Ok(()),
    }
}

/// Who may take a second look.
struct Lookers {
    all: Vec<PersonRow>,
    hands: Hands,
}

impl Lookers {
    fn of(tx: &Tx<'_>) -> Result<Lookers> {
        let mut all = Vec::new();
        for role in Role::ALL.iter().filter(|role| role.may(Right::TakeSecondLook)) {
            all.extend(people::of_role(tx, *role)?);
        }
        Ok(Lookers { all, hands: Hands::of(tx)? })
    }

    /// Whether one of them is neither who did it first, nor who let it pass, nor whose drawer it is, nor in the hand of one of
    /// these.
    fn somebody_for(&self, tx: &Tx<'_>, row: &ApprovalRow) -> Result<bool> {
        let others = [whose_cash(tx, &row.payload)?, whose_word(tx, &row.subject)?];
        let mut not_by = vec![Someone { user: row.asked_by, name: &row.asked_name }];
        not_by.extend(others.iter().flatten().map(|(user, name)| Someone { user: *user, name }));
        for who in &self.all {
            let not_by = not_by.iter().copied();
            if free_of(&self.hands, not_by, &Someone { user: who.id, name: &who.name }) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
