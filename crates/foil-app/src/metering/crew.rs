//! What a crew reads while it cuts a supply or brings it back.

use super::known::{account, hanging};
use super::verdict::{Fate, Wanted, keep, verdict};
use super::views::ShownValue;
use crate::{Act, Error, Result};
use foil_domain::ids::AccountId;
use foil_domain::metering::register::Register;
use foil_domain::metering::{Purpose, ReadingKind, ReadingSource, Remark};
use foil_store::meters;

/// What a crew read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CrewRead<'r> {
    /// What a meter of one register showed.
    One(&'r str),
    /// Register by register.
    Each(&'r [ShownValue]),
}

/// Keeps what a crew read as readings between the rounds, judged like any others; `note` is their reason where one is doubtful.
/// Gives why not, in words, where one is none or a register was left out: what the crew has done stands all the same.
pub(crate) fn crew_reading(
    act: &Act<'_>,
    id: AccountId,
    said: CrewRead<'_>,
    note: &str,
) -> Result<Option<String>> {
    let account = account(act.tx, id)?;
    let registers = match hanging(act.tx, &account) {
        Ok(hanging) => hanging.registers,
        Err(Error::Refused(refusal)) => return Ok(Some(refusal.to_string())),
        Err(fault) => return Err(fault),
    };
    let values = match said {
        CrewRead::Each(values) => values.to_vec(),
        CrewRead::One(_) if registers.len() > 1 => {
            let n = registers.len();
            return Ok(Some(format!("the meter has {n} registers, and one value was given")));
        }
        CrewRead::One(value) => {
            registers.iter().map(|r| ShownValue { register: r.n, value: value.to_owned() }).collect()
        }
    };
    let named = |register: &Register| match registers.len() {
        1 => String::new(),
        _ if register.band.is_empty() => format!("register {}: ", register.n),
        _ => format!("register {} ({}): ", register.n, register.band),
    };
    let mut why_not: Vec<String> = Vec::new();
    for register in &registers {
        let shown = values.iter().find(|v| v.register == register.n).map(|v| v.value.trim());
        let why = match shown.filter(|value| !value.is_empty()) {
            Some(value) => read(act, id, register.n, value, note)?,
            None => Some("it was not read".to_owned()),
        };
        why_not.extend(why.map(|why| format!("{}{why}", named(register))));
    }
    let unknown = values.iter().filter(|v| !registers.iter().any(|r| r.n == v.register));
    why_not.extend(unknown.map(|v| format!("the meter has no register {}", v.register)));
    Ok((!why_not.is_empty()).then(|| why_not.join("; ")))
}

/// Keeps what one register showed; why not, where it is no reading.
fn read(act: &Act<'_>, account: AccountId, register: i64, value: &str, note: &str) -> Result<Option<String>> {
    let wanted = Wanted {
        account,
        register,
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
    match said.fate {
        Fate::Good => keep(act, &said, ReadingSource::Counter).map(|_| None),
        Fate::Same => Ok(None),
        Fate::Asked | Fate::Refused => Ok(Some(said.words())),
    }
}
