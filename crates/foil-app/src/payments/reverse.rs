//! What falls after its day was closed: reversal, refund, transfer to another account, bounced cheque.
//!
//! The receipt and its day stay as they are. Today's entry puts back what the payment did, a row links both ways, a
//! voucher gets its number, and where money was moved to another account a payment there takes it up. Nobody calls
//! this alone: two persons did (the approvals room), or a bank (the cheques room).

use super::pay::{pay_kept, pay_moved};
use super::receipt::office_head;
use super::views::{PaymentTaken, SeenAccount};
use super::void::{
    balanced_again, credit_still_there, hand_cheques_back, handed_back_of, none_closed, now_credit, opens,
    put_back_accounts, put_back_bills, reopened, still_due,
};
use crate::arrears::{
    Charged, Falling, Hardened, KeptCredit, OrderMoved, charge_hidden, harden, hardened, hidden,
};
use crate::billing::{NewClaim, claim_against};
use crate::office::Act;
use crate::tariffs::Shelf;
use crate::undo::views::Effect;
use anyhow::anyhow;
use foil_domain::billing::{BillLineKind, ClaimKind};
use foil_domain::cheques::ChequeState;
use foil_domain::documents::{
    LineName, MovedTo, OfficeHead, ReceiptDoc, ReceiptTender, Restored, VoucherDoc,
};
use foil_domain::ids::{AccountId, BillId, PaymentId, ShiftId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::office::{Series, document_number, financial_year};
use foil_domain::payments::{Method, Part};
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::shifts::{CashKind, CashState};
use foil_domain::time::Day;
use foil_domain::undo::{ReversalKind, back, told_back};
use foil_store::Tx;
use foil_store::bills::BillLineRow;
use foil_store::cheques::ChequeRow;
use foil_store::office::OfficeRow;
use foil_store::payments::{PaymentRow, ShareRow, TenderRow};
use foil_store::reversals::{CreditRow, NewReversal};
use foil_store::shifts::NewCash;
use serde_json::json;

/// A payment that is to fall.
pub(crate) struct Reversing<'a> {
    /// The payment, which stands.
    pub payment: &'a PaymentRow,
    /// What becomes of it.
    pub kind: ReversalKind,
    /// Disconnection orders that the payment had stopped.
    pub stopped: &'a [(AccountId, Day)],
    /// Service orders that it had moved.
    pub moved: &'a [OrderMoved],
    /// How a refund goes back, as the office decides; none is each part the way it came.
    pub back_by: Option<Method>,
    /// Where a transfer goes.
    pub to: Option<AccountId>,
    /// Of the payment, what bounced.
    pub bounced: Money,
    /// Of the rest, what other cheques had paid that may be good or bad yet.
    pub other_cheques: Money,
    /// Why, by its word.
    pub reason: &'a str,
    /// In somebody's own words; may be empty.
    pub note: &'a str,
}

/// A payment has fallen.
pub(crate) struct Reversed {
    /// The voucher's number.
    pub number: String,
    /// What happened, in order.
    pub effects: Vec<Effect>,
    /// The bills that are open again, with what is due on them.
    pub reopened: Vec<Restored>,
    /// What was claimed anew because credit had been used.
    pub claimed: Vec<Restored>,
}

/// What a payment that falls puts back.
struct Fall {
    /// Its shares, those on bills that were cancelled since as the credit they had become.
    shares: Vec<ShareRow>,
    tenders: Vec<TenderRow>,
    hard: Hardened,
    credits: Vec<CreditFall>,
    /// How a refund goes back, a part for each way.
    back: Vec<(Method, Money)>,
    /// Surcharge that it had kept off its bills, and that is charged now.
    hidden: Vec<(AccountId, Charged)>,
    effects: Vec<Effect>,
}

/// What becomes of an account's credit.
struct CreditFall {
    account: AccountId,
    number: String,
    /// What the payment's shares had added, less what they had used.
    added: Money,
    /// Of that, what came of bills cancelled since.
    off: Money,
    kept: Money,
    short: Money,
    /// What other cheques had paid: a payment of its own takes it up here.
    taken_up: Money,
}

