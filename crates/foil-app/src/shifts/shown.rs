//! Shifts as they are shown: one's own, those of a day, Z reports, and the one in the frame.

use super::cash::free_to_take_out;
use super::close::{float_of, has_a_drawer, whose};
use super::count::{last_count, last_rows, tender_variances};
use super::float::asked as float_asked;
use super::full::drop_asked;
use super::open::counted_here;
use super::report::{pieces_of, receipts, tenders};
use super::views::{
    CashMoveView, DrawerView, FrameShift, HandOver, OwnShift, ShiftList, ShiftView, TakerView, ZReportList,
    ZReportView,
};
use crate::office::HOUSE;
use crate::{Nothing, Office, Session};
use foil_domain::approvals::Someone;
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::ShiftState;
use foil_domain::time::Instant;
use foil_store::Tx;
use foil_store::office::OfficeRow;
use foil_store::shifts::{CashRow, ShiftRow};
use foil_store::z_reports::ZRow;
use std::sync::Arc;

/// Z reports that a screen lists at most.
const MOST_Z: i64 = 500;

/// One's own shift with what waits for one's answer, and what can be done at this counter.
pub fn shift(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<DrawerView> {
    let now = office.now();
    office.view(who, Right::TakePayments, |tx, row| {
        let open = foil_store::shifts::not_closed(tx)?;
        let mine = open.iter().find(|s| s.person_id == who.user).cloned();
        let here = open.iter().find(|s| s.counter_id == who.counter && s.person_id != who.user).cloned();
        let for_other = here.clone().filter(|_| who.role.may(Right::AllowVariance));
        let handed = open.iter().find(|s| s.handed_to == Some(who.user) && s.state == ShiftState::HandedOver);
        let me = Someone { user: who.user, name: &who.name };
        let others = open.iter().filter(|s| s.state == ShiftState::Open && !whose(s).is(&me));
        let others = others.cloned();
        let today = foil_store::z_reports::between(tx, row.business_on, row.business_on, MOST_Z)?;
        let own = today.into_iter().filter(|z| z.person_id == who.user);
        let mut ended: Vec<ZReportView> = own.map(|z| z_shown(tx, z)).collect::<Result<_>>()?;
        ended.reverse();
        Ok(DrawerView {
            required: row.shifts_required,
            denominations: counted_here(row),
            second_look: foil_store::approvals::rule(tx)?.second_look_ceiling_minor,
            float_asked: float_asked(tx, row.business_on, who, now)?,
            own: mine.map(|shift| own_shift(tx, row, who, shift, now)).transpose()?,
            here: here.map(|shift| brief(tx, shift)).transpose()?,
            for_other: for_other.map(|shift| own_shift(tx, row, who, shift, now)).transpose()?,
            handed: handed.map(|shift| hand_over(tx, shift)).transpose()?,
            others: others.map(|shift| brief(tx, shift)).collect::<Result<_>>()?,
            people: takers(tx, &me, &open)?,
            ended,
        })
    })
}

fn own_shift(
    tx: &Tx<'_>,
    office: &OfficeRow,
    who: &Session,
    shift: ShiftRow,
    now: Instant,
) -> Result<OwnShift> {
    let moves = foil_store::shifts::cash(tx, shift.id)?;
    Ok(OwnShift {
        moves: moves.into_iter().map(move_shown).collect(),
        offered: foil_store::shifts::offered_to(tx, shift.id)?.into_iter().map(move_shown).collect(),
        receipts: receipts(tx, &shift)?,
        tenders: tenders(tx, &shift, &[], true)?,
        count: last_count(tx, office, &shift, who.user, now)?,
        drop_asked: drop_asked(tx, office, shift.id, shift.business_on)?,
        free_to_take_out: free_to_take_out(tx, shift.id)?,
        second_look: foil_store::approvals::rule(tx)?.second_look_ceiling_minor,
        may_keep: float_of(tx, office, &shift)?,
        shift: brief(tx, shift)?,
    })
}

fn hand_over(tx: &Tx<'_>, shift: &ShiftRow) -> Result<HandOver> {
    let (_, rows) = last_rows(tx, shift)?;
    let counted = rows.iter().find(|r| r.method == Method::Cash).map_or(Money::ZERO, |r| r.counted_minor);
    Ok(HandOver { shift: brief(tx, shift.clone())?, counted, pieces: pieces_of(&rows)? })
}

/// Who may take a drawer over from this person: who has none, and none that waits for them.
fn takers(tx: &Tx<'_>, me: &Someone<'_>, not_closed: &[ShiftRow]) -> Result<Vec<TakerView>> {
    let people = foil_store::people::all(tx)?.into_iter();
    let may = people.filter(|p| p.active && p.id != HOUSE && p.role.may(Right::TakePayments));
    let may = may.filter(|p| {
        let one = Someone { user: p.id, name: &p.name };
        !me.is(&one) && has_a_drawer(not_closed, &one).is_none()
    });
    Ok(may.map(|p| TakerView { id: p.id, name: p.name }).collect())
}

/// The shifts of a business day, in the order they were opened.
pub fn shifts(office: &Arc<Office>, who: &Session, input: ShiftList) -> Result<Vec<ShiftView>> {
    office.view(who, Right::SeeShifts, |tx, row| {
        let rows = foil_store::shifts::of_day(tx, input.on.unwrap_or(row.business_on))?;
        rows.into_iter().map(|shift| brief(tx, shift)).collect()
    })
}

/// The Z reports of business days, in order: one's own, or everybody's to who may see them.
pub fn z_reports(office: &Arc<Office>, who: &Session, input: ZReportList) -> Result<Vec<ZReportView>> {
    if !(1..=MOST_Z).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", format!("a number from 1 to {MOST_Z}")).into());
    }
    office.view(who, Right::SeeFrame, |tx, _| {
        let all = who.role.may(Right::SeeShifts);
        let rows = foil_store::z_reports::between(tx, input.from, input.to, input.limit)?.into_iter();
        rows.filter(|z| all || z.person_id == who.user).map(|z| z_shown(tx, z)).collect()
    })
}

