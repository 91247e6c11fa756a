//! Customers, their properties, and the accounts there.

use crate::former;
use crate::search;
use crate::tx::Tx;
use foil_domain::customers::{AccountStatus, ByLaw, Service, phone_digits};
use foil_domain::ids::{AccountId, CustomerId, CycleId, PropertyId};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::text::{fold, fold_number};
use foil_domain::time::Day;
use serde::{Deserialize, Serialize};

crate::row! {
    /// A customer.
    pub struct CustomerRow {
        /// Id.
        id: CustomerId,
        /// Customer number.
        number: String,
        /// Name.
        name: String,
        /// Phone; may be empty.
        phone: String,
        /// E-mail; may be empty.
        email: String,
        /// Language code; may be empty.
        language: String,
        /// Priority by law.
        by_law: ByLaw,
        /// Remark.
        note: String,
        /// Whether the customer is active.
        active: bool,
        /// Whether cheques of theirs have bounced too often.
        cash_only: bool,
        /// Cheques of theirs that have bounced since that was last forgiven.
        bounces: i64,
        /// For edits.
        version: i64,
    }
}

macro_rules! select_customer {
    ($rest:literal) => {
        concat!(
            "SELECT id, number, name, phone, email, language, by_law, note, active, cash_only, bounces, version ",
            "FROM customer ",
            $rest
        )
    };
}

/// A customer.
pub fn find(tx: &Tx<'_>, id: CustomerId) -> Result<Option<CustomerRow>> {
    tx.maybe(select_customer!("WHERE id = $1"), &[&id])
}

/// A customer by number, however it is typed.
pub fn by_number(tx: &Tx<'_>, number: &str) -> Result<Option<CustomerRow>> {
    tx.maybe(select_customer!("WHERE number_fold = $1"), &[&fold_number(number)])
}

crate::row! {
    /// A customer in a list.
    pub struct ListedRow {
        /// Id.
        id: CustomerId,
        /// Customer number.
        number: String,
        /// Name.
        name: String,
        /// Phone.
        phone: String,
        /// Accounts, all services.
        accounts: i64,
        /// What is due on all of them.
        due: Money,
        /// Whether the customer is active.
        active: bool,
    }
}

/// The customers whose folded number comes after one, in that order. The first page starts after "".
pub fn list(tx: &Tx<'_>, after: &str, limit: i64) -> Result<Vec<ListedRow>> {
    tx.all(
        "SELECT c.id, c.number, c.name, c.phone,
                (SELECT COUNT(*) FROM account a WHERE a.customer_id = c.id) AS accounts,
                (SELECT CAST(COALESCE(SUM(b.left_minor + b.surcharge_left_minor), 0) AS BIGINT)
                   FROM account a JOIN bill b ON b.account_id = a.id
                  WHERE a.customer_id = c.id AND b.left_minor + b.surcharge_left_minor > 0 AND b.cancelled = 0)
                  AS due,
                c.active
           FROM customer c WHERE c.number_fold > $1 ORDER BY c.number_fold LIMIT $2",
        &[&after, &limit],
    )
}

/// How many customers there are.
pub fn count(tx: &Tx<'_>) -> Result<i64> {
    tx.number("SELECT COUNT(*) AS n FROM customer /* all */", &[])
}

/// What may be changed of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerData {
    /// Customer number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Phone; may be empty.
    pub phone: String,
    /// E-mail; may be empty.
    pub email: String,
    /// Language code; may be empty.
    pub language: String,
    /// Priority by law.
    pub by_law: ByLaw,
    /// Remark.
    pub note: String,
    /// Whether the customer is active.
    pub active: bool,
}

impl CustomerRow {
    /// What may be changed of it.
    #[must_use]
    pub fn data(&self) -> CustomerData {
        CustomerData {
            number: self.number.clone(),
            name: self.name.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            language: self.language.clone(),
            by_law: self.by_law,
            note: self.note.clone(),
            active: self.active,
        }
    }
}

