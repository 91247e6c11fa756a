//! Amounts in Hindi. Every number below a hundred has a word of its own.

use foil_domain::documents::CurrencyStyle;
use foil_domain::money::Money;

use super::Parts;

/// 0 to 99, in the spelling of the Central Hindi Directorate.
const SMALL: [&str; 100] = [
    "शून्य",
    "एक",
    "दो",
    "तीन",
    "चार",
    "पाँच",
    "छह",
    "सात",
    "आठ",
    "नौ", //
    "दस",
    "ग्यारह",
    "बारह",
    "तेरह",
    "चौदह",
    "पंद्रह",
    "सोलह",
    "सत्रह",
    "अठारह",
    "उन्नीस", //
    "बीस",
    "इक्कीस",
    "बाईस",
    "तेईस",
    "चौबीस",
    "पच्चीस",
    "छब्बीस",
    "सत्ताईस",
    "अट्ठाईस",
    "उनतीस", //
    "तीस",
    "इकतीस",
    "बत्तीस",
    "तैंतीस",
    "चौंतीस",
    "पैंतीस",
    "छत्तीस",
    "सैंतीस",
    "अड़तीस",
    "उनतालीस", //
    "चालीस",
    "इकतालीस",
    "बयालीस",
    "तैंतालीस",
    "चवालीस",
    "पैंतालीस",
    "छियालीस",
    "सैंतालीस",
    "अड़तालीस",
    "उनचास", //
    "पचास",
    "इक्यावन",
    "बावन",
    "तिरपन",
    "चौवन",
    "पचपन",
    "छप्पन",
    "सत्तावन",
    "अट्ठावन",
    "उनसठ", //
    "साठ",
    "इकसठ",
    "बासठ",
    "तिरसठ",
    "चौंसठ",
    "पैंसठ",
    "छियासठ",
    "सड़सठ",
    "अड़सठ",
    "उनहत्तर", //
    "सत्तर",
    "इकहत्तर",
    "बहत्तर",
    "तिहत्तर",
    "चौहत्तर",
    "पचहत्तर",
    "छिहत्तर",
    "सतहत्तर",
    "अठहत्तर",
    "उनासी", //
    "अस्सी",
    "इक्यासी",
    "बयासी",
    "तिरासी",
    "चौरासी",
    "पचासी",
    "छियासी",
    "सत्तासी",
    "अठासी",
    "नवासी", //
    "नब्बे",
    "इक्यानवे",
    "बानवे",
    "तिरानवे",
    "चौरानवे",
    "पचानवे",
    "छियानवे",
    "सत्तानवे",
    "अठानवे",
    "निन्यानवे",
];

const STEPS: [(u64, &str); 4] = [(10_000_000, "करोड़"), (100_000, "लाख"), (1_000, "हज़ार"), (100, "सौ")];

/// `एक लाख तेईस हज़ार चार सौ छप्पन रुपये पचास पैसे मात्र`.
///
/// In lakh and crore whatever the currency: Hindi counts in no others.
pub(crate) fn hindi(amount: Money, style: &CurrencyStyle) -> String {
    let Parts { whole, part, scale, negative } = Parts::of(amount, style);
    let minus = if negative { "माइनस " } else { "" };
    let (one, unit, coin) = names(&style.code);
    let unit = match (unit, whole) {
        ("", _) => style.code.as_str(),
        (_, 1) => one,
        (unit, _) => unit,
    };
    let coins = match (part, coin) {
        (0, _) => String::new(),
        (part, "") => format!(" और {part}/{scale}"),
        (1, "पैसे") => " एक पैसा".to_owned(),
        (part, coin) => format!(" {} {coin}", number(part)),
    };
    format!("{minus}{} {unit}{coins} मात्र", number(whole))
}

/// One of it, many of it, many of its coins.
fn names(code: &str) -> (&'static str, &'static str, &'static str) {
    match code {
        "INR" | "NPR" => ("रुपया", "रुपये", "पैसे"),
        "LKR" | "MUR" => ("रुपया", "रुपये", "सेंट"),
        "BDT" => ("टका", "टका", "पोइशा"),
        "EUR" => ("यूरो", "यूरो", "सेंट"),
        "GBP" => ("पाउंड", "पाउंड", "पेंस"),
        "USD" | "AUD" | "CAD" | "SGD" | "NZD" => ("डॉलर", "डॉलर", "सेंट"),
        "KES" | "TZS" | "UGX" => ("शिलिंग", "शिलिंग", "सेंट"),
        "ZAR" => ("रैंड", "रैंड", "सेंट"),
        _ => ("", "", ""),
    }
}

fn number(n: u64) -> String {
    let Some((step, name)) = STEPS.iter().find(|(step, _)| n >= *step) else {
        return usize::try_from(n).ok().and_then(|n| SMALL.get(n)).copied().unwrap_or_default().to_owned();
    };
    let front = format!("{} {name}", number(n / step));
    if n.is_multiple_of(*step) { front } else { format!("{front} {}", number(n % step)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_said_as_on_a_hindi_bill() {
        let rupees = CurrencyStyle::default();
        for (minor, words) in [
            (0, "शून्य रुपये मात्र"),
            (1, "शून्य रुपये एक पैसा मात्र"),
            (100, "एक रुपया मात्र"),
            (1_950, "उन्नीस रुपये पचास पैसे मात्र"),
            (10_100, "एक सौ एक रुपये मात्र"),
            (100_000, "एक हज़ार रुपये मात्र"),
            (78_979, "सात सौ नवासी रुपये उनासी पैसे मात्र"),
            (12_345_650, "एक लाख तेईस हज़ार चार सौ छप्पन रुपये पचास पैसे मात्र"),
            (1_000_000_000, "एक करोड़ रुपये मात्र"),
            (998_877_665_500, "नौ सौ अठानवे करोड़ सत्तासी लाख छिहत्तर हज़ार छह सौ पचपन रुपये मात्र"),
            (-4_200, "माइनस बयालीस रुपये मात्र"),
        ] {
            assert_eq!(hindi(Money::from_minor(minor), &rupees), words);
        }
    }

    #[test]
    fn another_currency_is_named_and_still_counted_in_lakh() {
        let of = |code: &str, decimals, minor| {
            let style = CurrencyStyle { code: code.into(), decimals, ..CurrencyStyle::default() };
            hindi(Money::from_minor(minor), &style)
        };
        assert_eq!(of("USD", 2, 123_456_789), "बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ डॉलर नवासी सेंट मात्र");
        assert_eq!(of("KWD", 3, 1_005), "एक KWD और 5/1000 मात्र");
    }

    #[test]
    fn no_two_numbers_below_a_hundred_have_one_word() {
        let mut all = SMALL.to_vec();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 100);
    }
}
