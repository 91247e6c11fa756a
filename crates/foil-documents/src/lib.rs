//! Receipts, bills and cancellation slips as PDF, CSV and text.
//!
//! Values in, bytes out: no database, no clock, no files, so the same document gives the same
//! bytes at any time and on any machine. A document ([`foil_domain::documents`]) becomes a sheet
//! of a few kinds of block (`sheet`), which is put on pages (`layout`, text set by `shape` in the
//! fonts of `faces`) and written as PDF/A-3b with the document's data attached (`pdf`), or as plain
//! text. Names in any of eleven scripts are shaped and can be found again in the PDF.
//! Start at [`receipt_pdf`]; lists go through [`table`].

mod amount_words;
mod arrears;
mod bill;
mod faces;
mod layout;
mod letter;
mod note;
mod paper;
mod pdf;
mod receipt;
mod report;
mod shape;
mod sheet;
mod slip;
pub mod table;
mod text;
mod till;
mod voucher;
mod words;

use foil_domain::arrears::papers::{AgreementDoc, ArrearsPaper, CutListDoc, NoticeDoc, StatementDoc};
use foil_domain::documents::{
    BillDoc, BounceLetterDoc, ChequeSlipDoc, Copy, CurrencyStyle, MoneyPaper, NoteDoc, OfficeHead,
    ReceiptDoc, ReportDoc, SlipDoc, UseLetterDoc, VoidMark, VoucherDoc,
};
use foil_domain::money::Money;
use foil_domain::press::Format;
use foil_domain::shifts::papers::TillPaper;
use foil_domain::time::Day;
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
        title: format!("{} {}", bill::title(doc, words), doc.number),
        author: &doc.office.name,
        language: words.code,
        day: doc.issued_on,
        data_name: "bill.json".into(),
        data_is: words.data_is,
        data: serde_json::to_vec(doc)?,
    };
    pdf::write(&bill::sheet(doc), about)
}

/// Many bills as one PDF/A-3b, each beginning a page of its own, their data attached as one JSON list; the same
/// bytes for the same values. Everything is held in memory: the caller bounds how many there are.
///
/// Fails only when the PDF cannot be written, and on no bills at all.
pub fn bills_pdf(docs: &[BillDoc], title: &str) -> anyhow::Result<Vec<u8>> {
    let first = docs.first().ok_or_else(|| anyhow::anyhow!("a batch has at least one bill"))?;
    let words = Words::of(&first.office.language);
    let about = pdf::About {
        title: title.to_owned(),
        author: &first.office.name,
        language: words.code,
        day: first.issued_on,
        data_name: "bills.json".into(),
        data_is: words.data_is,
        data: serde_json::to_vec(docs)?,
    };
    pdf::write_all(docs.iter().map(bill::sheet), about)
}

/// A bill as plain text, saying what its PDF says.
#[must_use]
pub fn bill_text(doc: &BillDoc) -> String {
    text::text(&bill::sheet(doc))
}

/// A bill as CSV, saying what its PDF says: what it is reckoned by, a row for each reading and each line, then its totals.
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
        title: format!("{} {}", words.letter.kind, doc.number),
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
pub fn slip_pdf(doc: &SlipDoc, copy: &Copy) -> anyhow::Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Data<'a> {
        cancellation: &'a SlipDoc,
        copy: &'a Copy,
    }
    let words = Words::of(&doc.office.language);
    let about = pdf::About {
        title: format!("{} {}", words.cancellation_slip, doc.number),
        author: &doc.office.name,
        language: words.code,
        day: doc.business_on,
        data_name: "cancellation.json".into(),
        data_is: words.data_is,
        data: serde_json::to_vec(&Data { cancellation: doc, copy })?,
    };
    pdf::write(&slip::sheet(doc, copy), about)
}

/// A cancellation slip as plain text, saying what its PDF says.
#[must_use]
pub fn slip_text(doc: &SlipDoc, copy: &Copy) -> String {
    text::text(&slip::sheet(doc, copy))
}

/// A cancellation slip as CSV: a row for each thing put back, then the total.
pub fn slip_csv(doc: &SlipDoc) -> anyhow::Result<Vec<u8>> {
    csv(&slip::CSV_HEADER, slip::rows(doc))
}

