//! What an instalment plan is made of: what of that was paid, what is left of it, and what is owed beside it.
//!
//! One rule: paid is what has come into the plan's claims since it was made, in money or by credit, and stands;
//! credit that they had become themselves is counted once. What was paid beside the plan on the same claim becomes credit
//! first, and what had paid it before becomes it last. What had paid them before and has fallen is owed beside
//! the plan. What is neither paid nor left is gone from its total.

use super::dossier::less;
use anyhow::anyhow;
use foil_domain::arrears::plan::{CreditLeft, CreditUse, MadeCredit, paid_again};
use foil_domain::ids::{BillId, PaymentId, PlanId};
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_store::plans::{CreditUseRow, FellRow, MadeCreditRow, PlannedRow};
use foil_store::{Tx, plans};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The claims of a plan.
pub(super) struct Planned(pub Vec<PlannedRow>);

/// A receipt as if it had fallen, and what of its credit is used by then and would be claimed anew.
pub(super) type Without = (PaymentId, Money);

impl Planned {
    /// Those of a plan, as they will be when a payment has fallen.
    pub fn without(tx: &Tx<'_>, plan: PlanId, payment: PaymentId) -> Result<Planned> {
        plans::planned_of(tx, plan, Some(payment)).map(Planned)
    }

    /// One of them.
    pub fn of(&self, bill: BillId) -> Option<&PlannedRow> {
        self.0.iter().find(|of| of.bill_id == bill)
    }

    /// What the plan pays in all: what was paid of it, and what it is still to pay where so much is left of its
    /// claims, with so much credit lying there and so much more of it paid out; as it will be when a payment has fallen,
    /// where one is named.
    pub fn stands(
        &self,
        tx: &Tx<'_>,
        plan: PlanId,
        left: impl Fn(BillId) -> Money,
        (lies, out): (Money, Money),
        without: Option<Without>,
    ) -> Result<Money> {
        let credit = self.credit(tx, plan, without)?;
        let (mut still, mut paid) = (Money::ZERO, Money::ZERO);
        let mut became = Vec::with_capacity(self.0.len());
        let mut rest = Vec::with_capacity(self.0.len());
        for of in &self.0 {
            let left = left_in_plan(of, left(of.bill_id));
            let own = paid_of(of, left);
            still = still.plus(left).ok_or(Refusal::TooMuch)?;
            paid = paid.plus(own).ok_or(Refusal::TooMuch)?;
            let since = less(of.since_minor, credit.came_back(of.bill_id)?);
            let credited = credit.credited(of)?;
            became.push((of.bill_id, became_credit(credited, since, own.min(since))));
            rest.push(less(less(credited, of.before_minor), since));
        }
        self.add_nobodys(&credit, (&mut became, rest))?;
        if became.iter().any(|(_, credit)| credit.is_positive()) {
            let paid_out = plans::paid_out(tx, plan)?.plus(out).ok_or(Refusal::TooMuch)?;
            let left = CreditLeft { lies, paid_out };
            paid = less(paid, paid_again(&credit.made(became)?, left));
        }
        Ok(still.plus(paid).ok_or(Refusal::TooMuch)?)
    }

    /// What corrections have made credit of its claims, what has used credit since, and what has fallen of them; nothing where
    /// no correction has.
    fn credit(&self, tx: &Tx<'_>, plan: PlanId, without: Option<Without>) -> Result<Credit> {
        if !self.0.iter().any(|of| of.credited_minor.is_positive()) {
            return Ok(Credit::default());
        }
        let payment = without.map(|(payment, _)| payment);
        let (made, uses) = (plans::made_credit(tx, plan)?, plans::credit_uses(tx, plan, payment)?);
        let mut fell = plans::fell(tx, plan, payment)?;
        if let Some((payment, short)) = without {
            // The book does not know it yet.
            let now = fell.iter_mut().filter(|row| row.payment_id == Some(payment));
            now.for_each(|row| row.short_minor = short);
        }
        // What was made credit last has the fewest uses after it.
        fell.sort_by_key(|row| Reverse(made.iter().position(|made| made.bill_id == row.bill_id)));
        Ok(Credit { made, uses, fell })
    }

