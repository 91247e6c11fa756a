//! A run taken back as one, while nobody has paid any of it.

use super::views::{held, shown};
use crate::billing::correct::{Why, correct, standing};
use crate::billing::fallen::owed_again;
use crate::billing::run_views::{CancelRun, RunView};
use crate::office::views::JobView;
use crate::office::{Act, Order};
use crate::{Office, Session};
use anyhow::{Context, anyhow};
use foil_domain::billing::{CorrectionKind, CorrectionReason, RunState};
use foil_domain::ids::BillId;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::runs::{self, RunRow};
use foil_store::{Tx, bills, customers};
use serde_json::json;
use std::sync::Arc;

/// Bills read at a time.
const PAGE: i64 = 1_000;

/// Takes a whole run back, as a job: every bill of it gets a cancellation with a number of its own, and credit
/// that they used is on the accounts again. All of it happens in one commit, or nothing does. The cycle can then
/// be run again.
///
/// The ceiling of corrections is not asked: a run goes back only while nobody has paid or acted on any of it, so it
/// gives nobody anything, and it is made again.
///
/// Refuses a run that was taken back before, a stale version, and a run that is held: a bill of it was paid or
/// corrected, bears a surcharge or a debit note or is in dispute, or bills of a later period stand on its accounts.
pub fn cancel_bill_run(office: &Arc<Office>, who: &Session, input: CancelRun) -> Result<JobView> {
    let row = office.view(who, Right::RunBills, |tx, _| {
        let row = runs::find(tx, input.run)?.ok_or_else(|| Refusal::not_found("bill run", input.run))?;
        may_go(&row, input.version)?;
        free(tx, &row)?;
        Ok(row)
    })?;
    let (title, by) = (row.cycle.clone(), who.clone());
    office.start_job(who, "cancel_bill_run", Right::RunBills, &title, move |office, progress| {
        progress.set_total(row.bills);
        let input = input.clone();
        let view = office.perform(&by, Order::new("cancel_bill_run", Right::RunBills), move |act| {
            take_back(act, &input)
        })?;
        progress.set_done(view.bills);
        Ok(serde_json::to_value(view).context("writing a run")?)
    })
}

fn may_go(row: &RunRow, version: i64) -> Result<()> {
    if row.state == RunState::Cancelled {
        return Err(refused(row, "it was taken back before"));
    }
    if row.version != version {
        return Err(Refusal::ChangedMeanwhile { what: "the bill run".into() }.into());
    }
    Ok(())
}

fn free(tx: &Tx<'_>, row: &RunRow) -> Result<()> {
    match held(tx, row)? {
        Some(held) => Err(refused(row, &held.words())),
        None => Ok(()),
    }
}

fn refused(row: &RunRow, reason: &str) -> Error {
    Refusal::RunState {
        cycle: row.cycle.clone(),
        to: row.period_to_on,
        state: row.state.as_str(),
        reason: reason.to_owned(),
    }
    .into()
}

fn take_back(act: &mut Act<'_>, input: &CancelRun) -> Result<RunView> {
    let row = runs::find(act.tx, input.run)?.ok_or_else(|| Refusal::not_found("bill run", input.run))?;
    may_go(&row, input.version)?;
    free(act.tx, &row)?;
    let why = Why {
        reason: CorrectionReason::RunCancelled,
        note: input.note.as_str(),
        rebill: None,
        run: Some(row.id),
    };
    let (mut after, mut count) = (BillId(0), 0i64);
    loop {
        let page = runs::bills_after(act.tx, row.id, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for bill in &page {
            cancel(act, bill.id, &why)?;
            count += 1;
        }
    }
    if !runs::end(act.tx, row.id, row.version, RunState::Cancelled, act.now)? {
        return Err(Refusal::ChangedMeanwhile { what: "the bill run".into() }.into());
    }
    act.changed(json!({ "run": row.id, "cancelled": count, "total_minor": row.total_minor }));
    let row = runs::find(act.tx, input.run)?.ok_or_else(|| anyhow!("run {} is gone", input.run))?;
    shown(act.tx, row)
}

fn cancel(act: &mut Act<'_>, id: BillId, why: &Why<'_>) -> Result<()> {
    let bill = bills::find(act.tx, id)?.ok_or_else(|| anyhow!("bill {id} is gone"))?;
    let account = customers::account(act.tx, bill.account_id)?
        .ok_or_else(|| anyhow!("account {} is gone", bill.account_id))?;
    let off = standing(act, &bill)?.cancelled()?;
    correct(act, CorrectionKind::Cancel, &bill, &account, &off, why)?;
    owed_again(act, &bill, why.reason).map(|_| ())
}
