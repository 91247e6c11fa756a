//! The ladder: from the facts of an account to its rung, its next step and when, and why not.
//!
//! Three promises: nobody is cut who owes nothing; nobody is cut without a final notice whose days have
//! passed; and whoever pays what the paper asked for stays on, however the money was split. Start at
//! [`stand`].

use super::Rule;
use super::plan::Plan;
use crate::ids::{BillId, CorrectionId, DisputeId};
use crate::money::Money;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

words! {
    /// How far up an account is.
    pub enum Rung {
        /// Nothing is past its due date.
        Clear = "clear",
        /// Something is past its due date; no notice yet.
        Due = "due",
        /// A reminder was sent.
        Reminder = "reminder",
        /// A final notice was sent.
        FinalNotice = "final_notice",
        /// A disconnection is ordered.
        CutList = "cut_list",
        /// The supply is cut.
        Cut = "cut",
        /// Enough was paid: the supply is to be brought back.
        Reconnection = "reconnection",
    }
}

words! {
    /// What comes next.
    pub enum Step {
        /// Send a reminder.
        Reminder = "reminder",
        /// Send a final notice.
        FinalNotice = "final_notice",
        /// Order the disconnection.
        CutList = "cut_list",
        /// Cut the supply.
        Cut = "cut",
        /// Bring the supply back.
        Reconnect = "reconnect",
    }
}

words! {
    /// Why an account that is late goes no further.
    pub enum Held {
        /// What is late is in dispute.
        Disputed = "disputed",
        /// An instalment plan is being kept.
        PlanKept = "plan_kept",
        /// It is less than the office pursues.
        BelowLeast = "below_least",
        /// Credit on the account covers it.
        Credit = "credit",
        /// The minimum that the last notice or order asked for was paid.
        MinimumPaid = "minimum_paid",
    }
}

words! {
    /// What a minimum is for.
    pub enum MinimumKind {
        /// To keep the supply on.
        StayOn = "stay_on",
        /// To get a cut supply back.
        GetBackOn = "get_back_on",
        /// To keep an instalment plan.
        KeepPlan = "keep_plan",
    }
}

/// One claim with something left to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Its due date.
    pub due_on: Day,
    /// What is left, surcharge included.
    pub left: Money,
    /// How much of that is in dispute.
    pub disputed: Money,
    /// That dispute; none where nothing is.
    pub dispute: Option<Opened>,
    /// How much of what is left the plan is to pay, in dispute or not; zero where there is none.
    pub planned: Money,
}

/// A dispute, as it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// The dispute.
    pub id: DisputeId,
    /// Business date it was opened on.
    pub on: Day,
}

impl Opened {
    /// Whether a paper had been made before it, and so asked for what was in it.
    fn is_after(&self, asked: &Asked) -> bool {
        asked.newest.map_or(asked.on < self.on, |newest| newest.dispute < self.id)
    }
}

/// A dispute that the customer has lost. A paper that was made while it was open did not ask for what was in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostDispute {
    /// The due date of what was in dispute.
    pub due_on: Day,
    /// When it was opened.
    pub opened: Opened,
    /// Business date it was decided on.
    pub until: Day,
    /// The number of that decision; none of one from before that was kept.
    pub decided: Option<i64>,
    /// What was in dispute.
    pub amount: Money,
}

impl LostDispute {
    /// Whether a paper would have asked for this, had it not been in dispute.
    fn was_kept_from(&self, asked: &Asked) -> bool {
        let since = match (asked.newest.and_then(|newest| newest.decided), self.decided) {
            (Some(newest), Some(decided)) => newest < decided,
            _ => asked.on < self.until,
        };
        self.due_on < asked.on && !self.opened.is_after(asked) && since
    }
}

/// What is left of what a later bill has taken up of a claim: it is due with that bill, as a claim of its own. A paper from
/// before that bill has asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenUp {
    /// The due date of the claim.
    pub due_on: Day,
    /// That bill.
    pub by: BillId,
    /// Its business date.
    pub on: Day,
    /// The last day to pay it.
    pub until: Day,
    /// How much.
    pub amount: Money,
}

