//! Payments a second at full durability in an encrypted book: one caller and several, and what one
//! payment costs the processor.

use crate::Bench;
use crate::branch::{self, COUNTERS};
use crate::figures::{Figures, Goal, number};
use crate::names;
use cpu_time::ProcessTime;
use foil_app::Office;
use foil_app::office::Session;
use foil_app::payments::take_payment;
use foil_store::Book;
use std::collections::HashMap;
use std::io::{Seek, SeekFrom, Write};
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

/// Accounts that have yet to pay, in no order: customers do not come in the order of their numbers.
#[derive(Clone)]
pub(crate) struct Unpaid(Vec<usize>);

impl Unpaid {
    pub(crate) fn shuffled(accounts: impl Iterator<Item = usize>) -> Unpaid {
        let mut accounts: Vec<usize> = accounts.collect();
        accounts.sort_by_cached_key(|at| names::spread(*at, 7));
        Unpaid(accounts)
    }

    /// The next ones.
    pub(crate) fn take(&mut self, n: usize) -> Vec<usize> {
        self.0.split_off(self.0.len().saturating_sub(n))
    }
}

/// Pays these accounts' bills, by so many callers at once.
pub(crate) fn pay(
    office: &Arc<Office>,
    clerks: &[Session],
    callers: usize,
    accounts: &[usize],
) -> anyhow::Result<Took> {
    let (began, cpu) = (Instant::now(), ProcessTime::now());
    std::thread::scope(|scope| -> anyhow::Result<()> {
        let callers: Vec<_> = (0..callers)
            .map(|caller| {
                let clerk = &clerks[caller % clerks.len()];
                scope.spawn(move || -> anyhow::Result<()> {
                    for at in accounts.iter().skip(caller).step_by(callers) {
                        take_payment(office, clerk, branch::visit(i64::try_from(*at)?)?)?;
                    }
                    Ok(())
                })
            })
            .collect();
        callers.into_iter().try_for_each(|c| c.join().map_err(|_| anyhow::anyhow!("a caller panicked"))?)
    })?;
    Ok(Took {
        payments: accounts.len(),
        secs: began.elapsed().as_secs_f64(),
        cpu_secs: cpu.elapsed().as_secs_f64(),
    })
}

/// Pages in the file of bare syncs.
const PAGES: u64 = 256;

/// How many times a second a page can be overwritten and made durable beside the book: what a log that
/// is used over and over costs at least. (A file that grows costs more, for its size must be kept, too.)
struct BareSyncs {
    file: std::fs::File,
    done: u64,
    secs: f64,
}

impl BareSyncs {
    fn begin(folder: &Path) -> anyhow::Result<BareSyncs> {
        let path = folder.join("bare-syncs");
        let mut file = std::fs::File::create(&path)?;
        for _ in 0..PAGES {
            file.write_all(&[7u8; 4096])?;
        }
        file.sync_all()?;
        Ok(BareSyncs { file, done: 0, secs: 0.0 })
    }

    fn slice(&mut self, n: usize) -> anyhow::Result<()> {
        let began = Instant::now();
        for at in self.done..self.done + n as u64 {
            self.file.seek(SeekFrom::Start(at % PAGES * 4096))?;
            self.file.write_all(&[7u8; 4096])?;
            self.file.sync_data()?;
        }
        self.secs += began.elapsed().as_secs_f64();
        self.done += n as u64;
        Ok(())
    }

    fn rate(&self) -> f64 {
        self.done as f64 / self.secs
    }
}

/// Slices of a comparison: so short that a disk or a neighbour that changes its pace disturbs both sides.
const SLICE: usize = 20;

/// Bare syncs and payments of one caller, by turns; gives back both rates.
pub(crate) fn by_turns(
    office: &Arc<Office>,
    clerks: &[Session],
    folder: &Path,
    accounts: &[usize],
) -> anyhow::Result<(f64, f64)> {
    let mut bare = BareSyncs::begin(folder)?;
    let mut turns = Vec::new();
    for slice in accounts.chunks(SLICE) {
        bare.slice(slice.len())?;
        turns.push(pay(office, clerks, 1, slice)?);
    }
    std::fs::remove_file(folder.join("bare-syncs"))?;
    Ok((bare.rate(), together(&turns).rate()))
}

