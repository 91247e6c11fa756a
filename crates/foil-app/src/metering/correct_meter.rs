//! A meter that hangs was described wrongly: its multiplier, its digits or its unit are put right.
//!
//! What it showed stays as it was read; what was used is counted anew, each reading by another row in its place, as a
//! wrong reading is replaced. A bill that was made meanwhile is never edited: it is named, to be cancelled and made anew.

use super::hang::MOST_OF_UNIT;
use super::known::{account, hanging};
use super::life_line::line_of_account;
use super::put_back::{MeterPutRight, newest_of};
use super::verdict::{Turned, text};
use super::views::{
    CorrectMeter, MeterCorrected, MeterCorrection, PreviewMeter, RecountedRegister, RightRegister,
};
use crate::billing::views::BilledBefore;
use crate::office::{Order, UndoPlan};
use crate::{Act, Office, Refusal, Result, Session};
use foil_domain::ids::{AccountId, MeterId, ReadingId};
use foil_domain::metering::register::{Register, digits, multiplier};
use foil_domain::metering::{MeterState, Purpose};
use foil_domain::people::Right;
use foil_domain::time::Day;
use foil_store::bills::{self, MadeBill};
use foil_store::customers::{self, AccountRow};
use foil_store::meters;
use foil_store::readings::{self, NewReading, ReadingRow};
use foil_store::{Tx, use_cases};
use rust_decimal::Decimal;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Bills of one account that are looked through; more than anybody bills in a working life.
const MOST_BILLS: i64 = 1_000;

/// What putting a meter right would do: how its readings would count, and which standing bills were made with the wrong
/// values. Nothing is stored.
///
/// Refuses what [`correct_meter`] would, but for a stale version.
pub fn preview_meter_correction(
    office: &Arc<Office>,
    who: &Session,
    input: PreviewMeter,
) -> Result<MeterCorrection> {
    office.view(who, Right::ManageMeters, |tx, _| {
        let right = worked_out(tx, &account(tx, input.account)?, &input.registers)?;
        Ok(MeterCorrection {
            readings: right.recounted.len() as i64,
            registers: right.told(),
            billed: right.billed(tx)?,
        })
    })
}

/// Puts the multiplier, the digits or the unit of the meter on an account right, with the use of all that it showed, on
/// whichever account it hung.
///
/// Bills that stand keep what they say, and are named: each is put right by cancelling it and making it anew. Refuses a
/// stale version, an account whose meter was never read, a description that changes nothing, and one by which a reading
/// could not have been: more digits than the register has, or a run through zero that leaps half the dial.
pub fn correct_meter(office: &Arc<Office>, who: &Session, input: CorrectMeter) -> Result<MeterCorrected> {
    office.perform(who, Order::new("correct_meter", Right::ManageMeters), move |act| {
        let account = account(act.tx, input.account)?;
        if account.version != input.version {
            return Err(Refusal::ChangedMeanwhile { what: format!("account {}", account.number) }.into());
        }
        let right = worked_out(act.tx, &account, &input.registers)?;
        let billed = right.billed(act.tx)?;
        let state = meters::find(act.tx, right.meter)?.map_or(MeterState::Installed, |meter| meter.state);
        for register in &right.registers {
            meters::put_register(act.tx, right.meter, &register.after)?;
        }
        meters::set_state(act.tx, right.meter, MeterState::Installed)?;
        let after = count_anew(act, &right, input.reason.as_str())?;
        let mut accounts: Vec<AccountId> = right.recounted.iter().map(|r| r.reading.account_id).collect();
        accounts.push(account.id);
        accounts.sort_unstable();
        accounts.dedup();
        accounts.iter().try_for_each(|id| customers::bump_account(act.tx, *id))?;
        let step = right.way_back(act.tx, account.id, state, &after)?;
        act.undo_with(&UndoPlan::TurnMeterRight { right: Box::new(step) })?;
        act.changed(json!({
            "account": account.id, "meter": right.meter, "number": right.number, "registers": right.changes(),
            "readings": after, "billed": billed, "reason": input.reason,
        }));
        Ok(MeterCorrected {
            line: line_of_account(act.tx, act.today(), account.id)?,
            readings: after.len() as i64,
            billed,
        })
    })
}

