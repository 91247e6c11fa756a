//! What happens to tickets: taken, called, held, recalled, served, missed, cancelled.

use super::in_hand::say_in_hand;
use super::line::{class_of, line, rules, shown};
use super::views::{CancelTicket, TakeTicket, TicketRef, TicketView};
use crate::approvals::Sized;
use crate::office::{Act, Order, UndoPlan};
use crate::undo::views::Effect;
use crate::{Nothing, Office, Session};
use foil_domain::approvals::ApprovalKind;
use foil_domain::customers::ByLaw;
use foil_domain::ids::{AccountId, CounterId, CustomerId, TicketId};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::queue::{Source, TicketState};
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::ShiftState;
use foil_domain::text::Note;
use foil_store::Tx;
use foil_store::tickets::{self, NewTicket, Place, TicketRow};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Accounts of one ticket at most.
const MOST_ACCOUNTS: usize = 500;

/// Takes a ticket. Its number's letter says the class it has now; the class itself follows the
/// accounts while it waits. The accounts may be a neighbour's: whoever comes with the money is served.
/// Refuses unknown customers and accounts.
pub fn take_ticket(office: &Arc<Office>, who: &Session, input: TakeTicket) -> Result<TicketView> {
    office.perform(who, Order::new("take_ticket", Right::ServeQueue), move |act| {
        let (customer, accounts) = whose(act.tx, &input)?;
        let note = input.note.as_ref().map_or("", Note::as_str);
        // The class needs the stored row; the number needs the class. So the row is written under a
        // passing number first and named right after, inside the same commit.
        let new = NewTicket {
            on: act.today(),
            number: &format!("?{}", act.audit_seq),
            kind: input.kind,
            source: Source::WalkIn,
            state: TicketState::Waiting,
            by_law: input.by_law.unwrap_or(ByLaw::None),
            note,
            account_text: "",
            customer,
            arrived_at: act.now,
            money: None,
            method: None,
            reference: "",
            bank: "",
            drawer: "",
            paid_on: None,
            problem: ("", ""),
        };
        let id = tickets::insert(act.tx, &new, &accounts)?;
        let class = class_of(&find(act.tx, id)?, act.today(), &rules(act.office));
        let number = tickets::next_number(act.tx, class.letter(), act.today())?;
        tickets::set_number(act.tx, id, &number)?;
        let ticket = find(act.tx, id)?;
        let gone = Place { state: TicketState::Cancelled, ended_at: Some(act.now), ..ticket.place() };
        act.undo_with(&UndoPlan::TicketTo { ticket: id, to: gone, seen: mark(&ticket.place())? })?;
        act.changed(json!({ "ticket": number, "id": id, "accounts": accounts, "class": class }));
        shown(act.tx, ticket, act.office, act.now)
    })
}

fn whose(tx: &Tx<'_>, input: &TakeTicket) -> Result<(Option<CustomerId>, Vec<AccountId>)> {
    if input.accounts.len() > MOST_ACCOUNTS {
        return Err(Refusal::bad_input("accounts", format!("at most {MOST_ACCOUNTS} accounts")).into());
    }
    let mut customer = input.customer;
    if let Some(id) = customer
        && foil_store::customers::find(tx, id)?.is_none()
    {
        return Err(Refusal::not_found("customer", id).into());
    }
    let mut accounts = input.accounts.clone();
    accounts.sort_unstable();
    accounts.dedup();
    for id in &accounts {
        let account = foil_store::customers::account(tx, *id)?;
        let account = account.ok_or_else(|| Refusal::not_found("account", id))?;
        customer = customer.or(Some(account.customer_id));
    }
    if let (Some(id), true) = (customer, accounts.is_empty()) {
        accounts = tickets::accounts_of_customer(tx, id, MOST_ACCOUNTS as i64)?;
    }
    Ok((customer, accounts))
}

