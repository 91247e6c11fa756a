//! Opening a shift.

use super::cash::{in_safe, move_cash};
use super::close::whose;
use super::float::{Differs, differs, tried};
use super::shown::brief;
use super::views::{OpenShift, ShiftView};
use crate::audit::DRAWER_OPENED;
use crate::office::{Act, HOUSE_COUNTER, Order, day_is_known, input_hash};
use crate::{Office, Session};
use anyhow::{Context, anyhow};
use foil_domain::approvals::Someone;
use foil_domain::ids::{CashMoveId, CounterId, ShiftId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::office::{Series, document_number, financial_year};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::pieces::{Pieces, of_office, worth};
use foil_domain::shifts::{CashKind, CashState, FROM_SAFE, VarianceReason};
use foil_domain::text::Note;
use foil_store::office::OfficeRow;
use foil_store::shifts::{NewCash, NewShift, ShiftRow};
use serde_json::json;
use std::sync::Arc;

/// Opens a shift at one's counter with a float, counted by notes and coins: what the counter's last Z report kept in the
/// drawer. The first drawer of a counter begins with what was brought for it; the journal has that as petty cash, unless the
/// office keeps a fund in its safe, out of which it comes then. What is brought from the safe is beside both: it leaves the
/// safe as change does, and comes back to it with the Z report.
///
/// Refuses who has a shift that is not closed, a counter whose drawer somebody else has, a session without a counter,
/// and a float that differs from what was kept by more than the tolerance, which is counted again and needs a reason
/// and another's word (`float_differs`), or where nobody is there the reason alone (`float_differs_first`);
/// to bring more from the safe than it has to hold (`not_in_safe`); and, where the office keeps a fund there, a first
/// float that comes from nowhere (`float_from_safe`). The first drawer of a new day by the clock is refused while the
/// business day lies behind it (`day_behind`), unless who opens it names that day.
pub fn open_shift(office: &Arc<Office>, who: &Session, input: OpenShift) -> Result<ShiftView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("open_shift", Right::TakePayments) };
    let pieces = input.pieces.clone();
    let told = office.perform(who, order, move |act| {
        let why = (input.reason, input.note.as_ref().map_or("", Note::as_str));
        free(act)?;
        day_is_known(act, input.on)?;
        let first = foil_store::z_reports::kept_at(act.tx, act.who.counter)?.is_none();
        let opened = open(act, &input.pieces, why)?;
        let shift = found(act, opened)?;
        let from_safe = worth(&input.from_safe, &counted_here(act.office), "from_safe")?;
        if from_safe.is_positive() {
            draw(act, shift.id, from_safe, &input.from_safe)?;
        }
        let mut changes = json!({
            "shift": shift.number, "id": shift.id, "float": shift.float_minor, "kept": shift.kept_before_minor,
            "from_safe_minor": from_safe,
        });
        let clock_on = act.zone.day_of(act.now);
        if clock_on > act.today() {
            changes["clock_on"] = json!(clock_on);
            if input.on.is_some() {
                // Whoever opens it has said that they know: the month tells of it.
                changes["old_day"] = json!(true);
            }
        }
        if first && shift.float_minor.is_positive() {
            // Nobody had left it there, and no count says where it came from: the month tells of it.
            changes["first_float"] = json!(true);
        }
        act.changed(changes);
        brief(act.tx, shift)
    });
    tried(office, who, &pieces, told)
}

