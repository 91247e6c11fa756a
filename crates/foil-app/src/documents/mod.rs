//! Documents: receipts, slips and bills as files, written after the commit and made again from the
//! book at any time, byte for byte the same.
//!
//! This room owns the document folder, the outbox's worker and the count of copies. It refuses to know
//! how paper is drawn (the press is handed in) or what stands on it (the payments room decided that
//! with the payment). Start at `made.rs`.

mod batch;
mod document_file;
mod files;
mod made;
mod outbox;
mod place;
mod reprint;

pub mod views;

pub use batch::{export_bill_batch, write_batch};
pub use document_file::{bill_of_number, document_bytes, document_file, payment_of_receipt};
pub use files::{FileBeingWritten, write_file};
pub use outbox::OutboxWorker;
pub use reprint::reprint;

pub(crate) use files::sync_folder;
pub(crate) use place::day_folder;
