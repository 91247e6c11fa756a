//! A program that is killed while it posts a bill run, or takes one back.

use crate::child::{Billing, TakingBack};
use foil_app::billing::{Pace, run_bills};
use foil_app::office::jobs::Progress;
use foil_domain::ids::CycleId;
use foil_domain::refusal::Error;
use foil_store::{Book, customers, runs};
use foil_testkit::{Hall, Person, read, refused};
use foil_tests::problems;
use serde_json::json;
use std::time::Duration;

const ACCOUNTS: i64 = 240;

const TARIFF: &str = r#"
format = 1
name = "Plain"
service = "electricity"
currency = "INR"
unit = "kWh"
valid_from = 2026-04-01
energy_charge = [ { name = "Energy", slabs = [ { up_to = 50, rate = 4 }, { rate = 6.35 } ] } ]
"#;

foil_store::row! {
    /// A bill, as far as two runs must agree on it.
    pub struct Billed {
        /// The account's number.
        account: String,
        /// The bill's number.
        number: String,
        /// Its total.
        total: i64,
    }
}

foil_store::row! {
    /// Bills of a day.
    pub struct Dated {
        /// Day of issue.
        issued: String,
        /// Due date.
        due: String,
        /// How many.
        bills: i64,
    }
}

/// Killed again and again on its way, between commits and in the middle of one, a run ends with the very bills that
/// a run without an accident makes: nobody is billed twice, nobody is left out, no number is missing.
#[test]
fn a_run_killed_in_the_middle_and_gone_on_with_is_a_run() {
    let (whole, maya) = branch();
    whole.runs_bills(&maya, "C01", "2026-11-21").expect("the run is posted");
    let wanted = bills(whole.office().book());
    assert_eq!(wanted.len() as i64, ACCOUNTS);

    let (mut hall, maya) = branch();
    let mut before = 0;
    for accident in 0..8 {
        let child = Billing::starts(&hall, &maya, "C01");
        // Some die as soon as they have begun, some after some commits.
        for _ in 0..20_000 {
            let now = bills(hall.office().book()).len();
            if now > before + accident % 4 * 5 {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        child.killed();
        hall = hall.restarts();
        assert_eq!(
            problems(hall.office().book()),
            Vec::<String>::new(),
            "accident {accident}: nothing is half done"
        );
        let now = bills(hall.office().book());
        assert!(now.len() >= before, "what was posted stays posted");
        before = now.len();
    }
    assert!(before > 0 && (before as i64) < ACCOUNTS, "{before} bills: the accidents met the run on its way");

    hall.runs_bills(&maya, "C01", "2026-11-21").expect("it goes on");

    let got = bills(hall.office().book());
    let text = |all: &[Billed]| {
        all.iter().map(|b| format!("{} {} {}", b.account, b.number, b.total)).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(text(&got), text(&wanted));
    assert_eq!(problems(hall.office().book()), Vec::<String>::new());
    let report = hall.check(&maya).expect("the book's check");
    assert_eq!(report.problems, Vec::<String>::new());
}

/// Killed again and again on its way back, between commits and in the middle of one, a run is taken back whole: each bill
/// is as it was issued or gone with a cancellation of its own, what was gone stays gone, and no number is missing.
#[test]
fn a_run_killed_on_its_way_back_and_gone_on_with_is_taken_back_whole() {
    let (mut hall, maya) = branch();
    let run = hall.runs_bills(&maya, "C01", "2026-11-21").expect("the run is posted").id;
    let issued = bills(hall.office().book()).len();
    let mut before = 0;
    for accident in 0..8 {
        let seen = hall.sees_run(&maya, run);
        let child = TakingBack::starts(&hall, &maya, (run.0, seen.version));
        for _ in 0..20_000 {
            if gone(hall.office().book()) > before + accident % 4 * 5 {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        child.killed();
        hall = hall.restarts();
        let book = hall.office().book();
        assert_eq!(problems(book), Vec::<String>::new(), "accident {accident}: nothing is half done");
        assert_eq!(halves(book), 0, "accident {accident}: each bill is issued or cancelled");
        let report = hall.check(&maya).expect("the book's check");
        assert_eq!(report.problems, Vec::<String>::new(), "accident {accident}: chains and all");
        let now = gone(book);
        assert!(now >= before && now % 3 == 0, "{now} bills: what was gone stays gone, a commit whole");
        before = now;
    }
    assert!(before > 0 && before < ACCOUNTS, "{before} bills: the accidents met the run on its way");
    let half = hall.sees_run(&maya, run);
    assert_eq!(half.state.as_str(), "cancelling");

    let back = hall.cancels_run(&maya, &half).expect("it goes on");

    assert_eq!((back.state.as_str(), gone(hall.office().book())), ("cancelled", ACCOUNTS));
    assert_eq!((halves(hall.office().book()), bills(hall.office().book()).len()), (0, issued));
    assert_eq!(problems(hall.office().book()), Vec::<String>::new());
    let report = hall.check(&maya).expect("the book's check");
    assert_eq!(report.problems, Vec::<String>::new());
    let anew = hall.runs_bills(&maya, "C01", "2026-11-21").expect("the cycle can be run again");
    assert_eq!(anew.bills, ACCOUNTS);
}

/// Killed, and gone on with on the next day, when its last account has moved to the end of the walk: nobody between the
/// two places is left out, and what is still made is of that day, with all its days to pay.
#[test]
fn a_run_that_goes_on_another_day_leaves_nobody_out_and_dates_the_rest_so() {
    let (hall, maya) = branch();
    let child = Billing::starts(&hall, &maya, "C01");
    for _ in 0..20_000 {
        if bills(hall.office().book()).len() > 10 {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    child.killed();
    let hall = hall.restarts();
    let before = bills(hall.office().book()).len() as i64;
    assert!(before > 0 && before < ACCOUNTS, "{before} bills: the accident met the run on its way");
    let stopped = hall
        .office()
        .book()
        .read(|tx| runs::before(tx, foil_domain::ids::BillRunId(i64::MAX), 1))
        .expect("the runs")
        .remove(0);
    hall.arranges(move |act| {
        let row = customers::account(act.tx, stopped.last_account)?.expect("the last account");
        let mut data = row.data();
        data.terms.route = "R9".into();
        customers::update_account(act.tx, row.id, &data, row.version).map(|_| ())
    });
    hall.days_pass(&maya, 1);

    let another = hall.runs_bills(&maya, "C01", "2026-11-22");
    assert_eq!(refused(another), "run_state", "first things first");
    let run = hall.runs_bills(&maya, "C01", "2026-11-21").expect("it goes on");

    assert_eq!(run.bills, ACCOUNTS, "nobody is left out");
    assert_eq!(run.issued_on.to_string(), "2026-11-22");
    let days = hall.office().book().read(|tx| {
        tx.all::<Dated>(
            "SELECT issued_on AS issued, due_on AS due, COUNT(*) AS bills FROM bill
              GROUP BY issued_on, due_on ORDER BY issued_on LIMIT 10",
            &[],
        )
    });
    let days: Vec<String> =
        days.expect("the days").iter().map(|d| format!("{} due {}: {}", d.issued, d.due, d.bills)).collect();
    let wanted = [
        format!("2026-11-21 due 2026-12-06: {before}"),
        format!("2026-11-22 due 2026-12-07: {}", ACCOUNTS - before),
    ];
    assert_eq!(days, wanted);
    assert_eq!(problems(hall.office().book()), Vec::<String>::new());
}

/// A tariff is corrected while a run is posted: it stops, says why, and goes on by what holds now when somebody says so.
#[test]
fn a_run_does_not_go_on_by_a_tariff_that_was_replaced_under_it() {
    let (hall, maya) = branch();
    let tara = hall.admin("tessa");
    let office = hall.office().clone();
    let who = office.session(&maya.token(), true).expect("her session");
    let order = serde_json::from_value(json!({ "cycle": "C01", "route": "", "to": "2026-11-21" }));
    let order = order.expect("an order");
    let posting = std::thread::spawn(move || {
        let slowly = Pace { threads: 1, together: 1 };
        run_bills(&office, &who, &order, &Progress::default(), slowly)
    });
    for _ in 0..20_000 {
        if bills(hall.office().book()).len() > 10 {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let dearer = TARIFF.replace("rate = 4 }", "rate = 5 }");
    let input = json!({ "text": dearer, "note": "misprint in the order", "correct_priced": true });
    hall.call(&tara, "import_tariff", input).expect("it is stored");

    let stopped = posting.join().expect("the thread");
    match stopped {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.code(), "run_state", "{refusal}"),
        other => panic!("it should have stopped: {other:?}"),
    }
    let before = bills(hall.office().book()).len();
    assert!(before > 0 && (before as i64) < ACCOUNTS, "{before} bills: it met the run on its way");
    let run = hall.runs_bills(&maya, "C01", "2026-11-21").expect("it goes on");

    assert_eq!(run.bills, ACCOUNTS, "nobody is left out");
    for (n, bill) in (0..).zip(bills(hall.office().book())) {
        let (low, high) = (n.min(50), (n - 50).max(0));
        let rate = if (n as usize) < before { 400 } else { 500 };
        assert_eq!(bill.total, low * rate + high * 635, "{} is by the tariff of its commit", bill.account);
    }
    assert_eq!(problems(hall.office().book()), Vec::<String>::new());
}

fn branch() -> (Hall, Person) {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    hall.tariff(&hall.admin("tara"), TARIFF);
    let cycle: CycleId = hall.cycle("C01");
    for n in 0..ACCOUNTS {
        let account = hall.supplied(&format!("Customer {n}"), "Plain", cycle);
        let now = (1_000 + n).to_string();
        hall.round(&account, &format!("M-{n}"), &[read("2026-10-05", "1000"), read("2026-11-05", &now)]);
    }
    (hall, maya)
}

fn bills(book: &Book) -> Vec<Billed> {
    book.read(|tx| {
        tx.all(
            "SELECT a.number AS account, b.number, b.total_minor AS total FROM bill b
               JOIN account a ON a.id = b.account_id ORDER BY b.id LIMIT 100000",
            &[],
        )
    })
    .expect("the bills")
}

fn number(book: &Book, sql: &'static str) -> i64 {
    book.read(|tx| tx.number(sql, &[])).expect("a number")
}

/// How many bills were taken back.
fn gone(book: &Book) -> i64 {
    number(book, "SELECT COUNT(*) AS n FROM bill WHERE cancelled = 1")
}

/// Bills that are neither as they were issued nor cancelled with one paper and its entry.
fn halves(book: &Book) -> i64 {
    number(
        book,
        "SELECT COUNT(*) AS n FROM (
           SELECT b.cancelled, b.left_minor, b.total_minor, COUNT(x.id) AS papers, COUNT(j.id) AS entries
             FROM bill b LEFT JOIN bill_correction x ON x.bill_id = b.id AND x.kind = 'cancel'
                  LEFT JOIN journal j ON j.kind = 'correction' AND j.source_id = x.id
            GROUP BY b.id) h
          WHERE NOT (h.cancelled = 0 AND h.left_minor = h.total_minor AND h.papers = 0)
            AND NOT (h.cancelled = 1 AND h.left_minor = 0 AND h.papers = 1
                     AND h.entries = CASE WHEN h.total_minor = 0 THEN 0 ELSE 1 END)",
    )
}
