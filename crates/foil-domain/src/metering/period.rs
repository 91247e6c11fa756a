//! What a bill gets to see: an account's use from the last billed reading to the newest one.
//!
//! A meter that was exchanged inside the period gives two entries, priced once together. An estimate that
//! a measured reading has made good inside the period is part of one entry; one that was billed already
//! makes the period's units smaller, in the worst case less than nothing ([`PeriodUse::trued_up`]).

use super::{Purpose, ReadingKind};
use crate::time::Day;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A reading that stands, as the book has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The meter's number.
    pub meter: String,
    /// The register's number on the meter.
    pub register: i64,
    /// The tariff's time band; `demand…` for the highest load.
    pub band: String,
    /// What its units are: kWh, kL, kW.
    pub unit: String,
    /// How many registers of its meter count use; those of loads are not among them.
    pub meter_registers: i64,
    /// Units for one count.
    pub multiplier: Decimal,
    /// Day of the reading.
    pub on: Day,
    /// What the register showed.
    pub value: Decimal,
    /// Units since the reading before.
    pub units: Decimal,
    /// How it came to be known.
    pub kind: ReadingKind,
    /// What it was taken for.
    pub purpose: Purpose,
    /// Whether the register ran through zero since the reading before.
    pub rolled_over: bool,
}

/// An account's use in a period, register by register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodUse {
    /// Day of the opening reading.
    pub from: Day,
    /// Day of the closing reading; the period ends before it.
    pub to: Day,
    /// The least certain of the closing readings.
    pub kind: ReadingKind,
    /// Use of each register, in order of meters and registers.
    pub registers: Vec<RegisterUse>,
    /// A measured reading of a register that counts use closes what an estimate had opened, be it of a meter that was
    /// taken off since: the units of its band ([`PeriodUse::trued_bands`]) are the true total since the last measured
    /// reading, less what was estimated, and may be below zero.
    pub trued_up: bool,
    /// Day of the last measured reading before the period; later than none, at most `from`.
    pub measured_on: Option<Day>,
}

/// Use of one register of one meter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterUse {
    /// The meter's number.
    pub meter: String,
    /// The register's number on the meter.
    pub register: i64,
    /// The tariff's time band; empty for all use, `demand…` for the highest load.
    pub band: String,
    /// What its units are: kWh, kL, kW.
    pub unit: String,
    /// What it showed at the beginning.
    pub previous: Decimal,
    /// What it showed at the end.
    pub current: Decimal,
    /// Units for one count.
    pub multiplier: Decimal,
    /// Units used, times the multiplier; for demand the highest load.
    pub units: Decimal,
    /// How the beginning is known.
    pub previous_kind: ReadingKind,
    /// How the end is known.
    pub current_kind: ReadingKind,
    /// It ran through zero.
    pub rolled_over: bool,
}

impl PeriodUse {
    /// Units of all registers that count use; without demand.
    #[must_use]
    pub fn units(&self) -> Decimal {
        self.registers.iter().filter(|r| !is_demand(&r.band)).map(|r| r.units).sum()
    }

    /// The bands whose use is measured now, after it was billed on an estimate; each once. A load is none: what it was
    /// in a month is not told by a later reading.
    #[must_use]
    pub fn trued_bands(&self) -> Vec<&str> {
        let mut bands: Vec<&str> =
            self.registers.iter().filter(|r| r.is_trued_up()).map(|r| r.band.as_str()).collect();
        bands.sort_unstable();
        bands.dedup();
        bands
    }
}

impl RegisterUse {
    fn is_trued_up(&self) -> bool {
        !is_demand(&self.band) && !self.previous_kind.is_measured() && self.current_kind.is_measured()
    }
}

/// Whether a band is a load rather than a use.
#[must_use]
pub fn is_demand(band: &str) -> bool {
    band == "demand" || band.starts_with("demand ")
}

/// Why an account's use cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// Nothing was read since the last bill.
    Nothing,
    /// A meter was read, but not all of its registers on one day.
    Register {
        /// The meter's number.
        meter: String,
        /// The register's number on it and its band; none where it was never read.
        register: Option<(i64, String)>,
        /// The day on which the others were read.
        on: Day,
    },
    /// A meter came in the place of the one that was read last, and nobody has read that since.
    Hung {
        /// The new meter's number.
        meter: String,
        /// The day on which it was hung.
        on: Day,
    },
}

