//! Payments a second at full durability in an encrypted book: one caller and several, and what one
//! payment costs the processor.

use crate::Bench;
use crate::branch::{self, COUNTERS};
use crate::figures::{Figures, Goal, number};
use cpu_time::ProcessTime;
use foil_app::Office;
use foil_app::office::Session;
use foil_app::payments::take_payment;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// What a stream of payments took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Took {
    pub(crate) payments: usize,
    /// Seconds by the clock.
    pub(crate) secs: f64,
    /// Seconds of processor time, all threads.
    pub(crate) cpu_secs: f64,
}

impl Took {
    pub(crate) fn rate(self) -> f64 {
        self.payments as f64 / self.secs
    }

    /// Microseconds of processor time a payment.
    pub(crate) fn cpu_micros(self) -> f64 {
        self.cpu_secs * 1e6 / self.payments as f64
    }
}

/// Pays the accounts `first..first + n`, by so many callers at once.
pub(crate) fn pay(
    office: &Arc<Office>,
    clerks: &[Session],
    callers: usize,
    first: usize,
    n: usize,
) -> anyhow::Result<Took> {
    let (began, cpu) = (Instant::now(), ProcessTime::now());
    std::thread::scope(|scope| -> anyhow::Result<()> {
        let callers: Vec<_> = (0..callers)
            .map(|caller| {
                let clerk = &clerks[caller % clerks.len()];
                scope.spawn(move || -> anyhow::Result<()> {
                    for at in (first + caller..first + n).step_by(callers) {
                        take_payment(office, clerk, branch::visit(i64::try_from(at)?, at as u64)?)?;
                    }
                    Ok(())
                })
            })
            .collect();
        callers.into_iter().try_for_each(|c| c.join().map_err(|_| anyhow::anyhow!("a caller panicked"))?)
    })?;
    Ok(Took { payments: n, secs: began.elapsed().as_secs_f64(), cpu_secs: cpu.elapsed().as_secs_f64() })
}

/// Pages in the file of bare syncs.
const PAGES: u64 = 256;

/// How many times a second a page can be overwritten and made durable beside the book: what a log that
/// is used over and over costs at least. (A file that grows costs more, for its size must be kept, too.)
pub(crate) fn bare_syncs(folder: &Path, n: usize) -> anyhow::Result<f64> {
    use std::io::{Seek, SeekFrom, Write};
    let path = folder.join("bare-syncs");
    let mut file = std::fs::File::create(&path)?;
    let page = [7u8; 4096];
    for _ in 0..PAGES {
        file.write_all(&page)?;
    }
    file.sync_all()?;
    let began = Instant::now();
    for at in 0..n as u64 {
        file.seek(SeekFrom::Start(at % PAGES * 4096))?;
        file.write_all(&page)?;
        file.sync_data()?;
    }
    let rate = n as f64 / began.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(rate)
}

pub(crate) fn measure(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let each = bench.scaled(4_000, 200);
    let office = branch::founded(&bench.fresh("payments.book"))?;
    branch::add_accounts(&office, 1, each * 6)?;
    let clerks = branch::clerks(&office)?;
    // The first ones fill caches and compile statements.
    pay(&office, &clerks, 1, 1, each / 4)?;
    let mut first = 1 + each / 4;
    let mut one = None;
    let bare = bare_syncs(&bench.scratch, each.min(1_000))?;
    for callers in [1, 2, 8, COUNTERS] {
        let took = pay(&office, &clerks, callers, first, each)?;
        first += each;
        let measured = format!("{} a second", number(took.rate()));
        match one {
            None => {
                let beside = format!("{} bare syncs a second", number(bare));
                figures.add("payments, 1 caller", measured, beside, took.rate() / bare, Goal::None);
                let cpu = format!("{} µs of CPU", number(took.cpu_micros()));
                figures.add("CPU a payment", cpu, "", took.cpu_micros(), Goal::AtMost(400.0));
            }
            Some(one) => {
                let beside = format!("{} with 1 caller", number(one));
                let goal = if callers == 8 { Goal::AtLeast(2.0) } else { Goal::None };
                figures.add(
                    format!("payments, {callers} callers"),
                    measured,
                    beside,
                    took.rate() / one,
                    goal,
                );
            }
        }
        one = one.or(Some(took.rate()));
    }
    Ok(())
}
