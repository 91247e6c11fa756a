//! Credit goes back to the customer: what was paid too much, or what a correction left.
//!
//! It is asked for by one person and let happen by another, as a refund is, and has a voucher of the refunds' series. What
//! is open on the account stays covered: only the rest of its credit is paid out. Money that a bank may still refuse is none.

use super::receipt::{office_head, office_head_for};
use super::reverse::open_cheque;
use super::views::{PayOutCredit, PayOutPreview, PreviewPayOut};
use crate::approvals::Sized;
use crate::office::Act;
use crate::undo::views::Effect;
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::approvals::ApprovalKind;
use foil_domain::documents::{OfficeHead, ReceiptTender, Restored, VoucherDoc};
use foil_domain::ids::{AccountId, PayoutId, ShiftId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::office::{Series, document_number, financial_year};
use foil_domain::payments::{Method, payable_credit};
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::shifts::{CashKind, CashState};
use foil_domain::undo::{ReversalKind, told_back};
use foil_store::Tx;
use foil_store::customers::{AccountRow, CustomerRow};
use foil_store::office::OfficeRow;
use foil_store::payouts::{self, NewPayout};
use foil_store::shifts::NewCash;
use serde_json::json;
use std::sync::Arc;

/// Open claims of an account that are added up at most.
const MOST_CLAIMS: i64 = 100_000;

/// What of an account's credit may be paid out, and why nothing may.
pub fn preview_pay_out(office: &Arc<Office>, who: &Session, input: PreviewPayOut) -> Result<PayOutPreview> {
    office.view(who, Right::AskApproval, |tx, row| {
        let account = account(tx, input.account)?;
        let open = open(tx, row, account.id)?;
        let (most, refused) = match may_leave(tx, row, &account) {
            Ok(most) => (most, None),
            Err(Error::Refused(refusal)) => (Money::ZERO, Some((&refusal).into())),
            Err(fault) => return Err(fault),
        };
        let amount = input.amount.map_or(most, |amount| amount.max(Money::ZERO).min(most));
        let falls = crate::arrears::paid_out_of(tx, account.id, amount)?;
        let (plan, plan_falls) = (falls.map(|(plan, _)| plan), falls.map_or(Money::ZERO, |(_, falls)| falls));
        let second_look = foil_store::approvals::rule(tx)?.second_look_ceiling_minor;
        let credit = account.credit_minor;
        Ok(PayOutPreview { credit, open, most, refused, second_look, plan, plan_falls })
    })
}

fn account(tx: &Tx<'_>, id: AccountId) -> Result<AccountRow> {
    Ok(foil_store::customers::account(tx, id)?.ok_or_else(|| Refusal::not_found("account", id))?)
}

fn customer(tx: &Tx<'_>, account: &AccountRow) -> Result<CustomerRow> {
    let found = foil_store::customers::find(tx, account.customer_id)?;
    Ok(found.ok_or_else(|| anyhow!("account {} has no customer", account.id))?)
}

/// All that is open on an account, with what being late has cost up to today, in dispute or not.
fn open(tx: &Tx<'_>, office: &OfficeRow, id: AccountId) -> Result<Money> {
    let claims = foil_store::bills::open_of_account(tx, id, MOST_CLAIMS)?;
    let left = claims.iter().flat_map(|c| [c.left_minor, c.surcharge_left_minor]);
    let accrued = crate::arrears::accrued(tx, office, [id])?;
    let all = left.chain(accrued.iter().map(|(_, charged)| charged.surcharge.amount));
    Ok(Money::sum(all).ok_or(Refusal::TooMuch)?)
}

/// The most of an account's credit that may leave; refuses where nothing may.
fn may_leave(tx: &Tx<'_>, office: &OfficeRow, account: &AccountRow) -> Result<Money> {
    // A bill that goes back may need the credit that it gave.
    crate::billing::not_going(tx, account.id)?;
    if let Some(number) = open_cheque(tx, account.id)? {
        let reason = format!("the bank has not paid cheque {number} on account {} yet", account.number);
        return Err(Refusal::UndoRefused { reason }.into());
    }
    Ok(payable_credit(account.credit_minor, open(tx, office, account.id)?)?)
}

/// Refuses what would be refused when it is carried out.
fn fits(tx: &Tx<'_>, office: &OfficeRow, input: &PayOutCredit) -> Result<AccountRow> {
    let account = account(tx, input.account)?;
    match (input.back_by, input.reference.as_str()) {
        (Method::Cash, "") => {}
        (Method::Cash, _) => return Err(Refusal::bad_input("reference", "nothing, for cash").into()),
        (Method::Bank, "") => return Err(Refusal::bad_input("reference", "the bank's reference").into()),
        (Method::Bank, _) => {}
        _ => return Err(Refusal::bad_input("back_by", "cash or bank").into()),
    }
    if !input.amount.is_positive() {
        return Err(Refusal::bad_input("amount", "more than nothing").into());
    }
    let most = may_leave(tx, office, &account)?;
    if input.amount > most {
        let style = crate::office::style_of(office);
        let expected = format!("{} at most: the rest of the credit pays what is open", style.plain(most));
        return Err(Refusal::bad_input("amount", expected).into());
    }
    Ok(account)
}

/// What a request to pay credit out is about; refuses what would be refused when it is carried out.
pub(crate) fn pay_out_sized(act: &Act<'_>, input: &PayOutCredit) -> Result<Sized> {
    act.who.role.must(Right::TakePayments)?;
    let account = fits(act.tx, act.office, input)?;
    let plan = crate::arrears::paid_out_of(act.tx, account.id, input.amount)?;
    let plan = plan.map_or_else(String::new, |(plan, _)| format!(" · plan {plan}"));
    Ok(Sized {
        kind: ApprovalKind::Refund,
        subject: format!("credit:{}", account.id),
        about: format!("{} · {}{plan}", account.number, customer(act.tx, &account)?.name),
        amount: input.amount,
        happened: false,
    })
}

/// What paying it out would do.
pub(crate) fn pay_out_would(tx: &Tx<'_>, office: &OfficeRow, input: &PayOutCredit) -> Result<Vec<Effect>> {
    let account = fits(tx, office, input)?;
    effects(tx, &account, input)
}

/// What paying it out does, in order: credit that an instalment had become is paid of its plan no more.
fn effects(tx: &Tx<'_>, account: &AccountRow, input: &PayOutCredit) -> Result<Vec<Effect>> {
    let of_plan = crate::arrears::paid_out_of(tx, account.id, input.amount)?;
    let of_plan = of_plan.map(|(plan, amount)| Effect::PlanPaidLess { plan, amount });
    let mut effects = vec![Effect::CreditOff { account: account.number.clone(), amount: input.amount }];
    effects.extend(of_plan);
    effects.push(Effect::HandBack { method: input.back_by, amount: input.amount });
    Ok(effects)
}

/// Credit was paid out.
pub(crate) struct PaidOut {
    /// Its id.
    pub id: PayoutId,
    /// The voucher's number.
    pub number: String,
    /// What happened, in order.
    pub effects: Vec<Effect>,
}

/// Pays an account's credit out inside the act of whoever lets it happen: the credit falls, today's journal gets the
/// entry, a refund voucher its number, and cash leaves the drawer of who asked.
pub(crate) fn paid_out(act: &mut Act<'_>, input: &PayOutCredit) -> Result<PaidOut> {
    let account = fits(act.tx, act.office, input)?;
    act.approved(ApprovalKind::Refund, Some(Money::ZERO), input.amount)?;
    let grant = act.grant.as_ref().ok_or_else(|| anyhow!("credit is paid out under a request"))?;
    let (approval, allowed_by) = (grant.approval, grant.allowed_by.as_ref().map(|(id, _)| *id));
    let effects = effects(act.tx, &account, input)?;
    let number = next(act)?;
    let shift = drawer(act, input, &number)?;
    let left = account.credit_minor.minus(input.amount).ok_or(Refusal::TooMuch)?;
    foil_store::payments::settle_account(act.tx, account.id, left, account.disconnection_on)?;
    let document = serde_json::to_string(&voucher(act, &account, input, &number)?)
        .map_err(|e| Error::Broke(anyhow::Error::new(e).context("writing a voucher")))?;
    let id = payouts::insert(
        act.tx,
        &NewPayout {
            account: account.id,
            number: &number,
            amount: input.amount,
            back_by: input.back_by,
            reference: input.reference.as_str(),
            shift,
            counter: act.who.counter,
            person: act.author().0,
            allowed_by,
            approval,
            reason: input.reason.as_str(),
            on: act.today(),
            at: act.now,
            audit_seq: act.audit_seq,
            document: &document,
        },
    )?;
    let lines = vec![
        Line { ledger: Ledger::Credit, account: Some(account.id), amount: input.amount },
        Line { ledger: input.back_by.ledger(), account: None, amount: input.amount.negated() },
    ];
    let entry = Entry::balanced(lines)?.ok_or_else(|| anyhow!("pay-out {number} does not balance"))?;
    // Below zero: it is a refund of no payment.
    foil_store::journal::post(act.tx, "refund", -id.0, act.today(), &entry)?;
    let style = crate::office::style_of(act.office);
    let told = told_back(&[(input.back_by, input.amount)], |amount| style.plain(amount));
    act.changed(json!({ "account": account.id, "voucher": number, "amount_minor": input.amount }));
    act.made(json!({
        "paper": "refund", "number": number, "account": account.id, "of": account.number,
        "amount_minor": input.amount, "way": "pay_out", "back_by": told, "to": "",
    }));
    act.afterwards("pay_out", &json!({ "payout": id }))?;
    Ok(PaidOut { id, number, effects })
}

fn next(act: &Act<'_>) -> Result<String> {
    let year = financial_year(act.today(), u32::try_from(act.office.year_starts_in).unwrap_or(1));
    let n = foil_store::office::next_number(act.tx, act.who.counter, Series::Refund, &year)?;
    let code = &act.who.counter_code;
    Ok(document_number(code, Series::Refund, &year, n)
        .ok_or_else(|| anyhow!("counter {code} has used up its numbers of refunds"))?)
}

/// The drawer that cash comes out of: that of who asked, for they hand it over.
fn drawer(act: &Act<'_>, input: &PayOutCredit, number: &str) -> Result<Option<ShiftId>> {
    if input.back_by != Method::Cash {
        return Ok(None);
    }
    let Some(shift) = crate::shifts::own_open(act.tx, act.author().0)? else {
        return if act.office.shifts_required { Err(Refusal::NoOpenShift.into()) } else { Ok(None) };
    };
    crate::shifts::holds(act.tx, shift, act.today(), input.amount)?;
    let out = NewCash {
        shift,
        kind: CashKind::Refund,
        amount: input.amount,
        denominations: "[]",
        other: None,
        state: CashState::Done,
        reason: input.reason.as_str(),
        note: number,
        person: act.author().0,
        at: act.now,
        on: act.today(),
        approval: None,
    };
    crate::shifts::move_cash(act, &out)?;
    Ok(Some(shift))
}

fn voucher(act: &Act<'_>, account: &AccountRow, input: &PayOutCredit, number: &str) -> Result<VoucherDoc> {
    let customer = customer(act.tx, account)?;
    let language = office_head_for(act.office, &customer.language).language;
    Ok(VoucherDoc {
        office: OfficeHead { language, ..office_head(act.office) },
        kind: ReversalKind::Refund,
        number: number.to_owned(),
        receipt: String::new(),
        receipt_on: act.today(),
        account: Some(account.number.clone()),
        business_on: act.today(),
        at_local: format!("{}, {}", act.zone.day_of(act.now).long(), act.zone.clock(act.now)),
        counter: act.who.counter_code.clone(),
        by: act.author().1.to_owned(),
        authorised_by: act.allowed_by().map(str::to_owned),
        second_look: act.is_done_first(),
        reason: input.reason.to_string(),
        payer_name: customer.name,
        total: input.amount,
        reopened: Vec::new(),
        credit: vec![Restored::new("credit", &*account.number, input.amount.negated())],
        claimed: Vec::new(),
        back: vec![ReceiptTender {
            method: input.back_by.as_str().to_owned(),
            amount: input.amount,
            reference: Some(input.reference.to_string()).filter(|text| !text.is_empty()),
        }],
        moved_to: None,
        audit_hash: String::new(),
    })
}
