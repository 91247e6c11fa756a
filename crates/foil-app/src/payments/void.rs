//! Voiding a payment: everything it did is put back, nothing is erased.

use super::receipt::{bill_name, office_head};
use super::reverse::hidden_effects;
use crate::arrears::{Charged, Falling, OrderMoved, charge_hidden, hidden};
use crate::office::Act;
use crate::tariffs::Shelf;
use crate::undo::views::Effect;
use anyhow::anyhow;
use foil_domain::billing::ClaimKind;
use foil_domain::cheques::{ChequeState, step};
use foil_domain::customers::AccountStatus;
use foil_domain::documents::{OfficeHead, ReceiptDoc, ReceiptTender, Restored, SlipDoc};
use foil_domain::ids::{AccountId, BillId, CounterId, OrderId, PaymentId, UserId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::office::{Series, document_number, financial_year};
use foil_domain::payments::{Method, Part};
use foil_domain::queue::TicketState;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Day;
use foil_domain::undo::{UndoReason, UndoState};
use foil_store::Tx;
use foil_store::bills::BillRow;
use foil_store::office::OfficeRow;
use foil_store::payments::{PaymentRow, ShareRow, TenderRow};
use foil_store::reversals::CreditRow;
use serde_json::json;

/// A void on its way into the book.
pub(crate) struct Voiding<'a> {
    /// The payment.
    pub payment: &'a PaymentRow,
    /// Disconnection orders that the payment had stopped.
    pub stopped: &'a [(AccountId, Day)],
    /// Service orders that it had moved.
    pub moved: &'a [OrderMoved],
    /// State of undo.
    pub state: UndoState,
    /// Why.
    pub reason: UndoReason,
    /// Note; may be empty.
    pub note: &'a str,
    /// The manager who allowed it at this screen: id and name.
    pub allowed_by: Option<(UserId, String)>,
}

/// A payment that is void.
pub(crate) struct Voided {
    /// The number of its slip.
    pub slip: String,
    /// What happened, in order.
    pub effects: Vec<Effect>,
    /// The orders to cut whose fee was charged with it.
    pub fees: Vec<OrderId>,
}

/// What a void would change, in order. What had paid a bill that was cancelled since is credit by now, and falls as such.
/// Refuses an account closed since, and credit that has been used since: what used it is put right first, or the day is
/// closed, after which nothing hides behind a void and two persons decide.
pub(crate) fn void_effects(
    tx: &Tx<'_>,
    office: &OfficeRow,
    counter: CounterId,
    p: &PaymentRow,
    stopped: &[(AccountId, Day)],
    moved: &[OrderMoved],
) -> Result<Vec<Effect>> {
    let shares = now_credit(tx, &foil_store::payments::shares(tx, p.id)?)?;
    let falling = falling(p, &shares);
    let hard = crate::arrears::harden(tx, office.business_on, &falling, stopped, moved)?;
    let hidden = hidden_before(tx, office, p, &falling)?;
    effects(tx, counter, p, (&shares, &hidden), hard.effects)
}

/// What money that came before the day it was posted on had hidden since: nobody is late by what was taken at a counter today.
fn hidden_before(
    tx: &Tx<'_>,
    office: &OfficeRow,
    p: &PaymentRow,
    falling: &Falling<'_>,
) -> Result<Vec<(AccountId, Charged)>> {
    match crate::queue::paid_since(tx, p)? {
        since if since < p.business_on => {
            hidden(tx, (office, &Shelf::load(tx)?), falling, (since, p.paid_minor))
        }
        _ => Ok(Vec::new()),
    }
}

/// A void is refused where credit was used: all of it falls.
fn falling<'a>(p: &PaymentRow, shares: &'a [ShareRow]) -> Falling<'a> {
    Falling { payment: p.id, shares, kept: &[] }
}

