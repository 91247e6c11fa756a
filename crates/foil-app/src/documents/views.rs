//! Documents as the screens ask for them.

use crate::reports::views::ReportKind;
use foil_domain::arrears::{NoticeKind, OrderKind};
use foil_domain::documents::PaperKind;
use foil_domain::ids::{
    AccountId, BillId, BillRunId, ChequeId, CorrectionId, DepositSlipId, NoticeId, PaymentId, PayoutId,
    PlanId, RequestId, ShiftId, UseCaseId, ZReportId,
};
use foil_domain::press::Format;
use foil_domain::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DocumentRef {
    /// The receipt of a payment.
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
    /// The voucher of a payment that fell after its day.
    Voucher {
        /// The payment.
        payment: PaymentId,
        /// Form.
        format: Format,
    },
    /// The voucher of credit that was paid out.
    PayOut {
        /// Which.
        payout: PayoutId,
        /// Form.
        format: Format,
    },
    /// The letter about a bounced cheque.
    BounceLetter {
        /// The cheque.
        cheque: ChequeId,
    },
    /// A deposit slip of cheques.
    ChequeSlip {
        /// The slip.
        slip: DepositSlipId,
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
    /// A shift so far.
    XReport {
        /// The shift.
        shift: ShiftId,
        /// Form.
        format: Format,
    },
    /// A shift as it ended.
    ZReport {
        /// The Z report.
        z: ZReportId,
        /// Form.
        format: Format,
    },
    /// What is paid in at the bank.
    DepositSlip {
        /// The slip.
        slip: DepositSlipId,
        /// Form.
        format: Format,
    },
    /// A closed business day.
    DayPaper {
        /// The day.
        on: Day,
        /// Form.
        format: Format,
    },
    /// A report over a period, beside the period before.
    Report {
        /// Which report.
        report: ReportKind,
        /// First business date.
        from: Day,
        /// Last business date.
        to: Day,
        /// Form.
        format: Format,
    },
    /// The letter of a case of abnormal use, about its latest reading.
    UseLetter {
        /// The case.
        case: UseCaseId,
    },
}

impl DocumentRef {
    /// The kind and id of a paper of which there is one original, and duplicates of it. A table of its figures
    /// is no paper.
    #[must_use]
    pub fn has_an_original(&self) -> Option<(PaperKind, i64)> {
        match self {
            DocumentRef::Receipt { payment, format: Format::Pdf } => Some((PaperKind::Receipt, payment.0)),
            DocumentRef::Slip { payment, format: Format::Pdf } => Some((PaperKind::Slip, payment.0)),
            DocumentRef::Voucher { payment, format: Format::Pdf } => Some((PaperKind::Voucher, payment.0)),
            DocumentRef::PayOut { payout, format: Format::Pdf } => Some((PaperKind::PayOut, payout.0)),
            DocumentRef::Correction { correction, format: Format::Pdf } => {
                Some((PaperKind::Correction, correction.0))
            }
            _ => None,
        }
    }
}

/// Hands a document out, to be printed, opened or saved.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HandOut {
    /// Made before sending; the same id is the same copy, however often it is sent.
    pub request_id: RequestId,
    /// Which document.
    pub document: DocumentRef,
}

/// Asks for the office's own copies of some days once more, from a day up to another, both included.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PapersAgain {
    /// The first day.
    pub from: Day,
    /// The last, at most a month later.
    pub to: Day,
}

/// Papers wait to be written again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WrittenAgain {
    /// How many.
    pub papers: i64,
}

/// A document lies in the document folder, ready for whoever asked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandedOut {
    /// Its whole path.
    pub path: String,
    /// A good name for Save as….
    pub name: String,
    /// Which copy it is: 0 is the original, n is DUPLICATE n. None for what has no original.
    pub copy: Option<i64>,
}

/// Writes the bills of a run as PDFs of a thousand, or as one table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportBatch {
    /// The run.
    pub run: BillRunId,
    /// The folder to write into.
    pub folder: String,
    /// The papers as PDFs of a thousand, or one table of all bills; PDF where nothing is said.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub format: Option<Format>,
}

/// Writes the notices of a day as PDFs of a thousand, in the order of the walk.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportNotices {
    /// The business day on which the ladder was run.
    pub on: Day,
    /// One kind of them; none for both.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub kind: Option<NoticeKind>,
    /// One route; none for all.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub route: Option<String>,
    /// The folder to write into.
    pub folder: String,
}

/// A batch of papers was written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BatchFiles {
    /// The files.
    pub files: Vec<String>,
    /// Papers in them.
    pub bills: i64,
}
