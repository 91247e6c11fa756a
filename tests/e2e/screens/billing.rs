//! The billing room: a run tried and its outliers, bills and how they are put right, corrections, cycles.

use crate::branch::{demo, log_in, opens};
use crate::harness::{Size, Window};

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_billing_room_is_looked_at_with_a_trial_and_a_correction() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/billing/runs", "Bill a cycle");
    window.is_looked_at("billing-runs").unwrap();
    window.press("F7").unwrap();
    window.waits_for_text("What it would come to").unwrap();
    window.is_looked_at("billing-trial").unwrap();

    opens(&window, "#/billing/bills", "B/26-27");
    window.is_looked_at("billing-bills").unwrap();
    opens(&window, "#/billing/corrections", "bill");
    window.is_looked_at("billing-corrections").unwrap();
    opens(&window, "#/billing/cycles", "E-01");
    window.is_looked_at("billing-cycles").unwrap();
}
