//! Bills as the screens see them.

use foil_domain::billing::{BillLineKind, BillState, Lateness};
use foil_domain::customers::Service;
use foil_domain::ids::{AccountId, BillId, CustomerId};
use foil_domain::money::Money;
use foil_domain::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names a bill.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BillRef {
    /// The bill.
    pub bill: BillId,
}

/// The bills of an account, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BillList {
    /// The account.
    pub account: AccountId,
    /// At most so many, 1 to 500.
    pub limit: i64,
}

/// An open bill, as the counter shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OpenBillView {
    /// Id.
    pub id: BillId,
    /// Number.
    pub number: String,
    /// The period's last day; its month names the bill.
    pub period_to: Day,
    /// Due date.
    pub due_on: Day,
    /// What is left of its surcharge.
    pub surcharge: Money,
    /// What is left of the rest.
    pub rest: Money,
    /// How late it is.
    pub lateness: Lateness,
}

/// A whole bill.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BillView {
    /// Id.
    pub id: BillId,
    /// Number.
    pub number: String,
    /// Its account.
    pub account: AccountId,
    /// The account's number.
    pub account_number: String,
    /// Whose account.
    pub customer: CustomerId,
    /// The customer's name.
    pub customer_name: String,
    /// Service.
    pub service: Service,
    /// First day of the period.
    pub period_from: Day,
    /// Last day of the period.
    pub period_to: Day,
    /// Day of issue.
    pub issued_on: Day,
    /// Due date.
    pub due_on: Day,
    /// Units as decimal text; may be empty.
    pub units: String,
    /// Lines.
    pub lines: Vec<BillLineView>,
    /// Total as issued.
    pub total: Money,
    /// Paid so far.
    pub paid: Money,
    /// Left to pay.
    pub left: Money,
    /// Where it stands.
    pub state: BillState,
    /// How late it is.
    pub lateness: Lateness,
}

/// A line of a bill.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BillLineView {
    /// What it charges for.
    pub kind: BillLineKind,
    /// In words.
    pub label: String,
    /// Quantity as text; may be empty.
    pub quantity: String,
    /// Rate as text; may be empty.
    pub rate: String,
    /// Amount; rebates are below zero.
    pub amount: Money,
}
