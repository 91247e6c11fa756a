//! Exact arithmetic for bills: checked, rounded only where a tariff says so.
//!
//! A `Decimal` holds 28 digits, so sums and products of rates and units are exact. Only shares (15 of
//! 31 days, ÷ 3.6, ÷ (365/12)) have no end in decimals; they are multiplied first and divided last.
//! Whatever goes on being reckoned with (units, limits, lines) keeps all its digits; [`settled`] takes
//! the noise off only where a figure is compared, rounded or shown. To settle units and then to multiply
//! them would leave a line off by more than the last digit that is settled, and a half would be missed.
//!
//! Why a half (or any step) is never missed: a line of a bill lies below 10^13 (more is refused), so each
//! operation is off by less than 10^-15. The hundred at most that make a total stay below 10^-13, which is
//! less than half of the last digit that is settled. What is exactly a half on paper is found to be one.
//! What is nearer to a step than that without being on it counts as being on it: less than a trillionth of
//! the currency apart, it is noise of whoever wrote the rate.

use crate::refusal::Refusal;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// Digits after the point that a value keeps when it is compared or rounded: clearly fewer than it is
/// reckoned with. Two values that differ here differ on paper.
const SETTLED: u32 = 12;

/// The most digits before the point of a number in a tariff or a case.
const MOST_WHOLE_DIGITS: usize = 15;

words! {
    /// What happens to the part that is cut off.
    pub enum RoundingMode {
        /// A half or more goes up, away from zero.
        HalfUp = "half_up",
        /// A half goes to the even neighbour.
        HalfEven = "half_even",
        /// Cut, towards zero.
        Down = "down",
        /// Anything left goes up, away from zero.
        Up = "up",
    }
}

impl RoundingMode {
    fn strategy(self) -> RoundingStrategy {
        match self {
            RoundingMode::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            RoundingMode::HalfEven => RoundingStrategy::MidpointNearestEven,
            RoundingMode::Down => RoundingStrategy::ToZero,
            RoundingMode::Up => RoundingStrategy::AwayFromZero,
        }
    }
}

/// Round to a multiple of `to` (0.01, 1, 10, 0.05 …), which is above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundTo {
    /// The step; above zero.
    pub to: Decimal,
    /// What happens to the part that is cut off.
    pub mode: RoundingMode,
}

impl RoundTo {
    /// The value as a multiple of the step. Refuses a value too large for it.
    pub fn apply(&self, value: Decimal) -> Result<Decimal, Refusal> {
        // A multiple of the step, and the half of one, divides without a rest: nothing is settled again.
        let steps = settled(value).checked_div(self.to).ok_or(Refusal::TooMuch)?;
        times(steps.round_dp_with_strategy(0, self.mode.strategy()), self.to)
    }
}

/// A value as lines print it: at most so many digits after the point, half away from zero.
#[must_use]
pub fn to_places(value: Decimal, places: u32) -> Decimal {
    settled(value).round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// Whether `a` is more than `b` on paper, whatever noise divisions left in either; refuses what no bill can hold.
pub fn is_over(a: Decimal, b: Decimal) -> Result<bool, Refusal> {
    Ok(settled(minus(a, b)?) > Decimal::ZERO)
}

/// The value without the noise of divisions.
#[must_use]
pub fn settled(value: Decimal) -> Decimal {
    if value.scale() <= SETTLED { value } else { value.round_dp(SETTLED).normalize() }
}

/// `a + b`; refuses what no bill can hold.
pub fn plus(a: Decimal, b: Decimal) -> Result<Decimal, Refusal> {
    a.checked_add(b).ok_or(Refusal::TooMuch)
}

/// `a − b`; refuses what no bill can hold.
pub fn minus(a: Decimal, b: Decimal) -> Result<Decimal, Refusal> {
    a.checked_sub(b).ok_or(Refusal::TooMuch)
}

/// `a × b`; refuses what no bill can hold.
pub fn times(a: Decimal, b: Decimal) -> Result<Decimal, Refusal> {
    a.checked_mul(b).ok_or(Refusal::TooMuch)
}

/// `a ÷ b`; refuses a zero and what no bill can hold.
pub fn over(a: Decimal, b: Decimal) -> Result<Decimal, Refusal> {
    a.checked_div(b).ok_or(Refusal::TooMuch)
}

/// The sum of all; refuses what no bill can hold.
pub fn sum(values: impl IntoIterator<Item = Decimal>) -> Result<Decimal, Refusal> {
    values.into_iter().try_fold(Decimal::ZERO, plus)
}

/// `percent` of `base`.
pub fn percent_of(percent: Decimal, base: Decimal) -> Result<Decimal, Refusal> {
    times(times(percent, base)?, Decimal::new(1, 2))
}

/// A part of a whole, kept as two numbers so that nothing is lost before the last division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// So much …
    pub part: Decimal,
    /// … of so much; above zero.
    pub of: Decimal,
}

impl Share {
    /// Nothing of it.
    pub const NONE: Share = Share { part: Decimal::ZERO, of: Decimal::ONE };

    /// All of it.
    pub const WHOLE: Share = Share { part: Decimal::ONE, of: Decimal::ONE };

    /// `part` of `of`, both from days or units that are already checked to be sensible.
    #[must_use]
    pub fn new(part: Decimal, of: Decimal) -> Share {
        if part == of || of.is_zero() { Share::WHOLE } else { Share { part, of } }
    }

