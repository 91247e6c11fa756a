//! A bill that was wrong: cancelled, and made anew from what the book knows now, in one act.

use super::correct::{
    Why, claim_used, opened_if_money, record, seen, shown as correction_shown, standing, take_off, used_of,
};
use super::draft::{Desk, Draft, Wanted, draft};
use super::fallen::owed_again;
use super::hangs_on::{end_with, no_debit_note, not_made_good};
use super::issue::{desk, facts_of, issue_one, shown, usually_due};
use super::run_views::{BillPreview, CancelAndRebill, PutRight, RebillPreview, Rebilled, RightReading};
use crate::metering;
use crate::metering::views::ReplaceReading;
use crate::office::{Act, Order, input_hash};
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::approvals::ApprovalKind;
use foil_domain::billing::correction::{Off, moved};
use foil_domain::billing::{ClaimKind, CorrectionKind};
use foil_domain::ids::PlanId;
use foil_domain::metering::{ReadingKind, Remark};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::text::{Note, Reason};
use foil_store::bills::BillRow;
use foil_store::customers::AccountRow;
use foil_store::readings::ReadingRow;
use foil_store::{customers, plans, readings, runs};
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};

/// Cancels a period's bill and makes another of the same period in its place: by the readings, the tariff and
/// the loads that the book has now, with the readings that are put right first. Where nobody says otherwise, its
/// customer has the usual days to pay from today, or until the old bill's date if that is later. What was paid of the old one is credit, and the
/// new one uses it at once.
///
/// Where the old one was paid by instalments, the new one takes its place in the plan, up to what the plan was still to pay of
/// it. Surcharges on the old one and its dispute end with it; what was used since of credit that it gave is claimed anew. An account that was closed since is open again where it owes
/// something then, or has credit.
///
/// Refuses a claim that is no period's bill, a cancelled one, a stale version, an old or a new bill above the office's
/// ceiling, an estimate that a later standing bill has made good, a bill that a debit note goes back to, a
/// reading that is none of its period's or that entering would refuse, and a period that the book cannot bill.
pub fn cancel_and_rebill(office: &Arc<Office>, who: &Session, input: CancelAndRebill) -> Result<Rebilled> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("cancel_and_rebill", Right::CorrectBills) };
    office.perform(who, order, move |act| rebilled(act, &input))
}

pub(super) fn rebilled(act: &mut Act<'_>, input: &CancelAndRebill) -> Result<Rebilled> {
    if !input.readings.is_empty() {
        act.who.role.must(Right::EnterReadings)?;
    }
    let anew = anew(act, input)?;
    let in_plan = anew.in_plan()?;
    let Anew { bill, account, off, with_it, desk, made, .. } = anew;
    act.approved(ApprovalKind::Correction, act.office.correction_ceiling_minor, moves(&bill, &made)?)?;
    let (id, number) = issue_one(act, &desk, &made)?;
    if let Some((plan, amount, beside)) = in_plan {
        plans::put_planned(act.tx, plan, account.id, id, amount, beside)?;
    }

    let why = Why {
        reason: input.reason,
        note: input.note.as_str(),
        rebill: Some((id, number.clone())),
        run: None,
        beside: None,
    };
    let now = customers::account(act.tx, account.id)?.unwrap_or(account);
    let (correction, note) = record(act, CorrectionKind::Cancel, &bill, &now, &off, &why)?;
    let opened = opened_if_money(act, &now)?;
    let mut changed = json!({
        "correction": correction, "number": note, "bill": bill.id, "cancelled": bill.number,
        "rebill": id, "rebill_number": number, "total_minor": [bill.total_minor, made.made.total],
        "with_it": with_it, "used_credit": used_of(act.tx, &bill)?, "opened": opened, "readings": input.readings.iter().map(|r| r.reading).collect::<Vec<_>>(),
    });
    if let Some((plan, amount, _)) = in_plan {
        changed["in_plan"] = json!({ "plan": plan, "amount_minor": amount });
    }
    act.changed(changed);
    Ok(Rebilled { correction: correction_shown(act, correction)?, bill: shown(act, id)? })
}

/// What the bill made in the place of another would be, and what is left to pay after it. The acts themselves are
/// done and undone in one transaction, so it refuses what [`cancel_and_rebill`] would, and stores nothing. Only the
/// ceiling is not asked: who has to ask somebody else must see what they ask for.
pub fn preview_rebill(office: &Arc<Office>, who: &Session, input: CancelAndRebill) -> Result<BillPreview> {
    tried(office, who, Right::CorrectBills, input, |anew| anew.shown())
}

