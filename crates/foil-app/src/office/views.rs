//! What the screens know of the office.

use crate::shifts::views::{DepositView, FrameShift, SafeView, ShiftView, ZReportView};
use foil_domain::billing::BillTitle;
use foil_domain::documents::{CurrencyStyle, Grouping};
use foil_domain::ids::{CounterId, CustomerId, JobId, RequestId, UserId};
use foil_domain::money::Money;
use foil_domain::payments::AllocationOrder;
use foil_domain::people::{Right, Role};
use foil_domain::queue::Rules;
use foil_domain::shifts::TenderVariance;
use foil_domain::shifts::papers::DayTender;
use foil_domain::text::{Address, Code, Name, Note};
use foil_domain::time::{Day, Instant};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What anyone may know of a book before logging in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BookStatus {
    /// The office's name.
    pub office: String,
    /// Its language code.
    pub language: String,
    /// Whether this is a demo branch.
    pub demo: bool,
    /// Log-ins to try, in a demo branch only.
    pub demo_users: Vec<DemoUser>,
    /// The counters one can sit down at.
    pub counters: Vec<CounterView>,
    /// The counter that this machine was started for, where that is one of them.
    pub wished: Option<CounterId>,
    /// The program's version.
    pub program: String,
}

/// A log-in of the demo branch.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DemoUser {
    /// The log-in name.
    pub login: String,
    /// The password; it opens nothing but a demo.
    pub password: String,
    /// The role.
    pub role: Role,
}

/// What the frame around every screen shows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Frame {
    /// The office's name.
    pub office: String,
    /// Whether this is a demo branch.
    pub demo: bool,
    /// How amounts are written.
    pub currency: Currency,
    /// The office's language code.
    pub language: String,
    /// The languages that documents are printed in.
    pub languages: Vec<DocumentLanguage>,
    /// The office's time zone.
    pub zone: String,
    /// The business date.
    pub business_on: Day,
    /// The calendar day of the office's clock.
    pub clock_on: Day,
    /// The counter one sits at.
    pub counter: CounterView,
    /// Who is logged in.
    pub user: UserId,
    /// Their log-in name.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// What the role may do.
    pub rights: Vec<Right>,
    /// Whether somebody else has set their password: before anything else they choose one of their own.
    pub must_change: bool,
    /// A consumer's own customer.
    pub customer: Option<CustomerId>,
    /// Seconds without a key after which the window locks.
    pub idle_lock_secs: i64,
    /// Tickets waiting in both lanes.
    pub waiting: i64,
    /// Dead letters that a person should look at.
    pub dead_letters: i64,
    /// What could not be written to the disk and is tried again; none when all is written.
    pub unwritten: Option<Unwritten>,
    /// The watched folder, while it is away; none while it is there.
    pub folder_away: Option<FolderAway>,
    /// Jobs running now.
    pub jobs_running: i64,
    /// Whether one takes money only with an open shift.
    pub shifts_required: bool,
    /// One's own shift that is not closed.
    pub shift: Option<FrameShift>,
}

/// A language that documents are printed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DocumentLanguage {
    /// Its code.
    pub code: String,
    /// Its own name, in its own script.
    pub name: String,
}

/// A watched folder that is not there: a share that is off, a drive that was pulled out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FolderAway {
    /// The folder.
    pub folder: String,
    /// When it was missed first.
    pub since: Instant,
}

/// What could not be written to the disk.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Unwritten {
    /// What, kind by kind.
    pub what: Vec<UnwrittenKind>,
    /// When the first try of the oldest failed.
    pub since: Instant,
    /// Why its last try failed, in words.
    pub problem: String,
    /// The document folder in use.
    pub folder: String,
}

/// Things of one kind that could not be written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnwrittenKind {
    /// `receipt`, `slip`, `notice`, `agreement`, `z_report`, `deposit_slip`, `day_paper` or `day_files`.
    pub kind: String,
    /// How many.
    pub count: i64,
}

/// How amounts are written, for the wire.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Currency {
    /// ISO 4217 code.
    pub code: String,
    /// What stands before the amount.
    pub symbol: String,
    /// Digits after the point, 0 to 3.
    pub decimals: u32,
    /// How digits are grouped.
    pub grouping: Grouping,
}

impl From<&CurrencyStyle> for Currency {
    fn from(style: &CurrencyStyle) -> Currency {
        Currency {
            code: style.code.clone(),
            symbol: style.symbol.clone(),
            decimals: style.decimals,
            grouping: style.grouping,
        }
    }
}

/// A counter of the branch.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CounterView {
    /// Its id.
    pub id: CounterId,
    /// The code in document numbers, such as `C2`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether one can sit down at it.
    pub active: bool,
    /// For the next edit.
    pub version: i64,
}

