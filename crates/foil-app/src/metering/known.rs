//! What the book knows of a meter before a reading is judged.

use crate::{Refusal, Result};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, MeterId, ReadingId};
use foil_domain::metering::case::OpenCase;
use foil_domain::metering::check::{Known, Last, Rules};
use foil_domain::metering::past::{ESTIMATE_OF, PastUse, before_case};
use foil_domain::metering::register::Register;
use foil_domain::metering::{MeterState, Purpose, ReadingKind, period, plain};
use foil_domain::text::fold_number;
use foil_domain::time::Day;
use foil_store::customers::AccountRow;
use foil_store::meters::{self, SettingRow};
use foil_store::readings::{self, ReadingRow};
use foil_store::use_cases::{self, UseCaseRow};
use foil_store::{Tx, customers};
use rust_decimal::Decimal;

/// How far back the past is looked at: three years and a cycle.
const PAST_DAYS: i64 = 1_130;
/// Spans of an account that are looked through for the one of a reading.
const SPANS: i64 = 100;
/// Billed periods looked at where there were no readings yet.
const PAST_BILLS: i64 = 36;

/// The meter that hangs on an account.
#[derive(Debug, Clone)]
pub(crate) struct Hanging {
    /// Its number.
    pub number: String,
    /// Its record; none where the account names a meter that was never read here.
    pub meter: Option<MeterId>,
    /// Day it came to the account.
    pub since: Option<Day>,
    /// Its registers.
    pub registers: Vec<Register>,
}

impl Hanging {
    /// A register by its number; refuses one that the meter has not.
    pub fn register(&self, n: i64) -> Result<&Register> {
        let found = self.registers.iter().find(|r| r.n == n);
        let expected = || format!("a register of meter {}: 1 to {}", self.number, self.registers.len());
        Ok(found.ok_or_else(|| Refusal::bad_input("register", expected()))?)
    }
}

/// An account by its id.
pub(super) fn account(tx: &Tx<'_>, id: AccountId) -> Result<AccountRow> {
    Ok(customers::account(tx, id)?.ok_or_else(|| Refusal::not_found("account", id))?)
}

/// The meter on an account; refuses an account without one.
pub(super) fn hanging(tx: &Tx<'_>, account: &AccountRow) -> Result<Hanging> {
    if let Some(span) = meters::open_on_account(tx, account.id)? {
        let registers = meters::registers(tx, span.meter_id)?;
        return Ok(Hanging {
            number: span.meter_number,
            meter: Some(span.meter_id),
            since: Some(span.from_on),
            registers,
        });
    }
    if fold_number(&account.meter).is_empty() {
        return Err(Refusal::not_found("meter on account", &account.number).into());
    }
    // A meter that was recorded before, and whose account was closed with it still hanging there.
    let registers = match meters::by_number(tx, &account.meter)? {
        Some(meter) if meter.service != account.service || meter.state == MeterState::Retired => {
            let expected = format!("a meter for {}, not retired", account.service);
            return Err(Refusal::bad_input("meter", expected).into());
        }
        Some(meter) => meters::registers(tx, meter.id)?,
        None => vec![Register::plain(account.service.unit())],
    };
    Ok(Hanging { number: account.meter.clone(), meter: None, since: None, registers })
}

/// The meter that a reading was taken of, as it hung on the account then.
pub(super) fn hung_then(tx: &Tx<'_>, reading: &ReadingRow) -> Result<Hanging> {
    let on = reading.read_on;
    let spans = meters::spans_of_account(tx, reading.account_id, SPANS)?;
    let span = spans.into_iter().find(|span| {
        span.meter_id == reading.meter_id && span.from_on <= on && span.to_on.is_none_or(|to| on <= to)
    });
    let span = span.ok_or_else(|| Refusal::not_found("meter on account", &reading.meter_number))?;
    Ok(Hanging {
        number: span.meter_number,
        meter: Some(span.meter_id),
        since: Some(span.from_on),
        registers: meters::registers(tx, span.meter_id)?,
    })
}

/// The record of the meter on an account, made now if this is its first reading.
///
/// A book that came from elsewhere knows meters by their numbers only. Their digits stay unknown until
/// they are imported.
pub(super) fn recorded(tx: &Tx<'_>, account: &AccountRow, hanging: &Hanging, on: Day) -> Result<MeterId> {
    if let Some(meter) = hanging.meter {
        return Ok(meter);
    }
    let meter = match meters::by_number(tx, &hanging.number)? {
        Some(meter) => {
            comes_to_another(tx, meter.id, on)?;
            meters::set_state(tx, meter.id, MeterState::Installed)?;
            meter.id
        }
        None => {
            let (number, registers) = (&hanging.number, &hanging.registers);
            meters::insert(tx, number, account.service, MeterState::Installed, "", registers)?
        }
    };
    // The readings grid knows by this word that its first reading is one of the round.
    meters::begin_span(tx, meter, account.id, on, "first read")?;
    Ok(meter)
}

