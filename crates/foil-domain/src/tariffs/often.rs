//! How often an amount is due, as its line prints it.

use super::exact::{Share, settled, shown, times};
use super::lines::PLACES;
use crate::refusal::Refusal;
use rust_decimal::Decimal;

/// So many months, days or times, of which some of the period's days take their part.
///
/// Both are kept as the shares they are: 15 of 31 days of a month have no end in decimals, and 0.484 months at 1,75,000
/// are 22 rupees more than was charged. Who checks a bill multiplies what stands on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Often {
    count: Share,
    days: Share,
    value: Decimal,
}

impl Often {
    /// What a period counts, and its days that it is due for. Refuses what no bill can hold.
    pub(super) fn new(count: Share, days: Share) -> Result<Often, Refusal> {
        Ok(Often { count, days, value: days.take(count.take(Decimal::ONE)?)? })
    }

    /// Whether it is due once and whole.
    #[must_use]
    pub fn is_once(self) -> bool {
        settled(self.value) == Decimal::ONE
    }

    /// `2`, `0.5`, `15/31`: a fraction where decimals would need more than three places.
    #[must_use]
    pub fn shown(self) -> String {
        let value = settled(self.value).normalize();
        if value.scale() <= PLACES {
            return shown(value);
        }
        self.fraction().unwrap_or_else(|| shown(value))
    }

    /// One fraction where the count is of whole days of the period (17 of 35 days at 35/30 are 17/30), else two.
    fn fraction(self) -> Option<String> {
        let Often { count, days, .. } = self;
        if days.is_whole() {
            return printed(count);
        }
        if count.of == Decimal::ONE {
            return printed(Share { part: times(count.part, days.part).ok()?, of: days.of });
        }
        let a_day = count.part.checked_div(days.of)?;
        if a_day.is_integer() {
            return printed(Share { part: times(a_day, days.part).ok()?, of: count.of });
        }
        Some(format!("{} × {}", printed(days)?, printed(count)?))
    }
}

/// None of what is no fraction.
fn printed(share: Share) -> Option<String> {
    (share.of != Decimal::ONE).then(|| format!("{}/{}", shown(share.part), shown(share.of)))
}
