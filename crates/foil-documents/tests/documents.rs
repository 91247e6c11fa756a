//! Documents as people and programs read them.

mod samples;

use std::io::Read as _;

use expect_test::{expect, expect_file};
use foil_documents::{
    Words, bill_csv, bill_pdf, bill_text, bills_pdf, money_text, note_csv, note_pdf, note_text, receipt_csv,
    receipt_pdf, receipt_text, slip_csv, slip_pdf, slip_text,
};
use foil_domain::documents::{
    BillCorrection, BillDoc, BillPaper, Copy, GasPart, GasUse, NoteKind, ReceiptDoc,
};
use foil_domain::money::Money;
use foil_domain::tariffs::RoundingMode;
use foil_domain::time::Day;
use proptest::prelude::*;
use samples::{
    bill, credit_note, debit_note, extreme_receipt, long_receipt, money, own_bill, plain_receipt, receipt,
    slip, surcharge_note, trued_bill, void,
};

fn duplicate() -> Copy {
    Copy::Duplicate { n: 2, by: "Meena Shetty".into(), at_local: "22 Nov 2026, 09:12".into() }
}

fn utf8(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn a_receipt_says_what_was_paid_and_what_is_left() {
    expect_file!["snapshots/receipt.txt"].assert_eq(&receipt_text(&receipt(), &Copy::Original, None));
}

#[test]
fn a_copy_of_a_cancelled_receipt_says_both() {
    let text = receipt_text(&receipt(), &duplicate(), Some(&void()));
    assert!(text.contains("[DUPLICATE 2]") && text.contains("Meena Shetty, 22 Nov 2026, 09:12"), "{text}");
    assert!(text.contains("*** CANCELLED ***") && text.contains("neighbour’s account"), "{text}");
    assert!(!text.contains("ORIGINAL"), "a copy never calls itself the original: {text}");
}

#[test]
fn a_receipt_that_redoes_another_names_it() {
    let doc = ReceiptDoc { replaces: Some("KD1/26-27/004212".into()), ..plain_receipt() };
    assert!(receipt_text(&doc, &Copy::Original, None).contains("In place of KD1/26-27/004212"));
}

#[test]
fn a_bill_says_what_it_is_made_of() {
    expect_file!["snapshots/bill.txt"].assert_eq(&bill_text(&bill()));
}

#[test]
fn a_bill_of_the_office_shows_its_own_arithmetic() {
    expect_file!["snapshots/own-bill.txt"].assert_eq(&bill_text(&own_bill()));
}

#[test]
fn a_copy_of_a_later_day_asks_for_what_is_open_then() {
    let part = |change: fn(&mut BillPaper)| {
        let mut doc = BillDoc {
            paid: money(30_000),
            balance: money(4_250),
            status: "part_paid".into(),
            as_of: Some(Day::parse("2026-12-02").unwrap()),
            ..own_bill()
        };
        change(doc.paper.as_mut().unwrap());
        bill_text(&doc)
    };
    let owing = part(|paper| (paper.arrears, paper.payable) = (money(10_000), money(14_250)));
    assert!(owing.contains("am=142.50&") && owing.contains("Also open on the account"), "{owing}");
    assert!(owing.contains("To pay in all, as of 2 Dec 2026"), "{owing}");
    let alone = part(|paper| (paper.arrears, paper.payable) = (money(0), money(4_250)));
    assert!(alone.contains("am=42.50&") && !alone.contains("Also open"), "{alone}");
    assert!(bill_text(&own_bill()).contains("This bill, from"), "what it will cost once it is late");
    assert!(!alone.contains("This bill, from"), "that was said of the whole bill: {alone}");

    let paid = BillDoc { paid: money(34_250), balance: money(0), status: "paid".into(), ..own_bill() };
    assert!(!bill_text(&paid).contains("upi://pay"), "a paid bill asks for nothing");
}

#[test]
fn a_contract_demand_stands_in_the_unit_that_it_is_charged_by() {
    let with = |unit: &str| {
        let mut doc = own_bill();
        let paper = doc.paper.as_mut().unwrap();
        (paper.contract_demand_kw, paper.contract_unit) = ("400".into(), unit.into());
        bill_text(&doc) + &utf8(foil_documents::bill_csv(&doc).unwrap())
    };
    let (kva, of_before) = (with("kVA"), with(""));
    assert!(kva.contains("contract_demand,,400 kVA,"), "{kva}");
    assert!(kva.contains("Contract demand  400 kVA") && !kva.contains("400 kW"), "{kva}");
    assert!(kva.contains("Sanctioned load  3 kW"), "the connected load is in kW: {kva}");
    assert!(of_before.contains("Contract demand  400 kW\n"), "a bill of before named no unit: {of_before}");
}

#[test]
fn gas_is_converted_by_the_formula_that_is_printed() {
    let with = |unit: &str, calorific_value: &str| {
        let mut doc = own_bill();
        let paper = doc.paper.as_mut().unwrap();
        paper.unit = unit.into();
        paper.gas = Some(GasUse {
            counted_in: "hcf".into(),
            to_m3: "2.83".into(),
            parts: vec![GasPart {
                band: String::new(),
                from: Day::parse("2026-10-05").unwrap(),
                to: Day::parse("2026-11-04").unwrap(),
                days: 31,
                volume: "21.774".into(),
                correction: "1.02264".into(),
                calorific_value: calorific_value.into(),
                units: "689.670".into(),
            }],
            round_to: "0.001".into(),
            round_mode: RoundingMode::HalfUp,
        });
        bill_text(&doc)
    };
    for (unit, calorific_value, formula) in [
        (
            "kWh",
            "39.4",
            "1 hcf is 2.83 m³. Volume × correction for pressure and temperature × calorific value ÷ 3.6 (MJ in 1 kWh), in kWh;",
        ),
        ("therm", "39.4", "calorific value ÷ 105.5056 (MJ in 1 therm), in therm;"),
        ("MJ", "39.4", "calorific value, in MJ;"),
        ("SCM", "", "Volume × correction for pressure and temperature; rounded"),
    ] {
        let text = with(unit, calorific_value);
        // A line of text is broken where the paper ends.
        let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(formula), "{unit}: {text}");
    }
}

