use super::*;
use crate::arrears::plan::split;
use crate::ids::AccountId;
use crate::payments::{self, AllocationOrder, Method, OpenBill, Tender, Visit, settle};
use proptest::prelude::*;

const TODAY: &str = "2026-11-21";

fn day(text: &str) -> Day {
    Day::parse(text).expect("a case of the table")
}

fn today() -> Day {
    day(TODAY)
}

fn rule() -> Rule {
    Rule {
        reminder_days: 7,
        final_notice_days: 21,
        notice_days: 15,
        least: Money::from_minor(100),
        stay_on_percent: 50,
        reconnection_fee: Money::from_minor(250),
    }
}

fn late(days: i64, left: i64) -> Claim {
    Claim {
        due_on: today().plus_days(-days),
        left: Money::from_minor(left),
        disputed: Money::ZERO,
        dispute: None,
        planned: Money::ZERO,
    }
}

/// The same, so much of it in a dispute that was opened so many days ago.
fn in_dispute(claim: Claim, amount: i64, days_ago: i64) -> Claim {
    Claim { disputed: Money::from_minor(amount), dispute: Some(opened(days_ago)), ..claim }
}

fn opened(days_ago: i64) -> Opened {
    Opened { id: DisputeId(5), on: today().plus_days(-days_ago) }
}

/// The same, paid by a plan.
fn planned(days: i64, left: i64) -> Claim {
    Claim { planned: Money::from_minor(left), ..late(days, left) }
}

fn facts(claims: &[Claim]) -> Facts<'_> {
    Facts {
        claims,
        credit: Money::ZERO,
        supply: Supply::On(None),
        reminder: None,
        final_notice: None,
        plan: None,
        lost: &[],
        taken_up: &[],
        fallen: &[],
    }
}

fn asked(days_ago: i64, amount: i64, until_in: i64) -> Asked {
    Asked {
        on: today().plus_days(-days_ago),
        amount: Money::from_minor(amount),
        until: today().plus_days(until_in),
        newest: None,
        in_plan: None,
    }
}

fn reads(s: &Standing) -> String {
    let next = s.next.map_or("nothing".to_owned(), |(step, on)| format!("{step} on {on}"));
    let held = s.held.map_or(String::new(), |h| format!(", held: {h}"));
    let minimum = s.minimum.map_or(String::new(), |m| format!(", {} {}", m.kind, m.amount.minor()));
    format!("{} {}: {next}{held}{minimum}", s.rung, s.owed.minor())
}

fn at(facts: &Facts<'_>) -> String {
    reads(&stand(facts, &rule(), today()))
}

#[test]
fn an_account_climbs_rung_by_rung_and_each_has_its_day() {
    assert_eq!(at(&facts(&[late(-5, 900)])), "clear 0: nothing");
    assert_eq!(at(&facts(&[late(0, 900)])), "clear 0: nothing", "the due date is in time");
    assert_eq!(at(&facts(&[late(3, 900)])), "due 900: reminder on 2026-11-25, stay_on 450");
    let claims = [late(21, 900)];
    let reminded = Facts { reminder: Some(asked(14, 900, 0)), ..facts(&claims) };
    assert_eq!(at(&reminded), "reminder 900: final_notice on 2026-11-21, stay_on 450");
    let noticed = Facts { final_notice: Some(asked(1, 900, 14)), ..reminded.clone() };
    assert_eq!(at(&noticed), "final_notice 900: cut_list on 2026-12-06, stay_on 450");
    let listed = Facts { supply: Supply::On(Some(asked(0, 900, 0))), ..noticed.clone() };
    assert_eq!(at(&listed), "cut_list 900: cut on 2026-11-21, stay_on 450");
    let cut = Supply::Cut { ordered: Some(asked(0, 900, 0)), reconnection: None, given_up: Money::ZERO };
    let fee = late(0, 250);
    let with_fee = [late(21, 900), fee];
    let cut = Facts { supply: cut, ..facts(&with_fee) };
    assert_eq!(at(&cut), "cut 900: nothing, get_back_on 700", "half of 900, and the fee");
    let paid = [late(21, 200), fee];
    let paid = Facts { claims: &paid, ..cut };
    assert_eq!(at(&paid), "cut 200: reconnect on 2026-11-21", "700 went to the oldest; it is enough");
    let given_up =
        Supply::Cut { ordered: Some(asked(1, 900, 0)), reconnection: None, given_up: Money::from_minor(900) };
    let given_up = Facts { supply: given_up, ..facts(&[]) };
    assert_eq!(at(&given_up), "cut 0: nothing", "what was written off was not paid");
    assert!(stand(&given_up, &rule(), today()).is_paid_back_on());
    let fallen = [gone(21, 900, today())];
    let fee_left = Facts { claims: &[fee], fallen: &fallen, ..given_up };
    assert_eq!(at(&fee_left), "cut 0: nothing, get_back_on 250", "of what is given up no share stays unpaid");
    // 700 of the 900 were taken up by a bill that is due later: half of the rest stays unpaid, and the fee is paid.
    let taken = [TakenUp {
        due_on: today().plus_days(-21),
        by: BillId(5),
        on: today(),
        until: today().plus_days(5),
        amount: Money::from_minor(700),
    }];
    let ordered = Some(asked(1, 900, 0));
    let supply = Supply::Cut { ordered, reconnection: None, given_up: Money::ZERO };
    let claims = [late(21, 200), fee, late(-15, 700)];
    let cut = Facts { supply, taken_up: &taken, ..facts(&claims) };
    assert_eq!(at(&cut), "cut 200: nothing, get_back_on 350", "nothing was paid: it brings nothing back");
}

