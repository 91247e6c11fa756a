//! Claiming more: debit notes for bills that claimed too little, one-off charges and deposits.

use super::claim::{NewClaim, claim};
use super::correct::seen;
use super::views::{BillView, ChargeFee, FeeKind, GiveDebitNote};
use crate::office::{Act, Order, input_hash};
use crate::undo::views::Effect;
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::approvals::ApprovalKind;
use foil_domain::billing::{BillLineKind, ClaimKind};
use foil_domain::ids::{AccountId, BillId};
use foil_domain::money::Money;
use foil_domain::people::{Right, Role};
use foil_domain::refusal::{Refusal, Result};
use foil_store::Tx;
use foil_store::bills::{self, BillLineRow};
use foil_store::customers::{self, AccountRow};
use foil_store::office::OfficeRow;
use serde_json::json;
use std::sync::Arc;

/// Charges an account once for something: a reconnection, meter rent, a deposit. Gives the claim back.
///
/// Refuses a closed account, a stale version, an amount that is not above zero, and one that is, with what the account
/// was charged today, above what the role may charge.
pub fn charge_fee(office: &Arc<Office>, who: &Session, input: ChargeFee) -> Result<BillView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("charge_fee", Right::ChargeFees) };
    office.perform(who, order, move |act| charged(act, &input))
}

pub(super) fn charged(act: &mut Act<'_>, input: &ChargeFee) -> Result<BillView> {
    let account = customers::account(act.tx, input.account)?
        .ok_or_else(|| Refusal::not_found("account", input.account))?;
    as_it_was(&account, input.version)?;
    let in_all = charged_today(act, account.id, input.amount)?;
    act.approved(ApprovalKind::Fee, charged_alone(act), in_all)?;
    let kind = match input.fee {
        FeeKind::Deposit => BillLineKind::Deposit,
        FeeKind::Reconnection | FeeKind::MeterRent | FeeKind::Other => BillLineKind::Fee,
    };
    let label = match input.label.as_str() {
        "" => input.fee.label(),
        label => label,
    };
    let new = NewClaim {
        account: input.account,
        kind: ClaimKind::Charge,
        parent: None,
        key: None,
        lines: vec![line(kind, label, input.amount).into()],
        due_on: input.due_on.unwrap_or(act.today().plus_days(act.office.due_days)),
        reason: input.note.as_str().to_owned(),
    };
    let (id, number) = claim(act, new)?;
    act.changed(json!({ "bill": id, "number": number, "fee": input.fee, "amount_minor": input.amount }));
    made(act, id)
}

/// Claims more for a bill that claimed too little; the note goes back to it, and is owed beside it.
///
/// Refuses a cancelled bill, a stale version, an amount that is not above zero, and one that is, with the bill's other
/// debit notes, above the office's ceiling.
pub fn give_debit_note(office: &Arc<Office>, who: &Session, input: GiveDebitNote) -> Result<BillView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("give_debit_note", Right::CorrectBills) };
    office.perform(who, order, move |act| debited(act, &input))
}

pub(super) fn debited(act: &mut Act<'_>, input: &GiveDebitNote) -> Result<BillView> {
    let (bill, account) = seen(act, input.bill, input.version)?;
    let in_all = debited_before(act, bill.id, input.amount)?;
    act.approved(ApprovalKind::Correction, act.office.correction_ceiling_minor, in_all)?;
    let new = NewClaim {
        account: account.id,
        kind: ClaimKind::DebitNote,
        parent: Some(bill.id),
        key: None,
        lines: vec![line(BillLineKind::Other, input.label.as_str(), input.amount).into()],
        due_on: input.due_on.unwrap_or(act.today().plus_days(act.office.due_days)),
        reason: input.note.as_str().to_owned(),
    };
    let (id, number) = claim(act, new)?;
    act.changed(json!({
        "bill": id, "number": number, "goes_back_to": bill.number, "amount_minor": input.amount,
    }));
    made(act, id)
}

