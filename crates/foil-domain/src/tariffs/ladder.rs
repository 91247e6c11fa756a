//! Climbing a ladder: how many units fall on each step, and which step is reached.

use super::exact::{is_over, minus};
use super::model::{ByUse, Ladder, Method, SlabPrice, UseRange};
use crate::refusal::Refusal;
use rust_decimal::Decimal;

/// Units that fall on a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnStep {
    /// Over so many; `None` from zero on.
    pub over: Option<Decimal>,
    /// Up to so many, included; `None` without end.
    pub up_to: Option<Decimal>,
    /// Units here.
    pub units: Decimal,
    /// What they cost.
    pub price: SlabPrice,
}

/// The steps on which `units` fall, lowest first, with limits stretched by `limit`.
///
/// Telescopic: each step its own units. Whole usage: all of them on the step reached. A flat first step
/// is always there; otherwise steps without units are left out, but for the first one at zero use.
/// Refuses units beyond a ladder that has an end. Units and limits keep every digit they have, because they
/// are multiplied by a rate yet; only where they are compared, the noise of divisions does not count.
pub fn climb(
    ladder: &Ladder<SlabPrice>,
    method: Method,
    units: Decimal,
    limit: impl Fn(Decimal) -> Result<Decimal, Refusal>,
    mut take: impl FnMut(OnStep) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut over: Option<Decimal> = None;
    for step in ladder.steps() {
        let up_to = step.up_to.map(&limit).transpose()?;
        let below = over.unwrap_or_default();
        let ends_here = within(units, up_to)?;
        let here = match (method, ends_here) {
            (Method::WholeUsage, false) => None,
            (Method::WholeUsage, true) => Some(units),
            (Method::Telescopic, true) => Some(minus(units, below)?),
            (Method::Telescopic, false) => Some(minus(up_to.unwrap_or(units), below)?),
        };
        if let Some(units) = here {
            take(OnStep { over, up_to, units, price: step.price })?;
        }
        if ends_here {
            return Ok(());
        }
        over = up_to;
    }
    Err(beyond(over))
}

/// The figure that holds at a total use, with limits stretched by `limit`.
pub fn at(
    figure: &ByUse,
    units: Decimal,
    limit: impl Fn(Decimal) -> Result<Decimal, Refusal>,
) -> Result<Decimal, Refusal> {
    let ladder = match figure {
        ByUse::Same(same) => return Ok(*same),
        ByUse::Ladder(ladder) => ladder,
    };
    for step in ladder.steps() {
        if within(units, step.up_to.map(&limit).transpose()?)? {
            return Ok(step.price);
        }
    }
    Err(beyond(ladder.end()))
}

/// Whether a total use lies in a range.
pub fn lies_in(
    range: &UseRange,
    units: Decimal,
    limit: impl Fn(Decimal) -> Result<Decimal, Refusal>,
) -> Result<bool, Refusal> {
    let over = range.over.map(&limit).transpose()?.map_or(Ok(true), |over| is_over(units, over))?;
    Ok(over && within(units, range.up_to.map(&limit).transpose()?)?)
}

/// The units of a use that lie in a range.
pub fn units_in(
    range: &UseRange,
    units: Decimal,
    limit: impl Fn(Decimal) -> Result<Decimal, Refusal>,
) -> Result<Decimal, Refusal> {
    let top = range.up_to.map(&limit).transpose()?.map_or(units, |up_to| units.min(up_to));
    let bottom = range.over.map(&limit).transpose()?.unwrap_or_default();
    if is_over(top, bottom)? { minus(top, bottom) } else { Ok(Decimal::ZERO) }
}

/// Whether units lie below a limit or on it.
fn within(units: Decimal, up_to: Option<Decimal>) -> Result<bool, Refusal> {
    up_to.map_or(Ok(true), |up_to| Ok(!is_over(units, up_to)?))
}

fn beyond(end: Option<Decimal>) -> Refusal {
    let end = super::exact::shown(end.unwrap_or_default());
    Refusal::bad_input("usage", format!("at most {end} units: the tariff has no price beyond"))
}
