//! What a crew reads while it cuts a supply or brings it back.

use super::verdict::{Fate, Wanted, keep, verdict};
use crate::{Act, Error, Result};
use foil_domain::ids::AccountId;
use foil_domain::metering::{Purpose, ReadingKind, ReadingSource, Remark};
use foil_store::meters;

/// Keeps what a crew read as a reading between the rounds, judged like any other; `note` is its reason where it is
/// doubtful. Gives why not, in words, where it is none: what the crew has done stands all the same.
pub(crate) fn crew_reading(
    act: &Act<'_>,
    account: AccountId,
    value: &str,
    note: &str,
) -> Result<Option<String>> {
    let wanted = Wanted {
        account,
        register: 1,
        on: act.today(),
        value: value.to_owned(),
        kind: ReadingKind::Actual,
        purpose: Purpose::Special,
        remark: Remark::Working,
        reason: note.to_owned(),
        rolled_over: None,
    };
    let said = match verdict(act.tx, act.today(), &meters::settings(act.tx)?, &wanted, None) {
        Ok(said) => said,
        Err(Error::Refused(refusal)) => return Ok(Some(refusal.to_string())),
        Err(fault) => return Err(fault),
    };
    let registers = said.hanging.registers.len();
    if registers > 1 {
        return Ok(Some(format!("the meter has {registers} registers, and one value was given")));
    }
    match said.fate {
        Fate::Good => keep(act, &said, ReadingSource::Counter).map(|_| None),
        Fate::Same => Ok(None),
        Fate::Asked | Fate::Refused => Ok(Some(said.words())),
    }
}
