//! Finding the step that is meant, and carrying plans out.

use super::views::{Effect, StepRef, VoidPayment};
use crate::Session;
use crate::approvals::views::AskedAct;
use crate::approvals::{Ask, granted, of_payment};
use crate::arrears::{OrderMoved, fees_off};
use crate::office::{Act, Grant, UndoPlan};
use crate::payments::{Again, PayOrder, Voided, Voiding, pay, void};
use anyhow::Context;
use foil_domain::approvals::ApprovalKind;
use foil_domain::cheques::ChequeState;
use foil_domain::ids::{AccountId, PaymentId, StepId, UserId};
use foil_domain::payments::Method;
use foil_domain::people::{Right, Role};
use foil_domain::queue::TicketState;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::text::Note;
use foil_domain::time::Day;
use foil_domain::undo::{Facts, UndoReason, UndoState, decide};
use foil_store::Tx;
use foil_store::payments::PaymentRow;
use foil_store::undo::StepRow;

/// A step on somebody's stack with its plan.
pub(super) struct Found {
    pub owner: UserId,
    pub step: StepRow,
    pub plan: UndoPlan,
}

pub(super) fn plan_of(step: &StepRow) -> Result<UndoPlan> {
    let read = serde_json::from_str(&step.plan);
    Ok(read.with_context(|| format!("reading the plan of step {}", step.n))?)
}

/// The step that is meant: the newest of one's own, an older one of one's own, or the step of any
/// payment. Refuses an older step that is no payment: other acts are taken back in their order.
pub(super) fn meant(tx: &Tx<'_>, me: UserId, target: &StepRef) -> Result<Found> {
    let nothing = || Error::Refused(Refusal::NothingToUndo("undo"));
    let (owner, step) = match (target.payment, target.step) {
        (Some(id), _) => {
            let p = payment(tx, id)?;
            if p.void || p.fallen.is_some() {
                state_by_two(tx, &p, me, p.business_on)?;
            }
            let step = foil_store::undo::find(tx, p.person_id, p.undo_n)?.ok_or_else(nothing)?;
            (p.person_id, step)
        }
        (None, Some(n)) => (me, foil_store::undo::find(tx, me, n)?.ok_or_else(nothing)?),
        (None, None) => (me, foil_store::undo::top_done(tx, me)?.ok_or_else(nothing)?),
    };
    if step.state != "done" {
        let reason = match (target.payment, step.state.as_str()) {
            (Some(_), _) => "the payment is void already",
            (None, _) => "it was taken back already",
        };
        return Err(Refusal::UndoRefused { reason: reason.into() }.into());
    }
    let plan = plan_of(&step)?;
    let newest = foil_store::undo::top_done(tx, owner)?.map(|s| s.n);
    if !matches!(plan, UndoPlan::VoidPayment { .. }) && newest != Some(step.n) {
        let reason = "only payments can be taken back out of order";
        return Err(Refusal::UndoRefused { reason: reason.into() }.into());
    }
    Ok(Found { owner, step, plan })
}

/// The step that is to be done again: what was taken back last of one's own, or a payment of one's own that is named, for it
/// depends on its accounts alone. Refuses another step: it would be done again before what was done after it.
pub(super) fn meant_again(tx: &Tx<'_>, me: UserId, shown: Option<StepId>) -> Result<Found> {
    let nothing = || Error::Refused(Refusal::NothingToUndo("redo"));
    let last = foil_store::undo::next_redo(tx, me)?.ok_or_else(nothing)?;
    let step = match shown.filter(|shown| *shown != last.n) {
        None => last,
        Some(shown) => {
            let found = foil_store::undo::find(tx, me, shown)?.filter(|step| step.state == "undone");
            let again = |step: &StepRow| Ok::<_, Error>(matches!(plan_of(step)?, UndoPlan::PayAgain { .. }));
            match found {
                Some(step) if again(&step)? => step,
                _ => {
                    let reason = "something else was taken back since".to_owned();
                    return Err(Refusal::RedoRefused { reason }.into());
                }
            }
        }
    };
    let plan = plan_of(&step)?;
    Ok(Found { owner: me, step, plan })
}

pub(super) fn payment(tx: &Tx<'_>, id: PaymentId) -> Result<PaymentRow> {
    let found = foil_store::payments::find(tx, id)?;
    Ok(found.ok_or_else(|| Refusal::not_found("payment", id))?)
}

/// The state in which a payment is taken back by somebody who acts alone, of a role. What they have counted already they
/// take back by nobody's leave but another's: where nobody else is, it is done first and looked at afterwards.
pub(super) fn state_of(tx: &Tx<'_>, p: &PaymentRow, me: UserId, role: Role, today: Day) -> Result<UndoState> {
    state(tx, p, (me, role, false), today)
}

