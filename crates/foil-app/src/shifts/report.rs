//! X and Z reports: everything that happened at a drawer, from the book.

use super::count::{at_bank, expected, leads_to};
use super::open::read;
use super::shown::brief;
use super::views::{ShiftRef, ShiftReportView, ZReportRef};
use crate::office::zone_of;
use crate::payments::office_head;
use crate::{Office, Session};
use anyhow::Context;
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::papers::{CashLines, CloseLines, MoveLine, ShiftReport, TenderTotal, VoidLine};
use foil_domain::shifts::{AfterCount, CashState, Certificate, ShiftState};
use foil_domain::time::{Instant, Zone};
use foil_store::Tx;
use foil_store::copies::CopyRow;
use foil_store::office::OfficeRow;
use foil_store::shifts::{CountRow, ShiftRow};
use std::sync::Arc;

/// Duplicates of one shift that its report names at most; it says how many more there are.
pub(crate) const MOST_DUPLICATES: i64 = 200;

/// A shift so far, or as it ended. What the drawer must hold is hidden from whoever may count it, whose it is or any manager,
/// until no other count follows.
///
/// Refuses somebody else's shift to who may see only their own.
pub fn x_report(office: &Arc<Office>, who: &Session, input: ShiftRef) -> Result<ShiftReportView> {
    let now = office.now();
    office.view(who, Right::SeeFrame, |tx, row| {
        let shift = match input.shift {
            Some(id) => foil_store::shifts::find(tx, id)?.ok_or_else(|| Refusal::not_found("shift", id))?,
            None => {
                let own = foil_store::shifts::of_person(tx, who.user)?.ok_or(Refusal::NoOpenShift)?;
                foil_store::shifts::find(tx, own.id)?.ok_or_else(|| Refusal::not_found("shift", own.id))?
            }
        };
        may_see(who, &shift)?;
        match foil_store::z_reports::of_shift(tx, shift.id)? {
            Some(z) => as_it_ended(tx, shift, z.id),
            None => {
                let doc = x_document(tx, row, who, &shift, now)?;
                view(tx, shift, None, doc)
            }
        }
    })
}

/// A shift as its Z report has it.
///
/// Refuses somebody else's to who may see only their own.
pub fn z_report(office: &Arc<Office>, who: &Session, input: ZReportRef) -> Result<ShiftReportView> {
    office.view(who, Right::SeeFrame, |tx, _| {
        let none = || Refusal::not_found("Z report", input.z);
        let z = foil_store::z_reports::find(tx, input.z)?.ok_or_else(none)?;
        let shift = foil_store::shifts::find(tx, z.shift_id)?.ok_or_else(none)?;
        may_see(who, &shift)?;
        as_it_ended(tx, shift, z.id)
    })
}

/// To who may see only their own there are no other shifts.
pub(crate) fn may_see(who: &Session, shift: &ShiftRow) -> Result<()> {
    if shift.person_id == who.user || who.role.may(Right::SeeShifts) {
        return Ok(());
    }
    Err(Refusal::not_found("shift of yours", shift.id).into())
}

fn as_it_ended(tx: &Tx<'_>, shift: ShiftRow, z: foil_domain::ids::ZReportId) -> Result<ShiftReportView> {
    let doc: ShiftReport =
        serde_json::from_str(&foil_store::z_reports::document(tx, z)?).context("reading a Z report")?;
    view(tx, shift, Some(z), doc)
}

fn view(
    tx: &Tx<'_>,
    shift: ShiftRow,
    z: Option<foil_domain::ids::ZReportId>,
    doc: ShiftReport,
) -> Result<ShiftReportView> {
    Ok(ShiftReportView {
        shift: brief(tx, shift)?,
        z,
        z_number: doc.z,
        cash: doc.cash,
        tenders: doc.tenders,
        receipts: doc.receipts,
        slips: doc.slips,
        voids: doc.voids,
        moves: doc.moves,
        duplicates: doc.duplicates,
        duplicates_more: doc.duplicates_more,
        close: doc.close,
    })
}

/// The X report of a shift for whoever looks at it.
pub(crate) fn x_document(
    tx: &Tx<'_>,
    office: &OfficeRow,
    who: &Session,
    shift: &ShiftRow,
    now: Instant,
) -> Result<ShiftReport> {
    let rows = super::count::last_rows(tx, shift)?;
    let hidden = is_hidden(office, who, shift, &rows)?;
    let reported = Reported { z: None, z_before: None, close: None, counted: &rows.1, hidden };
    report(tx, office, shift, now, reported)
}

