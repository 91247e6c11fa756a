//! How the currencies of the world are written: symbol, decimals and grouping by ISO 4217 code.

use foil_domain::currency;
use foil_domain::documents::{CurrencyStyle, Grouping};
use foil_domain::refusal::{Refusal, Result};
use foil_store::office::OfficeRow;

/// Codes with a sign that people know better than the code.
const SIGNS: &[(&str, &str)] = &[
    ("AUD", "A$"),
    ("BDT", "৳"),
    ("BRL", "R$"),
    ("CAD", "C$"),
    ("CNY", "¥"),
    ("COP", "$"),
    ("EUR", "€"),
    ("GBP", "£"),
    ("GHS", "GH₵"),
    ("IDR", "Rp"),
    ("ILS", "₪"),
    ("INR", "₹"),
    ("JPY", "¥"),
    ("KES", "KSh"),
    ("KHR", "៛"),
    ("KRW", "₩"),
    ("LAK", "₭"),
    ("LKR", "Rs"),
    ("MNT", "₮"),
    ("MUR", "Rs"),
    ("MXN", "$"),
    ("MYR", "RM"),
    ("NGN", "₦"),
    ("NPR", "रू"),
    ("PHP", "₱"),
    ("PKR", "Rs"),
    ("RUB", "₽"),
    ("THB", "฿"),
    ("TRY", "₺"),
    ("TZS", "TSh"),
    ("UAH", "₴"),
    ("UGX", "USh"),
    ("USD", "$"),
    ("VND", "₫"),
    ("ZAR", "R"),
];

/// Currencies of the countries that group digits as 1,23,45,678.
const INDIAN: &[&str] = &["BDT", "BTN", "INR", "LKR", "NPR", "PKR"];

/// How a currency is written. Refuses a code that is not in use.
pub(super) fn style(code: &str) -> Result<CurrencyStyle> {
    let decimals = currency::decimals_in_use(code)
        .ok_or_else(|| Refusal::bad_input("currency", "an ISO 4217 code in capitals, such as INR"))?;
    let sign = SIGNS.iter().find(|(of, _)| *of == code).map_or(code, |(_, sign)| *sign);
    let grouping = if INDIAN.contains(&code) { Grouping::Indian } else { Grouping::Thousands };
    Ok(CurrencyStyle { code: code.to_owned(), symbol: sign.to_owned(), decimals, grouping })
}

/// How this office writes amounts.
pub(crate) fn style_of(office: &OfficeRow) -> CurrencyStyle {
    CurrencyStyle {
        code: office.currency.clone(),
        symbol: office.symbol.clone(),
        decimals: u32::try_from(office.decimals).unwrap_or(2),
        grouping: Grouping::from_word(&office.digit_groups).unwrap_or(Grouping::Thousands),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use foil_domain::money::Money;

    #[test]
    fn each_currency_is_written_as_at_home() {
        for (code, text) in [
            ("INR", "₹12,34,567.00"),
            ("USD", "$1,234,567.00"),
            ("KWD", "KWD\u{A0}123,456.700"),
            ("JPY", "¥123,456,700"),
            ("CHF", "CHF\u{A0}1,234,567.00"),
        ] {
            assert_eq!(style(code).unwrap().text(Money::from_minor(123_456_700)), text, "{code}");
        }
        for code in ["", "inr", "XXX", "RUPEE", "IN"] {
            assert!(style(code).is_err(), "{code}");
        }
    }
}
