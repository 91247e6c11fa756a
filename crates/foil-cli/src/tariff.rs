//! Checking tariff files and pricing usages by them. Needs no book, no log-in and no key.

use crate::args::TariffWhat;
use crate::outcome::{Failed, Outcome, Said};
use crate::seat::file_refused;
use anyhow::Context as _;
use foil_api::ApiError;
use foil_domain::money::Money;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::tariffs::{
    Case, Decimal, Group, Late, LateCase, Quote, QuoteLine, Tariff, TariffFault, plain, quote,
};
use foil_domain::time::Day;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A case or a tariff has a few kilobytes.
const MOST_BYTES: u64 = 4 << 20;

/// What was asked for.
pub fn tariff(what: &TariffWhat) -> Outcome {
    match what {
        TariffWhat::Check { file } => check(file),
        TariffWhat::Quote { many: Some(folder), .. } => quote_many(folder),
        TariffWhat::Quote { tariff: Some(tariff), case: Some(case), .. } => quote_one(tariff, case),
        TariffWhat::Late { tariff, principal, days, due, on } => {
            let late = match (days, due, on) {
                (Some(days), _, _) => Late::given_days("days", *days),
                (None, Some(due), Some(on)) => Late::given("on", day("due", due)?, day("on", on)?),
                _ => return Err(Failed::Usage("--days, or --due and --on".into())),
            };
            let late = late.map_err(|refusal| Failed::from(ApiError::from(&refusal)))?;
            late_payment(tariff, principal, late)
        }
        TariffWhat::Quote { .. } => Err(Failed::Usage("a tariff and a case, or --many and a folder".into())),
    }
}

fn check(file: &Path) -> Outcome {
    match Tariff::parse(&text(file)?) {
        Ok(tariff) => {
            let charges = tariff.energy.len() + tariff.fixed.len() + tariff.demand.len();
            let rules = tariff.adjustments.len() + tariff.rebates.len() + tariff.taxes.len();
            let words = format!(
                "{} is sound: {charges} charges, {rules} adjustments, rebates and taxes, {} examples.",
                tariff.name,
                tariff.examples.len()
            );
            let value = json!({
                "tariff": &*tariff.name, "sound": true, "valid_from": tariff.valid_from,
                "charges": charges, "rules": rules, "examples": tariff.examples.len(), "faults": [],
            });
            Ok(Said::new(value, words))
        }
        Err(faults) => {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            let value = json!({ "sound": false, "faults": faults });
            let error = ApiError::from(&Refusal::BadTariff(faults));
            Err(Failed::Found(Box::new(Said::new(value, lines.join("\n"))), error))
        }
    }
}

fn quote_one(tariff: &Path, case: &Path) -> Outcome {
    let asked = ToQuote::read(tariff).map_err(|refusal| Failed::from(ApiError::from(&refusal)))?;
    let priced = asked.price(&value(case)?).map_err(|refusal| Failed::from(ApiError::from(&refusal)))?;
    Ok(Said::exact(Told::of(&priced)?.text()?))
}

fn day(field: &str, text: &str) -> Result<Day> {
    Ok(Day::parse(text).map_err(|expected| Refusal::bad_input(field, expected))?)
}

/// What paying so late costs on a principal, by a tariff's rule.
fn late_payment(tariff: &Path, principal: &str, late: Late) -> Outcome {
    let refused = |refusal| Failed::from(ApiError::from(&refusal));
    let asked = ToQuote::read(tariff).map_err(refused)?;
    let decimals = asked.tariff.decimals;
    let principal = Money::parse(principal, decimals)
        .map_err(|expected| refused(Refusal::bad_input("principal", expected)))?;
    let surcharge = asked.surcharge(principal, late, 10u32.pow(decimals.min(4))).map_err(refused)?;
    let total = principal.plus(surcharge).ok_or_else(|| refused(Refusal::TooMuch))?;
    let told = json!({
        "principal_minor": principal.minor(), "days": late.days, "months": late.months,
        "surcharge_minor": surcharge.minor(), "total_after_due_minor": total.minor(),
        "notes": asked.notes(),
    });
    Ok(Said::exact(serde_json::to_string_pretty(&told).context("writing the answer")?))
}

/// A tariff that is only quoted from, and what an import of it would refuse.
struct ToQuote {
    tariff: Tariff,
    doubts: Vec<TariffFault>,
}

