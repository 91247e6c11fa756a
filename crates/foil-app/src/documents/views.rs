//! Documents as the screens ask for them.

use foil_domain::arrears::OrderKind;
use foil_domain::ids::{AccountId, BillId, BillRunId, CorrectionId, NoticeId, PaymentId, PlanId, UseCaseId};
use foil_domain::press::Format;
use foil_domain::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DocumentRef {
    /// The original receipt of a payment.
    Receipt {
        /// The payment.
        payment: PaymentId,
        /// Form.
        format: Format,
    },
    /// The cancellation slip of a void payment.
    Slip {
        /// The payment.
        payment: PaymentId,
        /// Form.
        format: Format,
    },
    /// A cancellation, credit note or write-off of a claim.
    Correction {
        /// The correction.
        correction: CorrectionId,
        /// Form.
        format: Format,
    },
    /// A claim as it stands now: a bill, a debit note, a surcharge, a charge.
    Bill {
        /// The bill.
        bill: BillId,
        /// Form.
        format: Format,
    },
    /// A reminder or a final notice.
    Notice {
        /// The notice.
        notice: NoticeId,
        /// Form.
        format: Format,
    },
    /// The agreement of an instalment plan.
    Agreement {
        /// The plan.
        plan: PlanId,
        /// Form.
        format: Format,
    },
    /// A statement of account.
    Statement {
        /// The account.
        account: AccountId,
        /// First day.
        from: Day,
        /// Last day.
        until: Day,
        /// Form.
        format: Format,
    },
    /// The open service orders that are to be done by the business date, as they stand now.
    CutList {
        /// To cut, or to bring back.
        orders: OrderKind,
        /// One route; none is all of them.
        #[serde(default)]
        #[ts(optional = nullable)]
        route: Option<String>,
        /// Form.
        format: Format,
    },
    /// The letter of a case of abnormal use, about its latest reading.
    UseLetter {
        /// The case.
        case: UseCaseId,
    },
    /// The n-th duplicate of a receipt.
    Duplicate {
        /// The payment.
        payment: PaymentId,
        /// Which copy, from 1.
        n: i64,
    },
}

/// A document was found or made in the document folder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DocumentFile {
    /// Its whole path.
    pub path: String,
    /// A good name for Save as….
    pub name: String,
}

/// A duplicate was recorded.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Reprinted {
    /// Which copy, from 1.
    pub n: i64,
}

/// Writes the bills of a run as PDFs of a thousand.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportBatch {
    /// The run.
    pub run: BillRunId,
    /// The folder to write into.
    pub folder: String,
}

/// A batch of bills was written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BatchFiles {
    /// The files.
    pub files: Vec<String>,
    /// Bills in them.
    pub bills: i64,
}
