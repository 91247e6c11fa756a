//! Service orders: what a payment stops or earns, what its undo brings back, what a crew has done.

use super::dossier::{Dossier, FEE, Falling};
use super::views::{
    OrderList, OrderOutcome, OrderPage, OrderReconnection, OrderView, OrderWorked, StopReconnection,
    WorkOrder,
};
use crate::billing::views::FeeKind;
use crate::billing::{NewClaim, claim};
use crate::metering::views::ShownValue;
use crate::metering::{CrewRead, crew_reading};
use crate::office::{Act, Order, input_hash};
use crate::undo::views::Effect;
use crate::{Nothing, Office, Session};
use foil_domain::arrears::{OrderKind, OrderState, Rule};
use foil_domain::billing::{BillLineKind, ClaimKind};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, OrderId, PaymentId};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::text::Note;
use foil_domain::time::Day;
use foil_store::bills::BillLineRow;
use foil_store::customers::{AccountData, AccountRow};
use foil_store::orders::{ListedOrder, NewOrder, OrderRow};
use foil_store::{Tx, arrears, customers, orders};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

/// Days after which it is too late to say that an order which was stopped had been carried out.
const TOO_LATE_DAYS: i64 = 7;
/// Registers that a crew reads at most, and characters of what one shows.
const MOST_REGISTERS: usize = 50;
const MOST_SHOWN: usize = 40;

/// An order that a payment moved; its undo moves it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderMoved {
    /// The account.
    pub account: AccountId,
    /// The order.
    pub order: OrderId,
    /// `reconnect` when it was made, `disconnect` when it was stopped.
    pub kind: OrderKind,
}

/// What became easier for an account.
#[derive(Debug, Default)]
pub(crate) struct Eased {
    /// The day of the disconnection that is off; the caller takes it off the account.
    pub stopped: Option<Day>,
    /// The orders that moved.
    pub moved: Vec<OrderMoved>,
}

/// Looks whether an account that owes less than before is still to be cut, or has earned its reconnection,
/// and moves its orders so, in the same commit. `credit` is what the account will hold.
///
/// For an account that is neither ordered to be cut nor cut there is nothing to look at, and nothing is. What was
/// written off of a cut account's debt was not paid: only a payment earns its reconnection then.
pub(crate) fn eased(
    act: &Act<'_>,
    account: &AccountRow,
    credit: Money,
    payment: Option<PaymentId>,
    stops: bool,
) -> Result<Eased> {
    let cut = account.status == AccountStatus::Cut;
    if !cut && account.disconnection_on.is_none() {
        return Ok(Eased::default());
    }
    let rule = arrears::rule(act.tx)?.rule();
    let dossier = Dossier::one(act.tx, account.id)?;
    let standing = dossier.stand_with(credit, &rule, act.today());
    let mut eased = Eased::default();
    let moved = |order, kind| OrderMoved { account: account.id, order, kind };
    if cut {
        // Who pays what is left when the rest was written off has paid all that is asked for.
        let is_paid = standing.is_paid_back_on() && pays_some(act, payment, account.id)?;
        if (standing.earns_reconnection() || is_paid) && dossier.reconnection.is_none() {
            let order = reconnection(act, account.id, payment, "")?;
            eased.moved.push(moved(order, OrderKind::Reconnect));
        }
    } else if stops || standing.stops_order() {
        eased.stopped = account.disconnection_on;
        if let Some(order) = &dossier.order {
            orders::end(act.tx, order.id, OrderState::Stopped, act.today(), "", &order.note, payment)?;
            eased.moved.push(moved(order.id, OrderKind::Disconnect));
        }
    }
    Ok(eased)
}

/// Whether a payment pays some of what an account owes; what is kept as credit beside it does not.
fn pays_some(act: &Act<'_>, payment: Option<PaymentId>, account: AccountId) -> Result<bool> {
    let Some(payment) = payment else { return Ok(false) };
    let shares = foil_store::payments::shares(act.tx, payment)?;
    Ok(shares.iter().any(|share| share.account_id == account && share.bill_id.is_some()))
}