impl ToQuote {
    fn read(path: &Path) -> std::result::Result<ToQuote, Refusal> {
        let (tariff, doubts) = Tariff::parse_to_quote(&text_of(path)?).map_err(Refusal::BadTariff)?;
        Ok(ToQuote { tariff, doubts })
    }

    fn price(&self, case: &Value) -> std::result::Result<Priced, Refusal> {
        let mut quote = quote(&self.tariff, &Case::from_json(case)?)?;
        quote.notes.extend(self.notes());
        let late = LateCase::from_json(case)?;
        let surcharge = late.map(|asked| {
            let principal = asked.principal.unwrap_or(quote.total);
            self.surcharge(principal, asked.late, quote.minor_per_major)
        });
        Ok(Priced { surcharge: surcharge.transpose()?, quote })
    }

    /// What paying late costs. Refuses where the rule could not be read: nobody knows what it would say.
    fn surcharge(
        &self,
        principal: Money,
        late: Late,
        minor_per_major: u32,
    ) -> std::result::Result<Money, Refusal> {
        match &self.tariff.late_payment {
            Some(rule) => rule.accrued(principal, late, minor_per_major),
            None if self.doubts.iter().any(|doubt| doubt.field.starts_with("late_payment")) => {
                Err(Refusal::BadTariff(self.doubts.clone()))
            }
            None => Ok(Money::ZERO),
        }
    }

    fn notes(&self) -> Vec<String> {
        self.doubts.iter().map(|doubt| format!("an import would refuse {doubt}")).collect()
    }
}

/// A case's quote, and what paying it late costs where the case asks that.
struct Priced {
    quote: Quote,
    surcharge: Option<Money>,
}

/// Every case of a folder; one that is refused says so under its id, and the others go on.
fn quote_many(folder: &Path) -> Outcome {
    let mut priced = Many::default();
    let mut told: Vec<(String, Box<RawValue>)> = Vec::new();
    let mut files: HashMap<String, (usize, Vec<String>)> = HashMap::new();
    for path in cases(folder)? {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (id, answer) = priced.answer(&path, &stem);
        let (at, of_id) = files.entry(id.clone()).or_insert((told.len(), Vec::new()));
        of_id.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        if of_id.len() == 1 {
            told.push((id, answer?));
        } else {
            // Nobody could tell which of them an answer is for.
            let expected = format!("an id of its own in every case; {} have the same", of_id.join(" and "));
            told[*at].1 = refused(&Refusal::bad_input("id", expected).into())?;
        }
    }
    Ok(Said::exact(object(&told)?))
}

/// Tariffs already read, since many cases share one.
#[derive(Default)]
struct Many(HashMap<PathBuf, std::result::Result<Rc<ToQuote>, Refusal>>);

impl Many {
    fn answer(&mut self, path: &Path, stem: &str) -> (String, anyhow::Result<Box<RawValue>>) {
        let case = value(path);
        let id = case.as_ref().ok().and_then(|case| case["id"].as_str()).unwrap_or(stem).to_owned();
        let answer = case.and_then(|case| Ok(self.price(path, stem, &case)?));
        let answer = match answer {
            Ok(priced) => Told::of(&priced).and_then(|told| told.raw()),
            Err(error) => refused(&error),
        };
        (id, answer)
    }

    /// A case that names no tariff is priced by the one beside it that is called as it is.
    fn price(&mut self, path: &Path, stem: &str, case: &Value) -> std::result::Result<Priced, Refusal> {
        let named = case["tariff"].as_str().filter(|name| !name.is_empty());
        let named = named.map_or_else(|| format!("{stem}.toml"), str::to_owned);
        self.tariff(&path.with_file_name(named))?.price(case)
    }

    fn tariff(&mut self, path: &Path) -> std::result::Result<Rc<ToQuote>, Refusal> {
        if let Some(known) = self.0.get(path) {
            return known.clone();
        }
        let read = ToQuote::read(path).map(Rc::new);
        self.0.insert(path.to_owned(), read.clone());
        read
    }
}

/// Why a case has no quote, as it stands under the case's id.
fn refused(error: &Error) -> anyhow::Result<Box<RawValue>> {
    let ApiError { code, message, hint, .. } = ApiError::of("tariff quote", error);
    let error = json!({ "error": { "code": code, "message": message, "hint": hint } });
    Ok(serde_json::value::to_raw_value(&error)?)
}

