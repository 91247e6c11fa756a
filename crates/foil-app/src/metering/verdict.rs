//! A reading on its way into the book: judged, then kept.
//!
//! Judging only reads, so the grid asks it while the clerk types, and an import before it stores anything.
//! Keeping writes the reading, the meter's record if this is the first one, and what it does to the
//! account's case, all in the act that asks.

use super::known::{Chain, Facts, Hanging, account, hanging, hung_then, recorded, rules};
use crate::{Act, Refusal, Result};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, ReadingId, UseCaseId};
use foil_domain::metering::case::{CaseState, CaseStep, Move, OpenCase, follow};
use foil_domain::metering::check::{Check, CheckKind, Entry, Judged, Last, Weight, judge};
use foil_domain::metering::estimate::{estimate, estimate_load};
use foil_domain::metering::past::{PastUse, usual_days};
use foil_domain::metering::register::{Register, value};
use foil_domain::metering::{Purpose, ReadingKind, ReadingSource, Remark, plain};
use foil_domain::time::Day;
use foil_store::customers::AccountRow;
use foil_store::meters::SettingRow;
use foil_store::readings::{NewReading, ReadingRow};
use foil_store::use_cases::{self, CaseData};
use foil_store::{Tx, readings};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A reading as somebody wants it stored.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub account: AccountId,
    pub register: i64,
    pub on: Day,
    /// What the register shows; empty to estimate it, where the remark says why nobody could read it.
    pub value: String,
    pub kind: ReadingKind,
    pub purpose: Purpose,
    pub remark: Remark,
    /// Why it is to be stored in spite of doubts; may be empty.
    pub reason: String,
    pub rolled_over: Option<bool>,
}

/// What becomes of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is stored.
    Good,
    /// It is there already.
    Same,
    /// It needs a reason, or a word about the rollover.
    Asked,
    /// It is refused.
    Refused,
}

/// A judged reading.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub account: AccountRow,
    pub hanging: Hanging,
    pub register: Register,
    pub entry: Entry,
    pub judged: Judged,
    pub reason: String,
    pub fate: Fate,
    /// The newest reading before it.
    pub after: Option<ReadingId>,
    /// Days from one reading of the register to the next, as they usually are.
    cycle: i64,
    /// What was known of the register before it.
    before: Chain,
}

impl Verdict {
    /// The heaviest thing that is said of it.
    pub fn words(&self) -> String {
        let words: Vec<&str> = self.judged.checks.iter().map(|c| c.words.as_str()).collect();
        words.join("; ")
    }

    /// Refuses a reading that is not to be stored: for acts that stand or fall with one reading.
    pub fn must_be_good(&self, field: &str) -> Result<()> {
        match self.fate {
            Fate::Good => Ok(()),
            Fate::Same => Err(Refusal::Duplicate { what: "reading of", which: self.entry.on.long() }.into()),
            Fate::Asked => Err(Refusal::NeedsReason(self.words()).into()),
            Fate::Refused => Err(Refusal::bad_input(field, self.words()).into()),
        }
    }
}

/// Judges a reading. Refuses an unknown account or register and one without a meter; everything else is
/// said in the verdict.
pub(crate) fn verdict(
    tx: &Tx<'_>,
    today: Day,
    settings: &SettingRow,
    wanted: &Wanted,
    without: Option<ReadingId>,
) -> Result<Verdict> {
    judged(tx, today, settings, wanted, None, without, None)
}

/// Judges what is to stand in the place of a reading: by the meter it was taken of, be that taken off since.
pub(super) fn verdict_again(
    tx: &Tx<'_>,
    today: Day,
    settings: &SettingRow,
    wanted: &Wanted,
    wrong: &ReadingRow,
) -> Result<Verdict> {
    let hanging = hung_then(tx, wrong)?;
    judged(tx, today, settings, wanted, Some(hanging), Some(wrong.id), None)
}

/// Judges a reading as it would be judged after others of its register that are not stored yet.
pub(crate) fn verdict_ahead(
    tx: &Tx<'_>,
    today: Day,
    settings: &SettingRow,
    wanted: &Wanted,
    ahead: Option<&Ahead>,
) -> Result<Verdict> {
    judged(tx, today, settings, wanted, None, None, ahead)
}

