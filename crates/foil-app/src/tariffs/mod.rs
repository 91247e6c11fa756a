//! The tariffs that the office has stored: kept, read, asked what they would cost, and tried on past bills.
//!
//! A tariff is one text file. What is stored is that text, as a version that is never edited; of one
//! `valid_from` the highest revision rules. This room refuses to know how a price comes about (the
//! domain's `tariffs`) and how a bill is made (the billing room), which gets its versions from the
//! [`Shelf`]. Start at [`import_tariff()`] and [`tariff()`].

mod check_tariff;
mod import_tariff;
mod list;
mod look;
mod page;
mod quote;
mod read_file;
mod retire;
mod save_version;
mod shelf;
mod simulate;
mod store;
mod tariff;

pub mod views;

pub use check_tariff::check_tariff;
pub use import_tariff::import_tariff;
pub use list::tariffs;
pub use quote::quote_tariff;
pub use retire::retire_tariff;
pub use save_version::save_tariff_version;
pub use shelf::{Shelf, Version};
pub use simulate::simulate_tariff;
pub use tariff::tariff;

pub(crate) use shelf::check_versions;
