//! Requests whose money is in hand: drop-box envelopes and bank files.

use expect_test::expect;
use foil_app::Office;
use foil_app::imports::views::ImportReport;
use foil_app::office::jobs::Progress;
use foil_app::office::views::JobView;
use foil_app::queue::views::InHand;
use foil_domain::customers::{AccountStatus, Service};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_store::{Book, Opening};
use foil_testkit::{Account, Hall, Person, PlainPress, in_rupees, refused, rupees};
use foil_tests::{Reads, raw};
use serde_json::json;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

fn import(hall: &Hall, who: &Person, kind: &str, csv: &str) -> ImportReport {
    let path = hall.folder().join(format!("{kind}.csv"));
    std::fs::write(&path, csv).unwrap();
    let input = json!({ "path": path, "kind": kind, "mode": "good_rows", "dry_run": false });
    let job = hall.does_job(who, "start_import", input).unwrap();
    assert_eq!(job.state, "done", "{}", job.result);
    serde_json::from_value(job.result).unwrap()
}

#[test]
fn a_bank_file_is_paid_by_the_worker_onto_its_accounts() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    let (asha, bhima) = (hall.bills(500), hall.account("Bhima Naik", Service::Gas).owes(200).moves_in());

    let report = import(
        &hall,
        &maya,
        "payments",
        &format!(
            "utr,account,amount,mode\nUTR1,{},500.00,upi\nUTR2,{},250.00,bank\n",
            asha.number, bhima.number
        ),
    );
    assert_eq!((report.created, report.bad), (2, 0), "{report:?}");
    let did = hall.worker_runs(&maya).unwrap();

    assert_eq!((did.worked, did.paid, did.dead), (2, 2, 0));
    hall.ledger_reads(expect![[r#"
        payment  upi +500.00  receivable E-1001 -500.00
        payment  bank +250.00  receivable G-1002 -200.00  credit G-1002 -50.00
    "#]]);
    hall.day_book_reads(
        &maya,
        expect![[r#"
        OF/26-27/000001  Asha Rao  upi  500.00
        OF/26-27/000002  Bhima Naik  bank  250.00
    "#]],
    );
    hall.books_balance();
}

#[test]
fn the_same_file_twice_takes_the_money_once() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    let account = hall.bills(500);
    let file = format!("utr,account,amount,mode\nUTR1,{},100,upi\n", account.number);

    import(&hall, &maya, "payments", &file);
    hall.worker_runs(&maya).unwrap();
    let again = import(&hall, &maya, "payments", &file);
    let did = hall.worker_runs(&maya).unwrap();

    assert_eq!((again.created, again.unchanged), (0, 1), "{again:?}");
    assert_eq!(did.worked, 0);
    hall.books_balance();
}

#[test]
fn money_for_an_unknown_account_is_a_dead_letter_that_a_person_puts_on_the_right_one() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    import(&hall, &maya, "payments", "utr,account,amount,mode\nUTR9,E-9999,120,bank\n");

    let dead = hall.in_hand(&asha).unwrap().dead;
    assert_eq!((dead.len(), dead[0].problem.as_str()), (1, "there is no account E-9999"));
    assert_eq!(hall.dead_letters_told(), [dead[0].number.clone()], "it is told as it appears");
    hall.retries(&asha, &dead[0], Some(&account)).unwrap();
    assert_eq!(refused(hall.retries(&asha, &dead[0], Some(&account))), "changed_meanwhile");
    let did = hall.worker_runs(&asha).unwrap();

    assert_eq!((did.paid, did.dead), (1, 0));
    assert_eq!(hall.visit(&asha).account(&account).preview().unwrap().due, Money::from_minor(rupees(380)));
    hall.books_balance();
}

#[test]
fn a_dead_letter_of_yesterday_is_found_by_its_number_and_who_was_served_by_theirs() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    import(&hall, &maya, "payments", "utr,account,amount,mode\nUTR9,E-9999,120,bank\n");
    let letter = hall.in_hand(&asha).unwrap().dead.remove(0);
    hall.next_morning(&maya);
    let account = hall.bills(500);
    let ticket = hall.takes_ticket(&asha, &account).unwrap();
    let kinds = |text: &str| {
        let hits = hall.call(&asha, "search", json!({ "text": text })).unwrap();
        let kinds = hits.as_array().unwrap().iter().map(|hit| hit["target"]["kind"].clone());
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(kinds(&letter.number), ["in_hand"], "it stands among the money in hand, whatever its day");
    assert_eq!(kinds(&ticket.number), ["ticket"]);
    let served = hall.calls_next(&asha).unwrap();
    hall.finishes(&asha, &served).unwrap();
    assert_eq!(kinds(&ticket.number), ["customer"], "no lane has it any more");
}

#[test]
fn money_for_a_closed_account_becomes_a_dead_letter_and_is_told() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let closed = hall.account("Left Long Ago", Service::Gas).closed().moves_in();
    import(&hall, &maya, "payments", &format!("utr,account,amount,mode\nUTR5,{},120,bank\n", closed.number));

    let did = hall.worker_runs(&maya).unwrap();

    assert_eq!((did.paid, did.dead), (0, 1));
    let dead = hall.in_hand(&maya).unwrap().dead;
    expect!["account G-1001 is closed"].assert_eq(&dead[0].problem);
    assert_eq!(hall.dead_letters_told(), [dead[0].number.clone()]);
    hall.asks_off(&asha, &dead[0], "sent back to the bank").allowed_by(&maya).now().unwrap();
    assert_eq!(hall.in_hand(&maya).unwrap().dead_total, 0);
    let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let first = &month["exceptions"][0];
    assert_eq!((&first["kind"], &first["who"]), (&json!("money_cancelled"), &json!("asha")));
    assert_eq!(
        (&first["amount"], &first["detail"]),
        (&json!(rupees(120)), &json!("UTR5, for account G-1001"))
    );
    hall.books_balance();
}

#[test]
fn money_in_hand_is_cancelled_by_two_persons_for_it_is_in_no_drawer_and_no_journal() {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    let account = hall.bills(9_000);
    let rows: String = [(1, 500), (2, 600), (3, 700), (4, 40)]
        .map(|(n, whole)| format!("BOX{n},{},{whole},cash\n", account.number))
        .concat();
    import(&hall, &maya, "payments", &format!("utr,account,amount,mode\n{rows}"));
    let waiting = hall.in_hand(&asha).unwrap().waiting;
    let [one, two, three, four] = &waiting[..] else { panic!("four wait: {waiting:?}") };

    assert_eq!(refused(hall.calls_off(&asha, one, "a mistake")), "needs_approval");
    assert_eq!(refused(hall.calls_off(&maya, one, "a mistake")), "needs_approval", "a manager alone, too");
    assert_eq!(refused(hall.asks_off(&asha, one, "a mistake").allowed_by(&asha).now()), "not_allowed");
    assert_eq!(refused(hall.asks_off(&maya, one, "a mistake").allowed_by(&maya).now()), "own_request");
    // By the ceilings of a refund.
    hall.ceiling_of("refund", Some(rupees(500)));
    assert_eq!(refused(hall.asks_off(&asha, two, "a mistake").allowed_by(&maya).now()), "above_ceiling");
    let done = hall.asks_off(&asha, one, "a mistake").allowed_by(&maya).now().unwrap();
    assert_eq!(
        (done.approval.amount.unwrap(), done.done.unwrap().number),
        (Money::from_minor(rupees(500)), one.number.clone())
    );
    hall.ceiling_of("refund", None);
    // From the list; what it would do stands there.
    let asked = hall.asks_off(&asha, two, "given back").now().unwrap().approval;
    let would = hall.call(&noor, "preview_request", json!({ "approval": asked.id })).unwrap();
    assert_eq!(would["effects"][0]["effect"], "money_not_posted");
    assert_eq!(hall.in_hand(&asha).unwrap().waiting_total, 3, "it waits");
    hall.approves(&noor, &asked).unwrap();
    // Taken back by one, for then it waits again; cancelled again by two only.
    hall.undoes(&noor).unwrap();
    assert_eq!(hall.in_hand(&asha).unwrap().waiting_total, 3);
    assert_eq!(refused(hall.redoes(&noor)), "undo_refused");
    // First, with a second look, where the office works so.
    hall.approves_by(Some(rupees(50)), 0, 0);
    assert_eq!(refused(hall.asks_off(&asha, three, "a mistake").done_first().now()), "needs_approval");
    let first = hall.asks_off(&asha, four, "a mistake").done_first().now().unwrap().approval;
    hall.approves(&maya, &first).unwrap();

    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 2);
    let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let all = month["exceptions"].as_array().unwrap().iter();
    let told = all.filter(|e| e["kind"] == "money_cancelled").map(|e| (&e["who"], &e["amount"]));
    let asha = json!("asha");
    assert_eq!(told.collect::<Vec<_>>(), [(&asha, &json!(rupees(40))), (&asha, &json!(rupees(500)))]);
    let ticket = hall.takes_ticket(&maya, &account).unwrap();
    hall.calls_off(&maya, &ticket, "went home").unwrap();
    hall.books_balance();
}

