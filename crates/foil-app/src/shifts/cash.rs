//! Cash in, cash out, drops to the safe, and change between clerks.

use super::full::drop_asked;
use super::open::{counted_here, found, here_at, own_here, written};
use super::shown::move_shown;
use super::views::{AnswerChange, CashMoved, DropCash, MoveCash, OfferChange};
use crate::approvals::Sized;
use crate::audit::CASH_MOVED;
use crate::office::{Act, Order, input_hash};
use crate::people::are_one;
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::approvals::ApprovalKind;
use foil_domain::ids::{CashMoveId, CounterId, ShiftId, UserId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::shifts::pieces::{Pieces, worth};
use foil_domain::shifts::{CashKind, CashReason, CashState, FROM_SAFE, ShiftState};
use foil_domain::text::Note;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::shifts::{CashRow, NewCash, ShiftRow};
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;

/// Puts cash into one's drawer for another end than a payment; the journal has it as petty cash. Change leaves the safe for
/// it, as a drop enters it: no cash has come into the office.
///
/// Refuses who has no open shift at this counter, no amount, another reason without a note, and more change than the safe
/// has to hold.
pub fn cash_in(office: &Arc<Office>, who: &Session, input: MoveCash) -> Result<CashMoved> {
    perform(
        office,
        who,
        "cash_in",
        input,
        |input| &input.request_id,
        |act, input| {
            let moving = Moving::with_reason(CashKind::CashIn, input)?;
            if input.reason != CashReason::Change {
                return moving.done(act);
            }
            in_safe(act, input.amount)?;
            Moving { reason: FROM_SAFE, ..moving }.done(act)
        },
    )
}

/// Refuses more than the safe has to hold: nobody brings change out of it that is not there.
pub(super) fn in_safe(act: &Act<'_>, amount: Money) -> Result<()> {
    if amount > super::safe::must_hold(act.tx, act.today())? {
        return Err(Refusal::NotInSafe.into());
    }
    Ok(())
}

/// Takes cash out of one's drawer for another end than a void; the journal has it as petty cash.
///
/// Refuses what `cash_in` refuses, more than the drawer holds, more in one shift than the office's ceiling without a
/// second person's word (`needs_approval`: it is asked for as an act of that kind), and change that goes back to the
/// safe: that is a drop, and goes to the bank.
pub fn cash_out(office: &Arc<Office>, who: &Session, input: MoveCash) -> Result<CashMoved> {
    let amount = input.amount;
    let told = perform(office, who, "cash_out", input, |input| &input.request_id, cash_taken_out);
    written_down(office, who.user, "cash_out", told, || Ok(amount))
}

/// Writes down, by itself, that more was asked of somebody's drawer than it holds: a no says what is in it, and whoever
/// asks often enough knows it to the coin before they count it blind. Gives back what was told.
pub(crate) fn written_down<T>(
    office: &Arc<Office>,
    user: UserId,
    what: &'static str,
    told: Result<T>,
    amount: impl FnOnce() -> Result<Money>,
) -> Result<T> {
    if !matches!(told, Err(Error::Refused(Refusal::NotEnoughCash))) {
        return told;
    }
    let amount = amount()?;
    office.perform(&Session::house(), Order::new("cash_refused", Right::SeeFrame), move |act| {
        let own = foil_store::shifts::of_person(act.tx, user)?.map(|own| own.number);
        let login = foil_store::people::find(act.tx, user)?.map(|person| person.login);
        act.changed(
            json!({ "user": user, "login": login, "shift": own, "what": what, "amount_minor": amount }),
        );
        Ok(())
    })?;
    told
}

/// What is asked for when cash is to be taken out. Refuses what taking it out now would refuse.
pub(crate) fn cash_out_sized(act: &Act<'_>, input: &MoveCash) -> Result<Sized> {
    let shift = own_here(act)?;
    taking_out(input)?.may_leave(act, &shift)?;
    let about = format!("{} · {}", shift.number, shift.name);
    Ok(Sized {
        kind: ApprovalKind::CashOut,
        subject: subject(shift.id),
        about,
        amount: input.amount,
        happened: false,
    })
}

/// Takes cash out of the drawer of whose act it is.
pub(crate) fn cash_taken_out(act: &mut Act<'_>, input: &MoveCash) -> Result<CashMoved> {
    taking_out(input)?.done(act)
}

/// What a request to take cash out of a drawer is about.
fn subject(shift: ShiftId) -> String {
    format!("cash_out:{shift}")
}

fn taking_out(input: &MoveCash) -> Result<Moving<'_>> {
    if input.reason == CashReason::Change {
        let expected = "another reason; what goes back to the safe is dropped there";
        return Err(Refusal::bad_input("reason", expected).into());
    }
    Moving::with_reason(CashKind::CashOut, input)
}

