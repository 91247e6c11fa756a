//! Money control as a whole, over random days of a branch: see `foil_tests::branch`.

use crate::{histories, one};
use foil_app::reports::views::ReportKind;
use foil_tests::branch::{Branch, Deed, KINDS, Tried, one_of_each};
use foil_tests::problems;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

fn reports(branch: &Branch) -> Vec<Value> {
    let told = ReportKind::ALL.iter().map(|which| {
        let asked = json!({ "report": which, "from": "2026-11-01", "to": "2026-11-30" });
        branch.hall().call(&branch.maya, "report", asked).expect("a report")
    });
    told.collect()
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

/// Those that are told after them while there is a kind of deed that no history has done.
const MORE: &[&str] =
    &["rain", "a long queue", "an auditor comes", "the bank is shut", "festival", "the last day"];

/// How long fresh ones are told after them.
const TIME: Duration = Duration::from_secs(12);

/// How often each kind of deed went through in all of them.
type Done = RefCell<BTreeMap<&'static str, usize>>;

#[test]
fn whatever_is_done_each_drawer_holds_what_the_book_says_and_what_is_closed_reads_the_same_for_good() {
    let done = Done::default();
    histories(NAMED, TIME, &one_of_each(), |deeds| history(&deeds, &done));
    let missing =
        || -> Vec<&str> { KINDS.iter().copied().filter(|kind| !done.borrow().contains_key(kind)).collect() };
    for name in MORE {
        if missing().is_empty() {
            break;
        }
        one(name, &one_of_each(), &|deeds: Vec<Deed>| history(&deeds, &done));
    }
    assert_eq!(missing(), Vec::<&str>::new(), "was refused in each history: {:?}", done.borrow());
}

/// Three days of work and what they leave to a fourth, November closed, and money of it that falls in December.
fn history(deeds: &[Deed], done: &Done) -> Result<(), TestCaseError> {
    let mut branch = Branch::open(None);
    let told = days(&mut branch, deeds).and_then(|()| later(&mut branch));
    for (kind, n) in branch.done() {
        *done.borrow_mut().entry(*kind).or_default() += *n;
    }
    told
}

fn days(branch: &mut Branch, deeds: &[Deed]) -> Tried {
    let mut before = BTreeMap::new();
    for (day, of_day) in deeds.chunks(deeds.len().div_ceil(3)).enumerate() {
        branch.morning()?;
        for deed in of_day {
            branch.does(deed)?;
            reads_the_same(branch, &mut before, deed)?;
        }
        let night = Deed::Day { days: if day == 1 { 2 } else { 1 } };
        branch.does(&night)?;
        reads_the_same(branch, &mut before, &night)?;
    }
    // What seldom comes about by chance, and what is put right in December.
    branch.morning()?;
    for deed in [
        Deed::Pay { clerk: 0, paise: 40_000, extra: 0 },
        Deed::Pay { clerk: 0, paise: 30_000, extra: 500 },
        Deed::Cheque { clerk: 0, whole: 200 },
        Deed::Card { clerk: 0, whole: 150 },
        Deed::Pay { clerk: 1, paise: 20_000, extra: 0 },
        Deed::Pay { clerk: 1, paise: 10_000, extra: 0 },
        Deed::Undo { clerk: 1 },
        Deed::Move { clerk: 0, act: 0, paise: 10_000 },
        Deed::Move { clerk: 0, act: 1, paise: 2_500 },
        Deed::Move { clerk: 0, act: 2, paise: 1_250 },
        Deed::Change { clerk: 0, paise: 500, accept: true },
        Deed::End { clerk: 1, off: [3, 0, 0], from_list: true, hand_over: true, quarters: 2 },
        Deed::Day { days: 15 },
    ] {
        branch.does(&deed)?;
        reads_the_same(branch, &mut before, &deed)?;
    }
    Ok(())
}

/// Whatever was closed before a deed reads the same after it: its papers, and what is worked out anew of its rows.
fn reads_the_same(branch: &Branch, before: &mut BTreeMap<String, String>, deed: &Deed) -> Tried {
    let mut now = branch.closed();
    now.append(&mut branch.figures());
    for (name, text) in &*before {
        prop_assert_eq!(now.get(name), Some(text), "{} was changed by {:?}", name, deed);
    }
    *before = now;
    Ok(())
}

/// What becomes of the payment at a place.
type Falls = fn(usize) -> Deed;

/// November's pack and reports, made again in December after another start and after money of November has fallen: the same
/// bytes.
fn later(branch: &mut Branch) -> Tried {
    let (told, first) = (reports(branch), pack(branch, "one"));
    branch.does(&Deed::PowerCut)?;
    branch.morning()?;
    branch.does(&Deed::Pay { clerk: 0, paise: 150_000, extra: 0 })?;
    let ways: [(&str, Falls); 4] = [
        ("bounce", |nth| Deed::Bounce { nth }),
        ("reversal", |nth| Deed::Reverse { clerk: 0, nth }),
        ("refund", |nth| Deed::Refund { clerk: 0, nth, how: 0 }),
        ("transfer", |nth| Deed::Transfer { clerk: 0, nth }),
    ];
    for (kind, deed) in ways {
        let mut nth = 0;
        while !fell_in_december(branch, kind) {
            prop_assert!(nth < 8, "no {} of a payment of November went through", kind);
            branch.does(&deed(nth))?;
            nth += 1;
        }
    }
    prop_assert_eq!(reports(branch), told, "a report of a closed month is another");
    branch.does(&Deed::Day { days: 1 })?;
    prop_assert!(pack(branch, "two") == first, "the pack of a closed month is other bytes");
    let path = branch.hall().folder().join("two/audit-2026-11.zip");
    let found = foil_app::audit::verify_path(&path).expect("it is verified").findings;
    prop_assert_eq!(found, Vec::<String>::new());
    tenders_told(branch, &path)?;
    prop_assert_eq!(problems(branch.hall().office().book()), Vec::<String>::new());
    let checked = branch.hall().check(&branch.maya).expect("the book's check");
    prop_assert_eq!(checked.problems, Vec::<String>::new());
    Ok(())
}

/// Whether a payment of November has fallen so in December.
fn fell_in_december(branch: &Branch, kind: &str) -> bool {
    let kind = kind.to_owned();
    let found = branch.hall().office().book().read(|tx| {
        tx.number(
            "SELECT COUNT(*) AS n FROM payment_reversal r JOIN payment p ON p.id = r.payment_id
              WHERE r.kind = $1 AND p.business_on < '2026-12-01' AND r.business_on >= '2026-12-01'",
            &[&kind],
        )
    });
    found.expect("what fell") > 0
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
