//! Meters and readings as the screens see them.

use crate::billing::views::BilledBefore;
use crate::payments::views::Refused;
use foil_domain::customers::Service;
use foil_domain::ids::{AccountId, CycleId, MeterId, ReadingId, UseCaseId};
use foil_domain::metering::case::{CaseKind, CaseState, CaseStep};
use foil_domain::metering::check::Check;
use foil_domain::metering::{EstimateBy, MeterState, Purpose, ReadingKind, ReadingSource, Remark};
use foil_domain::text::{Code, Note, Reason};
use foil_domain::time::{Day, Instant};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for a life line: of the meters of an account, or of one meter.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LifeLineOf {
    /// The meters of this account.
    #[serde(default)]
    #[ts(optional)]
    pub account: Option<AccountId>,
    /// The accounts of this meter.
    #[serde(default)]
    #[ts(optional)]
    pub meter: Option<MeterId>,
    /// The meter of this number, however it is typed.
    #[serde(default)]
    #[ts(optional)]
    pub number: Option<String>,
}

/// What became of meters at an account, or of a meter at accounts.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LifeLine {
    /// The account that was asked for; of a meter, the one it hangs on.
    pub account: Option<MeteredAccount>,
    /// The meter that was asked for; of an account, the one that hangs there.
    pub meter: Option<MeterView>,
    /// The spans, newest first, at most 100.
    pub spans: Vec<SpanView>,
}

/// An account as the metering room shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MeteredAccount {
    /// Id.
    pub id: AccountId,
    /// Number.
    pub number: String,
    /// The customer's name.
    pub name: String,
    /// Service.
    pub service: Service,
    /// Meter number as the account names it; may be empty.
    pub meter: String,
    /// For installing and exchanging.
    pub version: i64,
    /// The business date.
    pub today: Day,
}

/// A meter.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MeterView {
    /// Its record; none for a number that was never read here.
    pub id: Option<MeterId>,
    /// Number.
    pub number: String,
    /// What it measures.
    pub service: Service,
    /// Where it is.
    pub state: MeterState,
    /// Remark.
    pub note: String,
    /// Its registers, in order.
    pub registers: Vec<RegisterView>,
}

/// A register with what it showed last.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RegisterView {
    /// Its number on the meter.
    pub register: i64,
    /// Time band; `demand…` for the highest load, empty for all use.
    pub band: String,
    /// Unit of its use.
    pub unit: String,
    /// Whole digits; 0 when they are not known.
    pub digits: i64,
    /// Units for one count, as decimal text.
    pub multiplier: String,
    /// Day of the newest reading.
    pub last_on: Option<Day>,
    /// What it showed then; empty when it was never read.
    pub last_value: String,
    /// How that is known.
    pub last_kind: Option<ReadingKind>,
}

/// A time in which a meter hung on an account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SpanView {
    /// The meter.
    pub meter: MeterId,
    /// Its number.
    pub meter_number: String,
    /// The account.
    pub account: AccountId,
    /// Its number.
    pub account_number: String,
    /// First day.
    pub from: Day,
    /// Last day; none while it hangs there.
    pub to: Option<Day>,
    /// Why it was hung there or taken off.
    pub reason: String,
    /// What it showed first and last, register by register.
    pub ends: Vec<SpanEnds>,
}

/// What a register showed at both ends of a span.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SpanEnds {
    /// The register's number.
    pub register: i64,
    /// What it showed first; empty when it was never read.
    pub first: String,
    /// What it showed last.
    pub last: String,
    /// How that is known.
    pub last_kind: ReadingKind,
    /// Units used in between.
    pub units: String,
}

/// A register of a meter that is not known yet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NewRegister {
    /// Its number on the meter, 1 to 50.
    pub register: i64,
    /// Time band; empty for all use.
    pub band: Note,
    /// Whole digits, 1 to 12; 0 when they are not known.
    pub digits: i64,
    /// Units for one count, above 0 up to 100,000, as decimal text.
    pub multiplier: String,
    /// What its units are, such as kWh, kL or CCF; empty for what the service is counted in.
    #[serde(default)]
    #[ts(optional)]
    pub unit: Option<Note>,
}

