//! Bills worked out on all cores, handed on in the order of the run. Memory stays flat: a worker that is too far
//! ahead waits.

use super::cancel::going_with;
use crate::Office;
use crate::billing::draft::{Desk, Draft, Wanted, draft, unbilled_since};
use crate::metering::period_use;
use foil_domain::ids::{BillRunId, CycleId};
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::runs::{self, FactsRow, Place, Prices, RunRow};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How quick a calculation goes.
#[derive(Debug, Clone, Copy)]
pub(in crate::billing) struct Speed {
    /// Threads that work.
    pub threads: usize,
    /// Accounts that a thread takes at a time.
    pub bite: usize,
    /// Bites that may be worked out and not yet taken; bounds the memory.
    pub ahead: usize,
}

/// What a run goes through.
#[derive(Debug)]
pub(in crate::billing) struct Course {
    /// What its bills have in common.
    pub desk: Desk,
    /// The cycle.
    pub cycle: CycleId,
    /// Months that a bill of it covers.
    pub months: i64,
    /// One route of it; empty for all.
    pub route: String,
    /// The last day to pay.
    pub due_on: Day,
    /// The tariffs and the gas that it prices by.
    pub prices: Prices,
    /// The run that is posted; none for a trial.
    pub run: Option<BillRunId>,
    /// Whether another run of this cycle and day stands: whom it has billed is not billed again.
    pub ran_before: bool,
}

/// What became of an account.
#[derive(Debug)]
pub(in crate::billing) enum Outcome {
    /// A bill.
    Bill(Box<Draft>),
    /// It was billed for this period before.
    Already,
    /// It was, up to the day before this one, and read since: that goes into its next bill.
    Lately(Day),
    /// It was not read since its last bill.
    NotRead,
    /// It cannot be billed, in words.
    Problem(String),
}

/// Some accounts of a run, one after another.
#[derive(Debug)]
pub(in crate::billing) struct Bite {
    /// Each account with what became of it; of a bill the account is in the draft.
    pub outcomes: Vec<(Option<FactsRow>, Outcome)>,
    /// The place of the last of them.
    pub last: Place,
    /// What the book had seen when they were worked out.
    pub seen: Seen,
}

/// A mark of the book: the acts in its log, and how often the run itself was among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::billing) struct Seen {
    acts: i64,
    own: i64,
}

impl Seen {
    /// The book as a transaction sees it; `run` is the version of the run that is posted, 0 for a trial.
    pub fn by(tx: &Tx<'_>, run: i64) -> Result<Seen> {
        Ok(Seen { acts: runs::acts(tx)?, own: run })
    }

    /// Whether nobody but the run itself has acted between two marks.
    pub fn alone_since(self, before: Seen) -> bool {
        self.acts - before.acts == self.own - before.own
    }
}

impl Course {
    /// Works out the bill of one account of the run. One with a bill that goes back with one of the runs `going` is billed once
    /// that is gone. One that a run has billed up to less than a third of a period ago is not billed again: for the days
    /// since, it would bear the charges of a whole period anew. Longer ago, it is: a run that comes late does not leave the next one out.
    pub fn outcome(
        &self,
        tx: &Tx<'_>,
        going: &[RunRow],
        facts: FactsRow,
    ) -> Result<(Option<FactsRow>, Outcome)> {
        match going_with(tx, going, facts.id) {
            Err(Error::Refused(refusal)) => return Ok((Some(facts), Outcome::Problem(refusal.to_string()))),
            other => other?,
        }
        if self.ran_before && runs::billed_by(tx, facts.id, self.cycle, self.desk.to)? {
            return Ok((Some(facts), Outcome::Already));
        }
        let after = unbilled_since(tx, facts.id)?;
        let back = |days: i64| self.desk.to.plus_days(-days * self.months);
        let recent = back(10);
        if let Some(on) = after.filter(|on| *on > recent)
            && runs::billed_since(tx, facts.id, recent)?
        {
            let outcome = match period_use(tx, facts.id, after, self.desk.to) {
                Ok(_) => Outcome::Lately(on),
                Err(Error::Refused(_)) => Outcome::Already,
                Err(fault) => return Err(fault),
            };
            return Ok((Some(facts), outcome));
        }
        let wanted = Wanted { due_on: self.due_on, after, replaces: None };
        match draft(tx, &self.desk, facts.clone(), &wanted) {
            Ok(draft) => Ok((None, Outcome::Bill(Box::new(draft)))),
            Err(Error::Refused(Refusal::NotRead { .. })) => {
                // Less than two thirds of a period ago: this period's bill, not the one before, for meters are
                // read some days before their run.
                Ok((
                    Some(facts),
                    if after.is_some_and(|on| on > back(20)) { Outcome::Already } else { Outcome::NotRead },
                ))
            }
            Err(Error::Refused(refusal)) => {
                let reason = match refusal {
                    Refusal::CannotBill { reason, .. } => reason,
                    other => other.to_string(),
                };
                Ok((Some(facts), Outcome::Problem(reason)))
            }
            Err(fault) => Err(fault),
        }
    }

