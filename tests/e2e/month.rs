//! From the meter to the money, by keys alone: read, billed, looked at, paid.

use crate::branch::{check, demo_read_weeks_ago, files_below, goes_by_palette, log_in, receipt_on, value_of};
use crate::harness::{Desk, Size, Window, until};
use serde_json::{Value, json};

/// What the first meters of the electricity round show after a month of usual use.
fn usual_readings(desk: &Desk, many: i64) -> Vec<String> {
    let on = desk.asks("manager", "frame", &json!({})).unwrap()["business_on"].as_str().unwrap().to_owned();
    let since = format!("{}-06", &on[..7]);
    let input = json!({ "cycle": null, "route": "", "unread_since": since, "on": on, "limit": many });
    let page = desk.asks("manager", "reading_grid", &input).unwrap();
    let number = |value: &Value| value.as_str().and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
    let rows = page["rows"].as_array().unwrap();
    rows.iter().map(|row| format!("{:.0}", number(&row["last_value"]) + number(&row["usual"]))).collect()
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_round_is_entered_billed_and_paid_and_nobody_touches_the_mouse() {
    let desk = demo_read_weeks_ago();
    let values = usual_readings(&desk, 4);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");

    // The round: digits and Enter go down the walk; the fourth is doubtful and is asked about.
    goes_by_palette(&window, "enter meter readings", "Usual");
    window.waits_for("input[data-at='0']").unwrap();
    window.waits_for_focus("Reading of").unwrap();
    for value in &values[..3] {
        window.types(value).unwrap();
        window.press("Enter").unwrap();
    }
    window.types(&format!("{}", values[3].parse::<i64>().unwrap() + 4_000)).unwrap();
    window.waits_for_text("Reason?").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("A digit picks a reason").unwrap();
    window.press("1").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("4 typed").unwrap();
    window.part_is_looked_at("readings-typed").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("4 readings stored.").unwrap();

    // The run: tried, looked at, posted.
    goes_by_palette(&window, "run bills", "Bill a cycle");
    window.press("F7").unwrap();
    window.waits_for_text("What it would come to").unwrap();
    window.waits_for_text("To look at first").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("The bills are posted.").unwrap();
    window.press("alt+2").unwrap();
    window.waits_for_text("Left to pay").unwrap();
    window.opens_row(0).unwrap();
    window.waits_for_focus("Open PDF").unwrap();
    let newest = desk.asks("manager", "find_bills", &json!({ "text": "", "limit": 1 })).unwrap();
    let number = newest[0]["number"].as_str().unwrap().to_owned();
    assert!(window.reads("[role=dialog]").unwrap().contains(&number), "the newest bill is {number}");
    window.press("Enter").unwrap();
    let pdf = until("the bill is shown", || Ok(desk.shown())).unwrap();
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"), "{}", pdf.display());
    assert!(pdf.to_string_lossy().contains(&number.replace('/', "-")), "{}", pdf.display());
    window.goes_back().unwrap();

    // The money: the bill's number as a scanner types it, by whose drawer is open.
    drop(window);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");
    window.press("F1").unwrap();
    window.waits_for_focus("Find an account, bill or person").unwrap();
    window.types(&number).unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Pay").unwrap();
    let due =
        until("the amount due stands there", || Ok(value_of(&window, "Pay").replace(',', "").parse().ok()));
    let due: f64 = due.unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Cash given").unwrap();
    window.types(&format!("{}", (due / 500.0).floor() as i64 * 500 + 500)).unwrap();
    window.waits_for_text("Hand back").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("Print receipt").unwrap();
    let receipt = format!("{}.pdf", receipt_on(&window).replace('/', "-"));
    let documents = desk.book().with_extension("documents");
    until("the receipt is on the disk", || Ok(files_below(&documents, &receipt).into_iter().next())).unwrap();
    let paid = desk.asks("manager", "find_bills", &json!({ "text": number, "limit": 1 })).unwrap();
    assert_eq!((paid[0]["state"].as_str(), paid[0]["left"].as_i64()), (Some("paid"), Some(0)), "{paid}");
    drop(window);

    let said = check(&desk);
    assert!(said.contains("Everything is as it should be"), "{said}");
}
