//! Two programs on one book, programs that are killed, and input that nobody should send.

#![allow(clippy::unwrap_used, reason = "what cannot fail in a test is a test that failed")]

mod bad_input;
mod billed;
mod child;
mod killed;
mod together;
