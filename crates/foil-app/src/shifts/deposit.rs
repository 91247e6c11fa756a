//! The slip for what is paid in at the bank: it matches the Z reports, or a second person has let pass by how much it
//! does not.

use super::open::{counted_here, number};
use super::variance::said;
use super::views::{DepositView, MakeDepositSlip, PayInOtherwise, TakeDepositBack};
use crate::approvals::Sized;
use crate::office::{Act, Order, input_hash};
use crate::payments::office_head;
use crate::undo::views::Effect;
use crate::{Office, Session};
use anyhow::{Context, anyhow};
use foil_domain::approvals::ApprovalKind;
use foil_domain::ids::{ApprovalId, DepositSlipId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::office::Series;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::VarianceReason;
use foil_domain::shifts::fund_in_safe;
use foil_domain::shifts::papers::{
    BROUGHT_LINE, CHANGE_LINE, DepositDoc, DepositLine, FUND_LINE, SAFE_LINE, STAYS_LINE,
};
use foil_domain::shifts::pieces::{Pieces, left_of, worth};
use foil_domain::text::Note;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::deposits::{ClosedNoDrawer, DepositRow, Differs, NewDeposit, TakenBack};
use foil_store::office::OfficeRow;
use foil_store::z_reports::ZRow;
use serde_json::json;
use std::sync::Arc;

/// Z reports on one slip at most.
const MOST_Z: i64 = 2_000;

/// Closed days with cash in no drawer on one slip at most.
const MOST_DAYS: i64 = 2_000;

/// Slips of a day that are shown at most.
const MOST_SLIPS: i64 = 200;

/// Makes the slip for the cash that the Z reports since the last slip left for the bank: drops and closing counts,
/// less what was kept as floats; and, a line a day, for the cash of closed days that went into no drawer, such as the
/// drop box's or what was taken without a shift. What the office keeps in its safe stays there, or less of it where
/// whoever makes the slip says so. The journal has the rest as gone from the office's cash to its bank.
///
/// Refuses when nothing waits, a slip without its notes and coins, and, until a second person lets it pass, another sum than
/// waits: `needs_approval`; and to keep more in the safe than the office does.
pub fn make_deposit_slip(office: &Arc<Office>, who: &Session, input: MakeDepositSlip) -> Result<DepositView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("make_deposit_slip", Right::BankCash) };
    let bank = input.bank.map(String::from).unwrap_or_default();
    let pieces = input.pieces;
    let keep = input.keep;
    let made = office.perform(who, order, move |act| deposit(act, (&bank, keep), &pieces, None))?;
    office.wake_outbox();
    Ok(made)
}

/// What a request to pay in another sum than waits for the bank is about.
///
/// Refuses what needs nobody's word, nothing, and another reason without a note.
pub(crate) fn otherwise_sized(act: &Act<'_>, input: &PayInOtherwise) -> Result<Sized> {
    act.who.role.must(Right::BankCash)?;
    said(input.reason, input.note.as_ref().map_or("", Note::as_str))?;
    let expected = InSafe::now(act.tx, act.office)?.paid_in(input.keep)?;
    let counted = worth(&input.pieces, &counted_here(act.office), "pieces")?;
    let off = counted.minus(expected).ok_or(Refusal::TooMuch)?;
    if !counted.is_positive() || !expected.is_positive() {
        return Err(Refusal::NothingToBank.into());
    }
    if off.is_zero() {
        return Err(Refusal::bad_input("pieces", "a sum that differs; this one is paid in as it is").into());
    }
    Ok(Sized {
        kind: ApprovalKind::Variance,
        subject: "deposit".to_owned(),
        about: format!("{} · {}", act.who.counter_code, act.who.name),
        amount: size(off),
        happened: true,
    })
}

/// What letting it pass would do.
pub(crate) fn otherwise_would(
    tx: &Tx<'_>,
    office: &OfficeRow,
    input: &PayInOtherwise,
) -> Result<Vec<Effect>> {
    let expected = InSafe::now(tx, office)?.paid_in(input.keep)?;
    let counted = worth(&input.pieces, &counted_here(office), "pieces")?;
    let variance = counted.minus(expected).ok_or(Refusal::TooMuch)?;
    Ok(vec![Effect::DepositDiffers { counted, expected, variance }])
}

