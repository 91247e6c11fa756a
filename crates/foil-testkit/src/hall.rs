//! The hall itself: its book, its clock, and who sits where.

use crate::Told;
use crate::press::PlainPress;
use foil_api::{ApiError, Desk};
use foil_app::office::jobs::Event;
use foil_app::office::views::JobView;
use foil_app::office::{Clock, NewOffice, Order, Session, set_up};
use foil_app::people::views::{FirstAdmin, LogIn};
use foil_app::{Act, Office};
use foil_domain::ids::{CounterId, CustomerId, JobId, UserId};
use foil_domain::people::{Right, Role};
use foil_domain::text::{Address, Login, Name, Note};
use foil_domain::time::{Day, Instant, Zone};
use foil_store::people::NewPerson;
use foil_store::{Book, Key, Opening};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tempfile::TempDir;

/// Everybody's password in a hall.
pub const PASSWORD: &str = "four sparrows drink";

/// The day on which every story begins, at ten in the morning.
pub const TODAY: &str = "2026-11-21";

const ZONE: &str = "Asia/Kolkata";
const ADMIN: &str = "arun";

/// Somebody at a window of the hall. Clones are the same window.
#[derive(Debug, Clone)]
pub struct Person {
    pub(crate) login: String,
    pub(crate) counter: Option<CounterId>,
    pub(crate) token: Arc<Mutex<String>>,
    pub(crate) user: UserId,
}

impl Person {
    /// Their log-in name.
    #[must_use]
    pub fn login(&self) -> &str {
        &self.login
    }

    /// Their user.
    #[must_use]
    pub fn user(&self) -> UserId {
        self.user
    }

    /// The counter they sit at; none for who needs none.
    #[must_use]
    pub fn counter(&self) -> Option<CounterId> {
        self.counter
    }

    /// Their session, as a shell holds it.
    #[must_use]
    pub fn token(&self) -> String {
        locked(&self.token).clone()
    }
}

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the office's background has told so far.
#[derive(Default)]
struct Heard {
    ended: HashMap<JobId, JobView>,
    dead: Vec<String>,
}

/// A branch at work on a real book in a folder of its own, which goes when the hall goes.
pub struct Hall {
    pub(crate) desk: Desk,
    pub(crate) today: Day,
    clock: Arc<AtomicI64>,
    requests: AtomicI64,
    key: Key,
    pub(crate) seats: Mutex<Vec<Person>>,
    pub(crate) customers: Mutex<HashMap<String, CustomerId>>,
    pub(crate) numbers: AtomicI64,
    /// Who has a drawer since the business day began.
    pub(crate) drawers: Mutex<HashSet<UserId>>,
    pub(crate) drawer_requests: AtomicI64,
    heard: Arc<(Mutex<Heard>, Condvar)>,
    folder: TempDir,
}

impl std::fmt::Debug for Hall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hall").field("book", &self.path()).finish_non_exhaustive()
    }
}

impl Hall {
    /// A new branch at Mangalore with one counter and its admin, on 21 November 2026 at ten.
    ///
    /// # Panics
    /// When the machine gives no folder to write in: a story cannot begin then.
    #[must_use]
    pub fn open() -> Hall {
        let folder = tempfile::tempdir().expect("a folder for the book");
        let key = Key::random().expect("a key");
        let day = Day::parse(TODAY).expect("a day");
        let now = Zone::parse(ZONE).expect("a zone").at(day, 10, 0);
        let path = folder.path().join("branch.foil");
        let book = Book::create(&path, &Opening::Key(key.clone()), now).expect("a new book");
        set_up(&book, now, &office(), &admin()).expect("a new office");
        let clock = Arc::new(AtomicI64::new(now.millis()));
        let (desk, heard) = open_desk(Arc::new(book), &clock);
        let hall = Hall {
            desk,
            today: day,
            clock,
            requests: AtomicI64::new(0),
            key,
            seats: Mutex::default(),
            customers: Mutex::default(),
            numbers: AtomicI64::new(0),
            drawers: Mutex::default(),
            drawer_requests: AtomicI64::new(0),
            heard,
            folder,
        };
        // A story moves the clock by hours; only the story of the lock wants to be locked out.
        hall.arranges(|act| {
            let mut row = foil_store::office::find(act.tx)?;
            row.idle_lock_secs = 86_400;
            row.footer = "Thank you. Keep this receipt.".into();
            // Nor does it meet a ceiling that it did not set.
            (row.fee_ceiling_minor, row.correction_ceiling_minor, row.write_off_ceiling_minor) =
                (None, None, None);
            let rule = foil_store::approvals::rule(act.tx)?;
            let cash_out_ceiling_minor = foil_domain::money::Money::from_minor(100_000_000);
            let rule = foil_store::approvals::RuleRow { cash_out_ceiling_minor, ..rule };
            foil_store::approvals::update_rule(act.tx, &rule)?;
            foil_store::office::update(act.tx, &row, row.version).map(|_| ())
        });
        hall
    }

