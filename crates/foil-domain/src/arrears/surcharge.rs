//! What being late costs: which surcharge a tariff's rule has made due on a bill, and not charged yet.
//!
//! A rule runs in periods: once, a step of days, a month, or a day. Each period is charged once, under a key of
//! its own, on the principal that is unpaid when it is charged. A run charges what [`posted`] says, a rule by days
//! for whole months only; whoever takes money charges first what has accrued by [`periods`], to the day, so that
//! what is paid has borne all that it had to. Whatever is in dispute, or covered by the account's credit, is no
//! principal. The arithmetic of a rule stands in [`crate::tariffs::LatePayment`].

use super::plan::months_later;
use crate::ids::BillId;
use crate::money::Money;
use crate::refusal::Refusal;
use crate::tariffs::{Late, LatePayment, LatePer};
use crate::time::Day;

/// A surcharge to be charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surcharge {
    /// The rule's period it is for, from 1; with the bill, what makes it due only once.
    pub n: i64,
    /// The day it became due.
    pub on: Day,
    /// How much.
    pub amount: Money,
}

/// The key under which a surcharge may be charged once.
#[must_use]
pub fn key(bill: BillId, n: i64) -> String {
    format!("surcharge:{bill}:{n}")
}

/// The period in a surcharge's key; `None` for the key of anything else.
#[must_use]
pub fn period_of(key: &str) -> Option<i64> {
    key.strip_prefix("surcharge:")?.rsplit_once(':')?.1.parse().ok()
}

/// The surcharge of a rule's periods up to one of them that was not charged yet.
///
/// `principal` is what is unpaid of the bill itself, not in dispute and not covered by credit; `charged` is the last
/// period that was charged, or that passed while all of it was on hold (0 for none). `None` when nothing is due.
pub fn due(
    rule: &LatePayment,
    principal: Money,
    due_on: Day,
    upto: i64,
    charged: i64,
    minor_per_major: u32,
) -> Result<Option<Surcharge>, Refusal> {
    if upto <= charged {
        return Ok(None);
    }
    let accrued = |n| match n {
        0 => Ok(Money::ZERO),
        n => rule.accrued(principal, reached(rule, due_on, n), minor_per_major),
    };
    let amount = accrued(upto)?.minus(accrued(charged)?).ok_or(Refusal::TooMuch)?;
    let on = due_on.plus_days(reached(rule, due_on, upto).days);
    Ok(Some(Surcharge { n: upto, on, amount }).filter(|s| s.amount.is_positive()))
}

/// How many periods of a rule have begun on a business date: steps, months, or days.
#[must_use]
pub fn periods(rule: &LatePayment, due_on: Day, today: Day) -> i64 {
    let late = Late::between(due_on, today);
    if late.days <= rule.grace_days.max(0) {
        return 0;
    }
    match rule.per {
        LatePer::Once => step_of(rule, late.days),
        LatePer::Month => late.months,
        LatePer::Day | LatePer::Year => late.days,
    }
}

/// How many of them a run charges: of days, those of the months that have ended. A paper a day would be no
/// service to anybody.
#[must_use]
pub fn posted(rule: &LatePayment, due_on: Day, today: Day) -> i64 {
    let begun = periods(rule, due_on, today);
    match rule.per {
        LatePer::Once | LatePer::Month => begun,
        LatePer::Day | LatePer::Year if begun == 0 => 0,
        LatePer::Day | LatePer::Year => {
            let months = Late::between(due_on, today).months;
            let whole = months - i64::from(months_later(due_on, months) > today);
            if whole == 0 { 0 } else { months_later(due_on, whole).days_since(due_on) }
        }
    }
}

/// How late a bill is when a period is reached.
fn reached(rule: &LatePayment, due_on: Day, n: i64) -> Late {
    let past_grace = rule.grace_days.max(0) + 1;
    let days_to = |day: Day| day.days_since(due_on);
    match rule.per {
        LatePer::Once => {
            let days = if n <= 1 { 1 } else { last_of_step(rule, n - 1) + 1 };
            Late { days: days.max(past_grace), months: 1 }
        }
        LatePer::Month => {
            Late { days: (days_to(months_later(due_on, n - 1)) + 1).max(past_grace), months: n }
        }
        LatePer::Day | LatePer::Year => Late::of_days(n),
    }
}

