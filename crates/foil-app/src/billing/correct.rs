//! Taking claims back: cancellation, credit note, write-off. An issued bill is never edited.
//!
//! Each correction has its own number, reason and paper; what had been paid beyond what remains becomes credit
//! on the account, in the same commit.

use super::claim::{NewClaim, claim_against, ledger_of, next};
use super::fallen::{owed_again, would_be_owed_again};
use super::hangs_on::{credit_surcharges, end_with, is_kindness, newest_first, no_debit_note, not_counted};
use super::made_good::{given_of, given_since};
use super::not_going;
use super::paper::{head_of, note_doc, to_json};
use super::rebill::let_fall;
use super::set_off::{returned, take_back};
use super::views::{
    CancelBill, CorrectionPreview, CorrectionView, GiveCreditNote, PreviewCorrection, WriteOff,
};
use crate::office::{Act, Order, input_hash};
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::approvals::ApprovalKind;
use foil_domain::billing::correction::{Off, Standing, moved};
use foil_domain::billing::{BillLineKind, ClaimKind, CorrectionKind, CorrectionReason};
use foil_domain::customers::AccountStatus;
use foil_domain::documents::{BillDocLine, LineName, NoteDoc, NoteKind};
use foil_domain::ids::{AccountId, BillId, BillRunId, CorrectionId, DisputeId, PlanId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::office::Series;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::bills::{self, BillLineRow, BillRow};
use foil_store::corrections::{self, CorrectionRow, NewCorrection};
use foil_store::customers::{self, AccountRow};
use foil_store::disputes::{self, DisputeRow};
use serde_json::json;
use std::sync::Arc;

/// Takes a claim back as a whole: nothing is left of it, and what was paid becomes credit. Surcharges on it and its
/// dispute end with it; surcharges that fell as it put an estimate right are charged anew, and so is what was used since
/// of credit that it gave. An account that was closed since is open again, for its credit or for what is owed again.
///
/// Refuses a cancelled claim, a stale version, an amount above the office's ceiling, a period's bill after which
/// a bill of a later period stands, a claim that a debit note goes back to, and a debit note that a later bill has counted
/// in.
pub fn cancel_bill(office: &Arc<Office>, who: &Session, input: CancelBill) -> Result<CorrectionView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("cancel_bill", Right::CorrectBills) };
    office.perform(who, order, move |act| cancelled(act, &input))
}

pub(super) fn cancelled(act: &mut Act<'_>, input: &CancelBill) -> Result<CorrectionView> {
    let (bill, account) = seen(act, input.bill, input.version)?;
    let moves = moved(bill.total_minor, bill.credit_used_minor)?;
    act.approved(ApprovalKind::Correction, act.office.correction_ceiling_minor, moves)?;
    let why = Why { reason: input.reason, note: input.note.as_str(), rebill: None, run: None, beside: None };
    let Gone { made: (id, number), with_it, again } = taken_back(act, &bill, &account, &why)?;
    act.changed(json!({
        "correction": id, "number": number, "bill": bill.id, "cancelled": bill.number, "with_it": with_it,
        "charged_anew": again, "used_credit": used_of(act.tx, &bill)?,
    }));
    shown(act, id)
}

/// What came of a cancellation.
struct Gone {
    made: (CorrectionId, String),
    /// The numbers of what ended with it.
    with_it: Vec<String>,
    /// The numbers of what was charged anew.
    again: Vec<String>,
}

fn taken_back(act: &mut Act<'_>, bill: &BillRow, account: &AccountRow, why: &Why<'_>) -> Result<Gone> {
    newest_first(act.tx, bill)?;
    no_debit_note(act.tx, bill)?;
    not_counted(act.tx, bill)?;
    let off = standing(act, bill)?.cancelled()?;
    let made = correct(act, CorrectionKind::Cancel, bill, account, &off, why)?;
    let with_it = end_with(act, bill, why.reason)?;
    let again = owed_again(act, bill, why.reason)?;
    Ok(Gone { made, with_it, again })
}

