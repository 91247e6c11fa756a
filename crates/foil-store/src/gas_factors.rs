//! The gas that is delivered, from a day on: correction and calorific value, of the office or of one route.
//!
//! Rows are only added. Of the rows of one route and day the newest holds.

use crate::tx::Tx;
use foil_domain::ids::{GasFactorId, UserId};
use foil_domain::refusal::Result;
use foil_domain::tariffs::RoundingMode;
use foil_domain::time::{Day, Instant};
use rust_decimal::Decimal;

crate::row! {
    /// The gas that is delivered on a route from a day on.
    pub struct GasFactorRow {
        /// Id.
        id: GasFactorId,
        /// The route; empty for all that have none of their own.
        route: String,
        /// The first day.
        valid_from_on: Day,
        /// Correction for pressure and temperature.
        volume_correction: Decimal,
        /// MJ in a corrected cubic metre.
        calorific_value: Decimal,
        /// To what converted units are rounded.
        round_to: Decimal,
        /// How.
        round_mode: RoundingMode,
        /// Who set it.
        person: String,
        /// When.
        entered_at: Instant,
    }
}

/// What holds, by route and day; at most 10,000.
pub fn all(tx: &Tx<'_>) -> Result<Vec<GasFactorRow>> {
    tx.all(
        "SELECT g.id, g.route, g.valid_from_on, g.volume_correction, g.calorific_value, g.round_to, g.round_mode,
                p.name AS person, g.entered_at
           FROM gas_factor g JOIN person p ON p.id = g.person_id
          WHERE g.withdrawn = 0
            AND NOT EXISTS (SELECT 1 FROM gas_factor n
                             WHERE n.route = g.route AND n.valid_from_on = g.valid_from_on AND n.id > g.id)
          ORDER BY g.route, g.valid_from_on LIMIT 10000",
        &[],
    )
}

/// A row that is added.
#[derive(Debug)]
pub struct NewGasFactor<'a> {
    /// The route; empty for all that have none of their own.
    pub route: &'a str,
    /// The first day.
    pub valid_from: Day,
    /// Correction for pressure and temperature.
    pub volume_correction: Decimal,
    /// MJ in a corrected cubic metre.
    pub calorific_value: Decimal,
    /// To what converted units are rounded.
    pub round_to: Decimal,
    /// How.
    pub round_mode: RoundingMode,
    /// From this day on nothing new was set, after all.
    pub withdrawn: bool,
    /// Who.
    pub person: UserId,
    /// When.
    pub at: Instant,
}

/// Adds a row.
pub fn insert(tx: &Tx<'_>, g: &NewGasFactor<'_>) -> Result<GasFactorId> {
    let n = tx.insert(
        "INSERT INTO gas_factor (route, valid_from_on, volume_correction, calorific_value, round_to, round_mode,
                withdrawn, person_id, entered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            &g.route,
            &g.valid_from,
            &g.volume_correction,
            &g.calorific_value,
            &g.round_to,
            &g.round_mode,
            &g.withdrawn,
            &g.person,
            &g.at,
        ],
    )?;
    Ok(GasFactorId(n))
}
