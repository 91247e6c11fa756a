//! What this room knows of one account.

use super::dossier::Dossier;
use super::lists::notice_view;
use super::spared::minimum_anew;
use super::views::{AccountArrears, OrderShort};
use super::{disputes, plans};
use crate::customers::views::AccountRef;
use crate::{Office, Result, Session};
use foil_domain::arrears::ladder::Minimum;
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, BillId};
use foil_domain::money::Money;
use foil_domain::payments::First;
use foil_domain::people::Right;
use foil_domain::refusal::Refusal;
use foil_domain::time::Day;
use foil_store::{Tx, arrears, notices, orders};
use std::sync::Arc;

/// Rows of each kind shown.
const SHOWN: i64 = 20;

/// How an account stands on the ladder, its plan, notices, orders and disputes.
pub fn account_arrears(office: &Arc<Office>, who: &Session, input: AccountRef) -> Result<AccountArrears> {
    office.view(who, Right::SeeArrears, |tx, row| {
        let today = row.business_on;
        let dossier = Dossier::one(tx, input.account)?;
        let standing = dossier.stand(&arrears::rule(tx)?.rule(), today);
        let plan = foil_store::plans::active_of(tx, input.account)?;
        let disputed = foil_store::disputes::open_of_account(tx, input.account, SHOWN)?;
        let short = |o: orders::OrderRow| OrderShort {
            id: o.id,
            kind: o.kind,
            state: o.state,
            due_on: o.due_on,
            ended_on: o.ended_on,
            note: o.note,
        };
        Ok(AccountArrears {
            standing: dossier.shown(&standing, today),
            plan: plan.map(|p| plans::shown(tx, p, today)).transpose()?,
            notices: notices::of_account(tx, input.account, SHOWN)?.into_iter().map(notice_view).collect(),
            orders: orders::of_account(tx, input.account, SHOWN)?.into_iter().map(short).collect(),
            disputes: disputed.into_iter().map(disputes::shown).collect(),
        })
    })
}

/// The account of a number, however it is typed, and the business date.
pub fn account_of_number(office: &Arc<Office>, who: &Session, number: &str) -> Result<(AccountId, Day)> {
    office.view(who, Right::SeeCustomers, |tx, row| {
        let found = foil_store::customers::account_by_number(tx, number)?;
        let number: String = number.chars().filter(|c| !c.is_control()).take(40).collect();
        Ok((found.ok_or_else(|| Refusal::not_found("account", number))?.id, row.business_on))
    })
}

/// The least to pay on an account now, what of it is in dispute, and nothing where nothing is late. Where a fee falls
/// with what is paid now, it is none of it.
pub(crate) fn minimum_of(tx: &Tx<'_>, id: AccountId, today: Day) -> Result<(Option<Minimum>, Money)> {
    let dossier = Dossier::one(tx, id)?;
    let standing = dossier.stand(&arrears::rule(tx)?.rule(), today);
    let disputed = dossier.disputed().ok_or(Refusal::TooMuch)?;
    let anew = match dossier.account.status {
        AccountStatus::Cut => minimum_anew(tx, id, today)?,
        AccountStatus::Active | AccountStatus::Closed => None,
    };
    Ok((anew.or(standing.minimum), disputed))
}

/// What the ladder would pursue of an account, were there no credit on it: so much of its credit is what keeps it from that.
pub(crate) fn pursued_of(tx: &Tx<'_>, id: AccountId, today: Day) -> Result<Money> {
    let rule = arrears::rule(tx)?.rule();
    Ok(Dossier::one(tx, id)?.stand_with(Money::ZERO, &rule, today).owed)
}

/// What money that nobody directs pays of an account before all else: what its minimum is made of, or the instalment of its
/// plan that is due first. Without claims that fall with the payment.
pub(crate) fn first_of(tx: &Tx<'_>, id: AccountId, today: Day, without: &[BillId]) -> Result<Vec<First>> {
    let mut dossier = Dossier::one(tx, id)?;
    dossier.claims.retain(|claim| !without.contains(&claim.id));
    Ok(dossier.first(&arrears::rule(tx)?.rule(), today))
}
