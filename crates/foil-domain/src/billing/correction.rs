//! What a correction takes off a claim: first what is still to be paid; what had been paid becomes credit.

use crate::ids::BillId;
use crate::money::Money;
use crate::payments::Part;
use crate::refusal::{Refusal, Result};
use crate::time::Day;

/// What a bill moves on its account: what it claims, or the credit that it gives where it claims nothing.
/// `credit_used` is below zero by what it gives.
pub fn moved(total: Money, credit_used: Money) -> Result<Money> {
    let given = Money::ZERO.minus(credit_used.min(Money::ZERO)).ok_or(Refusal::TooMuch)?;
    Ok(total.max(given))
}

/// What of a surcharge was on money that was never owed, half a coin rounding up: so much of it as was credited of its
/// bill of what it was on. Never more than all of it.
pub fn surcharge_off(surcharge: Money, principal: Money, credited: Money) -> Result<Money> {
    if credited >= principal {
        return Ok(surcharge);
    }
    let (part, of) =
        (i128::from(surcharge.minor()) * i128::from(credited.minor()), i128::from(principal.minor()));
    let share = (2 * part + of) / (2 * of.max(1));
    Ok(i64::try_from(share).map_err(|_| Refusal::TooMuch).map(Money::from_minor)?)
}

/// A surcharge as it stands before a part of its bill is credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnBill {
    /// What it claimed.
    pub total: Money,
    /// Of that, what no correction has taken off yet.
    pub stands: Money,
    /// What it was on.
    pub principal: Money,
    /// The day on which it was made.
    pub made_on: Day,
    /// The day of the payment that had hidden it, and that has fallen since; none of one that was on what was unpaid.
    pub hidden_since: Option<Day>,
}

impl OnBill {
    /// As much of its principal as it still stands for.
    fn principal_left(&self) -> Result<Money> {
        surcharge_off(self.principal, self.total, self.stands)
    }

    /// What comes off it for so much of its bill.
    fn off(&self, credited: Money) -> Result<Money> {
        Ok(surcharge_off(self.total, self.principal, credited)?.min(self.stands))
    }
}

/// What comes off a bill's surcharges, oldest first, when so much of it is credited that was never owed.
///
/// Surcharges of one time each were on another part of the bill: what was unpaid, and what a payment had paid that fell
/// since. What is credited lay on the unpaid part first, and only the rest of it on what was hidden: on both, it would be
/// taken off twice.
pub fn surcharges_off(all: &[OnBill], credited: Money) -> Result<Vec<Money>> {
    let mut off = Vec::with_capacity(all.len());
    for (at, one) in all.iter().enumerate() {
        let Some(since) = one.hidden_since else {
            off.push(one.off(credited)?);
            continue;
        };
        let (mut unpaid, mut hidden) = (Money::ZERO, Money::ZERO);
        for other in all[..at].iter().filter(|other| other.made_on > since) {
            let own = other.principal_left()?;
            if other.hidden_since.is_some() {
                hidden = hidden.plus(own).ok_or(Refusal::TooMuch)?;
            } else {
                // Month after month on the same part.
                unpaid = unpaid.max(own);
            }
        }
        let rest = credited.minus(unpaid).and_then(|rest| rest.minus(hidden)).ok_or(Refusal::TooMuch)?;
        off.push(one.off(rest.max(Money::ZERO))?);
    }
    Ok(off)
}

/// A claim as it stands before a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its number, for refusals.
    pub number: String,
    /// What it claimed.
    pub total: Money,
    /// What is left of it, without surcharge.
    pub left: Money,
    /// What is left of its surcharge.
    pub surcharge_left: Money,
    /// Credit that it used when it was issued; below zero when it gave some.
    pub credit_used: Money,
    /// What earlier corrections have taken off it.
    pub taken: Money,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// Credit that it set off against other claims, and that comes back with it.
    pub returned: Vec<Returned>,
    /// What of it the readings of later bills have given back; none where none did.
    pub given: Option<Given>,
}