impl TakenUp {
    /// Whether a paper has asked for this, too: it is older than that bill.
    #[must_use]
    pub fn was_asked_for(&self, asked: &Asked) -> bool {
        let since = asked.newest.map_or(asked.on < self.on, |newest| newest.bill < self.by);
        self.due_on < asked.on && since
    }
}

/// What a credit note, a cancellation or a write-off has taken off what was unpaid of a claim. Nobody paid it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fallen {
    /// The due date of the claim.
    pub due_on: Day,
    /// The correction.
    pub by: CorrectionId,
    /// Its business date.
    pub on: Day,
    /// How much.
    pub amount: Money,
    /// Where a dispute was upheld by it: that one, and what was in it.
    pub disputed: Option<(Opened, Money)>,
    /// What of it later bills had taken up.
    pub taken_up: Vec<TakenUp>,
}

impl Fallen {
    /// How much of this a paper has asked for: nothing where it is younger than the correction, and nothing of what was in
    /// dispute by then, or taken up and not late yet.
    #[must_use]
    pub fn asked_for(&self, asked: &Asked) -> Money {
        let since = asked.newest.map_or(asked.on < self.on, |newest| newest.correction < self.by);
        if asked.on <= self.due_on || !since {
            return Money::ZERO;
        }
        let later = |taken: &&TakenUp| !taken.was_asked_for(asked) && taken.until >= asked.on;
        let taken_up = self.taken_up.iter().filter(later);
        let amount = less(self.amount, sum(taken_up.map(|taken| taken.amount)));
        match self.disputed {
            Some((opened, disputed)) if !opened.is_after(asked) => less(amount, disputed),
            _ => amount,
        }
    }
}

impl Claim {
    /// What is left and not in dispute.
    #[must_use]
    pub fn undisputed(&self) -> Money {
        less(self.left, self.disputed)
    }

    /// What the plan is to pay of it and is in dispute by now. What the plan left out is in dispute first.
    #[must_use]
    pub fn planned_in_dispute(&self) -> Money {
        let beside = less(self.left, self.planned);
        less(self.disputed.min(self.left), beside)
    }

    /// What the plan is to pay of it and nobody disputes.
    fn agreed(&self) -> Money {
        less(self.planned.min(self.left), self.planned_in_dispute())
    }

    /// What is pursued of it: without what a plan that is kept pays.
    fn pursued(&self, kept: bool) -> Money {
        if kept { less(self.undisputed(), self.agreed()) } else { self.undisputed() }
    }
}

/// A notice, or an order to cut, that asked for an amount on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The business date on which it asked.
    pub on: Day,
    /// What was owed then.
    pub amount: Money,
    /// For a final notice the last day to pay, for an order the first day to cut.
    pub until: Day,
    /// What the book had then; none of a paper from before that was kept. Of what else is of its day nobody knows whether
    /// such a paper asked for it: it counts as one that asked for less, for it says what is enough.
    pub newest: Option<Newest>,
    /// What it left out of what was late for a plan was being kept; none where that is not known.
    pub in_plan: Option<Money>,
}

impl Asked {
    /// What of a claim this paper has asked for and is pursued no more: it came into dispute since.
    fn disputed_since(&self, claim: &Claim) -> Money {
        match claim.dispute {
            Some(dispute) if dispute.is_after(self) => claim.disputed.min(claim.left),
            _ => Money::ZERO,
        }
    }

    /// Whether this paper had left out what a plan is to pay: that was made before it, and was being kept then.
    fn left_out(&self, plan: &Plan) -> bool {
        plan.made_on <= self.on && self.in_plan.is_none_or(Money::is_positive)
    }
}

/// The newest rows of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newest {
    /// The newest claim.
    pub bill: BillId,
    /// The newest correction of one.
    pub correction: CorrectionId,
    /// The newest dispute of one.
    pub dispute: DisputeId,
    /// How many disputes had been decided; none of a paper from before that was kept.
    pub decided: Option<i64>,
}

/// Whether the supply is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supply {
    /// On, with the order to cut it, if there is one.
    On(Option<Asked>),
    /// Cut, by an order (none where nobody knows what was owed then), and the day of the order to bring it back, if there is
    /// one.
    Cut {
        /// The order to cut it.
        ordered: Option<Asked>,
        /// The order to bring it back.
        reconnection: Option<Day>,
        /// What was written off of it since. That is not paid: it brings nothing back by itself.
        given_up: Money,
    },
    /// The account has ended.
    Closed,
}

