//! Runs as the screens see them.

use crate::billing::run_views::{RunRef, RunView};
use crate::{Nothing, Office, Session};
use anyhow::Context;
use foil_domain::billing::RunState;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_store::Tx;
use foil_store::runs::{self, RunRow};
use std::sync::Arc;

/// Runs on the list at most.
const LATEST: i64 = 100;

/// The latest runs, newest first.
pub fn bill_runs(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<RunView>> {
    office.view(who, Right::SeeCustomers, |tx, _| {
        runs::latest(tx, LATEST)?.into_iter().map(|row| listed(row, None)).collect()
    })
}

/// One run, and whether it can still be taken back.
pub fn bill_run(office: &Arc<Office>, who: &Session, input: RunRef) -> Result<RunView> {
    office.view(who, Right::SeeCustomers, |tx, _| {
        let row = runs::find(tx, input.run)?.ok_or_else(|| Refusal::not_found("bill run", input.run))?;
        shown(tx, row)
    })
}

pub(super) fn shown(tx: &Tx<'_>, row: RunRow) -> Result<RunView> {
    let paid = match row.state {
        RunState::Cancelled => None,
        RunState::Posting | RunState::Posted => runs::touched(tx, row.id)?.map(|b| b.number),
    };
    listed(row, paid)
}

fn listed(row: RunRow, paid_bill: Option<String>) -> Result<RunView> {
    Ok(RunView {
        id: row.id,
        cycle: row.cycle,
        route: row.route,
        to: row.period_to_on,
        issued_on: row.issued_on,
        due_on: row.due_on,
        state: row.state,
        bills: row.bills,
        total: row.total_minor,
        summary: serde_json::from_str(&row.summary).context("reading a run's summary")?,
        by: row.person,
        started_at: row.started_at,
        ended_at: row.ended_at,
        paid_bill,
        version: row.version,
    })
}
