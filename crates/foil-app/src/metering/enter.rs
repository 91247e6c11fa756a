//! Readings are previewed, entered, replaced.

use super::take_back::{Taken, undo_readings};
use super::verdict::{Fate, Kept, MovedCase, Turned, Verdict, Wanted, keep, text, verdict, verdict_again};
use super::views::{
    EnterReadings, EnteredReadings, PreviewReadings, ReadingEntry, ReplaceReading, RowFate, RowVerdict,
};
use crate::office::Order;
use crate::{Act, Error, Office, Refusal, Result, Session};
use foil_domain::ids::{AccountId, ReadingId};
use foil_domain::metering::{Purpose, ReadingKind, ReadingSource};
use foil_domain::people::Right;
use foil_domain::text::Reason;
use foil_domain::time::Day;
use foil_store::meters::{self, SettingRow};
use foil_store::{Tx, readings};
use serde_json::json;
use std::sync::Arc;

/// Rows of one batch at most.
const MOST_ROWS: usize = 500;

/// What would be said of readings, row by row; nothing is stored.
///
/// Each row is judged against the book as it is: two days of one account are entered one after the other.
pub fn preview_readings(
    office: &Arc<Office>,
    who: &Session,
    input: PreviewReadings,
) -> Result<Vec<RowVerdict>> {
    few(input.rows.len())?;
    office.view(who, Right::EnterReadings, |tx, row| {
        let settings = meters::settings(tx)?;
        input
            .rows
            .iter()
            .map(|entry| judged(tx, row.business_on, &settings, entry).map(|(said, _)| said))
            .collect()
    })
}

/// Stores readings: all of them or none, or the good ones; says of every row what became of it.
///
/// A doubtful reading needs a reason, a fall of the register a word about the rollover. The same reading
/// once more changes nothing. Where all that is known of a register from its day on was estimated, and none of that is billed,
/// a reading that somebody took makes it anew. Abnormal use opens or moves the account's case in the same commit. Can be
/// undone as one act, until a bill stands on the readings.
pub fn enter_readings(office: &Arc<Office>, who: &Session, input: EnterReadings) -> Result<EnteredReadings> {
    few(input.rows.len())?;
    if input.all_or_nothing {
        let asked = PreviewReadings { rows: input.rows.clone() };
        let said = preview_readings(office, who, asked)?;
        if said.iter().any(|row| matches!(row.fate, RowFate::Asked | RowFate::Refused)) {
            return Ok(counted(said, 0));
        }
    }
    office.perform(who, Order::new("enter_readings", Right::EnterReadings), move |act| enter(act, &input))
}

fn enter(act: &mut Act<'_>, input: &EnterReadings) -> Result<EnteredReadings> {
    let settings = meters::settings(act.tx)?;
    let source = if input.at_counter { ReadingSource::Counter } else { ReadingSource::Grid };
    let mut taken = Taken::default();
    let mut said = Vec::with_capacity(input.rows.len());
    for entry in &input.rows {
        let (mut row, verdict) = judged(act.tx, act.today(), &settings, entry)?;
        if let Some(verdict) = verdict.filter(|v| v.fate == Fate::Good) {
            let kept = keep(act, &verdict, source)?;
            row.reading = Some(kept.reading);
            taken.add(kept);
        } else if input.all_or_nothing && row.fate != RowFate::Same {
            // What was good a moment ago is not any more: somebody else has read the meter.
            return Err(Refusal::ChangedMeanwhile { what: "a reading of this batch".into() }.into());
        }
        said.push(row);
    }
    let cases = taken.cases();
    act.changed(json!({ "readings": taken.readings(), "cases": cases, "source": source }));
    undo_readings(act, taken)?;
    Ok(counted(said, cases))
}

/// Judges a row; what cannot even be judged is said in the row, so that one bad row stops no other.
fn judged(
    tx: &Tx<'_>,
    today: Day,
    settings: &SettingRow,
    entry: &ReadingEntry,
) -> Result<(RowVerdict, Option<Verdict>)> {
    match verdict(tx, today, settings, &wanted(entry), None) {
        Ok(verdict) => Ok((shown(&verdict), Some(verdict))),
        Err(Error::Refused(refusal)) => {
            Ok((unjudged(entry.account, entry.register, entry.kind, &refusal), None))
        }
        Err(fault) => Err(fault),
    }
}

