//! A tariff for reading: charges with their slabs as rows and as the steps of a chart.
//!
//! Numbers are decimal text, as the file has them; words that a screen translates are words of the
//! field's lists. What is printed beside them (headings, units) is the screen's.

use super::calendar::{DAY_MINUTES, DAY_NAMES};
use super::exact::{RoundTo, RoundingMode, shown};
use super::late::LatePer;
use super::lines::Group;
use super::model::{
    BlockScope, ByUse, Ladder, Method, On, OnChange, Per, ProrationBy, SlabPrice, Step, Tariff,
    TariffService, UseRange,
};
use crate::time::Day;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A tariff as a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TariffPage {
    /// Its name.
    pub name: String,
    /// What is supplied.
    pub service: TariffService,
    /// ISO 4217 code.
    pub currency: String,
    /// Digits after the point of its amounts.
    pub decimals: u32,
    /// What one unit is.
    pub unit: String,
    /// Slab limits are for so many months.
    pub billing_months: u32,
    /// The first day it holds.
    pub valid_from: Option<Day>,
    /// What happens to a period in which it begins.
    pub on_change: OnChange,
    /// Charges, adjustments, rebates and taxes, in the order of calculation.
    pub charges: Vec<ChargePage>,
    /// The minimum bill.
    pub minimum: Option<MinimumPage>,
    /// Seasons with their months (1 to 12).
    pub seasons: Vec<SeasonPage>,
    /// Time bands, hour by hour; one grid for each season.
    pub weeks: Vec<WeekPage>,
    /// Periods of odd length.
    pub proration: ProrationPage,
    /// Rounding.
    pub rounding: RoundingPage,
    /// Late-payment surcharge.
    pub late_payment: Option<LatePage>,
    /// The names of the example bills that it was proved with.
    pub examples: Vec<String>,
}

/// A charge as a page shows it. What does not apply to its kind is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChargePage {
    /// Its group.
    pub group: Group,
    /// Its name on the bill.
    pub name: String,
    /// Its season.
    pub season: Option<String>,
    /// Its time band.
    pub band: Option<String>,
    /// How its ladder is climbed.
    pub method: Option<Method>,
    /// The whole charge applies only when the period's use lies here.
    pub when_usage: Option<RangePage>,
    /// It is on these units only.
    pub units: Option<RangePage>,
    /// Its limits are per day of the period.
    pub limits_per_day: bool,
    /// Whose use its limits are for.
    pub block_scope: Option<BlockScope>,
    /// What a fixed amount is for.
    pub per: Option<Per>,
    /// kW or kVA of a demand charge.
    pub demand_unit: Option<String>,
    /// Percent of contract demand that is billed at least.
    pub min_percent_of_contract: Option<String>,
    /// What a percentage is of; `["all"]` for everything above.
    pub on: Vec<String>,
    /// Its own rounding.
    pub rounding: Option<StepPage>,
    /// What its figures are.
    pub figure: Figure,
    /// Its figures, one row a slab or range of use; one row without limits when it is the same for all.
    pub rows: Vec<RowPage>,
}

words! {
    /// What the figures of a charge are.
    pub enum Figure {
        /// So much per unit.
        Rate = "rate",
        /// An amount.
        Amount = "amount",
        /// A percentage.
        Percent = "percent",
    }
}

/// A slab or range of use. As a step of a chart, it goes from `over` (or 0) to `up_to` (or on).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RowPage {
    /// Over so many; 0 in the first row.
    pub over: String,
    /// Up to so many, included; absent in an open row.
    pub up_to: Option<String>,
    /// The figure.
    pub value: String,
    /// The figure is a flat price for the slab.
    pub flat: bool,
}

/// A range of use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RangePage {
    /// More than this.
    pub over: Option<String>,
    /// Not more than this.
    pub up_to: Option<String>,
}

/// The minimum bill as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MinimumPage {
    /// How much.
    pub amount: String,
    /// For what.
    pub per: Per,
    /// Of what; `["all"]` for everything above.
    pub on: Vec<String>,
}

/// A season.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeasonPage {
    /// Its name.
    pub name: String,
    /// Its months, 1 to 12.
    pub months: Vec<u32>,
}

/// The bands of a week in one season.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WeekPage {
    /// The season; absent when the bands are the same all year.
    pub season: Option<String>,
    /// The bands.
    pub bands: Vec<String>,
    /// Monday to Sunday.
    pub days: Vec<DayPage>,
}

/// The bands of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayPage {
    /// `Mon` to `Sun`.
    pub day: String,
    /// Its stretches from midnight, without gaps.
    pub spans: Vec<SpanPage>,
}

/// A stretch of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SpanPage {
    /// First minute of the day.
    pub from_minute: u16,
    /// The minute after its last.
    pub to_minute: u16,
    /// Its band; absent when no band takes it.
    pub band: Option<String>,
}

