//! A meter's record comes from a file: the seam that imports call.

use super::known::{chain, is_of_a_closed_account, last_shown, leave_closed_account, taken_until};
use crate::{Act, Refusal, Result};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::MeterId;
use foil_domain::metering::register::Register;
use foil_domain::metering::{MeterState, Purpose, ReadingKind, ReadingSource, Remark};
use foil_domain::text::fold_number;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::customers::{self, AccountData, AccountRow};
use foil_store::meters;
use foil_store::readings::{self, NewReading};
use rust_decimal::Decimal;

/// A register of a meter as a file has it.
#[derive(Debug, Clone)]
pub(crate) struct MeterLine {
    /// The meter's number.
    pub number: String,
    /// Day it was hung on the account.
    pub on: Day,
    /// The register's number on the meter.
    pub register: i64,
    /// Time band; empty for all use.
    pub band: String,
    /// Whole digits; 0 when they are not known.
    pub digits: u32,
    /// Units for one count.
    pub multiplier: Decimal,
    /// What its units are; empty for what is known of it, else what the service is counted in.
    pub unit: String,
    /// What it showed then; none when it is read later.
    pub value: Option<Decimal>,
}

/// What became of a register from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TakenIn {
    /// It is new.
    New,
    /// More is known of it.
    Changed,
    /// It was there already.
    Same,
}

/// Takes a register of a meter in, or only says what would become of it where there is no act.
///
/// Refuses a closed account, another meter on the account, a meter that hangs elsewhere or did on that day, measures
/// something else or is retired, and another multiplier, band or unit than the one it was read with.
pub(crate) fn take_in_meter(
    tx: &Tx<'_>,
    act: Option<&Act<'_>>,
    today: Day,
    account: &AccountRow,
    line: &MeterLine,
) -> Result<TakenIn> {
    if account.status == AccountStatus::Closed {
        return Err(Refusal::AccountClosed(account.number.clone()).into());
    }
    let register = described(line);
    if let Some(shown) = line.value {
        register.shows(shown).map_err(|e| Refusal::bad_input("value", e))?;
    }
    let same_number = |number: &str| fold_number(number) == fold_number(&line.number);
    let named = !fold_number(&account.meter).is_empty();
    if named && !same_number(&account.meter) {
        let expected = format!("{}, the meter of this account; exchange it in Metering", account.meter);
        return Err(Refusal::bad_input("meter", expected).into());
    }
    let known = meters::by_number(tx, &line.number)?;
    let Some(known) = known else {
        if !named && customers::account_by_meter(tx, &line.number)?.is_some() {
            return Err(Refusal::Duplicate { what: "meter", which: line.number.clone() }.into());
        }
        return hang(tx, act, account, line, &register, None);
    };
    if known.service != account.service || known.state == MeterState::Retired {
        let expected = format!("a meter for {}, not retired", account.service);
        return Err(Refusal::bad_input("meter", expected).into());
    }
    let open = meters::open_span(tx, known.id)?;
    if let Some(span) = open.as_ref().filter(|span| span.account_id == account.id) {
        return changed(tx, act, account, line, &register, (known.id, span.from_on));
    }
    if let Some(span) = &open {
        is_of_a_closed_account(tx, span)?;
    }
    if let Some(taken) = taken_until(tx, known.id, line.on)? {
        return Err(Refusal::bad_input("installed_on", taken.to_hang()).into());
    }
    if let Some(span) = open.filter(|_| act.is_some()) {
        leave_closed_account(tx, &span, line.on.min(today))?;
    }
    hang(tx, act, account, line, &register, Some(known.id))
}

/// The register as the file has it; its unit stays empty where the file does not say it.
fn described(line: &MeterLine) -> Register {
    Register {
        n: line.register,
        band: line.band.clone(),
        unit: line.unit.clone(),
        digits: line.digits,
        multiplier: line.multiplier,
    }
}

/// A register that nobody knew, in the unit it is usually counted in where the file says none.
fn new_register(account: &AccountRow, said: &Register) -> Register {
    let usual = if said.is_demand() { "kW" } else { account.service.unit() };
    let unit = if said.unit.is_empty() { usual.to_owned() } else { said.unit.clone() };
    Register { unit, ..said.clone() }
}

