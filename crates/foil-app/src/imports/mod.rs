//! Files of customers, bills, payments, meters and readings come into the book.
//!
//! This room owns how a file is read, which rows are bad and what is said of them. It refuses to
//! know how a bank's payment is worked (the queue) or how words are indexed (the store). A file is
//! streamed: reading (`source`, `cells`) gathers rows, keeping (`keep`) puts them into the book
//! or only asks whether they would fit. Start at [`run_import`].

mod bill_rows;
mod cells;
mod columns;
mod customer_rows;
mod errors;
mod fields;
mod keep;
mod meter_rows;
mod payment_rows;
mod preview;
mod quotes;
mod reading_rows;
mod run;
mod source;
mod watch;

pub mod views;

pub use columns::{forget_import_columns, import_columns};
pub use preview::preview_import;
pub use run::{run_import, start_import};

pub use watch::{FolderWorker, Seen};
