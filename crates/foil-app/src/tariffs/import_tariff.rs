//! Tariff files are stored: one, or a folder of them, all or none.

use super::look::{files, look_at};
use super::store::{Says, nothing_stored, store_all, worth_storing};
use super::views::{ImportTariff, TariffReport};
use crate::office::Order;
use crate::{Office, Result, Session};
use foil_domain::people::Right;
use std::sync::Arc;

/// Stores a file, a folder of files or a text; each becomes a version, and a plan where there was none.
///
/// A faulty file is no refusal: the report lists every fault, and nothing is stored. The same text again
/// changes nothing. Refuses what cannot be read, a correction without a reason, and one of a version that has
/// priced bills unless it is said so.
pub fn import_tariff(office: &Arc<Office>, who: &Session, input: ImportTariff) -> Result<TariffReport> {
    let looked = office.view(who, Right::ManageTariffs, |tx, row| {
        let files = files(input.path.as_deref(), input.text.as_deref())?;
        let looked = look_at(tx, row, &files)?;
        Ok(if worth_storing(&looked) { Ok(files) } else { Err(looked) })
    })?;
    let files = match looked {
        Ok(files) => files,
        Err(looked) => return Ok(nothing_stored(looked)),
    };
    let says = Says { note: input.note, correct_priced: input.correct_priced };
    office.perform(who, Order::new("import_tariff", Right::ManageTariffs), move |act| {
        store_all(act, &files, &says, |_| {})
    })
}
