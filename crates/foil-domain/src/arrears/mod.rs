//! What is late, and how far up the ladder it is: due, reminder, final notice, cut list, cut, reconnection.
//!
//! [`aging`] puts what is open into buckets by due date. [`ladder`] says, from the facts of an account, on
//! which rung it stands, which step is next and from when, and why not. [`plan`] splits arrears into
//! instalments and says whether they are kept. [`surcharge`] says what being late costs, once per rule.
//! [`papers`] is what stands on notices, agreements, statements and cut lists. Nothing here stores, sends
//! or cuts anything. Start at [`ladder::stand`].

pub mod aging;
pub mod ladder;
pub mod papers;
pub mod plan;
pub mod surcharge;

use crate::money::Money;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The office's ladder. Days count from the due date, which itself is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rule {
    /// Days after the due date from which a reminder is sent, 0 to 365.
    pub reminder_days: i64,
    /// Days after the due date from which a final notice is sent, not before the reminder, at most 730.
    pub final_notice_days: i64,
    /// Clear days that a final notice gives, 1 to 90. India's Electricity Act, 2003 (s. 56) wants fifteen.
    pub notice_days: i64,
    /// What is less than this is not pursued: no notice, no cut.
    pub least: Money,
    /// The share of what is overdue that keeps the supply on, 1 to 100 percent.
    pub stay_on_percent: i64,
    /// Charged when a supply is cut, and due before it is reconnected.
    pub reconnection_fee: Money,
}

impl Rule {
    /// Refuses a rule that makes no sense, by its field.
    pub fn checked(self) -> Result<Rule, Refusal> {
        let within = |field: &str, value: i64, least: i64, most: i64| {
            if (least..=most).contains(&value) {
                return Ok(());
            }
            Err(Refusal::bad_input(field, format!("a number from {least} to {most}")))
        };
        within("reminder_days", self.reminder_days, 0, 365)?;
        within("final_notice_days", self.final_notice_days, self.reminder_days, 730)?;
        within("notice_days", self.notice_days, 1, 90)?;
        within("stay_on_percent", self.stay_on_percent, 1, 100)?;
        for (field, amount) in [("least", self.least), ("reconnection_fee", self.reconnection_fee)] {
            if amount.is_negative() {
                return Err(Refusal::bad_input(field, "an amount of zero or more"));
            }
        }
        Ok(self)
    }

    /// What may stay unpaid of an amount that was asked for: the rest of [`Rule::stay_on_percent`], rounded
    /// down to the coin.
    #[must_use]
    pub fn may_stay_unpaid(&self, of: Money) -> Money {
        let rest = i128::from(100 - self.stay_on_percent.clamp(1, 100));
        let part = i128::from(of.minor().max(0)) * rest / 100;
        Money::from_minor(i64::try_from(part).unwrap_or(0))
    }

    /// Days between a reminder and a final notice.
    pub(crate) fn gap(&self) -> i64 {
        (self.final_notice_days - self.reminder_days).max(1)
    }
}

words! {
    /// Which notice.
    pub enum NoticeKind {
        /// A friendly word.
        Reminder = "reminder",
        /// The last one: pay by this day, or the supply is cut.
        FinalNotice = "final_notice",
    }
}

words! {
    /// What a service order asks for.
    pub enum OrderKind {
        /// To cut the supply.
        Disconnect = "disconnect",
        /// To bring it back.
        Reconnect = "reconnect",
    }
}

words! {
    /// Where a service order stands.
    pub enum OrderState {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Not to be done any more: paid, agreed, disputed.
        Stopped = "stopped",
        /// Tried, and it could not be done.
        Failed = "failed",
    }
}

words! {
    /// Where an instalment plan stands.
    pub enum PlanState {
        /// Being paid.
        Active = "active",
        /// Paid to the end.
        Kept = "kept",
        /// An instalment was missed.
        Broken = "broken",
        /// Taken back by the office.
        Cancelled = "cancelled",
    }
}

words! {
    /// Where a dispute stands.
    pub enum DisputeState {
        /// Not decided; the amount is on hold.
        Open = "open",
        /// The customer was right.
        Upheld = "upheld",
        /// The bill was right.
        Rejected = "rejected",
        /// The customer took it back.
        Withdrawn = "withdrawn",
    }
}
