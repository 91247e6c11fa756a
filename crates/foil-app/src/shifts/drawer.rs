//! Which drawer money moves in: asked by payments and voids, inside their commit. And whose report tells a duplicate.

use super::cash::holds;
use super::full::drop_asked;
use crate::office::{Act, HOUSE};
use foil_domain::ids::{ShiftId, UserId};
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::ShiftState;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::payments::PaymentRow;
use foil_store::shifts::OwnDrawer;

/// The drawer that a payment's money goes into: that of who acts, open, at the counter they sit at. None for money
/// in hand, which the worker posts, and where no shifts are kept. One statement by an index, nothing written.
///
/// Refuses who has no open shift where one is required, one that stands at another counter or is being counted, and
/// cash for a drawer that is full, if the office says so.
pub(crate) fn drawer_for(act: &Act<'_>, takes_cash: bool) -> Result<Option<ShiftId>> {
    if act.who.user == HOUSE {
        return Ok(None);
    }
    let own = match foil_store::shifts::of_person(act.tx, act.who.user)? {
        None if act.office.shifts_required => return Err(Refusal::NoOpenShift.into()),
        None => return Ok(None),
        Some(own) => own,
    };
    must_be_here(act, &own)?;
    if takes_cash
        && act.office.cash_ceiling_refuses
        && drop_asked(act.tx, act.office, own.id, own.business_on)?
    {
        return Err(Refusal::DrawerFull.into());
    }
    Ok(Some(own.id))
}

fn must_be_here(act: &Act<'_>, own: &OwnDrawer) -> Result<()> {
    if own.state != ShiftState::Open {
        return Err(Refusal::ShiftState { shift: own.number.clone(), state: own.state.told() }.into());
    }
    if own.counter_id == act.who.counter {
        return Ok(());
    }
    let counter = foil_store::office::counter(act.tx, own.counter_id)?.map(|c| c.code).unwrap_or_default();
    Err(Refusal::ShiftElsewhere { shift: own.number.clone(), counter }.into())
}

/// The drawer that a void's money comes out of: that of whose act it is, for they hand the money back, whoever lets
/// it happen; else the one the payment went into while it is open. `cash` is what of it is handed back in coins.
///
/// Refuses cash that went into a drawer and would come out of none, and more of it than is in the drawer
/// (`not_enough_cash`): what was dropped since is brought from the safe first.
pub(crate) fn drawer_of_void(act: &Act<'_>, p: &PaymentRow, cash: Money) -> Result<Option<ShiftId>> {
    let author = act.author().0;
    // Who asked stands at their own counter, whichever the one is at which somebody lets it happen.
    let here = |own: &OwnDrawer| author != act.who.user || own.counter_id == act.who.counter;
    let own = foil_store::shifts::of_person(act.tx, author)?;
    let own = own.filter(|own| own.state == ShiftState::Open && here(own));
    if let Some(own) = own {
        return holding(act, own.id, own.business_on, cash);
    }
    let taken_into = match p.shift_id {
        Some(id) => foil_store::shifts::find(act.tx, id)?.filter(|shift| shift.state == ShiftState::Open),
        None => None,
    };
    match taken_into {
        Some(shift) => holding(act, shift.id, shift.business_on, cash),
        None if p.shift_id.is_some() && cash.is_positive() => Err(Refusal::NoOpenShift.into()),
        None => Ok(None),
    }
}

/// The drawer whose report tells what is handed out: that of who acts, wherever it stands, else the one at their counter. None
/// where there is neither: then the paper of the day tells it.
pub(crate) fn drawer_of_copy(act: &Act<'_>) -> Result<Option<ShiftId>> {
    if let Some(own) = foil_store::shifts::of_person(act.tx, act.who.user)? {
        return Ok(Some(own.id));
    }
    Ok(foil_store::shifts::at_counter(act.tx, act.who.counter)?.map(|shift| shift.id))
}

/// A drawer out of which cash is handed back, if it has so much.
fn holding(act: &Act<'_>, shift: ShiftId, on: Day, cash: Money) -> Result<Option<ShiftId>> {
    if cash.is_positive() {
        holds(act.tx, shift, on, cash)?;
    }
    Ok(Some(shift))
}

/// The open shift of a person, if they have one: what makes a payment their own to take back.
pub(crate) fn own_open(tx: &Tx<'_>, person: UserId) -> Result<Option<ShiftId>> {
    let own = foil_store::shifts::of_person(tx, person)?;
    Ok(own.filter(|own| own.state == ShiftState::Open).map(|own| own.id))
}
