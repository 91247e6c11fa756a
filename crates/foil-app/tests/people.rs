//! Logging in and out, users, and the first run, with a clock that the test moves.

// Helpers of tests may unwrap just as tests do.
#![allow(clippy::unwrap_used)]

use foil_app::office::views::{CloseDay, SaveCounter, SaveOffice};
use foil_app::office::{NewOffice, Order, Session, set_up};
use foil_app::people::views::{ChangePassword, FirstAdmin, LogIn, LoggedIn, SaveUser, Unlock, UserView};
use foil_app::{Nothing, Office, Refusal, Result};
use foil_documents::Paper;
use foil_domain::ids::{CounterId, CustomerId, RequestId};
use foil_domain::people::{Right, Role};
use foil_domain::text::{Address, Code, Login, Name, Note};
use foil_domain::time::{Day, Instant};
use foil_store::{Book, Key, Opening};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// 21 November 2026, 10:00 in Mangalore.
const MORNING: i64 = 1_795_235_400_000;
const ADMIN: &str = "correct horse battery";
const CLERK: &str = "four sparrows drink";

struct Hall {
    office: Arc<Office>,
    clock: Arc<AtomicI64>,
    _folder: tempfile::TempDir,
}

fn asked() -> NewOffice {
    NewOffice {
        name: Name::parse("Kadri Branch").unwrap(),
        address: Address::parse("Kadri; Mangalore").unwrap(),
        phone: Note::parse("").unwrap(),
        registration: Note::parse("").unwrap(),
        currency: "INR".into(),
        zone: "Asia/Kolkata".into(),
        language: "en".into(),
        year_starts_in: 4,
        demo: false,
    }
}

fn first_admin() -> FirstAdmin {
    FirstAdmin {
        login: Login::parse("admin").unwrap(),
        name: Name::parse("Asha Rao").unwrap(),
        password: ADMIN.into(),
    }
}

fn new_user(login: &str, role: Role, password: &str) -> SaveUser {
    SaveUser {
        user: None,
        version: None,
        login: Login::parse(login).unwrap(),
        name: Name::parse(login).unwrap(),
        role,
        active: true,
        customer: None,
        password: Some(password.into()),
    }
}

/// The same user again, as a screen would send it back.
fn again(user: &UserView) -> SaveUser {
    SaveUser {
        user: Some(user.id),
        version: Some(user.version),
        login: Login::parse(&user.login).unwrap(),
        name: Name::parse(&user.name).unwrap(),
        role: user.role,
        active: user.active,
        customer: user.customer,
        password: None,
    }
}

