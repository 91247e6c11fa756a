//! What being late costs: which surcharge a tariff's rule has made due on a bill, and not charged yet.
//!
//! A rule runs in periods: once, a step of days, a month, or a day. Each period is charged once, under a key of
//! its own, on the principal that is unpaid when it is charged. A run charges what [`posted`] says, a rule by days
//! for whole months only; whoever takes money charges first what has accrued by [`periods`], to the day, so that
//! what is paid has borne all that it had to. Whatever is in dispute, or covered by the account's credit, is no
//! principal. The arithmetic of a rule stands in [`crate::tariffs::LatePayment`].

use super::plan::months_later;
use crate::documents::{LateRate, LateTime, Wording};
use crate::ids::{BillId, PaymentId};
use crate::money::Money;
use crate::refusal::Refusal;
use crate::tariffs::{DAYS_OF_YEAR, Late, LatePayment, LatePer, LateRun, plain};
use crate::time::Day;
use rust_decimal::Decimal;

/// A surcharge to be charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surcharge {
    /// The rule's period it is for, from 1; with the bill, what makes it due only once.
    pub n: i64,
    /// The day it became due.
    pub on: Day,
    /// How much.
    pub amount: Money,
    /// How that came about, a line each; they sum to it.
    pub parts: Vec<Part>,
}

/// A line of a surcharge: a base, a rate and the days that it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What the percentage is on; none of what makes up to the least surcharge.
    pub base: Option<Money>,
    /// What it says beside that.
    pub sum: PartSum,
    /// How much; below zero where an earlier least surcharge is set against it.
    pub amount: Money,
}

/// How the amount of a part came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartSum {
    /// A percentage.
    Rate {
        /// The first day that it is for.
        from: Day,
        /// The last; none of what is charged once, for however long.
        to: Option<Day>,
        /// The percentage, and how often it counts.
        rate: LateRate,
    },
    /// What there is between the percentage and the least surcharge, in major units with the currency's digits.
    Least(Decimal),
}

impl Part {
    /// What its line says, beside base, rate and amount.
    #[must_use]
    pub fn wording(&self, bill: &str) -> Wording {
        match &self.sum {
            PartSum::Rate { from, to, rate } => Wording::LatePayment {
                bill: bill.to_owned(),
                from: Some(*from),
                to: *to,
                rate: Some(rate.clone()),
            },
            PartSum::Least(least) => {
                Wording::LeastSurcharge { least: least.to_string(), set_off: self.amount.is_negative() }
            }
        }
    }
}

/// The key under which a surcharge may be charged once.
#[must_use]
pub fn key(bill: BillId, n: i64) -> String {
    format!("surcharge:{bill}:{n}")
}

/// The key of a surcharge on what a later bill has taken up of one: its periods run from the due date of that bill.
#[must_use]
pub fn taken_up_key(bill: BillId, by: BillId, n: i64) -> String {
    format!("surcharge:{bill}:{by}:{n}")
}

/// The bill that has taken up what a surcharge is on, from its key, hidden or not; `None` for the key of anything else.
#[must_use]
pub fn taken_up_by(key: &str) -> Option<BillId> {
    let own = key.strip_prefix("hidden ").unwrap_or(key);
    let (_, by_and_period) = own.strip_prefix("surcharge:")?.split_once(':')?;
    by_and_period.split_once(':')?.0.parse().ok().map(BillId)
}

/// The key of what a payment that has fallen had hidden of a bill's surcharge.
#[must_use]
pub fn hidden_key(bill: BillId, payment: PaymentId) -> String {
    format!("hidden surcharge:{bill}:{payment}")
}

/// The key of what it had hidden on what a later bill has taken up of that one.
#[must_use]
pub fn hidden_taken_up_key(bill: BillId, by: BillId, payment: PaymentId) -> String {
    format!("hidden surcharge:{bill}:{by}:{payment}")
}

/// The payment in the key of a hidden surcharge; `None` for the key of anything else.
#[must_use]
pub fn hidden_by(key: &str) -> Option<PaymentId> {
    key.strip_prefix("hidden surcharge:")?.rsplit_once(':')?.1.parse().ok().map(PaymentId)
}

