//! The auditor's random sample: which receipts to look at, drawn so that anybody can draw it again.
//!
//! Each receipt's ticket is the SHA-256 of the seed and its number; the smallest tickets are drawn. The seed comes
//! from the month's last seal, which nobody knew while receipts were written, or from the auditor. So nobody at the
//! counter can tell beforehand what will be looked at. Whoever gives a seed at the export may have looked for one
//! that leaves out what they dislike: who verifies a pack is told whether one was given, and by whom.

use sha2::{Digest, Sha256};
use std::collections::BinaryHeap;

/// How many receipts are drawn when nobody asks for another number: what auditors take for a control that works
/// many times a day.
pub const USUAL: usize = 60;

/// The seed of a month: from its last seal, or from the hash that its log ends with when no day is sealed yet.
#[must_use]
pub fn seed_of(seal: &str, month: &str) -> String {
    hex::encode(Sha256::digest(format!("counterfoil sample {month} {seal}").as_bytes()))[..16].to_owned()
}

/// A receipt's ticket in the draw, hex.
#[must_use]
pub fn ticket(seed: &str, receipt: &str) -> String {
    hex::encode(Sha256::digest(format!("{seed} {receipt}").as_bytes()))
}

/// Draws from receipts as they stream by; remembers only those drawn so far.
#[derive(Debug)]
pub struct Draw<T: Ord> {
    seed: String,
    most: usize,
    drawn: BinaryHeap<(String, T)>,
}

impl<T: Ord> Draw<T> {
    /// A draw of at most so many.
    #[must_use]
    pub fn new(seed: &str, most: usize) -> Draw<T> {
        Draw { seed: seed.to_owned(), most, drawn: BinaryHeap::with_capacity(most + 1) }
    }

    /// A receipt takes part; `what` is kept with it while it is drawn.
    pub fn take(&mut self, receipt: &str, what: impl FnOnce() -> T) {
        let ticket = ticket(&self.seed, receipt);
        if self.drawn.len() == self.most && self.drawn.peek().is_none_or(|(worst, _)| ticket >= *worst) {
            return;
        }
        self.drawn.push((ticket, what()));
        if self.drawn.len() > self.most {
            self.drawn.pop();
        }
    }

    /// Those drawn, by their tickets.
    #[must_use]
    pub fn drawn(self) -> Vec<(String, T)> {
        self.drawn.into_sorted_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draw_is_the_same_in_any_order_and_another_seed_draws_others() {
        let numbers: Vec<String> = (1..=500).map(|n| format!("C1/26-27/{n:06}")).collect();
        let draw = |seed: &str, back: bool| {
            let mut draw = Draw::new(seed, 20);
            let mut order: Vec<&String> = numbers.iter().collect();
            if back {
                order.reverse();
            }
            order.into_iter().for_each(|n| draw.take(n, || n.clone()));
            draw.drawn()
        };
        let one = draw("5eed", false);
        assert_eq!(one.len(), 20);
        assert_eq!(one, draw("5eed", true));
        assert_ne!(one, draw("other", false));
        let all = numbers.iter().map(|n| ticket("5eed", n)).filter(|t| *t <= one[19].0).count();
        assert_eq!(all, 20, "no smaller ticket was left out");
    }

    #[test]
    fn fewer_receipts_than_asked_for_are_all_drawn() {
        let mut draw = Draw::new("5eed", 60);
        draw.take("C1/26-27/000001", || 1);
        assert_eq!(draw.drawn().len(), 1);
        assert_eq!(Draw::<i32>::new("5eed", 0).drawn(), []);
    }
}
