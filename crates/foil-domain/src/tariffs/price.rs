//! Pricing: usage → energy, fixed, demand, adjustments → rebates → minimum → taxes → total.
//!
//! Every line is the exact amount of its charge, rounded only where the tariff rounds it. A period that
//! is split (by season, or by a new version) shares *use and limits alike* by days. Because both are
//! shared in the same way, a part costs exactly its share of what the whole would cost on that part's
//! ladder; so the whole is priced and the share taken last, and the parts always sum to the whole.

use super::case::{AccountFacts, Case};
use super::exact::{
    RoundTo, RoundingMode, Share, is_over, over, percent_of, plus, settled, shown, sum, times, to_places,
    whole,
};
use super::ladder::{OnStep, at, climb, lies_in, units_in};
use super::lines::{Group, Least, MOST_PLACES, PLACES, Quote, QuoteLine, Split, Sum};
use super::model::{
    Adjustment, BlockScope, ByUse, DemandCharge, EnergyCharge, FixedCharge, Method, MinimumBill, Per,
    SlabPrice, Tariff,
};
use super::often::Often;
use super::one_bill::price;
use super::seasons::{SeasonPart, seasons};
use super::spread::{Spread, spread};
use super::stretch::Stretch;
use super::usage::{Units, units};
use crate::money::{MOST_MINOR, Money};
use crate::refusal::Refusal;
use crate::time::Day;
use rust_decimal::Decimal;
use std::sync::Arc;

/// A version of a tariff and the part of a period that it prices.
#[derive(Debug, Clone, Copy)]
pub struct Part<'t> {
    /// The version.
    pub tariff: &'t Tariff,
    /// First day and the day after the last; `None` for the whole period.
    pub days: Option<(Day, Day)>,
    /// The loads that hold in it; `None` for those of the case.
    pub account: Option<&'t AccountFacts>,
}

/// What a tariff asks for a case.
///
/// Refuses a case that lacks what the tariff charges by (a band, a season, a demand reading, the
/// sanctioned load), use beyond a ladder that has an end, and totals that no bill can hold.
pub fn quote(tariff: &Tariff, case: &Case) -> Result<Quote, Refusal> {
    quote_parts(&[Part { tariff, days: None, account: None }], case)
}

