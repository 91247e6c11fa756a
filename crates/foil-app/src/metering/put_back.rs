//! A meter that was put right is described as it was before, and put right again: the seam that the undo room calls.
//!
//! It goes back only while nothing was built on it: no bill made by the particulars that it has, no reading counted by
//! them. The readings turn round with it, each with the one that counts as before.

use super::correct_meter::follow_case;
use super::verdict::{Turned, text};
use crate::office::UndoPlan;
use crate::undo::views::Effect;
use crate::{Act, Refusal, Result};
use foil_domain::ids::{AccountId, BillId, MeterId, ReadingId};
use foil_domain::metering::MeterState;
use foil_domain::metering::register::Register;
use foil_domain::time::Day;
use foil_store::readings::{self, ReadingRow};
use foil_store::{Tx, bills, customers, meters};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Effects on readings named one by one; the rest is counted.
const NAMED: usize = 8;

/// A meter that was put right, and how to turn it round.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MeterPutRight {
    /// The account on which it hung then.
    pub account: AccountId,
    /// The meter.
    pub meter: MeterId,
    /// Its registers that changed: as the last movement left each, and as the next one makes it.
    pub registers: Vec<(Register, Register)>,
    /// Where the meter is, likewise.
    pub state: (MeterState, MeterState),
    /// The readings, as the next movement turns them.
    pub turned: Vec<Turned>,
    /// The newest standing reading of each of its registers when the last movement had been made.
    pub newest: Vec<(i64, Option<ReadingId>)>,
    /// The newest claim of the book then: a bill with a higher one was made since.
    pub claims_to: BillId,
    /// The accounts that it counts on, each with the first day whose use changed.
    pub accounts: Vec<(AccountId, Day)>,
}

/// The newest standing reading of each of these registers.
pub(super) fn newest_of(
    tx: &Tx<'_>,
    meter: MeterId,
    registers: impl Iterator<Item = i64>,
) -> Result<Vec<(i64, Option<ReadingId>)>> {
    let mut all = Vec::new();
    for n in registers {
        let mut newest = None;
        readings::newest_of_register(tx, meter, n, |reading| {
            newest = Some(reading.id);
            Ok(false)
        })?;
        all.push((n, newest));
    }
    Ok(all)
}

/// What a step was about: the account's number and the customer's name.
pub(crate) fn meter_put_right_name(tx: &Tx<'_>, right: &MeterPutRight) -> Result<(String, String)> {
    let Some(account) = customers::account(tx, right.account)? else { return Ok(Default::default()) };
    let name = customers::find(tx, account.customer_id)?.map(|c| c.name).unwrap_or_default();
    Ok((account.number, name))
}

/// What turning it round would do; refuses when a bill was made or a reading taken by it since, or the meter was put
/// right once more.
pub(crate) fn meter_put_right_effects(tx: &Tx<'_>, right: &MeterPutRight) -> Result<Vec<Effect>> {
    as_it_was_left(tx, right)?;
    let meter = meters::find(tx, right.meter)?.map(|m| m.number).unwrap_or_default();
    let mut effects: Vec<Effect> = right
        .registers
        .iter()
        .map(|(_, then)| Effect::RegisterCounts {
            meter: meter.clone(),
            register: then.n,
            multiplier: text(then.multiplier),
            digits: i64::from(then.digits),
            unit: then.unit.clone(),
        })
        .collect();
    let mut more = 0;
    let mut named = 0;
    for turn in &right.turned {
        let (Some(off), Some(on)) = (turn.off, turn.on) else { continue };
        let (now, then) = (found(tx, off)?, found(tx, on)?);
        if !now.stands {
            return Err(moved_on("a reading of this meter was taken back or replaced since"));
        }
        if now.use_units == then.use_units {
            continue;
        }
        if named == NAMED {
            more += 1;
            continue;
        }
        named += 1;
        let account = customers::account(tx, now.account_id)?.map(|a| a.number).unwrap_or_default();
        effects.push(Effect::UseCounts {
            account,
            on: now.read_on,
            was: text(now.use_units),
            is: text(then.use_units),
        });
    }
    if more > 0 {
        effects.push(Effect::MoreReadings { count: more });
    }
    Ok(effects)
}

/// Turns it round, and says how to turn it back.
pub(crate) fn turn_meter_put_right(
    act: &mut Act<'_>,
    right: &MeterPutRight,
) -> Result<(Vec<Effect>, UndoPlan)> {
    let effects = meter_put_right_effects(act.tx, right)?;
    for (_, then) in &right.registers {
        meters::put_register(act.tx, right.meter, then)?;
    }
    meters::set_state(act.tx, right.meter, right.state.1)?;
    for turn in &right.turned {
        let (Some(off), Some(on)) = (turn.off, turn.on) else { continue };
        let replaced_by = Some(on).filter(|on| *on > off);
        readings::set_standing(act.tx, off, false, replaced_by)?;
        readings::set_standing(act.tx, on, true, None)?;
        follow_case(act, &found(act.tx, off)?, on)?;
    }
    let mut accounts: Vec<AccountId> = right.accounts.iter().map(|(id, _)| *id).collect();
    accounts.push(right.account);
    accounts.sort_unstable();
    accounts.dedup();
    accounts.iter().try_for_each(|id| customers::bump_account(act.tx, *id))?;
    act.changed(json!({ "account": right.account, "meter": right.meter, "turned": right.turned.len() }));
    let back = |t: &Turned| Turned { off: t.on, on: t.off, after: t.after };
    let way_back = MeterPutRight {
        registers: right.registers.iter().map(|(now, then)| (then.clone(), now.clone())).collect(),
        state: (right.state.1, right.state.0),
        turned: right.turned.iter().map(back).collect(),
        newest: newest_of(act.tx, right.meter, right.newest.iter().map(|(n, _)| *n))?,
        claims_to: bills::newest_id(act.tx)?,
        ..right.clone()
    };
    Ok((effects, UndoPlan::TurnMeterRight { right: Box::new(way_back) }))
}

fn as_it_was_left(tx: &Tx<'_>, right: &MeterPutRight) -> Result<()> {
    let registers = meters::registers(tx, right.meter)?;
    if right.registers.iter().any(|(now, _)| !registers.contains(now)) {
        return Err(moved_on("the meter was put right again since"));
    }
    for (account, day) in &right.accounts {
        if let Some(bill) = bills::made_since(tx, *account, right.claims_to, day.plus_days(-1))? {
            let reason = format!("bill {bill} was made by it since: cancel that first");
            return Err(Refusal::UndoRefused { reason }.into());
        }
    }
    if newest_of(tx, right.meter, right.newest.iter().map(|(n, _)| *n))? != right.newest {
        return Err(moved_on("the meter was read since, and that reading counts by it"));
    }
    Ok(())
}

fn found(tx: &Tx<'_>, id: ReadingId) -> Result<ReadingRow> {
    let found = readings::find(tx, id)?;
    Ok(found.ok_or_else(|| anyhow::anyhow!("an undo plan names reading {id}, which is not there"))?)
}

fn moved_on(reason: &str) -> crate::Error {
    Refusal::UndoRefused { reason: reason.to_owned() }.into()
}
