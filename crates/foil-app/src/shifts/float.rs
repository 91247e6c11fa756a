//! A drawer begins with what its last Z report kept in it. A float that is another is a difference as a count's is: it is
//! counted again, explained, let pass by a second person, and posted.

use super::count::{somebody_may_allow, tolerance};
use super::open::{counted_here, free};
use super::variance::{passes, said};
use super::views::{AllowFloat, AskedVariance};
use crate::approvals::views::AskedAct;
use crate::approvals::{Ask, Sized, first};
use crate::office::{Act, Order, Work};
use crate::undo::views::Effect;
use crate::{Office, Session};
use anyhow::Context;
use foil_domain::approvals::{ApprovalKind, ApprovalState};
use foil_domain::ids::{ApprovalId, CounterId, UserId};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::shifts::pieces::{Pieces, worth};
use foil_domain::shifts::{CashKind, VarianceReason};
use foil_domain::text::Note;
use foil_domain::time::{Day, Instant};
use foil_store::Tx;
use foil_store::office::OfficeRow;
use serde_json::json;
use std::sync::Arc;

/// By how much a float is off what was kept, and who let that pass.
#[derive(Debug)]
pub(super) struct Differs {
    /// More is above zero.
    pub off: Money,
    pub reason: String,
    pub note: String,
    /// None within the tolerance.
    pub approval: Option<ApprovalId>,
}

impl Differs {
    /// As a row beside the float's.
    pub(super) fn kind_and_size(&self) -> (CashKind, Money) {
        let kind = if self.off.is_negative() { CashKind::FloatShort } else { CashKind::FloatOver };
        (kind, size(self.off))
    }
}

fn size(off: Money) -> Money {
    if off.is_negative() { off.negated() } else { off }
}

/// What is said of a float against what was kept; none where it is that. Where nobody else could let it pass, it is let pass by
/// nobody and waits for a second look.
///
/// Refuses one that is off by more than the tolerance while nobody else has let it pass as it is counted now
/// (`float_differs`), and where nobody could, one without a reason (`float_differs_first`). Which of the two is said goes by who
/// is there, and never by how much it is off.
pub(super) fn differs(
    act: &mut Act<'_>,
    float: Money,
    kept: Money,
    (reason, note): (Option<VarianceReason>, &str),
) -> Result<Option<Differs>> {
    let off = float.minus(kept).ok_or(Refusal::TooMuch)?;
    if off.is_zero() {
        return Ok(None);
    }
    if size(off) <= tolerance(act.office).of(act.who.role) {
        let reason = reason.map_or("", VarianceReason::as_str).to_owned();
        return Ok(Some(Differs { off, reason, note: note.to_owned(), approval: None }));
    }
    if let Some(differs) = let_pass(act, float, off)? {
        return Ok(Some(differs));
    }
    if somebody_may_allow(act.tx, &[act.who.user])? {
        return Err(Refusal::FloatDiffers.into());
    }
    let reason = reason.ok_or(Refusal::FloatDiffersFirst)?;
    said(reason, note)?;
    let payload = AskedAct::AllowFloat(AllowFloat {
        pieces: vec![Pieces { value: Money::from_minor(1), count: float.minor() }],
        reason,
        note: Note::parse(note).ok(),
    });
    let payload = serde_json::to_string(&payload).context("keeping what was done first")?;
    let ask = Ask {
        kind: ApprovalKind::Variance,
        subject: &subject(act.who.counter),
        about: &about(act),
        amount: size(off),
        payload: &payload,
        reason: &spoken(reason, note),
        happened: true,
    };
    let approval = Some(first(act, &ask)?.approval);
    Ok(Some(Differs { off, reason: reason.as_str().to_owned(), note: note.to_owned(), approval }))
}

/// Writes down, by itself, that a drawer was to begin with another float than was kept in it: each no says that it is not that,
/// and whoever tries often enough knows what it was. So is it where such a float was to be let pass and was not; how far off it
/// is no answer says. Gives back what was told.
pub(crate) fn tried<T>(office: &Arc<Office>, who: &Session, pieces: &[Pieces], told: Result<T>) -> Result<T> {
    let told = match told {
        Err(Error::Refused(Refusal::NeedsApproval { .. })) => Err(Refusal::FloatDiffers.into()),
        told => told,
    };
    if matches!(&told, Err(Error::Refused(Refusal::FloatDiffers | Refusal::FloatDiffersFirst))) {
        let (user, counter, pieces) = (who.user, who.counter_code.clone(), pieces.to_vec());
        office.perform(&Session::house(), Order::new("cash_refused", Right::SeeFrame), move |act| {
            let on = act.today();
            said_of_try(act, user, &format!("{counter} {on}"), &pieces, false)
        })?;
    }
    told
}

/// What the office writes down where a request to let a float pass was taken back: a try as any other, of the counter and the
/// day that it was asked for, wherever it is taken back. None of another request.
///
/// `told` where the log tells whoever took it back by how much it is off: they may begin with what was kept now, and have what
/// lies beside it.
pub(crate) fn taken_back(tx: &Tx<'_>, id: ApprovalId, told: bool) -> Result<Option<Work<()>>> {
    let Some(row) = foil_store::approvals::find(tx, id)? else { return Ok(None) };
    let Ok(AskedAct::AllowFloat(float)) = serde_json::from_str(&row.payload) else { return Ok(None) };
    let of = format!("{} {}", row.counter, row.business_on);
    Ok(Some(Box::new(move |act| said_of_try(act, row.asked_by, &of, &float.pieces, told))))
}

