//! Cash that is brought to the safe from outside the office: the fund that it keeps there. Back it goes by a slip of which
//! less stays; what was booked by mistake is taken back on its day. Both take two persons.

use super::deposit::lies_there;
use super::open::{counted_here, written};
use super::safe::must_hold;
use super::views::{BringToSafe, BroughtView, TakeBroughtBack};
use crate::approvals::Sized;
use crate::audit::CASH_MOVED;
use crate::office::Act;
use crate::undo::views::Effect;
use crate::{Nothing, Office, Session};
use anyhow::anyhow;
use foil_domain::approvals::ApprovalKind;
use foil_domain::ids::{ApprovalId, SafeBroughtId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::BroughtFrom;
use foil_domain::shifts::papers::DayBrought;
use foil_domain::shifts::pieces::worth;
use foil_domain::text::Note;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::approvals::ApprovalRow;
use foil_store::money_control::{SAFE_BACK, SAFE_IN};
use foil_store::office::OfficeRow;
use foil_store::safe::{BroughtRow, NewBack, NewBrought};
use serde_json::json;
use std::sync::Arc;

/// What of a day is shown at most.
const MOST_SHOWN: i64 = 200;

/// What a request to bring cash to the safe is about: one waits at a time, so that a count knows of it.
const SUBJECT: &str = "safe_in";

/// What a request to bring cash to the safe is about: drawn at the bank, or sent by the head office.
///
/// Refuses nothing, notes and coins that the office does not count, and a paper whose cash was brought before and stands.
pub(crate) fn bring_sized(act: &Act<'_>, input: &BringToSafe) -> Result<Sized> {
    act.who.role.must(Right::BankCash)?;
    Ok(Sized {
        kind: ApprovalKind::SafeIn,
        subject: SUBJECT.to_owned(),
        about: format!("{} {} · {}", source(input.came_from), input.voucher.as_str(), act.who.name),
        amount: may_come(act.tx, act.office, input)?,
        // It lies in the safe, whatever is said to it.
        happened: true,
    })
}

/// What bringing it would do.
pub(crate) fn bring_would(tx: &Tx<'_>, office: &OfficeRow, input: &BringToSafe) -> Result<Vec<Effect>> {
    let amount = may_come(tx, office, input)?;
    let in_safe = lies_there(tx)?.plus(amount).ok_or(Refusal::TooMuch)?;
    let voucher = input.voucher.as_str().to_owned();
    Ok(vec![Effect::BroughtToSafe { came_from: input.came_from, voucher, amount, in_safe }])
}

/// Brings cash to the safe inside the act of whoever lets it happen; gives its number back. The journal has it as gone from
/// the bank, or as petty cash. The safe has to hold it from then on; what of it the office does not keep there goes to the bank with
/// the next slip. That it lies there two persons say; whether it left the bank no count says, so each is an exception of its month.
pub(crate) fn brought(act: &mut Act<'_>, input: &BringToSafe) -> Result<String> {
    let amount = may_come(act.tx, act.office, input)?;
    act.approved(ApprovalKind::SafeIn, Some(Money::ZERO), amount)?;
    let id = foil_store::safe::bring(
        act.tx,
        &NewBrought {
            on: act.today(),
            amount,
            denominations: &written(&input.pieces)?,
            came_from: input.came_from.as_str(),
            voucher: input.voucher.as_str(),
            note: input.note.as_ref().map_or("", Note::as_str),
            person: act.author().0,
            at: act.now,
            counter: act.who.counter,
            audit_seq: act.audit_seq,
            approval: word(act)?,
        },
    )?;
    let entry = entry_of(id, input.came_from, amount)?;
    foil_store::journal::post(act.tx, "deposit", -id.0, act.today(), &entry)?;
    let number = number(id);
    act.made(json!({ "paper": CASH_MOVED, "number": number }));
    act.changed(json!({
        "brought": number, "amount_minor": amount, "from": input.came_from, "voucher": input.voucher,
    }));
    Ok(number)
}

/// How much is brought. Refuses what [`bring_sized`] refuses.
fn may_come(tx: &Tx<'_>, office: &OfficeRow, input: &BringToSafe) -> Result<Money> {
    let amount = worth(&input.pieces, &counted_here(office), "pieces")?;
    if !amount.is_positive() {
        return Err(Refusal::bad_input("pieces", "the notes and coins that were brought").into());
    }
    let voucher = input.voucher.as_str();
    if let Some(before) = foil_store::safe::brought_by(tx, input.came_from.as_str(), voucher)? {
        let (number, on) = (number(before.id), before.business_on.long());
        let which = format!("{voucher} ({number} of {on}, by {})", before.by_name);
        return Err(Refusal::Duplicate { what: "cash brought to the safe with paper", which }.into());
    }
    Ok(amount)
}

/// The request by which cash waits to be booked that lies in the safe: it is in every count of the safe, and in no book.
pub(super) fn waits(tx: &Tx<'_>) -> Result<Option<ApprovalRow>> {
    let asked = foil_store::approvals::open_of(tx, SUBJECT)?;
    // What nobody has decided in time has expired, though nobody has written it down yet.
    let latest = foil_store::audit::latest_at(tx)?;
    Ok(asked.filter(|asked| asked.expires_at > latest))
}

/// What a request to take back what was brought by mistake is about.
///
/// Refuses what [`may_go_back`] refuses.
pub(crate) fn unbring_sized(act: &Act<'_>, input: &TakeBroughtBack) -> Result<Sized> {
    act.who.role.must(Right::BankCash)?;
    let row = may_go_back(act.tx, input.brought, act.today())?;
    Ok(Sized {
        kind: ApprovalKind::Reversal,
        subject: format!("safe_back:{}", row.id),
        about: format!("{} · {}", number(row.id), row.by_name),
        amount: row.amount_minor,
        // What must be there falls by it: nobody takes a large sum out of the books first, alone, whatever a count has shown.
        happened: false,
    })
}

/// What taking it back would do.
pub(crate) fn unbring_would(tx: &Tx<'_>, office: &OfficeRow, input: &TakeBroughtBack) -> Result<Vec<Effect>> {
    let row = may_go_back(tx, input.brought, office.business_on)?;
    let in_safe = lies_there(tx)?.minus(row.amount_minor).ok_or(Refusal::TooMuch)?;
    Ok(vec![Effect::BroughtTakenBack { number: number(row.id), amount: row.amount_minor, in_safe }])
}

/// Takes back what was brought by mistake, on its day, inside the act of whoever lets it happen; gives its number back, which
/// stays. The journal has it both ways, the same paper may bring its cash once more, and the safe is counted before the
/// day is closed: a count says whether the cash was there.
pub(crate) fn unbrought(act: &mut Act<'_>, input: &TakeBroughtBack) -> Result<String> {
    let row = may_go_back(act.tx, input.brought, act.today())?;
    act.approved(ApprovalKind::Reversal, Some(Money::ZERO), row.amount_minor)?;
    let back = foil_store::safe::take_back(
        act.tx,
        &NewBack {
            brought: row.id,
            reason: input.reason.as_str(),
            person: act.author().0,
            at: act.now,
            on: act.today(),
            counter: act.who.counter,
            audit_seq: act.audit_seq,
            approval: word(act)?,
        },
    )?;
    let entry = entry_of(row.id, row.came_from, row.amount_minor)?.reversed();
    foil_store::journal::post(act.tx, "deposit", -row.id.0, act.today(), &entry)?;
    let number = number(row.id);
    act.made(json!({ "paper": CASH_MOVED, "number": format!("{SAFE_BACK}{back}") }));
    act.changed(json!({
        "brought_back": number, "amount_minor": row.amount_minor, "voucher": row.voucher, "reason": input.reason,
    }));
    Ok(number)
}

/// Something that was brought, and may be taken back now.
///
/// Refuses what was taken back before; what is of another day; what a slip that stands has counted in; what a count had in it whose
/// difference is posted, for that has made up for whatever was not there; and more than the safe has to hold.
fn may_go_back(tx: &Tx<'_>, id: SafeBroughtId, today: Day) -> Result<BroughtRow> {
    let row = foil_store::safe::brought(tx, id)?;
    let row = row.ok_or_else(|| Refusal::not_found("cash brought to the safe", id))?;
    let number = number(row.id);
    if !row.back.is_empty() {
        return Err(Refusal::HasEnded { what: number, state: "taken back already" }.into());
    }
    let stays = |why: String, instead| Refusal::StaysInSafe { number: number.clone(), why, instead };
    if row.business_on != today {
        return Err(stays(format!("{} is closed", row.business_on.long()), OF_A_CLOSED_DAY).into());
    }
    if let Some(slip) = foil_store::deposits::last_standing(tx)?.filter(|slip| slip.until_brought >= id) {
        let slip = foil_store::deposits::find(tx, slip.id)?;
        let slip = slip.ok_or_else(|| anyhow!("the last slip of cash is gone"))?.number;
        return Err(stays(format!("slip {slip} has counted it in"), ON_A_SLIP).into());
    }
    if let Some(count) = foil_store::safe::explained_with(tx, today, id)? {
        let why = format!(
            "count {} had it in it, and what that differed by is posted",
            super::safe::number(count.id)
        );
        return Err(stays(why, BY_A_COUNT).into());
    }
    if row.amount_minor > must_hold(tx, today)? {
        return Err(stays("a part of it has left the safe".to_owned(), IN_DRAWERS).into());
    }
    Ok(row)
}

const OF_A_CLOSED_DAY: &str = "Nothing lands in a closed day. Count the safe: what is not there stands as a difference; what is there, and is not kept, goes to the bank by a slip.";
const ON_A_SLIP: &str = "Take that slip back first, the newest before the others.";
const BY_A_COUNT: &str = "What was never there is booked as missing by that. What is there, and is not kept, goes to the bank by a slip.";
const IN_DRAWERS: &str =
    "So it was there. It comes back with the drawers' Z reports, and goes to the bank by a slip.";

/// Between the office's cash and where it came from.
fn entry_of(id: SafeBroughtId, came_from: BroughtFrom, amount: Money) -> Result<Entry> {
    let other = match came_from {
        BroughtFrom::Bank => Ledger::Bank,
        BroughtFrom::HeadOffice => Ledger::PettyCash,
    };
    let entry = Entry::balanced([
        Line { ledger: Ledger::Cash, account: None, amount },
        Line { ledger: other, account: None, amount: amount.negated() },
    ])?;
    Ok(entry.ok_or_else(|| anyhow!("what {id} brought does not balance"))?)
}

/// The request that let the running act happen.
fn word(act: &Act<'_>) -> Result<ApprovalId> {
    let grant = act.grant.as_ref().ok_or_else(|| anyhow!("cash of the safe moved by nobody else's word"))?;
    Ok(grant.approval)
}

/// What was brought to the safe this business day, in order; what of it was taken back is marked.
pub fn brought_today(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<BroughtView>> {
    office.view(who, Right::SeeShifts, |tx, office| brought_on(tx, office.business_on))
}

/// What was brought to the safe on a business day, in order.
pub(super) fn brought_on(tx: &Tx<'_>, on: Day) -> Result<Vec<BroughtView>> {
    let rows = foil_store::safe::brought_on(tx, on, MOST_SHOWN)?.into_iter();
    let shown = |row: BroughtRow| BroughtView {
        id: row.id,
        number: number(row.id),
        amount: row.amount_minor,
        came_from: row.came_from,
        voucher: row.voucher,
        note: row.note,
        by: row.by_name,
        at: row.made_at,
        taken_back: row.back,
    };
    Ok(rows.map(shown).collect())
}

/// The same as the paper of a day has it.
pub(crate) fn brought_on_paper(tx: &Tx<'_>, on: Day) -> Result<Vec<DayBrought>> {
    let rows = foil_store::safe::brought_on(tx, on, MOST_SHOWN)?.into_iter();
    let line = |row: BroughtRow| DayBrought {
        number: number(row.id),
        paper: format!("{} {}", source(row.came_from), row.voucher),
        by: row.by_name,
        amount: row.amount_minor,
        taken_back: row.back,
    };
    Ok(rows.map(line).collect())
}

/// Where it comes from, as requests and papers of the office say it.
fn source(from: BroughtFrom) -> &'static str {
    match from {
        BroughtFrom::Bank => "bank",
        BroughtFrom::HeadOffice => "head office",
    }
}

/// Its number: counts of the safe have another.
fn number(id: SafeBroughtId) -> String {
    format!("{SAFE_IN}{id}")
}
