//! What only the whole file shows: names that stand for something, ladders that have an end above, seasons
//! and bands that share the year and the week out.

use super::super::calendar::{DAY_MINUTES, DAY_NAMES, Hours, Season};
use super::super::lines::Group;
use super::super::model::{EnergyCharge, On, Tariff, UseRange};
use super::reader::{Field, Table, Weight};
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::sync::Arc;

/// A ladder's end, kept until all of them are known.
pub struct End {
    line: usize,
    field: String,
    /// Its last limit; `None` when it is open.
    limit: Option<Decimal>,
    /// The ladder is never asked for more than this.
    asked_up_to: Option<Decimal>,
}

impl End {
    /// The end of the ladder in `field`.
    pub fn of(field: &Field<'_>, limit: Option<Decimal>, asked_up_to: Option<Decimal>) -> End {
        End { line: field.line(), field: field.path.clone(), limit, asked_up_to }
    }
}

/// The ends of all ladders.
#[derive(Default)]
pub struct Ends(RefCell<Vec<End>>);

impl Ends {
    /// Keeps one.
    pub fn keep(&self, end: End) {
        self.0.borrow_mut().push(end);
    }
}

/// Everything that needs the whole file.
pub fn check(tariff: &Tariff, root: &Table<'_>, ends: &Ends) {
    // Where a charge could not be read, that is the fault to tell.
    if root.faults.none_yet()
        && tariff.energy.is_empty()
        && tariff.fixed.is_empty()
        && tariff.demand.is_empty()
        && tariff.adjustments.is_empty()
    {
        root.faults.add(1, "energy_charge", "at least one charge");
    }
    names_stand_for_something(tariff, root);
    seasons(tariff, root);
    // Use beyond a ladder's end, and in a band that nothing prices, is refused when it is priced.
    root.faults.weighing(Weight::Doubt, || {
        open_ends(root, ends);
        ranges_meet(tariff, root);
        twins(tariff, root);
        names_stand_apart(root);
        bands(tariff, root);
    });
}

/// One season without months beside others that have some is the rest of the year.
pub fn rest_of_the_year(seasons: &mut [Season]) {
    let taken: Vec<u32> = seasons.iter().flat_map(|season| season.months.iter().copied()).collect();
    let mut without = seasons.iter_mut().filter(|season| season.months.is_empty());
    if let (Some(rest), None, false) = (without.next(), without.next(), taken.is_empty()) {
        rest.months = (1..=12).filter(|month| !taken.contains(month)).collect();
    }
}

/// A ladder has an open last step, but for one whose `when_usage` ends no later than its slabs: no use is left
/// without a price by it.
fn open_ends(root: &Table<'_>, ends: &Ends) {
    let ends = ends.0.borrow();
    for end in ends.iter() {
        let Some(limit) = end.limit else { continue };
        let covered = end.asked_up_to.is_some_and(|asked| asked <= limit);
        if !covered {
            let expected = format!("a last step without up_to, for what is over {limit}");
            root.faults.add(end.line, &end.field, expected);
        }
    }
}

/// Where all ladders of a season and band are for a range of use, the ranges leave no use between them and none
/// above: it would be free by mistake. Below the first one nothing is charged, which orders do mean. Nor do they
/// overlap: use would be charged twice. Several charges per unit may each have ladders of their own, though, every one
/// of which goes on where the one before it ends.
fn ranges_meet(tariff: &Tariff, root: &Table<'_>) {
    let tables = root.list("energy_charge");
    if tables.len() != tariff.energy.len() {
        return;
    }
    let (seasons, bands) = (tariff.season_names(), tariff.band_names());
    for season in any_or_each(&seasons) {
        for band in any_or_each(&bands) {
            let own = |charge: &EnergyCharge| {
                charge.season.as_deref().is_none_or(|of| Some(of) == season)
                    && charge.band.as_deref().is_none_or(|of| Some(of) == band)
            };
            let ranges = tariff.energy.iter().enumerate().filter(|(_, charge)| own(charge));
            let ranges: Option<Vec<(usize, UseRange)>> =
                ranges.map(|(at, charge)| Some((at, charge.when_usage?))).collect();
            let Some(ranges) = ranges else { continue };
            if let Some((at, expected)) = overlapping(&ranges).or_else(|| unpriced(ranges)) {
                tables[at].fault("when_usage", expected);
            }
        }
    }
}

