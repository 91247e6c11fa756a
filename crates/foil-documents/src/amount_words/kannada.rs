//! Amounts in Kannada. Tens and ones join into one word; hundreds have words of their own.

use foil_domain::documents::CurrencyStyle;
use foil_domain::money::Money;

use super::Parts;

/// 0 to 19.
const SMALL: [&str; 20] = [
    "ಸೊನ್ನೆ",
    "ಒಂದು",
    "ಎರಡು",
    "ಮೂರು",
    "ನಾಲ್ಕು",
    "ಐದು",
    "ಆರು",
    "ಏಳು",
    "ಎಂಟು",
    "ಒಂಬತ್ತು", //
    "ಹತ್ತು",
    "ಹನ್ನೊಂದು",
    "ಹನ್ನೆರಡು",
    "ಹದಿಮೂರು",
    "ಹದಿನಾಲ್ಕು",
    "ಹದಿನೈದು",
    "ಹದಿನಾರು",
    "ಹದಿನೇಳು",
    "ಹದಿನೆಂಟು",
    "ಹತ್ತೊಂಬತ್ತು",
];
/// 20, 30 … 90 without their last vowel sign, which the ones put in its place.
const TENS: [&str; 8] = ["ಇಪ್ಪತ್ತ", "ಮೂವತ್ತ", "ನಲವತ್ತ", "ಐವತ್ತ", "ಅರವತ್ತ", "ಎಪ್ಪತ್ತ", "ಎಂಬತ್ತ", "ತೊಂಬತ್ತ"];
/// What joins on to tens: nothing (the bare ten), one … nine. They begin with a vowel sign but for three and four.
const ONES: [&str; 10] = ["ು", "ೊಂದು", "ೆರಡು", "ಮೂರು", "ನಾಲ್ಕು", "ೈದು", "ಾರು", "ೇಳು", "ೆಂಟು", "ೊಂಬತ್ತು"];
/// 100 … 900 as they stand before more; alone they end in ು.
const HUNDREDS: [&str; 9] = ["ನೂರ", "ಇನ್ನೂರ", "ಮುನ್ನೂರ", "ನಾನೂರ", "ಐನೂರ", "ಆರುನೂರ", "ಏಳುನೂರ", "ಎಂಟುನೂರ", "ಒಂಬೈನೂರ"];

/// The step, its name, and its name before more.
const STEPS: [(u64, &str, &str); 3] =
    [(10_000_000, "ಕೋಟಿ", "ಕೋಟಿ"), (100_000, "ಲಕ್ಷ", "ಲಕ್ಷದ"), (1_000, "ಸಾವಿರ", "ಸಾವಿರದ")];

/// `ಒಂದು ಲಕ್ಷದ ಇಪ್ಪತ್ತಮೂರು ಸಾವಿರದ ನಾನೂರ ಐವತ್ತಾರು ರೂಪಾಯಿ ಐವತ್ತು ಪೈಸೆ ಮಾತ್ರ`.
///
/// In lakh and crore whatever the currency: Kannada counts in no others.
pub(crate) fn kannada(amount: Money, style: &CurrencyStyle) -> String {
    let Parts { whole, part, scale, negative } = Parts::of(amount, style);
    let minus = if negative { "ಮೈನಸ್ " } else { "" };
    let (unit, coin) = names(&style.code);
    let unit = if unit.is_empty() { style.code.as_str() } else { unit };
    let coins = match (part, coin) {
        (0, _) => String::new(),
        (part, "") => format!(" ಮತ್ತು {part}/{scale}"),
        (part, coin) => format!(" {} {coin}", number(part)),
    };
    format!("{minus}{} {unit}{coins} ಮಾತ್ರ", number(whole))
}

fn names(code: &str) -> (&'static str, &'static str) {
    match code {
        "INR" | "NPR" => ("ರೂಪಾಯಿ", "ಪೈಸೆ"),
        "LKR" | "MUR" => ("ರೂಪಾಯಿ", "ಸೆಂಟ್"),
        "BDT" => ("ಟಾಕಾ", "ಪೊಯ್ಶಾ"),
        "EUR" => ("ಯೂರೋ", "ಸೆಂಟ್"),
        "GBP" => ("ಪೌಂಡ್", "ಪೆನ್ಸ್"),
        "USD" | "AUD" | "CAD" | "SGD" | "NZD" => ("ಡಾಲರ್", "ಸೆಂಟ್"),
        "KES" | "TZS" | "UGX" => ("ಶಿಲಿಂಗ್", "ಸೆಂಟ್"),
        "ZAR" => ("ರಾಂಡ್", "ಸೆಂಟ್"),
        _ => ("", ""),
    }
}

