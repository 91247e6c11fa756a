//! Ending a shift: its Z report, or its hand-over to the next person.

use super::cash::in_state;
use super::count::{last_rows, leads_to, tender_variances};
use super::open::{found, meant_here, number, read};
use super::report::{Reported, report};
use super::shown::{brief, z_shown};
use super::variance::{came_of_it, closed_first, explained};
use super::views::{CloseShift, ShiftEnded};
use crate::office::{Act, Order, input_hash};
use crate::{Office, Session};
use anyhow::{Context, anyhow};
use foil_domain::approvals::Someone;
use foil_domain::ids::{UserId, ZReportId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::office::Series;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::papers::CloseLines;
use foil_domain::shifts::{ShiftState, VarianceReason, kept_beyond_float};
use foil_store::Tx;
use foil_store::office::OfficeRow;
use foil_store::shifts::{CountRow, Ending, ShiftRow};
use foil_store::z_reports::{NewZ, ZRow};
use serde_json::json;
use std::sync::Arc;

/// How somebody wants their shift to end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Kept as the next float; none keeps what it began with, but never more than the drawer's float.
    pub keep: Option<Money>,
    /// Why more than that stays in it; may be empty.
    pub keep_reason: String,
    /// Who takes the drawer over.
    pub hand_over_to: Option<UserId>,
    /// Why the count differs.
    pub reason: Option<VarianceReason>,
    /// A note on that; may be empty.
    pub note: String,
    /// Who lets a difference pass at this screen, checked.
    pub word: Option<Session>,
}

/// Ends one's counted shift (a manager, somebody else's at this counter): with its Z report, or waiting for the next person to accept the drawer.
///
/// Refuses a shift that is not counted to its end, more kept than was counted, more than the drawer's float without a word why, a variance above the tolerance
/// without a reason, one that nobody else has let pass, by their word here or by a request, while somebody is
/// there who may (never whose drawer it is, nobody above their ceiling), and to hand it to who has a drawer already.
pub fn close_shift(office: &Arc<Office>, who: &Session, input: CloseShift) -> Result<ShiftEnded> {
    let meant = input.shift;
    let hash = input_hash(&(
        &input.shift,
        &input.keep,
        &input.keep_reason,
        &input.hand_over_to,
        &input.reason,
        &input.note,
    ))?;
    let request = input.request_id.clone();
    let word = input.manager.as_ref().map(|here| office.word_of(here)).transpose()?;
    let wanted = Wanted {
        keep: input.keep,
        keep_reason: input.keep_reason.map(String::from).unwrap_or_default(),
        hand_over_to: input.hand_over_to,
        reason: input.reason,
        note: input.note.map(String::from).unwrap_or_default(),
        word,
    };
    let order = Order { request: Some((&request, &hash)), ..Order::new("close_shift", Right::TakePayments) };
    let ended = office.perform(who, order, move |act| {
        let shift = meant_here(act, meant)?;
        end(act, &shift, &wanted)
    })?;
    office.wake_outbox();
    Ok(ended)
}

