//! Who has had figures exported from which follows what a drawer must hold that is still to be counted.
//!
//! An export is evidence and is whole whoever asks for it: a clerk who leaves a drawer open must not hold an audit up. So it is
//! not refused but written down, in the act that begins it, drawer by drawer; the Z report and the exceptions tell it.

use super::count::last_rows;
use super::report::is_to_count;
use crate::office::Act;
use foil_domain::refusal::Result;
use foil_domain::time::Day;
use foil_store::shifts::NewSeen;
use serde_json::{Value, json};

/// Writes down, of each drawer of the business dates `from..=to` that is still to be counted, that who acts has its figures
/// exported. Gives back those for whom it is the first time, as the act's row of the log says them.
pub(crate) fn figures_seen(act: &Act<'_>, from: Day, to: Day) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    for shift in foil_store::shifts::not_closed(act.tx)? {
        let of_period = (from..=to).contains(&shift.business_on);
        if !of_period || !is_to_count(act.office, &shift, &last_rows(act.tx, &shift)?)? {
            continue;
        }
        let seen = NewSeen {
            shift: shift.id,
            person: act.who.user,
            on: act.today(),
            at: act.now,
            counter: act.who.counter,
            audit_seq: act.audit_seq,
        };
        if foil_store::shifts::seen(act.tx, &seen)? {
            all.push(json!({ "shift": shift.number, "own": shift.person_id == act.who.user }));
        }
    }
    Ok(all)
}
