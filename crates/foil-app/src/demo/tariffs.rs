//! The tariffs of the demo branch: invented orders as real files, and how much of the usual is used when.

use super::crew::Crew;
use crate::tariffs::import_tariff;
use crate::tariffs::views::ImportTariff;
use crate::{Refusal, Result};
use foil_domain::customers::Service;
use foil_domain::text::Note;
use foil_domain::time::Day;

/// A tariff plan, as far as the town's people know it.
#[derive(Debug)]
pub(super) struct Plan {
    /// As the file names it.
    pub name: &'static str,
    pub service: Service,
    /// What the meter counts.
    pub unit: &'static str,
    /// Use in an ordinary month: least and most.
    pub usual: (i64, i64),
}

pub(super) const DOMESTIC_POWER: Plan =
    Plan { name: "LT-2a Domestic", service: Service::Electricity, unit: "kWh", usual: (38, 260) };
pub(super) const SHOP_POWER: Plan =
    Plan { name: "LT-3a Commercial", service: Service::Electricity, unit: "kWh", usual: (140, 1_400) };
pub(super) const DOMESTIC_WATER: Plan =
    Plan { name: "W-1 Domestic", service: Service::Water, unit: "kL", usual: (6, 34) };
pub(super) const SHOP_WATER: Plan =
    Plan { name: "W-3 Non-domestic", service: Service::Water, unit: "kL", usual: (10, 90) };
pub(super) const DOMESTIC_GAS: Plan =
    Plan { name: "PNG-1 Domestic", service: Service::Gas, unit: "SCM", usual: (6, 17) };

/// The files, with what they were stored for. Domestic power has last year's order, this year's, and next
/// year's, so that there is a change inside the year and one to come.
const ORDERS: [(&str, &str); 7] = [
    (include_str!("tariffs/lt2a-domestic-2025.toml"), "Retail supply order, first year"),
    (include_str!("tariffs/lt2a-domestic-2026.toml"), "Retail supply order, second year: fuel adjustment"),
    (include_str!("tariffs/lt2a-domestic-2027.toml"), "Retail supply order, third year"),
    (include_str!("tariffs/lt3a-commercial.toml"), "Retail supply order, first year"),
    (include_str!("tariffs/w1-domestic.toml"), "Water rates"),
    (include_str!("tariffs/w3-non-domestic.toml"), "Water rates"),
    (include_str!("tariffs/png1-domestic.toml"), "Gas rates"),
];

/// The financial year in which the first of the orders begins, as it stands in the files.
const FIRST_YEAR: i32 = 2025;
/// How many years the orders begin in.
const YEARS: i32 = 3;

/// Stores the orders, moved by whole years so that the first is in force on `first`.
pub(super) fn store_orders(crew: &Crew, first: Day) -> Result<()> {
    for (text, note) in ORDERS {
        let note = Note::parse(note).map_err(|e| Refusal::bad_input("note", e))?;
        let text = Some(moved(text, first));
        let input = ImportTariff { path: None, text, note, correct_priced: false };
        let report = import_tariff(&crew.office, &crew.admin, input)?;
        if let Some(fault) = report.files.iter().flat_map(|file| &file.faults).next() {
            return Err(Refusal::bad_input("tariff", fault.to_string()).into());
        }
    }
    Ok(())
}

/// An order whose years are those of the demo.
fn moved(text: &str, first: Day) -> String {
    let (year, month, _) = first.parts();
    let by = if month >= 4 { year } else { year - 1 } - FIRST_YEAR;
    let written = (FIRST_YEAR..FIRST_YEAR + YEARS).find(|y| text.contains(&begins(*y)));
    written.map_or_else(|| text.to_owned(), |y| text.replace(&begins(y), &begins(y + by)))
}

fn begins(year: i32) -> String {
    format!("valid_from = {year:04}-04-01")
}

/// How much of the usual is used in a month (1 to 12), in percent: fans in April and May, rain from June.
pub(super) fn season(service: Service, month: u32) -> i64 {
    let electricity = [92, 96, 112, 132, 138, 104, 88, 86, 92, 100, 98, 94];
    let water = [100, 104, 112, 120, 122, 96, 86, 86, 92, 98, 100, 100];
    let gas = [106, 102, 98, 95, 92, 100, 104, 104, 102, 100, 102, 106];
    let table = match service {
        Service::Electricity => electricity,
        Service::Water => water,
        Service::Gas => gas,
    };
    table[(month as usize).clamp(1, 12) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use foil_domain::tariffs::Tariff;

    #[test]
    fn every_order_is_a_good_tariff_whose_first_version_is_in_force_when_the_year_begins() {
        for first in ["2025-11-01", "2026-03-01", "2026-04-01", "2031-12-01"] {
            let first = Day::parse(first).unwrap();
            let tariffs: Vec<Tariff> =
                ORDERS.iter().map(|(text, _)| Tariff::parse(&moved(text, first)).unwrap()).collect();
            for plan in [DOMESTIC_POWER, SHOP_POWER, DOMESTIC_WATER, SHOP_WATER, DOMESTIC_GAS] {
                let of = tariffs.iter().find(|t| *t.name == *plan.name).unwrap();
                assert!(of.valid_from.unwrap() <= first, "{} on {first}", plan.name);
                assert_eq!((of.service.as_str(), &*of.unit), (plan.service.as_str(), plan.unit));
            }
        }
    }
}
