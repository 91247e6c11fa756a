//! Accounts that no run bills, for they are in no cycle or in a retired one; and how they come into one.

use super::run_views::{InCycle, PutInCycle, UnbilledAccount, UnbilledList, UnbilledPage, UnbilledPlace};
use crate::office::{Act, Order, UndoPlan};
use crate::undo::views::Effect;
use crate::{Office, Session};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, CycleId};
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::Tx;
use foil_store::customers::{self, AccountData, AccountRow, BillingTerms};
use foil_store::cycles::{self, CycleRow, UnbilledRow};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

/// Accounts in no cycle are counted up to so many: an office that bills by no runs has all of them there.
const MOST_COUNTED: i64 = 10_000;
/// Accounts that come into a cycle in one act.
const MOST_AT_ONCE: usize = 500;
/// Accounts that an undo names one by one; the rest is counted.
const NAMED: usize = 8;

/// The accounts that are not closed and in no cycle, then those of each retired one, a page at a time.
pub fn unbilled_accounts(office: &Arc<Office>, who: &Session, input: UnbilledList) -> Result<UnbilledPage> {
    let limit = input.limit.clamp(1, 500);
    office.view(who, Right::SeeCustomers, |tx, _| {
        let retired: Vec<CycleRow> = cycles::all(tx)?.into_iter().filter(|cycle| !cycle.active).collect();
        let total = match input.after {
            Some(_) => None,
            None => {
                let inside = retired.iter().map(|cycle| cycle.accounts).sum::<i64>();
                Some(cycles::in_no_cycle(tx, MOST_COUNTED)? + inside)
            }
        };
        let groups: Vec<Option<CycleId>> =
            std::iter::once(None).chain(retired.iter().map(|cycle| Some(cycle.id))).collect();
        let begun = input.after.as_ref().and_then(|after| groups.iter().position(|of| *of == after.cycle));
        let mut rows: Vec<UnbilledRow> = Vec::new();
        for (at, group) in groups.iter().enumerate().skip(begun.unwrap_or(0)) {
            let wanted = limit + 1 - rows.len() as i64;
            if wanted <= 0 {
                break;
            }
            let after = input.after.as_ref().filter(|_| Some(at) == begun);
            let place =
                after.map_or(("", i64::MIN, AccountId(0)), |p| (p.route.as_str(), p.place, p.account));
            rows.extend(cycles::unbilled(tx, *group, place, wanted)?);
        }
        let more = rows.len() as i64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(500));
        let next = rows.last().filter(|_| more).map(|row| UnbilledPlace {
            cycle: row.cycle_id,
            route: row.route.clone(),
            place: row.route_n,
            account: row.id,
        });
        let code = |id: Option<CycleId>| {
            retired.iter().find(|cycle| Some(cycle.id) == id).map(|cycle| cycle.code.clone())
        };
        let shown = |row: UnbilledRow| UnbilledAccount {
            cycle: code(row.cycle_id).unwrap_or_default(),
            account: row.id,
            number: row.number,
            customer: row.customer_id,
            name: row.name,
            address: row.address,
            service: row.service,
            tariff: row.tariff,
            route: row.route,
            billed_to: row.billed_to_on,
            version: row.version,
        };
        Ok(UnbilledPage { rows: rows.into_iter().map(shown).collect(), total, next })
    })
}

/// Puts accounts in a billing cycle, with the route that they have: its next run bills them.
///
/// Refuses a cycle that is retired, more than 500 accounts at once, a closed one, one with a bill that is being taken back with
/// its run, and a stale version; then none is moved.
pub fn put_in_cycle(office: &Arc<Office>, who: &Session, input: PutInCycle) -> Result<InCycle> {
    if input.accounts.is_empty() || input.accounts.len() > MOST_AT_ONCE {
        return Err(Refusal::bad_input("accounts", format!("1 to {MOST_AT_ONCE} accounts")).into());
    }
    office.perform(who, Order::new("put_in_cycle", Right::EditCustomers), move |act| {
        let cycle = cycles::find(act.tx, input.cycle)?;
        let cycle = cycle.ok_or_else(|| Refusal::not_found("billing cycle", input.cycle))?;
        if !cycle.active {
            return Err(
                Refusal::bad_input("cycle", format!("a cycle in use; {} is retired", cycle.code)).into()
            );
        }
        let mut moved = Vec::with_capacity(input.accounts.len());
        for seen in &input.accounts {
            let row = customers::account(act.tx, seen.account)?;
            let row = row.ok_or_else(|| Refusal::not_found("account", seen.account))?;
            if row.status == AccountStatus::Closed {
                return Err(Refusal::AccountClosed(row.number).into());
            }
            not_going_named(act.tx, &row)?;
            let before = row.data();
            let terms = BillingTerms { cycle: Some(cycle.id), ..before.terms.clone() };
            if !customers::update_account(act.tx, row.id, &AccountData { terms, ..before }, seen.version)? {
                return Err(Refusal::ChangedMeanwhile { what: format!("account {}", row.number) }.into());
            }
            moved.push((row.id, Some(cycle.id), row.cycle_id));
        }
        let before: Vec<_> = moved.iter().map(|(account, _, before)| json!([account, before])).collect();
        act.changed(json!({ "cycle": cycle.id, "code": cycle.code, "accounts_before": before }));
        act.undo_with(&UndoPlan::TurnCycles { moved: CycleMove { accounts: moved, again: false } })?;
        Ok(InCycle { cycle: cycle.code, accounts: input.accounts.len() as i64 })
    })
}

