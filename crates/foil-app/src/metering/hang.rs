//! A meter is hung on an account, exchanged for another, taken off.
//!
//! An exchange is the last reading of the old meter and the first of the new one on the same day, so that
//! the use of both parts is known to the unit. `account.meter` follows the meter that hangs there.

use super::known::{Hanging, account, chain, comes_to_another, hanging, last_shown, recorded};
use super::life_line::line_of_account;
use super::meter_move::{CameOff, MeterMove, WasHung};
use super::verdict::{Fate, Wanted, keep, verdict};
use super::views::{
    ExchangeMeter, FinalReading, HungMeter, InstallMeter, LifeLine, NewRegister, RemoveMeter, ShownValue,
};
use crate::office::{Order, UndoPlan};
use crate::{Act, Office, Refusal, Result, Session};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, MeterId, ReadingId};
use foil_domain::metering::period::is_demand;
use foil_domain::metering::register::{Register, digits, multiplier, value};
use foil_domain::metering::{MeterState, Purpose, ReadingKind, ReadingSource, Remark};
use foil_domain::people::Right;
use foil_domain::text::{Note, fold_number};
use foil_domain::time::Day;
use foil_store::customers::{self, AccountData, AccountRow};
use foil_store::meters::{self, MeterRow, SettingRow};
use foil_store::readings::{self, NewReading};
use serde_json::json;
use std::sync::Arc;

/// Registers of one meter at most.
const MOST_REGISTERS: usize = 50;
/// Characters of a unit's name at most.
pub(crate) const MOST_OF_UNIT: usize = 12;

/// Hangs a meter on an account that has none, with its first reading.
///
/// Refuses a stale version, a day after the business date, an account that has a meter, and a meter that
/// hangs elsewhere or measures something else. Can be undone, like the other moves, while nothing was billed on it.
pub fn install_meter(office: &Arc<Office>, who: &Session, input: InstallMeter) -> Result<LifeLine> {
    office.perform(who, Order::new("install_meter", Right::ManageMeters), move |act| {
        let account = as_shown(act, input.account, input.version, input.on)?;
        let named = !fold_number(&account.meter).is_empty();
        if meters::open_on_account(act.tx, account.id)?.is_some() {
            return Err(Refusal::Duplicate { what: "meter on account", which: account.number }.into());
        }
        // The number that was written down before anybody read it may be this very meter.
        if named && fold_number(&account.meter) != fold_number(input.meter.number.as_str()) {
            return Err(Refusal::Duplicate { what: "meter on account", which: account.number }.into());
        }
        let mut moved = moves(&account, input.meter.number.as_str());
        let meter = hang(act, &account, &input.meter, input.on, input.reason.as_str(), &mut moved)?;
        act.changed(json!({ "account": account.id, "meter": meter, "on": input.on,
            "readings": moved.readings(), "reason": input.reason }));
        act.undo_with(&UndoPlan::TurnMeters { moved: Box::new(moved) })?;
        line_of_account(act.tx, act.today(), account.id)
    })
}

/// Takes a meter off an account and hangs another, the same day.
///
/// The old meter's last reading is judged like any other: a doubt needs a reason. Refuses what installing
/// and removing would.
pub fn exchange_meter(office: &Arc<Office>, who: &Session, input: ExchangeMeter) -> Result<LifeLine> {
    office.perform(who, Order::new("exchange_meter", Right::ManageMeters), move |act| {
        let account = as_shown(act, input.account, input.version, input.on)?;
        let reason = input.reason.as_str();
        let mut moved = moves(&account, input.new.number.as_str());
        let old = take_off(act, &account, &input.old, input.on, reason, &mut moved)?;
        let new = hang(act, &account, &input.new, input.on, reason, &mut moved)?;
        if old == new {
            return Err(Refusal::bad_input("new.number", "another meter than the old one").into());
        }
        act.changed(json!({ "account": account.id, "meter": [old, new], "on": input.on,
            "readings": moved.readings(), "reason": reason }));
        act.undo_with(&UndoPlan::TurnMeters { moved: Box::new(moved) })?;
        line_of_account(act.tx, act.today(), account.id)
    })
}