/// Takes a part of a claim back: a mistake, a discount, a subsidy. Off what is left first; what had been paid
/// becomes credit. Surcharges on what was never owed are credited with it; of a discount or a subsidy they stand. It decides
/// no dispute: of a claim that is in one it says that it is for something else, or is a kindness.
///
/// Refuses a cancelled claim, a stale version, more than is still claimed and the reading of no later bill has given
/// back, one that does not say so or takes some of what is in dispute, and an amount that is, with the claim's other credit
/// notes, above the office's ceiling.
pub fn give_credit_note(
    office: &Arc<Office>,
    who: &Session,
    input: GiveCreditNote,
) -> Result<CorrectionView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("give_credit_note", Right::CorrectBills) };
    office.perform(who, order, move |act| credited(act, &input))
}

pub(super) fn credited(act: &mut Act<'_>, input: &GiveCreditNote) -> Result<CorrectionView> {
    let (bill, account) = seen(act, input.bill, input.version)?;
    let standing = standing(act, &bill)?;
    let off = standing.credited(input.amount)?;
    let said = (input.reason, input.beside_dispute);
    let beside = beside_dispute(act, (&bill, &standing), input.amount, said)?;
    credit_approved(act, bill.id, input.amount, input.reason)?;
    let why = Why { reason: input.reason, note: input.note.as_str(), rebill: None, run: None, beside };
    let (id, number) = correct(act, CorrectionKind::CreditNote, &bill, &account, &off, &why)?;
    let with_it = credit_surcharges(act, &bill, input.amount, input.reason, None)?;
    let mut changed = json!({
        "correction": id, "number": number, "bill": bill.id, "credited_minor": off.credited,
        "amount_minor": input.amount, "reason": input.reason, "with_it": with_it,
    });
    if let Some(dispute) = beside {
        changed["beside_dispute"] = json!(dispute);
    }
    act.changed(changed);
    shown(act, id)
}

/// The open dispute of a claim beside which a credit note is given, where it `said` that it is for something else: given for
/// the dispute, the same would be given again when somebody upholds it. A discount or a subsidy is no answer to one.
///
/// Refuses one that does not say so, and more than is not in dispute.
pub(super) fn beside_dispute(
    act: &Act<'_>,
    (bill, standing): (&BillRow, &Standing),
    amount: Money,
    (reason, said): (CorrectionReason, bool),
) -> Result<Option<DisputeId>> {
    let open = if is_kindness(reason) { None } else { disputes::open_of(act.tx, bill.id)? };
    let Some(dispute) = open else { return Ok(None) };
    let disputed = upheld_at_most(act.tx, &dispute)?;
    if !disputed.is_positive() {
        return Ok(None);
    }
    let plain = |amount: Money| amount.plain(u32::try_from(act.office.decimals).unwrap_or(2));
    if !said {
        let amount = plain(disputed);
        return Err(Refusal::InDispute { number: bill.number.clone(), amount }.into());
    }
    let most = standing.creditable()?.minus(disputed).ok_or(Refusal::TooMuch)?;
    if amount > most {
        let wanted = format!("{} at most: {} are in dispute", plain(most), plain(disputed));
        return Err(Refusal::bad_input("amount", wanted).into());
    }
    Ok(Some(dispute.id))
}

/// Gives up what is left of a claim, or a part of it: it will never be paid. That is no void: the claim was
/// right, and the loss stands in a ledger of its own. A deposit that never came is no loss: it is held no more.
///
/// Refuses a cancelled or settled claim, a stale version, more than is left, and an amount that is, with the claim's
/// other write-offs, above the office's ceiling.
pub fn write_off(office: &Arc<Office>, who: &Session, input: WriteOff) -> Result<CorrectionView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("write_off", Right::WriteOff) };
    office.perform(who, order, move |act| written_off(act, &input))
}

pub(super) fn written_off(act: &mut Act<'_>, input: &WriteOff) -> Result<CorrectionView> {
    let (bill, account) = seen(act, input.bill, input.version)?;
    let standing = standing(act, &bill)?;
    let amount = input.amount.unwrap_or(standing.unpaid()?);
    let off = standing.written_off(amount)?;
    let in_all = with_before(act, bill.id, CorrectionKind::WriteOff, amount)?;
    act.approved(ApprovalKind::WriteOff, act.office.write_off_ceiling_minor, in_all)?;
    let why = Why {
        reason: CorrectionReason::Uncollectable,
        note: input.note.as_str(),
        rebill: None,
        run: None,
        beside: None,
    };
    let (id, number) = correct(act, CorrectionKind::WriteOff, &bill, &account, &off, &why)?;
    act.changed(json!({ "correction": id, "number": number, "bill": bill.id, "amount_minor": amount }));
    shown(act, id)
}