#[test]
fn what_an_estimate_is_trued_up_by_has_its_arithmetic_on_the_paper() {
    let doc = trued_bill();
    for period in &doc.paper.as_ref().unwrap().truth.as_ref().unwrap().periods {
        let sum = Money::sum(period.lines.iter().map(|line| line.amount)).unwrap();
        assert_eq!(sum, if period.bill.is_empty() { money(0) } else { period.costs }, "{}", period.bill);
    }
    let text = bill_text(&doc);
    for said in ["Costs in truth: B/26-27/00000107", "Costs in truth: B/26-27/00000218"] {
        let (_, lines) = text.split_once(said).unwrap_or_else(|| panic!("{said}: {text}"));
        for figure in ["40 kWh", "224.00", "429.00", "38.61", "-0.01"] {
            assert!(lines.contains(figure), "{figure}: {text}");
        }
    }
    // A bill of before kept no such lines, and its paper reads as it did.
    let mut kept = serde_json::to_value(&doc).unwrap();
    let periods = kept["paper"]["truth"]["periods"].as_array_mut().unwrap();
    periods.iter_mut().for_each(|period| drop(period.as_object_mut().unwrap().remove("lines")));
    let of_before: BillDoc = serde_json::from_value(kept.clone()).unwrap();
    assert_eq!(serde_json::to_value(&of_before).unwrap(), kept, "nothing is put in");
    assert!(!bill_text(&of_before).contains("Costs in truth:"), "{}", bill_text(&of_before));
}

