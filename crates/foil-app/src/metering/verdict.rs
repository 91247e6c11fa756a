//! A reading on its way into the book: judged, then kept.
//!
//! Judging only reads, so the grid asks it while the clerk types, and an import before it stores anything.
//! Keeping writes the reading, the meter's record if this is the first one, and what it does to the
//! account's case, all in the act that asks.

use super::known::{
    Chain, Facts, Hanging, Watched, account, chain_before, guesses_since, hanging, hung_then,
    is_of_a_closed_account, recorded, rules, taken_until,
};
use crate::{Act, Refusal, Result};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, MeterId, ReadingId, UseCaseId};
use foil_domain::metering::case::{CaseState, CaseStep, Move, OpenCase, follow};
use foil_domain::metering::check::{Check, CheckKind, Entry, Judged, Last, Weight, judge};
use foil_domain::metering::estimate::{estimate, estimate_load};
use foil_domain::metering::past::{PastUse, usual_days};
use foil_domain::metering::register::{Register, value};
use foil_domain::metering::{Purpose, ReadingKind, ReadingSource, Remark, plain};
use foil_domain::time::Day;
use foil_store::customers::AccountRow;
use foil_store::meters::{self, SettingRow};
use foil_store::readings::{NewReading, ReadingRow};
use foil_store::use_cases::{self, CaseData, UseCaseRow};
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
    /// The account's open case.
    watched: Option<Watched>,
    /// The estimates of its day and later ones, oldest first, that it takes the place of: somebody has read the register by
    /// now, and they are made anew from that.
    guesses: Vec<ReadingRow>,
}

impl Verdict {
    /// The heaviest thing that is said of it.
    pub fn words(&self) -> String {
        let words: Vec<&str> = self.judged.checks.iter().map(|c| c.words.as_str()).collect();
        words.join("; ")
    }

    /// Whether it says how much was used, held against a past: a guess says nothing.
    fn says_use(&self) -> bool {
        self.entry.kind.is_measured() && self.judged.usual.is_some()
    }

