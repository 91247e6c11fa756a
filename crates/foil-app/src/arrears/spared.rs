//! The fee of a cut that a payment has made wrong: charged when that payment falls, and given up again when the money
//! is there after all, by a redo or because the receipt is taken anew the same day.
//!
//! Whoever takes the money asks first ([`taken_anew`], [`is_wrong`]), so that a fee that falls with it is neither asked
//! for nor paid nor printed as owed; [`spared_again`] takes it back in the same commit.

use super::dossier::Dossier;
use super::orders::{CUT_ALL_THE_SAME, OrderMoved, as_if_on, fee_key, reconnection};
use crate::office::Act;
use crate::undo::views::Effect;
use foil_domain::arrears::ladder::{Minimum, MinimumKind};
use foil_domain::arrears::{OrderKind, OrderState};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, BillId, OrderId, PaymentId};
use foil_domain::money::Money;
use foil_domain::payments::{Part, Share};
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_domain::undo::UndoReason;
use foil_store::orders::OrderRow;
use foil_store::{Tx, arrears, corrections, customers, orders};

/// The fee of a cut, as long as it is claimed.
#[derive(Debug, Clone)]
pub(crate) struct Spared {
    /// The account.
    pub account: AccountId,
    /// The order to cut.
    pub order: OrderId,
    /// The fee.
    pub fee: BillId,
    /// Its number.
    pub number: String,
    /// What is claimed of it.
    pub amount: Money,
    /// What of that was paid: credit, once the fee falls.
    pub paid: Money,
}

fn claimed(tx: &Tx<'_>, account: AccountId, order: OrderId) -> Result<Option<Spared>> {
    let Some(fee) = foil_store::bills::by_key(tx, account, &fee_key(order))? else { return Ok(None) };
    let amount = fee.total_minor.minus(corrections::taken(tx, fee.id)?.amount).ok_or(Refusal::TooMuch)?;
    let paid = amount.minus(fee.left_minor).ok_or(Refusal::TooMuch)?;
    Ok(Some(Spared { account, order, fee: fee.id, number: fee.number, amount, paid }))
}

/// The fees of orders to cut, of those that are claimed.
pub(crate) fn fees_of(tx: &Tx<'_>, orders: &[OrderId]) -> Result<Vec<Spared>> {
    let mut all = Vec::new();
    for id in orders {
        let Some(order) = orders::find(tx, *id)? else { continue };
        all.extend(claimed(tx, order.account_id, order.id)?);
    }
    Ok(all)
}

/// The same, as a person is told before they are taken back.
pub(crate) fn fees_off(tx: &Tx<'_>, orders: &[OrderId]) -> Result<Vec<Effect>> {
    let off = fees_of(tx, orders)?.into_iter();
    Ok(off.map(|fee| Effect::LessClaimed { bill: fee.number, amount: fee.amount }).collect())
}

/// Of the accounts, the fees that the void of a receipt has charged today, and that a payment of today may make wrong
/// after all ([`is_wrong`]): the receipt that had stopped the order last was mistaken in its amount or its way of
/// paying, and the money is taken anew without a redo. Of one that was on the wrong account, or that was taken back for
/// good, the cut was right.
pub(crate) fn taken_anew(tx: &Tx<'_>, today: Day, accounts: &[AccountId]) -> Result<Vec<Spared>> {
    let mut all = Vec::new();
    for account in accounts {
        let latest = orders::of_account(tx, *account, 20)?;
        let latest = latest.into_iter().find(|order| order.kind == OrderKind::Disconnect);
        let Some(order) = latest.filter(|order| order.state == OrderState::Done) else { continue };
        let Some(stopped_by) = order.payment_id else { continue };
        let void = foil_store::payments::find_void(tx, stopped_by)?;
        let mistaken = |reason| matches!(reason, UndoReason::WrongAmount | UndoReason::WrongTender);
        if void.is_some_and(|void| void.business_on == today && mistaken(void.reason)) {
            all.extend(claimed(tx, *account, order.id)?);
        }
    }
    Ok(all)
}

