//! Customers, their properties, and the service accounts there.

use crate::text::fold;
use unicode_normalization::char::is_combining_mark;

words! {
    /// What an account supplies.
    pub enum Service {
        /// Electricity, metered in kWh.
        Electricity = "electricity",
        /// Water, metered in kL.
        Water = "water",
        /// Piped gas, metered in m³ (SCM).
        Gas = "gas",
    }
}

impl Service {
    /// The unit its usage is counted in.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Service::Electricity => "kWh",
            Service::Water => "kL",
            Service::Gas => "SCM",
        }
    }
}

words! {
    /// Where an account's service stands.
    pub enum AccountStatus {
        /// Supplied.
        Active = "active",
        /// Disconnected for arrears; money is still taken.
        Cut = "cut",
        /// Ended; no new bills, no new payments.
        Closed = "closed",
    }
}

words! {
    /// Whom the law puts first at the counter.
    pub enum ByLaw {
        /// Nobody in particular.
        None = "none",
        /// An elderly person.
        Elderly = "elderly",
        /// A person with a disability.
        Disabled = "disabled",
        /// A pregnant person.
        Pregnant = "pregnant",
    }
}

/// The digits of a phone number as they are searched: digits only, without a leading country
/// code's `+` or zeros; `None` when fewer than 4 or more than 15 digits (ITU-T E.164) remain.
#[must_use]
pub fn phone_digits(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0').to_owned();
    (4..=15).contains(&digits.len()).then_some(digits)
}

/// A phone number with its middle hidden, for screens the hall can see: `98••• ••410`.
#[must_use]
pub fn masked_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 6 {
        return "•••".to_owned();
    }
    let head: String = digits[..2].iter().collect();
    let tail: String = digits[digits.len() - 3..].iter().collect();
    format!("{head}••• ••{tail}")
}

/// The words of a name or address as they are searched: folded, each of letters, digits and marks
/// only. Vowel signs of Indic scripts belong to their word.
pub fn words(text: &str) -> Vec<String> {
    fold(text).split(|c| !belongs(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn belongs(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_vowel_signs_and_lose_their_dots() {
        assert_eq!(words("Dr. José  D'Souza-Pinto"), ["dr", "jose", "d", "souza", "pinto"]);
        assert_eq!(words("ಶ್ರೀಕೃಷ್ಣ ಭಟ್"), ["ಶ್ರೀಕೃಷ್ಣ", "ಭಟ್"]);
        assert!(words(" \"*-() ").is_empty());
    }
}
