//! Arrears as the screens see them.

use crate::metering::views::ShownValue;
use foil_domain::arrears::ladder::{Held, Minimum, Rung, Step};
use foil_domain::arrears::plan::Instalment;
use foil_domain::arrears::{DisputeState, NoticeKind, OrderKind, OrderState, PlanState, Rule};
use foil_domain::customers::{AccountStatus, Service};
use foil_domain::ids::{AccountId, BillId, CustomerId, DisputeId, NoticeId, OrderId, PlanId, RequestId};
use foil_domain::money::Money;
use foil_domain::text::{Note, Reason};
use foil_domain::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The office's ladder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ArrearsRule {
    /// The rule.
    pub rule: Rule,
    /// For the next edit.
    pub version: i64,
}

/// Changes the office's ladder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveArrearsRule {
    /// The version that was shown.
    pub version: i64,
    /// The rule.
    pub rule: Rule,
}

/// What is open, by age and service.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AgingView {
    /// The business date.
    pub today: Day,
    /// Each service that has something open.
    pub services: Vec<AgingOf>,
    /// All of them.
    pub all: AgingSums,
}

/// What is open for one service.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AgingOf {
    /// The service.
    pub service: Service,
    /// Its sums.
    pub sums: AgingSums,
}

/// What is open, by days past the due date.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
pub struct AgingSums {
    /// Accounts with something open.
    pub accounts: i64,
    /// Of them, with something past its due date.
    pub late_accounts: i64,
    /// Not yet due.
    pub not_due: Money,
    /// Up to 30 days.
    pub to_30: Money,
    /// 31 to 60 days.
    pub to_60: Money,
    /// 61 to 90 days.
    pub to_90: Money,
    /// More than 90 days.
    pub over_90: Money,
    /// All that is open.
    pub total: Money,
}

/// How an account stands on the ladder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StandingView {
    /// Account.
    pub account: AccountId,
    /// Its number.
    pub number: String,
    /// Whose.
    pub customer: CustomerId,
    /// The customer's name.
    pub name: String,
    /// Service.
    pub service: Service,
    /// Status.
    pub status: AccountStatus,
    /// How far up it is.
    pub rung: Rung,
    /// Past its due date, all of it.
    pub overdue: Money,
    /// Of that, in dispute.
    pub disputed: Money,
    /// Of that, in a plan that is being kept.
    pub in_plan: Money,
    /// What is pursued.
    pub owed: Money,
    /// The oldest due date of what is pursued.
    pub oldest_due_on: Option<Day>,
    /// Days past it.
    pub days: i64,
    /// What comes next.
    pub next: Option<Step>,
    /// From which day.
    pub next_on: Option<Day>,
    /// Why it goes no further.
    pub held: Option<Held>,
    /// The least to pay now.
    pub minimum: Option<Minimum>,
}

/// Asks for the accounts that are late, the largest sums first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ArrearsList {
    /// Only those on one rung.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub rung: Option<Rung>,
    /// Only one service.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub service: Option<Service>,
    /// Only one route, as it is written on the account.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub route: Option<String>,
    /// The last row of the page before.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub after: Option<ListedAfter>,
    /// Rows a page, 1 to 500.
    pub limit: i64,
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ListedAfter {
    /// What the last row is overdue.
    pub overdue: Money,
    /// Its account.
    pub account: AccountId,
}

/// A page of late accounts.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ArrearsPage {
    /// The rows, the largest sums first.
    pub rows: Vec<StandingView>,
    /// How many accounts stand on each rung, all pages.
    pub rungs: Vec<RungCount>,
    /// Accounts that fit the question, all pages.
    pub total: i64,
}

/// Accounts on a rung.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RungCount {
    /// The rung.
    pub rung: Rung,
    /// How many.
    pub accounts: i64,
    /// What they are overdue.
    pub overdue: Money,
    /// Of them held: disputed, planned, too little.
    pub held: i64,
}

