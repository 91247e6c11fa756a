//! Seasons of the year and bands of the week: which of them a day or an hour is in.

use super::model::Tariff;
use crate::time::Day;
use rust_decimal::Decimal;
use std::sync::Arc;

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// Names of the days as files write them, Monday first.
pub const DAY_NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A part of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Season {
    /// Its name.
    pub name: Arc<str>,
    /// Its months, 1 to 12; empty when the file leaves them to the case.
    pub months: Vec<u32>,
}

/// A part of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeBand {
    /// Its name; the same name again adds hours.
    pub name: Arc<str>,
    /// Its season; `None` all year.
    pub season: Option<Arc<str>>,
    /// Its hours.
    pub hours: Hours,
}

/// The hours of a band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hours {
    /// For each day from Monday: spans of minutes, from (included) to (not included).
    Week(Box<[Vec<(u16, u16)>; 7]>),
    /// Whatever no other band takes.
    Otherwise,
}

impl Hours {
    fn takes(&self, weekday: usize, minute: u16) -> bool {
        match self {
            Hours::Week(days) => days[weekday].iter().any(|(from, to)| (*from..*to).contains(&minute)),
            Hours::Otherwise => false,
        }
    }

    fn has_some(&self) -> bool {
        match self {
            Hours::Week(days) => days.iter().any(|spans| !spans.is_empty()),
            Hours::Otherwise => true,
        }
    }
}

/// 0 on Mondays to 6 on Sundays.
#[must_use]
pub fn weekday(day: Day) -> usize {
    // 1900-01-01 was a Monday, and no day is before it.
    let since = Day::new(1900, 1, 1).map_or(0, |monday| day.days_since(monday));
    usize::try_from(since.rem_euclid(7)).unwrap_or(0)
}

impl Tariff {
    /// The season of a calendar month (1–12); `None` when the file gives no months, or leaves it out.
    #[must_use]
    pub fn season_of_month(&self, month: u32) -> Option<&Arc<str>> {
        self.seasons.iter().find(|season| season.months.contains(&month)).map(|season| &season.name)
    }

    /// Whether dates alone tell the season.
    #[must_use]
    pub fn seasons_have_months(&self) -> bool {
        self.seasons.iter().any(|season| !season.months.is_empty())
    }

    /// Days of each season from `from` to before `to`, in the order in which they come.
    #[must_use]
    pub fn season_days(&self, from: Day, to: Day) -> Vec<(Arc<str>, Decimal)> {
        let mut found: Vec<(Arc<str>, Decimal)> = Vec::new();
        let mut at = from;
        while at < to {
            let (_, month, _) = at.parts();
            let next = at.month_start(1).min(to);
            // A day that cannot move on (the last of the calendar) ends the count.
            let days = next.days_since(at);
            if days <= 0 {
                break;
            }
            if let Some(name) = self.season_of_month(month) {
                match found.iter_mut().find(|(season, _)| season == name) {
                    Some((_, sum)) => *sum += Decimal::from(days),
                    None => found.push((Arc::clone(name), days.into())),
                }
            }
            at = next;
        }
        found
    }

    /// Whether a band is there in a season; `None` is days of no season. Its hours tell, and where the file tells no
    /// hours at all, its ladders: a band that has none in a season is none of that season. Of a band of which nobody
    /// says anything it is true.
    #[must_use]
    pub fn has_band(&self, band: &str, season: Option<&str>) -> bool {
        let here = |of: &Option<Arc<str>>| of.is_none() || of.as_deref() == season;
        if self.tells_hours() {
            let mut own = self.bands.iter().filter(|entry| *entry.name == *band).peekable();
            own.peek().is_none() || own.any(|entry| here(&entry.season) && entry.hours.has_some())
        } else {
            let mut own = self.energy.iter().filter(|charge| charge.band.as_deref() == Some(band)).peekable();
            own.peek().is_none() || own.any(|charge| here(&charge.season))
        }
    }

    /// Whether a band may be there in some seasons only.
    #[must_use]
    pub fn has_bands_of_seasons(&self) -> bool {
        if self.tells_hours() {
            self.bands.iter().any(|band| band.season.is_some() || !band.hours.has_some())
        } else {
            self.energy.iter().any(|charge| charge.band.is_some() && charge.season.is_some())
        }
    }

    /// Whether the file says which hours its bands have.
    #[must_use]
    pub fn tells_hours(&self) -> bool {
        !self.bands.is_empty()
    }

    /// The band of a minute of a day (0 to 1439), for interval data; `None` when no band takes it.
    #[must_use]
    pub fn band_at(&self, day: Day, minute: u16) -> Option<&Arc<str>> {
        let season = self.season_of_month(day.parts().1);
        self.band_in(season.map(AsRef::as_ref), weekday(day), minute)
    }

    /// The band of a minute of a weekday (0 is Monday) in a season.
    #[must_use]
    pub fn band_in(&self, season: Option<&str>, weekday: usize, minute: u16) -> Option<&Arc<str>> {
        let here =
            || self.bands.iter().filter(|band| band.season.is_none() || band.season.as_deref() == season);
        here()
            .find(|band| band.hours.takes(weekday.min(6), minute))
            .or_else(|| here().find(|band| band.hours == Hours::Otherwise))
            .map(|band| &band.name)
    }
}