/// Stops an open reconnection that has lost its ground, after a plan or a dispute has ended and what it kept aside is
/// owed again.
pub(super) fn recalled(act: &Act<'_>, id: AccountId) -> Result<()> {
    let rule = arrears::rule(act.tx)?.rule();
    let dossier = Dossier::one(act.tx, id)?;
    match &dossier.reconnection {
        Some(order) if dossier.lost_reconnection(&rule, act.today()) => call_off(act, order.id),
        _ => Ok(()),
    }
}

/// Stops a reconnection that is not earned any more.
pub(super) fn call_off(act: &Act<'_>, order: OrderId) -> Result<()> {
    orders::end(act.tx, order, OrderState::Stopped, act.today(), "", "not earned any more", None)
}

pub(super) fn reconnection(
    act: &Act<'_>,
    account: AccountId,
    payment: Option<PaymentId>,
    note: &str,
) -> Result<OrderId> {
    let on = act.today();
    orders::insert(
        act.tx,
        &NewOrder {
            account,
            kind: OrderKind::Reconnect,
            due_on: on,
            on,
            amount: Money::ZERO,
            in_plan: None,
            again: None,
            note,
            payment,
            person: act.who.user,
        },
    )
}

/// What taking a payment back means for the orders it had moved.
#[derive(Debug, Default)]
pub(crate) struct Hardened {
    /// The disconnections that are in force again, with their days; the caller writes them on the accounts.
    pub cut_again: Vec<(AccountId, Day)>,
    /// Orders to be opened again.
    reopened: Vec<OrderId>,
    /// Reconnections that are not earned any more.
    off: Vec<OrderId>,
    /// Orders by which a supply was cut before the payment came, and rightly so: their fee was spared for that payment, or
    /// for the one before whose place it had held.
    fees: Vec<OrderRow>,
    /// The payment.
    payment: Option<PaymentId>,
    /// In words.
    pub effects: Vec<Effect>,
}

/// Asks the ladder which of the orders that a payment had moved come back when it falls: a
/// stopped disconnection only where nothing else stands against it by now (a plan, a dispute, another payment,
/// a credit note), and one that the crew had carried out before bears the fee that was spared; a reconnection that nobody has
/// carried out goes only where nothing else has earned it, be it the one that the payment made or the next one after that
/// failed. What a crew has done meanwhile stays done.
pub(crate) fn harden(
    tx: &Tx<'_>,
    today: Day,
    falling: &Falling<'_>,
    stopped: &[(AccountId, Day)],
    moved: &[OrderMoved],
) -> Result<Hardened> {
    let rule = arrears::rule(tx)?.rule();
    let mut hard = Hardened { payment: Some(falling.payment), ..Hardened::default() };
    for (id, on) in stopped {
        let order = moved.iter().find(|m| m.account == *id && m.kind == OrderKind::Disconnect);
        let order = order.map(|m| orders::find(tx, m.order)).transpose()?.flatten();
        if is_in_force_again(&mut Dossier::without(tx, *id, falling)?, &rule, today, *on, order.as_ref()) {
            hard.cut_again.push((*id, *on));
            hard.reopened.extend(order.map(|o| o.id));
            let account = customers::account(tx, *id)?.map(|a| a.number);
            hard.effects.extend(account.map(|account| Effect::UrgentAgain { account }));
        }
    }
    for m in moved.iter().filter(|m| m.kind == OrderKind::Disconnect) {
        if let Some(order) = orders::find(tx, m.order)?.filter(|order| order.state == OrderState::Done) {
            was_cut_before(tx, today, falling, &rule, (&order, falling.payment), &mut hard)?;
        }
    }
    for (order, by) in stood_for(tx, falling)? {
        if !moved.iter().any(|m| m.order == order.id) {
            was_cut_before(tx, today, falling, &rule, (&order, by), &mut hard)?;
        }
    }
    for m in moved.iter().filter(|m| m.kind == OrderKind::Reconnect) {
        let Some(order) = orders::find(tx, m.order)? else { continue };
        let Some(account) = customers::account(tx, m.account)?.map(|a| a.number) else { continue };
        match order.state {
            // One that failed was made anew.
            OrderState::Open | OrderState::Failed => {
                let dossier = Dossier::without(tx, m.account, falling)?;
                if dossier.lost_reconnection(&rule, today) {
                    hard.off.extend(dossier.reconnection.map(|open| open.id));
                    hard.effects.push(Effect::ReconnectionOff { account });
                }
            }
            OrderState::Done => hard.effects.push(Effect::StaysOn { account }),
            OrderState::Stopped => {}
        }
    }
    Ok(hard)
}

