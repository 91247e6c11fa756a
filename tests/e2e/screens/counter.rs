//! The frame and the counter, beyond what a clerk's day shows.

use crate::branch::{calls_somebody_who_owes, demo, log_in, opens, today};
use crate::harness::{Size, Window};
use serde_json::json;

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_counter_is_looked_at_while_a_payment_is_made_up() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");
    window.waits_for_text("Who is here?").unwrap();
    window.is_looked_at("counter-empty").unwrap();

    let due = calls_somebody_who_owes(&window);
    window.chooses("Change…").unwrap();
    window.waits_for_text("As the customer directs").unwrap();
    window.part_is_looked_at("counter-direct").unwrap();
    window.goes_back().unwrap();

    window.press("F9").unwrap();
    window.waits_for_text("Add a tender").unwrap();
    window.part_is_looked_at("counter-split").unwrap();
    window.press("alt+4").unwrap();
    window.waits_for_focus("Cheque number").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("needs the cheque").unwrap();
    window.part_is_looked_at("counter-refused").unwrap();

    window.press("alt+1").unwrap();
    window.waits_for_focus("Cash given").unwrap();
    window.press("Esc").unwrap();
    window.waits_for_focus("Pay").unwrap();
    window.types(&(due + 500).to_string()).unwrap();
    window.waits_for_text("as credit for the next bill").unwrap();
    window.part_is_looked_at("counter-credit").unwrap();

    window.press("F4").unwrap();
    window.types("10").unwrap();
    window.press("Enter").unwrap();
    window.waits_for("[role=option]").unwrap();
    window.part_is_looked_at("counter-find").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn whoever_is_cut_is_told_the_least_that_brings_the_supply_back() {
    let desk = demo();
    let cut = desk.asks("manager", "arrears_list", &json!({ "rung": "cut", "limit": 1 })).unwrap();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");
    let route = format!("#/counter?customer={}", cut["rows"][0]["customer"]);
    opens(&window, &route, "Minimum to get back on");
    window.waits_for(".recharts-surface").unwrap();
    window.is_looked_at("counter-cut").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_clerk_undoes_anothers_payment_when_a_manager_allows_it_at_this_screen() {
    let desk = demo();
    let page = desk.asks("manager", "payments", &json!({ "on": today(&desk), "limit": 100 })).unwrap();
    let rows = page["rows"].as_array().unwrap();
    let other = rows.iter().find(|row| row["clerk"] != "clerk" && row["void"] == json!(false)).unwrap();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");

    window.goes_to(&format!("#/customers/{}?receipt={}", other["customer"], other["id"])).unwrap();
    window.waits_for_text("Audit hash").unwrap();
    window.part_is_looked_at("receipt").unwrap();
    window.chooses("Undo this payment").unwrap();
    window.waits_for_text("A manager allows it here").unwrap();
    window.part_is_looked_at("undo-by-manager").unwrap();

    window.press("1").unwrap();
    window.tabs_to("Manager’s log-in name").unwrap();
    window.types("manager").unwrap();
    window.tabs_to("PIN").unwrap();
    window.types("manager-demo").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Cancellation slip").unwrap();
    window.part_is_looked_at("undone").unwrap();
    window.press("Esc").unwrap();
    window.waits_for_text("allowed by").unwrap();
    window.part_is_looked_at("receipt-void").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_frame_is_looked_at_with_its_palette_its_keys_its_menu_and_its_lock() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/queue", "Longest wait");

    window.press("ctrl+k").unwrap();
    window.waits_for_focus("Account, meter").unwrap();
    window.part_is_looked_at("palette").unwrap();
    window.types("ma").unwrap();
    window.waits_for_text("Customers").unwrap();
    window.waits_for("[role=option]").unwrap();
    window.part_is_looked_at("palette-found").unwrap();
    window.goes_back().unwrap();

    window.press("?").unwrap();
    window.waits_for_text("Keys of this screen").unwrap();
    window.part_is_looked_at("keys").unwrap();
    window.goes_back().unwrap();

    window.clicks("header [aria-haspopup=menu]").unwrap();
    window.waits_for_text("Log out").unwrap();
    window.part_is_looked_at("user-menu").unwrap();
    window.goes_back().unwrap();

    opens(&window, "#/attic", "There is no room here");
    window.part_is_looked_at("no-room").unwrap();

    window.press("ctrl+l").unwrap();
    window.waits_for_focus("Password").unwrap();
    window.is_looked_at("locked").unwrap();
}
