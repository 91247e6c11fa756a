//! Tickets and the worker.

use crate::hall::{Hall, Person};
use crate::{Account, Asking, Told};
use foil_app::queue::views::{Board, HallBoard, InHand, LettersRetried, QueueReport, TicketView};
use foil_domain::ids::TicketId;
use serde_json::{Value, json};

impl Hall {
    /// Takes a ticket for somebody with this account.
    pub fn takes_ticket(&self, who: &Person, account: &Account) -> Told<TicketView> {
        self.takes_ticket_for(who, &[account])
    }

    /// Takes a ticket for somebody with these accounts.
    pub fn takes_ticket_for(&self, who: &Person, accounts: &[&Account]) -> Told<TicketView> {
        let ids: Vec<_> = accounts.iter().map(|a| a.id).collect();
        self.ask(who, "take_ticket", json!({ "kind": "payment", "accounts": ids }))
    }

    /// Takes a ticket for somebody nobody knows, whom the law may put first.
    pub fn takes_nameless_ticket(&self, who: &Person, by_law: Option<&str>) -> Told<TicketView> {
        let mut input = json!({ "kind": "other" });
        if let Some(word) = by_law {
            input["by_law"] = json!(word);
        }
        self.ask(who, "take_ticket", input)
    }

    /// Calls whoever is next.
    pub fn calls_next(&self, who: &Person) -> Told<TicketView> {
        self.ask(who, "call_next", json!({}))
    }

    /// Calls one ticket out of turn, or recalls it.
    pub fn calls(&self, who: &Person, ticket: &TicketView) -> Told<TicketView> {
        self.ask(who, "call_ticket", named(ticket))
    }

    /// Puts a ticket aside.
    pub fn holds(&self, who: &Person, ticket: &TicketView) -> Told<TicketView> {
        self.ask(who, "hold_ticket", named(ticket))
    }

    /// Ends a ticket without a payment.
    pub fn finishes(&self, who: &Person, ticket: &TicketView) -> Told<TicketView> {
        self.ask(who, "finish_ticket", named(ticket))
    }

    /// Nobody came.
    pub fn misses(&self, who: &Person, ticket: &TicketView) -> Told<TicketView> {
        self.ask(who, "no_show", named(ticket))
    }

    /// Takes a ticket back.
    pub fn calls_off(&self, who: &Person, ticket: &TicketView, reason: &str) -> Told<TicketView> {
        let mut input = named(ticket);
        input["reason"] = json!(reason);
        self.ask(who, "cancel_ticket", input)
    }

    /// Asks for money in hand to be cancelled.
    pub fn asks_off(&self, who: &Person, ticket: &TicketView, reason: &str) -> Asking<'_> {
        let mut input = named(ticket);
        input["reason"] = json!(reason);
        self.asks(who, "cancel_ticket", input)
    }

    /// The queue as a clerk sees it.
    pub fn board(&self, who: &Person) -> Told<Board> {
        self.ask(who, "board", json!({}))
    }

    /// The queue as the hall sees it.
    pub fn hall_board(&self, who: &Person) -> Told<HallBoard> {
        self.ask(who, "hall", json!({}))
    }

    /// What waits for the worker, and the dead letters.
    pub fn in_hand(&self, who: &Person) -> Told<InHand> {
        self.ask(who, "in_hand", json!({}))
    }

    /// The worker runs until nothing is due; what it did.
    ///
    /// # Panics
    /// When the job does not end as done.
    pub fn worker_runs(&self, who: &Person) -> Told<QueueReport> {
        let job = self.does_job(who, "process_queue", json!({}))?;
        assert_eq!(job.state, "done", "the worker ends: {}", job.result);
        Ok(serde_json::from_value(job.result).expect("the worker's report"))
    }

    /// Puts a dead letter back to the worker, onto another account if one is given.
    pub fn retries(&self, who: &Person, ticket: &TicketView, onto: Option<&Account>) -> Told<TicketView> {
        let mut input = named(ticket);
        if let Some(account) = onto {
            input["account"] = json!(account.id);
        }
        self.ask(who, "retry_dead_letter", input)
    }

    /// Puts the dead letters of one problem back to the worker, act by act; how many wait for it now, and how many stay.
    ///
    /// # Errors
    /// The first refusal.
    pub fn retries_all(&self, who: &Person, problem: &str) -> Told<(i64, i64)> {
        let newest = self.in_hand(who)?.problems.into_iter().find(|p| p.problem == problem);
        let newest = newest.map_or(TicketId(i64::MAX), |p| p.newest);
        let mut input = json!({ "problem": problem, "newest": newest });
        let (mut retried, mut left) = (0, 0);
        loop {
            input["request_id"] = json!(self.request());
            let told: LettersRetried = self.ask(who, "retry_dead_letters", input.clone())?;
            retried += told.retried;
            left += told.left;
            match told.after {
                Some(after) => input["after"] = json!(after),
                None => return Ok((retried, left)),
            }
        }
    }
}

fn named(ticket: &TicketView) -> Value {
    json!({ "ticket": ticket.id, "version": ticket.version })
}
