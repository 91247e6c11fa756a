//! A run taken back as one, while nobody has paid any of it: some thousand bills a commit, as it was posted.
//!
//! From the first commit on nobody pays or corrects a bill of it: [`not_going`] says so, until all of them are gone. Nor does
//! any of them bear a surcharge meanwhile, nor is its account billed by anybody else or put in another cycle: what a bill
//! after it was worked out from would go from under it.

use super::trial::title;
use super::views::{held, shown};
use crate::billing::correct::{Why, correct, standing};
use crate::billing::fallen::owed_again;
use crate::billing::hangs_on::end_with;
use crate::billing::run_views::{CancelRun, RunView};
use crate::office::jobs::Progress;
use crate::office::views::JobView;
use crate::office::{Act, Order};
use crate::{Office, Session};
use anyhow::{Context, anyhow};
use foil_domain::billing::{CorrectionKind, CorrectionReason, RunState};
use foil_domain::ids::{AccountId, BillId, BillRunId};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::runs::{self, RunRow};
use foil_store::{Tx, bills, customers};
use serde_json::json;
use std::sync::Arc;

/// Bills that share a commit; a payment at the counter waits for one commit at most.
const TOGETHER: i64 = 1_000;
/// Claims of an account that are looked through for a bill of a run that is being taken back: it is among the newest.
const NEWEST: i64 = 100;

/// Takes a whole run back, or goes on with it, as a job: every bill of it gets a cancellation with a number of its own, and
/// credit that they used is on the accounts again. It goes some thousand bills a commit; one that was stopped goes on where
/// it was. Until then nobody pays or corrects a bill of it. The cycle can then be run again.
///
/// The ceiling of corrections is not asked: a run goes back only while nobody has paid or acted on any of it, so it
/// gives nobody anything, and it is made again.
///
/// Refuses a run that was taken back before, a stale version, and a run that is held: a bill of it was paid or
/// corrected, bears a surcharge or a debit note or is in dispute, or bills of a later period stand on its accounts. What was
/// used since of credit that a bill of it gave is claimed anew.
pub fn cancel_bill_run(office: &Arc<Office>, who: &Session, input: CancelRun) -> Result<JobView> {
    let row = office.view(who, Right::RunBills, |tx, _| may_go(tx, &input))?;
    let (title, by) = (title(&row.cycle, &row.route), who.of_a_job());
    office.start_job(who, "cancel_bill_run", Right::RunBills, &title, move |office, progress| {
        let view = take_run_back(office, &by, &input, progress, TOGETHER)?;
        Ok(serde_json::to_value(view).context("writing a run")?)
    })
}

/// Takes a run back, so many bills a commit; goes on where it was stopped.
pub fn take_run_back(
    office: &Arc<Office>,
    who: &Session,
    input: &CancelRun,
    progress: &Progress,
    together: i64,
) -> Result<RunView> {
    let order = input.clone();
    let (run, bills) = office
        .perform(who, Order::new("begin_cancel_run", Right::RunBills), move |act| begin(act, &order))?;
    progress.set_total(bills);
    let mut gone = office.book().read(|tx| runs::taken_back(tx, run))?;
    // What is before it is taken back: each bite goes on where the last one ended, and looks up nothing twice.
    let mut after = BillId(0);
    loop {
        progress.set_done(gone);
        progress.go_on()?;
        let note = input.note.clone();
        let order = Order::new("cancel_bill_run", Right::RunBills);
        let (view, bitten) =
            office.perform(who, order, move |act| bite(act, run, after, note.as_str(), together))?;
        gone += bitten.bills;
        after = bitten.last;
        if view.state == RunState::Cancelled {
            progress.set_done(view.bills);
            return Ok(view);
        }
    }
}

/// The run that is to go. Refuses one that may not.
fn may_go(tx: &Tx<'_>, input: &CancelRun) -> Result<RunRow> {
    let row = runs::find(tx, input.run)?.ok_or_else(|| Refusal::not_found("bill run", input.run))?;
    if row.state == RunState::Cancelled {
        return Err(refused(&row, "it was taken back before"));
    }
    if row.version != input.version {
        return Err(Refusal::ChangedMeanwhile { what: "the bill run".into() }.into());
    }
    if row.state != RunState::Cancelling {
        free(tx, &row)?;
    }
    Ok(row)
}

