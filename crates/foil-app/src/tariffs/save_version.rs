//! A plan's text is edited in the app: what is stored is a new version, never an old one changed.

use super::look::{Looked, files, look_at};
use super::store::{Says, nothing_stored, store_all, worth_storing};
use super::views::{SaveTariffVersion, TariffReport};
use crate::office::Order;
use crate::{Office, Refusal, Result, Session};
use foil_domain::ids::TariffId;
use foil_domain::people::Right;
use foil_domain::tariffs::TariffFault;
use foil_domain::text::fold;
use foil_store::Tx;
use foil_store::tariffs::{self as store, TariffRow};
use std::sync::Arc;

/// Stores a new version of a plan from the editor's text.
///
/// A faulty text is no refusal: the report lists every fault, and nothing is stored. Refuses an unknown plan,
/// one that was changed meanwhile, and what `import_tariff` refuses.
pub fn save_tariff_version(
    office: &Arc<Office>,
    who: &Session,
    input: SaveTariffVersion,
) -> Result<TariffReport> {
    let looked = office.view(who, Right::ManageTariffs, |tx, row| {
        let plan = seen_plan(tx, input.tariff, input.version)?;
        let files = files(None, Some(&input.text))?;
        let mut looked = look_at(tx, row, &files)?;
        looked.iter_mut().for_each(|one| must_be_of(one, &plan.name));
        Ok(if worth_storing(&looked) { Ok(files) } else { Err(looked) })
    })?;
    let files = match looked {
        Ok(files) => files,
        Err(looked) => return Ok(nothing_stored(looked)),
    };
    let says = Says { note: input.note, correct_priced: input.correct_priced };
    office.perform(who, Order::new("save_tariff_version", Right::ManageTariffs), move |act| {
        let plan = seen_plan(act.tx, input.tariff, input.version)?;
        store_all(act, &files, &says, |one| must_be_of(one, &plan.name))
    })
}

fn seen_plan(tx: &Tx<'_>, id: TariffId, seen: i64) -> Result<TariffRow> {
    let plan = store::find(tx, id)?.ok_or_else(|| Refusal::not_found("tariff", id))?;
    if plan.version != seen {
        return Err(Refusal::ChangedMeanwhile { what: format!("tariff {}", plan.name) }.into());
    }
    Ok(plan)
}

/// Another name would make another plan, which is not what "edit" says.
fn must_be_of(one: &mut Looked, plan: &str) {
    if one.good.as_ref().is_some_and(|(tariff, _)| fold(&tariff.name) != fold(plan)) {
        let expected =
            format!("{plan}: this is a version of that plan; import another plan as a file of its own");
        one.spoil(TariffFault { line: 0, field: "name".into(), expected });
    }
}
