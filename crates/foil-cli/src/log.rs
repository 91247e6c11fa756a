//! The log: JSON lines in the user's own data folder, a file a day, thirty kept. What a fault's
//! reference stands for is found here.

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

/// Starts the log; `None` where it cannot be written, which keeps nothing from working.
pub fn start() -> Option<WorkerGuard> {
    let dirs = directories::ProjectDirs::from("org", "", "Counterfoil")?;
    let folder = dirs.data_local_dir().join("logs");
    std::fs::create_dir_all(&folder).ok()?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("counterfoil-cli")
        .filename_suffix("jsonl")
        .max_log_files(30)
        .build(folder)
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(file);
    let filter =
        EnvFilter::try_from_env("COUNTERFOIL_LOG").unwrap_or_else(|_| EnvFilter::new(foil_api::LOGGED));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(writer).try_init().ok()?;
    Some(guard)
}
