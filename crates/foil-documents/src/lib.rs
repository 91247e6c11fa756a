//! Receipts, bills and cancellation slips as PDF, CSV and text.
//!
//! Values in, bytes out: no database, no clock, no files, so the same document gives the same
//! bytes at any time and on any machine. A document ([`foil_domain::documents`]) becomes a sheet
//! of a few kinds of block (`sheet`), which is put on pages (`layout`, text set by `shape` in the
//! fonts of `faces`) and written as PDF/A-3b with the document's data attached (`pdf`), or as plain
//! text. Names in any of eleven scripts are shaped and can be found again in the PDF.
//! Start at [`receipt_pdf`]; lists go through [`table`].

mod amount_words;
mod bill;
mod faces;
mod layout;
mod letter;
mod paper;
mod pdf;
mod receipt;
mod shape;
mod sheet;
mod slip;
pub mod table;
mod text;
mod words;

use foil_domain::documents::{BillDoc, Copy, CurrencyStyle, ReceiptDoc, SlipDoc, UseLetterDoc, VoidMark};
use foil_domain::money::Money;
use serde::Serialize;

pub use paper::Paper;
pub use words::Words;

/// An amount as people write it: `₹1,23,456.50`.
#[must_use]
pub fn money_text(amount: Money, style: &CurrencyStyle) -> String {
    style.text(amount)
}

/// A receipt as PDF/A-3b on A5, its data attached as JSON; the same bytes for the same values.
///
/// `void` puts the CANCELLED band on it. Fails only when the PDF cannot be written.
pub fn receipt_pdf(doc: &ReceiptDoc, copy: &Copy, void: Option<&VoidMark>) -> anyhow::Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Data<'a> {
        receipt: &'a ReceiptDoc,
        copy: &'a Copy,
        #[serde(skip_serializing_if = "Option::is_none")]
        void: Option<&'a VoidMark>,
    }
    let words = Words::of(&doc.office.language);
    let about = pdf::About {
        title: format!("{} {}", words.receipt, doc.number),
        author: &doc.office.name,
        language: words.code,
        day: doc.business_on,
        data_name: "receipt.json".into(),
        data_is: words.data_is,
        data: serde_json::to_vec(&Data { receipt: doc, copy, void })?,
    };
    pdf::write(&receipt::sheet(doc, copy, void), about)
}

/// A receipt as plain text, saying what its PDF says.
#[must_use]
pub fn receipt_text(doc: &ReceiptDoc, copy: &Copy, void: Option<&VoidMark>) -> String {
    text::text(&receipt::sheet(doc, copy, void))
}

/// A receipt as CSV: a row for each amount, the currency in its last column.
pub fn receipt_csv(doc: &ReceiptDoc) -> anyhow::Result<Vec<u8>> {
    csv(&receipt::CSV_HEADER, receipt::rows(doc))
}

/// A bill as PDF/A-3b on A4, its data attached as JSON; the same bytes for the same values.
///
/// Fails only when the PDF cannot be written.
pub fn bill_pdf(doc: &BillDoc) -> anyhow::Result<Vec<u8>> {
    let words = Words::of(&doc.office.language);
    let about = pdf::About {
        title: format!("{} {}", words.bill, doc.number),
        author: &doc.office.name,
        language: words.code,
        day: doc.issued_on,
        data_name: "bill.json".into(),
        data_is: words.data_is,
        data: serde_json::to_vec(doc)?,
    };
    pdf::write(&bill::sheet(doc), about)
}

/// A bill as plain text, saying what its PDF says.
#[must_use]
pub fn bill_text(doc: &BillDoc) -> String {
    text::text(&bill::sheet(doc))
}

/// A bill as CSV: a row for each line, then its totals.
pub fn bill_csv(doc: &BillDoc) -> anyhow::Result<Vec<u8>> {
    csv(&bill::CSV_HEADER, bill::rows(doc))
}

/// A letter about what a meter shows as PDF/A-3b on A4, its data attached as JSON; the same bytes for the
/// same values.
///
/// Fails only when the PDF cannot be written.
pub fn use_letter_pdf(doc: &UseLetterDoc) -> anyhow::Result<Vec<u8>> {
    let words = Words::of(&doc.office.language);
    let about = pdf::About {
        title: format!("{} {}", letter::KIND, doc.number),
        author: &doc.office.name,
        language: words.code,
        day: doc.written_on,
        data_name: "letter.json".into(),
        data_is: words.data_is,
        data: serde_json::to_vec(doc)?,
    };
    pdf::write(&letter::sheet(doc), about)
}

/// A letter about what a meter shows as plain text, saying what its PDF says.
#[must_use]
pub fn use_letter_text(doc: &UseLetterDoc) -> String {
    text::text(&letter::sheet(doc))
}

/// A cancellation slip as PDF/A-3b on A5, its data attached as JSON; the same bytes for the same
/// values.
///
/// Fails only when the PDF cannot be written.
pub fn slip_pdf(doc: &SlipDoc) -> anyhow::Result<Vec<u8>> {
    let words = Words::of(&doc.office.language);
    let about = pdf::About {
        title: format!("{} {}", words.cancellation_slip, doc.number),
        author: &doc.office.name,
        language: words.code,
        day: doc.business_on,
        data_name: "cancellation.json".into(),
        data_is: words.data_is,
        data: serde_json::to_vec(doc)?,
    };
    pdf::write(&slip::sheet(doc), about)
}

/// A cancellation slip as plain text, saying what its PDF says.
#[must_use]
pub fn slip_text(doc: &SlipDoc) -> String {
    text::text(&slip::sheet(doc))
}

/// A cancellation slip as CSV: a row for each thing put back, then the total.
pub fn slip_csv(doc: &SlipDoc) -> anyhow::Result<Vec<u8>> {
    csv(&slip::CSV_HEADER, slip::rows(doc))
}

fn csv<const N: usize>(header: &[&str; N], rows: Vec<[String; N]>) -> anyhow::Result<Vec<u8>> {
    let mut out = Vec::new();
    table::write_csv(&mut out, header, rows)?;
    Ok(out)
}
