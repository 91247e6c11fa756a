//! An account is opened at a property, or changed.

use super::card::card;
use super::plans::Plans;
use super::restore::{closed_account, undo_account};
use super::save_property::in_business;
use super::terms::{billed_since, ruled_from, terms_change};
use super::views::{CustomerCard, SaveAccount};
use crate::billing::views::BilledBefore;
use crate::office::Order;
use crate::{Act, Error, Office, Refusal, Result, Session};
use foil_domain::customers::{AccountStatus, findable};
use foil_domain::ids::AccountId;
use foil_domain::people::Right;
use foil_domain::text::{Code, fold, fold_number};
use foil_domain::time::Day;
use foil_store::customers::{self, AccountData, AccountRow, BillingTerms, PropertyRow};
use foil_store::{Tx, bills, meters, tariffs};
use serde_json::json;
use std::sync::Arc;

/// Opens an account at a property, or changes the number, meter or tariff of one that was shown. Another plan or load
/// holds from a day: what was used before it is billed by what stood then. Bills that stand for later days keep what they
/// say, and the card names them: each is put right by cancelling it and making it anew.
///
/// Refuses an account number in use, a meter that another open account has, a retired plan, one of another service or
/// one that the book does not know beside others of that service, a stale version, a change of property or service, and
/// a plan or load from a day to come or before the last change. Can be undone; a new account is then closed, and keeps its number.
pub fn save_account(office: &Arc<Office>, who: &Session, input: SaveAccount) -> Result<CustomerCard> {
    findable(input.number.as_str()).map_err(|e| Refusal::bad_input("number", e))?;
    meter_fits(input.meter.as_str()).map_err(|e| Refusal::bad_input("meter", e))?;
    office.perform(who, Order::new("save_account", Right::EditCustomers), move |act| {
        let property = customers::property(act.tx, input.property)?
            .ok_or_else(|| Refusal::not_found("property", input.property))?;
        let billed = match input.account {
            Some(id) => change(act, id, &input)?,
            None => {
                open(act, &property, &input)?;
                BilledBefore::default()
            }
        };
        Ok(CustomerCard { billed, ..card(act.tx, act.office, property.customer_id)? })
    })
}

/// A meter number is empty, or a code with at least one letter or digit.
pub(crate) fn meter_fits(text: &str) -> std::result::Result<(), String> {
    if text.is_empty() {
        return Ok(());
    }
    Code::parse(text)?;
    findable(text)
}

fn open(act: &mut Act<'_>, property: &PropertyRow, input: &SaveAccount) -> Result<()> {
    in_business(act.tx, property.customer_id)?;
    if !property.active {
        return Err(Refusal::bad_input("property", "a property in use").into());
    }
    let data = AccountData {
        property: property.id,
        customer: property.customer_id,
        service: input.service,
        number: input.number.to_string(),
        meter: input.meter.as_str().to_owned(),
        tariff: input.tariff.to_string(),
        status: AccountStatus::Active,
        cut_on: None,
        disconnection_on: None,
        terms: terms(act.tx, input, &BillingTerms::default())?,
    };
    fits(act.tx, None, &data)?;
    plan_fits(act.tx, None, &data)?;
    let id = customers::insert_account(act.tx, &data)?;
    act.changed(json!({ "account": id, "number": data.number, "service": data.service, "made": true }));
    undo_account(act, id, &closed_account(&data), &data)
}

fn change(act: &mut Act<'_>, id: AccountId, input: &SaveAccount) -> Result<BilledBefore> {
    let row = as_shown(act.tx, id, input.version)?;
    if row.property_id != input.property {
        return Err(Refusal::bad_input("property", "the property it is at; it cannot move").into());
    }
    if row.service != input.service {
        return Err(Refusal::bad_input("service", "the service it was opened for").into());
    }
    let before = row.data();
    let data = AccountData {
        number: input.number.to_string(),
        meter: input.meter.as_str().to_owned(),
        tariff: input.tariff.to_string(),
        terms: terms(act.tx, input, &before.terms)?,
        ..before.clone()
    };
    fits(act.tx, Some(&row), &data)?;
    plan_fits(act.tx, Some(&row), &data)?;
    let from = ruled_from(input.terms_from, act.today())?;
    let since = terms_change(act.tx, &row, &data, from)?;
    let billed = since.map(|day| billed_since(act.tx, id, day)).transpose()?.unwrap_or_default();
    store(act, &row, &data)?;
    act.changed(json!({
        "account": id,
        "number": [before.number, data.number],
        "meter": [before.meter, data.meter],
        "tariff": [before.tariff, data.tariff],
        "terms": [before.terms, data.terms],
        "terms_from": from,
        "billed": billed,
    }));
    undo_account(act, id, &before, &data)?;
    Ok(billed)
}

