//! Who may do what: the five roles, their rights, and the rules of logging in.

use crate::money::Money;
use crate::refusal::Refusal;
use crate::time::Instant;

words! {
    /// What a person is in this office.
    pub enum Role {
        /// Serves the queue and takes payments.
        Clerk = "clerk",
        /// All of a clerk's, approves, voids others', moves the business day, exports.
        Manager = "manager",
        /// Users, settings, imports; no money acts.
        Admin = "admin",
        /// Reads everything, exports and verifies the audit, and has the second look at what was done before anybody
        /// allowed it; writes nothing else.
        Official = "official",
        /// Sees their own profile, properties and bills.
        Consumer = "consumer",
    }
}

words! {
    /// One thing a role may do. Every act and every view names the right it needs.
    pub enum Right {
        /// See the office's frame: its name, the business day, one's own session.
        SeeFrame = "see the office",
        /// Serve the queue: take tickets, call, hold, recall.
        ServeQueue = "serve the queue",
        /// See the queue and its waits.
        SeeQueue = "see the queue",
        /// Take payments.
        TakePayments = "take payments",
        /// Undo and redo one's own acts.
        UndoOwn = "undo their own acts",
        /// Undo other people's acts.
        UndoOthers = "undo other people's acts",
        /// Hand out the one original of a receipt. Whoever may only open papers gets duplicates.
        Reprint = "reprint receipts",
        /// See customers and accounts, search, see the payments of a day.
        SeeCustomers = "see customers",
        /// Open whole bills and receipts; a consumer, those of their own customer only.
        SeePapers = "see bills and receipts",
        /// See one's own profile, properties, accounts and bills.
        SeeOwnCard = "see their own accounts",
        /// Create and change customers, properties and accounts.
        EditCustomers = "change customers",
        /// Cut, reconnect and close accounts.
        SwitchService = "cut or reconnect accounts",
        /// Import files.
        Import = "import files",
        /// Work the requests whose money is in hand, and their dead letters.
        ProcessQueue = "process bank and drop-box requests",
        /// Move the business day.
        MoveBusinessDay = "move the business day",
        /// See the audit log and the day's and month's figures.
        SeeAudit = "see the audit log",
        /// Export the day's and the month's audit files.
        ExportAudit = "export audit files",
        /// Verify an exported file; check the book.
        VerifyAudit = "verify audit files",
        /// See who may log in, and as what.
        SeeUsers = "see users",
        /// Users, roles and passwords.
        ManageUsers = "manage users",
        /// Office settings and counters.
        ManageOffice = "change the office's settings",
        /// See background jobs, and stop one's own.
        SeeJobs = "see background jobs",
        /// See tariffs, and what they would cost.
        SeeTariffs = "see tariffs",
        /// Import tariffs and write new versions of them.
        ManageTariffs = "change tariffs",
        /// Enter meter readings.
        EnterReadings = "enter readings",
        /// Install, exchange and remove meters; close cases of abnormal use.
        ManageMeters = "install and remove meters",
        /// Run bills, and cancel a run that nobody has paid of yet.
        RunBills = "run bills",
        /// Cancel, rebill, credit and debit bills.
        CorrectBills = "correct bills",
        /// Charge one-off fees, within the role's ceiling.
        ChargeFees = "charge fees",
        /// Write off what will never be paid.
        WriteOff = "write off bills",
        /// See what is late and how far up the ladder it is.
        SeeArrears = "see arrears",
        /// Send notices, make cut lists, agree instalment plans, open and decide disputes.
        ManageArrears = "work arrears",
        /// Say that a disconnection or reconnection was done.
        WorkOrders = "work service orders",
        /// See reports: collections, aging, demand, voids, waits.
        SeeReports = "see reports",
        /// Ask somebody else to let something happen.
        AskApproval = "ask for approval",
        /// See what one has asked for; whoever sees the audit log, what everybody has.
        SeeApprovals = "see approvals",
        /// Let happen what somebody else has asked for.
        Approve = "approve",
        /// Look afterwards at what somebody did first.
        TakeSecondLook = "take a second look",
        /// See the cheque desk.
        SeeCheques = "see cheques",
        /// Take cheques to the bank, and say that it has paid.
        DepositCheques = "deposit cheques",
        /// Say that a bank has sent a cheque back; say who pays in cash only.
        BounceCheques = "bounce cheques",
        /// Stop the background jobs of others.
        StopJobs = "stop other people's jobs",
        /// See everybody's shifts, their X and Z reports, and the days that are closed.
        SeeShifts = "see everybody's shifts",
        /// Pay in at the bank what drawers took.
        BankCash = "pay in at the bank",
        /// Allow that a count of somebody else's drawer differs.
        AllowVariance = "allow a variance",
    }
}

