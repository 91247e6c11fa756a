//! What lies in the office and is the bank's: cash that no slip has paid in, and cheques that nobody has taken there.
//!
//! The act that closes a day says it as it is then ([`lying`]), so that whoever reads the month later is told the same. What is late of
//! it is a rule of its own ([`Waits::is_late`]).

use super::deposit::{InSafe, to_bank};
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::office::OfficeRow;
use foil_store::z_reports::LeftRow;
use serde::{Deserialize, Serialize};

/// For so many days what was taken last may lie in the office while nobody works: banks are closed from the Thursday before Easter to
/// its Monday, and over no longer stretch.
const MAY_LIE: i64 = 4;

/// What lies in the office when a day is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lying {
    /// In the safe: what waits for the bank, and what stays there.
    pub in_safe_minor: Money,
    /// The last day on which a drawer was closed or cash went into none; none before the first.
    pub worked_on: Option<Day>,
    /// Cash that waits for the bank, as far as Z reports and days in no drawer have left it.
    pub cash: Option<Waits>,
    /// Cheques that were received and are neither with the bank nor handed back.
    pub cheques: Option<Waits>,
}

/// Something that waits for the bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Waits {
    /// The number of the oldest Z report, or of the oldest cheque; empty where that is a day's cash in no drawer.
    pub oldest: String,
    /// Its day.
    pub on: Day,
    /// How many Z reports, or cheques.
    pub count: i64,
    /// How many days' cash in no drawer.
    pub days: i64,
    /// What it comes to.
    pub amount_minor: Money,
}

impl Waits {
    /// Whether it should have been at the bank when a day was over. What the last day of work left goes there on the next one; what
    /// is older has lain while there was a day to take it there.
    pub fn is_late(&self, worked_on: Option<Day>, on: Day) -> bool {
        worked_on.is_some_and(|worked| self.on < worked) || on.days_since(self.on) > MAY_LIE
    }
}

/// What lies in the office now.
pub(crate) fn lying(tx: &Tx<'_>, office: &OfficeRow) -> Result<Lying> {
    let last_z = foil_store::z_reports::newest_day(tx)?;
    Ok(Lying {
        in_safe_minor: InSafe::now(tx, office)?.lies,
        worked_on: last_z.max(foil_store::deposits::newest_no_drawer(tx)?),
        cash: cash(tx, office)?,
        cheques: cheques(tx)?,
    })
}

/// Whether cash that waits for the bank has been in the safe since before today, on a day on which drawers were closed. On
/// a day without work nothing is asked: what Saturday left lies there until Monday, and whoever is late to close Sunday has people
/// before the counter.
pub(super) fn over_night(tx: &Tx<'_>, office: &OfficeRow) -> Result<bool> {
    let today = office.business_on;
    if foil_store::z_reports::newest_day(tx)? != Some(today) {
        return Ok(false);
    }
    Ok(cash(tx, office)?.is_some_and(|cash| cash.on < today))
}

/// What waits for the bank, as the newest Z reports and days have left it: what drawers drew from the safe meanwhile came
/// out of the older cash, and goes back to it with theirs.
fn cash(tx: &Tx<'_>, office: &OfficeRow) -> Result<Option<Waits>> {
    let waits = to_bank(tx, office)?;
    if !waits.is_positive() {
        return Ok(None);
    }
    let (last, before) = foil_store::deposits::paid_in_until(tx)?;
    let days = foil_store::deposits::no_drawer_after(tx, &before, i64::MAX)?;
    let mut days = days.into_iter().rev().filter(|day| day.amount_minor.is_positive()).peekable();
    let mut found = Newest { waits, all: Money::ZERO, oldest: None };
    foil_store::z_reports::each_left(tx, last, |z| {
        while let Some(day) = days.next_if(|day| day.business_on > z.business_on) {
            found.take(None, day.business_on, day.amount_minor)?;
        }
        let LeftRow { number, business_on, banked_minor } = z;
        found.take(Some(number), business_on, banked_minor)?;
        Ok(found.all < waits)
    })?;
    for day in days {
        found.take(None, day.business_on, day.amount_minor)?;
    }
    Ok(found.oldest)
}

/// What waits, put down to who left it last.
struct Newest {
    waits: Money,
    /// What those that were heard have left.
    all: Money,
    oldest: Option<Waits>,
}

impl Newest {
    /// The next older one: a Z report by its number, or a day.
    fn take(&mut self, z: Option<String>, on: Day, amount: Money) -> Result<()> {
        if self.all >= self.waits {
            return Ok(());
        }
        self.all = self.all.plus(amount).ok_or(Refusal::TooMuch)?;
        let (count, days) = self.oldest.as_ref().map_or((0, 0), |o| (o.count, o.days));
        let (count, days) = if z.is_some() { (count + 1, days) } else { (count, days + 1) };
        let amount_minor = self.all.min(self.waits);
        self.oldest = Some(Waits { oldest: z.unwrap_or_default(), on, count, days, amount_minor });
        Ok(())
    }
}

fn cheques(tx: &Tx<'_>) -> Result<Option<Waits>> {
    let Some(oldest) = foil_store::cheques::oldest_here(tx)? else { return Ok(None) };
    let here = foil_store::cheques::here(tx)?;
    Ok(Some(Waits {
        oldest: oldest.number,
        on: oldest.received_on,
        count: here.count,
        days: 0,
        amount_minor: here.amount,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(day: u32) -> Waits {
        let on = Day::new(2026, 11, day).expect("a day");
        Waits { oldest: "Z/1".to_owned(), on, count: 1, days: 0, amount_minor: Money::from_minor(100) }
    }

    #[test]
    fn what_the_last_day_of_work_left_may_lie_over_a_long_weekend_and_nothing_older_may() {
        let day = |n| Day::new(2026, 11, n).expect("a day");
        let late = |left, worked, on| of(left).is_late(Some(day(worked)), day(on));
        assert!(!late(26, 26, 26), "it goes to the bank tomorrow");
        assert!(!late(26, 26, 30), "nobody has worked since");
        assert!(late(25, 25, 30), "no bank is closed for so long");
        assert!(late(25, 26, 26), "it could have gone today");
        assert!(!of(26).is_late(None, day(27)) && of(20).is_late(None, day(27)));
    }
}