fn effects(
    tx: &Tx<'_>,
    counter: CounterId,
    p: &PaymentRow,
    (shares, hidden): (&[ShareRow], &[(AccountId, Charged)]),
    orders: Vec<Effect>,
) -> Result<Vec<Effect>> {
    let mut effects = vec![Effect::ReceiptVoid { number: p.number.clone() }];
    none_closed(tx, shares)?;
    effects.extend(opens(tx, &reopened(tx, shares, true)?)?);
    for (id, account, amount) in of_credit(shares)? {
        if amount.is_positive() {
            credit_still_there(tx, id, &account, amount)?;
            effects.push(Effect::CreditOff { account, amount });
        } else if amount.is_negative() {
            effects.push(Effect::CreditBack { account, amount: amount.negated() });
        }
    }
    for t in handed_back_of(tx, p.id, &foil_store::payments::tenders(tx, p.id)?)? {
        let amount = t.amount_minor.minus(t.change_minor).ok_or(Refusal::TooMuch)?;
        if amount.is_positive() {
            effects.push(Effect::HandBack { method: t.method, amount });
        }
    }
    effects.extend(hidden_effects(hidden, shares));
    effects.extend(orders);
    if let Some(id) = p.ticket_id
        && let Some(ticket) = foil_store::tickets::find(tx, id)?
        && ticket.state == TicketState::Done
    {
        let state = crate::queue::place_back(tx, counter, &ticket)?.state;
        effects.push(Effect::TicketBack { number: ticket.number, state });
    }
    Ok(effects)
}

/// A payment's tenders without the cheques that nobody hands back though it falls: the same paper pays another receipt.
pub(super) fn handed_back_of(
    tx: &Tx<'_>,
    payment: PaymentId,
    tenders: &[TenderRow],
) -> Result<Vec<TenderRow>> {
    let mut back = Vec::new();
    let mut cheques = foil_store::cheques::of_payment(tx, payment)?.into_iter();
    for tender in tenders {
        // Each has a row, in the order of the tenders.
        let cheque = if tender.method == Method::Cheque { cheques.next() } else { None };
        let rows = match cheque {
            Some(cheque) => foil_store::cheques::same_paper(tx, cheque.id)?,
            None => Vec::new(),
        };
        let stays = rows.iter().any(|row| row.payment_id != payment && row.state != ChequeState::Returned);
        if !stays {
            back.push(tender.clone());
        }
    }
    Ok(back)
}

/// A bill opened again on a closed account could never be paid.
pub(super) fn none_closed(tx: &Tx<'_>, shares: &[ShareRow]) -> Result<()> {
    let mut seen = Vec::new();
    for share in shares {
        if seen.contains(&share.account_id) {
            continue;
        }
        seen.push(share.account_id);
        let account = foil_store::customers::account(tx, share.account_id)?;
        if account.is_some_and(|a| a.status == AccountStatus::Closed) {
            let reason = format!("account {} was closed since", share.account);
            return Err(Refusal::UndoRefused { reason }.into());
        }
    }
    Ok(())
}

/// What had paid a bill that was cancelled since became credit by the cancellation: it is credit that falls.
pub(super) fn now_credit(tx: &Tx<'_>, shares: &[ShareRow]) -> Result<Vec<ShareRow>> {
    let mut now = Vec::with_capacity(shares.len());
    for share in shares {
        let bill = share.bill_id.map(|id| foil_store::bills::find(tx, id)).transpose()?.flatten();
        now.push(match bill {
            Some(bill) if bill.cancelled => {
                ShareRow { bill_id: None, bill: String::new(), part: Part::Credit, ..share.clone() }
            }
            _ => share.clone(),
        });
    }
    Ok(now)
}

/// What of each account's credit is in the shares, less what they had used: the account, its number, and how much. Accounts
/// of whose credit they have nothing are not in it.
fn of_credit(shares: &[ShareRow]) -> Result<Vec<(AccountId, String, Money)>> {
    let mut all: Vec<(AccountId, String, Money)> = Vec::new();
    for share in shares.iter().filter(|s| s.part == Part::Credit) {
        match all.iter_mut().find(|(id, ..)| *id == share.account_id) {
            Some((.., sum)) => *sum = sum.plus(share.amount_minor).ok_or(Refusal::TooMuch)?,
            None => all.push((share.account_id, share.account.clone(), share.amount_minor)),
        }
    }
    Ok(all)
}

