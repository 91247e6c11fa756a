//! Where the money would go, while it is still being typed.

use super::pay::{
    Chosen, add_accrued, cheque_will_do, chosen, first, going, none_in_cash_only, open_bills, tenders,
};
use super::views::{PaymentPreview, PreviewPayment, Refused, ShareLine};
use crate::{Office, Session};
use foil_domain::ids::AccountId;
use foil_domain::money::Money;
use foil_domain::payments::{Due, First, Method, Part, Settlement, Visit, due_parts, settle};
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::office::OfficeRow;
use std::sync::Arc;

impl From<&Refusal> for Refused {
    fn from(refusal: &Refusal) -> Refused {
        Refused { code: refusal.code().into(), message: refusal.to_string(), hint: refusal.hint().into() }
    }
}

/// Shows the split, the change and the credit of a payment without taking it; with the surcharge that has accrued
/// up to today. What would be refused comes back as data, so that a half-typed amount is not an error.
pub fn preview_payment(office: &Arc<Office>, who: &Session, input: PreviewPayment) -> Result<PaymentPreview> {
    office.view(who, Right::TakePayments, |tx, row| {
        let mut chosen = chosen(tx, &input.accounts)?;
        add_accrued(tx, row, &mut chosen)?;
        let accounts: Vec<(AccountId, Money)> =
            chosen.iter().map(|c| (c.account.id, c.account.credit_minor)).collect();
        let open = open_bills(tx, &chosen)?;
        let first = match &input.directed {
            None => first(tx, row.business_on, &chosen)?,
            Some(_) => Vec::new(),
        };
        let due = Money::sum(chosen.iter().filter_map(Chosen::due)).ok_or(Refusal::TooMuch)?;
        let credit = Money::sum(accounts.iter().map(|(_, m)| *m)).ok_or(Refusal::TooMuch)?;
        let disputed = Money::sum(chosen.iter().filter_map(Chosen::disputed)).ok_or(Refusal::TooMuch)?;
        let agreed = |c: &Chosen| c.due()?.minus(c.disputed()?);
        let spendable =
            Money::sum(chosen.iter().filter_map(|c| Some(agreed(c)?.min(c.account.credit_minor))));
        let usable = if input.use_credit { spendable.ok_or(Refusal::TooMuch)? } else { Money::ZERO };
        let parts = due_parts(&open, row.allocation, row.business_on);

        let attempt = tenders(&input.tenders).and_then(|given| {
            if given.iter().any(|t| t.method == Method::Cheque)
                && let Some(payer) = foil_store::customers::find(tx, chosen[0].account.customer_id)?
            {
                none_in_cash_only(tx, &chosen, &given)?;
                cheque_will_do(tx, row.business_on, &payer, &given, None)?;
            }
            let visit = Visit {
                first: &first,
                open: &open,
                accounts: &accounts,
                pay: input.pay,
                tenders: &given,
                use_credit: input.use_credit,
                directed: input.directed.as_deref(),
                order: row.allocation,
                today: row.business_on,
            };
            Ok(settle(&visit)?)
        });
        let (settled, refused) = match attempt {
            Ok(settled) => (settled, None),
            // The split is shown all the same: as if exactly the amount had been given.
            Err(Error::Refused(refusal)) => {
                (supposed(&input, (&open, &first), &accounts, row), Some((&refusal).into()))
            }
            Err(fault) => return Err(fault),
        };
        let sum = |amounts: &[(AccountId, Money)]| {
            Money::sum(amounts.iter().map(|(_, m)| *m)).ok_or(Refusal::TooMuch)
        };
        let paid = Money::sum(settled.shares.iter().map(|s| s.amount)).ok_or(Refusal::TooMuch)?;
        Ok(PaymentPreview {
            due,
            credit,
            disputed,
            to_pay: due.minus(usable).and_then(|m| m.minus(disputed)).ok_or(Refusal::TooMuch)?,
            order: row.allocation,
            lines: lines(&chosen, &parts, &settled),
            credit_used: sum(&settled.credit_used)?,
            credit_added: sum(&settled.credit_added)?,
            tendered: settled.tendered,
            change: settled.change,
            left: due.minus(paid).ok_or(Refusal::TooMuch)?,
            seen: if refused.is_none() { going(&settled)? } else { String::new() },
            refused,
            versions: chosen.iter().map(|c| c.account.version).collect(),
        })
    })
}

fn supposed(
    input: &PreviewPayment,
    (open, first): (&[foil_domain::payments::OpenBill], &[First]),
    accounts: &[(AccountId, Money)],
    office: &OfficeRow,
) -> Settlement {
    let tendered = Money::sum(input.tenders.iter().map(|t| t.amount)).unwrap_or(Money::ZERO);
    let exact = foil_domain::payments::Tender {
        method: Method::Cash,
        amount: input.pay,
        reference: String::new(),
        bank: String::new(),
        drawer: String::new(),
        paper: None,
    };
    let tenders = if input.pay.is_positive() { vec![exact] } else { Vec::new() };
    let visit = Visit {
        first,
        open,
        accounts,
        pay: input.pay,
        tenders: &tenders,
        use_credit: input.use_credit,
        directed: None,
        order: office.allocation,
        today: office.business_on,
    };
    let nothing = Settlement {
        shares: Vec::new(),
        credit_used: Vec::new(),
        credit_added: Vec::new(),
        tendered,
        change: Money::ZERO,
    };
    settle(&visit).map_or(nothing, |s| Settlement { tendered, change: Money::ZERO, ..s })
}

fn lines(chosen: &[Chosen], parts: &[Due], settled: &Settlement) -> Vec<ShareLine> {
    let line = |due: &Due| {
        let c = chosen.iter().find(|c| c.account.id == due.account)?;
        let bill = c.open.iter().find(|b| b.id == due.bill)?;
        let share = settled.shares.iter().find(|s| (s.bill, s.part) == (due.bill, due.part));
        Some(ShareLine {
            bill: due.bill,
            number: bill.number.clone(),
            account: due.account,
            account_number: c.account.number.clone(),
            service: c.account.service,
            period_to: bill.period_to_on,
            part: if due.part == Part::Surcharge { Part::Surcharge } else { Part::Bill },
            due: due.amount,
            paid: share.map_or(Money::ZERO, |s| s.amount),
        })
    };
    parts.iter().filter_map(line).collect()
}
