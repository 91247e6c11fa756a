//! The words by which people read the audit log.

use foil_api::table::{COMMANDS, Kind};
use foil_domain::customers::Service;
use foil_testkit::Hall;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Acts that are logged without an order: the first row of a book, and log-ins, which are named where they are checked.
const BESIDE: &[&str] = &["set_up", "log_in", "unlock"];

/// Acts that only former versions wrote; their rows stand in books for ever.
const FORMER: &[&str] = &["bring_to_safe", "move_business_day", "reprint"];

/// Orders that never leave a row: what they do is let fall.
const LET_FALL: &[&str] = &["preview_correction", "preview_rebill"];

/// Orders whose act is handed on by a caller that is itself a command or a log-in: tickets, cash in drawers, log-ins.
const HANDED_ON: usize = 3;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// All code of the use cases.
fn use_cases() -> String {
    let mut folders = vec![root().join("crates/foil-app/src")];
    let mut text = String::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|ext| ext == "rs") {
                text += &std::fs::read_to_string(entry).unwrap();
            }
        }
    }
    text
}

#[test]
fn every_act_that_the_log_may_hold_has_a_word_and_no_word_stands_for_nothing() {
    let code = use_cases();
    let orders: Vec<&str> = code.split("Order::new(").skip(1).map(str::trim_start).collect();
    let named = orders.iter().filter_map(|order| order.strip_prefix('"')?.split_once('"'));
    let mut acts: BTreeSet<&str> = named.map(|(act, _)| act).filter(|act| !LET_FALL.contains(act)).collect();
    let handed_on = orders.iter().filter(|order| !order.starts_with('"')).count();
    assert_eq!(handed_on, HANDED_ON, "an act whose name is not read here may have no word");
    let starts_a_job = |output: &str| output == "JobView";
    acts.extend(
        COMMANDS
            .iter()
            .filter(|c| c.kind == Kind::Act && !starts_a_job(&c.types().1))
            .map(|command| command.name),
    );
    acts.extend(BESIDE);
    acts.extend(FORMER);

    let words = std::fs::read_to_string(root().join("ui/src/words/en/audit.json")).unwrap();
    let words: Value = serde_json::from_str(&words).unwrap();
    let words = words["log"]["acts"].as_object().unwrap();
    let spoken: BTreeSet<&str> = words.keys().map(String::as_str).collect();
    assert_eq!(acts.difference(&spoken).collect::<Vec<_>>(), Vec::<&&str>::new(), "acts without a word");
    assert_eq!(spoken.difference(&acts).collect::<Vec<_>>(), Vec::<&&str>::new(), "words without an act");
    for (act, word) in words {
        assert!(!word.as_str().unwrap().contains('_'), "{act} is no word");
    }
    // Whoever has a pack and not the program is told the same.
    let told = std::fs::read_to_string(root().join("crates/foil-app/src/audit/pack/acts.txt")).unwrap();
    let told: BTreeMap<&str, &str> = told
        .lines()
        .skip(2)
        .map(|line| line.split_once("  ").map(|(act, word)| (act, word.trim())).unwrap())
        .collect();
    let here: BTreeMap<&str, &str> =
        words.iter().map(|(act, word)| (act.as_str(), word.as_str().unwrap())).collect();
    assert_eq!(told, here, "the pack's words for acts are the window's");
    let distinct: BTreeSet<&str> = words.values().filter_map(Value::as_str).collect();
    assert_eq!(distinct.len(), words.len(), "two acts that read alike cannot be told apart");
}

#[test]
fn the_log_says_of_each_id_which_number_people_know_it_by() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let account = hall.bills(500);
    let paid = hall.visit(&asha).account(&account).cheque(500, "77", "SBI").take().unwrap();
    hall.deposits(&asha, &[hall.cheque_of(&maya, paid.payment).id]).unwrap();
    let rows = |counter: &str| {
        let page = hall.call(&omar, "audit_rows", json!({ "counter": counter, "limit": 500 })).unwrap();
        page["rows"].as_array().unwrap().clone()
    };
    let named = |act: &str| -> Vec<(String, String)> {
        let all = [rows("C1"), rows("C2")].concat();
        let row = all.iter().find(|row| row["act"] == act).unwrap_or_else(|| panic!("{act}: {all:#?}"));
        let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
        row["named"].as_array().unwrap().iter().map(|one| (text(one, "what"), text(one, "number"))).collect()
    };
    let has = |all: &[(String, String)], what: &str, number: &str| {
        assert!(
            all.iter().any(|(a, b)| (a.as_str(), b.as_str()) == (what, number)),
            "{what} {number}: {all:?}"
        );
    };
    let taken = named("take_payment");
    has(&taken, "payment", &paid.number);
    has(&taken, "cheque", "77");
    has(&named("deposit_cheques"), "cheques", "77");

    // What has no number of its own is told by that of what it is about.
    let home = hall.account("Vani Bhat", Service::Water).owes(90).moves_in();
    let bill = hall.bills_of(&maya, &home).unwrap()[0].clone();
    hall.disputes(&maya, bill.id, 20).unwrap();
    has(&named("open_dispute"), "dispute", &bill.number);
    hall.pays(&asha, &home, 30).unwrap();
    hall.drops(&asha, 10).unwrap();
    let moved = named("drop_cash");
    assert!(moved.iter().any(|(what, number)| what == "move" && number.starts_with("C1S/")), "{moved:?}");
}