/// The orders that another receipt had stopped when the crew had cut already, and that has fallen since: nothing was charged
/// then where this payment stood for it. Each with that receipt.
fn stood_for(tx: &Tx<'_>, falling: &Falling<'_>) -> Result<Vec<(OrderRow, PaymentId)>> {
    let mut accounts: Vec<AccountId> = falling.shares.iter().map(|share| share.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let mut all = Vec::new();
    for account in accounts {
        let latest = orders::of_account(tx, account, 20)?;
        let latest = latest.into_iter().find(|order| order.kind == OrderKind::Disconnect);
        let Some(order) = latest.filter(|order| order.state == OrderState::Done) else { continue };
        let Some(by) = order.payment_id.filter(|by| *by != falling.payment) else { continue };
        if foil_store::payments::has_fallen(tx, by)? {
            all.push((order, by));
        }
    }
    Ok(all)
}

/// The crew had cut before the payment came: no fee was charged for that payment's sake, and the supply was ordered back. If
/// nothing else has earned that, it goes like any reconnection; and where the order would stand without the payment, its fee is
/// due, be the supply on again or not, as it is of whoever is cut and pays then.
fn was_cut_before(
    tx: &Tx<'_>,
    today: Day,
    falling: &Falling<'_>,
    rule: &Rule,
    (order, by): (&OrderRow, PaymentId),
    hard: &mut Hardened,
) -> Result<()> {
    let Some(account) = customers::account(tx, order.account_id)? else { return Ok(()) };
    let mut dossier = Dossier::without(tx, account.id, falling)?;
    let latest = orders::of_account(tx, account.id, 20)?;
    let back = latest.iter().find(|o| o.kind == OrderKind::Reconnect && o.payment_id == Some(by));
    let number = || account.number.clone();
    match (account.status, back.map(|back| (back.id, back.state))) {
        (AccountStatus::Cut, Some((back, OrderState::Open)))
            if !dossier.stand(rule, today).is_paid_back_on() =>
        {
            hard.off.push(back);
            hard.effects.push(Effect::ReconnectionOff { account: number() });
        }
        (AccountStatus::Active, Some((_, OrderState::Done))) => {
            hard.effects.push(Effect::StaysOn { account: number() });
        }
        _ => {}
    }
    let spared = foil_store::bills::by_key(tx, account.id, &fee_key(order.id))?.is_none();
    let charged = rule.reconnection_fee.is_positive();
    if spared && charged && would_stand(&mut dossier, rule, today, order) {
        hard.fees.push(order.clone());
        let (what, amount) = (SPARED.to_owned(), rule.reconnection_fee);
        hard.effects.push(Effect::Charged { account: number(), what, amount });
    }
    Ok(())
}

/// What a fee is called that was spared for a payment's sake, in the book's word.
const SPARED: &str = "reconnection_fee";

/// Whether an order to cut would be in force if the supply was on.
fn would_stand(dossier: &mut Dossier, rule: &Rule, today: Day, order: &OrderRow) -> bool {
    as_if_on(dossier, order);
    !dossier.stand(rule, today).stops_order()
}

/// Looks at a supply as if it was on, and ordered to be cut.
pub(super) fn as_if_on(dossier: &mut Dossier, order: &OrderRow) {
    dossier.account.status = AccountStatus::Active;
    dossier.account.disconnection_on = Some(order.due_on);
    dossier.order = Some(order.clone());
}

fn is_in_force_again(
    dossier: &mut Dossier,
    rule: &Rule,
    today: Day,
    on: Day,
    order: Option<&OrderRow>,
) -> bool {
    let ordered_since = dossier.order.is_some() || dossier.account.disconnection_on.is_some();
    if dossier.account.status != AccountStatus::Active
        || ordered_since
        || order.is_some_and(|o| o.state != OrderState::Stopped)
    {
        return false;
    }
    dossier.order = order.cloned();
    dossier.account.disconnection_on = Some(on);
    !dossier.stand(rule, today).stops_order()
}

/// Moves the orders so, and charges the fees that had been spared.
pub(crate) fn hardened(act: &mut Act<'_>, hard: &Hardened) -> Result<()> {
    hard.reopened.iter().try_for_each(|id| orders::reopen(act.tx, *id))?;
    hard.off.iter().try_for_each(|id| {
        orders::end(act.tx, *id, OrderState::Stopped, act.today(), "", "payment void", None)
    })?;
    let rule = arrears::rule(act.tx)?.rule();
    hard.fees.iter().try_for_each(|order| {
        let fee = fee(act, order, &rule);
        claim(act, fee)?;
        // Whoever takes money anew asks what became of the last receipt that had made the cut wrong.
        hard.payment.map_or(Ok(()), |payment| orders::stopped_by(act.tx, order.id, payment))
    })
}

impl Hardened {
    /// The orders to cut whose fee is charged with it.
    pub(crate) fn charged(&self) -> Vec<OrderId> {
        self.fees.iter().map(|order| order.id).collect()
    }
}

/// Why a supply is ordered back that was cut after its order was stopped: with a reason, so that no run calls it off because
/// more is owed.
pub(super) const CUT_ALL_THE_SAME: &str = "cut after its order was stopped";

/// Keeps the orders beside an account that somebody switches by hand: a disconnection ordered or taken back,
/// a supply cut or brought back.
pub(crate) fn followed(act: &Act<'_>, before: &AccountRow, after: &AccountData) -> Result<()> {
    if before.status == after.status && before.disconnection_on == after.disconnection_on {
        return Ok(());
    }
    let tx = act.tx;
    let is_cut = after.status == AccountStatus::Cut;
    let was_cut = before.status == AccountStatus::Cut;
    let open = orders::open_of(tx, before.id, OrderKind::Disconnect)?;
    match (open, after.disconnection_on) {
        (None, Some(on)) => {
            by_hand(act, before.id, on)?;
        }
        (Some(order), Some(on)) if order.due_on != on => orders::move_due(tx, order.id, on)?,
        (Some(_), Some(_)) => {}
        (Some(order), None) => {
            let state = if is_cut { OrderState::Done } else { OrderState::Stopped };
            orders::end(tx, order.id, state, act.today(), "", &order.note, None)?;
        }
        // Cut without an order: what was owed then is written down all the same.
        (None, None) if is_cut && !was_cut => {
            let order = by_hand(act, before.id, act.today())?;
            orders::end(tx, order, OrderState::Done, act.today(), "", "", None)?;
        }
        (None, None) => {}
    }
    if was_cut
        && !is_cut
        && let Some(order) = orders::open_of(tx, before.id, OrderKind::Reconnect)?
    {
        let state =
            if after.status == AccountStatus::Active { OrderState::Done } else { OrderState::Stopped };
        orders::end(tx, order.id, state, act.today(), "", &order.note, None)?;
    }
    Ok(())
}

fn by_hand(act: &Act<'_>, account: AccountId, on: Day) -> Result<OrderId> {
    let rule = arrears::rule(act.tx)?.rule();
    let standing = Dossier::one(act.tx, account)?.stand(&rule, act.today());
    orders::insert(
        act.tx,
        &NewOrder {
            account,
            kind: OrderKind::Disconnect,
            due_on: on,
            on: act.today(),
            amount: standing.owed,
            in_plan: Some(standing.in_plan),
            again: None,
            note: "",
            payment: None,
            person: act.who.user,
        },
    )
}

/// Says what a crew has done. What the meter showed becomes a reading, so that the use up to the cut is known.
///
/// A disconnection that was done cuts the account and charges the reconnection fee, due at once; a
/// reconnection brings it back. One that failed is made anew for the next day, so that nobody is forgotten.
/// Refuses an order that is not open any more: somebody has paid. Where the crew had cut before it knew of that, they say
/// so: the supply is cut in the book as it is in truth, nothing is charged for it, and it is ordered to be brought back.
pub fn work_order(office: &Arc<Office>, who: &Session, input: WorkOrder) -> Result<OrderWorked> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let stamped = Order { request: Some((&request, &hash)), ..Order::new("work_order", Right::WorkOrders) };
    office.perform(who, stamped, move |act| {
        if input.all_the_same == Some(true) {
            return cut_all_the_same(act, &input);
        }
        let order = still_open(act, input.order, input.version)?;
        let (reading, note) = (text(&input.reading), text(&input.note));
        let each = each_register(&input)?;
        let shown = if each.is_empty() { reading.clone() } else { as_told(&each) };
        if input.outcome == OrderOutcome::Failed && note.is_empty() {
            return Err(Refusal::bad_input("note", "why it could not be done").into());
        }
        let state = match input.outcome {
            OrderOutcome::Done => OrderState::Done,
            OrderOutcome::Failed => OrderState::Failed,
        };
        orders::end(act.tx, order.id, state, act.today(), &shown, &note, None)?;
        let mut worked = OrderWorked {
            order: order.id,
            state,
            again: None,
            fee_number: String::new(),
            fee: Money::ZERO,
            not_read: String::new(),
        };
        worked.not_read = crew_read(act, &order, (&reading, &each), &note)?;
        match (order.kind, input.outcome) {
            (_, OrderOutcome::Failed) => worked.again = Some(again(act, &order)?),
            (OrderKind::Disconnect, _) => cut(act, &order, &mut worked)?,
            (OrderKind::Reconnect, _) => orders::reconnect_account(act.tx, order.account_id)?,
        }
        act.changed(json!({
            "order": order.id, "account": order.account_id, "kind": order.kind, "state": state,
            "reading": shown, "not_read": worked.not_read, "note": note, "again": worked.again, "fee": worked.fee_number,
        }));
        Ok(worked)
    })
}

