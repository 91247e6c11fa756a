//! One writer at a time. What waits together commits together, a savepoint each.
//!
//! There is no thread of its own: a caller who finds nobody writing writes, its own act first and then
//! what has come meanwhile, and hands the pen to whoever waits longest. So one caller alone waits for the
//! disk and for no other thread. Where several had acts in the last commit, or waited while it ended, they are
//! about to come again: the commit waits for as many, for a fraction of what the last one took. Without that, eight
//! callers commit by turns one act and seven, for the one finds the others still on their way.

use crate::tx::{Tx, explained};
use anyhow::anyhow;
use foil_domain::refusal::{Error, Result};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Acts that share one commit at most; bounds what a power cut can make a caller wait for.
const MOST_TOGETHER: usize = 64;

/// What part of the last commit's time the next one waits for those who took part in it: what waiting in vain can
/// cost is small beside what a commit costs anyhow.
const PATIENCE: u32 = 4;
/// The longest such wait, on the slowest disk.
const MOST_PATIENCE: Duration = Duration::from_millis(5);
/// An act that ran longer is a piece of a job, as a run of bills is: nobody at a counter waits for the next one.
const QUICK: Duration = Duration::from_millis(10);

/// One act on its way into the book: runs inside a savepoint, is told afterwards how it went.
trait Act: Send {
    fn run(&mut self, tx: &Tx<'_>) -> bool;
    fn fail(&mut self, error: Error);
    fn finish(self: Box<Self>);
    /// Hands the pen to who waits for this act.
    fn take_the_pen(&self);
}

/// What somebody who waits is told.
enum Told<T> {
    Outcome(Result<T>),
    TakeThePen,
}

struct Waiting<T, F> {
    work: F,
    outcome: Option<Result<T>>,
    tell: SyncSender<Told<T>>,
}

impl<T: Send, F: FnMut(&Tx<'_>) -> Result<T> + Send> Act for Waiting<T, F> {
    fn run(&mut self, tx: &Tx<'_>) -> bool {
        let ran = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)));
        let outcome = match ran {
            Ok(Ok(_)) if tx.is_poisoned() => {
                Err(Error::Broke(anyhow!("an act went on after a failed statement; nothing was stored")))
            }
            Ok(outcome) => outcome,
            Err(panic) => Err(Error::Broke(anyhow!("an act panicked: {}", panic_text(&panic)))),
        };
        let fine = outcome.is_ok();
        self.outcome = Some(outcome);
        fine
    }

    fn fail(&mut self, error: Error) {
        self.outcome = Some(Err(error));
    }

    fn finish(self: Box<Self>) {
        let outcome = self.outcome.unwrap_or_else(|| Err(Error::Broke(anyhow!("the act did not run"))));
        // Who waits holds the other end until it is told; there is room for both things it can be told.
        let _ = self.tell.send(Told::Outcome(outcome));
    }

    fn take_the_pen(&self) {
        let _ = self.tell.send(Told::TakeThePen);
    }
}

fn panic_text(panic: &Box<dyn std::any::Any + Send>) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".into())
}

/// The line of acts before the book.
#[derive(Default)]
struct Line {
    acts: VecDeque<Box<dyn Act>>,
    /// Whether somebody has the pen.
    writing: bool,
    /// How many may come together: the quick ones of the last commit, and those who waited while it ended.
    around: usize,
    /// How long the last commit took.
    took: Duration,
}

/// The writing connection, and the line before it.
pub(crate) struct Writer {
    conn: Mutex<rusqlite::Connection>,
    line: Mutex<Line>,
    /// An act has come into the line.
    came: Condvar,
}

impl Writer {
    pub(crate) fn new(conn: rusqlite::Connection) -> Writer {
        Writer { conn: Mutex::new(conn), line: Mutex::default(), came: Condvar::new() }
    }