impl Hall {
    fn open() -> Hall {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(MORNING));
        let key = Opening::Key(Key::from_text(&"5c".repeat(32)).unwrap());
        let book = Book::create(&folder.path().join("a.book"), &key, Instant::from_millis(MORNING)).unwrap();
        set_up(&book, Instant::from_millis(MORNING), &asked(), &first_admin()).unwrap();
        let seen = clock.clone();
        let now = Arc::new(move || Instant::from_millis(seen.load(Ordering::Relaxed)));
        let office = Arc::new(Office::open(Arc::new(book), now, Arc::new(Paper)).unwrap());
        Hall { office, clock, _folder: folder }
    }

    fn with_clerk() -> (Hall, UserView) {
        let hall = Hall::open();
        let admin = hall.sits("admin", ADMIN);
        let clerk = foil_app::people::save_user(&hall.office, &admin, new_user("clerk", Role::Clerk, CLERK));
        let clerk = hall.has_chosen(&clerk.unwrap());
        (hall, clerk)
    }

    fn later(&self, secs: i64) {
        self.clock.fetch_add(secs * 1000, Ordering::Relaxed);
    }

    fn log_in(&self, login: &str, password: &str) -> Result<LoggedIn> {
        self.office.log_in(&LogIn { login: login.into(), password: password.into(), counter: None })
    }

    fn sits(&self, login: &str, password: &str) -> Session {
        let token = self.log_in(login, password).unwrap().session;
        self.office.session(&token, true).unwrap()
    }

    fn hires(&self, login: &str, role: Role) -> Session {
        let admin = self.sits("admin", ADMIN);
        let made = foil_app::people::save_user(&self.office, &admin, new_user(login, role, CLERK)).unwrap();
        self.has_chosen(&made);
        self.sits(login, CLERK)
    }

    /// Somebody has chosen their own password: the same, for hashing is slow.
    fn has_chosen(&self, made: &UserView) -> UserView {
        let id = made.id;
        let version =
            self.office.perform(&Session::house(), Order::new("arrange", Right::SeeFrame), move |act| {
                let hash = foil_store::people::find(act.tx, id)?.map(|p| p.password).unwrap_or_default();
                foil_store::people::set_password(act.tx, id, &hash, false)?;
                Ok(foil_store::people::find(act.tx, id)?.map(|p| p.version).unwrap_or_default())
            });
        UserView { must_change: false, version: version.unwrap(), ..made.clone() }
    }

    fn log(&self) -> Vec<String> {
        let mut all = Vec::new();
        let office = CounterId(0);
        let read = self.office.book().read(|tx| {
            foil_store::audit::each(tx, office, 1, i64::MAX, |row| {
                all.push(format!("{} {} {}", row.who, row.act, row.changes));
                Ok(true)
            })
        });
        read.unwrap();
        all
    }

    fn is_sound(&self) {
        let admin = self.sits("admin", ADMIN);
        let report = foil_app::office::check_book(&self.office, &admin, Nothing {}).unwrap();
        assert_eq!(report.problems, Vec::<String>::new());
    }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> Refusal {
    match outcome {
        Err(foil_app::Error::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[test]
fn five_wrong_passwords_lock_a_name_and_the_clock_unlocks_it() {
    let (hall, _) = Hall::with_clerk();
    for _ in 0..4 {
        assert_eq!(refused(hall.log_in("clerk", "wrong")), Refusal::InvalidCredentials);
    }
    assert_eq!(refused(hall.log_in("CLERK", "wrong")), Refusal::AccountLocked { minutes: 5 });
    assert_eq!(
        refused(hall.log_in("clerk", CLERK)),
        Refusal::AccountLocked { minutes: 5 },
        "even the right one"
    );
    hall.later(5 * 60);
    assert_eq!(
        refused(hall.log_in("clerk", "wrong")),
        Refusal::AccountLocked { minutes: 10 },
        "longer each time"
    );
    hall.later(10 * 60);
    hall.log_in("clerk", CLERK).unwrap();
    assert_eq!(refused(hall.log_in("clerk", "wrong")), Refusal::InvalidCredentials, "the count began anew");
    assert_eq!(
        hall.log().iter().filter(|row| row.contains("failed_log_in")).count(),
        7,
        "each try is on record"
    );
    hall.is_sound();
}

#[test]
fn a_name_that_nobody_has_is_answered_just_like_one_that_somebody_has() {
    let (hall, _) = Hall::with_clerk();
    let tries = |login: &str| -> Vec<String> {
        (0..6).map(|_| refused(hall.log_in(login, "wrong")).to_string()).collect()
    };
    assert_eq!(tries("clerk"), tries("nobody"));
    assert_eq!(refused(hall.log_in("office", "")), Refusal::InvalidCredentials, "the office cannot log in");
    let endless = "x".repeat(10_000_000);
    assert_eq!(refused(hall.log_in(&endless, "wrong")), Refusal::InvalidCredentials);
    assert_eq!(refused(hall.log_in("admin", &endless)), Refusal::InvalidCredentials);
}

#[test]
fn an_idle_window_locks_and_a_refresh_does_not_keep_it_open() {
    let (hall, _) = Hall::with_clerk();
    let token = hall.log_in("clerk", CLERK).unwrap().session;
    hall.later(590);
    hall.office.session(&token, false).unwrap();
    hall.later(20);
    assert_eq!(refused(hall.office.session(&token, true)), Refusal::SessionLocked);
    let wrong = Unlock { password: "wrong".into() };
    assert_eq!(refused(hall.office.unlock(&token, &wrong)), Refusal::InvalidCredentials);
    hall.office.unlock(&token, &Unlock { password: CLERK.into() }).unwrap();
    hall.office.session(&token, true).unwrap();
    hall.office.lock(&token);
    assert_eq!(refused(hall.office.session(&token, true)), Refusal::SessionLocked);
    hall.office.log_out(&token).unwrap();
    assert_eq!(refused(hall.office.session(&token, true)), Refusal::NotLoggedIn);
    hall.office.log_out(&token).unwrap();
}

#[test]
fn who_serves_sits_at_a_counter_and_who_does_not_sits_in_the_office() {
    let (hall, _) = Hall::with_clerk();
    assert_eq!(hall.sits("clerk", CLERK).counter_code, "C1");
    let admin = hall.sits("admin", ADMIN);
    assert_eq!(admin.counter_code, "OF");
    let counter = |code: &str, active: bool| SaveCounter {
        counter: None,
        version: None,
        code: Code::parse(code).unwrap(),
        name: Name::parse("A counter").unwrap(),
        active,
    };
    let open = foil_app::office::save_counter(&hall.office, &admin, counter("C2", true)).unwrap();
    let shut = foil_app::office::save_counter(&hall.office, &admin, counter("C3", false)).unwrap();
    for code in ["C2", "c4", "TOOL", "C/1"] {
        refused(foil_app::office::save_counter(&hall.office, &admin, counter(code, true)));
    }
    let renamed = SaveCounter { counter: Some(open.id), version: Some(open.version), ..counter("C9", true) };
    refused(foil_app::office::save_counter(&hall.office, &admin, renamed));
    let at = |id| LogIn { login: "clerk".into(), password: CLERK.into(), counter: Some(id) };
    let token = hall.office.log_in(&at(open.id)).unwrap().session;
    assert_eq!(hall.office.session(&token, true).unwrap().counter_code, "C2");
    assert_eq!(refused(hall.office.log_in(&at(shut.id))).code(), "not_found");
    assert_eq!(
        refused(hall.office.log_in(&at(CounterId(0)))).code(),
        "not_found",
        "no clerk takes money there"
    );
}

#[test]
fn the_office_keeps_an_admin() {
    let hall = Hall::open();
    let admin = hall.sits("admin", ADMIN);
    let save = |input| foil_app::people::save_user(&hall.office, &admin, input);
    let me = foil_app::people::users(&hall.office, &admin, Nothing {}).unwrap().remove(0);
    assert_eq!(refused(save(SaveUser { active: false, ..again(&me) })), Refusal::LastAdmin);
    assert_eq!(refused(save(SaveUser { role: Role::Manager, ..again(&me) })), Refusal::LastAdmin);
    save(new_user("second", Role::Admin, CLERK)).unwrap();
    assert_eq!(save(SaveUser { role: Role::Manager, ..again(&me) }).unwrap().role, Role::Manager);
    let users = foil_app::people::users(&hall.office, &admin, Nothing {});
    assert_eq!(refused(users).code(), "not_logged_in", "a manager sits at a counter, and this one at none");
}

#[test]
fn users_are_refused_in_words() {
    let (hall, clerk) = Hall::with_clerk();
    let admin = hall.sits("admin", ADMIN);
    let save = |input| refused(foil_app::people::save_user(&hall.office, &admin, input)).code();
    assert_eq!(save(new_user("Clerk", Role::Clerk, CLERK)), "duplicate");
    assert_eq!(save(new_user("other", Role::Clerk, "short")), "weak_password");
    assert_eq!(save(new_user("otherother", Role::Clerk, "OtherOther")), "weak_password");
    assert_eq!(save(SaveUser { password: None, ..new_user("other", Role::Clerk, CLERK) }), "bad_input");
    assert_eq!(save(new_user("other", Role::Consumer, CLERK)), "bad_input");
    let strange = SaveUser { customer: Some(CustomerId(9)), ..new_user("other", Role::Consumer, CLERK) };
    assert_eq!(save(strange), "not_found");
    assert_eq!(save(SaveUser { version: Some(99), ..again(&clerk) }), "changed_meanwhile");
    assert_eq!(save(SaveUser { user: Some(foil_app::office::HOUSE), ..again(&clerk) }), "not_found");
}

#[test]
fn a_new_password_unlocks_and_ends_old_sessions_and_the_retired_are_out_at_once() {
    let (hall, clerk) = Hall::with_clerk();
    let admin = hall.sits("admin", ADMIN);
    let token = hall.log_in("clerk", CLERK).unwrap().session;
    for _ in 0..5 {
        refused(hall.log_in("clerk", "wrong"));
    }
    let locked = foil_app::people::users(&hall.office, &admin, Nothing {}).unwrap();
    assert!(locked.iter().any(|u| u.id == clerk.id && u.locked_until.is_some()));
    let fresh = SaveUser { password: Some("five sparrows drink".into()), ..again(&clerk) };
    let saved = foil_app::people::save_user(&hall.office, &admin, fresh).unwrap();
    assert_eq!(saved.locked_until, None);
    assert_eq!(refused(hall.office.session(&token, true)), Refusal::NotLoggedIn);
    let who = hall.sits("clerk", "five sparrows drink");
    foil_app::people::save_user(&hall.office, &admin, SaveUser { active: false, ..again(&saved) }).unwrap();
    assert_eq!(refused(foil_app::office::frame(&hall.office, &who, Nothing {})), Refusal::NotLoggedIn);
    assert_eq!(refused(hall.log_in("clerk", "five sparrows drink")), Refusal::InvalidCredentials);
    hall.is_sound();
}

#[test]
fn ones_own_password_changes_only_with_the_old_one_and_never_stands_in_the_log() {
    let (hall, _) = Hall::with_clerk();
    let first = hall.log_in("clerk", CLERK).unwrap().session;
    hall.later(1);
    let who = hall.sits("clerk", CLERK);
    let change = |old: &str, new: &str| {
        let input = ChangePassword { old: old.into(), new: new.into() };
        foil_app::people::change_password(&hall.office, &who, input)
    };
    assert_eq!(refused(change("wrong", "six sparrows drink")), Refusal::InvalidCredentials);
    assert_eq!(refused(change(CLERK, CLERK)).code(), "weak_password");
    assert_eq!(refused(change(CLERK, "clerk")).code(), "weak_password");
    change(CLERK, "six sparrows drink").unwrap();
    assert_eq!(refused(hall.office.session(&first, true)), Refusal::NotLoggedIn, "other windows are out");
    assert_eq!(refused(hall.log_in("clerk", CLERK)), Refusal::InvalidCredentials);
    hall.log_in("clerk", "six sparrows drink").unwrap();
    let log = hall.log().join("\n");
    for secret in [CLERK, ADMIN, "six sparrows", "argon2", "Asha"] {
        assert!(!log.contains(secret), "{secret}");
    }
}

#[test]
fn roles_are_refused_what_is_not_theirs() {
    let (hall, _) = Hall::with_clerk();
    let admin = hall.sits("admin", ADMIN);
    let made = foil_app::people::save_user(&hall.office, &admin, new_user("official", Role::Official, CLERK));
    hall.has_chosen(&made.unwrap());
    let (clerk, official) = (hall.sits("clerk", CLERK), hall.sits("official", CLERK));
    let to = Day::new(2026, 11, 22).unwrap();
    for who in [&clerk, &admin, &official] {
        let request_id = RequestId::parse("0193a5d2-7c1e-7000-8000-00000000d0a1").unwrap();
        let moved =
            foil_app::office::close_day(&hall.office, who, CloseDay { request_id, on: None, to: Some(to) });
        assert_eq!(refused(moved).code(), "not_allowed", "{}", who.login);
    }
    let seen = |who| foil_app::people::users(&hall.office, who, Nothing {});
    assert_eq!(refused(seen(&clerk)).code(), "not_allowed");
    assert_eq!(seen(&official).unwrap().len(), 3, "who reads everything sees who may do what");
    for who in [&clerk, &official] {
        let saved = foil_app::people::save_user(&hall.office, who, new_user("x", Role::Admin, CLERK));
        assert_eq!(refused(saved).code(), "not_allowed");
    }
}

#[test]
fn another_role_begins_with_a_log_in_at_its_own_place() {
    let hall = Hall::open();
    hall.hires("omar", Role::Official);
    let token = hall.log_in("omar", CLERK).unwrap().session;
    assert_eq!(hall.office.session(&token, true).unwrap().counter_code, "OF");
    let admin = hall.sits("admin", ADMIN);
    let omar = foil_app::people::users(&hall.office, &admin, Nothing {}).unwrap().remove(1);

    let clerk = SaveUser { role: Role::Clerk, ..again(&omar) };
    foil_app::people::save_user(&hall.office, &admin, clerk).unwrap();

    assert_eq!(refused(hall.office.session(&token, true)).code(), "not_logged_in");
    assert_eq!(hall.sits("omar", CLERK).counter_code, "C1", "no receipt is numbered by the office itself");
}

#[test]
fn ones_own_job_is_stopped_by_oneself_and_anothers_by_those_who_lead() {
    let hall = Hall::open();
    let (clerk, official) = (hall.hires("clerk", Role::Clerk), hall.hires("official", Role::Official));
    let manager = hall.hires("manager", Role::Manager);
    let begun = |who: &Session| {
        let id = who.user;
        let job = hall.office.book().write(move |tx| {
            foil_store::jobs::begin(tx, "process_queue", "", id, Instant::from_millis(MORNING))
        });
        foil_app::office::views::JobRef { job: job.unwrap() }
    };
    let stop = |who: &Session, job| foil_app::office::cancel_job(&hall.office, who, job);

    let told = |outcome| refused(outcome).code();
    assert_eq!(told(stop(&official, begun(&manager))), "not_allowed", "an official stops nobody's work");
    assert_eq!(told(stop(&clerk, begun(&manager))), "not_allowed");
    assert!(stop(&clerk, begun(&clerk)).is_ok());
    assert!(stop(&manager, begun(&clerk)).is_ok());
}

#[test]
fn settings_out_of_range_are_refused_and_a_shorter_idle_time_holds_at_once() {
    let hall = Hall::open();
    let admin = hall.sits("admin", ADMIN);
    let now = foil_app::office::office(&hall.office, &admin, Nothing {}).unwrap();
    let input = SaveOffice {
        version: now.version,
        name: Name::parse("Kadri Branch").unwrap(),
        address: Address::parse("Kadri").unwrap(),
        phone: Note::parse("").unwrap(),
        registration: Note::parse("").unwrap(),
        footer: Note::parse("Thank you").unwrap(),
        language: Code::parse("kn").unwrap(),
        queue: now.queue,
        idle_lock_secs: 60,
        payment_ceiling: None,
        void_ceiling: None,
        allocation: None,
        document_folder: Note::parse("").unwrap(),
        billing: None,
        shifts: None,
    };
    let save = |input: SaveOffice| foil_app::office::save_office(&hall.office, &admin, input);
    for bad in [
        SaveOffice { idle_lock_secs: 1, ..input.clone() },
        SaveOffice { document_folder: Note::parse("papers").unwrap(), ..input.clone() },
        SaveOffice { document_folder: Note::parse("/a/../../etc").unwrap(), ..input.clone() },
        SaveOffice { payment_ceiling: Some(foil_domain::Money::ZERO), ..input.clone() },
        SaveOffice { language: Code::parse("../x").unwrap(), ..input.clone() },
        SaveOffice { language: Code::parse("fr").unwrap(), ..input.clone() },
    ] {
        assert_eq!(refused(save(bad)).code(), "bad_input");
    }
    let saved = save(input.clone()).unwrap();
    assert_eq!((saved.footer.as_str(), saved.idle_lock_secs), ("Thank you", 60));
    assert_eq!(refused(save(input)).code(), "changed_meanwhile");
    let token = hall.log_in("admin", ADMIN).unwrap().session;
    hall.later(61);
    assert_eq!(refused(hall.office.session(&token, true)), Refusal::SessionLocked);
}

#[test]
fn a_book_is_set_up_once_and_only_with_sense() {
    let hall = Hall::open();
    let now = Instant::from_millis(MORNING);
    assert_eq!(refused(set_up(hall.office.book(), now, &asked(), &first_admin())).code(), "duplicate");
    let folder = tempfile::tempdir().unwrap();
    let key = Opening::Key(Key::random().unwrap());
    let book = Book::create(&folder.path().join("b.book"), &key, now).unwrap();
    for bad in [
        NewOffice { currency: "RUPEE".into(), ..asked() },
        NewOffice { zone: "Mangalore".into(), ..asked() },
        NewOffice { language: String::new(), ..asked() },
        NewOffice { language: "fr".into(), ..asked() },
        NewOffice { year_starts_in: 13, ..asked() },
    ] {
        assert_eq!(refused(set_up(&book, now, &bad, &first_admin())).code(), "bad_input");
    }
    let house = FirstAdmin { login: Login::parse("Office").unwrap(), ..first_admin() };
    assert_eq!(refused(set_up(&book, now, &asked(), &house)).code(), "bad_input");
    let weak = FirstAdmin { password: "admin".into(), ..first_admin() };
    assert_eq!(refused(set_up(&book, now, &asked(), &weak)).code(), "weak_password");
    let gulf = NewOffice { currency: "KWD".into(), language: "Hindi".into(), ..asked() };
    set_up(&book, now, &gulf, &first_admin()).unwrap();
    let row = book.read(foil_store::office::find).unwrap();
    assert_eq!(row.language, "hi", "a language is kept by its code");
    let ceilings = [row.fee_ceiling_minor, row.correction_ceiling_minor, row.write_off_ceiling_minor];
    assert!(ceilings.iter().all(Option::is_some), "who never thought of ceilings has some: {ceilings:?}");
    hall.is_sound();
}
