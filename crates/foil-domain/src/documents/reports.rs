//! A report: sections of facts, tables and bars, already in words. The month's audit summary, the sequence
//! certificate and every report of the reports room are papers of this one kind.

use super::OfficeHead;
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// A report as it is printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportDoc {
    /// Who issues it.
    pub office: OfficeHead,
    /// What it is: `Audit summary`.
    pub title: String,
    /// Of what: `November 2026`.
    pub of: String,
    /// The last day that it speaks of.
    pub on: Day,
    /// A sentence below the head; may be empty.
    pub about: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// What a reader scans, with what stands below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// At the foot: what makes the paper checkable; may be empty.
    pub proof: String,
    /// Lines to sign on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<String>,
}

/// A QR code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The text in it.
    pub text: String,
    /// What stands below it.
    pub caption: String,
}

/// A part of a report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// A sentence below it; may be empty.
    pub note: String,
    /// Figures side by side, at most four a line.
    pub facts: Vec<ReportFact>,
    /// A small chart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<Chart>,
    /// A table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<ReportTable>,
}

/// A figure with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFact {
    /// Its name.
    pub label: String,
    /// The figure, as printed.
    pub value: String,
    /// Said below it; may be empty.
    pub detail: String,
}

/// Bars from a line at nought, upwards and downwards, each beside the one of the period before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// What the bars show.
    pub now: String,
    /// What those beside them show; empty where there are none.
    pub before: String,
    /// The bars, in order; more than fit side by side go on in the next line, on the same scale.
    pub bars: Vec<Bar>,
}

/// A bar of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// Its value, as printed; may be empty.
    pub value: String,
    /// Its length, in hundredths of a percent of the chart's longest; below nought it hangs.
    pub share: i64,
    /// The length of the one beside it, likewise; none where the period before had none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
}

/// A table of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTable {
    /// Its columns.
    pub columns: Vec<ReportColumn>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// The last row, set strong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Vec<String>>,
}

/// A column of a report's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportColumn {
    /// Its title.
    pub title: String,
    /// Whether it holds figures, which stand at its right edge.
    pub figures: bool,
}

impl ReportColumn {
    /// A column of words.
    #[must_use]
    pub fn words(title: &str) -> ReportColumn {
        ReportColumn { title: title.to_owned(), figures: false }
    }

    /// A column of figures.
    #[must_use]
    pub fn figures(title: &str) -> ReportColumn {
        ReportColumn { title: title.to_owned(), figures: true }
    }
}

impl ReportFact {
    /// A figure with its name.
    #[must_use]
    pub fn new(label: &str, value: impl Into<String>) -> ReportFact {
        ReportFact { label: label.to_owned(), value: value.into(), detail: String::new() }
    }

    /// With words below it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> ReportFact {
        self.detail = detail.into();
        self
    }
}
