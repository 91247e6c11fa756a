//! The shell's log: JSON lines, one file a day.
//!
//! Lines name acts, requests and references. They never hold names, card data or passwords.

use anyhow::{Context, Result};
use std::{fs, path::Path};
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
