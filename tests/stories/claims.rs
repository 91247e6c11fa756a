//! Two persons, closed days and cheques: what can be no void any more.

use expect_test::expect;
use foil_app::cheques::views::ChequeView;
use foil_app::undo::views::Effect;
use foil_domain::approvals::{ApprovalKind, ApprovalState};
use foil_domain::customers::Service;
use foil_domain::ids::{ChequeId, PaymentId};
use foil_domain::money::Money;
use foil_domain::people::Role;
use foil_domain::undo::{ReversalKind, UndoState};
use foil_testkit::{Account, Hall, Person, Way, refused, rupees};
use foil_tests::{Reads, raw};
use serde_json::{Value, json};

fn said(effects: &[Effect]) -> String {
    effects.iter().map(|e| serde_json::to_string(e).unwrap()).collect::<Vec<_>>().join("\n")
}

/// A branch in which Asha took ₹1,250 in cash yesterday, of Asha Rao.
struct Yesterday {
    hall: Hall,
    asha: Person,
    maya: Person,
    account: Account,
    paid: foil_app::payments::views::PaymentTaken,
}

fn yesterday() -> Yesterday {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(1_250);
    let paid = hall.pays(&asha, &account, 1_250).unwrap();
    hall.next_morning(&maya);
    hall.opens_shift(&asha, &[(500, 4)]).unwrap();
    Yesterday { hall, asha, maya, account, paid }
}

