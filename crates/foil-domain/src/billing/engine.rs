//! From use and tariff to the lines of a bill.
//!
//! [`bill`] prices what was used by the tariff versions of the period, makes good what was billed on estimates
//! before, and says what is to be paid, by when, and what it will cost after that. Values in, values out: it
//! knows no book, no clock, and not how the numbers came about.

use super::BillLineKind;
use super::gas::{self, Converted, Factors, Gauge, Unconverted, folded_unit};
use crate::documents::{BillPaper, LineName, Wording};
use crate::ids::TariffVersionId;
use crate::metering::past::by_days;
use crate::metering::period::{PeriodUse, RegisterUse, is_demand};
use crate::metering::{ReadingKind, plain};
use crate::money::Money;
use crate::refusal::Refusal;
use crate::tariffs::{
    self, AccountFacts, Case, DemandCharge, Late, OnChange, Period, Quote, Tariff, TariffService, Usage,
    months_due, quote_parts, versions_for,
};
use crate::time::Day;
use rust_decimal::Decimal;

/// A version of the account's tariff.
#[derive(Debug, Clone, Copy)]
pub struct Version<'t> {
    /// Its id, which the bill names.
    pub id: TariffVersionId,
    /// The first day it is in force.
    pub valid_from: Day,
    /// The tariff.
    pub tariff: &'t Tariff,
}

/// What an account was priced by until a day inside a period: the plan that it was on, and its loads then.
#[derive(Debug, Clone)]
pub struct Ended<'t> {
    /// The first day on which others held.
    pub until: Day,
    /// Loads that the tariff may charge by.
    pub facts: AccountFacts,
    /// The versions of its tariff.
    pub versions: Vec<Version<'t>>,
}

/// Days of a period, and what priced them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedDays {
    /// First day.
    pub from: Day,
    /// The day after the last.
    pub to: Day,
    /// The version.
    pub version: TariffVersionId,
    /// The tariff's name and the first day of that version.
    pub tariff: (String, Day),
    /// The unit in which it charges for a contract demand.
    pub contract_unit: String,
}

/// What a bill is made from.
#[derive(Debug, Clone)]
pub struct Order<'a> {
    /// The account's number, for refusals.
    pub account: &'a str,
    /// Loads that the tariff may charge by, as they stand at the end of the period.
    pub facts: AccountFacts,
    /// The versions of its tariff, as they stand at the end of the period.
    pub versions: &'a [Version<'a>],
    /// Plans and loads that ended inside the period, oldest first; use is shared by days among them.
    pub ended: &'a [Ended<'a>],
    /// What was used.
    pub usage: &'a PeriodUse,
    /// Standing bills on estimates since the last measured reading, oldest first; used where the use makes
    /// them good.
    pub estimated: &'a [Estimated<'a>],
    /// For how many months too many this office's standing bills before have charged, in 365ths of one.
    pub months_over: i64,
    /// The gas that is delivered to the account, sorted by days; none for other services.
    pub gas: &'a [Factors],
    /// Minor units in a major one of the book's currency.
    pub minor_per_major: u32,
    /// Credit on the account.
    pub credit: Money,
    /// The last day to pay.
    pub due_on: Day,
}

/// A standing bill that was made on estimates.
#[derive(Debug, Clone)]
pub struct Estimated<'t> {
    /// Its number.
    pub number: String,
    /// First day of its period.
    pub from: Day,
    /// The day after the last.
    pub to: Day,
    /// Units that were billed, by band.
    pub used: Used,
    /// The same as its registers count by now: a wrong multiplier may have been put right since.
    pub counted: Used,
    /// Months for which it was charged what is due by the month; none where that is not known.
    pub months: Option<i64>,
    /// The loads that it was charged by.
    pub facts: AccountFacts,
    /// The gas that it was converted by; empty where it was not.
    pub gas: Vec<Factors>,
    /// The versions of the tariff that priced it, whatever the account is on by now.
    pub versions: Vec<Version<'t>>,
    /// Plans and loads that ended inside its period, oldest first.
    pub ended: Vec<Ended<'t>>,
    /// Which of its bands were guessed, and which it made good itself.
    pub guessed: Guessed,
    /// What notes have changed in it since for its use: debit notes add, credit notes take off.
    pub noted: Money,
    /// What of it was given up as never to be paid, and no bill that made it good has kept back yet.
    pub written_off: Money,
}