/// Ends a counted shift as it is wanted.
pub(crate) fn end(act: &mut Act<'_>, shift: &ShiftRow, wanted: &Wanted) -> Result<ShiftEnded> {
    in_state(shift, ShiftState::Counting)?;
    let (n, rows) = last_rows(act.tx, shift)?;
    let counted = cash_of(&rows)?.counted_minor;
    let next = leads_to(act.office, shift, n, &rows)?;
    let why = (wanted.reason, wanted.note.as_str());
    let said = explained(act, shift, why, wanted.word.as_ref(), next)?;
    let float = float_of(act.tx, act.office, shift)?;
    let kept = match (wanted.hand_over_to, wanted.keep) {
        (Some(_), _) => counted,
        (None, Some(keep)) => keep,
        (None, None) => shift.float_minor.min(float).min(counted),
    };
    if kept.is_negative() || kept > counted {
        return Err(Refusal::bad_input("keep", "an amount from zero to what was counted").into());
    }
    let (reason, note) = (said.reason.as_str(), said.note.as_str());
    let ending = Ending {
        kept,
        handed_to: wanted.hand_over_to,
        reason,
        note,
        allowed_by: said.allowed_by,
        ended_by: Some(act.who.user),
    };
    let stays = wanted.hand_over_to.is_none();
    let more = if stays { kept_beyond_float(kept, float, &wanted.keep_reason)? } else { None };
    let kept_reason = if more.is_some() { wanted.keep_reason.as_str() } else { "" };
    if let Some(next) = wanted.hand_over_to {
        may_take_over(act, next)?;
        foil_store::shifts::end(act.tx, shift.id, &ending, None)?;
        act.changed(json!({ "shift": shift.number, "handed_to": next, "counted_minor": counted }));
        return Ok(ShiftEnded { shift: brief(act.tx, found(act, shift.id)?)?, z: None });
    }
    let z = write_z(act, shift, &ending, kept_reason)?;
    let row =
        foil_store::z_reports::find(act.tx, z)?.ok_or_else(|| anyhow!("Z report {z} was not stored"))?;
    let mut changed = z_said(act.tx, &row)?;
    changed["shift"] = json!(shift.number);
    changed["kept_reason"] = json!(kept_reason);
    changed["reason"] = json!(reason);
    changed["note"] = json!(note);
    changed["allowed_by"] = json!(said.allowed_by);
    let login = said.allowed_by.map(|id| foil_store::people::login_at(act.tx, id, act.now)).transpose()?;
    changed["allowed_login"] = json!(login.flatten());
    act.changed(changed);
    Ok(ShiftEnded { shift: brief(act.tx, found(act, shift.id)?)?, z: Some(z_shown(act.tx, row)?) })
}

/// A Z report's figures as the log says them: its cash, and by how much each other way of paying differs. Without the
/// latter whoever held the machine could count a cheque anew that was missing.
pub(super) fn z_said(tx: &Tx<'_>, z: &ZRow) -> Result<serde_json::Value> {
    let off = tender_variances(tx, z.shift_id)?;
    let of = |method: Method| off.iter().find(|t| t.method == method).map_or(Money::ZERO, |t| t.variance);
    Ok(json!({
        "z": z.number, "expected_minor": z.expected_minor, "counted_minor": z.counted_minor,
        "variance_minor": z.variance_minor, "cheque_variance_minor": of(Method::Cheque),
        "card_variance_minor": of(Method::Card), "upi_variance_minor": of(Method::Upi),
        "bank_variance_minor": of(Method::Bank), "kept_minor": z.kept_minor, "banked_minor": z.banked_minor,
    }))
}

/// The float of a drawer: the office's for every one, or what the first of its counter began with. That of the shift
/// itself it is only where there was none before: a drawer that was handed over begins with a day's takings.
pub(super) fn float_of(tx: &Tx<'_>, office: &OfficeRow, shift: &ShiftRow) -> Result<Money> {
    if let Some(float) = office.float_minor {
        return Ok(float);
    }
    Ok(foil_store::z_reports::first_float_at(tx, shift.counter_id)?.unwrap_or(shift.float_minor))
}

fn may_take_over(act: &Act<'_>, next: UserId) -> Result<()> {
    let me = Someone { user: act.who.user, name: &act.who.name };
    let person = foil_store::people::find(act.tx, next)?;
    let person = person.filter(|p| p.active && !me.is(&Someone { user: p.id, name: &p.name }));
    let person = person.filter(|p| p.role.may(Right::TakePayments) && p.id != crate::office::HOUSE);
    let who = || Refusal::bad_input("hand_over_to", "somebody else who takes payments");
    let name = person.ok_or_else(who)?.name;
    match has_a_drawer(&foil_store::shifts::not_closed(act.tx)?, &Someone { user: next, name: &name }) {
        None => Ok(()),
        Some(other) if other.handed_to != Some(next) => {
            let whose = format!("{name} has it, at counter {}", other.counter);
            Err(Refusal::ShiftOpen { shift: other.number.clone(), whose }.into())
        }
        Some(other) => {
            let whose = format!("it waits for {name}, at counter {}", other.counter);
            Err(Refusal::ShiftOpen { shift: other.number.clone(), whose }.into())
        }
    }
}

/// The drawer that somebody has, by whatever log-in, or that waits for them: with it they can take over no other.
pub(super) fn has_a_drawer<'s>(not_closed: &'s [ShiftRow], who: &Someone<'_>) -> Option<&'s ShiftRow> {
    not_closed.iter().find(|shift| {
        whose(shift).is(who) || (shift.state == ShiftState::HandedOver && shift.handed_to == Some(who.user))
    })
}