#[test]
fn a_copy_of_a_corrected_bill_tells_each_correction_between_its_total_and_what_was_paid() {
    let own = own_bill();
    let off = |kind, number: &str, amount, credited| BillCorrection {
        kind,
        number: number.into(),
        amount: money(amount),
        credited: money(credited),
    };
    let mut doc = BillDoc {
        corrections: vec![
            off(NoteKind::CreditNote, "C1N/26-27/000007", 15_000, 5_000),
            off(NoteKind::WriteOff, "C1N/26-27/000009", 40, 0),
        ],
        paid: money(14_210),
        balance: money(10_000),
        status: "part_paid".into(),
        as_of: Some(Day::parse("2026-12-02").unwrap()),
        ..own
    };
    let paper = doc.paper.as_mut().unwrap();
    (paper.arrears, paper.payable) = (money(0), money(10_000));
    let text = bill_text(&doc);
    let mut from = text.find("₹466.00").expect("the total");
    for said in [
        "Credit note C1N/26-27/000007",
        "-₹150.00",
        "Write-off C1N/26-27/000009",
        "-₹0.40",
        "₹142.10",
        "₹50.00",
        "₹100.00",
    ] {
        from += text[from..].find(said).unwrap_or_else(|| panic!("{said}: {text}"));
    }
}

#[test]
fn the_code_of_a_bill_says_what_its_paper_asks_for() {
    let mut doc = own_bill();
    doc.balance = money(0);
    let paper = doc.paper.as_mut().unwrap();
    (paper.upi_id, paper.arrears, paper.payable) = (String::new(), money(120_000), money(120_000));
    assert!(
        bill_text(&doc).contains("INR 1200.00"),
        "covered by credit itself, it still asks for the arrears"
    );
}

#[test]
fn a_note_says_what_it_changes_and_why() {
    expect_file!["snapshots/credit-note.txt"].assert_eq(&note_text(&credit_note(), Some(&Copy::Original)));
    expect_file!["snapshots/debit-note.txt"].assert_eq(&note_text(&debit_note(), None));
    expect_file!["snapshots/surcharge-note.txt"].assert_eq(&note_text(&surcharge_note(), None));
    expect_file!["snapshots/surcharge-note.csv.txt"]
        .assert_eq(&utf8(note_csv(&surcharge_note()).expect("CSV")).replace("\r\n", "\n"));
    expect_file!["snapshots/debit-note.csv.txt"]
        .assert_eq(&utf8(note_csv(&debit_note()).expect("CSV")).replace("\r\n", "\n"));
}

#[test]
fn a_batch_has_each_bill_on_a_page_of_its_own_and_is_the_same_file_each_time() {
    let docs: Vec<BillDoc> =
        (1..=12).map(|n| BillDoc { number: format!("B/26-27/{n:08}"), ..own_bill() }).collect();
    let batch = bills_pdf(&docs, "C01").expect("a PDF");
    let alone = pages(&bill_pdf(&docs[0]).expect("a PDF"));
    assert_eq!(pages(&batch), 12 * alone, "no bill begins on another's page");
    assert!(batch == bills_pdf(&docs, "C01").expect("a PDF"), "byte for byte");
    assert!(bills_pdf(&[], "C01").is_err(), "a batch of nothing is no document");
    let json = streams(&batch).into_iter().find(|data| data.starts_with(b"[{\"office\"")).expect("the data");
    let read: Vec<BillDoc> = serde_json::from_slice(&json).expect("bills");
    assert_eq!(read, docs, "what is attached is every document, whole");
}

#[test]
fn a_slip_says_what_was_put_back() {
    expect_file!["snapshots/slip.txt"].assert_eq(&slip_text(&slip(), &Copy::Original));
}

#[test]
fn lists_for_spreadsheets_keep_every_amount() {
    expect_file!["snapshots/receipt.csv.txt"]
        .assert_eq(&utf8(receipt_csv(&receipt()).expect("CSV")).replace("\r\n", "\n"));
    expect_file!["snapshots/bill.csv.txt"]
        .assert_eq(&utf8(bill_csv(&bill()).expect("CSV")).replace("\r\n", "\n"));
    expect_file!["snapshots/own_bill.csv.txt"]
        .assert_eq(&utf8(bill_csv(&own_bill()).expect("CSV")).replace("\r\n", "\n"));
    expect_file!["snapshots/slip.csv.txt"]
        .assert_eq(&utf8(slip_csv(&slip()).expect("CSV")).replace("\r\n", "\n"));
}

#[test]
fn a_name_in_a_list_runs_no_formula() {
    let mut doc = slip();
    doc.reason = "=HYPERLINK(\"http://x\")".into();
    assert!(utf8(slip_csv(&doc).expect("CSV")).contains("\"'=HYPERLINK"), "a reason is text, not a formula");
}

