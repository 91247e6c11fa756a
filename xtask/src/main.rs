//! `cargo xtask …`: everything a person or a machine does with this repository.
//!
//! A fresh clone needs Rust and Node only; [`setup`] brings the rest or prints the one line
//! that does. What the house promises never to contain is held by [`tidy`].

mod bench;
mod check;
mod e2e;
mod package;
mod proc;
mod repo;
mod run;
mod screen;
mod setup;
mod tidy;

use anyhow::{Result, bail};
use proc::Proc;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask run [--release] [--picture FILE.png]
                        set up, build, and open the window on a demo branch
cargo xtask test        set up, then every test: the page's, the crates', the walks in the real window
cargo xtask walk [NAME] only the walks in the real window, or those whose name contains NAME
cargo xtask check       formatting, lints, docs, types, the house rules, what is generated is fresh
cargo xtask tidy        only the house rules
cargo xtask gen         write what is generated: the page's types, the schema snapshot, migration sums
cargo xtask bench [..]  measure, each figure beside its baseline and its goal
cargo xtask pictures [NAME]
                        walk through the window, or by those walks, and write docs/pictures
cargo xtask package     installers for this platform, with the program for the terminal
cargo xtask setup       only install or name what is missing";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<()> {
    let (task, rest) = args.split_first().map_or(("help", args), |(task, rest)| (task.as_str(), rest));
    match task {
        "run" => run::run(rest),
        "test" => test(),
        "walk" => e2e::walks(rest.first().map(String::as_str)),
        "check" => check::check(),
        "tidy" => check::tidy(),
        "gen" => check::generate(),
        "bench" => bench::bench(rest),
        "pictures" => e2e::pictures(rest.first().map(String::as_str)),
        "package" => package::package(rest),
        "setup" => setup::everything(),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => bail!("there is no task `{other}`\n\n{USAGE}"),
    }
}

fn test() -> Result<()> {
    setup::everything()?;
    setup::page()?;
    Proc::npm(&["run", "--silent", "test"]).run()?;
    check::test_crates()?;
    e2e::walks(None)
}
