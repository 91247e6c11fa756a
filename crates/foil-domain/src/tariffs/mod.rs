//! Tariffs: reading a tariff file, pricing a usage by it, and saying how the price came about.
//!
//! Start at [`Tariff::parse`] (a file, whole, or every fault in it with its line) and at [`quote`] (a
//! tariff and a [`Case`] give a [`Quote`]). [`quote_versions`] prices a period in which a new version
//! begins; [`LatePayment`] says what a late bill costs on top.
//!
//! A tariff is read and checked once and then prices any number of cases; pricing allocates little more
//! than its lines. All figures are decimals, read as text. Intermediate results are exact; rounding
//! happens where the tariff says so, and at last to the currency's smallest coin. What rounding the total
//! adds or takes is kept apart (`Quote::rounding`), because a bill prints it as a line of its own.
//!
//! This room knows no accounts, no meters' life lines, no book, no files and no dates but the case's.
//!
//! Where the file's description leaves a choice, this is what holds:
//! - `minor_per_major` is the currency's. A case that states another counts its totals so, which a note says.
//! - A limit is *in* its slab. Stretching (`[proration]`) applies to every limit that is compared with
//!   use: slabs, `by_usage`, `when_usage`, `over` and `up_to`. Limits on demand are never stretched.
//! - The factor for `by_months` is the period's months ÷ `billing_months`; for `by_days` it is days ÷
//!   `base_days`. `base_days` left out is 30 for each billing month; one that is no longer than a month
//!   (31 or less) is for each billing month too.
//! - A slab's flat price follows the period as fixed amounts do (`[proration] fixed`).
//! - `by_usage` chooses one figure by the period's total use, for all of what it is applied to.
//! - An adjustment's `over` and `up_to` say which units it is on.
//! - A demand charge is per kW and month, so it is due for each of the period's months.
//! - A case that lists demand by band says by that what there was: a band that it leaves out had none. `max` alone
//!   says nothing of a band, so a charge on one refuses it.
//! - `on = "all"` is every line above: for a tax also the taxes before it.
//! - `rounding.lines` rounds each printed line, taxes too unless they round on their own; percentages are
//!   of the rounded amounts, as they are printed.
//! - A negative amount is rounded like its positive twin: `half_up` and `up` go away from zero.
//! - Paying late: a bill is late from the day after its due date. Paid within the grace days nothing is
//!   charged; later the surcharge runs from the due date. `per = "month"` counts every month that has begun,
//!   from the due date's day of the month (30 days each where only days are known); `"year"` is by days, percent
//!   ÷ 365. Each day or month runs at the percent of its own step, `"once"` at that of the step reached.
//!   `on_over` is a threshold, not an exemption: above it the whole principal bears the surcharge. `minimum` is
//!   the least that is charged where anything is: a percentage of nothing stays nothing.
//! - A season or a new version that splits a period shares use, limits and fixed amounts by days;
//!   charges of no season are not split by a season.
//! - However many versions price a period, it is one bill with one minimum: the versions' shares of theirs against
//!   what it is on in each. What they round alike is rounded together (`groups`: their energy, and charges of one name),
//!   and rebates and taxes that they all have alike are of the whole bill; else each is of its version's own lines, and
//!   the top-up belongs to the last version that has a minimum. A load that changes splits what is charged by it alone.
//! - A time band that only some of the period's seasons have was used in those alone, by their days. Its hours
//!   tell in which it is; where the file tells no hours at all, its ladders do, and a note says so.

mod calendar;
mod case;
mod exact;
mod examples;
mod file;
mod json;
mod ladder;
mod late;
mod lines;
mod model;
mod often;
mod one_bill;
mod price;
mod seasons;
mod spread;
mod stretch;
mod usage;
mod versions;
mod wording;

pub use calendar::{DAY_NAMES, Hours, Season, TimeBand, weekday};
pub use case::{AccountFacts, Case, Charged, Gas, Period, Register, Usage, months_between, months_due};
pub use exact::{RoundTo, RoundingMode, shown as plain};
pub(crate) use exact::{over, sum, times};
pub use examples::{Example, Expected};
pub use file::TariffFault;
pub use late::{DAYS_OF_YEAR, Late, LateCase, LatePayment, LatePer, LateRun};
pub use lines::{Group, Least, Quote, QuoteLine, Split, Sum};
pub use model::{
    Adjustment, BlockScope, ByUse, DemandCharge, EnergyCharge, FixedCharge, Ladder, Method, MinimumBill, On,
    OnChange, Per, Proration, ProrationBy, Rebate, Rounding, SlabPrice, Step, Tariff, TariffService, Tax,
    UseRange,
};
pub use often::Often;
pub use price::{Part, quote, quote_parts};
pub use rust_decimal::Decimal;
pub use usage::{Bands, Units, register_use, units};
pub use versions::{VersionDays, quote_versions, versions_for};
