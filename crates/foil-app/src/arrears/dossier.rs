//! What is known of an account, gathered for one or for a range of them.
//!
//! A range is read in a handful of statements, however many accounts lie in it, so that a run over a whole
//! office streams by with a few hundred of them in memory.

use super::planned::{Planned, Without, left_in_plan};
use super::views::StandingView;
use anyhow::anyhow;
use foil_domain::arrears::ladder::{
    self, Asked, Claim, Facts, Fallen, LostDispute, Newest, Opened, Standing, Supply, stand,
};
use foil_domain::arrears::plan::{Instalment, Plan, Progress};
use foil_domain::arrears::{NoticeKind, OrderKind, PlanState, Rule, surcharge};
use foil_domain::billing::taken_up::due_later;
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, BillId, CorrectionId, DisputeId, PaymentId, PlanId};
use foil_domain::money::Money;
use foil_domain::payments::{First, Part};
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::arrears::{ChargedRow, ClaimRow, FallenRow, LateAccountRow};
use foil_store::disputes::LostRow;
use foil_store::notices::LatestRow;
use foil_store::orders::OrderRow;
use foil_store::payments::ShareRow;
use foil_store::plans::{EndedRow, PartRow};
use foil_store::taken_up::TakenUpRow;
use foil_store::{arrears, disputes, notices, orders, plans, taken_up};
use std::collections::HashMap;

/// What begins the key of the fee for bringing a supply back.
pub(super) const FEE: &str = "reconnection:";

/// A payment as if it had fallen.
#[derive(Clone, Copy)]
pub(crate) struct Falling<'a> {
    pub payment: PaymentId,
    /// Its shares, those on claims that were cancelled since as the credit they have become.
    pub shares: &'a [ShareRow],
    /// What of accounts' credit does not fall with it.
    pub kept: &'a [KeptCredit],
}

/// What of an account's credit does not fall with a payment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeptCredit {
    pub account: AccountId,
    /// What was good of it.
    pub kept: Money,
    /// What was used and is not there to fall: it is claimed anew, and due some days later.
    pub short: Money,
}

/// An account with all that the ladder looks at.
pub(crate) struct Dossier {
    pub account: LateAccountRow,
    pub claims: Vec<ClaimRow>,
    pub order: Option<OrderRow>,
    pub reconnection: Option<OrderRow>,
    pub plan: Option<(PlanId, Plan)>,
    /// What the plan was made of; none of a plan from before that was kept, which covers what was due up to a day.
    planned: Option<Planned>,
    /// Whether nothing stands of what was paid of the plan.
    plan_gone: bool,
    /// What was written off of a cut account's debt since.
    given_up: Money,
    /// The disputes that were lost.
    lost: Vec<LostDispute>,
    reminder: Option<Asked>,
    final_notice: Option<Asked>,
    /// The order by which a cut one was cut.
    cut_ordered: Option<Asked>,
    /// What was charged of each bill's surcharge, also of what a later bill has taken up of it.
    charged: HashMap<PartOf, OfPart>,
    /// Until when each bill was in a dispute that was lost, or in a plan that has ended.
    held_until: HashMap<BillId, Day>,
    /// What later bills have taken up of estimates that were too high, the one that is due last first: it is owed for later
    /// use, and due with those bills.
    taken_up: Vec<TakenUpRow>,
    /// What has fallen of claims by credit notes, and was written off, since the papers that count.
    fallen: Vec<Fallen>,
}

impl Dossier {
    /// One account.
    pub fn one(tx: &Tx<'_>, id: AccountId) -> Result<Dossier> {
        let account = arrears::account(tx, id)?.ok_or_else(|| Refusal::not_found("account", id))?;
        let mut all = gathered(tx, AccountId(id.0 - 1), id, vec![account])?;
        all.pop().ok_or_else(|| Refusal::not_found("account", id).into())
    }