/// What a run of the ladder did, or would do.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ArrearsReport {
    /// Only tried.
    pub dry_run: bool,
    /// Accounts looked at.
    pub accounts: i64,
    /// Surcharges charged.
    pub surcharges: Done,
    /// Reminders made.
    pub reminders: Done,
    /// Final notices made.
    pub final_notices: Done,
    /// Disconnections ordered.
    pub cut_list: Done,
    /// Orders that had lost their ground: to cut, or to bring back.
    pub stopped: Done,
    /// Reconnections ordered.
    pub reconnections: Done,
    /// Plans paid to the end.
    pub plans_kept: Done,
    /// Plans broken.
    pub plans_broken: Done,
    /// Late accounts that go no further, and why.
    pub held: Vec<HeldCount>,
    /// Accounts for which something is done, the largest sums first, at most 100.
    pub first: Vec<RunLine>,
}

/// How many, and how much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Done {
    /// How many.
    pub n: i64,
    /// How much.
    pub amount: Money,
}

/// Late accounts that go no further.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HeldCount {
    /// Why.
    pub why: Held,
    /// How many, and what they are overdue.
    pub done: Done,
}

/// What a run does for one account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RunLine {
    /// Account.
    pub account: AccountId,
    /// Its number.
    pub number: String,
    /// The customer's name.
    pub name: String,
    /// Service.
    pub service: Service,
    /// What is pursued.
    pub owed: Money,
    /// Days past the oldest due date.
    pub days: i64,
    /// Surcharge charged.
    pub surcharge: Money,
    /// The step taken.
    pub step: Option<Step>,
}

/// Asks for notices, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NoticeList {
    /// Only those of one account.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub account: Option<AccountId>,
    /// The last notice of the page before.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub before: Option<NoticeId>,
    /// Rows a page, 1 to 500.
    pub limit: i64,
}

/// A page of notices.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoticePage {
    /// The rows.
    pub rows: Vec<NoticeView>,
    /// Notices in all; told with the first page of all of them only, for they are counted.
    pub total: Option<i64>,
}

/// A notice.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoticeView {
    /// Id.
    pub id: NoticeId,
    /// Its number.
    pub number: String,
    /// Which notice.
    pub kind: NoticeKind,
    /// Account.
    pub account: AccountId,
    /// Its number.
    pub account_number: String,
    /// The customer's name.
    pub name: String,
    /// What it asked for.
    pub owed: Money,
    /// The last day to pay.
    pub pay_by_on: Day,
    /// Business date.
    pub business_on: Day,
}

/// Asks for service orders.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OrderList {
    /// What they ask for.
    pub kind: OrderKind,
    /// Where they stand.
    pub state: OrderState,
    /// The last order of the page before.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub after: Option<OrderAfter>,
    /// Rows a page, 1 to 500.
    pub limit: i64,
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OrderAfter {
    /// From when the last row's order is to be done; of one that has ended, the day on which it did.
    pub on: Day,
    /// That order.
    pub order: OrderId,
}

/// A page of orders.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OrderPage {
    /// The rows: of open ones the earliest first, of those that have ended the latest.
    pub rows: Vec<OrderView>,
    /// Orders of this kind and state in all.
    pub total: i64,
}

/// An order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OrderView {
    /// Id.
    pub id: OrderId,
    /// Account.
    pub account: AccountId,
    /// Its number.
    pub account_number: String,
    /// Service.
    pub service: Service,
    /// Meter number; may be empty.
    pub meter: String,
    /// The customer's name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Route; may be empty.
    pub route: String,
    /// What it asks for.
    pub kind: OrderKind,
    /// Where it stands.
    pub state: OrderState,
    /// From when it is to be done.
    pub due_on: Day,
    /// Business date it was made on.
    pub opened_on: Day,
    /// Business date it ended on.
    pub ended_on: Option<Day>,
    /// What was owed when it was made.
    pub amount: Money,
    /// The meter's reading; may be empty.
    pub reading: String,
    /// Remark; may be empty.
    pub note: String,
    /// The receipt that stopped or earned it; may be empty.
    pub receipt: String,
    /// For the next edit.
    pub version: i64,
}