/// What several versions of a tariff, or several plans, ask for a case, each for its own days of the period and by
/// the loads of those days. It is one bill: loads that change split what is charged by them and nothing else, there is
/// one minimum, and what is rounded together is rounded once. The last version rounds the total.
pub fn quote_parts(parts: &[Part<'_>], case: &Case) -> Result<Quote, Refusal> {
    let Some(last) = parts.last() else {
        return Err(Refusal::bad_input("tariff", "at least one version for the period"));
    };
    check(case, last.tariff)?;
    let units = units(case)?;
    let mut notes = case.notes.clone();
    note_days(case, &mut notes);
    let versions: Vec<&[Part<'_>]> = parts.chunk_by(is_one_version).collect();
    let open = versions.iter().map(|own| Bill::open(own, versions.len() > 1, case, &units, &mut notes));
    let mut bills = open.collect::<Result<Vec<_>, Refusal>>()?;
    spread(&mut bills, &mut notes)?;
    bills.iter().try_for_each(Bill::check_all_is_priced)?;
    price(&mut bills)?;
    let mut lines = Vec::with_capacity(12);
    bills.iter_mut().for_each(|bill| lines.append(&mut bill.lines));
    let minor_per_major = minor_units(case, last.tariff, &mut notes);
    total(last.tariff, minor_per_major, units.total, lines, notes)
}

/// Whether nothing but loads changes from one part to the next.
fn is_one_version(one: &Part<'_>, next: &Part<'_>) -> bool {
    let meet = one.days.zip(next.days).is_some_and(|((_, end), (begins, _))| end == begins);
    meet && (std::ptr::eq(one.tariff, next.tariff) || one.tariff == next.tariff)
}

fn check(case: &Case, tariff: &Tariff) -> Result<(), Refusal> {
    let period = &case.period;
    if period.days < Decimal::ONE || period.days > Decimal::from(3_660) {
        return Err(Refusal::bad_input("period.days", "1 to 3660 days"));
    }
    if period.months <= Decimal::ZERO || period.months > Decimal::from(120) {
        return Err(Refusal::bad_input("period.months", "a number of months above 0, up to 120"));
    }
    let of_ten = |given: u32| given.checked_ilog10().is_some_and(|digits| 10u32.pow(digits) == given);
    if case.minor_per_major.is_some_and(|given| !of_ten(given)) {
        let expected = format!("{}, as {} has it, or a power of ten", of_currency(tariff), tariff.currency);
        return Err(Refusal::bad_input("minor_per_major", expected));
    }
    Ok(())
}

/// Minor units in a major one of the tariff's currency.
fn of_currency(tariff: &Tariff) -> u32 {
    10u32.pow(tariff.decimals.min(4))
}

/// Minor units in a major one of the quote: as the case counts, or else as the currency does.
fn minor_units(case: &Case, tariff: &Tariff, notes: &mut Vec<String>) -> u32 {
    let of_currency = of_currency(tariff);
    match case.minor_per_major {
        Some(given) if given != of_currency => {
            let currency = &tariff.currency;
            notes.push(format!(
                "{given} minor units in a major one are given and used; {currency} has {of_currency}"
            ));
            given
        }
        _ => of_currency,
    }
}

fn note_days(case: &Case, notes: &mut Vec<String>) {
    if let (Some(from), Some(to)) = (case.period.from, case.period.to) {
        let dates = Decimal::from(to.days_since(from));
        if dates != case.period.days {
            notes.push(format!("{} days are given and used; the dates give {dates}", case.period.days));
        }
    }
}

fn total(
    tariff: &Tariff,
    minor_per_major: u32,
    units: Decimal,
    lines: Vec<QuoteLine>,
    notes: Vec<String>,
) -> Result<Quote, Refusal> {
    let scale = Decimal::from(minor_per_major);
    for line in &lines {
        in_range(times(line.amount, scale)?)?;
    }
    let exact = settled(sum(lines.iter().map(|line| line.amount))?);
    let rounded = tariff.rounding.total.map_or(Ok(exact), |rounding| rounding.apply(exact))?;
    let coin = RoundTo { to: Decimal::ONE, mode: RoundingMode::HalfUp };
    let minor = in_range(coin.apply(times(rounded, scale)?)?)?;
    let total = Money::try_from(whole(minor)?).map_err(|_| Refusal::TooMuch)?;
    let rounding = settled(over(minor, scale)? - exact);
    Ok(Quote { total, minor_per_major, units, lines, rounding, notes })
}

/// Beyond this no amount of a bill may lie; it also keeps later sums of its lines within the range.
fn in_range(minor: Decimal) -> Result<Decimal, Refusal> {
    if minor.abs() > Decimal::from(MOST_MINOR / 4_096) { Err(Refusal::TooMuch) } else { Ok(minor) }
}

/// One version's lines, as they grow.
pub struct Bill<'a> {
    /// The version.
    pub tariff: &'a Tariff,
    case: &'a Case,
    /// The loads at the end of its days.
    account: &'a AccountFacts,
    /// What was used in the whole period.
    pub units: &'a Units,
    stretch: Stretch<'a>,
    /// This version's share of the period.
    pub part: SeasonPart,
    /// Its days by seasons.
    pub seasons: Vec<SeasonPart>,
    /// Its days that are in no season.
    rest: Share,
    /// Its days by the loads that hold in them, one behind the other, where they change.
    loads: Vec<Loads<'a>>,
    /// The bands that only some of the period's days have.
    pub spread: Vec<Spread<'a>>,
    /// What it has written.
    pub lines: Vec<QuoteLine>,
}

/// Loads, and the days of a period in which they hold.
struct Loads<'a> {
    account: &'a AccountFacts,
    part: SeasonPart,
    seasons: Vec<SeasonPart>,
}