/// What a correction would leave to pay, and what would become credit. A cancellation and a credit note are done and undone in
/// one transaction, with all that ends or falls with them, and store nothing; only the ceiling is not asked: who has to ask
/// somebody else must see what they ask for.
///
/// Refuses an unknown or cancelled claim, more than the correction could take off it, and a claim that cannot be cancelled.
pub fn preview_correction(
    office: &Arc<Office>,
    who: &Session,
    input: PreviewCorrection,
) -> Result<CorrectionPreview> {
    correction_would(office, who, Right::SeeCustomers, (input, None))
}

/// The same of a correction that somebody asks for, of the account as it was then: refuses what has moved since.
pub(crate) fn correction_would(
    office: &Arc<Office>,
    who: &Session,
    right: Right,
    (input, version): (PreviewCorrection, Option<i64>),
) -> Result<CorrectionPreview> {
    if input.kind == CorrectionKind::WriteOff {
        return office.view(who, right, |tx, _| {
            as_seen(&of_claim(tx, input.bill)?.1, version)?;
            would(tx, &input)
        });
    }
    let_fall(office, who, Order::new("preview_correction", right), move |act| {
        let (bill, account) = of_claim(act.tx, input.bill)?;
        as_seen(&account, version)?;
        let told = would(act.tx, &input)?;
        not_going(act.tx, account.id)?;
        let before = owes(act, bill.account_id)?;
        let planned = crate::arrears::plan_of(act.tx, account.id)?;
        let set_off = match input.kind {
            CorrectionKind::Cancel => crate::arrears::taken_with(act.tx, account.id, bill.id)?,
            CorrectionKind::CreditNote | CorrectionKind::WriteOff => None,
        };
        let plan_reopens = set_off.map_or(Money::ZERO, |(.., reopens)| reopens);
        let dispute = disputes::open_of(act.tx, bill.id)?;
        let gives = dispute.as_ref().map(|dispute| upheld_at_most(act.tx, dispute)).transpose()?;
        let reason = input.reason.unwrap_or(CorrectionReason::Other);
        let mut why = Why { reason, note: "preview", rebill: None, run: None, beside: None };
        if input.kind == CorrectionKind::Cancel {
            taken_back(act, &bill, &account, &why)?;
        } else {
            let (standing, amount) = (standing(act, &bill)?, told.owes_more.negated());
            why.beside = beside_dispute(act, (&bill, &standing), amount, (reason, input.beside_dispute))?;
            correct(act, CorrectionKind::CreditNote, &bill, &account, &standing.credited(amount)?, &why)?;
            credit_surcharges(act, &bill, amount, reason, None)?;
        }
        let owes_more = owes(act, bill.account_id)?.minus(before).ok_or(Refusal::TooMuch)?;
        let surcharges_off = match input.kind {
            CorrectionKind::CreditNote => told.owes_more.minus(owes_more).ok_or(Refusal::TooMuch)?,
            CorrectionKind::Cancel | CorrectionKind::WriteOff => Money::ZERO,
        };
        let still_open = disputes::open_of(act.tx, bill.id)?.is_some();
        let upholds = gives.filter(|_| !still_open).unwrap_or_default();
        let still = crate::arrears::plan_of(act.tx, account.id)?;
        let (plan, plan_falls) = fell(planned, still)?;
        let plan = plan.or_else(|| set_off.filter(|_| plan_reopens.is_positive()).map(|(plan, ..)| plan));
        Ok(CorrectionPreview { owes_more, surcharges_off, upholds, plan, plan_falls, plan_reopens, ..told })
    })
}

