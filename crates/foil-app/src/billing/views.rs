//! Bills as the screens see them.

use foil_domain::billing::{BillLineKind, BillState, ClaimKind, CorrectionKind, CorrectionReason, Lateness};
use foil_domain::customers::Service;
use foil_domain::documents::{BillPaper, BillReading, GasPart, GasUse, LineName, TrueUse};
use foil_domain::ids::{AccountId, BillId, BillRunId, CorrectionId, CustomerId, PlanId, RequestId};
use foil_domain::money::Money;
use foil_domain::text::{Note, Reason};
use foil_domain::time::{Day, Instant};
use foil_domain::words;
use foil_store::bills::MadeBill;
use foil_store::corrections::CorrectionRow;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names a bill.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BillRef {
    /// The bill.
    pub bill: BillId,
}

/// The bills of an account, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BillList {
    /// The account.
    pub account: AccountId,
    /// At most so many, 1 to 500.
    pub limit: i64,
}

/// An open bill, as the counter shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OpenBillView {
    /// Id.
    pub id: BillId,
    /// What it claims.
    pub kind: ClaimKind,
    /// Number.
    pub number: String,
    /// The period's last day; its month names the bill.
    pub period_to: Day,
    /// Due date.
    pub due_on: Day,
    /// What is left of its surcharge.
    pub surcharge: Money,
    /// What is left of the rest.
    pub rest: Money,
    /// Of a surcharge or debit note: the claim it is on.
    pub parent: Option<BillId>,
    /// Surcharge that has accrued on it up to today and is no claim yet: it becomes one when money is taken.
    pub accrued: Money,
    /// How late it is.
    pub lateness: Lateness,
    /// Since when it is late, or from when it will be: later than its due date where later bills have taken up all of it.
    pub late_from: Day,
    /// How much of it later bills have taken up, and when they are due, the last first.
    pub later: Vec<LaterPart>,
}

/// What a later bill has taken up of a claim.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LaterPart {
    /// The last day to pay that bill, and this with it.
    pub due_on: Day,
    /// How much of it is left.
    pub amount: Money,
}

/// A whole bill.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BillView {
    /// Id.
    pub id: BillId,
    /// What it claims.
    pub kind: ClaimKind,
    /// Number.
    pub number: String,
    /// Its account.
    pub account: AccountId,
    /// The account's number.
    pub account_number: String,
    /// Whose account.
    pub customer: CustomerId,
    /// The customer's name.
    pub customer_name: String,
    /// Service.
    pub service: Service,
    /// First day of the period.
    pub period_from: Day,
    /// Last day of the period.
    pub period_to: Day,
    /// Day of issue.
    pub issued_on: Day,
    /// Due date.
    pub due_on: Day,
    /// Units as decimal text; may be empty.
    pub units: String,
    /// Lines.
    pub lines: Vec<BillLineView>,
    /// Total as issued.
    pub total: Money,
    /// Paid so far.
    pub paid: Money,
    /// Left to pay.
    pub left: Money,
    /// Where it stands.
    pub state: BillState,
    /// How late it is.
    pub lateness: Lateness,
    /// Since when it is late, or from when it will be: later than its due date where later bills have taken up all of it. None
    /// where nothing is left to pay.
    #[serde(default)]
    pub late_from: Option<Day>,
    /// The bill it goes back to.
    pub parent: Option<BillId>,
    /// The run that made it.
    pub run: Option<BillRunId>,
    /// Credit of the account that it used; below zero when it gave some.
    pub credit_used: Money,
    /// Credit that it left and that was set off against other claims, as it stands.
    pub set_off: Vec<SetOffView>,
    /// What took it back, oldest first.
    pub corrections: Vec<CorrectionView>,
    /// How its units came about; none in lists, and of claims that were not made from readings here.
    pub basis: Option<BillBasis>,
    /// The account's version, for acts on this bill.
    pub version: i64,
}

/// Credit of a bill that is set off against another claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetOffView {
    /// The claim's number.
    pub number: String,
    /// How much.
    pub amount: Money,
}

/// From readings to the units of a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BillBasis {
    /// What its units are.
    pub unit: String,
    /// The registers, as they were read.
    pub readings: Vec<ReadingLine>,
    /// How the estimates before it were made good; none where there were none.
    pub truth: Option<TruthView>,
    /// How gas was converted; none where the meter counts what is charged.
    pub gas: Option<GasUseView>,
}

