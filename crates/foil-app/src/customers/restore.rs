//! What was changed of a customer, property or account goes back, and forth again.
//!
//! A step goes back only while the record still has the contents the step gave it: money that came
//! and went meanwhile does not matter, somebody's later edit does.

use super::save_account::{self, store as store_account};
use super::save_customer::{self, store as store_customer};
use super::save_property::{self, store as store_property};
use crate::office::UndoPlan;
use crate::undo::views::Effect;
use crate::{Act, Error, Refusal, Result};
use anyhow::{Context, anyhow};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, CustomerId, PropertyId};
use foil_store::Tx;
use foil_store::customers::{
    self, AccountData, AccountRow, CustomerData, CustomerRow, PropertyData, PropertyRow,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A customer as it is once its making was taken back: retired. Its number stays given.
pub(super) fn retired_customer(data: &CustomerData) -> CustomerData {
    CustomerData { active: false, ..data.clone() }
}

/// A property as it is once its making was taken back: out of use.
pub(super) fn retired_property(data: &PropertyData) -> PropertyData {
    PropertyData { active: false, ..data.clone() }
}

/// An account as it is once its opening was taken back: closed. Its number stays given.
pub(super) fn closed_account(data: &AccountData) -> AccountData {
    AccountData { status: AccountStatus::Closed, cut_on: None, disconnection_on: None, ..data.clone() }
}

pub(super) fn undo_customer(
    act: &mut Act<'_>,
    id: CustomerId,
    before: &CustomerData,
    after: &CustomerData,
) -> Result<()> {
    let plan = plan("customer", id.0, before, after)?;
    act.undo_with(&plan)
}

pub(super) fn undo_property(
    act: &mut Act<'_>,
    id: PropertyId,
    before: &PropertyData,
    after: &PropertyData,
) -> Result<()> {
    let plan = plan("property", id.0, before, after)?;
    act.undo_with(&plan)
}

pub(super) fn undo_account(
    act: &mut Act<'_>,
    id: AccountId,
    before: &AccountData,
    after: &AccountData,
) -> Result<()> {
    let plan = plan("account", id.0, before, after)?;
    act.undo_with(&plan)
}

fn plan<D: Serialize>(what: &str, id: i64, before: &D, after: &D) -> Result<UndoPlan> {
    let before = serde_json::to_value(before).context("writing former contents")?;
    Ok(UndoPlan::RestoreRecord { what: what.to_owned(), id, before, after_version: mark(after)? })
}

/// A mark of a record's contents. A row's version will not do: taking back a second edit makes a new
/// version of what the first one left, and the first must still go back.
fn mark<D: Serialize>(data: &D) -> Result<i64> {
    let text = serde_json::to_vec(data).context("marking contents")?;
    let hash = Sha256::digest(&text);
    Ok(hash.iter().take(8).fold(0, |n, byte| (n << 8) | i64::from(*byte)))
}

/// A customer, property or account as the book has it.
enum Record {
    Customer(CustomerRow),
    Property(PropertyRow),
    Account(AccountRow),
}

impl Record {
    fn find(tx: &Tx<'_>, what: &str, id: i64) -> Result<Record> {
        let found = match what {
            "customer" => customers::find(tx, CustomerId(id))?.map(Record::Customer),
            "property" => customers::property(tx, PropertyId(id))?.map(Record::Property),
            "account" => customers::account(tx, AccountId(id))?.map(Record::Account),
            _ => return Err(Error::Broke(anyhow!("an undo plan names an unknown record: {what}"))),
        };
        found.ok_or_else(|| Error::Broke(anyhow!("an undo plan names {what} {id}, which is not there")))
    }

    fn mark(&self) -> Result<i64> {
        match self {
            Record::Customer(row) => mark(&row.data()),
            Record::Property(row) => mark(&row.data()),
            Record::Account(row) => mark(&row.data()),
        }
    }

    /// Its number or address, and the name or address it concerns.
    fn shown(self, tx: &Tx<'_>) -> Result<(String, String)> {
        let name = |id| Ok::<_, Error>(customers::find(tx, id)?.map(|c| c.name).unwrap_or_default());
        Ok(match self {
            Record::Customer(row) => (row.number, row.name),
            Record::Property(row) => (row.address, name(row.customer_id)?),
            Record::Account(row) => (row.number, name(row.customer_id)?),
        })
    }
}

/// What a step was about: the record's number or address, and the customer's name.
pub(crate) fn record_name(tx: &Tx<'_>, what: &str, id: i64) -> Result<(String, String)> {
    Record::find(tx, what, id)?.shown(tx)
}

/// What taking a step back would do; refuses when the record was changed since.
pub(crate) fn restore_effect(tx: &Tx<'_>, what: &str, id: i64, after_version: i64) -> Result<Effect> {
    let record = Record::find(tx, what, id)?;
    if record.mark()? != after_version {
        return Err(moved_on(what));
    }
    let (which, _) = record.shown(tx)?;
    Ok(Effect::RecordBack { what: what.to_owned(), which })
}

/// Brings a record's former contents back, and says how to go forth again.
///
/// Refuses when the record was changed since, and when its former contents no longer fit: the number
/// was given to another, money is open on what would be retired.
pub(crate) fn restore_record(
    act: &mut Act<'_>,
    what: &str,
    id: i64,
    before: &Value,
    after_version: i64,
) -> Result<(Effect, UndoPlan)> {
    let effect = restore_effect(act.tx, what, id, after_version)?;
    let plan = put(act, Record::find(act.tx, what, id)?, before)?;
    act.changed(json!({ "restored": what, "id": id }));
    Ok((effect, plan))
}

fn put(act: &Act<'_>, record: Record, before: &Value) -> Result<UndoPlan> {
    let tx = act.tx;
    match record {
        Record::Customer(row) => {
            let data: CustomerData = read(before)?;
            save_customer::fits(tx, Some(&row), &data).map_err(no_longer_fits)?;
            store_customer(tx, &row, &data)?;
            plan("customer", row.id.0, &row.data(), &data)
        }
        Record::Property(row) => {
            let data: PropertyData = read(before)?;
            save_property::fits(tx, Some(&row), &data).map_err(no_longer_fits)?;
            store_property(tx, &row, &data)?;
            plan("property", row.id.0, &row.data(), &data)
        }
        Record::Account(row) => {
            let data: AccountData = read(before)?;
            save_account::fits(tx, Some(&row), &data).map_err(no_longer_fits)?;
            // One that the book never knew was let pass before, and comes back.
            if foil_store::tariffs::by_name(tx, &data.tariff)?.is_some() {
                save_account::plan_fits(tx, Some(&row), &data).map_err(no_longer_fits)?;
            }
            store_account(act, &row, &data)?;
            plan("account", row.id.0, &row.data(), &data)
        }
    }
}

fn read<D: DeserializeOwned>(before: &Value) -> Result<D> {
    Ok(serde_json::from_value(before.clone()).context("reading former contents")?)
}

fn moved_on(what: &str) -> Error {
    Refusal::UndoRefused { reason: format!("the {what} was changed since") }.into()
}

fn no_longer_fits(error: Error) -> Error {
    match error {
        Error::Refused(refusal) => Refusal::UndoRefused { reason: refusal.to_string() }.into(),
        fault => fault,
    }
}
