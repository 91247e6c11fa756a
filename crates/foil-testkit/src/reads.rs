//! What a person reads: the queue's board, the day book, receipts, in text.

use crate::Told;
use crate::hall::{Hall, Person};
use foil_app::audit::views::AuditPage;
use foil_app::office::views::{CheckReport, Frame};
use foil_app::payments::views::PaymentPage;
use foil_app::queue::views::{QueuedTicket, TicketView};
use foil_domain::documents::{Copy, ReceiptDoc, SlipDoc, VoidMark};
use foil_domain::ids::PaymentId;
use foil_domain::money::Money;
use foil_domain::queue::Why;
use serde_json::json;
use std::fmt::Write as _;

/// Stands for an audit hash in documents that stories read, so that they read the same after the log
/// has learned a new word.
pub(crate) const SOME_HASH: &str = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";

impl Hall {
    /// The frame of somebody's window.
    pub fn frame(&self, who: &Person) -> Told<Frame> {
        self.ask(who, "frame", json!({}))
    }

    /// The queue's board as lines: who is served, both lanes in calling order with why, who was missed, who is held.
    ///
    /// # Panics
    /// When this person may not see it.
    #[must_use]
    pub fn queue_text(&self, who: &Person) -> String {
        let board = self.board(who).expect("the board");
        let mut out = String::new();
        let mut all: Vec<(&str, &QueuedTicket)> = board.urgent.iter().map(|q| ("urgent ", q)).collect();
        all.extend(board.regular.iter().map(|q| ("regular", q)));
        for ticket in board.serving_here.iter().chain(&board.serving_elsewhere) {
            let at = ticket.counter.as_deref().unwrap_or("?");
            let _ = writeln!(out, "{at} serves {}", about(ticket));
        }
        for (lane, queued) in all {
            let _ = writeln!(out, "{lane} {}. {}: {}", queued.place, about(&queued.ticket), why(&queued.why));
        }
        for ticket in &board.missed {
            let _ = writeln!(out, "missed {}", about(ticket));
        }
        for ticket in &board.held {
            let _ = writeln!(out, "held {}", about(ticket));
        }
        out
    }

    /// The day's payments, oldest first: number, name, ways of paying, amount, and whether it is void.
    ///
    /// # Panics
    /// When this person may not see them.
    #[must_use]
    pub fn day_book(&self, who: &Person) -> String {
        let page: PaymentPage = self.ask(who, "payments", json!({ "limit": 500 })).expect("the payments");
        let mut out = String::new();
        for row in page.rows.iter().rev() {
            let methods: Vec<&str> = row.methods.iter().map(|m| m.as_str()).collect();
            let void = if row.void { "  VOID" } else { "" };
            let amount = in_rupees(row.paid);
            let _ = writeln!(out, "{}  {}  {}  {amount}{void}", row.number, row.name, methods.join("+"));
        }
        out
    }

    /// A receipt as it is printed, with its mark when it is void.
    ///
    /// # Panics
    /// When there is no such payment.
    #[must_use]
    pub fn receipt_text(&self, payment: PaymentId) -> String {
        let (receipt, slip) = self.papers(payment);
        let mark =
            slip.map(|s| VoidMark { slip: s.number, at_local: s.at_local, by: s.by, reason: s.reason });
        foil_documents::receipt_text(&receipt, &Copy::Original, mark.as_ref())
    }

    /// The cancellation slip of a void payment as it is printed.
    ///
    /// # Panics
    /// When the payment is not void.
    #[must_use]
    pub fn slip_text(&self, payment: PaymentId) -> String {
        let (_, slip) = self.papers(payment);
        foil_documents::slip_text(&slip.expect("the payment is void"), &Copy::Original)
    }

    fn papers(&self, payment: PaymentId) -> (ReceiptDoc, Option<SlipDoc>) {
        let papers = self.office().book().read(|tx| {
            let paid = foil_store::payments::find(tx, payment)?.expect("the payment");
            Ok((paid.document, foil_store::payments::find_void(tx, payment)?.map(|v| v.document)))
        });
        let (receipt, slip) = papers.expect("the papers");
        let receipt: ReceiptDoc = serde_json::from_str(&receipt).expect("a receipt");
        let slip = slip.map(|text| serde_json::from_str::<SlipDoc>(&text).expect("a slip"));
        let hash = || SOME_HASH.to_owned();
        (
            ReceiptDoc { audit_hash: hash(), ..receipt },
            slip.map(|slip| SlipDoc { audit_hash: hash(), ..slip }),
        )
    }

    /// A chain of the audit log as lines, oldest first: who did what.
    ///
    /// # Panics
    /// When this person may not see it.
    #[must_use]
    pub fn audit_text(&self, who: &Person, counter: &str) -> String {
        let input = json!({ "counter": counter, "limit": 500 });
        let page: AuditPage = self.ask(who, "audit_rows", input).expect("the log");
        let mut out = String::new();
        for row in page.rows.iter().rev() {
            let _ = writeln!(out, "{} {} {}", row.seq, row.who, row.act);
        }
        out
    }

    /// What the log says that acts of this name changed, in every chain, oldest first in each.
    ///
    /// # Panics
    /// When this person may not see it.
    #[must_use]
    pub fn logged(&self, who: &Person, act: &str) -> Vec<String> {
        let page = |counter: Option<&String>| {
            let input = json!({ "counter": counter, "limit": 500 });
            self.ask::<AuditPage>(who, "audit_rows", input).expect("the log")
        };
        let rows = page(None)
            .chains
            .iter()
            .flat_map(|chain| page(Some(chain)).rows.into_iter().rev())
            .collect::<Vec<_>>();
        rows.into_iter().filter(|row| row.act == act).map(|row| row.changes).collect()
    }

    /// What the book's own check finds.
    pub fn check(&self, who: &Person) -> Told<CheckReport> {
        self.ask(who, "check_book", json!({}))
    }
}

fn about(t: &TicketView) -> String {
    let days = t.class_days.map_or(String::new(), |d| format!(" {d}d"));
    let name = if t.name.is_empty() { "somebody" } else { &t.name };
    format!("{} {name} ({}{days})", t.number, t.class)
}

fn why(why: &Why) -> String {
    match why {
        Why::WaitedTooLong { secs } => format!("waited {} min", secs / 60),
        Why::TurnOfRegular { after } => format!("turn of the regular after {after} urgent"),
        Why::MostUrgent { class } => format!("most urgent, {class}"),
        Why::FirstInLine => "first in line".into(),
    }
}

/// An amount as a story writes it: `1250.00`.
#[must_use]
pub fn in_rupees(amount: Money) -> String {
    amount.plain(2)
}
