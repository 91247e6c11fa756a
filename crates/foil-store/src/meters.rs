//! Meters with their registers, and the spans in which they hang on accounts.

use crate::tx::Tx;
use foil_domain::customers::Service;
use foil_domain::ids::{AccountId, MeterId};
use foil_domain::metering::register::Register;
use foil_domain::metering::{EstimateBy, MeterState};
use foil_domain::refusal::Result;
use foil_domain::text::fold_number;
use foil_domain::time::Day;
use rust_decimal::Decimal;

crate::row! {
    /// A meter.
    pub struct MeterRow {
        /// Id.
        id: MeterId,
        /// Number, as it stands on the meter.
        number: String,
        /// What it measures.
        service: Service,
        /// Where it is.
        state: MeterState,
        /// Remark.
        note: String,
        /// For edits.
        version: i64,
    }
}

macro_rules! select_meter {
    ($rest:literal) => {
        concat!("SELECT id, number, service, state, note, version FROM meter ", $rest)
    };
}

/// A meter.
pub fn find(tx: &Tx<'_>, id: MeterId) -> Result<Option<MeterRow>> {
    tx.maybe(select_meter!("WHERE id = $1"), &[&id])
}

/// A meter by its number, however it is typed.
pub fn by_number(tx: &Tx<'_>, number: &str) -> Result<Option<MeterRow>> {
    tx.maybe(select_meter!("WHERE number_fold = $1"), &[&fold_number(number)])
}

/// Whether there is no meter yet.
pub fn none_yet(tx: &Tx<'_>) -> Result<bool> {
    Ok(tx.number("SELECT COUNT(*) AS n FROM (SELECT 1 FROM meter LIMIT 1) t", &[])? == 0)
}

/// Adds a meter with its registers.
pub fn insert(
    tx: &Tx<'_>,
    number: &str,
    service: Service,
    state: MeterState,
    note: &str,
    registers: &[Register],
) -> Result<MeterId> {
    let n = tx.insert(
        "INSERT INTO meter (number, number_fold, service, state, note, version)
         VALUES ($1, $2, $3, $4, $5, 1)",
        &[&number, &fold_number(number), &service, &state, &note],
    )?;
    registers.iter().try_for_each(|register| put_register(tx, MeterId(n), register))?;
    Ok(MeterId(n))
}

/// Adds a register to a meter, or changes what is known of it.
pub fn put_register(tx: &Tx<'_>, meter: MeterId, r: &Register) -> Result<()> {
    tx.hit(
        "INSERT INTO meter_register (meter_id, n, band, unit, digits, multiplier)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (meter_id, n) DO UPDATE
            SET band = excluded.band, unit = excluded.unit, digits = excluded.digits,
                multiplier = excluded.multiplier",
        &[&meter, &r.n, &r.band, &r.unit, &i64::from(r.digits), &r.multiplier],
    )
}

/// Sets where a meter is, and gives it its next version.
pub fn set_state(tx: &Tx<'_>, id: MeterId, state: MeterState) -> Result<()> {
    tx.hit("UPDATE meter SET state = $1, version = version + 1 WHERE id = $2", &[&state, &id])
}

crate::row! {
    /// A register of a meter.
    pub struct RegisterRow {
        /// Its number on the meter.
        n: i64,
        /// Time band; `demand…` for the highest load, empty for all use.
        band: String,
        /// Unit of its use.
        unit: String,
        /// Whole digits; 0 is unknown.
        digits: i64,
        /// Units for one count.
        multiplier: Decimal,
    }
}

/// The registers of a meter, in order.
pub fn registers(tx: &Tx<'_>, id: MeterId) -> Result<Vec<Register>> {
    let rows = tx.all::<RegisterRow>(
        "SELECT n, band, unit, digits, multiplier FROM meter_register WHERE meter_id = $1 ORDER BY n LIMIT 50",
        &[&id],
    )?;
    let register = |r: RegisterRow| Register {
        n: r.n,
        band: r.band,
        unit: r.unit,
        digits: u32::try_from(r.digits).unwrap_or(0),
        multiplier: r.multiplier,
    };
    Ok(rows.into_iter().map(register).collect())
}

crate::row! {
    /// A time in which a meter hangs on an account.
    pub struct SpanRow {
        /// Id.
        id: i64,
        /// The meter.
        meter_id: MeterId,
        /// Its number.
        meter_number: String,
        /// The account.
        account_id: AccountId,
        /// Its number.
        account_number: String,
        /// First day.
        from_on: Day,
        /// Last day; none while it hangs there.
        to_on: Option<Day>,
        /// Why it was hung there or taken off.
        reason: String,
    }
}