/// The claims that open again, as they will stand, with what will be left of the rest and of the surcharge. With `whatever` that is also a bill of
/// which a part was taken back and kept as credit: it is owed whole, and the credit stays beside it.
pub(super) fn reopened(tx: &Tx<'_>, shares: &[ShareRow], whatever: bool) -> Result<Vec<BillRow>> {
    let mut all: Vec<BillRow> = Vec::new();
    for share in shares {
        let Some(id) = share.bill_id else { continue };
        let at = match all.iter().position(|bill| bill.id == id) {
            Some(at) => at,
            None => {
                let bill = foil_store::bills::find(tx, id)?.ok_or_else(|| anyhow!("bill {id} is gone"))?;
                if bill.cancelled {
                    let reason = format!("bill {} was cancelled since", bill.number);
                    return Err(Refusal::UndoRefused { reason }.into());
                }
                if !whatever && foil_store::corrections::taken(tx, id)?.credited.is_positive() {
                    let reason = format!("a part of bill {} was taken back and kept as credit", bill.number);
                    return Err(Refusal::UndoRefused { reason }.into());
                }
                all.push(bill);
                all.len() - 1
            }
        };
        let bill = &mut all[at];
        let part =
            if share.part == Part::Surcharge { &mut bill.surcharge_left_minor } else { &mut bill.left_minor };
        *part = part.plus(share.amount_minor).ok_or(Refusal::TooMuch)?;
    }
    Ok(all)
}

/// What opens again, as a person is told: a bill by its number, the late surcharges on one of them together, for each month has
/// its own and nobody knows their numbers; and what else was claimed by what it is.
pub(super) fn opens(tx: &Tx<'_>, reopened: &[BillRow]) -> Result<Vec<Effect>> {
    let mut effects = Vec::new();
    let mut late: Vec<(BillId, usize)> = Vec::new();
    for claim in reopened {
        let left = claim.left_minor.plus(claim.surcharge_left_minor).ok_or(Refusal::TooMuch)?;
        let of = claim.parent_id.filter(|_| claim.kind == ClaimKind::Surcharge);
        let known = of.and_then(|of| late.iter().find(|(bill, _)| *bill == of));
        if let Some((_, at)) = known
            && let Effect::SurchargesOpen { count, left: sum, .. } = &mut effects[*at]
        {
            *count += 1;
            *sum = sum.plus(left).ok_or(Refusal::TooMuch)?;
            continue;
        }
        effects.push(match (claim.kind, of) {
            (ClaimKind::Bill, _) => Effect::BillOpens { number: claim.number.clone(), left },
            (_, Some(of)) => {
                late.push((of, effects.len()));
                let bill = foil_store::bills::find(tx, of)?.ok_or_else(|| anyhow!("bill {of} is gone"))?;
                Effect::SurchargesOpen { bill: bill.number, count: 1, left }
            }
            (what, None) => Effect::ClaimOpens { what, number: claim.number.clone(), left },
        });
    }
    Ok(effects)
}

/// Refuses where an account has less credit than is to fall.
pub(super) fn credit_still_there(tx: &Tx<'_>, id: AccountId, number: &str, amount: Money) -> Result<()> {
    let account = foil_store::customers::account(tx, id)?;
    let credit = account.map_or(Money::ZERO, |a| a.credit_minor);
    if credit < amount {
        let reason = format!("the credit it left on account {number} has been used since");
        return Err(Refusal::UndoRefused { reason }.into());
    }
    Ok(())
}

