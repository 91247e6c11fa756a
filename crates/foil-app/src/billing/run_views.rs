//! Bills before they are issued, cycles and runs, as the screens see them.

use super::draft::Draft;
use super::views::{BillBasis, BillLineView};
use crate::payments::views::SeenAccount;
use foil_domain::billing::RunState;
use foil_domain::customers::Service;
use foil_domain::ids::{
    AccountId, BillId, BillRunId, CustomerId, CycleId, GasFactorId, PlanId, ReadingId, RequestId,
};
use foil_domain::metering::{ReadingKind, Remark};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::tariffs::RoundingMode;
use foil_domain::text::{Code, Name, Note};
use foil_domain::time::{Day, Instant};
use foil_domain::words;
use foil_store::readings::ReadingRow;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks what the bill of an account would be now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewBill {
    /// The account.
    pub account: AccountId,
    /// Readings up to this day; none for today.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub to: Option<Day>,
    /// Last day to pay; none for the cycle's or the office's usual days.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub due_on: Option<Day>,
}

/// Makes the bill of an account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IssueBill {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The account.
    pub account: AccountId,
    /// Its version that was shown with the preview.
    pub version: i64,
    /// What the preview said that the bill claims; none where nobody looked at one.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub total: Option<Money>,
    /// Readings up to this day; none for today.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub to: Option<Day>,
    /// Last day to pay; none for the cycle's or the office's usual days.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub due_on: Option<Day>,
}

/// What the bill of an account would be.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BillPreview {
    /// The account.
    pub account: AccountId,
    /// Its version, for issuing the bill.
    pub version: i64,
    /// First day of the period.
    pub period_from: Day,
    /// Last day of the period.
    pub period_to: Day,
    /// Due date.
    pub due_on: Day,
    /// Units of the period.
    pub units: String,
    /// Of what.
    pub unit: String,
    /// The tariff, and since when its version is in force.
    pub tariff: String,
    /// Since when that version is in force.
    pub tariff_from: Day,
    /// The closing reading is an estimate.
    pub estimated: bool,
    /// It makes good what was billed on estimates before.
    pub trued_up: bool,
    /// How its units came about.
    pub basis: Option<BillBasis>,
    /// Its lines.
    pub lines: Vec<BillLineView>,
    /// What it claims.
    pub total: Money,
    /// Credit of the account that it uses.
    pub credit_used: Money,
    /// Credit that it gives, because its lines come to less than nothing.
    pub credit_given: Money,
    /// Credit that it leaves and that is set off against earlier claims.
    pub set_off: Money,
    /// What is still open on earlier claims after that, without what is in dispute.
    pub arrears: Money,
    /// What is to be paid in all.
    pub payable: Money,
    /// From when a surcharge is due; none where the tariff has none.
    pub late_from: Option<Day>,
    /// What the bill alone comes to then.
    pub late_amount: Option<Money>,
    /// Total of the bill before it.
    pub last_total: Option<Money>,
    /// Units of the bill before it.
    pub last_units: String,
    /// In the place of another bill: what was used since of credit that this one gave, and is claimed anew beside it.
    pub claimed_anew: Money,
    /// In the place of another bill that is paid by instalments: the plan that it comes into.
    pub plan: Option<PlanId>,
    /// What that plan is to pay of it; the rest is due by its own date.
    pub in_plan: Money,
}

impl BillPreview {
    pub(super) fn of(draft: &Draft, claimed_anew: Money) -> Result<BillPreview> {
        let doc = draft.doc()?;
        let made = &draft.made;
        let payable = doc.paper.as_ref().map_or(Money::ZERO, |paper| paper.payable);
        let lines = made.lines.iter().map(|l| BillLineView {
            kind: l.kind,
            label: l.label.clone(),
            quantity: l.quantity.clone(),
            rate: l.rate.clone(),
            amount: l.amount,
        });
        Ok(BillPreview {
            account: draft.facts.id,
            version: draft.facts.version,
            period_from: made.from,
            period_to: made.to.plus_days(-1),
            due_on: draft.due_on,
            units: foil_domain::metering::plain(made.units),
            unit: made.unit.clone(),
            tariff: made.tariff.0.clone(),
            tariff_from: made.tariff.1,
            estimated: draft.estimated,
            trued_up: draft.trued_up,
            claimed_anew,
            plan: None,
            in_plan: Money::ZERO,
            basis: doc.paper.map(|paper| BillBasis::from(*paper)),
            lines: lines.collect(),
            total: made.total,
            credit_used: made.credit_used,
            credit_given: made.credit_given,
            set_off: super::set_off::sum(draft)?,
            arrears: draft.arrears,
            payable,
            late_from: made.after_due.map(|(from, _)| from),
            late_amount: made.after_due.map(|(_, amount)| amount),
            last_total: draft.last.as_ref().map(|b| b.total_minor),
            last_units: draft.last.as_ref().map(|b| b.units.clone()).unwrap_or_default(),
        })
    }
}