/// Callers that pay at once, beside one.
const CALLERS: [usize; 3] = [2, 8, COUNTERS];
/// Turns of each number of callers.
const TURNS: usize = 8;

pub(crate) fn measure(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let each = bench.scaled(4_000, 320).next_multiple_of(TURNS);
    let office = branch::founded(&bench.fresh("payments.book"))?;
    branch::add_accounts(&office, 1, each * 8)?;
    let mut unpaid = Unpaid::shuffled(1..=each * 8);
    let clerks = branch::clerks(&office)?;
    // The first ones fill caches and compile statements.
    pay(&office, &clerks, 1, &unpaid.take(each / 4))?;
    let (bare, rate) = by_turns(&office, &clerks, &bench.scratch, &unpaid.take(each))?;
    figures.add(
        "payments, 1 caller",
        format!("{} a second", number(rate)),
        format!("{} bare syncs a second, by turns", number(bare)),
        rate / bare,
        Goal::None,
    );

    let mut one = Vec::new();
    let mut many: Vec<Vec<Took>> = CALLERS.iter().map(|_| Vec::new()).collect();
    for _ in 0..TURNS {
        one.push(pay(&office, &clerks, 1, &unpaid.take(each / TURNS))?);
        for (callers, took) in CALLERS.iter().zip(&mut many) {
            took.push(pay(&office, &clerks, *callers, &unpaid.take(each / TURNS))?);
        }
    }
    let one = together(&one);
    cost(&office, &clerks, &mut unpaid, &bench.fresh("pages.book"), figures)?;
    for (callers, took) in CALLERS.iter().zip(&many) {
        let took = together(took);
        figures.add(
            format!("payments, {callers} callers"),
            format!("{} a second, {} µs of CPU each", number(took.rate()), number(took.cpu_micros())),
            format!("{} with 1 caller, by turns", number(one.rate())),
            took.rate() / one.rate(),
            if *callers == 8 { Goal::AtLeast(2.0) } else { Goal::None },
        );
    }
    Ok(())
}

/// Several turns as one.
pub(crate) fn together(turns: &[Took]) -> Took {
    turns.iter().fold(Took { payments: 0, secs: 0.0, cpu_secs: 0.0 }, |sum, t| Took {
        payments: sum.payments + t.payments,
        secs: sum.secs + t.secs,
        cpu_secs: sum.cpu_secs + t.cpu_secs,
    })
}

/// What one payment costs the processor, beside a commit of as many pages and nothing else: how quick the
/// machine is just now cannot be seen from the one figure alone.
fn cost(
    office: &Arc<Office>,
    clerks: &[Session],
    unpaid: &mut Unpaid,
    beside: &Path,
    figures: &mut Figures,
) -> anyhow::Result<()> {
    let mut each = 0.0;
    for callers in [8, 1] {
        let logged = Logged::of(office, clerks, callers, unpaid)?;
        each = logged.each();
        figures.add(
            format!("pages a payment writes, {callers} {}", if callers == 1 { "caller" } else { "callers" }),
            format!("{} in {} commits for {}", logged.pages.len(), logged.commits, logged.payments),
            "",
            each,
            Goal::None,
        );
        eprintln!("  of which {}", logged.of_what(office)?);
    }
    let mut bare = BareCommits::begin(office, beside, each.round() as usize)?;
    let (mut paid, mut commits) = (Vec::new(), Vec::new());
    for _ in 0..TURNS * 2 {
        paid.push(pay(office, clerks, 1, &unpaid.take(SLICE * 2))?);
        commits.push(bare.slice(SLICE * 2)?);
    }
    let (paid, commits) = (together(&paid).cpu_micros(), together(&commits).cpu_micros());
    let beside = format!(
        "a bare commit of as many pages: {} µs; {} times that",
        number(commits),
        number(paid / commits)
    );
    let measured = format!("{} µs of CPU", number(paid));
    figures.add("CPU a payment, 1 caller", measured, beside, paid, Goal::AtMost(400.0));
    Ok(())
}

/// A page in the log, with its head.
const FRAME: usize = 4096 + 24;
/// The log's own head.
const LOG_HEAD: usize = 32;

