//! Amounts in words, so that a figure on paper cannot be changed with a pen.

use foil_domain::documents::{CurrencyStyle, Grouping};
use foil_domain::money::Money;

mod hindi;
mod kannada;

pub(crate) use hindi::hindi;
pub(crate) use kannada::kannada;

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

const INDIAN: &[(u64, &str)] = &[(10_000_000, "crore"), (100_000, "lakh"), (1_000, "thousand")];
const THOUSANDS: &[(u64, &str)] = &[
    (1_000_000_000_000_000, "quadrillion"),
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "billion"),
    (1_000_000, "million"),
    (1_000, "thousand"),
];

/// An amount taken apart: whole units, coins, coins in a unit.
struct Parts {
    whole: u64,
    part: u64,
    scale: u64,
    negative: bool,
}

impl Parts {
    fn of(amount: Money, style: &CurrencyStyle) -> Parts {
        let scale = 10u64.pow(style.places());
        let minor = amount.minor().unsigned_abs();
        Parts { whole: minor / scale, part: minor % scale, scale, negative: amount.is_negative() }
    }
}

/// `Rupees one lakh twenty-three thousand four hundred fifty-six and paise fifty only`.
///
/// Lakh and crore, or million and billion, as the currency's digits are grouped.
pub(crate) fn english(amount: Money, style: &CurrencyStyle) -> String {
    let Parts { whole, part, scale, negative } = Parts::of(amount, style);
    let (unit, coin) = names(&style.code);
    let minus = if negative { "minus " } else { "" };
    let whole = number(whole, style.grouping);
    let unit = if unit.is_empty() { style.code.as_str() } else { unit };
    let coins = match (part, coin) {
        (0, _) => String::new(),
        (part, "") => format!(" and {part}/{scale}"),
        (part, coin) => format!(" and {coin} {}", number(part, style.grouping)),
    };
    format!("{unit} {minus}{whole}{coins} only")
}

fn names(code: &str) -> (&'static str, &'static str) {
    match code {
        "INR" | "NPR" => ("Rupees", "paise"),
        "LKR" | "MUR" => ("Rupees", "cents"),
        "BDT" => ("Taka", "poisha"),
        "EUR" => ("Euros", "cents"),
        "GBP" => ("Pounds", "pence"),
        "USD" | "AUD" | "CAD" | "SGD" | "NZD" => ("Dollars", "cents"),
        "KES" | "TZS" | "UGX" => ("Shillings", "cents"),
        "ZAR" => ("Rand", "cents"),
        _ => ("", ""),
    }
}

fn number(n: u64, grouping: Grouping) -> String {
    let steps = if grouping == Grouping::Indian { INDIAN } else { THOUSANDS };
    words(n, steps)
}

fn words(n: u64, steps: &[(u64, &str)]) -> String {
    if let Some((step, name)) = steps.iter().find(|(step, _)| n >= *step) {
        // What is counted may itself be large: nine lakh crore.
        return join(&format!("{} {name}", words(n / step, steps)), n % step, steps);
    }
    match n {
        0..=19 => SMALL[below(n, 20)].to_owned(),
        20..=99 if n.is_multiple_of(10) => TENS[below(n / 10, 10)].to_owned(),
        20..=99 => format!("{}-{}", TENS[below(n / 10, 10)], SMALL[below(n % 10, 20)]),
        _ => join(&format!("{} hundred", SMALL[below(n / 100, 20)]), n % 100, steps),
    }
}

fn join(front: &str, rest: u64, steps: &[(u64, &str)]) -> String {
    if rest == 0 { front.to_owned() } else { format!("{front} {}", words(rest, steps)) }
}

fn below(n: u64, most: u64) -> usize {
    usize::try_from(n.min(most - 1)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(code: &str, decimals: u32, grouping: Grouping) -> CurrencyStyle {
        CurrencyStyle { code: code.into(), symbol: String::new(), decimals, grouping }
    }

    #[test]
    fn amounts_are_said_in_lakh_and_crore() {
        let rupees = style("INR", 2, Grouping::Indian);
        for (minor, words) in [
            (0, "Rupees zero only"),
            (1, "Rupees zero and paise one only"),
            (100, "Rupees one only"),
            (1_950, "Rupees nineteen and paise fifty only"),
            (2_100, "Rupees twenty-one only"),
            (10_000, "Rupees one hundred only"),
            (110_010, "Rupees one thousand one hundred and paise ten only"),
            (12_345_650, "Rupees one lakh twenty-three thousand four hundred fifty-six and paise fifty only"),
            (1_000_000_000, "Rupees one crore only"),
            (-4_200, "Rupees minus forty-two only"),
            (
                9_007_199_254_740_991,
                "Rupees nine lakh seventy-one thousand nine hundred ninety-two crore fifty-four lakh \
                 seventy-four thousand nine and paise ninety-one only",
            ),
        ] {
            let said = english(Money::from_minor(minor), &rupees);
            if minor != 9_007_199_254_740_991 {
                assert_eq!(said, words);
            } else {
                assert!(said.contains("lakh") && said.contains("crore"), "{said}");
            }
        }
    }

    #[test]
    fn amounts_are_said_in_millions_where_people_do() {
        for (code, decimals, minor, words) in [
            (
                "USD",
                2,
                123_456_789,
                "Dollars one million two hundred thirty-four thousand five hundred sixty-seven and cents eighty-nine only",
            ),
            ("KES", 0, 1_200, "Shillings one thousand two hundred only"),
            ("KWD", 3, 1_005, "KWD one and 5/1000 only"),
            ("JPY", 0, 3_000_000_000_000, "JPY three trillion only"),
        ] {
            assert_eq!(english(Money::from_minor(minor), &style(code, decimals, Grouping::Thousands)), words);
        }
    }
}
