//! What a run comes to, gathered as its accounts stream by; only what a person should look at is kept, and of
//! that the gravest.

use super::calculate::Outcome;
use crate::billing::draft::Draft;
use crate::billing::run_views::{Outlier, OutlierKind, RunSummary};
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_store::runs::FactsRow;

/// Outliers kept in all.
const MOST: usize = 800;
/// Bills of one kind at most, so that a hundred that are zero do not hide the one that is ten times too high.
const MOST_OF_A_KIND: usize = 50;
/// Who got no bill has nobody else to notice: each is named as far as a person could work it off.
const MOST_UNBILLED: usize = 300;

const fn most_of(kind: OutlierKind) -> usize {
    match kind {
        OutlierKind::Problem | OutlierKind::NoReading | OutlierKind::Lately => MOST_UNBILLED,
        OutlierKind::Rise | OutlierKind::Fall | OutlierKind::Zero | OutlierKind::Estimated => MOST_OF_A_KIND,
    }
}

/// Adds an account of a run.
pub(in crate::billing) fn add(
    sum: &mut RunSummary,
    facts: Option<&FactsRow>,
    outcome: &Outcome,
) -> Result<()> {
    sum.accounts += 1;
    match outcome {
        Outcome::Already => sum.already += 1,
        Outcome::Lately(on) => {
            sum.already += 1;
            sum.lately += 1;
            let until = on.plus_days(-1).long();
            let reason = format!(
                "billed up to {until}, less than a third of a period ago; what was read since goes into its next bill, \
                 unless it is billed by itself"
            );
            without_bill(sum, facts, OutlierKind::Lately, &reason);
        }
        Outcome::NotRead => {
            sum.no_reading += 1;
            without_bill(sum, facts, OutlierKind::NoReading, "");
        }
        Outcome::Problem(reason) => {
            sum.problems += 1;
            without_bill(sum, facts, OutlierKind::Problem, reason);
        }
        Outcome::Bill(draft) => bill(sum, draft)?,
    }
    Ok(())
}

fn without_bill(sum: &mut RunSummary, facts: Option<&FactsRow>, kind: OutlierKind, reason: &str) {
    let Some(facts) = facts else { return };
    keep(
        sum,
        Outlier {
            kind,
            account: facts.id,
            number: facts.number.clone(),
            customer: facts.customer.clone(),
            total: None,
            last_total: None,
            units: String::new(),
            last_units: String::new(),
            reason: reason.to_owned(),
        },
    );
}

fn bill(sum: &mut RunSummary, draft: &Draft) -> Result<()> {
    let made = &draft.made;
    let plus = |a: Money, b: Money| a.plus(b).ok_or(Refusal::TooMuch);
    sum.bills += 1;
    sum.total = plus(sum.total, made.total)?;
    sum.credit_used = plus(sum.credit_used, made.credit_used)?;
    sum.credit_given = plus(sum.credit_given, made.credit_given)?;
    sum.arrears = plus(sum.arrears, draft.arrears)?;
    if let Some(last) = &draft.last {
        sum.last_bills += 1;
        sum.last_total = plus(sum.last_total, last.total_minor)?;
    }
    sum.zero += i64::from(made.units.is_zero());
    sum.estimated += i64::from(draft.estimated);
    let moved = draft.last.as_ref().and_then(|last| moved(made.total, last.total_minor));
    sum.changed += i64::from(moved.is_some());
    let kind = match moved {
        Some(kind) => kind,
        None if made.units.is_zero() => OutlierKind::Zero,
        None if draft.estimated => OutlierKind::Estimated,
        None => return Ok(()),
    };
    keep(
        sum,
        Outlier {
            kind,
            account: draft.facts.id,
            number: draft.facts.number.clone(),
            customer: draft.facts.customer.clone(),
            total: Some(made.total),
            last_total: draft.last.as_ref().map(|b| b.total_minor),
            units: foil_domain::metering::plain(made.units),
            last_units: draft.last.as_ref().map(|b| b.units.clone()).unwrap_or_default(),
            reason: String::new(),
        },
    );
    Ok(())
}

