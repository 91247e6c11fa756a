//! Days and instants. Nothing here reads a clock: shells hand the time in.

use chrono::{DateTime, Datelike, NaiveDate, TimeZone};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A calendar day, `YYYY-MM-DD` in the book and on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Day(NaiveDate);

impl Day {
    /// The first day that is one here, before every other.
    pub const FIRST: Day = match NaiveDate::from_ymd_opt(1900, 1, 1) {
        Some(day) => Day(day),
        None => panic!("1900 began like any year"),
    };

    /// A day after all others.
    pub const LAST: Day = match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(day) => Day(day),
        None => panic!("9999 ends like any year"),
    };

    /// The day of a year, month (1–12) and day of month; `None` when there is none such.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).filter(|d| (1900..=9999).contains(&d.year())).map(Day)
    }

    /// Reads exactly `YYYY-MM-DD`, of the years 1900 to 9999.
    pub fn parse(text: &str) -> Result<Day, String> {
        let shaped = text.len() == 10
            && text
                .bytes()
                .enumerate()
                .all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
        let date = shaped.then(|| text.parse::<NaiveDate>().ok()).flatten();
        date.and_then(|d| Day::new(d.year(), d.month(), d.day()))
            .ok_or_else(|| "a day written YYYY-MM-DD, such as 2026-11-21".to_owned())
    }

    /// Days from `earlier` to this one; negative when this one comes first.
    #[must_use]
    pub fn days_since(self, earlier: Day) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// The day `days` later (earlier when negative), kept within the years 1900 to 9999.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Day {
        chrono::Duration::try_days(days)
            .and_then(|d| self.0.checked_add_signed(d))
            .filter(|d| (1900..=9999).contains(&d.year()))
            .map_or(self, Day)
    }

    /// The first day of this day's month, moved by `months`.
    #[must_use]
    pub fn month_start(self, months: i32) -> Day {
        let index = self.0.year() * 12 + self.0.month0() as i32 + months;
        Day::new(index.div_euclid(12), index.rem_euclid(12) as u32 + 1, 1).unwrap_or(self)
    }

    /// Year, month (1–12), day of month.
    #[must_use]
    pub fn parts(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// The name of its month: `November`.
    #[must_use]
    pub fn month_name(self) -> String {
        self.0.format("%B").to_string()
    }

    /// As people read it without doubt: `21 Nov 2026`.
    #[must_use]
    pub fn long(self) -> String {
        self.0.format("%-d %b %Y").to_string()
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // `NaiveDate` writes years from 0 to 9999 as ISO 8601 has them, without a pattern to read first.
        write!(f, "{}", self.0)
    }
}

impl TryFrom<String> for Day {
    type Error = String;
    fn try_from(text: String) -> Result<Day, String> {
        Day::parse(&text)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

/// A calendar month, `YYYY-MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Month(Day);

impl Month {
    /// The month a day lies in.
    #[must_use]
    pub fn of(day: Day) -> Month {
        Month(day.month_start(0))
    }

    /// Reads exactly `YYYY-MM`.
    pub fn parse(text: &str) -> Result<Month, String> {
        Day::parse(&format!("{text}-01"))
            .map(Month)
            .map_err(|_| "a month written YYYY-MM, such as 2026-11".into())
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Day {
        self.0
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Day {
        self.0.month_start(1).plus_days(-1)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, _) = self.0.parts();
        write!(f, "{year:04}-{month:02}")
    }
}

impl TryFrom<String> for Month {
    type Error = String;
    fn try_from(text: String) -> Result<Month, String> {
        Month::parse(&text)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> String {
        month.to_string()
    }
}

/// A moment, in milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct Instant(i64);

impl Instant {
    /// The moment `millis` milliseconds after 1970-01-01 UTC.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Instant {
        Instant(millis)
    }

    /// Milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds from `earlier` to this moment, never below zero.
    #[must_use]
    pub fn secs_since(self, earlier: Instant) -> i64 {
        (self.0.saturating_sub(earlier.0) / 1000).max(0)
    }

    /// The moment `secs` seconds later.
    #[must_use]
    pub fn plus_secs(self, secs: i64) -> Instant {
        Instant(self.0.saturating_add(secs.saturating_mul(1000)))
    }
}

/// The office's time zone, by its IANA name such as `Asia/Kolkata`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(chrono_tz::Tz);

impl Zone {
    /// The zone of an IANA name.
    pub fn parse(name: &str) -> Result<Zone, String> {
        name.parse().map(Zone).map_err(|_| "a time zone such as Asia/Kolkata".to_owned())
    }

    /// The zone's IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The calendar day that a moment falls on in the office.
    #[must_use]
    pub fn day_of(self, at: Instant) -> Day {
        let date = self.local(at).date_naive();
        Day::new(date.year(), date.month(), date.day()).unwrap_or(Day(NaiveDate::default()))
    }

    /// `14:05` in the office.
    #[must_use]
    pub fn clock(self, at: Instant) -> String {
        self.local(at).format("%H:%M").to_string()
    }

    /// `2026-11-21 14:05:09` in the office.
    #[must_use]
    pub fn stamp(self, at: Instant) -> String {
        self.local(at).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// The moment at which the office's clock shows `hour:minute` on `day`.
    #[must_use]
    pub fn at(self, day: Day, hour: u32, minute: u32) -> Instant {
        let wall = day.0.and_hms_opt(hour.min(23), minute.min(59), 0).unwrap_or_default();
        let found = self.0.from_local_datetime(&wall).earliest();
        Instant(found.map_or_else(|| wall.and_utc().timestamp_millis(), |t| t.timestamp_millis()))
    }

    fn local(self, at: Instant) -> DateTime<chrono_tz::Tz> {
        let utc = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
        utc.with_timezone(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_only_in_its_one_form() {
        assert_eq!(Day::parse("2026-11-21").map(Day::long), Ok("21 Nov 2026".into()));
        for text in ["21-11-2026", "2026-2-30", "2026-02-30", "1899-12-31", "2026-11-21T00", "२०२६-११-२१"]
        {
            assert!(Day::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_moment_late_in_the_evening_utc_is_the_next_day_in_mangalore() {
        let zone = Zone::parse("Asia/Kolkata").expect("a zone");
        let at = Instant::from_millis(1_795_287_600_000); // 2026-11-21 19:00 UTC
        assert_eq!(zone.day_of(at).to_string(), "2026-11-22");
        assert_eq!(zone.at(zone.day_of(at), 0, 30), at);
    }

    #[test]
    fn a_month_knows_its_last_day() {
        assert_eq!(Month::parse("2028-02").map(|m| m.last().to_string()), Ok("2028-02-29".into()));
    }
}