foil_domain::words! {
    /// What became of an order.
    pub enum OrderOutcome {
        /// It was done.
        Done = "done",
        /// It was tried, and could not be done.
        Failed = "failed",
    }
}

/// Says what became of an order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WorkOrder {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The order.
    pub order: OrderId,
    /// The version that was shown.
    pub version: i64,
    /// Done, or tried in vain.
    pub outcome: OrderOutcome,
    /// What a meter of one register showed; it becomes a reading. May be empty.
    #[serde(default)]
    #[ts(optional)]
    pub reading: Option<Note>,
    /// The same register by register, for a meter of several; then `reading` is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub readings: Option<Vec<ShownValue>>,
    /// A remark; needed when it failed.
    #[serde(default)]
    #[ts(optional)]
    pub note: Option<Note>,
    /// An order to cut was stopped, and the crew had cut before it knew: it was done all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub all_the_same: Option<bool>,
}

/// An order was worked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OrderWorked {
    /// The order.
    pub order: OrderId,
    /// Where it stands now.
    pub state: OrderState,
    /// The order made in its place, when it failed; or the one that brings the supply back, when it was cut though the order
    /// had been stopped.
    pub again: Option<OrderId>,
    /// The number of the debit note for the reconnection fee; empty when none was charged.
    pub fee_number: String,
    /// The fee.
    pub fee: Money,
    /// Why what the meter showed did not become a reading, though it stands on the order; empty where it did.
    pub not_read: String,
}

/// Orders a cut supply to be brought back, whatever was paid.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OrderReconnection {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The account; cut, and without such an order.
    pub account: AccountId,
    /// Why.
    pub reason: Reason,
}

/// Stops an open order to bring a supply back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StopReconnection {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The order.
    pub order: OrderId,
    /// Its version, as it was shown.
    pub version: i64,
    /// Why.
    pub reason: Reason,
}

/// Agrees that arrears are paid in instalments.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MakePlan {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The account.
    pub account: AccountId,
    /// How many monthly parts, 2 to 36.
    pub instalments: i64,
    /// The day of the first, today or later.
    pub first_on: Day,
    /// A remark for the agreement.
    #[serde(default)]
    #[ts(optional)]
    pub note: Option<Note>,
}

/// Asks what an instalment plan would agree on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewPlan {
    /// The account.
    pub account: AccountId,
    /// How many monthly parts, 2 to 36.
    pub instalments: i64,
    /// The day of the first, today or later.
    pub first_on: Day,
}

/// What an instalment plan would agree on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlanPreview {
    /// What is paid in parts.
    pub total: Money,
    /// Of that, surcharge that has accrued by now and is charged with it.
    pub accrued: Money,
    /// The parts.
    pub instalments: Vec<Instalment>,
}

/// Ends a plan before its time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelPlan {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The plan.
    pub plan: PlanId,
    /// The version that was shown.
    pub version: i64,
    /// Why.
    pub reason: Reason,
}

/// Asks for plans, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PlanList {
    /// Only those being paid.
    pub active: bool,
    /// The last plan of the page before.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub before: Option<PlanId>,
    /// Rows a page, 1 to 200.
    pub limit: i64,
}

/// A page of plans.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlanPage {
    /// The rows.
    pub rows: Vec<PlanView>,
    /// Plans being paid, all pages.
    pub active: i64,
}