impl<'a> Bill<'a> {
    /// `parts` are of one version; `split` says whether there are others in the period.
    fn open(
        parts: &[Part<'a>],
        split: bool,
        case: &'a Case,
        units: &'a Units,
        notes: &mut Vec<String>,
    ) -> Result<Bill<'a>, Refusal> {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return Err(Refusal::bad_input("tariff", "at least one version for the period"));
        };
        let tariff = first.tariff;
        let own = first.days.zip(last.days).map(|((from, _), (_, to))| (from, to)).filter(|_| split);
        let (part, seasons) = shares(tariff, own, case, notes)?;
        let account = last.account.unwrap_or(&case.account);
        let mut loads = Vec::new();
        for same in parts.chunk_by(|one, next| one.account == next.account) {
            let ([first, ..], true) = (same, same.len() < parts.len()) else { break };
            let days = first.days.zip(same[same.len() - 1].days).map(|((from, _), (_, to))| (from, to));
            let (part, seasons) = shares(tariff, days, case, &mut Vec::new())?;
            loads.push(Loads { account: first.account.unwrap_or(&case.account), part, seasons });
        }
        let in_seasons = seasons.iter().try_fold(Share::NONE, |all, part| all.and(part.share))?;
        let rest = part.share.less(in_seasons)?;
        let stretch = Stretch::of(tariff, &case.period)?;
        let (spread, lines) = (Vec::new(), Vec::new());
        let bill = Bill { tariff, case, account, units, stretch, part, seasons, rest, loads, spread, lines };
        bill.check_bands()?;
        bill.check_demand()?;
        Ok(bill)
    }

    /// Writes the lines of a ladder.
    pub fn energy(&mut self, charge: &EnergyCharge) -> Result<(), Refusal> {
        let Some(part) = self.when(charge.season.as_deref()) else { return Ok(()) };
        let stretch = self.stretch;
        if let Some(range) = &charge.when_usage
            && !lies_in(range, self.units.total, |limit| stretch.limit(limit, false))?
        {
            return Ok(());
        }
        let (band, season) = (charge.band.as_deref(), charge.season.as_deref());
        let own = self.units_in(band, season, &part)?;
        // With limits on the total, the total climbs, and each slab's units are shared by the bands' use.
        let shared = band.is_some() && charge.block_scope == BlockScope::Total;
        let all = if shared { self.units_in(None, season, &part)? } else { own };
        let (climbing, of_it) = if shared { (all, Share::new(own, all)) } else { (own, Share::WHOLE) };
        let unit = &self.tariff.unit;
        let is_used = !self.units_of(band)?.is_zero();
        let mut steps = Vec::with_capacity(charge.slabs.steps().len());
        let limit = |limit| stretch.limit(limit, charge.limits_per_day);
        climb(&charge.slabs, charge.method, climbing, limit, |step| {
            steps.push(step);
            Ok(())
        })?;
        let first = self.lines.len();
        for step in steps {
            let units = part.share.take(of_it.take(step.units)?)?;
            let amount = match step.price {
                SlabPrice::Rate(_) if step.units.is_zero() && (is_used || !climbing.is_zero()) => continue,
                SlabPrice::Rate(rate) => part.share.take(of_it.take(times(step.units, rate)?)?)?,
                // A flat price is a fixed amount: it follows the period as those do.
                SlabPrice::Flat(flat) => {
                    part.share.take(stretch.fixed.unwrap_or(Share::WHOLE).take(flat)?)?
                }
            };
            let sum = slab(step, units, part.share)?;
            self.add(Group::Energy, &charge.name, unit, &part, sum, amount)?;
        }
        let (printed, places) = (self.printed_units(own, (band, season), &part)?, self.places());
        print_slabs(&mut self.lines[first..], printed, places);
        Ok(())
    }

    /// The use of a part of the period as its lines print it: what is printed by its end less what was by its
    /// beginning. So the parts sum to the use of the whole period, whatever each of them rounds to.
    pub fn printed_use(&self, units: Decimal, part: &SeasonPart) -> Result<Decimal, Refusal> {
        let by = |share: Share| Ok(to_places(share.take(units)?, self.places()));
        Ok(by(part.before.and(part.share)?)? - by(part.before)?)
    }

    /// Digits after the point of units: as many as the use has, where it has more than usual.
    pub fn places(&self) -> u32 {
        settled(self.units.total).normalize().scale().clamp(PLACES, MOST_PLACES)
    }

    /// Writes the line of a fixed charge.
    pub fn fixed(&mut self, charge: &FixedCharge) -> Result<(), Refusal> {
        let by_load = (charge.per == Per::Kw).then_some(sanctioned as LoadOf);
        for (part, account) in self.days_by_load(charge.season.as_deref(), by_load) {
            let amount = self.by_use(&charge.amount)?;
            if amount.is_zero() {
                return Ok(());
            }
            let (count, of) = self.count(charge.per, self.stretch.fixed)?;
            let kw = (charge.per == Per::Kw).then(|| sanctioned_load(account)).transpose()?;
            let sum = Sum::Times { count: Often::new(count, part.share)?, of, kw, rate: amount };
            let amount = part.share.take(for_each_kw(count, kw)?.take(amount)?)?;
            self.add(Group::Fixed, &charge.name, &no_unit(), &part, sum, amount)?;
        }
        Ok(())
    }

    /// Writes the lines of a demand charge.
    pub fn demand(&mut self, charge: &DemandCharge) -> Result<(), Refusal> {
        if charge.is_free() {
            return Ok(());
        }
        let by_load = charge.min_percent_of_contract.map(|_| contracted as LoadOf);
        for (part, account) in self.days_by_load(charge.season.as_deref(), by_load) {
            self.demand_in(charge, &part, account)?;
        }
        Ok(())
    }

    fn demand_in(
        &mut self,
        charge: &DemandCharge,
        part: &SeasonPart,
        account: &AccountFacts,
    ) -> Result<(), Refusal> {
        let ((kw, mut least), months) = (self.billing_demand(charge, account)?, self.case.period.due());
        let mut steps = Vec::with_capacity(charge.slabs.steps().len());
        climb(&charge.slabs, Method::Telescopic, kw, Ok, |step| {
            steps.push(step);
            Ok(())
        })?;
        for step in steps {
            let (amount, rate) = match step.price {
                SlabPrice::Rate(_) if step.units.is_zero() && !kw.is_zero() => continue,
                SlabPrice::Rate(rate) => {
                    (part.share.take(times(times(step.units, rate)?, months)?)?, Some(rate))
                }
                SlabPrice::Flat(flat) => (part.share.take(times(flat, months)?)?, None),
            };
            // Limits on demand are kW, however long the period is.
            let OnStep { over, up_to, units: kw, .. } = step;
            let months = Often::new(Share { part: months, of: Decimal::ONE }, part.share)?;
            let least = least.take();
            let sum = Sum::Load { over, up_to, kw, months, rate, least };
            self.add(Group::Demand, &charge.name, &charge.unit, part, sum, amount)?;
        }
        Ok(())
    }

    /// Writes the line of an adjustment.
    pub fn adjustment(&mut self, charge: &Adjustment) -> Result<(), Refusal> {
        let Some(part) = self.when(charge.season.as_deref()) else { return Ok(()) };
        let rate = self.by_use_if_any(&charge.rate)?;
        if rate.is_zero() {
            return Ok(());
        }
        let (band, season) = (charge.band.as_deref(), charge.season.as_deref());
        let (stretch, own) = (self.stretch, self.units_in(band, season, &part)?);
        if own.is_zero() && !self.units_of(band)?.is_zero() {
            return Ok(());
        }
        let units = units_in(&charge.range, own, |limit| stretch.limit(limit, false))?;
        let sum = Sum::Units { units: part.share.take(units)?, rate };
        let amount = part.share.take(times(units, rate)?)?;
        self.add(Group::PerUnit, &charge.name, &self.tariff.unit, &part, sum, amount)?;
        let printed = match units == own {
            true => self.printed_units(own, (band, season), &part)?,
            false => self.printed_use(units, &part)?,
        };
        if let Some(line) = self.lines.last_mut() {
            line.printed_units = Some(printed);
        }
        Ok(())
    }

    /// Its share of its minimum.
    pub fn least(&self, minimum: &MinimumBill) -> Result<Decimal, Refusal> {
        let by_load = (minimum.per == Per::Kw).then_some(sanctioned as LoadOf);
        let mut least = Decimal::ZERO;
        for (part, account) in self.days_by_load(None, by_load) {
            let (count, _) = self.count(minimum.per, None)?;
            let kw = (minimum.per == Per::Kw).then(|| sanctioned_load(account)).transpose()?;
            least = plus(least, part.share.take(for_each_kw(count, kw)?.take(minimum.amount)?)?)?;
        }
        Ok(least)
    }

    /// The part of the period in which a charge of this season applies; `None` when in none of it.
    fn when(&self, season: Option<&str>) -> Option<SeasonPart> {
        in_season(season, &self.part, &self.seasons)
    }

    /// The days of a charge with the loads that hold in them: one for each, where the charge is by a load that changes.
    fn days_by_load(
        &self,
        season: Option<&str>,
        of: Option<LoadOf>,
    ) -> impl Iterator<Item = (SeasonPart, &'a AccountFacts)> + use<'a> {
        let changes = |of: LoadOf| self.loads.windows(2).any(|two| of(two[0].account) != of(two[1].account));
        let (mut all, mut each) = (None, Vec::new());
        if of.is_some_and(changes) {
            let own =
                |loads: &Loads<'a>| Some((in_season(season, &loads.part, &loads.seasons)?, loads.account));
            each.extend(self.loads.iter().filter_map(own));
        } else {
            all = self.when(season).map(|part| (part, self.account));
        }
        all.into_iter().chain(each)
    }

    /// A figure as it is at the period's use.
    pub fn by_use(&self, figure: &ByUse) -> Result<Decimal, Refusal> {
        let stretch = self.stretch;
        at(figure, self.units.total, |limit| stretch.limit(limit, false))
    }

    /// The same of what comes on top or off: beyond the end of its ladder there is none of it.
    pub fn by_use_if_any(&self, figure: &ByUse) -> Result<Decimal, Refusal> {
        let ByUse::Ladder(ladder) = figure else { return self.by_use(figure) };
        let end = ladder.end().map(|end| self.stretch.limit(end, false)).transpose()?;
        let beyond = end.map_or(Ok(false), |end| is_over(self.units.total, end))?;
        if beyond { Ok(Decimal::ZERO) } else { self.by_use(figure) }
    }

    /// What was used in a band in the whole period; in all of them where none is asked for.
    pub fn units_of(&self, band: Option<&str>) -> Result<Decimal, Refusal> {
        let Some(band) = band else { return Ok(self.units.total) };
        if self.units.bands.is_empty() && !self.units.total.is_zero() {
            let names = self.tariff.band_names().join(", ");
            let expected = format!("the use of each time band ({names}): this tariff prices by band");
            return Err(Refusal::bad_input("usage.bands", expected));
        }
        Ok(self.units.bands.iter().find(|(name, _)| name == band).map_or(Decimal::ZERO, |(_, units)| *units))
    }

    /// Units of a band that the tariff does not know are refused: they would be free by mistake.
    fn check_bands(&self) -> Result<(), Refusal> {
        let known = self.tariff.band_names();
        let unknown = |band: &str| !self.tariff.bands.is_empty() && !known.contains(&band);
        let mut used = self.units.bands.iter().filter(|(_, units)| !units.is_zero());
        match used.find(|(band, _)| unknown(band)) {
            Some((band, units)) => Err(self.no_band(band, *units)),
            None => Ok(()),
        }
    }

    /// So is a load in such a band, where the tariff charges for loads by band. A meter's register that no charge is on
    /// may be called anything.
    fn check_demand(&self) -> Result<(), Refusal> {
        let (tariff, usage) = (self.tariff, &self.case.usage);
        let by_band = tariff.demand.iter().any(|charge| charge.band.is_some() && !charge.is_free());
        if !by_band || !tariff.tells_hours() || !usage.demand_is_whole {
            return Ok(());
        }
        let is_unknown = |name: &str| name != OF_ALL && !tariff.bands.iter().any(|band| *band.name == *name);
        match usage.demand.iter().find(|(name, kw)| is_unknown(name) && !kw.is_zero()) {
            Some((name, _)) => {
                let expected = format!("{OF_ALL} or one of {}", tariff.band_names().join(", "));
                Err(Refusal::bad_input(format!("usage.demand.{name}"), expected))
            }
            None => Ok(()),
        }
    }

    /// Whether a case that says what loads there were says by band where they were, so that a band it leaves out had
    /// none. The highest of all tells nothing of a band, and one that is higher than every band's was in one left out.
    fn has_no_demand_beside(&self, demand: &[(String, Decimal)]) -> bool {
        let known = self.tariff.band_names();
        let named = demand.iter().filter(|(name, _)| name != OF_ALL && known.contains(&name.as_str()));
        let of_all = demand.iter().find(|(name, _)| name == OF_ALL).map(|(_, kw)| *kw);
        let highest = named.map(|(_, kw)| *kw).max();
        self.case.usage.demand_is_whole && highest.is_some() && highest >= of_all
    }

    /// Units that no ladder prices, in one of the period's seasons or in one of the bands, are refused: they would
    /// be free by mistake. So are units between ladders for ranges of use, or above all of them; below the first of
    /// them nothing is charged, which orders do mean.
    fn check_all_is_priced(&self) -> Result<(), Refusal> {
        if self.tariff.energy.is_empty() || self.units.total.is_zero() {
            return Ok(());
        }
        let banded = !self.units.bands.is_empty() && !self.tariff.band_names().is_empty();
        let whole = [(None, self.units.total)];
        let bands = self.units.bands.iter().map(|(band, units)| (Some(band.as_str()), *units));
        let used: Vec<(Option<&str>, Decimal)> =
            if banded { bands.filter(|(_, units)| !units.is_zero()).collect() } else { whole.to_vec() };
        for (season, _) in self.seasons_here() {
            for (band, units) in used.iter().filter(|(band, _)| !self.is_elsewhere(*band, season)) {
                let own: Vec<&EnergyCharge> =
                    self.tariff.energy.iter().filter(|charge| prices(charge, season, *band)).collect();
                match (own.is_empty(), band, season) {
                    (false, ..) => self.check_ranges(&own)?,
                    (true, _, None) if !self.tariff.season_names().is_empty() => {
                        let expected =
                            "a season that prices all of the period: the tariff has months that are in none";
                        return Err(Refusal::bad_input("period.season", expected));
                    }
                    (true, Some(band), _) => return Err(self.no_band(band, *units)),
                    (true, None, season) => {
                        let season = season.unwrap_or("some of its days");
                        let expected = format!("a season with a price for units; {season} has none");
                        return Err(Refusal::bad_input("period.season", expected));
                    }
                }
            }
        }
        Ok(())
    }

    /// The seasons of this part of the period with their days, and `None` with the days that are in no season.
    pub fn seasons_here(&self) -> impl Iterator<Item = (Option<&str>, Share)> {
        let rest = (self.rest.part > Decimal::ZERO).then_some((None, self.rest));
        self.seasons.iter().map(|part| (Some(&*part.name), part.share)).chain(rest)
    }

    /// One of ladders that are each for a range of use takes the use, or it lies below all of them.
    fn check_ranges(&self, charges: &[&EnergyCharge]) -> Result<(), Refusal> {
        let limit = |limit| self.stretch.limit(limit, false);
        let mut below_all = true;
        for charge in charges {
            let Some(range) = &charge.when_usage else { return Ok(()) };
            if lies_in(range, self.units.total, limit)? {
                return Ok(());
            }
            let over = range.over.map(limit).transpose()?.unwrap_or_default();
            below_all &= !is_over(self.units.total, over)?;
        }
        if below_all {
            return Ok(());
        }
        let units = shown(self.units.total);
        let expected = format!("a use that a ladder is for; when_usage leaves {units} units without a price");
        Err(Refusal::bad_input("usage", expected))
    }

    fn no_band(&self, band: &str, units: Decimal) -> Refusal {
        let known = self.tariff.band_names().join(", ");
        let expected =
            format!("one of {known}, with a price in this season; {} units have none", shown(units));
        Refusal::bad_input(format!("usage.bands.{band}"), expected)
    }

    /// Whether a band has no hour in this part of the period, so that no reading of it can be expected.
    fn has_no_hours(&self, band: &str) -> bool {
        let is_here = |(season, _): (Option<&str>, Share)| self.tariff.has_band(band, season);
        self.tariff.tells_hours() && !self.seasons_here().any(is_here)
    }

    /// The load that is charged, and the contract's part in it where that is more than what was measured.
    fn billing_demand(
        &self,
        charge: &DemandCharge,
        account: &AccountFacts,
    ) -> Result<(Decimal, Option<Least>), Refusal> {
        let demand = &self.case.usage.demand;
        let of = |wanted: &str| demand.iter().find(|(name, _)| name == wanted).map(|(_, kw)| *kw);
        let (read, field) = match charge.band.as_deref() {
            Some(band) => {
                let none = || self.has_no_hours(band) || self.has_no_demand_beside(demand);
                (of(band).or_else(|| none().then_some(Decimal::ZERO)), band)
            }
            None => {
                let highest = || demand.iter().max_by_key(|(_, kw)| *kw).map(|(_, kw)| *kw);
                (of(OF_ALL).or_else(highest), OF_ALL)
            }
        };
        let read = read.filter(|kw| *kw >= Decimal::ZERO).ok_or_else(|| {
            let expected = match &charge.band {
                Some(band) => {
                    format!(
                        "the highest demand in the band {band} in kW, 0 or more: {} is on it",
                        charge.name
                    )
                }
                None => "the highest demand in kW, 0 or more".to_owned(),
            };
            Refusal::bad_input(format!("usage.demand.{field}"), expected)
        })?;
        let Some(percent) = charge.min_percent_of_contract else { return Ok((read, None)) };
        let contract = account.contract_demand_kw.ok_or_else(|| {
            let expected =
                format!("the contract demand in kW: {} is on at least {percent} % of it", charge.name);
            Refusal::bad_input("account.contract_demand_kw", expected)
        })?;
        let least = percent_of(percent, contract)?;
        if read >= least {
            return Ok((read, None));
        }
        Ok((least, Some(Least { percent, contract, measured: read })))
    }

    /// How often an amount is due, and of what. `fixed` is the tariff's factor for fixed amounts.
    fn count(&self, per: Per, fixed: Option<Share>) -> Result<(Share, &'static str), Refusal> {
        let period = &self.case.period;
        let of = |part| Share { part, of: Decimal::ONE };
        // A factor is for the billing months; a monthly amount is due for each of them.
        let months = match fixed {
            None => of(period.due()),
            Some(factor) => Share { part: times(factor.part, self.tariff.billing_months.into())?, ..factor },
        };
        Ok(match per {
            Per::Bill => (fixed.unwrap_or(Share::WHOLE), ""),
            Per::Month | Per::Kw => (months, "months"),
            Per::Day => (of(period.days), "days"),
            Per::AvgMonth => {
                (Share { part: times(period.days, Decimal::from(12))?, of: Decimal::from(365) }, "months")
            }
        })
    }

    /// Writes a line, rounded where the tariff rounds lines.
    pub fn add(
        &mut self,
        group: Group,
        name: &Arc<str>,
        unit: &Arc<str>,
        part: &SeasonPart,
        sum: Sum,
        amount: Decimal,
    ) -> Result<(), Refusal> {
        let amount = self.tariff.rounding.lines.map_or(Ok(amount), |rounding| rounding.apply(amount))?;
        self.push(group, name, unit, part, sum, amount);
        Ok(())
    }

    /// Writes a line as it is.
    pub fn push(
        &mut self,
        group: Group,
        name: &Arc<str>,
        unit: &Arc<str>,
        part: &SeasonPart,
        sum: Sum,
        amount: Decimal,
    ) {
        let split = (!part.share.is_whole()).then(|| Split {
            season: Arc::clone(&part.name),
            since: part.since,
            days: part.share.part,
            of: part.share.of,
        });
        // The amount keeps all its digits: a third and two thirds of a rupee are one.
        let (name, unit) = (Arc::clone(name), Arc::clone(unit));
        self.lines.push(QuoteLine { group, name, unit, split, sum, printed_units: None, amount });
    }
}

