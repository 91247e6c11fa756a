//! Audit: the day's and the month's figures, the files that leave the office, and how anyone checks
//! that they are as they were written.
//!
//! This room owns the audit files and their format. It refuses to change anything: it reads what
//! other rooms wrote. The format is told in `chain.rs` (how rows hang together), `lists.rs` (which
//! columns there are) and `manifest.rs` (what a month's folder says of itself); `verify.rs` reads it
//! all back without a book.

mod audit_rows;
mod banking;
mod bound;
mod chain;
mod day_files;
mod exceptions;
mod export_month;
mod figures;
mod list_file;
mod lists;
mod manifest;
mod month_register;
mod pack;
mod seals;
mod verify;

pub mod views;

pub use audit_rows::audit_rows;
pub use day_files::export_day;
pub use export_month::export_month;
pub use figures::{day_figures, month_summary};
pub use month_register::month_register;
pub use pack::{OVERRIDING, export_pack};
pub use seals::daily_seals;
pub use verify::{Against, verify, verify_against, verify_path};

pub(crate) use bound::{
    CASH_MOVED, CLAIMS, DRAWER_OPENED, RowsMade, SET_OFFS, TAKEN_UP, bind, cheque_stepped, day_paper_said,
    receipt_said,
};
pub(crate) use day_files::write_day;
pub(crate) use figures::{keep_sums, sequences};
pub(crate) use pack::{staff_now, unlike_the_log};

use crate::Result;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::office::OfficeRow;

/// The cash that was moved on a business date, as the act that closes it says it: how many movements, and the hashes over
/// their rows of the register.
pub(crate) fn cash_of_day(tx: &Tx<'_>, office: &OfficeRow, on: Day) -> Result<pack::CashSaid> {
    pack::cash_of_day(&lists::Period::of(tx, office, on, on)?)
}

/// Whether a file manager leaves this in every folder that somebody looked into: no file of anybody's.
fn is_litter(name: &str) -> bool {
    [".DS_Store", "Thumbs.db", "desktop.ini"].iter().any(|litter| name.eq_ignore_ascii_case(litter))
}
