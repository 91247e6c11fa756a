//! Tariffs as the screens see them. Rates, limits and units are decimal text, exact as in the file.

use foil_domain::billing::BillLineKind;
use foil_domain::ids::{AccountId, TariffId, TariffVersionId};
use foil_domain::money::Money;
use foil_domain::tariffs::{
    Group, LatePer, OnChange, Per, ProrationBy, RoundingMode, TariffFault, TariffService,
};
use foil_domain::text::Note;
use foil_domain::time::{Day, Instant, Month};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names a plan, and one of its versions; without one, the version that rules today.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TariffRef {
    /// The plan.
    pub tariff: TariffId,
    /// One of its versions.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub version: Option<TariffVersionId>,
}

/// All plans, and those that accounts name though nobody has stored them.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TariffList {
    /// Plans, by name.
    pub plans: Vec<TariffRow>,
    /// What accounts name and the book does not know; no bill can be made for those.
    pub unknown: Vec<UnknownPlan>,
}

/// A plan in the list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TariffRow {
    /// Id.
    pub id: TariffId,
    /// Name.
    pub name: String,
    /// Service.
    pub service: TariffService,
    /// Whether accounts may be put on it.
    pub active: bool,
    /// What one unit is: kWh, kL, SCM …; empty when nothing is in force.
    pub unit: String,
    /// Accounts that are not closed.
    pub accounts: i64,
    /// In force since; none when it begins only later.
    pub in_force_since: Option<Day>,
    /// The next version begins.
    pub next_from: Option<Day>,
    /// Versions stored, replaced ones included.
    pub versions: i64,
}

/// A plan that accounts name and the book does not know.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnknownPlan {
    /// As the accounts spell it.
    pub name: String,
    /// Accounts that are not closed.
    pub accounts: i64,
}

foil_domain::words! {
    /// Where a version stands on the business date.
    pub enum VersionState {
        /// Prices bills today.
        InForce = "in_force",
        /// Begins later.
        Coming = "coming",
        /// A later version rules.
        Past = "past",
        /// A higher revision of the same day rules.
        Replaced = "replaced",
    }
}

/// A version in a plan's history.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TariffVersionView {
    /// Id.
    pub id: TariffVersionId,
    /// The first day it is in force.
    pub valid_from: Day,
    /// The last day it is in force; none when no later version is stored.
    pub valid_to: Option<Day>,
    /// 1, or more when it corrects one of the same day.
    pub revision: i64,
    /// Where it stands.
    pub state: VersionState,
    /// Whether a bill names it.
    pub has_priced: bool,
    /// Why it was stored.
    pub note: String,
    /// Who stored it.
    pub person: String,
    /// When.
    pub stored_at: Instant,
    /// SHA-256 of its text, in hex.
    pub sha256: String,
}

/// A plan with one of its versions to read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TariffView {
    /// Id.
    pub id: TariffId,
    /// Name.
    pub name: String,
    /// Whether accounts may be put on it.
    pub active: bool,
    /// Accounts that are not closed.
    pub accounts: i64,
    /// For edits.
    pub version: i64,
    /// The version that is shown.
    pub shown: TariffVersionView,
    /// All versions, newest first.
    pub versions: Vec<TariffVersionView>,
    /// The shown version to read.
    pub page: TariffPage,
    /// The shown version's file.
    pub text: String,
}

/// A tariff as an officer would print it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TariffPage {
    /// Name.
    pub name: String,
    /// Service.
    pub service: TariffService,
    /// ISO 4217 code.
    pub currency: String,
    /// What one unit is.
    pub unit: String,
    /// Slab limits are for so many months.
    pub billing_months: u32,
    /// The first day it is in force; none in a file that is only quoted from.
    pub valid_from: Option<Day>,
    /// What happens to a period in which it begins.
    pub on_change: OnChange,
    /// Ladders of units.
    pub ladders: Vec<LadderView>,
    /// Fixed charges.
    pub fixed: Vec<FixedView>,
    /// Demand charges.
    pub demand: Vec<DemandView>,
    /// Per-unit adjustments.
    pub adjustments: Vec<AdjustmentView>,
    /// Rebates, before the minimum.
    pub rebates: Vec<PercentView>,
    /// Taxes, after the minimum.
    pub taxes: Vec<PercentView>,
    /// The minimum bill.
    pub minimum: Option<MinimumView>,
    /// Odd-length periods.
    pub proration: ProrationView,
    /// Rounding.
    pub rounding: RoundingView,
    /// Late payment.
    pub late_payment: Option<LatePaymentView>,
    /// Seasons; empty when it is the same all year.
    pub seasons: Vec<SeasonView>,
    /// Time bands; empty when the hour does not matter.
    pub bands: Vec<BandView>,
    /// Example bills that the file brings along; each of them comes out right.
    pub examples: Vec<ExampleView>,
}

