//! Meters and what they show: use between readings, estimates, checks at entry, cases of abnormal use.
//!
//! A register only ever says a number; what was used is worked out from two of them, the multiplier and,
//! where the dial ran through zero, its digits. Nothing here is guessed without saying so: a fall that is
//! no plausible rollover is a question ([`register::Turn::Back`]), an estimate is marked and made good by
//! the next reading somebody has taken. Start at [`register`] for use between two readings, at [`check`]
//! for what is said at entry, at [`period`] for what a bill gets to see.

pub mod case;
pub mod check;
pub mod estimate;
pub mod past;
pub mod period;
pub mod register;
pub mod rollover;

words! {
    /// How a reading came to be known.
    pub enum ReadingKind {
        /// Read by the office.
        Actual = "actual",
        /// Worked out from the account's own past; made good by the next one that was read.
        Estimated = "estimated",
        /// Read by the customer.
        Customer = "customer",
        /// Entered without trust in it; made good like an estimate.
        Provisional = "provisional",
    }
}

impl ReadingKind {
    /// Whether somebody has seen the register.
    #[must_use]
    pub const fn is_measured(self) -> bool {
        matches!(self, ReadingKind::Actual | ReadingKind::Customer)
    }
}

words! {
    /// What a reading was taken for.
    pub enum Purpose {
        /// The round of a billing cycle.
        Cycle = "cycle",
        /// The first of a meter at this account.
        Install = "install",
        /// The last of a meter at this account.
        Final = "final",
        /// Between the rounds.
        Special = "special",
    }
}

words! {
    /// What the reader found at the meter.
    pub enum Remark {
        /// All is well.
        Working = "working",
        /// The door was locked; nobody saw the register.
        Locked = "locked",
        /// The meter stands still or its display is dead.
        Breakdown = "breakdown",
        /// There was no meter.
        NoMeter = "no_meter",
        /// The register was set back to zero.
        Reset = "reset",
        /// Another meter hangs there.
        Replaced = "replaced",
    }
}

impl Remark {
    /// Whether it says why nobody could read the register.
    #[must_use]
    pub const fn keeps_unread(self) -> bool {
        matches!(self, Remark::Locked | Remark::Breakdown | Remark::NoMeter)
    }
}

words! {
    /// By which way a reading came in.
    pub enum ReadingSource {
        /// The grid of the metering room.
        Grid = "grid",
        /// The counter.
        Counter = "counter",
        /// A file that was imported.
        File = "file",
        /// A file in the watched folder.
        Folder = "folder",
        /// The office's own estimates.
        Run = "run",
    }
}

words! {
    /// Where a meter is.
    pub enum MeterState {
        /// On the shelf.
        Stock = "stock",
        /// On an account.
        Installed = "installed",
        /// Never to be used again.
        Retired = "retired",
    }
}

words! {
    /// What an estimate is made from first; the other stands in where there is none.
    pub enum EstimateBy {
        /// The average of the last three measured cycles.
        Average = "average",
        /// The same period of last year.
        LastYear = "last_year",
    }
}

/// A decimal as people read it: without idle zeros.
#[must_use]
pub fn plain(n: rust_decimal::Decimal) -> String {
    n.normalize().to_string()
}
