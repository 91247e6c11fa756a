//! Documents as they stand in the document folder, and where to find them by their numbers.

use super::files::{refused, write_file};
use super::made::{self, Made};
use super::views::DocumentRef;
use crate::office::Papers;
use crate::{Office, Session};
use foil_domain::ids::{AccountId, BillId, PaymentId};
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::Tx;
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The office's own copy of a document in the document folder. It is made from the book; a file that is
/// missing, or not what the book says, is written anew. The same document has the same bytes each time, but for
/// a bill, which shows what is left to pay now.
pub(super) fn own_copy(office: &Arc<Office>, who: &Session, what: &DocumentRef) -> Result<Made> {
    laid(make(office, who, what)?)
}

/// A good file name for a document, and its bytes as they stand in the document folder. What has an original
/// leaves the office by [`super::hand_out`] alone.
pub fn document_bytes(office: &Arc<Office>, who: &Session, what: &DocumentRef) -> Result<(String, Vec<u8>)> {
    let made = make(office, who, what)?;
    Ok((made.name, made.bytes))
}

/// The payment of a receipt number.
pub fn payment_of_receipt(office: &Arc<Office>, who: &Session, number: &str) -> Result<PaymentId> {
    let found = office.view(who, Right::SeePapers, |tx, _| {
        let Some(found) = foil_store::payments::by_number(tx, number.trim())? else { return Ok(None) };
        match crate::payments::may_open(tx, who, found.id) {
            Ok(()) => Ok(Some(found)),
            Err(Error::Refused(_)) => Ok(None),
            Err(fault) => Err(fault),
        }
    })?;
    let number: String = number.chars().filter(|c| !c.is_control()).take(40).collect();
    Ok(found.ok_or_else(|| Refusal::not_found("receipt", number))?.id)
}

/// The claim of a bill's, debit note's or charge's number, however it is typed.
pub fn bill_of_number(office: &Arc<Office>, who: &Session, number: &str) -> Result<BillId> {
    let found =
        office.view(who, Right::SeeCustomers, |tx, _| foil_store::bills::by_number(tx, number.trim()))?;
    let number: String = number.chars().filter(|c| !c.is_control()).take(40).collect();
    Ok(found.ok_or_else(|| Refusal::not_found("bill", number))?.id)
}

fn make(office: &Arc<Office>, who: &Session, what: &DocumentRef) -> Result<Made> {
    let now = office.now();
    let drawn = office.view(who, Right::SeePapers, |tx, row| {
        may_open(tx, who, what)?;
        made::read_for(tx, row, &office.folder_of(row), what, 0, Some((who, now)))
    })?;
    drawn.made(office)
}

