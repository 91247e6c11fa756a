//! What stands in front of the rooms, where the first run does not come by.

use crate::branch::demo;
use crate::harness::{Size, Window};

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
