//! Tariff plans and their versions. A version is written once, with the text it was read from; of one
//! `valid_from_on` the highest revision rules.

use crate::tx::{Text, Tx};
use foil_domain::ids::{AccountId, BillId, TariffId, TariffVersionId, UserId};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::text::fold;
use foil_domain::time::{Day, Instant};

/// Plans a book may hold; also the most that a list gives.
pub const MOST_PLANS: i64 = 2_000;
/// Versions a plan may have; also the most that a list gives.
pub const MOST_VERSIONS: i64 = 2_000;

crate::row! {
    /// A plan.
    pub struct TariffRow {
        /// Id.
        id: TariffId,
        /// Name, as its newest file writes it.
        name: String,
        /// Service as the file says it: electricity, water, gas or sewer.
        service: String,
        /// Whether accounts may be put on it.
        active: bool,
        /// For edits.
        version: i64,
    }
}

macro_rules! plan {
    ($rest:literal) => {
        concat!("SELECT id, name, service, active, version FROM tariff ", $rest)
    };
}

/// Every plan, by name.
pub fn all(tx: &Tx<'_>) -> Result<Vec<TariffRow>> {
    tx.all(plan!("ORDER BY name_fold LIMIT $1"), &[&MOST_PLANS])
}

/// A plan.
pub fn find(tx: &Tx<'_>, id: TariffId) -> Result<Option<TariffRow>> {
    tx.maybe(plan!("WHERE id = $1"), &[&id])
}

/// A plan by its name, however it is typed.
pub fn by_name(tx: &Tx<'_>, name: &str) -> Result<Option<TariffRow>> {
    tx.maybe(plan!("WHERE name_fold = $1"), &[&fold(name)])
}

/// Adds a plan.
pub fn insert(tx: &Tx<'_>, name: &str, service: &str) -> Result<TariffId> {
    let n = tx.insert(
        "INSERT INTO tariff (name, name_fold, service, active, version) VALUES ($1, $2, $3, 1, 1)",
        &[&name, &fold(name), &service],
    )?;
    Ok(TariffId(n))
}

/// Writes a plan's name as its newest file has it, and gives the plan its next version.
pub fn touch(tx: &Tx<'_>, id: TariffId, name: &str) -> Result<()> {
    tx.hit("UPDATE tariff SET name = $1, version = version + 1 WHERE id = $2", &[&name, &id])
}

/// Retires a plan or takes it up again. `false` when the version is stale.
pub fn set_active(tx: &Tx<'_>, id: TariffId, active: bool, seen: i64) -> Result<bool> {
    let touched = tx.run(
        "UPDATE tariff SET active = $1, version = version + 1 WHERE id = $2 AND version = $3",
        &[&active, &id, &seen],
    )?;
    Ok(touched == 1)
}

crate::row! {
    /// A version of a plan, without its text.
    pub struct VersionRow {
        /// Id.
        id: TariffVersionId,
        /// Its plan.
        tariff_id: TariffId,
        /// The day from which it is in force.
        valid_from_on: Day,
        /// 1 for the first of that day; a higher one replaces it for bills still to be made.
        revision: i64,
        /// SHA-256 of its text, in hex.
        sha256: String,
        /// Why it was stored.
        note: String,
        /// Who stored it.
        person: String,
        /// When.
        stored_at: Instant,
    }
}

macro_rules! version {
    ($rest:literal) => {
        concat!(
            "SELECT v.id, v.tariff_id, v.valid_from_on, v.revision, v.sha256, v.note, p.name AS person, v.stored_at ",
            "FROM tariff_version v JOIN person p ON p.id = v.person_id ",
            $rest
        )
    };
}

/// The versions of a plan, newest first: by the day they are in force from, then by revision.
pub fn versions(tx: &Tx<'_>, tariff: TariffId) -> Result<Vec<VersionRow>> {
    tx.all(
        version!("WHERE v.tariff_id = $1 ORDER BY v.valid_from_on DESC, v.revision DESC LIMIT $2"),
        &[&tariff, &MOST_VERSIONS],
    )
}

/// A version.
pub fn version(tx: &Tx<'_>, id: TariffVersionId) -> Result<Option<VersionRow>> {
    tx.maybe(version!("WHERE v.id = $1"), &[&id])
}

/// The version of a plan in force from a day, of the highest revision.
pub fn latest_of(tx: &Tx<'_>, tariff: TariffId, valid_from: Day) -> Result<Option<VersionRow>> {
    tx.maybe(
        version!("WHERE v.tariff_id = $1 AND v.valid_from_on = $2 ORDER BY v.revision DESC LIMIT 1"),
        &[&tariff, &valid_from],
    )
}

