//! What may be taken back, by whom, and as what.
//!
//! FIELD's states: (a) same drawer session, own payment: the clerk, a void; (b) another clerk's or
//! after hand-over, same business day: a manager, a void, but of one's own payment another one; (c) after the day was closed or its money went to the
//! bank: an entry dated today, asked by one person and approved by another; (d) a vended token blocks it unless the
//! provider says that it is unused; (e) a paper is made always. This module decides; it changes nothing.
//! Start at [`decide`]; what (c) leaves open is [`way`]'s.

use crate::cheques::ChequeState;
use crate::money::Money;
use crate::payments::Method;
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
        /// (b) Same business day, but another's payment or another drawer session: a void by a manager.
        SameDay = "same_day",
        /// (c) The day is closed or the cheque is at the bank: an entry dated today, by two persons.
        Closed = "closed",
    }
}

words! {
    /// What became of a payment after its day was closed.
    pub enum ReversalKind {
        /// It fell and nothing was handed back: the money never came in, or its cheque was returned.
        Reversal = "reversal",
        /// It fell and the money went back to the customer.
        Refund = "refund",
        /// It fell here and was paid on the account that it was meant for.
        Transfer = "transfer",
        /// Its cheque bounced.
        Bounce = "bounce",
    }
}

/// What is known when somebody wants to take a payment back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The payment's business date.
    pub taken_on: Day,
    /// The business date now.
    pub today: Day,
    /// Whether the person who acts took the payment, by whatever log-in.
    pub own: bool,
    /// Whether they took it by the log-in by which they act.
    pub by_this_log_in: bool,
    /// Whether its drawer session is the one that the person who acts has open. Where the office works without
    /// drawer sessions, or the money lay in no drawer, whether it was taken today.
    pub same_session: bool,
    /// Whether the payment is void already.
    pub void: bool,
    /// What became of it later, if something did.
    pub fallen: Option<ReversalKind>,
    /// Whether money of it is at the bank: a cheque, or cash that its drawer left and a slip paid in.
    pub deposited: bool,
    /// Whether it was moved here from another account: no money came with it.
    pub moved_in: bool,
    /// Whether a prepaid token was vended for it and may have been used.
    pub vended: bool,
    /// The role of the person who acts, or of the manager who allows it at the clerk's screen.
    pub role: Role,
    /// Whether somebody else says yes to it, or will have to look at it.
    pub second: bool,
}

/// Decides in which state a payment is taken back.
///
/// Refuses a payment that is void already or has fallen, one whose token may have been used, and, to those
/// without the right, a void of another person's payment. What lay in a drawer of one's own that was counted or handed
/// over nobody takes back alone, whatever their role. [`UndoState::Closed`] is no void any more: see [`way`].
pub fn decide(facts: &Facts) -> Result<UndoState, Refusal> {
    let refused = |reason: &str| Err(Refusal::UndoRefused { reason: reason.to_owned() });
    match facts.fallen {
        _ if facts.void => return refused("the payment is void already"),
        Some(ReversalKind::Bounce) => return refused("its cheque has bounced"),
        Some(ReversalKind::Refund) => return refused("it was refunded already"),
        Some(ReversalKind::Transfer) => return refused("it was moved to another account already"),
        Some(ReversalKind::Reversal) => return refused("it was reversed already"),
        None => {}
    }
    if facts.vended {
        return refused("a token was vended for it, and the provider does not say that it is unused");
    }
    if facts.taken_on != facts.today || facts.deposited || facts.moved_in {
        return Ok(UndoState::Closed);
    }
    if facts.own && facts.same_session && facts.role.may(Right::UndoOwn) {
        return Ok(UndoState::OwnSession);
    }
    if facts.role.may(Right::UndoOthers) && (!facts.own || facts.same_session || facts.second) {
        return Ok(UndoState::SameDay);
    }
    let reason = if facts.own && !facts.by_this_log_in {
        "you have taken it by another log-in"
    } else if facts.own {
        "the drawer it was taken into was handed over or counted"
    } else {
        "the payment was taken by somebody else"
    };
    Err(Refusal::NeedsManager { reason: reason.to_owned() })
}

/// A tender of a payment, as far as it matters what may become of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TenderFact {
    /// How it was given.
    pub method: Method,
    /// Where its cheque is, for a cheque; of what was moved here, where a cheque is that it came from.
    pub cheque: Option<ChequeState>,
}

