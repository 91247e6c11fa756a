//! The pack on its way to the disk: one ZIP, written from front to back, however long its lists are.
//!
//! A list's JSON streams straight into the ZIP and, beside it, into a spool that its CSV is then made from. Nothing
//! is ever held in memory whole. The same content gives the same bytes: no clock, no name of a machine in it.

use super::super::list_file::{Hashing, ListFile, csv_into, refused, sha256, written};
use super::super::lists::List;
use super::super::manifest::Entry;
use crate::documents::FileBeingWritten;
use anyhow::anyhow;
use foil_domain::press::Press;
use foil_domain::refusal::{Error, Result};
use foil_domain::time::Day;
use std::io::Write;
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// How hard it is pressed: what takes a quarter of the room at the least work.
const LEVEL: i64 = 2;

/// A pack being written.
pub(super) struct Archive {
    zip: ZipWriter<FileBeingWritten>,
    path: PathBuf,
    options: SimpleFileOptions,
    entries: Vec<Entry>,
}

/// Which forms of a list go into the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Forms {
    /// JSON and CSV.
    Both,
    /// JSON alone: the log, which is as long as all the rest.
    Json,
}

impl Archive {
    /// Begins the pack that will stand at `path`; its entries bear the date of a day.
    pub fn begin(path: &Path, on: Day) -> Result<Archive> {
        let (year, month, day) = on.parts();
        let small = |part: u32| u8::try_from(part).unwrap_or(1);
        let year = u16::try_from(year).unwrap_or(1980);
        let date = DateTime::from_date_and_time(year, small(month), small(day), 0, 0, 0).unwrap_or_default();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(date)
            .unix_permissions(0o644)
            .large_file(true);
        let zip = ZipWriter::new(FileBeingWritten::begin(path)?);
        Ok(Archive { zip, path: path.to_owned(), options, entries: Vec::new() })
    }

    /// What was written so far.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds a list under a folder of the pack: its JSON and, if asked for, its CSV.
    pub fn list<T>(
        &mut self,
        folder: &str,
        list: List,
        forms: Forms,
        press: &dyn Press,
        each: &mut dyn FnMut() -> Result<()>,
        fill: impl FnOnce(&mut ListFile<'_>) -> Result<T>,
    ) -> Result<T> {
        let name = format!("{folder}{}.json", list.name);
        self.start(&name)?;
        let mut spool = match forms {
            Forms::Both => Some(FileBeingWritten::begin(&self.spool_path())?),
            Forms::Json => None,
        };
        let mut both = Both { one: &mut self.zip, other: spool.as_mut() };
        let mut out = ListFile::into(&name, &mut both, list, each)?;
        let filled = fill(&mut out)?;
        let listed = out.end()?;
        self.entries.push(Entry {
            name,
            rows: listed.file.rows,
            bytes: listed.file.bytes,
            sha256: listed.file.sha256,
            head: listed.head.clone(),
        });
        if let Some(mut spool) = spool {
            let name = format!("{folder}{}.csv", list.name);
            self.start(&name)?;
            let (file, _) = csv_into(spool.read_back()?, &mut self.zip, &name, list, press)?;
            self.entries.push(Entry {
                name,
                rows: file.rows,
                bytes: file.bytes,
                sha256: file.sha256,
                head: listed.head,
            });
        }
        Ok(filled)
    }

    /// Adds a file that is at hand whole.
    pub fn file(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.unlisted(name, bytes)?;
        self.entries.push(Entry {
            name: name.to_owned(),
            rows: 0,
            bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            sha256: sha256(bytes),
            head: String::new(),
        });
        Ok(())
    }

    /// Adds a file that the manifest does not list: itself, and what proves it.
    pub fn unlisted(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.start(name)?;
        written(&self.path, self.zip.write_all(bytes))
    }

    /// Puts the pack in its place; gives back its length and its SHA-256.
    pub fn finish(self) -> Result<(i64, String)> {
        let Archive { zip, path, .. } = self;
        let mut file = zip.finish().map_err(|e| told(&path, e))?;
        let mut whole = Hashing::new(std::io::sink());
        let read = file.read_back()?;
        written(&path, std::io::copy(&mut std::io::BufReader::new(read), &mut whole))?;
        file.finish()?;
        let (bytes, sha256, _) = whole.done();
        Ok((bytes, sha256))
    }

    fn start(&mut self, name: &str) -> Result<()> {
        self.zip.start_file(name, self.options).map_err(|e| told(&self.path, e))
    }

    fn spool_path(&self) -> PathBuf {
        let name = self.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        self.path.with_file_name(format!("{name}.spool"))
    }
}

/// Writes into one thing and, where there is another, into that, too.
struct Both<'a, A: Write, B: Write> {
    one: &'a mut A,
    other: Option<&'a mut B>,
}

impl<A: Write, B: Write> Write for Both<'_, A, B> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.one.write_all(bytes)?;
        if let Some(other) = &mut self.other {
            other.write_all(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.one.flush()
    }
}

fn told(path: &Path, error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(problem) => refused(path, &problem),
        other => Error::Broke(anyhow!("writing a pack: {other}")),
    }
}
