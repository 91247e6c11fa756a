//! What stands on the papers of this room: notices, agreements, statements, cut lists.
//!
//! As all documents they are plain values with everything decided; the book keeps notices and agreements
//! as JSON, so that they can be made again when names and amounts have changed.

use crate::documents::OfficeHead;
use crate::money::Money;
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// One of this room's papers.
#[derive(Debug, Clone, PartialEq)]
pub enum ArrearsPaper {
    /// A reminder or a final notice.
    Notice(NoticeDoc),
    /// An instalment agreement.
    Agreement(AgreementDoc),
    /// A statement of account.
    Statement(StatementDoc),
    /// The service orders of a route.
    CutList(CutListDoc),
}

/// Whom a paper is for, and for which account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Addressee {
    /// The customer's name.
    pub customer: String,
    /// The address of supply; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// The account number.
    pub account: String,
    /// The service's word: `electricity`, `water`, `gas`.
    pub service: String,
    /// The meter number; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meter: String,
}

/// A reminder or a final notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoticeDoc {
    /// Who writes.
    pub office: OfficeHead,
    /// `reminder` or `final_notice`.
    pub kind: String,
    /// The notice's number.
    pub number: String,
    /// Its business date.
    pub business_on: Day,
    /// To whom.
    pub to: Addressee,
    /// What is overdue.
    pub claims: Vec<NoticeClaim>,
    /// What is asked for: overdue less what is in dispute, in a plan, or covered by credit.
    pub owed: Money,
    /// Of what is listed, in dispute.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub disputed: Money,
    /// Of what is listed, in an instalment plan.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub in_plan: Money,
    /// Credit that the account holds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub credit: Money,
    /// What keeps the supply on; the same as `owed` when all of it is needed.
    pub minimum: Money,
    /// The last day to pay.
    pub pay_by_on: Day,
    /// What reconnecting would cost on top.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reconnection_fee: Money,
}

/// A claim on a notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoticeClaim {
    /// What it is called, such as `surcharge`; empty on notices made before this was kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Which, such as `E-2026-000123, Oct 2026`.
    pub what: String,
    /// Its due date.
    pub due_on: Day,
    /// Days past it.
    pub days: i64,
    /// What is left.
    pub left: Money,
}

/// An instalment agreement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgreementDoc {
    /// Who agrees.
    pub office: OfficeHead,
    /// The agreement's number.
    pub number: String,
    /// Its business date.
    pub business_on: Day,
    /// With whom.
    pub to: Addressee,
    /// What is paid by it.
    pub total: Money,
    /// It covers what was due up to this day.
    pub covers_to: Day,
    /// Its parts.
    pub instalments: Vec<super::plan::Instalment>,
    /// A remark; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who made it.
    pub by: String,
}

/// A statement of account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementDoc {
    /// Who states.
    pub office: OfficeHead,
    /// To whom.
    pub to: Addressee,
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
    /// The business date it was made on.
    pub business_on: Day,
    /// What was owed before the first day; below zero for credit.
    pub opening: Money,
    /// What happened, in order.
    pub lines: Vec<StatementLine>,
    /// What was billed, in all.
    pub billed: Money,
    /// What was paid, whether or not it was taken back later.
    pub paid: Money,
    /// What was paid and stands no more: voided, reversed, refunded, moved to another account, bounced.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub taken_back: Money,
    /// What was credited or written off.
    pub corrected: Money,
    /// What is owed after the last day; below zero for credit.
    pub closing: Money,
}

words! {
    /// What a line of a statement is.
    pub enum StatementKind {
        /// A bill.
        Bill = "bill",
        /// A debit note.
        DebitNote = "debit_note",
        /// A late-payment surcharge.
        Surcharge = "surcharge",
        /// A one-off charge.
        Charge = "charge",
        /// Paid before the bill came into this book.
        PaidBefore = "paid_before",
        /// A payment.
        Payment = "payment",
        /// A payment taken back at the counter.
        Void = "void",
        /// A payment of an earlier day taken back.
        Reversal = "reversal",
        /// A payment handed back to who paid it.
        Refund = "refund",
        /// A payment moved to the account it was meant for.
        Transfer = "transfer",
        /// A cheque that the bank sent back.
        Bounce = "bounce",
        /// A bill cancelled.
        Cancel = "cancel",
        /// A credit note.
        CreditNote = "credit_note",
        /// Written off.
        WriteOff = "write_off",
    }
}

impl StatementKind {
    /// The column a line of this kind stands in, which is also the sum it is part of.
    #[must_use]
    pub fn side(self) -> StatementSide {
        match self {
            Self::Bill | Self::DebitNote | Self::Surcharge | Self::Charge => StatementSide::Charged,
            Self::Payment | Self::PaidBefore => StatementSide::Paid,
            Self::Void | Self::Reversal | Self::Refund | Self::Transfer | Self::Bounce => {
                StatementSide::TakenBack
            }
            Self::Cancel | Self::CreditNote | Self::WriteOff => StatementSide::Credited,
        }
    }
}

/// The columns of a statement. What raises the balance is claimed or was paid and fell; what lowers it was
/// paid or taken off a claim. A bounced cheque is no charge, and a credit note nobody's payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementSide {
    /// Claimed.
    Charged,
    /// Paid.
    Paid,
    /// Paid, and stands no more.
    TakenBack,
    /// Taken off a claim.
    Credited,
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementLine {
    /// Its day.
    pub on: Day,
    /// What it is.
    pub kind: StatementKind,
    /// The document's number.
    pub number: String,
    /// More of it, such as a bill's period; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Raises what is owed above zero, lowers it below.
    pub amount: Money,
    /// What is owed after it; below zero for credit.
    pub balance: Money,
}

/// The orders to cut, for whoever walks the route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CutListDoc {
    /// Who orders.
    pub office: OfficeHead,
    /// Which route; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub route: String,
    /// `disconnect` or `reconnect`.
    pub kind: String,
    /// The business date.
    pub business_on: Day,
    /// The orders, in the order of the walk.
    pub rows: Vec<CutListRow>,
    /// What they are for, in all.
    pub total: Money,
}

/// An order on the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CutListRow {
    /// The order's number.
    pub order: i64,
    /// The route, and the place on it.
    pub route: String,
    /// The account number.
    pub account: String,
    /// The service's word.
    pub service: String,
    /// The meter number; may be empty.
    pub meter: String,
    /// The customer's name.
    pub customer: String,
    /// The address.
    pub address: String,
    /// The phone; may be empty.
    pub phone: String,
    /// From when it may be done.
    pub due_on: Day,
    /// What is owed.
    pub owed: Money,
    /// What keeps the supply on, if the customer pays at the door's sight.
    pub minimum: Money,
    /// Days past the oldest due date.
    pub days: i64,
}

fn is_zero(amount: &Money) -> bool {
    amount.is_zero()
}
