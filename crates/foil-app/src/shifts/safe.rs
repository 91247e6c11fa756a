//! Counting the safe, blind: what it had to hold is told with the count, and what differs is explained, let pass by a second
//! person above the tolerance, and posted as a drawer's difference is.

use super::count::{somebody_may_allow, tolerance};
use super::deposit::{InSafe, lies_there};
use super::lying::over_night;
use super::open::{counted_here, read, written};
use super::variance::{not_by, said};
use super::views::{AllowSafe, CountSafe, ExplainSafe, SafeNext, SafeView};
use crate::approvals::Sized;
use crate::office::{Act, Order, input_hash};
use crate::undo::views::Effect;
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::approvals::{ApprovalKind, Someone, done_first};
use foil_domain::ids::{DepositSlipId, SafeCountId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::VarianceReason;
use foil_domain::shifts::pieces::{Pieces, worth};
use foil_domain::text::Note;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::approvals::ApprovalRow;
use foil_store::money_control::SAFE;
use foil_store::office::OfficeRow;
use foil_store::safe::{NewSafeCount, SafeCountRow};
use serde_json::json;
use std::sync::Arc;

/// Counts what the safe holds by notes and coins. What it had to hold is told with the answer and kept with the count; one
/// that differs is explained on its day (`explain_safe`), or stands among the month's exceptions unexplained.
pub fn count_safe(office: &Arc<Office>, who: &Session, input: CountSafe) -> Result<SafeView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("count_safe", Right::BankCash) };
    office.perform(who, order, move |act| {
        let counted = worth(&input.pieces, &counted_here(act.office), "pieces")?;
        let expected = must_hold(act.tx, act.today())?;
        let id = foil_store::safe::insert(
            act.tx,
            &NewSafeCount {
                on: act.today(),
                counted,
                expected,
                denominations: &written(&input.pieces)?,
                person: act.who.user,
                at: act.now,
                counter: act.who.counter,
                audit_seq: act.audit_seq,
            },
        )?;
        act.made(json!({ "paper": "safe_count", "number": number(id) }));
        act.changed(json!({ "count": number(id), "counted_minor": counted, "expected_minor": expected }));
        last(act.tx, act.office, act.who)?.ok_or_else(|| anyhow!("count {id} was not stored").into())
    })
}

/// What lies in no drawer: what is on no slip, to be paid in or to stay, what drawers that are not closed have dropped, and the day's cash in no drawer, which waits for the bank once the day is closed.
pub(super) fn must_hold(tx: &Tx<'_>, today: Day) -> Result<Money> {
    let today = foil_store::deposits::no_drawer(tx, today)?;
    let in_no_drawer =
        today.iter().filter(|t| t.method == foil_domain::payments::Method::Cash).map(|t| t.amount);
    let all = in_no_drawer.chain([lies_there(tx)?, foil_store::safe::dropped(tx)?]);
    Ok(Money::sum(all).ok_or(Refusal::TooMuch)?)
}

/// Says why the last count differs by no more than the tolerance of who acts, together with what was explained so before on
/// the day: many small ones are a large one. The difference is posted as cash over or short.
///
/// Refuses what `differs` refuses, another reason without a note, and a larger difference (`needs_approval`): it is asked
/// for as an act (`allow_safe`).
pub fn explain_safe(office: &Arc<Office>, who: &Session, input: ExplainSafe) -> Result<SafeView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("explain_safe", Right::BankCash) };
    office.perform(who, order, move |act| {
        let (_, off) = differs(act.tx, act.office, input.count)?;
        let Judged { tolerated, in_all } = judged(act.tx, act.office, act.who, off)?;
        act.approved(ApprovalKind::Variance, Some(tolerated), in_all)?;
        explained(act, input.count, (input.reason, input.note.as_ref()))?;
        last(act.tx, act.office, act.who)?.ok_or_else(|| anyhow!("the count is gone").into())
    })
}