/// What a shift may still take out by nobody's word but its owner's.
pub(super) fn free_to_take_out(tx: &Tx<'_>, shift: ShiftId) -> Result<Money> {
    let (ceiling, alone) = ceiling_and_taken(tx, shift)?;
    Ok(ceiling.minus(alone).ok_or(Refusal::TooMuch)?.max(Money::ZERO))
}

fn ceiling_and_taken(tx: &Tx<'_>, shift: ShiftId) -> Result<(Money, Money)> {
    let ceiling = foil_store::approvals::rule(tx)?.cash_out_ceiling_minor;
    Ok((ceiling, foil_store::shifts::taken_out_alone(tx, shift)?))
}

/// Drops cash from one's drawer to the safe: it goes to the bank with the shift's Z report.
///
/// Refuses who has no open shift at this counter, no amount, and more than the drawer holds.
pub fn drop_cash(office: &Arc<Office>, who: &Session, input: DropCash) -> Result<CashMoved> {
    let amount = input.amount;
    let told = perform(
        office,
        who,
        "drop_cash",
        input,
        |input| &input.request_id,
        |act, input| {
            let moving = Moving::of(CashKind::Drop, input.amount, &input.pieces, input.note.as_ref());
            moving.done(act)
        },
    );
    written_down(office, who.user, "drop_cash", told, || Ok(amount))
}

/// Offers change to another clerk's drawer. It leaves one's own when the other says that it came.
///
/// Refuses who has no open shift at this counter, an other shift that is not open, more than the drawer holds.
pub fn offer_change(office: &Arc<Office>, who: &Session, input: OfferChange) -> Result<CashMoved> {
    let amount = input.amount;
    let told = perform(
        office,
        who,
        "offer_change",
        input,
        |input| &input.request_id,
        |act, input| {
            let to = found(act, input.to)?;
            in_state(&to, ShiftState::Open)?;
            if are_one(act.tx, to.person_id, act.who.user)? {
                return Err(Refusal::bad_input("to", "another clerk's shift").into());
            }
            let moving = Moving::of(CashKind::ChangeOut, input.amount, &input.pieces, input.note.as_ref());
            Moving { other: Some(to.id), state: CashState::Offered, ..moving }.done(act)
        },
    );
    written_down(office, who.user, "offer_change", told, || Ok(amount))
}

/// Answers change that was offered: with a yes it moves from the one drawer to the other in this commit. Who offered
/// it may take it back, and a manager who sits at either drawer says no in its owner's place: neither could be counted.
///
/// Refuses what was answered before, and a yes of anybody but the receiver with their shift open at this counter.
pub fn accept_change(office: &Arc<Office>, who: &Session, input: AnswerChange) -> Result<CashMoved> {
    perform(
        office,
        who,
        "accept_change",
        input,
        |input| &input.request_id,
        |act, input| {
            let offer = offer(act, input.offer)?;
            if !input.accept {
                return declined(act, &offer);
            }
            let own = own_here(act)?;
            in_state(&own, ShiftState::Open)?;
            if offer.other_shift_id != Some(own.id) {
                return Err(Refusal::not_found("offer for you", input.offer).into());
            }
            foil_store::shifts::answer(act.tx, offer.id, CashState::Accepted, act.who.user)?;
            let came = NewCash {
                shift: own.id,
                kind: CashKind::ChangeIn,
                amount: offer.amount_minor,
                denominations: &offer.denominations,
                other: Some(offer.shift_id),
                state: CashState::Accepted,
                reason: "",
                note: &offer.note,
                person: act.who.user,
                at: act.now,
                on: act.today(),
                approval: None,
            };
            let id = move_cash(act, &came)?;
            act.changed(json!({
            "shift": own.number, "from": offer.shift, "amount_minor": offer.amount_minor, "offer": offer.id,
            "accepted": true,
        }));
            told(act, id, &own)
        },
    )
}

fn offer(act: &Act<'_>, id: CashMoveId) -> Result<CashRow> {
    let offer = foil_store::shifts::cash_move(act.tx, id)?.filter(|m| m.kind == CashKind::ChangeOut);
    let offer = offer.ok_or_else(|| Refusal::not_found("offer", id))?;
    match offer.state {
        CashState::Offered => Ok(offer),
        state => Err(Refusal::HasEnded { what: format!("offer {id}"), state: state.as_str() }.into()),
    }
}

