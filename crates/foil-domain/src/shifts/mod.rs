//! Shifts: one person, one drawer, one business day.
//!
//! What a drawer must hold is worked out from what went in and out of it, never stored and adjusted:
//! [`Drawer::expected`]. Who counts does so without knowing that figure; [`after_count`] says what a count leads
//! to. This module reads nothing: it is told the sums. Notes and coins are in [`pieces`], what stands on X and Z
//! reports, deposit slips and the day's paper in [`papers`].

pub mod papers;
pub mod pieces;

use crate::money::Money;
use crate::payments::Method;
use crate::people::Role;
use crate::refusal::Refusal;

words! {
    /// How far a shift has come.
    pub enum ShiftState {
        /// Takes money.
        Open = "open",
        /// Was counted once or twice; takes no more money.
        Counting = "counting",
        /// Counted, and waits for the next person to accept the drawer.
        HandedOver = "handed_over",
        /// Ended with its Z report.
        Closed = "closed",
    }
}

impl ShiftState {
    /// What a refusal says of it.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            ShiftState::Open => "is open",
            ShiftState::Counting => "is being counted",
            ShiftState::HandedOver => "waits for its hand-over to be accepted",
            ShiftState::Closed => "is closed",
        }
    }
}

words! {
    /// What went into a drawer or out of it beside payments and voids.
    pub enum CashKind {
        /// What it began with.
        Float = "float",
        /// Put in for another end.
        CashIn = "cash_in",
        /// Taken out for another end.
        CashOut = "cash_out",
        /// Dropped to the safe.
        Drop = "drop",
        /// Given to another clerk's drawer.
        ChangeOut = "change_out",
        /// Got from another clerk's drawer.
        ChangeIn = "change_in",
        /// Paid out to a customer as a refund.
        Refund = "refund",
        /// The float was so much more than was kept in the drawer. It moves nothing: the float is what was counted.
        FloatOver = "float_over",
        /// The float was so much less than was kept in the drawer; likewise.
        FloatShort = "float_short",
    }
}

words! {
    /// Whether a movement of cash counts.
    pub enum CashState {
        /// It happened.
        Done = "done",
        /// Offered to another clerk, who has not said yes or no.
        Offered = "offered",
        /// Accepted by the other clerk.
        Accepted = "accepted",
        /// Declined, or taken back by who offered it.
        Declined = "declined",
    }
}

words! {
    /// Why cash goes into a drawer or out of it; the clerk picks one.
    pub enum CashReason {
        /// A small expense of the office.
        PettyExpense = "petty_expense",
        /// Change for the customers, from the safe; back to it cash goes as a drop.
        Change = "change",
        /// What belongs to the drawer was found, or does not belong to it.
        Found = "found",
        /// Something else, in the note.
        Other = "other",
    }
}

/// Why cash went into a drawer that left the safe: its change. What was brought before the safe was kept account of bears
/// the word of [`CashReason::Change`] itself, and came from nowhere.
pub const FROM_SAFE: &str = "from_safe";

words! {
    /// Where cash comes from that is brought to the safe.
    pub enum BroughtFrom {
        /// Drawn at the office's bank.
        Bank = "bank",
        /// Sent by the head office.
        HeadOffice = "head_office",
    }
}

words! {
    /// Why a count differs; the clerk picks one.
    pub enum VarianceReason {
        /// A customer probably got wrong change.
        WrongChange = "wrong_change",
        /// A payment was probably taken by another way than it was booked.
        WrongTender = "wrong_tender",
        /// A note or coin is no money.
        BadNote = "bad_note",
        /// Nobody knows.
        Unknown = "unknown",
        /// Something else, in the note.
        Other = "other",
    }
}

impl CashReason {
    /// What a request for somebody's word says of it.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            CashReason::PettyExpense => "a small expense",
            CashReason::Change => "change for customers",
            CashReason::Found => "it does not belong to the drawer",
            CashReason::Other => "something else",
        }
    }
}

impl VarianceReason {
    /// What a request for somebody's word says of it.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            VarianceReason::WrongChange => "wrong change was given",
            VarianceReason::WrongTender => "a payment was booked in another way than it was paid",
            VarianceReason::BadNote => "a note or coin is no money",
            VarianceReason::Unknown => "nobody knows",
            VarianceReason::Other => "something else",
        }
    }
}