/// What fell, or was written off, of a claim that was due so many days ago.
fn gone(days: i64, amount: i64, on: Day) -> Fallen {
    Fallen {
        due_on: today().plus_days(-days),
        by: CorrectionId(5),
        on,
        amount: Money::from_minor(amount),
        disputed: None,
        taken_up: Vec::new(),
    }
}

#[test]
fn what_fell_was_asked_for_but_what_a_bill_of_before_the_paper_had_taken_up_of_it() {
    // The notice asked for 900; 800 of an older claim, which that bill had taken up, fell since.
    let claims = [late(30, 900)];
    let notice = Some(asked(10, 900, 5));
    let with = |taken_up: &[(i64, i64)]| {
        let taken = |(ago, amount): &(i64, i64)| TakenUp {
            due_on: today().plus_days(-60),
            by: BillId(5),
            on: today().plus_days(-ago),
            until: today().plus_days(15 - ago),
            amount: Money::from_minor(*amount),
        };
        let taken_up = taken_up.iter().map(taken).collect();
        let fallen = [Fallen { taken_up, ..gone(60, 800, today().plus_days(-3)) }];
        at(&Facts { final_notice: notice, reminder: notice, fallen: &fallen, ..facts(&claims) })
    };
    assert_eq!(with(&[(12, 800)]), "final_notice 900: cut_list on 2026-11-27, stay_on 450");
    assert_eq!(
        with(&[(5, 800)]),
        "final_notice 900: cut_list on 2026-11-27, stay_on 850",
        "after the notice"
    );
    assert_eq!(with(&[]), "final_notice 900: cut_list on 2026-11-27, stay_on 850");
    // Two bills had taken it up, of which one is younger than the notice.
    let two = with(&[(12, 600), (5, 200)]);
    assert_eq!(two, "final_notice 900: cut_list on 2026-11-27, stay_on 550", "it had asked for 200 of them");
    assert_eq!(with(&[(12, 600), (11, 200)]), with(&[(12, 800)]));
    assert_eq!(with(&[(40, 800)]), with(&[]), "it was late with that bill when the notice asked");
}

#[test]
fn a_paper_of_the_day_on_which_a_dispute_was_lost_asked_for_what_was_in_it_if_it_came_after() {
    // 1,000 are late, of which 400 were in dispute until the day of the notice.
    let claims = [late(30, 1_000)];
    let with = |amount: i64, before: Option<i64>, decided: Option<i64>| {
        let newest = before.map(|decided| Newest {
            bill: BillId(0),
            correction: CorrectionId(0),
            dispute: DisputeId(5),
            decided: Some(decided),
        });
        let notice = Some(Asked { newest, ..asked(10, amount, 5) });
        let lost = [LostDispute {
            due_on: today().plus_days(-30),
            opened: opened(12),
            until: today().plus_days(-10),
            decided,
            amount: Money::from_minor(400),
        }];
        at(&Facts { final_notice: notice, reminder: notice, lost: &lost, ..facts(&claims) })
    };
    assert!(with(600, Some(7), Some(8)).contains("stay_on 300"), "{}", with(600, Some(7), Some(8)));
    assert!(with(1_000, Some(8), Some(8)).contains("stay_on 500"));
    assert!(with(1_000, None, Some(8)).contains("stay_on 500"), "a paper from before that was kept");
    assert!(with(1_000, Some(0), None).contains("stay_on 500"), "a decision from before that was kept");
}