/// What is asked for when the safe holds more or less than it had to.
///
/// Refuses what `differs` refuses, what needs nobody's word, and another reason without a note.
pub(crate) fn sized(act: &Act<'_>, input: &AllowSafe) -> Result<Sized> {
    act.who.role.must(Right::BankCash)?;
    let (row, off) = differs(act.tx, act.office, input.count)?;
    said(input.reason, input.note.as_ref().map_or("", Note::as_str))?;
    if judged(act.tx, act.office, act.who, off)?.alone() {
        return Err(
            Refusal::bad_input("count", "one that differs by more; this one is explained as it is").into()
        );
    }
    Ok(Sized {
        kind: ApprovalKind::Variance,
        subject: format!("safe:{}", row.id),
        about: format!("{} · {}", number(row.id), row.by_name),
        amount: size(off),
        happened: true,
    })
}

/// What letting it pass would do.
pub(crate) fn would(tx: &Tx<'_>, office: &OfficeRow, input: &AllowSafe) -> Result<Vec<Effect>> {
    let (row, variance) = differs(tx, office, input.count)?;
    Ok(vec![Effect::SafeDiffers { counted: row.counted_minor, expected: row.expected_minor, variance }])
}

/// By how much the safe differed when it was counted, whatever has become of that.
pub(crate) fn off(tx: &Tx<'_>, input: &AllowSafe) -> Result<Option<Money>> {
    let Some(row) = foil_store::safe::find(tx, input.count)? else { return Ok(None) };
    Ok(Some(row.counted_minor.minus(row.expected_minor).ok_or(Refusal::TooMuch)?))
}

/// Posts the difference inside the act of whoever lets it pass; gives the count's number back.
///
/// Refuses the word of who counted, whoever asked for it.
pub(crate) fn allowed(act: &mut Act<'_>, input: &AllowSafe) -> Result<String> {
    let (_, off) = differs(act.tx, act.office, input.count)?;
    act.approved(ApprovalKind::Variance, Some(Money::ZERO), size(off))?;
    if let Some((user, name)) = act.grant.as_ref().and_then(|grant| grant.allowed_by.clone()) {
        let word = Someone { user, name: &name };
        not_their_count(act.tx, input, &word)?;
    }
    explained(act, input.count, (input.reason, input.note.as_ref()))
}

/// Refuses the word of who counted the safe, and of whom they have in their hand.
pub(crate) fn not_their_count(tx: &Tx<'_>, input: &AllowSafe, word: &Someone<'_>) -> Result<()> {
    let row = foil_store::safe::find(tx, input.count)?;
    let row = row.ok_or_else(|| Refusal::not_found("count of the safe", input.count))?;
    not_by(tx, &Someone { user: row.person_id, name: &row.by_name }, word)
}

/// A difference as it is held against what somebody may explain alone.
struct Judged {
    /// The most that they may.
    tolerated: Money,
    /// The difference together with those of the day that nobody else has let pass: many small ones are a large one.
    in_all: Money,
}

impl Judged {
    /// Whether one person's word is enough.
    fn alone(&self) -> bool {
        self.in_all <= self.tolerated
    }
}

fn judged(tx: &Tx<'_>, office: &OfficeRow, who: &Session, off: Money) -> Result<Judged> {
    let others = foil_store::safe::let_pass_alone(tx, office.business_on)?;
    let in_all = others.plus(size(off)).ok_or(Refusal::TooMuch)?;
    Ok(Judged { tolerated: tolerance(office).of(who.role), in_all })
}

/// Writes why a count differs and posts the difference.
fn explained(
    act: &mut Act<'_>,
    count: SafeCountId,
    (reason, note): (VarianceReason, Option<&Note>),
) -> Result<String> {
    let (row, off) = differs(act.tx, act.office, count)?;
    let note = note.map_or("", Note::as_str);
    said(reason, note)?;
    let approval = act.grant.as_ref().map(|grant| grant.approval);
    let within = judged(act.tx, act.office, act.who, off)?.tolerated;
    foil_store::safe::explain(act.tx, row.id, off, (reason.as_str(), note), (within, approval))?;
    let lines = [
        Line { ledger: Ledger::Cash, account: None, amount: off },
        Line { ledger: Ledger::OverShort, account: None, amount: off.negated() },
    ];
    let entry = Entry::balanced(lines)?.ok_or_else(|| anyhow!("count {count} does not balance"))?;
    foil_store::journal::post(act.tx, "variance", -row.id.0, act.today(), &entry)?;
    let number = number(row.id);
    act.made(json!({ "paper": "safe_explained", "number": number }));
    act.made(json!({ "paper": "safe_tolerance", "number": number }));
    act.changed(json!({ "count": number, "off_minor": off, "reason": reason, "tolerance_minor": within }));
    Ok(number)
}

