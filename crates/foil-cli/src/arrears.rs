//! What is late: the run of the ladder, and statements of account.

use crate::args::Args;
use crate::outcome::{Failed, Outcome, Said, counted};
use crate::seat::Seat;
use foil_api::ApiError;
use foil_domain::refusal::Refusal;
use foil_domain::time::Day;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;

/// Runs the ladder as a job, and waits for it.
pub fn run(args: &Args, dry_run: bool) -> Outcome {
    let name = if dry_run { "preview_arrears_run" } else { "run_arrears" };
    let Said { value, .. } = Seat::take(args)?.call(name, json!({}))?;
    let words = words(&value);
    Ok(Said::new(value, words))
}

fn words(report: &Value) -> String {
    let n = |field: &str| report[field]["n"].as_i64().unwrap_or_default();
    let tried = if report["dry_run"] == true { " (only tried, nothing stored)" } else { "" };
    let accounts = report["accounts"].as_i64().unwrap_or_default();
    let mut words = format!("{} looked at{tried}", counted(accounts, "account"));
    for (field, what) in [
        ("surcharges", "surcharges"),
        ("reminders", "reminders"),
        ("final_notices", "disconnection notices"),
        ("cut_list", "disconnections ordered"),
        ("stopped", "disconnection orders stopped"),
        ("reconnections", "reconnections ordered"),
        ("plans_kept", "plans paid to the end"),
        ("plans_broken", "plans broken"),
    ] {
        let _ = write!(words, "\n  {:>7} {what}", n(field));
    }
    for held in report["held"].as_array().into_iter().flatten() {
        let why = held["why"].as_str().unwrap_or_default().replace('_', " ");
        let _ = write!(words, "\n  {:>7} held: {why}", held["done"]["n"].as_i64().unwrap_or_default());
    }
    words
}

/// Saves a statement of account.
pub fn statement(args: &Args, account: &str, from: &str, to: Option<&str>, out: &Path) -> Outcome {
    let day = |field: &str, text: &str| {
        Day::parse(text).map_err(|expected| ApiError::from(&Refusal::bad_input(field, expected)))
    };
    let from = day("from", from)?;
    let until = to.map(|to| day("to", to)).transpose()?;
    Seat::take(args)?.save_statement(account, from, until, out).map_err(by_its_flag)?;
    Ok(Said::new(json!({ "account": account, "file": out }), format!("{} is written.", out.display())))
}

/// A refusal that names the last day as the document does, by the flag that it came from.
fn by_its_flag(failed: Failed) -> Failed {
    match failed {
        Failed::Told(ApiError { code, message, hint, reference }) if message.starts_with("until:") => {
            let message = message.replacen("until:", "to:", 1);
            Failed::Told(ApiError { code, message, hint, reference })
        }
        other => other,
    }
}
