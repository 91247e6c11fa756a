//! Bills that others computed or printed: each case names its source, and the engine must agree.
//!
//! `cases` were handed to us with the format's description; `computed` were made for this test by running
//! the engines that they name; `worked` are bills small enough to work out by hand, each of which was once wrong.
//! `TARIFF_CASES=FOLDER` runs the test over another folder of the same shape.

// Helpers of tests may unwrap just as tests do.
#![allow(clippy::unwrap_used)]

use foil_domain::tariffs::{Case, Expected, Tariff, quote};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The cases that were computed for this test.
const COMPUTED: usize = 101;

/// The cases that were worked by hand.
const WORKED: usize = 9;

/// Orders that ended as a whole: a file for one of them has no open last slab. It is priced, but no book takes it.
const ENDING: [&str; 1] = ["pucsl2012-"];

/// The folders, and how many cases each must have: one that is lost would agree with anything.
fn folders() -> Vec<(PathBuf, usize)> {
    if let Some(other) = std::env::var_os("TARIFF_CASES") {
        return vec![(other.into(), 1)];
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tariffs");
    vec![(here.join("cases"), 31), (here.join("computed"), COMPUTED), (here.join("worked"), WORKED)]
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn case_files(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = listed.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "json"));
    files.sort();
    files
}

/// What is wrong with a case; nothing when its bill comes out.
fn differences(path: &Path) -> Vec<String> {
    let value: Value = serde_json::from_str(&read(path)).unwrap();
    let name = value["tariff"].as_str().unwrap();
    let (tariff, doubts) = match Tariff::parse_to_quote(&read(&path.with_file_name(name))) {
        Ok(read) => read,
        Err(faults) => return faults.iter().map(ToString::to_string).collect(),
    };
    let ends = ENDING.iter().any(|order| name.starts_with(order));
    if ends == doubts.is_empty() {
        return doubts.iter().map(ToString::to_string).chain(["as an import has it".to_owned()]).collect();
    }
    let case = Case::from_json(&value).unwrap();
    let mut expected = value["expected"].clone();
    expected["tolerance_minor"] = value["tolerance_minor"].clone();
    let expected = Expected::from_json(&expected).unwrap();
    match quote(&tariff, &case) {
        Ok(quote) => expected.differences(&quote),
        Err(refusal) => vec![refusal.to_string()],
    }
}

#[test]
fn every_bill_comes_out_as_its_source_has_it() {
    let mut files = Vec::new();
    for (folder, at_least) in folders() {
        let here = case_files(&folder);
        assert!(here.len() >= at_least, "{}: {} of {at_least} cases", folder.display(), here.len());
        files.extend(here);
    }
    let mut wrong = Vec::new();
    for path in &files {
        let found = differences(path);
        if !found.is_empty() {
            wrong.push(format!("{}: {}", path.file_stem().unwrap().display(), found.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), files.len(), wrong.join("\n"));
}
