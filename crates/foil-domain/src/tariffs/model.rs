//! A tariff that has been read and checked: what it charges, and by which rules.
//!
//! Nothing here can be made but by [`Tariff::parse`], so whoever holds a [`Tariff`] holds one whose
//! ladders climb, whose percentages name something, and whose seasons fit the year.

use super::calendar::{Season, TimeBand};
use super::exact::RoundTo;
use super::examples::Example;
use super::late::LatePayment;
use super::lines::Group;
use crate::time::Day;
use rust_decimal::Decimal;
use std::sync::Arc;

words! {
    /// What is supplied.
    pub enum TariffService {
        /// Electricity.
        Electricity = "electricity",
        /// Water.
        Water = "water",
        /// Gas.
        Gas = "gas",
        /// Sewer, billed on water used.
        Sewer = "sewer",
    }
}

words! {
    /// What happens to a period in which a new version begins. The new version's file says so.
    pub enum OnChange {
        /// The new version prices whole periods that begin on or after its day.
        NextReading = "next_reading",
        /// The period is split at its day, use and limits alike.
        SplitByDays = "split_by_days",
    }
}

words! {
    /// How a ladder is climbed.
    pub enum Method {
        /// Each slab's units at the slab's own rate.
        Telescopic = "telescopic",
        /// All units at the rate of the slab reached.
        WholeUsage = "whole_usage",
    }
}

words! {
    /// Whose use the limits of a banded ladder are for.
    pub enum BlockScope {
        /// Every band climbs its own ladder.
        Band = "band",
        /// The limits are for the total; each slab's units are shared among the bands by their use.
        Total = "total",
    }
}

words! {
    /// What an amount is for.
    pub enum Per {
        /// Once a bill, however long its period.
        Bill = "bill",
        /// Each of the period's months.
        Month = "month",
        /// Each of the period's days.
        Day = "day",
        /// Each kW of sanctioned load, and month.
        Kw = "kW",
        /// Each average month of 365/12 days.
        AvgMonth = "avg_month",
    }
}

words! {
    /// How slab limits (or fixed amounts) follow the length of the period.
    pub enum ProrationBy {
        /// Not at all.
        None = "none",
        /// By days ÷ base days.
        Days = "by_days",
        /// By the period's months ÷ billing months.
        Months = "by_months",
    }
}

/// A step of a ladder: up to and including a limit, or without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<P> {
    /// The limit, included; `None` on the open last step.
    pub up_to: Option<Decimal>,
    /// What holds on this step.
    pub price: P,
}

/// Steps with rising limits. Never empty; only the last step may be open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder<P>(pub(super) Vec<Step<P>>);

impl<P> Ladder<P> {
    /// Its steps, lowest first.
    #[must_use]
    pub fn steps(&self) -> &[Step<P>] {
        &self.0
    }

    /// The last limit, when there is no open last step.
    #[must_use]
    pub fn end(&self) -> Option<Decimal> {
        self.0.last().and_then(|step| step.up_to)
    }
}

/// What a slab costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlabPrice {
    /// So much per unit.
    Rate(Decimal),
    /// So much for the whole slab once it is begun; on the first slab even at zero use.
    Flat(Decimal),
}

/// A figure that is the same for everybody, or depends on the period's whole use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ByUse {
    /// The same for everybody.
    Same(Decimal),
    /// That of the step in which the period's total use lies.
    Ladder(Ladder<Decimal>),
}

/// A range of use: over (not included) to up to (included).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UseRange {
    /// More than this; `None` from zero on.
    pub over: Option<Decimal>,
    /// Not more than this; `None` without end.
    pub up_to: Option<Decimal>,
}

/// A ladder of units, with when it applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnergyCharge {
    /// Its name on the bill.
    pub name: Arc<str>,
    /// How it is climbed.
    pub method: Method,
    /// Its slabs.
    pub slabs: Ladder<SlabPrice>,
    /// Its season; `None` all year.
    pub season: Option<Arc<str>>,
    /// Its time band; `None` for all use.
    pub band: Option<Arc<str>>,
    /// The whole ladder applies only when the period's total use lies here.
    pub when_usage: Option<UseRange>,
    /// The limits are per day of the period.
    pub limits_per_day: bool,
    /// Whose use the limits are for.
    pub block_scope: BlockScope,
}

