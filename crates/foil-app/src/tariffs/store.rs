//! A file that was found good becomes a version.

use super::look::{Looked, look_at};
use super::read_file::TariffFile;
use super::views::{TariffEffect, TariffReport, TariffSeen};
use crate::office::Act;
use crate::{Refusal, Result};
use foil_domain::ids::TariffId;
use foil_domain::tariffs::Tariff;
use foil_domain::text::Note;
use foil_domain::time::Day;
use foil_store::tariffs::{self as store, NewVersion};
use serde_json::{Value, json};

/// What whoever stores a tariff says of it.
#[derive(Debug, Clone)]
pub(super) struct Says {
    /// The order or the reason.
    pub(super) note: Note,
    /// A version that has priced bills may be corrected.
    pub(super) correct_priced: bool,
}

/// Whether there is something to store, and nothing that keeps it out.
pub(super) fn worth_storing(looked: &[Looked]) -> bool {
    let effect = |one: &Looked| one.seen.effect;
    looked.iter().all(|one| effect(one) != TariffEffect::Faulty)
        && looked.iter().any(|one| effect(one) != TariffEffect::Unchanged)
}

/// The report of files that were looked at and not stored.
pub(super) fn nothing_stored(looked: Vec<Looked>) -> TariffReport {
    TariffReport { stored: false, files: looked.into_iter().map(|one| one.seen).collect() }
}

/// Stores all files inside an act. Each is looked at again: the book may have moved on since.
///
/// Refuses a correction without its reason, and one of a version that has priced bills unless it is said so.
pub(super) fn store_all(
    act: &mut Act<'_>,
    files: &[TariffFile],
    says: &Says,
    fits: impl Fn(&mut Looked),
) -> Result<TariffReport> {
    let mut looked = look_at(act.tx, act.office, files)?;
    looked.iter_mut().for_each(fits);
    if !worth_storing(&looked) {
        return Err(Refusal::ChangedMeanwhile { what: "this tariff".into() }.into());
    }
    let mut stored = Vec::new();
    let mut seen = Vec::with_capacity(looked.len());
    for one in looked {
        seen.push(put(act, one, says, &mut stored)?);
    }
    act.changed(json!({ "versions": stored, "note": says.note }));
    Ok(TariffReport { stored: true, files: seen })
}

fn put(act: &Act<'_>, one: Looked, says: &Says, stored: &mut Vec<Value>) -> Result<TariffSeen> {
    let Looked { seen, text, sha256, good } = one;
    let Some((tariff, valid_from)) = good.filter(|_| seen.effect != TariffEffect::Unchanged) else {
        return Ok(seen);
    };
    let plan = plan_of(act, &tariff)?;
    let before = store::latest_of(act.tx, plan, valid_from)?;
    if let Some(before) = &before {
        correction_is_meant(act, &tariff, valid_from, before, says)?;
    }
    let version = NewVersion {
        tariff: plan,
        valid_from,
        revision: before.map_or(1, |before| before.revision + 1),
        text: &text,
        sha256: &sha256,
        note: says.note.as_str(),
        person: act.who.user,
        stored_at: act.now,
    };
    let id = store::add_version(act.tx, &version)?;
    store::touch(act.tx, plan, &tariff.name)?;
    stored.push(json!({
        "tariff": plan, "name": tariff.name, "version": id, "valid_from": valid_from,
        "revision": version.revision, "sha256": sha256,
    }));
    Ok(TariffSeen { tariff: Some(plan), version: Some(id), ..seen })
}

fn plan_of(act: &Act<'_>, tariff: &Tariff) -> Result<TariffId> {
    match store::by_name(act.tx, &tariff.name)? {
        Some(plan) => Ok(plan.id),
        None => store::insert(act.tx, &tariff.name, tariff.service.as_str()),
    }
}

/// A version of the same day is corrected only with a reason; one that has priced bills, only knowingly: those
/// bills go on naming it, and whoever thinks they were put right by this would be wrong.
fn correction_is_meant(
    act: &Act<'_>,
    tariff: &Tariff,
    valid_from: Day,
    before: &store::VersionRow,
    says: &Says,
) -> Result<()> {
    if says.note.as_str().is_empty() {
        let expected = format!("why the version of {} from {} is corrected", tariff.name, valid_from.long());
        return Err(Refusal::bad_input("note", expected).into());
    }
    if !says.correct_priced && store::bills_priced(act.tx, before.id, 1)? > 0 {
        let (plan, from) = (tariff.name.to_string(), valid_from);
        return Err(Refusal::TariffHasPriced { plan, from }.into());
    }
    Ok(())
}