#[test]
fn the_same_document_is_the_same_file() {
    for doc in [plain_receipt(), receipt(), long_receipt(), extreme_receipt()] {
        let first = receipt_pdf(&doc, &duplicate(), Some(&void())).expect("a PDF");
        // Another thread has shaped nothing yet: what was remembered must change nothing.
        let second =
            std::thread::spawn(move || receipt_pdf(&doc, &duplicate(), Some(&void())).expect("a PDF")).join();
        assert!(first == second.expect("no panic"), "byte for byte");
    }
    assert!(bill_pdf(&bill()).expect("a PDF") == bill_pdf(&bill()).expect("a PDF"));
    assert!(
        slip_pdf(&slip(), &Copy::Original).expect("a PDF")
            == slip_pdf(&slip(), &Copy::Original).expect("a PDF")
    );
    assert!(bill_pdf(&own_bill()).expect("a PDF") == bill_pdf(&own_bill()).expect("a PDF"));
    assert!(
        note_pdf(&credit_note(), Some(&Copy::Original)).expect("a PDF")
            == note_pdf(&credit_note(), Some(&Copy::Original)).expect("a PDF")
    );
}

#[test]
fn original_and_duplicate_are_different_files() {
    let original = receipt_pdf(&receipt(), &Copy::Original, None).expect("a PDF");
    assert!(original != receipt_pdf(&receipt(), &duplicate(), None).expect("a PDF"));
}

#[test]
fn a_pdf_is_archival_and_carries_its_data() {
    let pdf = receipt_pdf(&receipt(), &Copy::Original, None).expect("a PDF");
    let shown = String::from_utf8_lossy(&pdf);
    assert!(shown.starts_with("%PDF-1.7"));
    assert!(
        shown.contains("<pdfaid:part>3</pdfaid:part>") && shown.contains("<pdfaid:conformance>B"),
        "PDF/A-3b"
    );
    assert!(shown.contains("receipt.json") && shown.contains("/AFRelationship/Source"));
    let json = streams(&pdf).into_iter().find(|data| data.starts_with(b"{\"receipt\"")).expect("the data");
    let data: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    let read: ReceiptDoc = serde_json::from_value(data["receipt"].clone()).expect("a receipt");
    assert_eq!(read, receipt(), "what is attached is the whole document");
}

/// Every compressed stream of a PDF, unpacked.
fn streams(pdf: &[u8]) -> Vec<Vec<u8>> {
    let find = |from: usize, what: &[u8]| {
        pdf[from..].windows(what.len()).position(|at| at == what).map(|at| from + at)
    };
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = find(from, b"stream\n") {
        from = find(start, b"endstream").map_or(pdf.len(), |end| end + 9);
        let mut data = Vec::new();
        if flate2::read::ZlibDecoder::new(&pdf[start + 7..from]).read_to_end(&mut data).is_ok() {
            found.push(data);
        }
    }
    found
}

fn pages(pdf: &[u8]) -> usize {
    let shown = String::from_utf8_lossy(pdf).into_owned();
    shown.matches("/Type/Page/").count() + shown.matches("/Type/Page\n").count()
}

#[test]
fn ordinary_receipts_fit_one_page_and_long_ones_turn_it() {
    let count = |doc: &ReceiptDoc| pages(&receipt_pdf(doc, &Copy::Original, None).expect("a PDF"));
    assert_eq!(count(&plain_receipt()), 1);
    assert_eq!(count(&receipt()), 1);
    assert_eq!(count(&long_receipt()), 3);
}

#[test]
fn every_word_can_be_found_again() {
    let doc = ReceiptDoc {
        payer_name: "ಶ್ರೀಕೃಷ್ಣ श्रीकृष्ण முருகன் Álvarez محمد".into(), ..plain_receipt()
    };
    let pdf = receipt_pdf(&doc, &Copy::Original, None).expect("a PDF");
    // Readers learn the letters of a glyph from these tables; here each word's must be in one.
    let tables: String =
        streams(&pdf).iter().map(|data| String::from_utf8_lossy(data).into_owned()).collect();
    for word in ["ಶ್ರೀಕೃಷ್ಣ", "श्रीकृष्ण", "முருகன்"] {
        let hex: String = word.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        assert!(tables.contains(&hex), "{word} stands whole in a table");
    }
}

