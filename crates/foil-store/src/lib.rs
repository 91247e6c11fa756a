//! The only SQL of the product: one encrypted book, its migrations, and one module a table.
//!
//! Nobody above this crate sees rusqlite: they get a [`Book`] and, inside [`Book::write`] or
//! [`Book::read`], a [`Tx`]. SQL is written in the words that SQLite and PostgreSQL share.
//! Start at [`tx`] for how a statement runs, and [`book`] for how commits are made durable.

#[macro_use]
pub mod tx;
pub mod book;
pub mod disk;
pub mod key;
mod making;
mod migrations;
#[cfg(debug_assertions)]
mod scans;
pub mod seal;
mod writer;

pub mod account_terms;
pub mod approvals;
pub mod arrears;
pub mod audit;
pub mod bills;
pub mod check;
pub mod cheque_steps;
pub mod cheques;
pub mod copies;
pub mod corrections;
pub mod customers;
pub mod cycles;
pub mod day_closes;
pub mod day_sums;
pub mod deposits;
pub mod disputes;
pub mod figures;
pub mod former;
pub mod gas_factors;
pub mod import_columns;
pub mod in_hand;
pub mod jobs;
pub mod journal;
pub mod meters;
pub mod money_control;
pub mod notices;
pub mod office;
pub mod orders;
pub mod outbox;
pub mod payments;
pub mod payouts;
pub mod people;
pub mod plans;
pub mod readings;
pub mod registers;
pub mod reversals;
pub mod runs;
pub mod safe;
pub mod seals;
pub mod search;
pub mod set_offs;
pub mod shifts;
pub mod statements;
pub mod taken_up;
pub mod tariffs;
pub mod tickets;
pub mod true_use;
pub mod undo;
pub mod unwritten;
pub mod use_cases;
pub mod z_reports;

pub use book::{Book, Opening};
pub use key::Key;
pub use making::BookInMaking;
pub use seal::Seal;
pub use tx::Tx;
