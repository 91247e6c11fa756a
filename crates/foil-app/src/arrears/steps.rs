//! What the ladder does for one account on one day: first looked at, then carried out.
//!
//! A dry run only looks; a run looks and carries out inside its transaction, so both always agree.

use super::dossier::Dossier;
use super::papers;
use crate::billing::{NewClaim, claim};
use crate::office::Act;
use crate::tariffs::Shelf;
use foil_domain::arrears::ladder::{Standing, Step};
use foil_domain::arrears::surcharge::{self, Surcharge};
use foil_domain::arrears::{NoticeKind, OrderKind, OrderState, PlanState, Rule};
use foil_domain::billing::{BillLineKind, ClaimKind};
use foil_domain::ids::{BillId, PlanId, TariffVersionId};
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::tariffs::LatePayment;
use foil_domain::time::Day;
use foil_store::arrears::ClaimRow;
use foil_store::bills::BillLineRow;
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
}

/// A surcharge to be made on a bill.
pub(super) struct Charged {
    pub bill: BillId,
    pub number: String,
    pub surcharge: Surcharge,
    pub principal: Money,
}

impl ToDo {
    /// Whether there is anything to do.
    pub fn any(&self) -> bool {
        !self.surcharges.is_empty() || self.plan.is_some() || self.step.is_some() || self.stops
    }

    /// What its surcharges come to.
    pub fn surcharge(&self) -> Result<Money> {
        Ok(Money::sum(self.surcharges.iter().map(|c| c.surcharge.amount)).ok_or(Refusal::TooMuch)?)
    }
}

/// What the rules of an office say about late payment.
pub(super) struct Rules<'a> {
    pub rule: Rule,
    pub shelf: &'a Shelf,
    pub today: Day,
    /// Smallest coins in the currency's unit.
    pub minor_per_major: u32,
}

/// Looks at an account: what is due to be done today. Ends a plan in the dossier when it is over, for what
/// follows depends on it.
pub(super) fn look(dossier: &mut Dossier, rules: &Rules<'_>) -> Result<ToDo> {
    let plan = ended_plan(dossier, rules)?;
    if plan.is_some() {
        dossier.end_plan(rules.today);
    }
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
        surcharges: surcharges(dossier, rules)?,
        plan,
        // An order made before stays; one that asks for nothing more goes, also when another step is due.
        step: step.filter(|s| *s != Step::CutList || !ordered),
        stops: active
            && ordered
            && standing.stops_order()
            && standing.due_step(rules.today) != Some(Step::CutList),
        standing,
    })
}

fn ended_plan(dossier: &Dossier, rules: &Rules<'_>) -> Result<Option<(PlanId, PlanState, Money)>> {
    let Some((id, plan)) = &dossier.plan else { return Ok(None) };
    let progress = plan.progress(dossier.covered(plan).ok_or(Refusal::TooMuch)?, rules.today);
    let state = match () {
        () if progress.done => PlanState::Kept,
        () if progress.kept => return Ok(None),
        () => PlanState::Broken,
    };
    Ok(Some((*id, state, plan.total)))
}

/// The surcharges that have become due on an account's bills and were not charged yet. Closed accounts bear
/// none, nor does a surcharge, a fee, what an instalment plan covers (who pays as agreed is not late), or what
/// credit of the account covers: the office holds that money already.
fn surcharges(dossier: &Dossier, rules: &Rules<'_>) -> Result<Vec<Charged>> {
    let mut all = Vec::new();
    if dossier.account.status == foil_domain::customers::AccountStatus::Closed {
        return Ok(all);
    }
    for (row, principal) in principals(dossier)? {
        if row.due_on >= rules.today || !bears_surcharge(row) || dossier.is_planned(row) {
            continue;
        }
        let Some(late) = late_rule(dossier, row, rules) else { continue };
        let charged = dossier.charged(row.id, |until| surcharge::periods(late, row.due_on, until));
        let due = surcharge::due(late, principal, row.due_on, rules.today, charged, rules.minor_per_major)?;
        all.extend(due.map(|surcharge| Charged {
            bill: row.id,
            number: row.number.clone(),
            surcharge,
            principal,
        }));
    }
    Ok(all)
}

