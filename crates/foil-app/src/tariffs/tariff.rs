//! One plan with its history, and one of its versions to read.

use super::list::{accounts_on, service};
use super::page::page;
use super::shelf::stored;
use super::views::{TariffRef, TariffVersionView, TariffView, VersionState};
use crate::{Office, Refusal, Result, Session};
use anyhow::anyhow;
use foil_domain::ids::{TariffId, TariffVersionId};
use foil_domain::people::Right;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::tariffs::{self as store, VersionRow};
use std::sync::Arc;

/// A plan with one of its versions; without a choice, the one in force, else the first to come.
pub fn tariff(office: &Arc<Office>, who: &Session, input: TariffRef) -> Result<TariffView> {
    office.view(who, Right::SeeTariffs, |tx, row| view(tx, input.tariff, input.version, row.business_on))
}

/// The view of a plan on a business date.
pub(super) fn view(
    tx: &Tx<'_>,
    id: TariffId,
    wanted: Option<TariffVersionId>,
    today: Day,
) -> Result<TariffView> {
    let plan = store::find(tx, id)?.ok_or_else(|| Refusal::not_found("tariff", id))?;
    service(&plan.service)?;
    let versions = history(tx, id, today)?;
    let shown = match wanted {
        Some(version) => versions.iter().find(|one| one.id == version),
        None => usual(&versions),
    };
    let shown = shown.cloned().ok_or_else(|| match wanted {
        Some(version) => Refusal::not_found("tariff version", version).into(),
        None => crate::Error::Broke(anyhow!("tariff {id} has no version")),
    })?;
    let text =
        store::text(tx, shown.id)?.ok_or_else(|| anyhow!("tariff version {} has no text", shown.id))?;
    Ok(TariffView {
        id,
        active: plan.active,
        accounts: accounts_on(&store::on_plans(tx)?, &plan.name),
        version: plan.version,
        name: plan.name,
        page: page(&stored(tx, shown.id)?),
        shown,
        versions,
        text,
    })
}

/// The version that a screen opens with.
fn usual(versions: &[TariffVersionView]) -> Option<&TariffVersionView> {
    let in_force = versions.iter().find(|one| one.state == VersionState::InForce);
    in_force.or_else(|| versions.iter().rev().find(|one| one.state == VersionState::Coming))
}

/// The versions of a plan, newest first, each with where it stands.
fn history(tx: &Tx<'_>, id: TariffId, today: Day) -> Result<Vec<TariffVersionView>> {
    let rows = store::versions(tx, id)?;
    let ruling: Vec<&VersionRow> = rows.iter().filter(|row| rules(&rows, row)).collect();
    let in_force = ruling.iter().find(|row| row.valid_from_on <= today).map(|row| row.id);
    let shown = |row: &VersionRow| {
        let state = match () {
            () if !rules(&rows, row) => VersionState::Replaced,
            () if Some(row.id) == in_force => VersionState::InForce,
            () if row.valid_from_on > today => VersionState::Coming,
            () => VersionState::Past,
        };
        let later = ruling.iter().rev().find(|other| other.valid_from_on > row.valid_from_on);
        Ok(TariffVersionView {
            id: row.id,
            valid_from: row.valid_from_on,
            valid_to: later.map(|later| later.valid_from_on.plus_days(-1)),
            revision: row.revision,
            state,
            has_priced: store::bills_priced(tx, row.id, 1)? > 0,
            note: row.note.clone(),
            person: row.person.clone(),
            stored_at: row.stored_at,
            sha256: row.sha256.clone(),
        })
    };
    rows.iter().map(shown).collect()
}

/// Whether no higher revision of its day stands above it.
fn rules(rows: &[VersionRow], row: &VersionRow) -> bool {
    !rows.iter().any(|other| other.valid_from_on == row.valid_from_on && other.revision > row.revision)
}
