//! The readings grid: the accounts of a route in the order of the walk, with what is needed to read them.

use super::known::{Facts, account, hanging};
use super::verdict::text;
use super::views::{GridOf, GridPage, GridPlace, GridRow, ReadingRoute};
use crate::{Error, Nothing, Office, Result, Session};
use foil_domain::ids::AccountId;
use foil_domain::metering::past::{in_days, usual};
use foil_domain::people::Right;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::readings;
use std::sync::Arc;

/// A page of the grid. An account whose meter cannot be read (its number belongs to another's) is left out.
pub fn reading_grid(office: &Arc<Office>, who: &Session, input: GridOf) -> Result<GridPage> {
    let limit = input.limit.clamp(1, 500);
    office.view(who, Right::SeeCustomers, |tx, row| {
        let after = input.after.as_ref();
        let of = readings::GridOf {
            cycle: input.cycle,
            route: input.route.as_str(),
            unread_since: input.unread_since,
            on: input.on,
            after: after.map_or(("", i64::MIN, AccountId(0)), |p| (p.route.as_str(), p.place, p.account)),
        };
        let found = readings::grid(tx, &of, limit)?;
        let full = i64::try_from(found.len()).is_ok_and(|n| n == limit);
        let next = found.last().filter(|_| full).map(|last| GridPlace {
            route: last.route.clone(),
            place: last.route_n,
            account: last.id,
        });
        let mut rows = Vec::new();
        for found in found {
            rows.extend(registers(tx, row.business_on, input.on, &found)?);
        }
        // Counted once: it looks at every account of the choice, a page at its own only.
        let total = if after.is_none() { Some(readings::grid_count(tx, &of)?) } else { None };
        Ok(GridPage { rows, total, next })
    })
}

fn registers(tx: &Tx<'_>, today: Day, on: Day, found: &readings::GridRow) -> Result<Vec<GridRow>> {
    let account = account(tx, found.id)?;
    let hanging = match hanging(tx, &account) {
        Ok(hanging) => hanging,
        Err(Error::Refused(_)) => return Ok(Vec::new()),
        Err(fault) => return Err(fault),
    };
    let row = |n: i64| {
        let facts = Facts::load(tx, &account, &hanging, n, today, None)?;
        let (last, register) = (facts.chain.last, &facts.register);
        let expected = last.filter(|l| on > l.on).and_then(|l| {
            let per_day = usual(facts.held_against(), l.on, on).per_day?;
            Some(text(in_days(per_day, on.days_since(l.on))))
        });
        Ok(GridRow {
            account: found.id,
            number: found.number.clone(),
            name: found.name.clone(),
            address: found.address.clone(),
            service: found.service,
            route: found.route.clone(),
            place: found.route_n,
            meter: hanging.number.clone(),
            register: register.n,
            band: register.band.clone(),
            unit: register.unit.clone(),
            digits: i64::from(register.digits),
            multiplier: text(register.multiplier),
            last_on: last.map(|l| l.on),
            last_value: last.map(|l| text(l.value)).unwrap_or_default(),
            last_kind: last.map(|l| l.kind),
            usual: expected.unwrap_or_default(),
            estimates: facts.chain.estimates,
        })
    };
    hanging.registers.iter().map(|register| row(register.n)).collect()
}

/// The routes of all cycles, for choosing one.
pub fn reading_routes(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<ReadingRoute>> {
    office.view(who, Right::SeeCustomers, |tx, _| {
        let shown = |r: readings::RouteRow| ReadingRoute {
            cycle: r.cycle_id,
            code: r.code,
            name: r.name,
            route: r.route,
            accounts: r.accounts,
        };
        Ok(readings::routes(tx)?.into_iter().map(shown).collect())
    })
}
