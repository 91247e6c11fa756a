//! The hall's press: the product's own documents.

use foil_documents as made;
use foil_domain::documents::{BillDoc, Copy, MoneyPaper, NoteDoc, ReceiptDoc, ReportDoc, SlipDoc, VoidMark};
use foil_domain::press::{Format, Press, Rows};
use std::io::Write;

/// Hands documents to the crate that makes them.
#[derive(Debug)]
pub struct PlainPress;

impl Press for PlainPress {
    fn receipt(
        &self,
        doc: &ReceiptDoc,
        copy: &Copy,
        void: Option<&VoidMark>,
        format: Format,
    ) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Pdf => made::receipt_pdf(doc, copy, void),
            Format::Csv => made::receipt_csv(doc),
        }
    }

    fn slip(&self, doc: &SlipDoc, copy: &Copy, format: Format) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Pdf => made::slip_pdf(doc, copy),
            Format::Csv => made::slip_csv(doc),
        }
    }

    fn bill(&self, doc: &BillDoc, format: Format) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Pdf => made::bill_pdf(doc),
            Format::Csv => made::bill_csv(doc),
        }
    }

    fn arrears(
        &self,
        paper: &foil_domain::arrears::papers::ArrearsPaper,
        format: Format,
    ) -> anyhow::Result<Vec<u8>> {
        made::arrears_paper(paper, format)
    }

    fn till(
        &self,
        paper: &foil_domain::shifts::papers::TillPaper,
        format: Format,
    ) -> anyhow::Result<Vec<u8>> {
        made::till_paper(paper, format)
    }

    fn note(&self, doc: &NoteDoc, copy: Option<&Copy>, format: Format) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Pdf => made::note_pdf(doc, copy),
            Format::Csv => made::note_csv(doc),
        }
    }

    fn money_paper(&self, paper: &MoneyPaper, format: Format) -> anyhow::Result<Vec<u8>> {
        made::money_paper(paper, format)
    }

    fn bills(&self, docs: &[BillDoc], title: &str) -> anyhow::Result<Vec<u8>> {
        made::bills_pdf(docs, title)
    }

    fn notices(
        &self,
        docs: &[foil_domain::arrears::papers::NoticeDoc],
        title: &str,
    ) -> anyhow::Result<Vec<u8>> {
        made::notices_pdf(docs, title)
    }

    fn report(&self, doc: &ReportDoc, format: Format) -> anyhow::Result<Vec<u8>> {
        match format {
            Format::Pdf => made::report_pdf(doc),
            Format::Csv => made::report_csv(doc),
        }
    }

    fn table(&self, out: &mut dyn Write, header: &[&str], rows: Rows<'_>) -> anyhow::Result<u64> {
        let mut table = made::table::Csv::new(out, header)?;
        for row in rows {
            table.row(row?)?;
        }
        table.finish()
    }
}