/// The highest load of all, as cases name it.
const OF_ALL: &str = "max";

/// A load that something is charged by.
type LoadOf = fn(&AccountFacts) -> Option<Decimal>;

fn sanctioned(account: &AccountFacts) -> Option<Decimal> {
    account.sanctioned_load_kw
}

fn contracted(account: &AccountFacts) -> Option<Decimal> {
    account.contract_demand_kw
}

fn sanctioned_load(account: &AccountFacts) -> Result<Decimal, Refusal> {
    sanctioned(account).filter(|kw| *kw >= Decimal::ZERO).ok_or_else(|| {
        Refusal::bad_input(
            "account.sanctioned_load_kw",
            "the sanctioned load in kW: this tariff charges by it",
        )
    })
}

/// A count for each kW of a load, where there is one.
fn for_each_kw(count: Share, kw: Option<Decimal>) -> Result<Share, Refusal> {
    let Some(kw) = kw else { return Ok(count) };
    Ok(Share { part: times(count.part, kw)?, ..count })
}

/// Days of a period as a share of it, and the seasons that they are in.
fn shares(
    tariff: &Tariff,
    days: Option<(Day, Day)>,
    case: &Case,
    notes: &mut Vec<String>,
) -> Result<(SeasonPart, Vec<SeasonPart>), Refusal> {
    let part = SeasonPart::version(days, &case.period)?;
    let seasons = seasons(tariff, &case.period, &part, days, notes)?;
    Ok((part, seasons))
}