/// Whether a cut is wrong once so much of its account's claims is paid and the account holds so much credit: its order
/// would not stand. Who pays none of them has taken nothing anew.
pub(crate) fn is_wrong(
    tx: &Tx<'_>,
    today: Day,
    spared: &Spared,
    (shares, credit): (&[Share], Money),
) -> Result<bool> {
    let Some(order) = orders::find(tx, spared.order)? else { return Ok(false) };
    let mut dossier = on_without(tx, spared, &order, credit)?;
    let mut pays_some = false;
    for share in shares {
        let Some(claim) = dossier.claims.iter_mut().find(|claim| claim.id == share.bill) else { continue };
        pays_some = true;
        let part = match share.part {
            Part::Surcharge => &mut claim.surcharge_left_minor,
            Part::Bill | Part::Credit => &mut claim.left_minor,
        };
        *part = part.minus(share.amount).ok_or(Refusal::TooMuch)?;
    }
    Ok(pays_some && dossier.stand(&arrears::rule(tx)?.rule(), today).stops_order())
}

/// The least to pay on a supply that was cut, where its fee falls with the payment: what stops the order.
pub(super) fn minimum_anew(tx: &Tx<'_>, id: AccountId, today: Day) -> Result<Option<Minimum>> {
    let Some(spared) = taken_anew(tx, today, &[id])?.pop() else { return Ok(None) };
    let Some(order) = orders::find(tx, spared.order)? else { return Ok(None) };
    let credit = customers::account(tx, id)?.map_or(Money::ZERO, |account| account.credit_minor);
    let standing = on_without(tx, &spared, &order, credit)?.stand(&arrears::rule(tx)?.rule(), today);
    let minimum = standing.minimum.filter(|_| !standing.stops_order());
    Ok(minimum.map(|minimum| Minimum { kind: MinimumKind::GetBackOn, by: None, ..minimum }))
}

/// The account as if its supply was on and ordered to be cut still, without the fee: what was paid of that is credit
/// then.
fn on_without(tx: &Tx<'_>, spared: &Spared, order: &OrderRow, credit: Money) -> Result<Dossier> {
    let mut dossier = Dossier::one(tx, spared.account)?;
    dossier.claims.retain(|claim| claim.id != spared.fee);
    dossier.account.credit_minor = credit.plus(spared.paid).ok_or(Refusal::TooMuch)?;
    as_if_on(&mut dossier, order);
    Ok(dossier)
}

/// A payment makes cuts wrong again that another had made wrong: the fee that its void had charged is taken back, a
/// supply that is off is ordered back by this receipt, and the order says that it is this one which has stopped it.
pub(crate) fn spared_again(
    act: &mut Act<'_>,
    orders: &[OrderId],
    payment: PaymentId,
) -> Result<Vec<OrderMoved>> {
    let mut moved = Vec::new();
    for id in orders {
        let Some(order) = orders::find(act.tx, *id)? else { continue };
        let account = customers::account(act.tx, order.account_id)?
            .ok_or_else(|| Refusal::not_found("account", order.account_id))?;
        let open = orders::open_of(act.tx, account.id, OrderKind::Reconnect)?;
        // Before the fee falls, which alone would order it back for nobody's payment.
        if account.status == AccountStatus::Cut && open.is_none() {
            reconnection(act, account.id, Some(payment), CUT_ALL_THE_SAME)?;
        }
        if let Some(spared) = claimed(act.tx, account.id, order.id)? {
            crate::billing::taken_back_with_its_cause(act, spared.fee, "the payment was taken again")?;
        }
        orders::stopped_by(act.tx, order.id, payment)?;
        moved.push(OrderMoved { account: account.id, order: order.id, kind: OrderKind::Disconnect });
    }
    Ok(moved)
}