/// A count that differs and waits to be explained, and by how much: the last one of today.
///
/// Refuses an older one, an even one, one that was explained, one since which cash went into the safe or out of it by a
/// slip, to a drawer or from outside: then it is counted again; and one while cash that was brought waits to be booked, which
/// would be found now and brought afterwards.
fn differs(tx: &Tx<'_>, office: &OfficeRow, count: SafeCountId) -> Result<(SafeCountRow, Money)> {
    let row = foil_store::safe::newest(tx, office.business_on)?.filter(|row| row.id == count);
    let row = row.ok_or_else(|| Refusal::not_found("last count of today", count))?;
    let ended = |state| Refusal::HasEnded { what: format!("count {}", number(row.id)), state };
    let off = row.counted_minor.minus(row.expected_minor).ok_or(Refusal::TooMuch)?;
    if off.is_zero() {
        return Err(ended("even").into());
    }
    if row.explained {
        return Err(ended("explained already").into());
    }
    if moved_since(tx, &row)? {
        return Err(Refusal::ChangedMeanwhile { what: "what the safe holds".into() }.into());
    }
    if let Some(waits) = super::bring::waits(tx)? {
        return Err(Refusal::BringingWaits(waits.id.0).into());
    }
    Ok((row, off))
}

/// Whether cash went into the safe or out of it since a count, but for what drawers drop, which is counted with them.
fn moved_since(tx: &Tx<'_>, row: &SafeCountRow) -> Result<bool> {
    let last = foil_store::deposits::last_standing(tx)?.map_or(DepositSlipId(0), |last| last.id);
    Ok(last != row.last_slip
        || foil_store::safe::last_change(tx)? != row.last_change
        || foil_store::safe::last_brought(tx)? != row.last_brought
        || foil_store::safe::last_back(tx)? != row.last_back)
}

/// How the last count of today stands.
struct Stands {
    row: SafeCountRow,
    off: Money,
    /// One person's word is enough for it.
    alone: bool,
    asked: Option<ApprovalRow>,
    next: SafeNext,
    /// Something that had been brought to the safe was taken back after it.
    uncounted: bool,
}

fn stands(tx: &Tx<'_>, office: &OfficeRow, who: &Session) -> Result<Option<Stands>> {
    let Some(row) = foil_store::safe::newest(tx, office.business_on)? else { return Ok(None) };
    let off = row.counted_minor.minus(row.expected_minor).ok_or(Refusal::TooMuch)?;
    let alone = judged(tx, office, who, off)?.alone();
    let asked = foil_store::approvals::open_of(tx, &format!("safe:{}", row.id))?;
    let back = foil_store::safe::last_back_on(tx, office.business_on)?;
    let uncounted = back.is_some_and(|back| row.last_back < back);
    let next = match () {
        () if uncounted => SafeNext::Moved,
        () if off.is_zero() => SafeNext::Even,
        () if row.explained => SafeNext::Explained,
        () if moved_since(tx, &row)? => SafeNext::Moved,
        () if super::bring::waits(tx)?.is_some() => SafeNext::Waits,
        () if alone => SafeNext::Explain,
        () if asked.is_some() => SafeNext::Waits,
        () => SafeNext::Allow,
    };
    Ok(Some(Stands { row, off, alone, asked, next, uncounted }))
}

/// The last count of today, and what is to be done about it.
pub(crate) fn last(tx: &Tx<'_>, office: &OfficeRow, who: &Session) -> Result<Option<SafeView>> {
    let Some(Stands { row, off, asked, next, .. }) = stands(tx, office, who)? else { return Ok(None) };
    // Cash that waits to be booked holds a difference up as well, and who asked for it can take that back here.
    let asked = asked.or(super::bring::waits(tx)?);
    Ok(Some(SafeView {
        count: row.id,
        number: number(row.id),
        at: row.made_at,
        by: row.by_name.clone(),
        counted: row.counted_minor,
        expected: row.expected_minor,
        off,
        next,
        second_look: may_be_first(tx, who, &row, size(off))?,
        own_request: asked.filter(|asked| asked.asked_by == who.user).map(|asked| asked.id),
    }))
}

