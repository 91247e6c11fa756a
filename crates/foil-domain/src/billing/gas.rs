//! Gas that is counted by volume and charged by energy.
//!
//! Units × `to_m3` × volume correction × calorific value ÷ the MJ of what is charged by (TARIFFS.md). The correction
//! for pressure and temperature and the calorific value are set by the office from a day on; a period in which they
//! change is split by days. What is charged by standard volume bears the correction alone. Values in, values out: it
//! knows no book.

use super::engine::Used;
use crate::metering::past::by_days;
use crate::refusal::Refusal;
use crate::tariffs::RoundTo;
use crate::time::Day;
use rust_decimal::Decimal;

/// The gas that is delivered from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factors {
    /// The first day.
    pub valid_from: Day,
    /// Correction for pressure and temperature; above zero.
    pub volume_correction: Decimal,
    /// MJ in a corrected cubic metre; above zero.
    pub calorific_value: Decimal,
    /// How what comes out is rounded.
    pub round: RoundTo,
}

/// From when on the factors of a route rule there: before its first day those of the office do. Both are sorted by
/// their days, and so is what comes back.
#[must_use]
pub fn on_route(office: &[Factors], route: &[Factors]) -> Vec<Factors> {
    let first = route.first().map(|f| f.valid_from);
    let before = office.iter().filter(|f| first.is_none_or(|first| f.valid_from < first));
    before.chain(route).copied().collect()
}

/// What a use is counted in and charged by, and the factors between the two.
#[derive(Debug, Clone, Copy)]
pub struct Gauge<'a> {
    /// What the registers count.
    pub counted: &'a str,
    /// What the tariff charges by.
    pub charged: &'a str,
    /// The factors that hold, sorted by their days.
    pub factors: &'a [Factors],
}

/// A use as it is charged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Converted {
    /// Units by what the tariff charges by.
    pub used: Used,
    /// How they came about; empty where the registers count what is charged.
    pub parts: Vec<Part>,
}

/// Days with the same factors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The register's band; empty for all use.
    pub band: String,
    /// The first day.
    pub from: Day,
    /// The day after the last.
    pub to: Day,
    /// Its share of what was counted.
    pub volume: Decimal,
    /// Cubic metres in a unit that is counted.
    pub to_m3: Decimal,
    /// Correction for pressure and temperature.
    pub volume_correction: Decimal,
    /// MJ in a corrected cubic metre; none where standard volume is charged.
    pub calorific_value: Option<Decimal>,
    /// What that comes to, before all parts together are rounded.
    pub units: Decimal,
    /// How all parts together are rounded.
    pub round: RoundTo,
}

/// Why a use cannot be converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unconverted {
    /// Nothing is known between the two units.
    Units,
    /// No factors hold on this day.
    Factors(Day),
    /// More than a bill can hold.
    TooMuch,
}

impl From<Refusal> for Unconverted {
    fn from(_: Refusal) -> Unconverted {
        Unconverted::TooMuch
    }
}

/// What a unit of gas is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Volume as the meter counts it, in cubic metres.
    Volume(Decimal),
    /// Cubic metres at standard pressure and temperature.
    Standard,
    /// Energy, in MJ.
    Energy(Decimal),
}

impl Unit {
    /// Cubic feet as the Gas (Calculation of Thermal Energy) Regulations 1996 convert them (0.0283 m³), therms and
    /// million BTU by the BTU of ISO 31-4 (1,055.056 J).
    fn of(unit: &str) -> Option<Unit> {
        let (volume, energy) = (
            |digits, scale| Some(Unit::Volume(Decimal::new(digits, scale))),
            |digits, scale| Some(Unit::Energy(Decimal::new(digits, scale))),
        );
        match &*folded_unit(unit) {
            "m3" => volume(1, 0),
            "ft3" | "cf" | "cuft" => volume(283, 4),
            "hcf" | "ccf" | "100ft3" => volume(283, 2),
            "scm" | "sm3" => Some(Unit::Standard),
            "kwh" => energy(36, 1),
            "mj" => energy(1, 0),
            "gj" => energy(1_000, 0),
            "therm" => energy(1_055_056, 4),
            "mmbtu" => energy(1_055_056, 3),
            _ => None,
        }
    }
}