/// What charging a fee would do. Refuses a stale version and an unknown account.
pub(crate) fn fee_would(tx: &Tx<'_>, office: &OfficeRow, input: &ChargeFee) -> Result<Vec<Effect>> {
    let account =
        customers::account(tx, input.account)?.ok_or_else(|| Refusal::not_found("account", input.account))?;
    as_it_was(&account, input.version)?;
    let what = match input.label.as_str() {
        "" => input.fee.label(),
        label => label,
    };
    Ok(vec![Effect::FeeCharged {
        what: what.to_owned(),
        amount: input.amount,
        due_on: input.due_on.unwrap_or(office.business_on.plus_days(office.due_days)),
        owes: owes(tx, office, account.id, input.amount)?,
        account: account.number,
    }])
}

/// What a debit note would do. Refuses a stale version and an unknown bill.
pub(crate) fn debit_would(tx: &Tx<'_>, office: &OfficeRow, input: &GiveDebitNote) -> Result<Vec<Effect>> {
    let bill = bills::find(tx, input.bill)?.ok_or_else(|| Refusal::not_found("bill", input.bill))?;
    let account = customers::account(tx, bill.account_id)?
        .ok_or_else(|| anyhow!("account {} of bill {} is gone", bill.account_id, bill.id))?;
    as_it_was(&account, input.version)?;
    Ok(vec![Effect::MoreClaimed {
        bill: bill.number,
        what: input.label.as_str().to_owned(),
        amount: input.amount,
        due_on: input.due_on.unwrap_or(office.business_on.plus_days(office.due_days)),
        owes: owes(tx, office, account.id, input.amount)?,
    }])
}

fn as_it_was(account: &AccountRow, version: i64) -> Result<()> {
    if account.version == version {
        return Ok(());
    }
    Err(Refusal::ChangedMeanwhile { what: format!("account {}", account.number) }.into())
}

/// What an account owes with so much more claimed of it.
fn owes(tx: &Tx<'_>, office: &OfficeRow, account: AccountId, more: Money) -> Result<Money> {
    let open = bills::open_sum(tx, account, office.business_on)?.due;
    Ok(open.plus(more).ok_or(Refusal::TooMuch)?)
}

/// What somebody may charge an account in a day without a second person: a manager as much as they may take off a
/// claim, for money claimed and money let go are the same risk.
fn charged_alone(act: &Act<'_>) -> Option<Money> {
    match act.who.role {
        Role::Clerk => act.office.fee_ceiling_minor,
        _ => act.office.correction_ceiling_minor,
    }
}

/// An amount with what the account was charged today before.
pub(super) fn charged_today(act: &Act<'_>, account: AccountId, amount: Money) -> Result<Money> {
    let before = bills::charged_on(act.tx, account, act.today())?;
    Ok(before.plus(amount).ok_or(Refusal::TooMuch)?)
}

/// An amount with the bill's other debit notes.
pub(super) fn debited_before(act: &Act<'_>, bill: BillId, amount: Money) -> Result<Money> {
    let before = bills::hanging_on(act.tx, bill)?;
    let before = before.iter().filter(|claim| claim.kind == ClaimKind::DebitNote);
    Ok(Money::sum(before.map(|claim| claim.total_minor).chain([amount])).ok_or(Refusal::TooMuch)?)
}

fn line(kind: BillLineKind, label: &str, amount: Money) -> BillLineRow {
    BillLineRow {
        kind,
        label: label.to_owned(),
        quantity: String::new(),
        rate: String::new(),
        amount_minor: amount,
    }
}

fn made(act: &Act<'_>, id: BillId) -> Result<BillView> {
    let bill = bills::find(act.tx, id)?.ok_or_else(|| anyhow!("claim {id} is gone"))?;
    super::bill::view(act.tx, bill, act.today())
}