/// To a consumer there are only their own papers.
pub(super) fn may_open(tx: &Tx<'_>, who: &Session, what: &DocumentRef) -> Result<()> {
    match what {
        DocumentRef::Receipt { payment, .. }
        | DocumentRef::Slip { payment, .. }
        | DocumentRef::Voucher { payment, .. } => crate::payments::may_open(tx, who, *payment),
        DocumentRef::PayOut { payout, .. } => {
            let none = || Refusal::not_found("pay-out", payout);
            let found = foil_store::payouts::find(tx, *payout)?.ok_or_else(none)?;
            account_is_open(tx, who, found.account_id, none)
        }
        DocumentRef::BounceLetter { cheque } => {
            let none = || Refusal::not_found("letter about cheque", cheque);
            let papers = Papers::of(tx, who)?;
            let found = foil_store::cheques::find(tx, *cheque)?.filter(|q| papers.are(q.customer_id));
            found.map(|_| ()).ok_or_else(|| none().into())
        }
        // It names everybody who gave a cheque.
        DocumentRef::ChequeSlip { .. } => Ok(who.role.must(Right::SeeCheques)?),
        DocumentRef::Bill { bill, .. } => bill_is_open(tx, who, *bill, || Refusal::not_found("bill", bill)),
        DocumentRef::Correction { correction, .. } => {
            let none = || Refusal::not_found("correction", correction);
            let found = foil_store::corrections::find(tx, *correction)?.ok_or_else(none)?;
            bill_is_open(tx, who, found.bill_id, none)
        }
        DocumentRef::Notice { notice, .. } => {
            let none = || Refusal::not_found("notice", notice);
            let found = foil_store::notices::find(tx, *notice)?.ok_or_else(none)?;
            account_is_open(tx, who, found.account_id, none)
        }
        DocumentRef::Agreement { plan, .. } => {
            let none = || Refusal::not_found("plan", plan);
            let found = foil_store::plans::find(tx, *plan)?.ok_or_else(none)?;
            account_is_open(tx, who, found.account_id, none)
        }
        DocumentRef::UseLetter { case } => {
            let none = || Refusal::not_found("case", case);
            let found = foil_store::use_cases::find(tx, *case)?.ok_or_else(none)?;
            account_is_open(tx, who, found.account_id, none)
        }
        DocumentRef::Statement { account, .. } => {
            account_is_open(tx, who, *account, || Refusal::not_found("account", account))
        }
        DocumentRef::XReport { shift, .. } => {
            let found = foil_store::shifts::find(tx, *shift)?;
            crate::shifts::may_see(who, &found.ok_or_else(|| Refusal::not_found("shift", shift))?)
        }
        DocumentRef::ZReport { z, .. } => {
            let none = || Refusal::not_found("Z report", z);
            let report = foil_store::z_reports::find(tx, *z)?.ok_or_else(none)?;
            let found = foil_store::shifts::find(tx, report.shift_id)?;
            crate::shifts::may_see(who, &found.ok_or_else(none)?)
        }
        DocumentRef::DepositSlip { .. } | DocumentRef::DayPaper { .. } => {
            Ok(who.role.must(Right::SeeShifts)?)
        }
        DocumentRef::Report { .. } => Ok(who.role.must(Right::SeeReports)?),
        // It names everybody on a route.
        DocumentRef::CutList { .. } => Ok(who.role.must(Right::SeeArrears)?),
    }
}

fn account_is_open(tx: &Tx<'_>, who: &Session, account: AccountId, none: impl Fn() -> Refusal) -> Result<()> {
    let papers = Papers::of(tx, who)?;
    let found = foil_store::customers::account(tx, account)?.filter(|a| papers.are(a.customer_id));
    found.map(|_| ()).ok_or_else(|| none().into())
}

fn bill_is_open(tx: &Tx<'_>, who: &Session, bill: BillId, none: impl Fn() -> Refusal) -> Result<()> {
    let papers = Papers::of(tx, who)?;
    let found = foil_store::bills::find(tx, bill)?.filter(|b| papers.are(b.customer_id));
    found.map(|_| ()).ok_or_else(|| none().into())
}

/// Papers that lie beside one whose file cannot be replaced, at most.
const MOST_BESIDE: u32 = 9;

/// A document as a file, for whoever asked. Windows lets nobody replace a file that a viewer holds open, so where the former
/// paper is in the way this one lies beside it; its own place gets it once it is asked for again.
pub(super) fn laid(made: Made) -> Result<Made> {
    let in_the_way = match put(&made.path, &made.bytes) {
        Err(Error::Refused(refusal)) if made.path.symlink_metadata().is_ok() => refusal,
        done => return done.map(|()| made),
    };
    for n in 2..=MOST_BESIDE {
        let path = beside(&made.path, n);
        if put(&path, &made.bytes).is_ok() {
            return Ok(Made { path, ..made });
        }
    }
    Err(in_the_way.into())
}

/// `E-2026-000123 (2).pdf`: no document's number makes such a name.
fn beside(path: &Path, n: u32) -> PathBuf {
    let part = |part: Option<&OsStr>| part.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{} ({n}).{}", part(path.file_stem()), part(path.extension())))
}

/// Puts a document at its place, unless it lies there: what is as it should be is not written again.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    if stands(path, bytes)? { Ok(()) } else { write_file(path, bytes) }
}

fn stands(path: &Path, bytes: &[u8]) -> Result<bool> {
    let on_disk = match std::fs::metadata(path) {
        Ok(meta) if meta.len() == bytes.len() as u64 => std::fs::read(path).map(Some),
        Ok(_) => Ok(None),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    };
    let found = on_disk.map_err(|e| refused(path, &e))?;
    Ok(found.is_some_and(|found| found == bytes))
}