    /// Runs `work` in a transaction and waits until it is on disk. `work` may run again after a
    /// failed attempt, so it must have no effect outside the transaction.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (tell, told) = sync_channel(2);
        let mut line = self.line();
        line.acts.push_back(Box::new(Waiting { work, outcome: None, tell }));
        let free = !std::mem::replace(&mut line.writing, true);
        drop(line);
        if free {
            self.serve();
        } else {
            self.came.notify_one();
        }
        loop {
            match told.recv() {
                Ok(Told::Outcome(outcome)) => return outcome,
                Ok(Told::TakeThePen) => self.serve(),
                Err(_) => return Err(Error::Broke(anyhow!("the act was lost"))),
            }
        }
    }

    /// With the pen in hand: runs the first act in line with those that come meanwhile, tells each how it
    /// went, and hands the pen on.
    fn serve(&self) {
        let pen = Pen(self);
        let conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut together = Vec::new();
        let mut until = None;
        let outcome = commit_together(&conn, |n| self.next(n, &mut until), &mut together);
        if let Ok(committed) = &outcome {
            let mut line = self.line();
            line.around = committed.quick + line.acts.len();
            line.took = committed.took.unwrap_or(line.took);
        }
        if let Err(error) = outcome {
            let shown = format!("{error:#}");
            for act in &mut together {
                act.fail(match &error {
                    Error::Refused(refusal) => Error::Refused(refusal.clone()),
                    Error::Broke(_) => Error::Broke(anyhow!("the commit failed: {shown}")),
                });
            }
        }
        drop(conn);
        drop(pen);
        together.into_iter().for_each(Act::finish);
    }

    /// The act that comes after `n` others of one commit: the first in line, or who is expected and comes in time.
    fn next(&self, n: usize, until: &mut Option<Instant>) -> Option<Box<dyn Act>> {
        let mut line = self.line();
        loop {
            if let Some(act) = line.acts.pop_front() {
                return Some(act);
            }
            if n == 0 || n >= line.around {
                return None;
            }
            let patience = (line.took / PATIENCE).min(MOST_PATIENCE);
            let until = *until.get_or_insert_with(|| Instant::now() + patience);
            let left = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
            line = self.came.wait_timeout(line, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to write; goes to the next in line when it is dropped, also in a panic.
struct Pen<'w>(&'w Writer);

impl Drop for Pen<'_> {
    fn drop(&mut self) {
        let mut line = self.0.line();
        match line.acts.front() {
            Some(next) => next.take_the_pen(),
            None => line.writing = false,
        }
    }
}

/// What is known of a commit.
struct Committed {
    /// Acts that ran for no longer than [`QUICK`].
    quick: usize,
    /// How long the commit itself took; nothing where there was nothing to commit.
    took: Option<Duration>,
}

fn commit_together(
    conn: &rusqlite::Connection,
    next: impl FnMut(usize) -> Option<Box<dyn Act>>,
    together: &mut Vec<Box<dyn Act>>,
) -> Result<Committed> {
    let outcome = run_together(conn, next, together);
    if outcome.is_err() {
        // Whatever is left open; there may be nothing.
        let _ = conn.execute_batch("ROLLBACK");
    }
    outcome
}

fn run_together(
    conn: &rusqlite::Connection,
    mut next: impl FnMut(usize) -> Option<Box<dyn Act>>,
    together: &mut Vec<Box<dyn Act>>,
) -> Result<Committed> {
    let (mut kept, mut quick) = (false, 0);
    while together.len() < MOST_TOGETHER
        && let Some(act) = next(together.len())
    {
        together.push(act);
        let act = together.last_mut().expect("it was just put there").as_mut();
        let began = Instant::now();
        if kept {
            run_beside_others(conn, act)?;
        } else {
            kept = run_first(conn, act)?;
        }
        quick += usize::from(began.elapsed() <= QUICK);
    }
    // With nothing kept there is nothing to make durable, and nothing begun.
    if !kept {
        return Ok(Committed { quick, took: None });
    }
    let began = Instant::now();
    run(conn, "COMMIT")?;
    Ok(Committed { quick, took: Some(began.elapsed()) })
}

/// An act with nothing kept before it needs no savepoint: to undo it is to undo everything, and a
/// savepoint would have each page copied that is touched after it. Gives back whether it is kept.
fn run_first(conn: &rusqlite::Connection, act: &mut dyn Act) -> Result<bool> {
    run(conn, "BEGIN IMMEDIATE")?;
    let fine = act.run(&Tx::new(conn));
    // The engine has rolled back by itself where the disk failed.
    if !fine && !conn.is_autocommit() {
        run(conn, "ROLLBACK")?;
    }
    Ok(fine)
}

fn run_beside_others(conn: &rusqlite::Connection, act: &mut dyn Act) -> Result<()> {
    run(conn, "SAVEPOINT act")?;
    if !act.run(&Tx::new(conn)) {
        run(conn, "ROLLBACK TO act")?;
    }
    run(conn, "RELEASE act")
}

fn run(conn: &rusqlite::Connection, sql: &str) -> Result<()> {
    let done = conn.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
    done.map(|_| ()).map_err(|e| explained(e, sql))
}
