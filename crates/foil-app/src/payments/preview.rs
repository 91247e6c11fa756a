//! Where the money would go, while it is still being typed.

use super::pay::{
    Chosen, Owed, Pays, add_accrued, cheque_will_do, chosen, going, may_fall, none_in_cash_only, open_bills,
    sparing, sum_of, tenders,
};
use super::views::{PaymentPreview, PreviewPayment, Refused, ShareLine};
use crate::arrears::Spared;
use crate::{Office, Session};
use foil_domain::ids::AccountId;
use foil_domain::money::Money;
use foil_domain::payments::{Due, Method, Part, Settlement, Tender, due_parts};
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::Tx;
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
        add_accrued(tx, row, row.business_on, &mut chosen)?;
        let may_fall = may_fall(tx, row.business_on, &chosen)?;
        let to_pay = whole(tx, row, (&mut chosen, &may_fall), input.use_credit)?;

        let attempt = tenders(&input.tenders).and_then(|given| {
            if given.iter().any(|t| t.method == Method::Cheque)
                && let Some(payer) = foil_store::customers::find(tx, chosen[0].account.customer_id)?
            {
                none_in_cash_only(tx, &chosen, &given)?;
                cheque_will_do(tx, row.business_on, &payer, &given, None)?;
            }
            let directed = input.directed.as_deref();
            let pays = Pays { pay: input.pay, tenders: &given, use_credit: input.use_credit, directed };
            let goes = |chosen: &[Chosen]| {
                Owed::of(tx, row.business_on, chosen, directed.is_some())?.settled(row, pays)
            };
            sparing(tx, row.business_on, (&mut chosen, &may_fall), directed, goes)
        });
        let ((settled, spared), refused) = match attempt {
            Ok(settled) => (settled, None),
            // The split is shown all the same: as if exactly the amount had been given.
            Err(Error::Refused(refusal)) => {
                let directed = input.directed.is_some();
                let goes = |chosen: &[Chosen]| {
                    Ok(supposed(&input, &Owed::of(tx, row.business_on, chosen, directed)?, row))
                };
                let split = sparing(tx, row.business_on, (&mut chosen, &may_fall), None, goes)?;
                (split, Some((&refusal).into()))
            }
            Err(fault) => return Err(fault),
        };
        let sum = |amounts: &[(AccountId, Money)]| {
            Money::sum(amounts.iter().map(|(_, m)| *m)).ok_or(Refusal::TooMuch)
        };
        let due = Money::sum(chosen.iter().filter_map(Chosen::due)).ok_or(Refusal::TooMuch)?;
        let credit = chosen.iter().map(|c| c.account.credit_minor);
        let parts = due_parts(&open_bills(tx, &chosen)?, row.allocation, row.business_on);
        let paid = Money::sum(settled.shares.iter().map(|s| s.amount)).ok_or(Refusal::TooMuch)?;
        Ok(PaymentPreview {
            due,
            credit: Money::sum(credit).ok_or(Refusal::TooMuch)?,
            disputed: Money::sum(chosen.iter().filter_map(Chosen::disputed)).ok_or(Refusal::TooMuch)?,
            to_pay,
            order: row.allocation,
            lines: lines(&chosen, &parts, &settled),
            credit_used: sum(&settled.credit_used)?,
            credit_added: sum(&settled.credit_added)?,
            tendered: settled.tendered,
            change: settled.change,
            left: due.minus(paid).ok_or(Refusal::TooMuch)?,
            spared: sum_of(&spared)?,
            seen: if refused.is_none() { going(&settled, &spared)? } else { String::new() },
            refused,
            versions: chosen.iter().map(|c| c.account.version).collect(),
        })
    })
}

/// What a full payment is: what is due after credit, if that is used, without what is in dispute, and without the fees
/// that fall with a full payment.
fn whole(
    tx: &Tx<'_>,
    office: &OfficeRow,
    (chosen, may_fall): (&mut [Chosen], &[Spared]),
    use_credit: bool,
) -> Result<Money> {
    if !may_fall.is_empty() {
        let goes = |chosen: &[Chosen]| {
            let pay = to_pay(chosen, use_credit)?;
            let tenders = exactly(pay);
            let pays = Pays { pay, tenders: &tenders, use_credit, directed: None };
            let settled = Owed::of(tx, office.business_on, chosen, false)?.settled(office, pays);
            Ok(settled.unwrap_or_else(|_| nothing(pay)))
        };
        sparing(tx, office.business_on, (chosen, may_fall), None, goes)?;
    }
    to_pay(chosen, use_credit)
}

fn to_pay(chosen: &[Chosen], use_credit: bool) -> Result<Money> {
    let agreed = |c: &Chosen| c.due()?.minus(c.disputed()?);
    let all = Money::sum(chosen.iter().filter_map(agreed)).ok_or(Refusal::TooMuch)?;
    let spendable = Money::sum(chosen.iter().filter_map(|c| Some(agreed(c)?.min(c.account.credit_minor))));
    let usable = if use_credit { spendable.ok_or(Refusal::TooMuch)? } else { Money::ZERO };
    Ok(all.minus(usable).ok_or(Refusal::TooMuch)?)
}

fn exactly(pay: Money) -> Vec<Tender> {
    let exact = Tender {
        method: Method::Cash,
        amount: pay,
        reference: String::new(),
        bank: String::new(),
        drawer: String::new(),
        paper: None,
    };
    if pay.is_positive() { vec![exact] } else { Vec::new() }
}

fn nothing(tendered: Money) -> Settlement {
    Settlement {
        shares: Vec::new(),
        credit_used: Vec::new(),
        credit_added: Vec::new(),
        tendered,
        change: Money::ZERO,
    }
}

fn supposed(input: &PreviewPayment, owed: &Owed, office: &OfficeRow) -> Settlement {
    let tendered = Money::sum(input.tenders.iter().map(|t| t.amount)).unwrap_or(Money::ZERO);
    let tenders = exactly(input.pay);
    let pays = Pays { pay: input.pay, tenders: &tenders, use_credit: input.use_credit, directed: None };
    let settled = owed.settled(office, pays);
    settled.map_or_else(|_| nothing(tendered), |s| Settlement { tendered, change: Money::ZERO, ..s })
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
