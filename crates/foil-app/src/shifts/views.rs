//! Shifts as the screens see them.

use crate::undo::views::ManagerHere;
use foil_domain::approvals::ApprovalState;
use foil_domain::ids::{
    ApprovalId, CashMoveId, CounterId, DepositSlipId, RequestId, SafeBroughtId, SafeCountId, ShiftId, UserId,
    ZReportId,
};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::shifts::papers::{CashLines, CloseLines, MoveLine, TenderTotal, VoidLine};
use foil_domain::shifts::pieces::Pieces;
use foil_domain::shifts::{
    BroughtFrom, CashKind, CashReason, CashState, Certificate, ShiftState, TenderVariance, VarianceReason,
};
use foil_domain::text::{Note, Reason};
use foil_domain::time::{Day, Instant};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Opens a shift at one's counter.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenShift {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The notes and coins that are in the drawer; none for an empty one.
    #[serde(default)]
    pub pieces: Vec<Pieces>,
    /// The notes and coins that were brought from the safe for it, beside what the drawer was left with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from_safe: Vec<Pieces>,
    /// Why they are not what was kept in the drawer, where nobody else is there to let that pass.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub reason: Option<VarianceReason>,
    /// A note; needed for other reasons.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<Note>,
    /// The business day that it is opened on, where that lies behind the clock and who opens it knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub on: Option<Day>,
}

/// Asks that a shift may be opened at one's counter though its float is not what was kept in the drawer. It is the
/// second count of it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AllowFloat {
    /// The notes and coins that the drawer begins with, counted again.
    pub pieces: Vec<Pieces>,
    /// Why they differ.
    pub reason: VarianceReason,
    /// A note; needed for other reasons.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<Note>,
}

/// Puts cash into one's drawer, or takes some out, for another end than a payment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MoveCash {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// How much, above zero.
    pub amount: Money,
    /// By which notes and coins; when named they come to the amount.
    #[serde(default)]
    pub pieces: Vec<Pieces>,
    /// Why.
    pub reason: CashReason,
    /// A note; needed for other reasons.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<Note>,
}

/// Drops cash from one's drawer to the safe.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DropCash {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// How much, above zero.
    pub amount: Money,
    /// By which notes and coins; when named they come to the amount.
    #[serde(default)]
    pub pieces: Vec<Pieces>,
    /// A note, such as the number of the bag.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<Note>,
}

/// Offers change to another clerk's drawer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OfferChange {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The other clerk's open shift.
    pub to: ShiftId,
    /// How much, above zero.
    pub amount: Money,
    /// By which notes and coins; when named they come to the amount.
    #[serde(default)]
    pub pieces: Vec<Pieces>,
    /// A note.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<Note>,
}

/// Answers change that was offered; who offered it may only take it back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AnswerChange {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The offer.
    pub offer: CashMoveId,
    /// Whether the change was received; `false` declines it.
    pub accept: bool,
}

/// Counts one's drawer, without knowing what it must hold.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CountShift {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// Somebody else's shift at this counter, which a manager counts in their place; none is one's own.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub shift: Option<ShiftId>,
    /// The notes and coins in the drawer.
    pub pieces: Vec<Pieces>,
    /// What else is there: cheques, card slips, transfers. A way of paying that was used is named, if only with nothing.
    #[serde(default)]
    pub tenders: Vec<CountedTender>,
}

/// A way of paying as it was counted.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CountedTender {
    /// Which; not cash, which is counted by notes and coins.
    pub method: Method,
    /// What it comes to.
    pub amount: Money,
}

/// Ends one's counted shift.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CloseShift {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// Somebody else's shift at this counter, which a manager closes in their place; none is one's own.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub shift: Option<ShiftId>,
    /// Kept as the next float and not for the bank; none keeps what the shift began with, but never more than the
    /// drawer's float.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub keep: Option<Money>,
    /// Why more than the drawer's float stays in it; needed when it does.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub keep_reason: Option<Note>,
    /// Who takes the drawer over as it was counted; none brings it to the safe.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub hand_over_to: Option<UserId>,
    /// Why the count differs; needed when it does by more than the tolerance and nobody has let that pass yet.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub reason: Option<VarianceReason>,
    /// A note; needed for other reasons.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<Note>,
    /// The manager who allows a variance at this screen.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub manager: Option<ManagerHere>,
}

/// Asks that a counted shift may be closed though its count differs by more than the tolerance.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AllowVariance {
    /// The shift.
    pub shift: ShiftId,
    /// Why the count differs.
    pub reason: VarianceReason,
    /// A note; needed for other reasons.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<Note>,
}