/// What payments left in the book's log.
struct Logged {
    payments: usize,
    commits: usize,
    /// The pages written, one by one, by their numbers.
    pages: Vec<u32>,
}

impl Logged {
    /// Some payments by so many callers, and what they left in the log.
    fn of(
        office: &Arc<Office>,
        clerks: &[Session],
        callers: usize,
        unpaid: &mut Unpaid,
    ) -> anyhow::Result<Logged> {
        let book = office.book();
        let raw = foil_tests::raw(book.path(), book.key());
        raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        // Few enough that the log is not written back meanwhile.
        let payments = 80;
        pay(office, clerks, callers, &unpaid.take(payments))?;
        let mut log = book.path().as_os_str().to_owned();
        log.push("-wal");
        let log = std::fs::read(log)?;
        let (mut commits, mut pages) = (0, Vec::new());
        for frame in log.get(LOG_HEAD..).unwrap_or_default().chunks_exact(FRAME) {
            let word =
                |at: usize| u32::from_be_bytes([frame[at], frame[at + 1], frame[at + 2], frame[at + 3]]);
            pages.push(word(0));
            // The last page of a commit says how large the book is after it.
            commits += usize::from(word(4) != 0);
        }
        Ok(Logged { payments, commits, pages })
    }

    /// Pages a payment.
    fn each(&self) -> f64 {
        self.pages.len() as f64 / self.payments as f64
    }

    /// The tables and indexes they belong to, those with the most first.
    fn of_what(&self, office: &Office) -> anyhow::Result<String> {
        let raw = foil_tests::raw(office.book().path(), office.book().key());
        let mut all = raw.prepare("SELECT pageno, name FROM dbstat")?;
        let names = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let names: HashMap<u32, String> = names.collect::<Result<_, _>>()?;
        let mut counted: HashMap<&str, usize> = HashMap::new();
        for page in &self.pages {
            *counted.entry(names.get(page).map_or("free", String::as_str)).or_default() += 1;
        }
        let mut counted: Vec<_> = counted.into_iter().collect();
        counted.sort_by_key(|(name, n)| (std::cmp::Reverse(*n), *name));
        let told = counted.iter().map(|(name, n)| format!("{name} {:.2}", *n as f64 / self.payments as f64));
        Ok(told.collect::<Vec<_>>().join(", "))
    }
}

/// Commits that change pages here and there, and do nothing else.
struct BareCommits {
    conn: rusqlite::Connection,
    pages: usize,
    at: usize,
}

impl BareCommits {
    fn begin(office: &Office, path: &Path, pages: usize) -> anyhow::Result<BareCommits> {
        let book = Book::create(path, &branch::key(), branch::now())?;
        let conn = foil_tests::raw(path, book.key());
        drop(book);
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
             PRAGMA wal_autocheckpoint = 4000; CREATE TABLE bare (n INTEGER PRIMARY KEY, body BLOB NOT NULL);",
        )?;
        let made = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 4000)
                    INSERT INTO bare SELECT n, zeroblob(3000) FROM c";
        conn.execute(made, [])?;
        anyhow::ensure!(
            office.book().seal() == Book::open(path, &branch::key(), branch::now())?.seal(),
            "another seal"
        );
        Ok(BareCommits { conn, pages, at: 0 })
    }

    fn slice(&mut self, commits: usize) -> anyhow::Result<Took> {
        let (began, cpu) = (Instant::now(), ProcessTime::now());
        for _ in 0..commits {
            let tx = self.conn.transaction()?;
            for _ in 0..self.pages {
                self.at += 1;
                // A row fills a page: another page each time, in no order. What it says has to change, or
                // the engine leaves the page as it is.
                let n = i64::try_from(names::spread(self.at, 3) % 4_000)? + 1;
                let mut body = vec![0u8; 3_000];
                body[..8].copy_from_slice(&self.at.to_le_bytes());
                tx.prepare_cached("UPDATE bare SET body = ?1 WHERE n = ?2")?.execute((body, n))?;
            }
            tx.commit()?;
        }
        Ok(Took {
            payments: commits,
            secs: began.elapsed().as_secs_f64(),
            cpu_secs: cpu.elapsed().as_secs_f64(),
        })
    }
}