/// An instalment plan.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlanView {
    /// Id; stands on the agreement.
    pub id: PlanId,
    /// Account.
    pub account: AccountId,
    /// Its number.
    pub account_number: String,
    /// The customer's name.
    pub name: String,
    /// Where it stands; of one of which nothing is left how it has ended, also before a run has written that down.
    pub state: PlanState,
    /// Whether it is kept as of today; of an active plan.
    pub kept: bool,
    /// Business date it was made on.
    pub made_on: Day,
    /// Business date it ended on.
    pub ended_on: Option<Day>,
    /// It covers what was due up to this day.
    pub covers_to: Day,
    /// What is paid by it.
    pub total: Money,
    /// Paid so far; of a plan that was broken or cancelled, what it says no more.
    pub paid: Money,
    /// Missing up to the next instalment.
    pub next: Option<Money>,
    /// By when.
    pub next_on: Option<Day>,
    /// Its parts.
    pub instalments: Vec<Instalment>,
    /// Remark.
    pub note: String,
    /// For the next edit.
    pub version: i64,
}

/// Puts a bill, or a part of it, on hold.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenDispute {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The bill.
    pub bill: BillId,
    /// How much of what is left; none is all of it.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub amount: Option<Money>,
    /// Why.
    pub reason: Reason,
}

/// Decides a dispute.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DecideDispute {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The dispute.
    pub dispute: DisputeId,
    /// The version that was shown.
    pub version: i64,
    /// Upheld, rejected or withdrawn.
    pub outcome: DisputeState,
    /// How much of what is in it is upheld; the rest is rejected with that. None is all of it, and of any other outcome.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub amount: Option<Money>,
    /// In words.
    pub note: Reason,
}

/// Asks what upholding a dispute would do.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewUpheld {
    /// The dispute.
    pub dispute: DisputeId,
    /// How much of what is in it; none is all of it.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub amount: Option<Money>,
}

/// What upholding a dispute would do.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UpheldPreview {
    /// What a credit note takes off the bill.
    pub upheld: Money,
    /// What is rejected with that: owed as before.
    pub rejected: Money,
}

/// Asks for disputes, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DisputeList {
    /// Only those not decided.
    pub open: bool,
    /// The last dispute of the page before.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub before: Option<DisputeId>,
    /// Rows a page, 1 to 500.
    pub limit: i64,
}

/// A page of disputes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DisputePage {
    /// The rows.
    pub rows: Vec<DisputeView>,
    /// Disputes not decided, all pages.
    pub open: i64,
}

/// A dispute.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DisputeView {
    /// Id.
    pub id: DisputeId,
    /// The bill.
    pub bill: BillId,
    /// Its number.
    pub bill_number: String,
    /// Account.
    pub account: AccountId,
    /// Its number.
    pub account_number: String,
    /// The customer's name.
    pub name: String,
    /// What is disputed.
    pub amount: Money,
    /// Of an upheld one, what of it was rejected.
    pub rejected: Money,
    /// Where it stands.
    pub state: DisputeState,
    /// Why.
    pub reason: String,
    /// What came of it; empty while it is open.
    pub outcome: String,
    /// Business date it was opened on.
    pub opened_on: Day,
    /// Business date it was decided on.
    pub ended_on: Option<Day>,
    /// For the next edit.
    pub version: i64,
}

/// What this room knows of one account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AccountArrears {
    /// How it stands.
    pub standing: StandingView,
    /// The plan being paid.
    pub plan: Option<PlanView>,
    /// The latest notices, at most 20.
    pub notices: Vec<NoticeView>,
    /// The latest orders, at most 20.
    pub orders: Vec<OrderShort>,
    /// Its open disputes, at most 20; also of bills that were paid meanwhile.
    pub disputes: Vec<DisputeView>,
}

/// An order of an account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OrderShort {
    /// Id.
    pub id: OrderId,
    /// What it asks for.
    pub kind: OrderKind,
    /// Where it stands.
    pub state: OrderState,
    /// From when it is to be done.
    pub due_on: Day,
    /// Business date it ended on.
    pub ended_on: Option<Day>,
    /// Remark; may be empty.
    pub note: String,
}
