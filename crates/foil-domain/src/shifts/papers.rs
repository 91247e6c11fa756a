//! What stands on X and Z reports, deposit slips and the paper of a closed day.
//!
//! As all documents they are plain values with everything decided; the book keeps Z reports, slips and days as JSON,
//! so that they can be made again, byte for byte, when names have changed.

use super::pieces::Pieces;
use super::{Certificate, Drawer, TenderVariance};
use crate::documents::OfficeHead;
use crate::money::Money;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One of this room's papers.
#[derive(Debug, Clone, PartialEq)]
pub enum TillPaper {
    /// A shift so far, or as it ended.
    Shift(Box<ShiftReport>),
    /// What is paid in at the bank.
    Deposit(DepositDoc),
    /// A closed day.
    Day(DayDoc),
}

/// A shift so far (X) or as it ended (Z).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShiftReport {
    /// The office.
    pub office: OfficeHead,
    /// The Z report's number; none on an X report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub z: Option<String>,
    /// The Z report of this counter before it; none on the first and on an X report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub z_before: Option<String>,
    /// The shift's number.
    pub shift: String,
    /// The counter's code.
    pub counter: String,
    /// Whose shift it is.
    pub clerk: String,
    /// The business date.
    pub business_on: Day,
    /// When it was opened, as the office's clock showed it.
    pub opened_local: String,
    /// When it was closed, or when this X report was made.
    pub at_local: String,
    /// How the cash came about; none while the figures are hidden from who will count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash: Option<CashLines>,
    /// By way of paying.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tenders: Vec<TenderTotal>,
    /// Its receipts.
    pub receipts: Certificate,
    /// The cancellation slips that its counter gave meanwhile.
    pub slips: Certificate,
    /// What was handed back out of this drawer for payments that became void.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voids: Vec<VoidLine>,
    /// Cash in and out beside payments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<MoveLine>,
    /// Duplicates handed out meanwhile by this person, and at this counter by whoever had no drawer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duplicates: Vec<String>,
    /// How many more there are than these; none where these are all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicates_more: Option<i64>,
    /// How it ended; none on an X report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close: Option<CloseLines>,
    /// The hash of the audit row that closed it, in hex; filled in when the document is made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audit_hash: String,
    /// What the code of the last daily seal before this day says; filled in when the document is made, and empty
    /// before the first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seal: String,
}

/// What the drawer must hold, and how that came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CashLines {
    /// What it began with.
    pub float: Money,
    /// Cash from customers, less change.
    pub taken: Money,
    /// Handed back for voids.
    pub voids: Money,
    /// Put in.
    pub cash_in: Money,
    /// Taken out.
    pub cash_out: Money,
    /// Got from other drawers.
    pub change_in: Money,
    /// Given to other drawers.
    pub change_out: Money,
    /// Paid out as refunds.
    pub refunds: Money,
    /// Dropped to the safe.
    pub drops: Money,
    /// What it must hold.
    pub expected: Money,
}

impl CashLines {
    /// The lines of a drawer.
    pub fn of(d: &Drawer) -> Result<CashLines, crate::refusal::Refusal> {
        let too_much = crate::refusal::Refusal::TooMuch;
        Ok(CashLines {
            float: d.float,
            taken: d.tendered.minus(d.change).ok_or(too_much)?,
            voids: d.voids,
            cash_in: d.cash_in,
            cash_out: d.cash_out,
            change_in: d.change_in,
            change_out: d.change_out,
            refunds: d.refunds,
            drops: d.drops,
            expected: d.expected()?,
        })
    }
}

/// One way of paying in a shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TenderTotal {
    /// The method's word.
    pub method: String,
    /// Tenders.
    pub count: i64,
    /// Taken less change; none while hidden.
    pub taken: Option<Money>,
    /// Handed back for voids; none while hidden.
    pub voided: Option<Money>,
    /// What must be there of it: for cash what the drawer must hold; none while hidden.
    pub expected: Option<Money>,
    /// What was counted; none on an X report.
    pub counted: Option<Money>,
    /// Of cheques, what went to the bank from this drawer: it is not there any more. None while hidden, and for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub at_bank: Option<Money>,
    /// Of what was voided or went to the bank, what left after it was counted: by so much more had to be there then. Below zero
    /// where it came back from the bank instead. None while hidden, and for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub since_count: Option<Money>,
}

/// A void whose money left the drawer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VoidLine {
    /// The receipt.
    pub receipt: String,
    /// The slip.
    pub slip: String,
    /// What had been paid.
    pub amount: Money,
    /// Why, in the list's word.
    pub reason: String,
    /// Who allowed it; empty when nobody had to.
    pub allowed_by: String,
}

