//! What is left for the bank gets there, or the month tells of it; and what lies in the safe is counted.

use crate::packs::{kept, pack_of, verified};
use foil_app::audit::views::{AtEnd, Banking, MonthSummary};
use foil_testkit::{Hall, Person, Told, refused, rupees};
use foil_tests::Reads;
use serde_json::{Value, json};

/// A hall on Saturday, 21 November.
fn office() -> (Hall, Person, Person) {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    (hall, asha, maya)
}

/// A drawer that takes so many hundreds, and leaves all of it for the bank.
fn works(hall: &Hall, asha: &Person, hundreds: i64) {
    let account = hall.bills(hundreds * 100);
    hall.opens_shift(asha, &[]).unwrap();
    hall.pays(asha, &account, hundreds * 100).unwrap();
    hall.counts(asha, &[(100, hundreds)], &[]).unwrap();
    hall.closes_shift(asha, &json!({ "keep": 0 })).unwrap();
}

/// A day is closed to the next one, with no count before.
fn closes(hall: &Hall, maya: &Person) -> Told<Value> {
    hall.call(maya, "close_day", json!({ "request_id": hall.request(), "to": Value::Null }))
}

/// What the pack of a month tells of what lay in the office too long, which `verify` finds sound; and its hash.
fn told(hall: &Hall, maya: &Person, month: &str, into: &str) -> (Vec<String>, String) {
    let made = pack_of(hall, maya, month, into, &json!({ "sample": 5 }));
    assert_eq!(verified(hall, maya, &made.path).findings, Vec::<String>::new());
    let all = kept(&made.path).into_iter();
    let lay = all.filter(|row| ["not_banked", "cheques_not_deposited"].contains(&row[0].as_str()));
    (lay.map(|row| row.join(" | ")).collect(), made.sha256)
}

/// What lay in the office at a month's end: the day, in the safe, cheques, and what they come to.
type End = (String, i64, i64, i64);

fn banking(hall: &Hall, maya: &Person, month: &str) -> (i64, i64, Option<End>) {
    let month: MonthSummary = hall.ask(maya, "month_summary", json!({ "month": month })).unwrap();
    let Banking { left, paid_in, at_end } = month.banking;
    let end = |AtEnd { on, in_safe, cheques, cheques_amount }| {
        (on.to_string(), in_safe.minor(), cheques, cheques_amount.minor())
    };
    (left.minor(), paid_in.minor(), at_end.map(end))
}

#[test]
fn cash_that_no_slip_took_to_the_bank_is_told_with_its_oldest_z_and_stays_told_when_it_got_there_afterwards()
{
    let (hall, asha, maya) = office();
    works(&hall, &asha, 9);
    hall.next_morning(&maya);
    works(&hall, &asha, 5);
    hall.days_pass(&maya, 10);
    assert_eq!(hall.business_on().to_string(), "2026-12-02");
    let (all, bytes) = told(&hall, &maya, "2026-11", "one");
    let z = hall.z_reports(&maya, hall.business_on().plus_days(-11), hall.business_on()).unwrap();
    let oldest = z.iter().map(|z| z.number.clone()).min().unwrap();
    assert_eq!(
        all,
        [format!("not_banked | 2026-11-30 | {oldest} | maya | 1400.00 | 2 Z reports, since 2026-11-21")]
    );
    let of_november = (140_000, 0, Some(("2026-11-30".to_owned(), 140_000, 0, 0)));
    assert_eq!(banking(&hall, &maya, "2026-11"), of_november);

    hall.pays_in(&maya).unwrap();
    hall.next_morning(&maya);
    let (again, same) = told(&hall, &maya, "2026-11", "two");
    assert_eq!((again, same), (all, bytes), "what is done in December says nothing of November");
    assert_eq!(banking(&hall, &maya, "2026-11"), of_november);
    assert_eq!(told(&hall, &maya, "2026-12", "three").0, Vec::<String>::new());
    assert_eq!(banking(&hall, &maya, "2026-12"), (0, 140_000, Some(("2026-12-02".to_owned(), 0, 0, 0))));
    hall.books_balance();
}