/// What a register shows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShownValue {
    /// The register's number on the meter.
    pub register: i64,
    /// What it shows.
    pub value: String,
}

/// The meter that is to be hung on an account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HungMeter {
    /// Its number.
    pub number: Code,
    /// Its registers, for a meter that is not known yet; empty is one register of unknown digits.
    pub registers: Vec<NewRegister>,
    /// What it shows, register by register.
    pub values: Vec<ShownValue>,
}

/// Hangs a meter on an account that has none.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct InstallMeter {
    /// The account.
    pub account: AccountId,
    /// The version that was shown.
    pub version: i64,
    /// Day; not after the business date.
    pub on: Day,
    /// The meter.
    pub meter: HungMeter,
    /// Why.
    pub reason: Reason,
}

/// What a register shows when its meter is taken off.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LastShown {
    /// The register's number on the meter.
    pub register: i64,
    /// What it shows; empty for an estimate, where the remark says why nobody could read it.
    pub value: String,
    /// Whether it ran through zero, where it fell.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub rolled_over: Option<bool>,
}

/// The last readings of a meter that is taken off.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FinalReading {
    /// What it shows, register by register.
    pub values: Vec<LastShown>,
    /// What was found at it.
    pub remark: Remark,
    /// How what it shows is known: actual, or provisional where nobody could read it and there is no past to estimate it from;
    /// actual where it is left out.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub kind: Option<ReadingKind>,
    /// Why it is right in spite of doubts.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub accept: Option<Reason>,
    /// It will never be used again; else it goes back to the shelf.
    pub retired: bool,
}

/// Takes a meter off and hangs another, the same day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExchangeMeter {
    /// The account.
    pub account: AccountId,
    /// The version that was shown.
    pub version: i64,
    /// Day; not after the business date, not before the last reading.
    pub on: Day,
    /// The old meter's last reading.
    pub old: FinalReading,
    /// The new meter.
    pub new: HungMeter,
    /// Why.
    pub reason: Reason,
}

/// Takes a meter off.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RemoveMeter {
    /// The account.
    pub account: AccountId,
    /// The version that was shown.
    pub version: i64,
    /// Day; not after the business date, not before the last reading.
    pub on: Day,
    /// Its last reading.
    pub old: FinalReading,
    /// Why.
    pub reason: Reason,
}

/// A register of a meter as it is in truth.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RightRegister {
    /// The register's number on the meter.
    pub register: i64,
    /// Whole digits, 1 to 12; 0 when they are not known.
    pub digits: i64,
    /// Units for one count, above 0 up to 100,000, as decimal text.
    pub multiplier: String,
    /// What its units are, such as kWh, kL or CCF.
    pub unit: Note,
}

/// Asks what putting the meter on an account right would do.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewMeter {
    /// The account that it hangs on.
    pub account: AccountId,
    /// Its registers as they are; those that are left out stay.
    pub registers: Vec<RightRegister>,
}

/// Puts the multiplier, digits or unit of the meter on an account right. It stays where it hangs; what it showed stays.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CorrectMeter {
    /// The account that it hangs on.
    pub account: AccountId,
    /// The version that was shown.
    pub version: i64,
    /// Its registers as they are; those that are left out stay.
    pub registers: Vec<RightRegister>,
    /// Why.
    pub reason: Reason,
}

/// What a register has counted, before and after it is put right; of a load the highest.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecountedRegister {
    /// The register's number on the meter.
    pub register: i64,
    /// Time band; empty for all use.
    pub band: String,
    /// What it has counted by what is on record, with its unit.
    pub was: String,
    /// The same by the right particulars.
    pub is: String,
}

/// What putting a meter right would do.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MeterCorrection {
    /// Readings whose use would be counted anew.
    pub readings: i64,
    /// The registers that would change.
    pub registers: Vec<RecountedRegister>,
    /// Standing bills that were made with the wrong values.
    pub billed: BilledBefore,
}

