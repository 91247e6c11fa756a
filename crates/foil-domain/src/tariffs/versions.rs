//! Which version of a tariff prices a period, or which part of it.

use super::case::Case;
use super::lines::Quote;
use super::model::{OnChange, Tariff};
use super::price::{Part, quote_parts};
use crate::refusal::Refusal;
use crate::time::Day;

/// A part of a period and the version that prices it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionDays {
    /// The version's place in the list that was asked about.
    pub version: usize,
    /// The part's first day.
    pub from: Day,
    /// The day after its last.
    pub to: Day,
}

/// The versions that price the days from `from` to before `to`, in order.
///
/// The period starts with the newest version that is in force on its first day. A version that begins
/// inside takes the rest if its file says `split_by_days`; one that says `next_reading` waits for the
/// first period that begins on or after its day ("for the energy consumed from the first meter reading
/// on or after"). Refuses a period that begins before every version.
pub fn versions_for(from: Day, to: Day, versions: &[(Day, OnChange)]) -> Result<Vec<VersionDays>, Refusal> {
    let mut order: Vec<usize> = (0..versions.len()).collect();
    order.sort_by_key(|version| versions[*version].0);
    let first = order.iter().rev().find(|version| versions[**version].0 <= from);
    let Some(first) = first else { return Err(Refusal::not_found("tariff valid on", from)) };
    let mut parts = vec![VersionDays { version: *first, from, to }];
    for version in order {
        let (begins, on_change) = versions[version];
        if begins > from && begins < to && on_change == OnChange::SplitByDays {
            if let Some(last) = parts.last_mut() {
                last.to = begins;
            }
            parts.push(VersionDays { version, from: begins, to });
        }
    }
    // Two versions of the same day: the later in the list wins, and nothing is left of the other.
    parts.retain(|part| part.from < part.to);
    Ok(parts)
}

/// Prices a case by the versions that hold in its period; one without `valid_from` holds from the
/// beginning. Refuses what [`quote_parts`] and [`versions_for`] refuse.
pub fn quote_versions(versions: &[&Tariff], case: &Case) -> Result<Quote, Refusal> {
    let (Some(from), Some(to)) = (case.period.from, case.period.to) else {
        return Err(Refusal::bad_input("period.from", "dates: they decide which version holds"));
    };
    let beginning = Day::new(1900, 1, 1).unwrap_or(from);
    let starts: Vec<_> =
        versions.iter().map(|tariff| (tariff.valid_from.unwrap_or(beginning), tariff.on_change)).collect();
    let days = versions_for(from, to, &starts)?;
    let part = |part: &VersionDays| Part {
        tariff: versions[part.version],
        days: Some((part.from, part.to)),
        account: None,
    };
    quote_parts(&days.iter().map(part).collect::<Vec<_>>(), case)
}