/// A unit as it is compared: without capitals, spaces and the ways to write a cubic metre, of which a kilolitre is
/// one.
pub(crate) fn folded_unit(unit: &str) -> String {
    let folded = unit.trim().to_lowercase().replace('³', "3").replace(' ', "");
    if matches!(folded.as_str(), "kl" | "cum" | "cbm") { "m3".to_owned() } else { folded }
}

/// Whether two units are one, however they are written.
#[must_use]
pub fn is_same_unit(one: &str, other: &str) -> bool {
    folded_unit(one) == folded_unit(other)
}

/// MJ in a unit of energy; none of what is no energy.
#[must_use]
pub fn megajoules_in(unit: &str) -> Option<Decimal> {
    match Unit::of(unit)? {
        Unit::Energy(joules) => Some(joules),
        Unit::Volume(_) | Unit::Standard => None,
    }
}

impl Gauge<'_> {
    /// A use from one day to before another as it is charged.
    pub fn convert(&self, used: &Used, (from, to): (Day, Day)) -> Result<Converted, Unconverted> {
        if folded_unit(self.counted) == folded_unit(self.charged) {
            return Ok(Converted { used: used.clone(), parts: Vec::new() });
        }
        let way = Way::between(self.counted, self.charged).ok_or(Unconverted::Units)?;
        let spells = self.spells(from, to)?;
        let days: Vec<i64> = spells.iter().map(|(from, to, _)| to.days_since(*from)).collect();
        let mut converted = Converted::default();
        converted.used.demand.clone_from(&used.demand);
        for (band, counted) in &used.bands {
            let mut units = Decimal::ZERO;
            let mut round = None;
            // Shares to a litre, so that a customer can work the paper's figures out again.
            let mut fine = *counted;
            fine.rescale(counted.scale().max(3));
            for ((from, to, factors), volume) in spells.iter().zip(by_days(fine, &days)) {
                let part = way.part(band, (*from, *to), factors, volume.normalize())?;
                units = crate::tariffs::sum([units, part.units])?;
                round = Some(part.round);
                converted.parts.push(part);
            }
            let units = round.map_or(Ok(units), |round| round.apply(units))?;
            converted.used.bands.push((band.clone(), units.normalize()));
        }
        Ok(converted)
    }

    /// The days from one to before another, by the factors that hold on them.
    fn spells(&self, from: Day, to: Day) -> Result<Vec<(Day, Day, Factors)>, Unconverted> {
        let at_first = self.factors.iter().rev().find(|f| f.valid_from <= from);
        let first = *at_first.ok_or(Unconverted::Factors(from))?;
        let later = self.factors.iter().filter(|f| f.valid_from > from && f.valid_from < to);
        let mut spells = vec![(from, to, first)];
        for factors in later {
            if let Some(last) = spells.last_mut() {
                last.1 = factors.valid_from;
            }
            spells.push((factors.valid_from, to, *factors));
        }
        Ok(spells)
    }
}

/// How what is counted becomes what is charged.
struct Way {
    to_m3: Decimal,
    /// What is counted bears no correction any more.
    standard: bool,
    /// MJ in a unit that is charged; none where standard volume is.
    energy: Option<Decimal>,
}

impl Way {
    fn between(counted: &str, charged: &str) -> Option<Way> {
        let (to_m3, standard) = match Unit::of(counted)? {
            Unit::Volume(to_m3) => (to_m3, false),
            Unit::Standard => (Decimal::ONE, true),
            Unit::Energy(_) => return None,
        };
        match Unit::of(charged)? {
            Unit::Energy(joules) => Some(Way { to_m3, standard, energy: Some(joules) }),
            Unit::Standard => Some(Way { to_m3, standard, energy: None }),
            Unit::Volume(_) => None,
        }
    }

