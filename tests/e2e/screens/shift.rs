//! The shift room: a drawer from its float to its Z report, with the sheets for what goes in and out of it.

use crate::branch::{closes_by_command, demo, log_in, log_in_at, log_out, opens, request};
use crate::harness::{Desk, Size, Window};
use serde_json::{Value, json};

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn an_open_drawer_is_looked_at_with_each_way_in_and_out_of_it() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");
    opens(&window, "#/shift", "What the drawer must hold is shown when you have counted it.");
    window.part_is_looked_at("shift-fresh").unwrap();
    window.tabs_around().unwrap();

    for (key, amount, note, picture) in [
        ("F9", "500", "bag 17", "shift-drop"),
        ("alt+i", "20", "", "shift-cash-in"),
        ("alt+o", "120", "tea for the hall", "shift-cash-out"),
        ("alt+g", "100", "", "shift-change"),
    ] {
        window.press(key).unwrap();
        window.waits_for_focus("Amount").unwrap();
        window.types(amount).unwrap();
        if !note.is_empty() {
            window.tabs_to("Note").unwrap();
            window.types(note).unwrap();
        }
        window.part_is_looked_at(picture).unwrap();
        window.press("Enter").unwrap();
        if key == "alt+o" {
            // The demo's ceiling is nothing: a manager lets it happen here.
            window.waits_for_text("A manager allows it here").unwrap();
            window.part_is_looked_at("shift-cash-out-two").unwrap();
            window.tabs_to("Manager’s log-in name").unwrap();
            window.types("manager").unwrap();
            window.tabs_to("PIN").unwrap();
            window.types("manager-demo").unwrap();
            window.press("Enter").unwrap();
            window.waits_until_gone("A manager allows it here").unwrap();
        }
        window.waits_until_gone("Cancel").unwrap();
    }
    window.waits_for_text("not answered yet").unwrap();
    window.is_looked_at("shift").unwrap();

    // Nothing is counted while change is in the air; taken back, it is.
    window.press("F8").unwrap();
    window.waits_for_text("Count what is there.").unwrap();
    window.is_looked_at("shift-count").unwrap();
    window.waits_for_focus("Number of").unwrap();
    window.types("3").unwrap();
    types_sums(&window, &desk);
    window.tabs_to("This is what is there").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("was offered").unwrap();
    window.part_is_looked_at("shift-count-refused").unwrap();
    window.goes_back().unwrap();
    window.tabs_to("Take back").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("declined").unwrap();
}

/// Nothing for each way of paying that the clerk's drawer has: a sum that nobody types is no count.
fn types_sums(window: &Window, desk: &Desk) {
    let own = desk.asks("clerk", "shift", &json!({})).unwrap()["own"].clone();
    for (method, label) in
        [("cheque", "Cheque, sum"), ("card", "Card, sum"), ("upi", "UPI, sum"), ("bank", "Bank, sum")]
    {
        let used = |one: &Value| one["method"] == method && one["count"] != 0;
        if own["tenders"].as_array().unwrap().iter().any(used) {
            window.tabs_to(label).unwrap();
            window.types("0").unwrap();
        }
    }
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_drawer_that_differs_is_looked_at_until_its_z_report() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");
    opens(&window, "#/shift", "Count and close");
    for (says, picture) in
        [("counted a second time", "shift-counted"), ("Why does it differ?", "shift-explain")]
    {
        window.press("F8").unwrap();
        window.waits_for_focus("Number of").unwrap();
        window.types("3").unwrap();
        types_sums(&window, &desk);
        window.tabs_to("This is what is there").unwrap();
        window.press("Enter").unwrap();
        window.waits_for_text(says).unwrap();
        window.is_looked_at(picture).unwrap();
    }
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_drawer_is_looked_at_as_it_is_opened_and_as_it_changes_hands() {
    let desk = demo();
    closes_by_command(&desk, "clerk", "C1", 0);
    desk.asks("admin", "save_counter", &json!({ "code": "C4", "name": "Counter 4", "active": true }))
        .unwrap();
    let float = json!({ "request_id": request("open C4"), "pieces": [{ "value": 10_000, "count": 30 }] });
    desk.asks_at("C4", "manager", "open_shift", &float).unwrap();

    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");
    opens(&window, "#/shift", "Open a shift at counter C1");
    window.is_looked_at("shift-open").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("Count and close").unwrap();
    let own = desk.asks("clerk", "shift", &json!({})).unwrap()["own"]["shift"]["id"].clone();
    let offer = json!({ "request_id": request("change"), "to": own, "amount": 50_000 });
    desk.asks_at("C4", "manager", "offer_change", &offer).unwrap();
    window.waits_for_text("Change for you").unwrap();
    window.is_looked_at("shift-offered").unwrap();
    window.press("alt+a").unwrap();
    window.waits_for_text("Change from").unwrap();
    log_out(&window);

    // The clerk's drawer goes to the safe with what came; the manager's is handed over to the clerk.
    closes_by_command(&desk, "clerk", "C1", 0);
    log_in_at(&window, "clerk", "C4");
    opens(&window, "#/shift", "has the drawer of counter C4");
    window.part_is_looked_at("shift-taken").unwrap();
    let counted = json!({ "request_id": request("count"), "pieces": [{ "value": 10_000, "count": 25 }] });
    desk.asks_at("C4", "manager", "count_shift", &counted).unwrap();
    let people = desk.asks_at("C4", "manager", "shift", &json!({})).unwrap()["people"].clone();
    let clerk = people.as_array().unwrap().iter().find(|one| one["name"] == "Kavya Poojary").unwrap();
    let given = json!({ "request_id": request("hand"), "hand_over_to": clerk["id"] });
    desk.asks_at("C4", "manager", "close_shift", &given).unwrap();
    window.waits_for_text("hands a drawer over to you").unwrap();
    window.is_looked_at("shift-handed").unwrap();
    log_out(&window);

    log_in_at(&window, "manager", "C4");
    opens(&window, "#/shift", "Waits for Kavya Poojary");
    window.part_is_looked_at("shift-waits").unwrap();
    log_out(&window);
    log_in_at(&window, "clerk", "C4");
    opens(&window, "#/shift", "hands a drawer over to you");
    window.press("F8").unwrap();
    window.waits_for_text("Count and close").unwrap();
}