/// Two readings of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReadingLine {
    /// The meter's number.
    pub meter: String,
    /// The register's time band; empty for all use.
    pub band: String,
    /// What it showed at the beginning.
    pub previous: String,
    /// What it showed at the end.
    pub current: String,
    /// Units for one count; empty for 1.
    pub multiplier: String,
    /// Units used.
    pub units: String,
    /// How the end is known: `actual`, `estimated`, ….
    pub kind: String,
}

/// How the true use since the last measured reading was shared among the bills on estimates and this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TruthView {
    /// The day of the last measured reading before.
    pub since: Day,
    /// Days from then to the reading that tells the truth.
    pub days: i64,
    /// What the registers count.
    pub unit: String,
    /// What was counted in them, band by band.
    pub bands: Vec<TrueBandView>,
    /// The periods among which it was shared by days, oldest first; the last is this bill's own.
    pub periods: Vec<TruePeriodView>,
}

/// What the registers of a band counted since they were last measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrueBandView {
    /// The time band; empty for all use.
    pub band: String,
    /// What the register showed then; empty where more than one register counted.
    pub opened: String,
    /// What it shows now; likewise.
    pub closed: String,
    /// Units between the readings on this bill; may be below zero.
    pub read: String,
    /// Units that were billed on estimates.
    pub estimated: String,
    /// Both together.
    pub total: String,
}

/// A period's share of the true use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TruePeriodView {
    /// The number of the bill that stood on an estimate; empty for this bill itself.
    pub bill: String,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// Its days.
    pub days: i64,
    /// Units that were billed on an estimate; empty for this bill itself.
    pub estimated: String,
    /// Its share of the true use.
    pub units: String,
    /// What the estimate was charged, with notes on it; none for this bill itself.
    pub charged: Option<Money>,
    /// What its share costs.
    pub costs: Money,
}

/// How gas that was counted by volume became what is charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GasUseView {
    /// What the meter counts.
    pub counted_in: String,
    /// Cubic metres in that; empty for 1.
    pub to_m3: String,
    /// Days with the same gas.
    pub parts: Vec<GasPartView>,
    /// To what all parts together are rounded.
    pub round_to: String,
}

/// Days with the same gas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GasPartView {
    /// The time band; empty for all use.
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
    pub calorific_value: String,
    /// What that comes to.
    pub units: String,
}

impl From<GasUse> for GasUseView {
    fn from(gas: GasUse) -> GasUseView {
        let part = |p: GasPart| GasPartView {
            band: p.band,
            from: p.from,
            to: p.to,
            days: p.days,
            volume: p.volume,
            correction: p.correction,
            calorific_value: p.calorific_value,
            units: p.units,
        };
        GasUseView {
            counted_in: gas.counted_in,
            to_m3: gas.to_m3,
            parts: gas.parts.into_iter().map(part).collect(),
            round_to: gas.round_to,
        }
    }
}

impl From<BillPaper> for BillBasis {
    fn from(paper: BillPaper) -> BillBasis {
        BillBasis {
            unit: paper.unit,
            readings: paper.readings.into_iter().map(Into::into).collect(),
            truth: paper.truth.map(Into::into),
            gas: paper.gas.map(Into::into),
        }
    }
}

impl From<BillReading> for ReadingLine {
    fn from(r: BillReading) -> ReadingLine {
        ReadingLine {
            meter: r.meter,
            band: r.band,
            previous: r.previous,
            current: r.current,
            multiplier: r.multiplier,
            units: r.units,
            kind: r.current_kind,
        }
    }
}

impl From<TrueUse> for TruthView {
    fn from(truth: TrueUse) -> TruthView {
        let bands = truth.bands.into_iter().map(|b| TrueBandView {
            band: b.band,
            opened: b.opened,
            closed: b.closed,
            read: b.read,
            estimated: b.estimated,
            total: b.total,
        });
        let periods = truth.periods.into_iter().map(|p| TruePeriodView {
            bill: p.bill,
            from: p.from,
            to: p.to,
            days: p.days,
            estimated: p.estimated,
            units: p.units,
            charged: p.charged,
            costs: p.costs,
        });
        TruthView {
            since: truth.since,
            days: truth.days,
            unit: truth.unit,
            bands: bands.collect(),
            periods: periods.collect(),
        }
    }
}

