//! Moving the business day: it moves by a manager's act, not at midnight.

use super::core::{Office, Order, Session};
use super::frame::read;
use super::views::{Frame, MoveBusinessDay};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use serde_json::json;
use std::sync::Arc;

/// Moves the business day on, ends the hall's line, and has the files of the day that ends written for
/// good. The act is the last one of the old day at its counter, and seals it: its audit row says where every
/// chain of the log stands, and the signed seal goes into the day's folder.
///
/// Refuses a day that is not after the present one, and one after the day the clock shows.
pub fn move_business_day(office: &Arc<Office>, who: &Session, input: MoveBusinessDay) -> Result<Frame> {
    let to = input.to;
    office.perform(who, Order::new("move_business_day", Right::MoveBusinessDay), move |act| {
        let (today, clock_on) = (act.today(), act.zone.day_of(act.now));
        let refused = |reason: &str| Refusal::BusinessDay { today, wanted: to, reason: reason.to_owned() };
        if to <= today {
            return Err(refused("it only moves on").into());
        }
        if to > clock_on {
            return Err(refused("the clock has not got there").into());
        }
        let left = crate::queue::end_day(act)?;
        let sealed = super::seals::seal_day(act)?;
        foil_store::office::move_business_day(act.tx, to)?;
        act.afterwards("day_files", &json!({ "on": today }))?;
        act.changed(json!({
            "from": today, "to": to, "tickets_left": left, "heads": sealed.heads(), "seal": sealed.hash(),
        }));
        Ok(())
    })?;
    office.wake_outbox();
    office.view(who, Right::SeeFrame, |tx, row| read(office, tx, row, who))
}
