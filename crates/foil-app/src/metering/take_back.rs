//! Readings are taken back, and put back: the seam that the undo room calls.
//!
//! A reading is never deleted. One that was taken back no longer stands; doing it again lets it stand
//! again. Both are the same movement, with the plan turned round.

use super::enter::may_go;
use super::verdict::{Kept, MovedCase, Turned, text};
use crate::office::UndoPlan;
use crate::undo::views::Effect;
use crate::{Act, Refusal, Result};
use foil_domain::ids::{ReadingId, UseCaseId};
use foil_domain::metering::case::CaseState;
use foil_store::readings::{self, ReadingRow};
use foil_store::{Tx, customers, use_cases};
use serde_json::json;
use std::collections::HashMap;

/// Effects named one by one; the rest is counted.
const NAMED: usize = 8;

/// What an act has stored, on its way to the undo stack.
#[derive(Debug, Default)]
pub(super) struct Taken {
    turned: Vec<Turned>,
    cases: Vec<MovedCase>,
}

impl Taken {
    pub fn add(&mut self, kept: Kept) {
        self.turned.extend(kept.turned);
        self.cases.extend(kept.case);
    }

    pub fn replaced(&mut self, turned: Turned, case: Option<MovedCase>) {
        self.turned.push(turned);
        self.cases.extend(case);
    }

    pub fn readings(&self) -> Vec<ReadingId> {
        self.turned.iter().filter_map(|t| t.on).collect()
    }

    pub fn cases(&self) -> i64 {
        self.cases.len() as i64
    }
}

/// Puts a step on the stack that takes readings back; none where none were stored.
pub(super) fn undo_readings(act: &mut Act<'_>, taken: Taken) -> Result<()> {
    if taken.turned.is_empty() {
        return Ok(());
    }
    act.undo_with(&back(&taken.turned, &taken.cases))
}

/// The plan that undoes turned readings, newest first.
fn back(turned: &[Turned], cases: &[MovedCase]) -> UndoPlan {
    let turned = turned.iter().rev().map(|t| Turned { off: t.on, on: t.off, after: t.after }).collect();
    let cases = cases.iter().rev().map(|c| MovedCase {
        case: c.case,
        before: c.after.clone(),
        after: c.before.clone(),
    });
    UndoPlan::TurnReadings { turned, cases: cases.collect() }
}

/// What a step was about: the account's number, or how many readings; and the customer's name.
pub(crate) fn readings_name(tx: &Tx<'_>, turned: &[Turned]) -> Result<(String, String)> {
    let first = turned.first().and_then(|t| t.off.or(t.on));
    let Some(reading) = first.map(|id| found(tx, id)).transpose()? else { return Ok(Default::default()) };
    if turned.len() > 1 {
        return Ok((turned.len().to_string(), String::new()));
    }
    let Some(account) = customers::account(tx, reading.account_id)? else { return Ok(Default::default()) };
    let name = customers::find(tx, account.customer_id)?.map(|c| c.name).unwrap_or_default();
    Ok((account.number, name))
}

/// What turning readings round would do; refuses when the world has moved on.
pub(crate) fn readings_effects(tx: &Tx<'_>, turned: &[Turned], cases: &[MovedCase]) -> Result<Vec<Effect>> {
    let going: Vec<ReadingId> = turned.iter().filter_map(|t| t.off).collect();
    let mut effects = Vec::new();
    for turn in turned {
        if let Some(off) = turn.off {
            let reading = found(tx, off)?;
            may_go(tx, &reading, &going).map_err(fixed)?;
            effects.push(effect(tx, &reading, false)?);
        }
        if let Some(on) = turn.on {
            let reading = found(tx, on)?;
            may_come(tx, &reading, turn, turned)?;
            effects.push(effect(tx, &reading, true)?);
        }
    }
    let more = effects.len().saturating_sub(NAMED);
    if more > 0 {
        effects.truncate(NAMED);
        effects.push(Effect::MoreReadings { count: more as i64 });
    }
    let cases = each_once(cases);
    for moved in &cases {
        let case = use_cases::find(tx, moved.case)?.filter(|case| case.data() == moved.before);
        let case = case.ok_or_else(|| moved_on("the case of this account was moved on"))?;
        let open = use_cases::open_of_account(tx, case.account_id)?;
        let ends = |id| cases.iter().any(|c| c.case == id && c.after.state == CaseState::Closed);
        if moved.after.state == CaseState::Open && open.is_some_and(|o| o.id != case.id && !ends(o.id)) {
            return Err(moved_on("another case of this account was opened since"));
        }
        effects.push(Effect::UseCaseBack { account: case.account_number });
    }
    Ok(effects)
}

