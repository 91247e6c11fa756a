//! Requests as the screens see them.

use crate::arrears::views::DecideDispute;
use crate::billing::run_views::{CancelAndRebill, RebillPreview};
use crate::billing::views::{
    CancelBill, ChargeFee, CorrectionPreview, GiveCreditNote, GiveDebitNote, WriteOff,
};
use crate::cheques::views::BounceCheque;
use crate::documents::views::DocumentRef;
use crate::payments::views::PayOutCredit;
use crate::queue::views::CancelTicket;
use crate::shifts::views::{
    AllowFloat, AllowSafe, AllowVariance, BringToSafe, MoveCash, PayInOtherwise, TakeBroughtBack,
    TakeDepositBack,
};
use crate::undo::views::{Effect, ManagerHere, ReversePayment, VoidPayment};
use foil_domain::approvals::{ApprovalKind, ApprovalState, Decision};
use foil_domain::ids::{ApprovalId, RequestId, UserId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Role;
use foil_domain::text::{Note, Reason};
use foil_domain::time::{Day, Instant};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An act that is asked for, with the input it is carried out with.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "act", content = "input", rename_all = "snake_case")]
pub enum AskedAct {
    /// A payment of today becomes void.
    VoidPayment(VoidPayment),
    /// A payment of a closed day is reversed, refunded or moved.
    ReversePayment(ReversePayment),
    /// A claim is taken back as a whole.
    CancelBill(CancelBill),
    /// A bill is taken back and made anew.
    CancelAndRebill(CancelAndRebill),
    /// A part of a claim is taken back.
    GiveCreditNote(GiveCreditNote),
    /// More is claimed for a bill.
    GiveDebitNote(GiveDebitNote),
    /// A claim is given up.
    WriteOff(WriteOff),
    /// A fee is charged.
    ChargeFee(ChargeFee),
    /// A drawer may be closed with too much or too little in it.
    AllowVariance(AllowVariance),
    /// A drawer may be opened with another float than was kept in it.
    AllowFloat(AllowFloat),
    /// The safe may hold more or less than it had to.
    AllowSafe(AllowSafe),
    /// A bank has debited a cheque that it had paid.
    ReturnCheque(BounceCheque),
    /// Cash is taken out of the drawer of who asks.
    CashOut(MoveCash),
    /// A dispute is upheld, by a credit note.
    UpholdDispute(DecideDispute),
    /// Another sum is paid in than waits for the bank.
    PayInOtherwise(PayInOtherwise),
    /// A slip of cash for the bank is taken back.
    TakeDepositBack(TakeDepositBack),
    /// Cash is brought to the safe from outside the office.
    BringToSafe(BringToSafe),
    /// What was brought to the safe by mistake is taken back.
    TakeBroughtBack(TakeBroughtBack),
    /// Money in hand is not posted: it is sent back, or is none.
    CancelTicket(CancelTicket),
    /// Credit goes back to the customer.
    PayOutCredit(PayOutCredit),
}

/// Asks for an act that needs a second person.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AskApproval {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The act.
    pub asked: AskedAct,
    /// Why it should happen.
    pub reason: Reason,
    /// A manager who lets it happen at this screen: then it is done at once.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub manager: Option<ManagerHere>,
    /// Do it first: there is no manager here, and it is small. Somebody else must look at it before the month closes.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub done_first: bool,
}

/// A request was made; with a manager's word, or within the second look's ceiling, the act was done.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AskOutcome {
    /// The request.
    pub approval: ApprovalView,
    /// What was done; none while it waits.
    pub done: Option<DoneView>,
}

/// An act that was let happen.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DoneView {
    /// The number of its paper; empty where that comes later, as a shift's Z report does.
    pub number: String,
    /// What happened, in order, for payments.
    pub effects: Vec<Effect>,
    /// Its paper.
    pub paper: Option<DocumentRef>,
}

/// A request.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ApprovalView {
    /// Id.
    pub id: ApprovalId,
    /// What is asked for.
    pub kind: ApprovalKind,
    /// What it is about, by its number, and whose it is.
    pub about: String,
    /// How much. None of one's own float unless somebody has let it pass: it says what was kept in the drawer.
    pub amount: Option<Money>,
    /// Which way a difference goes, by each way of paying that differs; none of what is no difference, whose amount is untold, and
    /// where that is not known any more.
    #[serde(default)]
    pub off: Vec<OffBy>,
    /// Why it should happen.
    pub reason: String,
    /// The counter it was asked at.
    pub counter: String,
    /// Who asked.
    pub asked_by: UserId,
    /// Their name.
    pub asked_name: String,
    /// When.
    pub asked_at: Instant,
    /// Business date.
    pub business_on: Day,
    /// Where it stands, by the clock.
    pub state: ApprovalState,
    /// Who decided; empty while nobody has.
    pub decided_name: String,
    /// When.
    pub decided_at: Option<Instant>,
    /// Until when it may be decided.
    pub expires_at: Instant,
    /// Whether it was done before anybody else had looked at it.
    pub done_first: bool,
    /// Until when it must be looked at then.
    pub look_by: Option<Instant>,
    /// Whether that time is over and nobody has.
    #[serde(default)]
    pub overdue: bool,
    /// The names of those who were at work then and could have been asked.
    pub beside: Vec<String>,
    /// The number of the paper that came of it; may be empty.
    pub outcome: String,
    /// What who decided said; may be empty.
    pub note: String,
    /// The act as it was asked for.
    pub asked: AskedAct,
    /// Whether the person who asks may decide it now.
    pub may_decide: bool,
    /// Whether a third person looks at it afterwards where they say yes: it has happened, and is more than they may approve.
    #[serde(default)]
    pub third_looks: bool,
    /// Whether it is their own and may be taken back.
    pub may_withdraw: bool,
    /// For the next edit.
    pub version: i64,
}

