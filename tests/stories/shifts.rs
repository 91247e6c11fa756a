//! Whoever holds a drawer answers for its cash, and the day ends when every drawer is counted.

use expect_test::expect;
use foil_app::shifts::views::CountNext;
use foil_domain::customers::Service;
use foil_domain::ids::ShiftId;
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::shifts::ShiftState;
use foil_domain::time::Day;
use foil_testkit::{Hall, Person, Way, in_rupees, refused, rupees};
use foil_tests::{Reads, raw};
use serde_json::json;

fn rs(whole: i64) -> Money {
    Money::from_minor(rupees(whole))
}

#[test]
fn a_shift_is_opened_counted_blind_with_a_difference_explained_and_closed_with_its_z_report() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.account("Asha Rao", Service::Electricity).owes(2_341).moves_in();
    let water = hall.account("Vani Bhat", Service::Water).owes(499).moves_in();

    let own = hall.opens_shift(&asha, &[(100, 10), (50, 20)]).unwrap();
    assert_eq!((own.number.as_str(), own.float), ("C1S/26-27/000001", rs(2_000)));
    let other = hall.opens_shift(&bela, &[(10, 50)]).unwrap();

    hall.pays(&asha, &account, 2_500).unwrap();
    hall.visit(&asha).account(&water).pays(200).cheque(200, "004711", "Karavali Bank").take().unwrap();
    let wrong = hall.visit(&asha).account(&water).pays(100).cash(100).take().unwrap();
    hall.undoes(&asha).unwrap();
    hall.puts_in(&asha, 50).unwrap();
    hall.takes_out(&asha, 120).unwrap();
    hall.drops(&asha, 1_000).unwrap();
    let offer = hall.offers_change(&asha, other.id, 300).unwrap();
    assert_eq!(refused(hall.counts(&asha, &[], &[])), "unaccepted", "change is in the air");
    hall.answers_change(&bela, offer.moved.id, true).unwrap();

    // 2,000 + 2,341 + 50 − 120 − 1,000 − 300 = 2,971 must be there; the void's 100 came and went.
    let first = hall.counts(&asha, &[(500, 5), (100, 4), (20, 3)], &[("cheque", 200)]).unwrap();
    assert_eq!((first.n, first.next), (1, CountNext::CountAgain));
    assert!(first.tenders.iter().all(|t| t.expected.is_none()), "the figure stays hidden: {first:?}");
    assert!(hall.x_report(&asha, None).unwrap().cash.is_none(), "and on the X report, too");
    let omar = hall.official("omar");
    assert!(
        hall.x_report(&omar, Some(own.id)).unwrap().cash.is_some(),
        "an official, who counts none, sees it"
    );
    assert!(hall.x_report(&maya, Some(own.id)).unwrap().cash.is_none(), "a manager might have to count it");
    assert_eq!(
        refused(hall.pays(&asha, &water, 50)),
        "shift_state",
        "a drawer that is counted takes no money"
    );
    assert_eq!(refused(hall.closes_shift(&asha, &json!({}))), "shift_state", "it has to be counted again");

    let second = hall.counts(&asha, &[(500, 5), (100, 4), (20, 3), (1, 1)], &[("cheque", 200)]).unwrap();
    assert_eq!((second.n, second.next), (2, CountNext::ExplainAndAllow));
    let cash = second.tenders.iter().find(|t| t.method.as_str() == "cash").unwrap();
    assert_eq!((cash.expected, cash.variance), (Some(rs(2_971)), Some(rs(-10))));
    assert_eq!(refused(hall.counts(&asha, &[], &[])), "shift_state", "there is no third count");

    let why = json!({ "reason": "wrong_change", "note": "the last customer", "keep": rupees(2_000) });
    assert_eq!(refused(hall.closes_shift(&asha, &json!({ "keep": 0 }))), "bad_input", "without a reason");
    assert_eq!(refused(hall.closes_shift(&asha, &why)), "needs_approval");
    let mut by_herself = why.clone();
    by_herself["manager"] = json!({ "login": "asha", "password": foil_testkit::PASSWORD });
    assert_eq!(refused(hall.closes_shift(&asha, &by_herself)), "own_request", "nor her own word");
    let mut allowed = why;
    allowed["manager"] = json!({ "login": "maya", "password": foil_testkit::PASSWORD });
    let ended = hall.closes_shift(&asha, &allowed).unwrap();
    assert_eq!(ended.shift.state, ShiftState::Closed);
    let z = ended.z.unwrap();
    assert_eq!((z.variance, z.banked, z.allowed_by.as_str()), (rs(-10), rs(1_961), "Maya"));

    expect![[r#"
        Mangalore Utility Branch                                              Z report
        Light House Hill Road                                         C1Z/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Clerk            Asha
                         Counter C1
        Shift            C1S/26-27/000001
        Opened           21 Nov 2026, 10:00
        Closed           21 Nov 2026, 10:00

        The drawer
        Float                                                                ₹2,000.00
        Cash taken, less change                                              ₹2,441.00
        Cash in                                                                 ₹50.00
        Handed back for voids                                                 -₹100.00
        Cash out                                                              -₹120.00
        Change to other drawers                                               -₹300.00
        Dropped to the safe                                                 -₹1,000.00
        = Must be in the drawer                                              ₹2,971.00
        Counted (Counted 2 times)                                            ₹2,961.00
        = Difference                                                           -₹10.00
        Kept as the next float                                               ₹2,000.00
        = For the bank                                                       ₹1,961.00
        Reason: Wrong change: the last customer
        Allowed by: Maya

        Notes and coins
        Value    Pieces    Amount
        ₹500.00       5  2,500.00
        ₹100.00       4    400.00
        ₹20.00        3     60.00
        ₹1.00         1      1.00

        By way of paying
        Way of paying  Number     Taken    Void  Must be there   Counted  Difference
        Cash                2  2,441.00  100.00       2,971.00  2,961.00      -10.00
        Cheque              1    200.00    0.00         200.00    200.00        0.00

        Numbers
        Series              First             Last              Number  Void  Gaps
        Receipts            C1/26-27/000001   C1/26-27/000003        3     1     0
        Cancellation slips  C1V/26-27/000001  C1V/26-27/000001       1     0     0

        Voids
        Receipt          Cancellation slip  Reason        Amount
        C1/26-27/000003  C1V/26-27/000001   Wrong amount  100.00

        Cash in and out
        Time   What                                          Amount
        10:00  Float                                       2,000.00
        10:00  Cash in (Petty expense, tea)                   50.00
        10:00  Cash out (Petty expense, tea)                 120.00
        10:00  Dropped to the safe                         1,000.00
        10:00  Change to other drawers (C2S/26-27/000001)    300.00
        Duplicates handed out: None

        Clerk  ______________  Manager
        QR: COUNTERFOIL C1Z/26-27/000001 INR 2961.00 2026-11-21
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.z_text(z.id));
    hall.ledger_reads(expect![[r#"
        shift  cash +2000.00  petty_cash -2000.00
        shift  cash +500.00  petty_cash -500.00
        payment  cash +2341.00  receivable E-1001 -2341.00
        payment  cheque +200.00  receivable W-1002 -200.00
        payment  cash +100.00  receivable W-1002 -100.00
        void  cash -100.00  receivable W-1002 +100.00
        shift  cash +50.00  petty_cash -50.00
        shift  cash -120.00  petty_cash +120.00
        variance  cash -10.00  over_short +10.00
    "#]]);
    let void = hall.payment(&maya, wrong.payment).unwrap();
    assert!(void.void.is_some());
    hall.books_balance();
}

#[test]
fn cash_leaves_a_drawer_by_two_persons_above_the_offices_ceiling_however_small_the_parts() {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    let omar = hall.official("omar");
    hall.minds_drawers();
    hall.takes_out_alone(100);
    let account = hall.bills(5_000);
    let own = hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 5_000).unwrap();
    assert_eq!(hall.drawer(&asha).unwrap().own.unwrap().free_to_take_out, rs(100));

    hall.takes_out(&asha, 60).unwrap();
    assert_eq!(refused(hall.takes_out(&asha, 60)), "needs_approval", "120 in one shift is more than 100");
    hall.takes_out(&asha, 40).unwrap();
    assert_eq!(refused(hall.takes_out(&asha, 1)), "needs_approval");
    let mut to_the_safe = hall.wants_out(500);
    to_the_safe["reason"] = json!("change");
    assert_eq!(refused(hall.call(&asha, "cash_out", to_the_safe.clone())), "bad_input", "that is a drop");
    assert_eq!(refused(hall.asks(&asha, "cash_out", to_the_safe).allowed_by(&maya).now()), "bad_input");

    // By a PIN at her screen; never by her own word, nor above what a manager may approve.
    assert_eq!(
        refused(hall.asks(&asha, "cash_out", hall.wants_out(500)).allowed_by(&asha).now()),
        "not_allowed"
    );
    hall.ceiling_of("cash_out", Some(rupees(499)));
    assert_eq!(
        refused(hall.asks(&asha, "cash_out", hall.wants_out(500)).allowed_by(&maya).now()),
        "above_ceiling"
    );
    hall.ceiling_of("cash_out", None);
    hall.sets_pin(&maya, "7391").unwrap();
    let done = hall
        .asks(&asha, "cash_out", hall.wants_out(500))
        .with_pin(&maya, "7391")
        .now()
        .unwrap()
        .done
        .unwrap();
    assert_eq!(done.number, own.number, "it stands on that shift's Z report");

    // From the list; more than the drawer holds is not even asked for.
    assert_eq!(refused(hall.asks(&asha, "cash_out", hall.wants_out(9_000)).now()), "not_enough_cash");
    let asked = hall.asks(&asha, "cash_out", hall.wants_out(300)).now().unwrap().approval;
    assert_eq!(
        refused(hall.asks(&asha, "cash_out", hall.wants_out(300)).now()),
        "duplicate",
        "once at a time"
    );
    assert_eq!(cash_of(&hall, &omar, own.id).cash_out, rs(600), "it waits: nothing has moved");
    hall.approves(&noor, &asked).unwrap();
    // First, with a second look, where the office works so.
    assert_eq!(
        refused(hall.asks(&asha, "cash_out", hall.wants_out(50)).done_first().now()),
        "needs_approval"
    );
    hall.approves_by(Some(rupees(50)), 0, 0);
    let first = hall.asks(&asha, "cash_out", hall.wants_out(50)).done_first().now().unwrap().approval;
    hall.approves(&maya, &first).unwrap();

    let cash = cash_of(&hall, &omar, own.id);
    assert_eq!((cash.cash_out, cash.expected), (rs(950), rs(4_050)));
    // A manager's own drawer needs the other manager.
    hall.opens_shift(&maya, &[(500, 2)]).unwrap();
    assert_eq!(refused(hall.takes_out(&maya, 101)), "needs_approval");
    assert_eq!(
        refused(hall.asks(&maya, "cash_out", hall.wants_out(101)).allowed_by(&maya).now()),
        "own_request"
    );
    hall.asks(&maya, "cash_out", hall.wants_out(101)).allowed_by(&noor).now().unwrap();
    hall.books_balance();
}

fn cash_of(hall: &Hall, who: &Person, shift: ShiftId) -> foil_domain::shifts::papers::CashLines {
    hall.x_report(who, Some(shift)).unwrap().cash.expect("an official sees it")
}

#[test]
fn a_drawer_begins_with_what_was_kept_in_it_or_the_difference_is_counted_again_let_pass_and_posted() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let omar = hall.official("omar");
    hall.minds_drawers();
    let account = hall.bills(5_000);
    hall.opens_shift(&asha, &[(500, 4)]).unwrap();
    hall.pays(&asha, &account, 5_000).unwrap();
    hall.counts(&asha, &[(500, 14)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": rupees(7_000) })).unwrap();
    hall.next_morning(&maya);
    let paper = hall.day_text("2026-11-21");
    let line = |with: &str| paper.lines().find(|line| line.contains(with)).unwrap_or_default().to_owned();
    assert!(line("Kept in the drawers").contains("7,000.00"), "{paper}");
    assert!(line("Cash in the office").contains("7,000.00"), "{paper}");

    // Nobody forgets what was kept: not whose drawer it was, and not the next person.
    assert_eq!(refused(hall.opens_with(&asha, &[(500, 4)])), "float_differs");
    let beside = hall.sits_at(&bela, &asha);
    assert_eq!(refused(hall.opens_with(&beside, &[(500, 4)])), "float_differs");
    let two = [(500, 4)];
    assert_eq!(
        refused(hall.asks(&asha, "allow_float", hall.wants_float(&two)).allowed_by(&asha).now()),
        "not_allowed"
    );
    let asked = hall.asks(&asha, "allow_float", hall.wants_float(&two)).now().unwrap().approval;
    assert_eq!((asked.kind.as_str(), asked.amount), ("variance", None), "how far it is off she is not told");
    assert_eq!(refused(hall.opens_with(&asha, &two)), "float_differs", "it waits");
    let seen = |who: &Person| hall.requests(who, false).unwrap().rows.remove(0).amount;
    assert_eq!((seen(&asha), seen(&maya)), (None, Some(rs(5_000))), "who decides is");
    let off = |who: &Person| hall.requests(who, false).unwrap().rows.remove(0).off;
    assert_eq!(off(&asha), []);
    assert_eq!(off(&maya)[0].variance, rs(-5_000), "and which way");
    hall.approves(&maya, &asked).unwrap();
    assert_eq!(seen(&asha), Some(rs(5_000)), "it is decided");
    assert_eq!(refused(hall.opens_with(&asha, &[(500, 3)])), "float_differs", "that float, and no other");
    assert_eq!(refused(hall.opens_with(&beside, &two)), "float_differs", "and for who asked");
    let own = hall.opens_with(&asha, &two).unwrap();
    assert_eq!(own.float, rs(2_000));
    assert_eq!(cash_of(&hall, &omar, own.id).expected, rs(2_000), "the drawer holds what was counted");
    hall.counts(&asha, &[(500, 4)], &[]).unwrap();
    let z = hall.closes_shift(&asha, &json!({})).unwrap().z.unwrap();
    assert!(hall.z_text(z.id).contains("Float less than was kept"), "{}", hall.z_text(z.id));
    assert_eq!(
        hall.requests_text(&maya).lines().last().unwrap_or_default().trim(),
        format!("variance of 5000.00 about C1 · Asha: asked by Asha, approved by Maya, {}", own.number)
    );
    // What was let pass once opens one shift.
    assert_eq!(refused(hall.opens_with(&asha, &[(500, 14)])), "float_differs");
    hall.opens_with(&asha, &[(500, 4)]).unwrap();
    hall.ledger_reads(expect![[r#"
        shift  cash +2000.00  petty_cash -2000.00
        payment  cash +5000.00  receivable E-1001 -5000.00
        shift  cash -5000.00  over_short +5000.00
    "#]]);
    hall.books_balance();

    // Whoever holds the machine cannot make the difference vanish by SQL, or the check says so.
    let book = raw(&hall.path(), hall.key());
    book.execute("UPDATE shift SET kept_before_minor = float_minor WHERE state <> 'closed'", []).unwrap();
    assert_eq!(hall.check(&maya).unwrap().problems, Vec::<String>::new(), "of an even one nothing changes");
    book.execute_batch("DROP TRIGGER shift_that_is_closed_is_never_changed").unwrap();
    book.execute("UPDATE shift SET kept_before_minor = float_minor WHERE id = 2", []).unwrap();
    let problems = hall.check(&maya).unwrap().problems;
    assert!(problems.iter().any(|p| p.contains("began with another float than was kept")), "{problems:?}");
}

#[test]
fn a_float_within_the_tolerance_is_posted_and_needs_nobody() {
    let hall = Hall::open();
    let (asha, arun) = (hall.clerk("asha"), hall.admin("arun"));
    hall.minds_drawers();
    let rules = json!({
        "required": true, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": rupees(5),
        "manager_tolerance": 0, "denominations": [],
    });
    hall.sets_office(&arun, &json!({ "shifts": rules })).unwrap();
    hall.opens_shift(&asha, &[(100, 10)]).unwrap();
    hall.counts(&asha, &[(100, 10)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({})).unwrap();
    hall.opens_with(&asha, &[(100, 10), (5, 1)]).unwrap();
    hall.ledger_reads(expect![[r#"
        shift  cash +1000.00  petty_cash -1000.00
        shift  cash +5.00  over_short -5.00
    "#]]);
    hall.books_balance();
}

#[test]
fn the_only_manager_closes_a_drawer_that_differs_and_whoever_reads_everything_looks_afterwards() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    hall.minds_drawers();
    let account = hall.bills(800);
    hall.opens_shift(&maya, &[]).unwrap();
    hall.pays(&maya, &account, 800).unwrap();
    hall.counts(&maya, &[(100, 7)], &[]).unwrap();
    assert_eq!(hall.counts(&maya, &[(100, 7)], &[]).unwrap().next, CountNext::Explain);
    assert_eq!(refused(hall.closes_shift(&maya, &json!({ "keep": 0 }))), "bad_input", "a reason at least");
    let z = hall.closes_shift(&maya, &json!({ "keep": 0, "reason": "unknown" })).unwrap().z.unwrap();
    assert!(hall.z_text(z.id).contains("a second look follows"), "{}", hall.z_text(z.id));
    // And opens one that is not what was kept.
    assert_eq!(refused(hall.opens_with(&maya, &[(100, 1)])), "float_differs_first");
    let pieces = json!([{ "value": 10_000, "count": 1 }]);
    let why =
        json!({ "request_id": hall.request(), "pieces": pieces, "reason": "other", "note": "in the tray" });
    hall.call(&maya, "open_shift", why).unwrap();
    hall.counts(&maya, &[(100, 1)], &[]).unwrap();
    hall.closes_shift(&maya, &json!({ "keep": 0 })).unwrap();
    let waits = hall.requests(&maya, true).unwrap().rows;
    assert_eq!(waits.len(), 2, "both wait for somebody else");
    assert_eq!(refused(hall.approves(&maya, &waits[0])), "own_request");

    // Nobody could look: the month ends all the same. Once somebody can, their look is waited for.
    hall.minutes_pass(10 * 24 * 60);
    let maya = hall.second_window(&maya);
    hall.closes_day(&maya, Some(Day::parse("2026-12-01").unwrap())).unwrap();
    let omar = hall.official("omar");
    let month = json!({ "month": "2026-11", "folder": hall.folder().join("out") });
    assert_eq!(refused(hall.call(&omar, "export_pack", month)), "second_looks_open");
    let asha = hall.clerk("asha");
    hall.opens_shift(&asha, &[(100, 5)]).unwrap();
    hall.takes_out_alone(0);
    let asked = hall.asks(&asha, "cash_out", hall.wants_out(100)).now().unwrap().approval;
    assert_eq!(refused(hall.approves(&omar, &asked)), "not_allowed", "he lets nothing happen; he only looks");
    for request in &hall.requests(&omar, true).unwrap().rows {
        if request.done_first {
            hall.approves(&omar, request).unwrap();
        }
    }
    assert!(hall.requests_text(&maya).contains("cleared by Omar"), "{}", hall.requests_text(&maya));
    hall.books_balance();
}

#[test]
fn another_log_in_of_the_only_manager_is_nobody_else_and_holds_nothing_up() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    hall.manager("maya2");
    hall.official("maya3");
    for login in ["maya2", "maya3"] {
        hall.renames(login, "Maya");
    }
    hall.minds_drawers();
    let account = hall.bills(800);
    hall.opens_shift(&maya, &[]).unwrap();
    hall.pays(&maya, &account, 800).unwrap();
    hall.counts(&maya, &[(100, 7)], &[]).unwrap();
    assert_eq!(
        hall.counts(&maya, &[(100, 7)], &[]).unwrap().next,
        CountNext::Explain,
        "nobody could be asked"
    );
    hall.closes_shift(&maya, &json!({ "keep": 0, "reason": "unknown" })).unwrap();

    hall.minutes_pass(10 * 24 * 60);
    let maya = hall.second_window(&maya);
    hall.closes_day(&maya, Some(Day::parse("2026-12-01").unwrap())).unwrap();
    let omar = hall.official("omar");
    let month = json!({ "month": "2026-11", "folder": hall.folder().join("out") });
    assert_eq!(
        refused(hall.call(&omar, "export_pack", month)),
        "second_looks_open",
        "somebody else could look"
    );
    hall.books_balance();
}

#[test]
fn of_two_managers_one_closes_the_drawer_of_the_other_who_has_gone_and_waits_for_nobody() {
    let hall = Hall::open();
    let (maya, noor) = (hall.manager("maya"), hall.manager("noor"));
    hall.minds_drawers();
    let account = hall.bills(800);
    let hers = hall.opens_shift(&maya, &[]).unwrap();
    hall.pays(&maya, &account, 800).unwrap();
    let there = hall.sits_at(&noor, &maya);
    let counts = || {
        let pieces = json!([{ "value": 10_000, "count": 7 }]);
        let input = json!({ "request_id": hall.request(), "shift": hers.id, "pieces": pieces });
        hall.call(&there, "count_shift", input).unwrap()["next"].clone()
    };
    assert_eq!((counts(), counts()), (json!("count_again"), json!("explain")));
    let close = json!({ "shift": hers.id, "keep": 0, "reason": "unknown" });
    let z = hall.closes_shift(&there, &close).unwrap().z.unwrap();
    assert_eq!((z.closed_by.as_str(), z.allowed_by.as_str()), ("Noor", ""));
    assert!(hall.z_text(z.id).contains("a second look follows"), "{}", hall.z_text(z.id));

    let waits = hall.requests(&noor, true).unwrap().rows;
    assert_eq!(refused(hall.approves(&maya, &waits[0])), "own_request", "it was her drawer");
    hall.minutes_pass(10 * 24 * 60);
    let noor = hall.second_window(&noor);
    hall.closes_day(&noor, Some(Day::parse("2026-12-01").unwrap())).unwrap();
    hall.books_balance();
}

#[test]
fn who_asks_a_drawer_again_and_again_what_it_holds_is_told_to_the_auditor() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(900);
    let own = hall.opens_shift(&asha, &[]).unwrap();
    let other = hall.opens_shift(&bela, &[]).unwrap();
    hall.pays(&asha, &account, 900).unwrap();
    assert_eq!(refused(hall.drops(&bela, 1)), "not_enough_cash");
    assert_eq!(refused(hall.drops(&asha, 1_000)), "not_enough_cash");
    assert_eq!(refused(hall.offers_change(&asha, other.id, 950)), "not_enough_cash");
    assert_eq!(refused(hall.takes_out(&asha, 920)), "not_enough_cash");
    let told = || {
        let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
        let all = month["exceptions"].as_array().unwrap().clone();
        all.into_iter().filter(|e| e["kind"] == "drawer_probed").collect::<Vec<_>>()
    };
    assert_eq!(told(), Vec::<serde_json::Value>::new(), "three times is a mistake");
    assert_eq!(refused(hall.asks(&asha, "cash_out", hall.wants_out(910)).now()), "not_enough_cash");
    let found = told();
    assert_eq!(found.len(), 1, "and Bela's one is none: {found:?}");
    assert_eq!(
        (found[0]["subject"].as_str(), found[0]["who"].as_str()),
        (Some(own.number.as_str()), Some("asha"))
    );
    hall.books_balance();
}

#[test]
fn change_that_is_offered_and_taken_back_sounds_a_drawer_out_just_as_a_refusal_does() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(900);
    let own = hall.opens_shift(&asha, &[]).unwrap();
    let other = hall.opens_shift(&bela, &[]).unwrap();
    hall.pays(&asha, &account, 900).unwrap();
    let told = || {
        let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
        let all = month["exceptions"].as_array().unwrap().clone();
        let probed = all.into_iter().filter(|e| e["kind"] == "drawer_probed");
        probed
            .map(|e| format!("{} {} {}", e["subject"], e["who"], e["detail"]).replace('"', ""))
            .collect::<Vec<_>>()
    };
    // Is there 800? There is. 950? There is not.
    for whole in [800, 850, 875] {
        let offer = hall.offers_change(&asha, other.id, whole).unwrap().moved;
        hall.answers_change(&asha, offer.id, false).unwrap();
    }
    let declined = hall.offers_change(&asha, other.id, 10).unwrap().moved;
    hall.answers_change(&bela, declined.id, false).unwrap();
    assert_eq!(
        told(),
        Vec::<String>::new(),
        "three are a mistake, and what the other declined is no question"
    );
    assert_eq!(refused(hall.offers_change(&asha, other.id, 950)), "not_enough_cash");
    let detail = "asked for more than it holds 1 times, offered change from and taken back 3 times";
    assert_eq!(told(), [format!("{} asha {detail}", own.number)]);
    hall.books_balance();
}

#[test]
fn more_than_the_float_stays_in_a_drawer_overnight_only_with_a_word_that_the_z_report_and_an_auditor_read() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    hall.opens_shift(&asha, &[(500, 2)]).unwrap();
    hall.pays(&asha, &account, 3_000).unwrap();
    hall.counts(&asha, &[(500, 8)], &[]).unwrap();
    let keeps = |whole: i64, why: serde_json::Value| {
        hall.closes_shift(&asha, &json!({ "keep": rupees(whole), "keep_reason": why }))
    };
    assert_eq!(refused(keeps(1_500, json!(null))), "bad_input");
    assert_eq!(refused(keeps(1_500, json!(""))), "bad_input");
    let z = keeps(1_500, json!("the bank has no coins until Tuesday")).unwrap().z.unwrap();
    assert_eq!((z.kept, z.banked), (rs(1_500), rs(2_500)));
    let paper = hall.z_text(z.id);
    let line = paper.lines().find(|line| line.contains("More than the float stays")).unwrap_or_default();
    assert!(line.contains("the bank has no coins until Tuesday"), "{paper}");

    // What stayed once is not the float: it takes a word each evening, until the office has another float.
    hall.next_morning(&maya);
    hall.opens_shift(&asha, &[(500, 3)]).unwrap();
    hall.counts(&asha, &[(500, 3)], &[]).unwrap();
    assert_eq!(hall.drawer(&asha).unwrap().own.unwrap().may_keep, rs(1_000));
    assert_eq!(refused(keeps(1_500, json!(null))), "bad_input");
    let z = keeps(1_500, json!("still none")).unwrap().z.unwrap();
    assert!(hall.z_text(z.id).contains("still none"));
    let arun = hall.admin("arun");
    let float = |float: serde_json::Value| {
        let rules = json!({
            "required": true, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": 0, "manager_tolerance": 0,
            "denominations": [], "float": float,
        });
        hall.sets_office(&arun, &json!({ "shifts": rules }))
    };
    assert_eq!(refused(float(json!(-1))), "bad_input");
    float(json!(rupees(1_500))).unwrap();
    // The float itself stays without a word, and one that nobody needed is not written down.
    hall.opens_shift(&asha, &[(500, 3)]).unwrap();
    hall.counts(&asha, &[(500, 3)], &[]).unwrap();
    let z = keeps(1_500, json!("it is the float")).unwrap().z.unwrap();
    assert!(!hall.z_text(z.id).contains("it is the float"));
    hall.books_balance();
}

#[test]
fn the_takings_of_a_drawer_that_was_handed_over_wait_for_the_bank_unless_somebody_says_why_not() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(60_000);
    let own = hall.opens_shift(&asha, &[(500, 4)]).unwrap();
    hall.pays(&asha, &account, 48_000).unwrap();
    hall.counts(&asha, &[(500, 100)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "hand_over_to": bela.user() })).unwrap();
    let bela = hall.sits_at(&bela, &asha);
    let taken = hall.answers_hand_over(&bela, own.id, true).unwrap();
    assert_eq!(taken.shift.float, rs(50_000), "it is all in the drawer");
    hall.pays(&bela, &account, 3_000).unwrap();
    hall.counts(&bela, &[(500, 106)], &[]).unwrap();
    assert_eq!(hall.drawer(&bela).unwrap().own.unwrap().may_keep, rs(2_000), "and is no float by that");
    let all = json!({ "keep": rupees(50_000), "keep_reason": null });
    assert_eq!(refused(hall.closes_shift(&bela, &all)), "bad_input", "48,000 more than the float");
    let z = hall.closes_shift(&bela, &json!({})).unwrap().z.unwrap();
    assert_eq!((z.kept, z.banked), (rs(2_000), rs(51_000)));
    assert_eq!(hall.day_state(&maya).unwrap().to_bank, rs(51_000));

    // With a word they stay, and an auditor reads by how much.
    hall.next_morning(&maya);
    let asha = hall.second_window(&asha);
    hall.opens_shift(&asha, &[(500, 4)]).unwrap();
    hall.pays(&asha, &account, 1_000).unwrap();
    hall.counts(&asha, &[(500, 6)], &[]).unwrap();
    let why = json!({ "keep": rupees(3_000), "keep_reason": "the safe is locked" });
    hall.closes_shift(&asha, &why).unwrap();
    let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let more = month["exceptions"].as_array().unwrap().iter().filter(|e| e["kind"] == "kept_more");
    assert_eq!(more.map(|e| e["amount"].as_i64().unwrap()).collect::<Vec<_>>(), [rupees(1_000)]);
    hall.books_balance();
}

#[test]
fn refunds_above_the_cash_of_a_drawer_sound_it_out_just_as_cash_out_does() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(5_000);
    let paid: Vec<_> =
        [900, 910, 920, 930].iter().map(|sum| hall.pays(&asha, &account, *sum).unwrap()).collect();
    hall.next_morning(&maya);
    hall.minds_drawers();
    let own = hall.opens_shift(&asha, &[(500, 1)]).unwrap();
    let told = || {
        let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
        let all = month["exceptions"].as_array().unwrap().clone();
        all.into_iter().filter(|e| e["kind"] == "drawer_probed").collect::<Vec<_>>()
    };
    for p in &paid[..3] {
        let asks = hall.asks_back(&asha, p.payment, &Way::Refund).allowed_by(&maya);
        assert_eq!(refused(asks.now()), "not_enough_cash", "with a manager's word at the screen");
    }
    assert_eq!(told().len(), 0, "three times is a mistake");
    // From the list it is the manager who is told the no, as often as they ask: the clerk has learnt nothing by that.
    let asked = hall.asks_back(&asha, paid[3].payment, &Way::Refund).now().unwrap().approval;
    assert_eq!(refused(hall.approves(&maya, &asked)), "not_enough_cash");
    assert_eq!(told().len(), 0, "and nobody is accused of it");
    let asks = hall.asks_back(&asha, paid[0].payment, &Way::Refund).allowed_by(&maya);
    assert_eq!(refused(asks.now()), "not_enough_cash");
    let found = told();
    assert_eq!(
        found.iter().map(|e| (e["subject"].as_str(), e["who"].as_str())).collect::<Vec<_>>(),
        [(Some(own.number.as_str()), Some("asha"))]
    );
    hall.books_balance();
}

#[test]
fn an_office_that_keeps_no_shifts_pays_its_cash_in_by_slips_whoever_took_it() {
    let hall = Hall::open();
    let (asha, arun, maya) = (hall.clerk("asha"), hall.admin("arun"), hall.manager("maya"));
    hall.minds_drawers();
    let rules = json!({
        "required": false, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": 0, "manager_tolerance": 0,
        "denominations": [],
    });
    hall.sets_office(&arun, &json!({ "shifts": rules })).unwrap();
    let account = hall.bills(5_000);
    let paid = hall.pays(&asha, &account, 1_000).unwrap();
    hall.pays(&asha, &account, 400).unwrap();
    let void = hall.pays(&asha, &account, 70).unwrap();
    hall.undoing(&asha).payment(void.payment).now().unwrap();
    assert_eq!(refused(hall.pays_in(&maya)), "nothing_to_bank", "the day is not closed yet");
    hall.next_morning(&maya);
    let paper = hall.day_text("2026-11-21");
    let line = |with: &str| paper.lines().find(|line| line.contains(with)).unwrap_or_default().to_owned();
    assert!(paper.contains("In no drawer") && line("Cash in the office").contains("1,400.00"), "{paper}");
    assert_eq!(hall.pays_in(&maya).unwrap().amount, rs(1_400), "with no Z report at all");
    assert_eq!(refused(hall.pays_in(&maya)), "nothing_to_bank", "not twice");

    // What is refunded in cash out of no drawer is not there to be paid in.
    hall.pays(&asha, &account, 1_500).unwrap();
    hall.asks_back(&asha, paid.payment, &foil_testkit::Way::Refund).allowed_by(&maya).now().unwrap();
    hall.next_morning(&maya);
    assert_eq!(hall.day_state(&maya).unwrap().to_bank, rs(500));
    assert_eq!(hall.pays_in(&maya).unwrap().amount, rs(500));
    hall.books_balance();
}

#[test]
fn nobody_takes_money_without_a_drawer_at_the_counter_they_sit_at() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    hall.minds_drawers();
    let account = hall.bills(500);
    assert_eq!(refused(hall.pays(&asha, &account, 100)), "no_open_shift");
    hall.opens_shift(&asha, &[]).unwrap();
    assert_eq!(refused(hall.opens_shift(&asha, &[])), "shift_open", "one drawer a person");
    let beside = hall.sits_at(&bela, &asha);
    assert_eq!(refused(hall.opens_shift(&beside, &[])), "shift_open", "one person a drawer");
    let elsewhere = hall.sits_at(&asha, &bela);
    assert_eq!(refused(hall.pays(&elsewhere, &account, 100)), "shift_elsewhere");
    assert_eq!(refused(hall.drops(&asha, 1)), "not_enough_cash", "an empty drawer drops nothing");
    hall.pays(&asha, &account, 100).unwrap();
    hall.books_balance();
}

#[test]
fn a_full_drawer_asks_for_a_drop_and_takes_no_more_cash_if_the_office_says_so() {
    let hall = Hall::open();
    let (asha, arun) = (hall.clerk("asha"), hall.admin("arun"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    let mut rules = json!({
        "required": true, "cash_ceiling": rupees(1_000), "ceiling_refuses": false, "tolerance": 0,
        "manager_tolerance": 0, "denominations": [],
    });
    hall.sets_office(&arun, &json!({ "shifts": rules })).unwrap();
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 900).unwrap();
    assert!(!hall.frame(&asha).unwrap().shift.unwrap().drop_asked, "nine tenths of what it may hold");
    hall.pays(&asha, &account, 101).unwrap();
    assert!(hall.frame(&asha).unwrap().shift.unwrap().drop_asked);
    rules["ceiling_refuses"] = json!(true);
    hall.sets_office(&arun, &json!({ "shifts": rules })).unwrap();
    assert_eq!(refused(hall.pays(&asha, &account, 100)), "drawer_full");
    hall.visit(&asha).account(&account).pays(100).upi(100, "UPI41280001").take().unwrap();
    hall.drops(&asha, 800).unwrap();
    hall.pays(&asha, &account, 100).unwrap();
    hall.books_balance();
}

/// What the ceiling on cash tells of a drawer that takes no payments meanwhile: how much has to be brought from the safe, to the
/// coin, until a drop is asked for. Nobody else hears of it, for what comes out of the safe goes back to it.
fn sounded_out(hall: &Hall, who: &Person, most: i64) -> i64 {
    let (mut holds, mut asks) = (0, most);
    while asks - holds > 1 {
        let amount = (holds + asks) / 2;
        let input = json!({ "request_id": hall.request(), "amount": amount, "reason": "change" });
        let told = hall.call(who, "cash_in", input).unwrap();
        *(if told["drop_asked"] == true { &mut asks } else { &mut holds }) = amount;
        hall.call(who, "drop_cash", json!({ "request_id": hall.request(), "amount": amount })).unwrap();
        hall.seconds_pass(5);
    }
    asks
}

#[test]
fn the_ceiling_on_cash_does_not_tell_what_a_drawer_holds_before_it_is_counted() {
    let hall = Hall::open();
    let (asha, arun) = (hall.clerk("asha"), hall.admin("arun"));
    let (maya, noor) = (hall.manager("maya"), hall.manager("noor"));
    hall.minds_drawers();
    let account = hall.bills(50_000);
    let ceiling = rupees(20_000);
    let rules = json!({
        "required": true, "cash_ceiling": ceiling, "ceiling_refuses": false, "tolerance": 0, "manager_tolerance": 0,
        "denominations": [],
    });
    hall.sets_office(&arun, &json!({ "shifts": rules })).unwrap();
    hall.keeps_in_safe(20_000);
    hall.brings_to_safe(&maya, &noor, 20_000).unwrap();
    hall.opens_from_safe(&asha, 0).unwrap();
    let mut holds = 0;
    let mut began = Vec::new();
    for paid in [11_000, 2_385] {
        hall.seconds_pass(5);
        hall.pays(&asha, &account, paid).unwrap();
        holds += rupees(paid);
        hall.seconds_pass(5);
        let asks = sounded_out(&hall, &asha, ceiling);
        assert_eq!(asks, sounded_out(&hall, &asha, ceiling), "asked again, it answers the same");
        began.push(holds + asks - 1);
    }
    assert!(began.iter().all(|at| (ceiling * 9 / 10..=ceiling).contains(at)), "never above it: {began:?}");
    assert_ne!(began[0], began[1], "who knew it before the money came in knows nothing now");
    assert_ne!(began[1], ceiling, "and the ceiling less what was brought is not what the drawer holds");

    // An ask that is there stays: the next payment does not take it back.
    let mut asked = false;
    for _ in 0..14 {
        hall.seconds_pass(5);
        hall.pays(&asha, &account, 500).unwrap();
        let now = hall.frame(&asha).unwrap().shift.unwrap().drop_asked;
        assert!(now || !asked, "it went away by itself");
        asked = now;
    }
    assert!(asked, "more than the ceiling is there");
    hall.books_balance();
}

#[test]
fn a_count_without_the_sum_of_a_way_of_paying_that_was_used_is_none() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.minds_drawers();
    let account = hall.bills(900);
    let own = hall.opens_shift(&asha, &[]).unwrap();
    hall.visit(&asha).account(&account).pays(300).upi(300, "UPI41280001").take().unwrap();
    let counts = |tenders: serde_json::Value| {
        let input = json!({ "request_id": hall.request(), "pieces": [], "tenders": tenders });
        hall.call(&asha, "count_shift", input)
    };
    let told = counts(json!([])).unwrap_err();
    assert_eq!((told.code.as_str(), told.message.contains("upi")), ("bad_input", true), "{}", told.message);
    let drawer = hall.drawer(&asha).unwrap().own.unwrap();
    assert_eq!((drawer.shift.id, drawer.shift.state), (own.id, ShiftState::Open), "no count was spent on it");
    hall.pays(&asha, &account, 100).unwrap();
    hall.undoes(&asha).unwrap();
    // Nothing is a sum as well, if somebody says so.
    assert_eq!(counts(json!([{ "method": "upi", "amount": 0 }])).unwrap()["next"], "count_again");
    assert_eq!(counts(json!([{ "method": "upi", "amount": rupees(300) }])).unwrap()["next"], "close");
    hall.books_balance();
}

#[test]
fn nobody_hands_back_more_than_is_in_the_drawer_and_who_tries_again_and_again_is_told_to_the_auditor() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    let own = hall.opens_shift(&asha, &[(500, 1)]).unwrap();
    let taken = hall.pays(&asha, &account, 3_000).unwrap();
    hall.drops(&asha, 3_400).unwrap();
    assert_eq!(refused(hall.undoes(&asha)), "not_enough_cash", "a hundred are in it");
    assert_eq!(refused(hall.undoing(&maya).payment(taken.payment).now()), "not_enough_cash", "by nobody");
    let by_two = || hall.asks_void(&asha, taken.payment);
    assert_eq!(refused(by_two().allowed_by(&maya).now()), "not_enough_cash");
    let asked = by_two().now().unwrap().approval;
    assert_eq!(refused(hall.approves(&maya, &asked)), "not_enough_cash", "from the list neither");
    hall.withdraws(&asha, &asked).unwrap();
    let told = || {
        let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
        let all = month["exceptions"].as_array().unwrap().clone();
        let probed = all.into_iter().filter(|e| e["kind"] == "drawer_probed");
        probed.map(|e| e["subject"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told(), Vec::<String>::new());
    for _ in 0..2 {
        assert_eq!(refused(hall.undoes(&asha)), "not_enough_cash");
    }
    assert_eq!(told(), [own.number]);

    // What was dropped comes back out of the safe, and the drawer is right to the coin.
    let brought = json!({ "request_id": hall.request(), "amount": rupees(2_900), "reason": "change" });
    hall.call(&asha, "cash_in", brought).unwrap();
    hall.undoes(&asha).unwrap();
    assert_eq!(hall.counts(&asha, &[], &[]).unwrap().next, CountNext::Close, "nothing is in it");
    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap();
    assert_eq!((z.expected, z.variance, z.banked), (rs(0), rs(0), rs(3_400)));
    hall.books_balance();
}

#[test]
fn a_drawer_is_handed_to_nobody_who_has_one_or_for_whom_another_waits() {
    let hall = Hall::open();
    let (asha, bela, cara) = (hall.clerk("asha"), hall.clerk("bela"), hall.clerk("cara"));
    hall.minds_drawers();
    hall.opens_shift(&asha, &[]).unwrap();
    hall.opens_shift(&bela, &[]).unwrap();
    hall.counts(&asha, &[], &[]).unwrap();
    let takers = |who: &Person| {
        let people = hall.drawer(who).unwrap().people;
        people.into_iter().map(|one| one.name).collect::<Vec<_>>()
    };
    assert_eq!(takers(&asha), ["Cara"]);
    let hands = |from: &Person, to: &Person| hall.closes_shift(from, &json!({ "hand_over_to": to.user() }));
    let told = hands(&asha, &bela).unwrap_err();
    assert_eq!(told.code, "shift_open");
    assert!(told.message.contains("Bela has it, at counter C2"), "{}", told.message);
    hands(&asha, &cara).unwrap();
    hall.counts(&bela, &[], &[]).unwrap();
    assert_eq!(takers(&bela), Vec::<String>::new(), "Asha's waits for Cara, and is still Asha's");
    assert_eq!(refused(hands(&bela, &cara)), "shift_open");
    let there = hall.sits_at(&cara, &asha);
    hall.answers_hand_over(&there, hall.drawer(&there).unwrap().handed.unwrap().shift.id, true).unwrap();
    assert_eq!(takers(&bela), ["Asha"]);
    hall.books_balance();
}

#[test]
fn a_drawer_is_handed_over_when_the_next_person_says_that_it_holds_what_was_counted() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    let own = hall.opens_shift(&asha, &[(100, 5)]).unwrap();
    hall.pays(&asha, &account, 700).unwrap();
    let count = hall.counts(&asha, &[(500, 2), (100, 2)], &[]).unwrap();
    assert_eq!(count.next, CountNext::Close);
    let waits = hall.closes_shift(&asha, &json!({ "hand_over_to": bela.user() })).unwrap();
    assert_eq!((waits.shift.state, waits.z.is_none()), (ShiftState::HandedOver, true));
    assert_eq!(refused(hall.answers_hand_over(&maya, own.id, true)), "not_found", "it is not for her");
    assert_eq!(refused(hall.answers_hand_over(&bela, own.id, true)), "shift_elsewhere", "the drawer stays");

    // Bela finds a note missing, then finds it.
    let beside = hall.sits_at(&bela, &asha);
    hall.answers_hand_over(&beside, own.id, false).unwrap();
    assert_eq!(hall.drawer(&asha).unwrap().own.unwrap().shift.state, ShiftState::Counting);
    hall.closes_shift(&asha, &json!({ "hand_over_to": bela.user() })).unwrap();
    let taken = hall.answers_hand_over(&beside, own.id, true).unwrap();
    assert_eq!(taken.shift.float, rs(1_200), "the count is the next float");
    let z = taken.z.unwrap();
    assert_eq!(
        (z.number.as_str(), z.banked),
        ("C1Z/26-27/000001", Money::ZERO),
        "nothing is for the bank yet"
    );

    hall.pays(&beside, &account, 300).unwrap();
    hall.counts(&beside, &[(500, 3)], &[]).unwrap();
    let z = hall.closes_shift(&beside, &json!({ "keep": 0 })).unwrap().z.unwrap();
    assert_eq!((z.number.as_str(), z.banked), ("C1Z/26-27/000002", rs(1_500)));
    hall.books_balance();
}

#[test]
fn a_day_ends_when_every_drawer_is_counted_and_the_slip_for_the_bank_is_what_the_z_reports_left() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    hall.opens_shift(&asha, &[(100, 10)]).unwrap();
    hall.opens_shift(&bela, &[]).unwrap();
    hall.pays(&asha, &account, 1_500).unwrap();
    hall.pays(&bela, &account, 400).unwrap();
    hall.visit(&bela).account(&account).pays(300).card(300, "SLIP 11").take().unwrap();
    hall.drops(&asha, 500).unwrap();

    let told = hall.closes_day(&maya, None).unwrap_err();
    assert_eq!(told.code, "shifts_open");
    assert!(
        told.message.contains("C1S/26-27/000001 of Asha") && told.message.contains("of Bela"),
        "{told:?}"
    );
    assert_eq!(refused(hall.pays_in(&maya)), "nothing_to_bank", "no Z report yet");
    let ticket = hall.takes_ticket(&asha, &account).unwrap();
    hall.calls_next(&asha).unwrap();
    assert_eq!(refused(hall.counts(&asha, &[], &[])), "unaccepted", "a customer is at the counter");
    let serving = hall.board(&asha).unwrap().serving_here.unwrap();
    assert_eq!(serving.number, ticket.number);
    hall.finishes(&asha, &serving).unwrap();

    let next = hall.takes_ticket(&asha, &account).unwrap();
    hall.counts(&asha, &[(500, 4)], &[]).unwrap();
    assert_eq!(refused(hall.calls_next(&asha)), "shift_state", "a counted drawer takes no money any more");
    let call = json!({ "ticket": next.id, "version": next.version });
    assert_eq!(refused(hall.call(&asha, "call_ticket", call)), "shift_state");
    hall.closes_shift(&asha, &json!({})).unwrap();
    hall.calls_next(&bela).unwrap();
    let serving = hall.board(&bela).unwrap().serving_here.unwrap();
    hall.finishes(&bela, &serving).unwrap();
    hall.counts(&bela, &[(100, 4)], &[("card", 300)]).unwrap();
    hall.closes_shift(&bela, &json!({})).unwrap();
    let state = hall.day_state(&maya).unwrap();
    assert_eq!((state.open.len(), state.ended.len(), state.to_bank), (0, 2, rs(1_900)));
    let slip = hall.pays_in(&maya).unwrap();
    assert_eq!((slip.number.as_str(), slip.amount), ("C3P/26-27/000001", rs(1_900)));
    assert_eq!(refused(hall.pays_in(&maya)), "nothing_to_bank", "not twice");

    // In the evening the day is closed, and tomorrow's has begun; nobody closes tomorrow today.
    let closed = hall.closes_day(&maya, None).unwrap();
    assert_eq!(closed.business_on, hall.today().plus_days(1));
    assert_eq!(refused(hall.closes_day(&maya, None)), "business_day");
    hall.office().finish_outbox().unwrap();
    let folder = hall.office().document_folder().unwrap().join("2026/11/21");
    for file in [
        "shifts/C1Z-26-27-000001.pdf",
        "shifts/C1Z-26-27-000001.json",
        "deposits/C3P-26-27-000001.pdf",
        "day-2026-11-21.pdf",
    ] {
        assert!(folder.join(file).is_file(), "{file} was written");
    }
    hall.books_balance();
}

