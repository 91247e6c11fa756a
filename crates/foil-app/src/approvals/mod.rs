//! Approvals: what one person asks for and another lets happen.
//!
//! This room owns requests, who decided them, the office's rule and its ceilings. It refuses to know what an act does:
//! it keeps the act as it was asked for, and calls the seam of the room it belongs to inside the act of whoever lets
//! it happen, in one commit. Who may decide is `foil_domain::approvals::decide`'s. Start at `ask.rs`.

mod ask;
mod carry_out;
mod decide;
mod granted;
mod list;
mod preview;
mod rules;

pub mod views;

pub use ask::ask_approval;
pub use decide::{decide_approval, withdraw_approval};
pub use list::{approvals, who_may_allow};
pub use preview::preview_request;
pub use rules::{approval_rules, save_approval_rules};

pub(crate) use carry_out::{Sized, of_payment};
pub(crate) use granted::{Ask, HAND, came_of, first, granted};
pub(crate) use list::{APPOINTING, none_uncleared};
