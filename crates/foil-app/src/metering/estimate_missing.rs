//! What nobody has read in a round is estimated.

use super::known::hanging;
use super::take_back::{Taken, undo_readings};
use super::verdict::{Fate, Verdict, Wanted, keep, verdict};
use super::views::{EstimateReadings, EstimatedReadings, NotEstimated};
use crate::office::Order;
use crate::office::jobs::Progress;
use crate::office::views::JobView;
use crate::{Act, Error, Office, Refusal, Result, Session};
use foil_domain::ids::AccountId;
use foil_domain::metering::check::CheckKind;
use foil_domain::metering::{Purpose, ReadingKind, ReadingSource, Remark};
use foil_domain::people::Right;
use foil_store::customers;
use foil_store::meters::{self, SettingRow};
use foil_store::readings::{self, GridOf, GridRow};
use serde_json::json;
use std::sync::Arc;

/// Accounts an act: counters go on in between, and each can be undone for itself.
const TOGETHER: i64 = 500;
/// Accounts that were left and are named.
const NAMED: usize = 200;

/// Estimates, as a job, the accounts of a cycle or route that nobody has read in a round.
///
/// An account at the limit of estimates in a row is left, unless a reason is given; one without a past is
/// left in any case. Run again, it estimates nobody twice. Refuses a day after the business date.
pub fn estimate_readings(office: &Arc<Office>, who: &Session, input: EstimateReadings) -> Result<JobView> {
    let today = office.view(who, Right::EnterReadings, |_, row| Ok(row.business_on))?;
    if input.on > today {
        return Err(Refusal::bad_input("on", format!("{today} or earlier")).into());
    }
    if input.unread_since > input.on {
        return Err(Refusal::bad_input("unread_since", format!("{} or earlier", input.on)).into());
    }
    let doer = who.of_a_job();
    let title = input.route.to_string();
    office.start_job(who, "estimate_readings", Right::EnterReadings, &title, move |office, progress| {
        let report = estimate_all(office, &doer, &input, progress)?;
        Ok(serde_json::to_value(report).map_err(anyhow::Error::new)?)
    })
}

fn estimate_all(
    office: &Arc<Office>,
    who: &Session,
    input: &EstimateReadings,
    progress: &Progress,
) -> Result<EstimatedReadings> {
    let mut report = EstimatedReadings { estimated: 0, at_limit: 0, refused: 0, left: Vec::new() };
    let total = office.book().read(|tx| readings::grid_count(tx, &of(input, None)))?;
    progress.set_total(total);
    let mut last: Option<GridRow> = None;
    let mut done = 0;
    loop {
        progress.go_on()?;
        let page = office.book().read(|tx| readings::grid(tx, &of(input, last.as_ref()), TOGETHER))?;
        let Some(newest) = page.last().cloned() else { return Ok(report) };
        let accounts: Vec<AccountId> = page.iter().map(|row| row.id).collect();
        done += accounts.len() as i64;
        let (order, asked) = (Order::new("estimate_readings", Right::EnterReadings), input.clone());
        let some = office.perform(who, order, move |act| estimate_some(act, &asked, &accounts))?;
        report.estimated += some.estimated;
        report.at_limit += some.at_limit;
        report.refused += some.refused;
        report.left.extend(some.left);
        report.left.truncate(NAMED);
        progress.set_done(done);
        last = Some(newest);
    }
}

fn of<'a>(input: &'a EstimateReadings, last: Option<&'a GridRow>) -> GridOf<'a> {
    GridOf {
        cycle: input.cycle,
        route: input.route.as_str(),
        unread_since: Some(input.unread_since),
        on: input.on,
        after: last.map_or(("", i64::MIN, AccountId(0)), |row| (row.route.as_str(), row.route_n, row.id)),
    }
}

fn estimate_some(
    act: &mut Act<'_>,
    input: &EstimateReadings,
    accounts: &[AccountId],
) -> Result<EstimatedReadings> {
    let settings = meters::settings(act.tx)?;
    let mut report = EstimatedReadings { estimated: 0, at_limit: 0, refused: 0, left: Vec::new() };
    let mut taken = Taken::default();
    for id in accounts {
        match judged(act, &settings, input, *id) {
            Ok(verdicts) if verdicts.iter().all(|v| v.fate == Fate::Good) => {
                for verdict in &verdicts {
                    taken.add(keep(act, verdict, ReadingSource::Run)?);
                    report.estimated += 1;
                }
            }
            Ok(verdicts) => {
                let bad = verdicts.iter().find(|v| !matches!(v.fate, Fate::Good | Fate::Same));
                let Some(bad) = bad else { continue };
                let limit = bad.judged.checks.iter().any(|c| c.kind == CheckKind::Estimates);
                if bad.fate == Fate::Asked && limit {
                    report.at_limit += 1
                } else {
                    report.refused += 1
                }
                let number = bad.account.number.clone();
                report.left.push(NotEstimated { account: *id, number, words: bad.words() });
            }
            Err(Error::Refused(refusal)) => {
                report.refused += 1;
                let number = customers::account(act.tx, *id)?.map(|a| a.number).unwrap_or_default();
                report.left.push(NotEstimated { account: *id, number, words: refusal.to_string() });
            }
            Err(fault) => return Err(fault),
        }
    }
    act.changed(json!({ "estimated": taken.readings(), "cases": taken.cases(), "on": input.on }));
    undo_readings(act, taken)?;
    Ok(report)
}

/// Judges an estimate for each register of an account: all of them are estimated, or none. One that was read that very day
/// needs none.
fn judged(
    act: &Act<'_>,
    settings: &SettingRow,
    input: &EstimateReadings,
    id: AccountId,
) -> Result<Vec<Verdict>> {
    let account = super::known::account(act.tx, id)?;
    let hanging = hanging(act.tx, &account)?;
    let is_read = |register: i64| match hanging.meter {
        Some(meter) => Ok(readings::of_day(act.tx, meter, register, id, input.on)?.is_some()),
        None => Ok::<_, Error>(false),
    };
    let one = |register: i64| {
        let wanted = Wanted {
            account: id,
            register,
            on: input.on,
            value: String::new(),
            kind: ReadingKind::Estimated,
            purpose: Purpose::Cycle,
            // Nobody says that anybody went there: what it is known by, an estimate, is all there is to say.
            remark: Remark::Working,
            reason: input.beyond_limit.as_ref().map(ToString::to_string).unwrap_or_default(),
            rolled_over: None,
        };
        verdict(act.tx, act.today(), settings, &wanted, None)
    };
    let mut verdicts = Vec::new();
    for register in &hanging.registers {
        if !is_read(register.n)? {
            verdicts.push(one(register.n)?);
        }
    }
    Ok(verdicts)
}
