//! Shifts: who holds a drawer, what is in it, and how its day ends.
//!
//! This room owns shifts, cash in and out beside payments, counts of drawers and of the safe, Z reports and deposit slips. It refuses to know
//! how a payment is split or undone: payments and undo ask `drawer_for` and `drawer_of_void` which drawer their
//! money moves in. Closing the business day is the office's act (`office/day_close.rs`), which reads this room's
//! views. Start at `open.rs` and `close.rs`; the sums are `foil_domain::shifts`'.

mod bring;
mod cash;
mod close;
mod count;
mod day_cash;
mod deposit;
mod drawer;
mod float;
mod full;
mod hand_over;
mod lying;
mod open;
mod report;
mod safe;
mod seen;
mod shown;
mod variance;

pub mod views;

pub use bring::brought_today;
pub use cash::{accept_change, cash_in, cash_out, drop_cash, offer_change};
pub use close::close_shift;
pub use count::count_shift;
pub use day_cash::cash_of_day;
pub use deposit::make_deposit_slip;
pub use hand_over::accept_hand_over;
pub use open::open_shift;
pub use report::{x_report, z_report};
pub use safe::{count_safe, explain_safe};
pub use shown::{shift, shifts, z_reports};

pub(crate) use bring::{
    bring_sized, bring_would, brought, brought_on_paper, unbring_sized, unbring_would, unbrought,
};
pub(crate) use cash::{cash_out_sized, cash_taken_out, holds, move_cash, written_down};
pub(crate) use count::{counted_blind, own_counted_blind, somebody_may_allow, tender_variances};
pub(crate) use deposit::{
    InSafe, back_sized, back_would, deposits_of, otherwise_sized, otherwise_would, paid_in_otherwise,
    shown as deposit_shown, taken_back, to_bank,
};
pub(crate) use drawer::{drawer_for, drawer_of_copy, drawer_of_void, own_open};
pub(crate) use float::{
    allowed as float_allowed, sized as float_sized, taken_back as float_taken_back, tried as float_tried,
    would as float_would,
};
pub(crate) use lying::{Lying, Waits, lying};
pub(crate) use report::{MOST_DUPLICATES, may_see, x_document};
pub(crate) use safe::{
    allowed as safe_allowed, last as safe_last, must_be_counted, none_unexplained, not_their_count,
    off as safe_off, sized as safe_sized, would as safe_would,
};
pub(crate) use seen::figures_seen;
pub(crate) use shown::{brief, frame_shift, z_shown};
pub(crate) use variance::{
    allowed as variance_allowed, closed_with, not_their_drawer, sized as variance_sized,
    would as variance_would,
};

// For the demo, whose days are opened and closed many to a commit.
pub(crate) use cash::drop_to_safe;
pub(crate) use close::{Wanted, end};
pub(crate) use count::count;
pub(crate) use deposit::deposit;
pub(crate) use open::open;
