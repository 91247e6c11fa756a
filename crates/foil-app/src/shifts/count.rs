//! Counting a drawer, blind: who counts is told what it must hold only when no other count follows.

use super::open::{counted_here, meant_here, written};
use super::report::is_hidden;
use super::variance::{asked, second_look, third_looks};
use super::views::{CountNext, CountShift, CountView, CountedTender, CountedView};
use crate::office::{Act, Order, input_hash};
use crate::people::Hands;
use crate::{Office, Session};
use foil_domain::approvals::Someone;
use foil_domain::cheques::ChequeState;
use foil_domain::ids::{ShiftId, UserId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::{Right, Role};
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::pieces::{Pieces, worth};
use foil_domain::shifts::{AfterCount, Counted, ShiftState, TenderVariance, Tolerance, after_count};
use foil_domain::time::{Day, Instant};
use foil_store::Tx;
use foil_store::office::OfficeRow;
use foil_store::people::PersonRow;
use foil_store::shifts::{CountRow, NewCount, ShiftRow};
use serde_json::json;
use std::sync::Arc;

/// Counts one's drawer by notes and coins, and what else was taken by its sum. The first count ends the taking of
/// money; one that differs by more than the tolerance is made a second time, and still without the figure.
///
/// Refuses a shift with something offered and unanswered, or a ticket being served, a count without the sum of a way of paying
/// that was used, and a third count.
pub fn count_shift(office: &Arc<Office>, who: &Session, input: CountShift) -> Result<CountView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("count_shift", Right::TakePayments) };
    office.perform(who, order, move |act| {
        let shift = meant_here(act, input.shift)?;
        let counted = count(act, &shift, &input.pieces, &input.tenders)?;
        let tenders: Vec<_> = counted.tenders.iter().map(|t| json!([t.method, t.counted])).collect();
        act.changed(json!({ "shift": shift.number, "count": counted.n, "counted": tenders }));
        Ok(counted)
    })
}

/// Writes the next count of a shift.
pub(crate) fn count(
    act: &Act<'_>,
    shift: &ShiftRow,
    pieces: &[Pieces],
    tenders: &[CountedTender],
) -> Result<CountView> {
    let n = next_count(act, shift)?;
    nothing_open(act.tx, shift)?;
    let cash = worth(pieces, &counted_here(act.office), "pieces")?;
    let denominations = written(pieces)?;
    let taken = foil_store::shifts::tenders(act.tx, shift.id, shift.business_on)?;
    for (method, expected) in expected(act.tx, shift)? {
        let used = taken.iter().any(|t| t.method == method && t.count > 0);
        let counted = if method == Method::Cash { cash } else { of(tenders, method, used)? };
        if method != Method::Cash && counted.is_zero() && expected.is_zero() {
            continue;
        }
        let denominations = if method == Method::Cash { denominations.as_str() } else { "[]" };
        let (shift, person, at) = (shift.id, act.who.user, act.now);
        let new = NewCount { shift, n, method, counted, expected, denominations, person, at };
        foil_store::shifts::add_count(act.tx, &new)?;
    }
    if shift.state == ShiftState::Open {
        foil_store::shifts::set_state(act.tx, shift.id, ShiftState::Counting)?;
    }
    let counted = last_count(act.tx, act.office, shift, act.who.user, act.now)?;
    Ok(counted.ok_or_else(|| anyhow::anyhow!("count {n} of shift {} was not stored", shift.number))?)
}

/// Which count comes next: the second only after a first that differs.
fn next_count(act: &Act<'_>, shift: &ShiftRow) -> Result<i64> {
    let state = match shift.state {
        ShiftState::Open => return Ok(1),
        ShiftState::Counting => "was counted, and is to be closed",
        other => other.told(),
    };
    let last = last_count(act.tx, act.office, shift, act.who.user, act.now)?;
    if last.is_some_and(|count| shift.state == ShiftState::Counting && count.next == CountNext::CountAgain) {
        return Ok(2);
    }
    Err(Refusal::ShiftState { shift: shift.number.clone(), state }.into())
}

/// Refuses a shift with change in the air or a customer at the counter.
fn nothing_open(tx: &Tx<'_>, shift: &ShiftRow) -> Result<()> {
    let unaccepted = |what: String| Err(Refusal::Unaccepted { shift: shift.number.clone(), what }.into());
    if let Some(offer) = foil_store::shifts::offered_by(tx, shift.id)?.first() {
        return unaccepted(format!("change was offered to shift {} and not accepted", offer.other));
    }
    if let Some(offer) = foil_store::shifts::offered_to(tx, shift.id)?.first() {
        return unaccepted(format!("change from shift {} was neither accepted nor declined", offer.shift));
    }
    match foil_store::tickets::served_at(tx, shift.counter_id)? {
        Some(ticket) => unaccepted(format!("ticket {} is being served", ticket.number)),
        None => Ok(()),
    }
}

