//! The demo branch: balanced, chained, numbered without gaps, and the same each time.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up should stop here")]

use foil_app::audit::views::MonthRef;
use foil_app::demo::{Branch, USERS, make};
use foil_app::office::Session;
use foil_app::queue::views::InHandList;
use foil_app::{Nothing, Office};
use foil_domain::documents::{BillDoc, Copy, ReceiptDoc, SlipDoc, VoidMark};
use foil_domain::ids::CounterId;
use foil_domain::press::{Format, Press, Rows};
use foil_domain::time::{Day, Instant, Month, Zone};
use foil_store::{Book, Key, Opening};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// A press that prints nothing: the demo's documents are made when somebody asks for them.
struct Idle;

impl Press for Idle {
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

fn day() -> Day {
    Day::new(2026, 11, 21).unwrap()
}

fn afternoon() -> Instant {
    Zone::parse("Asia/Kolkata").unwrap().at(day(), 14, 30)
}

fn branch(path: &Path, accounts: u32) -> Arc<Office> {
    branch_of(path, accounts, 1)
}

fn branch_of(path: &Path, accounts: u32, seed: u64) -> Arc<Office> {
    let key = Opening::Key(Key::random().unwrap());
    let asked = Branch { accounts, seed, ..Branch::usual(day(), afternoon()) };
    make(path, &key, &asked, Arc::new(Idle), &mut |_, _| {}).unwrap();
    let book = Book::open(path, &key, afternoon()).unwrap();
    Arc::new(Office::open(Arc::new(book), Arc::new(afternoon), Arc::new(Idle)).unwrap())
}

struct Paid {
    number: String,
    on: Day,
    void: bool,
}

fn payments(office: &Office) -> Vec<Paid> {
    let mut all = Vec::new();
    let from = Day::new(2025, 1, 1).unwrap();
    let read = office.book().read(|tx| {
        foil_store::payments::each_between(tx, from, day(), |p| {
            all.push(Paid { number: p.number, on: p.business_on, void: p.void });
            Ok(true)
        })
    });
    read.unwrap();
    all
}

#[test]
fn the_branch_is_balanced_chained_and_busy() {
    let dir = tempfile::tempdir().unwrap();
    let office = branch(&dir.path().join("demo.book"), 700);
    let house = Session::house();

    let report = foil_app::office::check_book(&office, &house, Nothing {}).unwrap();
    assert_eq!(report.problems, Vec::<String>::new());

    for month in ["2026-10", "2026-11"] {
        let month = MonthRef { month: Month::parse(month).unwrap() };
        let told = foil_app::audit::month_summary(&office, &house, month).unwrap().exceptions;
        let back: Vec<_> = told.iter().filter(|e| e.kind == "clock_went_back").collect();
        assert!(back.is_empty(), "the demo's clock only goes forward: {back:?}");
    }

    let all = payments(&office);
    assert!(all.len() > 4_000, "a year of payments: {}", all.len());
    let today: Vec<&Paid> = all.iter().filter(|p| p.on == day()).collect();
    assert!(today.len() >= 20, "payments today: {}", today.len());
    assert_eq!(today.iter().filter(|p| p.void).count(), 2);
    assert!(all.iter().any(|p| p.on < day() && p.on >= day().month_start(0)), "the month has other days");
    assert!(all.iter().filter(|p| p.void).count() >= 5);

    let board = foil_app::queue::board(&office, &house, Nothing {}).unwrap();
    assert!(board.urgent.len() >= 6, "urgent: {}", board.urgent.len());
    assert!(board.regular.len() >= 4, "regular: {}", board.regular.len());
    assert_eq!(board.serving_elsewhere.len(), 1);
    let in_hand = foil_app::queue::in_hand(&office, &house, InHandList::default()).unwrap();
    assert_eq!((in_hand.waiting.len(), in_hand.dead.len()), (5, 2));
}

/// On the first of a month the bills of power and water are issued before the doors open, which may not be after now.
#[test]
fn nothing_of_a_branch_that_is_made_in_the_first_minutes_of_a_month_lies_ahead() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("demo.book");
    let first = Day::new(2026, 12, 1).unwrap();
    let now = Zone::parse("Asia/Kolkata").unwrap().at(first, 0, 30);
    let key = Opening::Key(Key::random().unwrap());
    let asked = Branch { accounts: 60, ..Branch::usual(first, now) };
    make(&path, &key, &asked, Arc::new(Idle), &mut |_, _| {}).unwrap();
    let book = Book::open(&path, &key, now).unwrap();
    let last = book.read(|tx| tx.number("SELECT MAX(at) AS n FROM audit", &[])).unwrap();
    assert!(last <= now.millis(), "the log is {} ms ahead", last - now.millis());
    let office = Arc::new(Office::open(Arc::new(book), Arc::new(move || now), Arc::new(Idle)).unwrap());
    for month in ["2026-11", "2026-12"] {
        let month = MonthRef { month: Month::parse(month).unwrap() };
        let told = foil_app::audit::month_summary(&office, &Session::house(), month).unwrap().exceptions;
        let back: Vec<_> = told.iter().filter(|e| e.kind == "clock_went_back").collect();
        assert!(back.is_empty(), "{back:?}");
    }
    let report = foil_app::office::check_book(&office, &Session::house(), Nothing {}).unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
}

