//! Who is logged in. Sessions live in this process only: a restart asks everybody to log in again.
//!
//! How long nobody had a hand in a session goes by two clocks, whichever has gone further: the office's, which goes on while
//! the machine sleeps, and one that counts since the program began, which nobody can set back.

use super::{CameWith, Session};
use anyhow::anyhow;
use foil_domain::ids::UserId;
use foil_domain::people::{lock_secs, not_locked};
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Instant;
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A session ends this long after its log-in, whatever happens.
pub(crate) const LONGEST_SECS: i64 = 12 * 3600;

/// Sessions kept at most; the oldest falls out. One desk has one; a server would have its own store.
const MOST: usize = 1_000;

/// A moment by the office's clock, and by the one that counts.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    at: Instant,
    counted: Duration,
}

impl From<Instant> for Moment {
    fn from(at: Instant) -> Moment {
        static BEGAN: LazyLock<std::time::Instant> = LazyLock::new(std::time::Instant::now);
        Moment { at, counted: BEGAN.elapsed() }
    }
}

impl Moment {
    /// Whole seconds since an earlier one, by the clock that has gone further.
    fn secs_since(self, earlier: Moment) -> i64 {
        let counted = self.counted.saturating_sub(earlier.counted).as_secs();
        self.at.secs_since(earlier.at).max(i64::try_from(counted).unwrap_or(i64::MAX))
    }
}

struct Open {
    session: Session,
    began_at: Moment,
    seen_at: Moment,
    locked: bool,
}

/// Names without a user that are remembered with their failed tries; beyond it all are forgotten.
const MOST_STRANGERS: usize = 10_000;

/// Failed tries under a name that no user has, and until when it is locked.
type Stranger = (i64, Option<Instant>);

/// The sessions of this process, by token.
#[derive(Default)]
pub struct Sessions {
    open: Mutex<HashMap<String, Open>>,
    strangers: Mutex<HashMap<String, Stranger>>,
    /// Seconds until an idle session locks, as the book had it last; 0 while it was not read yet.
    idle_secs: AtomicI64,
}

impl Sessions {
    fn map(&self) -> MutexGuard<'_, HashMap<String, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Seconds until an idle session locks, once the book was asked.
    pub(crate) fn idle_secs(&self) -> Option<i64> {
        Some(self.idle_secs.load(Ordering::Relaxed)).filter(|secs| *secs > 0)
    }

    /// Remembers what the book says about idling.
    pub(crate) fn set_idle_secs(&self, secs: i64) {
        self.idle_secs.store(secs, Ordering::Relaxed);
    }

    /// Refuses a name that no user has while it is locked, just as a user's would be: otherwise a
    /// lock would tell which names exist.
    pub(crate) fn stranger_may_try(&self, name: &str, now: Instant) -> Result<()> {
        let strangers = self.strangers.lock().unwrap_or_else(PoisonError::into_inner);
        let locked_until = strangers.get(name).and_then(|(_, until)| *until);
        Ok(not_locked(locked_until, now)?)
    }

    /// Counts a failed try under a name that no user has; gives back until when it is locked now.
    pub(crate) fn stranger_failed(&self, name: &str, now: Instant) -> Option<Instant> {
        let mut strangers = self.strangers.lock().unwrap_or_else(PoisonError::into_inner);
        if strangers.len() >= MOST_STRANGERS {
            strangers.clear();
        }
        let (tries, until) = strangers.entry(name.to_owned()).or_default();
        *tries += 1;
        *until = Some(lock_secs(*tries)).filter(|secs| *secs > 0).map(|secs| now.plus_secs(secs));
        *until
    }

    /// Begins a session under a new random token of 256 bits; an old token is never used again.
    pub fn begin(&self, session: Session, now: impl Into<Moment>) -> Result<String> {
        let now = now.into();
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(|e| Error::Broke(anyhow!("no randomness: {e}")))?;
        let token = hex::encode(bytes);
        let mut map = self.map();
        map.retain(|_, open| now.secs_since(open.began_at) < LONGEST_SECS);
        if map.len() >= MOST
            && let Some(oldest) =
                map.iter().min_by_key(|(_, open)| open.seen_at.counted).map(|(t, _)| t.clone())
        {
            map.remove(&oldest);
        }
        map.insert(token.clone(), Open { session, began_at: now, seen_at: now, locked: false });
        Ok(token)
    }

