//! A file of comma-separated values, read row by row in flat memory.
//!
//! A quotation mark that stands where none belongs must take no other row with it: see [`quotes`](super::quotes).

use super::quotes::{Broken, Clean, IsRow, Like};
use crate::{Error, Refusal, Result};
use foil_domain::text::fold_number;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The largest file that is read.
const MOST_BYTES: u64 = 4 << 30;
/// What is looked at to tell the kind of file and its delimiter.
const LOOK: usize = 64 << 10;
/// Columns at most.
const MOST_COLUMNS: usize = 500;
/// Delimiters that are recognised; the first wins a tie.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A file that may be imported: a regular file of text.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Where it is.
    path: PathBuf,
    /// Its name without the folder.
    pub(super) name: String,
    /// Its size in bytes.
    pub(super) bytes: u64,
    /// What stands between columns.
    pub(super) delimiter: u8,
    /// Column headings, as they stand.
    pub(super) headings: Vec<String>,
    /// Bytes of a leading `sep=;` line, as a spreadsheet writes it; 0 without.
    skip: u64,
}

impl Source {
    /// Looks at a file. `known` says whether a folded heading means something to this import.
    ///
    /// Refuses what is missing, not a regular file, over 4 GiB, not text, in UTF-16, or without a
    /// row of headings.
    pub(super) fn open(path: &str, known: impl Fn(&str) -> bool) -> Result<Source> {
        let unread = |problem: &str| Error::Refused(file(path, problem));
        let no = |problem: &str| Error::Refused(unfit(path, problem));
        if path.is_empty() || path.contains('\0') || path.len() > 4096 {
            return Err(unread("this is no path of a file"));
        }
        let meta = std::fs::metadata(path).map_err(|e| unread(&e.to_string()))?;
        if meta.is_dir() {
            return Err(no("this is a folder"));
        }
        if !meta.is_file() {
            return Err(no("this is not a file"));
        }
        if meta.len() > MOST_BYTES {
            return Err(no("the file is larger than 4 GiB; split it"));
        }
        let mut head = Vec::new();
        let opened = File::open(path).map_err(|e| unread(&e.to_string()))?;
        opened.take(LOOK as u64).read_to_end(&mut head).map_err(|e| unread(&e.to_string()))?;
        not_text(&head).map_or(Ok(()), |problem| Err(no(problem)))?;

        let (named, skip) = named_delimiter(&head);
        let rows = head.get(skip..).unwrap_or_default();
        let delimiter = named.unwrap_or_else(|| guessed_delimiter(rows, known));
        let name = Path::new(path).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let mut source = Source {
            path: path.into(),
            name,
            bytes: meta.len(),
            delimiter,
            headings: Vec::new(),
            skip: skip as u64,
        };
        let mut rows = source.rows(None)?;
        let first = rows.next()?.ok_or_else(|| no("the file is empty"))?;
        if let Some(broken) = rows.broken() {
            return Err(no(&format!("the headings: expected {}", broken.expected())));
        }
        source.headings = first.map_err(|_| no("the headings are not UTF-8; save the file as CSV UTF-8"))?;
        let delimiter = char::from(source.delimiter);
        if source.headings.iter().any(|heading| heading.contains('\n') && heading.contains(delimiter)) {
            return Err(no(
                "a heading goes over several lines and columns; close its quotation mark, or take it out",
            ));
        }
        if source.headings.len() > MOST_COLUMNS {
            return Err(no("there are more than 500 columns"));
        }
        Ok(source)
    }

    /// The rows below the headings. `is_row` says whether cells read as a row of what the file is imported as.
    pub(super) fn body(&self, is_row: IsRow) -> Result<Rows> {
        let mut rows = self.rows(Some(Like { columns: self.headings.len(), is_row }))?;
        rows.next()?;
        Ok(rows)
    }

    fn rows(&self, like: Option<Like>) -> Result<Rows> {
        let path = self.path.display().to_string();
        let broken = |e: std::io::Error| Error::Refused(file(&path, &e.to_string()));
        let mut opened = File::open(&self.path).map_err(broken)?;
        opened.seek(SeekFrom::Start(self.skip)).map_err(broken)?;
        let before = u64::from(self.skip > 0);
        let broken = Rc::new(RefCell::new(VecDeque::new()));
        let clean = Clean::new(opened, self.delimiter, 1 + i64::from(self.skip > 0), like, broken.clone());
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .buffer_capacity(256 << 10)
            .from_reader(clean);
        let record = csv::ByteRecord::new();
        Ok(Rows { reader, all_broken: broken, path, before, record, line: 0, broken: None })
    }
}

