//! Documents as the screens ask for them.

use foil_domain::ids::{BillId, PaymentId, UseCaseId};
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
    /// A bill as it stands now.
    Bill {
        /// The bill.
        bill: BillId,
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
