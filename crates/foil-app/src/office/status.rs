//! What anyone may know of a book before logging in.

use super::core::Office;
use super::counters::shown;
use super::views::{BookStatus, DemoUser};
use foil_domain::refusal::Result;
use foil_store::Tx;

impl Office {
    /// The office's name and counters, and in a demo branch the log-ins to try.
    pub fn status(&self) -> Result<BookStatus> {
        self.book.read(|tx| {
            let office = foil_store::office::find(tx)?;
            let counters = foil_store::office::counters(tx)?;
            Ok(BookStatus {
                demo_users: if office.demo { demo_users(tx)? } else { Vec::new() },
                office: office.name,
                language: office.language,
                demo: office.demo,
                counters: counters.into_iter().filter(|c| c.active).map(shown).collect(),
                wished: None,
                program: env!("CARGO_PKG_VERSION").to_owned(),
            })
        })
    }
}

/// The users that the demo made and nobody has changed since: named after their role, with
/// `-demo` behind it as the password.
fn demo_users(tx: &Tx<'_>) -> Result<Vec<DemoUser>> {
    let people = foil_store::people::all(tx)?.into_iter();
    let untouched = people.filter(|p| p.active && p.version == 1 && p.login == p.role.as_str());
    Ok(untouched
        .map(|p| DemoUser { password: format!("{}-demo", p.login), login: p.login, role: p.role })
        .collect())
}