#[test]
fn days_that_were_missed_are_closed_one_after_the_other_and_a_closed_day_never_changes() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(5_000);
    hall.pays(&asha, &account, 1_000).unwrap();
    let first = hall.today();
    hall.days_pass(&maya, 3);
    let state = hall.day_state(&maya).unwrap();
    let days: Vec<String> = state.closed.iter().map(|day| day.on.to_string()).collect();
    assert_eq!(days, ["2026-11-23", "2026-11-22", "2026-11-21"]);
    assert_eq!(state.closed[2].banked, rs(1_000));
    hall.office().finish_outbox().unwrap();
    let folder = hall.office().document_folder().unwrap();
    for day in ["21", "22", "23"] {
        let paper = folder.join(format!("2026/11/{day}/day-2026-11-{day}.pdf"));
        assert!(paper.is_file(), "each day that was closed has its paper: {}", paper.display());
        let files = folder.join(format!("2026/11/{day}/daily-2026-11-{day}.csv"));
        assert!(files.is_file(), "and its files, an empty day, too: {}", files.display());
    }
    let z = hall.z_reports(&maya, first, first).unwrap();
    let before = hall.z_text(z[0].id);

    hall.pays(&asha, &account, 200).unwrap();
    hall.next_morning(&maya);
    assert_eq!(hall.z_text(z[0].id), before);
    let told = hall.undoing(&asha).payment(foil_domain::ids::PaymentId(1)).now();
    assert_eq!(refused(told), "undo_refused", "nothing lands in a closed day");
    assert_eq!(
        refused(hall.z_reports(&asha, first, first).map(|rows| rows[0].id).and_then(|id| {
            hall.call(&maya, "z_report", json!({ "z": id }))
                .and_then(|_| hall.call(&asha, "z_report", json!({ "z": 99 })))
        })),
        "not_found"
    );
    hall.books_balance();

    // Whoever holds the machine cannot make a closed day's figures other by SQL, or the check says so.
    let book = raw(&hall.path(), hall.key());
    let edit = book.execute("UPDATE z_report SET counted_minor = 0 WHERE id = 1", []);
    assert!(edit.unwrap_err().to_string().contains("append-only"));
    book.execute_batch("DROP TRIGGER payment_tender_is_never_changed").unwrap();
    book.execute("UPDATE payment_tender SET amount_minor = amount_minor + 500 WHERE payment_id = 1", [])
        .unwrap();
    let problems = hall.check(&maya).unwrap().problems;
    assert!(
        problems.iter().any(|p| p.starts_with("C1Z/26-27/000001: this Z report does not expect")),
        "{problems:?}"
    );
}