    /// One account as it will be when a payment has fallen.
    pub fn without(tx: &Tx<'_>, id: AccountId, falling: &Falling<'_>) -> Result<Dossier> {
        let Falling { payment, shares, kept } = *falling;
        let mut dossier = Dossier::one(tx, id)?;
        for share in shares.iter().filter(|s| s.account_id == id) {
            let Some(bill) = share.bill_id else {
                let credit = &mut dossier.account.credit_minor;
                *credit = credit.minus(share.amount_minor).ok_or(Refusal::TooMuch)?;
                continue;
            };
            let at = match dossier.claims.iter().position(|c| c.id == bill) {
                Some(at) => at,
                None => {
                    let paid = arrears::claim(tx, bill)?.ok_or_else(|| anyhow!("bill {bill} is gone"))?;
                    dossier.claims.push(paid);
                    let mut periods = HashMap::new();
                    arrears::charged_on(tx, bill)?.iter().for_each(|row| note_charged(&mut periods, row));
                    dossier.charged.extend(of_one(&periods, bill));
                    dossier.claims.len() - 1
                }
            };
            let claim = &mut dossier.claims[at];
            let part = match share.part {
                Part::Surcharge => &mut claim.surcharge_left_minor,
                Part::Bill | Part::Credit => &mut claim.left_minor,
            };
            *part = part.plus(share.amount_minor).ok_or(Refusal::TooMuch)?;
        }
        let kept = kept.iter().find(|kept| kept.account == id);
        let short = kept.map_or(Money::ZERO, |kept| kept.short);
        if let Some(kept) = kept {
            let credit = &mut dossier.account.credit_minor;
            *credit = Money::sum([*credit, kept.kept, short]).ok_or(Refusal::TooMuch)?;
        }
        if let (Some((plan, _)), Some(_)) = (&dossier.plan, &dossier.planned) {
            dossier.planned = Some(Planned::without(tx, *plan, payment)?);
        }
        dossier.lower_plan(tx, Some((payment, short)))?;
        Ok(dossier)
    }

    /// The accounts after one that are late, cut, ordered or planned, some hundred at a time; and where the
    /// next ones begin, if there are more.
    pub fn some(
        tx: &Tx<'_>,
        after: AccountId,
        today: Day,
        many: i64,
    ) -> Result<(Vec<Dossier>, Option<AccountId>)> {
        let upto = arrears::reach(tx, after, today, many)?;
        let last = upto.unwrap_or(AccountId(i64::MAX));
        let accounts = arrears::accounts(tx, after, last, today)?;
        Ok((gathered(tx, after, last, accounts)?, upto))
    }

    /// How the account stands on a business date.
    pub fn stand(&self, rule: &Rule, today: Day) -> Standing {
        self.stand_with(self.account.credit_minor, rule, today)
    }

    /// How it stands with another credit than the book has yet.
    pub fn stand_with(&self, credit: Money, rule: &Rule, today: Day) -> Standing {
        let claims: Vec<Claim> = self.claims.iter().flat_map(|row| self.parts(row)).collect();
        let taken_up = self.taken_up();
        stand(&self.facts((&claims, &taken_up), credit, today), rule, today)
    }

    /// What money that nobody directs pays of it before all else.
    pub fn first(&self, rule: &Rule, today: Day) -> Vec<First> {
        let of = |row: &ClaimRow| self.parts(row).into_iter().map(|part| (row.id, part)).collect::<Vec<_>>();
        let parts = self.claims.iter().flat_map(of);
        let (bills, claims): (Vec<BillId>, Vec<Claim>) = parts.unzip();
        let taken_up = self.taken_up();
        let facts = self.facts((&claims, &taken_up), self.account.credit_minor, today);
        let tiers = ladder::first(&facts, rule, today);
        let of_bills = |tier: ladder::First| {
            let mut of: Vec<(BillId, Money)> = Vec::new();
            for (bill, amount) in bills.iter().zip(tier.of).filter(|(_, amount)| amount.is_positive()) {
                match of.last_mut().filter(|(last, _)| last == bill) {
                    // The parts of one bill sum to what is left of it.
                    Some((_, sum)) => *sum = sum.plus(amount).unwrap_or(*sum),
                    None => of.push((*bill, amount)),
                }
            }
            First { planned: tier.planned, of, most: tier.most }
        };
        tiers.into_iter().map(of_bills).collect()
    }