/// Voids a payment inside an act: the receipt keeps its number and is marked, bills open again, credit,
/// queue and the disconnection orders that nothing else stands against are put back, the journal gets the opposite entry, and a
/// cancellation slip gets its number.
pub(crate) fn void(act: &mut Act<'_>, v: &Voiding<'_>) -> Result<Voided> {
    let p = v.payment;
    let own = foil_store::payments::shares(act.tx, p.id)?;
    let shares = now_credit(act.tx, &own)?;
    let falling = falling(p, &shares);
    let mut hard = crate::arrears::harden(act.tx, act.today(), &falling, v.stopped, v.moved)?;
    let hidden = hidden_before(act.tx, act.office, p, &falling)?;
    let effects = effects(act.tx, act.counter(), p, (&shares, &hidden), std::mem::take(&mut hard.effects))?;
    let tenders = foil_store::payments::tenders(act.tx, p.id)?;
    let shift = crate::shifts::drawer_of_void(act, p, cash_among(&tenders)?)?;
    put_back_bills(act, &shares)?;
    charge_hidden(act, p.id, &hidden)?;
    put_back_accounts(act, &shares, &hard.cut_again, |_| Some(Money::ZERO))?;
    crate::arrears::hardened(act, &hard)?;
    put_back_ticket(act, p)?;
    if tenders.iter().any(|t| t.method == Method::Cheque) {
        hand_cheques_back(act, p.id)?;
    }
    post(act, p.id, &shares, &tenders)?;

    let year = financial_year(act.today(), u32::try_from(act.office.year_starts_in).unwrap_or(1));
    let n = foil_store::office::next_number(act.tx, act.who.counter, Series::Slip, &year)?;
    let number = document_number(&act.who.counter_code, Series::Slip, &year, n)
        .ok_or_else(|| anyhow!("counter {} has used up its slip numbers", act.who.counter_code))?;
    let document = serde_json::to_string(&slip(act, v, &number, &shares, &tenders)?)
        .map_err(|e| Error::Broke(anyhow::Error::new(e).context("writing a slip")))?;
    foil_store::payments::insert_void(
        act.tx,
        &foil_store::payments::NewVoid {
            payment: p.id,
            number: &number,
            counter: act.who.counter,
            person: act.author().0,
            allowed_by: v.allowed_by.as_ref().map(|(id, _)| *id),
            state: v.state,
            reason: v.reason,
            note: v.note,
            on: act.today(),
            at: act.now,
            audit_seq: act.audit_seq,
            document: &document,
            shift,
        },
    )?;
    write_down_credit(act.tx, p.id, &own, &shares)?;
    balanced_again(act.tx, &shares)?;
    act.made(json!({
        "paper": "slip", "number": number, "payment": p.id, "of": p.number, "amount_minor": p.paid_minor,
    }));
    act.afterwards("slip", &json!({ "payment": p.id }))?;
    Ok(Voided { slip: number, effects, fees: hard.charged() })
}

/// The cash that goes back to the customer when a payment becomes void.
pub(crate) fn cash_of_void(tx: &Tx<'_>, payment: PaymentId) -> Result<Money> {
    cash_among(&foil_store::payments::tenders(tx, payment)?)
}

fn cash_among(tenders: &[TenderRow]) -> Result<Money> {
    let mut cash = Money::ZERO;
    for t in tenders.iter().filter(|t| t.method == Method::Cash) {
        cash = cash.plus(t.amount_minor).and_then(|m| m.minus(t.change_minor)).ok_or(Refusal::TooMuch)?;
    }
    Ok(cash)
}

/// Writes down what had become credit since, and is credit no more.
fn write_down_credit(tx: &Tx<'_>, payment: PaymentId, own: &[ShareRow], shares: &[ShareRow]) -> Result<()> {
    let before = of_credit(own)?;
    for (id, _, now) in of_credit(shares)? {
        let of_own = before.iter().find(|(account, ..)| *account == id).map_or(Money::ZERO, |(.., m)| *m);
        let off = now.minus(of_own).ok_or(Refusal::TooMuch)?;
        if off.is_zero() {
            continue;
        }
        let row = CreditRow {
            account_id: id,
            kept_minor: Money::ZERO,
            off_minor: off,
            short_minor: Money::ZERO,
            bill_id: None,
        };
        foil_store::reversals::add_credit(tx, payment, &row)?;
    }
    Ok(())
}