/// Gathers a period's use from an account's standing readings, **newest first**, fed one by one.
///
/// A period ends on the newest day on which every register that hangs was read: closed by one register alone, it
/// would be billed again with the others. A load that was never read is not waited for; a tariff that charges by it
/// asks for it. Nor does it end with the last reading of a meter in whose place another hangs: what both count is one
/// period, priced once, unless it is asked for up to that very day, or that was the day of the round.
#[derive(Debug)]
pub struct Gathering {
    after: Option<Day>,
    up_to: Day,
    /// Newest first.
    points: Vec<Point>,
    /// The registers that were read in the period, and whether the reading that opens it was met.
    seen: Vec<(String, i64, bool)>,
    measured_on: Option<Day>,
    /// Days of the account's round.
    rounds: Vec<Day>,
}

#[derive(Debug)]
struct Register {
    usage: RegisterUse,
    /// Day of its closing reading.
    to: Day,
    /// Day of the reading that opens it, once that was met.
    from: Option<Day>,
}

impl Gathering {
    /// Begins: after the day of the last billed reading, up to a day.
    #[must_use]
    pub fn new(after: Option<Day>, up_to: Day) -> Gathering {
        Gathering {
            after,
            up_to,
            points: Vec::new(),
            seen: Vec::new(),
            measured_on: None,
            rounds: Vec::new(),
        }
    }

    /// Takes the next older reading; `false` once nothing older can matter.
    pub fn take(&mut self, point: Point) -> bool {
        if point.on > self.up_to {
            return true;
        }
        let before = self.is_before(&point);
        // All of the day of the last bill is looked at: a register that was read then and not since was forgotten.
        let older = self.after.is_some_and(|after| point.on < after);
        if older && self.measured_on.is_some() && self.seen.iter().all(|(_, _, opened)| *opened) {
            return false;
        }
        if before && point.kind.is_measured() && self.measured_on.is_none() {
            self.measured_on = Some(point.on);
        }
        let opens = before || point.purpose == Purpose::Install;
        let at = self.seen.iter().position(|(meter, n, _)| *meter == point.meter && *n == point.register);
        match at {
            Some(at) => self.seen[at].2 |= opens,
            None if !opens => self.seen.push((point.meter.clone(), point.register, false)),
            None => {}
        }
        self.points.push(point);
        true
    }

    fn is_before(&self, point: &Point) -> bool {
        self.after.is_some_and(|after| point.on <= after)
    }

    /// The days on which a meter was exchanged and not read otherwise, newest first. Such a day ends no period, unless it was
    /// that of the account's round ([`Gathering::round_was_on`]).
    #[must_use]
    pub fn exchanges(&self) -> Vec<Day> {
        self.days().into_iter().filter(|day| self.followed(*day).is_some()).collect()
    }

    /// Says that a day was that of the account's round: what was read on it at an exchange is the round's reading.
    pub fn round_was_on(&mut self, on: Day) {
        self.rounds.push(on);
    }

    /// What was gathered. Refuses where nothing was read in the period, or not all registers on one day.
    pub fn end(self) -> Result<PeriodUse, Unread> {
        let to = self.closing_day()?;
        let mut used: Vec<Register> = Vec::new();
        for point in self.points.iter().filter(|p| p.on <= to) {
            let before = self.is_before(point);
            let open = used.iter_mut().find(|r| r.from.is_none() && r.counts(point));
            match open {
                Some(register) => register.older(point, before),
                // An exchange on the very day of the last bill: what was taken off is billed already, what was
                // hung opens the next period and is met again there.
                None if !before && point.purpose != Purpose::Install => {
                    used.push(Register::closed_by(point));
                }
                None => {}
            }
        }
        used.retain(|r| r.from.is_some());
        used.reverse();
        let opened = used.iter().filter_map(|r| r.from).min().ok_or(Unread::Nothing)?;
        // A register that was last read before the last bill brings its whole use, but no day that was billed.
        let from = self.after.map_or(opened, |after| opened.max(after));
        let closing = || used.iter().filter(|r| r.to == to).map(|r| r.usage.current_kind);
        let kind = closing().find(|kind| !kind.is_measured()).or_else(|| closing().max());
        let kind = kind.ok_or(Unread::Nothing)?;
        let trued_up = used.iter().any(|r| r.usage.is_trued_up());
        used.sort_by(|a, b| {
            (a.to, &a.usage.meter, a.usage.register).cmp(&(b.to, &b.usage.meter, b.usage.register))
        });
        let registers = used.into_iter().map(|r| r.usage).collect();
        Ok(PeriodUse { from, to, kind, registers, trued_up, measured_on: self.measured_on })
    }