    fn facts<'a>(
        &'a self,
        (claims, taken_up): (&'a [Claim], &'a [ladder::TakenUp]),
        credit: Money,
        today: Day,
    ) -> Facts<'a> {
        Facts {
            claims,
            taken_up,
            credit,
            supply: self.supply(today),
            reminder: self.reminder,
            final_notice: self.final_notice,
            plan: self.plan.as_ref().map(|(_, plan)| plan),
            lost: &self.lost,
            fallen: &self.fallen,
        }
    }

    /// What is left of what later bills have taken up, for the ladder.
    fn taken_up(&self) -> Vec<ladder::TakenUp> {
        let all = self.claims.iter().flat_map(|row| self.later_of(row));
        all.map(|(taken, amount)| told(taken, amount)).collect()
    }

    fn supply(&self, today: Day) -> Supply {
        match self.account.status {
            AccountStatus::Closed => Supply::Closed,
            AccountStatus::Cut => Supply::Cut {
                ordered: self.cut_ordered,
                reconnection: self.reconnection.as_ref().map(|o| o.due_on),
                given_up: self.given_up,
            },
            AccountStatus::Active => Supply::On(match (&self.order, self.account.disconnection_on) {
                (Some(order), _) => Some(asked_by(order)),
                // An imported order says nothing of what it is for: all that is late.
                (None, Some(until)) => {
                    Some(Asked { on: today, amount: Money::ZERO, until, newest: None, in_plan: None })
                }
                (None, None) => None,
            }),
        }
    }

    /// The last period of the surcharge on a bill, or on what another has taken up of it, that was charged, or that passed
    /// while it was in dispute or in a plan.
    pub fn charged(&self, bill: BillId, by: Option<BillId>, passed: impl Fn(Day) -> i64) -> i64 {
        let charged = self.charged.get(&(bill, by)).map_or(0, |of_part| of_part.last);
        charged.max(self.held_until.get(&bill).map_or(0, |until| passed(*until)))
    }

    /// The part of a bill on which a surcharge was charged first: its own, or what another bill has taken up of it. What fell
    /// by a reading, and what ended with the bill that had taken it up, is none: what it bore at least is borne by the next.
    pub fn first_charged(&self, bill: BillId) -> Option<Option<BillId>> {
        let stands = |by| self.taken_up.iter().any(|taken| taken.bill_id == bill && taken.by_id == by);
        let parts = self.charged.iter().filter(|((of, by), _)| *of == bill && by.is_none_or(stands));
        let first = parts.filter_map(|((_, by), of_part)| Some((of_part.first?, *by))).min();
        first.map(|(_, by)| by)
    }

    /// What is left of what later bills have taken up of a claim, the one that is due last first: what is paid of a claim is what is late of it first, and what is in
    /// dispute is none of it.
    fn later_of(&self, row: &ClaimRow) -> Vec<(&TakenUpRow, Money)> {
        self.later_when(row, left_of(row))
    }

    /// The same when so much is left of it.
    fn later_when(&self, row: &ClaimRow, left: Money) -> Vec<(&TakenUpRow, Money)> {
        let taken = self.taken_up.iter().filter(|taken| taken.bill_id == row.id);
        due_later(less(left, row.disputed_minor), taken.map(|taken| (taken, taken.amount_minor)))
    }

    /// What of a claim is due, and when, when so much is left of it: by its own date, and with each bill that has taken up
    /// some of it.
    pub fn parts_when(&self, row: &ClaimRow, left: Money) -> Vec<(Option<BillId>, Day, Money)> {
        let later = self.later_when(row, left);
        let own = later.iter().fold(left, |own, (_, amount)| less(own, *amount));
        let later = later.into_iter().map(|(taken, amount)| (Some(taken.by_id), taken.until_on, amount));
        [(None, row.due_on, own)].into_iter().chain(later).collect()
    }

    /// How much standing bills have taken up of a claim, whatever is left of it.
    pub fn all_taken_up(&self, bill: BillId) -> Result<Money> {
        let taken = self.taken_up.iter().filter(|taken| taken.bill_id == bill);
        Ok(Money::sum(taken.map(|taken| taken.amount_minor)).ok_or(Refusal::TooMuch)?)
    }

    /// What has fallen of claims, for the ladder; `rows` are in the order in which it fell.
    fn fell(&self, rows: &[FallenRow]) -> Vec<Fallen> {
        let left = self.claims.iter().map(|claim| (claim.id, left_of(claim)));
        let mut left: HashMap<BillId, Money> = left.collect();
        let mut all: Vec<Fallen> = Vec::with_capacity(rows.len());
        for row in rows.iter().rev() {
            let after = left.get(&row.bill_id).copied().unwrap_or_default();
            let before = after.plus(row.amount_minor).unwrap_or(after);
            left.insert(row.bill_id, before);
            all.push(self.fell_of(row, (before, after)));
        }
        all.reverse();
        all
    }

    /// What is due of a claim falls first, as it is paid first: of what each later bill had taken up, as much as is left of
    /// it less than before.
    fn fell_of(&self, row: &FallenRow, (before, after): (Money, Money)) -> Fallen {
        let later = |left: Money| {
            let taken = self.taken_up.iter().filter(|taken| taken.bill_id == row.bill_id);
            due_later(left, taken.map(|taken| (taken, taken.amount_minor)))
        };
        let still = later(after);
        let taken_up = later(before).into_iter().map(|(taken, amount)| {
            let still = still.iter().find(|(of, _)| of.by_id == taken.by_id);
            told(taken, less(amount, still.map_or(Money::ZERO, |(_, amount)| *amount)))
        });
        Fallen {
            due_on: row.due_on,
            by: row.id,
            on: row.business_on,
            amount: row.amount_minor,
            disputed: opened(row.dispute_id, row.disputed_on).zip(row.disputed_minor),
            taken_up: taken_up.filter(|taken| taken.amount.is_positive()).collect(),
        }
    }

    /// Since when corrections matter to it: the day of the oldest paper that still asks for something.
    fn asked_since(&self) -> Option<Day> {
        let order = self.order.as_ref().map(asked_by);
        let asks = |asked: &Asked| self.claims.iter().any(|row| row.due_on < asked.on);
        let papers = [self.final_notice, order].into_iter().flatten().filter(asks);
        papers.chain(self.cut_ordered).map(|asked| asked.on).min()
    }

    /// What is left of the surcharges on a bill, or on what another has taken up of it, without what a plan is to pay of
    /// them.
    pub fn unpaid_surcharge(&self, bill: BillId, by: Option<BillId>) -> Result<Money> {
        let is_on = |key: &str| surcharge::bill_of(key) == Some(bill) && surcharge::taken_up_by(key) == by;
        let own = self.claims.iter().filter(|c| is_on(&c.charge_key));
        let beside = own.map(|c| left_of(c).minus(self.planned(c)).unwrap_or(Money::ZERO));
        Ok(Money::sum(beside).ok_or(Refusal::TooMuch)?)
    }

    /// What the plan that is being paid is to pay of what is left of a claim; what is in dispute of it or came back since is
    /// owed beside it.
    pub fn planned(&self, row: &ClaimRow) -> Money {
        self.claim(row).planned.min(left_of(row))
    }

    /// The plan that is being paid, and what it is still to pay of a claim it was made of; none where it is no part of it,
    /// and of a plan from before its claims were kept.
    pub fn planned_by(&self, bill: BillId) -> Option<(PlanId, Money)> {
        let (id, _) = self.plan.as_ref()?;
        self.planned.as_ref()?;
        let planned = self.claims.iter().find(|row| row.id == bill).map(|row| self.planned(row))?;
        planned.is_positive().then_some((*id, planned))
    }

    /// How a plan of which nothing is left has ended; one from before its claims were kept was paid.
    pub fn done_as(&self) -> PlanState {
        if self.plan_gone { PlanState::Cancelled } else { PlanState::Kept }
    }

    /// Lets the total of the plan be what was paid of it and what it is still to pay. What was taken back or given up since is
    /// neither: no instalment that was paid.
    fn lower_plan(&mut self, tx: &Tx<'_>, without: Option<Without>) -> Result<()> {
        let stands = self.stands(tx, (self.account.credit_minor, Money::ZERO), without)?;
        if let (Some((id, plan)), Some(planned), Some(stands)) = (&mut self.plan, &self.planned, stands) {
            plan.total = stands;
            self.plan_gone = planned.is_gone(tx, *id, without)?;
        }
        Ok(())
    }

    /// What the plan pays in all with so much credit lying there and so much more of it paid out; nothing of one from before
    /// its claims were kept.
    fn stands(&self, tx: &Tx<'_>, credit: (Money, Money), without: Option<Without>) -> Result<Option<Money>> {
        let (Some((plan, _)), Some(planned)) = (&self.plan, &self.planned) else { return Ok(None) };
        planned.stands(tx, *plan, |bill| self.left_now(bill), credit, without).map(Some)
    }

    /// What is left of a claim.
    fn left_now(&self, bill: BillId) -> Money {
        self.claims.iter().find(|row| row.id == bill).map_or(Money::ZERO, left_of)
    }

    /// The plan that is being paid, and by how much less of it counts as paid where so much of the account's credit is paid
    /// out; none where the plan bears none of it.
    pub fn falls_with(&self, tx: &Tx<'_>, out: Money) -> Result<Option<(PlanId, Money)>> {
        let Some((id, plan)) = &self.plan else { return Ok(None) };
        let stands = self.stands(tx, (less(self.account.credit_minor, out), out), None)?;
        let falls = stands.map_or(Money::ZERO, |stands| less(plan.total, stands));
        Ok(falls.is_positive().then_some((*id, falls)))
    }

    /// How much more the plan is to pay of its claims where so much of each is owed again that had been paid since.
    pub fn reopens(&self, again: &[(BillId, Money)]) -> Result<Money> {
        let Some(planned) = &self.planned else { return Ok(Money::ZERO) };
        let more = |(bill, amount): &(BillId, Money)| {
            let Some(of) = planned.of(*bill) else { return Some(Money::ZERO) };
            let left = self.left_now(*bill);
            Some(less(left_in_plan(of, left.plus(*amount)?), left_in_plan(of, left)))
        };
        let more: Option<Vec<Money>> = again.iter().map(more).collect();
        Ok(more.and_then(Money::sum).ok_or(Refusal::TooMuch)?)
    }

    /// Whether a claim is paid by the plan that is being paid, or a part of it.
    fn is_planned(&self, row: &ClaimRow) -> bool {
        match (&self.plan, &self.planned) {
            (Some(_), Some(planned)) => planned.of(row.id).is_some(),
            (Some((_, plan)), None) => is_covered(row, plan.covers_to),
            (None, _) => false,
        }
    }

    /// The plan is over. What it covered bears surcharge again from today on.
    pub fn end_plan(&mut self, today: Day) {
        let covered: Vec<BillId> = self.claims.iter().filter(|c| self.is_planned(c)).map(|c| c.id).collect();
        self.held_until.extend(covered.into_iter().map(|id| (id, today)));
        (self.plan, self.planned) = (None, None);
    }

    /// What is past its due date and not in dispute, the fee for reconnection left out, and what of it is in dispute or not
    /// late yet: what a plan is made of.
    pub fn for_a_plan(&self, today: Day) -> Vec<(BillId, Money, Money)> {
        let late = self.claims.iter().filter(|c| is_covered(c, today.plus_days(-1)));
        let of = |row: &ClaimRow| {
            let (late, later): (Vec<Claim>, Vec<Claim>) =
                self.parts(row).into_iter().partition(|part| part.due_on < today);
            let beside = late.iter().map(|c| c.disputed.min(c.left)).chain(later.iter().map(|c| c.left));
            Some((row.id, Money::sum(late.iter().map(Claim::undisputed))?, Money::sum(beside)?))
        };
        late.filter_map(of).filter(|(_, amount, _)| amount.is_positive()).collect()
    }

    /// How the plan that is being paid stands.
    pub fn progress(&self, today: Day) -> Result<Option<Progress>> {
        let Some((_, plan)) = &self.plan else { return Ok(None) };
        let claims = || self.claims.iter().flat_map(|row| self.parts(row));
        let left = Money::sum(claims().map(|c| c.planned.min(c.left))).ok_or(Refusal::TooMuch)?;
        let disputed = Money::sum(claims().map(|c| c.planned_in_dispute())).ok_or(Refusal::TooMuch)?;
        Ok(Some(plan.progress(left, disputed, today)))
    }

    /// Whether an open order to bring the supply back has lost its ground: the ladder had made it, and what was due then
    /// is owed again. One that a person made with a reason has that reason.
    pub fn lost_reconnection(&self, rule: &Rule, today: Day) -> bool {
        let Some(order) = self.reconnection.as_ref().filter(|order| order.note.is_empty()) else {
            return false;
        };
        // What fell due since raises nothing, nor does a surcharge that was charged with the order.
        let then = |row: &ClaimRow, part: &Claim| {
            part.due_on < order.opened_on || (part.due_on == order.opened_on && row.kind != "surcharge")
        };
        let rows = self.claims.iter();
        let claims: Vec<Claim> =
            rows.flat_map(|row| self.parts(row).into_iter().filter(move |part| then(row, part))).collect();
        let taken_up = self.taken_up();
        let facts = self.facts((&claims, &taken_up), self.account.credit_minor, today);
        self.account.status == AccountStatus::Cut && !stand(&facts, rule, today).is_paid_back_on()
    }

    /// What is in dispute, late or not.
    pub fn disputed(&self) -> Option<Money> {
        Money::sum(self.claims.iter().map(|c| c.disputed_minor.min(left_of(c))))
    }

    /// A claim as the ladder looks at it. What of an estimate is owed for later use is due with the bill that took it up: no
    /// paper from before has asked for it, and money pays what is due first. What is in dispute is none of it.
    pub fn parts(&self, row: &ClaimRow) -> Vec<Claim> {
        self.parts_by(row).into_iter().map(|(_, part)| part).collect()
    }

    /// The same, each with the bill that has taken it up; what is due by the claim's own date is the first.
    pub fn parts_by(&self, row: &ClaimRow) -> Vec<(Option<BillId>, Claim)> {
        let mut first = self.claim(row);
        let mut parts = Vec::new();
        for (later, left) in self.later_of(row) {
            let rest = less(first.left, left);
            let planned = less(first.planned, rest);
            let due_on = later.until_on;
            let part = Claim { due_on, left, disputed: Money::ZERO, dispute: None, planned };
            parts.push((Some(later.by_id), part));
            first = Claim { left: rest, planned: less(first.planned, planned), ..first };
        }
        parts.push((None, first));
        parts.reverse();
        parts
    }

    fn claim(&self, row: &ClaimRow) -> Claim {
        let claim = Claim {
            due_on: row.due_on,
            left: left_of(row),
            disputed: row.disputed_minor,
            dispute: opened(row.dispute_id, row.disputed_on),
            planned: Money::ZERO,
        };
        Claim { planned: self.planned_of(row, &claim), ..claim }
    }

    /// What the plan is to pay of what is left of a claim.
    fn planned_of(&self, row: &ClaimRow, claim: &Claim) -> Money {
        match (&self.plan, &self.planned) {
            (Some(_), Some(planned)) => {
                planned.of(row.id).map_or(Money::ZERO, |of| left_in_plan(of, claim.left))
            }
            (Some((_, plan)), None) if is_covered(row, plan.covers_to) => claim.undisputed(),
            _ => Money::ZERO,
        }
    }

    /// How it stands, for the screens.
    pub fn shown(&self, standing: &Standing, today: Day) -> StandingView {
        StandingView {
            account: self.account.id,
            number: self.account.number.clone(),
            customer: self.account.customer_id,
            name: self.account.name.clone(),
            service: self.account.service,
            status: self.account.status,
            rung: standing.rung,
            overdue: standing.overdue,
            disputed: standing.disputed,
            in_plan: standing.in_plan,
            owed: standing.owed,
            oldest_due_on: standing.oldest_due_on,
            days: standing.oldest_due_on.map_or(0, |due| today.days_since(due)),
            next: standing.next.map(|(step, _)| step),
            next_on: standing.next.map(|(_, on)| on),
            held: standing.held,
            minimum: standing.minimum,
        }
    }
}