/// What a rebill that somebody asks for would do, and how much it would move, for the request and for whoever looks at it.
/// It refuses what [`cancel_and_rebill`] would, but for the ceiling.
pub(crate) fn rebill_would(
    office: &Arc<Office>,
    who: &Session,
    right: Right,
    input: CancelAndRebill,
) -> Result<(Money, RebillPreview)> {
    let right_ones = input.readings.clone();
    tried(office, who, right, input, move |anew| {
        let would = RebillPreview {
            old_total: anew.bill.total_minor,
            old_units: anew.bill.units.clone(),
            put_right: anew.wrong.iter().zip(&right_ones).map(|(was, is)| PutRight::of(was, is)).collect(),
            made: anew.shown()?,
        };
        Ok((moves(&anew.bill, &anew.made)?, would))
    })
}

/// What the ceiling is held against: the larger of the two bills. The difference alone would let whoever may do this
/// walk a bill to any sum in small steps, or void one of any size for another of the same; the old one alone would let
/// a claim of any size be made in the place of a small one.
fn moves(bill: &BillRow, made: &Draft) -> Result<Money> {
    let old = moved(bill.total_minor, bill.credit_used_minor)?;
    Ok(old.max(moved(made.made.total, made.made.credit_taken()?)?))
}

/// Does a rebill, looks at what came of it, and lets it fall: nothing is stored.
fn tried<T: Send + 'static>(
    office: &Arc<Office>,
    who: &Session,
    right: Right,
    mut input: CancelAndRebill,
    look: impl Fn(&Anew) -> Result<T> + Send + 'static,
) -> Result<T> {
    if input.note.as_str().is_empty() {
        // Asked for when it is done; the figures do not depend on it.
        input.note = Note::parse("preview").unwrap_or(input.note);
    }
    let_fall(office, who, Order::new("preview_rebill", right), move |act| look(&anew(act, &input)?))
}

/// Does something, looks at what came of it, and lets it fall: nothing is stored.
pub(super) fn let_fall<T: Send + 'static>(
    office: &Arc<Office>,
    who: &Session,
    order: Order<'_>,
    look: impl Fn(&mut Act<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let seen: Arc<Mutex<Option<T>>> = Arc::default();
    let slot = seen.clone();
    let told = office.perform(who, order, move |act| -> Result<()> {
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(look(act)?);
        Err(Refusal::Cancelled.into())
    });
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (told, seen) {
        (Err(Error::Refused(Refusal::Cancelled)), Some(seen)) => Ok(seen),
        (Err(error), _) => Err(error),
        (Ok(()), _) => Err(Error::Broke(anyhow!("a preview was kept"))),
    }
}

/// A bill taken back, and the one in its place worked out, not yet issued.
struct Anew {
    bill: BillRow,
    account: AccountRow,
    off: Off,
    with_it: Vec<String>,
    /// What was used of credit that the old one had given, and is claimed anew.
    short: Money,
    /// The readings that were put right, as they were, in the order that was asked for.
    wrong: Vec<ReadingRow>,
    /// The plan by which the old one was paid, and what that was still to pay of it.
    planned: Option<(PlanId, Money)>,
    desk: Desk,
    made: Draft,
}

impl Anew {
    /// The plan that the new one comes into, what that is to pay of it, and what is left of it beside.
    fn in_plan(&self) -> Result<Option<(PlanId, Money, Money)>> {
        let Some((plan, planned)) = self.planned else { return Ok(None) };
        let made = &self.made.made;
        let left = made.total.minus(made.credit_used.max(Money::ZERO)).ok_or(Refusal::TooMuch)?;
        let amount = planned.min(left);
        let beside = left.minus(amount).ok_or(Refusal::TooMuch)?;
        Ok(amount.is_positive().then_some((plan, amount, beside)))
    }

    /// The new bill as it is shown before it is made.
    fn shown(&self) -> Result<BillPreview> {
        let in_plan = self.in_plan()?;
        let plan = in_plan.map(|(plan, ..)| plan);
        let in_plan = in_plan.map_or(Money::ZERO, |(_, amount, _)| amount);
        Ok(BillPreview { plan, in_plan, ..BillPreview::of(&self.made, self.short)? })
    }
}