/// What would happen, in order. Refuses, of all but a bounce, an account closed since; and of a refund, a bill that was taken
/// back in part and credit that has been used since. Whoever lets a bounce happen opens closed accounts again first.
pub(crate) fn reversal_effects(tx: &Tx<'_>, office: &OfficeRow, r: &Reversing<'_>) -> Result<Vec<Effect>> {
    Ok(fall(tx, office, r)?.effects)
}

fn fall(tx: &Tx<'_>, office: &OfficeRow, r: &Reversing<'_>) -> Result<Fall> {
    let (p, today) = (r.payment, office.business_on);
    let own = foil_store::payments::shares(tx, p.id)?;
    if r.kind != ReversalKind::Bounce {
        none_closed(tx, &own)?;
    }
    let shares = now_credit(tx, &own)?;
    let tenders = foil_store::payments::tenders(tx, p.id)?;
    let credits = credits(tx, r, &own, &shares)?;
    let kept = |c: &CreditFall| KeptCredit { account: c.account, kept: c.kept, short: c.short };
    let kept: Vec<KeptCredit> = credits.iter().map(kept).collect();
    let falling = Falling { payment: p.id, shares: &shares, kept: &kept };
    let mut hard = harden(tx, today, &falling, r.stopped, r.moved)?;
    let mut effects = vec![Effect::ReceiptFalls { number: p.number.clone() }];
    effects.extend(opens(tx, &reopened(tx, &shares, claims_short(r.kind))?)?);
    for c in &credits {
        effects.extend(credit_effects(c)?);
    }
    let fell = if r.kind == ReversalKind::Bounce { r.bounced } else { p.paid_minor };
    let since = crate::queue::paid_since(tx, p)?;
    let hidden = hidden(tx, (office, &Shelf::load(tx)?), &falling, (since, fell))?;
    effects.extend(hidden_effects(&hidden, &shares));
    effects.append(&mut hard.effects);
    let back = goes_back(r, &tenders)?;
    effects.extend(money_effects(tx, r, &tenders, &back)?);
    Ok(Fall { shares, tenders, hard, credits, back, hidden, effects })
}

/// What had been hidden and is charged as a payment falls, as a person is told.
pub(super) fn hidden_effects<'a>(
    hidden: &'a [(AccountId, Charged)],
    shares: &'a [ShareRow],
) -> impl Iterator<Item = Effect> + 'a {
    hidden.iter().map(|(account, charged)| {
        let account = shares.iter().find(|share| share.account_id == *account).map(|s| s.account.clone());
        let (account, what) = (account.unwrap_or_default(), HIDDEN.to_owned());
        Effect::Charged { account, what, amount: charged.surcharge.amount }
    })
}

/// Whether what is not there any more is claimed anew: of a bounce, for the bank has taken the money already; of a transfer,
/// for the money is somebody else's, whatever became of it on the wrong account; and of a reversal, for there never was any.
/// A refund hands money out, and nobody is handed what they have used.
const fn claims_short(kind: ReversalKind) -> bool {
    matches!(kind, ReversalKind::Bounce | ReversalKind::Transfer | ReversalKind::Reversal)
}

/// What becomes of each account's credit. A refund is refused where it has been used since; whatever else falls takes what is
/// there and claims the rest anew.
fn credits(tx: &Tx<'_>, r: &Reversing<'_>, own: &[ShareRow], shares: &[ShareRow]) -> Result<Vec<CreditFall>> {
    let kept = match r.kind {
        ReversalKind::Bounce => {
            let rest = r.payment.paid_minor.minus(r.bounced);
            rest.and_then(|m| m.minus(r.other_cheques)).ok_or(Refusal::TooMuch)?
        }
        _ => Money::ZERO,
    };
    let mut all: Vec<CreditFall> = Vec::new();
    for (at, share) in shares.iter().enumerate() {
        if all.iter().any(|c| c.account == share.account_id) {
            continue;
        }
        let id = share.account_id;
        let of = |list: &[ShareRow]| {
            let credit = list.iter().filter(|s| s.account_id == id && s.part == Part::Credit);
            Money::sum(credit.map(|s| s.amount_minor)).ok_or(Refusal::TooMuch)
        };
        let (added, before) = (of(shares)?, of(own)?);
        all.push(CreditFall {
            account: id,
            number: share.account.clone(),
            added,
            off: added.minus(before).ok_or(Refusal::TooMuch)?,
            kept: if at == 0 { kept } else { Money::ZERO },
            short: Money::ZERO,
            taken_up: if at == 0 { r.other_cheques } else { Money::ZERO },
        });
    }
    for c in &mut all {
        if !claims_short(r.kind) {
            let left = shares.iter().filter(|s| s.account_id == c.account && s.part == Part::Credit);
            let left = left.filter(|s| s.amount_minor.is_positive());
            let amount = Money::sum(left.map(|s| s.amount_minor)).ok_or(Refusal::TooMuch)?;
            credit_still_there(tx, c.account, &c.number, amount)?;
            continue;
        }
        let there = foil_store::customers::account(tx, c.account)?.map_or(Money::ZERO, |a| a.credit_minor);
        let left = there.minus(c.added).and_then(|m| m.plus(c.kept)).ok_or(Refusal::TooMuch)?;
        c.short = left.negated().max(Money::ZERO);
    }
    Ok(all)
}