/// What is known of an account.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// What is open.
    pub claims: &'a [Claim],
    /// Credit it holds.
    pub credit: Money,
    /// Whether it is supplied.
    pub supply: Supply,
    /// The latest reminder. It counts while as much is owed of what was late when it was sent as the office pursues.
    pub reminder: Option<Asked>,
    /// The latest final notice. It counts as long.
    pub final_notice: Option<Asked>,
    /// The plan being paid.
    pub plan: Option<&'a Plan>,
    /// The disputes that the customer has lost, whether or not what was in them is paid by now.
    pub lost: &'a [LostDispute],
    /// What later bills have taken up of claims.
    pub taken_up: &'a [TakenUp],
    /// What credit notes, cancellations and write-offs have taken off claims since the papers that count.
    pub fallen: &'a [Fallen],
}

/// What a customer pays at least, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Minimum {
    /// For what.
    pub kind: MinimumKind,
    /// How much.
    pub amount: Money,
    /// By when, where a day is set.
    pub by: Option<Day>,
}

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How far up it is.
    pub rung: Rung,
    /// Past its due date, all of it.
    pub overdue: Money,
    /// Of that, in dispute.
    pub disputed: Money,
    /// Of that, in an instalment plan that is being kept.
    pub in_plan: Money,
    /// What the ladder pursues: overdue less disputed, planned and covered by credit.
    pub owed: Money,
    /// The oldest due date of what is pursued.
    pub oldest_due_on: Option<Day>,
    /// What comes next, and from which day.
    pub next: Option<(Step, Day)>,
    /// Why it goes no further.
    pub held: Option<Held>,
    /// The least to pay now.
    pub minimum: Option<Minimum>,
}

impl Standing {
    /// Whether a step is to be taken on a business date.
    #[must_use]
    pub fn due_step(&self, today: Day) -> Option<Step> {
        self.next.filter(|(_, on)| *on <= today).map(|(step, _)| step)
    }

    /// Whether an order to cut has lost its ground.
    #[must_use]
    pub fn stops_order(&self) -> bool {
        self.rung != Rung::CutList
    }

    /// Whether a cut supply has earned its reconnection.
    #[must_use]
    pub fn earns_reconnection(&self) -> bool {
        matches!(self.next, Some((Step::Reconnect, _)))
    }

    /// Whether nothing is to be paid any more for a cut supply to come back, be that because it was given up.
    #[must_use]
    pub fn is_paid_back_on(&self) -> bool {
        let is_cut = matches!(self.rung, Rung::Cut | Rung::Reconnection);
        is_cut && self.minimum.is_none_or(|minimum| minimum.kind != MinimumKind::GetBackOn)
    }
}

/// Where an account stands on a business date.
#[must_use]
pub fn stand(facts: &Facts<'_>, rule: &Rule, today: Day) -> Standing {
    let sums = Sums::of(facts, today);
    let plain = Standing {
        rung: if sums.overdue.is_positive() { Rung::Due } else { Rung::Clear },
        overdue: sums.overdue,
        disputed: sums.disputed,
        in_plan: sums.in_plan,
        owed: sums.owed,
        oldest_due_on: sums.oldest_due_on,
        next: None,
        held: None,
        minimum: sums.keep_plan,
    };
    match facts.supply {
        Supply::Closed => plain,
        Supply::Cut { .. } => cut(facts, rule, today, plain, &sums),
        Supply::On(order) => on(facts, rule, today, plain, (&sums, order)),
    }
}

/// What money that nobody directs pays before all else: so much of the claims, and of each so much at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First {
    /// Whether it is what a plan pays of the claims; else what is pursued of them.
    pub planned: bool,
    /// Of each claim, in the order of [`Facts::claims`], what belongs to it.
    pub of: Vec<Money>,
    /// How much together.
    pub most: Money,
}