/// The gas that is delivered on a route from a day on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GasFactor {
    /// Id.
    pub id: GasFactorId,
    /// The route; empty for all that have none of their own.
    pub route: String,
    /// The first day.
    pub valid_from: Day,
    /// Correction for pressure and temperature.
    pub volume_correction: String,
    /// MJ in a corrected cubic metre.
    pub calorific_value: String,
    /// To what converted units are rounded.
    pub round_to: String,
    /// How.
    pub round_mode: RoundingMode,
    /// Who set it.
    pub by: String,
    /// When.
    pub set_at: Instant,
}

/// Sets the gas that is delivered from a day on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveGasFactor {
    /// The row of this route and day that was shown; none where there was none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub seen: Option<GasFactorId>,
    /// The route; empty for all that have none of their own.
    pub route: Note,
    /// The first day.
    pub valid_from: Day,
    /// Correction for pressure and temperature, 0.5 to 20.
    pub volume_correction: String,
    /// MJ in a corrected cubic metre, 5 to 150.
    pub calorific_value: String,
    /// To what converted units are rounded, 0.0001 to 1000.
    pub round_to: String,
    /// How.
    pub round_mode: RoundingMode,
}

/// Takes back what was set from a day on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WithdrawGasFactor {
    /// The row that was shown.
    pub factor: GasFactorId,
}

/// A billing cycle.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CycleView {
    /// Id.
    pub id: CycleId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Months a bill of it covers.
    pub months: i64,
    /// Days from issue to the due date.
    pub due_days: i64,
    /// Whether runs are made of it.
    pub active: bool,
    /// Accounts in it that are not closed.
    pub accounts: i64,
    /// Its routes.
    pub routes: Vec<CycleRoute>,
    /// For the next edit.
    pub version: i64,
}

/// A route of a cycle.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CycleRoute {
    /// The route; empty for accounts without one.
    pub route: String,
    /// Accounts on it.
    pub accounts: i64,
}

/// Asks for accounts that no run bills, a page at a time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UnbilledList {
    /// The last row of the page before.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub after: Option<UnbilledPlace>,
    /// Accounts a page, 1 to 500.
    pub limit: i64,
}

/// A place among the accounts that no run bills.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UnbilledPlace {
    /// The retired cycle; none for accounts in none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub cycle: Option<CycleId>,
    /// The route.
    pub route: String,
    /// The place on it.
    pub place: i64,
    /// The account.
    pub account: AccountId,
}

/// A page of accounts that no run bills.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnbilledPage {
    /// The accounts.
    pub rows: Vec<UnbilledAccount>,
    /// How many there are, told with the first page; in no cycle counted up to 10,000.
    pub total: Option<i64>,
    /// Where the next page begins; none after the last.
    pub next: Option<UnbilledPlace>,
}

/// An account that no run bills.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnbilledAccount {
    /// Id.
    pub account: AccountId,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub customer: CustomerId,
    /// Their name.
    pub name: String,
    /// The property's address.
    pub address: String,
    /// Service.
    pub service: Service,
    /// Tariff plan's name.
    pub tariff: String,
    /// The code of the retired cycle that it is in; empty where it is in none.
    pub cycle: String,
    /// Its route; may be empty.
    pub route: String,
    /// The last day that a standing bill is for; none before its first.
    pub billed_to: Option<Day>,
    /// For putting it in a cycle.
    pub version: i64,
}

/// Puts accounts in a billing cycle.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PutInCycle {
    /// The cycle, which is in use.
    pub cycle: CycleId,
    /// The accounts, 1 to 500, with the versions that were shown.
    pub accounts: Vec<SeenAccount>,
}

/// Accounts that are in a cycle now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct InCycle {
    /// The cycle's code.
    pub cycle: String,
    /// How many accounts were put in it.
    pub accounts: i64,
}

/// Makes a billing cycle, or changes one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveCycle {
    /// The cycle to change; none makes a new one.
    #[serde(default)]
    #[ts(optional)]
    pub cycle: Option<CycleId>,
    /// The version that was shown.
    #[serde(default)]
    #[ts(optional)]
    pub version: Option<i64>,
    /// Code.
    pub code: Code,
    /// Name.
    pub name: Name,
    /// Months a bill of it covers, 1 to 12.
    pub months: i64,
    /// Days from issue to the due date, 1 to 120.
    pub due_days: i64,
    /// Whether runs are made of it.
    pub active: bool,
}