    /// The program ends and starts again on the same book; everybody logs in anew.
    ///
    /// # Panics
    /// When the book does not open any more.
    #[must_use]
    pub fn restarts(self) -> Hall {
        self.opens_anew(|_| ())
    }

    /// The power goes: the program ends where it is, and starts again on what is on the disk at this moment, log and
    /// all; nothing that it does as it ends gets there. Everybody logs in anew.
    ///
    /// # Panics
    /// When the book does not open any more.
    #[must_use]
    pub fn loses_power(self) -> Hall {
        let files = |path: &Path| ["", "-wal"].map(|end| PathBuf::from(format!("{}{end}", path.display())));
        let on_disk = files(&self.path()).map(|file| std::fs::read(&file).ok());
        self.opens_anew(move |path| {
            for (file, bytes) in files(path).iter().zip(on_disk) {
                match bytes {
                    Some(bytes) => std::fs::write(file, bytes).expect("the disk as it was"),
                    None => drop(std::fs::remove_file(file)),
                }
            }
            let _ = std::fs::remove_file(format!("{}-shm", path.display()));
        })
    }

    /// Ends, does something to the disk, and opens the book again.
    fn opens_anew(self, meanwhile: impl FnOnce(&Path)) -> Hall {
        let Hall {
            desk,
            today,
            clock,
            requests,
            key,
            seats,
            customers,
            numbers,
            drawers,
            drawer_requests,
            heard,
            folder,
        } = self;
        drop((desk, heard));
        let path = folder.path().join("branch.foil");
        meanwhile(&path);
        let now = Instant::from_millis(clock.load(Ordering::SeqCst));
        let book = Book::open(&path, &Opening::Key(key.clone()), now).expect("the book opens again");
        let (desk, heard) = open_desk(Arc::new(book), &clock);
        let hall = Hall {
            desk,
            today,
            clock,
            requests,
            key,
            seats,
            customers,
            numbers,
            drawers,
            drawer_requests,
            heard,
            folder,
        };
        hall.everybody_logs_in();
        hall
    }

    /// The program ends; the folder with the book goes when what comes back is dropped.
    #[must_use]
    pub fn closes(self) -> TempDir {
        let Hall { desk, folder, .. } = self;
        drop(desk);
        folder
    }

    /// The door to the command table, as a shell has it.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The office behind it.
    #[must_use]
    pub fn office(&self) -> &Arc<Office> {
        self.desk.office()
    }

