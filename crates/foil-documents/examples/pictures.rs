//! Writes a few documents into the folder named on the command line, to be looked at.

#[path = "../tests/samples/late.rs"]
mod late;
#[path = "../tests/samples/mod.rs"]
mod samples;

use foil_documents::{
    agreement_pdf, bill_pdf, cut_list_pdf, note_pdf, notice_pdf, receipt_pdf, slip_pdf, statement_pdf,
    use_letter_pdf,
};
use foil_domain::documents::{Copy, Finding, LANGUAGES, LastYear, OfficeHead, UseShare};
use foil_domain::metering::check::label;

fn main() -> anyhow::Result<()> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    std::fs::create_dir_all(&folder)?;
    let again = Copy::Duplicate { n: 2, by: "Meena Shetty".into(), at_local: "22 Nov 2026, 09:12".into() };
    for (name, bytes) in [
        ("plain", receipt_pdf(&samples::plain_receipt(), &Copy::Original, None)?),
        ("receipt", receipt_pdf(&samples::receipt(), &Copy::Original, None)?),
        ("duplicate", receipt_pdf(&samples::receipt(), &again, Some(&samples::void()))?),
        ("long", receipt_pdf(&samples::long_receipt(), &Copy::Original, None)?),
        ("extreme", receipt_pdf(&samples::extreme_receipt(), &again, Some(&samples::void()))?),
        ("bill", bill_pdf(&samples::bill())?),
        ("own-bill", bill_pdf(&samples::own_bill())?),
        ("trued-bill", bill_pdf(&samples::trued_bill())?),
        ("credit-note", note_pdf(&samples::credit_note(), Some(&Copy::Original))?),
        ("debit-note", note_pdf(&samples::debit_note(), None)?),
        ("surcharge-note", note_pdf(&samples::surcharge_note(), None)?),
        ("cut-list", cut_list_pdf(&late::cut_list())?),
        ("slip", slip_pdf(&samples::slip(), &Copy::Original)?),
    ] {
        std::fs::write(folder.join(name).with_extension("pdf"), &bytes)?;
        println!("{name}: {} bytes", bytes.len());
    }
    for language in LANGUAGES.map(|language| language.code) {
        in_language(language, &folder)?;
    }
    Ok(())
}

/// What a customer gets, in their language.
fn in_language(language: &str, folder: &std::path::Path) -> anyhow::Result<()> {
    let speaking = |office: OfficeHead| OfficeHead { language: language.into(), ..office };
    let (mut bill, mut receipt, mut slip) = (samples::own_bill(), samples::receipt(), samples::slip());
    bill.lines = samples::worded_lines();
    let (mut notice, mut statement) = (late::notice("final_notice"), late::statement());
    let mut agreement = late::agreement();
    let found = Finding::Compared {
        used: "60".into(),
        unit: "kL".into(),
        days: "31".into(),
        usual: "20".into(),
        last_year: Some(LastYear { about: samples::day(2025, 11, 6), units: "18".into() }),
        share: Some(UseShare::Times("3".into())),
    };
    let mut letter = samples::use_letter();
    (letter.words, letter.history) = (label(&found), bill.history.clone());
    letter.findings.push(found);
    for office in [
        &mut bill.office,
        &mut receipt.office,
        &mut slip.office,
        &mut notice.office,
        &mut statement.office,
        &mut agreement.office,
        &mut letter.office,
    ] {
        *office = speaking(std::mem::take(office));
    }
    for (name, bytes) in [
        ("bill", bill_pdf(&bill)?),
        ("receipt", receipt_pdf(&receipt, &Copy::Original, None)?),
        ("slip", slip_pdf(&slip, &Copy::Original)?),
        ("notice", notice_pdf(&notice)?),
        ("statement", statement_pdf(&statement)?),
        ("agreement", agreement_pdf(&agreement)?),
        ("letter", use_letter_pdf(&letter)?),
    ] {
        std::fs::write(folder.join(format!("{language}-{name}.pdf")), bytes)?;
    }
    Ok(())
}