/// Takes a meter off an account, with its last reading.
///
/// Refuses a stale version, a day after the business date or before the last reading, and a doubtful
/// reading without a reason.
pub fn remove_meter(office: &Arc<Office>, who: &Session, input: RemoveMeter) -> Result<LifeLine> {
    office.perform(who, Order::new("remove_meter", Right::ManageMeters), move |act| {
        let account = as_shown(act, input.account, input.version, input.on)?;
        let mut moved = moves(&account, "");
        let old = take_off(act, &account, &input.old, input.on, input.reason.as_str(), &mut moved)?;
        name_meter(act, account.id, "")?;
        act.changed(json!({ "account": account.id, "meter": old, "on": input.on,
            "readings": moved.readings(), "reason": input.reason }));
        act.undo_with(&UndoPlan::TurnMeters { moved: Box::new(moved) })?;
        line_of_account(act.tx, act.today(), account.id)
    })
}

/// A move that has not begun, of an account that will name another meter.
fn moves(account: &AccountRow, number: &str) -> MeterMove {
    MeterMove {
        account: account.id,
        off: None,
        on: None,
        named: (account.meter.clone(), number.to_owned()),
        turned: Vec::new(),
        cases: Vec::new(),
        again: false,
    }
}

fn as_shown(act: &Act<'_>, id: AccountId, version: i64, on: Day) -> Result<AccountRow> {
    let account = account(act.tx, id)?;
    if account.version != version {
        return Err(Refusal::ChangedMeanwhile { what: format!("account {}", account.number) }.into());
    }
    if account.status == AccountStatus::Closed {
        return Err(Refusal::AccountClosed(account.number).into());
    }
    if on > act.today() {
        return Err(Refusal::bad_input("on", format!("{} or earlier", act.today())).into());
    }
    Ok(account)
}

/// Takes the meter off: its last readings, the end of its span, its state.
fn take_off(
    act: &Act<'_>,
    account: &AccountRow,
    old: &FinalReading,
    on: Day,
    reason: &str,
    moved: &mut MeterMove,
) -> Result<MeterId> {
    let kind = old.kind.unwrap_or(ReadingKind::Actual);
    if !matches!(kind, ReadingKind::Actual | ReadingKind::Provisional) {
        return Err(Refusal::bad_input("old.kind", "actual or provisional; no value for an estimate").into());
    }
    let hanging = hanging(act.tx, account)?;
    let settings = meters::settings(act.tx)?;
    let meter = recorded(act.tx, account, &hanging, on)?;
    let lasts = hanging.registers.iter().map(|register| last_of(account, old, (kind, on), register.n));
    let lasts = lasts.collect::<Result<Vec<Wanted>>>()?;
    doubts(act, &settings, &hanging, &lasts)?;
    for wanted in &lasts {
        let verdict = verdict(act.tx, act.today(), &settings, wanted, None)?;
        if verdict.fate == Fate::Same {
            // Read that very day on its round: that reading is the last one.
            continue;
        }
        verdict.must_be_good("old.values")?;
        moved.keeps(keep(act, &verdict, ReadingSource::Grid)?);
    }
    let span =
        meters::open_span(act.tx, meter)?.ok_or_else(|| Refusal::not_found("meter", &hanging.number))?;
    meters::end_span(act.tx, span.id, on, reason)?;
    let state = if old.retired { MeterState::Retired } else { MeterState::Stock };
    meters::set_state(act.tx, meter, state)?;
    moved.off = Some(CameOff {
        span: span.id,
        meter,
        on,
        reason: (span.reason, reason.to_owned()),
        state: (MeterState::Installed, state),
    });
    Ok(meter)
}

/// The last reading of a register, as it is wanted. A meter that works was read: only one that nobody could read is estimated,
/// for with that it is off, and no later reading makes it good.
fn last_of(
    account: &AccountRow,
    old: &FinalReading,
    (kind, on): (ReadingKind, Day),
    register: i64,
) -> Result<Wanted> {
    let last = old.values.iter().find(|value| value.register == register);
    let last =
        last.ok_or_else(|| Refusal::bad_input("old.values", format!("what register {register} shows")))?;
    let unseen = last.value.trim().is_empty();
    if unseen && !old.remark.keeps_unread() {
        let expected = "what the register shows, or a remark that says why nobody could read it";
        return Err(Refusal::bad_input("old.values", expected).into());
    }
    Ok(Wanted {
        account: account.id,
        register,
        on,
        value: last.value.clone(),
        kind: if unseen { ReadingKind::Estimated } else { kind },
        purpose: Purpose::Final,
        remark: if old.remark == Remark::Replaced { Remark::Working } else { old.remark },
        reason: old.accept.as_ref().map(ToString::to_string).unwrap_or_default(),
        rolled_over: last.rolled_over,
    })
}

