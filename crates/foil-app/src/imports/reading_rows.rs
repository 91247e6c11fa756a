//! Meter readings, a register a row.
//!
//! A reading from a file is judged like one that is typed. What would be asked about is a bad row unless the
//! file gives a reason: nobody is there to be asked. The same reading once more changes nothing.

use super::cells::{self, Cells, folded_number};
use super::keep::{Batch, Desk, Gather, Keep, Kept, Keys};
use super::views::RowError;
use crate::metering::{Ahead, Fate, Verdict, Wanted, keep_reading, verdict_of};
use crate::{Error, Refusal, Result};
use foil_domain::ids::AccountId;
use foil_domain::metering::check::CheckKind;
use foil_domain::metering::{Purpose, ReadingKind, ReadingSource, Remark};
use foil_domain::text::Note;
use foil_domain::time::Day;
use foil_store::meters::{self, SettingRow};
use foil_store::{Tx, customers};
use std::collections::{HashMap, HashSet};

// The places of the fields in their list.
const METER: usize = 0;
const ACCOUNT: usize = 1;
const REGISTER: usize = 2;
const READ_ON: usize = 3;
const VALUE: usize = 4;
const KIND: usize = 5;
const REMARK: usize = 6;
const REASON: usize = 7;
const ROLLED_OVER: usize = 8;

/// A reading as the file has it.
pub(super) struct ReadingLine {
    line: i64,
    meter: String,
    account: String,
    register: i64,
    on: Day,
    value: String,
    kind: ReadingKind,
    remark: Remark,
    reason: String,
    rolled_over: Option<bool>,
    /// Further readings of this register stand in the file.
    again: bool,
}

/// Gathers readings.
#[derive(Clone, Default)]
pub(super) struct GatherReadings {
    keys: Keys,
    once: HashSet<u64>,
    again: HashSet<u64>,
    seen: HashMap<u64, i64>,
}

impl GatherReadings {
    fn key(&self, cells: &Cells<'_>) -> u64 {
        let text = |field| cells.peek(field).map(folded_number).unwrap_or_default();
        self.keys.of((text(METER), text(ACCOUNT), text(REGISTER)))
    }
}

impl Gather for GatherReadings {
    type Row = ReadingLine;

    fn look(&mut self, cells: &mut Cells<'_>) {
        let key = self.key(cells);
        if !self.once.insert(key) {
            self.again.insert(key);
        }
    }

    fn take(&mut self, cells: &mut Cells<'_>, batch: &mut Batch<ReadingLine>) {
        let again = self.again.contains(&self.key(cells));
        let Some(row) = read(cells, again) else {
            batch.bad += 1;
            return;
        };
        if again {
            let day = self.keys.of((self.key(cells), row.on));
            if let Some(line) = self.seen.insert(day, row.line) {
                cells.refuse(READ_ON, format!("each register once a day; it stands in row {line}"));
                batch.bad += 1;
                return;
            }
        }
        batch.rows.push(row);
    }
}

/// Whether cells read as a reading, whatever the book says to it.
pub(super) fn reads(cells: &mut Cells<'_>) -> bool {
    read(cells, false).is_some()
}

fn read(cells: &mut Cells<'_>, again: bool) -> Option<ReadingLine> {
    let (meter, account) = (cells.maybe(METER, 40), cells.maybe(ACCOUNT, 40));
    let register = register(cells, REGISTER);
    let on = cells.day(READ_ON);
    let value = cells.maybe(VALUE, 40).and_then(|t| cells.read(VALUE, &t, shown));
    let kind = cells.text(KIND, 0, 40).and_then(|t| cells.read(KIND, &t, kind));
    let remark = cells.text(REMARK, 0, 40).and_then(|t| cells.read(REMARK, &t, remark));
    let reason = cells.text(REASON, 0, 240);
    let rolled_over = cells.text(ROLLED_OVER, 0, 10).and_then(|t| cells.read(ROLLED_OVER, &t, yes_or_no));
    let (meter, account) = (meter?.into_owned(), account?.into_owned());
    if folded_number(&meter).is_empty() && folded_number(&account).is_empty() {
        cells.refuse(METER, "the number of a meter or of an account");
        return None;
    }
    Some(ReadingLine {
        line: cells.line(),
        meter,
        account,
        register: register?,
        on: on?,
        value: value?,
        kind: kind?,
        remark: remark?,
        reason: reason?.into_owned(),
        rolled_over: rolled_over?,
        again,
    })
}

