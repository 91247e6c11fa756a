//! A bill as it was issued, and where it stands.

use super::views::{
    BillBasis, BillItem, BillLineView, BillList, BillRef, BillView, CorrectionList, CorrectionView,
    FindBills, LaterPart, OpenBillView, SetOffView,
};
use crate::office::Papers;
use crate::{Office, Refusal, Result, Session};
use anyhow::Context;
use foil_domain::billing::{BillState, ClaimKind, lateness};
use foil_domain::documents::BillDoc;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::text::fold_number;
use foil_domain::time::Day;
use foil_store::bills::{self, BillLineRow, BillRow, OpenBillRow};
use foil_store::set_offs::SetOffRow;
use foil_store::{Tx, corrections, customers, set_offs};
use std::sync::Arc;

/// A whole bill. To a consumer there are only their own.
pub fn bill(office: &Arc<Office>, who: &Session, input: BillRef) -> Result<BillView> {
    office.view(who, Right::SeePapers, |tx, row| {
        let papers = Papers::of(tx, who)?;
        let bill = bills::find(tx, input.bill)?.filter(|bill| papers.are(bill.customer_id));
        let bill = bill.ok_or_else(|| Refusal::not_found("bill", input.bill))?;
        let basis = basis(tx, &bill)?;
        Ok(BillView { basis, ..view(tx, bill, row.business_on)? })
    })
}

/// The bills of an account, newest first. To a consumer there are only their own accounts.
pub fn bills(office: &Arc<Office>, who: &Session, input: BillList) -> Result<Vec<BillView>> {
    if !(1..=500).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", "1 to 500").into());
    }
    office.view(who, Right::SeePapers, |tx, row| {
        let papers = Papers::of(tx, who)?;
        let account = customers::account(tx, input.account)?.filter(|a| papers.are(a.customer_id));
        account.ok_or_else(|| Refusal::not_found("account", input.account))?;
        let found = bills::of_account(tx, input.account, input.limit)?;
        found.into_iter().map(|bill| view(tx, bill, row.business_on)).collect()
    })
}

/// Claims by the beginning of their number, or the newest ones.
pub fn find_bills(office: &Arc<Office>, who: &Session, input: FindBills) -> Result<Vec<BillItem>> {
    if !(1..=500).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", "1 to 500").into());
    }
    let text = fold_number(input.text.as_str());
    office.view(who, Right::SeeCustomers, |tx, _| {
        let before = input.before.map_or(i64::MAX, |b| b.0);
        let found = match (text.as_str(), input.kind) {
            ("", None) => bills::newest(tx, before, input.limit)?,
            ("", Some(kind)) => bills::newest_of_kind(tx, kind, before, input.limit)?,
            (text, _) => bills::beginning(tx, text, input.limit)?,
        };
        found.into_iter().map(item).collect()
    })
}

/// Corrections, newest first.
pub fn corrections(
    office: &Arc<Office>,
    who: &Session,
    input: CorrectionList,
) -> Result<Vec<CorrectionView>> {
    if !(1..=500).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", "1 to 500").into());
    }
    office.view(who, Right::SeeCustomers, |tx, _| {
        let found = corrections::before(tx, input.before.map_or(i64::MAX, |c| c.0), input.limit)?;
        Ok(found.into_iter().map(Into::into).collect())
    })
}

fn item(bill: BillRow) -> Result<BillItem> {
    let left = bill.left_minor.plus(bill.surcharge_left_minor).ok_or(Refusal::TooMuch)?;
    Ok(BillItem {
        state: state(&bill, left),
        id: bill.id,
        kind: bill.kind,
        number: bill.number,
        account: bill.account_id,
        account_number: bill.account_number,
        customer: bill.customer_id,
        customer_name: bill.customer_name,
        service: bill.service,
        period_to: bill.period_to_on,
        issued_on: bill.issued_on,
        due_on: bill.due_on,
        total: bill.total_minor,
        left,
    })
}

fn state(bill: &BillRow, left: Money) -> BillState {
    BillState::of(bill.cancelled, bill.total_minor, left, bill.written_off_minor, bill.credited_minor)
}

/// An open bill as the counter shows it on a business date, with what has accrued on it.
pub(crate) fn open_bill_view(
    bill: OpenBillRow,
    later: Vec<(Day, Money)>,
    accrued: Money,
    today: Day,
) -> OpenBillView {
    OpenBillView {
        late_from: bill.late_from_on,
        later: later.into_iter().map(|(due_on, amount)| LaterPart { due_on, amount }).collect(),
        id: bill.id,
        kind: bill.kind,
        number: bill.number,
        period_to: bill.period_to_on,
        due_on: bill.due_on,
        surcharge: bill.surcharge_left_minor,
        rest: bill.left_minor,
        parent: bill.parent_id,
        accrued,
        // An open bill has something left, whatever its parts are.
        lateness: lateness(Money::from_minor(1), bill.late_from_on, today),
    }
}

pub(super) fn view(tx: &Tx<'_>, bill: BillRow, today: Day) -> Result<BillView> {
    let left = bill.left_minor.plus(bill.surcharge_left_minor).ok_or(Refusal::TooMuch)?;
    let left = if bill.cancelled { Money::ZERO } else { left };
    let taken = corrections::taken(tx, bill.id)?;
    let paid = match bill.cancelled {
        true => Some(Money::ZERO),
        false => [left, taken.amount, bill.credit_used_minor.max(Money::ZERO)]
            .into_iter()
            .try_fold(bill.total_minor, Money::minus),
    };
    let state = state(&bill, left);
    let late_from = foil_store::taken_up::late_since(tx, bill.id, today)?;
    Ok(BillView {
        lines: bills::lines(tx, bill.id)?.into_iter().map(line_view).collect(),
        id: bill.id,
        kind: bill.kind,
        number: bill.number,
        account: bill.account_id,
        account_number: bill.account_number,
        customer: bill.customer_id,
        customer_name: bill.customer_name,
        service: bill.service,
        period_from: bill.period_from_on,
        period_to: bill.period_to_on,
        issued_on: bill.issued_on,
        due_on: bill.due_on,
        units: bill.units,
        total: bill.total_minor,
        paid: paid.ok_or(Refusal::TooMuch)?,
        left,
        state,
        lateness: lateness(left, late_from, today),
        late_from: left.is_positive().then_some(late_from),
        parent: bill.parent_id,
        run: bill.run_id,
        credit_used: bill.credit_used_minor,
        set_off: set_offs::of_bill(tx, bill.id)?.into_iter().map(set_off_view).collect(),
        corrections: corrections::of_bill(tx, bill.id)?.into_iter().map(Into::into).collect(),
        basis: None,
        version: customers::account(tx, bill.account_id)?.map_or(0, |a| a.version),
    })
}

fn set_off_view(row: SetOffRow) -> SetOffView {
    SetOffView { number: row.claim, amount: row.amount }
}

/// How the units of a bill came about, from its paper.
fn basis(tx: &Tx<'_>, bill: &BillRow) -> Result<Option<BillBasis>> {
    let text = if bill.kind == ClaimKind::Bill { bills::document(tx, bill.id)? } else { String::new() };
    if text.is_empty() {
        return Ok(None);
    }
    let doc: BillDoc = serde_json::from_str(&text).context("reading the paper of a bill")?;
    Ok(doc.paper.map(|paper| BillBasis::from(*paper)))
}

fn line_view(line: BillLineRow) -> BillLineView {
    BillLineView {
        kind: line.kind,
        label: line.label,
        quantity: line.quantity,
        rate: line.rate,
        amount: line.amount_minor,
    }
}
