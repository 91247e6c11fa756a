//! The queue on the screens: for the clerk with names, for the hall with numbers only.

use super::line::{line, shown};
use super::views::{Board, HallBoard, HallCall, TicketView};
use crate::{Nothing, Office, Session};
use foil_domain::people::Right;
use foil_domain::queue::{Class, TicketState};
use foil_domain::refusal::Result;
use foil_store::tickets;
use std::sync::Arc;

/// Tickets a lane shows at most.
const LANE: usize = 500;

/// Both lanes in calling order, who is next and why, and what is being served.
pub fn board(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Board> {
    let now = office.now();
    office.view(who, Right::SeeQueue, |tx, row| {
        let line = line(tx, row, now)?;
        let serving = tickets::in_state(tx, TicketState::Serving, 100)?;
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            serving.into_iter().partition(|t| t.counter_id == Some(who.counter));
        let show = |rows: Vec<tickets::TicketRow>| -> Result<Vec<TicketView>> {
            rows.into_iter().map(|t| shown(tx, t, row, now)).collect()
        };
        let waits = line.rows.iter().map(|t| now.secs_since(t.arrived_at));
        Ok(Board {
            serving_here: show(here)?.into_iter().next(),
            serving_elsewhere: show(elsewhere)?,
            urgent: line.queued(tx, row, now, LANE, Class::urgent)?,
            regular: line.queued(tx, row, now, LANE, |c| !c.urgent())?,
            next: line.queued(tx, row, now, 1, |_| true)?.into_iter().next(),
            held: show(tickets::in_state(tx, TicketState::Held, 100)?)?,
            missed: show(tickets::missed(tx, row.business_on, 50)?)?,
            urgent_waiting: line.count(row.business_on, true),
            regular_waiting: line.count(row.business_on, false),
            in_hand_waiting: tickets::count(tx, TicketState::Waiting, true)?
                + tickets::count(tx, TicketState::Failed, true)?,
            dead: tickets::count(tx, TicketState::Dead, true)?,
            served_today: tickets::served(tx, row.business_on)?,
            longest_wait_secs: waits.max().unwrap_or(0),
        })
    })
}

/// What the hall sees: called numbers with their counters, and the next numbers. No names.
pub fn hall(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<HallBoard> {
    let now = office.now();
    office.view(who, Right::SeeQueue, |tx, row| {
        let line = line(tx, row, now)?;
        let mut called = Vec::new();
        for t in tickets::in_state(tx, TicketState::Serving, 100)? {
            let counter = t.counter_id.map(|id| foil_store::office::counter(tx, id)).transpose()?.flatten();
            if let (Some(counter), Some(called_at)) = (counter, t.called_at) {
                called.push(HallCall { number: t.number, counter: counter.code, called_at });
            }
        }
        called.sort_by_key(|c| std::cmp::Reverse(c.called_at));
        called.truncate(8);
        let waiting = line.order.iter().take(12).filter_map(|(id, _)| line.row(*id));
        Ok(HallBoard {
            office: row.name.clone(),
            called,
            waiting: waiting.map(|t| t.number.clone()).collect(),
        })
    })
}