fn cases(folder: &Path) -> Result<Vec<PathBuf>> {
    let listed = fs::read_dir(folder).map_err(|e| file_refused(folder, &e))?;
    let mut paths = Vec::new();
    for entry in listed {
        let path = entry.map_err(|e| file_refused(folder, &e))?.path();
        if path.extension().is_some_and(|end| end == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn text(path: &Path) -> Result<String> {
    Ok(text_of(path)?)
}

fn text_of(path: &Path) -> std::result::Result<String, Refusal> {
    let refused = |problem: io::Error| match problem.kind() {
        io::ErrorKind::InvalidData => not_readable(path, "this is no text in UTF-8"),
        _ => file_refused(path, &problem),
    };
    let mut text = String::new();
    let file = fs::File::open(path).map_err(refused)?;
    file.take(MOST_BYTES + 1).read_to_string(&mut text).map_err(refused)?;
    if text.len() as u64 > MOST_BYTES {
        return Err(not_readable(path, "this is too long for a tariff or a case"));
    }
    // Some editors put a mark of the encoding in front, which is no part of the text.
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

fn value(path: &Path) -> Result<Value> {
    let bad = |e: serde_json::Error| not_readable(path, &format!("this is no JSON: {e}"));
    Ok(serde_json::from_str(&text_of(path)?).map_err(bad)?)
}

/// A file that was read, but is not what it must be: neither its path nor the rights on it are at fault.
fn not_readable(path: &Path, problem: &str) -> Refusal {
    Refusal::FileContent { path: path.display().to_string(), problem: problem.to_owned() }
}

/// A quote as it is printed; amounts keep every digit, which a JSON value would not.
#[derive(Serialize)]
struct Told {
    total_minor: i64,
    /// What paying late costs, where the case asks it; then also what is to be paid with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    surcharge_minor: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_after_due_minor: Option<i64>,
    groups_minor: Box<RawValue>,
    minor_per_major: u32,
    units: String,
    lines: Vec<ToldLine>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct ToldLine {
    kind: &'static str,
    label: String,
    quantity: String,
    rate: String,
    amount_minor: Box<RawValue>,
}

impl Told {
    fn of(priced: &Priced) -> anyhow::Result<Told> {
        let quote = &priced.quote;
        let groups =
            Group::ALL.iter().map(|group| Ok((group.to_string(), number(quote.group_minor(*group))?)));
        let mut lines =
            quote.lines.iter().map(|line| ToldLine::of(quote, line)).collect::<anyhow::Result<Vec<_>>>()?;
        if !quote.rounding.is_zero() {
            lines.push(ToldLine {
                kind: "rounding",
                label: "Rounding".to_owned(),
                quantity: String::new(),
                rate: String::new(),
                amount_minor: number(quote.minor(quote.rounding))?,
            });
        }
        Ok(Told {
            total_minor: quote.total.minor(),
            surcharge_minor: priced.surcharge.map(Money::minor),
            total_after_due_minor: priced
                .surcharge
                .map(|more| quote.total.plus(more).map(Money::minor).context("a total that no bill holds"))
                .transpose()?,
            groups_minor: RawValue::from_string(object(&groups.collect::<anyhow::Result<Vec<_>>>()?)?)?,
            minor_per_major: quote.minor_per_major,
            units: plain(quote.units),
            lines,
            notes: quote.notes.clone(),
        })
    }

    fn text(&self) -> anyhow::Result<String> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    fn raw(&self) -> anyhow::Result<Box<RawValue>> {
        Ok(serde_json::value::to_raw_value(self)?)
    }
}

impl ToldLine {
    fn of(quote: &Quote, line: &QuoteLine) -> anyhow::Result<ToldLine> {
        Ok(ToldLine {
            kind: line.group.as_str(),
            label: line.label(),
            quantity: line.quantity(),
            rate: line.rate(),
            amount_minor: number(quote.minor(line.amount))?,
        })
    }
}

/// A decimal as a JSON number, digit by digit.
fn number(value: Decimal) -> anyhow::Result<Box<RawValue>> {
    Ok(RawValue::from_string(plain(value))?)
}

/// An object whose fields keep their order.
fn object(fields: &[(String, Box<RawValue>)]) -> anyhow::Result<String> {
    let mut text = String::from("{");
    for (name, value) in fields {
        if text.len() > 1 {
            text.push(',');
        }
        text += &serde_json::to_string(name)?;
        text.push(':');
        text += value.get();
    }
    text.push('}');
    Ok(text)
}