/// A slab: over (not included) to up to (included).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SlabView {
    /// More than so many units.
    pub over: String,
    /// Not more than so many; none on the open last slab.
    pub up_to: Option<String>,
    /// So much per unit.
    pub rate: Option<String>,
    /// So much for the whole slab, once it is begun.
    pub flat: Option<String>,
}

/// A corner of the step chart: from here on a unit costs so much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChartPoint {
    /// Units.
    pub units: String,
    /// What the next unit costs.
    pub rate: String,
}

/// A ladder of units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LadderView {
    /// Name on the bill.
    pub name: String,
    /// All units at the rate of the slab reached, instead of each slab's units at its own.
    pub whole_usage: bool,
    /// Its season.
    pub season: Option<String>,
    /// Its time band.
    pub band: Option<String>,
    /// Applies only to a use over so much.
    pub when_over: Option<String>,
    /// Applies only to a use up to so much.
    pub when_up_to: Option<String>,
    /// Limits are per day of the period.
    pub limits_per_day: bool,
    /// Limits are for the total use, shared among bands.
    pub limits_for_total: bool,
    /// Slabs.
    pub slabs: Vec<SlabView>,
    /// The step chart; ends a little beyond the last limit.
    pub chart: Vec<ChartPoint>,
}

/// A figure for everybody, or by the period's use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FigureView {
    /// The same for everybody.
    pub same: Option<String>,
    /// By use; empty when it is the same for everybody.
    pub by_use: Vec<FigureStep>,
}

/// A step of a figure that depends on use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FigureStep {
    /// More than so many units.
    pub over: String,
    /// Not more than so many; none on the open last step.
    pub up_to: Option<String>,
    /// The figure.
    pub value: String,
}

/// A fixed charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FixedView {
    /// Name on the bill.
    pub name: String,
    /// How much.
    pub amount: FigureView,
    /// For what.
    pub per: Per,
    /// Its season.
    pub season: Option<String>,
}

/// A demand charge, per kW (or kVA) and month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DemandView {
    /// Name on the bill.
    pub name: String,
    /// kW or kVA.
    pub unit: String,
    /// Its time band.
    pub band: Option<String>,
    /// Its season.
    pub season: Option<String>,
    /// Slabs.
    pub slabs: Vec<SlabView>,
    /// Billing demand is at least this percent of contract demand.
    pub min_percent_of_contract: Option<String>,
}

/// A per-unit adjustment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AdjustmentView {
    /// Name on the bill.
    pub name: String,
    /// Rate per unit; below zero is taken off.
    pub rate: FigureView,
    /// Units over so many.
    pub over: Option<String>,
    /// Units up to so many.
    pub up_to: Option<String>,
    /// Its time band.
    pub band: Option<String>,
    /// Its season.
    pub season: Option<String>,
}

/// What a percentage or a minimum is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OnView {
    /// Everything above it.
    pub all: bool,
    /// Whole groups.
    pub groups: Vec<Group>,
    /// Charges by name.
    pub names: Vec<String>,
}

/// A rebate or a tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PercentView {
    /// Name on the bill.
    pub name: String,
    /// Percent; rebates are below zero.
    pub percent: FigureView,
    /// Of what.
    pub on: OnView,
    /// Its own rounding.
    pub rounding: Option<RoundToView>,
}

/// The minimum bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MinimumView {
    /// How much.
    pub amount: String,
    /// For what.
    pub per: Per,
    /// Of what.
    pub on: OnView,
}

/// Rounding to a multiple.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoundToView {
    /// The multiple.
    pub to: String,
    /// What happens to what is cut off.
    pub mode: RoundingMode,
}

/// How limits and fixed amounts follow a period of another length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProrationView {
    /// Slab limits.
    pub blocks: ProrationBy,
    /// Fixed amounts.
    pub fixed: ProrationBy,
    /// Days that the limits are for.
    pub base_days: String,
    /// Periods of so many days, first and last included, stay as they are.
    pub only_outside_days: Option<(String, String)>,
    /// How the factor is rounded.
    pub factor: Option<RoundToView>,
    /// How a stretched limit is rounded.
    pub limit: Option<RoundToView>,
}