/// Whether the figures are hidden from who looks: whoever may count the drawer sees them when no other count follows. That
/// is whose it is; who may count it in their place, and would but have to sit down at it; and who has counted it.
pub(super) fn is_hidden(
    office: &OfficeRow,
    who: &Session,
    shift: &ShiftRow,
    last: &(i64, Vec<CountRow>),
) -> Result<bool> {
    let in_their_place = who.role.may(Right::AllowVariance);
    let counted = last.1.iter().any(|row| row.person_id == who.user);
    if shift.person_id != who.user && !in_their_place && !counted {
        return Ok(false);
    }
    is_to_count(office, shift, last)
}

/// Whether another count of a drawer follows, given its last one.
pub(super) fn is_to_count(
    office: &OfficeRow,
    shift: &ShiftRow,
    (n, rows): &(i64, Vec<CountRow>),
) -> Result<bool> {
    Ok(match shift.state {
        ShiftState::Open => true,
        ShiftState::Counting => leads_to(office, shift, *n, rows)? == AfterCount::CountAgain,
        ShiftState::HandedOver | ShiftState::Closed => false,
    })
}

/// What a report says beside what the drawer's book says.
pub(super) struct Reported<'a> {
    /// The Z report's number; none on an X report.
    pub z: Option<String>,
    /// The one before it.
    pub z_before: Option<String>,
    /// How it ended.
    pub close: Option<CloseLines>,
    /// The last count; empty before the first.
    pub counted: &'a [CountRow],
    /// Without amounts.
    pub hidden: bool,
}

/// Reads a shift's report from the book.
pub(super) fn report(
    tx: &Tx<'_>,
    office: &OfficeRow,
    shift: &ShiftRow,
    now: Instant,
    reported: Reported<'_>,
) -> Result<ShiftReport> {
    let zone = zone_of(office)?;
    let at = |at: Instant| format!("{}, {}", zone.day_of(at).long(), zone.clock(at));
    let hidden = reported.hidden;
    let drawer = foil_store::shifts::drawer(tx, shift.id, shift.business_on)?;
    let (duplicates, duplicates_more) = duplicates(tx, shift)?;
    Ok(ShiftReport {
        office: office_head(office),
        z: reported.z,
        z_before: reported.z_before,
        shift: shift.number.clone(),
        counter: shift.counter.clone(),
        clerk: shift.name.clone(),
        business_on: shift.business_on,
        opened_local: at(shift.opened_at),
        at_local: at(now),
        cash: if hidden { None } else { Some(CashLines::of(&drawer)?) },
        tenders: tenders(tx, shift, reported.counted, hidden)?,
        receipts: receipts(tx, shift)?,
        slips: slips(tx, shift)?,
        voids: voids(tx, shift)?,
        moves: moves(tx, shift, zone)?,
        duplicates,
        duplicates_more,
        close: reported.close,
        audit_hash: String::new(),
        seal: String::new(),
    })
}

/// The duplicates handed out meanwhile by whose drawer it is, and at its counter by whoever had none: these by their
/// log-in name. And how many more there are than a report names.
fn duplicates(tx: &Tx<'_>, shift: &ShiftRow) -> Result<(Vec<String>, Option<i64>)> {
    let copies = foil_store::copies::at_drawer(tx, shift.id, MOST_DUPLICATES)?;
    let named = i64::try_from(copies.len()).unwrap_or(MOST_DUPLICATES);
    let all =
        if named < MOST_DUPLICATES { named } else { foil_store::copies::count_at_drawer(tx, shift.id)? };
    let told = |copy: CopyRow| {
        let whose =
            if copy.person_id == shift.person_id { String::new() } else { format!(" ({})", copy.login) };
        format!("{} DUPLICATE {}{whose}", copy.number, copy.n)
    };
    Ok((copies.into_iter().map(told).collect(), Some(all - named).filter(|more| *more > 0)))
}