/// Makes a counter, or changes one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveCounter {
    /// The counter to change; none makes a new one.
    #[serde(default)]
    #[ts(optional)]
    pub counter: Option<CounterId>,
    /// The version that was shown.
    #[serde(default)]
    #[ts(optional)]
    pub version: Option<i64>,
    /// 1 to 3 capital letters or digits; fixed once documents carry it.
    pub code: Code,
    /// Its name.
    pub name: Name,
    /// Whether one can sit down at it.
    pub active: bool,
}

/// The office's settings.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OfficeView {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its phone.
    pub phone: String,
    /// Registration numbers on documents, separated by semicolons.
    pub registration: String,
    /// The last line of documents.
    pub footer: String,
    /// How amounts are written; fixed at creation.
    pub currency: Currency,
    /// IANA time zone; fixed at creation.
    pub zone: String,
    /// Language code.
    pub language: String,
    /// Month (1–12) the financial year starts in.
    pub year_starts_in: u32,
    /// How the queue is called.
    pub queue: Rules,
    /// Seconds without a key after which the window locks.
    pub idle_lock_secs: i64,
    /// The most a clerk may take in one payment; none is no ceiling.
    pub payment_ceiling: Option<Money>,
    /// The most a clerk may void in one act; none is no ceiling.
    pub void_ceiling: Option<Money>,
    /// Which open parts a payment serves first.
    pub allocation: AllocationOrder,
    /// How it bills.
    pub billing: BillingRules,
    /// How drawers are kept.
    pub shifts: ShiftRules,
    /// Where documents are written; empty means beside the book.
    pub document_folder: String,
    /// The folder in use.
    pub document_folder_in_use: String,
    /// For the next edit.
    pub version: i64,
}

/// Changes the office's settings.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveOffice {
    /// The version that was shown.
    pub version: i64,
    /// Its name.
    pub name: Name,
    /// Its address.
    pub address: Address,
    /// Its phone.
    pub phone: Note,
    /// Registration numbers on documents, separated by semicolons.
    pub registration: Note,
    /// The last line of documents.
    pub footer: Note,
    /// Language code.
    pub language: Code,
    /// How the queue is called.
    pub queue: Rules,
    /// Seconds without a key after which the window locks, 30 to 86,400.
    pub idle_lock_secs: i64,
    /// The most a clerk may take in one payment.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub payment_ceiling: Option<Money>,
    /// The most a clerk may void in one act.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub void_ceiling: Option<Money>,
    /// Which open parts a payment serves first; none leaves that as it is.
    #[serde(default)]
    #[ts(optional)]
    pub allocation: Option<AllocationOrder>,
    /// An absolute folder for documents; empty means beside the book.
    pub document_folder: Note,
    /// How it bills; none leaves that as it is.
    #[serde(default)]
    #[ts(optional)]
    pub billing: Option<BillingRules>,
    /// How drawers are kept; none leaves that as it is.
    #[serde(default)]
    #[ts(optional)]
    pub shifts: Option<ShiftRules>,
}

/// How the office bills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BillingRules {
    /// What bills are called by law.
    pub title: BillTitle,
    /// Registrations on bills only, separated by semicolons; may be empty.
    pub registration: Note,
    /// Where a scanned bill is paid to, such as `office@bank`; empty for none.
    pub upi_id: Note,
    /// Days until a claim without a cycle is due, 1 to 120.
    pub due_days: i64,
    /// The most a clerk may charge an account in a day; none is no ceiling.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub fee_ceiling: Option<Money>,
    /// The most that is corrected, or charged by a manager, without approval; none is no ceiling.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub correction_ceiling: Option<Money>,
    /// The most that is written off without approval; none is no ceiling.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub write_off_ceiling: Option<Money>,
}

/// How drawers are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShiftRules {
    /// Whether money is taken only by who has an open shift.
    pub required: bool,
    /// The most cash a drawer should hold; none is no ceiling.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub cash_ceiling: Option<Money>,
    /// Whether a drawer that holds more takes no more cash.
    pub ceiling_refuses: bool,
    /// How far a clerk's drawer may differ without a second count, a reason and a manager's word.
    pub tolerance: Money,
    /// The same for a manager's drawer; never less than for a clerk's.
    pub manager_tolerance: Money,
    /// The notes and coins that are counted, the largest first; empty for those of the currency.
    pub denominations: Vec<Money>,
    /// The float of every drawer: what may stay in it overnight without a word; none is what the first drawer of its counter
    /// began with.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub float: Option<Money>,
    /// How much of what lies in the safe is kept there and not paid in at the bank: floats and change of the morning come
    /// from it. Left out it stays as it is; nought pays in all.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub safe_fund: Option<Money>,
}

