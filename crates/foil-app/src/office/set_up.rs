//! The first act of a book: an office, its first counter and its first admin.

use super::core::{HOUSE, HOUSE_CODE, HOUSE_COUNTER};
use super::currency;
use crate::people::views::FirstAdmin;
use anyhow::anyhow;
use foil_domain::audit::seal::OfficeKey;
use foil_domain::audit::{GENESIS, Row};
use foil_domain::billing::BillTitle;
use foil_domain::customers::office_language;
use foil_domain::documents::CurrencyStyle;
use foil_domain::ids::UserId;
use foil_domain::money::Money;
use foil_domain::payments::AllocationOrder;
use foil_domain::people::{Role, password_will_do};
use foil_domain::queue::Rules;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::text::{Address, Name, Note};
use foil_domain::time::{Instant, Zone};
use foil_store::office::OfficeRow;
use foil_store::people::NewPerson;
use foil_store::{Book, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What the first run asks about the office.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOffice {
    /// Its name.
    pub name: Name,
    /// Its address; semicolons part the lines.
    pub address: Address,
    /// Its phone; may be empty.
    pub phone: Note,
    /// Registration numbers on documents, separated by semicolons; may be empty.
    pub registration: Note,
    /// ISO 4217 code; symbol, decimals and grouping follow from it. Fixed for good.
    pub currency: String,
    /// IANA time zone. Fixed for good.
    pub zone: String,
    /// The language of documents, by its code or name.
    pub language: String,
    /// Month (1–12) the financial year starts in. Fixed for good: document numbers carry the year.
    pub year_starts_in: u32,
    /// Whether this is a demo branch, whose passwords are shown on its log-in screen.
    pub demo: bool,
}

/// Seconds until a window locks, until the admin says otherwise.
const IDLE_LOCK_SECS: i64 = 600;

/// Sets a new book up: the office with its own chain and the key it signs with, counter `C1`, and the first admin;
/// one audit row, all or nothing. The business date is the day the clock shows in the office's zone.
///
/// Refuses a book that is set up already, an unknown currency or zone, a language that documents do not have, and a
/// weak password. This is the one act beside `Office::perform` that writes, for there is no office yet.
pub fn set_up(book: &Book, now: Instant, office: &NewOffice, admin: &FirstAdmin) -> Result<()> {
    set_up_with(book, now, office, admin, super::seals::new_key()?)
}

/// Sets a book up with a key that is handed in: a demo branch is the same to the last hash.
pub(crate) fn set_up_with(
    book: &Book,
    now: Instant,
    office: &NewOffice,
    admin: &FirstAdmin,
    key: OfficeKey,
) -> Result<()> {
    let row = row(office, now)?;
    password_will_do(&admin.password, admin.login.as_str())?;
    if foil_domain::text::fold(admin.login.as_str()) == HOUSE_LOGIN {
        return Err(
            Refusal::bad_input("admin.login", "another name; the office itself goes by this one").into()
        );
    }
    let hash = crate::people::hashed(&admin.password)?;
    let (login, name) = (admin.login.to_string(), admin.name.to_string());
    book.write(move |tx| {
        if foil_store::office::is_set_up(tx)? {
            return Err(Refusal::Duplicate { what: "office", which: row.name.clone() }.into());
        }
        foil_store::office::insert(tx, &row)?;
        foil_store::office::add_counter(tx, Some(HOUSE_COUNTER), HOUSE_CODE, "Office", true)?;
        foil_store::office::add_counter(tx, None, "C1", "Counter 1", true)?;
        people(tx, &login, &name, &hash)?;
        foil_store::seals::keep_key(tx, &key, now)?;
        log(tx, now, &row, &key.public())
    })
}

/// The log-in name that stands in the log for the office itself. Nobody can log in with it.
pub(crate) const HOUSE_LOGIN: &str = "office";
/// And what it is called.
pub(crate) const HOUSE_NAME: &str = "Office";

fn people(tx: &Tx<'_>, login: &str, name: &str, hash: &str) -> Result<()> {
    let person = |login, name, role, password| NewPerson {
        login,
        name,
        role,
        password,
        active: true,
        customer: None,
        must_change: false,
    };
    let house = foil_store::people::insert(tx, &person(HOUSE_LOGIN, HOUSE_NAME, Role::Manager, ""))?;
    if house != HOUSE {
        return Err(Error::Broke(anyhow!("the office itself became user {house}")));
    }
    let _: UserId = foil_store::people::insert(tx, &person(login, name, Role::Admin, hash))?;
    Ok(())
}

fn log(tx: &Tx<'_>, now: Instant, office: &OfficeRow, key: &str) -> Result<()> {
    let changes = json!({
        "currency": office.currency, "zone": office.zone, "business_on": office.business_on,
        "year_starts_in": office.year_starts_in, "demo": office.demo, "key": key,
    });
    let row = Row {
        counter: HOUSE_CODE.to_owned(),
        seq: 1,
        at: now,
        business_on: office.business_on,
        who: HOUSE_LOGIN.to_owned(),
        act: "set_up".to_owned(),
        request_id: String::new(),
        changes: changes.to_string(),
        prev: GENESIS.to_owned(),
        hash: String::new(),
    }
    .sealed();
    foil_store::audit::append(tx, HOUSE_COUNTER, &row, None, None, None)
}

// What a new office begins with, in minor units: an office that has not thought about ceilings yet has some. They
// are set as it likes in its settings, where none is a choice too. A currency without coins counts in hundreds of
// its unit, so that the same figures are a fair beginning there.
/// What a clerk charges an account a day without a second person.
const FEE_CEILING: i64 = 100_000;
/// What is taken off a claim, or claimed once more by a manager, without a second person.
const CORRECTION_CEILING: i64 = 500_000;
/// What is given up without a second person.
const WRITE_OFF_CEILING: i64 = 100_000;

fn row(office: &NewOffice, now: Instant) -> Result<OfficeRow> {
    let CurrencyStyle { code, symbol, decimals, grouping } = currency::style(&office.currency)?;
    let zone = Zone::parse(&office.zone).map_err(|expected| Refusal::bad_input("zone", expected))?;
    if !(1..=12).contains(&office.year_starts_in) {
        return Err(Refusal::bad_input("year_starts_in", "a month from 1 to 12").into());
    }
    let rules = Rules::default();
    // A demo branch tells its whole history by one hand.
    let begins_at = |minor| (!office.demo).then(|| Money::from_minor(minor));
    Ok(OfficeRow {
        name: office.name.to_string(),
        address: office.address.to_string(),
        phone: office.phone.to_string(),
        registration: office.registration.to_string(),
        footer: String::new(),
        currency: code,
        symbol,
        decimals: i64::from(decimals),
        digit_groups: grouping.as_str().to_owned(),
        zone: zone.name().to_owned(),
        language: office_language(&office.language).map_err(|e| Refusal::bad_input("language", e))?,
        business_on: zone.day_of(now),
        year_starts_in: i64::from(office.year_starts_in),
        max_urgent_in_a_row: rules.max_urgent_in_a_row,
        max_wait_secs: rules.max_wait_secs,
        bulk_accounts: rules.bulk_accounts,
        idle_lock_secs: IDLE_LOCK_SECS,
        payment_ceiling_minor: None,
        void_ceiling_minor: None,
        allocation: AllocationOrder::ArrearsFirst,
        document_folder: String::new(),
        bill_title: BillTitle::Bill,
        bill_registration: String::new(),
        upi_id: String::new(),
        due_days: 15,
        fee_ceiling_minor: begins_at(FEE_CEILING),
        correction_ceiling_minor: begins_at(CORRECTION_CEILING),
        write_off_ceiling_minor: begins_at(WRITE_OFF_CEILING),
        shifts_required: true,
        cash_ceiling_minor: None,
        cash_ceiling_refuses: false,
        variance_tolerance_minor: Money::ZERO,
        manager_tolerance_minor: Money::ZERO,
        denominations: String::new(),
        float_minor: None,
        safe_fund_minor: Money::ZERO,
        demo: office.demo,
        version: 1,
    })
}
