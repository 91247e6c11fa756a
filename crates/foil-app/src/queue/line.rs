//! The line as it stands: rows, their classes, and the order they give.

use super::views::{QueuedTicket, TicketView};
use foil_domain::customers::ByLaw;
use foil_domain::ids::TicketId;
use foil_domain::queue::{Class, Facts, Rules, TicketState, Waiting, Why, call_order};
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};
use foil_store::Tx;
use foil_store::office::OfficeRow;
use foil_store::tickets::{TicketRow, called_classes};

/// Waiting tickets that are looked at to find who is next; a hall holds fewer.
pub(super) const MOST_WAITING: i64 = 2_000;

/// The office's rules.
#[must_use]
pub(super) fn rules(office: &OfficeRow) -> Rules {
    Rules {
        max_urgent_in_a_row: office.max_urgent_in_a_row,
        max_wait_secs: office.max_wait_secs,
        bulk_accounts: office.bulk_accounts,
    }
}

/// The class a ticket has now, by the live state of its accounts.
#[must_use]
pub(super) fn class_of(t: &TicketRow, today: Day, rules: &Rules) -> Class {
    let facts = Facts {
        cut: t.cut_on.is_some(),
        disconnection: t.disconnection_on.is_some(),
        overdue: t.oldest_due_on.is_some_and(|due| due < today),
        by_law: t.by_law != ByLaw::None || t.customer_by_law != ByLaw::None,
        accounts: t.accounts,
    };
    facts.class(rules)
}

/// The hall's line in calling order.
pub(super) struct Line {
    pub rows: Vec<TicketRow>,
    pub order: Vec<(TicketId, Why)>,
    pub rules: Rules,
}

/// Reads the hall's line and works out its order.
pub(super) fn line(tx: &Tx<'_>, office: &OfficeRow, now: Instant) -> Result<Line> {
    let rules = rules(office);
    let rows = foil_store::tickets::waiting(tx, MOST_WAITING)?;
    let called = called_classes(tx, office.business_on, rules.max_urgent_in_a_row)?;
    let urgent = called.iter().take_while(|t| t.called_class.is_some_and(Class::urgent)).count();
    let urgent = i64::try_from(urgent).unwrap_or(i64::MAX);
    let order = call_order(&as_waiting(&rows, office.business_on, &rules), urgent, now, &rules);
    Ok(Line { rows, order, rules })
}

/// The part of rows that the order needs.
pub(super) fn as_waiting(rows: &[TicketRow], today: Day, rules: &Rules) -> Vec<Waiting> {
    rows.iter()
        .map(|t| Waiting { id: t.id, class: class_of(t, today, rules), arrived_at: t.arrived_at })
        .collect()
}

/// A ticket as the screens see it.
pub(super) fn shown(tx: &Tx<'_>, t: TicketRow, office: &OfficeRow, now: Instant) -> Result<TicketView> {
    let rules = rules(office);
    let today = office.business_on;
    let ended = !matches!(t.state, TicketState::Waiting | TicketState::Failed | TicketState::Dead);
    let class = match t.called_class {
        Some(class) if ended => class,
        _ => class_of(&t, today, &rules),
    };
    let days = match class {
        Class::Reconnection => t.cut_on.map(|on| today.days_since(on)),
        Class::Disconnection => t.disconnection_on.map(|on| on.days_since(today)),
        Class::Overdue => t.oldest_due_on.map(|on| today.days_since(on)),
        _ => None,
    };
    let counter = match t.counter_id {
        Some(id) => foil_store::office::counter(tx, id)?.map(|c| c.code),
        None => None,
    };
    let until = t.called_at.filter(|_| ended).or(t.ended_at).unwrap_or(now);
    Ok(TicketView {
        accounts: foil_store::tickets::accounts(tx, t.id)?,
        id: t.id,
        kind: t.kind,
        source: t.source,
        state: t.state,
        class,
        class_days: days,
        by_law: if t.by_law == ByLaw::None { t.customer_by_law } else { t.by_law },
        customer: t.customer_id,
        name: t.name,
        note: t.note,
        arrived_at: t.arrived_at,
        waited_secs: until.secs_since(t.arrived_at),
        counter,
        money: t.money_minor,
        method: t.method,
        reference: t.reference,
        attempts: t.attempts,
        problem: t.problem,
        next_try_at: t.next_try_at,
        version: t.version,
        number: t.number,
    })
}

impl Line {
    /// The first `most` tickets in calling order whose class passes `keep`, as the screens see them.
    pub(super) fn queued(
        &self,
        tx: &Tx<'_>,
        office: &OfficeRow,
        now: Instant,
        most: usize,
        keep: impl Fn(Class) -> bool,
    ) -> Result<Vec<QueuedTicket>> {
        let class = |id: TicketId| self.row(id).map(|t| class_of(t, office.business_on, &self.rules));
        let places = (1i64..).zip(&self.order);
        let kept = places.filter(|(_, (id, _))| class(*id).is_some_and(&keep)).take(most);
        kept.filter_map(|(place, (id, why))| Some((place, self.row(*id)?.clone(), *why)))
            .map(|(place, row, why)| Ok(QueuedTicket { ticket: shown(tx, row, office, now)?, place, why }))
            .collect()
    }

    pub(super) fn row(&self, id: TicketId) -> Option<&TicketRow> {
        self.rows.iter().find(|t| t.id == id)
    }

    pub(super) fn count(&self, today: Day, urgent: bool) -> i64 {
        let n = self.rows.iter().filter(|t| class_of(t, today, &self.rules).urgent() == urgent).count();
        i64::try_from(n).unwrap_or(i64::MAX)
    }
}
