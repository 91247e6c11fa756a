//! Payments: money at the counter, from preview to receipt.
//!
//! This room owns payments, their shares and tenders. It refuses to know how documents are drawn
//! (the documents room) or how an act is taken back (the undo room, which calls `void`, `reverse`
//! and `pay` here) or what a bank does with a cheque (the cheques room, which calls `reverse`). Start at `pay.rs`.

mod list;
mod pay;
mod pay_out;
mod preview;
mod receipt;
mod reverse;
mod void;

pub mod views;

pub use list::{payment, payments, payments_of_customer};
pub use pay::{PayOrder, take_payment};
pub use pay_out::preview_pay_out;
pub use preview::preview_payment;

pub(crate) use list::{latest_of_customer, may_open};
pub(crate) use pay::{Again, fits_again, pay};
pub(crate) use pay_out::{paid_out, pay_out_sized, pay_out_would};
pub(crate) use receipt::{bill_name, currency, head_for, office_head, office_head_for};
pub(crate) use reverse::{
    Reversed, Reversing, cash_of_refund, claim_for, claim_of, last_of, open_cheque, reversal_effects, reverse,
};
pub(crate) use void::{Voided, Voiding, cash_of_void, void, void_effects};