/// A charge that does not depend on the units, or only on which step they reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedCharge {
    /// Its name on the bill.
    pub name: Arc<str>,
    /// How much.
    pub amount: ByUse,
    /// For what.
    pub per: Per,
    /// Its season; `None` all year.
    pub season: Option<Arc<str>>,
}

/// A charge on the highest demand, per kW and month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandCharge {
    /// Its name on the bill.
    pub name: Arc<str>,
    /// The unit of demand that is printed: kW or kVA.
    pub unit: Arc<str>,
    /// Its time band; `None` for the highest of all.
    pub band: Option<Arc<str>>,
    /// Its season; `None` all year.
    pub season: Option<Arc<str>>,
    /// Its slabs, in kW; climbed telescopically.
    pub slabs: Ladder<SlabPrice>,
    /// Billing demand is at least this percent of contract demand.
    pub min_percent_of_contract: Option<Decimal>,
}

impl DemandCharge {
    /// Whether no demand costs anything by it.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.slabs.steps().iter().all(|step| match step.price {
            SlabPrice::Rate(price) | SlabPrice::Flat(price) => price.is_zero(),
        })
    }
}

/// So much per unit, on top or (below zero) off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// Its name on the bill.
    pub name: Arc<str>,
    /// The rate per unit.
    pub rate: ByUse,
    /// Only the units in this range count.
    pub range: UseRange,
    /// Its time band; `None` for all use.
    pub band: Option<Arc<str>>,
    /// Its season; `None` all year.
    pub season: Option<Arc<str>>,
}

/// What a percentage, or a minimum, is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum On {
    /// Everything above it.
    All,
    /// Lines of these groups and of charges with these names.
    These {
        /// Whole groups.
        groups: Vec<Group>,
        /// Charges by name; each names one that stands above.
        names: Vec<Arc<str>>,
    },
}

impl On {
    /// Whether a line of this group and charge is meant.
    #[must_use]
    pub fn takes(&self, group: Group, name: &str) -> bool {
        match self {
            On::All => true,
            On::These { groups, names } => groups.contains(&group) || names.iter().any(|n| **n == *name),
        }
    }
}

/// A percentage off, before the minimum. The percent is below zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebate {
    /// Its name on the bill.
    pub name: Arc<str>,
    /// Percent; zero or below.
    pub percent: ByUse,
    /// Of what.
    pub on: On,
}

/// A percentage on top, after the minimum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    /// Its name on the bill.
    pub name: Arc<str>,
    /// Percent.
    pub percent: ByUse,
    /// Of what.
    pub on: On,
    /// Its own rounding.
    pub rounding: Option<RoundTo>,
}

/// The least that the lines it is on come to; a line of its own makes up the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinimumBill {
    /// How much.
    pub amount: Decimal,
    /// For what; a bill, a month, a day, or a kW of sanctioned load and month.
    pub per: Per,
    /// Of what.
    pub on: On,
}

/// How limits and fixed amounts follow a period that is not `billing_months` long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proration {
    /// Slab limits.
    pub blocks: ProrationBy,
    /// Fixed amounts.
    pub fixed: ProrationBy,
    /// Days that the limits are for.
    pub base_days: Decimal,
    /// Periods of so many days (first and last included) are not prorated.
    pub only_outside_days: Option<(Decimal, Decimal)>,
    /// How the factor is rounded.
    pub factor: Option<RoundTo>,
    /// How a stretched limit is rounded, also one stated per day.
    pub limit: Option<RoundTo>,
}

/// Where amounts are rounded. What is `None` stays exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rounding {
    /// Each line.
    pub lines: Option<RoundTo>,
    /// The energy lines together, every other charge by itself.
    pub groups: Option<RoundTo>,
    /// The total; when `None`, to the minor unit, half up.
    pub total: Option<RoundTo>,
}