/// What was counted of a way of paying. One that was used is named, if only with nothing: of two counts none is spent on a sum
/// that was forgotten.
fn of(tenders: &[CountedTender], method: Method, used: bool) -> Result<Money> {
    let mut named = tenders.iter().filter(|t| t.method == method);
    let first = named.next();
    if used && first.is_none() {
        return Err(
            Refusal::bad_input("tenders", format!("the sum of what was paid by {method}; 0 is one")).into()
        );
    }
    let amount = first.map_or(Money::ZERO, |t| t.amount);
    if named.next().is_some() || tenders.iter().any(|t| t.method == Method::Cash) {
        return Err(Refusal::bad_input("tenders", "each way of paying but cash, once").into());
    }
    if amount.is_negative() {
        return Err(Refusal::bad_input("tenders", "amounts from zero up").into());
    }
    Ok(amount)
}

/// What must be there, by way of paying: for cash the whole drawer; of cheques the papers that are still in the office,
/// for what went to the bank, or back to who gave it, nobody can count; for the others what was taken less what was handed
/// back.
pub(super) fn expected(tx: &Tx<'_>, shift: &ShiftRow) -> Result<Vec<(Method, Money)>> {
    let taken = foil_store::shifts::tenders(tx, shift.id, shift.business_on)?;
    let voided = foil_store::shifts::voided(tx, shift.id, shift.business_on)?;
    let mut all = Vec::new();
    for method in Method::ALL.iter().copied() {
        if method == Method::Cash {
            all.push((method, foil_store::shifts::drawer(tx, shift.id, shift.business_on)?.expected()?));
            continue;
        }
        if method == Method::Cheque {
            all.push((method, cheques(tx, shift, |state| state == ChequeState::Received)?));
            continue;
        }
        let mut sum = Money::ZERO;
        for t in taken.iter().filter(|t| t.method == method) {
            sum = sum.plus(t.given).and_then(|m| m.minus(t.change)).ok_or(Refusal::TooMuch)?;
        }
        for v in voided.iter().filter(|v| v.method == method) {
            sum = sum.minus(v.amount).ok_or(Refusal::TooMuch)?;
        }
        all.push((method, sum));
    }
    Ok(all)
}

/// Of a shift's cheques, those that have left the office for the bank, whatever it has said of them.
pub(super) fn at_bank(tx: &Tx<'_>, shift: &ShiftRow) -> Result<Money> {
    cheques(tx, shift, |state| !matches!(state, ChequeState::Received | ChequeState::Returned))
}

fn cheques(tx: &Tx<'_>, shift: &ShiftRow, counts: impl Fn(ChequeState) -> bool) -> Result<Money> {
    let all = foil_store::cheques::of_shift(tx, shift.id, shift.business_on)?;
    let of = all.iter().filter(|row| counts(row.state)).map(|row| row.amount);
    Ok(Money::sum(of).ok_or(Refusal::TooMuch)?)
}

/// The rows of the last count, and which it is.
pub(super) fn last_rows(tx: &Tx<'_>, shift: &ShiftRow) -> Result<(i64, Vec<CountRow>)> {
    let mut rows = foil_store::shifts::counts(tx, shift.id)?;
    let n = rows.last().map_or(0, |row| row.n);
    rows.retain(|row| row.n == n);
    Ok((n, rows))
}

/// What a shift's last count found otherwise than was taken, cash aside.
pub(crate) fn tender_variances(tx: &Tx<'_>, shift: ShiftId) -> Result<Vec<TenderVariance>> {
    let mut rows = foil_store::shifts::counts(tx, shift)?;
    let last = rows.last().map_or(0, |row| row.n);
    rows.retain(|row| row.n == last);
    Ok(foil_domain::shifts::tender_variances(&counted(&rows))?)
}

/// Rows of a count, as the rules of it take them.
pub(super) fn counted(rows: &[CountRow]) -> Vec<Counted> {
    let of = |row: &CountRow| Counted {
        method: row.method,
        counted: row.counted_minor,
        expected: row.expected_minor,
    };
    rows.iter().map(of).collect()
}

