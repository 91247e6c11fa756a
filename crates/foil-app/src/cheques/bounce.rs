//! A bounced cheque, in one act: its payments fall, bills open again, the ladder hardens, the payer is charged the fee
//! and written to, and after enough of them pays in cash only.

use super::deposit::deposit;
use super::views::{BounceCheque, BouncePreview, Bounced, BouncedReceipt, ChequeRef};
use crate::approvals::Sized;
use crate::customers::opened_again;
use crate::office::{Act, Order, input_hash};
use crate::payments::{Reversing, claim_for, claim_of, last_of, office_head_for, reversal_effects, reverse};
use crate::undo::views::Effect;
use crate::undo::{off_the_stack, what_it_stopped};
use crate::{Office, Session};
use anyhow::{Context, anyhow};
use foil_domain::approvals::{ApprovalKind, done_first};
use foil_domain::cheques::{BounceReason, ChequeState, cash_only_after, step};
use foil_domain::customers::AccountStatus;
use foil_domain::documents::{BounceLetterDoc, LineName, Restored};
use foil_domain::ids::{AccountId, BillId, ChequeId};
use foil_domain::ledger::Ledger;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::text::fold;
use foil_domain::time::Day;
use foil_domain::undo::ReversalKind;
use foil_store::Tx;
use foil_store::approvals::RuleRow;
use foil_store::cheques::{self, Bounce, ChequeRow};
use foil_store::customers::{AccountRow, CustomerRow};
use foil_store::office::OfficeRow;
use foil_store::payments::PaymentRow;
use serde_json::json;
use std::sync::Arc;

/// A payment that falls with a cheque, how much of it was the cheque, and how much other cheques, of which nobody knows
/// yet whether they are good.
struct Falling {
    payment: PaymentRow,
    bounced: Money,
    other_cheques: Money,
}

/// A cheque that has come back.
struct Paper {
    /// Its rows, one a receipt, that are with the bank, or that it has paid; in books from before some may be said to be in
    /// the office still, though the paper was at the bank.
    rows: Vec<ChequeRow>,
    /// The payments that stand for them today.
    falling: Vec<Falling>,
    /// Those for which none does, for their money was handed back: it is claimed of the payer.
    given_back: Vec<ChequeRow>,
    payer: CustomerRow,
    /// For whom the bounce counts towards paying in cash only: whose cheque it is, where somebody read that off it; else, with the
    /// payer, everybody whose account it was given for, for whichever of them is named first could have drawn it.
    counted: Vec<CustomerRow>,
    /// The name on it, as far as anybody knows.
    drawer: String,
    rule: RuleRow,
    amount: Money,
}

/// Shows every effect a bounce would have. What depends on the bank's reason is shown as if it were the payer's fault.
pub fn preview_bounce(office: &Arc<Office>, who: &Session, input: ChequeRef) -> Result<BouncePreview> {
    office.view(who, Right::SeeCheques, |tx, row| {
        let late = cheques::find(tx, input.cheque)?.is_some_and(|q| q.state == ChequeState::Realised);
        let preview = BouncePreview { late, ..BouncePreview::default() };
        match would(tx, input.cheque, row) {
            Ok((receipts, effects)) => {
                let second_look = if late { may_be_first(tx, who, input.cheque)? } else { None };
                Ok(BouncePreview { receipts, effects, second_look, ..preview })
            }
            Err(Error::Refused(refusal)) => Ok(BouncePreview { refused: Some((&refusal).into()), ..preview }),
            Err(fault) => Err(fault),
        }
    })
}

/// The most that may be written down first of a cheque that the bank has debited: the office's ceiling, or where nobody
/// else is who could let it happen the whole of it.
fn may_be_first(tx: &Tx<'_>, who: &Session, id: ChequeId) -> Result<Option<Money>> {
    let paper = paper(tx, id)?;
    if !crate::shifts::somebody_may_allow(tx, &[who.user])? {
        return Ok(Some(paper.amount));
    }
    let ceiling = paper.rule.second_look_ceiling_minor;
    Ok(ceiling.filter(|most| done_first(ApprovalKind::Reversal, paper.amount, Some(*most)).is_ok()))
}

