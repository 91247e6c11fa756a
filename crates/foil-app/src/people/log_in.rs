//! In, out and back in: log-in, idling, unlocking, log-out.

use super::password;
use super::views::{LogIn, LoggedIn, Unlock};
use crate::office::{CameWith, HOUSE, HOUSE_CODE, HOUSE_COUNTER, Order};
use crate::undo::views::ManagerHere;
use crate::{Office, Session};
use foil_domain::ids::{CounterId, UserId};
use foil_domain::people::{Right, Role, lock_secs, not_locked};
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Instant;
use foil_store::Tx;
use foil_store::people::PersonRow;
use serde_json::json;

/// After so many wrong tries in a row a PIN is withdrawn, until its owner sets another with their password. A lock is
/// over when the clock says so, and whoever has the machine has its clock; the digits of a PIN are few.
const TRIES_OF_A_PIN: i64 = 10;

/// Log-in names are shorter; nothing longer is looked up.
const LONGEST_LOGIN: usize = 400;

impl Office {
    /// Begins a session at a counter, and logs it in that counter's chain.
    ///
    /// One refusal stands for a wrong name and for a wrong password, and both take the same time.
    /// After five wrong passwords in a row the name is locked, for longer with each further one.
    pub fn log_in(&self, input: &LogIn) -> Result<LoggedIn> {
        let person = self.identify(&input.login, &input.password, |p| &p.password)?;
        let (counter, code) = self.book.read(|tx| seat(tx, person.role, input.counter))?;
        let session = Session {
            user: person.id,
            login: person.login.clone(),
            name: person.name.clone(),
            role: person.role,
            counter,
            counter_code: code,
            customer: person.customer_id,
            came_with: Some(CameWith::of(&person.password)),
        };
        self.admit(&session, "log_in", &person)?;
        let idle_secs = self.book.read(foil_store::office::find)?.idle_lock_secs;
        self.sessions.set_idle_secs(idle_secs);
        let token = self.sessions.begin(session, self.now())?;
        Ok(LoggedIn { session: token, user: person.id, role: person.role })
    }

    /// Unlocks a session with the password of whoever began it. Wrong ones count as failed log-ins.
    pub fn unlock(&self, token: &str, input: &Unlock) -> Result<()> {
        let who = self.sessions.even_locked(token, self.now())?;
        let person = self.book.read(|tx| foil_store::people::find(tx, who.user))?.filter(|p| p.active);
        let person = person.ok_or(Error::Refused(Refusal::NotLoggedIn))?;
        self.must_match(&person, &input.password)?;
        self.admit(&who, "unlock", &person)?;
        self.sessions.unlock(token, self.now());
        Ok(())
    }

    /// Locks a session at once.
    pub fn lock(&self, token: &str) {
        self.sessions.lock(token);
    }

    /// Ends a session, locked or not. One that has ended already is no error.
    pub fn log_out(&self, token: &str) -> Result<()> {
        let Ok(who) = self.sessions.even_locked(token, self.now()) else { return Ok(()) };
        self.sessions.end(token);
        let (user, elsewhere) = (who.user, self.sessions.has(who.user));
        let out = self.perform(&who, Order::new("log_out", Right::SeeFrame), move |act| {
            if elsewhere { Ok(()) } else { foil_store::people::left(act.tx, user, act.now) }
        });
        match out {
            // Whoever was retired meanwhile may leave all the same.
            Err(Error::Refused(Refusal::NotLoggedIn)) => Ok(()),
            outcome => outcome,
        }
    }

    /// The session of a token, if it may act now. `by_hand` tells a person's act from a refresh that
    /// a screen makes by itself; only the former keeps the session from locking.
    pub fn session(&self, token: &str, by_hand: bool) -> Result<Session> {
        let idle_secs = match self.sessions.idle_secs() {
            Some(secs) => secs,
            None => {
                let secs = self.book.read(foil_store::office::find)?.idle_lock_secs;
                self.sessions.set_idle_secs(secs);
                secs
            }
        };
        self.sessions.get(token, self.now(), idle_secs, by_hand)
    }

    /// Who gives their word at somebody else's screen for one act, by name and PIN, or else password. Begins no
    /// session; a wrong one is counted and logged as a failed log-in, and locks like one: whoever tries PINs has
    /// no more tries than whoever tries passwords. Refuses the word of whose password an admin knows.
    pub(crate) fn word_of(&self, here: &ManagerHere) -> Result<Session> {
        let (secret, kept): (_, fn(&PersonRow) -> &str) = match (&here.pin, &here.password) {
            (Some(pin), _) => (pin, |p| &p.pin),
            (None, Some(password)) => (password, |p| &p.password),
            (None, None) => return Err(Refusal::bad_input("manager.pin", "a PIN or a password").into()),
        };
        let person = self.identify(&here.login, secret, kept)?;
        if person.must_change {
            return Err(Refusal::PasswordOfAnother.into());
        }
        Ok(Session {
            user: person.id,
            login: person.login,
            name: person.name,
            role: person.role,
            customer: person.customer_id,
            ..Session::house()
        })
    }