/// Asks for a run of a cycle, as a trial or in earnest.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RunOrder {
    /// The cycle's code.
    pub cycle: Code,
    /// One route of it; empty for all.
    pub route: Note,
    /// Readings up to this day are billed; none for today.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub to: Option<Day>,
}

/// What a person should look at of a run.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RunOutliers {
    /// How many accounts got no bill; those that are named stand among the rows.
    pub unbilled: i64,
    /// The gravest first.
    pub rows: Vec<Outlier>,
}

/// A page of runs.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RunList {
    /// The last run of the page before.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub before: Option<BillRunId>,
}

/// Names a run.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RunRef {
    /// The run.
    pub run: BillRunId,
}

/// Takes a whole run back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelRun {
    /// The run.
    pub run: BillRunId,
    /// Its version that was shown.
    pub version: i64,
    /// Why; may be empty.
    pub note: Note,
}

words! {
    /// Why a person should look at an account of a run.
    pub enum OutlierKind {
        /// It cannot be billed.
        Problem = "problem",
        /// It was not read since its last bill.
        NoReading = "no_reading",
        /// It is far above the bill before.
        Rise = "rise",
        /// It is far below the bill before.
        Fall = "fall",
        /// Nothing was used.
        Zero = "zero",
        /// It is on an estimate.
        Estimated = "estimated",
        /// It was read since its last bill, which is too recent for another.
        Lately = "lately",
    }
}

/// An account of a run that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Outlier {
    /// Why.
    pub kind: OutlierKind,
    /// The account.
    pub account: AccountId,
    /// Its number.
    pub number: String,
    /// The customer's name.
    pub customer: String,
    /// What the bill comes to; none where there is none.
    pub total: Option<Money>,
    /// What the bill before came to.
    pub last_total: Option<Money>,
    /// Units.
    pub units: String,
    /// Units of the bill before.
    pub last_units: String,
    /// Why it cannot be billed or was not, in words; empty otherwise.
    pub reason: String,
}

/// What a run comes to, and how that compares with the period before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RunSummary {
    /// Accounts that were looked at.
    pub accounts: i64,
    /// Bills.
    pub bills: i64,
    /// What they claim.
    pub total: Money,
    /// Credit that they use.
    pub credit_used: Money,
    /// Credit that they give.
    pub credit_given: Money,
    /// Owed on earlier bills of the same accounts.
    pub arrears: Money,
    /// Bills of the period before, of the accounts that are billed now.
    pub last_bills: i64,
    /// What those claimed.
    pub last_total: Money,
    /// Accounts that were billed for this period before.
    pub already: i64,
    /// Those of them that were read since and wait for their next bill.
    #[serde(default)]
    pub lately: i64,
    /// Accounts that were not read.
    pub no_reading: i64,
    /// Accounts that cannot be billed.
    pub problems: i64,
    /// Bills on which nothing was used.
    pub zero: i64,
    /// Bills on estimates.
    pub estimated: i64,
    /// Bills that are more than half as much again as the one before, or less than half of it.
    pub changed: i64,
    /// What a person should look at, the gravest first, at most 200; left out of lists of runs.
    pub outliers: Vec<Outlier>,
}

/// What a run would come to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RunPreview {
    /// The cycle's code.
    pub cycle: String,
    /// Its route; empty for all.
    pub route: String,
    /// Readings up to this day.
    pub to: Day,
    /// Day of issue.
    pub issued_on: Day,
    /// Due date.
    pub due_on: Day,
    /// What it comes to.
    pub summary: RunSummary,
}

words! {
    /// Why a run cannot be taken back.
    pub enum HeldBy {
        /// A bill of it was paid or corrected, bears a surcharge or a debit note, or is in dispute.
        Touched = "touched",
        /// A bill of a later period stands on one of its accounts.
        LaterBill = "later_bill",
    }
}

/// What keeps a run from being taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RunHeld {
    /// Why.
    pub why: HeldBy,
    /// The number of the first bill that does.
    pub bill: String,
}

/// A bill of a run that an instalment plan pays.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlannedOfRun {
    /// The bill's number.
    pub bill: String,
    /// The account's number.
    pub account: String,
    /// The plan.
    pub plan: PlanId,
    /// By how much the plan's total falls with the bill.
    pub falls: Money,
    /// What is open again of what was paid of the plan: by credit that the bill had set off.
    #[serde(default)]
    pub reopens: Money,
}