#[test]
fn of_what_a_later_bill_has_taken_up_since_a_paper_no_share_stays_unpaid() {
    let claims = [late(30, 200), late(-5, 700)];
    let notice = Some(asked(10, 900, 5));
    let taken = |on: i64| {
        [TakenUp {
            due_on: today().plus_days(-30),
            by: BillId(5),
            on: today().plus_days(-on),
            until: today().plus_days(5),
            amount: Money::from_minor(700),
        }]
    };
    let since = taken(3);
    let with = |taken_up| Facts { final_notice: notice, reminder: notice, taken_up, ..facts(&claims) };
    assert_eq!(at(&with(&since)), "final_notice 200: cut_list on 2026-11-27, stay_on 100");
    let before = taken(12);
    assert!(at(&with(&before)).contains("held: minimum_paid"), "{}", at(&with(&before)));
}

#[test]
fn of_what_fell_by_a_credit_note_since_a_paper_no_share_stays_unpaid() {
    let claims = [late(30, 200)];
    let notice = asked(10, 900, 5);
    let fell = |on: i64, disputed: Option<i64>| {
        [Fallen {
            due_on: today().plus_days(-30),
            by: CorrectionId(5),
            on: today().plus_days(-on),
            amount: Money::from_minor(700),
            disputed: disputed.map(|days| (opened(days), Money::from_minor(700))),
            taken_up: Vec::new(),
        }]
    };
    let with = |notice: Asked, fallen: &[Fallen]| {
        let notice = Some(notice);
        at(&Facts { final_notice: notice, reminder: notice, fallen, ..facts(&claims) })
    };
    let listed = "final_notice 200: cut_list on 2026-11-27, stay_on 100";
    assert_eq!(with(notice, &fell(3, None)), listed);
    assert!(with(notice, &fell(12, None)).contains("held: minimum_paid"), "the notice asked for less");
    assert_eq!(with(notice, &fell(3, Some(8))), listed, "it was disputed after the notice");
    assert!(
        with(notice, &fell(3, Some(12))).contains("minimum_paid"),
        "and before: the notice did not ask for it"
    );
    // Of one day, the rows say which came first.
    let knows = |correction| {
        let newest = Newest {
            bill: BillId(0),
            correction: CorrectionId(correction),
            dispute: DisputeId(0),
            decided: None,
        };
        Asked { newest: Some(newest), ..notice }
    };
    assert_eq!(with(knows(4), &fell(10, None)), listed);
    assert!(with(knows(5), &fell(10, None)).contains("minimum_paid"));
    assert!(with(notice, &fell(10, None)).contains("minimum_paid"), "a paper from before that was kept");
}

#[test]
fn a_paper_asked_for_nothing_that_was_in_dispute_when_it_was_made_and_a_share_of_all_it_asked_for_stays_unpaid()
 {
    // 1,000, of which 400 are in dispute; the notice asked for 600, and printed 300.
    let notice = Some(asked(10, 600, 5));
    let disputed = |left: i64, days_ago: i64| [in_dispute(late(30, left), 400, days_ago)];
    let with = |claims: &[Claim], supply: Supply| {
        at(&Facts { final_notice: notice, reminder: notice, supply, ..facts(claims) })
    };
    let on = Supply::On(None);
    assert_eq!(with(&disputed(1_000, 12), on), "final_notice 600: cut_list on 2026-11-27, stay_on 300");
    assert!(with(&disputed(700, 12), on).contains("held: minimum_paid"), "{}", with(&disputed(700, 12), on));
    assert_eq!(
        with(&disputed(1_000, 3), on),
        "final_notice 600: cut_list on 2026-11-27, stay_on 500",
        "of what is disputed since no share is given away"
    );
    // Of one day, the rows say which came first; a paper from before that was kept asked for less.
    let knows = |dispute: i64| {
        let newest = Newest {
            bill: BillId(0),
            correction: CorrectionId(0),
            dispute: DisputeId(dispute),
            decided: None,
        };
        let notice = Some(Asked { newest: Some(newest), ..asked(10, 600, 5) });
        let claims = disputed(1_000, 10);
        at(&Facts { final_notice: notice, reminder: notice, ..facts(&claims) })
    };
    assert!(
        knows(4).contains("stay_on 500") && knows(5).contains("stay_on 300"),
        "{} {}",
        knows(4),
        knows(5)
    );
    assert!(with(&disputed(1_000, 10), on).contains("stay_on 300"));
    // So it is with an order, and with what brings a cut supply back.
    let order = Supply::On(Some(asked(2, 600, 0)));
    assert!(with(&disputed(1_000, 12), order).contains("cut_list 600: cut on 2026-11-21, stay_on 300"));
    let cut = Supply::Cut { ordered: Some(asked(2, 600, 0)), reconnection: None, given_up: Money::ZERO };
    assert!(
        with(&disputed(1_000, 12), cut).contains("get_back_on 300"),
        "{}",
        with(&disputed(1_000, 12), cut)
    );
    assert!(with(&disputed(1_000, 1), cut).contains("get_back_on 500"));
}