/// Whether a bill is more than half as much again as the one before, or less than half of it.
fn moved(total: Money, last: Money) -> Option<OutlierKind> {
    let (now, before) = (i128::from(total.minor()), i128::from(last.minor()));
    match () {
        () if now * 2 > before * 3 => Some(OutlierKind::Rise),
        () if now * 2 < before => Some(OutlierKind::Fall),
        () => None,
    }
}

/// How grave an outlier is: its kind first, then by how much the bill differs from the one before.
fn grave(o: &Outlier) -> (std::cmp::Reverse<usize>, i64) {
    let kind = OutlierKind::ALL.iter().position(|k| *k == o.kind).unwrap_or_default();
    let differs = o.total.zip(o.last_total).map_or(0, |(a, b)| (a.minor() - b.minor()).abs());
    (std::cmp::Reverse(kind), differs)
}

fn keep(sum: &mut RunSummary, new: Outlier) {
    let of_kind = sum.outliers.iter().filter(|o| o.kind == new.kind).count();
    let full = sum.outliers.len() >= MOST;
    if of_kind >= most_of(new.kind) || full {
        let rival = sum.outliers.iter().enumerate().filter(|(_, o)| full || o.kind == new.kind);
        let Some((at, least)) = rival.min_by_key(|(_, o)| grave(o)).map(|(at, o)| (at, grave(o))) else {
            return;
        };
        if grave(&new) <= least {
            return;
        }
        sum.outliers.remove(at);
    }
    let place = sum.outliers.partition_point(|o| grave(o) >= grave(&new));
    sum.outliers.insert(place, new);
}

#[cfg(test)]
mod tests {
    use super::*;
    use foil_domain::ids::AccountId;

    fn outlier(kind: OutlierKind, n: i64, total: i64) -> Outlier {
        Outlier {
            kind,
            account: AccountId(n),
            number: n.to_string(),
            customer: String::new(),
            total: Some(Money::from_minor(total)),
            last_total: Some(Money::from_minor(100)),
            units: String::new(),
            last_units: String::new(),
            reason: String::new(),
        }
    }

    #[test]
    fn the_gravest_are_kept_and_come_first() {
        let mut sum = RunSummary::default();
        for n in 0..1_000 {
            keep(&mut sum, outlier(OutlierKind::Rise, n, 1_000 + n));
            keep(&mut sum, outlier(OutlierKind::Zero, n, 100));
        }
        assert_eq!(sum.outliers.len(), 2 * MOST_OF_A_KIND, "memory stays flat");
        (0..1_000).for_each(|n| keep(&mut sum, outlier(OutlierKind::NoReading, n, 100)));
        keep(&mut sum, outlier(OutlierKind::Problem, 1, 100));
        assert_eq!(sum.outliers.len(), 2 * MOST_OF_A_KIND + MOST_UNBILLED + 1);
        assert_eq!(sum.outliers[0].kind, OutlierKind::Problem);
        let moved = &sum.outliers[1 + MOST_UNBILLED];
        assert_eq!(moved.total, Some(Money::from_minor(1_999)), "the largest change first");
        assert_eq!(sum.outliers.last().map(|o| o.kind), Some(OutlierKind::Zero));
    }

    #[test]
    fn a_bill_has_moved_when_it_is_half_as_much_again_or_less_than_half() {
        let moved = |now, before| moved(Money::from_minor(now), Money::from_minor(before));
        assert_eq!(moved(150, 100), None);
        assert_eq!(moved(151, 100), Some(OutlierKind::Rise));
        assert_eq!(moved(50, 100), None);
        assert_eq!(moved(49, 100), Some(OutlierKind::Fall));
    }
}
