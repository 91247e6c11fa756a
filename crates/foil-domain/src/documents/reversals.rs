//! What stands on the papers of payments that fall after their day, and of cheques: vouchers, the letter about a
//! bounced cheque, the slip that cheques go to the bank with.

use super::{Copy, OfficeHead, ReceiptTender, Restored, is_zero};
use crate::money::Money;
use crate::time::Day;
use crate::undo::ReversalKind;
use serde::{Deserialize, Serialize};

/// The voucher of a payment that fell: reversal, refund voucher, transfer slip, or a bounce's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VoucherDoc {
    /// Who issues it.
    pub office: OfficeHead,
    /// What became of the payment.
    pub kind: ReversalKind,
    /// Its number.
    pub number: String,
    /// The receipt of the payment; empty where credit is paid out.
    pub receipt: String,
    /// The business day of that receipt; of credit its own.
    pub receipt_on: Day,
    /// The account whose credit is paid out; none for a payment that fell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The business day of the voucher: the entry is dated so, never the receipt's day.
    pub business_on: Day,
    /// When, as the office's clock showed it.
    pub at_local: String,
    /// The counter.
    pub counter: String,
    /// Who asked for it.
    pub by: String,
    /// Who let it happen; none while a second look is open, and for what a bank has done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorised_by: Option<String>,
    /// Whether it was done before anybody let it happen: somebody else looks at it afterwards.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second_look: bool,
    /// Why, by its word and in somebody's own.
    pub reason: String,
    /// Who had paid.
    pub payer_name: String,
    /// What the receipt was for.
    pub total: Money,
    /// Bills that are open again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reopened: Vec<Restored>,
    /// Credit that was taken back (below zero), given back or kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit: Vec<Restored>,
    /// What was claimed anew: a fee, credit that had been used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claimed: Vec<Restored>,
    /// What goes back to the customer: money, or a cheque that was never deposited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub back: Vec<ReceiptTender>,
    /// Where a transfer moved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<MovedTo>,
    /// The hash of the audit row, in hex; filled in when the document is made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audit_hash: String,
}

/// Where a payment was moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovedTo {
    /// The account number.
    pub account: String,
    /// The name it is held in.
    pub name: String,
    /// The receipt it has there.
    pub receipt: String,
}

/// The letter to whoever gave a cheque that bounced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BounceLetterDoc {
    /// Who writes.
    pub office: OfficeHead,
    /// What it is found by: the first voucher's number.
    pub number: String,
    /// Its date.
    pub written_on: Day,
    /// Whom it is written to.
    pub customer: String,
    /// Their address; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// The cheque's number.
    pub cheque: String,
    /// The bank it is drawn on.
    pub bank: String,
    /// What it was for in all.
    pub amount: Money,
    /// When it was given.
    pub received_on: Day,
    /// The bank's reason, by its word and in somebody's own.
    pub reason: String,
    /// The receipts that stand no more, with what they were for.
    pub receipts: Vec<Restored>,
    /// What is due again, and what was claimed for the bounce.
    pub due: Vec<Restored>,
    /// Of that, the fee.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub fee: Money,
    /// What is to be paid because of it, in all.
    pub total: Money,
    /// Whether the customer pays in cash only from now on.
    pub cash_only: bool,
}

/// The slip that cheques go to the bank with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChequeSlipDoc {
    /// Who pays in.
    pub office: OfficeHead,
    /// Its number.
    pub number: String,
    /// Its business day.
    pub business_on: Day,
    /// When it was made, as the office's clock showed it.
    pub at_local: String,
    /// Who made it.
    pub by: String,
    /// The cheques, each once, whatever receipts it is for.
    pub cheques: Vec<SlipCheque>,
    /// What they come to.
    pub total: Money,
    /// The hash of the audit row, in hex; filled in when the document is made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audit_hash: String,
}

/// One cheque on a slip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SlipCheque {
    /// Its number.
    pub number: String,
    /// The bank it is drawn on.
    pub bank: String,
    /// Whose it is.
    pub from: String,
    /// The receipts it is for.
    pub receipts: Vec<String>,
    /// Its amount.
    pub amount: Money,
}

/// A paper of this room, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum MoneyPaper {
    /// A voucher; which copy.
    Voucher(Box<VoucherDoc>, Copy),
    /// The letter about a bounced cheque.
    BounceLetter(Box<BounceLetterDoc>),
    /// A deposit slip of cheques.
    ChequeSlip(Box<ChequeSlipDoc>),
}
