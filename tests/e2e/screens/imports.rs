//! Imports: the file looked at, tried, stored, and what came of it.

use crate::branch::{demo, log_in, opens};
use crate::harness::{Dialog, Size, Window};

const PEOPLE: &str = "Number,Name,Phone,Address,Service,Account,Meter,Tariff\r\n\
    K90001,Sunita Shetty,9845011223,\"Bejai Church Road 4, Mangaluru\",electricity,E900001,EM5550001,LT-2a Domestic\r\n\
    K90001,Sunita Shetty,9845011223,\"Bejai Church Road 4, Mangaluru\",water,W900001,WM5550001,W-1 Domestic\r\n\
    K90002,ಪದ್ಮಾವತಿ ಆಚಾರ್ಯ,9845044556,\"ಕದ್ರಿ 12, ಮಂಗಳೂರು\",electricity,E900002,EM5550002,LT-2a Domestic\r\n\
    K90003,Thomas Lobo,12,\"Urwa Store 7, Mangaluru\",steam,E900003,EM5550003,LT-2a Domestic\r\n\
    K90004,,9845077889,\"Attavar 3rd Cross 1, Mangaluru\",gas,G900004,GM5550004,PNG-1 Domestic\r\n";

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_file_is_looked_at_tried_and_stored_and_its_bad_rows_are_named() {
    let desk = demo();
    let file = desk.at("new people.csv");
    std::fs::write(&file, PEOPLE).unwrap();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "manager");
    opens(&window, "#/imports", "Choose a file");
    window.is_looked_at("imports").unwrap();

    window.press("ctrl+o").unwrap();
    Dialog::titled("Choose a CSV file").unwrap().answer(&file).unwrap();
    window.waits_for_text("Which column of the file is which field?").unwrap();
    window.waits_for_text("Sunita Shetty").unwrap();
    window.is_looked_at("imports-preview").unwrap();
    window.press("F9").unwrap();
    window.waits_for_text("Only tried: nothing was stored.").unwrap();
    window.part_is_looked_at("imports-tried").unwrap();

    window.chooses("Store the good rows").unwrap();
    window.press("F8").unwrap();
    window.waits_until_gone("Only tried: nothing was stored.").unwrap();
    window.waits_for_text("Save the list…").unwrap();
    window.part_is_looked_at("imports-report").unwrap();
    let found = desk.asks("manager", "search", &serde_json::json!({ "text": "E900001" })).unwrap();
    assert_eq!(found[0]["name"], "Sunita Shetty", "{found}");
    let bad = desk.asks("manager", "search", &serde_json::json!({ "text": "E900003" })).unwrap();
    assert_eq!(bad.as_array().map(Vec::len), Some(0), "a bad row is not stored: {bad}");

    window.opens_row(0).unwrap();
    window.waits_for("[role=dialog]").unwrap();
    window.part_is_looked_at("imports-job").unwrap();
}
