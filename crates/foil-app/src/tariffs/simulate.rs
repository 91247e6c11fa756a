//! What another version would have made of a month's bills: totals, winners, losers, and who changes most.

use super::quote::number;
use super::shelf::stored;
use super::views::{LeftOut, SimulateTariff, SimulatedBill, SimulatedBin, SimulationReport};
use crate::office::jobs::Progress;
use crate::office::views::JobView;
use crate::{Office, Refusal, Result, Session};
use anyhow::Context;
use foil_domain::billing::engine::{Used, charged_otherwise, is_in_season};
use foil_domain::billing::gas::is_same_unit;
use foil_domain::documents::{BillDoc, BillPaper};
use foil_domain::ids::{AccountId, TariffId};
use foil_domain::metering::period::is_demand;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::tariffs::{AccountFacts, Case, Part, Period, Tariff, TariffFault, Usage, quote_parts};
use foil_domain::text::fold;
use foil_domain::time::{Day, Month};
use foil_store::Tx;
use foil_store::meters;
use foil_store::office::OfficeRow;
use foil_store::tariffs::{self as store, PricedRow};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Bills that a list of the largest changes holds.
const LARGEST: usize = 10;
/// Different reasons that are told apart; the rest is counted together.
const REASONS: usize = 20;
/// Bills that are tried in one reading of the book, after which cancelling is looked at.
const TOGETHER: i64 = 2_000;
/// Accounts that are looked through in one reading for bills of who has left the plan since.
const LOOKED_THROUGH: i64 = 20_000;
/// Percentages at which bins of the distribution end, on both sides of zero.
const BOUNDS: [i64; 5] = [2, 5, 10, 20, 50];

/// Prices a month's bills of a plan anew, as a job; nothing is stored but the job's report.
///
/// Refuses at once a plan or version that is not there, and a text that will not do.
pub fn simulate_tariff(office: &Arc<Office>, who: &Session, input: SimulateTariff) -> Result<JobView> {
    let (plan, candidate) = office.view(who, Right::SeeTariffs, |tx, row| {
        let plan =
            store::find(tx, input.tariff)?.ok_or_else(|| Refusal::not_found("tariff", input.tariff))?;
        Ok((plan.name, candidate(tx, row, &input)?))
    })?;
    let tariff = input.tariff;
    let (doer, month, title) = (who.of_a_job(), input.month, format!("{plan}, {}", input.month));
    office.start_job(who, "simulate_tariff", Right::SeeTariffs, &title, move |office, progress| {
        let report = simulate(office, &doer, (tariff, &plan), month, &candidate, progress)?;
        Ok(serde_json::to_value(report).context("writing a simulation's report")?)
    })
}

/// The tariff that bills are tried by.
fn candidate(tx: &Tx<'_>, office: &OfficeRow, input: &SimulateTariff) -> Result<Tariff> {
    let tariff = match (&input.version, &input.text) {
        (Some(version), None) => {
            store::version(tx, *version)?.ok_or_else(|| Refusal::not_found("tariff version", *version))?;
            stored(tx, *version)?
        }
        (None, Some(text)) => Tariff::parse(text).map_err(|faults| faulty(&faults))?,
        _ => return Err(Refusal::bad_input("version", "a stored version, or a text").into()),
    };
    if *tariff.currency != *office.currency {
        let expected = format!("{}, the currency of this office", office.currency);
        return Err(Refusal::bad_input("currency", expected).into());
    }
    Ok(tariff)
}

fn faulty(faults: &[TariffFault]) -> Refusal {
    let first = faults.first().map_or_else(String::new, |fault| format!("; {fault}"));
    Refusal::bad_input("text", format!("a tariff file without faults{first}"))
}

