//! The keys alone: a scanner, the palette, the list of keys, the way back, and where the focus is.

use crate::branch::{demo, log_in, opens, opens_the_palette, today, value_of};
use crate::harness::{Desk, Size, Window, until};
use serde_json::{Value, json};

/// A customer of the branch with an open bill, as the profile knows them.
fn somebody_who_owes(desk: &Desk) -> Value {
    let page = desk.asks("manager", "customers", &json!({ "limit": 200 })).unwrap();
    let rows = page["rows"].as_array().unwrap();
    let owing = rows.iter().find(|row| row["due"].as_i64() > Some(50_000) && row["accounts"] == json!(1));
    desk.asks("manager", "customer_card", &json!({ "customer": owing.unwrap()["id"] })).unwrap()
}

fn text_of<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_else(|| panic!("{path} of {value}"))
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_scanned_bill_is_paid_with_change_in_six_strokes_and_the_digits() {
    let desk = demo();
    let card = somebody_who_owes(&desk);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");
    window.waits_for_focus("Find an account, bill or person").unwrap();

    // The scanner is a keyboard: the number, and Enter.
    window.types(text_of(&card, "/accounts/0/open_bills/0/number")).unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Pay").unwrap();
    let due =
        until("the amount due stands there", || Ok(value_of(&window, "Pay").replace(',', "").parse().ok()));
    let due: f64 = due.unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Cash given").unwrap();
    window.types(&format!("{}", (due / 500.0).floor() as i64 * 500 + 500)).unwrap();
    window.waits_for_text("Hand back").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Pay and print receipt").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Print receipt").unwrap();
    // Five so far, the scanner's own among them; the sixth calls for the next one.
    window.press("Esc").unwrap();
    window.waits_for_focus("Find an account, bill or person").unwrap();
    window.waits_for_text("Who is here?").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn one_palette_finds_people_accounts_bills_receipts_tickets_and_commands() {
    let desk = demo();
    let card = somebody_who_owes(&desk);
    let paid = desk.asks("manager", "payments", &json!({ "on": today(&desk), "limit": 10 })).unwrap();
    let board = desk.asks("manager", "board", &json!({})).unwrap();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    window.waits_for_text("Who is here?").unwrap();

    // Where it leads, and what the sheet in front of it says, where there is one: the palette that fades is a dialog too.
    for (words, group, leads_to, sheet) in [
        (text_of(&card, "/number"), "Customers", "#/customers/", None),
        (text_of(&card, "/accounts/0/number"), "Accounts", "#/counter?", None),
        (text_of(&card, "/accounts/0/open_bills/0/number"), "Bills", "#/counter?", None),
        (text_of(&paid, "/rows/0/number"), "Receipts", "#/customers/", Some("Receipt")),
        (text_of(&board, "/next/ticket/number"), "Tickets", "#/queue?", None),
        ("export the month", "Commands", "#/audit/month", None),
        ("take a ticket", "Commands", "#/queue?take", Some("Take a ticket")),
        ("lock the", "Commands", "", None),
    ] {
        opens_the_palette(&window);
        window.types(words).unwrap();
        let first = format!("[role=group][aria-label={group}]:first-child [aria-selected=true]");
        window.waits_for(&first).unwrap();
        window.press("Enter").unwrap();
        until(&format!("`{words}` leads to {leads_to}"), || {
            let hash = window.run("return location.hash", &[])?;
            Ok(hash.as_str().is_some_and(|hash| hash.starts_with(leads_to)).then_some(()))
        })
        .unwrap();
        // Enter waits for the answer; until then the palette is still the same one.
        window.waits_until_gone("Enter opens, arrows move").unwrap();
        if let Some(says) = sheet {
            until(&format!("a sheet in front says `{says}`"), || {
                Ok(window.reads("[role=dialog]")?.contains(says).then_some(()))
            })
            .unwrap();
            window.goes_back().unwrap();
        }
    }
    window.waits_for_text("The window is locked").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn every_room_lists_its_keys_and_shows_where_the_focus_is() {
    let desk = demo();
    let card = somebody_who_owes(&desk);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    let profile = format!("#/customers/{}", card["id"]);
    for (route, says, key) in [
        ("#/counter", "Who is here?", "Call the next ticket"),
        ("#/queue", "Longest wait", "Take a ticket"),
        ("#/queue/letters", "Money in hand", "Back to the queue"),
        ("#/customers", "New customer", "Find a customer"),
        (profile.as_str(), "Due on all accounts", "Back to the list"),
        ("#/metering/readings", "Only those not read since", "Store what was typed"),
        ("#/metering/meters", "Look up a meter", "Look up a meter"),
        ("#/billing/runs", "Bill a cycle", "Try it"),
        ("#/billing/bills", "Left to pay", "Find a bill by its number"),
        ("#/arrears", "On each rung", "Run"),
        ("#/arrears/orders", "Print list", "Print list"),
        ("#/tariffs", "In force since", "Keys of this screen"),
        ("#/imports", "Choose a file", "Choose a file"),
        ("#/audit/day", "Receipt numbers", "Choose the business day"),
        ("#/audit/month", "What will be in the pack", "Choose the month"),
        ("#/audit/seals", "Out of the machine", "Keys of this screen"),
        ("#/audit/verify", "Check this book", "Check the book"),
        ("#/reports", "As a table", "Print"),
        ("#/settings/me", "How I like to read", "For me"),
    ] {
        opens(&window, route, says);
        window.press("?").unwrap();
        window.waits_for_text("Keys of this screen").unwrap();
        let listed = window.reads("[role=dialog]").unwrap();
        assert!(listed.contains(key) && listed.contains("Ctrl K"), "{route} lists {listed}");
        window.goes_back().unwrap();
        window.tabs_around().unwrap_or_else(|error| panic!("in {route}: {error:#}"));
    }
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn esc_goes_back_a_step_at_a_time() {
    let desk = demo();
    let card = somebody_who_owes(&desk);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    let hash = |window: &Window| window.run("return location.hash", &[]).unwrap();

    opens(&window, &format!("#/customers/{}", card["id"]), "Due on all accounts");
    window.press("F7").unwrap();
    window.waits_for_focus("Name").unwrap();
    window.goes_back().unwrap();
    window.waits_for_text("Due on all accounts").unwrap();
    window.press("Esc").unwrap();
    window.waits_for_text("New customer").unwrap();
    assert_eq!(hash(&window), json!("#/customers"));

    opens(&window, "#/queue/letters", "Back to the queue");
    window.press("Esc").unwrap();
    window.waits_for_text("Longest wait").unwrap();

    opens(&window, &format!("#/counter?customer={}", card["id"]), "Due now");
    window.waits_for_focus("Pay").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Cash given").unwrap();
    window.press("Esc").unwrap();
    window.waits_for_focus("Pay").unwrap();
    window.press("Esc").unwrap();
    window.waits_for_text("Who is here?").unwrap();
    window.waits_for_focus("Find an account, bill or person").unwrap();
}
