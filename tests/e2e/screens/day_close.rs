//! The day close room: what the day waits for, its Z reports, the bank's cash, and the act that ends it.

use crate::branch::{
    closes_by_command, closes_what_was_read, demo_of_yesterday, log_in, opens, waits_for_the_bank,
};
use crate::harness::{Size, Window};

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_manager_sees_which_drawers_the_business_day_waits_for() {
    let desk = demo_of_yesterday();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/day", "It waits for 3 shifts to be closed:");
    window.is_looked_at("day-close-waits").unwrap();
    window.tabs_around().unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_day_is_looked_at_from_its_last_drawer_to_the_day_after() {
    let desk = demo_of_yesterday();
    closes_by_command(&desk, "clerk", "C1", 0);
    closes_by_command(&desk, "manager", "C2", 0);
    closes_by_command(&desk, "manager", "C3", 0);
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/day", "Z reports of the day");
    window.waits_for_text("C3Z/").unwrap();
    window.is_looked_at("day-close").unwrap();

    // What the safe holds is counted: only that is paid in.
    window.waits_for_text("Loose coins").unwrap();
    window.part_is_looked_at("day-close-pieces").unwrap();
    window.tabs_to("Bank and account").unwrap();
    window.types("Karavali Bank, 0042 118 2207").unwrap();
    window.tabs_to("Loose coins").unwrap();
    window.types(&waits_for_the_bank(&desk)).unwrap();
    window.press("F9").unwrap();
    window.waits_for_text("C1P/").unwrap();
    window.part_is_looked_at("day-close-slip").unwrap();

    window.press("F8").unwrap();
    window.waits_for_text("It cannot be opened again.").unwrap();
    window.is_looked_at("day-close-sheet").unwrap();
    closes_what_was_read(&window);
    window.waits_until_gone("It cannot be opened again.").unwrap();
    window.waits_for_text("No shift is closed yet").unwrap();
    window.is_looked_at("day-close-next").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn an_official_reads_the_day_and_finds_nothing_to_press() {
    let desk = demo_of_yesterday();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "official");
    opens(&window, "#/day", "Closed days");
    assert!(!window.text().unwrap().contains("Close the day"));
    window.part_is_looked_at("day-close-official").unwrap();
}
