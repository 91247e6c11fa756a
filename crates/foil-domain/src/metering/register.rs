//! A register of a meter: what it can show, and what was used between two of its readings.

use super::rollover::{Counted, counted};
use crate::billing::gas::folded_unit;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Whole digits of a value where the register's own are not known.
pub const MOST_DIGITS: u32 = 12;
/// Digits after the point of a value.
pub const MOST_DECIMALS: u32 = 3;
/// The largest multiplier (current and voltage transformers together).
const MOST_MULTIPLIER: i64 = 100_000;

/// A register of a meter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Its number on the meter, from 1.
    pub n: i64,
    /// The tariff's time band it counts, `demand` for the highest load, empty for all use.
    pub band: String,
    /// The unit its use is in, such as kWh.
    pub unit: String,
    /// Whole digits, 1 to 12, after which it begins at zero again; 0 when unknown.
    pub digits: u32,
    /// Units for one count of the register.
    pub multiplier: Decimal,
}

/// What a register did from one reading to the next, in units (times the multiplier).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It went on, or stood still.
    On(Decimal),
    /// It ran through zero.
    Over(Decimal),
    /// It shows less, and nothing says that it ran through zero: a person has to say.
    Back {
        /// The fall, below zero.
        fall: Decimal,
        /// The use if it ran through zero; none when its digits are not known.
        over: Option<Decimal>,
    },
}

/// What is known of the use that is to be expected, for telling a rollover from a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Likely {
    /// The most units that are plausible in this period; none without a past.
    pub most: Option<Decimal>,
}

impl Register {
    /// A single register that counts all use, its digits unknown: what an account without a meter record has.
    #[must_use]
    pub fn plain(unit: &str) -> Register {
        Register { n: 1, band: String::new(), unit: unit.to_owned(), digits: 0, multiplier: Decimal::ONE }
    }

    /// Whether it shows the highest load of the period instead of counting use.
    #[must_use]
    pub fn is_demand(&self) -> bool {
        super::period::is_demand(&self.band)
    }

    /// The first number that it cannot show; none when its digits are not known.
    #[must_use]
    pub fn scale(&self) -> Option<Decimal> {
        (1..=MOST_DIGITS).contains(&self.digits).then(|| Decimal::from(10_i64.pow(self.digits)))
    }

    /// Refuses a value that the register cannot show; the error says what was expected.
    pub fn shows(&self, value: Decimal) -> Result<(), String> {
        match self.scale() {
            Some(scale) if value >= scale => {
                Err(format!("at most {} digits before the point, as the register has", self.digits))
            }
            _ => Ok(()),
        }
    }

    /// This register as somebody describes it anew: what they leave out (no digits, an empty unit) stays as it is
    /// known. `last` is what it showed when it was last read; of one that was read, multiplier, band and unit stay, for
    /// what it counted was priced by them.
    ///
    /// # Errors
    /// The field that cannot become another, and what was expected of it.
    pub fn described_anew(
        &self,
        said: Register,
        last: Option<Decimal>,
    ) -> Result<Register, (&'static str, String)> {
        let unit = if said.unit.is_empty() { self.unit.clone() } else { said.unit };
        let digits = if said.digits == 0 { self.digits } else { said.digits };
        let after = Register { unit, digits, ..said };
        let Some(last) = last else { return Ok(after) };
        let kept = |what: &str| format!("{what} as it was read with; a wrong one is put right in Metering");
        if after.multiplier != self.multiplier {
            return Err(("multiplier", kept(&self.multiplier.normalize().to_string())));
        }
        if after.band != self.band {
            return Err(("band", kept(if self.band.is_empty() { "no band" } else { &self.band })));
        }
        if folded_unit(&after.unit) != folded_unit(&self.unit) {
            return Err(("unit", kept(&self.unit)));
        }
        after.shows(last).map_err(|expected| ("digits", expected))?;
        Ok(Register { unit: self.unit.clone(), ..after })
    }

    /// The use of one of its readings as `right` counts it, which is this register with its multiplier and digits put
    /// right. What it showed stays; a register that ran through zero did so where its right digits end.
    ///
    /// # Errors
    /// The field that cannot be right for this reading, and what was expected of it.
    pub fn counted_by(
        &self,
        right: &Register,
        shown: Decimal,
        units: Decimal,
        rolled_over: bool,
    ) -> Result<Decimal, (&'static str, String)> {
        right.shows(shown).map_err(|expected| ("digits", expected))?;
        let mut counts = units / self.multiplier;
        if rolled_over && right.digits != self.digits && !self.is_demand() {
            let (Some(was), Some(is)) = (self.scale(), right.scale()) else {
                return Err(("digits", "its digits, for it ran through zero".into()));
            };
            counts += is - was;
            if counts < Decimal::ZERO || counts > is / Decimal::TWO {
                return Err(("digits", format!("{}, by which it ran through zero", self.digits)));
            }
        }
        Ok(counts * right.multiplier)
    }

