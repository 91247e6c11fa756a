//! A run posted: its bills come into the book some thousand a commit, and each commit moves it along.

use super::calculate::{Bite, Course, Outcome, Seen, Speed, calculate, cores};
use super::cancel::going_with;
use super::summary;
use super::trial::{Ordered, course, order, title};
use super::views::shown;
use crate::billing::draft::Draft;
use crate::billing::issue::{Numbers, facts, take_credit, write};
use crate::billing::run_views::{RunOrder, RunSummary, RunView};
use crate::billing::set_off::planned;
use crate::metering::period_use;
use crate::office::jobs::Progress;
use crate::office::views::JobView;
use crate::office::{Act, Order};
use crate::{Office, Session};
use anyhow::{Context, anyhow};
use foil_domain::billing::RunState;
use foil_domain::ids::BillRunId;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::Tx;
use foil_store::runs::{self, FactsRow, NewRun, Place, RunRow};
use serde_json::json;
use std::sync::Arc;

/// How a run goes: on how many threads it is worked out, and how many accounts share a commit.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Threads that work bills out; one more writes.
    pub threads: usize,
    /// Accounts that share a commit; a payment at the counter waits for one commit at most.
    pub together: usize,
}

impl Default for Pace {
    /// All cores, and two thousand accounts a commit.
    fn default() -> Pace {
        Pace { threads: cores(), together: 2_000 }
    }
}

/// Starts or goes on with posting a run, as a job; its result is a [`RunView`].
///
/// One of the same cycle, route and day that stopped goes on, and what it still makes is dated today. One that is posted
/// already is followed by another for the accounts that it had to leave, if by now there is a bill to make of any of them;
/// else it is given back as it is. Refuses an unknown or retired cycle, a day after the business date, and another
/// day than that of a run of the same cycle and route that has not ended.
pub fn post_bill_run(office: &Arc<Office>, who: &Session, input: RunOrder) -> Result<JobView> {
    office.view(who, Right::RunBills, |tx, row| stands(tx, &input, &order(tx, row, &input)?))?;
    let (title, by) = (title(input.cycle.as_str(), input.route.as_str()), who.of_a_job());
    office.start_job(who, "post_bill_run", Right::RunBills, &title, move |office, progress| {
        let view = run_bills(office, &by, &input, progress, Pace::default())?;
        Ok(serde_json::to_value(view).context("writing a run")?)
    })
}

/// Posts a run; goes on where it was stopped.
pub fn run_bills(
    office: &Arc<Office>,
    who: &Session,
    input: &RunOrder,
    progress: &Progress,
    pace: Pace,
) -> Result<RunView> {
    let mut run = begin(office, who, input, None)?;
    if run.state == RunState::Posted && leaves_any(office, input, progress, pace)? {
        run = begin(office, who, input, Some(run.id))?;
    }
    if run.state == RunState::Posted {
        progress.set_total(run.bills);
        progress.set_done(run.bills);
        let stands = office.book().read(|tx| shown(tx, run.clone()))?;
        return Ok(RunView { posted_before: true, ..stands });
    }
    let (course, from, total) = office.book().read(|tx| {
        let row = foil_store::office::find(tx)?;
        let ordered = order(tx, &row, input)?;
        let total = runs::accounts(tx, run.cycle_id, &run.route)?;
        let ordered = Ordered { to: run.period_to_on, ..ordered };
        let course = course(tx, row, &ordered, run.issued_on, run.due_on, Some(run.id))?;
        Ok((course, run.place(), total))
    })?;
    progress.set_total(total);
    let mut post = Posting::go_on(office, who, Arc::new(course), &run, pace)?;
    progress.set_done(post.sum.accounts);
    // As many as fill the next commit may wait while one is written.
    let ahead = pace.threads + pace.together.div_ceil(bite(pace.together));
    let course = post.course.clone();
    let speed = Speed { threads: pace.threads, bite: bite(pace.together), ahead };
    calculate(office, &course, from, speed, |bite| {
        progress.go_on()?;
        post.take(bite)?;
        progress.set_done(post.sum.accounts);
        Ok(())
    })?;
    post.flush()?;
    progress.set_done(post.sum.accounts);
    end(office, who, post.run, post.version)
}

/// Accounts that a worker takes at a time, of so many that share a commit.
fn bite(together: usize) -> usize {
    together.clamp(1, 250)
}