/// Makes the slip for what was counted inside the act of whoever lets it happen.
///
/// Refuses it when something else waits for the bank by now.
pub(crate) fn paid_in_otherwise(act: &mut Act<'_>, input: &PayInOtherwise) -> Result<DepositView> {
    let bank = input.bank.clone().map(String::from).unwrap_or_default();
    let why = (input.reason, input.note.as_ref().map_or("", Note::as_str));
    deposit(act, (&bank, input.keep), &input.pieces, Some(why))
}

fn size(off: Money) -> Money {
    if off.is_negative() { off.negated() } else { off }
}

/// Who let a slip pass that differs. Refuses one that nobody has, and one that has become another since.
fn let_pass(act: &Act<'_>, off: Money) -> Result<ApprovalId> {
    act.approved(ApprovalKind::Variance, Some(Money::ZERO), size(off))?;
    match &act.grant {
        Some(grant) if grant.amount == size(off) => Ok(grant.approval),
        _ => Err(Refusal::ChangedMeanwhile { what: "what waits for the bank".into() }.into()),
    }
}

/// Makes the slip inside an act: for which bank, and how much stays in the safe, where that is less than the office keeps
/// there; `why` goes with one that differs from what waits for the bank. It is of who asked for it, where another let it
/// pass: nobody makes and allows the same slip.
pub(crate) fn deposit(
    act: &mut Act<'_>,
    (bank, keep): (&str, Option<Money>),
    pieces: &[Pieces],
    why: Option<(VarianceReason, &str)>,
) -> Result<DepositView> {
    let (last, before) = foil_store::deposits::paid_in_until(act.tx)?;
    let reports = foil_store::z_reports::after(act.tx, last, MOST_Z)?;
    let days = foil_store::deposits::no_drawer_after(act.tx, &before, MOST_DAYS)?;
    let banked = reports.iter().map(|z| z.banked_minor).chain(days.iter().map(|day| day.amount_minor));
    let beside = Beside::since_the_last(act.tx)?;
    let waits = Money::sum(banked.chain(beside.all())).ok_or(Refusal::TooMuch)?;
    let lies = InSafe::of(act.tx, act.office, waits)?;
    let expected = lies.paid_in(keep)?;
    let stays = waits.minus(expected).ok_or(Refusal::TooMuch)?;
    let until = match reports.last() {
        Some(z) => Some(z.id),
        None => foil_store::z_reports::newest(act.tx)?,
    };
    if !expected.is_positive() {
        return Err(Refusal::NothingToBank.into());
    }
    let counted = worth(pieces, &counted_here(act.office), "pieces")?;
    if !counted.is_positive() {
        // What was to be there is no count: a bag that never reached the safe would be paid in all the same.
        let expected = "the notes and coins that were counted: a slip of cash says what is in the bag";
        return Err(Refusal::bad_input("pieces", expected).into());
    }
    let off = counted.minus(expected).ok_or(Refusal::TooMuch)?;
    let approval = if off.is_zero() { None } else { Some(let_pass(act, off)?) };
    let (reason, note) = why.map_or(("", ""), |(reason, note)| (reason.as_str(), note));
    let differs = approval.map(|approval| Differs { expected, off, reason, note, approval });
    let closed = foil_store::day_closes::latest(act.tx, act.today(), 1)?;
    let until_day = paid_in_until(&days, MOST_DAYS, closed.last().map(|day| day.business_on));
    let until_day = until_day.map_or(before, |day| day.to_string());
    let slip = number(act, Series::Deposit)?;
    let lines = lines(&reports, &days, (&beside, stays, act.today()));
    let document = document(act, (&slip, bank), (pieces, stays), (counted, off), lines)?;
    let document = serde_json::to_string(&document).context("writing a deposit slip")?;
    let id = foil_store::deposits::insert(
        act.tx,
        &NewDeposit {
            number: &slip,
            on: act.today(),
            amount: counted,
            until,
            until_day: &until_day,
            until_count: foil_store::safe::last_explained(act.tx)?,
            until_change: foil_store::safe::last_change(act.tx)?,
            until_brought: foil_store::safe::last_brought(act.tx)?,
            stays,
            document: &document,
            person: act.author().0,
            at: act.now,
            counter: act.who.counter,
            audit_seq: act.audit_seq,
            differs,
        },
    )?;
    let entry = entry_of(id, expected, off)?;
    foil_store::journal::post(act.tx, "deposit", id.0, act.today(), &entry)?;
    act.afterwards("deposit_slip", &json!({ "slip": id }))?;
    let reports: Vec<&str> = reports.iter().map(|z| z.number.as_str()).collect();
    act.made(json!({ "paper": "deposit", "number": slip }));
    act.made(json!({ "paper": "slip_stays", "number": slip }));
    act.changed(json!({
        "slip": slip, "id": id, "amount_minor": counted, "off_minor": off, "stays_minor": stays, "z": reports,
        "until_day": until_day,
    }));
    let row = foil_store::deposits::find(act.tx, id)?;
    Ok(shown(row.ok_or_else(|| anyhow!("deposit slip {id} was not stored"))?))
}

