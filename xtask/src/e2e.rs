//! The walks in the real window: built, given a screen, run one at a time on each.

use crate::{
    check,
    proc::Proc,
    repo,
    screen::{self, Screen},
    setup,
};
use anyhow::{Result, bail};
use std::thread;

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
    let screens = if only.is_none() && check::has_nextest() { SCREENS } else { 1 };
    let screens = (0..screens).map(|_| Screen::start()).collect::<Result<Vec<_>>>()?;
    let walked = thread::scope(|scope| {
        let parts: Vec<_> = (1..)
            .zip(&screens)
            .map(|(nth, screen)| {
                let part = format!("--partition=slice:{nth}/{}", screens.len());
                let which = only.map_or_else(
                    || if screens.len() > 1 { vec![part] } else { vec![] },
                    |name| vec![name.to_owned()],
                );
                scope.spawn(move || walk_command(&which, screen, env).run())
            })
            .collect();
        // All of them end first, so that one that fails hides nothing of another.
        parts
            .into_iter()
            .map(|part| part.join().unwrap_or_else(|_| bail!("a screen's walks panicked")))
            .collect::<Vec<_>>()
    });
    walked.into_iter().collect()
}

/// A walk waits more than it works: two at a time, each with a screen and a session bus of its own, keep two cores busy.
const SCREENS: usize = 2;

fn program(name: &str) -> std::path::PathBuf {
    repo::program(name, false)
}

/// The walks are marked ignored, so that no plain test run waits for a window.
fn walk_command(which: &[String], screen: &Screen, env: &[(&str, String)]) -> Proc {
    let walk = if check::has_nextest() {
        let args = ["nextest", "run", "--workspace", "--run-ignored", "only", "-E", "binary(e2e)"];
        Proc::cargo(&args).args(&["--test-threads", "1", "--no-fail-fast"])
    } else {
        Proc::cargo(&["test", "--workspace", "--test", "e2e", "--", "--ignored", "--test-threads", "1"])
    };
    let walk = walk.args(which).envs(&screen.env).env("COUNTERFOIL_DESKTOP", program("counterfoil-desktop"));
    let walk = walk.env("COUNTERFOIL_CLI", program("counterfoil"));
    env.iter().fold(walk, |walk, (key, value)| walk.env(key, value))
}
