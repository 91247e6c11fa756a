//! What a bill gets to see of the meters: the seam between this room and billing.

use crate::{Refusal, Result};
use foil_domain::ids::AccountId;
use foil_domain::metering::period::{Gathering, PeriodUse, Unread};
use foil_domain::time::Day;
use foil_store::{Tx, readings};

/// An account's use since the last billed reading, up to the newest reading on or before `up_to`.
///
/// `after` is the day of the last billed reading (the `to` of the period billed before); none bills from
/// the first reading on. A meter exchanged inside the period gives several entries, priced once together; exchanged on the
/// day of its round, it was read on it.
/// After billed estimates the units may be below zero: see [`PeriodUse::trued_up`]. Refuses with
/// [`Refusal::NotRead`] where there is no reading in between, or none since the meter was exchanged, with
/// [`Refusal::RegisterNotRead`] where the registers of a meter were not all read on one day.
pub fn period_use(tx: &Tx<'_>, account: AccountId, after: Option<Day>, up_to: Day) -> Result<PeriodUse> {
    let unread = match gathered(tx, account, after, up_to)? {
        Ok(found) => return Ok(found),
        Err(unread) => unread,
    };
    let number = foil_store::customers::account(tx, account)?
        .ok_or_else(|| Refusal::not_found("account", account))?
        .number;
    Err(match unread {
        Unread::Nothing => {
            let since = after.map(|on| format!(" after {}", on.long())).unwrap_or_default();
            Refusal::NotRead { account: number, since }
        }
        Unread::Hung { meter, on } => {
            let since = format!(" after {}, when meter {meter} was hung there", on.long());
            Refusal::NotRead { account: number, since }
        }
        Unread::Register { meter, register, on } => {
            Refusal::RegisterNotRead { account: number, meter, register: named(register), on }
        }
    }
    .into())
}

/// The day up to which standing bills have used an account's readings; none before its first bill.
pub fn billed_to(tx: &Tx<'_>, account: AccountId) -> Result<Option<Day>> {
    readings::billed_to(tx, account)
}

/// A register in words: `register 2 (night)`.
fn named(register: Option<(i64, String)>) -> String {
    match register {
        Some((n, band)) if band.is_empty() => format!("register {n}"),
        Some((n, band)) => format!("register {n} ({band})"),
        None => "a register".to_owned(),
    }
}

fn gathered(
    tx: &Tx<'_>,
    account: AccountId,
    after: Option<Day>,
    up_to: Day,
) -> Result<std::result::Result<PeriodUse, Unread>> {
    let mut gathering = Gathering::new(after, up_to);
    readings::newest_points(tx, account, |point| Ok(gathering.take(point)))?;
    for on in gathering.exchanges() {
        if readings::walked_on(tx, account, on)? {
            gathering.round_was_on(on);
        }
    }
    Ok(gathering.end())
}