/// Closes the business day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CloseDay {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The day that is closed, as it was shown; another is refused.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub on: Option<Day>,
    /// The new business date: after the present one, and not after the clock's day, or tomorrow when today is closed.
    /// The days between are closed one after the other. None is the clock's day, or tomorrow.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub to: Option<Day>,
}

/// Days were closed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DayClosed {
    /// The days, in order.
    pub closed: Vec<Day>,
    /// The business date now.
    pub business_on: Day,
}

/// How the business day stands, for whoever closes it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DayState {
    /// The business date.
    pub business_on: Day,
    /// The day the clock shows.
    pub clock_on: Day,
    /// The business date after closing, unless another is chosen; none while the clock has not got there.
    pub next_on: Option<Day>,
    /// Days between on which nothing is booked: those before the next date are closed with it.
    pub missed: Vec<Day>,
    /// The dates that it may go to: where it lies behind the clock, the clock's day and the one after it.
    pub choices: Vec<Day>,
    /// Shifts that are not closed: the day waits for them.
    pub open: Vec<ShiftView>,
    /// The day's Z reports.
    pub ended: Vec<ZReportView>,
    /// By way of paying, the whole day; empty while it is hidden.
    pub tenders: Vec<DayTender>,
    /// Whether what the day took is left out: there is a drawer that who looks may count, and nobody has.
    pub cash_hidden: bool,
    /// What of it went into no drawer: money in hand that the worker posted. Its cash is paid in once the day is closed.
    pub no_drawer: Vec<DayTender>,
    /// Receipts.
    pub receipts: i64,
    /// Voids.
    pub voids: i64,
    /// What waits to be paid in at the bank.
    pub to_bank: Money,
    /// What lies in the safe and is on no slip: that, and what stays there.
    pub in_safe: Money,
    /// How much of it stays there when a slip is made.
    pub stays: Money,
    /// How much the office keeps in its safe, with what open drawers have drawn of it.
    pub safe_fund: Money,
    /// The last count of the safe this day.
    pub safe: Option<SafeView>,
    /// Whether it must be counted before the day is closed, and nobody has.
    pub safe_asked: bool,
    /// Whether nobody else is who could let another sum pass: then it is done first and looked at later.
    pub alone: bool,
    /// Up to how much is done first, and looked at later, where somebody else is; none where nothing is.
    pub second_look: Option<Money>,
    /// The notes and coins that are counted, the largest first.
    pub denominations: Vec<Money>,
    /// Slips made this day.
    pub deposits: Vec<DepositView>,
    /// Tickets still open in the hall: they end with the day.
    pub tickets_open: i64,
    /// The days closed last, newest first.
    pub closed: Vec<ClosedDay>,
}

/// A closed day in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ClosedDay {
    /// The day.
    pub on: Day,
    /// Who closed it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Its Z reports.
    pub shifts: i64,
    /// What all counts together found too much or too little of cash.
    pub variance: Money,
    /// The other ways of paying that were counted otherwise than was taken, drawer by drawer.
    pub tenders: Vec<TenderVariance>,
    /// Left for the bank.
    pub banked: Money,
}

/// A background job.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct JobView {
    /// Its id.
    pub id: JobId,
    /// What it does: `import`, `process_queue`, `export_month`.
    pub kind: String,
    /// A file's name or a month, for people.
    pub title: String,
    /// `running`, `done`, `failed`, `cancelled` or `interrupted`.
    pub state: String,
    /// Items done.
    pub done: i64,
    /// Items in all; 0 while unknown.
    pub total: i64,
    /// Items a second, of late.
    pub rate: f64,
    /// Seconds left at this rate; none while unknown.
    pub seconds_left: Option<i64>,
    /// When it started.
    pub started_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// What came of it: an `ImportReport`, a `QueueReport` or an `Exported` as JSON; for a failure an error.
    #[ts(type = "unknown")]
    pub result: serde_json::Value,
}

/// Names a job.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct JobRef {
    /// The job.
    pub job: JobId,
}

/// What a whole check of the book found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CheckReport {
    /// What was checked and how many of each, in words.
    pub checked: Vec<Checked>,
    /// What is wrong, at most 100; empty when the book is sound.
    pub problems: Vec<String>,
}

/// One kind of thing that was checked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Checked {
    /// What: `pages`, `journal_entries`, `bills`, `accounts`, `receipts`, `audit_rows`, ….
    pub what: String,
    /// How many.
    pub count: i64,
}
