//! Customers as the screens see them.

use crate::billing::views::{BilledBefore, OpenBillView};
use crate::payments::views::PaymentRow;
use foil_domain::arrears::ladder::Minimum;
use foil_domain::billing::Lateness;
use foil_domain::customers::{AccountStatus, ByLaw, Service};
use foil_domain::ids::{AccountId, BillId, CustomerId, CycleId, PaymentId, PropertyId, TicketId};
use foil_domain::money::Money;
use foil_domain::text::{Address, Code, Name, Note, Reason};
use foil_domain::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Finds people, accounts, bills, receipts and tickets.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Words of a name or address, or the beginning of a number; up to 120 characters.
    pub text: String,
    /// At most so many hits, 1 to 50.
    #[serde(default)]
    #[ts(optional)]
    pub limit: Option<i64>,
}

/// What a hit leads to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum HitTarget {
    /// A customer, found by name, phone or number.
    Customer(CustomerId),
    /// An account, found by its number or its meter's.
    Account(AccountId),
    /// A bill.
    Bill(BillId),
    /// A receipt.
    Receipt(PaymentId),
    /// A ticket of today that stands in the hall.
    Ticket(TicketId),
    /// A request whose money is in hand and not booked yet, of whatever day.
    InHand(TicketId),
}

/// One hit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Hit {
    /// Where it leads.
    pub target: HitTarget,
    /// The customer it belongs to, if any.
    pub customer: Option<CustomerId>,
    /// The customer's name.
    pub name: String,
    /// The number that was found, or the address.
    pub detail: String,
    /// The service, for accounts and bills.
    pub service: Option<Service>,
    /// Whether the text is exactly this number (a scan).
    pub exact: bool,
}

/// Names a customer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomerRef {
    /// The customer.
    pub customer: CustomerId,
}

/// The customers in order of their numbers, a page at a time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomerList {
    /// The last customer of the page before; none for the first page.
    #[serde(default)]
    #[ts(optional)]
    pub after: Option<CustomerId>,
    /// Rows a page, 1 to 500.
    pub limit: i64,
}

/// A page of customers.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CustomerPage {
    /// The rows.
    pub rows: Vec<CustomerRow>,
    /// Customers in all; told with the first page only, for all of them are counted.
    pub total: Option<i64>,
}

/// A customer in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CustomerRow {
    /// Id.
    pub id: CustomerId,
    /// Customer number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// Accounts, all services.
    pub accounts: i64,
    /// What is due on all of them.
    pub due: Money,
    /// Whether the customer is active.
    pub active: bool,
}

/// Everything the counter shows of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CustomerCard {
    /// Id.
    pub id: CustomerId,
    /// Customer number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Phone, whole; screens that the hall can see mask it.
    pub phone: String,
    /// The phone with its middle hidden.
    pub phone_masked: String,
    /// E-mail; may be empty.
    pub email: String,
    /// Language code; may be empty.
    pub language: String,
    /// Priority by law.
    pub by_law: ByLaw,
    /// A remark for clerks.
    pub note: String,
    /// Whether the customer is active.
    pub active: bool,
    /// Whether they pay in cash only, for cheques of theirs have bounced.
    pub cash_only: bool,
    /// Cheques of theirs that have bounced since that was last forgiven.
    pub bounces: i64,
    /// For the next edit.
    pub version: i64,
    /// Properties.
    pub properties: Vec<PropertyView>,
    /// Accounts, the most urgent first, at most 500.
    pub accounts: Vec<AccountView>,
    /// What is due on all accounts.
    pub due: Money,
    /// Credit on all accounts.
    pub credit: Money,
    /// The latest payments, newest first, at most 10.
    pub payments: Vec<PaymentRow>,
    /// In the answer of an act that gave an account another plan or load: the standing bills of days that this rules now.
    pub billed: BilledBefore,
}

/// A property.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PropertyView {
    /// Id.
    pub id: PropertyId,
    /// Address.
    pub address: String,
    /// Whether it is in use.
    pub active: bool,
    /// For the next edit.
    pub version: i64,
}