/// Refuses last readings of several registers that are asked about with all that is asked: what answers the one is not
/// taken for an answer to another that nobody has seen.
fn doubts(act: &Act<'_>, settings: &SettingRow, hanging: &Hanging, lasts: &[Wanted]) -> Result<()> {
    if lasts.len() < 2 {
        return Ok(());
    }
    let mut asked = Vec::new();
    for (wanted, register) in lasts.iter().zip(&hanging.registers) {
        let verdict = verdict(act.tx, act.today(), settings, wanted, None)?;
        if verdict.fate == Fate::Asked {
            let band = if register.band.is_empty() { String::new() } else { format!(" ({})", register.band) };
            asked.push(format!("register {}{band}: {}", register.n, verdict.words()));
        }
    }
    if asked.is_empty() { Ok(()) } else { Err(Refusal::NeedsReason(asked.join("; ")).into()) }
}

/// Hangs a meter: its record, the beginning of its span, its first readings, the account's number of it.
fn hang(
    act: &Act<'_>,
    account: &AccountRow,
    new: &HungMeter,
    on: Day,
    reason: &str,
    moved: &mut MeterMove,
) -> Result<MeterId> {
    crate::customers::meter_fits(new.number.as_str()).map_err(|e| Refusal::bad_input("number", e))?;
    let number = new.number.as_str();
    if customers::account_by_meter(act.tx, number)?.is_some_and(|other| other.id != account.id) {
        return Err(Refusal::Duplicate { what: "meter", which: number.to_owned() }.into());
    }
    let known = meters::by_number(act.tx, number)?;
    // One that nobody knew is in stock when it is off again.
    let before = known.as_ref().map_or(MeterState::Stock, |known| known.state);
    let meter = match known {
        Some(known) => known_meter(act, account, &known, new, on)?,
        None => {
            let registers = described(account, &new.registers)?;
            meters::insert(act.tx, number, account.service, MeterState::Installed, "", &registers)?
        }
    };
    let span = meters::begin_span(act.tx, meter, account.id, on, reason)?;
    let registers = meters::registers(act.tx, meter)?;
    for register in &registers {
        let mut after = None;
        readings::newest_of_register(act.tx, meter, register.n, |last| {
            after = Some(last.id);
            Ok(false)
        })?;
        let first = first_reading(act, account.id, meter, register, &new.values, on)?;
        moved.reads(first, after);
    }
    name_meter(act, account.id, number)?;
    moved.on =
        Some(WasHung { span, meter, on, reason: reason.to_owned(), state: (before, MeterState::Installed) });
    Ok(meter)
}

/// A meter that the book knows may hang here if it hangs nowhere else and measures the same. Its registers stay as
/// they are known, but for what is said of them; of one that was read, only its digits may be said anew.
fn known_meter(
    act: &Act<'_>,
    account: &AccountRow,
    known: &MeterRow,
    new: &HungMeter,
    on: Day,
) -> Result<MeterId> {
    if known.service != account.service || known.state == MeterState::Retired {
        let expected = format!("a meter for {}, not retired", account.service);
        return Err(Refusal::bad_input("number", expected).into());
    }
    comes_to_another(act.tx, known.id, on)?;
    let registers = meters::registers(act.tx, known.id)?;
    for (at, said) in described_or_none(account, &new.registers)?.into_iter().enumerate() {
        let after = match registers.iter().find(|r| r.n == said.n) {
            Some(before) => {
                let unit = given_unit(&new.registers[at]).unwrap_or_default().to_owned();
                let last = last_shown(act.tx, known.id, said.n)?;
                before.described_anew(Register { unit, ..said }, last).map_err(|(field, expected)| {
                    Refusal::bad_input(format!("registers[{at}].{field}"), expected)
                })?
            }
            None => said,
        };
        meters::put_register(act.tx, known.id, &after)?;
    }
    meters::set_state(act.tx, known.id, MeterState::Installed)?;
    Ok(known.id)
}

fn first_reading(
    act: &Act<'_>,
    account: AccountId,
    meter: MeterId,
    register: &Register,
    values: &[ShownValue],
    on: Day,
) -> Result<ReadingId> {
    let text = shown(values, register.n, "values")?;
    let shown = value(text.trim()).map_err(|e| Refusal::bad_input("values", e))?;
    register.shows(shown).map_err(|e| Refusal::bad_input("values", e))?;
    let before = chain(act.tx, account, (meter, Some(on)), register.n, None)?.last;
    if before.is_some_and(|last| last.on >= on) {
        return Err(Refusal::Duplicate { what: "reading of", which: on.long() }.into());
    }
    let units = if register.is_demand() { shown * register.multiplier } else { rust_decimal::Decimal::ZERO };
    let new = NewReading {
        account,
        meter,
        register: register.n,
        on,
        value: shown,
        units,
        kind: ReadingKind::Actual,
        purpose: Purpose::Install,
        remark: Remark::Working,
        rolled_over: false,
        source: ReadingSource::Grid,
        checks: "[]",
        reason: "",
        person: act.who.user,
        at: act.now,
    };
    readings::insert(act.tx, &new)
}

