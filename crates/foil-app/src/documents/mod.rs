//! Documents: receipts, slips and bills as files, written after the commit and made again from the
//! book at any time, byte for byte the same.
//!
//! This room owns the document folder, the outbox's worker, and which copy of a paper leaves the office. It refuses to know
//! how paper is drawn (the press is handed in) or what stands on it (the payments room decided that
//! with the payment). Start at `hand_out.rs` and `made.rs`.

mod batch;
mod batch_table;
mod document_file;
mod files;
mod hand_out;
mod made;
mod notice_batch;
mod outbox;
mod papers_again;
mod parts;
mod place;
mod write_again;

pub mod views;

pub use batch::{export_bill_batch, write_batch};
pub use batch_table::write_batch_table;
pub use document_file::{bill_of_number, document_bytes, payment_of_receipt};
pub use files::{FileBeingWritten, copy_file, write_file, write_private_file};
pub use hand_out::hand_out;
pub use notice_batch::export_notice_batch;
pub use outbox::OutboxWorker;
pub use papers_again::write_papers_again;
pub use write_again::write_again;

pub(crate) use hand_out::copy_for;
pub(crate) use place::day_folder;
