//! Meters, their readings, and what is unusual about them.
//!
//! This room owns the life line of a meter, the entry and checking of readings, estimates, and cases of
//! abnormal use. It refuses to know what use costs: billing asks [`period_use()`] and nothing else.

mod period_use;

pub use period_use::{AccountUse, billed_to, each_period_use, period_use};
