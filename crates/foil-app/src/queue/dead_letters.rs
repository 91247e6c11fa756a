//! Who has been told of which dead letter.
//!
//! A dead letter is told by the program that made it, as it is made. One that another program made on this
//! book, a worker started by the clock, is found by looking: the window's own worker does so every few
//! seconds. Nothing is told twice, and what was dead before the program began is no news.

use crate::Office;
use crate::office::jobs::Event;
use foil_domain::ids::TicketId;
use foil_domain::refusal::Result;
use foil_store::in_hand;
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Dead letters that are told one by one at a time; the rest stands in the list.
const MOST_TOLD: usize = 5;

/// Dead letters that are looked at: an office with more has heard.
const MOST_SEEN: i64 = 5_000;

/// The dead letters that this program's people know of; none until it has looked once.
#[derive(Default)]
pub(crate) struct Known(Mutex<Option<HashSet<TicketId>>>);

/// Keeps the look from seeing a dead letter between its commit and its telling.
pub(super) struct Telling<'a>(MutexGuard<'a, Option<HashSet<TicketId>>>);

impl Known {
    /// Begins to make dead letters.
    pub(super) fn telling(&self) -> Telling<'_> {
        Telling(self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Telling<'_> {
    /// Tells of one that died just now.
    pub(super) fn tell(&mut self, office: &Office, id: TicketId, number: String) {
        if let Some(known) = self.0.as_mut() {
            known.insert(id);
        }
        office.jobs.tell(Event::DeadLetter(number));
    }
}

/// Tells of the dead letters that came into the book after a ticket: money for accounts nobody knows.
pub(crate) fn tell_dead_since(office: &Office, last: TicketId) -> Result<()> {
    let mut telling = office.dead_letters.telling();
    let dead = office.book.read(|tx| in_hand::dead(tx, TicketId(i64::MAX), MOST_SEEN))?;
    // Oldest first, and not what a look has told already.
    let heard = |id: TicketId| telling.0.as_ref().is_some_and(|known| known.contains(&id));
    let new: Vec<_> = dead.into_iter().rev().filter(|t| t.id > last && !heard(t.id)).collect();
    for (nth, ticket) in new.into_iter().enumerate() {
        if nth < MOST_TOLD {
            telling.tell(office, ticket.id, ticket.number);
        } else if let Some(known) = telling.0.as_mut() {
            known.insert(ticket.id);
        }
    }
    Ok(())
}

/// Looks for dead letters that another program made on this book, and tells of them. The first look only
/// learns what is there.
pub fn look_for_dead_letters(office: &Office) -> Result<()> {
    let mut telling = office.dead_letters.telling();
    let dead = office.book.read(|tx| in_hand::dead(tx, TicketId(i64::MAX), MOST_SEEN))?;
    let there: HashSet<TicketId> = dead.iter().map(|t| t.id).collect();
    // What is dead no longer is forgotten: it is news again when it comes back.
    let Some(known) = telling.0.replace(there) else { return Ok(()) };
    let new: Vec<_> = dead.into_iter().rev().filter(|t| !known.contains(&t.id)).collect();
    if new.is_empty() {
        return Ok(());
    }
    for ticket in new.into_iter().take(MOST_TOLD) {
        office.jobs.tell(Event::DeadLetter(ticket.number));
    }
    office.jobs.tell(Event::Changed(&["queue", "payments", "customers", "bills"]));
    Ok(())
}
