//! What a use would cost, line by line.

use super::page::plain;
use super::shelf::{Shelf, stored};
use super::views::{BandUse, QuoteLine, QuoteTariff, TariffQuote};
use crate::{Office, Refusal, Result, Session};
use foil_domain::billing::BillLineKind;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::tariffs::{AccountFacts, Case, Period, Quote, Tariff, Usage, quote, quote_versions};
use foil_store::Tx;
use foil_store::tariffs as store;
use rust_decimal::Decimal;
use std::sync::Arc;

/// The most digits before the point of a figure that is typed.
const MOST_WHOLE: usize = 15;
/// The most digits after it.
const MOST_FRACTION: usize = 10;

/// Prices a use by a version, or by the versions in force in its period.
///
/// Refuses figures that are no numbers, a plan or version that is not there, a period before the first
/// version, and a use that lacks what the tariff charges by, such as a band's units or the sanctioned load.
pub fn quote_tariff(office: &Arc<Office>, who: &Session, input: QuoteTariff) -> Result<TariffQuote> {
    office.view(who, Right::SeeTariffs, |tx, _| {
        let plan =
            store::find(tx, input.tariff)?.ok_or_else(|| Refusal::not_found("tariff", input.tariff))?;
        let case = case(&input)?;
        let quoted = match input.version {
            Some(version) => {
                let row = store::version(tx, version)?.filter(|row| row.tariff_id == plan.id);
                let row = row.ok_or_else(|| Refusal::not_found("tariff version", version))?;
                quote(&stored(tx, row.id)?, &case)?
            }
            None => by_plan(tx, &plan.name, &case)?,
        };
        let days = input.to.days_since(input.from) + 1;
        Ok(view(&quoted, days))
    })
}

fn by_plan(tx: &Tx<'_>, plan: &str, case: &Case) -> Result<Quote> {
    let shelf = Shelf::load(tx)?;
    let versions = shelf.versions(plan).ok_or_else(|| Refusal::not_found("tariff", plan))?;
    let tariffs: Vec<&Tariff> = versions.iter().map(|version| &*version.tariff).collect();
    Ok(quote_versions(&tariffs, case)?)
}

fn case(input: &QuoteTariff) -> Result<Case> {
    let optional =
        |field: &str, text: &Option<String>| text.as_ref().map(|text| number(field, text)).transpose();
    let mut period = Period::between(input.from, input.to.plus_days(1))?;
    period.season.clone_from(&input.season);
    Ok(Case {
        period,
        usage: Usage {
            total: optional("units", &input.units)?,
            bands: band_uses("bands", &input.bands)?,
            demand: band_uses("demand", &input.demand)?,
            ..Usage::default()
        },
        account: AccountFacts {
            sanctioned_load_kw: optional("load_kw", &input.load_kw)?,
            contract_demand_kw: optional("contract_kw", &input.contract_kw)?,
        },
        minor_per_major: None,
        notes: Vec::new(),
    })
}

fn band_uses(field: &str, uses: &[BandUse]) -> Result<Vec<(String, Decimal)>> {
    let one =
        |used: &BandUse| Ok((used.band.clone(), number(&format!("{field}.{}", used.band), &used.amount)?));
    uses.iter().map(one).collect()
}

/// A decimal number of 0 or more, as people type it.
pub(super) fn number(field: &str, text: &str) -> Result<Decimal> {
    let wanted = || Refusal::bad_input(field, "a number of 0 or more, such as 120 or 12.5");
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    if !digits(whole, MOST_WHOLE) || !digits(fraction, MOST_FRACTION) {
        return Err(wanted().into());
    }
    Ok(text.trim().parse::<Decimal>().map_err(|_| wanted())?)
}

fn view(quote: &Quote, days: i64) -> TariffQuote {
    let line = |line: &foil_domain::tariffs::QuoteLine| QuoteLine {
        kind: line.group.bill_line(),
        label: quote.printed_label(line),
        quantity: quote.printed_quantity(line),
        rate: quote.printed_rate(line),
        amount: quote.printed(line),
    };
    let mut lines: Vec<QuoteLine> = quote.lines.iter().map(line).collect();
    lines.extend(rounding(quote.printed_rounding()));
    TariffQuote { lines, total: quote.total, days, units: plain(quote.units), notes: quote.notes.clone() }
}

fn rounding(amount: Money) -> Option<QuoteLine> {
    let line = QuoteLine {
        kind: BillLineKind::Rounding,
        label: "Rounding".into(),
        quantity: String::new(),
        rate: String::new(),
        amount,
    };
    (!amount.is_zero()).then_some(line)
}