fn judged(
    tx: &Tx<'_>,
    today: Day,
    settings: &SettingRow,
    wanted: &Wanted,
    hung: Option<Hanging>,
    without: Option<ReadingId>,
    ahead: Option<&Ahead>,
) -> Result<Verdict> {
    let account = account(tx, wanted.account)?;
    // What was read before an account was closed may still be put right.
    if account.status == AccountStatus::Closed && hung.is_none() {
        return Err(Refusal::AccountClosed(account.number).into());
    }
    let hanging = match hung {
        Some(hung) => hung,
        None => hanging(tx, &account)?,
    };
    let mut facts = Facts::load(tx, &account, &hanging, wanted.register, today, without)?;
    if let Some(ahead) = ahead {
        ahead.put_into(&mut facts);
    }
    let (entry, said) = entered(&facts, settings, wanted);
    let judged = match said {
        _ if is_there(tx, &hanging, wanted, &entry, without)? => Judged { same: true, ..Judged::default() },
        Some(check) => refused_for(check),
        None => judge(&rules(settings, &account), &facts.known(), &entry),
    };
    let fate = fate(&judged, &wanted.reason);
    let cycle = usual_days(&facts.past);
    let (before, register, reason) = (facts.chain, facts.register, wanted.reason.clone());
    Ok(Verdict {
        account,
        hanging,
        register,
        entry,
        judged,
        reason,
        fate,
        after: before.last_id,
        cycle,
        before,
    })
}

/// Whether this very reading stands in the book, however many came after it.
fn is_there(
    tx: &Tx<'_>,
    hanging: &Hanging,
    wanted: &Wanted,
    entry: &Entry,
    without: Option<ReadingId>,
) -> Result<bool> {
    let Some(meter) = hanging.meter else { return Ok(false) };
    let found = readings::of_day(tx, meter, wanted.register, wanted.account, wanted.on)?;
    let found = found.filter(|reading| Some(reading.id) != without);
    Ok(found.is_some_and(|reading| {
        let unread = wanted.value.trim().is_empty() && reading.kind == ReadingKind::Estimated;
        unread || (reading.value == entry.value && reading.kind == entry.kind)
    }))
}

/// Readings of a register that are only tried: what would be known after them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ahead {
    chain: Option<Chain>,
    /// Newest first.
    past: Vec<PastUse>,
    /// Newest first.
    loads: Vec<Decimal>,
}

impl Ahead {
    /// Counts a good reading as if it were stored.
    pub fn add(&mut self, verdict: &Verdict) {
        let entry = &verdict.entry;
        let before = self.chain.take().unwrap_or_else(|| verdict.before.clone());
        let last = Some(Last { on: entry.on, value: entry.value, kind: entry.kind });
        let last_id = before.last_id;
        if verdict.register.is_demand() {
            let measured = entry.kind.is_measured() && entry.purpose != Purpose::Install;
            self.loads.splice(0..0, measured.then_some(verdict.judged.units));
        }
        self.chain = Some(if entry.kind.is_measured() {
            if let Some((from, _)) = before.measured.filter(|(from, _)| *from < entry.on) {
                self.past.insert(0, PastUse { from, to: entry.on, units: verdict.judged.total });
            }
            let measured = Some((entry.on, entry.value));
            Chain { last, last_id, measured, estimated: Decimal::ZERO, estimates: 0 }
        } else {
            let estimated = before.estimated + verdict.judged.units;
            Chain { last, last_id, estimated, estimates: before.estimates + 1, ..before }
        });
    }

    fn put_into(&self, facts: &mut Facts) {
        if let Some(chain) = &self.chain {
            facts.chain = chain.clone();
        }
        facts.past.splice(0..0, self.past.iter().copied());
        facts.loads.splice(0..0, self.loads.iter().copied());
    }
}

fn fate(judged: &Judged, reason: &str) -> Fate {
    if judged.is_refused() {
        Fate::Refused
    } else if judged.same {
        Fate::Same
    } else if judged.needs_word || (judged.is_asked() && reason.is_empty()) {
        Fate::Asked
    } else {
        Fate::Good
    }
}

fn refused_for(check: Check) -> Judged {
    Judged { checks: vec![check], ..Judged::default() }
}

/// The entry with its value read or estimated; what is wrong with it before it is judged.
fn entered(facts: &Facts, settings: &SettingRow, wanted: &Wanted) -> (Entry, Option<Check>) {
    let entry = Entry {
        on: wanted.on,
        value: Decimal::ZERO,
        kind: wanted.kind,
        purpose: if facts.chain.last.is_none() { Purpose::Install } else { wanted.purpose },
        remark: wanted.remark,
        rolled_over: wanted.rolled_over,
    };
    let refuse = |kind, words: String| Some(Check::new(kind, Weight::Refused, words));
    let text = wanted.value.trim();
    if !text.is_empty() {
        return match value(text) {
            Ok(value) => (Entry { value, ..entry }, None),
            Err(expected) => (entry, refuse(CheckKind::Overflow, format!("expected {expected}"))),
        };
    }
    let unseen = matches!(wanted.remark, Remark::Locked | Remark::Breakdown | Remark::NoMeter);
    if !unseen && wanted.kind != ReadingKind::Estimated {
        let words = "expected what the register shows, or a remark that says why nobody could read it";
        return (entry, refuse(CheckKind::Remark, words.into()));
    }
    let entry = Entry { kind: ReadingKind::Estimated, ..entry };
    match guessed(facts, settings, wanted.on) {
        Some(value) => (Entry { value, ..entry }, None),
        None => {
            let words = "there is no past to estimate from: read the meter, or enter a provisional value";
            (entry, refuse(CheckKind::Estimates, words.into()))
        }
    }
}

