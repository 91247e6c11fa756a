//! What the ladder does for one account on one day: first looked at, then carried out.
//!
//! A dry run only looks; a run looks and carries out inside its transaction, so both always agree.

use super::dossier::Dossier;
use super::orders::call_off;
use super::papers;
use super::surcharges::{Charged, LateRules, charge, surcharges};
use crate::office::Act;
use foil_domain::arrears::ladder::{Standing, Step};
use foil_domain::arrears::{NoticeKind, OrderKind, OrderState, PlanState, Rule, surcharge};
use foil_domain::ids::{OrderId, PlanId};
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::orders::NewOrder;
use foil_store::{customers, orders, plans};

/// What is to be done for one account today.
pub(super) struct ToDo {
    pub standing: Standing,
    pub surcharges: Vec<Charged>,
    pub plan: Option<(PlanId, PlanState, Money)>,
    pub step: Option<Step>,
    /// An order to cut that has lost its ground.
    pub stops: bool,
    /// An order to bring the supply back that has lost its ground.
    pub calls_off: Option<OrderId>,
}

impl ToDo {
    /// Whether there is anything to do.
    pub fn any(&self) -> bool {
        !self.surcharges.is_empty()
            || self.plan.is_some()
            || self.step.is_some()
            || self.stops
            || self.calls_off.is_some()
    }

    /// What its surcharges come to.
    pub fn surcharge(&self) -> Result<Money> {
        Ok(Money::sum(self.surcharges.iter().map(|c| c.surcharge.amount)).ok_or(Refusal::TooMuch)?)
    }
}

/// What the rules of an office say about late payment.
pub(super) struct Rules<'a> {
    pub rule: Rule,
    pub late: LateRules<'a>,
    pub today: Day,
}

/// Looks at an account: what is due to be done today. Ends a plan in the dossier when it is over, for what
/// follows depends on it.
pub(super) fn look(dossier: &mut Dossier, rules: &Rules<'_>) -> Result<ToDo> {
    let plan = ended_plan(dossier, rules)?;
    if plan.is_some() {
        dossier.end_plan(rules.today);
    }
    let calls_off = if dossier.lost_reconnection(&rules.rule, rules.today) {
        dossier.reconnection.take().map(|order| order.id)
    } else {
        None
    };
    let standing = dossier.stand(&rules.rule, rules.today);
    let step = standing.due_step(rules.today).filter(|step| match step {
        // Only a crew cuts and reconnects; an order is made once.
        Step::Cut => false,
        Step::Reconnect => dossier.reconnection.is_none(),
        Step::Reminder | Step::FinalNotice | Step::CutList => true,
    });
    let ordered = dossier.order.is_some() || dossier.account.disconnection_on.is_some();
    let active = dossier.account.status == foil_domain::customers::AccountStatus::Active;
    Ok(ToDo {
        surcharges: surcharges(dossier, &rules.late, rules.today, surcharge::posted)?,
        plan,
        // An order made before stays; one that asks for nothing more goes, also when another step is due.
        step: step.filter(|s| *s != Step::CutList || !ordered),
        stops: active
            && ordered
            && standing.stops_order()
            && standing.due_step(rules.today) != Some(Step::CutList),
        calls_off,
        standing,
    })
}

fn ended_plan(dossier: &Dossier, rules: &Rules<'_>) -> Result<Option<(PlanId, PlanState, Money)>> {
    let Some((id, plan)) = &dossier.plan else { return Ok(None) };
    let Some(progress) = dossier.progress(rules.today)? else { return Ok(None) };
    let state = match () {
        () if progress.done => dossier.done_as(),
        () if progress.kept => return Ok(None),
        () => PlanState::Broken,
    };
    Ok(Some((*id, state, plan.total)))
}

/// Carries out what was found, inside an act.
pub(super) fn carry_out(act: &mut Act<'_>, dossier: &Dossier, todo: &ToDo, rules: &Rules<'_>) -> Result<()> {
    if let Some((id, state, _)) = todo.plan {
        plans::end(act.tx, id, state, act.today())?;
    }
    for charged in &todo.surcharges {
        let due_on = act.today();
        charge(act, dossier.account.id, charged, due_on)?;
    }
    if todo.stops {
        if let Some(order) = &dossier.order {
            orders::end(act.tx, order.id, OrderState::Stopped, act.today(), "", &order.note, None)?;
        }
        customers::set_disconnection(act.tx, dossier.account.id, None)?;
    }
    if let Some(order) = todo.calls_off {
        call_off(act, order)?;
    }
    match todo.step {
        Some(Step::Reminder) => papers::notice(act, dossier, todo, NoticeKind::Reminder, rules),
        Some(Step::FinalNotice) => papers::notice(act, dossier, todo, NoticeKind::FinalNotice, rules),
        Some(Step::CutList) => order(act, dossier, OrderKind::Disconnect, &todo.standing),
        Some(Step::Reconnect) => order(act, dossier, OrderKind::Reconnect, &todo.standing),
        Some(Step::Cut) | None => Ok(()),
    }
}

fn order(act: &Act<'_>, dossier: &Dossier, kind: OrderKind, standing: &Standing) -> Result<()> {
    let (account, on) = (dossier.account.id, act.today());
    let amount = match kind {
        OrderKind::Disconnect => standing.owed,
        OrderKind::Reconnect => Money::ZERO,
    };
    let order = NewOrder {
        account,
        kind,
        due_on: on,
        on,
        amount,
        in_plan: Some(standing.in_plan),
        again: None,
        note: "",
        payment: None,
        person: act.who.user,
    };
    orders::insert(act.tx, &order)?;
    match kind {
        OrderKind::Disconnect => customers::set_disconnection(act.tx, account, Some(on)),
        OrderKind::Reconnect => Ok(()),
    }
}