fn text(note: &Option<Note>) -> String {
    note.as_ref().map(|n| n.as_str().to_owned()).unwrap_or_default()
}

/// Keeps what the crew read; gives why it is no reading, where it is none.
fn crew_read(
    act: &Act<'_>,
    order: &OrderRow,
    (reading, each): (&str, &[ShownValue]),
    note: &str,
) -> Result<String> {
    if reading.is_empty() && each.is_empty() {
        return Ok(String::new());
    }
    let said = if each.is_empty() { CrewRead::One(reading) } else { CrewRead::Each(each) };
    Ok(crew_reading(act, order.account_id, said, note)?.unwrap_or_default())
}

/// An order to cut was stopped while the crew was at it already: the account is cut, and the crew is sent again. No fee is
/// charged, for who has paid in time owes none, as long as that payment stands ([`harden`]).
fn cut_all_the_same(act: &mut Act<'_>, input: &WorkOrder) -> Result<OrderWorked> {
    let order = just_stopped(act, input)?;
    let (reading, note, each) = (text(&input.reading), text(&input.note), each_register(input)?);
    let shown = if each.is_empty() { reading.clone() } else { as_told(&each) };
    orders::cut_all_the_same(act.tx, order.id, act.today(), &shown, &note)?;
    let not_read = crew_read(act, &order, (&reading, &each), &note)?;
    orders::cut_account(act.tx, order.account_id, act.today())?;
    let back = reconnection(act, order.account_id, order.payment_id, CUT_ALL_THE_SAME)?;
    act.changed(json!({
        "order": order.id, "account": order.account_id, "kind": order.kind, "state": OrderState::Done,
        "all_the_same": true, "reading": shown, "not_read": not_read, "note": note, "again": back,
    }));
    Ok(OrderWorked {
        order: order.id,
        state: OrderState::Done,
        again: Some(back),
        fee_number: String::new(),
        fee: Money::ZERO,
        not_read,
    })
}

