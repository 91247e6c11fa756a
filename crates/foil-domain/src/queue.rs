//! Who is called next, and why.
//!
//! Two lanes: the regular FIFO queue and the priority queue. A ticket's class comes from the live
//! state of its accounts, so a customer who becomes overdue while waiting moves up. Inside a class
//! the order is that of arrival. Nobody starves: after [`Rules::max_urgent_in_a_row`] urgent
//! tickets a waiting regular one is next, and whoever has waited longer than
//! [`Rules::max_wait_secs`] is next. This module orders what it is given; it does not know where
//! tickets are stored or what time it is. Start at [`call_order`].

use crate::ids::TicketId;
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

words! {
    /// What the customer came for.
    pub enum TicketKind {
        /// To pay a bill.
        Payment = "payment",
        /// To pay an overdue bill.
        Overdue = "overdue",
        /// With a disconnection notice in hand.
        Disconnection = "disconnection",
        /// To be reconnected.
        Reconnection = "reconnection",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// Where the request came from.
    pub enum Source {
        /// Somebody at the counter.
        WalkIn = "walk_in",
        /// An envelope from the drop box; its money is in hand.
        DropBox = "drop_box",
        /// A line of a bank's file; its money is in hand.
        BankFile = "bank_file",
        /// The network.
        Network = "network",
    }
}

impl Source {
    /// Whether the money came with the request, so that a worker can process it without the customer.
    #[must_use]
    pub const fn money_in_hand(self) -> bool {
        matches!(self, Source::DropBox | Source::BankFile)
    }
}

words! {
    /// Where a ticket stands.
    pub enum TicketState {
        /// In the queue.
        Waiting = "waiting",
        /// At a counter.
        Serving = "serving",
        /// Put aside; keeps its place for when it is recalled.
        Held = "held",
        /// Served.
        Done = "done",
        /// Called and did not come.
        NoShow = "no_show",
        /// Taken back.
        Cancelled = "cancelled",
        /// A worker failed on it and will try again.
        Failed = "failed",
        /// A worker gave up; a person decides.
        Dead = "dead",
    }
}

words! {
    /// How urgent a ticket is, most urgent first.
    pub enum Class {
        /// An account is cut.
        Reconnection = "reconnection",
        /// A disconnection is ordered or due.
        Disconnection = "disconnection",
        /// A bill is past its due date.
        Overdue = "overdue",
        /// Priority by law: elderly, disabled, pregnant.
        ByLaw = "by_law",
        /// Nothing in particular.
        Regular = "regular",
        /// Many accounts at once.
        Bulk = "bulk",
    }
}

impl Class {
    /// Whether tickets of this class stand in the priority queue.
    #[must_use]
    pub const fn urgent(self) -> bool {
        matches!(self, Class::Reconnection | Class::Disconnection | Class::Overdue | Class::ByLaw)
    }

    /// The letter its ticket numbers begin with.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Class::Bulk => 'B',
            Class::Regular => 'R',
            _ => 'U',
        }
    }
}

/// What the class is worked out from: the live state of the ticket's accounts and customer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Some account is cut.
    pub cut: bool,
    /// Some account has a disconnection ordered or due.
    pub disconnection: bool,
    /// Some bill is past its due date.
    pub overdue: bool,
    /// The customer, or the person who came, has priority by law.
    pub by_law: bool,
    /// How many accounts the ticket is for.
    pub accounts: i64,
}

/// How the office wants its queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rules {
    /// Urgent tickets called in a row before a waiting regular one is next.
    #[ts(type = "number")]
    pub max_urgent_in_a_row: i64,
    /// Seconds after which whoever waits is next.
    #[ts(type = "number")]
    pub max_wait_secs: i64,
    /// Accounts from which a ticket counts as bulk.
    #[ts(type = "number")]
    pub bulk_accounts: i64,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules { max_urgent_in_a_row: 3, max_wait_secs: 20 * 60, bulk_accounts: 5 }
    }
}

