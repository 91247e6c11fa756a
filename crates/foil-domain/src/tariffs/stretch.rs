//! How limits and fixed amounts follow the length of the period.

use super::case::Period;
use super::exact::{Share, times};
use super::model::{Proration, ProrationBy, Tariff};
use crate::refusal::Refusal;
use rust_decimal::Decimal;

/// The factors of one period, worked out once a bill.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'t> {
    proration: &'t Proration,
    days: Decimal,
    /// `None`: the limits hold as they stand.
    limits: Option<Share>,
    /// For fixed amounts; `None`: as they stand.
    pub fixed: Option<Share>,
}

impl<'t> Stretch<'t> {
    /// The factors for a period.
    pub fn of(tariff: &'t Tariff, period: &Period) -> Result<Stretch<'t>, Refusal> {
        let factor = |by, months| factor(tariff, by, period, months);
        let proration = &tariff.proration;
        Ok(Stretch {
            proration,
            days: period.days,
            limits: factor(proration.blocks, period.months)?,
            fixed: factor(proration.fixed, period.due())?,
        })
    }

    /// A limit as it holds in this period. A limit per day is taken for its days and not stretched
    /// again; either is rounded as the tariff says, a limit that holds as it stands is not.
    pub fn limit(&self, limit: Decimal, per_day: bool) -> Result<Decimal, Refusal> {
        let stretched = match (per_day, self.limits) {
            (true, _) => times(limit, self.days)?,
            (false, Some(factor)) => factor.take(limit)?,
            (false, None) => return Ok(limit),
        };
        self.proration.limit.map_or(Ok(stretched), |rounding| rounding.apply(stretched))
    }
}

fn factor(
    tariff: &Tariff,
    by: ProrationBy,
    period: &Period,
    months: Decimal,
) -> Result<Option<Share>, Refusal> {
    let proration = &tariff.proration;
    let inside = |(least, most): (Decimal, Decimal)| (least..=most).contains(&period.days);
    let share = match by {
        ProrationBy::None => return Ok(None),
        _ if proration.only_outside_days.is_some_and(inside) => return Ok(None),
        ProrationBy::Days => Share::new(period.days, proration.base_days),
        ProrationBy::Months => Share::new(months, tariff.billing_months.into()),
    };
    let Some(rounding) = proration.factor else { return Ok(Some(share)) };
    // "31 days are 1.03": the factor is cut first, then multiplied.
    Ok(Some(Share { part: rounding.apply(share.take(Decimal::ONE)?)?, of: Decimal::ONE }))
}
