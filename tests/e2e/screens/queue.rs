//! The queue, its sheets, the dead letters, and what the hall sees.

use crate::branch::{demo, log_in, opens};
use crate::harness::{Size, Window, closes};

/// The title of the hall's window.
const HALL: &str = "Counterfoil: now serving";

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_queue_is_looked_at_with_everything_that_is_done_there() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/queue", "Longest wait");
    window.is_looked_at("queue").unwrap();

    window.press("F7").unwrap();
    window.waits_for_focus("Who is it for?").unwrap();
    window.part_is_looked_at("queue-take").unwrap();
    window.types("E100005").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Take the ticket").unwrap();
    window.part_is_looked_at("queue-take-for").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Close").unwrap();
    window.part_is_looked_at("queue-taken").unwrap();
    window.press("Enter").unwrap();
    window.waits_until_gone("Another one").unwrap();

    window.clicks("[aria-label^='More for']").unwrap();
    window.waits_for("[role=menuitem]").unwrap();
    window.part_is_looked_at("queue-more").unwrap();
    window.chooses("Cancel").unwrap();
    window.waits_for_focus("Why?").unwrap();
    window.part_is_looked_at("queue-cancel").unwrap();
    window.goes_back().unwrap();

    // One is held, the next stands at the counter.
    window.press("F3").unwrap();
    window.waits_for_text("Take payment").unwrap();
    window.waits_for_text("Hold").unwrap();
    window.press("F10").unwrap();
    window.waits_for_text("Nobody at the counter").unwrap();
    window.press("F3").unwrap();
    window.waits_for_text("Hold").unwrap();
    opens(&window, "#/queue", "Open at the counter");
    window.part_is_looked_at("queue-serving").unwrap();

    window.press("F9").unwrap();
    window.waits_for_text("Dead letter").unwrap();
    window.is_looked_at("letters").unwrap();
    window.opens_row(0).unwrap();
    window.waits_for_text("Put ").unwrap();
    window.part_is_looked_at("letters-retry").unwrap();
    window.goes_back().unwrap();
    window.press("Esc").unwrap();
    window.waits_for_text("Longest wait").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_hall_sees_numbers_and_counters_and_no_names_in_a_window_of_its_own() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");
    window.waits_for_text("Who is here?").unwrap();
    window.press("F3").unwrap();
    window.waits_for_focus("Pay").unwrap();
    window.press("F2").unwrap();
    window.waits_for_text("Longest wait").unwrap();
    window.press("F6").unwrap();

    // The same page in this window, where it can be read.
    opens(&window, "#/hall", "Counter C1");
    let shown = window.text().unwrap();
    assert!(!shown.contains("Search") && !shown.contains('₹'), "{shown}");
    window.shows_what_shows(HALL).unwrap();
    closes(HALL).unwrap();
    window.is_looked_at("hall").unwrap();
}
