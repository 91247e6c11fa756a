//! A quote: the total, its groups, and every line with the arithmetic that made it.

use super::exact::{shown, shown_to};
use super::often::Often;
use crate::billing::BillLineKind;
use crate::money::Money;
use crate::time::Day;
use rust_decimal::{Decimal, RoundingStrategy};
use std::sync::Arc;

words! {
    /// The groups that a percentage, a minimum or a rounding may name.
    pub enum Group {
        /// Units used.
        Energy = "energy",
        /// Fixed charges.
        Fixed = "fixed",
        /// Demand.
        Demand = "demand",
        /// Per-unit adjustments.
        PerUnit = "per_unit",
        /// Rebates.
        Rebate = "rebate",
        /// The top-up to the minimum.
        Minimum = "minimum",
        /// Taxes and duties.
        Tax = "tax",
    }
}

impl Group {
    /// The kind of line on a bill.
    #[must_use]
    pub fn bill_line(self) -> BillLineKind {
        match self {
            Group::Energy => BillLineKind::Energy,
            Group::Fixed => BillLineKind::Fixed,
            Group::Demand => BillLineKind::Demand,
            Group::PerUnit => BillLineKind::Adjustment,
            Group::Rebate => BillLineKind::Rebate,
            Group::Minimum => BillLineKind::Minimum,
            Group::Tax => BillLineKind::Tax,
        }
    }
}

/// How a line's amount came about; numbers only, so that a million bills cost little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// Units of a slab at its rate.
    Slab {
        /// Over so many units; `None` from zero on.
        over: Option<Decimal>,
        /// Up to so many, included; `None` without end.
        up_to: Option<Decimal>,
        /// Units in the slab.
        units: Decimal,
        /// Per unit.
        rate: Decimal,
    },
    /// A slab with a flat price.
    FlatSlab {
        /// Over so many units; `None` from zero on.
        over: Option<Decimal>,
        /// Up to so many, included; `None` without end.
        up_to: Option<Decimal>,
        /// Units in the slab.
        units: Decimal,
    },
    /// So many months or days at so much, or so many kW for so many months.
    Times {
        /// How many.
        count: Often,
        /// Of what, in the plural; empty for once a bill.
        of: &'static str,
        /// The load it is charged by.
        kw: Option<Decimal>,
        /// Each.
        rate: Decimal,
    },
    /// A load in a slab, for so many months.
    Load {
        /// Over so many kW; `None` from zero on.
        over: Option<Decimal>,
        /// Up to so many, included; `None` without end.
        up_to: Option<Decimal>,
        /// The load in the slab.
        kw: Decimal,
        /// For so many months; of a part of the period, its share of them.
        months: Often,
        /// Of one and month; `None` for a flat price of the slab.
        rate: Option<Decimal>,
        /// What makes it more than was measured, on the charge's first line.
        least: Option<Least>,
    },
    /// Units at a rate, without slabs.
    Units {
        /// How many.
        units: Decimal,
        /// Each.
        rate: Decimal,
    },
    /// A percentage.
    Percent {
        /// Of this amount, in major units.
        base: Decimal,
        /// Percent.
        percent: Decimal,
    },
    /// Makes up from one amount to another, in major units.
    TopUp {
        /// What the lines came to.
        from: Decimal,
        /// The minimum.
        to: Decimal,
    },
    /// What rounding several lines together added or took.
    Rounding,
}

/// Billing demand that the contract makes, because less was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Least {
    /// So many percent.
    pub percent: Decimal,
    /// Of a contract for so many kW.
    pub contract: Decimal,
    /// What was measured.
    pub measured: Decimal,
}

/// A line of a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteLine {
    /// Its group.
    pub group: Group,
    /// The charge's name.
    pub name: Arc<str>,
    /// The unit of `units`, as printed; empty when there are none.
    pub unit: Arc<str>,
    /// Days of the period that it is for, when the period was split by season or version.
    pub split: Option<Split>,
    /// The arithmetic.
    pub sum: Sum,
    /// Units as printed, where their exact number alone would not say it: slabs and parts of a period as they are
    /// printed sum to the use as it is printed.
    pub printed_units: Option<Decimal>,
    /// Major units, exact, rounded only as the tariff says.
    pub amount: Decimal,
}

