//! Documents as the screens ask for them.

use foil_domain::ids::{BillId, BillRunId, CorrectionId, PaymentId};
use foil_domain::press::Format;
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
