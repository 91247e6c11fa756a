//! What a line of a bill or a note says, by a code and its values, so that it can be printed in any language.
//!
//! The label beside it says the same in English: for screens, lists and whoever reads the book. A line without a
//! code prints its label: somebody typed it, another office made it, or it is older than this. A charge keeps
//! the name that its tariff gives it, in every language, unless that says no more than what kind of charge it is. How a
//! code is worded is decided where it is printed.

use crate::tariffs::DAYS_OF_YEAR;
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// What a line says. Figures are text as they stand in the label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Wording {
    /// A charge of the tariff.
    Charge(ChargeWording),
    /// What makes a bill up to the minimum.
    Minimum {
        /// What the lines came to.
        from: String,
        /// The minimum.
        to: String,
        /// The days it is for, where they are not the whole period.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        split: Option<SplitWording>,
    },
    /// An earlier bill was on an estimate.
    OnEstimate {
        /// Its number.
        bill: String,
        /// Units that it charged for.
        estimated: String,
        /// Units that were used.
        used: String,
        /// Of what.
        unit: String,
    },
    /// What an estimate was too high was written off of it: it is not given back.
    WrittenOff {
        /// Its number.
        bill: String,
    },
    /// A surcharge for paying late; its quantity is what the percentage is on.
    LatePayment {
        /// The number of what was paid late.
        bill: String,
        /// The first day that it is for; none on papers from before it was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Day>,
        /// The last day; none of what is charged once, for however long.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Day>,
        /// Its rate.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rate: Option<LateRate>,
    },
    /// What there is between a surcharge's percentage and the least that the tariff asks.
    LeastSurcharge {
        /// The least.
        least: String,
        /// It was charged before, and is set against the percentage now; else it makes up to it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        set_off: bool,
    },
    /// Something that has one name.
    Named {
        /// Which.
        what: LineName,
    },
}

/// A charge of the tariff, with what its label says beside its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeWording {
    /// Its name, as the tariff has it.
    pub name: String,
    /// The slab begins over so many units; empty from zero on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub over: String,
    /// The slab ends with so many; empty without end.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub up_to: String,
    /// The unit of the slab's limits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The contract makes the load more than was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<LeastWording>,
    /// It is what rounding several lines together added or took.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub together: bool,
    /// The days it is for, where they are not the whole period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<SplitWording>,
    /// The quantity is counted in months or days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<TimesWording>,
    /// The price is flat: it has no rate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub flat: bool,
}

/// `75 % of 30 kW; 18 kW measured`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeastWording {
    /// So many percent.
    pub percent: String,
    /// Of a contract for so much, with its unit.
    pub contract: String,
    /// What was measured, with its unit.
    pub measured: String,
}

/// `summer, from 5 Oct 2026, 15 of 31 days`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitWording {
    /// The season, as the tariff names it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub season: String,
    /// The first day of the version that priced them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// Days of this part.
    pub days: String,
    /// Days of the whole period.
    pub of: String,
}

/// `3 kW × 2 months`, or `2 months` alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimesWording {
    /// The load, with its unit; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub load: String,
    /// How many.
    pub count: String,
    /// Of what.
    pub of: TimeUnit,
}

/// `2 % × 3 months`: the rate of a surcharge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateRate {
    /// So many percent.
    pub percent: String,
    /// Less so many, charged before; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub less: String,
    /// How often.
    pub count: i64,
    /// For each of what.
    pub of: LateTime,
    /// Each bears what the one before it added.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub compound: bool,
}

words! {
    /// For what the percentage of a surcharge is.
    pub enum LateTime {
        /// However long it takes.
        Once = "once",
        /// Each month, whole or begun.
        Months = "months",
        /// Each day.
        Days = "days",
        /// A year, by its days.
        DaysOfYear = "days_of_year",
    }
}

impl LateRate {
    /// The rate, in the words for one month, more of them, one day, more of them, and for what is compounded.
    #[must_use]
    pub fn said(&self, [month, months, day, days]: [&str; 4], compounded: &str) -> String {
        let (percent, n) = (&self.percent, self.count);
        let one = n == 1;
        let mut said = match self.of {
            LateTime::Once if self.less.is_empty() => format!("{percent} %"),
            LateTime::Once => format!("{percent} % − {} %", self.less),
            LateTime::Months => format!("{percent} % × {n} {}", if one { month } else { months }),
            LateTime::Days => format!("{percent} % × {n} {}", if one { day } else { days }),
            LateTime::DaysOfYear => format!("{percent} % × {n}/{DAYS_OF_YEAR} {days}"),
        };
        if self.compound {
            said = format!("{said}, {compounded}");
        }
        said
    }
}

words! {
    /// What a charge by time is counted in.
    pub enum TimeUnit {
        /// Months.
        Months = "months",
        /// Days.
        Days = "days",
    }
}

words! {
    /// Lines that have one name.
    pub enum LineName {
        /// What the printed lines and the total differ by.
        Rounding = "rounding",
        /// What a bill gives to the account as credit.
        KeptAsCredit = "kept_as_credit",
        /// A reconnection.
        Reconnection = "reconnection",
        /// Rent of a meter.
        MeterRent = "meter_rent",
        /// A deposit that the office holds.
        Deposit = "deposit",
        /// A charge without a name of its own.
        Charge = "charge",
        /// The fee for a cheque that came back.
        ReturnedCheque = "returned_cheque",
        /// Credit of a cheque that came back after it had been used.
        UsedCredit = "used_credit",
        /// Credit of a receipt that was reversed or moved to another account, after it had been used.
        UsedOfReceipt = "used_of_receipt",
        /// Credit that a bill had given, used before the bill was taken back.
        UsedOfBill = "used_of_bill",
        /// Money that was handed back before the cheque that had brought it came back.
        GivenBack = "given_back",
    }
}

