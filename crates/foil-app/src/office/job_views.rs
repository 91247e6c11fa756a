//! Background jobs as the screens see them.

use super::core::{Office, Order, Session};
use super::views::{JobRef, JobView};
use crate::Nothing;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use serde_json::json;
use std::sync::Arc;

/// Jobs that a list shows.
const LISTED: i64 = 50;

/// The latest jobs, newest first.
pub fn jobs(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<JobView>> {
    let rows = office.view(who, Right::SeeJobs, |tx, _| foil_store::jobs::latest(tx, LISTED))?;
    Ok(rows.iter().map(|row| office.shown(row)).collect())
}

/// One job.
pub fn job(office: &Arc<Office>, who: &Session, input: JobRef) -> Result<JobView> {
    let row = office.view(who, Right::SeeJobs, |tx, _| foil_store::jobs::find(tx, input.job))?;
    let row = row.ok_or_else(|| Refusal::not_found("job", input.job))?;
    Ok(office.shown(&row))
}

/// Asks a running job to stop at its next step; one that has ended stays as it is. One's own may be
/// stopped by anybody, another's by managers and admins.
pub fn cancel_job(office: &Arc<Office>, who: &Session, input: JobRef) -> Result<JobView> {
    let id = input.job;
    office.perform(who, Order::new("cancel_job", Right::SeeJobs), move |act| {
        let job = foil_store::jobs::find(act.tx, id)?.ok_or_else(|| Refusal::not_found("job", id))?;
        if job.person_id != act.who.user {
            act.who.role.must(Right::StopJobs)?;
        }
        act.changed(json!({ "job": id }));
        Ok(())
    })?;
    office.cancel(id);
    office.job_view(id)
}