impl Facts {
    /// The class these facts give. What came for reconnection but is no longer cut is ordinary.
    #[must_use]
    pub fn class(&self, rules: &Rules) -> Class {
        match self {
            Facts { cut: true, .. } => Class::Reconnection,
            Facts { disconnection: true, .. } => Class::Disconnection,
            Facts { overdue: true, .. } => Class::Overdue,
            Facts { by_law: true, .. } => Class::ByLaw,
            Facts { accounts, .. } if *accounts >= rules.bulk_accounts => Class::Bulk,
            _ => Class::Regular,
        }
    }
}

/// A waiting ticket, as much of it as the order needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// The ticket.
    pub id: TicketId,
    /// Its class now.
    pub class: Class,
    /// When it came; ties go by id.
    pub arrived_at: Instant,
}

/// Why a ticket is where it is in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// It waited longer than the office promises; seconds waited.
    WaitedTooLong {
        /// Seconds waited.
        #[ts(type = "number")]
        secs: i64,
    },
    /// So many urgent ones were called in a row that a regular one is next.
    TurnOfRegular {
        /// Urgent tickets called in a row.
        #[ts(type = "number")]
        after: i64,
    },
    /// Its class is the most urgent waiting.
    MostUrgent {
        /// The class.
        class: Class,
    },
    /// Nobody more urgent is waiting, and it came first.
    FirstInLine,
}

/// The order in which waiting tickets will be called if nothing changes, each with its reason.
///
/// `urgent_in_a_row` is how many urgent tickets were called since the last regular one.
#[must_use]
pub fn call_order(
    waiting: &[Waiting],
    urgent_in_a_row: i64,
    now: Instant,
    rules: &Rules,
) -> Vec<(TicketId, Why)> {
    let (late, rest): (Vec<Waiting>, Vec<Waiting>) =
        waiting.iter().partition(|w| now.secs_since(w.arrived_at) > rules.max_wait_secs);
    let (mut urgent, mut regular): (Vec<Waiting>, Vec<Waiting>) =
        rest.into_iter().partition(|w| w.class.urgent());
    let mut late = late;
    late.sort_by_key(|w| (w.arrived_at, w.id));
    urgent.sort_by_key(|w| (w.class, w.arrived_at, w.id));
    regular.sort_by_key(|w| (w.class, w.arrived_at, w.id));

    let mut order = Vec::with_capacity(waiting.len());
    let mut in_a_row = urgent_in_a_row;
    for w in late {
        in_a_row = if w.class.urgent() { in_a_row + 1 } else { 0 };
        order.push((w.id, Why::WaitedTooLong { secs: now.secs_since(w.arrived_at) }));
    }
    let (mut urgent, mut regular) = (urgent.into_iter().peekable(), regular.into_iter().peekable());
    loop {
        let turn_of_regular = in_a_row >= rules.max_urgent_in_a_row && regular.peek().is_some();
        let next = if turn_of_regular { None } else { urgent.next() };
        match next {
            Some(w) => {
                in_a_row += 1;
                order.push((w.id, Why::MostUrgent { class: w.class }));
            }
            None => {
                let Some(w) = regular.next() else { break };
                let why =
                    if turn_of_regular { Why::TurnOfRegular { after: in_a_row } } else { Why::FirstInLine };
                in_a_row = 0;
                order.push((w.id, why));
            }
        }
    }
    order
}

/// Tries a worker gives a request before it is a dead letter.
pub const MOST_ATTEMPTS: i64 = 5;

/// Seconds that a request waits at most before it is tried again: who waits longer was put off by a clock that has gone back.
pub const LONGEST_WAIT_SECS: i64 = 3_600;

/// Seconds that a request waits where something stands in its way that is none of its own and passes by itself.
pub const HINDERED_WAIT_SECS: i64 = 300;