    /// The session of a token, if it may act now; marks it as seen when `by_hand` (not for refreshes
    /// that a screen makes by itself). Locks it after `idle_secs` without a hand.
    pub fn get(&self, token: &str, now: impl Into<Moment>, idle_secs: i64, by_hand: bool) -> Result<Session> {
        let now = now.into();
        let mut map = self.map();
        let gone = Error::Refused(Refusal::NotLoggedIn);
        let Some(open) = map.get_mut(token) else { return Err(gone) };
        if now.secs_since(open.began_at) >= LONGEST_SECS {
            map.remove(token);
            return Err(gone);
        }
        if now.secs_since(open.seen_at) >= idle_secs {
            open.locked = true;
        }
        if open.locked {
            return Err(Error::Refused(Refusal::SessionLocked));
        }
        if by_hand {
            open.seen_at = now;
        }
        Ok(open.session.clone())
    }

    /// The session of a token, locked or not. One that has lasted as long as any may is over: nobody is asked for a
    /// password that would unlock nothing.
    pub fn even_locked(&self, token: &str, now: impl Into<Moment>) -> Result<Session> {
        let now = now.into();
        let mut map = self.map();
        let gone = Error::Refused(Refusal::NotLoggedIn);
        let Some(open) = map.get(token) else { return Err(gone) };
        if now.secs_since(open.began_at) >= LONGEST_SECS {
            map.remove(token);
            return Err(gone);
        }
        Ok(open.session.clone())
    }

    /// Locks a session.
    pub fn lock(&self, token: &str) {
        if let Some(open) = self.map().get_mut(token) {
            open.locked = true;
        }
    }

    /// Unlocks a session, after its password was checked.
    pub fn unlock(&self, token: &str, now: impl Into<Moment>) {
        if let Some(open) = self.map().get_mut(token) {
            open.locked = false;
            open.seen_at = now.into();
        }
    }

    /// A person has set another password here: their sessions go on under it.
    pub(crate) fn came_with(&self, user: UserId, with: CameWith) {
        for open in self.map().values_mut().filter(|open| open.session.user == user) {
            open.session.came_with = Some(with);
        }
    }

    /// Whether a person has a session here, locked or not.
    pub(crate) fn has(&self, user: UserId) -> bool {
        self.map().values().any(|open| open.session.user == user)
    }

    /// Ends a session.
    pub fn end(&self, token: &str) {
        self.map().remove(token);
    }

    /// Ends the sessions of a user, after a new password or a retirement; with `but_latest` all but
    /// the one in hand.
    pub(crate) fn end_all_of(&self, user: UserId, but_latest: bool) {
        let mut map = self.map();
        let own = map.iter().filter(|(_, open)| open.session.user == user);
        let kept = own.max_by_key(|(_, open)| open.seen_at.counted).map(|(token, _)| token.clone());
        let kept = kept.filter(|_| but_latest);
        map.retain(|token, open| open.session.user != user || kept.as_ref() == Some(token));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDLE: i64 = 300;

    /// So many seconds after noon by the office's clock, and so many after the program began.
    fn at(office: i64, counted: u64) -> Moment {
        let noon = Instant::from_millis(1_800_000_000_000);
        Moment { at: noon.plus_secs(office), counted: Duration::from_secs(counted) }
    }

    /// What a session says that was last seen at noon.
    fn told(at_last: Moment) -> &'static str {
        let sessions = Sessions::default();
        let token = sessions.begin(Session::house(), at(0, 0)).unwrap();
        match sessions.get(&token, at_last, IDLE, false) {
            Ok(_) => "goes on",
            Err(error) => error.refusal().unwrap().code(),
        }
    }

    #[test]
    fn whoever_sets_the_clock_back_keeps_no_session_open() {
        assert_eq!(told(at(299, 299)), "goes on");
        assert_eq!(told(at(300, 300)), "session_locked");
        assert_eq!(told(at(-86_400, 299)), "goes on", "a clock that is put right locks nobody out");
        assert_eq!(told(at(-86_400, 300)), "session_locked");
        assert_eq!(told(at(-86_400, LONGEST_SECS.unsigned_abs())), "not_logged_in");
        assert_eq!(told(at(300, 2)), "session_locked", "the machine slept, or the clock was set ahead");
    }

    #[test]
    fn a_hand_counts_by_both_clocks() {
        let sessions = Sessions::default();
        let token = sessions.begin(Session::house(), at(0, 0)).unwrap();
        sessions.get(&token, at(200, 200), IDLE, true).unwrap();
        sessions.get(&token, at(-5_000, 450), IDLE, true).unwrap();
        sessions.get(&token, at(-4_800, 749), IDLE, false).unwrap();
        assert!(sessions.get(&token, at(-4_800, 750), IDLE, false).is_err(), "a refresh is no hand");
        sessions.unlock(&token, at(-4_700, 760));
        sessions.get(&token, at(-4_500, 1_000), IDLE, false).unwrap();
    }
}