/// A meter as it will be described, not yet stored.
struct Described {
    meter: MeterId,
    number: String,
    /// The registers that change.
    registers: Vec<Changed>,
    /// Their standing readings from the first on whose use changes, register by register, oldest first.
    recounted: Vec<Recounted>,
    /// Of each account, the days on which it was read by what was wrong.
    days: BTreeMap<AccountId, Vec<Day>>,
}

/// A register as it was and as it will be, with what it has counted by either; of a load the highest.
struct Changed {
    before: Register,
    after: Register,
    was: Decimal,
    is: Decimal,
}

/// A reading with its use by the right particulars.
struct Recounted {
    reading: ReadingRow,
    units: Decimal,
}

fn worked_out(tx: &Tx<'_>, account: &AccountRow, said: &[RightRegister]) -> Result<Described> {
    let hanging = hanging(tx, account)?;
    let Some(meter) = hanging.meter else {
        return Err(Refusal::bad_input("account", "an account whose meter has been read").into());
    };
    let mut described = Described {
        meter,
        number: hanging.number.clone(),
        registers: Vec::new(),
        recounted: Vec::new(),
        days: BTreeMap::new(),
    };
    for (at, said) in said.iter().enumerate() {
        let before = hanging.register(said.register)?;
        let after = register(before, said).map_err(|(field, expected)| bad(at, field, expected))?;
        if described.registers.iter().any(|known| known.after.n == after.n) {
            return Err(bad(at, "register", "each register once".into()).into());
        }
        if after != *before {
            let (was, is) = described.recount(tx, before, &after, at)?;
            described.registers.push(Changed { before: before.clone(), after, was, is });
        }
    }
    if described.registers.is_empty() {
        let expected = "another multiplier, number of digits or unit than the meter has";
        return Err(Refusal::bad_input("registers", expected).into());
    }
    Ok(described)
}

fn bad(at: usize, field: &str, expected: String) -> Refusal {
    Refusal::bad_input(format!("registers[{at}].{field}"), expected)
}

/// A register as it is said to be. What it counts, its band, stays: of that a tariff has a price of its own.
fn register(
    before: &Register,
    said: &RightRegister,
) -> std::result::Result<Register, (&'static str, String)> {
    let unit = said.unit.as_str();
    if unit.is_empty() || unit.chars().count() > MOST_OF_UNIT {
        return Err(("unit", format!("1 to {MOST_OF_UNIT} characters, such as {}", before.unit)));
    }
    Ok(Register {
        unit: unit.to_owned(),
        digits: digits(said.digits).map_err(|expected| ("digits", expected))?,
        multiplier: multiplier(said.multiplier.trim()).map_err(|expected| ("multiplier", expected))?,
        ..before.clone()
    })
}

impl Described {
    /// Counts the readings of a register anew. Gives what it has counted, and what it counts.
    fn recount(
        &mut self,
        tx: &Tx<'_>,
        before: &Register,
        after: &Register,
        at: usize,
    ) -> Result<(Decimal, Decimal)> {
        let mut rows = Vec::new();
        readings::newest_of_register(tx, self.meter, before.n, |reading| {
            rows.push(reading);
            Ok(true)
        })?;
        let mut all = Vec::with_capacity(rows.len());
        for reading in rows.into_iter().rev() {
            let (shown, units, over) = (reading.value, reading.use_units, reading.rolled_over);
            let units = before.counted_by(after, shown, units, over).map_err(|(field, expected)| {
                bad(at, field, format!("{expected}; it showed {} on {}", text(shown), reading.read_on.long()))
            })?;
            // What it showed when it was hung was used by nobody.
            let counts = reading.purpose != Purpose::Install || before.is_demand();
            if counts && (units != reading.use_units || after.unit != before.unit) {
                self.days.entry(reading.account_id).or_default().push(reading.read_on);
            }
            all.push(Recounted { reading, units });
        }
        let sum = |of: fn(&Recounted) -> Decimal| {
            let all = all.iter().map(of);
            if before.is_demand() { all.max().unwrap_or_default() } else { all.sum() }
        };
        let counted = (sum(|one| one.reading.use_units), sum(|one| one.units));
        // From the first on that changes, so that those of one day keep their order.
        let first = all.iter().position(|one| one.units != one.reading.use_units).unwrap_or(all.len());
        self.recounted.extend(all.into_iter().skip(first));
        Ok(counted)
    }