#[test]
fn whoever_is_to_be_cut_has_an_order_and_was_told_twice() {
    let dir = tempfile::tempdir().unwrap();
    let office = branch(&dir.path().join("demo.book"), 700);
    let count = |sql: &str| office.book().read(|tx| tx.number(sql, &[])).unwrap();
    let ordered = "SELECT COUNT(*) AS n FROM account WHERE disconnection_on IS NOT NULL";
    let open = "SELECT COUNT(*) AS n FROM service_order o JOIN account a ON a.id = o.account_id
                 WHERE o.kind = 'disconnect' AND o.state = 'open' AND a.disconnection_on = o.due_on";
    assert!(count(open) >= 1, "the cut list: {}", count(open));
    assert_eq!(count(open), count(ordered), "nobody is ordered to be cut without an order");
    let told = "SELECT COUNT(*) AS n FROM service_order o WHERE o.kind = 'disconnect' AND o.state = 'open'
                   AND EXISTS (SELECT 1 FROM notice n WHERE n.account_id = o.account_id AND n.kind = 'reminder')
                   AND EXISTS (SELECT 1 FROM notice n WHERE n.account_id = o.account_id
                                  AND n.kind = 'final_notice' AND n.pay_by_on <= o.due_on)";
    assert!(count(told) >= 1, "every paper of the ladder can be seen: {}", count(told));
    let done = "SELECT COUNT(*) AS n FROM service_order WHERE kind = 'disconnect' AND state = 'done'";
    assert!(count(done) >= 1, "who was cut, was cut by an order");
}