fn shown<'v>(values: &'v [ShownValue], register: i64, field: &str) -> Result<&'v str> {
    let found = values.iter().find(|v| v.register == register);
    let expected = || format!("what register {register} shows");
    Ok(found.map(|v| v.value.as_str()).ok_or_else(|| Refusal::bad_input(field, expected()))?)
}

fn described(account: &AccountRow, given: &[NewRegister]) -> Result<Vec<Register>> {
    let given = described_or_none(account, given)?;
    Ok(if given.is_empty() { vec![Register::plain(account.service.unit())] } else { given })
}

/// The registers as they were described; empty when they were not.
pub(crate) fn described_or_none(account: &AccountRow, given: &[NewRegister]) -> Result<Vec<Register>> {
    if given.len() > MOST_REGISTERS {
        return Err(Refusal::bad_input("registers", format!("at most {MOST_REGISTERS}")).into());
    }
    let one = |(at, r): (usize, &NewRegister)| {
        let refuse = |field: &str, e: String| Refusal::bad_input(format!("registers[{at}].{field}"), e);
        if !(1..=MOST_REGISTERS as i64).contains(&r.register)
            || given[..at].iter().any(|other| other.register == r.register)
        {
            return Err(refuse(
                "register",
                format!("its number on the meter, 1 to {MOST_REGISTERS}, each once"),
            ));
        }
        let band = band(r.band.as_str()).map_err(|e| refuse("band", e))?;
        let register = Register {
            n: r.register,
            unit: unit(account, r, &band).map_err(|e| refuse("unit", e))?,
            band,
            digits: digits(r.digits).map_err(|e| refuse("digits", e))?,
            multiplier: multiplier(r.multiplier.trim()).map_err(|e| refuse("multiplier", e))?,
        };
        Ok(register)
    };
    given.iter().enumerate().map(|r| one(r).map_err(Into::into)).collect()
}

/// What a register counts in: as it was said, else kW for a load and the service's own unit for use.
fn unit(account: &AccountRow, register: &NewRegister, band: &str) -> std::result::Result<String, String> {
    let usual = if is_demand(band) { "kW" } else { account.service.unit() };
    match given_unit(register) {
        Some(said) if said.chars().count() > MOST_OF_UNIT => {
            Err(format!("at most {MOST_OF_UNIT} characters, such as {usual}"))
        }
        said => Ok(said.unwrap_or(usual).to_owned()),
    }
}

/// What a register counts in, where somebody said it.
fn given_unit(register: &NewRegister) -> Option<&str> {
    register.unit.as_ref().map(Note::as_str).filter(|said| !said.is_empty())
}

/// A band as tariffs name it: short, without capitals where it means demand.
pub(crate) fn band(text: &str) -> std::result::Result<String, String> {
    let band = Note::parse(text)?.to_string();
    if band.chars().count() > 40 {
        return Err("at most 40 characters".into());
    }
    Ok(if band.to_lowercase().starts_with("demand") { band.to_lowercase() } else { band })
}

/// Sets the meter number that an account is found by, in step with what hangs there.
pub(super) fn name_meter(act: &Act<'_>, id: AccountId, number: &str) -> Result<()> {
    let row = account(act.tx, id)?;
    let data = AccountData { meter: number.to_owned(), ..row.data() };
    if customers::update_account(act.tx, id, &data, row.version)? {
        return Ok(());
    }
    Err(Refusal::ChangedMeanwhile { what: format!("account {}", row.number) }.into())
}

/// Whether a meter with this number may be written on an account by hand: one that hangs there is
/// exchanged, not overwritten.
pub(crate) fn may_be_renamed(tx: &foil_store::Tx<'_>, account: AccountId, number: &str) -> Result<()> {
    match meters::open_on_account(tx, account)? {
        Some(span) if fold_number(&span.meter_number) != fold_number(number) => {
            let expected = format!("{}, which hangs there; exchange it in Metering", span.meter_number);
            Err(Refusal::bad_input("meter", expected).into())
        }
        _ => Ok(()),
    }
}
