//! The chained audit log: each row carries the hash of the row before, per counter.
//!
//! A row's hash is SHA-256 over a canonical text of the row (see [`Row::canonical`]), which
//! begins with the hash of the row before. A changed, missing, added or moved row breaks it.

pub mod kpi;
pub mod sample;
pub mod seal;
pub mod staff;

use crate::time::{Day, Instant};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The hash that the first row of a chain follows: 64 zeros.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One row of the audit log, as it is stored, exported and verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The counter whose chain this is.
    pub counter: String,
    /// Its place in the chain, from 1 without gaps.
    pub seq: i64,
    /// When, in UTC milliseconds.
    pub at: Instant,
    /// The business date it belongs to.
    pub business_on: Day,
    /// Who, by log-in name.
    pub who: String,
    /// The act's name in the command table.
    pub act: String,
    /// The caller's request id, empty for acts that carry none.
    pub request_id: String,
    /// What changed, as canonical JSON.
    pub changes: String,
    /// Hash of the row before, hex.
    pub prev: String,
    /// Hash of this row, hex.
    pub hash: String,
}

/// By how many minutes the clock went back between two rows of a chain, at these moments in milliseconds. What a clock
/// is set right by itself, a few seconds, is nothing.
#[must_use]
pub fn went_back(before: i64, at: i64) -> Option<i64> {
    Some((before - at) / 60_000).filter(|minutes| *minutes > 0)
}

impl Row {
    /// The text that is hashed: each field with its length before it, so that no two different
    /// rows have the same text.
    #[must_use]
    pub fn canonical(&self) -> String {
        let fields: [&str; 9] = [
            &self.prev,
            &self.counter,
            &self.seq.to_string(),
            &self.at.millis().to_string(),
            &self.business_on.to_string(),
            &self.who,
            &self.act,
            &self.request_id,
            &self.changes,
        ];
        let mut text = String::with_capacity(256 + self.changes.len());
        for field in fields {
            text.push_str(&field.len().to_string());
            text.push(':');
            text.push_str(field);
            text.push('\n');
        }
        text
    }

    /// The hash this row should carry, hex.
    #[must_use]
    pub fn expected_hash(&self) -> String {
        hex::encode(Sha256::digest(self.canonical().as_bytes()))
    }

    /// This row with its hash worked out.
    #[must_use]
    pub fn sealed(mut self) -> Row {
        self.hash = self.expected_hash();
        self
    }
}

/// What is wrong with a chain, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Break {
    /// The row's contents are not those that were hashed.
    #[error("counter {counter}: row {seq} was edited")]
    Edited {
        /// The chain.
        counter: String,
        /// The row's place.
        seq: i64,
    },
    /// Rows are missing before this one.
    #[error("counter {counter}: {missing} row(s) removed before row {seq}")]
    Removed {
        /// The chain.
        counter: String,
        /// The row after the gap.
        seq: i64,
        /// How many places are missing.
        missing: i64,
    },
    /// A row stands where another one was, twice, or out of order.
    #[error("counter {counter}: row {seq} was inserted or moved")]
    Misplaced {
        /// The chain.
        counter: String,
        /// The row's place.
        seq: i64,
    },
    /// The row does not follow the one before it.
    #[error("counter {counter}: row {seq} does not follow row {before}: one of them was replaced")]
    Unlinked {
        /// The chain.
        counter: String,
        /// The row's place.
        seq: i64,
        /// The row before.
        before: i64,
    },
}

/// Checks one chain as its rows stream by; remembers only the last row.
#[derive(Debug, Default)]
pub struct ChainCheck {
    last: Option<(i64, String)>,
    rows: i64,
}

impl ChainCheck {
    /// A check of a whole chain, which begins at row 1.
    #[must_use]
    pub fn whole() -> ChainCheck {
        ChainCheck { last: Some((0, GENESIS.to_owned())), rows: 0 }
    }

    /// A check of a part of a chain (a month): it begins wherever the first row says.
    #[must_use]
    pub fn part() -> ChainCheck {
        ChainCheck::default()
    }

