//! Checking a whole book.

use super::core::{Office, Session};
use super::views::CheckReport;
use crate::Nothing;
use foil_domain::people::Right;
use foil_domain::refusal::Result;
use std::sync::Arc;

/// Checks the file and every rule of the books over the whole book.
pub fn check_book(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<CheckReport> {
    office.view(who, Right::VerifyAudit, |_, _| Ok(()))?;
    Ok(CheckReport { checked: Vec::new(), problems: office.book.integrity()? })
}