/// What is known of a register after the file: what the file leaves out stays, and so does what it was read with.
fn known_register(tx: &Tx<'_>, meter: MeterId, before: &Register, said: &Register) -> Result<Register> {
    let last = last_shown(tx, meter, said.n)?;
    let after = before.described_anew(said.clone(), last);
    Ok(after.map_err(|(field, expected)| Refusal::bad_input(field, expected))?)
}

/// Hangs a meter that does not hang anywhere.
fn hang(
    tx: &Tx<'_>,
    act: Option<&Act<'_>>,
    account: &AccountRow,
    line: &MeterLine,
    register: &Register,
    known: Option<MeterId>,
) -> Result<TakenIn> {
    let before = match known {
        Some(meter) => meters::registers(tx, meter)?.into_iter().find(|r| r.n == register.n),
        None => None,
    };
    let register = &match (known, before) {
        (Some(meter), Some(before)) => known_register(tx, meter, &before, register)?,
        _ => new_register(account, register),
    };
    let Some(act) = act else { return Ok(TakenIn::New) };
    let meter = match known {
        Some(meter) => {
            meters::set_state(tx, meter, MeterState::Installed)?;
            meters::put_register(tx, meter, register)?;
            meter
        }
        None => {
            let registers = std::slice::from_ref(register);
            meters::insert(tx, &line.number, account.service, MeterState::Installed, "", registers)?
        }
    };
    meters::begin_span(tx, meter, account.id, line.on, "imported")?;
    if fold_number(&account.meter).is_empty() {
        let data = AccountData { meter: line.number.clone(), ..account.data() };
        if !customers::update_account(tx, account.id, &data, account.version)? {
            return Err(Refusal::ChangedMeanwhile { what: format!("account {}", account.number) }.into());
        }
    }
    first_reading(act, account, line, register, meter)?;
    Ok(TakenIn::New)
}

/// A meter that hangs there: another register of it, or more that is known of one.
fn changed(
    tx: &Tx<'_>,
    act: Option<&Act<'_>>,
    account: &AccountRow,
    line: &MeterLine,
    register: &Register,
    (meter, since): (MeterId, Day),
) -> Result<TakenIn> {
    let before = meters::registers(tx, meter)?.into_iter().find(|r| r.n == register.n);
    let Some(before) = before else {
        if let Some(act) = act {
            let register = new_register(account, register);
            meters::put_register(tx, meter, &register)?;
            first_reading(act, account, line, &register, meter)?;
        }
        return Ok(TakenIn::New);
    };
    let chain = chain(tx, account.id, (meter, Some(since)), register.n, None)?;
    let after = known_register(tx, meter, &before, register)?;
    let reads = chain.last.is_none() && line.value.is_some();
    if after == before && !reads {
        return Ok(TakenIn::Same);
    }
    if reads && line.on < since {
        let expected = format!("{since} or later: it hangs here since then");
        return Err(Refusal::bad_input("installed_on", expected).into());
    }
    if let Some(act) = act {
        meters::put_register(tx, meter, &after)?;
        if reads {
            first_reading(act, account, line, &after, meter)?;
        }
    }
    Ok(TakenIn::Changed)
}

fn first_reading(
    act: &Act<'_>,
    account: &AccountRow,
    line: &MeterLine,
    register: &Register,
    meter: MeterId,
) -> Result<()> {
    let Some(value) = line.value else { return Ok(()) };
    let units = if register.is_demand() { value * register.multiplier } else { Decimal::ZERO };
    let new = NewReading {
        account: account.id,
        meter,
        register: register.n,
        on: line.on,
        value,
        units,
        kind: ReadingKind::Actual,
        purpose: Purpose::Install,
        remark: Remark::Working,
        rolled_over: false,
        source: ReadingSource::File,
        checks: "[]",
        reason: "",
        person: act.who.user,
        at: act.now,
    };
    readings::insert(act.tx, &new)?;
    Ok(())
}