/// What of a bill's use was on an estimate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guessed {
    /// The bands whose closing reading was an estimate.
    pub bands: Vec<String>,
    /// The bands in which it made good what was estimated before it.
    pub made_good: Vec<String>,
}

impl Guessed {
    /// What a bill's paper says of its readings. What counts is the meter that hung at the end: an estimate with which
    /// another was taken off is never made good.
    #[must_use]
    pub fn on_paper(paper: &BillPaper) -> Guessed {
        let measured = |kind: &str| ReadingKind::from_word(kind).is_some_and(ReadingKind::is_measured);
        let hung = paper.readings.last().map(|reading| &reading.meter);
        let mut guessed = Guessed::default();
        for reading in paper.readings.iter().filter(|reading| !is_demand(&reading.band)) {
            if !measured(&reading.current_kind) && Some(&reading.meter) == hung {
                guessed.bands.push(reading.band.clone());
            }
            if measured(&reading.current_kind) && !measured(&reading.previous_kind) {
                guessed.made_good.push(reading.band.clone());
            }
        }
        guessed
    }

    /// Whether a band was guessed.
    #[must_use]
    pub fn has(&self, band: &str) -> bool {
        self.bands.iter().any(|of| of == band)
    }

    /// Whether what was estimated of a band before this bill was made good by it.
    #[must_use]
    pub fn made_good(&self, band: &str) -> bool {
        self.made_good.iter().any(|of| of == band)
    }
}

/// How the true use since the last measured reading was shared among the bills that stood on estimates and this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// The day of the last measured reading before.
    pub since: Day,
    /// Days since then.
    pub days: i64,
    /// Units as the registers counted them in all that time, of each band that was guessed.
    pub total: Used,
    /// The bills on estimates, oldest first.
    pub earlier: Vec<TrueBill>,
}

/// A bill on an estimate, held against the truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrueBill {
    /// Its number.
    pub number: String,
    /// First day of its period.
    pub from: Day,
    /// The day after the last.
    pub to: Day,
    /// Units that it charged for.
    pub estimated: Decimal,
    /// Its share of the true use.
    pub units: Decimal,
    /// That share by what the bill charges by.
    pub charged_units: Decimal,
    /// What it charged for its use, with what notes have changed in that since.
    pub charged: Money,
    /// What the true use costs by its own tariff and loads.
    pub costs: Money,
    /// The lines that come to that.
    pub lines: Vec<BillLine>,
    /// What of it was given up as never to be paid: it is not given back.
    pub written_off: Money,
}

impl TrueBill {
    /// What it was charged too little; below zero, too much.
    pub fn more(&self) -> Result<Money, Refusal> {
        self.costs.minus(self.charged).ok_or(Refusal::TooMuch)
    }

    /// What of that is kept back: it was written off, and so never paid.
    pub fn kept(&self) -> Result<Money, Refusal> {
        let too_much = Money::ZERO.minus(self.more()?).ok_or(Refusal::TooMuch)?;
        Ok(too_much.min(self.written_off).max(Money::ZERO))
    }
}

/// Units by band and highest loads, as registers gave them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Used {
    /// Units of each band; a plain register's band is empty.
    pub bands: Vec<(String, Decimal)>,
    /// Highest loads in kW, by band; a plain register's is `max`.
    pub demand: Vec<(String, Decimal)>,
}

