//! Two programs on one book, programs that are killed, input that nobody should send, and an insider at work.

#![allow(clippy::unwrap_used, reason = "what cannot fail in a test is a test that failed")]

mod attacked;
mod bad_input;
mod billed;
mod child;
mod killed;
mod together;