/// Says in the row of the running act who tried which float; `told` where they know by how much it is off.
fn said_of_try(act: &mut Act<'_>, user: UserId, of: &str, pieces: &[Pieces], told: bool) -> Result<()> {
    let login = foil_store::people::find(act.tx, user)?.map(|person| person.login);
    // What only tells refuses nothing, not even a note that the office has ceased to count since.
    let float: i64 =
        pieces.iter().fold(0, |sum, one| sum.saturating_add(one.value.minor().saturating_mul(one.count)));
    act.changed(json!({
        "user": user, "login": login, "what": "open_shift", "float_of": of, "amount_minor": float, "told": told,
    }));
    Ok(())
}

fn spoken(reason: VarianceReason, note: &str) -> String {
    if note.is_empty() { reason.told().to_owned() } else { format!("{}: {note}", reason.told()) }
}

/// The request of who opens that lets this very float pass, and has not opened a shift yet.
fn let_pass(act: &Act<'_>, float: Money, off: Money) -> Result<Option<Differs>> {
    let latest = foil_store::approvals::latest_of(act.tx, act.today(), &subject(act.who.counter))?;
    let unused = |row: &foil_store::approvals::ApprovalRow| {
        passes(row.state)
            && row.outcome.is_empty()
            && row.asked_by == act.who.user
            && row.amount_minor == size(off)
    };
    let Some(row) = latest.filter(unused) else { return Ok(None) };
    let asked: AskedAct = serde_json::from_str(&row.payload).context("reading what was asked for")?;
    let AskedAct::AllowFloat(asked) = asked else { return Ok(None) };
    if worth(&asked.pieces, &counted_here(act.office), "pieces")? != float {
        return Ok(None);
    }
    let note = asked.note.map(String::from).unwrap_or_default();
    Ok(Some(Differs { off, reason: asked.reason.as_str().to_owned(), note, approval: Some(row.id) }))
}

/// What is asked for when a float differs: the second count of it.
///
/// Refuses who cannot open a shift here now, a float that needs nobody's word, and another reason without a note.
pub(crate) fn sized(act: &Act<'_>, input: &AllowFloat) -> Result<Sized> {
    act.who.role.must(Right::TakePayments)?;
    free(act)?;
    let off = off(act, act.who.counter, input)?;
    if size(off) <= tolerance(act.office).of(act.who.role) {
        return Err(
            Refusal::bad_input("pieces", "a float that differs; this one opens the shift as it is").into()
        );
    }
    said(input.reason, input.note.as_ref().map_or("", Note::as_str))?;
    Ok(Sized {
        kind: ApprovalKind::Variance,
        subject: subject(act.who.counter),
        about: about(act),
        amount: size(off),
        happened: true,
    })
}

/// Lets a float pass inside the act of whoever lets it happen: the shift is opened by who asked, with this float.
///
/// Refuses it when the drawer was left with something else since.
pub(crate) fn allowed(act: &mut Act<'_>, input: &AllowFloat) -> Result<()> {
    let off = off(act, act.counter(), input)?;
    act.approved(ApprovalKind::Variance, Some(Money::ZERO), size(off))?;
    if act.grant.as_ref().is_some_and(|grant| grant.amount != size(off)) {
        return Err(Refusal::ChangedMeanwhile { what: "what this drawer was left with".into() }.into());
    }
    act.changed(json!({ "off_minor": off, "reason": input.reason }));
    Ok(())
}

/// What letting a float pass would do: what was kept in the drawer, and by how much this is more or less.
pub(crate) fn would(
    tx: &Tx<'_>,
    office: &OfficeRow,
    counter: CounterId,
    input: &AllowFloat,
) -> Result<Vec<Effect>> {
    let float = worth(&input.pieces, &counted_here(office), "pieces")?;
    let kept = foil_store::z_reports::kept_at(tx, counter)?.unwrap_or(float);
    let code = foil_store::office::counter(tx, counter)?.map(|c| c.code).unwrap_or_default();
    let variance = float.minus(kept).ok_or(Refusal::TooMuch)?;
    Ok(vec![Effect::FloatDiffers { counter: code, float, kept, variance }])
}

fn off(act: &Act<'_>, counter: CounterId, input: &AllowFloat) -> Result<Money> {
    let float = worth(&input.pieces, &counted_here(act.office), "pieces")?;
    let kept = foil_store::z_reports::kept_at(act.tx, counter)?.unwrap_or(float);
    Ok(float.minus(kept).ok_or(Refusal::TooMuch)?)
}

/// One's latest request on the float of the counter one sits at that has opened no shift yet, by the clock.
pub(super) fn asked(tx: &Tx<'_>, today: Day, who: &Session, now: Instant) -> Result<Option<AskedVariance>> {
    let latest = foil_store::approvals::latest_of(tx, today, &subject(who.counter))?;
    Ok(latest.filter(|row| row.outcome.is_empty() && row.asked_by == who.user).map(|row| {
        let late = row.state == ApprovalState::Asked && row.expires_at <= now;
        let state = if late { ApprovalState::Expired } else { row.state };
        let decided_by = row.decided_name.unwrap_or_default();
        AskedVariance { approval: row.id, state, decided_by, note: row.note }
    }))
}

fn subject(counter: CounterId) -> String {
    format!("float:{counter}")
}

fn about(act: &Act<'_>) -> String {
    format!("{} · {}", act.who.counter_code, act.who.name)
}