/// The state in which a payment is taken back by somebody whom another who may lets do it.
pub(super) fn state_by_two(tx: &Tx<'_>, p: &PaymentRow, me: UserId, today: Day) -> Result<UndoState> {
    state(tx, p, (me, Role::Manager, true), today)
}

fn state(
    tx: &Tx<'_>,
    p: &PaymentRow,
    (me, role, second): (UserId, Role, bool),
    today: Day,
) -> Result<UndoState> {
    let at_bank = |q: &foil_store::cheques::ChequeRow| {
        matches!(q.state, ChequeState::Deposited | ChequeState::Realised)
    };
    let by_this_log_in = p.person_id == me;
    let own = crate::people::are_one(tx, p.person_id, me)?;
    let same_session = match p.shift_id {
        Some(drawer) if by_this_log_in => crate::shifts::own_open(tx, me)? == Some(drawer),
        _ => by_this_log_in && p.business_on == today,
    };
    Ok(decide(&Facts {
        taken_on: p.business_on,
        today,
        own,
        by_this_log_in,
        same_session,
        void: p.void,
        fallen: p.fallen,
        deposited: foil_store::cheques::of_payment(tx, p.id)?.iter().any(at_bank) || cash_paid_in(tx, p)?,
        moved_in: foil_store::reversals::that_made(tx, p.id)?.is_some(),
        vended: vended(p),
        role,
        second,
    })?)
}

/// Whether a prepaid token was vended for a payment and may have been used: the one place where undo asks it. No office
/// vends yet, so none was; whoever builds the vending answers here, with the story of a payment that its token blocks.
const fn vended(_: &PaymentRow) -> bool {
    false
}

/// Whether the cash of a payment went to the bank with what its drawer left: then it is in the office no more.
fn cash_paid_in(tx: &Tx<'_>, p: &PaymentRow) -> Result<bool> {
    let Some(shift) = p.shift_id else { return Ok(false) };
    let is_cash = |t: &foil_store::payments::TenderRow| t.method == Method::Cash;
    Ok(foil_store::payments::tenders(tx, p.id)?.iter().any(is_cash)
        && foil_store::deposits::paid_in(tx, shift)?)
}

/// The right that carrying a plan out needs: that of the act itself, as the role is now. Who has become an
/// admin moves no money any more, by undoing it neither; who may no longer cut does not take a cut back.
pub(super) fn right_of(plan: &UndoPlan, act: &str) -> Right {
    match plan {
        UndoPlan::VoidPayment { .. } | UndoPlan::PayAgain { .. } => Right::TakePayments,
        UndoPlan::TicketTo { .. } => Right::ServeQueue,
        UndoPlan::TurnReadings { .. } => Right::EnterReadings,
        UndoPlan::TurnMeters { .. } | UndoPlan::TurnMeterRight { .. } => Right::ManageMeters,
        UndoPlan::RestoreRecord { .. } if act == "switch_account" => Right::SwitchService,
        UndoPlan::RestoreRecord { .. } | UndoPlan::TurnCycles { .. } => Right::EditCustomers,
    }
}

/// Why, for voids.
pub(super) struct Because {
    pub reason: Option<UndoReason>,
    pub note: String,
}

/// What carrying a plan out gave.
pub(super) struct Carried {
    pub effects: Vec<Effect>,
    pub way_back: UndoPlan,
    pub slip: Option<String>,
    pub payment: Option<PaymentId>,
    pub number: Option<String>,
    pub moved: Vec<Moved>,
}

/// An account's version that carrying a plan out has moved; see [`follow`].
pub(super) struct Moved {
    account: AccountId,
    before: i64,
    after: i64,
}