impl LineName {
    /// Its name in English.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            LineName::Rounding => "Rounding",
            LineName::KeptAsCredit => "Kept as credit on the account",
            LineName::Reconnection => "Reconnection charge",
            LineName::MeterRent => "Meter rent",
            LineName::Deposit => "Security deposit",
            LineName::Charge => "Charge",
            LineName::ReturnedCheque => "Returned cheque",
            LineName::UsedCredit => "Credit of a returned cheque that had been used",
            LineName::UsedOfReceipt => "Credit of a receipt taken back that had been used",
            LineName::UsedOfBill => "Credit of a cancelled bill that had been used",
            LineName::GivenBack => "Handed back on a cheque that was then returned",
        }
    }
}

/// What a check at entry found, in figures, so that a letter can say it in the customer's language. Figures are text
/// as they stand in the check's own words, which are made from this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Finding {
    /// Use held against the account's own past.
    Compared {
        /// Units used; empty for none at all.
        used: String,
        /// Of what.
        unit: String,
        /// In so many days.
        days: String,
        /// What would have been usual in those days; empty without a past.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        usual: String,
        /// What was used at the same time of last year, if it was measured.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_year: Option<LastYear>,
        /// How the use stands to what is usual, else to last year's; none where that, or the use, is nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        share: Option<UseShare>,
    },
    /// The register shows less than before.
    Fell {
        /// What it showed.
        from: String,
        /// What it shows.
        to: String,
        /// The units used if it ran through zero; empty where its digits are not known, or somebody says that it did
        /// not.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        if_over: String,
        /// The units that are taken back, where somebody says that it did not run through zero.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        taken_back: String,
        /// Of what.
        unit: String,
    },
    /// The register ran through zero.
    RanOver {
        /// What it showed.
        from: String,
        /// What it shows.
        to: String,
        /// Units used.
        units: String,
        /// Of what.
        unit: String,
    },
    /// The register was set back.
    Reset {
        /// Units since then.
        units: String,
        /// Of what.
        unit: String,
    },
    /// Nobody has read the meter.
    Unread {
        /// So many times in a row.
        times: String,
        /// The newest reading that was measured.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Day>,
        /// How many times the office allows.
        limit: String,
    },
}

/// Use at the same time of last year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastYear {
    /// A day in the middle of that time, for its month's name.
    pub about: Day,
    /// Units, for as many days.
    pub units: String,
}

/// How one use stands to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UseShare {
    /// So many times as much.
    Times(String),
    /// So many percent of it.
    Percent(String),
}

/// How the label of a surcharge begins.
const LATE_PAYMENT: &str = "Late payment of ";

impl Wording {
    /// What the line of a surcharge is for, in English; empty for any other line.
    #[must_use]
    pub fn late_label(&self) -> String {
        match self {
            Wording::LatePayment { bill, from, to, .. } => {
                let days = match (from, to) {
                    (Some(from), Some(to)) => format!(", {} – {}", from.long(), to.long()),
                    (Some(from), None) => format!(", from {}", from.long()),
                    (None, _) => String::new(),
                };
                format!("{LATE_PAYMENT}{bill}{days}")
            }
            Wording::LeastSurcharge { least, set_off: false } => {
                format!("Made up to the least surcharge of {least}")
            }
            Wording::LeastSurcharge { least, set_off: true } => {
                format!("Charged before with the least surcharge of {least}")
            }
            Wording::Charge(_)
            | Wording::Minimum { .. }
            | Wording::OnEstimate { .. }
            | Wording::WrittenOff { .. }
            | Wording::Named { .. } => String::new(),
        }
    }

    /// The rate of a surcharge's line, in English; empty for any other line.
    #[must_use]
    pub fn late_rate(&self) -> String {
        match self {
            Wording::LatePayment { rate: Some(rate), .. } => {
                rate.said(["month", "months", "day", "days"], "compounded")
            }
            _ => String::new(),
        }
    }

    /// What the label of a claim's line says, where it is one of the program's own; none for what somebody typed.
    #[must_use]
    pub fn of_claim(label: &str) -> Option<Wording> {
        if let Some(bill) = label.strip_prefix(LATE_PAYMENT).filter(|bill| !bill.contains(' ')) {
            return Some(Wording::LatePayment { bill: bill.to_owned(), from: None, to: None, rate: None });
        }
        let what = LineName::ALL.iter().copied().find(|name| name.label() == label)?;
        Some(Wording::Named { what })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claims_own_labels_are_known_and_typed_ones_are_left_alone() {
        for what in LineName::ALL.iter().copied() {
            assert_eq!(Wording::of_claim(what.label()), Some(Wording::Named { what }));
        }
        let old = Wording::LatePayment { bill: "B/26-27/00000412".into(), from: None, to: None, rate: None };
        assert_eq!(Wording::of_claim("Late payment of B/26-27/00000412"), Some(old.clone()));
        assert_eq!(old.late_label(), "Late payment of B/26-27/00000412");
        for typed in ["", "Meter rent, two months", "Late payment of the first quarter", "rounding"] {
            assert_eq!(Wording::of_claim(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_wording_is_kept_with_what_it_says_and_no_more() {
        let slab = Wording::Charge(ChargeWording {
            name: "Energy charge".into(),
            up_to: "50".into(),
            unit: "kWh".into(),
            ..ChargeWording::default()
        });
        let json = serde_json::to_string(&slab).expect("plain values");
        assert_eq!(json, r#"{"code":"charge","name":"Energy charge","up_to":"50","unit":"kWh"}"#);
        assert_eq!(serde_json::from_str::<Wording>(&json).expect("reads back"), slab);
    }
}
