//! People who log in.

use foil_domain::ids::{CounterId, CustomerId, UserId};
use foil_domain::people::Role;
use foil_domain::text::{Login, Name};
use foil_domain::time::Instant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Logs in at a counter.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
// `LogIn.ts` and `Login.ts` would be one file on disks that do not tell capitals apart.
#[ts(rename = "LogInRequest")]
pub struct LogIn {
    /// The log-in name.
    pub login: String,
    /// The password.
    pub password: String,
    /// The counter to sit at; none takes the first one (or the office for roles that take no money).
    #[serde(default)]
    #[ts(optional)]
    pub counter: Option<CounterId>,
}

/// A session has begun.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LoggedIn {
    /// The session's token; the desktop shell keeps it from the page.
    pub session: String,
    /// Who.
    pub user: UserId,
    /// Their role.
    pub role: Role,
}

/// Unlocks the window after idling.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Unlock {
    /// The password of the person logged in.
    pub password: String,
}

/// Changes one's own password.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The present password.
    pub old: String,
    /// The new one, at least 10 characters.
    pub new: String,
}

/// Asks for the book's recovery key once more.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShowRecoveryKey {
    /// One's own present password.
    pub password: String,
}

/// What opens the book on any machine.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct RecoveryKey {
    /// As it is written down: 14 groups of 4.
    pub recovery_key: String,
}

/// Sets one's own PIN, for approving at somebody else's screen.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetPin {
    /// The present password.
    pub password: String,
    /// 4 to 8 digits; empty takes the PIN away.
    pub pin: String,
}

/// A user, as the admin sees them.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UserView {
    /// Id.
    pub id: UserId,
    /// Log-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Whether they may log in.
    pub active: bool,
    /// A consumer's customer.
    pub customer: Option<CustomerId>,
    /// Whether somebody else has set their password, so that they must choose one of their own first.
    pub must_change: bool,
    /// Locked after failed tries until then.
    pub locked_until: Option<Instant>,
    /// For the next edit.
    pub version: i64,
}

/// Makes a user, or changes one.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveUser {
    /// The user to change; none makes a new one.
    #[serde(default)]
    #[ts(optional)]
    pub user: Option<UserId>,
    /// The version that was shown.
    #[serde(default)]
    #[ts(optional)]
    pub version: Option<i64>,
    /// Log-in name.
    pub login: Login,
    /// Name.
    pub name: Name,
    /// Role.
    pub role: Role,
    /// Whether they may log in.
    pub active: bool,
    /// A consumer's customer.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub customer: Option<CustomerId>,
    /// A new password; needed for a new user. Setting one also unlocks. Whoever it is set for chooses their own at the
    /// next log-in.
    #[serde(default)]
    #[ts(optional)]
    pub password: Option<String>,
}

/// What somebody of the office is called who acts by a log-in name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonName {
    /// The log-in name, as log and registers have it: one they have, or had.
    pub login: String,
    /// Their name as it is now.
    pub name: String,
}

/// The first person of a new book.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FirstAdmin {
    /// Log-in name.
    pub login: Login,
    /// Name.
    pub name: Name,
    /// Password, at least 10 characters.
    pub password: String,
}
