//! The window opens and shows a page.

use crate::harness::{Desk, Size, Window};

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_window_opens_and_shows_its_page() {
    let desk = Desk::empty().unwrap();
    let window = Window::open(&desk, Size::SMALL).unwrap();

    assert_eq!(window.title().unwrap(), "Counterfoil");
    window.waits_for_text("Counterfoil").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_window_takes_both_sizes_its_pictures_are_made_at() {
    let desk = Desk::empty().unwrap();
    let window = Window::open(&desk, Size::SMALL).unwrap();

    for size in [Size::LARGE, Size::SMALL] {
        window.resize(size).unwrap();
        assert_eq!(window.size().unwrap(), size);
    }
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn keys_move_the_focus_and_a_mouse_is_never_needed() {
    let desk = Desk::empty().unwrap();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    window.waits_for_focus("Name of the office").unwrap();

    window.press("Tab").unwrap();
    let first = window.focused().unwrap();
    window.press("Tab").unwrap();
    let second = window.focused().unwrap();
    assert_ne!(first, second, "Tab moves on");
    window.press("shift+Tab").unwrap();
    assert_eq!(window.focused().unwrap(), first, "and back");
}