/// The bills of the accounts that name the plan, then those that it priced of accounts that name another by now. Some
/// thousand bills a reading: a month in one would keep the book's log growing until it is over.
fn simulate(
    office: &Arc<Office>,
    who: &Session,
    (tariff, plan): (TariffId, &str),
    month: Month,
    candidate: &Tariff,
    progress: &Progress,
) -> Result<SimulationReport> {
    let wanted = fold(plan);
    let (plans, last_account, units) = office.view(who, Right::SeeTariffs, |tx, _| {
        Ok((store::on_plans(tx)?, store::last_account(tx)?, units_of(tx, tariff)?))
    })?;
    let spelled: Vec<_> = plans.into_iter().filter(|on| fold(&on.tariff) == wanted).collect();
    progress.set_total(spelled.iter().map(|on| on.accounts).sum::<i64>() + last_account.0);
    let mut sums = Sums {
        tariff,
        plan: wanted,
        units,
        report: SimulationReport::default(),
        bins: Default::default(),
        other_reasons: 0,
    };
    let mut done = 0;
    for on in &spelled {
        let mut after = Some(AccountId(0));
        while let Some(from) = after {
            progress.go_on()?;
            let (tried, last) = office.view(who, Right::SeeTariffs, |tx, _| {
                some(tx, &on.tariff, month, from, candidate, &mut sums)
            })?;
            done += tried;
            progress.set_done(done);
            after = last;
        }
    }
    let spelled: Vec<String> = spelled.into_iter().map(|on| on.tariff).collect();
    let mut after = AccountId(0);
    while after < last_account {
        progress.go_on()?;
        let upto = AccountId(after.0 + LOOKED_THROUGH).min(last_account);
        office.view(who, Right::SeeTariffs, |tx, _| {
            left_since(tx, month, (after, upto), &spelled, candidate, &mut sums)
        })?;
        progress.set_done(done + upto.0);
        after = upto;
    }
    let bills = sums.report.bills;
    progress.set_total(bills);
    progress.set_done(bills);
    Ok(sums.report())
}

/// What a tariff has charged by, from each day on, the newest first.
fn units_of(tx: &Tx<'_>, tariff: TariffId) -> Result<Vec<(Day, String)>> {
    let mut units: Vec<(Day, String)> = Vec::new();
    // Newest day first, and of a day the highest revision.
    for version in store::versions(tx, tariff)? {
        if units.last().is_none_or(|(from, _)| *from != version.valid_from_on) {
            units.push((version.valid_from_on, stored(tx, version.id)?.unit.to_string()));
        }
    }
    Ok(units)
}

/// Tries the bills that the plan priced of accounts that name another one by now; an imported bill says nothing of its
/// plan, so it goes by what its account named at the end of its period.
fn left_since(
    tx: &Tx<'_>,
    month: Month,
    accounts: (AccountId, AccountId),
    spelled: &[String],
    candidate: &Tariff,
    sums: &mut Sums,
) -> Result<()> {
    store::each_priced_by(tx, sums.tariff, (month.first(), month.last()), accounts, |row| {
        let priced = row.priced_by.is_some() || row.plan_then.as_ref().is_some_and(|then| sums.is_of(then));
        if priced && !spelled.contains(&row.plan) {
            sums.add(tx, &row, candidate)?;
        }
        Ok(true)
    })
}

/// Tries the bills of some accounts after one: how many, and the last account where there may be more.
fn some(
    tx: &Tx<'_>,
    spelling: &str,
    month: Month,
    after: AccountId,
    candidate: &Tariff,
    sums: &mut Sums,
) -> Result<(i64, Option<AccountId>)> {
    let (mut tried, mut last, mut more) = (0, after, false);
    store::each_priced(tx, spelling, (month.first(), month.last()), after, |row| {
        // An account has a bill or two of a month; they are tried together.
        if tried >= TOGETHER && row.account_id != last {
            more = true;
            return Ok(false);
        }
        last = row.account_id;
        tried += 1;
        sums.add(tx, &row, candidate)?;
        Ok(true)
    })?;
    Ok((tried, more.then_some(last)))
}

/// The figures as they grow; the same size for a hundred bills and for a million.
struct Sums {
    /// The tariff whose bills these are.
    tariff: TariffId,
    /// Its plan's name, folded.
    plan: String,
    /// What it has charged by, from each day on, the newest first.
    units: Vec<(Day, String)>,
    report: SimulationReport,
    bins: [i64; 2 * BOUNDS.len() + 3],
    other_reasons: i64,
}

