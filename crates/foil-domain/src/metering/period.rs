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
    /// A measured reading closes what an estimate had opened: the units are the true total since the last
    /// measured reading, less what was estimated, and may be below zero.
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
}

/// Whether a band is a load rather than a use.
#[must_use]
pub fn is_demand(band: &str) -> bool {
    band == "demand" || band.starts_with("demand ")
}

/// Gathers a period's use from an account's standing readings, **newest first**, fed one by one.
#[derive(Debug)]
pub struct Gathering {
    after: Option<Day>,
    up_to: Day,
    /// Newest register first; turned round at the end.
    open: Vec<Register>,
    measured_on: Option<Day>,
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
        Gathering { after, up_to, open: Vec::new(), measured_on: None }
    }

    /// Takes the next older reading; `false` once nothing older can matter.
    pub fn take(&mut self, point: &Point) -> bool {
        if point.on > self.up_to {
            return true;
        }
        let before = self.after.is_some_and(|after| point.on <= after);
        let at = self.open.iter().position(|r| {
            r.from.is_none() && r.usage.meter == point.meter && r.usage.register == point.register
        });
        match at {
            Some(at) => self.open[at].older(point, before),
            // An exchange on the very day of the last bill: what was taken off is billed already, what was
            // hung opens the next period and is met again there.
            None if !before && point.purpose != Purpose::Install => {
                self.open.push(Register::closed_by(point))
            }
            None => {}
        }
        if before && point.kind.is_measured() && self.measured_on.is_none() {
            self.measured_on = Some(point.on);
        }
        !(before && self.measured_on.is_some() && self.open.iter().all(|r| r.from.is_some()))
    }

    /// What was gathered; none when nothing was read in the period.
    #[must_use]
    pub fn end(self) -> Option<PeriodUse> {
        let mut used: Vec<Register> = self.open.into_iter().filter(|r| r.from.is_some()).collect();
        used.reverse();
        let from = used.iter().filter_map(|r| r.from).min()?;
        let to = used.iter().map(|r| r.to).max()?;
        let closing = || used.iter().filter(|r| r.to == to).map(|r| r.usage.current_kind);
        let kind = closing().find(|kind| !kind.is_measured()).or_else(|| closing().max())?;
        let trued_up = kind.is_measured() && used.iter().any(|r| !r.usage.previous_kind.is_measured());
        used.sort_by(|a, b| {
            (a.to, &a.usage.meter, a.usage.register).cmp(&(b.to, &b.usage.meter, b.usage.register))
        });
        let registers = used.into_iter().map(|r| r.usage).collect();
        Some(PeriodUse { from, to, kind, registers, trued_up, measured_on: self.measured_on })
    }
}

impl Register {
    fn closed_by(point: &Point) -> Register {
        let usage = RegisterUse {
            meter: point.meter.clone(),
            register: point.register,
            band: point.band.clone(),
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
            self.usage.units.max(point.units)
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

    fn gather(newest_first: &[Point], after: Option<&str>, up_to: &str) -> Option<PeriodUse> {
        let mut gathering = Gathering::new(after.map(day), day(up_to));
        for point in newest_first {
            if !gathering.take(point) {
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
        assert_eq!(gather(&readings, Some("2026-12-05"), "2026-12-31"), None, "nothing was read since");
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

    #[test]
    fn the_highest_load_of_a_period_is_no_sum() {
        let demand = |on: &str, value: i64, purpose| Point {
            band: "demand".into(),
            register: 2,
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
