//! The demo branch, and the people of it who sit down at the window.

use crate::harness::{Desk, Window, until};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The business day of the branch at that desk. It is the office's to say: the world's may have changed since it was made.
pub fn today(desk: &Desk) -> String {
    let office = desk.asks("manager", "frame", &json!({})).unwrap();
    office["business_on"].as_str().unwrap().to_owned()
}

/// A desk with a small demo branch.
pub fn demo() -> Desk {
    Desk::demo(200, None).unwrap()
}

/// A desk with a small demo branch that still stands at yesterday's business day.
pub fn demo_of_yesterday() -> Desk {
    Desk::demo(200, Some(&on_the_calendar("330 minutes -1 day"))).unwrap()
}

/// A desk on the 26th of last month: weeks ago power and water were read, so that this month's round is due.
pub fn demo_read_weeks_ago() -> Desk {
    let day = on_the_calendar("330 minutes");
    let month = on_the_calendar(&format!("{}-01 -1 day", &day[..7]));
    Desk::demo(200, Some(&format!("{}-26", &month[..7]))).unwrap()
}

/// The day so long from now, by the clock of the world. India is five and a half hours ahead of it.
fn on_the_calendar(from_now: &str) -> String {
    let said = Command::new("date").args(["-u", "-d", from_now, "+%F"]).output().unwrap();
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}

/// Logs in by keys, as somebody of the demo.
pub fn log_in(window: &Window, who: &str) {
    window.waits_for_focus("Log-in name").unwrap();
    window.types(who).unwrap();
    window.tabs_to("Password").unwrap();
    window.types(&format!("{who}-demo")).unwrap();
    window.press("Enter").unwrap();
    window.waits_until_gone("Log-in name").unwrap();
    // The frame stands; a key struck before it would be nobody's.
    window.waits_for_text("Ctrl K").unwrap();
}

/// The same, at a counter of their choice.
pub fn log_in_at(window: &Window, who: &str, counter: &str) {
    window.waits_for_focus("Log-in name").unwrap();
    window.selects("Counter", counter).unwrap();
    log_in(window, who);
}

/// Gets up, so that the next one can sit down.
pub fn log_out(window: &Window) {
    opens_the_palette(window);
    window.types("log out").unwrap();
    window.waits_for("[role=group][aria-label=Commands]:first-child [aria-selected=true]").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Log-in name").unwrap();
}

/// Opens the palette once nothing stands in front any more: a sheet that still prints keeps the keys to itself.
pub fn opens_the_palette(window: &Window) {
    window.waits_for_nothing_in_front().unwrap();
    window.press("ctrl+k").unwrap();
    window.waits_for_focus("Account, meter").unwrap();
}

/// Goes somewhere by the palette and waits until it says so.
pub fn goes_by_palette(window: &Window, words: &str, says: &str) {
    opens_the_palette(window);
    window.types(words).unwrap();
    window.waits_for("[role=group][aria-label=Commands]:first-child [aria-selected=true]").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text(says).unwrap();
}

/// Goes to a room and waits until it says so.
pub fn opens(window: &Window, route: &str, says: &str) {
    window.goes_to(route).unwrap();
    window.waits_for_text(says).unwrap();
}

/// What stands in the field of that label.
pub fn value_of(window: &Window, label: &str) -> String {
    let script = "return [...document.querySelectorAll('label')].filter((l) =>
        l.innerText.trim() === arguments[0])[0]?.control?.value ?? ''";
    window.run(script, &[json!(label)]).unwrap().as_str().unwrap_or_default().to_owned()
}

/// Calls somebody who owes something; whoever owes nothing is done at once. Whole rupees, rounded up.
pub fn calls_somebody_who_owes(window: &Window) -> i64 {
    for _ in 0..12 {
        window.waits_for_text("Who is here?").unwrap();
        window.press("F3").unwrap();
        window.waits_for_focus("Pay").unwrap();
        let due = until("the amount due stands there", || {
            let typed = value_of(window, "Pay").replace(',', "");
            Ok(typed.parse::<f64>().ok())
        })
        .unwrap();
        if due > 0.0 {
            return due.ceil() as i64;
        }
        window.press("F5").unwrap();
        window.waits_for_text("Who is here?").unwrap();
    }
    panic!("nobody in the demo's queue owes anything");
}

/// The first receipt number on the page, such as `C1/26-27/000412`.
pub fn receipt_on(window: &Window) -> String {
    until("a receipt's number is on the page", || {
        let text = window.text()?;
        let found = text.split(|c: char| c.is_whitespace() || c == '·' || c == ',').find(|word| {
            let parts: Vec<&str> = word.split('/').collect();
            parts.len() == 3 && parts[0].starts_with('C') && parts[2].len() == 6
        });
        Ok(found.map(str::to_owned))
    })
    .unwrap()
}