    /// Adds the credit that stands though what had paid it has fallen, a receipt or what a bill had set off: nobody has put it
    /// in. Of a claim that stands a receipt's is all of it, for the claim is owed whole beside it. Of one that was cancelled
    /// the credit fell, too, and so did what a bill that was taken back had set off: but for what had been used of it by then.
    /// `rest` is what is credited of each beyond all that stands paid of it.
    fn add_nobodys(
        &self,
        credit: &Credit,
        (became, mut rest): (&mut [(BillId, Money)], Vec<Money>),
    ) -> Result<()> {
        // What is missing of a receipt's credit, or of what a bill gave, is missing once, and used once.
        let mut taken = HashMap::new();
        for fell in &credit.fell {
            let at = self.0.iter().position(|of| of.bill_id == fell.bill_id);
            let at = at.ok_or_else(|| anyhow!("bill {} is gone from its plan", fell.bill_id))?;
            let mut amount = fell.amount_minor;
            if fell.by_id.is_none() {
                amount = amount.min(rest[at]);
                rest[at] = less(rest[at], amount);
            }
            if fell.as_credit {
                let taken = taken.entry((fell.payment_id, fell.by_id)).or_insert(Money::ZERO);
                amount = amount.min(less(fell.short_minor.min(credit.used_until(fell)?), *taken));
                *taken = taken.plus(amount).ok_or(Refusal::TooMuch)?;
            }
            became[at].1 = became[at].1.plus(amount).ok_or(Refusal::TooMuch)?;
        }
        Ok(())
    }

