//! What a tariff file is to the book: new, a correction, there already, or faulty, with every fault.

use super::page::page;
use super::read_file::{MOST_BYTES, TariffFile};
use super::views::{TariffEffect, TariffSeen};
use crate::{Refusal, Result};
use foil_domain::tariffs::{Tariff, TariffFault};
use foil_domain::text::fold;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::office::OfficeRow;
use foil_store::tariffs as store;
use sha2::{Digest, Sha256};

/// A file that was looked at.
pub(super) struct Looked {
    /// What a screen is told.
    pub(super) seen: TariffSeen,
    /// The text as it is kept.
    pub(super) text: String,
    /// Its SHA-256 in hex.
    pub(super) sha256: String,
    /// The tariff and its first day; none when it is faulty.
    pub(super) good: Option<(Tariff, Day)>,
}

/// The files that a path or a text names. Refuses both at once, neither, and a text over a megabyte.
pub(super) fn files(path: Option<&str>, text: Option<&str>) -> Result<Vec<TariffFile>> {
    match (path, text) {
        (Some(path), None) => super::read_file::read(path),
        (None, Some(text)) if text.len() as u64 > MOST_BYTES => {
            Err(Refusal::bad_input("text", "at most 1 MB").into())
        }
        (None, Some(text)) => Ok(vec![TariffFile { name: String::new(), text: text.to_owned() }]),
        _ => Err(Refusal::bad_input("path", "the path of a file or a folder, or a text").into()),
    }
}

/// Looks at files as the book is now. Two files of one plan and one day spoil each other.
pub(super) fn look_at(tx: &Tx<'_>, office: &OfficeRow, files: &[TariffFile]) -> Result<Vec<Looked>> {
    let mut looked = Vec::with_capacity(files.len());
    for file in files {
        looked.push(look(tx, office, file)?);
    }
    for at in 1..looked.len() {
        let (before, rest) = looked.split_at_mut(at);
        if let Some(one) = rest.first_mut()
            && let Some(other) = before.iter().find(|other| same_day(other, one))
        {
            let expected = format!("another plan or day: {} is of the same", other.seen.file);
            one.spoil(TariffFault { line: 0, field: "valid_from".into(), expected });
        }
    }
    Ok(looked)
}

fn same_day(one: &Looked, other: &Looked) -> bool {
    match (&one.good, &other.good) {
        (Some((a, from)), Some((b, day))) => from == day && fold(&a.name) == fold(&b.name),
        _ => false,
    }
}

fn look(tx: &Tx<'_>, office: &OfficeRow, file: &TariffFile) -> Result<Looked> {
    let text = kept(&file.text);
    let sha256 = hex::encode(Sha256::digest(text.as_bytes()));
    let mut looked = Looked { seen: faulty(&file.name), text, sha256, good: None };
    let tariff = match Tariff::parse(&looked.text) {
        Ok(tariff) => tariff,
        Err(faults) => {
            looked.seen.faults = faults;
            return Ok(looked);
        }
    };
    looked.seen.name = tariff.name.to_string();
    looked.seen.faults = not_of_this_book(tx, office, &tariff)?;
    if looked.seen.faults.is_empty()
        && let Some(valid_from) = tariff.valid_from
    {
        let found = effect(tx, &tariff, valid_from, &looked.sha256)?;
        let examples = i64::try_from(tariff.examples.len()).unwrap_or(i64::MAX);
        looked.seen = TariffSeen {
            valid_from: Some(valid_from),
            examples,
            page: Some(page(&tariff)),
            file: looked.seen.file,
            name: looked.seen.name,
            ..found
        };
        looked.good = Some((tariff, valid_from));
    }
    Ok(looked)
}

/// The text as it is kept: without a byte-order mark, lines ended as everywhere, so that the same file from
/// another system is the same file.
fn kept(text: &str) -> String {
    text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n")
}

fn faulty(file: &str) -> TariffSeen {
    TariffSeen {
        file: file.to_owned(),
        effect: TariffEffect::Faulty,
        faults: Vec::new(),
        name: String::new(),
        tariff: None,
        version: None,
        valid_from: None,
        corrects_priced: false,
        billed_since: 0,
        examples: 0,
        page: None,
    }
}

impl Looked {
    /// Adds a fault that only this book, or the other files, make one.
    pub(super) fn spoil(&mut self, fault: TariffFault) {
        self.seen.effect = TariffEffect::Faulty;
        self.seen.faults.push(fault);
        self.seen.page = None;
        self.good = None;
    }
}

/// What a sound tariff needs on top to be kept in this book.
fn not_of_this_book(tx: &Tx<'_>, office: &OfficeRow, tariff: &Tariff) -> Result<Vec<TariffFault>> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, expected: String| {
        faults.push(TariffFault { line: 0, field: field.into(), expected });
    };
    if *tariff.currency != *office.currency {
        fault("currency", format!("{}, the currency of this office", office.currency));
    }
    if tariff.valid_from.is_none() {
        fault("valid_from", "the first day it is in force, such as 2026-04-01".into());
    }
    if let Some(plan) = store::by_name(tx, &tariff.name)?
        && plan.service != tariff.service.as_str()
    {
        fault("service", format!("{}, as {} is stored", plan.service, plan.name));
    }
    Ok(faults)
}

/// Bills that an order comes too late for are counted as far as that tells anybody anything.
const MOST_COUNTED: i64 = 10_000;

fn effect(tx: &Tx<'_>, tariff: &Tariff, valid_from: Day, sha256: &str) -> Result<TariffSeen> {
    let of = |effect| TariffSeen { effect, ..faulty("") };
    let Some(plan) = store::by_name(tx, &tariff.name)? else { return Ok(of(TariffEffect::NewPlan)) };
    let seen = match store::latest_of(tx, plan.id, valid_from)? {
        None => TariffSeen {
            billed_since: store::billed_since(tx, plan.id, valid_from, MOST_COUNTED)?,
            ..of(TariffEffect::NewVersion)
        },
        Some(same) if same.sha256 == sha256 => {
            TariffSeen { version: Some(same.id), ..of(TariffEffect::Unchanged) }
        }
        Some(other) => TariffSeen {
            corrects_priced: store::bills_priced(tx, other.id, 1)? > 0,
            ..of(TariffEffect::Correction)
        },
    };
    Ok(TariffSeen { tariff: Some(plan.id), ..seen })
}
