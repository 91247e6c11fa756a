//! Example bills that a tariff file brings along: the printed order's own examples, kept beside it.

use super::case::Case;
use super::lines::{Group, Quote};
use super::model::Tariff;
use super::price::quote;
use rust_decimal::Decimal;

/// A case, and the bill that somebody computed or printed for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What it is, such as `Order p. 12, example 3`.
    pub name: String,
    /// The line of the file where it stands.
    pub line: usize,
    /// What is priced.
    pub case: Case,
    /// What must come out.
    pub expected: Expected,
}

/// What must come out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// The total in minor units.
    pub total_minor: Decimal,
    /// Sums of groups in minor units; a minor unit more or less is let pass.
    pub groups_minor: Vec<(Group, Decimal)>,
    /// How far the total may be off, in minor units.
    pub tolerance_minor: Decimal,
}

impl Expected {
    /// What a quote gives otherwise than expected, in words; empty when it agrees.
    #[must_use]
    pub fn differences(&self, quote: &Quote) -> Vec<String> {
        let mut found = Vec::new();
        let total = Decimal::from(quote.total.minor());
        if (total - self.total_minor).abs() > self.tolerance_minor {
            found.push(format!("total_minor is {total}, expected {}", self.total_minor.normalize()));
        }
        for (group, expected) in &self.groups_minor {
            let given = quote.group_minor(*group);
            if (given - *expected).abs() > self.tolerance_minor.max(Decimal::ONE) {
                found.push(format!("groups_minor.{group} is {given}, expected {}", expected.normalize()));
            }
        }
        found
    }
}

impl Example {
    /// What the tariff gives otherwise than this example says, in words; empty when it agrees.
    #[must_use]
    pub fn differences(&self, tariff: &Tariff) -> Vec<String> {
        match quote(tariff, &self.case) {
            Ok(quote) => self.expected.differences(&quote),
            Err(refusal) => vec![refusal.to_string()],
        }
    }
}
