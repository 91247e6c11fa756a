//! What a caller is told when an act did not happen.

use foil_domain::refusal::{Error, Refusal};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Rich inside, small outside: a code to branch on, a sentence, a hint, and for a fault the
/// reference under which the log has the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// Stable code; `fault` when something broke.
    pub code: String,
    /// In words.
    pub message: String,
    /// What to do next.
    pub hint: String,
    /// For a fault: where the log tells more. Empty for a refusal.
    pub reference: String,
}

impl ApiError {
    /// Whether this is a fault of the program rather than a refusal.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        self.code == "fault"
    }

    /// Tells of a fault: the chain goes to the log, the caller gets a reference.
    #[must_use]
    pub fn fault(doing: &str, fault: &anyhow::Error) -> ApiError {
        let reference = uuid::Uuid::now_v7().to_string();
        tracing::error!(%reference, act = doing, "fault: {fault:#}");
        ApiError {
            code: "fault".into(),
            message: "Something broke; nothing was stored.".into(),
            hint: "Try again. If it happens again, tell support the reference.".into(),
            reference,
        }
    }

    /// Tells of an error, whichever kind it is.
    #[must_use]
    pub fn of(doing: &str, error: &Error) -> ApiError {
        match error {
            Error::Refused(refusal) => refusal.into(),
            Error::Broke(fault) => ApiError::fault(doing, fault),
        }
    }
}

impl From<&Refusal> for ApiError {
    fn from(refusal: &Refusal) -> ApiError {
        ApiError {
            code: refusal.code().into(),
            message: refusal.to_string(),
            hint: refusal.hint().into(),
            reference: String::new(),
        }
    }
}
