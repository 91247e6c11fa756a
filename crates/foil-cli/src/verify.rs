//! Verifying exported files, and checking a whole book.

use crate::args::Args;
use crate::outcome::{Failed, Outcome, Said};
use crate::seat::Seat;
use foil_api::ApiError;
use serde_json::{Value, json};
use std::path::Path;

/// Verifies a file or folder; needs no book and no log-in.
pub fn verify(path: &Path) -> Outcome {
    let report = foil_app::audit::verify_path(path)?;
    let value = serde_json::to_value(&report).map_err(anyhow::Error::from)?;
    let mut words = String::new();
    for file in &report.files {
        let state = if file.sound { "sound" } else { "NOT SOUND" };
        words += &format!("{:32} {:>8} rows  {state}\n", file.name, file.rows);
    }
    found(value, words, &report.findings, "not_sound", "this is not as it was written")
}

/// Checks every rule over the whole book.
pub fn check(args: &Args) -> Outcome {
    let Said { value, .. } = Seat::take(args)?.call("check_book", json!({}))?;
    let mut words = String::new();
    for checked in value["checked"].as_array().into_iter().flatten() {
        words += &format!(
            "{:32} {:>12}\n",
            checked["what"].as_str().unwrap_or_default(),
            checked["count"].as_i64().unwrap_or_default()
        );
    }
    let problems: Vec<String> = value["problems"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|p| p.as_str().map(str::to_owned))
        .collect();
    found(value, words, &problems, "book_unsound", "the book breaks its rules")
}

fn found(value: Value, mut words: String, findings: &[String], code: &str, message: &str) -> Outcome {
    if findings.is_empty() {
        words += "Everything is as it should be.";
        return Ok(Said::new(value, words));
    }
    for finding in findings {
        words += &format!("{finding}\n");
    }
    let error = ApiError {
        code: code.into(),
        message: format!("{message}: {}", findings[0]),
        hint: "Keep it as it is, and compare it with the book or with another copy.".into(),
        reference: String::new(),
    };
    Err(Failed::Found(Box::new(Said::new(value, words.trim_end())), error))
}