/// A meter that was put right.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MeterCorrected {
    /// The life line of the account.
    pub line: LifeLine,
    /// Readings whose use was counted anew.
    pub readings: i64,
    /// Standing bills that were made with the wrong values: each is put right by cancelling it and making it anew.
    pub billed: BilledBefore,
}

/// A reading as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadingEntry {
    /// The account.
    pub account: AccountId,
    /// The register's number on the meter.
    pub register: i64,
    /// Day.
    pub on: Day,
    /// What it shows; empty to estimate, where the remark says why nobody could read it.
    pub value: String,
    /// How it is known.
    pub kind: ReadingKind,
    /// What was found at the meter.
    pub remark: Remark,
    /// Why it is right in spite of doubts.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub reason: Option<Reason>,
    /// Whether a register that fell ran through zero.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub rolled_over: Option<bool>,
}

/// Stores readings.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EnterReadings {
    /// The readings, at most 500, those of an account in the order of their days.
    pub rows: Vec<ReadingEntry>,
    /// Nothing is stored unless every row is good; else the good rows are.
    pub all_or_nothing: bool,
    /// Entered at the counter, one customer's; else in the grid.
    pub at_counter: bool,
}

/// Asks what would be said of readings.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewReadings {
    /// The readings, at most 500.
    pub rows: Vec<ReadingEntry>,
}

foil_domain::words! {
    /// What became of a row.
    pub enum RowFate {
        /// Good; once entered, stored.
        Good = "good",
        /// The same reading is there already.
        Same = "same",
        /// It needs a reason, or a word about the rollover.
        Asked = "asked",
        /// It is refused.
        Refused = "refused",
    }
}

/// What is said of a row.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RowVerdict {
    /// The account.
    pub account: AccountId,
    /// The register's number.
    pub register: i64,
    /// What became of it.
    pub fate: RowFate,
    /// The reading, once it is stored.
    pub reading: Option<ReadingId>,
    /// What the register shows, also when it was estimated; empty when refused.
    pub value: String,
    /// How it is known.
    pub kind: ReadingKind,
    /// Units since the reading before.
    pub units: String,
    /// Days that the checks speak of.
    pub days: i64,
    /// What would have been usual in those days; empty without a past.
    pub usual: String,
    /// The unit.
    pub unit: String,
    /// A person must say whether the register ran through zero.
    pub needs_word: bool,
    /// What is said, the heaviest first.
    pub checks: Vec<Check>,
    /// Why the row could not be judged at all.
    pub refused: Option<Refused>,
}

/// What became of readings.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EnteredReadings {
    /// Rows stored.
    pub stored: i64,
    /// Rows that were there already.
    pub same: i64,
    /// Rows that need a reason.
    pub asked: i64,
    /// Rows refused.
    pub refused: i64,
    /// Cases opened or moved.
    pub cases: i64,
    /// Row by row.
    pub rows: Vec<RowVerdict>,
}

/// Replaces a wrong reading, as long as no bill stands on it and none was taken after it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplaceReading {
    /// The wrong reading.
    pub reading: ReadingId,
    /// What the register showed.
    pub value: String,
    /// How it is known.
    pub kind: ReadingKind,
    /// What was found at the meter.
    pub remark: Remark,
    /// Whether a register that fell ran through zero.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub rolled_over: Option<bool>,
    /// Why it is replaced.
    pub reason: Reason,
}

/// Estimates the accounts of a cycle or route that were not read in a round.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EstimateReadings {
    /// The cycle; none takes all accounts.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub cycle: Option<CycleId>,
    /// The route; empty takes all.
    pub route: Note,
    /// Accounts that were read on or after this day are left alone.
    pub unread_since: Day,
    /// Day of the estimates; not after the business date.
    pub on: Day,
    /// Also where the limit of estimates in a row is reached, for this reason.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub beyond_limit: Option<Reason>,
}