fn in_season(season: Option<&str>, all: &SeasonPart, seasons: &[SeasonPart]) -> Option<SeasonPart> {
    match season {
        None => Some(all.clone()),
        Some(name) => seasons.iter().find(|part| *part.name == *name).cloned(),
    }
}

/// Whether a ladder is for a season and a band; `None` is use of no season, or use in no band.
fn prices(charge: &EnergyCharge, season: Option<&str>, band: Option<&str>) -> bool {
    charge.season.as_deref().is_none_or(|of| Some(of) == season)
        && (band.is_none() || charge.band.as_deref().is_none_or(|of| Some(of) == band))
}

/// Shares the printed use of a ladder among its lines: each ends where its exact units end, as printed, and the last
/// one where the use does. So a full slab has as many units as its printed limits say.
fn print_slabs(lines: &mut [QuoteLine], printed: Decimal, places: u32) {
    let Some(last) = lines.len().checked_sub(1) else { return };
    let (mut exact, mut before) = (Decimal::ZERO, Decimal::ZERO);
    for (at, line) in lines.iter_mut().enumerate() {
        let (Sum::Slab { units, .. } | Sum::FlatSlab { units, .. }) = line.sum else { continue };
        exact += units;
        let by = if at == last { printed } else { to_places(exact, places) };
        // Rounding ends no slab beyond the use, of which little may lie in the next one.
        let by = if printed.is_sign_negative() { by } else { by.min(printed) };
        line.printed_units = Some(by - before);
        before = by;
    }
}

/// The limits are shown as they hold for the part of the period, like its units.
fn slab(step: OnStep, units: Decimal, part: Share) -> Result<Sum, Refusal> {
    let limit = |limit: Option<Decimal>| limit.map(|limit| part.take(limit)).transpose();
    let (over, up_to) = (limit(step.over)?, limit(step.up_to)?);
    Ok(match step.price {
        SlabPrice::Rate(rate) => Sum::Slab { over, up_to, units, rate },
        SlabPrice::Flat(_) => Sum::FlatSlab { over, up_to, units },
    })
}

/// Of what is not counted.
pub fn no_unit() -> Arc<str> {
    Arc::default()
}