/// Periods of odd length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProrationPage {
    /// Slab limits.
    pub blocks: ProrationBy,
    /// Fixed amounts.
    pub fixed: ProrationBy,
    /// Days that the limits are for.
    pub base_days: String,
    /// Periods from so many days …
    pub not_from_days: Option<String>,
    /// … to so many are not prorated.
    pub not_to_days: Option<String>,
    /// How the factor is rounded.
    pub factor: Option<StepPage>,
    /// How a stretched limit is rounded.
    pub limit: Option<StepPage>,
}

/// Rounding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoundingPage {
    /// Each line.
    pub lines: Option<StepPage>,
    /// The energy lines together, every other charge by itself.
    pub groups: Option<StepPage>,
    /// The total.
    pub total: StepPage,
}

/// A step and a way of rounding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StepPage {
    /// Rounded to a multiple of this.
    pub to: String,
    /// How.
    pub mode: RoundingMode,
}

/// Late-payment surcharge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LatePage {
    /// How the percentage runs.
    pub per: LatePer,
    /// Percent by days late; one open row when it is the same however late.
    pub rows: Vec<RowPage>,
    /// Paid within so many days, nothing is charged.
    #[ts(type = "number")]
    pub grace_days: i64,
    /// The least that is charged when anything is.
    pub minimum: String,
    /// Nothing is charged on less.
    pub on_over: String,
    /// Earlier surcharge is charged on too.
    pub compound: bool,
}

impl Tariff {
    /// The tariff for reading.
    #[must_use]
    pub fn page(&self) -> TariffPage {
        let smallest = RoundTo { to: Decimal::new(1, self.decimals), mode: RoundingMode::HalfUp };
        let proration = &self.proration;
        TariffPage {
            name: self.name.to_string(),
            service: self.service,
            currency: self.currency.to_string(),
            decimals: self.decimals,
            unit: self.unit.to_string(),
            billing_months: self.billing_months,
            valid_from: self.valid_from,
            on_change: self.on_change,
            charges: charges(self),
            minimum: self.minimum.as_ref().map(|minimum| MinimumPage {
                amount: shown(minimum.amount),
                per: minimum.per,
                on: on(&minimum.on),
            }),
            seasons: self
                .seasons
                .iter()
                .map(|season| SeasonPage { name: season.name.to_string(), months: season.months.clone() })
                .collect(),
            weeks: weeks(self),
            proration: ProrationPage {
                blocks: proration.blocks,
                fixed: proration.fixed,
                base_days: shown(proration.base_days),
                not_from_days: proration.only_outside_days.map(|(from, _)| shown(from)),
                not_to_days: proration.only_outside_days.map(|(_, to)| shown(to)),
                factor: proration.factor.as_ref().map(step),
                limit: proration.limit.as_ref().map(step),
            },
            rounding: RoundingPage {
                lines: self.rounding.lines.as_ref().map(step),
                groups: self.rounding.groups.as_ref().map(step),
                total: step(self.rounding.total.as_ref().unwrap_or(&smallest)),
            },
            late_payment: self.late_payment.as_ref().map(|late| LatePage {
                per: late.per,
                rows: figures(&late.percent),
                grace_days: late.grace_days,
                minimum: shown(late.minimum),
                on_over: shown(late.on_over),
                compound: late.compound,
            }),
            examples: self.examples.iter().map(|example| example.name.clone()).collect(),
        }
    }
}

fn charges(tariff: &Tariff) -> Vec<ChargePage> {
    let text = |name: &Option<std::sync::Arc<str>>| name.as_ref().map(ToString::to_string);
    let mut pages = Vec::new();
    for charge in &tariff.energy {
        pages.push(ChargePage {
            season: text(&charge.season),
            band: text(&charge.band),
            method: Some(charge.method),
            when_usage: charge.when_usage.as_ref().map(range),
            limits_per_day: charge.limits_per_day,
            block_scope: charge.band.as_ref().map(|_| charge.block_scope),
            rows: slabs(&charge.slabs),
            ..bare(Group::Energy, &charge.name, Figure::Rate)
        });
    }
    for charge in &tariff.fixed {
        pages.push(ChargePage {
            season: text(&charge.season),
            per: Some(charge.per),
            rows: by_use(&charge.amount),
            ..bare(Group::Fixed, &charge.name, Figure::Amount)
        });
    }
    for charge in &tariff.demand {
        pages.push(ChargePage {
            season: text(&charge.season),
            band: text(&charge.band),
            demand_unit: Some(charge.unit.to_string()),
            min_percent_of_contract: charge.min_percent_of_contract.map(shown),
            rows: slabs(&charge.slabs),
            ..bare(Group::Demand, &charge.name, Figure::Rate)
        });
    }
    for charge in &tariff.adjustments {
        let limited = charge.range != UseRange::default();
        pages.push(ChargePage {
            season: text(&charge.season),
            band: text(&charge.band),
            units: limited.then(|| range(&charge.range)),
            rows: by_use(&charge.rate),
            ..bare(Group::PerUnit, &charge.name, Figure::Rate)
        });
    }
    for rebate in &tariff.rebates {
        let (on, rows) = (on(&rebate.on), by_use(&rebate.percent));
        pages.push(ChargePage { on, rows, ..bare(Group::Rebate, &rebate.name, Figure::Percent) });
    }
    for tax in &tariff.taxes {
        let (on, rows) = (on(&tax.on), by_use(&tax.percent));
        let rounding = tax.rounding.as_ref().map(step);
        pages.push(ChargePage { on, rows, rounding, ..bare(Group::Tax, &tax.name, Figure::Percent) });
    }
    pages
}