/// Whose drawer it is.
pub(super) fn whose(shift: &ShiftRow) -> Someone<'_> {
    Someone { user: shift.person_id, name: &shift.name }
}

fn cash_of(rows: &[CountRow]) -> Result<&CountRow> {
    let cash = rows.iter().find(|row| row.method == Method::Cash);
    Ok(cash.ok_or_else(|| anyhow!("a shift that is counted has no count of cash"))?)
}

/// Writes a shift's Z report and closes it: the figures of its last count, its number, its paper, and what the
/// variance does to the office's cash; `kept_reason` is why more than the float stays in the drawer.
pub(super) fn write_z(
    act: &mut Act<'_>,
    shift: &ShiftRow,
    ending: &Ending<'_>,
    kept_reason: &str,
) -> Result<ZReportId> {
    let (counts, rows) = last_rows(act.tx, shift)?;
    let cash = cash_of(&rows)?;
    let in_their_place = |person: Option<UserId>| name_of(act, person.filter(|id| *id != shift.person_id));
    let (counted_by, closed_by) = (in_their_place(Some(cash.person_id))?, in_their_place(ending.ended_by)?);
    let (counted, expected) = (cash.counted_minor, cash.expected_minor);
    let variance = counted.minus(expected).ok_or(Refusal::TooMuch)?;
    let drops = foil_store::shifts::drawer(act.tx, shift.id, shift.business_on)?.drops;
    let banked = drops.plus(counted).and_then(|m| m.minus(ending.kept)).ok_or(Refusal::TooMuch)?;
    let z_before = foil_store::z_reports::last_number(act.tx, shift.counter_id)?;
    let z = number(act, Series::ZReport)?;
    let close = CloseLines {
        counted,
        variance,
        pieces: read(&cash.denominations)?,
        counts,
        counted_by,
        closed_by,
        seen_by: foil_store::shifts::seen_by(act.tx, shift.id)?.join(", "),
        reason: ending.reason.to_owned(),
        note: ending.note.to_owned(),
        allowed_by: name_of(act, ending.allowed_by)?,
        second_look: closed_first(act.tx, shift)?,
        kept: ending.kept,
        kept_reason: kept_reason.to_owned(),
        handed_to: name_of(act, ending.handed_to)?,
        banked,
    };
    let reported =
        Reported { z: Some(z.clone()), z_before, close: Some(close), counted: &rows, hidden: false };
    let document = report(act.tx, act.office, shift, act.now, reported)?;
    let document = serde_json::to_string(&document).context("writing a Z report")?;
    foil_store::shifts::end(act.tx, shift.id, ending, Some(act.now))?;
    let id = foil_store::z_reports::insert(
        act.tx,
        &NewZ {
            shift: shift.id,
            number: &z,
            counter: shift.counter_id,
            person: shift.person_id,
            on: shift.business_on,
            at: act.now,
            expected,
            counted,
            variance,
            drops,
            kept: ending.kept,
            kept_reason,
            float: float_of(act.tx, act.office, shift)?,
            banked,
            reason: ending.reason,
            approved_by: ending.allowed_by,
            document: &document,
            audit_seq: act.audit_seq,
        },
    )?;
    post_variance(act, id, variance)?;
    came_of_it(act, shift, &z)?;
    act.made(json!({ "paper": "z_report", "number": z }));
    act.made(json!({ "paper": "z_closer", "number": z }));
    act.afterwards("z_report", &json!({ "z": id }))?;
    Ok(id)
}

fn name_of(act: &Act<'_>, person: Option<UserId>) -> Result<String> {
    let found = person.map(|id| foil_store::people::find(act.tx, id)).transpose()?.flatten();
    Ok(found.map(|p| p.name).unwrap_or_default())
}

/// The office's cash is what was counted: what is too much or too little stands in a ledger of its own.
fn post_variance(act: &Act<'_>, z: ZReportId, variance: Money) -> Result<()> {
    if variance.is_zero() {
        return Ok(());
    }
    let lines = [
        Line { ledger: Ledger::Cash, account: None, amount: variance },
        Line { ledger: Ledger::OverShort, account: None, amount: variance.negated() },
    ];
    let entry =
        Entry::balanced(lines)?.ok_or_else(|| anyhow!("the variance of Z report {z} does not balance"))?;
    foil_store::journal::post(act.tx, "variance", z.0, act.today(), &entry)
}
