//! A bill as it was issued, and where it stands.

use super::views::{BillLineView, BillList, BillRef, BillView, OpenBillView};
use crate::office::Papers;
use crate::{Office, Refusal, Result, Session};
use foil_domain::billing::{BillState, lateness};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::time::Day;
use foil_store::bills::{self, BillLineRow, BillRow, OpenBillRow};
use foil_store::{Tx, customers};
use std::sync::Arc;

/// A whole bill. To a consumer there are only their own.
pub fn bill(office: &Arc<Office>, who: &Session, input: BillRef) -> Result<BillView> {
    office.view(who, Right::SeePapers, |tx, row| {
        let papers = Papers::of(tx, who)?;
        let bill = bills::find(tx, input.bill)?.filter(|bill| papers.are(bill.customer_id));
        let bill = bill.ok_or_else(|| Refusal::not_found("bill", input.bill))?;
        view(tx, bill, row.business_on)
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

/// An open bill as the counter shows it on a business date.
pub(crate) fn open_bill_view(bill: OpenBillRow, today: Day) -> OpenBillView {
    OpenBillView {
        id: bill.id,
        number: bill.number,
        period_to: bill.period_to_on,
        due_on: bill.due_on,
        surcharge: bill.surcharge_left_minor,
        rest: bill.left_minor,
        // An open bill has something left, whatever its parts are.
        lateness: lateness(Money::from_minor(1), bill.due_on, today),
    }
}

fn view(tx: &Tx<'_>, bill: BillRow, today: Day) -> Result<BillView> {
    let left = bill.left_minor.plus(bill.surcharge_left_minor).ok_or(Refusal::TooMuch)?;
    let left = if bill.cancelled { Money::ZERO } else { left };
    let paid = if bill.cancelled { Some(Money::ZERO) } else { bill.total_minor.minus(left) };
    let state = match () {
        () if bill.cancelled => BillState::Cancelled,
        () if left.is_zero() => BillState::Paid,
        () => BillState::Open,
    };
    Ok(BillView {
        lines: bills::lines(tx, bill.id)?.into_iter().map(line_view).collect(),
        id: bill.id,
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
        lateness: lateness(left, bill.due_on, today),
    })
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
