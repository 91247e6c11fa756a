//! What is said of a reading when it is entered: held against the account's own past and season.
//!
//! Three weights. A *refused* reading cannot be stored: it is dated in the future, or the register cannot
//! show it. A reading that is *asked* about may be right, and is stored with a reason. A *note* only says
//! what was understood. Every sentence carries its figures, so that the clerk can judge it without a second
//! screen. Start at [`judge`].

use super::case::CaseKind;
use super::past::{PastUse, Usual, in_days, usual};
use super::register::{Likely, Register, Turn};
use super::{Purpose, ReadingKind, Remark, plain};
use crate::customers::Service;
use crate::documents::{Finding, LastYear, UseShare};
use crate::time::Day;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

words! {
    /// What a check is about.
    pub enum CheckKind {
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
        /// The meter was read that day already.
        Duplicate = "duplicate",
        /// The register may have run through zero.
        Rollover = "rollover",
        /// Nobody has read the meter for too long.
        Estimates = "estimates",
        /// Dated after the business day.
        Future = "future",
        /// Dated before the last reading, or before the meter came.
        BeforeLast = "before_last",
        /// More digits than the register has.
        Overflow = "overflow",
        /// The remark and the value contradict each other.
        Remark = "remark",
        /// The register was set back.
        Reset = "reset",
        /// Estimates are made good.
        TruedUp = "trued_up",
        /// The first reading of this meter here.
        First = "first",
    }
}

words! {
    /// How much a check weighs.
    pub enum Weight {
        /// The reading is not stored.
        Refused = "refused",
        /// The reading is stored with a reason.
        Ask = "ask",
        /// Only said.
        Note = "note",
    }
}

/// Something that is said of a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Check {
    /// What it is about.
    pub kind: CheckKind,
    /// How much it weighs.
    pub weight: Weight,
    /// In words, with figures.
    pub words: String,
    /// The same as figures alone, where a letter may have to say it in another language. Screens say the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(skip)]
    pub finding: Option<Finding>,
}

impl Check {
    /// A check that no letter speaks of.
    #[must_use]
    pub fn new(kind: CheckKind, weight: Weight, words: String) -> Check {
        Check { kind, weight, words, finding: None }
    }

    /// A check whose words are made of its figures.
    #[must_use]
    pub fn found(kind: CheckKind, weight: Weight, finding: Finding) -> Check {
        Check { kind, weight, words: label(&finding), finding: Some(finding) }
    }
}

/// When use is called abnormal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// High from so many times the usual on.
    pub high: Decimal,
    /// A spike from so many times the usual on.
    pub spike: Decimal,
    /// Low below so much of the usual.
    pub low: Decimal,
    /// A difference of so few units is never abnormal.
    pub floor: Decimal,
    /// Estimates in a row before it is asked about.
    pub estimates_in_a_row: i64,
}

impl Rules {
    /// Units below which a difference is nobody's business: 20 kWh, 3 kL, 5 SCM.
    #[must_use]
    pub fn floor_of(service: Service) -> Decimal {
        Decimal::from(match service {
            Service::Electricity => 20,
            Service::Water => 3,
            Service::Gas => 5,
        })
    }
}

/// A reading as it is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Day of the reading.
    pub on: Day,
    /// What the register shows.
    pub value: Decimal,
    /// How it is known.
    pub kind: ReadingKind,
    /// What it was taken for.
    pub purpose: Purpose,
    /// What was found at the meter.
    pub remark: Remark,
    /// What a person says of a fall: it ran through zero, or it did not.
    pub rolled_over: Option<bool>,
}