/// How far counts may differ in this office.
pub(super) fn tolerance(office: &OfficeRow) -> Tolerance {
    Tolerance { clerk: office.variance_tolerance_minor, manager: office.manager_tolerance_minor }
}

/// What a shift's last count leads to, whoever counted it: the tolerance is that of whose drawer it is.
pub(super) fn leads_to(
    office: &OfficeRow,
    shift: &ShiftRow,
    n: i64,
    rows: &[CountRow],
) -> Result<AfterCount> {
    Ok(after_count(n, &counted(rows), tolerance(office).of(shift.role))?)
}

/// Whether somebody but these is there who may allow a variance, or a void, whatever the amount: the answer to it tells nobody what
/// a drawer holds. Another log-in of one of them is nobody else, nor is whom one of them has in their hand.
pub(crate) fn somebody_may_allow(tx: &Tx<'_>, but: &[UserId]) -> Result<bool> {
    let mut not_by = Vec::new();
    for user in but {
        not_by.extend(foil_store::people::find(tx, *user)?);
    }
    let hands = Hands::of(tx)?;
    for manager in foil_store::people::of_role(tx, Role::Manager)? {
        let mut may = true;
        for other in &not_by {
            may = may && !someone(&manager).is(&someone(other)) && !hands.hold(&someone(other), manager.id);
        }
        if may {
            return Ok(true);
        }
    }
    Ok(false)
}

fn someone(person: &PersonRow) -> Someone<'_> {
    Someone { user: person.id, name: &person.name }
}

/// The day of a drawer that somebody has still to count, or may count in its clerk's place: so nothing else may tell them
/// what it must hold. Once no other count of any follows they may know it, and nothing is kept from them.
pub(crate) fn counted_blind(tx: &Tx<'_>, office: &OfficeRow, who: &Session) -> Result<Option<Day>> {
    if !who.role.may(Right::AllowVariance) {
        return own_counted_blind(tx, office, who);
    }
    for shift in foil_store::shifts::not_closed(tx)? {
        if is_hidden(office, who, &shift, &last_rows(tx, &shift)?)? {
            return Ok(Some(shift.business_on));
        }
    }
    Ok(None)
}

/// The same of somebody's own drawer alone.
pub(crate) fn own_counted_blind(tx: &Tx<'_>, office: &OfficeRow, who: &Session) -> Result<Option<Day>> {
    let Some(own) = foil_store::shifts::of_person(tx, who.user)? else { return Ok(None) };
    let shift = foil_store::shifts::find(tx, own.id)?.ok_or_else(|| Refusal::not_found("shift", own.id))?;
    let hidden = is_hidden(office, who, &shift, &last_rows(tx, &shift)?)?;
    Ok(hidden.then_some(own.business_on))
}

/// The last count as who counted may see it.
pub(super) fn last_count(
    tx: &Tx<'_>,
    office: &OfficeRow,
    shift: &ShiftRow,
    who: UserId,
    now: Instant,
) -> Result<Option<CountView>> {
    let (n, rows) = last_rows(tx, shift)?;
    if rows.is_empty() {
        return Ok(None);
    }
    let after = leads_to(office, shift, n, &rows)?;
    let differs = after == AfterCount::Explain;
    let asked = if differs { asked(tx, shift, now)? } else { None };
    let (asked, by_request) = asked.map_or((None, None), |(shown, next)| (Some(shown), next));
    let next = match after {
        AfterCount::Close => CountNext::Close,
        AfterCount::CountAgain => CountNext::CountAgain,
        AfterCount::Explain => match by_request {
            Some(next) => next,
            None => {
                let asked = somebody_may_allow(tx, &[who, shift.person_id])?;
                if asked { CountNext::ExplainAndAllow } else { CountNext::Explain }
            }
        },
    };
    let hidden = next == CountNext::CountAgain;
    let mut tenders = Vec::new();
    for row in &rows {
        let variance = row.counted_minor.minus(row.expected_minor).ok_or(Refusal::TooMuch)?;
        tenders.push(CountedView {
            method: row.method,
            counted: row.counted_minor,
            expected: (!hidden).then_some(row.expected_minor),
            variance: (!hidden).then_some(variance),
        });
    }
    let cash =
        rows.iter().find(|row| row.method == Method::Cash).map_or(Money::ZERO, |row| row.counted_minor);
    let second_look = if differs { second_look(tx, &rows)? } else { None };
    let third_looks = differs && third_looks(tx, &rows)?;
    Ok(Some(CountView { n, next, tenders, cash, asked, second_look, third_looks }))
}