/// What a later bill has given back of an estimate that it made good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The number of that bill; of several, of the newest.
    pub by: String,
    /// How much, above zero.
    pub amount: Money,
}

/// Credit that a bill had set off against a claim, which is owed again when the bill is cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returned {
    /// The claim.
    pub claim: BillId,
    /// Which part of it.
    pub part: Part,
    /// How much, above zero.
    pub amount: Money,
}

/// What a correction takes off, part by part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Off {
    /// Off what was left, without surcharge.
    pub left: Money,
    /// Off what was left of the surcharge.
    pub surcharge_left: Money,
    /// What had been paid and becomes credit; below zero when a cancelled bill takes back credit it gave.
    pub credited: Money,
    /// Credit that a cancelled bill had set off against other claims: it is credit again, and they are owed again.
    pub returned: Vec<Returned>,
}

impl Off {
    /// All of it: what is claimed less.
    pub fn amount(&self) -> Result<Money> {
        Ok(Money::sum([self.left, self.surcharge_left, self.credited]).ok_or(Refusal::TooMuch)?)
    }

    /// What comes back of the credit that it had set off.
    pub fn back(&self) -> Result<Money> {
        Ok(Money::sum(self.returned.iter().map(|r| r.amount)).ok_or(Refusal::TooMuch)?)
    }

    /// Of it, what was still to be paid.
    pub fn unpaid(&self) -> Result<Money> {
        Ok(self.left.plus(self.surcharge_left).ok_or(Refusal::TooMuch)?)
    }
}

impl Standing {
    /// Takes the claim back as a whole. What was paid of it, in money or in credit, becomes credit; credit that
    /// it gave is taken back. With all earlier corrections it sums to zero with the claim.
    pub fn cancelled(&self) -> Result<Off> {
        self.stands()?;
        let gave = self.credit_used.min(Money::ZERO);
        let claimed = self.claimed()?.plus(gave).ok_or(Refusal::TooMuch)?;
        let unpaid = self.unpaid()?;
        Ok(Off {
            left: self.left,
            surcharge_left: self.surcharge_left,
            credited: claimed.minus(unpaid).ok_or(Refusal::TooMuch)?,
            returned: self.returned.clone(),
        })
    }

    /// Takes a part back: off what is left, then off what is left of the surcharge, and what had been paid
    /// becomes credit. Refuses more than is still claimed and no reading has given back.
    pub fn credited(&self, amount: Money) -> Result<Off> {
        self.stands()?;
        let most = self.creditable()?;
        if let Some(given) = self.given.as_ref().filter(|_| !most.is_positive()) {
            return Err(Refusal::GivenBack { number: self.number.clone(), by: given.by.clone() }.into());
        }
        self.fits(amount, most)?;
        let left = amount.min(self.left);
        let rest = amount.minus(left).ok_or(Refusal::TooMuch)?;
        let surcharge_left = rest.min(self.surcharge_left);
        let credited = rest.minus(surcharge_left).ok_or(Refusal::TooMuch)?;
        Ok(Off { left, surcharge_left, credited, returned: Vec::new() })
    }

    /// Gives up what will never be paid: the surcharge first. Refuses more than is left.
    pub fn written_off(&self, amount: Money) -> Result<Off> {
        self.stands()?;
        self.fits(amount, self.unpaid()?)?;
        let surcharge_left = amount.min(self.surcharge_left);
        let left = amount.minus(surcharge_left).ok_or(Refusal::TooMuch)?;
        Ok(Off { left, surcharge_left, credited: Money::ZERO, returned: Vec::new() })
    }

    /// What is left to pay.
    pub fn unpaid(&self) -> Result<Money> {
        Ok(self.left.plus(self.surcharge_left).ok_or(Refusal::TooMuch)?)
    }

