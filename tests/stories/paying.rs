//! Money at the counter.

use expect_test::expect;
use foil_app::payments::views::{PaymentPage, PaymentTaken};
use foil_domain::customers::{AccountStatus, Service};
use foil_domain::ids::PaymentId;
use foil_domain::money::Money;
use foil_store::customers::{self, AccountData};
use foil_testkit::{Hall, refused, rupees};
use foil_tests::{Reads, fingerprint};
use serde_json::json;

fn whole(rupees_: i64) -> Money {
    Money::from_minor(rupees(rupees_))
}

#[test]
fn a_customer_pays_with_a_large_note_and_gets_change_and_a_receipt() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(1_250);

    let paid = hall.pays(&asha, &account, 1_500).unwrap();

    assert_eq!(paid.change, whole(250), "the clerk hands back what is left");
    assert_eq!(paid.left, Money::ZERO);
    hall.ledger_reads(expect![[r#"
        payment  cash +1250.00  receivable E-1001 -1250.00
    "#]]);
    hall.day_book_reads(
        &asha,
        expect![[r#"
        C1/26-27/000001  Asha Rao  cash  1250.00
    "#]],
    );
    expect![[r#"
        Mangalore Utility Branch                                               Receipt
        Light House Hill Road                                          C1/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Received from    Asha Rao
                         1 Car Street, Mangaluru
        Taken            21 Nov 2026, 10:00
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
        QR: COUNTERFOIL C1/26-27/000001 INR 1250.00 2026-11-21 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        Audit c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&hall.receipt_text(paid.payment));
    hall.books_balance();
}

#[test]
fn a_receipt_lists_the_visits_before_it_whole_and_none_that_was_undone() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.account("Asha Rao", Service::Electricity).owes(100).owes(300).owes(900).moves_in();
    hall.pays(&asha, &account, 5).unwrap();
    // Two bills in one visit are one payment of 150, and not its last share.
    hall.pays(&asha, &account, 150).unwrap();
    hall.pays(&asha, &account, 10).unwrap();
    hall.undoes(&asha).unwrap();
    hall.pays(&asha, &account, 20).unwrap();
    hall.pays(&asha, &account, 30).unwrap();

    let paid = hall.pays(&asha, &account, 50).unwrap();

    let receipt = hall.receipt_text(paid.payment);
    let listed: Vec<&str> = receipt
        .lines()
        .skip_while(|line| !line.starts_with("Last payments"))
        .take_while(|line| !line.starts_with("QR"))
        .collect();
    expect![[r#"
        Last payments
        Date         Receipt          Amount
        21 Nov 2026  C1/26-27/000005   30.00
        21 Nov 2026  C1/26-27/000004   20.00
        21 Nov 2026  C1/26-27/000002  150.00"#]]
    .assert_eq(&listed.join("\n"));
}

#[test]
fn who_cannot_pay_all_pays_a_part_oldest_surcharge_first_and_the_rest_stays_open() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall
        .account("ಶ್ರೀಕೃಷ್ಣ ಭಟ್", Service::Water)
        .owes(500)
        .surcharge(20)
        .overdue_days(40)
        .owes(300)
        .moves_in();

    let paid = hall.pays(&asha, &account, 400).unwrap();

    assert_eq!((paid.change, paid.left), (Money::ZERO, whole(420)));
    expect![[r#"
        Mangalore Utility Branch                                               Receipt
        Light House Hill Road                                          C1/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Received from    ಶ್ರೀಕೃಷ್ಣ ಭಟ್
                         1 Car Street, Mangaluru
        Taken            21 Nov 2026, 10:00
        Clerk            Asha
                         Counter C1
        Paid for                                  Due before    Paid    Left
        WB-1001-1, Sep 2026 (Surcharge · W-1001)       20.00   20.00    0.00
        WB-1001-1, Sep 2026 (Bill · W-1001)           500.00  380.00  120.00

        Total paid                                                             ₹400.00
        Rupees four hundred only
        Cash                                                                   ₹400.00

        Your accounts now
        Account         Name                          Still to pay
        W-1001 (Water)  ಶ್ರೀಕೃಷ್ಣ ಭಟ್ (Meter MW7001)        420.00
        QR: COUNTERFOIL C1/26-27/000001 INR 400.00 2026-11-21 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        Audit c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&hall.receipt_text(paid.payment));
    assert_eq!(hall.pays(&asha, &account, 420).unwrap().left, Money::ZERO, "the rest is paid another time");
    hall.books_balance();
}

#[test]
fn money_that_would_go_otherwise_than_was_shown_is_refused_until_it_is_shown_anew() {
    let hall = Hall::open();
    let (asha, arun) = (hall.clerk("asha"), hall.admin("arun"));
    let account = hall.account("Bhima Naik", Service::Electricity).owes(500).surcharge(20).overdue_days(40);
    let account = account.owes(300).surcharge(5).moves_in();
    let visit = |cash| hall.visit(&asha).account(&account).pays(525).cash(cash);
    let shown = visit(525).preview().unwrap().seen;
    let mut sent = visit(525).sent().unwrap();
    sent["seen"] = json!(shown);
    // The account is as it was, and its version; the office serves other parts first by now.
    hall.sets_office(&arun, &json!({ "allocation": "surcharges_first" })).unwrap();
    let told = hall.call(&asha, "take_payment", sent.clone()).unwrap_err();
    assert_eq!(told.code, "changed_meanwhile");
    let anew = visit(525).preview().unwrap().seen;
    assert_ne!(anew, shown);
    assert_ne!(visit(600).preview().unwrap().seen, anew, "what is handed back is shown, too");
    assert_eq!(visit(1).preview().unwrap().seen, "", "what would be refused goes nowhere");
    sent["seen"] = json!(anew);
    hall.call(&asha, "take_payment", sent.clone()).unwrap();
    hall.call(&asha, "take_payment", sent).expect("the same once more is answered, and taken once");
    assert_eq!(hall.account_row(account.id).credit_minor, Money::ZERO);
    hall.books_balance();
}

#[test]
fn each_office_says_what_a_payment_serves_first_and_the_log_says_who_changed_it() {
    let hall = Hall::open();
    let (asha, arun) = (hall.clerk("asha"), hall.admin("arun"));
    let owing = |name: &str| {
        let account = hall.account(name, Service::Electricity).owes(500).surcharge(20).overdue_days(40);
        account.owes(300).surcharge(5).moves_in()
    };
    for (order, split) in [
        ("arrears_first", "surcharge 20, bill 500, surcharge 5"),
        ("surcharges_first", "surcharge 20, surcharge 5, bill 500"),
        ("bills_first", "bill 500, bill 25"),
        ("oldest_first", "surcharge 20, bill 500, surcharge 5"),
    ] {
        let account = owing(order);
        hall.sets_office(&arun, &json!({ "allocation": order })).unwrap();

        let visit = hall.visit(&asha).account(&account).pays(525).cash(525);
        let preview = visit.preview().unwrap();
        assert_eq!(preview.order.as_str(), order, "the preview names the office's rule");
        let shown: Vec<_> = preview.lines.iter().filter(|line| line.paid.is_positive()).collect();
        let shown: Vec<_> = shown.iter().map(|l| (l.part, l.paid)).collect();

        let paid = visit.take().unwrap();
        let shares: Vec<_> =
            hall.payment(&asha, paid.payment).unwrap().shares.iter().map(|s| (s.part, s.amount)).collect();
        assert_eq!(shares, shown, "what was shown is what was taken");
        let reads: Vec<_> =
            shares.iter().map(|(part, amount)| format!("{part} {}", amount.minor() / 100)).collect();
        assert_eq!(reads.join(", "), split, "{order}");
        assert_eq!(paid.left, whole(300));
    }
    expect![[r#"
        {"fields":{}}
        {"fields":{"allocation":{"from":"arrears_first","to":"surcharges_first"}}}
        {"fields":{"allocation":{"from":"surcharges_first","to":"bills_first"}}}
        {"fields":{"allocation":{"from":"bills_first","to":"oldest_first"}}}"#]]
    .assert_eq(&hall.logged(&arun, "save_office").join("\n"));
    assert_eq!(refused(hall.sets_office(&asha, &json!({ "allocation": "bills_first" }))), "not_allowed");
    assert_eq!(refused(hall.sets_office(&arun, &json!({ "allocation": "newest_first" }))), "bad_input");
    hall.books_balance();
}

#[test]
fn what_is_paid_over_stays_as_credit_and_pays_the_next_bill() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.account("José D'Souza", Service::Gas).owes(800).moves_in();

    let over = hall.visit(&asha).account(&account).pays(1_000).cash(1_000).take().unwrap();
    assert_eq!(over.credit_added, whole(200));

    let more = hall.account("José D'Souza", Service::Gas).owes(500).moves_in();
    let visit = hall.visit(&asha).account(&account).account(&more).with_credit();
    assert_eq!(
        visit.preview().unwrap().credit_used,
        Money::ZERO,
        "credit pays bills of its own account; the other account's bill is not one"
    );
    hall.ledger_reads(expect![[r#"
        payment  cash +1000.00  receivable G-1001 -800.00  credit G-1001 -200.00
    "#]]);
    hall.books_balance();
}

#[test]
fn credit_of_an_account_is_used_before_new_money() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account =
        hall.account("Farida Begum", Service::Water).owes(100).due_in(3).owes(600).due_in(30).moves_in();
    // The first bill is paid with too much money on purpose: the customer directs it so.
    hall.visit(&asha)
        .account(&account)
        .onto(account.bills[0], "bill", 100)
        .pays(400)
        .cash(400)
        .take()
        .unwrap();

    let visit = hall.visit(&asha).account(&account).with_credit();
    assert_eq!(visit.preview().unwrap().to_pay, whole(300), "what is due less the credit of 300");
    let paid = visit.cash(500).pays(300).take().unwrap();

    assert_eq!((paid.credit_used, paid.change, paid.left), (whole(300), whole(200), Money::ZERO));
    expect![[r#"
        Mangalore Utility Branch                                               Receipt
        Light House Hill Road                                          C1/26-27/000002
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Received from    Farida Begum
                         1 Car Street, Mangaluru
        Taken            21 Nov 2026, 10:00
        Clerk            Asha
                         Counter C1
        Paid for                             Due before    Paid  Left
        WB-1001-2, Dec 2026 (Bill · W-1001)      600.00  600.00  0.00

        Total paid                                                             ₹300.00
        Rupees three hundred only
        Cash                                                                   ₹500.00
        From your credit                                                       ₹300.00
        = Change                                                               ₹200.00

        Your accounts now
        Account         Name                         Still to pay
        W-1001 (Water)  Farida Begum (Meter MW7001)          0.00

        Last payments
        Date         Receipt          Amount
        21 Nov 2026  C1/26-27/000001  400.00
        QR: COUNTERFOIL C1/26-27/000002 INR 300.00 2026-11-21 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        Audit c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&hall.receipt_text(paid.payment));
    hall.books_balance();
}

#[test]
fn a_family_pays_three_accounts_with_a_cheque_upi_and_cash_in_one_visit() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let power = hall.account("मीना शेट्टी", Service::Electricity).owes(2_000).overdue_days(5).moves_in();
    let water = hall.account("मीना शेट्टी", Service::Water).owes(400).moves_in();
    let gas = hall.account("मीना शेट्टी", Service::Gas).owes(650).moves_in();

    let visit = hall.visit(&asha).account(&power).account(&water).account(&gas).note("for the whole house");
    let paid = visit
        .pays(3_050)
        .cheque(2_000, "004512", "Canara Bank")
        .upi(1_000, "UPI-7781")
        .cash(100)
        .take()
        .unwrap();

    assert_eq!((paid.change, paid.left), (whole(50), Money::ZERO), "change comes out of the cash");
    hall.ledger_reads(expect![[r#"
        payment  cheque +2000.00  upi +1000.00  cash +50.00  receivable E-1001 -2000.00  receivable W-1002 -400.00  receivable G-1003 -650.00
    "#]]);
    expect![[r#"
        Mangalore Utility Branch                                               Receipt
        Light House Hill Road                                          C1/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Received from    मीना शेट्टी
                         1 Car Street, Mangaluru
        Taken            21 Nov 2026, 10:00
        Clerk            Asha
                         Counter C1
        Paid for                             Due before      Paid  Left
        EB-1001-1, Oct 2026 (Bill · E-1001)    2,000.00  2,000.00  0.00
        WB-1002-1, Nov 2026 (Bill · W-1002)      400.00    400.00  0.00
        GB-1003-1, Nov 2026 (Bill · G-1003)      650.00    650.00  0.00

        Total paid                                                           ₹3,050.00
        Rupees three thousand fifty only
        Cheque (004512, Canara Bank)                                         ₹2,000.00
        UPI (UPI-7781)                                                       ₹1,000.00
        Cash                                                                   ₹100.00
        = Change                                                                ₹50.00

        Your accounts now
        Account               Name                        Still to pay
        E-1001 (Electricity)  मीना शेट्टी (Meter ME7001)          0.00
        W-1002 (Water)        मीना शेट्टी (Meter MW7002)          0.00
        G-1003 (Gas)          मीना शेट्टी (Meter MG7003)          0.00
        Note: for the whole house
        QR: COUNTERFOIL C1/26-27/000001 INR 3050.00 2026-11-21 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        Audit c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&hall.receipt_text(paid.payment));
    hall.books_balance();
}

#[test]
fn who_pays_for_a_neighbour_too_gets_one_receipt_that_names_both() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let own = hall.account("Farida Begum", Service::Water).owes(300).moves_in();
    let neighbours = hall.account("Bhima Naik", Service::Water).owes(200).moves_in();

    let paid = hall.visit(&asha).account(&own).account(&neighbours).pays(600).cash(600).take().unwrap();

    assert_eq!((paid.credit_added, paid.left), (whole(100), Money::ZERO));
    hall.ledger_reads(expect![[r#"
        payment  cash +600.00  receivable W-1001 -300.00  receivable W-1002 -200.00  credit W-1001 -100.00
    "#]]);
    let receipt = hall.receipt_text(paid.payment);
    for line in ["Received from    Farida Begum", "Farida Begum (Meter MW7001)", "Bhima Naik (Meter MW7002)"]
    {
        assert!(receipt.contains(line), "{line}: {receipt}");
    }
    hall.undoes(&asha).unwrap();
    for account in [&own, &neighbours] {
        assert!(hall.pays(&asha, account, 200).is_ok(), "both are open again");
    }
    hall.books_balance();
}

#[test]
fn a_customer_may_say_which_bill_is_paid() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.account("Asha Rao", Service::Water).owes(500).overdue_days(30).owes(300).moves_in();
    let (old, new) = (account.bills[0], account.bills[1]);

    let paid = hall.visit(&asha).account(&account).onto(new, "bill", 300).pays(300).take().unwrap();

    let shares = hall.payment(&asha, paid.payment).unwrap().shares;
    assert_eq!(shares.len(), 1);
    assert_eq!((shares[0].bill.as_str(), shares[0].amount), ("WB-1001-2", whole(300)));
    let wrong = |visit: foil_testkit::Visit<'_>| refused(visit.take());
    let visit = || hall.visit(&asha).account(&account);
    assert_eq!(wrong(visit().onto(new, "bill", 1).pays(1)), "bad_allocation", "nothing is left there");
    assert_eq!(wrong(visit().onto(old, "bill", 501).pays(501)), "bad_allocation", "more than is due there");
    assert_eq!(wrong(visit().onto(old, "surcharge", 10).pays(10)), "bad_allocation", "there is no surcharge");
    assert_eq!(wrong(visit().onto(old, "bill", 400).pays(300)), "bad_allocation", "more than is paid");
    assert_eq!(
        wrong(visit().onto(old, "bill", 100).onto(old, "bill", 100).pays(200)),
        "bad_allocation",
        "a part is named once"
    );
    hall.books_balance();
}

#[test]
fn money_that_does_not_fit_is_refused_in_words_and_changes_nothing() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.has_a_drawer(&asha);
    let account = hall.bills(1_000);
    let closed = hall.account("Left Long Ago", Service::Gas).closed().moves_in();
    let paid_up = hall.account("Owes Nothing", Service::Gas).moves_in();
    let before = fingerprint(hall.office().book());

    let visit = || hall.visit(&asha).account(&account);
    let told = |visit: foil_testkit::Visit<'_>| {
        let error = visit.take().unwrap_err();
        format!("{}: {}", error.code, error.message)
    };
    let all = [
        told(visit().pays(1_000).cash(900)),
        told(visit().pays(1_000).card(1_200, "SLIP-1")),
        told(visit().pays(1_000).cheque(1_000, "", "Canara Bank")),
        told(visit().pays(1_000).cheque(1_000, "004512", "")),
        told(visit().pays(1_000).upi(1_000, "")),
        told(visit().pays(1_000).card(1_000, "4111 1111 1111 1111")),
        told(visit().pays(0).cash(0)),
        told(visit().pays_paise(-100).cash(10)),
        told(visit().account(&account)),
        told(hall.visit(&asha).account(&paid_up).pays(0)),
    ];
    expect![[r#"
        tender_too_small: the money given does not cover what is to be paid
        change_only_on_cash: change can be given on cash only
        tender_incomplete: a cheque payment needs the cheque's number
        tender_incomplete: a cheque payment needs the bank it is drawn on
        tender_incomplete: a upi payment needs its reference
        tender_incomplete: a card payment needs the slip's reference, never the card's number
        tender_incomplete: a cash payment needs an amount above zero
        bad_input: pay: expected an amount of zero or more
        bad_input: accounts: expected each account once
        nothing_due: nothing is due on these accounts"#]]
    .assert_eq(&all.join("\n"));
    let on_closed = json!({ "request_id": hall.request(), "accounts": [{ "account": closed.id, "version": 1 }],
        "pay": 100, "tenders": [{ "method": "cash", "amount": 100 }], "use_credit": false });
    assert_eq!(hall.call(&asha, "take_payment", on_closed).unwrap_err().code, "account_closed");
    assert_eq!(fingerprint(hall.office().book()), before, "nothing was stored");
}

#[test]
fn a_visit_takes_no_more_bills_than_an_undo_can_put_back() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let mut visit = hall.visit(&asha);
    let mut accounts = Vec::new();
    for _ in 0..7 {
        let mut builder = hall.account("Harbour Mills", Service::Electricity);
        for _ in 0..600 {
            builder = builder.owes(1);
        }
        accounts.push(builder.moves_in());
    }
    for account in &accounts {
        visit = visit.account(account);
    }
    let told = visit.preview().unwrap_err();
    assert_eq!(told.code, "bad_input");
    assert!(told.message.contains("4000 open bills"), "{}", told.message);

    let mut visit = hall.visit(&asha);
    for account in &accounts[..6] {
        visit = visit.account(account);
    }
    assert!(visit.take().is_ok());
    hall.undoes(&asha).unwrap();
    hall.books_balance();
}

#[test]
fn two_windows_on_one_bill_cannot_both_take_the_money() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let account = hall.bills(700);

    let at_asha = hall.visit(&asha).account(&account).pays(700).looks();
    let at_bela = hall.visit(&bela).account(&account).pays(700).looks();

    assert!(at_asha.take().is_ok());
    assert_eq!(refused(at_bela.take()), "changed_meanwhile", "Bela's window shows a bill that is paid");
    hall.books_balance();
}

#[test]
fn a_retry_of_somebody_who_has_another_log_in_name_since_is_known_again_and_that_of_who_has_theirs_is_not() {
    let hall = Hall::open();
    let (asha, bela, ina) = (hall.clerk("asha"), hall.clerk("bela"), hall.admin("ina"));
    let account = hall.bills(700);
    let sent = hall.visit(&asha).account(&account).pays(700).sent().unwrap();
    let first: PaymentTaken = hall.ask(&asha, "take_payment", &sent).unwrap();

    hall.minutes_pass(1);
    hall.saves(&ina, "asha", json!({ "login": "asha.rao" })).unwrap();
    hall.saves(&ina, "bela", json!({ "login": "asha" })).unwrap();
    let again: PaymentTaken = hall.ask(&asha, "take_payment", &sent).unwrap();

    assert_eq!((first.payment, &first.number), (again.payment, &again.number));
    assert_eq!(hall.call(&bela, "take_payment", sent).unwrap_err().code, "request_reused");
    hall.books_balance();
}

#[test]
fn a_retry_of_the_same_request_gives_the_same_receipt_and_takes_no_money_twice() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(700);
    let visit = hall.visit(&asha).account(&account).pays(700).request("0193a5d2-7c1e-7b7a-9a43-5b1f0e6d2c11");
    let sent = visit.sent().unwrap();

    let first: PaymentTaken = hall.ask(&asha, "take_payment", &sent).unwrap();
    let before = fingerprint(hall.office().book());
    let again: PaymentTaken = hall.ask(&asha, "take_payment", &sent).unwrap();

    assert_eq!((first.payment, &first.number), (again.payment, &again.number));
    assert_eq!(fingerprint(hall.office().book()), before, "the retry stored nothing, not even an audit row");
    let mut other = sent.clone();
    other["tenders"][0]["amount"] = json!(rupees(800));
    assert_eq!(hall.call(&asha, "take_payment", other).unwrap_err().code, "request_reused");
    let as_another_act = json!({ "request_id": sent["request_id"] });
    assert_eq!(hall.call(&asha, "redo", as_another_act).unwrap_err().code, "request_reused");
    hall.books_balance();
}

#[test]
fn a_retry_after_the_program_was_restarted_still_gives_the_same_receipt() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(700);
    let sent = hall.visit(&asha).account(&account).pays(700).sent().unwrap();
    let first: PaymentTaken = hall.ask(&asha, "take_payment", &sent).unwrap();

    let hall = hall.restarts();

    let again: PaymentTaken = hall.ask(&asha, "take_payment", &sent).unwrap();
    assert_eq!(first.number, again.number);
    hall.books_balance();
}

#[test]
fn a_clerk_has_a_ceiling_and_a_manager_has_none() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.account("Harbour Mills", Service::Electricity).owes(90_000).moves_in();
    hall.arranges(|act| {
        let mut row = foil_store::office::find(act.tx)?;
        row.payment_ceiling_minor = Some(Money::from_minor(rupees(50_000)));
        foil_store::office::update(act.tx, &row, row.version).map(|_| ())
    });

    assert_eq!(refused(hall.pays(&asha, &account, 90_000)), "above_ceiling");
    assert!(hall.pays(&asha, &account, 50_000).is_ok(), "the ceiling itself is allowed");
    assert!(hall.pays(&maya, &account, 40_000).is_ok());
    hall.books_balance();
}

#[test]
fn receipts_are_numbered_without_gaps_even_when_payments_are_refused_between() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let account = hall.bills(1_000);
    for _ in 0..3 {
        hall.pays(&asha, &account, 100).unwrap();
        assert_eq!(
            refused(hall.visit(&asha).account(&account).pays(100).cash(50).take()),
            "tender_too_small"
        );
        hall.pays(&bela, &account, 100).unwrap();
    }
    hall.day_book_reads(
        &asha,
        expect![[r#"
        C1/26-27/000001  Asha Rao  cash  100.00
        C2/26-27/000001  Asha Rao  cash  100.00
        C1/26-27/000002  Asha Rao  cash  100.00
        C2/26-27/000002  Asha Rao  cash  100.00
        C1/26-27/000003  Asha Rao  cash  100.00
        C2/26-27/000003  Asha Rao  cash  100.00
    "#]],
    );
    hall.books_balance();
}

#[test]
fn paid_in_the_morning_is_never_cut_in_the_afternoon() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall
        .account("Asha Rao", Service::Electricity)
        .owes(900)
        .overdue_days(60)
        .owes(400)
        .disconnection_in(1)
        .moves_in();
    let order = |id| {
        let read = hall.office().book().read(move |tx| foil_store::customers::account(tx, id));
        read.unwrap().unwrap().disconnection_on
    };

    hall.pays(&asha, &account, 500).unwrap();
    assert!(order(account.id).is_some(), "a part is not enough");
    hall.pays(&asha, &account, 400).unwrap();
    assert_eq!(order(account.id), None, "nothing overdue is left; the bill not yet due does not matter");
    hall.books_balance();
}

#[test]
fn many_small_parts_leave_exactly_the_last_coin() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.account("Asha Rao", Service::Water).owes_paise(10_001).moves_in();
    for _ in 0..50 {
        hall.visit(&asha).account(&account).pays_paise(200).cash_paise(200).take().unwrap();
    }
    assert_eq!(hall.visit(&asha).account(&account).preview().unwrap().due, Money::from_minor(1));
    hall.books_balance();
}

#[test]
fn a_customers_payments_are_all_there_page_by_page_those_of_a_closed_account_too() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let left = hall.account("Kiran Shenoy", Service::Gas).owes(50).moves_in();
    let own = hall.account("Kiran Shenoy", Service::Water).owes(500).moves_in();
    let other = hall.account("Asha Rao", Service::Water).owes(500).moves_in();
    let kiran = hall.consumer("kiran", &own);
    let mut taken = vec![hall.pays(&asha, &left, 50).unwrap().payment];
    for _ in 0..14 {
        taken.push(hall.pays(&asha, &own, 10).unwrap().payment);
    }
    // One receipt for both accounts is one payment.
    taken.push(hall.visit(&asha).account(&own).account(&left).pays(20).cash(20).take().unwrap().payment);
    hall.pays(&asha, &other, 10).unwrap();
    hall.arranges(move |act| {
        let row = customers::account(act.tx, left.id)?.unwrap();
        let closed = AccountData { status: AccountStatus::Closed, ..row.data() };
        customers::update_account(act.tx, left.id, &closed, row.version)
    });
    let page = |who, before: Option<PaymentId>| -> PaymentPage {
        let input = json!({ "customer": own.customer, "before": before, "limit": 10 });
        hall.ask(who, "payments_of_customer", input).unwrap()
    };

    let (first, second) = (page(&asha, None), page(&asha, Some(taken[6])));

    let shown: Vec<_> = first.rows.iter().chain(&second.rows).map(|row| row.id).collect();
    taken.reverse();
    assert_eq!(shown, taken, "newest first, none twice, none missing");
    assert_eq!((first.total, first.rows.len()), (16, 10));
    assert_eq!(page(&kiran, None).total, 16, "a consumer sees their own");
    let told = hall.call(&kiran, "payments_of_customer", json!({ "customer": other.customer, "limit": 10 }));
    assert_eq!(refused(told), "not_found");
}

#[test]
fn a_list_names_each_way_of_paying_once_in_whatever_order_the_money_came() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(500);
    let visit = hall.visit(&asha).account(&account).pays(300);
    visit.cash(100).upi(100, "UPI/1").cash(100).take().unwrap();
    hall.day_book_reads(
        &asha,
        expect![[r#"
        C1/26-27/000001  Asha Rao  cash+upi  300.00
    "#]],
    );
}