impl Used {
    /// Adds up registers: units of one band are summed, of loads the highest counts.
    pub fn of<'r>(registers: impl IntoIterator<Item = (&'r str, Decimal)>) -> Used {
        let mut used = Used::default();
        for (band, units) in registers {
            if is_demand(band) {
                put(&mut used.demand, load_name(band), units, Decimal::max);
            } else {
                put(&mut used.bands, band, units, |a, b| a + b);
            }
        }
        used
    }

    /// What a bill charged for, as its paper has it.
    pub fn on_paper(paper: &BillPaper) -> Result<Used, rust_decimal::Error> {
        let mut registers = Vec::with_capacity(paper.readings.len());
        for reading in &paper.readings {
            registers.push((reading.band.as_str(), reading.units.parse()?));
        }
        let mut used = Used::of(registers);
        if !paper.billed.is_empty() {
            let billed = paper.billed.iter().map(|of| Ok((of.band.clone(), of.units.parse()?)));
            used.bands = billed.collect::<Result<_, rust_decimal::Error>>()?;
        }
        Ok(used)
    }

    /// Units of all bands.
    #[must_use]
    pub fn units(&self) -> Decimal {
        self.bands.iter().map(|(_, units)| *units).sum()
    }

    /// What a bill charged for, as its registers count it now. `multiplier` gives that of a meter's band; none of one
    /// that is not known any more.
    pub fn counted_now(
        &self,
        paper: &BillPaper,
        multiplier: impl Fn(&str, &str) -> Option<Decimal>,
    ) -> Result<Used, rust_decimal::Error> {
        let mut now = self.clone();
        for (band, units) in &mut now.bands {
            // Where it was shared out, the meter that hung at the end tells; else each has its own part of it.
            let of_band = paper.readings.iter().filter(|reading| reading.band == *band);
            let mut sum = Decimal::ZERO;
            let mut factor = Decimal::ONE;
            for reading in of_band {
                let was =
                    if reading.multiplier.is_empty() { Decimal::ONE } else { reading.multiplier.parse()? };
                let is = multiplier(&reading.meter, band).unwrap_or(was);
                factor = is / was;
                sum += reading.units.parse::<Decimal>()? * factor;
            }
            *units = if paper.billed.is_empty() { sum } else { *units * factor };
        }
        Ok(now)
    }

    fn usage(&self) -> Usage {
        let plain = self.bands.iter().all(|(band, _)| band.is_empty());
        Usage {
            total: plain.then(|| self.units()),
            bands: if plain { Vec::new() } else { self.bands.clone() },
            demand: self.demand.clone(),
            ..Usage::default()
        }
    }
}

fn put(all: &mut Vec<(String, Decimal)>, band: &str, units: Decimal, join: fn(Decimal, Decimal) -> Decimal) {
    match all.iter_mut().find(|(known, _)| known == band) {
        Some((_, sum)) => *sum = join(*sum, units),
        None => all.push((band.to_owned(), units)),
    }
}

/// A line of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillLine {
    /// What it charges for.
    pub kind: BillLineKind,
    /// In words.
    pub label: String,
    /// How many, with the unit; may be empty.
    pub quantity: String,
    /// Of one; may be empty.
    pub rate: String,
    /// What it comes to; below zero for what is given.
    pub amount: Money,
    /// What it says, for print in other languages; none where the label is a name alone.
    pub wording: Option<Wording>,
}

impl BillLine {
    /// A line that has nothing but a name.
    fn named(kind: BillLineKind, what: LineName, amount: Money) -> BillLine {
        BillLine {
            kind,
            label: what.label().into(),
            quantity: String::new(),
            rate: String::new(),
            amount,
            wording: Some(Wording::Named { what }),
        }
    }
}

/// A bill, worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its lines; they sum to `total`.
    pub lines: Vec<BillLine>,
    /// What the period alone is charged, without what is made good.
    pub charges: Money,
    /// Months for which it charges what is due by the month.
    pub months: i64,
    /// For how many months too many it and the bills before it have charged, in 365ths of one; below zero, too few.
    pub months_over: i64,
    /// What is claimed, zero or more.
    pub total: Money,
    /// What is given to the account because the lines came to less than nothing.
    pub credit_given: Money,
    /// Credit of the account that is used up by it.
    pub credit_used: Money,
    /// First day of the period.
    pub from: Day,
    /// The day after the last.
    pub to: Day,
    /// Units of the period, by what the tariff charges by.
    pub units: Decimal,
    /// What the registers counted of it: what it was charged for, by band: where estimates are made good, this period's share.
    pub used: Used,
    /// How that share came about, where estimates are made good.
    pub truth: Option<Truth>,
    /// How gas was converted; empty where the registers count what is charged.
    pub gas: Vec<gas::Part>,
    /// What the registers count.
    pub counted_in: String,
    /// What the tariff charges by.
    pub unit: String,
    /// What priced its days, in their order.
    pub priced: Vec<PricedDays>,
    /// The version that rules the end of the period.
    pub version: TariffVersionId,
    /// The tariff's name and the first day of that version.
    pub tariff: (String, Day),
    /// What is to be paid of it from a day on, when it is late; none where the tariff has no surcharge.
    pub after_due: Option<(Day, Money)>,
}

