//! The late-payment surcharge: what a bill that is not paid in time costs on top.
//!
//! The rule is a function of the unpaid principal and how late it is. It gives what has accrued *in all*,
//! so that a job may ask as often as it likes: what is already charged is taken off, and nothing is ever
//! charged twice. It does not know bills, payments or today's date.

use super::exact::{RoundTo, RoundingMode, over, percent_of, plus, times, whole};
use super::model::Ladder;
use crate::money::Money;
use crate::refusal::Refusal;
use crate::time::Day;
use rust_decimal::Decimal;

words! {
    /// How the percentage runs.
    pub enum LatePer {
        /// Once, when it is late.
        Once = "once",
        /// For each day.
        Day = "day",
        /// For each month, whole or begun.
        Month = "month",
        /// For a year, by its days: percent ÷ 365 a day.
        Year = "year",
    }
}

/// The rule of a tariff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatePayment {
    /// Percent; of each step of days late. A rule without steps has one open step.
    ///
    /// Once: the percent of the step that the days reach. Else each day (or month, by its first day)
    /// runs at the percent of its own step.
    pub percent: Ladder<Decimal>,
    /// How it runs.
    pub per: LatePer,
    /// Paid within so many days after the due date, nothing is charged; later it runs from the due date.
    pub grace_days: i64,
    /// The least that is charged when anything is, in major units.
    pub minimum: Decimal,
    /// Nothing is charged unless the unpaid principal is over this, in major units.
    pub on_over: Decimal,
    /// Whether earlier surcharge is charged on too.
    pub compound: bool,
}

/// How late: days after the due date, and months of which each begun one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// Days after the due date; 0 on it.
    pub days: i64,
    /// Months, whole or begun.
    pub months: i64,
}

/// A question about paying late, outside of any book: how late, and on how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateCase {
    /// How late.
    pub late: Late,
    /// The unpaid principal; `None` for the total of the bill that is quoted.
    pub principal: Option<Money>,
}

/// Periods of a rule, one after the other, at one percentage: months, or days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateRun {
    /// The first of them, from 1.
    pub first: i64,
    /// The last of them.
    pub last: i64,
    /// Percent of each.
    pub percent: Decimal,
}

/// Nobody is later than this; it also bounds the work.
const MOST_DAYS: i64 = 36_600;

/// Days late, where they are given: within a hundred years.
fn days_given(field: &str, days: i64) -> Result<i64, Refusal> {
    if (0..=MOST_DAYS).contains(&days) {
        return Ok(days);
    }
    Err(Refusal::bad_input(field, format!("0 to {MOST_DAYS} days late")))
}

/// By which a percentage of a year is shared among its days.
pub const DAYS_OF_YEAR: i64 = 365;

impl Late {
    /// From the due date to a day; months end on the due date's day of the month.
    #[must_use]
    pub fn between(due_on: Day, on: Day) -> Late {
        let days = on.days_since(due_on).clamp(0, MOST_DAYS);
        let ((y1, m1, d1), (y2, m2, d2)) = (due_on.parts(), on.parts());
        let whole = i64::from(y2 - y1) * 12 + i64::from(m2) - i64::from(m1);
        // A month from the 31st ends on the 30th where there is no 31st.
        let last = on.month_start(1).plus_days(-1).parts().2;
        let months = if d2 > d1.min(last) { whole + 1 } else { whole };
        Late { days, months: if days == 0 { 0 } else { months.max(1) } }
    }

    /// The same of a day that somebody gives, in `field`; refuses one that is too late.
    pub fn given(field: &str, due_on: Day, on: Day) -> Result<Late, Refusal> {
        days_given(field, on.days_since(due_on).max(0))?;
        Ok(Late::between(due_on, on))
    }

    /// So many days that somebody gives, in `field`; refuses too many, and fewer than none.
    pub fn given_days(field: &str, days: i64) -> Result<Late, Refusal> {
        Ok(Late::of_days(days_given(field, days)?))
    }

    /// So many days, with months of 30 days.
    #[must_use]
    pub fn of_days(days: i64) -> Late {
        let days = days.clamp(0, MOST_DAYS);
        Late { days, months: (days + 29) / 30 }
    }
}

impl LatePayment {
    /// The surcharge that has accrued in all on an unpaid principal, rounded half up to the minor unit.
    ///
    /// Zero within the grace days and on principal that is not over `on_over` (or not above zero).
    pub fn accrued(&self, principal: Money, late: Late, minor_per_major: u32) -> Result<Money, Refusal> {
        let unpaid = over(principal.minor().into(), minor_per_major.into())?;
        if late.days <= self.grace_days.max(0) || !principal.is_positive() || unpaid <= self.on_over {
            return Ok(Money::ZERO);
        }
        let raw = self.surcharge(unpaid, late)?;
        let due = if raw > Decimal::ZERO { raw.max(self.minimum) } else { raw };
        in_coins(due, minor_per_major)
    }

    /// What the percentage alone comes to, whatever the grace days, the least surcharge and `on_over` say, rounded
    /// half up to the minor unit: what stands in the arithmetic of a surcharge.
    pub fn by_percent(&self, principal: Money, late: Late, minor_per_major: u32) -> Result<Money, Refusal> {
        let unpaid = over(principal.minor().into(), minor_per_major.into())?;
        in_coins(self.surcharge(unpaid, late)?, minor_per_major)
    }

