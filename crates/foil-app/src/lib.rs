//! The use cases: one module a room, one file a verb, all of them through [`Office::perform`].
//!
//! This crate knows the domain and the store; it knows no Tauri, no HTTP and no shape of an error
//! on the wire. The clock and the press are handed in by the shell. Start at [`office::Office`].

pub mod approvals;
pub mod arrears;
pub mod audit;
pub mod billing;
pub mod cheques;
pub mod customers;
pub mod demo;
pub mod documents;
pub mod imports;
pub mod metering;
pub mod office;
pub mod payments;
pub mod people;
pub mod queue;
pub mod reports;
pub mod shifts;
pub mod tariffs;
pub mod undo;

pub use foil_domain::refusal::{Error, Refusal, Result};
pub use office::{Act, Office, Session};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// No input, or nothing to say.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}