/// Takes a meter that the book knows to a next account on a day: off a closed one that it hangs on still. Refuses one that
/// hangs on another, and a day on which it was still somebody's.
pub(super) fn comes_to_another(tx: &Tx<'_>, meter: MeterId, on: Day) -> Result<()> {
    let open = meters::open_span(tx, meter)?;
    if let Some(span) = &open {
        is_of_a_closed_account(tx, span)?;
    }
    if let Some(taken) = taken_until(tx, meter, on)? {
        return Err(Refusal::bad_input("on", taken.to_hang()).into());
    }
    open.map_or(Ok(()), |span| leave_closed_account(tx, &span, on))
}

/// Refuses a meter that hangs on an account which is not closed.
pub(super) fn is_of_a_closed_account(tx: &Tx<'_>, span: &meters::SpanRow) -> Result<()> {
    let other = account(tx, span.account_id)?;
    if other.status == AccountStatus::Closed {
        return Ok(());
    }
    let which = format!("{} (on account {})", span.meter_number, other.number);
    Err(Refusal::Duplicate { what: "meter", which }.into())
}

/// A meter goes with the property: the next customer's account takes it over.
pub(super) fn leave_closed_account(tx: &Tx<'_>, span: &meters::SpanRow, on: Day) -> Result<()> {
    is_of_a_closed_account(tx, span)?;
    meters::end_span(tx, span.id, on.max(span.from_on), "the account was closed")
}

/// Until when a meter was somebody's: nobody has it anew on a day before.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// The first day on which it may hang anew.
    pub free_on: Day,
    /// Why, in words.
    pub why: String,
}

impl Taken {
    /// What is expected of the day on which it is hung.
    pub fn to_hang(&self) -> String {
        format!("{} or later: the meter {}", self.free_on, self.why)
    }
}

/// Whether a meter was read, or hung, after a day on which it is to hang anew, on whichever account: what it counted until
/// then is that one's, and no use is anybody's twice or nobody's.
pub(super) fn taken_until(tx: &Tx<'_>, meter: MeterId, on: Day) -> Result<Option<Taken>> {
    let mut taken: Option<Taken> = None;
    let mut later = |free_on: Day, why: String| {
        if on < free_on && taken.as_ref().is_none_or(|before| before.free_on < free_on) {
            taken = Some(Taken { free_on, why });
        }
    };
    for register in meters::registers(tx, meter)? {
        let mut newest = None;
        readings::newest_of_register(tx, meter, register.n, |reading| {
            newest = Some(reading);
            Ok(false)
        })?;
        let Some(newest) = newest.filter(|newest| on < newest.read_on) else { continue };
        let number = account(tx, newest.account_id)?.number;
        let (day, shown) = (newest.read_on.long(), plain(newest.value));
        later(newest.read_on, format!("was read on account {number} on {day} ({shown})"));
    }
    for span in meters::spans_of_meter(tx, meter, 1)? {
        match span.to_on {
            Some(to) => later(to, format!("hung on account {} until {}", span.account_number, to.long())),
            None => later(
                span.from_on,
                format!("hangs on account {} since {}", span.account_number, span.from_on.long()),
            ),
        }
    }
    Ok(taken)
}

/// What a register showed when it was last read, on whichever account; none when it never was.
pub(super) fn last_shown(tx: &Tx<'_>, meter: MeterId, register: i64) -> Result<Option<Decimal>> {
    let mut last = None;
    readings::newest_of_register(tx, meter, register, |reading| {
        last = Some(reading.value);
        Ok(false)
    })?;
    Ok(last)
}

/// The newest reading of a register, the newest measured one, and what was estimated since.
#[derive(Debug, Clone, Default)]
pub(super) struct Chain {
    pub last: Option<Last>,
    pub last_id: Option<ReadingId>,
    pub measured: Option<(Day, Decimal)>,
    pub estimated: Decimal,
    pub estimates: i64,
}

