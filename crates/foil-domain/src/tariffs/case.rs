//! What is to be priced: a period, a usage, and what the account is known for.

use crate::refusal::Refusal;
use crate::time::Day;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A period, a usage and an account, to be priced by a tariff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// For how long.
    pub period: Period,
    /// How much.
    pub usage: Usage,
    /// What the account is known for.
    pub account: AccountFacts,
    /// Minor units in a major one, in which the case counts; `None` for as many as the tariff's currency has.
    pub minor_per_major: Option<u32>,
    /// What the reader of the case noticed, such as fields that it does not know.
    pub notes: Vec<String>,
}

/// For how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// First day. `None` in a quote without dates.
    pub from: Option<Day>,
    /// The day after the last. `None` in a quote without dates.
    pub to: Option<Day>,
    /// Days, at least 1; may differ from the dates where a reading was late or early.
    pub days: Decimal,
    /// Billing months, above zero: `1`, `2`, `1.5`.
    pub months: Decimal,
    /// Months for which what is due by the month is charged, where bills before this one make them others than
    /// `months` ([`months_due`]); may be none at all.
    pub months_due: Option<Decimal>,
    /// The season, where the dates or the tariff do not tell it.
    pub season: Option<String>,
    /// Days of each season, where the dates or the tariff do not tell them.
    pub season_days: Vec<(String, Decimal)>,
}

impl Period {
    /// Months for which what is due by the month is charged.
    #[must_use]
    pub fn due(&self) -> Decimal {
        self.months_due.unwrap_or(self.months)
    }

    /// The period from a day to before another: its days, and its months as [`months_between`] counts
    /// them. Refuses when it has no day, or more than ten years.
    pub fn between(from: Day, to: Day) -> Result<Period, Refusal> {
        let days = to.days_since(from);
        if !(1..=3_660).contains(&days) {
            return Err(Refusal::bad_input("period.to", "a day after the first one, within ten years"));
        }
        Ok(Period {
            from: Some(from),
            to: Some(to),
            days: days.into(),
            months: months_between(from, to),
            months_due: None,
            season: None,
            season_days: Vec::new(),
        })
    }
}

/// Days of a year; an average month has a twelfth of them.
const YEAR_DAYS: i64 = 365;
const YEAR_MONTHS: i64 = 12;

/// A period that was billed, and the months that it was charged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charged {
    /// Its days.
    pub days: i64,
    /// Months for which what is due by the month was charged.
    pub months: i64,
}

impl Charged {
    /// What it was charged more months for than its days have, in 365ths of a month, so that it is exact; below zero, fewer.
    #[must_use]
    pub fn over(self) -> i64 {
        self.months * YEAR_DAYS - self.days * YEAR_MONTHS
    }
}

/// Months for which a period is charged what is due by the month, after the periods billed before it, which were charged
/// so much too many ([`Charged::over`], all of them together).
///
/// By itself a period counts [`months_between`], the nearest whole number and at least one. So a meter that is read
/// every four weeks, or twice in one month, would be charged more months than the year has. What the bills before
/// counted too many is left out as soon as it makes a whole month, and what they counted too few is added; a reading
/// that is some days early or late changes nothing. No bill is more than a month beside its own.
#[must_use]
pub fn months_due(over_before: i64, from: Day, to: Day) -> Charged {
    let own = Charged { days: to.days_since(from), months: months_between(from, to).to_i64().unwrap_or(1) };
    let beside = ((over_before + own.over()) / YEAR_DAYS).clamp(-1, 1);
    Charged { months: (own.months - beside).max(0), ..own }
}

/// Billing months from a day to before another: whole calendar months where the days agree (1 June to
/// 1 August), else the nearest whole number of average months, at least one. A reading that is a few
/// days early or late does not change for how many months a fixed charge is due; a tariff that wants it
/// by days says so (`[proration] fixed`).
#[must_use]
pub fn months_between(from: Day, to: Day) -> Decimal {
    let ((y1, m1, d1), (y2, m2, d2)) = (from.parts(), to.parts());
    let whole = i64::from(y2 - y1) * 12 + i64::from(m2) - i64::from(m1);
    let at_the_end = |day: Day| day.plus_days(1).parts().2 == 1;
    if whole > 0 && (d1 == d2 || (at_the_end(from) && at_the_end(to))) {
        return whole.into();
    }
    let days = Decimal::from(to.days_since(from));
    let average =
        (days * Decimal::from(YEAR_MONTHS) / Decimal::from(YEAR_DAYS)).round().to_i64().unwrap_or(1);
    average.max(1).into()
}