/// What the book knows of the register and its account.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The register.
    pub register: &'a Register,
    /// Day the meter came to this account.
    pub installed_on: Option<Day>,
    /// The newest reading.
    pub last: Option<Last>,
    /// The newest measured reading: its day and value.
    pub measured: Option<(Day, Decimal)>,
    /// Units estimated since the newest measured reading.
    pub estimated: Decimal,
    /// Readings since then that nobody has taken.
    pub estimates: i64,
    /// Use of this band on this account that readings are held against, newest first.
    pub past: &'a [PastUse],
    /// A standing bill has used the day of the reading that is judged, where it is not after the newest one.
    pub billed: bool,
    /// The business date.
    pub today: Day,
}

/// The newest reading of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    /// Its day.
    pub on: Day,
    /// What the register showed.
    pub value: Decimal,
    /// How it was known.
    pub kind: ReadingKind,
}

/// What is thought of a reading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judged {
    /// Units since the reading before; after estimates, the true total less what was estimated.
    pub units: Decimal,
    /// Units since the last measured reading: what is held against the past.
    pub total: Decimal,
    /// Days that the total is of.
    pub days: i64,
    /// What would have been usual in those days; none without a past.
    pub usual: Option<Decimal>,
    /// The register ran through zero.
    pub rolled_over: bool,
    /// What is abnormal, for the account's case.
    pub abnormal: Option<CaseKind>,
    /// The same reading is there already.
    pub same: bool,
    /// A person must say whether the register ran through zero; a reason alone will not do.
    pub needs_word: bool,
    /// What is said, the heaviest first.
    pub checks: Vec<Check>,
}

impl Judged {
    /// Whether it cannot be stored.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.checks.iter().any(|c| c.weight == Weight::Refused)
    }

    /// Whether it needs a reason.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.checks.iter().any(|c| c.weight == Weight::Ask)
    }

    fn say(&mut self, kind: CheckKind, weight: Weight, words: String) {
        self.checks.push(Check::new(kind, weight, words));
    }

    fn find(&mut self, kind: CheckKind, weight: Weight, finding: Finding) {
        self.checks.push(Check::found(kind, weight, finding));
    }
}

/// Judges a reading before it is stored.
#[must_use]
pub fn judge(rules: &Rules, known: &Known<'_>, entry: &Entry) -> Judged {
    let mut judged = Judged::default();
    impossible(&mut judged, known, entry);
    if judged.is_refused() || judged.same {
        return judged;
    }
    let Some(last) = known.last else {
        let words = format!("the first reading of this meter here; use counts from {}", plain(entry.value));
        judged.say(CheckKind::First, Weight::Note, words);
        return judged;
    };
    let from = if entry.kind.is_measured() { known.measured } else { None };
    let (from_on, from_value) = from.unwrap_or((last.on, last.value));
    let estimated = from.map_or(Decimal::ZERO, |_| known.estimated);
    judged.days = entry.on.days_since(from_on);
    let usual = usual(known.past, from_on, entry.on);
    measure(&mut judged, rules, known.register, entry, from_value, &usual);
    judged.units = if known.register.is_demand() { judged.total } else { judged.total - estimated };
    if known.register.is_demand() {
        return judged;
    }
    judged.usual = most_of(&usual).map(|per_day| in_days(per_day, judged.days));
    if judged.abnormal.is_none() {
        against_the_past(&mut judged, rules, known.register, &usual);
    }
    too_many_estimates(&mut judged, rules, known, entry);
    if from.is_some() && known.estimates > 0 {
        judged.say(CheckKind::TruedUp, Weight::Note, true_up(known, judged.total, judged.units));
    }
    judged.checks.sort_by_key(|check| check.weight);
    judged
}