fn free(tx: &Tx<'_>, row: &RunRow) -> Result<()> {
    if let Some(held) = held(tx, row)? {
        return Err(refused(row, &held.words()));
    }
    Ok(())
}

/// Refuses what would touch an account a bill of which is being taken back with its run.
pub(crate) fn not_going(tx: &Tx<'_>, account: AccountId) -> Result<()> {
    going_with(tx, &runs::cancelling(tx)?, account)
}

/// The same by the runs that are being taken back, for whoever asks of many accounts.
pub(super) fn going_with(tx: &Tx<'_>, going: &[RunRow], account: AccountId) -> Result<()> {
    if going.is_empty() {
        return Ok(());
    }
    let newest = bills::of_account(tx, account, NEWEST)?;
    let of = |run: &&RunRow| newest.iter().any(|bill| !bill.cancelled && bill.run_id == Some(run.id));
    match going.iter().find(of) {
        Some(run) => {
            Err(refused(run, "a bill of this account is being taken back with it; go on with that first"))
        }
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

fn begin(act: &mut Act<'_>, input: &CancelRun) -> Result<(BillRunId, i64)> {
    let row = may_go(act.tx, input)?;
    let goes_on = row.state == RunState::Cancelling;
    if !goes_on && !runs::cancel(act.tx, row.id, row.version)? {
        return Err(moved_on());
    }
    act.changed(
        json!({ "run": row.id, "bills": row.bills, "total_minor": row.total_minor, "goes_on": goes_on }),
    );
    Ok((row.id, row.bills))
}

/// Bills that were taken back in one commit.
#[derive(serde::Serialize, serde::Deserialize)]
struct Bitten {
    /// How many.
    bills: i64,
    /// The last of them, or of those before.
    last: BillId,
}

/// Takes the next bills of a run back, and ends it with the last of them.
fn bite(
    act: &mut Act<'_>,
    run: BillRunId,
    after: BillId,
    note: &str,
    together: i64,
) -> Result<(RunView, Bitten)> {
    let row = runs::find(act.tx, run)?.ok_or_else(|| anyhow!("run {run} is gone"))?;
    match row.state {
        // Another window went on with it, too.
        RunState::Cancelled => return Ok((shown(act.tx, row)?, Bitten { bills: 0, last: after })),
        RunState::Cancelling => {}
        RunState::Posting | RunState::Posted => return Err(moved_on()),
    }
    let why =
        Why { reason: CorrectionReason::RunCancelled, note, rebill: None, run: Some(run), beside: None };
    let page = runs::bills_after(act.tx, run, after, together)?;
    for bill in &page {
        cancel(act, bill.id, &why)?;
    }
    let count = page.len() as i64;
    let bitten = Bitten { bills: count, last: page.last().map_or(after, |bill| bill.id) };
    let ends = count < together;
    if ends && !runs::end(act.tx, run, row.version, RunState::Cancelled, act.now)? {
        return Err(moved_on());
    }
    let total = if ends { row.total_minor } else { Money::ZERO };
    act.changed(json!({ "run": run, "cancelled": count, "ended": ends, "total_minor": total }));
    let row = runs::find(act.tx, run)?.ok_or_else(|| anyhow!("run {run} is gone"))?;
    Ok((shown(act.tx, row)?, bitten))
}

fn moved_on() -> Error {
    Refusal::ChangedMeanwhile { what: "the bill run".into() }.into()
}

fn cancel(act: &mut Act<'_>, id: BillId, why: &Why<'_>) -> Result<()> {
    let bill = bills::find(act.tx, id)?.ok_or_else(|| anyhow!("bill {id} is gone"))?;
    let account = customers::account(act.tx, bill.account_id)?
        .ok_or_else(|| anyhow!("account {} is gone", bill.account_id))?;
    let off = standing(act, &bill)?.cancelled()?;
    correct(act, CorrectionKind::Cancel, &bill, &account, &off, why)?;
    // Nobody charges a bill that goes a surcharge; an earlier version of the program may have.
    end_with(act, &bill, why.reason)?;
    owed_again(act, &bill, why.reason).map(|_| ())
}