#[test]
fn every_bill_of_the_year_is_explained_by_a_tariff_and_by_readings() {
    let since = day().month_start(-1);
    let dir = tempfile::tempdir().unwrap();
    let office = branch(&dir.path().join("demo.book"), 200);
    let count = |sql: &str| office.book().read(|tx| tx.number(sql, &[])).unwrap();
    let bills = count("SELECT COUNT(*) AS n FROM bill WHERE kind = 'bill'");
    assert!(bills > 2_000, "a year of bills: {bills}");
    let bare = "SELECT COUNT(*) AS n FROM bill WHERE kind = 'bill' AND tariff_version_id IS NULL";
    assert_eq!(count(bare), 0, "each names the version that priced it");
    let own = format!("SELECT COUNT(*) AS n FROM bill WHERE kind = 'bill' AND issued_on >= '{since}'");
    let run = format!("{own} AND document <> '' AND run_id IS NOT NULL");
    assert!(count(&own) > 350 && count(&own) == count(&run), "two months of the office's own runs");
    let closing = "SELECT COUNT(*) AS n FROM bill b
                    WHERE b.kind = 'bill' AND NOT EXISTS (
                      SELECT 1 FROM reading r WHERE r.account_id = b.account_id AND r.stands = 1
                         AND r.read_on > b.period_to_on)";
    assert_eq!(count(closing), 0, "each closes with a reading of the day after");
    for (what, sql, least) in [
        (
            "a change of tariff",
            "SELECT COUNT(DISTINCT b.tariff_version_id) AS n FROM bill b JOIN account a ON a.id = b.account_id WHERE a.tariff = 'LT-2a Domestic'",
            2,
        ),
        ("estimates", "SELECT COUNT(*) AS n FROM reading WHERE kind = 'estimated'", 10),
        ("a rollover", "SELECT COUNT(*) AS n FROM reading WHERE rolled_over = 1", 1),
        ("an exchange", "SELECT COUNT(*) AS n FROM reading WHERE purpose = 'final'", 1),
        ("doubtful readings with a reason", "SELECT COUNT(*) AS n FROM reading WHERE reason <> ''", 2),
        ("surcharges", "SELECT COUNT(*) AS n FROM bill WHERE kind = 'surcharge'", 10),
    ] {
        assert!(count(sql) >= least, "{what}: {}", count(sql));
    }
    let order: foil_app::billing::run_views::RunOrder =
        serde_json::from_value(serde_json::json!({ "cycle": "G-M", "route": "" })).unwrap();
    let progress = foil_app::office::jobs::Progress::default();
    let tried = foil_app::billing::try_bills(&office, &order, &progress, 1).unwrap();
    assert!(tried.summary.bills >= 10, "gas is read and waits to be billed: {:?}", tried.summary.bills);
}

#[test]
fn the_log_in_screen_shows_the_users_there_are() {
    let dir = tempfile::tempdir().unwrap();
    let status = branch(&dir.path().join("demo.book"), 40).status().unwrap();
    assert!(status.demo);
    assert_eq!(status.counters.len(), 3);
    let shown = status.demo_users.iter().map(|u| (u.login.as_str(), u.password.as_str()));
    let known = USERS.iter().map(|u| (u.login, u.password));
    assert_eq!(shown.collect::<BTreeMap<_, _>>(), known.collect::<BTreeMap<_, _>>());
}

#[test]
fn receipts_of_each_counter_are_numbered_without_gaps() {
    let dir = tempfile::tempdir().unwrap();
    let office = branch(&dir.path().join("demo.book"), 60);
    let mut series: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for paid in payments(&office) {
        let (head, n) = paid.number.rsplit_once('/').unwrap();
        series.entry(head.to_owned()).or_default().push(n.parse().unwrap());
    }
    assert!(series.len() >= 6, "three counters, two financial years: {:?}", series.keys());
    for (head, mut numbers) in series {
        numbers.sort_unstable();
        let whole: Vec<u64> = (1..=numbers.len() as u64).collect();
        assert_eq!(numbers, whole, "{head}");
    }
}

#[test]
fn the_same_seed_and_day_give_the_same_branch_to_the_last_hash() {
    let dir = tempfile::tempdir().unwrap();
    // The heads of the audit chains hold every act with its time, its request and what it changed.
    let shown = |file: &str, seed: u64| -> Vec<_> {
        let office = branch_of(&dir.path().join(file), 40, seed);
        let counters: Vec<_> = std::iter::once(CounterId(0))
            .chain(office.book().read(foil_store::office::counters).unwrap().into_iter().map(|c| c.id))
            .collect();
        let heads = counters.into_iter().map(|id| {
            let head = office.book().read(|tx| foil_store::audit::head(tx, id)).unwrap().unwrap();
            (id, head.seq, head.hash)
        });
        heads.collect()
    };
    assert_eq!(shown("one.book", 1), shown("two.book", 1));
    assert_ne!(shown("three.book", 2), shown("one_again.book", 1), "another seed is another town");
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("precious.txt");
    std::fs::write(&path, "keep me").unwrap();
    let key = Opening::Key(Key::random().unwrap());
    let made = make(&path, &key, &Branch::usual(day(), afternoon()), Arc::new(Idle), &mut |_, _| {});
    assert_eq!(made.unwrap_err().refusal().map(|r| r.code()), Some("file_exists"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "keep me");
}
