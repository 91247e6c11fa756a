//! To the bank: a numbered slip of the cheques in the office; and the bank's word that it has paid.

use super::list::slip_shown;
use super::views::{ChequeSlipView, ChequesAct, TakeSlipBack};
use crate::audit::cheque_stepped;
use crate::office::{Act, Order, input_hash};
use crate::{Nothing, Office, Session};
use anyhow::{Context, anyhow};
use foil_domain::cheques::{ChequeState, step, unsaid};
use foil_domain::documents::{ChequeSlipDoc, SlipCheque};
use foil_domain::ids::{ChequeId, DepositSlipId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::office::{Series, document_number, financial_year};
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::text::{fold, fold_number};
use foil_store::cheques::{self, ChequeRow, NewSlip};
use foil_store::deposits::{self, TakenBack};
use serde_json::json;
use std::sync::Arc;

/// Cheques in one act at most.
const MOST: usize = 500;

/// Takes cheques to the bank on a numbered slip. A paper that pays several receipts goes as one, whichever of its rows
/// was named. From here on a payment of theirs is no void any more.
///
/// Refuses an unknown cheque, one that is not in the office, and a paper of which a receipt was taken back while others
/// hold it: the bank would pay more than the books say.
pub fn deposit_cheques(office: &Arc<Office>, who: &Session, input: ChequesAct) -> Result<ChequeSlipView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("deposit_cheques", Right::DepositCheques) };
    let slip = office.perform(who, order, move |act| deposit(act, &input.cheques))?;
    office.wake_outbox();
    Ok(slip)
}

/// Takes cheques to the bank inside an act.
pub(crate) fn deposit(act: &mut Act<'_>, ids: &[ChequeId]) -> Result<ChequeSlipView> {
    let rows = named(act, ids, ChequeState::Deposited)?;
    pay_their_worth(&rows)?;
    let amount = Money::sum(rows.iter().map(|q| q.amount_minor)).ok_or(Refusal::TooMuch)?;
    let number = next(act)?;
    let document = serde_json::to_string(&slip_doc(act, &number, &rows, amount)?)
        .context("writing a deposit slip")
        .map_err(Error::Broke)?;
    let id = cheques::add_slip(
        act.tx,
        &NewSlip {
            number: &number,
            on: act.today(),
            amount,
            document: &document,
            person: act.who.user,
            at: act.now,
            counter: act.who.counter,
            audit_seq: act.audit_seq,
        },
    )?;
    for row in &rows {
        cheques::deposited(act.tx, row.id, id, act.today())?;
        cheque_stepped(act, row.id, &row.receipt)?;
    }
    paid_in(act, id, amount)?;
    act.afterwards("cheque_slip", &json!({ "slip": id }))?;
    act.made(json!({ "paper": "deposit", "number": number }));
    act.changed(json!({
        "slip": id, "number": number, "amount_minor": amount,
        "cheques": rows.iter().map(|q| q.id).collect::<Vec<_>>(),
    }));
    let row = cheques::slip(act.tx, id)?.ok_or_else(|| anyhow!("slip {id} was not stored"))?;
    Ok(slip_shown(row))
}