fn number(n: u64) -> String {
    if let Some((step, alone, before)) = STEPS.iter().find(|(step, _, _)| n >= *step) {
        let (count, rest) = (number(n / step), n % step);
        return if rest == 0 {
            format!("{count} {alone}")
        } else {
            format!("{count} {before} {}", number(rest))
        };
    }
    let at = |n: u64| usize::try_from(n).unwrap_or_default();
    if n >= 100 {
        let hundreds = HUNDREDS.get(at(n / 100 - 1)).copied().unwrap_or_default();
        return if n.is_multiple_of(100) {
            format!("{hundreds}ು")
        } else {
            format!("{hundreds} {}", number(n % 100))
        };
    }
    match SMALL.get(at(n)) {
        Some(small) => (*small).to_owned(),
        None => {
            let ten = TENS.get(at(n / 10 - 2)).copied().unwrap_or_default();
            format!("{ten}{}", ONES.get(at(n % 10)).copied().unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_said_as_on_a_kannada_bill() {
        let rupees = CurrencyStyle::default();
        for (minor, words) in [
            (0, "ಸೊನ್ನೆ ರೂಪಾಯಿ ಮಾತ್ರ"),
            (1, "ಸೊನ್ನೆ ರೂಪಾಯಿ ಒಂದು ಪೈಸೆ ಮಾತ್ರ"),
            (1_950, "ಹತ್ತೊಂಬತ್ತು ರೂಪಾಯಿ ಐವತ್ತು ಪೈಸೆ ಮಾತ್ರ"),
            (10_000, "ನೂರು ರೂಪಾಯಿ ಮಾತ್ರ"),
            (10_100, "ನೂರ ಒಂದು ರೂಪಾಯಿ ಮಾತ್ರ"),
            (99_900, "ಒಂಬೈನೂರ ತೊಂಬತ್ತೊಂಬತ್ತು ರೂಪಾಯಿ ಮಾತ್ರ"),
            (100_000, "ಒಂದು ಸಾವಿರ ರೂಪಾಯಿ ಮಾತ್ರ"),
            (12_345_650, "ಒಂದು ಲಕ್ಷದ ಇಪ್ಪತ್ತಮೂರು ಸಾವಿರದ ನಾನೂರ ಐವತ್ತಾರು ರೂಪಾಯಿ ಐವತ್ತು ಪೈಸೆ ಮಾತ್ರ"),
            (1_000_000_000, "ಒಂದು ಕೋಟಿ ರೂಪಾಯಿ ಮಾತ್ರ"),
            (-4_200, "ಮೈನಸ್ ನಲವತ್ತೆರಡು ರೂಪಾಯಿ ಮಾತ್ರ"),
        ] {
            assert_eq!(kannada(Money::from_minor(minor), &rupees), words);
        }
    }

    #[test]
    fn tens_and_ones_join_as_they_are_written() {
        for (n, word) in [
            (20, "ಇಪ್ಪತ್ತು"),
            (21, "ಇಪ್ಪತ್ತೊಂದು"),
            (33, "ಮೂವತ್ತಮೂರು"),
            (45, "ನಲವತ್ತೈದು"),
            (56, "ಐವತ್ತಾರು"),
            (67, "ಅರವತ್ತೇಳು"),
            (78, "ಎಪ್ಪತ್ತೆಂಟು"),
            (84, "ಎಂಬತ್ತನಾಲ್ಕು"),
            (99, "ತೊಂಬತ್ತೊಂಬತ್ತು"),
            (200, "ಇನ್ನೂರು"),
            (350, "ಮುನ್ನೂರ ಐವತ್ತು"),
        ] {
            assert_eq!(number(n), word);
        }
        let mut all: Vec<String> = (0..1_000).map(number).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 1_000, "no two numbers are said alike");
    }
}
