//! Arrears: what is late, and what is done about it.
//!
//! This room owns the office's ladder, notices, service orders, instalment plans and disputes. It refuses to
//! know how money is taken (the payments room asks `accrued` what it costs to be late, `eased` what a payment stops, `harden` what its undo
//! brings back) and how a claim is made (the billing room makes surcharges and fees). Start at `run.rs` for
//! the daily run, at `dossier.rs` for what is known of an account.

mod account;
mod aging;
mod disputes;
mod dossier;
mod in_time;
mod kept;
mod lists;
mod orders;
mod papers;
mod planned;
mod plans;
mod rule;
mod run;
mod spared;
mod statement;
mod steps;
mod surcharges;
mod worklist;

pub mod views;

pub use account::{account_arrears, account_of_number};
pub use aging::aging;
pub use disputes::{decide_dispute, disputes, open_dispute, preview_upheld};
pub use lists::{notices, plans};
pub use orders::{order_reconnection, service_orders, stop_reconnection, work_order};
pub use plans::{cancel_plan, make_plan, preview_plan};
pub use rule::{arrears_rule, save_arrears_rule};
pub use run::{Run, preview_arrears_run, run, run_arrears};
pub use worklist::arrears_list;

pub(crate) use account::{first_of, minimum_of, pursued_of};
pub(crate) use disputes::{decided as dispute_decided, upheld_sized, upheld_would};
pub(crate) use dossier::{Falling, KeptCredit};
pub(crate) use in_time::{charged_since, fall_since};
pub(crate) use kept::Kept;
pub(crate) use orders::{Hardened, OrderMoved, eased, followed, harden, hardened};
pub(crate) use plans::{paid_out_of, part_of_plan, plan_of, planned_by, taken_with};
pub(crate) use run::climb;
pub(crate) use spared::{Spared, fees_of, fees_off, is_wrong, spared_again, taken_anew};
pub(crate) use statement::statement;
pub(crate) use surcharges::{
    Charged, accrued, accrued_under, accrued_until, charge, charge_accrued_under, charge_hidden, hidden,
    usually_due,
};
pub(crate) use worklist::{Walk, cut_list};