/// Whether a bill can be made of any account by now that no run of this day has billed.
fn leaves_any(office: &Arc<Office>, input: &RunOrder, progress: &Progress, pace: Pace) -> Result<bool> {
    let course = office.book().read(|tx| {
        let row = foil_store::office::find(tx)?;
        let ordered = order(tx, &row, input)?;
        let (issued_on, due_on) = (ordered.issued_on, ordered.due_on);
        course(tx, row, &ordered, issued_on, due_on, None)
    })?;
    let mut found = false;
    let speed = Speed { threads: pace.threads, bite: bite(pace.together), ahead: pace.threads };
    let looked = calculate(office, &course, Place::start(), speed, |bite| {
        progress.go_on()?;
        found = bite.outcomes.iter().any(|(_, outcome)| matches!(outcome, Outcome::Bill(_)));
        // One is enough: nobody has to work out the rest twice.
        if found { Err(Refusal::Cancelled.into()) } else { Ok(()) }
    });
    if found { Ok(true) } else { looked.map(|()| false) }
}

/// The run that stands for this cycle, route and day; begins one where there is none, and another after the one that is
/// posted and leaves accounts which can be billed by now.
fn begin(office: &Arc<Office>, who: &Session, input: &RunOrder, after: Option<BillRunId>) -> Result<RunRow> {
    let input = input.clone();
    let id = office.perform(who, Order::new("begin_bill_run", Right::RunBills), move |act| {
        let ordered = order(act.tx, act.office, &input)?;
        let stands = stands(act.tx, &input, &ordered)?;
        let turn = stands.as_ref().map_or(1, |run| run.turn + 1);
        let left = |run: &RunRow| run.state == RunState::Posted && Some(run.id) == after;
        if let Some(stands) = stands.filter(|run| !left(run)) {
            let anew = stands.state == RunState::Posting && stands.issued_on != ordered.issued_on;
            if anew {
                runs::redate(act.tx, stands.id, ordered.issued_on, ordered.due_on)?;
            }
            act.changed(json!({
                "run": stands.id, "state": stands.state, "bills": stands.bills,
                "issued_on": if anew { ordered.issued_on } else { stands.issued_on },
            }));
            return Ok(stands.id);
        }
        let empty = serde_json::to_string(&RunSummary::default()).context("writing a summary")?;
        let id = runs::insert(
            act.tx,
            &NewRun {
                cycle: ordered.cycle.id,
                route: &ordered.route,
                to: ordered.to,
                turn,
                issued_on: ordered.issued_on,
                due_on: ordered.due_on,
                summary: &empty,
                person: act.who.user,
                at: act.now,
            },
        )?;
        act.changed(json!({
            "run": id, "cycle": ordered.cycle.code, "route": ordered.route, "to": ordered.to, "turn": turn,
            "issued_on": ordered.issued_on, "due_on": ordered.due_on,
        }));
        Ok(id)
    })?;
    let row = office.book().read(|tx| runs::find(tx, id))?;
    Ok(row.ok_or_else(|| anyhow!("run {id} is gone"))?)
}

/// The run that stands for an order. One of the same cycle and route that stopped goes on before another is begun:
/// an order without a day means that one, another day is refused.
fn stands(tx: &Tx<'_>, input: &RunOrder, ordered: &Ordered) -> Result<Option<RunRow>> {
    let going = runs::cancelling(tx)?.into_iter().find(|run| run.cycle_id == ordered.cycle.id);
    if let Some(run) = going {
        return Err(Refusal::RunState {
            cycle: run.cycle,
            to: run.period_to_on,
            state: run.state.as_str(),
            reason: "it is being taken back; go on with that before another is begun".into(),
        }
        .into());
    }
    let unfinished = runs::unfinished(tx, ordered.cycle.id, &ordered.route)?;
    match unfinished {
        Some(run) if input.to.is_none() || run.period_to_on == ordered.to => Ok(Some(run)),
        Some(run) => Err(Refusal::RunState {
            cycle: run.cycle,
            to: run.period_to_on,
            state: run.state.as_str(),
            reason: "it has not ended; go on with it, or take it back, before another is begun".into(),
        }
        .into()),
        None => runs::standing(tx, ordered.cycle.id, &ordered.route, ordered.to),
    }
}

