//! Notes and coins: what a drawer is counted by.

use crate::money::Money;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Notes or coins of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Pieces {
    /// What one of them is worth; the smallest coin of the currency stands for loose coins of whatever kind.
    pub value: Money,
    /// How many, 0 to 1,000,000,000.
    pub count: i64,
}

/// Pieces of one value at most.
const MOST: i64 = 1_000_000_000;

/// What pieces come to.
///
/// Refuses a value that is not counted here, one that is named twice, and counts out of range; `field` is where
/// they stand in the input.
pub fn worth(pieces: &[Pieces], counted_here: &[Money], field: &str) -> Result<Money, Refusal> {
    let smallest = Money::from_minor(1);
    let mut sum = Money::ZERO;
    for (at, piece) in pieces.iter().enumerate() {
        let here = |what: &str| format!("{field}[{at}].{what}");
        if piece.value != smallest && !counted_here.contains(&piece.value) {
            return Err(Refusal::bad_input(here("value"), "a note or coin that this office counts"));
        }
        if pieces[..at].iter().any(|other| other.value == piece.value) {
            return Err(Refusal::bad_input(here("value"), "each note or coin once"));
        }
        if !(0..=MOST).contains(&piece.count) {
            return Err(Refusal::bad_input(here("count"), format!("a number from 0 to {MOST}")));
        }
        let worth =
            piece.value.minor().checked_mul(piece.count).map(Money::from_minor).ok_or(Refusal::TooMuch)?;
        sum = sum.plus(worth).ok_or(Refusal::TooMuch)?;
    }
    Ok(sum)
}

/// What is left of counted pieces when some are taken out; none where more would be taken of a value than were counted.
#[must_use]
pub fn left_of(counted: &[Pieces], taken: &[Pieces]) -> Option<Vec<Pieces>> {
    let of = |all: &[Pieces], value| all.iter().find(|p| p.value == value).map_or(0, |p| p.count);
    if taken.iter().any(|p| p.count > of(counted, p.value)) {
        return None;
    }
    let left = counted.iter().map(|p| Pieces { count: p.count - of(taken, p.value), ..*p });
    Some(left.filter(|p| p.count > 0).collect())
}

/// The notes and coins of a currency, the largest first: rupees as they are in circulation, elsewhere the steps
/// 1, 2, 5 that most currencies have, from 500 down to the hundredth.
#[must_use]
pub fn usual(currency: &str, decimals: u32) -> Vec<Money> {
    let one = 10i64.pow(decimals.min(4));
    let whole: &[i64] = match currency {
        "JPY" | "KRW" | "VND" | "IDR" | "UGX" | "TZS" => {
            &[100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 1]
        }
        "USD" => &[100, 50, 20, 10, 5, 2, 1],
        "KES" => &[1_000, 500, 200, 100, 50, 40, 20, 10, 5, 1],
        _ => &[500, 200, 100, 50, 20, 10, 5, 2, 1],
    };
    let parts: &[i64] = match currency {
        "INR" => &[50],
        "USD" => &[50, 25, 10, 5],
        _ if decimals == 2 => &[50, 20, 10, 5, 2],
        _ => &[],
    };
    whole.iter().map(|n| n * one).chain(parts.iter().copied()).map(Money::from_minor).collect()
}

/// The list as it is stored: smallest coins with blanks between.
#[must_use]
pub fn written(values: &[Money]) -> String {
    values.iter().map(|value| value.minor().to_string()).collect::<Vec<_>>().join(" ")
}

/// A stored list; the currency's own where none is stored.
#[must_use]
pub fn of_office(stored: &str, currency: &str, decimals: u32) -> Vec<Money> {
    let values: Vec<Money> =
        stored.split(' ').filter_map(|text| text.parse().ok()).map(Money::from_minor).collect();
    if values.is_empty() { usual(currency, decimals) } else { values }
}

/// Notes and coins an office counts at most.
pub const MOST_VALUES: usize = 30;

/// Refuses a list that is too long, not falling, or holds what is no amount.
pub fn fits(values: &[Money]) -> Result<(), Refusal> {
    let falls = values.windows(2).all(|pair| pair[0] > pair[1]);
    if values.len() > MOST_VALUES || !falls || values.last().is_some_and(|least| least.minor() < 1) {
        let wanted = format!("at most {MOST_VALUES} amounts above zero, the largest first, or none");
        return Err(Refusal::bad_input("shifts.denominations", wanted));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(value: i64, count: i64) -> Pieces {
        Pieces { value: Money::from_minor(value), count }
    }

    #[test]
    fn notes_and_coins_are_worth_their_value_times_their_number() {
        let rupees = usual("INR", 2);
        let drawer = [piece(50_000, 3), piece(10_000, 12), piece(50, 7), piece(1, 25)];
        assert_eq!(worth(&drawer, &rupees, "pieces"), Ok(Money::from_minor(270_375)));
        assert_eq!(worth(&[], &rupees, "pieces"), Ok(Money::ZERO));
    }

    #[test]
    fn a_note_that_does_not_exist_is_refused_by_its_place() {
        let rupees = usual("INR", 2);
        let told = |pieces: &[Pieces]| worth(pieces, &rupees, "pieces").unwrap_err().to_string();
        assert!(told(&[piece(50_000, 1), piece(30_000, 1)]).starts_with("pieces[1].value"));
        assert!(told(&[piece(50_000, 1), piece(50_000, 2)]).contains("once"));
        assert!(told(&[piece(50_000, -1)]).starts_with("pieces[0].count"));
        assert!(told(&[piece(50_000, MOST + 1)]).starts_with("pieces[0].count"));
    }

    #[test]
    fn what_is_taken_out_of_a_count_leaves_the_rest_and_never_less_than_nothing() {
        let counted = [piece(50_000, 10), piece(10_000, 9), piece(1, 25)];
        let left = |taken: &[Pieces]| left_of(&counted, taken);
        assert_eq!(left(&[piece(10_000, 9), piece(50_000, 0)]), Some(vec![piece(50_000, 10), piece(1, 25)]));
        assert_eq!(left(&counted), Some(Vec::new()));
        assert_eq!(left(&[piece(10_000, 10)]), None, "there were nine");
        assert_eq!(left(&[piece(20_000, 1)]), None, "there was none");
    }

    #[test]
    fn the_list_of_an_office_reads_back_and_falls_back_to_its_currency() {
        let own = [Money::from_minor(10_000), Money::from_minor(500)];
        assert_eq!(of_office(&written(&own), "INR", 2), own);
        assert_eq!(of_office("", "INR", 2), usual("INR", 2));
        for (currency, decimals) in [("INR", 2), ("JPY", 0), ("KWD", 3), ("EUR", 2), ("USD", 2), ("KES", 2)] {
            assert_eq!(fits(&usual(currency, decimals)), Ok(()), "{currency}");
        }
        assert!(fits(&[own[1], own[0]]).is_err() && fits(&[Money::ZERO]).is_err());
    }
}
