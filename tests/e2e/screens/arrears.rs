//! Arrears: the ladder with its run, aging, orders, notices, plans, disputes, and the rule in the settings.

use crate::branch::{demo, log_in, opens};
use crate::harness::{Desk, Size, Window};
use serde_json::json;

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn what_is_late_is_looked_at_from_the_ladder_to_the_paper() {
    let desk = demo();
    whoever_is_cut_pays(&desk);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/arrears", "Try it");
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("arrears").unwrap();
    window.press("F9").unwrap();
    window.waits_for_text("accounts looked at").unwrap();
    window.part_is_looked_at("arrears-tried").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("this was done").unwrap();
    window.opens_row(0).unwrap();
    window.waits_for_text("Open the customer").unwrap();
    window.part_is_looked_at("arrears-account").unwrap();
    window.goes_back().unwrap();
    opens(&window, "#/arrears/aging", "The same in figures");
    window.waits_for(".recharts-surface").unwrap();
    window.is_looked_at("arrears-aging").unwrap();
    opens(&window, "#/arrears/orders?kind=reconnect", "Print list");
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("arrears-orders").unwrap();
    window.opens_row(0).unwrap();
    window.waits_for_text("Meter reading").unwrap();
    window.part_is_looked_at("arrears-work").unwrap();
    window.goes_back().unwrap();
    opens(&window, "#/arrears/notices", "Pay by");
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("arrears-notices").unwrap();
}

/// Pays all that somebody owes who is cut, so that there is a supply to be put on again.
fn whoever_is_cut_pays(desk: &Desk) {
    let cut = desk.asks("manager", "arrears_list", &json!({ "rung": "cut", "limit": 1 })).unwrap();
    let row = &cut["rows"][0];
    let card = desk.asks("manager", "customer_card", &json!({ "customer": row["customer"] })).unwrap();
    let accounts = card["accounts"].as_array().unwrap();
    let account = accounts.iter().find(|one| one["id"] == row["account"]).unwrap();
    let paid = json!({
        "request_id": "019aa000-0000-7000-8000-000000000001",
        "accounts": [{ "account": account["id"], "version": account["version"] }],
        "pay": account["due"],
        "tenders": [{ "method": "cash", "amount": account["due"] }],
        "use_credit": false,
    });
    desk.asks("clerk", "take_payment", &paid).unwrap();
}

/// The account that is overdue with the largest sum.
fn somebody_late(desk: &Desk) -> i64 {
    let page = desk.asks("manager", "arrears_list", &json!({ "limit": 1 })).unwrap();
    page["rows"][0]["account"].as_i64().unwrap()
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn plans_disputes_and_the_rule_are_looked_at() {
    let desk = demo();
    let account = somebody_late(&desk);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, &format!("#/arrears?account={account}"), "Open the customer");
    window.chooses("Instalment plan…").unwrap();
    window.waits_for_text("Monthly instalments").unwrap();
    window.part_is_looked_at("arrears-plan").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Print the agreement").unwrap();
    window.part_is_looked_at("arrears-plan-agreed").unwrap();
    opens(&window, "#/arrears/plans", "Next instalment");
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("arrears-plans").unwrap();
    opens(&window, "#/arrears/disputes", "No disputes");
    window.is_looked_at("arrears-disputes").unwrap();
}