/// What a correction would leave of its own claim.
fn would(tx: &Tx<'_>, input: &PreviewCorrection) -> Result<CorrectionPreview> {
    let (bill, account) = of_claim(tx, input.bill)?;
    let standing = standing_of(tx, &bill)?;
    let off = match input.kind {
        CorrectionKind::Cancel => standing.cancelled()?,
        CorrectionKind::CreditNote => {
            standing.credited(input.amount.map_or_else(|| standing.creditable(), Ok)?)?
        }
        CorrectionKind::WriteOff => standing.written_off(input.amount.unwrap_or(standing.unpaid()?))?,
    };
    let of_plan = match input.kind {
        CorrectionKind::WriteOff => crate::arrears::planned_by(tx, account.id, bill.id)?,
        CorrectionKind::Cancel | CorrectionKind::CreditNote => None,
    };
    Ok(CorrectionPreview {
        plan: of_plan.map(|(plan, _)| plan),
        plan_falls: of_plan
            .map_or(Ok(Money::ZERO), |(_, planned)| Ok::<_, Error>(planned.min(off.unpaid()?)))?,
        plan_reopens: Money::ZERO,
        claimed_anew: credit_after(&account, &off)?.1,
        left: standing.unpaid()?.minus(off.unpaid()?).ok_or(Refusal::TooMuch)?,
        owed_again: off.back()?,
        credited: off.credited,
        charged_anew: match input.kind {
            CorrectionKind::Cancel => would_be_owed_again(tx, &bill)?,
            CorrectionKind::CreditNote | CorrectionKind::WriteOff => Money::ZERO,
        },
        surcharges_off: Money::ZERO,
        upholds: Money::ZERO,
        owes_more: off.amount()?.negated(),
    })
}

/// The plan whose total has fallen, and by how much.
fn fell(before: Option<(PlanId, Money)>, after: Option<(PlanId, Money)>) -> Result<(Option<PlanId>, Money)> {
    let Some((plan, before)) = before else { return Ok((None, Money::ZERO)) };
    let after = after.map_or(Money::ZERO, |(_, after)| after);
    let falls = before.minus(after).ok_or(Refusal::TooMuch)?;
    Ok((falls.is_positive().then_some(plan), falls.max(Money::ZERO)))
}

fn of_claim(tx: &Tx<'_>, id: BillId) -> Result<(BillRow, AccountRow)> {
    let bill = bills::find(tx, id)?.ok_or_else(|| Refusal::not_found("bill", id))?;
    let account = customers::account(tx, bill.account_id)?
        .ok_or_else(|| anyhow!("account {} of bill {id} is gone", bill.account_id))?;
    Ok((bill, account))
}

/// What an account owes in all, less its credit.
fn owes(act: &Act<'_>, id: AccountId) -> Result<Money> {
    let account = customers::account(act.tx, id)?.ok_or_else(|| anyhow!("account {id} is gone"))?;
    let open = bills::open_sum(act.tx, id, act.today())?.due;
    Ok(open.minus(account.credit_minor).ok_or(Refusal::TooMuch)?)
}

/// Refuses a credit note that, with those that the claim has had, needs a second person.
fn credit_approved(act: &Act<'_>, bill: BillId, amount: Money, reason: CorrectionReason) -> Result<()> {
    let in_all = with_before(act, bill, CorrectionKind::CreditNote, amount)?;
    act.approved(kind_of(reason), act.office.correction_ceiling_minor, in_all)
}

/// As what a credit note is let happen: a mistake put right, or a kindness.
pub(super) fn kind_of(reason: CorrectionReason) -> ApprovalKind {
    match reason {
        CorrectionReason::Discount | CorrectionReason::Subsidy => ApprovalKind::Discount,
        _ => ApprovalKind::Correction,
    }
}

/// An amount with what corrections of the same kind took back of the claim before.
pub(super) fn with_before(act: &Act<'_>, bill: BillId, kind: CorrectionKind, amount: Money) -> Result<Money> {
    let before = corrections::taken_by(act.tx, bill, kind)?;
    Ok(before.plus(amount).ok_or(Refusal::TooMuch)?)
}

/// A bill with its account as it was shown; refuses when money or anything else moved on it since.
pub(super) fn seen(act: &Act<'_>, id: BillId, version: i64) -> Result<(BillRow, AccountRow)> {
    let (bill, account) = of_claim(act.tx, id)?;
    not_going(act.tx, account.id)?;
    as_seen(&account, Some(version))?;
    Ok((bill, account))
}

fn as_seen(account: &AccountRow, version: Option<i64>) -> Result<()> {
    if version.is_some_and(|version| account.version != version) {
        return Err(Refusal::ChangedMeanwhile { what: format!("account {}", account.number) }.into());
    }
    Ok(())
}

/// A claim as the rules of corrections want it.
pub(super) fn standing(act: &Act<'_>, bill: &BillRow) -> Result<Standing> {
    standing_of(act.tx, bill)
}

