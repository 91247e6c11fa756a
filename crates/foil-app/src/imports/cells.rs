//! The cells of a row: found by field, tidied, and read as what they should be.

use super::views::RowError;
use foil_domain::customers::{AccountStatus, ByLaw, Service, findable};
use foil_domain::money::Money;
use foil_domain::text::{fold, fold_number, line, ungrouped};
use foil_domain::time::Day;
use std::borrow::Cow;

/// Characters of a bad value that are shown.
const SHOWN: usize = 80;
/// A cell of at most so many characters holds a number, an amount, a day or a word, and stands on one line.
const SHORT: usize = 60;

/// The cells of one row. What is wrong with them gathers here.
pub(super) struct Cells<'r> {
    record: &'r csv::ByteRecord,
    columns: &'r [Option<usize>],
    fields: &'static [super::fields::Field],
    line: i64,
    bad: &'r mut Vec<RowError>,
}

impl<'r> Cells<'r> {
    pub(super) fn new(
        record: &'r csv::ByteRecord,
        columns: &'r [Option<usize>],
        fields: &'static [super::fields::Field],
        line: i64,
        bad: &'r mut Vec<RowError>,
    ) -> Cells<'r> {
        Cells { record, columns, fields, line, bad }
    }

    /// The row's line in the file.
    pub(super) fn line(&self) -> i64 {
        self.line
    }

    /// Notes that a field's value will not do.
    pub(super) fn refuse(&mut self, field: usize, expected: impl Into<String>) {
        let value = self.columns[field].and_then(|at| self.record.get(at)).unwrap_or_default();
        let value = shown(&String::from_utf8_lossy(value));
        self.bad.push(RowError {
            row: self.line,
            field: self.fields[field].name.to_owned(),
            value,
            expected: expected.into(),
        });
    }

    /// A field's text in the form in which it is stored, of `least..=most` characters. `None` was noted.
    pub(super) fn text(&mut self, field: usize, least: usize, most: usize) -> Option<Cow<'r, str>> {
        let cell = self.columns[field].and_then(|at| self.record.get(at)).unwrap_or_default();
        match std::str::from_utf8(cell)
            .map_err(|_| "text in UTF-8".to_owned())
            .and_then(|t| tidy(t, least, most))
        {
            Ok(text) => Some(text),
            Err(expected) => {
                self.refuse(field, expected);
                None
            }
        }
    }

    /// A field's text as far as it can be read; nothing is noted.
    pub(super) fn peek(&self, field: usize) -> Option<&'r str> {
        let cell = self.columns[field].and_then(|at| self.record.get(at))?;
        std::str::from_utf8(cell).ok()
    }

    /// A field that may say in many ways that it is empty.
    pub(super) fn maybe(&mut self, field: usize, most: usize) -> Option<Cow<'r, str>> {
        let text = self.text(field, 0, most)?;
        let nothing = ["-", "--", "n/a", "na", "nil", "none", "null", "#n/a"];
        if nothing.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            Some(Cow::Borrowed(""))
        } else {
            Some(text)
        }
    }

    /// Reads a field's text; `None` was noted.
    pub(super) fn read<T>(
        &mut self,
        field: usize,
        text: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        match read(text) {
            Ok(value) => Some(value),
            Err(expected) => {
                self.refuse(field, expected);
                None
            }
        }
    }

    /// A day that must be there; `None` was noted.
    pub(super) fn day(&mut self, field: usize) -> Option<Day> {
        let text = self.text(field, 1, 40)?;
        self.read(field, &text, day)
    }

    /// A day, or nothing; the outer `None` was noted.
    pub(super) fn maybe_day(&mut self, field: usize) -> Option<Option<Day>> {
        let text = self.maybe(field, 40)?;
        if text.is_empty() { Some(None) } else { self.read(field, &text, day).map(Some) }
    }

    /// An amount that must be there; `None` was noted.
    pub(super) fn money(&mut self, field: usize, decimals: u32) -> Option<Money> {
        let text = self.text(field, 1, 40)?;
        self.read(field, &text, |t| Money::parse(t, decimals))
    }
}

