//! A person's seat: the book this window works on, and the session of whoever sits here.
//!
//! The session's token never leaves this module, so no page can read it or take it along.

use crate::{args::Args, first_run, given::Given, key_file, words};
use foil_api::keychain::{self, Kept};
use foil_api::{ApiError, Desk, fresh_request_id};
use foil_app::Office;
use foil_app::documents::views::{DocumentRef, HandedOut};
use foil_app::documents::{OutboxWorker, copy_file, document_bytes};
use foil_app::imports::FolderWorker;
use foil_app::office::document_languages;
use foil_app::office::jobs::Listener;
use foil_app::office::views::{BookStatus, DocumentLanguage};
use foil_app::people::views::{LogIn, Unlock};
use foil_app::queue::RetryWorker;
use foil_documents::Paper;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result as FoilResult};
use foil_domain::time::Instant;
use foil_store::{Book, Key, Opening};
use serde::Serialize;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    env,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
        mpsc::sync_channel,
    },
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use zeroize::Zeroizing;

type Answer<T> = Result<T, ApiError>;

/// How long the end of the program waits for the last papers.
const LAST_PAPERS: Duration = Duration::from_secs(8);

/// Whether there is a book to work on, before anybody logs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum BookState {
    /// Open: one may log in.
    Open,
    /// It is being opened: the keychain is asked, or a book of an older program is brought up to date.
    Opening,
    /// There is one, but nothing on this machine opens it.
    Closed {
        /// Why it did not open by the key that is here; none where there is no key, or another one. A passphrase would
        /// not help a book that a newer program wrote, or that another program holds.
        refused: Option<ApiError>,
    },
    /// There is none: the first run.
    None {
        /// Whether this machine has a keychain to keep a new key in.
        keychain: bool,
        /// The languages that the new office's documents can be printed in.
        languages: Vec<DocumentLanguage>,
        /// The time zone that this machine is set to.
        zone: String,
        /// Currencies, and the month in which the financial year begins where it is not January.
        financial_years: &'static [(&'static str, u32)],
    },
}

/// What came of opening a closed book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// Whether the keychain has taken the key; none where it was not asked to.
    pub kept: Option<bool>,
}

/// The seat at this machine.
pub struct Seat {
    book: PathBuf,
    key_file: Option<PathBuf>,
    counter: Option<String>,
    listener: Listener,
    opening: AtomicBool,
    refused: Mutex<Option<ApiError>>,
    open: RwLock<Option<Open>>,
    session: Mutex<Option<String>>,
    /// Papers on their way, each with the request it was asked for under: nobody has them yet.
    handing: Mutex<HashMap<String, String>>,
    given: Given,
}

/// A desk at work. The workers stop when this is dropped.
struct Open {
    desk: Desk,
    _worker: OutboxWorker,
    _retries: RetryWorker,
    _folder: FolderWorker,
}

impl Open {
    /// Asks jobs and whatever is looked at to stop, logs out and writes the last papers beside, then those of what the jobs did
    /// last, and comes back when nobody is at the book any more: neither a worker nor a command that a window had sent. A
    /// folder that does not answer keeps no job from writing down how far it came.
    fn ends(self, session: Option<String>) -> FoilResult<usize> {
        let Open { desk, _worker, _retries, _folder } = self;
        let office = desk.office();
        office.leaves();
        let written = thread::scope(|all| {
            // It waits its turn to write, as any act does.
            all.spawn(|| {
                if let Some(Err(error)) = session.map(|session| desk.log_out(&session)) {
                    tracing::warn!(code = error.code, "the log-out could not be recorded");
                }
            });
            let papers = all.spawn(|| {
                let written = office.finish_outbox();
                drop(_worker);
                written
            });
            all.spawn(|| drop(_retries));
            all.spawn(|| drop(_folder));
            office.lets_jobs_end();
            papers.join()
        });
        let last = office.finish_outbox();
        while Arc::strong_count(office) > 1 {
            thread::sleep(Duration::from_millis(10));
        }
        // It is in the log by now.
        let written =
            written.unwrap_or_else(|_| Err(anyhow::anyhow!("writing the last papers panicked").into()))?;
        Ok(written + last?)
    }
}