/// Cash in or out beside payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MoveLine {
    /// The kind's word.
    pub kind: String,
    /// When, by the office's clock, such as `14:05`.
    pub at_local: String,
    /// How much.
    pub amount: Money,
    /// Why, in the list's word; may be empty.
    pub reason: String,
    /// A note; may be empty.
    pub note: String,
    /// The other shift, for change between clerks; else empty.
    pub other: String,
}

/// How a shift ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CloseLines {
    /// Cash counted.
    pub counted: Money,
    /// Counted less expected.
    pub variance: Money,
    /// The notes and coins of the last count.
    pub pieces: Vec<Pieces>,
    /// How often it was counted.
    pub counts: i64,
    /// Who counted it last, where that was not whose shift it is; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<String>")]
    pub counted_by: String,
    /// Who closed it, likewise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<String>")]
    pub closed_by: String,
    /// Who has had the day's figures exported before it was counted to its end; empty where nobody has.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<String>")]
    pub seen_by: String,
    /// Why it differs, in the list's word; empty when it does not.
    pub reason: String,
    /// A note; may be empty.
    pub note: String,
    /// Who allowed the variance; empty when nobody had to, or nobody else was there.
    pub allowed_by: String,
    /// Whether it was closed first, for somebody else to look at afterwards.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub second_look: bool,
    /// Kept as the next float.
    pub kept: Money,
    /// Why that is more than the drawer's float; empty where it is not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[ts(optional, as = "Option<String>")]
    pub kept_reason: String,
    /// Who took the drawer over; empty when it went back to the safe.
    pub handed_to: String,
    /// Left for the bank: drops and what was counted, less what is kept.
    pub banked: Money,
}

/// What is paid in at the bank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DepositDoc {
    /// The office.
    pub office: OfficeHead,
    /// The slip's number.
    pub number: String,
    /// The business date.
    pub business_on: Day,
    /// When, as the office's clock showed it.
    pub at_local: String,
    /// Who made it.
    pub by: String,
    /// Bank and account it goes to; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bank: String,
    /// The Z reports it pays in, or the cheques.
    pub lines: Vec<DepositLine>,
    /// The notes and coins it holds, where they were named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<Pieces>,
    /// The notes and coins that stay in the safe, where it was counted just before; with those above they are that count's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stays_pieces: Vec<Pieces>,
    /// The sum that is paid in.
    pub total: Money,
    /// By how much that is more, or below zero less, than its lines come to: as it was counted, and a second person let
    /// pass.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub off: Money,
    /// The hash of its audit row, in hex; filled in when the document is made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audit_hash: String,
}

// Serde asks by reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_nothing(off: &Money) -> bool {
    off.is_zero()
}

/// What a line is called that is no Z report's: more or less than had to be there, as it was counted in the safe.
pub const SAFE_LINE: &str = "SAFE";

/// What a slip calls the change that was brought from the safe to drawers.
pub const CHANGE_LINE: &str = "CHANGE";

/// What a slip calls the fund that the slip before it left in the safe.
pub const FUND_LINE: &str = "FUND";

/// What a slip calls the cash that was brought to the safe from outside the office.
pub const BROUGHT_LINE: &str = "BROUGHT";

/// What a slip calls what it leaves in the safe.
pub const STAYS_LINE: &str = "STAYS";

/// One thing that is paid in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositLine {
    /// A Z report's number, or a cheque's; empty for a day's cash that was in no drawer, [`SAFE_LINE`] for what counts of
    /// the safe found otherwise, [`CHANGE_LINE`] for the change that left it, [`FUND_LINE`], [`BROUGHT_LINE`] and
    /// [`STAYS_LINE`] for the fund in it.
    pub what: String,
    /// Whose shift, or the bank a cheque is drawn on.
    pub of: String,
    /// Its business date.
    pub on: Day,
    /// Dropped to the safe meanwhile; zero for cheques.
    pub drops: Money,
    /// All of it that is paid in.
    pub amount: Money,
}