    /// Takes the next row; says what is wrong with it, if anything.
    pub fn take(&mut self, row: &Row) -> Option<Break> {
        let found = self.judge(row);
        self.rows += 1;
        if !matches!(found, Some(Break::Misplaced { .. })) {
            self.last = Some((row.seq, row.hash.clone()));
        }
        found
    }

    fn judge(&self, row: &Row) -> Option<Break> {
        let counter = row.counter.clone();
        let seq = row.seq;
        if let Some((last, _)) = &self.last {
            if seq <= *last {
                return Some(Break::Misplaced { counter, seq });
            }
            // A row may claim any place: it comes from a file.
            let missing = seq.saturating_sub(*last).saturating_sub(1);
            if missing > 0 {
                return Some(Break::Removed { counter, seq, missing });
            }
        }
        if row.hash != row.expected_hash() {
            return Some(Break::Edited { counter, seq });
        }
        match &self.last {
            Some((before, hash)) if *hash != row.prev => {
                Some(Break::Unlinked { counter, seq, before: *before })
            }
            _ => None,
        }
    }

    /// Rows taken so far.
    #[must_use]
    pub fn rows(&self) -> i64 {
        self.rows
    }

    /// The last row's place and hash, the chain's head; `None` before the first.
    #[must_use]
    pub fn head(&self) -> Option<(i64, &str)> {
        self.last.as_ref().filter(|(seq, _)| *seq > 0).map(|(seq, hash)| (*seq, hash.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_claims_an_impossible_place_is_found_like_any_other() {
        let mut check = ChainCheck::part();
        let at = |seq: i64| Row { seq, ..chain(1).remove(0) };
        assert!(matches!(check.take(&at(i64::MIN)), Some(Break::Edited { .. })));
        assert!(matches!(check.take(&at(i64::MAX)), Some(Break::Removed { missing, .. }) if missing > 0));
        assert!(matches!(check.take(&at(5)), Some(Break::Misplaced { .. })));
    }

    fn chain(n: i64) -> Vec<Row> {
        let mut prev = GENESIS.to_owned();
        (1..=n)
            .map(|seq| {
                let row = Row {
                    counter: "C1".into(),
                    seq,
                    at: Instant::from_millis(seq),
                    business_on: Day::new(2026, 11, 21).expect("a day"),
                    who: "clerk".into(),
                    act: "take_payment".into(),
                    request_id: String::new(),
                    changes: format!("{{\"n\":{seq}}}"),
                    prev: prev.clone(),
                    hash: String::new(),
                }
                .sealed();
                prev.clone_from(&row.hash);
                row
            })
            .collect()
    }

    fn breaks(rows: &[Row]) -> Vec<Break> {
        let mut check = ChainCheck::whole();
        rows.iter().filter_map(|r| check.take(r)).collect()
    }

    #[test]
    fn an_honest_chain_has_no_break() {
        assert_eq!(breaks(&chain(50)), []);
    }

    #[test]
    fn an_edit_a_removal_an_insertion_and_a_swap_are_found_and_named() {
        let mut edited = chain(9);
        edited[4].changes = "{\"n\":0}".into();
        assert_eq!(breaks(&edited), [Break::Edited { counter: "C1".into(), seq: 5 }]);

        let mut removed = chain(9);
        removed.remove(4);
        assert_eq!(breaks(&removed), [Break::Removed { counter: "C1".into(), seq: 6, missing: 1 }]);

        let mut inserted = chain(9);
        inserted.insert(5, inserted[4].clone());
        assert_eq!(breaks(&inserted), [Break::Misplaced { counter: "C1".into(), seq: 5 }]);

        let mut swapped = chain(9);
        swapped.swap(3, 4);
        assert!(breaks(&swapped).contains(&Break::Misplaced { counter: "C1".into(), seq: 4 }));

        let mut resealed = chain(9);
        resealed[4].who = "mallory".into();
        resealed[4] = resealed[4].clone().sealed();
        assert_eq!(breaks(&resealed), [Break::Unlinked { counter: "C1".into(), seq: 6, before: 5 }]);
    }
}