/// A paper about what is late, as PDF/A-3b or CSV.
///
/// Fails only when it cannot be written.
pub fn arrears_paper(paper: &ArrearsPaper, format: Format) -> anyhow::Result<Vec<u8>> {
    match (paper, format) {
        (ArrearsPaper::Notice(doc), Format::Pdf) => notice_pdf(doc),
        (ArrearsPaper::Notice(doc), Format::Csv) => notice_csv(doc),
        (ArrearsPaper::Agreement(doc), Format::Pdf) => agreement_pdf(doc),
        (ArrearsPaper::Agreement(doc), Format::Csv) => agreement_csv(doc),
        (ArrearsPaper::Statement(doc), Format::Pdf) => statement_pdf(doc),
        (ArrearsPaper::Statement(doc), Format::Csv) => statement_csv(doc),
        (ArrearsPaper::CutList(doc), Format::Pdf) => cut_list_pdf(doc),
        (ArrearsPaper::CutList(doc), Format::Csv) => cut_list_csv(doc),
    }
}

/// A reminder or disconnection notice as PDF/A-3b on A4, its data attached as JSON; the same bytes for the
/// same values.
///
/// Fails only when the PDF cannot be written.
pub fn notice_pdf(doc: &NoticeDoc) -> anyhow::Result<Vec<u8>> {
    let words = Words::of(&doc.office.language);
    let sheet = arrears::notice(doc);
    let about = about(&sheet, &doc.office, words, doc.business_on, "notice.json", serde_json::to_vec(doc)?);
    pdf::write(&sheet, about)
}

/// Many notices as one PDF, each beginning a page of its own, their data attached as one JSON list; the same bytes
/// for the same values. Everything is held in memory: the caller bounds how many there are.
///
/// Fails only when the PDF cannot be written, and on no notices at all.
pub fn notices_pdf(docs: &[NoticeDoc], title: &str) -> anyhow::Result<Vec<u8>> {
    let first = docs.first().ok_or_else(|| anyhow::anyhow!("a batch has at least one notice"))?;
    let words = Words::of(&first.office.language);
    let about = pdf::About {
        title: title.to_owned(),
        author: &first.office.name,
        language: words.code,
        day: first.business_on,
        data_name: "notices.json".into(),
        data_is: words.data_is,
        data: serde_json::to_vec(docs)?,
    };
    pdf::write_all(docs.iter().map(arrears::notice), about)
}

/// A notice as plain text, saying what its PDF says.
#[must_use]
pub fn notice_text(doc: &NoticeDoc) -> String {
    text::text(&arrears::notice(doc))
}

/// A notice as CSV: a row for each thing overdue, then what is asked for.
pub fn notice_csv(doc: &NoticeDoc) -> anyhow::Result<Vec<u8>> {
    csv(&arrears::NOTICE_HEADER, arrears::notice_rows(doc))
}

/// An instalment agreement as PDF/A-3b on A4, its data attached as JSON; the same bytes for the same values.
///
/// Fails only when the PDF cannot be written.
pub fn agreement_pdf(doc: &AgreementDoc) -> anyhow::Result<Vec<u8>> {
    let words = Words::of(&doc.office.language);
    let sheet = arrears::agreement(doc);
    let about =
        about(&sheet, &doc.office, words, doc.business_on, "agreement.json", serde_json::to_vec(doc)?);
    pdf::write(&sheet, about)
}

/// An agreement as plain text, saying what its PDF says.
#[must_use]
pub fn agreement_text(doc: &AgreementDoc) -> String {
    text::text(&arrears::agreement(doc))
}

/// An agreement as CSV: a row for each instalment.
pub fn agreement_csv(doc: &AgreementDoc) -> anyhow::Result<Vec<u8>> {
    csv(&arrears::AGREEMENT_HEADER, arrears::agreement_rows(doc))
}

/// A statement of account as PDF/A-3b on A4, its data attached as JSON; the same bytes for the same values.
///
/// Fails only when the PDF cannot be written.
pub fn statement_pdf(doc: &StatementDoc) -> anyhow::Result<Vec<u8>> {
    let words = Words::of(&doc.office.language);
    let sheet = arrears::statement(doc);
    let about =
        about(&sheet, &doc.office, words, doc.business_on, "statement.json", serde_json::to_vec(doc)?);
    pdf::write(&sheet, about)
}

/// A statement as plain text, saying what its PDF says.
#[must_use]
pub fn statement_text(doc: &StatementDoc) -> String {
    text::text(&arrears::statement(doc))
}