    /// Whether nothing stands of it, with nothing left to pay: what was not paid was taken back or given up, what was
    /// paid became credit, and no bill that claims something stands in its place.
    pub fn is_gone(&self, tx: &Tx<'_>, plan: PlanId, without: Option<Without>) -> Result<bool> {
        let credit = self.credit(tx, plan, without)?;
        for of in &self.0 {
            if of.made_anew || less(of.since_minor, credit.credited(of)?).is_positive() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// What the plan is still to pay of a claim of which so much is left: what was beside it from the first and what has
/// come back of what had been paid before is owed beside it.
pub(super) fn left_in_plan(of: &PlannedRow, left: Money) -> Money {
    less(less(left, of.beside_minor), of.reopened_minor.max(Money::ZERO)).min(of.amount_minor)
}

/// What was paid of a claim since, with so much of it left: no more than the plan was to pay of it, for the rest was
/// beside.
fn paid_of(of: &PlannedRow, left: Money) -> Money {
    of.since_minor.max(Money::ZERO).min(less(of.amount_minor, left))
}

/// What corrections have made credit of what was paid of a claim's part in the plan, with so much of that paid of what came
/// in since: what was paid beside it became credit first.
fn became_credit(credited: Money, since: Money, paid: Money) -> Money {
    less(credited, less(since, paid)).min(paid)
}

/// What corrections have made credit of a plan's claims, what has used credit since the plan was made, and what has fallen of
/// the claims.
#[derive(Default)]
struct Credit {
    made: Vec<MadeCreditRow>,
    uses: Vec<CreditUseRow>,
    fell: Vec<FellRow>,
}

impl Credit {
    /// Each receipt or bill that has used credit, by its parts.
    fn used(&self) -> impl Iterator<Item = &[CreditUseRow]> {
        self.uses.chunk_by(|a, b| (a.payment_id, a.bill_id) == (b.payment_id, b.bill_id))
    }

    /// What corrections have made credit of a claim, less what of that fell with the bill that had set it off.
    fn credited(&self, of: &PlannedRow) -> Result<Money> {
        let fell = self.fell.iter().filter(|fell| fell.bill_id == of.bill_id && fell.by_id.is_some());
        let fell = Money::sum(fell.map(|fell| fell.amount_minor)).ok_or(Refusal::TooMuch)?;
        Ok(less(of.credited_minor, fell))
    }

    /// How much credit was used between the first correction of a claim and the fall of what had paid it.
    fn used_until(&self, fell: &FellRow) -> Result<Money> {
        let Some(first) = self.made.iter().find(|made| made.bill_id == fell.bill_id) else {
            return Ok(Money::ZERO);
        };
        let mut all = Money::ZERO;
        for parts in self.used() {
            if parts.first().is_some_and(|row| is_after(row, first) && is_before(row, fell)) {
                let used = Money::sum(parts.iter().map(|part| part.used_minor)).ok_or(Refusal::TooMuch)?;
                all = all.plus(used.max(Money::ZERO)).ok_or(Refusal::TooMuch)?;
            }
        }
        Ok(all)
    }

    /// What credit has paid of a claim after a correction had made some of it: a receipt had fallen that had paid the claim.
    /// None of that can be what the correction made credit of.
    fn came_back(&self, bill: BillId) -> Result<Money> {
        let mut back = Money::ZERO;
        for parts in self.used() {
            let later = |made: &MadeCreditRow| {
                made.bill_id == bill && parts.first().is_some_and(|row| is_after(row, made))
            };
            let Some(used) = into_plan(parts)?.filter(|_| self.made.iter().any(later)) else { continue };
            let mut rest = used;
            for part in parts {
                let paid = part.planned_minor.min(rest);
                rest = less(rest, paid);
                if part.claim_id == Some(bill) {
                    back = back.plus(paid).ok_or(Refusal::TooMuch)?;
                }
            }
        }
        Ok(back)
    }

    /// So much of the claims as corrections have made credit of it, one after another, each with what has used credit
    /// after it.
    fn made(&self, mut became: Vec<(BillId, Money)>) -> Result<Vec<MadeCredit>> {
        let mut made = Vec::with_capacity(self.made.len());
        for correction in &self.made {
            let of = became.iter_mut().find(|(bill, _)| *bill == correction.bill_id);
            let (_, rest) = of.ok_or_else(|| anyhow!("bill {} is gone from its plan", correction.bill_id))?;
            let amount = correction.credited_minor.min(*rest);
            *rest = less(*rest, amount);
            made.push(MadeCredit { amount, uses: Vec::new() });
        }
        let mut back = HashMap::new();
        for parts in self.used() {
            let after = |row: &CreditUseRow| self.made.iter().rposition(|made| is_after(row, made));
            if let Some(at) = parts.first().and_then(after) {
                made[at].uses.extend(credit_use(parts, &mut back)?);
            }
        }
        Ok(made)
    }
}

/// How much credit a receipt or a bill has put into the plan: the other things that it had pay the plan first. Nothing where
/// it used none.
fn into_plan(parts: &[CreditUseRow]) -> Result<Option<Money>> {
    let sum = |of: fn(&CreditUseRow) -> Money| Money::sum(parts.iter().map(of)).ok_or(Refusal::TooMuch);
    let into = less(sum(|part| part.planned_minor)?, sum(|part| part.other_minor)?.max(Money::ZERO));
    let into = into.min(sum(|part| part.used_minor)?);
    Ok(Some(into).filter(|into| into.is_positive()))
}

/// What a receipt or a bill has used, by its parts; nothing where it used no credit. What corrections have made credit of the
/// claims beside the plan is what used credit first, claim by claim: it came back.
fn credit_use(parts: &[CreditUseRow], back: &mut HashMap<BillId, Money>) -> Result<Option<CreditUse>> {
    let sum = |of: fn(&CreditUseRow) -> Money| Money::sum(parts.iter().map(of)).ok_or(Refusal::TooMuch);
    let used = sum(|part| part.used_minor)?;
    if !used.is_positive() {
        return Ok(None);
    }
    let mut beside = Money::ZERO;
    for part in parts {
        let Some(claim) = part.claim_id else { continue };
        let rest = back.entry(claim).or_insert(part.credited_minor);
        beside = beside.plus(less(part.beside_minor, *rest)).ok_or(Refusal::TooMuch)?;
        *rest = less(*rest, part.beside_minor);
    }
    Ok(Some(CreditUse {
        used,
        planned: sum(|part| part.planned_minor)?,
        beside,
        other: sum(|part| part.other_minor)?,
    }))
}

/// Whether credit was used after a correction. Of one that does not know what came before it, the day has to do.
fn is_after(row: &CreditUseRow, correction: &MadeCreditRow) -> bool {
    let later = correction.business_on <= row.business_on;
    match (row.payment_id, row.bill_id) {
        (Some(payment), _) => correction.newest_payment.map_or(later, |newest| newest < payment),
        (_, bill) => correction.newest_bill.map_or(later, |newest| bill.is_some_and(|bill| newest < bill)),
    }
}

/// Whether credit was used before something fell. Where the book does not know which of a day came first, as of receipts, the
/// day has to do.
fn is_before(row: &CreditUseRow, fell: &FellRow) -> bool {
    let sooner = fell.business_on.is_none_or(|on| row.business_on <= on);
    match (row.payment_id, row.bill_id) {
        (Some(payment), _) => fell.newest_payment.map_or(sooner, |newest| payment <= newest),
        (_, bill) => fell.newest_bill.map_or(sooner, |newest| bill.is_some_and(|bill| bill <= newest)),
    }
}
