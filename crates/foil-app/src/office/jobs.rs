//! Long work in the background: progress, cancelling, and what came of it.
//!
//! A job runs on its own thread: its work is SQLite and the processor, which an async runtime would
//! only hand to a thread again.

use super::{Act, Office, Order, Session, outside_acts};
use crate::office::views::JobView;
use foil_domain::ids::JobId;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::jobs::JobRow;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

/// Under which name an export's act says which drawers were still to be counted.
pub(crate) const UNCOUNTED: &str = "uncounted";

/// What an export's act says of the drawers that were still to be counted.
pub(crate) fn uncounted(drawers: Vec<Value>) -> Value {
    if drawers.is_empty() { json!({}) } else { json!({ UNCOUNTED: drawers }) }
}

/// What a shell hears of.
#[derive(Debug, Clone)]
pub enum Event {
    /// A job went on or ended.
    Job(Box<JobView>),
    /// A request became a dead letter; its ticket's number.
    DeadLetter(String),
    /// A file in the watched folder was taken in: its name, readings stored, rows that were not.
    FolderFile {
        /// The file's name.
        file: String,
        /// Readings stored or there already.
        good: i64,
        /// Bad rows; all of them are listed beside the file.
        bad: i64,
        /// Why nothing of it could be read; empty when it could.
        problem: String,
    },
    /// Something in these topics was changed in the background.
    Changed(&'static [&'static str]),
}

/// Hears events; must be quick.
pub type Listener = Arc<dyn Fn(Event) + Send + Sync>;

/// Runs a piece of background work. A panic inside is a fault of that piece alone: it is told as any other, and whoever works
/// goes on with the next. What broke is in the log, where every panic goes.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    ran.unwrap_or_else(|_| Err(Error::Broke(anyhow::anyhow!("it panicked; the log says more"))))
}

/// A running job's progress, shared with whoever watches.
#[derive(Default)]
pub struct Progress {
    job: i64,
    done: AtomicI64,
    total: AtomicI64,
    cancelled: AtomicBool,
    /// The program ends: nobody has cancelled this, and it can be gone on with.
    left: AtomicBool,
    so_far: Mutex<Option<Value>>,
}

impl Progress {
    fn of(job: JobId) -> Progress {
        Progress { job: job.0, ..Progress::default() }
    }

    /// The job's number; 0 of work that is no job.
    pub(crate) fn job(&self) -> i64 {
        self.job
    }

    /// Says how much there is to do.
    pub fn set_total(&self, total: i64) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// Says how much is done.
    pub fn set_done(&self, done: i64) {
        self.done.store(done, Ordering::Relaxed);
    }

    /// Says what a job that ends before its end has done all the same.
    pub fn set_so_far(&self, what: Value) {
        *self.so_far.lock().unwrap_or_else(PoisonError::into_inner) = Some(what);
    }

    /// Refuses to go on once the user has cancelled, or the program ends.
    pub fn go_on(&self) -> Result<()> {
        if self.cancelled.load(Ordering::Relaxed) || self.left.load(Ordering::Relaxed) {
            return Err(Error::Refused(Refusal::Cancelled));
        }
        Ok(())
    }
}

/// The jobs of this process.
#[derive(Default)]
pub struct Jobs {
    running: Mutex<HashMap<JobId, Arc<Progress>>>,
    /// Held from the look whether one of its kind runs until a job is among those that do.
    starting: Mutex<()>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    listener: RwLock<Option<Listener>>,
}

impl Jobs {
    /// Sets who hears events.
    pub fn listen(&self, listener: Listener) {
        *self.listener.write().unwrap_or_else(PoisonError::into_inner) = Some(listener);
    }

    /// Tells the listener.
    pub fn tell(&self, event: Event) {
        if let Err(inside) = outside_acts() {
            tracing::error!("nobody is told: {inside:#}");
            debug_assert!(false, "an act tells nobody before it is committed");
            return;
        }
        let listener = self.listener.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(listener) = listener {
            listener(event);
        }
    }

    pub(crate) fn progress(&self, job: JobId) -> Option<Arc<Progress>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).get(&job).cloned()
    }
}

impl Office {
    /// Sets who hears of jobs, dead letters and background changes.
    pub fn listen(&self, listener: Listener) {
        self.jobs.listen(listener);
    }