/// The text of a version, as it was stored.
pub fn text(tx: &Tx<'_>, id: TariffVersionId) -> Result<Option<String>> {
    let row = tx.maybe::<Text>("SELECT text AS t FROM tariff_version WHERE id = $1", &[&id])?;
    Ok(row.map(|row| row.t))
}

crate::row! {
    /// A version that prices bills.
    pub struct RulingRow {
        /// Id.
        id: TariffVersionId,
        /// The plan's name.
        name: String,
        /// The plan's name, folded.
        name_fold: String,
        /// The day from which it is in force.
        valid_from_on: Day,
        /// SHA-256 of its text, in hex.
        sha256: String,
    }
}

/// The versions that rule, of all plans: by plan, then by the day from which they are in force; of one day the
/// highest revision.
pub fn each_ruling(tx: &Tx<'_>, take: impl FnMut(RulingRow) -> Result<bool>) -> Result<()> {
    tx.each(
        "SELECT v.id, t.name, t.name_fold, v.valid_from_on, v.sha256
           FROM tariff_version v JOIN tariff t ON t.id = v.tariff_id
          WHERE NOT EXISTS (SELECT 1 FROM tariff_version w
                             WHERE w.tariff_id = v.tariff_id AND w.valid_from_on = v.valid_from_on
                               AND w.revision > v.revision)
          ORDER BY v.tariff_id, v.valid_from_on",
        &[],
        take,
    )
}

/// The versions that a higher revision of the same day has replaced: bills that they priced still name them.
pub fn each_replaced(tx: &Tx<'_>, take: impl FnMut(RulingRow) -> Result<bool>) -> Result<()> {
    tx.each(
        "SELECT v.id, t.name, t.name_fold, v.valid_from_on, v.sha256
           FROM tariff_version v JOIN tariff t ON t.id = v.tariff_id
          WHERE EXISTS (SELECT 1 FROM tariff_version w
                         WHERE w.tariff_id = v.tariff_id AND w.valid_from_on = v.valid_from_on
                           AND w.revision > v.revision)
          ORDER BY v.tariff_id, v.valid_from_on, v.revision",
        &[],
        take,
    )
}

/// A new version's columns.
#[derive(Debug)]
pub struct NewVersion<'a> {
    /// Its plan.
    pub tariff: TariffId,
    /// The day from which it is in force.
    pub valid_from: Day,
    /// One more than the highest of that day.
    pub revision: i64,
    /// The file.
    pub text: &'a str,
    /// Its SHA-256 in hex.
    pub sha256: &'a str,
    /// Why it is stored.
    pub note: &'a str,
    /// Who stores it.
    pub person: UserId,
    /// When.
    pub stored_at: Instant,
}

/// Writes a version, for good.
pub fn add_version(tx: &Tx<'_>, v: &NewVersion<'_>) -> Result<TariffVersionId> {
    let n = tx.insert(
        "INSERT INTO tariff_version (tariff_id, valid_from_on, revision, text, sha256, note, person_id, stored_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[&v.tariff, &v.valid_from, &v.revision, &v.text, &v.sha256, &v.note, &v.person, &v.stored_at],
    )?;
    Ok(TariffVersionId(n))
}

/// How many bills a version has priced, counted up to `most`. Cancelled ones count: their paper is out.
pub fn bills_priced(tx: &Tx<'_>, id: TariffVersionId, most: i64) -> Result<i64> {
    tx.number(
        "SELECT COUNT(*) AS n FROM (SELECT 1 FROM bill WHERE tariff_version_id = $1 LIMIT $2) t",
        &[&id, &most],
    )
}

/// How many standing bills of a plan reach beyond the day before a version is in force and were priced by an older
/// version, counted up to `most`: an order that comes late leaves them as they are.
pub fn billed_since(tx: &Tx<'_>, plan: TariffId, valid_from: Day, most: i64) -> Result<i64> {
    tx.number(
        "SELECT COUNT(*) AS n FROM (SELECT 1 FROM bill b JOIN tariff_version v ON v.id = b.tariff_version_id
          WHERE b.issued_on >= $1 AND b.period_to_on > $1 AND b.cancelled = 0 AND v.tariff_id = $2
            AND v.valid_from_on < $1 LIMIT $3) t",
        &[&valid_from, &plan, &most],
    )
}

crate::row! {
    /// How many accounts that are not closed name a plan in this spelling.
    pub struct OnPlan {
        /// The plan as the accounts spell it.
        tariff: String,
        /// Accounts.
        accounts: i64,
    }
}