#[test]
fn a_workers_payment_that_is_voided_goes_back_as_a_dead_letter_and_is_not_taken_again_by_itself() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    let account = hall.bills(500);
    import(&hall, &maya, "payments", &format!("utr,account,amount,mode\nUTR1,{},500,upi\n", account.number));
    hall.worker_runs(&maya).unwrap();
    let day: serde_json::Value = hall.call(&maya, "payments", json!({ "limit": 10 })).unwrap();
    let id = foil_domain::ids::PaymentId(day["rows"][0]["id"].as_i64().unwrap());

    hall.undoing(&maya).payment(id).now().unwrap();

    assert_eq!(hall.worker_runs(&maya).unwrap().worked, 0);
    let dead = hall.in_hand(&maya).unwrap().dead;
    assert_eq!(dead.len(), 1);
    hall.retries(&maya, &dead[0], None).unwrap();
    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 1, "a person let it go on");
    hall.books_balance();
}

#[test]
fn a_bill_that_was_partly_paid_before_it_came_into_the_book_is_paid_undone_and_checked() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.account("Asha Rao", Service::Water).moves_in();
    let csv = format!(
        "bill_number,account_number,period_from,period_to,issued_on,due_on,amount,left\n\
         OLD-1,{},2026-10-01,2026-10-31,2026-11-01,2026-11-30,1000.00,400.00\n",
        account.number
    );
    let report = import(&hall, &maya, "bills", &csv);
    assert_eq!((report.created, report.bad), (1, 0), "{report:?}");
    hall.books_balance();

    let paid = hall.pays(&asha, &account, 500).unwrap();
    assert_eq!((paid.paid, paid.change), (Money::from_minor(rupees(400)), Money::from_minor(rupees(100))));
    hall.undoes(&asha).unwrap();

    assert_eq!(hall.visit(&asha).account(&account).preview().unwrap().due, Money::from_minor(rupees(400)));
    hall.books_balance();
}

