//! Random histories of a branch: several clerks at several counters pay, undo, redo, take and call
//! tickets, in any order, refused or not.
//!
//! In `billed` a manager bills, corrects, plans and cuts between the payments.
//!
//! After each history the auditor's sums must hold; on the way, undo must give back exactly what was
//! there, redo exactly what was undone, a retry exactly the first answer, and a refusal nothing at all.
//! `COUNTERFOIL_CASES=200 cargo nextest run -p foil-tests --test properties` looks longer.

use cpu_time::ProcessTime;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestCaseError, TestRng, TestRunner};
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

mod billed;
mod drawers;
mod history;
mod planned;
mod queue;
mod shifts;

/// Histories that are long rather than many: one for each name, always the same ones, then fresh ones as long as there
/// is time, which is a processor's, and not twice as much by the clock. A fresh one that fails says under what name it
/// comes again; a name that has found something stays among the named. `COUNTERFOIL_CASES` says how many fresh ones
/// there are instead. With `CI` set there are none unless asked for: what lands is judged by the same histories each time.
///
/// # Panics
/// Where a history breaks what must hold, with the shortest one that does.
fn histories<S: Strategy>(
    names: &[&str],
    time: Duration,
    strategy: &S,
    story: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let (began, worked) = (Instant::now(), ProcessTime::now());
    let fresh_ones = std::env::var_os("CI").is_none();
    let in_time = || fresh_ones && worked.elapsed() < time && began.elapsed() < time * 2;
    names.iter().for_each(|name| one(name, strategy, &story));
    let asked = asked_for();
    let mut fresh = 0;
    while asked.map_or_else(in_time, |most| fresh < most) {
        one(&format!("{:016x}", RandomState::new().hash_one(fresh)), strategy, &story);
        fresh += 1;
    }
}

/// The history of a name.
///
/// # Panics
/// Where it breaks what must hold, with the shortest one that does.
fn one<S: Strategy>(name: &str, strategy: &S, story: &impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let mut seed = [0; 32];
    seed.iter_mut().zip(name.bytes()).for_each(|(to, from)| *to = from);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let told = TestRunner::new_with_rng(config(1), rng).run(strategy, story);
    assert!(
        told.is_ok(),
        "the history of {name:?}: {}",
        told.err().map(|e| e.to_string()).unwrap_or_default()
    );
}

fn asked_for() -> Option<u32> {
    std::env::var("COUNTERFOIL_CASES").ok().and_then(|n| n.parse().ok())
}

/// Histories of one run: few, because each is a real book; more when asked for.
fn cases(usual: u32) -> Config {
    config(asked_for().unwrap_or(usual))
}

/// With `CI` set the histories are the same each time: what lands is judged by the same ones, and a red run comes again.
fn config(cases: u32) -> Config {
    let fresh = std::env::var_os("CI").is_none() || asked_for().is_some();
    let rng_seed = if fresh { RngSeed::Random } else { RngSeed::Fixed(1) };
    Config { cases, max_shrink_iters: 200, failure_persistence: None, rng_seed, ..Config::default() }
}
