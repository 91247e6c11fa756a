//! What a branch does, told in its own words, on a real book: a story for each thing that was promised.

mod business_day;
mod opening;
mod paying;
mod people;
mod queueing;
mod undoing;
mod worker;
