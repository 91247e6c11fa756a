//! What stands on the papers beside a bill: debit notes and charges that claim more, credit notes, write-offs
//! and cancellations that claim less.

use super::{BillDocLine, OfficeHead, is_zero};
use crate::money::Money;
use crate::time::Day;
use serde::{Deserialize, Serialize};

words! {
    /// What a note is called.
    pub enum NoteKind {
        /// More for a bill that claimed too little.
        DebitNote = "debit_note",
        /// For paying late.
        Surcharge = "surcharge",
        /// A one-off charge.
        Charge = "charge",
        /// A part of a claim is taken back.
        CreditNote = "credit_note",
        /// A claim is given up, for it will never be paid.
        WriteOff = "write_off",
        /// A claim is taken back as a whole.
        Cancel = "cancel",
    }
}

/// What a correction has taken off a bill, as the bill's copies tell it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillCorrection {
    /// A credit note, a write-off or a cancellation.
    pub kind: NoteKind,
    /// Its number.
    pub number: String,
    /// What is claimed less.
    pub amount: Money,
    /// Of that, what had been paid and is kept as credit; below zero where credit that it gave is taken back.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub credited: Money,
}

/// A note, with everything on it already decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoteDoc {
    /// Who issues it.
    pub office: OfficeHead,
    /// What it is.
    pub kind: NoteKind,
    /// Its number.
    pub number: String,
    /// The account number.
    pub account: String,
    /// The customer's name.
    pub customer: String,
    /// The address of supply; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// The service's word.
    pub service: String,
    /// The business day it counts for.
    pub issued_on: Day,
    /// The last day to pay; none where nothing is claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
    /// The bill or note it goes back to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<AboutBill>,
    /// What it is made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<BillDocLine>,
    /// The sum of the lines: claimed, or taken back.
    pub total: Money,
    /// Of what is taken back, what had been paid and is kept as credit.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub credited: Money,
    /// What is left to pay on the bill it goes back to; none where that does not change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Money>,
    /// The bill that was made in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rebill: Option<String>,
    /// Why, in the book's word or in somebody's own; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The counter.
    pub counter: String,
    /// Who made it.
    pub by: String,
    /// Who let it happen, where it needed a second person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorised_by: Option<String>,
    /// When, as the office's clock showed it.
    pub at_local: String,
    /// The hash of the audit row, in hex; filled in when the document is made, where there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audit_hash: String,
}

/// The bill that a note goes back to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AboutBill {
    /// Its number.
    pub number: String,
    /// The day it was issued.
    pub issued_on: Day,
    /// What it claimed.
    pub total: Money,
}
