//! A clerk's visit and a manager's closing, by keys alone, on a demo branch.

use crate::branch::{calls_somebody_who_owes, check, demo, files_below, log_in, opens, receipt_on, today};
use crate::harness::{Dialog, Size, Window, until};

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
    window.is_looked_at("counter").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("Print receipt").unwrap();
    window.is_looked_at("counter-paid").unwrap();

    let number = receipt_on(&window);
    let documents = desk.book().with_extension("documents");
    let name = format!("{}.pdf", number.replace('/', "-"));
    let pdf = until("the receipt is on the disk", || Ok(files_below(&documents, &name).into_iter().next()));
    assert!(std::fs::read(pdf.unwrap()).unwrap().starts_with(b"%PDF-"));

    window.press("ctrl+z").unwrap();
    window.waits_for_text("becomes void and keeps its number").unwrap();
    window.part_is_looked_at("counter-undo").unwrap();
    window.press("2").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Cancellation slip").unwrap();
    let slips = documents.join(today(&desk).replace('-', "/")).join("slips");
    let slip = until("the slip is on the disk", || Ok(files_below(&slips, ".pdf").into_iter().next()));
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
    window.part_is_looked_at("counter-acts").unwrap();
    drop(window);

    let said = check(&desk);
    assert!(said.contains("Everything is as it should be"), "{said}");
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_manager_exports_the_month_by_the_native_dialog_and_verifies_it() {
    let desk = demo();
    let folder = desk.at("for the auditor");
    std::fs::create_dir(&folder).unwrap();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");

    opens(&window, "#/audit/month", "What will be in the pack");
    window.is_looked_at("audit-month").unwrap();
    window.press("F8").unwrap();
    Dialog::titled("Choose a folder").unwrap().answer(&folder).unwrap();
    let month = today(&desk)[..7].to_owned();
    let pack = folder.join(format!("audit-{month}.zip"));
    until("the pack is on the disk", || Ok(pack.exists().then_some(()))).unwrap();
    window.waits_for_text("drawn at random").unwrap();
    window.part_is_looked_at("audit-pack").unwrap();

    opens(&window, "#/audit/verify", "Verify a pack or an exported file");
    window.is_looked_at("audit-verify").unwrap();
    window.press("ctrl+o").unwrap();
    Dialog::titled("Choose an audit file").unwrap().answer(&pack).unwrap();
    window.waits_for_text("Everything is as it was written").unwrap();
    window.waits_for_text("Held against no seal from outside").unwrap();

    // One byte changed by hand: found, and the file named.
    let mut bytes = std::fs::read(&pack).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 1;
    std::fs::write(&pack, bytes).unwrap();
    window.press("ctrl+o").unwrap();
    Dialog::titled("Choose an audit file").unwrap().answer(&pack).unwrap();
    window.waits_for_text("This is not as it was written").unwrap();
    window.part_is_looked_at("audit-pack-edited").unwrap();
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
