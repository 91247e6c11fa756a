//! The counters of the branch.

use super::core::{HOUSE_COUNTER, Office, Order, Session};
use super::views::{CounterView, SaveCounter};
use crate::Nothing;
use anyhow::anyhow;
use foil_domain::ids::CounterId;
use foil_domain::money::Money;
use foil_domain::office::counter_code_fits;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_store::Tx;
use foil_store::office::CounterRow;
use serde_json::json;
use std::sync::Arc;

/// Counters a branch has at most.
const MOST: usize = 999;

/// All counters, those not used any more too.
pub fn counters(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<CounterView>> {
    office.view(who, Right::SeeFrame, |tx, _| {
        Ok(foil_store::office::counters(tx)?.into_iter().map(shown).collect())
    })
}

/// Opens a counter, renames one, or takes it out of use. Its code is fixed from the beginning: the
/// numbers of its documents carry it.
///
/// Refuses a code that is taken or does not fit into document numbers, another code for an existing
/// counter, a stale version, and to take one out of use while a shift is open there or cash lies in its drawer.
pub fn save_counter(office: &Arc<Office>, who: &Session, input: SaveCounter) -> Result<CounterView> {
    if !counter_code_fits(input.code.as_str()) {
        return Err(Refusal::bad_input("code", "1 to 3 capital letters or digits, such as C2").into());
    }
    office.perform(who, Order::new("save_counter", Right::ManageOffice), move |act| {
        let id = match input.counter {
            None => open(act.tx, &input)?,
            Some(id) => change(act.tx, id, &input)?,
        };
        act.changed(json!({
            "counter": id, "code": input.code, "active": input.active, "made": input.counter.is_none(),
        }));
        let saved = foil_store::office::counter(act.tx, id)?;
        Ok(saved.map(shown).ok_or_else(|| anyhow!("counter {id} was not stored"))?)
    })
}

fn open(tx: &Tx<'_>, input: &SaveCounter) -> Result<CounterId> {
    if foil_store::office::counter_by_code(tx, input.code.as_str())?.is_some() {
        return Err(Refusal::Duplicate { what: "counter", which: input.code.to_string() }.into());
    }
    if foil_store::office::counters(tx)?.len() >= MOST {
        return Err(Refusal::bad_input("counter", format!("at most {MOST} counters")).into());
    }
    foil_store::office::add_counter(tx, None, input.code.as_str(), input.name.as_str(), input.active)
}

fn change(tx: &Tx<'_>, id: CounterId, input: &SaveCounter) -> Result<CounterId> {
    let before = foil_store::office::counter(tx, id)?.filter(|c| c.id != HOUSE_COUNTER);
    let before = before.ok_or_else(|| Refusal::not_found("counter", id))?;
    if before.code != input.code.as_str() {
        return Err(Refusal::bad_input("code", format!("{}, which documents carry", before.code)).into());
    }
    if before.active && !input.active {
        empty(tx, &before)?;
    }
    let seen = input.version.unwrap_or_default();
    if !foil_store::office::update_counter(tx, id, input.name.as_str(), input.active, seen)? {
        return Err(Refusal::ChangedMeanwhile { what: format!("counter {}", before.code) }.into());
    }
    Ok(id)
}

/// Refuses a counter that is still worked at, or whose drawer holds cash: nobody would count that any more.
fn empty(tx: &Tx<'_>, counter: &CounterRow) -> Result<()> {
    if let Some(shift) = foil_store::shifts::at_counter(tx, counter.id)? {
        let expected =
            format!("no shift at counter {}: shift {} is to be closed first", counter.code, shift.number);
        return Err(Refusal::bad_input("active", expected).into());
    }
    if foil_store::z_reports::kept_at(tx, counter.id)?.is_some_and(Money::is_positive) {
        let expected = format!(
            "an empty drawer: its last Z report kept cash in it; open a shift at counter {}, count it and close with \
             nothing kept, so that it goes to the bank",
            counter.code
        );
        return Err(Refusal::bad_input("active", expected).into());
    }
    Ok(())
}

pub(super) fn shown(row: CounterRow) -> CounterView {
    CounterView { id: row.id, code: row.code, name: row.name, active: row.active, version: row.version }
}
