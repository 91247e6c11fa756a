//! What an instalment plan is made of: what of that was paid, what is left of it, and what is owed beside it.
//!
//! One rule: paid is what has come into the plan's claims since it was made, in money or by credit, and stands;
//! credit that they had become themselves is counted once. What had paid them before and has fallen is owed beside
//! the plan. What is neither paid nor left is gone from its total.

use super::dossier::less;
use anyhow::anyhow;
use foil_domain::arrears::plan::{CreditUse, MadeCredit, paid_again};
use foil_domain::ids::{BillId, PaymentId, PlanId};
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_store::plans::{CreditUseRow, MadeCreditRow, PlannedRow};
use foil_store::{Tx, plans};

/// The claims of a plan.
pub(super) struct Planned(pub Vec<PlannedRow>);

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
    /// claims; as it will be when a payment has fallen, where one is named.
    pub fn stands(
        &self,
        tx: &Tx<'_>,
        plan: PlanId,
        left: impl Fn(BillId) -> Money,
        without: Option<PaymentId>,
    ) -> Result<Money> {
        let (mut still, mut paid) = (Money::ZERO, Money::ZERO);
        let mut became = Vec::with_capacity(self.0.len());
        for of in &self.0 {
            let left = left_in_plan(of, left(of.bill_id));
            let own = paid_of(of, left);
            still = still.plus(left).ok_or(Refusal::TooMuch)?;
            paid = paid.plus(own).ok_or(Refusal::TooMuch)?;
            became.push((of.bill_id, became_credit(of, own)));
        }
        if became.iter().any(|(_, credit)| credit.is_positive()) {
            paid = less(paid, paid_again(&made_credit(tx, plan, became, without)?));
        }
        Ok(still.plus(paid).ok_or(Refusal::TooMuch)?)
    }

    /// Whether nothing stands of it, with nothing left to pay: what was not paid was taken back or given up, what was
    /// paid became credit, and no bill that claims something stands in its place.
    pub fn is_gone(&self) -> bool {
        self.0.iter().all(|of| !of.made_anew && !less(of.since_minor, of.credited_minor).is_positive())
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

/// What corrections have made credit of what was paid of a claim since: all that is beyond what had been paid of it
/// before, and of what stands paid as much as there is. Where a receipt has fallen since, such credit was paid by
/// nobody.
fn became_credit(of: &PlannedRow, paid: Money) -> Money {
    of.credited_minor.min(paid.max(less(of.credited_minor, of.before_minor)))
}

/// So much of the claims as corrections have made credit of it, one after another, each with what has used credit
/// after it.
fn made_credit(
    tx: &Tx<'_>,
    plan: PlanId,
    mut became: Vec<(BillId, Money)>,
    without: Option<PaymentId>,
) -> Result<Vec<MadeCredit>> {
    let corrections = plans::made_credit(tx, plan)?;
    let mut made = Vec::with_capacity(corrections.len());
    for correction in &corrections {
        let of = became.iter_mut().find(|(bill, _)| *bill == correction.bill_id);
        let (_, rest) = of.ok_or_else(|| anyhow!("bill {} is gone from its plan", correction.bill_id))?;
        let amount = correction.credited_minor.min(*rest);
        *rest = less(*rest, amount);
        made.push(MadeCredit { amount, uses: Vec::new() });
    }
    for row in plans::credit_uses(tx, plan, without)? {
        if let Some(at) = corrections.iter().rposition(|correction| is_after(&row, correction)) {
            made[at].uses.push(CreditUse {
                used: row.used_minor,
                planned: row.planned_minor,
                beside: row.beside_minor,
                other: row.other_minor,
            });
        }
    }
    Ok(made)
}

/// Whether credit was used after a correction. Of one that does not know what came before it, the day has to do.
fn is_after(row: &CreditUseRow, correction: &MadeCreditRow) -> bool {
    let later = correction.business_on <= row.business_on;
    match (row.payment_id, row.bill_id) {
        (Some(payment), _) => correction.newest_payment.map_or(later, |newest| newest < payment),
        (_, Some(bill)) => correction.newest_bill.map_or(later, |newest| newest < bill),
        _ => correction.made_at <= row.made_at,
    }
}
