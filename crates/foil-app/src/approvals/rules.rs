//! How the office approves, read and changed.

use super::views::{ApprovalRules, CeilingView, SaveApprovalRules};
use crate::office::Order;
use crate::{Nothing, Office, Session};
use anyhow::Context;
use foil_domain::approvals::ApprovalKind;
use foil_domain::money::Money;
use foil_domain::people::{Right, Role};
use foil_domain::refusal::{Refusal, Result};
use foil_store::Tx;
use foil_store::approvals::{self, RuleRow};
use serde_json::{Value, json};
use std::sync::Arc;

/// How the office approves, and what a bounced cheque costs.
pub fn approval_rules(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<ApprovalRules> {
    office.view(who, Right::SeeFrame, |tx, _| shown(tx))
}

/// Changes how the office approves, for everything that is decided from now on.
///
/// Refuses values out of range, by their field, a ceiling for a role that approves nothing, and a stale version.
pub fn save_approval_rules(
    office: &Arc<Office>,
    who: &Session,
    input: SaveApprovalRules,
) -> Result<ApprovalRules> {
    fits(&input)?;
    office.perform(who, Order::new("save_approval_rules", Right::ManageOffice), move |act| {
        let before = shown(act.tx)?;
        let after = RuleRow {
            hours: input.hours,
            second_look_ceiling_minor: input.second_look_ceiling,
            bounce_fee_minor: input.bounce_fee,
            bounces_to_cash_only: input.bounces_to_cash_only,
            cash_out_ceiling_minor: input.cash_out_ceiling.unwrap_or(before.cash_out_ceiling),
            second_look_hours: input.second_look_hours.unwrap_or(before.second_look_hours),
            version: input.version,
        };
        if !approvals::update_rule(act.tx, &after)? {
            return Err(Refusal::ChangedMeanwhile { what: "the approval rules".into() }.into());
        }
        for ceiling in &input.ceilings {
            approvals::set_ceiling(act.tx, ceiling.role, ceiling.kind, ceiling.most)?;
        }
        let after = shown(act.tx)?;
        act.changed(json!({ "rules": differing(&before, &after)? }));
        Ok(after)
    })
}

/// What differs, from what to what: an auditor's register cuts long texts, and all the ceilings are one.
fn differing(before: &ApprovalRules, after: &ApprovalRules) -> Result<Value> {
    let fields = |rules: &ApprovalRules| serde_json::to_value(rules).context("telling of the rules");
    let (mut from, mut to) = (fields(before)?, fields(after)?);
    let mut differs = serde_json::Map::new();
    for rules in [&mut from, &mut to] {
        for field in ["ceilings", "version"] {
            rules[field].take();
        }
    }
    for (field, from) in from.as_object().into_iter().flatten() {
        if *from != to[field] {
            differs.insert(field.clone(), json!({ "from": from, "to": to[field] }));
        }
    }
    for (from, to) in before.ceilings.iter().zip(&after.ceilings).filter(|(from, to)| from != to) {
        differs.insert(format!("{} {}", to.role, to.kind), json!({ "from": from.most, "to": to.most }));
    }
    Ok(Value::Object(differs))
}

fn fits(input: &SaveApprovalRules) -> Result<()> {
    let bad = |field: &str, expected: &str| Err(Refusal::bad_input(field, expected).into());
    if !(1..=720).contains(&input.hours) {
        return bad("hours", "1 to 720");
    }
    if input.second_look_hours.is_some_and(|hours| !(1..=720).contains(&hours)) {
        return bad("second_look_hours", "1 to 720");
    }
    if !(0..=100).contains(&input.bounces_to_cash_only) {
        return bad("bounces_to_cash_only", "0 to 100");
    }
    if input.bounce_fee.is_negative() {
        return bad("bounce_fee", "zero or more");
    }
    if input.second_look_ceiling.is_some_and(|most| !most.is_positive()) {
        return bad("second_look_ceiling", "an amount above zero, or none");
    }
    if input.cash_out_ceiling.is_some_and(Money::is_negative) {
        return bad("cash_out_ceiling", "zero or more");
    }
    for (at, ceiling) in input.ceilings.iter().enumerate() {
        if !ceiling.role.may(Right::Approve) {
            return bad(&format!("ceilings[{at}].role"), "a role that approves");
        }
        if ceiling.most.is_some_and(|most| !most.is_positive()) {
            return bad(&format!("ceilings[{at}].most"), "an amount above zero, or none");
        }
    }
    Ok(())
}

fn shown(tx: &Tx<'_>) -> Result<ApprovalRules> {
    let rule = approvals::rule(tx)?;
    let set = approvals::ceilings(tx)?;
    let most = |role: Role, kind: ApprovalKind| {
        set.iter().find(|c| c.role == role && c.kind == kind).map(|c| c.amount_minor)
    };
    let roles = Role::ALL.iter().filter(|role| role.may(Right::Approve));
    let of_role = |role: &Role| {
        let role = *role;
        ApprovalKind::ALL.iter().map(move |kind| (role, *kind)).collect::<Vec<_>>()
    };
    Ok(ApprovalRules {
        hours: rule.hours,
        second_look_ceiling: rule.second_look_ceiling_minor,
        bounce_fee: rule.bounce_fee_minor,
        bounces_to_cash_only: rule.bounces_to_cash_only,
        cash_out_ceiling: rule.cash_out_ceiling_minor,
        second_look_hours: rule.second_look_hours,
        ceilings: roles
            .flat_map(of_role)
            .map(|(role, kind)| CeilingView { role, kind, most: most(role, kind) })
            .collect(),
        version: rule.version,
    })
}