/// A file that cannot be read.
fn file(path: &str, problem: &str) -> Refusal {
    Refusal::File { path: path.chars().take(300).collect(), problem: problem.to_owned() }
}

/// A file that was read, but is not what can be imported: neither its path nor the rights on it are at fault.
pub(super) fn unfit(path: &str, problem: &str) -> Refusal {
    Refusal::FileContent { path: path.chars().take(300).collect(), problem: problem.to_owned() }
}

fn not_text(head: &[u8]) -> Option<&'static str> {
    if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
        return Some("the file is UTF-16; save it as CSV UTF-8");
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Some("this is a workbook; save the sheet as CSV UTF-8");
    }
    if head.contains(&0) {
        return Some("this is not text; save it as CSV UTF-8");
    }
    None
}

/// The delimiter that a spreadsheet's first line `sep=;` names, and that line's length.
fn named_delimiter(head: &[u8]) -> (Option<u8>, usize) {
    let mark = if head.starts_with("\u{FEFF}".as_bytes()) { 3 } else { 0 };
    let line = head.get(mark..).and_then(|rest| rest.split_inclusive(|b| *b == b'\n').next());
    match line {
        Some([b's', b'e', b'p', b'=', delimiter, rest @ ..])
            if DELIMITERS.contains(delimiter) && matches!(rest, b"\n" | b"\r\n") =>
        {
            (Some(*delimiter), mark + 5 + rest.len())
        }
        _ => (None, 0),
    }
}

/// The delimiter that finds the most known headings; else the one that makes the most columns.
fn guessed_delimiter(head: &[u8], known: impl Fn(&str) -> bool) -> u8 {
    let score = |delimiter: &u8| {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(*delimiter).from_reader(head);
        let mut first = csv::ByteRecord::new();
        let read = reader.read_byte_record(&mut first).unwrap_or(false);
        let heading = |cell: &[u8]| known(&fold_number(&String::from_utf8_lossy(cell)));
        if read { (first.iter().filter(|cell| heading(cell)).count(), first.len()) } else { (0, 0) }
    };
    let best = DELIMITERS.iter().rev().max_by_key(|d| score(d));
    best.copied().unwrap_or(b',')
}

/// The rows of a file, one after the other.
pub(super) struct Rows {
    reader: csv::Reader<Clean<File>>,
    /// What is wrong with rows that have not been read here yet.
    all_broken: Rc<RefCell<VecDeque<Broken>>>,
    path: String,
    before: u64,
    record: csv::ByteRecord,
    /// The line of the last row in the file, from 1.
    pub(super) line: i64,
    broken: Option<Broken>,
}

impl Rows {
    /// The next row's cells as text, in an own list; the inner error is a row that is not UTF-8.
    pub(super) fn next(&mut self) -> Result<Option<std::result::Result<Vec<String>, NotUtf8>>> {
        if !self.step()? {
            return Ok(None);
        }
        let cells = self.record.iter().map(|cell| std::str::from_utf8(cell).map(str::to_owned));
        Ok(Some(cells.collect::<std::result::Result<Vec<_>, _>>().map_err(|_| NotUtf8)))
    }

    /// Reads the next row into `record`; `false` at the end of the file.
    pub(super) fn step(&mut self) -> Result<bool> {
        let read = self.reader.read_byte_record(&mut self.record);
        let more = read.map_err(|e| Error::Refused(file(&self.path, &e.to_string())))?;
        // `Clean` ends every line with one `\n`, so the reader stands at the line after this row.
        let inside = self.record.as_slice().iter().filter(|b| **b == b'\n').count() as u64;
        let next = self.reader.position().line() + self.before;
        self.line = i64::try_from(next.saturating_sub(1 + inside)).unwrap_or(i64::MAX);
        self.broken = self.all_broken.borrow_mut().pop_front_if(|broken| more && broken.line == self.line);
        Ok(more)
    }

    /// The row that was read last. Of one with a broken quotation mark its cells are a guess.
    pub(super) fn record(&self) -> &csv::ByteRecord {
        &self.record
    }

    /// What is wrong with the quotation marks of the row that was read last.
    pub(super) fn broken(&self) -> Option<&Broken> {
        self.broken.as_ref()
    }
}

