//! The audit room as the screens see it.

use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::time::{Day, Instant, Month};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names a business day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DayRef {
    /// The business date; none is today's.
    #[serde(default)]
    #[ts(optional)]
    pub on: Option<Day>,
}

/// Names a month.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MonthRef {
    /// The month of business dates.
    pub month: Month,
}

/// A day's or month's figures.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Figures {
    /// First business date.
    pub from: Day,
    /// Last business date.
    pub to: Day,
    /// The day whose money is left out: the reader has still to count a drawer of it, and counts it blind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub left_out: Option<Day>,
    /// Receipts written, voids included.
    pub receipts: i64,
    /// Money taken, voids included.
    pub taken: Money,
    /// Receipts voided.
    pub voids: i64,
    /// Money of voids.
    pub voided: Money,
    /// Payments that fell after their day: refunds, bounces, reversals, and transfers to another account, each on
    /// the day on which it fell.
    pub returns: i64,
    /// Their money.
    pub returned: Money,
    /// Taken, less voided, less returned.
    pub net: Money,
    /// Net by way of paying.
    pub by_method: Vec<MethodSum>,
    /// Net by clerk.
    pub by_clerk: Vec<ClerkSum>,
    /// The receipt numbers per counter: first, last, count, voids, gaps.
    pub sequences: Vec<Sequence>,
    /// Open bills past their due date at the end of the period (of today, for a period not over).
    pub overdue_bills: i64,
    /// Their sum.
    pub overdue: Money,
    /// Rows of the audit log.
    pub audit_rows: i64,
    /// Reprints.
    pub reprints: i64,
}

/// A sum of one way of paying.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MethodSum {
    /// The way.
    pub method: Method,
    /// Tenders.
    pub count: i64,
    /// What went back that way of payments that fell.
    pub returned: Money,
    /// Net of change, voids, and what went back.
    pub amount: Money,
}

/// A sum of one clerk.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ClerkSum {
    /// Log-in name.
    pub clerk: String,
    /// Receipts, voids included.
    pub count: i64,
    /// Net of voids and of what was given back.
    pub amount: Money,
    /// Voids.
    pub voids: i64,
    /// What they gave back of payments that fell.
    pub returned: Money,
}

/// The receipt numbers of one counter in a period.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Sequence {
    /// Counter code.
    pub counter: String,
    /// First number.
    pub first: String,
    /// Last number.
    pub last: String,
    /// How many.
    pub count: i64,
    /// Of them void.
    pub voids: i64,
    /// Missing numbers; always 0 in a sound book.
    pub gaps: i64,
}

/// A month as the room shows it before exporting.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MonthSummary {
    /// The month.
    pub month: Month,
    /// Its figures.
    pub figures: Figures,
    /// Net per business day, for the chart.
    pub days: Vec<DaySum>,
    /// What an auditor looks at first: the newest hundred of each kind.
    pub exceptions: Vec<Exception>,
    /// Whether there are older ones of some kind; the month's pack has them all.
    pub cut: bool,
    /// Z reports: a shift that ended each.
    pub z_reports: i64,
    /// How often cash was moved beside payments and voids.
    pub cash_moves: i64,
    /// Deposit slips.
    pub deposits: i64,
    /// Cheques that were received or went a step further.
    pub cheques: i64,
    /// Requests for another person's word.
    pub approvals: i64,
    /// What of it went to the bank.
    pub banking: Banking,
}

/// What of a month went to the bank, and what lay in the office at its end.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Banking {
    /// What its Z reports have left for the bank.
    pub left: Money,
    /// What its slips of cash have paid in.
    pub paid_in: Money,
    /// What lay in the office when its last closed day was closed; none where no day is closed, and where that was done by a version
    /// that did not say it.
    pub at_end: Option<AtEnd>,
}

/// What lay in the office when a day was closed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AtEnd {
    /// The day.
    pub on: Day,
    /// In the safe, with what stays there.
    pub in_safe: Money,
    /// Cheques that were not at the bank.
    pub cheques: i64,
    /// What they come to.
    pub cheques_amount: Money,
}

/// A day's net.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DaySum {
    /// Business date.
    pub on: Day,
    /// Receipts.
    pub receipts: i64,
    /// Net.
    pub net: Money,
    /// Voids.
    pub voids: i64,
    /// Money of payments that fell on this day.
    pub returned: Money,
}

