//! Metering: readings with what is thought of them, a meter's life line, the cases of abnormal use.

use crate::branch::{demo, demo_read_weeks_ago, log_in, opens};
use crate::harness::{Size, Window};
use serde_json::json;

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn readings_are_looked_at_while_they_are_typed_asked_about_and_estimated() {
    let desk = demo_read_weeks_ago();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/metering/readings", "Usual");
    window.waits_for("input[data-at='0']").unwrap();
    window.is_looked_at("readings").unwrap();

    // Far too much, something nobody could read, and something that is no reading.
    window.clicks("input[data-at='0']").unwrap();
    window.types("99999").unwrap();
    window.waits_for_text("Reason?").unwrap();
    window.press("Down").unwrap();
    window.types("l").unwrap();
    window.waits_for_text("Locked").unwrap();
    window.press("Up").unwrap();
    window.is_looked_at("readings-asked").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("A digit picks a reason").unwrap();
    window.part_is_looked_at("readings-reason").unwrap();
    window.goes_back().unwrap();
    window.press("F7").unwrap();
    window.waits_for_text("Estimate what nobody read").unwrap();
    window.part_is_looked_at("readings-estimate").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_meters_life_and_the_cases_of_abnormal_use_are_looked_at() {
    let desk = demo();
    let cases = desk.asks("manager", "use_cases", &json!({ "state": "open", "limit": 1 })).unwrap();
    let account = cases["rows"][0]["account"].as_i64().unwrap();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/metering/meters", "Look up a meter");
    window.part_is_looked_at("meters").unwrap();
    opens(&window, &format!("#/metering/meters?account={account}"), "Where it hung");
    window.waits_for(".recharts-surface").unwrap();
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("meter").unwrap();
    window.press("F6").unwrap();
    window.waits_for_focus("What the register shows").unwrap();
    window.part_is_looked_at("meter-reading").unwrap();
    window.goes_back().unwrap();
    window.press("F7").unwrap();
    window.waits_for_text("New meter").unwrap();
    window.part_is_looked_at("meter-exchange").unwrap();
    window.goes_back().unwrap();

    opens(&window, "#/metering/cases", "Cases of abnormal use");
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("cases").unwrap();
    window.opens_row(0).unwrap();
    window.waits_for_text("Print the letter").unwrap();
    window.part_is_looked_at("case").unwrap();
}
