//! A whole day at the counter: from the float in the morning to the pack that convinces an auditor, in one window.
//!
//! Whoever sits down logs in by keys and is seen at work: the clerk with the customers and the drawer, the manager
//! with what needs a second person, the cheques, the drawers of those who went home, and the day.

use crate::branch::{
    calls_somebody_who_owes, cash_of_a_closed_day, check, closes_by_command, closes_what_was_read,
    files_below, goes_by_palette, held, log_in, log_in_at, log_out, opens, opens_the_palette, value_of,
    waits_for_the_bank,
};
use crate::harness::{Desk, Dialog, Size, Window, until};
use serde_json::{Value, json};
use std::path::Path;

/// A cheque's number and what comes back with it from the bank.
const CHEQUE: &str = "004711";

/// What is missing in the drawer in the evening: a ten-rupee note.
const MISSING: i64 = 1_000;

/// What the manager types at a clerk's screen.
const PIN: &str = "480213";

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_day_from_the_float_to_the_pack_is_walked_in_the_window() {
    let desk = Desk::demo(500, None).unwrap();
    // The demo's clerk has had a drawer since the morning; here the day begins without, and with the float kept in it.
    closes_by_command(&desk, "clerk", "C1", 120_000);
    let (bills, refund) = (open_bills(&desk, 9), cash_of_a_closed_day(&desk));
    let window = Window::open(&desk, Size::SMALL).unwrap();

    log_in(&window, "clerk");
    the_float_is_counted_in(&window);
    ten_customers_pay(&window, &bills);
    a_drop_goes_to_the_safe(&window);
    a_refund_is_asked_for(&window, refund["number"].as_str().unwrap());
    log_out(&window);

    log_in(&window, "manager");
    the_refund_is_approved_from_the_list(&window);
    the_cheque_bounces(&window, &desk);
    the_manager_sets_a_pin(&window);
    log_out(&window);

    log_in(&window, "clerk");
    the_drawer_is_counted_a_note_short(&window, &desk);
    log_out(&window);

    for counter in ["C2", "C3"] {
        log_in_at(&window, "manager", counter);
        a_manager_counts_for_who_went_home(&window, &desk, counter);
        log_out(&window);
    }
    log_in_at(&window, "manager", "C1");
    the_day_is_closed(&window, &desk);
    let pack = the_months_pack_is_exported(&window, &desk);
    the_pack_is_whole(&window, &pack);
    drop(window);

    the_books_say_the_same(&desk);
}

/// Numbers of unpaid bills, each another customer's.
fn open_bills(desk: &Desk, many: usize) -> Vec<String> {
    let found = desk.asks("manager", "find_bills", &json!({ "text": "", "limit": 500 })).unwrap();
    let mut bills: Vec<(i64, String)> = Vec::new();
    for bill in found.as_array().unwrap() {
        let customer = bill["customer"].as_i64().unwrap();
        if bill["kind"] == "bill"
            && bill["left"].as_i64() > Some(30_000)
            && bills.iter().all(|(known, _)| *known != customer)
        {
            bills.push((customer, bill["number"].as_str().unwrap().to_owned()));
        }
    }
    assert!(bills.len() >= many, "{} customers owe something", bills.len());
    bills.into_iter().take(many).map(|(_, number)| number).collect()
}

/// The float by notes and coins: twenty fifties and twenty tens.
fn the_float_is_counted_in(window: &Window) {
    window.press("F12").unwrap();
    window.waits_for_text("Open a shift at counter C1").unwrap();
    window.waits_for_focus("Number of").unwrap();
    window.part_is_looked_at("day-float").unwrap();
    types_pieces(window, &[(5_000, 20), (1_000, 20)]);
    window.waits_for_text("₹1,200.00").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("Count and close").unwrap();
    window.waits_for_text("Open").unwrap();
}

/// Types how many there are of each, from the largest down; Enter goes from field to field.
fn types_pieces(window: &Window, pieces: &[(i64, i64)]) {
    for (value, many) in pieces {
        let label = format!("Number of ₹{}.{:02}", value / 100, value % 100);
        for _ in 0..20 {
            if window.focused().unwrap() == label {
                break;
            }
            window.press("Enter").unwrap();
        }
        window.waits_for_focus(&label).unwrap();
        window.types(&many.to_string()).unwrap();
    }
}