/// When and on what terms it is billed; what was not given stays.
fn terms(tx: &Tx<'_>, input: &SaveAccount, before: &BillingTerms) -> Result<BillingTerms> {
    let Some(given) = &input.terms else { return Ok(before.clone()) };
    if let Some(cycle) = given.cycle {
        foil_store::cycles::find(tx, cycle)?.ok_or_else(|| Refusal::not_found("billing cycle", cycle))?;
    }
    for (field, text) in [
        ("terms.sanctioned_load_kw", given.sanctioned_load_kw.as_str()),
        ("terms.contract_demand_kw", given.contract_demand_kw.as_str()),
    ] {
        load_fits(text).map_err(|expected| Refusal::bad_input(field, expected))?;
    }
    if !(0..=1_000_000).contains(&given.route_n) {
        return Err(Refusal::bad_input("terms.route_n", "a number from 0 to 1000000").into());
    }
    Ok(BillingTerms {
        cycle: given.cycle,
        route: given.route.as_str().to_owned(),
        route_n: given.route_n,
        sanctioned_load_kw: given.sanctioned_load_kw.as_str().to_owned(),
        contract_demand_kw: given.contract_demand_kw.as_str().to_owned(),
    })
}

/// A load is empty, or a decimal number of kW from 0 to a million.
fn load_fits(text: &str) -> std::result::Result<(), String> {
    let million = rust_decimal::Decimal::from(1_000_000);
    let fits = text.is_empty()
        || text.parse().is_ok_and(|kw: rust_decimal::Decimal| !kw.is_sign_negative() && kw <= million);
    if fits { Ok(()) } else { Err("a number of kW such as 3 or 7.5, or nothing".into()) }
}

/// An account as it was shown; refuses when it is another by now.
pub(super) fn as_shown(tx: &Tx<'_>, id: AccountId, seen: Option<i64>) -> Result<AccountRow> {
    let row = customers::account(tx, id)?.ok_or_else(|| Refusal::not_found("account", id))?;
    let seen = seen.ok_or_else(|| Refusal::bad_input("version", "the version that was shown"))?;
    if row.version != seen {
        return Err(changed(&row));
    }
    Ok(row)
}

/// Writes an account's new contents; the row was read in this transaction. Its service orders follow.
pub(crate) fn store(act: &Act<'_>, row: &AccountRow, data: &AccountData) -> Result<()> {
    if !customers::update_account(act.tx, row.id, data, row.version)? {
        return Err(changed(row));
    }
    crate::arrears::followed(act, row, data)
}

/// Opens an account again that was closed, for a bank has taken back what had paid its bills: somebody must be able to pay
/// them. No supply comes back with it, and no meter: another account may have that by now.
pub(crate) fn opened_again(act: &Act<'_>, row: &AccountRow) -> Result<()> {
    if let Some(span) = meters::open_on_account(act.tx, row.id)? {
        meters::end_span(act.tx, span.id, act.today().max(span.from_on), "the account was closed")?;
    }
    let data = AccountData { status: AccountStatus::Active, meter: String::new(), ..row.data() };
    store(act, row, &data)
}

fn changed(row: &AccountRow) -> crate::Error {
    Refusal::ChangedMeanwhile { what: format!("account {}", row.number) }.into()
}

