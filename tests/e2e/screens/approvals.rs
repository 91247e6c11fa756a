//! The approvals room: what waits for a second person, what came of it, and what was done first.

use crate::branch::{cash_of_a_closed_day, demo, log_in, log_out, opens, request, today};
use crate::harness::{Desk, Size, Window};
use serde_json::{Value, json};

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn requests_are_looked_at_by_who_asks_and_by_who_decides() {
    let desk = demo();
    asks_for_a_refund(&desk);
    has_voided_first(&desk);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");
    opens(&window, "#/approvals", "Requests");
    window.opens_row(1).unwrap();
    window.waits_for_text("It is your own request").unwrap();
    window.part_is_looked_at("approval-own").unwrap();
    window.goes_back().unwrap();
    log_out(&window);

    log_in(&window, "manager");
    opens(&window, "#/approvals", "Second look");
    window.is_looked_at("approvals").unwrap();
    window.tabs_around().unwrap();
    window.opens_row(0).unwrap();
    window.waits_for_text("waits for a second look").unwrap();
    window.part_is_looked_at("approval-second-look").unwrap();
    window.tabs_to("It is right").unwrap();
    window.press("Enter").unwrap();
    window.waits_until_gone("Second look").unwrap();
    window.opens_row(0).unwrap();
    window.waits_for_text("stands no more").unwrap();
    window.is_looked_at("approval").unwrap();
    window.tabs_to("Note").unwrap();
    window.types("the receipt is not with it").unwrap();
    window.tabs_to("Refuse").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Nothing waits for anybody").unwrap();
    window.is_looked_at("approvals-empty").unwrap();
    window.press("alt+a").unwrap();
    window.waits_for_text("Looked at").unwrap();
    window.is_looked_at("approvals-all").unwrap();
    window.opens_row(1).unwrap();
    window.waits_for_text("Decided by").unwrap();
    window.part_is_looked_at("approval-refused").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_manager_lets_no_refund_of_their_own_happen_neither_by_their_password_nor_from_the_list() {
    let desk = demo();
    let paid = cash_of_a_closed_day(&desk);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    window.goes_to(&format!("#/customers/{}?receipt={}", paid["customer"], paid["id"])).unwrap();
    window.waits_for_text("Undo this payment").unwrap();
    window.tabs_to("Undo this payment").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("How is it put right?").unwrap();
    window.press("r").unwrap();
    window.waits_for_text("stands no more").unwrap();
    // The fifth reason: taken twice.
    window.press("5").unwrap();
    window.tabs_to("Manager’s log-in name").unwrap();
    window.types("manager").unwrap();
    window.tabs_to("PIN").unwrap();
    window.types("manager-demo").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Another manager decides it.").unwrap();
    window.part_is_looked_at("undo-own-request").unwrap();
    assert_eq!(waiting(&desk), Vec::<Value>::new(), "nothing is stored of what nobody may do");
    assert_eq!(fallen(&desk, &paid), Value::Null);

    // Without a word it waits on the list, where they are not offered to decide it.
    let input = json!({
        "payment": paid["id"], "way": "refund", "to": null, "back_by": "cash", "reason": "twice", "note": "",
    });
    asks_as(&desk, "manager", "own", &json!({ "act": "reverse_payment", "input": input }), false);
    window.press("Esc").unwrap();
    window.waits_until_gone("How is it put right?").unwrap();
    opens(&window, "#/approvals", "Requests");
    window.opens_row(0).unwrap();
    window.waits_for_text("It is your own request").unwrap();
    window.part_is_looked_at("approval-own-manager").unwrap();
    let shown =
        "return [...document.querySelectorAll('[role=dialog] button')].map((b) => b.innerText.trim())";
    let buttons = window.run(shown, &[]).unwrap().to_string();
    assert!(buttons.contains("Take back"), "{buttons}");
    assert!(!buttons.contains("Approve") && !buttons.contains("Refuse"), "{buttons}");
    let rows = waiting(&desk);
    let [own] = &rows[..] else { panic!("one request waits") };
    let decided = json!({
        "request_id": request("decided"), "approval": own["id"], "version": own["version"],
        "decision": "approve", "note": "",
    });
    let told = desk.asks("manager", "decide_approval", &decided).unwrap_err().to_string();
    assert!(told.to_lowercase().contains("approves their own request"), "{told}");
    assert_eq!((waiting(&desk).len(), fallen(&desk, &paid)), (1, Value::Null), "it still waits");
}

/// The requests that wait.
fn waiting(desk: &Desk) -> Vec<Value> {
    let page = desk.asks("manager", "approvals", &json!({ "waiting": true, "limit": 10 })).unwrap();
    page["rows"].as_array().unwrap().clone()
}

/// What became of a payment since its day, if something did.
fn fallen(desk: &Desk, paid: &Value) -> Value {
    desk.asks("manager", "payment", &json!({ "payment": paid["id"] })).unwrap()["row"]["fallen"].clone()
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_payment_of_a_closed_day_is_looked_at_as_each_way_to_put_it_right() {
    let desk = demo();
    let paid = cash_of_a_closed_day(&desk);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");
    window.goes_to(&format!("#/customers/{}?receipt={}", paid["customer"], paid["id"])).unwrap();
    window.waits_for_text("Undo this payment").unwrap();
    window.tabs_to("Undo this payment").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("How is it put right?").unwrap();
    window.part_is_looked_at("undo-closed").unwrap();
    window.press("r").unwrap();
    window.waits_for_text("stands no more").unwrap();
    window.is_looked_at("undo-refund").unwrap();
    window.press("t").unwrap();
    window.waits_for_focus("The account it was meant for").unwrap();
    window.part_is_looked_at("undo-transfer").unwrap();
    // Two sheets lie over each other: the way to put it right, and the payment.
    window.press("Esc").unwrap();
    window.waits_until_gone("How is it put right?").unwrap();
    window.goes_back().unwrap();
}

/// The clerk asks for the refund of a payment whose day is closed.
fn asks_for_a_refund(desk: &Desk) {
    let paid = cash_of_a_closed_day(desk);
    let input = json!({
        "payment": paid["id"], "way": "refund", "to": null, "back_by": "cash",
        "reason": "twice", "note": "paid at the bank, too",
    });
    asks(desk, "refund", &json!({ "act": "reverse_payment", "input": input }), false);
}

/// The office lets small things be done first; the clerk has taken another's payment back.
fn has_voided_first(desk: &Desk) {
    let mut rules = desk.asks("admin", "approval_rules", &json!({})).unwrap();
    rules["second_look_ceiling"] = json!(1_000_000);
    desk.asks("admin", "save_approval_rules", &rules).unwrap();
    let page = desk.asks("manager", "payments", &json!({ "on": today(desk), "limit": 100 })).unwrap();
    let mut rows = page["rows"].as_array().unwrap().iter();
    let other = rows.find(|row| row["clerk"] != "clerk" && row["void"] == json!(false)).unwrap();
    let input = json!({ "payment": other["id"], "reason": "wrong_amount", "note": "" });
    asks(desk, "void", &json!({ "act": "void_payment", "input": input }), true);
}

fn asks(desk: &Desk, name: &str, asked: &Value, done_first: bool) {
    asks_as(desk, "clerk", name, asked, done_first);
}

fn asks_as(desk: &Desk, who: &str, name: &str, asked: &Value, done_first: bool) {
    let asked = json!({
        "request_id": request(name), "asked": asked, "reason": "Taken twice: paid at the bank, too",
        "manager": null, "done_first": done_first,
    });
    desk.asks(who, "ask_approval", &asked).unwrap();
}