/// What may be done with a payment in state (c), one of the ways: each is refused with its reason where it does
/// not fit. A wrong account and a bad tender are two operations: a transfer moves a payment and no money; a bounce
/// is the cheque desk's.
///
/// `back_by` is how a refund hands the money back: all of it in cash or by bank, or, where it says nothing, each part the
/// way it came ([`back`]).
pub fn way(kind: ReversalKind, tenders: &[TenderFact], back_by: Option<Method>) -> Result<(), Refusal> {
    let refused = |reason: &str| Err(Refusal::UndoRefused { reason: reason.to_owned() });
    let any = |what: &dyn Fn(&TenderFact) -> bool| tenders.iter().any(what);
    let unpaid = |t: &TenderFact| t.cheque.is_some_and(|state| state != ChequeState::Realised);
    match kind {
        ReversalKind::Transfer => Ok(()),
        ReversalKind::Bounce => refused("a cheque bounces at the cheque desk"),
        ReversalKind::Refund => match back_by {
            None | Some(Method::Cash | Method::Bank) if any(&unpaid) => refused(
                "the bank has not paid its cheque yet: return the cheque, or wait until it is realised",
            ),
            None | Some(Method::Cash | Method::Bank) => Ok(()),
            _ => Err(Refusal::bad_input("back_by", "cash or bank, or nothing: each part the way it came")),
        },
        ReversalKind::Reversal => {
            if any(&|t| t.method == Method::Cash) {
                return refused("cash was taken: hand it back by a refund");
            }
            if any(&|t| t.method == Method::Transfer) {
                return refused("it was moved here from another account: move it back, or refund it");
            }
            if any(&|t| t.cheque.is_some_and(|state| state != ChequeState::Received)) {
                return refused(
                    "its cheque went to the bank: let it bounce there, or refund it once it is realised",
                );
            }
            Ok(())
        }
    }
}

/// How the money of a refund goes back, a part for each way, in the order in which it came: all of it as the office
/// decides (`by`), or each part the way it came. Of that, a cheque that the bank has paid, and what was moved here from
/// another account, go back by bank. `came` is each tender less its change.
///
/// Refuses sums out of range.
pub fn back(came: &[(Method, Money)], by: Option<Method>) -> Result<Vec<(Method, Money)>, Refusal> {
    let mut parts: Vec<(Method, Money)> = Vec::new();
    for (method, amount) in came.iter().filter(|(_, amount)| amount.is_positive()) {
        let way = by.unwrap_or(match method {
            Method::Cheque | Method::Transfer => Method::Bank,
            method => *method,
        });
        match parts.iter_mut().find(|(known, _)| *known == way) {
            Some((_, sum)) => *sum = sum.plus(*amount).ok_or(Refusal::TooMuch)?,
            None => parts.push((way, *amount)),
        }
    }
    Ok(parts)
}

