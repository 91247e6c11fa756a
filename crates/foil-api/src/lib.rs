//! The wire: one table of commands, one shape of error, and the types that cross.
//!
//! A shell hands in a name and JSON and gets JSON or an [`ApiError`] back; it is the same table for
//! the desktop window, the terminal and, later, the network. Nothing here knows Tauri or HTTP.
//! Start at [`table`] for what exists, and at [`Desk::call`] for how a call goes.

mod desk;
mod error;
pub mod keychain;
mod panics;
pub mod table;
pub mod typescript;

pub use desk::{Desk, LOGGED, fresh_request_id};
pub use error::ApiError;
pub use panics::{guarded, log_panics};

/// What gives out memory in every shell. A run's bills are made on several threads and let go of on another, a hundred small
/// pieces each; the system's own allocators take a fifth of the calculation's time for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