/// How a customer pays.
enum Pays {
    /// Cash, more than is due, and change goes back.
    WithChange,
    /// Cash, to the rupee.
    Exactly,
    /// A part in cash.
    Part(i64),
    /// Cash, and some on top that is kept as credit.
    Over(i64),
    /// By the digit held with Alt, the label of its reference, and that.
    By(&'static str, &'static str, &'static str),
    /// A cheque.
    Cheque,
    /// Some in cash and the rest by UPI.
    Split(i64),
}

/// Ten customers: one is called from the hall, nine are scanned; one of the payments is taken back.
fn ten_customers_pay(window: &Window, bills: &[String]) {
    window.press("F1").unwrap();
    let due = calls_somebody_who_owes(window);
    pays(window, due as f64, &Pays::WithChange);
    let ways = [
        Pays::Exactly,
        Pays::By("alt+2", "UPI reference", "425577810021"),
        Pays::By("alt+3", "Terminal reference", "A-88120"),
        Pays::Cheque,
        Pays::Part(150),
        Pays::Over(75),
        Pays::Split(120),
        Pays::By("alt+5", "Bank reference", "NEFT 20881"),
        Pays::WithChange,
    ];
    for (bill, way) in bills.iter().zip(&ways) {
        window.waits_for_focus("Find an account, bill or person").unwrap();
        window.types(bill).unwrap();
        window.press("Enter").unwrap();
        window.waits_for_focus("Pay").unwrap();
        let due = until("the amount due stands there", || {
            Ok(value_of(window, "Pay").replace(',', "").parse::<f64>().ok())
        });
        pays(window, due.unwrap(), way);
    }
    the_last_payment_is_void(window);
}

/// Takes one payment, from the field `Pay` to the next customer.
fn pays(window: &Window, due: f64, way: &Pays) {
    match way {
        Pays::WithChange => {
            window.press("Enter").unwrap();
            window.waits_for_focus("Cash given").unwrap();
            window.types(&format!("{}", (due / 500.0).floor() as i64 * 500 + 500)).unwrap();
            window.waits_for_text("Hand back").unwrap();
        }
        Pays::Exactly => {}
        Pays::Part(amount) => window.types(&amount.to_string()).unwrap(),
        Pays::Over(more) => {
            window.types(&format!("{:.2}", due + *more as f64)).unwrap();
            window.waits_for_text("as credit for the next bill").unwrap();
        }
        Pays::By(key, label, reference) => {
            window.press(key).unwrap();
            window.waits_for_focus(label).unwrap();
            window.types(reference).unwrap();
        }
        Pays::Cheque => {
            window.press("alt+4").unwrap();
            window.waits_for_focus("Cheque number").unwrap();
            window.types(CHEQUE).unwrap();
            window.press("Enter").unwrap();
            window.waits_for_focus("Bank").unwrap();
            window.types("Canara Bank").unwrap();
        }
        Pays::Split(cash) => {
            window.press("F9").unwrap();
            window.waits_for_text("Add a tender").unwrap();
            window.press("Enter").unwrap();
            window.waits_for_focus("Amount").unwrap();
            window.types(&cash.to_string()).unwrap();
            window.press("Enter").unwrap();
            window.types(&format!("{:.2}", due - *cash as f64)).unwrap();
            window.press("Enter").unwrap();
            window.waits_for_focus("UPI reference").unwrap();
            window.types("425577810944").unwrap();
        }
    }
    window.press("F8").unwrap();
    window.waits_for_focus("Print receipt").unwrap();
    window.press("Esc").unwrap();
}

fn the_last_payment_is_void(window: &Window) {
    window.waits_for_text("Who is here?").unwrap();
    window.press("ctrl+z").unwrap();
    window.waits_for_text("becomes void and keeps its number").unwrap();
    window.press("2").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Cancellation slip").unwrap();
    window.goes_back().unwrap();
}

fn a_drop_goes_to_the_safe(window: &Window) {
    window.press("F12").unwrap();
    window.waits_for_text("Count and close").unwrap();
    window.press("F9").unwrap();
    window.waits_for_focus("Amount").unwrap();
    window.types("1000").unwrap();
    window.part_is_looked_at("day-drop").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Dropped to the safe").unwrap();
    window.part_is_looked_at("day-shift").unwrap();
}

/// A payment of a closed day can only fall by two persons: without a manager at the screen it goes on the list.
fn a_refund_is_asked_for(window: &Window, receipt: &str) {
    opens_the_palette(window);
    window.types(receipt).unwrap();
    window.waits_for("[role=group][aria-label=Receipts]:first-child [aria-selected=true]").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Undo this payment").unwrap();
    window.tabs_to("Undo this payment").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("How is it put right?").unwrap();
    window.press("r").unwrap();
    window.waits_for_text("stands no more").unwrap();
    window.press("4").unwrap();
    window.part_is_looked_at("day-refund").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("waits on the Approvals screen").unwrap();
    window.waits_for_focus("Close").unwrap();
    window.press("Enter").unwrap();
    window.waits_until_gone("waits on the Approvals screen").unwrap();
    window.goes_back().unwrap();
}

fn the_refund_is_approved_from_the_list(window: &Window) {
    goes_by_palette(window, "go to approvals", "Requests");
    window.opens_row(0).unwrap();
    window.waits_for_text("stands no more").unwrap();
    window.part_is_looked_at("day-approval").unwrap();
    window.tabs_to("Approve").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Done:").unwrap();
    window.part_is_looked_at("day-approved").unwrap();
    window.goes_back().unwrap();
}

/// The day's cheques go to the bank together; one comes back.
fn the_cheque_bounces(window: &Window, desk: &Desk) {
    goes_by_palette(window, "go to cheques", "Deposit slips");
    window.waits_for_text(CHEQUE).unwrap();
    window.press("F7").unwrap();
    window.waits_for_text("Tick none").unwrap();
    window.press("F8").unwrap();
    window.waits_for_focus("Print the slip").unwrap();
    window.part_is_looked_at("day-deposited").unwrap();
    window.press("alt+2").unwrap();
    window.waits_for_text(CHEQUE).unwrap();
    window.tabs_to("Filter…").unwrap();
    window.types(CHEQUE).unwrap();
    window.press("Down").unwrap();
    window.waits_for_focus(CHEQUE).unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("It bounced…").unwrap();
    window.part_is_looked_at("day-cheque").unwrap();
    window.tabs_to("It bounced…").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("What does the bank say?").unwrap();
    window.waits_for_text("A letter to").unwrap();
    window.part_is_looked_at("day-bounce").unwrap();
    window.waits_for_focus("1").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Print the letter").unwrap();
    window.part_is_looked_at("day-bounced").unwrap();
    window.press("Enter").unwrap();
    let letter = until("the letter is shown", || Ok(desk.shown())).unwrap();
    assert!(std::fs::read(&letter).unwrap().starts_with(b"%PDF-"), "{}", letter.display());
}

/// Counted blind, a note short; counted again; explained; allowed by a manager; closed.
fn the_drawer_is_counted_a_note_short(window: &Window, desk: &Desk) {
    let own = desk.asks("clerk", "shift", &json!({})).unwrap();
    let (cash, others) = held(desk, &own["own"]["shift"]["id"]);
    window.press("F12").unwrap();
    window.waits_for_text("Count and close").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("Count what is there.").unwrap();
    counts(window, &own["denominations"], cash - MISSING, &others);
    window.waits_for_text("counted a second time").unwrap();
    assert!(!window.text().unwrap().contains("−₹10.00"), "the figure is hidden until the second count");
    window.part_is_looked_at("day-counted-once").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("Count everything once more.").unwrap();
    counts(window, &own["denominations"], cash - MISSING, &others);
    window.waits_for_text("−₹10.00").unwrap();
    window.waits_for_text("Why does it differ?").unwrap();
    // Tab leads to the list of reasons, the arrows to the fourth of them.
    window.tabs_to("Wrong change was given").unwrap();
    window.presses(&["Down", "Down", "Down"]).unwrap();
    window.waits_for_focus("Nobody knows").unwrap();
    a_manager_allows_the_difference(window);
    window.part_is_looked_at("day-explained").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("C1Z/").unwrap();
    window.part_is_looked_at("day-z").unwrap();
}

/// A second person says at this screen that the difference may pass.
fn a_manager_allows_the_difference(window: &Window) {
    window.tabs_to("Manager’s log-in name").unwrap();
    window.types("manager").unwrap();
    window.tabs_to("PIN").unwrap();
    window.types(PIN).unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("has allowed the difference").unwrap();
}

/// The digits by which the manager gives their word at somebody else's screen, set by nobody else.
fn the_manager_sets_a_pin(window: &Window) {
    opens(window, "#/settings/me", "My PIN");
    // The field before it bears the same label as one of the form above.
    window.tabs_to("Change my password").unwrap();
    window.press("Tab").unwrap();
    window.waits_for_focus("Present password").unwrap();
    window.types("manager-demo").unwrap();
    window.press("Tab").unwrap();
    window.waits_for_focus("New PIN").unwrap();
    window.types(PIN).unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("The PIN is set.").unwrap();
}

/// Counts what is there into the sheet in front: notes and coins from the largest down, then each other sum.
fn counts(window: &Window, denominations: &Value, cash: i64, others: &[(String, i64)]) {
    window.waits_for_focus("Number of").unwrap();
    let mut left = cash;
    let mut pieces = Vec::new();
    for value in denominations.as_array().unwrap().iter().map(|value| value.as_i64().unwrap()) {
        if left >= value {
            pieces.push((value, left / value));
            left %= value;
        }
    }
    types_pieces(window, &pieces);
    if left > 0 {
        window.tabs_to("Loose coins").unwrap();
        window.types(&rupees(left)).unwrap();
    }
    for (method, amount) in others {
        let label = match method.as_str() {
            "upi" => "UPI, sum",
            "card" => "Card, sum",
            "cheque" => "Cheque, sum",
            "bank" => "Bank, sum",
            other => panic!("{other} is counted by no field"),
        };
        window.tabs_to(label).unwrap();
        window.types(&rupees(*amount)).unwrap();
    }
    window.part_is_looked_at("day-count").unwrap();
    window.tabs_to("This is what is there").unwrap();
    window.press("Enter").unwrap();
}

fn rupees(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

/// Whoever has gone home cannot close: a manager at that counter counts in their place.
fn a_manager_counts_for_who_went_home(window: &Window, desk: &Desk, counter: &str) {
    let frame = desk.asks("manager", "frame", &json!({})).unwrap();
    let shifts = desk.asks("manager", "shifts", &json!({ "on": frame["business_on"] })).unwrap();
    let shift = shifts.as_array().unwrap().iter().find(|one| one["counter_code"] == counter).unwrap();
    let (cash, others) = held(desk, &shift["id"]);
    let own = desk.asks("clerk", "shift", &json!({})).unwrap();
    if counter == "C2" {
        // Somebody may still sit there, by the book.
        window.press("F1").unwrap();
        let served = until("the counter says who sits there", || {
            let text = window.text()?;
            let nobody = text.contains("Nobody at the counter");
            Ok((nobody || text.contains("Done")).then_some(!nobody))
        });
        if served.unwrap() {
            window.press("F5").unwrap();
            window.waits_for_text("Nobody at the counter").unwrap();
        }
    }
    window.press("F12").unwrap();
    window.waits_for_text("Count it for them").unwrap();
    window.part_is_looked_at("day-other").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("Count what is there.").unwrap();
    counts(window, &own["denominations"], cash, &others);
    window.waits_for_text("Where the cash goes").unwrap();
    window.part_is_looked_at("day-other-counted").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text(&format!("Open a shift at counter {counter}")).unwrap();
    window.part_is_looked_at("day-other-closed").unwrap();
}

/// The cash goes to the bank on a slip, and the business day moves on.
fn the_day_is_closed(window: &Window, desk: &Desk) {
    goes_by_palette(window, "close the business day", "Z reports of the day");
    window.waits_for_text("C3Z/").unwrap();
    window.part_is_looked_at("day-ready").unwrap();
    window.tabs_to("Bank and account").unwrap();
    window.types("Karavali Bank, 0042 118 2207").unwrap();
    window.tabs_to("Loose coins").unwrap();
    window.types(&waits_for_the_bank(desk)).unwrap();
    window.press("F9").unwrap();
    window.waits_for_text("C1P/").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("It cannot be opened again.").unwrap();
    window.part_is_looked_at("day-closing").unwrap();
    closes_what_was_read(window);
    window.waits_until_gone("It cannot be opened again.").unwrap();
    window.waits_for_text("No shift is closed yet").unwrap();
    window.part_is_looked_at("day-closed").unwrap();
}

/// The pack of the month, to a folder of the native dialog.
fn the_months_pack_is_exported(window: &Window, desk: &Desk) -> std::path::PathBuf {
    let folder = desk.at("for the auditor");
    std::fs::create_dir(&folder).unwrap();
    goes_by_palette(window, "export the month", "What will be in the pack");
    window.press("F8").unwrap();
    Dialog::titled("Choose a folder").unwrap().answer(&folder).unwrap();
    window.waits_for_text("drawn at random").unwrap();
    window.part_is_looked_at("day-pack").unwrap();
    until("the pack is on the disk", || Ok(files_below(&folder, ".zip").into_iter().next())).unwrap()
}

fn the_pack_is_whole(window: &Window, pack: &Path) {
    opens(window, "#/audit/verify", "Verify a pack or an exported file");
    window.press("ctrl+o").unwrap();
    Dialog::titled("Choose an audit file").unwrap().answer(pack).unwrap();
    window.waits_for_text("Everything is as it was written").unwrap();
    window.part_is_looked_at("day-verified").unwrap();
}

/// Read afterwards: the Z report with its variance, the bounced cheque, a book without a fault.
fn the_books_say_the_same(desk: &Desk) {
    let bounced = desk.asks("manager", "cheques", &json!({ "state": "bounced", "limit": 50 })).unwrap();
    let bounced = bounced["rows"].as_array().unwrap();
    assert!(bounced.iter().any(|one| one["number"] == CHEQUE), "{bounced:?}");
    let said = check(desk);
    assert!(said.contains("Everything is as it should be"), "{said}");
}