pub(super) fn put_back_bills(act: &Act<'_>, shares: &[ShareRow]) -> Result<()> {
    let mut done = Vec::new();
    for share in shares {
        let Some(id) = share.bill_id else { continue };
        if done.contains(&id) {
            continue;
        }
        done.push(id);
        let bill = foil_store::bills::find(act.tx, id)?.ok_or_else(|| anyhow!("bill {id} is gone"))?;
        let of = |part: Part| {
            let own = shares.iter().filter(|s| s.bill_id == Some(id) && s.part == part);
            Money::sum(own.map(|s| s.amount_minor)).ok_or(Refusal::TooMuch)
        };
        let left = bill.left_minor.plus(of(Part::Bill)?).ok_or(Refusal::TooMuch)?;
        let surcharge = bill.surcharge_left_minor.plus(of(Part::Surcharge)?).ok_or(Refusal::TooMuch)?;
        foil_store::bills::set_left(act.tx, id, left, surcharge)?;
    }
    Ok(())
}

/// Writes each account's credit without the shares, with what `beside` says that it keeps, and the disconnections
/// that are in force again.
pub(super) fn put_back_accounts(
    act: &Act<'_>,
    shares: &[ShareRow],
    cut_again: &[(AccountId, Day)],
    beside: impl Fn(AccountId) -> Option<Money>,
) -> Result<()> {
    let mut ids: Vec<AccountId> = shares.iter().map(|s| s.account_id).collect();
    ids.extend(cut_again.iter().map(|(id, _)| *id));
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let account =
            foil_store::customers::account(act.tx, id)?.ok_or_else(|| anyhow!("account {id} is gone"))?;
        let own = shares.iter().filter(|s| s.account_id == id && s.part == Part::Credit);
        let change = Money::sum(own.map(|s| s.amount_minor)).ok_or(Refusal::TooMuch)?;
        let kept = beside(id).ok_or(Refusal::TooMuch)?;
        let credit = account.credit_minor.minus(change).and_then(|m| m.plus(kept)).ok_or(Refusal::TooMuch)?;
        let order = cut_again.iter().find(|(a, _)| *a == id).map(|(_, on)| *on).or(account.disconnection_on);
        foil_store::payments::settle_account(act.tx, id, credit, order)?;
    }
    Ok(())
}

/// The ticket goes back to the counter where the customer stands, if it serves nobody, else back into the queue.
fn put_back_ticket(act: &Act<'_>, p: &PaymentRow) -> Result<()> {
    let Some(id) = p.ticket_id else { return Ok(()) };
    let Some(ticket) = foil_store::tickets::find(act.tx, id)? else { return Ok(()) };
    if ticket.state != TicketState::Done {
        return Ok(());
    }
    let place = crate::queue::place_back(act.tx, act.counter(), &ticket)?;
    foil_store::tickets::put(act.tx, id, &place)?;
    crate::queue::say_in_hand(act, id, (ticket.state, place.state))
}

/// Cheques that the bank has not seen go back to who gave them.
pub(super) fn hand_cheques_back(act: &Act<'_>, payment: PaymentId) -> Result<()> {
    for cheque in foil_store::cheques::of_payment(act.tx, payment)? {
        step(&cheque.number, cheque.state, ChequeState::Returned)?;
        foil_store::cheques::returned(act.tx, cheque.id, act.today())?;
        crate::audit::cheque_stepped(act, cheque.id, &cheque.receipt)?;
    }
    Ok(())
}

fn post(act: &Act<'_>, id: PaymentId, shares: &[ShareRow], tenders: &[TenderRow]) -> Result<()> {
    let mut lines = Vec::new();
    for t in tenders {
        let amount = t.amount_minor.minus(t.change_minor).ok_or(Refusal::TooMuch)?;
        lines.push(Line { ledger: t.method.ledger(), account: None, amount: amount.negated() });
    }
    lines.extend(shares.iter().map(|s| Line {
        ledger: if s.part == Part::Credit { Ledger::Credit } else { Ledger::Receivable },
        account: Some(s.account_id),
        amount: s.amount_minor,
    }));
    let entry =
        Entry::balanced(lines)?.ok_or_else(|| anyhow!("the void of payment {id} does not balance"))?;
    foil_store::journal::post(act.tx, "void", id.0, act.today(), &entry)
}

