//! Bills: what is claimed of an account, how late it is, and what becomes of a claim.
//!
//! Every claim is a row of bill, whatever its paper is called. This room refuses to know how a bill is paid (the
//! payments room), how use was measured (metering) or drawn on paper (documents). Start at [`bill()`] for what is
//! read, and at [`claim()`] for how a claim comes into the book.

mod asked;
mod bill;
mod charge;
mod claim;
mod correct;
mod cycles;
mod draft;
mod fallen;
mod gas;
mod hangs_on;
mod issue;
mod made_good;
mod paper;
mod rebill;
mod run;
mod set_off;
mod unbilled;

pub mod run_views;
pub mod views;

pub use bill::{bill, bills, corrections, find_bills};
pub use charge::{charge_fee, give_debit_note};
pub(crate) use claim::claim_against;
pub use claim::{ClaimLine, NewClaim, claim};
pub use correct::{cancel_bill, give_credit_note, preview_correction, write_off};
pub use cycles::{cycles, save_cycle};
pub use gas::{gas_factors, save_gas_factor, withdraw_gas_factor};
pub use issue::{issue_bill, preview_bill};
pub(crate) use rebill::rebill_would;
pub use rebill::{cancel_and_rebill, preview_rebill};
pub use run::{
    Pace, bill_run, bill_runs, cancel_bill_run, post_bill_run, preview_bill_run, run_bills, run_outliers,
    take_run_back, try_bills,
};
pub use unbilled::{CycleMove, put_in_cycle, unbilled_accounts};
pub(crate) use unbilled::{cycle_move_effects, cycle_move_name, not_going_named, turn_cycle_move};

pub(crate) use asked::{Correction, carried_out, sized};
pub(crate) use bill::open_bill_view;
pub(crate) use charge::{debit_would, fee_would};
pub(crate) use correct::{correction_would, credit, surcharge_falls, taken_back_with_its_cause, upheld};
pub(crate) use hangs_on::never_owed_of;
pub(crate) use run::not_going;
