//! Lists as CSV that a spreadsheet opens without running anything.
//!
//! RFC 4180: comma, CRLF, quotes doubled, UTF-8. A field that a spreadsheet would take for a
//! formula gets an apostrophe in front; plain numbers stay numbers.

pub use foil_domain::text::safe_field;
use std::io::Write;

/// A CSV list being written, row by row, however long it is.
pub struct Csv<W: Write> {
    writer: csv::Writer<W>,
    rows: u64,
}

impl<W: Write> Csv<W> {
    /// Starts a list with its column names.
    ///
    /// Fails when `out` cannot be written.
    pub fn new(out: W, header: &[&str]) -> anyhow::Result<Csv<W>> {
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(out);
        writer.write_record(header)?;
        Ok(Csv { writer, rows: 0 })
    }

    /// Adds a row; each field is made safe.
    ///
    /// Fails when the list cannot be written.
    pub fn row<S: AsRef<str>>(&mut self, fields: impl IntoIterator<Item = S>) -> anyhow::Result<()> {
        for field in fields {
            self.writer.write_field(safe_field(field.as_ref()).as_bytes())?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        self.rows += 1;
        Ok(())
    }

    /// Writes what is left and says how many rows there were, the column names not counted.
    pub fn finish(mut self) -> anyhow::Result<u64> {
        self.writer.flush()?;
        Ok(self.rows)
    }
}

/// Writes a whole list and says how many rows it has, the column names not counted.
///
/// Fails when `out` cannot be written.
pub fn write_csv<W, R, S>(out: W, header: &[&str], rows: impl IntoIterator<Item = R>) -> anyhow::Result<u64>
where
    W: Write,
    R: IntoIterator<Item = S>,
    S: AsRef<str>,
{
    let mut csv = Csv::new(out, header)?;
    for row in rows {
        csv.row(row)?;
    }
    csv.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_list_is_rfc_4180() {
        let mut out = Vec::new();
        let rows = [["A-1", "Rao, \"Asha\"", "-5.00"], ["A-2", "two\nlines", "=0"]];
        assert_eq!(write_csv(&mut out, &["account", "name", "due"], rows).expect("written"), 2);
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!(text, "account,name,due\r\nA-1,\"Rao, \"\"Asha\"\"\",-5.00\r\nA-2,\"two\nlines\",'=0\r\n");
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_none_starts_a_formula(fields in proptest::collection::vec(any::<String>(), 1..6)) {
            let mut out = Vec::new();
            write_csv(&mut out, &["a"], [fields.clone()]).expect("written");
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(out.as_slice());
            let row = reader.records().next().expect("a row").expect("readable");
            prop_assert_eq!(row.len(), fields.len());
            for (read, field) in row.iter().zip(&fields) {
                prop_assert_eq!(read.strip_prefix('\'').filter(|_| read != field).unwrap_or(read), field);
                prop_assert_eq!(&*safe_field(read), read, "what was made safe is safe");
            }
        }
    }
}