/// The order to cut that was stopped some days ago at most, of a supply that is on and not ordered to be cut since.
fn just_stopped(act: &Act<'_>, input: &WorkOrder) -> Result<OrderRow> {
    let order = orders::find(act.tx, input.order)?.ok_or_else(|| Refusal::not_found("order", input.order))?;
    if order.state == OrderState::Done {
        return Err(Refusal::OrderState { order: order.id.to_string(), state: order.state.as_str() }.into());
    }
    let account = customers::account(act.tx, order.account_id)?
        .ok_or_else(|| Refusal::not_found("account", order.account_id))?;
    let latest = orders::of_account(act.tx, order.account_id, 20)?;
    let latest = latest.iter().find(|other| other.kind == OrderKind::Disconnect);
    let since = act.today().plus_days(-TOO_LATE_DAYS);
    let fits = order.kind == OrderKind::Disconnect
        && order.state == OrderState::Stopped
        && order.ended_on.is_some_and(|on| on >= since)
        && latest.is_some_and(|latest| latest.id == order.id)
        && account.status == AccountStatus::Active
        && input.outcome == OrderOutcome::Done;
    if !fits {
        let expected = format!(
            "the last order to cut a supply that is on, stopped since {}, and that it was done",
            since.long()
        );
        return Err(Refusal::bad_input("order", expected).into());
    }
    if order.version != input.version {
        return Err(Refusal::ChangedMeanwhile { what: format!("order {}", order.id) }.into());
    }
    Ok(order)
}

