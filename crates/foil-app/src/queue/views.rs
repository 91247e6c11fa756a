//! The queue as the screens see it.

use foil_domain::customers::ByLaw;
use foil_domain::ids::{AccountId, CustomerId, RequestId, TicketId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::queue::{Class, Source, TicketKind, TicketState, Why};
use foil_domain::text::{Note, Reason};
use foil_domain::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A ticket.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TicketView {
    /// Id.
    pub id: TicketId,
    /// The number on the slip, such as `U-014`.
    pub number: String,
    /// What the customer came for.
    pub kind: TicketKind,
    /// Where it came from.
    pub source: Source,
    /// Where it stands.
    pub state: TicketState,
    /// Its class now (for ended ones: when called).
    pub class: Class,
    /// What the class comes from, in figures: days cut or overdue; none when it does not apply.
    pub class_days: Option<i64>,
    /// Priority by law of who came.
    pub by_law: ByLaw,
    /// The customer.
    pub customer: Option<CustomerId>,
    /// The customer's name, or empty.
    pub name: String,
    /// Its accounts.
    pub accounts: Vec<AccountId>,
    /// A remark.
    pub note: String,
    /// When it came.
    pub arrived_at: Instant,
    /// Seconds waited until now, or until it was called.
    pub waited_secs: i64,
    /// The counter it is at.
    pub counter: Option<String>,
    /// Money in hand.
    pub money: Option<Money>,
    /// How that money came.
    pub method: Option<Method>,
    /// Its reference; may be empty.
    pub reference: String,
    /// Tries of the worker.
    pub attempts: i64,
    /// Why the worker failed; may be empty.
    pub problem: String,
    /// When the worker tries again.
    pub next_try_at: Option<Instant>,
    /// For the next act on it.
    pub version: i64,
}

/// A waiting ticket with its place.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct QueuedTicket {
    /// The ticket.
    pub ticket: TicketView,
    /// Its place in the calling order, from 1.
    pub place: i64,
    /// Why it is there.
    pub why: Why,
}

/// The whole queue.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Board {
    /// What this counter serves.
    pub serving_here: Option<TicketView>,
    /// What other counters serve, at most 100.
    pub serving_elsewhere: Vec<TicketView>,
    /// The priority queue, in calling order, at most 500.
    pub urgent: Vec<QueuedTicket>,
    /// The regular queue, in calling order, at most 500.
    pub regular: Vec<QueuedTicket>,
    /// Who is next, and why.
    pub next: Option<QueuedTicket>,
    /// Put aside, at most 100.
    pub held: Vec<TicketView>,
    /// Called today and not there, newest first, at most 50: they can be recalled.
    pub missed: Vec<TicketView>,
    /// Waiting in the priority queue, all.
    pub urgent_waiting: i64,
    /// Waiting in the regular queue, all.
    pub regular_waiting: i64,
    /// Requests with money in hand that wait for the worker.
    pub in_hand_waiting: i64,
    /// Dead letters.
    pub dead: i64,
    /// Served today.
    pub served_today: i64,
    /// The longest wait of those waiting, in seconds.
    pub longest_wait_secs: i64,
}

/// What the hall sees: numbers, no names.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HallBoard {
    /// The office's name.
    pub office: String,
    /// Called numbers, newest first, at most 8.
    pub called: Vec<HallCall>,
    /// The next numbers in calling order, at most 12.
    pub waiting: Vec<String>,
}

/// A called number.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HallCall {
    /// The ticket's number.
    pub number: String,
    /// The counter to go to.
    pub counter: String,
    /// When it was called.
    pub called_at: Instant,
}

/// Takes a ticket for somebody in the hall.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeTicket {
    /// What they came for.
    pub kind: TicketKind,
    /// The customer, when known.
    #[serde(default)]
    #[ts(optional)]
    pub customer: Option<CustomerId>,
    /// The accounts, when known, at most 500; none means all of the customer's.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<AccountId>>")]
    pub accounts: Vec<AccountId>,
    /// Priority by law of who came; the customer's own counts too.
    #[serde(default)]
    #[ts(optional)]
    pub by_law: Option<ByLaw>,
    /// A remark.
    #[serde(default)]
    #[ts(optional)]
    pub note: Option<Note>,
}

/// Names a ticket as it was shown.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TicketRef {
    /// The ticket.
    pub ticket: TicketId,
    /// The version that was shown.
    pub version: i64,
}

/// Takes a ticket back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// The version that was shown.
    pub version: i64,
    /// Why.
    pub reason: Reason,
}

/// The worker's requests, a page at a time: dead letters, newest first, then what waits, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct InHandList {
    /// The last request of the page before.
    #[serde(default)]
    #[ts(optional)]
    pub after: Option<TicketId>,
    /// Rows a page, 1 to 500; none is 500.
    #[serde(default)]
    #[ts(optional)]
    pub limit: Option<i64>,
}

/// A page of the worker's requests.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct InHand {
    /// Waiting or to be tried again, oldest first.
    pub waiting: Vec<TicketView>,
    /// Dead letters, newest first; they come before those that wait.
    pub dead: Vec<TicketView>,
    /// Those that wait, all.
    pub waiting_total: i64,
    /// Dead letters, all.
    pub dead_total: i64,
    /// The same by what they died of, the most frequent first; with the first page alone.
    pub problems: Vec<DeadProblem>,
}

/// The dead letters of one problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeadProblem {
    /// The code of the refusal; `fault` where something broke, and empty where a person has put them back.
    pub problem: String,
    /// How many.
    pub letters: i64,
    /// Their money.
    pub amount: Money,
    /// The newest of them.
    pub newest: TicketId,
}

/// Puts the dead letters of one problem back to the worker.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RetryLetters {
    /// The caller's id for this act.
    pub request_id: RequestId,
    /// The problem's code.
    pub problem: String,
    /// The newest letter that was shown: what came since is not put back.
    pub newest: TicketId,
    /// The last letter that the act before has looked at.
    #[serde(default)]
    #[ts(optional)]
    pub after: Option<TicketId>,
}

/// What became of dead letters that were put back together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LettersRetried {
    /// How many wait for the worker.
    pub retried: i64,
    /// How many stay, for their account is still not in the book.
    pub left: i64,
    /// The last letter that was looked at, where there are more of this problem.
    pub after: Option<TicketId>,
}

/// Puts a dead letter right: on another account, or as it is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RetryTicket {
    /// The dead letter.
    pub ticket: TicketId,
    /// The version that was shown.
    pub version: i64,
    /// The account it should go to instead.
    #[serde(default)]
    #[ts(optional)]
    pub account: Option<AccountId>,
}

/// What the worker did.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct QueueReport {
    /// Requests worked.
    pub worked: i64,
    /// Paid.
    pub paid: i64,
    /// To be tried again.
    pub retried: i64,
    /// New dead letters.
    pub dead: i64,
}