/// What a register shows, without the commas that group its digits; what it must be is judged with the register.
pub(super) fn shown(text: &str) -> std::result::Result<String, String> {
    cells::without_commas(text)
        .ok_or_else(|| "what the register shows, such as 4512 or 4512.5; a point, not a comma".to_owned())
}

/// A register's number; nothing means the first.
pub(super) fn register(cells: &mut Cells<'_>, field: usize) -> Option<i64> {
    let text = cells.maybe(field, 10)?;
    if text.is_empty() {
        return Some(1);
    }
    let number = |t: &str| t.parse().ok().filter(|n| (1..=50).contains(n));
    cells.read(field, &text, |t| number(t).ok_or_else(|| "a register's number, 1 to 50".to_owned()))
}

fn kind(text: &str) -> std::result::Result<ReadingKind, String> {
    Ok(match folded_number(text).as_str() {
        "" | "actual" | "a" | "act" | "real" | "read" | "normal" | "ok" => ReadingKind::Actual,
        "estimated" | "estimate" | "e" | "est" | "average" | "avg" | "assessed" => ReadingKind::Estimated,
        "customer" | "c" | "customerread" | "self" | "selfreading" => ReadingKind::Customer,
        "provisional" | "p" | "prov" | "temporary" => ReadingKind::Provisional,
        _ => return Err("actual, estimated, customer or provisional".to_owned()),
    })
}

fn remark(text: &str) -> std::result::Result<Remark, String> {
    Ok(match folded_number(text).as_str() {
        "" | "working" | "w" | "ok" | "normal" | "good" => Remark::Working,
        "locked" | "l" | "lock" | "doorlocked" | "doorlock" | "dl" | "noaccess" => Remark::Locked,
        "breakdown" | "b" | "faulty" | "defective" | "stopped" | "stuck" | "mnr" | "displayoff" => {
            Remark::Breakdown
        }
        "nometer" | "n" | "nm" | "missing" | "direct" => Remark::NoMeter,
        "reset" | "r" | "setback" => Remark::Reset,
        "replaced" | "x" | "changed" | "meterchanged" | "mc" => Remark::Replaced,
        _ => return Err("working, locked, breakdown, no_meter, reset or replaced".to_owned()),
    })
}

fn yes_or_no(text: &str) -> std::result::Result<Option<bool>, String> {
    Ok(Some(match folded_number(text).as_str() {
        "" => return Ok(None),
        "yes" | "y" | "1" | "true" => true,
        "no" | "n" | "0" | "false" => false,
        _ => return Err("yes or no".to_owned()),
    }))
}

/// Keeps readings.
pub(super) struct KeepReadings {
    source: ReadingSource,
    settings: Option<SettingRow>,
    /// Registers whose earlier rows are only tried, as they would be by then.
    ahead: HashMap<(AccountId, i64), Ahead>,
}

impl KeepReadings {
    pub(super) fn new(source: ReadingSource) -> KeepReadings {
        KeepReadings { source, settings: None, ahead: HashMap::new() }
    }

    fn judged(&self, desk: &Desk<'_>, row: &ReadingLine, account: AccountId) -> Result<Verdict> {
        let settings = self.settings.as_ref().ok_or_else(|| anyhow::anyhow!("no transaction was begun"))?;
        let wanted = Wanted {
            account,
            register: row.register,
            on: row.on,
            value: row.value.clone(),
            kind: row.kind,
            purpose: Purpose::Cycle,
            remark: row.remark,
            reason: row.reason.clone(),
            rolled_over: row.rolled_over,
        };
        verdict_of(desk.tx, desk.today, settings, &wanted, self.ahead.get(&(account, row.register)))
    }
}

impl Keep for KeepReadings {
    type Row = ReadingLine;

    fn nothing_yet(_tx: &Tx<'_>) -> Result<bool> {
        // Counters may be waiting, whether there were readings before or not.
        Ok(false)
    }

    fn begin(&mut self, desk: &Desk<'_>) -> Result<()> {
        self.settings = Some(meters::settings(desk.tx)?);
        Ok(())
    }

