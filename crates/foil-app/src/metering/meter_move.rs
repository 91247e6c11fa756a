//! A meter that was hung, exchanged or taken off is taken back, and done again: the seam that the undo room calls.
//!
//! A last reading that was mistyped cannot be replaced once its meter is off, so the whole move is taken back and done
//! anew, as long as nothing was billed on it and nobody has read the new meter. The log keeps both.

use super::hang::name_meter;
use super::take_back::{readings_effects, turn_readings};
use super::verdict::{Kept, MovedCase, Turned};
use crate::office::UndoPlan;
use crate::undo::views::Effect;
use crate::{Act, Refusal, Result};
use foil_domain::ids::{AccountId, MeterId, ReadingId};
use foil_domain::metering::MeterState;
use foil_domain::time::Day;
use foil_store::{Tx, customers, meters};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What was done to the meters of an account, and how to turn it round.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeterMove {
    /// The account.
    pub account: AccountId,
    /// The meter that came off.
    pub off: Option<CameOff>,
    /// The meter that was hung.
    pub on: Option<WasHung>,
    /// The number that the account names before and after.
    pub named: (String, String),
    /// The readings of it, as the next movement turns them.
    pub turned: Vec<Turned>,
    /// The cases of abnormal use that they moved, likewise.
    pub cases: Vec<MovedCase>,
    /// Whether the next movement does it again; else it takes it back.
    #[serde(default)]
    pub again: bool,
}

/// A meter that came off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameOff {
    /// The time in which it hung there.
    pub span: i64,
    /// The meter.
    pub meter: MeterId,
    /// Its last day.
    pub on: Day,
    /// Why it was hung, and why it came off.
    pub reason: (String, String),
    /// Where it is before and after.
    pub state: (MeterState, MeterState),
}

/// A meter that was hung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WasHung {
    /// The time in which it hangs there.
    pub span: i64,
    /// The meter.
    pub meter: MeterId,
    /// Its first day.
    pub on: Day,
    /// Why.
    pub reason: String,
    /// Where it is before and after.
    pub state: (MeterState, MeterState),
}

impl MeterMove {
    /// Adds the first reading of a meter that the move has stored, and where its register stood before.
    pub(super) fn reads(&mut self, first: ReadingId, after: Option<ReadingId>) {
        self.turned.insert(0, Turned { off: Some(first), on: None, after });
    }

    /// Adds the last reading of a meter that the move has kept.
    pub(super) fn keeps(&mut self, kept: Kept) {
        for turned in kept.turned {
            self.turned.insert(0, Turned { off: turned.on, on: turned.off, after: turned.after });
        }
        if let Some(case) = kept.case {
            self.cases.insert(0, MovedCase { case: case.case, before: case.after, after: case.before });
        }
    }

    /// The readings it has stored, in order.
    pub(super) fn readings(&self) -> Vec<ReadingId> {
        self.turned.iter().rev().filter_map(|t| t.off).collect()
    }
}

/// What a step was about: the account's number and the customer's name.
pub(crate) fn meter_move_name(tx: &Tx<'_>, moved: &MeterMove) -> Result<(String, String)> {
    let Some(account) = customers::account(tx, moved.account)? else { return Ok(Default::default()) };
    let name = customers::find(tx, account.customer_id)?.map(|c| c.name).unwrap_or_default();
    Ok((account.number, name))
}

/// What turning a move round would do; refuses when something was billed or read on it, or a meter was moved since.
pub(crate) fn meter_move_effects(tx: &Tx<'_>, moved: &MeterMove) -> Result<Vec<Effect>> {
    as_it_was_left(tx, moved)?;
    let account = customers::account(tx, moved.account)?.map(|a| a.number).unwrap_or_default();
    let mut effects = Vec::new();
    let mut say = |meter: MeterId, hangs: bool| -> Result<()> {
        let meter = meters::find(tx, meter)?.map(|m| m.number).unwrap_or_default();
        let account = account.clone();
        effects.push(if hangs {
            Effect::MeterHangs { account, meter }
        } else {
            Effect::MeterOff { account, meter }
        });
        Ok(())
    };
    if let Some(on) = &moved.on {
        say(on.meter, moved.again)?;
    }
    if let Some(off) = &moved.off {
        say(off.meter, !moved.again)?;
    }
    effects.extend(readings_effects(tx, &moved.turned, &moved.cases)?);
    Ok(effects)
}