/// The period in a surcharge's key; `None` for the key of anything else.
#[must_use]
pub fn period_of(key: &str) -> Option<i64> {
    key.strip_prefix("surcharge:")?.rsplit_once(':')?.1.parse().ok()
}

/// The surcharge of a rule's periods up to one of them that was not charged yet.
///
/// `principal` is what is unpaid of the bill itself, not in dispute and not covered by credit; `charged` is the last
/// period that was charged, or that passed while all of it was on hold (0 for none). `unpaid` is what is left of the
/// surcharges that were charged, on which a compound rule runs on; none where that is all of them. `None` when nothing
/// is due.
pub fn due(
    rule: &LatePayment,
    principal: Money,
    due_on: Day,
    upto: i64,
    charged: i64,
    unpaid: Option<Money>,
    minor_per_major: u32,
) -> Result<Option<Surcharge>, Refusal> {
    if upto <= charged {
        return Ok(None);
    }
    let accrued = |n| match n {
        0 => Ok(Money::ZERO),
        n => rule.accrued(principal, reached(rule, due_on, n), minor_per_major),
    };
    let all = accrued(upto)?.minus(accrued(charged)?).ok_or(Refusal::TooMuch)?;
    let beside = match unpaid {
        Some(unpaid) if all.is_positive() && charged > 0 => otherwise_based(rule, unpaid, charged, accrued)?,
        _ => Money::ZERO,
    };
    let sum = Arithmetic { rule, principal, due_on, minor_per_major, charged, beside };
    let amount = all.plus(sum.on_beside(upto)?).ok_or(Refusal::TooMuch)?;
    if !amount.is_positive() {
        return Ok(None);
    }
    let on = due_on.plus_days(reached(rule, due_on, upto).days);
    Ok(Some(Surcharge { n: upto, on, amount, parts: sum.parts(charged, upto, amount)? }))
}

/// What a share of the principal, that a payment had paid, would have borne beside the rest in the periods after one up to
/// another: what both bear together less what the rest bore, so that what is charged at least is charged once.
pub fn hidden(
    rule: &LatePayment,
    (share, rest): (Money, Money),
    due_on: Day,
    upto: i64,
    charged: i64,
    minor_per_major: u32,
) -> Result<Option<Surcharge>, Refusal> {
    let of = |principal: Money| due(rule, principal, due_on, upto, charged, None, minor_per_major);
    let both = of(share.plus(rest).ok_or(Refusal::TooMuch)?)?;
    let bore = of(rest)?.map_or(Money::ZERO, |surcharge| surcharge.amount);
    let Some(both) = both else { return Ok(None) };
    let amount = both.amount.minus(bore).ok_or(Refusal::TooMuch)?;
    let mut own = of(share)?.unwrap_or_else(|| both.clone());
    let more = amount.minus(own.amount).ok_or(Refusal::TooMuch)?;
    if !more.is_zero() {
        own.parts.push(Part { base: None, sum: PartSum::Least(rule.minimum.normalize()), amount: more });
    }
    Ok(Some(Surcharge { amount, ..own }).filter(|surcharge| surcharge.amount.is_positive()))
}

/// Of a share that is owed with a later bill by now, but was due by the claim's own date when it was paid and bore so many periods
/// from that on: how many of the later date had begun by the end of them. Those it bears no second time.
#[must_use]
pub fn borne_before(rule: &LatePayment, (own_due_on, own): (Day, i64), due_on: Day) -> i64 {
    match rule.per {
        _ if own <= 0 => 0,
        LatePer::Once => own,
        LatePer::Month => periods(rule, due_on, months_later(own_due_on, own)),
        LatePer::Day | LatePer::Year => periods(rule, due_on, own_due_on.plus_days(own)),
    }
}

