//! Whether a payment in a book with a million payments is as quick as in a fresh one.

use crate::Bench;
use crate::branch;
use crate::figures::{Figures, Goal, number};
use crate::payments::{Took, Unpaid, pay, together};
use foil_app::Office;
use foil_app::office::Session;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Of so many accounts in the big book one is left unpaid, for runs to pay.
const LEFT_EVERY: usize = 17;
/// Callers that make the big book's past.
const MAKERS: usize = 64;
/// Told apart by what a book of the bench has in it; an older one is not used.
const KIND: &str = "branch-3";

/// The big book: a million payments, and an account to pay left after every sixteen. Made once, then kept;
/// each run pays a few of those left. Gives back its path and how many accounts it has.
pub(crate) fn big_book(bench: &Bench) -> anyhow::Result<(PathBuf, usize)> {
    let paid = bench.scaled(1_000_000, 20_000);
    let accounts = paid * LEFT_EVERY / (LEFT_EVERY - 1);
    let path = bench.kept.join(format!("{KIND}-{accounts}.book"));
    if path.exists() {
        return Ok((path, accounts));
    }
    let unpaid = unpaid_book(bench, accounts)?;
    let began = Instant::now();
    let making = bench.kept.join(format!("{KIND}-{accounts}.making"));
    crate::remove_book(&making);
    std::fs::copy(unpaid, &making)?;
    eprintln!("  making its payments, once");
    let office = branch::opened(&making)?;
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

/// A book of as many accounts, of which nobody has paid yet. Made once, then kept as it is: who pays in it takes a copy.
fn unpaid_book(bench: &Bench, accounts: usize) -> anyhow::Result<PathBuf> {
    let path = bench.kept.join(format!("{KIND}-{accounts}-unpaid.book"));
    if path.exists() {
        return Ok(path);
    }
    let began = Instant::now();
    let making = path.with_extension("making");
    crate::remove_book(&making);
    eprintln!("  making a book of {accounts} accounts, once");
    let office = branch::founded(&making)?;
    branch::add_accounts(&office, 1, accounts)?;
    drop(office);
    eprintln!("  {:.0} s", began.elapsed().as_secs_f64());
    std::fs::rename(&making, &path)?;
    Ok(path)
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
    let fresh = bench.fresh("fresh.book");
    std::fs::copy(unpaid_book(bench, accounts)?, &fresh)?;
    let fresh = Beside::begin("a fresh book of as many accounts", branch::opened(&fresh)?, in_big.clone())?;
    let small = branch::founded(&bench.fresh("small.book"))?;
    branch::add_accounts(&small, 1, all)?;
    let small = Beside::begin("a fresh book of few accounts", small, Unpaid::shuffled(1..=all))?;

    pay(&big, &big_clerks, 1, &in_big.take(n * TURNS))?;
    let mut beside = [fresh, small];
    for b in &mut beside {
        b.pay(1, n * TURNS)?;
    }
    for callers in [1, 8] {
        let mut turns = Vec::new();
        for _ in 0..TURNS {
            let accounts = in_big.take(n);
            anyhow::ensure!(
                accounts.len() == n,
                "{} is used up; remove it and it is made again",
                path.display()
            );
            turns.push(pay(&big, &big_clerks, callers, &accounts)?);
            for b in &mut beside {
                let took = b.pay(callers, n)?;
                b.turns.push(took);
            }
        }
        let big = together(&turns);
        for b in &mut beside {
            b.tell(figures, &format!("payments after {paid} others, {callers} caller(s)"), big);
        }
    }
    Ok(())
}

/// A book without payments, that the big one is set beside. What the number of payments costs shows beside one of as many
/// accounts; beside one of few, all of which the engine remembers, that of accounts shows, too.
struct Beside {
    what: &'static str,
    office: Arc<Office>,
    clerks: Vec<Session>,
    unpaid: Unpaid,
    turns: Vec<Took>,
}

impl Beside {
    fn begin(what: &'static str, office: Arc<Office>, unpaid: Unpaid) -> anyhow::Result<Beside> {
        let clerks = branch::clerks(&office)?;
        Ok(Beside { what, office, clerks, unpaid, turns: Vec::new() })
    }

    fn pay(&mut self, callers: usize, n: usize) -> anyhow::Result<Took> {
        pay(&self.office, &self.clerks, callers, &self.unpaid.take(n))
    }

    /// What it took so far beside what the big one took; begins anew.
    fn tell(&mut self, figures: &mut Figures, name: &str, big: Took) {
        let took = together(&std::mem::take(&mut self.turns));
        let shown = |t: Took| format!("{} a second, {} µs of CPU", number(t.rate()), number(t.cpu_micros()));
        let beside = format!("{}: {}, by turns", self.what, shown(took));
        figures.add(name, shown(big), beside, big.rate() / took.rate(), Goal::AtLeast(0.8));
        let (by_cpu, beside) = (big.cpu_micros(), took.cpu_micros());
        figures.add(
            format!("{name}, by CPU"),
            format!("{} µs", number(by_cpu)),
            format!("{}: {} µs", self.what, number(beside)),
            beside / by_cpu,
            Goal::AtLeast(0.8),
        );
    }
}
