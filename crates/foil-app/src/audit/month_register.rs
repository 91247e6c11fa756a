//! Two registers of a month's pack as lists in the window: duplicates and overrides, for whoever reads everything without
//! exporting it. The pack has them all; here are the newest.

use super::lists::{Period, chains};
use super::pack::{Coin, changed, overridden, overrides_what};
use super::views::{MonthRegister, Register, RegisterPage, RegisterRow, RuleChange};
use crate::{Office, Session};
use foil_domain::people::Right;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};
use foil_store::{audit, copies};
use serde_json::Value;
use std::cmp::Reverse;
use std::sync::Arc;

/// Rows of a register that are shown at most.
const MOST_SHOWN: usize = 500;

/// Rows of a chain that are looked through for overrides, from the last of the month back: a month has millions of them.
const LOOKED_THROUGH: i64 = 20_000;

/// A register of a month, the newest first, and whether the pack has more of it.
pub fn month_register(office: &Arc<Office>, who: &Session, input: MonthRegister) -> Result<RegisterPage> {
    office.look(who, Right::SeeAudit, |tx, row| {
        let period = Period::of(tx, row, input.month.first(), input.month.last())?;
        match input.register {
            Register::Reprints => reprints(&period),
            Register::Overrides => overrides(&period),
        }
    })
}

fn reprints(period: &Period<'_>) -> Result<RegisterPage> {
    let ask = i64::try_from(MOST_SHOWN + 1).unwrap_or(i64::MAX);
    let mut found = copies::newest(period.tx, period.from, period.to, ask)?;
    let cut = found.len() > MOST_SHOWN;
    found.truncate(MOST_SHOWN);
    let shown = |copy: copies::DuplicateRow| RegisterRow {
        on: copy.business_on,
        act: "hand_out".to_owned(),
        subject: format!("{} DUPLICATE {}", copy.number, copy.n),
        who: copy.login,
        changed: Vec::new(),
    };
    Ok(RegisterPage { rows: found.into_iter().map(shown).collect(), cut, since: None })
}

fn overrides(period: &Period<'_>) -> Result<RegisterPage> {
    let mut found = Vec::new();
    // The moment of the first row that was looked at of each chain that is longer: what is older is not told of any chain, for
    // the list would have gaps.
    let mut since: Option<(Instant, Day)> = None;
    let coin = Coin::of(&period.office.currency);
    for counter in chains(period.tx)? {
        let from = audit::first_since(period.tx, counter.id, period.from)?;
        let to = audit::first_since(period.tx, counter.id, period.to.plus_days(1))? - 1;
        let first = from.max(to - LOOKED_THROUGH + 1);
        audit::each(period.tx, counter.id, first, to, |row| {
            if first > from && row.seq == first {
                since = since.max(Some((row.at, row.business_on)));
            }
            if let Some((_, former)) = overrides_what(&row.act, &row.changes) {
                let told = overridden(&row.act, &row.who, &row.changes, former, Some(&coin));
                let changed = what_changed(&row.act, &row.changes);
                // What has a before is said by the window's own words.
                let said = if changed.is_empty() { told.became.as_str() } else { "" };
                let subject = if said.is_empty() { told.what } else { format!("{}: {said}", told.what) };
                let shown = RegisterRow { on: row.business_on, act: row.act, subject, who: row.who, changed };
                found.push((row.at, shown));
            }
            Ok(true)
        })?;
    }
    found.retain(|(at, _)| since.is_none_or(|(since, _)| *at >= since));
    found.sort_by_key(|(at, _)| Reverse(*at));
    let cut = since.is_some() || found.len() > MOST_SHOWN;
    let rows = found.into_iter().take(MOST_SHOWN).map(|(_, row)| row).collect();
    Ok(RegisterPage { rows, cut, since: since.map(|(_, on)| on) })
}

/// The rules that an override changed; none of whose rights were changed, which is told in words already.
fn what_changed(act: &str, changes: &str) -> Vec<RuleChange> {
    if act == "save_user" {
        return Vec::new();
    }
    let changes: Value = serde_json::from_str(changes).unwrap_or(Value::Null);
    changed(act, if changes["did"].is_object() { &changes["did"] } else { &changes })
}