/// Something an auditor looks at first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Exception {
    /// `void`, `manager_void`, `reprint`, `directed`, `rights_changed`, `rules_changed`, `key_shown`, `admin_reset`, `clock_went_back`,
    /// `dead_letter`, `money_cancelled`, `failed_log_in`, `drawer_probed`, `seen_before_count`, `deposit_differs`, `variance`, `variance_first`, `above_ceiling`,
    /// `closed_for_another`, `other_float`, `first_float`, `old_day`, `cash_in`, `cash_out`, `safe_in`, `safe_back`, `slip_taken_back`, `first_beside`, `reversal`, `refund`, `transfer`,
    /// `bounce`, `bounce_after_refund`, `pay_out`, `second_look_open`, `second_look_overdue`, `second_look_refused`,
    /// `closed_over_looks`, `second_person_made`, `not_banked`, `cheques_not_deposited`.
    pub kind: String,
    /// Business date.
    pub on: Day,
    /// What it is about: the number of a receipt, ticket, shift or slip, or a name.
    pub subject: String,
    /// Who.
    pub who: String,
    /// Amount, where there is one.
    pub amount: Option<Money>,
    /// The reason or note.
    pub detail: String,
    /// The rules that were changed, of which `detail` tells in the papers' words.
    pub changed: Vec<RuleChange>,
}

/// A rule that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RuleChange {
    /// Its name in the book; a role and a kind of request for the most that it may approve of that.
    pub rule: String,
    /// What it was.
    pub from: RuleValue,
    /// What it is.
    pub to: RuleValue,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum RuleValue {
    /// There is none.
    Nothing,
    /// It holds, or does not.
    Yes {
        /// Whether it holds.
        yes: bool,
    },
    /// An amount.
    Amount {
        /// The amount.
        amount: Money,
    },
    /// Several amounts.
    Amounts {
        /// The amounts.
        amounts: Vec<Money>,
    },
    /// A count, days, hours or a share.
    Number {
        /// As it is written.
        number: String,
    },
    /// A word.
    Text {
        /// The word.
        text: String,
    },
    /// What stands in no log.
    Unsaid,
}

foil_domain::words! {
    /// A register of a month's pack that is a list in the window, too.
    pub enum Register {
        /// Duplicates that were handed out.
        Reprints = "reprints",
        /// What set a rule aside or changed one.
        Overrides = "overrides",
    }
}

/// Names a register of a month.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MonthRegister {
    /// The month of business dates.
    pub month: Month,
    /// Which register.
    pub register: Register,
}

/// A register of a month, the newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RegisterPage {
    /// Its newest rows.
    pub rows: Vec<RegisterRow>,
    /// Whether the pack may have more.
    pub cut: bool,
    /// The day from which on the log was looked through, where that is not all of the month: of older days nothing is told.
    pub since: Option<Day>,
}

/// A row of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RegisterRow {
    /// Business date.
    pub on: Day,
    /// The act.
    pub act: String,
    /// What it was about.
    pub subject: String,
    /// Who, by their log-in name then.
    pub who: String,
    /// What was changed, from what to what.
    pub changed: Vec<RuleChange>,
}

/// The audit log, newest first, a page at a time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AuditList {
    /// The counter's code; none is the office's own chain.
    #[serde(default)]
    #[ts(optional)]
    pub counter: Option<String>,
    /// The last place of the page before.
    #[serde(default)]
    #[ts(optional)]
    pub before: Option<i64>,
    /// Rows a page, 1 to 500.
    pub limit: i64,
}

/// A page of the audit log.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AuditPage {
    /// The rows.
    pub rows: Vec<AuditRowView>,
    /// Rows in this chain, all.
    pub total: i64,
    /// The codes of all chains.
    pub chains: Vec<String>,
}

/// A row of the audit log.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AuditRowView {
    /// Its place in the chain.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// Business date.
    pub business_on: Day,
    /// Who.
    pub who: String,
    /// The act.
    pub act: String,
    /// What changed, as JSON text.
    pub changes: String,
    /// What stands in it under an id of the book's own, by the number that people know it by.
    pub named: Vec<NamedId>,
    /// Its hash.
    pub hash: String,
}

/// What an id in a row of the log is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NamedId {
    /// Under which name the row has it: `payment`, `accounts`; of a paper its kind.
    pub what: String,
    /// The id.
    #[ts(type = "number")]
    pub id: i64,
    /// Its number; of a person how they logged in then.
    pub number: String,
}

/// Writes a day's files.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportDay {
    /// The business date.
    pub on: Day,
    /// The folder to write into; empty means the document folder.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub folder: String,
}

/// Writes a month's audit files.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportMonth {
    /// The month of business dates.
    pub month: Month,
    /// The folder to write into; a folder `audit-YYYY-MM` is made in it.
    pub folder: String,
}

/// Makes a month's audit pack.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportPack {
    /// The month of business dates.
    pub month: Month,
    /// The folder to write into; a file `audit-YYYY-MM.zip` is made in it.
    pub folder: String,
    /// How many receipts are drawn for the auditor, up to 1,000; none is 60.
    #[serde(default)]
    #[ts(optional)]
    pub sample: Option<i64>,
    /// The auditor's own seed; none is worked out from the month's last seal.
    #[serde(default)]
    #[ts(optional)]
    pub seed: Option<String>,
}

