//! Meters with their registers, a register a row: what another system knew of them.
//!
//! A meter that the book knows by its number only gets its record; one that has it gets digits that were not
//! known. What was read already is never changed by a file.

use super::cells::{self, Cells, code, folded_number};
use super::keep::{Batch, Desk, Gather, Keep, Kept, Keys};
use super::reading_rows::register;
use super::views::RowError;
use crate::metering::{MOST_OF_UNIT, MeterLine, TakenIn, band, take_in_meter};
use crate::{Error, Refusal, Result};
use foil_domain::metering::register::{digits, multiplier, value};
use foil_domain::time::Day;
use foil_store::{Tx, customers};
use rust_decimal::Decimal;
use std::collections::HashMap;

// The places of the fields in their list.
const METER: usize = 0;
const ACCOUNT: usize = 1;
const INSTALLED_ON: usize = 2;
const REGISTER: usize = 3;
const BAND: usize = 4;
const DIGITS: usize = 5;
const MULTIPLIER: usize = 6;
const VALUE: usize = 7;
const UNIT: usize = 8;

/// A register as the file has it.
pub(super) struct RegisterLine {
    line: i64,
    account: String,
    meter: MeterLine,
}

/// Gathers meters.
#[derive(Clone, Default)]
pub(super) struct GatherMeters {
    keys: Keys,
    seen: HashMap<u64, i64>,
}

impl Gather for GatherMeters {
    type Row = RegisterLine;

    fn take(&mut self, cells: &mut Cells<'_>, batch: &mut Batch<RegisterLine>) {
        let Some(row) = read(cells) else {
            batch.bad += 1;
            return;
        };
        let key = self.keys.of((folded_number(&row.meter.number), row.meter.register));
        if let Some(line) = self.seen.insert(key, row.line) {
            cells.refuse(REGISTER, format!("each register of a meter once; it stands in row {line}"));
            batch.bad += 1;
            return;
        }
        batch.rows.push(row);
    }
}

/// Whether cells read as a register, whatever the book says to it.
pub(super) fn reads(cells: &mut Cells<'_>) -> bool {
    read(cells).is_some()
}

fn read(cells: &mut Cells<'_>) -> Option<RegisterLine> {
    let (number, account) = (code(cells, METER), code(cells, ACCOUNT));
    let on: Option<Day> = cells.day(INSTALLED_ON);
    let register = register(cells, REGISTER);
    let band = cells.maybe(BAND, 40).and_then(|t| cells.read(BAND, &t, band));
    let digits = cells.maybe(DIGITS, 10).and_then(|t| cells.read(DIGITS, &t, whole_digits));
    let times = cells.maybe(MULTIPLIER, 20).and_then(|t| cells.read(MULTIPLIER, &t, times));
    let unit = cells.maybe(UNIT, MOST_OF_UNIT);
    let shown = cells.maybe(VALUE, 40).and_then(|t| cells.read(VALUE, &t, first));
    let meter = MeterLine {
        number: number?,
        on: on?,
        register: register?,
        band: band?,
        digits: digits?,
        multiplier: times?,
        unit: unit?.into_owned(),
        value: shown?,
    };
    Some(RegisterLine { line: cells.line(), account: account?, meter })
}

/// What the file says in a field that is refused.
fn found(meter: &MeterLine, field: &str) -> String {
    match field {
        "meter" => meter.number.clone(),
        "installed_on" => meter.on.to_string(),
        "register" => meter.register.to_string(),
        "band" => meter.band.clone(),
        "digits" => meter.digits.to_string(),
        "multiplier" => meter.multiplier.to_string(),
        "unit" => meter.unit.clone(),
        "value" => meter.value.map(|n| n.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

fn whole_digits(text: &str) -> std::result::Result<u32, String> {
    if text.is_empty() {
        return Ok(0);
    }
    digits(text.parse().unwrap_or(-1))
}

fn times(text: &str) -> std::result::Result<Decimal, String> {
    if text.is_empty() { Ok(Decimal::ONE) } else { multiplier(text) }
}

fn first(text: &str) -> std::result::Result<Option<Decimal>, String> {
    if text.is_empty() { Ok(None) } else { value(&super::reading_rows::shown(text)?).map(Some) }
}

/// Keeps meters.
#[derive(Default)]
pub(super) struct KeepMeters {
    /// Meters that earlier rows would have hung somewhere, and accounts they would hang on, where nothing
    /// is stored.
    tried: HashMap<String, String>,
}

impl Keep for KeepMeters {
    type Row = RegisterLine;

    fn nothing_yet(_tx: &Tx<'_>) -> Result<bool> {
        Ok(false)
    }

    fn begin(&mut self, _desk: &Desk<'_>) -> Result<()> {
        self.tried.clear();
        Ok(())
    }

    fn keep(&mut self, desk: &Desk<'_>, row: &RegisterLine) -> Result<Kept> {
        let bad = |field: &str, value: &str, expected: String| {
            let (field, value) = (field.to_owned(), cells::shown(value));
            Ok(Kept::Bad(vec![RowError { row: row.line, field, value, expected }]))
        };
        let Some(account) = customers::account_by_number(desk.tx, &row.account)? else {
            return bad("account_number", &row.account, "the number of an account in this book".into());
        };
        if row.meter.on > desk.today {
            return bad("installed_on", &row.meter.on.to_string(), format!("{} or earlier", desk.today));
        }
        let (number, place) = (folded_number(&row.meter.number), folded_number(&row.account));
        if desk.act.is_none() {
            let same = self.tried.get(&number).is_none_or(|other| *other == place);
            let alone = !self.tried.iter().any(|(meter, other)| *other == place && *meter != number);
            if !same || !alone {
                return bad("meter", &row.meter.number, "one meter for an account, on one account".into());
            }
        }
        let taken = match take_in_meter(desk.tx, desk.act, desk.today, &account, &row.meter) {
            Ok(taken) => taken,
            Err(Error::Refused(Refusal::BadInput { field, expected })) => {
                return bad(&field, &found(&row.meter, &field), expected);
            }
            Err(Error::Refused(refusal)) => return bad("meter", &row.meter.number, refusal.to_string()),
            Err(fault) => return Err(fault),
        };
        if desk.act.is_none() {
            self.tried.insert(number, place);
        }
        Ok(match taken {
            TakenIn::New => Kept::Created,
            TakenIn::Changed => Kept::Updated,
            TakenIn::Same => Kept::Unchanged,
        })
    }
}
