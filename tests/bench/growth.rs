//! Whether a payment in a book with a million payments is as quick as in a fresh one.

use crate::Bench;
use crate::branch;
use crate::figures::{Figures, Goal, number};
use crate::payments::pay;
use std::path::PathBuf;
use std::time::Instant;

/// Accounts left unpaid in the big book, for runs to pay.
const LEFT: usize = 60_000;

/// The big book: a million accounts, nearly all of them paid. Made once, then kept; each run pays a few
/// of those left. Gives back its path and how many accounts it has.
pub(crate) fn big_book(bench: &Bench) -> anyhow::Result<(PathBuf, usize)> {
    let accounts = bench.scaled(1_000_000, 20_000) + LEFT.min(bench.scaled(LEFT, 6_000));
    let path = bench.kept.join(format!("{accounts}.book"));
    if path.exists() {
        return Ok((path, accounts));
    }
    let began = Instant::now();
    let making = bench.kept.join(format!("{accounts}.making"));
    crate::remove_book(&making);
    let office = branch::founded(&making)?;
    eprintln!("  making a book of {accounts} accounts, once");
    branch::add_accounts(&office, 1, accounts)?;
    eprintln!("  {:.0} s; now its payments", began.elapsed().as_secs_f64());
    let clerks = branch::clerks(&office)?;
    pay(&office, &clerks, 64, 1, paid_at_first(bench, accounts))?;
    drop(office);
    eprintln!("  {:.0} s", began.elapsed().as_secs_f64());
    std::fs::rename(&making, &path)?;
    Ok((path, accounts))
}

fn paid_at_first(bench: &Bench, accounts: usize) -> usize {
    accounts - LEFT.min(bench.scaled(LEFT, 6_000))
}

pub(crate) fn measure(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let (path, accounts) = big_book(bench)?;
    let n = bench.scaled(2_000, 200);
    let big = branch::opened(&path)?;
    let big_clerks = branch::clerks(&big)?;
    let fresh = branch::founded(&bench.fresh("fresh.book"))?;
    branch::add_accounts(&fresh, 1, n * 8)?;
    let fresh_clerks = branch::clerks(&fresh)?;

    // Payment ids count up from 1 with the accounts, so the next account to pay is known from them.
    let paid = big.book().read(|tx| tx.number("SELECT COUNT(*) AS n FROM payment", &[]))?;
    let mut next = 1 + usize::try_from(paid)?;
    anyhow::ensure!(next + n * 8 <= accounts, "the big book is used up; remove it and it is made again");
    pay(&big, &big_clerks, 1, next, n)?;
    pay(&fresh, &fresh_clerks, 1, 1, n)?;
    next += n;
    let mut at = 1 + n;
    // By turns, so that a noisy neighbour disturbs both alike.
    for callers in [1, 8] {
        let (mut in_big, mut in_fresh) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            in_big.push(pay(&big, &big_clerks, callers, next, n)?);
            in_fresh.push(pay(&fresh, &fresh_clerks, callers, at, n)?);
            next += n;
            at += n;
        }
        let rate = |all: &[crate::payments::Took]| {
            let (payments, secs) = all.iter().fold((0, 0.0), |(n, s), t| (n + t.payments, s + t.secs));
            payments as f64 / secs
        };
        let cpu = |all: &[crate::payments::Took]| {
            all.iter().map(|t| t.cpu_micros()).sum::<f64>() / all.len() as f64
        };
        let shown = |all: &[crate::payments::Took]| {
            format!("{} a second, {} µs of CPU", number(rate(all)), number(cpu(all)))
        };
        figures.add(
            format!("payments after {paid} others, {callers} caller(s)"),
            shown(&in_big),
            format!("fresh book {}", shown(&in_fresh)),
            rate(&in_big) / rate(&in_fresh),
            Goal::AtLeast(0.8),
        );
    }
    Ok(())
}
