//! Tariffs: the list, a plan to read with its steps, a quote, a month priced anew, the editor with its faults.

use crate::branch::{demo, log_in, opens};
use crate::harness::{Desk, Dialog, Size, Window};
use serde_json::json;

/// The plan that begins so.
fn plan(desk: &Desk, name: &str) -> i64 {
    let list = desk.asks("admin", "tariffs", &json!({})).unwrap();
    let plans = list["plans"].as_array().unwrap();
    let found = plans.iter().find(|plan| plan["name"].as_str().is_some_and(|full| full.starts_with(name)));
    found.unwrap_or_else(|| panic!("{name} among {list}"))["id"].as_i64().unwrap()
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_plan_is_read_quoted_and_a_month_is_priced_anew() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "admin");
    opens(&window, "#/tariffs", "In force since");
    window.waits_for("tr[data-index='0']").unwrap();
    window.is_looked_at("tariffs").unwrap();

    opens(&window, &format!("#/tariffs/{}", plan(&desk, "LT-2a")), "Rules of the bill");
    window.waits_for(".recharts-surface").unwrap();
    window.is_looked_at("tariff").unwrap();
    window.press("alt+2").unwrap();
    window.waits_for_text("Type the units").unwrap();
    window.types("180").unwrap();
    window.waits_for_text("Arithmetic").unwrap();
    window.is_looked_at("tariff-quote").unwrap();

    // The month before the last is billed by the branch itself; the next version's prices are tried on it.
    window.press("alt+3").unwrap();
    window.waits_for_text("Priced by").unwrap();
    window.part_is_looked_at("tariff-simulate").unwrap();
    window.press("F8").unwrap();
    window.waits_for_text("How bills change").unwrap();
    window.waits_for(".recharts-surface").unwrap();
    window.is_looked_at("tariff-simulated").unwrap();
}

#[test]
#[ignore = "needs a screen: cargo xtask test"]
fn a_tariff_is_written_with_its_faults_named_by_line_and_imported_from_a_file() {
    let desk = demo();
    let window = Window::open(&desk, Size::SMALL).unwrap();
    log_in(&window, "admin");
    let id = plan(&desk, "LT-2a");
    opens(&window, &format!("#/tariffs/{id}?tab=edit"), "This is exactly what is stored.");
    window.is_looked_at("tariff-edit").unwrap();
    window.tabs_to("Tariff file (TOML)").unwrap();
    window.press("ctrl+Home").unwrap();
    window.types("slabs = oops\n").unwrap();
    window.waits_for_text("fault").unwrap();
    window.part_is_looked_at("tariff-faults").unwrap();
    window.chooses("Back to the stored text").unwrap();

    opens(&window, "#/tariffs/new", "A new tariff");
    window.waits_for_text("Good.").unwrap();
    window.part_is_looked_at("tariff-new").unwrap();

    let file = desk.at("Camp supply.toml");
    let text = "name = \"Camp supply\"\nservice = \"water\"\ncurrency = \"INR\"\nunit = \"kL\"\nvalid_from = 2026-04-01\n\
        [[energy_charge]]\nname = \"Water\"\nslabs = [{ up_to = 10, rate = 8 }, { rate = 12 }]\n";
    std::fs::write(&file, text).unwrap();
    opens(&window, "#/tariffs", "In force since");
    window.press("ctrl+o").unwrap();
    Dialog::titled("Choose a tariff file").unwrap().answer(&file).unwrap();
    window.waits_for_text("new plan").unwrap();
    window.part_is_looked_at("tariff-import").unwrap();
    window.press("Enter").unwrap();
    window.waits_for_text("Stored.").unwrap();
    window.goes_back().unwrap();
    window.waits_for_text("Camp supply").unwrap();
}
