//! The demo branch, and the people of it who sit down at the window.

use crate::harness::{Desk, Window, until};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The day it is at the demo's office, which the demo's business day is unless it is told another.
pub fn today() -> String {
    on_the_calendar("330 minutes")
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