/// What became of estimates.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EstimatedReadings {
    /// Readings estimated.
    pub estimated: i64,
    /// Accounts at the limit of estimates in a row.
    pub at_limit: i64,
    /// Accounts without a past to estimate from, or otherwise refused.
    pub refused: i64,
    /// What was not estimated and why, at most 200.
    pub left: Vec<NotEstimated>,
}

/// An account that was not estimated.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotEstimated {
    /// The account.
    pub account: AccountId,
    /// Its number.
    pub number: String,
    /// Why.
    pub words: String,
}

/// Asks for a page of the readings grid, in the order of the walk.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GridOf {
    /// The cycle; none takes all accounts.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub cycle: Option<CycleId>,
    /// The route; empty takes all.
    pub route: Note,
    /// Only accounts that were not read on or after this day.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub unread_since: Option<Day>,
    /// Day of the readings that will be entered: usual use is shown for it.
    pub on: Day,
    /// The last row of the page before.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub after: Option<GridPlace>,
    /// Accounts a page, 1 to 500.
    pub limit: i64,
}

/// A place in the grid.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GridPlace {
    /// The route.
    pub route: String,
    /// The place on it.
    pub place: i64,
    /// The account.
    pub account: AccountId,
}

/// A page of the grid.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GridPage {
    /// The rows, a register each.
    pub rows: Vec<GridRow>,
    /// Accounts in all, told with the first page.
    pub total: Option<i64>,
    /// Where the next page begins; none after the last.
    pub next: Option<GridPlace>,
}

/// A register of an account, ready to be read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GridRow {
    /// The account.
    pub account: AccountId,
    /// Its number.
    pub number: String,
    /// The customer's name.
    pub name: String,
    /// The property's address.
    pub address: String,
    /// Service.
    pub service: Service,
    /// Its route; may be empty.
    pub route: String,
    /// Its place on the route.
    pub place: i64,
    /// Meter number.
    pub meter: String,
    /// The register's number.
    pub register: i64,
    /// Its band; may be empty.
    pub band: String,
    /// Its unit.
    pub unit: String,
    /// Whole digits; 0 when they are not known.
    pub digits: i64,
    /// Units for one count.
    pub multiplier: String,
    /// Day of the newest reading.
    pub last_on: Option<Day>,
    /// What it showed; empty when it was never read.
    pub last_value: String,
    /// How that is known.
    pub last_kind: Option<ReadingKind>,
    /// What would be usual until the day asked for; empty without a past.
    pub usual: String,
    /// Estimates in a row so far.
    pub estimates: i64,
}

/// A route of a cycle.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadingRoute {
    /// The cycle; none for accounts without one.
    pub cycle: Option<CycleId>,
    /// Its code; empty without.
    pub code: String,
    /// Its name; empty without.
    pub name: String,
    /// The route; may be empty.
    pub route: String,
    /// Accounts with a meter.
    pub accounts: i64,
}

/// Asks for the readings of an account, newest first, a page at a time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadingList {
    /// The account.
    pub account: AccountId,
    /// Also those that were replaced or taken back.
    pub all: bool,
    /// The last reading of the page before; none for the first page.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub before: Option<ReadingId>,
    /// None that was read after this day; none for all.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub until: Option<Day>,
    /// At most so many, 1 to 500.
    pub limit: i64,
}

/// A reading.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadingView {
    /// Id.
    pub id: ReadingId,
    /// Day.
    pub on: Day,
    /// Meter number.
    pub meter: String,
    /// The register's number.
    pub register: i64,
    /// Its band; may be empty.
    pub band: String,
    /// What it showed.
    pub value: String,
    /// Units since the reading before.
    pub units: String,
    /// How it is known.
    pub kind: ReadingKind,
    /// What it was taken for.
    pub purpose: Purpose,
    /// What was found at the meter.
    pub remark: Remark,
    /// The register ran through zero since the reading before.
    pub rolled_over: bool,
    /// By which way it came in.
    pub source: ReadingSource,
    /// What was said of it.
    pub checks: Vec<Check>,
    /// Why it was accepted.
    pub reason: String,
    /// Who entered it.
    pub by: String,
    /// When.
    pub entered_at: Instant,
    /// Whether it stands.
    pub stands: bool,
    /// Whether it may still be replaced: it stands, is the newest of its register, and is not billed.
    pub replaceable: bool,
}

