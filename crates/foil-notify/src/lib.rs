//! Sends one notice to one person, by whatever is at hand.
//!
//! It does not know what happened or who should hear of it: that is decided above, and a
//! [`Notice`] comes in ready. Start at [`Notifier`].

mod desktop;

pub use desktop::DesktopNotifier;

/// How much a notice asks of the person who gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// It may be read later: a job has ended.
    Calm,
    /// Somebody has to act: a payment could not be posted.
    Pressing,
}

/// What a person is told, in words that are already theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// One line.
    pub title: String,
    /// A sentence or two; never a customer's name, phone or amount, for anyone may see a screen.
    pub body: String,
    /// How much it asks.
    pub urgency: Urgency,
}

/// Sends notices.
pub trait Notifier: Send + Sync {
    /// Sends one. Fails only when it should be tried again; where nobody can be reached at all,
    /// that is logged and no error.
    fn notify(&self, notice: &Notice) -> anyhow::Result<()>;
}
