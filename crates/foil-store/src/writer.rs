//! One writer thread. What waits together commits together, a savepoint each.

use crate::tx::{Tx, explained};
use anyhow::anyhow;
use foil_domain::refusal::{Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// Acts that share one commit at most; bounds what a power cut can make a caller wait for.
const MOST_TOGETHER: usize = 64;

/// One act on its way to the writer: runs inside a savepoint, is told afterwards how it went.
trait Act: Send {
    fn run(&mut self, tx: &Tx<'_>) -> bool;
    fn fail(&mut self, error: Error);
    fn finish(self: Box<Self>);
}

struct Waiting<T, F> {
    work: F,
    outcome: Option<Result<T>>,
    answer: SyncSender<Result<T>>,
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
        // A caller that has gone away does not mind.
        let _ = self.answer.send(outcome);
    }
}

fn panic_text(panic: &Box<dyn std::any::Any + Send>) -> String {
    let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".into())
}

/// The door to the writer thread. Dropping it ends the thread after what was sent.
pub(crate) struct Writer {
    door: Option<Sender<Box<dyn Act>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread that owns the writing connection.
    pub(crate) fn start(conn: rusqlite::Connection) -> Result<Writer> {
        let (door, acts) = channel();
        let thread = std::thread::Builder::new()
            .name("book-writer".into())
            .spawn(move || serve(&conn, &acts))
            .map_err(|e| Error::Broke(anyhow!("starting the writer: {e}")))?;
        Ok(Writer { door: Some(door), thread: Some(thread) })
    }

    /// Runs `work` in a transaction and waits until it is on disk. `work` may run again after a
    /// failed attempt, so it must have no effect outside the transaction.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let gone = || Error::Broke(anyhow!("the writer has ended"));
        let (answer, answered) = sync_channel(1);
        let act = Box::new(Waiting { work, outcome: None, answer });
        self.door.as_ref().ok_or_else(gone)?.send(act).map_err(|_| gone())?;
        answered.recv().map_err(|_| gone())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.door.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(conn: &rusqlite::Connection, acts: &Receiver<Box<dyn Act>>) {
    while let Ok(first) = acts.recv() {
        let mut together = vec![first];
        let outcome = commit_together(conn, acts, &mut together);
        if let Err(error) = outcome {
            let shown = format!("{error:#}");
            for act in &mut together {
                act.fail(match &error {
                    Error::Refused(refusal) => Error::Refused(refusal.clone()),
                    Error::Broke(_) => Error::Broke(anyhow!("the commit failed: {shown}")),
                });
            }
        }
        together.into_iter().for_each(Act::finish);
    }
}

fn commit_together(
    conn: &rusqlite::Connection,
    acts: &Receiver<Box<dyn Act>>,
    together: &mut Vec<Box<dyn Act>>,
) -> Result<()> {
    let batch = |sql: &str| conn.execute_batch(sql).map_err(|e| explained(e, sql));
    batch("BEGIN IMMEDIATE")?;
    let mut at = 0;
    let mut kept = false;
    while at < together.len() {
        let ran = batch("SAVEPOINT act").and_then(|()| {
            let fine = together[at].run(&Tx::new(conn));
            kept |= fine;
            batch(if fine { "RELEASE act" } else { "ROLLBACK TO act; RELEASE act" })
        });
        if let Err(error) = ran {
            let _ = conn.execute_batch("ROLLBACK");
            return Err(error);
        }
        at += 1;
        if at == together.len()
            && at < MOST_TOGETHER
            && let Ok(next) = acts.try_recv()
        {
            together.push(next);
        }
    }
    // With nothing kept there is nothing to make durable.
    let end = if kept { "COMMIT" } else { "ROLLBACK" };
    batch(end).inspect_err(|_| {
        let _ = conn.execute_batch("ROLLBACK");
    })
}
