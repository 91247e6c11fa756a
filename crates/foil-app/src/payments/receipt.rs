//! What stands on a receipt, decided while the payment is written.

use super::pay::{Chosen, Paid, bill_of, credit_after};
use crate::office::Act;
use anyhow::anyhow;
use foil_domain::documents::{
    CurrencyStyle, EarlierPayment, Grouping, OfficeHead, PaidPart, ReceiptAccount, ReceiptAllocation,
    ReceiptDoc, ReceiptTender,
};
use foil_domain::ids::AccountId;
use foil_domain::money::Money;
use foil_domain::payments::{Part, Tender};
use foil_domain::refusal::{Refusal, Result};
use foil_domain::text::fold;
use foil_domain::time::Day;
use foil_store::customers::CustomerRow;
use foil_store::office::OfficeRow;

/// Earlier payments on a receipt at most.
const EARLIER: usize = 3;
/// Accounts on a receipt for which earlier payments are listed: a family's, not a firm's hundred.
const EARLIER_ACCOUNTS: usize = 3;

/// The office as documents show it.
#[must_use]
pub(crate) fn office_head(office: &OfficeRow) -> OfficeHead {
    let lines = |text: &str, at: char| -> Vec<String> {
        text.split(at).map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
    };
    OfficeHead {
        name: office.name.clone(),
        address_lines: lines(&office.address, ';'),
        phone: office.phone.clone(),
        registration_lines: lines(&office.registration, ';'),
        currency: currency(office),
        footer_note: office.footer.clone(),
        language: office.language.clone(),
    }
}

/// The same for a paper that goes to a customer: in their language where its words are known, else in the office's.
#[must_use]
pub(crate) fn office_head_for(office: &OfficeRow, language: &str) -> OfficeHead {
    head_for(office_head(office), language)
}

/// The same of the office as it was.
#[must_use]
pub(crate) fn head_for(head: OfficeHead, language: &str) -> OfficeHead {
    let language = match language {
        "" => head.language,
        own if own == head.language || head.language.is_empty() => own.to_owned(),
        own => format!("{own} {}", head.language),
    };
    OfficeHead { language, ..head }
}

/// How the office writes amounts.
#[must_use]
pub(crate) fn currency(office: &OfficeRow) -> CurrencyStyle {
    CurrencyStyle {
        code: office.currency.clone(),
        symbol: office.symbol.clone(),
        decimals: u32::try_from(office.decimals).unwrap_or(2),
        grouping: Grouping::from_word(&office.digit_groups).unwrap_or(Grouping::Thousands),
    }
}

/// `E-2026-000123, Oct 2026`: a bill as documents name it.
#[must_use]
pub(crate) fn bill_name(number: &str, period_to: Day) -> String {
    let long = period_to.long();
    let month = long.split_once(' ').map_or(long.as_str(), |(_, month)| month);
    format!("{number}, {month}")
}

pub(super) fn receipt(act: &Act<'_>, paid: &Paid<'_>, payer: &CustomerRow) -> Result<ReceiptDoc> {
    let sum =
        |amounts: &[(AccountId, Money)]| Money::sum(amounts.iter().map(|(_, m)| *m)).ok_or(Refusal::TooMuch);
    let property = foil_store::customers::property(act.tx, paid.chosen[0].account.property_id)?;
    let replaces = match paid.again {
        Some(again) => foil_store::payments::find(act.tx, again.of)?.map(|p| p.number),
        None => None,
    };
    Ok(ReceiptDoc {
        office: office_head_for(act.office, &payer.language),
        number: paid.number.clone(),
        business_on: act.today(),
        taken_at_local: format!("{}, {}", act.zone.day_of(act.now).long(), act.zone.clock(act.now)),
        counter: act.who.counter_code.clone(),
        clerk: act.who.name.clone(),
        payer_name: payer.name.clone(),
        payer_address: property.map(|p| p.address).unwrap_or_default(),
        accounts: accounts(act, paid, payer)?,
        allocations: allocations(paid)?,
        tenders: paid.tenders.iter().map(|t| tender(t, &payer.name)).collect(),
        total: paid.order.pay,
        tendered: paid.settled.tendered,
        change: paid.settled.change,
        credit_used: sum(&paid.settled.credit_used)?,
        credit_added: sum(&paid.settled.credit_added)?,
        rounding: Money::ZERO,
        last_payments: earlier(act, paid.chosen)?,
        note: paid.order.note.clone(),
        audit_hash: String::new(),
        replaces,
        money_since: paid.order.here_since.filter(|on| *on < act.today()),
    })
}