/// An account with what is open on it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AccountView {
    /// Id.
    pub id: AccountId,
    /// Its property.
    pub property: PropertyId,
    /// The property's address.
    pub address: String,
    /// Service.
    pub service: Service,
    /// Account number.
    pub number: String,
    /// Meter number; may be empty.
    pub meter: String,
    /// Tariff plan's name.
    pub tariff: String,
    /// Status.
    pub status: AccountStatus,
    /// Cut since.
    pub cut_on: Option<Day>,
    /// Disconnection ordered for.
    pub disconnection_on: Option<Day>,
    /// Credit kept.
    pub credit: Money,
    /// What is due on its open bills.
    pub due: Money,
    /// Surcharge that has accrued up to today beside that and is no claim yet: a payment takes it along.
    pub accrued: Money,
    /// Of what is due, past its due date.
    pub overdue: Money,
    /// How late its oldest open bill is.
    pub lateness: Lateness,
    /// Since when it is late, or from when it will be; none where nothing is open.
    pub late_from: Option<Day>,
    /// Of what is due, in dispute: on hold until that is decided.
    pub disputed: Money,
    /// What of its deposits was paid and is held for it; a credit note on the deposit sets it free.
    pub deposit_held: Money,
    /// Of that, what was paid by cheques that the bank has not paid yet: it is held once it has.
    pub deposit_at_bank: Money,
    /// The least to pay now, to stay on, to get back on, or to keep a plan; none where nothing is late.
    pub minimum: Option<Minimum>,
    /// Open bills, oldest due date first, at most 60.
    pub open_bills: Vec<OpenBillView>,
    /// Use by period, oldest first, at most 12.
    pub usage: Vec<UsagePoint>,
    /// Billing cycle; none is billed at the counter only.
    pub cycle: Option<CycleId>,
    /// The cycle's code; empty without one.
    pub cycle_code: String,
    /// Route of the meter reader; may be empty.
    pub route: String,
    /// Place on the route.
    pub route_n: i64,
    /// kW as decimal text; empty where unknown.
    pub sanctioned_load_kw: String,
    /// kW as decimal text; empty where unknown.
    pub contract_demand_kw: String,
    /// For payments and edits.
    pub version: i64,
}

/// Use in one billing period.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UsagePoint {
    /// The period's last day.
    pub to: Day,
    /// Units as decimal text.
    pub units: String,
}

/// Makes a customer, or changes one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveCustomer {
    /// The customer to change; none makes a new one.
    #[serde(default)]
    #[ts(optional)]
    pub customer: Option<CustomerId>,
    /// The version that was shown.
    #[serde(default)]
    #[ts(optional)]
    pub version: Option<i64>,
    /// Customer number.
    pub number: Code,
    /// Name.
    pub name: Name,
    /// Phone; may be empty, else 4 to 15 digits.
    pub phone: Note,
    /// E-mail; may be empty.
    pub email: Note,
    /// Language code; may be empty.
    pub language: Note,
    /// Priority by law.
    pub by_law: ByLaw,
    /// A remark for clerks.
    pub note: Note,
    /// Whether the customer is active; one with money open cannot be retired.
    pub active: bool,
}

/// Adds a property to a customer, or changes one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveProperty {
    /// The property to change; none makes a new one.
    #[serde(default)]
    #[ts(optional)]
    pub property: Option<PropertyId>,
    /// The version that was shown.
    #[serde(default)]
    #[ts(optional)]
    pub version: Option<i64>,
    /// Whose it is.
    pub customer: CustomerId,
    /// Address; the same one twice is refused.
    pub address: Address,
    /// Whether it is in use; one with open accounts cannot be retired.
    pub active: bool,
}

/// Opens an account at a property, or changes one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveAccount {
    /// The account to change; none makes a new one.
    #[serde(default)]
    #[ts(optional)]
    pub account: Option<AccountId>,
    /// The version that was shown.
    #[serde(default)]
    #[ts(optional)]
    pub version: Option<i64>,
    /// Where it is; fixed once made.
    pub property: PropertyId,
    /// Service; fixed once made.
    pub service: Service,
    /// Account number.
    pub number: Code,
    /// Meter number; may be empty.
    pub meter: Note,
    /// Tariff plan's name.
    pub tariff: Name,
    /// When and on what terms it is billed; none leaves that as it is.
    #[serde(default)]
    #[ts(optional)]
    pub terms: Option<SaveTerms>,
    /// The day from which its plan and loads hold, where they change: today or earlier; none is today. Days before are
    /// billed by what stood then; what was billed already stays until it is billed anew.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub terms_from: Option<Day>,
}

/// When and on what terms an account is billed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveTerms {
    /// Billing cycle; none is billed at the counter only.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub cycle: Option<CycleId>,
    /// Route of the meter reader; may be empty.
    pub route: Note,
    /// Place on the route, 0 to 1,000,000.
    pub route_n: i64,
    /// kW as decimal text; empty where unknown.
    pub sanctioned_load_kw: Note,
    /// kW as decimal text; empty where unknown.
    pub contract_demand_kw: Note,
}

/// Asks which standing bills lie in the days that another plan or load of an account would rule.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewTerms {
    /// The account.
    pub account: AccountId,
    /// Tariff plan's name.
    pub tariff: Name,
    /// kW as decimal text; empty where unknown.
    pub sanctioned_load_kw: Note,
    /// kW as decimal text; empty where unknown.
    pub contract_demand_kw: Note,
    /// The day from which they would hold: today or earlier; none is today.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub terms_from: Option<Day>,
}

/// Orders a disconnection, cuts, reconnects, closes or reopens an account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SwitchAccount {
    /// The account.
    pub account: AccountId,
    /// The version that was shown.
    pub version: i64,
    /// Its new status.
    pub status: AccountStatus,
    /// Day a disconnection is ordered for; none takes an order back.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub disconnection_on: Option<Day>,
    /// Why.
    pub reason: Reason,
}

/// Names an account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AccountRef {
    /// The account.
    pub account: AccountId,
}
