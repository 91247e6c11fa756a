//! The head of a tariff file, its calendar, and all its parts put together.

use super::super::calendar::{DAY_MINUTES, Hours, Season, TimeBand, hour_marks, hours};
use super::super::model::{OnChange, Tariff, TariffService};
use super::checks::Ends;
use super::reader::{Field, Table, Weight};
use super::{charges, rules};
use crate::currency;
use std::sync::Arc;

/// Everything in the file, as far as it can be read. Unknown fields are left for the caller to find.
pub fn tariff(root: &Table<'_>, ends: &Ends) -> Tariff {
    if let Some(format) = root.get("format") {
        format.whole("1, the only format there is", 1..2);
    }
    let currency = root.need("currency", "an ISO 4217 code, such as \"INR\"").and_then(|f| currency_of(&f));
    // What a tariff is called, is for and begins at changes no price by it.
    let doubt = Weight::Doubt;
    let (name, service, unit, valid_from, on_change) = root.faults.weighing(doubt, || {
        let service = root.need("service", "what is supplied, such as \"electricity\"");
        (
            root.need("name", "the tariff's name").and_then(|f| f.name()),
            service.and_then(|f| f.word(TariffService::ALL, TariffService::as_str)),
            root.need("unit", "what one unit is, such as \"kWh\"").and_then(|f| f.name()),
            root.get("valid_from").map(|f| f.date()),
            root.get("on_change").map(|f| f.word(OnChange::ALL, OnChange::as_str)),
        )
    });
    let billing_months = match root.get("billing_months") {
        None => Some(1),
        Some(field) => {
            field.whole("a whole number of months, 1 to 24", 1..25).and_then(|n| u32::try_from(n).ok())
        }
    };
    let seasons = root.list("season").iter().filter_map(season).collect();
    let bands = root.list("time_band").iter().filter_map(band).collect();
    let charges = charges::read(root, ends);
    let rules = rules::read(root, ends, billing_months.unwrap_or(1));
    // What could not be read is a fault already; the rest is checked all the same.
    let (currency, decimals) = currency.unwrap_or_default();
    Tariff {
        name: name.unwrap_or_default(),
        service: service.unwrap_or(TariffService::Electricity),
        currency,
        decimals,
        unit: unit.unwrap_or_default(),
        billing_months: billing_months.unwrap_or(1),
        valid_from: valid_from.flatten(),
        on_change: on_change.flatten().unwrap_or(OnChange::NextReading),
        seasons,
        bands,
        energy: charges.energy,
        fixed: charges.fixed,
        demand: charges.demand,
        adjustments: charges.adjustments,
        rebates: rules.rebates,
        taxes: rules.taxes,
        minimum: rules.minimum,
        proration: rules.proration,
        rounding: rules.rounding,
        late_payment: rules.late_payment,
        examples: Vec::new(),
    }
}

fn currency_of(field: &Field<'_>) -> Option<(Arc<str>, u32)> {
    field.text_as(|code| {
        let decimals = currency::decimals(code).ok_or("an ISO 4217 code in capitals, such as \"INR\"")?;
        Ok((code.into(), decimals))
    })
}

fn season(table: &Table<'_>) -> Option<Season> {
    let name = table.need("name", "the season's name").and_then(|f| f.name());
    let months = table.get("months").map(|f| months(&f));
    table.no_more();
    Some(Season { name: name?, months: months.unwrap_or(Some(Vec::new()))? })
}

fn months(field: &Field<'_>) -> Option<Vec<u32>> {
    let items = field.items("a list of months, 1 to 12")?;
    let read = |item: &Field<'_>| item.whole("a month, 1 to 12", 1..13).and_then(|n| u32::try_from(n).ok());
    let months: Option<Vec<u32>> = items.iter().map(read).collect();
    let months = months?;
    if months.is_empty() {
        field.fault("at least one month");
    }
    Some(months)
}

fn band(table: &Table<'_>) -> Option<TimeBand> {
    let name = table.need("name", "the band's name").and_then(|f| f.name());
    let season = table.get("season").map(|f| f.name());
    // A usage says how much fell into a band, so its hours are in doubt at most; without any, it has none.
    let hours = table.faults.weighing(Weight::Doubt, || hours_of(table)).unwrap_or_else(no_hours);
    table.no_more();
    Some(TimeBand { name: name?, season: season.unwrap_or(None), hours })
}

fn hours_of(table: &Table<'_>) -> Option<Hours> {
    let when = table.get("when");
    let marks = [table.get("hours_weekday"), table.get("hours_weekend")];
    match (when, &marks) {
        (Some(when), [None, None]) => when.text_as(hours),
        (None, [None, None]) | (Some(_), _) => {
            table.fault("when", "either when = \"Mon-Fri 16:00-21:00\", or hours_weekday and hours_weekend");
            None
        }
        (None, [weekday, weekend]) => marked(weekday.as_ref(), weekend.as_ref()),
    }
}

fn no_hours() -> Hours {
    Hours::Week(Box::default())
}

/// A line of marks that is left out has no hours.
fn marked(weekday: Option<&Field<'_>>, weekend: Option<&Field<'_>>) -> Option<Hours> {
    let read = |field: Option<&Field<'_>>| match field {
        None => Some(Vec::new()),
        Some(field) => field.text_as(|text| {
            hour_marks(text).ok_or_else(|| "24 characters, one an hour: X in the band, . outside".to_owned())
        }),
    };
    let (weekday, weekend) = (read(weekday)?, read(weekend)?);
    let mut week: [Vec<(u16, u16)>; 7] = Default::default();
    for (day, spans) in week.iter_mut().enumerate() {
        spans.clone_from(if day < 5 { &weekday } else { &weekend });
    }
    debug_assert!(week.iter().flatten().all(|(_, to)| *to <= DAY_MINUTES));
    Some(Hours::Week(Box::new(week)))
}