/// The chain of a register's readings on one account, on which it hangs since a day, as if `without` were not there: up to
/// its day then, whoever had the meter since.
pub(super) fn chain(
    tx: &Tx<'_>,
    account: AccountId,
    (meter, since): (MeterId, Option<Day>),
    register: i64,
    without: Option<ReadingId>,
) -> Result<Chain> {
    let replaced = without.map(|id| readings::find(tx, id)).transpose()?.flatten();
    let upto = replaced.map(|reading| reading.read_on);
    chain_upto(tx, account, (meter, since), register, (without, upto))
}

/// The chain of a register's readings on one account before a day.
pub(super) fn chain_before(
    tx: &Tx<'_>,
    account: AccountId,
    (meter, since): (MeterId, Option<Day>),
    register: i64,
    day: Day,
) -> Result<Chain> {
    chain_upto(tx, account, (meter, since), register, (None, Some(day.plus_days(-1))))
}

fn chain_upto(
    tx: &Tx<'_>,
    account: AccountId,
    (meter, since): (MeterId, Option<Day>),
    register: i64,
    (without, upto): (Option<ReadingId>, Option<Day>),
) -> Result<Chain> {
    let mut chain = Chain::default();
    readings::newest_of_register(tx, meter, register, |reading| {
        if reading.account_id != account {
            // The day on which it passes on has the last reading of one account and the first of the next, whichever was
            // written down last. Before that it was theirs alone.
            let passed = |day: Option<Day>| day.is_some_and(|day| reading.read_on >= day);
            return Ok(passed(upto) || passed(since));
        }
        if Some(reading.id) == without || upto.is_some_and(|day| reading.read_on > day) {
            return Ok(true);
        }
        if chain.last.is_none() {
            chain.last = Some(Last { on: reading.read_on, value: reading.value, kind: reading.kind });
            chain.last_id = Some(reading.id);
        }
        if reading.kind.is_measured() {
            chain.measured = Some((reading.read_on, reading.value));
            return Ok(false);
        }
        chain.estimated += reading.use_units;
        chain.estimates += 1;
        Ok(true)
    })?;
    Ok(chain)
}

/// The estimates of a register from a day on, newest first, which a reading that somebody took on that day may take the place
/// of: all that is known of the register since are guesses. None where that is not so.
pub(super) fn guesses_since(
    tx: &Tx<'_>,
    account: AccountId,
    meter: MeterId,
    register: i64,
    day: Day,
) -> Result<Vec<ReadingRow>> {
    let (mut guesses, mut only) = (Vec::new(), true);
    readings::newest_of_register(tx, meter, register, |reading| {
        if reading.read_on < day {
            return Ok(false);
        }
        only = reading.account_id == account
            && reading.kind == ReadingKind::Estimated
            && matches!(reading.purpose, Purpose::Cycle | Purpose::Special);
        guesses.push(reading);
        Ok(only)
    })?;
    Ok(if only { guesses } else { Vec::new() })
}

/// An open case of abnormal use, as far as readings are judged by it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watched {
    /// How far it has come.
    pub case: OpenCase,
    /// Day of its first abnormal reading.
    pub since: Day,
}

impl Watched {
    pub fn of(case: &UseCaseRow) -> Watched {
        let open = OpenCase { step: case.step, periods: case.periods, last_on: case.last_on };
        Watched { case: open, since: case.opened_on }
    }
}

/// What a register's readings and its account's past say, for judging a reading.
#[derive(Debug)]
pub(super) struct Facts {
    pub register: Register,
    pub since: Option<Day>,
    pub chain: Chain,
    pub past: Vec<PastUse>,
    /// Of a demand register: the loads that were measured on this account, in its unit, newest first.
    pub loads: Vec<Decimal>,
    /// The account's open case.
    pub watched: Option<Watched>,
    /// A standing bill has used the day of the reading that is judged; asked only of one that is not after the newest.
    pub billed: bool,
    pub today: Day,
}

impl Facts {
    pub fn load(
        tx: &Tx<'_>,
        account: &AccountRow,
        hanging: &Hanging,
        register: i64,
        today: Day,
        without: Option<ReadingId>,
    ) -> Result<Facts> {
        let register = hanging.register(register)?.clone();
        let chain = match hanging.meter {
            Some(meter) => chain(tx, account.id, (meter, hanging.since), register.n, without)?,
            None => Chain::default(),
        };
        let past = past(tx, account.id, &register.band, without)?;
        let loads = loads(tx, account.id, &register.band, without)?;
        let watched = use_cases::open_of_account(tx, account.id)?.as_ref().map(Watched::of);
        Ok(Facts { register, since: hanging.since, chain, past, loads, watched, billed: false, today })
    }

