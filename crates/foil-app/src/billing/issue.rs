//! A bill for one account, at the counter; and how drafts come into the book.

use super::bill::view;
use super::claim::period_entry;
use super::draft::{Desk, Draft, Wanted, draft, unbilled_since};
use super::fallen::fall_by_reading;
use super::gas::Pipes;
use super::run_views::{BillPreview, IssueBill, PreviewBill};
use super::set_off;
use super::views::BillView;
use crate::office::{Act, HOUSE_COUNTER, Order, input_hash};
use crate::tariffs::Shelf;
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::billing::ClaimKind;
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, BillId, BillRunId};
use foil_domain::money::Money;
use foil_domain::office::{Series, bill_number, financial_year};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::text::fold_number;
use foil_domain::time::Day;
use foil_store::bills::{self, BillLineRow, Claimed, Months, NewBill};
use foil_store::office::OfficeRow;
use foil_store::runs::FactsRow;
use foil_store::{Tx, customers, cycles, runs, true_use};
use serde_json::json;
use std::sync::Arc;

/// What the bill of an account would be now. Nothing is stored.
///
/// Refuses what [`issue_bill`] would refuse.
pub fn preview_bill(office: &Arc<Office>, who: &Session, input: PreviewBill) -> Result<BillPreview> {
    office.view(who, Right::RunBills, |tx, row| {
        let desk = desk(tx, row, input.to)?;
        let facts = facts(tx, input.account)?;
        super::not_going(tx, facts.id)?;
        let wanted = wanted(tx, row, &facts, input.due_on)?;
        BillPreview::of(&draft(tx, &desk, facts, &wanted)?, Money::ZERO)
    })
}

/// Makes the bill of one account: from the last billed reading to the newest one.
///
/// Refuses a closed account, a stale version, a bill that is not the one that was previewed, an account that was not
/// read since or has a bill that is being taken back with its run, and one that its tariff cannot price.
pub fn issue_bill(office: &Arc<Office>, who: &Session, input: IssueBill) -> Result<BillView> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("issue_bill", Right::RunBills) };
    office.perform(who, order, move |act| {
        let facts = facts(act.tx, input.account)?;
        if facts.version != input.version {
            return Err(Refusal::ChangedMeanwhile { what: format!("account {}", facts.number) }.into());
        }
        let desk = desk(act.tx, act.office, input.to)?;
        let wanted = wanted(act.tx, act.office, &facts, input.due_on)?;
        let made = draft(act.tx, &desk, facts, &wanted)?;
        // A reading or a tariff moves no account's version, and makes another bill than the one that was looked at.
        if input.total.is_some_and(|seen| seen != made.made.total) {
            return Err(
                Refusal::ChangedMeanwhile { what: format!("the bill of {}", made.facts.number) }.into()
            );
        }
        let (id, number) = issue_one(act, &desk, &made)?;
        act.changed(json!({
            "bill": id, "number": number, "account": made.facts.id, "total_minor": made.made.total,
            "credit_used_minor": made.made.credit_taken()?, "set_off_minor": set_off::sum(&made)?,
        }));
        shown(act, id)
    })
}

/// The office's side of a bill made now.
pub(super) fn desk(tx: &Tx<'_>, office: &OfficeRow, to: Option<Day>) -> Result<Desk> {
    let to = to.unwrap_or(office.business_on);
    if to > office.business_on {
        return Err(Refusal::bad_input("to", format!("{} or earlier", office.business_on)).into());
    }
    Ok(Desk {
        office: office.clone(),
        shelf: Shelf::load(tx)?,
        pipes: Pipes::load(tx)?,
        to,
        issued_on: office.business_on,
    })
}

/// What an account is billed by; closed, it is billed for no further period.
pub(super) fn facts(tx: &Tx<'_>, account: AccountId) -> Result<FactsRow> {
    let facts = facts_of(tx, account)?;
    if facts.status == AccountStatus::Closed {
        return Err(Refusal::AccountClosed(facts.number).into());
    }
    Ok(facts)
}

/// The same of one that may be closed: a bill that it had can be wrong.
pub(super) fn facts_of(tx: &Tx<'_>, account: AccountId) -> Result<FactsRow> {
    Ok(runs::facts(tx, account)?.ok_or_else(|| Refusal::not_found("account", account))?)
}

fn wanted(tx: &Tx<'_>, office: &OfficeRow, facts: &FactsRow, due_on: Option<Day>) -> Result<Wanted> {
    let due_on = match due_on {
        Some(due_on) => due_on,
        None => usually_due(tx, office, facts)?,
    };
    if due_on < office.business_on {
        return Err(Refusal::bad_input("due_on", format!("{} or later", office.business_on)).into());
    }
    Ok(Wanted { due_on, after: unbilled_since(tx, facts.id)?, replaces: None })
}

