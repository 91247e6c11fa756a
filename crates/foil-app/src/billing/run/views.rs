//! Runs as the screens see them.

use super::trial::title;
use crate::billing::run_views::{HeldBy, PlannedOfRun, RunHeld, RunList, RunOutliers, RunRef, RunView};
use crate::{Office, Session};
use anyhow::Context;
use foil_domain::billing::RunState;
use foil_domain::ids::BillRunId;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_store::Tx;
use foil_store::runs::{self, RunRow};
use std::sync::Arc;

/// Runs a page.
const PAGE: i64 = 100;

/// The runs before one, or from the newest, a hundred a page; without the accounts to look at, which [`bill_run`] has.
pub fn bill_runs(office: &Arc<Office>, who: &Session, input: RunList) -> Result<Vec<RunView>> {
    office.view(who, Right::SeeCustomers, |tx, _| {
        let in_hand = in_hand(tx)?;
        let rows = runs::before(tx, input.before.unwrap_or(BillRunId(i64::MAX)), PAGE)?.into_iter();
        rows.map(|row| {
            let mut view = listed(row, None, &in_hand)?;
            view.summary.outliers = Vec::new();
            Ok(view)
        })
        .collect()
    })
}

/// One run, and whether it can still be taken back: that looks at every bill of it, so it is asked by who is about to.
pub fn bill_run(office: &Arc<Office>, who: &Session, input: RunRef) -> Result<RunView> {
    office.view(who, Right::SeeCustomers, |tx, _| {
        let row = runs::find(tx, input.run)?.ok_or_else(|| Refusal::not_found("bill run", input.run))?;
        shown(tx, row)
    })
}

/// The accounts of a run that a person should look at, the gravest first: above all those that got no bill, with the reason.
pub fn run_outliers(office: &Arc<Office>, who: &Session, input: RunRef) -> Result<RunOutliers> {
    office.view(who, Right::SeeCustomers, |tx, _| {
        let row = runs::find(tx, input.run)?.ok_or_else(|| Refusal::not_found("bill run", input.run))?;
        let summary = listed(row, None, &[])?.summary;
        Ok(RunOutliers {
            unbilled: summary.no_reading + summary.problems + summary.lately,
            rows: summary.outliers,
        })
    })
}

pub(super) fn shown(tx: &Tx<'_>, row: RunRow) -> Result<RunView> {
    let held = match row.state {
        RunState::Cancelling | RunState::Cancelled => None,
        RunState::Posting | RunState::Posted => held(tx, &row)?,
    };
    let (used, used_in_all) = match row.state {
        // A run that is held is not taken back.
        RunState::Posting | RunState::Posted if held.is_none() => runs::lack_credit(tx, row.id, MOST_NAMED)?,
        _ => (Vec::new(), 0),
    };
    let (planned, planned_in_all) = match row.state {
        RunState::Posting | RunState::Posted if held.is_none() => planned(tx, row.id)?,
        _ => (Vec::new(), 0),
    };
    Ok(RunView { used, used_in_all, planned, planned_in_all, ..listed(row, held, &in_hand(tx)?)? })
}

/// The bills of a run that instalment plans pay, by how much these fall with them, and what is open of them again. Those of
/// which a plan has nothing to pay and was paid nothing are not counted.
fn planned(tx: &Tx<'_>, run: BillRunId) -> Result<(Vec<PlannedOfRun>, i64)> {
    let (rows, in_all) = runs::planned(tx, run, MOST_NAMED)?;
    let mut left_out = 0;
    let mut named = Vec::with_capacity(rows.len());
    for row in rows {
        match crate::arrears::taken_with(tx, row.account_id, row.bill_id)? {
            Some((plan, falls, reopens)) => {
                named.push(PlannedOfRun { bill: row.number, account: row.account, plan, falls, reopens });
            }
            None => left_out += 1,
        }
    }
    Ok((named, in_all - left_out))
}

/// Bills of a run whose credit was used, or that plans pay, and that are named.
const MOST_NAMED: i64 = 100;

/// The jobs that post runs or take them back at this moment, in any window or program on this book: each with its title.
fn in_hand(tx: &Tx<'_>) -> Result<Vec<(RunState, String)>> {
    let jobs = foil_store::jobs::running(tx)?.into_iter();
    let of = |kind: &str| match kind {
        "post_bill_run" => Some(RunState::Posting),
        "cancel_bill_run" => Some(RunState::Cancelling),
        _ => None,
    };
    Ok(jobs.filter_map(|job| Some((of(&job.kind)?, job.title))).collect())
}

/// What keeps a run from being taken back.
pub(super) fn held(tx: &Tx<'_>, row: &RunRow) -> Result<Option<RunHeld>> {
    if let Some(bill) = runs::touched(tx, row.id)? {
        return Ok(Some(RunHeld { why: HeldBy::Touched, bill: bill.number }));
    }
    let followed = runs::followed(tx, row.id)?;
    Ok(followed.map(|f| RunHeld { why: HeldBy::LaterBill, bill: f.later }))
}

impl RunHeld {
    /// In words, for a refusal.
    pub(super) fn words(&self) -> String {
        match self.why {
            HeldBy::Touched => format!("bill {} was paid, corrected, surcharged or is disputed", self.bill),
            HeldBy::LaterBill => {
                format!("bill {} of a later period stands on one of its accounts", self.bill)
            }
        }
    }
}

fn listed(row: RunRow, held: Option<RunHeld>, jobs: &[(RunState, String)]) -> Result<RunView> {
    let title = title(&row.cycle, &row.route);
    let in_hand = jobs.iter().any(|(state, of)| *state == row.state && *of == title);
    Ok(RunView {
        in_hand,
        id: row.id,
        cycle: row.cycle,
        route: row.route,
        to: row.period_to_on,
        turn: row.turn,
        issued_on: row.issued_on,
        due_on: row.due_on,
        state: row.state,
        bills: row.bills,
        total: row.total_minor,
        summary: serde_json::from_str(&row.summary).context("reading a run's summary")?,
        by: row.person,
        started_at: row.started_at,
        ended_at: row.ended_at,
        posted_before: false,
        held,
        used: Vec::new(),
        used_in_all: 0,
        planned: Vec::new(),
        planned_in_all: 0,
        version: row.version,
    })
}
