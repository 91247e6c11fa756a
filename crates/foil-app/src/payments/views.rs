//! Payments as the screens see them.

use foil_domain::cheques::WhichPaper;
use foil_domain::customers::Service;
use foil_domain::ids::{AccountId, BillId, CustomerId, PaymentId, PlanId, RequestId, TicketId};
use foil_domain::money::Money;
use foil_domain::payments::{AllocationOrder, Method, Part, Share};
use foil_domain::text::{Note, Reason};
use foil_domain::time::{Day, Instant};
use foil_domain::undo::{ReversalKind, UndoReason};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Money handed over.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TenderInput {
    /// How it was given.
    pub method: Method,
    /// How much, above zero.
    pub amount: Money,
    /// Cheque number, terminal or transfer reference; empty for cash.
    #[serde(default)]
    #[ts(optional)]
    pub reference: Option<Note>,
    /// The bank a cheque is drawn on.
    #[serde(default)]
    #[ts(optional)]
    pub bank: Option<Note>,
    /// Whose cheque it is, by the name that stands on it; the payer's own where nobody says so. Only asked for where one
    /// of this number and bank was taken today as somebody else's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub drawer: Option<Note>,
    /// Whether it is that one, or another: asked for with its name (`whose_cheque`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub paper: Option<WhichPaper>,
}

/// An account as it was shown.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SeenAccount {
    /// The account.
    pub account: AccountId,
    /// The version that was shown; another window's payment makes it stale.
    pub version: i64,
}

/// What a visit pays, without sending it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewPayment {
    /// The accounts, 1 to 500. They may be of several customers, as when somebody pays for a neighbour: the
    /// receipt is made out to the first one's, and names the holder of each. The first takes what is left
    /// over as credit.
    pub accounts: Vec<SeenAccount>,
    /// What is paid, change aside.
    pub pay: Money,
    /// What is handed over; may be empty while it is being typed.
    pub tenders: Vec<TenderInput>,
    /// Use the accounts' credit first.
    pub use_credit: bool,
    /// The customer's own split.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub directed: Option<Vec<Share>>,
}

/// Takes a payment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakePayment {
    /// Made by the caller before sending; a retry sends the same.
    pub request_id: RequestId,
    /// The ticket being served, if any; it is done with the payment.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub ticket: Option<TicketId>,
    /// The accounts, 1 to 500. They may be of several customers, as when somebody pays for a neighbour: the
    /// receipt is made out to the first one's, and names the holder of each. The first takes what is left
    /// over as credit.
    pub accounts: Vec<SeenAccount>,
    /// What is paid, change aside.
    pub pay: Money,
    /// What is handed over; at most 20.
    pub tenders: Vec<TenderInput>,
    /// Use the accounts' credit first.
    pub use_credit: bool,
    /// The customer's own split.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub directed: Option<Vec<Share>>,
    /// A remark for the receipt.
    #[serde(default)]
    #[ts(optional)]
    pub note: Option<Note>,
    /// Where the money would go, as the preview said it that was shown; left out where none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub seen: Option<String>,
}

/// Where the money would go.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PaymentPreview {
    /// Due on the chosen accounts.
    pub due: Money,
    /// Their credit.
    pub credit: Money,
    /// Of what is due, in dispute: it need not be paid until that is decided.
    pub disputed: Money,
    /// Due after credit, if it is used, without what is in dispute and what falls with a full payment: what a full
    /// payment is.
    pub to_pay: Money,
    /// The office's rule: which parts are served first unless the customer says otherwise.
    pub order: AllocationOrder,
    /// The split, in the order in which parts are served; parts that get nothing are there too.
    pub lines: Vec<ShareLine>,
    /// Credit used.
    pub credit_used: Money,
    /// Credit added.
    pub credit_added: Money,
    /// Money given.
    pub tendered: Money,
    /// To hand back.
    pub change: Money,
    /// Left to pay afterwards.
    pub left: Money,
    /// The fees for a cut that fall with this payment, for the receipt is taken anew: they are neither due nor paid.
    pub spared: Money,
    /// What of this would be refused as it stands, by code, with its sentence and hint.
    pub refused: Option<Refused>,
    /// The versions of the accounts now, in the order given.
    pub versions: Vec<i64>,
    /// Where the money would go, in a word that is another wherever it goes otherwise; empty where it would be refused.
    pub seen: String,
}

/// A refusal as data.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Refused {
    /// Stable code.
    pub code: String,
    /// In words.
    pub message: String,
    /// What to do next.
    pub hint: String,
}

/// One line of a split.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ShareLine {
    /// The bill; below zero (the number of a late one's id, negated) for the surcharge that has accrued on it and
    /// becomes a claim with the payment. A directed split may name it so.
    pub bill: BillId,
    /// Its number; of such a surcharge, the late bill's.
    pub number: String,
    /// Its account.
    pub account: AccountId,
    /// The account's number.
    pub account_number: String,
    /// Service.
    pub service: Service,
    /// The period's last day.
    pub period_to: Day,
    /// Surcharge or the rest.
    pub part: Part,
    /// Due before.
    pub due: Money,
    /// Paid by this.
    pub paid: Money,
}

/// A payment was taken.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PaymentTaken {
    /// The payment.
    pub payment: PaymentId,
    /// The receipt's number.
    pub number: String,
    /// Paid.
    pub paid: Money,
    /// Given.
    pub tendered: Money,
    /// To hand back.
    pub change: Money,
    /// Credit used.
    pub credit_used: Money,
    /// Credit added.
    pub credit_added: Money,
    /// Left to pay on the accounts.
    pub left: Money,
    /// The fees for a cut that have fallen with it.
    #[serde(default)]
    pub spared: Money,
    /// The accounts, by number, whose disconnection order it stopped.
    #[serde(default)]
    pub stays_on: Vec<String>,
    /// The cut accounts, by number, whose reconnection it earned.
    #[serde(default)]
    pub gets_back_on: Vec<String>,
    /// The place of its audit row in the counter's chain.
    pub audit_seq: i64,
}