    /// What was used from one value to the next.
    ///
    /// A fall is a rollover by the rule of [`counted`]. `said` is what a person says of a fall: `true` it ran through
    /// zero, `false` it did not.
    #[must_use]
    pub fn turn(&self, from: Decimal, to: Decimal, likely: Likely, said: Option<bool>) -> Turn {
        if self.is_demand() {
            return Turn::On(to * self.multiplier);
        }
        let units = |counts: Decimal| counts * self.multiplier;
        let most = likely.most.map(|most| most / self.multiplier);
        match (counted(from, to, self.scale(), most), said) {
            (Counted::On(counts), _) => Turn::On(units(counts)),
            (Counted::Over(over), None | Some(true)) => Turn::Over(units(over)),
            (Counted::Back { over: Some(over), .. }, Some(true)) => Turn::Over(units(over)),
            (Counted::Over(over), Some(false)) => {
                Turn::Back { fall: units(to - from), over: Some(units(over)) }
            }
            (Counted::Back { fall, over }, _) => Turn::Back { fall: units(fall), over: over.map(units) },
        }
    }

    /// Whether so many units are a tenth of what it can count, or less.
    #[must_use]
    pub fn is_little(&self, units: Decimal) -> bool {
        self.scale().is_some_and(|scale| units * Decimal::TEN <= scale * self.multiplier)
    }

    /// What the register would show after so many more units, and the units that whole counts make of them.
    #[must_use]
    pub fn after(&self, from: Decimal, units: Decimal) -> (Decimal, Decimal) {
        let counts = (units / self.multiplier).round();
        let shown = from + counts;
        let shown = self.scale().filter(|scale| shown >= *scale).map_or(shown, |scale| shown % scale);
        (shown, counts * self.multiplier)
    }
}

/// Reads what a register shows: a number from 0 with at most 12 digits before and 3 after the point.
pub fn value(text: &str) -> Result<Decimal, String> {
    let expected = || "what the register shows, such as 4512 or 4512.5".to_owned();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if text.len() > 40 || !digits(whole) || !digits(fraction) {
        return Err(expected());
    }
    if whole.trim_start_matches('0').len() > MOST_DIGITS as usize {
        return Err(format!("at most {MOST_DIGITS} digits before the point"));
    }
    if fraction.trim_end_matches('0').len() > MOST_DECIMALS as usize {
        return Err(format!("at most {MOST_DECIMALS} digits after the point"));
    }
    text.parse().map_err(|_| expected())
}

/// Reads a multiplier: above 0, at most 100,000, at most 6 digits after the point.
pub fn multiplier(text: &str) -> Result<Decimal, String> {
    let read: Option<Decimal> = text.parse().ok().filter(|_| text.len() <= 20);
    let fits = |n: &Decimal| *n > Decimal::ZERO && *n <= Decimal::from(MOST_MULTIPLIER) && n.scale() <= 6;
    read.filter(fits).ok_or_else(|| format!("a number above 0 up to {MOST_MULTIPLIER}, such as 1 or 40"))
}