#[test]
fn what_is_banked_on_the_next_day_of_work_is_not_told_nor_what_the_last_one_left() {
    let (hall, asha, maya) = office();
    works(&hall, &asha, 9);
    hall.days_pass(&maya, 2);
    hall.pays_in(&maya).unwrap();
    works(&hall, &asha, 5);
    hall.days_pass(&maya, 1);
    hall.pays_in(&maya).unwrap();
    hall.days_pass(&maya, 6);
    assert_eq!(hall.business_on().to_string(), "2026-11-30");
    works(&hall, &asha, 4);
    hall.next_morning(&maya);
    assert_eq!(told(&hall, &maya, "2026-11", "one").0, Vec::<String>::new());
    let end = Some(("2026-11-30".to_owned(), 40_000, 0, 0));
    assert_eq!(banking(&hall, &maya, "2026-11"), (180_000, 140_000, end));
    hall.books_balance();
}

#[test]
fn a_month_whose_days_were_all_closed_from_the_one_before_tells_of_what_lay_there_too() {
    let (hall, asha, maya) = office();
    works(&hall, &asha, 9);
    hall.days_pass(&maya, 45);
    let of = |month: &str| told(&hall, &maya, month, month).0;
    assert!(of("2026-11")[0].starts_with("not_banked | 2026-11-30 |"));
    assert!(of("2026-12")[0].starts_with("not_banked | 2026-12-31 |"), "it lay there all month");
}

#[test]
fn cheques_that_nobody_took_to_the_bank_are_told_with_the_oldest_and_stay_told() {
    let (hall, asha, maya) = office();
    let (one, other) = (hall.bills(500), hall.bills(300));
    let paid = hall.visit(&asha).account(&one).cheque(500, "770077", "SBI").take().unwrap();
    hall.next_morning(&maya);
    let early = hall.visit(&asha).account(&other).cheque(300, "770078", "SBI").take().unwrap();
    hall.deposits(&maya, &[hall.cheque_of(&maya, early.payment).id]).unwrap();
    hall.days_pass(&maya, 9);
    assert_eq!(hall.business_on().to_string(), "2026-12-01");
    let (all, bytes) = told(&hall, &maya, "2026-11", "one");
    assert_eq!(
        all,
        ["cheques_not_deposited | 2026-11-30 | 770077 | maya | 500.00 | 1 cheque, since 2026-11-21"]
    );
    assert_eq!(banking(&hall, &maya, "2026-11").2, Some(("2026-11-30".to_owned(), 0, 1, 50_000)));

    hall.deposits(&maya, &[hall.cheque_of(&maya, paid.payment).id]).unwrap();
    hall.next_morning(&maya);
    assert_eq!(told(&hall, &maya, "2026-11", "two"), (all, bytes));
    assert_eq!(told(&hall, &maya, "2026-12", "three").0, Vec::<String>::new());
    hall.books_balance();
}

#[test]
fn a_day_of_work_is_not_closed_over_cash_of_a_day_before_that_nobody_has_counted() {
    let (hall, asha, maya) = office();
    let asked = || hall.day_state(&maya).unwrap().safe_asked;
    works(&hall, &asha, 9);
    assert!(!asked(), "it goes to the bank tomorrow");
    closes(&hall, &maya).unwrap();
    // On Sunday nobody works, and no bank is open.
    hall.minutes_pass(24 * 60);
    hall.everybody_logs_in();
    assert!(!asked());
    closes(&hall, &maya).unwrap();

    hall.minutes_pass(24 * 60);
    hall.everybody_logs_in();
    works(&hall, &asha, 5);
    assert!(asked(), "Saturday's cash could have gone to the bank today");
    assert_eq!(refused(closes(&hall, &maya)), "safe_not_counted");
    let short = hall.counts_safe(&maya, &[(10_000, 12)]).unwrap();
    assert_eq!((short.expected.minor(), short.off.minor()), (rupees(1_400), -rupees(200)));
    assert_eq!(refused(closes(&hall, &maya)), "safe_differs", "what is gone is found on the third day");
    hall.counts_safe(&maya, &[(10_000, 14)]).unwrap();
    assert!(!asked());
    closes(&hall, &maya).unwrap();

    // Days that were missed need no count each.
    hall.minutes_pass(4 * 24 * 60);
    hall.everybody_logs_in();
    assert!(!asked());
    hall.call(&maya, "close_day", json!({ "request_id": hall.request(), "to": "2026-11-27" })).unwrap();
    works(&hall, &asha, 1);
    assert_eq!(refused(closes(&hall, &maya)), "safe_not_counted");
    hall.pays_in(&maya).unwrap();
    closes(&hall, &maya).unwrap();
    hall.books_balance();
}
