//! The hall and its two lanes.

use expect_test::expect;
use foil_domain::customers::{ByLaw, Service};
use foil_testkit::{Hall, refused};
use foil_tests::Reads;
use serde_json::json;

#[test]
fn the_class_comes_from_the_accounts_not_from_what_somebody_says() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let plain = hall.account("Regular Rao", Service::Water).owes(100).moves_in();
    let elder = hall.account("Elder Prabhu", Service::Water).owes(100).by_law(ByLaw::Elderly).moves_in();
    let late = hall.account("Late Shetty", Service::Water).owes(100).overdue_days(12).moves_in();
    let ordered = hall.account("Ordered Pai", Service::Gas).owes(100).disconnection_in(2).moves_in();
    let cut =
        hall.account("Cut Kamath", Service::Electricity).owes(900).overdue_days(90).cut_days(4).moves_in();
    let firm: Vec<_> =
        (0..5).map(|_| hall.account("Firm With Many", Service::Water).owes(10).moves_in()).collect();

    hall.takes_ticket_for(&asha, &firm.iter().collect::<Vec<_>>()).unwrap();
    for account in [&plain, &elder, &late, &ordered, &cut] {
        hall.minutes_pass(1);
        hall.takes_ticket(&asha, account).unwrap();
    }
    hall.takes_nameless_ticket(&asha, Some("pregnant")).unwrap();

    hall.queue_reads(
        &asha,
        expect![[r#"
        urgent  1. U-004 Cut Kamath (reconnection 4d): most urgent, reconnection
        urgent  2. U-003 Ordered Pai (disconnection 2d): most urgent, disconnection
        urgent  3. U-002 Late Shetty (overdue 12d): most urgent, overdue
        urgent  5. U-001 Elder Prabhu (by_law): most urgent, by_law
        urgent  6. U-005 somebody (by_law): most urgent, by_law
        regular 4. R-001 Regular Rao (regular): turn of the regular after 3 urgent
        regular 7. B-001 Firm With Many (bulk): first in line
    "#]],
    );
}

#[test]
fn who_becomes_overdue_while_waiting_moves_up() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.next_morning(&maya);
    let first = hall.account("Came First", Service::Water).owes(100).due_in(20).moves_in();
    let second = hall.account("Due Yesterday", Service::Water).moves_in();
    hall.takes_ticket(&asha, &first).unwrap();
    hall.minutes_pass(1);
    hall.takes_ticket(&asha, &second).unwrap();
    hall.queue_reads(
        &asha,
        expect![[r#"
        regular 1. R-001 Came First (regular): first in line
        regular 2. R-002 Due Yesterday (regular): first in line
    "#]],
    );

    // The night's bill run reaches the book while both wait.
    let id = second.id;
    hall.arranges(move |act| {
        let day = act.today();
        let new = foil_store::bills::NewBill {
            account: id,
            number: "LATE-1",
            number_fold: "late1",
            period_from: day.plus_days(-60),
            period_to: day.plus_days(-30),
            issued_on: day.plus_days(-29),
            due_on: day.plus_days(-1),
            units: "",
            total: foil_domain::money::Money::from_minor(10_000),
            surcharge: foil_domain::money::Money::ZERO,
            left: foil_domain::money::Money::from_minor(10_000),
            surcharge_left: foil_domain::money::Money::ZERO,
        };
        foil_store::bills::insert(act.tx, &new).map(|_| ())
    });

    hall.queue_reads(
        &asha,
        expect![[r#"
        urgent  1. R-002 Due Yesterday (overdue 1d): most urgent, overdue
        regular 2. R-001 Came First (regular): first in line
    "#]],
    );
}

#[test]
fn who_pays_the_arrears_at_another_counter_loses_the_urgency_but_not_the_place_in_line() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let late = hall.account("Late Shetty", Service::Water).owes(100).overdue_days(12).moves_in();
    let plain = hall.account("Regular Rao", Service::Water).owes(100).moves_in();
    hall.takes_ticket(&asha, &late).unwrap();
    hall.minutes_pass(1);
    hall.takes_ticket(&asha, &plain).unwrap();

    hall.pays(&bela, &late, 100).unwrap();

    hall.queue_reads(
        &asha,
        expect![[r#"
        regular 1. U-001 Late Shetty (regular): first in line
        regular 2. R-001 Regular Rao (regular): first in line
    "#]],
    );
}

#[test]
fn after_three_urgent_ones_a_regular_one_is_next() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let plain = hall.account("Regular Rao", Service::Water).owes(100).moves_in();
    hall.takes_ticket(&asha, &plain).unwrap();
    for n in 0..5 {
        let late =
            hall.account(&format!("Late Number {n}"), Service::Water).owes(100).overdue_days(9).moves_in();
        hall.takes_ticket(&asha, &late).unwrap();
    }

    let mut called = Vec::new();
    while let Ok(ticket) = hall.calls_next(&asha) {
        called.push(ticket.number.clone());
        hall.finishes(&asha, &ticket).unwrap();
    }

    assert_eq!(called, ["U-001", "U-002", "U-003", "R-001", "U-004", "U-005"]);
    assert_eq!(refused(hall.calls_next(&asha)), "nobody_waiting");
}

#[test]
fn who_has_waited_too_long_is_next_whatever_the_class() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let plain = hall.account("Patient Pinto", Service::Water).owes(100).moves_in();
    hall.takes_ticket(&asha, &plain).unwrap();
    hall.minutes_pass(20);
    hall.seconds_pass(1);
    let cut = hall.account("Cut Kamath", Service::Gas).owes(900).overdue_days(90).cut_days(4).moves_in();
    hall.takes_ticket(&asha, &cut).unwrap();

    hall.queue_reads(
        &asha,
        expect![[r#"
        urgent  2. U-001 Cut Kamath (reconnection 4d): most urgent, reconnection
        regular 1. R-001 Patient Pinto (regular): waited 20 min
    "#]],
    );
    assert_eq!(hall.calls_next(&asha).unwrap().number, "R-001");
}

#[test]
fn a_counter_serves_one_at_a_time_and_each_counter_gets_another() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    for n in 0..3 {
        let account = hall.account(&format!("Customer {n}"), Service::Water).owes(100).moves_in();
        hall.minutes_pass(1);
        hall.takes_ticket(&asha, &account).unwrap();
    }

    let first = hall.calls_next(&asha).unwrap();
    assert_eq!(refused(hall.calls_next(&asha)), "still_serving");
    let second = hall.calls_next(&bela).unwrap();
    assert_ne!(first.number, second.number);

    hall.queue_reads(
        &asha,
        expect![[r#"
        C1 serves R-001 Customer 0 (regular)
        C2 serves R-002 Customer 1 (regular)
        regular 1. R-003 Customer 2 (regular): first in line
    "#]],
    );
    let hall_sees = serde_json::to_string_pretty(&hall.hall_board(&bela).unwrap()).unwrap();
    assert!(!hall_sees.contains("Customer"), "the hall sees numbers, never names: {hall_sees}");
}

#[test]
fn a_ticket_is_held_recalled_missed_recalled_and_cancelled() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.takes_ticket(&asha, &hall.bills(100)).unwrap();

    let served = hall.calls_next(&asha).unwrap();
    let held = hall.holds(&asha, &served).unwrap();
    hall.queue_reads(
        &asha,
        expect![[r#"
        held R-001 Asha Rao (regular)
    "#]],
    );
    let recalled = hall.calls(&asha, &held).unwrap();
    assert_eq!(recalled.arrived_at, served.arrived_at, "its time of arrival stays");
    let missed = hall.misses(&asha, &recalled).unwrap();
    hall.queue_reads(
        &asha,
        expect![[r#"
        missed R-001 Asha Rao (regular)
    "#]],
    );
    assert_eq!(refused(hall.finishes(&asha, &missed)), "ticket_state");
    let back = hall.calls(&asha, &missed).unwrap();
    let gone = hall.calls_off(&asha, &back, "will come tomorrow").unwrap();
    assert_eq!(refused(hall.calls(&asha, &gone)), "ticket_state");
    assert_eq!(refused(hall.calls_off(&asha, &back, "again")), "changed_meanwhile");
    hall.queue_reads(&asha, expect![[r#""#]]);
}

#[test]
fn a_payment_ends_the_ticket_it_is_for_and_only_one_that_is_being_served() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(500);
    let ticket = hall.takes_ticket(&asha, &account).unwrap();

    let early = hall.visit(&asha).account(&account).ticket(ticket.id).pays(100).take();
    assert_eq!(refused(early), "ticket_state", "it was not called yet");
    hall.calls_next(&asha).unwrap();
    hall.visit(&asha).account(&account).ticket(ticket.id).pays(100).take().unwrap();
    let late = hall.visit(&asha).account(&account).ticket(ticket.id).pays(100).take();
    assert_eq!(refused(late), "ticket_state", "it is done");
    let maya = hall.manager("maya");
    let file = hall.folder().join("bank.csv");
    std::fs::write(&file, format!("utr,account,amount,mode\nUTR1,{},100,upi\n", account.number)).unwrap();
    let input = json!({ "path": file, "kind": "payments", "mode": "good_rows", "dry_run": false });
    assert_eq!(hall.does_job(&maya, "start_import", input).unwrap().state, "done");
    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 1);
    assert_eq!(hall.board(&asha).unwrap().served_today, 1, "nobody came with the bank's file");
    hall.books_balance();
}

#[test]
fn a_payment_at_one_counter_does_not_end_the_ticket_that_another_serves() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let account = hall.bills(500);
    let ticket = hall.takes_ticket(&asha, &account).unwrap();
    hall.calls_next(&asha).unwrap();

    let told = hall.visit(&bela).account(&account).ticket(ticket.id).pays(100).take().unwrap_err();

    assert_eq!(
        (told.code.as_str(), told.message.as_str()),
        ("still_serving", "counter C1 is still serving R-001")
    );
    assert!(hall.visit(&asha).account(&account).ticket(ticket.id).pays(100).take().is_ok());
    hall.books_balance();
}

#[test]
fn nobody_stands_in_the_hall_over_night() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.takes_ticket(&asha, &hall.bills(100)).unwrap();
    let other = hall.account("Bhima Naik", Service::Gas).owes(90).moves_in();
    hall.takes_ticket(&asha, &other).unwrap();
    hall.calls_next(&asha).unwrap();

    hall.next_morning(&maya);

    hall.queue_reads(&asha, expect![[r#""#]]);
    assert_eq!(hall.takes_ticket(&asha, &other).unwrap().number, "R-001", "numbers begin again each day");
    hall.books_balance();
}