/// A new customer's columns, folded already.
#[derive(Debug)]
pub struct NewCustomer<'a> {
    /// Customer number.
    pub number: &'a str,
    /// Number as it is searched.
    pub number_fold: &'a str,
    /// Name.
    pub name: &'a str,
    /// Phone; may be empty.
    pub phone: &'a str,
    /// E-mail; may be empty.
    pub email: &'a str,
    /// Language code; may be empty.
    pub language: &'a str,
    /// Priority by law.
    pub by_law: ByLaw,
    /// Remark.
    pub note: &'a str,
    /// Whether the customer is active.
    pub active: bool,
}

/// Adds a customer without the words it is found by; an import adds those when it knows them all.
pub fn add(tx: &Tx<'_>, c: &NewCustomer<'_>) -> Result<CustomerId> {
    let n = tx.insert(
        "INSERT INTO customer (number, number_fold, name, phone, phone_digits, email, language, by_law, note,
                active, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
        &[
            &c.number,
            &c.number_fold,
            &c.name,
            &c.phone,
            &phone_digits(c.phone).unwrap_or_default(),
            &c.email,
            &c.language,
            &c.by_law,
            &c.note,
            &c.active,
        ],
    )?;
    Ok(CustomerId(n))
}

/// Adds a customer, to be found by its words at once.
pub fn insert(tx: &Tx<'_>, c: &CustomerData) -> Result<CustomerId> {
    let new = NewCustomer {
        number: &c.number,
        number_fold: &fold_number(&c.number),
        name: &c.name,
        phone: &c.phone,
        email: &c.email,
        language: &c.language,
        by_law: c.by_law,
        note: &c.note,
        active: c.active,
    };
    let id = add(tx, &new)?;
    search::refresh(tx, id)?;
    Ok(id)
}

/// Changes a customer. `false` when the version is stale.
pub fn update(tx: &Tx<'_>, id: CustomerId, c: &CustomerData, seen: i64) -> Result<bool> {
    former::keep_of_customer(tx, id, c, seen)?;
    let touched = tx.run(
        "UPDATE customer SET number = $1, number_fold = $2, name = $3, phone = $4, phone_digits = $5, email = $6,
                language = $7, by_law = $8, note = $9, active = $10, version = version + 1
          WHERE id = $11 AND version = $12",
        &[
            &c.number,
            &fold_number(&c.number),
            &c.name,
            &c.phone,
            &phone_digits(&c.phone).unwrap_or_default(),
            &c.email,
            &c.language,
            &c.by_law,
            &c.note,
            &c.active,
            &id,
            &seen,
        ],
    )?;
    if touched == 1 {
        search::refresh(tx, id)?;
    }
    Ok(touched == 1)
}

/// Changes how a customer is reached and treated, which is in no index of words. `false` when the version is stale.
pub fn update_contacts(tx: &Tx<'_>, id: CustomerId, c: &CustomerData, seen: i64) -> Result<bool> {
    let touched = tx.run(
        "UPDATE customer SET phone = $1, phone_digits = $2, email = $3, language = $4, by_law = $5, version = version + 1
          WHERE id = $6 AND version = $7",
        &[
            &c.phone,
            &phone_digits(&c.phone).unwrap_or_default(),
            &c.email,
            &c.language,
            &c.by_law,
            &id,
            &seen,
        ],
    )?;
    Ok(touched == 1)
}

crate::row! {
    /// A property.
    pub struct PropertyRow {
        /// Id.
        id: PropertyId,
        /// Whose it is.
        customer_id: CustomerId,
        /// Address.
        address: String,
        /// Whether it is in use.
        active: bool,
        /// For edits.
        version: i64,
    }
}

/// A property.
pub fn property(tx: &Tx<'_>, id: PropertyId) -> Result<Option<PropertyRow>> {
    tx.maybe("SELECT id, customer_id, address, active, version FROM property WHERE id = $1", &[&id])
}

/// A customer's property by its address, however it is typed.
pub fn property_at(tx: &Tx<'_>, customer: CustomerId, address: &str) -> Result<Option<PropertyRow>> {
    tx.maybe(
        "SELECT id, customer_id, address, active, version FROM property
          WHERE customer_id = $1 AND address_fold = $2",
        &[&customer, &fold(address)],
    )
}

