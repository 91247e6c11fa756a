//! A demo branch: Mangalore Central, with a year of bills and payments and a queue in the hall.
//!
//! Everything is drawn from one seed, so the same seed and day give the same branch. The year goes
//! through the office's own acts: receipts have their numbers, the journal balances and the audit
//! log is chained, as if clerks had sat there. This module knows the rooms; no room knows it.
//! Start at [`make`].

use foil_domain::people::Role;
use foil_domain::press::Press;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};
use foil_store::Opening;
use std::path::Path;
use std::sync::Arc;

/// A log-in of the demo branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct User {
    /// The log-in name, which is the role's.
    pub login: &'static str,
    /// The password; it opens nothing but a demo.
    pub password: &'static str,
    /// The role.
    pub role: Role,
}

/// Who can log in to a demo branch, one of each role.
pub const USERS: [User; 5] = [
    User { login: "clerk", password: "clerk-demo", role: Role::Clerk },
    User { login: "manager", password: "manager-demo", role: Role::Manager },
    User { login: "admin", password: "admin-demo", role: Role::Admin },
    User { login: "official", password: "official-demo", role: Role::Official },
    User { login: "consumer", password: "consumer-demo", role: Role::Consumer },
];

/// Which branch is made.
#[derive(Debug, Clone, Copy)]
pub struct Branch {
    /// Accounts over the three services; at least 20 are made.
    pub accounts: u32,
    /// The same seed gives the same branch.
    pub seed: u64,
    /// Its business date.
    pub today: Day,
    /// The time by the shell's clock: those in the queue came shortly before.
    pub now: Instant,
}

impl Branch {
    /// The usual one: 2,000 accounts.
    #[must_use]
    pub fn usual(today: Day, now: Instant) -> Branch {
        Branch { accounts: 2_000, seed: 1, today, now }
    }
}

/// Makes a book at `path` and fills it with the branch. `told` hears how far it is: months done, and
/// months in all.
///
/// Refuses a path at which there is a file. When it fails, what was half made is removed again.
pub fn make(
    path: &Path,
    opening: &Opening,
    branch: &Branch,
    press: Arc<dyn Press>,
    told: &mut dyn FnMut(u32, u32),
) -> Result<()> {
    let _ = (path, opening, branch, press, told);
    crate::pending()
}
