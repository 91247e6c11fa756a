//! Reading TOML field by field, with every fault kept beside its line.
//!
//! A table gives its fields out by name and remembers which; what nobody asked for is unknown and a
//! fault. Reading goes on after a fault, so that an officer sees all of them at once.

use super::super::exact::number;
use rust_decimal::Decimal;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// More faults than this help nobody.
const MOST_FAULTS: usize = 100;

/// The most characters of a name or unit.
const MOST_TEXT: usize = 200;

/// A part of a tariff file that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
pub struct TariffFault {
    /// The file's line, from 1.
    pub line: usize,
    /// The field's path; items of lists are counted from 1: `energy_charge[1].slabs[3].up_to`.
    pub field: String,
    /// What was expected, and what was found instead.
    pub expected: String,
}

impl fmt::Display for TariffFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}: expected {}", self.line, self.field, self.expected)
    }
}

/// What a fault is a fault for. All of them keep a tariff out of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// No bill can be priced by the file: nobody knows what it would say.
    Breaks,
    /// Bills can be priced, but nothing is known of paying late.
    BreaksLate,
    /// No bill comes out otherwise for it, or the one way to read it is plain.
    Doubt,
}

/// The faults of one file as they are found.
pub struct Faults {
    line_starts: Vec<usize>,
    found: RefCell<Vec<(Weight, TariffFault)>>,
    weight: Cell<Weight>,
}

impl Faults {
    /// Whether nothing was found wrong so far.
    pub fn none_yet(&self) -> bool {
        self.found.borrow().is_empty()
    }

    /// None yet.
    pub fn of(text: &str) -> Faults {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(starts).collect();
        Faults { line_starts, found: RefCell::default(), weight: Cell::new(Weight::Breaks) }
    }

    /// The line, from 1, of a place in the text.
    pub fn line(&self, span: &Range<usize>) -> usize {
        self.line_starts.partition_point(|start| *start <= span.start).max(1)
    }

    /// Reads something whose faults are no heavier than `weight`.
    pub fn weighing<T>(&self, weight: Weight, read: impl FnOnce() -> T) -> T {
        let before = self.weight.replace(weight);
        let got = read();
        self.weight.set(before);
        got
    }

    /// Keeps a fault. Each weight has its own limit: no number of doubts hides what breaks the file.
    pub fn add(&self, line: usize, field: impl Into<String>, expected: impl Into<String>) {
        let weight = self.weight.get();
        let mut found = self.found.borrow_mut();
        if found.iter().filter(|(of, _)| *of == weight).count() < MOST_FAULTS {
            found.push((weight, TariffFault { line, field: field.into(), expected: expected.into() }));
        }
    }

    /// All of them, by line, each once: a part that is read for two reasons is at fault once.
    pub fn all(&self) -> Vec<TariffFault> {
        let mut all: Vec<TariffFault> = Vec::new();
        for (_, fault) in self.found.borrow().iter() {
            if !all.contains(fault) {
                all.push(fault.clone());
            }
        }
        all.sort_by_key(|fault| fault.line);
        all.truncate(MOST_FAULTS);
        all
    }

    /// Whether one of this weight was found.
    pub fn any(&self, weight: Weight) -> bool {
        self.found.borrow().iter().any(|(of, _)| *of == weight)
    }
}

/// A value with its path.
#[derive(Clone)]
pub struct Field<'a> {
    value: &'a Spanned<DeValue<'a>>,
    pub path: String,
    pub faults: &'a Faults,
}

impl<'a> Field<'a> {
    /// Its line.
    pub fn line(&self) -> usize {
        self.faults.line(&self.value.span())
    }

    /// Keeps a fault of it, which says what stands there instead.
    pub fn fault(&self, expected: &str) {
        self.faults.add(self.line(), &self.path, format!("{expected}, found {}", self.found()));
    }

    /// Gives what `read` makes of it, or keeps a fault.
    fn read<T>(&self, expected: &str, read: impl FnOnce(&'a DeValue<'a>) -> Option<T>) -> Option<T> {
        let got = read(self.value.get_ref());
        if got.is_none() {
            self.fault(expected);
        }
        got
    }

    /// A number, as its text says it.
    pub fn number(&self) -> Option<Decimal> {
        self.number_where("a number of at most 15 digits before the point", |_| true)
    }

    /// A number that fits. One in quotes is a fault, but it is plain what it says.
    pub fn number_where(&self, expected: &str, fits: impl Fn(Decimal) -> bool) -> Option<Decimal> {
        let quoted = self.value.get_ref().as_str().and_then(|text| number(text.trim()));
        if let Some(n) = quoted.filter(|n| fits(*n)) {
            self.faults.weighing(Weight::Doubt, || self.fault(&format!("{expected}, without quotes")));
            return Some(n);
        }
        self.read(expected, |value| decimal(value).filter(|n| fits(*n)))
    }

    /// A whole number within a range.
    pub fn whole(&self, expected: &str, range: Range<i64>) -> Option<i64> {
        self.read(expected, |value| match value {
            DeValue::Integer(i) if i.radix() == 10 => i.as_str().parse().ok().filter(|n| range.contains(n)),
            _ => None,
        })
    }