/// From the office's cash to its bank. What is not there any more, or too much, is cash over or short, as at the closing
/// of a drawer.
fn entry_of(slip: DepositSlipId, expected: Money, off: Money) -> Result<Entry> {
    let paid_in = expected.plus(off).ok_or(Refusal::TooMuch)?;
    let entry = Entry::balanced([
        Line { ledger: Ledger::Bank, account: None, amount: paid_in },
        Line { ledger: Ledger::Cash, account: None, amount: expected.negated() },
        Line { ledger: Ledger::OverShort, account: None, amount: off.negated() },
    ])?;
    Ok(entry.ok_or_else(|| anyhow!("deposit slip {slip} does not balance"))?)
}

/// What a request to take a slip of cash back is about.
///
/// Refuses what [`taken_back`] refuses.
pub(crate) fn back_sized(act: &Act<'_>, input: &TakeDepositBack) -> Result<Sized> {
    act.who.role.must(Right::BankCash)?;
    let slip = may_go_back(act.tx, input.slip, act.today())?;
    Ok(Sized {
        kind: ApprovalKind::Reversal,
        subject: format!("slip:{}", slip.id),
        about: format!("{} · {}", slip.number, slip.by_name),
        amount: slip.amount_minor,
        // It was made already, and its cash lies in the office.
        happened: true,
    })
}

/// What taking a slip of cash back would do.
pub(crate) fn back_would(tx: &Tx<'_>, office: &OfficeRow, input: &TakeDepositBack) -> Result<Vec<Effect>> {
    let slip = may_go_back(tx, input.slip, office.business_on)?;
    let lies = foil_store::deposits::moved(tx, slip.id)?.expected.plus(lies_there(tx)?);
    let waits = InSafe::of(tx, office, lies.ok_or(Refusal::TooMuch)?)?.paid_in(None)?;
    Ok(vec![Effect::SlipTakenBack { number: slip.number, amount: slip.amount_minor, waits }])
}

/// Takes a slip of cash back that was a mistake, on the day it was made, inside the act of whoever lets it happen: its
/// number stays, the journal has it both ways, and what it had paid in waits for the bank again.
///
/// Refuses a slip of another day, one that was taken back before, one of cheques, which the cheque desk takes back, and one
/// after which another was made: the newest goes back first.
pub(crate) fn taken_back(act: &mut Act<'_>, input: &TakeDepositBack) -> Result<DepositView> {
    let slip = may_go_back(act.tx, input.slip, act.today())?;
    act.approved(ApprovalKind::Reversal, Some(Money::ZERO), slip.amount_minor)?;
    let by = act.author().0;
    let login = foil_store::people::login_at(act.tx, by, act.now)?.unwrap_or_default();
    foil_store::deposits::take_back(
        act.tx,
        &TakenBack {
            slip: slip.id,
            cheques: "[]",
            reason: input.reason.as_str(),
            person: by,
            at: act.now,
            on: act.today(),
            counter: act.who.counter,
            audit_seq: act.audit_seq,
            approval: act.grant.as_ref().map(|grant| grant.approval),
        },
    )?;
    let moved = foil_store::deposits::moved(act.tx, slip.id)?;
    let entry = entry_of(slip.id, moved.expected, moved.off)?.reversed();
    foil_store::journal::post(act.tx, "deposit", slip.id.0, act.today(), &entry)?;
    act.made(json!({ "paper": "slip_taken_back", "number": slip.number }));
    act.changed(json!({
        "taken_back": slip.number, "amount_minor": slip.amount_minor, "off_minor": moved.off, "reason": input.reason,
        "by": login,
    }));
    let row = foil_store::deposits::find(act.tx, slip.id)?;
    Ok(shown(row.ok_or_else(|| anyhow!("deposit slip {} is gone", slip.id))?))
}