/// Opens the shift of who acts, with a float of these notes and coins; `why` it differs from what was kept in the
/// drawer matters where nobody else is there whose word could be asked for.
pub(crate) fn open(
    act: &mut Act<'_>,
    pieces: &[Pieces],
    why: (Option<VarianceReason>, &str),
) -> Result<ShiftId> {
    if act.who.counter == HOUSE_COUNTER {
        return Err(Refusal::bad_input("counter", "a counter with a drawer; log in at one").into());
    }
    let float = worth(pieces, &counted_here(act.office), "pieces")?;
    free(act)?;
    let kept = foil_store::z_reports::kept_at(act.tx, act.who.counter)?;
    if kept.is_none() && float.is_positive() && act.office.safe_fund_minor.is_positive() {
        // The safe's cash in a drawer, and still in the safe by the book: its next count would be short for good.
        return Err(Refusal::FloatFromSafe.into());
    }
    let differs = kept.map(|kept| differs(act, float, kept, why)).transpose()?.flatten();
    let number = number(act, Series::Shift)?;
    let (counter, person) = (act.who.counter, act.who.user);
    let kept_before = kept.unwrap_or(Money::ZERO);
    let new = NewShift {
        number: &number,
        counter,
        person,
        on: act.today(),
        at: act.now,
        float,
        kept_before,
        audit_seq: act.audit_seq,
    };
    let id = foil_store::shifts::insert(act.tx, &new)?;
    act.made(json!({ "paper": DRAWER_OPENED, "number": number }));
    if float.is_positive() {
        let row = moved(act, id, (CashKind::Float, float), pieces, None)?;
        if kept.is_none() {
            post(act, row, float, Ledger::PettyCash)?;
        }
    }
    if let Some(differs) = differs {
        let row = moved(act, id, differs.kind_and_size(), &[], Some(&differs))?;
        post(act, row, differs.off, Ledger::OverShort)?;
        if let Some(approval) = differs.approval {
            crate::approvals::came_of(act, approval, &number)?;
        }
    }
    Ok(id)
}

/// Brings a part of the fund from the safe to a drawer that has just been opened.
fn draw(act: &Act<'_>, shift: ShiftId, amount: Money, pieces: &[Pieces]) -> Result<()> {
    in_safe(act, amount)?;
    let new = NewCash {
        shift,
        kind: CashKind::CashIn,
        amount,
        denominations: &written(pieces)?,
        other: None,
        state: CashState::Done,
        reason: FROM_SAFE,
        note: "",
        person: act.who.user,
        at: act.now,
        on: act.today(),
        approval: None,
    };
    move_cash(act, &new)?;
    Ok(())
}

/// What enters or leaves the office's cash by an opening: the first float of a counter, or what one is off.
fn post(act: &Act<'_>, row: CashMoveId, amount: Money, other: Ledger) -> Result<()> {
    let lines = [
        Line { ledger: Ledger::Cash, account: None, amount },
        Line { ledger: other, account: None, amount: amount.negated() },
    ];
    let entry = Entry::balanced(lines)?.ok_or_else(|| anyhow!("the float {row} does not balance"))?;
    foil_store::journal::post(act.tx, "shift", row.0, act.today(), &entry)
}

/// Refuses a second drawer for a person, by whatever log-in, and a second person at a drawer.
pub(super) fn free(act: &Act<'_>) -> Result<()> {
    if let Some(own) = foil_store::shifts::of_person(act.tx, act.who.user)? {
        let counter =
            foil_store::office::counter(act.tx, own.counter_id)?.map(|c| c.code).unwrap_or_default();
        let whose = format!("it is yours, at counter {counter}");
        return Err(Refusal::ShiftOpen { shift: own.number, whose }.into());
    }
    let me = Someone { user: act.who.user, name: &act.who.name };
    let others = foil_store::shifts::not_closed(act.tx)?;
    if let Some(own) = others.into_iter().find(|shift| whose(shift).is(&me)) {
        // Two people of one name are taken for one here, as by the approvals.
        let whose = format!(
            "{} ({}) has it, at counter {}; one person has one drawer, and whoever is somebody else gets another name \
             in the users' list",
            own.name, own.login, own.counter
        );
        return Err(Refusal::ShiftOpen { shift: own.number, whose }.into());
    }
    match foil_store::shifts::at_counter(act.tx, act.who.counter)? {
        None => Ok(()),
        Some(other) => {
            let whose = format!("{} has the drawer of counter {}", other.name, other.counter);
            Err(Refusal::ShiftOpen { shift: other.number, whose }.into())
        }
    }
}