/// The plans that accounts name, as they spell them.
pub fn on_plans(tx: &Tx<'_>) -> Result<Vec<OnPlan>> {
    tx.all(
        "SELECT tariff, COUNT(*) AS accounts FROM account WHERE status <> 'closed'
          GROUP BY tariff ORDER BY tariff LIMIT $1",
        &[&MOST_PLANS],
    )
}

crate::row! {
    /// A bill to be priced again, with what the account's tariff asks of the account.
    pub struct PricedRow {
        /// The account.
        account_id: AccountId,
        /// Its number.
        account_number: String,
        /// The bill.
        bill_id: BillId,
        /// Its number.
        number: String,
        /// First day of its period.
        period_from_on: Day,
        /// Last day of its period.
        period_to_on: Day,
        /// Units as decimal text; may be empty.
        units: String,
        /// Total as issued.
        total_minor: Money,
        /// Of that, surcharge.
        surcharge_minor: Money,
        /// Months for which it charged what is due by the month; none where another office or program made it.
        months_charged: Option<i64>,
        /// What stands on the paper, as JSON; empty for imported bills.
        document: String,
        /// kW of the account at the end of the period, as decimal text; empty where unknown.
        sanctioned_load_kw: String,
        /// kW of the account at the end of the period, as decimal text; empty where unknown.
        contract_demand_kw: String,
        /// The tariff that priced it; none for imported bills.
        priced_by: Option<TariffId>,
        /// The plan that the account names by now.
        plan: String,
        /// The plan that it named at the end of the period; none where it has named none but this since.
        plan_then: Option<String>,
    }
}

/// What an account was on at the end of a bill's period, where that has ended since.
macro_rules! then {
    ($column:literal) => {
        concat!(
            "(SELECT e.",
            $column,
            " FROM account_terms_ended e WHERE e.account_id = a.id AND e.until_on > b.period_to_on ",
            "ORDER BY e.until_on LIMIT 1)"
        )
    };
}

macro_rules! priced {
    ($which:literal) => {
        concat!(
            "SELECT a.id AS account_id, a.number AS account_number, b.id AS bill_id, b.number, b.period_from_on, ",
            "b.period_to_on, b.units, b.total_minor, b.surcharge_minor, b.months_charged, b.document, ",
            "COALESCE(",
            then!("sanctioned_load_kw"),
            ", a.sanctioned_load_kw) AS sanctioned_load_kw, COALESCE(",
            then!("contract_demand_kw"),
            ", a.contract_demand_kw) AS contract_demand_kw, ",
            "(SELECT v.tariff_id FROM tariff_version v WHERE v.id = b.tariff_version_id) AS priced_by, ",
            "a.tariff AS plan, ",
            then!("tariff"),
            " AS plan_then FROM account a JOIN bill b ON b.account_id = a.id ",
            "WHERE b.cancelled = 0 AND b.kind = 'bill' AND ",
            $which,
            " ORDER BY a.id, b.period_to_on"
        )
    };
}

/// Streams the bills of the accounts that name a plan in this spelling, whose period ended from `from` to `to`, account
/// by account after one.
pub fn each_priced(
    tx: &Tx<'_>,
    spelling: &str,
    (from, to): (Day, Day),
    after: AccountId,
    take: impl FnMut(PricedRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        priced!("a.tariff = $1 AND b.period_to_on BETWEEN $2 AND $3 AND a.id > $4"),
        &[&spelling, &from, &to, &after],
        take,
    )
}

/// The highest id of an account; accounts are numbered from 1.
pub fn last_account(tx: &Tx<'_>) -> Result<AccountId> {
    tx.number("SELECT COALESCE(MAX(id), 0) AS n FROM account", &[]).map(AccountId)
}

/// Streams the bills that a tariff priced, whatever plan their accounts name by now, and the imported ones of accounts that
/// are on something else since: of the accounts after one up to another, whose period ended from `from` to `to`, account by
/// account.
pub fn each_priced_by(
    tx: &Tx<'_>,
    tariff: TariffId,
    (from, to): (Day, Day),
    (after, upto): (AccountId, AccountId),
    take: impl FnMut(PricedRow) -> Result<bool>,
) -> Result<()> {
    // The version is asked for bill by bill: a list of all that it ever priced would be far longer than a month's.
    tx.each(
        priced!(
            "a.id > $1 AND a.id <= $2 AND b.period_to_on BETWEEN $3 AND $4
            AND ((SELECT v.tariff_id FROM tariff_version v WHERE v.id = b.tariff_version_id) = $5
                 OR (b.tariff_version_id IS NULL
                     AND EXISTS (SELECT 1 FROM account_terms_ended e
                                  WHERE e.account_id = a.id AND e.until_on > b.period_to_on)))"
        ),
        &[&after, &upto, &from, &to, &tariff],
        take,
    )
}
