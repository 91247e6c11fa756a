//! The papers about what is late, as people and programs read them.

#[path = "samples/late.rs"]
mod late;

use expect_test::expect_file;
use foil_documents::{
    agreement_csv, agreement_pdf, agreement_text, cut_list_csv, cut_list_pdf, cut_list_text, notice_csv,
    notice_pdf, notice_text, statement_csv, statement_pdf, statement_text,
};
use late::{agreement, cut_list, money, notice, statement};
use proptest::prelude::*;

fn utf8(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n")
}

#[test]
fn each_paper_says_what_is_owed_until_when_and_what_happens_then() {
    expect_file!["snapshots/reminder.txt"].assert_eq(&notice_text(&notice("reminder")));
    expect_file!["snapshots/final_notice.txt"].assert_eq(&notice_text(&notice("final_notice")));
    expect_file!["snapshots/agreement.txt"].assert_eq(&agreement_text(&agreement()));
    expect_file!["snapshots/statement.txt"].assert_eq(&statement_text(&statement()));
    expect_file!["snapshots/cut_list.txt"].assert_eq(&cut_list_text(&cut_list()));
}

#[test]
fn lists_for_spreadsheets_keep_every_amount_and_run_nothing() {
    expect_file!["snapshots/notice.csv.txt"]
        .assert_eq(&utf8(notice_csv(&notice("final_notice")).expect("CSV")));
    expect_file!["snapshots/agreement.csv.txt"].assert_eq(&utf8(agreement_csv(&agreement()).expect("CSV")));
    expect_file!["snapshots/statement.csv.txt"].assert_eq(&utf8(statement_csv(&statement()).expect("CSV")));
    expect_file!["snapshots/cut_list.csv.txt"].assert_eq(&utf8(cut_list_csv(&cut_list()).expect("CSV")));
}

#[test]
fn the_same_paper_is_the_same_archival_file() {
    let all = || {
        [
            notice_pdf(&notice("final_notice")),
            agreement_pdf(&agreement()),
            statement_pdf(&statement()),
            cut_list_pdf(&cut_list()),
        ]
        .map(|pdf| pdf.expect("a PDF"))
    };
    let first = all();
    // Another thread has shaped nothing yet: what was remembered must change nothing.
    let second = std::thread::spawn(all).join().expect("no panic");
    for (a, b) in first.iter().zip(&second) {
        assert!(a == b, "byte for byte");
        let shown = String::from_utf8_lossy(a);
        assert!(shown.contains("<pdfaid:part>3</pdfaid:part>") && shown.contains("/AFRelationship/Source"));
    }
}

#[test]
fn a_long_statement_and_a_long_list_turn_the_page() {
    let mut long = statement();
    let line = long.lines[0].clone();
    long.lines = (0..200).map(|_| line.clone()).collect();
    let short = statement_pdf(&statement()).expect("a PDF").len();
    assert!(statement_pdf(&long).expect("a PDF").len() > short);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_a_paper(texts in proptest::collection::vec(any::<String>(), 6), amount in any::<i64>()) {
        let amount = money(amount >> 10);
        let mut doc = notice("final_notice");
        doc.to.customer.clone_from(&texts[0]);
        doc.claims[0].what.clone_from(&texts[1]);
        doc.owed = amount;
        prop_assert!(notice_pdf(&doc).is_ok());
        let mut doc = statement();
        doc.lines[0].number.clone_from(&texts[2]);
        doc.lines[0].detail.clone_from(&texts[3]);
        doc.lines[0].amount = amount;
        doc.closing = amount;
        prop_assert!(statement_pdf(&doc).is_ok());
        let mut doc = cut_list();
        doc.rows[0].address.clone_from(&texts[4]);
        doc.route.clone_from(&texts[5]);
        prop_assert!(cut_list_pdf(&doc).is_ok());
        let mut doc = agreement();
        doc.note.clone_from(&texts[0]);
        doc.total = amount;
        prop_assert!(agreement_pdf(&doc).is_ok());
    }
}