/// Reads the digits of a register: 1 to 12, or 0 for unknown.
pub fn digits(n: i64) -> Result<u32, String> {
    u32::try_from(n).ok().filter(|n| *n <= MOST_DIGITS).ok_or_else(|| {
        format!("the whole digits of the register, 1 to {MOST_DIGITS}, or 0 when they are not known")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    fn register(digits: u32, multiplier: &str) -> Register {
        Register { digits, multiplier: d(multiplier), ..Register::plain("kWh") }
    }

    #[test]
    fn use_is_the_difference_times_the_multiplier() {
        for (from, to, multiplier, units) in
            [("4400", "4512", "1", "112"), ("100", "103", "40", "120"), ("7.250", "9.5", "1", "2.25")]
        {
            let turn = register(5, multiplier).turn(d(from), d(to), Likely::default(), None);
            assert_eq!(turn, Turn::On(d(units)), "{from} to {to} times {multiplier}");
        }
    }

    #[test]
    fn a_fall_is_a_rollover_only_where_digits_and_use_allow_it() {
        let likely = Likely { most: Some(d("400")) };
        let over = Turn::Over(d("150"));
        let back = |over: Option<&str>| Turn::Back { fall: d("-99850"), over: over.map(d) };
        let (from, to) = (d("99900"), d("50"));
        assert_eq!(register(5, "1").turn(from, to, likely, None), over);
        assert_eq!(register(0, "1").turn(from, to, likely, None), back(None), "digits are not known");
        assert_eq!(register(6, "1").turn(from, to, likely, None), back(Some("900150")), "implausible use");
        assert_eq!(
            register(5, "1").turn(from, to, likely, Some(false)),
            back(Some("150")),
            "a person said no"
        );
        assert_eq!(register(6, "1").turn(from, to, likely, Some(true)), Turn::Over(d("900150")), "or yes");
        assert_eq!(register(5, "1").turn(from, to, Likely::default(), None), over, "the shorter way round");
        let middle = register(5, "1").turn(d("50000"), d("40000"), Likely::default(), None);
        assert!(matches!(middle, Turn::Back { .. }), "without a past, not the longer way round the dial");
        let times_forty = register(5, "40").turn(from, to, Likely { most: Some(d("6000")) }, None);
        assert_eq!(times_forty, Turn::Over(d("6000")), "what is plausible is said in units, not in counts");
    }

    #[test]
    fn values_that_no_register_shows_are_refused() {
        for text in ["", "-1", "1e5", "12.", ".5", "1234567890123", "1.2345", "=1", "٣", "12 3"] {
            assert!(value(text).is_err(), "{text:?}");
        }
        for text in ["0", "00042", "4512.500", "999999999999.999"] {
            assert!(value(text).is_ok(), "{text:?}");
        }
        assert!(register(5, "1").shows(d("100000")).is_err() && register(5, "1").shows(d("99999.9")).is_ok());
        assert!(multiplier("0").is_err() && multiplier("-1").is_err() && multiplier("40").is_ok());
        assert!(digits(13).is_err() && digits(-1).is_err() && digits(0).is_ok());
    }

    #[test]
    fn a_register_that_was_read_keeps_what_it_was_read_with() {
        let known = Register { unit: "ft3".into(), ..register(5, "40") };
        let said = |digits, times| Register { unit: String::new(), ..register(digits, times) };
        assert_eq!(known.described_anew(said(0, "40"), Some(d("100"))), Ok(known.clone()), "nothing is lost");
        let other_unit = Register { unit: "SCM".into(), ..said(5, "40") };
        let banded = Register { band: "peak".into(), ..said(5, "40") };
        for (field, said) in [
            ("multiplier", said(5, "1")),
            ("band", banded.clone()),
            ("unit", other_unit),
            ("digits", said(2, "40")),
        ] {
            assert_eq!(known.described_anew(said, Some(d("100"))).unwrap_err().0, field);
        }
        let unread = known.described_anew(banded, None).unwrap();
        assert_eq!(
            (unread.band.as_str(), unread.unit.as_str()),
            ("peak", "ft3"),
            "one that was not may change"
        );
    }

    #[test]
    fn what_was_read_is_counted_by_the_right_multiplier_and_digits() {
        let wrong = register(5, "1");
        let by = |right: &Register, shown, units, over| wrong.counted_by(right, d(shown), d(units), over);
        assert_eq!(by(&register(5, "40"), "4512", "112.5", false), Ok(d("4500.0")));
        assert_eq!(by(&register(5, "40"), "4512", "-12", false), Ok(d("-480")), "an estimate made good");
        assert_eq!(by(&register(5, "40"), "50", "150", true), Ok(d("6000")), "through zero at 100,000");
        assert_eq!(by(&register(3, "1"), "4512", "112", false).unwrap_err().0, "digits", "it showed four");
        assert_eq!(by(&register(0, "1"), "50", "150", true).unwrap_err().0, "digits", "where did it begin?");
        assert_eq!(by(&register(6, "1"), "50", "150", true).unwrap_err().0, "digits", "900,150 at once");
        // 9,990 of 10,000 and 20 beyond: by five digits, 90,030 had been used.
        let five = register(5, "1").counted_by(&register(4, "1"), d("20"), d("90030"), true);
        assert_eq!(five, Ok(d("30")));
    }

    #[test]
    fn an_estimate_that_runs_through_zero_shows_what_the_register_would() {
        assert_eq!(register(5, "1").after(d("99900"), d("150")), (d("50"), d("150")));
        assert_eq!(register(5, "40").after(d("10"), d("130")), (d("13"), d("120")), "whole counts only");
    }

    proptest! {
        #[test]
        fn going_on_and_running_through_zero_never_use_less_than_nothing(
            digits in 1u32..=12, from in 0i64..1_000_000_000_000, to in 0i64..1_000_000_000_000, times in 1i64..1000,
            most in 0i64..10_000_000, said in proptest::option::of(any::<bool>()),
        ) {
            let scale = 10_i64.pow(digits);
            let (from, to) = (Decimal::from(from % scale), Decimal::from(to % scale));
            let register = Register { digits, multiplier: Decimal::from(times), ..Register::plain("kWh") };
            match register.turn(from, to, Likely { most: Some(Decimal::from(most)) }, said) {
                Turn::On(units) | Turn::Over(units) => prop_assert!(units >= Decimal::ZERO),
                Turn::Back { fall, .. } => prop_assert!(fall < Decimal::ZERO && said != Some(true)),
            }
        }
    }
}
