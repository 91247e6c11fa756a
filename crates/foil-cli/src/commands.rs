//! The command table: listing it, and calling any of it.

use crate::args::Args;
use crate::outcome::{Failed, Outcome, Said};
use crate::seat::Seat;
use foil_api::ApiError;
use foil_api::table::{self, COMMANDS, Command, Kind};
use foil_domain::refusal::Refusal;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Read;

/// Input from standard input is read up to this many bytes.
const MOST_INPUT: u64 = 64 * 1024 * 1024;

/// Every command, with what it takes and gives.
pub fn list() -> Said {
    let mut words: String = COMMANDS.iter().map(|command| line(command) + "\n").collect();
    words += "\n`counterfoil commands NAME` tells what a command's types are made of.";
    Said::new(COMMANDS.iter().map(told).collect(), words)
}

/// One command, with all that its types are made of.
pub fn one(name: &str) -> Outcome {
    let found = table::find(name);
    let command = found.ok_or_else(|| ApiError::from(&Refusal::NoSuchCommand(name.to_owned())))?;
    let mut words = line(command) + "\n";
    for declared in command.declarations().values() {
        let _ = write!(words, "\n{declared}");
    }
    Ok(Said::new(told(command), words))
}

fn line(command: &Command) -> String {
    let (input, output) = command.types();
    format!("{:4}  {}({input}) -> {output}", kind(command), command.name)
}

fn told(command: &Command) -> Value {
    let (input, output) = command.types();
    json!({
        "name": command.name, "kind": kind(command), "input": input, "output": output,
        "needs": command.right, "topics": command.topics, "types": command.declarations(),
    })
}

fn kind(command: &Command) -> &'static str {
    if command.kind == Kind::View { "view" } else { "act" }
}

/// Calls one of them.
pub fn call(args: &Args, name: &str, input: &str) -> Outcome {
    let text = if input == "-" { from_stdin()? } else { input.to_owned() };
    let input =
        serde_json::from_str(&text).map_err(|e| Failed::Usage(format!("the input is no JSON: {e}")))?;
    Seat::take(args)?.call(name, input)
}

/// The text of standard input, without the byte-order mark that some shells put before what they pipe.
fn from_stdin() -> Result<String, Failed> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MOST_INPUT + 1).read_to_end(&mut bytes);
    read.map_err(|e| Failed::Usage(format!("standard input cannot be read: {e}")))?;
    if bytes.len() as u64 > MOST_INPUT {
        return Err(Failed::Usage("standard input is longer than 64 MB".into()));
    }
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| Failed::Usage("standard input is not UTF-8".into()))?;
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}
