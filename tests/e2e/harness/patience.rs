//! Waiting for what another program does.

use anyhow::{Context, Result, bail, ensure};
use std::{
    process::Command,
    thread,
    time::{Duration, Instant},
};

/// Longest wait for anything. A loaded machine may be slow; only a broken walk gets this far.
const LONGEST: Duration = Duration::from_secs(60);

/// Asks ten times a second until there is an answer, and hands it back.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let start = Instant::now();
    loop {
        let last = match ask() {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if start.elapsed() > LONGEST {
            match last {
                Some(error) => return Err(error.context(format!("waited in vain until {what}"))),
                None => bail!("waited in vain until {what}"),
            }
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// Runs one of the system's tools and hands back what it printed. It is ended when it takes too long:
/// some wait for ever for a window that has gone.
pub fn tool(name: &str, args: &[&str]) -> Result<Vec<u8>> {
    let limit = LONGEST.as_secs().to_string();
    let done = Command::new("timeout").args([&limit, name]).args(args).output();
    let done = done.with_context(|| format!("{name}; `cargo xtask setup` installs it"))?;
    ensure!(done.status.success(), "{name} {args:?}: {}", String::from_utf8_lossy(&done.stderr).trim());
    Ok(done.stdout)
}
