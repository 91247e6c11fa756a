//! Writing a list as JSON and CSV: streamed, so memory stays flat however long it is.

use super::chain::{Chain, END};
use super::lists::List;
use super::views::ExportedFile;
use crate::documents::FileBeingWritten;
use anyhow::{Context, anyhow};
use foil_domain::press::Press;
use foil_domain::refusal::{Error, Refusal, Result};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

/// A list on its way into its JSON file: an array with an object a line, the last of which is the end.
pub(super) struct ListFile<'p> {
    out: Hashing<Out<'p>>,
    list: List,
    chain: Chain,
    rows: i64,
    name: String,
    each: &'p mut dyn FnMut() -> Result<()>,
}

/// Where a list goes: a file of its own, or whatever a pack is written into.
enum Out<'p> {
    File(FileBeingWritten),
    Into(&'p mut dyn Write),
}

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Out::File(file) => file.write(bytes),
            Out::Into(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Out::File(file) => file.flush(),
            Out::Into(out) => out.flush(),
        }
    }
}

/// What a finished list is.
pub(super) struct Listed {
    /// The file.
    pub file: ExportedFile,
    /// The hash that its last line carries.
    pub head: String,
}

impl<'p> ListFile<'p> {
    /// Begins a list's JSON file. `each` is called with each row, to tell progress or to stop.
    pub fn begin(path: &Path, list: List, each: &'p mut dyn FnMut() -> Result<()>) -> Result<ListFile<'p>> {
        ListFile::on(Out::File(FileBeingWritten::begin(path)?), name_of(path), list, each)
    }

    /// Begins a list inside something longer, under this name.
    pub fn into(
        name: &str,
        out: &'p mut dyn Write,
        list: List,
        each: &'p mut dyn FnMut() -> Result<()>,
    ) -> Result<ListFile<'p>> {
        ListFile::on(Out::Into(out), name.to_owned(), list, each)
    }

    fn on(out: Out<'p>, name: String, list: List, each: &'p mut dyn FnMut() -> Result<()>) -> Result<Self> {
        let mut out = Hashing::new(out);
        written(Path::new(&name), out.write_all(b"[\n"))?;
        let chain = Chain::of(list.name, &list.header());
        Ok(ListFile { out, list, chain, rows: 0, name, each })
    }

    /// Adds a row: a field for each column of the list.
    pub fn row(&mut self, fields: Vec<String>) -> Result<()> {
        if fields.len() != self.list.columns.len() {
            return Err(Error::Broke(anyhow!("a row of {} has {} fields", self.list.name, fields.len())));
        }
        (self.each)()?;
        self.rows += 1;
        let number = self.rows.to_string();
        let hash = self.chain.next(std::iter::once(number.as_str()).chain(fields.iter().map(String::as_str)));
        let mut row = Map::new();
        row.insert("row".into(), self.rows.into());
        for (column, field) in self.list.columns.iter().zip(fields) {
            row.insert((*column).to_owned(), field.into());
        }
        row.insert("row_hash".into(), hash.clone().into());
        self.chain.follow(&hash);
        self.line(&Value::Object(row), ",\n")
    }

    /// Writes the end, and puts the file, if it is one of its own, in its place.
    pub fn end(mut self) -> Result<Listed> {
        let count = self.rows.to_string();
        let head = self.chain.next([END, count.as_str()].into_iter());
        self.line(&json!({ "row": END, "rows": self.rows, "row_hash": head }), "\n]\n")?;
        let (bytes, sha256, out) = self.out.done();
        if let Out::File(file) = out {
            file.finish()?;
        }
        Ok(Listed { file: ExportedFile { name: self.name, rows: self.rows, bytes, sha256 }, head })
    }

    fn line(&mut self, value: &Value, after: &str) -> Result<()> {
        let text = serde_json::to_string(value).context("writing a row")?;
        let done = self.out.write_all(text.as_bytes()).and_then(|()| self.out.write_all(after.as_bytes()));
        written(Path::new(&self.name), done)
    }
}

/// Writes the CSV of a list from its finished JSON.
pub(super) fn csv_of(json: &Path, csv: &Path, list: List, press: &dyn Press) -> Result<ExportedFile> {
    let source = File::open(json).map_err(|e| refused(json, &e))?;
    let (file, out) = csv_into(source, FileBeingWritten::begin(csv)?, &name_of(csv), list, press)?;
    out.finish()?;
    Ok(file)
}

/// Writes the CSV of a list, under a name, from its JSON into something longer.
pub(super) fn csv_into<W: Write>(
    json: impl Read,
    out: W,
    name: &str,
    list: List,
    press: &dyn Press,
) -> Result<(ExportedFile, W)> {
    let mut out = Hashing::new(out);
    let mut lines = BufReader::new(json).lines();
    let width = list.columns.len() + 2;
    let mut rows = std::iter::from_fn(|| {
        loop {
            match lines.next()? {
                Ok(line) if line.starts_with('{') => return Some(fields(&line, width)),
                Ok(_) => {}
                Err(e) => return Some(Err(e.into())),
            }
        }
    });
    let lines = press.table(&mut out, &list.header(), &mut rows)?;
    let (bytes, sha256, out) = out.done();
    // The end is a line, but no row.
    let rows = i64::try_from(lines).unwrap_or(i64::MAX) - 1;
    Ok((ExportedFile { name: name.to_owned(), rows, bytes, sha256 }, out))
}

/// A line of the JSON as the fields of a CSV line; the end is filled up with empty ones.
fn fields(line: &str, width: usize) -> anyhow::Result<Vec<String>> {
    let row: Map<String, Value> = serde_json::from_str(line.trim_end_matches(','))?;
    let mut fields: Vec<String> = row.values().map(text_of).collect();
    while fields.len() < width {
        let hash = fields.len() - 1;
        fields.insert(hash, String::new());
    }
    Ok(fields)
}

/// A field's value as text.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// SHA-256 in hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Counts and hashes what goes through.
pub(super) struct Hashing<W> {
    inner: W,
    bytes: i64,
    digest: Sha256,
}

impl<W: Write> Hashing<W> {
    pub fn new(inner: W) -> Hashing<W> {
        Hashing { inner, bytes: 0, digest: Sha256::new() }
    }

    /// How many bytes went through, their SHA-256 in hex, and what they went into.
    pub fn done(self) -> (i64, String, W) {
        (self.bytes, hex::encode(self.digest.finalize()), self.inner)
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.digest.update(&bytes[..n]);
        self.bytes += i64::try_from(n).unwrap_or(0);
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(super) fn written<T>(path: &Path, done: std::io::Result<T>) -> Result<T> {
    done.map_err(|e| refused(path, &e))
}

pub(super) fn refused(path: &Path, problem: &std::io::Error) -> Error {
    Refusal::File { path: path.display().to_string(), problem: problem.to_string() }.into()
}