/// Two surcharges on one claim as one.
pub fn together(one: Option<Surcharge>, other: Option<Surcharge>) -> Result<Option<Surcharge>, Refusal> {
    match (one, other) {
        (Some(one), Some(other)) => {
            let amount = one.amount.plus(other.amount).ok_or(Refusal::TooMuch)?;
            let parts = [one.parts, other.parts].concat();
            Ok(Some(Surcharge { n: other.n, on: other.on, amount, parts }))
        }
        (one, other) => Ok(one.or(other)),
    }
}

/// What of a payment that falls is owed again, and what was unpaid and owed beside it: `left` is what is left of the bill
/// without the payment. What was never owed, though a payment had paid it, lies on the unpaid part first.
pub fn owed_again((falls, left): (Money, Money), never_owed: Money) -> Result<(Money, Money), Refusal> {
    let owed = |open: Money| Some(open.minus(never_owed)?.max(Money::ZERO));
    let rest = owed(left).ok_or(Refusal::TooMuch)?;
    let all = left.plus(falls).and_then(owed).ok_or(Refusal::TooMuch)?;
    Ok((all.minus(rest).ok_or(Refusal::TooMuch)?, rest))
}

/// How a surcharge is worked out, for whoever has to pay it.
struct Arithmetic<'a> {
    rule: &'a LatePayment,
    principal: Money,
    due_on: Day,
    minor_per_major: u32,
    /// The last period that was charged.
    charged: i64,
    /// What a compound rule runs on beside, see [`otherwise_based`].
    beside: Money,
}

impl Arithmetic<'_> {
    /// The lines of what is charged for the periods after one up to another. Each is what the rule comes to by its
    /// end less what it came to before, so they sum to the coin.
    fn parts(&self, after: i64, upto: i64, amount: Money) -> Result<Vec<Part>, Refusal> {
        let mut parts = match self.rule.per {
            LatePer::Once => vec![self.once(after, upto)?],
            LatePer::Month | LatePer::Day | LatePer::Year => {
                let runs = self.rule.runs(after, upto);
                runs.into_iter().map(|run| self.run(run)).collect::<Result<_, _>>()?
            }
        };
        parts.retain(|part| !part.amount.is_zero());
        let by_percent = Money::sum(parts.iter().map(|part| part.amount)).ok_or(Refusal::TooMuch)?;
        let rest = amount.minus(by_percent).ok_or(Refusal::TooMuch)?;
        if !rest.is_zero() {
            let mut least = self.rule.minimum.normalize();
            least.rescale(least.scale().max(self.minor_per_major.checked_ilog10().unwrap_or_default()));
            parts.push(Part { base: None, sum: PartSum::Least(least), amount: rest });
        }
        Ok(parts)
    }

    /// The step that is reached, less the one that was charged before.
    fn once(&self, after: i64, upto: i64) -> Result<Part, Refusal> {
        let (percent, less) = (self.rule.of_step(upto), self.rule.of_step(after));
        let first = if upto <= 1 { 1 } else { last_of_step(self.rule, upto - 1) + 1 };
        let less = if less.is_zero() { String::new() } else { plain(less) };
        let rate = LateRate { percent: plain(percent), less, count: 1, of: LateTime::Once, compound: false };
        let sum = PartSum::Rate { from: self.due_on.plus_days(first), to: None, rate };
        Ok(Part { base: Some(self.principal), sum, amount: self.between(after, upto)? })
    }

    /// Months or days at one percentage.
    fn run(&self, run: LateRun) -> Result<Part, Refusal> {
        let LateRun { first, last, percent } = run;
        let (from, to, of) = match self.rule.per {
            LatePer::Once | LatePer::Month => (
                months_later(self.due_on, first - 1).plus_days(1),
                months_later(self.due_on, last),
                LateTime::Months,
            ),
            LatePer::Day => (self.due_on.plus_days(first), self.due_on.plus_days(last), LateTime::Days),
            LatePer::Year => {
                (self.due_on.plus_days(first), self.due_on.plus_days(last), LateTime::DaysOfYear)
            }
        };
        let from_on = self.grows_from(first);
        let grown = if self.rule.compound {
            let beside = self.beside.plus(self.on_beside(from_on)?).ok_or(Refusal::TooMuch)?;
            self.by_percent(from_on)?.plus(beside).ok_or(Refusal::TooMuch)?
        } else {
            Money::ZERO
        };
        // Within a year its interest is simple; of months and days each bears the next one's.
        let compound = self.rule.compound && self.rule.per != LatePer::Year && last > first;
        let rate =
            LateRate { percent: plain(percent), less: String::new(), count: last - first + 1, of, compound };
        Ok(Part {
            base: Some(self.principal.plus(grown).ok_or(Refusal::TooMuch)?),
            sum: PartSum::Rate { from, to: Some(to), rate },
            amount: self.between(first - 1, last)?,
        })
    }

    /// The last period whose surcharge a compound rule charges on too.
    fn grows_from(&self, first: i64) -> i64 {
        if self.rule.per == LatePer::Year { (first - 1) / DAYS_OF_YEAR * DAYS_OF_YEAR } else { first - 1 }
    }

    fn between(&self, after: i64, upto: i64) -> Result<Money, Refusal> {
        let by = |n: i64| self.by_percent(n)?.plus(self.on_beside(n)?).ok_or(Refusal::TooMuch);
        by(upto)?.minus(by(after)?).ok_or(Refusal::TooMuch)
    }

    /// What runs on what a compound rule runs on beside, by the end of a period.
    fn on_beside(&self, n: i64) -> Result<Money, Refusal> {
        if self.beside.is_zero() || n <= self.charged {
            return Ok(Money::ZERO);
        }
        let reached = |n: i64| reached(self.rule, self.due_on, n);
        self.rule.compounded(self.beside, reached(self.charged), reached(n), self.minor_per_major)
    }

    /// What the percentage comes to by the end of a period, from the due date on.
    fn by_percent(&self, n: i64) -> Result<Money, Refusal> {
        match n {
            0 => Ok(Money::ZERO),
            n => {
                let late = reached(self.rule, self.due_on, n);
                self.rule.by_percent(self.principal, late, self.minor_per_major)
            }
        }
    }
}

