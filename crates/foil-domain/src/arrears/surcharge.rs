//! What being late costs: which surcharge a tariff's rule has made due on a bill, and not charged yet.
//!
//! A rule runs in periods: once, a step of days, or a month. Each period is charged once, under a key of
//! its own, on the principal that is unpaid when it is charged; what was paid meanwhile bears nothing more.
//! Whatever is in dispute is no principal. The arithmetic of a rule stands in [`crate::tariffs::late`].

use super::plan::months_later;
use crate::ids::BillId;
use crate::money::Money;
use crate::refusal::Refusal;
use crate::tariffs::late::{Late, LatePayment, LatePer};
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

/// The surcharge that has become due on a bill by a business date and was not charged yet.
///
/// `principal` is what is unpaid of the bill itself and not in dispute; `charged` is the last period that
/// was charged, or that passed while all of it was in dispute (0 for none). `None` when nothing is due.
pub fn due(
    rule: &LatePayment,
    principal: Money,
    due_on: Day,
    today: Day,
    charged: i64,
    minor_per_major: u32,
) -> Result<Option<Surcharge>, Refusal> {
    let n = periods(rule, due_on, today);
    if n <= charged {
        return Ok(None);
    }
    let accrued = |n| match n {
        0 => Ok(Money::ZERO),
        n => rule.accrued(principal, reached(rule, due_on, n), minor_per_major),
    };
    let amount = accrued(n)?.minus(accrued(charged)?).ok_or(Refusal::TooMuch)?;
    let on = due_on.plus_days(reached(rule, due_on, n).days);
    Ok(Some(Surcharge { n, on, amount }).filter(|s| s.amount.is_positive()))
}

/// How many periods of a rule have begun (for a rule by days or years: how many months have ended).
#[must_use]
pub fn periods(rule: &LatePayment, due_on: Day, today: Day) -> i64 {
    let late = Late::between(due_on, today);
    if late.days <= rule.grace_days.max(0) {
        return 0;
    }
    match rule.per {
        LatePer::Once => step_of(rule, late.days),
        LatePer::Month => late.months,
        // Posted by the month: a paper a day would be no service to anybody.
        LatePer::Day | LatePer::Year => late.months - i64::from(months_later(due_on, late.months) > today),
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
        LatePer::Day | LatePer::Year => {
            Late { days: days_to(months_later(due_on, n)).max(past_grace), months: n }
        }
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
