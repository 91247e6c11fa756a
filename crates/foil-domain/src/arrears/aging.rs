//! What is open, by how long it has been due.

use crate::money::Money;
use crate::time::Day;

words! {
    /// How long something has been due.
    pub enum Bucket {
        /// Its due date has not passed.
        NotDue = "not_due",
        /// Up to 30 days past its due date.
        To30 = "to_30",
        /// 31 to 60 days.
        To60 = "to_60",
        /// 61 to 90 days.
        To90 = "to_90",
        /// More than 90 days.
        Over90 = "over_90",
    }
}

/// The bucket of a due date on a business date. The due date itself is in time.
#[must_use]
pub fn bucket(due_on: Day, today: Day) -> Bucket {
    match today.days_since(due_on) {
        ..=0 => Bucket::NotDue,
        1..=30 => Bucket::To30,
        31..=60 => Bucket::To60,
        61..=90 => Bucket::To90,
        _ => Bucket::Over90,
    }
}

/// The days on which the buckets meet: due after the first is not yet due, after the second up to 30 days
/// late, and so on.
#[must_use]
pub fn edges(today: Day) -> [Day; 4] {
    [today.plus_days(-1), today.plus_days(-31), today.plus_days(-61), today.plus_days(-91)]
}

/// What is open in each bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Aging {
    sums: [Money; 5],
}

impl Aging {
    /// Adds what is left of a claim; `None` when the sum leaves the range of amounts.
    #[must_use]
    pub fn plus(mut self, due_on: Day, today: Day, left: Money) -> Option<Aging> {
        let sum = &mut self.sums[bucket(due_on, today) as usize];
        *sum = sum.plus(left)?;
        Some(self)
    }

    /// What is open in one bucket.
    #[must_use]
    pub fn in_bucket(&self, bucket: Bucket) -> Money {
        self.sums[bucket as usize]
    }

    /// All that is open.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        Money::sum(self.sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn the_due_date_is_in_time_and_each_bucket_ends_where_the_next_begins() {
        let today = day("2026-11-21");
        for (due, word) in [
            ("2026-12-01", "not_due"),
            ("2026-11-21", "not_due"),
            ("2026-11-20", "to_30"),
            ("2026-10-22", "to_30"),
            ("2026-10-21", "to_60"),
            ("2026-09-22", "to_60"),
            ("2026-09-21", "to_90"),
            ("2026-08-23", "to_90"),
            ("2026-08-22", "over_90"),
        ] {
            assert_eq!(bucket(day(due), today).as_str(), word, "{due}");
        }
    }

    proptest! {
        #[test]
        fn aging_sums_to_what_is_due(open in proptest::collection::vec((-400i64..400, 0i64..1_000_000), 0..60)) {
            let today = day("2026-11-21");
            let mut aging = Aging::default();
            for (days, left) in &open {
                aging = aging.plus(today.plus_days(*days), today, Money::from_minor(*left)).unwrap();
            }
            let due: i64 = open.iter().map(|(_, left)| left).sum();
            prop_assert_eq!(aging.total(), Some(Money::from_minor(due)));
            let late: i64 = open.iter().filter(|(days, _)| *days < 0).map(|(_, left)| left).sum();
            let not_due = aging.in_bucket(Bucket::NotDue);
            prop_assert_eq!(Money::from_minor(due - late), not_due);
        }

        #[test]
        fn the_edges_part_the_same_buckets(days in -400i64..400) {
            let today = day("2026-11-21");
            let due = today.plus_days(days);
            let at = edges(today).iter().filter(|edge| due <= **edge).count();
            prop_assert_eq!(Bucket::ALL[at], bucket(due, today));
        }
    }
}
