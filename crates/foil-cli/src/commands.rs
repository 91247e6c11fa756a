//! The command table: listing it, and calling any of it.

use crate::args::Args;
use crate::outcome::{Failed, Outcome, Said};
use crate::seat::Seat;
use anyhow::Context;
use foil_api::table::{COMMANDS, Kind};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Read;

/// Input from standard input is read up to this many bytes.
const MOST_INPUT: u64 = 64 * 1024 * 1024;

/// Every command, with what it takes and gives.
pub fn list() -> Said {
    let mut words = String::new();
    let mut all = Vec::new();
    for command in COMMANDS {
        let (input, output) = command.types();
        let kind = if command.kind == Kind::View { "view" } else { "act" };
        let _ = writeln!(words, "{kind:4}  {}({input}) -> {output}", command.name);
        all.push(json!({
            "name": command.name, "kind": kind, "input": input, "output": output,
            "needs": command.right, "topics": command.topics,
        }));
    }
    Said::new(Value::Array(all), words.trim_end())
}

/// Calls one of them.
pub fn call(args: &Args, name: &str, input: &str) -> Outcome {
    let text = if input == "-" { from_stdin()? } else { input.to_owned() };
    let input =
        serde_json::from_str(&text).map_err(|e| Failed::Usage(format!("the input is no JSON: {e}")))?;
    Seat::take(args)?.call(name, input)
}

fn from_stdin() -> anyhow::Result<String> {
    let mut text = String::new();
    std::io::stdin().lock().take(MOST_INPUT).read_to_string(&mut text).context("reading standard input")?;
    Ok(text)
}
