//! The queue: tickets, who is next and why, and the worker for requests whose money is in hand.
//!
//! The order itself is `foil_domain::queue`; this room reads the rows it is worked out from and
//! writes what becomes of tickets. Nothing lives in memory. Start at [`board()`].

mod acts;
mod board;
mod dead_letters;
mod in_hand;
mod line;

pub mod views;

pub use acts::{call_next, call_ticket, cancel_ticket, finish_ticket, hold_ticket, no_show, take_ticket};
pub use board::{board, hall};
pub use dead_letters::look_for_dead_letters;
pub use in_hand::{
    RetryWorker, in_hand, process_queue, retry_dead_letter, retry_dead_letters, retry_due, run_queue,
};

pub(crate) use acts::{
    back_effect, cancel_sized, cancel_would, cancelled, end_day, may_be_paid, place_back, put_back,
};
pub(crate) use dead_letters::{Known, tell_dead_since};
pub(crate) use in_hand::{InHandRow, Intake, intake, other_than, paid_since, say_in_hand};
