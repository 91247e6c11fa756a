//! One caller's door to an open office: parses, finds the session, runs the command.

use crate::error::ApiError;
use crate::table::{self, Kind};
use foil_app::office::views::BookStatus;
use foil_app::people::views::{LogIn, LoggedIn, Unlock};
use foil_app::queue::views::HallBoard;
use foil_app::{Nothing, Office, Session};
use foil_domain::ids::RequestId;
use foil_domain::refusal::{Error, Refusal, Result};
use serde_json::Value;
use std::sync::Arc;

/// What both programs write into their logs unless somebody asks for more: every act, refusal and fault, no views.
pub const LOGGED: &str = "info";

/// A fresh id for an act that may be sent again (UUID v7).
#[must_use]
pub fn fresh_request_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// An open office with the wire in front of it. Cheap to clone; share it between threads. Dropping the last clone asks the
/// jobs that still run to stop, and waits for them.
#[derive(Debug, Clone)]
pub struct Desk(Arc<Door>);

/// The way in, shut when nobody stands in it any more.
#[derive(Debug)]
struct Door(Arc<Office>);

impl Drop for Door {
    fn drop(&mut self) {
        self.0.lets_jobs_end();
    }
}

impl Desk {
    /// A door to this office.
    #[must_use]
    pub fn new(office: Arc<Office>) -> Desk {
        Desk(Arc::new(Door(office)))
    }

    /// The office behind the door.
    #[must_use]
    pub fn office(&self) -> &Arc<Office> {
        &self.0.0
    }

    /// What the hall's window shows: numbers that are called aloud, and no names. Nobody needs to be
    /// logged in, so the hall is not left in the dark when a clerk locks their own window.
    pub fn hall(&self) -> std::result::Result<HallBoard, ApiError> {
        told("hall", foil_app::queue::hall(&self.0.0, &Session::house(), Nothing {}))
    }

    /// What anyone may know before logging in.
    pub fn status(&self) -> std::result::Result<BookStatus, ApiError> {
        told("book_status", self.0.0.status())
    }

    /// Begins a session. Slow on purpose: the password is checked with Argon2id.
    pub fn log_in(&self, input: &LogIn) -> std::result::Result<LoggedIn, ApiError> {
        told("log_in", self.0.0.log_in(input))
    }

    /// Unlocks a session after idling.
    pub fn unlock(&self, session: &str, input: &Unlock) -> std::result::Result<(), ApiError> {
        told("unlock", self.0.0.unlock(session, input))
    }

    /// Locks a session at once.
    pub fn lock(&self, session: &str) {
        self.0.0.lock(session);
    }

    /// Ends a session.
    pub fn log_out(&self, session: &str) -> std::result::Result<(), ApiError> {
        told("log_out", self.0.0.log_out(session))
    }

    /// Runs a command of the table for a session.
    ///
    /// `by_hand` tells a person's act from a refresh that a screen makes by itself; only the former
    /// keeps the session from locking.
    pub fn call(
        &self,
        session: &str,
        name: &str,
        input: Value,
        by_hand: bool,
    ) -> std::result::Result<Value, ApiError> {
        // An unknown name may be megabytes of anything: it is not the log's.
        let command = table::find(name);
        let act = command.map_or("unknown", |command| command.name);
        // What changed the book leaves a line; what screens ask all day would bury it.
        let acts = command.is_some_and(|command| command.kind == Kind::Act);
        let request = request_id(&input).unwrap_or_else(fresh_request_id);
        let span = tracing::info_span!("call", act, %request, user = tracing::field::Empty);
        let _inside = span.enter();
        let began = std::time::Instant::now();
        let outcome = self.run(session, name, input, by_hand);
        let micros = i64::try_from(began.elapsed().as_micros()).unwrap_or(i64::MAX);
        match &outcome {
            Ok(_) if acts => tracing::info!(micros, "done"),
            Ok(_) => tracing::debug!(micros, "shown"),
            Err(Error::Refused(refusal)) => tracing::info!(micros, code = refusal.code(), "refused"),
            Err(Error::Broke(_)) => {}
        }
        told(name, outcome)
    }

    fn run(&self, session: &str, name: &str, input: Value, by_hand: bool) -> Result<Value> {
        let Some(command) = table::find(name) else {
            let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
            return Err(Error::Refused(Refusal::NoSuchCommand(name)));
        };
        let who = self.0.0.session(session, by_hand)?;
        tracing::Span::current().record("user", who.user.0);
        (command.run)(&self.0.0, &who, input)
    }
}

/// The id that the caller gave the act, when it is one: a line in the log and a row of the audit log are
/// found by the same id.
fn request_id(input: &Value) -> Option<String> {
    let text = input.get("request_id")?.as_str()?;
    RequestId::parse(text).ok().map(String::from)
}

fn told<T>(doing: &str, outcome: Result<T>) -> std::result::Result<T, ApiError> {
    outcome.map_err(|e| ApiError::of(doing, &e))
}
