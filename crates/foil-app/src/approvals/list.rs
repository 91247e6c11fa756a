//! Requests as a list, and what keeps a month open.

use super::decide::request;
use super::granted::{HAND, Whose, at_work, by_hand, decider};
use super::preview::{is_own_float, off};
use super::views::{ApprovalList, ApprovalPage, ApprovalView, AskedAct, AtWorkView};
use crate::people::{Change, Could, Hands, MOST_NAMED, called};
use crate::{Nothing, Office, Session};
use anyhow::Context;
use foil_domain::approvals::{ApprovalState, Decision, Someone, decide, looked_at_after, withdraw};
use foil_domain::ids::{ApprovalId, UserId};
use foil_domain::people::{Right, Role};
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::{Day, Instant};
use foil_store::Tx;
use foil_store::approvals::{self, ApprovalRow};
use foil_store::people::{self, PersonRow};
use serde_json::{Value, json};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
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
        let whose = Whose::of_row(tx, &row)?;
        is_free(hands, &whose.all(), &Someone { user: who.user, name: &who.name })
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
fn is_free(hands: &Hands, others: &[Someone<'_>], who: &Someone<'_>) -> bool {
    !others.iter().any(|other| who.is(other) || hands.hold(other, who.user))
}

/// Refuses to close or export a period in which something was done first and nobody else has looked at it, but somebody
/// could: where one person alone has the right, by however many log-ins, theirs wait for the next and hold nothing up. Gives
/// back, as the log tells them, those that hold nothing up although who could have looked was changed by whose they are.
///
/// Those hold it up all the same where that was in the month that is not closed yet, and there is an admin who is free of
/// them: such a one can take somebody back, or make another who looks. Where there is none, whoever is alone would never
/// close a month again; and what was done before that month, months ago maybe, is told and no more.
pub(crate) fn none_uncleared(tx: &Tx<'_>, from: Day, to: Day) -> Result<Vec<Value>> {
    let lookers = Lookers::of(tx)?;
    let mut looks = Looks::by(&lookers);
    let (mut count, mut held, mut over) = (0, None, Vec::new());
    approvals::each_second_look(tx, from, to, |row| {
        match looks.at(tx, &row)? {
            Look::ByAnybody => count += 1,
            Look::OfNobody => {}
            Look::Kept(kept) if kept.admins.is_empty() => over.push(kept.told(tx, &row)?),
            Look::Kept(kept) if held.is_none() => held = Some(kept.refusal(tx, &row)?),
            Look::Kept(_) => {}
        }
        Ok(true)
    })?;
    match held {
        _ if count > 0 => Err(Refusal::SecondLooksOpen { count }.into()),
        Some(refusal) => Err(refusal.into()),
        None => Ok(over),
    }
}

/// Refuses to do more first while something was not looked at in time that somebody could have looked at; and to whoever has
/// changed those who could, while an admin who is free of them could appoint somebody. Others are not held up by that.
pub(super) fn none_overdue(tx: &Tx<'_>, now: Instant, who: &Someone<'_>) -> Result<()> {
    let lookers = Lookers::of(tx)?;
    let mut looks = Looks::by(&lookers);
    let mut found = None;
    approvals::each_overdue(tx, now, |row| {
        found = match looks.at(tx, &row)? {
            Look::ByAnybody => Some(Refusal::SecondLookOverdue { request: row.id.0, about: row.about }),
            Look::Kept(kept) if !kept.admins.is_empty() && kept.is_of(&lookers.hands, who) => {
                Some(kept.refusal(tx, &row)?)
            }
            _ => None,
        };
        Ok(found.is_none())
    })?;
    found.map_or(Ok(()), |refusal| Err(refusal.into()))
}

/// Who may take a second look.
struct Lookers {
    all: Vec<PersonRow>,
    hands: Hands,
    /// Those of the year before, too, once somebody asks: only where nobody is left to look.
    of_a_year: OnceCell<Hands>,
}

/// What they can look at, worked out once for all that is of the same people: of one clerk there may be hundreds.
struct Looks<'l> {
    by: &'l Lookers,
    of: BTreeMap<Vec<(UserId, String)>, Look<'l>>,
}

impl<'l> Looks<'l> {
    fn by(by: &'l Lookers) -> Looks<'l> {
        Looks { by, of: BTreeMap::new() }
    }

    fn at(&mut self, tx: &Tx<'_>, row: &ApprovalRow) -> Result<&Look<'l>> {
        let whose = Whose::of_row(tx, row)?;
        let not_by = whose.all();
        let people = not_by.iter().map(|one| (one.user, one.name.to_owned())).collect();
        match self.of.entry(people) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => Ok(new.insert(self.by.look(tx, &not_by)?)),
        }
    }
}

/// Whether somebody can look at what was done first.
enum Look<'h> {
    /// Somebody who is free of whose it is can.
    ByAnybody,
    /// Nobody is there, nor was.
    OfNobody,
    /// Somebody could, had whoever's it is not changed them.
    Kept(Kept<'h>),
}

/// That somebody has changed who could have looked at what they did first.
#[derive(Default)]
struct Kept<'h> {
    /// Whose it is and who has in that month, themselves or by whom they have in their hand.
    by: Vec<(UserId, String)>,
    /// Those who could have looked, in the year.
    changed: Vec<&'h Change>,
    /// And in the month that is not closed yet.
    in_month: Vec<&'h Change>,
    /// Those who could have appointed somebody, in that month.
    appointing: Vec<&'h Change>,
    /// Who still could, where it was in that month.
    admins: Vec<String>,
}

