//! Two programs on one book, programs that are killed, and input that nobody should send.

mod bad_input;
mod child;
mod killed;
mod together;