/// By how much something counted differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OffBy {
    /// The way of paying.
    pub method: Method,
    /// Counted less expected.
    pub variance: Money,
}

/// Somebody at work who may let requests pass.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AtWorkView {
    /// Their log-in name.
    pub login: String,
    /// Their name.
    pub name: String,
}

/// Requests, newest first, a page at a time. Who may not see everybody's gets their own.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ApprovalList {
    /// Only what waits for somebody.
    pub waiting: bool,
    /// The last request of the page before; none for the first page.
    #[serde(default)]
    #[ts(optional)]
    pub before: Option<ApprovalId>,
    /// At most so many, 1 to 500.
    pub limit: i64,
}

/// A page of requests.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ApprovalPage {
    /// The rows.
    pub rows: Vec<ApprovalView>,
    /// How many wait in the whole office.
    pub waiting: i64,
}

/// Decides a request.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DecideApproval {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The request.
    pub approval: ApprovalId,
    /// The version that was shown.
    pub version: i64,
    /// What is said to it.
    pub decision: Decision,
    /// In one's own words; needed to refuse.
    pub note: Note,
}

/// Names a request.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ApprovalRef {
    /// The request.
    pub approval: ApprovalId,
}

/// What letting a request happen would do now; of what was done first, what it did.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct RequestPreview {
    /// Every effect, in order.
    pub effects: Vec<Effect>,
    /// What a correction leaves of its claim.
    pub correction: Option<CorrectionPreview>,
    /// The bill that comes in the place of another, beside that one.
    pub rebill: Option<RebillPreview>,
    /// Whether it has been done already: then this is how it stood just before.
    pub done: bool,
    /// The paper that came of it.
    pub paper: Option<DocumentRef>,
    /// Why it would be refused, when it would.
    pub refused: Option<crate::payments::views::Refused>,
}

/// Takes one's own request back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WithdrawApproval {
    /// The request.
    pub approval: ApprovalId,
}

/// The most a role may approve of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CeilingView {
    /// The role.
    pub role: Role,
    /// The kind.
    pub kind: ApprovalKind,
    /// The most; none is no ceiling.
    pub most: Option<Money>,
}

/// How the office approves, and what a bounced cheque costs.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ApprovalRules {
    /// Hours until a request expires.
    pub hours: i64,
    /// The most that may be done first and have a second look; none is nothing.
    pub second_look_ceiling: Option<Money>,
    /// What a bounced cheque costs its payer.
    pub bounce_fee: Money,
    /// Bounces after which a customer pays in cash only; 0 is never.
    pub bounces_to_cash_only: i64,
    /// The most that is taken out of a drawer, in one shift, without anybody else's word.
    pub cash_out_ceiling: Money,
    /// Hours within which what was done first must be looked at.
    pub second_look_hours: i64,
    /// Every kind that a manager may approve, with its ceiling.
    pub ceilings: Vec<CeilingView>,
    /// For the next edit.
    pub version: i64,
}

/// Changes how the office approves.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveApprovalRules {
    /// The version that was shown.
    pub version: i64,
    /// Hours until a request expires, 1 to 720.
    pub hours: i64,
    /// The most that may be done first and have a second look.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub second_look_ceiling: Option<Money>,
    /// What a bounced cheque costs its payer; 0 is nothing.
    pub bounce_fee: Money,
    /// Bounces after which a customer pays in cash only, up to 100; 0 is never.
    pub bounces_to_cash_only: i64,
    /// The most that is taken out of a drawer, in one shift, without anybody else's word; 0 is nothing, and left out
    /// it stays as it is.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub cash_out_ceiling: Option<Money>,
    /// Hours within which what was done first must be looked at, 1 to 720; left out it stays as it is.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub second_look_hours: Option<i64>,
    /// Ceilings to set or lift; kinds that are not named stay as they are.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<CeilingView>>")]
    pub ceilings: Vec<CeilingView>,
}
