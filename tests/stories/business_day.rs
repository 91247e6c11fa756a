//! The day that a manager closes.

use expect_test::expect;
use foil_testkit::{Hall, refused};
use foil_tests::{Reads, raw};
use serde_json::json;

#[test]
fn the_business_day_moves_by_a_managers_act_and_not_at_midnight() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    hall.minutes_pass(15 * 60);

    let late = hall.second_window(&asha);
    hall.pays(&late, &account, 100).unwrap();
    let frame = hall.frame(&late).unwrap();
    assert_eq!(
        (frame.business_on.to_string(), frame.clock_on.to_string()),
        ("2026-11-21".into(), "2026-11-22".into())
    );
    hall.day_book_reads(
        &late,
        expect![[r#"
        C1/26-27/000001  Asha Rao  cash  100.00
    "#]],
    );

    let maya = hall.second_window(&maya);
    let to = |day: &str| hall.call(&maya, "move_business_day", json!({ "to": day }));
    assert_eq!(to("2026-11-21").unwrap_err().code, "business_day", "it only moves on");
    assert_eq!(to("2026-11-23").unwrap_err().code, "business_day", "the clock has not got there");
    to("2026-11-22").unwrap();
    hall.pays(&late, &account, 100).unwrap();
    hall.day_book_reads(
        &late,
        expect![[r#"
        C1/26-27/000002  Asha Rao  cash  100.00
    "#]],
    );
    hall.books_balance();
}

#[test]
fn receipts_begin_at_one_again_with_the_financial_year() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    assert_eq!(hall.pays(&asha, &account, 100).unwrap().number, "C1/26-27/000001");
    hall.minutes_pass(131 * 24 * 60);
    hall.next_morning(&maya);
    assert_eq!(hall.frame(&asha).unwrap().business_on.to_string(), "2027-04-02");
    assert_eq!(hall.pays(&asha, &account, 100).unwrap().number, "C1/27-28/000001");
    hall.books_balance();
}

#[test]
fn a_clerk_does_not_move_the_day() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.minutes_pass(10 * 60);
    let to = hall.today().plus_days(1);
    assert_eq!(refused(hall.call(&asha, "move_business_day", json!({ "to": to }))), "not_allowed");
}

#[test]
fn a_days_close_seals_every_chain_so_that_none_can_be_written_anew_by_itself() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    hall.pays(&asha, &account, 100).unwrap();
    hall.next_morning(&maya);
    hall.books_balance();

    // Whoever holds the machine and its key writes the head of Asha's chain anew: by itself it is sound.
    let counter = asha.counter().unwrap();
    let rows = hall.office().book().read(|tx| foil_store::audit::page(tx, counter, i64::MAX, 2)).unwrap();
    let prev = rows[1].hash.clone();
    let mut head = rows.into_iter().next().unwrap().linked("C1", &prev);
    head.who = "nobody".into();
    let head = head.sealed();
    let book = raw(&hall.path(), hall.key());
    book.execute_batch("DROP TRIGGER audit_is_never_changed").unwrap();
    let forged = (&head.who, &head.hash, counter.0, head.seq);
    book.execute("UPDATE audit SET who = ?1, hash = ?2 WHERE counter_id = ?3 AND seq = ?4", forged).unwrap();

    let problems = hall.check(&maya).unwrap().problems;

    assert_eq!(problems.len(), 1, "{problems:?}");
    let seq = head.seq;
    assert!(
        problems[0].starts_with(&format!("the audit log: counter C1: row {seq} is not the one that row"))
    );
    assert!(problems[0].ends_with("of counter C2 sealed"), "{problems:?}");
}