/// The claims with what is unpaid of each and not in dispute, less what the account's credit covers, the oldest
/// due date first.
fn principals(dossier: &Dossier) -> Result<Vec<(&ClaimRow, Money)>> {
    let mut credit = dossier.account.credit_minor;
    let mut all = Vec::with_capacity(dossier.claims.len());
    for row in &dossier.claims {
        let unpaid = row.left_minor.minus(row.disputed_minor).ok_or(Refusal::TooMuch)?.max(Money::ZERO);
        let covered = unpaid.min(credit);
        credit = credit.minus(covered).ok_or(Refusal::TooMuch)?;
        all.push((row, unpaid.minus(covered).ok_or(Refusal::TooMuch)?));
    }
    Ok(all)
}

fn bears_surcharge(row: &ClaimRow) -> bool {
    matches!(row.kind.as_str(), "bill" | "debit_note")
}

/// The late-payment rule of the version that priced a bill (of a debit note: the bill it goes back to), whatever
/// plan the account is on by now; of a claim from elsewhere, of the version of its account's plan that was in
/// force when it was issued.
fn late_rule<'a>(dossier: &Dossier, row: &ClaimRow, rules: &'a Rules<'_>) -> Option<&'a LatePayment> {
    let tariff = match row.tariff_version_id {
        Some(id) => rules.shelf.version(TariffVersionId(id)),
        None => {
            let versions = rules.shelf.versions(&dossier.account.tariff)?;
            versions.iter().rev().find(|v| v.valid_from <= row.issued_on).map(|v| &*v.tariff)
        }
    };
    tariff?.late_payment.as_ref()
}

/// Carries out what was found, inside an act.
pub(super) fn carry_out(act: &mut Act<'_>, dossier: &Dossier, todo: &ToDo, rules: &Rules<'_>) -> Result<()> {
    if let Some((id, state, _)) = todo.plan {
        plans::end(act.tx, id, state, act.today())?;
    }
    for charged in &todo.surcharges {
        charge(act, dossier, charged)?;
    }
    if todo.stops {
        if let Some(order) = &dossier.order {
            orders::end(act.tx, order.id, OrderState::Stopped, act.today(), "", &order.note, None)?;
        }
        customers::set_disconnection(act.tx, dossier.account.id, None)?;
    }
    match todo.step {
        Some(Step::Reminder) => papers::notice(act, dossier, todo, NoticeKind::Reminder, rules),
        Some(Step::FinalNotice) => papers::notice(act, dossier, todo, NoticeKind::FinalNotice, rules),
        Some(Step::CutList) => order(act, dossier, OrderKind::Disconnect, todo.standing.owed),
        Some(Step::Reconnect) => order(act, dossier, OrderKind::Reconnect, Money::ZERO),
        Some(Step::Cut) | None => Ok(()),
    }
}

fn order(act: &Act<'_>, dossier: &Dossier, kind: OrderKind, amount: Money) -> Result<()> {
    let (account, on) = (dossier.account.id, act.today());
    orders::insert(
        act.tx,
        &NewOrder { account, kind, due_on: on, on, amount, note: "", payment: None, person: act.who.user },
    )?;
    match kind {
        OrderKind::Disconnect => customers::set_disconnection(act.tx, account, Some(on)),
        OrderKind::Reconnect => Ok(()),
    }
}

/// A surcharge is a claim of its own, once under its key, on the unpaid principal alone.
fn charge(act: &mut Act<'_>, dossier: &Dossier, charged: &Charged) -> Result<()> {
    let style = crate::payments::currency(act.office);
    let line = BillLineRow {
        kind: BillLineKind::Surcharge,
        label: format!("Late payment of {}", charged.number),
        quantity: style.number(charged.principal),
        rate: String::new(),
        amount_minor: charged.surcharge.amount,
    };
    let new = NewClaim {
        account: dossier.account.id,
        kind: ClaimKind::Surcharge,
        parent: Some(charged.bill),
        key: Some(surcharge::key(charged.bill, charged.surcharge.n)),
        lines: vec![line],
        due_on: act.today(),
        reason: String::new(),
    };
    claim(act, new).map(|_| ())
}
