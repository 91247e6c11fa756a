//! What an account probably used while nobody could read its meter.
//!
//! An estimate is the average of the last three measured cycles, or what was used in the same period of
//! last year (TARIFFS: "what real utilities do" 5), scaled by days; a reading between two rounds ends no cycle. It is
//! made good by the next measured reading: that reading's use is the whole since the last measured one, less
//! what was estimated since.

use super::EstimateBy;
use super::past::{ESTIMATE_OF, PastUse, average, cycles, season};
use super::register::{MOST_DECIMALS, Register};
use crate::time::Day;
use rust_decimal::{Decimal, RoundingStrategy};

/// An estimated reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// What the register would show.
    pub value: Decimal,
    /// Units used since the reading before.
    pub units: Decimal,
    /// What it was made from.
    pub by: EstimateBy,
    /// Cycles that the average is of; 0 where it is last year's.
    pub cycles: usize,
}

/// Estimates what a register shows on a day, from what it showed before; none without a past.
///
/// `past` is newest first. What is not preferred stands in where there is nothing preferred.
#[must_use]
pub fn estimate(
    register: &Register,
    past: &[PastUse],
    before: (Day, Decimal),
    on: Day,
    prefer: EstimateBy,
) -> Option<Estimate> {
    let (from, value) = before;
    let by_average =
        || average(&cycles(past), ESTIMATE_OF).map(|(n, cycles)| (n, EstimateBy::Average, cycles));
    let by_last_year = || season(past, from, on).map(|s| (s.per_day, EstimateBy::LastYear, 0));
    let (per_day, by, cycles) = match prefer {
        EstimateBy::Average => by_average().or_else(by_last_year),
        EstimateBy::LastYear => by_last_year().or_else(by_average),
    }?;
    let days = Decimal::from(on.days_since(from).max(0));
    let (value, units) = register.after(value, per_day * days);
    Some(Estimate { value, units, by, cycles })
}

/// Estimates the highest load that a register would show, from its measured loads in kW, newest first: the
/// average of the last three; none without a past. A load is not made good later: when the register is read
/// again it has been set back, and what it showed in between nobody saw.
#[must_use]
pub fn estimate_load(register: &Register, measured: &[Decimal]) -> Option<Decimal> {
    let last: Vec<Decimal> =
        measured.iter().take(ESTIMATE_OF).map(|load| *load / register.multiplier).collect();
    let places = last.iter().map(|shown| shown.normalize().scale()).max()?.min(MOST_DECIMALS);
    let average = last.iter().sum::<Decimal>() / Decimal::from(last.len());
    Some(average.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero))
}

#[cfg(test)]
mod tests {
    use super::super::past::tests::{day, months};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_three_cycles_are_scaled_to_the_days_of_this_one() {
        let past = months("2026-11-01", &[93, 90, 93, 900]);
        let before = (day("2026-11-01"), Decimal::from(1000));
        let made = estimate(&Register::plain("kWh"), &past, before, day("2026-12-06"), EstimateBy::Average);
        // 276 units in the 92 days of August to October are 3 a day; this period has 35.
        let expected = Estimate { value: 1105.into(), units: 105.into(), by: EstimateBy::Average, cycles: 3 };
        assert_eq!(made, Some(expected));
    }

    #[test]
    fn last_year_stands_in_for_the_average_and_the_other_way_round() {
        let past = months("2026-11-01", &[30; 13]);
        let before = (day("2026-11-01"), Decimal::ZERO);
        let by = |past: &[PastUse], prefer| {
            estimate(&Register::plain("kWh"), past, before, day("2026-12-01"), prefer).map(|e| e.by)
        };
        assert_eq!(by(&past, EstimateBy::LastYear), Some(EstimateBy::LastYear));
        assert_eq!(by(&past[..5], EstimateBy::LastYear), Some(EstimateBy::Average));
        assert_eq!(by(&past[12..], EstimateBy::Average), Some(EstimateBy::Average));
        assert_eq!(by(&[], EstimateBy::Average), None, "nothing is guessed without a past");
    }

    #[test]
    fn a_load_is_the_average_of_the_last_three_that_were_measured() {
        let kw = |texts: &[&str]| texts.iter().map(|t| t.parse().expect("kW")).collect::<Vec<Decimal>>();
        let register = |multiplier: i64| Register { multiplier: multiplier.into(), ..Register::plain("kW") };
        for (measured, multiplier, shown) in [
            (&["25"][..], 1, Some("25")),
            (&["24", "26", "25.5", "99"], 1, Some("25.2")),
            (&["40", "44"], 4, Some("11")),
            (&["40", "42"], 4, Some("10.3")),
            (&["0", "0"], 1, Some("0")),
            (&[], 1, None),
        ] {
            let shown: Option<Decimal> = shown.map(|t| t.parse().expect("a value"));
            assert_eq!(estimate_load(&register(multiplier), &kw(measured)), shown, "{measured:?}");
        }
    }

    proptest! {
        #[test]
        fn readings_between_two_rounds_leave_three_months_of_use_to_estimate_from(
            units in proptest::collection::vec(0i64..5000, 4..13),
            cuts in proptest::collection::vec((0usize..4, 1i64..14), 0..3),
        ) {
            let mut past = months("2026-11-01", &units);
            for (at, days) in cuts {
                let whole = past[at];
                let cut = whole.from.plus_days(days.min(whole.to.days_since(whole.from) - 1));
                if cut > whole.from && cut < whole.to {
                    past[at] = PastUse { from: cut, ..whole };
                    past.insert(at + 1, PastUse { to: cut, units: Decimal::ZERO, ..whole });
                }
            }
            let joined = cycles(&past);
            let sum = |past: &[PastUse]| past.iter().map(|p| p.units).sum::<Decimal>();
            prop_assert_eq!(sum(&joined), Decimal::from(units.iter().sum::<i64>()), "nothing used is left out");
            let before = (day("2026-11-01"), Decimal::ZERO);
            let made = estimate(&Register::plain("kWh"), &past, before, day("2026-12-01"), EstimateBy::Average);
            prop_assert_eq!(made.map(|made| made.cycles), Some(3));
            let days: i64 = joined.iter().take(3).map(|p| p.to.days_since(p.from)).sum();
            prop_assert!(days >= 75, "{days} days are not three months: {:?}", joined);
        }

        #[test]
        fn an_estimate_shows_what_its_units_say_and_never_uses_less_than_nothing(
            units in proptest::collection::vec(0i64..5000, 1..13), days in 1i64..120, from in 0i64..99_999,
        ) {
            let past = months("2026-11-01", &units);
            let register = Register { digits: 5, ..Register::plain("kWh") };
            let on = day("2026-11-01").plus_days(days);
            let before = (day("2026-11-01"), Decimal::from(from));
            let made = estimate(&register, &past, before, on, EstimateBy::Average).expect("there is a past");
            prop_assert!(made.units >= Decimal::ZERO);
            prop_assert!(register.shows(made.value).is_ok());
            prop_assert_eq!((Decimal::from(from) + made.units) % Decimal::from(100_000), made.value);
        }
    }
}
