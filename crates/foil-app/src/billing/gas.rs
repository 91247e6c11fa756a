//! The gas that the office delivers: what turns cubic metres into what is charged, from a day on.

use super::run_views::{GasFactor, SaveGasFactor, WithdrawGasFactor};
use crate::office::{Act, Order};
use crate::{Nothing, Office, Session};
use foil_domain::billing::gas::{Factors, on_route};
use foil_domain::ids::GasFactorId;
use foil_domain::metering::plain;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::tariffs::RoundTo;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::gas_factors::{self, GasFactorRow, NewGasFactor};
use rust_decimal::Decimal;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The gas that is delivered: by route and day.
pub fn gas_factors(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<GasFactor>> {
    office.view(who, Right::SeeFrame, |tx, _| shown(tx))
}

/// Sets the gas that is delivered from a day on. Bills that are made from then on are converted by it; those that
/// stand keep theirs, on their papers.
///
/// Refuses figures that no gas has, and a change of a row that is not the one that was shown.
pub fn save_gas_factor(office: &Arc<Office>, who: &Session, input: SaveGasFactor) -> Result<Vec<GasFactor>> {
    let correction = number("volume_correction", &input.volume_correction, ("0.5", "20"))?;
    let calorific = number("calorific_value", &input.calorific_value, ("5", "150"))?;
    let round_to = number("round_to", &input.round_to, ("0.0001", "1000"))?;
    office.perform(who, Order::new("save_gas_factor", Right::ManageOffice), move |act| {
        let route = input.route.as_str();
        seen(act, route, input.valid_from, input.seen)?;
        let id = gas_factors::insert(
            act.tx,
            &NewGasFactor {
                route,
                valid_from: input.valid_from,
                volume_correction: correction,
                calorific_value: calorific,
                round_to,
                round_mode: input.round_mode,
                withdrawn: false,
                person: act.who.user,
                at: act.now,
            },
        )?;
        act.changed(json!({
            "gas_factor": id, "route": route, "valid_from": input.valid_from,
            "volume_correction": plain(correction), "calorific_value": plain(calorific),
            "round": [plain(round_to), input.round_mode.as_str()],
        }));
        shown(act.tx)
    })
}

/// Takes back what was set from a day on: what held before goes on. The row stays in the book.
///
/// Refuses one that does not hold any more.
pub fn withdraw_gas_factor(
    office: &Arc<Office>,
    who: &Session,
    input: WithdrawGasFactor,
) -> Result<Vec<GasFactor>> {
    office.perform(who, Order::new("withdraw_gas_factor", Right::ManageOffice), move |act| {
        let all = gas_factors::all(act.tx)?;
        let row = all.iter().find(|row| row.id == input.factor);
        let row = row.ok_or_else(|| Refusal::ChangedMeanwhile { what: "the gas factors".into() })?;
        let id = gas_factors::insert(
            act.tx,
            &NewGasFactor {
                route: &row.route,
                valid_from: row.valid_from_on,
                volume_correction: row.volume_correction,
                calorific_value: row.calorific_value,
                round_to: row.round_to,
                round_mode: row.round_mode,
                withdrawn: true,
                person: act.who.user,
                at: act.now,
            },
        )?;
        act.changed(json!({
            "gas_factor": id, "route": row.route, "valid_from": row.valid_from_on, "withdrawn": row.id,
        }));
        shown(act.tx)
    })
}

/// Refuses a change of what is not the row that was shown, or a new row where one holds.
fn seen(act: &Act<'_>, route: &str, from: Day, seen: Option<GasFactorId>) -> Result<()> {
    let holds = gas_factors::all(act.tx)?.into_iter().find(|r| r.route == route && r.valid_from_on == from);
    if holds.map(|row| row.id) == seen {
        return Ok(());
    }
    Err(Refusal::ChangedMeanwhile { what: format!("the gas factors of {}", from.long()) }.into())
}

fn number(field: &str, text: &str, (least, most): (&str, &str)) -> Result<Decimal> {
    let read = |text: &str| text.trim().parse::<Decimal>().ok();
    let found = read(text).filter(|n| n.scale() <= 8);
    let within = found.filter(|n| read(least) <= Some(*n) && Some(*n) <= read(most));
    within.ok_or_else(|| Refusal::bad_input(field, format!("a number from {least} to {most}")).into())
}

fn shown(tx: &Tx<'_>) -> Result<Vec<GasFactor>> {
    let row = |row: GasFactorRow| GasFactor {
        id: row.id,
        route: row.route,
        valid_from: row.valid_from_on,
        volume_correction: plain(row.volume_correction),
        calorific_value: plain(row.calorific_value),
        round_to: plain(row.round_to),
        round_mode: row.round_mode,
        by: row.person,
        set_at: row.entered_at,
    };
    Ok(gas_factors::all(tx)?.into_iter().map(row).collect())
}

/// The gas of every route, read once for a making of bills.
#[derive(Debug, Default)]
pub(super) struct Pipes {
    office: Vec<Factors>,
    /// Of routes that have their own.
    routes: BTreeMap<String, Vec<Factors>>,
}

impl Pipes {
    pub fn load(tx: &Tx<'_>) -> Result<Pipes> {
        let mut routes: BTreeMap<String, Vec<Factors>> = BTreeMap::new();
        for row in gas_factors::all(tx)? {
            routes.entry(row.route).or_default().push(Factors {
                valid_from: row.valid_from_on,
                volume_correction: row.volume_correction,
                calorific_value: row.calorific_value,
                round: RoundTo { to: row.round_to, mode: row.round_mode },
            });
        }
        let office = routes.remove("").unwrap_or_default();
        for own in routes.values_mut() {
            *own = on_route(&office, own);
        }
        Ok(Pipes { office, routes })
    }

    /// The gas that is delivered on a route, by days.
    pub fn to(&self, route: &str) -> &[Factors] {
        self.routes.get(route).unwrap_or(&self.office)
    }
}
