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

use args::{Args, ArrearsWhat, Command, ExportWhat, QueueWhat};
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
    let told = run(&args);
    outcome::tell(told, args.json)
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