    /// The past that use is held against: while a case is open, what was before it.
    pub fn held_against(&self) -> &[PastUse] {
        before_case(&self.past, self.watched.map(|watched| watched.since))
    }

    pub fn known(&self) -> Known<'_> {
        Known {
            register: &self.register,
            installed_on: self.since,
            last: self.chain.last,
            measured: self.chain.measured,
            estimated: self.chain.estimated,
            estimates: self.chain.estimates,
            past: self.held_against(),
            billed: self.billed,
            today: self.today,
        }
    }
}

/// An account's use of one band between measured readings, newest first; before its first reading, what
/// its bills say.
pub(super) fn past(
    tx: &Tx<'_>,
    account: AccountId,
    band: &str,
    without: Option<ReadingId>,
) -> Result<Vec<PastUse>> {
    if period::is_demand(band) {
        return Ok(Vec::new());
    }
    let mut rows: Vec<ReadingRow> = Vec::new();
    let mut newest = None;
    readings::newest_of_account(tx, account, |reading| {
        let newest = *newest.get_or_insert(reading.read_on);
        let wanted = newest.days_since(reading.read_on) <= PAST_DAYS;
        if wanted && reading.band == band && Some(reading.id) != without {
            rows.push(reading);
        }
        Ok(wanted)
    })?;
    oldest_first(&mut rows);
    let mut past = between_measured(&rows);
    if band.is_empty() {
        past.reverse();
        past.extend(billed(tx, account, rows.first().map(|r| r.read_on))?);
        return Ok(past);
    }
    past.reverse();
    Ok(past)
}

/// Puts readings of one account that came newest first in the order in which they were taken: of one day, the last of a
/// meter before the first of the next, whenever they were written down.
pub(super) fn oldest_first(rows: &mut [ReadingRow]) {
    rows.reverse();
    rows.sort_by_key(|row| (row.read_on, row.purpose != Purpose::Final));
}

/// The newest measured loads of an account's demand registers of one band, as many as an estimate is of; a meter
/// that was taken off counts. What a register showed when it was hung is no load of this account.
fn loads(tx: &Tx<'_>, account: AccountId, band: &str, without: Option<ReadingId>) -> Result<Vec<Decimal>> {
    let mut loads = Vec::new();
    if !period::is_demand(band) {
        return Ok(loads);
    }
    let mut newest = None;
    readings::newest_of_account(tx, account, |reading| {
        let newest = *newest.get_or_insert(reading.read_on);
        let wanted = reading.band == band && Some(reading.id) != without;
        if wanted && reading.kind.is_measured() && reading.purpose != Purpose::Install {
            loads.push(reading.use_units);
        }
        Ok(loads.len() < ESTIMATE_OF && newest.days_since(reading.read_on) <= PAST_DAYS)
    })?;
    Ok(loads)
}

/// Use between measured readings, oldest first; what was estimated between them is part of it.
fn between_measured(oldest_first: &[ReadingRow]) -> Vec<PastUse> {
    let mut past: Vec<PastUse> = Vec::new();
    let (mut since, mut units): (Option<Day>, Decimal) = (None, Decimal::ZERO);
    for reading in oldest_first {
        units += reading.use_units;
        if !reading.kind.is_measured() {
            continue;
        }
        // Between a meter's last reading and the next one's first, nothing was measured.
        let from = since.filter(|_| reading.purpose != Purpose::Install);
        match from {
            Some(from) if from < reading.read_on => past.push(PastUse { from, to: reading.read_on, units }),
            // A second register of the same band, read the same day.
            Some(_) => past.last_mut().map_or((), |last| last.units += units),
            None => {}
        }
        (since, units) = (Some(reading.read_on), Decimal::ZERO);
    }
    past
}

fn billed(tx: &Tx<'_>, account: AccountId, before: Option<Day>) -> Result<Vec<PastUse>> {
    let bills = readings::billed_use(tx, account, before, PAST_BILLS)?;
    let use_of = |bill: readings::BilledUse| {
        let units = bill.units.parse().ok()?;
        Some(PastUse { from: bill.period_from_on, to: bill.period_to_on.plus_days(1), units })
    };
    Ok(bills.into_iter().filter_map(use_of).collect())
}

/// The office's rules for a service.
pub(super) fn rules(settings: &SettingRow, account: &AccountRow) -> Rules {
    let percent = |n: i64| Decimal::new(n, 2);
    Rules {
        high: percent(settings.high_percent),
        spike: percent(settings.spike_percent),
        low: percent(settings.low_percent),
        floor: Rules::floor_of(account.service),
        estimates_in_a_row: settings.estimates_in_a_row,
    }
}
