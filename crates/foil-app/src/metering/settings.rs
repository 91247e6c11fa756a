//! The office's rules of the metering room.

use super::views::{MeteringSettings, SaveMeteringSettings};
use crate::office::Order;
use crate::{Nothing, Office, Refusal, Result, Session};
use foil_domain::people::Right;
use foil_store::meters::{self, SettingRow};
use serde_json::json;
use std::path::{Component, Path};
use std::sync::Arc;

/// The office's rules of the metering room.
pub fn metering_settings(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<MeteringSettings> {
    office.view(who, Right::SeeFrame, |tx, _| Ok(shown(meters::settings(tx)?)))
}

/// Changes them. Refuses values out of range, a folder that is not a whole path, and a stale version.
pub fn save_metering_settings(
    office: &Arc<Office>,
    who: &Session,
    input: SaveMeteringSettings,
) -> Result<MeteringSettings> {
    fits(&input)?;
    let saved =
        office.perform(who, Order::new("save_metering_settings", Right::ManageOffice), move |act| {
            let before = meters::settings(act.tx)?;
            let after = SettingRow {
                estimates_in_a_row: input.estimates_in_a_row,
                estimate_by: input.estimate_by,
                high_percent: input.high_percent,
                spike_percent: input.spike_percent,
                low_percent: input.low_percent,
                watch_folder: input.watch_folder.to_string(),
                version: before.version,
            };
            if !meters::save_settings(act.tx, &after, input.version)? {
                return Err(Refusal::ChangedMeanwhile { what: "the metering settings".into() }.into());
            }
            let figures = |s: &SettingRow| {
                json!([s.estimates_in_a_row, s.estimate_by, s.high_percent, s.spike_percent, s.low_percent])
            };
            act.changed(json!({ "figures": [figures(&before), figures(&after)],
            "watch_folder": before.watch_folder != after.watch_folder }));
            Ok(shown(meters::settings(act.tx)?))
        })?;
    Ok(saved)
}

fn fits(input: &SaveMeteringSettings) -> Result<()> {
    let within = |field: &str, n: i64, least: i64, most: i64| {
        if (least..=most).contains(&n) {
            return Ok(());
        }
        Err(Refusal::bad_input(field, format!("a number from {least} to {most}")))
    };
    within("estimates_in_a_row", input.estimates_in_a_row, 0, 12)?;
    within("high_percent", input.high_percent, 101, 10_000)?;
    within("spike_percent", input.spike_percent, input.high_percent, 10_000)?;
    within("low_percent", input.low_percent, 0, 99)?;
    let folder = Path::new(input.watch_folder.as_str());
    let leads_up = folder.components().any(|c| matches!(c, Component::ParentDir));
    if !folder.as_os_str().is_empty() && (!folder.is_absolute() || leads_up) {
        return Err(Refusal::bad_input("watch_folder", "a whole path, or nothing").into());
    }
    Ok(())
}

fn shown(row: SettingRow) -> MeteringSettings {
    MeteringSettings {
        estimates_in_a_row: row.estimates_in_a_row,
        estimate_by: row.estimate_by,
        high_percent: row.high_percent,
        spike_percent: row.spike_percent,
        low_percent: row.low_percent,
        watch_folder: row.watch_folder,
        version: row.version,
    }
}