pub(super) fn less(amount: Money, by: Money) -> Money {
    amount.minus(by).filter(|m| !m.is_negative()).unwrap_or(Money::ZERO)
}

pub(super) fn is_fee(row: &ClaimRow) -> bool {
    row.charge_key.starts_with(FEE)
}

/// Whether a plan that covers what was due up to a day covers this.
fn is_covered(row: &ClaimRow, to: Day) -> bool {
    row.due_on <= to && !is_fee(row)
}

/// What is left of a claim.
pub(super) fn left_of(row: &ClaimRow) -> Money {
    // Both parts were one total once, so their sum is in range.
    row.left_minor.plus(row.surcharge_left_minor).unwrap_or(row.left_minor)
}

fn asked_by(order: &OrderRow) -> Asked {
    let newest =
        newest((order.newest_bill, order.newest_correction, order.newest_dispute), order.newest_decided);
    Asked {
        on: order.opened_on,
        amount: order.amount_minor,
        until: order.due_on,
        newest,
        in_plan: order.in_plan_minor,
    }
}

type NewestIds = (Option<BillId>, Option<CorrectionId>, Option<DisputeId>);

fn newest((bill, correction, dispute): NewestIds, decided: Option<i64>) -> Option<Newest> {
    Some(Newest { bill: bill?, correction: correction?, dispute: dispute?, decided })
}