/// The part of a split period that a line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The season; empty where it is of none.
    pub season: Arc<str>,
    /// The version's first day, where a new version splits the period too.
    pub since: Option<Day>,
    /// Days in this part.
    pub days: Decimal,
    /// Days of the whole period.
    pub of: Decimal,
}

impl QuoteLine {
    /// What it is for, such as `Energy charge, 51–100 kWh (15 of 30 days)`.
    #[must_use]
    pub fn label(&self) -> String {
        self.label_with(|amount| shown_to(amount, 6))
    }

    fn label_with(&self, amount: impl Fn(Decimal) -> String) -> String {
        let slab = match self.sum {
            Sum::Slab { over, up_to, .. } | Sum::FlatSlab { over, up_to, .. } => self.slab(over, up_to),
            Sum::Load { over, up_to, least, .. } => {
                self.slab(over, up_to) + &least.map_or_else(String::new, |least| self.least(least))
            }
            Sum::TopUp { from, to } => format!(", {} less {}", amount(to), amount(from)),
            Sum::Rounding => ", rounded together".to_owned(),
            _ => String::new(),
        };
        let split = self.split.as_ref().map_or_else(String::new, |split| {
            let since = split.since.map_or_else(String::new, |day| format!("from {}", day.long()));
            let days = format!("{} of {} days", shown(split.days), shown(split.of));
            let mut said = vec![&*split.season, &since, &days];
            said.retain(|words| !words.is_empty());
            format!(" ({})", said.join(", "))
        });
        format!("{}{slab}{split}", self.name)
    }

    /// How many, with the unit; empty where nothing is counted. Units of a slab have three places, which its limits
    /// have too; a load and how often it is charged are exact, so that they times the rate are the amount.
    #[must_use]
    pub fn quantity(&self) -> String {
        match self.sum {
            Sum::Slab { units, .. } | Sum::FlatSlab { units, .. } | Sum::Units { units, .. } => {
                let units = self.printed_units.map_or_else(|| shown_to(units, PLACES), shown);
                with_unit(&units, &self.unit)
            }
            Sum::Times { count, of, kw: None, .. } => counted(count, of),
            Sum::Times { count, of, kw: Some(kw), .. } => load_for(kw, "kW", (count, of)),
            Sum::Load { kw, months, .. } => load_for(kw, &self.unit, (months, "months")),
            Sum::Percent { base, .. } => shown_to(base, 6),
            Sum::TopUp { .. } | Sum::Rounding => String::new(),
        }
    }

    /// Of one, in major units or percent; empty where there is none.
    #[must_use]
    pub fn rate(&self) -> String {
        match self.sum {
            Sum::Slab { rate, .. } | Sum::Units { rate, .. } | Sum::Times { rate, .. } => shown(rate),
            Sum::Percent { percent, .. } => format!("{} %", shown(percent)),
            Sum::Load { rate: Some(rate), .. } => shown(rate),
            Sum::FlatSlab { .. } | Sum::Load { rate: None, .. } => "flat".to_owned(),
            Sum::TopUp { .. } | Sum::Rounding => String::new(),
        }
    }

    fn least(&self, least: Least) -> String {
        let Least { percent, contract, measured } = least;
        let load = |kw| with_unit(&shown(kw), &self.unit);
        format!(" ({} % of {}; {} measured)", shown(percent), load(contract), load(measured))
    }

    fn slab(&self, over: Option<Decimal>, up_to: Option<Decimal>) -> String {
        let unit = &self.unit;
        match (over.map(|l| shown_to(l, PLACES)), up_to.map(|l| shown_to(l, PLACES))) {
            (None, None) => String::new(),
            (None, Some(to)) => format!(", up to {to} {unit}"),
            (Some(from), Some(to)) => format!(", over {from} to {to} {unit}"),
            (Some(from), None) => format!(", over {from} {unit}"),
        }
    }
}

/// What the top-up to the minimum is called.
pub(super) const MINIMUM_BILL: &str = "Minimum bill";