/// A tariff, read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tariff {
    /// Its name, such as `LT-2a Domestic`.
    pub name: Arc<str>,
    /// What is supplied.
    pub service: TariffService,
    /// ISO 4217 code.
    pub currency: Arc<str>,
    /// Digits after the point of the currency's amounts.
    pub decimals: u32,
    /// What one unit is: kWh, kL, CCF …
    pub unit: Arc<str>,
    /// The slab limits are for so many months.
    pub billing_months: u32,
    /// The first day it holds; `None` in a file that is only quoted from.
    pub valid_from: Option<Day>,
    /// What happens to a period in which it begins.
    pub on_change: OnChange,
    /// Seasons; empty when it is the same all year.
    pub seasons: Vec<Season>,
    /// Time bands; empty when the hour does not matter.
    pub bands: Vec<TimeBand>,
    /// Ladders of units.
    pub energy: Vec<EnergyCharge>,
    /// Fixed charges.
    pub fixed: Vec<FixedCharge>,
    /// Demand charges.
    pub demand: Vec<DemandCharge>,
    /// Per-unit adjustments.
    pub adjustments: Vec<Adjustment>,
    /// Rebates.
    pub rebates: Vec<Rebate>,
    /// Taxes, in the order in which they are worked out.
    pub taxes: Vec<Tax>,
    /// The minimum bill.
    pub minimum: Option<MinimumBill>,
    /// Odd-length periods.
    pub proration: Proration,
    /// Rounding.
    pub rounding: Rounding,
    /// Late-payment surcharge.
    pub late_payment: Option<LatePayment>,
    /// Example bills that the file brings along; it gave each of them right when it was read.
    pub examples: Vec<Example>,
}

impl Tariff {
    /// Whether anything is due for each of a period's months, as [`super::months_due`] counts them. What is shared by days, or
    /// due by the day or the bill, is not.
    #[must_use]
    pub fn counts_months(&self) -> bool {
        let Proration { blocks, fixed, .. } = self.proration;
        let by_months = |per: Per| matches!(per, Per::Month | Per::Kw);
        let fixed = match fixed {
            ProrationBy::Months => !self.fixed.is_empty(),
            ProrationBy::None => self.fixed.iter().any(|charge| by_months(charge.per)),
            ProrationBy::Days => false,
        };
        fixed
            || blocks == ProrationBy::Months
            || self.demand.iter().any(|charge| !charge.is_free())
            || self.minimum.as_ref().is_some_and(|minimum| by_months(minimum.per))
    }

    /// Whether any of its charges is for a season.
    #[must_use]
    pub fn charges_by_season(&self) -> bool {
        self.energy.iter().any(|charge| charge.season.is_some())
            || self.fixed.iter().any(|charge| charge.season.is_some())
            || self.demand.iter().any(|charge| charge.season.is_some())
            || self.adjustments.iter().any(|charge| charge.season.is_some())
    }

    /// The names of its time bands, as listed or, where none are listed, as its charges use them.
    #[must_use]
    pub fn band_names(&self) -> Vec<&str> {
        let used = self.energy.iter().map(|c| &c.band);
        let used = used.chain(self.demand.iter().map(|c| &c.band));
        let used = used.chain(self.adjustments.iter().map(|c| &c.band));
        once(self.bands.iter().map(|band| &*band.name).chain(used.flatten().map(AsRef::as_ref)))
    }

    /// The names of its seasons, as listed or, where none are listed, as its charges use them.
    #[must_use]
    pub fn season_names(&self) -> Vec<&str> {
        let used = self.energy.iter().map(|c| &c.season);
        let used = used.chain(self.fixed.iter().map(|c| &c.season));
        let used = used.chain(self.demand.iter().map(|c| &c.season));
        let used = used.chain(self.adjustments.iter().map(|c| &c.season));
        once(self.seasons.iter().map(|season| &*season.name).chain(used.flatten().map(AsRef::as_ref)))
    }
}

fn once<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}