/// The properties of a customer, at most 500, oldest first.
pub fn properties_of(tx: &Tx<'_>, customer: CustomerId) -> Result<Vec<PropertyRow>> {
    tx.all(
        "SELECT id, customer_id, address, active, version FROM property WHERE customer_id = $1
          ORDER BY id LIMIT 500",
        &[&customer],
    )
}

/// What may be changed of a property, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PropertyData {
    /// Whose it is; fixed once made.
    pub customer: CustomerId,
    /// Address.
    pub address: String,
    /// Whether it is in use.
    pub active: bool,
}

impl PropertyRow {
    /// What may be changed of it.
    #[must_use]
    pub fn data(&self) -> PropertyData {
        PropertyData { customer: self.customer_id, address: self.address.clone(), active: self.active }
    }
}

/// Adds a property in use without the words it is found by; an import adds those.
pub fn add_property(
    tx: &Tx<'_>,
    customer: CustomerId,
    address: &str,
    address_fold: &str,
    active: bool,
) -> Result<PropertyId> {
    let n = tx.insert(
        "INSERT INTO property (customer_id, address, address_fold, active, version)
         VALUES ($1, $2, $3, $4, 1)",
        &[&customer, &address, &address_fold, &active],
    )?;
    Ok(PropertyId(n))
}

/// Adds a property, to be found by its address at once.
pub fn insert_property(tx: &Tx<'_>, p: &PropertyData) -> Result<PropertyId> {
    let id = add_property(tx, p.customer, &p.address, &fold(&p.address), p.active)?;
    search::refresh(tx, p.customer)?;
    Ok(id)
}

/// Changes a property; whose it is stays. `false` when the version is stale.
pub fn update_property(tx: &Tx<'_>, id: PropertyId, p: &PropertyData, seen: i64) -> Result<bool> {
    former::keep_of_property(tx, id, p, seen)?;
    let touched = tx.run(
        "UPDATE property SET address = $1, address_fold = $2, active = $3, version = version + 1
          WHERE id = $4 AND version = $5",
        &[&p.address, &fold(&p.address), &p.active, &id, &seen],
    )?;
    if touched == 1 {
        search::refresh(tx, p.customer)?;
    }
    Ok(touched == 1)
}

/// Accounts at a property that are not closed.
pub fn open_accounts_at(tx: &Tx<'_>, id: PropertyId) -> Result<i64> {
    tx.number("SELECT COUNT(*) AS n FROM account WHERE property_id = $1 AND status <> 'closed'", &[&id])
}

crate::row! {
    /// An account.
    pub struct AccountRow {
        /// Id.
        id: AccountId,
        /// Where it is.
        property_id: PropertyId,
        /// Whose it is.
        customer_id: CustomerId,
        /// Service.
        service: Service,
        /// Account number.
        number: String,
        /// Meter number; may be empty.
        meter: String,
        /// Tariff plan's name.
        tariff: String,
        /// Status.
        status: AccountStatus,
        /// Cut since.
        cut_on: Option<Day>,
        /// Disconnection ordered for.
        disconnection_on: Option<Day>,
        /// Credit kept.
        credit_minor: Money,
        /// Billing cycle; none is billed at the counter only.
        cycle_id: Option<CycleId>,
        /// Route of the meter reader; may be empty.
        route: String,
        /// Place on the route.
        route_n: i64,
        /// kW as decimal text; empty where unknown.
        sanctioned_load_kw: String,
        /// kW as decimal text; empty where unknown.
        contract_demand_kw: String,
        /// For payments and edits.
        version: i64,
    }
}

macro_rules! select_account {
    ($rest:literal) => {
        concat!(
            "SELECT id, property_id, customer_id, service, number, meter, tariff, status, cut_on, ",
            "disconnection_on, credit_minor, cycle_id, route, route_n, sanctioned_load_kw, contract_demand_kw, ",
            "version FROM account ",
            $rest
        )
    };
}