/// Turns a move round, and says how to turn it back.
pub(crate) fn turn_meter_move(act: &mut Act<'_>, moved: &MeterMove) -> Result<(Vec<Effect>, UndoPlan)> {
    let effects = meter_move_effects(act.tx, moved)?;
    let mut back = MeterMove { again: !moved.again, ..moved.clone() };
    if moved.again {
        do_again(act, moved, &mut back)?;
    } else {
        take_back(act, moved)?;
    }
    let (_, readings) = turn_readings(act, &moved.turned, &moved.cases)?;
    if let UndoPlan::TurnReadings { turned, cases } = readings {
        (back.turned, back.cases) = (turned, cases);
    }
    name_meter(act, moved.account, if moved.again { &moved.named.1 } else { &moved.named.0 })?;
    act.changed(json!({ "account": moved.account, "again": moved.again,
        "meter": [moved.off.as_ref().map(|m| m.meter), moved.on.as_ref().map(|m| m.meter)] }));
    Ok((effects, UndoPlan::TurnMeters { moved: Box::new(back) }))
}

fn take_back(act: &Act<'_>, moved: &MeterMove) -> Result<()> {
    if let Some(on) = &moved.on {
        meters::drop_span(act.tx, on.span)?;
        meters::set_state(act.tx, on.meter, on.state.0)?;
    }
    if let Some(off) = &moved.off {
        meters::reopen_span(act.tx, off.span, &off.reason.0)?;
        meters::set_state(act.tx, off.meter, off.state.0)?;
    }
    Ok(())
}

fn do_again(act: &Act<'_>, moved: &MeterMove, back: &mut MeterMove) -> Result<()> {
    if let Some(off) = &moved.off {
        meters::end_span(act.tx, off.span, off.on, &off.reason.1)?;
        meters::set_state(act.tx, off.meter, off.state.1)?;
    }
    if let Some(on) = &mut back.on {
        on.span = meters::begin_span(act.tx, on.meter, moved.account, on.on, &on.reason)?;
        meters::set_state(act.tx, on.meter, on.state.1)?;
    }
    Ok(())
}

/// Refuses where a meter of the move has been moved since.
fn as_it_was_left(tx: &Tx<'_>, moved: &MeterMove) -> Result<()> {
    let hangs = |meter| Ok::<_, crate::Error>(meters::open_span(tx, meter)?.map(|span| span.id));
    let off = moved.off.as_ref().map(|off| Ok::<_, crate::Error>((off, hangs(off.meter)?))).transpose()?;
    let on = moved.on.as_ref().map(|on| Ok::<_, crate::Error>((on, hangs(on.meter)?))).transpose()?;
    let still = match moved.again {
        true => {
            off.is_none_or(|(off, hangs)| hangs == Some(off.span))
                && on.is_none_or(|(_, hangs)| hangs.is_none())
        }
        false => {
            off.is_none_or(|(_, hangs)| hangs.is_none())
                && on.is_none_or(|(on, hangs)| hangs == Some(on.span))
        }
    };
    let other = meters::open_on_account(tx, moved.account)?.map(|span| span.id);
    let expected = match moved.again {
        true => moved.off.as_ref().map(|off| off.span),
        false => moved.on.as_ref().map(|on| on.span),
    };
    if still && other == expected {
        return Ok(());
    }
    let reason = "a meter was hung or taken off on this account since";
    Err(Refusal::UndoRefused { reason: reason.into() }.into())
}
