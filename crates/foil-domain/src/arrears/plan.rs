//! Instalment plans: arrears split into equal parts, each with its day.

use crate::money::Money;
use crate::refusal::Refusal;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Instalments of one plan at most.
pub const MOST_INSTALMENTS: i64 = 36;

/// One part of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Instalment {
    /// Which one, from 1.
    pub n: i64,
    /// The last day to pay it in time.
    pub due_on: Day,
    /// How much.
    pub amount: Money,
}

/// A plan as the ladder looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Business date it was made on.
    pub made_on: Day,
    /// It covers what was due up to this day; what comes due later is paid beside it.
    pub covers_to: Day,
    /// What it is to pay in all: what it covered when it was made, less what was taken back or given up of that since.
    pub total: Money,
    /// Its parts, in order.
    pub instalments: Vec<Instalment>,
}

/// How a plan stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What has been paid of it.
    pub paid: Money,
    /// What is left of it and not in dispute.
    pub agreed: Money,
    /// Whether everything that was to be paid by now is paid.
    pub kept: bool,
    /// Whether nothing of it is left.
    pub done: bool,
    /// What is missing up to the next instalment, and its day; none when nothing is left.
    pub next: Option<(Day, Money)>,
}

/// Splits a debt into so many monthly parts, equal to the coin: the first ones carry the odd coins.
///
/// Refuses less than two parts or more than [`MOST_INSTALMENTS`], and a debt smaller than one coin a part.
pub fn split(total: Money, parts: i64, first_on: Day) -> Result<Vec<Instalment>, Refusal> {
    if !(2..=MOST_INSTALMENTS).contains(&parts) {
        return Err(Refusal::bad_input("instalments", format!("2 to {MOST_INSTALMENTS}")));
    }
    if total.minor() < parts {
        return Err(Refusal::bad_input("instalments", "no more than there are coins to pay"));
    }
    let (each, odd) = (total.minor() / parts, total.minor() % parts);
    let part = |n: i64| Instalment {
        n,
        due_on: months_later(first_on, n - 1),
        amount: Money::from_minor(each + i64::from(n <= odd)),
    };
    Ok((1..=parts).map(part).collect())
}

/// The same day so many months later, or the month's last day where there is none such.
#[must_use]
pub fn months_later(day: Day, months: i64) -> Day {
    let (_, _, of_month) = day.parts();
    let first = day.month_start(i32::try_from(months).unwrap_or(0));
    let last = day.month_start(i32::try_from(months + 1).unwrap_or(1)).plus_days(-1);
    first.plus_days(i64::from(of_month) - 1).min(last)
}

impl Plan {
    /// How the plan stands on a business date, with so much left of what it was made of, and so much of that in
    /// dispute. What is neither left nor taken off its total was paid: where the total has fallen, the last
    /// instalments fall. What is in dispute is neither paid nor asked for: the last
    /// instalments wait for it, and the plan is not done before it is decided.
    #[must_use]
    pub fn progress(&self, left: Money, disputed: Money, today: Day) -> Progress {
        let less = |a: Money, b| a.minus(b).filter(|m| !m.is_negative()).unwrap_or(Money::ZERO);
        let paid = less(self.total, left);
        let agreed = less(left, disputed);
        let mut by_then = Money::ZERO;
        let (mut kept, mut next) = (true, None);
        for part in &self.instalments {
            by_then = by_then.plus(part.amount).unwrap_or(by_then);
            let missing = less(by_then, paid).min(agreed);
            if missing.is_zero() {
                continue;
            }
            let missed = part.due_on < today;
            kept &= !missed;
            // What is missed already is asked for together with nothing later.
            if next.is_none() || missed {
                next = Some((part.due_on, missing));
            }
        }
        Progress { paid, agreed, kept, done: left.is_zero(), next }
    }
}

/// What was paid of a plan and was made credit by a correction, and what has used the account's credit after it, in
/// order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeCredit {
    /// How much of what was paid of the plan.
    pub amount: Money,
    /// The uses that follow, up to the next correction.
    pub uses: Vec<CreditUse>,
}

