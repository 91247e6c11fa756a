//! When a register that shows less than before has run through zero: one rule, for a reading at entry, for a bill and
//! for a quote.
//!
//! A dial is a circle, so a fall says nothing by itself: it is a rollover, or one of the two readings is wrong. What is
//! no rollover by this rule is not called wrong here; a person is asked. Start at [`counted`].

use rust_decimal::Decimal;

/// What a register counted from one reading to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// It went on, or stood still.
    On(Decimal),
    /// It ran through zero.
    Over(Decimal),
    /// It shows less, and nothing says that it ran through zero: a person has to say.
    Back {
        /// The fall, below zero.
        fall: Decimal,
        /// The count if it ran through zero; none when its digits are not known.
        over: Option<Decimal>,
    },
}

/// What a register counted from `from` to `to`. `scale` is the first number that it cannot show (none when its digits
/// are not known), both readings are below it; `most` is the highest count that the account's own past makes
/// plausible (none without a past).
///
/// The rule is that of the tariff format's description (TARIFFS, *Usage comes from register readings*): a fall is a
/// rollover only when the register's digits are known and the use is plausible, otherwise ask. Plausible is what the
/// past says, where there is one. Where there is none, it is the shorter way round the dial: a count of less than half
/// of the scale. A register that would have run through more has, more simply, been misread by less.
#[must_use]
pub fn counted(from: Decimal, to: Decimal, scale: Option<Decimal>, most: Option<Decimal>) -> Counted {
    let fall = to - from;
    if fall >= Decimal::ZERO {
        return Counted::On(fall);
    }
    let Some(scale) = scale else { return Counted::Back { fall, over: None } };
    let over = scale + fall;
    let plausible = most.map_or(over * Decimal::TWO < scale, |most| over <= most);
    if plausible { Counted::Over(over) } else { Counted::Back { fall, over: Some(over) } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metering::register::{Likely, Register, Turn};
    use crate::tariffs::register_use;
    use proptest::prelude::*;

    fn d(n: i64) -> Decimal {
        Decimal::from(n)
    }

    #[test]
    fn without_a_past_the_shorter_way_round_the_dial_is_a_rollover() {
        let scale = Some(d(100_000));
        assert_eq!(counted(d(99_900), d(50), scale, None), Counted::Over(d(150)));
        assert_eq!(counted(d(50_001), d(0), scale, None), Counted::Over(d(49_999)));
        let half = Counted::Back { fall: d(-50_000), over: Some(d(50_000)) };
        assert_eq!(counted(d(50_000), d(0), scale, None), half, "half of the dial is no shorter way");
        assert_eq!(
            counted(d(9), d(8), None, None),
            Counted::Back { fall: d(-1), over: None },
            "no digits, no rollover"
        );
    }

    #[test]
    fn a_past_says_more_than_the_dial() {
        let scale = Some(d(10_000));
        assert_eq!(
            counted(d(8_000), d(3_500), scale, Some(d(6_000))),
            Counted::Over(d(5_500)),
            "a large user"
        );
        let small = counted(d(9_900), d(450), scale, Some(d(400)));
        assert_eq!(small, Counted::Back { fall: d(-9_450), over: Some(d(550)) }, "a small one");
    }

    proptest! {
        #[test]
        fn entry_and_quote_call_the_same_falls_a_rollover(
            digits in 1u32..=12, from in 0i64..1_000_000_000_000, to in 0i64..1_000_000_000_000, times in 1i64..1000,
        ) {
            let scale = 10_i64.pow(digits);
            let (from, to) = (d(from % scale), d(to % scale));
            let register = Register { digits, multiplier: d(times), ..Register::plain("kWh") };
            let quoted = crate::tariffs::Register {
                previous: from, current: to, multiplier: d(times), digits: Some(digits), band: None,
            };
            match register.turn(from, to, Likely::default(), None) {
                Turn::On(units) | Turn::Over(units) => prop_assert_eq!(register_use(&quoted), Ok(units)),
                Turn::Back { .. } => prop_assert!(register_use(&quoted).is_err()),
            }
        }

        #[test]
        fn a_rollover_is_never_more_than_is_plausible_and_the_count_ends_where_the_register_stands(
            digits in 1u32..=12, from in 0i64..1_000_000_000_000, to in 0i64..1_000_000_000_000,
            most in proptest::option::of(0i64..1_000_000_000_000),
        ) {
            let scale = 10_i64.pow(digits);
            let (from, to) = (from % scale, to % scale);
            match counted(d(from), d(to), Some(d(scale)), most.map(d)) {
                Counted::On(count) => prop_assert_eq!(d(from) + count, d(to)),
                Counted::Over(count) => {
                    prop_assert!(most.map_or(count * d(2) < d(scale), |most| count <= d(most)));
                    prop_assert_eq!((d(from) + count) % d(scale), d(to));
                }
                Counted::Back { fall, over } => {
                    prop_assert_eq!((d(from) + fall, to < from), (d(to), true));
                    prop_assert!(over.is_some_and(|over| most.map_or(over * d(2) >= d(scale), |most| over > d(most))));
                }
            }
            let blind = counted(d(from), d(to), None, most.map(d));
            prop_assert!(!matches!(blind, Counted::Over(_)), "without digits nothing is a rollover");
        }

        #[test]
        fn a_smaller_count_of_two_is_a_rollover_where_the_larger_one_is(
            from in 1i64..100_000, to in 0i64..100_000, less in 0i64..100_000,
            most in proptest::option::of(0i64..100_000),
        ) {
            let rolls = |to: i64| counted(d(from), d(to), Some(d(100_000)), most.map(d));
            let less = less.min(to);
            if matches!(rolls(to), Counted::Over(_)) {
                prop_assert!(matches!(rolls(less), Counted::Over(_)));
            }
        }
    }
}