#[test]
fn of_what_fell_with_a_dispute_a_paper_had_asked_for_all_but_what_was_in_it() {
    let claims = [late(30, 200)];
    let fallen = [Fallen {
        due_on: today().plus_days(-30),
        by: CorrectionId(5),
        on: today().plus_days(-3),
        amount: Money::from_minor(700),
        disputed: Some((opened(12), Money::from_minor(100))),
        taken_up: Vec::new(),
    }];
    // 900 were late, of which 100 were in dispute; 700 fell, those 100 with them.
    let notice = Some(asked(10, 800, 5));
    let with = Facts { final_notice: notice, reminder: notice, fallen: &fallen, ..facts(&claims) };
    assert_eq!(at(&with), "final_notice 200: cut_list on 2026-11-27, stay_on 100");
}

#[test]
fn what_a_plan_is_to_pay_is_no_part_of_what_a_paper_asked_for_that_had_left_it_out() {
    let total = Money::from_minor(900);
    let plan = Plan {
        made_on: day("2026-10-21"),
        covers_to: day("2026-10-01"),
        total,
        instalments: split(total, 3, day("2026-11-21")).expect("a case of the table"),
    };
    let claims = [planned(60, 900), late(30, 600)];
    let with = |amount: i64, in_plan: Option<i64>| {
        let notice = Asked { in_plan: in_plan.map(Money::from_minor), ..asked(10, amount, 5) };
        at(&Facts { final_notice: Some(notice), plan: Some(&plan), ..facts(&claims) })
    };
    let paper = "final_notice 600: cut_list on 2026-11-27, stay_on 300";
    assert_eq!(with(600, Some(900)), paper);
    assert_eq!(with(600, None), paper, "a paper from before that was kept");
    assert_eq!(with(1_500, Some(0)), paper, "it was missed then, and is kept again");
}

#[test]
fn a_bill_of_the_day_of_a_paper_has_taken_up_what_it_asked_for_where_it_is_the_younger_of_them() {
    let claims = [late(30, 200), late(-5, 700)];
    let taken = [TakenUp {
        due_on: today().plus_days(-30),
        by: BillId(5),
        on: today().plus_days(-10),
        until: today().plus_days(5),
        amount: Money::from_minor(700),
    }];
    let with = |bill: i64| {
        let newest =
            Newest { bill: BillId(bill), correction: CorrectionId(0), dispute: DisputeId(0), decided: None };
        let notice = Some(Asked { newest: Some(newest), ..asked(10, 900, 5) });
        at(&Facts { final_notice: notice, reminder: notice, taken_up: &taken, ..facts(&claims) })
    };
    assert_eq!(with(4), "final_notice 200: cut_list on 2026-11-27, stay_on 100");
    assert!(with(5).contains("minimum_paid"), "{}", with(5));
}

#[test]
fn a_reminder_comes_before_a_final_notice_however_old_the_debt_is() {
    assert_eq!(at(&facts(&[late(400, 900)])), "due 900: reminder on 2025-10-24, stay_on 450");
    let claims = [late(400, 900)];
    let reminded = Facts { reminder: Some(asked(2, 900, 0)), ..facts(&claims) };
    assert_eq!(at(&reminded), "reminder 900: final_notice on 2026-12-03, stay_on 450");
}

