//! A branch for stories: a hall with clerks, customers and a clock that stands still until it is moved.
//!
//! [`Hall`] is a real, encrypted book in a folder of its own. Everything a person does in it goes
//! through the command table with that person's session, so that rights, parsing and refusals are
//! those of the product. Only the kit knows the wire; a story speaks of the trade. Start at
//! [`Hall::open`]. Amounts are whole rupees unless a name says `paise`.

mod arrears;
mod bills;
mod build;
mod claims;
mod hall;
mod meters;
mod office;
mod press;
mod queue;
mod reads;
mod shifts;
mod undo;
mod visit;

pub use bills::{Read, read};
pub use build::{Account, Builder};
pub use claims::{Asking, Way};
pub use hall::{Hall, PASSWORD, Person, TODAY};
pub use meters::Reading;
pub use press::PlainPress;
pub use reads::in_rupees;
pub use undo::Undoing;
pub use visit::Visit;

use foil_api::ApiError;

/// What a command gives: its view, or what the caller is told.
pub type Told<T> = Result<T, ApiError>;

/// The code of a refusal, for asserts; the text of an answer is what the story expected to be refused.
///
/// # Panics
/// When the act was not refused.
pub fn refused<T: std::fmt::Debug>(outcome: Told<T>) -> String {
    outcome.expect_err("this should have been refused").code
}

/// Rupees in paise.
#[must_use]
pub const fn rupees(whole: i64) -> i64 {
    whole * 100
}