    /// What may be credited of it: what is still claimed, less what the reading of a later bill has given back. That was
    /// given once, whatever is left to pay.
    pub fn creditable(&self) -> Result<Money> {
        let given = self.given.as_ref().map_or(Money::ZERO, |given| given.amount);
        Ok(self.claimed()?.minus(given).ok_or(Refusal::TooMuch)?.max(Money::ZERO))
    }

    /// What is still claimed, paid or not.
    fn claimed(&self) -> Result<Money> {
        Ok(self.total.minus(self.taken).ok_or(Refusal::TooMuch)?)
    }

    fn stands(&self) -> Result<()> {
        if self.cancelled {
            return Err(Refusal::BillState { number: self.number.clone(), state: "cancelled" }.into());
        }
        Ok(())
    }

    fn fits(&self, amount: Money, most: Money) -> Result<()> {
        if !most.is_positive() {
            return Err(Refusal::BillState { number: self.number.clone(), state: "settled" }.into());
        }
        if !amount.is_positive() || amount > most {
            let expected = format!("above zero and at most {} minor units", most.minor());
            return Err(Refusal::bad_input("amount", expected).into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surcharge_falls_by_the_part_of_its_principal_that_was_never_owed() {
        let money = Money::from_minor;
        let off = |surcharge, principal, credited| {
            surcharge_off(money(surcharge), money(principal), money(credited)).unwrap().minor()
        };
        assert_eq!(off(1_000, 100_000, 40_000), 400);
        assert_eq!(off(1_000, 60_000, 40_000), 667, "on what was left then");
        assert_eq!(off(1_000, 30_000, 40_000), 1_000, "all of it, and no more");
    }

    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    /// A surcharge of one per cent, in the month that began on 1 October.
    fn borne(principal: i64, hidden: bool) -> OnBill {
        let total = Money::from_minor((principal + 50) / 100);
        OnBill {
            total,
            stands: total,
            principal: Money::from_minor(principal),
            made_on: day(if hidden { "2026-11-20" } else { "2026-11-01" }),
            hidden_since: hidden.then(|| day("2026-10-15")),
        }
    }

    #[test]
    fn what_was_never_owed_comes_off_the_unpaid_part_before_what_a_payment_had_hidden() {
        let minor = |off: Vec<Money>| off.iter().map(|m| m.minor()).collect::<Vec<_>>();
        let both = [borne(40_000, false), borne(60_000, true)];
        let off = |credited| minor(surcharges_off(&both, Money::from_minor(credited)).unwrap());
        assert_eq!(off(30_000), [300, 0]);
        assert_eq!(off(50_000), [400, 100], "100 rupees of what was hidden were not owed either");
        assert_eq!(off(100_000), [400, 600], "all of it, once");
        let [mut unpaid, hidden] = both;
        unpaid.stands = Money::ZERO;
        let again = surcharges_off(&[unpaid, hidden], Money::from_minor(50_000)).unwrap();
        assert_eq!(minor(again), [0, 500], "a second credit note finds nothing left of the unpaid part");
    }

    fn rupees(n: i64) -> Money {
        Money::from_minor(n * 100)
    }

    fn standing(total: i64, left: i64, surcharge_left: i64) -> Standing {
        Standing {
            number: "B/26-27/00000001".into(),
            total: rupees(total),
            left: rupees(left),
            surcharge_left: rupees(surcharge_left),
            credit_used: Money::ZERO,
            taken: Money::ZERO,
            cancelled: false,
            returned: Vec::new(),
            given: None,
        }
    }

    #[test]
    fn what_a_reading_has_given_back_is_credited_by_no_note() {
        let given = |amount| Some(Given { by: "B/26-27/00000002".into(), amount: rupees(amount) });
        let made_good = Standing { given: given(60), ..standing(100, 70, 0) };
        assert!(made_good.credited(rupees(41)).is_err(), "40 were used in truth");
        assert_eq!(made_good.credited(rupees(40)).expect("all that was owed").left, rupees(40));
        let nothing =
            Standing { given: given(100), ..made_good }.credited(rupees(1)).expect_err("all is given");
        assert!(nothing.to_string().contains("B/26-27/00000002"), "{nothing}");
    }

    #[test]
    fn what_was_paid_of_a_cancelled_bill_becomes_credit() {
        let off = standing(100, 40, 0).cancelled().expect("it stands");
        assert_eq!((off.left, off.credited), (rupees(40), rupees(60)));
    }

    #[test]
    fn a_credit_note_lowers_what_is_left_before_it_gives_credit() {
        let off = standing(100, 20, 5).credited(rupees(30)).expect("less than was claimed");
        assert_eq!((off.left, off.surcharge_left, off.credited), (rupees(20), rupees(5), rupees(5)));
        assert!(standing(100, 20, 5).credited(rupees(101)).is_err(), "more than was claimed");
        assert!(standing(100, 20, 5).credited(Money::ZERO).is_err());
    }

    #[test]
    fn a_write_off_is_of_what_is_left_only() {
        let off = standing(100, 20, 5).written_off(rupees(10)).expect("less than is left");
        assert_eq!((off.left, off.surcharge_left, off.credited), (rupees(5), rupees(5), Money::ZERO));
        assert!(standing(100, 20, 5).written_off(rupees(26)).is_err());
        assert!(standing(100, 0, 0).written_off(rupees(1)).is_err(), "nothing is left to give up");
    }

    #[test]
    fn a_cancelled_bill_takes_back_the_credit_it_gave() {
        let off = Standing { credit_used: rupees(-30), ..standing(0, 0, 0) }.cancelled().expect("it stands");
        assert_eq!(off.credited, rupees(-30));
    }

    proptest! {
        #[test]
        fn no_more_comes_off_surcharges_than_what_was_credited_had_borne(
            unpaid in 1i64..10_000_000, first in 1i64..10_000_000, second in 1i64..10_000_000, part in 0.0f64..=1.0,
        ) {
            let all = [borne(unpaid, false), borne(first, true), borne(second, true)];
            let bill = unpaid + first + second;
            let credited = (bill as f64 * part) as i64;
            let off = surcharges_off(&all, Money::from_minor(credited)).expect("small");
            let sum: i64 = off.iter().map(|m| m.minor()).sum();
            // Half a coin of each is rounded.
            prop_assert!((sum - credited / 100).abs() <= 3, "{sum} of {credited}");
            prop_assert!(off.iter().zip(&all).all(|(off, one)| *off <= one.stands && !off.is_negative()));
        }

        #[test]
        fn a_claim_and_its_corrections_sum_to_zero(
            total in 1i64..1_000_000, paid in 0.0f64..=1.0, surcharge in 0.0f64..=1.0, note in 0.0f64..=1.0,
        ) {
            let share = |of: i64, part: f64| (of as f64 * part) as i64;
            let unpaid = total - share(total, paid);
            let surcharge_left = share(unpaid, surcharge);
            let mut claim = Standing {
                left: Money::from_minor(unpaid - surcharge_left),
                surcharge_left: Money::from_minor(surcharge_left),
                total: Money::from_minor(total),
                ..standing(0, 0, 0)
            };
            let first = share(total, note).max(1);
            let off = claim.credited(Money::from_minor(first)).expect("within the claim");
            prop_assert_eq!(off.amount().expect("small").minor(), first);
            claim.left = claim.left.minus(off.left).expect("small");
            claim.surcharge_left = claim.surcharge_left.minus(off.surcharge_left).expect("small");
            claim.taken = Money::from_minor(first);
            let rest = claim.cancelled().expect("it stands");
            prop_assert_eq!(rest.amount().expect("small").minor() + first, total);
            prop_assert!(!rest.credited.is_negative());
        }
    }
}