#[test]
fn what_was_paid_of_a_notice_counts_however_it_was_split() {
    let notice = Some(asked(10, 1_000, 5));
    // Two bills of 300 and 700; the older one was paid and 200 of the younger one.
    let claims = [late(30, 500)];
    let half = Facts { final_notice: notice, ..facts(&claims) };
    assert_eq!(at(&half), "final_notice 500: final_notice on 2026-12-11, held: minimum_paid");
    let claims = [late(30, 501)];
    let not_half = Facts { final_notice: notice, ..facts(&claims) };
    assert_eq!(at(&not_half), "final_notice 501: cut_list on 2026-11-27, stay_on 1");
    // A bill that fell due after the notice was not asked for by it.
    let claims = [late(30, 500), late(2, 800)];
    let newer = Facts { final_notice: notice, ..facts(&claims) };
    assert_eq!(at(&newer), "final_notice 1300: final_notice on 2026-12-11, held: minimum_paid");
    // One that is paid to the end is forgotten: the next debt climbs from the bottom.
    let claims = [late(2, 800)];
    let paid = Facts { final_notice: notice, reminder: notice, ..facts(&claims) };
    assert_eq!(at(&paid), "due 800: reminder on 2026-11-26, stay_on 400");
}

#[test]
fn a_dispute_holds_its_part_and_the_rest_goes_on() {
    let disputed = |part| in_dispute(late(30, 900), part, 0);
    let all = [disputed(900)];
    assert_eq!(at(&facts(&all)), "due 0: nothing, held: disputed");
    let half = [disputed(500)];
    let order = Supply::On(Some(asked(1, 900, 0)));
    assert_eq!(at(&Facts { supply: order, ..facts(&half) }), "cut_list 400: cut on 2026-11-21, stay_on 200");
    assert_eq!(at(&Facts { supply: order, ..facts(&all) }), "due 0: nothing, held: disputed");
}

#[test]
fn a_kept_plan_holds_what_it_covers_and_a_missed_instalment_lets_go() {
    let total = Money::from_minor(900);
    let plan = |first: &str| Plan {
        made_on: day("2026-11-02"),
        covers_to: day("2026-11-01"),
        total,
        instalments: split(total, 3, day(first)).expect("a case of the table"),
    };
    let claims = [planned(30, 900)];
    let kept = plan("2026-11-21");
    let order = Supply::On(Some(asked(40, 900, 0)));
    let with = |plan| Facts { plan: Some(plan), supply: order, ..facts(&claims) };
    assert_eq!(at(&with(&kept)), "due 0: nothing, held: plan_kept, keep_plan 300");
    let missed = plan("2026-11-20");
    let missed = Facts { supply: Supply::On(None), ..with(&missed) };
    assert_eq!(at(&missed), "due 900: reminder on 2026-10-29, keep_plan 300", "it can still be caught up");
    // What falls due beside the plan is pursued.
    let claims = [planned(30, 900), late(10, 400)];
    let beside = Facts { plan: Some(&kept), ..facts(&claims) };
    assert_eq!(at(&beside), "due 400: reminder on 2026-11-18, stay_on 200");
}

#[test]
fn an_older_claim_that_comes_back_breaks_no_plan_and_was_asked_for_by_no_paper_of_before() {
    let total = Money::from_minor(900);
    let plan = Plan {
        made_on: day("2026-10-21"),
        covers_to: day("2026-10-01"),
        total,
        instalments: split(total, 3, day("2026-10-21")).expect("a case of the table"),
    };
    let lost = [LostDispute {
        due_on: today().plus_days(-90),
        opened: opened(80),
        until: today(),
        decided: None,
        amount: Money::from_minor(600),
    }];
    let claims = [late(90, 600), planned(60, 300)];
    let notice = Some(asked(50, 900, -35));
    let with =
        Facts { plan: Some(&plan), final_notice: notice, reminder: notice, lost: &lost, ..facts(&claims) };
    assert_eq!(
        at(&with),
        "due 600: reminder on 2026-08-30, stay_on 300",
        "it climbs by itself, from the bottom"
    );
    let bounced = Facts { lost: &[], ..with.clone() };
    assert_eq!(at(&bounced), at(&with), "nor by a paper that the plan has answered");
    let told = Facts { final_notice: Some(asked(0, 600, 15)), ..with };
    assert_eq!(
        at(&told),
        "final_notice 600: cut_list on 2026-12-07, stay_on 300",
        "as it is told, beside the plan"
    );
}

#[test]
fn a_dispute_of_what_a_plan_pays_pays_nothing_of_it() {
    let total = Money::from_minor(900);
    let plan = Plan {
        made_on: day("2026-11-02"),
        covers_to: day("2026-11-01"),
        total,
        instalments: split(total, 3, day("2026-11-01")).expect("a case of the table"),
    };
    let disputed = |part| [in_dispute(planned(30, 900), part, 0)];
    let (all, some) = (disputed(900), disputed(700));
    let with = |claims| Facts { plan: Some(&plan), ..facts(claims) };
    assert_eq!(at(&with(&all)), "due 0: nothing, held: disputed");
    assert_eq!(at(&with(&some)), "due 200: reminder on 2026-10-29, stay_on 100", "the rest was missed");
}