    /// The newest day of the period on which everything that hung was read.
    fn closing_day(&self) -> Result<Day, Unread> {
        let mut told = None;
        for day in self.days() {
            match self.missing(day).or_else(|| self.followed(day)) {
                None => return Ok(day),
                Some(missing) => told = told.or(Some(missing)),
            }
        }
        Err(told.unwrap_or(Unread::Nothing))
    }

    /// The days of the period on which something that hung was read, newest first.
    fn days(&self) -> Vec<Day> {
        let read = self.points.iter().filter(|p| !self.is_before(p) && p.purpose != Purpose::Install);
        let mut days: Vec<Day> = read.map(|p| p.on).collect();
        days.dedup();
        days
    }

    /// A register that hung on a day and was not read on it.
    fn missing(&self, day: Day) -> Option<Unread> {
        let mut newest: Vec<&Point> = Vec::new();
        for point in self.points.iter().filter(|p| p.on <= day) {
            if newest.iter().any(|p| p.meter == point.meter && p.register == point.register) {
                continue;
            }
            newest.push(point);
            if point.on < day && !self.is_gone(point, day) {
                let register = Some((point.register, point.band.clone()));
                return Some(Unread::Register { meter: point.meter.clone(), register, on: day });
            }
        }
        let read = newest.iter().filter(|p| p.on == day && p.purpose != Purpose::Install);
        let short = read.into_iter().find(|point| {
            let counted = newest
                .iter()
                .filter(|p| p.on == day && p.meter == point.meter && !is_demand(&p.band))
                .count();
            (counted as i64) < point.meter_registers
        })?;
        Some(Unread::Register { meter: short.meter.clone(), register: None, on: day })
    }

    /// A meter that was hung, before the period's last day, in the place of one that was read on a day for the last time and
    /// not on its round. Of one that was hung days later the time without a meter is a period of its own.
    fn followed(&self, day: Day) -> Option<Unread> {
        if self.rounds.contains(&day) {
            return None;
        }
        let mut read = self.points.iter().filter(|p| p.on == day && p.purpose != Purpose::Install);
        if !read.all(|p| p.purpose == Purpose::Final) {
            return None;
        }
        let hung = |p: &&Point| {
            p.purpose == Purpose::Install && p.on >= day && p.on <= day.plus_days(1) && p.on < self.up_to
        };
        let next = self.points.iter().find(hung)?;
        Some(Unread::Hung { meter: next.meter.clone(), on: next.on })
    }

    /// Whether the meter of a reading was taken off by a day: by its last reading, or because another was hung.
    fn is_gone(&self, last: &Point, day: Day) -> bool {
        let followed = |p: &Point| {
            p.purpose == Purpose::Install && p.meter != last.meter && p.on >= last.on && p.on <= day
        };
        last.purpose == Purpose::Final || self.points.iter().any(followed)
    }
}

impl Register {
    fn closed_by(point: &Point) -> Register {
        let usage = RegisterUse {
            meter: point.meter.clone(),
            register: point.register,
            band: point.band.clone(),
            unit: point.unit.clone(),
            previous: point.value,
            current: point.value,
            multiplier: point.multiplier,
            units: point.units,
            previous_kind: point.kind,
            current_kind: point.kind,
            rolled_over: point.rolled_over,
        };
        Register { usage, to: point.on, from: None }
    }

    fn counts(&self, point: &Point) -> bool {
        self.usage.meter == point.meter && self.usage.register == point.register
    }

    /// An older reading of it: it opens the register's use, or lies inside.
    fn older(&mut self, point: &Point, before: bool) {
        self.usage.previous = point.value;
        self.usage.previous_kind = point.kind;
        if before || point.purpose == Purpose::Install {
            self.from = Some(point.on);
            return;
        }
        self.usage.rolled_over |= point.rolled_over;
        self.usage.units = if is_demand(&self.usage.band) {
            // A load that was read later covers the time in which it was only guessed.
            let guessed = self.usage.current_kind.is_measured() && !point.kind.is_measured();
            if guessed { self.usage.units } else { self.usage.units.max(point.units) }
        } else {
            self.usage.units + point.units
        };
    }
}

#[cfg(test)]
mod tests {
    use super::super::past::tests::day;
    use super::*;

    fn point(meter: &str, on: &str, value: i64, units: i64, kind: ReadingKind, purpose: Purpose) -> Point {
        Point {
            meter: meter.into(),
            register: 1,
            band: String::new(),
            unit: "kWh".into(),
            meter_registers: 1,
            multiplier: Decimal::ONE,
            on: day(on),
            value: value.into(),
            units: units.into(),
            kind,
            purpose,
            rolled_over: false,
        }
    }

