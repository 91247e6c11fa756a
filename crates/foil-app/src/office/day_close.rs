//! Closing a business day: it moves by a manager's act, not at midnight, and only when every drawer is counted.

use super::core::{Act, HOUSE_COUNTER, Office, Order, Session, input_hash};
use super::frame::zone_of;
use super::views::{CloseDay, ClosedDay, DayClosed, DayState};
use crate::Nothing;
use crate::payments::office_head;
use crate::shifts::{
    InSafe, MOST_DUPLICATES, brief, deposit_shown, deposits_of, lying, must_be_counted, tender_variances,
    z_shown,
};
use anyhow::Context;
use foil_domain::documents::OfficeHead;
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::queue::TicketState;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::papers::{
    DayDeposit, DayDoc, DayShift, DayTender, OnNoZ, ReturnLine, ShiftReport, VoidLine,
};
use foil_domain::shifts::pieces::of_office;
use foil_domain::time::{Day, Instant, Month, Zone};
use foil_store::Tx;
use foil_store::copies::CopyRow;
use foil_store::day_closes::{DayCloseRow, NewDayClose};
use foil_store::office::OfficeRow;
use foil_store::reversals::AtNone;
use foil_store::shifts::DrawerVoid;
use foil_store::z_reports::ZRow;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Days that one act closes at most.
const MOST_DAYS: i64 = 3_700;

/// Z reports of one day at most.
const MOST_Z: i64 = 2_000;

/// What fell at no drawer that a day's paper names; it says how many more there are.
const MOST_RETURNS: usize = 200;

/// The hour in which a day begins at the earliest. What is done before it, by who works past midnight or takes a drawer
/// over in the night, belongs to the day before.
const MORNING: u32 = 5;

/// Closed days that are listed.
const LISTED: i64 = 14;

/// Closes the business day and moves on to the next one, day after day through those that were missed: each gets its
/// row, its paper and its files. It ends the hall's line. The act is the last one
/// of the old day at its counter, and seals it: its audit row says where every chain of the log stands, and the signed
/// seal goes into the day's folder.
///
/// A day that lies behind the clock may go to the clock's day, for what is still to be done on that, or to the day
/// after it, where its work was booked on the day that is closed: else an office that is late once would be late
/// every evening.
///
/// Refuses while a shift is not closed, to leave a month in which a second look is open, a day that is not after the
/// present one, one after the day that follows the clock's, and a day that somebody else has closed meanwhile.
pub fn close_day(office: &Arc<Office>, who: &Session, input: CloseDay) -> Result<DayClosed> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("close_day", Right::MoveBusinessDay) };
    let closed = office.perform(who, order, move |act| {
        if input.on.is_some_and(|on| on != act.today()) {
            return Err(Refusal::ChangedMeanwhile { what: "the business day".into() }.into());
        }
        let to = next_day(act, input.to)?;
        close(act, to)
    })?;
    office.wake_outbox();
    Ok(closed)
}

/// The business date after closing: what was asked for, else what it usually is.
fn next_day(act: &Act<'_>, wanted: Option<Day>) -> Result<Day> {
    let (today, clock_on) = (act.today(), act.zone.day_of(act.now));
    let latest = may_be_next(today, clock_on).last().copied();
    let usual = || usual_next(act.tx, act.office, &act.zone, clock_on);
    let wanted = wanted.map_or_else(usual, |day| Ok(Some(day)))?.unwrap_or_else(|| today.plus_days(1));
    let refused = |reason: &str| Refusal::BusinessDay { today, wanted, reason: reason.to_owned() };
    if wanted <= today {
        return Err(refused("it only moves on").into());
    }
    if latest.is_none_or(|latest| wanted > latest) {
        return Err(refused("the clock has not got there").into());
    }
    if wanted.days_since(today) > MOST_DAYS {
        return Err(refused("at most ten years at a time").into());
    }
    Ok(wanted)
}

/// The dates that a closing is for: the clock's day where the business day lies behind it, and tomorrow. None when it
/// is ahead of the clock already.
fn may_be_next(today: Day, clock_on: Day) -> Vec<Day> {
    match clock_on.days_since(today) {
        ..0 => Vec::new(),
        0 => vec![today.plus_days(1)],
        _ => vec![clock_on, clock_on.plus_days(1)],
    }
}

