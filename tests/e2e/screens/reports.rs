//! The reports room: each report beside the period before, as a chart and as its table.

use crate::branch::{demo, log_in, opens};
use crate::harness::{Size, Window};

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
        ("alt+4", "Electricity", "reports-services"),
        ("alt+5", "Over 90 days", "reports-aging"),
        ("alt+6", "Ratio", "reports-demand"),
        ("alt+7", "Reason", "reports-voids"),
        ("alt+8", "Short", "reports-variances"),
        ("alt+9", "Mean wait", "reports-waits"),
    ] {
        window.press(key).unwrap();
        window.waits_for_text(says).unwrap();
        window.part_is_looked_at(picture).unwrap();
    }
    opens(&window, "#/reports/aging?period=year", "Over 90 days");
    window.is_looked_at("reports-aging-year").unwrap();
    opens(&window, "#/reports/days?period=days", "As a table");
    window.part_is_looked_at("reports-days-chosen").unwrap();
}
