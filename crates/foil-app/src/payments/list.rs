//! Payments as lists and one by one.

use super::views::{
    PaymentList, PaymentPage, PaymentRef, PaymentRow, PaymentView, PaymentsOfCustomer, ReversalView,
    SharedView, TenderView, VoidView,
};
use crate::office::Papers;
use crate::{Office, Session};
use anyhow::{Context, anyhow};
use foil_domain::documents::{PaperKind, ReceiptDoc};
use foil_domain::ids::{CustomerId, PaymentId};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_store::Tx;
use foil_store::payments as store;
use std::sync::Arc;

/// Rows a page at most.
const MOST: i64 = 500;

/// The payments of one business day, newest first, a page at a time.
pub fn payments(office: &Arc<Office>, who: &Session, input: PaymentList) -> Result<PaymentPage> {
    office.view(who, Right::SeeCustomers, |tx, row| {
        let on = input.on.unwrap_or(row.business_on);
        let before = input.before.unwrap_or(PaymentId(i64::MAX));
        let rows = store::of_day(tx, on, before, input.limit.clamp(1, MOST))?;
        let rows = rows.into_iter().map(|p| listed(tx, p)).collect::<Result<_>>()?;
        Ok(PaymentPage { rows, total: store::count_of_day(tx, on)? })
    })
}

/// The payments on a customer's accounts, closed ones too, newest first, a page at a time. A consumer sees
/// their own; anybody else's are not there for them.
pub fn payments_of_customer(
    office: &Arc<Office>,
    who: &Session,
    input: PaymentsOfCustomer,
) -> Result<PaymentPage> {
    office.view(who, Right::SeePapers, |tx, _| {
        let customer = input.customer;
        if !Papers::of(tx, who)?.are(customer) {
            return Err(Refusal::not_found("customer", customer).into());
        }
        let before = input.before.unwrap_or(PaymentId(i64::MAX));
        let rows = store::of_customer(tx, customer, before, input.limit.clamp(1, MOST))?;
        let rows = rows.into_iter().map(|p| listed(tx, p)).collect::<Result<_>>()?;
        Ok(PaymentPage { rows, total: store::count_of_customer(tx, customer)? })
    })
}

/// One payment with its tenders, shares, void and copies. To a consumer there are only those that stand on
/// their own accounts alone.
pub fn payment(office: &Arc<Office>, who: &Session, input: PaymentRef) -> Result<PaymentView> {
    office.view(who, Right::SeePapers, |tx, _| {
        let id = input.payment;
        may_open(tx, who, id)?;
        let p = store::find(tx, id)?.ok_or_else(|| Refusal::not_found("payment", id))?;
        let redo_of = match p.redo_of {
            Some(before) => store::find(tx, before)?.map(|b| b.number),
            None => None,
        };
        let hash = foil_store::audit::hash_of(tx, p.counter_id, p.audit_seq)?;
        let shares = store::shares(tx, id)?.into_iter().map(|s| SharedView {
            bill: s.bill,
            account: s.account,
            part: s.part,
            amount: s.amount_minor,
        });
        let tenders = store::tenders(tx, id)?.into_iter().map(|t| TenderView {
            method: t.method,
            amount: t.amount_minor,
            change: t.change_minor,
            reference: t.reference,
            bank: t.bank,
        });
        let slip = PaperKind::Slip;
        let next_copy = crate::documents::copy_for(tx, who.role, slip, id.0, false)?;
        let void = store::find_void(tx, id)?.map(|v| VoidView {
            next_copy,
            number: v.number,
            by: v.by_login,
            allowed_by: v.allowed_login.unwrap_or_default(),
            reason: v.reason,
            note: v.note,
            at: v.voided_at,
        });
        let voucher = crate::documents::copy_for(tx, who.role, PaperKind::Voucher, id.0, false)?;
        let reversal = foil_store::reversals::of(tx, id)?.map(|r| ReversalView {
            kind: r.kind,
            number: r.number,
            next_copy: voucher,
            by: r.by_login,
            allowed_by: r.allowed_login.unwrap_or_default(),
            reason: r.reason,
            note: r.note,
            business_on: r.business_on,
            at: r.made_at,
            to_receipt: r.to_receipt.unwrap_or_default(),
        });
        let stands = !p.void && p.fallen.is_none();
        Ok(PaymentView {
            reversal,
            tenders: tenders.collect(),
            shares: shares.collect(),
            tendered: p.tendered_minor,
            change: p.tendered_minor.minus(p.paid_minor).ok_or(Refusal::TooMuch)?,
            credit_used: p.credit_used_minor,
            credit_added: p.credit_added_minor,
            redo_of,
            void,
            reprints: foil_store::copies::so_far(tx, PaperKind::Receipt, id.0)?.duplicates,
            next_copy: crate::documents::copy_for(tx, who.role, PaperKind::Receipt, id.0, !stands)?,
            audit_hash: hash.ok_or_else(|| anyhow!("payment {id} has no audit row"))?,
            row: listed(tx, p)?,
        })
    })
}

/// Refuses, as if there were no such payment, one whose papers name somebody else's accounts.
pub(crate) fn may_open(tx: &Tx<'_>, who: &Session, id: PaymentId) -> Result<()> {
    let papers = Papers::of(tx, who)?;
    if papers == Papers::All {
        return Ok(());
    }
    let none = || Refusal::not_found("payment", id);
    let p = store::find(tx, id)?.filter(|p| papers.are(p.customer_id)).ok_or_else(none)?;
    // A receipt says what every account of the visit still owes, also one that got nothing of the money.
    let receipt: ReceiptDoc = serde_json::from_str(&p.document).context("reading a stored receipt")?;
    for named in &receipt.accounts {
        let account = foil_store::customers::account_by_number(tx, &named.number)?;
        account.filter(|a| papers.are(a.customer_id)).ok_or_else(none)?;
    }
    Ok(())
}

/// A payment as lists show it.
pub(crate) fn listed(tx: &Tx<'_>, p: store::PaymentRow) -> Result<PaymentRow> {
    let mut methods = Vec::new();
    for tender in store::tenders(tx, p.id)? {
        if !methods.contains(&tender.method) {
            methods.push(tender.method);
        }
    }
    Ok(PaymentRow {
        id: p.id,
        number: p.number,
        business_on: p.business_on,
        taken_at: p.taken_at,
        customer: p.customer_id,
        name: p.name,
        paid: p.paid_minor,
        methods,
        clerk: p.clerk,
        counter: p.counter,
        void: p.void,
        fallen: p.fallen,
    })
}

/// The latest payments on a customer's accounts, newest first.
pub(crate) fn latest_of_customer(tx: &Tx<'_>, customer: CustomerId, limit: i64) -> Result<Vec<PaymentRow>> {
    let rows = store::of_customer(tx, customer, PaymentId(i64::MAX), limit)?;
    rows.into_iter().map(|p| listed(tx, p)).collect()
}
