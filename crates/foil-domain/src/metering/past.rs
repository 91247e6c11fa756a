//! An account's own past: what it uses usually, and what it used at this time last year.

use crate::time::Day;
use rust_decimal::{Decimal, RoundingStrategy};

/// Use from one measured reading to the next; estimates between them are part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastUse {
    /// Day of the first reading.
    pub from: Day,
    /// Day of the second; the period ends before it.
    pub to: Day,
    /// Units used.
    pub units: Decimal,
}

/// Cycles that the usual use is the average of.
const USUAL_OF: usize = 6;
/// Cycles that an estimate is the average of.
pub const ESTIMATE_OF: usize = 3;
/// Days of a month, where nothing else is known.
const MONTH: i64 = 30;
/// Days of a year, for looking back to the same time of the last one.
const YEAR: i64 = 365;

/// What is usual for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usual {
    /// Units a day, on average of the latest cycles; none without a past.
    pub per_day: Option<Decimal>,
    /// Cycles that this is the average of.
    pub cycles: usize,
    /// The same time of last year, when it was measured.
    pub season: Option<Season>,
}

/// Use at the same time of last year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Season {
    /// A day in the middle of that time, for its month's name.
    pub about: Day,
    /// Units a day.
    pub per_day: Decimal,
}

impl PastUse {
    fn days(&self) -> i64 {
        self.to.days_since(self.from)
    }
}

/// Units of several periods together, shared among them by their days; `days` has one number for each. What rounding
/// leaves is the last one's, so the shares always sum to the units.
#[must_use]
pub fn by_days(units: Decimal, days: &[i64]) -> Vec<Decimal> {
    let all = Decimal::from(days.iter().sum::<i64>().max(1));
    let Some((_, firsts)) = days.split_last() else { return Vec::new() };
    let mut left = units;
    let mut shares: Vec<Decimal> = firsts
        .iter()
        .map(|own| {
            let part = (units * Decimal::from(*own) / all)
                .round_dp_with_strategy(units.scale().min(3), RoundingStrategy::MidpointAwayFromZero)
                .min(left);
            left -= part;
            part
        })
        .collect();
    shares.push(left);
    shares
}

/// Units a day on average of the `most` latest cycles, and of how many that is. `past` is newest first.
#[must_use]
pub fn average(past: &[PastUse], most: usize) -> Option<(Decimal, usize)> {
    let latest: Vec<&PastUse> = past.iter().filter(|p| p.days() > 0).take(most).collect();
    let days: i64 = latest.iter().map(|p| p.days()).sum();
    let units: Decimal = latest.iter().map(|p| p.units).sum();
    (days > 0).then(|| (units.max(Decimal::ZERO) / Decimal::from(days), latest.len()))
}

/// Past use by cycles: a reading between two rounds (a check, an exchange) ends none. What it cut off, where that is
/// less than half of a usual cycle, goes with the shorter one beside it, so that nothing used is left out. `past` is
/// newest first, and so are the cycles.
#[must_use]
pub fn cycles(past: &[PastUse]) -> Vec<PastUse> {
    let usual = usual_days(past);
    let mut cycles: Vec<PastUse> = past.iter().copied().filter(|p| p.days() > 0).collect();
    while let Some((at, beside)) = cut_off(&cycles, usual) {
        let (later, earlier) = (at.min(beside), at.max(beside));
        let part = cycles.remove(earlier);
        cycles[later].from = part.from;
        cycles[later].units += part.units;
    }
    cycles
}

/// The shortest part of a cycle, and the shorter one beside it, without days between them; none where all are cycles.
fn cut_off(cycles: &[PastUse], usual: i64) -> Option<(usize, usize)> {
    let meet = |later: usize| cycles.get(later + 1).is_some_and(|earlier| earlier.to == cycles[later].from);
    let beside = |at: usize| {
        let later = at.checked_sub(1).filter(|later| meet(*later));
        let earlier = Some(at + 1).filter(|_| meet(at));
        later.into_iter().chain(earlier).min_by_key(|of| cycles[*of].days())
    };
    let short = (0..cycles.len()).filter(|at| cycles[*at].days() * 2 < usual);
    short.filter_map(|at| Some((at, beside(at)?))).min_by_key(|(at, _)| cycles[*at].days())
}

/// Days from one reading to the next as they usually are: the middle one of the latest cycles, so that readings in
/// between say nothing; a month where there is no past. Less than half a month counts only where there is nothing
/// longer.
#[must_use]
pub fn usual_days(past: &[PastUse]) -> i64 {
    let at_least = |least: i64| -> Vec<i64> {
        past.iter().map(PastUse::days).filter(|days| *days >= least).take(USUAL_OF).collect()
    };
    let mut latest = Some(at_least(MONTH / 2)).filter(|some| !some.is_empty()).unwrap_or_else(|| at_least(1));
    latest.sort_unstable();
    latest.get(latest.len() / 2).copied().unwrap_or(MONTH)
}

/// Units a day in the same period of last year, if at least half of it was measured.
#[must_use]
pub fn season(past: &[PastUse], from: Day, to: Day) -> Option<Season> {
    let (then_from, then_to) = (from.plus_days(-YEAR), to.plus_days(-YEAR));
    let (mut days, mut units) = (0, Decimal::ZERO);
    for p in past.iter().filter(|p| p.days() > 0) {
        let common = p.to.min(then_to).days_since(p.from.max(then_from));
        if common > 0 {
            days += common;
            units += p.units / Decimal::from(p.days()) * Decimal::from(common);
        }
    }
    let asked = then_to.days_since(then_from);
    let about = then_from.plus_days(asked / 2);
    (days > 0 && days * 2 >= asked)
        .then(|| Season { about, per_day: units.max(Decimal::ZERO) / Decimal::from(days) })
}