/// An account.
pub fn account(tx: &Tx<'_>, id: AccountId) -> Result<Option<AccountRow>> {
    tx.maybe(select_account!("WHERE id = $1"), &[&id])
}

/// An account by number, however it is typed.
pub fn account_by_number(tx: &Tx<'_>, number: &str) -> Result<Option<AccountRow>> {
    tx.maybe(select_account!("WHERE number_fold = $1"), &[&fold_number(number)])
}

/// The account that is not closed and has this meter, however its number is typed.
pub fn account_by_meter(tx: &Tx<'_>, meter: &str) -> Result<Option<AccountRow>> {
    tx.maybe(
        select_account!("WHERE meter_fold = $1 AND meter_fold <> '' AND status <> 'closed'"),
        &[&fold_number(meter)],
    )
}

/// The accounts of a customer, at most 500, oldest first.
pub fn accounts_of(tx: &Tx<'_>, customer: CustomerId) -> Result<Vec<AccountRow>> {
    tx.all(select_account!("WHERE customer_id = $1 ORDER BY id LIMIT 500"), &[&customer])
}

/// What may be changed of an account by an edit or a switch, and what is fixed once it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountData {
    /// Where it is; fixed once made.
    pub property: PropertyId,
    /// Whose it is; fixed once made.
    pub customer: CustomerId,
    /// Service; fixed once made.
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
    /// When and on what terms it is billed.
    #[serde(default, skip_serializing_if = "BillingTerms::is_default")]
    pub terms: BillingTerms,
}

/// When and on what terms an account is billed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingTerms {
    /// Billing cycle; none is billed at the counter only.
    pub cycle: Option<CycleId>,
    /// Route of the meter reader; may be empty.
    pub route: String,
    /// Place on the route.
    pub route_n: i64,
    /// kW as decimal text; empty where unknown.
    pub sanctioned_load_kw: String,
    /// kW as decimal text; empty where unknown.
    pub contract_demand_kw: String,
}

impl BillingTerms {
    fn is_default(&self) -> bool {
        *self == BillingTerms::default()
    }
}

impl AccountRow {
    /// What may be changed of it.
    #[must_use]
    pub fn data(&self) -> AccountData {
        AccountData {
            property: self.property_id,
            customer: self.customer_id,
            service: self.service,
            number: self.number.clone(),
            meter: self.meter.clone(),
            tariff: self.tariff.clone(),
            status: self.status,
            cut_on: self.cut_on,
            disconnection_on: self.disconnection_on,
            terms: BillingTerms {
                cycle: self.cycle_id,
                route: self.route.clone(),
                route_n: self.route_n,
                sanctioned_load_kw: self.sanctioned_load_kw.clone(),
                contract_demand_kw: self.contract_demand_kw.clone(),
            },
        }
    }
}

/// Opens an account, without credit; number and meter are given folded, too.
pub fn add_account(tx: &Tx<'_>, a: &AccountData, number_fold: &str, meter_fold: &str) -> Result<AccountId> {
    let n = tx.insert(
        "INSERT INTO account (property_id, customer_id, service, number, number_fold, meter, meter_fold,
                tariff, status, cut_on, disconnection_on, credit_minor, cycle_id, route, route_n,
                sanctioned_load_kw, contract_demand_kw, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14, $15, $16, 1)",
        &[
            &a.property,
            &a.customer,
            &a.service,
            &a.number,
            &number_fold,
            &a.meter,
            &meter_fold,
            &a.tariff,
            &a.status,
            &a.cut_on,
            &a.disconnection_on,
            &a.terms.cycle,
            &a.terms.route,
            &a.terms.route_n,
            &a.terms.sanctioned_load_kw,
            &a.terms.contract_demand_kw,
        ],
    )?;
    Ok(AccountId(n))
}

/// Opens an account, without credit.
pub fn insert_account(tx: &Tx<'_>, a: &AccountData) -> Result<AccountId> {
    add_account(tx, a, &fold_number(&a.number), &fold_number(&a.meter))
}

