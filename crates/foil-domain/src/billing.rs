//! Bills: what a claim is made of, how late it is, and what a correction takes off it.
//!
//! Start at [`engine::bill`] for how a bill is made, and at [`lateness`]; [`correction`] says what takes one back.

pub mod correction;
pub mod engine;
pub mod gas;
pub mod taken_up;

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
        /// A deposit that the office holds for the customer; a claim has nothing but deposits, or none.
        Deposit = "deposit",
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
        /// Nothing is left to pay, for the office has given up what was.
        WrittenOff = "written_off",
        /// Nothing is left to pay, for credit notes took back all that was claimed.
        Credited = "credited",
        /// Taken back by the office.
        Cancelled = "cancelled",
    }
}

impl BillState {
    /// Where a claim stands, by its total, what is left of it, and what write-offs and credit notes took off it.
    /// What was given up or taken back is not paid; but where the larger part was, a rest that was given up marks nothing.
    #[must_use]
    pub fn of(cancelled: bool, total: Money, left: Money, written_off: Money, credited: Money) -> BillState {
        let paid = total.minus(written_off).and_then(|rest| rest.minus(credited)).unwrap_or(Money::ZERO);
        match () {
            () if cancelled => BillState::Cancelled,
            () if left.is_positive() => BillState::Open,
            () if written_off.is_positive() && written_off > paid => BillState::WrittenOff,
            () if credited.is_positive() && credited == total => BillState::Credited,
            () => BillState::Paid,
        }
    }
}

words! {
    /// What a row of bill claims, and so what its paper is called.
    pub enum ClaimKind {
        /// A period's bill.
        Bill = "bill",
        /// More for a bill that claimed too little.
        DebitNote = "debit_note",
        /// For paying late.
        Surcharge = "surcharge",
        /// A one-off charge: reconnection, meter rent, a deposit.
        Charge = "charge",
    }
}

impl ClaimKind {
    /// What its paper is called, in a sentence.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            ClaimKind::Bill => "bill",
            ClaimKind::DebitNote => "debit note",
            ClaimKind::Surcharge => "late surcharge",
            ClaimKind::Charge => "charge",
        }
    }
}

words! {
    /// What a bill is called by law, at its head.
    pub enum BillTitle {
        /// A bill.
        Bill = "bill",
        /// A tax invoice.
        TaxInvoice = "tax_invoice",
        /// A bill of supply: what is supplied bears no tax.
        BillOfSupply = "bill_of_supply",
    }
}

/// Checks a UPI id as it is typed: empty, or `name@handle` (NPCI: letters, digits, dots and hyphens).
pub fn upi_id(text: &str) -> Result<(), String> {
    let part = |p: &str| {
        (2..=120).contains(&p.len())
            && p.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    };
    let fits = text.split_once('@').is_some_and(|(name, handle)| part(name) && part(handle));
    if text.is_empty() || fits { Ok(()) } else { Err("a UPI id such as office@bank, or nothing".into()) }
}

words! {
    /// What takes a claim back.
    pub enum CorrectionKind {
        /// As a whole.
        Cancel = "cancel",
        /// A part of it.
        CreditNote = "credit_note",
        /// What is left of it, for it will never be paid.
        WriteOff = "write_off",
    }
}

impl CorrectionKind {
    /// What its paper is called, in a sentence.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            CorrectionKind::Cancel => "cancellation",
            CorrectionKind::CreditNote => "credit note",
            CorrectionKind::WriteOff => "write-off",
        }
    }
}

words! {
    /// Why a claim is taken back; somebody picks one.
    pub enum CorrectionReason {
        /// The meter was read wrongly.
        WrongReading = "wrong_reading",
        /// The wrong tariff or load.
        WrongTariff = "wrong_tariff",
        /// The wrong account or period.
        WrongAccount = "wrong_account",
        /// The meter was faulty.
        MeterFault = "meter_fault",
        /// Billed twice.
        Twice = "twice",
        /// A discount the office gives.
        Discount = "discount",
        /// A subsidy or concession by order.
        Subsidy = "subsidy",
        /// A complaint or dispute was upheld.
        Complaint = "complaint",
        /// It will never be paid.
        Uncollectable = "uncollectable",
        /// The whole run is taken back.
        RunCancelled = "run_cancelled",
        /// Something else, in the note.
        Other = "other",
    }
}

words! {
    /// How far a bill run is.
    pub enum RunState {
        /// Being posted, or stopped on the way.
        Posting = "posting",
        /// All of its bills are posted.
        Posted = "posted",
        /// Being taken back, or stopped on the way.
        Cancelling = "cancelling",
        /// Taken back as one.
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
    fn a_bill_is_written_off_where_less_of_it_was_paid_than_given_up() {
        let state = |written_off, credited| {
            let of = |minor| Money::from_minor(minor);
            BillState::of(false, of(1_000), Money::ZERO, of(written_off), of(credited))
        };
        assert_eq!(state(40, 0), BillState::Paid, "but for a rest that nobody asks for");
        assert_eq!((state(500, 0), state(501, 0)), (BillState::Paid, BillState::WrittenOff));
        assert_eq!(state(1_000, 0), BillState::WrittenOff);
        assert_eq!((state(100, 900), state(0, 1_000)), (BillState::WrittenOff, BillState::Credited));
        assert_eq!(state(100, 700), BillState::Paid, "200 were paid, and 100 given up");
    }

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