/// A slip of cash that may be taken back now.
fn may_go_back(tx: &Tx<'_>, id: DepositSlipId, today: Day) -> Result<DepositRow> {
    let slip = foil_store::deposits::find(tx, id)?.filter(|slip| slip.kind == "cash");
    let slip = slip.ok_or_else(|| Refusal::not_found("slip of cash", id))?;
    let ended = |state| Refusal::HasEnded { what: format!("slip {}", slip.number), state };
    if slip.taken_back {
        return Err(ended("taken back already").into());
    }
    if slip.business_on != today {
        return Err(ended("of a closed day").into());
    }
    match foil_store::deposits::last_standing(tx)? {
        Some(last) if last.id != slip.id => {
            Err(ended("followed by a later one, which goes back first").into())
        }
        _ => Ok(slip),
    }
}

/// The closed day up to which a slip of these days pays in. Days that had none of it are done with, too; but where there
/// were more than one slip holds, the next one begins after the last of these.
fn paid_in_until(days: &[ClosedNoDrawer], most: i64, closed: Option<Day>) -> Option<Day> {
    let full = i64::try_from(days.len()).is_ok_and(|days| days >= most);
    days.last().filter(|_| full).map(|last| last.business_on).or(closed)
}

/// A line for each Z report and each day in no drawer, one for what counts of the safe found more or less, one for the
/// change that was brought out of it, and those of the fund: what the last slip left of it, what was brought to it since,
/// and what stays of it; what left nothing has nothing on the slip.
fn lines(
    reports: &[ZRow],
    days: &[ClosedNoDrawer],
    (beside, stays, on): (&Beside, Money, Day),
) -> Vec<DepositLine> {
    let of_drawer = reports.iter().map(|z| DepositLine {
        what: z.number.clone(),
        of: z.name.clone(),
        on: z.business_on,
        drops: z.drops_minor,
        amount: z.banked_minor,
    });
    let of_day = days.iter().map(|day| DepositLine {
        what: String::new(),
        of: String::new(),
        on: day.business_on,
        drops: Money::ZERO,
        amount: day.amount_minor,
    });
    let of_safe = |what: &str, amount| DepositLine {
        what: what.to_owned(),
        of: String::new(),
        on,
        drops: Money::ZERO,
        amount,
    };
    let of_safe = [
        of_safe(SAFE_LINE, beside.found),
        of_safe(CHANGE_LINE, beside.change),
        of_safe(FUND_LINE, beside.left),
        of_safe(BROUGHT_LINE, beside.brought),
        of_safe(STAYS_LINE, stays.negated()),
    ];
    of_drawer.chain(of_day).chain(of_safe).filter(|line| !line.amount.is_zero()).collect()
}

fn document(
    act: &Act<'_>,
    (number, bank): (&str, &str),
    (pieces, stays): (&[Pieces], Money),
    (total, off): (Money, Money),
    lines: Vec<DepositLine>,
) -> Result<DepositDoc> {
    Ok(DepositDoc {
        office: office_head(act.office),
        number: number.to_owned(),
        business_on: act.today(),
        at_local: format!("{}, {}", act.zone.day_of(act.now).long(), act.zone.clock(act.now)),
        by: act.author().1.to_owned(),
        bank: bank.to_owned(),
        lines,
        pieces: pieces.iter().copied().filter(|p| p.count > 0).collect(),
        stays_pieces: that_stay(act, pieces, stays)?,
        total,
        off,
        audit_hash: String::new(),
    })
}

/// The notes and coins that stay in the safe: those of the last count that the slip does not hold, where nothing else lay there.
fn that_stay(act: &Act<'_>, pieces: &[Pieces], stays: Money) -> Result<Vec<Pieces>> {
    let Some(counted) = super::safe::counted_even(act.tx, act.today())? else { return Ok(Vec::new()) };
    let left = left_of(&counted, pieces).unwrap_or_default();
    let all_of_it = worth(&left, &counted_here(act.office), "pieces").is_ok_and(|worth| worth == stays);
    Ok(if all_of_it { left } else { Vec::new() })
}

/// What moved in the safe since the last slip of cash beside Z reports and days.
struct Beside {
    /// What counts found more in it, or below zero less.
    found: Money,
    /// Change and floats that left it for drawers: not above zero.
    change: Money,
    /// What the last slip left in it.
    left: Money,
    /// What was brought to it from outside.
    brought: Money,
}