/// A payment in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PaymentRow {
    /// Id.
    pub id: PaymentId,
    /// Receipt number.
    pub number: String,
    /// Business date.
    pub business_on: Day,
    /// When it was taken.
    pub taken_at: Instant,
    /// Who paid.
    pub customer: CustomerId,
    /// The name on the receipt.
    pub name: String,
    /// Paid.
    pub paid: Money,
    /// Ways of paying, in words' codes.
    pub methods: Vec<Method>,
    /// Who took it.
    pub clerk: String,
    /// Counter.
    pub counter: String,
    /// Whether it is void.
    pub void: bool,
    /// What became of it after its day; none when it stands.
    pub fallen: Option<ReversalKind>,
}

/// Payments of one business day, newest first, a page at a time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaymentList {
    /// The business date; none is today's.
    #[serde(default)]
    #[ts(optional)]
    pub on: Option<Day>,
    /// The last payment of the page before.
    #[serde(default)]
    #[ts(optional)]
    pub before: Option<PaymentId>,
    /// Rows a page, 1 to 500.
    pub limit: i64,
}

/// Payments on a customer's accounts, newest first, a page at a time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaymentsOfCustomer {
    /// Whose accounts.
    pub customer: CustomerId,
    /// The last payment of the page before.
    #[serde(default)]
    #[ts(optional)]
    pub before: Option<PaymentId>,
    /// Rows a page, 1 to 500.
    pub limit: i64,
}

/// A page of payments.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PaymentPage {
    /// The rows.
    pub rows: Vec<PaymentRow>,
    /// Payments of that day or customer, all.
    pub total: i64,
}

/// Names a payment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaymentRef {
    /// The payment.
    pub payment: PaymentId,
}

/// A whole payment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PaymentView {
    /// The row.
    pub row: PaymentRow,
    /// Tenders.
    pub tenders: Vec<TenderView>,
    /// Where the money went.
    pub shares: Vec<SharedView>,
    /// Given.
    pub tendered: Money,
    /// Handed back.
    pub change: Money,
    /// Credit used.
    pub credit_used: Money,
    /// Credit added.
    pub credit_added: Money,
    /// The receipt this payment does again, if it is a redo.
    pub redo_of: Option<String>,
    /// The void, if there is one.
    pub void: Option<VoidView>,
    /// What became of it after its day, if something did.
    pub reversal: Option<ReversalView>,
    /// Duplicates of its receipt handed out.
    pub reprints: i64,
    /// Which copy of its receipt would be handed out next to whoever asks: 0 is the original, n is DUPLICATE n.
    pub next_copy: i64,
    /// Hash of its audit row.
    pub audit_hash: String,
}

/// What became of a payment after its day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReversalView {
    /// What.
    pub kind: ReversalKind,
    /// The voucher's number.
    pub number: String,
    /// Which copy of the voucher would be handed out next to whoever asks: 0 is the original.
    pub next_copy: i64,
    /// Who asked.
    pub by: String,
    /// Who let it happen; empty while a second look is open, and for what a bank has done.
    pub allowed_by: String,
    /// Why, by its word: an undo's, or a bank's.
    pub reason: String,
    /// The note; may be empty.
    pub note: String,
    /// The business day it is dated.
    pub business_on: Day,
    /// When.
    pub at: Instant,
    /// The receipt it has on the right account, when it was moved; may be empty.
    pub to_receipt: String,
}

/// A tender of a payment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TenderView {
    /// How it was given.
    pub method: Method,
    /// How much.
    pub amount: Money,
    /// Handed back of it.
    pub change: Money,
    /// Reference; may be empty.
    pub reference: String,
    /// Bank; may be empty.
    pub bank: String,
}

/// A share of a payment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SharedView {
    /// The bill's number; empty for credit.
    pub bill: String,
    /// The account's number.
    pub account: String,
    /// The part.
    pub part: Part,
    /// How much.
    pub amount: Money,
}

/// A void.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VoidView {
    /// The cancellation slip's number.
    pub number: String,
    /// Which copy of the slip would be handed out next to whoever asks: 0 is the original.
    pub next_copy: i64,
    /// Who voided.
    pub by: String,
    /// Who allowed it; empty when nobody had to.
    pub allowed_by: String,
    /// Why.
    pub reason: UndoReason,
    /// The note; may be empty.
    pub note: String,
    /// When.
    pub at: Instant,
}

/// Pays an account's credit out; asked by one person, let happen by another.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PayOutCredit {
    /// The account.
    pub account: AccountId,
    /// How much of its credit.
    pub amount: Money,
    /// `cash`, out of the drawer of who asks, or `bank`.
    pub back_by: Method,
    /// The bank's reference; empty for cash.
    pub reference: Note,
    /// Why.
    pub reason: Reason,
}

/// Asks what of an account's credit may be paid out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewPayOut {
    /// The account.
    pub account: AccountId,
    /// How much; none is the most that may.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub amount: Option<Money>,
}

/// What of an account's credit may be paid out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PayOutPreview {
    /// The credit it holds.
    pub credit: Money,
    /// What is open on it, with what being late has cost up to today.
    pub open: Money,
    /// The most that may be paid out.
    pub most: Money,
    /// Why nothing may, when that is so.
    pub refused: Option<Refused>,
    /// The most that may be done first and have a second look; none is nothing.
    pub second_look: Option<Money>,
    /// The instalment plan of which less would count as paid; none where none does.
    pub plan: Option<PlanId>,
    /// How much less.
    pub plan_falls: Money,
}