/// By way of paying, without amounts while they are hidden.
pub(super) fn tenders(
    tx: &Tx<'_>,
    shift: &ShiftRow,
    counted: &[CountRow],
    hidden: bool,
) -> Result<Vec<TenderTotal>> {
    let taken = foil_store::shifts::tenders(tx, shift.id, shift.business_on)?;
    let voided = foil_store::shifts::voided(tx, shift.id, shift.business_on)?;
    let mut all = Vec::new();
    for (method, expected) in expected(tx, shift)? {
        let row = taken.iter().find(|t| t.method == method);
        let count = counted.iter().find(|c| c.method == method);
        // What was counted was held against what had to be there then, whatever was voided or paid in since.
        let now = expected;
        let then = count.map_or(Money::ZERO, |c| c.expected_minor);
        let expected = if counted.is_empty() { now } else { then };
        let since_count = expected.minus(now).ok_or(Refusal::TooMuch)?;
        if row.is_none() && count.is_none() && expected.is_zero() {
            continue;
        }
        let net = row.map_or(Some(Money::ZERO), |t| t.given.minus(t.change)).ok_or(Refusal::TooMuch)?;
        let back = voided.iter().find(|v| v.method == method).map_or(Money::ZERO, |v| v.amount);
        all.push(TenderTotal {
            method: method.as_str().to_owned(),
            count: row.map_or(0, |t| t.count),
            taken: (!hidden).then_some(net),
            voided: (!hidden).then_some(back),
            expected: (!hidden).then_some(expected),
            counted: count.map(|c| c.counted_minor),
            at_bank: (!hidden && method == Method::Cheque)
                .then(|| at_bank(tx, shift))
                .transpose()?
                .filter(|amount| !amount.is_zero()),
            since_count: Some(since_count).filter(|amount| !hidden && !amount.is_zero()),
        });
    }
    Ok(all)
}

/// The receipts of a shift, certified.
pub(super) fn receipts(tx: &Tx<'_>, shift: &ShiftRow) -> Result<Certificate> {
    let mut numbers = Vec::new();
    foil_store::shifts::each_receipt(tx, shift.id, shift.business_on, |row| {
        numbers.push(row);
        Ok(true)
    })?;
    Ok(Certificate::of(numbers.iter().map(|row| (row.number.as_str(), row.void))))
}

/// The slips that the counter gave while the shift was open.
fn slips(tx: &Tx<'_>, shift: &ShiftRow) -> Result<Certificate> {
    let mut numbers = Vec::new();
    foil_store::shifts::each_slip(tx, shift.id, shift.business_on, |row| {
        numbers.push(row.number);
        Ok(true)
    })?;
    Ok(Certificate::of(numbers.iter().map(|number| (number.as_str(), false))))
}

fn voids(tx: &Tx<'_>, shift: &ShiftRow) -> Result<Vec<VoidLine>> {
    let rows = foil_store::shifts::voids(tx, shift.id, shift.business_on)?.into_iter();
    Ok(rows
        .map(|v| VoidLine {
            receipt: v.receipt,
            slip: v.slip,
            amount: v.amount,
            reason: v.reason.as_str().to_owned(),
            allowed_by: v.allowed_by,
        })
        .collect())
}

/// Cash in and out beside payments that counts; then what went back by card or UPI, which is no cash.
fn moves(tx: &Tx<'_>, shift: &ShiftRow, zone: Zone) -> Result<Vec<MoveLine>> {
    let rows = foil_store::shifts::cash(tx, shift.id)?.into_iter();
    let counts = rows.filter(|m| matches!(m.state, CashState::Done | CashState::Accepted));
    let given_back = foil_store::shifts::given_back(tx, shift.id)?.into_iter();
    let given_back = given_back.map(|g| MoveLine {
        kind: format!("refund_by_{}", g.method.as_str()),
        at_local: zone.clock(g.made_at),
        amount: g.amount_minor,
        reason: String::new(),
        note: g.receipt,
        other: String::new(),
    });
    Ok(counts
        .map(|m| MoveLine {
            kind: m.kind.as_str().to_owned(),
            at_local: zone.clock(m.made_at),
            amount: m.amount_minor,
            reason: m.reason,
            note: m.note,
            other: m.other,
        })
        .chain(given_back)
        .collect())
}

/// The notes and coins of a count.
pub(super) fn pieces_of(rows: &[CountRow]) -> Result<Vec<foil_domain::shifts::pieces::Pieces>> {
    let cash = rows.iter().find(|row| row.method == Method::Cash);
    Ok(cash.map(|row| read(&row.denominations)).transpose()?.unwrap_or_default())
}