const LATE: &str = r#"
format = 1
name = "Domestic"
service = "electricity"
currency = "INR"
unit = "kWh"
billing_months = 1
valid_from = 2026-04-01

[[energy_charge]]
name = "Energy charge"
slabs = [ { rate = 5 } ]

[late_payment]
percent = 2
per = "month"
"#;

/// What an account owes at the counter, in rupees.
fn owed(hall: &Hall, who: &Person, account: &Account) -> String {
    in_rupees(hall.visit(who).account(account).preview().unwrap().due)
}

#[test]
fn who_paid_at_the_bank_in_time_is_in_time_whenever_the_office_comes_to_it() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.tariff(&hall.admin("tara"), LATE);
    let named = ["Asha Rao", "Bhima Naik", "Chitra Pai", "Devi Shetty", "Esha Rai", "Farida Begum"];
    let [in_time, silent, mistyped, a_day_late, last_year, next_year] =
        named.map(|name| hall.account(name, Service::Electricity).owes(1_000).due_in(0).moves_in());
    hall.days_pass(&maya, 2);
    let mut file = String::from("utr,account,amount,mode,value date\n");
    for (n, account, on) in [
        (1, &in_time.number, "2026-11-21"),
        (2, &silent.number, ""),
        (3, &"E-9999".to_owned(), "2026-11-21"),
        (4, &a_day_late.number, "2026-11-22"),
        (5, &last_year.number, "2025-11-21"),
        (6, &next_year.number, "2027-11-21"),
    ] {
        writeln!(file, "UTR{n},{account},1000.00,upi,{on}").unwrap();
    }
    let report = import(&hall, &maya, "payments", &file);
    assert_eq!((report.created, report.bad), (6, 0), "{report:?}");
    hall.days_pass(&maya, 40);

    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 5);
    let left = |account| owed(&hall, &asha, account);
    assert_eq!(left(&in_time), "0.00", "on the last day to pay");
    let paper = hall.receipt_text(hall.payment_of_number(&maya, "OF/26-27/000001"));
    assert!(paper.contains("Money received 21 Nov 2026"), "its payer reads that it was: {paper}");
    assert_eq!(left(&a_day_late), "20.00", "late by the day of the money, not by the worker's two months");
    assert_eq!(left(&silent), "20.00", "without a day it is here since its file came");
    assert_eq!([&last_year, &next_year].map(left), ["20.00", "20.00"], "a slip of the pen is no day");
    let dead = hall.in_hand(&asha).unwrap().dead.remove(0);
    assert_eq!(dead.note, "for account E-9999; paid on 2026-11-21");
    hall.retries(&asha, &dead, Some(&mistyped)).unwrap();
    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 1);
    assert_eq!(left(&mistyped), "0.00", "a dead letter keeps its day");
    hall.books_balance();
}

