//! A clerk's visit and a manager's closing, by keys alone, on a demo branch.

use crate::harness::{Desk, Dialog, Size, Window, until};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The day the machine's clock shows: the demo's business day is the clock's.
fn today() -> String {
    let said = Command::new("date").args(["-u", "+%F"]).output().unwrap();
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}

pub fn demo() -> Desk {
    Desk::demo(200, &today()).unwrap()
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

fn value_of(window: &Window, label: &str) -> String {
    let script = "return [...document.querySelectorAll('label')].filter((l) =>
        l.innerText.trim() === arguments[0])[0]?.control?.value ?? ''";
    window.run(script, &[json!(label)]).unwrap().as_str().unwrap_or_default().to_owned()
}

/// The first receipt number on the page, such as `C1/26-27/000412`.
fn receipt_on(window: &Window) -> String {
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

fn files_below(folder: &Path, end: &str) -> Vec<PathBuf> {
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

/// Calls somebody who owes something; whoever owes nothing is done at once.
fn calls_somebody_who_owes(window: &Window) -> i64 {
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
        let done =
            "[...document.querySelectorAll('button')].find((b) => b.innerText.trim() === 'Done').click()";
        window.run(done, &[]).unwrap();
        window.waits_for_text("Who is here?").unwrap();
    }
    panic!("nobody in the demo's queue owes anything");
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_clerk_calls_takes_money_gives_change_undoes_and_does_it_again() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");

    // F3, Enter, the digits, F8: three strokes and the amount.
    let due = calls_somebody_who_owes(&window);
    let given = (due / 500 + 1) * 500;
    window.press("Enter").unwrap();
    window.waits_for_focus("Cash given").unwrap();
    window.types(&given.to_string()).unwrap();
    window.waits_for_text("Hand back").unwrap();
    window.pictures("counter").unwrap();
    window.is_accessible().unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("Print receipt").unwrap();
    window.pictures("counter-paid").unwrap();
    window.is_accessible().unwrap();

    let number = receipt_on(&window);
    let documents = desk.book().with_extension("documents");
    let name = format!("{}.pdf", number.replace('/', "-"));
    let pdf = until("the receipt is on the disk", || Ok(files_below(&documents, &name).into_iter().next()));
    assert!(std::fs::read(pdf.unwrap()).unwrap().starts_with(b"%PDF-"));

    window.press("ctrl+z").unwrap();
    window.waits_for_text("becomes void and keeps its number").unwrap();
    window.pictures("counter-undo").unwrap();
    window.is_accessible().unwrap();
    window.press("2").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Cancellation slip").unwrap();
    let slip = until("the slip is on the disk", || {
        Ok(files_below(&documents.join(today().replace('-', "/")).join("slips"), ".pdf").into_iter().next())
    });
    slip.unwrap();
    window.press("Esc").unwrap();
    window.waits_until_gone("Cancellation slip").unwrap();

    window.press("ctrl+y").unwrap();
    window.waits_for_text("is taken again, with a new receipt").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("New receipt").unwrap();
    window.press("Esc").unwrap();
    window.waits_until_gone("New receipt").unwrap();
    window.press("F6").unwrap();
    window.waits_for("[role=dialog]").unwrap();
    window.waits_for_text("Done").unwrap();
    window.pictures("counter-acts").unwrap();
    window.is_accessible().unwrap();
    drop(window);

    let said = check(&desk);
    assert!(said.contains("Everything is as it should be"), "{said}");
}

fn check(desk: &Desk) -> String {
    let book = desk.book();
    desk.cli_as("manager", &["--book", &book.to_string_lossy(), "check"]).unwrap()
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_manager_exports_the_month_by_the_native_dialog_and_verifies_it() {
    let desk = demo();
    let folder = desk.at("for the auditor");
    std::fs::create_dir(&folder).unwrap();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");

    window.goes_to("#/audit/month").unwrap();
    window.waits_for_text("What will be in the export").unwrap();
    window.pictures("audit-month").unwrap();
    window.is_accessible().unwrap();
    window.press("F8").unwrap();
    Dialog::titled("Choose a folder").unwrap().answer(&folder).unwrap();
    let month = today()[..7].to_owned();
    let pack = folder.join(format!("audit-{month}"));
    until("the export is on the disk", || Ok(pack.join("manifest.json").exists().then_some(()))).unwrap();

    window.goes_to("#/audit/verify").unwrap();
    window.waits_for_text("Verify an exported file").unwrap();
    window.pictures("audit-verify").unwrap();
    window.is_accessible().unwrap();
    window.press("F8").unwrap();
    Dialog::titled("Choose a folder").unwrap().answer(&pack).unwrap();
    window.waits_for_text("Everything is as it was written").unwrap();

    // One digit changed by hand: found, and the row named.
    let file = pack.join("transactions.csv");
    let text = std::fs::read_to_string(&file).unwrap();
    let at = text.match_indices("\r\n").nth(3).unwrap().0 + 2;
    let mut changed = text.into_bytes();
    let digit = changed[at..].iter().position(|b| *b == b'.').unwrap() + at - 1;
    changed[digit] = if changed[digit] == b'9' { b'8' } else { b'9' };
    std::fs::write(&file, changed).unwrap();
    window.press("F8").unwrap();
    Dialog::titled("Choose a folder").unwrap().answer(&pack).unwrap();
    window.waits_for_text("This is not as it was written").unwrap();
    window.waits_for_text("transactions.csv").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_wrong_password_and_a_missing_right_are_refused_in_words() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    window.waits_for_focus("Log-in name").unwrap();
    window.types("clerk").unwrap();
    window.tabs_to("Password").unwrap();
    window.types("clerk-dome").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("log-in name or the password is wrong").unwrap();
    window.is_accessible().unwrap();

    window.tabs_to("Password").unwrap();
    window.press("ctrl+a").unwrap();
    window.types("clerk-demo").unwrap();
    window.press("Enter").unwrap();
    window.waits_until_gone("Log-in name").unwrap();
    // A clerk has no audit room: not in the menu, not by its address, not by its command.
    assert!(!window.text().unwrap().contains("Audit"));
    window.begins("window.__TAURI_INTERNALS__.invoke('call', { name: 'audit_rows', input: { limit: 1 }, byHand: true })").unwrap();
    let refused = window.outcome().unwrap();
    assert_eq!(refused["failed"]["code"], "not_allowed", "{refused}");
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn every_room_is_shown_in_both_lights_and_reads_well_to_everybody() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    window.waits_for_focus("Log-in name").unwrap();
    window.pictures("log-in-demo").unwrap();
    log_in(&window, "manager");
    for (route, says, name) in [
        ("#/counter", "Who is here?", "counter-empty"),
        ("#/queue", "Urgent lane", "queue"),
        ("#/customers", "Customer", "customers"),
        ("#/imports", "Import", "imports"),
        ("#/audit/day", "Receipt numbers", "audit-day"),
        ("#/audit/log", "Chain", "audit-log"),
    ] {
        window.goes_to(route).unwrap();
        window.waits_for_text(says).unwrap();
        window.pictures(name).unwrap();
        window.is_accessible().unwrap();
    }
    drop(window);

    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "admin");
    for (route, says, name) in [
        ("#/settings/office", "Mangalore", "settings-office"),
        ("#/settings/users", "clerk", "settings-users"),
    ] {
        window.goes_to(route).unwrap();
        window.waits_for_text(says).unwrap();
        window.pictures(name).unwrap();
        window.is_accessible().unwrap();
    }
}
