//! How many bills one core prices in a second, by a tariff of five slabs and one of two seasons and bands.
//!
//! `cargo run --release -p foil-domain --example quotes_per_second`

use foil_domain::tariffs::{Case, Tariff, quote};
use serde_json::{Value, json};
use std::time::Instant;

fn main() {
    let plain = include_str!("../tests/tariffs/lt2a-domestic.toml");
    let banded = include_str!("../tests/tariffs/two-season-tou.toml");
    let period = json!({ "from": "2026-06-01", "to": "2026-07-01" });
    measure(
        "five slabs, duty",
        plain,
        |units| json!({ "period": period, "usage": { "total": units.to_string() }, "account": { "sanctioned_load_kw": "5" } }),
    );
    measure("two seasons, two bands, demand", banded, |units| {
        let bands = json!({ "peak": (units / 3).to_string(), "off-peak": (units - units / 3).to_string() });
        json!({ "period": period, "usage": { "bands": bands, "demand": { "max": "25.5" } } })
    });
}

fn measure(what: &str, text: &str, case: impl Fn(u32) -> Value) {
    let tariff = Tariff::parse(text).unwrap_or_else(|faults| panic!("{faults:?}"));
    let read = |units| Case::from_json(&case(units)).unwrap_or_else(|refusal| panic!("{refusal}"));
    let cases: Vec<Case> = (0..1_000).map(read).collect();
    let start = Instant::now();
    let (mut priced, mut total) = (0u32, 0i64);
    while start.elapsed().as_secs() < 2 {
        for case in &cases {
            total += quote(&tariff, case).map_or(0, |quote| quote.total.minor());
            priced += 1;
        }
    }
    let rate = f64::from(priced) / start.elapsed().as_secs_f64();
    println!("{what}: {rate:.0} bills a second (sum {total})");
}
