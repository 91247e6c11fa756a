//! Hands and eyes for a walk: a desk to sit at, the window, its keys, and the system's dialogs.

#![allow(dead_code, unused_imports, reason = "hands that not every walk needs")]

mod desk;
mod dialog;
mod driver;
#[cfg(target_os = "linux")]
mod drop;
mod eyes;
mod keys;
mod patience;
mod window;

pub use desk::Desk;
pub use dialog::Dialog;
pub use eyes::{Scheme, closes};
pub use patience::until;
pub use window::{Size, Window};