    /// One line of text, not empty.
    pub fn text(&self) -> Option<&'a str> {
        self.read("text of 1 to 200 characters in quotes", |value| {
            value.as_str().filter(|text| {
                !text.trim().is_empty()
                    && text.len() <= MOST_TEXT * 4
                    && text.chars().count() <= MOST_TEXT
                    && !text.chars().any(char::is_control)
            })
        })
    }

    /// One line of text that is kept.
    pub fn name(&self) -> Option<Arc<str>> {
        self.text().map(|text| text.trim().into())
    }

    /// The name, if it is one; whether it must be is checked where it is read.
    pub fn quiet_name(&self) -> Option<Arc<str>> {
        self.value.get_ref().as_str().map(|text| text.trim().into())
    }

    /// One of the words of a list.
    pub fn word<T: Copy>(&self, all: &[T], as_str: impl Fn(T) -> &'static str) -> Option<T> {
        let words: Vec<&str> = all.iter().map(|word| as_str(*word)).collect();
        self.read(&format!("one of {}", words.join(", ")), |value| {
            value.as_str().and_then(|text| all.iter().copied().find(|word| as_str(*word) == text))
        })
    }

    /// Text that `read` understands; its error says what was expected.
    pub fn text_as<T>(&self, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let read = self.value.get_ref().as_str().map_or_else(|| Err("text in quotes".to_owned()), read);
        read.map_err(|expected| self.fault(&expected)).ok()
    }

    /// A date, with or without quotes.
    pub fn date(&self) -> Option<crate::time::Day> {
        let text = match self.value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => String::new(),
        };
        crate::time::Day::parse(&text).map_err(|expected| self.fault(&expected)).ok()
    }

    /// True or false.
    pub fn flag(&self) -> Option<bool> {
        self.read("true or false", |value| value.as_bool())
    }

    /// A list's items.
    pub fn items(&self, expected: &str) -> Option<Vec<Field<'a>>> {
        let items = self.read(expected, |value| value.as_array())?;
        let each = items.iter().zip(1..);
        Some(
            each.map(|(value, n)| Field { value, path: format!("{}[{n}]", self.path), ..self.clone() })
                .collect(),
        )
    }

    /// A table.
    pub fn table(&self) -> Option<Table<'a>> {
        let table = self.read("a table of fields", |value| value.as_table())?;
        Some(Table {
            table,
            line: self.line(),
            path: self.path.clone(),
            faults: self.faults,
            asked: RefCell::default(),
        })
    }

    /// Whether it is text.
    pub fn is_text(&self) -> bool {
        self.value.get_ref().is_str()
    }

    /// As JSON, with numbers as their text, for reading a case that stands in a tariff file.
    pub fn json(&self) -> serde_json::Value {
        json(self.value.get_ref())
    }

    fn found(&self) -> String {
        match self.value.get_ref() {
            DeValue::String(text) => {
                let short: String = text.chars().take(40).filter(|c| !c.is_control()).collect();
                format!("\"{short}\"")
            }
            DeValue::Integer(number) => number.to_string().chars().take(40).collect(),
            DeValue::Float(number) => number.as_str().chars().take(40).collect(),
            DeValue::Boolean(flag) => flag.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Array(items) => format!("a list of {}", items.len()),
            DeValue::Table(_) => "a table".to_owned(),
        }
    }
}

fn decimal(value: &DeValue<'_>) -> Option<Decimal> {
    match value {
        DeValue::Integer(i) if i.radix() == 10 => number(i.as_str()),
        DeValue::Float(f) => number(f.as_str()),
        _ => None,
    }
}

fn json(value: &DeValue<'_>) -> serde_json::Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(number) => number.to_string().into(),
        DeValue::Float(number) => number.as_str().into(),
        DeValue::Boolean(flag) => (*flag).into(),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => {
            let fields = table.iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref())));
            serde_json::Value::Object(fields.collect())
        }
    }
}

/// A table that knows which of its fields were asked for.
pub struct Table<'a> {
    table: &'a DeTable<'a>,
    pub line: usize,
    pub path: String,
    pub faults: &'a Faults,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Table<'a> {
    /// The file itself.
    pub fn root(table: &'a DeTable<'a>, faults: &'a Faults) -> Table<'a> {
        Table { table, line: 1, path: String::new(), faults, asked: RefCell::default() }
    }

    /// A field, if it is there.
    pub fn get(&self, name: &'static str) -> Option<Field<'a>> {
        self.asked.borrow_mut().push(name);
        let (_, value) = self.table.iter().find(|(key, _)| key.get_ref() == name)?;
        Some(Field { value, path: self.field(name), faults: self.faults })
    }

    /// A field that must be there.
    pub fn need(&self, name: &'static str, expected: &str) -> Option<Field<'a>> {
        let found = self.get(name);
        if found.is_none() {
            self.faults.add(self.line, self.field(name), format!("{expected}; it is missing"));
        }
        found
    }

    /// The tables of a `[[list]]`; empty when there is none.
    pub fn list(&self, name: &'static str) -> Vec<Table<'a>> {
        let items = self.get(name).and_then(|field| field.items("a list of tables, each begun by [[…]]"));
        items.unwrap_or_default().iter().filter_map(Field::table).collect()
    }

    /// Takes fields as known without reading them.
    pub fn pass(&self, names: &[&'static str]) {
        self.asked.borrow_mut().extend(names);
    }

    /// Keeps a fault for every field that nobody asked for.
    pub fn no_more(&self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table.iter().filter(|(key, _)| !asked.contains(&key.get_ref().as_ref())) {
            let name: String = key.get_ref().chars().take(60).filter(|c| !c.is_control()).collect();
            let known = asked.iter().copied().collect::<Vec<_>>().join(", ");
            let line = self.faults.line(&key.span());
            self.faults.add(line, self.field(&name), format!("no such field; known here are {known}"));
        }
    }

    /// A field's path.
    pub fn field(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// Keeps a fault of a field, or of the table itself when it is not there.
    pub fn fault(&self, name: &str, expected: impl Into<String>) {
        let at = self.table.iter().find(|(key, _)| key.get_ref() == name);
        let line = at.map_or(self.line, |(key, _)| self.faults.line(&key.span()));
        self.faults.add(line, self.field(name), expected);
    }
}
