//! The audit room, beyond the month that a manager exports and verifies.

use crate::branch::{demo, demo_of_yesterday, log_in, opens};
use crate::harness::{Size, Window};

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_audit_is_looked_at_day_by_day_and_row_by_row() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/audit/day", "Receipt numbers");
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("audit-day").unwrap();
    window.press("F4").unwrap();
    window.waits_for("[role=grid]").unwrap();
    window.part_is_looked_at("audit-day-picker").unwrap();
    window.goes_back().unwrap();

    window.press("alt+2").unwrap();
    window.waits_for_text("What will be in the pack").unwrap();
    window.press("F4").unwrap();
    window.waits_for_text("Jan").unwrap();
    window.part_is_looked_at("audit-month-picker").unwrap();
    window.goes_back().unwrap();

    window.press("alt+3").unwrap();
    window.waits_for_text("Out of the machine").unwrap();
    window.is_looked_at("audit-seals").unwrap();

    window.press("alt+4").unwrap();
    window.waits_for("tr[data-index='5']").unwrap();
    window.is_looked_at("audit-log").unwrap();
    window.opens_row(5).unwrap();
    window.waits_for_text("Copy hash").unwrap();
    window.part_is_looked_at("audit-log-row").unwrap();
    window.goes_back().unwrap();

    window.press("alt+5").unwrap();
    window.waits_for_text("Check this book").unwrap();
    window.press("F9").unwrap();
    window.waits_for_text("The book is sound").unwrap();
    window.part_is_looked_at("audit-checked").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_manager_sees_which_drawers_the_business_day_waits_for() {
    let desk = demo_of_yesterday();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/day", "It waits for 3 shifts to be closed:");
    window.part_is_looked_at("day-close").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_clerk_counts_the_drawer_without_knowing_what_it_must_hold() {
    let desk = demo_of_yesterday();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");
    opens(&window, "#/shift", "What the drawer must hold is shown when you have counted it.");
    window.part_is_looked_at("shift-open").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("Count what is there.").unwrap();
    window.part_is_looked_at("shift-count").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn every_report_is_looked_at_beside_the_period_before() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/reports", "As a table");
    window.is_looked_at("reports").unwrap();
    for (key, says, picture) in [
        ("alt+2", "Clerk", "reports-clerks"),
        ("alt+3", "Share", "reports-tenders"),
        ("alt+5", "Over 90 days", "reports-aging"),
        ("alt+6", "Ratio", "reports-demand"),
        ("alt+8", "Short", "reports-variances"),
        ("alt+9", "Mean wait", "reports-waits"),
    ] {
        window.press(key).unwrap();
        window.waits_for_text(says).unwrap();
        window.part_is_looked_at(picture).unwrap();
    }
}
