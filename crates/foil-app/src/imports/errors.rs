//! What is wrong with a file's rows: the first of it in memory, all of it in a file, by row.

use super::views::RowError;
use crate::{Error, Refusal, Result};
use foil_domain::text::safe_field;
use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Errors that are shown; the rest stands in the file only.
const SHOWN: usize = 1_000;

/// Gathers errors, which come nearly by row: what the book says of a row comes after what is wrong with rows below it, and
/// a bill may be known only at the end of the file. The file appears under its name only once it is whole.
pub(super) struct Errors {
    target: PathBuf,
    unfinished: PathBuf,
    writer: Option<BufWriter<File>>,
    written: u64,
    /// The row of each error as they came, where its line begins in the file, and how long it is.
    places: Vec<(i64, u64, usize)>,
    /// Those of the first rows, by row.
    first: Vec<RowError>,
}

impl Errors {
    /// Errors that will be written to `target`, if there are any.
    pub(super) fn new(target: PathBuf) -> Errors {
        let mut unfinished = target.clone().into_os_string();
        unfinished.push(".part");
        let (places, first) = (Vec::new(), Vec::new());
        Errors { target, unfinished: unfinished.into(), writer: None, written: 0, places, first }
    }

    /// Adds errors.
    pub(super) fn extend(&mut self, errors: impl IntoIterator<Item = RowError>) -> Result<()> {
        for error in errors {
            self.write(&error).map_err(|e| refused(&self.target, &e))?;
            let at = self.first.partition_point(|other| other.row <= error.row);
            if at < SHOWN {
                self.first.insert(at, error);
                self.first.truncate(SHOWN);
            }
        }
        Ok(())
    }

    fn write(&mut self, error: &RowError) -> std::io::Result<()> {
        if self.writer.is_none() {
            self.writer = Some(begin(&self.unfinished)?);
            self.line(["row", "field", "value", "expected"])?;
        }
        let (row, from) = (error.row.to_string(), self.written);
        let bytes = self.line([row.as_str(), &error.field, &safe_field(&error.value), &error.expected])?;
        self.places.push((error.row, from, bytes));
        Ok(())
    }

    /// Writes a line of the file; gives back its length.
    fn line(&mut self, cells: [&str; 4]) -> std::io::Result<usize> {
        let mut line = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        line.write_record(cells)?;
        let line = line.into_inner().map_err(|e| std::io::Error::other(e.to_string()))?;
        if let Some(writer) = &mut self.writer {
            writer.write_all(&line)?;
        }
        self.written += line.len() as u64;
        Ok(line.len())
    }

    /// Puts the file in its place and says where; empty when there is no error.
    pub(super) fn finish(mut self) -> Result<(Vec<RowError>, String)> {
        let first = std::mem::take(&mut self.first);
        if self.writer.is_none() {
            return Ok((first, String::new()));
        }
        self.end().map_err(|e| refused(&self.target, &e))?;
        Ok((first, self.target.display().to_string()))
    }

    fn end(&mut self) -> std::io::Result<()> {
        if !self.places.is_sorted_by_key(|(row, ..)| *row) {
            self.sort()?;
        }
        if let Some(writer) = self.writer.take() {
            writer.into_inner().map_err(|e| e.into_error()).map(drop)?;
        }
        foil_store::disk::put_in_place(&self.unfinished, &self.target)
    }

    /// Writes the file anew by row, beside the first.
    fn sort(&mut self) -> std::io::Result<()> {
        let Some(mut unsorted) = self.writer.take() else { return Ok(()) };
        unsorted.flush()?;
        let mut unsorted = File::open(&self.unfinished)?;
        let (as_it_came, mut by_row) = (self.unfinished.clone(), self.unfinished.clone().into_os_string());
        by_row.push("-by-row");
        self.unfinished = by_row.into();
        // From here on what is given up is both files: this one goes with `Errors`, the other below.
        let _gone = Gone(as_it_came);
        self.writer = Some(begin(&self.unfinished)?);
        self.line(["row", "field", "value", "expected"])?;
        self.places.sort_by_key(|(row, ..)| *row);
        let mut line = Vec::new();
        for (_, from, bytes) in &self.places {
            line.resize(*bytes, 0);
            unsorted.seek(SeekFrom::Start(*from))?;
            unsorted.read_exact(&mut line)?;
            if let Some(writer) = &mut self.writer {
                writer.write_all(&line)?;
            }
        }
        Ok(())
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            // An import that was given up leaves no half of a list behind.
            drop(Gone(self.unfinished.clone()));
        }
    }
}

/// A file that goes when this does.
struct Gone(PathBuf);

impl Drop for Gone {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn begin(path: &Path) -> std::io::Result<BufWriter<File>> {
    crate::office::outside_acts().map_err(|e| std::io::Error::other(e.to_string()))?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(BufWriter::new(File::create(path)?))
}

fn refused(path: &Path, error: &std::io::Error) -> Error {
    Refusal::File { path: path.display().to_string(), problem: error.to_string() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_by_row_however_the_errors_came() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("imports").join("errors-a.csv");
        let error = |row: i64, value: &str| RowError {
            row,
            field: "name".into(),
            value: value.into(),
            expected: "no \"this\"".into(),
        };
        let mut errors = Errors::new(target.clone());
        errors.extend((2_000..4_000).map(|row| error(row, "read"))).unwrap();
        errors.extend((1..2_000).step_by(2).map(|row| error(row, "kept"))).unwrap();
        errors.extend([error(1, "too")]).unwrap();
        let (first, path) = errors.finish().unwrap();
        assert_eq!((first.len(), first[0].row, first[1].value.as_str()), (SHOWN, 1, "too"));
        assert_eq!(first[SHOWN - 1].row, 1_997, "the first rows, not those that came first");
        let rows = csv::Reader::from_path(path).unwrap().into_records();
        let rows: Vec<i64> = rows.map(|row| row.unwrap()[0].parse().unwrap()).collect();
        assert!(rows.len() == 3_001 && rows.is_sorted(), "{rows:?}");
        let names = std::fs::read_dir(folder.path().join("imports")).unwrap();
        assert_eq!(names.count(), 1, "nothing half made is left");
    }

    #[test]
    fn the_list_appears_whole_or_not_at_all_and_runs_no_formula() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("imports").join("errors-a.csv");
        let error = RowError {
            row: 7,
            field: "name".into(),
            value: "=HYPERLINK(\"x\")".into(),
            expected: "not empty".into(),
        };
        let others =
            ["\t=1", "＝1", " +1", "-12"].map(|value| RowError { value: value.into(), ..error.clone() });
        let mut given_up = Errors::new(target.clone());
        given_up.extend([error.clone()]).unwrap();
        drop(given_up);
        assert_eq!(std::fs::read_dir(folder.path().join("imports")).unwrap().count(), 0);

        let mut whole = Errors::new(target.clone());
        whole.extend([error]).unwrap();
        whole.extend(others).unwrap();
        let (first, path) = whole.finish().unwrap();
        assert_eq!((first.len(), path.as_str()), (5, target.to_str().unwrap()));
        let text = std::fs::read_to_string(&target).unwrap();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[..2], ["row,field,value,expected", "7,name,\"'=HYPERLINK(\"\"x\"\")\",not empty"]);
        let wanted = ["'\t=1", "'＝1", "' +1", "-12"].map(|value| format!("7,name,{value},not empty"));
        assert_eq!(lines[2..6], wanted, "as in every other list; a number stays one");
    }
}