#[test]
fn after_the_days_close_undo_names_the_state_and_the_ways_that_are_left() {
    let Yesterday { hall, asha, paid, .. } = yesterday();

    let shown = hall.undoing(&asha).payment(paid.payment).preview().unwrap();

    assert_eq!(shown.state, Some(UndoState::Closed));
    let open: Vec<_> = shown.ways.iter().filter(|w| w.refused.is_none()).map(|w| w.way).collect();
    assert_eq!(
        open,
        [ReversalKind::Refund, ReversalKind::Transfer],
        "cash was taken: it is handed back or moved"
    );
    let way = hall.previews_back(&asha, paid.payment, &Way::Refund).unwrap();
    expect![[r#"
        {"effect":"receipt_falls","number":"C1/26-27/000001"}
        {"effect":"bill_opens","number":"EB-1001-1","left":125000}
        {"effect":"hand_back","method":"cash","amount":125000}"#]]
    .assert_eq(&said(&way.effects));
    let way = hall.previews_back(&asha, paid.payment, &Way::Reversal).unwrap().refused.unwrap();
    expect!["this cannot be undone: cash was taken: hand it back by a refund"].assert_eq(&way.message);
    assert_eq!(refused(hall.undoing(&asha).payment(paid.payment).now()), "undo_refused", "never a void");
}

#[test]
fn a_refund_is_asked_by_one_and_let_happen_by_another_and_dated_today() {
    let Yesterday { hall, asha, maya, account, paid } = yesterday();
    let closed_day = hall.day_book_of(&maya, "2026-11-21");

    let asked = hall.asks_back(&asha, paid.payment, &Way::Refund).now().unwrap();
    assert!(asked.done.is_none(), "nothing happens before somebody else says yes");
    assert_eq!(hall.visit(&asha).account(&account).preview().unwrap().due.minor(), 0);
    let done = hall.approves(&maya, &asked.approval).unwrap().done.unwrap();

    expect![[r#"
        {"effect":"receipt_falls","number":"C1/26-27/000001"}
        {"effect":"bill_opens","number":"EB-1001-1","left":125000}
        {"effect":"hand_back","method":"cash","amount":125000}"#]]
    .assert_eq(&said(&done.effects));
    hall.ledger_reads(expect![[r#"
        payment  cash +1250.00  receivable E-1001 -1250.00
        shift  cash +2000.00  petty_cash -2000.00
        refund  cash -1250.00  receivable E-1001 +1250.00
    "#]]);
    expect![[r#"
        Mangalore Utility Branch                                        Refund voucher
        Light House Hill Road                                         C2F/26-27/000001
        Hampankatta                                                        22 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Receipt          C1/26-27/000001
                         Receipt of 21 Nov 2026
        Payer            Asha Rao
        Made             22 Nov 2026, 10:00
                         Counter C2
        Asked by         Asha
        Authorised by    Maya
        Reason: Wrong account

        Amount refunded                                                      ₹1,250.00
        Rupees one thousand two hundred fifty only

        Hand back
        Cash                                                                 ₹1,250.00

        Open again
        What                 Account  Due again
        EB-1001-1, Nov 2026  E-1001    1,250.00

        Customer  ______________  Clerk
        QR: COUNTERFOIL C2F/26-27/000001 INR 1250.00 2026-11-22 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        Audit c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&hall.voucher_text(paid.payment));
    expect![[r#"
        refund of 1250.00 about C1/26-27/000001 · Asha Rao: asked by Asha, approved by Maya, C2F/26-27/000001
    "#]]
    .assert_eq(&hall.requests_text(&maya));
    assert_eq!(hall.day_book_of(&maya, "2026-11-21"), closed_day, "the closed day reads as it did");
    assert_eq!(hall.visit(&asha).account(&account).preview().unwrap().due.minor(), rupees(1_250));
    let dates = dated(&hall, "SELECT business_on FROM payment_reversal");
    assert_eq!(dates, ["2026-11-22"], "an entry of today");
    assert_eq!(
        refused(hall.asks_back(&asha, paid.payment, &Way::Refund).now()),
        "undo_refused",
        "once is enough"
    );
    expect![[r#"
        date,kind,number,amount,balance
        2026-11-21,opening,,,1250.00
        2026-11-21,payment,C1/26-27/000001,-1250.00,0.00
        2026-11-22,refund,C2F/26-27/000001,1250.00,1250.00
        2026-11-22,closing,,,1250.00
    "#]]
    .assert_eq(&hall.statement(&asha, &account, "2026-11-21", "2026-11-22"));
    hall.books_balance();
}

#[test]
fn credit_is_paid_out_by_two_persons_with_a_refund_voucher_and_what_is_open_stays_covered() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(1_250);
    assert_eq!(refused(hall.asks_out(&asha, &account, 1, None).now()), "undo_refused", "there is no credit");
    hall.visit(&asha).account(&account).pays(2_000).cash(2_000).take().unwrap();
    let shown = hall.previews_out(&asha, &account).unwrap();
    assert_eq!((shown.most, shown.open), (Money::from_minor(rupees(750)), Money::ZERO));
    assert_eq!(refused(hall.asks_out(&asha, &account, 751, None).now()), "bad_input");
    assert_eq!(refused(hall.asks_out(&asha, &account, 0, None).now()), "bad_input");
    assert_eq!(refused(hall.asks_out(&maya, &account, 500, None).allowed_by(&maya).now()), "own_request");

    let asked = hall.asks_out(&asha, &account, 500, None).now().unwrap();
    assert!(asked.done.is_none(), "nothing happens before somebody else says yes");
    let done = hall.approves(&maya, &asked.approval).unwrap().done.unwrap();

    expect![[r#"
        {"effect":"credit_off","account":"E-1001","amount":50000}
        {"effect":"hand_back","method":"cash","amount":50000}"#]]
    .assert_eq(&said(&done.effects));
    hall.ledger_reads(expect![[r#"
        payment  cash +2000.00  receivable E-1001 -1250.00  credit E-1001 -750.00
        refund  credit E-1001 +500.00  cash -500.00
    "#]]);
    expect![[r#"
        Mangalore Utility Branch                                        Refund voucher
        Light House Hill Road                                         C2F/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Account          E-1001
        Customer         Asha Rao
        Made             21 Nov 2026, 10:00
                         Counter C2
        Asked by         Asha
        Authorised by    Maya
        Reason: moves to another town

        Amount refunded                                                        ₹500.00
        Rupees five hundred only

        Hand back
        Cash                                                                   ₹500.00

        Credit
        What    Account   Amount
        Credit  E-1001   -500.00

        Customer  ______________  Clerk
        QR: COUNTERFOIL C2F/26-27/000001 INR 500.00 2026-11-21 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        Audit c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&hall.pay_out_text());
    assert_eq!(hall.account_row(account.id).credit_minor, Money::from_minor(rupees(250)));
    assert!(hall.approves(&maya, &asked.approval).is_err(), "once is enough");

    // By bank, with its reference; and no more than nobody has claimed.
    assert_eq!(refused(hall.asks_out(&asha, &account, 50, Some("")).now()), "bad_input");
    hall.asks_out(&asha, &account, 50, Some("NEFT 4711")).allowed_by(&maya).now().unwrap();
    hall.charges(&maya, &account, "meter_rent", rupees(180)).unwrap();
    assert_eq!(hall.previews_out(&asha, &account).unwrap().most, Money::from_minor(rupees(20)));
    assert_eq!(refused(hall.asks_out(&asha, &account, 21, None).now()), "bad_input", "180 are open");
    hall.asks_out(&asha, &account, 20, None).allowed_by(&maya).now().unwrap();
    assert_eq!(refused(hall.asks_out(&asha, &account, 1, None).now()), "undo_refused");
    expect![[r#"
        date,kind,number,amount,balance
        2026-11-21,opening,,,1250.00
        2026-11-21,charge,C2D/26-27/000001,180.00,1430.00
        2026-11-21,payment,C1/26-27/000001,-2000.00,-570.00
        2026-11-21,refund,C2F/26-27/000001,500.00,-70.00
        2026-11-21,refund,C1F/26-27/000001,50.00,-20.00
        2026-11-21,refund,C1F/26-27/000002,20.00,0.00
        2026-11-21,closing,,,0.00
    "#]]
    .assert_eq(&hall.statement(&asha, &account, "2026-11-21", "2026-11-21"));
    hall.books_balance();
}

#[test]
fn credit_that_is_paid_out_leaves_the_drawer_that_holds_it_and_the_day_says_so() {
    let hall = Hall::open();
    let (asha, maya, ina) = (hall.clerk("asha"), hall.manager("maya"), hall.admin("ina"));
    hall.minds_drawers();
    let account = hall.bills(500);
    hall.opens_shift(&asha, &[(100, 1)]).unwrap();
    let paid = hall.visit(&asha).account(&account).pays(900).cash(900).take().unwrap();
    hall.drops(&asha, 800).unwrap();
    let asks = |whole| hall.asks_out(&asha, &account, whole, None);
    assert_eq!(refused(asks(300).allowed_by(&maya).now()), "not_enough_cash", "200 are in it");

    let rules = hall.call(&ina, "approval_rules", json!({})).unwrap();
    let ceiling = json!({ "role": "manager", "kind": "refund", "most": rupees(149) });
    let saved = json!({ "version": rules["version"], "hours": 24, "bounce_fee": 0, "bounces_to_cash_only": 2,
        "ceilings": [ceiling] });
    hall.call(&ina, "save_approval_rules", saved).unwrap();
    assert_eq!(refused(asks(150).allowed_by(&maya).now()), "above_ceiling");
    asks(149).allowed_by(&maya).now().unwrap();
    asks(1).allowed_by(&maya).now().unwrap();

    // The receipt that made the credit is nobody's to take back any more, and what was paid out no step to undo.
    assert_eq!(refused(hall.undoing(&asha).payment(paid.payment).now()), "undo_refused");
    assert_eq!(hall.account_row(account.id).credit_minor, Money::from_minor(rupees(250)));

    hall.counts(&asha, &[(50, 1)], &[]).unwrap();
    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.expect("a Z report");
    let line = |paper: &str, with: &str| {
        paper.lines().find(|line| line.contains(with)).unwrap_or_default().to_owned()
    };
    let paper = hall.z_text(z.id);
    assert!(line(&paper, "Refunds paid out").contains("150.00"), "{paper}");
    hall.next_morning(&maya);
    let paper = hall.day_text("2026-11-21");
    assert!(
        line(&paper, "Cash in the office").contains("850.00"),
        "800 in the safe and 50 to go there: {paper}"
    );
    assert_eq!(hall.pays_in(&maya).unwrap().amount, Money::from_minor(rupees(850)));
    hall.books_balance();
}

#[test]
fn credit_that_is_paid_out_of_no_drawer_is_not_there_to_be_paid_in() {
    let hall = Hall::open();
    let (asha, arun, maya) = (hall.clerk("asha"), hall.admin("arun"), hall.manager("maya"));
    hall.minds_drawers();
    let rules = json!({
        "required": false, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": 0, "manager_tolerance": 0,
        "denominations": [],
    });
    hall.sets_office(&arun, &json!({ "shifts": rules })).unwrap();
    let account = hall.bills(500);
    hall.visit(&asha).account(&account).pays(900).cash(900).take().unwrap();
    hall.asks_out(&asha, &account, 150, None).allowed_by(&maya).now().unwrap();
    hall.next_morning(&maya);
    assert_eq!(hall.pays_in(&maya).unwrap().amount, Money::from_minor(rupees(750)));
    hall.books_balance();
}

#[test]
fn what_a_bank_may_still_refuse_is_no_credit_to_be_paid_out() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(400);
    let paid = hall
        .visit(&asha)
        .account(&account)
        .pays(1_000)
        .cheque(1_000, "000321", "Canara Bank")
        .take()
        .unwrap();

    let told = hall.asks_out(&asha, &account, 600, None).now();
    assert!(told.unwrap_err().to_string().contains("000321"), "the classic fraud");
    let cheque = hall.cheque_of(&maya, paid.payment).id;
    hall.deposits(&maya, &[cheque]).unwrap();
    assert_eq!(refused(hall.asks_out(&asha, &account, 600, None).now()), "undo_refused");
    hall.realises(&maya, &[cheque]).unwrap();

    hall.asks_out(&asha, &account, 600, Some("NEFT 12")).allowed_by(&maya).now().unwrap();

    // What made the credit is nobody's to refund any more.
    hall.next_morning(&maya);
    let told = hall.asks_back(&asha, paid.payment, &Way::BankRefund).now();
    assert_eq!(refused(told), "undo_refused", "the credit has been used");
    hall.books_balance();
}

#[test]
fn a_payment_on_the_wrong_account_moves_to_the_right_one_and_no_cash_moves() {
    let Yesterday { hall, asha, maya, paid, .. } = yesterday();
    let right =
        hall.account("Bhima Naik", Service::Water).owes(800).overdue_days(5).disconnection_in(2).moves_in();

    let preview = hall.previews_back(&asha, paid.payment, &Way::To(&right)).unwrap();
    let done =
        hall.asks_back(&asha, paid.payment, &Way::To(&right)).allowed_by(&maya).now().unwrap().done.unwrap();

    assert_eq!(preview.effects, done.effects);
    expect![[r#"
        {"effect":"receipt_falls","number":"C1/26-27/000001"}
        {"effect":"bill_opens","number":"EB-1001-1","left":125000}
        {"effect":"moved_to","account":"W-1002","name":"Bhima Naik","amount":125000}"#]]
    .assert_eq(&said(&done.effects));
    hall.ledger_reads(expect![[r#"
        payment  cash +1250.00  receivable E-1001 -1250.00
        shift  cash +2000.00  petty_cash -2000.00
        transfer  transfer -1250.00  receivable E-1001 +1250.00
        payment  transfer +1250.00  receivable W-1002 -800.00  credit W-1002 -450.00
    "#]]);
    expect![[r#"
        Mangalore Utility Branch                                         Transfer slip
        Light House Hill Road                                         C1T/26-27/000001
        Hampankatta                                                        22 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Receipt          C1/26-27/000001
                         Receipt of 21 Nov 2026
        Payer            Asha Rao
        Made             22 Nov 2026, 10:00
                         Counter C1
        Asked by         Asha
        Authorised by    Maya
        Reason: Wrong account

        Amount moved                                                         ₹1,250.00
        Rupees one thousand two hundred fifty only
        Moved to account W-1002
                         Bhima Naik
        Receipt          C1/26-27/000002

        Open again
        What                 Account  Due again
        EB-1001-1, Nov 2026  E-1001    1,250.00

        Customer  ______________  Clerk
        QR: COUNTERFOIL C1T/26-27/000001 INR 1250.00 2026-11-22 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        Audit c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&hall.voucher_text(paid.payment));
    hall.day_book_reads(
        &asha,
        expect![[r#"
        C1/26-27/000002  Bhima Naik  transfer  1250.00
    "#]],
    );
    let row = hall.account_row(right.id);
    assert_eq!(
        (row.disconnection_on, row.credit_minor.minor()),
        (None, rupees(450)),
        "paid stops the cut here, too"
    );
    // And what was moved wrongly is moved on: it is on nobody's stack.
    let moved = hall.payment_of_number(&asha, "C1/26-27/000002");
    assert_eq!(refused(hall.undoing(&asha).payment(moved).now()), "nothing_to_undo");
    let third = hall.account("Chitra Pai", Service::Gas).owes(100).moves_in();
    hall.asks_back(&asha, moved, &Way::To(&third)).allowed_by(&maya).now().unwrap();
    expect![[r#"
        date,kind,number,amount,balance
        2026-11-21,opening,,,800.00
        2026-11-22,payment,C1/26-27/000002,-1250.00,-450.00
        2026-11-22,transfer,C1T/26-27/000002,1250.00,800.00
        2026-11-22,closing,,,800.00
    "#]]
    .assert_eq(&hall.statement(&asha, &right, "2026-11-21", "2026-11-22"));
    hall.books_balance();
}

#[test]
fn a_card_that_was_never_charged_is_reversed_without_money_going_back() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(600);
    let paid = hall.visit(&asha).account(&account).card(600, "POS 4471").take().unwrap();
    hall.next_morning(&maya);

    let done =
        hall.asks_back(&asha, paid.payment, &Way::Reversal).allowed_by(&maya).now().unwrap().done.unwrap();

    expect![[r#"
        {"effect":"receipt_falls","number":"C1/26-27/000001"}
        {"effect":"bill_opens","number":"EB-1001-1","left":60000}"#]]
    .assert_eq(&said(&done.effects));
    hall.ledger_reads(expect![[r#"
        payment  card +600.00  receivable E-1001 -600.00
        reversal  card -600.00  receivable E-1001 +600.00
    "#]]);
    expect![[r#"
        date,kind,number,amount,balance
        2026-11-21,opening,,,600.00
        2026-11-21,payment,C1/26-27/000001,-600.00,0.00
        2026-11-22,reversal,C1X/26-27/000001,600.00,600.00
        2026-11-22,closing,,,600.00
    "#]]
    .assert_eq(&hall.statement(&asha, &account, "2026-11-21", "2026-11-22"));
    hall.books_balance();
}

#[test]
fn nobody_approves_their_own_request_by_any_way_in() {
    let Yesterday { hall, maya, paid, .. } = yesterday();
    let noor = hall.manager("noor");
    hall.opens_shift(&maya, &[(500, 4)]).unwrap();
    hall.sets_pin(&maya, "1357").unwrap();
    let before = foil_tests::fingerprint(hall.office().book());

    // With their own password and their own PIN, typed at their own screen.
    let ask = || hall.asks_back(&maya, paid.payment, &Way::Refund);
    assert_eq!(refused(ask().allowed_by(&maya).now()), "own_request");
    assert_eq!(refused(ask().with_pin(&maya, "1357").now()), "own_request");
    assert_eq!(foil_tests::fingerprint(hall.office().book()), before, "and nothing of it is stored");

    // From the list, in this window, in another one, and by a second log-in of the same person.
    let asked = ask().now().unwrap().approval;
    assert!(!asked.may_decide, "the list does not even offer it");
    assert_eq!(refused(hall.approves(&maya, &asked)), "own_request");
    assert_eq!(refused(hall.approves(&hall.second_window(&maya), &asked)), "own_request");
    let alias = hall.manager("maya2");
    hall.renames("maya2", "Maya");
    assert_eq!(refused(hall.approves(&alias, &asked)), "own_request", "one person, two log-ins");

    // By a second request on the same payment, and by writing the row itself.
    assert_eq!(refused(ask().now()), "duplicate");
    let conn = raw(&hall.path(), hall.key());
    let forged = conn.execute(
        "UPDATE approval SET state = 'approved', decided_by = asked_by, decided_at = asked_at, decided_on = business_on",
        [],
    );
    assert!(forged.is_err(), "the book itself refuses it");

    assert!(hall.approves(&noor, &asked).is_ok(), "another manager may");
    assert_eq!(refused(hall.approves(&noor, &asked)), "has_ended", "once");
    hall.books_balance();
}

#[test]
fn nobodys_second_person_is_somebody_whom_they_have_in_their_hand() {
    let hall = Hall::open();
    let (asha, arun) = (hall.clerk("asha"), hall.admin("arun"));
    let (maya, noor, lena) = (hall.manager("maya"), hall.manager("noor"), hall.manager("lena"));
    // The admin works at the counter, too, under a log-in of their own; and has given Noor a password.
    hall.renames("maya", "Arun");
    hall.gets_a_password(&arun, &noor);
    hall.sets_pin(&noor, "7391").unwrap();
    let account = hall.bills(5_000);
    let paid = || hall.pays(&asha, &account, 100).unwrap().payment;
    let (one, two, three) = (paid(), paid(), paid());
    let at_work = |who: &Person| {
        let all = hall.call(who, "who_may_allow", json!({})).unwrap();
        all.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(at_work(&maya), ["Lena"], "the screen does not even name her");
    assert_eq!(at_work(&asha), ["Arun", "Noor", "Lena"], "whom a clerk has not made");

    // By password and by PIN at the screen, from the list, and of what was done first; she neither allows nor refuses.
    let before = foil_tests::fingerprint(hall.office().book());
    let told = hall.asks_void(&maya, one).allowed_by(&noor).now().unwrap_err();
    assert_eq!(told.code, "in_their_hand");
    assert!(told.message.ends_with("; Lena may decide it"), "{told:?}");
    assert_eq!(refused(hall.asks_void(&maya, one).with_pin(&noor, "7391").now()), "in_their_hand");
    assert_eq!(foil_tests::fingerprint(hall.office().book()), before, "and nothing of it is stored");
    let asked = hall.asks_void(&maya, one).now().unwrap().approval;
    hall.approves_by(Some(rupees(500)), 0, 2);
    let first = hall.asks_void(&maya, two).done_first().now().unwrap().approval;
    assert_eq!(first.beside, ["Lena"]);
    for request in [&asked, &first] {
        assert_eq!(refused(hall.approves(&noor, request)), "in_their_hand");
        assert_eq!(refused(hall.says_to(&noor, request, "refuse", "no")), "in_their_hand");
    }
    let listed = hall.requests(&noor, true).unwrap().rows;
    assert!(listed.iter().all(|row| !row.may_decide), "the list does not offer it");

    // A new name makes nobody another person, and whoever asks otherwise is not concerned.
    let users = hall.call(&arun, "users", json!({})).unwrap();
    let own = users.as_array().unwrap().iter().find(|one| one["login"] == "arun").unwrap().clone();
    let renamed = json!({ "user": arun.user(), "version": own["version"], "login": "office2", "name": "The Office",
        "role": "admin", "active": true });
    hall.seconds_pass(1);
    hall.call(&arun, "save_user", renamed).unwrap();
    assert_eq!(refused(hall.approves(&noor, &asked)), "in_their_hand");
    hall.asks_void(&asha, three).with_pin(&noor, "7391").now().unwrap();
    hall.approves(&lena, &asked).unwrap();
    hall.approves(&lena, &first).unwrap();
    let old = json!({ "user": arun.user(), "version": own["version"].as_i64().unwrap() + 1, "login": "arun",
        "name": "Arun", "role": "admin", "active": true });
    hall.call(&hall.logs_in("office2", None), "save_user", old).unwrap();
    hall.books_balance();
}

#[test]
fn whom_somebody_has_in_their_hand_is_in_it_with_whom_they_make_whatever_becomes_of_those_in_between() {
    let hall = Hall::open();
    let (asha, arun, ina) = (hall.clerk("asha"), hall.admin("arun"), hall.admin("ina"));
    let (maya, noor) = (hall.manager("maya"), hall.manager("noor"));
    hall.renames("maya", "Arun");
    let account = hall.bills(5_000);
    let paid = hall.pays(&asha, &account, 100).unwrap().payment;
    let word = |of: &Person| refused(hall.asks_void(&maya, paid).allowed_by(of).now());

    let held = ["in_their_hand"; 2];
    // He makes an admin, and by her log-in a manager; whom she makes then, another, of a third.
    let zoe = hall.makes(&arun, "zoe", Role::Admin);
    let vera = hall.makes(&zoe, "vera", Role::Manager);
    let yves = hall.makes(&zoe, "yves", Role::Admin);
    hall.gets_a_password(&yves, &noor);
    assert_eq!([word(&vera), word(&noor)], held);
    let asked = hall.asks_void(&maya, paid).now().unwrap().approval;
    assert_eq!(refused(hall.approves(&vera, &asked)), "in_their_hand");
    let told = hall.call(&maya, "who_may_allow", json!({})).unwrap();
    assert_eq!(told, json!([]), "the screen names neither");
    hall.withdraws(&maya, &asked).unwrap();

    // Those in between are retired, or become customers; he becomes one himself.
    hall.saves(&arun, "yves", json!({ "active": false })).unwrap();
    assert_eq!([word(&vera), word(&noor)], held);
    let turned = json!({ "role": "consumer", "customer": account.customer });
    for (by, login) in [(&arun, "yves"), (&arun, "zoe"), (&ina, "arun")] {
        hall.saves(by, login, turned.clone()).unwrap();
        assert_eq!([word(&vera), word(&noor)], held, "{login}");
    }

    // Of nobody else; and whom another admin makes is a second person.
    hall.asks_void(&asha, paid).allowed_by(&vera).now().unwrap();
    let lena = hall.makes(&ina, "lena", Role::Manager);
    let paid = hall.pays(&asha, &account, 100).unwrap().payment;
    hall.asks_void(&maya, paid).allowed_by(&lena).now().unwrap();
}

#[test]
fn whoever_made_somebody_is_known_by_who_they_are_whatever_the_clock_says_of_their_name() {
    let hall = Hall::open();
    let (asha, arun) = (hall.clerk("asha"), hall.admin("arun"));
    let (maya, noor) = (hall.manager("maya"), hall.manager("noor"));
    hall.renames("maya", "Arun");
    let account = hall.bills(5_000);
    let paid = hall.pays(&asha, &account, 100).unwrap().payment;

    // The clock of his machine is five minutes fast while he takes another name, and is put right then.
    hall.minutes_pass(5);
    hall.saves(&arun, "arun", json!({ "login": "office2" })).unwrap();
    hall.minutes_pass(-4);
    hall.gets_a_password(&hall.logs_in("office2", None), &noor);

    assert_eq!(refused(hall.asks_void(&maya, paid).allowed_by(&noor).now()), "in_their_hand");
    hall.minutes_pass(10);
    assert_eq!(refused(hall.asks_void(&maya, paid).allowed_by(&noor).now()), "in_their_hand");
    hall.asks_void(&asha, paid).allowed_by(&noor).now().unwrap();

    // Rows of before said no more than the name.
    let conn = raw(&hall.path(), hall.key());
    conn.execute_batch(
        "DROP TRIGGER audit_is_never_changed;
         UPDATE audit SET changes = json_remove(changes, '$.by') WHERE act = 'save_user';",
    )
    .unwrap();
    let paid = hall.pays(&asha, &account, 100).unwrap().payment;
    assert_eq!(refused(hall.asks_void(&maya, paid).allowed_by(&noor).now()), "in_their_hand");
}

#[test]
fn once_the_month_is_closed_that_told_of_it_the_made_one_may_again() {
    let hall = Hall::open();
    let (asha, arun) = (hall.clerk("asha"), hall.admin("arun"));
    let (maya, noor) = (hall.manager("maya"), hall.manager("noor"));
    hall.renames("maya", "Arun");
    hall.gets_a_password(&arun, &noor);
    let account = hall.bills(5_000);
    let paid = hall.pays(&asha, &account, 100).unwrap().payment;
    assert_eq!(refused(hall.asks_void(&maya, paid).allowed_by(&noor).now()), "in_their_hand");
    let told = hall.call(&noor, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let told = told["exceptions"].as_array().unwrap().iter().any(|e| e["kind"] == "rights_changed");
    assert!(told, "the month tells of it");
    hall.days_pass(&noor, 12);
    let paid = hall.pays(&asha, &account, 100).unwrap().payment;
    hall.asks_void(&maya, paid).allowed_by(&noor).now().unwrap();
    hall.books_balance();
}

#[test]
fn what_was_done_first_and_not_looked_at_in_time_is_overdue_told_and_holds_up_what_would_follow() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.approves_by(Some(rupees(500)), 0, 2);
    let account = hall.bills(5_000);
    let [one, two, three] = [100, 110, 120].map(|amount| hall.pays(&asha, &account, amount).unwrap().payment);
    let first = hall.asks_void(&bela, one).done_first().now().unwrap().approval;
    let look_by = first.look_by.unwrap();
    assert_eq!((look_by.secs_since(hall.now()), first.overdue), (72 * 3600, false));
    hall.minutes_pass(72 * 60 - 1);
    let (bela, asha) = (hall.second_window(&bela), hall.second_window(&asha));
    let in_time = hall.asks_void(&bela, two).done_first().now().unwrap().approval;
    hall.minutes_pass(1);

    let waits = |who: &Person| {
        let rows = hall.requests(who, true).unwrap().rows;
        rows.into_iter().map(|row| (row.id, row.overdue)).collect::<Vec<_>>()
    };
    let maya = hall.second_window(&maya);
    assert_eq!(waits(&maya), [(in_time.id, false), (first.id, true)]);
    let told = hall.asks_void(&bela, three).done_first().now().unwrap_err();
    assert_eq!(told.code, "second_look_overdue");
    assert!(told.message.contains(&first.about) && told.hint.contains("Approvals"), "{told:?}");
    assert_eq!(refused(hall.asks_void(&asha, three).done_first().now()), "second_look_overdue", "of nobody");

    let exceptions = || {
        let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
        let all = month["exceptions"].as_array().unwrap().clone();
        all.iter()
            .filter(|e| e["kind"] == "second_look_overdue")
            .map(|e| format!("{} {} {}", e["subject"], e["who"], e["detail"]))
            .collect::<Vec<_>>()
    };
    let overdue = exceptions();
    assert_eq!(
        overdue,
        [r#""C1/26-27/000001 · Asha Rao" "bela" "the customer stands here: not looked at in time""#]
    );
    hall.approves(&maya, &in_time).unwrap();
    hall.approves(&maya, &first).unwrap();
    assert_eq!(exceptions(), overdue, "looked at at last, it was late");
    assert!(hall.asks_void(&bela, three).done_first().now().is_ok(), "and the office works as before");
    hall.books_balance();
}

/// What a manager can ask for, one of every kind, each about another thing.
fn of_every_kind(
    hall: &Hall,
    asha: &Person,
    maya: &Person,
) -> Vec<(&'static str, Person, &'static str, Value)> {
    let owing = |name: &str| hall.account(name, Service::Electricity).owes(1_000).moves_in();
    let names = ["A Rao", "B Rao", "C Rao", "D Rao", "E Rao", "F Rao", "G Rao", "H Rao", "I Rao", "J Rao"];
    let accounts: Vec<Account> = names.into_iter().map(owing).collect();
    let paid = |at: usize| hall.pays(asha, &accounts[at], 1_000).unwrap().payment;
    let (refunded, moved) = (paid(0), paid(1));
    let never = hall.visit(asha).account(&accounts[2]).card(1_000, "POS 4471").take().unwrap().payment;
    hall.next_morning(maya);
    hall.opens_shift(asha, &[(500, 4)]).unwrap();
    let void = paid(3);
    hall.opens_shift(maya, &[(500, 6)]).unwrap();
    let bela = hall.clerk("bela");
    let drawer = hall.opens_shift(&bela, &[(500, 4)]).unwrap();
    hall.counts(&bela, &[(500, 3)], &[]).unwrap();
    hall.counts(&bela, &[(500, 3)], &[]).unwrap();
    let beside = hall.sits_at(maya, &bela);
    hall.ceilings(rupees(100));

    let back = |payment, way: &str, to: Option<&Account>| {
        json!({ "payment": payment, "way": way, "to": to.map(|a| a.id), "note": "", "reason": "wrong_account",
            "back_by": (way == "refund").then_some("cash") })
    };
    let on = |at: usize| {
        let account = &accounts[at];
        let version = hall.account_row(account.id).version;
        json!({ "request_id": hall.request(), "bill": account.bills[0], "version": version, "note": "a note" })
    };
    let with = |mut input: Value, more: &Value| {
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        input
    };
    let (amount, due_on) = (rupees(300), hall.today().plus_days(15));
    let fee = json!({ "request_id": hall.request(), "account": accounts[9].id, "fee": "meter_rent", "label": "",
        "version": hall.account_row(accounts[9].id).version, "amount": amount, "due_on": due_on, "note": "" });
    vec![
        // While there is still enough in her drawer.
        ("cash_out", maya.clone(), "cash_out", hall.wants_out(100)),
        ("refund", maya.clone(), "reverse_payment", back(refunded, "refund", None)),
        ("transfer", maya.clone(), "reverse_payment", back(moved, "transfer", Some(&accounts[0]))),
        ("reversal", maya.clone(), "reverse_payment", back(never, "reversal", None)),
        ("void", maya.clone(), "void_payment", json!({ "payment": void, "reason": "twice", "note": "" })),
        ("correction", maya.clone(), "cancel_bill", with(on(4), &json!({ "reason": "twice" }))),
        (
            "correction",
            maya.clone(),
            "give_credit_note",
            with(on(5), &json!({ "reason": "meter_fault", "amount": amount })),
        ),
        (
            "discount",
            maya.clone(),
            "give_credit_note",
            with(on(6), &json!({ "reason": "discount", "amount": amount })),
        ),
        ("write_off", maya.clone(), "write_off", on(7)),
        (
            "correction",
            maya.clone(),
            "give_debit_note",
            with(on(8), &json!({ "label": "Units not billed", "due_on": due_on, "amount": amount })),
        ),
        ("fee", maya.clone(), "charge_fee", fee),
        ("safe_in", maya.clone(), "bring_to_safe", hall.from_the_bank("000451", 500)),
        (
            "variance",
            beside,
            "allow_variance",
            json!({ "shift": drawer.id, "reason": "unknown", "note": "" }),
        ),
    ]
}

#[test]
fn of_no_kind_of_request_does_anybody_approve_their_own_and_another_may_of_each() {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    let every = of_every_kind(&hall, &asha, &maya);
    let alias = hall.manager("maya2");
    hall.renames("maya2", "Maya");
    hall.sets_pin(&maya, "1357").unwrap();
    let kinds: std::collections::BTreeSet<&str> = every.iter().map(|(kind, ..)| *kind).collect();
    let known: std::collections::BTreeSet<&str> =
        ApprovalKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(kinds, known, "a kind that is new is tried here, too");

    for (kind, who, act, input) in every {
        let ask = || hall.asks(&who, act, input.clone());
        for told in [
            ask().allowed_by(&maya).now(),
            ask().with_pin(&maya, "1357").now(),
            ask().allowed_by(&alias).now(),
        ] {
            assert_eq!(refused(told), "own_request", "{act} of kind {kind}, at the screen");
        }
        let asked =
            ask().now().unwrap_or_else(|e| panic!("{act} of kind {kind} is asked for: {e:?}")).approval;
        assert_eq!(asked.kind.as_str(), kind);
        assert!(!asked.may_decide, "{act}: the list does not offer it");
        for by in [&maya, &hall.second_window(&maya), &alias] {
            assert_eq!(
                refused(hall.approves(by, &asked)),
                "own_request",
                "{act} of kind {kind}, from the list"
            );
        }
        assert_eq!(refused(hall.approves(&asha, &asked)), "not_allowed", "{act}: nor does a clerk");
        let done = hall.approves(&noor, &asked);
        assert!(done.is_ok(), "{act} of kind {kind}, by another manager: {done:?}");
    }
    hall.books_balance();
}

#[test]
fn who_decides_on_a_request_and_who_only_reads_sees_what_it_would_do_of_whatever_kind() {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    let omar = hall.official("omar");
    let mut told = Vec::new();
    for (_, who, act, input) in of_every_kind(&hall, &asha, &maya) {
        let asked = hall.asks(&who, act, input).now().unwrap().approval;
        let preview = hall.call(&noor, "preview_request", json!({ "approval": asked.id })).unwrap();
        assert!(preview["refused"].is_null(), "{act}: {preview}");
        let read = hall.call(&omar, "preview_request", json!({ "approval": asked.id })).unwrap();
        assert_eq!(read, preview, "{act}: who reads everything reads this, too");
        assert_eq!(preview["done"], false, "{act}");
        told.extend(preview["effects"].as_array().unwrap().iter().map(Value::to_string));
        told.extend([&preview["correction"]].into_iter().filter(|c| !c.is_null()).map(Value::to_string));
        let stranger = hall.call(&asha, "preview_request", json!({ "approval": asked.id }));
        assert_eq!(
            refused(stranger),
            "not_found",
            "{act}: whose it is not, and who reads no log, sees nothing"
        );
    }
    expect![[r#"
        {"effect":"cash_leaves","shift":"C2S/26-27/000001 · Maya","amount":10000}
        {"effect":"receipt_falls","number":"C1/26-27/000001"}
        {"effect":"bill_opens","number":"EB-1001-1","left":100000}
        {"effect":"hand_back","method":"cash","amount":100000}
        {"effect":"receipt_falls","number":"C1/26-27/000002"}
        {"effect":"bill_opens","number":"EB-1002-1","left":100000}
        {"effect":"moved_to","account":"E-1001","name":"A Rao","amount":100000}
        {"effect":"receipt_falls","number":"C1/26-27/000003"}
        {"effect":"bill_opens","number":"EB-1003-1","left":100000}
        {"effect":"receipt_void","number":"C1/26-27/000004"}
        {"effect":"bill_opens","number":"EB-1004-1","left":100000}
        {"effect":"hand_back","method":"cash","amount":100000}
        {"left":0,"credited":0,"owed_again":0,"claimed_anew":0,"charged_anew":0,"surcharges_off":0,"upholds":0,"plan":null,"plan_falls":0,"plan_reopens":0,"owes_more":-100000}
        {"left":70000,"credited":0,"owed_again":0,"claimed_anew":0,"charged_anew":0,"surcharges_off":0,"upholds":0,"plan":null,"plan_falls":0,"plan_reopens":0,"owes_more":-30000}
        {"left":70000,"credited":0,"owed_again":0,"claimed_anew":0,"charged_anew":0,"surcharges_off":0,"upholds":0,"plan":null,"plan_falls":0,"plan_reopens":0,"owes_more":-30000}
        {"left":0,"credited":0,"owed_again":0,"claimed_anew":0,"charged_anew":0,"surcharges_off":0,"upholds":0,"plan":null,"plan_falls":0,"plan_reopens":0,"owes_more":-100000}
        {"effect":"more_claimed","bill":"EB-1009-1","what":"Units not billed","amount":30000,"due_on":"2026-12-06","owes":130000}
        {"effect":"fee_charged","account":"E-1010","what":"Meter rent","amount":30000,"due_on":"2026-12-06","owes":130000}
        {"effect":"brought_to_safe","came_from":"bank","voucher":"000451","amount":50000,"in_safe":250000}
        {"effect":"drawer_differs","shift":"C4S/26-27/000001","method":"cash","counted":150000,"expected":200000,"variance":-50000}"#]].assert_eq(&told.join("\n"));
}

#[test]
fn what_has_changed_meanwhile_is_said_before_it_is_approved() {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    let account = hall.bills(900);
    hall.ceilings(rupees(100));
    let version = hall.account_row(account.id).version;
    let fee = json!({ "request_id": hall.request(), "account": account.id, "fee": "meter_rent", "label": "",
        "version": version, "amount": rupees(300), "note": "" });
    let asked = hall.asks(&maya, "charge_fee", fee).now().unwrap().approval;
    hall.pays(&asha, &account, 100).unwrap();
    let preview = hall.call(&noor, "preview_request", json!({ "approval": asked.id })).unwrap();
    assert_eq!(preview["refused"]["code"], "changed_meanwhile");
    assert_eq!(refused(hall.approves(&noor, &asked)), "changed_meanwhile", "as it was told");
}

#[test]
fn who_has_no_right_or_too_small_a_ceiling_lets_nothing_happen() {
    let Yesterday { hall, asha, maya, paid, .. } = yesterday();
    let (bela, ina, omar) = (hall.clerk("bela"), hall.admin("ina"), hall.official("omar"));
    let asked = hall.asks_back(&asha, paid.payment, &Way::Refund).now().unwrap().approval;
    for who in [&bela, &ina, &omar] {
        assert_eq!(refused(hall.approves(who, &asked)), "not_allowed", "{}", who.login());
        let there = hall.asks_void(&asha, paid.payment).allowed_by(who).now();
        assert!(["not_allowed", "undo_refused"].contains(&refused(there).as_str()));
    }
    let rules = hall.call(&ina, "approval_rules", json!({})).unwrap();
    let ceiling = json!({ "role": "manager", "kind": "refund", "most": rupees(1_000) });
    let saved = json!({ "version": rules["version"], "hours": 24, "bounce_fee": 0, "bounces_to_cash_only": 2,
        "ceilings": [ceiling] });
    hall.call(&ina, "save_approval_rules", saved).unwrap();
    assert_eq!(refused(hall.approves(&maya, &asked)), "above_ceiling");
    assert_eq!(hall.requests(&maya, true).unwrap().rows.len(), 1, "it still waits");
    assert!(hall.says_to(&maya, &asked, "refuse", "it was right").is_ok(), "to refuse needs no ceiling");
    assert_eq!(
        hall.requests(&omar, false).unwrap().rows[0].state,
        ApprovalState::Refused,
        "an official reads it"
    );
    hall.books_balance();
}

#[test]
fn a_wrong_pin_counts_like_a_wrong_password() {
    let Yesterday { hall, asha, maya, paid, .. } = yesterday();
    hall.sets_pin(&maya, "1357").unwrap();
    assert_eq!(refused(hall.sets_pin(&maya, "1234")), "weak_pin");
    assert_eq!(refused(hall.sets_pin(&asha, "1357")), "not_allowed", "a clerk approves nothing");
    let ask = |pin: &str| hall.asks_back(&asha, paid.payment, &Way::Refund).with_pin(&maya, pin).now();
    for _ in 0..4 {
        assert_eq!(refused(ask("9999")), "invalid_credentials");
    }
    assert_eq!(refused(ask("9999")), "account_locked");
    assert_eq!(refused(ask("1357")), "account_locked", "not even the right one now");
    assert_eq!(refused(hall.log_in("maya", foil_testkit::PASSWORD)), "account_locked", "one lock for both");
    hall.minutes_pass(6);
    assert!(ask("1357").unwrap().done.is_some());
    hall.books_balance();
}

#[test]
fn a_request_expires_and_one_takes_back_ones_own() {
    let Yesterday { hall, asha, maya, paid, .. } = yesterday();
    let bela = hall.clerk("bela");
    let first = hall.asks_back(&asha, paid.payment, &Way::Refund).now().unwrap().approval;
    assert_eq!(refused(hall.withdraws(&bela, &first)), "not_found", "nobody's but one's own");
    hall.withdraws(&asha, &first).unwrap();
    let second = hall.asks_back(&asha, paid.payment, &Way::Refund).now().unwrap().approval;
    hall.minutes_pass(24 * 60 + 1);
    let (asha, maya) = (hall.second_window(&asha), hall.second_window(&maya));
    assert_eq!(refused(hall.approves(&maya, &second)), "has_ended");
    let third = hall.asks_back(&asha, paid.payment, &Way::Refund).now().unwrap().approval;
    hall.approves(&maya, &third).unwrap();
    expect![[r#"
        refund of 1250.00 about C1/26-27/000001 · Asha Rao: asked by Asha, withdrawn by nobody, no paper
        refund of 1250.00 about C1/26-27/000001 · Asha Rao: asked by Asha, expired by nobody, no paper
        refund of 1250.00 about C1/26-27/000001 · Asha Rao: asked by Asha, approved by Maya, C2F/26-27/000001
    "#]]
    .assert_eq(&hall.requests_text(&maya));
    hall.books_balance();
}

#[test]
fn with_no_manager_there_what_is_small_is_done_first_and_looked_at_before_the_month_closes() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let (small, large) = (hall.bills(200), hall.bills(900));
    let paid = hall.pays(&asha, &small, 200).unwrap();
    let much = hall.pays(&asha, &large, 900).unwrap();
    assert_eq!(
        refused(hall.asks_void(&bela, paid.payment).done_first().now()),
        "needs_approval",
        "unless the office wants it"
    );
    hall.approves_by(Some(rupees(500)), 0, 2);

    let done = hall.asks_void(&bela, paid.payment).done_first().now().unwrap();
    assert_eq!(
        refused(hall.asks_void(&bela, much.payment).done_first().now()),
        "needs_approval",
        "nor above the ceiling"
    );

    assert_eq!(done.approval.state, ApprovalState::SecondLook);
    assert!(hall.payment(&asha, paid.payment).unwrap().row.void);
    assert_eq!(refused(hall.approves(&bela, &done.approval)), "not_allowed");
    hall.days_pass(&maya, 8);
    let over = foil_domain::time::Day::parse("2026-12-01").unwrap();
    hall.minutes_pass(2 * 24 * 60);
    let maya = hall.second_window(&maya);
    assert_eq!(refused(hall.closes_day(&maya, Some(over))), "second_looks_open");
    let month = json!({ "month": "2026-11", "folder": hall.folder() });
    assert_eq!(refused(hall.call(&maya, "export_month", month)), "second_looks_open");
    hall.approves(&maya, &done.approval).unwrap();
    hall.closes_day(&maya, Some(over)).unwrap();
    expect![[r#"
        void of 200.00 about C1/26-27/000001 · Asha Rao: asked by Bela, cleared by Maya, C2V/26-27/000001
    "#]]
    .assert_eq(&hall.requests_text(&maya));
    hall.books_balance();
}

#[test]
fn whoever_takes_a_second_look_sees_what_was_done_as_it_stood_before_and_its_paper() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let omar = hall.official("omar");
    hall.approves_by(Some(rupees(500)), 0, 2);
    let account = hall.bills(900);
    let [old, new] = [100, 200].map(|whole| hall.pays(&asha, &account, whole).unwrap().payment);
    let void = hall.asks_void(&bela, new).done_first().now().unwrap();
    hall.next_morning(&maya);
    hall.pays(&asha, &account, 300).unwrap();
    let refund = hall.asks_back(&asha, old, &Way::Refund).done_first().now().unwrap();
    let version = hall.account_row(account.id).version;
    let note = json!({ "request_id": hall.request(), "bill": account.bills[0], "version": version, "amount": rupees(50),
        "reason": "meter_fault", "note": "read twice" });
    hall.ceilings(rupees(10));
    let note = hall.asks(&maya, "give_credit_note", note).done_first().now().unwrap();
    hall.pays(&asha, &account, 100).unwrap();

    let mut told = Vec::new();
    for done in [&void, &refund, &note] {
        let shown = hall.call(&omar, "preview_request", json!({ "approval": done.approval.id })).unwrap();
        assert_eq!((&shown["done"], &shown["refused"]), (&json!(true), &Value::Null));
        if let Some(did) = &done.done
            && !did.effects.is_empty()
        {
            assert_eq!(shown["effects"], serde_json::to_value(&did.effects).unwrap(), "it is what was done");
        }
        told.extend(shown["effects"].as_array().unwrap().iter().map(Value::to_string));
        told.extend([&shown["correction"]].into_iter().filter(|c| !c.is_null()).map(Value::to_string));
        told.push(shown["paper"].to_string());
        hall.approves(&omar, &done.approval).unwrap();
        let after = hall.call(&omar, "preview_request", json!({ "approval": done.approval.id })).unwrap();
        assert_eq!(after, shown, "and stands afterwards");
    }
    let told = told.join("\n");
    let parts =
        ["receipt_void", "hand_back", r#""owes_more":-5000"#, r#""kind":"slip""#, r#""kind":"voucher""#];
    for part in parts.into_iter().chain([r#""kind":"correction""#]) {
        assert!(told.contains(part), "{part} in {told}");
    }
    hall.books_balance();
}

#[test]
fn what_is_done_first_says_who_was_at_work_and_could_have_been_asked() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.approves_by(Some(rupees(500)), 0, 2);
    let account = hall.bills(5_000);
    let [first, second, third] =
        [100, 110, 120].map(|amount| hall.pays(&asha, &account, amount).unwrap().payment);
    let at_work = |who: &Person| {
        let all = hall.call(who, "who_may_allow", json!({})).unwrap();
        all.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((at_work(&bela), at_work(&maya)), (vec!["Maya".to_owned()], vec![]), "nobody asks themselves");
    let beside = hall.asks_void(&bela, first).done_first().now().unwrap().approval;
    assert_eq!(beside.beside, ["Maya"], "nothing is held up, and it is told");

    hall.desk().log_out(&maya.token()).unwrap();
    assert!(at_work(&bela).is_empty());
    let alone = hall.asks_void(&bela, second).done_first().now().unwrap().approval;
    assert!(alone.beside.is_empty(), "she had gone home");

    let maya = hall.second_window(&maya);
    hall.ceiling_of("void", Some(rupees(119)));
    let above = hall.asks_void(&bela, third).done_first().now().unwrap().approval;
    assert!(above.beside.is_empty(), "it is above what she could have let pass");

    for look in [&beside, &alone, &above] {
        hall.approves(&maya, look).unwrap();
    }
    let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let told: Vec<String> = month["exceptions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["kind"] == "first_beside")
        .map(|e| format!("{} {} {}", e["subject"], e["who"], e["detail"]))
        .collect();
    assert_eq!(
        told,
        [
            r#""C1/26-27/000001 · Asha Rao" "bela" "the customer stands here: done first although maya was still logged in""#
        ],
        "the month tells of it, though it was right"
    );
    hall.books_balance();
}

#[test]
fn a_session_that_was_left_open_is_nobody_at_work_the_next_day_but_a_drawer_is() {
    let hall = Hall::open();
    let (bela, maya) = (hall.clerk("bela"), hall.manager("maya"));
    let at_work =
        |who: &Person| hall.call(who, "who_may_allow", json!({})).unwrap().as_array().unwrap().len();
    hall.minutes_pass(13 * 60);
    let bela = hall.second_window(&bela);
    assert_eq!(at_work(&bela), 0, "her session ended by itself");
    let maya = hall.second_window(&maya);
    hall.opens_shift(&maya, &[]).unwrap();
    hall.desk().log_out(&maya.token()).unwrap();
    assert_eq!(at_work(&bela), 1, "whose drawer is open is in the house");
}

#[test]
fn many_small_ones_done_first_are_a_large_one_until_somebody_has_looked() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.approves_by(Some(rupees(500)), 0, 2);
    let account = hall.bills(5_000);
    let [first, second] = [300, 250].map(|amount| hall.pays(&asha, &account, amount).unwrap().payment);
    let looked_at = hall.asks_void(&bela, first).done_first().now().unwrap().approval;
    assert_eq!(refused(hall.asks_void(&bela, second).done_first().now()), "needs_approval", "550 in all");
    hall.approves(&maya, &looked_at).unwrap();
    assert!(hall.asks_void(&bela, second).done_first().now().is_ok(), "the first one was looked at");
    hall.books_balance();
}

#[test]
fn a_clerk_asks_for_anothers_void_from_the_list() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let account = hall.bills(500);
    let paid = hall.pays(&asha, &account, 500).unwrap();
    let shown = hall.undoing(&bela).payment(paid.payment).preview().unwrap();
    assert!(shown.needs_manager && shown.asked.is_none());
    let asked = hall.asks_void(&bela, paid.payment).now().unwrap().approval;
    assert_eq!(hall.undoing(&bela).payment(paid.payment).preview().unwrap().asked, Some(asked.id));

    hall.approves(&maya, &asked).unwrap();

    let view = hall.payment(&bela, paid.payment).unwrap().void.unwrap();
    assert_eq!((view.by.as_str(), view.allowed_by.as_str()), ("bela", "maya"), "the slip names both");
    hall.books_balance();
}

#[test]
fn a_correction_above_the_ceiling_is_carried_out_as_it_was_asked() {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    let account = hall.bills(500);
    hall.ceilings(rupees(100));
    let bill = account.bills[0];
    let version = hall.account_row(account.id).version;
    let note = |amount: i64| {
        json!({ "request_id": hall.request(), "bill": bill, "version": version, "amount": amount,
            "reason": "meter_fault", "note": "the meter ran fast" })
    };
    assert_eq!(refused(hall.call(&maya, "give_credit_note", note(rupees(300)))), "needs_approval");

    let asked = hall.asks(&maya, "give_credit_note", note(rupees(300))).now().unwrap().approval;
    assert_eq!(refused(hall.approves(&maya, &asked)), "own_request");
    let done = hall.approves(&noor, &asked).unwrap().done.unwrap();

    assert_eq!(done.number, "C3N/26-27/000001", "given at the counter of who let it happen");
    let asked = hall.asks(
        &asha,
        "write_off",
        json!({ "request_id": hall.request(), "bill": bill,
        "version": hall.account_row(account.id).version, "note": "moved away" }),
    );
    let asked = asked.now().unwrap().approval;
    hall.pays(&asha, &account, 50).unwrap();
    assert_eq!(refused(hall.approves(&maya, &asked)), "changed_meanwhile", "what was shown is no more");
    expect![[r#"
        correction of 300.00 about EB-1001-1 · Asha Rao: asked by Maya, approved by Noor, C3N/26-27/000001
        write_off of 200.00 about EB-1001-1 · Asha Rao: asked by Asha, asked by nobody, no paper
    "#]]
    .assert_eq(&hall.requests_text(&maya));
    hall.books_balance();
}

/// A branch in which Bhima Naik pays two bills by one cheque on two receipts, the second with cash beside it.
fn by_cheque() -> (Hall, Person, Person, [Account; 2], [foil_domain::ids::PaymentId; 2]) {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let water =
        hall.account("Bhima Naik", Service::Water).owes(400).overdue_days(9).disconnection_in(2).moves_in();
    let gas = hall.account("Bhima Naik", Service::Gas).owes(700).moves_in();
    let first = hall.visit(&asha).account(&water).cheque(400, "000123", "Canara Bank").take().unwrap();
    let second = hall
        .visit(&asha)
        .account(&gas)
        .pays(700)
        .cheque(600, "000123", "canara bank")
        .cash(100)
        .take()
        .unwrap();
    let paid = [first.payment, second.payment];
    (hall, asha, maya, [water, gas], paid)
}

#[test]
fn a_cheque_that_pays_another_receipt_too_is_not_handed_back_with_the_first_one() {
    let (hall, asha, _, _, [first, second]) = by_cheque();
    let back = |payment| {
        let shown = hall.undoing(&asha).payment(payment).preview().unwrap().effects;
        let back = shown.into_iter().filter(|e| matches!(e, Effect::HandBack { .. }));
        said(&back.collect::<Vec<_>>())
    };
    assert_eq!(back(second), r#"{"effect":"hand_back","method":"cash","amount":10000}"#, "the cheque stays");
    hall.undoing(&asha).payment(second).now().unwrap();
    assert!(!hall.slip_text(second).contains("Cheque"), "nor does the slip say so");
    assert_eq!(
        back(first),
        r#"{"effect":"hand_back","method":"cheque","amount":40000}"#,
        "now it pays nothing"
    );
    hall.undoing(&asha).payment(first).now().unwrap();
    assert!(hall.slip_text(first).contains("Cheque"));
    hall.books_balance();
}

#[test]
fn a_cheque_bounces_in_one_act_and_everything_it_paid_is_owed_again() {
    let (hall, asha, maya, [water, gas], [first, second]) = by_cheque();
    hall.approves_by(None, rupees(250), 1);
    let cheque = hall.cheque_of(&asha, first);
    assert_eq!(refused(hall.bounces(&maya, &cheque)), "cheque_state", "the bank has not seen it");
    let slip = hall.deposits(&asha, &[cheque.id]).unwrap();
    expect![[r#"
        Mangalore Utility Branch                                 Deposit slip: cheques
        Light House Hill Road                                         C1P/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Made             21 Nov 2026, 10:00
        By               Asha
        Cheques          1
        Cheque                Received from                                    Amount
        000123 (Canara Bank)  Bhima Naik (C1/26-27/000001, C1/26-27/000002)  1,000.00

        Total                                                                ₹1,000.00
        Rupees one thousand only

        Clerk  ______________  Bank
        QR: COUNTERFOIL C1P/26-27/000001 INR 1000.00 2026-11-21 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        Audit c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&hall.cheque_slip_text(slip.id));
    hall.next_morning(&maya);
    let cheque = hall.cheque_of(&asha, first);
    assert_eq!(refused(hall.bounces(&asha, &cheque)), "not_allowed");

    let shown = hall.previews_bounce(&maya, &cheque).unwrap();
    let done = hall.bounces(&maya, &cheque).unwrap();

    assert_eq!(shown.effects, done.effects, "what it shows beforehand is what it does");
    expect![[r#"
        {"effect":"cheque_bounces","number":"000123","bank":"Canara Bank","amount":100000}
        {"effect":"receipt_falls","number":"C1/26-27/000001"}
        {"effect":"bill_opens","number":"WB-1001-1","left":40000}
        {"effect":"urgent_again","account":"W-1001"}
        {"effect":"receipt_falls","number":"C1/26-27/000002"}
        {"effect":"bill_opens","number":"GB-1002-1","left":70000}
        {"effect":"kept_as_credit","account":"G-1002","amount":10000}
        {"effect":"charged","account":"W-1001","what":"bounce_fee","amount":25000}
        {"effect":"cash_only","name":"Bhima Naik","bounces":1}
        {"effect":"letter_to","name":"Bhima Naik"}"#]]
    .assert_eq(&said(&done.effects));
    hall.ledger_reads(expect![[r#"
        payment  cheque +400.00  receivable W-1001 -400.00
        payment  cheque +600.00  cash +100.00  receivable G-1002 -700.00
        deposit  bank +1000.00  cheque -1000.00
        bounce  bank -400.00  receivable W-1001 +400.00
        bounce  bank -600.00  receivable G-1002 +700.00  credit G-1002 -100.00
    "#]]);
    expect![[r#"
        000123 Canara Bank 400.00 for C1/26-27/000001: bounced on C1P/26-27/000001
        000123 canara bank 600.00 for C1/26-27/000002: bounced on C1P/26-27/000001
    "#]]
    .assert_eq(&hall.cheques_text(&asha));
    expect![[r#"
        Mangalore Utility Branch                                        Bounced cheque
        Light House Hill Road                                         C2X/26-27/000002
        Hampankatta                                                        22 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Receipt          C1/26-27/000002
                         Receipt of 21 Nov 2026
        Payer            Bhima Naik
        Made             22 Nov 2026, 10:00
                         Counter C2
        By               Maya
        Reason: Insufficient funds

        Receipt that stands no more                                            ₹700.00
        Rupees seven hundred only

        Open again
        What                 Account  Due again
        GB-1002-1, Nov 2026  G-1002      700.00

        Credit
        What    Account  Amount
        Credit  G-1002   100.00

        Customer  ______________  Clerk
        QR: COUNTERFOIL C2X/26-27/000002 INR 700.00 2026-11-22 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        Audit c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&hall.voucher_text(second));
    expect![[r#"
        Mangalore Utility Branch                              Your cheque was returned
        Light House Hill Road                                         C2X/26-27/000001
        Hampankatta                                                        22 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Bhima Naik
                         1 Car Street, Mangaluru
        Cheque           000123
                         Canara Bank
        What happened: Your cheque 000123, Canara Bank, of ₹1,000.00, which we received on 21 Nov 2026, was returned by the bank: insufficient funds. What was paid with it is unpaid again.

        These receipts stand no more
        What             Account  Amount
        C1/26-27/000001           400.00
        C1/26-27/000002           600.00

        Due now
        What                 Account  Due again
        WB-1001-1, Oct 2026  W-1001      400.00
        GB-1002-1, Nov 2026  G-1002      700.00
        C2D/26-27/000001     W-1001      250.00

        To pay in all                                                        ₹1,350.00
        Rupees one thousand three hundred fifty only
        How to pay: At any counter of this office, or by bank transfer; give your account number. Please bring this letter: the cheque is given back against it.
        Cheques: Because cheques of yours have been returned before, we can take no further cheques from you for now. Cash, card, UPI and bank transfer are welcome.

        For the office
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]].assert_eq(&hall.bounce_letter_text(done.cheque));
    expect![[r#"
        date,kind,number,amount,balance
        2026-11-21,opening,,,400.00
        2026-11-21,payment,C1/26-27/000001,-400.00,0.00
        2026-11-22,charge,C2D/26-27/000001,250.00,250.00
        2026-11-22,bounce,C2X/26-27/000001,400.00,650.00
        2026-11-22,closing,,,650.00
    "#]]
    .assert_eq(&hall.statement(&asha, &water, "2026-11-21", "2026-11-22"));
    expect![[r#"
        date,kind,number,amount,balance
        2026-11-21,opening,,,700.00
        2026-11-21,payment,C1/26-27/000002,-700.00,0.00
        2026-11-22,bounce,C2X/26-27/000002,600.00,600.00
        2026-11-22,closing,,,600.00
    "#]]
    .assert_eq(&hall.statement(&asha, &gas, "2026-11-21", "2026-11-22"));
    assert!(hall.account_row(water.id).disconnection_on.is_some(), "the ladder is as hard as before");
    assert_eq!(hall.account_row(gas.id).credit_minor.minor(), rupees(100), "the cash beside it was good");
    let again = hall.visit(&asha).account(&gas).cheque(700, "000124", "Canara Bank");
    assert_eq!(again.preview().unwrap().refused.unwrap().code, "cash_only");
    assert_eq!(refused(again.take()), "cash_only");
    let both = hall.visit(&asha).account(&water).account(&gas).pays(700).cheque(700, "000124", "Canara Bank");
    assert_eq!(refused(both.take()), "cash_only", "nor where somebody else's account is named first");
    let off = json!({ "customer": gas.customer, "cash_only": false, "reason": "paid for a year by cash" });
    assert_eq!(refused(hall.call(&asha, "set_cash_only", off.clone())), "not_allowed");
    hall.call(&maya, "set_cash_only", off).unwrap();
    assert!(hall.visit(&asha).account(&gas).pays(50).cheque(50, "000125", "Canara Bank").take().is_ok());
    hall.books_balance();
}

#[test]
fn a_payment_moves_though_the_credit_it_left_was_used_and_what_was_used_is_claimed_of_who_used_it() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let wrong = hall.account("Bhima Naik", Service::Water).owes(600).moves_in();
    let right = hall.account("Chitra Pai", Service::Gas).owes(1_000).moves_in();
    let paid = hall.visit(&asha).account(&wrong).pays(1_000).take().unwrap();
    let fee = json!({ "request_id": hall.request(), "account": wrong.id, "version": hall.account_row(wrong.id).version,
        "fee": "other", "label": "Meter test", "amount": rupees(250), "note": "" });
    hall.call(&maya, "charge_fee", fee).unwrap();
    hall.visit(&asha).account(&wrong).pays(0).with_credit().take().unwrap();
    hall.next_morning(&maya);

    let shown = hall.previews_back(&asha, paid.payment, &Way::To(&right)).unwrap();
    let done =
        hall.asks_back(&asha, paid.payment, &Way::To(&right)).allowed_by(&maya).now().unwrap().done.unwrap();

    assert_eq!(shown.effects, done.effects, "what it shows beforehand is what it does");
    expect![[r#"
        {"effect":"receipt_falls","number":"C1/26-27/000001"}
        {"effect":"bill_opens","number":"WB-1001-1","left":60000}
        {"effect":"credit_off","account":"W-1001","amount":15000}
        {"effect":"charged","account":"W-1001","what":"used_credit","amount":25000}
        {"effect":"moved_to","account":"G-1002","name":"Chitra Pai","amount":100000}"#]]
    .assert_eq(&said(&done.effects));
    assert_eq!(left(&hall), rupees(850), "the bill and the used credit; the right account owes nothing");
    assert_eq!(hall.account_row(wrong.id).credit_minor.minor(), 0);
    hall.books_balance();
}

#[test]
fn a_cheque_that_was_moved_bounces_where_it_is_and_used_credit_is_claimed_anew() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let wrong = hall.account("Bhima Naik", Service::Water).owes(100).moves_in();
    let right = hall.account("Chitra Pai", Service::Gas).owes(300).owes(400).due_in(20).moves_in();
    let paid = hall.visit(&asha).account(&wrong).pays(1_000).cheque(1_000, "77", "SBI").take().unwrap();
    hall.next_morning(&maya);
    hall.asks_back(&asha, paid.payment, &Way::To(&right)).allowed_by(&maya).now().unwrap();
    let cheque = hall.cheque_of(&asha, paid.payment);
    hall.deposits(&asha, &[cheque.id]).unwrap();
    // 300 of it were left as credit; 250 of that pay something else.
    let fee = json!({ "request_id": hall.request(), "account": right.id, "version": hall.account_row(right.id).version,
        "fee": "other", "label": "Meter test", "amount": rupees(250), "note": "" });
    hall.call(&maya, "charge_fee", fee).unwrap();
    hall.visit(&asha).account(&right).pays(0).with_credit().take().unwrap();

    let done = hall.bounces(&maya, &hall.cheque_of(&asha, paid.payment)).unwrap();

    expect![[r#"
        {"effect":"cheque_bounces","number":"77","bank":"SBI","amount":100000}
        {"effect":"receipt_falls","number":"C1/26-27/000002"}
        {"effect":"bill_opens","number":"GB-1002-1","left":30000}
        {"effect":"bill_opens","number":"GB-1002-2","left":40000}
        {"effect":"credit_off","account":"G-1002","amount":5000}
        {"effect":"charged","account":"G-1002","what":"used_credit","amount":25000}
        {"effect":"letter_to","name":"Bhima Naik"}"#]]
    .assert_eq(&said(&done.effects));
    hall.ledger_reads(expect![[r#"
        payment  cheque +1000.00  receivable W-1001 -100.00  credit W-1001 -900.00
        transfer  transfer -1000.00  receivable W-1001 +100.00  credit W-1001 +900.00
        payment  transfer +1000.00  receivable G-1002 -700.00  credit G-1002 -300.00
        deposit  bank +1000.00  cheque -1000.00
        payment  receivable G-1002 -250.00  credit G-1002 +250.00
        bounce  bank -1000.00  receivable G-1002 +300.00  receivable G-1002 +400.00  credit G-1002 +300.00  credit G-1002 -250.00  billed +250.00
    "#]]);
    expect![[r#"
        Mangalore Utility Branch                              Your cheque was returned
        Light House Hill Road                                         C2X/26-27/000001
        Hampankatta                                                        22 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Bhima Naik
                         1 Car Street, Mangaluru
        Cheque           77
                         SBI
        What happened: Your cheque 77, SBI, of ₹1,000.00, which we received on 21 Nov 2026, was returned by the bank: insufficient funds. What was paid with it is unpaid again.

        These receipts stand no more
        What             Account    Amount
        C1/26-27/000001           1,000.00

        Due now
        What                 Account  Due again
        GB-1002-1, Nov 2026  G-1002      300.00
        GB-1002-2, Nov 2026  G-1002      400.00
        C2D/26-27/000002     G-1002      250.00

        To pay in all                                                          ₹950.00
        Rupees nine hundred fifty only
        How to pay: At any counter of this office, or by bank transfer; give your account number. Please bring this letter: the cheque is given back against it.

        For the office
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]].assert_eq(&hall.bounce_letter_text(done.cheque));
    hall.books_balance();
    // Given up, it is a loss and no revenue less: it was never billed.
    let claim =
        hall.bills_of(&maya, &right).unwrap().into_iter().find(|b| b.left.minor() == rupees(250)).unwrap();
    let billed = in_ledger(&hall, "billed");
    hall.cancels(&maya, claim.id).unwrap();
    assert_eq!((in_ledger(&hall, "billed"), in_ledger(&hall, "written_off")), (billed, rupees(250)));
    hall.books_balance();
}

/// A branch in which a bill of 1,000 was paid by two cheques on one receipt, of 600 and of 400.
fn by_two_cheques() -> (Hall, Person, Person, Account, PaymentId) {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.account("Bhima Naik", Service::Water).owes(1_000).moves_in();
    let visit = hall.visit(&asha).account(&account).pays(1_000);
    let paid = visit.cheque(600, "000201", "Canara Bank").cheque(400, "000202", "SBI").take().unwrap();
    (hall, asha, maya, account, paid.payment)
}

fn paper(hall: &Hall, who: &Person, number: &str) -> ChequeView {
    hall.cheque_desk(who).unwrap().rows.into_iter().find(|q| q.number == number).unwrap()
}

fn number_of(hall: &Hall, sql: &str) -> i64 {
    raw(&hall.path(), hall.key()).query_row(sql, [], |row| row.get(0)).unwrap()
}

fn in_ledger(hall: &Hall, ledger: &str) -> i64 {
    let sql = format!("SELECT COALESCE(SUM(amount_minor), 0) FROM journal_line WHERE ledger = '{ledger}'");
    number_of(hall, &sql)
}

/// What is left of all bills and claims.
fn left(hall: &Hall) -> i64 {
    number_of(hall, "SELECT SUM(left_minor + surcharge_left_minor) FROM bill WHERE cancelled = 0")
}

#[test]
fn two_cheques_of_one_receipt_bounce_one_after_the_other_in_either_order_and_nobody_keeps_credit_of_a_dud() {
    for (first, second, kept) in [("000201", "000202", 400), ("000202", "000201", 600)] {
        let (hall, asha, maya, account, _) = by_two_cheques();
        let credit = || hall.account_row(account.id).credit_minor.minor();
        let ids = ["000201", "000202"].map(|number| paper(&hall, &maya, number).id);
        hall.deposits(&asha, &ids).unwrap();
        hall.next_morning(&maya);

        let shown = hall.previews_bounce(&maya, &paper(&hall, &maya, first)).unwrap();
        let done = hall.bounces(&maya, &paper(&hall, &maya, first)).unwrap();
        assert_eq!(shown.effects, done.effects, "what it shows beforehand is what it does");
        assert_eq!((left(&hall), credit()), (rupees(1_000), rupees(kept)), "the other may be good");
        assert_eq!(in_ledger(&hall, "bank"), rupees(kept));
        hall.books_balance();

        let done = hall.bounces(&maya, &paper(&hall, &maya, second)).unwrap();
        assert_eq!(done.vouchers.len(), 1, "something fell: {:?}", done.effects);
        assert_eq!((left(&hall), credit()), (rupees(1_000), 0), "all is owed and nothing is kept");
        assert_eq!((in_ledger(&hall, "bank"), in_ledger(&hall, "transfer")), (0, 0));
        assert_eq!(refused(hall.bounces(&maya, &paper(&hall, &maya, second))), "cheque_state", "once");
        hall.books_balance();
    }
}

#[test]
fn what_a_dud_second_cheque_left_as_credit_is_claimed_anew_where_it_was_used() {
    let (hall, asha, maya, account, _) = by_two_cheques();
    let ids = ["000201", "000202"].map(|number| paper(&hall, &maya, number).id);
    hall.deposits(&asha, &ids).unwrap();
    hall.bounces(&maya, &paper(&hall, &maya, "000201")).unwrap();
    hall.visit(&asha).account(&account).pays(0).with_credit().take().unwrap();
    assert_eq!(left(&hall), rupees(600));

    let done = hall.bounces(&maya, &paper(&hall, &maya, "000202")).unwrap();

    let claimed = r#"{"effect":"charged","account":"W-1001","what":"used_credit","amount":40000}"#;
    assert!(said(&done.effects).contains(claimed), "{}", said(&done.effects));
    assert_eq!((left(&hall), in_ledger(&hall, "bank")), (rupees(1_000), 0));
    hall.books_balance();
}

#[test]
fn a_cheque_that_is_in_the_office_when_the_other_of_its_receipt_bounces_goes_its_own_way() {
    let (hall, asha, maya, account, _) = by_two_cheques();
    hall.deposits(&asha, &[paper(&hall, &maya, "000201").id]).unwrap();
    hall.bounces(&maya, &paper(&hall, &maya, "000201")).unwrap();
    assert_eq!(paper(&hall, &maya, "000202").state.as_str(), "received");
    hall.books_balance();

    hall.deposits(&asha, &[paper(&hall, &maya, "000202").id]).unwrap();
    hall.realises(&asha, &[paper(&hall, &maya, "000202").id]).unwrap();
    assert_eq!(hall.account_row(account.id).credit_minor.minor(), rupees(400), "the bank has paid it");
    hall.books_balance();
}

#[test]
fn moving_a_payment_makes_no_cash_of_its_cheque_before_the_bank_has_paid_it() {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    let wrong = hall.account("Bhima Naik", Service::Water).owes(1_000).moves_in();
    let right = hall.account("Bhima Naik", Service::Gas).owes(1_000).moves_in();
    let paid = hall.visit(&asha).account(&wrong).pays(1_000).cheque(1_000, "77", "SBI").take().unwrap();
    hall.deposits(&asha, &[paper(&hall, &maya, "77").id]).unwrap();
    hall.next_morning(&maya);
    hall.opens_shift(&asha, &[(500, 4)]).unwrap();
    let moved = hall.asks_back(&asha, paid.payment, &Way::To(&right)).allowed_by(&maya).now().unwrap();
    assert!(moved.done.is_some());
    let there = hall.payment(&maya, paid.payment).unwrap().reversal.unwrap().to_receipt;
    let there = hall.payment_of_number(&maya, &there);

    for way in [Way::Refund, Way::BankRefund, Way::AsItCame] {
        let told = hall.asks_back(&asha, there, &way).allowed_by(&maya).now();
        assert_eq!(refused(told), "undo_refused", "{way:?}: the bank has not paid its cheque");
    }
    let shown = hall.undoing(&asha).payment(there).preview().unwrap().ways;
    let refund = shown.into_iter().find(|w| w.way == ReversalKind::Refund).unwrap();
    assert!(refund.refused.is_some_and(|r| r.message.contains("cheque")), "the screen says why");

    // Once the bank has paid it, it may go back. What the bank debits later is then the customer's debt again.
    hall.realises(&asha, &[paper(&hall, &maya, "77").id]).unwrap();
    hall.asks_back(&asha, there, &Way::Refund).allowed_by(&maya).now().unwrap();
    let billed_in_month = || {
        let asked = json!({ "report": "demand", "from": "2026-11-01", "to": "2026-11-30" });
        hall.call(&maya, "report", asked).unwrap()["total"]["now"][0].clone()
    };
    let demand = billed_in_month();
    let late = hall.asks(&maya, "return_cheque", debited(&hall, &paper(&hall, &maya, "77")));
    let shown = hall.previews_bounce(&maya, &paper(&hall, &maya, "77")).unwrap();
    let done = late.allowed_by(&noor).now().unwrap().done.unwrap();
    assert_eq!(shown.effects, done.effects, "what it shows beforehand is what it does");
    let claimed = r#"{"effect":"charged","account":"W-1001","what":"given_back","amount":100000}"#;
    assert!(said(&done.effects).contains(claimed), "{}", said(&done.effects));
    assert_eq!(left(&hall), rupees(3_000), "both bills, and what was handed back");
    assert_eq!(billed_in_month(), demand, "what was handed back is asked for, and was never billed");
    let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let told =
        month["exceptions"].as_array().unwrap().iter().find(|e| e["kind"] == "bounce_after_refund").unwrap();
    assert_eq!((&told["who"], &told["amount"]), (&json!("maya"), &json!(rupees(1_000))));
    let folder = hall.folder().join("pack");
    let made = hall.does_job(&maya, "export_pack", json!({ "month": "2026-11", "folder": folder })).unwrap();
    let asked = json!({ "path": made.result["path"], "book": true });
    let verified = hall.call(&maya, "verify", asked).unwrap();
    assert_eq!(verified["findings"], json!([]));
    assert_eq!((in_ledger(&hall, "bank"), in_ledger(&hall, "cheque")), (0, 0));
    hall.books_balance();

    // Given up, it is a loss: nobody ever billed it.
    let billed = in_ledger(&hall, "billed");
    let claims = hall.bills_of(&maya, &wrong).unwrap();
    let claim =
        claims.iter().find(|b| b.total.minor() == rupees(1_000) && b.kind.as_str() != "bill").unwrap();
    hall.cancels(&maya, claim.id).unwrap();
    assert_eq!((in_ledger(&hall, "billed"), in_ledger(&hall, "written_off")), (billed, rupees(1_000)));
    hall.books_balance();
}

#[test]
fn a_cheque_that_its_bank_debits_after_a_refund_is_collected_in_no_figure() {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    let omar = hall.official("omar");
    let account = hall.account("Bhima Naik", Service::Water).owes(1_000).moves_in();
    let paid = hall.visit(&asha).account(&account).cheque(1_000, "77", "SBI").take().unwrap();
    hall.deposits(&asha, &[paper(&hall, &maya, "77").id]).unwrap();
    hall.next_morning(&maya);
    hall.realises(&asha, &[paper(&hall, &maya, "77").id]).unwrap();
    hall.opens_shift(&asha, &[(500, 4)]).unwrap();
    hall.asks_back(&asha, paid.payment, &Way::Refund).allowed_by(&maya).now().unwrap();
    let collected = || -> Vec<i64> {
        let of = [("days", 3), ("clerks", 3), ("tenders", 2), ("services", 1), ("demand", 1)];
        let told = of.map(|(report, at)| {
            let asked = json!({ "report": report, "from": "2026-11-01", "to": "2026-11-30" });
            hall.call(&omar, "report", asked).unwrap()["total"]["now"][at].as_i64().unwrap()
        });
        let month = hall.call(&omar, "month_summary", json!({ "month": "2026-11" })).unwrap();
        told.into_iter().chain([month["figures"]["net"].as_i64().unwrap()]).collect()
    };
    assert_eq!(collected(), [0; 6], "1,000 came by cheque, 1,000 were handed back");
    hall.next_morning(&maya);

    // The bank takes its 1,000 back: the office has handed out 1,000 that it never had.
    let late = hall.asks(&maya, "return_cheque", debited(&hall, &paper(&hall, &maya, "77")));
    let let_pass = late.allowed_by(&noor).now().unwrap().approval;
    assert_eq!(let_pass.outcome, "77", "there is no voucher, and the letter bears the cheque's number");
    let shown = hall.call(&maya, "preview_request", json!({ "approval": let_pass.id })).unwrap();
    let cheque = paper(&hall, &maya, "77").id;
    assert_eq!(shown["paper"], json!({ "kind": "bounce_letter", "cheque": cheque }));
    assert_eq!(collected(), [-rupees(1_000); 6], "no bill is paid by it, and 1,000 are gone");
    let ways = json!({ "report": "tenders", "from": "2026-11-01", "to": "2026-11-30" });
    let ways = hall.call(&omar, "report", ways).unwrap();
    let row = ways["rows"].as_array().unwrap().iter().find(|r| r["name"] == "cheque").unwrap();
    let told = [0, 1, 2].map(|at| row["now"][at].as_i64().unwrap());
    assert_eq!(told, [1, rupees(1_000), 0], "it came by cheque, and went by it");
    let back = json!({ "report": "voids", "from": "2026-11-01", "to": "2026-11-30" });
    let back = hall.call(&omar, "report", back).unwrap();
    let row = back["rows"].as_array().unwrap().iter().find(|r| r["name"] == "debited_after_refund").unwrap();
    assert_eq!(row["now"], json!([1, rupees(1_000)]), "and is among what was given back");
    // He brings them: what he was given is with the office again, and his bill is open as it was.
    hall.visit(&asha).account(&account).pays(1_000).take().unwrap();
    assert_eq!(collected(), [0; 6], "nothing was collected of what he was billed");
    let money = ["cash", "cheque", "bank"].map(|ledger| in_ledger(&hall, ledger));
    assert_eq!(money.iter().sum::<i64>(), rupees(2_000), "the float alone");
    assert_eq!(left(&hall), rupees(1_000));

    let of_day = hall.business_on().to_string();
    hall.next_morning(&maya);
    // The paper of that day has its sum, and names what it is: no Z report tells of it.
    let text = hall.day_text(&of_day);
    let named = |with: &[&str]| text.lines().filter(|line| with.iter().all(|w| line.contains(w))).count();
    assert_eq!(named(&["77", "C1/26-27/000001", "Debited after refund", "1,000.00"]), 1, "{text}");
    let folder = hall.folder().join("pack");
    let made = hall.does_job(&omar, "export_pack", json!({ "month": "2026-11", "folder": folder })).unwrap();
    let asked = json!({ "path": made.result["path"], "book": true });
    assert_eq!(hall.call(&maya, "verify", asked).unwrap()["findings"], json!([]));
    // The register names it, too: what its column comes to is what the summary says was given back.
    let pack = made.result["path"].as_str().unwrap();
    let register = crate::packs::inside(pack, "registers/refunds.json");
    let register: Vec<Value> = serde_json::from_str(&register).unwrap();
    let rows: Vec<&Value> = register.iter().filter(|row| row["kind"].is_string()).collect();
    let debit = rows.iter().find(|row| row["kind"] == "debited_after_refund").unwrap();
    let told = ["number", "receipt", "returned", "asked_by", "allowed_by"].map(|name| &debit[name]);
    assert_eq!(told, ["77", "C1/26-27/000001", "1000.00", "maya", "noor"].map(|text| json!(text)).each_ref());
    let returned: f64 =
        rows.iter().map(|row| row["returned"].as_str().unwrap().parse::<f64>().unwrap()).sum();
    let summary: Vec<Value> = serde_json::from_str(&crate::packs::inside(pack, "summary.json")).unwrap();
    let said = summary.iter().find(|row| row["item"] == "returned").unwrap();
    assert_eq!(said["amount"], format!("{returned:.2}"));
    assert_eq!(said["count"], rows.len().to_string());
    assert_eq!(hall.check(&maya).unwrap().problems, Vec::<String>::new(), "the day's sums say so, too");
    hall.books_balance();
}

#[test]
fn a_receipt_of_a_shared_cheque_that_was_typed_wrongly_is_taken_again_for_what_the_paper_says() {
    let (hall, asha, maya, [_, gas], [_, second]) = by_cheque();
    hall.undoing(&asha).payment(second).now().unwrap();
    let paper = || -> Vec<ChequeId> {
        let rows = hall.cheque_desk(&maya).unwrap().rows.into_iter();
        rows.filter(|q| q.state.as_str() == "received" && q.number == "000123").map(|q| q.id).collect()
    };
    assert_eq!(refused(hall.deposits(&asha, &paper())), "cheque_state", "it is worth more than its receipt");
    hall.visit(&asha).account(&gas).pays(300).cheque(300, "000123", "Canara Bank").take().unwrap();
    assert_eq!(hall.deposits(&asha, &paper()).unwrap().amount.minor(), rupees(700));
    hall.books_balance();
}

#[test]
fn a_cheque_goes_its_way_and_money_goes_back_only_once_it_is_there() {
    let (hall, asha, maya, _, [first, second]) = by_cheque();
    // The same day it is a void; the cheque stays, for it pays another receipt.
    let back = hall.undoing(&asha).payment(second).now().unwrap();
    expect![[r#"
        {"effect":"receipt_void","number":"C1/26-27/000002"}
        {"effect":"bill_opens","number":"GB-1002-1","left":70000}
        {"effect":"hand_back","method":"cash","amount":10000}"#]]
    .assert_eq(&said(&back.effects));
    let cheque = hall.cheque_of(&asha, first);
    let short = hall.deposits(&asha, &[cheque.id]);
    assert_eq!(refused(short), "cheque_state", "no slip says 400 of a paper that is worth 1,000");
    let second = hall.redoes(&asha).unwrap().payment.unwrap();
    let slip = hall.deposits(&asha, &[cheque.id]).unwrap();
    assert_eq!(slip.amount.minor(), rupees(1_000));
    assert_eq!(
        refused(hall.undoing(&asha).payment(first).now()),
        "undo_refused",
        "it is at the bank: no void any more"
    );
    let early = hall.asks_back(&asha, first, &Way::Refund).allowed_by(&maya).now();
    assert_eq!(refused(early), "undo_refused", "the bank has not paid yet");
    assert_eq!(refused(hall.deposits(&asha, &[cheque.id])), "cheque_state");

    hall.realises(&asha, &[cheque.id]).unwrap();

    assert_eq!(refused(hall.bounces(&maya, &hall.cheque_of(&asha, first))), "needs_approval", "it is paid");
    hall.asks_back(&asha, first, &Way::BankRefund).allowed_by(&maya).now().unwrap();
    let shown = hall.previews_bounce(&maya, &hall.cheque_of(&asha, first)).unwrap();
    assert!(
        said(&shown.effects).contains("given_back"),
        "what went back would be claimed: {:?}",
        shown.effects
    );
    let _ = second;
    expect![[r#"
        000123 Canara Bank 400.00 for C1/26-27/000001: realised on C1P/26-27/000001
        000123 canara bank 600.00 for C1/26-27/000002: returned
        000123 canara bank 600.00 for C1/26-27/000003: realised on C1P/26-27/000001
    "#]]
    .assert_eq(&hall.cheques_text(&asha));
    hall.ledger_reads(expect![[r#"
        payment  cheque +400.00  receivable W-1001 -400.00
        payment  cheque +600.00  cash +100.00  receivable G-1002 -700.00
        void  cheque -600.00  cash -100.00  receivable G-1002 +700.00
        payment  cheque +600.00  cash +100.00  receivable G-1002 -700.00
        deposit  bank +1000.00  cheque -1000.00
        refund  bank -400.00  receivable W-1001 +400.00
    "#]]);
    hall.books_balance();
}

/// A cheque of 5,000 has paid a bill that is cancelled the next day; 500 of what it left are used since.
#[test]
fn a_cheque_goes_back_though_its_bill_was_cancelled_since_and_what_was_used_is_claimed_anew() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(5_000);
    let paid = hall.visit(&asha).account(&account).pays(5_000).cheque(5_000, "000611", "Karavali Bank");
    let paid = paid.take().unwrap().payment;
    hall.next_morning(&maya);
    hall.cancels(&maya, account.bills[0]).unwrap();
    hall.charges(&maya, &account, "meter_rent", rupees(500)).unwrap();
    hall.visit(&asha).account(&account).pays(0).with_credit().take().unwrap();
    assert_eq!(hall.credit_of(&account), rupees(4_500));

    let refund = hall.previews_back(&asha, paid, &Way::BankRefund).unwrap().refused.unwrap();
    assert!(refund.message.contains("return the cheque"), "{}", refund.message);
    let shown = hall.previews_back(&asha, paid, &Way::Reversal).unwrap();
    let asked = hall.asks_back(&asha, paid, &Way::Reversal).now().unwrap().approval;
    let told = hall.call(&maya, "preview_request", json!({ "approval": asked.id })).unwrap();
    let done = hall.approves(&maya, &asked).unwrap().done.unwrap();

    assert_eq!(shown.effects, done.effects, "what it shows beforehand is what it does");
    assert!(told["refused"].is_null(), "{told}");
    expect![[r#"
        {"effect":"receipt_falls","number":"C1/26-27/000001"}
        {"effect":"credit_off","account":"E-1001","amount":450000}
        {"effect":"charged","account":"E-1001","what":"used_credit","amount":50000}
        {"effect":"cheque_back","number":"000611","bank":"Karavali Bank","amount":500000}"#]]
    .assert_eq(&said(&done.effects));
    assert_eq!((hall.credit_of(&account), left(&hall)), (0, rupees(500)), "what was used is owed");
    assert_eq!(in_ledger(&hall, "cheque"), 0);
    expect![[r#"
        000611 Karavali Bank 5000.00 for C1/26-27/000001: returned
    "#]]
    .assert_eq(&hall.cheques_text(&asha));
    hall.ledger_reads(expect![[r#"
        payment  cheque +5000.00  receivable E-1001 -5000.00
        correction  billed +5000.00  credit E-1001 -5000.00
        payment  receivable E-1001 -500.00  credit E-1001 +500.00
        reversal  cheque -5000.00  credit E-1001 +5000.00  credit E-1001 -500.00  billed +500.00
    "#]]);
    let claim = hall.bills_of(&maya, &account).unwrap().remove(0);
    assert!(hall.claim_text(claim.id).contains("Credit of a receipt taken back that had been used"));
    let statement = hall.statement(&asha, &account, "2026-11-21", "2026-11-22");
    expect![[r#"
        date,kind,number,amount,balance
        2026-11-21,opening,,,5000.00
        2026-11-21,payment,C1/26-27/000001,-5000.00,0.00
        2026-11-22,charge,C2D/26-27/000001,500.00,500.00
        2026-11-22,charge,C2D/26-27/000002,500.00,1000.00
        2026-11-22,reversal,C2X/26-27/000001,4500.00,5500.00
        2026-11-22,cancel,C2N/26-27/000001,-5000.00,500.00
        2026-11-22,closing,,,500.00
    "#]]
    .assert_eq(&statement);
    hall.books_balance();
}

#[test]
fn a_card_that_was_never_charged_is_reversed_though_its_bill_was_credited_or_cancelled_since() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let (credited, cancelled) = (hall.bills(600), hall.bills(700));
    let by_card = |account: &Account, whole: i64, slip: &str| {
        hall.visit(&asha).account(account).card(whole, slip).take().unwrap().payment
    };
    let (one, other) = (by_card(&credited, 600, "POS 4471"), by_card(&cancelled, 700, "POS 4472"));
    hall.next_morning(&maya);
    hall.credits(&maya, credited.bills[0], rupees(200), "complaint").unwrap();
    hall.cancels(&maya, cancelled.bills[0]).unwrap();

    let never = |payment| {
        let asked = hall.asks_back(&asha, payment, &Way::Reversal).allowed_by(&maya);
        asked.now().unwrap().done.unwrap().effects
    };
    expect![[r#"
        {"effect":"receipt_falls","number":"C1/26-27/000001"}
        {"effect":"bill_opens","number":"EB-1001-1","left":60000}"#]]
    .assert_eq(&said(&never(one)));
    expect![[r#"
        {"effect":"receipt_falls","number":"C1/26-27/000002"}
        {"effect":"credit_off","account":"E-1002","amount":70000}"#]]
    .assert_eq(&said(&never(other)));

    assert_eq!((hall.credit_of(&credited), hall.credit_of(&cancelled)), (rupees(200), 0));
    assert_eq!(in_ledger(&hall, "card"), 0, "no card was charged");
    hall.books_balance();
}

#[test]
fn a_payment_by_credit_alone_is_reversed_though_its_claim_was_cancelled_since() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(100);
    hall.visit(&asha).account(&account).pays(400).cash(400).take().unwrap();
    let rent = hall.charges(&maya, &account, "meter_rent", rupees(300)).unwrap();
    let paid = hall.visit(&asha).account(&account).pays(0).with_credit().take().unwrap();
    hall.cancels(&maya, rent.id).unwrap();
    hall.next_morning(&maya);

    let done =
        hall.asks_back(&asha, paid.payment, &Way::Reversal).allowed_by(&maya).now().unwrap().done.unwrap();

    expect![[r#"{"effect":"receipt_falls","number":"C1/26-27/000002"}"#]].assert_eq(&said(&done.effects));
    assert_eq!(hall.credit_of(&account), rupees(300), "the cancellation had given it back already");
    hall.books_balance();
}

#[test]
fn what_was_overdue_on_a_day_stays_so_when_a_payment_falls_after_its_bill_was_cancelled() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let late = |whole| hall.account("Asha Rao", Service::Electricity).owes(whole).overdue_days(20).moves_in();
    let (unpaid, in_part) = (late(500), late(800));
    let by_card = hall.visit(&asha).account(&in_part).pays(500).card(500, "POS 4471").take().unwrap().payment;
    let day = hall.frame(&maya).unwrap().business_on;
    let overdue_on_the_day = || {
        let ask = json!({ "report": "aging", "from": day, "to": day });
        let report: foil_app::reports::views::ReportView = hall.ask(&omar, "report", ask).unwrap();
        report.total.now.last().copied().flatten().unwrap_or_default()
    };
    assert_eq!(overdue_on_the_day(), rupees(500 + 300));

    hall.next_morning(&maya);
    hall.pays(&asha, &unpaid, 500).unwrap();
    hall.cancels(&maya, unpaid.bills[0]).unwrap();
    hall.cancels(&maya, in_part.bills[0]).unwrap();
    assert_eq!(overdue_on_the_day(), rupees(500 + 300));
    hall.undoes(&asha).unwrap();
    hall.asks_back(&asha, by_card, &Way::Reversal).allowed_by(&maya).now().unwrap();
    assert_eq!(overdue_on_the_day(), rupees(500 + 300), "neither has opened anything");
    hall.books_balance();
}

#[test]
fn a_cheque_that_the_bank_never_saw_is_handed_back_after_its_day() {
    let (hall, asha, maya, _, [first, second]) = by_cheque();
    hall.next_morning(&maya);

    let done = hall.asks_back(&asha, first, &Way::Reversal).allowed_by(&maya).now().unwrap().done.unwrap();

    expect![[r#"
        {"effect":"receipt_falls","number":"C1/26-27/000001"}
        {"effect":"bill_opens","number":"WB-1001-1","left":40000}
        {"effect":"urgent_again","account":"W-1001"}"#]]
    .assert_eq(&said(&done.effects));
    expect![[r#"
        000123 Canara Bank 400.00 for C1/26-27/000001: returned
        000123 canara bank 600.00 for C1/26-27/000002: received
    "#]]
    .assert_eq(&hall.cheques_text(&asha));
    let short = hall.deposits(&asha, &[hall.cheque_of(&asha, second).id]);
    assert_eq!(refused(short), "cheque_state", "the bank would pay 1,000 for it");
    hall.opens_shift(&asha, &[(500, 4)]).unwrap();
    let both = hall.asks_back(&asha, second, &Way::Reversal).allowed_by(&maya).now();
    assert_eq!(refused(both), "undo_refused", "cash came beside it");
    hall.books_balance();
}

#[test]
fn a_payment_of_several_ways_goes_back_each_part_the_way_it_came_or_as_the_office_decides() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(4_000);
    let pays = || {
        let visit = hall.visit(&asha).account(&account).pays(1_250);
        visit.cash(400).upi(600, "UPI778").cheque(250, "004711", "Canara Bank").take().unwrap().payment
    };
    let (first, second, third) = (pays(), pays(), pays());
    let all = [first, second, third].map(|payment| hall.cheque_of(&maya, payment).id);
    hall.next_morning(&maya);
    hall.opens_shift(&asha, &[(500, 4)]).unwrap();

    let early = hall.previews_back(&asha, first, &Way::AsItCame).unwrap();
    assert_eq!(early.refused.unwrap().code, "undo_refused", "the bank has not paid its cheque yet");
    hall.deposits(&asha, &all).unwrap();
    hall.call(&asha, "realise_cheques", json!({ "request_id": hall.request(), "cheques": all })).unwrap();

    let preview = hall.previews_back(&asha, first, &Way::AsItCame).unwrap();
    let handed = preview.effects.iter().filter_map(|effect| match effect {
        Effect::HandBack { method, amount } => Some(format!("{method} {}", amount.plain(2))),
        _ => None,
    });
    assert_eq!(handed.collect::<Vec<_>>(), ["cash 400.00", "upi 600.00", "bank 250.00"]);
    hall.asks_back(&asha, first, &Way::AsItCame).allowed_by(&maya).now().unwrap();
    let voucher = hall.voucher_text(first);
    let line = |with: &str| voucher.lines().find(|line| line.contains(with)).unwrap_or_default().to_owned();
    assert!(line("Cash").contains("400.00"), "{voucher}");
    assert!(
        line("UPI").contains("600.00") && line("UPI").contains("UPI778"),
        "it is found by its reference: {voucher}"
    );
    assert!(line("Bank").contains("250.00"), "{voucher}");

    hall.asks_back(&asha, second, &Way::Refund).allowed_by(&maya).now().unwrap();
    hall.asks_back(&asha, third, &Way::BankRefund).allowed_by(&maya).now().unwrap();
    hall.ledger_reads(expect![[r#"
        payment  cash +400.00  upi +600.00  cheque +250.00  receivable E-1001 -1250.00
        payment  cash +400.00  upi +600.00  cheque +250.00  receivable E-1001 -1250.00
        payment  cash +400.00  upi +600.00  cheque +250.00  receivable E-1001 -1250.00
        shift  cash +2000.00  petty_cash -2000.00
        deposit  bank +750.00  cheque -750.00
        refund  cash -400.00  upi -600.00  bank -250.00  receivable E-1001 +1250.00
        refund  cash -1250.00  receivable E-1001 +1250.00
        refund  bank -1250.00  receivable E-1001 +1250.00
    "#]]);
    // The UPI part is no cash of the drawer and no part of what is counted; its Z report says it all the same.
    hall.counts(&asha, &[(50, 7)], &[]).unwrap();
    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap();
    let paper = hall.z_text(z.id);
    let told = paper.lines().find(|line| line.contains("Refunded by UPI")).unwrap_or_default();
    assert!(told.contains("600.00"), "{paper}");
    hall.books_balance();
}

#[test]
fn the_book_itself_lets_nothing_into_a_closed_day() {
    let Yesterday { hall, asha, maya, paid, .. } = yesterday();
    hall.asks_back(&asha, paid.payment, &Way::Refund).allowed_by(&maya).now().unwrap();
    let conn = raw(&hall.path(), hall.key());
    let yesterday = conn.execute(
        "INSERT INTO payment_reversal (payment_id, kind, number, amount_minor, counter_id, person_id, reason, note,
                business_on, made_at, audit_seq, document)
         SELECT payment_id, 'bounce', 'X', amount_minor, counter_id, person_id, '', '', '2026-11-21', 0, 1, ''
           FROM payment_reversal",
        [],
    );
    assert!(yesterday.unwrap_err().to_string().contains("dated today"));
    for sql in [
        "UPDATE payment_reversal SET note = 'x'",
        "DELETE FROM payment_reversal",
        "DELETE FROM cheque",
        "DELETE FROM approval",
        "UPDATE approval SET amount_minor = 1",
        "UPDATE approval SET state = 'asked'",
    ] {
        let count: i64 = conn.query_row("SELECT COUNT(*) FROM approval", [], |r| r.get(0)).unwrap();
        assert!(count > 0 && (conn.execute(sql, []).is_err() || sql.contains("cheque")), "{sql}");
    }
}

/// What a column holds, in the book itself.
fn dated(hall: &Hall, sql: &str) -> Vec<String> {
    let conn = raw(&hall.path(), hall.key());
    let mut statement = conn.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_cheque_that_the_bank_debits_after_it_was_paid_falls_by_two_persons_and_nobody_is_handed_money() {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    let account = hall.bills(900);
    let paid =
        hall.visit(&asha).account(&account).pays(900).cheque(900, "004711", "Canara Bank").take().unwrap();
    let cheque = || hall.cheque_of(&maya, paid.payment);
    hall.deposits(&asha, &[cheque().id]).unwrap();
    let all = json!({ "request_id": hall.request(), "cheques": [cheque().id] });
    hall.call(&asha, "realise_cheques", all).unwrap();
    hall.next_morning(&maya);

    assert_eq!(refused(hall.bounces(&maya, &cheque())), "needs_approval", "not by a manager alone");
    let late = || {
        json!({ "request_id": hall.request(), "cheque": cheque().id, "version": cheque().version,
            "reason": "insufficient_funds", "note": "debited by the bank" })
    };
    let preview = hall.previews_bounce(&asha, &cheque()).unwrap();
    assert!(preview.late && preview.second_look.is_none() && preview.refused.is_none());
    assert_eq!(
        refused(hall.asks(&asha, "return_cheque", late()).done_first().now()),
        "needs_approval",
        "managers are here, and this office does nothing first"
    );
    assert_eq!(refused(hall.asks(&maya, "return_cheque", late()).allowed_by(&maya).now()), "own_request");
    let asked = hall.asks(&maya, "return_cheque", late()).now().unwrap().approval;
    assert_eq!(asked.kind, ApprovalKind::Reversal);
    let done = hall.approves(&noor, &asked).unwrap().done.unwrap();
    assert_eq!(done.number, "C3X/26-27/000001", "the voucher's number");
    assert_eq!(cheque().state.as_str(), "bounced");
    let left: i64 = raw(&hall.path(), hall.key())
        .query_row("SELECT left_minor FROM bill WHERE id = ?1", [account.bills[0].0], |row| row.get(0))
        .unwrap();
    assert_eq!(left, rupees(900), "the bill is open again");
    assert_eq!(refused(hall.bounces(&maya, &cheque())), "cheque_state", "once");
    hall.books_balance();
}

/// A cheque of 900 that the bank has paid, the morning after.
fn paid_by_the_bank(hall: &Hall, asha: &Person, maya: &Person) -> PaymentId {
    let account = hall.bills(900);
    let paid =
        hall.visit(asha).account(&account).pays(900).cheque(900, "004711", "Canara Bank").take().unwrap();
    let cheque = hall.cheque_of(maya, paid.payment).id;
    hall.deposits(asha, &[cheque]).unwrap();
    let all = json!({ "request_id": hall.request(), "cheques": [cheque] });
    hall.call(asha, "realise_cheques", all).unwrap();
    hall.next_morning(maya);
    paid.payment
}

/// What is asked for when the bank debits a cheque after all.
fn debited(hall: &Hall, cheque: &ChequeView) -> Value {
    json!({ "request_id": hall.request(), "cheque": cheque.id, "version": cheque.version,
        "reason": "insufficient_funds", "note": "debited by the bank" })
}

#[test]
fn in_an_office_with_one_manager_a_clerk_asks_for_a_late_bounce_and_the_manager_lets_it_happen() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let paid = paid_by_the_bank(&hall, &asha, &maya);
    let cheque = || hall.cheque_of(&maya, paid);
    let preview = hall.previews_bounce(&asha, &cheque()).unwrap();
    assert!(preview.late && preview.refused.is_none(), "the clerk sees what it would do");
    let asked = hall.asks(&asha, "return_cheque", debited(&hall, &cheque())).now().unwrap().approval;
    let done = hall.approves(&maya, &asked).unwrap().done.unwrap();
    assert_eq!(done.number, "C2X/26-27/000001");
    assert_eq!(cheque().state.as_str(), "bounced");
    hall.books_balance();
}

#[test]
fn a_manager_who_is_alone_writes_a_late_bounce_down_first_and_the_month_waits_for_another_to_look() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let official = hall.official("omar");
    let paid = paid_by_the_bank(&hall, &asha, &maya);
    let cheque = || hall.cheque_of(&maya, paid);
    let preview = hall.previews_bounce(&maya, &cheque()).unwrap();
    assert_eq!(preview.second_look, Some(Money::from_minor(rupees(900))), "the whole of it: it has happened");
    let late = hall.asks(&maya, "return_cheque", debited(&hall, &cheque()));
    assert_eq!(refused(late.allowed_by(&maya).now()), "own_request");
    let first = hall.asks(&maya, "return_cheque", debited(&hall, &cheque())).done_first().now().unwrap();
    assert_eq!(first.approval.state, ApprovalState::SecondLook);
    assert_eq!(cheque().state.as_str(), "bounced");
    assert_eq!(refused(hall.approves(&maya, &first.approval)), "own_request", "not by herself");
    let month = json!({ "month": "2026-11", "folder": hall.folder() });
    assert_eq!(refused(hall.call(&official, "export_month", month)), "second_looks_open");
    hall.approves(&official, &first.approval).unwrap();
    hall.books_balance();
}

#[test]
fn a_late_bounce_above_what_managers_may_approve_takes_two_persons_all_the_same_and_a_third_looks() {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    let paid = paid_by_the_bank(&hall, &asha, &maya);
    let cheque = || hall.cheque_of(&maya, paid);
    hall.ceiling_of("reversal", Some(rupees(899)));
    let late = || hall.asks(&maya, "return_cheque", debited(&hall, &cheque()));
    let preview = hall.previews_bounce(&maya, &cheque()).unwrap();
    assert_eq!(preview.second_look, None, "another manager is there");
    assert_eq!(refused(late().done_first().now()), "needs_approval");
    let asked = late().now().unwrap().approval;
    let waits = |who: &Person| hall.requests(who, true).unwrap().rows.remove(0);
    assert!(waits(&noor).third_looks, "her word is not the last");
    let done = hall.approves(&noor, &asked).unwrap().approval;
    assert_eq!((done.state, cheque().state.as_str()), (ApprovalState::Approved, "bounced"));
    let look = waits(&maya);
    assert_eq!((look.outcome.as_str(), look.third_looks), (done.outcome.as_str(), false));
    assert!(!look.outcome.is_empty(), "it has the voucher that came of it");
    assert!(!look.may_decide && !waits(&noor).may_decide, "nor is it offered to these");
    assert_eq!((look.state, look.done_first, look.amount), (ApprovalState::SecondLook, true, done.amount));
    for who in [&maya, &noor] {
        assert_eq!(
            refused(hall.approves(who, &look)),
            "own_request",
            "one asked, and it was the other's word"
        );
    }
    let omar = hall.official("omar");
    hall.approves(&omar, &look).unwrap();
    hall.books_balance();
}

#[test]
fn what_the_bank_has_not_paid_yet_needs_no_second_person() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(900);
    let paid =
        hall.visit(&asha).account(&account).pays(900).cheque(900, "004711", "Canara Bank").take().unwrap();
    let cheque = || hall.cheque_of(&maya, paid.payment);
    hall.deposits(&asha, &[cheque().id]).unwrap();
    let asked = hall.asks(&asha, "return_cheque", debited(&hall, &cheque()));
    assert_eq!(refused(asked.now()), "cheque_state", "a clerk says of no cheque at the bank that it bounced");
    hall.bounces(&maya, &cheque()).unwrap();
}

#[test]
fn a_cheque_that_is_at_the_bank_pays_nothing_else_and_all_that_it_paid_falls_with_it() {
    let (hall, asha, maya, [water, gas], [first, _]) = by_cheque();
    let other = hall.account("Chitra Pai", Service::Water).owes(500).moves_in();
    hall.deposits(&asha, &[hall.cheque_of(&asha, first).id]).unwrap();
    let again = |account: &Account, number: &str| {
        hall.visit(&asha).account(account).pays(300).cheque(300, number, "CANARA BANK")
    };
    for account in [&water, &gas] {
        let visit = again(account, "000 123");
        assert_eq!(visit.preview().unwrap().refused.unwrap().code, "cheque_state");
        assert_eq!(refused(visit.take()), "cheque_state", "nobody has this paper in hand");
    }
    assert_eq!(refused(again(&other, "000 123").take()), "whose_cheque", "it may be another of that number");
    let bhimas = again(&other, "000 123").drawn_by("bhima naik");
    assert_eq!(bhimas.preview().unwrap().refused.unwrap().code, "cheque_state");
    assert_eq!(refused(bhimas.take()), "cheque_state", "nor does a neighbour bring it");
    hall.next_morning(&maya);
    assert_eq!(refused(again(&water, "000123").take()), "cheque_state", "nor has its payer on another day");
    again(&other, "000123").take().expect("somebody else's cheque of that bank may bear the number");

    // In a book from before, a paper was taken for another bill after it had gone to the bank: it falls with the rest.
    let book = raw(&hall.path(), hall.key());
    let late = again(&water, "000999").take().unwrap();
    book.execute_batch(&format!(
        "DROP TRIGGER cheque_is_never_rewritten;
         UPDATE cheque SET number = '000123', number_fold = (SELECT number_fold FROM cheque WHERE payment_id = {first}),
                received_on = (SELECT received_on FROM cheque WHERE payment_id = {first}) WHERE payment_id = {late};
         DROP TRIGGER cheque_step_is_never_changed;
         UPDATE cheque_step SET audit_seq = 0,
                business_on = (SELECT received_on FROM cheque WHERE id = cheque_step.cheque_id)
          WHERE cheque_id = (SELECT id FROM cheque WHERE payment_id = {late});",
        late = late.payment,
    ))
    .unwrap();
    let done = hall.bounces(&maya, &hall.cheque_of(&asha, first)).unwrap();
    assert_eq!(done.vouchers.len(), 3, "{:?}", done.effects);
    assert_eq!(
        (in_ledger(&hall, "bank"), in_ledger(&hall, "cheque")),
        (0, rupees(300)),
        "Chitra's is in the office"
    );
    let report = hall.check(&maya).unwrap().problems;
    assert_eq!(report, Vec::<String>::new());
}

#[test]
fn two_payers_cheques_of_one_number_bank_and_day_are_two_papers_and_each_falls_alone() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let bhima = hall.account("Bhima Naik", Service::Water).owes(400).moves_in();
    let chitra = hall.account("Chitra Pai", Service::Gas).owes(600).moves_in();
    let first =
        hall.visit(&asha).account(&bhima).cheque(400, "000123", "Canara Bank").take().unwrap().payment;

    let hers = || hall.visit(&asha).account(&chitra).cheque(600, "000 123", "canara bank");
    let told = hers().preview().unwrap().refused.unwrap();
    assert_eq!(told.code, "whose_cheque", "before the money is counted out");
    assert!(told.message.contains("one of Bhima Naik"), "{}", told.message);
    assert_eq!(refused(hers().take()), "whose_cheque", "his, which pays for a neighbour, or one of her own");
    assert_eq!(
        refused(hers().drawn_by("Chitra Pai").take()),
        "whose_cheque",
        "his name was not read off the other: it may be hers all the same"
    );
    let second = hers().drawn_by("Chitra Pai").paper("another").take().unwrap().payment;
    assert!(
        !hall.receipt_text(second).contains("canara bank, "),
        "her own name stands on the receipt already"
    );

    // Taken back and done again, it is asked no more, nor is his when he pays with the rest of it.
    hall.undoes(&asha).unwrap();
    let second = hall.redoes(&asha).unwrap().payment.unwrap_or(second);
    assert_eq!(hall.cheque_of(&maya, second).drawer, "Chitra Pai");
    hall.visit(&asha).account(&bhima).pays(50).cheque(50, "000123", "Canara Bank").take().unwrap();

    let slip = hall.deposits(&asha, &[hall.cheque_of(&asha, first).id]).unwrap();
    assert_eq!(slip.amount.minor(), rupees(450), "his alone goes to the bank");
    let done = hall.bounces(&maya, &hall.cheque_of(&maya, first)).unwrap();
    assert_eq!(done.vouchers.len(), 2, "{:?}", done.effects);
    assert!(!said(&done.effects).contains("Chitra"), "{}", said(&done.effects));
    assert_eq!(hall.cheque_of(&maya, second).state.as_str(), "received");
    assert_eq!(left(&hall), rupees(400), "he owes, and she does not");
    let slip = hall.deposits(&asha, &[hall.cheque_of(&asha, second).id]).unwrap();
    assert_eq!(slip.amount.minor(), rupees(600));
    hall.books_balance();
}

#[test]
fn cheques_of_two_payers_of_one_name_with_one_number_are_asked_about_and_may_be_two() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let older = hall.account("Bhima Naik", Service::Water).owes(400).moves_in();
    let younger = hall.account("Bhima Nayak", Service::Gas).owes(600).moves_in();
    let renamed = raw(&hall.path(), hall.key())
        .execute("UPDATE customer SET name = 'Bhima Naik' WHERE name = 'Bhima Nayak'", []);
    assert_eq!(renamed.unwrap(), 1);
    let first =
        hall.visit(&asha).account(&older).cheque(400, "000123", "Canara Bank").take().unwrap().payment;
    let his = || hall.visit(&asha).account(&younger).pays(200).cheque(200, "000123", "Canara Bank");
    assert_eq!(refused(his().take()), "whose_cheque", "one paper for two of a family, or two papers");
    assert_eq!(refused(his().drawn_by("Bhima Naik").take()), "whose_cheque");
    let second = his().paper("another").take().unwrap().payment;
    his().take().expect("with the rest of it he pays, too, and it is not asked again");
    assert_eq!(hall.deposits(&asha, &[hall.cheque_of(&asha, first).id]).unwrap().amount.minor(), rupees(400));
    let done = hall.bounces(&maya, &hall.cheque_of(&maya, first)).unwrap();
    assert_eq!(done.vouchers.len(), 1, "the other's is not of this paper: {:?}", done.effects);
    assert_eq!(hall.cheque_of(&maya, second).state.as_str(), "received");
    assert_eq!(
        hall.deposits(&asha, &[hall.cheque_of(&asha, second).id]).unwrap().amount.minor(),
        rupees(400)
    );
    hall.books_balance();
}

#[test]
fn one_paper_that_pays_for_a_neighbour_too_is_one_on_the_slip_and_whose_it_is_answers_for_it() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.approves_by(None, rupees(250), 1);
    let chitra = hall.account("Chitra Pai", Service::Gas).owes(600).moves_in();
    let bhima = hall.account("Bhima Naik", Service::Water).owes(400).moves_in();
    let hers = hall.visit(&asha).account(&chitra).cheque(600, "000123", "Canara Bank").drawn_by("Bhima Naik");
    let hers = hers.take().unwrap().payment;
    assert!(
        hall.receipt_text(hers).contains("000123, Canara Bank, Bhima Naik"),
        "{}",
        hall.receipt_text(hers)
    );
    let his = hall.visit(&asha).account(&bhima).cheque(400, "000123", "Canara Bank").take().unwrap().payment;
    let theirs = hall.visit(&asha).account(&chitra).pays(10).card(10, "T-1").drawn_by("Bhima Naik");
    assert_eq!(refused(theirs.take()), "tender_incomplete", "a card has no drawer");

    let slip = hall.deposits(&asha, &[hall.cheque_of(&asha, hers).id]).unwrap();
    assert_eq!(slip.amount.minor(), rupees(1_000));
    let paper = hall.cheque_slip_text(slip.id);
    assert!(paper.contains("Cheques          1\n"), "{paper}");
    assert!(paper.contains("Bhima Naik (C1/26-27/000001, C1/26-27/000002)"), "{paper}");
    hall.next_morning(&maya);
    let done = hall.bounces(&maya, &hall.cheque_of(&maya, hers)).unwrap();
    assert_eq!(done.vouchers.len(), 2);
    let told = said(&done.effects);
    for what in [
        r#"{"effect":"charged","account":"W-1002","what":"bounce_fee","amount":25000}"#,
        r#"{"effect":"cash_only","name":"Bhima Naik","bounces":1}"#,
        r#"{"effect":"letter_to","name":"Bhima Naik"}"#,
    ] {
        assert!(told.contains(what), "{told}");
    }
    assert_eq!(hall.cheque_of(&maya, his).state.as_str(), "bounced");
    hall.visit(&asha)
        .account(&chitra)
        .pays(600)
        .cheque(600, "000777", "SBI")
        .take()
        .expect("she did nothing");
    hall.books_balance();
}

#[test]
fn a_bounce_of_a_visit_for_several_customers_counts_for_each_of_them_wherever_they_are_named() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.approves_by(None, rupees(250), 2);
    let bhima = hall.account("Bhima Naik", Service::Water).owes(900).moves_in();
    let chitra = hall.account("Chitra Pai", Service::Gas).owes(900).moves_in();
    let devi = hall.account("Devi Shetty", Service::Gas).owes(900).moves_in();
    let bounce = |first: &Account, second: &Account, number: &str| {
        let both = hall.visit(&asha).account(first).account(second).cheque(1_800, number, "SBI");
        let paid = both.take().unwrap().payment;
        hall.deposits(&asha, &[hall.cheque_of(&asha, paid).id]).unwrap();
        let shown = hall.previews_bounce(&maya, &hall.cheque_of(&maya, paid)).unwrap();
        let done = hall.bounces(&maya, &hall.cheque_of(&maya, paid)).unwrap();
        assert_eq!(shown.effects, done.effects, "what it shows beforehand is what it does");
        said(&done.effects)
    };
    let told = bounce(&bhima, &chitra, "000301");
    assert!(told.contains(r#"{"effect":"charged","account":"W-1001","what":"bounce_fee""#), "{told}");
    assert!(!told.contains("cash_only"), "{told}");

    // She was second then, and is first now: it is her second, and Devi's first.
    let told = bounce(&chitra, &devi, "000302");
    assert!(told.contains(r#"{"effect":"charged","account":"G-1002","what":"bounce_fee""#), "{told}");
    assert!(told.contains(r#"{"effect":"cash_only","name":"Chitra Pai","bounces":2}"#), "{told}");
    assert_eq!(told.matches(r#""effect":"cash_only""#).count(), 1, "{told}");
    let by_cheque = |account: &Account, number: &str| {
        hall.visit(&asha).account(account).pays(50).cheque(50, number, "SBI").preview().unwrap().refused
    };
    assert_eq!(by_cheque(&chitra, "000303").map(|r| r.code).as_deref(), Some("cash_only"));
    assert!(by_cheque(&bhima, "000303").is_none() && by_cheque(&devi, "000304").is_none());
    hall.books_balance();
}

#[test]
fn of_a_book_of_before_each_customer_of_a_visit_has_the_bounces_of_before_counted() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.approves_by(None, 0, 3);
    let [bhima, chitra, devi, esha] = ["Bhima Naik", "Chitra Pai", "Devi Shetty", "Esha Rai"]
        .map(|name| hall.account(name, Service::Water).owes(900).moves_in());
    let bounces = |hall: &Hall, asha: &Person, maya: &Person, by: &[&Account], number: &str, drawer: &str| {
        let all = by.iter().fold(hall.visit(asha), |visit, account| visit.account(account));
        let visit = all.cheque(900 * by.len() as i64, number, "SBI");
        let visit = if drawer.is_empty() { visit } else { visit.drawn_by(drawer) };
        let paid = visit.take().unwrap().payment;
        hall.deposits(asha, &[hall.cheque_of(asha, paid).id]).unwrap();
        said(&hall.bounces(maya, &hall.cheque_of(maya, paid)).unwrap().effects)
    };
    let of = |by: &[&Account], number: &str, drawer: &str| bounces(&hall, &asha, &maya, by, number, drawer);
    of(&[&chitra], "000401", "");
    of(&[&bhima, &chitra], "000402", "");
    of(&[&bhima, &devi], "000403", "");
    of(&[&bhima, &esha], "000404", "Bhima Naik");
    let id = |account: &Account| hall.account_row(account.id).customer_id;
    let ids = [&bhima, &chitra, &devi, &esha].map(id);
    let counted = |hall: &Hall| {
        let of = |id| number_of(hall, &format!("SELECT bounces FROM customer WHERE id = {id}"));
        ids.map(of)
    };
    // Bhima pays in cash only by now; three of his, two of hers, one of Devi's, and none of Esha's.
    assert_eq!(counted(&hall), [3, 2, 1, 0]);
    let let_off = json!({ "customer": ids[2], "cash_only": false, "reason": "paid by cash" });
    hall.call(&maya, "set_cash_only", let_off).unwrap();
    let file = hall.folder().join("bank.csv");
    std::fs::write(&file, "utr,account,amount,mode,value date\nUTR1,E-9999,100,upi,2026-11-20\n").unwrap();
    let input = json!({ "path": file, "kind": "payments", "mode": "good_rows", "dry_run": false });
    assert_eq!(hall.does_job(&maya, "start_import", input).unwrap().state, "done");
    let as_before = format!(
        "DROP TRIGGER audit_is_never_changed;
         UPDATE audit SET changes = REPLACE(changes, '\"counted\":[', '\"before\":[') WHERE act = 'bounce_cheque';
         CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
         BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
         UPDATE customer SET bounces = 1 WHERE id = {};
         ALTER TABLE instalment_plan DROP COLUMN newest_set_off;
         ALTER TABLE instalment_plan DROP COLUMN newest_correction;
         ALTER TABLE bill_correction DROP COLUMN newest_payment;
         ALTER TABLE bill_correction DROP COLUMN newest_bill;
         ALTER TABLE dispute DROP COLUMN rejected_minor;
         ALTER TABLE bill_correction DROP COLUMN beside_dispute;
         ALTER TABLE import_columns DROP COLUMN shown;
         ALTER TABLE import_columns DROP COLUMN person_id;
         ALTER TABLE import_columns DROP COLUMN said_at;
         DROP INDEX ticket_dead_problem;
         ALTER TABLE ticket DROP COLUMN account_text;
         ALTER TABLE ticket DROP COLUMN problem_code;
         DROP INDEX ticket_hall;
         DROP INDEX audit_by_hand;
         CREATE INDEX ticket_called ON ticket (called_at);
         ALTER TABLE ticket DROP COLUMN paid_on;
         DELETE FROM migration WHERE name >= '0065';",
        ids[1]
    );
    let shell = raw(&hall.path(), hall.key());
    shell.execute_batch(&as_before).unwrap();
    let version: i64 = shell.query_row("SELECT MAX(version) FROM migration", [], |row| row.get(0)).unwrap();
    shell.execute_batch(&format!("PRAGMA user_version = {version}")).unwrap();
    drop(shell);

    let counter = asha.counter();
    let hall = hall.restarts();
    assert_eq!(
        counted(&hall),
        [3, 2, 0, 0],
        "hers as a second is counted; Devi was let off, it was not Esha's"
    );
    let read_off = "SELECT COUNT(*) FROM ticket WHERE reference = 'UTR1' AND paid_on = '2026-11-20'";
    assert_eq!(number_of(&hall, read_off), 1, "the day on which money was paid stood in a remark");
    let (asha, maya) = (hall.logs_in("asha", counter), hall.logs_in("maya", None));
    let told = bounces(&hall, &asha, &maya, &[&chitra], "000405", "");
    assert!(told.contains(r#"{"effect":"cash_only","name":"Chitra Pai","bounces":3}"#), "{told}");
}

#[test]
fn whose_name_stands_on_a_cheque_bears_its_fee_and_its_count_though_named_second_in_the_visit() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.approves_by(None, rupees(250), 1);
    let chitra = hall.account("Chitra Pai", Service::Gas).owes(600).moves_in();
    let bhima = hall.account("Bhima Naik", Service::Water).owes(400).moves_in();
    let both = hall.visit(&asha).account(&chitra).account(&bhima);
    let paid = both.cheque(1_000, "000123", "SBI").drawn_by("Bhima Naik").take().unwrap().payment;
    hall.deposits(&asha, &[hall.cheque_of(&asha, paid).id]).unwrap();
    let told = said(&hall.bounces(&maya, &hall.cheque_of(&maya, paid)).unwrap().effects);
    for what in [
        r#"{"effect":"charged","account":"W-1002","what":"bounce_fee","amount":25000}"#,
        r#"{"effect":"cash_only","name":"Bhima Naik","bounces":1}"#,
        r#"{"effect":"letter_to","name":"Bhima Naik"}"#,
    ] {
        assert!(told.contains(what), "{told}");
    }
    let hers = hall.visit(&asha).account(&chitra).cheque(600, "000777", "Canara Bank");
    hers.take().expect("it was not hers");
    hall.books_balance();
}

#[test]
fn a_paper_that_passed_for_the_payers_own_is_the_same_once_its_name_is_read_and_whose_it_is_answers() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.approves_by(None, rupees(250), 3);
    let bhima = hall.account("Bhima Naik", Service::Water).owes(400).moves_in();
    let chitra = hall.account("Chitra Pai", Service::Gas).owes(600).moves_in();
    // Bhima's paper pays for his neighbour first, and nobody reads his name off it.
    let hers = hall.visit(&asha).account(&chitra).cheque(600, "000123", "Canara Bank");
    let hers = hers.take().unwrap().payment;
    let his = || hall.visit(&asha).account(&bhima).cheque(400, "000123", "Canara Bank");
    assert_eq!(refused(his().take()), "whose_cheque");
    let named = his().drawn_by("Bhima Naik");
    let told = named.preview().unwrap().refused.unwrap();
    assert_eq!(told.code, "whose_cheque", "a name alone makes no second paper of one that passed for hers");
    assert!(told.hint.contains("same one or another"), "{}", told.hint);
    assert_eq!(refused(his().drawn_by("Bhima Naik").take()), "whose_cheque");
    let his = his().drawn_by("Bhima Naik").paper("same").take().unwrap().payment;
    let by_card = hall.visit(&asha).account(&chitra).pays(10).card(10, "T-1").paper("same");
    assert_eq!(refused(by_card.take()), "tender_incomplete", "a card is no paper");

    // Taken back and done again it is that paper, and hers too when she pays with the rest of it.
    hall.undoes(&asha).unwrap();
    let his = hall.redoes(&asha).unwrap().payment.unwrap_or(his);
    hall.visit(&asha).account(&chitra).pays(50).cheque(50, "000123", "Canara Bank").take().unwrap();
    let slip = hall.deposits(&asha, &[hall.cheque_of(&asha, hers).id]).unwrap();
    assert_eq!(slip.amount.minor(), rupees(1_050));
    let paper = hall.cheque_slip_text(slip.id);
    assert!(paper.contains("Cheques          1\n") && paper.contains("Bhima Naik (C1"), "{paper}");
    let done = hall.bounces(&maya, &hall.cheque_of(&maya, hers)).unwrap();
    assert_eq!(done.vouchers.len(), 3, "all of it falls: {:?}", done.effects);
    let told = said(&done.effects);
    for what in [
        r#"{"effect":"charged","account":"W-1001","what":"bounce_fee","amount":25000}"#,
        r#"{"effect":"letter_to","name":"Bhima Naik"}"#,
    ] {
        assert!(told.contains(what), "{told}");
    }
    assert_eq!(hall.cheque_of(&maya, his).state.as_str(), "bounced");
    hall.books_balance();
    let report = hall.check(&maya).unwrap().problems;
    assert_eq!(report, Vec::<String>::new());
}

#[test]
fn a_paper_comes_in_on_another_day_by_no_other_name_unless_both_were_read() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let chitra = hall.account("Chitra Pai", Service::Gas).owes(2_000).moves_in();
    let pays = |number: &str| hall.visit(&asha).account(&chitra).pays(500).cheque(500, number, "Canara Bank");
    pays("000123").take().unwrap();
    pays("000124").drawn_by("Bhima Naik").take().unwrap();
    hall.next_morning(&maya);
    assert_eq!(refused(pays("000123").drawn_by("Bhima Naik").take()), "cheque_state", "nobody read hers");
    assert_eq!(refused(pays("000123").drawn_by("Bhima Naik").paper("another").take()), "cheque_state");
    assert_eq!(refused(pays("000124").take()), "cheque_state", "nor this one's");
    assert_eq!(refused(pays("000124").drawn_by("bhima naik").take()), "cheque_state", "it is his still");
    pays("000124").drawn_by("Chitra Pai").take().expect("both were read, and are two");
    hall.books_balance();
}

#[test]
fn of_a_paper_of_before_whoever_is_named_answers_for_it() {
    for named in ["Bhima Naik", "Chitra Pai"] {
        let hall = Hall::open();
        let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
        hall.approves_by(None, rupees(250), 3);
        let mut given = Vec::new();
        for (name, paper) in [("Bhima Naik", "same"), ("Chitra Pai", "same")] {
            let account = hall.account(name, Service::Water).owes(400).moves_in();
            let visit = hall.visit(&asha).account(&account).cheque(400, "000123", "Canara Bank").paper(paper);
            given.push((name, visit.take().unwrap().payment));
        }
        raw(&hall.path(), hall.key())
            .execute_batch(
                "DROP TRIGGER cheque_is_never_rewritten;
                 UPDATE cheque SET drawer_fold = '', drawer = (SELECT k.name FROM payment p
                        JOIN customer k ON k.id = p.customer_id WHERE p.id = cheque.payment_id);",
            )
            .unwrap();
        let (_, payment) = given.iter().find(|(name, _)| *name == named).copied().unwrap();
        hall.deposits(&asha, &[hall.cheque_of(&asha, payment).id]).unwrap();
        let done = hall.bounces(&maya, &hall.cheque_of(&maya, payment)).unwrap();
        assert_eq!(done.vouchers.len(), 2);
        let letter = format!(r#"{{"effect":"letter_to","name":"{named}"}}"#);
        assert!(said(&done.effects).contains(&letter), "{}", said(&done.effects));
        hall.books_balance();
    }
}

/// Puts a payment's cheque into the book as a program from before the steps of cheques does.
fn as_an_open_window_of_before_takes(hall: &Hall, payment: PaymentId) -> rusqlite::Result<()> {
    raw(&hall.path(), hall.key()).execute_batch(&format!(
        "BEGIN; DROP TRIGGER cheque_is_never_deleted; DROP TRIGGER cheque_step_is_never_deleted;
         CREATE TEMP TABLE q AS SELECT * FROM cheque WHERE payment_id = {payment};
         DELETE FROM cheque_step WHERE cheque_id IN (SELECT id FROM q);
         DELETE FROM cheque WHERE payment_id = {payment};
         INSERT INTO cheque (payment_id, line, state, number, number_fold, bank, bank_fold, amount_minor, received_on,
                reason, note, letter, version)
         SELECT payment_id, line, 'received', number, number_fold, bank, bank_fold, amount_minor, received_on, '', '', '', 1
           FROM q;
         UPDATE cheque SET paper_minor = amount_minor WHERE payment_id = {payment};
         CREATE TRIGGER cheque_is_never_deleted BEFORE DELETE ON cheque BEGIN SELECT RAISE(ABORT, 'kept'); END;
         CREATE TRIGGER cheque_step_is_never_deleted BEFORE DELETE ON cheque_step BEGIN SELECT RAISE(ABORT, 'kept'); END;
         COMMIT",
    ))
}

#[test]
fn a_window_of_a_former_program_that_is_open_still_takes_cheques_on_that_day_and_on_no_later_one() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.account("Bhima Naik", Service::Water).owes(900).moves_in();
    let pays = |number: &str| {
        hall.visit(&asha)
            .account(&account)
            .pays(100)
            .cheque(100, number, "Canara Bank")
            .take()
            .unwrap()
            .payment
    };
    let rule = foil_store::check::RULES.iter().find(|rule| rule.what == "cheque_steps").unwrap();
    let broken = || hall.office().book().read(|tx| rule.breaks(tx, 10)).unwrap();
    let old = |sql: &str| raw(&hall.path(), hall.key()).execute_batch(sql);
    let back = |payment: PaymentId| {
        format!(
            "UPDATE cheque SET state = 'returned', ended_on = received_on, version = version + 1
              WHERE payment_id = {payment}"
        )
    };

    let first = pays("000123");
    as_an_open_window_of_before_takes(&hall, first).unwrap();
    assert_eq!(broken(), Vec::<String>::new(), "its step is written for it");
    assert_eq!(hall.cheque_of(&maya, first).drawer, "Bhima Naik");
    let second = pays("000124");
    as_an_open_window_of_before_takes(&hall, second).unwrap();
    old(&back(second)).unwrap();
    assert_eq!(broken(), Vec::<String>::new(), "and each further one");
    let third = pays("000125");
    let told = old(&back(third)).unwrap_err().to_string();
    assert!(told.contains("start it anew"), "the log tells of this one: {told}");
    hall.deposits(&asha, &[hall.cheque_of(&asha, first).id]).unwrap();
    assert_eq!(broken(), Vec::<String>::new(), "which goes on as any");

    hall.next_morning(&maya);
    let fourth = pays("000126");
    let told = as_an_open_window_of_before_takes(&hall, fourth).unwrap_err().to_string();
    assert!(told.contains("start it anew"), "{told}");
}

#[test]
fn cheques_of_before_whose_drawer_nobody_wrote_down_stay_the_paper_that_they_were_taken_for() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let bhima = hall.account("Bhima Naik", Service::Water).owes(900).moves_in();
    let chitra = hall.account("Chitra Pai", Service::Gas).owes(900).moves_in();
    let pays = |account: &Account, whole: i64| {
        hall.visit(&asha).account(account).pays(whole).cheque(whole, "000123", "Canara Bank")
    };
    let first = pays(&bhima, 400).take().unwrap().payment;
    pays(&chitra, 600).drawn_by("Bhima Naik").take().unwrap();
    // As 0041 leaves them: by the payers' names, and told by no drawer.
    raw(&hall.path(), hall.key())
        .execute_batch(
            "DROP TRIGGER cheque_is_never_rewritten; DROP TRIGGER cheque_step_is_never_changed;
             UPDATE cheque SET drawer_fold = '', drawer_said = 0, drawer = (SELECT k.name FROM payment p
                    JOIN customer k ON k.id = p.customer_id WHERE p.id = cheque.payment_id);
             UPDATE cheque_step SET audit_seq = 0;",
        )
        .unwrap();

    pays(&chitra, 100).take().expect("it is that paper once more, and nobody is asked");
    let slip = hall.deposits(&asha, &[hall.cheque_of(&asha, first).id]).unwrap();
    assert_eq!(slip.amount.minor(), rupees(1_100), "one paper");
    assert_eq!(refused(pays(&bhima, 50).take()), "cheque_state", "which is at the bank");
    hall.next_morning(&maya);
    assert_eq!(refused(pays(&chitra, 50).take()), "cheque_state", "of either of the two who gave it");
    assert_eq!(hall.bounces(&maya, &hall.cheque_of(&maya, first)).unwrap().vouchers.len(), 3);
    assert_eq!(left(&hall), rupees(1_800));
    let report = hall.check(&maya).unwrap().problems;
    assert_eq!(report, Vec::<String>::new());
    hall.books_balance();
}

#[test]
fn an_account_is_not_closed_over_a_cheque_and_a_bounce_opens_what_it_must() {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    hall.approves_by(None, rupees(250), 0);
    let wrong = hall.account("Bhima Naik", Service::Water).owes(900).moves_in();
    let account = hall.account("Bhima Naik", Service::Gas).owes(900).moves_in();
    let paid = hall.visit(&asha).account(&wrong).pays(900).cheque(900, "4711", "Canara Bank").take().unwrap();
    let closes = |account: &Account| {
        let version = hall.account_row(account.id).version;
        let input =
            json!({ "account": account.id, "version": version, "status": "closed", "reason": "moved away" });
        hall.call(&maya, "switch_account", input)
    };
    assert_eq!(refused(closes(&wrong)), "money_open", "the cheque is in the office");
    hall.next_morning(&maya);
    hall.asks_back(&asha, paid.payment, &Way::To(&account)).allowed_by(&maya).now().unwrap();
    assert_eq!(refused(closes(&account)), "money_open", "it pays for this account now");
    hall.deposits(&asha, &[hall.cheque_of(&maya, paid.payment).id]).unwrap();
    assert_eq!(refused(closes(&account)), "money_open", "and the bank has not paid it");
    hall.realises(&asha, &[hall.cheque_of(&maya, paid.payment).id]).unwrap();
    closes(&account).unwrap();

    // What the bank debits then is owed, so somebody must be able to pay it.
    let cheque = hall.cheque_of(&maya, paid.payment);
    let shown = hall.previews_bounce(&maya, &cheque).unwrap();
    assert!(shown.refused.is_none(), "{:?}", shown.refused);
    let late = hall.asks(&maya, "return_cheque", debited(&hall, &cheque)).allowed_by(&noor).now().unwrap();
    let done = late.done.unwrap();
    assert_eq!(shown.effects, done.effects);
    assert!(said(&done.effects).contains(r#"{"effect":"account_opens","account":"G-1002"}"#));
    hall.pays(&asha, &account, 900).unwrap();
    hall.books_balance();
}

#[test]
fn a_cheque_ticked_as_paid_by_mistake_is_at_the_bank_again_on_that_day_and_may_bounce() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.account("Bhima Naik", Service::Water).owes(900).moves_in();
    hall.visit(&asha).account(&account).pays(900).cheque(900, "4711", "Canara Bank").take().unwrap();
    let cheque = paper(&hall, &maya, "4711").id;
    let state = || paper(&hall, &maya, "4711").state.to_string();
    assert_eq!(refused(hall.unrealises(&asha, &[cheque])), "cheque_state", "nobody has said so");
    hall.deposits(&asha, &[cheque]).unwrap();
    hall.realises(&asha, &[cheque]).unwrap();

    hall.unrealises(&asha, &[cheque]).unwrap();

    assert_eq!(state(), "deposited");
    hall.bounces(&maya, &paper(&hall, &maya, "4711")).unwrap();
    assert_eq!(left(&hall), rupees(900), "one person says so: the bank had not paid it");
    hall.books_balance();
}

#[test]
fn that_the_bank_has_paid_is_told_with_its_day_to_who_lets_the_money_go_back_and_stands_afterwards() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.account("Bhima Naik", Service::Water).owes(900).moves_in();
    let paid =
        hall.visit(&asha).account(&account).pays(900).cheque(900, "4711", "Canara Bank").take().unwrap();
    let cheque = paper(&hall, &maya, "4711").id;
    hall.deposits(&asha, &[cheque]).unwrap();
    hall.next_morning(&maya);
    hall.realises(&asha, &[cheque]).unwrap();

    let shown = hall.previews_back(&maya, paid.payment, &Way::BankRefund).unwrap();

    let told = r#"{"effect":"cheque_was_paid","number":"4711","bank":"Canara Bank","on":"2026-11-22"}"#;
    assert!(said(&shown.effects).contains(told), "{}", said(&shown.effects));
    hall.asks_back(&asha, paid.payment, &Way::BankRefund).allowed_by(&maya).now().unwrap();
    assert_eq!(refused(hall.unrealises(&asha, &[cheque])), "has_ended", "the customer has had it back");
    hall.books_balance();
}

#[test]
fn what_was_said_of_a_cheque_on_a_closed_day_is_not_unsaid() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.account("Bhima Naik", Service::Water).owes(900).moves_in();
    hall.visit(&asha).account(&account).pays(900).cheque(900, "4711", "Canara Bank").take().unwrap();
    let cheque = paper(&hall, &maya, "4711").id;
    hall.deposits(&asha, &[cheque]).unwrap();
    hall.realises(&asha, &[cheque]).unwrap();
    hall.next_morning(&maya);
    assert_eq!(refused(hall.unrealises(&asha, &[cheque])), "cheque_state");
    assert_eq!(paper(&hall, &maya, "4711").state.as_str(), "realised");
}

#[test]
fn a_slip_of_cheques_that_was_a_mistake_is_taken_back_on_its_day_with_its_number_kept() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(900);
    let pays = |number: &str| {
        hall.visit(&asha)
            .account(&account)
            .pays(300)
            .cheque(300, number, "Canara Bank")
            .take()
            .unwrap()
            .payment
    };
    let (one, two) = (pays("004711"), pays("004712"));
    let cheque = |payment| hall.cheque_of(&maya, payment);
    let wrong = hall.deposits(&asha, &[cheque(one).id, cheque(two).id]).unwrap();
    assert_eq!(refused(hall.takes_slip_back(&asha, wrong.id)), "not_allowed", "a manager's");
    hall.takes_slip_back(&maya, wrong.id).unwrap();
    assert_eq!(refused(hall.takes_slip_back(&maya, wrong.id)), "has_ended");
    assert_eq!(cheque(one).state.as_str(), "received");
    hall.undoing(&asha).payment(two).now().unwrap();

    let right = hall.deposits(&asha, &[cheque(one).id]).unwrap();
    assert_ne!(right.number, wrong.number, "its number is not given twice");
    let settled = || {
        let page = hall.cheque_desk(&maya).unwrap();
        page.slips.iter().map(|slip| (slip.id, slip.settled)).collect::<Vec<_>>()
    };
    assert_eq!(settled(), [(right.id, false), (wrong.id, false)]);
    hall.call(&asha, "realise_cheques", json!({ "request_id": hall.request(), "cheques": [cheque(one).id] }))
        .unwrap();
    assert_eq!(refused(hall.takes_slip_back(&maya, right.id)), "cheque_state", "the bank has said something");
    assert_eq!(settled(), [(right.id, true), (wrong.id, false)], "and nobody is offered to take it back");
    hall.next_morning(&maya);
    let paper = hall.day_text("2026-11-21");
    assert!(paper.contains(&right.number) && !paper.contains(&wrong.number), "{paper}");
    assert_eq!(refused(hall.takes_slip_back(&maya, right.id)), "has_ended", "nothing lands in a closed day");
    hall.books_balance();
}

#[test]
fn a_cheque_that_was_counted_on_another_day_pays_no_second_receipt() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(1_000);
    let pays = |whole: i64, number: &str| {
        hall.visit(&asha).account(&account).pays(whole).cheque(whole, number, "Canara Bank")
    };
    let first = pays(600, "000123").take().unwrap();
    hall.next_morning(&maya);

    // Written once, in another spelling or for the rest: the paper lies in the safe since yesterday.
    for again in [pays(400, "000123"), pays(600, "000123")] {
        assert_eq!(again.preview().unwrap().refused.unwrap().code, "cheque_state");
        let told = again.take().unwrap_err();
        assert_eq!(told.code, "cheque_state");
        assert!(told.message.contains("given on another day"), "{}", told.message);
    }
    assert!(pays(10, "000124").take().is_ok(), "another paper is");

    // What a person does who holds it in hand: yesterday's receipt falls, and today it pays all.
    let back = hall.asks_back(&asha, first.payment, &Way::Reversal).allowed_by(&maya).now();
    back.unwrap();
    pays(990, "000123").take().unwrap();
    hall.books_balance();
}

#[test]
fn a_refund_that_was_done_first_says_so_on_its_voucher_and_has_a_line_for_the_second_person() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.approves_by(Some(rupees(500)), 0, 0);
    let account = hall.bills(900);
    let [first, allowed] = [100, 200].map(|whole| hall.pays(&asha, &account, whole).unwrap().payment);
    hall.next_morning(&maya);
    hall.pays(&asha, &account, 400).unwrap();
    hall.asks_back(&asha, first, &Way::Refund).done_first().now().unwrap();
    hall.asks_back(&asha, allowed, &Way::Refund).allowed_by(&maya).now().unwrap();

    let [first, allowed] = [first, allowed].map(|payment| hall.voucher_text(payment));
    assert!(first.contains("Nobody yet: done first, a second look follows"), "{first}");
    assert!(first.contains("Customer  ______________  Clerk  ______________  Second look"), "{first}");
    assert!(!allowed.contains("second look") && !allowed.contains("Second look"), "{allowed}");
    assert!(allowed.contains("Maya"), "{allowed}");
    hall.books_balance();
}

#[test]
fn what_waits_is_listed_to_the_last_one_whatever_has_expired_since() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.approves_by(Some(rupees(500)), 0, 0);
    let account = hall.bills(900);
    let [one, other] = [100, 200].map(|whole| hall.pays(&asha, &account, whole).unwrap().payment);
    hall.next_morning(&maya);
    hall.pays(&asha, &account, 400).unwrap();
    hall.asks_back(&asha, one, &Way::Refund).done_first().now().unwrap();
    hall.asks_back(&asha, other, &Way::Refund).now().unwrap();
    hall.minutes_pass(60 * 30);
    for login in ["maya", "asha"] {
        let who = hall.logs_in(login, None);
        let page = hall.call(&who, "approvals", json!({ "waiting": true, "limit": 1 })).unwrap();
        assert_eq!(page["rows"][0]["state"], "second_look", "{login}: {page}");
    }
}
