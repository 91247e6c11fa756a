//! Documents in the customer's own language: the same paper, the same figures, other words.

#[path = "samples/late.rs"]
mod late;
mod samples;

use expect_test::expect_file;
use foil_documents::{
    agreement_text, bill_pdf, bill_text, note_text, notice_text, receipt_pdf, receipt_text, slip_text,
    statement_text, use_letter_text,
};
use foil_domain::documents::{BillDoc, Copy, Finding, LastYear, OfficeHead, UseLetterDoc, UseShare, Wording};
use foil_domain::metering::check::label;
use samples::{own_bill, worded_lines};

fn speaking(office: OfficeHead, language: &str) -> OfficeHead {
    OfficeHead { language: language.into(), ..office }
}

fn bill(language: &str) -> BillDoc {
    let mut doc = BillDoc { lines: worded_lines(), ..own_bill() };
    for (month, of) in doc.history.iter_mut().zip(1..) {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let at = of + 9;
        month.month = format!("{} {}", names[at % 12], 2025 + at / 12);
    }
    doc.office = speaking(doc.office, language);
    doc
}

fn letter(language: &str) -> UseLetterDoc {
    let doc = samples::use_letter();
    UseLetterDoc { office: speaking(doc.office, language), ..doc }
}

#[test]
fn a_bill_speaks_kannada_and_hindi() {
    expect_file!["snapshots/kn-bill.txt"].assert_eq(&bill_text(&bill("kn en")));
    expect_file!["snapshots/hi-bill.txt"].assert_eq(&bill_text(&bill("hi")));
}

#[test]
fn in_english_a_worded_line_prints_its_label_as_before() {
    let mut plain = bill("en");
    let worded = bill_text(&plain);
    for line in &mut plain.lines {
        line.wording = None;
    }
    assert_eq!(worded, bill_text(&plain));
    let old = BillDoc { office: speaking(plain.office.clone(), "kn"), ..plain };
    let text = bill_text(&old);
    assert!(text.contains("Energy charge, up to 50 kWh"), "a line without a code prints its label: {text}");
}

#[test]
fn a_receipt_a_slip_and_a_note_speak_kannada() {
    let mut receipt = samples::receipt();
    receipt.office = speaking(receipt.office, "kn en");
    let again = Copy::Duplicate { n: 1, by: "Meena Shetty".into(), at_local: "22 Nov 2026, 09:12".into() };
    expect_file!["snapshots/kn-receipt.txt"].assert_eq(&receipt_text(&receipt, &again, None));
    let mut slip = samples::slip();
    slip.office = speaking(slip.office, "kn");
    slip.reason = "wrong_account: paid for the neighbour".into();
    assert!(slip_text(&slip, &Copy::Original).contains("ತಪ್ಪು ಖಾತೆ: paid for the neighbour"));
    let mut note = samples::credit_note();
    note.office = speaking(note.office, "kn");
    assert!(note_text(&note, None).contains("ದೂರು ಎತ್ತಿಹಿಡಿಯಲಾಗಿದೆ: the meter ran fast"));
    for language in ["kn", "hi"] {
        let mut late = samples::surcharge_note();
        late.office = speaking(late.office, language);
        expect_file![format!("snapshots/{language}-surcharge-note.txt")].assert_eq(&note_text(&late, None));
    }
}

#[test]
fn a_disconnection_notice_says_in_kannada_until_when_to_pay() {
    let mut notice = late::notice("final_notice");
    notice.office = speaking(notice.office, "kn en");
    expect_file!["snapshots/kn-final_notice.txt"].assert_eq(&notice_text(&notice));
}

#[test]
fn a_statement_an_agreement_and_a_letter_speak_the_language_too() {
    let mut statement = late::statement();
    statement.office = speaking(statement.office, "hi");
    expect_file!["snapshots/hi-statement.txt"].assert_eq(&statement_text(&statement));
    let mut agreement = late::agreement();
    agreement.office = speaking(agreement.office, "kn");
    assert!(agreement_text(&agreement).contains("ಕಂತು ಒಪ್ಪಂದ"));
    let kannada = use_letter_text(&letter("kn"));
    assert!(kannada.contains("ನಿಮ್ಮ ಮೀಟರ್ ಬಗ್ಗೆ") && !kannada.contains("the usual"), "{kannada}");
    assert!(use_letter_text(&letter("en")).contains("60 kL is 3 times the usual 20 kL."));
}

#[test]
fn a_charge_whose_name_says_only_its_kind_is_named_in_the_language_and_any_other_as_the_order_has_it() {
    let mut doc = bill("hi");
    let own_name = |name: &str| {
        let mut line = worded_lines().remove(0);
        if let Some(Wording::Charge(charge)) = &mut line.wording {
            charge.name = name.into();
        }
        line
    };
    doc.lines = vec![own_name("Energy Charges"), own_name("FPPCA 2026"), worded_lines().remove(6)];
    let said = bill_text(&doc);
    for line in ["ऊर्जा प्रभार, 50 kWh तक", "FPPCA 2026, 50 kWh तक", "खपत पर कर"]
    {
        assert!(said.contains(line), "{line} in {said}");
    }
    assert!(!said.contains("Tax on consumption"), "a line that is all name has a kind, too: {said}");
}

