//! People: who logs in, with which password, and what the admin makes of users.
//!
//! This room owns users, passwords and the ways in and out of a session. It refuses to know what a
//! session is used for: rights are checked in [`Office::perform`](crate::Office::perform). Passwords
//! are checked outside of any transaction, for that takes long on purpose. Start at `log_in.rs`.

mod change_password;
mod hand;
mod log_in;
mod password;
mod recovery_key;
mod reset_admin;
mod save_user;
mod set_pin;
mod users;

pub mod views;

pub use change_password::change_password;
pub use recovery_key::show_recovery_key;
pub use reset_admin::reset_admin;
pub use save_user::save_user;
pub use set_pin::set_pin;
pub use users::{names, users};

pub(crate) use hand::{Change, Could, Hands, MOST_NAMED, are_one, called, who_was};
pub(crate) use password::hashed;
