//! From readings to units: differences, multipliers, rollovers, conversions.

use super::case::{Case, Gas, Register, Usage};
use super::exact::{minus, over, plus, settled, sum, times};
use crate::metering::rollover::{Counted, counted as counted_between};
use crate::refusal::Refusal;
use rust_decimal::Decimal;

/// Units of each time band.
pub type Bands = Vec<(String, Decimal)>;

/// The most digits of a register.
const MOST_DIGITS: u32 = 12;

/// Units to be priced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Units {
    /// In all.
    pub total: Decimal,
    /// By band; empty when no bands are known.
    pub bands: Bands,
}

/// The units that a case's usage comes to, converted and rounded as it says.
///
/// Refuses a usage that says nothing or contradicts itself, readings that fall without a plausible
/// rollover, and use below zero.
pub fn units(case: &Case) -> Result<Units, Refusal> {
    let usage = &case.usage;
    let (total, bands) = counted(usage)?;
    let convert = |units: Decimal| converted(usage, units);
    if bands.is_empty() {
        let total = total.ok_or_else(|| {
            Refusal::bad_input("usage", "one of total, bands and registers, such as {\"total\": \"450\"}")
        })?;
        return Ok(Units { total: convert(total)?, bands });
    }
    let bands: Result<Vec<_>, Refusal> =
        bands.into_iter().map(|(band, units)| Ok((band, convert(units)?))).collect();
    let bands = bands?;
    Ok(Units { total: sum(bands.iter().map(|(_, units)| *units))?, bands })
}

/// What a register counted between two readings: `(current − previous) × multiplier`.
///
/// A fall is a rollover by the one rule of [`crate::metering::rollover`], without a past to go by; otherwise somebody
/// has to look, and it is refused. Refuses readings that have more digits than the register, or are below zero.
pub fn register_use(register: &Register) -> Result<Decimal, Refusal> {
    let bad = |field: &str, expected: String| Refusal::bad_input(field, expected);
    if register.digits.is_some_and(|digits| !(1..=MOST_DIGITS).contains(&digits)) {
        return Err(bad("digits", format!("1 to {MOST_DIGITS}")));
    }
    if register.multiplier <= Decimal::ZERO {
        return Err(bad("multiplier", "a number above 0".into()));
    }
    let range = register.digits.map(|digits| Decimal::from(10u64.pow(digits)));
    for (field, reading) in [("previous", register.previous), ("current", register.current)] {
        if reading.is_sign_negative() && !reading.is_zero() {
            return Err(bad(field, "a reading of 0 or more".into()));
        }
        if let (Some(range), Some(digits)) = (range, register.digits)
            && reading >= range
        {
            return Err(bad(field, format!("at most {digits} digits before the point")));
        }
    }
    let refuse = |expected: &str| {
        Refusal::bad_input("current", format!("a reading not below the previous one{expected}"))
    };
    match counted_between(register.previous, register.current, range, None) {
        Counted::On(counts) | Counted::Over(counts) => times(counts, register.multiplier),
        Counted::Back { over: None, .. } => Err(refuse(", or the register's digits if it has rolled over")),
        Counted::Back { over: Some(_), .. } => {
            Err(refuse(": a rollover would mean that the register ran through half its range or more"))
        }
    }
}

/// Total and bands, before conversion.
fn counted(usage: &Usage) -> Result<(Option<Decimal>, Bands), Refusal> {
    let (mut total, mut bands) = (usage.total, usage.bands.clone());
    if !usage.registers.is_empty() {
        let (read, by_band) = read(&usage.registers)?;
        if total.is_some_and(|total| settled(total) != settled(read)) {
            return Err(Refusal::bad_input("usage.total", "what the registers counted, or no total"));
        }
        if !bands.is_empty() && !by_band.is_empty() && bands != by_band {
            return Err(Refusal::bad_input("usage.bands", "what the registers counted, or no bands"));
        }
        total = Some(read);
        bands = if by_band.is_empty() { bands } else { by_band };
    }
    for (field, units) in
        total.iter().map(|t| ("usage.total", t)).chain(bands.iter().map(|b| ("usage.bands", &b.1)))
    {
        if *units < Decimal::ZERO {
            return Err(Refusal::bad_input(
                field,
                "0 or more; where an estimate was too high, bill the whole time since the last actual reading",
            ));
        }
    }
    if let (Some(total), false) = (total, bands.is_empty()) {
        // Who gives both has rounded one of them; the bands are what is priced.
        let apart = minus(sum(bands.iter().map(|(_, units)| *units))?, total)?.abs();
        if apart > Decimal::new(1, 2) {
            return Err(Refusal::bad_input("usage.bands", "bands that sum to the total"));
        }
    }
    Ok((total, bands))
}

/// What all registers counted, and by band where they have one. A meter exchanged inside the period is
/// two registers of the same band (or of none): their counts are added and priced once.
fn read(registers: &[Register]) -> Result<(Decimal, Bands), Refusal> {
    let mut bands: Bands = Vec::new();
    let (mut all, mut bare) = (Decimal::ZERO, false);
    for (index, register) in registers.iter().enumerate() {
        let units = register_use(register).map_err(|refusal| within(index, refusal))?;
        all = plus(all, units)?;
        match &register.band {
            None => bare = true,
            Some(band) => match bands.iter_mut().find(|(name, _)| name == band) {
                Some((_, sum)) => *sum = plus(*sum, units)?,
                None => bands.push((band.clone(), units)),
            },
        }
    }
    if bare && !bands.is_empty() {
        return Err(Refusal::bad_input("usage.registers", "a band on every register, or on none"));
    }
    Ok((all, bands))
}

fn within(index: usize, refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::BadInput { field, expected } => {
            Refusal::BadInput { field: format!("usage.registers[{index}].{field}"), expected }
        }
        other => other,
    }
}

fn converted(usage: &Usage, units: Decimal) -> Result<Decimal, Refusal> {
    let mut units = times(units, usage.unit_factor.unwrap_or(Decimal::ONE))?;
    if let Some(rounding) = &usage.round_usage {
        units = rounding.apply(units)?;
    }
    match &usage.gas {
        Some(gas) => energy(gas, units),
        None => Ok(units),
    }
}

/// kWh in so many units of a gas meter.
fn energy(gas: &Gas, units: Decimal) -> Result<Decimal, Refusal> {
    let megajoules = times(times(times(units, gas.to_m3)?, gas.volume_correction)?, gas.calorific_value)?;
    let kwh = over(megajoules, Decimal::new(36, 1))?;
    gas.round_energy.map_or(Ok(kwh), |rounding| rounding.apply(kwh))
}