    /// Marks the jobs that a program left behind when it ended. While another program runs jobs on this
    /// book, nobody can tell its from those; they are marked by whoever opens the book next, or looks next.
    pub(crate) fn mark_interrupted_jobs(&self) -> Result<()> {
        if self.book.read(foil_store::jobs::running)?.is_empty() {
            return Ok(());
        }
        let lock = self.jobs_lock();
        if lock.as_ref().is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock))) {
            return Ok(());
        }
        self.mark_as_left()
        // The lock goes with its file, after the mark is on the disk.
    }

    /// The same while this program runs: a bill run whose program was killed at another counter or in a terminal can be
    /// gone on with here. Where files cannot be locked nothing is marked, for a job that runs looks like one that is left.
    pub fn look_for_left_jobs(&self) -> Result<()> {
        if self.book.read(foil_store::jobs::running)?.is_empty() {
            return Ok(());
        }
        let lock = self.jobs_lock();
        if !lock.as_ref().is_ok_and(|file| file.try_lock().is_ok()) {
            return Ok(());
        }
        self.mark_as_left()?;
        self.jobs.tell(Event::Changed(&["jobs", "runs"]));
        Ok(())
    }

    fn mark_as_left(&self) -> Result<()> {
        let now = self.now();
        let order = Order::new("mark_interrupted_jobs", Right::SeeFrame);
        self.perform(&Session::house(), order, move |act| {
            let jobs: Vec<JobId> = foil_store::jobs::running(act.tx)?.iter().map(|j| j.id).collect();
            for job in &jobs {
                foil_store::jobs::end(act.tx, *job, "interrupted", now, 0, 0, "{}")?;
            }
            act.changed(json!({ "jobs": jobs }));
            Ok(())
        })
    }

    /// The file whose lock says that some program runs jobs on this book: `…-jobs` beside the book.
    fn jobs_lock(&self) -> std::io::Result<File> {
        outside_acts().map_err(|e| std::io::Error::other(e.to_string()))?;
        let mut path = self.book.path().as_os_str().to_owned();
        path.push("-jobs");
        // For reading, too: Windows locks no file that is open for appending only.
        File::options().create(true).read(true).append(true).open(path)
    }

    /// Held while a job runs. Where files cannot be locked the job runs all the same.
    fn running_jobs(&self) -> Option<File> {
        let held = self.jobs_lock().and_then(|file| file.lock_shared().map(|()| file));
        held.inspect_err(|error| tracing::warn!(%error, "running jobs cannot be told from left ones")).ok()
    }

    /// Starts a job of one kind; refuses a second one of that kind while it runs in this process.
    ///
    /// `work` runs on a thread of its own and returns what came of it, as JSON for the wire.
    pub fn start_job(
        self: &Arc<Self>,
        who: &Session,
        kind: &'static str,
        right: Right,
        title: &str,
        work: impl FnOnce(&Arc<Office>, &Progress) -> Result<Value> + Send + 'static,
    ) -> Result<JobView> {
        self.start_export(who, kind, right, title, |_| Ok(Value::Null), work)
    }

    /// The same of work that leaves the office: `told` writes down, in the act that begins it, what is told of it by
    /// that.
    pub(crate) fn start_export(
        self: &Arc<Self>,
        who: &Session,
        kind: &'static str,
        right: Right,
        title: &str,
        told: impl FnMut(&Act<'_>) -> Result<Value> + Send + 'static,
        work: impl FnOnce(&Arc<Office>, &Progress) -> Result<Value> + Send + 'static,
    ) -> Result<JobView> {
        let starting = self.jobs.starting.lock().unwrap_or_else(PoisonError::into_inner);
        let running = self.book.read(foil_store::jobs::running)?;
        if running.iter().any(|job| job.kind == kind && self.jobs.progress(job.id).is_some()) {
            return Err(Error::Refused(Refusal::JobRunning(kind.to_owned())));
        }
        let running = self.running_jobs();
        let id = self.begin_job(who, kind, right, title, told)?;
        let progress = Arc::new(Progress::of(id));
        self.jobs.running.lock().unwrap_or_else(PoisonError::into_inner).insert(id, progress.clone());
        // One that begins while the program ends is told by nobody else.
        if self.book.left().load(Ordering::Relaxed) {
            progress.left.store(true, Ordering::Relaxed);
        }
        drop(starting);
        let (office, who) = (self.clone(), who.of_a_job());
        let spawned = std::thread::Builder::new().name(format!("job-{kind}")).spawn(move || {
            let watcher = Watcher::start(office.clone(), id, progress.clone());
            let outcome = guarded(|| work(&office, &progress));
            watcher.stop();
            office.end_job(&who, id, &progress, outcome);
            // Whoever hears of the end may look at once for jobs that were left behind.
            drop(running);
            office.tell_of_job(id);
        });
        match spawned {
            Ok(thread) => {
                let mut threads = self.jobs.threads.lock().unwrap_or_else(PoisonError::into_inner);
                threads.retain(|thread| !thread.is_finished());
                threads.push(thread);
            }
            Err(e) => {
                self.end_job(&Session::house(), id, &Progress::default(), Err(Error::Broke(e.into())));
                self.tell_of_job(id);
            }
        }
        self.job_view(id)
    }

    /// The program ends: asks every job to stop at its next step, and whatever is looked at for somebody to stop at once. What
    /// acts have to write, and papers, go on.
    pub fn leaves(&self) {
        self.book.leave();
        self.leaves_jobs();
    }

    fn leaves_jobs(&self) {
        for progress in self.jobs.running.lock().unwrap_or_else(PoisonError::into_inner).values() {
            progress.left.store(true, Ordering::Relaxed);
        }
    }

    /// Asks the same, and waits until the last of their threads is gone. A thread that is still at its connection when the
    /// program ends would find the engine's memory given back under it: the program would not end, but break.
    pub fn lets_jobs_end(&self) {
        self.leaves_jobs();
        let threads = std::mem::take(&mut *self.jobs.threads.lock().unwrap_or_else(PoisonError::into_inner));
        // A job itself may hold the last door and close it: it cannot wait for itself.
        for thread in threads.into_iter().filter(|t| t.thread().id() != std::thread::current().id()) {
            let _ = thread.join();
        }
    }

    /// Runs `work` as a job on this thread, for the CLI: recorded in the book like any other.
    pub fn run_job(
        self: &Arc<Self>,
        who: &Session,
        kind: &'static str,
        right: Right,
        title: &str,
        work: impl FnOnce(&Arc<Office>, &Progress) -> Result<Value>,
    ) -> Result<Value> {
        let running = self.running_jobs();
        let id = self.begin_job(who, kind, right, title, |_| Ok(Value::Null))?;
        let progress = Progress::of(id);
        let outcome = guarded(|| work(self, &progress));
        let shown = match &outcome {
            Ok(value) => Ok(value.clone()),
            Err(Error::Refused(refusal)) => Err(Error::Refused(refusal.clone())),
            Err(Error::Broke(fault)) => Err(Error::Broke(anyhow::anyhow!("{fault:#}"))),
        };
        self.end_job(who, id, &progress, shown);
        drop(running);
        self.tell_of_job(id);
        outcome
    }

    fn begin_job(
        &self,
        who: &Session,
        kind: &'static str,
        right: Right,
        title: &str,
        mut told: impl FnMut(&Act<'_>) -> Result<Value> + Send + 'static,
    ) -> Result<JobId> {
        let (title, person, now) = (title.to_owned(), who.user, self.now());
        self.perform(who, Order::new("start_job", right), move |act| {
            let id = foil_store::jobs::begin(act.tx, kind, &title, person, now)?;
            let mut changed = json!({ "job": id, "kind": kind, "title": title });
            if let (Value::Object(told), Some(changed)) = (told(act)?, changed.as_object_mut()) {
                changed.extend(told);
            }
            act.changed(changed);
            Ok(id)
        })
    }

    fn end_job(&self, who: &Session, id: JobId, progress: &Progress, outcome: Result<Value>) {
        self.jobs.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        let (state, mut result) = match outcome {
            Ok(value) => ("done", value),
            Err(Error::Refused(Refusal::Cancelled | Refusal::Leaving))
                if progress.left.load(Ordering::Relaxed) =>
            {
                ("interrupted", json!({}))
            }
            Err(Error::Refused(Refusal::Cancelled)) => ("cancelled", json!({})),
            Err(Error::Refused(refusal)) => (
                "failed",
                json!({ "code": refusal.code(), "message": refusal.to_string(), "hint": refusal.hint() }),
            ),
            Err(Error::Broke(fault)) => {
                let reference = uuid::Uuid::now_v7().to_string();
                tracing::error!(%reference, job = id.0, "a job failed: {fault:#}");
                ("failed", json!({ "code": "fault", "message": "something broke", "reference": reference }))
            }
        };
        let so_far = progress.so_far.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let (true, Some(so_far)) = (state != "done", so_far) {
            result["so_far"] = so_far;
        }
        let (done, total) = (progress.done.load(Ordering::Relaxed), progress.total.load(Ordering::Relaxed));
        let text = result.to_string();
        let now = self.now();
        // The right was checked when the job began; who started it may have been retired since.
        let house =
            Session { counter: who.counter, counter_code: who.counter_code.clone(), ..Session::house() };
        // One that no row says to have ended would be shown as running for good: a book that is busy is asked again.
        for last in [false, false, true] {
            let text = text.clone();
            let ended = self.perform(&house, Order::new("end_job", Right::SeeFrame), move |act| {
                foil_store::jobs::end(act.tx, id, state, now, done, total, &text)?;
                act.changed(json!({ "job": id, "state": state, "done": done }));
                Ok(())
            });
            match ended {
                Err(e) if last => {
                    tracing::error!(job = id.0, "the end of a job could not be recorded: {e:#}");
                }
                Err(_) => {}
                Ok(()) => break,
            }
        }
    }

    fn tell_of_job(&self, id: JobId) {
        if let Ok(view) = self.job_view(id) {
            self.jobs.tell(Event::Job(Box::new(view)));
        }
    }

    pub(crate) fn job_view(&self, id: JobId) -> Result<JobView> {
        let row = self.book.read(|tx| foil_store::jobs::find(tx, id))?;
        let row = row.ok_or(Error::Refused(Refusal::not_found("job", id)))?;
        Ok(self.shown(&row))
    }

    pub(crate) fn shown(&self, row: &JobRow) -> JobView {
        let live = self.jobs.progress(row.id);
        let (done, total) = live.map_or((row.done, row.total), |p| {
            (p.done.load(Ordering::Relaxed), p.total.load(Ordering::Relaxed))
        });
        let end = row.ended_at.unwrap_or_else(|| self.now());
        let millis = (end.millis() - row.started_at.millis()).max(1);
        let rate = done as f64 * 1000.0 / millis as f64;
        let left = (row.ended_at.is_none() && rate > 0.0 && total > done)
            .then(|| ((total - done) as f64 / rate).ceil() as i64);
        JobView {
            id: row.id,
            kind: row.kind.clone(),
            title: row.title.clone(),
            state: row.state.clone(),
            done,
            total,
            rate,
            seconds_left: left,
            started_at: row.started_at,
            ended_at: row.ended_at,
            result: serde_json::from_str(&row.result).unwrap_or(Value::Null),
        }
    }

    /// Asks a running job to stop at its next step.
    pub(crate) fn cancel(&self, id: JobId) {
        if let Some(progress) = self.jobs.progress(id) {
            progress.cancelled.store(true, Ordering::Relaxed);
        }
    }
}

/// Tells the listener of a job's progress, a few times a second.
struct Watcher {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    fn start(office: Arc<Office>, id: JobId, progress: Arc<Progress>) -> Watcher {
        let stop = Arc::new(AtomicBool::new(false));
        let seen = stop.clone();
        let thread = std::thread::Builder::new().name("job-watcher".into()).spawn(move || {
            let mut last = -1;
            while !seen.load(Ordering::Relaxed) {
                std::thread::park_timeout(std::time::Duration::from_millis(250));
                let done = progress.done.load(Ordering::Relaxed);
                if done != last && !seen.load(Ordering::Relaxed) {
                    last = done;
                    if let Ok(view) = office.job_view(id) {
                        office.jobs.tell(Event::Job(Box::new(view)));
                    }
                }
            }
        });
        Watcher { stop, thread: thread.ok() }
    }

    fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}
