//! The town's meters: hung before the year began, read round by round, and now and then a trouble.
//!
//! The demo knows what every register truly shows; what the book is told may be an estimate.

use super::dice::Dice;
use super::tariffs::season;
use super::town::Supply;
use crate::{Act, Result};
use foil_domain::ids::{AccountId, MeterId};
use foil_domain::metering::check::{Check, CheckKind, Weight, compared};
use foil_domain::metering::past::Usual;
use foil_domain::metering::register::Register;
use foil_domain::metering::{MeterState, Purpose, ReadingKind, ReadingSource, Remark};
use foil_domain::time::Day;
use foil_store::readings::NewReading;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Digits of the town's registers.
pub(super) const DIGITS: u32 = 5;
/// What a register shows before it begins at zero again.
const RANGE: i64 = 100_000;
/// How often in a hundred a reader finds a door locked.
const LOCKED: i64 = 2;
/// How often in a thousand something uses far more than it should.
const LEAKS: i64 = 4;
/// Days of a round.
const MONTH: i64 = 30;

/// A register, as it truly is and as the book last heard of it; both in counts, without rollovers.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Dial {
    pub meter: MeterId,
    /// What it has counted since it was made.
    truth: i64,
    /// What the book was told last.
    told: i64,
    /// When.
    told_on: Day,
    /// That was an estimate.
    guessed: bool,
    /// Units for one count.
    multiplier: i64,
}

/// What the book is told of a register on one round.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub account: AccountId,
    meter: MeterId,
    /// Day of the reading before.
    pub since: Day,
    pub on: Day,
    /// What the register showed then.
    pub previous: i64,
    /// What it shows.
    pub value: i64,
    /// Units since.
    pub units: i64,
    pub kind: ReadingKind,
    pub remark: Remark,
    pub rolled_over: bool,
    /// Far more than usual, and why that is right.
    doubt: Option<(Check, &'static str)>,
}

/// Hangs a supply's meter on its account, with its first reading.
pub(super) fn hang(act: &Act<'_>, supply: &Supply, account: AccountId, on: Day) -> Result<Dial> {
    let register = Register {
        digits: DIGITS,
        multiplier: Decimal::from(supply.multiplier),
        ..Register::plain(supply.plan.unit)
    };
    let service = supply.plan.service;
    let meter =
        foil_store::meters::insert(act.tx, &supply.meter, service, MeterState::Installed, "", &[register])?;
    foil_store::meters::begin_span(act.tx, meter, account, on, "taken over")?;
    let dial = Dial {
        meter,
        truth: supply.first_count,
        told: supply.first_count,
        told_on: on,
        guessed: false,
        multiplier: supply.multiplier,
    };
    let first = Told { units: 0, ..dial.told(account, on, supply.first_count, ReadingKind::Actual) };
    first.write(act, Purpose::Install)?;
    Ok(dial)
}

impl Dial {
    /// A month has gone by: the register has gone on, and the reader comes round, or stands before a locked
    /// door.
    pub(super) fn read(
        &mut self,
        dice: &mut Dice,
        supply: &Supply,
        account: AccountId,
        on: Day,
        month: u32,
    ) -> Told {
        let usual = supply.units * season(supply.plan.service, month) / 100;
        let leaks = usual > 20 && dice.between(1, 1_000) <= LEAKS;
        let locked = dice.percent(LOCKED) && !self.guessed && !leaks;
        let used = usual * dice.between(82, 118) / 100 * if leaks { 4 } else { 1 };
        self.truth += used / self.multiplier;
        // Rather too little than too much: the next reading makes it good.
        let guess = self.told + usual * 4 / 5 / self.multiplier;
        let mut told = if locked {
            self.told(account, on, guess, ReadingKind::Estimated)
        } else {
            self.told(account, on, self.truth, ReadingKind::Actual)
        };
        if leaks {
            told.doubt = Some((spike(used, usual, supply.plan.unit), "A leak in the house; seen and told"));
        }
        self.told = if locked { guess } else { self.truth };
        self.told_on = on;
        self.guessed = locked;
        told
    }

    /// What the register shows after some days of a month, for an exchange; the book is told.
    pub(super) fn goes_on(&mut self, supply: &Supply, on: Day) -> i64 {
        let days = on.days_since(self.told_on);
        self.truth = self.truth.max(self.told) + supply.units * days / 30 / self.multiplier;
        self.told = self.truth;
        self.truth % RANGE
    }

    /// Another meter hangs there from now on, new from the factory.
    pub(super) fn exchanged(&mut self, meter: MeterId) {
        *self = Dial { meter, truth: 0, told: 0, guessed: false, ..*self };
    }

    fn told(&self, account: AccountId, on: Day, count: i64, kind: ReadingKind) -> Told {
        Told {
            account,
            meter: self.meter,
            since: self.told_on,
            on,
            previous: self.told % RANGE,
            value: count % RANGE,
            units: (count - self.told) * self.multiplier,
            kind,
            remark: if kind == ReadingKind::Estimated { Remark::Locked } else { Remark::Working },
            rolled_over: count / RANGE > self.told / RANGE,
            doubt: None,
        }
    }
}

fn spike(used: i64, usual: i64, unit: &str) -> Check {
    let past = Usual { per_day: Some(Decimal::from(usual) / Decimal::from(MONTH)), ..Usual::default() };
    Check::found(CheckKind::Spike, Weight::Ask, compared(Decimal::from(used), MONTH, unit, &past))
}

impl Told {
    /// Why a doubtful reading is right.
    pub(super) fn reason(&self) -> Option<&'static str> {
        self.doubt.as_ref().map(|(_, reason)| *reason)
    }

    /// Writes the reading of a round, as the file of a reader's device brings it.
    pub(super) fn write(&self, act: &Act<'_>, purpose: Purpose) -> Result<()> {
        let (checks, reason) = match &self.doubt {
            Some((check, reason)) => (serde_json::to_string(&[check]).map_err(anyhow::Error::from)?, *reason),
            None => ("[]".to_owned(), ""),
        };
        foil_store::readings::insert(
            act.tx,
            &NewReading {
                account: self.account,
                meter: self.meter,
                register: 1,
                on: self.on,
                value: Decimal::from(self.value),
                units: Decimal::from(self.units),
                kind: self.kind,
                purpose,
                remark: self.remark,
                rolled_over: self.rolled_over,
                source: ReadingSource::File,
                checks: &checks,
                reason,
                person: act.who.user,
                at: act.now,
            },
        )?;
        Ok(())
    }
}
