//! What the frame around every screen shows.

use super::core::{Office, Session};
use super::counters::shown;
use super::currency::style_of;
use super::views::{Currency, DocumentLanguage, Frame, Unwritten, UnwrittenKind};
use crate::Nothing;
use anyhow::anyhow;
use foil_domain::documents::{LANGUAGES, Language};
use foil_domain::people::Right;
use foil_domain::queue::TicketState;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Zone;
use foil_store::Tx;
use foil_store::office::OfficeRow;
use std::sync::Arc;

/// The frame: the business day, the counter, who is logged in, what waits.
pub fn frame(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Frame> {
    office.view(who, Right::SeeFrame, |tx, row| read(office, tx, row, who))
}

fn read(office: &Office, tx: &Tx<'_>, row: &OfficeRow, who: &Session) -> Result<Frame> {
    let counter = foil_store::office::counter(tx, who.counter)?;
    let counter = counter.ok_or_else(|| Refusal::not_found("counter", who.counter))?;
    // The role may have changed since the log-in.
    let person = foil_store::people::find(tx, who.user)?;
    let role = person.as_ref().map_or(who.role, |p| p.role);
    let sees = |right: Right, n: Result<i64>| if role.may(right) { n } else { Ok(0) };
    let watches = role.may(Right::EnterReadings) || role.may(Right::ManageOffice);
    Ok(Frame {
        office: row.name.clone(),
        demo: row.demo,
        currency: Currency::from(&style_of(row)),
        language: row.language.clone(),
        languages: document_languages(),
        zone: row.zone.clone(),
        business_on: row.business_on,
        clock_on: zone_of(row)?.day_of(office.now()),
        counter: shown(counter),
        user: who.user,
        login: person.as_ref().map_or_else(|| who.login.clone(), |p| p.login.clone()),
        name: person.as_ref().map_or_else(|| who.name.clone(), |p| p.name.clone()),
        role,
        rights: role.rights(),
        must_change: person.as_ref().is_some_and(|p| p.must_change),
        customer: person.and_then(|p| p.customer_id),
        idle_lock_secs: row.idle_lock_secs,
        waiting: sees(Right::SeeQueue, foil_store::tickets::count(tx, TicketState::Waiting, false))?,
        dead_letters: sees(Right::SeeQueue, foil_store::tickets::count(tx, TicketState::Dead, true))?,
        unwritten: if role.may(Right::SeeJobs) { unwritten(office, tx, row)? } else { None },
        folder_away: if watches { office.folder_away() } else { None },
        jobs_running: sees(Right::SeeJobs, foil_store::jobs::running(tx).map(|jobs| jobs.len() as i64))?,
        shifts_required: row.shifts_required && role.may(Right::TakePayments),
        shift: crate::shifts::frame_shift(tx, row, who)?,
    })
}

/// The languages that documents are printed in, for a choice.
#[must_use]
pub fn document_languages() -> Vec<DocumentLanguage> {
    let shown = |l: &Language| DocumentLanguage { code: l.code.to_owned(), name: l.name.to_owned() };
    LANGUAGES.iter().map(shown).collect()
}

/// What could not be written to the disk, for whoever can do something about it.
fn unwritten(office: &Office, tx: &Tx<'_>, row: &OfficeRow) -> Result<Option<Unwritten>> {
    let kinds = foil_store::unwritten::by_kind(tx)?;
    let Some(since) = kinds.iter().map(|kind| kind.since_at).min() else { return Ok(None) };
    Ok(Some(Unwritten {
        what: kinds.into_iter().map(|kind| UnwrittenKind { kind: kind.kind, count: kind.count }).collect(),
        since,
        problem: foil_store::unwritten::problem(tx)?.unwrap_or_default(),
        folder: office.folder_of(row).display().to_string(),
    }))
}

/// The office's time zone, as the book has it.
pub(crate) fn zone_of(row: &OfficeRow) -> Result<Zone> {
    Zone::parse(&row.zone).map_err(|e| Error::Broke(anyhow!("the book's zone: {e}")))
}
