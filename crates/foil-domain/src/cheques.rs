//! What becomes of a cheque: received, deposited, realised or bounced, or handed back before the bank saw it. What the
//! bank has paid it may still debit later; and a slip that was a mistake brings its cheques back on the same day.
//!
//! A cheque is paper with a bank's promise; the money counts when the bank says so. This module says which step
//! may follow which, and when a customer pays in cash only. Start at [`step`].

use crate::refusal::Refusal;

words! {
    /// How far a cheque has come.
    pub enum ChequeState {
        /// In the office.
        Received = "received",
        /// With the bank, on a deposit slip.
        Deposited = "deposited",
        /// The bank has paid.
        Realised = "realised",
        /// The bank has not.
        Bounced = "bounced",
        /// Handed back to who gave it, before the bank saw it.
        Returned = "returned",
    }
}

words! {
    /// Why a bank sends a cheque back; the words of its return memo.
    pub enum BounceReason {
        /// Not enough money behind it.
        Funds = "insufficient_funds",
        /// The signature is not the one the bank knows.
        Signature = "signature",
        /// The drawer has stopped it.
        Stopped = "stopped",
        /// Older than three months.
        Stale = "stale",
        /// Dated later than it was deposited.
        PostDated = "post_dated",
        /// Words and figures differ, or something was altered.
        Irregular = "irregular",
        /// The account is closed.
        AccountClosed = "account_closed",
        /// Something else, in the note.
        Other = "other",
    }
}

impl BounceReason {
    /// Whether it is the payer's fault, so that a fee and the count of bounces are fair. What the counter should
    /// have seen when it took the cheque is not.
    #[must_use]
    pub const fn counts(self) -> bool {
        !matches!(self, BounceReason::Irregular | BounceReason::PostDated | BounceReason::Stale)
    }
}

/// Refuses a step that does not follow from where the cheque is. `number` is the cheque's.
pub fn step(number: &str, from: ChequeState, to: ChequeState) -> Result<(), Refusal> {
    use ChequeState as S;
    let hint = match (from, to) {
        (S::Received, S::Deposited | S::Returned)
        | (S::Deposited, S::Realised | S::Bounced | S::Received)
        | (S::Realised, S::Bounced) => return Ok(()),
        (S::Received, S::Bounced) => "the bank has not seen it; hand it back instead",
        (S::Received, S::Realised) => "the bank has not seen it; deposit it first",
        (S::Deposited, S::Returned) => "it is with the bank",
        (S::Realised, _) => {
            "the bank has paid it; where it debits it later, a manager says so with another's word"
        }
        (S::Bounced | S::Returned, _) => "it has left the office",
        _ => "it is there already",
    };
    Err(Refusal::ChequeState { number: number.to_owned(), state: from.as_str(), why: hint })
}

/// Refuses to take back that the bank has paid, but on the business date on which it was said: what was said on a closed
/// day is put right by what happens now. `said_today` is whether that is this one.
pub fn unsaid(number: &str, from: ChequeState, said_today: bool) -> Result<(), Refusal> {
    let why = match (from, said_today) {
        (ChequeState::Realised, true) => return Ok(()),
        (ChequeState::Realised, false) => {
            "that was said on a closed day; where the bank debits it, a manager says so with another's word"
        }
        _ => "nobody has said that the bank has paid it",
    };
    Err(Refusal::ChequeState { number: number.to_owned(), state: from.as_str(), why })
}

/// Whether a customer pays in cash only after so many bounces; zero never makes it so.
#[must_use]
pub const fn cash_only_after(bounces: i64, most: i64) -> bool {
    most > 0 && bounces >= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cheque_goes_its_way_and_no_other() {
        use ChequeState as S;
        let ways = [
            (S::Received, S::Deposited),
            (S::Received, S::Returned),
            (S::Deposited, S::Realised),
            (S::Deposited, S::Bounced),
            (S::Deposited, S::Received),
            (S::Realised, S::Bounced),
        ];
        for from in S::ALL {
            for to in S::ALL {
                assert_eq!(
                    step("000123", *from, *to).is_ok(),
                    ways.contains(&(*from, *to)),
                    "{from} to {to}"
                );
            }
        }
        let refused = step("000123", S::Received, S::Bounced).expect_err("not with the bank");
        assert_eq!(refused.code(), "cheque_state");
        assert!(refused.to_string().contains("hand it back instead"), "{refused}");
    }

    #[test]
    fn that_the_bank_has_paid_is_unsaid_on_its_own_day_only() {
        for state in ChequeState::ALL {
            assert_eq!(unsaid("1", *state, true).is_ok(), *state == ChequeState::Realised, "{state}");
            assert!(unsaid("1", *state, false).is_err(), "{state}");
        }
    }

    #[test]
    fn after_enough_bounces_only_cash_will_do() {
        assert!(!cash_only_after(1, 2) && cash_only_after(2, 2) && cash_only_after(3, 2));
        assert!(!cash_only_after(9, 0), "the office does not work so");
        assert!(BounceReason::Funds.counts() && !BounceReason::PostDated.counts());
    }
}