/// Which of them it usually is: where the clock's day was worked on the business day that lies behind it, the day
/// after.
fn usual_next(tx: &Tx<'_>, office: &OfficeRow, zone: &Zone, clock_on: Day) -> Result<Option<Day>> {
    let all = may_be_next(office.business_on, clock_on);
    let worked = all.len() > 1 && is_worked(tx, office.business_on, zone.at(clock_on, MORNING, 0))?;
    Ok(if worked { all.last().copied() } else { all.first().copied() })
}

/// Whether the business day has been worked on since a time: somebody opened a drawer then, or wrote a receipt into one
/// that was open before. What the worker posts by itself, at whatever hour, is nobody's work.
fn is_worked(tx: &Tx<'_>, on: Day, since: Instant) -> Result<bool> {
    Ok(foil_store::shifts::opened_since(tx, on, since)?
        || foil_store::payments::taken_since(tx, on, since, HOUSE_COUNTER)?)
}

/// Refuses the first drawer of a new day by the clock while the business day is one before it: what it takes would be
/// booked on a day that is over, in its month and before its surcharges. A manager closes that day first, once the drawers
/// that were left open on it are counted. Where nobody is there who may, the office works all the same: whoever opens it
/// then names the day, knowing it (`known`). In the night the day before goes on.
pub(crate) fn day_is_known(act: &Act<'_>, known: Option<Day>) -> Result<()> {
    let (today, clock_on) = (act.today(), act.zone.day_of(act.now));
    if let Some(known) = known {
        return match known == today {
            true => Ok(()),
            false => Err(Refusal::ChangedMeanwhile { what: "the business day".into() }.into()),
        };
    }
    let is_night = act.now < act.zone.at(clock_on, MORNING, 0);
    let day_on = if is_night { clock_on.plus_days(-1) } else { clock_on };
    // What goes into a drawer that was left open is nobody's word that the day is known.
    if day_on <= today || foil_store::shifts::opened_since(act.tx, today, act.zone.at(day_on, MORNING, 0))? {
        return Ok(());
    }
    let open = not_closed(act.tx)?;
    Err(Refusal::DayBehind { today, clock_on, open }.into())
}

/// Closes the business day inside an act, and each day after it up to `to`, which becomes the business date.
pub(crate) fn close(act: &mut Act<'_>, to: Day) -> Result<DayClosed> {
    let today = act.today();
    no_shift_open(act.tx)?;
    crate::shifts::none_unexplained(act)?;
    let over = month_is_looked_at(act, to)?;
    let left = crate::queue::end_day(act)?;
    let sealed = super::seals::seal_day(act)?;
    let cash_moves = crate::audit::cash_of_day(act.tx, act.office, today)?;
    let mut closed = Vec::new();
    let mut on_no_z = OnNoZ::default();
    let mut on = today;
    while on < to {
        let next = on.plus_days(1);
        let told = close_one(act, on, next, if on == today { left } else { 0 })?;
        if on == today {
            on_no_z = told;
        }
        act.afterwards("day_paper", &json!({ "on": on }))?;
        act.afterwards("day_files", &json!({ "on": on }))?;
        closed.push(on);
        on = next;
    }
    let no_drawer = cash_in_no_drawer(act.tx, today)?;
    let [duplicates, voids, returns] = on_no_z.counts();
    foil_store::office::move_business_day(act.tx, to)?;
    let mut changes = json!({
        "from": today, "to": to, "days": closed.len(), "tickets_left": left,
        "heads": sealed.heads(), "seal": sealed.hash(), "cash_moves": cash_moves, "no_drawer_minor": no_drawer,
        "on_no_z": { "duplicates": duplicates, "voids": voids, "returns": returns },
    });
    // Once the day's cash in no drawer is kept. What is done later is done on another day, and says nothing of this one.
    changes[LYING] = serde_json::to_value(lying(act.tx, act.office)?).context("telling what lies there")?;
    if !over.is_empty() {
        changes[CLOSED_OVER] = Value::Array(over);
    }
    act.changed(changes);
    Ok(DayClosed { closed, business_on: to })
}

/// Under which name the log says what lay in the office when a day was closed.
pub(crate) const LYING: &str = "lying";

/// Under which name the log says over which open looks a month was closed although whose they are had changed who could have
/// looked.
pub(crate) const CLOSED_OVER: &str = "closed_over";

