//! The walks in the real window: built, given a screen, run one at a time.

use crate::{
    check,
    proc::Proc,
    repo,
    screen::{self, Screen},
    setup,
};
use anyhow::Result;

/// Walks through the window as its users do; `only` narrows to walks with that in their name.
pub fn walks(only: Option<&str>) -> Result<()> {
    go(only, &[])
}

/// Walks through every screen and writes docs/pictures; `only` narrows to walks with that in their name.
pub fn pictures(only: Option<&str>) -> Result<()> {
    let dir = repo::at("docs/pictures").to_string_lossy().into_owned();
    go(only, &[("COUNTERFOIL_PICTURES", dir)])
}

fn go(only: Option<&str>, env: &[(&str, String)]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        println!("the walks need WebKitWebDriver and a virtual screen: they run on Linux only");
        return Ok(());
    }
    screen::set_up()?;
    setup::page()?;
    check::build_all()?;
    let screen = Screen::start()?;
    let walk =
        walk_command(only).envs(&screen.env).env("COUNTERFOIL_DESKTOP", program("counterfoil-desktop"));
    let walk = walk.env("COUNTERFOIL_CLI", program("counterfoil"));
    env.iter().fold(walk, |walk, (key, value)| walk.env(key, value)).run()
}

fn program(name: &str) -> std::path::PathBuf {
    repo::program(name, false)
}

/// The walks are marked ignored, so that no plain test run waits for a window.
fn walk_command(only: Option<&str>) -> Proc {
    let names: Vec<&str> = only.into_iter().collect();
    if check::has_nextest() {
        let args = ["nextest", "run", "--workspace", "--run-ignored", "only", "-E", "binary(e2e)"];
        Proc::cargo(&args).args(&["--test-threads", "1", "--no-fail-fast"]).args(&names)
    } else {
        let args = ["test", "--workspace", "--test", "e2e", "--", "--ignored", "--test-threads", "1"];
        Proc::cargo(&args).args(&names)
    }
}