impl Beside {
    fn since_the_last(tx: &Tx<'_>) -> Result<Beside> {
        let (left, brought) = foil_store::deposits::left_and_brought(tx)?;
        let found = foil_store::deposits::counted_otherwise(tx)?;
        let change = foil_store::deposits::change_brought(tx)?.negated();
        Ok(Beside { found, change, left, brought })
    }

    fn all(&self) -> [Money; 4] {
        [self.found, self.change, self.left, self.brought]
    }
}

/// What lies in the safe that is on no slip: what Z reports left, the cash of closed days in no drawer, what the last slip
/// left there and what was brought to it since, and what counts found more than all that, or less; less the change and
/// floats that were brought from it to drawers.
pub(super) fn lies_there(tx: &Tx<'_>) -> Result<Money> {
    let (last, before) = foil_store::deposits::paid_in_until(tx)?;
    let reports = foil_store::z_reports::banked_after(tx, last)?;
    let days = foil_store::deposits::no_drawer_sum_after(tx, &before)?;
    let beside = Beside::since_the_last(tx)?.all();
    Ok(Money::sum(beside.into_iter().chain([days, reports])).ok_or(Refusal::TooMuch)?)
}

/// The cash that lies in the safe, and how much of it stays there when a slip is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InSafe {
    /// What lies there and is on no slip.
    pub lies: Money,
    /// What the office keeps of it.
    pub stays: Money,
}

impl InSafe {
    /// As it is now.
    pub fn now(tx: &Tx<'_>, office: &OfficeRow) -> Result<InSafe> {
        InSafe::of(tx, office, lies_there(tx)?)
    }

    /// Of so much. What open drawers have drawn of the fund comes back to it with their Z reports, and is not made up for
    /// out of what waits.
    pub fn of(tx: &Tx<'_>, office: &OfficeRow, lies: Money) -> Result<InSafe> {
        let stays = fund_in_safe(office.safe_fund_minor, foil_store::safe::drawn(tx)?, lies)?;
        Ok(InSafe { lies, stays })
    }

    /// What is paid in where so much stays; none leaves what the office keeps. Where drawers have drawn what others that are
    /// still open have dropped, less than nothing lies there by the Z reports: then nothing waits.
    ///
    /// Refuses to keep more than that: whatever is over is the bank's.
    pub fn paid_in(&self, keep: Option<Money>) -> Result<Money> {
        let stays = keep.unwrap_or(self.stays);
        if stays.is_negative() || stays > self.stays {
            let expected = "no more than the office keeps in the safe; the settings say how much that is";
            return Err(Refusal::bad_input("keep", expected).into());
        }
        Ok(self.lies.minus(stays).ok_or(Refusal::TooMuch)?.max(Money::ZERO))
    }
}

/// What waits to be paid in at the bank: what lies in the safe less what stays there.
pub(crate) fn to_bank(tx: &Tx<'_>, office: &OfficeRow) -> Result<Money> {
    InSafe::now(tx, office)?.paid_in(None)
}

/// The slips that were made on a business date.
pub(crate) fn deposits_of(tx: &Tx<'_>, on: Day) -> Result<Vec<DepositRow>> {
    foil_store::deposits::between(tx, on, on, MOST_SLIPS)
}

/// A slip as the screens see it.
pub(crate) fn shown(row: DepositRow) -> DepositView {
    DepositView {
        id: row.id,
        number: row.number,
        kind: row.kind,
        business_on: row.business_on,
        amount: row.amount_minor,
        by: row.by_name,
        at: row.made_at,
        taken_back: row.taken_back,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_that_cannot_hold_all_days_is_followed_by_one_that_begins_after_its_last() {
        let day = |n| Day::new(2026, 11, n).expect("a day");
        let with = |n| ClosedNoDrawer { business_on: day(n), amount_minor: Money::from_minor(1) };
        let days = [with(3), with(5)];
        assert_eq!(
            paid_in_until(&days, 3, Some(day(9))),
            Some(day(9)),
            "days that had none are done with, too"
        );
        assert_eq!(paid_in_until(&days, 2, Some(day(9))), Some(day(5)), "what is after the fifth waits");
        assert_eq!(paid_in_until(&[], 2, Some(day(9))), Some(day(9)));
        assert_eq!(paid_in_until(&[], 2, None), None);
    }
}
