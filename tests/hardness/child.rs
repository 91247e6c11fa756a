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
use foil_domain::time::Instant;
use foil_store::{Book, Opening};
use foil_testkit::{Hall, PASSWORD, Person};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

const BOOK: &str = "COUNTERFOIL_TEST_BOOK";
const KEY: &str = "COUNTERFOIL_TEST_KEY";
const NOW: &str = "COUNTERFOIL_TEST_NOW";
const CLERK: &str = "COUNTERFOIL_TEST_CLERK";
const COUNTER: &str = "COUNTERFOIL_TEST_COUNTER";
const ACCOUNT: &str = "COUNTERFOIL_TEST_ACCOUNT";
const PAYMENTS: &str = "COUNTERFOIL_TEST_PAYMENTS";

/// A running child and what it says.
pub struct Paying {
    child: Child,
    said: BufReader<ChildStdout>,
}

impl Paying {
    /// Starts a child that takes payments of one rupee on an account, up to so many, as this person.
    pub fn starts(hall: &Hall, who: &Person, account: i64, payments: u32) -> Paying {
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

/// Posts a bill run, five accounts a commit, so that there are many places to be killed at.
#[test]
fn the_billing_child() {
    let Ok(cycle) = std::env::var(CYCLE) else { return };
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
    let order =
        serde_json::from_value(json!({ "cycle": cycle, "route": "", "to": "2026-11-21" })).expect("an order");
    let pace = foil_app::billing::Pace { threads: 2, together: 5 };
    foil_app::billing::run_bills(&office, &who, &order, &Progress::default(), pace).expect("it is posted");
}

/// Takes payments and tells each receipt's number before it takes the next.
#[test]
fn the_child() {
    let Ok(book) = std::env::var(BOOK) else { return };
    let told = |name: &str| std::env::var(name).expect("the parent says all");
    let number = |name: &str| told(name).parse::<i64>().expect("a number");
    let now = Instant::from_millis(number(NOW));
    let book = Book::open(std::path::Path::new(&book), &Opening::from_text(&told(KEY)), now)
        .expect("the book opens");
    let office =
        Office::open(Arc::new(book), Arc::new(move || now), Arc::new(NoPress)).expect("the office opens");
    let desk = Desk::new(Arc::new(office));
    let log_in =
        LogIn { login: told(CLERK), password: PASSWORD.into(), counter: Some(CounterId(number(COUNTER))) };
    let token = desk.log_in(&log_in).expect("the child logs in").session;
    let mut taken = 0;
    while taken < number(PAYMENTS) {
        if let Some(receipt) = pays_one_rupee(&desk, &token, number(ACCOUNT)) {
            println!("receipt {receipt}");
            std::io::stdout().flush().expect("the parent hears it");
            taken += 1;
        }
    }
}

/// One rupee, as the account stands now; nothing when another window was quicker.
pub fn pays_one_rupee(desk: &Desk, token: &str, account: i64) -> Option<String> {
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
