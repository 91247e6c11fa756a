//! Amounts of money, exact and checked.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The largest amount that survives a trip through a JavaScript number: 2^53 − 1 minor units.
pub const MOST_MINOR: i64 = (1 << 53) - 1;

/// An amount in the smallest coin of the book's one currency (paise for INR).
///
/// Sums are checked: a book that cannot hold a total says so instead of wrapping.
/// Values beyond ±(2^53 − 1) are refused where they come in, so the window never rounds one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "i64", into = "i64")]
#[ts(type = "number")]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// An amount of `minor` smallest coins, as the program itself counts them.
    #[must_use]
    pub const fn from_minor(minor: i64) -> Money {
        Money(minor)
    }

    /// The amount in smallest coins.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// The sum, or `None` when it leaves the range of ±(2^53 − 1).
    #[must_use]
    pub fn plus(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).and_then(in_range)
    }

    /// The difference, or `None` when it leaves the range of ±(2^53 − 1).
    #[must_use]
    pub fn minus(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).and_then(in_range)
    }

    /// The same amount on the other side of the ledger.
    #[must_use]
    pub const fn negated(self) -> Money {
        Money(-self.0)
    }

    /// The sum of all amounts, or `None` when it leaves the range.
    pub fn sum(amounts: impl IntoIterator<Item = Money>) -> Option<Money> {
        amounts.into_iter().try_fold(Money::ZERO, Money::plus)
    }

    /// True above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// True at exactly zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// True below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Plain decimal text with `decimals` digits after the point, no grouping: `-1234.50`.
    #[must_use]
    pub fn plain(self, decimals: u32) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let abs = self.0.unsigned_abs();
        if decimals == 0 {
            return format!("{sign}{abs}");
        }
        let scale = 10u64.pow(decimals);
        format!("{sign}{}.{:0width$}", abs / scale, abs % scale, width = decimals as usize)
    }

    /// Reads plain decimal text such as `1234.5` or `1,23,456.50`.
    ///
    /// Refuses more digits after the point than the currency has, signs other than a leading
    /// minus, and amounts beyond the range. The error says what was expected.
    pub fn parse(text: &str, decimals: u32) -> Result<Money, String> {
        let wanted = || format!("an amount such as {}", Money(123_450).plain(decimals));
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let whole = crate::text::ungrouped(whole).ok_or_else(wanted)?;
        let digits_only = |s: &str| s.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || !digits_only(&whole) || !digits_only(fraction) || whole.len() > 17 {
            return Err(wanted());
        }
        if fraction.len() > decimals as usize {
            return Err(format!("at most {decimals} digits after the point"));
        }
        let scale = 10i64.pow(decimals);
        let padded = format!("{fraction:0<width$}", width = decimals as usize);
        let minor = whole
            .parse::<i64>()
            .ok()
            .and_then(|w| w.checked_mul(scale))
            .and_then(|w| w.checked_add(if padded.is_empty() { 0 } else { padded.parse().ok()? }))
            .map(|m| if negative { -m } else { m });
        minor.and_then(in_range).ok_or_else(|| "an amount below 90 million million".to_owned())
    }
}

fn in_range(minor: i64) -> Option<Money> {
    (-MOST_MINOR..=MOST_MINOR).contains(&minor).then_some(Money(minor))
}

impl TryFrom<i64> for Money {
    type Error = String;

    fn try_from(minor: i64) -> Result<Money, String> {
        in_range(minor).ok_or_else(|| format!("an amount within ±{MOST_MINOR} minor units"))
    }
}

impl From<Money> for i64 {
    fn from(money: Money) -> i64 {
        money.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_read_as_a_person_writes_it() {
        for (text, minor) in [("1234.5", 123_450), ("1,23,456.50", 12_345_650), ("0", 0), ("-3.07", -307)] {
            assert_eq!(Money::parse(text, 2), Ok(Money(minor)), "{text}");
        }
    }

    #[test]
    fn text_that_is_no_amount_is_refused() {
        for text in ["", "1.234", "1e5", "+5", "--5", "५", "=1+1", "99999999999999999999", "1.2.3", " "] {
            assert!(Money::parse(text, 2).is_err(), "{text:?}");
        }
        for text in ["12,50", "1,5", "1234,50", "1,23,45", ",500", "1,234,", "1,2345"] {
            assert!(
                Money::parse(text, 2).is_err(),
                "{text}: a comma that is meant as a point is not passed over"
            );
        }
    }

    #[test]
    fn a_sum_beyond_what_the_window_can_show_is_refused() {
        assert_eq!(Money(MOST_MINOR).plus(Money(1)), None);
        assert!(serde_json::from_str::<Money>("9007199254740992").is_err());
    }

    proptest! {
        #[test]
        fn plain_text_reads_back(minor in -MOST_MINOR..=MOST_MINOR, decimals in 0u32..4) {
            prop_assert_eq!(Money::parse(&Money(minor).plain(decimals), decimals), Ok(Money(minor)));
        }
    }
}