impl Sums {
    fn is_of(&self, plan: &str) -> bool {
        fold(plan) == self.plan
    }

    /// What the tariff charged by on a day.
    fn unit_on(&self, day: Day) -> Option<&str> {
        self.units.iter().find(|(from, _)| *from <= day).map(|(_, unit)| &**unit)
    }

    fn add(&mut self, tx: &Tx<'_>, row: &PricedRow, candidate: &Tariff) -> Result<()> {
        let priced_here = match row.priced_by {
            Some(by) => by == self.tariff,
            None => row.plan_then.as_ref().is_none_or(|then| self.is_of(then)),
        };
        if !priced_here {
            self.leave_out("another tariff priced it");
            return Ok(());
        }
        let (before, after) = match tried(tx, row, self.unit_on(row.period_to_on), candidate) {
            Ok(Ok(tried)) => tried,
            Ok(Err(reason)) => {
                self.leave_out(&reason);
                return Ok(());
            }
            Err(crate::Error::Refused(refusal)) => {
                self.leave_out(&refusal.to_string());
                return Ok(());
            }
            Err(broken) => return Err(broken),
        };
        let change = after.minus(before).ok_or(Refusal::TooMuch)?;
        let report = &mut self.report;
        report.bills += 1;
        report.before = report.before.plus(before).ok_or(Refusal::TooMuch)?;
        report.after = report.after.plus(after).ok_or(Refusal::TooMuch)?;
        self.bins[bin(before, change)] += 1;
        if change.is_zero() {
            report.same += 1;
            return Ok(());
        }
        let bill = || SimulatedBill {
            account: row.account_id,
            account_number: row.account_number.clone(),
            bill: row.number.clone(),
            units: row.units.clone(),
            before,
            after,
        };
        let (side, largest) = if change.is_negative() {
            (&mut report.winners, &mut report.falls)
        } else {
            (&mut report.losers, &mut report.rises)
        };
        side.bills += 1;
        side.change = side.change.plus(change).ok_or(Refusal::TooMuch)?;
        keep_largest(largest, change, bill);
        Ok(())
    }

    fn leave_out(&mut self, reason: &str) {
        let list = &mut self.report.left_out;
        if let Some(one) = list.iter_mut().find(|one| one.reason == reason) {
            one.bills += 1;
        } else if list.len() < REASONS {
            list.push(LeftOut { reason: reason.to_owned(), bills: 1 });
        } else {
            self.other_reasons += 1;
        }
    }

    fn report(self) -> SimulationReport {
        let Sums { mut report, bins, other_reasons, .. } = self;
        if other_reasons > 0 {
            report.left_out.push(LeftOut { reason: "other reasons".into(), bills: other_reasons });
        }
        report.distribution = edges()
            .into_iter()
            .zip(bins)
            .map(|((from, to), bills)| SimulatedBin { from, to, bills })
            .collect();
        report
    }
}

/// What the period was charged, and what it would be charged by another tariff; or why that cannot be said, for it charges
/// by other units: of how many cubic metres 420 kWh are, and of how many kVA 80 kW, nobody knows. Refuses what that tariff
/// cannot price, such as a bill of one register by a tariff of several time bands.
fn tried(
    tx: &Tx<'_>,
    row: &PricedRow,
    unit: Option<&str>,
    candidate: &Tariff,
) -> Result<std::result::Result<(Money, Money), String>> {
    let paper = paper_of(row)?;
    let unit = paper.as_ref().map(|paper| &*paper.unit).or(unit);
    if let Some(other) = unit.filter(|unit| !is_same_unit(unit, &candidate.unit)) {
        return Ok(Err(format!("it was charged by {other}, this version charges by {}", candidate.unit)));
    }
    if let Some((measured, charged)) =
        paper.as_ref().map(|p| other_load(tx, (row, p), candidate)).transpose()?.flatten()
    {
        return Ok(Err(format!("its load is measured in {measured}, this version charges by {charged}")));
    }
    let Charged { before, usage, account, ended } = match &paper {
        Some(paper) => made_here(row, paper)?,
        None => imported(row)?,
    };
    let to = row.period_to_on.plus_days(1);
    let mut begins = row.period_from_on;
    let mut parts = Vec::with_capacity(ended.len() + 1);
    for (until, loads) in &ended {
        parts.push(Part { tariff: candidate, days: Some((begins, *until)), account: Some(loads) });
        begins = *until;
    }
    parts.push(Part { tariff: candidate, days: Some((begins, to)), account: None });
    let period = Period::between(row.period_from_on, to)?;
    let case = Case {
        period: Period { months_due: row.months_charged.map(Decimal::from), ..period },
        usage,
        account,
        minor_per_major: None,
        notes: Vec::new(),
    };
    Ok(Ok((before, quote_parts(&parts, &case)?.total)))
}