fn bare(group: Group, name: &str, figure: Figure) -> ChargePage {
    ChargePage {
        group,
        name: name.to_owned(),
        season: None,
        band: None,
        method: None,
        when_usage: None,
        units: None,
        limits_per_day: false,
        block_scope: None,
        per: None,
        demand_unit: None,
        min_percent_of_contract: None,
        on: Vec::new(),
        rounding: None,
        figure,
        rows: Vec::new(),
    }
}

fn rows<P>(ladder: &Ladder<P>, value: impl Fn(&Step<P>) -> (Decimal, bool)) -> Vec<RowPage> {
    let mut over = Decimal::ZERO;
    let mut rows = Vec::with_capacity(ladder.steps().len());
    for step in ladder.steps() {
        let (value, flat) = value(step);
        rows.push(RowPage { over: shown(over), up_to: step.up_to.map(shown), value: shown(value), flat });
        over = step.up_to.unwrap_or(over);
    }
    rows
}

fn slabs(ladder: &Ladder<SlabPrice>) -> Vec<RowPage> {
    rows(ladder, |step| match step.price {
        SlabPrice::Rate(rate) => (rate, false),
        SlabPrice::Flat(flat) => (flat, true),
    })
}

fn figures(ladder: &Ladder<Decimal>) -> Vec<RowPage> {
    rows(ladder, |step| (step.price, false))
}

fn by_use(figure: &ByUse) -> Vec<RowPage> {
    match figure {
        ByUse::Ladder(ladder) => figures(ladder),
        ByUse::Same(same) => {
            vec![RowPage { over: shown(Decimal::ZERO), up_to: None, value: shown(*same), flat: false }]
        }
    }
}

fn range(range: &UseRange) -> RangePage {
    RangePage { over: range.over.map(shown), up_to: range.up_to.map(shown) }
}

fn step(rounding: &RoundTo) -> StepPage {
    StepPage { to: shown(rounding.to), mode: rounding.mode }
}

fn on(on: &On) -> Vec<String> {
    match on {
        On::All => vec!["all".to_owned()],
        On::These { groups, names } => {
            groups.iter().map(ToString::to_string).chain(names.iter().map(ToString::to_string)).collect()
        }
    }
}

/// One grid, or one for each season when bands differ by season.
fn weeks(tariff: &Tariff) -> Vec<WeekPage> {
    if tariff.bands.is_empty() {
        return Vec::new();
    }
    if tariff.bands.iter().all(|band| band.season.is_none()) {
        return vec![week(tariff, None)];
    }
    tariff.seasons.iter().map(|season| week(tariff, Some(&season.name))).collect()
}

fn week(tariff: &Tariff, season: Option<&str>) -> WeekPage {
    let days: Vec<DayPage> = DAY_NAMES
        .iter()
        .enumerate()
        .map(|(day, name)| DayPage { day: (*name).to_owned(), spans: spans(tariff, season, day) })
        .collect();
    let mut bands: Vec<String> = Vec::new();
    for band in days.iter().flat_map(|day| &day.spans).filter_map(|span| span.band.as_ref()) {
        if !bands.contains(band) {
            bands.push(band.clone());
        }
    }
    WeekPage { season: season.map(str::to_owned), bands, days }
}

fn spans(tariff: &Tariff, season: Option<&str>, day: usize) -> Vec<SpanPage> {
    let mut spans: Vec<SpanPage> = Vec::new();
    for minute in 0..DAY_MINUTES {
        let band = tariff.band_in(season, day, minute).map(AsRef::as_ref);
        match spans.last_mut().filter(|span| span.band.as_deref() == band) {
            Some(span) => span.to_minute = minute + 1,
            None => spans.push(SpanPage {
                from_minute: minute,
                to_minute: minute + 1,
                band: band.map(str::to_owned),
            }),
        }
    }
    spans
}
