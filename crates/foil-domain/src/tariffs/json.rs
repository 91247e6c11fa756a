//! A case as JSON: what `tariff quote` takes, and what stands in a tariff file's examples.

use super::case::{AccountFacts, Case, Gas, Period, Register, Usage, months_between};
use super::exact::{RoundTo, RoundingMode, number, shown};
use super::examples::Expected;
use super::late::{Late, LateCase};
use super::lines::Group;
use crate::money::Money;
use crate::refusal::Refusal;
use crate::time::Day;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value};
use std::cell::RefCell;

type Read<T> = Result<T, Refusal>;

/// Digits that a JSON number surely keeps, whoever wrote it; more must come as text.
const SAFE_DIGITS: usize = 15;

impl Case {
    /// Reads a case: `period`, `usage` and `account`. Numbers are decimal text.
    ///
    /// Fields it does not know are left aside and named in `notes`. Refuses by the field's path what is
    /// not as it must be.
    pub fn from_json(value: &Value) -> Result<Case, Refusal> {
        case(value)
    }
}

impl LateCase {
    /// Reads the `late` of a case: `due_on` and `on`, or `days`, and `principal_minor` (else the bill's total);
    /// `None` where the case asks nothing of the kind.
    pub fn from_json(value: &Value) -> Result<Option<LateCase>, Refusal> {
        let Some(late) = value.get("late").filter(|late| !late.is_null()) else { return Ok(None) };
        let notes = RefCell::default();
        read_late(&Fields::of(late, "late", &notes)?).map(Some)
    }
}

impl Expected {
    /// Reads what must come out: `total_minor`, `groups_minor` and `tolerance_minor` of a case's `expected`.
    pub fn from_json(value: &Value) -> Result<Expected, Refusal> {
        expected(value)
    }
}

/// Reads a case.
pub fn case(value: &Value) -> Read<Case> {
    let notes = RefCell::default();
    let root = Fields::of(value, "", &notes)?;
    let period = root.need("period", "{ \"from\": …, \"to\": … }")?.table()?;
    let usage = root.need("usage", "{ \"total\": \"450\" }, bands or registers")?.table()?;
    let account = root.get("account").map(|f| f.table()).transpose()?;
    let minor_per_major = root.get("minor_per_major").map(|f| f.whole(1, 10_000)).transpose()?;
    let (period, usage) = (read_period(&period)?, read_usage(&usage)?);
    let account = account.map(|fields| read_account(&fields)).transpose()?.unwrap_or_default();
    root.get("late").map(|f| read_late(&f.table()?)).transpose()?;
    root.pass(TOLD_ONLY);
    root.no_more();
    Ok(Case { period, usage, account, minor_per_major, notes: notes.into_inner() })
}

/// What a case file says about itself; the engine makes nothing of it.
const TOLD_ONLY: &[&str] = &[
    "id",
    "tariff",
    "kinds",
    "service",
    "currency",
    "source",
    "source_rounding",
    "note",
    "expected",
    "tolerance_minor",
];

fn read_late(fields: &Fields<'_>) -> Read<LateCase> {
    let (due_on, on) = (fields.get("due_on"), fields.get("on"));
    let late = match (due_on, on, fields.get("days")) {
        (Some(due_on), Some(on), None) => Late::given("late.on", due_on.day()?, on.day()?)?,
        (None, None, Some(days)) => Late::given_days("late.days", days.whole(0, u32::MAX)?.into())?,
        _ => {
            let expected = "either due_on and on, such as \"2026-07-15\" and \"2026-08-20\", or days";
            return Err(Refusal::bad_input("late", expected));
        }
    };
    let principal = fields.get("principal_minor").map(|f| f.minor()).transpose()?;
    fields.no_more();
    Ok(LateCase { late, principal })
}

/// Reads what must come out of a case.
pub fn expected(value: &Value) -> Read<Expected> {
    let notes = RefCell::default();
    let fields = Fields::of(value, "expected", &notes)?;
    let total_minor = fields.need("total_minor", "the total in minor units")?.number()?;
    let tolerance = fields.get("tolerance_minor").map(|f| f.number()).transpose()?;
    let mut groups_minor = Vec::new();
    for (name, field) in fields.get("groups_minor").map(|f| f.named()).transpose()?.unwrap_or_default() {
        let group = Group::from_word(&name).ok_or_else(|| field.bad("a group such as energy or tax"))?;
        groups_minor.push((group, field.number()?));
    }
    Ok(Expected { total_minor, groups_minor, tolerance_minor: tolerance.unwrap_or_default() })
}