    fn part(
        &self,
        band: &str,
        (from, to): (Day, Day),
        factors: &Factors,
        volume: Decimal,
    ) -> Result<Part, Unconverted> {
        let correction = if self.standard { Decimal::ONE } else { factors.volume_correction };
        let counted = [volume, self.to_m3, correction];
        let mut units = counted.into_iter().try_fold(Decimal::ONE, crate::tariffs::times)?;
        if let Some(joules) = self.energy {
            units = crate::tariffs::over(crate::tariffs::times(units, factors.calorific_value)?, joules)?;
        }
        Ok(Part {
            band: band.to_owned(),
            from,
            to,
            volume,
            to_m3: self.to_m3,
            volume_correction: correction,
            calorific_value: self.energy.map(|_| factors.calorific_value),
            units,
            round: factors.round,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tariffs::RoundingMode;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn number(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    fn factors(from: &str, correction: &str, calorific: &str) -> Factors {
        Factors {
            valid_from: day(from),
            volume_correction: number(correction),
            calorific_value: number(calorific),
            round: RoundTo { to: number("0.01"), mode: RoundingMode::HalfUp },
        }
    }

    fn convert(counted: &str, charged: &str, units: &str, all: &[Factors]) -> Result<Converted, Unconverted> {
        let gauge = Gauge { counted, charged, factors: all };
        gauge.convert(&Used::of([("", number(units))]), (day("2026-10-05"), day("2026-11-05")))
    }

    #[test]
    fn gas_is_converted_as_a_bill_of_great_britain_does() {
        // Ofgem's example of a metric meter: 100 m³ × 1.02264 × 39.5 ÷ 3.6.
        let all = [factors("2026-04-01", "1.02264", "39.5")];
        let told = convert("m³", "kWh", "100", &all).expect("factors hold");
        assert_eq!(told.used.units(), number("1122.06"));
        // The same pipe with an imperial meter, in hundreds of cubic feet.
        let told = convert("hcf", "kWh", "100", &all).expect("factors hold");
        assert_eq!(told.used.units(), number("3175.44"));
        let told = convert("m3", "SCM", "100", &all).expect("factors hold");
        assert_eq!(told.used.units(), number("102.26"), "the correction alone");
        let told = convert("SCM", "MMBtu", "100", &all).expect("factors hold");
        assert_eq!(told.used.units(), number("3.74"), "standard volume is corrected already");
    }

    #[test]
    fn a_change_inside_the_period_is_split_by_days() {
        let all = [factors("2026-04-01", "1", "36"), factors("2026-10-20", "1", "39.6")];
        let told = convert("m3", "kWh", "31", &all).expect("factors hold");
        let parts: Vec<_> = told.parts.iter().map(|p| (p.to.days_since(p.from), p.volume, p.units)).collect();
        assert_eq!(
            parts,
            [(15, number("15"), number("150")), (16, number("16"), number("176"))],
            "15 days at 10 kWh a cubic metre, 16 at 11"
        );
        assert_eq!(told.used.units(), number("326"));
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        let all = [factors("2026-10-20", "1", "39.6")];
        assert_eq!(convert("m3", "kWh", "31", &all), Err(Unconverted::Factors(day("2026-10-05"))));
        assert_eq!(convert("m3", "kg", "31", &all), Err(Unconverted::Units));
        assert_eq!(convert("kWh", "m3", "31", &all), Err(Unconverted::Units));
        let same = convert("KL", "m³", "31", &[]).expect("the same unit needs no factors");
        assert_eq!((same.used.units(), same.parts.len()), (31.into(), 0));
    }

    #[test]
    fn a_route_has_its_own_gas_from_its_first_day_on() {
        let office = [factors("2026-04-01", "1", "36"), factors("2026-12-01", "1", "37")];
        let route = [factors("2026-10-01", "1", "40")];
        let days = |all: &[Factors]| all.iter().map(|f| f.valid_from.to_string()).collect::<Vec<_>>();
        assert_eq!(days(&on_route(&office, &route)), ["2026-04-01", "2026-10-01"]);
        assert_eq!(days(&on_route(&office, &[])), ["2026-04-01", "2026-12-01"]);
    }
}