/// The most of a difference that may be let pass first and looked at later: the office's ceiling, or where nobody is who could
/// let it pass but who acts and who counted, the whole of it.
fn may_be_first(tx: &Tx<'_>, who: &Session, row: &SafeCountRow, off: Money) -> Result<Option<Money>> {
    if !somebody_may_allow(tx, &[who.user, row.person_id])? {
        return Ok(Some(off));
    }
    let ceiling = foil_store::approvals::rule(tx)?.second_look_ceiling_minor;
    Ok(ceiling.filter(|most| done_first(ApprovalKind::Variance, off, Some(*most)).is_ok()))
}

/// Refuses to leave a day whose last count of the safe differs by more than who acts may explain, as no drawer is closed over
/// such a count: it is let pass by another person, or counted again. A slip of cash since that left nothing there has
/// counted it; one that left the fund has counted what is in the bag, and no more.
///
/// Where cash stays in the safe over night, it is counted on each day ([`must_be_counted`]): nobody else ever sees that it is
/// there. So it is, whether a fund is kept or not, after what had been brought to it was taken back: nothing else says
/// whether that was there.
pub(crate) fn none_unexplained(act: &Act<'_>) -> Result<()> {
    let last = stands(act.tx, act.office, act.who)?;
    let uncounted = match &last {
        Some(last) => last.uncounted,
        None => foil_store::safe::last_back_on(act.tx, act.today())?.is_some(),
    };
    if uncounted {
        return Err(Refusal::CountedBefore.into());
    }
    let Some(last) = last else {
        let must = must_be_counted(act.tx, act.office)?;
        return if must { Err(Refusal::SafeNotCounted.into()) } else { Ok(()) };
    };
    let fund_stays = InSafe::now(act.tx, act.office)?.stays.is_positive();
    let held_up = match last.next {
        SafeNext::Allow => true,
        SafeNext::Waits => !last.alone,
        SafeNext::Moved => !last.alone && (fund_stays || !emptied_since(act.tx, &last.row)?),
        SafeNext::Even | SafeNext::Explained | SafeNext::Explain => false,
    };
    match super::bring::waits(act.tx)? {
        Some(waits) if held_up => Err(Refusal::BringingWaits(waits.id.0).into()),
        _ if held_up => Err(Refusal::SafeDiffers(number(last.row.id)).into()),
        _ => Ok(()),
    }
}

/// Whether no day is closed without a count of the safe: a fund stays there, or, where drawers were closed today, cash of a day
/// before still waits for the bank. What is banked on the next day of work is counted by its slip.
pub(crate) fn must_be_counted(tx: &Tx<'_>, office: &OfficeRow) -> Result<bool> {
    Ok(InSafe::now(tx, office)?.stays.is_positive() || over_night(tx, office)?)
}

/// Whether a slip that stands was made since a count, and left nothing in the safe.
fn emptied_since(tx: &Tx<'_>, count: &SafeCountRow) -> Result<bool> {
    let last = foil_store::deposits::last_standing(tx)?;
    Ok(last.is_some_and(|slip| slip.id > count.last_slip && slip.stays_minor.is_zero()))
}

/// The notes and coins of the last count of today, where nothing has moved since and nothing differed.
pub(super) fn counted_even(tx: &Tx<'_>, today: Day) -> Result<Option<Vec<Pieces>>> {
    let row = foil_store::safe::newest(tx, today)?;
    let Some(row) = row.filter(|row| row.counted_minor == row.expected_minor) else { return Ok(None) };
    if moved_since(tx, &row)? {
        return Ok(None);
    }
    read(&foil_store::safe::denominations(tx, row.id)?).map(Some)
}

pub(super) fn number(id: SafeCountId) -> String {
    format!("{SAFE}{id}")
}

fn size(off: Money) -> Money {
    if off.is_negative() { off.negated() } else { off }
}
