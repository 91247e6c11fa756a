//! Finding a customer among a million accounts, through the very command the counter uses.

use crate::Bench;
use crate::branch;
use crate::figures::{Figures, Goal, number, percentile};
use crate::growth::big_book;
use cpu_time::ThreadTime;
use foil_app::customers::search;
use foil_app::customers::views::Search;
use std::time::Instant;

/// What a clerk types, for the customer with this number.
fn typed(kind: usize, at: usize) -> String {
    let name = branch::customer_name(at);
    let (first, last) = name.split_once(' ').unwrap_or((&name, ""));
    match kind {
        0 => first.chars().take(3).collect(),
        1 => format!("{first} {}", last.chars().take(3).collect::<String>()),
        2 => name,
        3 => branch::phone(at),
        4 => branch::phone(at).chars().take(6).collect(),
        5 => format!("E{at:08}"),
        6 => format!("e{:06}", at / 100),
        7 => format!("M{at:08}"),
        8 => format!("{} {}", last, branch::address(at).split(' ').nth(1).unwrap_or_default()),
        _ => format!("E2610-{at:08}"),
    }
}

const KINDS: [&str; 10] = [
    "three letters of a name",
    "a name and three letters",
    "a whole name",
    "a phone",
    "half a phone",
    "an account",
    "most of an account",
    "a meter",
    "a name and a place",
    "a bill",
];

pub(crate) fn measure(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let (path, accounts) = big_book(bench)?;
    let office = branch::opened(&path)?;
    let clerk = branch::clerks(&office)?.swap_remove(0);
    let each = bench.scaled(200, 50);
    let (mut all, mut all_cpu) = (Vec::new(), Vec::new());
    for (kind, words) in KINDS.iter().enumerate() {
        let mut millis = Vec::with_capacity(each);
        for n in 0..each {
            let at = 1 + (n * 7_919 + kind * 104_729) % accounts;
            let input = Search { text: typed(kind, at), limit: None };
            let (began, cpu) = (Instant::now(), ThreadTime::now());
            let hits = search(&office, &clerk, input)?;
            all_cpu.push(cpu.elapsed().as_secs_f64() * 1e3);
            millis.push(began.elapsed().as_secs_f64() * 1e3);
            anyhow::ensure!(!hits.is_empty(), "nothing found for {}", typed(kind, at));
        }
        millis.sort_by(f64::total_cmp);
        let (p50, p99) = (percentile(&millis, 50), percentile(&millis, 99));
        figures.add(
            format!("search by {words}, {accounts} accounts"),
            format!("p50 {} ms, p99 {} ms", number(p50), number(p99)),
            "",
            p99,
            Goal::None,
        );
        all.extend(millis);
    }
    all.sort_by(f64::total_cmp);
    all_cpu.sort_by(f64::total_cmp);
    let (p50, p99) = (percentile(&all, 50), percentile(&all, 99));
    figures.add(
        format!("search, all kinds, {accounts} accounts"),
        format!("p50 {} ms, p99 {} ms", number(p50), number(p99)),
        format!("CPU p99 {} ms", number(percentile(&all_cpu, 99))),
        p99,
        Goal::AtMost(10.0),
    );
    Ok(())
}
