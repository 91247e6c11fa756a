//! Taking a drawer over from the person before.

use super::cash::{in_state, in_their_place};
use super::close::{write_z, z_said};
use super::count::last_rows;
use super::open::{found, open, read};
use super::shown::{brief, z_shown};
use super::views::{AcceptHandOver, ShiftEnded};
use crate::office::{Act, Order, day_is_known, input_hash};
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::ids::ShiftId;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::ShiftState;
use foil_domain::time::Day;
use foil_store::shifts::{Ending, ShiftRow};
use serde_json::json;
use std::sync::Arc;

/// Answers a drawer that is handed over. With a yes the shift before ends with its Z report, and one's own begins with
/// what was counted as its float, in one commit. With a no it goes back to whose it is, still counted: of the one it is
/// handed to, of whose it is, or of a manager who sits at it, for both may be gone.
///
/// Refuses the yes of anybody but the one it is handed to, at another counter than the drawer's, or with a shift of their
/// own; and, as where one is opened, on a business day that lies behind the clock, unless who takes it over names that day.
pub fn accept_hand_over(office: &Arc<Office>, who: &Session, input: AcceptHandOver) -> Result<ShiftEnded> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("accept_hand_over", Right::TakePayments) };
    let ended = office.perform(who, order, move |act| {
        let before = handed(act, input.shift)?;
        if input.accept { accept(act, &before, input.on) } else { decline(act, &before) }
    })?;
    office.wake_outbox();
    Ok(ended)
}

fn handed(act: &Act<'_>, id: ShiftId) -> Result<ShiftRow> {
    let before = found(act, id)?;
    in_state(&before, ShiftState::HandedOver)?;
    // Whose it is may take it back, too: the next person may have gone.
    let theirs = before.handed_to == Some(act.who.user) || before.person_id == act.who.user;
    if !theirs && !in_their_place(act, before.counter_id) {
        return Err(Refusal::not_found("drawer handed to you", id).into());
    }
    Ok(before)
}

fn accept(act: &mut Act<'_>, before: &ShiftRow, on: Option<Day>) -> Result<ShiftEnded> {
    if before.handed_to != Some(act.who.user) {
        return Err(Refusal::bad_input("accept", "false; the next person accepts it").into());
    }
    if before.counter_id != act.who.counter {
        let (shift, counter) = (before.number.clone(), before.counter.clone());
        return Err(Refusal::ShiftElsewhere { shift, counter }.into());
    }
    day_is_known(act, on)?;
    let ending = Ending {
        kept: before.kept_minor,
        handed_to: before.handed_to,
        reason: &before.reason,
        note: &before.note,
        allowed_by: before.allowed_by,
        ended_by: before.ended_by,
    };
    let z = write_z(act, before, &ending, "")?;
    let (_, rows) = last_rows(act.tx, before)?;
    let cash = rows.iter().find(|row| row.method == Method::Cash);
    let pieces = cash.map(|row| read(&row.denominations)).transpose()?.unwrap_or_default();
    let own = open(act, &pieces, (None, ""))?;
    let row =
        foil_store::z_reports::find(act.tx, z)?.ok_or_else(|| anyhow!("Z report {z} was not stored"))?;
    let shift = found(act, own)?;
    let mut changed = z_said(act.tx, &row)?;
    changed["from"] = json!(before.number);
    changed["shift"] = json!(shift.number);
    changed["float"] = json!(shift.float_minor);
    changed["accepted"] = json!(true);
    let clock_on = act.zone.day_of(act.now);
    if clock_on > act.today() {
        changed["clock_on"] = json!(clock_on);
        if on.is_some() {
            // As of a drawer that somebody opens: the month tells of it.
            changed["old_day"] = json!(true);
        }
    }
    act.changed(changed);
    Ok(ShiftEnded { shift: brief(act.tx, shift)?, z: Some(z_shown(act.tx, row)?) })
}

fn decline(act: &mut Act<'_>, before: &ShiftRow) -> Result<ShiftEnded> {
    foil_store::shifts::set_state(act.tx, before.id, ShiftState::Counting)?;
    act.changed(json!({ "from": before.number, "accepted": false }));
    Ok(ShiftEnded { shift: brief(act.tx, found(act, before.id)?)?, z: None })
}