/// Asks for an account's use by period.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UsageOf {
    /// The account.
    pub account: AccountId,
    /// Periods that ended so many months ago at most, 12 to 36.
    pub months: i64,
}

/// An account's use by period.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UsageHistory {
    /// The unit.
    pub unit: String,
    /// The periods, oldest first.
    pub periods: Vec<UsagePeriod>,
    /// Average units in 30 days of all of them; empty without.
    pub usual: String,
}

/// Use in one period.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UsagePeriod {
    /// First day.
    pub from: Day,
    /// Day of the closing reading; the period ends before it.
    pub to: Day,
    /// Units used; of an estimate that a reading has made good, its share of the true use.
    pub units: String,
    /// Units that had been estimated, where a reading has told the truth since; else empty.
    pub estimated: String,
    /// How the closing reading is known; none where only a bill says so.
    pub kind: Option<ReadingKind>,
    /// What is abnormal about it.
    pub abnormal: Option<CaseKind>,
    /// In words, with figures; empty when it is usual.
    pub words: String,
}

/// Asks for cases of abnormal use, those that moved last first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UseCaseList {
    /// Open or closed ones.
    pub state: CaseState,
    /// The last case of the page before.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub after: Option<UseCaseId>,
    /// Rows a page, 1 to 500.
    pub limit: i64,
}

/// A page of cases.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UseCasePage {
    /// The rows.
    pub rows: Vec<UseCaseView>,
    /// Cases of this state in all.
    pub total: i64,
}

/// A case of abnormal use.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UseCaseView {
    /// Id.
    pub id: UseCaseId,
    /// Its account.
    pub account: AccountId,
    /// The account's number.
    pub number: String,
    /// The customer's name.
    pub name: String,
    /// What is abnormal.
    pub kind: CaseKind,
    /// How far it has come.
    pub step: CaseStep,
    /// Open or closed.
    pub state: CaseState,
    /// Abnormal periods.
    pub periods: i64,
    /// Since.
    pub opened_on: Day,
    /// Day of the reading that moved it last.
    pub last_on: Day,
    /// What was said of that reading.
    pub words: String,
    /// What was said when a person moved or closed it.
    pub outcome: String,
    /// For moving and closing.
    pub version: i64,
}

/// Moves a case a step on, or closes it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MoveUseCase {
    /// The case.
    pub case: UseCaseId,
    /// The version that was shown.
    pub version: i64,
    /// What was found, or why.
    pub outcome: Reason,
}

/// The office's rules of the metering room.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MeteringSettings {
    /// Estimates in a row before it is asked about.
    pub estimates_in_a_row: i64,
    /// What an estimate is made from first.
    pub estimate_by: EstimateBy,
    /// High from so many percent of the usual on.
    pub high_percent: i64,
    /// A spike from so many percent of the usual on.
    pub spike_percent: i64,
    /// Low below so many percent of the usual.
    pub low_percent: i64,
    /// The folder that meter-export files are dropped in; empty for none.
    pub watch_folder: String,
    /// For the next edit.
    pub version: i64,
}

/// Changes the office's rules of the metering room.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveMeteringSettings {
    /// The version that was shown.
    pub version: i64,
    /// Estimates in a row before it is asked about, 0 to 12.
    pub estimates_in_a_row: i64,
    /// What an estimate is made from first.
    pub estimate_by: EstimateBy,
    /// High from so many percent of the usual on, 101 to 10,000.
    pub high_percent: i64,
    /// A spike from so many percent of the usual on, at least as many as high.
    pub spike_percent: i64,
    /// Low below so many percent of the usual, 0 to 99.
    pub low_percent: i64,
    /// An absolute folder for meter-export files; empty for none.
    pub watch_folder: Note,
}
