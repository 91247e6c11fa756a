//! What windows and people hear of, when something happens without them.

use crate::words::{self, words};
use foil_app::office::jobs::{Event, Listener};
use foil_app::office::views::JobView;
use foil_notify::{DesktopNotifier, Notice, Notifier, Urgency};
use std::sync::Arc;
use tauri::{AppHandle, Emitter, EventTarget, Manager};

/// A running job went on, or ended.
const JOB: &str = "job:progress";
/// Topics went stale.
const BOOK: &str = "book:changed";

/// Passes on to the windows, and where nobody may be looking, to the desktop.
pub fn listener(app: AppHandle) -> Listener {
    Arc::new(move |event| match event {
        Event::Job(job) => {
            tell(&app, JOB, job.as_ref());
            if let Some(notice) = of_job(&job).filter(|_| !is_looked_at(&app)) {
                send(notice);
            }
        }
        Event::DeadLetter(number) => {
            tell(&app, BOOK, &["queue"]);
            send(of_dead_letter(&number));
        }
        Event::FolderFile { file, good, bad, problem } => send(of_folder_file(&file, good, bad, &problem)),
        Event::Changed(topics) => tell(&app, BOOK, &topics),
    })
}

/// Tells every window but the one that acted, which refreshes by itself.
pub fn changed_by(app: &AppHandle, acting: &str, topics: &[&str]) {
    let others = |target: &EventTarget| !matches!(target, EventTarget::WebviewWindow { label } | EventTarget::Webview { label } if label == acting);
    app.emit_filter(BOOK, topics, others).unwrap_or_else(|error| tracing::warn!(%error, "no window heard"));
}

/// Tells every window.
pub fn changed(app: &AppHandle, topics: &[&str]) {
    tell(app, BOOK, &topics);
}

fn tell<P: serde::Serialize + Clone>(app: &AppHandle, event: &str, payload: &P) {
    app.emit(event, payload).unwrap_or_else(|error| tracing::warn!(%error, "no window heard"));
}

/// A desktop may take its time to show a notice; a job's thread must not wait for it.
fn send(notice: Notice) {
    tauri::async_runtime::spawn_blocking(move || {
        if let Err(error) = DesktopNotifier.notify(&notice) {
            tracing::warn!(%error, "a notice was not sent");
        }
    });
}

fn is_looked_at(app: &AppHandle) -> bool {
    app.webview_windows().values().any(|window| window.is_focused().unwrap_or(false))
}

fn of_job(job: &JobView) -> Option<Notice> {
    let (title, urgency) = match job.state.as_str() {
        "done" => (words("notice.jobDone", &[]), Urgency::Calm),
        "failed" => (words("notice.jobFailed", &[]), Urgency::Pressing),
        _ => return None,
    };
    let parts = [words::of_job(&job.kind), &job.title];
    let body = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    Some(Notice { title, body, urgency })
}

fn of_folder_file(file: &str, good: i64, bad: i64, problem: &str) -> Notice {
    let (good, rows) = (good.to_string(), bad.to_string());
    let gaps = [("file", file), ("good", &good), ("bad", &rows), ("problem", problem)];
    let (title, body) = match (problem, bad) {
        ("", 0) => (words("notice.readings", &[]), words("notice.readingsWords", &gaps)),
        ("", _) => (words("notice.readingsBad", &[]), words("notice.readingsBadWords", &gaps)),
        _ => (words("notice.readingsUnread", &[]), words("notice.readingsUnreadWords", &gaps)),
    };
    let calm = bad == 0 && problem.is_empty();
    Notice { title, body, urgency: if calm { Urgency::Calm } else { Urgency::Pressing } }
}

fn of_dead_letter(number: &str) -> Notice {
    Notice {
        title: words("notice.deadLetter", &[]),
        body: words("notice.deadLetterWords", &[("number", number)]),
        urgency: Urgency::Pressing,
    }
}