#[test]
fn small_sums_and_held_credit_are_not_pursued() {
    assert_eq!(at(&facts(&[late(30, 99)])), "due 99: nothing, held: below_least");
    let claims = [late(30, 900)];
    let covered = Facts { credit: Money::from_minor(900), ..facts(&claims) };
    assert_eq!(at(&covered), "due 0: nothing, held: credit");
}

#[test]
fn a_few_coins_left_of_an_old_paper_give_no_later_bill_a_rung_nor_a_day() {
    let claims = [late(60, 4), late(1, 928)];
    let (reminder, notice) = (Some(asked(50, 1_624, -35)), Some(asked(40, 1_624, -25)));
    let with = |reminder, final_notice, supply| Facts { reminder, final_notice, supply, ..facts(&claims) };
    let anew = "due 932: reminder on 2026-11-27, stay_on 466";
    for order in [None, Some(asked(20, 1_624, -5))] {
        assert_eq!(at(&with(reminder, notice, Supply::On(order))), anew, "{order:?}");
    }
    assert_eq!(at(&with(reminder, None, Supply::On(None))), anew);
    let more = [late(60, 900), late(1, 928)];
    let noticed = Facts { final_notice: notice, ..facts(&more) };
    assert_eq!(
        at(&noticed),
        "final_notice 1828: cut_list on 2026-10-28, stay_on 88",
        "what is pursued counts"
    );
}

#[test]
fn an_order_that_left_out_what_was_in_dispute_stands_while_its_notice_does() {
    // 259 were asked for; 198 of them were in dispute when the order was made, and the dispute was lost then; 53 were paid.
    let claims = [late(60, 206)];
    let lost = [LostDispute {
        due_on: today().plus_days(-60),
        opened: opened(20),
        until: today().plus_days(-5),
        decided: None,
        amount: Money::from_minor(198),
    }];
    let supply = Supply::On(Some(asked(10, 61, -3)));
    let with = Facts { final_notice: Some(asked(40, 259, -25)), supply, lost: &lost, ..facts(&claims) };
    assert_eq!(at(&with), "cut_list 206: cut on 2026-11-18, stay_on 77");
}

#[test]
fn a_fee_is_not_given_away_with_a_plan() {
    let claims = [planned(30, 900), late(0, 250)];
    let total = Money::from_minor(900);
    let plan = Plan {
        made_on: day("2026-11-02"),
        covers_to: day("2026-11-01"),
        total,
        instalments: split(total, 3, today()).expect("a case of the table"),
    };
    let supply = Supply::Cut { ordered: Some(asked(20, 900, 0)), reconnection: None, given_up: Money::ZERO };
    let cut = Facts { supply, plan: Some(&plan), ..facts(&claims) };
    assert_eq!(at(&cut), "cut 0: nothing, get_back_on 550", "the fee and the first instalment");
}

prop_compose! {
    fn any_claim()(
        days in -60i64..200, left in 0i64..2_000, disputed in 0i64..2_500, planned in 0i64..2_500, ago in 0i64..120,
    ) -> Claim {
        let of = |minor: i64| Money::from_minor(minor.min(left));
        let claim = in_dispute(late(days, left), disputed.min(left), ago);
        Claim { planned: of(planned), ..claim }
    }
}

prop_compose! {
    fn any_lost()(days in 0i64..200, ago in 0i64..120, long in 0i64..60, amount in 1i64..2_000) -> LostDispute {
        LostDispute {
            due_on: today().plus_days(-days),
            opened: opened(ago),
            until: today().plus_days(long - ago),
            decided: None,
            amount: Money::from_minor(amount),
        }
    }
}

prop_compose! {
    fn any_asked()(days in 0i64..120, amount in 1i64..4_000, until in -60i64..60) -> Asked {
        asked(days, amount, until)
    }
}

fn any_supply() -> impl Strategy<Value = Supply> {
    prop_oneof![
        proptest::option::of(any_asked()).prop_map(Supply::On),
        (proptest::option::of(any_asked()), proptest::option::of(-5i64..5)).prop_map(|(ordered, on)| {
            Supply::Cut {
                ordered,
                reconnection: on.map(|days| today().plus_days(days)),
                given_up: Money::ZERO,
            }
        }),
        Just(Supply::Closed),
    ]
}