fn wanted(entry: &ReadingEntry) -> Wanted {
    Wanted {
        account: entry.account,
        register: entry.register,
        on: entry.on,
        value: entry.value.clone(),
        kind: entry.kind,
        purpose: Purpose::Cycle,
        remark: entry.remark,
        reason: entry.reason.as_ref().map(ToString::to_string).unwrap_or_default(),
        rolled_over: entry.rolled_over,
    }
}

fn shown(verdict: &Verdict) -> RowVerdict {
    let refused = verdict.fate == Fate::Refused;
    RowVerdict {
        account: verdict.account.id,
        register: verdict.register.n,
        fate: match verdict.fate {
            Fate::Good => RowFate::Good,
            Fate::Same => RowFate::Same,
            Fate::Asked => RowFate::Asked,
            Fate::Refused => RowFate::Refused,
        },
        reading: None,
        value: if refused { String::new() } else { text(verdict.entry.value) },
        kind: verdict.entry.kind,
        units: text(verdict.judged.units),
        days: verdict.judged.days,
        usual: verdict.judged.usual.map(text).unwrap_or_default(),
        unit: verdict.register.unit.clone(),
        needs_word: verdict.judged.needs_word,
        checks: verdict.judged.checks.clone(),
        refused: None,
    }
}

fn unjudged(account: AccountId, register: i64, kind: ReadingKind, refusal: &Refusal) -> RowVerdict {
    RowVerdict {
        account,
        register,
        fate: RowFate::Refused,
        reading: None,
        value: String::new(),
        kind,
        units: String::new(),
        days: 0,
        usual: String::new(),
        unit: String::new(),
        needs_word: false,
        checks: Vec::new(),
        refused: Some(refusal.into()),
    }
}

fn counted(rows: Vec<RowVerdict>, cases: i64) -> EnteredReadings {
    let of = |fate| rows.iter().filter(|row| row.fate == fate).count() as i64;
    EnteredReadings {
        stored: rows.iter().filter(|row| row.reading.is_some()).count() as i64,
        same: of(RowFate::Same),
        asked: of(RowFate::Asked),
        refused: of(RowFate::Refused),
        cases,
        rows,
    }
}

fn few(rows: usize) -> Result<()> {
    if rows <= MOST_ROWS {
        return Ok(());
    }
    Err(Refusal::bad_input("rows", format!("at most {MOST_ROWS} readings at once; import a file for more"))
        .into())
}

/// Replaces a wrong reading by another of the same day and register, also the last one of a meter that was taken off.
///
/// The wrong one stays in the book and names its replacement. Refuses one that a standing bill has used,
/// one that another reading was taken after, and what entering would refuse. Can be undone.
pub fn replace_reading(office: &Arc<Office>, who: &Session, input: ReplaceReading) -> Result<RowVerdict> {
    office.perform(who, Order::new("replace_reading", Right::EnterReadings), move |act| {
        let wrong = found(act.tx, input.reading)?;
        may_go(act.tx, &wrong, &[])?;
        let (verdict, reading, case) = replace(act, &wrong, &input)?;
        act.changed(
            json!({ "reading": [wrong.id, reading], "value": [text(wrong.value), text(verdict.entry.value)],
            "account": wrong.account_id, "reason": input.reason }),
        );
        let mut taken = Taken::default();
        taken.replaced(Turned { off: Some(wrong.id), on: Some(reading), after: verdict.after }, case);
        undo_readings(act, taken)?;
        let mut said = shown(&verdict);
        said.reading = Some(reading);
        Ok(said)
    })
}

/// Puts a reading right inside another room's act, which has taken back the bill that had used it. Readings of the
/// register that were taken since are entered once more, for their use counts from it; an estimate is made anew.
///
/// Refuses a reading that a standing bill has used, and what entering would.
pub(crate) fn put_right(act: &Act<'_>, input: &ReplaceReading) -> Result<()> {
    let wrong = found(act.tx, input.reading)?;
    let (mut since, mut with) = (Vec::new(), Vec::new());
    readings::newest_of_register(act.tx, wrong.meter_id, wrong.register_n, |other| {
        if other.read_on <= wrong.read_on {
            return Ok(false);
        }
        with.push(other.id);
        // Whoever has had the meter since began with a reading of their own.
        if other.account_id == wrong.account_id {
            since.push(other);
        }
        Ok(true)
    })?;
    may_go(act.tx, &wrong, &with)?;
    for later in &since {
        readings::set_standing(act.tx, later.id, false, None)?;
    }
    replace(act, &wrong, input)?;
    since.iter().rev().try_for_each(|later| once_more(act, later, input.reason.as_str()))
}