fn read_period(fields: &Fields<'_>) -> Read<Period> {
    let from = fields.get("from").map(|f| f.day()).transpose()?;
    let to = fields.get("to").map(|f| f.day()).transpose()?;
    let mut period = match (from, to) {
        (Some(from), Some(to)) => Period::between(from, to)?,
        _ => {
            let days = match (fields.get("days"), fields.get("months")) {
                (None, Some(months)) => {
                    let days = months.above_zero()?.saturating_mul(MONTH_DAYS);
                    let note = format!("period.days is not there; {} days are taken", shown(days));
                    fields.notes.borrow_mut().push(note);
                    days
                }
                _ => fields.need("days", "days, or from and to")?.number()?,
            };
            Period {
                from,
                to,
                days,
                months: Decimal::ONE,
                months_due: None,
                season: None,
                season_days: Vec::new(),
            }
        }
    };
    if let Some(days) = fields.get("days") {
        period.days = days.number()?;
    }
    if let Some(months) = fields.get("months") {
        period.months = months.number()?;
    } else if from.is_none() || to.is_none() {
        period.months = average_months(period.days);
    }
    period.season = fields.get("season").map(|f| f.text()).transpose()?;
    if let Some(days) = fields.get("season_days") {
        period.season_days = days.numbers()?;
    }
    fields.no_more();
    Ok(period)
}

/// Days of a month, where only months are known.
const MONTH_DAYS: Decimal = Decimal::from_parts(30, 0, 0, false, 0);

/// Months of a period that has no dates, counted as if it had some.
fn average_months(days: Decimal) -> Decimal {
    let start = Day::new(2001, 1, 2);
    let days = days.to_i64().unwrap_or(30).clamp(1, 3_660);
    start.map_or(Decimal::ONE, |start| months_between(start, start.plus_days(days)))
}

fn read_usage(fields: &Fields<'_>) -> Read<Usage> {
    let total = fields.get("total").map(|f| f.number()).transpose()?;
    let bands = fields.get("bands").map(|f| f.numbers()).transpose()?.unwrap_or_default();
    let registers = fields.get("registers").map(|f| f.items()).transpose()?.unwrap_or_default();
    let registers = registers.iter().map(|f| read_register(&f.table()?)).collect::<Read<_>>()?;
    let demand = fields.get("demand").map(|f| f.numbers()).transpose()?.unwrap_or_default();
    let gas = fields.get("gas").map(|f| read_gas(&f.table()?)).transpose()?;
    let unit_factor = fields.get("unit_factor").map(|f| f.above_zero()).transpose()?;
    let round_usage = rounding(fields, "round_usage_to", "round_usage_mode")?;
    fields.no_more();
    Ok(Usage { total, bands, registers, demand, demand_is_whole: true, gas, unit_factor, round_usage })
}

fn read_register(fields: &Fields<'_>) -> Read<Register> {
    let register = Register {
        previous: fields.need("previous", "the reading at the start")?.number()?,
        current: fields.need("current", "the reading at the end")?.number()?,
        multiplier: fields.get("multiplier").map_or(Ok(Decimal::ONE), |f| f.above_zero())?,
        digits: fields.get("digits").map(|f| f.whole(1, 12)).transpose()?,
        band: fields.get("band").map(|f| f.text()).transpose()?,
    };
    fields.no_more();
    Ok(register)
}

fn read_gas(fields: &Fields<'_>) -> Read<Gas> {
    let factor = |name| fields.get(name).map_or(Ok(Decimal::ONE), |f: One<'_>| f.above_zero());
    let gas = Gas {
        to_m3: factor("to_m3")?,
        volume_correction: factor("volume_correction")?,
        calorific_value: fields
            .need("calorific_value", "MJ in a cubic metre, such as \"39.4\"")?
            .above_zero()?,
        round_energy: rounding(fields, "round_energy_to", "round_energy_mode")?,
    };
    fields.no_more();
    Ok(gas)
}

fn read_account(fields: &Fields<'_>) -> Read<AccountFacts> {
    let facts = AccountFacts {
        sanctioned_load_kw: fields.get("sanctioned_load_kw").map(|f| f.number()).transpose()?,
        contract_demand_kw: fields.get("contract_demand_kw").map(|f| f.number()).transpose()?,
    };
    fields.no_more();
    Ok(facts)
}

fn rounding(fields: &Fields<'_>, to: &'static str, mode: &'static str) -> Read<Option<RoundTo>> {
    let step = fields.get(to).map(|f| f.above_zero()).transpose()?;
    let mode = fields.get(mode).map(|f| {
        let words = "half_up, half_even, down or up";
        RoundingMode::from_word(&f.text()?).ok_or_else(|| f.bad(words))
    });
    let mode = mode.transpose()?.unwrap_or(RoundingMode::HalfUp);
    Ok(step.map(|to| RoundTo { to, mode }))
}

/// The fields of an object, with which of them were asked for.
struct Fields<'a> {
    object: &'a Map<String, Value>,
    path: String,
    asked: RefCell<Vec<&'static str>>,
    notes: &'a RefCell<Vec<String>>,
}

