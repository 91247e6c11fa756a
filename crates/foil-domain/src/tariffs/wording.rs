//! What a line of a quote says, by its values, so that a bill can be printed in the customer's language.

use super::exact::{shown, shown_to};
use super::lines::{Least, PLACES, Quote, QuoteLine, Split, Sum, with_unit};
use super::often::Often;
use crate::documents::{ChargeWording, LeastWording, SplitWording, TimeUnit, TimesWording, Wording};
use rust_decimal::Decimal;

impl Quote {
    /// What a line says beside its figures, as [`Quote::printed_label`] says it in English; none where that is
    /// the charge's own name alone.
    #[must_use]
    pub fn wording(&self, line: &QuoteLine) -> Option<Wording> {
        let split = line.split.as_ref().map(split);
        if let Sum::TopUp { from, to } = line.sum {
            return Some(Wording::Minimum { from: self.coins(from), to: self.coins(to), split });
        }
        let charge = ChargeWording { split, ..charge(line) };
        let name_alone = ChargeWording { name: charge.name.clone(), ..ChargeWording::default() };
        (charge != name_alone).then_some(Wording::Charge(charge))
    }
}

fn charge(line: &QuoteLine) -> ChargeWording {
    let plain = ChargeWording { name: line.name.to_string(), ..ChargeWording::default() };
    let slab = |over: Option<Decimal>, up_to: Option<Decimal>| {
        let limit = |limit: Option<Decimal>| limit.map_or_else(String::new, |l| shown_to(l, PLACES));
        let unit = if over.or(up_to).is_some() { line.unit.to_string() } else { String::new() };
        ChargeWording { over: limit(over), up_to: limit(up_to), unit, ..plain.clone() }
    };
    match line.sum {
        Sum::Slab { over, up_to, .. } => slab(over, up_to),
        Sum::FlatSlab { over, up_to, .. } => ChargeWording { flat: true, ..slab(over, up_to) },
        Sum::Load { over, up_to, kw, months, rate, least } => ChargeWording {
            least: least.map(|least| self::least(least, &line.unit)),
            times: load_for((kw, &line.unit), months, TimeUnit::Months),
            flat: rate.is_none(),
            ..slab(over, up_to)
        },
        Sum::Times { count, of, kw, .. } => ChargeWording { times: timed(count, of, kw), ..plain },
        Sum::Rounding => ChargeWording { together: true, ..plain },
        Sum::Units { .. } | Sum::Percent { .. } | Sum::TopUp { .. } => plain,
    }
}

fn timed(count: Often, of: &str, kw: Option<Decimal>) -> Option<TimesWording> {
    let of = TimeUnit::from_word(of)?;
    match kw {
        Some(kw) => load_for((kw, "kW"), count, of),
        None => Some(TimesWording { load: String::new(), count: count.shown(), of }),
    }
}

/// As the quantity has it: a load for the usual one month is the load alone.
fn load_for((kw, unit): (Decimal, &str), count: Often, of: TimeUnit) -> Option<TimesWording> {
    let load = || with_unit(&shown(kw), unit);
    (!count.is_once()).then(|| TimesWording { load: load(), count: count.shown(), of })
}

fn least(least: Least, unit: &str) -> LeastWording {
    let load = |kw| with_unit(&shown(kw), unit);
    let Least { percent, contract, measured } = least;
    LeastWording { percent: shown(percent), contract: load(contract), measured: load(measured) }
}

fn split(split: &Split) -> SplitWording {
    SplitWording {
        season: split.season.to_string(),
        since: split.since,
        days: shown(split.days),
        of: shown(split.of),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Case, Tariff, quote};
    use super::*;

    fn figures(text: &str) -> Vec<String> {
        let mut all: Vec<String> = text
            .split(|c: char| !(c.is_ascii_digit() || c == '.'))
            .map(|number| number.trim_matches('.').to_owned())
            .filter(|number| !number.is_empty())
            .collect();
        all.sort();
        all
    }

    /// The figures of a wording's own fields, wherever they stand in its JSON.
    fn kept(wording: &Wording) -> Vec<String> {
        let mut value = serde_json::to_value(wording).expect("plain values");
        // The name and the unit are the tariff's; months and days are words.
        for field in ["name", "unit", "code"] {
            value.as_object_mut().expect("a wording is an object").remove(field);
        }
        figures(&value.to_string())
    }

    const TARIFF: &str = r#"
format = 1
name = "All there is"
service = "electricity"
currency = "INR"
unit = "kWh"
billing_months = 1
valid_from = 2026-04-01
on_change = "split_by_days"

[[energy_charge]]
name = "Energy charge"
slabs = [{ up_to = 50, rate = 4.10 }, { up_to = 100, rate = 5.60 }, { rate = 7.15 }]

[[fixed_charge]]
name = "Fixed charge"
amount = 110
per = "kW"

[[fixed_charge]]
name = "Meter rent"
amount = 10
per = "month"

[[demand_charge]]
name = "Demand charge"
slabs = [{ up_to = 20, rate = 200 }, { rate = 250 }]
min_percent_of_contract = 85

[[tax]]
name = "Tax"
percent = 9
on = ["energy"]

[minimum_bill]
amount = 90000
per = "month"
on = ["energy"]
"#;

    fn quoted() -> Quote {
        let tariff = Tariff::parse(TARIFF).expect("a tariff");
        let case = r#"{ "period": { "from": "2026-09-05", "to": "2026-11-05", "months": "2" }, "usage": { "total": "260.5",
            "demand": { "max": "18" } }, "account": { "sanctioned_load_kw": "3", "contract_demand_kw": "30" } }"#;
        let case = Case::from_json(&serde_json::from_str(case).expect("JSON")).expect("a case");
        quote(&tariff, &case).expect("a quote")
    }

    #[test]
    fn a_wording_has_every_figure_that_its_label_and_quantity_say() {
        let quote = quoted();
        assert!(quote.lines.len() > 7, "every kind of line: {}", quote.lines.len());
        for line in &quote.lines {
            let Some(wording) = quote.wording(line) else {
                assert_eq!(quote.printed_label(line), *line.name, "only a name needs no wording");
                continue;
            };
            let mut said = figures(&quote.printed_label(line));
            if let Wording::Charge(ChargeWording { times: Some(_), .. }) = &wording {
                said.extend(figures(&quote.printed_quantity(line)));
            }
            said.sort();
            assert_eq!(kept(&wording), said, "{}", quote.printed_label(line));
        }
    }

    #[test]
    fn a_tax_and_a_whole_month_need_no_words_but_their_own() {
        let quote = quoted();
        let of = |name: &str| {
            let line = quote.lines.iter().find(|l| &*l.name == name).expect("a line");
            quote.wording(line)
        };
        assert_eq!(of("Tax"), None);
        let Some(Wording::Charge(rent)) = of("Meter rent") else { panic!("counted in months") };
        let months = TimesWording { load: String::new(), count: "2".into(), of: TimeUnit::Months };
        assert_eq!(rent.times, Some(months));
        assert!(matches!(of("Minimum bill"), Some(Wording::Minimum { .. })));
    }
}