/// A pack was made.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackMade {
    /// The file.
    pub path: String,
    /// Its bytes.
    pub bytes: i64,
    /// Its SHA-256, hex.
    pub sha256: String,
    /// Whether its month was over.
    pub closed: bool,
    /// Exceptions in it.
    pub exceptions: i64,
    /// Receipts drawn.
    pub drawn: i64,
    /// The seed they were drawn with.
    pub seed: String,
    /// How many were asked for.
    #[serde(default)]
    pub asked_for: i64,
    /// Who gave that seed at the export; none where the last seal draws.
    #[serde(default)]
    pub given_by: Option<String>,
    /// The public key it is signed for, hex.
    pub key: String,
    /// What is in it.
    pub files: Vec<ExportedFile>,
}

/// The figures by which an office is measured.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Kpis {
    /// Claims issued in the period, those cancelled by its end left out.
    pub claims: i64,
    /// Their totals.
    pub billed: Money,
    /// Collected, net of voids.
    pub collected: Money,
    /// Collected ÷ billed, in basis points; none when nothing was billed.
    pub collection_ratio: Option<i64>,
    /// What accounts owed at the period's end.
    pub receivable: Money,
    /// What was billed in the `revenue_days` up to the period's end.
    pub revenue: Money,
    /// A year, or as many days as the book has.
    pub revenue_days: i64,
    /// Receivable ÷ revenue × its days, in tenths of a day; none without revenue.
    pub collection_period: Option<i64>,
}

/// Files were written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Exported {
    /// The folder.
    pub folder: String,
    /// The files.
    pub files: Vec<ExportedFile>,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExportedFile {
    /// Its name.
    pub name: String,
    /// Rows in it.
    pub rows: i64,
    /// Bytes.
    pub bytes: i64,
    /// SHA-256, hex.
    pub sha256: String,
}

/// The daily seals, newest first, a page at a time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SealList {
    /// The last number of the page before.
    #[serde(default)]
    #[ts(optional)]
    pub before: Option<i64>,
    /// Seals a page, 1 to 500.
    pub limit: i64,
}

/// A page of the daily seals.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SealPage {
    /// The office's public key, hex.
    pub key: String,
    /// The seals.
    pub seals: Vec<SealView>,
}

/// A daily seal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SealView {
    /// Its number.
    pub n: i64,
    /// The day it closes.
    pub business_on: Day,
    /// When it was made.
    pub made_at: Instant,
    /// How many chains it seals.
    pub chains: i64,
    /// Receipts of the day.
    pub receipts: i64,
    /// Numbers missing among them.
    pub gaps: i64,
    /// Its hash.
    pub sha256: String,
    /// What its QR code says.
    pub code: String,
}

/// Verifies an exported file or folder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Verify {
    /// The file or folder.
    pub path: String,
    /// A pack: seals that left the office earlier, to hold it against (files, folders, older packs).
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub seals: Vec<String>,
    /// A pack: hold it against the open book, too.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub book: bool,
}

/// What verifying found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VerifyReport {
    /// Whether everything is as it was written.
    pub sound: bool,
    /// Files looked at.
    pub files: Vec<VerifiedFile>,
    /// What is wrong, each naming file and row; at most 100.
    pub findings: Vec<String>,
    /// A pack: what speaks for it.
    pub proof: Option<Proof>,
}

/// What speaks for a pack beside its own sums.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Proof {
    /// The office's name.
    pub office: String,
    /// The month, `YYYY-MM`.
    pub month: String,
    /// Whether the month was over.
    pub closed: bool,
    /// The public key that it is signed for, hex.
    pub key: String,
    /// Daily seals in it.
    pub seals: i64,
    /// The last day that is sealed in it.
    pub sealed_to: Option<Day>,
    /// Seals from outside that it was held against.
    pub witnesses: i64,
    /// Whether it was held against a book.
    pub book: bool,
    /// How its sample was drawn.
    pub sample: SampleProof,
    /// Exceptions that its list leaves out, for it has no more of a kind than the newest that anybody could read; each
    /// stands in the register that it is drawn from.
    pub left_out: i64,
}

/// How a pack's sample was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SampleProof {
    /// Receipts that were drawn.
    pub drawn: i64,
    /// How many were asked for at the export.
    pub asked_for: i64,
    /// The seed.
    pub seed: String,
    /// Who gave it at the export, so that they could choose what is looked at; empty where the pack does not say who.
    /// None where it is worked out from the pack's last seal.
    pub given_by: Option<String>,
}

/// A file that was verified.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VerifiedFile {
    /// Its name.
    pub name: String,
    /// Rows checked.
    pub rows: i64,
    /// Whether it is as it was written.
    pub sound: bool,
}
