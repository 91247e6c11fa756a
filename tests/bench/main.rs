//! Measurements: each figure beside its baseline and its goal, all from one run.
//!
//! `cargo xtask bench [NAME …] [--scale F]` runs those whose name begins so, or all. `--scale 0.1`
//! makes every branch a tenth as big, for a quick look. The big book is made once and kept under
//! `target/bench-data`. Where neighbours or a disk make noise, processor time is measured instead of
//! the clock's. Start at [`MEASUREMENTS`].

mod bills;
mod branch;
mod figures;
mod growth;
mod imports;
mod names;
mod pack;
mod payments;
mod receipts;
mod search;
mod syncs;
mod window;

use figures::Figures;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What a run measures with.
pub(crate) struct Bench {
    /// Factor on every branch's size.
    pub(crate) scale: f64,
    /// Where books are kept from run to run.
    pub(crate) kept: PathBuf,
    /// Where books of this run are; removed when it ends.
    pub(crate) scratch: PathBuf,
}

impl Bench {
    /// A number of things, scaled; never below `least`.
    pub(crate) fn scaled(&self, full: usize, least: usize) -> usize {
        ((full as f64 * self.scale) as usize).max(least)
    }

    /// A path for a new book, free of what an earlier try left.
    pub(crate) fn fresh(&self, name: &str) -> PathBuf {
        let path = self.scratch.join(name);
        remove_book(&path);
        path
    }
}

/// Removes a book with what lies beside it.
pub(crate) fn remove_book(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        // What is not there need not be removed.
        let _ = std::fs::remove_file(name);
    }
}

type Measure = fn(&Bench, &mut Figures) -> anyhow::Result<()>;

/// Every measurement, in the order in which they run.
const MEASUREMENTS: [(&str, Measure); 10] = [
    ("payments", payments::measure),
    ("syncs", syncs::measure),
    ("receipts", receipts::measure),
    ("bills", bills::measure),
    ("bill_pdfs", bills::measure_pdfs),
    ("imports", imports::measure),
    ("search", search::measure),
    ("growth", growth::measure),
    ("pack", pack::measure),
    ("window", window::measure),
];

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: Vec<String>) -> anyhow::Result<()> {
    if args.first().is_some_and(|a| a == syncs::CHILD) {
        return syncs::child(&args[1..]);
    }
    if args.first().is_some_and(|a| a == pack::CHILD) {
        return pack::child(&args[1..]);
    }
    if args.first().is_some_and(|a| a == bills::CHILD) {
        return bills::child(&args[1..]);
    }
    let mut scale = 1.0;
    if let Some(at) = args.iter().position(|a| a == "--scale") {
        let given = args.get(at + 1).and_then(|f| f.parse().ok()).filter(|f| (0.0001..=1.0).contains(f));
        scale = given.ok_or_else(|| anyhow::anyhow!("--scale wants a factor from 0.0001 to 1"))?;
        args.drain(at..=at + 1);
    }
    if let Some(stranger) =
        args.iter().find(|a| !MEASUREMENTS.iter().any(|(name, _)| name.starts_with(a.as_str())))
    {
        let names: Vec<&str> = MEASUREMENTS.iter().map(|(name, _)| *name).collect();
        anyhow::bail!("there is no measurement `{stranger}`; there are {}", names.join(", "));
    }
    let kept = target().join("bench-data");
    let scratch = kept.join(format!("run-{}", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let bench = Bench { scale, kept, scratch };
    let mut figures = Figures::begin(scale);
    let mut outcome = Ok(());
    for (name, measure) in MEASUREMENTS {
        if args.is_empty() || args.iter().any(|a| name.starts_with(a.as_str())) {
            eprintln!("measuring {name} …");
            outcome = outcome.and(measure(&bench, &mut figures));
        }
    }
    std::fs::remove_dir_all(&bench.scratch)?;
    figures.end();
    outcome
}

/// The build's own folder: this program lies in `target/<profile>/`.
fn target() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    program.ancestors().nth(2).map_or_else(|| PathBuf::from("target"), Path::to_path_buf)
}