/// The step (from 1) of a rule that so many days reach.
fn step_of(rule: &LatePayment, days: i64) -> i64 {
    let steps = rule.percent.steps().len().max(1);
    let passed = (1..).take(steps - 1).filter(|n| days > last_of_step(rule, *n)).count();
    i64::try_from(passed).unwrap_or(0) + 1
}

/// The last day of a step (from 1); the open one has none.
fn last_of_step(rule: &LatePayment, n: i64) -> i64 {
    let at = usize::try_from(n - 1).unwrap_or(0);
    let up_to = rule.percent.steps().get(at).and_then(|step| step.up_to);
    up_to.and_then(|day| i64::try_from(day.floor().mantissa()).ok()).unwrap_or(i64::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tariffs::Tariff;
    use proptest::prelude::*;

    const HEAD: &str = "name = \"LT-1\"\nservice = \"electricity\"\ncurrency = \"INR\"\nunit = \"kWh\"\n\
        billing_months = 1\nvalid_from = 2026-04-01\nformat = 1\n\
        [[energy_charge]]\nname = \"Energy\"\nslabs = [{ rate = 5 }]\n[late_payment]\n";

    fn rule(text: &str) -> LatePayment {
        let tariff = Tariff::parse(&format!("{HEAD}{text}")).map_err(|faults| format!("{faults:?}"));
        tariff.unwrap().late_payment.unwrap()
    }

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn due_at(rule: &LatePayment, principal: i64, on: &str, charged: i64) -> Option<(i64, String, i64)> {
        due_upto(rule, principal, posted(rule, day("2026-10-10"), day(on)), charged)
    }

    fn paid_at(rule: &LatePayment, principal: i64, on: &str, charged: i64) -> Option<(i64, String, i64)> {
        due_upto(rule, principal, periods(rule, day("2026-10-10"), day(on)), charged)
    }

    fn due_upto(rule: &LatePayment, principal: i64, upto: i64, charged: i64) -> Option<(i64, String, i64)> {
        let found = due(rule, Money::from_minor(principal), day("2026-10-10"), upto, charged, 100).unwrap();
        found.map(|s| (s.n, s.on.to_string(), s.amount.minor()))
    }

    fn said(n: i64, on: &str, amount: i64) -> Option<(i64, String, i64)> {
        Some((n, on.to_owned(), amount))
    }

    #[test]
    fn a_monthly_surcharge_is_due_with_each_begun_month_and_once() {
        let monthly = rule("percent = 1\nper = \"month\"\ngrace_days = 5\n");
        assert_eq!(due_at(&monthly, 100_000, "2026-10-15", 0), None, "within the grace days");
        assert_eq!(due_at(&monthly, 100_000, "2026-10-16", 0), said(1, "2026-10-16", 1_000));
        assert_eq!(due_at(&monthly, 100_000, "2026-10-16", 1), None, "twice is once");
        assert_eq!(due_at(&monthly, 100_000, "2026-11-10", 1), None);
        assert_eq!(due_at(&monthly, 100_000, "2026-11-11", 1), said(2, "2026-11-11", 1_000));
        assert_eq!(
            due_at(&monthly, 40_000, "2026-12-15", 2),
            said(3, "2026-12-11", 400),
            "on what is unpaid"
        );
        assert_eq!(due_at(&monthly, 100_000, "2026-12-15", 0), said(3, "2026-12-11", 3_000), "months late");
    }

    #[test]
    fn a_single_surcharge_climbs_its_steps_and_asks_for_the_difference() {
        let once = rule("per = \"once\"\nsteps = [{ up_to = 30, percent = 2 }, { percent = 5 }]\n");
        assert_eq!(due_at(&once, 100_000, "2026-10-11", 0), said(1, "2026-10-11", 2_000));
        assert_eq!(due_at(&once, 100_000, "2026-11-09", 1), None);
        assert_eq!(due_at(&once, 100_000, "2026-11-10", 1), said(2, "2026-11-10", 3_000));
        assert_eq!(due_at(&once, 100_000, "2027-11-10", 2), None);
    }

    #[test]
    fn a_rule_by_days_is_posted_by_the_month_and_accrues_to_the_day_of_payment() {
        let daily = rule("percent = 0.05\nper = \"day\"\ngrace_days = 5\n");
        assert_eq!(due_at(&daily, 100_000, "2026-11-09", 0), None, "a run waits for the month's end");
        assert_eq!(due_at(&daily, 100_000, "2026-11-10", 0), said(31, "2026-11-10", 1_550), "31 days");
        assert_eq!(paid_at(&daily, 100_000, "2026-10-15", 0), None, "within the grace days");
        assert_eq!(
            paid_at(&daily, 100_000, "2026-10-16", 0),
            said(6, "2026-10-16", 300),
            "then from the due date"
        );
        assert_eq!(paid_at(&daily, 100_000, "2026-11-08", 0), said(29, "2026-11-08", 1_450));
        assert_eq!(paid_at(&daily, 100_000, "2026-11-08", 29), None, "twice on a day is once");
        assert_eq!(
            due_at(&daily, 40_000, "2026-11-10", 29),
            said(31, "2026-11-10", 40),
            "two days of the rest"
        );
        let yearly = rule("percent = 18\nper = \"year\"\n");
        assert_eq!(due_at(&yearly, 100_000, "2026-12-10", 31), said(61, "2026-12-10", 1_479), "30 days more");
    }

    #[test]
    fn the_least_surcharge_is_charged_once_and_small_sums_bear_none() {
        let least = rule("percent = 1\nper = \"month\"\nminimum = 25\non_over = 100\n");
        assert_eq!(due_at(&least, 100_000, "2026-10-12", 0), said(1, "2026-10-11", 2_500));
        assert_eq!(due_at(&least, 100_000, "2026-11-12", 1), None, "20 in all is still less than 25");
        assert_eq!(due_at(&least, 100_000, "2026-12-12", 2), said(3, "2026-12-11", 500));
        assert_eq!(due_at(&least, 10_000, "2026-12-12", 0), None);
        assert_eq!(period_of(&key(BillId(7), 3)), Some(3));
        assert_eq!(period_of("reconnection:3"), None);
    }

    proptest! {
        #[test]
        fn however_often_it_runs_the_sum_is_what_accrued(
            principal in 100i64..10_000_000, mut days in proptest::collection::vec((1i64..800, any::<bool>()), 1..12),
            which in 0usize..3,
        ) {
            let rules = ["percent = 1.5\nper = \"month\"\ngrace_days = 3\n", "percent = 0.04\nper = \"day\"\n",
                         "per = \"once\"\nsteps = [{ up_to = 30, percent = 2 }, { up_to = 90, percent = 5 }, { percent = 9 }]\n"];
            let rule = rule(rules[which]);
            let (due_on, principal) = (day("2026-01-31"), Money::from_minor(principal));
            days.sort_unstable();
            let (mut charged, mut sum, mut most) = (0, 0, 0);
            for (day, paid) in &days {
                let today = due_on.plus_days(*day);
                let upto = if *paid { periods(&rule, due_on, today) } else { posted(&rule, due_on, today) };
                most = upto.max(most);
                for _ in 0..2 {
                    if let Some(s) = due(&rule, principal, due_on, upto, charged, 100).unwrap() {
                        prop_assert!(s.n > charged && s.on <= today && s.on > due_on);
                        charged = s.n;
                        sum += s.amount.minor();
                    }
                }
            }
            let once = due(&rule, principal, due_on, most, 0, 100).unwrap().map_or(0, |s| s.amount.minor());
            prop_assert_eq!(sum, once);
        }
    }
}
