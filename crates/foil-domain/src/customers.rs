//! Customers, their properties, and the service accounts there.

use crate::documents::{LANGUAGES, Language};
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

/// Checks a phone number as it is typed: empty, or 4 to 15 digits in at most 40 characters.
pub fn phone(text: &str) -> Result<(), String> {
    let fits = text.is_empty() || (text.chars().count() <= 40 && phone_digits(text).is_some());
    if fits { Ok(()) } else { Err("a phone number of 4 to 15 digits, or nothing".into()) }
}

/// Checks an e-mail address as it is typed: empty, or one `@` between a name and a domain.
pub fn email(text: &str) -> Result<(), String> {
    let fits = text.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && domain.contains('.') && !domain.contains('@') && !domain.starts_with('.')
    });
    let fits = fits && text.len() <= 120 && !text.contains(char::is_whitespace) && !text.ends_with('.');
    if text.is_empty() || fits {
        Ok(())
    } else {
        Err("an address such as asha@example.org, or nothing".into())
    }
}

/// Checks a language code: empty, or two or three letters, with groups of 2 to 8 behind them, such as `kn` or
/// `pt-BR`. Any language may be told; papers are in it where documents have it ([`LANGUAGES`]), else in the office's.
pub fn language(text: &str) -> Result<(), String> {
    let mut groups = text.split('-');
    let first = groups.next().unwrap_or_default();
    let named = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    let group = |g: &str| (2..=8).contains(&g.len()) && g.bytes().all(|b| b.is_ascii_alphanumeric());
    if text.is_empty() || (text.len() <= 35 && named && groups.all(group)) {
        return Ok(());
    }
    let known: Vec<&str> = LANGUAGES.iter().map(|l| l.code).collect();
    Err(format!("a language by its code ({}, or another such as ml), or nothing", known.join(", ")))
}

/// A language as lists have it: its code, or the name of one that documents have, in English or its own script.
/// Gives the code; refuses what is neither.
pub fn language_code(text: &str) -> Result<String, String> {
    let is = |l: &&Language| text.eq_ignore_ascii_case(l.english) || text == l.name;
    if let Some(known) = LANGUAGES.iter().find(is) {
        return Ok(known.code.to_owned());
    }
    // Codes are the same in either case; small letters are what papers look for.
    let (first, rest) = text.split_at(text.find('-').unwrap_or(text.len()));
    let code = format!("{}{rest}", first.to_ascii_lowercase());
    language(&code).map(|()| code)
}

/// A language that an office prints its papers in, as [`language_code`] reads it: gives the code; refuses one that
/// no paper knows, which would print English for good.
pub fn office_language(text: &str) -> Result<String, String> {
    let known = language_code(text).ok().filter(|code| Language::of(code).is_some());
    known.ok_or_else(|| {
        let all: Vec<String> = LANGUAGES.iter().map(|l| format!("{} ({})", l.code, l.english)).collect();
        format!("a language that documents are printed in: {}", all.join(", "))
    })
}

/// Checks that a number or code has at least one letter or digit to be found by.
pub fn findable(code: &str) -> Result<(), String> {
    if crate::text::fold_number(code).is_empty() {
        return Err("at least one letter or digit".into());
    }
    Ok(())
}

/// The words of a name or address as they are searched: folded, each of letters, digits and marks
/// only. Vowel signs of Indic scripts belong to their word.
pub fn words(text: &str) -> Vec<String> {
    if text.is_ascii() {
        let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
        return parts.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    }
    fold(text).split(|c| !belongs(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn belongs(c: char) -> bool {
    // Letters in circles and squares are symbols that Unicode nevertheless counts as alphabetic.
    let pictured = matches!(c, '\u{1F130}'..='\u{1F189}');
    (c.is_alphanumeric() && !pictured) || is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_checked_as_they_are_typed() {
        for good in ["", "98450 12345", "+91 (824) 244-1234"] {
            assert_eq!(phone(good), Ok(()), "{good}");
        }
        for bad in ["12", "call me", "1234567890123456"] {
            assert!(phone(bad).is_err(), "{bad}");
        }
        for good in ["", "asha@example.org"] {
            assert_eq!(email(good), Ok(()), "{good}");
        }
        for bad in ["@", "a@b", "a b@c.d", "a@b@c.d", "a@.d", "a@b.c."] {
            assert!(email(bad).is_err(), "{bad}");
        }
        assert!(language("kn").is_ok() && language("pt-BR").is_ok() && language("").is_ok());
        assert!(language("k").is_err() && language("kannada!").is_err() && language("1a").is_err());
        assert!(findable("-/-").is_err());
    }

    #[test]
    fn a_language_is_read_by_code_or_name() {
        for (text, code) in [
            ("kn", "kn"),
            ("KN", "kn"),
            ("Kannada", "kn"),
            ("ಕನ್ನಡ", "kn"),
            ("हिन्दी", "hi"),
            ("ml", "ml"),
            ("pt-BR", "pt-BR"),
        ] {
            assert_eq!(language_code(text).as_deref(), Ok(code), "{text}");
        }
        assert_eq!(language_code("").as_deref(), Ok(""));
        let refused = language_code("Klingon").expect_err("no language of documents, and no code");
        assert_eq!(refused, "a language by its code (en, hi, kn, or another such as ml), or nothing");
        assert!(language("Kannada").is_err(), "a name is no code: papers would never find it");
    }

    #[test]
    fn words_keep_their_vowel_signs_and_lose_their_dots() {
        assert_eq!(words("Dr. José  D'Souza-Pinto"), ["dr", "jose", "d", "souza", "pinto"]);
        assert_eq!(words("4-7, Car St."), words("4-7, Cár St."), "plain text is folded alike");
        assert_eq!(words("ಶ್ರೀಕೃಷ್ಣ ಭಟ್"), ["ಶ್ರೀಕೃಷ್ಣ", "ಭಟ್"]);
        assert!(words(" \"*-() ").is_empty());
    }
}
