//! The currencies of the world: how many digits their amounts have after the point (ISO 4217).

/// Currencies without a smaller coin.
const WHOLE: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
    "XPF",
];

/// Currencies of a thousand smallest coins.
const THOUSANDTHS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// Currencies of two decimals that are in use.
const HUNDREDTHS: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BMD", "BND", "BOB",
    "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CNY", "COP", "CRC", "CUP", "CVE", "CZK",
    "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GTQ",
    "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IRR", "JMD", "KES", "KGS", "KHR", "KPW", "KYD",
    "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR",
    "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK", "PHP",
    "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS",
    "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH",
    "USD", "UYU", "UZS", "VES", "WST", "XCD", "XCG", "YER", "ZAR", "ZMW", "ZWG",
];

/// Two-decimal currencies that old tariffs were written in.
const RETIRED: &[&str] =
    &["ANG", "BGN", "CUC", "EEK", "HRK", "LTL", "LVL", "MRO", "SKK", "SLL", "VEF", "ZWL"];

/// Digits after the point of a currency in use; `None` for a code that is not.
#[must_use]
pub fn decimals_in_use(code: &str) -> Option<u32> {
    match code {
        _ if WHOLE.contains(&code) => Some(0),
        _ if THOUSANDTHS.contains(&code) => Some(3),
        _ if HUNDREDTHS.contains(&code) => Some(2),
        _ => None,
    }
}

/// Digits after the point of a currency, also of one that is no longer in use; `None` for any other text.
#[must_use]
pub fn decimals(code: &str) -> Option<u32> {
    decimals_in_use(code).or_else(|| RETIRED.contains(&code).then_some(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_knows_its_smallest_coin() {
        let all = ["INR", "KRW", "KWD", "HRK", "inr", "XYZ"].map(decimals);
        assert_eq!(all, [Some(2), Some(0), Some(3), Some(2), None, None]);
        assert_eq!(decimals_in_use("HRK"), None, "no new book is kept in it");
    }
}
