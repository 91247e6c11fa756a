//! The billing room: a run tried and its outliers, bills and how they are put right, corrections, cycles.

use crate::branch::{demo, log_in, opens};
use crate::harness::{Desk, Size, Window};
use serde_json::json;

/// The newest bill of a period that something is still open on.
fn a_bill(desk: &Desk) -> i64 {
    let bills = desk.asks("manager", "find_bills", &json!({ "text": "", "limit": 200 })).unwrap();
    let bills = bills.as_array().unwrap();
    let bill = bills.iter().find(|row| row["kind"] == "bill" && row["left"].as_i64() > Some(10_000));
    bill.expect("an open bill")["id"].as_i64().unwrap()
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_run_is_looked_at_tried_posted_and_taken_back() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/billing/runs", "Bill a cycle");
    window.waits_for_text("Posted").unwrap();
    // Gas was read today and waits for its bills.
    window.selects("Cycle", "G-M").unwrap();
    window.is_looked_at("billing-runs").unwrap();
    window.press("F7").unwrap();
    window.waits_for_text("What it would come to").unwrap();
    window.waits_for_text("To look at first").unwrap();
    window.is_looked_at("billing-trial").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("The bills are posted.").unwrap();
    window.waits_for_text("Take the run back").unwrap();
    window.part_is_looked_at("billing-run").unwrap();
    window.chooses("Take the run back").unwrap();
    window.waits_for_text("Nobody can pay them meanwhile").unwrap();
    window.part_is_looked_at("billing-run-cancel").unwrap();
    window.chooses("Take it back").unwrap();
    window.waits_until_gone("Take the run back").unwrap();
    window.waits_for_text("Taken back").unwrap();
    window.part_is_looked_at("billing-run-taken-back").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn bills_are_looked_at_with_their_papers_and_the_ways_to_put_them_right() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/billing/bills", "Left to pay");
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("billing-bills").unwrap();
    // The newest claims may all be surcharges: a bill is what its period's paper is of.
    window.goes_to(&format!("#/billing/bills?bill={}", a_bill(&desk))).unwrap();
    window.waits_for_focus("Open PDF").unwrap();
    window.part_is_looked_at("billing-bill").unwrap();
    window.chooses("Correct…").unwrap();
    window.waits_for_text("Cancel and bill anew").unwrap();
    window.part_is_looked_at("billing-correct").unwrap();
    window.chooses("Give a credit note").unwrap();
    window.waits_for_focus("Amount").unwrap();
    window.types("25").unwrap();
    window.selects("Reason", "Wrong reading").unwrap();
    window.part_is_looked_at("billing-credit-note").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Open PDF").unwrap();
    window.waits_for_text("Wrong reading").unwrap();
    window.part_is_looked_at("billing-bill-corrected").unwrap();
    window.goes_back().unwrap();

    window.press("alt+3").unwrap();
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("billing-corrections").unwrap();
    window.press("alt+4").unwrap();
    window.waits_for_text("E-01").unwrap();
    window.is_looked_at("billing-cycles").unwrap();
    window.press("F7").unwrap();
    window.waits_for_focus("Code").unwrap();
    window.part_is_looked_at("billing-cycle-new").unwrap();
}
