//! What a bill takes up: estimates were too high, and it takes that off its own charges instead of giving credit for it. So
//! much of the estimates is owed for later use, and due with that bill.

use crate::documents::{BillDoc, BillDocLine, Wording};
use crate::ids::BillId;
use crate::money::Money;
use crate::refusal::{Refusal, Result};

/// An estimate that was too high, with the debit notes that the reading has counted with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooHigh {
    /// By how much they were too high together.
    pub by: Money,
    /// The estimate.
    pub bill: BillId,
    /// The notes, the newest first, and the estimate: what is left of each and not in dispute.
    pub left: Vec<(BillId, Money)>,
}

/// Of which claims so much is that a bill has taken up. `estimates` are in the order of their periods, the oldest first.
///
/// Money pays the oldest first, and so does credit that the same bill left; so this is the newest's as far as it has so much
/// left. What is of none that way, for a payment has covered it, is the newest's too: should that payment fall, it is not
/// late before the bill that has taken it up.
///
/// # Errors
/// Refuses sums that no book holds.
pub fn shares(amount: Money, estimates: &[TooHigh]) -> Result<Vec<(BillId, Money)>> {
    let mut rest = amount.max(Money::ZERO);
    let mut taken: Vec<(BillId, Money)> = Vec::new();
    let mut room = Vec::with_capacity(estimates.len());
    for estimate in estimates.iter().rev() {
        let mut most = estimate.by.max(Money::ZERO);
        for (bill, left) in &estimate.left {
            let share = (*left).max(Money::ZERO).min(most).min(rest);
            most = most.minus(share).ok_or(Refusal::TooMuch)?;
            rest = rest.minus(share).ok_or(Refusal::TooMuch)?;
            add(&mut taken, *bill, share)?;
        }
        room.push((estimate.bill, most));
    }
    for (bill, most) in room {
        let share = most.min(rest);
        rest = rest.minus(share).ok_or(Refusal::TooMuch)?;
        add(&mut taken, bill, share)?;
    }
    taken.retain(|(_, amount)| amount.is_positive());
    Ok(taken)
}

fn add(taken: &mut Vec<(BillId, Money)>, bill: BillId, share: Money) -> Result<()> {
    match taken.iter_mut().find(|(of, _)| *of == bill) {
        Some((_, sum)) => *sum = sum.plus(share).ok_or(Refusal::TooMuch)?,
        None => taken.push((bill, share)),
    }
    Ok(())
}

/// How much of a claim is due later, with each bill that has taken it up: `taken` is what each has, the one that is due last
/// first. What is paid of a claim is what is late of it first, and what is in dispute is none of it: `left` is without that.
pub fn due_later<T>(left: Money, taken: impl IntoIterator<Item = (T, Money)>) -> Vec<(T, Money)> {
    let mut left = left;
    let mut all = Vec::new();
    for (by, amount) in taken {
        let amount = amount.min(left);
        if amount.is_positive() {
            left = left.minus(amount).unwrap_or(Money::ZERO);
            all.push((by, amount));
        }
    }
    all
}

/// What a paper says of an estimate: that it was too low by so much (below zero, too high), and what of that it keeps back,
/// as it was written off and never paid.
///
/// # Errors
/// Refuses sums that no book holds.
pub fn told(doc: &BillDoc, estimate: &str) -> Result<(Money, Money)> {
    let sum = |is: fn(&BillDocLine, &str) -> bool| {
        let lines = doc.lines.iter().filter(|line| is(line, estimate));
        Money::sum(lines.map(|line| line.amount)).ok_or(Refusal::TooMuch)
    };
    Ok((sum(says_more)?, sum(says_kept)?))
}

fn says_more(line: &BillDocLine, number: &str) -> bool {
    match &line.wording {
        Some(wording) => matches!(wording, Wording::OnEstimate { bill, .. } if bill == number),
        // A paper from before lines were worded by codes.
        None => line.label.starts_with(&format!("Bill {number} was on an estimate of ")),
    }
}

fn says_kept(line: &BillDocLine, number: &str) -> bool {
    matches!(&line.wording, Some(Wording::WrittenOff { bill }) if bill == number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn too_high(by: i64, bill: i64, left: &[(i64, i64)]) -> TooHigh {
        let left = left.iter().map(|(bill, left)| (BillId(*bill), Money::from_minor(*left))).collect();
        TooHigh { by: Money::from_minor(by), bill: BillId(bill), left }
    }

    fn of(amount: i64, estimates: &[TooHigh]) -> Vec<(i64, i64)> {
        let shares = shares(Money::from_minor(amount), estimates).unwrap();
        shares.into_iter().map(|(bill, amount)| (bill.0, amount.minor())).collect()
    }

    #[test]
    fn it_is_the_newest_estimates_as_far_as_that_has_so_much_left() {
        let two = [too_high(300, 1, &[(1, 600)]), too_high(200, 2, &[(2, 500)])];
        assert_eq!(of(500, &two), [(2, 200), (1, 300)]);
        assert_eq!(of(350, &two), [(2, 200), (1, 150)], "the credit was the oldest's");
        let paid = [too_high(300, 1, &[(1, 600)]), too_high(200, 2, &[(2, 0)])];
        assert_eq!(of(350, &paid), [(2, 50), (1, 300)], "and what was paid of it, should that fall");
        assert_eq!(of(0, &two), []);
    }

    #[test]
    fn a_debit_note_is_a_part_of_its_estimate_and_the_first_to_be_taken_up() {
        let noted = [too_high(600, 1, &[(7, 200), (1, 1_000)])];
        assert_eq!(of(600, &noted), [(7, 200), (1, 400)]);
        assert_eq!(of(100, &noted), [(7, 100)]);
        assert_eq!(of(600, &[too_high(600, 1, &[(7, 200), (1, 300)])]), [(7, 200), (1, 400)]);
    }

    #[test]
    fn what_is_paid_of_a_claim_is_what_is_due_of_it_first() {
        let of = |left| {
            let taken = [("december", 500), ("november", 300)].map(|(by, m)| (by, Money::from_minor(m)));
            let later = due_later(Money::from_minor(left), taken);
            later.into_iter().map(|(by, amount)| (by, amount.minor())).collect::<Vec<_>>()
        };
        assert_eq!(of(1_000), [("december", 500), ("november", 300)]);
        assert_eq!(of(600), [("december", 500), ("november", 100)]);
        assert_eq!(of(400), [("december", 400)]);
        assert_eq!(of(0), []);
    }

    proptest! {
        #[test]
        fn all_of_it_is_shared_and_of_no_estimate_more_than_it_was_too_high(
            of in prop::collection::vec((0i64..900, 0i64..900, 0i64..900), 1..5), amount in 0i64..2_000,
        ) {
            let estimates: Vec<TooHigh> = (1i64..).zip(&of).map(|(at, (by, left, note))| {
                too_high(*by, at, &[(100 + at, *note), (at, *left)])
            }).collect();
            let shares = shares(Money::from_minor(amount), &estimates).unwrap();
            let sum: i64 = shares.iter().map(|(_, amount)| amount.minor()).sum();
            prop_assert_eq!(sum, amount.min(of.iter().map(|(by, ..)| *by).sum()));
            for estimate in &estimates {
                let own = shares.iter().filter(|(bill, _)| bill.0 % 100 == estimate.bill.0);
                prop_assert!(own.map(|(_, amount)| amount.minor()).sum::<i64>() <= estimate.by.minor());
            }
        }
    }
}