/// Everything that moved the cash of one drawer, as sums of a shift. None is below zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drawer {
    /// What it began with.
    pub float: Money,
    /// Cash that customers gave.
    pub tendered: Money,
    /// Cash that was handed back to them.
    pub change: Money,
    /// Put in for other ends.
    pub cash_in: Money,
    /// Taken out for other ends.
    pub cash_out: Money,
    /// Dropped to the safe.
    pub drops: Money,
    /// Got from other drawers, accepted.
    pub change_in: Money,
    /// Given to other drawers and accepted there.
    pub change_out: Money,
    /// Handed back for payments that became void, net of their change.
    pub voids: Money,
    /// Paid out as refunds.
    pub refunds: Money,
}

impl Drawer {
    /// What the drawer must hold.
    ///
    /// Refuses sums out of range. It is below zero only in books of versions that let a void hand back more than was there.
    pub fn expected(&self) -> Result<Money, Refusal> {
        let into = [self.float, self.tendered, self.cash_in, self.change_in];
        let out = [self.change, self.cash_out, self.drops, self.change_out, self.voids, self.refunds];
        let signed = into.into_iter().chain(out.into_iter().map(Money::negated));
        Money::sum(signed).ok_or(Refusal::TooMuch)
    }

    /// Refuses to let out more than it holds.
    pub fn must_hold(&self, amount: Money) -> Result<(), Refusal> {
        if amount > self.expected()? { Err(Refusal::NotEnoughCash) } else { Ok(()) }
    }
}

/// More cash than this, and a drawer asks for a drop: the office's ceiling, or up to a tenth below it. Where in that tenth
/// `drawn` says, which nobody can foresee. An ask at the ceiling itself would tell to the coin what the drawer holds to whoever
/// brings change from the safe and drops it again until the ask comes and goes.
#[must_use]
pub fn asks_above(ceiling: Money, drawn: u64) -> Money {
    let below = (i128::from(ceiling.minor() / 10) * i128::from(drawn)) >> 64;
    Money::from_minor(ceiling.minor() - i64::try_from(below).unwrap_or_default())
}

/// By how much more stays in a drawer overnight than its float; none where it does not. The float is the office's for every
/// drawer, or what the first drawer of its counter began with; never what this shift began with, which after a hand-over or
/// an evening on which more stayed is a day's takings.
///
/// Refuses that without a word: cash that lies in a drawer is neither at the bank nor in the safe, and a drawer that keeps
/// a little more each evening is how a hole is filled later.
pub fn kept_beyond_float(kept: Money, float: Money, why: &str) -> Result<Option<Money>, Refusal> {
    let more = kept.minus(float).ok_or(Refusal::TooMuch)?;
    match more.is_positive() {
        false => Ok(None),
        true if why.is_empty() => {
            Err(Refusal::bad_input("keep_reason", "why more than the float stays in the drawer overnight"))
        }
        true => Ok(Some(more)),
    }
}

/// How much of what lies in the safe stays there when a slip is made: the office's fund, as far as it is there. What open
/// drawers have drawn of it is out, and comes back to the safe when they are closed.
pub fn fund_in_safe(fund: Money, drawn: Money, lies: Money) -> Result<Money, Refusal> {
    let at_home = fund.minus(drawn).ok_or(Refusal::TooMuch)?;
    Ok(at_home.min(lies).max(Money::ZERO))
}

/// How far counts may differ without a second count, a reason and somebody's approval, by the role of whose drawer it is:
/// whoever counts it in their place brings no other tolerance along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// For clerks.
    pub clerk: Money,
    /// For managers.
    pub manager: Money,
}

impl Tolerance {
    /// That of a role.
    #[must_use]
    pub fn of(&self, role: Role) -> Money {
        match role {
            Role::Manager => self.clerk.max(self.manager),
            _ => self.clerk,
        }
    }
}

/// One way of paying, counted against what it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The way of paying.
    pub method: Method,
    /// What was counted.
    pub counted: Money,
    /// What it must be.
    pub expected: Money,
}