/// Where amounts are rounded; what is none stays exact, except the total: that goes to the smallest coin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoundingView {
    /// Each line.
    pub lines: Option<RoundToView>,
    /// The energy lines together, every other charge by itself.
    pub groups: Option<RoundToView>,
    /// The total.
    pub total: Option<RoundToView>,
}

/// The late-payment surcharge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LatePaymentView {
    /// Percent, the same throughout; none where steps say it.
    pub percent: Option<String>,
    /// For what.
    pub per: LatePer,
    /// Days after the due date without a surcharge.
    pub grace_days: i64,
    /// Percent by days late; empty where it is the same throughout.
    pub steps: Vec<FigureStep>,
    /// At least so much, when anything is charged.
    pub minimum: Option<String>,
    /// Only on an unpaid principal over so much.
    pub on_over: Option<String>,
    /// Also on earlier surcharges.
    pub compound: bool,
}

/// A season.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeasonView {
    /// Name.
    pub name: String,
    /// Its months, 1 to 12; empty where a bill says its season itself.
    pub months: Vec<u32>,
}

/// A time band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BandView {
    /// Name.
    pub name: String,
    /// Its season.
    pub season: Option<String>,
    /// Its hours; empty when it takes whatever no other band does.
    pub hours: Vec<BandHours>,
}

/// Days of the week with the same hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BandHours {
    /// Days, 0 on Monday to 6 on Sunday.
    pub days: Vec<u32>,
    /// From and to, as `16:00`; up to `24:00`.
    pub spans: Vec<(String, String)>,
}

/// An example bill that stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExampleView {
    /// What it is, such as `Order p. 12, example 3`.
    pub name: String,
    /// What it comes to, as the order prints it, in minor units; may have a fraction of one.
    pub total_minor: String,
}

/// Looks at a tariff file without storing it: a path (also of a folder), or a text.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckTariff {
    /// A `.toml` file, or a folder of them.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub path: Option<String>,
    /// The text of one file.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub text: Option<String>,
}

/// Stores a tariff file, or a folder of them.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportTariff {
    /// A `.toml` file, or a folder of them.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub path: Option<String>,
    /// The text of one file.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub text: Option<String>,
    /// The order or the reason; needed where a version of the same day is corrected.
    pub note: Note,
    /// Correct also a version that has priced bills. Those keep it; bills still to be made take the new one.
    #[serde(default)]
    pub correct_priced: bool,
}

/// Stores a new version of a plan.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveTariffVersion {
    /// The plan; the file must be of the same name.
    pub tariff: TariffId,
    /// The plan's version as it was seen.
    pub version: i64,
    /// The whole file.
    pub text: String,
    /// The order or the reason; needed where a version of the same day is corrected.
    pub note: Note,
    /// Correct also a version that has priced bills.
    #[serde(default)]
    pub correct_priced: bool,
}

/// Retires a plan, or takes it up again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RetireTariff {
    /// The plan.
    pub tariff: TariffId,
    /// The plan's version as it was seen.
    pub version: i64,
    /// Whether accounts may be put on it.
    pub active: bool,
}

foil_domain::words! {
    /// What a file is to the book.
    pub enum TariffEffect {
        /// A plan that the book does not have.
        NewPlan = "new_plan",
        /// A new version of a plan.
        NewVersion = "new_version",
        /// A higher revision of a version of the same day.
        Correction = "correction",
        /// The book has exactly this text.
        Unchanged = "unchanged",
        /// It will not do.
        Faulty = "faulty",
    }
}

/// What was seen, or stored, of one file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TariffSeen {
    /// The file's name; empty for a text.
    pub file: String,
    /// What it is to the book.
    pub effect: TariffEffect,
    /// What is wrong with it, all of it.
    pub faults: Vec<TariffFault>,
    /// The plan's name; empty when it could not be read.
    pub name: String,
    /// The plan, when the book has it.
    pub tariff: Option<TariffId>,
    /// The version that was stored, or that holds this text already.
    pub version: Option<TariffVersionId>,
    /// The first day it is in force.
    pub valid_from: Option<Day>,
    /// The version it corrects has priced bills.
    pub corrects_priced: bool,
    /// Standing bills for days since it is in force that an older version has priced, up to ten thousand: they keep what
    /// they say until somebody cancels and rebills them.
    pub billed_since: i64,
    /// Example bills in the file; all come out right unless there are faults.
    pub examples: i64,
    /// The tariff to read; none when there are faults.
    pub page: Option<TariffPage>,
}

