//! People who log in.

use crate::tx::Tx;
use foil_domain::ids::{CustomerId, UserId};
use foil_domain::people::Role;
use foil_domain::refusal::Result;
use foil_domain::time::Instant;

crate::row! {
    /// A person.
    pub struct PersonRow {
        /// Id.
        id: UserId,
        /// Log-in name.
        login: String,
        /// Name.
        name: String,
        /// Role.
        role: Role,
        /// Argon2id hash in PHC form; empty for the office itself, which cannot log in.
        password: String,
        /// Argon2id hash of the PIN; empty for who has none.
        pin: String,
        /// Whether they may log in.
        active: bool,
        /// A consumer's customer.
        customer_id: Option<CustomerId>,
        /// Wrong passwords in a row.
        failed_tries: i64,
        /// Locked until then.
        locked_until_at: Option<Instant>,
        /// Whether somebody else has set their password, and they have not set one of their own since.
        must_change: bool,
        /// For edits.
        version: i64,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, login, name, role, password, pin, active, customer_id, failed_tries, locked_until_at, ",
            "must_change, version ",
            "FROM person ",
            $rest
        )
    };
}

/// A person by id.
pub fn find(tx: &Tx<'_>, id: UserId) -> Result<Option<PersonRow>> {
    tx.maybe(select!("WHERE id = $1"), &[&id])
}

/// A person by log-in name, in whatever case it is typed.
pub fn by_login(tx: &Tx<'_>, login: &str) -> Result<Option<PersonRow>> {
    tx.maybe(select!("WHERE login_fold = $1"), &[&foil_domain::text::fold(login)])
}

/// Everybody but the office itself, at most 5,000.
pub fn all(tx: &Tx<'_>) -> Result<Vec<PersonRow>> {
    tx.all(select!("WHERE password <> '' ORDER BY id LIMIT 5000"), &[])
}

/// Everybody but the office itself and consumers, retired ones too, at most 5,000.
pub fn staff(tx: &Tx<'_>) -> Result<Vec<PersonRow>> {
    tx.all(select!("WHERE role <> $1 AND password <> '' ORDER BY id LIMIT 5000"), &[&Role::Consumer])
}

crate::row! {
    /// A log-in name that somebody has given up.
    pub struct FormerLogin {
        /// Who.
        id: UserId,
        /// The log-in name.
        login: String,
    }
}

/// The log-in names that anybody has given up, at most 5,000. Few ever do: all of them are read.
pub fn given_up(tx: &Tx<'_>) -> Result<Vec<FormerLogin>> {
    tx.all(
        "SELECT /* all */ person_id AS id, login FROM former_login ORDER BY person_id, until_at LIMIT 5000",
        &[],
    )
}

/// Active people of a role.
pub fn active_of(tx: &Tx<'_>, role: Role) -> Result<i64> {
    tx.number("SELECT COUNT(*) AS n FROM person WHERE role = $1 AND active = 1 AND password <> ''", &[&role])
}

/// The active people of a role, at most 1,000.
pub fn of_role(tx: &Tx<'_>, role: Role) -> Result<Vec<PersonRow>> {
    tx.all(select!("WHERE role = $1 AND active = 1 AND password <> '' ORDER BY id LIMIT 1000"), &[&role])
}

/// A new person's columns.
#[derive(Debug)]
pub struct NewPerson<'a> {
    /// Log-in name.
    pub login: &'a str,
    /// Name.
    pub name: &'a str,
    /// Role.
    pub role: Role,
    /// Argon2id hash in PHC form.
    pub password: &'a str,
    /// Whether they may log in.
    pub active: bool,
    /// A consumer's customer.
    pub customer: Option<CustomerId>,
    /// Whether somebody else knows the password, so that its owner must set one of their own first.
    pub must_change: bool,
}

/// Adds a person.
pub fn insert(tx: &Tx<'_>, p: &NewPerson<'_>) -> Result<UserId> {
    let n = tx.insert(
        "INSERT INTO person (login, login_fold, name, role, password, active, customer_id, must_change, failed_tries,
                             version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 1)",
        &[
            &p.login,
            &foil_domain::text::fold(p.login),
            &p.name,
            &p.role,
            &p.password,
            &p.active,
            &p.customer,
            &p.must_change,
        ],
    )?;
    Ok(UserId(n))
}

/// A person came to work: they logged in, or unlocked their session.
pub fn came(tx: &Tx<'_>, id: UserId, at: Instant) -> Result<()> {
    tx.hit(
        "INSERT INTO at_work (person_id, came_at) VALUES ($1, $2)
             ON CONFLICT (person_id) DO UPDATE SET came_at = excluded.came_at, left_at = NULL",
        &[&id, &at],
    )
}

/// A person logged out.
pub fn left(tx: &Tx<'_>, id: UserId, at: Instant) -> Result<()> {
    tx.run("UPDATE at_work SET left_at = $1 WHERE person_id = $2", &[&at, &id]).map(|_| ())
}