impl Role {
    /// Whether this role has a right. The table of DESIGN's roles, in one place.
    #[must_use]
    pub fn may(self, right: Right) -> bool {
        use Right as R;
        match self {
            Role::Clerk => matches!(
                right,
                R::SeeFrame
                    | R::ServeQueue
                    | R::SeeQueue
                    | R::TakePayments
                    | R::UndoOwn
                    | R::Reprint
                    | R::SeeCustomers
                    | R::SeePapers
                    | R::EditCustomers
                    | R::ProcessQueue
                    | R::SeeJobs
                    | R::SeeTariffs
                    | R::EnterReadings
                    | R::ChargeFees
                    | R::SeeArrears
                    | R::WorkOrders
                    | R::AskApproval
                    | R::SeeApprovals
                    | R::SeeCheques
                    | R::DepositCheques
            ),
            Role::Manager => {
                Role::Clerk.may(right)
                    || matches!(
                        right,
                        R::UndoOthers
                            | R::SwitchService
                            | R::MoveBusinessDay
                            | R::SeeAudit
                            | R::ExportAudit
                            | R::VerifyAudit
                            | R::Import
                            | R::ManageMeters
                            | R::RunBills
                            | R::CorrectBills
                            | R::WriteOff
                            | R::ManageArrears
                            | R::SeeReports
                            | R::Approve
                            | R::TakeSecondLook
                            | R::BounceCheques
                            | R::StopJobs
                            | R::SeeShifts
                            | R::BankCash
                            | R::AllowVariance
                    )
            }
            Role::Admin => matches!(
                right,
                R::SeeFrame
                    | R::SeeQueue
                    | R::SeeCustomers
                    | R::SeePapers
                    | R::EditCustomers
                    | R::Import
                    | R::SeeUsers
                    | R::ManageUsers
                    | R::ManageOffice
                    | R::SeeAudit
                    | R::VerifyAudit
                    | R::SeeJobs
                    | R::StopJobs
                    | R::UndoOwn
                    | R::SeeTariffs
                    | R::ManageTariffs
                    | R::ManageMeters
                    | R::SeeArrears
                    | R::SeeShifts
            ),
            Role::Official => matches!(
                right,
                R::SeeFrame
                    | R::SeeQueue
                    | R::SeeCustomers
                    | R::SeePapers
                    | R::SeeAudit
                    | R::ExportAudit
                    | R::VerifyAudit
                    | R::SeeReports
                    | R::SeeUsers
                    | R::SeeJobs
                    | R::SeeTariffs
                    | R::SeeArrears
                    | R::SeeShifts
                    | R::SeeApprovals
                    | R::TakeSecondLook
                    | R::SeeCheques
            ),
            Role::Consumer => matches!(right, R::SeeFrame | R::SeeOwnCard | R::SeePapers),
        }
    }

    /// Every right of this role, in order.
    #[must_use]
    pub fn rights(self) -> Vec<Right> {
        Right::ALL.iter().copied().filter(|r| self.may(*r)).collect()
    }

    /// Refuses a right this role does not have.
    pub fn must(self, right: Right) -> Result<(), Refusal> {
        if self.may(right) {
            return Ok(());
        }
        Err(Refusal::NotAllowed { role: self.as_str(), right: right.as_str() })
    }

    /// Refuses an amount above the role's ceiling; no ceiling allows any amount.
    pub fn within(self, ceiling: Option<Money>, amount: Money) -> Result<(), Refusal> {
        match ceiling {
            Some(ceiling) if amount > ceiling => {
                Err(Refusal::AboveCeiling { role: self.as_str(), ceiling, amount })
            }
            _ => Ok(()),
        }
    }
}

/// Failed tries after which a log-in is locked.
pub const TRIES_BEFORE_LOCK: i64 = 5;

/// How long a log-in stays locked after `failed` wrong passwords in a row: nothing below
/// [`TRIES_BEFORE_LOCK`], then 5 minutes, doubled with each further try, at most a day.
#[must_use]
pub fn lock_secs(failed: i64) -> i64 {
    match failed - TRIES_BEFORE_LOCK {
        n if n < 0 => 0,
        n => 300i64.saturating_mul(1 << n.min(9)).min(86_400),
    }
}

/// Refuses a log-in that is locked at `now`.
pub fn not_locked(locked_until: Option<Instant>, now: Instant) -> Result<(), Refusal> {
    match locked_until {
        Some(until) if until > now => {
            Err(Refusal::AccountLocked { minutes: (until.secs_since(now) + 59) / 60 })
        }
        _ => Ok(()),
    }
}

/// Refuses a PIN that is not 4 to 8 digits, or that anybody would try first: one digit over and over, or digits
/// in a row. A PIN is short because it is typed at somebody else's screen; the lock after five tries is what
/// makes it safe.
pub fn pin_will_do(pin: &str) -> Result<(), Refusal> {
    let weak = |why: &str| Err(Refusal::WeakPin(why.to_owned()));
    if !(4..=8).contains(&pin.len()) || !pin.bytes().all(|b| b.is_ascii_digit()) {
        return weak("4 to 8 digits");
    }
    let steps: Vec<i16> = pin.as_bytes().windows(2).map(|w| i16::from(w[1]) - i16::from(w[0])).collect();
    for guessed in [0, 1, -1] {
        if steps.iter().all(|step| *step == guessed) {
            return weak("anybody would try this one first");
        }
    }
    Ok(())
}