/// A row has bytes that are no text.
#[derive(Debug, Clone, Copy)]
pub(super) struct NotUtf8;

#[cfg(test)]
mod tests {
    use super::*;

    /// The delimiter, the headings, and the rows with their lines.
    type Seen = (u8, Vec<String>, Vec<(i64, Vec<String>)>);

    fn read(bytes: &[u8]) -> Seen {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        std::fs::write(&path, bytes).unwrap();
        let source = Source::open(path.to_str().unwrap(), |h| h == "name" || h == "phone").unwrap();
        let mut rows = source.body(Rc::new(|_| false)).unwrap();
        let mut all = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            all.push((rows.line, row.unwrap()));
        }
        (source.delimiter, source.headings, all)
    }

    #[test]
    fn rows_have_the_line_numbers_that_an_editor_shows() {
        let lines =
            |text: &str| read(text.as_bytes()).2.into_iter().map(|(line, _)| line).collect::<Vec<_>>();
        let wanted = [2, 5, 6, 8];
        assert_eq!(lines("name,phone\n1,2\n\n\n3,4\n\"x\ny\",5\n6,7"), wanted);
        assert_eq!(lines("name,phone\r\n1,2\r\n\r\n\r\n3,4\r\n\"x\r\ny\",5\r\n6,7\r\n"), wanted);
        assert_eq!(lines("\u{FEFF}name,phone\r1,2\r\r\r3,4\r\"x\ry\",5\r6,7\r"), wanted);
        assert_eq!(lines("sep=;\nname;phone\n1;2\n"), [3]);
    }

    #[test]
    fn the_delimiter_is_found_by_the_headings() {
        for (text, delimiter) in [
            ("name,phone\n1,2\n", b','),
            ("\"name\";\"phone\"\n1;2\n", b';'),
            ("name\tphone\n1,5\t2\n", b'\t'),
            ("name|phone|a,b,c,d\n1|2|3\n", b'|'),
            ("sep=|\r\nx,name|y\r\n1|2\r\n", b'|'),
        ] {
            assert_eq!(read(text.as_bytes()).0, delimiter, "{text}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        let refused = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            Source::open(path.to_str().unwrap(), |_| false).map(|_| ()).unwrap_err().to_string()
        };
        assert!(refused(b"").contains("empty"));
        assert!(refused(&[0xFF, 0xFE, b'a', 0]).contains("UTF-16"));
        assert!(refused(b"PK\x03\x04rest").contains("workbook"));
        assert!(refused(b"a,b\n\0,1\n").contains("not text"));
        assert!(refused(b"caf\xE9,b\n").contains("UTF-8"));
        let whole = folder.path().to_str().unwrap().to_owned();
        assert!(Source::open(&whole, |_| false).unwrap_err().to_string().contains("a folder"));
        assert!(Source::open("/no/such/file.csv", |_| false).is_err());
        assert!(Source::open("a\0b", |_| false).is_err());
    }

    #[test]
    fn what_to_do_about_a_file_goes_by_what_is_wrong_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        let hint = |path: &Path| match Source::open(path.to_str().unwrap(), |_| false).unwrap_err() {
            Error::Refused(refusal) => (refusal.code(), refusal.hint().contains("the rights on it")),
            Error::Broke(fault) => panic!("{fault:#}"),
        };
        assert_eq!(hint(&path), ("file", true), "it is not there");
        assert_eq!(hint(folder.path()), ("file", false), "no right on a folder makes it a file");
        for bytes in [&b""[..], &[0xFF, 0xFE, b'a', 0], b"PK\x03\x04rest", b"a,b\n\0,1\n", b"caf\xE9,b\n"] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(hint(&path), ("file", false), "{bytes:?}");
        }
    }

    #[test]
    fn headings_that_run_into_the_rows_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        let opened = |text: &str| {
            std::fs::write(&path, text).unwrap();
            Source::open(path.to_str().unwrap(), |_| false).map(|source| source.headings)
        };
        let problem = |text: &str| opened(text).unwrap_err().to_string();
        assert!(problem("utr,\"account,amount\nU1,E-1,500\n").contains("line 1"));
        assert!(problem("utr,account,\"amount\nU1,E-1,500\"\nU2,E-1,500\n").contains("several lines"));
        assert_eq!(opened("utr,\"account\nnumber\",amount\nU1,E-1,500\n").unwrap()[1], "account\nnumber");
    }
}