#[test]
fn a_season_that_two_versions_price_says_from_which_day_each_of_them_is() {
    let mut doc = bill("hi");
    let mut line = worded_lines().remove(3);
    if let Some(Wording::Charge(charge)) = &mut line.wording
        && let Some(split) = &mut charge.split
    {
        split.season = "Harvest".into();
    }
    doc.lines = vec![line];
    let said = bill_text(&doc);
    let parts: Vec<&str> = said.lines().filter(|line| line.contains("(Harvest, ")).collect();
    assert!(parts.len() == 1 && parts[0].contains("20") && parts[0].contains("से"), "{said}");
}

/// Every way in which a check may say what it found.
fn findings() -> Vec<(&'static str, Finding)> {
    let compared = |used: &str, usual: &str, last_year: Option<&str>, share: Option<UseShare>| {
        let about = samples::day(2025, 11, 16);
        Finding::Compared {
            used: used.into(),
            unit: "kWh".into(),
            days: "30".into(),
            usual: usual.into(),
            last_year: last_year.map(|units| LastYear { about, units: units.into() }),
            share,
        }
    };
    let fell = |if_over: &str, taken_back: &str| Finding::Fell {
        from: "4512".into(),
        to: "4390".into(),
        if_over: if_over.into(),
        taken_back: taken_back.into(),
        unit: "kWh".into(),
    };
    let unread = |since| Finding::Unread { times: "3".into(), since, limit: "2".into() };
    vec![
        ("high", compared("300", "117", Some("118"), Some(UseShare::Times("2.6".into())))),
        ("low", compared("21", "117", None, Some(UseShare::Percent("18".into())))),
        ("spike", compared("900", "", Some("118"), Some(UseShare::Times("7.6".into())))),
        ("zero", compared("", "117", Some("118"), None)),
        ("high", compared("300", "0", None, None)),
        ("high", compared("300", "", None, None)),
        ("negative", fell("99878", "")),
        ("negative", fell("", "122")),
        ("negative", fell("", "")),
        (
            "high",
            Finding::RanOver {
                from: "99950".into(),
                to: "760".into(),
                units: "810".into(),
                unit: "kWh".into(),
            },
        ),
        ("low", Finding::Reset { units: "9".into(), unit: "kWh".into() }),
        ("estimates", unread(Some(samples::day(2026, 8, 4)))),
        ("estimates", unread(None)),
    ]
}

#[test]
fn a_letter_says_every_figure_that_the_check_found_in_every_language() {
    for (kind, finding) in findings() {
        let words = label(&finding);
        let english = UseLetterDoc { finding: kind.into(), words, findings: vec![finding], ..letter("en") };
        let said = use_letter_text(&english);
        for language in ["kn", "hi"] {
            let office = speaking(english.office.clone(), language);
            let own = use_letter_text(&UseLetterDoc { office, ..english.clone() });
            // English names last year's month without its year.
            let own_digits = digits(&own.replace(" 2025", ""));
            assert_eq!(own_digits, digits(&said), "{language} of {}: {own}", english.words);
            assert!(!own.contains('{'), "{language} leaves a place empty: {own}");
        }
    }
    let high = findings().remove(0).1;
    let hindi = use_letter_text(&UseLetterDoc { findings: vec![high], ..letter("hi") });
    let said = "30 दिनों में 300 kWh की खपत हुई";
    assert!(hindi.contains(said), "{hindi}");
}

/// Digits of a text in order of size, however they are said around.
fn digits(text: &str) -> Vec<char> {
    let mut all: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    all.sort_unstable();
    all
}

#[test]
fn no_figure_is_lost_or_changed_between_languages() {
    let english = bill_text(&bill("en"));
    for language in ["kn", "hi"] {
        let own = bill_text(&bill(language));
        assert_eq!(digits(&own), digits(&english), "{language}: {own}");
        assert!(
            own.chars().all(|c| !('०'..='९').contains(&c) && !('೦'..='೯').contains(&c)),
            "Western digits"
        );
        for word in ["months", "flat", "over ", "up to", "less", "Rounding", "estimate", " days"] {
            assert!(!own.contains(word), "{language} says {word}: {own}");
        }
    }
}

#[test]
fn a_usual_bill_and_a_receipt_for_two_accounts_are_one_page_in_every_language() {
    let pages = |pdf: &[u8]| {
        let shown = String::from_utf8_lossy(pdf).into_owned();
        shown.matches("/Type/Page/").count() + shown.matches("/Type/Page\n").count()
    };
    for language in ["en", "kn", "hi"] {
        let mut doc = samples::bill();
        doc.office = speaking(doc.office, language);
        let bill = bill_pdf(&doc).expect("a PDF");
        assert_eq!(pages(&bill), 1, "{language}");
        assert!(bill == bill_pdf(&doc).expect("a PDF"), "{language}: byte for byte");
        for mut receipt in [samples::plain_receipt(), samples::receipt()] {
            receipt.office = speaking(receipt.office, language);
            let pdf = receipt_pdf(&receipt, &Copy::Original, None).expect("a PDF");
            assert_eq!(pages(&pdf), 1, "{language}, {} accounts", receipt.accounts.len());
        }
    }
}