    /// The standing bills that were made from what was wrong, whoever had the meter then.
    fn billed(&self, tx: &Tx<'_>) -> Result<BilledBefore> {
        let mut wrong: Vec<MadeBill> = Vec::new();
        for (account, days) in &self.days {
            let Some(first) = days.iter().min() else { continue };
            let made = bills::made_to(tx, *account, first.plus_days(-1), MOST_BILLS)?;
            let from_one_of = |bill: &MadeBill| {
                days.iter().any(|on| *on > bill.period_from_on && *on <= bill.period_to_on.plus_days(1))
            };
            wrong.extend(made.into_iter().filter(from_one_of));
        }
        wrong.sort_by_key(|bill| bill.period_to_on);
        Ok(BilledBefore::of(&wrong))
    }

    /// How to describe the meter as it was before, once it is put right.
    fn way_back(
        &self,
        tx: &Tx<'_>,
        account: AccountId,
        state: MeterState,
        after: &[ReadingId],
    ) -> Result<MeterPutRight> {
        let pairs = self.recounted.iter().zip(after);
        let turned =
            pairs.map(|(one, new)| Turned { off: Some(*new), on: Some(one.reading.id), after: None });
        let first = |(id, days): (&AccountId, &Vec<Day>)| days.iter().min().map(|day| (*id, *day));
        Ok(MeterPutRight {
            account,
            meter: self.meter,
            registers: self.registers.iter().map(|r| (r.after.clone(), r.before.clone())).collect(),
            state: (MeterState::Installed, state),
            turned: turned.collect(),
            newest: newest_of(tx, self.meter, self.registers.iter().map(|r| r.after.n))?,
            claims_to: bills::newest_id(tx)?,
            accounts: self.days.iter().filter_map(first).collect(),
        })
    }

    /// The registers with what they have counted, and count.
    fn told(&self) -> Vec<RecountedRegister> {
        let told = |Changed { before, after, was, is }: &Changed| RecountedRegister {
            register: before.n,
            band: before.band.clone(),
            was: format!("{} {}", text(*was), before.unit),
            is: format!("{} {}", text(*is), after.unit),
        };
        self.registers.iter().map(told).collect()
    }

    /// The particulars before and after, for the log.
    fn changes(&self) -> Vec<serde_json::Value> {
        let change = |Changed { before, after, .. }: &Changed| {
            json!({
                "register": before.n,
                "multiplier": [text(before.multiplier), text(after.multiplier)],
                "digits": [before.digits, after.digits],
                "unit": [before.unit, after.unit],
            })
        };
        self.registers.iter().map(change).collect()
    }
}

/// Lets each reading be followed by one that says the same and counts right.
fn count_anew(act: &Act<'_>, described: &Described, reason: &str) -> Result<Vec<ReadingId>> {
    for one in &described.recounted {
        readings::set_standing(act.tx, one.reading.id, false, None)?;
    }
    let mut after = Vec::with_capacity(described.recounted.len());
    for Recounted { reading, units } in &described.recounted {
        let new = NewReading {
            account: reading.account_id,
            meter: reading.meter_id,
            register: reading.register_n,
            on: reading.read_on,
            value: reading.value,
            units: *units,
            kind: reading.kind,
            purpose: reading.purpose,
            remark: reading.remark,
            rolled_over: reading.rolled_over,
            source: reading.source,
            checks: &reading.checks,
            reason,
            person: act.who.user,
            at: act.now,
        };
        let id = readings::insert(act.tx, &new)?;
        readings::set_standing(act.tx, reading.id, false, Some(id))?;
        follow_case(act, reading, id)?;
        after.push(id);
    }
    Ok(after)
}

/// A case that a reading has opened or moved goes on with the one in its place.
pub(super) fn follow_case(act: &Act<'_>, before: &ReadingRow, after: ReadingId) -> Result<()> {
    let open = use_cases::open_of_account(act.tx, before.account_id)?;
    let Some(open) = open.filter(|case| case.reading_id == before.id) else { return Ok(()) };
    let moved = use_cases::CaseData { reading: after, ..open.data() };
    if use_cases::update(act.tx, open.id, &moved, open.version)? {
        return Ok(());
    }
    Err(Refusal::ChangedMeanwhile { what: format!("the case of account {}", open.account_number) }.into())
}