/// What the minimum is made of, and the instalment that is due first, in the order in which money pays it: so whoever
/// pays the minimum that is shown has paid it, whatever else is open and whichever order the office pays in. Nothing for an
/// account that has neither a plan nor been asked for anything.
#[must_use]
pub fn first(facts: &Facts<'_>, rule: &Rule, today: Day) -> Vec<First> {
    let sums = Sums::of(facts, today);
    let standing = stand(facts, rule, today);
    let kind = standing.minimum.map(|minimum| minimum.kind);
    let pursued = |most: Money, is_in: &dyn Fn(&Claim) -> bool| First {
        planned: false,
        of: facts.claims.iter().map(|c| if is_in(c) { c.pursued(sums.kept) } else { Money::ZERO }).collect(),
        most,
    };
    let instalment =
        |most: Money| First { planned: true, of: facts.claims.iter().map(Claim::agreed).collect(), most };
    // Credit that the payment does not use counts for the minimum; what it does use pays what it had covered.
    let with_credit = |amount: Money| sum([amount, facts.credit].into_iter());
    let next = sums.keep_plan.map_or(Money::ZERO, |minimum| minimum.amount);
    let mut all = Vec::new();
    match (kind, facts.supply) {
        (Some(MinimumKind::GetBackOn), Supply::Cut { .. }) => {
            let due = standing.minimum.map_or(Money::ZERO, |m| less(m.amount, sums.first_instalment));
            all.push(instalment(sums.first_instalment));
            all.push(pursued(with_credit(due), &|c| c.due_on <= today));
            all.push(instalment(less(next, sums.first_instalment)));
        }
        (Some(MinimumKind::StayOn), Supply::On(order)) => {
            let (notice, order) = sums.papers(facts, rule, order);
            let mut papers: Vec<Asked> = notice.into_iter().chain(order).collect();
            // What the older asked for is a part of what the newer did.
            papers.sort_by_key(|paper| paper.on);
            let mut before = Money::ZERO;
            let asked: Vec<(Asked, Money)> =
                papers.into_iter().map(|paper| (paper, sums.asks(facts, rule, &paper))).collect();
            let asks = asked.iter().any(|(_, amount)| amount.is_positive());
            for (paper, amount) in asked.into_iter().filter(|_| asks) {
                let tier = pursued(less(with_credit(amount), before), &|c| c.due_on < paper.on);
                // Credit finds less to pay than it is where all that the older paper asked for is paid: the rest of it
                // is the newer one's.
                let there_is = sum(tier.of.iter().copied());
                before = sum([before, tier.most.min(there_is)].into_iter());
                all.push(tier);
            }
            all.push(instalment(next));
        }
        _ => all.push(instalment(next)),
    }
    all.retain(|first| first.most.is_positive());
    all
}

struct Sums {
    overdue: Money,
    disputed: Money,
    in_plan: Money,
    owed: Money,
    /// The same with what is due today: a cut supply's fee is due on the day of the cut.
    due_now: Money,
    oldest_due_on: Option<Day>,
    /// Whether a plan is kept: what it is to pay is left out.
    kept: bool,
    /// What is missing of the first instalment of a plan that is kept.
    first_instalment: Money,
    keep_plan: Option<Minimum>,
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    // A sum out of range owes everything there is: never less than it should.
    Money::sum(amounts).unwrap_or(Money::from_minor(crate::money::MOST_MINOR))
}

fn less(amount: Money, by: Money) -> Money {
    amount.minus(by).filter(|m| !m.is_negative()).unwrap_or(Money::ZERO)
}

impl Sums {
    fn of(facts: &Facts<'_>, today: Day) -> Sums {
        let late = || facts.claims.iter().filter(|c| c.due_on < today);
        let progress = facts.plan.map(|plan| {
            let left = sum(facts.claims.iter().map(|c| c.planned.min(c.left)));
            let disputed = sum(facts.claims.iter().map(Claim::planned_in_dispute));
            (plan, plan.progress(left, disputed, today))
        });
        let kept = progress.is_some_and(|(_, p)| p.kept);
        let paying = progress.filter(|(_, p)| p.kept && !p.done);
        let first_instalment = paying.map_or(Money::ZERO, |(plan, p)| {
            plan.instalments.first().map_or(Money::ZERO, |first| less(first.amount, p.paid).min(p.agreed))
        });
        let keep_plan = progress.and_then(|(_, p)| p.next).map(|(by, amount)| Minimum {
            kind: MinimumKind::KeepPlan,
            amount,
            by: Some(by),
        });
        let owed = less(sum(late().map(|c| c.pursued(kept))), facts.credit);
        let due_now = facts.claims.iter().filter(|c| c.due_on <= today).map(|c| c.pursued(kept));
        let oldest = late().filter(|c| c.pursued(kept).is_positive()).map(|c| c.due_on).min();
        Sums {
            overdue: sum(late().map(|c| c.left)),
            disputed: sum(late().map(|c| c.disputed.min(c.left))),
            in_plan: if kept { sum(late().map(Claim::agreed)) } else { Money::ZERO },
            owed,
            due_now: less(sum(due_now), facts.credit),
            oldest_due_on: oldest.filter(|_| owed.is_positive()),
            kept,
            first_instalment,
            keep_plan,
        }
    }