#[test]
fn a_void_takes_its_cash_out_of_the_drawer_of_who_hands_it_back() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    let own = hall.opens_shift(&asha, &[]).unwrap();
    let taken = hall.pays(&asha, &account, 400).unwrap();
    let second = hall.pays(&asha, &account, 300).unwrap();

    // Maya has no drawer: the money comes out of the one it went into.
    hall.undoing(&maya).payment(taken.payment).now().unwrap();
    let x = hall.x_report(&hall.official("omar"), Some(own.id)).unwrap();
    assert_eq!(x.cash.as_ref().map(|cash| (cash.voids, cash.expected)), Some((rs(400), rs(300))));

    // A shift that has ended makes a payment somebody else's business: a manager's.
    hall.counts(&asha, &[(100, 3)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    hall.opens_shift(&asha, &[(100, 5)]).unwrap();
    assert_eq!(refused(hall.undoing(&asha).payment(second.payment).now()), "needs_manager");
    assert_eq!(refused(hall.undoing(&maya).payment(second.payment).now()), "no_open_shift", "from no drawer");
    hall.undoing(&asha).payment(second.payment).allowed_by(&maya).now().unwrap();
    hall.counts(&asha, &[(100, 2)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    assert_eq!(in_rupees(hall.day_state(&maya).unwrap().to_bank), "500.00");
    let _ = bela;
    hall.books_balance();
}

#[test]
fn a_void_let_happen_from_the_list_leaves_the_drawer_and_the_ticket_with_who_asked() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    // Who may count a drawer is not told what it must hold: an official looks.
    let omar = hall.official("omar");
    hall.minds_drawers();
    let account = hall.bills(5_000);
    let taken_into = hall.opens_shift(&asha, &[]).unwrap();
    let hands_back = hall.opens_shift(&bela, &[(100, 10)]).unwrap();
    let lets_happen = hall.opens_shift(&maya, &[(100, 20)]).unwrap();
    let ticket = hall.takes_ticket(&asha, &account).unwrap();
    hall.calls_next(&asha).unwrap();
    let taken = hall.visit(&asha).account(&account).pays(400).cash(400).ticket(ticket.id).take().unwrap();

    let asked = hall.asks_void(&bela, taken.payment).now().unwrap().approval;
    hall.approves(&maya, &asked).unwrap();

    let cash = |shift: ShiftId| {
        let cash = hall.x_report(&omar, Some(shift)).unwrap().cash.unwrap();
        (cash.voids, cash.expected)
    };
    assert_eq!(cash(hands_back.id), (rs(400), rs(600)), "Bela stands at the customer and hands it back");
    assert_eq!(cash(lets_happen.id), (rs(0), rs(2_000)), "the manager's drawer is none of it");
    assert_eq!(cash(taken_into.id), (rs(0), rs(400)));
    let serving = hall.board(&bela).unwrap().serving_here.map(|serving| serving.id);
    assert_eq!(serving, Some(ticket.id), "the ticket is where the customer stands");
    hall.books_balance();
}

#[test]
fn once_their_own_drawer_is_counted_a_manager_takes_their_payment_back_by_anothers_word_only() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    hall.minds_drawers();
    let account = hall.bills(5_000);
    let takes_and_closes = || {
        hall.opens_shift(&maya, &[]).unwrap();
        let first = hall.pays(&maya, &account, 400).unwrap();
        let second = hall.pays(&maya, &account, 200).unwrap();
        hall.counts(&maya, &[(100, 6)], &[]).unwrap();
        hall.closes_shift(&maya, &json!({ "keep": 0 })).unwrap();
        (first.payment, second.payment)
    };
    let (alone, by_two) = takes_and_closes();
    hall.opens_shift(&maya, &[(100, 10)]).unwrap();
    // Nobody else could let it happen: it is done first, whatever it comes to, and the month waits for another's look.
    let shown = hall.undoing(&maya).payment(alone).preview().unwrap();
    assert_eq!((shown.needs_manager, shown.second_look), (true, Some(rs(400))));
    assert_eq!(
        refused(hall.undoing(&maya).payment(alone).now()),
        "needs_manager",
        "not without a word about it"
    );
    assert_eq!(refused(hall.asks_void(&maya, alone).allowed_by(&maya).now()), "own_request");
    let first = hall.asks_void(&maya, alone).done_first().now().unwrap();
    assert!(first.done.is_some() && first.approval.done_first);
    let omar = hall.official("omar");
    let month = json!({ "month": "2026-11", "folder": hall.folder().join("out") });
    assert_eq!(refused(hall.call(&omar, "export_month", month)), "second_looks_open");
    assert_eq!(
        refused(hall.approves(&maya, &first.approval)),
        "own_request",
        "she clears nothing of her own"
    );
    hall.approves(&omar, &first.approval).unwrap();

    let noor = hall.manager("noor");
    let shown = hall.undoing(&maya).payment(by_two).preview().unwrap();
    assert!(shown.needs_manager && shown.refused.is_none(), "the screen asks for the other manager");
    assert_eq!(refused(hall.undoing(&maya).payment(by_two).now()), "needs_manager");
    assert_eq!(refused(hall.undoing(&maya).payment(by_two).allowed_by(&maya).now()), "own_request");
    hall.undoing(&maya).payment(by_two).allowed_by(&noor).now().unwrap();

    let view = hall.payment(&maya, by_two).unwrap().void.unwrap();
    assert_eq!((view.by.as_str(), view.allowed_by.as_str()), ("maya", "noor"), "the slip names both");
    hall.books_balance();
}

#[test]
fn cash_that_is_at_the_bank_goes_back_by_two_persons_though_its_day_is_open() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    hall.opens_shift(&asha, &[]).unwrap();
    let taken = hall.pays(&asha, &account, 400).unwrap();
    hall.counts(&asha, &[(100, 4)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    assert_eq!(hall.pays_in(&maya).unwrap().amount, rs(400));
    hall.opens_shift(&maya, &[(100, 10)]).unwrap();

    let shown = hall.undoing(&maya).payment(taken.payment).preview().unwrap();
    assert_eq!(shown.state, Some(foil_domain::undo::UndoState::Closed));
    assert_eq!(refused(hall.undoing(&maya).payment(taken.payment).now()), "undo_refused", "no manager alone");
    hall.opens_shift(&asha, &[(100, 5)]).unwrap();
    hall.asks_back(&asha, taken.payment, &Way::Refund).allowed_by(&maya).now().unwrap();
    hall.books_balance();
}

#[test]
fn a_manager_takes_back_by_one_word_no_more_than_a_manager_may_approve() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    hall.ceiling_of("void", Some(rupees(300)));
    let account = hall.bills(5_000);
    hall.opens_shift(&asha, &[]).unwrap();
    let (large, small) = (hall.pays(&asha, &account, 301).unwrap(), hall.pays(&asha, &account, 300).unwrap());
    let third = hall.pays(&asha, &account, 200).unwrap();

    // At her own screen, another's payment.
    let shown = hall.undoing(&maya).payment(large.payment).preview().unwrap();
    assert_eq!(shown.refused.map(|r| r.code).as_deref(), Some("above_ceiling"));
    assert_eq!(refused(hall.undoing(&maya).payment(large.payment).now()), "above_ceiling");
    hall.undoing(&maya).payment(small.payment).now().unwrap();

    // Her word at the clerk's screen, which the drawer's end makes needed: the register has the request and its answer.
    hall.counts(&asha, &[(1, 501)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    hall.opens_shift(&asha, &[(100, 9)]).unwrap();
    let told = hall.undoing(&asha).payment(large.payment).allowed_by(&maya).now();
    assert_eq!(refused(told), "above_ceiling", "nor by her word");
    assert_eq!(hall.requests_text(&maya), "", "what was refused left nothing");
    let undone = hall.undoing(&asha).payment(third.payment).note("twice").allowed_by(&maya).now().unwrap();
    let (number, slip) = (undone.number.unwrap(), undone.slip.unwrap());
    assert_eq!(
        hall.requests_text(&maya),
        format!("void of 200.00 about {number} · Asha Rao: asked by Asha, approved by Maya, {slip}\n")
    );
    let view = hall.payment(&maya, third.payment).unwrap().void.unwrap();
    assert_eq!((view.by.as_str(), view.allowed_by.as_str()), ("asha", "maya"));
    hall.books_balance();
}

#[test]
fn cheques_are_counted_as_the_papers_that_are_there_and_not_as_what_the_bank_has() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    let own = hall.opens_shift(&asha, &[]).unwrap();
    let gives = |whole: i64, number: &str| {
        let visit = hall.visit(&asha).account(&account).pays(whole);
        visit.cheque(whole, number, "Canara Bank").take().unwrap().payment
    };
    let (at_bank, back, _stays) = (gives(700, "1"), gives(200, "2"), gives(500, "3"));
    let late = gives(600, "4");
    hall.undoing(&asha).payment(back).now().unwrap();
    hall.deposits(&asha, &[hall.cheque_of(&maya, at_bank).id]).unwrap();

    let x = hall.x_report(&hall.official("omar"), Some(own.id)).unwrap();
    let cheques = x.tenders.iter().find(|t| t.method == "cheque").unwrap();
    assert_eq!((cheques.expected, cheques.at_bank), (Some(rs(1_100)), Some(rs(700))));
    let counted = hall.counts(&asha, &[], &[("cheque", 1_100)]).unwrap();
    assert_eq!(counted.next, CountNext::Close, "two papers are there: {counted:?}");
    hall.undoing(&maya).payment(late).reason("wrong_amount").now().unwrap();
    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap();
    let paper = hall.z_text(z.id);
    // 2,000 came, 800 went back and 700 to the bank: 500; but when they were counted 600 of it were there still.
    let lines: Vec<&str> = paper.lines().filter(|line| line.starts_with("Cheque")).collect();
    expect![[r#"
        Cheque                              4  2,000.00  800.00       1,100.00  1,100.00        0.00
        Cheque: at the bank                              700.00
        Cheque: of it after the count                    600.00"#]]
    .assert_eq(&lines.join("\n"));
    // A cheque that was with the bank at the count, and has come back since.
    hall.opens_shift(&asha, &[]).unwrap();
    let slip = hall.deposits(&asha, &[hall.cheque_of(&maya, gives(300, "5")).id]).unwrap();
    hall.counts(&asha, &[], &[]).unwrap();
    hall.takes_slip_back(&maya, slip.id).unwrap();
    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap();
    let paper = hall.z_text(z.id);
    let lines: Vec<&str> = paper.lines().filter(|line| line.starts_with("Cheque")).collect();
    expect![[r#"
        Cheque                                  1  300.00    0.00           0.00
        Cheque: came back after the count                  300.00"#]]
    .assert_eq(&lines.join("\n"));
    // What the bank says later is no other shift's business.
    hall.bounces(&maya, &hall.cheque_of(&maya, at_bank)).unwrap();
    hall.books_balance();
}

#[test]
fn cash_that_was_asked_for_in_one_shift_leaves_no_other() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    hall.takes_out_alone(0);
    hall.opens_shift(&asha, &[(100, 5)]).unwrap();
    let asked = hall.asks(&asha, "cash_out", hall.wants_out(300)).now().unwrap().approval;
    hall.counts(&asha, &[(100, 5)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": rupees(500) })).unwrap();
    let second = hall.opens_shift(&asha, &[(100, 5)]).unwrap();
    assert_eq!(refused(hall.approves(&maya, &asked)), "changed_meanwhile", "it was for the drawer of before");
    let cash = hall.x_report(&hall.official("omar"), Some(second.id)).unwrap().cash.unwrap();
    assert_eq!((cash.cash_out, cash.expected), (rs(0), rs(500)));
    hall.books_balance();
}

#[test]
fn a_counter_with_a_shift_or_cash_in_its_drawer_is_not_taken_out_of_use() {
    let hall = Hall::open();
    let (asha, arun) = (hall.clerk("asha"), hall.admin("arun"));
    hall.minds_drawers();
    hall.opens_shift(&asha, &[(100, 5)]).unwrap();
    let retires = || {
        let all = hall.call(&arun, "counters", json!({})).unwrap();
        let one = all.as_array().unwrap().iter().find(|c| c["code"] == "C1").unwrap().clone();
        hall.call(
            &arun,
            "save_counter",
            json!({ "counter": one["id"], "version": one["version"],
            "code": "C1", "name": one["name"], "active": false }),
        )
    };
    let told = retires().unwrap_err();
    assert!(told.message.contains("C1S/26-27/000001"), "it says which shift: {}", told.message);
    hall.counts(&asha, &[(100, 5)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": rupees(500) })).unwrap();
    let told = retires().unwrap_err();
    assert!(told.message.contains("nothing kept"), "it says what to do: {}", told.message);
    hall.opens_shift(&asha, &[(100, 5)]).unwrap();
    hall.counts(&asha, &[(100, 5)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    retires().unwrap();
    hall.books_balance();
}

#[test]
fn the_bar_of_ones_own_acts_does_not_tell_what_is_still_to_be_counted() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let (maya, account) = (hall.manager("maya"), hall.bills(5_000));
    hall.minds_drawers();
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 400).unwrap();
    assert_eq!(hall.acts_of(&asha).unwrap().taken, None, "the count is blind");
    assert_eq!(hall.acts_of(&maya).unwrap().taken, Some(rs(0)), "she has nothing to count");
    hall.counts(&asha, &[(100, 3)], &[]).unwrap();
    assert_eq!(hall.acts_of(&asha).unwrap().taken, None, "nor before the second count");
    hall.counts(&asha, &[(100, 4)], &[]).unwrap();
    assert_eq!(hall.acts_of(&asha).unwrap().taken, Some(rs(400)));
}

#[test]
fn a_manager_counts_and_closes_the_drawer_of_who_cannot() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(500);
    let left = hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 500).unwrap();
    let counts = |who, pieces: i64| {
        let pieces = json!([{ "value": 50_000, "count": pieces }]);
        let input = json!({ "request_id": hall.request(), "shift": left.id, "pieces": pieces });
        hall.call(who, "count_shift", input)
    };
    let beside = hall.sits_at(&bela, &asha);
    assert_eq!(refused(counts(&beside, 1)), "not_allowed", "a clerk counts nobody else's");
    assert_eq!(refused(counts(&maya, 1)), "shift_elsewhere", "a drawer is counted where it stands");
    let there = hall.sits_at(&maya, &asha);
    assert!(hall.drawer(&there).unwrap().for_other.is_some());
    counts(&there, 1).unwrap();
    let close = json!({ "shift": left.id, "keep": 0 });
    let z = hall.closes_shift(&there, &close).unwrap().z.unwrap();
    assert_eq!((z.name.as_str(), z.banked), ("Asha", rs(500)), "it stays Asha's");
    hall.closes_day(&maya, None).unwrap();
    hall.books_balance();
}

#[test]
fn a_drawer_closed_in_its_clerks_place_bears_both_names_and_is_counted_as_blind_and_judged_as_theirs_is() {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    let arun = hall.admin("arun");
    hall.minds_drawers();
    let rules = json!({
        "required": true, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": rupees(10),
        "manager_tolerance": rupees(500), "denominations": [],
    });
    hall.sets_office(&arun, &json!({ "shifts": rules })).unwrap();
    let account = hall.bills(5_000);
    let left = hall.opens_shift(&asha, &[(100, 4)]).unwrap();
    hall.pays(&asha, &account, 5_000).unwrap();

    let there = hall.sits_at(&maya, &asha);
    let sees = |who| hall.x_report(who, Some(left.id)).unwrap().cash.is_some();
    assert!(!sees(&there), "whoever may count a drawer counts it blind");
    assert!(!sees(&noor), "though they sit elsewhere: they would but have to change places");
    let omar = hall.official("omar");
    assert!(sees(&omar) && sees(&arun), "who counts none sees it");
    let counts = || {
        let pieces = json!([{ "value": 5_000, "count": 99 }]);
        let input = json!({ "request_id": hall.request(), "shift": left.id, "pieces": pieces });
        hall.call(&there, "count_shift", input).unwrap()
    };
    let first = counts();
    assert_eq!(first["next"], "count_again", "450 less is within her own tolerance, and not within Asha's");
    assert_eq!(first["tenders"][0]["expected"], json!(null));
    let away = hall.sits_at(&maya, &maya);
    assert!(!sees(&away), "who has counted is not told between two counts, wherever they sit");
    assert_eq!(counts()["next"], "explain_and_allow");
    assert!(sees(&there));
    let close = json!({ "shift": left.id, "keep": 0, "reason": "unknown" });
    assert_eq!(refused(hall.closes_shift(&there, &close)), "needs_approval", "nor by her own word");
    let mut close = close;
    close["manager"] = json!({ "login": "noor", "password": foil_testkit::PASSWORD });
    let z = hall.closes_shift(&there, &close).unwrap().z.unwrap();
    assert_eq!(
        (z.name.as_str(), z.closed_by.as_str(), z.allowed_by.as_str(), z.variance),
        ("Asha", "Maya", "Noor", rs(-450))
    );
    let paper = hall.z_text(z.id);
    assert!(paper.contains("Counted and closed in their place by: Maya"), "{paper}");
    let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let told: Vec<String> = month["exceptions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["subject"] == z.number.as_str())
        .map(|e| format!("{} {} {}", e["kind"], e["who"], e["detail"]).replace('"', ""))
        .collect();
    assert_eq!(
        told,
        [
            "variance asha unknown, counted and closed by maya",
            "closed_for_another asha counted and closed by maya"
        ]
    );
    hall.books_balance();
}

#[test]
fn a_hand_over_and_change_that_nobody_is_there_to_answer_are_refused_by_a_manager_at_the_drawer() {
    let hall = Hall::open();
    let (asha, bela, cara) = (hall.clerk("asha"), hall.clerk("bela"), hall.clerk("cara"));
    let maya = hall.manager("maya");
    hall.minds_drawers();
    let account = hall.bills(5_000);
    let own = hall.opens_shift(&asha, &[]).unwrap();
    let hers = hall.opens_shift(&bela, &[]).unwrap();
    hall.pays(&asha, &account, 500).unwrap();
    hall.pays(&bela, &account, 700).unwrap();

    // Asha hands over to Cara, and neither comes again.
    hall.counts(&asha, &[(100, 5)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "hand_over_to": cara.user() })).unwrap();
    assert_eq!(refused(hall.closes_day(&maya, None)), "shifts_open");
    assert_eq!(refused(hall.answers_hand_over(&maya, own.id, false)), "not_found", "not from elsewhere");
    let beside = hall.sits_at(&bela, &asha);
    assert_eq!(refused(hall.answers_hand_over(&beside, own.id, false)), "not_found", "nor a clerk");
    let there = hall.sits_at(&maya, &asha);
    assert_eq!(refused(hall.answers_hand_over(&there, own.id, true)), "bad_input", "it is not for her");
    let waits = hall.drawer(&there).unwrap().for_other.unwrap();
    assert_eq!(waits.shift.state, ShiftState::HandedOver);
    hall.answers_hand_over(&there, own.id, false).unwrap();
    let z = hall.closes_shift(&there, &json!({ "shift": own.id, "keep": 0 })).unwrap().z.unwrap();
    assert_eq!((z.name.as_str(), z.closed_by.as_str(), z.banked), ("Asha", "Maya", rs(500)));

    // Bela has offered change, and Cara has offered her some.
    let third = hall.opens_shift(&cara, &[]).unwrap();
    hall.pays(&cara, &account, 100).unwrap();
    let given = hall.offers_change(&bela, third.id, 50).unwrap().moved;
    let got = hall.offers_change(&cara, hers.id, 20).unwrap().moved;
    let there = hall.sits_at(&maya, &bela);
    let counts = || {
        let pieces = json!([{ "value": 10_000, "count": 7 }]);
        let input = json!({ "request_id": hall.request(), "shift": hers.id, "pieces": pieces });
        hall.call(&there, "count_shift", input)
    };
    assert_eq!(refused(counts()), "unaccepted");
    assert_eq!(refused(hall.answers_change(&asha, given.id, false)), "not_found", "neither drawer is hers");
    hall.answers_change(&there, given.id, false).unwrap();
    assert_eq!(refused(counts()), "unaccepted");
    hall.answers_change(&there, got.id, false).unwrap();
    counts().unwrap();
    hall.closes_shift(&there, &json!({ "shift": hers.id, "keep": 0 })).unwrap();
    hall.counts(&cara, &[(100, 1)], &[]).unwrap();
    hall.closes_shift(&cara, &json!({ "keep": 0 })).unwrap();
    hall.closes_day(&maya, None).unwrap();
    hall.books_balance();
}

#[test]
fn the_paper_of_a_drawer_that_its_clerk_counted_and_another_closed_says_who_closed_it() {
    let (hall, asha, maya, noor, id) = lacks_fifty();
    let asked = hall.asks(&asha, "allow_variance", lets_pass(id)).now().unwrap().approval;
    hall.approves(&noor, &asked).unwrap();
    let there = hall.sits_at(&maya, &asha);
    let z = hall.closes_shift(&there, &json!({ "shift": id, "keep": 0 })).unwrap().z.unwrap();
    let paper = hall.z_text(z.id);
    assert!(paper.contains("Closed in their place by: Maya") && !paper.contains("Counted in"), "{paper}");
    hall.books_balance();
}

/// A counted drawer that lacks ₹50: Asha's, at whose counter Maya and Noor can stand.
fn lacks_fifty() -> (Hall, Person, Person, Person, ShiftId) {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    hall.minds_drawers();
    let account = hall.bills(500);
    let own = hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 500).unwrap();
    hall.counts(&asha, &[(50, 9)], &[]).unwrap();
    let second = hall.counts(&asha, &[(50, 9)], &[]).unwrap();
    assert_eq!(second.next, CountNext::ExplainAndAllow);
    (hall, asha, maya, noor, own.id)
}

fn lets_pass(shift: ShiftId) -> serde_json::Value {
    json!({ "shift": shift, "reason": "wrong_change", "note": "" })
}

#[test]
fn a_difference_is_asked_for_waits_without_taking_money_and_is_closed_when_another_lets_it_pass() {
    let (hall, asha, maya, noor, id) = lacks_fifty();
    let account = hall.account("Vani Bhat", Service::Water).owes(90).moves_in();
    assert_eq!(refused(hall.closes_shift(&asha, &json!({ "reason": "wrong_change" }))), "needs_approval");

    let asked = hall.asks(&asha, "allow_variance", lets_pass(id)).now().unwrap();
    assert!(asked.done.is_none());
    assert_eq!(
        (asked.approval.kind.as_str(), in_rupees(asked.approval.amount.unwrap())),
        ("variance", "50.00".into())
    );
    // The list says which way it goes.
    let off = |who: &Person| -> Vec<Vec<(Method, Money)>> {
        let rows = hall.requests(who, false).unwrap().rows;
        rows.iter().map(|row| row.off.iter().map(|one| (one.method, one.variance)).collect()).collect()
    };
    let short = vec![(Method::Cash, rs(-50))];
    assert_eq!((off(&asha), off(&maya)), (vec![short.clone()], vec![short.clone()]));
    let own = hall.drawer(&asha).unwrap().own.unwrap();
    assert_eq!((own.shift.state, own.count.unwrap().next), (ShiftState::Counting, CountNext::Waits));
    assert_eq!(refused(hall.pays(&asha, &account, 90)), "shift_state", "a counted drawer takes no money");
    assert_eq!(refused(hall.closes_shift(&asha, &json!({ "reason": "wrong_change" }))), "needs_approval");
    assert_eq!(refused(hall.closes_day(&maya, None)), "shifts_open");
    assert_eq!(
        refused(hall.asks(&asha, "allow_variance", lets_pass(id)).now()),
        "duplicate",
        "once at a time"
    );
    assert_eq!(refused(hall.approves(&asha, &asked.approval)), "not_allowed");

    // Not a second time, and not for the other reason: a refused request may be asked anew.
    hall.says_to(&noor, &asked.approval, "refuse", "look under the tray").unwrap();
    let count = hall.drawer(&asha).unwrap().own.unwrap().count.unwrap();
    assert_eq!(count.next, CountNext::ExplainAndAllow);
    assert_eq!(count.asked.unwrap().note, "look under the tray");
    // Whose drawer may be counted anew is told no more than that.
    assert_eq!((off(&asha), off(&maya)), (vec![vec![]], vec![short.clone()]));
    let again = hall.asks(&asha, "allow_variance", lets_pass(id)).now().unwrap().approval;
    let done = hall.approves(&maya, &again).unwrap().done.unwrap();
    assert_eq!(off(&asha), [short.clone(), vec![]]);
    assert_eq!(done.number, "", "the paper comes when the drawer is closed");
    let count = hall.drawer(&asha).unwrap().own.unwrap().count.unwrap();
    assert_eq!((count.next, count.asked.unwrap().decided_by), (CountNext::Close, "Maya".to_owned()));
    assert_eq!(refused(hall.approves(&noor, &again)), "has_ended");
    assert_eq!(refused(hall.asks(&asha, "allow_variance", lets_pass(id)).now()), "shift_state");
    assert_eq!(
        refused(hall.closes_shift(&asha, &json!({ "reason": "bad_note" }))),
        "bad_input",
        "not that one"
    );

    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap();
    assert_eq!(
        (z.number.as_str(), z.variance, z.reason.as_str(), z.allowed_by.as_str()),
        ("C1Z/26-27/000001", rs(-50), "wrong_change", "Maya")
    );
    expect![[r#"
        variance of 50.00 about C1S/26-27/000001 · Asha: asked by Asha, refused by Noor, no paper
        variance of 50.00 about C1S/26-27/000001 · Asha: asked by Asha, approved by Maya, C1Z/26-27/000001
    "#]]
    .assert_eq(&hall.requests_text(&maya));
    hall.closes_day(&maya, None).unwrap();
    assert_eq!(off(&maya), [short.clone(), short]);
    hall.books_balance();
}

#[test]
fn nobody_lets_the_difference_of_their_own_drawer_pass_by_any_way_in() {
    let (hall, asha, maya, noor, id) = lacks_fifty();
    let arun = hall.admin("arun");
    let here = |login: &str, password: &str| json!({ "reason": "wrong_change", "manager": { "login": login, "password": password } });
    let password = foil_testkit::PASSWORD;
    assert_eq!(refused(hall.closes_shift(&asha, &here("asha", password))), "own_request");
    assert_eq!(refused(hall.closes_shift(&asha, &here("arun", password))), "not_allowed", "no money acts");
    assert_eq!(refused(hall.closes_shift(&asha, &here("maya", "not hers"))), "invalid_credentials");
    let _ = arun;

    // A manager's own drawer: not by her word, not by her second log-in, not by a colleague who asks for her.
    let account = hall.bills(800);
    let hers = hall.opens_shift(&maya, &[]).unwrap();
    hall.pays(&maya, &account, 800).unwrap();
    hall.counts(&maya, &[(100, 7)], &[]).unwrap();
    hall.counts(&maya, &[(100, 7)], &[]).unwrap();
    assert_eq!(refused(hall.closes_shift(&maya, &here("maya", password))), "own_request");
    let second = hall.manager("maya2");
    hall.renames("maya2", "Maya");
    assert_eq!(refused(hall.closes_shift(&maya, &here("maya2", password))), "own_request");
    assert_eq!(
        refused(hall.asks(&maya, "allow_variance", lets_pass(hers.id)).allowed_by(&maya).now()),
        "own_request"
    );
    let beside = hall.sits_at(&noor, &maya);
    let asked = hall.asks(&beside, "allow_variance", lets_pass(hers.id)).now().unwrap().approval;
    assert_eq!(refused(hall.approves(&maya, &asked)), "own_request", "Noor asked, but it is Maya's drawer");
    assert_eq!(refused(hall.approves(&second, &asked)), "own_request");
    assert_eq!(refused(hall.approves(&noor, &asked)), "own_request", "and Noor is who asked");
    hall.withdraws(&beside, &asked).unwrap();
    let z = hall.closes_shift(&maya, &here("noor", password)).unwrap().z.unwrap();
    assert_eq!(z.allowed_by, "Noor");

    // Asha's, with a PIN at her screen.
    hall.sets_pin(&noor, "7391").unwrap();
    let pin = json!({ "reason": "wrong_change", "manager": { "login": "noor", "pin": "7391" } });
    assert_eq!(hall.closes_shift(&asha, &pin).unwrap().z.unwrap().allowed_by, "Noor");
    let _ = id;
    hall.books_balance();
}

#[test]
fn nobody_is_somebody_else_by_a_second_log_in_at_a_drawer_nor_for_what_they_took() {
    let hall = Hall::open();
    let (asha, noor) = (hall.clerk("asha"), hall.manager("noor"));
    let maya = hall.manager("maya");
    let seat = hall.clerk("mayac").counter();
    hall.renames("mayac", "Maya");
    let alias = hall.logs_in("mayac", seat);
    hall.minds_drawers();
    let account = hall.bills(5_000);
    let hers = hall.opens_shift(&alias, &[(500, 2)]).unwrap();
    let ashas = hall.opens_shift(&asha, &[(500, 2)]).unwrap();
    let paid = hall.visit(&alias).account(&account).pays(100).upi(100, "U1").take().unwrap();

    // One drawer per person, and change comes from somebody else.
    let second = hall.opens_shift(&maya, &[(500, 2)]).unwrap_err();
    assert_eq!(second.code, "shift_open");
    assert!(second.message.contains("Maya (mayac) has it, at counter"), "{}", second.message);
    let to = |who: &Person| hall.drawer(who).unwrap().others.iter().map(|s| s.id).collect::<Vec<_>>();
    assert_eq!((to(&maya), to(&noor)), (vec![ashas.id], vec![ashas.id, hers.id]));

    // Taken by the one log-in, it is no other's payment to the other: neither open nor counted.
    let void = |who: &Person| hall.undoing(who).payment(paid.payment).reason("wrong_amount");
    assert_eq!(refused(void(&maya).now()), "needs_manager");
    hall.counts(&alias, &[(500, 2)], &[("upi", 100)]).unwrap();
    assert_eq!(refused(void(&alias).now()), "needs_manager");
    assert_eq!(refused(void(&maya).now()), "needs_manager");
    assert!(void(&maya).preview().unwrap().needs_manager);
    let over = json!({ "hand_over_to": maya.user() });
    assert_eq!(refused(hall.closes_shift(&alias, &over)), "bad_input", "nor taken over from oneself");
    let takers = hall.drawer(&alias).unwrap().people.into_iter().map(|p| p.name).collect::<Vec<_>>();
    assert_eq!(takers, ["Noor"], "whom the screen offers");
    assert!(void(&maya).allowed_by(&noor).now().is_ok(), "by two persons");

    // Somebody else of that name gets another one, and is herself.
    hall.renames("maya", "Maya P.");
    let maya = hall.logs_in("maya", maya.counter());
    hall.opens_shift(&maya, &[(500, 2)]).unwrap();
    hall.books_balance();
}

#[test]
fn a_clock_that_is_put_right_between_a_request_and_its_decision_makes_no_book_unsound() {
    let (hall, asha, maya, _, id) = lacks_fifty();
    let asked = hall.asks(&asha, "allow_variance", lets_pass(id)).now().unwrap().approval;
    hall.minutes_pass(-10);
    hall.approves(&maya, &asked).unwrap();
    assert_eq!(hall.check(&maya).unwrap().problems, Vec::<String>::new());
}

#[test]
fn what_is_above_every_ceiling_takes_two_persons_as_what_is_below_and_a_third_looks_afterwards() {
    let (hall, asha, maya, noor, id) = lacks_fifty();
    hall.ceiling_of("variance", Some(rupees(49)));
    let count = hall.drawer(&asha).unwrap().own.unwrap().count.unwrap();
    assert_eq!(count.next, CountNext::ExplainAndAllow, "as it is below the ceiling");
    assert!(count.third_looks, "but whose word lets it pass is told that it is not the last");
    assert_eq!(refused(hall.closes_shift(&asha, &json!({ "reason": "unknown" }))), "needs_approval");
    let alone = hall.asks(&asha, "allow_variance", lets_pass(id)).done_first().now();
    assert_eq!(refused(alone), "needs_approval", "nobody does alone what two do below it");
    let here =
        json!({ "reason": "unknown", "manager": { "login": "maya", "password": foil_testkit::PASSWORD } });
    let z = hall.closes_shift(&asha, &here).unwrap().z.unwrap();
    assert_eq!((z.shift.as_str(), z.variance, z.allowed_by.as_str()), ("C1S/26-27/000001", rs(-50), "Maya"));
    let looks = |who: &Person| -> Vec<_> {
        let waits = hall.requests(who, true).unwrap().rows;
        waits.into_iter().map(|look| (look.state, look.may_decide, look)).collect()
    };
    let of_noor = looks(&noor);
    assert_eq!(
        (of_noor.len(), of_noor[0].0, of_noor[0].1),
        (1, foil_domain::approvals::ApprovalState::SecondLook, true)
    );
    assert!(!looks(&maya)[0].1, "it was her word");
    assert_eq!(of_noor[0].2.outcome, z.number, "its paper is that of what she looks at");
    let shown = hall.call(&noor, "preview_request", json!({ "approval": of_noor[0].2.id })).unwrap();
    assert_eq!(shown["paper"], json!({ "kind": "z_report", "z": z.id, "format": "pdf" }));
    assert_eq!(refused(hall.approves(&maya, &of_noor[0].2)), "own_request");
    assert_eq!(refused(hall.says_to(&maya, &of_noor[0].2, "refuse", "no")), "own_request");
    hall.approves(&noor, &of_noor[0].2).unwrap();

    // A float, by a word from the list.
    let fifty = [(50, 1)];
    assert_eq!(refused(hall.opens_with(&asha, &fifty)), "float_differs");
    let asked = hall.asks(&asha, "allow_float", hall.wants_float(&fifty)).now().unwrap().approval;
    let waits = |who: &Person| hall.requests(who, true).unwrap().rows.remove(0);
    assert!(waits(&maya).third_looks && !waits(&asha).third_looks, "who asked is not told how much it is");
    hall.approves(&maya, &asked).unwrap();
    hall.opens_with(&asha, &fifty).unwrap();
    hall.counts(&asha, &fifty, &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();

    // And the safe, which holds up the day: by another manager's word.
    let short = hall.counts_safe(&maya, &[(10_000, 4)]).unwrap();
    assert_eq!((short.off, short.next.as_str(), short.second_look), (rs(-100), "allow", None));
    assert_eq!(refused(hall.closes_day(&maya, None)), "safe_differs");
    let why = || json!({ "count": short.count, "reason": "unknown" });
    assert_eq!(refused(hall.asks(&maya, "allow_safe", why()).done_first().now()), "needs_approval");
    hall.asks(&maya, "allow_safe", why()).allowed_by(&noor).now().unwrap();
    hall.closes_day(&maya, None).unwrap();

    let told = |kind: &str| -> Vec<String> {
        let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
        let all = month["exceptions"].as_array().unwrap().iter().filter(|e| e["kind"] == kind);
        let mut told: Vec<_> =
            all.map(|e| format!("{} {}", e["who"], e["detail"]).replace('"', "")).collect();
        told.sort();
        told
    };
    assert_eq!(told("variance_first"), Vec::<String>::new(), "nothing was let pass by nobody");
    assert_eq!(
        told("above_ceiling"),
        [
            "asha nobody knows, let pass by Maya in request 1",
            "asha the customer stands here, let pass by Maya in request 3",
            "maya the customer stands here, let pass by Noor in request 5",
        ]
    );
    assert_eq!(
        refused(hall.approves(&noor, &looks(&noor)[0].2)),
        "own_request",
        "the safe passed by her word"
    );
    hall.approves(&noor, &looks(&noor)[1].2).unwrap();
    // Of the safe nobody is left to look.
    assert_eq!(hall.verifies_pack(&maya, "2026-11"), json!([]));
    hall.books_balance();
}

#[test]
fn a_month_waits_for_the_third_persons_look_only_where_there_is_a_third_person() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    hall.ceiling_of("variance", Some(rupees(49)));
    let account = hall.bills(500);
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 500).unwrap();
    hall.counts(&asha, &[(50, 9)], &[]).unwrap();
    hall.counts(&asha, &[(50, 9)], &[]).unwrap();
    let here =
        json!({ "reason": "unknown", "manager": { "login": "maya", "password": foil_testkit::PASSWORD } });
    hall.closes_shift(&asha, &here).unwrap();
    hall.minutes_pass(10 * 24 * 60);
    let maya = hall.second_window(&maya);
    hall.closes_day(&maya, Some(Day::parse("2026-12-01").unwrap())).unwrap();
    let export = |who: &Person, into: &str| {
        let month = json!({ "month": "2026-11", "folder": hall.folder().join(into) });
        hall.does_job(who, "export_month", month).map(|job| job.state)
    };
    assert_eq!(export(&maya, "two").unwrap(), "done", "she let it pass, Asha asked: nobody is left to look");
    let omar = hall.official("omar");
    assert_eq!(refused(export(&omar, "three")), "second_looks_open");
    hall.approves(&omar, &hall.requests(&omar, true).unwrap().rows[0]).unwrap();
    assert_eq!(export(&omar, "three").unwrap(), "done");
}

#[test]
fn what_a_drawer_was_left_with_is_told_by_no_refused_float_and_each_try_is_written_down() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    hall.ceiling_of("variance", Some(rupees(1_000)));
    hall.approves_by(Some(rupees(500)), 0, 0);
    let account = hall.bills(5_000);
    hall.opens_shift(&asha, &[(500, 4)]).unwrap();
    hall.pays(&asha, &account, 5_000).unwrap();
    hall.counts(&asha, &[(500, 14)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": rupees(7_000) })).unwrap();
    hall.next_morning(&maya);
    let probed = || {
        let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
        let all = month["exceptions"].as_array().unwrap().clone();
        let probed = all.into_iter().filter(|e| e["kind"] == "drawer_probed");
        let told = |e: serde_json::Value| format!("{} {} {}", e["subject"], e["who"], e["detail"]);
        probed.map(told).collect::<Vec<_>>()
    };
    // Far below, far above, within what is done first, within what a manager may approve: one answer.
    for pieces in [[(500, 1)], [(500, 30)], [(500, 15)]] {
        let told = hall.opens_with(&asha, &pieces).unwrap_err();
        assert_eq!(
            (told.code.as_str(), told.message.as_str()),
            ("float_differs", "the float is not what was kept in this drawer")
        );
    }
    assert_eq!(probed(), Vec::<String>::new(), "three times is a mistake");
    let far = hall.asks(&asha, "allow_float", hall.wants_float(&[(500, 1)])).done_first().now();
    assert_eq!(refused(far), "float_differs", "nor is it told that it is too much to be done first");
    let tries = |n: i64| {
        let how = format!("to begin with another float than was kept in it {n} times");
        vec![format!(r#""C1 2026-11-22" "asha" "{how}""#)]
    };
    assert_eq!(probed(), tries(4));
    let asked = hall.asks(&asha, "allow_float", hall.wants_float(&[(500, 1)])).now().unwrap().approval;
    let seen = || hall.requests(&asha, false).unwrap().rows.remove(0).amount;
    assert_eq!((asked.amount, seen()), (None, None), "a request tells her no more");
    hall.withdraws(&asha, &asked).unwrap();
    assert_eq!(seen(), None, "nor once she has taken it back");
    assert_eq!(probed(), tries(5), "that is one more try");
    let shown = hall.call(&asha, "preview_request", json!({ "approval": asked.id })).unwrap();
    assert_eq!(shown["effects"], json!([]), "what was kept is told to who decides");
    let again = hall.asks(&asha, "allow_float", hall.wants_float(&[(500, 2)])).now().unwrap().approval;
    let input = json!({ "request_id": hall.request(), "approval": again.id, "version": again.version,
        "decision": "refuse", "note": "count it once more" });
    hall.call(&maya, "decide_approval", input).unwrap();
    assert_eq!(seen(), None, "nor does a no: she counts once more, and is told no more than before");
    let theirs = hall.requests(&maya, false).unwrap().rows.remove(0);
    assert_eq!((theirs.id, theirs.amount), (again.id, Some(rs(6_000))), "who decides it sees it");
    hall.opens_with(&asha, &[(500, 14)]).unwrap();
    assert_eq!(hall.verifies_pack(&maya, "2026-11"), json!([]));
    hall.books_balance();
}

#[test]
fn a_float_request_that_is_taken_back_elsewhere_names_the_counter_whose_float_it_was_for() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(500);
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 500).unwrap();
    hall.counts(&asha, &[(500, 1)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": rupees(500) })).unwrap();
    hall.next_morning(&maya);
    let told = |who: &Person| {
        let asked = hall.asks(&asha, "allow_float", hall.wants_float(&[(100, 1)])).now().unwrap().approval;
        hall.withdraws(who, &asked).unwrap();
        let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
        let all = month["exceptions"].as_array().unwrap().clone();
        let probed = all.into_iter().filter(|e| e["kind"] == "drawer_probed");
        probed
            .map(|e| format!("{} {} {}", e["subject"], e["who"], e["detail"]).replace('"', ""))
            .collect::<Vec<_>>()
    };
    // She is sent to Bela's counter, or sits at none, and takes her requests back there: each is a try, and three are a mistake.
    let (there, nowhere) = (hall.sits_at(&asha, &bela), hall.logs_in("asha", None));
    for who in [&there, &nowhere, &there] {
        assert_eq!(told(who), Vec::<String>::new());
    }
    let tries = "C1 2026-11-22 asha to begin with another float than was kept in it 4 times";
    assert_eq!(told(&nowhere), [tries]);
    assert_eq!(hall.verifies_pack(&maya, "2026-11"), json!([]));
    hall.books_balance();
}

#[test]
fn a_small_difference_is_closed_first_where_no_manager_is_and_looked_at_before_the_month_ends() {
    let (hall, asha, maya, _, id) = lacks_fifty();
    assert_eq!(
        refused(hall.asks(&asha, "allow_variance", lets_pass(id)).done_first().now()),
        "needs_approval"
    );
    hall.approves_by(Some(rupees(49)), 0, 0);
    assert_eq!(
        refused(hall.asks(&asha, "allow_variance", lets_pass(id)).done_first().now()),
        "needs_approval"
    );
    hall.approves_by(Some(rupees(50)), 0, 0);
    let count = hall.drawer(&asha).unwrap().own.unwrap().count.unwrap();
    assert_eq!(count.second_look, Some(rs(50)));
    let first = hall.asks(&asha, "allow_variance", lets_pass(id)).done_first().now().unwrap().approval;
    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap();
    assert_eq!(z.allowed_by, "", "nobody has yet");
    assert!(hall.z_text(z.id).contains("second look"), "{}", hall.z_text(z.id));

    let next_month = Some(Day::parse("2026-12-01").unwrap());
    hall.minutes_pass(10 * 24 * 60);
    let (asha, maya) = (hall.second_window(&asha), hall.second_window(&maya));
    assert_eq!(refused(hall.closes_day(&maya, next_month)), "second_looks_open");
    assert_eq!(refused(hall.approves(&asha, &first)), "not_allowed");
    hall.approves(&maya, &first).unwrap();
    hall.closes_day(&maya, next_month).unwrap();
    hall.books_balance();
}

#[test]
fn nobody_clears_the_difference_of_their_own_drawer_that_another_closed_first() {
    let hall = Hall::open();
    let (maya, noor, lena) = (hall.manager("maya"), hall.manager("noor"), hall.manager("lena"));
    hall.minds_drawers();
    hall.approves_by(Some(rupees(100)), 0, 0);
    let account = hall.bills(800);
    let hers = hall.opens_shift(&maya, &[]).unwrap();
    hall.pays(&maya, &account, 800).unwrap();
    hall.counts(&maya, &[(100, 7)], &[]).unwrap();
    hall.counts(&maya, &[(100, 7)], &[]).unwrap();
    let beside = hall.sits_at(&noor, &maya);
    let first = hall.asks(&beside, "allow_variance", lets_pass(hers.id)).done_first().now().unwrap().approval;
    hall.closes_shift(&maya, &json!({ "keep": 0 })).unwrap();

    assert_eq!(refused(hall.approves(&maya, &first)), "own_request", "Noor asked, but it was Maya's drawer");
    hall.approves(&lena, &first).unwrap();
    hall.books_balance();
}

#[test]
fn a_manager_who_has_the_only_other_one_in_their_hand_is_alone() {
    let hall = Hall::open();
    let (arun, maya, noor) = (hall.admin("arun"), hall.manager("maya"), hall.manager("noor"));
    hall.minds_drawers();
    hall.renames("maya", "Arun");
    let account = hall.bills(800);
    hall.opens_shift(&maya, &[]).unwrap();
    hall.pays(&maya, &account, 800).unwrap();
    hall.counts(&maya, &[(100, 7)], &[]).unwrap();
    let count = hall.counts(&maya, &[(100, 7)], &[]).unwrap();
    assert_eq!(count.next, CountNext::ExplainAndAllow, "Noor may let it pass");
    hall.gets_a_password(&arun, &noor);
    let by_noor = json!({ "reason": "wrong_change", "manager": { "login": "noor", "password": foil_testkit::PASSWORD } });
    assert_eq!(refused(hall.closes_shift(&maya, &by_noor)), "in_their_hand");
    assert_eq!(hall.drawer(&maya).unwrap().own.unwrap().count.unwrap().next, CountNext::Explain);
    let z = hall.closes_shift(&maya, &json!({ "reason": "wrong_change" })).unwrap().z.unwrap();
    assert_eq!(z.allowed_by, "", "it is closed first, and told");
    let first = hall.requests(&noor, true).unwrap().rows.remove(0);
    assert_eq!(refused(hall.approves(&noor, &first)), "in_their_hand");
    let omar = hall.official("omar");
    let shown = hall.call(&omar, "preview_request", json!({ "approval": first.id })).unwrap();
    let differs = &shown["effects"][0];
    assert_eq!(
        (&differs["counted"], &differs["expected"], &differs["variance"]),
        (&json!(70_000), &json!(80_000), &json!(-10_000)),
        "which way it went is shown though the drawer is closed: {shown}"
    );
    assert_eq!(shown["paper"]["kind"], "z_report");
    hall.approves(&omar, &first).unwrap();
    hall.books_balance();
}

#[test]
fn a_slip_of_cash_says_what_was_counted() {
    let (hall, asha, maya, _, _) = lacks_fifty();
    hall.closes_shift(&asha, &json!({ "reason": "wrong_change", "keep": 0, "manager": { "login": "maya", "password": foil_testkit::PASSWORD } }))
        .unwrap();
    let slip = |pieces: serde_json::Value| {
        let input = json!({ "request_id": hall.request(), "bank": "Karavali Bank", "pieces": pieces });
        hall.call(&maya, "make_deposit_slip", input)
    };
    let told = slip(json!([])).unwrap_err();
    assert_eq!((told.code.as_str(), told.message.starts_with("pieces: ")), ("bad_input", true), "{told:?}");
    let unsaid = json!({ "request_id": hall.request(), "bank": "Karavali Bank" });
    assert_eq!(refused(hall.call(&maya, "make_deposit_slip", unsaid)), "bad_input");
    assert_eq!(refused(slip(json!([{ "value": 5_000, "count": 0 }]))), "bad_input", "none is no count");
    assert_eq!(refused(slip(json!([{ "value": 5_000, "count": 8 }]))), "needs_approval", "fifty too few");
    let made = slip(json!([{ "value": 5_000, "count": 9 }])).unwrap();
    assert_eq!(made["amount"], 45_000);
    hall.books_balance();
}

#[test]
fn a_request_on_a_difference_expires_and_may_be_made_again() {
    let (hall, asha, maya, _, id) = lacks_fifty();
    let late = hall.asks(&asha, "allow_variance", lets_pass(id)).now().unwrap().approval;
    hall.minutes_pass(24 * 60);
    let (asha, maya) = (hall.second_window(&asha), hall.second_window(&maya));
    let count = hall.drawer(&asha).unwrap().own.unwrap().count.unwrap();
    assert_eq!(count.next, CountNext::ExplainAndAllow);
    assert_eq!(refused(hall.approves(&maya, &late)), "has_ended");
    let again = hall.asks(&asha, "allow_variance", lets_pass(id)).allowed_by(&maya).now().unwrap();
    assert!(again.done.is_some(), "with her word here it may be closed at once");
    hall.closes_shift(&asha, &json!({})).unwrap();
    hall.books_balance();
}

#[test]
fn a_drawer_that_was_let_pass_is_handed_over_and_a_manager_closes_it_for_who_has_gone() {
    let (hall, asha, maya, noor, id) = lacks_fifty();
    let asked = hall.asks(&asha, "allow_variance", lets_pass(id)).now().unwrap().approval;
    hall.approves(&maya, &asked).unwrap();
    hall.closes_shift(&asha, &json!({ "hand_over_to": noor.user() })).unwrap();
    let beside = hall.sits_at(&noor, &asha);
    hall.answers_hand_over(&beside, id, false).unwrap();
    let there = hall.sits_at(&maya, &asha);
    let z = hall.closes_shift(&there, &json!({ "shift": id, "keep": 0 })).unwrap().z.unwrap();
    assert_eq!((z.name.as_str(), z.allowed_by.as_str(), z.banked), ("Asha", "Maya", rs(450)));
    hall.books_balance();
}

#[test]
fn cash_from_the_drop_box_is_in_no_drawer_but_on_the_days_paper_and_on_the_next_slip() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    let [box_one, box_two, own] = ["A Rao", "B Rao", "C Rao"]
        .map(|name| hall.account(name, Service::Electricity).owes(2_000).moves_in());
    let drops = |file: &str, rows: &[(&foil_testkit::Account, i64, &str)]| {
        let rows =
            rows.iter().map(|(a, whole, mode)| format!("{file}-{whole},{},{whole},{mode}\n", a.number));
        let path = hall.folder().join(format!("{file}.csv"));
        std::fs::write(&path, format!("utr,account,amount,mode\n{}", rows.collect::<String>())).unwrap();
        let input = json!({ "path": path, "kind": "payments", "mode": "good_rows", "dry_run": false });
        assert_eq!(hall.does_job(&maya, "start_import", input).unwrap().state, "done");
        hall.worker_runs(&maya).unwrap();
    };
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &own, 500).unwrap();
    drops("first", &[(&box_one, 300, "cash"), (&box_two, 200, "cash"), (&box_two, 150, "upi")]);
    // One of them was a mistake: its cash went back out of the box, out of nobody's drawer.
    let wrong = hall.payment_of_number(&maya, "OF/26-27/000002");
    hall.undoing(&maya).payment(wrong).now().unwrap();
    hall.counts(&asha, &[(500, 1)], &[]).unwrap();
    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap();
    assert_eq!((z.expected, z.banked), (rs(500), rs(500)), "no drawer answers for the box");

    let state = hall.day_state(&maya).unwrap();
    let shown: Vec<(&str, i64, Money)> =
        state.no_drawer.iter().map(|t| (t.method.as_str(), t.count, t.amount)).collect();
    assert_eq!(shown, [("cash", 1, rs(300)), ("upi", 1, rs(150))]);
    assert_eq!(state.to_bank, rs(500), "a void of today could still take some of it");
    assert_eq!(hall.pays_in(&maya).unwrap().amount, rs(500));
    hall.next_morning(&maya);
    let paper = hall.day_text("2026-11-21");
    assert!(paper.contains("In no drawer: drop box, or no shift"), "{paper}");

    // The next slip has it, with no Z report at all; and not twice.
    assert_eq!(hall.day_state(&maya).unwrap().to_bank, rs(300));
    let slip = hall.pays_in(&maya).unwrap();
    assert_eq!(slip.amount, rs(300));
    assert_eq!(refused(hall.pays_in(&maya)), "nothing_to_bank");
    drops("second", &[(&box_one, 400, "cash")]);
    hall.next_morning(&maya);
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &own, 100).unwrap();
    hall.counts(&asha, &[(100, 1)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    let both = hall.pays_in(&maya).unwrap();
    assert_eq!(both.amount, rs(500), "a Z report's and a day's cash on one slip");
    let slip = hall.deposit_text(both.id);
    let line = |with: &str| slip.lines().find(|line| line.contains(with)).unwrap_or_default().to_owned();
    assert!(
        line("In no drawer").contains("22 Nov 2026") && line("In no drawer").contains("400.00"),
        "{slip}"
    );
    assert!(line("C1Z/26-27/000002").contains("100.00"), "{slip}");
    let banked: i64 = raw(&hall.path(), hall.key())
        .query_row("SELECT SUM(amount_minor) FROM journal_line WHERE ledger = 'cash'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(banked, 0, "all cash is at the bank");
    hall.books_balance();
}

#[test]
fn an_office_without_shifts_takes_money_as_before() {
    let hall = Hall::open();
    let (asha, arun, maya) = (hall.clerk("asha"), hall.admin("arun"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(500);
    let rules = json!({
        "required": false, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": 0, "manager_tolerance": 0,
        "denominations": [],
    });
    hall.sets_office(&arun, &json!({ "shifts": rules })).unwrap();
    hall.pays(&asha, &account, 100).unwrap();
    hall.undoes(&asha).unwrap();
    hall.minutes_pass(24 * 60);
    let maya = hall.second_window(&maya);
    hall.closes_day(&maya, Some(Day::parse("2026-11-22").unwrap())).unwrap();
    hall.books_balance();
}

#[test]
fn the_receipt_of_a_transfer_leaves_no_gap_in_the_certificate_of_the_shift() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let (wrong, right) = (hall.bills(900), hall.bills(900));
    let paid = hall.pays(&asha, &wrong, 300).unwrap();
    hall.next_morning(&maya);
    hall.minds_drawers();
    hall.opens_shift(&asha, &[(500, 1)]).unwrap();
    hall.pays(&asha, &right, 100).unwrap();
    hall.asks_back(&asha, paid.payment, &Way::To(&right)).allowed_by(&maya).now().unwrap();
    hall.pays(&asha, &right, 50).unwrap();
    let own = hall.x_report(&asha, None).unwrap().receipts;
    assert_eq!((own.count, own.gaps), (3, 0), "money came into no drawer, but the number is the counter's");
    hall.books_balance();
}

#[test]
fn a_number_given_for_no_drawer_is_of_the_shift_in_which_the_log_has_it_though_all_was_in_one_moment() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let (one, two, right) = (hall.bills(900), hall.bills(800), hall.bills(5_000));
    hall.opens_shift(&asha, &[]).unwrap();
    let before = hall.pays(&asha, &one, 900).unwrap().payment;
    let after = hall.pays(&asha, &two, 800).unwrap().payment;
    hall.counts(&asha, &[(100, 17)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    hall.next_morning(&maya);
    hall.minds_drawers();

    // No second passes from here on.
    let moves = |payment| hall.asks_back(&asha, payment, &Way::To(&right)).allowed_by(&maya).now().unwrap();
    moves(before);
    hall.opens_shift(&asha, &[]).unwrap();
    moves(after);
    hall.pays(&asha, &right, 300).unwrap();
    hall.counts(&asha, &[(100, 3)], &[]).unwrap();
    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap();
    let report = hall.call(&asha, "z_report", json!({ "z": z.id })).unwrap();
    let of = |name: &str| report["receipts"][name].clone();
    assert_eq!((of("count"), of("gaps")), (json!(2), json!(0)), "the first move was before it: {report}");
    assert_eq!(of("last"), json!("C1/26-27/000005"), "{report}");
    hall.books_balance();
}

#[test]
fn the_cash_of_a_closed_day_is_there_to_be_looked_at_again_by_whoever_may_see_it() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    hall.minds_drawers();
    let account = hall.bills(900);
    let own = hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 900).unwrap();
    // The drawer is open: who counts nothing sees what it must hold, and has it on paper.
    assert!(hall.x_report(&omar, Some(own.id)).unwrap().cash.is_some());
    let prints = |who: &Person, document: serde_json::Value| {
        hall.call(who, "hand_out", json!({ "request_id": hall.request(), "document": document }))
    };
    prints(&omar, json!({ "kind": "x_report", "shift": own.id, "format": "pdf" })).unwrap();
    hall.counts(&asha, &[(100, 9)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    hall.brings_to_safe(&maya, &hall.manager("nandini"), 50).unwrap();
    hall.counts_safe(&maya, &[(10_000, 9), (5_000, 1)]).unwrap();
    let slip = hall.pays_in(&maya).unwrap();
    hall.next_morning(&maya);

    let of = |who: &Person, on: &str| hall.call(who, "cash_of_day", json!({ "on": on }));
    for who in [&omar, &maya] {
        let day = of(who, "2026-11-21").unwrap();
        assert_eq!(
            (&day["slips"][0]["number"], &day["slips"][0]["amount"]),
            (&json!(slip.number), &json!(95_000))
        );
        assert_eq!(
            (&day["counts"][0]["by"], &day["counts"][0]["counted"], &day["counts"][0]["off"]),
            (&json!("maya"), &json!(95_000), &json!(0))
        );
        assert_eq!(
            (&day["brought"][0]["number"], &day["brought"][0]["amount"]),
            (&json!("SAFE-IN/1"), &json!(5_000))
        );
        prints(who, json!({ "kind": "deposit_slip", "slip": slip.id, "format": "pdf" })).unwrap();
    }
    let today = of(&omar, "2026-11-22").unwrap();
    assert_eq!((&today["slips"], &today["counts"], &today["brought"]), (&json!([]), &json!([]), &json!([])));
    assert_eq!(refused(of(&asha, "2026-11-21")), "not_allowed");
    hall.books_balance();
}

#[test]
fn a_z_report_counts_every_duplicate_and_tells_those_of_whoever_had_no_drawer_at_its_counter() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(900);
    let own = hall.opens_shift(&asha, &[]).unwrap();
    hall.opens_shift(&bela, &[]).unwrap();
    let payment = hall.pays(&asha, &account, 900).unwrap().payment;
    let (at, who) = (hall.sits_at(&maya, &asha), asha.user());
    let hands_out = |by: &Person| {
        let document = json!({ "kind": "receipt", "payment": payment, "format": "pdf" });
        hall.call(by, "hand_out", json!({ "request_id": hall.request(), "document": document })).unwrap()
    };
    // The original, then a duplicate by each of three: the drawer's own clerk, a manager without one at its counter, and
    // a clerk who has a drawer of her own.
    for by in [&asha, &asha, &at, &bela] {
        hands_out(by);
    }
    let x = hall.x_report(&asha, None).unwrap();
    let number = "C1/26-27/000001";
    assert_eq!(x.duplicates, [format!("{number} DUPLICATE 1"), format!("{number} DUPLICATE 2 (maya)")]);
    assert_eq!(x.duplicates_more, None);

    let (counter, shift) = (asha.counter().unwrap(), own.id);
    hall.arranges(move |act| {
        for n in 4..=213 {
            let copy = foil_store::copies::NewCopy {
                paper: foil_domain::documents::PaperKind::Receipt,
                id: payment.0,
                n,
                number: "C1/26-27/000001",
                person: who,
                at: act.now,
                on: act.today(),
                counter,
                audit_seq: act.audit_seq,
                shift: Some(shift),
                void: false,
            };
            foil_store::copies::add(act.tx, &copy)?;
        }
        Ok(())
    });
    let x = hall.x_report(&asha, None).unwrap();
    assert_eq!((x.duplicates.len(), x.duplicates_more), (200, Some(12)));
    hall.counts(&asha, &[(100, 9)], &[]).unwrap();
    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap();
    let paper = hall.z_text(z.id);
    // A line of paper may break anywhere.
    let told = paper.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("and 192 more, in the month's register of duplicates"), "{told}");
}

#[test]
fn each_duplicate_and_void_of_a_day_is_on_one_z_report_or_on_the_paper_of_the_day() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let account = hall.bills(9_000);
    let other = hall.account("Bina Kamath", Service::Water).owes(500).moves_in();
    let moved = hall.visit(&asha).account(&account).pays(70).upi(70, "U-1").take().unwrap().payment;
    hall.next_morning(&maya);
    hall.minds_drawers();
    let hands_out = |by: &Person, payment| {
        let document = json!({ "kind": "receipt", "payment": payment, "format": "pdf" });
        hall.call(by, "hand_out", json!({ "request_id": hall.request(), "document": document })).unwrap()
    };
    let closes = |who: &Person, notes: i64| {
        hall.counts(who, &[(100, notes)], &[("card", 300)]).unwrap();
        hall.closes_shift(who, &json!({ "keep": 0 })).unwrap().z.unwrap()
    };
    hall.opens_shift(&asha, &[]).unwrap();
    let cash = hall.pays(&asha, &account, 900).unwrap().payment;
    let card = hall.visit(&asha).account(&account).pays(300).card(300, "T-1").take().unwrap().payment;
    for by in [&asha, &asha] {
        hands_out(by, cash);
    }
    let first = closes(&asha, 9);

    // No drawer is open: a manager hands out a duplicate, voids a card and lets a payment of yesterday move to where it belongs.
    hands_out(&maya, cash);
    hall.undoing(&maya).payment(card).now().unwrap();
    hall.asks_back(&asha, moved, &Way::To(&other)).allowed_by(&maya).now().unwrap();
    // Then the same clerk opens a drawer anew, at the same moment, and another one at another counter.
    hall.opens_shift(&asha, &[]).unwrap();
    hall.opens_shift(&bela, &[]).unwrap();
    hands_out(&bela, cash);
    let second = {
        hall.counts(&asha, &[], &[]).unwrap();
        hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap()
    };
    let wrong = hall.pays(&bela, &account, 100).unwrap().payment;
    hall.undoing(&bela).payment(wrong).now().unwrap();
    hall.counts(&bela, &[], &[]).unwrap();
    let third = hall.closes_shift(&bela, &json!({ "keep": 0 })).unwrap().z.unwrap();
    hall.next_morning(&maya);

    let told = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let has = |text: &str, what: &str| text.matches(what).count();
    let number = "C1/26-27/000002";
    let [first, second, third] = [first, second, third].map(|z| told(hall.z_text(z.id)));
    let day = told(hall.day_text("2026-11-22"));
    assert!(first.contains(&format!("Duplicates handed out: {number} DUPLICATE 1")), "{first}");
    assert_eq!((has(&first, "DUPLICATE"), has(&second, "DUPLICATE"), has(&third, "DUPLICATE")), (1, 0, 1));
    assert!(day.contains(&format!("Duplicates on no Z report: {number} DUPLICATE 2 (maya, C3)")), "{day}");
    assert!(third.contains(&format!("{number} DUPLICATE 3")), "{third}");
    let slips = ["C3V/26-27/000001", "C2V/26-27/000001"]
        .map(|slip| [&first, &second, &third, &day].map(|p| has(p, slip) > 0));
    assert_eq!(slips, [[false, false, false, true], [false, false, true, false]], "{first}\n{third}\n{day}");
    assert!(
        day.contains("Fallen or paid out, on no Z report") && day.contains("C1/26-27/000001 70.00"),
        "{day}"
    );
    let said = hall.logged(&maya, "close_day");
    let counted = r#""on_no_z":{"duplicates":1,"voids":1,"returns":1}"#;
    assert!(said.iter().any(|changes| changes.contains(counted)), "{said:?}");

    // A day on which nothing was done outside of drawers says so.
    hall.next_morning(&maya);
    assert!(told(hall.day_text("2026-11-23")).contains("Duplicates on no Z report: None"));
    hall.books_balance();
}
