//! Cases of abnormal use, as a person works them off.

use super::views::{MoveUseCase, UseCaseList, UseCasePage, UseCaseView};
use crate::office::Order;
use crate::{Act, Office, Refusal, Result, Session};
use foil_domain::documents::Finding;
use foil_domain::ids::UseCaseId;
use foil_domain::metering::case::CaseState;
use foil_domain::metering::check::{Check, Weight};
use foil_domain::people::Right;
use foil_domain::time::Day;
use foil_store::use_cases::{self, CaseData, UseCaseRow};
use serde_json::json;
use std::sync::Arc;

/// The cases of a state, those that moved last first.
pub fn use_cases(office: &Arc<Office>, who: &Session, input: UseCaseList) -> Result<UseCasePage> {
    office.view(who, Right::SeeCustomers, |tx, row| {
        let after = input.after.map(|id| use_cases::find(tx, id)).transpose()?.flatten();
        let begin = (row.business_on.plus_days(400), UseCaseId(i64::MAX));
        let before: (Day, UseCaseId) = after.map_or(begin, |case| (case.last_on, case.id));
        let rows = use_cases::list(tx, input.state, before, input.limit.clamp(1, 500))?;
        let total = use_cases::count(tx, input.state)?;
        Ok(UseCasePage { rows: rows.into_iter().map(shown).collect(), total })
    })
}

/// Moves a case a step on without waiting for another period: the letter brought nothing.
///
/// Refuses a stale version, a closed case, and one that is in review already.
pub fn advance_case(office: &Arc<Office>, who: &Session, input: MoveUseCase) -> Result<UseCaseView> {
    office.perform(who, Order::new("advance_case", Right::ManageMeters), move |act| {
        moved(act, &input, |case| {
            let step = case.step.next();
            let step = step.ok_or_else(|| Refusal::bad_input("case", "a case that is not in review yet"))?;
            Ok(CaseData { step, ..case.data() })
        })
    })
}

/// Closes a case, with what was found. Refuses a stale version and a closed case.
pub fn close_case(office: &Arc<Office>, who: &Session, input: MoveUseCase) -> Result<UseCaseView> {
    office.perform(who, Order::new("close_case", Right::ManageMeters), move |act| {
        moved(act, &input, |case| Ok(CaseData { state: CaseState::Closed, ..case.data() }))
    })
}

fn moved(
    act: &mut Act<'_>,
    input: &MoveUseCase,
    change: impl FnOnce(&UseCaseRow) -> std::result::Result<CaseData, Refusal>,
) -> Result<UseCaseView> {
    let case = use_cases::find(act.tx, input.case)?.ok_or_else(|| Refusal::not_found("case", input.case))?;
    if case.state == CaseState::Closed {
        return Err(Refusal::bad_input("case", "a case that is still open").into());
    }
    let outcome = input.outcome.to_string();
    let data = CaseData { outcome: outcome.clone(), ..change(&case)? };
    if !use_cases::update(act.tx, case.id, &data, input.version)? {
        return Err(Refusal::ChangedMeanwhile {
            what: format!("the case of account {}", case.account_number),
        }
        .into());
    }
    act.changed(json!({ "case": case.id, "account": case.account_id, "step": [case.step, data.step],
        "state": [case.state, data.state], "outcome": outcome }));
    let after = use_cases::find(act.tx, case.id)?.ok_or_else(|| Refusal::not_found("case", case.id))?;
    Ok(shown(after))
}

fn shown(row: UseCaseRow) -> UseCaseView {
    UseCaseView {
        id: row.id,
        account: row.account_id,
        number: row.account_number,
        name: row.name,
        kind: row.kind,
        step: row.step,
        state: row.state,
        periods: row.periods,
        opened_on: row.opened_on,
        last_on: row.last_on,
        words: asked(&row.checks),
        outcome: row.outcome,
        version: row.version,
    }
}

/// What was asked about a reading, in words.
fn asked(checks: &str) -> String {
    let words: Vec<String> = asked_checks(checks).into_iter().map(|c| c.words).collect();
    words.join("; ")
}

/// The same with its figures, for who has to say it in another language.
pub(crate) fn asked_with_figures(checks: &str) -> (String, Vec<Finding>) {
    let findings = asked_checks(checks).into_iter().filter_map(|c| c.finding);
    (asked(checks), findings.collect())
}

fn asked_checks(checks: &str) -> Vec<Check> {
    let checks: Vec<Check> = serde_json::from_str(checks).unwrap_or_default();
    checks.into_iter().filter(|c| c.weight == Weight::Ask).collect()
}
