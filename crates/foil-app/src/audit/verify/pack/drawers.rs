//! What moved the cash of drawers, held against the acts that moved it; and what the Z reports of a day expected, worked
//! out anew from its receipts, refunds and movements.
//!
//! Z reports and closed days are bound as they stood then. Whoever writes a movement before the count has the count even;
//! but no act has moved it, and the drawer that it is said to have gone to never got it.

use super::super::Findings;
use super::papers::minor;
use crate::audit::bound::CASH_MOVE;
use foil_domain::money::Money;
use foil_domain::shifts::{CashKind, CashState};
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "registers/cash_moves.json";

/// The drawers of a pack, as far as they were heard of.
#[derive(Default)]
pub(super) struct Drawers {
    /// Shifts whose opening says that each movement is said.
    opened: BTreeSet<String>,
    /// By the hash of its row: how often the log says it, less how often the register has it, and what it is.
    moves: BTreeMap<String, (i64, Moved)>,
    /// How many places the register's amounts have.
    places: Option<u32>,
    /// Change that was taken, from one shift to another: what left the one, less what came to the other.
    change: BTreeMap<[String; 2], i64>,
    days: BTreeMap<String, Cash>,
}

/// A movement in words, and of which shift; while only the log has said it, where that is and what else it says.
#[derive(Default)]
struct Moved {
    what: String,
    shift: String,
    said: Option<Said>,
}

/// A row of the log that says a movement.
pub(super) struct Said {
    /// Where it is and what it did, in words.
    pub row: String,
    /// The drawer's shift, if it says one.
    pub shift: Option<String>,
    /// How much moved, if it says that.
    pub amount: Option<i64>,
}

impl Said {
    /// What is missing where the register has not what it says.
    fn missing(&self, places: Option<u32>) -> String {
        let amount = self.amount.map(|n| match places {
            Some(places) => format!(" of {}", Money::from_minor(n).plain(places)),
            None => format!(" of {n} coins"),
        });
        let shift = self.shift.as_ref().map(|shift| format!(" in shift {shift}"));
        format!(
            "a movement of cash{}{} is missing or was changed: {} says one that is not in it",
            amount.unwrap_or_default(),
            shift.unwrap_or_default(),
            self.row
        )
    }
}

/// The cash of a day.
#[derive(Default)]
struct Cash {
    /// What its Z reports say must have been there.
    expected: i64,
    /// What receipts brought, less what was handed back for refunds.
    took: i64,
    /// What moved beside these, refunds aside.
    moved: i64,
    /// What was in no drawer, as the act that closed the day says; none in days from before it did.
    no_drawer: Option<i64>,
}

impl Drawers {
    fn day(&mut self, on: &str) -> &mut Cash {
        self.days.entry(on.to_owned()).or_default()
    }

    /// A shift began in this month.
    pub fn opened(&mut self, shift: String) {
        self.opened.insert(shift);
    }

    /// The log says a movement.
    pub fn said(&mut self, hash: String, said: impl FnOnce() -> Said) {
        let known = self.moves.entry(hash).or_default();
        known.0 += 1;
        if known.0 > 0 && known.1.said.is_none() {
            known.1.said = Some(said());
        }
    }

    /// The register has a movement.
    pub fn moved<'f>(
        &mut self,
        fields: &[String],
        field: &impl Fn(&str) -> &'f str,
        amount: i64,
        findings: &mut Findings,
    ) {
        let (kind, shift, other) = (field("kind"), field("shift"), field("other_shift"));
        let what = match shift {
            "" => format!("{kind} of {}", field("amount")),
            _ => format!("{kind} of {} in shift {shift}", field("amount")),
        };
        let (kind, state) = (CashKind::from_word(kind), CashState::from_word(field("state")));
        // Change that was offered has left when the other has said that it came.
        let counts = kind != Some(CashKind::ChangeOut) || state == Some(CashState::Accepted);
        let usual = match kind {
            Some(CashKind::ChangeOut) => state.is_some_and(|state| state != CashState::Done),
            Some(CashKind::ChangeIn) => state == Some(CashState::Accepted),
            _ => state == Some(CashState::Done),
        };
        if !usual {
            findings.add(FILE, format!("{what}: it cannot be {}", field("state")));
        }
        let signed = match kind {
            Some(CashKind::Float | CashKind::CashIn | CashKind::ChangeIn) => amount,
            Some(CashKind::CashOut | CashKind::Drop | CashKind::ChangeOut) if counts => -amount,
            // A refund is told by its voucher; what a float was off by moves nothing.
            _ => 0,
        };
        add(&mut self.day(field("business_on")).moved, signed);
        match kind {
            Some(CashKind::ChangeOut) if counts => {
                add(self.change.entry([shift, other].map(str::to_owned)).or_default(), amount);
            }
            Some(CashKind::ChangeIn) => {
                add(self.change.entry([other, shift].map(str::to_owned)).or_default(), -amount);
            }
            _ => {}
        }
        let places = field("amount").rsplit_once('.').map_or(0, |(_, after)| after.len());
        self.places = u32::try_from(places).ok();
        let known = self.moves.entry(hex::encode(CASH_MOVE.hash(fields))).or_default();
        known.0 -= 1;
        (known.1.what, known.1.shift) = (what, shift.to_owned());
    }

    /// A receipt that stands brought so much cash.
    pub fn took(&mut self, on: &str, cash: i64) {
        add(&mut self.day(on).took, cash);
    }

    /// So much was given back; the register says which ways it went.
    pub fn refunded(&mut self, on: &str, back_by: &str, returned: i64) {
        let part = |part: &str| minor(part.trim().strip_prefix("cash ")?);
        let cash = if back_by == "cash" { Some(returned) } else { back_by.split('+').find_map(part) };
        add(&mut self.day(on).took, cash.map_or(0, i64::saturating_neg));
    }

    /// A Z report of the day expected so much.
    pub fn expects(&mut self, on: &str, cash: i64) {
        add(&mut self.day(on).expected, cash);
    }

    /// The day was closed with so much in no drawer.
    pub fn closed(&mut self, on: &str, no_drawer: i64) {
        self.day(on).no_drawer = Some(no_drawer);
    }

    /// All was heard: what does not fit together.
    pub fn ended(&self, findings: &mut Findings) {
        for (n, Moved { what, shift, said }) in self.moves.values() {
            if let (1.., Some(said)) = (*n, said) {
                findings.add(FILE, said.missing(self.places));
            } else if *n < 0 && (shift.is_empty() || self.opened.contains(shift)) {
                // What is of no shift was brought to the safe: each such act says so.
                findings.add(FILE, format!("{what}: no act in the log has moved it"));
            }
        }
        for ([from, to], left) in self.change.iter().filter(|(_, left)| **left != 0) {
            let less = if *left > 0 { "less" } else { "more" };
            findings
                .add(FILE, format!("change from shift {from}: {less} of it came to shift {to} than left it"));
        }
        for (on, Cash { expected, took, moved, no_drawer }) in &self.days {
            let Some(no_drawer) = no_drawer else { continue };
            let there = took.saturating_add(*moved);
            if expected.saturating_add(*no_drawer) != there {
                findings.add(
                    "registers/variances.json",
                    format!(
                        "{on}: its Z reports expect other cash than its receipts, refunds and movements come to: \
                         off by {} coins",
                        expected.saturating_add(*no_drawer).saturating_sub(there)
                    ),
                );
            }
        }
    }
}

fn add(sum: &mut i64, more: i64) {
    *sum = sum.saturating_add(more);
}