fn credit_effects(c: &CreditFall) -> Result<Vec<Effect>> {
    let mut effects = Vec::new();
    let account = || c.number.clone();
    let off = c.added.minus(c.short).ok_or(Refusal::TooMuch)?;
    if off.is_positive() {
        effects.push(Effect::CreditOff { account: account(), amount: off });
    } else if off.is_negative() && c.added.is_negative() {
        effects.push(Effect::CreditBack { account: account(), amount: c.added.negated() });
    }
    let kept = c.kept.plus(c.taken_up).ok_or(Refusal::TooMuch)?;
    if kept.is_positive() {
        effects.push(Effect::KeptAsCredit { account: account(), amount: kept });
    }
    if c.short.is_positive() {
        let what = USED_CREDIT.to_owned();
        effects.push(Effect::Charged { account: account(), what, amount: c.short });
    }
    Ok(effects)
}

/// What a claim for used credit is called, in the book's word.
const USED_CREDIT: &str = "used_credit";

/// What a claim for surcharge that a payment had hidden is called, in the book's word.
const HIDDEN: &str = "hidden_surcharge";

/// How a refund goes back, a part for each way; nothing for what is none.
fn goes_back(r: &Reversing<'_>, tenders: &[TenderRow]) -> Result<Vec<(Method, Money)>> {
    if r.kind != ReversalKind::Refund {
        return Ok(Vec::new());
    }
    let came = |t: &TenderRow| Ok((t.method, t.amount_minor.minus(t.change_minor).ok_or(Refusal::TooMuch)?));
    let came = tenders.iter().map(came).collect::<Result<Vec<_>>>()?;
    Ok(back(&came, r.back_by)?)
}

/// The cash that a refund would hand over; none where all of it goes another way.
pub(crate) fn cash_of_refund(tx: &Tx<'_>, p: &PaymentRow, by: Option<Method>) -> Result<Option<Money>> {
    let r = Reversing {
        payment: p,
        kind: ReversalKind::Refund,
        stopped: &[],
        moved: &[],
        back_by: by,
        to: None,
        bounced: Money::ZERO,
        other_cheques: Money::ZERO,
        reason: "",
        note: "",
    };
    let parts = goes_back(&r, &foil_store::payments::tenders(tx, p.id)?)?;
    Ok(cash_in(&parts))
}

fn cash_in(parts: &[(Method, Money)]) -> Option<Money> {
    parts.iter().find(|(method, _)| *method == Method::Cash).map(|(_, amount)| *amount)
}

fn money_effects(
    tx: &Tx<'_>,
    r: &Reversing<'_>,
    tenders: &[TenderRow],
    back: &[(Method, Money)],
) -> Result<Vec<Effect>> {
    let amount = r.payment.paid_minor;
    match r.kind {
        ReversalKind::Refund => Ok(back
            .iter()
            .map(|(method, amount)| Effect::HandBack { method: *method, amount: *amount })
            .collect()),
        ReversalKind::Transfer => {
            let (account, name) = right_account(tx, r)?;
            Ok(vec![Effect::MovedTo { account: account.number, name, amount }])
        }
        ReversalKind::Reversal => {
            let back = |t: &TenderRow| Effect::ChequeBack {
                number: t.reference.clone(),
                bank: t.bank.clone(),
                amount: t.amount_minor,
            };
            Ok(cheques(&handed_back_of(tx, r.payment.id, tenders)?).map(back).collect())
        }
        ReversalKind::Bounce => Ok(Vec::new()),
    }
}

