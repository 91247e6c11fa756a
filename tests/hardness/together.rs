//! Several programs and several windows on one book at once.

use crate::child::{Paying, pays_one_rupee};
use foil_domain::customers::Service;
use foil_testkit::Hall;
use foil_tests::problems;
use std::collections::BTreeSet;

#[test]
fn three_programs_take_payments_on_one_account_and_every_receipt_is_there_once() {
    let hall = Hall::open();
    let clerks = ["asha", "bela", "chitra"].map(|login| hall.clerk(login));
    let account = hall.bills(10_000);
    hall.has_a_drawer(&clerks[2]);

    let [first, second] = [0, 1].map(|at| Paying::starts(&hall, &clerks[at], account.id.0, 15));
    let mut all: Vec<String> = Vec::new();
    while all.len() < 15 {
        all.extend(pays_one_rupee(hall.desk(), &clerks[2].token(), account.id.0));
    }
    all.extend(first.ends());
    all.extend(second.ends());

    assert_eq!(all.len(), 45);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 45, "no number was given twice");
    let due = hall.visit(&clerks[0]).account(&account).preview().unwrap().due.minor();
    assert_eq!(due, 1_000_000 - 4_500, "each rupee was taken once");
    assert_eq!(problems(hall.office().book()), Vec::<String>::new());
}

#[test]
fn two_programs_at_one_counter_still_number_without_gaps() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(10_000);

    let [first, second] = [0, 1].map(|_| Paying::starts(&hall, &asha, account.id.0, 12));
    let all: BTreeSet<String> = first.ends().into_iter().chain(second.ends()).collect();

    let wanted: BTreeSet<String> = (1..=24).map(|n| format!("C1/26-27/{n:06}")).collect();
    assert_eq!(all, wanted);
    assert_eq!(problems(hall.office().book()), Vec::<String>::new(), "one chain, written by two");
}

#[test]
fn of_many_windows_on_one_bill_exactly_one_is_paid() {
    let hall = Hall::open();
    let windows: Vec<_> = (0..6).map(|n| hall.clerk(&format!("clerk{n}"))).collect();
    windows.iter().for_each(|who| hall.has_a_drawer(who));
    for _ in 0..4 {
        let account = hall.account("Asha Rao", Service::Water).owes(700).moves_in();
        let sent: Vec<_> = windows
            .iter()
            .map(|who| (who.token(), hall.visit(who).account(&account).pays(700).looks().sent().unwrap()))
            .collect();
        let answers: Vec<_> = std::thread::scope(|scope| {
            let running: Vec<_> = sent
                .into_iter()
                .map(|(token, input)| {
                    scope.spawn({
                        let hall = &hall;
                        move || hall_call(hall, &token, input)
                    })
                })
                .collect();
            running.into_iter().map(|t| t.join().expect("a window")).collect()
        });
        let paid = answers.iter().filter(|a| a.is_ok()).count();
        assert_eq!(paid, 1, "one window takes the money, the others are told: {answers:?}");
        let told = answers.iter().filter_map(|a| a.as_ref().err());
        assert!(told.clone().all(|code| code == "changed_meanwhile"));
    }
    assert_eq!(problems(hall.office().book()), Vec::<String>::new());
}

#[test]
fn the_same_request_from_many_windows_at_once_is_taken_once() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(700);
    hall.has_a_drawer(&asha);
    let sent = hall.visit(&asha).account(&account).pays(700).sent().unwrap();

    let answers: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..8)
            .map(|_| {
                let (hall, token, sent) = (&hall, asha.token(), sent.clone());
                scope.spawn(move || hall_call(hall, &token, sent))
            })
            .collect();
        running.into_iter().map(|t| t.join().expect("a window")).collect()
    });

    let numbers: BTreeSet<_> = answers.into_iter().map(|a| a.expect("each is answered")).collect();
    assert_eq!(numbers.len(), 1, "all were given the same receipt");
    assert_eq!(problems(hall.office().book()), Vec::<String>::new());
}

fn hall_call(hall: &Hall, token: &str, input: serde_json::Value) -> Result<String, String> {
    let told = hall.desk().call(token, "take_payment", input, true);
    told.map(|taken| taken["number"].to_string()).map_err(|error| error.code)
}
