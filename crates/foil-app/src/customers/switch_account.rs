//! An account is ordered to be cut, is cut, reconnected, closed or reopened.

use super::card::card;
use super::restore::undo_account;
use super::save_account::{as_shown, fits, store};
use super::views::{CustomerCard, SwitchAccount};
use crate::office::Order;
use crate::{Office, Refusal, Result, Session};
use foil_domain::customers::AccountStatus;
use foil_domain::people::Right;
use foil_domain::time::Day;
use foil_store::customers::{AccountData, AccountRow};
use serde_json::json;
use std::sync::Arc;

/// Sets an account's status and its disconnection order.
///
/// Cut since is the business date of the cut. Refuses a stale version, an order in the past or for
/// an account that is not supplied, and the end of an account with money open. Can be undone.
pub fn switch_account(office: &Arc<Office>, who: &Session, input: SwitchAccount) -> Result<CustomerCard> {
    office.perform(who, Order::new("switch_account", Right::SwitchService), move |act| {
        let row = as_shown(act.tx, input.account, Some(input.version))?;
        let before = row.data();
        let data = switched(&row, input.status, input.disconnection_on, act.today())?;
        fits(act.tx, Some(&row), &data)?;
        store(act, &row, &data)?;
        act.changed(json!({
            "account": row.id,
            "number": row.number,
            "status": [before.status, data.status],
            "disconnection_on": [before.disconnection_on, data.disconnection_on],
            "reason": input.reason,
        }));
        undo_account(act, row.id, &before, &data)?;
        card(act.tx, act.office, row.customer_id)
    })
}

fn switched(row: &AccountRow, to: AccountStatus, order: Option<Day>, today: Day) -> Result<AccountData> {
    if order.is_some() && to != AccountStatus::Active {
        return Err(
            Refusal::bad_input("disconnection_on", "nothing, for an account that is not supplied").into()
        );
    }
    if order.is_some_and(|on| on < today) && order != row.disconnection_on {
        return Err(Refusal::bad_input("disconnection_on", format!("{today} or later")).into());
    }
    let cut_on = match to {
        AccountStatus::Cut => Some(row.cut_on.filter(|_| row.status == AccountStatus::Cut).unwrap_or(today)),
        AccountStatus::Active | AccountStatus::Closed => None,
    };
    Ok(AccountData { status: to, cut_on, disconnection_on: order, ..row.data() })
}
