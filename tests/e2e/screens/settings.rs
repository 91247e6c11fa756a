//! The settings of the office, its people and counters, and one's own.

use crate::branch::{demo, log_in, opens};
use crate::harness::{Size, Window};

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_settings_are_looked_at_by_an_administrator() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "admin");
    opens(&window, "#/settings/office", "As documents show it");
    window.tabs_to("Last line of documents").unwrap();
    window.types(" Thank you.").unwrap();
    window.waits_for_text("Not saved yet").unwrap();
    window.is_looked_at("settings-office").unwrap();
    window.chooses("Take back my changes").unwrap();

    opens(&window, "#/settings/arrears", "The ladder");
    window.is_looked_at("settings-arrears").unwrap();
    opens(&window, "#/settings/approvals", "Two persons");
    window.is_looked_at("settings-approvals").unwrap();
    opens(&window, "#/settings/metering", "Estimates");
    window.is_looked_at("settings-metering").unwrap();

    opens(&window, "#/settings/users", "What each role may do");
    window.waits_for("tr[data-index='2']").unwrap();
    window.is_looked_at("settings-users").unwrap();
    window.press("F7").unwrap();
    window.waits_for_focus("Name").unwrap();
    window.part_is_looked_at("settings-user-new").unwrap();
    window.goes_back().unwrap();

    opens(&window, "#/settings/counters", "You sit here");
    window.is_looked_at("settings-counters").unwrap();
    window.press("F7").unwrap();
    window.waits_for_focus("Code").unwrap();
    window.part_is_looked_at("settings-counter-new").unwrap();
    window.goes_back().unwrap();

    opens(&window, "#/settings/gas", "Gas that is delivered");
    window.is_looked_at("settings-gas").unwrap();
    window.press("F7").unwrap();
    window.waits_for_focus("Route").unwrap();
    window.part_is_looked_at("settings-gas-new").unwrap();
    window.goes_back().unwrap();

    opens(&window, "#/settings/me", "How I like to read");
    window.is_looked_at("settings-me").unwrap();
    opens(&window, "#/settings/about", "Made with");
    window.is_looked_at("settings-about").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_largest_letters_and_the_strongest_contrast_still_fit_the_window() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    let script = "document.documentElement.style.setProperty('--cf-text-scale', '1.5');
        document.documentElement.dataset.contrast = 'high'";
    window.run(script, &[]).unwrap();
    window.waits_for_text("Who is here?").unwrap();
    window.press("F3").unwrap();
    window.waits_for_focus("Pay").unwrap();
    window.is_in_sight("Pay and print receipt").unwrap();
    window.part_is_looked_at("large-counter").unwrap();
    opens(&window, "#/queue", "Longest wait");
    window.part_is_looked_at("large-queue").unwrap();
    opens(&window, "#/audit/month", "What will be in the pack");
    window.part_is_looked_at("large-audit").unwrap();
}
