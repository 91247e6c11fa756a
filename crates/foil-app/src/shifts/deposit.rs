//! The slip for what is paid in at the bank: it matches the Z reports, or it is not made.

use super::open::{counted_here, number};
use super::views::{DepositView, MakeDepositSlip};
use crate::office::{Act, Order, input_hash};
use crate::payments::office_head;
use crate::{Office, Session};
use anyhow::{Context, anyhow};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::office::Series;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::papers::{DepositDoc, DepositLine};
use foil_domain::shifts::pieces::{Pieces, worth};
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::deposits::{ClosedNoDrawer, DepositRow, NewDeposit};
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
/// drop box's or what was taken without a shift. The journal has it as gone from the office's cash to its bank.
///
/// Refuses when nothing waits, and notes and coins that do not come to the sum.
pub fn make_deposit_slip(office: &Arc<Office>, who: &Session, input: MakeDepositSlip) -> Result<DepositView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("make_deposit_slip", Right::BankCash) };
    let bank = input.bank.map(String::from).unwrap_or_default();
    let pieces = input.pieces;
    let made = office.perform(who, order, move |act| deposit(act, &bank, &pieces))?;
    office.wake_outbox();
    Ok(made)
}

/// Makes the slip inside an act.
pub(crate) fn deposit(act: &mut Act<'_>, bank: &str, pieces: &[Pieces]) -> Result<DepositView> {
    let last = foil_store::deposits::last_z(act.tx)?;
    let reports = foil_store::z_reports::after(act.tx, last, MOST_Z)?;
    let before = foil_store::deposits::last_day(act.tx)?;
    let days = foil_store::deposits::no_drawer_after(act.tx, &before, MOST_DAYS)?;
    let banked = reports.iter().map(|z| z.banked_minor).chain(days.iter().map(|day| day.amount_minor));
    let amount = Money::sum(banked).ok_or(Refusal::TooMuch)?;
    let until = match reports.last() {
        Some(z) => Some(z.id),
        None => foil_store::z_reports::newest(act.tx)?,
    };
    if !amount.is_positive() {
        return Err(Refusal::NothingToBank.into());
    }
    let closed = foil_store::day_closes::latest(act.tx, act.today(), 1)?;
    let until_day = paid_in_until(&days, MOST_DAYS, closed.last().map(|day| day.business_on));
    let until_day = until_day.map_or(before, |day| day.to_string());
    let named = worth(pieces, &counted_here(act.office), "pieces")?;
    if !pieces.is_empty() && named != amount {
        return Err(
            Refusal::bad_input("pieces", "notes and coins that come to what waits for the bank").into()
        );
    }
    let slip = number(act, Series::Deposit)?;
    let lines = lines(&reports, &days);
    let document = document(act, &slip, bank, pieces, amount, lines);
    let document = serde_json::to_string(&document).context("writing a deposit slip")?;
    let id = foil_store::deposits::insert(
        act.tx,
        &NewDeposit {
            number: &slip,
            on: act.today(),
            amount,
            until,
            until_day: &until_day,
            document: &document,
            person: act.who.user,
            at: act.now,
            counter: act.who.counter,
            audit_seq: act.audit_seq,
        },
    )?;
    let lines = [
        Line { ledger: Ledger::Bank, account: None, amount },
        Line { ledger: Ledger::Cash, account: None, amount: amount.negated() },
    ];
    let entry = Entry::balanced(lines)?.ok_or_else(|| anyhow!("deposit slip {id} does not balance"))?;
    foil_store::journal::post(act.tx, "deposit", id.0, act.today(), &entry)?;
    act.afterwards("deposit_slip", &json!({ "slip": id }))?;
    let reports: Vec<&str> = reports.iter().map(|z| z.number.as_str()).collect();
    act.made(json!({ "paper": "deposit", "number": slip }));
    act.changed(
        json!({ "slip": slip, "id": id, "amount_minor": amount, "z": reports, "until_day": until_day }),
    );
    let row = foil_store::deposits::find(act.tx, id)?;
    Ok(shown(row.ok_or_else(|| anyhow!("deposit slip {id} was not stored"))?))
}

/// The closed day up to which a slip of these days pays in. Days that had none of it are done with, too; but where there
/// were more than one slip holds, the next one begins after the last of these.
fn paid_in_until(days: &[ClosedNoDrawer], most: i64, closed: Option<Day>) -> Option<Day> {
    let full = i64::try_from(days.len()).is_ok_and(|days| days >= most);
    days.last().filter(|_| full).map(|last| last.business_on).or(closed)
}

/// A line for each Z report and each day in no drawer; what left nothing has nothing on the slip.
fn lines(reports: &[ZRow], days: &[ClosedNoDrawer]) -> Vec<DepositLine> {
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
    of_drawer.chain(of_day).filter(|line| !line.amount.is_zero()).collect()
}

fn document(
    act: &Act<'_>,
    number: &str,
    bank: &str,
    pieces: &[Pieces],
    total: Money,
    lines: Vec<DepositLine>,
) -> DepositDoc {
    DepositDoc {
        office: office_head(act.office),
        number: number.to_owned(),
        business_on: act.today(),
        at_local: format!("{}, {}", act.zone.day_of(act.now).long(), act.zone.clock(act.now)),
        by: act.who.name.clone(),
        bank: bank.to_owned(),
        lines,
        pieces: pieces.iter().copied().filter(|p| p.count > 0).collect(),
        total,
        audit_hash: String::new(),
    }
}

/// What waits to be paid in at the bank: what Z reports left, and the cash of closed days in no drawer.
pub(crate) fn to_bank(tx: &Tx<'_>) -> Result<Money> {
    let reports = foil_store::z_reports::banked_after(tx, foil_store::deposits::last_z(tx)?)?;
    let before = foil_store::deposits::last_day(tx)?;
    let days = foil_store::deposits::no_drawer_sum_after(tx, &before)?;
    Ok(days.plus(reports).ok_or(Refusal::TooMuch)?)
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
