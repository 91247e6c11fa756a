//! Money control as a whole, over random days of a branch: see `foil_tests::branch`.

use crate::histories;
use foil_tests::branch::{Branch, Deed, deed};
use foil_tests::problems;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

fn report(branch: &Branch, which: &str) -> Value {
    let asked = json!({ "report": which, "from": "2026-11-01", "to": "2026-11-30" });
    branch.hall().call(&branch.maya, "report", asked).expect("a report")
}

fn pack(branch: &Branch, into: &str) -> Vec<u8> {
    let folder = branch.hall().folder().join(into);
    let asked = json!({ "month": "2026-11", "folder": folder });
    let job = branch.hall().does_job(&branch.maya, "export_pack", asked).expect("a pack");
    assert_eq!(job.state, "done", "{}", job.result);
    std::fs::read(folder.join("audit-2026-11.zip")).expect("the pack")
}

/// Histories that are told in every run.
const NAMED: &[&str] = &["a monday", "pay day", "the power went", "two tills, one clerk"];

/// How long fresh ones are told after them.
const TIME: Duration = Duration::from_secs(12);

#[test]
fn whatever_is_done_each_drawer_holds_what_the_book_says_and_what_is_closed_reads_the_same_for_good() {
    histories(NAMED, TIME, &prop::collection::vec(deed(2), 15..30), |deeds| history(&deeds));
}

fn history(deeds: &[Deed]) -> Result<(), TestCaseError> {
    let mut branch = Branch::open(None);
    let mut before = BTreeMap::new();
    for deed in deeds {
        branch.does(deed)?;
        let now = branch.closed();
        for (name, text) in &before {
            prop_assert_eq!(now.get(name), Some(text), "{} was changed by {:?}", name, deed);
        }
        before = now;
    }
    branch.day(15)?;
    prop_assert_eq!(problems(branch.hall().office().book()), Vec::<String>::new());
    let checked = branch.hall().check(&branch.maya).expect("the book's check");
    prop_assert_eq!(checked.problems, Vec::<String>::new());

    // Made again on another day, after another start: the same bytes.
    let reports = ["days", "variances"].map(|which| report(&branch, which));
    let first = pack(&branch, "one");
    branch.does(&Deed::PowerCut)?;
    prop_assert_eq!(["days", "variances"].map(|which| report(&branch, which)), reports);
    branch.does(&Deed::Day { days: 1 })?;
    prop_assert!(pack(&branch, "two") == first, "the pack of a closed month is other bytes");
    let path = branch.hall().folder().join("two/audit-2026-11.zip");
    let found = foil_app::audit::verify_path(&path).expect("it is verified").findings;
    prop_assert_eq!(found, Vec::<String>::new());
    tenders_told(&branch, &path)
}

/// Each cheque and card slip that was off at a close is an exception of its month, and stands in the variance register.
fn tenders_told(branch: &Branch, pack: &Path) -> Result<(), TestCaseError> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(pack).expect("the pack")).expect("a zip");
    let mut list = |name: &str| -> Vec<Value> {
        serde_json::from_reader(zip.by_name(name).expect("a list")).expect("rows")
    };
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let minor = |amount: String| amount.replace('.', "").parse::<i64>().unwrap_or_default();
    let (register, exceptions) = (list("registers/variances.json"), list("registers/exceptions.json"));
    let mut listed = Vec::new();
    for row in &register {
        for method in ["cheque", "card", "upi", "bank"] {
            let off = minor(text(row, &format!("{method}_variance")));
            if off != 0 {
                listed.push((text(row, "z_report"), method.to_owned(), off));
            }
        }
    }
    let found = exceptions.iter().filter(|row| row["kind"] == "tender_variance").map(|row| {
        let method = text(row, "detail").split(':').next().unwrap_or_default().to_owned();
        (text(row, "subject"), method, minor(text(row, "amount")))
    });
    let [mut found, mut off] = [found.collect::<Vec<_>>(), branch.tenders_off()];
    // Those of later months are in later packs.
    off.retain(|(z, ..)| register.iter().any(|row| row["z_report"] == z.as_str()));
    [&mut found, &mut off, &mut listed].into_iter().for_each(|list| list.sort());
    prop_assert_eq!(&listed, &off, "the register says what was counted");
    prop_assert_eq!(&found, &off, "and each is an exception");
    Ok(())
}