    use Purpose::{Cycle, Final, Install};
    use ReadingKind::{Actual, Estimated};

    fn gather(newest_first: &[Point], after: Option<&str>, up_to: &str) -> Result<PeriodUse, Unread> {
        let mut gathering = Gathering::new(after.map(day), day(up_to));
        for point in newest_first {
            if !gathering.take(point.clone()) {
                break;
            }
        }
        gathering.end()
    }

    #[test]
    fn a_period_goes_from_the_last_billed_reading_to_the_newest() {
        let readings = [
            point("M1", "2026-12-05", 1400, 200, Actual, Cycle),
            point("M1", "2026-11-05", 1200, 120, Actual, Cycle),
            point("M1", "2026-10-05", 1080, 80, Actual, Cycle),
            point("M1", "2026-09-05", 1000, 0, Actual, Install),
        ];
        let used = gather(&readings, Some("2026-10-05"), "2026-11-30").expect("it was read");
        assert_eq!((used.from, used.to, used.units()), (day("2026-10-05"), day("2026-11-05"), 120.into()));
        let first = gather(&readings, None, "2026-10-05").expect("it was read");
        assert_eq!((first.from, first.units()), (day("2026-09-05"), 80.into()), "from the installation on");
        assert_eq!(
            gather(&readings, Some("2026-12-05"), "2026-12-31"),
            Err(Unread::Nothing),
            "nothing was read since"
        );
        let both = gather(&readings, Some("2026-09-05"), "2026-11-05").expect("it was read");
        assert_eq!((both.units(), both.registers.len()), (200.into(), 1), "two readings, one use");
    }

    #[test]
    fn an_exchange_gives_an_entry_for_each_meter() {
        let readings = [
            point("M2", "2026-11-05", 70, 70, Actual, Cycle),
            point("M2", "2026-10-20", 0, 0, Actual, Install),
            point("M1", "2026-10-20", 1050, 50, Actual, Final),
            point("M1", "2026-10-05", 1000, 90, Actual, Cycle),
        ];
        let used = gather(&readings, Some("2026-10-05"), "2026-11-05").expect("it was read");
        let shown: Vec<_> = used.registers.iter().map(|r| (r.meter.as_str(), r.units)).collect();
        assert_eq!(shown, [("M1", 50.into()), ("M2", 70.into())]);
        assert_eq!((used.from, used.to, used.trued_up), (day("2026-10-05"), day("2026-11-05"), false));
    }

    #[test]
    fn an_exchange_on_the_day_of_the_bill_is_billed_once() {
        let readings = [
            point("M2", "2026-11-05", 70, 70, Actual, Cycle),
            point("M2", "2026-10-05", 0, 0, Actual, Install),
            point("M1", "2026-10-05", 1050, 50, Actual, Final),
            point("M1", "2026-09-05", 1000, 0, Actual, Install),
        ];
        let first = gather(&readings, Some("2026-09-05"), "2026-10-05").expect("it was read");
        let second = gather(&readings, Some("2026-10-05"), "2026-11-05").expect("it was read");
        assert_eq!((first.units(), second.units()), (50.into(), 70.into()));
        assert_eq!(second.registers.len(), 1);
    }

    #[test]
    fn an_exchange_before_the_round_ends_no_period() {
        let readings = [
            point("M2", "2026-11-12", 0, 0, Actual, Install),
            point("M1", "2026-11-12", 1090, 90, Actual, Final),
            point("M1", "2026-10-25", 1000, 120, Actual, Cycle),
            point("M1", "2026-09-25", 880, 0, Actual, Install),
        ];
        let unread = Unread::Hung { meter: "M2".into(), on: day("2026-11-12") };
        assert_eq!(
            gather(&readings, Some("2026-10-25"), "2026-11-25"),
            Err(unread),
            "the new one was not read"
        );
        let own = gather(&readings, Some("2026-10-25"), "2026-11-12").expect("up to its own day it may");
        assert_eq!((own.to, own.units()), (day("2026-11-12"), 90.into()));
        let mut read = readings.to_vec();
        read.insert(0, point("M2", "2026-11-25", 65, 65, Actual, Cycle));
        let both = gather(&read, Some("2026-10-25"), "2026-11-25").expect("it was read");
        assert_eq!((both.from, both.to, both.units()), (day("2026-10-25"), day("2026-11-25"), 155.into()));
        let removed = gather(&readings[1..], Some("2026-10-25"), "2026-11-25").expect("nothing hangs there");
        assert_eq!((removed.to, removed.units()), (day("2026-11-12"), 90.into()));
        let round = [
            point("M2", "2026-11-22", 0, 0, Actual, Install),
            point("M1", "2026-11-22", 1100, 10, Actual, Final),
            point("M1", "2026-11-20", 1090, 90, Actual, Cycle),
            point("M1", "2026-10-25", 1000, 120, Actual, Cycle),
        ];
        let round = gather(&round, Some("2026-10-25"), "2026-11-25").expect("it was read on its round");
        assert_eq!(
            (round.to, round.units()),
            (day("2026-11-20"), 90.into()),
            "the rest comes with the new one"
        );
    }