/// The receipts that would fall with a cheque, and every effect.
pub(crate) fn would(
    tx: &Tx<'_>,
    id: ChequeId,
    office: &OfficeRow,
) -> Result<(Vec<BouncedReceipt>, Vec<Effect>)> {
    let paper = paper(tx, id)?;
    let mut effects = vec![paper.bounces()];
    effects.extend(paper.closed(tx, true)?.into_iter().map(|a| Effect::AccountOpens { account: a.number }));
    for f in &paper.falling {
        let (stopped, moved) = what_it_stopped(tx, &f.payment)?;
        effects.extend(reversal_effects(
            tx,
            office,
            &f.reversing((&stopped, &moved), BounceReason::Funds, ""),
        )?);
    }
    effects.extend(paper.claims_back(tx)?);
    if paper.rule.bounce_fee_minor.is_positive() {
        let (_, account) = paper.account(tx)?;
        effects.push(Effect::Charged { account, what: FEE.into(), amount: paper.rule.bounce_fee_minor });
    }
    effects.extend(paper.counts());
    effects.push(Effect::LetterTo { name: paper.payer.name.clone() });
    let receipts = paper.falling.iter().map(|f| BouncedReceipt {
        payment: f.payment.id,
        number: f.payment.number.clone(),
        amount: f.payment.paid_minor,
    });
    Ok((receipts.collect(), effects))
}

/// What a claim for a bounce is called, in the book's word.
const FEE: &str = "bounce_fee";
/// What a claim for money that was handed back is called.
const GIVEN_BACK: &str = "given_back";

/// Under which name an act says which cheques fell whose money had been handed back.
pub(crate) const AFTER_REFUND: &str = "after_refund";

/// Writes down that a bank has sent a cheque back. Every payment of that paper falls today, also where it was moved
/// meanwhile; whatever was given beside it is kept as credit. What had been handed back of it already is claimed of the
/// payer.
///
/// Refuses a cheque that is not with the bank, one that the bank has paid already without another's word
/// (`needs_approval`), a stale version, and the reason `other` without a note. An account that was closed since is opened
/// again, for it owes.
pub fn bounce_cheque(office: &Arc<Office>, who: &Session, input: BounceCheque) -> Result<Bounced> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("bounce_cheque", Right::BounceCheques) };
    let bounced = office.perform(who, order, move |act| bounced(act, &input))?;
    office.wake_outbox();
    Ok(bounced)
}

/// What is asked for when the bank debits a cheque that it had paid, or that was said to be paid by mistake: money that
/// was good is none, by two persons.
///
/// Whoever takes cheques to the bank may ask, a clerk too: in an office with one manager nobody else could be asked by
/// whom that manager may answer. Refuses everybody else, a cheque that the bank has not paid yet, for which a manager's
/// word is enough, and whatever the bounce itself would refuse.
pub(crate) fn late_return_sized(act: &Act<'_>, input: &BounceCheque) -> Result<Sized> {
    act.who.role.must(Right::DepositCheques)?;
    let paper = seen(act.tx, input)?;
    let first = &paper.rows[0];
    if !paper.is_paid() {
        let why = "the bank has not paid it: that it bounced needs nobody else's word";
        return Err(
            Refusal::ChequeState { number: first.number.clone(), state: first.state.as_str(), why }.into()
        );
    }
    let about = format!("{} · {}", paper.rows[0].number, paper.payer.name);
    let subject = format!("cheque:{}", paper.rows[0].id);
    Ok(Sized { kind: ApprovalKind::Reversal, subject, about, amount: paper.amount, happened: true })
}

/// The paper that is meant, as it was shown.
fn seen(tx: &Tx<'_>, input: &BounceCheque) -> Result<Paper> {
    if input.reason == BounceReason::Other && input.note.as_str().is_empty() {
        return Err(Refusal::bad_input("note", "what the bank says").into());
    }
    let paper = paper(tx, input.cheque)?;
    let seen = paper.rows.iter().find(|row| row.id == input.cheque);
    if seen.is_none_or(|row| row.version != input.version) {
        return Err(Refusal::ChangedMeanwhile { what: "this cheque".into() }.into());
    }
    Ok(paper)
}