    fn bite(&self, tx: &Tx<'_>, accounts: Vec<FactsRow>) -> Result<Bite> {
        let last = accounts.last().map_or_else(Place::start, place);
        let run = match self.run {
            Some(run) => runs::find(tx, run)?.map_or(0, |r| r.version),
            None => 0,
        };
        let seen = Seen::by(tx, run)?;
        let going = runs::cancelling(tx)?;
        let outcomes =
            accounts.into_iter().map(|facts| self.outcome(tx, &going, facts)).collect::<Result<_>>()?;
        Ok(Bite { outcomes, last, seen })
    }
}

fn place(facts: &FactsRow) -> Place {
    Place { route: facts.route.clone(), route_n: facts.route_n, id: facts.id }
}

/// The cores there are.
pub(in crate::billing) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Works out every bill of a course after a place, and hands them to `take` in order, bite by bite. While `take` is at work,
/// one worker of several rests: what is taken is written, writing takes longer than working out, and as many workers as
/// cores would keep it waiting for one.
pub(in crate::billing) fn calculate(
    office: &Office,
    course: &Course,
    from: Place,
    speed: Speed,
    mut take: impl FnMut(Bite) -> Result<()>,
) -> Result<()> {
    let line = Line { state: Mutex::new(State::new(from)), moved: Condvar::new(), speed };
    std::thread::scope(|scope| {
        for _ in 0..speed.threads.max(1) {
            scope.spawn(|| line.work(office, course));
        }
        let mut taken = Ok(());
        while let Some(bite) = line.next() {
            taken = bite.and_then(&mut take);
            if taken.is_err() {
                break;
            }
        }
        line.stop();
        taken
    })
}

/// Where the workers are, and what waits to be taken.
struct Line {
    state: Mutex<State>,
    moved: Condvar,
    speed: Speed,
}

struct State {
    /// After which account the next worker begins.
    from: Place,
    /// The next bite's place in the order.
    next: u64,
    /// The bite that is taken next.
    wanted: u64,
    /// Worked out, and not yet taken.
    ready: BTreeMap<u64, Result<Bite>>,
    /// Workers that have taken accounts and not yet brought them back.
    working: usize,
    /// A bite was taken, and what becomes of it is not done yet.
    taking: bool,
    /// There are no more accounts, or nobody wants them.
    ended: bool,
}

impl State {
    fn new(from: Place) -> State {
        State { from, next: 0, wanted: 0, ready: BTreeMap::new(), working: 0, taking: false, ended: false }
    }
}

impl Line {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A worker: takes accounts in turn, works them out side by side with the others.
    fn work(&self, office: &Office, course: &Course) {
        loop {
            let Some((n, bite)) = self.bitten(office, course) else { return };
            let failed = bite.is_err();
            let mut state = self.lock();
            state.ready.insert(n, bite);
            state.working = state.working.saturating_sub(1);
            state.ended |= failed;
            drop(state);
            self.moved.notify_all();
        }
    }

    fn bitten(&self, office: &Office, course: &Course) -> Option<(u64, Result<Bite>)> {
        let mut mine = None;
        // A panic must not leave the others waiting for this bite.
        let worked = catch_unwind(AssertUnwindSafe(|| {
            office.book.read(|tx| {
                let Some((n, accounts)) = self.turn(tx, course) else { return Ok(None) };
                mine = Some(n);
                accounts.and_then(|accounts| course.bite(tx, accounts)).map(Some)
            })
        }))
        .unwrap_or_else(|_| Err(Error::Broke(anyhow::anyhow!("working out a bill panicked"))));
        match (mine, worked) {
            (Some(n), Ok(Some(bite))) => Some((n, Ok(bite))),
            (Some(n), Err(e)) => Some((n, Err(e))),
            (None, Err(e)) => {
                let mut state = self.lock();
                state.next += 1;
                Some((state.next - 1, Err(e)))
            }
            (_, Ok(_)) => None,
        }
    }

    /// Waits for room, then takes the next accounts; none when there are no more.
    fn turn(&self, tx: &Tx<'_>, course: &Course) -> Option<(u64, Result<Vec<FactsRow>>)> {
        let mut state = self.lock();
        let too_far = |state: &State| {
            let most = self.speed.threads.saturating_sub(usize::from(state.taking)).max(1);
            state.working >= most
                || state.next - state.wanted >= self.speed.ahead.max(self.speed.threads) as u64
        };
        while !state.ended && too_far(&state) {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.ended {
            return None;
        }
        state.working += 1;
        let n = state.next;
        let found = runs::facts_after(tx, course.cycle, &course.route, &state.from, self.speed.bite as i64);
        match &found {
            Ok(accounts) if accounts.is_empty() => {
                state.ended = true;
                state.working -= 1;
                drop(state);
                self.moved.notify_all();
                return None;
            }
            Ok(accounts) => {
                if let Some(last) = accounts.last() {
                    state.from = place(last);
                }
                state.next += 1;
            }
            Err(_) => state.next += 1,
        }
        Some((n, found))
    }

    /// The next bite in order; none when all were taken.
    fn next(&self) -> Option<Result<Bite>> {
        let mut state = self.lock();
        if std::mem::take(&mut state.taking) {
            self.moved.notify_all();
        }
        loop {
            let wanted = state.wanted;
            if let Some(bite) = state.ready.remove(&wanted) {
                state.wanted += 1;
                state.taking = true;
                drop(state);
                self.moved.notify_all();
                return Some(bite);
            }
            if state.ended && state.wanted >= state.next {
                return None;
            }
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn stop(&self) {
        self.lock().ended = true;
        self.moved.notify_all();
    }
}
