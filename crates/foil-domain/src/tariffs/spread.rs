//! Use of a time band that is not there on all days of a period, because only some of its seasons have it.

use super::exact::{Share, sum, to_places};
use super::price::Bill;
use super::seasons::SeasonPart;
use crate::refusal::Refusal;
use rust_decimal::Decimal;

/// A band that only some of the period's days have, as one part of the period sees it.
#[derive(Debug, Clone, Copy)]
pub struct Spread<'a> {
    band: &'a str,
    /// The days that have it, of all days of the period.
    all: Share,
    /// Those of them that lie in parts before this one.
    before: Share,
}

/// Units of a band, and which part of them was used before some days and in them.
struct Piece {
    units: Decimal,
    before: Share,
    here: Share,
}

/// Finds the bands that only some days of the period have, whichever version prices them. A band that is there on none
/// of them is left to the check that all is priced.
pub fn spread<'a>(bills: &mut [Bill<'a>], notes: &mut Vec<String>) -> Result<(), Refusal> {
    let Some(used) = bills.first().map(|bill| &bill.units.bands) else { return Ok(()) };
    let has_all_bands = |bill: &Bill<'_>| bill.seasons.is_empty() || !bill.tariff.has_bands_of_seasons();
    if used.is_empty() || bills.iter().all(has_all_bands) {
        return Ok(());
    }
    for (band, units) in used {
        let (mut all, mut before) = (Share::NONE, Vec::with_capacity(bills.len()));
        for bill in bills.iter() {
            before.push(all);
            all = all.and(days_of(bill, band, |_| true)?)?;
        }
        if all.part.is_zero() || all.is_whole() {
            continue;
        }
        note(bills, (band, *units), notes);
        for (bill, before) in bills.iter_mut().zip(before) {
            bill.spread.push(Spread { band, all, before });
        }
    }
    Ok(())
}

/// Says so where the ladders alone tell in which season a band is: one may have been forgotten.
fn note(bills: &[Bill<'_>], (band, units): (&str, Decimal), notes: &mut Vec<String>) {
    if units.is_zero() || bills.iter().all(|bill| bill.tariff.tells_hours()) {
        return;
    }
    let seasons =
        bills.iter().flat_map(|bill| bill.seasons.iter().map(move |part| (bill.tariff, &part.name)));
    let mut names: Vec<&str> = Vec::new();
    for (tariff, season) in seasons {
        if tariff.has_band(band, Some(season)) && !names.contains(&&**season) {
            names.push(season);
        }
    }
    let names = names.join(" and ");
    notes.push(format!(
        "all use in the band {band} is taken to be of {names}, which alone has a price for it"
    ));
}

/// The days of a part of a period that have a band, in the seasons that are asked for.
fn days_of(bill: &Bill<'_>, band: &str, asked: impl Fn(Option<&str>) -> bool) -> Result<Share, Refusal> {
    let own = bill.seasons_here().filter(|(season, _)| asked(*season) && bill.tariff.has_band(band, *season));
    own.map(|(_, share)| share).try_fold(Share::NONE, Share::and)
}

impl Bill<'_> {
    /// Whether a band's use lies wholly in other seasons of the period than this one.
    pub fn is_elsewhere(&self, band: Option<&str>, season: Option<&str>) -> bool {
        let is_spread = |band: &str| self.spread.iter().any(|spread| spread.band == band);
        band.is_some_and(|band| is_spread(band) && !self.tariff.has_band(band, season))
    }

    /// The units of a charge in its days of the period, as if all days were like them: they climb limits for the
    /// whole period, and the days' share is taken last. Where every band is there on all days, that is the use of the
    /// whole period.
    pub fn units_in(
        &self,
        band: Option<&str>,
        season: Option<&str>,
        days: &SeasonPart,
    ) -> Result<Decimal, Refusal> {
        let plain = self.units_of(band)?;
        if self.spread.is_empty() {
            return Ok(plain);
        }
        let pieces = self.pieces((band, season), days)?;
        let like = |piece: &Piece| piece.here.per(days.share)?.take(piece.units);
        sum(pieces.iter().map(like).collect::<Result<Vec<_>, Refusal>>()?)
    }

    /// The same as lines print it: what is printed by the end of the days less what was by their beginning.
    pub fn printed_units(
        &self,
        units: Decimal,
        of: (Option<&str>, Option<&str>),
        days: &SeasonPart,
    ) -> Result<Decimal, Refusal> {
        if self.spread.is_empty() {
            return self.printed_use(units, days);
        }
        let (mut before, mut by_end) = (Decimal::ZERO, Decimal::ZERO);
        for Piece { units, before: earlier, here } in self.pieces(of, days)? {
            before += earlier.take(units)?;
            by_end += earlier.and(here)?.take(units)?;
        }
        Ok(to_places(by_end, self.places()) - to_places(before, self.places()))
    }

    /// The use of one band, or of each, by how much of it lies before the days of a charge and in them.
    fn pieces(
        &self,
        (band, season): (Option<&str>, Option<&str>),
        days: &SeasonPart,
    ) -> Result<Vec<Piece>, Refusal> {
        let asked = |of: Option<&str>| season.is_none() || of == season;
        let own = self.units.bands.iter().filter(|(name, _)| band.is_none_or(|band| name == band));
        let piece = |(name, units): &(String, Decimal)| {
            let Some(spread) = self.spread.iter().find(|spread| spread.band == name) else {
                return Ok(Piece { units: *units, before: days.before, here: days.share });
            };
            let earlier = spread.before.and(self.days_before(name, season)?)?.per(spread.all)?;
            let here = days_of(self, name, asked)?.per(spread.all)?;
            Ok(Piece { units: *units, before: earlier, here })
        };
        own.map(piece).collect()
    }

    /// The days of this part that have a band and lie before a season's.
    fn days_before(&self, band: &str, season: Option<&str>) -> Result<Share, Refusal> {
        let before =
            self.seasons.iter().take_while(|part| season.is_some_and(|season| *part.name != *season));
        let own = before.filter(|part| self.tariff.has_band(band, Some(&part.name)));
        own.map(|part| part.share).try_fold(Share::NONE, Share::and)
    }
}