/// Refuses a passphrase for a new book that is too short, too long, of few characters, or that reads like the key
/// itself: whoever types 64 hex digits is taken to type a key.
///
/// It is the only lock of a file that may be copied, so it is longer than a password, which locks after some tries.
pub fn passphrase_will_do(passphrase: &str) -> Result<(), Refusal> {
    let weak = |expected: &str| Err(Refusal::bad_input("passphrase", expected));
    if passphrase.len() > 800 {
        return weak("at most 800 bytes");
    }
    let compact: Vec<char> = passphrase.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let like_a_key = (compact.len() == 64 && compact.iter().all(char::is_ascii_hexdigit))
        || (compact.len() == 56 && compact.iter().all(char::is_ascii_alphanumeric));
    let different: std::collections::BTreeSet<&char> = compact.iter().collect();
    match () {
        () if passphrase.chars().count() < 12 => weak("at least 12 characters"),
        () if different.len() < 4 => weak("more than a few characters over and over"),
        () if like_a_key => weak("words, not what reads like a key"),
        () => Ok(()),
    }
}

/// Refuses a password that is too short, too long, or holds the log-in name.
///
/// Length counts in characters, 10 to 200, as NIST SP 800-63B advises: length, no composition rules.
pub fn password_will_do(password: &str, login: &str) -> Result<(), Refusal> {
    let weak = |why: &str| Err(Refusal::WeakPassword(why.to_owned()));
    if password.len() > 800 {
        return weak("at most 200 characters");
    }
    let length = password.chars().count();
    let folded = crate::text::fold(password);
    let mut letters: Vec<char> = folded.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    match () {
        () if length < 10 => weak("at least 10 characters"),
        () if length > 200 => weak("at most 200 characters"),
        () if letters.len() < 4 => weak("too few different characters"),
        () if folded == crate::text::fold(login) => weak("it is the log-in name"),
        () => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_admin_moves_no_money_and_an_official_writes_nothing_but_what_a_second_look_found() {
        for right in [
            Right::TakePayments,
            Right::ServeQueue,
            Right::UndoOthers,
            Right::MoveBusinessDay,
            Right::AskApproval,
            Right::Approve,
            Right::DepositCheques,
            Right::BounceCheques,
        ] {
            assert!(!Role::Admin.may(right) && !Role::Official.may(right), "{right}");
        }
        // Whoever reads everything may say of what was done first whether it was right; nothing waits for their word.
        assert!(Role::Official.may(Right::TakeSecondLook) && !Role::Official.may(Right::AllowVariance));
        assert!(!Role::Admin.may(Right::TakeSecondLook) && !Role::Clerk.may(Right::TakeSecondLook));
        let reads = |r: &&Right| {
            let word = r.as_str();
            word.starts_with("see ") || word.starts_with("export ") || word.starts_with("verify ")
        };
        let rights = Role::Official.rights();
        let writes: Vec<&Right> = rights.iter().filter(|r| !reads(r)).collect();
        assert_eq!(writes, [&Right::TakeSecondLook], "all that an official may beside reading");
        assert!(Role::Official.may(Right::SeeApprovals) && !Role::Clerk.may(Right::Approve));
        assert!(!Role::Official.may(Right::EditCustomers) && !Role::Clerk.may(Right::UndoOthers));
        assert!(!Role::Official.may(Right::StopJobs) && !Role::Clerk.may(Right::StopJobs));
        assert!(Role::Clerk.rights().iter().all(|r| Role::Manager.may(*r)), "a manager may all a clerk may");
    }

    #[test]
    fn the_lock_grows_with_each_further_try() {
        let secs: Vec<i64> = (0..9).map(lock_secs).collect();
        assert_eq!(secs, [0, 0, 0, 0, 0, 300, 600, 1200, 2400]);
        assert_eq!(lock_secs(i64::from(i32::MAX)), 86_400);
    }

    #[test]
    fn a_pin_is_short_but_not_the_first_one_that_anybody_tries() {
        for bad in ["", "123", "1234", "4321", "0000", "123456789", "12a4", "１２３９"] {
            assert!(pin_will_do(bad).is_err(), "{bad}");
        }
        for good in ["1357", "1224", "90210", "48151623"] {
            assert!(pin_will_do(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn a_passphrase_is_long_and_no_key() {
        assert!(passphrase_will_do("correct horse battery staple").is_ok());
        assert!(passphrase_will_do("ಮಂಗಳೂರು ಕಚೇರಿ ೨೦೨೬").is_ok());
        let key = "5c".repeat(31) + "ab";
        for weak in
            ["", "a", "eleven char", &"ab".repeat(10), &key, &"0123-4567-89AB-".repeat(4).repeat(2)[..69]]
        {
            assert!(passphrase_will_do(weak).is_err(), "{weak}");
        }
    }

    #[test]
    fn weak_passwords_are_refused_in_words() {
        assert!(password_will_do("short", "asha").is_err());
        assert!(password_will_do("aaaaaaaaaaaaaaaa", "asha").is_err());
        assert!(password_will_do("clerk-demo", "clerk").is_ok());
    }
}