impl<'h> Kept<'h> {
    fn add(all: &mut Vec<&'h Change>, more: Vec<&'h Change>) {
        let known: Vec<UserId> = all.iter().map(|change| change.user).collect();
        all.extend(more.into_iter().filter(|change| !known.contains(&change.user)));
    }

    fn refusal(&self, tx: &Tx<'_>, row: &ApprovalRow) -> Result<Refusal> {
        let mut changed: Vec<(String, Vec<String>)> = Vec::new();
        for change in self.in_month.iter().take(MOST_NAMED) {
            let (by, who) = (called(tx, change.by)?, called(tx, change.user)?);
            match changed.iter_mut().find(|(other, _)| *other == by) {
                Some((_, all)) => all.push(who),
                None => changed.push((by, vec![who])),
            }
        }
        Ok(Refusal::LookersChanged {
            request: row.id.0,
            about: row.about.clone(),
            changed,
            more: self.in_month.len().saturating_sub(MOST_NAMED),
            admins: self.admins.clone(),
        })
    }

    fn told(&self, tx: &Tx<'_>, row: &ApprovalRow) -> Result<Value> {
        let mut hand = by_hand(tx, row.kind, row.amount_minor, (row.asked_by, row.asked_at), &self.changed)?;
        let appointing = Hands::told(tx, &self.appointing)?;
        if !appointing.is_empty() {
            hand[APPOINTING] = Value::Array(appointing);
        }
        Ok(json!({ "number": row.id.to_string(), HAND: hand }))
    }

    /// Whether that is somebody, or has them in their hand.
    fn is_of(&self, hands: &Hands, who: &Someone<'_>) -> bool {
        let mut by = self.by.iter().map(|(user, name)| Someone { user: *user, name });
        by.any(|by| by.is(who) || hands.hold(&by, who.user))
    }
}

/// Under which name a row says who could have appointed somebody who looks, and was changed or retired, too.
pub(crate) const APPOINTING: &str = "appointing";

impl Lookers {
    fn of(tx: &Tx<'_>) -> Result<Lookers> {
        let mut all = Vec::new();
        for role in Role::ALL.iter().filter(|role| role.may(Right::TakeSecondLook)) {
            all.extend(people::of_role(tx, *role)?);
        }
        Ok(Lookers { all, hands: Hands::of(tx)?, of_a_year: OnceCell::new() })
    }

    fn of_a_year(&self, tx: &Tx<'_>) -> Result<&Hands> {
        if let Some(hands) = self.of_a_year.get() {
            return Ok(hands);
        }
        let hands = Hands::of_a_year(tx)?;
        Ok(self.of_a_year.get_or_init(|| hands))
    }

    /// Whether one of them is neither who did it first, nor who let it pass, nor whose drawer it is, nor in the hand of one of
    /// these; and if not, whether any of these has changed somebody who would have been.
    fn look(&self, tx: &Tx<'_>, not_by: &[Someone<'_>]) -> Result<Look<'_>> {
        let can = |who: &PersonRow| {
            let who = Someone { user: who.id, name: &who.name };
            is_free(&self.hands, not_by, &who)
        };
        if self.all.iter().any(can) {
            return Ok(Look::ByAnybody);
        }
        let year = self.of_a_year(tx)?;
        let mut kept = Kept::default();
        for by in not_by {
            Kept::add(&mut kept.changed, year.kept_from(Could::Look, by, not_by, Day::FIRST));
            let in_month = year.kept_from(Could::Look, by, not_by, year.open);
            if !in_month.is_empty() {
                kept.by.push((by.user, by.name.to_owned()));
            }
            Kept::add(&mut kept.in_month, in_month);
            Kept::add(&mut kept.appointing, year.kept_from(Could::Appoint, by, not_by, year.open));
        }
        if kept.changed.is_empty() {
            return Ok(Look::OfNobody);
        }
        kept.admins = self.who_could_appoint(tx, not_by, &kept.in_month)?;
        Ok(Look::Kept(kept))
    }

    /// The admins whose word would count who looks. Where whoever laid hands on others came into the hand of whose it is in a month
    /// before, and may be a person of their own by now, it is not held up for another of these; nor for one who has done it.
    fn who_could_appoint(
        &self,
        tx: &Tx<'_>,
        not_by: &[Someone<'_>],
        in_month: &[&Change],
    ) -> Result<Vec<String>> {
        if in_month.is_empty() {
            return Ok(Vec::new());
        }
        let is_theirs =
            |by: UserId| not_by.iter().any(|one| self.hands.may_be(one, by) || self.hands.hold(one, by));
        let of_month = in_month.iter().any(|change| is_theirs(change.by));
        let hands = if of_month { &self.hands } else { self.of_a_year(tx)? };
        let mut admins = hands.free_of(tx, not_by, Right::ManageUsers)?;
        // Whoever was ever called as one of these would appoint nobody whose look counts.
        admins.retain(|admin| {
            !not_by.iter().any(|one| hands.may_be(one, admin.id))
                && !in_month.iter().any(|change| change.by == admin.id)
        });
        Ok(admins.into_iter().map(|admin| admin.name).take(MOST_NAMED).collect())
    }
}
