//! The versions that rule, read and checked, for whoever makes bills.

use crate::Result;
use anyhow::anyhow;
use foil_domain::ids::TariffVersionId;
use foil_domain::refusal::Error;
use foil_domain::tariffs::Tariff;
use foil_domain::text::fold;
use foil_domain::time::Day;
use foil_store::Tx;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A version of a plan that prices bills.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its id, which the bill names.
    pub id: TariffVersionId,
    /// The first day it is in force.
    pub valid_from: Day,
    /// The tariff.
    pub tariff: Arc<Tariff>,
}

/// Every plan's versions, as one transaction sees them. Reading is cheap: a text is parsed once a process.
#[derive(Debug, Default)]
pub struct Shelf {
    plans: Vec<Vec<Version>>,
    /// Each plan under its name as written and as folded: most accounts spell it as the file does, and a
    /// million lookups need not fold.
    names: HashMap<String, usize>,
    /// Every version there is by its id, those that a correction has replaced too.
    by_id: HashMap<TariffVersionId, Arc<Tariff>>,
}

impl Shelf {
    /// The versions that the book has now. Plans that are retired stay: their accounts are still billed.
    pub fn load(tx: &Tx<'_>) -> Result<Shelf> {
        let mut shelf = Shelf::default();
        foil_store::tariffs::each_ruling(tx, |row| {
            let tariff = known(tx, row.id, &row.sha256)?;
            let version = Version { id: row.id, valid_from: row.valid_from_on, tariff };
            shelf.by_id.insert(version.id, version.tariff.clone());
            shelf.add(row.name, row.name_fold, version);
            Ok(true)
        })?;
        foil_store::tariffs::each_replaced(tx, |row| {
            shelf.by_id.insert(row.id, known(tx, row.id, &row.sha256)?);
            Ok(true)
        })?;
        Ok(shelf)
    }

    /// The versions that a bill was priced by, which names the one that ruled its end: that very revision, and what was
    /// in force before it. What was stored for a later day, or corrected since, priced other bills.
    pub fn that_priced(&self, tx: &Tx<'_>, id: TariffVersionId) -> Result<Vec<Version>> {
        let gone = || anyhow!("tariff version {id}, which priced a bill, is gone");
        let row = foil_store::tariffs::version(tx, id)?.ok_or_else(gone)?;
        let plan = foil_store::tariffs::find(tx, row.tariff_id)?.ok_or_else(gone)?;
        let ruled = self.versions(&plan.name).unwrap_or_default();
        let mut versions: Vec<Version> =
            ruled.iter().filter(|v| v.valid_from < row.valid_from_on).cloned().collect();
        let tariff = known(tx, id, &row.sha256)?;
        versions.push(Version { id, valid_from: row.valid_from_on, tariff });
        Ok(versions)
    }

    fn add(&mut self, name: String, name_fold: String, version: Version) {
        let new = self.plans.len();
        let place = *self.names.entry(name_fold).or_insert(new);
        self.names.entry(name).or_insert(place);
        match self.plans.get_mut(place) {
            Some(versions) => versions.push(version),
            None => self.plans.push(vec![version]),
        }
    }

    /// The version that priced a bill, whatever has become of it since.
    #[must_use]
    pub fn version(&self, id: TariffVersionId) -> Option<&Tariff> {
        self.by_id.get(&id).map(Arc::as_ref)
    }

    /// Whether any version has a rule on late payment.
    #[must_use]
    pub fn has_late_rule(&self) -> bool {
        self.by_id.values().any(|tariff| tariff.late_payment.is_some())
    }

    /// The versions of a plan, however its name is typed, by the day they are in force from; of one day the
    /// highest revision only. `None` when the book has no such plan.
    #[must_use]
    pub fn versions(&self, plan_name: &str) -> Option<&[Version]> {
        let place = self.names.get(plan_name).or_else(|| self.names.get(&fold(plan_name)))?;
        self.plans.get(*place).map(Vec::as_slice)
    }
}

/// How many parsed texts are kept; a branch has dozens of plans with a version or two a year.
const KEPT: usize = 4_096;

/// Texts that this process has parsed, by their SHA-256: the same text is the same tariff in every book.
static PARSED: Mutex<Option<HashMap<String, Arc<Tariff>>>> = Mutex::new(None);

fn known(tx: &Tx<'_>, id: TariffVersionId, sha256: &str) -> Result<Arc<Tariff>> {
    let mut kept = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = kept.get_or_insert_default();
    if let Some(tariff) = kept.get(sha256) {
        return Ok(tariff.clone());
    }
    let tariff = Arc::new(stored(tx, id)?);
    if kept.len() >= KEPT {
        kept.clear();
    }
    kept.insert(sha256.to_owned(), tariff.clone());
    Ok(tariff)
}

/// Tells of every stored version that is not as it was stored: its digest, or its text. Gives how many there are.
pub(crate) fn check_versions(tx: &Tx<'_>, mut wrong: impl FnMut(String)) -> Result<i64> {
    let mut count = 0;
    for plan in foil_store::tariffs::all(tx)? {
        for row in foil_store::tariffs::versions(tx, plan.id)? {
            count += 1;
            let named =
                || format!("tariff {} from {}, revision {}", plan.name, row.valid_from_on, row.revision);
            let text = foil_store::tariffs::text(tx, row.id)?.unwrap_or_default();
            if hex::encode(Sha256::digest(text.as_bytes())) != row.sha256 {
                wrong(format!("{}: its text is not the one that was stored", named()));
            }
            if let Err(faults) = Tariff::parse_to_quote(&text) {
                let first = faults.first().map(ToString::to_string).unwrap_or_default();
                wrong(format!("{} cannot be read: {first}", named()));
            }
        }
    }
    Ok(count)
}

/// A stored version, read again from its text.
pub(super) fn stored(tx: &Tx<'_>, id: TariffVersionId) -> Result<Tariff> {
    let text = foil_store::tariffs::text(tx, id)?;
    let text = text.ok_or_else(|| anyhow!("tariff version {id} has no text"))?;
    // It was read when it was stored; if it cannot be now, a guess would make wrong bills. What only an import refuses
    // today was no fault then, and changes no price.
    let read = Tariff::parse_to_quote(&text).map(|(tariff, _)| tariff);
    read.map_err(|faults| {
        let first = faults.first().map(ToString::to_string).unwrap_or_default();
        Error::Broke(anyhow!("tariff version {id} cannot be read: {first}"))
    })
}