/// Lets a cheque bounce inside an act.
pub(crate) fn bounced(act: &mut Act<'_>, input: &BounceCheque) -> Result<Bounced> {
    let mut paper = seen(act.tx, input)?;
    if paper.is_paid() {
        act.approved(ApprovalKind::Reversal, Some(Money::ZERO), paper.amount)?;
    }
    let in_office = paper.rows.iter().filter(|q| q.state == ChequeState::Received).map(|q| q.id);
    let in_office: Vec<ChequeId> = in_office.collect();
    if !in_office.is_empty() {
        // The paper came back from the bank, so all of it was there.
        deposit(act, &in_office)?;
        paper = self::paper(act.tx, input.cheque)?;
    }
    let (account, account_number) = paper.account(act.tx)?;
    let mut effects = vec![paper.bounces()];
    for closed in paper.closed(act.tx, input.reason.counts())? {
        opened_again(act, &closed)?;
        effects.push(Effect::AccountOpens { account: closed.number });
    }
    let (mut vouchers, mut due) = (Vec::new(), Vec::new());
    for f in &paper.falling {
        let (stopped, moved) = what_it_stopped(act.tx, &f.payment)?;
        let fallen = reverse(act, &f.reversing((&stopped, &moved), input.reason, input.note.as_str()))?;
        off_the_stack(act, &f.payment)?;
        effects.extend(fallen.effects);
        vouchers.push(fallen.number);
        due.extend(fallen.reopened);
        due.extend(fallen.claimed);
    }
    effects.extend(paper.claims_back(act.tx)?);
    due.extend(claimed_back(act, &paper, (account, &account_number))?);
    let fee = fee(act, &paper, input, account)?;
    if let Some((_, number)) = &fee {
        let amount = paper.rule.bounce_fee_minor;
        effects.push(Effect::Charged { account: account_number.clone(), what: FEE.into(), amount });
        due.push(Restored::new(number.clone(), account_number, amount));
    }
    if input.reason.counts() {
        for customer in &paper.counted {
            let cash_only = customer.cash_only || paper.cash_only_now(customer);
            cheques::count_bounce(act.tx, customer.id, cash_only)?;
        }
        effects.extend(paper.counts());
    }
    let letter = letter(act, &paper, input, &vouchers, due, fee.is_some())?;
    let letter = serde_json::to_string(&letter).context("writing a letter").map_err(Error::Broke)?;
    effects.push(Effect::LetterTo { name: paper.payer.name.clone() });
    mark(act, &paper, input, fee.as_ref().map(|(id, _)| *id), &letter)?;
    let first = paper.rows[0].id;
    act.afterwards("bounce_letter", &json!({ "cheque": first }))?;
    let mut changed = json!({
        "cheques": paper.rows.iter().map(|q| q.id).collect::<Vec<_>>(), "amount_minor": paper.amount,
        "payments": paper.falling.iter().map(|f| f.payment.id).collect::<Vec<_>>(), "vouchers": vouchers,
        "reason": input.reason, "note": input.note, "fee": fee.as_ref().map(|(_, number)| number),
        "customer": paper.payer.id, "counted": paper.counted.iter().map(|one| one.id).collect::<Vec<_>>(),
    });
    if !paper.given_back.is_empty() {
        // No voucher tells of these: their receipts fell when they were handed back.
        let who = foil_store::people::login_at(act.tx, act.author().0, act.now)?;
        let told = |q: &ChequeRow| {
            json!({
                "receipt": q.receipt, "cheque": q.number, "amount_minor": q.amount_minor, "who": who, "debited": true,
            })
        };
        changed[AFTER_REFUND] = paper.given_back.iter().map(told).collect();
    }
    act.changed(changed);
    let fee = fee.map(|(_, number)| number).unwrap_or_default();
    Ok(Bounced { effects, vouchers, fee, cheque: first })
}

