//! The "no" that the business expects, and the fault that nobody does.

use crate::money::Money;
use crate::people::Role;
use crate::tariffs::TariffFault;
use crate::time::Day;

/// A result that is either what was asked for, a refusal, or a fault.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an act did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The business said no: show it, with its hint.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// Something broke: log it with its chain, show a reference.
    #[error("{0:#}")]
    Broke(#[from] anyhow::Error),
}

impl Error {
    /// The refusal, when it is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Error::Refused(refusal) => Some(refusal),
            Error::Broke(_) => None,
        }
    }
}

/// A "no" the business expects. Codes are stable, sentences may change.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// A field of the input is not what is wanted.
    #[error("{field}: expected {expected}")]
    BadInput {
        /// The field's path in the input.
        field: String,
        /// What would have been accepted.
        expected: String,
    },
    /// No act or view has this name.
    #[error("there is no command named {0}")]
    NoSuchCommand(String),
    /// Nothing is stored under this id or number.
    #[error("there is no {what} {which}")]
    NotFound {
        /// What was looked for, such as `account`.
        what: &'static str,
        /// Its id or number as it was given.
        which: String,
    },
    /// Something with this number exists already.
    #[error("{what} {which} exists already")]
    Duplicate {
        /// What exists, such as `account number`.
        what: &'static str,
        /// Its number.
        which: String,
    },
    /// The row was changed by somebody else since it was read.
    #[error("{what} was changed meanwhile")]
    ChangedMeanwhile {
        /// What was changed, such as `account 1000 2345`.
        what: String,
    },
    /// The same request id came with another input.
    #[error("this request was sent before with other contents")]
    RequestReused,

    /// Name or password is wrong. One sentence for both, so that names cannot be guessed.
    #[error("the log-in name or the password is wrong")]
    InvalidCredentials,
    /// Too many failed tries.
    #[error("this log-in is locked for {minutes} more minutes")]
    AccountLocked {
        /// Whole minutes until the next try, at least 1.
        minutes: i64,
    },
    /// No session, or it has ended.
    #[error("nobody is logged in")]
    NotLoggedIn,
    /// The session is locked after idling.
    #[error("the window is locked")]
    SessionLocked,
    /// The role has no right to this.
    #[error("{} may not {right}", with_article(.role))]
    NotAllowed {
        /// The user's role.
        role: &'static str,
        /// What the right is called.
        right: &'static str,
    },
    /// The role's ceiling is below the amount.
    #[error("this is above what {} may move in one act", with_article(.role))]
    AboveCeiling {
        /// The user's role.
        role: &'static str,
        /// The most the role may move in one act.
        ceiling: Money,
        /// What was asked for.
        amount: Money,
    },
    /// Above the role's ceiling, and only a second person's approval would do.
    #[error("{what} of this amount needs approval")]
    NeedsApproval {
        /// What was wanted, such as `a write-off`.
        what: &'static str,
        /// The most that needs none.
        ceiling: Money,
        /// What was asked for.
        amount: Money,
    },
    /// Nobody lets their own request happen, by whatever log-in.
    #[error("nobody approves their own request")]
    OwnRequest,
    /// Nobody's second person is somebody whom they hold in their hand.
    #[error("{}", held(.who, .by, .others))]
    InTheirHand {
        /// Whose word it would be.
        who: String,
        /// Who asks, and has made or changed them.
        by: String,
        /// Who else may.
        others: Vec<String>,
    },
    /// What was done first has not been looked at in time.
    #[error("request {request} ({about}) was done first and has not been looked at in time")]
    SecondLookOverdue {
        /// Its number.
        request: i64,
        /// What it is about.
        about: String,
    },
    /// Nobody can look at what was done first, for whoever did it has changed those who could.
    #[error("{}", kept_from_looking(*.request, .about, .changed, *.more, .admins))]
    LookersChanged {
        /// Its number.
        request: i64,
        /// What it is about.
        about: String,
        /// Who has changed whom who could have looked, by names and log-ins.
        changed: Vec<(String, Vec<String>)>,
        /// How many more.
        more: usize,
        /// Which admins are none of theirs, and can appoint somebody.
        admins: Vec<String>,
    },
    /// Another has set this person's password and knows it.
    #[error(
        "this password was set by an admin: nothing is done under it until its owner has set one of their own"
    )]
    PasswordOfAnother,
    /// The PIN is too easy.
    #[error("this PIN will not do: {0}")]
    WeakPin(String),
    /// Something done by a clerk alone waits for a second person before the month may close.
    #[error("{count} second looks of this month are open")]
    SecondLooksOpen {
        /// How many.
        count: i64,
    },
    /// A cheque is not where this step begins.
    #[error("cheque {number} is {state}: {why}")]
    ChequeState {
        /// The cheque's number.
        number: String,
        /// Its state's word.
        state: &'static str,
        /// Why the step does not follow.
        why: &'static str,
    },
    /// The customer's cheques have bounced too often.
    #[error("{0} pays in cash only: cheques of theirs have bounced")]
    CashOnly(String),
    /// A cheque of this number and bank was taken today as somebody else's.
    #[error("cheque {number} of {bank} was taken today as one of {drawer}: whose is this one?")]
    WhoseCheque {
        /// The number on both.
        number: String,
        /// The bank on both.
        bank: String,
        /// Whose the other is.
        drawer: String,
    },
    /// An account cannot be billed as it is.
    #[error("account {account} cannot be billed: {reason}")]
    CannotBill {
        /// The account's number.
        account: String,
        /// Why, in words.
        reason: String,
    },
    /// A bill run is not in the state that this needs.
    #[error("the bill run of {cycle} up to {to} is {state}: {reason}")]
    RunState {
        /// The cycle's code.
        cycle: String,
        /// The last day it bills.
        to: Day,
        /// Its state's word.
        state: &'static str,
        /// Why that does not do.
        reason: String,
    },
    /// The password is too weak.
    #[error("this password will not do: {0}")]
    WeakPassword(String),
    /// The last admin cannot be removed or demoted.
    #[error("the office needs at least one active admin")]
    LastAdmin,

    /// Nothing is due on the chosen accounts.
    #[error("nothing is due on these accounts")]
    NothingDue,
    /// The tenders do not cover the amount.
    #[error("the money given does not cover what is to be paid")]
    TenderTooSmall {
        /// What is to be paid.
        due: Money,
        /// What was given.
        given: Money,
    },
    /// More was given than is paid, and not in cash.
    #[error("change can be given on cash only")]
    ChangeOnlyOnCash,
    /// A tender lacks what its method needs.
    #[error("a {method} payment needs {needs}")]
    TenderIncomplete {
        /// The method's word.
        method: &'static str,
        /// What is missing.
        needs: &'static str,
    },
    /// The clerk's split does not add up, or pays more on a line than is due there.
    #[error("the split does not fit: {0}")]
    BadAllocation(String),
    /// The account is closed.
    #[error("account {0} is closed")]
    AccountClosed(String),
    /// The bill cannot take this because of its state.
    #[error("bill {number} is {state}")]
    BillState {
        /// The bill's number.
        number: String,
        /// Its state's word.
        state: &'static str,
    },
    /// A claim cannot be taken back, for a later one builds on it.
    #[error("bill {number} cannot be taken back while {later} stands")]
    LaterClaim {
        /// The claim's number.
        number: String,
        /// What stands, such as `bill B/26-27/00000002` or `debit note C1D/26-27/000001`.
        later: String,
    },
    /// A credit note would give back what a later reading has given back.
    #[error("the reading of bill {by} has given back what bill {number} charged too much")]
    GivenBack {
        /// The claim's number.
        number: String,
        /// The number of the bill that made it good.
        by: String,
    },
    /// A credit note on a bill that is in dispute does not say that it is for something else.
    #[error("{amount} of bill {number} are in dispute")]
    InDispute {
        /// The claim's number.
        number: String,
        /// What deciding the dispute for the customer would take off it.
        amount: String,
    },
    /// A tariff version that has priced bills would be corrected.
    #[error("bills were already made by {plan} from {}", .from.long())]
    TariffHasPriced {
        /// The plan's name.
        plan: String,
        /// The day the version is in force from.
        from: Day,
    },
    /// An account with use that was read and not billed cannot be closed.
    #[error("account {account} has used supply from {} to {} that is not billed", .from.long(), .to.long())]
    UseUnbilled {
        /// The account's number.
        account: String,
        /// Day of the last billed reading.
        from: Day,
        /// Day of the newest reading.
        to: Day,
    },
    /// Something with open money cannot be retired.
    #[error("{0} still has money open")]
    MoneyOpen(String),

    /// A service order is not open, or one is open already.
    #[error("order {order} is {state}")]
    OrderState {
        /// Its number.
        order: String,
        /// Its state's word.
        state: &'static str,
    },
    /// An order to bring a supply back has been earned.
    #[error("order {order} was earned")]
    OrderEarned {
        /// Its number.
        order: String,
    },
    /// No instalment plan can be made of this.
    #[error("no instalment plan: {0}")]
    NoPlan(&'static str),
    /// The plan or dispute has ended, or one is there already.
    #[error("{what} is {state}")]
    HasEnded {
        /// What: `plan 7`, `the dispute of bill E-1`.
        what: String,
        /// Its state's word.
        state: &'static str,
    },
    /// Nothing was read on an account that is to be billed.
    #[error("account {account} was not read{since}")]
    NotRead {
        /// The account's number.
        account: String,
        /// Since when, in words; empty when it never was.
        since: String,
    },
    /// The registers of a meter were not all read on one day.
    #[error("account {account}: {register} of meter {meter} was not read on {}", .on.long())]
    RegisterNotRead {
        /// The account's number.
        account: String,
        /// The meter's number.
        meter: String,
        /// Which register, in words.
        register: String,
        /// The day on which the others were.
        on: Day,
    },
    /// A reading is doubtful, and nobody said why it should be stored all the same.
    #[error("{0}")]
    NeedsReason(String),
    /// A reading cannot be changed or taken back any more.
    #[error("the reading of {on} {why}")]
    ReadingFixed {
        /// Its day, in words.
        on: String,
        /// Why it is fixed, such as `is billed`.
        why: &'static str,
    },

    /// Nobody is waiting.
    #[error("nobody is waiting")]
    NobodyWaiting,
    /// The counter is serving somebody.
    #[error("counter {counter} is still serving {ticket}")]
    StillServing {
        /// The counter's code.
        counter: String,
        /// The ticket's number.
        ticket: String,
    },
    /// The ticket's state does not allow this.
    #[error("ticket {ticket} is {state}")]
    TicketState {
        /// The ticket's number.
        ticket: String,
        /// Its state's word.
        state: &'static str,
    },
    /// Money that came without its customer is posted by the worker; nobody serves it at a counter.
    #[error("request {0} has its money in hand: the worker posts it")]
    MoneyInHand(String),

    /// Money is taken only by who has a drawer.
    #[error("no shift of yours is open")]
    NoOpenShift,
    /// The drawer stands at another counter than the one this is done at.
    #[error("your shift {shift} is open at counter {counter}")]
    ShiftElsewhere {
        /// The shift's number.
        shift: String,
        /// The counter's code.
        counter: String,
    },
    /// A person or a counter has an open shift already.
    #[error("{shift} is not closed yet: {whose}")]
    ShiftOpen {
        /// The shift's number.
        shift: String,
        /// Whose it is and where, in words.
        whose: String,
    },
    /// The shift is not in the state that this needs.
    #[error("shift {shift} {state}")]
    ShiftState {
        /// The shift's number.
        shift: String,
        /// What it is, in words, such as `is being counted`.
        state: &'static str,
    },
    /// A shift cannot be counted or closed with something that nobody has accepted or finished.
    #[error("shift {shift} cannot be counted: {what}")]
    Unaccepted {
        /// The shift's number.
        shift: String,
        /// What is open, in words.
        what: String,
    },
    /// A drawer does not begin with what its last Z report kept in it.
    #[error("the float is not what was kept in this drawer")]
    FloatDiffers,
    /// The same, and nobody else is there who could let any float pass: it is let pass first and looked at afterwards.
    #[error("the float is not what was kept in this drawer, and nobody else is there who may let it pass")]
    FloatDiffersFirst,
    /// More would leave the drawer than it holds.
    #[error("the drawer does not hold that much")]
    NotEnoughCash,
    /// The drawer holds as much as the office allows.
    #[error("the drawer is full: cash has to be dropped first")]
    DrawerFull,
    /// More would be brought out of the safe than it has to hold.
    #[error("the safe has to hold less than that")]
    NotInSafe,
    /// A drawer begins with cash from nowhere, where the office keeps a fund in its safe.
    #[error("this counter's drawer has no float of its own yet")]
    FloatFromSafe,
    /// The first drawer of a new day by the clock would be opened on a business day that nobody has closed.
    #[error("the business day is still {today}, and by the clock it is {clock_on}{}", still_open(.open))]
    DayBehind {
        /// The business day.
        today: Day,
        /// The clock's.
        clock_on: Day,
        /// The drawers that were left open on it.
        open: Vec<String>,
    },
    /// Nothing waits to be paid in at the bank.
    #[error("there is nothing to pay in at the bank")]
    NothingToBank,
    /// A day cannot be closed while shifts are open.
    #[error("the day cannot be closed: {}", .0.join("; "))]
    ShiftsOpen(Vec<String>),
    /// A day cannot be closed over a safe that differs.
    #[error("the day cannot be closed: count {0} of the safe differs, and nobody else has let that pass")]
    SafeDiffers(String),
    /// A day cannot be closed while cash stays in a safe that nobody has counted on it.
    #[error("the day cannot be closed: cash stays in the safe, and nobody has counted it today")]
    SafeNotCounted,
    /// A day cannot be closed while nobody has counted the safe since something was taken back that had been brought to it.
    #[error(
        "the day cannot be closed: what was brought to the safe was taken back, and nobody has counted it since"
    )]
    CountedBefore,
    /// What was brought to the safe cannot be taken back.
    #[error("{number} stays in the books: {why}")]
    StaysInSafe {
        /// Its number.
        number: String,
        /// Why.
        why: String,
        /// What puts it right then.
        instead: &'static str,
    },
    /// A difference in the safe is not noted while cash that lies there waits to be booked.
    #[error("request {0} to bring cash to the safe waits")]
    BringingWaits(i64),

    /// There is nothing to undo (or to redo).
    #[error("there is nothing to {0}")]
    NothingToUndo(&'static str),
    /// Undo is not possible in this state of the world.
    #[error("this cannot be undone: {reason}")]
    UndoRefused {
        /// Why, in words.
        reason: String,
    },
    /// Undo needs a manager.
    #[error("this needs a manager: {reason}")]
    NeedsManager {
        /// Why, in words.
        reason: String,
    },
    /// Redo is not possible any more.
    #[error("this cannot be done again: {reason}")]
    RedoRefused {
        /// Why, in words.
        reason: String,
    },

    /// The business day cannot move there.
    #[error("the business day {today} cannot move to {wanted}: {reason}")]
    BusinessDay {
        /// The business day now.
        today: Day,
        /// The day asked for.
        wanted: Day,
        /// Why not.
        reason: String,
    },
    /// The book was written by a newer program.
    #[error("this book is of version {book}; this program knows up to {known} (next: {next})")]
    NewerBook {
        /// The book's schema version.
        book: i64,
        /// The newest version this program knows.
        known: i64,
        /// The name of the first migration this program does not know, as the book has it.
        next: String,
    },
    /// The key does not open the book.
    #[error("this key does not open the book, or the file is not a book")]
    WrongKey,
    /// A key is needed.
    #[error("no key for this book was found")]
    NoKey,
    /// There is a file already where a new one was to be made.
    #[error("{0} exists already")]
    FileExists(String),
    /// A file cannot be read or written.
    #[error("{path}: {problem}")]
    File {
        /// The file as the user named it.
        path: String,
        /// What went wrong.
        problem: String,
    },
    /// A file that came by itself has headings that nobody has explained.
    #[error("no column is known for {missing}; the headings found are {found}")]
    HeadingsUnknown {
        /// The needed fields that no column stands for.
        missing: String,
        /// The headings, as they stand.
        found: String,
    },
    /// A file was read, but is not what it must be.
    #[error("{path}: {problem}")]
    FileContent {
        /// The file as the user named it.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The book is busy with another program's long act.
    #[error("the book is busy")]
    Busy,
    /// A file's rows were refused.
    #[error("{bad} of {rows} rows are bad; nothing was stored")]
    BadRows {
        /// Bad rows.
        bad: i64,
        /// All rows.
        rows: i64,
    },
    /// A tariff file is not as it must be; every fault with its line.
    #[error("{}", told(.0))]
    BadTariff(Vec<TariffFault>),
    /// The job was cancelled by the user.
    #[error("cancelled; nothing more was stored")]
    Cancelled,
    /// The program ends, and whoever asked is not waited for.
    #[error("the program is ending; this was stopped, and nothing was stored")]
    Leaving,
    /// A job of this kind is running.
    #[error("{0} is running already")]
    JobRunning(String),
    /// A verified file is not what it claims to be.
    #[error("this is not a file that can be verified: {0}")]
    NotVerifiable(String),
    /// The total left the range of amounts.
    #[error("the total is too large for this book")]
    TooMuch,
}

/// `a clerk`, `an official`.
fn with_article(role: &str) -> String {
    let article = if role.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {role}")
}

impl Refusal {
    /// Whether it may go by itself when the same is tried again: a busy book, a disk that is full or away, a program that ends.
    /// All others are of what was asked for.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Refusal::Busy | Refusal::Leaving | Refusal::File { .. })
    }

    /// Stable; a screen or a script may branch on it. Sentences may change, codes may not.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::BadInput { .. } => "bad_input",
            Refusal::NoSuchCommand(_) => "no_such_command",
            Refusal::NotFound { .. } => "not_found",
            Refusal::Duplicate { .. } => "duplicate",
            Refusal::ChangedMeanwhile { .. } => "changed_meanwhile",
            Refusal::RequestReused => "request_reused",
            Refusal::InvalidCredentials => "invalid_credentials",
            Refusal::AccountLocked { .. } => "account_locked",
            Refusal::NotLoggedIn => "not_logged_in",
            Refusal::SessionLocked => "session_locked",
            Refusal::NotAllowed { .. } => "not_allowed",
            Refusal::AboveCeiling { .. } => "above_ceiling",
            Refusal::NeedsApproval { .. } => "needs_approval",
            Refusal::OwnRequest => "own_request",
            Refusal::InTheirHand { .. } => "in_their_hand",
            Refusal::SecondLookOverdue { .. } => "second_look_overdue",
            Refusal::LookersChanged { .. } => "lookers_changed",
            Refusal::PasswordOfAnother => "password_of_another",
            Refusal::WeakPin(_) => "weak_pin",
            Refusal::SecondLooksOpen { .. } => "second_looks_open",
            Refusal::ChequeState { .. } => "cheque_state",
            Refusal::CashOnly(_) => "cash_only",
            Refusal::WhoseCheque { .. } => "whose_cheque",
            Refusal::CannotBill { .. } => "cannot_bill",
            Refusal::RunState { .. } => "run_state",
            Refusal::WeakPassword(_) => "weak_password",
            Refusal::LastAdmin => "last_admin",
            Refusal::NothingDue => "nothing_due",
            Refusal::TenderTooSmall { .. } => "tender_too_small",
            Refusal::ChangeOnlyOnCash => "change_only_on_cash",
            Refusal::TenderIncomplete { .. } => "tender_incomplete",
            Refusal::BadAllocation(_) => "bad_allocation",
            Refusal::AccountClosed(_) => "account_closed",
            Refusal::BillState { .. } => "bill_state",
            Refusal::LaterClaim { .. } => "later_claim",
            Refusal::GivenBack { .. } => "given_back",
            Refusal::InDispute { .. } => "in_dispute",
            Refusal::TariffHasPriced { .. } => "tariff_has_priced",
            Refusal::UseUnbilled { .. } => "use_unbilled",
            Refusal::MoneyOpen(_) => "money_open",
            Refusal::OrderState { .. } => "order_state",
            Refusal::OrderEarned { .. } => "order_earned",
            Refusal::NoPlan(_) => "no_plan",
            Refusal::HasEnded { .. } => "has_ended",
            Refusal::NotRead { .. } => "not_read",
            Refusal::RegisterNotRead { .. } => "register_not_read",
            Refusal::NeedsReason(_) => "needs_reason",
            Refusal::ReadingFixed { .. } => "reading_fixed",
            Refusal::NobodyWaiting => "nobody_waiting",
            Refusal::StillServing { .. } => "still_serving",
            Refusal::TicketState { .. } => "ticket_state",
            Refusal::MoneyInHand(_) => "money_in_hand",
            Refusal::NoOpenShift => "no_open_shift",
            Refusal::ShiftElsewhere { .. } => "shift_elsewhere",
            Refusal::ShiftOpen { .. } => "shift_open",
            Refusal::ShiftState { .. } => "shift_state",
            Refusal::Unaccepted { .. } => "unaccepted",
            Refusal::FloatDiffers => "float_differs",
            Refusal::FloatDiffersFirst => "float_differs_first",
            Refusal::NotEnoughCash => "not_enough_cash",
            Refusal::DrawerFull => "drawer_full",
            Refusal::NotInSafe => "not_in_safe",
            Refusal::FloatFromSafe => "float_from_safe",
            Refusal::DayBehind { .. } => "day_behind",
            Refusal::NothingToBank => "nothing_to_bank",
            Refusal::ShiftsOpen(_) => "shifts_open",
            Refusal::SafeDiffers(_) => "safe_differs",
            Refusal::SafeNotCounted => "safe_not_counted",
            Refusal::CountedBefore => "counted_before",
            Refusal::StaysInSafe { .. } => "stays_in_safe",
            Refusal::BringingWaits(_) => "bringing_waits",
            Refusal::NothingToUndo(_) => "nothing_to_undo",
            Refusal::UndoRefused { .. } => "undo_refused",
            Refusal::NeedsManager { .. } => "needs_manager",
            Refusal::RedoRefused { .. } => "redo_refused",
            Refusal::BusinessDay { .. } => "business_day",
            Refusal::NewerBook { .. } => "newer_book",
            Refusal::WrongKey => "wrong_key",
            Refusal::NoKey => "no_key",
            Refusal::FileExists(_) => "file_exists",
            Refusal::File { .. } | Refusal::FileContent { .. } => "file",
            Refusal::HeadingsUnknown { .. } => "headings_unknown",
            Refusal::Busy => "busy",
            Refusal::BadRows { .. } => "bad_rows",
            Refusal::BadTariff(_) => "bad_tariff",
            Refusal::Cancelled => "cancelled",
            Refusal::Leaving => "leaving",
            Refusal::JobRunning(_) => "job_running",
            Refusal::NotVerifiable(_) => "not_verifiable",
            Refusal::TooMuch => "too_much",
        }
    }

    /// What to do next, in a sentence.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Refusal::BadInput { .. } => "Correct this field and try again.",
            Refusal::NoSuchCommand(_) => "`counterfoil commands` lists all commands.",
            Refusal::NotFound { .. } => "Check the number, or search by name or phone.",
            Refusal::Duplicate { .. } => "Open the existing one instead.",
            Refusal::ChangedMeanwhile { .. } => "It is shown anew; check it and try again.",
            Refusal::RequestReused => "Start the act again; a new request id is made.",
            Refusal::InvalidCredentials => "Check the Caps Lock key; an admin can set a new password.",
            Refusal::AccountLocked { .. } => "Wait, or ask an admin to unlock it.",
            Refusal::NotLoggedIn => "Log in.",
            Refusal::SessionLocked => "Enter your password to go on.",
            Refusal::NotAllowed { .. } => "Ask somebody whose role may do this.",
            Refusal::AboveCeiling { role, .. } if *role == Role::Manager.as_str() => {
                "No manager's word is enough here: an admin raises the ceiling."
            }
            Refusal::AboveCeiling { .. } => "Ask a manager to do it.",
            Refusal::NeedsApproval { .. } => {
                "Ask for approval: a manager may give their PIN here, or decide it from the list."
            }
            Refusal::OwnRequest => "Another manager decides it.",
            Refusal::InTheirHand { .. } => {
                "Somebody else decides it. They may again once this month is closed and its pack has told of the change."
            }
            Refusal::SecondLookOverdue { .. } => {
                "Somebody else looks at it on the Approvals screen first; until then nothing more is done first."
            }
            Refusal::LookersChanged { .. } => {
                "On the Users screen that admin makes a user who looks, gives another a role that looks, or takes back one who was retired; they look on the Approvals screen."
            }
            Refusal::PasswordOfAnother => "Change your own password first; who approves sets a PIN then.",
            Refusal::WeakPin(_) => "Take 4 to 8 digits that are no row and not all the same.",
            Refusal::SecondLooksOpen { .. } => "Clear them on the Approvals screen first.",
            Refusal::ChequeState { .. } => "The cheque desk shows where it is.",
            Refusal::CashOnly(_) => "Take cash, card or UPI; a manager can lift this at the cheque desk.",
            Refusal::WhoseCheque { .. } => {
                "Look at the paper: say whether it is the same one or another, and type the name that stands on it."
            }
            Refusal::CannotBill { .. } => "Put right what is missing, then bill it at the counter.",
            Refusal::RunState { .. } => "Open the run to see how far it is.",
            Refusal::WeakPassword(_) => "Take at least 10 characters; several words are good.",
            Refusal::LastAdmin => "Make another user an admin first.",
            Refusal::NothingDue => "Enter an amount to keep as credit, or pick another account.",
            Refusal::TenderTooSmall { .. } => "Take the rest, or pay a smaller amount.",
            Refusal::ChangeOnlyOnCash => "Lower the other tenders, or pay the rest in as credit.",
            Refusal::TenderIncomplete { .. } => "Fill in the missing field.",
            Refusal::BadAllocation(_) => "Correct the split, or clear it to use the office's rule.",
            Refusal::AccountClosed(_) => "Reopen the account first, or pick another.",
            Refusal::BillState { .. } => "Open the bill to see what happened to it.",
            Refusal::LaterClaim { .. } => {
                "Take that one back first. A bill of an earlier period can also be cancelled and made anew in one act."
            }
            Refusal::GivenBack { .. } => {
                "Nothing of it is left to credit. Withdraw the dispute, if there is one."
            }
            Refusal::InDispute { .. } => {
                "Decide the dispute, for all of that or a part: that gives the credit note. One for something else says so."
            }
            Refusal::TariffHasPriced { .. } => {
                "Give a new order a later valid_from. To correct this version all the same, say so: bills already made keep it."
            }
            Refusal::UseUnbilled { .. } => "Make its last bill first; a closed account is billed no more.",
            Refusal::MoneyOpen(_) => "Settle or cancel what is open first.",
            Refusal::OrderState { .. } => {
                "The list is shown anew; a payment may have come in. Where the crew had cut before that, say so on the stopped order."
            }
            Refusal::OrderEarned { .. } => {
                "What was asked for is paid: the next run would order it again. Say that it could not be done, and why."
            }
            Refusal::NoPlan(_) => "Look at what is overdue, and at the plan the account has.",
            Refusal::HasEnded { .. } => "It is shown anew.",
            Refusal::NotRead { .. } => "Enter a reading, or estimate one.",
            Refusal::RegisterNotRead { .. } => {
                "A bill needs all registers of one day: enter the missing reading of that day, or an estimate of it."
            }
            Refusal::NeedsReason(_) => "Look at the meter again, or say why it is right.",
            Refusal::ReadingFixed { .. } => "Cancel the bill first, or replace the later reading first.",
            Refusal::NobodyWaiting => "Take a ticket for the next customer, or search by number.",
            Refusal::StillServing { .. } => "Finish, hold or cancel it first.",
            Refusal::TicketState { .. } => "The queue is shown anew.",
            Refusal::MoneyInHand(_) => {
                "In the queue's money in hand: process it, or put it on another account."
            }
            Refusal::NoOpenShift => "Open a shift on the Shift screen (F12).",
            Refusal::ShiftElsewhere { .. } => "Sit down at that counter, or close that shift first.",
            Refusal::ShiftOpen { .. } => "It has to be closed or handed over first.",
            Refusal::ShiftState { .. } => "The Shift screen (F12) shows what it waits for.",
            Refusal::Unaccepted { .. } => "Have it accepted, declined or finished first.",
            Refusal::FloatDiffers => {
                "Count it again. If it is so, say why and have somebody let it pass; what is brought from the safe comes in as cash in, once the shift is open."
            }
            Refusal::FloatDiffersFirst => {
                "Count it again. If it is so, say why and open the shift with it: somebody else looks at it afterwards."
            }
            Refusal::NotEnoughCash => {
                "Look at the amount. What is missing is brought from the safe first, on the Shift screen (F12): cash in, as change for customers."
            }
            Refusal::DrawerFull => "Drop cash to the safe on the Shift screen (F12), then take the payment.",
            Refusal::NotInSafe => {
                "A manager brings cash to the safe, or counts it, on Day close; the shift can begin without it. What came from elsewhere has another reason."
            }
            Refusal::FloatFromSafe => {
                "Its first float is brought from the safe: enter it there. What comes from outside the office a manager brings to the safe first, on Day close."
            }
            Refusal::DayBehind { .. } => {
                "A manager closes that day first, on Day close, once every drawer of it is counted. Where nobody is here who may, the drawer can be opened on that day all the same: all that it takes is booked on it."
            }
            Refusal::NothingToBank => {
                "Cash is paid in once its shift has its Z report. What the office keeps in its safe stays there, unless less is kept this time."
            }
            Refusal::ShiftsOpen(_) => "Close each of them with its count; the Day close screen lists them.",
            Refusal::SafeDiffers(_) => {
                "Count it again, or ask another person to let it pass: F10 on Day close."
            }
            Refusal::SafeNotCounted => {
                "Count it: F10 on Day close. What went to the bank without a slip is paid in by one first."
            }
            Refusal::CountedBefore => "Count it: F10 on Day close shows whether the cash is there.",
            Refusal::StaysInSafe { instead, .. } => instead,
            Refusal::BringingWaits(_) => {
                "Somebody else decides it, or who asked takes it back; then the safe is counted again."
            }
            Refusal::NothingToUndo(_) => "My acts (F6) shows what you did.",
            Refusal::UndoRefused { .. } => {
                "Nothing was changed. What is in the way has to be put right first."
            }
            Refusal::NeedsManager { .. } => "A manager may log in here to allow it.",
            Refusal::RedoRefused { .. } => "Take it anew from the counter.",
            Refusal::BusinessDay { .. } => "Choose a later day, up to the one after today.",
            Refusal::NewerBook { .. } => "Install the newer program; the book was not touched.",
            Refusal::WrongKey => "Check the key or passphrase, or use the recovery key.",
            Refusal::NoKey => "Give the passphrase, a key file, or the recovery key.",
            Refusal::FileExists(_) => "Choose another name; nothing is overwritten.",
            Refusal::File { .. } => "Check the path, the free space and the rights on it.",
            Refusal::FileContent { .. } => {
                "Choose another file, or correct this one and save it as text in UTF-8: a table as CSV, a case as JSON, a tariff as TOML."
            }
            Refusal::HeadingsUnknown { .. } => {
                "Import this file once by hand (Imports, Meter readings) and say there which column is what: files with the same headings are taken in by themselves from then on."
            }
            Refusal::Busy => "Try again in a moment.",
            Refusal::BadRows { .. } => {
                "Save the error file, correct those rows, or import the good rows only."
            }
            Refusal::BadTariff(_) => "Correct the file at this line; nothing of it was stored.",
            Refusal::Cancelled => "Start it again when you are ready; rows already stored are recognised.",
            Refusal::Leaving => "Start the program again and ask once more.",
            Refusal::JobRunning(_) => "Wait until it ends, or cancel it.",
            Refusal::NotVerifiable(_) => "Choose a file or folder that Counterfoil exported.",
            Refusal::TooMuch => "Split it into smaller amounts.",
        }
    }

    /// A refusal of one field of the input.
    #[must_use]
    pub fn bad_input(field: impl Into<String>, expected: impl Into<String>) -> Refusal {
        Refusal::BadInput { field: field.into(), expected: expected.into() }
    }

    /// A refusal because nothing is stored under this id or number.
    #[must_use]
    pub fn not_found(what: &'static str, which: impl std::fmt::Display) -> Refusal {
        Refusal::NotFound { what, which: which.to_string() }
    }
}