fn opened(id: Option<DisputeId>, on: Option<Day>) -> Option<Opened> {
    Some(Opened { id: id?, on: on? })
}

fn told(taken: &TakenUpRow, amount: Money) -> ladder::TakenUp {
    ladder::TakenUp { due_on: taken.due_on, by: taken.by_id, on: taken.by_on, until: taken.until_on, amount }
}

/// Gives each account what has fallen of its claims since the papers that count.
fn with_fallen(tx: &Tx<'_>, (after, upto): (AccountId, AccountId), all: &mut [Dossier]) -> Result<()> {
    let Some(since) = all.iter().filter_map(Dossier::asked_since).min() else { return Ok(()) };
    let mut fallen = by_account(arrears::fallen(tx, after, upto, since)?, |row| row.account_id);
    for dossier in all {
        let (Some(since), Some(rows)) = (dossier.asked_since(), fallen.remove(&dossier.account.id)) else {
            continue;
        };
        let rows: Vec<FallenRow> = rows.into_iter().filter(|row| since <= row.business_on).collect();
        dossier.fallen = dossier.fell(&rows);
    }
    Ok(())
}

fn gathered(
    tx: &Tx<'_>,
    after: AccountId,
    upto: AccountId,
    accounts: Vec<LateAccountRow>,
) -> Result<Vec<Dossier>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let mut claims = by_account(arrears::claims(tx, after, upto)?, |c| c.account_id);
    let mut latest = by_account(notices::latest(tx, after, upto)?, |n| n.account_id);
    let mut open = by_account(orders::open_between(tx, after, upto)?, |o| o.account_id);
    let mut that_cut = by_account(orders::that_cut(tx, after, upto)?, |o| o.account_id);
    let mut parts = by_account(plans::active_parts(tx, after, upto)?, |p| p.account_id);
    let mut charged = HashMap::new();
    arrears::charged(tx, after, upto)?.iter().for_each(|row| note_charged(&mut charged, row));
    let mut lost = by_account(disputes::lost(tx, after, upto)?, |d| d.account_id);
    let mut made_of = by_account(plans::planned(tx, after, upto)?, |p| p.account_id);
    let given_up = by_account(orders::given_up(tx, after, upto)?, |g| g.account_id);
    let mut planned = by_account(plans::ended(tx, after, upto)?, |p| p.account_id);
    let mut taken = by_account(taken_up::between(tx, after, upto)?, |row| row.account_id);
    let dossier = |account: LateAccountRow| {
        let id = account.id;
        let (mut order, mut reconnection) = (None, None);
        for row in open.remove(&id).unwrap_or_default() {
            match row.kind {
                OrderKind::Disconnect => order = Some(row),
                OrderKind::Reconnect => reconnection = Some(row),
            }
        }
        let latest = latest.remove(&id).unwrap_or_default();
        let claims = claims.remove(&id).unwrap_or_default();
        let taken_up = taken.remove(&id).unwrap_or_default();
        let charged = claims.iter().flat_map(|c| of_one(&charged, c.id)).collect();
        let planned = planned.remove(&id).unwrap_or_default();
        let lost = lost.remove(&id).unwrap_or_default();
        let was_planned = |c: &ClaimRow, p: &EndedRow| match p.bill_id {
            Some(bill) => bill == c.id,
            None => is_covered(c, p.covers_to_on),
        };
        let held_until = |c: &ClaimRow| {
            let planned = planned.iter().filter(|p| was_planned(c, p)).filter_map(|p| p.ended_on);
            planned.chain(lost.iter().filter(|d| d.bill_id == c.id).filter_map(|d| d.ended_on)).max()
        };
        let parts = parts.remove(&id).unwrap_or_default();
        let kept = parts.first().is_some_and(|part| part.newest_payment.is_some());
        let made_of = made_of.remove(&id).unwrap_or_default();
        let held = claims.iter().filter_map(|c| held_until(c).map(|on| (c.id, on))).collect();
        let cut_by = that_cut.remove(&id).and_then(|orders| orders.into_iter().next());
        Dossier {
            order,
            reconnection,
            plan: plan(parts),
            planned: kept.then_some(Planned(made_of)),
            plan_gone: false,
            given_up: given_up.get(&id).and_then(|g| g.first()).map_or(Money::ZERO, |g| g.amount_minor),
            lost: lost.iter().filter_map(lost_dispute).collect(),
            reminder: notice(&latest, NoticeKind::Reminder),
            final_notice: notice(&latest, NoticeKind::FinalNotice),
            cut_ordered: cut_by.as_ref().map(asked_by),
            charged,
            held_until: held,
            taken_up,
            fallen: Vec::new(),
            claims,
            account,
        }
    };
    let mut all: Vec<Dossier> = accounts.into_iter().map(dossier).collect();
    for dossier in &mut all {
        dossier.lower_plan(tx, None)?;
    }
    with_fallen(tx, (after, upto), &mut all)?;
    Ok(all)
}

