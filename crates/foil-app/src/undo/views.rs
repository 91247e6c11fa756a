//! The undo stack as the screens see it.

use foil_domain::ids::{AccountId, ApprovalId, PaymentId, RequestId, StepId, UserId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::shifts::BroughtFrom;
use foil_domain::text::Note;
use foil_domain::time::Instant;
use foil_domain::undo::{ReversalKind, StepState, UndoReason, UndoState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One act on somebody's stack.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StepView {
    /// Its place on the person's stack.
    pub step: StepId,
    /// Whose stack.
    pub user: UserId,
    /// The act's name in the command table.
    pub act: String,
    /// When.
    pub at: Instant,
    /// Done, undone, or dropped.
    pub state: StepState,
    /// What it was about: a receipt's, a ticket's or a customer's number.
    pub subject: String,
    /// The name it concerns; may be empty.
    pub name: String,
    /// The amount, for payments.
    pub amount: Option<Money>,
    /// The payment, for payments.
    pub payment: Option<PaymentId>,
    /// Whether Undo would be tried on it now (top of the stack, or anywhere for payments).
    pub can_undo: bool,
    /// Whether Redo would be tried on it now.
    pub can_redo: bool,
}

/// One's own stack.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MyActs {
    /// Newest first.
    pub steps: Vec<StepView>,
    /// What Undo takes.
    pub undo: Option<StepView>,
    /// What Redo puts back.
    pub redo: Option<StepView>,
    /// Payments taken by this person this business day, not void.
    pub payments: i64,
    /// Their sum; none while this person still has a drawer to count, for the count is blind.
    pub taken: Option<Money>,
    /// Payments voided.
    pub voids: i64,
}

/// Asks for one's stack.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MyActsList {
    /// At most so many steps, 1 to 200.
    pub limit: i64,
}

/// Names a step: the newest of one's own when empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StepRef {
    /// An older step of one's own.
    #[serde(default)]
    #[ts(optional)]
    pub step: Option<StepId>,
    /// Any payment, also somebody else's; instead of a step.
    #[serde(default)]
    #[ts(optional)]
    pub payment: Option<PaymentId>,
}

/// What Undo would change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UndoPreview {
    /// The step; none for a payment that is on somebody else's stack.
    pub step: Option<StepView>,
    /// The payment, for payments.
    pub payment: Option<PaymentId>,
    /// In which state a payment is taken back.
    pub state: Option<UndoState>,
    /// Every effect, in order.
    pub effects: Vec<Effect>,
    /// Needs a reason.
    pub needs_reason: bool,
    /// Needs a manager's log-in at this screen, or their word from the list.
    pub needs_manager: bool,
    /// What may be done with a payment that can be no void any more, each way with its reason where it may not.
    pub ways: Vec<WayView>,
    /// The request on this payment that somebody has made already.
    pub asked: Option<ApprovalId>,
    /// The most that may be done first and have a second look; none is nothing.
    pub second_look: Option<Money>,
    /// Why it is refused, when it is.
    pub refused: Option<crate::payments::views::Refused>,
}

/// A way to put a payment right after its day was closed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WayView {
    /// Which.
    pub way: ReversalKind,
    /// Why it may not be; none when it may.
    pub refused: Option<crate::payments::views::Refused>,
}