fn cheques(tenders: &[TenderRow]) -> impl Iterator<Item = &TenderRow> {
    tenders.iter().filter(|t| t.method == Method::Cheque)
}

/// The account that a payment was meant for, and the name it is held in; refuses one that it was paid on already.
fn right_account(tx: &Tx<'_>, r: &Reversing<'_>) -> Result<(foil_store::customers::AccountRow, String)> {
    let id = r.to.ok_or_else(|| Refusal::bad_input("to", "the account that it was meant for"))?;
    let account = foil_store::customers::account(tx, id)?.ok_or_else(|| Refusal::not_found("account", id))?;
    let shares = foil_store::payments::shares(tx, r.payment.id)?;
    if shares.iter().any(|s| s.account_id == id) {
        return Err(Refusal::bad_input("to", "another account than it was paid on").into());
    }
    if account.status == foil_domain::customers::AccountStatus::Closed {
        return Err(Refusal::AccountClosed(account.number).into());
    }
    let name = foil_store::customers::find(tx, account.customer_id)?.map(|c| c.name).unwrap_or_default();
    Ok((account, name))
}

/// Lets a payment fall inside an act: bills open again, credit and the disconnection orders that nothing else stands
/// against are put back, today's journal gets the entry, and a voucher its number. A transfer pays the money on the
/// right account in the same commit; a refund's cash leaves the drawer of who asked.
pub(crate) fn reverse(act: &mut Act<'_>, r: &Reversing<'_>) -> Result<Reversed> {
    let p = r.payment;
    let fall = fall(act.tx, act.office, r)?;
    let drawer = drawer(act, r, cash_in(&fall.back))?;
    put_back_bills(act, &fall.shares)?;
    charge_hidden(act, p.id, &fall.hidden)?;
    put_back_credit(act, &fall)?;
    hardened(act, &fall.hard)?;
    if r.kind == ReversalKind::Reversal && cheques(&fall.tenders).next().is_some() {
        hand_cheques_back(act, p.id)?;
    }
    post(act, r, &fall)?;
    let claimed = claim_short(act, r, &fall)?;
    let number = next(act, r.kind)?;
    let taken = match r.kind {
        ReversalKind::Transfer => Some(take_up(act, r)?),
        ReversalKind::Bounce => keep_cheques(act, r, &fall)?,
        _ => None,
    };
    let due = still_due(act, &fall.shares)?;
    let document = voucher(act, r, &fall, &number, (&due, &claimed), taken.as_ref())?;
    let document = serde_json::to_string(&document)
        .map_err(|e| Error::Broke(anyhow::Error::new(e).context("writing a voucher")))?;
    let style = crate::office::style_of(act.office);
    let told = told_back(&fall.back, |amount| style.plain(amount));
    // A bounce is the bank's doing, though two persons say so where it had paid: the row names nobody's request.
    let grant = act.grant.as_ref().filter(|_| r.kind != ReversalKind::Bounce);
    foil_store::reversals::insert(
        act.tx,
        &NewReversal {
            payment: p.id,
            kind: r.kind,
            number: &number,
            amount: p.paid_minor,
            back_by: main_way(&fall.back),
            to: taken.as_ref().filter(|_| r.kind == ReversalKind::Transfer).map(|t| t.payment),
            shift: drawer,
            counter: act.who.counter,
            person: act.author().0,
            allowed_by: grant.and_then(|g| g.allowed_by.as_ref()).map(|(id, _)| *id),
            approval: grant.map(|g| g.approval),
            reason: r.reason,
            note: r.note,
            on: act.today(),
            at: act.now,
            audit_seq: act.audit_seq,
            document: &document,
        },
    )?;
    if let (ReversalKind::Bounce, Some(kept)) = (r.kind, &taken) {
        foil_store::reversals::add_kept(act.tx, p.id, kept.payment)?;
    }
    let shift = crate::shifts::own_open(act.tx, act.author().0)?;
    for part in &fall.back {
        foil_store::reversals::add_part(act.tx, p.id, *part, shift)?;
    }
    balanced_again(act.tx, &fall.shares)?;
    act.made(json!({
        "paper": "refund", "number": number, "payment": p.id, "of": p.number, "amount_minor": p.paid_minor,
        "way": r.kind, "back_by": told, "to": taken.as_ref().map(|t| &t.number),
    }));
    act.afterwards("voucher", &json!({ "payment": p.id }))?;
    let effects = fall.effects;
    Ok(Reversed { number, effects, reopened: due, claimed })
}

