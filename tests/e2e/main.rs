//! Walks through the real window, as its users do: by keys, with native dialogs.
//!
//! Each is ignored in a plain test run, because it needs a screen: `cargo xtask test` gives it
//! one, and `cargo xtask walk NAME` runs those of that name. Start at [`harness::Window`].

#![allow(clippy::unwrap_used, reason = "a walk that cannot go on fails where it stands")]

mod branch;
mod day;
mod first_run;
mod full_day;
mod harness;
mod keys;
mod month;
mod opens;
mod screens;
mod shell;