/// Digits after the point of what is counted, as lines show it.
pub(super) const PLACES: u32 = 3;

/// And at most, where the use itself has more of them.
pub(super) const MOST_PLACES: u32 = 9;

pub(super) fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number} {unit}") }
}

/// `1 month`, `2 months`, `15/31 months`; a bare number for what is due by the bill.
fn counted(count: Often, of: &str) -> String {
    let word = if count.is_once() { of.trim_end_matches('s') } else { of };
    with_unit(&count.shown(), word)
}

/// A load for the usual one month, else `20 kW × 2 months`.
fn load_for(kw: Decimal, unit: &str, (count, of): (Often, &str)) -> String {
    let load = with_unit(&shown(kw), unit);
    if count.is_once() { load } else { format!("{load} × {}", counted(count, of)) }
}

/// What a tariff asks for a usage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The total, rounded as the tariff says.
    pub total: Money,
    /// Minor units in a major one: 100 for INR, 1 for KRW, 1000 for KWD.
    pub minor_per_major: u32,
    /// Units that were priced, after conversion; exact.
    pub units: Decimal,
    /// Its lines, in the order of calculation.
    pub lines: Vec<QuoteLine>,
    /// Total less the sum of the exact lines, in major units; a line of its own on the bill.
    pub rounding: Decimal,
    /// What a careful reader should know: given figures that differ from what the dates give, fields that
    /// were not used.
    pub notes: Vec<String>,
}

impl Quote {
    /// The sum of a group's lines in minor units, exact.
    #[must_use]
    pub fn group_minor(&self, group: Group) -> Decimal {
        let lines = self.lines.iter().filter(|line| line.group == group);
        self.minor(lines.map(|line| line.amount).sum())
    }

    /// A major amount in minor units, exact.
    #[must_use]
    pub fn minor(&self, major: Decimal) -> Decimal {
        super::exact::settled(major * Decimal::from(self.minor_per_major)).normalize()
    }

    /// Each line in whole minor units (half up), as a bill prints and stores it.
    #[must_use]
    pub fn printed(&self, line: &QuoteLine) -> Money {
        let minor = self.minor(line.amount).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        Money::from_minor(super::exact::whole(minor).unwrap_or_default())
    }

    /// What a line is for, as a bill prints it: with amounts in whole coins.
    #[must_use]
    pub fn printed_label(&self, line: &QuoteLine) -> String {
        line.label_with(|amount| self.coins(amount))
    }

    /// How many a line counts, as a bill prints it: an amount that a percentage is on in whole coins.
    #[must_use]
    pub fn printed_quantity(&self, line: &QuoteLine) -> String {
        match line.sum {
            Sum::Percent { base, .. } => self.coins(base),
            _ => line.quantity(),
        }
    }

    pub(super) fn coins(&self, amount: Decimal) -> String {
        let mut coins = amount.round_dp_with_strategy(self.places(), RoundingStrategy::MidpointAwayFromZero);
        coins.rescale(self.places());
        coins.to_string()
    }

    /// A line's rate as a bill prints it: `4.10` and `0.3625`, never fewer digits than the currency has.
    #[must_use]
    pub fn printed_rate(&self, line: &QuoteLine) -> String {
        match line.sum {
            Sum::Slab { rate, .. }
            | Sum::Units { rate, .. }
            | Sum::Times { rate, .. }
            | Sum::Load { rate: Some(rate), .. } => {
                let mut rate = super::exact::settled(rate).normalize();
                rate.rescale(rate.scale().max(self.places()));
                rate.to_string()
            }
            _ => line.rate(),
        }
    }

    /// Digits after the point in an amount of this currency.
    fn places(&self) -> u32 {
        self.minor_per_major.checked_ilog10().unwrap_or_default()
    }

    /// What stands between the printed lines and the total: the bill's rounding line, so that the
    /// printed lines and it sum to the total exactly.
    #[must_use]
    pub fn printed_rounding(&self) -> Money {
        let printed = self.lines.iter().map(|line| self.printed(line).minor()).sum::<i64>();
        Money::from_minor(self.total.minor() - printed)
    }
}
