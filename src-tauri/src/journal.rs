//! The shell's log: JSON lines, one file a day; and what happens to a panic.
//!
//! Lines name acts, requests and references. They never hold names, card data or passwords.

use anyhow::{Context, Result};
use std::{cell::RefCell, fmt::Display, fs, panic, path::Path};
use tracing_appender::{
    non_blocking::WorkerGuard,
    rolling::{RollingFileAppender, Rotation},
};
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

/// Days of log that are kept.
const KEPT: usize = 14;

/// Starts the log in `dir`. Lines are written by a thread of their own; the guard flushes the last.
pub fn start(dir: &Path) -> Result<WorkerGuard> {
    fs::create_dir_all(dir).with_context(|| format!("making the log folder {}", dir.display()))?;
    let files = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("counterfoil")
        .filename_suffix("jsonl")
        .max_log_files(KEPT)
        .build(dir)
        .with_context(|| format!("opening a log in {}", dir.display()))?;
    let (writer, guard) = tracing_appender::non_blocking(files);
    let filter = EnvFilter::try_from_env("COUNTERFOIL_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(writer).init();
    Ok(guard)
}

/// A new reference, as a person may read it out over the phone to whoever has the log.
pub fn reference() -> String {
    Uuid::now_v7().simple().to_string()[20..].to_owned()
}

/// Logs something broken under a new reference, and hands the reference back.
pub fn fault(what: &str, error: &dyn Display) -> String {
    let reference = reference();
    tracing::error!(reference, what, error = %error, "fault");
    reference
}

thread_local! {
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Every panic goes to the log with a reference, on whatever thread it happens.
pub fn log_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let reference = reference();
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let said = info.payload_as_str().unwrap_or("no message");
        tracing::error!(reference, place, said, "panic");
        LAST_PANIC.with(|last| last.replace(Some(reference)));
        before(info);
    }));
}

/// Runs `work`; a panic inside becomes the reference it was logged under.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(panic::AssertUnwindSafe(work))
        .map_err(|_| LAST_PANIC.with(RefCell::take).unwrap_or_else(reference))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_reference() {
        log_panics();
        let reference = guarded(|| -> u8 { panic!("on purpose") }).unwrap_err();
        assert_eq!(reference.len(), 12, "{reference}");
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
