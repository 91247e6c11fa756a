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

words! {
    /// Which paper a cheque is, where the office has taken one of its number and bank today; said by whoever has it in hand.
    pub enum WhichPaper {
        /// The one that was taken already: it pays this, too.
        Same = "same",
        /// Another one.
        Another = "another",
    }
}

/// A cheque that was taken on a day, as far as it tells whose another of its number and bank is.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'a> {
    /// The name on it.
    pub drawer: &'a str,
    /// By what papers of one number, bank and day are told apart: all that it pays has this in common.
    pub fold: &'a str,
    /// The name of who gave it.
    pub payer: &'a str,
    /// Whether somebody read the name off it; else it was taken to be its payer's own.
    pub said: bool,
    /// Whether the payer of the other gave this one, too.
    pub same_payer: bool,
}

/// Whose a cheque is, and by what that is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The name on it.
    pub drawer: String,
    /// By what its paper is told from another of its number, bank and day.
    pub fold: String,
    /// Whether somebody read the name off it.
    pub said: bool,
}

/// Whose a cheque is, of which the office has taken others of its number and bank today: as it was `said`, else the
/// payer's own. A paper pays several accounts, so what was said or is known to be on one of the others is that paper once
/// more, and one of the payer's is, too, where nobody says otherwise.
///
/// Refuses with the other's drawer where it may be one paper or two, until it is said `which`: nobody said whose this is,
/// and the others are somebody else's; a name was said, and one of the others only passed for its payer's own; or the other
/// is its payer's own, and that is somebody else of the same name.
pub fn whose(
    said: &str,
    which: Option<WhichPaper>,
    payer: &str,
    taken: &[Taken<'_>],
) -> Result<Drawn, String> {
    let named = if said.is_empty() { payer } else { said };
    let own = fold(named);
    let read = |t: &Taken<'_>| taken.iter().any(|o| o.said && o.fold == t.fold);
    // Once somebody has read a paper's name, what it passed for before is none of its names.
    let known: Vec<&Taken<'_>> = taken.iter().filter(|t| t.said || !read(t)).collect();
    let passed = known.iter().find(|t| !t.said);
    let payers = |t: &Taken<'_>| taken.iter().any(|o| o.same_payer && o.fold == t.fold);
    let of_name = || known.iter().filter(|t| fold(t.drawer) == own);
    let mut same = of_name().find(|t| payers(t)).or_else(|| of_name().next());
    if said.is_empty() && which != Some(WhichPaper::Another) {
        same = same.or_else(|| known.iter().find(|t| payers(t)));
    }
    if which == Some(WhichPaper::Same) {
        same = same.or(passed).or_else(|| known.first().filter(|_| said.is_empty()));
    }
    // A name is no person: each of two payers of one name may have a cheque of that number.
    let of_a_namesake = |t: &Taken<'_>| {
        let mut paper = taken.iter().filter(|o| o.fold == t.fold);
        own == fold(payer) && !payers(t) && paper.any(|o| fold(o.payer) == own)
    };
    let namesake = same.copied().filter(|same| fold(same.drawer) == own && of_a_namesake(same));
    match (namesake, which) {
        (Some(other), None) => return Err(other.drawer.to_owned()),
        (Some(_), Some(WhichPaper::Another)) => same = None,
        _ => {}
    }
    let doubtful = said.is_empty() || passed.is_some() || which == Some(WhichPaper::Same);
    match (same, passed.or(known.first())) {
        (Some(same), _) => {
            let drawer = if said.is_empty() || fold(same.drawer) == own { same.drawer } else { named };
            Ok(Drawn {
                drawer: drawer.to_owned(),
                fold: same.fold.to_owned(),
                said: same.said || !said.is_empty(),
            })
        }
        (None, Some(other)) if doubtful && which != Some(WhichPaper::Another) => Err(other.drawer.to_owned()),
        _ => {
            let mut told = own;
            // A paper that passed for theirs is told by their name.
            while taken.iter().any(|t| t.fold == told) {
                told.push('+');
            }
            Ok(Drawn { drawer: named.to_owned(), fold: told, said: !said.is_empty() })
        }
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
        let asha = |said: &str, taken: &[Taken<'_>]| whose(said, None, "Asha Rao", taken);
        let of =
            |drawer, same_payer| Taken { drawer, fold: "other", payer: "Bhima Naik", said: true, same_payer };
        let is =
            |drawer: &str, fold: &str, said| Ok(Drawn { drawer: drawer.into(), fold: fold.into(), said });
        assert_eq!(asha("", &[]), is("Asha Rao", "asha rao", false));
        assert_eq!(asha("Ravi Rao", &[]), is("Ravi Rao", "ravi rao", true));
        assert_eq!(asha("", &[of("ASHA RAO", false)]), is("ASHA RAO", "other", true), "one paper");
        assert_eq!(asha("", &[of("Ravi Rao", true)]), is("Ravi Rao", "other", true), "given again");
        assert_eq!(asha("ravi rao", &[of("Ravi Rao", false)]), is("Ravi Rao", "other", true));
        assert_eq!(asha("Asha Rao", &[of("Ravi Rao", false)]), is("Asha Rao", "asha rao", true));
        assert_eq!(asha("", &[of("Ravi Rao", false)]), Err("Ravi Rao".to_owned()));
    }

    #[test]
    fn beside_a_cheque_whose_name_nobody_read_it_is_asked_whether_it_is_that_paper() {
        use WhichPaper::{Another, Same};
        let presumed = Taken {
            drawer: "Chitra Pai",
            fold: "chitra pai",
            payer: "Chitra Pai",
            said: false,
            same_payer: false,
        };
        let bhima = |said: &str, which, taken: &[Taken<'_>]| whose(said, which, "Bhima Naik", taken);
        let is =
            |drawer: &str, fold: &str, said| Ok(Drawn { drawer: drawer.into(), fold: fold.into(), said });
        for said in ["", "Bhima Naik"] {
            assert_eq!(bhima(said, None, &[presumed]), Err("Chitra Pai".to_owned()));
        }
        assert_eq!(bhima("Bhima Naik", Some(Same), &[presumed]), is("Bhima Naik", "chitra pai", true));
        assert_eq!(bhima("", Some(Same), &[presumed]), is("Chitra Pai", "chitra pai", false));
        assert_eq!(bhima("Bhima Naik", Some(Another), &[presumed]), is("Bhima Naik", "bhima naik", true));
        assert_eq!(bhima("", Some(Another), &[presumed]), is("Bhima Naik", "bhima naik", false));

        // Read by now, it is his, whatever it passed for; another of hers is told from it.
        let read = Taken { drawer: "Bhima Naik", said: true, ..presumed };
        assert_eq!(bhima("", None, &[presumed, read]), is("Bhima Naik", "chitra pai", true));
        let presumed = Taken { same_payer: true, ..presumed };
        let read = Taken { payer: "Bhima Naik", same_payer: false, ..read };
        let hers = |which| whose("Chitra Pai", which, "Chitra Pai", &[presumed, read]);
        assert_eq!(hers(None), is("Chitra Pai", "chitra pai+", true));
        assert_eq!(hers(Some(Same)), Err("Bhima Naik".to_owned()), "one paper has one name");
    }

    #[test]
    fn of_two_payers_of_one_name_it_is_asked_whether_they_gave_one_paper() {
        use WhichPaper::{Another, Same};
        let theirs =
            |said| Taken { drawer: "Asha Rao", fold: "asha rao", payer: "Asha Rao", said, same_payer: false };
        for (typed, read) in [("", false), ("", true), ("ASHA RAO", false), ("Asha Rao", true)] {
            let asha = |which, taken: &[Taken<'_>]| whose(typed, which, "Asha Rao", taken).map(|d| d.fold);
            assert_eq!(asha(None, &[theirs(read)]), Err("Asha Rao".to_owned()));
            assert_eq!(asha(Some(Same), &[theirs(read)]), Ok("asha rao".to_owned()));
            assert_eq!(asha(Some(Another), &[theirs(read)]), Ok("asha rao+".to_owned()));
            // One of hers is there already: it pays her other account, too.
            let own = Taken { same_payer: true, ..theirs(read) };
            assert_eq!(asha(None, &[own]), Ok("asha rao".to_owned()));
        }
        // A neighbour gives a cheque of hers: whose it is was read off it, and it is no namesake's.
        let neighbours = whose("Asha Rao", None, "Bhima Naik", &[theirs(true)]);
        assert_eq!(neighbours.map(|d| d.fold), Ok("asha rao".to_owned()));
    }

    #[test]
    fn after_enough_bounces_only_cash_will_do() {
        assert!(!cash_only_after(1, 2) && cash_only_after(2, 2) && cash_only_after(3, 2));
        assert!(!cash_only_after(9, 0), "the office does not work so");
        assert!(BounceReason::Funds.counts() && !BounceReason::PostDated.counts());
    }
}
