//! Waiting for what another program does.

use anyhow::{Result, bail};
use std::{
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
