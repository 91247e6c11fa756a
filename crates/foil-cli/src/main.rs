//! The program `counterfoil`: the command table from a terminal, for scripts, cron and tests.
//!
//! It decides nothing: it opens a book, logs in, and hands names and JSON to the same desk that the
//! window uses. Start at [`args`] for what can be said, at [`seat`] for how a book is opened.

mod args;
mod arrears;
mod bills;
mod commands;
mod import;
mod log;
mod outcome;
mod seat;
mod start;
mod tariff;
mod verify;

use args::{AdminWhat, Args, ArrearsWhat, Command, ExportWhat, QueueWhat};
use clap::Parser;
use outcome::{Outcome, Said};
use serde_json::json;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return outcome::misused(&error),
    };
    // Kept until the end: dropping it would lose the last lines.
    let _log = log::start();
    ExitCode::from(carried_out(args.json, || run(&args)))
}

/// Runs what was asked for and tells what came of it. What panics is told as the fault it is, with its reference: what
/// broke, and where, is for the log and not for who stands at the counter.
fn carried_out(json: bool, work: impl FnOnce() -> Outcome) -> u8 {
    foil_api::log_panics(|_| ());
    let told = foil_api::guarded(work).unwrap_or_else(|fault| Err(fault.into()));
    outcome::tell(told, json)
}

fn run(args: &Args) -> Outcome {
    match &args.command {
        Command::New(new) => start::new(args, new),
        Command::Demo(demo) => start::demo(args, demo),
        Command::Commands { name: None } => Ok(commands::list()),
        Command::Commands { name: Some(name) } => commands::one(name),
        Command::Call { name, input } => commands::call(args, name, input),
        Command::Import(what) => import::import(args, what),
        Command::Queue { what: QueueWhat::Process } => {
            seat::Seat::take(args)?.call("process_queue", json!({}))
        }
        Command::Arrears { what: ArrearsWhat::Run { dry_run } } => arrears::run(args, *dry_run),
        Command::Statement { account, from, to, out } => {
            arrears::statement(args, account, from, to.as_deref(), out)
        }
        Command::Export { what: ExportWhat::Day { on, out } } => {
            seat::Seat::take(args)?.call("export_day", json!({ "on": on, "folder": seat::whole(out)? }))
        }
        Command::Export { what: ExportWhat::Month { month, out } } => seat::Seat::take(args)?
            .call("export_month", json!({ "month": month, "folder": seat::whole(out)? })),
        Command::Export { what: ExportWhat::Audit { month, out, sample, seed } } => {
            let input =
                json!({ "month": month, "folder": seat::whole(out)?, "sample": sample, "seed": seed });
            seat::Seat::take(args)?.call("export_pack", input)
        }
        Command::Verify { path, seals } => verify::verify(args, path, seals),
        Command::Admin { what: AdminWhat::Reset } => seat::reset_admin(args),
        Command::Check => verify::check(args),
        Command::Bill(what) => bills::bill(args, what),
        Command::Tariff { what } => tariff::tariff(what),
        Command::Receipt { number, out } => {
            let seat = seat::Seat::take(args)?;
            let copy = seat.save_receipt(number, out)?;
            let which = match copy {
                Some(0) => "the original",
                Some(_) => "a duplicate",
                None => "its figures",
            };
            let words = format!("{} is written: {which}.", out.display());
            Ok(Said::new(json!({ "receipt": number, "file": out, "copy": copy }), words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    /// Says to this very test, run as a program of its own, that it is the one that breaks.
    const BREAKS: &str = "COUNTERFOIL_TEST_BREAKS";

    #[test]
    fn what_panics_ends_as_a_fault_with_a_reference_and_shows_nobody_its_insides() {
        if std::env::var_os(BREAKS).is_some() {
            let code = carried_out(false, || panic!("Asha Rao's account is odd"));
            std::process::exit(i32::from(code));
        }
        let name = "tests::what_panics_ends_as_a_fault_with_a_reference_and_shows_nobody_its_insides";
        let told = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--nocapture"])
            .env(BREAKS, "1")
            .env("RUST_BACKTRACE", "1")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8(told.stderr).unwrap();
        assert_eq!(told.status.code(), Some(4), "{said}");
        assert!(said.contains("Something broke") && said.contains("Reference: "), "{said}");
        for inside in ["Asha", "panicked", "backtrace", "main.rs"] {
            assert!(!said.contains(inside), "{inside}: {said}");
        }
    }
}
