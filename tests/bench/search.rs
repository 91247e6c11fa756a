//! Finding a customer among a million accounts, through the very command the counter uses.
//!
//! Each kind of search is judged by its own slowest hundredth, by the clock and by the processor, so that
//! many easy searches cannot hide a hard one. The commonest names together, beginnings of them, and words
//! that stand in every address are asked for as often as the rest.

use crate::Bench;
use crate::branch;
use crate::figures::{Figures, Goal, number, percentile};
use crate::growth::big_book;
use crate::names::{address, commonest, customer_name, phone, place};
use cpu_time::ThreadTime;
use foil_app::customers::search;
use foil_app::customers::views::Search;
use std::time::Instant;

/// A kind of search, and what a clerk types for the customer with this number.
type Kind = (&'static str, fn(usize) -> String);

const KINDS: [Kind; 16] = [
    ("three letters of a name", |at| beginning(&given(at), 3)),
    ("a name", given),
    ("a name and three letters", |at| format!("{} {}", given(at), beginning(&family(at), 3))),
    ("a name and a letter", |at| format!("{} {}", given(at), beginning(&family(at), 1))),
    ("a whole name", |at| format!("{} {}", given(at), family(at))),
    ("a family name and a place", |at| format!("{} {}", family(at), place(at))),
    ("the two commonest names", |_| format!("{} {}", commonest().0, commonest().1)),
    ("beginnings of the two commonest", |at| {
        format!("{} {}", beginning(commonest().0, 2 + at % 6), beginning(commonest().1, 1 + at % 6))
    }),
    ("the commonest name, a place, a word of all", |at| format!("{} {} road", commonest().1, place(at))),
    ("an address", |at| address(at).chars().take(16).collect()),
    ("a phone", phone),
    ("half a phone", |at| beginning(&phone(at), 6)),
    ("an account", |at| format!("E{at:08}")),
    ("most of an account", |at| format!("e{:06}", at / 100)),
    ("a meter", |at| format!("M{at:08}")),
    ("a bill", |at| format!("E2610-{at:08}")),
];

fn given(at: usize) -> String {
    customer_name(at).split(' ').next().unwrap_or_default().to_owned()
}

fn family(at: usize) -> String {
    customer_name(at).split(' ').next_back().unwrap_or_default().to_owned()
}

fn beginning(word: &str, letters: usize) -> String {
    word.chars().take(letters).collect()
}

/// Milliseconds by the clock and of the processor.
#[derive(Default)]
struct Took {
    clock: Vec<f64>,
    cpu: Vec<f64>,
}

impl Took {
    fn sorted(&mut self) -> &Took {
        self.clock.sort_by(f64::total_cmp);
        self.cpu.sort_by(f64::total_cmp);
        self
    }

    fn shown(&self) -> String {
        let (p50, p99) = (percentile(&self.clock, 50), percentile(&self.clock, 99));
        format!("p50 {} ms, p99 {} ms", number(p50), number(p99))
    }
}

pub(crate) fn measure(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let (path, accounts) = big_book(bench)?;
    let office = branch::opened(&path)?;
    let clerk = branch::clerks(&office)?.swap_remove(0);
    let mut kinds: Vec<Took> = KINDS.iter().map(|_| Took::default()).collect();
    // By turns, as a counter's searches come.
    for n in 0..bench.scaled(200, 100) {
        for (kind, (what, typed)) in KINDS.iter().enumerate() {
            let text = typed(1 + (n * 7_919 + kind * 104_729) % accounts);
            let (began, cpu) = (Instant::now(), ThreadTime::now());
            let hits = search(&office, &clerk, Search { text: text.clone(), limit: None })?;
            kinds[kind].cpu.push(cpu.elapsed().as_secs_f64() * 1e3);
            kinds[kind].clock.push(began.elapsed().as_secs_f64() * 1e3);
            // One letter beside a name is looked for among some hundred of that name only, and may not be there.
            anyhow::ensure!(
                !hits.is_empty() || what.ends_with("a letter"),
                "nothing found by {what}: {text}"
            );
        }
    }
    let mut all = Took::default();
    for ((what, _), took) in KINDS.iter().zip(&mut kinds) {
        let took = took.sorted();
        all.clock.extend(&took.clock);
        all.cpu.extend(&took.cpu);
        figures.add(
            format!("search by {what}"),
            took.shown(),
            format!("CPU p99 {} ms", number(percentile(&took.cpu, 99))),
            percentile(&took.clock, 99),
            Goal::AtMost(10.0),
        );
    }
    let all = all.sorted();
    let p99 = (percentile(&all.clock, 99), percentile(&all.cpu, 99));
    figures.add(
        format!("search, all kinds, {accounts} accounts"),
        all.shown(),
        format!("CPU p99 {} ms", number(p99.1)),
        p99.0,
        Goal::AtMost(10.0),
    );
    Ok(())
}
