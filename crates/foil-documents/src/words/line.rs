//! How the lines of bills and notes are said in another language than the English of their labels.

use foil_domain::documents::{
    BillDocLine, ChargeWording, LeastWording, LineName, SplitWording, TimeUnit, TimesWording, Wording,
};

use super::Words;

/// The words of one language in which lines are said.
#[derive(Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct LineWords {
    /// Behind a charge's name; has `{to}` and `{unit}`.
    pub slab_to: &'static str,
    /// Likewise; has `{from}`, `{to}` and `{unit}`.
    pub slab_between: &'static str,
    /// Likewise; has `{from}` and `{unit}`.
    pub slab_over: &'static str,
    /// Behind a load; has `{percent}`, `{contract}` and `{measured}`.
    pub least: &'static str,
    /// Behind the name of a charge whose lines are rounded together.
    pub together: &'static str,
    /// A part of the period; has `{days}` and `{of}`.
    pub part: &'static str,
    /// The days from a new version on; has `{day}`.
    pub since: &'static str,
    /// Has `{to}` and `{from}`.
    pub minimum: &'static str,
    /// Has `{bill}`, `{estimated}`, `{used}` and `{unit}`.
    pub on_estimate: &'static str,
    /// Has `{bill}`.
    pub written_off: &'static str,
    /// Has `{bill}`.
    pub late_payment: &'static str,
    /// The days that a percentage without an end is for; has `{day}`.
    pub from: &'static str,
    /// Behind a percentage that bears itself.
    pub compounded: &'static str,
    /// Has `{least}`.
    pub least_surcharge: &'static str,
    /// Likewise, where it was charged before.
    pub least_set_off: &'static str,
    /// One month, more of them; one day, more of them.
    pub times: [&'static str; 4],
    /// In the place of a rate.
    pub flat: &'static str,
    /// Lines that have one name.
    pub names: [(LineName, &'static str); 11],
    /// Charges whose name in the tariff says no more than what kind of charge it is, by [`PLAIN_CHARGES`].
    pub charges: [&'static str; PLAIN_CHARGES.len()],
    /// Seasons whose name is the season's own, by [`PLAIN_SEASONS`].
    pub seasons: [&'static str; PLAIN_SEASONS.len()],
}

/// Names of charges that say no more than what kind of charge it is, in English, folded and without a last *charge* or
/// *charges*. A tariff that names one so means the kind, which every language has a word for. Any other name is the
/// order's own, the name in law, and stays as it is.
pub(crate) const PLAIN_CHARGES: [&str; 28] = [
    "energy",
    "fixed",
    "demand",
    "customer",
    "service",
    "standing",
    "basic",
    "monthly",
    "minimum",
    "meter rent",
    "meter",
    "fuel adjustment",
    "fuel",
    "fuel surcharge",
    "wheeling",
    "water",
    "sewerage",
    "sewer",
    "sanitary",
    "gas",
    "commodity",
    "tax",
    "tax on consumption",
    "electricity tax",
    "electricity duty",
    "rebate",
    "subsidy",
    "cess",
];

/// Names of seasons, in English and folded, that every language has a word for.
pub(crate) const PLAIN_SEASONS: [&str; 4] = ["summer", "winter", "monsoon", "rainy"];

/// Where a name stands in a list of plain ones.
fn place(list: &[&str], name: &str) -> Option<usize> {
    let folded = name.trim().to_lowercase();
    let bare = folded.strip_suffix(" charges").or_else(|| folded.strip_suffix(" charge")).unwrap_or(&folded);
    list.iter().position(|plain| *plain == bare)
}

impl Words {
    /// What a line is for: its code in these words, or its label as it was kept.
    pub(crate) fn line_label(&self, line: &BillDocLine) -> String {
        match (self.line, &line.wording) {
            (Some(own), Some(wording)) => own.said(wording, self),
            // A charge that is all name has no wording.
            (Some(own), None) => own.charge_name(&line.label).to_owned(),
            (None, _) => line.label.clone(),
        }
    }

    /// How many, with the unit; may be empty.
    pub(crate) fn line_quantity(&self, line: &BillDocLine) -> String {
        match (self.line, &line.wording) {
            (Some(own), Some(Wording::Charge(ChargeWording { times: Some(times), .. }))) => {
                own.counted(times)
            }
            _ => line.quantity.clone().unwrap_or_default(),
        }
    }

    /// Of one; may be empty.
    pub(crate) fn line_rate(&self, line: &BillDocLine) -> String {
        match (self.line, &line.wording) {
            (Some(own), Some(Wording::Charge(ChargeWording { flat: true, .. }))) => own.flat.to_owned(),
            (Some(own), Some(Wording::LatePayment { rate: Some(rate), .. })) => {
                rate.said(own.times, own.compounded)
            }
            _ => line.rate.clone().unwrap_or_default(),
        }
    }
}

impl LineWords {
    fn said(&self, wording: &Wording, words: &Words) -> String {
        match wording {
            Wording::Charge(charge) => self.charge(charge, words),
            Wording::Minimum { from, to, split } => {
                let said = self.minimum.replace("{to}", to).replace("{from}", from);
                said + &self.split(split.as_ref(), words)
            }
            Wording::OnEstimate { bill, estimated, used, unit } => self
                .on_estimate
                .replace("{estimated}", estimated)
                .replace("{used}", used)
                .replace("{unit}", unit)
                .replace("{bill}", bill),
            Wording::WrittenOff { bill } => self.written_off.replace("{bill}", bill),
            Wording::LatePayment { bill, from, to, .. } => {
                let days = match (from, to) {
                    (Some(from), Some(to)) => format!(", {} – {}", words.day(*from), words.day(*to)),
                    (Some(from), None) => format!(", {}", self.from.replace("{day}", &words.day(*from))),
                    (None, _) => String::new(),
                };
                self.late_payment.replace("{bill}", bill) + &days
            }
            Wording::LeastSurcharge { least, set_off } => {
                let said = if *set_off { self.least_set_off } else { self.least_surcharge };
                said.replace("{least}", least)
            }
            Wording::Named { what } => {
                let own = self.names.iter().find(|(name, _)| name == what);
                own.map_or_else(|| what.label(), |(_, said)| said).to_owned()
            }
        }
    }

    fn charge(&self, charge: &ChargeWording, words: &Words) -> String {
        let slab = match (charge.over.as_str(), charge.up_to.as_str()) {
            ("", "") => "",
            ("", _) => self.slab_to,
            (_, "") => self.slab_over,
            _ => self.slab_between,
        };
        let slab = slab
            .replace("{from}", &charge.over)
            .replace("{to}", &charge.up_to)
            .replace("{unit}", &charge.unit);
        let least = charge.least.as_ref().map_or_else(String::new, |least| self.least(least));
        let together = if charge.together { self.together } else { "" };
        let split = self.split(charge.split.as_ref(), words);
        format!("{}{slab}{least}{together}{split}", self.charge_name(&charge.name))
    }

    /// A charge's name: what kind it is in this language, where it says no more; else as the tariff has it.
    fn charge_name<'a>(&self, name: &'a str) -> &'a str {
        place(&PLAIN_CHARGES, name).map_or(name, |at| self.charges[at])
    }

    fn least(&self, least: &LeastWording) -> String {
        self.least
            .replace("{percent}", &least.percent)
            .replace("{contract}", &least.contract)
            .replace("{measured}", &least.measured)
    }

    fn split(&self, split: Option<&SplitWording>, words: &Words) -> String {
        let Some(split) = split else { return String::new() };
        let part = self.part.replace("{days}", &split.days).replace("{of}", &split.of);
        let season = place(&PLAIN_SEASONS, &split.season)
            .map_or_else(|| split.season.clone(), |at| self.seasons[at].to_owned());
        let since = split.since.map(|day| self.since.replace("{day}", &words.day(day)));
        let mut said = vec![season, since.unwrap_or_default(), part];
        said.retain(|words| !words.is_empty());
        format!(" ({})", said.join(", "))
    }

    fn counted(&self, times: &TimesWording) -> String {
        let [month, months, day, days] = self.times;
        let one = times.count == "1";
        let of = match times.of {
            TimeUnit::Months if one => month,
            TimeUnit::Months => months,
            TimeUnit::Days if one => day,
            TimeUnit::Days => days,
        };
        let load = if times.load.is_empty() { String::new() } else { format!("{} × ", times.load) };
        format!("{load}{} {of}", times.count)
    }
}