/// After each void: no bill it touched has more left than was issued less what stands paid. It may have
/// less: what was paid before the bill came into this book is in no receipt of it.
pub(super) fn balanced_again(tx: &Tx<'_>, shares: &[ShareRow]) -> Result<()> {
    let mut bills: Vec<_> = shares.iter().filter_map(|s| s.bill_id).collect();
    bills.sort_unstable();
    bills.dedup();
    for id in bills {
        let bill = foil_store::bills::find(tx, id)?.ok_or_else(|| anyhow!("bill {id} is gone"))?;
        let paid = foil_store::payments::standing_paid(tx, bill.account_id, id)?;
        let left = bill.left_minor.plus(bill.surcharge_left_minor).ok_or(Refusal::TooMuch)?;
        if bill.total_minor.minus(paid).is_none_or(|most| left > most) {
            return Err(Error::Broke(anyhow!("bill {} would not balance after the void", bill.number)));
        }
    }
    Ok(())
}

/// The bills that are open again, with what is due on each.
pub(super) fn still_due(act: &Act<'_>, shares: &[ShareRow]) -> Result<Vec<Restored>> {
    let mut due: Vec<Restored> = Vec::new();
    let mut done = Vec::new();
    for share in shares {
        let Some(id) = share.bill_id else { continue };
        if done.contains(&id) {
            continue;
        }
        done.push(id);
        let bill = foil_store::bills::find(act.tx, id)?.ok_or_else(|| anyhow!("bill {id} is gone"))?;
        due.push(Restored {
            what: bill_name(&bill.number, bill.period_to_on),
            account: share.account.clone(),
            amount: bill.left_minor.plus(bill.surcharge_left_minor).ok_or(Refusal::TooMuch)?,
            late: bill.kind == ClaimKind::Surcharge,
        });
    }
    Ok(due)
}

fn slip(
    act: &Act<'_>,
    v: &Voiding<'_>,
    number: &str,
    shares: &[ShareRow],
    tenders: &[TenderRow],
) -> Result<SlipDoc> {
    let receipt: ReceiptDoc = serde_json::from_str(&v.payment.document)
        .map_err(|e| Error::Broke(anyhow::Error::new(e).context("reading a receipt")))?;
    let credit = of_credit(shares)?.into_iter().filter(|(.., amount)| !amount.is_zero());
    let credit = credit.map(|(_, account, amount)| Restored::new("", account, amount.negated()));
    let mut back = Vec::new();
    for t in handed_back_of(act.tx, v.payment.id, tenders)? {
        let amount = t.amount_minor.minus(t.change_minor).ok_or(Refusal::TooMuch)?;
        if amount.is_positive() {
            let reference = Some(t.reference).filter(|r| !r.is_empty());
            back.push(ReceiptTender { method: t.method.as_str().to_owned(), amount, reference });
        }
    }
    let reason = match v.note {
        "" => v.reason.as_str().to_owned(),
        note => format!("{}: {note}", v.reason.as_str()),
    };
    Ok(SlipDoc {
        office: OfficeHead { language: receipt.office.language, ..office_head(act.office) },
        number: number.to_owned(),
        receipt: v.payment.number.clone(),
        receipt_on: v.payment.business_on,
        business_on: act.today(),
        at_local: format!("{}, {}", act.zone.day_of(act.now).long(), act.zone.clock(act.now)),
        counter: act.who.counter_code.clone(),
        by: act.author().1.to_owned(),
        authorised_by: v.allowed_by.as_ref().map(|(_, name)| name.clone()),
        reason,
        payer_name: receipt.payer_name,
        total: v.payment.paid_minor,
        reopened: still_due(act, shares)?,
        credit: credit.collect(),
        hand_back: back,
        audit_hash: String::new(),
    })
}
