//! The cheque desk: what becomes of each cheque, and the slips they go to the bank on.
//!
//! This room owns cheques once the counter has taken them: deposited, realised, bounced. It refuses to know how a
//! payment falls (the payments room's `reverse`) and how a claim is made. A bounce is one act: every payment of the
//! cheque falls, bills open again, the ladder hardens, the fee is charged, the letter is written. Start at
//! `bounce.rs`.

mod bounce;
mod cash_only;
mod deposit;
mod list;

pub mod views;

pub use bounce::{bounce_cheque, preview_bounce};
pub use cash_only::set_cash_only;
pub use deposit::{deposit_cheques, realise_cheques, take_slip_back, unrealise_cheques};
pub use list::cheques;

// For the demo, whose days are made many to a commit.
pub(crate) use bounce::{AFTER_REFUND, bounced, late_return_sized, would};
pub(crate) use deposit::{deposit, realise};
