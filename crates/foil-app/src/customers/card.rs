//! Everything the counter shows of a customer.

use super::views::{AccountView, CustomerCard, CustomerRef, PropertyView, UsagePoint};
use crate::billing::open_bill_view;
use crate::billing::views::BilledBefore;
use crate::{Nothing, Office, Refusal, Result, Session};
use foil_domain::billing::lateness;
use foil_domain::customers::{AccountStatus, masked_phone};
use foil_domain::ids::{AccountId, BillId, CustomerId};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::time::Day;
use foil_store::customers::{AccountRow, PropertyRow};
use foil_store::office::OfficeRow;
use foil_store::{Tx, bills, customers, plans};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Open bills shown of one account.
const OPEN_BILLS: i64 = 60;
/// Billing periods shown of one account.
const PERIODS: i64 = 12;
/// Latest payments shown.
const PAYMENTS: i64 = 10;

/// A customer's card.
pub fn customer_card(office: &Arc<Office>, who: &Session, input: CustomerRef) -> Result<CustomerCard> {
    office.view(who, Right::SeeCustomers, |tx, row| card(tx, row, input.customer))
}

/// The card of the consumer who asks. Refused where a log-in belongs to no customer.
pub fn own_card(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<CustomerCard> {
    let user = who.user;
    office.view(who, Right::SeeOwnCard, move |tx, row| {
        // Whose card it is stands in the book, not in the session.
        let person = foil_store::people::find(tx, user)?;
        let own = person.and_then(|p| p.customer_id).ok_or(Refusal::not_found("customer of log-in", user))?;
        // The remark is written for clerks, not for whom it is about.
        Ok(CustomerCard { note: String::new(), ..card(tx, row, own)? })
    })
}

/// A customer's card on the office's business date.
pub(super) fn card(tx: &Tx<'_>, office: &OfficeRow, id: CustomerId) -> Result<CustomerCard> {
    let customer = customers::find(tx, id)?.ok_or_else(|| Refusal::not_found("customer", id))?;
    let properties = customers::properties_of(tx, id)?;
    let mut accounts = Vec::new();
    for row in customers::accounts_of(tx, id)? {
        accounts.push(account_view(tx, office, row, &properties)?);
    }
    accounts.sort_by(by_urgency);
    let sum = |of: fn(&AccountView) -> Money| Money::sum(accounts.iter().map(of)).ok_or(Refusal::TooMuch);
    let (due, credit) = (sum(|a| a.due)?, sum(|a| a.credit)?);
    Ok(CustomerCard {
        billed: BilledBefore::default(),
        id,
        phone_masked: if customer.phone.is_empty() { String::new() } else { masked_phone(&customer.phone) },
        number: customer.number,
        name: customer.name,
        phone: customer.phone,
        email: customer.email,
        language: customer.language,
        by_law: customer.by_law,
        note: customer.note,
        active: customer.active,
        cash_only: customer.cash_only,
        bounces: customer.bounces,
        version: customer.version,
        properties: properties.into_iter().map(property_view).collect(),
        accounts,
        due,
        credit,
        payments: crate::payments::latest_of_customer(tx, id, PAYMENTS)?,
    })
}

fn property_view(row: PropertyRow) -> PropertyView {
    PropertyView { id: row.id, address: row.address, active: row.active, version: row.version }
}

fn account_view(
    tx: &Tx<'_>,
    office: &OfficeRow,
    row: AccountRow,
    properties: &[PropertyRow],
) -> Result<AccountView> {
    let today = office.business_on;
    let sum = bills::open_sum(tx, row.id, today)?;
    let mut open = bills::open_of_account(tx, row.id, OPEN_BILLS)?;
    open.sort_by_key(|bill| (bill.late_from_on, bill.due_on, bill.id));
    let parts = foil_store::taken_up::open_bills(tx, row.id, &open)?;
    // What is late, cut, disputed or paid by a plan is rare enough to be looked at closely. Nothing of a plan is late where a
    // later bill has taken it all up, and its instalment is to be paid by its day all the same.
    let looked_at = sum.overdue.is_positive()
        || row.status == AccountStatus::Cut
        || open.iter().any(|b| b.disputed_minor.is_positive())
        || (!open.is_empty() && plans::pays(tx, row.id)?);
    let (minimum, disputed) =
        if looked_at { crate::arrears::minimum_of(tx, row.id, today)? } else { (None, Money::ZERO) };
    let accrued = if sum.overdue.is_positive() { accrued(tx, office, &row)? } else { BTreeMap::new() };
    let deposit_held = bills::deposit_held(tx, row.id)?;
    let address = match properties.iter().find(|p| p.id == row.property_id) {
        Some(property) => property.address.clone(),
        None => customers::property(tx, row.property_id)?.map(|p| p.address).unwrap_or_default(),
    };
    Ok(AccountView {
        id: row.id,
        property: row.property_id,
        address,
        service: row.service,
        number: row.number,
        meter: row.meter,
        tariff: row.tariff,
        status: row.status,
        cut_on: row.cut_on,
        disconnection_on: row.disconnection_on,
        credit: row.credit_minor,
        due: sum.due,
        accrued: Money::sum(accrued.values().copied()).ok_or(Refusal::TooMuch)?,
        overdue: sum.overdue,
        disputed,
        deposit_held,
        deposit_at_bank: bills::deposit_at_bank(tx, row.id)?.min(deposit_held),
        minimum,
        lateness: lateness(sum.due, sum.oldest_due_on.unwrap_or(today), today),
        late_from: sum.oldest_due_on,
        open_bills: open
            .into_iter()
            .zip(parts)
            .map(|(bill, parts)| {
                let on_it = accrued.get(&bill.id).copied().unwrap_or(Money::ZERO);
                open_bill_view(bill, parts.later, on_it, today)
            })
            .collect(),
        usage: usage(tx, row.id)?,
        cycle_code: match row.cycle_id {
            Some(cycle) => foil_store::cycles::code(tx, cycle)?,
            None => String::new(),
        },
        cycle: row.cycle_id,
        route: row.route,
        route_n: row.route_n,
        sanctioned_load_kw: row.sanctioned_load_kw,
        contract_demand_kw: row.contract_demand_kw,
        version: row.version,
    })
}

/// Surcharge that has accrued on an account's late bills, as a payment at the counter would charge it; a closed account
/// is paid at no counter.
fn accrued(tx: &Tx<'_>, office: &OfficeRow, account: &AccountRow) -> Result<BTreeMap<BillId, Money>> {
    let mut on = BTreeMap::new();
    if account.status == AccountStatus::Closed {
        return Ok(on);
    }
    for (_, charged) in crate::arrears::accrued(tx, office, [account.id])? {
        let sum = on.entry(charged.bill).or_insert(Money::ZERO);
        *sum = sum.plus(charged.surcharge.amount).ok_or(Refusal::TooMuch)?;
    }
    Ok(on)
}

fn usage(tx: &Tx<'_>, account: AccountId) -> Result<Vec<UsagePoint>> {
    let newest_first = bills::usage(tx, account, PERIODS)?;
    Ok(newest_first.into_iter().rev().map(|u| UsagePoint { to: u.period_to_on, units: u.units }).collect())
}

/// Cut accounts first, then those to be disconnected, then by what is late first; closed ones last.
fn by_urgency(a: &AccountView, b: &AccountView) -> Ordering {
    urgency(a).cmp(&urgency(b)).then_with(|| a.number.cmp(&b.number))
}

fn urgency(account: &AccountView) -> (u8, Option<Day>) {
    let oldest = account.late_from;
    match account.status {
        AccountStatus::Cut => (0, account.cut_on),
        AccountStatus::Active if account.disconnection_on.is_some() => (1, account.disconnection_on),
        AccountStatus::Active if oldest.is_some() => (2, oldest),
        AccountStatus::Active => (3, None),
        AccountStatus::Closed => (4, oldest),
    }
}