fn paper(tx: &Tx<'_>, id: ChequeId) -> Result<Paper> {
    let named = cheques::find(tx, id)?.ok_or_else(|| Refusal::not_found("cheque", id))?;
    step(&named.number, named.state, ChequeState::Bounced)?;
    let live = |q: &ChequeRow| !matches!(q.state, ChequeState::Bounced | ChequeState::Returned);
    let rows: Vec<ChequeRow> = cheques::same_paper(tx, id)?.into_iter().filter(live).collect();
    let (mut falling, mut given_back) = (Vec::<Falling>::new(), Vec::new());
    for row in &rows {
        let payment = last_of(tx, row.payment_id)?;
        match payment.fallen {
            _ if payment.void => continue,
            // Of the second, the other cheque was kept as credit by a version that wrote nothing more of it down.
            Some(ReversalKind::Refund | ReversalKind::Bounce) => {
                given_back.push(row.clone());
                continue;
            }
            Some(_) => continue,
            None => {}
        }
        match falling.iter_mut().find(|f| f.payment.id == payment.id) {
            Some(f) => f.bounced = f.bounced.plus(row.amount_minor).ok_or(Refusal::TooMuch)?,
            None => {
                let other_cheques = other_cheques(tx, row, &rows)?;
                falling.push(Falling { payment, bounced: row.amount_minor, other_cheques });
            }
        }
    }
    let amount = Money::sum(rows.iter().map(|q| q.amount_minor)).ok_or(Refusal::TooMuch)?;
    let (payer, counted, drawer) = who_answers(tx, &named, &rows)?;
    let rule = foil_store::approvals::rule(tx)?;
    Ok(Paper { rows, falling, given_back, payer, counted, drawer, rule, amount })
}

/// Whoever drew a paper answers for it, whichever of the receipts that it pays was named, and whichever of the accounts of a visit
/// was named first. Where nobody read whose it is, it passed for the payer's own on each: then it is the one that was named.
/// Gives back who that is, for whom the bounce counts, and the name on it.
fn who_answers(
    tx: &Tx<'_>,
    named: &ChequeRow,
    rows: &[ChequeRow],
) -> Result<(CustomerRow, Vec<CustomerRow>, String)> {
    let read = rows.iter().find(|row| row.drawer_said);
    let drawer = read.unwrap_or(named).drawer.clone();
    let paid_for = paid_for(tx, named, rows)?;
    let is_theirs = |row: &&ChequeRow| fold(&row.name) == fold(read.map_or(&row.drawer, |_| &drawer));
    let whose = |one: &&CustomerRow| read.is_some() && fold(&one.name) == fold(&drawer);
    let own = std::iter::once(named).chain(rows).find(is_theirs).map(|row| row.customer_id);
    let own = own.or_else(|| paid_for.iter().find(whose).map(|one| one.id));
    let is = own.unwrap_or(named.customer_id);
    let payer = foil_store::customers::find(tx, is)?.ok_or_else(|| anyhow!("customer {is} is gone"))?;
    let known = read.is_some() && own.is_some();
    let others = paid_for.into_iter().filter(|one| !known && one.id != is);
    let counted = std::iter::once(payer.clone()).chain(others).collect();
    Ok((payer, counted, drawer))
}

/// The customers whose accounts a paper was given for, where it pays for them today; of each visit the first account's first.
fn paid_for(tx: &Tx<'_>, named: &ChequeRow, rows: &[ChequeRow]) -> Result<Vec<CustomerRow>> {
    let mut ids = Vec::new();
    for row in std::iter::once(named).chain(rows) {
        for share in foil_store::payments::shares(tx, last_of(tx, row.payment_id)?.id)? {
            let account = foil_store::customers::account(tx, share.account_id)?;
            match account.map(|a| a.customer_id) {
                Some(id) if !ids.contains(&id) => ids.push(id),
                _ => {}
            }
        }
    }
    let mut all = Vec::new();
    for id in ids {
        all.extend(foil_store::customers::find(tx, id)?);
    }
    Ok(all)
}