/// Takes a slip of cheques back that was a mistake, on the day it was made: its number stays, the journal has it both
/// ways, and its cheques are in the office again.
///
/// Refuses a slip of another day, one that was taken back before, and one of which the bank has said something already.
pub fn take_slip_back(office: &Arc<Office>, who: &Session, input: TakeSlipBack) -> Result<ChequeSlipView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("take_slip_back", Right::BankCash) };
    office.perform(who, order, move |act| {
        let slip = cheques::slip(act.tx, input.slip)?.ok_or_else(|| Refusal::not_found("slip", input.slip))?;
        if slip.taken_back || slip.business_on != act.today() {
            let state = if slip.taken_back { "taken back already" } else { "of a closed day" };
            return Err(Refusal::HasEnded { what: format!("slip {}", slip.number), state }.into());
        }
        let rows = cheques::on_slip(act.tx, slip.id)?;
        for row in &rows {
            step(&row.number, row.state, ChequeState::Received)?;
            cheques::off_the_slip(act.tx, row.id)?;
            cheque_stepped(act, row.id, &row.receipt)?;
        }
        let ids: Vec<ChequeId> = rows.iter().map(|q| q.id).collect();
        let written = serde_json::to_string(&ids).context("writing a slip's cheques").map_err(Error::Broke)?;
        deposits::take_back(
            act.tx,
            &TakenBack {
                slip: slip.id,
                cheques: &written,
                reason: input.reason.as_str(),
                person: act.who.user,
                at: act.now,
                on: act.today(),
                counter: act.who.counter,
                audit_seq: act.audit_seq,
                approval: None,
            },
        )?;
        act.made(json!({ "paper": "slip_taken_back", "number": slip.number }));
        paid_in(act, slip.id, slip.amount_minor.negated())?;
        act.changed(json!({
            "taken_back": slip.number, "amount_minor": slip.amount_minor, "cheques": ids, "reason": input.reason,
        }));
        let row = cheques::slip(act.tx, slip.id)?.ok_or_else(|| anyhow!("slip {} is gone", slip.id))?;
        Ok(slip_shown(row))
    })
}

/// Writes down that the bank has paid cheques. Refuses one that is not with the bank.
pub fn realise_cheques(office: &Arc<Office>, who: &Session, input: ChequesAct) -> Result<Nothing> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("realise_cheques", Right::DepositCheques) };
    office.perform(who, order, move |act| realise(act, &input.cheques))
}

/// The bank has paid cheques, inside an act.
pub(crate) fn realise(act: &mut Act<'_>, ids: &[ChequeId]) -> Result<Nothing> {
    let rows = named(act, ids, ChequeState::Realised)?;
    for row in &rows {
        cheques::realised(act.tx, row.id, act.today())?;
        cheque_stepped(act, row.id, &row.receipt)?;
    }
    act.changed(json!({ "cheques": rows.iter().map(|q| q.id).collect::<Vec<_>>() }));
    Ok(Nothing {})
}

/// Takes back that the bank has paid cheques, on the day on which it was said: one ticked too many.
///
/// Refuses a cheque of which nobody has said so, one of which it was said on another day, and one whose payment has
/// fallen since: the customer has had that money back.
pub fn unrealise_cheques(office: &Arc<Office>, who: &Session, input: ChequesAct) -> Result<Nothing> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("unrealise_cheques", Right::DepositCheques) };
    office.perform(who, order, move |act| {
        let today = act.today();
        let rows = papers(act, &input.cheques, |row| {
            unsaid(&row.number, row.state, row.ended_on == Some(today)).map_err(Error::from)
        })?;
        for row in &rows {
            if foil_store::reversals::of(act.tx, row.payment_id)?.is_some() {
                let what = format!("the payment {} of cheque {}", row.receipt, row.number);
                return Err(Refusal::HasEnded { what, state: "fallen since" }.into());
            }
            cheques::not_realised(act.tx, row.id)?;
            cheque_stepped(act, row.id, &row.receipt)?;
        }
        act.changed(json!({ "cheques": rows.iter().map(|q| q.id).collect::<Vec<_>>() }));
        Ok(Nothing {})
    })
}

/// The rows of the papers that are named; refuses one whose next step is not this.
fn named(act: &Act<'_>, ids: &[ChequeId], to: ChequeState) -> Result<Vec<ChequeRow>> {
    papers(act, ids, |row| step(&row.number, row.state, to).map_err(Error::from))
}

