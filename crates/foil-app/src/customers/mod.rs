//! Customers, their properties and accounts: found, shown, kept.
//!
//! This room owns who the customers are and where their services stand. It refuses to know how
//! money is taken (the payments room) and who is called next (the queue). Start at
//! [`customer_card`] for what the counter sees, and at [`search()`] for how it is found.

mod card;
mod list;
mod plans;
mod restore;
mod save_account;
mod save_customer;
mod save_property;
mod search;
mod switch_account;
mod terms;

pub mod views;

pub use card::{customer_card, own_card};
pub use list::customers;
pub use save_account::save_account;
pub use save_customer::save_customer;
pub use save_property::save_property;
pub use search::search;
pub use switch_account::switch_account;
pub use terms::preview_terms;

pub(crate) use plans::Plans;
pub(crate) use restore::{record_name, restore_effect, restore_record};
pub(crate) use save_account::{fits, meter_fits, opened_again, store};
pub(crate) use save_property::in_business;
pub(crate) use terms::{stood, terms_change};