/// What was seen, or stored.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TariffReport {
    /// Whether something was stored. One faulty file keeps all of a folder out.
    pub stored: bool,
    /// The files, by name.
    pub files: Vec<TariffSeen>,
}

/// Use of one time band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BandUse {
    /// The band's name.
    pub band: String,
    /// Units, or kW, as decimal text.
    pub amount: String,
}

/// Asks what a use would cost.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct QuoteTariff {
    /// The plan.
    pub tariff: TariffId,
    /// A version; without one, those in force in the period.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub version: Option<TariffVersionId>,
    /// The first day of the period.
    pub from: Day,
    /// The last day of the period.
    pub to: Day,
    /// Units used, as decimal text; not where bands are given.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub units: Option<String>,
    /// Units by time band.
    #[serde(default)]
    pub bands: Vec<BandUse>,
    /// Highest demand in kW; the band is `max` for the highest of all.
    #[serde(default)]
    pub demand: Vec<BandUse>,
    /// Sanctioned load in kW, as decimal text.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub load_kw: Option<String>,
    /// Contract demand in kW, as decimal text.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub contract_kw: Option<String>,
    /// The season, where the tariff's seasons have no months.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub season: Option<String>,
}

/// What a use would cost, line by line.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TariffQuote {
    /// The lines; they sum to the total.
    pub lines: Vec<QuoteLine>,
    /// The total.
    pub total: Money,
    /// The period's days.
    pub days: i64,
    /// Units that were priced, after conversion, as decimal text.
    pub units: String,
    /// What a careful reader should know.
    pub notes: Vec<String>,
}

/// A line of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuoteLine {
    /// What it charges for.
    pub kind: BillLineKind,
    /// In words.
    pub label: String,
    /// Quantity as text; may be empty.
    pub quantity: String,
    /// Rate as text; may be empty.
    pub rate: String,
    /// Amount; rebates are below zero.
    pub amount: Money,
}

/// Prices a month's bills of a plan anew, as a job.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SimulateTariff {
    /// The plan whose bills are looked at.
    pub tariff: TariffId,
    /// Bills whose period ended in this month.
    pub month: Month,
    /// A stored version of any plan to price them by.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub version: Option<TariffVersionId>,
    /// Or the text of a file that need not be stored.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub text: Option<String>,
}

/// What a tariff would do to a month's bills.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SimulationReport {
    /// Bills that were priced anew.
    pub bills: i64,
    /// Bills that could not be, by reason; they are in no other figure.
    pub left_out: Vec<LeftOut>,
    /// What the bills' own periods were charged: without surcharge, and without what made earlier estimates good.
    pub before: Money,
    /// What they would have come to.
    pub after: Money,
    /// Bills that would be lower.
    pub winners: SimulatedSide,
    /// Bills that would be higher.
    pub losers: SimulatedSide,
    /// Bills that would be the same.
    pub same: i64,
    /// How many bills change by how much, from the largest fall to the largest rise.
    pub distribution: Vec<SimulatedBin>,
    /// The largest falls.
    pub falls: Vec<SimulatedBill>,
    /// The largest rises.
    pub rises: Vec<SimulatedBill>,
}

/// Winners or losers of a change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SimulatedSide {
    /// Bills.
    pub bills: i64,
    /// How much they change together.
    pub change: Money,
}

/// Bills that change by a percentage between two bounds; the bound nearer to zero is not included. The bin
/// from 0 to 0 holds those that stay the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SimulatedBin {
    /// Percent, the lower bound; none is without end.
    pub from: Option<i64>,
    /// Percent, the upper bound; none is without end.
    pub to: Option<i64>,
    /// Bills.
    pub bills: i64,
}

/// A bill that changes much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SimulatedBill {
    /// The account.
    pub account: AccountId,
    /// Its number.
    pub account_number: String,
    /// The bill's number.
    pub bill: String,
    /// Units as decimal text.
    pub units: String,
    /// What its period was charged.
    pub before: Money,
    /// As it would be.
    pub after: Money,
}

/// Bills that could not be priced anew, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LeftOut {
    /// Why, in words.
    pub reason: String,
    /// How many.
    pub bills: i64,
}
