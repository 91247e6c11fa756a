//! Cheques as the screens see them.

use crate::payments::views::Refused;
use crate::undo::views::Effect;
use foil_domain::cheques::{BounceReason, ChequeState};
use foil_domain::ids::{ChequeId, CustomerId, DepositSlipId, PaymentId, RequestId};
use foil_domain::money::Money;
use foil_domain::text::{Note, Reason};
use foil_domain::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A cheque, as far as one receipt goes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChequeView {
    /// Id.
    pub id: ChequeId,
    /// Its number.
    pub number: String,
    /// The bank it is drawn on.
    pub bank: String,
    /// Whose it is, by the name that stands on it.
    pub drawer: String,
    /// Its amount, as far as this receipt goes.
    pub amount: Money,
    /// Where it stands.
    pub state: ChequeState,
    /// The payment it was given for.
    pub payment: PaymentId,
    /// That receipt's number.
    pub receipt: String,
    /// Who gave it.
    pub customer: CustomerId,
    /// Their name.
    pub name: String,
    /// Business date it was received on.
    pub received_on: Day,
    /// Business date it went to the bank.
    pub deposited_on: Option<Day>,
    /// The slip's number; may be empty.
    pub slip: String,
    /// Business date it was realised, bounced or handed back.
    pub ended_on: Option<Day>,
    /// The bank's reason, when it bounced.
    pub reason: Option<BounceReason>,
    /// In somebody's own words; may be empty.
    pub note: String,
    /// The number of the claim for the fee; may be empty.
    pub fee: String,
    /// Whether a letter was written to the payer.
    pub has_letter: bool,
    /// For the next edit.
    pub version: i64,
}

/// Cheques, newest first, a page at a time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChequeList {
    /// Of one state; none is all.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub state: Option<ChequeState>,
    /// The last cheque of the page before; none for the first page.
    #[serde(default)]
    #[ts(optional)]
    pub before: Option<ChequeId>,
    /// At most so many, 1 to 500.
    pub limit: i64,
}

/// A page of cheques.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChequePage {
    /// The rows.
    pub rows: Vec<ChequeView>,
    /// What is in the office and what is with the bank.
    pub waiting: Vec<ChequeCount>,
    /// The latest deposit slips, newest first.
    pub slips: Vec<ChequeSlipView>,
}

/// How many cheques are in a state, and what they come to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChequeCount {
    /// The state.
    pub state: ChequeState,
    /// How many.
    pub count: i64,
    /// Their amount.
    pub amount: Money,
}

/// A deposit slip of cheques.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChequeSlipView {
    /// Id.
    pub id: DepositSlipId,
    /// Its number.
    pub number: String,
    /// Business date.
    pub business_on: Day,
    /// What its cheques come to.
    pub amount: Money,
    /// Whether it was taken back on its day.
    pub taken_back: bool,
    /// Whether the bank has said something of one of its cheques: then it is not taken back any more.
    pub settled: bool,
}

/// Takes a slip of cheques back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeSlipBack {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The slip.
    pub slip: DepositSlipId,
    /// Why.
    pub reason: Reason,
}

/// Takes cheques to the bank, or says that the bank has paid them.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChequesAct {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// Which, 1 to 500.
    pub cheques: Vec<ChequeId>,
}

/// Names a cheque.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChequeRef {
    /// The cheque.
    pub cheque: ChequeId,
}

/// What a bounce would do.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct BouncePreview {
    /// The receipts that fall, with what they were for.
    pub receipts: Vec<BouncedReceipt>,
    /// Every effect, in order.
    pub effects: Vec<Effect>,
    /// Whether the bank had paid it: then it falls by two persons.
    pub late: bool,
    /// The most that may be done first and have a second look, if this may.
    pub second_look: Option<Money>,
    /// Why it would be refused, when it would.
    pub refused: Option<Refused>,
}

/// A receipt that falls with a cheque.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BouncedReceipt {
    /// Its payment.
    pub payment: PaymentId,
    /// Its number.
    pub number: String,
    /// What it was for.
    pub amount: Money,
}

/// Says that a bank has sent a cheque back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BounceCheque {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The cheque.
    pub cheque: ChequeId,
    /// The version that was shown.
    pub version: i64,
    /// The bank's reason.
    pub reason: BounceReason,
    /// In one's own words; needed with the reason `other`.
    pub note: Note,
}

/// A cheque has bounced.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Bounced {
    /// What happened, in order.
    pub effects: Vec<Effect>,
    /// The vouchers' numbers.
    pub vouchers: Vec<String>,
    /// The number of the claim for the fee; may be empty.
    pub fee: String,
    /// The cheque whose letter was written.
    pub cheque: ChequeId,
}

/// Says whether a customer pays in cash only.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetCashOnly {
    /// The customer.
    pub customer: CustomerId,
    /// Whether.
    pub cash_only: bool,
    /// Why.
    pub reason: Reason,
}