fn anew(act: &mut Act<'_>, input: &CancelAndRebill) -> Result<Anew> {
    let (bill, account) = seen(act, input.bill, input.version)?;
    if bill.kind != ClaimKind::Bill {
        return Err(Refusal::bad_input("bill", "a period's bill").into());
    }
    let today = act.today();
    if input.due_on.is_some_and(|due_on| due_on < today) {
        return Err(Refusal::bad_input("due_on", format!("{today} or later")).into());
    }
    not_made_good(act.tx, &bill)?;
    no_debit_note(act.tx, &bill)?;
    let off = standing(act, &bill)?.cancelled()?;
    let planned = crate::arrears::planned_by(act.tx, account.id, bill.id)?;
    let short = take_off(act, CorrectionKind::Cancel, &bill, &account, &off)?;
    let with_it = end_with(act, &bill, input.reason)?;
    owed_again(act, &bill, input.reason)?;
    claim_used(act, &bill, short)?;

    let wrong = put_right(act, &bill, input)?;
    let before = runs::past_bills(act.tx, account.id, bill.period_from_on, 1)?;
    let facts = facts_of(act.tx, account.id)?;
    let usual = bill.due_on.max(usually_due(act.tx, act.office, &facts)?);
    let wanted = Wanted {
        due_on: input.due_on.unwrap_or(usual),
        after: before.first().map(|b| b.period_to_on.plus_days(1)),
        replaces: Some((bill.id, bill.number.clone())),
    };
    let desk = desk(act.tx, act.office, Some(bill.period_to_on.plus_days(1).min(today)))?;
    let made = draft(act.tx, &desk, facts, &wanted)?;
    Ok(Anew { bill, account, off, with_it, short, wrong, planned, desk, made })
}

/// Readings corrected in one act at most.
const MOST_READINGS: usize = 50;

/// Puts the readings of a bill right that was just taken back; gives them back as they were.
fn put_right(act: &Act<'_>, bill: &BillRow, input: &CancelAndRebill) -> Result<Vec<ReadingRow>> {
    if input.readings.is_empty() {
        return Ok(Vec::new());
    }
    if input.readings.len() > MOST_READINGS {
        return Err(Refusal::bad_input("readings", format!("at most {MOST_READINGS}")).into());
    }
    let reason = Reason::parse(input.note.as_str())
        .map_err(|_| Refusal::bad_input("note", "why the reading was wrong"))?;
    let mut readings = Vec::with_capacity(input.readings.len());
    for (at, right) in input.readings.iter().enumerate() {
        readings.push((wrong_reading(act, bill, right, at)?, right));
    }
    let as_they_were = readings.iter().map(|(wrong, _)| wrong.clone()).collect();
    // Newest first: what was read after one that is put right is entered once more, under another id.
    readings.sort_by_key(|(wrong, _)| std::cmp::Reverse(wrong.read_on));
    for (wrong, right) in readings {
        let replacement = ReplaceReading {
            reading: right.reading,
            value: right.value.clone(),
            kind: right.kind,
            remark: right.remark.unwrap_or_else(|| kept_remark(&wrong, right.kind)),
            rolled_over: right.rolled_over,
            reason: reason.clone(),
        };
        metering::put_right(act, &replacement)?;
    }
    Ok(as_they_were)
}

/// What was found at the meter stays as the wrong reading says it: a register that was set back to zero was set back,
/// whatever it showed. Only that nobody could read it cannot be said of one that the office read.
fn kept_remark(wrong: &ReadingRow, kind: ReadingKind) -> Remark {
    match wrong.remark {
        Remark::Locked if kind == ReadingKind::Actual => Remark::Working,
        Remark::NoMeter if kind.is_measured() => Remark::Working,
        remark => remark,
    }
}

/// A reading that a bill was made from; refuses any other.
fn wrong_reading(act: &Act<'_>, bill: &BillRow, right: &RightReading, at: usize) -> Result<ReadingRow> {
    let own = readings::find(act.tx, right.reading)?.filter(|row| {
        row.account_id == bill.account_id
            && row.read_on > bill.period_from_on
            && row.read_on <= bill.period_to_on.plus_days(1)
    });
    let expected = || format!("a reading that bill {} was made from", bill.number);
    Ok(own.ok_or_else(|| Refusal::bad_input(format!("readings[{at}].reading"), expected()))?)
}