/// A run.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RunView {
    /// Id.
    pub id: BillRunId,
    /// The cycle's code.
    pub cycle: String,
    /// Its route; empty for all.
    pub route: String,
    /// Readings up to this day.
    pub to: Day,
    /// Which one of this cycle, route and day, from 1: the next ones bill whom the one before had to leave.
    pub turn: i64,
    /// Day of issue.
    pub issued_on: Day,
    /// Due date.
    pub due_on: Day,
    /// How far it is.
    pub state: RunState,
    /// Somebody is posting it or taking it back at this moment; one that has not ended and is in nobody's hand was stopped on
    /// the way.
    pub in_hand: bool,
    /// Bills made.
    pub bills: i64,
    /// What they claim.
    pub total: Money,
    /// What it met on its way.
    pub summary: RunSummary,
    /// Who began it.
    pub by: String,
    /// When.
    pub started_at: Instant,
    /// When it was posted or cancelled.
    pub ended_at: Option<Instant>,
    /// What an order to post it answers where it stood posted already: this one billed nobody, and nobody twice.
    pub posted_before: bool,
    /// What keeps it from being taken back; none when nothing does, and in lists.
    pub held: Option<RunHeld>,
    /// The numbers of bills whose credit was used since: it is claimed anew where the run is taken back. A hundred at most, and
    /// none in lists, nor of a run that cannot be taken back.
    #[serde(default)]
    pub used: Vec<String>,
    /// How many such bills there are.
    #[serde(default)]
    pub used_in_all: i64,
    /// Bills of it that instalment plans pay, or that have set credit off against what such plans pay, the oldest first, a
    /// hundred at most: the total of each plan falls by what it was still to pay of its bill, and what that credit had paid
    /// is open again, if the run is taken back. Only where one run was asked for.
    #[serde(default)]
    pub planned: Vec<PlannedOfRun>,
    /// How many of them there are in all.
    #[serde(default)]
    pub planned_in_all: i64,
    /// For cancelling it.
    pub version: i64,
}

/// A reading of a bill's period, as it should have been.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RightReading {
    /// The wrong one.
    pub reading: ReadingId,
    /// What the register showed.
    pub value: String,
    /// How it is known.
    pub kind: ReadingKind,
    /// What was found at the meter; none keeps what the wrong one says.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub remark: Option<Remark>,
    /// Whether a register that fell ran through zero.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub rolled_over: Option<bool>,
}

/// A reading that is put right with a bill: what it said, and what it is said to have been.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PutRight {
    /// The meter's number.
    pub meter: String,
    /// The register's band; may be empty.
    pub band: String,
    /// The reading's day.
    pub on: Day,
    /// What it said.
    pub was: String,
    /// How that was known.
    pub was_kind: ReadingKind,
    /// What the register showed.
    pub is: String,
    /// How that is known.
    pub is_kind: ReadingKind,
    /// What was found at the meter; none keeps what the wrong one says.
    pub remark: Option<Remark>,
}

impl PutRight {
    pub(super) fn of(was: &ReadingRow, is: &RightReading) -> PutRight {
        PutRight {
            meter: was.meter_number.clone(),
            band: was.band.clone(),
            on: was.read_on,
            was: was.value.normalize().to_string(),
            was_kind: was.kind,
            is: is.value.clone(),
            is_kind: is.kind,
            remark: is.remark,
        }
    }
}

/// What a bill made in the place of another would be, beside the old one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RebillPreview {
    /// What the old one claims.
    pub old_total: Money,
    /// Units of the old one.
    pub old_units: String,
    /// The readings that are put right first.
    pub put_right: Vec<PutRight>,
    /// The new one.
    pub made: BillPreview,
}

/// Cancels a bill and makes another in its place.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelAndRebill {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The bill.
    pub bill: BillId,
    /// The account's version that was shown with it.
    pub version: i64,
    /// Why.
    pub reason: foil_domain::billing::CorrectionReason,
    /// In one's own words; may be empty where no reading is put right.
    pub note: Note,
    /// The last day to pay the new bill, today or later; none for the usual one.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub due_on: Option<Day>,
    /// Readings of its period that were wrong, at most 50; the new bill is made from these.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<RightReading>>")]
    pub readings: Vec<RightReading>,
}

/// A bill was cancelled and another stands in its place.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Rebilled {
    /// What took the old one back.
    pub correction: super::views::CorrectionView,
    /// The new one.
    pub bill: super::views::BillView,
}
