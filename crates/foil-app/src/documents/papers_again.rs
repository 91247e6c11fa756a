//! The office's own copies of some days are made again: a document folder was lost, moved or renamed.

use super::views::{PapersAgain, WrittenAgain};
use crate::office::Order;
use crate::{Office, Refusal, Session};
use foil_domain::people::Right;
use foil_domain::refusal::Result;
use serde_json::json;
use std::sync::Arc;

/// Days that are made again at once: a month.
const MOST_DAYS: i64 = 31;
/// Receipts that are made again at once: the outbox is a short list, and what is left there later waits behind them.
const MOST_PAPERS: i64 = 5_000;
/// Papers that wait already, with which no others are put.
const MOST_WAITING: i64 = 1_000;

/// Puts the papers of these days into the outbox once more: receipts, slips, vouchers, notices, letters about cheques,
/// agreements, Z reports, slips for the bank, each day's paper and its files. They are the office's own copies, byte for byte those that were: nothing is handed
/// out, so nothing becomes a duplicate.
///
/// Refuses days to come, days in the wrong order, more than a month or than five thousand receipts at once, and while many papers wait.
pub fn write_papers_again(office: &Arc<Office>, who: &Session, input: PapersAgain) -> Result<WrittenAgain> {
    let done = office.perform(who, Order::new("write_papers_again", Right::ManageOffice), move |act| {
        let PapersAgain { from, to } = input;
        if from > to || to > act.today() {
            let expected = format!("{from} to {}", act.today());
            return Err(Refusal::bad_input("to", expected).into());
        }
        if to.days_since(from) >= MOST_DAYS {
            return Err(Refusal::bad_input("from", format!("at most {MOST_DAYS} days at once")).into());
        }
        // What acts leave from now on waits behind these, the day's seal too.
        let (receipts, waiting) = foil_store::outbox::how_many(act.tx, from, to, MOST_PAPERS)?;
        if receipts >= MOST_PAPERS {
            let expected = format!("days with fewer than {MOST_PAPERS} receipts; take them a few at a time");
            return Err(Refusal::bad_input("to", expected).into());
        }
        if waiting > MOST_WAITING {
            return Err(Refusal::Busy.into());
        }
        let papers = foil_store::outbox::again(act.tx, from, to, act.now)?;
        act.changed(json!({ "from": from, "to": to, "papers": papers }));
        Ok(WrittenAgain { papers })
    })?;
    office.wake_outbox();
    Ok(done)
}