/// What a crew read, register by register; what was left empty was not read.
fn each_register(input: &WorkOrder) -> Result<Vec<ShownValue>> {
    let given = input.readings.as_deref().unwrap_or_default();
    if given.len() > MOST_REGISTERS || given.iter().any(|v| v.value.chars().count() > MOST_SHOWN) {
        let expected = format!("at most {MOST_REGISTERS} registers, each up to {MOST_SHOWN} characters");
        return Err(Refusal::bad_input("readings", expected).into());
    }
    let read = given.iter().filter(|v| !v.value.trim().is_empty());
    Ok(read.cloned().collect())
}

/// The same as it stands on the order: `1: 4350, 2: 880`.
fn as_told(each: &[ShownValue]) -> String {
    let all = each.iter().map(|v| format!("{}: {}", v.register, v.value.trim()));
    all.collect::<Vec<_>>().join(", ")
}

fn still_open(act: &Act<'_>, id: OrderId, version: i64) -> Result<OrderRow> {
    let order = orders::find(act.tx, id)?.ok_or_else(|| Refusal::not_found("order", id))?;
    if order.state != OrderState::Open {
        return Err(Refusal::OrderState { order: order.id.to_string(), state: order.state.as_str() }.into());
    }
    if order.version != version {
        return Err(Refusal::ChangedMeanwhile { what: format!("order {}", order.id) }.into());
    }
    Ok(order)
}

/// A crew that could not do it comes again tomorrow, for the same and by the same: the receipt that earned it, or the
/// reason that a person gave.
fn again(act: &Act<'_>, order: &OrderRow) -> Result<OrderId> {
    let due_on = act.today().plus_days(1);
    if order.kind == OrderKind::Disconnect {
        customers::set_disconnection(act.tx, order.account_id, Some(due_on))?;
    }
    orders::insert(
        act.tx,
        &NewOrder {
            account: order.account_id,
            kind: order.kind,
            due_on,
            on: order.opened_on,
            amount: order.amount_minor,
            in_plan: order.in_plan_minor,
            again: Some(order.id),
            note: &order.note,
            payment: order.payment_id,
            person: act.who.user,
        },
    )
}

fn cut(act: &mut Act<'_>, order: &OrderRow, worked: &mut OrderWorked) -> Result<()> {
    let rule = arrears::rule(act.tx)?.rule();
    let owed = Dossier::one(act.tx, order.account_id)?.stand(&rule, act.today()).owed;
    orders::cut_account(act.tx, order.account_id, act.today())?;
    // Who owed nothing was cut by the office's mistake, and pays nothing for it.
    if rule.reconnection_fee.is_positive() && owed.is_positive() {
        (_, worked.fee_number) = claim(act, fee(act, order, &rule))?;
        worked.fee = rule.reconnection_fee;
    }
    let account = customers::account(act.tx, order.account_id)?
        .ok_or_else(|| Refusal::not_found("account", order.account_id))?;
    eased(act, &account, account.credit_minor, None, false).map(|_| ())
}

/// The key under which the fee of an order may be charged once.
pub(super) fn fee_key(order: OrderId) -> String {
    format!("{FEE}{order}")
}