crate::row! {
    /// Somebody at work.
    pub struct AtWork {
        /// Who.
        id: UserId,
        /// Their log-in name.
        login: String,
        /// Their name.
        name: String,
        /// Their role.
        role: Role,
    }
}

/// Who of a role is at work: has a drawer that is not closed, or has logged in after a moment and not left since. Whose
/// password another has set cannot act yet.
pub fn at_work(tx: &Tx<'_>, role: Role, since: Instant) -> Result<Vec<AtWork>> {
    tx.all(
        "SELECT p.id, p.login, p.name, p.role FROM person p LEFT JOIN at_work w ON w.person_id = p.id
          WHERE p.role = $1 AND p.active = 1 AND p.password <> '' AND p.must_change = 0
            AND ((w.left_at IS NULL AND w.came_at > $2)
                 OR EXISTS (SELECT 1 FROM shift s WHERE s.person_id = p.id AND s.state <> 'closed'))
          ORDER BY p.id LIMIT 50",
        &[&role, &since],
    )
}

/// The log-in name that a person, by the alias of their row, had at the moment of a column.
macro_rules! login_then {
    ($person:literal, $at:literal) => {
        concat!(
            "COALESCE((SELECT f.login FROM former_login f WHERE f.person_id = ",
            $person,
            ".id AND f.until_at > ",
            $at,
            " ORDER BY f.until_at LIMIT 1), ",
            $person,
            ".login)"
        )
    };
}
pub(crate) use login_then;

/// The log-in name that a person had at a moment.
pub fn login_at(tx: &Tx<'_>, id: UserId, at: Instant) -> Result<Option<String>> {
    let row = tx.maybe::<crate::tx::Text>(
        concat!("SELECT ", login_then!("p", "$1"), " AS t FROM person p WHERE p.id = $2"),
        &[&at, &id],
    )?;
    Ok(row.map(|r| r.t))
}

crate::row! {
    /// Somebody who had a log-in name.
    pub struct GaveUp {
        /// Who.
        id: UserId,
        /// Until when.
        until_at: Instant,
    }
}

/// Who has given up a log-in name, the last first, at most fifty. Few ever do: all of them are read.
pub fn gave_up(tx: &Tx<'_>, login: &str) -> Result<Vec<GaveUp>> {
    tx.all(
        "SELECT /* all */ person_id AS id, until_at FROM former_login WHERE login = $1 ORDER BY until_at DESC LIMIT 50",
        &[&login],
    )
}

/// Until when somebody had the log-in name that they gave up last; the earliest moment of who never did.
pub fn gave_up_last(tx: &Tx<'_>, id: UserId) -> Result<Instant> {
    let millis = tx.number(
        "SELECT CAST(COALESCE(MAX(until_at), 0) AS BIGINT) AS n FROM former_login WHERE person_id = $1",
        &[&id],
    )?;
    Ok(Instant::from_millis(millis))
}

/// Changes a person at a moment, but for whose password it is; a log-in name that they give up for another is kept.
/// `false` when the version is stale.
pub fn update(tx: &Tx<'_>, id: UserId, p: &NewPerson<'_>, at: Instant, seen: i64) -> Result<bool> {
    tx.run(
        "INSERT INTO former_login (person_id, until_at, login)
         SELECT p.id, CAST($1 AS BIGINT), p.login FROM person p WHERE p.id = $2 AND p.version = $3 AND p.login <> $4
             ON CONFLICT DO NOTHING",
        &[&at, &id, &seen, &p.login],
    )?;
    let touched = tx.run(
        "UPDATE person SET login = $1, login_fold = $2, name = $3, role = $4, password = $5, active = $6,
                customer_id = $7, version = version + 1
          WHERE id = $8 AND version = $9",
        &[
            &p.login,
            &foil_domain::text::fold(p.login),
            &p.name,
            &p.role,
            &p.password,
            &p.active,
            &p.customer,
            &id,
            &seen,
        ],
    )?;
    Ok(touched == 1)
}

/// Sets a new password and forgets failed tries; whoever's it is must set one of their own where another knows it.
pub fn set_password(tx: &Tx<'_>, id: UserId, hash: &str, known_to_another: bool) -> Result<()> {
    tx.hit(
        "UPDATE person SET password = $1, must_change = $2, failed_tries = 0, locked_until_at = NULL,
                version = version + 1
          WHERE id = $3",
        &[&hash, &known_to_another, &id],
    )
}

/// Sets the PIN that somebody approves with at another's screen; empty takes it away.
pub fn set_pin(tx: &Tx<'_>, id: UserId, hash: &str) -> Result<()> {
    tx.hit("UPDATE person SET pin = $1, version = version + 1 WHERE id = $2", &[&hash, &id])
}

/// Counts a wrong password, and locks the log-in until then.
pub fn failed(tx: &Tx<'_>, id: UserId, tries: i64, locked_until: Option<Instant>) -> Result<()> {
    tx.hit(
        "UPDATE person SET failed_tries = $1, locked_until_at = $2 WHERE id = $3",
        &[&tries, &locked_until, &id],
    )
}