/// One effect of an undo or redo; the screen says it in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// A receipt becomes void; it keeps its number.
    ReceiptVoid {
        /// Its number.
        number: String,
    },
    /// A bill is open again.
    BillOpens {
        /// The bill's number.
        number: String,
        /// What will be left to pay on it.
        left: Money,
    },
    /// Late surcharges on a bill are open again.
    SurchargesOpen {
        /// The bill's number.
        bill: String,
        /// How many.
        count: u32,
        /// What will be left to pay on all of them.
        left: Money,
    },
    /// A charge or a debit note is open again.
    ClaimOpens {
        /// What it claims.
        what: foil_domain::billing::ClaimKind,
        /// Its number.
        number: String,
        /// What will be left to pay on it.
        left: Money,
    },
    /// Credit that had been used is put back.
    CreditBack {
        /// The account's number.
        account: String,
        /// How much.
        amount: Money,
    },
    /// Credit that had been added is taken off.
    CreditOff {
        /// The account's number.
        account: String,
        /// How much.
        amount: Money,
    },
    /// Money goes back to the customer.
    HandBack {
        /// By which way of paying.
        method: Method,
        /// How much.
        amount: Money,
    },
    /// A disconnection order or a cut that the payment had stopped is in force again.
    UrgentAgain {
        /// The account's number.
        account: String,
    },
    /// A reconnection that the payment had earned is off; the supply stays cut.
    ReconnectionOff {
        /// The account's number.
        account: String,
    },
    /// A supply that was brought back meanwhile stays on, though the money goes back.
    StaysOn {
        /// The account's number.
        account: String,
    },
    /// A ticket goes back to where it was.
    TicketBack {
        /// Its number.
        number: String,
        /// The state it goes back to.
        state: foil_domain::queue::TicketState,
    },
    /// A customer's, property's or account's former contents come back.
    RecordBack {
        /// What: `customer`, `property` or `account`.
        what: String,
        /// Its number or address.
        which: String,
    },
    /// A reading is taken back.
    ReadingOff {
        /// The account's number.
        account: String,
        /// Its day.
        on: foil_domain::time::Day,
        /// What it showed.
        value: String,
    },
    /// A reading stands again.
    ReadingStands {
        /// The account's number.
        account: String,
        /// Its day.
        on: foil_domain::time::Day,
        /// What it showed.
        value: String,
    },
    /// A meter hangs on an account again.
    MeterHangs {
        /// The account's number.
        account: String,
        /// The meter's number.
        meter: String,
    },
    /// A meter does not hang on an account any more.
    MeterOff {
        /// The account's number.
        account: String,
        /// The meter's number.
        meter: String,
    },
    /// So many more readings likewise.
    MoreReadings {
        /// How many.
        count: i64,
    },
    /// A register of a meter counts by other particulars.
    RegisterCounts {
        /// The meter's number.
        meter: String,
        /// The register's number on it.
        register: i64,
        /// Units for one count.
        multiplier: String,
        /// Whole digits; 0 is unknown.
        digits: i64,
        /// The unit of its use.
        unit: String,
    },
    /// What was used up to a reading is counted another way.
    UseCounts {
        /// The account's number.
        account: String,
        /// The reading's day.
        on: foil_domain::time::Day,
        /// What it counts as now.
        was: String,
        /// What it counts as then.
        is: String,
    },
    /// An account is in another billing cycle.
    CycleIs {
        /// The account's number.
        account: String,
        /// The cycle's code; empty for none.
        cycle: String,
    },
    /// So many more accounts likewise.
    MoreAccounts {
        /// How many.
        count: i64,
    },
    /// A case of abnormal use is as it was before.
    UseCaseBack {
        /// The account's number.
        account: String,
    },
    /// A receipt stands no more; it keeps its number and its day.
    ReceiptFalls {
        /// Its number.
        number: String,
    },
    /// What was paid is paid on another account, with a receipt there.
    MovedTo {
        /// The account's number.
        account: String,
        /// The name it is held in.
        name: String,
        /// How much.
        amount: Money,
    },
    /// A cheque that the bank never saw is handed back.
    ChequeBack {
        /// Its number.
        number: String,
        /// The bank it is drawn on.
        bank: String,
        /// How much.
        amount: Money,
    },
    /// Money that was good is kept as credit.
    KeptAsCredit {
        /// The account's number.
        account: String,
        /// How much.
        amount: Money,
    },
    /// Less is claimed: a credit note.
    LessClaimed {
        /// The bill's number.
        bill: String,
        /// How much less.
        amount: Money,
    },
    /// Credit goes that an instalment had become: it counts as paid no more.
    PlanPaidLess {
        /// The plan.
        plan: foil_domain::ids::PlanId,
        /// How much.
        amount: Money,
    },
    /// What was in dispute of a bill is owed as before.
    OffHold {
        /// The bill's number.
        bill: String,
        /// How much.
        amount: Money,
    },
    /// Something is charged because of it: `bounce_fee`, `used_credit`, `hidden_surcharge`, `reconnection_fee`, `given_back`.
    Charged {
        /// The account's number.
        account: String,
        /// What for.
        what: String,
        /// How much.
        amount: Money,
    },
    /// Whether its cheque is worth anything hangs on somebody's word that the bank has paid it.
    ChequeWasPaid {
        /// Its number.
        number: String,
        /// The bank it is drawn on.
        bank: String,
        /// Business date on which that was said.
        on: foil_domain::time::Day,
    },
    /// A cheque counts as bounced.
    ChequeBounces {
        /// Its number.
        number: String,
        /// The bank it is drawn on.
        bank: String,
        /// How much.
        amount: Money,
    },
    /// The customer pays in cash only from now on.
    CashOnly {
        /// Their name.
        name: String,
        /// Bounces, this one counted.
        bounces: i64,
    },
    /// An account that was closed is open again, for it owes.
    AccountOpens {
        /// The account's number.
        account: String,
    },
    /// A letter is written.
    LetterTo {
        /// To whom.
        name: String,
    },
    /// A drawer is closed with more or less in it than had to be there; of cash, the difference is posted as over or short.
    DrawerDiffers {
        /// The shift's number.
        shift: String,
        /// By which way of paying.
        method: Method,
        /// What was counted.
        counted: Money,
        /// What had to be there.
        expected: Money,
        /// Counted less expected.
        variance: Money,
    },
    /// Another sum is paid in at the bank than waited for it; the difference is posted as over or short.
    DepositDiffers {
        /// What was counted.
        counted: Money,
        /// What waits for the bank.
        expected: Money,
        /// Counted less expected.
        variance: Money,
    },
    /// The safe held more or less than it had to; the difference is posted as over or short.
    SafeDiffers {
        /// What was counted.
        counted: Money,
        /// What it had to hold.
        expected: Money,
        /// Counted less expected.
        variance: Money,
    },
    /// A slip of cash for the bank is taken back; its number stays.
    SlipTakenBack {
        /// Its number.
        number: String,
        /// What it had paid in.
        amount: Money,
        /// What waits for the bank then.
        waits: Money,
    },
    /// Cash is brought to the safe from outside the office.
    BroughtToSafe {
        /// Where it comes from.
        came_from: BroughtFrom,
        /// The number of its paper.
        voucher: String,
        /// How much.
        amount: Money,
        /// What is in the safe and on no slip then, without what open drawers dropped.
        in_safe: Money,
    },
    /// What was brought to the safe by mistake is taken back; its number stays.
    BroughtTakenBack {
        /// Its number.
        number: String,
        /// How much.
        amount: Money,
        /// What is in the safe and on no slip then, without what open drawers dropped.
        in_safe: Money,
    },
    /// A drawer is opened with another float than its last Z report kept in it; the difference is posted as over or short.
    FloatDiffers {
        /// The counter's code.
        counter: String,
        /// What it is opened with.
        float: Money,
        /// What was kept in it.
        kept: Money,
        /// Float less kept.
        variance: Money,
    },
    /// An account is charged once.
    FeeCharged {
        /// The account's number.
        account: String,
        /// For what, as it stands on the paper.
        what: String,
        /// How much.
        amount: Money,
        /// Last day to pay.
        due_on: foil_domain::time::Day,
        /// What the account owes then, with all else that is open.
        owes: Money,
    },
    /// More is claimed for a bill, by a note that is owed beside it.
    MoreClaimed {
        /// The bill's number.
        bill: String,
        /// For what, as it stands on the note.
        what: String,
        /// How much more.
        amount: Money,
        /// Last day to pay.
        due_on: foil_domain::time::Day,
        /// What the account owes then, with all else that is open.
        owes: Money,
    },
    /// Cash leaves a drawer for another end than a payment or a void.
    CashLeaves {
        /// The shift's number, and whose it is.
        shift: String,
        /// How much.
        amount: Money,
    },
    /// Money in hand is cancelled: nobody waits for it any more.
    MoneyNotPosted {
        /// The ticket's number.
        ticket: String,
        /// What its file said of it.
        note: String,
        /// How much.
        amount: Money,
    },
    /// A payment is taken again, with a new receipt.
    PaymentAgain {
        /// The void receipt's number.
        number: String,
        /// How much.
        amount: Money,
    },
}