    fn keep(&mut self, desk: &Desk<'_>, row: &ReadingLine) -> Result<Kept> {
        if Note::parse(&row.reason).is_err() {
            return Ok(bad(row, REASON_NAME, &row.reason, "up to 240 characters".to_owned()));
        }
        let account = match found(desk.tx, row)? {
            Ok(account) => account,
            Err(error) => return Ok(Kept::Bad(vec![error])),
        };
        let verdict = match self.judged(desk, row, account) {
            Ok(verdict) => verdict,
            Err(Error::Refused(refusal)) => return Ok(refused(row, &refusal)),
            Err(fault) => return Err(fault),
        };
        match verdict.fate {
            Fate::Same => return Ok(Kept::Unchanged),
            Fate::Asked if verdict.judged.needs_word => {
                return Ok(bad(row, "rolled_over", "", format!("yes or no: {}", verdict.words())));
            }
            Fate::Asked => {
                return Ok(bad(row, REASON_NAME, &row.reason, format!("a reason, for {}", verdict.words())));
            }
            Fate::Refused => return Ok(Kept::Bad(vec![because(row, &verdict)])),
            Fate::Good => {}
        }
        match desk.act {
            Some(act) => {
                keep_reading(act, &verdict, self.source)?;
            }
            None if row.again => {
                self.ahead.entry((account, row.register)).or_default().add(&verdict);
            }
            None => {}
        }
        Ok(Kept::Created)
    }
}

const REASON_NAME: &str = "reason";

/// The account that a row speaks of, by its meter or its own number, which must not contradict each other.
fn found(tx: &Tx<'_>, row: &ReadingLine) -> Result<std::result::Result<AccountId, RowError>> {
    let by_meter = match folded_number(&row.meter).is_empty() {
        true => None,
        false => match on_account(tx, &row.meter)? {
            Some(account) => Some(account),
            None => {
                let expected = "the number of a meter that hangs on an account of this book".to_owned();
                return Ok(Err(error(row, "meter", &row.meter, expected)));
            }
        },
    };
    if folded_number(&row.account).is_empty() {
        return Ok(by_meter.ok_or_else(|| error(row, "meter", "", "the number of a meter".to_owned())));
    }
    let Some(account) = customers::account_by_number(tx, &row.account)? else {
        let expected = "the number of an account in this book".to_owned();
        return Ok(Err(error(row, "account_number", &row.account, expected)));
    };
    if by_meter.is_some_and(|other| other != account.id) {
        let expected = format!("the account that meter {} hangs on", row.meter);
        return Ok(Err(error(row, "account_number", &row.account, expected)));
    }
    Ok(Ok(account.id))
}

/// The account that a meter hangs on; one that was never read hangs where an account names it.
fn on_account(tx: &Tx<'_>, number: &str) -> Result<Option<AccountId>> {
    if let Some(meter) = meters::by_number(tx, number)?
        && let Some(span) = meters::open_span(tx, meter.id)?
    {
        return Ok(Some(span.account_id));
    }
    Ok(customers::account_by_meter(tx, number)?.map(|account| account.id))
}

/// What a reading is refused for, said of the cell that it is about.
fn because(row: &ReadingLine, verdict: &Verdict) -> RowError {
    let words = verdict.words();
    match verdict.judged.checks.first().map(|check| check.kind) {
        Some(CheckKind::Future | CheckKind::BeforeLast | CheckKind::Duplicate) => {
            error(row, "read_on", &row.on.to_string(), format!("another day: {words}"))
        }
        Some(CheckKind::Remark) if !row.value.is_empty() => {
            error(row, "remark", row.remark.as_str(), format!("another remark: {words}"))
        }
        _ => {
            // The sentence begins with the value where it has no figures beside it.
            let own = format!("{}: ", row.value);
            let expected =
                words.strip_prefix("expected ").or_else(|| words.strip_prefix(&own)).unwrap_or(&words);
            error(row, "value", &row.value, expected.to_owned())
        }
    }
}

fn refused(row: &ReadingLine, refusal: &Refusal) -> Kept {
    match refusal {
        Refusal::BadInput { field, expected } if field == "register" => {
            bad(row, "register", &row.register.to_string(), expected.clone())
        }
        Refusal::AccountClosed(number) => {
            bad(row, "account_number", number, "an account that is not closed".into())
        }
        other => bad(row, "meter", &row.meter, other.to_string()),
    }
}

fn bad(row: &ReadingLine, field: &str, value: &str, expected: String) -> Kept {
    Kept::Bad(vec![error(row, field, value, expected)])
}

fn error(row: &ReadingLine, field: &str, value: &str, expected: String) -> RowError {
    RowError { row: row.line, field: field.to_owned(), value: cells::shown(value), expected }
}