/// Refuses to leave a month in which something was done first and nobody else has looked at it; gives back what is told of
/// those that nobody can look at any more.
fn month_is_looked_at(act: &Act<'_>, to: Day) -> Result<Vec<Value>> {
    let month = Month::of(act.today());
    if month == Month::of(to) {
        return Ok(Vec::new());
    }
    // Those of months before, too: where nobody else was there to look then, somebody may be now.
    crate::approvals::none_uncleared(act.tx, Day::FIRST, act.today())
}

/// Refuses while somebody's cash is not counted; a shift of a day before would be in no day's Z reports.
fn no_shift_open(tx: &Tx<'_>) -> Result<()> {
    let open = not_closed(tx)?;
    if open.is_empty() { Ok(()) } else { Err(Refusal::ShiftsOpen(open).into()) }
}

/// Whose cash that is, and where.
fn not_closed(tx: &Tx<'_>) -> Result<Vec<String>> {
    let named = |s: &foil_store::shifts::ShiftRow| {
        format!("shift {} of {} at counter {} {}", s.number, s.name, s.counter, s.state.told())
    };
    Ok(foil_store::shifts::not_closed(tx)?.iter().map(named).collect())
}

/// Writes that one day is closed, with its paper; gives back what of it no Z report tells.
fn close_one(act: &Act<'_>, on: Day, next: Day, tickets_left: i64) -> Result<OnNoZ> {
    let doc = paper(act, on, next, tickets_left)?;
    let document = serde_json::to_string(&doc).context("writing the paper of a day")?;
    if on == act.today() {
        // On those that were missed nothing was done.
        act.made(crate::audit::day_paper_said(on, &document));
    }
    let new = NewDayClose {
        on,
        next,
        counter: act.who.counter,
        person: act.who.user,
        at: act.now,
        document: &document,
        audit_seq: act.audit_seq,
    };
    foil_store::day_closes::insert(act.tx, &new)?;
    crate::audit::keep_sums(act.tx, on)?;
    foil_store::deposits::keep_no_drawer(act.tx, on)?;
    Ok(doc.on_no_z.unwrap_or_default())
}

/// What was handed out, voided or given back on a day, and stands on none of its Z reports.
fn on_no_z(tx: &Tx<'_>, on: Day, reports: &[ZRow]) -> Result<OnNoZ> {
    let told = |copy: CopyRow| {
        let Some(at) = Some(copy.counter).filter(|code| !code.is_empty()) else {
            return format!("{} DUPLICATE {} ({})", copy.number, copy.n, copy.login);
        };
        format!("{} DUPLICATE {} ({}, {at})", copy.number, copy.n, copy.login)
    };
    let duplicates: Vec<String> =
        foil_store::copies::at_none(tx, on, MOST_DUPLICATES)?.into_iter().map(told).collect();
    let named = i64::try_from(duplicates.len()).unwrap_or(MOST_DUPLICATES);
    let all = if named < MOST_DUPLICATES { named } else { foil_store::copies::count_at_none(tx, on)? };
    let on_z = slips_on(tx, reports)?;
    let mut voids = Vec::new();
    foil_store::shifts::each_void(tx, on, |v| {
        if !on_z.contains(&v.slip) {
            let reason = v.reason.as_str().to_owned();
            let DrawerVoid { receipt, slip, amount, allowed_by, .. } = v;
            voids.push(VoidLine { receipt, slip, amount, reason, allowed_by });
        }
        Ok(true)
    })?;
    let (mut returns, mut returns_more) = (Vec::new(), 0);
    foil_store::reversals::each_at_none(tx, on, |r| {
        let AtNone { number, kind, receipt, amount } = r;
        if returns.len() < MOST_RETURNS {
            returns.push(ReturnLine { number, kind, receipt, amount });
        } else {
            returns_more += 1;
        }
        Ok(true)
    })?;
    Ok(OnNoZ { duplicates, duplicates_more: all - named, voids, returns, returns_more })
}

/// The cancellation slips that Z reports tell, as they were written.
fn slips_on(tx: &Tx<'_>, reports: &[ZRow]) -> Result<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for z in reports {
        let document = foil_store::z_reports::document(tx, z.id)?;
        let doc: ShiftReport = serde_json::from_str(&document).context("reading a Z report")?;
        all.extend(doc.voids.into_iter().map(|void| void.slip));
    }
    Ok(all)
}