impl Made {
    /// What is to be paid of it.
    pub fn payable(&self) -> Result<Money, Refusal> {
        self.total.minus(self.credit_used).ok_or(Refusal::TooMuch)
    }

    /// Credit that it takes from the account; below zero where it gives some.
    pub fn credit_taken(&self) -> Result<Money, Refusal> {
        self.credit_used.minus(self.credit_given).ok_or(Refusal::TooMuch)
    }
}

/// Makes a bill of what was used.
///
/// Refuses with [`Refusal::CannotBill`] an account without a tariff for the period, a use that the tariff
/// cannot price, registers that count in another unit than it charges by, a period of one day, and a use below zero that no bill on an estimate explains.
pub fn bill(order: &Order<'_>) -> Result<Made, Refusal> {
    let (from, to) = (order.usage.from, order.usage.to);
    if to.days_since(from) < 2 {
        return Err(cannot(order, "one day is too short for a bill; it is billed with the next reading"));
    }
    let terms = Terms { ended: order.ended, versions: order.versions, facts: &order.facts };
    let parts = parts(order, &terms, (from, to))?;
    let version = ruling(order, &parts)?;
    let counted_in = counted_in(order, version.tariff)?;
    loads_fit(order, &parts)?;
    let gauge = Gauge { counted: counted_in, charged: &version.tariff.unit, factors: order.gas };
    let read = Used::of(order.usage.registers.iter().map(|r| (r.band.as_str(), r.units)));
    let shared = made_good(order, &read)?;
    let used = shared.as_ref().map_or(&read, |shared| &shared.own);
    let charged = months_due(order.months_over, from, to);
    let (quote, converted) = price(order, &parts, ((from, to), Some(charged.months)), &gauge, used)?;

    let mut lines = quote_lines(&quote);
    let charges = quote.total;
    let truth = shared.as_ref().map(|shared| truth(order, shared, counted_in)).transpose()?;
    for earlier in truth.iter().flat_map(|truth| &truth.earlier) {
        lines.extend(correction_lines(earlier, counted_in)?);
    }
    let sum = Money::sum(lines.iter().map(|l| l.amount)).ok_or(Refusal::TooMuch)?;
    let credit_given = if sum.is_negative() { sum.negated() } else { Money::ZERO };
    if credit_given.is_positive() {
        lines.push(BillLine::named(BillLineKind::Other, LineName::KeptAsCredit, credit_given));
    }
    let total = sum.plus(credit_given).ok_or(Refusal::TooMuch)?;
    let credit_used = order.credit.min(total);
    let payable = total.minus(credit_used).ok_or(Refusal::TooMuch)?;
    Ok(Made {
        lines,
        charges,
        months: charged.months,
        // What is charged by days, or by the bill, leaves no month out and adds none.
        months_over: match parts.iter().any(|part| part.version.tariff.counts_months()) {
            true => order.months_over + charged.over(),
            false => order.months_over,
        },
        total,
        credit_given,
        credit_used,
        from,
        to,
        units: converted.used.units(),
        used: used.clone(),
        truth,
        gas: converted.parts,
        counted_in: counted_in.to_owned(),
        unit: version.tariff.unit.to_string(),
        priced: parts.iter().map(Part::told).collect(),
        version: version.id,
        tariff: (version.tariff.name.to_string(), version.valid_from),
        after_due: after_due(order, version.tariff, payable)?,
    })
}

fn cannot(order: &Order<'_>, reason: impl Into<String>) -> Refusal {
    Refusal::CannotBill { account: order.account.to_owned(), reason: reason.into() }
}

/// What a period is priced by: what ended inside it, and what stands at its end.
struct Terms<'p, 't> {
    ended: &'p [Ended<'t>],
    versions: &'p [Version<'t>],
    facts: &'p AccountFacts,
}

/// Days of a period with the version and the loads that price them.
#[derive(Clone, Copy)]
struct Part<'p, 't> {
    version: Version<'t>,
    facts: &'p AccountFacts,
    from: Day,
    to: Day,
}

impl Part<'_, '_> {
    /// Whether a charge on loads is due in these days.
    fn has_season(&self, charge: &DemandCharge) -> bool {
        is_in_season(self.version.tariff, charge, (self.from, self.to))
    }