/// Takes an act back.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// What to take back: the newest of one's own when empty.
    #[serde(default)]
    #[ts(optional)]
    pub target: Option<StepRef>,
    /// Why; needed for payments.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub reason: Option<UndoReason>,
    /// A note; needed with the reason `other`.
    #[serde(default)]
    #[ts(optional)]
    pub note: Option<Note>,
    /// A manager who allows it at this screen.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub manager: Option<ManagerHere>,
}

/// A manager who gives their word at somebody else's screen for one act: by their PIN, or else by their password.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ManagerHere {
    /// Log-in name.
    pub login: String,
    /// Password; empty when there is a PIN.
    #[serde(default)]
    #[ts(optional)]
    pub password: Option<String>,
    /// PIN.
    #[serde(default)]
    #[ts(optional)]
    pub pin: Option<String>,
}

/// Asks for a payment of today to be voided by somebody who may.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoidPayment {
    /// The payment.
    pub payment: PaymentId,
    /// Why.
    pub reason: UndoReason,
    /// A note; needed with the reason `other`.
    pub note: Note,
}

/// Puts a payment right after its day was closed; asked by one person, let happen by another.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReversePayment {
    /// The payment.
    pub payment: PaymentId,
    /// Which way: `reversal`, `refund` or `transfer`.
    pub way: ReversalKind,
    /// The account that it was meant for, for a transfer.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub to: Option<AccountId>,
    /// How the money goes back, for a refund: `cash` or `bank`; none is each part the way it came.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub back_by: Option<Method>,
    /// Why.
    pub reason: UndoReason,
    /// A note; needed with the reason `other`.
    pub note: Note,
}