    /// How many registers of its meter count use.
    fn used_registers(&self) -> usize {
        self.hanging.registers.iter().filter(|r| !r.is_demand()).count()
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
    let guesses = match without {
        None => guesses(tx, &mut facts, &hanging, wanted)?,
        Some(_) => Vec::new(),
    };
    if let Some(ahead) = ahead {
        ahead.put_into(&mut facts);
    }
    let (entry, said) = entered(&facts, settings, wanted);
    let said = match somebody_elses(tx, &hanging, wanted)? {
        None => said,
        elses => elses,
    };
    let mut judged = match said {
        _ if is_there(tx, &hanging, wanted, &entry, without)? => Judged { same: true, ..Judged::default() },
        Some(check) => refused_for(check),
        None => judge(&rules(settings, &account), &facts.known(), &entry),
    };
    if !judged.is_refused() && !judged.same {
        judged.checks.extend(in_place_of(&guesses));
    }
    let fate = fate(&judged, &wanted.reason);
    let cycle = usual_days(&facts.past);
    let (before, register, reason) = (facts.chain, facts.register, wanted.reason.clone());
    let watched = facts.watched;
    Ok(Verdict {
        watched,
        guesses,
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

/// The estimates that a reading which somebody took may take the place of, oldest first; what is known of its register is
/// then what was known before its day. None of a day that is billed.
fn guesses(tx: &Tx<'_>, facts: &mut Facts, hanging: &Hanging, wanted: &Wanted) -> Result<Vec<ReadingRow>> {
    let (Some(meter), Some(last)) = (hanging.meter, facts.chain.last) else { return Ok(Vec::new()) };
    if wanted.on > last.on {
        return Ok(Vec::new());
    }
    facts.billed = readings::billed_to(tx, wanted.account)?.is_some_and(|to| wanted.on <= to);
    if facts.billed || !wanted.kind.is_measured() || wanted.value.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut guesses = guesses_since(tx, wanted.account, meter, wanted.register, wanted.on)?;
    if !guesses.is_empty() {
        let hangs = (meter, hanging.since);
        facts.chain = chain_before(tx, wanted.account, hangs, wanted.register, wanted.on)?;
    }
    guesses.reverse();
    Ok(guesses)
}

/// What is said of a reading with which a meter would come to an account on a day on which it was still another's.
fn somebody_elses(tx: &Tx<'_>, hanging: &Hanging, wanted: &Wanted) -> Result<Option<Check>> {
    if hanging.meter.is_some() {
        return Ok(None);
    }
    let Some(meter) = meters::by_number(tx, &hanging.number)? else { return Ok(None) };
    if let Some(span) = meters::open_span(tx, meter.id)? {
        is_of_a_closed_account(tx, &span)?;
    }
    let said = taken_until(tx, meter.id, wanted.on)?.map(|taken| {
        let words = format!("meter {} {}: it is nobody else's before that", hanging.number, taken.why);
        Check::new(CheckKind::BeforeLast, Weight::Refused, words)
    });
    Ok(said)
}

/// Says what becomes of the estimates that a reading takes the place of.
fn in_place_of(guesses: &[ReadingRow]) -> Option<Check> {
    let first = guesses.first()?;
    let more = match guesses.len() - 1 {
        0 => String::new(),
        1 => " and one after it".to_owned(),
        n => format!(" and {n} after it"),
    };
    let shown = format!("{} ({})", first.read_on.long(), text(first.value));
    let words = format!("nobody read it on {shown}: this reading takes the place of that estimate{more}");
    Some(Check::new(CheckKind::TruedUp, Weight::Note, words))
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
    /// The account's case after them.
    watched: Option<Option<Watched>>,
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
        } else {
            self.watched = Some(watched_after(verdict));
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
        if let Some(watched) = self.watched {
            facts.watched = watched;
        }
        facts.past.splice(0..0, self.past.iter().copied());
        facts.loads.splice(0..0, self.loads.iter().copied());
    }
}

/// The account's case after a reading that is only tried, as keeping it would leave it.
fn watched_after(verdict: &Verdict) -> Option<Watched> {
    let (watched, on) = (verdict.watched, verdict.entry.on);
    match follow(watched.map(|w| w.case), verdict.judged.abnormal, on, verdict.cycle) {
        Move::Open(_) => {
            Some(Watched { case: OpenCase { step: CaseStep::Letter, periods: 1, last_on: on }, since: on })
        }
        Move::Escalate(_, step) => watched
            .map(|w| Watched { case: OpenCase { step, periods: w.case.periods + 1, last_on: on }, ..w }),
        Move::Settle if verdict.says_use() && verdict.used_registers() == 1 => None,
        Move::Settle | Move::None => watched,
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
    if !wanted.remark.keeps_unread() && wanted.kind != ReadingKind::Estimated {
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

/// What keeping a reading has done.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The reading.
    pub reading: ReadingId,
    /// The reading, and the estimates that were made anew from it.
    pub turned: Vec<Turned>,
    /// The case that it has moved.
    pub case: Option<MovedCase>,
}

/// Keeps a good reading: the reading, the meter's record, the account's case; estimates of its day and later ones make way,
/// and those of later days are made anew.
pub(crate) fn keep(act: &Act<'_>, verdict: &Verdict, source: ReadingSource) -> Result<Kept> {
    let meter = recorded(act.tx, &verdict.account, &verdict.hanging, verdict.entry.on)?;
    for guess in &verdict.guesses {
        readings::set_standing(act.tx, guess.id, false, None)?;
    }
    let reading = put_in(act, verdict, meter, source)?;
    let mut own = Turned { off: None, on: Some(reading), after: verdict.after };
    let mut anew_since = Vec::new();
    for guess in &verdict.guesses {
        let anew = match guess.read_on == verdict.entry.on {
            true => Some(reading),
            // After its last day a meter is not guessed.
            false if verdict.entry.purpose == Purpose::Final => None,
            false => estimated_anew(act, guess, meter)?,
        };
        readings::set_standing(act.tx, guess.id, false, anew)?;
        if anew == Some(reading) {
            own.off = Some(guess.id);
        } else {
            // Each of them goes back to what was known before all of them.
            anew_since.push(Turned { off: Some(guess.id), on: anew, after: verdict.after });
        }
    }
    let turned = std::iter::once(own).chain(anew_since).collect();
    let of_a_guess = verdict.guesses.iter().map(|guess| guess.id).collect::<Vec<_>>();
    let case = match moved_by(act.tx, verdict.account.id, &of_a_guess)? {
        Some(open) => Some(read_at_last(act.tx, &open, verdict, reading)?),
        None => move_case(act.tx, verdict, meter, reading)?,
    };
    Ok(Kept { reading, turned, case })
}

fn put_in(act: &Act<'_>, verdict: &Verdict, meter: MeterId, source: ReadingSource) -> Result<ReadingId> {
    let entry = &verdict.entry;
    let checks = serde_json::to_string(&verdict.judged.checks).map_err(anyhow::Error::new)?;
    let new = NewReading {
        account: verdict.account.id,
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
    readings::insert(act.tx, &new)
}

/// Makes an estimate anew from the reading that was taken before it; none where it cannot be made: then the meter waits to be
/// read. It moves no case, for the one before it has.
fn estimated_anew(act: &Act<'_>, guess: &ReadingRow, meter: MeterId) -> Result<Option<ReadingId>> {
    let wanted = Wanted {
        account: guess.account_id,
        register: guess.register_n,
        on: guess.read_on,
        value: String::new(),
        kind: ReadingKind::Estimated,
        purpose: guess.purpose,
        remark: guess.remark,
        reason: if guess.reason.is_empty() { "estimated anew".to_owned() } else { guess.reason.clone() },
        rolled_over: None,
    };
    let settings = meters::settings(act.tx)?;
    let said = verdict(act.tx, act.today(), &settings, &wanted, None)?;
    match said.fate {
        Fate::Good => put_in(act, &said, meter, guess.source).map(Some),
        Fate::Same | Fate::Asked | Fate::Refused => Ok(None),
    }
}

/// The account's open case, where one of these readings has opened or moved it last.
fn moved_by(tx: &Tx<'_>, account: AccountId, readings: &[ReadingId]) -> Result<Option<UseCaseRow>> {
    if readings.is_empty() {
        return Ok(None);
    }
    Ok(use_cases::open_of_account(tx, account)?.filter(|case| readings.contains(&case.reading_id)))
}

/// A case that was last moved by an estimate goes on by what was read in truth; one that the estimate had opened ends where
/// that is as usual.
fn read_at_last(tx: &Tx<'_>, open: &UseCaseRow, verdict: &Verdict, reading: ReadingId) -> Result<MovedCase> {
    let before = open.data();
    let by_it = CaseData { reading, ..before.clone() };
    let after = match verdict.judged.abnormal {
        Some(kind) => CaseData { kind, ..by_it },
        None if before.periods > 1 => by_it,
        None => {
            let outcome = format!("the meter was read on {}", verdict.entry.on.long());
            CaseData { state: CaseState::Closed, outcome, ..by_it }
        }
    };
    moved(tx, open, before, after)
}

fn moved(tx: &Tx<'_>, open: &UseCaseRow, before: CaseData, after: CaseData) -> Result<MovedCase> {
    if use_cases::update(tx, open.id, &after, open.version)? {
        return Ok(MovedCase { case: open.id, before, after });
    }
    let what = format!("the case of account {}", open.account_number);
    Err(Refusal::ChangedMeanwhile { what }.into())
}

/// Opens, escalates or settles the account's case, in the commit of the reading.
fn move_case(
    tx: &Tx<'_>,
    verdict: &Verdict,
    meter: MeterId,
    reading: ReadingId,
) -> Result<Option<MovedCase>> {
    if verdict.register.is_demand() {
        return Ok(None);
    }
    let (account, on) = (verdict.account.id, verdict.entry.on);
    let open = use_cases::open_of_account(tx, account)?;
    let now = open.as_ref().map(|open| Watched::of(open).case);
    let step = follow(now, verdict.judged.abnormal, on, verdict.cycle);
    let Some(open) = open else {
        let Move::Open(kind) = step else { return Ok(None) };
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
    let after = match step {
        Move::Escalate(kind, step) => {
            CaseData { kind, step, periods: before.periods + 1, last_on: on, reading, ..before.clone() }
        }
        Move::Settle if all_as_usual(tx, verdict, meter)? => {
            let outcome = format!("use is as usual again on {}", on.long());
            CaseData { state: CaseState::Closed, outcome, last_on: on, reading, ..before.clone() }
        }
        _ => return Ok(None),
    };
    moved(tx, &open, before, after).map(Some)
}

/// Whether a reading and those of the meter's other registers that count use were all taken that day, and none was abnormal:
/// one register of several says little, and a guess says nothing. The last of them that is entered says it.
fn all_as_usual(tx: &Tx<'_>, verdict: &Verdict, meter: MeterId) -> Result<bool> {
    if !verdict.says_use() {
        return Ok(false);
    }
    let (account, on) = (verdict.account.id, verdict.entry.on);
    for other in verdict.hanging.registers.iter().filter(|r| !r.is_demand() && r.n != verdict.register.n) {
        let read = readings::of_day(tx, meter, other.n, account, on)?;
        if !read.is_some_and(|read| read.kind.is_measured() && !was_abnormal(&read.checks)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a reading was asked about for what was used, when it was entered.
fn was_abnormal(checks: &str) -> bool {
    let checks: Vec<Check> = serde_json::from_str(checks).unwrap_or_default();
    checks.iter().any(|check| {
        matches!(
            check.kind,
            CheckKind::High | CheckKind::Low | CheckKind::Zero | CheckKind::Negative | CheckKind::Spike
        )
    })
}

/// A number for the wire and the audit row.
pub(super) fn text(n: Decimal) -> String {
    plain(n)
}