impl Counted {
    /// Above zero: too much; below: too little.
    pub fn variance(&self) -> Result<Money, Refusal> {
        self.counted.minus(self.expected).ok_or(Refusal::TooMuch)
    }

    fn is_off(&self, tolerance: Money) -> Result<bool, Refusal> {
        let off = self.variance()?;
        Ok(off > tolerance || off < tolerance.negated())
    }
}

/// A way of paying beside cash whose slips and papers were counted otherwise than was taken by it. No cash moves by it:
/// what the bank or the terminal says of each paper is the truth of it, and until then somebody has to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
pub struct TenderVariance {
    /// The way of paying.
    pub method: Method,
    /// What must be there of it.
    pub expected: Money,
    /// What was counted.
    pub counted: Money,
    /// Counted less expected.
    pub variance: Money,
}

/// Those of a count that differ, cash aside, whatever the tolerance.
pub fn tender_variances(counts: &[Counted]) -> Result<Vec<TenderVariance>, Refusal> {
    let mut off = Vec::new();
    for count in counts.iter().filter(|count| count.method != Method::Cash) {
        let variance = count.variance()?;
        if !variance.is_zero() {
            let Counted { method, counted, expected } = *count;
            off.push(TenderVariance { method, expected, counted, variance });
        }
    }
    Ok(off)
}

/// By how much a count is off: its differences without their signs, summed over the ways of paying, so that what is
/// too much in one never hides what is missing in another. That is the amount somebody else's word is needed for.
pub fn off_by(counts: &[Counted]) -> Result<Money, Refusal> {
    let mut off = Money::ZERO;
    for count in counts {
        let variance = count.variance()?;
        let size = if variance.is_negative() { variance.negated() } else { variance };
        off = off.plus(size).ok_or(Refusal::TooMuch)?;
    }
    Ok(off)
}

/// What comes after a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterCount {
    /// Within tolerance: the shift can be closed.
    Close,
    /// It differs: it is counted a second time, still without the figure.
    CountAgain,
    /// It still differs: a reason, and somebody else's word.
    Explain,
}

/// What the n-th count (1 or 2) leads to.
pub fn after_count(n: i64, counts: &[Counted], tolerance: Money) -> Result<AfterCount, Refusal> {
    let mut off = false;
    for count in counts {
        off |= count.is_off(tolerance)?;
    }
    Ok(match (off, n) {
        (false, _) => AfterCount::Close,
        (true, ..2) => AfterCount::CountAgain,
        (true, _) => AfterCount::Explain,
    })
}

/// A row of numbered documents, as a Z report certifies it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
pub struct Certificate {
    /// The first number; empty when there is none.
    pub first: String,
    /// The last number.
    pub last: String,
    /// How many there are.
    pub count: i64,
    /// How many of them are void.
    pub voids: i64,
    /// Numbers missing between the first and the last.
    pub gaps: i64,
}