/// Carries the plan of a step out inside an act.
pub(super) fn carry_out(
    act: &mut Act<'_>,
    step: StepId,
    plan: UndoPlan,
    because: &Because,
) -> Result<Carried> {
    match plan {
        UndoPlan::VoidPayment { payment, order, stopped, moved } => {
            void_payment(act, payment, order, (&stopped, &moved), because)
        }
        UndoPlan::PayAgain { payment, order } => pay_again(act, Again { of: payment, step }, order),
        UndoPlan::TicketTo { ticket, to, seen } => {
            let (effect, way_back) = crate::queue::put_back(act, ticket, &to, seen)?;
            let moved = Vec::new();
            Ok(Carried { effects: vec![effect], way_back, slip: None, payment: None, number: None, moved })
        }
        UndoPlan::RestoreRecord { what, id, before, after_version } => {
            let (effect, way_back) =
                crate::customers::restore_record(act, &what, id, &before, after_version)?;
            let moved = Vec::new();
            Ok(Carried { effects: vec![effect], way_back, slip: None, payment: None, number: None, moved })
        }
        UndoPlan::TurnReadings { turned, cases } => {
            let (effects, way_back) = crate::metering::turn_readings(act, &turned, &cases)?;
            let moved = Vec::new();
            Ok(Carried { effects, way_back, slip: None, payment: None, number: None, moved })
        }
        UndoPlan::TurnMeters { moved } => {
            let (effects, way_back) = crate::metering::turn_meter_move(act, &moved)?;
            let moved = Vec::new();
            Ok(Carried { effects, way_back, slip: None, payment: None, number: None, moved })
        }
        UndoPlan::TurnMeterRight { right } => {
            let (effects, way_back) = crate::metering::turn_meter_put_right(act, &right)?;
            let moved = Vec::new();
            Ok(Carried { effects, way_back, slip: None, payment: None, number: None, moved })
        }
        UndoPlan::TurnCycles { moved } => {
            let (effects, way_back) = crate::billing::turn_cycle_move(act, &moved)?;
            let moved = Vec::new();
            Ok(Carried { effects, way_back, slip: None, payment: None, number: None, moved })
        }
    }
}

fn void_payment(
    act: &mut Act<'_>,
    id: PaymentId,
    order: PayOrder,
    (stopped, orders): (&[(AccountId, Day)], &[OrderMoved]),
    because: &Because,
) -> Result<Carried> {
    let reason = because.reason.ok_or_else(|| Refusal::bad_input("reason", "a reason from the list"))?;
    if reason == UndoReason::Other && because.note.is_empty() {
        return Err(Refusal::bad_input("note", "a note that says why").into());
    }
    let p = payment(act.tx, id)?;
    let (state, allowed_by) = allowed(act, &p)?;
    let before = as_it_stands_now(act.tx, order.clone())?;
    let voiding =
        Voiding { payment: &p, stopped, moved: orders, state, reason, note: &because.note, allowed_by };
    let Voided { slip, effects, fees } = void(act, &voiding)?;
    let mut order = as_it_stands_now(act.tx, order)?;
    order.stops = back_in_force(act.tx, stopped)?;
    order.fees = fees;
    Ok(Carried {
        effects,
        moved: moved(&before, &order),
        way_back: UndoPlan::PayAgain { payment: id, order },
        slip: Some(slip),
        payment: Some(id),
        number: Some(p.number),
    })
}

/// Of the accounts whose disconnection a payment had stopped, those that have one again after its void.
fn back_in_force(tx: &Tx<'_>, stopped: &[(AccountId, Day)]) -> Result<Vec<AccountId>> {
    let mut back = Vec::new();
    for (id, _) in stopped {
        let account = foil_store::customers::account(tx, *id)?;
        back.extend(account.filter(|a| a.disconnection_on.is_some()).map(|_| *id));
    }
    Ok(back)
}

/// In which state a payment is voided, and who lets it happen.
fn allowed(act: &Act<'_>, p: &PaymentRow) -> Result<(UndoState, Option<(UserId, String)>)> {
    let (state, by) = match &act.grant {
        // Somebody who may has said yes, or will look at it: as if a manager stood here.
        Some(grant) => (state_by_two(act.tx, p, grant.asked_by.0, act.today())?, grant.allowed_by.clone()),
        None => (alone(act, p)?, None),
    };
    match state {
        UndoState::Closed => {
            let reason =
                "its day is closed or its money is at the bank: it takes a reversal, a refund or a transfer";
            Err(Refusal::UndoRefused { reason: reason.to_owned() }.into())
        }
        state => Ok((state, by)),
    }
}

/// In which state who acts may void a payment by nobody's word but their own. Refuses another's payment to who has no
/// right to it (`needs_manager`), and one above the role's ceiling: a clerk's for voids of their own, a manager's for
/// letting voids happen.
fn alone(act: &Act<'_>, p: &PaymentRow) -> Result<UndoState> {
    let state = state_of(act.tx, p, act.who.user, act.who.role, act.today())?;
    act.within(act.office.void_ceiling_minor, p.paid_minor)?;
    if state == UndoState::SameDay {
        others_within(act.tx, act.who.role, p)?;
    }
    Ok(state)
}

/// Refuses somebody else's payment above what a role may let be voided.
pub(super) fn others_within(tx: &Tx<'_>, role: Role, p: &PaymentRow) -> Result<()> {
    Ok(role.within(foil_store::approvals::ceiling(tx, role, ApprovalKind::Void)?, p.paid_minor)?)
}