fn fee(act: &Act<'_>, order: &OrderRow, rule: &Rule) -> NewClaim {
    NewClaim {
        account: order.account_id,
        kind: ClaimKind::Charge,
        parent: None,
        key: Some(fee_key(order.id)),
        lines: vec![
            BillLineRow {
                kind: BillLineKind::Fee,
                label: FeeKind::Reconnection.label().into(),
                quantity: String::new(),
                rate: String::new(),
                amount_minor: rule.reconnection_fee,
            }
            .into(),
        ],
        due_on: act.today(),
        reason: String::new(),
    }
}

/// Orders a cut supply to be brought back, whatever was paid.
///
/// Refuses an account that is not cut, or has such an order already.
pub fn order_reconnection(office: &Arc<Office>, who: &Session, input: OrderReconnection) -> Result<Nothing> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let stamped =
        Order { request: Some((&request, &hash)), ..Order::new("order_reconnection", Right::ManageArrears) };
    office.perform(who, stamped, move |act| {
        let account = customers::account(act.tx, input.account)?
            .ok_or_else(|| Refusal::not_found("account", input.account))?;
        if account.status != AccountStatus::Cut {
            return Err(Refusal::bad_input("account", "an account that is cut").into());
        }
        if let Some(order) = orders::open_of(act.tx, account.id, OrderKind::Reconnect)? {
            return Err(Refusal::OrderState { order: order.id.to_string(), state: "open" }.into());
        }
        let order = reconnection(act, account.id, None, input.reason.as_str())?;
        act.changed(json!({ "order": order, "account": account.id, "reason": input.reason }));
        Ok(Nothing {})
    })
}

/// Stops an open order to bring a supply back, and says why: it was made for the wrong account, or what it was made for
/// has fallen away.
///
/// Refuses an order to cut, which goes where the account is switched, one that is not open, a stale version, and one that
/// was earned: the next run would order it again.
pub fn stop_reconnection(office: &Arc<Office>, who: &Session, input: StopReconnection) -> Result<Nothing> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let stamped =
        Order { request: Some((&request, &hash)), ..Order::new("stop_reconnection", Right::ManageArrears) };
    office.perform(who, stamped, move |act| {
        let order = still_open(act, input.order, input.version)?;
        if order.kind != OrderKind::Reconnect {
            return Err(Refusal::bad_input("order", "an order to bring a supply back").into());
        }
        let rule = arrears::rule(act.tx)?.rule();
        let mut dossier = Dossier::one(act.tx, order.account_id)?;
        dossier.reconnection = None;
        if dossier.stand(&rule, act.today()).earns_reconnection() {
            return Err(Refusal::OrderEarned { order: order.id.to_string() }.into());
        }
        orders::end(act.tx, order.id, OrderState::Stopped, act.today(), "", input.reason.as_str(), None)?;
        act.changed(json!({ "order": order.id, "account": order.account_id, "reason": input.reason }));
        Ok(Nothing {})
    })
}

/// The orders of a kind and state: what is open with the earliest first, what has ended with the latest.
pub fn service_orders(office: &Arc<Office>, who: &Session, input: OrderList) -> Result<OrderPage> {
    if !(1..=500).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", "1 to 500").into());
    }
    office.view(who, Right::SeeArrears, |tx, _| {
        let after = input.after.map(|a| (a.on, a.order));
        let rows = match input.state {
            OrderState::Open => orders::list_open(tx, input.kind, after, input.limit)?,
            ended => orders::list_ended(tx, input.kind, ended, after, input.limit)?,
        };
        let total = orders::count(tx, input.kind, input.state)?;
        Ok(OrderPage { rows: rows.into_iter().map(shown).collect(), total })
    })
}

fn shown(row: ListedOrder) -> OrderView {
    OrderView {
        id: row.id,
        account: row.account_id,
        account_number: row.account,
        service: row.service,
        meter: row.meter,
        name: row.name,
        address: row.address,
        route: row.route,
        kind: row.kind,
        state: row.state,
        due_on: row.due_on,
        opened_on: row.opened_on,
        ended_on: row.ended_on,
        amount: row.amount_minor,
        reading: row.reading,
        note: row.note,
        receipt: row.receipt,
        version: row.version,
    }
}
