//! The one way from the shell into the book.

use crate::{args::Args, journal};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::Path;

/// What a page is told when something did not go: a refusal in words, or a fault by reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApiError {
    /// Stable; a screen may branch on it.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// What to do next.
    pub hint: String,
    /// For faults: what to look for in the log.
    pub reference: Option<String>,
}

impl ApiError {
    /// Something broke; only its reference is shown.
    pub fn fault(reference: String) -> Self {
        Self {
            code: "fault".into(),
            message: "something went wrong".into(),
            hint: "Try again. If it stays, give the reference to whoever looks after this machine.".into(),
            reference: Some(reference),
        }
    }
}

/// The open book of this window.
pub struct Book;

/// A document of the book, as a page names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DocumentAsk {
    /// `receipt`, `slip` or `bill`.
    pub kind: String,
    /// The number printed on it.
    pub number: String,
    /// `pdf`, `csv` or `json`.
    pub format: String,
}

impl Book {
    /// Opens what the command line names, else the book in the app's data folder.
    pub fn open(_args: &Args, _data_dir: &Path) -> anyhow::Result<Self> {
        Ok(Self)
    }

    /// Runs one act or view.
    pub fn call(&self, name: &str, _input: Value) -> Result<Value, ApiError> {
        tracing::info!(act = name, "not wired");
        Err(ApiError {
            code: "not_wired".into(),
            message: "this window is not connected to a book yet".into(),
            hint: String::new(),
            reference: Some(journal::reference()),
        })
    }

    /// The bytes of a document.
    pub fn document(&self, ask: &DocumentAsk) -> Result<Vec<u8>, ApiError> {
        let _ = ask;
        self.call("document", Value::Null).map(|_| Vec::new())
    }

    /// The views that an act makes stale.
    pub fn touches(_name: &str) -> &'static [&'static str] {
        &[]
    }
}
