//! What is printed at the end, and the exit code: 0 done, 2 wrong usage, 3 refused, 4 a fault.

use foil_api::ApiError;
use foil_domain::refusal::Error;
use serde_json::Value;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// What came of a command.
pub type Outcome = Result<Said, Failed>;

/// An answer, for programs and for people.
pub struct Said {
    /// As JSON.
    pub value: Value,
    /// In words.
    pub words: String,
    /// The words are the JSON, with numbers that a `Value` would round.
    pub exact: bool,
}

impl Said {
    /// An answer with words of its own.
    pub fn new(value: Value, words: impl Into<String>) -> Said {
        Said { value, words: words.into(), exact: false }
    }

    /// An answer whose words are its JSON, indented.
    pub fn plain(value: Value) -> Said {
        let words = serde_json::to_string_pretty(&value).unwrap_or_else(|_| value.to_string());
        Said { value, words, exact: false }
    }

    /// An answer that is JSON already, printed as it stands.
    pub fn exact(text: String) -> Said {
        Said { value: Value::Null, words: text, exact: true }
    }
}

/// Why a command did not do what was asked.
pub enum Failed {
    /// The command line makes no sense.
    Usage(String),
    /// Refused, or broken.
    Told(ApiError),
    /// Refused, with something to show all the same.
    Found(Box<Said>, ApiError),
}

impl From<ApiError> for Failed {
    fn from(error: ApiError) -> Failed {
        Failed::Told(error)
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed::Told(ApiError::of("counterfoil", &error))
    }
}

impl From<anyhow::Error> for Failed {
    fn from(fault: anyhow::Error) -> Failed {
        Failed::from(Error::Broke(fault))
    }
}

/// Prints what came of it and gives the exit code.
pub fn tell(outcome: Outcome, json: bool) -> u8 {
    match outcome {
        Ok(said) => {
            say(&said, json);
            0
        }
        Err(Failed::Found(said, error)) => {
            say(&said, json);
            complain(&error, json)
        }
        Err(Failed::Told(error)) => complain(&error, json),
        Err(Failed::Usage(words)) => complain(&usage(&words), json),
    }
}

/// A command line that could not be read; asking for help is no mistake.
pub fn misused(error: &clap::Error) -> ExitCode {
    if error.exit_code() == 0 || !std::env::args_os().any(|arg| arg == "--json") {
        // Nobody reads what a closed pipe does not take.
        let _ = error.print();
        return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
    }
    ExitCode::from(complain(&usage(&error.render().to_string()), true))
}

fn usage(words: &str) -> ApiError {
    // What is wrong, and the list of it where it ends with a colon; how to use it follows after an empty line.
    let said: Vec<&str> = words.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    ApiError {
        code: "usage".into(),
        message: said.join(" ").trim_start_matches("error: ").to_owned(),
        hint: "`counterfoil help` tells how it is used.".into(),
        reference: String::new(),
    }
}

fn say(said: &Said, json: bool) {
    let text = if json && !said.exact { said.value.to_string() } else { said.words.clone() };
    // A reader that has closed its end (`| head`) is no fault of ours.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

fn complain(error: &ApiError, json: bool) -> u8 {
    let mut out = std::io::stderr().lock();
    let written = if json {
        let text = serde_json::to_string(error).unwrap_or_else(|_| error.message.clone());
        writeln!(out, "{text}")
    } else {
        let reference = if error.reference.is_empty() { "" } else { "\nReference: " };
        writeln!(out, "counterfoil: {}\n{}{reference}{}", error.message, error.hint, error.reference)
    };
    let _ = written;
    match error.code.as_str() {
        "usage" => 2,
        _ if error.is_fault() => 4,
        _ => 3,
    }
}

/// Says something beside the answer, for people: it changes nothing of the answer or the exit code.
pub fn warn(words: &str) {
    // Nobody reads what a closed pipe does not take.
    let _ = writeln!(std::io::stderr().lock(), "counterfoil: {words}");
}

/// Shows how far a job is, on a terminal only.
pub fn progress(done: i64, total: i64) {
    let mut out = std::io::stderr().lock();
    if out.is_terminal() {
        let _ = write!(out, "\r{done} of {total} \u{1b}[K");
    }
}

/// Takes the progress off the terminal again.
pub fn progress_done() {
    let mut out = std::io::stderr().lock();
    if out.is_terminal() {
        let _ = write!(out, "\r\u{1b}[K");
    }
}

/// `1 bill`, `2 bills`.
pub fn counted(n: i64, what: &str) -> String {
    if n == 1 { format!("{n} {what}") } else { format!("{n} {what}s") }
}
