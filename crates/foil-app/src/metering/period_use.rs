//! What a bill gets to see of the meters: the seam between this room and billing.

use crate::{Refusal, Result};
use foil_domain::ids::{AccountId, CycleId};
use foil_domain::metering::period::{Gathering, PeriodUse};
use foil_domain::time::Day;
use foil_store::{Tx, readings};

/// An account's use since the last billed reading, up to the newest reading on or before `up_to`.
///
/// `after` is the day of the last billed reading (the `to` of the period billed before); none bills from
/// the first reading on. A meter exchanged inside the period gives several entries, priced once together.
/// After billed estimates the units may be below zero: see [`PeriodUse::trued_up`]. Refuses with
/// [`Refusal::NotRead`] where there is no reading in between.
pub fn period_use(tx: &Tx<'_>, account: AccountId, after: Option<Day>, up_to: Day) -> Result<PeriodUse> {
    if let Some(found) = gathered(tx, account, after, up_to)? {
        return Ok(found);
    }
    let number = foil_store::customers::account(tx, account)?
        .ok_or_else(|| Refusal::not_found("account", account))?
        .number;
    let since = after.map(|on| format!(" after {}", on.long())).unwrap_or_default();
    Err(Refusal::NotRead { account: number, since }.into())
}

/// What a bill run meets: an account of the cycle, the day it is billed up to, and its use since.
#[derive(Debug)]
pub struct AccountUse {
    /// The account.
    pub account: AccountId,
    /// The day of its last billed reading; none before its first bill.
    pub billed_to: Option<Day>,
    /// Its use since; none where nothing was read.
    pub usage: Option<PeriodUse>,
}

/// Streams the accounts of a cycle (one route of it, or all with `""`) in order of their ids after one,
/// each with its use up to a day, until `take` says `false`. Memory stays flat.
pub fn each_period_use(
    tx: &Tx<'_>,
    cycle: CycleId,
    route: &str,
    after: AccountId,
    up_to: Day,
    mut take: impl FnMut(AccountUse) -> Result<bool>,
) -> Result<()> {
    readings::accounts_of_cycle(tx, cycle, route, after, |row| {
        // A bill names the last day of its period; the reading that closes it is of the day after.
        let billed_to = row.billed_on.map(|on| on.plus_days(1));
        let usage = gathered(tx, row.id, billed_to, up_to)?;
        take(AccountUse { account: row.id, billed_to, usage })
    })
}

/// The day up to which standing bills have used an account's readings; none before its first bill.
pub fn billed_to(tx: &Tx<'_>, account: AccountId) -> Result<Option<Day>> {
    readings::billed_to(tx, account)
}

fn gathered(tx: &Tx<'_>, account: AccountId, after: Option<Day>, up_to: Day) -> Result<Option<PeriodUse>> {
    let mut gathering = Gathering::new(after, up_to);
    readings::newest_of_account(tx, account, |reading| Ok(gathering.take(&reading.point())))?;
    Ok(gathering.end())
}