    /// The unit in which a contract demand is charged in these days: that of a charge which has a least part of it,
    /// else of any on loads; kW where there is none.
    fn contract_unit(&self) -> String {
        let due = || {
            self.version.tariff.demand.iter().filter(|charge| !charge.is_free() && self.has_season(charge))
        };
        let on_contract = due().find(|charge| charge.min_percent_of_contract.is_some());
        on_contract.or_else(|| due().next()).map_or_else(|| "kW".to_owned(), |charge| charge.unit.to_string())
    }

    fn told(&self) -> PricedDays {
        let Version { id, valid_from, tariff } = self.version;
        PricedDays {
            from: self.from,
            to: self.to,
            version: id,
            tariff: (tariff.name.to_string(), valid_from),
            contract_unit: self.contract_unit(),
        }
    }
}

/// The parts of a period, in order. Loads that change on one plan leave its versions as they rule the period; another
/// plan begins with the version that is in force on its own first day.
fn parts<'p, 't>(
    order: &Order<'_>,
    terms: &Terms<'p, 't>,
    (from, to): (Day, Day),
) -> Result<Vec<Part<'p, 't>>, Refusal> {
    let mut spells: Vec<(&'p [Version<'t>], &'p AccountFacts, Day, Day)> = Vec::new();
    let mut begins = from;
    for ended in terms.ended.iter().filter(|ended| ended.until > from && ended.until < to) {
        spells.push((&ended.versions, &ended.facts, begins, ended.until));
        begins = ended.until;
    }
    spells.push((terms.versions, terms.facts, begins, to));
    let mut parts = Vec::with_capacity(spells.len());
    for plan in
        spells.chunk_by(|(one, ..), (other, ..)| one.iter().map(|v| v.id).eq(other.iter().map(|v| v.id)))
    {
        let (Some(&(versions, _, first, _)), Some(&(.., last))) = (plan.first(), plan.last()) else {
            continue;
        };
        let starts: Vec<(Day, OnChange)> =
            versions.iter().map(|v| (v.valid_from, v.tariff.on_change)).collect();
        let ruling = versions_for(first, last, &starts).map_err(|_| {
            cannot(order, format!("its tariff has no version that holds on {}", first.long()))
        })?;
        for &(_, facts, begins, ends) in plan {
            let within = ruling.iter().map(|held| (held.version, held.from.max(begins), held.to.min(ends)));
            let own = within.filter(|(_, from, to)| from < to);
            parts.extend(own.map(|(at, from, to)| Part { version: versions[at], facts, from, to }));
        }
    }
    Ok(parts)
}

/// The version that rules the end of a period. Refuses plans that charge by different units: one use cannot be shared
/// among them.
fn ruling<'t>(order: &Order<'_>, parts: &[Part<'_, 't>]) -> Result<Version<'t>, Refusal> {
    let last = parts.last().ok_or_else(|| cannot(order, "its tariff has no version for this period"))?;
    let unit = |part: &Part<'_, '_>| folded_unit(&part.version.tariff.unit);
    match parts.iter().rev().find(|part| unit(part) != unit(last)) {
        None => Ok(last.version),
        Some(other) => Err(cannot(
            order,
            format!(
                "it changed on {} from a plan that charges by {} to one that charges by {}; bill it up to that day",
                other.to.long(),
                other.version.tariff.unit,
                last.version.tariff.unit
            ),
        )),
    }
}

/// The highest load of all, as a tariff's charges name it.
const OF_ALL: &str = "max";

/// What a tariff's charges call the load of a register: its band, or [`OF_ALL`].
fn load_name(band: &str) -> &str {
    match band.strip_prefix("demand").map_or("", str::trim) {
        "" => OF_ALL,
        band => band,
    }
}

/// What the registers count. Refuses those that count something else than the tariff charges by, or than each other:
/// cubic metres billed as kWh would be a tenth of the bill, and nobody would see why. Gas is converted.
fn counted_in<'o>(order: &Order<'o>, tariff: &Tariff) -> Result<&'o str, Refusal> {
    let mut used = order.usage.registers.iter().filter(|r| !is_demand(&r.band));
    let Some(first) = used.next() else { return Ok(order.usage.registers.first().map_or("", |r| &r.unit)) };
    let as_one = used.find(|r| folded_unit(&r.unit) != folded_unit(&first.unit));
    let is_gas = tariff.service == TariffService::Gas;
    let charged = folded_unit(&first.unit) == folded_unit(&tariff.unit);
    match as_one.or_else(|| Some(first).filter(|_| !charged && !is_gas)) {
        Some(other) => {
            // Of an exchange each part is right by itself.
            let way_out = if other.meter == first.meter {
                "put the register's unit or the tariff right"
            } else {
                "bill it up to the day of the exchange first, or put a register's unit right if it is wrong"
            };
            let reason = counts_other(&other.meter, &other.unit, &tariff.unit);
            Err(cannot(order, format!("{reason}; {way_out}")))
        }
        None => Ok(&first.unit),
    }
}

