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
            message: sentence(&refusal.to_string()),
            hint: refusal.hint().into(),
            reference: String::new(),
        }
    }
}

/// Characters a message keeps of its beginning and of its end, when it is longer than both.
const KEPT: usize = 160;

/// A refusal repeats what was sent, and that may be megabytes long: its beginning says what, its end
/// says why.
fn sentence(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(2 * KEPT) else { return text.to_owned() };
    let head: String = text[..cut].chars().take(KEPT).collect();
    let (tail, _) = text.char_indices().rev().nth(KEPT - 1).unwrap_or((cut, ' '));
    format!("{head}…{}", &text[tail..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_a_sentence_however_long_the_input_was() {
        let refusal = Refusal::File { path: "ಕ".repeat(1_000_000), problem: "the name is too long".into() };
        let told = ApiError::from(&refusal).message;
        assert!(told.starts_with("ಕಕಕ") && told.ends_with("ಕ: the name is too long"), "{told}");
        assert_eq!(told.chars().count(), 2 * KEPT + 1);
        let short = Refusal::File { path: "x".repeat(2 * KEPT - 4), problem: "no".into() };
        assert_eq!(ApiError::from(&short).message, short.to_string());
    }
}