/// What the register would show on a day, by the office's way of estimating; of a load, the average of the last.
pub(super) fn guessed(facts: &Facts, settings: &SettingRow, on: Day) -> Option<Decimal> {
    if facts.register.is_demand() {
        return estimate_load(&facts.register, &facts.loads);
    }
    let last = facts.chain.last?;
    let before = (last.on, last.value);
    estimate(&facts.register, &facts.past, before, on, settings.estimate_by).map(|e| e.value)
}

/// A reading that was stored, for taking it back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Turned {
    /// The reading that no longer stands.
    pub off: Option<ReadingId>,
    /// The reading that stands.
    pub on: Option<ReadingId>,
    /// The newest reading of the register before the one that stands: if it is another by then, use was
    /// counted from the wrong place.
    pub after: Option<ReadingId>,
}

/// A case that a reading has moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedCase {
    /// The case.
    pub case: UseCaseId,
    /// As it is to be when the reading is taken back.
    pub before: CaseData,
    /// As it is now.
    pub after: CaseData,
}

/// Keeps a good reading: the reading, the meter's record, the account's case.
pub(crate) fn keep(
    act: &Act<'_>,
    verdict: &Verdict,
    source: ReadingSource,
) -> Result<(ReadingId, Option<MovedCase>)> {
    let (account, entry) = (&verdict.account, &verdict.entry);
    let meter = recorded(act.tx, account, &verdict.hanging, entry.on)?;
    let checks = serde_json::to_string(&verdict.judged.checks).map_err(anyhow::Error::new)?;
    let new = NewReading {
        account: account.id,
        meter,
        register: verdict.register.n,
        on: entry.on,
        value: entry.value,
        units: verdict.judged.units,
        kind: entry.kind,
        purpose: entry.purpose,
        remark: entry.remark,
        rolled_over: verdict.judged.rolled_over,
        source,
        checks: &checks,
        reason: if verdict.judged.is_asked() { &verdict.reason } else { "" },
        person: act.who.user,
        at: act.now,
    };
    let reading = readings::insert(act.tx, &new)?;
    let case = move_case(act.tx, verdict, reading)?;
    Ok((reading, case))
}

/// Opens, escalates or settles the account's case, in the commit of the reading.
fn move_case(tx: &Tx<'_>, verdict: &Verdict, reading: ReadingId) -> Result<Option<MovedCase>> {
    if verdict.register.is_demand() {
        return Ok(None);
    }
    let (account, on) = (verdict.account.id, verdict.entry.on);
    let open = use_cases::open_of_account(tx, account)?;
    let now = open.as_ref().map(|c| OpenCase { step: c.step, periods: c.periods, last_on: c.last_on });
    let moved = follow(now, verdict.judged.abnormal, on, verdict.cycle);
    let Some(open) = open else {
        let Move::Open(kind) = moved else { return Ok(None) };
        let after = CaseData {
            kind,
            step: CaseStep::Letter,
            state: CaseState::Open,
            periods: 1,
            last_on: on,
            reading,
            outcome: String::new(),
        };
        let case = use_cases::insert(tx, account, on, &after)?;
        let outcome = "the reading was taken back".to_owned();
        let before = CaseData { state: CaseState::Closed, outcome, ..after.clone() };
        return Ok(Some(MovedCase { case, before, after }));
    };
    let before = open.data();
    let after = match moved {
        Move::Escalate(kind, step) => {
            CaseData { kind, step, periods: before.periods + 1, last_on: on, reading, ..before.clone() }
        }
        // One register of several says little, and a guess says nothing.
        Move::Settle
            if verdict.entry.kind.is_measured()
                && verdict.judged.usual.is_some()
                && verdict.hanging.registers.len() == 1 =>
        {
            let outcome = format!("use is as usual again on {}", on.long());
            CaseData { state: CaseState::Closed, outcome, last_on: on, reading, ..before.clone() }
        }
        _ => return Ok(None),
    };
    if !use_cases::update(tx, open.id, &after, open.version)? {
        return Err(Refusal::ChangedMeanwhile {
            what: format!("the case of account {}", open.account_number),
        }
        .into());
    }
    Ok(Some(MovedCase { case: open.id, before, after }))
}

/// A number for the wire and the audit row.
pub(super) fn text(n: Decimal) -> String {
    plain(n)
}