    /// Where the book is.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("branch.foil")
    }

    /// A folder for files of the story; it goes with the hall.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The book's raw key.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// The day the story began on.
    #[must_use]
    pub fn today(&self) -> Day {
        self.today
    }

    /// The time on the hall's clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        Instant::from_millis(self.clock.load(Ordering::SeqCst))
    }

    /// Time passes.
    pub fn minutes_pass(&self, minutes: i64) {
        self.clock.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// Time passes.
    pub fn seconds_pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    /// A night passes and a manager moves the business day on. Everybody logs in again.
    ///
    /// # Panics
    /// When the business day does not move.
    pub fn next_morning(&self, manager: &Person) {
        self.days_pass(manager, 1);
    }

    /// So many days pass; everybody counts their drawer, and a manager closes the business day and those that were
    /// missed. Everybody logs in again.
    ///
    /// # Panics
    /// When the business day does not move.
    pub fn days_pass(&self, manager: &Person, days: i64) {
        self.minutes_pass(days * 24 * 60);
        self.everybody_logs_in();
        self.drawers_are_counted();
        let to = Zone::parse(ZONE).expect("a zone").day_of(self.now());
        self.closes_day(manager, Some(to)).expect("the day is closed");
    }

    /// Everybody logs in again, as after a night.
    ///
    /// # Panics
    /// When one of them is not let in.
    pub fn everybody_logs_in(&self) {
        let seats = locked(&self.seats).clone();
        for person in &seats {
            let token = self.token_for(&person.login, person.counter).expect("they log in again");
            *locked(&person.token) = token;
        }
    }

    /// The next request id; the same story gets the same ids each time.
    #[must_use]
    pub fn request(&self) -> String {
        let n = self.requests.fetch_add(1, Ordering::SeqCst) + 1;
        format!("0193a5d2-7c1e-7000-8000-{n:012x}")
    }

    /// A clerk at a counter of their own.
    pub fn clerk(&self, login: &str) -> Person {
        self.person(login, Role::Clerk)
    }

    /// A manager at a counter of their own.
    pub fn manager(&self, login: &str) -> Person {
        self.person(login, Role::Manager)
    }

    /// An admin.
    pub fn admin(&self, login: &str) -> Person {
        self.person(login, Role::Admin)
    }

    /// An official, who reads.
    pub fn official(&self, login: &str) -> Person {
        self.person(login, Role::Official)
    }

    /// A consumer who sees a customer's own card.
    pub fn consumer(&self, login: &str, of: &crate::Account) -> Person {
        self.hires(login, Role::Consumer, Some(of.customer));
        self.logs_in(login, None)
    }

    /// A second window of the same person at the same counter.
    pub fn second_window(&self, person: &Person) -> Person {
        self.logs_in(&person.login, person.counter)
    }

    fn person(&self, login: &str, role: Role) -> Person {
        self.hires(login, role, None);
        let counter = role.may(Right::ServeQueue).then(|| self.free_counter());
        self.logs_in(login, counter)
    }

    /// Makes a user with everybody's password; the hash is the first admin's, because hashing is slow.
    fn hires(&self, login: &str, role: Role, customer: Option<CustomerId>) {
        let known = self.office().book().read(|tx| foil_store::people::by_login(tx, login));
        if known.expect("the users").is_some() {
            return self.arranges(|_| Ok(()));
        }
        let login = login.to_owned();
        self.staffs(move |act| {
            let hash = foil_store::people::by_login(act.tx, ADMIN)?.map(|p| p.password).unwrap_or_default();
            let mut name = login.clone();
            name[..1].make_ascii_uppercase();
            let new = NewPerson {
                login: &login,
                name: &name,
                role,
                password: &hash,
                active: true,
                customer,
                must_change: false,
            };
            let user = foil_store::people::insert(act.tx, &new)?;
            let mut said = json!({ "user": user, "made": true, "role": role, "active": true, "version": 1 });
            if role != Role::Consumer {
                (said["login"], said["name"]) = (json!(login), json!(name));
            }
            act.changed(said);
            Ok(())
        });
    }

    /// A counter nobody sits at, made if need be: C1, C2, C3 in order of coming.
    pub(crate) fn free_counter(&self) -> CounterId {
        let taken: Vec<CounterId> = locked(&self.seats).iter().filter_map(|p| p.counter).collect();
        self.arranges(move |act| {
            let all = foil_store::office::counters(act.tx)?;
            if let Some(free) = all.iter().find(|c| !taken.contains(&c.id)) {
                return Ok(free.id);
            }
            let n = all.len() + 1;
            foil_store::office::add_counter(act.tx, None, &format!("C{n}"), &format!("Counter {n}"), true)
        })
    }

    /// Somebody who is known already logs in with everybody's password.
    ///
    /// # Panics
    /// When they are not let in.
    pub fn logs_in(&self, login: &str, counter: Option<CounterId>) -> Person {
        let input = LogIn { login: login.into(), password: PASSWORD.into(), counter };
        let logged_in = self.desk.log_in(&input).expect("they log in");
        let token = Arc::new(Mutex::new(logged_in.session));
        let person = Person { login: login.into(), counter, token, user: logged_in.user };
        locked(&self.seats).push(person.clone());
        person
    }

    fn token_for(&self, login: &str, counter: Option<CounterId>) -> Told<String> {
        let input = LogIn { login: login.into(), password: PASSWORD.into(), counter };
        self.desk.log_in(&input).map(|l| l.session)
    }

    /// Sends a command as it crosses the wire.
    ///
    /// Who takes their first payment of a business day has opened a shift before, with an empty drawer: only the
    /// stories of shifts speak of that.
    pub fn call(&self, who: &Person, name: &str, input: Value) -> Told<Value> {
        if matches!(name, "take_payment" | "redo") {
            self.has_a_drawer(who);
        }
        self.desk.call(&who.token(), name, input, true)
    }

    /// Sends a command and reads its answer.
    ///
    /// # Panics
    /// When the answer is not what the type says: the wire and the kit would have parted.
    pub fn ask<T: DeserializeOwned>(&self, who: &Person, name: &str, input: impl Serialize) -> Told<T> {
        let input = serde_json::to_value(input).expect("an input is JSON");
        let output = self.call(who, name, input)?;
        Ok(serde_json::from_value(output).expect("the answer is of its type"))
    }

    /// Changes the scene itself: what no person does in this story, but what the story starts from.
    ///
    /// # Panics
    /// When the scene cannot be set.
    pub fn arranges<T>(&self, mut work: impl FnMut(&mut Act<'_>) -> foil_app::Result<T> + Send + 'static) -> T
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        self.arranges_as("arrange", move |act| {
            act.changed(json!({}));
            work(act)
        })
    }

    /// Makes or changes a user beside the screens. Once a seal says who was of the office, it is an act that says whom.
    pub(crate) fn staffs(&self, work: impl FnMut(&mut Act<'_>) -> foil_app::Result<()> + Send + 'static) {
        let sealed = self.office().book().read(foil_store::seals::last).expect("the last seal").is_some();
        self.arranges_as(if sealed { "save_user" } else { "arrange" }, work);
    }

    fn arranges_as<T>(
        &self,
        act: &'static str,
        work: impl FnMut(&mut Act<'_>) -> foil_app::Result<T> + Send + 'static,
    ) -> T
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        let arranged = self.office().perform(&Session::house(), Order::new(act, Right::EditCustomers), work);
        arranged.expect("the scene is set")
    }

    /// Waits until a job has ended, and gives its last view back.
    ///
    /// # Panics
    /// When nothing is heard of its end for ten minutes.
    pub fn waits_for(&self, job: &JobView) -> JobView {
        let (heard, rung) = &*self.heard;
        let mut heard = locked(heard);
        loop {
            if let Some(ended) = heard.ended.get(&job.id) {
                return ended.clone();
            }
            let waited = rung.wait_timeout(heard, Duration::from_secs(600));
            let (after, silence) = waited.unwrap_or_else(PoisonError::into_inner);
            assert!(!silence.timed_out(), "nothing is heard of the end of {job:?}");
            heard = after;
        }
    }

    /// Starts a job by its command and waits for it.
    pub fn does_job(&self, who: &Person, name: &str, input: impl Serialize) -> Told<JobView> {
        let job: JobView = self.ask(who, name, input)?;
        Ok(self.waits_for(&job))
    }

    /// What `verify` finds wrong with a month's pack that is made now, held against the book: `[]` where all is sound.
    ///
    /// # Panics
    /// When the pack cannot be made, or not be verified.
    #[must_use]
    pub fn verifies_pack(&self, who: &Person, month: &str) -> Value {
        let input = serde_json::json!({ "month": month, "folder": self.folder().join("pack") });
        let made = self.does_job(who, "export_pack", input).expect("the pack is begun");
        assert_eq!(made.state, "done", "{}", made.result);
        let asked = serde_json::json!({ "path": made.result["path"], "book": true });
        self.call(who, "verify", asked).expect("the pack is verified")["findings"].clone()
    }

    /// Dead letters the background has told of, by ticket number.
    #[must_use]
    pub fn dead_letters_told(&self) -> Vec<String> {
        locked(&self.heard.0).dead.clone()
    }

    /// The session a shell holds is lost: what it is told from then on.
    pub fn log_in(&self, login: &str, password: &str) -> Told<()> {
        let input = LogIn { login: login.into(), password: password.into(), counter: None };
        self.desk.log_in(&input).map(|_| ())
    }
}

type Listening = Arc<(Mutex<Heard>, Condvar)>;

fn open_desk(book: Arc<Book>, clock: &Arc<AtomicI64>) -> (Desk, Listening) {
    let hands = clock.clone();
    let clock: Clock = Arc::new(move || Instant::from_millis(hands.load(Ordering::SeqCst)));
    let office = Arc::new(Office::open(book, clock, Arc::new(PlainPress)).expect("the office opens"));
    let heard: Listening = Arc::default();
    let ear = heard.clone();
    office.listen(Arc::new(move |event| {
        let mut heard = locked(&ear.0);
        match event {
            Event::Job(view) if view.state != "running" => {
                heard.ended.insert(view.id, *view);
            }
            Event::DeadLetter(number) => heard.dead.push(number),
            _ => {}
        }
        ear.1.notify_all();
    }));
    (Desk::new(office), heard)
}

fn office() -> NewOffice {
    NewOffice {
        name: Name::parse("Mangalore Utility Branch").expect("a name"),
        address: Address::parse("Light House Hill Road; Hampankatta; Mangaluru 575001").expect("an address"),
        phone: Note::parse("0824 242 0000").expect("a phone"),
        registration: Note::parse("GSTIN 29ABCDE1234F1Z5").expect("a registration"),
        currency: "INR".into(),
        zone: ZONE.into(),
        language: "en".into(),
        year_starts_in: 4,
        demo: false,
    }
}

fn admin() -> FirstAdmin {
    FirstAdmin {
        login: Login::parse(ADMIN).expect("a log-in name"),
        name: Name::parse("Arun").expect("a name"),
        password: PASSWORD.into(),
    }
}

impl Hall {
    /// What a shell without a session, or with one that ended, is told.
    pub fn call_as_stranger(&self, name: &str, input: Value) -> Result<Value, ApiError> {
        self.desk.call("no such session", name, input, true)
    }
}