/// Refuses loads that are measured in another unit than a charge on them in the period: of how many kVA 80 kW are nobody
/// knows. Which load a charge is on, [`tariffs::quote`] says: its band's, else the highest of all, else the highest of them.
fn loads_fit(order: &Order<'_>, parts: &[Part<'_, '_>]) -> Result<(), Refusal> {
    let loads: Vec<_> = order.usage.registers.iter().filter(|r| is_demand(&r.band)).collect();
    let of = |part: &Part<'_, '_>| misfit(part, &loads).map(|(load, unit)| (load, unit.to_owned()));
    let Some((load, unit)) = parts.iter().find_map(of) else { return Ok(()) };
    let changed = parts.iter().find(|part| of(part).is_none());
    let way_out = if loads.iter().any(|r| r.meter != load.meter) {
        "bill it up to the day of the exchange first, or put a register's unit right if it is wrong"
            .to_owned()
    } else if let (Some(_), [.., last]) = (changed, parts) {
        format!("its plan charged by another unit before {}: bill it up to that day first", last.from.long())
    } else {
        "put the register's unit or the tariff right".to_owned()
    };
    Err(cannot(order, format!("{}; {way_out}", counts_other(&load.meter, &load.unit, &unit))))
}

/// A load with another unit than a charge on it in these days of the period, and the unit of that charge.
fn misfit<'o, 't>(part: &Part<'_, 't>, loads: &[&'o RegisterUse]) -> Option<(&'o RegisterUse, &'t str)> {
    let charges = part.version.tariff.demand.iter().filter(|charge| part.has_season(charge));
    let told: Vec<_> = loads.iter().map(|r| (&*r.band, &*r.unit)).collect();
    charged_otherwise(charges, &told).map(|(at, unit)| (loads[at], unit))
}

/// Whether a tariff's charge on loads is due in days of a period, the last one left out.
#[must_use]
pub fn is_in_season(tariff: &Tariff, charge: &DemandCharge, (from, to): (Day, Day)) -> bool {
    charge.season.as_deref().is_none_or(|season| {
        !tariff.seasons_have_months()
            || tariff.season_days(from, to).iter().any(|(name, _)| **name == *season)
    })
}

/// Of loads, each a band and its unit, the place of one with another unit than a charge on it, and the unit of that charge.
pub fn charged_otherwise<'t>(
    charges: impl IntoIterator<Item = &'t DemandCharge>,
    loads: &[(&str, &str)],
) -> Option<(usize, &'t str)> {
    let of_all = loads.iter().any(|(band, _)| load_name(band) == OF_ALL);
    charges.into_iter().filter(|charge| !charge.is_free()).find_map(|charge| {
        let is_on = |band: &str| match charge.band.as_deref() {
            Some(wanted) => load_name(band) == wanted,
            None => !of_all || load_name(band) == OF_ALL,
        };
        let other =
            |(band, unit): &(&str, &str)| is_on(band) && folded_unit(unit) != folded_unit(&charge.unit);
        loads.iter().position(other).map(|at| (at, &*charge.unit))
    })
}

fn counts_other(meter: &str, counted: &str, charged: &str) -> String {
    format!("meter {meter} counts {counted}, its tariff charges by {charged}")
}

/// Why a use cannot be charged, for the clerk.
fn unconverted(order: &Order<'_>, gauge: &Gauge<'_>, why: Unconverted) -> Refusal {
    let meter = order.usage.registers.first().map_or("", |r| &r.meter);
    let counts = counts_other(meter, gauge.counted, gauge.charged);
    match why {
        Unconverted::Units => cannot(order, format!("{counts}; put the register's unit or the tariff right")),
        Unconverted::Factors(day) => cannot(
            order,
            format!("{counts}, and no gas factors hold on {}; set them under Settings, Gas", day.long()),
        ),
        Unconverted::TooMuch => Refusal::TooMuch,
    }
}

