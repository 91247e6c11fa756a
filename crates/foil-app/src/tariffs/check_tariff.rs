//! A tariff file is looked at, and nothing stored.

use super::look::{files, look_at};
use super::views::{CheckTariff, TariffReport};
use crate::{Office, Result, Session};
use foil_domain::people::Right;
use std::sync::Arc;

/// What a file, a folder of files or a text would be to the book, with every fault.
pub fn check_tariff(office: &Arc<Office>, who: &Session, input: CheckTariff) -> Result<TariffReport> {
    // The right is asked before a path is looked at.
    office.view(who, Right::ManageTariffs, |tx, row| {
        let files = files(input.path.as_deref(), input.text.as_deref())?;
        let looked = look_at(tx, row, &files)?;
        Ok(TariffReport { stored: false, files: looked.into_iter().map(|one| one.seen).collect() })
    })
}