/// Each case that a movement moves once, as it is before and after all of it; those that it ends first, for an account has one
/// open case at most.
fn each_once(cases: &[MovedCase]) -> Vec<MovedCase> {
    let mut at: HashMap<UseCaseId, usize> = HashMap::new();
    let mut all: Vec<MovedCase> = Vec::new();
    for moved in cases {
        match at.get(&moved.case) {
            Some(at) => all[*at].after = moved.after.clone(),
            None => {
                at.insert(moved.case, all.len());
                all.push(moved.clone());
            }
        }
    }
    all.sort_by_key(|moved| moved.after.state == CaseState::Open);
    all
}

/// Turns readings round, and says how to turn them back.
pub(crate) fn turn_readings(
    act: &mut Act<'_>,
    turned: &[Turned],
    cases: &[MovedCase],
) -> Result<(Vec<Effect>, UndoPlan)> {
    let effects = readings_effects(act.tx, turned, cases)?;
    for turn in turned {
        if let Some(off) = turn.off {
            let replaced_by = turn.on.filter(|on| *on > off);
            readings::set_standing(act.tx, off, false, replaced_by)?;
        }
        if let Some(on) = turn.on {
            readings::set_standing(act.tx, on, true, None)?;
        }
    }
    for moved in each_once(cases) {
        let version = use_cases::find(act.tx, moved.case)?.map_or(0, |case| case.version);
        if !use_cases::update(act.tx, moved.case, &moved.after, version)? {
            return Err(moved_on("the case of this account was moved on"));
        }
    }
    act.changed(json!({ "turned": turned.len(), "cases": cases.len() }));
    Ok((effects, back(turned, cases)))
}

/// Refuses to let a reading stand again where use would be counted from the wrong place.
fn may_come(tx: &Tx<'_>, reading: &ReadingRow, turn: &Turned, all: &[Turned]) -> Result<()> {
    if readings::billed_to(tx, reading.account_id)?.is_some_and(|to| reading.read_on <= to) {
        return Err(moved_on("its period is billed by now"));
    }
    // What goes off or comes on in the same movement is where it was, or will be.
    let leaving = |id| all.iter().any(|t| t.off == Some(id));
    let coming = |id| all.iter().any(|t| t.on == Some(id));
    let mut newest = None;
    readings::newest_of_register(tx, reading.meter_id, reading.register_n, |other| {
        newest = Some(other.id).filter(|id| !leaving(*id));
        Ok(newest.is_none())
    })?;
    let expected = turn.after.filter(|id| !coming(*id));
    let known = turn.after.is_none_or(|id| !coming(id));
    if known && newest != expected {
        return Err(moved_on("the meter was read by somebody else since"));
    }
    Ok(())
}

fn effect(tx: &Tx<'_>, reading: &ReadingRow, comes: bool) -> Result<Effect> {
    let account = customers::account(tx, reading.account_id)?.map(|a| a.number).unwrap_or_default();
    let (on, value) = (reading.read_on, text(reading.value));
    Ok(if comes {
        Effect::ReadingStands { account, on, value }
    } else {
        Effect::ReadingOff { account, on, value }
    })
}

fn found(tx: &Tx<'_>, id: ReadingId) -> Result<ReadingRow> {
    let found = readings::find(tx, id)?;
    Ok(found.ok_or_else(|| anyhow::anyhow!("an undo plan names reading {id}, which is not there"))?)
}

fn fixed(error: crate::Error) -> crate::Error {
    match error {
        crate::Error::Refused(refusal) => Refusal::UndoRefused { reason: refusal.to_string() }.into(),
        fault => fault,
    }
}

fn moved_on(reason: &str) -> crate::Error {
    Refusal::UndoRefused { reason: reason.to_owned() }.into()
}
