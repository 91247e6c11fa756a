//! Bills, as much as the counter needs: what is open, and how late it is.

use crate::money::Money;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

words! {
    /// What a line of a bill charges for.
    pub enum BillLineKind {
        /// Units used.
        Energy = "energy",
        /// A fixed charge of the period.
        Fixed = "fixed",
        /// Maximum demand.
        Demand = "demand",
        /// Per-unit adjustments.
        Adjustment = "adjustment",
        /// A rebate or subsidy; below zero.
        Rebate = "rebate",
        /// What tops the bill up to the minimum.
        Minimum = "minimum",
        /// Duty, cess, tax.
        Tax = "tax",
        /// Late-payment surcharge; allocated before the rest.
        Surcharge = "surcharge",
        /// One-off fees such as reconnection.
        Fee = "fee",
        /// Rounding of the total.
        Rounding = "rounding",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// Where a bill stands.
    pub enum BillState {
        /// Something is still to be paid.
        Open = "open",
        /// Nothing is left to pay.
        Paid = "paid",
        /// Taken back by the office.
        Cancelled = "cancelled",
    }
}

/// How late a bill is on the business date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", content = "days", rename_all = "snake_case")]
pub enum Lateness {
    /// Nothing is left to pay.
    Paid,
    /// Due in more than a week; days until then.
    NotDue(#[ts(type = "number")] i64),
    /// Due within seven days; days until then (0 is today).
    DueSoon(#[ts(type = "number")] i64),
    /// Past its due date; days since.
    Overdue(#[ts(type = "number")] i64),
}

/// How late a bill with `balance` left, due on `due_on`, is on `today`. The due date itself is in time.
#[must_use]
pub fn lateness(balance: Money, due_on: Day, today: Day) -> Lateness {
    match due_on.days_since(today) {
        _ if !balance.is_positive() => Lateness::Paid,
        days if days < 0 => Lateness::Overdue(-days),
        days if days <= 7 => Lateness::DueSoon(days),
        days => Lateness::NotDue(days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_due_date_itself_is_in_time() {
        let day = |d| Day::new(2026, 11, d).expect("a day");
        let late = |due, today| lateness(Money::from_minor(1), day(due), day(today));
        assert_eq!(late(20, 20), Lateness::DueSoon(0));
        assert_eq!(late(20, 21), Lateness::Overdue(1));
        assert_eq!(late(28, 20), Lateness::NotDue(8));
        assert_eq!(lateness(Money::ZERO, day(1), day(20)), Lateness::Paid);
    }
}
