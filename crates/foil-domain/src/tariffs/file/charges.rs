//! The charges of a tariff file: energy, fixed, demand, adjustments.

use super::super::model::{
    Adjustment, BlockScope, ByUse, DemandCharge, EnergyCharge, FixedCharge, Ladder, Method, Per, SlabPrice,
    Step, UseRange,
};
use super::checks::{End, Ends};
use super::reader::{Field, Table, Weight};
use rust_decimal::Decimal;
use std::sync::Arc;

/// More steps than this is no ladder that anybody printed.
const MOST_STEPS: usize = 200;

/// The charges.
pub struct Charges {
    pub energy: Vec<EnergyCharge>,
    pub fixed: Vec<FixedCharge>,
    pub demand: Vec<DemandCharge>,
    pub adjustments: Vec<Adjustment>,
}

/// Reads all of them.
pub fn read(root: &Table<'_>, ends: &Ends) -> Charges {
    Charges {
        energy: root.list("energy_charge").iter().filter_map(|t| energy(t, ends)).collect(),
        fixed: root.list("fixed_charge").iter().filter_map(|t| fixed(t, ends)).collect(),
        demand: root.list("demand_charge").iter().filter_map(|t| demand(t, ends)).collect(),
        adjustments: root.list("adjustment").iter().filter_map(|t| adjustment(t, ends)).collect(),
    }
}

/// The name of a charge. One that cannot be printed is a fault, but none of the price.
pub fn name(table: &Table<'_>) -> Arc<str> {
    let field =
        table.faults.weighing(Weight::Doubt, || table.need("name", "the name that is printed on the bill"));
    let Some(field) = field else { return Arc::default() };
    let name = table.faults.weighing(Weight::Doubt, || field.name());
    name.or_else(|| field.quiet_name()).unwrap_or_default()
}

fn energy(table: &Table<'_>, ends: &Ends) -> Option<EnergyCharge> {
    let name = name(table);
    let method = table.get("method").map(|f| f.word(Method::ALL, Method::as_str));
    let season = table.get("season").map(|f| f.name());
    let band = table.get("band").map(|f| f.name());
    let when_usage = table.get("when_usage").map(|f| f.table().and_then(|t| when_usage(&t)));
    let per_day = table.get("limits_per").map(|f| f.word(&["day"], |word| word)).is_some();
    let scope = table.get("block_scope").map(|f| f.word(BlockScope::ALL, BlockScope::as_str));
    let (scope, band) = (scope.flatten().unwrap_or(BlockScope::Band), band.flatten());
    let field = table.need("slabs", "slabs such as [{ up_to = 50, rate = 4.15 }, { rate = 5.60 }]");
    let slabs = field.as_ref().and_then(|f| ladder(f, slab_price));
    table.no_more();
    if let (Some(field), Some(slabs)) = (&field, &slabs) {
        let covered = when_usage.flatten().and_then(|range| range.up_to);
        ends.keep(End::of(field, slabs.end(), covered.filter(|_| !per_day)));
        let flat = slabs.steps().iter().any(|step| matches!(step.price, SlabPrice::Flat(_)));
        if flat && scope == BlockScope::Total && band.is_some() {
            field.fault("rates: a flat price cannot be shared among time bands");
        }
    }
    Some(EnergyCharge {
        name,
        method: method.flatten().unwrap_or(Method::Telescopic),
        slabs: slabs?,
        season: season.flatten(),
        band,
        when_usage: when_usage.flatten(),
        limits_per_day: per_day,
        block_scope: scope,
    })
}

fn when_usage(table: &Table<'_>) -> Option<UseRange> {
    let range = range(table);
    table.no_more();
    if range.is_some_and(|r| r.over.is_none() && r.up_to.is_none()) {
        table.faults.add(table.line, &table.path, "over, up_to, or both");
    }
    range
}

/// The fields `over` and `up_to` of a table.
fn range(table: &Table<'_>) -> Option<UseRange> {
    let read = |field: Option<Field<'_>>| match field {
        None => Some(None),
        Some(field) => field.number_where("units, 0 or more", |n| n >= Decimal::ZERO).map(Some),
    };
    let (over, up_to) = (read(table.get("over")), read(table.get("up_to")));
    let (over, up_to) = (over?, up_to?);
    if let (Some(over), Some(up_to)) = (over, up_to)
        && over >= up_to
    {
        table.fault("up_to", format!("more than over, which is {over}; found {up_to}"));
    }
    Some(UseRange { over, up_to })
}

fn fixed(table: &Table<'_>, ends: &Ends) -> Option<FixedCharge> {
    let name = name(table);
    let amount = by_use(table, "amount", ends);
    let per = table.get("per").map(|f| f.word(Per::ALL, Per::as_str));
    let season = table.get("season").map(|f| f.name());
    table.no_more();
    let (per, season) = (per.flatten().unwrap_or(Per::Bill), season.flatten());
    Some(FixedCharge { name, amount: amount?, per, season })
}

