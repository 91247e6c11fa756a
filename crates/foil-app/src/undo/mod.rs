//! Undo and redo: each person's stack of acts, kept in the book.
//!
//! Taking a step back carries its plan out and stores the plan for the way forth, so undo and redo
//! are the same movement. Money is never erased: a payment is voided and, when done again, gets a
//! new receipt that names the void one. What is no void any more
//! (its day is closed, its money at the bank) takes two persons: `reversals.rs`. Start at [`undo()`].

mod acts;
mod preview;
mod reversals;
mod stack;
mod take_back;

pub mod views;

pub use acts::my_acts;
pub use preview::{preview_redo, preview_undo};
pub use reversals::preview_reversal;
pub use take_back::{redo, undo};

pub(crate) use reversals::{
    cash_back, may_be_reversed, may_be_voided, off_the_stack, reversal_would, reversed, void_would, voided,
    what_it_stopped,
};
