//! What stands in front of the rooms, where the first run does not come by.

use crate::branch::{demo, log_in, log_out};
use crate::harness::{Desk, Size, Window};
use foil_store::Key;
use serde_json::json;

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_log_in_is_looked_at_on_the_demo_branch_and_when_it_refuses() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    window.waits_for_focus("Log-in name").unwrap();
    window.waits_for_text("This is a demo branch").unwrap();
    window.is_looked_at("log-in-demo").unwrap();
    let paint = "return getComputedStyle(document.querySelector('button[type=submit]')).backgroundColor";
    assert_ne!(window.run(paint, &[]).unwrap(), "rgba(0, 0, 0, 0)", "the one strong button has its colour");
    window.types("clerk").unwrap();
    window.tabs_to("Password").unwrap();
    window.types("not this one").unwrap();
    window.press("Enter").unwrap();
    window.waits_for("[role=alert]").unwrap();
    window.part_is_looked_at("log-in-refused").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn whoever_was_given_a_password_chooses_their_own_before_the_rooms_open() {
    let desk = demo();
    let user = json!({ "login": "tara", "name": "Tara Shetty", "role": "clerk", "active": true, "password": "given by the admin" });
    desk.asks("admin", "save_user", &user).unwrap();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    window.waits_for_focus("Log-in name").unwrap();
    window.types("tara").unwrap();
    window.tabs_to("Password").unwrap();
    window.types("given by the admin").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Choose your own password").unwrap();
    window.waits_for_focus("The password you were given").unwrap();
    window.is_looked_at("own-password").unwrap();

    window.types("given by the admin").unwrap();
    window.tabs_to("Your own password").unwrap();
    window.types("nobody else knows it").unwrap();
    window.tabs_to("Your own password again").unwrap();
    window.types("nobody else knows").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("These two are not the same.").unwrap();
    window.part_is_looked_at("own-password-differs").unwrap();
    window.types(" it").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Ctrl K").unwrap();

    // And from now on it is theirs: what was given opens nothing any more.
    log_out(&window);
    window.types("tara").unwrap();
    window.tabs_to("Password").unwrap();
    window.types("given by the admin").unwrap();
    window.press("Enter").unwrap();
    window.waits_for("[role=alert]").unwrap();
    window.tabs_to("Password").unwrap();
    window.press("ctrl+a").unwrap();
    window.types("nobody else knows it").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Ctrl K").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_book_that_does_not_open_says_why_and_opens_once_that_is_gone() {
    let desk = demo();
    written_by(&desk, 1);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    window.waits_for_text("The book does not open").unwrap();
    window.waits_for("[role=alert]").unwrap();
    window.is_looked_at("book-refused").unwrap();

    written_by(&desk, -1);
    window.tabs_to("Try again").unwrap();
    window.press("Enter").unwrap();
    log_in(&window, "clerk");
}

/// Makes the desk's book one of a program so many versions younger.
fn written_by(desk: &Desk, younger: i64) {
    let key = Key::from_text(std::fs::read_to_string(desk.key_file()).unwrap().trim()).unwrap();
    let book = foil_tests::raw(&desk.book(), &key);
    let version: i64 = book.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    book.execute_batch(&format!("PRAGMA user_version = {}", version + younger)).unwrap();
}