/// The files below a folder whose names end so.
pub fn files_below(folder: &Path, end: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .flatten()
        .flat_map(|e| {
            let path = e.path();
            if path.is_dir() { files_below(&path, end) } else { vec![path] }
        })
        .filter(|p| p.to_string_lossy().ends_with(end))
        .collect()
}

/// What `counterfoil check` says of the desk's book.
pub fn check(desk: &Desk) -> String {
    let book = desk.book();
    desk.cli_as("manager", &["--book", &book.to_string_lossy(), "check"]).unwrap()
}

/// What an open drawer must hold: cash, and each other way of paying that was used. The walk knows, who counts does not:
/// neither its clerk nor a manager who sits there. An official counts nothing.
pub fn held(desk: &Desk, shift: &Value) -> (i64, Vec<(String, i64)>) {
    let report = desk.asks("official", "x_report", &json!({ "shift": shift })).unwrap();
    let tenders = report["tenders"].as_array().unwrap();
    let others = tenders.iter().filter(|one| one["method"] != "cash" && one["count"] != 0);
    let others = others
        .map(|one| (one["method"].as_str().unwrap().to_owned(), one["expected"].as_i64().unwrap()))
        .collect();
    (report["cash"]["expected"].as_i64().unwrap(), others)
}

/// Closes the drawer of a counter by commands, counted right: the clerk's own, or a manager's in the owner's place.
pub fn closes_by_command(desk: &Desk, who: &str, counter: &str, keep: i64) {
    let drawer = desk.asks_at(counter, who, "shift", &json!({})).unwrap();
    let shift = [&drawer["own"], &drawer["for_other"]].into_iter().find(|one| !one.is_null()).unwrap();
    let shift = &shift["shift"]["id"];
    let board = desk.asks_at(counter, who, "board", &json!({})).unwrap();
    if let Some(id) = board["serving_here"]["id"].as_i64() {
        let ticket = json!({ "ticket": id, "version": board["serving_here"]["version"] });
        desk.asks_at(counter, who, "finish_ticket", &ticket).unwrap();
    }
    let (cash, others) = held(desk, shift);
    let tenders: Vec<Value> =
        others.iter().map(|(method, amount)| json!({ "method": method, "amount": amount })).collect();
    let counted = json!({
        "request_id": request(&format!("count {shift}")), "shift": shift,
        "pieces": [{ "value": 1, "count": cash }], "tenders": tenders,
    });
    desk.asks_at(counter, who, "count_shift", &counted).unwrap();
    let closed = json!({ "request_id": request(&format!("close {shift}")), "shift": shift, "keep": keep,
        "keep_reason": "change for the morning" });
    desk.asks_at(counter, who, "close_shift", &closed).unwrap();
}

/// What waits for the bank, as it is typed.
pub fn waits_for_the_bank(desk: &Desk) -> String {
    let minor = desk.asks("manager", "day_state", &json!({})).unwrap()["to_bank"].as_i64().unwrap();
    format!("{}.{:02}", minor / 100, minor % 100)
}

/// A request id of its own for each name.
pub fn request(name: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    format!("0193a5d2-7c1e-7b7a-9a43-{:012x}", hasher.finish() & 0xffff_ffff_ffff)
}

/// A payment of cash of a day that is closed, which can still be given back: its row, such as a page of payments has it.
pub fn cash_of_a_closed_day(desk: &Desk) -> Value {
    let frame = desk.asks("manager", "frame", &json!({})).unwrap();
    let today = frame["business_on"].as_str().unwrap();
    for back in 1..15 {
        let day = on_the_calendar(&format!("330 minutes -{back} day"));
        if day.as_str() >= today {
            continue;
        }
        let page = desk.asks("manager", "payments", &json!({ "on": day, "limit": 100 })).unwrap();
        let stands = |row: &&Value| {
            row["methods"] == json!(["cash"]) && row["void"] == json!(false) && row["fallen"].is_null()
        };
        for row in page["rows"].as_array().unwrap().iter().filter(stands) {
            let asked = json!({ "payment": row["id"], "way": "refund", "back_by": "cash" });
            let would = desk.asks("clerk", "preview_reversal", &asked).unwrap();
            if would["refused"].is_null() && row["paid"].as_i64() < Some(200_000) {
                return row.clone();
            }
        }
    }
    panic!("no cash of an earlier day can be given back");
}

/// Closes the day by the sheet that says what that does: an Enter that was struck too often is read over, the button is gone to.
pub fn closes_what_was_read(window: &Window) {
    window.press("Enter").unwrap();
    window.waits_for_text("It cannot be opened again.").unwrap();
    window.tabs_to("Close ").unwrap();
    window.press("Enter").unwrap();
}