/// Calls whoever is next to this counter. Refuses while it serves somebody, and when nobody waits.
pub fn call_next(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<TicketView> {
    office.perform(who, Order::new("call_next", Right::ServeQueue), move |act| {
        free(act)?;
        let line = line(act.tx, act.office, act.now)?;
        let (id, why) = *line.order.first().ok_or(Refusal::NobodyWaiting)?;
        let ticket = line.row(id).cloned().ok_or(Refusal::NobodyWaiting)?;
        act.changed(json!({ "ticket": ticket.number, "id": id, "why": why }));
        serve(act, ticket)
    })
}

/// Calls one ticket out of turn, or recalls a held or missed one. The audit log says that it was.
pub fn call_ticket(office: &Arc<Office>, who: &Session, input: TicketRef) -> Result<TicketView> {
    office.perform(who, Order::new("call_ticket", Right::ServeQueue), move |act| {
        let ticket = seen(act.tx, input.ticket, input.version)?;
        in_the_hall(&ticket)?;
        in_state(&ticket, &[TicketState::Waiting, TicketState::Held, TicketState::NoShow])?;
        free(act)?;
        act.changed(
            json!({ "ticket": ticket.number, "id": ticket.id, "from": ticket.state, "out_of_turn": true }),
        );
        serve(act, ticket)
    })
}

fn serve(act: &mut Act<'_>, ticket: TicketRow) -> Result<TicketView> {
    let class = class_of(&ticket, act.today(), &rules(act.office));
    let place = Place {
        state: TicketState::Serving,
        called_at: Some(act.now),
        called_class: Some(class),
        ended_at: None,
        counter: Some(act.who.counter),
        person: Some(act.who.user),
    };
    tickets::put(act.tx, ticket.id, &place)?;
    shown(act.tx, find(act.tx, ticket.id)?, act.office, act.now)
}

/// Refuses whoever serves somebody already, and whose drawer is being counted: it takes no money any more, and a shift ends with
/// nobody at the counter.
fn free(act: &Act<'_>) -> Result<()> {
    if let Some(ticket) = tickets::served_at(act.tx, act.who.counter)? {
        let counter = act.who.counter_code.clone();
        return Err(Refusal::StillServing { counter, ticket: ticket.number }.into());
    }
    match foil_store::shifts::of_person(act.tx, act.who.user)? {
        Some(own) if own.state != ShiftState::Open => {
            Err(Refusal::ShiftState { shift: own.number, state: own.state.told() }.into())
        }
        _ => Ok(()),
    }
}

/// Puts a waiting or served ticket aside; it keeps its time of arrival for when it is recalled.
pub fn hold_ticket(office: &Arc<Office>, who: &Session, input: TicketRef) -> Result<TicketView> {
    moved(office, who, "hold_ticket", input, &[TicketState::Waiting, TicketState::Serving], TicketState::Held)
}

/// Ends a served ticket without a payment.
pub fn finish_ticket(office: &Arc<Office>, who: &Session, input: TicketRef) -> Result<TicketView> {
    moved(office, who, "finish_ticket", input, &[TicketState::Serving], TicketState::Done)
}

/// Marks a called ticket whose customer did not come.
pub fn no_show(office: &Arc<Office>, who: &Session, input: TicketRef) -> Result<TicketView> {
    moved(office, who, "no_show", input, &[TicketState::Serving, TicketState::Held], TicketState::NoShow)
}

/// Takes a ticket back, with a reason. A dead letter taken back stays known by its reference.
///
/// Refuses money in hand without a second person's word (`needs_approval`: it is asked for as an act of that kind): it is
/// in no journal and in no drawer, and once it is cancelled nobody waits for it any more.
pub fn cancel_ticket(office: &Arc<Office>, who: &Session, input: CancelTicket) -> Result<TicketView> {
    office.perform(who, Order::new("cancel_ticket", Right::ServeQueue), move |act| cancelled(act, &input))
}

/// Takes a ticket back inside an act: that of whoever does it, or lets it happen.
pub(crate) fn cancelled(act: &mut Act<'_>, input: &CancelTicket) -> Result<TicketView> {
    let ticket = may_be_cancelled(act.tx, input)?;
    if let Some(amount) = in_hand_of(&ticket) {
        act.approved(ApprovalKind::Refund, Some(Money::ZERO), amount)?;
    }
    let reason = input.reason.as_str();
    move_to(act, &ticket, TicketState::Cancelled, json!({ "reason": reason }))
}

/// What a request to cancel money in hand is about. It goes away as a refund does, and by the same ceilings.
///
/// Refuses what cancelling it now would refuse, and a ticket without money, which needs nobody's word.
pub(crate) fn cancel_sized(act: &Act<'_>, input: &CancelTicket) -> Result<Sized> {
    act.who.role.must(Right::ServeQueue)?;
    let ticket = may_be_cancelled(act.tx, input)?;
    let Some(amount) = in_hand_of(&ticket) else {
        return Err(Refusal::bad_input("ticket", "money in hand; another ticket is cancelled by one").into());
    };
    Ok(Sized {
        kind: ApprovalKind::Refund,
        subject: format!("ticket:{}", ticket.id),
        about: [ticket.number, ticket.reference].join(" · "),
        amount,
        happened: false,
    })
}

/// What cancelling money in hand would do.
///
/// Refuses what cannot be cancelled any more.
pub(crate) fn cancel_would(tx: &Tx<'_>, input: &CancelTicket) -> Result<Vec<Effect>> {
    let ticket = may_be_cancelled(tx, input)?;
    let amount = in_hand_of(&ticket).unwrap_or_default();
    Ok(vec![Effect::MoneyNotPosted { ticket: ticket.number, note: ticket.note, amount }])
}

fn may_be_cancelled(tx: &Tx<'_>, input: &CancelTicket) -> Result<TicketRow> {
    use TicketState as S;
    let ticket = seen(tx, input.ticket, input.version)?;
    in_state(&ticket, &[S::Waiting, S::Serving, S::Held, S::Failed, S::Dead])?;
    Ok(ticket)
}

/// The money that came with a ticket and without its customer.
fn in_hand_of(ticket: &TicketRow) -> Option<Money> {
    ticket.money_minor.filter(|_| ticket.source.money_in_hand())
}

fn moved(
    office: &Arc<Office>,
    who: &Session,
    act_name: &'static str,
    input: TicketRef,
    from: &'static [TicketState],
    to: TicketState,
) -> Result<TicketView> {
    office.perform(who, Order::new(act_name, Right::ServeQueue), move |act| {
        let ticket = seen(act.tx, input.ticket, input.version)?;
        in_the_hall(&ticket)?;
        in_state(&ticket, from)?;
        move_to(act, &ticket, to, json!({}))
    })
}

fn move_to(
    act: &mut Act<'_>,
    ticket: &TicketRow,
    to: TicketState,
    more: serde_json::Value,
) -> Result<TicketView> {
    let ended = (to != TicketState::Held).then_some(act.now);
    let counter = if to == TicketState::Held { None } else { ticket.counter_id };
    // Whoever ends what nobody served answers for it.
    let person = ticket.person_id.or(Some(act.author().0).filter(|_| to == TicketState::Cancelled));
    tickets::put(
        act.tx,
        ticket.id,
        &Place { state: to, ended_at: ended, counter, person, ..ticket.place() },
    )?;
    say_in_hand(act, ticket.id, (ticket.state, to))?;
    let after = find(act.tx, ticket.id)?;
    let seen = mark(&after.place())?;
    act.undo_with(&UndoPlan::TicketTo { ticket: ticket.id, to: ticket.place(), seen })?;
    act.changed(
        json!({ "ticket": ticket.number, "id": ticket.id, "from": ticket.state, "to": to, "more": more }),
    );
    shown(act.tx, after, act.office, act.now)
}

fn find(tx: &Tx<'_>, id: TicketId) -> Result<TicketRow> {
    Ok(tickets::find(tx, id)?.ok_or_else(|| Refusal::not_found("ticket", id))?)
}

pub(super) fn seen(tx: &Tx<'_>, id: TicketId, version: i64) -> Result<TicketRow> {
    let ticket = find(tx, id)?;
    if ticket.version != version {
        return Err(Refusal::ChangedMeanwhile { what: format!("ticket {}", ticket.number) }.into());
    }
    Ok(ticket)
}

pub(super) fn in_state(ticket: &TicketRow, allowed: &[TicketState]) -> Result<()> {
    if allowed.contains(&ticket.state) {
        return Ok(());
    }
    Err(Refusal::TicketState { ticket: ticket.number.clone(), state: ticket.state.as_str() }.into())
}

/// Refuses money that came without its customer: served at a counter, it would be done without ever
/// having been posted; held, it would stand in no list.
fn in_the_hall(ticket: &TicketRow) -> Result<()> {
    if ticket.source.money_in_hand() {
        return Err(Refusal::MoneyInHand(ticket.number.clone()).into());
    }
    Ok(())
}

/// Whether a payment may still end this ticket.
pub(crate) fn may_be_paid(t: &TicketRow) -> bool {
    t.state == TicketState::Serving
        || (t.source.money_in_hand()
            && matches!(t.state, TicketState::Waiting | TicketState::Failed | TicketState::Dead))
}

/// Where a ticket goes whose payment is taken back: to this counter if it serves nobody, else back
/// into the line with its old time of arrival. Money in hand goes back to the worker's list as a
/// dead letter, so that the worker does not take the same payment again by itself.
pub(crate) fn place_back(tx: &Tx<'_>, counter: CounterId, ticket: &TicketRow) -> Result<Place> {
    let place = ticket.place();
    if ticket.source.money_in_hand() {
        return Ok(Place { state: TicketState::Dead, ended_at: None, ..place });
    }
    if tickets::served_at(tx, counter)?.is_none() {
        return Ok(Place { state: TicketState::Serving, ended_at: None, counter: Some(counter), ..place });
    }
    Ok(WAITING_AGAIN)
}

/// Back in the line, with nothing of having been called.
const WAITING_AGAIN: Place = Place {
    state: TicketState::Waiting,
    called_at: None,
    called_class: None,
    ended_at: None,
    counter: None,
    person: None,
};

/// Tells one place from every other. Undo asks for the place and not for the version: going to and fro
/// on one's stack gives a ticket new versions, but puts it where it was.
fn mark(place: &Place) -> Result<i64> {
    let text = serde_json::to_string(place).map_err(anyhow::Error::new)?;
    let digest = Sha256::digest(text.as_bytes());
    let head = digest.iter().take(7).fold(0, |mark, byte| mark << 8 | i64::from(*byte));
    Ok(head)
}

/// Where a plan would put a ticket now: a counter that serves somebody else meanwhile sends it back
/// into the line. Refuses a ticket that was moved since, and to cancel money in hand once more by one person's word.
fn destination(tx: &Tx<'_>, counter: CounterId, ticket: &TicketRow, to: &Place, seen: i64) -> Result<Place> {
    if mark(&ticket.place())? != seen {
        let reason = format!("ticket {} was moved since", ticket.number);
        return Err(Refusal::UndoRefused { reason }.into());
    }
    if to.state == TicketState::Cancelled && in_hand_of(ticket).is_some() {
        let reason = "money in hand is cancelled by two persons: cancel it anew".to_owned();
        return Err(Refusal::UndoRefused { reason }.into());
    }
    if to.state != TicketState::Serving {
        return Ok(to.clone());
    }
    let at = to.counter.unwrap_or(counter);
    match tickets::served_at(tx, at)? {
        Some(other) if other.id != ticket.id => Ok(WAITING_AGAIN),
        _ => Ok(to.clone()),
    }
}

/// What putting a ticket back would do.
pub(crate) fn back_effect(
    tx: &Tx<'_>,
    counter: CounterId,
    id: TicketId,
    to: &Place,
    seen: i64,
) -> Result<Effect> {
    let ticket = find(tx, id)?;
    let state = destination(tx, counter, &ticket, to, seen)?.state;
    Ok(Effect::TicketBack { number: ticket.number, state })
}

/// Puts a ticket where a plan says; gives back the effect and the way back.
pub(crate) fn put_back(act: &Act<'_>, id: TicketId, to: &Place, seen: i64) -> Result<(Effect, UndoPlan)> {
    let ticket = find(act.tx, id)?;
    let place = destination(act.tx, act.who.counter, &ticket, to, seen)?;
    tickets::put(act.tx, id, &place)?;
    say_in_hand(act, id, (ticket.state, place.state))?;
    let after = find(act.tx, id)?;
    let way_back = UndoPlan::TicketTo { ticket: id, to: ticket.place(), seen: mark(&after.place())? };
    Ok((Effect::TicketBack { number: ticket.number, state: place.state }, way_back))
}

/// Ends the hall's line with its business day; gives back how many tickets were still open.
pub(crate) fn end_day(act: &Act<'_>) -> Result<i64> {
    tickets::end_day(act.tx, act.today(), act.now)
}