fn paper(act: &Act<'_>, on: Day, next_on: Day, tickets_left: i64) -> Result<DayDoc> {
    let reports = foil_store::z_reports::between(act.tx, on, on, MOST_Z)?;
    let sums = foil_store::figures::totals(act.tx, on, on)?;
    let deposits = deposits_of(act.tx, on)?;
    let no_drawer = no_drawer(act.tx, on)?;
    let of_day = no_drawer.iter().filter(|t| t.method == Method::Cash.as_str()).map(|t| t.amount);
    let before = InSafe::now(act.tx, act.office)?.lies;
    let lies = Money::sum(of_day.chain([before])).ok_or(Refusal::TooMuch)?;
    let in_safe = InSafe::of(act.tx, act.office, lies)?;
    let shifts = reports.iter().map(|z| on_paper(act.tx, z)).collect::<Result<_>>()?;
    Ok(DayDoc {
        office: office_head(act.office),
        business_on: on,
        next_on,
        at_local: format!("{}, {}", act.zone.day_of(act.now).long(), act.zone.clock(act.now)),
        by: act.who.name.clone(),
        shifts,
        tenders: tenders(act.tx, on)?,
        no_drawer,
        receipts: sums.receipts,
        voids: sums.voids,
        on_no_z: Some(on_no_z(act.tx, on, &reports)?),
        returns: sums.returns,
        returned: sums.returned,
        banked: Money::sum(reports.iter().map(|z| z.banked_minor)).ok_or(Refusal::TooMuch)?,
        deposits: deposits
            .into_iter()
            .filter(|d| !d.taken_back)
            .map(|d| DayDeposit { number: d.number, kind: d.kind, amount: d.amount_minor })
            .collect(),
        brought: crate::shifts::brought_on_paper(act.tx, on)?,
        to_bank: in_safe.paid_in(None)?,
        stays: in_safe.stays,
        kept: Some(foil_store::z_reports::kept_in_all(act.tx)?),
        tickets_left,
        audit_hash: String::new(),
        seal: String::new(),
    })
}

fn on_paper(tx: &Tx<'_>, z: &ZRow) -> Result<DayShift> {
    let drawer = foil_store::shifts::drawer(tx, z.shift_id, z.business_on)?;
    Ok(DayShift {
        z: z.number.clone(),
        counter: z.counter.clone(),
        clerk: z.name.clone(),
        expected: z.expected_minor,
        counted: z.counted_minor,
        variance: z.variance_minor,
        banked: z.banked_minor,
        cash_in: drawer.cash_in,
        cash_out: drawer.cash_out,
        kept: z.kept_minor,
        tenders: tender_variances(tx, z.shift_id)?,
    })
}

/// What a day took by way of paying, drawers and money in hand together, less voids.
fn tenders(tx: &Tx<'_>, on: Day) -> Result<Vec<DayTender>> {
    let rows = foil_store::figures::by_method(tx, on, on)?.into_iter();
    let shown = |m: foil_store::figures::MethodRow| DayTender {
        method: m.method.as_str().to_owned(),
        count: m.tenders,
        amount: m.net,
    };
    Ok(rows.map(shown).collect())
}

/// What of that went into no drawer.
fn no_drawer(tx: &Tx<'_>, on: Day) -> Result<Vec<DayTender>> {
    let rows = foil_store::deposits::no_drawer(tx, on)?.into_iter();
    let shown = |t: foil_store::deposits::NoDrawer| DayTender {
        method: t.method.as_str().to_owned(),
        count: t.count,
        amount: t.amount,
    };
    Ok(rows.map(shown).collect())
}

/// The cash of that.
fn cash_in_no_drawer(tx: &Tx<'_>, on: Day) -> Result<Money> {
    let all = foil_store::deposits::no_drawer(tx, on)?;
    Ok(all.iter().find(|t| t.method == Method::Cash).map_or(Money::ZERO, |t| t.amount))
}

