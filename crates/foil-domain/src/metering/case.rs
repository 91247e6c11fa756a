//! Abnormal use under somebody's eye: first a letter, then an inspection, then a review, a period each.

use crate::time::Day;

words! {
    /// What is abnormal.
    pub enum CaseKind {
        /// Far more than usual.
        High = "high",
        /// Far less than usual.
        Low = "low",
        /// Nothing was used.
        Zero = "zero",
        /// Less than nothing was used.
        Negative = "negative",
        /// Many times the usual.
        Spike = "spike",
        /// Nobody has read the meter for too long.
        Estimates = "estimates",
    }
}

words! {
    /// How far a case has come.
    pub enum CaseStep {
        /// The customer is written to.
        Letter = "letter",
        /// The meter is looked at.
        Inspection = "inspection",
        /// The account is gone through.
        Review = "review",
    }
}

impl CaseStep {
    /// The step after this one; the last has none.
    #[must_use]
    pub const fn next(self) -> Option<CaseStep> {
        match self {
            CaseStep::Letter => Some(CaseStep::Inspection),
            CaseStep::Inspection => Some(CaseStep::Review),
            CaseStep::Review => None,
        }
    }
}

words! {
    /// Whether somebody has to look.
    pub enum CaseState {
        /// Somebody has to.
        Open = "open",
        /// It is explained or settled.
        Closed = "closed",
    }
}

/// An open case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenCase {
    /// How far it has come.
    pub step: CaseStep,
    /// Periods in which use was abnormal.
    pub periods: i64,
    /// Day of the reading that moved it last.
    pub last_on: Day,
}

/// What a reading does to an account's case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Nothing.
    None,
    /// A case begins, with a letter.
    Open(CaseKind),
    /// The case goes a step on, for another abnormal period.
    Escalate(CaseKind, CaseStep),
    /// Use is as usual again before anybody had to look: the case ends by itself.
    Settle,
}

/// What a reading of a day does to the account's case; `found` is what is abnormal about it, `cycle` the days from one
/// reading to the next as they usually are.
///
/// A case moves by periods, and one is over when half of what is usual has passed since it moved last: the reading of
/// another register on the same day, and one that only looks how the meter does some days later, say nothing.
/// Three abnormal periods lead from the letter to the review. A usual period ends a case that has only
/// come to the letter; what was to be inspected or reviewed stays until a person closes it.
#[must_use]
pub fn follow(open: Option<OpenCase>, found: Option<CaseKind>, on: Day, cycle: i64) -> Move {
    match (open, found) {
        (None, None) => Move::None,
        (None, Some(kind)) => Move::Open(kind),
        (Some(case), _) if 2 * on.days_since(case.last_on) < cycle.max(1) => Move::None,
        (Some(case), Some(kind)) => Move::Escalate(kind, case.step.next().unwrap_or(CaseStep::Review)),
        (Some(case), None) if case.step == CaseStep::Letter => Move::Settle,
        (Some(_), None) => Move::None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::past::tests::day;
    use super::*;

    fn case(step: CaseStep) -> Option<OpenCase> {
        Some(OpenCase { step, periods: 1, last_on: day("2026-10-05") })
    }

    #[test]
    fn three_abnormal_periods_lead_from_a_letter_to_a_review() {
        let (high, on) = (Some(CaseKind::High), day("2026-11-05"));
        assert_eq!(follow(None, high, on, 30), Move::Open(CaseKind::High));
        let next = |step| follow(case(step), Some(CaseKind::Zero), on, 30);
        assert_eq!(next(CaseStep::Letter), Move::Escalate(CaseKind::Zero, CaseStep::Inspection));
        assert_eq!(next(CaseStep::Inspection), Move::Escalate(CaseKind::Zero, CaseStep::Review));
        assert_eq!(next(CaseStep::Review), Move::Escalate(CaseKind::Zero, CaseStep::Review));
        let same_day = follow(case(CaseStep::Letter), high, day("2026-10-05"), 30);
        assert_eq!(same_day, Move::None, "a day is one period, however many registers are read");
        let soon = |found, cycle| follow(case(CaseStep::Letter), found, day("2026-10-19"), cycle);
        assert_eq!(soon(high, 30), Move::None, "the meter was looked at again: that is no further period");
        assert_eq!(soon(None, 30), Move::None, "nor one that is as usual again");
        assert_eq!(soon(high, 28), Move::Escalate(CaseKind::High, CaseStep::Inspection));
        assert_eq!(soon(None, 60), Move::None);
    }

    #[test]
    fn a_usual_period_ends_a_letter_but_no_inspection() {
        let on = day("2026-11-05");
        assert_eq!(follow(case(CaseStep::Letter), None, on, 30), Move::Settle);
        assert_eq!(follow(case(CaseStep::Inspection), None, on, 30), Move::None);
        assert_eq!(follow(None, None, on, 30), Move::None);
    }
}