    /// What is still owed of what was late already when a paper asked for it. What was in dispute then it did not
    /// ask for: that is taken off the sum and not off its bill, for whatever is paid since counts against the paper.
    /// While a plan is kept it has answered the papers from before: what comes back beside it is asked for anew.
    fn owed_of(&self, facts: &Facts<'_>, asked: &Asked) -> Money {
        if self.kept && facts.plan.is_some_and(|plan| asked.on <= plan.made_on) {
            return Money::ZERO;
        }
        let meant = facts.claims.iter().filter(|c| c.due_on < asked.on);
        let untold = facts.lost.iter().filter(|lost| lost.was_kept_from(asked));
        let told = less(sum(meant.map(|c| c.pursued(self.kept))), sum(untold.map(|lost| lost.amount)));
        less(told, facts.credit)
    }

    /// Whether a paper still counts: of what it asked for there is owed as much as the office pursues. What is left below
    /// that gives no paper days to a bill that it has not asked for.
    fn counts(&self, facts: &Facts<'_>, rule: &Rule, asked: &Asked) -> bool {
        let owed = self.owed_of(facts, asked);
        owed.is_positive() && owed >= rule.least
    }

    /// The final notice and the order that count. While the notice does, so does its order: of what was in dispute when that was
    /// made it may ask for less.
    fn papers(&self, facts: &Facts<'_>, rule: &Rule, order: Option<Asked>) -> (Option<Asked>, Option<Asked>) {
        let notice = facts.final_notice.filter(|notice| self.counts(facts, rule, notice));
        (notice, order.filter(|order| notice.is_some() || self.counts(facts, rule, order)))
    }

    /// The due date on which what is late came to what the office pursues: its days are counted from there, and not from
    /// when a few coins were left over.
    fn pursued_since(&self, facts: &Facts<'_>, rule: &Rule, today: Day) -> Option<Day> {
        let mut late: Vec<&Claim> = facts.claims.iter().filter(|c| c.due_on < today).collect();
        late.sort_by_key(|c| c.due_on);
        let mut owed = Money::ZERO;
        let reached = late.into_iter().find(|claim| {
            owed = sum([owed, claim.pursued(self.kept)].into_iter());
            let owed = less(owed, facts.credit);
            owed.is_positive() && owed >= rule.least
        });
        reached.map(|claim| claim.due_on)
    }

    /// Of that, what must be paid now: all but the share that may stay unpaid of what was asked for.
    fn asks(&self, facts: &Facts<'_>, rule: &Rule, asked: &Asked) -> Money {
        less(self.owed_of(facts, asked), self.may_stay_unpaid(facts, rule, asked))
    }

    /// The share that may stay unpaid of what a paper has asked for. What has come into dispute or into a plan since, was
    /// taken up by a later bill, fell by a credit note or was written off is not asked for, so no share of it is given away
    /// either. What was in dispute or in a plan by then the paper did not ask for: nothing comes off for that.
    fn may_stay_unpaid(&self, facts: &Facts<'_>, rule: &Rule, asked: &Asked) -> Money {
        let meant = || facts.claims.iter().filter(|c| c.due_on < asked.on);
        let since = self.kept && facts.plan.is_some_and(|plan| !asked.left_out(plan));
        let planned = if since { sum(meant().map(Claim::agreed)) } else { Money::ZERO };
        let disputed = meant().map(|c| asked.disputed_since(c));
        let later =
            facts.taken_up.iter().filter(|taken| taken.was_asked_for(asked)).map(|taken| taken.amount);
        let fallen = facts.fallen.iter().map(|fell| fell.asked_for(asked));
        let aside = sum(disputed.chain([planned]).chain(later).chain(fallen));
        rule.may_stay_unpaid(less(asked.amount, aside))
    }
}

