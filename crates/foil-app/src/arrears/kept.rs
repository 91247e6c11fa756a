//! What takes long to look at is kept for a moment.
//!
//! A figure over the whole office is asked for by every screen that shows it, again after each payment at that
//! counter. In a branch it is worked out in no time and always anew. In an office of a million accounts it would be
//! worked out all day: there, what was seen a moment ago is given again. It refuses to know what it keeps.

use crate::Result;
use foil_domain::time::{Day, Instant};
use std::sync::{Arc, Mutex, PoisonError};

/// How long something large is given again though the book has moved on.
const MOMENT_MILLIS: i64 = 30_000;

/// Accounts up to which a look takes no time worth keeping anything for.
const FEW: i64 = 2_000;

/// What was seen last, of one thing.
pub(crate) struct Kept<T>(Mutex<Option<Seen<T>>>);

struct Seen<T> {
    mark: Mark,
    at: Instant,
    accounts: i64,
    value: Arc<T>,
}

/// The state of the book in which something was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The business day.
    pub today: Day,
    /// Acts in the log.
    pub acts: i64,
}

impl<T> Default for Kept<T> {
    fn default() -> Kept<T> {
        Kept(Mutex::new(None))
    }
}

impl<T> Kept<T> {
    /// What was seen, or what `look` sees now with how many accounts it looked at. Who asks while somebody looks
    /// waits for what they see.
    pub(super) fn get(
        &self,
        mark: Mark,
        now: Instant,
        look: impl FnOnce() -> Result<(T, i64)>,
    ) -> Result<Arc<T>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = kept.as_ref().filter(|seen| seen.will_do(mark, now)) {
            return Ok(Arc::clone(&seen.value));
        }
        let (value, accounts) = look()?;
        let value = Arc::new(value);
        *kept = Some(Seen { mark, at: now, accounts, value: Arc::clone(&value) });
        Ok(value)
    }
}

impl<T> Seen<T> {
    fn will_do(&self, mark: Mark, now: Instant) -> bool {
        let age = now.millis() - self.at.millis();
        let large = self.accounts > FEW && self.mark.today == mark.today;
        self.mark == mark || (large && (0..MOMENT_MILLIS).contains(&age))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(day: &str, acts: i64) -> Mark {
        Mark { today: Day::parse(day).unwrap(), acts }
    }

    #[test]
    fn a_branch_is_looked_at_anew_after_every_act_and_a_large_office_after_a_moment() {
        for (accounts, looks) in [(40, [1, 1, 2, 3, 4]), (100_000, [1, 1, 1, 2, 3])] {
            let kept = Kept::default();
            let mut looked = 0;
            for (n, (mark, secs)) in [
                (mark("2026-11-21", 7), 0),
                (mark("2026-11-21", 7), 3_600),
                (mark("2026-11-21", 8), 29),
                (mark("2026-11-21", 9), 30),
                (mark("2026-11-22", 10), 31),
            ]
            .into_iter()
            .enumerate()
            {
                let look = || {
                    looked += 1;
                    Ok((looked, accounts))
                };
                let seen = kept.get(mark, Instant::from_millis(secs * 1_000), look).unwrap();
                assert_eq!(*seen, looks[n], "{accounts} accounts, question {n}");
            }
        }
    }

    #[test]
    fn a_look_that_fails_keeps_nothing() {
        let kept = Kept::default();
        let fails = || Err(anyhow::anyhow!("the disk is gone").into());
        assert!(kept.get(mark("2026-11-21", 1), Instant::from_millis(0), fails).is_err());
        let seen = kept.get(mark("2026-11-21", 1), Instant::from_millis(0), || Ok((5, 1))).unwrap();
        assert_eq!(*seen, 5);
    }
}