macro_rules! select_span {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.meter_id, m.number AS meter_number, s.account_id, a.number AS account_number, ",
            "s.from_on, s.to_on, s.reason FROM meter_span s JOIN meter m ON m.id = s.meter_id ",
            "JOIN account a ON a.id = s.account_id ",
            $rest
        )
    };
}

/// Where a meter hangs now.
pub fn open_span(tx: &Tx<'_>, meter: MeterId) -> Result<Option<SpanRow>> {
    tx.maybe(select_span!("WHERE s.meter_id = $1 AND s.to_on IS NULL"), &[&meter])
}

/// The meter that hangs on an account now: the newest, should there be several.
pub fn open_on_account(tx: &Tx<'_>, account: AccountId) -> Result<Option<SpanRow>> {
    tx.maybe(
        select_span!(
            "WHERE s.account_id = $1 AND s.to_on IS NULL ORDER BY s.from_on DESC, s.id DESC LIMIT 1"
        ),
        &[&account],
    )
}

/// The meters of an account, newest first.
pub fn spans_of_account(tx: &Tx<'_>, account: AccountId, limit: i64) -> Result<Vec<SpanRow>> {
    tx.all(
        select_span!("WHERE s.account_id = $1 ORDER BY s.from_on DESC, s.id DESC LIMIT $2"),
        &[&account, &limit],
    )
}

/// The accounts of a meter, newest first.
pub fn spans_of_meter(tx: &Tx<'_>, meter: MeterId, limit: i64) -> Result<Vec<SpanRow>> {
    tx.all(
        select_span!("WHERE s.meter_id = $1 ORDER BY s.from_on DESC, s.id DESC LIMIT $2"),
        &[&meter, &limit],
    )
}

/// Hangs a meter on an account.
pub fn begin_span(tx: &Tx<'_>, meter: MeterId, account: AccountId, from: Day, reason: &str) -> Result<i64> {
    tx.insert(
        "INSERT INTO meter_span (meter_id, account_id, from_on, to_on, reason) VALUES ($1, $2, $3, NULL, $4)",
        &[&meter, &account, &from, &reason],
    )
}

/// Takes a meter off.
pub fn end_span(tx: &Tx<'_>, id: i64, to: Day, reason: &str) -> Result<()> {
    tx.hit(
        "UPDATE meter_span SET to_on = $1, reason = $2 WHERE id = $3 AND to_on IS NULL",
        &[&to, &reason, &id],
    )
}

/// Lets a meter that was taken off hang where it hung.
pub fn reopen_span(tx: &Tx<'_>, id: i64, reason: &str) -> Result<()> {
    tx.hit(
        "UPDATE meter_span SET to_on = NULL, reason = $1 WHERE id = $2 AND to_on IS NOT NULL",
        &[&reason, &id],
    )
}

/// Takes away that a meter was hung at all; its readings no longer stand.
pub fn drop_span(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.hit("DELETE FROM meter_span WHERE id = $1 AND to_on IS NULL", &[&id])
}

crate::row! {
    /// The office's rules of the metering room.
    pub struct SettingRow {
        /// Estimates in a row before it is asked about.
        estimates_in_a_row: i64,
        /// What an estimate is made from first.
        estimate_by: EstimateBy,
        /// High from so many percent of the usual on.
        high_percent: i64,
        /// A spike from so many percent of the usual on.
        spike_percent: i64,
        /// Low below so many percent of the usual.
        low_percent: i64,
        /// The folder that meter-export files are dropped in; empty for none.
        watch_folder: String,
        /// For edits.
        version: i64,
    }
}

/// The office's rules of the metering room.
pub fn settings(tx: &Tx<'_>) -> Result<SettingRow> {
    tx.one(
        "SELECT estimates_in_a_row, estimate_by, high_percent, spike_percent, low_percent, watch_folder, version
           FROM metering_setting WHERE id = 1",
        &[],
    )
}

/// Writes changed rules. `false` when the version is stale.
pub fn save_settings(tx: &Tx<'_>, s: &SettingRow, seen: i64) -> Result<bool> {
    let touched = tx.run(
        "UPDATE metering_setting SET estimates_in_a_row = $1, estimate_by = $2, high_percent = $3,
                spike_percent = $4, low_percent = $5, watch_folder = $6, version = version + 1
          WHERE id = 1 AND version = $7",
        &[
            &s.estimates_in_a_row,
            &s.estimate_by,
            &s.high_percent,
            &s.spike_percent,
            &s.low_percent,
            &s.watch_folder,
            &seen,
        ],
    )?;
    Ok(touched == 1)
}