/// Drawers that were left open, behind a sentence.
fn still_open(open: &[String]) -> String {
    if open.is_empty() { String::new() } else { format!("; still open: {}", open.join("; ")) }
}

/// Why somebody's word does not count, and whose would.
fn held(who: &str, by: &str, others: &[String]) -> String {
    let why = format!("{by} has made {who} a user or changed them in a month that is not closed yet");
    if others.is_empty() { why } else { format!("{why}; {} may decide it", others.join(" or ")) }
}

/// Who keeps whom from looking, and who can help.
fn kept_from_looking(
    request: i64,
    about: &str,
    changed: &[(String, Vec<String>)],
    more: usize,
    admins: &[String],
) -> String {
    let one =
        |(by, who): &(String, Vec<String>)| format!("{by} has changed or retired {}", who.join(" and "));
    let mut changed = changed.iter().map(one).collect::<Vec<_>>().join(", ");
    if more > 0 {
        changed += &format!(" and {more} more");
    }
    let admins = admins.join(" or ");
    format!(
        "request {request} ({about}) waits for a second look, and nobody can take it: {changed} in a month that is not \
         closed yet; {admins} can appoint somebody who looks"
    )
}

/// The first fault in words, and how many more there are.
fn told(faults: &[TariffFault]) -> String {
    match faults {
        [] => "this tariff file is not as it must be".to_owned(),
        [only] => only.to_string(),
        [first, more @ ..] => format!("{first} (and {} more)", more.len()),
    }
}