/// Enters a reading again whose use counts from another one by now.
fn once_more(act: &Act<'_>, before: &readings::ReadingRow, reason: &str) -> Result<()> {
    let guessed = before.kind == ReadingKind::Estimated;
    let input = ReplaceReading {
        reading: before.id,
        value: if guessed { String::new() } else { text(before.value) },
        kind: before.kind,
        remark: before.remark,
        rolled_over: before.rolled_over.then_some(true),
        reason: Reason::parse(reason).map_err(|e| Refusal::bad_input("reason", e))?,
    };
    replace(act, before, &input).map(|_| ())
}

/// Lets another reading of the same day and register stand in a reading's place.
fn replace(
    act: &Act<'_>,
    wrong: &readings::ReadingRow,
    input: &ReplaceReading,
) -> Result<(Verdict, ReadingId, Option<MovedCase>)> {
    let settings = meters::settings(act.tx)?;
    let wanted = Wanted {
        account: wrong.account_id,
        register: wrong.register_n,
        on: wrong.read_on,
        value: input.value.clone(),
        kind: input.kind,
        purpose: wrong.purpose,
        remark: input.remark,
        reason: input.reason.to_string(),
        rolled_over: input.rolled_over,
    };
    let verdict = verdict_again(act.tx, act.today(), &settings, &wanted, wrong)?;
    verdict.must_be_good("value")?;
    readings::set_standing(act.tx, wrong.id, false, None)?;
    let Kept { reading, case, .. } = keep(act, &verdict, ReadingSource::Grid)?;
    readings::set_standing(act.tx, wrong.id, false, Some(reading))?;
    let case = case.or(follows_the_right_one(act, &verdict, wrong.id, reading)?);
    Ok((verdict, reading, case))
}

fn found(tx: &Tx<'_>, reading: ReadingId) -> Result<readings::ReadingRow> {
    Ok(readings::find(tx, reading)?.ok_or_else(|| Refusal::not_found("reading", reading))?)
}

/// A case that the mistake had opened or moved ends, when the right reading is as usual; else it goes on by that one, and
/// its papers tell what the meter really showed.
fn follows_the_right_one(
    act: &Act<'_>,
    verdict: &Verdict,
    wrong: ReadingId,
    right: ReadingId,
) -> Result<Option<MovedCase>> {
    use foil_domain::metering::case::CaseState;
    let open = foil_store::use_cases::open_of_account(act.tx, verdict.account.id)?;
    let Some(open) = open.filter(|case| case.reading_id == wrong) else { return Ok(None) };
    let before = open.data();
    let by_it = foil_store::use_cases::CaseData { reading: right, ..before.clone() };
    let after = match verdict.judged.abnormal {
        Some(kind) => foil_store::use_cases::CaseData { kind, ..by_it },
        None => {
            let outcome = "the reading was wrong and has been replaced".to_owned();
            foil_store::use_cases::CaseData { state: CaseState::Closed, outcome, ..by_it }
        }
    };
    if !foil_store::use_cases::update(act.tx, open.id, &after, open.version)? {
        return Err(Refusal::ChangedMeanwhile {
            what: format!("the case of account {}", open.account_number),
        }
        .into());
    }
    Ok(Some(MovedCase { case: open.id, before, after }))
}

/// Refuses a reading that no longer stands, is billed, or is not the newest of its register; `with` go
/// along with it.
pub(super) fn may_go(tx: &Tx<'_>, reading: &readings::ReadingRow, with: &[ReadingId]) -> Result<()> {
    let fixed = |why| Err(Refusal::ReadingFixed { on: reading.read_on.long(), why }.into());
    if !reading.stands {
        return fixed("was replaced or taken back already");
    }
    if readings::billed_to(tx, reading.account_id)?.is_some_and(|to| reading.read_on <= to) {
        return fixed("is billed");
    }
    let mut later = false;
    readings::newest_of_register(tx, reading.meter_id, reading.register_n, |other| {
        later = other.id != reading.id && other.read_on > reading.read_on && !with.contains(&other.id);
        Ok(!later && other.read_on > reading.read_on)
    })?;
    if later { fixed("was followed by another reading") } else { Ok(()) }
}
