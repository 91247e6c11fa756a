//! What is wrong with a file's rows: the first of it in memory, all of it in a file.

use super::views::RowError;
use crate::{Error, Refusal, Result};
use foil_domain::text::safe_field;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Errors that are shown; the rest stands in the file only.
const SHOWN: usize = 1_000;

/// Gathers errors. The file appears under its name only once it is whole.
pub(super) struct Errors {
    target: PathBuf,
    unfinished: PathBuf,
    writer: Option<csv::Writer<BufWriter<File>>>,
    pub(super) first: Vec<RowError>,
}

impl Errors {
    /// Errors that will be written to `target`, if there are any.
    pub(super) fn new(target: PathBuf) -> Errors {
        let mut unfinished = target.clone().into_os_string();
        unfinished.push(".part");
        Errors { target, unfinished: unfinished.into(), writer: None, first: Vec::new() }
    }

    /// Adds errors.
    pub(super) fn extend(&mut self, errors: impl IntoIterator<Item = RowError>) -> Result<()> {
        for error in errors {
            self.write(&error)?;
            if self.first.len() < SHOWN {
                self.first.push(error);
            }
        }
        Ok(())
    }

    fn write(&mut self, error: &RowError) -> Result<()> {
        if self.writer.is_none() {
            let mut writer = begin(&self.unfinished).map_err(|e| refused(&self.target, &e))?;
            let heading = writer.write_record(["row", "field", "value", "expected"]);
            heading.map_err(|e| refused(&self.target, &e.into()))?;
            self.writer = Some(writer);
        }
        let Some(writer) = &mut self.writer else { return Ok(()) };
        let row = error.row.to_string();
        let cells = [row.as_str(), &error.field, &safe_field(&error.value), &error.expected];
        writer.write_record(cells).map_err(|e| refused(&self.target, &e.into()))
    }

    /// Puts the file in its place and says where; empty when there is no error.
    pub(super) fn finish(mut self) -> Result<(Vec<RowError>, String)> {
        let first = std::mem::take(&mut self.first);
        let Some(writer) = self.writer.take() else { return Ok((first, String::new())) };
        end(writer, &self.unfinished, &self.target).map_err(|e| refused(&self.target, &e))?;
        Ok((first, self.target.display().to_string()))
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            // An import that was given up leaves no half of a list behind.
            let _ = std::fs::remove_file(&self.unfinished);
        }
    }
}

fn begin(path: &Path) -> std::io::Result<csv::Writer<BufWriter<File>>> {
    crate::office::outside_acts().map_err(|e| std::io::Error::other(e.to_string()))?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let file = BufWriter::new(File::create(path)?);
    Ok(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file))
}

fn end(writer: csv::Writer<BufWriter<File>>, from: &Path, to: &Path) -> std::io::Result<()> {
    let buffered = writer.into_inner().map_err(|e| std::io::Error::other(e.to_string()))?;
    buffered.into_inner().map_err(|e| e.into_error()).map(drop)?;
    foil_store::disk::put_in_place(from, to)
}

fn refused(path: &Path, error: &std::io::Error) -> Error {
    Refusal::File { path: path.display().to_string(), problem: error.to_string() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

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