fn declined(act: &mut Act<'_>, offer: &CashRow) -> Result<CashMoved> {
    let own = foil_store::shifts::of_person(act.tx, act.who.user)?.map(|own| own.id);
    let shift = found(act, offer.shift_id)?;
    let other = offer.other_shift_id.map(|id| found(act, id)).transpose()?;
    let theirs = own == Some(offer.shift_id) || own.is_some() && own == offer.other_shift_id;
    let at = [Some(&shift), other.as_ref()];
    if !theirs && !at.into_iter().flatten().any(|shift| in_their_place(act, shift.counter_id)) {
        return Err(Refusal::not_found("offer for you", offer.id).into());
    }
    foil_store::shifts::answer(act.tx, offer.id, CashState::Declined, act.who.user)?;
    act.changed(json!({
        "from": offer.shift, "to": offer.other, "amount_minor": offer.amount_minor, "offer": offer.id,
        "accepted": false, "withdrawn": act.who.user == offer.person_id,
    }));
    told(act, offer.id, &shift)
}

/// Whether who acts may answer for a drawer in its owner's place: a manager who sits where it stands.
pub(super) fn in_their_place(act: &Act<'_>, counter: CounterId) -> bool {
    act.who.role.may(Right::AllowVariance) && act.who.counter == counter
}

/// Drops cash from the drawer of who acts to the safe.
pub(crate) fn drop_to_safe(act: &mut Act<'_>, amount: Money) -> Result<CashMoved> {
    Moving::of(CashKind::Drop, amount, &[], None).done(act)
}

/// Writes a movement of cash, and says it in the row of the running act: whoever writes one beside the log is found out.
pub(crate) fn move_cash(act: &Act<'_>, moved: &NewCash<'_>) -> Result<CashMoveId> {
    let id = foil_store::shifts::add_cash(act.tx, moved)?;
    act.made(json!({ "paper": CASH_MOVED, "number": id.to_string() }));
    Ok(id)
}

/// One act on a drawer, under its request id.
fn perform<I: Serialize + Send + 'static>(
    office: &Arc<Office>,
    who: &Session,
    name: &'static str,
    input: I,
    request: fn(&I) -> &foil_domain::ids::RequestId,
    work: impl Fn(&mut Act<'_>, &I) -> Result<CashMoved> + Send + 'static,
) -> Result<CashMoved> {
    let hash = input_hash(&input)?;
    let id = request(&input).clone();
    let order = Order { request: Some((&id, &hash)), ..Order::new(name, Right::TakePayments) };
    office.perform(who, order, move |act| work(act, &input))
}

/// Cash on its way into one's drawer or out of it.
struct Moving<'a> {
    kind: CashKind,
    amount: Money,
    pieces: &'a [Pieces],
    other: Option<ShiftId>,
    state: CashState,
    reason: &'a str,
    note: &'a str,
}

impl<'a> Moving<'a> {
    /// For another end than a payment or a void; refuses another reason without a note.
    fn with_reason(kind: CashKind, input: &'a MoveCash) -> Result<Moving<'a>> {
        if input.reason == CashReason::Other && input.note.as_ref().is_none_or(|n| n.as_str().is_empty()) {
            return Err(Refusal::bad_input("note", "a note that says why").into());
        }
        let moving = Moving::of(kind, input.amount, &input.pieces, input.note.as_ref());
        Ok(Moving { reason: input.reason.as_str(), ..moving })
    }

    fn of(kind: CashKind, amount: Money, pieces: &'a [Pieces], note: Option<&'a Note>) -> Moving<'a> {
        let note = note.map_or("", |n| n.as_str());
        Moving { kind, amount, pieces, other: None, state: CashState::Done, reason: "", note }
    }

    fn done(&self, act: &mut Act<'_>) -> Result<CashMoved> {
        let own = whose_drawer(act)?;
        self.may_leave(act, &own)?;
        if self.kind == CashKind::CashOut {
            by_two(act, own.id, self.amount)?;
        }
        let approval = act.grant.as_ref().filter(|g| g.kind == ApprovalKind::CashOut).map(|g| g.approval);
        let moved = NewCash {
            shift: own.id,
            kind: self.kind,
            amount: self.amount,
            denominations: &written(self.pieces)?,
            other: self.other,
            state: self.state,
            reason: self.reason,
            note: self.note,
            person: act.author().0,
            at: act.now,
            on: act.today(),
            approval,
        };
        let id = move_cash(act, &moved)?;
        self.post(act, id)?;
        act.changed(json!({
            "shift": own.number, "kind": self.kind, "amount_minor": self.amount, "move": id, "to": self.other,
            "reason": self.reason,
        }));
        told(act, id, &own)
    }

