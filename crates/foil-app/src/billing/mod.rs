//! Bills, as much as the counter needs: what is open, how late it is, and the whole of one.
//!
//! Bills are made by import; what was issued never changes. This room refuses to know how a bill is
//! paid (the payments room) or drawn (the documents room). Start at [`bill()`].

mod bill;

pub mod views;

pub use bill::{bill, bills};

pub(crate) use bill::open_bill_view;
