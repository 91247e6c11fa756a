//! The daily run: every late account is looked at, and what is due is done.
//!
//! It goes through the office in order of accounts, some hundred a transaction, and every step is decided
//! from what the book says at that moment. So a run that was stopped, or is started twice, goes on where
//! something is still to be done and does nothing twice.

use super::dossier::Dossier;
use super::steps::{Rules, ToDo, carry_out, look};
use super::surcharges::LateRules;
use super::views::{ArrearsReport, Done, HeldCount, RunLine};
use crate::office::jobs::Progress;
use crate::office::views::JobView;
use crate::office::{Act, Order};
use crate::tariffs::Shelf;
use crate::{Nothing, Office, Refusal, Result, Session};
use anyhow::Context;
use foil_domain::arrears::PlanState;
use foil_domain::arrears::ladder::{Held, Step};
use foil_domain::ids::AccountId;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_store::Tx;
use foil_store::office::OfficeRow;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

/// Late accounts a transaction.
const TOGETHER: i64 = 250;
/// Accounts a report lists.
const LISTED: usize = 100;

/// Says what a run of the ladder would do, as a job; whoever sees arrears may ask.
pub fn preview_arrears_run(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<JobView> {
    start(office, who, Run::Dry)
}

/// Runs the ladder over all late accounts as a job: surcharges, reminders, final notices, the cut list.
pub fn run_arrears(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<JobView> {
    start(office, who, Run::InEarnest)
}

/// Runs the ladder on this thread, or only says what it would do, recorded as a job like any other.
pub fn run(office: &Arc<Office>, who: &Session, run: Run) -> Result<ArrearsReport> {
    let report = office
        .run_job(who, run.job(), run.right(), "", |office, progress| whole(office, who, run, progress))?;
    Ok(serde_json::from_value(report).context("reading a run's report")?)
}

fn start(office: &Arc<Office>, who: &Session, run: Run) -> Result<JobView> {
    let doer = who.of_a_job();
    office.start_job(who, run.job(), run.right(), "", move |office, progress| {
        whole(office, &doer, run, progress)
    })
}

/// Whether a run does something or only says what it would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// Only says so.
    Dry,
    /// Does it.
    InEarnest,
}

impl Run {
    fn job(self) -> &'static str {
        match self {
            Run::Dry => "preview_arrears_run",
            Run::InEarnest => "run_arrears",
        }
    }

    fn right(self) -> Right {
        match self {
            Run::Dry => Right::SeeArrears,
            Run::InEarnest => Right::ManageArrears,
        }
    }
}

fn whole(office: &Arc<Office>, who: &Session, run: Run, progress: &Progress) -> Result<Value> {
    let dry_run = run == Run::Dry;
    let mut report = ArrearsReport { dry_run, ..ArrearsReport::default() };
    let total =
        office.view(who, run.right(), |tx, row| foil_store::arrears::late_accounts(tx, row.business_on))?;
    progress.set_total(total);
    let mut after = AccountId(0);
    loop {
        progress.go_on()?;
        let some = if dry_run {
            office.view(who, Right::SeeArrears, |tx, row| looked(tx, row, after))?
        } else {
            let order = Order::new("run_arrears", Right::ManageArrears);
            office.perform(who, order, move |act| worked(act, after))?
        };
        merge(&mut report, some.report)?;
        progress.set_done(report.accounts.min(total));
        match some.next {
            Some(next) => after = next,
            None => break,
        }
    }
    if !dry_run {
        office.wake_outbox();
    }
    progress.set_done(total);
    Ok(serde_json::to_value(report).context("writing a run's report")?)
}

/// What was found or done in one part of the run, and where the next one begins.
#[derive(Serialize, Deserialize)]
struct Part {
    report: ArrearsReport,
    next: Option<AccountId>,
}

fn rules<'a>(tx: &Tx<'_>, office: &OfficeRow, shelf: &'a Shelf) -> Result<Rules<'a>> {
    Ok(Rules {
        rule: foil_store::arrears::rule(tx)?.rule(),
        late: LateRules::of(office, shelf),
        today: office.business_on,
    })
}

/// What the ladder does today for some accounts, inside another room's act; surcharges are not charged.
pub(crate) fn climb(act: &mut Act<'_>, accounts: &[AccountId]) -> Result<()> {
    let shelf = Shelf::load(act.tx)?;
    let rules = rules(act.tx, act.office, &shelf)?;
    for account in accounts {
        let mut dossier = Dossier::one(act.tx, *account)?;
        let todo = ToDo { surcharges: Vec::new(), ..look(&mut dossier, &rules)? };
        carry_out(act, &dossier, &todo, &rules)?;
    }
    Ok(())
}