/// Refuses another cycle to an account that has a bill which is being taken back with its run: the cycle that it goes back to
/// would not find it. Says which account of many it is.
pub(crate) fn not_going_named(tx: &Tx<'_>, account: &AccountRow) -> Result<()> {
    match super::not_going(tx, account.id) {
        Err(Error::Refused(Refusal::RunState { cycle, to, state, reason })) => {
            let reason = format!("account {}: {reason}", account.number);
            Err(Refusal::RunState { cycle, to, state, reason }.into())
        }
        other => other,
    }
}

/// Accounts that came into a billing cycle, and how to turn that round.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CycleMove {
    /// Each account with the cycle that it is in, and the one that the next movement puts it in.
    pub accounts: Vec<(AccountId, Option<CycleId>, Option<CycleId>)>,
    /// Whether the next movement does it again; else it takes it back.
    pub again: bool,
}

/// What a step was about: the account's number and the customer's name, or how many accounts.
pub(crate) fn cycle_move_name(tx: &Tx<'_>, moved: &CycleMove) -> Result<(String, String)> {
    let [(account, ..)] = moved.accounts.as_slice() else {
        return Ok((moved.accounts.len().to_string(), String::new()));
    };
    let Some(account) = customers::account(tx, *account)? else { return Ok(Default::default()) };
    let name = customers::find(tx, account.customer_id)?.map(|c| c.name).unwrap_or_default();
    Ok((account.number, name))
}

/// What turning it round would do; refuses when an account is in another cycle by now or closed, or has a bill that is being
/// taken back with its run, and to do again what would go into a cycle that was retired since.
pub(crate) fn cycle_move_effects(tx: &Tx<'_>, moved: &CycleMove) -> Result<Vec<Effect>> {
    let refused = |reason: String| Err(Refusal::UndoRefused { reason }.into());
    let mut effects = Vec::new();
    for (account, now, then) in &moved.accounts {
        let row = customers::account(tx, *account)?.ok_or_else(|| Refusal::not_found("account", account))?;
        if row.status == AccountStatus::Closed {
            return refused(format!("account {} was closed since", row.number));
        }
        if row.cycle_id != *now {
            return refused(format!("account {} was put in another billing cycle since", row.number));
        }
        not_going_named(tx, &row)?;
        let cycle = then.map(|id| cycles::find(tx, id)).transpose()?.flatten();
        if let Some(retired) = cycle.as_ref().filter(|cycle| moved.again && !cycle.active) {
            return refused(format!("billing cycle {} was retired since", retired.code));
        }
        if effects.len() < NAMED {
            let cycle = cycle.map(|cycle| cycle.code).unwrap_or_default();
            effects.push(Effect::CycleIs { account: row.number, cycle });
        }
    }
    let more = moved.accounts.len() - effects.len();
    if more > 0 {
        effects.push(Effect::MoreAccounts { count: more as i64 });
    }
    Ok(effects)
}

/// Turns it round, and says how to turn it back.
pub(crate) fn turn_cycle_move(act: &mut Act<'_>, moved: &CycleMove) -> Result<(Vec<Effect>, UndoPlan)> {
    let effects = cycle_move_effects(act.tx, moved)?;
    for (account, _, then) in &moved.accounts {
        let row = customers::account(act.tx, *account)?;
        let row = row.ok_or_else(|| Refusal::not_found("account", account))?;
        let before = row.data();
        let terms = BillingTerms { cycle: *then, ..before.terms.clone() };
        if !customers::update_account(act.tx, row.id, &AccountData { terms, ..before }, row.version)? {
            return Err(Refusal::ChangedMeanwhile { what: format!("account {}", row.number) }.into());
        }
    }
    act.changed(json!({ "accounts_before": moved.accounts.iter().map(|(a, now, _)| json!([a, now])).collect::<Vec<_>>(),
        "again": moved.again }));
    let accounts = moved.accounts.iter().map(|(account, now, then)| (*account, *then, *now)).collect();
    Ok((effects, UndoPlan::TurnCycles { moved: CycleMove { accounts, again: !moved.again } }))
}
