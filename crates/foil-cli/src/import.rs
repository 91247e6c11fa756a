//! Importing files.

use crate::args::{Args, Import, ImportWhat};
use crate::outcome::{Outcome, Said};
use crate::seat::{Seat, whole};
use serde_json::{Value, json};

/// Imports a CSV file as a job, and waits for it.
pub fn import(args: &Args, import: &Import) -> Outcome {
    let kind = match import.what {
        ImportWhat::Customers => "customers",
        ImportWhat::Bills => "bills",
        ImportWhat::Payments => "payments",
        ImportWhat::Readings => "readings",
        ImportWhat::Meters => "meters",
    };
    let input = json!({
        "path": whole(&import.file)?,
        "kind": kind,
        "mode": if import.good_rows { "good_rows" } else { "all_or_nothing" },
        "dry_run": import.dry_run,
    });
    let Said { value, .. } = Seat::take(args)?.call("start_import", input)?;
    let words = words(&value);
    Ok(Said { value, words })
}

fn words(report: &Value) -> String {
    let n = |field: &str| report[field].as_i64().unwrap_or_default();
    let tried = if report["dry_run"] == true { " (only tried, nothing stored)" } else { "" };
    let mut words = format!(
        "{} rows: {} new, {} changed, {} there already, {} bad{tried}",
        n("rows"),
        n("created"),
        n("updated"),
        n("unchanged"),
        n("bad")
    );
    for error in report["errors"].as_array().into_iter().flatten().take(20) {
        let text = |field: &str| error[field].as_str().unwrap_or_default();
        let row = error["row"].as_i64().unwrap_or_default();
        words += &format!(
            "\n  row {row}, {}: expected {}, found {:?}",
            text("field"),
            text("expected"),
            text("value")
        );
    }
    if let Some(file) = report["error_file"].as_str().filter(|file| !file.is_empty()) {
        words += &format!("\nAll bad rows: {file}");
    }
    words
}