impl Seat {
    /// A seat at the book that the command line names, else at the one in the app's data folder.
    /// `listener` hears what happens in the background.
    pub fn new(args: &Args, data_dir: &Path, listener: Listener) -> Self {
        Self {
            book: args.book.clone().unwrap_or_else(|| data_dir.join("counterfoil.book")),
            key_file: args.key_file.clone(),
            counter: args.counter.clone(),
            listener,
            opening: AtomicBool::new(false),
            refused: Mutex::default(),
            open: RwLock::default(),
            session: Mutex::default(),
            handing: Mutex::default(),
            given: Given::default(),
        }
    }

    /// From now on the book is being opened, if there is one; [`Seat::open_unasked`] does it.
    pub fn will_open(&self) {
        self.opening.store(self.book.is_file(), Ordering::Release);
    }

    /// Opens the book with whatever this machine holds for it: the key file, the environment, the
    /// keychain. Without any of them the book stays closed, and a page asks.
    ///
    /// It may take minutes: a person unlocks the keychain, or migrations run. Never on a window's thread.
    pub fn open_unasked(&self) {
        if self.book.is_file() {
            self.open_with_what_is_here();
        }
        self.opens_no_more();
    }

    /// The book is open by now, or it will not be without a person.
    pub fn opens_no_more(&self) {
        self.opening.store(false, Ordering::Release);
    }

    fn open_with_what_is_here(&self) {
        let outcome = self.key_at_hand().map(|opening| self.open(&opening));
        match &outcome {
            Some(Ok(())) => tracing::info!("the book is open"),
            Some(Err(error)) => tracing::warn!(code = error.code, "what is at hand does not open the book"),
            None => tracing::info!("nothing at hand opens the book"),
        }
        let refused = outcome.and_then(Result::err).filter(|error| error.code != Refusal::WrongKey.code());
        *locked(&self.refused) = refused;
    }

    /// Opens the book with a passphrase or a recovery key that somebody typed, and keeps the key of a recovery key in this
    /// machine's keychain where they want that. A keychain that does not take it keeps no book closed.
    pub fn open_with(&self, secret: &str, keep: bool) -> Answer<Opened> {
        self.open_and_keep(secret, keep, keychain::keep_opened)
    }

    fn open_and_keep(
        &self,
        secret: &str,
        wanted: bool,
        keep: impl FnOnce(&Path, &Key) -> bool,
    ) -> Answer<Opened> {
        let opening = Opening::from_text(secret);
        self.open(&opening)?;
        // Of a passphrase nothing is kept: it was chosen to be asked for.
        let key = Key::from_text(secret).filter(|_| wanted);
        let key =
            key.filter(|key| self.desk().is_ok_and(|desk| desk.office().book().key().hex() == key.hex()));
        Ok(Opened { kept: key.map(|key| keep(&self.book, &key)) })
    }

    fn open(&self, opening: &Opening) -> Answer<()> {
        let opened = Book::open(&self.book, opening, now()).and_then(|book| self.sit_down(book));
        opened.map_err(|error| ApiError::of("open_book", &error))
    }

    /// The book this seat is for, there or not.
    pub fn book(&self) -> &Path {
        &self.book
    }

    /// Opens the office on a book; whoever was logged in at another one is logged out.
    pub fn sit_down(&self, book: Book) -> FoilResult<()> {
        let office = Arc::new(Office::open(Arc::new(book), Arc::new(now), Arc::new(Paper))?);
        office.listen(Arc::clone(&self.listener));
        let worker = office.start_outbox_worker()?;
        let retries = office.start_retry_worker()?;
        let folder = office.start_folder_worker()?;
        self.keep(None);
        let desk = Desk::new(office);
        *self.open.write().unwrap_or_else(PoisonError::into_inner) =
            Some(Open { desk, _worker: worker, _retries: retries, _folder: folder });
        Ok(())
    }

    /// Before the program ends: logs out, writes what the acts of today left to be written, and
    /// closes the book. A folder that does not answer keeps nobody waiting for ever.
    ///
    /// `false` where somebody still is at the book: whatever the program's libraries give back at its end would be taken from
    /// under them, so it must end without that ([`crate::end::at_once`]).
    #[must_use]
    pub fn leave(&self) -> bool {
        self.leave_within(LAST_PAPERS)
    }

