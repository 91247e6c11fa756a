//! What becomes of a cheque: received, deposited, realised or bounced, or handed back before the bank saw it. What the
//! bank has paid it may still debit later; and a slip that was a mistake brings its cheques back on the same day.
//!
//! A cheque is paper with a bank's promise; the money counts when the bank says so. This module says which step
//! may follow which, and when a customer pays in cash only. Start at [`step`].

use crate::refusal::Refusal;
use crate::text::fold;

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

/// A cheque that was taken on a day, as far as it tells whose another of its number and bank is.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'a> {
    /// The name on it.
    pub drawer: &'a str,
    /// That name as papers are told by it.
    pub fold: &'a str,
    /// Whether the payer of the other gave this one, too.
    pub same_payer: bool,
}

/// Whose a cheque is, and by what that is told, of which the office has taken others of its number and bank today: as it
/// was `said`, else the payer's own. A paper pays several accounts, so what was said or is known to be on one of the
/// others is that paper once more, and one of the payer's is, too, where nobody says otherwise.
///
/// Refuses with the other's drawer where nobody said whose this is and the others are somebody else's: it may be their
/// paper, which pays for a neighbour, or one of the payer's own.
pub fn whose(said: &str, payer: &str, taken: &[Taken<'_>]) -> Result<(String, String), String> {
    let named = if said.is_empty() { payer } else { said };
    let own = fold(named);
    let same = taken.iter().find(|t| fold(t.drawer) == own);
    let same = same.or_else(|| taken.iter().find(|t| said.is_empty() && t.same_payer));
    match (same, taken.first()) {
        (Some(same), _) => Ok((same.drawer.to_owned(), same.fold.to_owned())),
        (None, Some(other)) if said.is_empty() => Err(other.drawer.to_owned()),
        _ => Ok((named.to_owned(), own)),
    }
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
    fn a_cheque_is_the_payers_unless_it_is_said_otherwise_and_asked_for_only_where_it_may_be_two() {
        let of = |drawer, same_payer| Taken { drawer, fold: "other", same_payer };
        let said = |drawer: &str, fold: &str| Ok((drawer.to_owned(), fold.to_owned()));
        assert_eq!(whose("", "Asha Rao", &[]), said("Asha Rao", "asha rao"));
        assert_eq!(whose("Ravi Rao", "Asha Rao", &[]), said("Ravi Rao", "ravi rao"));
        assert_eq!(whose("", "Asha Rao", &[of("ASHA RAO", false)]), said("ASHA RAO", "other"), "one paper");
        assert_eq!(whose("", "Asha Rao", &[of("Ravi Rao", true)]), said("Ravi Rao", "other"), "given again");
        assert_eq!(whose("ravi rao", "Asha Rao", &[of("Ravi Rao", false)]), said("Ravi Rao", "other"));
        assert_eq!(whose("Asha Rao", "Asha Rao", &[of("Ravi Rao", false)]), said("Asha Rao", "asha rao"));
        assert_eq!(whose("", "Asha Rao", &[of("Ravi Rao", false)]), Err("Ravi Rao".to_owned()));
    }

    #[test]
    fn after_enough_bounces_only_cash_will_do() {
        assert!(!cash_only_after(1, 2) && cash_only_after(2, 2) && cash_only_after(3, 2));
        assert!(!cash_only_after(9, 0), "the office does not work so");
        assert!(BounceReason::Funds.counts() && !BounceReason::PostDated.counts());
    }
}
