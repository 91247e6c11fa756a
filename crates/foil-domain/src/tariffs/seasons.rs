//! Which parts of a period lie in which season.

use super::case::Period;
use super::exact::{Share, shown, sum, times};
use super::model::Tariff;
use crate::refusal::Refusal;
use crate::time::Day;
use rust_decimal::Decimal;
use std::sync::Arc;

/// A part of a period: a season's days, a version's, or those of a season in a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeasonPart {
    /// The season; empty where it is of none.
    pub name: Arc<str>,
    /// The version's first day, where it is a version's part.
    pub since: Option<Day>,
    /// Its days of all days.
    pub share: Share,
    /// The days of the parts before it, of all days.
    pub before: Share,
}

impl SeasonPart {
    /// The whole period.
    pub fn whole() -> SeasonPart {
        SeasonPart { name: Arc::default(), since: None, share: Share::WHOLE, before: Share::NONE }
    }

    /// The whole period, or the days of it that a version prices.
    pub fn version(days: Option<(Day, Day)>, period: &Period) -> Result<SeasonPart, Refusal> {
        let Some((from, to)) = days else {
            return Ok(SeasonPart::whole());
        };
        let (Some(first), Some(end)) = (period.from, period.to) else {
            return Err(Refusal::bad_input("period.from", "dates: a new version splits this period"));
        };
        let of = Decimal::from(end.days_since(first));
        let share = Share::new(to.days_since(from).into(), of);
        let before = Share { part: from.days_since(first).into(), of };
        Ok(SeasonPart { name: Arc::default(), since: Some(from), share, before })
    }
}

/// The seasons of a period (or of a version's days of it), each with its share of the whole period, one behind the
/// other.
///
/// The dates go first, where the tariff gives its seasons months. What the case says is there to confirm them, or
/// because they do not tell; where the two differ, a note says so. Refuses a period whose season nobody tells, and
/// unknown seasons.
pub fn seasons(
    tariff: &Tariff,
    period: &Period,
    version: &SeasonPart,
    days: Option<(Day, Day)>,
    notes: &mut Vec<String>,
) -> Result<Vec<SeasonPart>, Refusal> {
    let mut parts = shared(tariff, period, version, days, notes)?;
    let mut before = version.before;
    for part in &mut parts {
        part.before = before;
        part.since = version.since;
        before = before.and(part.share)?;
    }
    Ok(parts)
}

fn shared(
    tariff: &Tariff,
    period: &Period,
    version: &SeasonPart,
    days: Option<(Day, Day)>,
    notes: &mut Vec<String>,
) -> Result<Vec<SeasonPart>, Refusal> {
    let names = tariff.season_names();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let dated = dated(tariff, period, days);
    if let (Some(_), Some(dated)) = (days, &dated) {
        return Ok(dated.clone());
    }
    match (given(period, &names), dated) {
        (given, Some(dated)) => {
            notes.extend(contradiction(given, period, &dated));
            Ok(dated)
        }
        (Err(refusal), None) => Err(refusal),
        (Ok(Some(given)), None) => given.into_iter().map(|part| within(part, version)).collect(),
        // Hours of bands alone may be of seasons that nothing is priced by.
        (Ok(None), None) if !tariff.charges_by_season() => Ok(Vec::new()),
        (Ok(None), None) => {
            let expected = format!("one of {}: the tariff gives no months for them", names.join(", "));
            Err(Refusal::bad_input("period.season", expected))
        }
    }
}

/// What a case says of its season otherwise than its dates do, in words.
fn contradiction(
    given: Result<Option<Vec<SeasonPart>>, Refusal>,
    period: &Period,
    dated: &[SeasonPart],
) -> Option<String> {
    let told = match given {
        Ok(None) => return None,
        Ok(Some(given)) if same(&given, dated) => return None,
        Ok(Some(given)) => list(&given),
        Err(_) if period.season_days.is_empty() => period.season.clone().unwrap_or_default(),
        Err(_) => {
            let days = period.season_days.iter();
            days.map(|(name, days)| format!("{name} {}", shown(*days))).collect::<Vec<_>>().join(", ")
        }
    };
    Some(format!("the season given ({told}) is not used; the dates give {}", list(dated)))
}

fn list(parts: &[SeasonPart]) -> String {
    let part = |part: &SeasonPart| match part.share {
        share if share.is_whole() => part.name.to_string(),
        share => format!("{} {} of {} days", part.name, shown(share.part), shown(share.of)),
    };
    if parts.is_empty() { "none".to_owned() } else { parts.iter().map(part).collect::<Vec<_>>().join(", ") }
}

/// Whether two lists have the same shares of the same seasons, in whatever order and of however many days.
fn same(some: &[SeasonPart], others: &[SeasonPart]) -> bool {
    let equal = |a: Share, b: Share| a.part.checked_mul(b.of) == b.part.checked_mul(a.of);
    let found = |part: &SeasonPart| {
        others.iter().any(|other| other.name == part.name && equal(other.share, part.share))
    };
    some.len() == others.len() && some.iter().all(found)
}

/// A season's share of a version's share.
fn within(part: SeasonPart, version: &SeasonPart) -> Result<SeasonPart, Refusal> {
    let share =
        Share::new(times(part.share.part, version.share.part)?, times(part.share.of, version.share.of)?);
    Ok(SeasonPart { share, ..part })
}

/// What the case says, in whatever letters, by the tariff's own names.
fn given(period: &Period, names: &[&str]) -> Result<Option<Vec<SeasonPart>>, Refusal> {
    let known = |name: &str, field: &str| {
        let same = |known: &&&str| **known == name;
        let alike = |known: &&&str| known.to_lowercase() == name.trim().to_lowercase();
        let found = names.iter().find(same).or_else(|| names.iter().find(alike));
        found.ok_or_else(|| Refusal::bad_input(field, format!("one of {}", names.join(", "))))
    };
    let part = |name: &str, share| SeasonPart { name: name.into(), share, ..SeasonPart::whole() };
    if period.season_days.is_empty() {
        let Some(season) = &period.season else { return Ok(None) };
        return Ok(Some(vec![part(known(season, "period.season")?, Share::WHOLE)]));
    }
    let of = sum(period.season_days.iter().map(|(_, days)| *days))?;
    if of <= Decimal::ZERO || period.season_days.iter().any(|(_, days)| *days < Decimal::ZERO) {
        return Err(Refusal::bad_input("period.season_days", "days of 0 or more, at least one in all"));
    }
    let mut parts: Vec<SeasonPart> = Vec::with_capacity(period.season_days.len());
    for (name, days) in &period.season_days {
        let name = known(name, "period.season_days")?;
        let share = Share::new(*days, of);
        match parts.iter_mut().find(|part| *part.name == **name) {
            Some(part) => part.share = part.share.and(share)?,
            None if days.is_zero() => {}
            None => parts.push(part(name, share)),
        }
    }
    Ok(Some(parts))
}

/// What the dates give; `None` without dates or without months.
fn dated(tariff: &Tariff, period: &Period, days: Option<(Day, Day)>) -> Option<Vec<SeasonPart>> {
    let (first, end) = (period.from?, period.to?);
    if !tariff.seasons_have_months() || end <= first {
        return None;
    }
    let (from, to) = days.unwrap_or((first, end));
    let of = Decimal::from(end.days_since(first));
    let parts = tariff.season_days(from, to).into_iter();
    let part =
        |(name, days)| SeasonPart { name, since: None, share: Share::new(days, of), before: Share::NONE };
    Some(parts.map(part).collect())
}