fn any_or_each<'a>(names: &'a [&'a str]) -> impl Iterator<Item = Option<&'a str>> {
    names.is_empty().then_some(None).into_iter().chain(names.iter().map(|name| Some(*name)))
}

/// A range that begins inside another one, where the ranges are no chains each of which meets its next: as many begin
/// at a limit as end there, but for the lowest.
fn overlapping(ranges: &[(usize, UseRange)]) -> Option<(usize, String)> {
    let from = |range: &UseRange| range.over.unwrap_or_default();
    let lowest = ranges.iter().map(|(_, range)| from(range)).min()?;
    let begin = |limit| ranges.iter().filter(|(_, range)| from(range) == limit).count();
    let end = |limit| ranges.iter().filter(|(_, range)| range.up_to == Some(limit)).count();
    let inside = |limit: Decimal| {
        ranges.iter().any(|(_, range)| from(range) < limit && range.up_to.is_none_or(|up_to| limit < up_to))
    };
    let loose = |limit: Decimal| limit > lowest && inside(limit) && begin(limit) != end(limit);
    ranges.iter().find_map(|(at, range)| {
        let mut limits = [Some(from(range)), range.up_to].into_iter().flatten();
        let limit = limits.find(|limit| loose(*limit))?;
        let expected = format!("ladders that do not overlap: use at {limit} units has more than one of them");
        Some((*at, expected))
    })
}

/// The first use that no range takes, and the range below it.
fn unpriced(mut ranges: Vec<(usize, UseRange)>) -> Option<(usize, String)> {
    ranges.sort_by_key(|(_, range)| range.over);
    let (mut last, first) = *ranges.first()?;
    let mut end = first.over.unwrap_or_default();
    for (at, range) in ranges {
        if let Some(over) = range.over.filter(|over| *over > end) {
            let expected = format!("ladders that meet: over {end} to {over} units have no price");
            return Some((last, expected));
        }
        match range.up_to {
            None => return None,
            Some(up_to) if up_to > end => (last, end) = (at, up_to),
            Some(_) => {}
        }
    }
    Some((last, format!("another ladder for what is over {end}, which has no price")))
}

fn names_stand_for_something(tariff: &Tariff, root: &Table<'_>) {
    // Names are taken from the file: a charge with a fault has one all the same.
    let names = |list| root.list(list).iter().filter_map(|t| t.get("name")?.quiet_name()).collect::<Vec<_>>();
    let charges = ["energy_charge", "fixed_charge", "demand_charge", "adjustment"];
    let mut above: Vec<Arc<str>> = charges.into_iter().flat_map(names).collect();
    let mut groups = vec![Group::Energy, Group::Fixed, Group::Demand, Group::PerUnit, Group::Rebate];
    let mut filled: Vec<Group> = ["energy_charge", "fixed_charge", "demand_charge", "adjustment"]
        .into_iter()
        .zip(groups.iter().copied())
        .filter_map(|(list, group)| (!root.list(list).is_empty()).then_some(group))
        .collect();
    for (rebate, table) in whole(&tariff.rebates, root.list("rebate")) {
        names_above(&rebate.on, &above, (&groups, &filled), &table);
        above.push(Arc::clone(&rebate.name));
        filled.push(Group::Rebate);
    }
    if let (Some(minimum), Some(table)) = (&tariff.minimum, root.get("minimum_bill").and_then(|f| f.table()))
    {
        names_above(&minimum.on, &above, (&groups, &filled), &table);
        filled.push(Group::Minimum);
    }
    groups.push(Group::Minimum);
    for (tax, table) in whole(&tariff.taxes, root.list("tax")) {
        names_above(&tax.on, &above, (&groups, &filled), &table);
        above.push(Arc::clone(&tax.name));
    }
}

/// What was read, each beside its table; nothing when one of them has a fault and was left out.
fn whole<'r, 't, T>(read: &'r [T], tables: Vec<Table<'t>>) -> impl Iterator<Item = (&'r T, Table<'t>)> {
    let tables = if tables.len() == read.len() { tables } else { Vec::new() };
    read.iter().zip(tables)
}

/// The words of an `on` stand for something above it: among `known` groups, or a charge's name. Where the file has no
/// charge in any of them, the percentage would take nothing for years: a slip, though it can be priced as it stands.
fn names_above(on: &On, above: &[Arc<str>], (known, filled): (&[Group], &[Group]), table: &Table<'_>) {
    let On::These { groups, names } = on else { return };
    let (mut sound, mut met) = (true, groups.is_empty() && names.is_empty());
    for group in groups {
        if known.contains(group) {
            met |= filled.contains(group);
        } else {
            sound = false;
            table.fault("on", format!("what stands above it; {group} comes later"));
        }
    }
    for name in names {
        if above.contains(name) {
            met = true;
            continue;
        }
        sound = false;
        let short: String = name.chars().take(60).collect();
        let known: Vec<&str> = known.iter().map(|group| group.as_str()).collect();
        let names = if above.is_empty() { String::new() } else { format!(", {}", above.join(", ")) };
        table.fault(
            "on",
            format!(
                "\"all\", or names of what stands above it ({}{names}); nothing is named \"{short}\"",
                known.join(", ")
            ),
        );
    }
    if sound && !met {
        let has: Vec<&str> = filled.iter().map(|group| group.as_str()).collect();
        let expected = format!("one of the charges that the file has ({})", has.join(", "));
        table.faults.weighing(Weight::Doubt, || table.fault("on", expected));
    }
}

/// The same charge twice is a slip of the pen: it would be billed twice.
fn twins(tariff: &Tariff, root: &Table<'_>) {
    let lists = ["energy_charge", "fixed_charge", "demand_charge", "adjustment", "rebate", "tax"];
    let keys: [Vec<String>; 6] = [
        tariff
            .energy
            .iter()
            .map(|c| format!("{}\u{1}{:?}{:?}{:?}", c.name, c.season, c.band, c.when_usage))
            .collect(),
        tariff.fixed.iter().map(|c| format!("{}\u{1}{:?}{:?}", c.name, c.season, c.per)).collect(),
        tariff.demand.iter().map(|c| format!("{}\u{1}{:?}{:?}", c.name, c.season, c.band)).collect(),
        tariff
            .adjustments
            .iter()
            .map(|c| format!("{}\u{1}{:?}{:?}{:?}", c.name, c.season, c.band, c.range))
            .collect(),
        tariff.rebates.iter().map(|c| format!("{}\u{1}", c.name)).collect(),
        tariff.taxes.iter().map(|c| format!("{}\u{1}{:?}", c.name, c.on)).collect(),
    ];
    for (list, keys) in lists.into_iter().zip(&keys) {
        for (index, (key, table)) in whole(keys, root.list(list)).enumerate() {
            if keys[..index].contains(key) {
                let name = key.split('\u{1}').next().unwrap_or_default();
                let expected =
                    format!("a name of its own; \"{name}\" stands above already, for the same use");
                table.fault("name", expected);
            }
        }
    }
}

/// Names by which an `on` could mean something else: the words that it has for groups, and one name for charges of
/// two kinds. Several ladders, or several fixed charges, may share a name, and a percentage on it is on all of them.
fn names_stand_apart(root: &Table<'_>) {
    let mut above: Vec<(Arc<str>, &str)> = Vec::new();
    for list in ["energy_charge", "fixed_charge", "demand_charge", "adjustment", "rebate", "tax"] {
        for table in root.list(list) {
            let Some(name) = table.get("name").and_then(|field| field.quiet_name()) else { continue };
            if &*name == "all" || Group::from_word(&name).is_some() {
                let expected =
                    format!("a name of its own; \"{name}\" stands for a group where a percentage is on it");
                table.fault("name", expected);
            }
            if let Some((_, other)) = above.iter().find(|(known, of)| *known == name && *of != list) {
                let expected = format!("a name of its own; an item of {other} is called \"{name}\" too");
                table.fault("name", expected);
            }
            above.push((name, list));
        }
    }
}

fn seasons(tariff: &Tariff, root: &Table<'_>) {
    let mut taken: [Option<&str>; 13] = [None; 13];
    for (season, table) in whole(&tariff.seasons, root.list("season")) {
        if tariff.seasons.iter().filter(|other| other.name == season.name).count() > 1 {
            table.fault("name", format!("a name of its own; \"{}\" is there twice", season.name));
        }
        for month in &season.months {
            match taken[*month as usize] {
                Some(other) => {
                    table.fault("months", format!("each month in one season; {month} is in \"{other}\" too"))
                }
                None => taken[*month as usize] = Some(&season.name),
            }
        }
    }
    let missing: Vec<String> =
        (1..=12).filter(|month| taken[*month].is_none()).map(|m| m.to_string()).collect();
    // A charge for all use all year leaves no month without a price.
    let always = |charge: &EnergyCharge| charge.season.is_none() && charge.when_usage.is_none();
    let all_seasonal = !tariff.energy.is_empty() && !tariff.energy.iter().any(always);
    if let (Some(table), true) =
        (root.list("season").last(), tariff.seasons_have_months() && all_seasonal && !missing.is_empty())
    {
        let expected = format!("every month in a season; {} is in none", missing.join(", "));
        table.faults.weighing(Weight::Doubt, || table.fault("months", expected));
    }
    let known: Vec<&str> = tariff.seasons.iter().map(|season| &*season.name).collect();
    for list in ["energy_charge", "fixed_charge", "demand_charge", "adjustment", "time_band"] {
        known_name(root, list, "season", &known);
    }
}

/// Charges may only name seasons and bands that are listed, once any are.
fn known_name(root: &Table<'_>, list: &'static str, field: &'static str, known: &[&str]) {
    if known.is_empty() {
        return;
    }
    for table in root.list(list) {
        let Some(named) = table.get(field) else { continue };
        if let Some(name) = named.name()
            && !known.contains(&&*name)
        {
            named.fault(&format!("one of {}", known.join(", ")));
        }
    }
}

fn bands(tariff: &Tariff, root: &Table<'_>) {
    let known: Vec<&str> = tariff.bands.iter().map(|band| &*band.name).collect();
    for list in ["energy_charge", "demand_charge", "adjustment"] {
        known_name(root, list, "band", &known);
    }
    for (index, (band, table)) in whole(&tariff.bands, root.list("time_band")).enumerate() {
        for other in &tariff.bands[..index] {
            let apart = band.season.is_some() && other.season.is_some() && band.season != other.season;
            if apart || band.name == other.name {
                continue;
            }
            if let Some(when) = overlap(&band.hours, &other.hours) {
                table.fault(
                    "when",
                    format!("hours that no other band has; \"{}\" has {when} too", other.name),
                );
            }
        }
    }
}

/// The first time that two bands share, in words.
fn overlap(one: &Hours, other: &Hours) -> Option<String> {
    let (one, other) = match (one, other) {
        (Hours::Otherwise, Hours::Otherwise) => return Some("\"otherwise\"".to_owned()),
        (Hours::Week(one), Hours::Week(other)) => (one, other),
        _ => return None,
    };
    for day in 0..7 {
        for (from, to) in &one[day] {
            let met = other[day].iter().find(|(start, end)| from < end && start < to);
            if let Some((start, _)) = met {
                let at = *from.max(start) % DAY_MINUTES;
                return Some(format!("{} {:02}:{:02}", DAY_NAMES[day], at / 60, at % 60));
            }
        }
    }
    None
}