    #[test]
    fn an_exchange_on_the_day_of_the_round_ends_the_period() {
        let readings = [
            point("M2", "2026-11-20", 0, 0, Actual, Install),
            point("M1", "2026-11-20", 1090, 90, Actual, Final),
            point("M1", "2026-11-03", 1000, 15, Actual, Purpose::Special),
            point("M1", "2026-10-25", 985, 120, Actual, Cycle),
        ];
        let gathered = |round: Option<&str>| {
            let mut gathering = Gathering::new(Some(day("2026-10-25")), day("2026-11-25"));
            for point in readings.clone() {
                gathering.take(point);
            }
            assert_eq!(gathering.exchanges(), [day("2026-11-20")]);
            round.into_iter().for_each(|on| gathering.round_was_on(day(on)));
            let used = gathering.end().expect("it was read");
            (used.to, used.units(), used.kind)
        };
        assert_eq!(gathered(Some("2026-11-20")), (day("2026-11-20"), 105.into(), Actual));
        assert_eq!(gathered(None), (day("2026-11-03"), 15.into(), Actual), "nor with one before it");
    }

    #[test]
    fn an_estimate_is_marked_and_the_reading_after_it_trues_it_up() {
        let readings = [
            point("M1", "2026-12-05", 1190, -10, Actual, Cycle),
            point("M1", "2026-11-05", 1200, 120, Estimated, Cycle),
            point("M1", "2026-10-05", 1080, 80, Actual, Cycle),
        ];
        let estimated = gather(&readings, Some("2026-10-05"), "2026-11-05").expect("it was estimated");
        assert_eq!((estimated.kind, estimated.trued_up), (Estimated, false));
        let trued = gather(&readings, Some("2026-11-05"), "2026-12-05").expect("it was read");
        assert_eq!((trued.kind, trued.trued_up, trued.units()), (Actual, true, (-10).into()));
        assert_eq!(trued.measured_on, Some(day("2026-10-05")));
        assert_eq!(estimated.units() + trued.units(), 110.into(), "the actual total");
    }

    /// A reading of one of two registers of a meter.
    fn half(register: i64, on: &str, units: i64, purpose: Purpose) -> Point {
        let band = if register == 1 { "day" } else { "night" };
        Point {
            register,
            band: band.into(),
            meter_registers: 2,
            ..point("M1", on, 1000 + units, units, Actual, purpose)
        }
    }

    #[test]
    fn registers_read_on_two_days_wait_for_a_day_on_which_both_were() {
        let readings = [
            half(1, "2026-11-05", 40, Cycle),
            half(2, "2026-11-03", 20, Cycle),
            half(2, "2026-10-05", 0, Install),
            half(1, "2026-10-05", 0, Install),
        ];
        let night = Unread::Register {
            meter: "M1".into(),
            register: Some((2, "night".into())),
            on: day("2026-11-05"),
        };
        assert_eq!(
            gather(&readings, Some("2026-10-05"), "2026-11-21"),
            Err(night),
            "one of them would overlap"
        );
        let mut both = readings.to_vec();
        both.insert(0, half(2, "2026-11-05", 2, Cycle));
        let used = gather(&both, Some("2026-10-05"), "2026-11-21").expect("both were read");
        assert_eq!((used.from, used.to, used.units()), (day("2026-10-05"), day("2026-11-05"), 62.into()));
        let more = [vec![half(1, "2026-11-20", 9, Purpose::Special)], both].concat();
        let same = gather(&more, Some("2026-10-05"), "2026-11-21").expect("both were read");
        assert_eq!(same.units(), 62.into(), "a reading of one of them waits for the next period");
    }

