//! The cheque desk: what is in the office, at the bank, paid, and sent back.

use crate::branch::{demo, log_in, log_out, opens};
use crate::harness::{Size, Window};

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn cheques_are_looked_at_from_the_office_to_the_banks_word() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "clerk");
    opens(&window, "#/cheques", "Deposit slips");
    window.waits_for("tr[data-index='1']").unwrap();
    window.is_looked_at("cheques").unwrap();
    window.tabs_around().unwrap();
    window.opens_row(0).unwrap();
    window.waits_for_text("Deposit this one").unwrap();
    window.part_is_looked_at("cheque").unwrap();
    window.tabs_to("Hand it back…").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("This will happen").unwrap();
    window.part_is_looked_at("cheque-back").unwrap();
    window.goes_back().unwrap();
    window.press("F7").unwrap();
    window.waits_for_text("Tick none").unwrap();
    window.press("F8").unwrap();
    window.waits_for_focus("Print the slip").unwrap();
    window.part_is_looked_at("cheques-deposited").unwrap();
    log_out(&window);

    log_in(&window, "manager");
    opens(&window, "#/cheques", "Deposit slips");
    window.press("alt+2").unwrap();
    window.waits_for("tr[data-index='1']").unwrap();
    window.is_looked_at("cheques-at-the-bank").unwrap();
    window.opens_row(0).unwrap();
    window.waits_for_text("It bounced…").unwrap();
    window.part_is_looked_at("cheque-at-the-bank").unwrap();
    window.tabs_to("It bounced…").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("A letter to").unwrap();
    window.is_looked_at("cheque-bounces").unwrap();
    window.press("5").unwrap();
    window.waits_for_text("no fault of the payer").unwrap();
    window.press("2").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_focus("Print the letter").unwrap();
    window.part_is_looked_at("cheque-bounced").unwrap();
    window.goes_back().unwrap();
    window.press("F7").unwrap();
    window.waits_for_text("The bank has paid").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("No cheques here").unwrap();
    window.press("alt+6").unwrap();
    window.waits_for_text("Bounced").unwrap();
    window.waits_for("tr[data-index='1']").unwrap();
    window.is_looked_at("cheques-all").unwrap();
}
