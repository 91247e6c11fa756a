//! Measuring: the release build, what it is held against, and a screen for what is measured in a window.

use crate::{
    check,
    proc::Proc,
    repo,
    screen::{self, Screen},
    setup,
};
use anyhow::Result;

/// Measures; `args` narrow to some measurements, or scale them.
pub fn bench(args: &[String]) -> Result<()> {
    setup::system(setup::Need::Bench)?;
    check::build(&["bench"], RELEASE)?;
    let run = Proc::new(repo::program("bench", true), &[]).args(args);
    if !cfg!(target_os = "linux") || !wants_window(args) {
        return run.run();
    }
    screen::set_up()?;
    setup::page()?;
    check::build(&["counterfoil-desktop"], RELEASE)?;
    let empty = ["build", "--release", "--package", "counterfoil-desktop"];
    Proc::cargo(&empty).args(&["--features", "empty-window", "--example", "empty-window"]).run()?;
    let screen = Screen::start()?;
    run.envs(&screen.env)
        .env("COUNTERFOIL_DESKTOP", repo::program("counterfoil-desktop", true))
        .env("COUNTERFOIL_EMPTY_WINDOW", repo::program("examples/empty-window", true))
        .run()
}

const RELEASE: &[&str] = &["--release"];

/// Whether the window is among what is measured: where nothing is named, all is.
fn wants_window(args: &[String]) -> bool {
    let scale = args.iter().position(|arg| arg == "--scale");
    let mut names = args.iter().enumerate().filter(|(at, _)| scale.is_none_or(|s| *at != s && *at != s + 1));
    names.clone().next().is_none() || names.any(|(_, name)| "window".starts_with(name.as_str()))
}