/// Seconds to wait after the `attempts`-th failed try (from 1): 30, 60, 120 … at most an hour;
/// `None` when the request is a dead letter.
#[must_use]
pub fn retry_after_secs(attempts: i64) -> Option<i64> {
    (attempts < MOST_ATTEMPTS).then(|| (30i64 << (attempts - 1).clamp(0, 7)).min(LONGEST_WAIT_SECS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn w(id: i64, class: Class, arrived_secs: i64) -> Waiting {
        Waiting { id: TicketId(id), class, arrived_at: Instant::from_millis(arrived_secs * 1000) }
    }

    fn ids(order: &[(TicketId, Why)]) -> Vec<i64> {
        order.iter().map(|(id, _)| id.0).collect()
    }

    const NOW: Instant = Instant::from_millis(1_000_000);

    #[test]
    fn the_most_urgent_class_goes_first_and_a_class_goes_by_arrival() {
        let waiting = [
            w(1, Class::Regular, 900),
            w(2, Class::Overdue, 950),
            w(3, Class::Reconnection, 990),
            w(4, Class::Overdue, 940),
        ];
        let order = call_order(&waiting, 0, NOW, &Rules::default());
        assert_eq!(ids(&order), [3, 4, 2, 1]);
        assert_eq!(order[0].1, Why::MostUrgent { class: Class::Reconnection });
    }

    #[test]
    fn after_three_urgent_ones_a_regular_one_is_next() {
        let waiting: Vec<Waiting> =
            (1..=5).map(|i| w(i, Class::Overdue, 900 + i)).chain([w(9, Class::Regular, 990)]).collect();
        assert_eq!(ids(&call_order(&waiting, 0, NOW, &Rules::default())), [1, 2, 3, 9, 4, 5]);
        let order = call_order(&waiting, 3, NOW, &Rules::default());
        assert_eq!(order[0], (TicketId(9), Why::TurnOfRegular { after: 3 }));
    }

    #[test]
    fn whoever_waited_too_long_is_next() {
        let now = Instant::from_millis(2_000_000);
        let waiting = [w(1, Class::Bulk, 700), w(2, Class::Reconnection, 1_990)];
        let order = call_order(&waiting, 0, now, &Rules::default());
        assert_eq!(order[0], (TicketId(1), Why::WaitedTooLong { secs: 1300 }));
    }

    #[test]
    fn retries_wait_longer_each_time_and_end() {
        let waits: Vec<_> = (1..=6).map(retry_after_secs).collect();
        assert_eq!(waits, [Some(30), Some(60), Some(120), Some(240), None, None]);
    }

    fn tickets() -> impl Strategy<Value = Vec<Waiting>> {
        prop::collection::vec((0..Class::ALL.len(), 0i64..3000), 0..60).prop_map(|rows| {
            rows.into_iter().enumerate().map(|(i, (c, at))| w(i as i64, Class::ALL[c], at)).collect()
        })
    }

    proptest! {
        #[test]
        fn everybody_is_called_once_and_nobody_starves(waiting in tickets(), before in 0i64..5, now in 3000i64..6000) {
            let rules = Rules::default();
            let now = Instant::from_millis(now * 1000);
            let order = call_order(&waiting, before, now, &rules);
            let mut called = ids(&order);
            called.sort_unstable();
            prop_assert_eq!(called, (0..waiting.len() as i64).collect::<Vec<_>>());

            let find = |id: TicketId| waiting.iter().find(|w| w.id == id).copied().unwrap();
            let late = |w: &Waiting| now.secs_since(w.arrived_at) > rules.max_wait_secs;
            let mut in_a_row = before;
            for (at, (id, _)) in order.iter().enumerate() {
                let ticket = find(*id);
                let rest: Vec<Waiting> = order[at..].iter().map(|(id, _)| find(*id)).collect();
                if rest.iter().any(late) {
                    prop_assert!(late(&ticket), "who waited too long goes before everybody else");
                } else if ticket.class.urgent() {
                    let regular_waits = rest.iter().any(|w| !w.class.urgent());
                    prop_assert!(in_a_row < rules.max_urgent_in_a_row || !regular_waits, "a regular one was due");
                }
                let same: Vec<&Waiting> = rest.iter().filter(|w| w.class == ticket.class && late(w) == late(&ticket)).collect();
                prop_assert!(same.iter().all(|w| (ticket.arrived_at, ticket.id) <= (w.arrived_at, w.id)), "FIFO in a class");
                in_a_row = if ticket.class.urgent() { in_a_row + 1 } else { 0 };
            }
        }
    }
}
