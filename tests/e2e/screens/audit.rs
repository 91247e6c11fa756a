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
fn a_manager_moves_the_business_day_on_and_sees_first_what_that_means() {
    let desk = demo_of_yesterday();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/audit/day", "Receipt numbers");
    window.press("F7").unwrap();
    window.waits_for_text("It cannot be moved back.").unwrap();
    window.part_is_looked_at("audit-day-move").unwrap();
    window.tabs_to("Move to").unwrap();
    window.press("Enter").unwrap();
    window.waits_until_gone("It cannot be moved back.").unwrap();
    window.waits_for_text("No receipts on this day").unwrap();
    window.part_is_looked_at("audit-day-new").unwrap();

    // The clock's own day is as far as it goes.
    window.press("F7").unwrap();
    window.waits_for_text("There is no later day to move to").unwrap();
    window.part_is_looked_at("audit-day-last").unwrap();
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
        ("alt+8", "Mean wait", "reports-waits"),
    ] {
        window.press(key).unwrap();
        window.waits_for_text(says).unwrap();
        window.part_is_looked_at(picture).unwrap();
    }
}