/// Reads `Mon-Fri 16:00-21:00`, `Sat,Sun 00:00-24:00`, `22:00-06:00` (every day, over midnight),
/// several of them parted by semicolons or commas, or `otherwise`. The error says what was expected.
pub fn hours(text: &str) -> Result<Hours, String> {
    let expected = || {
        "hours such as \"Mon-Fri 16:00-21:00\", \"Sat,Sun 00:00-24:00\", \"22:00-06:00\" or \"otherwise\""
            .to_owned()
    };
    let text = text.trim();
    if text.eq_ignore_ascii_case("otherwise") {
        return Ok(Hours::Otherwise);
    }
    let mut week: [Vec<(u16, u16)>; 7] = Default::default();
    let mut days: Vec<usize> = (0..7).collect();
    let mut named_since_hours = false;
    let mut any = false;
    for word in text.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
        if word.contains(':') {
            let span = span(word).ok_or_else(expected)?;
            for day in &days {
                add(&mut week, *day, span);
            }
            (named_since_hours, any) = (false, true);
        } else {
            let more = day_range(word).ok_or_else(expected)?;
            if named_since_hours {
                days.extend(more)
            } else {
                days = more
            }
            named_since_hours = true;
        }
    }
    if any && !named_since_hours { Ok(Hours::Week(Box::new(week))) } else { Err(expected()) }
}

/// Reads 24 characters, one an hour from midnight, `X` where the band is on and `.` where not.
pub fn hour_marks(text: &str) -> Option<Vec<(u16, u16)>> {
    let marks: Vec<char> = text.chars().collect();
    if marks.len() != 24 || !marks.iter().all(|mark| matches!(mark, 'X' | 'x' | '.')) {
        return None;
    }
    let on = marks.iter().zip(0u16..).filter(|(mark, _)| **mark != '.');
    Some(on.map(|(_, hour)| (hour * 60, hour * 60 + 60)).collect())
}

fn add(week: &mut [Vec<(u16, u16)>; 7], day: usize, (from, to): (u16, u16)) {
    if from < to {
        week[day].push((from, to));
    } else {
        // Over midnight: the rest belongs to the morning after.
        week[day].push((from, DAY_MINUTES));
        if to > 0 {
            week[(day + 1) % 7].push((0, to));
        }
    }
}

fn span(word: &str) -> Option<(u16, u16)> {
    let (from, to) = word.split_once('-')?;
    let (from, to) = (clock(from)?, clock(to)?);
    (from != to && from < DAY_MINUTES).then_some((from, to))
}

fn clock(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !two_digits(hour) || minute.len() != 2 || !two_digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let whole = hour * 60 + minute;
    (minute < 60 && whole <= DAY_MINUTES).then_some(whole)
}

fn day_range(word: &str) -> Option<Vec<usize>> {
    match word.to_ascii_lowercase().as_str() {
        "daily" | "everyday" => return Some((0..7).collect()),
        "weekdays" | "weekday" => return Some((0..5).collect()),
        "weekends" | "weekend" => return Some(vec![5, 6]),
        _ => {}
    }
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    let (first, last) = (day_name(first)?, day_name(last)?);
    Some((0..7).map(|step| (first + step) % 7).take((last + 7 - first) % 7 + 1).collect())
}

fn day_name(word: &str) -> Option<usize> {
    DAY_NAMES.iter().position(|name| name.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Vec<(usize, u16, u16)> {
        let Ok(Hours::Week(days)) = hours(text) else { return Vec::new() };
        let each = days.iter().enumerate();
        each.flat_map(|(day, spans)| spans.iter().map(move |(from, to)| (day, *from, *to))).collect()
    }

    #[test]
    fn hours_are_read_as_tariff_orders_print_them() {
        let weekdays: Vec<_> = (0..5).map(|day| (day, 960, 1260)).collect();
        assert_eq!(on("Mon-Fri 16:00-21:00"), weekdays);
        assert_eq!(on("Sat,Sun 00:00-24:00"), [(5, 0, 1440), (6, 0, 1440)]);
        assert_eq!(on("Sun 22:30-06:00"), [(0, 0, 360), (6, 1350, 1440)], "over midnight into Monday");
        assert_eq!(on("Mon 6:00-9:00, 17:00-21:00"), [(0, 360, 540), (0, 1020, 1260)]);
        assert_eq!(on("Fri-Mon 10:00-11:00").len(), 4, "a range may pass the week's end");
        assert_eq!(on("22:00-06:00").len(), 14, "no day named: every day");
        assert_eq!(hours(" Otherwise"), Ok(Hours::Otherwise));
        for bad in
            ["", "Mon-Fri", "16-21", "Mon 25:00-26:00", "Mon 10:00-10:00", "Foo 10:00-11:00", "10:60-11:00"]
        {
            assert!(hours(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn marks_are_24_of_x_and_dot() {
        assert_eq!(hour_marks("X......................X"), Some(vec![(0, 60), (1380, 1440)]));
        assert_eq!(hour_marks("XX"), None);
        assert_eq!(hour_marks("O......................."), None);
    }

    #[test]
    fn a_day_knows_its_weekday() {
        let of = |text| Day::parse(text).map(weekday);
        assert_eq!(of("2026-11-21"), Ok(5), "a Saturday");
        assert_eq!(of("2024-02-29"), Ok(3), "a Thursday");
    }

    #[test]
    fn an_hour_is_in_its_band_of_its_season() {
        let text = include_str!("../../tests/tariffs/every-field.toml");
        let tariff = Tariff::parse(text).unwrap_or_else(|faults| panic!("{faults:?}"));
        for (day, hour, band) in [
            ("2026-06-05", 18, "peak"), // a Friday in summer
            ("2026-06-05", 22, "off-peak"),
            ("2026-06-06", 18, "off-peak"), // a Saturday
            ("2026-12-04", 18, "off-peak"), // winter's peak is in the morning
            ("2026-12-04", 9, "peak"),
        ] {
            let at = Day::parse(day).map(|day| tariff.band_at(day, hour * 60).map(ToString::to_string));
            assert_eq!(at, Ok(Some(band.to_owned())), "{day} {hour}:00");
        }
    }
}