/// The rows of the papers that are named, each in the state of the one that was named; refuses what `may` refuses.
fn papers(act: &Act<'_>, ids: &[ChequeId], may: impl Fn(&ChequeRow) -> Result<()>) -> Result<Vec<ChequeRow>> {
    if ids.is_empty() || ids.len() > MOST {
        return Err(Refusal::bad_input("cheques", format!("1 to {MOST} cheques")).into());
    }
    let mut rows: Vec<ChequeRow> = Vec::new();
    for id in ids {
        let named = cheques::find(act.tx, *id)?.ok_or_else(|| Refusal::not_found("cheque", id))?;
        may(&named)?;
        for row in cheques::same_paper(act.tx, *id)? {
            if row.state == named.state && rows.iter().all(|known| known.id != row.id) {
                rows.push(row);
            }
        }
    }
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// Refuses a paper that was given for more than its receipts in the office come to.
fn pay_their_worth(rows: &[ChequeRow]) -> Result<()> {
    for row in rows {
        let paper: Vec<&ChequeRow> = rows.iter().filter(|q| is_of(q, row)).collect();
        let pays = Money::sum(paper.iter().map(|q| q.amount_minor)).ok_or(Refusal::TooMuch)?;
        if paper.iter().any(|q| q.paper_minor > pays) {
            let why = "a receipt that it paid was taken back, so the bank would pay more than the others say: \
                       let it pay that again, or take the others back too and hand it back";
            return Err(
                Refusal::ChequeState { number: row.number.clone(), state: row.state.as_str(), why }.into()
            );
        }
    }
    Ok(())
}

/// Whether two rows are one paper: one number of one bank and drawer on one day, however each receipt spells it.
fn is_of(a: &ChequeRow, b: &ChequeRow) -> bool {
    let same = |a: &ChequeRow| (fold_number(&a.number), fold(&a.bank), a.received_on, a.drawer_fold.clone());
    same(a) == same(b)
}

/// From the cheques in the office to the bank; what is below zero comes back.
fn paid_in(act: &Act<'_>, slip: DepositSlipId, amount: Money) -> Result<()> {
    let entry = Entry::balanced([
        Line { ledger: Ledger::Bank, account: None, amount },
        Line { ledger: Ledger::Cheque, account: None, amount: amount.negated() },
    ])?;
    let entry = entry.ok_or_else(|| anyhow!("the entry of slip {slip} does not balance"))?;
    foil_store::journal::post(act.tx, "deposit", slip.0, act.today(), &entry)
}

fn next(act: &Act<'_>) -> Result<String> {
    let year = financial_year(act.today(), u32::try_from(act.office.year_starts_in).unwrap_or(1));
    let n = foil_store::office::next_number(act.tx, act.who.counter, Series::Deposit, &year)?;
    let code = &act.who.counter_code;
    Ok(document_number(code, Series::Deposit, &year, n)
        .ok_or_else(|| anyhow!("counter {code} has used up its deposit slips"))?)
}

fn slip_doc(act: &Act<'_>, number: &str, rows: &[ChequeRow], total: Money) -> Result<ChequeSlipDoc> {
    let mut papers: Vec<(&ChequeRow, SlipCheque)> = Vec::new();
    for row in rows {
        match papers.iter_mut().find(|(first, _)| is_of(first, row)) {
            Some((_, paper)) => {
                paper.amount = paper.amount.plus(row.amount_minor).ok_or(Refusal::TooMuch)?;
                paper.receipts.push(row.receipt.clone());
                if row.drawer_said {
                    paper.from.clone_from(&row.drawer);
                }
            }
            None => {
                let paper = SlipCheque {
                    number: row.number.clone(),
                    bank: row.bank.clone(),
                    from: row.drawer.clone(),
                    receipts: vec![row.receipt.clone()],
                    amount: row.amount_minor,
                };
                papers.push((row, paper));
            }
        }
    }
    Ok(ChequeSlipDoc {
        office: crate::payments::office_head(act.office),
        number: number.to_owned(),
        business_on: act.today(),
        at_local: format!("{}, {}", act.zone.day_of(act.now).long(), act.zone.clock(act.now)),
        by: act.who.name.clone(),
        cheques: papers.into_iter().map(|(_, paper)| paper).collect(),
        total,
        audit_hash: String::new(),
    })
}
