//! What stands on a bill that this office made, beside what every bill has.

use super::{BillDocLine, EarlierPayment, is_zero};
use crate::billing::BillTitle;
use crate::ids::TariffVersionId;
use crate::money::Money;
use crate::tariffs::RoundingMode;
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// How a bill came about, and how the account stood when it was issued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BillPaper {
    /// What it is called by law.
    pub title: BillTitle,
    /// Registrations that the law wants on bills, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registration_lines: Vec<String>,
    /// The tariff's name.
    pub tariff: String,
    /// From when the version of it that priced the bill is in force.
    pub tariff_from: Day,
    /// Plans and loads that ended inside the period, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ended: Vec<EndedTerms>,
    /// Days of the period.
    pub days: i64,
    /// Units of the period.
    pub units: String,
    /// Of what: kWh, kL.
    pub unit: String,
    /// kW; empty where unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sanctioned_load_kw: String,
    /// By its unit; empty where unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contract_demand_kw: String,
    /// The unit in which the contract demand is charged; empty for kW.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contract_unit: String,
    /// The registers, as they were read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<BillReading>,
    /// The closing reading is an estimate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
    /// It makes good what was billed on estimates before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub trued_up: bool,
    /// Numbers of the bills on estimates that it makes good, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made_good: Vec<String>,
    /// Where it makes estimates good: what this period was charged for, by band. Else the registers say it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub billed: Vec<BilledUse>,
    /// Where it makes estimates good: how this period's share of the true use came about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub truth: Option<TrueUse>,
    /// Gas: how what the meter counted became what is charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gas: Option<GasUse>,
    /// What the period alone is charged, without what is made good.
    pub charges: Money,
    /// What was still open on earlier claims when it was issued, due or not, without what was in dispute; on a copy
    /// of a later day, what else is open then.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub arrears: Money,
    /// Credit of the account that it used.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub credit_used: Money,
    /// What it gave to the account as credit.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub credit_given: Money,
    /// What it set off of the credit that it left, claim by claim.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_off: Vec<SetOffLine>,
    /// Credit left on the account with it, which pays arrears at the next visit.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub credit_left: Money,
    /// What is to be paid: with the arrears, less the credit that is left.
    pub payable: Money,
    /// What is to be paid of this bill once it is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_due: Option<AfterDue>,
    /// The last payment before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_payment: Option<EarlierPayment>,
    /// Where a scanned bill is paid to; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub upi_id: String,
    /// The bill it stands in for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// A plan and loads by which a bill priced its period until a day inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedTerms {
    /// The first day on which others held.
    pub until: Day,
    /// The tariff's name.
    pub tariff: String,
    /// The version of it that priced the days before.
    pub version: TariffVersionId,
    /// kW; empty where unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sanctioned_load_kw: String,
    /// By its unit; empty where unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contract_demand_kw: String,
    /// The unit in which the contract demand is charged; empty for kW.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contract_unit: String,
}

/// Credit that was set off against another claim of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetOffLine {
    /// The claim's number.
    pub number: String,
    /// How much.
    pub amount: Money,
}

/// What a bill comes to once it is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterDue {
    /// From this day on.
    pub from: Day,
    /// The bill with its first surcharge, without arrears.
    pub amount: Money,
}

/// Units of a band that a bill charged for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BilledUse {
    /// The tariff's time band; empty for all use.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub band: String,
    /// Units.
    pub units: String,
}

/// How gas that was counted by volume became what is charged: volume × `to_m3` × correction × calorific value ÷ the
/// MJ of a unit, all parts together rounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GasUse {
    /// What the meter counts.
    pub counted_in: String,
    /// Cubic metres in that; empty for 1.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to_m3: String,
    /// Days with the same gas, in order; of a meter with bands, band by band.
    pub parts: Vec<GasPart>,
    /// To what the units are rounded.
    pub round_to: String,
    /// How.
    pub round_mode: RoundingMode,
}

/// Days with the same gas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GasPart {
    /// The tariff's time band; empty for all use.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub band: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Its days.
    pub days: i64,
    /// Its share of what the meter counted.
    pub volume: String,
    /// Correction for pressure and temperature.
    pub correction: String,
    /// MJ in a corrected cubic metre; empty where standard volume is charged.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub calorific_value: String,
    /// What that comes to, before all parts are rounded together.
    pub units: String,
}

/// How the true use since the last measured reading was shared among the bills that stood on estimates and this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrueUse {
    /// The day of the last measured reading before.
    pub since: Day,
    /// Days from then to the reading that tells the truth.
    pub days: i64,
    /// What the registers count.
    pub unit: String,
    /// What the registers counted in them, by band.
    pub bands: Vec<TrueBand>,
    /// The periods among which it was shared by days, oldest first; the last is this bill's own.
    pub periods: Vec<TruePeriod>,
}

/// What the registers of a band counted since they were last measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrueBand {
    /// The tariff's time band; empty for all use.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub band: String,
    /// What the register showed when it was last measured, and what it shows now; empty where more than one
    /// register counted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub opened: String,
    /// What it shows now; likewise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub closed: String,
    /// Units between the readings on this bill; below zero where the estimates were higher than the truth.
    pub read: String,
    /// Units that were billed on estimates before.
    pub estimated: String,
    /// Both together: what was used in truth.
    pub total: String,
}

/// A period's share of the true use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TruePeriod {
    /// The number of the bill that stood on an estimate; empty for this bill itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bill: String,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// Its days.
    pub days: i64,
    /// Units that were billed on an estimate; empty for this bill itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub estimated: String,
    /// Its share of the true use.
    pub units: String,
    /// What the estimate was charged, with notes on it; none for this bill itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged: Option<Money>,
    /// What its share costs by the tariff and loads of that bill.
    pub costs: Money,
    /// The lines that come to that; none for this bill itself, which has them anyway, and on a bill of before that kept
    /// none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<BillDocLine>,
}

/// Two readings of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillReading {
    /// The meter's number.
    pub meter: String,
    /// The register's time band; empty for all use, `demand…` for the highest load.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub band: String,
    /// What it showed at the beginning.
    pub previous: String,
    /// What it showed at the end.
    pub current: String,
    /// Units for one count; empty for 1.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub multiplier: String,
    /// Units used; for a load the highest.
    pub units: String,
    /// How the beginning is known, in the book's word.
    pub previous_kind: String,
    /// How the end is known, in the book's word.
    pub current_kind: String,
    /// It ran through zero.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rolled_over: bool,
}