fn standing_of(tx: &Tx<'_>, bill: &BillRow) -> Result<Standing> {
    Ok(Standing {
        number: bill.number.clone(),
        total: bill.total_minor,
        left: bill.left_minor,
        surcharge_left: bill.surcharge_left_minor,
        credit_used: bill.credit_used_minor,
        taken: corrections::taken(tx, bill.id)?.amount,
        cancelled: bill.cancelled,
        returned: if bill.kind == ClaimKind::Bill { returned(tx, bill.id)? } else { Vec::new() },
        given: given_of(tx, bill)?,
    })
}

/// What a credit note may give for a dispute: no more than is still claimed, nor what the reading of a later bill has given
/// back. What that gave since the dispute was opened was disputed, first of all, and so was what credit notes gave since.
///
/// Refuses where a reading has left nothing of it.
pub(crate) fn upheld(tx: &Tx<'_>, dispute: &DisputeRow) -> Result<Money> {
    let id = dispute.bill_id;
    let bill = bills::find(tx, id)?.ok_or_else(|| Refusal::not_found("bill", id))?;
    if bill.cancelled {
        return Ok(Money::ZERO);
    }
    let standing = standing_of(tx, &bill)?;
    let since = given_since(tx, &bill, (dispute.opened_on, dispute.newest_bill))?;
    let given = since.as_ref().map_or(Money::ZERO, |given| given.amount);
    let noted = noted_since(tx, dispute)?;
    let rest = dispute.amount_minor.minus(given).and_then(|rest| rest.minus(noted));
    let amount = rest.ok_or(Refusal::TooMuch)?.min(standing.creditable()?).max(Money::ZERO);
    match since.or(standing.given).filter(|_| !amount.is_positive()) {
        Some(given) => Err(Refusal::GivenBack { number: bill.number, by: given.by }.into()),
        None => Ok(amount),
    }
}

/// The same, where a reading has given all of it back nothing: nothing is left of it to be given by the dispute either.
fn upheld_at_most(tx: &Tx<'_>, dispute: &DisputeRow) -> Result<Money> {
    match upheld(tx, dispute) {
        Err(Error::Refused(Refusal::GivenBack { .. })) => Ok(Money::ZERO),
        told => told,
    }
}

/// What credit notes have given of a claim since its dispute was opened: that fell with its bill, or beside what a reading had
/// given of it. A discount or a subsidy is no answer to a dispute, nor is what was said to be for something else. Of one that
/// does not know the newest correction then, those of later days.
fn noted_since(tx: &Tx<'_>, dispute: &DisputeRow) -> Result<Money> {
    let since = |x: &&CorrectionRow| match dispute.newest_correction {
        Some(newest) => x.id > newest,
        None => x.business_on > dispute.opened_on,
    };
    let notes = corrections::of_bill(tx, dispute.bill_id)?;
    let notes = notes.iter().filter(|x| x.kind == CorrectionKind::CreditNote && !is_kindness(x.reason));
    let notes = notes.filter(|x| x.beside_dispute != Some(dispute.id));
    Ok(Money::sum(notes.filter(since).map(|x| x.amount_minor)).ok_or(Refusal::TooMuch)?)
}

/// Why a claim is taken back, and what comes in its place.
pub(super) struct Why<'a> {
    pub reason: CorrectionReason,
    pub note: &'a str,
    /// The bill in its place; of a surcharge that falls with a reading the bill that charges by it.
    pub rebill: Option<(BillId, String)>,
    pub run: Option<BillRunId>,
    /// The open dispute of the claim that a credit note says it is not for.
    pub beside: Option<DisputeId>,
}

/// Corrects a claim: what is left of it, the account's credit, the number and paper, the entry.
pub(super) fn correct(
    act: &mut Act<'_>,
    kind: CorrectionKind,
    bill: &BillRow,
    account: &AccountRow,
    off: &Off,
    why: &Why<'_>,
) -> Result<(CorrectionId, String)> {
    let short = take_off(act, kind, bill, account, off)?;
    let made = record(act, kind, bill, account, off, why)?;
    opened_if_money(act, account)?;
    claim_used(act, bill, short)?;
    Ok(made)
}

