//! A tariff as an officer would print it: the file's rules as tables, and corners for the step chart.

use super::views::{
    AdjustmentView, BandHours, BandView, ChartPoint, DemandView, ExampleView, FigureStep, FigureView,
    FixedView, LadderView, LatePaymentView, MinimumView, OnView, PercentView, ProrationView, RoundToView,
    RoundingView, SeasonView, SlabView, TariffPage,
};
use foil_domain::tariffs::{
    Adjustment, BlockScope, ByUse, DemandCharge, EnergyCharge, Example, FixedCharge, Hours, Ladder,
    LatePayment, Method, MinimumBill, On, RoundTo, SlabPrice, Step, Tariff, TimeBand,
};
use rust_decimal::Decimal;
use std::sync::Arc;

/// The readable page of a tariff.
pub(super) fn page(tariff: &Tariff) -> TariffPage {
    TariffPage {
        name: tariff.name.to_string(),
        service: tariff.service,
        currency: tariff.currency.to_string(),
        unit: tariff.unit.to_string(),
        billing_months: tariff.billing_months,
        valid_from: tariff.valid_from,
        on_change: tariff.on_change,
        ladders: tariff.energy.iter().map(ladder).collect(),
        fixed: tariff.fixed.iter().map(fixed).collect(),
        demand: tariff.demand.iter().map(demand).collect(),
        adjustments: tariff.adjustments.iter().map(adjustment).collect(),
        rebates: tariff.rebates.iter().map(|r| percent(&r.name, &r.percent, &r.on, None)).collect(),
        taxes: tariff
            .taxes
            .iter()
            .map(|t| percent(&t.name, &t.percent, &t.on, t.rounding.as_ref()))
            .collect(),
        minimum: tariff.minimum.as_ref().map(minimum),
        proration: proration(tariff),
        rounding: RoundingView {
            lines: tariff.rounding.lines.as_ref().map(round_to),
            groups: tariff.rounding.groups.as_ref().map(round_to),
            total: tariff.rounding.total.as_ref().map(round_to),
        },
        late_payment: tariff.late_payment.as_ref().map(late_payment),
        seasons: tariff
            .seasons
            .iter()
            .map(|season| SeasonView { name: season.name.to_string(), months: season.months.clone() })
            .collect(),
        bands: tariff.bands.iter().map(band).collect(),
        examples: tariff.examples.iter().map(example).collect(),
    }
}

/// A number as a person writes it: no zeros at the end.
pub(super) fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

fn owned(text: Option<&Arc<str>>) -> Option<String> {
    text.map(ToString::to_string)
}

fn ladder(charge: &EnergyCharge) -> LadderView {
    let range = charge.when_usage.unwrap_or_default();
    LadderView {
        name: charge.name.to_string(),
        whole_usage: charge.method == Method::WholeUsage,
        season: owned(charge.season.as_ref()),
        band: owned(charge.band.as_ref()),
        when_over: range.over.map(plain),
        when_up_to: range.up_to.map(plain),
        limits_per_day: charge.limits_per_day,
        limits_for_total: charge.block_scope == BlockScope::Total,
        slabs: slabs(&charge.slabs),
        chart: chart(&charge.slabs),
    }
}

fn slabs(ladder: &Ladder<SlabPrice>) -> Vec<SlabView> {
    let mut over = Decimal::ZERO;
    let view = |step: &Step<SlabPrice>| {
        let (rate, flat) = match step.price {
            SlabPrice::Rate(rate) => (Some(plain(rate)), None),
            SlabPrice::Flat(flat) => (None, Some(plain(flat))),
        };
        let view = SlabView { over: plain(over), up_to: step.up_to.map(plain), rate, flat };
        over = step.up_to.unwrap_or(over);
        view
    };
    ladder.steps().iter().map(view).collect()
}

/// Where the price of the next unit changes, and a last corner a quarter beyond the last limit. A slab with a
/// flat price asks nothing for its next unit.
fn chart(ladder: &Ladder<SlabPrice>) -> Vec<ChartPoint> {
    let mut corners = Vec::with_capacity(ladder.steps().len() + 1);
    let (mut at, mut last) = (Decimal::ZERO, Decimal::ZERO);
    for step in ladder.steps() {
        last = match step.price {
            SlabPrice::Rate(rate) => rate,
            SlabPrice::Flat(_) => Decimal::ZERO,
        };
        corners.push(ChartPoint { units: plain(at), rate: plain(last) });
        at = step.up_to.unwrap_or(at);
    }
    let end = match () {
        () if at.is_zero() => Decimal::ONE_HUNDRED,
        () if ladder.end().is_none() => (at * Decimal::new(125, 2)).ceil(),
        () => at,
    };
    corners.push(ChartPoint { units: plain(end), rate: plain(last) });
    corners
}

