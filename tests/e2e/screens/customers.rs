//! Customers: the list, a profile with all its parts and papers, the forms; and a consumer's own profile.

use crate::branch::{demo, log_in, opens};
use crate::harness::{Desk, Size, Window};
use serde_json::json;

/// Somebody with several accounts who owes something.
fn somebody(desk: &Desk) -> i64 {
    let page = desk.asks("manager", "customers", &json!({ "limit": 200 })).unwrap();
    let rows = page["rows"].as_array().unwrap();
    let several = rows.iter().filter(|row| row["due"].as_i64() > Some(0));
    let most = several.max_by_key(|row| row["accounts"].as_i64().filter(|n| *n <= 3)).unwrap();
    most["id"].as_i64().unwrap()
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn customers_are_looked_at_from_the_list_to_the_last_paper() {
    let desk = demo();
    let id = somebody(&desk);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/customers", "New customer");
    window.waits_for("tr[data-index='3']").unwrap();
    window.is_looked_at("customers").unwrap();
    window.types("ma").unwrap();
    window.waits_for_text("Found by").unwrap();
    window.part_is_looked_at("customers-found").unwrap();
    window.press("ctrl+a").unwrap();
    window.types("nobody of that name").unwrap();
    window.waits_for_text("Nothing found for").unwrap();
    window.part_is_looked_at("customers-none").unwrap();

    opens(&window, &format!("#/customers/{id}"), "Due on all accounts");
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("customer").unwrap();
    window.press("alt+2").unwrap();
    window.waits_for_text("Issued").unwrap();
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("customer-bills").unwrap();
    window.opens_row(0).unwrap();
    window.waits_for_text("Quantity").unwrap();
    window.part_is_looked_at("bill").unwrap();
    window.goes_back().unwrap();
    window.press("alt+3").unwrap();
    window.waits_for(".recharts-surface").unwrap();
    window.is_looked_at("customer-usage").unwrap();
    window.press("alt+4").unwrap();
    window.waits_for_text("Taken by").unwrap();
    window.is_looked_at("customer-payments").unwrap();
    window.press("alt+5").unwrap();
    window.waits_for_text("Add a property").unwrap();
    window.is_looked_at("customer-properties").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_forms_of_customers_are_looked_at() {
    let desk = demo();
    let id = somebody(&desk);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/customers", "New customer");
    window.press("F7").unwrap();
    window.waits_for_focus("Name").unwrap();
    window.part_is_looked_at("customer-new").unwrap();

    opens(&window, &format!("#/customers/{id}"), "Due on all accounts");
    window.press("F7").unwrap();
    window.waits_for_focus("Name").unwrap();
    window.tabs_to("Phone").unwrap();
    window.press("ctrl+a").unwrap();
    window.types("12").unwrap();
    window.press("Enter").unwrap();
    window.waits_for("[role=alert]").unwrap();
    window.part_is_looked_at("customer-edit").unwrap();
    window.goes_back().unwrap();

    window.chooses("Add an account").unwrap();
    window.waits_for_text("New account").unwrap();
    window.part_is_looked_at("account-new").unwrap();
    window.goes_back().unwrap();
    window.chooses("Change status…").unwrap();
    window.waits_for_focus("Why?").unwrap();
    window.part_is_looked_at("account-switch").unwrap();
    window.goes_back().unwrap();

    window.press("alt+5").unwrap();
    window.chooses("Add a property").unwrap();
    window.waits_for_text("New property").unwrap();
    window.part_is_looked_at("property-new").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_consumer_sees_their_own_accounts_and_nothing_else() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "consumer");
    window.waits_for_text("Due on all accounts").unwrap();
    assert!(!window.text().unwrap().contains("Queue"));
    window.is_looked_at("own-accounts").unwrap();
    window.press("alt+2").unwrap();
    window.waits_for_text("Left to pay").unwrap();
    window.is_looked_at("own-bills").unwrap();
}