    /// True when nothing is taken away.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.part == self.of
    }

    /// Both together; refuses what no bill can hold.
    pub fn and(self, other: Share) -> Result<Share, Refusal> {
        if self.of == other.of {
            return Ok(Share { part: plus(self.part, other.part)?, of: self.of });
        }
        let part = plus(times(self.part, other.of)?, times(other.part, self.of)?)?;
        Ok(Share { part, of: times(self.of, other.of)? })
    }

    /// This one without the other; refuses what no bill can hold.
    pub fn less(self, other: Share) -> Result<Share, Refusal> {
        self.and(Share { part: -other.part, of: other.of })
    }

    /// How many of the other share this one is; refuses what no bill can hold.
    pub fn per(self, other: Share) -> Result<Share, Refusal> {
        if self.of == other.of {
            return Ok(Share::new(self.part, other.part));
        }
        Ok(Share::new(times(self.part, other.of)?, times(self.of, other.part)?))
    }

    /// This share of a value: multiplied first, divided last.
    pub fn take(self, value: Decimal) -> Result<Decimal, Refusal> {
        if self.is_whole() { Ok(value) } else { over(times(value, self.part)?, self.of) }
    }
}

/// Reads a number as people and TOML write it (`-12.50`, `1_000`, `5e-05`), as decimal text and never
/// through binary floating point. At most 15 digits before the point and 28 in all.
#[must_use]
pub fn number(text: &str) -> Option<Decimal> {
    let plain = text.replace('_', "");
    let body = plain.trim_start_matches(['+', '-']);
    let sign_is_single = plain.len() - body.len() <= 1;
    if !sign_is_single || !body.starts_with(|c: char| c.is_ascii_digit()) || plain.len() > 64 {
        return None;
    }
    let value = match plain.find(['e', 'E']) {
        Some(_) => Decimal::from_scientific(&plain).ok()?,
        None => plain.trim_start_matches('+').parse().ok()?,
    };
    let whole = value.trunc().abs().mantissa().to_string();
    (whole.len() <= MOST_WHOLE_DIGITS).then_some(value)
}

/// A number as a bill shows it: no noise, no trailing zeros.
#[must_use]
pub fn shown(value: Decimal) -> String {
    without_sign_on_zero(settled(value).normalize()).to_string()
}

/// A number for reading beside a unit: at most `places` digits after the point.
#[must_use]
pub fn shown_to(value: Decimal, places: u32) -> String {
    let rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    without_sign_on_zero(rounded.normalize()).to_string()
}

fn without_sign_on_zero(value: Decimal) -> Decimal {
    if value.is_zero() { Decimal::ZERO } else { value }
}

/// The whole number that a settled value is; refuses what leaves the range.
pub fn whole(value: Decimal) -> Result<i64, Refusal> {
    value.to_i64().ok_or(Refusal::TooMuch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        number(text).expect("a number")
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, shown_as) in [
            ("0.1", "0.1"),
            ("1_000.50", "1000.5"),
            ("-0.172", "-0.172"),
            ("+3", "3"),
            ("5e-05", "0.00005"),
            ("1E3", "1000"),
            ("1E+3", "1000"),
            ("00033", "33"),
            ("0.086999999999999994", "0.086999999999999994"),
        ] {
            assert_eq!(d(text).normalize().to_string(), shown_as, "{text}");
        }
        for text in
            ["", "inf", "nan", "-", "--1", "1e999999", "0x10", "1.2.3", "9999999999999999", "१२", ".5"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_is_shown_without_a_sign() {
        assert_eq!((shown(d("-0.00")), shown_to(d("-0.0000001"), 6)), ("0".to_owned(), "0".to_owned()));
    }

    #[test]
    fn rounding_goes_to_any_step_in_any_of_the_four_ways() {
        for (value, to, half_up, half_even, down, up) in [
            ("2.5", "1", "3", "2", "2", "3"),
            ("3.5", "1", "4", "4", "3", "4"),
            ("-2.5", "1", "-3", "-2", "-2", "-3"),
            ("28373", "10", "28370", "28370", "28370", "28380"),
            ("7.03", "0.05", "7.05", "7.05", "7", "7.05"),
            ("4697.5", "1", "4698", "4698", "4697", "4698"),
            ("1287.1244", "1", "1287", "1287", "1287", "1288"),
        ] {
            let modes = [half_up, half_even, down, up];
            for (mode, wanted) in RoundingMode::ALL.iter().zip(modes) {
                let rounded = RoundTo { to: d(to), mode: *mode }.apply(d(value));
                assert_eq!(rounded.map(shown), Ok(wanted.to_owned()), "{value} to {to} {mode}");
            }
        }
    }

    #[test]
    fn a_share_that_has_no_end_in_decimals_still_sums_to_the_half_it_is() {
        // 7/31 + 24/31 of 106.945 is 106.945, and half a cent goes up.
        let value = d("106.945");
        let split = [7, 24].map(|days| Share::new(days.into(), 31.into()).take(value));
        let total = sum(split.map(|part| part.expect("in range"))).expect("in range");
        let cent = RoundTo { to: d("0.01"), mode: RoundingMode::HalfUp };
        assert_eq!(cent.apply(total).map(shown), Ok("106.95".into()));
    }
}
