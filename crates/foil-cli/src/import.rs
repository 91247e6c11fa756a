//! Importing files.

use crate::args::{Args, Import, ImportWhat};
use crate::outcome::{Failed, Outcome, Said, counted};
use crate::seat::{Seat, whole};
use foil_api::ApiError;
use serde_json::{Value, json};

/// Imports a file.
pub fn import(args: &Args, import: &Import) -> Outcome {
    match import.what {
        ImportWhat::Customers => rows(args, import, "customers"),
        ImportWhat::Bills => rows(args, import, "bills"),
        ImportWhat::Payments => rows(args, import, "payments"),
        ImportWhat::Readings => rows(args, import, "readings"),
        ImportWhat::Meters => rows(args, import, "meters"),
        ImportWhat::Tariffs => tariffs(args, import),
    }
}

/// Stores tariff files, or only looks at them.
fn tariffs(args: &Args, import: &Import) -> Outcome {
    let path = whole(&import.file)?;
    let seat = Seat::take(args)?;
    let Said { value, .. } = if import.dry_run {
        seat.call("check_tariff", json!({ "path": path }))?
    } else {
        let input = json!({ "path": path, "note": import.note, "correct_priced": import.correct_priced });
        seat.call("import_tariff", input)?
    };
    let mut words = String::new();
    let (mut faults, mut files) = (0, 0);
    for file in value["files"].as_array().into_iter().flatten() {
        files += 1;
        words += &format!("{}\n", tariff_words(file));
        faults += file["faults"].as_array().map_or(0, Vec::len);
    }
    words += if value["stored"] == true { "Stored." } else { "Nothing was stored." };
    let said = Said::new(value, words);
    if faults == 0 {
        return Ok(said);
    }
    let error = ApiError {
        code: "bad_tariff".into(),
        message: format!(
            "{} in {}; nothing was stored",
            counted(faults as i64, "fault"),
            counted(files as i64, "tariff file")
        ),
        hint: "Correct the lines that are named, and import again.".into(),
        reference: String::new(),
    };
    Err(Failed::Found(Box::new(said), error))
}

fn tariff_words(file: &Value) -> String {
    let text = |field: &str| file[field].as_str().unwrap_or_default();
    let from = file["valid_from"].as_str().map_or_else(String::new, |day| format!(" from {day}"));
    let name = text("name");
    let plan = if name.is_empty() { String::new() } else { format!("{name}{from}: ") };
    let mut words = format!("{}: {plan}{}", text("file"), text("effect").replace('_', " "));
    for fault in file["faults"].as_array().into_iter().flatten() {
        let (line, field) =
            (fault["line"].as_i64().unwrap_or_default(), fault["field"].as_str().unwrap_or_default());
        let expected = fault["expected"].as_str().unwrap_or_default();
        words += &format!("\n  line {line}, {field}: expected {expected}");
    }
    words
}

/// Imports a CSV file as a job, and waits for it. A script is told that nothing was kept by the exit code.
fn rows(args: &Args, import: &Import, kind: &str) -> Outcome {
    let input = json!({
        "path": whole(&import.file)?,
        "kind": kind,
        "mode": if import.good_rows { "good_rows" } else { "all_or_nothing" },
        "dry_run": import.dry_run,
    });
    let Said { value, .. } = Seat::take(args)?.call("start_import", input)?;
    let words = words(&value);
    let (bad, kept) = (value["bad"].as_i64().unwrap_or_default(), import.good_rows && !import.dry_run);
    let said = Said::new(value, words);
    if bad == 0 || kept {
        return Ok(said);
    }
    let error = ApiError {
        code: "bad_rows".into(),
        message: format!("{bad} bad {}; nothing was stored", if bad == 1 { "row" } else { "rows" }),
        hint: "Correct the rows that are named, or store the good ones with --good-rows.".into(),
        reference: String::new(),
    };
    Err(Failed::Found(Box::new(said), error))
}

fn words(report: &Value) -> String {
    let n = |field: &str| report[field].as_i64().unwrap_or_default();
    let tried = if report["dry_run"] == true { " (only tried, nothing stored)" } else { "" };
    let mut words = format!(
        "{}: {} new, {} changed, {} there already, {} bad{tried}",
        counted(n("rows"), "row"),
        n("created"),
        n("updated"),
        n("unchanged"),
        n("bad")
    );
    let mut errors: Vec<&Value> = report["errors"].as_array().into_iter().flatten().collect();
    errors.sort_by_key(|error| error["row"].as_i64());
    for error in errors.iter().take(20) {
        let text = |field: &str| error[field].as_str().unwrap_or_default();
        let row = error["row"].as_i64().unwrap_or_default();
        // Of a row that is bad as a whole no field is.
        let field = Some(text("field")).filter(|field| !field.is_empty());
        let place = field.map_or_else(|| format!("row {row}"), |field| format!("row {row}, {field}"));
        words += &format!("\n  {place}: expected {}, found {:?}", text("expected"), text("value"));
    }
    if let Some(file) = report["error_file"].as_str().filter(|file| !file.is_empty()) {
        words += &format!("\nAll bad rows: {file}");
    }
    words
}
