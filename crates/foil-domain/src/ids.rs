//! Ids as types of their own, so that a bill's id cannot stand where an account's is wanted.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = "number")]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    )+};
}

ids! {
    /// A customer.
    CustomerId,
    /// A property of a customer.
    PropertyId,
    /// A service account at a property.
    AccountId,
    /// A bill of an account.
    BillId,
    /// A payment, and with it its receipt.
    PaymentId,
    /// Credit that was paid out to a customer.
    PayoutId,
    /// A person who logs in.
    UserId,
    /// A counter of the branch; counter 0 is the office itself (imports, settings, workers).
    CounterId,
    /// A request in the queue.
    TicketId,
    /// A step on one user's undo stack; the first is 1 for each user.
    StepId,
    /// A background job.
    JobId,
    /// A tariff plan, in all its versions.
    TariffId,
    /// One version of a tariff plan.
    TariffVersionId,
    /// A meter, wherever it is installed.
    MeterId,
    /// A reading of one register.
    ReadingId,
    /// A case of abnormal use.
    UseCaseId,
    /// A billing cycle.
    CycleId,
    /// A bill run.
    BillRunId,
    /// A correction of a bill: cancellation, credit note, write-off.
    CorrectionId,
    /// The gas that is delivered from a day on.
    GasFactorId,
    /// A reminder or a final notice.
    NoticeId,
    /// An order to disconnect or reconnect.
    OrderId,
    /// An instalment plan.
    PlanId,
    /// A dispute of a bill.
    DisputeId,
    /// A request that somebody else lets something happen.
    ApprovalId,
    /// A cheque, as one receipt's tender.
    ChequeId,
    /// A shift: one person, one drawer, one business day.
    ShiftId,
    /// What went into a drawer or out of it beside payments.
    CashMoveId,
    /// A Z report, the end of a shift.
    ZReportId,
    /// A slip for what is paid in at the bank.
    DepositSlipId,
    /// A count of the safe.
    SafeCountId,
    /// Cash that was brought to the safe from outside the office.
    SafeBroughtId,
}

/// The id that the caller gives an act before sending it, so that a retry is recognised.
///
/// A UUID (version 7 wanted, any accepted), lower case with hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct RequestId(String);

impl RequestId {
    /// Reads a UUID in its hyphenated form.
    pub fn parse(text: &str) -> Result<RequestId, String> {
        match uuid::Uuid::try_parse(text) {
            Ok(id) if text.len() == 36 && !id.is_nil() => Ok(RequestId(id.hyphenated().to_string())),
            _ => Err("a UUID such as 0193a5d2-7c1e-7b7a-9a43-5b1f0e6d2c11".to_owned()),
        }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RequestId {
    type Error = String;
    fn try_from(text: String) -> Result<RequestId, String> {
        RequestId::parse(&text)
    }
}

impl From<RequestId> for String {
    fn from(id: RequestId) -> String {
        id.0
    }
}