/// What a row of a refund says of its way: cash where any of it is, else the bank.
fn main_way(parts: &[(Method, Money)]) -> Option<Method> {
    let way = if cash_in(parts).is_some() { Method::Cash } else { Method::Bank };
    (!parts.is_empty()).then_some(way)
}

/// The drawer that a refund's cash comes out of: that of who asked, for they hand it over. It is written down there,
/// so that the drawer expects so much less.
fn drawer(act: &Act<'_>, r: &Reversing<'_>, cash: Option<Money>) -> Result<Option<ShiftId>> {
    let Some(amount) = cash else { return Ok(None) };
    let own = crate::shifts::own_open(act.tx, act.author().0)?;
    let Some(shift) = own else {
        return if act.office.shifts_required { Err(Refusal::NoOpenShift.into()) } else { Ok(None) };
    };
    let today = act.today();
    crate::shifts::holds(act.tx, shift, today, amount)?;
    let out = NewCash {
        shift,
        kind: CashKind::Refund,
        amount,
        denominations: "[]",
        other: None,
        state: CashState::Done,
        reason: r.reason,
        note: &r.payment.number,
        person: act.author().0,
        at: act.now,
        on: today,
        approval: None,
    };
    crate::shifts::move_cash(act, &out)?;
    Ok(Some(shift))
}

/// Writes each account's credit as it is without the payment, and the disconnections that are in force again.
fn put_back_credit(act: &Act<'_>, fall: &Fall) -> Result<()> {
    put_back_accounts(act, &fall.shares, &fall.hard.cut_again, |id| {
        let extra = fall.credits.iter().find(|c| c.account == id);
        extra.map_or(Some(Money::ZERO), |c| c.kept.plus(c.short))
    })
}

/// Today's entry, equal and opposite where it was the customer's money; what was good of a bounced payment stays.
fn post(act: &Act<'_>, r: &Reversing<'_>, fall: &Fall) -> Result<()> {
    let paid = r.payment.paid_minor;
    let mut lines = Vec::new();
    let mut out = |ledger, amount: Money| {
        lines.push(Line { ledger, account: None, amount: amount.negated() });
    };
    match r.kind {
        ReversalKind::Refund => fall.back.iter().for_each(|(method, amount)| out(method.ledger(), *amount)),
        ReversalKind::Transfer => out(Ledger::Transfer, paid),
        // It was paid in, so the bank takes it back.
        ReversalKind::Bounce => {
            out(Ledger::Bank, r.bounced);
            out(Ledger::Transfer, r.other_cheques);
        }
        ReversalKind::Reversal => {
            for t in &fall.tenders {
                out(t.method.ledger(), t.amount_minor.minus(t.change_minor).ok_or(Refusal::TooMuch)?);
            }
        }
    }
    lines.extend(fall.shares.iter().map(|s| Line {
        ledger: if s.part == Part::Credit { Ledger::Credit } else { Ledger::Receivable },
        account: Some(s.account_id),
        amount: s.amount_minor,
    }));
    for c in &fall.credits {
        let back = c.kept.plus(c.short).ok_or(Refusal::TooMuch)?;
        lines.push(Line { ledger: Ledger::Credit, account: Some(c.account), amount: back.negated() });
        // The claim for it stands in billed, as every claim does: here is its other side.
        lines.push(Line { ledger: Ledger::Billed, account: None, amount: c.short });
    }
    let id = r.payment.id;
    let entry =
        Entry::balanced(lines)?.ok_or_else(|| anyhow!("the reversal of payment {id} does not balance"))?;
    foil_store::journal::post(act.tx, r.kind.as_str(), id.0, act.today(), &entry)
}

