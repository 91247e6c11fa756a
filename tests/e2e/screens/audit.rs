//! The audit room, beyond the month that a manager exports and verifies.

use crate::branch::{demo, log_in, opens};
use crate::harness::{Size, Window};

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn the_audit_is_looked_at_day_by_day_and_row_by_row() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/audit/day", "Receipt numbers");
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("audit-day").unwrap();
    window.press("F4").unwrap();
    window.waits_for("[role=grid]").unwrap();
    window.part_is_looked_at("audit-day-picker").unwrap();
    window.goes_back().unwrap();

    window.press("alt+2").unwrap();
    window.waits_for_text("What will be in the pack").unwrap();
    window.press("F4").unwrap();
    window.waits_for_text("Jan").unwrap();
    window.part_is_looked_at("audit-month-picker").unwrap();
    window.goes_back().unwrap();

    window.press("alt+3").unwrap();
    window.waits_for_text("Out of the machine").unwrap();
    window.is_looked_at("audit-seals").unwrap();

    window.press("alt+4").unwrap();
    window.waits_for("tr[data-index='5']").unwrap();
    window.is_looked_at("audit-log").unwrap();
    window.opens_row(5).unwrap();
    window.waits_for_text("Copy hash").unwrap();
    window.part_is_looked_at("audit-log-row").unwrap();
    window.goes_back().unwrap();

    window.press("alt+5").unwrap();
    window.waits_for_text("Check this book").unwrap();
    window.press("F9").unwrap();
    window.waits_for_text("The book is sound").unwrap();
    window.part_is_looked_at("audit-checked").unwrap();
}

/// Files are dropped in the window system's own words (XDND), which only Linux has.
#[cfg(target_os = "linux")]
mod dropped {
    use super::{Size, Window, demo, log_in, opens};
    use crate::branch::{files_below, today};
    use serde_json::json;

    #[test]
    #[ignore = "needs a screen: cargo xtask test"]
    fn a_pack_and_the_seal_it_is_held_against_are_dropped_on_the_window_and_verified() {
        let desk = demo();
        // A folder with a space in its name, as people have them.
        let folder = desk.at("from the branch");
        std::fs::create_dir_all(&folder).unwrap();
        let month = &today(&desk)[..7];
        desk.cli_as(
            "manager",
            &[
                "--book",
                &desk.book().to_string_lossy(),
                "export",
                "audit",
                "--month",
                month,
                "--out",
                &folder.to_string_lossy(),
            ],
        )
        .unwrap();
        let pack = files_below(&folder, ".zip").pop().unwrap();
        let closed = desk.asks("manager", "day_state", &json!({})).unwrap()["closed"][0]["on"].clone();
        desk.asks("manager", "export_day", &json!({ "on": closed, "folder": folder })).unwrap();
        let seal = files_below(&folder, ".seal.json").pop().unwrap();
        let window = Window::open(&desk, Size::SMALL).unwrap();
        log_in(&window, "official");
        opens(&window, "#/audit/verify", "Verify a pack or an exported file");
        window.is_dropped(&[&pack, &seal]).unwrap();
        window.waits_for_text("Everything is as it was written").unwrap();
        let held = window.text().unwrap();
        assert!(held.contains(".seal.json"), "the seal that came along is what it was held against: {held}");
        window.part_is_looked_at("audit-dropped").unwrap();

        // One bit of its log is another: the same drop says so, and of which file. The former verdict is gone while it looks,
        // so that it is gone says nothing.
        let wrong = folder.join("audit (copy).zip");
        std::fs::write(&wrong, with_another_bit(&pack, "chain/audit-log.json")).unwrap();
        window.is_dropped(&[&wrong]).unwrap();
        window.waits_for_text("This is not as it was written").unwrap();
        let held = window.text().unwrap();
        for said in ["audit (copy).zip", "What is wrong", "chain/audit-log.json"] {
            assert!(held.contains(said), "{said}: {held}");
        }
        assert!(!held.contains("Everything is as it was written"), "{held}");
        window.part_is_looked_at("audit-dropped-wrong").unwrap();
    }

    /// A pack with one bit turned in the middle of one of its files.
    fn with_another_bit(pack: &std::path::Path, name: &str) -> Vec<u8> {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(pack).unwrap()).unwrap();
        let entry = zip.by_name(name).unwrap();
        let at = entry.data_start().unwrap() + entry.compressed_size() / 2;
        let mut bytes = std::fs::read(pack).unwrap();
        bytes[usize::try_from(at).unwrap()] ^= 1;
        bytes
    }
}