fn figure(figure: &ByUse) -> FigureView {
    match figure {
        ByUse::Same(value) => FigureView { same: Some(plain(*value)), by_use: Vec::new() },
        ByUse::Ladder(ladder) => FigureView { same: None, by_use: figure_steps(ladder) },
    }
}

fn figure_steps(ladder: &Ladder<Decimal>) -> Vec<FigureStep> {
    let mut over = Decimal::ZERO;
    let view = |step: &Step<Decimal>| {
        let view = FigureStep { over: plain(over), up_to: step.up_to.map(plain), value: plain(step.price) };
        over = step.up_to.unwrap_or(over);
        view
    };
    ladder.steps().iter().map(view).collect()
}

fn fixed(charge: &FixedCharge) -> FixedView {
    FixedView {
        name: charge.name.to_string(),
        amount: figure(&charge.amount),
        per: charge.per,
        season: owned(charge.season.as_ref()),
    }
}

fn demand(charge: &DemandCharge) -> DemandView {
    DemandView {
        name: charge.name.to_string(),
        unit: charge.unit.to_string(),
        band: owned(charge.band.as_ref()),
        season: owned(charge.season.as_ref()),
        slabs: slabs(&charge.slabs),
        min_percent_of_contract: charge.min_percent_of_contract.map(plain),
    }
}

fn adjustment(charge: &Adjustment) -> AdjustmentView {
    AdjustmentView {
        name: charge.name.to_string(),
        rate: figure(&charge.rate),
        over: charge.range.over.map(plain),
        up_to: charge.range.up_to.map(plain),
        band: owned(charge.band.as_ref()),
        season: owned(charge.season.as_ref()),
    }
}

fn on(on: &On) -> OnView {
    match on {
        On::All => OnView { all: true, groups: Vec::new(), names: Vec::new() },
        On::These { groups, names } => OnView {
            all: false,
            groups: groups.clone(),
            names: names.iter().map(ToString::to_string).collect(),
        },
    }
}

fn percent(name: &str, percent: &ByUse, of: &On, rounding: Option<&RoundTo>) -> PercentView {
    PercentView {
        name: name.to_owned(),
        percent: figure(percent),
        on: on(of),
        rounding: rounding.map(round_to),
    }
}

fn minimum(minimum: &MinimumBill) -> MinimumView {
    MinimumView { amount: plain(minimum.amount), per: minimum.per, on: on(&minimum.on) }
}

fn proration(tariff: &Tariff) -> ProrationView {
    let rule = &tariff.proration;
    ProrationView {
        blocks: rule.blocks,
        fixed: rule.fixed,
        base_days: plain(rule.base_days),
        only_outside_days: rule.only_outside_days.map(|(from, to)| (plain(from), plain(to))),
        factor: rule.factor.as_ref().map(round_to),
        limit: rule.limit.as_ref().map(round_to),
    }
}

fn round_to(rule: &RoundTo) -> RoundToView {
    RoundToView { to: plain(rule.to), mode: rule.mode }
}

fn band(band: &TimeBand) -> BandView {
    let hours = match &band.hours {
        Hours::Otherwise => Vec::new(),
        Hours::Week(days) => week(days),
    };
    BandView { name: band.name.to_string(), season: owned(band.season.as_ref()), hours }
}

/// Hours of a day as minutes from midnight, from and to, and the days that have them.
type SameHours = (Vec<(u16, u16)>, Vec<u32>);

/// Days with the same hours together, in the order in which they first come.
fn week(days: &[Vec<(u16, u16)>; 7]) -> Vec<BandHours> {
    let mut found: Vec<SameHours> = Vec::new();
    for (day, spans) in (0u32..).zip(days) {
        let mut spans = spans.clone();
        spans.sort_unstable();
        match found.iter_mut().find(|(same, _)| *same == spans) {
            Some((_, days)) => days.push(day),
            None if spans.is_empty() => {}
            None => found.push((spans, vec![day])),
        }
    }
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let view = |(spans, days): (Vec<(u16, u16)>, Vec<u32>)| BandHours {
        days,
        spans: spans.into_iter().map(|(from, to)| (clock(from), clock(to))).collect(),
    };
    found.into_iter().map(view).collect()
}

fn late_payment(rule: &LatePayment) -> LatePaymentView {
    let above_zero = |amount: Decimal| (!amount.is_zero()).then(|| plain(amount));
    let mut steps = figure_steps(&rule.percent);
    let percent = match steps.as_slice() {
        [one] if one.up_to.is_none() => Some(one.value.clone()),
        _ => None,
    };
    if percent.is_some() {
        steps.clear();
    }
    LatePaymentView {
        percent,
        per: rule.per,
        grace_days: rule.grace_days,
        steps,
        minimum: above_zero(rule.minimum),
        on_over: above_zero(rule.on_over),
        compound: rule.compound,
    }
}

fn example(example: &Example) -> ExampleView {
    ExampleView { name: example.name.clone(), total_minor: plain(example.expected.total_minor) }
}