#[test]
fn what_was_charged_while_money_waited_for_the_office_falls_with_it_and_is_owed_when_the_money_falls() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.tariff(&hall.admin("tara"), LATE);
    let owes = |name, due_in| hall.account(name, Service::Electricity).owes(1_000).due_in(due_in).moves_in();
    let (whole, half, late) = (owes("Asha Rao", 0), owes("Bhima Naik", 0), owes("Chitra Pai", -1));
    let file = format!(
        "utr,account,amount,mode,value date\nUTR1,{},1000,upi,2026-11-21\nUTR2,{},500,upi,2026-11-21\n\
         UTR3,{},1000,upi,2026-11-21\n",
        whole.number, half.number, late.number
    );
    import(&hall, &maya, "payments", &file);
    hall.days_pass(&maya, 2);
    let run = hall.runs_the_ladder(&maya);
    assert_eq!((run.surcharges.n, in_rupees(run.surcharges.amount)), (3, "60.00".to_owned()));

    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 3);
    let left = || [&whole, &half, &late].map(|account| owed(&hall, &asha, account));
    assert_eq!(left(), ["0.00", "510.00", "20.00"], "who was late on the day of the money stays so");
    hall.books_balance();

    for number in ["OF/26-27/000001", "OF/26-27/000002"] {
        let paid = hall.payment_of_number(&maya, number);
        hall.undoing(&maya).payment(paid).now().unwrap();
    }
    assert_eq!(left(), ["1020.00", "1020.00", "20.00"], "there is no such money any more");
    for dead in hall.in_hand(&maya).unwrap().dead {
        hall.retries(&maya, &dead, None).unwrap();
    }
    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 2);
    assert_eq!(left(), ["0.00", "510.00", "20.00"], "it was there all the same");
    assert_eq!(hall.verifies_pack(&maya, "2026-11"), json!([]));
    hall.books_balance();
}

fn reopens(hall: &Hall, account: &Account) {
    let id = account.id;
    hall.arranges(move |act| {
        let row = foil_store::customers::account(act.tx, id)?.expect("the account");
        let data = foil_store::customers::AccountData { status: AccountStatus::Active, ..row.data() };
        foil_store::customers::update_account(act.tx, id, &data, row.version).map(|_| ())
    });
}

#[test]
fn money_in_hand_is_nobody_to_be_called_held_missed_or_finished() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    import(&hall, &maya, "payments", &format!("utr,account,amount,mode\nUTR1,{},500,upi\n", account.number));
    let waiting = hall.in_hand(&asha).unwrap().waiting;
    let ticket = &waiting[0];

    for refused_ in [
        refused(hall.calls(&asha, ticket)),
        refused(hall.holds(&asha, ticket)),
        refused(hall.finishes(&asha, ticket)),
        refused(hall.misses(&asha, ticket)),
    ] {
        assert_eq!(refused_, "money_in_hand");
    }
    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 1, "its money is posted all the same");
    hall.books_balance();
}

#[test]
fn a_clerks_own_payment_never_ends_a_request_whose_money_is_in_hand() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let (account, other) = (hall.bills(500), hall.account("Bhima Naik", Service::Gas).owes(90).moves_in());
    import(&hall, &maya, "payments", &format!("utr,account,amount,mode\nUTR1,{},500,upi\n", account.number));
    let ticket = hall.in_hand(&asha).unwrap().waiting[0].id;

    let told = refused(hall.visit(&asha).account(&other).ticket(ticket).pays(10).cash(10).take());

    assert_eq!(told, "money_in_hand");
    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 1);
    hall.books_balance();
}

#[test]
fn a_failed_try_that_another_program_has_overtaken_is_not_tried_again() {
    let hall = Arc::new(Hall::open());
    let maya = hall.manager("maya");
    let account = hall.account("Left Long Ago", Service::Gas).closed().moves_in();
    import(&hall, &maya, "payments", &format!("utr,account,amount,mode\nUTR5,{},120,bank\n", account.number));

    // The second program's clock is looked at before each of its acts: the third time is after its try
    // was refused, and before it writes that down. Then the first program posts the money.
    let (looks, here) = (Arc::new(AtomicI64::new(0)), hall.clone());
    let (seen, now) = (looks.clone(), hall.now());
    let clock = Arc::new(move || {
        if seen.fetch_add(1, Ordering::SeqCst) == 2 {
            reopens(&here, &account);
            assert_eq!(here.worker_runs(&maya).unwrap().paid, 1);
        }
        now
    });
    let book = Book::open(&hall.path(), &Opening::Key(hall.key().clone()), now).unwrap();
    let second = Arc::new(Office::open(Arc::new(book), clock, Arc::new(PlainPress)).unwrap());
    looks.store(0, Ordering::SeqCst);
    let report = foil_app::queue::run_queue(&second, &Progress::default()).unwrap();

    assert!(looks.load(Ordering::SeqCst) > 2, "the story went as told");
    assert_eq!((report.paid, report.dead, report.retried), (0, 0, 0));
    let asha = hall.clerk("asha");
    let in_hand = hall.in_hand(&asha).unwrap();
    assert_eq!((in_hand.waiting.len(), in_hand.dead.len()), (0, 0), "it is done, and stays done");
    hall.books_balance();
}

