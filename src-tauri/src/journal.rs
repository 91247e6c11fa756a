//! The shell's log: JSON lines, one file a day; and what happens to a panic.
//!
//! Lines name acts, requests and references. They never hold names, card data or passwords.

use anyhow::{Context, Result, anyhow};
use foil_api::ApiError;
use std::{cell::RefCell, fs, panic, path::Path};
use tracing_appender::{
    non_blocking::WorkerGuard,
    rolling::{RollingFileAppender, Rotation},
};
use tracing_subscriber::EnvFilter;

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
    let filter =
        EnvFilter::try_from_env("COUNTERFOIL_LOG").unwrap_or_else(|_| EnvFilter::new(foil_api::LOGGED));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(writer).init();
    Ok(guard)
}

thread_local! {
    static LAST_PANIC: RefCell<Option<ApiError>> = const { RefCell::new(None) };
}

/// Every panic goes to the log with a reference, on whatever thread it happens.
pub fn log_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let said = info.payload_as_str().unwrap_or("no message");
        let error = ApiError::fault("panic", &anyhow!("{said}, at {place}"));
        LAST_PANIC.with(|last| last.replace(Some(error)));
        before(info);
    }));
}

/// Runs `work`; a panic inside becomes the fault it was logged as.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, ApiError> {
    panic::catch_unwind(panic::AssertUnwindSafe(work)).map_err(|_| {
        let logged = LAST_PANIC.with(RefCell::take);
        logged.unwrap_or_else(|| ApiError::fault("panic", &anyhow!("before panics were logged")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_fault_with_a_reference() {
        log_panics();
        let fault = guarded(|| -> u8 { panic!("on purpose") }).unwrap_err();
        assert!(fault.is_fault() && !fault.reference.is_empty(), "{fault:?}");
        assert!(!fault.message.contains("purpose"), "what broke stays in the log");
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