/// How a refund goes back, in the words of the log and of the register of refunds: one way by its name, several with
/// their amounts, by name: `cash 400.00 + upi 600.00`. `plain` writes an amount.
#[must_use]
pub fn told_back(parts: &[(Method, Money)], plain: impl Fn(Money) -> String) -> String {
    if let [(method, _)] = parts {
        return method.as_str().to_owned();
    }
    let mut all: Vec<String> =
        parts.iter().map(|(method, amount)| format!("{method} {}", plain(*amount))).collect();
    all.sort_unstable();
    all.join(" + ")
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
        Facts {
            taken_on: today,
            today,
            own,
            by_this_log_in: own,
            same_session: own,
            void: false,
            fallen: None,
            deposited: false,
            moved_in: false,
            vended: false,
            role,
            second: false,
        }
    }

    #[test]
    fn each_state_has_its_own_answer() {
        assert_eq!(decide(&facts(true, Role::Clerk)), Ok(UndoState::OwnSession));
        assert_eq!(decide(&facts(false, Role::Manager)), Ok(UndoState::SameDay));
        assert!(matches!(decide(&facts(false, Role::Clerk)), Err(Refusal::NeedsManager { .. })));
        let handed_over = Facts { same_session: false, ..facts(true, Role::Clerk) };
        assert!(matches!(decide(&handed_over), Err(Refusal::NeedsManager { .. })), "even for its own clerk");
        let manager = Facts { role: Role::Manager, ..handed_over };
        assert!(matches!(decide(&manager), Err(Refusal::NeedsManager { .. })), "nor for a manager alone");
        assert_eq!(decide(&Facts { second: true, ..manager }), Ok(UndoState::SameDay));
        let void = Facts { void: true, ..facts(true, Role::Clerk) };
        assert!(matches!(decide(&void), Err(Refusal::UndoRefused { .. })));
    }

    #[test]
    fn what_lies_behind_the_days_close_or_the_banks_counter_is_no_void_any_more() {
        let today = facts(true, Role::Clerk);
        let old = Facts { taken_on: today.today.plus_days(-1), ..today };
        for behind in [old, Facts { deposited: true, ..today }, Facts { moved_in: true, ..today }] {
            for role in [Role::Clerk, Role::Manager] {
                assert_eq!(
                    decide(&Facts { role, ..behind }),
                    Ok(UndoState::Closed),
                    "even for its own clerk"
                );
            }
        }
    }

    #[test]
    fn a_payment_falls_once_and_never_from_under_a_token() {
        for kind in ReversalKind::ALL {
            let fallen = Facts { fallen: Some(*kind), ..facts(true, Role::Manager) };
            assert!(matches!(decide(&fallen), Err(Refusal::UndoRefused { .. })), "{kind}");
        }
        let vended = Facts { vended: true, ..facts(true, Role::Manager) };
        assert!(decide(&vended).expect_err("a token").to_string().contains("token"));
    }

    #[test]
    fn each_way_fits_the_money_that_came_in_and_no_other() {
        let of = |method| TenderFact { method, cheque: None };
        let cheque = |state| TenderFact { method: Method::Cheque, cheque: Some(state) };
        let fits = |kind, tender: TenderFact, back| way(kind, &[tender], back).is_ok();
        let cash = Some(Method::Cash);
        for tender in
            [of(Method::Cash), of(Method::Card), cheque(ChequeState::Received), of(Method::Transfer)]
        {
            assert!(fits(ReversalKind::Transfer, tender, None), "a transfer moves no money");
            assert!(!fits(ReversalKind::Bounce, tender, None), "bouncing is the cheque desk's");
        }
        assert!(
            fits(ReversalKind::Refund, of(Method::Cash), cash)
                && fits(ReversalKind::Refund, of(Method::Upi), cash)
        );
        assert!(fits(ReversalKind::Refund, of(Method::Cash), None), "the way it came");
        assert!(!fits(ReversalKind::Refund, cheque(ChequeState::Deposited), None));
        assert!(!fits(ReversalKind::Refund, of(Method::Cash), Some(Method::Card)));
        assert!(!fits(ReversalKind::Refund, cheque(ChequeState::Deposited), cash), "the classic fraud");
        assert!(fits(ReversalKind::Refund, cheque(ChequeState::Realised), cash));
        let moved = |state| TenderFact { method: Method::Transfer, cheque: Some(state) };
        assert!(
            !fits(ReversalKind::Refund, moved(ChequeState::Deposited), cash),
            "moving it makes it no better"
        );
        assert!(fits(ReversalKind::Refund, moved(ChequeState::Realised), cash));
        assert!(fits(ReversalKind::Reversal, of(Method::Upi), None));
        assert!(
            fits(ReversalKind::Reversal, cheque(ChequeState::Received), None),
            "the cheque is handed back"
        );
        assert!(!fits(ReversalKind::Reversal, cheque(ChequeState::Deposited), None));
        assert!(!fits(ReversalKind::Reversal, of(Method::Cash), None));
        assert!(!fits(ReversalKind::Reversal, of(Method::Transfer), None));
    }

    #[test]
    fn a_refund_goes_back_the_way_it_came_or_as_the_office_decides_and_never_less_than_came() {
        let m = Money::from_minor;
        let came = [
            (Method::Cash, m(400)),
            (Method::Upi, m(600)),
            (Method::Cheque, m(250)),
            (Method::Bank, m(50)),
            (Method::Cash, m(100)),
            (Method::Card, Money::ZERO),
        ];
        let as_it_came = [(Method::Cash, m(500)), (Method::Upi, m(600)), (Method::Bank, m(300))];
        assert_eq!(back(&came, None), Ok(as_it_came.to_vec()), "a cheque that was paid goes back by bank");
        for by in [Method::Cash, Method::Bank] {
            assert_eq!(back(&came, Some(by)), Ok(vec![(by, m(1_400))]));
        }
        assert_eq!(back(&[(Method::Transfer, m(9))], None), Ok(vec![(Method::Bank, m(9))]));
        assert_eq!(back(&[(Method::Cash, m(i64::MAX)), (Method::Cash, m(1))], None), Err(Refusal::TooMuch));
    }
}