/// A bill, and who has taken up the part of it that is meant; none for its own.
type PartOf = (BillId, Option<BillId>);

/// What was charged on a part of a bill.
#[derive(Debug, Clone, Copy, Default)]
struct OfPart {
    /// The last period.
    last: i64,
    /// The first surcharge that has not fallen by a reading.
    first: Option<BillId>,
}

/// What was charged on each bill, on its own part and on what others have taken up of it.
type Charged = HashMap<BillId, HashMap<Option<BillId>, OfPart>>;

/// Surcharges come as they were charged.
fn note_charged(all: &mut Charged, row: &ChargedRow) {
    let n = surcharge::period_of(&row.charge_key).unwrap_or_default();
    let of_part =
        all.entry(row.bill_id).or_default().entry(surcharge::taken_up_by(&row.charge_key)).or_default();
    of_part.last = n.max(of_part.last);
    of_part.first = of_part.first.or((!row.fell).then_some(row.id));
}

fn of_one(all: &Charged, bill: BillId) -> Vec<(PartOf, OfPart)> {
    let of = |of_bill: &HashMap<Option<BillId>, OfPart>| {
        of_bill.iter().map(|(by, of_part)| ((bill, *by), *of_part)).collect()
    };
    all.get(&bill).map(of).unwrap_or_default()
}

