//! Two persons for one act: who may let happen what another has asked for.
//!
//! Maker and checker are never the same person, by whatever log-in. An office of two has one clerk and one
//! manager: the manager says yes with a PIN at the clerk's screen or from the list. With no manager there, what
//! is small may be done at once and waits for a second look. This module decides; it changes nothing.
//! Start at [`decide`].

use crate::ids::UserId;
use crate::money::Money;
use crate::people::{Right, Role};
use crate::refusal::Refusal;
use crate::text::fold;
use crate::time::Instant;

words! {
    /// What is asked for.
    pub enum ApprovalKind {
        /// A payment falls without money going back: it never came in, or its cheque is handed back.
        Reversal = "reversal",
        /// A payment falls and its money goes back to the customer.
        Refund = "refund",
        /// A payment moves to the account it was meant for.
        Transfer = "transfer",
        /// A payment of the same day becomes void.
        Void = "void",
        /// A bill is cancelled, credited or debited above the office's ceiling.
        Correction = "correction",
        /// A claim is given up above the office's ceiling.
        WriteOff = "write_off",
        /// Less is claimed, as a kindness.
        Discount = "discount",
        /// A drawer is closed, or opened, with too much or too little in it.
        Variance = "variance",
        /// A fee above the role's ceiling.
        Fee = "fee",
        /// Cash is taken out of a drawer for another end than a void, above the office's ceiling.
        CashOut = "cash_out",
        /// Cash is brought to the safe from outside the office.
        SafeIn = "safe_in",
    }
}

impl ApprovalKind {
    /// What a refusal calls it.
    #[must_use]
    pub const fn called(self) -> &'static str {
        match self {
            ApprovalKind::Reversal => "a reversal",
            ApprovalKind::Refund => "a refund",
            ApprovalKind::Transfer => "a transfer",
            ApprovalKind::Void => "a void",
            ApprovalKind::Correction => "a correction",
            ApprovalKind::WriteOff => "a write-off",
            ApprovalKind::Discount => "a discount",
            ApprovalKind::Variance => "a variance",
            ApprovalKind::Fee => "a charge",
            ApprovalKind::CashOut => "cash out of a drawer",
            ApprovalKind::SafeIn => "cash brought to the safe",
        }
    }

    /// Whether it may be done first and looked at afterwards. What gives a claim up for good may not; a drawer's
    /// variance has happened already, and closing the drawer gives up nothing more.
    #[must_use]
    pub const fn may_wait_for_a_second_look(self) -> bool {
        !matches!(self, ApprovalKind::WriteOff | ApprovalKind::Discount)
    }
}

words! {
    /// How far a request has come.
    pub enum ApprovalState {
        /// Waits for somebody else's word.
        Asked = "asked",
        /// Done, with somebody else's word.
        Approved = "approved",
        /// Refused; a second look that was refused leaves what was done, as an exception.
        Refused = "refused",
        /// Taken back by who asked.
        Withdrawn = "withdrawn",
        /// Nobody decided in time.
        Expired = "expired",
        /// Done already, by a clerk alone; somebody else must look at it.
        SecondLook = "second_look",
        /// Looked at by somebody else, and right.
        Cleared = "cleared",
    }
}

words! {
    /// What somebody says to a request.
    pub enum Decision {
        /// Let it happen; of what was done already, that it is right.
        Approve = "approve",
        /// Do not; of what was done already, that it is not right.
        Refuse = "refuse",
    }
}

/// A person, as far as it matters who is who.
#[derive(Debug, Clone, Copy)]
pub struct Someone<'a> {
    /// Their user.
    pub user: UserId,
    /// Their name.
    pub name: &'a str,
}

impl Someone<'_> {
    /// Whether two log-ins are one person: the same user, or the same name. Two people of one name in one office
    /// are told apart by their names in the users' list, or neither approves for the other.
    #[must_use]
    pub fn is(&self, other: &Someone<'_>) -> bool {
        self.user == other.user || fold(self.name) == fold(other.name)
    }
}

/// A request, as far as the decision needs it.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Its number, for refusals.
    pub id: i64,
    /// What is asked for.
    pub kind: ApprovalKind,
    /// About how much.
    pub amount: Money,
    /// Who asked.
    pub asked_by: Someone<'a>,
    /// How far it has come.
    pub state: ApprovalState,
    /// Until when somebody may let it happen.
    pub expires_at: Instant,
    /// It has happened, whatever is said to it: a drawer that differs, a cheque that the bank has debited.
    pub happened: bool,
}

impl Request<'_> {
    /// Its state by the clock: what nobody decided in time has expired, though nobody has written it down yet.
    #[must_use]
    pub fn state_at(&self, now: Instant) -> ApprovalState {
        match self.state {
            ApprovalState::Asked if self.expires_at <= now => ApprovalState::Expired,
            state => state,
        }
    }
}

