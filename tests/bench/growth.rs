//! Whether a payment in a book with a million payments is as quick as in a fresh one.

use crate::Bench;
use crate::branch;
use crate::figures::{Figures, Goal, number};
use crate::payments::{Took, Unpaid, pay, together};
use foil_app::Office;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Of so many accounts in the big book one is left unpaid, for runs to pay.
const LEFT_EVERY: usize = 17;
/// Callers that make the big book's past.
const MAKERS: usize = 64;
/// Told apart by what a book of the bench has in it; an older one is not used.
const KIND: &str = "branch-2";

/// The big book: a million payments, and an account to pay left after every sixteen. Made once, then kept;
/// each run pays a few of those left. Gives back its path and how many accounts it has.
pub(crate) fn big_book(bench: &Bench) -> anyhow::Result<(PathBuf, usize)> {
    let paid = bench.scaled(1_000_000, 20_000);
    let accounts = paid * LEFT_EVERY / (LEFT_EVERY - 1);
    let path = bench.kept.join(format!("{KIND}-{accounts}.book"));
    if path.exists() {
        return Ok((path, accounts));
    }
    let began = Instant::now();
    let making = bench.kept.join(format!("{KIND}-{accounts}.making"));
    crate::remove_book(&making);
    let office = branch::founded(&making)?;
    eprintln!("  making a book of {accounts} accounts, once");
    branch::add_accounts(&office, 1, accounts)?;
    eprintln!("  {:.0} s; now its payments", began.elapsed().as_secs_f64());
    let clerks = branch::clerks(&office)?;
    let past: Vec<usize> = (1..=accounts).filter(|at| at % LEFT_EVERY != 0).collect();
    pay(&office, &clerks, MAKERS, &past)?;
    // Their receipts are written long since.
    office.book().write(|tx| tx.run("DELETE FROM outbox", &[]))?;
    drop(office);
    eprintln!("  {:.0} s", began.elapsed().as_secs_f64());
    std::fs::rename(&making, &path)?;
    Ok((path, accounts))
}

/// The accounts of the big book that nobody has paid yet.
fn left(office: &Arc<Office>, accounts: usize) -> anyhow::Result<(i64, Unpaid)> {
    let paid = office.book().read(|tx| tx.number("SELECT COUNT(*) AS n FROM payment", &[]))?;
    let mut left = Unpaid::shuffled((1..=accounts).filter(|at| at % LEFT_EVERY == 0));
    left.take(usize::try_from(paid)? - (accounts - accounts / LEFT_EVERY));
    Ok((paid, left))
}

/// Turns for each number of callers.
const TURNS: usize = 10;

pub(crate) fn measure(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let (path, accounts) = big_book(bench)?;
    let n = bench.scaled(2_000, 200) / TURNS;
    let all = n * TURNS * 3;
    let big = branch::opened(&path)?;
    let big_clerks = branch::clerks(&big)?;
    let (paid, mut in_big) = left(&big, accounts)?;
    let fresh = branch::founded(&bench.fresh("fresh.book"))?;
    branch::add_accounts(&fresh, 1, all)?;
    let fresh_clerks = branch::clerks(&fresh)?;
    let mut in_fresh = Unpaid::shuffled(1..=all);

    pay(&big, &big_clerks, 1, &in_big.take(n * TURNS))?;
    pay(&fresh, &fresh_clerks, 1, &in_fresh.take(n * TURNS))?;
    for callers in [1, 8] {
        let (mut big_turns, mut fresh_turns) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            let accounts = in_big.take(n);
            anyhow::ensure!(
                accounts.len() == n,
                "{} is used up; remove it and it is made again",
                path.display()
            );
            big_turns.push(pay(&big, &big_clerks, callers, &accounts)?);
            fresh_turns.push(pay(&fresh, &fresh_clerks, callers, &in_fresh.take(n))?);
        }
        let (big, fresh) = (together(&big_turns), together(&fresh_turns));
        let shown =
            |took: Took| format!("{} a second, {} µs of CPU", number(took.rate()), number(took.cpu_micros()));
        figures.add(
            format!("payments after {paid} others, {callers} caller(s)"),
            shown(big),
            format!("fresh book {}, by turns", shown(fresh)),
            big.rate() / fresh.rate(),
            Goal::AtLeast(0.8),
        );
        figures.add(
            format!("the same by CPU, {callers} caller(s)"),
            format!("{} µs", number(big.cpu_micros())),
            format!("fresh book {} µs", number(fresh.cpu_micros())),
            fresh.cpu_micros() / big.cpu_micros(),
            Goal::AtLeast(0.8),
        );
    }
    Ok(())
}