/// A line of a bill.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BillLineView {
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

/// What took a claim back, wholly or in part.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CorrectionView {
    /// Id.
    pub id: CorrectionId,
    /// What it is.
    pub kind: CorrectionKind,
    /// Its number.
    pub number: String,
    /// The claim.
    pub bill: BillId,
    /// The claim's number.
    pub bill_number: String,
    /// Its account.
    pub account: AccountId,
    /// The account's number.
    pub account_number: String,
    /// The customer's name.
    pub customer_name: String,
    /// What is claimed less.
    pub amount: Money,
    /// Of that, what had been paid and became credit.
    pub credited: Money,
    /// Why.
    pub reason: CorrectionReason,
    /// In somebody's own words; may be empty.
    pub note: String,
    /// The bill made in its place.
    pub rebill: Option<BillId>,
    /// Who.
    pub by: String,
    /// Business date.
    pub business_on: Day,
    /// When.
    pub made_at: Instant,
}

impl From<CorrectionRow> for CorrectionView {
    fn from(row: CorrectionRow) -> CorrectionView {
        CorrectionView {
            id: row.id,
            kind: row.kind,
            number: row.number,
            bill: row.bill_id,
            bill_number: row.bill,
            account: row.account_id,
            account_number: row.account,
            customer_name: row.customer,
            amount: row.amount_minor,
            credited: row.credited_minor,
            reason: row.reason,
            note: row.note,
            rebill: row.rebill_id,
            by: row.person,
            business_on: row.business_on,
            made_at: row.made_at,
        }
    }
}

/// Asks what a correction would leave.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewCorrection {
    /// The claim.
    pub bill: BillId,
    /// What would take it back.
    pub kind: CorrectionKind,
    /// How much; none for all of it, and for a cancellation.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub amount: Option<Money>,
    /// Why a credit note would be given: of a discount and a subsidy its surcharges stand. None for a mistake.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub reason: Option<CorrectionReason>,
    /// That a credit note is for something else than what is in dispute of the claim.
    #[serde(default)]
    pub beside_dispute: bool,
}

/// What a correction would leave.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CorrectionPreview {
    /// Left to pay of the claim after it.
    pub left: Money,
    /// What had been paid and becomes credit; below zero where a cancelled bill takes back credit that it gave.
    pub credited: Money,
    /// What is owed again on claims that it had set credit off against.
    pub owed_again: Money,
    /// What was used since of credit that it gave, and is claimed anew.
    pub claimed_anew: Money,
    /// By how much more is owed for surcharges that fell by its reading and are charged anew; what was paid of them is credit
    /// again until it is used for them.
    pub charged_anew: Money,
    /// What falls of surcharges with a credit note, for they were on what was never owed.
    pub surcharges_off: Money,
    /// What is in dispute of the claim, where the dispute ends with it for the customer.
    pub upholds: Money,
    /// The instalment plan whose total falls with it, or of which something is open again; none where neither is.
    pub plan: Option<PlanId>,
    /// By how much it falls: that counts as paid by nobody.
    pub plan_falls: Money,
    /// What is open again of what was paid of it: by credit that a cancelled bill had set off.
    pub plan_reopens: Money,
    /// By how much more the account owes in all, less its credit, after it and with all that ends with it; below zero, less.
    pub owes_more: Money,
}

/// Standing bills that were made before something was known that prices them. Nothing edits them: each is put right by
/// cancelling it and making it anew.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BilledBefore {
    /// How many; of one account 1,000 at most.
    pub count: i64,
    /// The number of the first, by its period; empty for none.
    pub first: String,
    /// The number of the last.
    pub last: String,
}

impl BilledBefore {
    /// Names bills that are sorted by their periods.
    pub(crate) fn of(bills: &[MadeBill]) -> BilledBefore {
        let number = |bill: Option<&MadeBill>| bill.map(|bill| bill.number.clone()).unwrap_or_default();
        BilledBefore { count: bills.len() as i64, first: number(bills.first()), last: number(bills.last()) }
    }
}

