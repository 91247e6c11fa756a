//! All plans, with what is in force and who is on them.

use super::shelf::{Shelf, Version};
use super::views::{TariffList, TariffRow, UnknownPlan};
use crate::{Nothing, Office, Result, Session};
use anyhow::anyhow;
use foil_domain::people::Right;
use foil_domain::tariffs::TariffService;
use foil_domain::text::fold;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::tariffs::{self as store, OnPlan};
use std::collections::HashMap;
use std::sync::Arc;

/// Every plan, and what accounts name though it is not stored.
pub fn tariffs(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<TariffList> {
    office.view(who, Right::SeeTariffs, |tx, row| {
        let shelf = Shelf::load(tx)?;
        let spelled = store::on_plans(tx)?;
        let plans: Result<Vec<_>> = store::all(tx)?
            .into_iter()
            .map(|plan| shown(tx, &shelf, plan, &spelled, row.business_on))
            .collect();
        let unknown = spelled.iter().filter(|on| shelf.versions(&on.tariff).is_none());
        Ok(TariffList { plans: plans?, unknown: merged(unknown) })
    })
}

fn shown(
    tx: &Tx<'_>,
    shelf: &Shelf,
    plan: store::TariffRow,
    spelled: &[OnPlan],
    today: Day,
) -> Result<TariffRow> {
    let versions = shelf.versions(&plan.name).unwrap_or_default();
    let in_force = in_force(versions, today);
    Ok(TariffRow {
        id: plan.id,
        service: service(&plan.service)?,
        active: plan.active,
        unit: in_force.or(versions.first()).map(|v| v.tariff.unit.to_string()).unwrap_or_default(),
        accounts: accounts_on(spelled, &plan.name),
        in_force_since: in_force.map(|v| v.valid_from),
        next_from: versions.iter().map(|v| v.valid_from).find(|from| *from > today),
        versions: i64::try_from(store::versions(tx, plan.id)?.len()).unwrap_or(i64::MAX),
        name: plan.name,
    })
}

/// The version that is in force on a day.
pub(super) fn in_force(versions: &[Version], today: Day) -> Option<&Version> {
    versions.iter().rev().find(|version| version.valid_from <= today)
}

/// Accounts on a plan, in whatever spelling they name it.
pub(super) fn accounts_on(spelled: &[OnPlan], plan_name: &str) -> i64 {
    let wanted = fold(plan_name);
    spelled.iter().filter(|on| fold(&on.tariff) == wanted).map(|on| on.accounts).sum()
}

/// The service that a plan's row names.
pub(super) fn service(word: &str) -> Result<TariffService> {
    Ok(TariffService::from_word(word).ok_or_else(|| anyhow!("the book has a tariff of service {word}"))?)
}

/// One row for all spellings of a name; the first one stands for them.
fn merged<'a>(unknown: impl Iterator<Item = &'a OnPlan>) -> Vec<UnknownPlan> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut plans: Vec<UnknownPlan> = Vec::new();
    for on in unknown {
        let place = *places.entry(fold(&on.tariff)).or_insert(plans.len());
        match plans.get_mut(place) {
            Some(plan) => plan.accounts += on.accounts,
            None => plans.push(UnknownPlan { name: on.tariff.clone(), accounts: on.accounts }),
        }
    }
    plans
}