/// What a compound rule charges on beside the principal, less what it would if all that it has charged were unpaid and
/// on this principal: a surcharge that was paid bears none.
fn otherwise_based(
    rule: &LatePayment,
    unpaid: Money,
    charged: i64,
    accrued: impl Fn(i64) -> Result<Money, Refusal>,
) -> Result<Money, Refusal> {
    let all = accrued(charged)?;
    match rule.per {
        _ if !rule.compound => Ok(Money::ZERO),
        LatePer::Once => Ok(Money::ZERO),
        LatePer::Month | LatePer::Day => unpaid.minus(all).ok_or(Refusal::TooMuch),
        // Only what ended with a year is charged on; of that as large a part is unpaid as of all.
        LatePer::Year => {
            let borne = accrued(charged / DAYS_OF_YEAR * DAYS_OF_YEAR)?;
            let paid = all.minus(unpaid.min(all)).ok_or(Refusal::TooMuch)?;
            if !all.is_positive() {
                return Ok(Money::ZERO);
            }
            let part = i128::from(borne.minor()) * i128::from(paid.minor()) / i128::from(all.minor());
            i64::try_from(-part).map(Money::from_minor).map_err(|_| Refusal::TooMuch)
        }
    }
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

/// The bill in a surcharge's key, hidden or not; `None` for the key of anything else.
#[must_use]
pub fn bill_of(key: &str) -> Option<BillId> {
    let own = key.strip_prefix("hidden ").unwrap_or(key);
    own.strip_prefix("surcharge:")?.split_once(':')?.0.parse().ok().map(BillId)
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

    #[test]
    fn what_was_never_owed_lies_on_what_is_unpaid_before_what_falls() {
        let money = Money::from_minor;
        let of = |falls, left, never| {
            let (falls, rest) = owed_again((money(falls), money(left)), money(never)).unwrap();
            (falls.minor(), rest.minor())
        };
        assert_eq!(of(600, 400, 0), (600, 400));
        assert_eq!(of(600, 0, 100), (500, 0), "a credit note took the 400 that were left, and 100 of these");
        assert_eq!(of(300, 600, 100), (300, 500), "the next one falls whole: those 100 are counted once");
        assert_eq!(of(600, 400, 500), (500, 0), "a reading takes nothing off what is left");
        assert_eq!(of(600, 0, 700), (0, 0));
    }

    fn due_at(rule: &LatePayment, principal: i64, on: &str, charged: i64) -> Option<(i64, String, i64)> {
        due_upto(rule, principal, posted(rule, day("2026-10-10"), day(on)), charged)
    }

    fn paid_at(rule: &LatePayment, principal: i64, on: &str, charged: i64) -> Option<(i64, String, i64)> {
        due_upto(rule, principal, periods(rule, day("2026-10-10"), day(on)), charged)
    }

    fn due_upto(rule: &LatePayment, principal: i64, upto: i64, charged: i64) -> Option<(i64, String, i64)> {
        let found =
            due(rule, Money::from_minor(principal), day("2026-10-10"), upto, charged, None, 100).unwrap();
        found.map(|s| (s.n, s.on.to_string(), s.amount.minor()))
    }

    /// The lines of what is due, as an English bill has them.
    fn lines(rule: &LatePayment, principal: i64, on: &str, charged: i64) -> Vec<String> {
        let upto = periods(rule, day("2026-10-10"), day(on));
        let found =
            due(rule, Money::from_minor(principal), day("2026-10-10"), upto, charged, None, 100).unwrap();
        let parts = found.unwrap().parts;
        let line = |part: &Part| {
            let said = part.wording("B/1");
            let base = part.base.map_or_else(String::new, |base| format!("{} × ", base.minor()));
            format!("{}: {base}{} = {}", said.late_label(), said.late_rate(), part.amount.minor())
        };
        parts.iter().map(line).collect()
    }

    #[test]
    fn each_line_of_a_surcharge_has_its_base_its_rate_and_its_days() {
        let monthly = rule("percent = 1.5\nper = \"month\"\n");
        assert_eq!(
            lines(&monthly, 100_000, "2026-12-15", 1),
            ["Late payment of B/1, 11 Nov 2026 – 10 Jan 2027: 100000 × 1.5 % × 2 months = 3000"]
        );
        let daily = rule("per = \"day\"\nsteps = [{ up_to = 30, percent = 0.05 }, { percent = 0.1 }]\n");
        assert_eq!(
            lines(&daily, 100_000, "2026-11-20", 20),
            [
                "Late payment of B/1, 31 Oct 2026 – 9 Nov 2026: 100000 × 0.05 % × 10 days = 500",
                "Late payment of B/1, 10 Nov 2026 – 20 Nov 2026: 100000 × 0.1 % × 11 days = 1100",
            ]
        );
        let once = rule("per = \"once\"\nsteps = [{ up_to = 30, percent = 2 }, { percent = 5 }]\n");
        assert_eq!(
            lines(&once, 100_000, "2026-10-20", 0),
            ["Late payment of B/1, from 11 Oct 2026: 100000 × 2 % = 2000"]
        );
        assert_eq!(
            lines(&once, 100_000, "2026-11-20", 1),
            ["Late payment of B/1, from 10 Nov 2026: 100000 × 5 % − 2 % = 3000"]
        );
        let yearly = rule("percent = 18\nper = \"year\"\ncompound = true\n");
        assert_eq!(
            lines(&yearly, 100_000, "2027-10-30", 350),
            [
                "Late payment of B/1, 26 Sep 2027 – 10 Oct 2027: 100000 × 18 % × 15/365 days = 740",
                "Late payment of B/1, 11 Oct 2027 – 30 Oct 2027: 118000 × 18 % × 20/365 days = 1164",
            ]
        );
        let compound = rule("percent = 10\nper = \"month\"\ncompound = true\n");
        assert_eq!(
            lines(&compound, 100_000, "2026-12-15", 1),
            ["Late payment of B/1, 11 Nov 2026 – 10 Jan 2027: 110000 × 10 % × 2 months, compounded = 23100"]
        );
    }

    #[test]
    fn the_least_surcharge_has_a_line_of_its_own() {
        let least = rule("percent = 1\nper = \"month\"\nminimum = 25\n");
        assert_eq!(
            lines(&least, 100_000, "2026-10-12", 0),
            [
                "Late payment of B/1, 11 Oct 2026 – 10 Nov 2026: 100000 × 1 % × 1 month = 1000",
                "Made up to the least surcharge of 25.00:  = 1500",
            ]
        );
        assert_eq!(
            lines(&least, 100_000, "2026-12-12", 1),
            [
                "Late payment of B/1, 11 Nov 2026 – 10 Jan 2027: 100000 × 1 % × 2 months = 2000",
                "Charged before with the least surcharge of 25.00:  = -1500",
            ]
        );
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
        let of_part = taken_up_key(BillId(7), BillId(9), 3);
        assert_eq!((bill_of(&of_part), taken_up_by(&of_part)), (Some(BillId(7)), Some(BillId(9))));
        assert_eq!((period_of(&of_part), taken_up_by(&key(BillId(7), 3))), (Some(3), None));
        let hidden = hidden_key(BillId(7), PaymentId(5));
        assert_eq!((bill_of(&hidden), taken_up_by(&hidden)), (Some(BillId(7)), None));
        let of_part = hidden_taken_up_key(BillId(7), BillId(9), PaymentId(5));
        assert_eq!((bill_of(&of_part), taken_up_by(&of_part)), (Some(BillId(7)), Some(BillId(9))));
        assert_eq!([&hidden, &of_part].map(|key| hidden_by(key)), [Some(PaymentId(5)); 2]);
        assert_eq!((period_of(&hidden), period_of(&of_part)), (None, None));
    }

    #[test]
    fn a_compound_surcharge_runs_on_what_of_the_earlier_ones_is_unpaid() {
        let due_with = |rule: &LatePayment, charged, upto, unpaid: i64| {
            let unpaid = Some(Money::from_minor(unpaid));
            let found = due(rule, Money::from_minor(100_000), day("2026-10-10"), upto, charged, unpaid, 100);
            found.unwrap().map_or(0, |s| s.amount.minor())
        };
        let monthly = rule("percent = 10\nper = \"month\"\ncompound = true\n");
        assert_eq!(due_with(&monthly, 1, 2, 10_000), 11_000, "nothing of it was paid");
        assert_eq!(due_with(&monthly, 1, 2, 4_000), 10_400);
        assert_eq!(
            due_with(&monthly, 1, 3, 0),
            21_000,
            "two months on the principal, the second on the first"
        );
        let yearly = rule("percent = 20\nper = \"year\"\ncompound = true\n");
        assert_eq!(due_with(&yearly, 365, 730, 20_000), 24_000);
        assert_eq!(due_with(&yearly, 365, 730, 0), 20_000);
        let simple = rule("percent = 10\nper = \"month\"\n");
        assert_eq!(due_with(&simple, 1, 2, 0), 10_000, "a rule that does not compound asks for none of this");
    }

    proptest! {
        #[test]
        fn however_often_it_runs_the_sum_is_what_accrued(
            principal in 100i64..10_000_000, mut days in proptest::collection::vec((1i64..800, any::<bool>()), 1..12),
            which in 0usize..3,
        ) {
            let rules = ["percent = 1.5\nper = \"month\"\ngrace_days = 3\nminimum = 10\n",
                         "percent = 0.04\nper = \"day\"\ncompound = true\n",
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
                    if let Some(s) = due(&rule, principal, due_on, upto, charged, None, 100).unwrap() {
                        prop_assert!(s.n > charged && s.on <= today && s.on > due_on);
                        let lines = Money::sum(s.parts.iter().map(|part| part.amount));
                        prop_assert_eq!(lines, Some(s.amount), "its lines are its amount");
                        charged = s.n;
                        sum += s.amount.minor();
                    }
                }
            }
            let once = due(&rule, principal, due_on, most, 0, None, 100).unwrap().map_or(0, |s| s.amount.minor());
            prop_assert_eq!(sum, once);
        }
    }
}
