//! A second program on the same book: this test binary again, told by its environment what to do.
//!
//! `the_child` is a test like the others, which does nothing unless it is told to. So the child is
//! the product's code in a process of its own, with its own connection and its own memory, on every
//! platform.

use foil_api::Desk;
use foil_app::Office;
use foil_app::office::jobs::Progress;
use foil_app::people::views::LogIn;
use foil_domain::documents::{BillDoc, Copy, ReceiptDoc, SlipDoc, VoidMark};
use foil_domain::ids::CounterId;
use foil_domain::press::{Format, Press, Rows};
use foil_domain::time::{Day, Instant, Zone};
use foil_store::{Book, Opening};
use foil_testkit::{Hall, PASSWORD, Person, PlainPress};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const BOOK: &str = "COUNTERFOIL_TEST_BOOK";
const KEY: &str = "COUNTERFOIL_TEST_KEY";
const NOW: &str = "COUNTERFOIL_TEST_NOW";
const CLERK: &str = "COUNTERFOIL_TEST_CLERK";
const COUNTER: &str = "COUNTERFOIL_TEST_COUNTER";
const ACCOUNT: &str = "COUNTERFOIL_TEST_ACCOUNT";
const PAYMENTS: &str = "COUNTERFOIL_TEST_PAYMENTS";
const STANDS: &str = "COUNTERFOIL_TEST_STANDS";

/// Where a child that takes payments stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Nowhere.
    Nowhere,
    /// Before it tells a receipt that is in the book.
    BeforeItsAnswer,
    /// In the midst of a paper, the first part of which is on the disk.
    InAPaper,
}

impl Stands {
    const ALL: [Stands; 3] = [Stands::Nowhere, Stands::BeforeItsAnswer, Stands::InAPaper];

    fn as_told() -> Stands {
        let told = std::env::var(STANDS).unwrap_or_default();
        Stands::ALL.into_iter().find(|one| format!("{one:?}") == told).expect("the parent says where")
    }
}

/// A running child and what it says.
pub struct Paying {
    child: Child,
    said: BufReader<ChildStdout>,
}

impl Paying {
    /// Starts a child that takes payments of one rupee on an account, up to so many, as this person.
    pub fn starts(hall: &Hall, who: &Person, account: i64, payments: u32) -> Paying {
        Paying::starts_so(hall, who, account, payments, Stands::Nowhere)
    }

    /// Starts one that takes a payment and stands still before it tells its receipt; gives it back once it does.
    pub fn stands_before_its_answer(hall: &Hall, who: &Person, account: i64) -> Paying {
        let mut child = Paying::starts_so(hall, who, account, 1, Stands::BeforeItsAnswer);
        child.hears("stored").expect("the child takes a payment");
        child
    }

    /// Starts one that takes a payment and stands still in the midst of writing the day's list of payments; gives it back once
    /// it does, and its receipt.
    pub fn stands_in_a_paper(hall: &Hall, who: &Person, account: i64) -> (Paying, String) {
        let mut child = Paying::starts_so(hall, who, account, 1, Stands::InAPaper);
        let receipt = child.next_receipt().expect("the child takes a payment");
        child.hears("half").expect("the child writes its papers");
        (child, receipt)
    }

