//! Verifying exported files, and checking a whole book.

use crate::args::Args;
use crate::outcome::{Failed, Outcome, Said};
use crate::seat::{self, Seat};
use foil_api::ApiError;
use foil_app::audit::Against;
use foil_app::audit::views::{Proof, SampleProof};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Verifies a pack, a file or a folder; needs no log-in. With --book, a pack is held against that book, which is
/// opened with its key and only read.
pub fn verify(args: &Args, path: &Path, seals: &[PathBuf]) -> Outcome {
    let book =
        args.book.as_deref().map(|book| seat::open_book(book, args.key_file.as_deref())).transpose()?;
    let against = Against { seals, book: book.as_ref(), left: None };
    let report = foil_app::audit::verify_against(path, against)?;
    let value = serde_json::to_value(&report).map_err(anyhow::Error::from)?;
    let mut words = String::new();
    for file in &report.files {
        let state = if file.sound { "sound" } else { "NOT SOUND" };
        words += &format!("{:32} {:>8} rows  {state}\n", file.name, file.rows);
    }
    if let Some(proof) = &report.proof {
        words += &told(proof);
    }
    found(value, words, &report.findings, "not_sound", "this is not as it was written")
}

/// What speaks for a pack, in words.
fn told(proof: &Proof) -> String {
    let closed = if proof.closed { "closed" } else { "not over yet" };
    let sealed = proof.sealed_to.map_or("no day is sealed in it".to_owned(), |on| {
        format!("{} daily seals in it, the last of {on}", proof.seals)
    });
    let witnesses = match proof.witnesses {
        0 => {
            "Held against no seal from outside: whoever has the office's machine could have written it anew."
                .to_owned()
        }
        n => format!("Held against {n} seal(s) from outside."),
    };
    let book = if proof.book { "Held against the book.\n" } else { "" };
    let left_out = match proof.left_out {
        0 => String::new(),
        n => {
            format!("{n} older exceptions are not in their list, but in the registers they are drawn from.\n")
        }
    };
    let sample = drawn(&proof.sample);
    format!(
        "{}, {} ({closed}); {sealed}\nSigned with {}\n{witnesses}\n{sample}\n{book}{left_out}",
        proof.office, proof.month, proof.key
    )
}

/// By what the sample was drawn.
fn drawn(sample: &SampleProof) -> String {
    let SampleProof { drawn, asked_for, seed, given_by } = sample;
    let by = match given_by.as_deref() {
        None => "the last seal".to_owned(),
        Some("") => format!("a seed given at the export, the pack does not say by whom: {seed}"),
        Some(who) => format!("a seed that {who} gave at the export: {seed}"),
    };
    format!("{drawn} receipts were drawn, {asked_for} asked for, by {by}")
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