/// What is usual for the period from one day to another. `past` is newest first.
#[must_use]
pub fn usual(past: &[PastUse], from: Day, to: Day) -> Usual {
    let average = average(past, USUAL_OF);
    Usual {
        per_day: average.map(|(per_day, _)| per_day),
        cycles: average.map_or(0, |(_, cycles)| cycles),
        season: season(past, from, to),
    }
}

/// What readings are held against while a case of abnormal use is open since a day: the past before it, so that abnormal
/// use does not become the usual by going on. All of it where less than two cycles lie before: the case was not opened
/// by holding use against them. `past` is newest first.
#[must_use]
pub fn before_case(past: &[PastUse], since: Option<Day>) -> &[PastUse] {
    let Some(since) = since else { return past };
    let before = past.iter().position(|p| p.to < since).unwrap_or(past.len());
    if past.len() - before < 2 { past } else { &past[before..] }
}

/// `per_day` for so many days, as whole units.
#[must_use]
pub fn in_days(per_day: Decimal, days: i64) -> Decimal {
    (per_day * Decimal::from(days)).round()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    /// Months back from a day, newest first, with their units.
    pub(crate) fn months(until: &str, units: &[i64]) -> Vec<PastUse> {
        let end = day(until);
        let month = |k: usize| end.month_start(-i32::try_from(k).expect("few"));
        let past = |(k, units): (usize, &i64)| PastUse {
            from: month(k + 1),
            to: month(k),
            units: Decimal::from(*units),
        };
        units.iter().enumerate().map(past).collect()
    }

    #[test]
    fn a_longer_cycle_counts_for_its_days_and_not_for_one() {
        let past = [("2026-10-01", "2026-11-30", 120), ("2026-09-01", "2026-10-01", 150)]
            .map(|(from, to, units)| PastUse { from: day(from), to: day(to), units: Decimal::from(units) });
        assert_eq!(average(&past, 3), Some((Decimal::from(3), 2)), "270 units in 90 days");
        assert_eq!(average(&past, 1).map(|(n, _)| n), Some(Decimal::TWO));
        assert_eq!(average(&[], 3), None);
    }

    #[test]
    fn a_reading_between_two_rounds_ends_no_cycle() {
        let past = |reads: &[(&str, i64)]| -> Vec<PastUse> {
            let of = |two: &[(&str, i64)]| PastUse {
                from: day(two[0].0),
                to: day(two[1].0),
                units: Decimal::from(two[1].1 - two[0].1),
            };
            reads.windows(2).rev().map(of).collect()
        };
        let told = |reads: &[(&str, i64)]| -> Vec<(i64, i64)> {
            cycles(&past(reads)).iter().map(|p| (p.days(), p.units.try_into().expect("whole"))).collect()
        };
        let months = [("2026-05-01", 0), ("2026-06-01", 300), ("2026-07-01", 600), ("2026-08-01", 900)];
        assert_eq!(told(&months), [(31, 300), (30, 300), (31, 300)]);
        let and = |more: &[(&'static str, i64)]| [&months[..], more].concat();
        let checks = [("2026-08-03", 900), ("2026-08-05", 900), ("2026-08-08", 910)];
        assert_eq!(told(&and(&checks)), [(38, 310), (30, 300), (31, 300)], "no round has ended it yet");
        let round = [&checks[..], &[("2026-09-01", 1_200)]].concat();
        assert_eq!(told(&and(&round)), [(31, 300), (31, 300), (30, 300), (31, 300)]);
        // The part after an exchange goes with the part before it, which makes a month, and not with the month after.
        let exchange = [("2026-08-21", 1_100), ("2026-09-01", 1_200), ("2026-10-01", 1_500)];
        assert_eq!(told(&and(&exchange))[..3], [(30, 300), (31, 300), (31, 300)]);
        assert_eq!(told(&months[..2]), [(31, 300)]);
        assert!(cycles(&[]).is_empty());
        // Days that nobody knows anything of part them.
        let apart = [&past(&checks)[..1], &past(&months)[..]].concat();
        assert_eq!(cycles(&apart).len(), 4);
    }

    #[test]
    fn shares_by_days_sum_to_the_whole() {
        let shares = by_days(Decimal::from(100), &[31, 30]);
        assert_eq!(shares, [Decimal::from(51), Decimal::from(49)]);
        assert_eq!(by_days(Decimal::ONE, &[1, 1, 1]), [0, 0, 1].map(Decimal::from), "no unit is split");
        assert_eq!(by_days(Decimal::new(-5, 1), &[10]), [Decimal::new(-5, 1)]);
        assert_eq!(by_days(Decimal::ONE, &[]), []);
    }

    #[test]
    fn while_a_case_is_open_the_past_ends_before_it() {
        let past = months("2026-11-01", &[252, 252, 120, 120]);
        assert_eq!(before_case(&past, None).len(), 4);
        let held = before_case(&past, Some(day("2026-10-01")));
        assert_eq!(held, &past[2..], "the first abnormal reading was on 1 October");
        assert_eq!(
            usual(held, day("2026-11-01"), day("2026-12-01")).per_day.map(|n| in_days(n, 30)),
            Some(116.into())
        );
        assert_eq!(before_case(&past, Some(day("2026-08-15"))).len(), 4, "one cycle alone is no past");
    }

    #[test]
    fn last_year_counts_only_where_most_of_it_was_measured() {
        let past = months("2026-11-01", &[100; 13]);
        let found = season(&past, day("2026-11-01"), day("2026-12-01")).expect("last November");
        assert_eq!(found.about.parts().1, 11);
        let short = months("2026-11-01", &[100; 11]);
        assert_eq!(season(&short, day("2026-11-01"), day("2026-12-01")), None, "eleven months are no year");
    }
}