/// Opens an account again that was closed with its money settled, where it owes something by a correction or has credit:
/// nothing can be paid on a closed one, and nobody would see it. No supply comes back with it. Says whether it did.
pub(super) fn opened_if_money(act: &Act<'_>, seen: &AccountRow) -> Result<bool> {
    let closed = |row: &AccountRow| row.status == AccountStatus::Closed;
    if !closed(seen) {
        return Ok(false);
    }
    let id = seen.id;
    let row = customers::account(act.tx, id)?.ok_or_else(|| anyhow!("account {id} is gone"))?;
    let settled = !row.credit_minor.is_positive() && bills::open_of_account(act.tx, id, 1)?.is_empty();
    if !closed(&row) || settled {
        return Ok(false);
    }
    crate::customers::opened_again(act, &row)?;
    Ok(true)
}

/// The credit of an account after a correction; and what is missing of credit that a cancelled bill had given, for it has been
/// used since.
fn credit_after(account: &AccountRow, off: &Off) -> Result<(Money, Money)> {
    let credit = account.credit_minor.plus(off.credited).and_then(|c| c.plus(off.back().ok()?));
    let credit = credit.ok_or(Refusal::TooMuch)?;
    Ok((credit.max(Money::ZERO), credit.min(Money::ZERO).negated()))
}

/// What begins the key of a claim for used credit, before the id of the cancelled bill that had given it.
const USED: &str = "used_credit:";

/// Claims anew what was used of credit that a cancelled bill had given: whatever that paid stays paid, and the credit it
/// was paid with was never there. The other side is the account's credit, which the cancellation has taken below nothing.
pub(super) fn claim_used(act: &mut Act<'_>, bill: &BillRow, short: Money) -> Result<()> {
    if !short.is_positive() {
        return Ok(());
    }
    let id = bill.account_id;
    let account = customers::account(act.tx, id)?.ok_or_else(|| anyhow!("account {id} is gone"))?;
    if account.status == AccountStatus::Closed {
        crate::customers::opened_again(act, &account)?;
    }
    let line = BillLineRow {
        kind: BillLineKind::Fee,
        label: LineName::UsedOfBill.label().to_owned(),
        quantity: String::new(),
        rate: String::new(),
        amount_minor: short,
    };
    let new = NewClaim {
        account: id,
        kind: ClaimKind::Charge,
        parent: None,
        key: Some(format!("{USED}{}", bill.id)),
        lines: vec![line.into()],
        due_on: act.today().plus_days(act.office.due_days),
        reason: format!("bill {} was taken back", bill.number),
    };
    claim_against(act, new, Ledger::Credit).map(|_| ())
}

/// The number of the claim for credit that a cancelled bill had given and that had been used; none where all was there.
pub(super) fn used_of(tx: &Tx<'_>, bill: &BillRow) -> Result<Option<String>> {
    let claim = bills::by_key(tx, bill.account_id, &format!("{USED}{}", bill.id))?;
    Ok(claim.map(|claim| claim.number))
}

/// Takes a correction off a claim, and gives the account what had been paid as credit. Gives what is missing of credit that
/// has been used since, to be claimed anew by [`claim_used`].
pub(super) fn take_off(
    act: &Act<'_>,
    kind: CorrectionKind,
    bill: &BillRow,
    account: &AccountRow,
    off: &Off,
) -> Result<Money> {
    let (credit, short) = credit_after(account, off)?;
    match kind {
        CorrectionKind::Cancel => {
            corrections::cancel_bill(act.tx, bill.id)?;
            take_back(act, bill.id, &off.returned)?;
        }
        CorrectionKind::CreditNote | CorrectionKind::WriteOff => {
            let left = bill.left_minor.minus(off.left).ok_or(Refusal::TooMuch)?;
            let surcharge = bill.surcharge_left_minor.minus(off.surcharge_left).ok_or(Refusal::TooMuch)?;
            bills::set_left(act.tx, bill.id, left, surcharge)?;
        }
    }
    customers::set_credit_and_bump(act.tx, account.id, credit)?;
    // What is given up was not paid: it brings no supply back. Nobody is cut for it, either.
    if kind != CorrectionKind::WriteOff || account.status != AccountStatus::Cut {
        stop_a_cut(act, account, credit)?;
    }
    Ok(short)
}

