//! Taking back and doing again.

use expect_test::expect;
use foil_app::undo::views::{Effect, Undone};
use foil_domain::customers::Service;
use foil_domain::ids::PaymentId;
use foil_domain::money::Money;
use foil_testkit::{Hall, Person, refused, rupees};
use foil_tests::{Reads, fingerprint};
use serde_json::json;

fn void(hall: &Hall, who: &Person, payment: PaymentId) -> bool {
    hall.payment(who, payment).unwrap().row.void
}

fn said(undone: &Undone) -> String {
    undone.effects.iter().map(|e| serde_json::to_string(e).unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_payment_taken_by_mistake_is_taken_back_without_erasing_it() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(1_250);
    let paid = hall.pays(&asha, &account, 1_500).unwrap();

    let undone = hall.undoes(&asha).unwrap();

    assert_eq!(undone.number.as_deref(), Some(paid.number.as_str()), "the receipt keeps its number");
    expect![[r#"
        {"effect":"receipt_void","number":"C1/26-27/000001"}
        {"effect":"bill_opens","number":"EB-1001-1","left":125000}
        {"effect":"hand_back","method":"cash","amount":125000}"#]]
    .assert_eq(&said(&undone));
    hall.ledger_reads(expect![[r#"
        payment  cash +1250.00  receivable E-1001 -1250.00
        void  cash -1250.00  receivable E-1001 +1250.00
    "#]]);
    expect![[r#"
        Mangalore Utility Branch                                     Cancellation slip
        Light House Hill Road                                         C1V/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Cancels receipt  C1/26-27/000001
                         Receipt of 21 Nov 2026
        Payer            Asha Rao
        Cancelled        21 Nov 2026, 10:00
                         Counter C1
        By               Asha
        Reason: Wrong amount

        Amount cancelled                                                     ₹1,250.00
        Rupees one thousand two hundred fifty only

        Hand back
        Cash                                                                 ₹1,250.00

        Open again
        What                 Account  Due again
        EB-1001-1, Nov 2026  E-1001    1,250.00

        Customer  ______________  Clerk
        QR: COUNTERFOIL C1V/26-27/000001 INR 1250.00 2026-11-21 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        Audit c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&hall.slip_text(paid.payment));
    hall.day_book_reads(
        &asha,
        expect![[r#"
        C1/26-27/000001  Asha Rao  cash  1250.00  VOID
    "#]],
    );
    assert!(hall.pays(&asha, &account, 1_250).is_ok(), "the bill is open again");
    hall.books_balance();
}

#[test]
fn what_undo_shows_beforehand_is_what_it_does() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account =
        hall.account("Asha Rao", Service::Water).owes(300).overdue_days(9).disconnection_in(2).moves_in();
    let ticket = hall.takes_ticket(&asha, &account).unwrap();
    hall.calls_next(&asha).unwrap();
    hall.visit(&asha).account(&account).ticket(ticket.id).pays(350).cash(400).take().unwrap();

    let shown = hall.undoing(&asha).preview().unwrap();
    let done = hall.undoes(&asha).unwrap();

    assert!(shown.needs_reason && !shown.needs_manager && shown.refused.is_none());
    assert_eq!(shown.effects, done.effects);
    expect![[r#"
        {"effect":"receipt_void","number":"C1/26-27/000001"}
        {"effect":"bill_opens","number":"WB-1001-1","left":30000}
        {"effect":"credit_off","account":"W-1001","amount":5000}
        {"effect":"hand_back","method":"cash","amount":35000}
        {"effect":"urgent_again","account":"W-1001"}
        {"effect":"ticket_back","number":"U-001","state":"serving"}"#]]
    .assert_eq(&said(&done));
    hall.books_balance();
}

#[test]
fn undo_puts_bill_credit_ticket_and_disconnection_order_back_in_one_go() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall
        .account("Asha Rao", Service::Electricity)
        .owes(500)
        .surcharge(25)
        .overdue_days(50)
        .disconnection_in(1)
        .moves_in();
    let ticket = hall.takes_ticket(&asha, &account).unwrap();
    hall.calls_next(&asha).unwrap();
    let look = |hall: &Hall| {
        let id = account.id;
        let row = hall.office().book().read(|tx| foil_store::customers::account(tx, id)).unwrap().unwrap();
        let due = hall.visit(&asha).account(&account).preview().unwrap().due;
        (due, row.credit_minor, row.disconnection_on, hall.queue_text(&asha))
    };
    let before = look(&hall);

    hall.visit(&asha).account(&account).ticket(ticket.id).pays(600).cash(600).take().unwrap();
    assert_eq!(hall.board(&asha).unwrap().serving_here.map(|t| t.number), None, "the ticket is done");
    hall.undoes(&asha).unwrap();

    assert_eq!(look(&hall), before, "bill, surcharge, credit, order, and Asha serving the same ticket");
    hall.books_balance();
}

#[test]
fn a_ticket_whose_payment_is_undone_waits_again_when_the_counter_serves_somebody_else() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let (first, second) = (hall.bills(500), hall.account("Bhima Naik", Service::Gas).owes(200).moves_in());
    let ticket = hall.takes_ticket(&asha, &first).unwrap();
    hall.minutes_pass(2);
    hall.takes_ticket(&asha, &second).unwrap();
    hall.calls_next(&asha).unwrap();
    let paid = hall.visit(&asha).account(&first).ticket(ticket.id).take().unwrap();
    hall.calls_next(&asha).unwrap();

    hall.undoing(&asha).payment(paid.payment).now().unwrap();

    hall.queue_reads(
        &asha,
        expect![[r#"
        C1 serves R-002 Bhima Naik (regular)
        regular 1. R-001 Asha Rao (regular): first in line
    "#]],
    );
    hall.books_balance();
}

#[test]
fn redo_ends_the_ticket_that_its_undo_sent_back_into_the_line() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let (first, second) = (hall.bills(500), hall.account("Bhima Naik", Service::Gas).owes(200).moves_in());
    let ticket = hall.takes_ticket(&asha, &first).unwrap();
    hall.takes_ticket(&asha, &second).unwrap();
    hall.calls_next(&asha).unwrap();
    hall.visit(&asha).account(&first).ticket(ticket.id).take().unwrap();
    hall.calls_next(&asha).unwrap();
    hall.undoes(&asha).unwrap();
    assert_eq!(hall.board(&asha).unwrap().regular_waiting, 1);

    hall.redoes(&asha).unwrap();

    assert_eq!(hall.board(&asha).unwrap().regular_waiting, 0, "who has paid does not wait");
    hall.books_balance();
}

#[test]
fn redo_takes_the_payment_again_with_a_new_receipt_that_names_the_void_one() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(1_250);
    let paid = hall.pays(&asha, &account, 1_500).unwrap();
    hall.undoes(&asha).unwrap();

    let again = hall.redoes(&asha).unwrap();

    let new = again.payment.unwrap();
    assert_ne!(again.number.as_deref(), Some(paid.number.as_str()), "money taken again has a new number");
    assert_eq!(hall.payment(&asha, new).unwrap().redo_of.as_deref(), Some(paid.number.as_str()));
    assert!(void(&hall, &asha, paid.payment) && !void(&hall, &asha, new));
    hall.day_book_reads(
        &asha,
        expect![[r#"
        C1/26-27/000001  Asha Rao  cash  1250.00  VOID
        C1/26-27/000002  Asha Rao  cash  1250.00
    "#]],
    );
    expect![[r#"
        Mangalore Utility Branch                                               Receipt
        Light House Hill Road                                          C1/26-27/000002
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Received from    Asha Rao
                         1 Car Street, Mangaluru
        Taken            21 Nov 2026, 10:00
                         In place of C1/26-27/000001
        Clerk            Asha
                         Counter C1
        Paid for                             Due before      Paid  Left
        EB-1001-1, Nov 2026 (Bill · E-1001)    1,250.00  1,250.00  0.00

        Total paid                                                           ₹1,250.00
        Rupees one thousand two hundred fifty only
        Cash                                                                 ₹1,500.00
        = Change                                                               ₹250.00

        Your accounts now
        Account               Name                     Still to pay
        E-1001 (Electricity)  Asha Rao (Meter ME7001)          0.00
        QR: COUNTERFOIL C1/26-27/000002 INR 1250.00 2026-11-21 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        Audit c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&hall.receipt_text(new));
    hall.ledger_reads(expect![[r#"
        payment  cash +1250.00  receivable E-1001 -1250.00
        void  cash -1250.00  receivable E-1001 +1250.00
        payment  cash +1250.00  receivable E-1001 -1250.00
    "#]]);
    assert_eq!(refused(hall.redoes(&asha)), "nothing_to_undo", "there is nothing more to do again");
    hall.books_balance();
}

#[test]
fn redo_puts_each_coin_where_it_was_though_credit_has_come_in_since() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let power = hall.account("Asha Rao", Service::Electricity).owes(500).moves_in();
    let gas = hall.account("Asha Rao", Service::Gas).owes(300).moves_in();
    hall.visit(&asha).account(&power).account(&gas).with_credit().pays(600).take().unwrap();
    hall.visit(&bela).account(&gas).pays(250).take().unwrap();
    let shares = |n: usize| {
        let day: serde_json::Value = hall.call(&asha, "payments", serde_json::json!({ "limit": 9 })).unwrap();
        let id = PaymentId(day["rows"][n]["id"].as_i64().unwrap());
        serde_json::to_string(&hall.payment(&asha, id).unwrap().shares).unwrap()
    };
    let first = shares(1);

    hall.undoes(&asha).unwrap();
    hall.redoes(&asha).unwrap();

    assert_eq!(shares(0), first, "not first to the credit that Bela's customer left meanwhile");
    hall.books_balance();
}

#[test]
fn undo_and_redo_go_to_and_fro_as_often_as_one_likes() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(400);
    hall.pays(&asha, &account, 100).unwrap();
    hall.pays(&asha, &account, 150).unwrap();
    for _ in 0..3 {
        hall.undoes(&asha).unwrap();
        hall.undoes(&asha).unwrap();
        assert_eq!(refused(hall.undoes(&asha)), "nothing_to_undo");
        hall.redoes(&asha).unwrap();
        hall.redoes(&asha).unwrap();
    }
    hall.day_book_reads(
        &asha,
        expect![[r#"
        C1/26-27/000001  Asha Rao  cash  100.00  VOID
        C1/26-27/000002  Asha Rao  cash  150.00  VOID
        C1/26-27/000003  Asha Rao  cash  100.00  VOID
        C1/26-27/000004  Asha Rao  cash  150.00  VOID
        C1/26-27/000005  Asha Rao  cash  100.00  VOID
        C1/26-27/000006  Asha Rao  cash  150.00  VOID
        C1/26-27/000007  Asha Rao  cash  100.00
        C1/26-27/000008  Asha Rao  cash  150.00
    "#]],
    );
    hall.books_balance();
}

#[test]
fn redo_is_dropped_once_something_new_is_done() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let (account, other) = (hall.bills(500), hall.account("Bhima Naik", Service::Gas).owes(90).moves_in());
    hall.pays(&asha, &account, 500).unwrap();
    hall.undoes(&asha).unwrap();

    hall.pays(&asha, &other, 90).unwrap();

    assert_eq!(refused(hall.redoes(&asha)), "nothing_to_undo");
    assert_eq!(hall.acts_of(&asha).unwrap().redo.map(|s| s.subject), None);
    hall.books_balance();
}

#[test]
fn the_stack_survives_a_restart_of_the_program() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(500);
    hall.pays(&asha, &account, 200).unwrap();
    hall.pays(&asha, &account, 300).unwrap();
    hall.undoes(&asha).unwrap();

    let hall = hall.restarts();

    hall.redoes(&asha).unwrap();
    hall.undoes(&asha).unwrap();
    hall.undoes(&asha).unwrap();
    hall.books_balance();
}

#[test]
fn an_older_payment_can_be_taken_back_out_of_order_but_another_act_cannot() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(500);
    let first = hall.pays(&asha, &account, 200).unwrap();
    hall.takes_ticket(&asha, &account).unwrap();
    hall.pays(&asha, &account, 300).unwrap();
    let acts = hall.acts_of(&asha).unwrap();

    let ticket = acts.steps.iter().find(|s| s.act == "take_ticket").unwrap();
    assert_eq!(refused(hall.undoing(&asha).step(ticket.step).now()), "undo_refused");
    let oldest = acts.steps.last().unwrap();
    assert_eq!(oldest.payment, Some(first.payment));
    assert!(hall.undoing(&asha).step(oldest.step).now().is_ok());
    assert!(void(&hall, &asha, first.payment));
    hall.books_balance();
}

#[test]
fn redo_begins_with_what_was_taken_back_last_and_each_payment_is_done_again_by_itself() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let (light, water) = (hall.bills(500), hall.bills(500));
    let first = hall.pays(&asha, &light, 200).unwrap();
    hall.takes_ticket(&asha, &light).unwrap();
    hall.pays(&asha, &water, 300).unwrap();
    let steps = hall.acts_of(&asha).unwrap().steps;
    let [newest, ticket, oldest] = &steps[..] else { panic!("three acts: {steps:?}") };
    hall.undoing(&asha).step(oldest.step).now().unwrap();
    hall.undoes(&asha).unwrap();
    hall.undoes(&asha).unwrap();

    // The ticket went last, the newest payment before it, the oldest one first.
    let shown = hall.previews_redo(&asha).unwrap();
    assert_eq!(shown.step.map(|s| s.step), Some(ticket.step));
    hall.redoes(&asha).unwrap();
    assert_eq!(hall.previews_redo(&asha).unwrap().step.map(|s| s.step), Some(newest.step));

    // Of two payments one can be had without the other, here because somebody has paid on the account of the other since.
    hall.undoes(&asha).unwrap();
    hall.pays(&bela, &light, 50).unwrap();
    assert_eq!(refused(hall.redoes_step(&asha, oldest.step)), "redo_refused");
    let again = hall.redoes_step(&asha, newest.step).unwrap();
    let made = hall.payment(&asha, again.payment.unwrap()).unwrap();
    assert_eq!(made.redo_of.as_deref(), Some(newest.subject.as_str()));
    // A step that is no payment waits for its turn, and what was not taken back is not done twice.
    let acts = hall.acts_of(&asha).unwrap();
    assert_eq!(acts.redo.map(|s| s.step), Some(ticket.step));
    assert!(hall.redoes_step(&asha, newest.step).is_err());
    assert!(void(&hall, &asha, first.payment));
    hall.books_balance();
}

#[test]
fn somebody_elses_payment_needs_a_manager_who_may_log_in_at_the_screen() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let (maya, admin) = (hall.manager("maya"), hall.admin("ina"));
    let account = hall.bills(500);
    let paid = hall.pays(&asha, &account, 500).unwrap();
    let undo = || hall.undoing(&bela).payment(paid.payment);

    assert!(undo().preview().unwrap().needs_manager);
    assert_eq!(refused(undo().now()), "needs_manager");
    assert_eq!(refused(undo().with_log_in("maya", "a wrong password").now()), "invalid_credentials");
    assert_eq!(refused(undo().allowed_by(&admin).now()), "not_allowed", "an admin makes no money acts");
    assert_eq!(refused(undo().allowed_by(&bela).now()), "not_allowed", "nor does a clerk allow it");
    assert!(!void(&hall, &bela, paid.payment), "the receipt stands after all of that");
    undo().allowed_by(&maya).now().unwrap();

    let view = hall.payment(&bela, paid.payment).unwrap().void.unwrap();
    assert_eq!((view.by.as_str(), view.allowed_by.as_str()), ("bela", "maya"));
    expect![[r#"
        Mangalore Utility Branch                                     Cancellation slip
        Light House Hill Road                                         C2V/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Cancels receipt  C1/26-27/000001
                         Receipt of 21 Nov 2026
        Payer            Asha Rao
        Cancelled        21 Nov 2026, 10:00
                         Counter C2
        By               Bela
        Authorised by    Maya
        Reason: Wrong amount

        Amount cancelled                                                       ₹500.00
        Rupees five hundred only

        Hand back
        Cash                                                                   ₹500.00

        Open again
        What                 Account  Due again
        EB-1001-1, Nov 2026  E-1001      500.00

        Customer  ______________  Clerk
        QR: COUNTERFOIL C2V/26-27/000001 INR 500.00 2026-11-21 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        Audit c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&hall.slip_text(paid.payment));
    assert_eq!(refused(hall.redoes(&bela)), "nothing_to_undo", "it was not Bela's to do again");
    assert_eq!(refused(hall.redoes(&asha)), "nothing_to_undo", "and Asha's stack has lost it");
    hall.books_balance();
}

#[test]
fn a_manager_voids_anybodys_payment_of_the_day() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    let paid = hall.pays(&asha, &account, 500).unwrap();

    hall.undoing(&maya).payment(paid.payment).reason("twice").now().unwrap();

    assert!(void(&hall, &asha, paid.payment));
    assert_eq!(hall.acts_of(&asha).unwrap().voids, 1, "Asha sees that it is void");
    hall.books_balance();
}

#[test]
fn a_void_payment_cannot_be_voided_again() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    let paid = hall.pays(&asha, &account, 500).unwrap();
    hall.undoes(&asha).unwrap();
    let before = fingerprint(hall.office().book());

    let again = hall.undoing(&maya).payment(paid.payment).now().unwrap_err();

    assert_eq!(again.message, "this cannot be undone: the payment is void already");
    assert_eq!(fingerprint(hall.office().book()), before);
    hall.books_balance();
}

#[test]
fn once_the_day_is_closed_nothing_of_it_is_voided_by_anybody() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    let paid = hall.pays(&asha, &account, 300).unwrap();
    hall.pays(&asha, &account, 100).unwrap();
    hall.undoes(&asha).unwrap();
    hall.next_morning(&maya);

    assert_eq!(refused(hall.undoes(&asha)), "undo_refused");
    assert_eq!(refused(hall.undoing(&maya).payment(paid.payment).now()), "undo_refused");
    assert_eq!(refused(hall.redoes(&asha)), "redo_refused", "nor is yesterday's void done again today");
    let shown = hall.undoing(&asha).preview().unwrap();
    assert_eq!(shown.state, Some(foil_domain::undo::UndoState::Closed), "it says what it takes instead");
    hall.books_balance();
}

#[test]
fn a_payment_whose_credit_was_used_since_cannot_be_voided_until_that_is_undone() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account =
        hall.account("Asha Rao", Service::Water).owes(100).due_in(3).owes(600).due_in(30).moves_in();
    let over = hall.visit(&asha).account(&account).onto(account.bills[0], "bill", 100).pays(400).cash(400);
    let over = over.take().unwrap();
    hall.visit(&asha).account(&account).with_credit().pays(300).take().unwrap();

    let told = hall.undoing(&asha).payment(over.payment).now().unwrap_err();
    expect!["this cannot be undone: the credit it left on account W-1001 has been used since"]
        .assert_eq(&told.message);
    assert_eq!(
        hall.undoing(&asha).payment(over.payment).preview().unwrap().refused.unwrap().code,
        "undo_refused"
    );

    hall.undoes(&asha).unwrap();
    hall.undoes(&asha).unwrap();
    assert_eq!(hall.visit(&asha).account(&account).preview().unwrap().due, Money::from_minor(rupees(700)));
    hall.books_balance();
}

#[test]
fn a_redo_is_refused_when_the_account_was_changed_since() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let account = hall.bills(500);
    hall.pays(&asha, &account, 500).unwrap();
    hall.undoes(&asha).unwrap();
    hall.pays(&bela, &account, 50).unwrap();

    assert_eq!(hall.previews_redo(&asha).unwrap().refused.unwrap().code, "redo_refused");
    assert_eq!(refused(hall.redoes(&asha)), "redo_refused");
    hall.books_balance();
}

#[test]
fn a_void_needs_a_reason_and_other_needs_a_note() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let paid = hall.pays(&asha, &hall.bills(500), 500).unwrap();

    assert_eq!(refused(hall.undoing(&asha).no_reason().now()), "bad_input");
    assert_eq!(refused(hall.undoing(&asha).reason("because").now()), "bad_input");
    assert_eq!(refused(hall.undoing(&asha).reason("other").now()), "bad_input");
    hall.undoing(&asha).reason("other").note("the customer paid the neighbour's bill").now().unwrap();
    let view = hall.payment(&asha, paid.payment).unwrap().void.unwrap();
    assert_eq!(view.note, "the customer paid the neighbour's bill");
    hall.books_balance();
}

#[test]
fn a_clerk_voids_up_to_a_ceiling_and_a_manager_beyond_it() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.arranges(|act| {
        let mut row = foil_store::office::find(act.tx)?;
        row.void_ceiling_minor = Some(Money::from_minor(rupees(1_000)));
        foil_store::office::update(act.tx, &row, row.version).map(|_| ())
    });
    let account = hall.bills(5_000);
    hall.pays(&asha, &account, 1_000).unwrap();
    hall.undoes(&asha).unwrap();
    let large = hall.pays(&asha, &account, 1_001).unwrap();

    assert_eq!(refused(hall.undoes(&asha)), "above_ceiling");
    hall.undoing(&maya).payment(large.payment).now().unwrap();
    hall.books_balance();
}

#[test]
fn a_manager_at_the_screen_lifts_the_clerks_ceiling_for_one_void() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.arranges(|act| {
        let mut row = foil_store::office::find(act.tx)?;
        row.void_ceiling_minor = Some(Money::from_minor(rupees(1_000)));
        foil_store::office::update(act.tx, &row, row.version).map(|_| ())
    });
    let large = hall.pays(&asha, &hall.bills(5_000), 5_000).unwrap();

    assert_eq!(refused(hall.undoes(&asha)), "above_ceiling");
    assert!(hall.undoing(&asha).preview().unwrap().needs_manager, "the screen asks for one");
    hall.undoing(&asha).allowed_by(&maya).now().unwrap();

    let view = hall.payment(&asha, large.payment).unwrap().void.unwrap();
    assert_eq!(view.allowed_by, "maya", "the slip says who allowed it");
    hall.books_balance();
}

#[test]
fn a_retried_undo_takes_nothing_back_twice() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(500);
    hall.pays(&asha, &account, 100).unwrap();
    hall.pays(&asha, &account, 200).unwrap();
    let id = "0193a5d2-7c1e-7b7a-9a43-5b1f0e6d2c22";

    let first = hall.undoing(&asha).request(id).now().unwrap();
    let again = hall.undoing(&asha).request(id).now().unwrap();

    assert_eq!(first.slip, again.slip);
    assert_eq!(refused(hall.undoing(&asha).request(id).reason("twice").now()), "request_reused");
    assert_eq!(hall.acts_of(&asha).unwrap().payments, 1, "the first payment of 100 stands");
    hall.books_balance();
}

#[test]
fn a_request_id_of_somebody_else_is_not_answered_with_their_undo() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let (first, second) = (hall.bills(500), hall.account("Bhima Naik", Service::Gas).owes(90).moves_in());
    hall.pays(&asha, &first, 500).unwrap();
    let belas = hall.pays(&bela, &second, 90).unwrap();
    let id = "0193a5d2-7c1e-7b7a-9a43-5b1f0e6d2c11";
    hall.undoing(&asha).request(id).now().unwrap();

    assert_eq!(refused(hall.undoing(&bela).request(id).now()), "request_reused");
    assert!(!void(&hall, &bela, belas.payment), "and Bela is not told that it was");
    hall.books_balance();
}

