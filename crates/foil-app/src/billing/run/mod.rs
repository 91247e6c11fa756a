//! Bill runs: the bills of a cycle, or of one of its routes, tried first and then posted as one.
//!
//! [`calculate`] works bills out on all cores and hands them on in the order of the run; a trial only adds them
//! up, posting writes them some thousand a commit. Each commit moves the run along, so a run that was stopped
//! goes on where it was, and the same run twice bills nobody twice.

mod calculate;
mod cancel;
mod post;
mod summary;
mod trial;
mod views;

pub(crate) use cancel::not_going;
pub use cancel::{cancel_bill_run, take_run_back};
pub use post::{Pace, post_bill_run, run_bills};
pub use trial::{preview_bill_run, try_bills};
pub use views::{bill_run, bill_runs, run_outliers};
