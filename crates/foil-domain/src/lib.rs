//! The rules of the branch office: values in, values out.
//!
//! Nothing here reads a clock, a file, a database or a random number; time and ids are
//! handed in. One module a room, beside the words that every room shares ([`money`],
//! [`time`], [`ids`], [`text`], [`refusal`]). Start at [`payments::allocate`] for the money,
//! [`queue::call_order`] for who is next, and [`undo::decide`] for what may be taken back.

#[macro_use]
mod words;

pub mod approvals;
pub mod arrears;
pub mod audit;
pub mod billing;
pub mod cheques;
pub mod currency;
pub mod customers;
pub mod documents;
pub mod ids;
pub mod ledger;
pub mod metering;
pub mod money;
pub mod office;
pub mod payments;
pub mod people;
pub mod press;
pub mod queue;
pub mod refusal;
pub mod shifts;
pub mod tariffs;
pub mod text;
pub mod time;
pub mod undo;

pub use money::Money;
pub use refusal::{Error, Refusal, Result};