#[test]
fn tickets_held_missed_or_cancelled_by_mistake_come_back_where_they_were() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let ticket = hall.takes_ticket(&asha, &hall.bills(500)).unwrap();
    let waiting = hall.queue_text(&asha);

    hall.calls_off(&asha, &ticket, "went home").unwrap();
    assert_eq!(hall.queue_text(&asha), "");
    hall.undoes(&asha).unwrap();
    assert_eq!(hall.queue_text(&asha), waiting, "back in the line with its time of arrival");

    let served = hall.calls_next(&asha).unwrap();
    let serving = hall.queue_text(&asha);
    let missed = hall.misses(&asha, &served).unwrap();
    let undone = hall.undoes(&asha).unwrap();
    assert!(matches!(&undone.effects[..], [Effect::TicketBack { number, .. }] if *number == missed.number));
    assert_eq!(hall.queue_text(&asha), serving, "back at the counter");
    hall.redoes(&asha).unwrap();
    assert_eq!(hall.queue_text(&asha), "missed R-001 Asha Rao (regular)\n", "and missed again");
    hall.books_balance();
}

#[test]
fn several_steps_on_one_ticket_go_back_and_forth_in_their_order() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let ticket = hall.takes_ticket(&asha, &hall.bills(500)).unwrap();
    let held = hall.holds(&asha, &ticket).unwrap();
    hall.calls_off(&asha, &held, "went home").unwrap();
    for _ in 0..2 {
        for _ in 0..3 {
            hall.undoes(&asha).unwrap();
        }
        assert_eq!(hall.queue_text(&asha), "", "not even the ticket was taken");
        for _ in 0..3 {
            hall.redoes(&asha).unwrap();
        }
    }
    hall.undoes(&asha).unwrap();
    hall.queue_reads(
        &asha,
        expect![[r#"
        held R-001 Asha Rao (regular)
    "#]],
    );
}

#[test]
fn a_ticket_that_somebody_has_moved_since_is_not_put_back() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    hall.takes_ticket(&asha, &hall.bills(500)).unwrap();
    hall.calls_next(&bela).unwrap();

    let told = hall.undoes(&asha).unwrap_err();

    assert_eq!(told.message, "this cannot be undone: ticket R-001 was moved since");
    assert_eq!(hall.board(&bela).unwrap().serving_here.map(|t| t.number).as_deref(), Some("R-001"));
}