/// What the frame shows of one's shift; what it must hold is summed up only where the office has set a ceiling.
pub(crate) fn frame_shift(tx: &Tx<'_>, office: &OfficeRow, who: &Session) -> Result<Option<FrameShift>> {
    let Some(own) = foil_store::shifts::of_person(tx, who.user)? else { return Ok(None) };
    let drop_asked = drop_asked(tx, office, own.id, own.business_on)?;
    Ok(Some(FrameShift {
        id: own.id,
        n: own.number.rsplit('/').next().and_then(|n| n.parse().ok()).unwrap_or_default(),
        number: own.number,
        state: own.state,
        here: own.counter_id == who.counter,
        drop_asked,
    }))
}

/// A shift as lists show it.
pub(crate) fn brief(tx: &Tx<'_>, row: ShiftRow) -> Result<ShiftView> {
    let next = row.handed_to.map(|id| foil_store::people::find(tx, id)).transpose()?.flatten();
    Ok(ShiftView {
        id: row.id,
        number: row.number,
        counter: row.counter_id,
        counter_code: row.counter,
        person: row.person_id,
        name: row.name,
        business_on: row.business_on,
        state: row.state,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        float: row.float_minor,
        handed_to: next.map(|p| p.name),
    })
}

/// A movement of cash as lists show it.
pub(super) fn move_shown(row: CashRow) -> CashMoveView {
    CashMoveView {
        id: row.id,
        kind: row.kind,
        amount: row.amount_minor,
        state: row.state,
        reason: row.reason,
        note: row.note,
        by: row.by_name,
        shift: row.shift,
        other: row.other,
        at: row.made_at,
    }
}

/// A Z report as lists show it.
pub(crate) fn z_shown(tx: &Tx<'_>, row: ZRow) -> Result<ZReportView> {
    Ok(ZReportView {
        tenders: tender_variances(tx, row.shift_id)?,
        id: row.id,
        number: row.number,
        shift: row.shift,
        counter: row.counter,
        name: row.name,
        business_on: row.business_on,
        closed_at: row.closed_at,
        expected: row.expected_minor,
        counted: row.counted_minor,
        variance: row.variance_minor,
        banked: row.banked_minor,
        kept: row.kept_minor,
        reason: row.variance_reason,
        allowed_by: row.approved,
        closed_by: row.closed_by,
    })
}
