//! The two figures by which a utility's office is measured.

use crate::money::Money;

/// A part of a whole in basis points, half a point rounding away from zero; none of nothing.
///
/// The collection ratio is cash ÷ billed.
#[must_use]
pub fn ratio(part: Money, whole: Money) -> Option<i64> {
    rounded(i128::from(part.minor()) * 10_000, whole)
}

/// The collection period in tenths of a day: receivables ÷ revenue × the days that the revenue is of, as a year's is
/// of 365. None without revenue.
#[must_use]
pub fn collection_period(receivable: Money, revenue: Money, days: i64) -> Option<i64> {
    rounded(i128::from(receivable.minor()) * i128::from(days) * 10, revenue)
}

fn rounded(scaled: i128, by: Money) -> Option<i64> {
    let by = i128::from(by.minor());
    if by <= 0 {
        return None;
    }
    let half = if scaled < 0 { -by } else { by };
    i64::try_from((scaled * 2 + half) / (by * 2)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_and_periods_round_half_away_and_nothing_billed_has_none() {
        let m = Money::from_minor;
        assert_eq!(ratio(m(50), m(200)), Some(2_500));
        assert_eq!(ratio(m(1), m(3)), Some(3_333));
        assert_eq!(ratio(m(2), m(3)), Some(6_667));
        assert_eq!(ratio(m(-1), m(20_000)), Some(-1));
        assert_eq!(ratio(m(1), m(0)), None);
        assert_eq!(collection_period(m(100), m(365), 365), Some(1_000), "a hundred days' revenue is owed");
        assert_eq!(collection_period(m(0), m(1), 365), Some(0));
        assert_eq!(collection_period(m(i64::MAX), m(1), 365), None, "more days than can be told");
    }
}
