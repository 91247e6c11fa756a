//! What the shell does for a page, asked for as a page asks: by its commands.

use crate::harness::{Desk, Dialog, Size, Window};
use serde_json::json;

fn opened(desk: &Desk) -> Window {
    let window = Window::open(desk, Size::SMALL).unwrap();
    window.waits_for_text("Counterfoil").unwrap();
    window
}

fn asks(command: &str, args: &str) -> String {
    format!("window.__TAURI_INTERNALS__.invoke('{command}', {args})")
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_text_is_saved_where_the_native_dialog_says() {
    let desk = Desk::empty().unwrap();
    let window = opened(&desk);
    let path = desk.at("errors of the import.csv");

    window
        .begins(&asks("save_text", "{ suggestedName: 'errors.csv', text: 'row,field\\r\\n', secret: false }"))
        .unwrap();
    Dialog::titled("Save errors.csv").unwrap().answer(&path).unwrap();

    assert_eq!(window.outcome().unwrap(), json!({ "ok": path.to_string_lossy() }));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "row,field\r\n");
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn going_back_in_a_native_dialog_saves_nothing_and_is_no_error() {
    let desk = Desk::empty().unwrap();
    let window = opened(&desk);

    window.begins(&asks("save_text", "{ suggestedName: 'errors.csv', text: 'x', secret: false }")).unwrap();
    Dialog::titled("Save errors.csv").unwrap().cancel().unwrap();

    assert_eq!(window.outcome().unwrap(), json!({ "ok": null }));
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_file_and_a_folder_are_picked_by_native_dialogs() {
    let desk = Desk::empty().unwrap();
    let file = desk.at("customers.csv");
    std::fs::write(&file, "number,name\n").unwrap();
    let folder = desk.at("exports");
    std::fs::create_dir(&folder).unwrap();
    let window = opened(&desk);

    window.begins(&asks("pick_file", "{ kind: 'csv' }")).unwrap();
    Dialog::titled("Choose a CSV file").unwrap().answer(&file).unwrap();
    assert_eq!(window.outcome().unwrap(), json!({ "ok": file.to_string_lossy() }));

    window.begins(&asks("pick_folder", "{}")).unwrap();
    Dialog::titled("Choose a folder").unwrap().answer(&folder).unwrap();
    assert_eq!(window.outcome().unwrap(), json!({ "ok": folder.to_string_lossy() }));
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_page_holds_no_permission_for_dialogs_files_or_windows() {
    let desk = Desk::empty().unwrap();
    let window = opened(&desk);

    for command in
        ["plugin:dialog|open", "plugin:dialog|save", "plugin:window|close", "plugin:webview|create_webview"]
    {
        window.begins(&asks(command, "{ options: {} }")).unwrap();
        let outcome = window.outcome().unwrap();
        assert!(outcome["failed"].to_string().contains("not allowed"), "{command}: {outcome}");
    }
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn nobody_is_served_without_a_book_and_the_refusal_says_what_to_do() {
    let desk = Desk::empty().unwrap();
    let window = opened(&desk);

    window.begins(&asks("call", "{ name: 'frame', input: {}, byHand: true }")).unwrap();
    let outcome = window.outcome().unwrap();
    assert_eq!(outcome["failed"]["code"], "no_book", "{outcome}");
    assert!(!outcome["failed"]["hint"].as_str().unwrap_or_default().is_empty(), "{outcome}");
}