/// How much was used: registers, or units that are known already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    /// Units in all, before conversion.
    pub total: Option<Decimal>,
    /// Units of each band, before conversion.
    pub bands: Vec<(String, Decimal)>,
    /// Readings; more than one for bands, or for a meter exchanged inside the period.
    pub registers: Vec<Register>,
    /// Highest demand in kW: `max`, or by band.
    pub demand: Vec<(String, Decimal)>,
    /// Bands that `demand` does not list had none, where it lists any by band. So it is in a case file, which says
    /// what there was; of a meter, a register may not have been read.
    pub demand_is_whole: bool,
    /// Conversion of gas from volume to energy.
    pub gas: Option<Gas>,
    /// Units of the tariff in one unit of the meter.
    pub unit_factor: Option<Decimal>,
    /// How converted use is rounded.
    pub round_usage: Option<super::exact::RoundTo>,
}

impl Usage {
    /// Units that are known already.
    #[must_use]
    pub fn of(total: Decimal) -> Usage {
        Usage { total: Some(total), ..Usage::default() }
    }
}

/// Two readings of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// Reading at the start.
    pub previous: Decimal,
    /// Reading at the end.
    pub current: Decimal,
    /// Units in one count of the register.
    pub multiplier: Decimal,
    /// Digits before the point, 1 to 12; `None` when nobody knows.
    pub digits: Option<u32>,
    /// The band it counts.
    pub band: Option<String>,
}

/// Gas energy: units × `to_m3` × volume correction × calorific value ÷ 3.6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gas {
    /// Cubic metres in a unit of the meter; 1 for a metric meter.
    pub to_m3: Decimal,
    /// Correction for pressure and temperature.
    pub volume_correction: Decimal,
    /// MJ in a cubic metre.
    pub calorific_value: Decimal,
    /// How the energy is rounded.
    pub round_energy: Option<super::exact::RoundTo>,
}

/// What the account is known for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountFacts {
    /// Sanctioned load in kW.
    pub sanctioned_load_kw: Option<Decimal>,
    /// Contract demand in kW.
    pub contract_demand_kw: Option<Decimal>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_has_as_many_months_as_a_biller_counts() {
        for (from, to, months) in [
            ("2026-06-01", "2026-07-01", 1),
            ("2026-06-01", "2026-08-01", 2),
            ("2026-01-31", "2026-02-28", 1),
            ("2026-06-03", "2026-07-01", 1),
            ("2026-06-01", "2026-07-06", 1),
            ("2026-06-01", "2026-07-29", 2),
            ("2026-06-01", "2026-06-05", 1),
            ("2025-06-01", "2026-06-01", 12),
        ] {
            let days = [from, to].map(|text| Day::parse(text).expect("a day"));
            let period = Period::between(days[0], days[1]).expect("a period");
            assert_eq!(period.months, Decimal::from(months), "{from} to {to}");
        }
        let day = Day::parse("2026-06-01").expect("a day");
        assert!(Period::between(day, day).is_err(), "a period has a day");
    }

    /// The months of periods that follow each other without a gap.
    fn charged(start: &str, days: &[i64]) -> Vec<i64> {
        let mut from = Day::parse(start).expect("a day");
        let (mut over, mut months) = (0, Vec::new());
        for days in days {
            let to = from.plus_days(*days);
            let period = months_due(over, from, to);
            over += period.over();
            months.push(period.months);
            from = to;
        }
        months
    }

    #[test]
    fn as_many_months_are_charged_as_the_year_has() {
        let four_weeks = charged("2026-01-01", &[28; 13]);
        assert_eq!(four_weeks.iter().sum::<i64>(), 12, "{four_weeks:?}");
        assert_eq!(four_weeks[..12], [1; 12]);
        assert_eq!(charged("2026-06-01", &[15, 15, 15, 15]), [1, 0, 1, 0]);
        assert_eq!(charged("2026-06-01", &[30, 10]), [1, 1], "a month that was begun counts");
        assert_eq!(charged("2026-06-01", &[45; 4]), [1, 1, 2, 1], "nor fewer");
        let early_and_late = [33, 28, 30, 31, 27, 34, 30, 29, 33, 28, 32, 30];
        assert_eq!(charged("2026-01-16", &early_and_late), [1; 12], "some days change nothing");
    }

    #[test]
    fn ten_years_are_charged_their_months_however_often_the_meter_is_read() {
        for days in [15, 26, 28, 29, 32, 35, 45, 61] {
            let n = usize::try_from(3_650 / days).expect("few");
            let months = charged("2016-02-10", &vec![days; n]);
            let had = i64::try_from(n).expect("few") * days * 12 / 365;
            let sum: i64 = months.iter().sum();
            assert!((had..=had + 1).contains(&sum), "every {days} days: {sum} of {had}");
        }
    }

    #[test]
    fn months_of_before_that_nobody_had_counted_are_put_right_one_a_bill() {
        let due = |over| {
            let days = ["2026-06-05", "2026-07-05"].map(|text| Day::parse(text).expect("a day"));
            months_due(over, days[0], days[1]).months
        };
        assert_eq!((due(0), due(9 * 365), due(-6 * 365)), (1, 0, 2));
    }
}