/// Who decides.
#[derive(Debug, Clone)]
pub struct Decider<'a> {
    /// Who.
    pub who: Someone<'a>,
    /// Their role.
    pub role: Role,
    /// The most their role may approve of this kind; none is no ceiling.
    pub ceiling: Option<Money>,
    /// Where who asked has made or changed them in a month that is not closed yet: the names of those who may instead.
    pub held: Option<Vec<String>>,
}

/// Decides a request: gives the state it has then.
///
/// Refuses whoever has no right to approve, who asked themselves (by whatever log-in), whom the asker has in their hand,
/// an amount above the decider's ceiling, and what has been decided, withdrawn or has expired. A second look has no ceiling: it is done,
/// and whoever reads everything may look, too: an office with one manager has nobody else. Nor has what has happened: a ceiling cannot
/// undo it, so it takes two persons as what is below does, and is looked at by a third ([`looked_at_after`]).
pub fn decide(
    request: &Request<'_>,
    by: &Decider<'_>,
    decision: Decision,
    now: Instant,
) -> Result<ApprovalState, Refusal> {
    let state = request.state_at(now);
    by.role.must(match state {
        ApprovalState::SecondLook => Right::TakeSecondLook,
        _ => Right::Approve,
    })?;
    if by.who.is(&request.asked_by) {
        return Err(Refusal::OwnRequest);
    }
    if let Some(others) = &by.held {
        let (who, by) = (by.who.name.to_owned(), request.asked_by.name.to_owned());
        return Err(Refusal::InTheirHand { who, by, others: others.clone() });
    }
    match (state, decision) {
        (ApprovalState::Asked, Decision::Approve) => {
            if !request.happened {
                by.role.within(by.ceiling, request.amount)?;
            }
            Ok(ApprovalState::Approved)
        }
        (ApprovalState::SecondLook, Decision::Approve) => Ok(ApprovalState::Cleared),
        (ApprovalState::Asked | ApprovalState::SecondLook, Decision::Refuse) => Ok(ApprovalState::Refused),
        (state, _) => Err(ended(request.id, state)),
    }
}

/// Whether what somebody lets happen is looked at by a third person afterwards: it has happened, and is more than their role may
/// approve.
#[must_use]
pub fn looked_at_after(request: &Request<'_>, by: &Decider<'_>) -> bool {
    request.happened && by.ceiling.is_some_and(|most| request.amount > most)
}

/// Takes one's own request back. Refuses another's, and one that is decided.
pub fn withdraw(request: &Request<'_>, by: UserId, now: Instant) -> Result<ApprovalState, Refusal> {
    if request.asked_by.user != by {
        return Err(Refusal::not_found("request of yours", request.id));
    }
    match request.state_at(now) {
        ApprovalState::Asked => Ok(ApprovalState::Withdrawn),
        state => Err(ended(request.id, state)),
    }
}

/// Refuses to do first and have it looked at afterwards what is too large for that, or gives something up for good.
/// No ceiling means that the office does not work so.
pub fn done_first(kind: ApprovalKind, amount: Money, ceiling: Option<Money>) -> Result<(), Refusal> {
    match ceiling {
        Some(most) if kind.may_wait_for_a_second_look() && amount <= most => Ok(()),
        ceiling => Err(Refusal::NeedsApproval {
            what: kind.called(),
            ceiling: ceiling.filter(|_| kind.may_wait_for_a_second_look()).unwrap_or(Money::ZERO),
            amount,
        }),
    }
}