#[test]
fn a_reference_that_comes_again_with_other_money_is_told_and_never_dropped() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let (account, other) = (hall.bills(500), hall.account("Bhima Naik", Service::Gas).owes(90).moves_in());
    let (a, b) = (&account.number, &other.number);
    let head = "reference,account,amount,mode,bank,source\n";
    let first = format!("{head}004512,{a},100,cheque,Canara Bank,drop_box\nUTR9,E-9999,70,bank,,bank_file\n");
    assert_eq!(import(&hall, &maya, "payments", &first).created, 2);

    for (row, says) in [
        (format!("004512,{a},100,cheque,State Bank,drop_box"), "bank or method"),
        (format!("004512,{b},100,cheque,Canara Bank,drop_box"), "account"),
        (format!("004512,{a},101,cheque,Canara Bank,drop_box"), "amount"),
    ] {
        let report = import(&hall, &maya, "payments", &format!("{head}{row}\n"));
        assert_eq!((report.created, report.unchanged, report.bad), (0, 0, 1), "{row}");
        assert!(report.errors[0].expected.ends_with(&format!("another {says}")), "{:?}", report.errors);
    }
    // Wherever a person has put the money meanwhile, the same file is still the same file.
    let dead = hall.in_hand(&asha).unwrap().dead;
    hall.retries(&asha, &dead[0], Some(&account)).unwrap();
    hall.worker_runs(&maya).unwrap();
    let again = import(&hall, &maya, "payments", &first);
    assert_eq!((again.created, again.unchanged, again.bad), (0, 2, 0), "{again:?}");
    hall.books_balance();
}

#[test]
fn a_cheque_from_the_box_is_whose_its_row_says_and_else_the_payers_own() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let (bhima, chitra) = (
        hall.account("Bhima Naik", Service::Gas).owes(900).moves_in(),
        hall.account("Chitra Pai", Service::Water).owes(900).moves_in(),
    );
    hall.visit(&asha).account(&bhima).pays(100).cheque(100, "004512", "Canara Bank").take().unwrap();
    let head = "cheque no,account,amount,mode,bank,drawer\n";
    let of = |reference: &str, account: &Account, drawer: &str| {
        format!("{head}{reference},{},200,cheque,Canara Bank,{drawer}\n", account.number)
    };
    for row in [of("004512", &chitra, ""), of("004513", &chitra, "Bhima Naik"), of("004514", &bhima, "-")] {
        assert_eq!(import(&hall, &maya, "payments", &row).created, 1, "{row}");
    }
    let again = import(&hall, &maya, "payments", &of("004513", &chitra, "Esha Rai"));
    assert!(again.errors[0].expected.ends_with("another drawer"), "{:?}", again.errors);
    assert_eq!(
        import(&hall, &maya, "payments", &of("004513", &chitra, "")).unchanged,
        1,
        "nobody says otherwise"
    );
    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 3);

    let rows = hall.cheque_desk(&maya).unwrap().rows;
    let mut drawn: Vec<String> =
        rows.iter().map(|q| format!("{} {} for {}", q.number, q.drawer, q.name)).collect();
    drawn.sort();
    assert_eq!(
        drawn,
        [
            "004512 Bhima Naik for Bhima Naik",
            "004512 Chitra Pai for Chitra Pai",
            "004513 Bhima Naik for Chitra Pai",
            "004514 Bhima Naik for Bhima Naik",
        ]
    );
    hall.books_balance();
}

#[test]
fn a_cheque_from_the_box_is_the_paper_that_its_payer_has_given_at_a_counter_already() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let bhima = hall.account("Bhima Naik", Service::Gas).owes(900).moves_in();
    let counter =
        |number: &str| hall.visit(&asha).account(&bhima).pays(100).cheque(100, number, "Canara Bank");
    let given = [
        counter("004512").drawn_by("Chitra Pai").take().unwrap().payment,
        counter("004513").take().unwrap().payment,
        counter("004514").drawn_by("Chitra Pai").take().unwrap().payment,
    ];
    let head = "cheque no,account,amount,mode,bank,drawer\n";
    for (number, drawer) in [("004512", ""), ("004513", "Chitra Pai"), ("004514", "Esha Rai")] {
        let row = format!("{head}{number},{},200,cheque,Canara Bank,{drawer}\n", bhima.number);
        assert_eq!(import(&hall, &maya, "payments", &row).created, 1, "{row}");
    }
    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 3);
    let [unnamed, read_since, both_read] = given.map(|payment| {
        let cheque = hall.cheque_of(&maya, payment).id;
        hall.deposits(&maya, &[cheque]).unwrap().amount.minor() / 100
    });
    assert_eq!(unnamed, 300, "nobody says that it is another");
    assert_eq!(read_since, 300, "one paper, which passed for his until its name was read");
    assert_eq!(both_read, 100, "two names were read off two papers");
    hall.books_balance();
}