fn end(office: &Arc<Office>, who: &Session, run: BillRunId, version: i64) -> Result<RunView> {
    office.perform(who, Order::new("end_bill_run", Right::RunBills), move |act| {
        if !runs::end(act.tx, run, version, RunState::Posted, act.now)? {
            return Err(moved_on());
        }
        let row = runs::find(act.tx, run)?.ok_or_else(|| anyhow!("run {run} is gone"))?;
        act.changed(json!({ "run": run, "bills": row.bills, "total_minor": row.total_minor }));
        shown(act.tx, row)
    })
}

/// What a run was begun by has moved under it: bills of a day that is over are not made, nor bills by a tariff or
/// gas factor that was replaced. Somebody should know where the one ends and the other begins.
fn on_the_same_ground(act: &Act<'_>, course: &Course, run: BillRunId) -> Result<()> {
    let now = runs::prices(act.tx)?;
    let reason = if act.today() != course.desk.issued_on {
        format!("the business day is {} by now; go on with it to date the rest so", act.today().long())
    } else if now.tariff_version != course.prices.tariff_version {
        "a tariff was stored meanwhile; go on with it to bill the rest by the tariffs as they are now".into()
    } else if now.gas_factor != course.prices.gas_factor {
        "the gas that is delivered was changed meanwhile; go on with it to bill the rest so".into()
    } else {
        return Ok(());
    };
    let row = runs::find(act.tx, run)?.ok_or_else(|| anyhow!("run {run} is gone"))?;
    Err(Refusal::RunState { cycle: row.cycle, to: row.period_to_on, state: row.state.as_str(), reason }
        .into())
}

fn moved_on() -> Error {
    Refusal::ChangedMeanwhile { what: "the bill run".into() }.into()
}

/// A run on its way.
struct Posting<'o> {
    office: &'o Arc<Office>,
    who: &'o Session,
    course: Arc<Course>,
    run: BillRunId,
    version: i64,
    sum: RunSummary,
    waiting: Vec<Bite>,
    accounts: usize,
    together: usize,
}

impl<'o> Posting<'o> {
    fn go_on(
        office: &'o Arc<Office>,
        who: &'o Session,
        course: Arc<Course>,
        run: &RunRow,
        pace: Pace,
    ) -> Result<Posting<'o>> {
        let sum = serde_json::from_str(&run.summary).context("reading a run's summary")?;
        let (run, version) = (run.id, run.version);
        let together = pace.together;
        Ok(Posting { office, who, course, run, version, sum, waiting: Vec::new(), accounts: 0, together })
    }

    fn take(&mut self, bite: Bite) -> Result<()> {
        self.accounts += bite.outcomes.len();
        self.waiting.push(bite);
        if self.accounts >= self.together { self.flush() } else { Ok(()) }
    }

    /// Writes what waits, in one commit.
    fn flush(&mut self) -> Result<()> {
        self.accounts = 0;
        let bites = std::mem::take(&mut self.waiting);
        if bites.is_empty() {
            return Ok(());
        }
        let (course, run, version, sum) = (self.course.clone(), self.run, self.version, self.sum.clone());
        let order = Order::new("post_bills", Right::RunBills);
        let bites = Arc::new(bites);
        let written = bites.clone();
        self.sum = self.office.perform(self.who, order, move |act| {
            let mut sum = sum.clone();
            post(act, &course, run, version, &written, &mut sum)?;
            Ok(sum)
        })?;
        self.version += 1;
        // To give back two thousand drafts piece by piece takes a tenth of what writing them takes: the next ones need
        // not wait for that. Where the system has no thread for it, it is done here.
        let _ = std::thread::Builder::new().spawn(move || drop(bites));
        Ok(())
    }
}