/// A value as it is shown in an error: without control characters and turns of direction, cut to 80.
pub(super) fn shown(value: &str) -> String {
    let hidden = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let mut text: String = value.chars().map(|c| if hidden(c) { ' ' } else { c }).take(SHOWN + 1).collect();
    if text.chars().count() > SHOWN {
        text = text.chars().take(SHOWN - 1).chain(['…']).collect();
    }
    text
}

/// Text in the form in which it is stored. A line break inside a longer text is a blank.
fn tidy(text: &str, least: usize, most: usize) -> Result<Cow<'_, str>, String> {
    let trimmed = text.trim_matches([' ', '\n']);
    if is_tidy(trimmed) && (least..=most).contains(&trimmed.len()) {
        return Ok(Cow::Borrowed(trimmed));
    }
    if most <= SHORT && trimmed.contains('\n') {
        return Err("one line, without a line break inside".to_owned());
    }
    if trimmed.bytes().any(|b| matches!(b, b'\n' | b'\t')) {
        return line(&trimmed.replace(['\n', '\t'], " "), least, most).map(Cow::Owned);
    }
    line(trimmed, least, most).map(Cow::Owned)
}

/// Printable ASCII with single blanks: most cells, and nothing to do.
fn is_tidy(text: &str) -> bool {
    let mut blank = false;
    text.bytes().all(|b| {
        let twice = blank && b == b' ';
        blank = b == b' ';
        (b' '..=b'~').contains(&b) && !twice
    })
}

/// `fold`, quickly for ASCII.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { fold(text) }
}

/// `fold_number`, quickly for ASCII.
pub(super) fn folded_number(text: &str) -> String {
    if !text.is_ascii() {
        return fold_number(text);
    }
    text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_lowercase())).collect()
}

