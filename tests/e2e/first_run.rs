//! From an empty machine to a book, by keys alone.

use crate::harness::{Desk, Dialog, Size, Window, until};

const PASSPHRASE: &str = "correct horse battery staple";
const PASSWORD: &str = "seven kinds of rice";

/// Answers everything the first run asks; stands before the recovery key when it returns.
fn answer_everything(window: &Window) {
    window.waits_for_focus("Name of the office").unwrap();
    window.is_looked_at("first-run").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("This is needed.").unwrap();
    window.part_is_looked_at("first-run-missing").unwrap();
    window.tabs_to("Name of the office").unwrap();
    window.types("Mangalore Central").unwrap();
    window.tabs_to("Address").unwrap();
    window.types("Kadri Hills Road, Mangaluru 575002").unwrap();
    window.tabs_to("Next").unwrap();
    window.press("Enter").unwrap();

    window.waits_for_focus("Full name").unwrap();
    window.part_is_looked_at("first-run-person").unwrap();
    window.types("Asha Rao").unwrap();
    for (field, text) in [("Log-in name", "asha"), ("Password", PASSWORD), ("Password again", PASSWORD)] {
        window.tabs_to(field).unwrap();
        window.types(text).unwrap();
    }
    window.press("Enter").unwrap();

    window.waits_for_text("What should open it on this machine?").unwrap();
    window.part_is_looked_at("first-run-key").unwrap();
    for field in ["Passphrase", "Passphrase again"] {
        window.tabs_to(field).unwrap();
        window.types(PASSPHRASE).unwrap();
    }
    window.press("Enter").unwrap();
    window.waits_for_text("Write this down now").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn an_office_is_set_up_by_keys_and_its_first_person_logs_in() {
    let desk = Desk::empty().unwrap();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    answer_everything(&window);
    window.part_is_looked_at("recovery-key").unwrap();

    // The key is saved by the native dialog, and its end typed back to show that it is there.
    let file = desk.at("recovery key.txt");
    window.tabs_to("Save as…").unwrap();
    window.press("Enter").unwrap();
    Dialog::titled("Save Counterfoil recovery key").unwrap().answer(&file).unwrap();
    let key = until("the key is on the disk", || Ok(std::fs::read_to_string(&file).ok())).unwrap();
    let end: String = key.trim().chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
    window.tabs_to("Type the last").unwrap();
    window.types(&end).unwrap();
    window.press("Enter").unwrap();

    window.waits_for_focus("Log-in name").unwrap();
    window.is_looked_at("log-in").unwrap();
    window.types("asha").unwrap();
    window.tabs_to("Password").unwrap();
    window.types("not the password").unwrap();
    window.press("Enter").unwrap();
    window.waits_for("[role=alert]").unwrap();

    window.tabs_to("Password").unwrap();
    window.press("ctrl+a").unwrap();
    window.types(PASSWORD).unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Mangalore Central").unwrap();
    window.waits_until_gone("Log-in name").unwrap();

    // Closed and opened again: the book asks for its passphrase, and opens by the recovery key too.
    window.close().unwrap();
    let again = Window::open(&desk, Size::SMALL).unwrap();
    again.waits_for_focus("Passphrase or recovery key").unwrap();
    again.part_is_looked_at("open-the-book").unwrap();
    again.types(key.trim()).unwrap();
    again.press("Enter").unwrap();
    again.waits_for_focus("Log-in name").unwrap();
}