    /// The months or days after one up to another, joined where they run at one percentage. Of a compound rule by
    /// the year none reaches over the end of a year, at which its interest is added.
    #[must_use]
    pub fn runs(&self, after: i64, upto: i64) -> Vec<LateRun> {
        let mut runs: Vec<LateRun> = Vec::new();
        for n in after + 1..=upto {
            let percent = match self.per {
                LatePer::Month => self.percent_on((n - 1) * 30 + 1),
                LatePer::Once | LatePer::Day | LatePer::Year => self.percent_on(n),
            };
            let begins_year = self.compound && self.per == LatePer::Year && n % DAYS_OF_YEAR == 1;
            match runs.last_mut() {
                Some(run) if run.percent == percent && !begins_year => run.last = n,
                _ => runs.push(LateRun { first: n, last: n, percent }),
            }
        }
        runs
    }

    /// The percentage of a rule that charges once, on its step (from 1); zero before the first.
    #[must_use]
    pub fn of_step(&self, n: i64) -> Decimal {
        let steps = self.percent.steps();
        let at = usize::try_from(n).ok().and_then(|n| n.checked_sub(1));
        at.and_then(|at| steps.get(at).or(steps.last())).map_or(Decimal::ZERO, |step| step.price)
    }

    /// What is to be charged now, when `charged` has been charged on the same principal before. Never
    /// below zero, so asking again charges nothing.
    pub fn further(
        &self,
        principal: Money,
        late: Late,
        minor_per_major: u32,
        charged: Money,
    ) -> Result<Money, Refusal> {
        let accrued = self.accrued(principal, late, minor_per_major)?;
        Ok(accrued.minus(charged).filter(|more| more.is_positive()).unwrap_or(Money::ZERO))
    }

    /// What a compound rule comes to on an amount in the periods after one moment up to another; below zero of an amount
    /// below zero. Zero where nothing compounds.
    pub fn compounded(
        &self,
        amount: Money,
        after: Late,
        upto: Late,
        minor_per_major: u32,
    ) -> Result<Money, Refusal> {
        let amount = over(amount.minor().into(), minor_per_major.into())?;
        let raw = match self.per {
            _ if !self.compound => Decimal::ZERO,
            LatePer::Once => Decimal::ZERO,
            LatePer::Month => self.run(amount, (after.months..upto.months).map(|month| month * 30 + 1))?,
            LatePer::Day => self.run(amount, after.days + 1..=upto.days)?,
            LatePer::Year => self.by_years(amount, after.days + 1, upto.days)?,
        };
        in_coins(raw, minor_per_major)
    }

    fn surcharge(&self, unpaid: Decimal, late: Late) -> Result<Decimal, Refusal> {
        match self.per {
            LatePer::Once => percent_of(self.percent_on(late.days), unpaid),
            LatePer::Month => self.run(unpaid, (0..late.months).map(|month| month * 30 + 1)),
            LatePer::Day => self.run(unpaid, 1..=late.days),
            LatePer::Year => self.by_years(unpaid, 1, late.days),
        }
    }

    /// One percentage for each of `days`, each on its own step.
    fn run(&self, unpaid: Decimal, days: impl Iterator<Item = i64>) -> Result<Decimal, Refusal> {
        if !self.compound {
            let percent = days.map(|day| self.percent_on(day)).try_fold(Decimal::ZERO, plus)?;
            return percent_of(percent, unpaid);
        }
        let mut grown = unpaid;
        for day in days {
            grown = plus(grown, percent_of(self.percent_on(day), grown)?)?;
        }
        super::exact::minus(grown, unpaid)
    }

    /// By days of a year; compound interest is added at each year's end.
    fn by_years(&self, unpaid: Decimal, mut first: i64, days: i64) -> Result<Decimal, Refusal> {
        let mut grown = unpaid;
        while first <= days {
            let last = ((first - 1) / DAYS_OF_YEAR * DAYS_OF_YEAR + DAYS_OF_YEAR).min(days);
            let mut percents = (first..=last).map(|day| self.percent_on(day));
            let percent = percents.try_fold(Decimal::ZERO, plus)?;
            let base = if self.compound { grown } else { unpaid };
            grown = plus(grown, over(percent_of(percent, base)?, Decimal::from(DAYS_OF_YEAR))?)?;
            first = last + 1;
        }
        super::exact::minus(grown, unpaid)
    }

    fn percent_on(&self, day: i64) -> Decimal {
        let day = Decimal::from(day);
        let step = self.percent.steps().iter().find(|step| step.up_to.is_none_or(|up_to| day <= up_to));
        step.or(self.percent.steps().last()).map_or(Decimal::ZERO, |step| step.price)
    }
}

/// An amount in major units, in whole coins, half up.
fn in_coins(amount: Decimal, minor_per_major: u32) -> Result<Money, Refusal> {
    let coin = RoundTo { to: Decimal::ONE, mode: RoundingMode::HalfUp };
    let minor = whole(coin.apply(times(amount, minor_per_major.into())?)?)?;
    Money::try_from(minor).map_err(|_| Refusal::TooMuch)
}
