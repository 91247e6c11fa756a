//! The audit room, beyond the month that a manager exports and verifies.

use crate::branch::{demo, log_in, opens};
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