/// What no reason can make good.
fn impossible(judged: &mut Judged, known: &Known<'_>, entry: &Entry) {
    let mut refuse = |kind, words: String| judged.say(kind, Weight::Refused, words);
    if entry.on > known.today {
        refuse(
            CheckKind::Future,
            format!("{} is after the business day {}", entry.on.long(), known.today.long()),
        );
    }
    if let Some(on) = known.installed_on.filter(|on| entry.on < *on) {
        refuse(CheckKind::BeforeLast, format!("the meter came here on {}", on.long()));
    }
    if let Err(expected) = known.register.shows(entry.value) {
        refuse(CheckKind::Overflow, format!("{}: {expected}", plain(entry.value)));
    }
    match entry.remark {
        Remark::Replaced => {
            refuse(CheckKind::Remark, "another meter hangs there: enter it as an exchange".into());
        }
        Remark::NoMeter if entry.kind.is_measured() => refuse(CheckKind::Remark, "there was no meter to be read".into()),
        Remark::Locked if entry.kind == ReadingKind::Actual => refuse(
            CheckKind::Remark,
            "behind a locked door nobody read it: take the customer's reading, or leave it empty for an estimate"
                .into(),
        ),
        _ => {}
    }
    let Some(last) = known.last else { return };
    // What was read is said before what was only estimated since.
    let read = known.measured.filter(|(on, _)| entry.on <= *on && *on < last.on);
    let last = read.map_or(last, |(on, value)| Last { on, value, kind: ReadingKind::Actual });
    if entry.on < last.on {
        judged.say(CheckKind::BeforeLast, Weight::Refused, before_the_last(&last, known.billed));
    } else if entry.on == last.on {
        judged.same = entry.value == last.value && entry.kind == last.kind;
        let weight = if judged.same { Weight::Note } else { Weight::Refused };
        let guessed = last.kind == ReadingKind::Estimated && !judged.same;
        let words = if guessed && known.billed {
            before_the_last(&last, known.billed)
        } else {
            let shown = format!("{} ({})", plain(last.value), last.kind);
            let was = if guessed { "estimated" } else { "read" };
            format!("it was {was} that day already: {shown}; replace that reading if it was wrong")
        };
        judged.say(CheckKind::Duplicate, weight, words);
    }
}

/// Why a reading does not go before the newest one, and what to do where nobody has read that.
fn before_the_last(last: &Last, billed: bool) -> String {
    let shown = format!("on {} ({})", last.on.long(), plain(last.value));
    let replace = "replace that one if this is what the register shows";
    match last.kind {
        ReadingKind::Actual | ReadingKind::Customer => format!("it was read later, {shown}"),
        ReadingKind::Estimated if billed => format!(
            "nobody read it {shown}: that was estimated, and it is billed; what the register shows now makes it good, \
             or cancel that bill first"
        ),
        ReadingKind::Estimated => format!("nobody read it {shown}: that was estimated; {replace}"),
        ReadingKind::Provisional => format!("a provisional value was entered {shown}; {replace}"),
    }
}

/// Sets the total, and asks about falls.
fn measure(
    judged: &mut Judged,
    rules: &Rules,
    register: &Register,
    entry: &Entry,
    from: Decimal,
    usual: &Usual,
) {
    let unit = register.unit.clone();
    let (shown, shows) = (plain(from), plain(entry.value));
    if entry.remark == Remark::Reset {
        judged.total = entry.value * register.multiplier;
        let units = plain(judged.total);
        judged.find(CheckKind::Reset, Weight::Ask, Finding::Reset { units, unit });
        return;
    }
    let most = most_of(usual).map(|per_day| in_days(per_day * rules.spike, judged.days).max(rules.floor));
    let turn = match register.turn(from, entry.value, Likely { most }, entry.rolled_over) {
        // The dial alone is no proof of more than a little: a digit that was left out falls as far. A person says which.
        Turn::Over(units) if most.is_none() && entry.rolled_over.is_none() && !register.is_little(units) => {
            Turn::Back { fall: (entry.value - from) * register.multiplier, over: Some(units) }
        }
        turn => turn,
    };
    match turn {
        Turn::On(units) => judged.total = units,
        Turn::Over(units) => {
            judged.total = units;
            judged.rolled_over = true;
            // What a person says against the rule is their word, and they say why. Without a past the rule has
            // nothing to go by but the dial: of more than a little of it somebody says why, too.
            let by_rule = register.turn(from, entry.value, Likely { most }, None) == Turn::Over(units);
            let sure = by_rule && (most.is_some() || register.is_little(units));
            let weight = if sure { Weight::Note } else { Weight::Ask };
            let finding = Finding::RanOver { from: shown, to: shows, units: plain(units), unit };
            judged.find(CheckKind::Rollover, weight, finding);
        }
        Turn::Back { fall, over } => {
            judged.total = fall;
            judged.abnormal = Some(CaseKind::Negative);
            judged.needs_word = over.is_some() && entry.rolled_over.is_none();
            let kind = if judged.needs_word { CheckKind::Rollover } else { CheckKind::Negative };
            let if_over = over.filter(|_| judged.needs_word).map(plain).unwrap_or_default();
            let is_word = over.is_some() && !judged.needs_word;
            let taken_back = if is_word { plain(-fall) } else { String::new() };
            let finding = Finding::Fell { from: shown, to: shows, if_over, taken_back, unit };
            judged.find(kind, Weight::Ask, finding);
        }
    }
}