/// A cut supply waits for its minimum: what is due, the fee included, less what may stay unpaid of what was
/// owed when it was cut; and of a plan, the first instalment.
fn cut(facts: &Facts<'_>, rule: &Rule, today: Day, plain: Standing, sums: &Sums) -> Standing {
    let Supply::Cut { ordered, reconnection, given_up } = facts.supply else { return plain };
    let unpaid = ordered.map(|asked| sums.may_stay_unpaid(facts, rule, &asked));
    let due = less(sums.due_now, unpaid.unwrap_or_default());
    let amount = sum([due, sums.first_instalment].into_iter());
    let paid = amount.is_zero();
    Standing {
        rung: if reconnection.is_some() { Rung::Reconnection } else { Rung::Cut },
        next: reconnection.or((paid && given_up.is_zero()).then_some(today)).map(|on| (Step::Reconnect, on)),
        minimum: if paid {
            plain.minimum
        } else {
            Some(Minimum { kind: MinimumKind::GetBackOn, amount, by: None })
        },
        ..plain
    }
}

fn on(
    facts: &Facts<'_>,
    rule: &Rule,
    today: Day,
    plain: Standing,
    (sums, order): (&Sums, Option<Asked>),
) -> Standing {
    let Some(since) = sums.pursued_since(facts, rule, today) else {
        return Standing { held: why_not(&plain), ..plain };
    };
    let at_least = |amount: Money, by: Option<Day>| {
        // A plan that is behind but not yet broken is caught up for less.
        plain.minimum.filter(|m| !sums.kept && m.amount < amount).or(Some(Minimum {
            kind: MinimumKind::StayOn,
            amount,
            by,
        }))
    };
    let (notice, order) = sums.papers(facts, rule, order);
    if let Some(order) = order {
        // What the notice before it asked for is asked for still, or the next order would follow at once.
        let noticed = notice.map_or(Money::ZERO, |notice| sums.asks(facts, rule, &notice));
        let amount = sums.asks(facts, rule, &order).max(noticed);
        if amount.is_positive() {
            let minimum = Some(Minimum { kind: MinimumKind::StayOn, amount, by: None });
            return Standing { rung: Rung::CutList, next: Some((Step::Cut, order.until)), minimum, ..plain };
        }
    }
    if let Some(notice) = notice {
        let rung = Rung::FinalNotice;
        let amount = sums.asks(facts, rule, &notice);
        if amount.is_positive() {
            let next = Some((Step::CutList, notice.until.plus_days(1)));
            return Standing { rung, next, minimum: at_least(amount, Some(notice.until)), ..plain };
        }
        // It was answered; what is left gets a new one in its time.
        let next = Some((Step::FinalNotice, notice.until.plus_days(1 + rule.gap())));
        return Standing { rung, next, held: Some(Held::MinimumPaid), ..plain };
    }
    let now = less(plain.owed, rule.may_stay_unpaid(plain.owed));
    if let Some(reminder) = facts.reminder.filter(|reminder| sums.counts(facts, rule, reminder)) {
        let from = since.plus_days(rule.final_notice_days).max(reminder.on.plus_days(rule.gap()));
        let next = Some((Step::FinalNotice, from));
        return Standing { rung: Rung::Reminder, next, minimum: at_least(now, None), ..plain };
    }
    // One day late at least: a reminder on the due date would be a lie.
    let from = since.plus_days(rule.reminder_days.max(1));
    Standing { next: Some((Step::Reminder, from)), minimum: at_least(now, None), ..plain }
}

/// Why what is late is not pursued.
fn why_not(plain: &Standing) -> Option<Held> {
    let late = less(less(plain.overdue, plain.disputed), plain.in_plan);
    match () {
        () if plain.owed.is_positive() => Some(Held::BelowLeast),
        () if plain.overdue.is_zero() => None,
        () if late.is_positive() => Some(Held::Credit),
        () if plain.in_plan.is_positive() => Some(Held::PlanKept),
        () => Some(Held::Disputed),
    }
}

#[cfg(test)]
#[path = "ladder_tests.rs"]
mod tests;