/// A closed day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayDoc {
    /// The office.
    pub office: OfficeHead,
    /// The day.
    pub business_on: Day,
    /// The business date after it.
    pub next_on: Day,
    /// When it was closed, as the office's clock showed it.
    pub at_local: String,
    /// Who closed it.
    pub by: String,
    /// Its Z reports.
    pub shifts: Vec<DayShift>,
    /// By way of paying, the whole day: drawers, and money in hand that the worker posted.
    pub tenders: Vec<DayTender>,
    /// What of it went into no drawer, by way of paying: money in hand that the worker posted, and what was taken
    /// without a shift; less what was refunded in cash out of no drawer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub no_drawer: Vec<DayTender>,
    /// Receipts of the day.
    pub receipts: i64,
    /// Voids of the day.
    pub voids: i64,
    /// What of the day its Z reports do not tell; none on papers of versions that did not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_no_z: Option<OnNoZ>,
    /// Payments of days before that fell on this one: refunds, bounces, reversals, transfers.
    #[serde(default, skip_serializing_if = "none")]
    pub returns: i64,
    /// Their money.
    #[serde(default, skip_serializing_if = "no_money")]
    pub returned: Money,
    /// Left for the bank by the day's Z reports.
    pub banked: Money,
    /// Slips made that day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deposits: Vec<DayDeposit>,
    /// What was brought to the safe that day, and what of it was taken back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brought: Vec<DayBrought>,
    /// What is still to be paid in after them; with the day's own cash in no drawer.
    pub to_bank: Money,
    /// What the office keeps in its safe, of what lies there.
    #[serde(default, skip_serializing_if = "no_money")]
    pub stays: Money,
    /// What the drawers are left with for the morning: with both of these, all the cash in the office;
    /// none on papers of versions that did not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Money>,
    /// Tickets that were still open in the hall.
    pub tickets_left: i64,
    /// The hash of its audit row, in hex; filled in when the document is made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audit_hash: String,
    /// What the code of its daily seal says; filled in when the document is made, and empty for a day that was not
    /// sealed by itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seal: String,
}

/// What was handed out, voided or given back at no drawer: with its Z reports the paper of a day tells each of it, and none
/// twice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnNoZ {
    /// Duplicates, each with who handed it out and where.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duplicates: Vec<String>,
    /// How many more there are than these.
    #[serde(default, skip_serializing_if = "none")]
    pub duplicates_more: i64,
    /// Voids of receipts of no drawer, or of one that was closed before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voids: Vec<VoidLine>,
    /// Payments of days before that fell, and credit that was paid out, by a bank or out of no drawer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returns: Vec<ReturnLine>,
    /// How many more there are than these.
    #[serde(default, skip_serializing_if = "none")]
    pub returns_more: i64,
}

impl OnNoZ {
    /// How many duplicates, voids and returns it tells of.
    #[must_use]
    pub fn counts(&self) -> [i64; 3] {
        let more = |n: usize, more: i64| i64::try_from(n).unwrap_or(i64::MAX).saturating_add(more);
        [
            more(self.duplicates.len(), self.duplicates_more),
            more(self.voids.len(), 0),
            more(self.returns.len(), self.returns_more),
        ]
    }
}

/// A payment that fell after its day, credit that was paid out, or a cheque that its bank debited after a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnLine {
    /// Its number.
    pub number: String,
    /// The kind's word.
    pub kind: String,
    /// The receipt; of credit the account's number.
    pub receipt: String,
    /// The money that went with it.
    pub amount: Money,
}

fn none(n: &i64) -> bool {
    *n == 0
}

fn no_money(amount: &Money) -> bool {
    amount.is_zero()
}

/// A Z report on the paper of its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayShift {
    /// Its number.
    pub z: String,
    /// The counter's code.
    pub counter: String,
    /// Whose it was.
    pub clerk: String,
    /// What the drawer had to hold.
    pub expected: Money,
    /// What was counted.
    pub counted: Money,
    /// The difference.
    pub variance: Money,
    /// Left for the bank.
    pub banked: Money,
    /// Put into the drawer for other ends.
    #[serde(default, skip_serializing_if = "no_money")]
    #[ts(optional, as = "Option<Money>")]
    pub cash_in: Money,
    /// Taken out of it for other ends.
    #[serde(default, skip_serializing_if = "no_money")]
    #[ts(optional, as = "Option<Money>")]
    pub cash_out: Money,
    /// Kept in it as the next float.
    #[serde(default, skip_serializing_if = "no_money")]
    #[ts(optional, as = "Option<Money>")]
    pub kept: Money,
    /// The other ways of paying that were counted otherwise than was taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<TenderVariance>>")]
    pub tenders: Vec<TenderVariance>,
}

/// A way of paying on the paper of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayTender {
    /// The method's word.
    pub method: String,
    /// Tenders.
    pub count: i64,
    /// Taken less change and voids.
    pub amount: Money,
}

/// Cash that was brought to the safe from outside the office, on the paper of its day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayBrought {
    /// Its number.
    pub number: String,
    /// By which paper it came.
    pub paper: String,
    /// Who brought it.
    pub by: String,
    /// How much.
    pub amount: Money,
    /// Why it was taken back; empty where it stands.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub taken_back: String,
}

/// A deposit slip on the paper of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayDeposit {
    /// Its number.
    pub number: String,
    /// `cash` or `cheques`.
    pub kind: String,
    /// How much.
    pub amount: Money,
}
