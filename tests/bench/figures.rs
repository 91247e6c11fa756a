//! Figures as they are shown: measured, baseline, ratio, goal.

/// What a figure ought to be.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// At least so much.
    AtLeast(f64),
    /// At most so much.
    AtMost(f64),
    /// Only for the record.
    None,
}

struct Figure {
    what: String,
    measured: String,
    baseline: String,
    judged: f64,
    goal: Goal,
}

/// The figures of a run.
pub(crate) struct Figures {
    all: Vec<Figure>,
    missed: Vec<String>,
    scale: f64,
}

impl Figures {
    pub(crate) fn begin(scale: f64) -> Figures {
        Figures { all: Vec::new(), missed: Vec::new(), scale }
    }

    /// Adds a figure: in words what was measured and beside what, and the number that is judged (often
    /// their ratio).
    pub(crate) fn add(
        &mut self,
        what: impl Into<String>,
        measured: impl Into<String>,
        baseline: impl Into<String>,
        judged: f64,
        goal: Goal,
    ) {
        let figure =
            Figure { what: what.into(), measured: measured.into(), baseline: baseline.into(), judged, goal };
        eprintln!("  {}", figure.line());
        self.all.push(figure);
    }

    /// Says that a figure could not be measured here, and why: a table that is silent about it would look whole.
    pub(crate) fn miss(&mut self, what: &str, why: &str) {
        let line = format!("| {what} | not measured: {why} | | | | |");
        eprintln!("  {line}");
        self.missed.push(line);
    }

    /// Prints the table.
    pub(crate) fn end(&self) {
        let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
        println!("| what | measured | beside | judged | goal | reached |");
        println!("|---|---|---|---|---|---|");
        for figure in &self.all {
            println!("{}", figure.line());
        }
        for line in &self.missed {
            println!("{line}");
        }
        println!(
            "\n{cores} cores, scale {}, {} build",
            self.scale,
            if cfg!(debug_assertions) { "dev" } else { "release" }
        );
    }
}

impl Figure {
    fn line(&self) -> String {
        let (goal, reached) = match self.goal {
            Goal::AtLeast(least) => (format!("≥ {least}"), yes(self.judged >= least)),
            Goal::AtMost(most) => (format!("≤ {most}"), yes(self.judged <= most)),
            Goal::None => (String::new(), ""),
        };
        let judged = number(self.judged);
        format!("| {} | {} | {} | {judged} | {goal} | {reached} |", self.what, self.measured, self.baseline)
    }
}

fn yes(reached: bool) -> &'static str {
    if reached { "yes" } else { "no" }
}

/// Two places for small numbers, none for large ones.
pub(crate) fn number(n: f64) -> String {
    if n.abs() < 20.0 { format!("{n:.2}") } else { format!("{n:.0}") }
}

/// The `percent`-th value of sorted ones.
pub(crate) fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied().unwrap_or(f64::NAN)
}
