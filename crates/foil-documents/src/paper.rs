//! [`Paper`]: the press that shells hand to the office.

use foil_domain::arrears::papers::{ArrearsPaper, NoticeDoc};
use foil_domain::documents::{
    BillDoc, Copy, MoneyPaper, NoteDoc, ReceiptDoc, ReportDoc, SlipDoc, UseLetterDoc, VoidMark,
};
use foil_domain::press::{Format, Press, Rows};
use foil_domain::shifts::papers::TillPaper;
use std::io::Write;

/// Makes documents as PDF/A-3b and CSV.
#[derive(Debug, Clone, Copy, Default)]
pub struct Paper;

impl Press for Paper {
    fn receipt(
        &self,
        doc: &ReceiptDoc,
        copy: &Copy,
        void: Option<&VoidMark>,
        format: Format,
    ) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Pdf => crate::receipt_pdf(doc, copy, void),
            Format::Csv => crate::receipt_csv(doc),
        }
    }

    fn slip(&self, doc: &SlipDoc, copy: &Copy, format: Format) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Pdf => crate::slip_pdf(doc, copy),
            Format::Csv => crate::slip_csv(doc),
        }
    }

    fn bill(&self, doc: &BillDoc, format: Format) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Pdf => crate::bill_pdf(doc),
            Format::Csv => crate::bill_csv(doc),
        }
    }

    fn arrears(&self, paper: &ArrearsPaper, format: Format) -> anyhow::Result<Vec<u8>> {
        crate::arrears_paper(paper, format)
    }

    fn till(&self, paper: &TillPaper, format: Format) -> anyhow::Result<Vec<u8>> {
        crate::till_paper(paper, format)
    }

    fn note(&self, doc: &NoteDoc, copy: Option<&Copy>, format: Format) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Pdf => crate::note_pdf(doc, copy),
            Format::Csv => crate::note_csv(doc),
        }
    }

    fn money_paper(&self, paper: &MoneyPaper, format: Format) -> anyhow::Result<Vec<u8>> {
        crate::money_paper(paper, format)
    }

    fn bills(&self, docs: &[BillDoc], title: &str) -> anyhow::Result<Vec<u8>> {
        crate::bills_pdf(docs, title)
    }

    fn notices(&self, docs: &[NoticeDoc], title: &str) -> anyhow::Result<Vec<u8>> {
        crate::notices_pdf(docs, title)
    }

    fn use_letter(&self, doc: &UseLetterDoc) -> anyhow::Result<Vec<u8>> {
        crate::use_letter_pdf(doc)
    }

    fn report(&self, doc: &ReportDoc, format: Format) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Pdf => crate::report_pdf(doc),
            Format::Csv => crate::report_csv(doc),
        }
    }

    fn table(&self, out: &mut dyn Write, header: &[&str], rows: Rows<'_>) -> anyhow::Result<u64> {
        let mut table = crate::table::Csv::new(out, header)?;
        for row in rows {
            table.row(row?)?;
        }
        table.finish()
    }
}
