//! What may be taken back, by whom, and as what.
//!
//! FIELD's states: (a) own payment, in the shift that is still open: the clerk, a void; (b) another clerk's or
//! after hand-over, same business day: a manager, a void; everything later is corrected by an
//! entry dated today, which needs an approval. This module decides; it changes nothing.

use crate::people::{Right, Role};
use crate::refusal::Refusal;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

words! {
    /// Why an act is taken back; the clerk picks one.
    pub enum UndoReason {
        /// The wrong account or customer.
        WrongAccount = "wrong_account",
        /// The wrong amount.
        WrongAmount = "wrong_amount",
        /// The wrong way of paying.
        WrongTender = "wrong_tender",
        /// The customer changed their mind.
        CustomerChangedMind = "customer_changed_mind",
        /// Taken twice.
        Twice = "twice",
        /// Something else, in the note.
        Other = "other",
    }
}

words! {
    /// The state of the world in which a payment is taken back.
    pub enum UndoState {
        /// (a) Own payment, same drawer session: a void by the clerk.
        OwnSession = "own_session",
        /// (b) Same business day, but another's payment: a void by a manager.
        SameDay = "same_day",
    }
}

/// What is known when somebody wants to take a payment back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The payment's business date.
    pub taken_on: Day,
    /// The business date now.
    pub today: Day,
    /// Whether the person who acts took the payment, and in the shift they have open now.
    pub own: bool,
    /// Whether the payment is void already.
    pub void: bool,
    /// The role of the person who acts, or of the manager who allows it at the clerk's screen.
    pub role: Role,
}

/// Decides whether a payment may be voided, and in which state.
///
/// Refuses a payment that is void already or of a closed business day, and, to those without the
/// right, another person's payment.
pub fn decide(facts: &Facts) -> Result<UndoState, Refusal> {
    let refused = |reason: &str| Err(Refusal::UndoRefused { reason: reason.to_owned() });
    if facts.void {
        return refused("the payment is void already");
    }
    if facts.taken_on != facts.today {
        return refused(
            "its business day is closed; a later correction is a reversal or refund dated today, \
             asked by one person and approved by another",
        );
    }
    if facts.own && facts.role.may(Right::UndoOwn) {
        return Ok(UndoState::OwnSession);
    }
    if facts.role.may(Right::UndoOthers) {
        return Ok(UndoState::SameDay);
    }
    Err(Refusal::NeedsManager {
        reason: "the payment was taken by somebody else, or in a shift that has ended".to_owned(),
    })
}

/// How far a step on the stack has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Done, can be undone.
    Done,
    /// Undone, can be redone.
    Undone,
    /// Undone, and something new was done since; it stays as history.
    Dropped,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(own: bool, role: Role) -> Facts {
        let today = Day::new(2026, 11, 21).expect("a day");
        Facts { taken_on: today, today, own, void: false, role }
    }

    #[test]
    fn each_state_has_its_own_answer() {
        assert_eq!(decide(&facts(true, Role::Clerk)), Ok(UndoState::OwnSession));
        assert_eq!(decide(&facts(false, Role::Manager)), Ok(UndoState::SameDay));
        assert!(matches!(decide(&facts(false, Role::Clerk)), Err(Refusal::NeedsManager { .. })));
        let void = Facts { void: true, ..facts(true, Role::Clerk) };
        assert!(matches!(decide(&void), Err(Refusal::UndoRefused { .. })));
        let old = Facts { taken_on: void.today.plus_days(-1), void: false, ..void };
        assert!(matches!(decide(&old), Err(Refusal::UndoRefused { .. })), "even for its own clerk");
    }
}