    fn leave_within(&self, patience: Duration) -> bool {
        let session = self.keep(None);
        let Some(open) = self.open.write().unwrap_or_else(PoisonError::into_inner).take() else {
            return true;
        };
        let written = within(patience, move || open.ends(session));
        let all_are_gone = written.is_some();
        // What is left stays in the outbox, and is written after the next start.
        match written {
            Some(Ok(_)) => {}
            Some(Err(error)) => tracing::warn!(%error, "documents are left to be written"),
            None => tracing::warn!(
                "the document folder or a job does not answer; what is left is done after the next start"
            ),
        }
        all_are_gone
    }

    /// The key of a new book: the one that lies where it would be kept, else a new one. One that is there is never written
    /// over: it may open another book that stood here, and be all that does.
    pub fn key_for_new_book(&self) -> FoilResult<Key> {
        match &self.key_file {
            Some(path) if path.exists() => {
                let text = key_file::read(path).map_err(|error| unusable(path, &error))?;
                Key::parse(&text)
            }
            Some(_) => Ok(Key::random()?),
            None => keychain::find(&self.book).map_or_else(Key::random, Ok),
        }
    }

    /// Keeps the key of a new book where the next start finds it: in the key file that the command
    /// line names, else in the keychain.
    pub fn keep_key(&self, key: &Key) -> FoilResult<()> {
        if let Some(path) = &self.key_file {
            // Of one that is there, `key_for_new_book` has made the book's.
            return match path.exists() {
                true => Ok(()),
                false => key.write_new(path).map_err(|error| unusable(path, &error).into()),
            };
        }
        let expected = match keychain::keep(&self.book, key) {
            Kept::Yes => return Ok(()),
            Kept::No => "a passphrase, as this machine has no keychain",
            Kept::HoldsAnother => {
                "a passphrase, or another try: the keychain keeps the key of a book that stood here before, and did not \
                 give it out when it was asked"
            }
        };
        Err(Refusal::bad_input("passphrase", expected).into())
    }

    fn key_at_hand(&self) -> Option<Opening> {
        let from_file = self.key_file.as_ref().and_then(|path| {
            key_file::read(path)
                .inspect_err(|error| tracing::warn!(%error, "the key file cannot be read"))
                .ok()
        });
        let text = from_file.or_else(|| env::var("COUNTERFOIL_KEY").ok().map(Zeroizing::new));
        let given = text.filter(|text| !text.trim().is_empty()).map(|text| Opening::from_text(text.trim()));
        given.or_else(|| keychain::find(&self.book).map(Opening::Key))
    }

    /// Whether there is a book to work on.
    pub fn state(&self) -> BookState {
        if self.desk().is_ok() {
            BookState::Open
        } else if self.opening.load(Ordering::Acquire) {
            BookState::Opening
        } else if self.book.is_file() {
            BookState::Closed { refused: locked(&self.refused).clone() }
        } else {
            let keychain = self.key_file.is_some() || keychain::is_there();
            BookState::None {
                keychain,
                languages: document_languages(),
                zone: first_run::zone_here(),
                financial_years: first_run::FINANCIAL_YEARS,
            }
        }
    }

    /// What anyone may know of the book before logging in, and which counter this machine was started for; one that was
    /// closed since is not insisted on.
    pub fn status(&self) -> Answer<BookStatus> {
        let mut status = self.desk()?.status()?;
        let wished = self.counter.as_deref();
        let found =
            status.counters.iter().find(|one| wished.is_some_and(|wished| is_called(&one.code, wished)));
        status.wished = found.map(|counter| counter.id);
        Ok(status)
    }

    /// Begins a session; the counter that this machine was started for stands where none is given.
    pub fn log_in(&self, mut input: LogIn) -> Answer<()> {
        if input.counter.is_none() {
            input.counter = self.status()?.wished;
        }
        let begun = self.desk()?.log_in(&input)?;
        let before = self.keep(Some(begun.session));
        // A request is its person's own.
        locked(&self.handing).clear();
        self.end(before)
    }

