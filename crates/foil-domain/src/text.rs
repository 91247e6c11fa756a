//! Text that people type, checked where it comes in: no control characters, no endless lines.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization;

/// Checks one line of typed text and puts it in the form in which it is stored: NFC, trimmed,
/// runs of blanks as one. Refuses control characters, text directions overrides and lengths
/// outside `least..=most` characters.
pub fn line(text: &str, least: usize, most: usize) -> Result<String, String> {
    // A limit before any work: ten megabytes of text must cost nothing.
    if text.len() > most.saturating_mul(8) + 64 {
        return Err(format!("at most {most} characters"));
    }
    if let Some(bad) = text.chars().find(|c| forbidden(*c)) {
        return Err(format!("no control characters (found U+{:04X})", bad as u32));
    }
    let tidy: String = text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    match tidy.chars().count() {
        n if n < least => {
            Err(if least == 1 { "not empty".into() } else { format!("at least {least} characters") })
        }
        n if n > most => Err(format!("at most {most} characters")),
        _ => Ok(tidy),
    }
}

fn forbidden(c: char) -> bool {
    // Joiners (U+200C, U+200D) belong to Indic words; overrides and isolates can disguise a name.
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
        || (c as u32) & 0xFFFE == 0xFFFE
}

/// The form in which words are searched: compatibility-decomposed, lower case, without the
/// accents of Latin, Greek and Cyrillic. Vowel signs of Indic scripts stay: they are letters.
#[must_use]
pub fn fold(text: &str) -> String {
    let folded = text
        .nfkd()
        .filter(|c| !matches!(c, '\u{0300}'..='\u{036F}' | '\u{200B}'..='\u{200D}'))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ß' { "ss".to_owned() } else { c.to_string() });
    folded.collect::<String>().nfc().collect()
}

/// The form in which numbers (account, meter, bill) are searched: folded, letters and digits only.
#[must_use]
pub fn fold_number(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The digits before a point, without the commas that group them: by threes, or as in India by twos before the last
/// three (`1,234`, `1,23,456`). None where a comma stands anywhere else: `12,5` is twelve and a half to whoever wrote
/// it, and must not become 125.
#[must_use]
pub fn ungrouped(whole: &str) -> Option<Cow<'_, str>> {
    let Some((first, rest)) = whole.split_once(',') else { return Some(Cow::Borrowed(whole)) };
    let groups: Vec<&str> = rest.split(',').collect();
    let (last, middle) = groups.split_last()?;
    let fits = (1..=3).contains(&first.len())
        && last.len() == 3
        && (middle.iter().all(|g| g.len() == 2) || middle.iter().all(|g| g.len() == 3));
    fits.then(|| Cow::Owned(format!("{first}{}", groups.concat())))
}

/// The field as it may stand in a list that a spreadsheet opens: with an apostrophe in front when it would
/// otherwise be taken for a formula. Plain numbers stay numbers.
#[must_use]
pub fn safe_field(field: &str) -> Cow<'_, str> {
    if begins_a_formula(field) && !is_plain_number(field) {
        Cow::Owned(format!("'{field}"))
    } else {
        Cow::Borrowed(field)
    }
}

/// The field without the apostrophe that [`safe_field`] put in front.
#[must_use]
pub fn bare_field(field: &str) -> &str {
    field.strip_prefix('\'').filter(|rest| begins_a_formula(rest)).unwrap_or(field)
}

fn begins_a_formula(field: &str) -> bool {
    // Blanks in front do not keep every program from seeing the sign behind them.
    let first = field.trim_start_matches(' ').chars().next();
    matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'))
}

/// Digits, at most one point, at most a minus in front.
fn is_plain_number(field: &str) -> bool {
    let digits = field.strip_prefix('-').unwrap_or(field);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

macro_rules! lines {
    ($($(#[$meta:meta])* $name:ident $least:literal ..= $most:literal),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(try_from = "String", into = "String")]
        #[ts(type = "string")]
        pub struct $name(String);

        impl $name {
            /// Checks typed text; the error says what was expected.
            pub fn parse(text: &str) -> Result<Self, String> { line(text, $least, $most).map(Self) }
            /// The text as stored.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> { Self::parse(&text) }
        }

        impl From<$name> for String { fn from(text: $name) -> String { text.0 } }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
    )+};
}

lines! {
    /// A person's, firm's or office's name: 1 to 120 characters.
    Name 1..=120,
    /// An address in one line: 1 to 240 characters.
    Address 1..=240,
    /// A number or code that people read out: 1 to 40 characters.
    Code 1..=40,
    /// A reason or remark: 1 to 240 characters.
    Reason 1..=240,
    /// A remark that may be empty: up to 240 characters.
    Note 0..=240,
    /// A log-in name: 1 to 40 characters.
    Login 1..=40,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fold_the_same_however_they_are_typed() {
        assert_eq!(fold("José ÁLVAREZ"), "jose alvarez");
        assert_eq!(fold("Ｋａｄｒｉ"), "kadri");
        assert_eq!(fold("ಶ್ರೀಕೃಷ್ಣ"), fold("ಶ್ರೀಕೃಷ್ಣ"));
        assert!(fold("ಶ್ರೀಕೃಷ್ಣ").contains('ೃ'), "a vowel sign is part of the word");
        assert_eq!(fold_number("W-55 102"), "w55102");
    }

    #[test]
    fn commas_group_digits_or_are_refused() {
        for (text, digits) in [
            ("1234", "1234"),
            ("1,234", "1234"),
            ("1,23,456", "123456"),
            ("12,345,678", "12345678"),
            ("", ""),
        ] {
            assert_eq!(ungrouped(text).as_deref(), Some(digits), "{text}");
        }
        for text in
            ["12,5", "1,23", "1234,567", "1,2,345", "1,234,56", ",123", "1,,234", "1,23,4567", "1,234,56,789"]
        {
            assert_eq!(ungrouped(text), None, "{text}");
        }
    }

    #[test]
    fn fields_that_would_run_are_defused() {
        for (field, safe) in [
            ("=1+1", "'=1+1"),
            ("+91 98450 12345", "'+91 98450 12345"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            (" =1", "' =1"),
            ("＝1", "'＝1"),
            ("-12.50", "-12.50"),
            ("-12", "-12"),
            ("-1-1", "'-1-1"),
            ("-", "'-"),
            ("12.5", "12.5"),
            ("ಶ್ರೀಕೃಷ್ಣ", "ಶ್ರೀಕೃಷ್ಣ"),
            ("O'Neill", "O'Neill"),
            ("", ""),
        ] {
            assert_eq!(safe_field(field), safe);
            assert_eq!(bare_field(safe), field);
        }
    }

    #[test]
    fn control_characters_and_endless_lines_are_refused() {
        assert!(Name::parse("a\u{0}b").is_err());
        assert!(Name::parse("a\u{202E}b").is_err());
        assert!(Name::parse(&"x".repeat(10_000_000)).is_err());
        assert!(Name::parse("   ").is_err());
        assert_eq!(Name::parse("  Asha   Rao ").map(|n| n.to_string()), Ok("Asha Rao".into()));
    }
}
