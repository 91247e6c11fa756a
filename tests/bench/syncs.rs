//! Syncs a payment, how payments stand beside bare syncs, by turns, on a disk whose every sync takes a millisecond
//! more, and what eight callers gain on such a disk: one that hardly makes anybody wait leaves little to share. All
//! are seen from outside, by `strace`, on a child of this program; without
//! `strace` the table says that they are missing.

use crate::Bench;
use crate::branch;
use crate::figures::{Figures, Goal, number};
use crate::payments::{Unpaid, by_turns, pay, together};
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The first argument of a child: `CHILD payments|turns|callers FOLDER N`.
pub(crate) const CHILD: &str = "--child";

pub(crate) fn measure(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    if !Command::new("strace")
        .arg("-V")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
    {
        figures.miss("syncs a payment, 1 caller", "strace is not here");
        figures.miss(SLOW_ONE, "strace is not here");
        figures.miss(SLOW_EIGHT, "strace is not here");
        return Ok(());
    }
    let n = bench.scaled(2_000, 100);
    ready(bench, n * 2)?;
    let syncs = count_syncs(bench, n)?;
    let each = syncs as f64 / n as f64;
    figures.add("syncs a payment, 1 caller", format!("{syncs} for {n}"), "", each, Goal::AtMost(1.15));

    ready(bench, n * 2)?;
    let (bare, rate) = slowly(bench, "turns", n)?;
    let beside = format!("{} bare syncs a second", number(bare));
    figures.add(SLOW_ONE, format!("{} a second", number(rate)), beside, rate / bare, Goal::AtLeast(0.65));

    ready(bench, n * 2)?;
    let (one, eight) = slowly(bench, "callers", n)?;
    let beside = format!("{} with 1 caller, by turns", number(one));
    figures.add(SLOW_EIGHT, format!("{} a second", number(eight)), beside, eight / one, Goal::AtLeast(2.0));
    Ok(())
}

const SLOW_ONE: &str = "payments when each sync takes 1 ms more, 1 caller";
const SLOW_EIGHT: &str = "payments when each sync takes 1 ms more, 8 callers";

/// The two rates that a child prints while each sync takes a millisecond more.
fn slowly(bench: &Bench, what: &str, n: usize) -> anyhow::Result<(f64, f64)> {
    let out = traced(bench, &["--inject=fsync,fdatasync:delay_exit=1000"], what, n)?.0;
    let (baseline, rate) = out.split_once(' ').context("the child prints two rates")?;
    Ok((baseline.parse()?, rate.parse()?))
}

/// Turns of one caller and of eight.
const TURNS: usize = 4;

fn book(folder: &Path) -> PathBuf {
    folder.join("syncs.book")
}

fn ready(bench: &Bench, accounts: usize) -> anyhow::Result<()> {
    let office = branch::founded(&bench.fresh("syncs.book"))?;
    branch::add_accounts(&office, 1, accounts)?;
    branch::clerks(&office)?;
    Ok(())
}

/// The syncs between the child's two marks, so that opening and closing the book do not count.
fn count_syncs(bench: &Bench, n: usize) -> anyhow::Result<usize> {
    let (_, log) = traced(bench, &[], "payments", n)?;
    Ok(log.lines().filter(|l| l.contains("fsync(") || l.contains("fdatasync(")).count())
}

/// Runs a child under `strace`; gives back what it printed and what was traced while it measured.
fn traced(bench: &Bench, more: &[&str], what: &str, n: usize) -> anyhow::Result<(String, String)> {
    let log = bench.scratch.join("strace.log");
    let out = Command::new("strace")
        .args(["-f", "-qq", "--seccomp-bpf", "-e", "trace=fsync,fdatasync,mkdir", "-o"])
        .arg(&log)
        .args(more)
        .arg(std::env::current_exe()?)
        .args([CHILD, what])
        .arg(&bench.scratch)
        .arg(n.to_string())
        .stderr(Stdio::inherit())
        .output()
        .context("running strace")?;
    if !out.status.success() {
        bail!("the child under strace failed: {}", out.status);
    }
    let text = std::fs::read_to_string(&log)?;
    let between = text.split(MARK).nth(1).unwrap_or_default().to_owned();
    Ok((String::from_utf8(out.stdout)?.trim().to_owned(), between))
}

/// A folder that the child makes before and after, so that both moments stand in the trace.
const MARK: &str = "bench-mark";

/// What a child does: measures, prints its numbers, and ends.
pub(crate) fn child(args: &[String]) -> anyhow::Result<()> {
    let [what, folder, n] = args else { bail!("a child wants what, where and how many") };
    let (folder, n) = (Path::new(folder), n.parse::<usize>()?);
    let office = branch::opened(&book(folder))?;
    let clerks = branch::clerks(&office)?;
    let warm = n / 10;
    let mut unpaid = Unpaid::shuffled(1..=n * 2);
    pay(&office, &clerks, 1, &unpaid.take(warm))?;
    if what == "turns" {
        let (bare, one) = by_turns(&office, &clerks, folder, &unpaid.take(n))?;
        println!("{bare} {one}");
        return Ok(());
    }
    if what == "callers" {
        let (mut one, mut eight) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            one.push(pay(&office, &clerks, 1, &unpaid.take(n / TURNS / 2))?);
            eight.push(pay(&office, &clerks, 8, &unpaid.take(n / TURNS))?);
        }
        println!("{} {}", together(&one).rate(), together(&eight).rate());
        return Ok(());
    }
    let mark = folder.join(MARK);
    std::fs::create_dir(&mark)?;
    pay(&office, &clerks, 1, &unpaid.take(n))?;
    // Made a second time only for the trace.
    let _ = std::fs::create_dir(&mark);
    std::fs::remove_dir(mark)?;
    Ok(())
}