/// Asks what a way would do.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewReversal {
    /// The payment.
    pub payment: PaymentId,
    /// Which way.
    pub way: ReversalKind,
    /// The account that it was meant for, for a transfer.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub to: Option<AccountId>,
    /// How the money goes back, for a refund: `cash` or `bank`; none is each part the way it came.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub back_by: Option<Method>,
}

/// What a way would do.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReversalPreview {
    /// What is paid back, moved or reversed.
    pub amount: Money,
    /// Every effect, in order.
    pub effects: Vec<Effect>,
    /// Why it would be refused, when it would.
    pub refused: Option<crate::payments::views::Refused>,
}

/// What is to be done again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RedoStep {
    /// A payment's step of one's own. None is whatever Undo took back last.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub step: Option<StepId>,
}

/// Puts back what Undo took.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Redo {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The step that was shown: what Undo took back last, or a payment; another one is refused. None is whatever Undo took back
    /// last.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub step: Option<StepId>,
}

/// An act was taken back, or done again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Undone {
    /// What happened, in order.
    pub effects: Vec<Effect>,
    /// The cancellation slip's number, for a payment's undo.
    pub slip: Option<String>,
    /// The payment concerned: the void one, or the one taken again.
    pub payment: Option<PaymentId>,
    /// The receipt's number: of the void one, or the new one.
    pub number: Option<String>,
}