/// A book in which no payment can be written, until the trouble is over.
struct Trouble<'h>(&'h Hall);

impl Trouble<'_> {
    fn at(hall: &Hall) -> Trouble<'_> {
        let trouble = Trouble(hall);
        trouble.says(
            "CREATE TRIGGER trouble BEFORE INSERT ON payment BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
        );
        trouble
    }

    fn over(self) {
        self.says("DROP TRIGGER trouble");
    }

    fn says(&self, sql: &str) {
        raw(&self.0.path(), self.0.key()).execute_batch(sql).unwrap();
    }
}

#[test]
fn what_fails_for_a_passing_reason_is_tried_again_later_and_later_and_is_a_dead_letter_after_five_tries() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    let file = |utr: &str| format!("utr,account,amount,mode\n{utr},{},100,upi\n", account.number);
    let again = || {
        let did = foil_app::queue::retry_due(hall.office(), || true).unwrap();
        (did.worked, did.paid, did.retried, did.dead)
    };

    import(&hall, &maya, "payments", &file("UTR1"));
    let trouble = Trouble::at(&hall);
    let did = hall.worker_runs(&maya).unwrap();
    assert_eq!(
        (did.worked, did.paid, did.retried, did.dead),
        (1, 0, 1, 0),
        "nothing is lost, and nothing given up"
    );
    assert_eq!(again(), (0, 0, 0, 0), "not before its time");
    for wait_secs in [30, 60, 120] {
        hall.seconds_pass(wait_secs - 1);
        assert_eq!(again(), (0, 0, 0, 0), "{wait_secs} seconds are not over");
        hall.seconds_pass(1);
        assert_eq!(again(), (1, 0, 1, 0), "after {wait_secs} seconds");
    }
    hall.seconds_pass(240);
    assert_eq!(again(), (1, 0, 0, 1), "the fifth try was the last");
    let dead = hall.in_hand(&asha).unwrap().dead;
    assert_eq!((dead.len(), dead[0].attempts), (1, 5));
    assert!(dead[0].problem.starts_with("something broke (reference "), "{}", dead[0].problem);
    assert_eq!(hall.dead_letters_told(), [dead[0].number.clone()]);

    trouble.over();
    hall.retries(&asha, &dead[0], None).unwrap();
    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 1, "a person let it go on");
    import(&hall, &maya, "payments", &file("UTR2"));
    let trouble = Trouble::at(&hall);
    hall.worker_runs(&maya).unwrap();
    trouble.over();
    hall.seconds_pass(30);
    let stopped = foil_app::queue::retry_due(hall.office(), || false).unwrap();
    assert_eq!(stopped.worked, 0, "whoever closes the book waits for none of them");
    assert_eq!(again(), (1, 1, 0, 0), "what has passed by then is paid, with nobody asked");
    hall.books_balance();
}

/// From now on the book's disk has so many pages more, and no more.
fn disk_has(hall: &Hall, more: i64) {
    let holds = hall.office().book().write(move |tx| {
        let pages = tx.number("SELECT page_count AS n FROM pragma_page_count", &[])?;
        tx.script(&format!("PRAGMA max_page_count = {}", pages + more))
    });
    holds.unwrap();
}

#[test]
fn a_full_disk_is_no_fault_of_a_request_which_is_paid_when_there_is_room_again() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    let account = hall.bills(500);
    import(&hall, &maya, "payments", &format!("utr,account,amount,mode\nUTR1,{},100,upi\n", account.number));
    let says = |sql: &str| raw(&hall.path(), hall.key()).execute_batch(sql).unwrap();
    says(
        "CREATE TABLE ballast (b BLOB);
         CREATE TRIGGER trouble BEFORE INSERT ON payment BEGIN INSERT INTO ballast VALUES (zeroblob(1000000)); END",
    );
    disk_has(&hall, 100);

    let did = hall.worker_runs(&maya).unwrap();
    assert_eq!((did.worked, did.paid, did.retried, did.dead), (1, 0, 1, 0));
    let waits = hall.in_hand(&maya).unwrap().waiting.remove(0);
    assert_eq!(waits.problem, "the book: the disk is full; nothing was stored");
    disk_has(&hall, 1_000_000);
    hall.seconds_pass(30);
    let did = foil_app::queue::retry_due(hall.office(), || true).unwrap();
    assert_eq!((did.paid, did.dead), (1, 0), "nobody was asked");
    says("DROP TRIGGER trouble; DROP TABLE ballast");
    hall.books_balance();
}

/// A request's id, and whether it is a dead letter.
type Listed = (i64, bool);