/// Claims anew the credit that was used since, and writes down what became of each account's credit.
fn claim_short(act: &mut Act<'_>, r: &Reversing<'_>, fall: &Fall) -> Result<Vec<Restored>> {
    let mut claimed = Vec::new();
    for c in &fall.credits {
        if c.kept.is_zero() && c.off.is_zero() && c.short.is_zero() {
            continue;
        }
        let mut bill: Option<BillId> = None;
        if c.short.is_positive() {
            let name = match r.kind {
                ReversalKind::Bounce => LineName::UsedCredit,
                _ => LineName::UsedOfReceipt,
            };
            let (id, number) =
                claim_for(act, c.account, name.label(), c.short, format!("receipt {}", r.payment.number))?;
            bill = Some(id);
            claimed.push(Restored::new(number, &*c.number, c.short));
        }
        let row = CreditRow {
            account_id: c.account,
            kept_minor: c.kept,
            off_minor: c.off,
            short_minor: c.short,
            bill_id: bill,
        };
        foil_store::reversals::add_credit(act.tx, r.payment.id, &row)?;
    }
    Ok(claimed)
}

/// Claims something of an account because of a payment that fell.
pub(crate) fn claim_for(
    act: &mut Act<'_>,
    account: AccountId,
    label: &str,
    amount: Money,
    reason: String,
) -> Result<(BillId, String)> {
    claim_of(act, account, (label, Ledger::Billed), amount, reason)
}

/// The same against another ledger than what is billed.
pub(crate) fn claim_of(
    act: &mut Act<'_>,
    account: AccountId,
    (label, against): (&str, Ledger),
    amount: Money,
    reason: String,
) -> Result<(BillId, String)> {
    let line = BillLineRow {
        kind: BillLineKind::Fee,
        label: label.to_owned(),
        quantity: String::new(),
        rate: String::new(),
        amount_minor: amount,
    };
    claim_against(
        act,
        NewClaim {
            account,
            kind: ClaimKind::Charge,
            parent: None,
            key: None,
            lines: vec![line.into()],
            due_on: act.today().plus_days(act.office.due_days),
            reason,
        },
        against,
    )
}

fn next(act: &Act<'_>, kind: ReversalKind) -> Result<String> {
    let series = match kind {
        ReversalKind::Refund => Series::Refund,
        ReversalKind::Transfer => Series::Transfer,
        ReversalKind::Reversal | ReversalKind::Bounce => Series::Reversal,
    };
    let year = financial_year(act.today(), u32::try_from(act.office.year_starts_in).unwrap_or(1));
    let n = foil_store::office::next_number(act.tx, act.who.counter, series, &year)?;
    let code = &act.who.counter_code;
    Ok(document_number(code, series, &year, n)
        .ok_or_else(|| anyhow!("counter {code} has used up its numbers of series {series}"))?)
}

/// Pays the money on the account that it was meant for.
fn take_up(act: &mut Act<'_>, r: &Reversing<'_>) -> Result<PaymentTaken> {
    let (account, _) = right_account(act.tx, r)?;
    let to = SeenAccount { account: account.id, version: account.version };
    pay_moved(act, to, r.payment.paid_minor, &r.payment.number, String::new())
}

/// Takes up what other cheques had paid of a payment that bounced, so that something stands for them.
fn keep_cheques(act: &mut Act<'_>, r: &Reversing<'_>, fall: &Fall) -> Result<Option<PaymentTaken>> {
    let Some(first) = fall.credits.iter().find(|c| c.taken_up.is_positive()) else { return Ok(None) };
    let account = foil_store::customers::account(act.tx, first.account)?;
    let account = account.ok_or_else(|| anyhow!("account {} is gone", first.account))?;
    let to = SeenAccount { account: account.id, version: account.version };
    pay_kept(act, to, first.taken_up, &r.payment.number).map(Some)
}