#[test]
fn a_payment_is_not_taken_back_onto_an_account_that_was_closed_since() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    hall.pays(&asha, &account, 500).unwrap();
    let version = hall.visit(&asha).account(&account).preview().unwrap().versions[0];
    let closed =
        json!({ "account": account.id, "version": version, "status": "closed", "reason": "moved away" });
    hall.call(&maya, "switch_account", closed).unwrap();
    let before = fingerprint(hall.office().book());

    let shown = hall.undoing(&asha).preview().unwrap();
    let told = hall.undoes(&asha).unwrap_err();

    assert_eq!(shown.refused.map(|r| r.code).as_deref(), Some("undo_refused"));
    assert_eq!(told.message, "this cannot be undone: account E-1001 was closed since");
    assert_eq!(fingerprint(hall.office().book()), before);
    // Once the account is supplied again, so is its debt.
    hall.undoes(&maya).unwrap();
    hall.undoes(&asha).unwrap();
    hall.books_balance();
}

#[test]
fn a_payment_whose_bill_was_cancelled_since_is_taken_back_as_the_credit_that_it_became() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    let paid = hall.pays(&asha, &account, 500).unwrap();
    hall.cancels(&maya, account.bills[0]).unwrap();
    assert_eq!(hall.credit_of(&account), rupees(500));

    let shown = hall.undoing(&asha).preview().unwrap();
    let done = hall.undoes(&asha).unwrap();

    assert_eq!(shown.effects, done.effects, "what it shows beforehand is what it does");
    expect![[r#"
        {"effect":"receipt_void","number":"C1/26-27/000001"}
        {"effect":"credit_off","account":"E-1001","amount":50000}
        {"effect":"hand_back","method":"cash","amount":50000}"#]]
    .assert_eq(&said(&done));
    assert_eq!(hall.credit_of(&account), 0);
    assert!(hall.slip_text(paid.payment).contains("500.00"), "the slip says what went");
    hall.ledger_reads(expect![[r#"
        payment  cash +500.00  receivable E-1001 -500.00
        correction  billed +500.00  credit E-1001 -500.00
        void  cash -500.00  credit E-1001 +500.00
    "#]]);
    let statement = hall.statement(&asha, &account, "2026-11-21", "2026-11-21");
    expect![[r#"
        date,kind,number,amount,balance
        2026-11-21,opening,,,500.00
        2026-11-21,payment,C1/26-27/000001,-500.00,0.00
        2026-11-21,void,C1V/26-27/000001,500.00,500.00
        2026-11-21,cancel,C2N/26-27/000001,-500.00,0.00
        2026-11-21,closing,,,0.00
    "#]]
    .assert_eq(&statement);
    let again = hall.previews_redo(&asha).unwrap().refused.map(|r| r.code);
    assert_eq!(again.as_deref(), Some("redo_refused"), "the bill it paid is no more");
    assert_eq!(refused(hall.redoes(&asha)), "redo_refused");
    hall.books_balance();
}

#[test]
fn what_a_cancelled_bill_left_as_credit_is_not_handed_back_where_it_was_used() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    let paid = hall.pays(&asha, &account, 500).unwrap();
    hall.cancels(&maya, account.bills[0]).unwrap();
    hall.charges(&maya, &account, "meter_rent", rupees(200)).unwrap();
    hall.visit(&asha).account(&account).pays(0).with_credit().take().unwrap();

    let told = hall.undoing(&asha).payment(paid.payment).now().unwrap_err();
    assert_eq!(
        told.message,
        "this cannot be undone: the credit it left on account E-1001 has been used since"
    );

    hall.undoes(&asha).unwrap();
    hall.undoes(&asha).unwrap();
    assert_eq!((hall.credit_of(&account), void(&hall, &asha, paid.payment)), (0, true));
    hall.books_balance();
}

#[test]
fn a_payment_whose_bill_was_credited_since_is_taken_back_and_the_credit_stays() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    hall.pays(&asha, &account, 500).unwrap();
    hall.credits(&maya, account.bills[0], rupees(120), "complaint").unwrap();

    let done = hall.undoes(&asha).unwrap();

    expect![[r#"
        {"effect":"receipt_void","number":"C1/26-27/000001"}
        {"effect":"bill_opens","number":"EB-1001-1","left":50000}
        {"effect":"hand_back","method":"cash","amount":50000}"#]]
    .assert_eq(&said(&done));
    assert_eq!(hall.credit_of(&account), rupees(120), "of 500 it owes 380");
    hall.redoes(&asha).unwrap();
    hall.undoes(&asha).unwrap();
    hall.cancels(&maya, account.bills[0]).unwrap();
    assert_eq!(hall.credit_of(&account), 0, "and nothing of a bill that is no more");
    hall.books_balance();
}

#[test]
fn undo_and_redo_need_the_right_to_the_act_itself() {
    let hall = Hall::open();
    let (asha, maya, ina) = (hall.clerk("asha"), hall.manager("maya"), hall.admin("ina"));
    let (account, other) = (hall.bills(500), hall.account("Bhima Naik", Service::Gas).owes(90).moves_in());
    let paid = hall.pays(&asha, &account, 500).unwrap();
    hall.undoes(&asha).unwrap();
    let cut = json!({ "account": other.id, "version": 1, "status": "cut", "reason": "arrears" });
    hall.call(&maya, "switch_account", cut).unwrap();
    let becomes = |who: &Person, login: &str, role: &str| {
        let input = json!({ "user": who.user(), "version": 1, "login": login, "name": login, "role": role,
            "active": true });
        hall.call(&ina, "save_user", input).unwrap();
    };
    becomes(&asha, "asha", "admin");
    becomes(&maya, "maya", "clerk");
    let (asha, maya) = (hall.second_window(&asha), hall.second_window(&maya));

    assert_eq!(refused(hall.redoes(&asha)), "not_allowed", "an admin makes no money acts");
    assert!(void(&hall, &ina, paid.payment));
    assert_eq!(refused(hall.undoes(&maya)), "not_allowed", "a clerk cuts nobody, and takes no cut back");
    let shown = hall.undoing(&maya).preview().unwrap();
    assert_eq!(shown.refused.map(|r| r.code).as_deref(), Some("not_allowed"), "and is told so before");
    hall.books_balance();
}

#[test]
fn what_redo_would_refuse_is_shown_before() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    hall.pays(&asha, &account, 500).unwrap();
    hall.undoes(&asha).unwrap();
    assert!(hall.previews_redo(&asha).unwrap().refused.is_none());

    hall.next_morning(&maya);

    let shown = hall.previews_redo(&asha).unwrap();
    let told = hall.redoes(&asha).unwrap_err();
    assert_eq!(shown.refused.map(|r| r.message), Some(told.message));
    assert!(shown.effects.is_empty());
}

#[test]
fn undo_and_redo_do_what_was_shown_whatever_another_window_does_meanwhile() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let other = hall.second_window(&asha);
    let (first, second) = (hall.bills(900), hall.bills(400));
    let shown_paid = hall.pays(&asha, &first, 900).unwrap();
    let shown = hall.undoing(&asha).preview().unwrap().step.unwrap().step;
    let newer = hall.pays(&other, &second, 400).unwrap();

    let undone = hall.undoing(&asha).step(shown).now().unwrap();
    assert_eq!(undone.payment, Some(shown_paid.payment), "the payment that was shown, not the newest");

    let to_redo = hall.previews_redo(&asha).unwrap().step.unwrap().step;
    hall.undoing(&other).payment(newer.payment).now().unwrap();
    let redo = |step: serde_json::Value| {
        hall.call(&asha, "redo", serde_json::json!({ "request_id": hall.request(), "step": step }))
    };
    let now = hall.previews_redo(&asha).unwrap().step.unwrap().step;
    assert_ne!(now, to_redo, "the other window's undo was the last");
    assert_eq!(refused(redo(serde_json::json!(now.0 + 1))), "redo_refused");
    redo(serde_json::json!(to_redo)).unwrap();
    assert!(!void(
        &hall,
        &asha,
        hall.acts_of(&asha).unwrap().steps.iter().find(|s| s.step == to_redo).unwrap().payment.unwrap()
    ));
    redo(serde_json::json!(now)).unwrap();
    hall.books_balance();
}