/// Writes what a drawer began with, or by how much that was off.
fn moved(
    act: &Act<'_>,
    shift: ShiftId,
    (kind, amount): (CashKind, Money),
    pieces: &[Pieces],
    differs: Option<&Differs>,
) -> Result<CashMoveId> {
    let new = NewCash {
        shift,
        kind,
        amount,
        denominations: &written(pieces)?,
        other: None,
        state: CashState::Done,
        reason: differs.map_or("", |d| &d.reason),
        note: differs.map_or("", |d| &d.note),
        person: act.who.user,
        at: act.now,
        on: act.today(),
        approval: differs.and_then(|d| d.approval),
    };
    move_cash(act, &new)
}

/// The notes and coins that this office counts, the largest first.
pub(super) fn counted_here(office: &OfficeRow) -> Vec<Money> {
    of_office(&office.denominations, &office.currency, u32::try_from(office.decimals).unwrap_or(2))
}

/// Notes and coins as the book keeps them: `[[50000, 3], [10000, 12]]`, without those of which there are none.
pub(super) fn written(pieces: &[Pieces]) -> Result<String> {
    let pairs: Vec<(Money, i64)> =
        pieces.iter().filter(|p| p.count > 0).map(|p| (p.value, p.count)).collect();
    Ok(serde_json::to_string(&pairs).context("writing notes and coins")?)
}

/// Notes and coins as the book has them.
pub(super) fn read(text: &str) -> Result<Vec<Pieces>> {
    let pairs: Vec<(Money, i64)> = serde_json::from_str(text).context("reading notes and coins")?;
    Ok(pairs.into_iter().map(|(value, count)| Pieces { value, count }).collect())
}

/// The next number of a series at the counter of who acts.
pub(super) fn number(act: &Act<'_>, series: Series) -> Result<String> {
    let year = financial_year(act.today(), u32::try_from(act.office.year_starts_in).unwrap_or(1));
    let n = foil_store::office::next_number(act.tx, act.who.counter, series, &year)?;
    let number = document_number(&act.who.counter_code, series, &year, n);
    Ok(number.ok_or_else(|| anyhow!("counter {} has used up its {series} numbers", act.who.counter_code))?)
}

/// A shift that is there.
pub(super) fn found(act: &Act<'_>, id: ShiftId) -> Result<ShiftRow> {
    Ok(foil_store::shifts::find(act.tx, id)?.ok_or_else(|| Refusal::not_found("shift", id))?)
}

/// The shift of who acts that is not closed.
pub(super) fn own(act: &Act<'_>) -> Result<ShiftRow> {
    let own = foil_store::shifts::of_person(act.tx, act.who.user)?.ok_or(Refusal::NoOpenShift)?;
    found(act, own.id)
}

/// The shift that is meant to be ended: one's own, or somebody else's, which a manager ends in their place. Either
/// way its drawer is where who acts sits.
pub(super) fn meant_here(act: &Act<'_>, meant: Option<ShiftId>) -> Result<ShiftRow> {
    let shift = match meant {
        None => own(act)?,
        Some(id) => found(act, id)?,
    };
    if shift.person_id != act.who.user {
        act.who.role.must(Right::AllowVariance)?;
    }
    here(act, shift)
}

/// One's own shift, and who acts sits at its drawer.
pub(super) fn own_here(act: &Act<'_>) -> Result<ShiftRow> {
    here(act, own(act)?)
}

fn here(act: &Act<'_>, shift: ShiftRow) -> Result<ShiftRow> {
    here_at(shift, act.who.counter)
}

/// A shift whose drawer stands at a counter.
pub(super) fn here_at(shift: ShiftRow, counter: CounterId) -> Result<ShiftRow> {
    if shift.counter_id != counter {
        return Err(Refusal::ShiftElsewhere { shift: shift.number, counter: shift.counter }.into());
    }
    Ok(shift)
}