/// Answers a drawer that is handed over.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AcceptHandOver {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The shift that is handed over.
    pub shift: ShiftId,
    /// Whether the drawer holds what was counted; `false` sends it back to whose it is.
    pub accept: bool,
    /// The business day that it is taken over on, where that lies behind the clock and who takes it over knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub on: Option<Day>,
}

/// Makes the slip for what is paid in at the bank.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MakeDepositSlip {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// Bank and account it goes to.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub bank: Option<Note>,
    /// The notes and coins as they were counted; none where nobody counts them here. Another sum than waits for the bank
    /// needs a second person: [`PayInOtherwise`].
    #[serde(default)]
    pub pieces: Vec<Pieces>,
    /// How much stays in the safe, where that is less than the office keeps there; none is what it keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub keep: Option<Money>,
}

/// Pays in another sum than waits for the bank: the safe held more or less than the Z reports left.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PayInOtherwise {
    /// Bank and account it goes to.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub bank: Option<Note>,
    /// The notes and coins as they were counted.
    pub pieces: Vec<Pieces>,
    /// How much stays in the safe, where that is less than the office keeps there; none is what it keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub keep: Option<Money>,
    /// Why it differs.
    pub reason: VarianceReason,
    /// A note; needed for other reasons.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<Note>,
}

/// Brings cash to the safe from outside the office, which two persons do: the fund that it keeps there begins so.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BringToSafe {
    /// The notes and coins as they were counted into it.
    pub pieces: Vec<Pieces>,
    /// Where it comes from.
    pub came_from: BroughtFrom,
    /// The number of the paper that it came with: a cheque on the office's own account, the head office's voucher.
    pub voucher: Reason,
    /// A note.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<Note>,
}

/// Takes back, on its day and by two persons, what was brought to the safe by mistake.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeBroughtBack {
    /// What was brought.
    pub brought: SafeBroughtId,
    /// Why.
    pub reason: Reason,
}

/// Cash that was brought to the safe.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BroughtView {
    /// Id.
    pub id: SafeBroughtId,
    /// Its number, as the registers have it.
    pub number: String,
    /// How much.
    pub amount: Money,
    /// Where it came from.
    pub came_from: BroughtFrom,
    /// The number of the paper that it came with.
    pub voucher: String,
    /// A note; may be empty.
    pub note: String,
    /// Who brought it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why it was taken back; empty while it stands.
    pub taken_back: String,
}

/// Counts the safe.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CountSafe {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The notes and coins in it.
    pub pieces: Vec<Pieces>,
}

/// Says why the safe held more or less than it had to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExplainSafe {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The last count.
    pub count: SafeCountId,
    /// Why it differs.
    pub reason: VarianceReason,
    /// A note; needed for other reasons.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<Note>,
}

/// Asks that a count of the safe may differ by more than the tolerance.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AllowSafe {
    /// The last count.
    pub count: SafeCountId,
    /// Why it differs.
    pub reason: VarianceReason,
    /// A note; needed for other reasons.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<Note>,
}

/// A count of the safe.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SafeView {
    /// Its id.
    pub count: SafeCountId,
    /// Its number, as the registers have it.
    pub number: String,
    /// When.
    pub at: Instant,
    /// Who counted.
    pub by: String,
    /// What was counted.
    pub counted: Money,
    /// What the safe had to hold then.
    pub expected: Money,
    /// Counted less expected.
    pub off: Money,
    /// What is to be done about it.
    pub next: SafeNext,
    /// The most that who looks may let pass first, to be looked at later; none where somebody else has to be asked.
    pub second_look: Option<Money>,
    /// The request that waits, where it is of who looks: they may take it back and do it another way.
    pub own_request: Option<ApprovalId>,
}

foil_domain::words! {
    /// What is to be done about a count of the safe.
    pub enum SafeNext {
        /// Nothing: it is even.
        Even = "even",
        /// To say why it differs; nobody else has to let it pass.
        Explain = "explain",
        /// To say why it differs, and to have it let pass by somebody else.
        Allow = "allow",
        /// Somebody else is asked to let it pass.
        Waits = "waits",
        /// Nothing: why it differs is said, and the difference posted.
        Explained = "explained",
        /// To count it again: it differs, and cash went into the safe or out of it since; or what had been brought was taken back.
        Moved = "moved",
    }
}

/// Takes a slip of cash back that was a mistake.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeDepositBack {
    /// The slip.
    pub slip: DepositSlipId,
    /// Why.
    pub reason: Reason,
}

/// Names a shift; none is one's own.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShiftRef {
    /// The shift.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub shift: Option<ShiftId>,
}

/// Names a Z report.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ZReportRef {
    /// The Z report.
    pub z: ZReportId,
}

/// Asks for the shifts of a business day.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShiftList {
    /// The day; none is today.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub on: Option<Day>,
}

