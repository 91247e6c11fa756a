//! The reports room as the screens see it.

use foil_domain::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

foil_domain::words! {
    /// Which report.
    pub enum ReportKind {
        /// What was collected on each business day.
        Days = "days",
        /// What each clerk collected.
        Clerks = "clerks",
        /// What was collected by each way of paying.
        Tenders = "tenders",
        /// What was collected for each service.
        Services = "services",
        /// What was overdue at the end of the period, by service and age.
        Aging = "aging",
        /// What was billed against what was collected, month by month.
        Demand = "demand",
        /// Voids and refunds, by their reasons.
        Voids = "voids",
        /// What drawers were over and short at the closing of shifts, by clerk.
        Variances = "variances",
        /// How long people waited, by the class they were called under, with a row for who was never called.
        Waits = "waits",
    }
}

foil_domain::words! {
    /// What a column counts in.
    pub enum Unit {
        /// Smallest coins.
        Amount = "amount",
        /// Pieces.
        Count = "count",
        /// Hundredths of a percent.
        BasisPoints = "basis_points",
        /// Seconds.
        Seconds = "seconds",
    }
}

/// Names a report and its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReportQuery {
    /// Which report.
    pub report: ReportKind,
    /// First business date.
    pub from: Day,
    /// Last business date; a period is at most 366 days.
    pub to: Day,
}

/// A report: a row for each thing, beside the same of the period before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ReportView {
    /// Which report.
    pub report: ReportKind,
    /// First business date.
    pub from: Day,
    /// Last business date; of a period that is not over, the day that runs.
    pub to: Day,
    /// Whether a later last day was asked for: then this is the period so far.
    pub so_far: bool,
    /// First business date of the period before.
    pub before_from: Day,
    /// Its last.
    pub before_to: Day,
    /// The day that is left out: the reader may still have to count a drawer of it, and counts it blind. None where none is.
    pub left_out: Option<Day>,
    /// The columns, after the one with the rows' names.
    pub columns: Vec<ReportColumn>,
    /// The column that the chart shows, by its place.
    pub charted: i64,
    /// The rows.
    pub rows: Vec<ReportRow>,
    /// The last line.
    pub total: ReportRow,
}

/// A column of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportColumn {
    /// Its name: `net`, `receipts`, ….
    pub name: String,
    /// What it counts in.
    pub unit: Unit,
}

/// A row of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportRow {
    /// What it is about: a day, a log-in name, or a word of the field.
    pub name: String,
    /// A figure for each column; none where there is nothing to tell.
    pub now: Vec<Option<i64>>,
    /// The same of the period before; empty where that had no such row.
    pub before: Vec<Option<i64>>,
}