fn price(
    order: &Order<'_>,
    parts: &[Part<'_, '_>],
    ((from, to), months): ((Day, Day), Option<i64>),
    gauge: &Gauge<'_>,
    used: &Used,
) -> Result<(Quote, Converted), Refusal> {
    let period = Period::between(from, to).map_err(|e| cannot(order, e.to_string()))?;
    let converted = gauge.convert(used, (from, to)).map_err(|why| unconverted(order, gauge, why))?;
    let case = Case {
        period: Period { months_due: months.map(Decimal::from), ..period },
        usage: converted.used.usage(),
        account: parts.last().map(|part| part.facts.clone()).unwrap_or_default(),
        minor_per_major: None,
        notes: Vec::new(),
    };
    let priced = parts.iter().map(|part| tariffs::Part {
        tariff: part.version.tariff,
        days: Some((part.from, part.to)),
        account: Some(part.facts),
    });
    let quote = quote_parts(&priced.collect::<Vec<_>>(), &case).map_err(|e| cannot(order, e.to_string()))?;
    if quote.minor_per_major != order.minor_per_major {
        let currency = parts.last().map_or("", |part| &part.version.tariff.currency);
        return Err(cannot(order, format!("its tariff is in {currency}, which this book does not count in")));
    }
    Ok((quote, converted))
}

fn quote_lines(quote: &Quote) -> Vec<BillLine> {
    let mut lines: Vec<BillLine> = quote
        .lines
        .iter()
        .map(|l| BillLine {
            kind: l.group.bill_line(),
            label: quote.printed_label(l),
            quantity: quote.printed_quantity(l),
            rate: quote.printed_rate(l),
            amount: quote.printed(l),
            wording: quote.wording(l),
        })
        .collect();
    let rounding = quote.printed_rounding();
    if !rounding.is_zero() {
        lines.push(BillLine::named(BillLineKind::Rounding, LineName::Rounding, rounding));
    }
    lines
}

/// The true use since the last measured reading, shared among its periods.
struct Shared {
    /// The first day of the oldest bill that is made good.
    since: Day,
    days: i64,
    total: Used,
    /// The shares of the bills that are made good, oldest first.
    earlier: Vec<Used>,
    /// The share of the period that is billed.
    own: Used,
}

/// What each period since the last measured reading used in truth; none where nothing is to be made good.
///
/// The true total is known only for all of them together, so it is shared by days: each period is then priced
/// by its own slabs and its own version, and nobody pays a higher slab because a meter was read late. That is so for
/// each band by itself: what a register measured in a period stays that period's use.
fn made_good(order: &Order<'_>, read: &Used) -> Result<Option<Shared>, Refusal> {
    let bands = order
        .usage
        .trued_bands()
        .into_iter()
        .filter_map(|band| Some((band, oldest_guess(order.estimated, band)?)));
    let bands: Vec<(&str, usize)> = bands.collect();
    let is_shared = |band: &str| bands.iter().any(|(of, _)| *of == band);
    if read.bands.iter().any(|(band, units)| *units < Decimal::ZERO && !is_shared(band)) {
        let reason = "its use is below zero; correct the reading, or cancel the bill that was too high";
        return Err(cannot(order, reason));
    }
    let Some(since) = bands.iter().map(|(_, first)| order.estimated[*first].from).min() else {
        return Ok(None);
    };
    let mut total = Used::default();
    let mut earlier: Vec<Used> = order.estimated.iter().map(|e| e.used.clone()).collect();
    let mut own = read.clone();
    for (band, first) in bands {
        let guesses = &order.estimated[first..];
        let units = of_band(read, band) + guesses.iter().map(|e| of_band(&e.counted, band)).sum::<Decimal>();
        if units < Decimal::ZERO {
            return Err(cannot(order, "its meter counted less than nothing since it was last read"));
        }
        // From the first day that was billed on an estimate to the reading that tells the truth, there is no gap.
        let periods = guesses.iter().map(|e| (e.from, e.to)).chain([(order.usage.from, order.usage.to)]);
        let days: Vec<i64> = periods.map(|(from, to)| to.days_since(from)).collect();
        for (share, part) in earlier[first..].iter_mut().chain([&mut own]).zip(by_days(units, &days)) {
            put(&mut share.bands, band, part, |_, true_use| true_use);
        }
        total.bands.push((band.to_owned(), units));
    }
    Ok(Some(Shared { since, days: order.usage.to.days_since(since), total, earlier, own }))
}