fn by_account<R>(rows: Vec<R>, of: impl Fn(&R) -> AccountId) -> HashMap<AccountId, Vec<R>> {
    let mut all: HashMap<AccountId, Vec<R>> = HashMap::new();
    for row in rows {
        all.entry(of(&row)).or_default().push(row);
    }
    all
}

fn lost_dispute(row: &LostRow) -> Option<LostDispute> {
    let until = row.ended_on?;
    let opened = Opened { id: row.id, on: row.opened_on };
    let (due_on, decided) = (row.due_on, row.decided_n);
    Some(LostDispute { due_on, opened, until, decided, amount: row.amount_minor })
}

fn notice(latest: &[LatestRow], kind: NoticeKind) -> Option<Asked> {
    let row = latest.iter().find(|n| n.kind == kind)?;
    let newest = newest((row.newest_bill, row.newest_correction, row.newest_dispute), row.newest_decided);
    Some(Asked {
        on: row.business_on,
        amount: row.owed_minor,
        until: row.pay_by_on,
        newest,
        in_plan: row.in_plan_minor,
    })
}

fn plan(parts: Vec<PartRow>) -> Option<(PlanId, Plan)> {
    let first = parts.first()?;
    let (id, made_on, covers_to, total) =
        (first.plan_id, first.made_on, first.covers_to_on, first.total_minor);
    let instalments = parts.iter().map(|p| Instalment { n: p.n, due_on: p.due_on, amount: p.amount_minor });
    Some((id, Plan { made_on, covers_to, total, instalments: instalments.collect() }))
}