/// How the business day stands: which shifts it waits for, what it took, what goes to the bank. Who may have to count
/// a drawer that nobody has counted is not told what the day took, in cash or otherwise: with the Z reports of the others it would
/// be what that one must hold.
pub fn day_state(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<DayState> {
    let now = office.now();
    office.view(who, Right::SeeShifts, |tx, row| {
        let today = row.business_on;
        let clock_on = clock_day(row, now)?;
        let sums = foil_store::figures::totals(tx, today, today)?;
        let next_on = usual_next(tx, row, &zone_of(row)?, clock_on)?;
        let choices = may_be_next(today, clock_on);
        let missed = (1..choices.last().map_or(0, |last| last.days_since(today))).map(|n| today.plus_days(n));
        let open = foil_store::shifts::not_closed(tx)?.into_iter();
        let ended = foil_store::z_reports::between(tx, today, today, MOST_Z)?.into_iter();
        let in_safe = InSafe::now(tx, row)?;
        let safe = crate::shifts::safe_last(tx, row, who)?;
        let cash_hidden = crate::shifts::counted_blind(tx, row, who)?.is_some();
        // Cheques and slips are counted blind as the cash is.
        let tenders = if cash_hidden { Vec::new() } else { tenders(tx, today)? };
        Ok(DayState {
            business_on: today,
            clock_on,
            next_on,
            missed: missed.collect(),
            choices,
            open: open.map(|shift| brief(tx, shift)).collect::<Result<_>>()?,
            ended: ended.map(|z| z_shown(tx, z)).collect::<Result<_>>()?,
            tenders,
            cash_hidden,
            no_drawer: no_drawer(tx, today)?,
            receipts: sums.receipts,
            voids: sums.voids,
            to_bank: in_safe.paid_in(None)?,
            in_safe: in_safe.lies,
            stays: in_safe.stays,
            safe_fund: row.safe_fund_minor,
            safe_asked: safe.is_none() && must_be_counted(tx, row)?,
            safe,
            alone: !crate::shifts::somebody_may_allow(tx, &[who.user])?,
            second_look: foil_store::approvals::rule(tx)?.second_look_ceiling_minor,
            denominations: of_office(
                &row.denominations,
                &row.currency,
                u32::try_from(row.decimals).unwrap_or(2),
            ),
            deposits: deposits_of(tx, today)?.into_iter().map(deposit_shown).collect(),
            tickets_open: foil_store::tickets::count(tx, TicketState::Waiting, false)?,
            closed: foil_store::day_closes::latest(tx, today, LISTED)?
                .into_iter()
                .map(closed_shown)
                .collect::<Result<_>>()?,
        })
    })
}

fn clock_day(row: &OfficeRow, now: Instant) -> Result<Day> {
    Ok(zone_of(row)?.day_of(now))
}

/// The office as the paper of a period's last day named it; today's while that day is not closed, and where days were
/// closed before there were such papers.
pub(crate) fn head_then(tx: &Tx<'_>, office: &OfficeRow, to: Day) -> Result<OfficeHead> {
    let closed = if office.business_on > to { foil_store::day_closes::last_until(tx, to)? } else { None };
    closed.map_or(Ok(office_head(office)), |day| head_of(&day))
}

/// The office as it was on a day, also on one from before the book: then as the first day that was closed named it, which is
/// nearest.
pub(crate) fn head_at(tx: &Tx<'_>, office: &OfficeRow, on: Day) -> Result<OfficeHead> {
    let closed = match foil_store::day_closes::last_until(tx, on)? {
        None if office.business_on > on => foil_store::day_closes::first_after(tx, on)?,
        _ => return head_then(tx, office, on),
    };
    closed.map_or(Ok(office_head(office)), |day| head_of(&day))
}

fn head_of(day: &DayCloseRow) -> Result<OfficeHead> {
    let doc: DayDoc = serde_json::from_str(&day.document).context("reading the paper of a day")?;
    Ok(doc.office)
}

fn closed_shown(row: DayCloseRow) -> Result<ClosedDay> {
    let doc: DayDoc = serde_json::from_str(&row.document).context("reading the paper of a day")?;
    Ok(ClosedDay {
        on: row.business_on,
        by: row.by_name,
        at: row.closed_at,
        shifts: i64::try_from(doc.shifts.len()).unwrap_or(i64::MAX),
        variance: Money::sum(doc.shifts.iter().map(|s| s.variance)).ok_or(Refusal::TooMuch)?,
        tenders: doc.shifts.iter().flat_map(|s| s.tenders.iter().copied()).collect(),
        banked: doc.banked,
    })
}