/// Asks for Z reports.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ZReportList {
    /// First business date.
    pub from: Day,
    /// Last business date.
    pub to: Day,
    /// Rows, 1 to 500.
    pub limit: i64,
}

/// A shift in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ShiftView {
    /// Id.
    pub id: ShiftId,
    /// Number.
    pub number: String,
    /// Counter.
    pub counter: CounterId,
    /// Its code.
    pub counter_code: String,
    /// Whose it is.
    pub person: UserId,
    /// Their name.
    pub name: String,
    /// Business date.
    pub business_on: Day,
    /// State.
    pub state: ShiftState,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// What the drawer began with.
    pub float: Money,
    /// Who is to take it over, by name.
    pub handed_to: Option<String>,
}

/// Cash in or out beside payments.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CashMoveView {
    /// Id.
    pub id: CashMoveId,
    /// What.
    pub kind: CashKind,
    /// How much.
    pub amount: Money,
    /// Whether it counts.
    pub state: CashState,
    /// Why, in the list's word; may be empty.
    pub reason: String,
    /// A note; may be empty.
    pub note: String,
    /// Who did it.
    pub by: String,
    /// The number of the shift whose drawer it is.
    pub shift: String,
    /// The other shift's number, for change; else empty.
    pub other: String,
    /// When.
    pub at: Instant,
}

/// What one's own window knows of shifts.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DrawerView {
    /// Whether money is taken only with an open shift.
    pub required: bool,
    /// The notes and coins that are counted, the largest first.
    pub denominations: Vec<Money>,
    /// The most that may differ and be let pass first, with a second look afterwards; none where it may not.
    pub second_look: Option<Money>,
    /// What was asked for because the float of this counter differs; none while nobody has asked today, or a shift was
    /// opened with it.
    pub float_asked: Option<AskedVariance>,
    /// One's own shift that is not closed.
    pub own: Option<OwnShift>,
    /// Somebody else's shift at this counter: no other can be opened here.
    pub here: Option<ShiftView>,
    /// The same for a manager who counts it in its owner's place: whose is ill cannot close it.
    pub for_other: Option<OwnShift>,
    /// A drawer that waits for one's own yes.
    pub handed: Option<HandOver>,
    /// Open shifts of others, to offer change to.
    pub others: Vec<ShiftView>,
    /// Who may take a drawer over: they have none.
    pub people: Vec<TakerView>,
    /// One's own Z reports of this business day, newest first.
    pub ended: Vec<ZReportView>,
}

/// Somebody who may take a drawer over.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TakerView {
    /// Who.
    pub id: UserId,
    /// Name.
    pub name: String,
}

/// One's own shift that is not closed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OwnShift {
    /// The shift.
    pub shift: ShiftView,
    /// Cash in and out beside payments, in order.
    pub moves: Vec<CashMoveView>,
    /// Change that others offer and that waits for one's yes or no.
    pub offered: Vec<CashMoveView>,
    /// Receipts so far.
    pub receipts: Certificate,
    /// Tenders so far, by way of paying; without amounts.
    pub tenders: Vec<TenderTotal>,
    /// The last count; none before the first.
    pub count: Option<CountView>,
    /// Whether the drawer holds more than the office wants in it.
    pub drop_asked: bool,
    /// What may still be taken out of it by nobody else's word.
    pub free_to_take_out: Money,
    /// The most that may be taken out first and looked at afterwards; none where nothing may.
    pub second_look: Option<Money>,
    /// The most that may stay in it overnight without a word why: the drawer's float.
    pub may_keep: Money,
}

/// What comes after a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CountNext {
    /// The shift can be closed.
    Close,
    /// It is counted a second time.
    CountAgain,
    /// A reason is needed.
    Explain,
    /// A reason is needed, and the word of somebody who may allow it: here, or asked for.
    ExplainAndAllow,
    /// Somebody's word was asked for and has not come.
    Waits,
}

/// A count, as who counted may see it: what it must be is hidden until no other count follows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CountView {
    /// The first or second.
    pub n: i64,
    /// What comes next.
    pub next: CountNext,
    /// By way of paying.
    pub tenders: Vec<CountedView>,
    /// Cash counted.
    pub cash: Money,
    /// What was asked for because it differs; none while nobody has asked.
    pub asked: Option<AskedVariance>,
    /// The most that may differ and be closed first, with a second look afterwards; none where it may not.
    pub second_look: Option<Money>,
    /// Whether it differs by more than a manager may approve: whoever lets it pass, a third person looks at it afterwards.
    #[serde(default)]
    pub third_looks: bool,
}

/// The latest request to let a variance pass.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AskedVariance {
    /// The request.
    pub approval: ApprovalId,
    /// Where it stands, by the clock.
    pub state: ApprovalState,
    /// Who decided; empty while nobody has.
    pub decided_by: String,
    /// What they said; may be empty.
    pub note: String,
}