#[test]
fn a_bank_file_of_hundreds_of_rows_is_listed_whole_dead_letters_first_and_counted() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    let account = hall.bills(500);
    let mut file = String::from("utr,account,amount,mode\n");
    for n in 0..30 {
        let number = if n % 3 == 0 { "E-9999" } else { account.number.as_str() };
        writeln!(file, "UTR{n},{number},1,bank").unwrap();
    }
    import(&hall, &maya, "payments", &file);

    let mut listed: Vec<(i64, bool)> = Vec::new();
    loop {
        let after = listed.last().map(|(id, _)| *id);
        let page: InHand = hall.ask(&maya, "in_hand", json!({ "after": after, "limit": 7 })).unwrap();
        assert_eq!((page.dead_total, page.waiting_total), (10, 20));
        let rows =
            page.dead.iter().map(|t| (t.id.0, true)).chain(page.waiting.iter().map(|t| (t.id.0, false)));
        let before = listed.len();
        listed.extend(rows);
        if listed.len() == before {
            break;
        }
    }

    let (dead, waiting): (Vec<&Listed>, Vec<&Listed>) = listed.iter().partition(|(_, dead)| *dead);
    assert_eq!((dead.len(), waiting.len()), (10, 20), "none is missing, none comes twice");
    assert!(listed[..10].iter().all(|(_, dead)| *dead), "what needs a person stands first");
    assert!(dead.is_sorted_by(|a, b| a.0 > b.0) && waiting.is_sorted_by(|a, b| a.0 < b.0));
}

#[test]
fn letters_that_died_of_one_problem_are_put_back_together_and_find_the_accounts_that_came_since() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let closed = hall.account("Left Long Ago", Service::Gas).closed().moves_in();
    let mut file = String::from("utr,account,amount,mode\n");
    let mut accounts = String::from("customer,name,property,address,account,service\n");
    for n in 0..205 {
        writeln!(file, "UTR{n},E-{n:04},1,bank").unwrap();
        if n != 7 {
            writeln!(accounts, "K-{n:04},Bina Rao {n},P-{n:04},Hill Road {n},E-{n:04},water").unwrap();
        }
    }
    writeln!(file, "UTRX,{},1,bank", closed.number).unwrap();
    import(&hall, &maya, "payments", &file);
    assert_eq!(hall.worker_runs(&asha).unwrap().dead, 1, "its account is closed");
    let problems = || -> Vec<(String, i64, i64)> {
        let told = hall.in_hand(&asha).unwrap().problems.into_iter();
        told.map(|p| (p.problem, p.letters, p.amount.minor())).collect()
    };
    let both = [("not_found".to_owned(), 205, rupees(205)), ("account_closed".to_owned(), 1, rupees(1))];
    assert_eq!(problems(), both);
    assert_eq!(hall.retries_all(&asha, "not_found").unwrap(), (0, 205), "there are no such accounts yet");
    assert_eq!(problems(), both, "and nothing dies twice");

    import(&hall, &maya, "customers", &accounts);
    assert_eq!(refused(hall.retries_all(&omar, "not_found")), "not_allowed");
    assert_eq!(refused(hall.retries_all(&asha, "no_such_problem")), "not_found");
    assert_eq!(refused(hall.retries_all(&asha, "")), "bad_input", "what a person put back is one by one");
    let newest = hall.in_hand(&asha).unwrap().problems[0].newest;
    let once = json!({ "request_id": hall.request(), "problem": "not_found", "newest": newest });
    let first = hall.call(&asha, "retry_dead_letters", once.clone()).unwrap();
    assert_eq!((&first["retried"], &first["left"]), (&json!(199), &json!(1)), "some hundred in an act");
    assert_eq!(hall.call(&asha, "retry_dead_letters", once).unwrap(), first, "sent twice, it is done once");
    assert_eq!(problems()[0].1, 6);
    assert_eq!(hall.retries_all(&asha, "not_found").unwrap(), (5, 1), "one account is still unknown");
    let told = hall.logged(&omar, "retry_dead_letters");
    assert_eq!(told.len(), 4, "each act has its row");
    assert!(told[3].starts_with("{\"problem\":\"not_found\",\"tickets\":[\"M-"), "{}", told[3]);
    assert!(told[3].contains("],\"amount_minor\":500,\"unchanged\":1"), "{}", told[3]);
    let did = hall.worker_runs(&asha).unwrap();
    assert_eq!((did.paid, did.dead), (204, 0));
    assert_eq!(problems().iter().map(|p| p.1).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(hall.verifies_pack(&maya, "2026-11"), json!([]));
    hall.books_balance();
}