/// A word that is given at this screen for a void which who acts may not do alone, written down with the request that it
/// answers. None where nobody has to be asked.
pub(super) fn let_by(
    act: &mut Act<'_>,
    plan: &UndoPlan,
    because: &Because,
    word: Option<&Session>,
) -> Result<Option<Grant>> {
    let (UndoPlan::VoidPayment { payment: id, .. }, Some(word)) = (plan, word) else { return Ok(None) };
    let p = payment(act.tx, *id)?;
    match alone(act, &p) {
        Err(Error::Refused(Refusal::NeedsManager { .. } | Refusal::AboveCeiling { .. })) => {}
        Err(other) => return Err(other),
        Ok(_) => return Ok(None),
    }
    let reason = because.reason.ok_or_else(|| Refusal::bad_input("reason", "a reason from the list"))?;
    let note = Note::parse(&because.note).map_err(|e| Refusal::bad_input("note", e))?;
    let asked = AskedAct::VoidPayment(VoidPayment { payment: p.id, reason, note });
    let payload = serde_json::to_string(&asked).context("keeping what was asked for")?;
    let why = if because.note.is_empty() { reason.as_str() } else { because.note.as_str() };
    let ask = Ask {
        kind: ApprovalKind::Void,
        subject: &of_payment(p.id),
        about: &format!("{} · {}", p.number, p.name),
        amount: p.paid_minor,
        payload: &payload,
        reason: why,
        happened: false,
    };
    granted(act, &ask, Some(word)).map(Some)
}

fn moved(before: &PayOrder, after: &PayOrder) -> Vec<Moved> {
    let pairs = before.accounts.iter().zip(&after.accounts).filter(|(b, a)| b.version != a.version);
    pairs.map(|(b, a)| Moved { account: b.account, before: b.version, after: a.version }).collect()
}

/// Steps of one person that may still be looked at when another of theirs is taken back.
const FOLLOWERS: i64 = 200;

/// Lets one's other steps that wait to be done again follow what undo and redo have moved.
///
/// Each knows the versions its accounts had when nothing but this stack had touched them. Going to
/// and fro on the stack gives accounts new versions, but that is no change by somebody else, and must
/// not make the next redo refuse itself.
pub(super) fn follow(tx: &Tx<'_>, me: UserId, moved: &[Moved]) -> Result<()> {
    if moved.is_empty() {
        return Ok(());
    }
    for step in foil_store::undo::newest(tx, me, FOLLOWERS)? {
        if step.state != "undone" {
            continue;
        }
        let UndoPlan::PayAgain { payment, mut order } = plan_of(&step)? else { continue };
        let mut changed = false;
        for seen in &mut order.accounts {
            if let Some(m) = moved.iter().find(|m| m.account == seen.account && m.before == seen.version) {
                seen.version = m.after;
                changed = true;
            }
        }
        if changed {
            let plan = serde_json::to_string(&UndoPlan::PayAgain { payment, order });
            foil_store::undo::set_plan(tx, me, step.n, &plan.context("writing an undo plan")?)?;
        }
    }
    Ok(())
}

/// The order with the versions the accounts have after the void: if they change again before the
/// redo, the redo is refused.
fn as_it_stands_now(tx: &Tx<'_>, mut order: PayOrder) -> Result<PayOrder> {
    for seen in &mut order.accounts {
        if let Some(account) = foil_store::customers::account(tx, seen.account)? {
            seen.version = account.version;
        }
    }
    Ok(order)
}

fn pay_again(act: &mut Act<'_>, again: Again, mut order: PayOrder) -> Result<Carried> {
    let before = payment(act.tx, again.of)?;
    if before.business_on != act.today() {
        let reason = "its business day is closed".to_owned();
        return Err(Refusal::RedoRefused { reason }.into());
    }
    // The ticket may have been served meanwhile; the payment does not depend on it. One that the undo
    // sent back into the line has nothing to wait for any more.
    if let Some(ticket) = order.ticket {
        let live = foil_store::tickets::find(act.tx, ticket)?;
        let open = live.is_some_and(|t| t.state == TicketState::Waiting || crate::queue::may_be_paid(&t));
        order.ticket = order.ticket.filter(|_| open);
    }
    let seen = order.clone();
    let off = fees_off(act.tx, &order.fees)?;
    let taken = pay(act, &order, Some(again)).map_err(|e| match e {
        Error::Refused(Refusal::ChangedMeanwhile { what }) => {
            Error::Refused(Refusal::RedoRefused { reason: format!("{what} was changed since") })
        }
        other => other,
    })?;
    let way_back = act.take_undo()?;
    let mut effects = vec![Effect::PaymentAgain { number: before.number, amount: taken.paid }];
    effects.extend(off);
    Ok(Carried {
        effects,
        way_back,
        slip: None,
        payment: Some(taken.payment),
        number: Some(taken.number),
        moved: moved(&seen, &as_it_stands_now(act.tx, order)?),
    })
}