fn demand(table: &Table<'_>, ends: &Ends) -> Option<DemandCharge> {
    let name = name(table);
    let unit = table.get("per").map(|f| f.word(&["kW", "kVA"], |word| word)).unwrap_or(Some("kW"));
    let band = table.get("band").map(|f| f.name());
    let season = table.get("season").map(|f| f.name());
    let percent = table.get("min_percent_of_contract").map(|f| {
        f.number_where("a percentage above 0, up to 100", |n| n > Decimal::ZERO && n <= Decimal::ONE_HUNDRED)
    });
    let field = table.need("slabs", "slabs such as [{ up_to = 20, rate = 5.00 }, { rate = 9.00 }]");
    let slabs = field.as_ref().and_then(|f| ladder(f, slab_price));
    table.no_more();
    if let (Some(field), Some(slabs)) = (&field, &slabs) {
        ends.keep(End::of(field, slabs.end(), None));
    }
    Some(DemandCharge {
        name,
        unit: unit?.into(),
        band: band.flatten(),
        season: season.flatten(),
        slabs: slabs?,
        min_percent_of_contract: percent.flatten(),
    })
}

fn adjustment(table: &Table<'_>, ends: &Ends) -> Option<Adjustment> {
    let name = name(table);
    let rate = by_use(table, "rate", ends);
    let range = range(table);
    let band = table.get("band").map(|f| f.name());
    let season = table.get("season").map(|f| f.name());
    table.no_more();
    Some(Adjustment { name, rate: rate?, range: range?, band: band.flatten(), season: season.flatten() })
}

/// Either the field itself, or `by_usage` with a step for each range of use.
pub fn by_use(table: &Table<'_>, figure: &'static str, ends: &Ends) -> Option<ByUse> {
    match (table.get(figure), table.get("by_usage")) {
        (Some(field), None) => field.number().map(ByUse::Same),
        (None, Some(field)) => {
            let steps = ladder(&field, |step| step.need(figure, "a number").and_then(|f| f.number()))?;
            ends.keep(End::of(&field, steps.end(), None));
            Some(ByUse::Ladder(steps))
        }
        (None, None) => {
            table.fault(
                figure,
                format!("{figure}, or by_usage with a {figure} for each range; both are missing"),
            );
            None
        }
        (Some(_), Some(field)) => {
            field.fault(&format!("either {figure} or by_usage, not both"));
            None
        }
    }
}

fn slab_price(step: &Table<'_>) -> Option<SlabPrice> {
    match (step.get("rate"), step.get("flat")) {
        (Some(rate), None) => rate.number().map(SlabPrice::Rate),
        (None, Some(flat)) => flat.number().map(SlabPrice::Flat),
        (None, None) => {
            step.fault("rate", "a rate per unit, or a flat price for the slab; both are missing");
            None
        }
        (Some(_), Some(_)) => {
            step.fault("flat", "either a rate or a flat price, not both");
            None
        }
    }
}

/// A ladder: steps whose `up_to` rises, of which only the last may go without.
pub fn ladder<P>(field: &Field<'_>, price: impl Fn(&Table<'_>) -> Option<P>) -> Option<Ladder<P>> {
    let items = field.items("a list of steps, such as [{ up_to = 50, … }, { … }]")?;
    if items.is_empty() || items.len() > MOST_STEPS {
        field.fault("a list of 1 to 200 steps");
        return None;
    }
    let mut steps = Vec::with_capacity(items.len());
    let mut last: Option<Decimal> = None;
    let mut sound = true;
    for (index, item) in items.iter().enumerate() {
        let Some(table) = item.table() else {
            sound = false;
            continue;
        };
        let up_to = table.get("up_to");
        let price = price(&table);
        table.no_more();
        let limit = match &up_to {
            None => None,
            Some(limit) => match rising(limit, last) {
                None => {
                    sound = false;
                    continue;
                }
                some => some,
            },
        };
        if limit.is_none() && index + 1 < items.len() {
            table.fault("up_to", "a limit: only the last step may be without one");
            sound = false;
        }
        last = limit.or(last);
        match price {
            Some(price) => steps.push(Step { up_to: limit, price }),
            None => sound = false,
        }
    }
    sound.then_some(Ladder(steps))
}

fn rising(limit: &Field<'_>, last: Option<Decimal>) -> Option<Decimal> {
    match last {
        None => limit.number_where("a limit of 0 or more", |n| n >= Decimal::ZERO),
        Some(last) => limit.number_where(&format!("a limit above {last}, the one before it"), |n| n > last),
    }
}