/// What stands on a bill's paper of how it came about; none of one from elsewhere.
fn paper_of(row: &PricedRow) -> Result<Option<Box<BillPaper>>> {
    if row.document.is_empty() {
        return Ok(None);
    }
    let doc: BillDoc = serde_json::from_str(&row.document).context("reading a bill's paper")?;
    Ok(doc.paper)
}

/// The unit of a load on a bill that the tariff charges by another in these seasons, and that other; its meter says what it
/// measures.
fn other_load(
    tx: &Tx<'_>,
    (row, paper): (&PricedRow, &BillPaper),
    candidate: &Tariff,
) -> Result<Option<(String, String)>> {
    let mut loads: Vec<(String, String)> = Vec::new();
    for reading in paper.readings.iter().filter(|reading| is_demand(&reading.band)) {
        let Some(meter) = meters::by_number(tx, &reading.meter)? else { continue };
        let register = meters::registers(tx, meter.id)?.into_iter().find(|r| r.band == reading.band);
        loads.extend(register.map(|r| (r.band, r.unit)));
    }
    let told: Vec<_> = loads.iter().map(|(band, unit)| (&**band, &**unit)).collect();
    let days = (row.period_from_on, row.period_to_on.plus_days(1));
    let due = candidate.demand.iter().filter(|charge| is_in_season(candidate, charge, days));
    let other = charged_otherwise(due, &told);
    Ok(other.map(|(at, unit)| (loads[at].1.clone(), unit.to_owned())))
}

/// What a bill's own period was charged, and for what.
struct Charged {
    before: Money,
    usage: Usage,
    /// Loads at the end of the period.
    account: AccountFacts,
    /// Loads that ended inside it, each with the first day on which others held.
    ended: Vec<(Day, AccountFacts)>,
}

/// Of a bill that was imported only the units are known, and its total without surcharge.
fn imported(row: &PricedRow) -> Result<Charged> {
    if row.units.is_empty() {
        return Err(Refusal::bad_input("units", "units on the bill; it was imported without").into());
    }
    let before = row.total_minor.minus(row.surcharge_minor).ok_or(Refusal::TooMuch)?;
    let account = loads(&row.sanctioned_load_kw, &row.contract_demand_kw)?;
    Ok(Charged { before, usage: Usage::of(number("units", &row.units)?), account, ended: Vec::new() })
}

/// kW as they stand in an account's record or on a bill's paper; empty where unknown.
fn loads(sanctioned: &str, contract: &str) -> Result<AccountFacts> {
    let known = |text: &str, field| (!text.is_empty()).then(|| number(field, text)).transpose();
    Ok(AccountFacts {
        sanctioned_load_kw: known(sanctioned, "sanctioned_load_kw")?,
        contract_demand_kw: known(contract, "contract_demand_kw")?,
    })
}