    /// Refuses an amount that is none or is not what its notes and coins come to, a drawer that is not open, and more
    /// than it holds beside what it has offered.
    fn may_leave(&self, act: &Act<'_>, own: &ShiftRow) -> Result<()> {
        in_state(own, ShiftState::Open)?;
        if !self.amount.is_positive() {
            return Err(Refusal::bad_input("amount", "an amount above zero").into());
        }
        let named = worth(self.pieces, &counted_here(act.office), "pieces")?;
        if !self.pieces.is_empty() && named != self.amount {
            return Err(Refusal::bad_input("pieces", "notes and coins that come to the amount").into());
        }
        if self.kind == CashKind::CashIn {
            return Ok(());
        }
        holds(act.tx, own.id, own.business_on, self.amount)
    }

    /// Only what enters or leaves the office's cash is in the journal: a drop, change from the safe and change between
    /// drawers move it from one place of the office to another.
    fn post(&self, act: &Act<'_>, id: CashMoveId) -> Result<()> {
        let amount = match self.kind {
            CashKind::CashIn if self.reason == FROM_SAFE => return Ok(()),
            CashKind::CashIn => self.amount,
            CashKind::CashOut => self.amount.negated(),
            _ => return Ok(()),
        };
        let lines = [
            Line { ledger: Ledger::Cash, account: None, amount },
            Line { ledger: Ledger::PettyCash, account: None, amount: amount.negated() },
        ];
        let entry = Entry::balanced(lines)?.ok_or_else(|| anyhow!("cash movement {id} does not balance"))?;
        foil_store::journal::post(act.tx, "shift", id.0, act.today(), &entry)
    }
}

/// Refuses to let more out of a drawer than it holds beside what it has offered.
pub(crate) fn holds(tx: &Tx<'_>, shift: ShiftId, on: Day, amount: Money) -> Result<()> {
    let offered = foil_store::shifts::offered_by(tx, shift)?;
    let in_the_air = Money::sum(offered.iter().map(|m| m.amount_minor)).ok_or(Refusal::TooMuch)?;
    let leaving = amount.plus(in_the_air).ok_or(Refusal::TooMuch)?;
    Ok(foil_store::shifts::drawer(tx, shift, on)?.must_hold(leaving)?)
}

/// The drawer that is moved: one's own where one sits; where somebody lets it happen, that of who asked, where they
/// asked. What was let out of one drawer comes out of no other: another shift began meanwhile, with another float and a
/// ceiling of its own.
fn whose_drawer(act: &Act<'_>) -> Result<ShiftRow> {
    let Some(grant) = &act.grant else { return own_here(act) };
    let own = foil_store::shifts::of_person(act.tx, grant.asked_by.0)?.ok_or(Refusal::NoOpenShift)?;
    let own = here_at(found(act, own.id)?, grant.counter)?;
    let asked = foil_store::approvals::find(act.tx, grant.approval)?;
    if grant.kind == ApprovalKind::CashOut && asked.is_none_or(|row| row.subject != subject(own.id)) {
        let what = format!("the drawer of {}: the shift that it was asked for has ended", own.name);
        return Err(Refusal::ChangedMeanwhile { what }.into());
    }
    Ok(own)
}

/// Refuses cash above the office's ceiling by one person's word: many small ones of a shift are a large one.
fn by_two(act: &Act<'_>, shift: ShiftId, amount: Money) -> Result<()> {
    if act.grant.is_some() {
        return act.approved(ApprovalKind::CashOut, Some(Money::ZERO), amount);
    }
    let (ceiling, alone) = ceiling_and_taken(act.tx, shift)?;
    act.approved(ApprovalKind::CashOut, Some(ceiling), alone.plus(amount).ok_or(Refusal::TooMuch)?)
}

pub(super) fn in_state(shift: &ShiftRow, wanted: ShiftState) -> Result<()> {
    if shift.state == wanted {
        return Ok(());
    }
    Err(Refusal::ShiftState { shift: shift.number.clone(), state: shift.state.told() }.into())
}

fn told(act: &Act<'_>, id: CashMoveId, own: &ShiftRow) -> Result<CashMoved> {
    let row =
        foil_store::shifts::cash_move(act.tx, id)?.ok_or_else(|| anyhow!("movement {id} was not stored"))?;
    let drop_asked = drop_asked(act.tx, act.office, own.id, own.business_on)?;
    Ok(CashMoved { moved: move_shown(row), drop_asked })
}
