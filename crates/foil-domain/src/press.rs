//! The press: what turns documents into bytes. The shell hands one in; rooms know only this trait.

use crate::documents::{BillDoc, Copy, ReceiptDoc, SlipDoc, UseLetterDoc, VoidMark};
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
    /// A receipt; CSV receipts carry the copy's mark in a column.
    fn receipt(
        &self,
        doc: &ReceiptDoc,
        copy: &Copy,
        void: Option<&VoidMark>,
        format: Format,
    ) -> anyhow::Result<Vec<u8>>;

    /// A cancellation slip.
    fn slip(&self, doc: &SlipDoc, format: Format) -> anyhow::Result<Vec<u8>>;

    /// A bill.
    fn bill(&self, doc: &BillDoc, format: Format) -> anyhow::Result<Vec<u8>>;

    /// A letter about what a meter shows, as PDF. A press that writes no letters says so.
    fn use_letter(&self, _doc: &UseLetterDoc) -> anyhow::Result<Vec<u8>> {
        Err(anyhow::anyhow!("this press writes no letters"))
    }

    /// Streams a table as CSV (RFC 4180, UTF-8, formula characters neutralised); gives back the rows
    /// written, the header not counted.
    fn table(&self, out: &mut dyn Write, header: &[&str], rows: Rows<'_>) -> anyhow::Result<u64>;
}
