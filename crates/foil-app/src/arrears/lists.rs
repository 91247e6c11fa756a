//! Notices and plans as lists, a page at a time.

use super::plans::shown;
use super::views::{NoticeList, NoticePage, NoticeView, PlanList, PlanPage};
use crate::{Office, Refusal, Result, Session};
use foil_domain::ids::{NoticeId, PlanId};
use foil_domain::people::Right;
use foil_store::notices::NoticeRow;
use std::sync::Arc;

/// Reminders and final notices, newest first.
pub fn notices(office: &Arc<Office>, who: &Session, input: NoticeList) -> Result<NoticePage> {
    if !(1..=500).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", "1 to 500").into());
    }
    office.view(who, Right::SeeArrears, |tx, _| {
        let before = input.before.unwrap_or(NoticeId(i64::MAX));
        let rows = match input.account {
            Some(account) => foil_store::notices::of_account(tx, account, input.limit)?,
            None => foil_store::notices::list(tx, before, input.limit)?,
        };
        Ok(NoticePage {
            rows: rows.into_iter().map(notice_view).collect(),
            // Of the whole list, and once: all of them are counted for it.
            total: match (input.account, input.before) {
                (None, None) => Some(foil_store::notices::count(tx)?),
                _ => None,
            },
        })
    })
}

pub(super) fn notice_view(row: NoticeRow) -> NoticeView {
    NoticeView {
        id: row.id,
        number: row.number,
        kind: row.kind,
        account: row.account_id,
        account_number: row.account,
        name: row.name,
        owed: row.owed_minor,
        pay_by_on: row.pay_by_on,
        business_on: row.business_on,
    }
}

/// Instalment plans, newest first.
pub fn plans(office: &Arc<Office>, who: &Session, input: PlanList) -> Result<PlanPage> {
    if !(1..=200).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", "1 to 200").into());
    }
    office.view(who, Right::SeeArrears, |tx, row| {
        let before = input.before.unwrap_or(PlanId(i64::MAX));
        let rows = foil_store::plans::list(tx, input.active, before, input.limit)?;
        let rows = rows.into_iter().map(|plan| shown(tx, plan, row.business_on));
        Ok(PlanPage { rows: rows.collect::<Result<_>>()?, active: foil_store::plans::count_active(tx)? })
    })
}
