//! Random histories of a branch: several clerks at several counters pay, undo, redo, take and call
//! tickets, in any order, refused or not.
//!
//! In `billed` a manager bills, corrects, plans and cuts between the payments.
//!
//! After each history the auditor's sums must hold; on the way, undo must give back exactly what was
//! there, redo exactly what was undone, a retry exactly the first answer, and a refusal nothing at all.
//! `COUNTERFOIL_CASES=200 cargo nextest run -p foil-tests --test properties` looks longer.

mod billed;
mod drawers;
mod history;
mod queue;
mod shifts;

/// Histories of one run: few, because each is a real book; more when asked for.
fn cases(usual: u32) -> proptest::test_runner::Config {
    let asked = std::env::var("COUNTERFOIL_CASES").ok().and_then(|n| n.parse().ok());
    proptest::test_runner::Config {
        cases: asked.unwrap_or(usual),
        max_shrink_iters: 200,
        failure_persistence: None,
        ..proptest::test_runner::Config::default()
    }
}