fn any_plan() -> impl Strategy<Value = Option<Plan>> {
    let plan = (0i64..60, 36i64..4_000, 2i64..6, -90i64..40);
    proptest::option::of(plan.prop_map(|(covers, total, parts, first)| Plan {
        made_on: today().plus_days(1 - covers),
        covers_to: today().plus_days(-covers),
        total: Money::from_minor(total),
        instalments:
            split(Money::from_minor(total), parts, today().plus_days(first)).expect("a case of the table"),
    }))
}

fn threatens(standing: &Standing) -> bool {
    matches!(standing.next, Some((Step::Reminder | Step::FinalNotice | Step::CutList | Step::Cut, _)))
}

/// What is left of the claims after so much money, the oldest first.
fn paid(claims: &[Claim], mut money: i64) -> Vec<Claim> {
    let mut after = claims.to_vec();
    after.sort_by_key(|c| c.due_on);
    for claim in &mut after {
        let part = (claim.left.minor() - claim.disputed.minor()).min(money);
        money -= part;
        claim.left = Money::from_minor(claim.left.minor() - part);
    }
    after
}

proptest! {
    #[test]
    fn nobody_is_cut_who_has_paid(
        claims in proptest::collection::vec(any_claim(), 0..6), supply in any_supply(), plan in any_plan(),
        reminder in proptest::option::of(any_asked()), final_notice in proptest::option::of(any_asked()),
        percent in 1i64..=100,
    ) {
        let rule = Rule { stay_on_percent: percent, ..rule() };
        let nothing: Vec<Claim> = claims.iter().map(|c| Claim { left: Money::ZERO, ..*c }).collect();
        let facts = |claims| Facts { supply, reminder, final_notice, plan: plan.as_ref(), ..facts(claims) };
        let clear = stand(&facts(&nothing), &rule, today());
        prop_assert!(!threatens(&clear) && clear.stops_order(), "{}", reads(&clear));
        // Credit that covers it counts as paid.
        let due = claims.iter().map(|c| c.left.minor()).sum();
        let covered = Facts { credit: Money::from_minor(due), ..facts(&claims) };
        prop_assert!(!threatens(&stand(&covered, &rule, today())));
        // Nobody is cut for what is in dispute or below the least amount.
        let before = stand(&facts(&claims), &rule, today());
        prop_assert!(!threatens(&before) || before.owed >= rule.least);
        prop_assert!(before.owed.minor() + before.disputed.minor() + before.in_plan.minor() <= before.overdue.minor());
    }

    #[test]
    fn whoever_pays_the_minimum_stays_on_or_gets_back_on(
        claims in proptest::collection::vec(any_claim(), 1..6), supply in any_supply(),
        final_notice in proptest::option::of(any_asked()), percent in 1i64..=100,
        lost in proptest::collection::vec(any_lost(), 0..3),
    ) {
        let rule = Rule { stay_on_percent: percent, ..rule() };
        let facts = |claims| Facts { supply, final_notice, lost: &lost, ..facts(claims) };
        let before = stand(&facts(&claims), &rule, today());
        if let Some(minimum) = before.minimum {
            let after = paid(&claims, minimum.amount.minor());
            let after = stand(&facts(&after), &rule, today());
            prop_assert!(after.stops_order(), "{} then {}", reads(&before), reads(&after));
            prop_assert!(after.next.is_none_or(|(step, _)| step != Step::CutList));
            if minimum.kind == MinimumKind::GetBackOn {
                prop_assert!(after.earns_reconnection(), "{} then {}", reads(&before), reads(&after));
            }
        }
    }

    #[test]
    fn no_order_is_made_before_a_final_notice_has_run_out(
        claims in proptest::collection::vec(any_claim(), 1..6), notice in any_asked(), with in any::<bool>(),
    ) {
        let facts = Facts { final_notice: with.then_some(notice), ..facts(&claims) };
        let standing = stand(&facts, &rule(), today());
        if standing.due_step(today()) == Some(Step::CutList) {
            prop_assert!(with && notice.until < today(), "{}", reads(&standing));
            let meant = claims.iter().filter(|c| c.due_on < notice.on).map(|c| c.left.minor() - c.disputed.minor());
            prop_assert!(meant.sum::<i64>() >= rule().least.minor(), "{}", reads(&standing));
        }
    }

    #[test]
    fn the_minimum_is_paid_by_money_that_nobody_directs_whatever_else_is_open(
        owed in proptest::collection::vec((any_claim(), 0i64..=100, any::<bool>()), 1..7), supply in any_supply(),
        final_notice in proptest::option::of(any_asked()), percent in 1i64..=100,
        plan in proptest::option::of((2i64..6, -90i64..40, 0i64..500)), credit in 0i64..1_500,
        order in 0usize..AllocationOrder::ALL.len(), use_credit in any::<bool>(),
    ) {
        let rule = Rule { stay_on_percent: percent, ..rule() };
        // A claim is the plan's whole or not at all.
        let is_planned = |of: bool| of && plan.is_some();
        let claim = |(c, _, of): &(Claim, i64, bool)| Claim {
            planned: if is_planned(*of) { c.left } else { Money::ZERO },
            ..*c
        };
        let claims: Vec<Claim> = owed.iter().map(claim).collect();
        let total: i64 = claims.iter().map(|c| c.planned.minor()).sum();
        let plan = plan.filter(|_| total >= 36).map(|(parts, first, before)| {
            let total = Money::from_minor(total + before);
            let instalments = split(total, parts, today().plus_days(first)).expect("a case of the table");
            Plan { made_on: today().plus_days(-95), covers_to: today().plus_days(-96), total, instalments }
        });
        let claims: Vec<Claim> = match plan {
            Some(_) => claims,
            None => claims.iter().map(|c| Claim { planned: Money::ZERO, ..*c }).collect(),
        };
        let credit = Money::from_minor(credit);
        let before = Facts { supply, final_notice, plan: plan.as_ref(), credit, ..facts(&claims) };
        let stood = stand(&before, &rule, today());
        // Before a final notice nothing was asked for, and the office's order says where money goes.
        let asked = matches!(stood.rung, Rung::FinalNotice | Rung::CutList | Rung::Cut | Rung::Reconnection);
        let minimum = stood.minimum.filter(|m| asked || m.kind == MinimumKind::KeepPlan);
        if let Some(minimum) = minimum {
            let open: Vec<OpenBill> = (1i64..).zip(&claims).zip(&owed).map(|((id, c), (_, part, _))| {
                let surcharge = Money::from_minor(c.left.minor() * part / 100);
                OpenBill {
                    id: BillId(id),
                    account: AccountId(1),
                    due_on: c.due_on,
                    surcharge,
                    rest: less(c.left, surcharge),
                    disputed: c.disputed,
                    later: Vec::new(),
                }
            }).collect();
            let with_bills = |tier: First| payments::First {
                planned: tier.planned,
                of: (1i64..).map(BillId).zip(tier.of).collect(),
                most: tier.most,
            };
            let first: Vec<payments::First> =
                first(&before, &rule, today()).into_iter().map(with_bills).collect();
            let cash = Tender::checked(Method::Cash, minimum.amount, "", "").expect("above zero");
            let settled = settle(&Visit {
                open: &open,
                accounts: &[(AccountId(1), credit)],
                pay: minimum.amount,
                tenders: &[cash],
                use_credit,
                directed: None,
                first: &first,
                order: AllocationOrder::ALL[order],
                today: today(),
            }).expect("something is due");
            let paid = |at: usize| {
                let own = settled.shares.iter().filter(|s| s.bill == open[at].id).map(|s| s.amount);
                Money::sum(own).expect("in range")
            };
            let after: Vec<Claim> = claims.iter().enumerate().map(|(at, c)| {
                let left = less(c.left, paid(at));
                Claim { left, planned: c.planned.min(left), ..*c }
            }).collect();
            let used: i64 = settled.credit_used.iter().map(|(_, m)| m.minor()).sum();
            let added: i64 = settled.credit_added.iter().map(|(_, m)| m.minor()).sum();
            let credit = Money::from_minor(credit.minor() - used + added);
            let after = stand(&Facts { credit, claims: &after, ..before.clone() }, &rule, today());
            let told = format!("{} then {}: {:?} by {first:?}", reads(&stood), reads(&after), settled.shares);
            match minimum.kind {
                MinimumKind::GetBackOn => prop_assert!(after.earns_reconnection(), "{told}"),
                MinimumKind::StayOn => {
                    prop_assert!(after.stops_order(), "{told}");
                    prop_assert!(after.next.is_none_or(|(step, _)| step != Step::CutList), "{told}");
                }
                MinimumKind::KeepPlan => {
                    let by = minimum.by.expect("an instalment's day");
                    let still = after.minimum.filter(|m| m.kind == MinimumKind::KeepPlan);
                    prop_assert!(still.is_none_or(|m| m.by.is_some_and(|on| on > by)), "{told}");
                }
            }
        }
    }
}