/// Writes down what was taken off: its number and paper, its entry.
pub(super) fn record(
    act: &mut Act<'_>,
    kind: CorrectionKind,
    bill: &BillRow,
    account: &AccountRow,
    off: &Off,
    why: &Why<'_>,
) -> Result<(CorrectionId, String)> {
    let number = next(act, Series::CreditNote)?;
    let note = note(act, kind, bill, account, off, why, &number)?;
    let id = corrections::insert(
        act.tx,
        &NewCorrection {
            bill: bill.id,
            kind,
            number: &number,
            left: off.left,
            surcharge_left: off.surcharge_left,
            credited: off.credited,
            reason: why.reason,
            note: why.note,
            rebill: why.rebill.as_ref().map(|(id, _)| *id),
            run: why.run,
            beside_dispute: why.beside,
            counter: act.who.counter,
            person: act.author().0,
            approval: act.grant.as_ref().map(|g| g.approval),
            on: act.today(),
            at: act.now,
            audit_seq: act.audit_seq,
            document: &to_json(&note, "a correction")?,
        },
    )?;
    post(act, kind, id, bill, off)?;
    if why.run.is_none() {
        // A cancelled run has its own row, however many bills it had.
        act.made(json!({ "paper": "credit_note", "number": number }));
    }
    Ok((id, number))
}

/// Gives a credit note inside another room's act, off what is left of a claim first, and those of its surcharges
/// that were made by the day on which it was disputed: later ones were on the rest alone, and stay.
///
/// Refuses a cancelled claim, more than is still claimed and no reading has given back, and an amount above the office's
/// ceiling.
pub(crate) fn credit(
    act: &mut Act<'_>,
    id: BillId,
    amount: Money,
    (reason, disputed_on): (CorrectionReason, Day),
    note: &str,
) -> Result<(CorrectionId, String)> {
    let (bill, account) = of_claim(act.tx, id)?;
    let off = standing(act, &bill)?.credited(amount)?;
    credit_approved(act, bill.id, amount, reason)?;
    let why = Why { reason, note, rebill: None, run: None, beside: None };
    let made = correct(act, CorrectionKind::CreditNote, &bill, &account, &off, &why)?;
    credit_surcharges(act, &bill, amount, reason, Some(disputed_on))?;
    Ok(made)
}

/// Takes a claim back as a whole inside another room's act, whatever the ceiling, for what it was charged for has fallen away.
///
/// Refuses one that a debit note goes back to.
pub(crate) fn taken_back_with_its_cause(act: &mut Act<'_>, id: BillId, note: &str) -> Result<()> {
    let (bill, account) = of_claim(act.tx, id)?;
    no_debit_note(act.tx, &bill)?;
    let off = standing(act, &bill)?.cancelled()?;
    let why = Why { reason: CorrectionReason::Other, note, rebill: None, run: None, beside: None };
    correct(act, CorrectionKind::Cancel, &bill, &account, &off, &why)?;
    end_with(act, &bill, why.reason).map(|_| ())
}

/// Takes so much of a surcharge back inside another room's act, whatever the ceiling: nobody was late by it.
pub(crate) fn surcharge_falls(act: &mut Act<'_>, id: BillId, amount: Money, note: &str) -> Result<()> {
    let (claim, account) = of_claim(act.tx, id)?;
    let standing = standing(act, &claim)?;
    if standing.creditable()? == amount {
        return taken_back_with_its_cause(act, id, note);
    }
    let why = Why { reason: CorrectionReason::Other, note, rebill: None, run: None, beside: None };
    correct(act, CorrectionKind::CreditNote, &claim, &account, &standing.credited(amount)?, &why).map(|_| ())
}

/// A claim that is taken back cuts nobody off: with the minimum no longer owed, an order to disconnect falls,
/// and a cut supply may have earned its reconnection.
fn stop_a_cut(act: &Act<'_>, account: &AccountRow, credit: Money) -> Result<()> {
    let eased = crate::arrears::eased(act, account, credit, None, false)?;
    if eased.stopped.is_some() {
        customers::set_disconnection(act.tx, account.id, None)?;
    }
    Ok(())
}