/// The paper of a bill that was made here says what its own period was charged, what each register counted, and the
/// loads that it was priced by: those of today may be others.
fn made_here(row: &PricedRow, paper: &BillPaper) -> Result<Charged> {
    let Used { bands, demand } = Used::on_paper(paper).context("reading a bill's units")?;
    let plain = bands.iter().all(|(band, _)| band.is_empty());
    let usage = Usage {
        total: if plain { Some(number("units", &row.units)?) } else { None },
        bands: if plain { Vec::new() } else { bands },
        demand,
        ..Usage::default()
    };
    let ended = paper
        .ended
        .iter()
        .map(|terms| Ok((terms.until, loads(&terms.sanctioned_load_kw, &terms.contract_demand_kw)?)));
    Ok(Charged {
        before: paper.charges,
        usage,
        account: loads(&paper.sanctioned_load_kw, &paper.contract_demand_kw)?,
        ended: ended.collect::<Result<_>>()?,
    })
}

/// The bin of a change: falls first, the largest outermost, then those that stay, then rises.
fn bin(before: Money, change: Money) -> usize {
    if change.is_zero() {
        return BOUNDS.len() + 1;
    }
    let size = i128::from(change.minor()).abs() * 100;
    let base = i128::from(before.minor()).abs();
    let steps = BOUNDS.iter().filter(|bound| size > base * i128::from(**bound)).count();
    if change.is_negative() { BOUNDS.len() - steps } else { BOUNDS.len() + 2 + steps }
}

/// The bounds of every bin, in the order of [`bin`].
fn edges() -> Vec<(Option<i64>, Option<i64>)> {
    let mut rises = Vec::with_capacity(BOUNDS.len() + 1);
    let mut from = 0;
    for bound in BOUNDS {
        rises.push((Some(from), Some(bound)));
        from = bound;
    }
    rises.push((Some(from), None));
    let falls = rises.iter().rev().map(|(from, to)| (to.map(|p: i64| -p), from.map(|p: i64| -p)));
    falls.chain([(Some(0), Some(0))]).chain(rises.iter().copied()).collect()
}

/// Keeps a bill among the largest changes of its side, the largest first; of equals the earlier account stays.
fn keep_largest(largest: &mut Vec<SimulatedBill>, change: Money, bill: impl Fn() -> SimulatedBill) {
    let size = |one: &SimulatedBill| (one.after.minor() - one.before.minor()).abs();
    let place = largest.partition_point(|one| size(one) >= change.minor().abs());
    if place < LARGEST {
        largest.truncate(LARGEST - 1);
        largest.insert(place, bill());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_has_its_bin_and_a_bound_belongs_to_the_bin_nearer_to_zero() {
        let edges = edges();
        let of = |before: i64, change: i64| edges[bin(Money::from_minor(before), Money::from_minor(change))];
        assert_eq!(of(10_000, 0), (Some(0), Some(0)));
        assert_eq!(of(10_000, 1), (Some(0), Some(2)));
        assert_eq!(of(10_000, 200), (Some(0), Some(2)), "2 % is not over 2 %");
        assert_eq!(of(10_000, 201), (Some(2), Some(5)));
        assert_eq!(of(10_000, 9_000), (Some(50), None));
        assert_eq!(of(10_000, -200), (Some(-2), Some(0)));
        assert_eq!(of(10_000, -201), (Some(-5), Some(-2)));
        assert_eq!(of(10_000, -9_999), (None, Some(-50)));
        assert_eq!(of(0, 5), (Some(50), None), "a bill of nothing that costs something");
        assert_eq!(edges.len(), 2 * BOUNDS.len() + 3);
    }

    #[test]
    fn the_largest_changes_are_kept_in_order() {
        let mut largest = Vec::new();
        for change in [5, 1, 9, 3, 7, 2, 8, 4, 6, 10, 11, 12] {
            let bill = || SimulatedBill {
                account: foil_domain::ids::AccountId(change),
                account_number: String::new(),
                bill: String::new(),
                units: String::new(),
                before: Money::ZERO,
                after: Money::from_minor(change),
            };
            keep_largest(&mut largest, Money::from_minor(change), bill);
        }
        let kept: Vec<i64> = largest.iter().map(|one| one.after.minor()).collect();
        assert_eq!(kept, [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    }
}