/// The larger of what is usual and what was used last year: nobody is asked about their winter.
fn most_of(usual: &Usual) -> Option<Decimal> {
    usual.per_day.max(usual.season.map(|s| s.per_day))
}

fn least_of(usual: &Usual) -> Option<Decimal> {
    let both = [usual.per_day, usual.season.map(|s| s.per_day)];
    both.into_iter().flatten().min()
}

/// What is abnormal about a total of so many units, held against what is usual.
///
/// One cycle alone is no past to be held against, but that somebody used something at all it does say.
#[must_use]
pub fn abnormal(rules: &Rules, total: Decimal, days: i64, usual: &Usual) -> Option<CaseKind> {
    if total < Decimal::ZERO {
        return Some(CaseKind::Negative);
    }
    let most = in_days(most_of(usual)?, days);
    let least = in_days(least_of(usual)?, days);
    if total.is_zero() {
        return (least > rules.floor).then_some(CaseKind::Zero);
    }
    if usual.cycles < 2 && usual.season.is_none() {
        return None;
    }
    match total {
        n if n - most > rules.floor && n >= most * rules.spike => Some(CaseKind::Spike),
        n if n - most > rules.floor && n >= most * rules.high => Some(CaseKind::High),
        n if least - n > rules.floor && n < least * rules.low => Some(CaseKind::Low),
        _ => None,
    }
}

fn against_the_past(judged: &mut Judged, rules: &Rules, register: &Register, usual: &Usual) {
    judged.abnormal = abnormal(rules, judged.total, judged.days, usual);
    let kind = match judged.abnormal {
        Some(CaseKind::High) => CheckKind::High,
        Some(CaseKind::Spike) => CheckKind::Spike,
        Some(CaseKind::Low) => CheckKind::Low,
        Some(CaseKind::Zero) => CheckKind::Zero,
        _ => return,
    };
    judged.find(kind, Weight::Ask, compared(judged.total, judged.days, &register.unit, usual));
}

/// A use of so many days, held against what is usual for the account.
#[must_use]
pub fn compared(total: Decimal, days: i64, unit: &str, usual: &Usual) -> Finding {
    let base = usual.per_day.map(|n| in_days(n, days));
    let season = usual.season.map(|s| (s.about, in_days(s.per_day, days)));
    let to = base.or(season.map(|(_, units)| units));
    Finding::Compared {
        used: if total.is_zero() { String::new() } else { plain(total) },
        unit: unit.to_owned(),
        days: days.to_string(),
        usual: base.map(plain).unwrap_or_default(),
        last_year: season.map(|(about, units)| LastYear { about, units: plain(units) }),
        share: to.filter(|to| !to.is_zero() && !total.is_zero()).map(|to| share(total / to)),
    }
}