    #[test]
    fn a_forgotten_register_is_named_not_billed_next_month_for_two() {
        let forgotten = [
            half(1, "2026-11-05", 40, Cycle),
            half(2, "2026-10-05", 30, Cycle),
            half(1, "2026-10-05", 30, Cycle),
            half(1, "2026-09-05", 0, Install),
        ];
        let told = gather(&forgotten, Some("2026-10-05"), "2026-11-21").expect_err("half a meter");
        assert!(matches!(told, Unread::Register { register: Some((2, _)), .. }), "{told:?}");
        let never = [half(1, "2026-11-05", 40, Cycle), half(1, "2026-10-05", 0, Install)];
        let told = gather(&never, None, "2026-11-21").expect_err("half a meter");
        assert!(matches!(told, Unread::Register { register: None, .. }), "{told:?}");
    }

    #[test]
    fn a_register_that_an_older_bill_left_out_brings_its_use_and_no_billed_day() {
        let readings = [
            half(2, "2026-12-05", 90, Cycle),
            half(1, "2026-12-05", 40, Cycle),
            half(1, "2026-11-05", 50, Cycle),
            half(2, "2026-10-05", 0, Install),
            half(1, "2026-10-05", 0, Install),
        ];
        let used = gather(&readings, Some("2026-11-05"), "2026-12-05").expect("both were read");
        assert_eq!((used.from, used.units()), (day("2026-11-05"), 130.into()));
    }

    #[test]
    fn a_meter_that_was_read_on_its_round_and_exchanged_that_day_is_not_waited_for() {
        let readings = [
            point("M2", "2026-12-05", 70, 70, Actual, Cycle),
            point("M2", "2026-11-05", 0, 0, Actual, Install),
            point("M1", "2026-11-05", 1050, 50, Actual, Cycle),
            point("M1", "2026-10-05", 1000, 0, Actual, Install),
        ];
        let used = gather(&readings, Some("2026-10-05"), "2026-12-05").expect("it was read");
        assert_eq!((used.to, used.units()), (day("2026-12-05"), 120.into()));
    }

    #[test]
    fn a_last_reading_makes_an_estimate_good_though_the_new_meter_is_on_one() {
        let readings = [
            point("M2", "2026-11-05", 60, 60, Estimated, Cycle),
            point("M2", "2026-10-20", 0, 0, Actual, Install),
            point("M1", "2026-10-20", 1190, -110, Actual, Final),
            point("M1", "2026-10-05", 1300, 300, Estimated, Cycle),
            point("M1", "2026-09-05", 1000, 0, Actual, Install),
        ];
        let used = gather(&readings, Some("2026-10-05"), "2026-11-05").expect("it was read");
        assert_eq!((used.kind, used.trued_up, used.units()), (Estimated, true, (-50).into()));
    }

    #[test]
    fn only_what_was_guessed_is_made_good_and_a_load_never_is() {
        let on = |register: Point, kind| Point { kind, ..register };
        let load = |on: &str, kind| Point {
            register: 3,
            band: "demand".into(),
            ..point("M1", on, 20, 20, kind, Cycle)
        };
        let gathered = |night, kw| {
            let readings = [
                half(1, "2026-12-05", 40, Cycle),
                half(2, "2026-12-05", 20, Cycle),
                load("2026-12-05", Actual),
                half(1, "2026-11-05", 50, Cycle),
                on(half(2, "2026-11-05", 50, Cycle), night),
                load("2026-11-05", kw),
            ];
            let used = gather(&readings, Some("2026-11-05"), "2026-12-05").expect("it was read");
            (used.trued_up, used.trued_bands().join(","))
        };
        assert_eq!(gathered(Estimated, Actual), (true, "night".into()));
        assert_eq!(gathered(Actual, Estimated), (false, String::new()), "a load that was guessed is over");
    }

    #[test]
    fn the_highest_load_of_a_period_is_no_sum() {
        let demand = |on: &str, value: i64, purpose| Point {
            band: "demand".into(),
            register: 2,
            meter_registers: 0,
            ..point("M1", on, value, value, Actual, purpose)
        };
        let readings = [
            demand("2026-11-05", 20, Cycle),
            demand("2026-10-20", 25, Purpose::Special),
            demand("2026-10-05", 40, Cycle),
        ];
        let used = gather(&readings, Some("2026-10-05"), "2026-11-05").expect("it was read");
        assert_eq!(used.registers[0].units, 25.into());
        assert_eq!(used.units(), Decimal::ZERO, "a load is no use");
    }
}