/// The last day to pay a bill made today, by the account's cycle or the office's own days.
pub(super) fn usually_due(tx: &Tx<'_>, office: &OfficeRow, facts: &FactsRow) -> Result<Day> {
    let cycle = facts.cycle_id.map(|id| cycles::find(tx, id)).transpose()?.flatten();
    Ok(office.business_on.plus_days(cycle.map_or(office.due_days, |c| c.due_days)))
}

/// Puts one draft into the book.
pub(super) fn issue_one(act: &mut Act<'_>, desk: &Desk, made: &Draft) -> Result<(BillId, String)> {
    super::not_going(act.tx, made.facts.id)?;
    if !take_credit(act.tx, made)? {
        return Err(Refusal::ChangedMeanwhile { what: format!("account {}", made.facts.number) }.into());
    }
    let mut numbers = Numbers::take(act, desk.issued_on, 1)?;
    write(act, desk, made, &numbers.next()?, None)
}

/// Uses the account's credit, sets off what is left of it, and gives it its next version; `false` when something on it has changed since the
/// draft was made.
pub(super) fn take_credit(tx: &Tx<'_>, made: &Draft) -> Result<bool> {
    let credit = made.facts.credit_minor.minus(made.made.credit_taken()?);
    let credit = credit.and_then(|left| left.minus(set_off::sum(made).ok()?)).ok_or(Refusal::TooMuch)?;
    customers::set_credit_if_seen(tx, made.facts.id, credit, made.facts.version)
}

/// Numbers taken together inside one commit.
pub(super) struct Numbers {
    year: String,
    next: i64,
}

impl Numbers {
    /// Takes so many numbers of the office's series of bills. Refuses when a bill from elsewhere has one of them.
    pub fn take(act: &Act<'_>, on: Day, count: i64) -> Result<Numbers> {
        let year = financial_year(on, u32::try_from(act.office.year_starts_in).unwrap_or(1));
        let next = foil_store::office::next_numbers(act.tx, HOUSE_COUNTER, Series::Bill, &year, count)?;
        let numbers = Numbers { year, next };
        let (first, last) = (numbers.at(next)?, numbers.at(next + count - 1)?);
        if let Some(taken) = bills::one_between(act.tx, &fold_number(&first), &fold_number(&last))? {
            return Err(Refusal::Duplicate { what: "bill number", which: taken }.into());
        }
        Ok(numbers)
    }

    pub fn next(&mut self) -> Result<String> {
        let number = self.at(self.next)?;
        self.next += 1;
        Ok(number)
    }

    fn at(&self, n: i64) -> Result<String> {
        Ok(bill_number(&self.year, n)
            .ok_or_else(|| anyhow!("the numbers of bills of {} are used up", self.year))?)
    }
}

/// Writes a draft under its number: the bill, its lines, its entry. The account's credit was taken before.
pub(super) fn write(
    act: &mut Act<'_>,
    desk: &Desk,
    d: &Draft,
    number: &str,
    run: Option<BillRunId>,
) -> Result<(BillId, String)> {
    let made = &d.made;
    let payable = made.payable()?;
    let id = act.claims(
        &NewBill {
            account: d.facts.id,
            number,
            number_fold: &fold_number(number),
            period_from: made.from,
            period_to: made.to.plus_days(-1),
            issued_on: desk.issued_on,
            due_on: d.due_on,
            units: &foil_domain::metering::plain(made.units),
            total: made.total,
            surcharge: Money::ZERO,
            left: payable,
            surcharge_left: Money::ZERO,
        },
        &Claimed {
            kind: ClaimKind::Bill,
            run,
            parent: d.replaces,
            key: None,
            tariff_version: Some(made.version.0),
            credit_used: made.credit_taken()?,
            months: Some(Months { charged: made.months, over: Some(made.months_over) }),
            document: &d.paper(number),
        },
    )?;
    for (at, line) in (1i64..).zip(&made.lines) {
        bills::add_line(
            act.tx,
            id,
            at,
            &BillLineRow {
                kind: line.kind,
                label: line.label.clone(),
                quantity: line.quantity.clone(),
                rate: line.rate.clone(),
                amount_minor: line.amount,
            },
        )?;
    }
    for (estimate, units) in &d.truth {
        true_use::insert(act.tx, d.facts.id, *estimate, id, units)?;
    }
    if let Some(entry) = period_entry(d.facts.id, made.total, made.credit_taken()?, set_off::sum(d)?)? {
        foil_store::journal::post(act.tx, "bill", id.0, act.today(), &entry)?;
    }
    set_off::write(act, d, id)?;
    if !d.truth.is_empty() {
        act.takes_up(d.facts.id, id)?;
    }
    set_off::ease(act, d)?;
    for too_high in &d.too_high {
        fall_by_reading(act, *too_high, (id, number))?;
    }
    Ok((id, number.to_owned()))
}

pub(super) fn shown(act: &Act<'_>, id: BillId) -> Result<BillView> {
    let bill = bills::find(act.tx, id)?.ok_or_else(|| anyhow!("bill {id} is gone"))?;
    view(act.tx, bill, act.today())
}