fn ended(id: i64, state: ApprovalState) -> Refusal {
    Refusal::HasEnded { what: format!("request {id}"), state: state.as_str() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_millis(1_000_000);

    fn asha() -> Someone<'static> {
        Someone { user: UserId(3), name: "Asha Rao" }
    }

    fn request(state: ApprovalState) -> Request<'static> {
        Request {
            id: 7,
            kind: ApprovalKind::Refund,
            amount: Money::from_minor(50_000),
            asked_by: asha(),
            state,
            expires_at: NOW.plus_secs(3600),
            happened: false,
        }
    }

    fn maya() -> Decider<'static> {
        Decider {
            who: Someone { user: UserId(4), name: "Maya" },
            role: Role::Manager,
            ceiling: None,
            held: None,
        }
    }

    #[test]
    fn nobody_approves_their_own_request_by_whatever_log_in() {
        let asked = request(ApprovalState::Asked);
        let herself = Decider { who: asha(), ..maya() };
        let second_log_in = Decider { who: Someone { user: UserId(9), name: "asha  rao".trim() }, ..maya() };
        let second_log_in =
            Decider { who: Someone { name: "ASHA RAO", ..second_log_in.who }, ..second_log_in };
        for by in [herself, second_log_in] {
            for decision in [Decision::Approve, Decision::Refuse] {
                assert_eq!(decide(&asked, &by, decision, NOW), Err(Refusal::OwnRequest));
            }
            let look = request(ApprovalState::SecondLook);
            assert_eq!(decide(&look, &by, Decision::Approve, NOW), Err(Refusal::OwnRequest));
        }
    }

    #[test]
    fn nobody_decides_for_who_has_them_in_their_hand() {
        let held = Decider { held: Some(vec!["Noor".to_owned(), "Lena".to_owned()]), ..maya() };
        for state in [ApprovalState::Asked, ApprovalState::SecondLook] {
            for decision in [Decision::Approve, Decision::Refuse] {
                let refused = decide(&request(state), &held, decision, NOW).unwrap_err();
                assert_eq!(refused.code(), "in_their_hand");
                assert!(refused.to_string().ends_with("; Noor or Lena may decide it"), "{refused}");
            }
        }
    }

    #[test]
    fn only_who_may_approve_does_and_only_up_to_their_ceiling() {
        let asked = request(ApprovalState::Asked);
        assert_eq!(decide(&asked, &maya(), Decision::Approve, NOW), Ok(ApprovalState::Approved));
        for role in [Role::Clerk, Role::Admin, Role::Official, Role::Consumer] {
            let refused = decide(&asked, &Decider { role, ..maya() }, Decision::Approve, NOW);
            assert!(matches!(refused, Err(Refusal::NotAllowed { .. })), "{role}");
        }
        let small = Decider { ceiling: Some(Money::from_minor(49_999)), ..maya() };
        let above = decide(&asked, &small, Decision::Approve, NOW);
        assert!(matches!(above, Err(Refusal::AboveCeiling { .. })));
        assert_eq!(decide(&asked, &small, Decision::Refuse, NOW), Ok(ApprovalState::Refused));
    }

    #[test]
    fn what_has_happened_needs_no_fewer_persons_for_being_larger() {
        let ceiling = Some(Money::from_minor(20_000));
        let by = Decider { ceiling, ..maya() };
        let of = |minor: i64| {
            let amount = Money::from_minor(minor);
            Request { amount, happened: true, ..request(ApprovalState::Asked) }
        };
        let mut looks = false;
        for minor in [1, 19_999, 20_000, 20_001, 50_000, i64::MAX] {
            let asked = of(minor);
            assert_eq!(decide(&asked, &by, Decision::Approve, NOW), Ok(ApprovalState::Approved), "{minor}");
            assert_eq!(looked_at_after(&asked, &by), minor > 20_000, "{minor}");
            assert!(looks <= looked_at_after(&asked, &by), "what is larger is looked at no less");
            looks = looked_at_after(&asked, &by);
            let alone = Decider { who: asha(), ..by.clone() };
            assert_eq!(decide(&asked, &alone, Decision::Approve, NOW), Err(Refusal::OwnRequest), "{minor}");
        }
        assert!(!looked_at_after(&of(i64::MAX), &maya()), "no ceiling, no look");
    }

    #[test]
    fn a_request_is_decided_once_and_in_time() {
        for state in ApprovalState::ALL {
            let open = matches!(state, ApprovalState::Asked | ApprovalState::SecondLook);
            let decided = decide(&request(*state), &maya(), Decision::Approve, NOW);
            assert_eq!(decided.is_ok(), open, "{state}");
        }
        let late = Request { expires_at: NOW, ..request(ApprovalState::Asked) };
        let expired = Refusal::HasEnded { what: "request 7".into(), state: "expired" };
        assert_eq!(decide(&late, &maya(), Decision::Approve, NOW), Err(expired.clone()));
        assert_eq!(withdraw(&late, UserId(3), NOW), Err(expired));
        let look = Request { expires_at: NOW, ..request(ApprovalState::SecondLook) };
        assert_eq!(
            decide(&look, &maya(), Decision::Approve, NOW),
            Ok(ApprovalState::Cleared),
            "late, but needed"
        );
    }

    #[test]
    fn only_who_asked_takes_a_request_back() {
        let asked = request(ApprovalState::Asked);
        assert_eq!(withdraw(&asked, UserId(3), NOW), Ok(ApprovalState::Withdrawn));
        assert!(withdraw(&asked, UserId(4), NOW).is_err());
        assert!(withdraw(&request(ApprovalState::SecondLook), UserId(3), NOW).is_err(), "it is done already");
    }

    #[test]
    fn what_is_small_may_be_done_first_where_the_office_wants_it_so() {
        let rupees = |n: i64| Money::from_minor(n * 100);
        assert!(done_first(ApprovalKind::Refund, rupees(100), Some(rupees(100))).is_ok());
        assert!(done_first(ApprovalKind::Refund, rupees(101), Some(rupees(100))).is_err());
        assert!(done_first(ApprovalKind::Refund, rupees(1), None).is_err());
        for given_up in [ApprovalKind::WriteOff, ApprovalKind::Discount] {
            assert!(done_first(given_up, rupees(1), Some(rupees(100))).is_err(), "given up for good");
        }
        assert!(
            done_first(ApprovalKind::Variance, rupees(100), Some(rupees(100))).is_ok(),
            "it has happened"
        );
    }
}
