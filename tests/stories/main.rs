//! What a branch does, told in its own words, on a real book: a story for each thing that was promised.

#![allow(clippy::unwrap_used, reason = "what cannot fail in a test is a test that failed")]

mod arrears;
mod auditing;
mod billing;
mod business_day;
mod claims;
mod hands;
mod logging;
mod metering;
mod opening;
mod packs;
mod papers;
mod paying;
mod people;
mod queueing;
mod shifts;
mod tariffs;
mod to_the_bank;
mod undoing;
mod worker;