/// A tender as documents show it; a cheque of somebody else than the payer with its drawer.
fn tender(t: &Tender, payer: &str) -> ReceiptTender {
    let reference = match (t.reference.as_str(), t.bank.as_str()) {
        ("", "") => None,
        (reference, "") => Some(reference.to_owned()),
        (reference, bank) if fold(&t.drawer) == fold(payer) => Some(format!("{reference}, {bank}")),
        (reference, bank) => Some(format!("{reference}, {bank}, {}", t.drawer)),
    };
    ReceiptTender { method: t.method.as_str().to_owned(), amount: t.amount, reference }
}

fn accounts(act: &Act<'_>, paid: &Paid<'_>, payer: &CustomerRow) -> Result<Vec<ReceiptAccount>> {
    let settled = paid.settled;
    let account = |c: &Chosen| -> Result<ReceiptAccount> {
        let own = settled.shares.iter().filter(|s| c.open.iter().any(|b| b.id == s.bill)).map(|s| s.amount);
        let own = Money::sum(own).ok_or(Refusal::TooMuch)?;
        // What was paid of a fee that falls is credit by the same commit.
        let spared = paid.spared.iter().filter(|fee| fee.account == c.account.id).map(|fee| fee.paid);
        let spared = Money::sum(spared).ok_or(Refusal::TooMuch)?;
        let credit = credit_after(paid.chosen, settled, c.account.id)?;
        let name = if c.account.customer_id == payer.id {
            payer.name.clone()
        } else {
            foil_store::customers::find(act.tx, c.account.customer_id)?.map(|p| p.name).unwrap_or_default()
        };
        Ok(ReceiptAccount {
            service: c.account.service.as_str().to_owned(),
            number: c.account.number.clone(),
            meter: c.account.meter.clone(),
            name,
            balance_after: c.due().and_then(|d| d.minus(own)).ok_or(Refusal::TooMuch)?,
            credit_after: credit.plus(spared).ok_or(Refusal::TooMuch)?,
        })
    };
    paid.chosen.iter().map(account).collect()
}

fn allocations(paid: &Paid<'_>) -> Result<Vec<ReceiptAllocation>> {
    let number = |id: AccountId| {
        let found = paid.chosen.iter().find(|c| c.account.id == id);
        found.map(|c| c.account.number.clone()).ok_or_else(|| anyhow!("account {id} is not of this visit"))
    };
    let mut lines = Vec::new();
    for share in &paid.settled.shares {
        let bill = bill_of(paid.chosen, share)?;
        let (part, due) = match share.part {
            Part::Surcharge => (PaidPart::Surcharge, bill.surcharge_left_minor),
            Part::Bill | Part::Credit => (PaidPart::Bill, bill.left_minor),
        };
        lines.push(ReceiptAllocation {
            what: bill_name(&bill.number, bill.period_to_on),
            part,
            account: number(bill.account_id)?,
            due_before: due,
            paid: share.amount,
            left: due.minus(share.amount).ok_or(Refusal::TooMuch)?,
        });
    }
    for (account, amount) in &paid.settled.credit_added {
        lines.push(ReceiptAllocation {
            what: String::new(),
            part: PaidPart::Credit,
            account: number(*account)?,
            due_before: Money::ZERO,
            paid: *amount,
            left: Money::ZERO,
        });
    }
    Ok(lines)
}

fn earlier(act: &Act<'_>, chosen: &[Chosen]) -> Result<Vec<EarlierPayment>> {
    if chosen.len() > EARLIER_ACCOUNTS {
        return Ok(Vec::new());
    }
    let mut all: Vec<EarlierPayment> = Vec::new();
    for c in chosen {
        for row in foil_store::payments::earlier(act.tx, c.account.id, EARLIER)? {
            match all.iter_mut().find(|e| e.receipt == row.number) {
                Some(same) => same.amount = same.amount.plus(row.paid).ok_or(Refusal::TooMuch)?,
                None => {
                    all.push(EarlierPayment { receipt: row.number, on: row.business_on, amount: row.paid })
                }
            }
        }
    }
    all.sort_by(|a, b| (b.on, &b.receipt).cmp(&(a.on, &a.receipt)));
    all.truncate(EARLIER);
    Ok(all)
}