/// Refuses contents that the book cannot take: a number or a meter in use, an end with money open or use unbilled, a return
/// to a property or customer that was retired, another cycle while a bill of it is being taken back with its run.
pub(crate) fn fits(tx: &Tx<'_>, now: Option<&AccountRow>, data: &AccountData) -> Result<()> {
    let id = now.map(|row| row.id);
    if customers::account_by_number(tx, &data.number)?.is_some_and(|other| Some(other.id) != id) {
        return Err(Refusal::Duplicate { what: "account number", which: data.number.clone() }.into());
    }
    let closes = data.status == AccountStatus::Closed;
    if !closes && !fold_number(&data.meter).is_empty() {
        let same = customers::account_by_meter(tx, &data.meter)?;
        if same.is_some_and(|other| Some(other.id) != id) {
            return Err(Refusal::Duplicate { what: "meter", which: data.meter.clone() }.into());
        }
    }
    let Some(row) = now else { return Ok(()) };
    if data.terms.cycle != row.cycle_id {
        crate::billing::not_going_named(tx, row)?;
    }
    if data.meter != row.meter {
        crate::metering::may_be_renamed(tx, row.id, &data.meter)?;
    }
    let was_closed = row.status == AccountStatus::Closed;
    if closes && !was_closed {
        let open = bills::open_of_account(tx, row.id, 1)?;
        if row.credit_minor.is_positive() || !open.is_empty() {
            return Err(Refusal::MoneyOpen(format!("account {}", row.number)).into());
        }
        if let Some(cheque) = crate::payments::open_cheque(tx, row.id)? {
            let what = format!("account {}: the bank has not paid cheque {} yet, which", row.number, cheque);
            return Err(Refusal::MoneyOpen(what).into());
        }
        all_billed(tx, row)?;
    }
    if was_closed && !closes {
        in_business(tx, row.customer_id)?;
        if customers::property(tx, row.property_id)?.is_none_or(|p| !p.active) {
            return Err(Refusal::bad_input("account", "an account at a property in use").into());
        }
    }
    Ok(())
}

/// Refuses to close an account whose newest readings no bill has used: once closed, it is billed no more. Of a plan
/// that the book does not know, bills come from elsewhere.
fn all_billed(tx: &Tx<'_>, row: &AccountRow) -> Result<()> {
    if tariffs::by_name(tx, &row.tariff)?.is_none() {
        return Ok(());
    }
    let today = foil_store::office::find(tx)?.business_on;
    let after = crate::metering::billed_to(tx, row.id)?;
    match crate::metering::period_use(tx, row.id, after, today) {
        Ok(used) if used.to.days_since(used.from) > 1 => {
            Err(Refusal::UseUnbilled { account: row.number.clone(), from: used.from, to: used.to }.into())
        }
        Err(Error::Refused(unread @ Refusal::NotRead { .. })) => {
            read_at_the_end(tx, row, after, today, unread)
        }
        Ok(_) => Ok(()),
        Err(other) => Err(other),
    }
}

/// Refuses to close an account whose meter nobody has read since the day it is billed to: whoever has the meter next
/// would begin at its next reading, and what was used until then would be nobody's. A meter that nobody gets at is
/// estimated, as everywhere.
fn read_at_the_end(
    tx: &Tx<'_>,
    row: &AccountRow,
    billed_to: Option<Day>,
    today: Day,
    unread: Refusal,
) -> Result<()> {
    let Some(hangs) = meters::open_on_account(tx, row.id)? else { return Ok(()) };
    let since = billed_to.map_or(hangs.from_on, |to| to.max(hangs.from_on));
    if today.days_since(since) > 1 {
        return Err(unread.into());
    }
    // What hung there until it came was read when that was taken off.
    match crate::metering::period_use(tx, row.id, billed_to, hangs.from_on) {
        Ok(used) if used.to.days_since(used.from) > 1 => {
            Err(Refusal::UseUnbilled { account: row.number.clone(), from: used.from, to: used.to }.into())
        }
        Ok(_) | Err(Error::Refused(Refusal::NotRead { .. })) => Ok(()),
        Err(other) => Err(other),
    }
}

/// Refuses a plan that takes no account of this service, where it is another than before.
pub(super) fn plan_fits(tx: &Tx<'_>, now: Option<&AccountRow>, data: &AccountData) -> Result<()> {
    if now.is_some_and(|row| fold(&row.tariff) == fold(&data.tariff)) {
        return Ok(());
    }
    let known = Plans::load(tx)?.take(data.service, &data.tariff);
    Ok(known.map_err(|expected| Refusal::bad_input("tariff", expected))?)
}