/// Changes an account; property, customer, service and credit stay. `false` when the version is stale.
pub fn update_account(tx: &Tx<'_>, id: AccountId, a: &AccountData, seen: i64) -> Result<bool> {
    former::keep_of_account(tx, id, a, seen)?;
    let touched = tx.run(
        "UPDATE account SET number = $1, number_fold = $2, meter = $3, meter_fold = $4, tariff = $5, status = $6,
                cut_on = $7, disconnection_on = $8, cycle_id = $9, route = $10, route_n = $11,
                sanctioned_load_kw = $12, contract_demand_kw = $13, version = version + 1
          WHERE id = $14 AND version = $15",
        &[
            &a.number,
            &fold_number(&a.number),
            &a.meter,
            &fold_number(&a.meter),
            &a.tariff,
            &a.status,
            &a.cut_on,
            &a.disconnection_on,
            &a.terms.cycle,
            &a.terms.route,
            &a.terms.route_n,
            &a.terms.sanctioned_load_kw,
            &a.terms.contract_demand_kw,
            &id,
            &seen,
        ],
    )?;
    Ok(touched == 1)
}

/// Sets an account's credit and its next version.
pub fn set_credit_and_bump(tx: &Tx<'_>, id: AccountId, credit: Money) -> Result<()> {
    tx.hit("UPDATE account SET credit_minor = $1, version = version + 1 WHERE id = $2", &[&credit, &id])
}

/// Sets an account's credit and its next version; `false` when it has another version by now.
pub fn set_credit_if_seen(tx: &Tx<'_>, id: AccountId, credit: Money, seen: i64) -> Result<bool> {
    let touched = tx.run(
        "UPDATE account SET credit_minor = $1, version = version + 1 WHERE id = $2 AND version = $3",
        &[&credit, &id, &seen],
    )?;
    Ok(touched == 1)
}

/// Gives an account its next version: something on it has changed.
pub fn bump_account(tx: &Tx<'_>, id: AccountId) -> Result<()> {
    tx.hit("UPDATE account SET version = version + 1 WHERE id = $1", &[&id])
}

/// Sets or takes back a disconnection order, and gives the account its next version.
pub fn set_disconnection(tx: &Tx<'_>, id: AccountId, on: Option<Day>) -> Result<()> {
    tx.hit("UPDATE account SET disconnection_on = $1, version = version + 1 WHERE id = $2", &[&on, &id])
}

/// Whether there is no customer yet.
pub fn none_yet(tx: &Tx<'_>) -> Result<bool> {
    Ok(tx.number("SELECT COUNT(*) AS n FROM (SELECT 1 FROM customer /* all */ LIMIT 1) t", &[])? == 0)
}

/// Tables whose indexes a large import builds afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bulk {
    /// Customers, properties and accounts.
    Customers,
    /// Bills.
    Bills,
}

/// Takes the secondary indexes of empty tables away; gives back what builds them again, which must
/// happen in the same transaction. Sorting once is cheaper than a million insertions.
pub fn drop_indexes(tx: &Tx<'_>, of: Bulk) -> Result<Vec<String>> {
    let tables: &[&str] = match of {
        Bulk::Customers => &["customer", "property", "account"],
        Bulk::Bills => &["bill"],
    };
    let mut build = Vec::new();
    for table in tables {
        let indexes = tx.all::<IndexRow>(
            "SELECT name, sql FROM sqlite_schema
              WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL ORDER BY name LIMIT 100",
            &[table],
        )?;
        for index in indexes {
            tx.script(&format!("DROP INDEX {}", index.name))?;
            build.push(index.sql);
        }
    }
    Ok(build)
}

/// Builds the indexes that [`drop_indexes`] took away.
pub fn build_indexes(tx: &Tx<'_>, build: &[String]) -> Result<()> {
    build.iter().try_for_each(|sql| tx.script(sql))
}

crate::row! {
    /// An index.
    pub struct IndexRow {
        /// Name.
        name: String,
        /// What builds it.
        sql: String,
    }
}
