//! A customer is made or changed.

use super::card::card;
use super::restore::{retired_customer, undo_customer};
use super::views::{CustomerCard, SaveCustomer};
use crate::office::Order;
use crate::{Act, Office, Refusal, Result, Session};
use foil_domain::customers::{email, findable, language, phone};
use foil_domain::ids::CustomerId;
use foil_domain::people::Right;
use foil_store::customers::{self, CustomerData, CustomerRow};
use foil_store::{Tx, bills};
use serde_json::json;
use std::sync::Arc;

/// Makes a customer, or changes one that was shown.
///
/// Refuses a number that another customer has, a stale version, and the retirement of a customer
/// with money open. Can be undone; a new customer is then retired, and keeps the number.
pub fn save_customer(office: &Arc<Office>, who: &Session, input: SaveCustomer) -> Result<CustomerCard> {
    let data = checked(&input)?;
    office.perform(who, Order::new("save_customer", Right::EditCustomers), move |act| {
        let id = match input.customer {
            Some(id) => change(act, id, input.version, &data)?,
            None => make(act, &data)?,
        };
        card(act.tx, act.office, id)
    })
}

fn checked(input: &SaveCustomer) -> Result<CustomerData> {
    let check = |field: &str, found: std::result::Result<(), String>| {
        found.map_err(|expected| Refusal::bad_input(field, expected))
    };
    check("number", findable(input.number.as_str()))?;
    check("phone", phone(input.phone.as_str()))?;
    check("email", email(input.email.as_str()))?;
    check("language", language(input.language.as_str()))?;
    Ok(CustomerData {
        number: input.number.to_string(),
        name: input.name.to_string(),
        phone: input.phone.to_string(),
        email: input.email.to_string(),
        language: input.language.to_string(),
        by_law: input.by_law,
        note: input.note.to_string(),
        active: input.active,
    })
}

fn make(act: &mut Act<'_>, data: &CustomerData) -> Result<CustomerId> {
    fits(act.tx, None, data)?;
    let id = customers::insert(act.tx, data)?;
    act.changed(json!({ "customer": id, "number": data.number, "made": true }));
    undo_customer(act, id, &retired_customer(data), data)?;
    Ok(id)
}

fn change(act: &mut Act<'_>, id: CustomerId, seen: Option<i64>, data: &CustomerData) -> Result<CustomerId> {
    let row = customers::find(act.tx, id)?.ok_or_else(|| Refusal::not_found("customer", id))?;
    let seen = seen.ok_or_else(|| Refusal::bad_input("version", "the version that was shown"))?;
    if row.version != seen {
        return Err(Refusal::ChangedMeanwhile { what: format!("customer {}", row.number) }.into());
    }
    fits(act.tx, Some(&row), data)?;
    let before = row.data();
    store(act.tx, &row, data)?;
    act.changed(json!({ "customer": id, "number": data.number, "fields": changed_fields(&before, data) }));
    undo_customer(act, id, &before, data)?;
    Ok(id)
}

/// Writes a customer's new contents; the row was read in this transaction.
pub(super) fn store(tx: &Tx<'_>, row: &CustomerRow, data: &CustomerData) -> Result<()> {
    if customers::update(tx, row.id, data, row.version)? {
        return Ok(());
    }
    Err(Refusal::ChangedMeanwhile { what: format!("customer {}", row.number) }.into())
}

/// Refuses contents that the book cannot take: a number in use, a retirement with money open.
pub(super) fn fits(tx: &Tx<'_>, now: Option<&CustomerRow>, data: &CustomerData) -> Result<()> {
    let id = now.map(|row| row.id);
    if customers::by_number(tx, &data.number)?.is_some_and(|other| Some(other.id) != id) {
        return Err(Refusal::Duplicate { what: "customer number", which: data.number.clone() }.into());
    }
    match now {
        Some(row) if row.active && !data.active && money_open(tx, row.id)? => {
            Err(Refusal::MoneyOpen(format!("customer {}", row.number)).into())
        }
        _ => Ok(()),
    }
}

fn money_open(tx: &Tx<'_>, id: CustomerId) -> Result<bool> {
    for account in customers::accounts_of(tx, id)? {
        if account.credit_minor.is_positive() || !bills::open_of_account(tx, account.id, 1)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The names of the fields that differ: the audit log has no names and phone numbers in it.
fn changed_fields(before: &CustomerData, after: &CustomerData) -> Vec<&'static str> {
    let all = [
        ("number", before.number != after.number),
        ("name", before.name != after.name),
        ("phone", before.phone != after.phone),
        ("email", before.email != after.email),
        ("language", before.language != after.language),
        ("by_law", before.by_law != after.by_law),
        ("note", before.note != after.note),
        ("active", before.active != after.active),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}