    /// Locks the window until its person types the password again.
    pub fn lock(&self) -> Answer<()> {
        self.desk()?.lock(&self.session());
        Ok(())
    }

    /// Unlocks the window.
    pub fn unlock(&self, input: &Unlock) -> Answer<()> {
        self.desk()?.unlock(&self.session(), input)
    }

    /// Ends the session, if there is one.
    pub fn log_out(&self) -> Answer<()> {
        let session = self.keep(None);
        self.end(session)
    }

    fn end(&self, session: Option<String>) -> Answer<()> {
        session.map_or(Ok(()), |session| self.desk()?.log_out(&session))
    }

    /// Refuses unless somebody is logged in here who has this right.
    pub fn may(&self, right: Right) -> Answer<()> {
        let office = Arc::clone(self.desk()?.office());
        let who = office.session(&self.session(), true).map_err(|error| ApiError::of("session", &error))?;
        who.role.must(right).map_err(|refusal| ApiError::from(&refusal))
    }

    /// A person chose this file or folder, or dropped it here: a page may name it from now on.
    pub fn is_given(&self, path: &Path) {
        self.given.add(path);
    }

    /// Runs one command of the table for whoever sits here.
    pub fn call(&self, name: &str, input: Value, by_hand: bool) -> Answer<Value> {
        let reads = |view: &str| self.desk()?.call(&self.session(), view, json!({}), false);
        self.given.check(name, &input, reads)?;
        self.desk()?.call(&self.session(), name, input, by_hand)
    }

    /// Hands a document out to where a person says by `ask`, who is given a name for it; none when they go back. It is made
    /// before they are asked, for what cannot be made should not be given a place first, and handed out only once there is
    /// a place: a dialog that is closed takes no original with it, whoever logs in next.
    pub fn save(
        &self,
        document: &Value,
        ask: impl FnOnce(&str) -> Option<PathBuf>,
    ) -> Answer<Option<PathBuf>> {
        let what: DocumentRef = serde_json::from_value(document.clone())
            .map_err(|error| ApiError::from(&Refusal::bad_input("document", error.to_string())))?;
        let office = Arc::clone(self.desk()?.office());
        let said = |error: &foil_domain::Error| ApiError::of("save_document", error);
        let who = office.session(&self.session(), true).map_err(|error| said(&error))?;
        let (name, _) = document_bytes(&office, &who, &what).map_err(|error| said(&error))?;
        let Some(path) = ask(&name) else { return Ok(None) };
        let file = self.hand_out(document)?;
        copy_file(Path::new(&file.path), &path).map_err(|error| said(&error))?;
        self.has(document);
        Ok(Some(path))
    }

    /// Hands a document out. Until [`Seat::has`] says that somebody has it, asking again gives the same copy: a
    /// viewer that is missing, a dialog that was closed and a full disk make no duplicate.
    pub fn hand_out(&self, document: &Value) -> Answer<HandedOut> {
        let asked =
            locked(&self.handing).entry(document.to_string()).or_insert_with(fresh_request_id).clone();
        let input = json!({ "request_id": asked, "document": document });
        serde_json::from_value(self.call("hand_out", input, true)?)
            .map_err(|error| ApiError::fault("reading where a document lies", &error.into()))
    }

    /// Somebody has the document: the next one is another copy.
    pub fn has(&self, document: &Value) {
        locked(&self.handing).remove(&document.to_string());
    }

    /// What the hall's window may ask for: the called numbers, whoever sits here and whether anybody does.
    pub fn hall(&self, name: &str) -> Answer<Value> {
        if name != "hall" {
            let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
            return Err(ApiError::from(&Refusal::NoSuchCommand(name)));
        }
        let board = self.desk()?.hall()?;
        serde_json::to_value(board)
            .map_err(|error| ApiError::fault("writing the hall's board", &error.into()))
    }

    /// The door to the open book.
    pub fn desk(&self) -> Answer<Desk> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().map(|open| open.desk.clone()).ok_or_else(|| words::refusal("no_book", "noBook"))
    }

    /// The token of the session, or one that no session has.
    fn session(&self) -> String {
        locked(&self.session).clone().unwrap_or_default()
    }

    fn keep(&self, session: Option<String>) -> Option<String> {
        std::mem::replace(&mut *locked(&self.session), session)
    }
}