impl Certificate {
    /// Certifies numbers in whatever order they come, each with whether it is void. The counting part of a number is
    /// what follows its last `/`; what stands before is its series, and all must be of one.
    pub fn of<'a>(numbers: impl IntoIterator<Item = (&'a str, bool)>) -> Certificate {
        let mut certificate = Certificate::default();
        let (mut least, mut most) = (i64::MAX, i64::MIN);
        for (number, void) in numbers {
            let n = number.rsplit('/').next().and_then(|n| n.parse().ok()).unwrap_or_default();
            if n < least {
                (least, certificate.first) = (n, number.to_owned());
            }
            if n > most {
                (most, certificate.last) = (n, number.to_owned());
            }
            certificate.count += 1;
            certificate.voids += i64::from(void);
        }
        if certificate.count > 0 {
            certificate.gaps = most - least + 1 - certificate.count;
        }
        certificate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rs(whole: i64) -> Money {
        Money::from_minor(whole * 100)
    }

    #[test]
    fn more_than_the_float_stays_overnight_only_with_a_word() {
        let m = Money::from_minor;
        assert_eq!(kept_beyond_float(m(500), m(500), ""), Ok(None));
        assert_eq!(kept_beyond_float(m(0), m(500), "said without need"), Ok(None));
        assert_eq!(kept_beyond_float(m(700), m(500), "the market is tomorrow"), Ok(Some(m(200))));
        assert!(matches!(kept_beyond_float(m(501), m(500), ""), Err(Refusal::BadInput { .. })));
    }

    #[test]
    fn of_the_fund_there_stays_in_the_safe_what_no_drawer_has() {
        let stays = |fund, drawn, lies| fund_in_safe(rs(fund), rs(drawn), rs(lies)).unwrap();
        assert_eq!(stays(5_000, 0, 14_000), rs(5_000));
        assert_eq!(stays(5_000, 2_000, 13_000), rs(3_000), "the drawer brings its two thousand back");
        assert_eq!(stays(5_000, 6_000, 13_000), rs(0));
        assert_eq!(stays(5_000, 0, 1_200), rs(1_200), "no more than is there");
        assert_eq!(stays(5_000, 0, -300), rs(0), "what was dropped by open drawers is not counted here");
        assert_eq!(stays(0, 0, 14_000), rs(0));
    }

    #[test]
    fn a_drawer_holds_what_went_in_less_what_went_out() {
        let drawer = Drawer {
            float: rs(2_000),
            tendered: rs(5_000),
            change: rs(159),
            cash_in: rs(500),
            cash_out: rs(120),
            drops: rs(3_000),
            change_in: rs(200),
            change_out: rs(300),
            voids: rs(499),
            refunds: rs(22),
        };
        assert_eq!(drawer.expected(), Ok(rs(3_600)));
        assert_eq!(drawer.must_hold(rs(3_600)), Ok(()));
        assert_eq!(drawer.must_hold(rs(3_601)), Err(Refusal::NotEnoughCash));
    }

    #[test]
    fn a_drop_is_asked_for_somewhere_in_the_last_tenth_below_the_ceiling_and_never_above_it() {
        assert_eq!(asks_above(rs(20_000), 0), rs(20_000), "the ceiling itself may be held");
        assert_eq!(asks_above(rs(20_000), 1 << 63), rs(19_000));
        assert_eq!(asks_above(rs(20_000), u64::MAX), Money::from_minor(1_800_001));
        assert_eq!(asks_above(Money::from_minor(9), u64::MAX), Money::from_minor(9), "no tenth to speak of");
    }

    #[test]
    fn a_count_that_differs_is_made_again_and_then_explained() {
        let off = |by: i64| [Counted { method: Method::Cash, counted: rs(100 + by), expected: rs(100) }];
        for (n, by, next) in [
            (1, 0, AfterCount::Close),
            (1, 10, AfterCount::Close),
            (1, -10, AfterCount::Close),
            (1, 11, AfterCount::CountAgain),
            (1, -11, AfterCount::CountAgain),
            (2, -11, AfterCount::Explain),
            (2, 3, AfterCount::Close),
        ] {
            assert_eq!(after_count(n, &off(by), rs(10)), Ok(next), "count {n}, off by {by}");
        }
        let cheque = Counted { method: Method::Cheque, counted: Money::ZERO, expected: rs(500) };
        let both = [off(0)[0], cheque];
        assert_eq!(after_count(1, &both, rs(10)), Ok(AfterCount::CountAgain), "a missing cheque counts, too");
        let both = [off(500)[0], cheque];
        assert_eq!(off_by(&both), Ok(rs(1_000)), "too much cash does not make up for the cheque");
    }

    #[test]
    fn each_way_of_paying_that_differs_is_told_and_cash_stands_for_itself() {
        let of = |method, counted, expected| Counted { method, counted: rs(counted), expected: rs(expected) };
        let counts = [
            of(Method::Cash, 90, 100),
            of(Method::Cheque, 0, 500),
            of(Method::Card, 40, 40),
            of(Method::Upi, 300, 250),
        ];
        let off = tender_variances(&counts).unwrap();
        let told: Vec<_> = off.iter().map(|t| (t.method, t.variance)).collect();
        assert_eq!(told, [(Method::Cheque, rs(-500)), (Method::Upi, rs(50))]);
    }

    #[test]
    fn a_manager_is_never_held_closer_than_a_clerk() {
        let tolerance = Tolerance { clerk: rs(10), manager: rs(5) };
        assert_eq!(tolerance.of(Role::Manager), rs(10));
        assert_eq!(Tolerance { manager: rs(50), ..tolerance }.of(Role::Manager), rs(50));
        assert_eq!(Tolerance { manager: rs(50), ..tolerance }.of(Role::Clerk), rs(10));
    }

    #[test]
    fn a_certificate_names_first_last_voids_and_what_is_missing() {
        let numbers = [("C1/26-27/000007", false), ("C1/26-27/000009", true), ("C1/26-27/000006", false)];
        let certificate = Certificate::of(numbers);
        assert_eq!(
            (certificate.first.as_str(), certificate.last.as_str()),
            ("C1/26-27/000006", "C1/26-27/000009")
        );
        assert_eq!((certificate.count, certificate.voids, certificate.gaps), (3, 1, 1));
        assert_eq!(Certificate::of([]), Certificate::default());
    }

    /// One thing that happens at a drawer.
    #[derive(Debug, Clone)]
    enum Deed {
        Pay { due: i64, extra: i64 },
        VoidLast,
        In(i64),
        Out(i64),
        Drop(i64),
        Give { amount: i64, accepted: bool },
        Get(i64),
    }

    fn deed() -> impl Strategy<Value = Deed> {
        let amount = 1i64..200_000;
        prop_oneof![
            4 => (amount.clone(), 0i64..50_000).prop_map(|(due, extra)| Deed::Pay { due, extra }),
            1 => Just(Deed::VoidLast),
            1 => amount.clone().prop_map(Deed::In),
            1 => amount.clone().prop_map(Deed::Out),
            1 => amount.clone().prop_map(Deed::Drop),
            1 => (amount.clone(), any::<bool>()).prop_map(|(amount, accepted)| Deed::Give { amount, accepted }),
            1 => amount.prop_map(Deed::Get),
        ]
    }

    proptest! {
        #[test]
        fn whatever_happens_the_coins_in_the_drawer_are_what_it_must_hold(
            float in 0i64..500_000, deeds in prop::collection::vec(deed(), 0..60),
        ) {
            let money = Money::from_minor;
            let add = |to: &mut Money, minor: i64| *to = to.plus(money(minor)).expect("in range");
            // The coins themselves, moved by hand, beside the sums that a book would have.
            let mut coins = float;
            let mut sums = Drawer { float: money(float), ..Drawer::default() };
            let mut standing = Vec::new();
            for deed in deeds {
                match deed {
                    Deed::Pay { due, extra } => {
                        coins += due + extra;
                        coins -= extra;
                        add(&mut sums.tendered, due + extra);
                        add(&mut sums.change, extra);
                        standing.push(due);
                    }
                    Deed::VoidLast => {
                        let Some(due) = standing.pop() else { continue };
                        if sums.must_hold(money(due)).is_err() {
                            prop_assert!(due > coins, "nobody hands back what is not there");
                            continue;
                        }
                        coins -= due;
                        add(&mut sums.voids, due);
                    }
                    Deed::In(amount) => {
                        coins += amount;
                        add(&mut sums.cash_in, amount);
                    }
                    Deed::Get(amount) => {
                        coins += amount;
                        add(&mut sums.change_in, amount);
                    }
                    Deed::Give { accepted: false, .. } => {}
                    Deed::Out(amount) | Deed::Drop(amount) | Deed::Give { amount, .. } => {
                        if sums.must_hold(money(amount)).is_err() {
                            prop_assert!(amount > coins, "only what is not there is refused");
                            continue;
                        }
                        coins -= amount;
                        let sum = match deed {
                            Deed::Out(_) => &mut sums.cash_out,
                            Deed::Drop(_) => &mut sums.drops,
                            _ => &mut sums.change_out,
                        };
                        add(sum, amount);
                    }
                }
                prop_assert_eq!(sums.expected(), Ok(money(coins)));
            }
            prop_assert!(coins >= 0, "no drawer holds less than nothing");
            let counted = Counted { method: Method::Cash, counted: money(coins), expected: sums.expected()? };
            prop_assert_eq!(after_count(1, &[counted], Money::ZERO), Ok(AfterCount::Close));
        }
    }
}
