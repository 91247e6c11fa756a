//! A property is added to a customer, or changed.

use super::card::card;
use super::restore::{retired_property, undo_property};
use super::views::{CustomerCard, SaveProperty};
use crate::office::Order;
use crate::{Act, Office, Refusal, Result, Session};
use foil_domain::ids::{CustomerId, PropertyId};
use foil_domain::people::Right;
use foil_store::Tx;
use foil_store::customers::{self, PropertyData, PropertyRow};
use serde_json::json;
use std::sync::Arc;

/// Adds a property to a customer, or changes one that was shown.
///
/// Refuses an address the customer has already, a stale version, another customer's property, and
/// the retirement of a property with open accounts. Can be undone.
pub fn save_property(office: &Arc<Office>, who: &Session, input: SaveProperty) -> Result<CustomerCard> {
    let data =
        PropertyData { customer: input.customer, address: input.address.to_string(), active: input.active };
    office.perform(who, Order::new("save_property", Right::EditCustomers), move |act| {
        match input.property {
            Some(id) => change(act, id, input.version, &data)?,
            None => make(act, &data)?,
        }
        card(act.tx, act.office, data.customer)
    })
}

fn make(act: &mut Act<'_>, data: &PropertyData) -> Result<()> {
    in_business(act.tx, data.customer)?;
    fits(act.tx, None, data)?;
    let id = customers::insert_property(act.tx, data)?;
    act.changed(json!({ "property": id, "customer": data.customer, "made": true }));
    undo_property(act, id, &retired_property(data), data)
}

fn change(act: &mut Act<'_>, id: PropertyId, seen: Option<i64>, data: &PropertyData) -> Result<()> {
    let row = customers::property(act.tx, id)?.ok_or_else(|| Refusal::not_found("property", id))?;
    let seen = seen.ok_or_else(|| Refusal::bad_input("version", "the version that was shown"))?;
    if row.version != seen {
        return Err(Refusal::ChangedMeanwhile { what: format!("the property at {}", row.address) }.into());
    }
    if row.customer_id != data.customer {
        return Err(Refusal::bad_input("customer", "the customer whose property it is").into());
    }
    fits(act.tx, Some(&row), data)?;
    let before = row.data();
    store(act.tx, &row, data)?;
    act.changed(json!({ "property": id, "customer": data.customer, "active": data.active }));
    undo_property(act, id, &before, data)
}

/// Writes a property's new contents; the row was read in this transaction.
pub(super) fn store(tx: &Tx<'_>, row: &PropertyRow, data: &PropertyData) -> Result<()> {
    if customers::update_property(tx, row.id, data, row.version)? {
        return Ok(());
    }
    Err(Refusal::ChangedMeanwhile { what: format!("the property at {}", row.address) }.into())
}

/// Refuses a customer who is not there or retired.
pub(crate) fn in_business(tx: &Tx<'_>, id: CustomerId) -> Result<()> {
    let customer = customers::find(tx, id)?.ok_or_else(|| Refusal::not_found("customer", id))?;
    if customer.active { Ok(()) } else { Err(Refusal::bad_input("customer", "an active customer").into()) }
}

/// Refuses contents that the book cannot take: an address twice, a retirement with open accounts.
pub(super) fn fits(tx: &Tx<'_>, now: Option<&PropertyRow>, data: &PropertyData) -> Result<()> {
    let id = now.map(|row| row.id);
    let same = customers::property_at(tx, data.customer, &data.address)?;
    if same.is_some_and(|other| Some(other.id) != id) {
        return Err(Refusal::Duplicate { what: "the property at", which: data.address.clone() }.into());
    }
    match now {
        Some(row) if row.active && !data.active && customers::open_accounts_at(tx, row.id)? > 0 => {
            Err(Refusal::bad_input("active", "in use while accounts are open here").into())
        }
        _ => Ok(()),
    }
}