/// A statement as CSV: opening balance, a row for each thing that happened, closing balance.
pub fn statement_csv(doc: &StatementDoc) -> anyhow::Result<Vec<u8>> {
    csv(&arrears::STATEMENT_HEADER, arrears::statement_rows(doc))
}

/// A list of service orders as PDF/A-3b on A4, its data attached as JSON; the same bytes for the same values.
///
/// Fails only when the PDF cannot be written.
pub fn cut_list_pdf(doc: &CutListDoc) -> anyhow::Result<Vec<u8>> {
    let words = Words::of(&doc.office.language);
    let sheet = arrears::cut_list(doc);
    let about = about(&sheet, &doc.office, words, doc.business_on, "orders.json", serde_json::to_vec(doc)?);
    pdf::write(&sheet, about)
}

/// A list of service orders as plain text, saying what its PDF says.
#[must_use]
pub fn cut_list_text(doc: &CutListDoc) -> String {
    text::text(&arrears::cut_list(doc))
}

/// A list of service orders as CSV: a row for each.
pub fn cut_list_csv(doc: &CutListDoc) -> anyhow::Result<Vec<u8>> {
    csv(&arrears::CUT_HEADER, arrears::cut_rows(doc))
}

/// A voucher, a letter about a bounced cheque or a deposit slip of cheques, as PDF/A-3b or CSV. A letter has no
/// figures for a machine and is PDF alone.
///
/// Fails only when it cannot be written.
pub fn money_paper(paper: &MoneyPaper, format: Format) -> anyhow::Result<Vec<u8>> {
    match (paper, format) {
        (MoneyPaper::Voucher(doc, copy), Format::Pdf) => voucher_pdf(doc, copy),
        (MoneyPaper::Voucher(doc, _), Format::Csv) => csv(&voucher::CSV_HEADER, voucher::rows(doc)),
        (MoneyPaper::BounceLetter(doc), _) => bounce_letter_pdf(doc),
        (MoneyPaper::ChequeSlip(doc), Format::Pdf) => cheque_slip_pdf(doc),
        (MoneyPaper::ChequeSlip(doc), Format::Csv) => csv(&voucher::SLIP_HEADER, voucher::slip_rows(doc)),
    }
}

/// The voucher of a payment that fell as PDF/A-3b on A5, its data attached as JSON; the same bytes for the same
/// values.
///
/// Fails only when the PDF cannot be written.
pub fn voucher_pdf(doc: &VoucherDoc, copy: &Copy) -> anyhow::Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Data<'a> {
        voucher: &'a VoucherDoc,
        copy: &'a Copy,
    }
    let words = Words::of(&doc.office.language);
    let sheet = voucher::sheet(doc, copy);
    let data = serde_json::to_vec(&Data { voucher: doc, copy })?;
    let about = about(&sheet, &doc.office, words, doc.business_on, "voucher.json", data);
    pdf::write(&sheet, about)
}

/// A voucher as plain text, saying what its PDF says.
#[must_use]
pub fn voucher_text(doc: &VoucherDoc, copy: &Copy) -> String {
    text::text(&voucher::sheet(doc, copy))
}

/// The letter about a bounced cheque as PDF/A-3b on A4, its data attached as JSON; the same bytes for the same
/// values.
///
/// Fails only when the PDF cannot be written.
pub fn bounce_letter_pdf(doc: &BounceLetterDoc) -> anyhow::Result<Vec<u8>> {
    let words = Words::of(&doc.office.language);
    let sheet = voucher::letter(doc);
    let about = about(&sheet, &doc.office, words, doc.written_on, "letter.json", serde_json::to_vec(doc)?);
    pdf::write(&sheet, about)
}

/// The letter about a bounced cheque as plain text, saying what its PDF says.
#[must_use]
pub fn bounce_letter_text(doc: &BounceLetterDoc) -> String {
    text::text(&voucher::letter(doc))
}

/// A deposit slip of cheques as PDF/A-3b on A4, its data attached as JSON; the same bytes for the same values.
///
/// Fails only when the PDF cannot be written.
pub fn cheque_slip_pdf(doc: &ChequeSlipDoc) -> anyhow::Result<Vec<u8>> {
    let words = Words::of_staff();
    let sheet = voucher::slip(doc);
    let about = about(&sheet, &doc.office, words, doc.business_on, "slip.json", serde_json::to_vec(doc)?);
    pdf::write(&sheet, about)
}