/// A day as `2026-11-21`, `21/11/2026`, `21-11-2026` or `21.11.2026`; a midnight after it is ignored.
pub(super) fn day(text: &str) -> Result<Day, String> {
    let expected = || "a day such as 2026-11-21 or 21/11/2026".to_owned();
    let text = text.strip_suffix(" 00:00:00").or_else(|| text.strip_suffix(" 00:00")).unwrap_or(text);
    if let Ok(day) = Day::parse(text) {
        return Ok(day);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let [d, m, y] = parts[..] else { return Err(expected()) };
    let fits = y.len() == 4 && (1..=2).contains(&d.len()) && (1..=2).contains(&m.len());
    if !fits || !parts.iter().all(|p| digits(p)) {
        return Err(expected());
    }
    let number = |s: &str| s.parse::<u32>().map_err(|_| expected());
    let year = i32::try_from(number(y)?).map_err(|_| expected())?;
    Day::new(year, number(m)?, number(d)?).ok_or_else(expected)
}

/// A number or code that must be there, with something to find it by; `None` was noted.
pub(super) fn code(cells: &mut Cells<'_>, field: usize) -> Option<String> {
    let text = cells.text(field, 1, 40)?;
    cells.read(field, &text, findable)?;
    Some(text.into_owned())
}

/// A service by the words that exports use.
pub(super) fn service(text: &str) -> Result<Service, String> {
    Ok(match folded_number(text).as_str() {
        "electricity" | "electric" | "elec" | "electrical" | "power" | "energy" | "e" | "el" => {
            Service::Electricity
        }
        "water" | "watersupply" | "w" | "wa" => Service::Water,
        "gas" | "pipedgas" | "png" | "naturalgas" | "g" => Service::Gas,
        _ => return Err("electricity, water or gas".to_owned()),
    })
}

/// A status by the words that exports use.
pub(super) fn status(text: &str) -> Result<AccountStatus, String> {
    Ok(match folded_number(text).as_str() {
        "active" | "live" | "connected" | "inservice" | "normal" | "a" | "on" => AccountStatus::Active,
        "cut"
        | "disconnected"
        | "temporarilydisconnected"
        | "tempdisconnected"
        | "td"
        | "dc"
        | "suspended" => AccountStatus::Cut,
        "closed"
        | "terminated"
        | "surrendered"
        | "permanentlydisconnected"
        | "pd"
        | "dismantled"
        | "ended" => AccountStatus::Closed,
        _ => return Err("active, cut or closed".to_owned()),
    })
}

/// Priority by law by the words that exports use.
pub(super) fn by_law(text: &str) -> Result<ByLaw, String> {
    Ok(match folded_number(text).as_str() {
        "none" | "no" | "n" | "general" | "regular" | "0" => ByLaw::None,
        "elderly" | "senior" | "seniorcitizen" | "sc60" | "aged" => ByLaw::Elderly,
        "disabled" | "disability" | "pwd" | "divyang" | "divyangjan" | "handicapped" | "ph" => {
            ByLaw::Disabled
        }
        "pregnant" | "expectant" | "expectantmother" => ByLaw::Pregnant,
        _ => return Err("none, elderly, disabled or pregnant".to_owned()),
    })
}

/// A number without the commas that group its digits, as in `1,420` or `1,23,456.5`; none where a comma stands anywhere
/// else, as in `142,5`: whoever wrote that meant a point, and would be read as ten times as much.
pub(super) fn without_commas(text: &str) -> Option<String> {
    let (sign, number) = text.strip_prefix('-').map_or(("", text), |number| ("-", number));
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
    if fraction.is_some_and(|f| f.contains(',')) {
        return None;
    }
    let whole = ungrouped(whole)?;
    Some(fraction.map_or_else(|| format!("{sign}{whole}"), |fraction| format!("{sign}{whole}.{fraction}")))
}

/// A number such as `142.5` or `1,420`, without the commas; at most 20 digits.
pub(super) fn decimal(text: &str) -> Result<String, String> {
    let expected = || "a number such as 142.5".to_owned();
    let plain = without_commas(text).ok_or_else(expected)?;
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let digits_only = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if plain.len() <= 21 && digits_only(whole) && digits_only(fraction) {
        return Ok(plain);
    }
    Err(expected())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_forms_of_the_trade_and_no_other() {
        for text in ["2026-11-05", "05/11/2026", "5-11-2026", "05.11.2026", "05/11/2026 00:00:00"] {
            assert_eq!(day(text).map(|d| d.to_string()), Ok("2026-11-05".into()), "{text}");
        }
        for text in
            ["11/25/2026", "2026/11/05", "5/11/26", "31-02-2026", "", "tomorrow", "5/11/2026/1", "-5/11/2026"]
        {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(decimal("1,420.50"), Ok("1420.50".into()));
        assert_eq!(decimal("-1,23,456"), Ok("-123456".into()));
        for text in ["142,5", "4512,50", "1,42", "1,4200", ",420", "1,420,5", "1.420,50", "1.42,050"] {
            assert!(decimal(text).is_err(), "{text}: a comma that is meant as a point is not passed over");
        }
        for text in ["", ".", "1e5", "12.", "=1", "٣", "1.2.3"] {
            assert!(decimal(text).is_err(), "{text}");
        }
    }

    #[test]
    fn quick_ways_give_what_the_slow_ones_give() {
        for text in ["", "a", "Asha  Rao", " x ", "W-55/10", "a\tb", "a\u{7f}", "ಶ್ರೀ ಕೃಷ್ಣ", "JOSÉ"]
        {
            if let Ok(tidied) = tidy(text, 0, 40) {
                assert_eq!(line(&text.replace('\t', " "), 0, 40).as_deref(), Ok(tidied.as_ref()), "{text:?}");
            }
            assert_eq!(folded(text), fold(text), "{text:?}");
            assert_eq!(folded_number(text), fold_number(text), "{text:?}");
        }
        assert!(tidy("a\u{0}b", 0, 40).is_err() && tidy("", 1, 40).is_err());
        assert_eq!(tidy("4, Car Street\nMangalore", 1, 240).as_deref(), Ok("4, Car Street Mangalore"));
        assert_eq!(tidy("E-1001\n", 1, 40).as_deref(), Ok("E-1001"));
        assert!(tidy("E-1001\nE-1002", 1, 40).is_err(), "two numbers are not one");
    }

    #[test]
    fn a_bad_value_is_cut_and_has_no_control_characters() {
        assert_eq!(shown(&"x".repeat(500)).chars().count(), SHOWN);
        assert_eq!(shown("a\u{0}b"), "a b");
    }
}