    fn starts_so(hall: &Hall, who: &Person, account: i64, payments: u32, stands: Stands) -> Paying {
        hall.has_a_drawer(who);
        let counter = who.counter().map_or(0, |c| c.0);
        let mut child = Command::new(std::env::current_exe().expect("this test's own program"))
            .args(["--exact", "child::the_child", "--nocapture", "--test-threads=1"])
            .env(BOOK, hall.path())
            .env(KEY, hall.key().hex().as_str())
            .env(NOW, hall.now().millis().to_string())
            .env(CLERK, who.login())
            .env(COUNTER, counter.to_string())
            .env(ACCOUNT, account.to_string())
            .env(PAYMENTS, payments.to_string())
            .env(STANDS, format!("{stands:?}"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a second program");
        let said = BufReader::new(child.stdout.take().expect("its words"));
        Paying { child, said }
    }

    /// Waits for the next receipt the child was given; `None` when it has ended.
    pub fn next_receipt(&mut self) -> Option<String> {
        let mut line = String::new();
        loop {
            line.clear();
            if self.said.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some((_, receipt)) = line.trim_end().split_once("receipt ") {
                return Some(receipt.to_owned());
            }
        }
    }

    /// Waits until the next payment is being taken: its account was looked at before.
    pub fn begins(&mut self) -> Option<()> {
        self.hears("begins take_payment")
    }

    fn hears(&mut self, words: &str) -> Option<()> {
        let mut line = String::new();
        while !line.trim_end().ends_with(words) {
            line.clear();
            if self.said.read_line(&mut line).ok()? == 0 {
                return None;
            }
        }
        Some(())
    }

    /// Kills it where it stands (SIGKILL, or TerminateProcess), and gives what it had said by then.
    pub fn killed(mut self) -> Vec<String> {
        self.child.kill().expect("it is killed");
        let _ = self.child.wait();
        std::iter::from_fn(|| self.next_receipt()).collect()
    }

    /// Waits until it ends by itself, and gives what it said.
    pub fn ends(mut self) -> Vec<String> {
        let all = std::iter::from_fn(|| self.next_receipt()).collect();
        assert!(self.child.wait().expect("it ends").success(), "the child ended well");
        all
    }
}

const CYCLE: &str = "COUNTERFOIL_TEST_CYCLE";

/// A child that posts a bill run, a few accounts a commit.
pub struct Billing(Child);

impl Billing {
    /// Starts it on a cycle, as this person.
    pub fn starts(hall: &Hall, who: &Person, cycle: &str) -> Billing {
        let child = Command::new(std::env::current_exe().expect("this test's own program"))
            .args(["--exact", "child::the_billing_child", "--nocapture", "--test-threads=1"])
            .env(BOOK, hall.path())
            .env(KEY, hall.key().hex().as_str())
            .env(NOW, hall.now().millis().to_string())
            .env(CLERK, who.login())
            .env(COUNTER, who.counter().map_or(0, |c| c.0).to_string())
            .env(CYCLE, cycle)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a second program");
        Billing(child)
    }

    /// Kills it where it stands.
    pub fn killed(mut self) {
        self.0.kill().expect("it is killed");
        let _ = self.0.wait();
    }
}

const RUN: &str = "COUNTERFOIL_TEST_RUN";

/// A child that takes a bill run back, a few bills a commit.
pub struct TakingBack(Child);

impl TakingBack {
    /// Starts it on a run as it was seen, as this person.
    pub fn starts(hall: &Hall, who: &Person, (run, version): (i64, i64)) -> TakingBack {
        let child = Command::new(std::env::current_exe().expect("this test's own program"))
            .args(["--exact", "child::the_child_that_takes_back", "--nocapture", "--test-threads=1"])
            .env(BOOK, hall.path())
            .env(KEY, hall.key().hex().as_str())
            .env(NOW, hall.now().millis().to_string())
            .env(CLERK, who.login())
            .env(COUNTER, who.counter().map_or(0, |c| c.0).to_string())
            .env(RUN, format!("{run} {version}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a second program");
        TakingBack(child)
    }

    /// Kills it where it stands.
    pub fn killed(mut self) {
        self.0.kill().expect("it is killed");
        let _ = self.0.wait();
    }
}

const MANAGER: &str = "COUNTERFOIL_TEST_MANAGER";
const DESK: &str = "COUNTERFOIL_TEST_DESK";

/// A child that closes one day after the other, with all that belongs to it.
pub struct Closing {
    child: Child,
    said: BufReader<ChildStdout>,
}

/// What the child says: that it begins an act, or what the act's answer was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    Begins(String),
    /// The act, and the number of what it made.
    Done(String, String),
}

impl Closing {
    /// Starts it: a clerk with a drawer at a counter, a manager at another.
    pub fn starts(hall: &Hall, clerk: &Person, manager: &Person, account: i64) -> Closing {
        let seat = |who: &Person| who.counter().map_or(0, |c| c.0).to_string();
        let mut child = Command::new(std::env::current_exe().expect("this test's own program"))
            .args(["--exact", "child::the_closing_child", "--nocapture", "--test-threads=1"])
            .env(BOOK, hall.path())
            .env(KEY, hall.key().hex().as_str())
            .env(CLERK, clerk.login())
            .env(COUNTER, seat(clerk))
            .env(MANAGER, manager.login())
            .env(DESK, seat(manager))
            .env(ACCOUNT, account.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("a second program");
        let said = BufReader::new(child.stdout.take().expect("its words"));
        Closing { child, said }
    }

    /// What it says next; none when it has ended.
    pub fn next(&mut self) -> Option<Says> {
        let mut line = String::new();
        loop {
            line.clear();
            if self.said.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let words: Vec<&str> = line.split_whitespace().collect();
            match words[..] {
                [.., "begins", act] => return Some(Says::Begins(act.to_owned())),
                [.., "done", act, number] => return Some(Says::Done(act.to_owned(), number.to_owned())),
                _ => {}
            }
        }
    }

    /// Kills it where it stands, and gives what it had said by then.
    pub fn killed(mut self) -> Vec<Says> {
        self.child.kill().expect("it is killed");
        let _ = self.child.wait();
        std::iter::from_fn(|| self.next()).collect()
    }
}

/// A branch of two on their book, whose clock shows the noon of the business day.
struct Two {
    office: Arc<Office>,
    desk: Desk,
    /// Who they are: log-in name and counter of the clerk, and of the manager.
    seats: [(String, i64); 2],
    /// Their sessions, which end with the day.
    clerk: String,
    manager: String,
    account: i64,
    clock: Arc<AtomicI64>,
}

/// Closes days, one after the other: the drawer is opened, cash and a cheque are taken, some of the cash goes to the safe, the
/// cheque to the bank and back, the drawer is counted and closed, its cash is paid in, the day is closed. It goes on where a
/// killed one stood.
#[test]
fn the_closing_child() {
    let Ok(manager) = std::env::var(MANAGER) else { return };
    let mut two = Two::sit_down(manager);
    loop {
        two.does_a_day();
    }
}

impl Two {
    fn sit_down(manager: String) -> Two {
        let told = |name: &str| std::env::var(name).expect("the parent says all");
        let number = |name: &str| told(name).parse::<i64>().expect("a number");
        let path = told(BOOK);
        let key = Opening::from_text(&told(KEY));
        let began = Instant::from_millis(0);
        let book = Book::open(std::path::Path::new(&path), &key, began).expect("the book opens");
        let on = book.read(|tx| Ok(foil_store::office::find(tx)?.business_on)).expect("the office's day");
        let clock = Arc::new(AtomicI64::new(noon(on)));
        let shows = clock.clone();
        let now = Arc::new(move || Instant::from_millis(shows.fetch_add(1_000, Ordering::SeqCst)));
        let office = Arc::new(Office::open(Arc::new(book), now, Arc::new(NoPress)).expect("it opens"));
        let desk = Desk::new(office.clone());
        let seats = [(told(CLERK), number(COUNTER)), (manager, number(DESK))];
        let (clerk, manager) = (String::new(), String::new());
        Two { office, seats, clerk, manager, account: number(ACCOUNT), clock, desk }
    }

    fn log_in(&mut self) {
        let [clerk, manager] = self.seats.clone().map(|(login, counter)| {
            let log_in = LogIn { login, password: PASSWORD.into(), counter: Some(CounterId(counter)) };
            self.desk.log_in(&log_in).expect("they log in").session
        });
        (self.clerk, self.manager) = (clerk, manager);
    }

    fn does_a_day(&mut self) {
        self.log_in();
        let own = self.asks(&self.clerk, "shift", json!({}))["own"].clone();
        if own.is_null() {
            self.does(&self.clerk, "open_shift", json!({ "pieces": [] }), "number");
        }
        if own["shift"]["state"] != "counting" {
            for cheque in [false, false, true] {
                self.pays(cheque);
            }
            self.does(&self.clerk, "drop_cash", json!({ "amount": 50 }), "moved.id");
            self.bounces();
            self.counts();
        }
        self.does(&self.clerk, "close_shift", json!({ "keep": 0 }), "z.number");
        let waits = self.asks(&self.manager, "day_state", json!({}))["to_bank"].clone();
        let slip = json!({ "bank": "Karavali Bank", "pieces": [{ "value": 1, "count": waits }] });
        self.does(&self.manager, "make_deposit_slip", slip, "number");
        let on = self.on();
        self.does(&self.manager, "close_day", json!({ "on": on, "to": on.plus_days(1) }), "closed.0");
        self.clock.store(noon(self.on()), Ordering::SeqCst);
    }

    fn on(&self) -> Day {
        self.office.book().read(|tx| Ok(foil_store::office::find(tx)?.business_on)).expect("the office's day")
    }

    /// A rupee, in cash or by cheque.
    fn pays(&self, cheque: bool) {
        let seen = json!([{ "account": self.account, "version": 0 }]);
        let look = json!({ "accounts": seen, "pay": 100, "tenders": [], "use_credit": false });
        let shown = self.asks(&self.clerk, "preview_payment", look);
        // Payments by one paper would fall together: each cheque is one of its own.
        let taken = self.office.book().read(|tx| tx.number("SELECT COUNT(*) AS n FROM payment", &[]));
        let number = format!("{:06}", taken.expect("a number") + 1);
        let tender = match cheque {
            true => {
                json!({ "method": "cheque", "amount": 100, "reference": number, "bank": "Karavali Bank" })
            }
            false => json!({ "method": "cash", "amount": 100 }),
        };
        let input = json!({
            "accounts": [{ "account": self.account, "version": shown["versions"][0] }],
            "pay": 100, "tenders": [tender], "use_credit": false,
        });
        self.does(&self.clerk, "take_payment", input, "number");
    }

    /// The cheques at the desk go to the bank; the newest that is there comes back.
    fn bounces(&self) {
        let of = |state: &str| {
            let page = self.asks(&self.manager, "cheques", json!({ "state": state, "limit": 500 }));
            page["rows"].as_array().cloned().unwrap_or_default()
        };
        let received: Vec<Value> = of("received").iter().map(|cheque| cheque["id"].clone()).collect();
        if !received.is_empty() {
            self.does(&self.manager, "deposit_cheques", json!({ "cheques": received }), "number");
        }
        if let Some(cheque) = of("deposited").first() {
            let input = json!({
                "cheque": cheque["id"], "version": cheque["version"], "reason": "insufficient_funds", "note": "",
            });
            self.does(&self.manager, "bounce_cheque", input, "vouchers.0");
        }
    }

    /// The drawer is counted by what was put into it and taken out of it, rupee by rupee, as the book's rows have it; never
    /// by what the book says that it must hold. It has to be the same at the first count.
    fn counts(&self) {
        let shift =
            self.asks(&self.clerk, "shift", json!({}))["own"]["shift"]["id"].as_i64().expect("a shift");
        let (on, shift) = (self.on(), foil_domain::ids::ShiftId(shift));
        let rows = |sql: &'static str| {
            let n = self.office.book().read(|tx| tx.number(sql, &[&on, &shift]));
            n.expect("a number")
        };
        let of_shift = |method: &str| match method {
            "cash" => rows(
                "SELECT COUNT(*) AS n FROM payment p JOIN payment_tender t ON t.payment_id = p.id
                  WHERE p.business_on = $1 AND p.shift_id = $2 AND t.method = 'cash'",
            ),
            // What was taken to the bank does not lie in the drawer any more.
            _ => rows(
                "SELECT COUNT(*) AS n FROM payment p JOIN cheque q ON q.payment_id = p.id
                  WHERE p.business_on = $1 AND p.shift_id = $2 AND q.state = 'received'",
            ),
        };
        let dropped = rows(
            "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS n FROM shift_cash
              WHERE business_on = $1 AND shift_id = $2 AND kind = 'drop'",
        );
        let input = json!({
            "pieces": [{ "value": 1, "count": of_shift("cash") * 100 - dropped }],
            "tenders": [{ "method": "cheque", "amount": of_shift("cheque") * 100 }],
        });
        let next = self.does(&self.clerk, "count_shift", input, "next");
        assert_eq!(next, "close", "what is there is what must be there");
    }

    fn asks(&self, who: &str, name: &str, input: Value) -> Value {
        self.desk.call(who, name, input, true).unwrap_or_else(|told| panic!("{name}: {told:?}"))
    }

    /// Says that it begins, acts, and says what the answer was; `number` is where that has the number of what was made.
    fn does(&self, who: &str, name: &str, mut input: Value, number: &str) -> String {
        input["request_id"] = a_new_id();
        says(&format!("begins {name}"));
        let answer = self.asks(who, name, input);
        let at = number.split('.').fold(&answer, |value, step| match step.parse::<usize>() {
            Ok(place) => &value[place],
            Err(_) => &value[step],
        });
        let told = at.as_str().map_or_else(|| at.to_string(), str::to_owned);
        says(&format!("done {name} {told}"));
        told
    }
}

fn says(words: &str) {
    println!("{words}");
    std::io::stdout().flush().expect("the parent hears it");
}

/// The noon of a day at the office.
fn noon(on: Day) -> i64 {
    Zone::parse("Asia/Kolkata").expect("a zone").at(on, 12, 0).millis()
}

/// The office of a book that the parent names, with a session of who it names.
fn sits_down() -> (Arc<Office>, foil_app::Session) {
    let told = |name: &str| std::env::var(name).expect("the parent says all");
    let now = Instant::from_millis(told(NOW).parse().expect("a number"));
    let book = Book::open(std::path::Path::new(&told(BOOK)), &Opening::from_text(&told(KEY)), now)
        .expect("the book opens");
    let office = Arc::new(
        Office::open(Arc::new(book), Arc::new(move || now), Arc::new(NoPress)).expect("the office opens"),
    );
    let desk = Desk::new(office.clone());
    let counter = CounterId(told(COUNTER).parse().expect("a number"));
    let log_in = LogIn { login: told(CLERK), password: PASSWORD.into(), counter: Some(counter) };
    let token = desk.log_in(&log_in).expect("the child logs in").session;
    let who = office.session(&token, true).expect("its session");
    (office, who)
}

/// Takes a bill run back, three bills a commit, so that there are many places to be killed at.
#[test]
fn the_child_that_takes_back() {
    let Ok(run) = std::env::var(RUN) else { return };
    let (run, version) = run.split_once(' ').expect("a run and its version");
    let (office, who) = sits_down();
    let number = |text: &str| text.parse::<i64>().expect("a number");
    let order = json!({ "run": number(run), "version": number(version), "note": "wrong day" });
    let order = serde_json::from_value(order).expect("an order");
    foil_app::billing::take_run_back(&office, &who, &order, &Progress::default(), 3).expect("it goes back");
}

/// Posts a bill run, five accounts a commit, so that there are many places to be killed at.
#[test]
fn the_billing_child() {
    let Ok(cycle) = std::env::var(CYCLE) else { return };
    let (office, who) = sits_down();
    let order =
        serde_json::from_value(json!({ "cycle": cycle, "route": "", "to": "2026-11-21" })).expect("an order");
    let pace = foil_app::billing::Pace { threads: 2, together: 5 };
    foil_app::billing::run_bills(&office, &who, &order, &Progress::default(), pace).expect("it is posted");
}

/// Takes payments and tells each receipt's number before it takes the next; meanwhile its papers are written.
#[test]
fn the_child() {
    let Ok(book) = std::env::var(BOOK) else { return };
    let told = |name: &str| std::env::var(name).expect("the parent says all");
    let number = |name: &str| told(name).parse::<i64>().expect("a number");
    let now = Instant::from_millis(number(NOW));
    let book = Book::open(std::path::Path::new(&book), &Opening::from_text(&told(KEY)), now)
        .expect("the book opens");
    let stands = Stands::as_told();
    let press: Arc<dyn Press> = match stands {
        Stands::InAPaper => Arc::new(HalfPress),
        _ => Arc::new(PlainPress),
    };
    let office = Office::open(Arc::new(book), Arc::new(move || now), press);
    let office = Arc::new(office.expect("the office opens"));
    let _writes = office.start_outbox_worker().expect("its worker");
    let desk = Desk::new(office.clone());
    let log_in =
        LogIn { login: told(CLERK), password: PASSWORD.into(), counter: Some(CounterId(number(COUNTER))) };
    let token = desk.log_in(&log_in).expect("the child logs in").session;
    let mut taken = 0;
    while taken < number(PAYMENTS) {
        let begins = || says("begins take_payment");
        if let Some(receipt) = pays_one_rupee_saying(&desk, &token, number(ACCOUNT), begins) {
            if stands == Stands::BeforeItsAnswer {
                stands_still("stored");
            }
            says(&format!("receipt {receipt}"));
            taken += 1;
            if stands == Stands::InAPaper {
                office.finish_outbox().expect("nobody comes so far");
            }
        }
    }
}

/// One rupee, as the account stands now; nothing when another window was quicker.
pub fn pays_one_rupee(desk: &Desk, token: &str, account: i64) -> Option<String> {
    pays_one_rupee_saying(desk, token, account, || {})
}

/// The same, saying so once the account was looked at and only the payment is left.
fn pays_one_rupee_saying(desk: &Desk, token: &str, account: i64, begins: impl Fn()) -> Option<String> {
    let seen = json!([{ "account": account, "version": 0 }]);
    let look = json!({ "accounts": seen, "pay": 100, "tenders": [], "use_credit": false });
    let shown = desk.call(token, "preview_payment", look, true).expect("the account is shown");
    let input = json!({
        "request_id": a_new_id(),
        "accounts": [{ "account": account, "version": shown["versions"][0] }],
        "pay": 100,
        "tenders": [{ "method": "cash", "amount": 100 }],
        "use_credit": false,
    });
    begins();
    match desk.call(token, "take_payment", input, true) {
        Ok(taken) => taken["number"].as_str().map(str::to_owned),
        Err(told) => {
            assert!(["changed_meanwhile", "busy"].contains(&told.code.as_str()), "{told:?}");
            None
        }
    }
}

fn a_new_id() -> Value {
    let mut bytes = [0u8; 16];
    std::hash::Hasher::finish(&std::hash::BuildHasher::build_hasher(&std::hash::RandomState::new()))
        .to_le_bytes()
        .into_iter()
        .chain(std::process::id().to_le_bytes())
        .enumerate()
        .for_each(|(i, b)| bytes[i] = b);
    let nth = NTH.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    bytes[12..].copy_from_slice(&nth.to_le_bytes());
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    json!(format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
}

static NTH: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);

/// Says so until it is killed.
fn stands_still(words: &str) -> ! {
    loop {
        says(words);
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
}

/// This program stands still once the first row of a list is on the disk.
struct HalfPress;

impl Press for HalfPress {
    fn receipt(
        &self,
        doc: &ReceiptDoc,
        copy: &Copy,
        void: Option<&VoidMark>,
        format: Format,
    ) -> anyhow::Result<Vec<u8>> {
        PlainPress.receipt(doc, copy, void, format)
    }

    fn slip(&self, doc: &SlipDoc, copy: &Copy, format: Format) -> anyhow::Result<Vec<u8>> {
        PlainPress.slip(doc, copy, format)
    }

    fn bill(&self, doc: &BillDoc, format: Format) -> anyhow::Result<Vec<u8>> {
        PlainPress.bill(doc, format)
    }

    fn table(&self, out: &mut dyn Write, header: &[&str], rows: Rows<'_>) -> anyhow::Result<u64> {
        PlainPress.table(out, header, &mut rows.take(1))?;
        out.flush()?;
        stands_still("half")
    }
}

/// These programs print nothing.
struct NoPress;

impl Press for NoPress {
    fn receipt(&self, _: &ReceiptDoc, _: &Copy, _: Option<&VoidMark>, _: Format) -> anyhow::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn slip(&self, _: &SlipDoc, _: &Copy, _: Format) -> anyhow::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn bill(&self, _: &BillDoc, _: Format) -> anyhow::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn table(&self, _: &mut dyn Write, _: &[&str], _: Rows<'_>) -> anyhow::Result<u64> {
        Ok(0)
    }
}