/// A way of paying in a count.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CountedView {
    /// Which.
    pub method: Method,
    /// What was counted.
    pub counted: Money,
    /// What it must be; hidden while another count follows.
    pub expected: Option<Money>,
    /// Counted less expected; hidden likewise.
    pub variance: Option<Money>,
}

/// A drawer that is handed over.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandOver {
    /// The shift.
    pub shift: ShiftView,
    /// What was counted: the next float.
    pub counted: Money,
    /// By which notes and coins.
    pub pieces: Vec<Pieces>,
}

/// A shift so far, or as it ended.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ShiftReportView {
    /// The shift.
    pub shift: ShiftView,
    /// The Z report, once it is closed.
    pub z: Option<ZReportId>,
    /// Its number.
    pub z_number: Option<String>,
    /// How the cash came about; none while it is hidden from who will count.
    pub cash: Option<CashLines>,
    /// By way of paying.
    pub tenders: Vec<TenderTotal>,
    /// Receipts.
    pub receipts: Certificate,
    /// Cancellation slips.
    pub slips: Certificate,
    /// What was handed back for voids.
    pub voids: Vec<VoidLine>,
    /// Cash in and out beside payments.
    pub moves: Vec<MoveLine>,
    /// Duplicates handed out.
    pub duplicates: Vec<String>,
    /// How many more there are than these, in the month's register of duplicates; none where these are all.
    pub duplicates_more: Option<i64>,
    /// How it ended.
    pub close: Option<CloseLines>,
}

/// A Z report in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ZReportView {
    /// Id.
    pub id: ZReportId,
    /// Number.
    pub number: String,
    /// The shift's number.
    pub shift: String,
    /// The counter's code.
    pub counter: String,
    /// Whose it was.
    pub name: String,
    /// Business date.
    pub business_on: Day,
    /// When.
    pub closed_at: Instant,
    /// What the drawer had to hold.
    pub expected: Money,
    /// What was counted.
    pub counted: Money,
    /// The difference.
    pub variance: Money,
    /// The other ways of paying that were counted otherwise than was taken.
    pub tenders: Vec<TenderVariance>,
    /// Left for the bank.
    pub banked: Money,
    /// Kept as the next float.
    pub kept: Money,
    /// Why it differs; empty when it does not.
    pub reason: String,
    /// Who allowed that; empty when nobody had to.
    pub allowed_by: String,
    /// Who closed it, where that was not whose it is; else empty.
    pub closed_by: String,
}

/// A shift has ended, or waits for the next person.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ShiftEnded {
    /// The shift.
    pub shift: ShiftView,
    /// Its Z report; none while it waits for the next person.
    pub z: Option<ZReportView>,
}

/// Change was answered, or cash was moved.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CashMoved {
    /// What was moved.
    pub moved: CashMoveView,
    /// Whether the drawer holds more than the office wants in it.
    pub drop_asked: bool,
}

/// A deposit slip.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DepositView {
    /// Id.
    pub id: DepositSlipId,
    /// Number.
    pub number: String,
    /// `cash` or `cheques`.
    pub kind: String,
    /// Business date.
    pub business_on: Day,
    /// How much.
    pub amount: Money,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Whether it was taken back on its day: nothing was paid in by it.
    pub taken_back: bool,
}

/// Names a business day.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CashOfDay {
    /// The business date.
    pub on: Day,
}

/// What became of a day's cash beside its drawers.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DayCash {
    /// The business date.
    pub on: Day,
    /// The slips for the bank that were made on it, cash and cheques.
    pub slips: Vec<DepositView>,
    /// The counts of the safe.
    pub counts: Vec<SafeCounted>,
    /// What was brought to the safe.
    pub brought: Vec<BroughtView>,
}

/// A count of the safe, as the registers have it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SafeCounted {
    /// Its number.
    pub number: String,
    /// When.
    pub at: Instant,
    /// Who counted, by their log-in name then.
    pub by: String,
    /// What was there.
    pub counted: Money,
    /// What had to be there.
    pub expected: Money,
    /// By how much it differed.
    pub off: Money,
    /// Why, where that was said; else empty.
    pub reason: String,
    /// Who let it pass; may be empty.
    pub allowed_by: String,
}

/// One's own shift in the frame.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FrameShift {
    /// The shift.
    pub id: ShiftId,
    /// Its number.
    pub number: String,
    /// The counting part of its number.
    pub n: i64,
    /// Its state.
    pub state: ShiftState,
    /// Whether it is at the counter one sits at.
    pub here: bool,
    /// Whether its drawer holds more than the office wants in it.
    pub drop_asked: bool,
}