fn share(times: Decimal) -> UseShare {
    if times >= Decimal::ONE {
        UseShare::Times(plain(times.round_dp(1)))
    } else {
        UseShare::Percent(plain((times * Decimal::ONE_HUNDRED).round()))
    }
}

/// A finding in English, with all its figures.
#[must_use]
pub fn label(finding: &Finding) -> String {
    match finding {
        Finding::Compared { used, unit, days, usual, last_year, share } => {
            comparison((used, unit, days), usual, last_year.as_ref(), share.as_ref())
        }
        Finding::Fell { from, to, if_over, taken_back, unit } => {
            let fell = format!("the register fell from {from} to {to}");
            match (if_over.as_str(), taken_back.as_str()) {
                ("", "") => format!("{fell}, and its digits are not known: was the last reading wrong?"),
                ("", back) => format!("{fell}: {back} {unit} are taken back"),
                (over, _) => format!(
                    "{fell}; if it ran through zero, {over} {unit} were used: is that so, or was the last reading \
                     wrong?"
                ),
            }
        }
        Finding::RanOver { from, to, units, unit } => {
            format!("the register ran through zero, from {from} to {to}: {units} {unit}")
        }
        Finding::Reset { units, unit } => {
            format!("the register was set back: only {units} {unit} since then are known")
        }
        Finding::Unread { times, since, limit } => {
            let since = since.map(|on| format!(", since {}", on.long())).unwrap_or_default();
            format!("nobody has read this meter {times} times in a row{since}; the limit is {limit}")
        }
    }
}

/// `412 kWh in 30 days is 3.4 × its usual 121 (last November 118)`.
fn comparison(
    (used, unit, days): (&str, &str, &str),
    usual: &str,
    last_year: Option<&LastYear>,
    share: Option<&UseShare>,
) -> String {
    let nothing = used.is_empty();
    let used = if nothing { "nothing was used".to_owned() } else { format!("{used} {unit}") };
    let month = last_year.map(|year| year.about.month_name()).unwrap_or_default();
    let (name, base, aside) = match (usual, last_year) {
        ("", None) => return format!("{used} in {days} days"),
        ("", Some(year)) => (format!("last {month}'s"), year.units.as_str(), String::new()),
        (usual, None) => ("its usual".to_owned(), usual, String::new()),
        (usual, Some(year)) => ("its usual".to_owned(), usual, format!(" (last {month} {})", year.units)),
    };
    match share {
        _ if nothing => format!("{used} in {days} days; {name} is {base} {unit}{aside}"),
        None => format!("{used} in {days} days against {name} {base}{aside}"),
        Some(UseShare::Times(times)) => format!("{used} in {days} days is {times} × {name} {base}{aside}"),
        Some(UseShare::Percent(of)) => format!("{used} in {days} days is {of} % of {name} {base}{aside}"),
    }
}

fn too_many_estimates(judged: &mut Judged, rules: &Rules, known: &Known<'_>, entry: &Entry) {
    let in_a_row = known.estimates + 1;
    if entry.kind.is_measured() || in_a_row <= rules.estimates_in_a_row {
        return;
    }
    let finding = Finding::Unread {
        times: in_a_row.to_string(),
        since: known.measured.map(|(on, _)| on),
        limit: rules.estimates_in_a_row.to_string(),
    };
    judged.abnormal = judged.abnormal.or(Some(CaseKind::Estimates));
    judged.find(CheckKind::Estimates, Weight::Ask, finding);
}

fn true_up(known: &Known<'_>, total: Decimal, units: Decimal) -> String {
    let since = known.measured.map(|(on, _)| format!(" since {}", on.long())).unwrap_or_default();
    let unit = &known.register.unit;
    format!(
        "{} {unit} were used{since}, {} of them estimated: {} {unit} are left for this reading",
        plain(total),
        plain(known.estimated),
        plain(units)
    )
}

#[cfg(test)]
mod tests;