/// A deposit slip of cheques as plain text, saying what its PDF says.
#[must_use]
pub fn cheque_slip_text(doc: &ChequeSlipDoc) -> String {
    text::text(&voucher::slip(doc))
}

fn about<'a>(
    sheet: &sheet::Sheet,
    office: &'a OfficeHead,
    words: &'a Words,
    day: Day,
    data_name: &str,
    data: Vec<u8>,
) -> pdf::About<'a> {
    pdf::About {
        title: format!("{} {}", sheet.head.kind, sheet.head.number),
        author: &office.name,
        language: words.code,
        day,
        data_name: data_name.into(),
        data_is: words.data_is,
        data,
    }
}

/// A paper of the drawers (X or Z report, deposit slip, closed day), as PDF/A-3b with its data attached, or CSV; the
/// same bytes for the same values.
///
/// Fails only when it cannot be written.
pub fn till_paper(paper: &TillPaper, format: Format) -> anyhow::Result<Vec<u8>> {
    if format == Format::Csv {
        return csv(&till::CSV_HEADER, till::rows(paper));
    }
    let (office, day, name, data) = match paper {
        TillPaper::Shift(doc) => (&doc.office, doc.business_on, "shift.json", serde_json::to_vec(doc)?),
        TillPaper::Deposit(doc) => (&doc.office, doc.business_on, "deposit.json", serde_json::to_vec(doc)?),
        TillPaper::Day(doc) => (&doc.office, doc.business_on, "day.json", serde_json::to_vec(doc)?),
    };
    let words = Words::of_staff();
    let sheet = till::sheet(paper);
    let about = about(&sheet, office, words, day, name, data);
    pdf::write(&sheet, about)
}

/// A paper of the drawers as plain text, saying what its PDF says.
#[must_use]
pub fn till_text(paper: &TillPaper) -> String {
    text::text(&till::sheet(paper))
}

/// A note beside a bill as PDF/A-3b on A5, its data attached as JSON; the same bytes for the same values. What
/// takes a claim back says which copy it is, what claims does not.
///
/// Fails only when the PDF cannot be written.
pub fn note_pdf(doc: &NoteDoc, copy: Option<&Copy>) -> anyhow::Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Data<'a> {
        note: &'a NoteDoc,
        #[serde(skip_serializing_if = "Option::is_none")]
        copy: Option<&'a Copy>,
    }
    let words = Words::of(&doc.office.language);
    let about = pdf::About {
        title: format!("{} {}", note::title(doc.kind, words), doc.number),
        author: &doc.office.name,
        language: words.code,
        day: doc.issued_on,
        data_name: "note.json".into(),
        data_is: words.data_is,
        data: serde_json::to_vec(&Data { note: doc, copy })?,
    };
    pdf::write(&note::sheet(doc, copy), about)
}

/// A note beside a bill as plain text, saying what its PDF says.
#[must_use]
pub fn note_text(doc: &NoteDoc, copy: Option<&Copy>) -> String {
    text::text(&note::sheet(doc, copy))
}

/// A note beside a bill as CSV: a row for each line, then its totals.
pub fn note_csv(doc: &NoteDoc) -> anyhow::Result<Vec<u8>> {
    csv(&note::CSV_HEADER, note::rows(doc))
}

/// A report as PDF/A-3b on A4, its data attached as JSON; the same bytes for the same values.
///
/// Fails only when the PDF cannot be written.
pub fn report_pdf(doc: &ReportDoc) -> anyhow::Result<Vec<u8>> {
    let words = Words::of_staff();
    let sheet = report::sheet(doc);
    let about = about(&sheet, &doc.office, words, doc.on, "report.json", serde_json::to_vec(doc)?);
    pdf::write(&sheet, about)
}

/// A report as plain text, saying what its PDF says.
#[must_use]
pub fn report_text(doc: &ReportDoc) -> String {
    text::text(&report::sheet(doc))
}

/// A report's tables as CSV, one below the other.
pub fn report_csv(doc: &ReportDoc) -> anyhow::Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut rows = report::rows(doc).into_iter();
    let header = rows.next().unwrap_or_default();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    table::write_csv(&mut out, &header, rows)?;
    Ok(out)
}

fn csv<const N: usize>(header: &[&str; N], rows: Vec<[String; N]>) -> anyhow::Result<Vec<u8>> {
    let mut out = Vec::new();
    table::write_csv(&mut out, header, rows)?;
    Ok(out)
}