/// What other papers than the one of `rows` had paid of a receipt, as far as their fate is open or they were good.
fn other_cheques(tx: &Tx<'_>, row: &ChequeRow, rows: &[ChequeRow]) -> Result<Money> {
    let live = |q: &ChequeRow| !matches!(q.state, ChequeState::Bounced | ChequeState::Returned);
    let all = cheques::of_payment(tx, row.payment_id)?;
    let others = all.iter().filter(|q| live(q) && rows.iter().all(|own| own.id != q.id));
    Ok(Money::sum(others.map(|q| q.amount_minor)).ok_or(Refusal::TooMuch)?)
}

impl Falling {
    fn reversing<'a>(
        &'a self,
        (stopped, moved): (&'a [(AccountId, Day)], &'a [crate::arrears::OrderMoved]),
        reason: BounceReason,
        note: &'a str,
    ) -> Reversing<'a> {
        Reversing {
            payment: &self.payment,
            kind: ReversalKind::Bounce,
            stopped,
            moved,
            back_by: None,
            to: None,
            bounced: self.bounced,
            other_cheques: self.other_cheques,
            reason: reason.as_str(),
            note,
        }
    }
}

impl Paper {
    fn bounces(&self) -> Effect {
        let first = &self.rows[0];
        Effect::ChequeBounces { number: first.number.clone(), bank: first.bank.clone(), amount: self.amount }
    }

    /// Whether the bank had paid it, or a part of it.
    fn is_paid(&self) -> bool {
        self.rows.iter().any(|row| row.state == ChequeState::Realised)
    }

    /// What had been handed back already.
    fn handed_back(&self) -> Result<Money> {
        Ok(Money::sum(self.given_back.iter().map(|q| q.amount_minor)).ok_or(Refusal::TooMuch)?)
    }

    fn claims_back(&self, tx: &Tx<'_>) -> Result<Option<Effect>> {
        let amount = self.handed_back()?;
        if !amount.is_positive() {
            return Ok(None);
        }
        let (_, account) = self.account(tx)?;
        Ok(Some(Effect::Charged { account, what: GIVEN_BACK.into(), amount }))
    }

    fn cash_only_now(&self, customer: &CustomerRow) -> bool {
        cash_only_after(customer.bounces + 1, self.rule.bounces_to_cash_only)
    }

    /// Who pays in cash only from now on.
    fn counts(&self) -> impl Iterator<Item = Effect> + '_ {
        let new = self.counted.iter().filter(|one| !one.cash_only && self.cash_only_now(one));
        new.map(|one| Effect::CashOnly { name: one.name.clone(), bounces: one.bounces + 1 })
    }

    /// The accounts that were closed since, and that something is owed on again.
    fn closed(&self, tx: &Tx<'_>, fee: bool) -> Result<Vec<AccountRow>> {
        let mut owe = Vec::new();
        for f in &self.falling {
            owe.extend(foil_store::payments::shares(tx, f.payment.id)?.into_iter().map(|s| s.account_id));
        }
        if (fee && self.rule.bounce_fee_minor.is_positive()) || !self.given_back.is_empty() {
            owe.push(self.account(tx)?.0);
        }
        owe.sort_unstable();
        owe.dedup();
        let mut closed = Vec::new();
        for id in owe {
            let account = foil_store::customers::account(tx, id)?;
            closed.extend(account.filter(|a| a.status == AccountStatus::Closed));
        }
        Ok(closed)
    }

    /// The account that the fee is charged on: the payer's own of those that were paid for, else the first that was.
    fn account(&self, tx: &Tx<'_>) -> Result<(AccountId, String)> {
        let mut first = None;
        for row in &self.rows {
            for share in foil_store::payments::shares(tx, row.payment_id)? {
                let account = foil_store::customers::account(tx, share.account_id)?;
                let account = account.ok_or_else(|| anyhow!("account {} is gone", share.account_id))?;
                if account.customer_id == self.payer.id {
                    return Ok((account.id, account.number));
                }
                first.get_or_insert((account.id, account.number));
            }
        }
        Ok(first.ok_or_else(|| anyhow!("a cheque paid for nothing"))?)
    }
}