/// The place of the oldest bill since a band was last measured; none where it was measured on the last one.
fn oldest_guess(estimated: &[Estimated<'_>], band: &str) -> Option<usize> {
    let mut oldest = None;
    for (at, earlier) in estimated.iter().enumerate().rev() {
        if !earlier.guessed.has(band) {
            break;
        }
        oldest = Some(at);
        if earlier.guessed.made_good(band) {
            break;
        }
    }
    oldest
}

fn of_band(used: &Used, band: &str) -> Decimal {
    used.bands.iter().find(|(of, _)| of == band).map_or(Decimal::ZERO, |(_, units)| *units)
}

/// Holds each bill on an estimate against its share of the true use: what that would have cost on the bill, by its
/// own loads and tariff. A load or tariff that changed since is no part of it.
fn truth(order: &Order<'_>, shared: &Shared, counted_in: &str) -> Result<Truth, Refusal> {
    let mut all = Vec::with_capacity(shared.earlier.len());
    for (earlier, actual) in order.estimated.iter().zip(&shared.earlier) {
        let period = (earlier.from, earlier.to);
        // A bill that was not converted was charged by what its registers count.
        let unit = earlier.versions.last().map_or("", |v| &v.tariff.unit);
        let charged = if earlier.gas.is_empty() { counted_in } else { unit };
        let gauge = Gauge { counted: counted_in, charged, factors: &earlier.gas };
        let terms = Terms { ended: &earlier.ended, versions: &earlier.versions, facts: &earlier.facts };
        let parts = parts(order, &terms, period)?;
        let cost = |used: &Used| price(order, &parts, (period, earlier.months), &gauge, used);
        let (estimate, _) = cost(&earlier.used)?;
        let (truth, converted) = cost(actual)?;
        all.push(TrueBill {
            number: earlier.number.clone(),
            from: earlier.from,
            to: earlier.to,
            estimated: earlier.used.units(),
            units: actual.units(),
            charged_units: converted.used.units(),
            charged: estimate.total.plus(earlier.noted).ok_or(Refusal::TooMuch)?,
            costs: truth.total,
            lines: quote_lines(&truth),
            written_off: earlier.written_off,
        });
    }
    Ok(Truth { since: shared.since, days: shared.days, total: shared.total.clone(), earlier: all })
}

/// What an earlier bill was charged too much or too little, and what of it is not given back as it was never paid.
fn correction_lines(earlier: &TrueBill, unit: &str) -> Result<Vec<BillLine>, Refusal> {
    let amount = earlier.more()?;
    if amount.is_zero() {
        return Ok(Vec::new());
    }
    let more = (earlier.units - earlier.estimated).normalize();
    let (number, estimated, used) = (&earlier.number, plain(earlier.estimated), plain(earlier.units));
    let mut lines = vec![BillLine {
        kind: BillLineKind::Adjustment,
        label: format!("Bill {number} was on an estimate of {estimated} {unit}; {used} {unit} were used"),
        quantity: format!("{more} {unit}"),
        rate: String::new(),
        amount,
        wording: Some(Wording::OnEstimate { bill: number.clone(), estimated, used, unit: unit.to_owned() }),
    }];
    let kept = earlier.kept()?;
    if kept.is_positive() {
        lines.push(BillLine {
            kind: BillLineKind::Adjustment,
            label: format!("Of that, written off of bill {number} and never paid"),
            quantity: String::new(),
            rate: String::new(),
            amount: kept,
            wording: Some(Wording::WrittenOff { bill: number.clone() }),
        });
    }
    Ok(lines)
}

/// What is to be paid on the first day on which the tariff's surcharge is due.
fn after_due(order: &Order<'_>, tariff: &Tariff, payable: Money) -> Result<Option<(Day, Money)>, Refusal> {
    let Some(late) = &tariff.late_payment else { return Ok(None) };
    let from = order.due_on.plus_days(late.grace_days.max(0) + 1);
    let surcharge = late.accrued(payable, Late::between(order.due_on, from), order.minor_per_major)?;
    let amount = payable.plus(surcharge).ok_or(Refusal::TooMuch)?;
    Ok(surcharge.is_positive().then_some((from, amount)))
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