impl<'a> Fields<'a> {
    fn of(value: &'a Value, path: &str, notes: &'a RefCell<Vec<String>>) -> Read<Fields<'a>> {
        let object = value.as_object();
        let field = if path.is_empty() { "case" } else { path };
        let object = object.ok_or_else(|| Refusal::bad_input(field, "a JSON object"))?;
        Ok(Fields { object, path: path.to_owned(), asked: RefCell::default(), notes })
    }

    fn get(&self, name: &'static str) -> Option<One<'a>> {
        self.asked.borrow_mut().push(name);
        let value = self.object.get(name).filter(|value| !value.is_null())?;
        Some(One { value, path: self.path_of(name), notes: self.notes })
    }

    fn need(&self, name: &'static str, expected: &str) -> Read<One<'a>> {
        self.get(name).ok_or_else(|| Refusal::bad_input(self.path_of(name), expected))
    }

    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// Takes fields as known without reading them.
    fn pass(&self, names: &[&'static str]) {
        self.asked.borrow_mut().extend(names);
    }

    /// Notes every field that nobody asked for: it may be a slip of the pen.
    fn no_more(&self) {
        let asked = self.asked.borrow();
        for name in self.object.keys().filter(|name| !asked.contains(&name.as_str())) {
            let short: String = name.chars().take(60).collect();
            self.notes.borrow_mut().push(format!("{} is not known and was not used", self.path_of(&short)));
        }
    }
}

/// A value with its path.
struct One<'a> {
    value: &'a Value,
    path: String,
    notes: &'a RefCell<Vec<String>>,
}

impl<'a> One<'a> {
    fn bad(&self, expected: &str) -> Refusal {
        Refusal::bad_input(&self.path, expected)
    }

    fn table(&self) -> Read<Fields<'a>> {
        Fields::of(self.value, &self.path, self.notes)
    }

    fn text(&self) -> Read<String> {
        self.value.as_str().map(str::to_owned).ok_or_else(|| self.bad("text in quotes"))
    }

    fn day(&self) -> Read<Day> {
        Day::parse(&self.text()?).map_err(|expected| self.bad(&expected))
    }

    fn number(&self) -> Read<Decimal> {
        let read = match self.value {
            Value::String(text) => number(text.trim()),
            Value::Number(plain) => {
                let text = plain.to_string();
                let digits = text.bytes().filter(u8::is_ascii_digit).count();
                if digits <= SAFE_DIGITS { number(&text) } else { None }
            }
            _ => None,
        };
        read.ok_or_else(|| self.bad("a number as decimal text, such as \"123.45\""))
    }

    fn above_zero(&self) -> Read<Decimal> {
        let value = self.number()?;
        if value > Decimal::ZERO { Ok(value) } else { Err(self.bad("a number above 0")) }
    }

    fn whole(&self, least: u32, most: u32) -> Read<u32> {
        let value = self.number()?;
        let whole = value.to_u32().filter(|whole| value.fract().is_zero() && (least..=most).contains(whole));
        whole.ok_or_else(|| self.bad(&format!("a whole number, {least} to {most}")))
    }

    fn minor(&self) -> Read<Money> {
        let value = self.number()?;
        let minor = value.to_i64().filter(|_| value.fract().is_zero());
        let money = minor.and_then(|minor| Money::try_from(minor).ok());
        money.ok_or_else(|| self.bad("an amount in whole minor units"))
    }

    fn items(&self) -> Read<Vec<One<'a>>> {
        let items = self.value.as_array().ok_or_else(|| self.bad("a list in brackets"))?;
        let each = items.iter().enumerate();
        Ok(each
            .map(|(n, value)| One { value, path: format!("{}[{n}]", self.path), notes: self.notes })
            .collect())
    }

    fn named(&self) -> Read<Vec<(String, One<'a>)>> {
        let Some(object) = self.value.as_object() else { return Err(self.bad("a JSON object")) };
        let one = |(name, value): (&String, &'a Value)| {
            (name.clone(), One { value, path: format!("{}.{name}", self.path), notes: self.notes })
        };
        Ok(object.iter().map(one).collect())
    }

    fn numbers(&self) -> Read<Vec<(String, Decimal)>> {
        self.named()?.into_iter().map(|(name, field)| Ok((name, field.number()?))).collect()
    }
}