/// Claims of the payer what had been handed back, for the bank has taken it from the office since.
fn claimed_back(
    act: &mut Act<'_>,
    paper: &Paper,
    (account, number): (AccountId, &str),
) -> Result<Option<Restored>> {
    let amount = paper.handed_back()?;
    if !amount.is_positive() {
        return Ok(None);
    }
    let first = &paper.rows[0];
    let reason = format!("cheque {}, {}", first.number, first.bank);
    // It was paid in, so the bank takes it back.
    let what = (LineName::GivenBack.label(), Ledger::Bank);
    let (claim, what) = claim_of(act, account, what, amount, reason)?;
    for q in &paper.given_back {
        cheques::claimed(act.tx, q.id, claim)?;
    }
    Ok(Some(Restored::new(what, number, amount)))
}

/// Charges the fee, where there is one and the bounce is the payer's fault.
fn fee(
    act: &mut Act<'_>,
    paper: &Paper,
    input: &BounceCheque,
    account: AccountId,
) -> Result<Option<(BillId, String)>> {
    let amount = paper.rule.bounce_fee_minor;
    if !input.reason.counts() || !amount.is_positive() {
        return Ok(None);
    }
    let first = &paper.rows[0];
    let reason = format!("cheque {}, {}", first.number, first.bank);
    claim_for(act, account, "Returned cheque", amount, reason).map(Some)
}

fn letter(
    act: &Act<'_>,
    paper: &Paper,
    input: &BounceCheque,
    vouchers: &[String],
    due: Vec<Restored>,
    fee: bool,
) -> Result<BounceLetterDoc> {
    let first = &paper.rows[0];
    let (account, _) = paper.account(act.tx)?;
    let account = foil_store::customers::account(act.tx, account)?;
    let property = account.map(|a| foil_store::customers::property(act.tx, a.property_id)).transpose()?;
    let receipts = paper.rows.iter().map(|row| Restored::new(&*row.receipt, "", row.amount_minor));
    let reason = match input.note.as_str() {
        "" => input.reason.as_str().to_owned(),
        note => format!("{}: {note}", input.reason.as_str()),
    };
    Ok(BounceLetterDoc {
        office: office_head_for(act.office, &paper.payer.language),
        number: vouchers.first().cloned().unwrap_or_else(|| first.number.clone()),
        written_on: act.today(),
        customer: paper.payer.name.clone(),
        address: property.flatten().map(|p| p.address).unwrap_or_default(),
        cheque: first.number.clone(),
        bank: if fold(&paper.drawer) == fold(&paper.payer.name) {
            first.bank.clone()
        } else {
            format!("{}, {}", first.bank, paper.drawer)
        },
        amount: paper.amount,
        received_on: first.received_on,
        reason,
        receipts: receipts.collect(),
        total: Money::sum(due.iter().map(|d| d.amount)).ok_or(Refusal::TooMuch)?,
        due,
        fee: if fee { paper.rule.bounce_fee_minor } else { Money::ZERO },
        cash_only: paper.payer.cash_only || (input.reason.counts() && paper.cash_only_now(&paper.payer)),
    })
}

/// Writes down on each of its rows that the paper has bounced; fee and letter stand on the first.
fn mark(act: &Act<'_>, paper: &Paper, input: &BounceCheque, fee: Option<BillId>, letter: &str) -> Result<()> {
    for (at, row) in paper.rows.iter().enumerate() {
        let bounce = Bounce {
            on: act.today(),
            reason: input.reason.as_str(),
            note: input.note.as_str(),
            fee: fee.filter(|_| at == 0),
            letter: if at == 0 { letter } else { "" },
        };
        cheques::bounced(act.tx, row.id, &bounce)?;
        crate::audit::cheque_stepped(act, row.id, &row.receipt)?;
    }
    Ok(())
}