fn voucher(
    act: &Act<'_>,
    r: &Reversing<'_>,
    fall: &Fall,
    number: &str,
    (due, claimed): (&[Restored], &[Restored]),
    taken: Option<&PaymentTaken>,
) -> Result<VoucherDoc> {
    let receipt: ReceiptDoc = serde_json::from_str(&r.payment.document)
        .map_err(|e| Error::Broke(anyhow::Error::new(e).context("reading a receipt")))?;
    let reason = match r.note {
        "" => r.reason.to_owned(),
        note => format!("{}: {note}", r.reason),
    };
    let mut credit = Vec::new();
    for c in &fall.credits {
        let kept = c.kept.plus(c.short).and_then(|m| m.plus(c.taken_up));
        let change = kept.and_then(|m| m.minus(c.added)).ok_or(Refusal::TooMuch)?;
        if !change.is_zero() {
            credit.push(Restored::new("credit", &*c.number, change));
        }
    }
    let moved_to = match (r.to, taken) {
        (Some(_), Some(taken)) => {
            let (account, name) = right_account(act.tx, r)?;
            Some(MovedTo { account: account.number, name, receipt: taken.number.clone() })
        }
        _ => None,
    };
    Ok(VoucherDoc {
        office: OfficeHead { language: receipt.office.language, ..office_head(act.office) },
        kind: r.kind,
        number: number.to_owned(),
        receipt: r.payment.number.clone(),
        receipt_on: r.payment.business_on,
        account: None,
        business_on: act.today(),
        at_local: format!("{}, {}", act.zone.day_of(act.now).long(), act.zone.clock(act.now)),
        counter: act.who.counter_code.clone(),
        by: act.author().1.to_owned(),
        authorised_by: act.allowed_by().map(str::to_owned),
        second_look: act.is_done_first(),
        reason,
        payer_name: receipt.payer_name,
        total: r.payment.paid_minor,
        reopened: due.to_vec(),
        credit,
        claimed: claimed.to_vec(),
        back: handed_back(act.tx, r, fall)?,
        moved_to,
        audit_hash: String::new(),
    })
}

/// What is handed back: a refund's money, or the cheques that the bank never saw and that pay nothing else.
fn handed_back(tx: &Tx<'_>, r: &Reversing<'_>, fall: &Fall) -> Result<Vec<ReceiptTender>> {
    Ok(match r.kind {
        ReversalKind::Refund => {
            let part = |(method, amount): &(Method, Money)| ReceiptTender {
                method: method.as_str().to_owned(),
                amount: *amount,
                reference: came_by(fall, *method),
            };
            fall.back.iter().map(part).collect()
        }
        ReversalKind::Reversal => {
            let paper = |t: &TenderRow| ReceiptTender {
                method: t.method.as_str().to_owned(),
                amount: t.amount_minor,
                reference: Some(format!("{}, {}", t.reference, t.bank)),
            };
            cheques(&handed_back_of(tx, r.payment.id, &fall.tenders)?).map(paper).collect()
        }
        _ => Vec::new(),
    })
}

/// The reference that money came by which goes back the same way: the card's terminal or the UPI transfer finds it.
fn came_by(fall: &Fall, method: Method) -> Option<String> {
    let same = fall.tenders.iter().filter(|t| t.method == method && !t.reference.is_empty());
    let all: Vec<&str> = same.map(|t| t.reference.as_str()).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The number of a cheque that the bank may still refuse, and that pays for an account, wherever the payment came from.
pub(crate) fn open_cheque(tx: &Tx<'_>, account: AccountId) -> Result<Option<String>> {
    if let Some(cheque) = foil_store::cheques::open_of_account(tx, account)? {
        return Ok(Some(cheque.number));
    }
    for moved in foil_store::payments::moved_to(tx, account)? {
        let mut at = moved.payment_id;
        while let Some(from) = foil_store::reversals::that_made(tx, at)? {
            at = from.payment_id;
            let open = |q: &ChequeRow| matches!(q.state, ChequeState::Received | ChequeState::Deposited);
            if let Some(cheque) = foil_store::cheques::of_payment(tx, at)?.into_iter().find(open) {
                return Ok(Some(cheque.number));
            }
        }
    }
    Ok(None)
}

/// The payment that one has become by today: itself, what it was moved to, or what other cheques of it have left when it
/// bounced. It may have ended since.
pub(crate) fn last_of(tx: &Tx<'_>, id: PaymentId) -> Result<PaymentRow> {
    let mut at = id;
    loop {
        let p = foil_store::payments::find(tx, at)?.ok_or_else(|| Refusal::not_found("payment", at))?;
        let moved = match p.fallen {
            Some(_) => foil_store::reversals::of(tx, at)?.and_then(|r| r.to_payment_id),
            None => None,
        };
        match moved {
            Some(moved) => at = moved,
            None => return Ok(p),
        }
    }
}
