//! A program that is killed while it takes payments.

use crate::child::Paying;
use foil_testkit::Hall;
use foil_tests::problems;
use std::collections::BTreeSet;

/// A hundred times: a program takes payments and is killed at once after a few of them, somewhere in
/// its next one. Whatever it had told is in the book, nothing is half done, and the book opens.
#[test]
fn a_program_killed_a_hundred_times_loses_no_payment_that_it_had_answered() {
    let mut hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(100_000);
    let mut answered = BTreeSet::new();
    let mut unanswered = 0;
    for round in 0..100 {
        let mut child = Paying::starts(&hall, &asha, account.id.0, u32::MAX);
        for _ in 0..=round % 4 {
            answered.insert(child.next_receipt().expect("the child takes payments"));
        }
        // Some die in the middle of the statement, some of the sync, some of the answer.
        for _ in 0..(round % 7) * 300 {
            std::hint::spin_loop();
        }
        answered.extend(child.killed());

        hall = hall.restarts();
        let book = receipts(&hall);
        let lost: Vec<_> = answered.difference(&book).collect();
        assert_eq!(lost, Vec::<&String>::new(), "round {round}: answered, but not in the book");
        assert!(
            book.len() <= answered.len() + unanswered + 1,
            "at most the one under way was stored unanswered"
        );
        unanswered = book.len() - answered.len();
        if round % 10 == 9 {
            assert_eq!(problems(hall.office().book()), Vec::<String>::new(), "round {round}");
        }
    }
    assert_eq!(problems(hall.office().book()), Vec::<String>::new());
    let report = hall.check(&hall.manager("maya")).expect("the book's check");
    assert_eq!(report.problems, Vec::<String>::new());
}

fn receipts(hall: &Hall) -> BTreeSet<String> {
    let rows = hall.office().book().read(|tx| {
        tx.all::<foil_store::tx::Text>("SELECT number AS t FROM payment ORDER BY id LIMIT 100000", &[])
    });
    rows.expect("the receipts").into_iter().map(|row| row.t).collect()
}
