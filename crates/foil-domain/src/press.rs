//! The press: what turns documents into bytes. The shell hands one in; rooms know only this trait.

use crate::arrears::papers::{ArrearsPaper, NoticeDoc};
use crate::documents::{
    BillDoc, Copy, MoneyPaper, NoteDoc, ReceiptDoc, ReportDoc, SlipDoc, UseLetterDoc, VoidMark,
};
use crate::shifts::papers::TillPaper;
use std::io::Write;

words! {
    /// A document's form.
    pub enum Format {
        /// PDF/A-3b.
        Pdf = "pdf",
        /// RFC 4180 CSV.
        Csv = "csv",
    }
}

/// The rows of a table as they stream by.
pub type Rows<'a> = &'a mut dyn Iterator<Item = anyhow::Result<Vec<String>>>;

/// Makes documents. The same document gives the same bytes each time.
pub trait Press: Send + Sync {
    /// A receipt. CSV is its figures for a machine, no paper: it bears no mark.
    fn receipt(
        &self,
        doc: &ReceiptDoc,
        copy: &Copy,
        void: Option<&VoidMark>,
        format: Format,
    ) -> anyhow::Result<Vec<u8>>;

    /// A cancellation slip.
    fn slip(&self, doc: &SlipDoc, copy: &Copy, format: Format) -> anyhow::Result<Vec<u8>>;

    /// A bill.
    fn bill(&self, doc: &BillDoc, format: Format) -> anyhow::Result<Vec<u8>>;

    /// A paper about what is late: notice, agreement, statement, list of orders.
    fn arrears(&self, _paper: &ArrearsPaper, _format: Format) -> anyhow::Result<Vec<u8>> {
        anyhow::bail!("this press makes no papers about arrears")
    }

    /// A paper of the drawers: X and Z reports, deposit slips, closed days.
    fn till(&self, _paper: &TillPaper, _format: Format) -> anyhow::Result<Vec<u8>> {
        anyhow::bail!("this press makes no papers of drawers")
    }

    /// A debit or credit note, a charge, a write-off, a cancellation of a bill. What claims has no original, and
    /// bears no mark.
    fn note(&self, _doc: &NoteDoc, _copy: Option<&Copy>, _format: Format) -> anyhow::Result<Vec<u8>> {
        anyhow::bail!("this press makes no notes")
    }

    /// A voucher, a letter about a bounced cheque, a deposit slip of cheques.
    fn money_paper(&self, _paper: &MoneyPaper, _format: Format) -> anyhow::Result<Vec<u8>> {
        anyhow::bail!("this press makes no vouchers")
    }

    /// Many bills as one PDF, each beginning a page of its own; the caller bounds how many.
    fn bills(&self, _docs: &[BillDoc], _title: &str) -> anyhow::Result<Vec<u8>> {
        anyhow::bail!("this press makes no batches of bills")
    }

    /// Many notices as one PDF, each beginning a page of its own; the caller bounds how many.
    fn notices(&self, _docs: &[NoticeDoc], _title: &str) -> anyhow::Result<Vec<u8>> {
        anyhow::bail!("this press makes no batches of notices")
    }

    /// A letter about what a meter shows, as PDF. A press that writes no letters says so.
    fn use_letter(&self, _doc: &UseLetterDoc) -> anyhow::Result<Vec<u8>> {
        Err(anyhow::anyhow!("this press writes no letters"))
    }

    /// A report; its CSV is its tables. A press that makes no reports says so.
    fn report(&self, _doc: &ReportDoc, _format: Format) -> anyhow::Result<Vec<u8>> {
        Err(anyhow::anyhow!("this press makes no reports"))
    }

    /// Streams a table as CSV (RFC 4180, UTF-8, formula characters neutralised); gives back the rows
    /// written, the header not counted.
    fn table(&self, out: &mut dyn Write, header: &[&str], rows: Rows<'_>) -> anyhow::Result<u64>;
}