fn looked(tx: &Tx<'_>, office: &OfficeRow, after: AccountId) -> Result<Part> {
    let shelf = Shelf::load(tx)?;
    let rules = rules(tx, office, &shelf)?;
    let (dossiers, next) = Dossier::some(tx, after, rules.today, TOGETHER)?;
    let mut report = ArrearsReport::default();
    for mut dossier in dossiers {
        let todo = look(&mut dossier, &rules)?;
        count(&mut report, &dossier, &todo, &rules)?;
    }
    Ok(Part { report: tidy(report), next })
}

fn worked(act: &mut Act<'_>, after: AccountId) -> Result<Part> {
    let shelf = Shelf::load(act.tx)?;
    let rules = rules(act.tx, act.office, &shelf)?;
    let (dossiers, next) = Dossier::some(act.tx, after, rules.today, TOGETHER)?;
    let mut report = ArrearsReport::default();
    for mut dossier in dossiers {
        let todo = look(&mut dossier, &rules)?;
        carry_out(act, &dossier, &todo, &rules)?;
        count(&mut report, &dossier, &todo, &rules)?;
    }
    let report = tidy(report);
    act.changed(json!({
        "after": after, "accounts": report.accounts, "surcharges": report.surcharges,
        "reminders": report.reminders, "final_notices": report.final_notices, "cut_list": report.cut_list,
        "stopped": report.stopped, "reconnections": report.reconnections,
        "plans_kept": report.plans_kept, "plans_broken": report.plans_broken,
    }));
    Ok(Part { report, next })
}

fn count(report: &mut ArrearsReport, dossier: &Dossier, todo: &ToDo, rules: &Rules<'_>) -> Result<()> {
    report.accounts += 1;
    let surcharge = todo.surcharge()?;
    for _ in &todo.surcharges {
        add(&mut report.surcharges, Money::ZERO)?;
    }
    report.surcharges.amount = report.surcharges.amount.plus(surcharge).ok_or(Refusal::TooMuch)?;
    let owed = todo.standing.owed;
    match todo.step {
        Some(Step::Reminder) => add(&mut report.reminders, owed)?,
        Some(Step::FinalNotice) => add(&mut report.final_notices, owed)?,
        Some(Step::CutList) => add(&mut report.cut_list, owed)?,
        Some(Step::Reconnect) => add(&mut report.reconnections, Money::ZERO)?,
        Some(Step::Cut) | None => {}
    }
    if todo.stops || todo.calls_off.is_some() {
        add(&mut report.stopped, owed)?;
    }
    match todo.plan {
        Some((_, PlanState::Kept, total)) => add(&mut report.plans_kept, total)?,
        Some((_, PlanState::Broken, total)) => add(&mut report.plans_broken, total)?,
        // What was taken back as a whole was neither paid nor missed.
        Some((_, PlanState::Active | PlanState::Cancelled, _)) | None => {}
    }
    if let Some(why) = todo.standing.held {
        hold(report, why, Done { n: 1, amount: todo.standing.overdue })?;
    }
    if todo.any() {
        let shown = dossier.shown(&todo.standing, rules.today);
        report.first.push(RunLine {
            account: shown.account,
            number: shown.number,
            name: shown.name,
            service: shown.service,
            owed,
            days: shown.days,
            surcharge,
            step: todo.step,
        });
    }
    Ok(())
}

fn add(done: &mut Done, amount: Money) -> Result<()> {
    done.n += 1;
    done.amount = done.amount.plus(amount).ok_or(Refusal::TooMuch)?;
    Ok(())
}

fn hold(report: &mut ArrearsReport, why: Held, more: Done) -> Result<()> {
    match report.held.iter_mut().find(|h| h.why == why) {
        Some(held) => sum(&mut held.done, &more)?,
        None => report.held.push(HeldCount { why, done: more }),
    }
    Ok(())
}

fn sum(done: &mut Done, more: &Done) -> Result<()> {
    done.n += more.n;
    done.amount = done.amount.plus(more.amount).ok_or(Refusal::TooMuch)?;
    Ok(())
}

/// The largest sums first, and no more of them than a report lists.
fn tidy(mut report: ArrearsReport) -> ArrearsReport {
    report.first.sort_by_key(|line| (std::cmp::Reverse(line.owed), line.account));
    report.first.truncate(LISTED);
    report
}

fn merge(into: &mut ArrearsReport, part: ArrearsReport) -> Result<()> {
    into.accounts += part.accounts;
    for (done, more) in [
        (&mut into.surcharges, part.surcharges),
        (&mut into.reminders, part.reminders),
        (&mut into.final_notices, part.final_notices),
        (&mut into.cut_list, part.cut_list),
        (&mut into.stopped, part.stopped),
        (&mut into.reconnections, part.reconnections),
        (&mut into.plans_kept, part.plans_kept),
        (&mut into.plans_broken, part.plans_broken),
    ] {
        sum(done, &more)?;
    }
    for held in part.held {
        hold(into, held.why, held.done)?;
    }
    into.first.extend(part.first);
    *into = tidy(std::mem::take(into));
    Ok(())
}