fn unusable(path: &Path, error: &std::io::Error) -> Refusal {
    Refusal::File { path: path.display().to_string(), problem: error.to_string() }
}

/// What some work gives, if it is done in time. Work that is not goes on, until the program ends.
fn within<T: Send + 'static>(patience: Duration, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (done, waits) = sync_channel(1);
    let working = thread::Builder::new().name("leaving".into()).spawn(move || {
        // Nobody may be waiting any more.
        let _ = done.send(work());
    });
    working.ok().and_then(|_| waits.recv_timeout(patience).ok())
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `C2` is called `C2`, `c2`, or just `2`.
fn is_called(code: &str, wanted: &str) -> bool {
    code.eq_ignore_ascii_case(wanted) || code.strip_prefix('C') == Some(wanted)
}

/// The system's clock: read here and nowhere below.
pub fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(dir: &Path, key_file: Option<PathBuf>) -> Seat {
        let args = Args { book: Some(dir.join("a.book")), key_file, counter: None };
        Seat::new(&args, dir, Arc::new(|_| {}))
    }

    #[test]
    fn a_first_run_a_closed_book_and_an_open_one_are_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let seat_without = seat(dir.path(), None);
        assert!(matches!(seat_without.state(), BookState::None { .. }));

        let key = Key::random().unwrap();
        drop(Book::create(&dir.path().join("a.book"), &Opening::Key(key.clone()), now()).unwrap());
        seat_without.open_unasked();
        assert_eq!(seat_without.state(), BookState::Closed { refused: None }, "no key is at hand");
        assert_eq!(seat_without.call("frame", Value::Null, true).unwrap_err().code, "no_book");

        let key_file = dir.path().join("a.key");
        key.write_new(&key_file).unwrap();
        let seat_with = seat(dir.path(), Some(key_file));
        seat_with.will_open();
        assert_eq!(seat_with.state(), BookState::Opening, "a page waits, and asks nobody for a key");
        seat_with.open_unasked();
        assert_eq!(seat_with.state(), BookState::Open);
    }

    #[test]
    fn a_machine_without_a_book_opens_none() {
        let dir = tempfile::tempdir().unwrap();
        let seat = seat(dir.path(), None);
        seat.will_open();
        assert!(matches!(seat.state(), BookState::None { .. }));
    }

    #[test]
    fn a_book_that_opens_with_nothing_at_hand_is_closed_and_no_longer_being_opened() {
        let dir = tempfile::tempdir().unwrap();
        let key = Key::random().unwrap();
        drop(Book::create(&dir.path().join("a.book"), &Opening::Key(key), now()).unwrap());
        let seat = seat(dir.path(), None);
        seat.will_open();
        seat.open_unasked();
        assert_eq!(seat.state(), BookState::Closed { refused: None });
    }

    #[test]
    fn a_newer_book_says_so_and_asks_for_no_passphrase() {
        let dir = tempfile::tempdir().unwrap();
        let key = Key::random().unwrap();
        let book = Book::create(&dir.path().join("a.book"), &Opening::Key(key.clone()), now()).unwrap();
        book.write(|tx| {
            tx.script(
                "INSERT INTO migration (version, name, applied_at) VALUES (99, '0099_later', 0);
                 PRAGMA user_version = 99",
            )
        })
        .unwrap();
        drop(book);
        let key_file = dir.path().join("a.key");
        key.write_new(&key_file).unwrap();
        let seat = seat(dir.path(), Some(key_file.clone()));
        seat.open_unasked();
        let BookState::Closed { refused: Some(refused) } = seat.state() else { panic!("{:?}", seat.state()) };
        assert_eq!(refused.code, "newer_book");

        std::fs::write(&key_file, Key::random().unwrap().hex().as_str()).unwrap();
        seat.open_unasked();
        assert_eq!(seat.state(), BookState::Closed { refused: None }, "a wrong key is asked for again");
    }

    #[test]
    fn a_folder_that_never_answers_does_not_keep_the_program_from_ending() {
        let (hold, held) = sync_channel::<()>(0);
        let began = std::time::Instant::now();
        assert_eq!(within(Duration::from_millis(50), move || held.recv().is_ok()), None);
        assert!(began.elapsed() < Duration::from_secs(5));
        drop(hold);
        assert_eq!(within(Duration::from_secs(60), || 7), Some(7));
    }

    /// A seat at the book of a hall, with a receipt that is still to be written and a job that runs until it is stopped.
    fn at_work(hall: &foil_testkit::Hall, dir: &Path) -> Seat {
        let asha = hall.clerk("asha");
        hall.pays(&asha, &hall.bills(900), 900).unwrap();
        let key_file = dir.join("a.key");
        hall.key().write_new(&key_file).unwrap();
        let args = Args { book: Some(hall.path()), key_file: Some(key_file), counter: None };
        let seat = Seat::new(&args, dir, Arc::new(|_| {}));
        seat.open_unasked();
        let input = json!({ "login": "asha", "password": foil_testkit::PASSWORD });
        seat.log_in(serde_json::from_value(input).unwrap()).unwrap();
        let desk = seat.desk().unwrap();
        let who = desk.office().session(&seat.session(), true).unwrap();
        let job = desk.office().start_job(&who, "import", Right::SeeJobs, "", |_, progress| {
            comes_true("the job is told to stop", || progress.go_on().is_err());
            progress.go_on().map(|()| Value::Null)
        });
        assert_eq!(job.unwrap().state, "running");
        seat
    }

    fn states(hall: &foil_testkit::Hall) -> Vec<String> {
        let jobs = hall.office().book().read(|tx| foil_store::jobs::latest(tx, 10)).unwrap();
        jobs.into_iter().map(|job| job.state).collect()
    }

    #[test]
    fn whoever_leaves_stops_jobs_and_long_looks_and_still_has_the_last_papers_written() {
        let hall = foil_testkit::Hall::open();
        let dir = tempfile::tempdir().unwrap();
        let seat = at_work(&hall, dir.path());
        let office = Arc::downgrade(seat.desk().unwrap().office());
        let (begun, begins) = sync_channel(0);
        let looking = Arc::clone(seat.desk().unwrap().office());
        let looks = thread::spawn(move || {
            let forever = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT COUNT(*) AS n FROM n";
            looking.book().look(|tx| {
                begun.send(()).unwrap();
                tx.number(forever, &[])
            })
        });
        begins.recv_timeout(A_MINUTE).expect("somebody looks");
        assert!(seat.leave_within(Duration::from_secs(60)), "nobody is at the book any more");
        assert_eq!(looks.join().unwrap().unwrap_err().refusal(), Some(&Refusal::Leaving));
        assert!(office.upgrade().is_none(), "the book is closed");
        assert_eq!(states(&hall), ["interrupted"]);
        assert_eq!(hall.office().unwritten().unwrap().0, 0, "the receipt is written");
    }

    #[cfg(unix)]
    #[test]
    fn a_document_folder_that_hangs_keeps_no_job_from_saying_how_far_it_came() {
        let hall = foil_testkit::Hall::open();
        let dir = tempfile::tempdir().unwrap();
        let bela = hall.clerk("bela");
        let paid = hall.pays(&bela, &hall.bills(900), 900).unwrap();
        // Whoever opens such a file to write it waits until somebody reads, as for a share that is gone.
        let (on, name) =
            (hall.office().book().read(foil_store::office::find).unwrap().business_on, paid.number);
        let day = on.to_string().replace('-', "/");
        let receipts = hall.office().document_folder().unwrap().join(day).join("receipts");
        std::fs::create_dir_all(&receipts).unwrap();
        let part = |n: u32| format!(".{}.pdf.{}-{n}.part", name.replace('/', "-"), std::process::id());
        let hanging: Vec<PathBuf> = (0..40).map(|n| receipts.join(part(n))).collect();
        assert!(std::process::Command::new("mkfifo").args(&hanging).status().unwrap().success());
        let seat = at_work(&hall, dir.path());
        let office = Arc::downgrade(seat.desk().unwrap().office());
        assert!(!seat.leave_within(Duration::from_secs(1)), "somebody is at the book still");
        comes_true("the job says how far it came", || states(&hall) == ["interrupted"]);
        assert!(office.upgrade().is_some(), "the folder does not answer to this day");
        // It is there again: let nobody be at work any more when this program ends.
        let mut reads = std::fs::File::options();
        std::os::unix::fs::OpenOptionsExt::custom_flags(reads.read(true), libc::O_NONBLOCK);
        let _there: Vec<_> = hanging.iter().filter_map(|path| reads.open(path).ok()).collect();
        comes_true("nobody is at the book any more", || office.upgrade().is_none());
    }

    #[test]
    fn what_a_job_did_last_when_it_was_told_to_stop_has_its_papers_too() {
        let hall = foil_testkit::Hall::open();
        let dir = tempfile::tempdir().unwrap();
        let (bela, account) = (hall.clerk("bela"), hall.bills(900));
        let seat = at_work(&hall, dir.path());
        let desk = seat.desk().unwrap();
        let who = desk.office().session(&seat.session(), true).unwrap();
        let ((stops, stopped), (did, done)) = (sync_channel::<()>(0), sync_channel::<()>(0));
        let job =
            desk.office().start_job(&who, "process_queue", Right::SeeJobs, "", move |office, progress| {
                comes_true("the job is told to stop", || progress.go_on().is_err());
                comes_true("all that was there is written", || office.unwritten().unwrap().0 == 0);
                stops.send(()).unwrap();
                done.recv_timeout(A_MINUTE).expect("a payment is taken");
                progress.go_on().map(|()| Value::Null)
            });
        job.unwrap();
        drop(desk);
        let of_hall = &hall;
        thread::scope(|all| {
            all.spawn(move || {
                stopped.recv_timeout(2 * A_MINUTE).expect("the job is told to stop, and says so");
                of_hall.pays(&bela, &account, 900).unwrap();
                did.send(()).unwrap();
            });
            assert!(seat.leave_within(Duration::from_secs(60)), "nobody is at the book any more");
        });
        assert_eq!(hall.office().unwritten().unwrap().0, 0, "its receipt is written");
    }

    /// What takes so long is broken, and a test that waits for it says so.
    const A_MINUTE: Duration = Duration::from_secs(60);

    /// Waits for something that takes no minute unless it is broken.
    fn comes_true(what: &str, is: impl Fn() -> bool) {
        let began = std::time::Instant::now();
        while !is() {
            assert!(began.elapsed() < A_MINUTE, "{what}: not in a minute");
            thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn a_counter_is_called_by_its_code_or_its_number() {
        assert!(is_called("C2", "c2") && is_called("C2", "2"));
        assert!(!is_called("C12", "2") && !is_called("C2", ""));
    }

    #[test]
    fn a_page_is_told_which_counter_the_machine_was_started_for() {
        let hall = foil_testkit::Hall::open();
        let asha = hall.clerk("asha");
        let dir = tempfile::tempdir().unwrap();
        let key_file = dir.path().join("a.key");
        hall.key().write_new(&key_file).unwrap();
        let wished = |counter: Option<&str>| {
            let args = Args {
                book: Some(hall.path()),
                key_file: Some(key_file.clone()),
                counter: counter.map(str::to_owned),
            };
            let seat = Seat::new(&args, dir.path(), Arc::new(|_| {}));
            seat.open_unasked();
            seat.status().unwrap().wished
        };
        let hers = asha.counter();
        let code = hall.frame(&asha).unwrap().counter.code;
        assert!(hers.is_some() && wished(Some(&code.to_lowercase())) == hers, "{code}");
        assert_eq!((wished(Some("C99")), wished(None)), (None, None), "there is none of that name");
    }

    #[test]
    fn only_whoever_works_here_may_carry_files_off_that_are_about_everybody() {
        let hall = foil_testkit::Hall::open();
        let (_asha, account) = (hall.clerk("asha"), hall.bills(900));
        hall.consumer("kiran", &account);
        let dir = tempfile::tempdir().unwrap();
        let key_file = dir.path().join("a.key");
        hall.key().write_new(&key_file).unwrap();
        let args = Args { book: Some(hall.path()), key_file: Some(key_file), counter: None };
        let seat = Seat::new(&args, dir.path(), Arc::new(|_| {}));
        seat.open_unasked();
        let may = |login: &str| {
            let input = json!({ "login": login, "password": foil_testkit::PASSWORD });
            seat.log_in(serde_json::from_value(input).unwrap()).unwrap();
            seat.may(Right::SeeJobs).map_err(|error| error.code)
        };
        assert_eq!(seat.may(Right::SeeJobs).unwrap_err().code, "not_logged_in");
        assert_eq!(may("kiran"), Err("not_allowed".into()));
        assert_eq!(may("asha"), Ok(()));
    }

    #[test]
    fn a_save_dialog_that_is_closed_hands_nothing_out_whoever_logs_in_next() {
        let hall = foil_testkit::Hall::open();
        let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
        let paid = hall.pays(&asha, &hall.bills(900), 900).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let key_file = dir.path().join("a.key");
        hall.key().write_new(&key_file).unwrap();
        let args = Args { book: Some(hall.path()), key_file: Some(key_file), counter: None };
        let seat = Seat::new(&args, dir.path(), Arc::new(|_| {}));
        seat.open_unasked();
        let log_in = || {
            let input = json!({ "login": "asha", "password": foil_testkit::PASSWORD });
            seat.log_in(serde_json::from_value(input).unwrap()).unwrap();
        };
        let receipt = json!({ "kind": "receipt", "payment": paid.payment, "format": "pdf" });
        for _ in 0..2 {
            log_in();
            assert_eq!(seat.save(&receipt, |_| None).unwrap(), None);
        }
        assert!(hall.logged(&maya, "hand_out").is_empty(), "nobody has a paper yet");
        let target = dir.path().join("receipt.pdf");
        assert_eq!(seat.save(&receipt, |_| Some(target.clone())).unwrap(), Some(target.clone()));
        assert!(std::fs::read(&target).unwrap().starts_with(b"%PDF"));
        assert!(hall.logged(&maya, "hand_out")[0].contains("\"copy\":\"original\""));
    }

    #[test]
    fn a_wrong_recovery_key_is_refused_and_the_right_one_opens() {
        let dir = tempfile::tempdir().unwrap();
        let key = Key::random().unwrap();
        drop(Book::create(&dir.path().join("a.book"), &Opening::Key(key.clone()), now()).unwrap());
        let seat = seat(dir.path(), None);
        let wrong = Key::random().unwrap().recovery_text();
        assert!(!seat.open_with(&wrong, false).unwrap_err().is_fault(), "a refusal, not a fault");
        seat.open_with(&key.recovery_text(), false).unwrap();
        assert_eq!(seat.state(), BookState::Open);
    }

    #[test]
    fn the_key_of_a_recovery_key_is_kept_where_that_is_wanted_and_a_passphrase_never_is() {
        let dir = tempfile::tempdir().unwrap();
        let key = Key::random().unwrap();
        let path = dir.path().join("a.book");
        drop(Book::create(&path, &Opening::Key(key.clone()), now()).unwrap());
        let typed = key.recovery_text();
        let opens = |secret: &str, wanted: bool, takes: bool| {
            let mut kept = Vec::new();
            let seat = seat(dir.path(), None);
            let opened = seat.open_and_keep(secret, wanted, |book, key| {
                kept.push((book.to_owned(), key.hex().to_string()));
                takes
            });
            (opened.map(|opened| opened.kept).map_err(|error| error.code), kept)
        };
        let entry = vec![(path.clone(), key.hex().to_string())];
        assert_eq!(opens(&typed, true, true), (Ok(Some(true)), entry.clone()));
        assert_eq!(opens(&typed, true, false), (Ok(Some(false)), entry), "open all the same");
        assert_eq!(opens(&typed, false, true), (Ok(None), Vec::new()));
        let wrong = Key::random().unwrap().recovery_text();
        assert_eq!(opens(&wrong, true, true), (Err("wrong_key".into()), Vec::new()));

        std::fs::remove_file(&path).unwrap();
        let phrase = "correct horse battery staple";
        drop(Book::create(&path, &Opening::from_text(phrase), now()).unwrap());
        assert_eq!(opens(phrase, true, true), (Ok(None), Vec::new()));
    }
}