#[test]
fn a_letter_whose_file_named_two_accounts_is_put_back_to_neither_of_them() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let file = "utr,account,amount,mode\nUTR1,E-0001; E-0002,3000,bank\nUTR2,E-0001,5,bank\n";
    import(&hall, &maya, "payments", file);
    let accounts = "customer,name,property,address,account,service\n\
                    K-1,Bina Rao,P-1,Hill Road 1,E-0001,water\nK-2,Cyra Rao,P-2,Hill Road 2,E-0002,water\n";
    import(&hall, &maya, "customers", accounts);
    // Of requests from before what the file named is in the remark alone.
    let older = "UPDATE ticket SET account_text = ''";
    for before in [false, true] {
        if before {
            assert_eq!(raw(&hall.path(), hall.key()).execute(older, []).unwrap(), 2);
            import(&hall, &maya, "payments", "utr,account,amount,mode\nUTR3,E-0009,7,bank\n");
            let more =
                "customer,name,property,address,account,service\nK-9,Dev Rao,P-9,Hill Road 9,E-0009,water\n";
            import(&hall, &maya, "customers", more);
            raw(&hall.path(), hall.key()).execute(older, []).unwrap();
        }
        assert_eq!(hall.retries_all(&asha, "not_found").unwrap(), (1, 1), "before: {before}");
        assert_eq!(hall.worker_runs(&asha).unwrap().paid, 1);
        let dead = hall.in_hand(&asha).unwrap().dead;
        assert_eq!(dead.iter().map(|t| t.note.as_str()).collect::<Vec<_>>(), ["for account E-0001; E-0002"]);
    }
    // A page that somebody else has emptied meanwhile is the end of it.
    let emptied = json!({ "request_id": hall.request(), "problem": "not_found", "newest": 9, "after": 1 });
    let told = hall.call(&asha, "retry_dead_letters", emptied).unwrap();
    assert_eq!(told, json!({ "retried": 0, "left": 0, "after": null }));
    // Its file once more is the same request.
    let again = import(&hall, &maya, "payments", file);
    assert_eq!((again.created, again.bad), (0, 0), "{again:?}");
    assert_eq!(hall.verifies_pack(&maya, "2026-11"), json!([]));
    hall.books_balance();
}

#[test]
fn whoever_leaves_is_told_so_by_what_they_look_at_and_what_must_be_written_is_written() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.pays(&asha, &hall.bills(500), 100).unwrap();
    let folder = hall.folder().join("pack");
    let made = hall.does_job(&maya, "export_pack", json!({ "month": "2026-11", "folder": folder })).unwrap();
    let asked = |book: bool| json!({ "path": made.result["path"], "book": book });
    assert_eq!(hall.call(&maya, "verify", asked(true)).unwrap()["findings"], json!([]));
    hall.office().leaves();
    for book in [true, false] {
        assert_eq!(refused(hall.call(&maya, "verify", asked(book))), "leaving");
    }
    assert_eq!(refused(hall.call(&maya, "check_book", json!({}))), "leaving");
    hall.pays(&asha, &hall.bills(300), 300).unwrap();
    assert!(hall.office().finish_outbox().unwrap() >= 2, "both receipts");
    assert_eq!(hall.office().unwritten().unwrap().0, 0);
}

#[test]
fn when_the_program_ends_its_jobs_stop_first_and_nobody_is_left_at_the_book() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    let who = hall.office().session(&maya.token(), true).unwrap();
    let (begins, begun) = std::sync::mpsc::channel();
    let held = Arc::new(());
    let holds = held.clone();
    let works = move |_: &Arc<Office>, progress: &Progress| {
        let _holds = holds;
        progress.set_total(10);
        progress.set_done(4);
        begins.send(()).unwrap();
        loop {
            progress.go_on()?;
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    };
    hall.office().start_job(&who, "import", Right::Import, "rows.csv", works).unwrap();
    begun.recv().unwrap();

    let hall = hall.restarts();

    assert_eq!(Arc::strong_count(&held), 1, "its thread is gone before the book is opened again");
    let jobs: Vec<JobView> = hall.ask(&maya, "jobs", json!({})).unwrap();
    let [job] = &jobs[..] else { panic!("{jobs:?}") };
    assert_eq!((job.state.as_str(), job.done, job.total), ("interrupted", 4, 10), "nobody has cancelled it");
}

#[test]
fn a_job_that_panics_has_ended_in_the_book_also_where_it_ran_on_the_thread_that_asked_for_it() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    let who = hall.office().session(&maya.token(), true).unwrap();
    let told = hall.office().run_job(&who, "import", Right::Import, "rows.csv", |_, _| panic!("on purpose"));
    assert!(told.unwrap_err().refusal().is_none(), "a fault, and told as one");
    let jobs: Vec<JobView> = hall.ask(&maya, "jobs", json!({})).unwrap();
    assert_eq!((jobs.len(), jobs[0].state.as_str()), (1, "failed"));
}