fn post(act: &Act<'_>, kind: CorrectionKind, id: CorrectionId, bill: &BillRow, off: &Off) -> Result<()> {
    let other = match ledger_of(bills::lines(act.tx, bill.id)?.iter()) {
        // Held for the customer once it is paid: what never came is no loss, and no debt of the office.
        Ledger::Deposit => Ledger::Deposit,
        _ if kind == CorrectionKind::WriteOff => Ledger::WrittenOff,
        // What was never billed is no revenue to take back: given up, it is the office's loss.
        _ if never_billed(act.tx, bill)? => Ledger::WrittenOff,
        billed => billed,
    };
    let account = Some(bill.account_id);
    let held = if other == Ledger::Deposit { account } else { None };
    let back = off.back()?;
    // With its cancellation a claim sums to nothing: what was given up of it is a loss no more, and was no income.
    let given_up = match (kind, other) {
        (CorrectionKind::Cancel, Ledger::Deposit | Ledger::WrittenOff) => Money::ZERO,
        (CorrectionKind::Cancel, _) => corrections::taken_by(act.tx, bill.id, CorrectionKind::WriteOff)?,
        (CorrectionKind::CreditNote | CorrectionKind::WriteOff, _) => Money::ZERO,
    };
    let entry = Entry::balanced([
        Line { ledger: other, account: held, amount: off.amount()?.plus(given_up).ok_or(Refusal::TooMuch)? },
        Line { ledger: Ledger::WrittenOff, account: None, amount: given_up.negated() },
        Line {
            ledger: Ledger::Receivable,
            account,
            amount: back.minus(off.unpaid()?).ok_or(Refusal::TooMuch)?,
        },
        Line {
            ledger: Ledger::Credit,
            account,
            amount: off.credited.plus(back).ok_or(Refusal::TooMuch)?.negated(),
        },
    ])?;
    let entry =
        entry.ok_or_else(|| Error::Broke(anyhow!("the entry of correction {id} does not balance")))?;
    if entry.lines().is_empty() {
        return Ok(());
    }
    foil_store::journal::post(act.tx, "correction", id.0, act.today(), &entry)
}

/// Whether a claim asks for what was never billed: what was handed back on a cheque that then came back, and credit that had
/// been used and then was not there.
fn never_billed(tx: &Tx<'_>, bill: &BillRow) -> Result<bool> {
    if bill.kind != ClaimKind::Charge {
        return Ok(false);
    }
    let key = foil_store::arrears::claim(tx, bill.id)?.map(|row| row.charge_key);
    Ok(key.is_some_and(|key| key.starts_with(USED))
        || foil_store::cheques::is_claimed_by(tx, bill.id)?
        || foil_store::reversals::is_used_credit(tx, bill.account_id, bill.id)?)
}

fn note(
    act: &Act<'_>,
    kind: CorrectionKind,
    bill: &BillRow,
    account: &AccountRow,
    off: &Off,
    why: &Why<'_>,
    number: &str,
) -> Result<NoteDoc> {
    let (note_kind, label) = match kind {
        CorrectionKind::Cancel => (NoteKind::Cancel, "cancelled"),
        CorrectionKind::CreditNote => (NoteKind::CreditNote, why.reason.as_str()),
        CorrectionKind::WriteOff => (NoteKind::WriteOff, "written_off"),
    };
    let before = bill.left_minor.plus(bill.surcharge_left_minor).ok_or(Refusal::TooMuch)?;
    let total = off.amount()?;
    Ok(NoteDoc {
        lines: vec![BillDocLine {
            label: label.into(),
            quantity: None,
            rate: None,
            amount: total,
            wording: None,
            group: None,
        }],
        total,
        credited: off.credited,
        left: Some(before.minus(off.unpaid()?).ok_or(Refusal::TooMuch)?),
        // A note stands beside its claim: nothing comes in its place.
        rebill: why
            .rebill
            .as_ref()
            .filter(|_| kind == CorrectionKind::Cancel)
            .map(|(_, number)| number.clone()),
        reason: if why.note.is_empty() {
            why.reason.as_str().to_owned()
        } else {
            format!("{}: {}", why.reason.as_str(), why.note)
        },
        ..note_doc(act, note_kind, number, &head_of(act.tx, account)?, Some(bill))
    })
}

pub(super) fn shown(act: &Act<'_>, id: CorrectionId) -> Result<CorrectionView> {
    let row = corrections::find(act.tx, id)?.ok_or_else(|| anyhow!("correction {id} is gone"))?;
    Ok(row.into())
}