/// Corrections, newest first, a page at a time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CorrectionList {
    /// The last correction of the page before; none for the first page.
    #[serde(default)]
    #[ts(optional)]
    pub before: Option<CorrectionId>,
    /// At most so many, 1 to 500.
    pub limit: i64,
}

/// Claims by the beginning of their number, or the newest ones, of one kind or of all.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FindBills {
    /// How the number begins, however it is typed; empty for the newest.
    pub text: Note,
    /// Only what claims this; none for all. A number is found whatever it claims.
    #[serde(default)]
    #[ts(optional)]
    pub kind: Option<ClaimKind>,
    /// The last claim of the page before; none for the first page. With a text there is one page.
    #[serde(default)]
    #[ts(optional)]
    pub before: Option<BillId>,
    /// At most so many, 1 to 500.
    pub limit: i64,
}

/// A claim in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BillItem {
    /// Id.
    pub id: BillId,
    /// What it claims.
    pub kind: ClaimKind,
    /// Number.
    pub number: String,
    /// Its account.
    pub account: AccountId,
    /// The account's number.
    pub account_number: String,
    /// Whose account.
    pub customer: CustomerId,
    /// The customer's name.
    pub customer_name: String,
    /// Service.
    pub service: Service,
    /// Last day of the period.
    pub period_to: Day,
    /// Day of issue.
    pub issued_on: Day,
    /// Due date.
    pub due_on: Day,
    /// Total as issued.
    pub total: Money,
    /// Left to pay.
    pub left: Money,
    /// Where it stands.
    pub state: BillState,
}

/// Takes a claim back as a whole.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelBill {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The claim.
    pub bill: BillId,
    /// The account's version that was shown with it.
    pub version: i64,
    /// Why.
    pub reason: CorrectionReason,
    /// In one's own words; may be empty.
    pub note: Note,
}

/// Takes a part of a claim back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GiveCreditNote {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The claim.
    pub bill: BillId,
    /// The account's version that was shown with it.
    pub version: i64,
    /// What is claimed less; at most what is still claimed.
    pub amount: Money,
    /// Why.
    pub reason: CorrectionReason,
    /// In one's own words; may be empty.
    pub note: Note,
    /// That it is for something else than what is in dispute of the claim: a credit note decides no dispute.
    #[serde(default)]
    pub beside_dispute: bool,
}

/// Gives up what will never be paid.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WriteOff {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The claim.
    pub bill: BillId,
    /// The account's version that was shown with it.
    pub version: i64,
    /// How much; none for all that is left.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub amount: Option<Money>,
    /// Why it will never be paid.
    pub note: Reason,
}

/// Claims more for a bill that claimed too little.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GiveDebitNote {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The bill.
    pub bill: BillId,
    /// The account's version that was shown with it.
    pub version: i64,
    /// How much more.
    pub amount: Money,
    /// For what, as it stands on the note.
    pub label: Reason,
    /// Last day to pay; none for the office's usual days.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub due_on: Option<Day>,
    /// Why, in one's own words; may be empty.
    pub note: Note,
}

words! {
    /// What an account is charged for once.
    pub enum FeeKind {
        /// A reconnection.
        Reconnection = "reconnection",
        /// Rent of a meter.
        MeterRent = "meter_rent",
        /// A deposit that the office holds.
        Deposit = "deposit",
        /// Something else, by its label.
        Other = "other",
    }
}

impl FeeKind {
    /// How it is called where nobody says otherwise.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            FeeKind::Reconnection => LineName::Reconnection,
            FeeKind::MeterRent => LineName::MeterRent,
            FeeKind::Deposit => LineName::Deposit,
            FeeKind::Other => LineName::Charge,
        }
        .label()
    }
}

/// Charges an account once.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChargeFee {
    /// Made by the caller before sending.
    pub request_id: RequestId,
    /// The account.
    pub account: AccountId,
    /// The account's version that was shown.
    pub version: i64,
    /// For what.
    pub fee: FeeKind,
    /// How it is called on paper; empty for its usual name.
    pub label: Note,
    /// How much.
    pub amount: Money,
    /// Last day to pay; none for the office's usual days.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub due_on: Option<Day>,
    /// Why; may be empty.
    pub note: Note,
}
