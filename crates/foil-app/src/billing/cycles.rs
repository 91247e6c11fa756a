//! Billing cycles: which accounts are billed together, and how long they have to pay.

use super::run_views::{CycleRoute, CycleView, SaveCycle};
use crate::office::Order;
use crate::{Nothing, Office, Session};
use anyhow::anyhow;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_store::cycles::{CycleData, CycleRow};
use foil_store::{Tx, cycles as store};
use serde_json::json;
use std::sync::Arc;

/// All cycles with their routes.
pub fn cycles(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<CycleView>> {
    office.view(who, Right::SeeCustomers, |tx, _| {
        store::all(tx)?.into_iter().map(|row| shown(tx, row)).collect()
    })
}

/// Makes a cycle, or changes one that was shown.
///
/// Refuses a code in use, months and days out of range, and a stale version.
pub fn save_cycle(office: &Arc<Office>, who: &Session, input: SaveCycle) -> Result<CycleView> {
    within("months", input.months, 1, 12)?;
    within("due_days", input.due_days, 1, 120)?;
    office.perform(who, Order::new("save_cycle", Right::RunBills), move |act| {
        let code = input.code.as_str();
        if store::by_code(act.tx, code)?.is_some_and(|other| Some(other.id) != input.cycle) {
            return Err(Refusal::Duplicate { what: "billing cycle", which: code.to_owned() }.into());
        }
        let data = CycleData {
            code,
            name: input.name.as_str(),
            months: input.months,
            due_days: input.due_days,
            active: input.active,
        };
        let id = match input.cycle {
            None => store::insert(act.tx, &data)?,
            Some(id) => {
                store::find(act.tx, id)?.ok_or_else(|| Refusal::not_found("billing cycle", id))?;
                let seen = input.version.unwrap_or_default();
                if !store::update(act.tx, id, &data, seen)? {
                    return Err(Refusal::ChangedMeanwhile { what: format!("billing cycle {code}") }.into());
                }
                id
            }
        };
        act.changed(json!({
            "cycle": id, "code": code, "months": data.months, "due_days": data.due_days, "active": data.active,
        }));
        let row = store::find(act.tx, id)?.ok_or_else(|| anyhow!("cycle {id} is gone"))?;
        shown(act.tx, row)
    })
}

fn within(field: &str, value: i64, least: i64, most: i64) -> Result<()> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(Refusal::bad_input(field, format!("a number from {least} to {most}")).into())
}

fn shown(tx: &Tx<'_>, row: CycleRow) -> Result<CycleView> {
    let routes = store::routes(tx, row.id)?;
    Ok(CycleView {
        id: row.id,
        code: row.code,
        name: row.name,
        months: row.months,
        due_days: row.due_days,
        active: row.active,
        accounts: row.accounts,
        routes: routes.into_iter().map(|r| CycleRoute { route: r.route, accounts: r.accounts }).collect(),
        version: row.version,
    })
}
