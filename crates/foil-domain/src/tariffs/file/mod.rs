//! From a tariff file to a [`Tariff`]: whole, or refused with every fault and its line.

mod charges;
mod checks;
mod head;
mod reader;
mod rules;

pub use reader::TariffFault;

use super::examples::Example;
use super::json;
use super::model::Tariff;
use checks::Ends;
use reader::{Faults, Table, Weight};
use toml::de::DeTable;

/// A tariff file has a few kilobytes; a megabyte is something else.
const MOST_BYTES: usize = 1 << 20;

impl Tariff {
    /// Reads a tariff file and runs the example bills that it brings along.
    ///
    /// Refuses a text that is no TOML, unknown fields, values out of their range, slabs that do not
    /// climb or have no open end, percentages on nothing, seasons and bands that overlap, and a tariff
    /// that gets one of its own examples wrong: each with its line, the field, and what was expected.
    pub fn parse(text: &str) -> Result<Tariff, Vec<TariffFault>> {
        let (read, faults) = looked_at(text);
        let found = faults.all();
        match read {
            Some(tariff) if found.is_empty() => Ok(tariff),
            _ => Err(found),
        }
    }

    /// Reads a tariff file to price usages by, and nothing else: what no price can come out otherwise for (a
    /// ladder that ends beyond the use, hours, names, examples, the rule for paying late) is told beside it.
    /// Such a tariff never gets into a book, where [`Tariff::parse`] is asked.
    ///
    /// Refuses a file of which nobody knows what a bill by it would say.
    pub fn parse_to_quote(text: &str) -> Result<(Tariff, Vec<TariffFault>), Vec<TariffFault>> {
        let (read, faults) = looked_at(text);
        match read {
            Some(mut tariff) if !faults.any(Weight::Breaks) => {
                if faults.any(Weight::BreaksLate) {
                    tariff.late_payment = None;
                }
                Ok((tariff, faults.all()))
            }
            _ => Err(faults.all()),
        }
    }
}

fn looked_at(text: &str) -> (Option<Tariff>, Faults) {
    // Some editors put a mark of the encoding in front, which is no part of the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let faults = Faults::of(text);
    (read(text, &faults), faults)
}

fn read(text: &str, faults: &Faults) -> Option<Tariff> {
    if text.len() > MOST_BYTES {
        faults.add(1, "file", format!("at most {MOST_BYTES} bytes, found {}", text.len()));
        return None;
    }
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let line = error.span().map_or(1, |span| faults.line(&span));
            let problem = error.message().replace('\n', ", ");
            faults.add(line, "file", format!("valid TOML; this line is not: {problem}"));
            return None;
        }
    };
    let root = Table::root(table.get_ref(), faults);
    let ends = Ends::default();
    let mut tariff = head::tariff(&root, &ends);
    tariff.examples =
        faults.weighing(Weight::Doubt, || root.list("example").iter().filter_map(example).collect());
    root.no_more();
    checks::check(&tariff, &root, &ends);
    checks::rest_of_the_year(&mut tariff.seasons);
    if faults.none_yet() {
        faults.weighing(Weight::Doubt, || prove(&tariff, faults));
    }
    Some(tariff)
}

/// Fields of a case file that a case in a tariff file may have too, though nothing is made of them.
const TOLD_ONLY: &[&str] =
    &["id", "kinds", "service", "currency", "source", "source_rounding", "note", "tariff", "minor_per_major"];

fn example(table: &Table<'_>) -> Option<Example> {
    let name = table.get("name").or_else(|| table.get("id")).and_then(|field| field.name());
    let mut case = serde_json::Map::new();
    for part in ["period", "usage", "account"] {
        if let Some(field) = table.get(part) {
            case.insert(part.to_owned(), field.json());
        }
    }
    let expected = table.need("expected", "what must come out, such as expected = { total_minor = 4000 }");
    let mut expected = expected.map(|field| field.json()).unwrap_or_default();
    if let (Some(tolerance), Some(fields)) = (table.get("tolerance_minor"), expected.as_object_mut()) {
        fields.insert("tolerance_minor".to_owned(), tolerance.json());
    }
    table.pass(TOLD_ONLY);
    table.no_more();
    let refuse = |refusal: crate::refusal::Refusal| match refusal {
        crate::refusal::Refusal::BadInput { field, expected } => table.fault(&field, expected),
        other => table.fault("period", other.to_string()),
    };
    let case = json::case(&serde_json::Value::Object(case)).map_err(refuse).ok();
    let expected = json::expected(&expected).map_err(refuse).ok();
    let (case, expected) = (case?, expected?);
    for note in &case.notes {
        table.fault("usage", format!("only what a case knows: {note}"));
    }
    Some(Example {
        name: name.map_or_else(|| table.path.clone(), |n| n.to_string()),
        line: table.line,
        case,
        expected,
    })
}

/// A tariff that fails its own examples is refused.
fn prove(tariff: &Tariff, faults: &Faults) {
    for example in &tariff.examples {
        for difference in example.differences(tariff) {
            let field = format!("example \"{}\"", example.name);
            faults.add(example.line, field, format!("a bill as printed; by this tariff {difference}"));
        }
    }
}
