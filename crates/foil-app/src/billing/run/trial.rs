//! A run tried: everything is worked out, nothing is stored.

use super::calculate::{Course, Speed, calculate, cores};
use super::summary;
use crate::billing::draft::Desk;
use crate::billing::gas::Pipes;
use crate::billing::run_views::{RunOrder, RunPreview, RunSummary};
use crate::office::jobs::Progress;
use crate::office::views::JobView;
use crate::tariffs::Shelf;
use crate::{Office, Session};
use foil_domain::ids::BillRunId;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::cycles::{self, CycleRow};
use foil_store::office::OfficeRow;
use foil_store::runs::{self, Place};
use std::sync::Arc;

/// Starts the trial of a run as a job; its result is a [`RunPreview`].
///
/// Refuses an unknown or retired cycle and a day after the business date.
pub fn preview_bill_run(office: &Arc<Office>, who: &Session, input: RunOrder) -> Result<JobView> {
    office.view(who, Right::RunBills, |tx, row| order(tx, row, &input).map(|_| ()))?;
    let title = title(input.cycle.as_str(), input.route.as_str());
    office.start_job(who, "preview_bill_run", Right::RunBills, &title, move |office, progress| {
        let preview = try_bills(office, &input, progress, cores())?;
        Ok(serde_json::to_value(preview).map_err(anyhow::Error::new)?)
    })
}

/// Tries a run on so many threads.
pub fn try_bills(
    office: &Arc<Office>,
    input: &RunOrder,
    progress: &Progress,
    threads: usize,
) -> Result<RunPreview> {
    let (course, total) = office.book().read(|tx| {
        let row = foil_store::office::find(tx)?;
        let ordered = order(tx, &row, input)?;
        let total = runs::accounts(tx, ordered.cycle.id, &ordered.route)?;
        let (issued_on, due_on) = (ordered.issued_on, ordered.due_on);
        Ok((course(tx, row, &ordered, issued_on, due_on, None)?, total))
    })?;
    progress.set_total(total);
    let mut sum = RunSummary::default();
    let speed = Speed { threads, bite: 250, ahead: threads * 4 };
    calculate(office, &course, Place::start(), speed, |bite| {
        progress.go_on()?;
        for (facts, outcome) in &bite.outcomes {
            summary::add(&mut sum, facts.as_ref(), outcome)?;
        }
        progress.set_done(sum.accounts);
        Ok(())
    })?;
    Ok(RunPreview {
        cycle: input.cycle.as_str().to_owned(),
        route: course.route.clone(),
        to: course.desk.to,
        issued_on: course.desk.issued_on,
        due_on: course.due_on,
        summary: sum,
    })
}

/// A run as it was ordered, with what the book has of it.
pub(super) struct Ordered {
    pub cycle: CycleRow,
    pub route: String,
    pub to: Day,
    pub issued_on: Day,
    pub due_on: Day,
}

/// Checks what was ordered.
pub(super) fn order(tx: &Tx<'_>, office: &OfficeRow, input: &RunOrder) -> Result<Ordered> {
    let code = input.cycle.as_str();
    let cycle = cycles::by_code(tx, code)?.ok_or_else(|| Refusal::not_found("billing cycle", code))?;
    if !cycle.active {
        return Err(Refusal::bad_input("cycle", "a cycle that is in use").into());
    }
    let to = input.to.unwrap_or(office.business_on);
    if to > office.business_on {
        return Err(Refusal::bad_input("to", format!("{} or earlier", office.business_on)).into());
    }
    let route = input.route.as_str().to_owned();
    if !route.is_empty() && runs::accounts(tx, cycle.id, &route)? == 0 {
        return Err(Refusal::not_found("route", format!("{route} of cycle {code}")).into());
    }
    let due_on = office.business_on.plus_days(cycle.due_days);
    Ok(Ordered { cycle, route, to, issued_on: office.business_on, due_on })
}

/// What a run goes through.
pub(super) fn course(
    tx: &Tx<'_>,
    office: OfficeRow,
    ordered: &Ordered,
    issued_on: Day,
    due_on: Day,
    run: Option<BillRunId>,
) -> Result<Course> {
    Ok(Course {
        desk: Desk { office, shelf: Shelf::load(tx)?, pipes: Pipes::load(tx)?, to: ordered.to, issued_on },
        cycle: ordered.cycle.id,
        months: ordered.cycle.months,
        route: ordered.route.clone(),
        due_on,
        prices: runs::prices(tx)?,
        run,
        ran_before: runs::ran_before(tx, ordered.cycle.id, ordered.to, run)?,
    })
}

/// How a job of a run is called.
pub(super) fn title(cycle: &str, route: &str) -> String {
    if route.is_empty() { cycle.to_owned() } else { format!("{cycle} · {route}") }
}
