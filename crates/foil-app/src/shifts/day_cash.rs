//! What became of a day's cash beside its drawers: slips for the bank, counts of the safe, what was brought to it. Of any
//! day, for whoever has to look at one again.

use super::bring::brought_on;
use super::deposit::{deposits_of, shown};
use super::views::{CashOfDay, DayCash, SafeCounted};
use crate::{Office, Session};
use foil_domain::people::Right;
use foil_domain::refusal::Result;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::money_control::ZRow;
use std::sync::Arc;

/// Counts of the safe that are shown at most.
const MOST_COUNTS: usize = 200;

/// The slips for the bank that were made on a day, the counts of its safe and what was brought to that, each in order.
pub fn cash_of_day(office: &Arc<Office>, who: &Session, input: CashOfDay) -> Result<DayCash> {
    office.view(who, Right::SeeShifts, |tx, _| {
        Ok(DayCash {
            on: input.on,
            slips: deposits_of(tx, input.on)?.into_iter().map(shown).collect(),
            counts: counts(tx, input.on)?,
            brought: brought_on(tx, input.on)?,
        })
    })
}

fn counts(tx: &Tx<'_>, on: Day) -> Result<Vec<SafeCounted>> {
    let mut all = Vec::new();
    foil_store::money_control::each_safe(tx, on, on, |row| {
        all.push(counted(row));
        Ok(all.len() < MOST_COUNTS)
    })?;
    Ok(all)
}

fn counted(row: ZRow) -> SafeCounted {
    SafeCounted {
        number: row.number,
        at: row.closed_at,
        by: row.counted_by,
        counted: row.counted,
        expected: row.expected,
        off: row.variance,
        reason: row.reason,
        allowed_by: row.approved_by,
    }
}