#[test]
fn text_without_end_is_cut_and_still_printed() {
    let endless = "W".repeat(10_000_000);
    let mut doc = receipt();
    for text in [&mut doc.payer_name, &mut doc.note, &mut doc.office.name, &mut doc.allocations[0].what] {
        text.clone_from(&endless);
    }
    assert!(pages(&receipt_pdf(&doc, &Copy::Original, None).expect("a PDF")) > 3);
}

#[test]
fn an_unknown_language_is_printed_in_english() {
    assert_eq!(Words::of("xx-YY").code, "en");
    assert_eq!(Words::of("en_IN").word("no_such_word"), "No such word");
    assert_eq!(Words::of("xx en").code, "en", "the first language that is known");
    assert_eq!(Words::of("").code, "en");
}

#[test]
fn amounts_look_the_same_everywhere() {
    expect!["₹1,23,456.50"]
        .assert_eq(&money_text(Money::from_minor(12_345_650), &samples::office().currency));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_a_document(texts in proptest::collection::vec(any::<String>(), 12), amounts in proptest::collection::vec(any::<i64>(), 6)) {
        let amount = |index: usize| Money::from_minor(amounts[index] >> 10);
        let text = |index: usize| texts[index].clone();
        let mut doc = receipt();
        doc.office.name = text(0);
        doc.office.address_lines = vec![text(1), text(2)];
        doc.office.footer_note = text(3);
        doc.office.currency.symbol = text(4);
        doc.number = text(5);
        doc.payer_name = text(6);
        doc.payer_address = text(7);
        doc.note = text(8);
        doc.accounts[0].name = text(9);
        doc.accounts[0].number = text(10);
        doc.accounts[0].balance_after = amount(0);
        doc.allocations[0].what = text(11);
        doc.allocations[0].paid = amount(1);
        doc.tenders[0].method = text(1);
        doc.tenders[0].reference = Some(text(2));
        doc.total = amount(2);
        doc.change = amount(3);
        let mut void = void();
        void.reason = text(4);
        let copy = Copy::Duplicate { n: 1, by: text(5), at_local: text(6) };
        prop_assert!(receipt_pdf(&doc, &copy, Some(&void)).is_ok());
        prop_assert!(!receipt_text(&doc, &copy, Some(&void)).is_empty());
        receipt_csv(&doc).expect("CSV");
        let mut bill = bill();
        bill.customer = text(7);
        bill.lines[0].label = text(8);
        bill.lines[0].rate = Some(text(9));
        bill.history[0].units = text(10);
        bill.late = text(11);
        bill.balance = amount(4);
        prop_assert!(bill_pdf(&bill).is_ok());
        let mut own = own_bill();
        if let Some(paper) = &mut own.paper {
            paper.tariff = text(0);
            paper.readings[0].meter = text(1);
            paper.readings[0].current = text(2);
            paper.upi_id = text(3);
            paper.arrears = amount(0);
            paper.payable = amount(1);
        }
        prop_assert!(bill_pdf(&own).is_ok());
        let mut note = credit_note();
        note.reason = text(4);
        note.lines[0].label = text(5);
        note.credited = amount(2);
        prop_assert!(note_pdf(&note, Some(&duplicate())).is_ok());
        let mut slip = slip();
        slip.reason = text(0);
        slip.authorised_by = Some(text(1));
        slip.total = amount(5);
        prop_assert!(slip_pdf(&slip, &Copy::Original).is_ok());
    }

    #[test]
    fn no_script_breaks_a_document(name in "[\\u{0590}-\\u{0DFF}\\u{0E00}-\\u{0FFF}\\u{200C}-\\u{200F}\\u{202A}-\\u{202E}\\u{0000}-\\u{0020}ಅ್ರಿ\\u{FDFA}\\u{1F600}]{0,120}") {
        let mut doc = plain_receipt();
        doc.payer_name.clone_from(&name);
        doc.accounts[0].name = name;
        prop_assert!(receipt_pdf(&doc, &Copy::Original, None).is_ok());
    }
}