/// Writes some accounts of a run. A bill whose account, credit or readings have changed since it was worked out
/// is worked out again, here.
fn post(
    act: &mut Act<'_>,
    course: &Course,
    run: BillRunId,
    version: i64,
    bites: &[Bite],
    sum: &mut RunSummary,
) -> Result<()> {
    on_the_same_ground(act, course, run)?;
    let now = Seen::by(act.tx, version)?;
    let going = runs::cancelling(act.tx)?;
    let mut anew: Vec<(Option<FactsRow>, Outcome)> = Vec::new();
    let mut bills: Vec<Posted<'_>> = Vec::new();
    for bite in bites {
        let alone = now.alone_since(bite.seen);
        for (facts, outcome) in &bite.outcomes {
            match outcome {
                Outcome::Bill(draft) if !as_it_was(act, course, &going, draft, alone)? => {
                    bills.push(Posted::Anew(anew.len()));
                    anew.push(again(act, course, &going, draft)?);
                }
                Outcome::Bill(draft) => {
                    bills.push(Posted::Asis(draft));
                    summary::add(sum, None, outcome)?;
                }
                other => summary::add(sum, facts.as_ref(), other)?,
            }
        }
    }
    for (facts, outcome) in &anew {
        summary::add(sum, facts.as_ref(), outcome)?;
    }
    let drafts: Vec<&Draft> = bills
        .iter()
        .filter_map(|posted| match posted {
            Posted::Asis(draft) => Some(*draft),
            Posted::Anew(at) => match &anew[*at].1 {
                Outcome::Bill(draft) => Some(&**draft),
                _ => None,
            },
        })
        .collect();
    let numbers = write_all(act, course, run, &drafts)?;
    let total = Money::sum(drafts.iter().map(|d| d.made.total)).ok_or(Refusal::TooMuch)?;
    let last = bites.last().map_or_else(Place::start, |b| b.last.clone());
    let text = serde_json::to_string(sum).context("writing a summary")?;
    if !runs::move_on(act.tx, run, version, &last, drafts.len() as i64, total, &text)? {
        return Err(moved_on());
    }
    act.changed(json!({
        "run": run, "bills": drafts.len(), "first": numbers.0, "last": numbers.1, "total_minor": total,
        "last_account": last.id,
    }));
    Ok(())
}

/// A bill that is written: as it was worked out, or one of those that were worked out again.
enum Posted<'a> {
    Asis(&'a Draft),
    Anew(usize),
}

/// Takes the draft's credit if nothing it was made from has changed; `false` where something has.
fn as_it_was(act: &Act<'_>, course: &Course, going: &[RunRow], draft: &Draft, alone: bool) -> Result<bool> {
    match going_with(act.tx, going, draft.facts.id) {
        Err(Error::Refused(_)) => return Ok(false),
        other => other?,
    }
    if !alone {
        let after = crate::billing::draft::unbilled_since(act.tx, draft.facts.id)?;
        match period_use(act.tx, draft.facts.id, after, course.desk.to) {
            Ok(usage) if usage == draft.usage && sets_off_as_planned(act, course, draft)? => {}
            Ok(_) | Err(Error::Refused(_)) => return Ok(false),
            Err(fault) => return Err(fault),
        }
    }
    take_credit(act.tx, draft)
}

/// Whether what the draft sets off is still what it would be: a dispute takes a claim out without a new version of
/// its account.
fn sets_off_as_planned(act: &Act<'_>, course: &Course, draft: &Draft) -> Result<bool> {
    let left = draft.facts.credit_minor.minus(draft.made.credit_taken()?).ok_or(Refusal::TooMuch)?;
    Ok(planned(act.tx, &course.desk, draft.facts.id, left)? == draft.set_off)
}

fn again(
    act: &Act<'_>,
    course: &Course,
    going: &[RunRow],
    draft: &Draft,
) -> Result<(Option<FactsRow>, Outcome)> {
    let now = match facts(act.tx, draft.facts.id) {
        Ok(now) => now,
        Err(Error::Refused(refusal)) => {
            return Ok((Some(draft.facts.clone()), Outcome::Problem(refusal.to_string())));
        }
        Err(fault) => return Err(fault),
    };
    let (facts, outcome) = course.outcome(act.tx, going, now)?;
    if let Outcome::Bill(draft) = &outcome
        && !take_credit(act.tx, draft)?
    {
        return Err(Error::Broke(anyhow!("account {} changed inside a commit", draft.facts.id)));
    }
    Ok((facts, outcome))
}

/// Writes drafts under numbers that follow each other; gives the first and the last.
fn write_all(
    act: &mut Act<'_>,
    course: &Course,
    run: BillRunId,
    drafts: &[&Draft],
) -> Result<(String, String)> {
    let (mut first, mut last) = (String::new(), String::new());
    if drafts.is_empty() {
        return Ok((first, last));
    }
    let mut numbers = Numbers::take(act, course.desk.issued_on, drafts.len() as i64)?;
    for draft in drafts {
        let number = numbers.next()?;
        write(act, &course.desk, draft, &number, Some(run))?;
        if first.is_empty() {
            first.clone_from(&number);
        }
        last = number;
    }
    Ok((first, last))
}
