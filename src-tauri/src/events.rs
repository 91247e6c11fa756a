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
    Arc::new(move |event| {
        match &event {
            Event::Job(job) => tell(&app, JOB, job.as_ref()),
            Event::DeadLetter(_) => tell(&app, BOOK, &["queue"]),
            Event::FolderFile { .. } => {}
            Event::Changed(topics) => tell(&app, BOOK, topics),
        }
        if let Some(notice) = notice_of(&event, || is_looked_at(&app)) {
            send(notice);
        }
    })
}

/// What the desktop says of an event. A job's end is news to those alone who look elsewhere.
fn notice_of(event: &Event, looked_at: impl FnOnce() -> bool) -> Option<Notice> {
    match event {
        Event::Job(job) => of_job(job).filter(|_| !looked_at()),
        Event::DeadLetter(number) => Some(of_dead_letter(number)),
        Event::FolderFile { file, good, bad, problem } => Some(of_folder_file(file, *good, *bad, problem)),
        Event::Changed(_) => None,
    }
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
    let windows = app.webview_windows();
    windows.iter().any(|(label, window)| is_somebodys(label) && window.is_focused().unwrap_or(false))
}

/// Whether a window is one that somebody works at. The hall's display is looked at by those who wait.
fn is_somebodys(window: &str) -> bool {
    window != crate::windows::HALL
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

#[cfg(test)]
mod tests {
    use super::*;
    use foil_domain::ids::JobId;
    use foil_domain::time::Instant;

    fn job(state: &str, title: &str) -> Event {
        Event::Job(Box::new(JobView {
            id: JobId(1),
            kind: "import".into(),
            title: title.into(),
            state: state.into(),
            done: 5,
            total: 5,
            rate: 1.0,
            seconds_left: None,
            started_at: Instant::from_millis(0),
            ended_at: None,
            result: serde_json::Value::Null,
        }))
    }

    #[test]
    fn a_dead_letter_is_told_whoever_looks_and_names_nobody() {
        let notice = notice_of(&Event::DeadLetter("M-007".into()), || true).unwrap();
        assert_eq!(notice.title, "A payment needs a person");
        assert_eq!(notice.body, "Request M-007 could not be posted. It waits in the queue's dead letters.");
        assert_eq!(notice.urgency, Urgency::Pressing);
    }

    #[test]
    fn the_end_of_a_job_is_told_where_nobody_looks_and_a_failure_presses() {
        let done = notice_of(&job("done", "rows.csv"), || false).unwrap();
        assert_eq!((done.body.as_str(), done.urgency), ("Import · rows.csv", Urgency::Calm));
        assert_eq!(notice_of(&job("done", ""), || false).unwrap().body, "Import", "never without words");
        assert_eq!(notice_of(&job("failed", "rows.csv"), || false).unwrap().urgency, Urgency::Pressing);
        assert!(notice_of(&job("done", "rows.csv"), || true).is_none(), "whoever looks has seen it");
        for state in ["running", "cancelled"] {
            assert!(notice_of(&job(state, "rows.csv"), || false).is_none(), "{state}");
        }
    }

    #[test]
    fn the_halls_display_in_front_is_nobody_who_has_seen_that_a_job_ended() {
        assert!(!is_somebodys("hall") && is_somebodys("main"));
    }

    #[test]
    fn a_file_of_readings_is_told_and_presses_when_a_person_has_to_look() {
        let file = |bad, problem: &str| Event::FolderFile {
            file: "r.csv".into(),
            good: 3,
            bad,
            problem: problem.into(),
        };
        assert_eq!(notice_of(&file(0, ""), || true).unwrap().urgency, Urgency::Calm);
        let some = notice_of(&file(2, ""), || true).unwrap();
        assert_eq!(some.urgency, Urgency::Pressing);
        assert!(some.body.contains("3 readings came in, 2 rows did not"), "{}", some.body);
        assert!(notice_of(&file(0, "no header"), || true).unwrap().body.contains("no header"));
        assert!(notice_of(&Event::Changed(&["queue"]), || false).is_none());
    }
}