/// A receipt or a bill that has used an account's credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreditUse {
    /// How much credit.
    pub used: Money,
    /// What went with it into what the plan is made of.
    pub planned: Money,
    /// What went with it beside the plan, and has not come back as credit.
    pub beside: Money,
    /// What else it had: money, or credit of its own. That pays the plan first.
    pub other: Money,
}

/// What credit an account has, and what of such was paid out since its plan was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreditLeft {
    /// What lies there.
    pub lies: Money,
    /// What was paid out.
    pub paid_out: Money,
}

/// What of credit that a plan's claims had become has paid them again, or was paid out: it is paid once, and paid no
/// more. What was used beside the plan stays paid of it. Credit that came out of the plan is used before any other, and
/// paid out after any other.
#[must_use]
pub fn paid_again(made: &[MadeCredit], left: CreditLeft) -> Money {
    let less = |a: Money, b| a.minus(b).filter(|m| !m.is_negative()).unwrap_or(Money::ZERO);
    let (mut credit, mut again) = (Money::ZERO, Money::ZERO);
    for correction in made {
        credit = credit.plus(correction.amount).unwrap_or(credit);
        for used in &correction.uses {
            let into = less(used.planned, used.other).min(used.used);
            credit = less(credit, less(used.used, into).min(used.beside));
            let into = into.min(credit);
            credit = less(credit, into);
            again = again.plus(into).unwrap_or(again);
        }
    }
    again.plus(less(credit, left.lies).min(left.paid_out)).unwrap_or(again)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_debt_is_split_to_the_coin_and_falls_due_on_the_same_day_of_each_month() {
        let parts = split(Money::from_minor(100_000), 3, day("2027-01-31")).unwrap();
        let read: Vec<(String, i64)> =
            parts.iter().map(|p| (p.due_on.to_string(), p.amount.minor())).collect();
        assert_eq!(
            read,
            [
                ("2027-01-31".to_owned(), 33_334),
                ("2027-02-28".to_owned(), 33_333),
                ("2027-03-31".to_owned(), 33_333)
            ]
        );
    }

    #[test]
    fn a_plan_is_kept_while_what_fell_due_is_paid_and_broken_the_day_after() {
        let total = Money::from_minor(300);
        let instalments = split(total, 3, day("2026-12-10")).unwrap();
        let plan = Plan { made_on: day("2026-11-21"), covers_to: day("2026-11-20"), total, instalments };
        let open = |left, on| plan.progress(Money::from_minor(left), Money::ZERO, day(on));
        assert!(open(300, "2026-12-10").kept, "the day itself is in time");
        assert!(!open(300, "2026-12-11").kept, "the day after is not");
        assert!(open(200, "2026-12-11").kept);
        assert_eq!(open(200, "2026-12-11").next, Some((day("2027-01-10"), Money::from_minor(100))));
        assert_eq!(
            open(300, "2027-01-11").next,
            Some((day("2027-01-10"), Money::from_minor(200))),
            "two missed ones are asked for together"
        );
        assert!(open(0, "2028-01-01").done && open(0, "2028-01-01").kept);
    }

    #[test]
    fn of_a_plan_whose_total_has_fallen_the_last_instalments_fall() {
        let instalments = split(Money::from_minor(1_500), 3, day("2026-12-10")).unwrap();
        let total = Money::from_minor(500);
        let plan = Plan { made_on: day("2026-11-21"), covers_to: day("2026-11-20"), total, instalments };
        let open = |left, on| plan.progress(Money::from_minor(left), Money::ZERO, day(on));
        let first = open(500, "2026-12-10");
        assert_eq!((first.paid.minor(), first.kept, first.next), (0, true, Some((day("2026-12-10"), total))));
        assert!(!open(500, "2026-12-11").kept, "nobody has paid a coin");
        assert!(open(0, "2026-12-11").done);
    }

    #[test]
    fn what_is_in_dispute_of_a_plan_is_neither_paid_nor_asked_for() {
        let total = Money::from_minor(300);
        let instalments = split(total, 3, day("2026-12-10")).unwrap();
        let plan = Plan { made_on: day("2026-11-21"), covers_to: day("2026-11-20"), total, instalments };
        let with = |left, disputed, on| {
            let p = plan.progress(Money::from_minor(left), Money::from_minor(disputed), day(on));
            (p.paid.minor(), p.kept, p.done, p.next.map(|(on, amount)| (on.to_string(), amount.minor())))
        };
        assert_eq!(with(300, 300, "2027-06-01"), (0, true, false, None), "on hold, and not done");
        let first = Some(("2026-12-10".to_owned(), 100));
        assert_eq!(with(300, 100, "2026-12-10"), (0, true, false, first.clone()), "the rest is paid as ever");
        assert_eq!(with(300, 100, "2026-12-11"), (0, false, false, first));
        assert_eq!(with(100, 100, "2027-06-01"), (200, true, false, None), "the last part waits");
        assert!(!with(100, 0, "2027-03-01").1, "decided against the customer, it is due");
    }

    #[test]
    fn credit_that_a_plan_has_become_pays_it_once() {
        let use_of = |used, planned, beside, other| CreditUse {
            used: Money::from_minor(used),
            planned: Money::from_minor(planned),
            beside: Money::from_minor(beside),
            other: Money::from_minor(other),
        };
        let again = |made: &[(i64, &[CreditUse])]| {
            let made: Vec<MadeCredit> = made
                .iter()
                .map(|(amount, uses)| MadeCredit { amount: Money::from_minor(*amount), uses: uses.to_vec() })
                .collect();
            paid_again(&made, CreditLeft { lies: Money::ZERO, paid_out: Money::ZERO }).minor()
        };
        assert_eq!(again(&[(500, &[])]), 0, "it stays paid while it lies there");
        let (plan, rest) = (use_of(500, 500, 0, 0), use_of(500, 0, 500, 0));
        assert_eq!(again(&[(500, &[plan])]), 500);
        assert_eq!(again(&[(500, &[rest, plan])]), 0, "the new bill had used it, and this is other credit");
        assert_eq!(again(&[(500, &[use_of(500, 0, 0, 0), plan])]), 500, "the new bill was taken back");
        assert_eq!(
            again(&[(500, &[use_of(500, 500, 500, 500)])]),
            0,
            "money paid the plan, and credit the bill"
        );
        assert_eq!(again(&[(500, &[use_of(600, 700, 100, 200)])]), 400, "100 of it paid something else");
        let more = use_of(300, 300, 0, 0);
        assert_eq!(again(&[(200, &[more]), (100, &[more])]), 300, "never more than there was");
    }

    #[test]
    fn credit_of_a_plan_is_paid_out_after_any_other() {
        let made = [MadeCredit { amount: Money::from_minor(500), uses: Vec::new() }];
        let again = |lies, paid_out| {
            let left = CreditLeft { lies: Money::from_minor(lies), paid_out: Money::from_minor(paid_out) };
            paid_again(&made, left).minor()
        };
        assert_eq!(again(500, 0), 0);
        assert_eq!(again(1_500, 500), 0, "there was other credit");
        assert_eq!(again(200, 1_000), 300);
        assert_eq!(again(0, 100), 100, "no more than was paid out");
    }

    proptest! {
        #[test]
        fn instalments_sum_to_the_whole_and_differ_by_a_coin(total in 36i64..1_000_000_000, parts in 2i64..=36) {
            let split = split(Money::from_minor(total), parts, day("2026-11-21")).unwrap();
            let sum = Money::sum(split.iter().map(|p| p.amount)).unwrap();
            prop_assert_eq!(sum.minor(), total);
            let (least, most) = (split.last().unwrap().amount.minor(), split[0].amount.minor());
            prop_assert!(most - least <= 1 && least > 0);
            prop_assert!(split.windows(2).all(|w| w[0].due_on < w[1].due_on));
        }
    }
}