    /// The active user of a log-in name, if the password is theirs. A wrong one is counted and logged.
    fn identify(&self, login: &str, secret: &str, kept: fn(&PersonRow) -> &str) -> Result<PersonRow> {
        let known = if login.len() > LONGEST_LOGIN {
            None
        } else {
            self.book.read(|tx| foil_store::people::by_login(tx, login))?
        };
        // The office itself cannot log in; who was retired is nobody any more.
        match known.filter(|p| p.active && p.id != HOUSE) {
            Some(person) => self.must_be(&person, secret, kept(&person)).map(|()| person),
            None => self.turn_away_stranger(login, secret),
        }
    }

    /// Refuses a password that is not this person's, and any while they are locked.
    pub(super) fn must_match(&self, person: &PersonRow, password: &str) -> Result<()> {
        self.must_be(person, password, &person.password)
    }

    /// Refuses a secret that is not the one this person keeps, and any while they are locked. Who keeps none (no
    /// PIN) is refused in the same words and the same time. What matches is looked at once more, after all the tries that
    /// went wrong by then: a hundred of them side by side are no more than one after the other.
    fn must_be(&self, person: &PersonRow, secret: &str, kept: &str) -> Result<()> {
        not_locked(person.locked_until_at, self.now())?;
        if kept.is_empty() {
            password::matches_nobody(secret);
        } else if password::matches(secret, kept) {
            let (id, kept, now) = (person.id, kept.to_owned(), self.now());
            return self.looks_last(move |tx| {
                let person = foil_store::people::find(tx, id)?.filter(|p| p.active);
                let theirs = person.filter(|p| p.password == kept || p.pin == kept);
                let person = theirs.ok_or(Error::Refused(Refusal::InvalidCredentials))?;
                Ok(not_locked(person.locked_until_at, now)?)
            });
        }
        let id = person.id;
        let locked_until =
            self.perform(&Session::house(), Order::new("failed_log_in", Right::SeeFrame), move |act| {
                let person = foil_store::people::find(act.tx, id)?.ok_or(Refusal::InvalidCredentials)?;
                let tries = person.failed_tries + 1;
                let until =
                    Some(lock_secs(tries)).filter(|secs| *secs > 0).map(|secs| act.now.plus_secs(secs));
                foil_store::people::failed(act.tx, id, tries, until)?;
                let withdrawn = tries >= TRIES_OF_A_PIN && !person.pin.is_empty();
                if withdrawn {
                    foil_store::people::set_pin(act.tx, id, "")?;
                }
                act.changed(json!({
                    "user": id, "login": person.login, "tries": tries, "locked_until": until, "pin_withdrawn": withdrawn,
                }));
                Ok(until)
            })?;
        Err(self.refused(locked_until))
    }

    fn turn_away_stranger<T>(&self, login: &str, password: &str) -> Result<T> {
        let name: String = foil_domain::text::fold(login.get(..LONGEST_LOGIN).unwrap_or(login));
        let name: String = name.chars().take(100).collect();
        self.sessions.stranger_may_try(&name, self.now())?;
        password::matches_nobody(password);
        // What was typed stays out of the log: it may be a password in the wrong field.
        self.perform(&Session::house(), Order::new("failed_log_in", Right::SeeFrame), |act| {
            act.changed(json!({ "user": null }));
            Ok(())
        })?;
        Err(self.refused(self.sessions.stranger_failed(&name, self.now())))
    }

    fn refused(&self, locked_until: Option<Instant>) -> Error {
        match not_locked(locked_until, self.now()) {
            Err(locked) => locked.into(),
            Ok(()) => Refusal::InvalidCredentials.into(),
        }
    }

    /// Logs that a person came in, and forgets their failed tries. Whoever was locked, retired or got
    /// another password while theirs was being checked stays out.
    fn admit(&self, who: &Session, act: &'static str, checked: &PersonRow) -> Result<()> {
        let (id, hash): (UserId, String) = (checked.id, checked.password.clone());
        self.perform(who, Order::new(act, Right::SeeFrame), move |act| {
            let person = foil_store::people::find(act.tx, id)?.filter(|p| p.active && p.password == hash);
            let person = person.ok_or(Refusal::InvalidCredentials)?;
            not_locked(person.locked_until_at, act.now)?;
            if person.failed_tries > 0 {
                foil_store::people::failed(act.tx, id, 0, None)?;
            }
            foil_store::people::came(act.tx, id, act.now)?;
            act.changed(json!({ "user": id, "after_failed": person.failed_tries }));
            Ok(())
        })
    }
}

/// Where a role sits down: who serves the queue needs a counter, others sit in the office unless
/// they choose one, a consumer always does.
fn seat(tx: &Tx<'_>, role: Role, wanted: Option<CounterId>) -> Result<(CounterId, String)> {
    let serves = role.may(Right::ServeQueue);
    let wanted = wanted.filter(|id| serves || (*id != HOUSE_COUNTER && role != Role::Consumer));
    let found = match wanted {
        Some(id) => foil_store::office::counter(tx, id)?,
        None if serves => foil_store::office::counters(tx)?.into_iter().find(|c| c.active),
        None => return Ok((HOUSE_COUNTER, HOUSE_CODE.to_owned())),
    };
    let open = found.filter(|c| c.active && c.id != HOUSE_COUNTER);
    let none = || match wanted {
        Some(id) => Refusal::not_found("open counter", id),
        None => Refusal::not_found("open counter", "to sit at"),
    };
    Ok(open.map(|c| (c.id, c.code)).ok_or_else(none)?)
}
