//! Quotation marks that stand where none belongs.
//!
//! A mark at the beginning of a cell opens it, and whatever follows up to the next one is in that cell: delimiters, line
//! ends, whole rows. Programs that write tables by hand leave marks open (`"FINAL BILL`), put others inside (`"M/s "Asha"
//! Traders"`), and a reader that makes the best of it takes the rows behind for a part of the cell: payments are in no list,
//! or one has another's amount. So a row is held back until its marks have been followed to its end. One whose marks cannot
//! be right is bad, with the line in which the mark stands, and reading goes on with the line below it: no other row is lost.
//! A mark anywhere but at the beginning of a cell is a letter like any other (`PIPE 5"`), and a cell may go over lines as
//! long as none of them reads as a row.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{Error, Read, Result};
use std::rc::Rc;

/// A longer row is no table's.
const MOST_ROW_BYTES: usize = 1 << 20;
/// A row over several lines that is longer has a mark that is never closed.
const MOST_OVER_LINES: usize = 64 << 10;
/// What is read, and handed on, at a time.
const CHUNK: usize = 256 << 10;
/// Bytes of a broken row that are kept to be shown.
const SHOWN: usize = 400;

/// Whether cells read as a row of what a file is imported as.
pub(super) type IsRow = Rc<dyn Fn(&csv::ByteRecord) -> bool>;

/// What rows of a table are like.
#[derive(Clone)]
pub(super) struct Like {
    /// Their columns.
    pub(super) columns: usize,
    pub(super) is_row: IsRow,
}

/// A row whose quotation marks cannot be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    /// The row's line in the file.
    pub(super) line: i64,
    /// The beginning of the row as it stands.
    pub(super) text: String,
    /// The line of the mark.
    opens: i64,
    wrong: Wrong,
}

/// What is wrong with a quotation mark; lines are those of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// Nothing closes it.
    Open,
    /// Text follows the mark that closes it, on this line.
    GoesOn(i64),
    /// It takes in this line, which is a row of its own.
    TakesIn(i64),
}

impl Broken {
    /// What was expected instead, and what to do.
    pub(super) fn expected(&self) -> String {
        let opens = self.opens;
        match self.wrong {
            Wrong::Open => format!(
                "a cell that ends: nothing closes the quotation mark that opens it in line {opens}; close it, or take it out"
            ),
            Wrong::GoesOn(line) if line == opens => format!(
                "the end of a cell where its quotation mark closes: text follows in line {line}; write a mark inside a cell twice, \
                 or take the marks out"
            ),
            Wrong::GoesOn(line) => format!(
                "a cell that ends: the quotation mark that opens it in line {opens} meets the next one only in line {line}, inside \
                 another cell; close it, or take it out"
            ),
            Wrong::TakesIn(line) => format!(
                "a cell that ends before the next row: the quotation mark that opens it in line {opens} takes in line {line}, a row \
                 of its own; close it in its own line, or take it out"
            ),
        }
    }
}

/// The bytes of a table as a reader may have them: without a byte-order mark, every line ended by one `\n`, row by whole
/// row. A row with broken marks is told in `broken`; it comes as one row, cut into cells as well as can be.
pub(super) struct Clean<R> {
    inner: R,
    delimiter: u8,
    like: Option<Like>,
    broken: Rc<RefCell<VecDeque<Broken>>>,
    /// What was read and is not handed on yet, from `at` on.
    raw: Vec<u8>,
    at: usize,
    /// The line at `at`.
    line: i64,
    /// Whole rows, handed out up to `given`.
    out: Vec<u8>,
    given: usize,
    start: bool,
    after_cr: bool,
    ended: bool,
}

impl<R: Read> Clean<R> {
    /// The rows of `inner`, the first of which stands on `line`.
    pub(super) fn new(
        inner: R,
        delimiter: u8,
        line: i64,
        like: Option<Like>,
        broken: Rc<RefCell<VecDeque<Broken>>>,
    ) -> Clean<R> {
        let (raw, out) = (Vec::new(), Vec::new());
        let (at, given) = (0, 0);
        Clean {
            inner,
            delimiter,
            like,
            broken,
            raw,
            at,
            line,
            out,
            given,
            start: true,
            after_cr: false,
            ended: false,
        }
    }

    /// Reads on. One `\n` more at the end, so that a last line without an end counts like every other.
    fn more(&mut self) -> Result<()> {
        self.raw.drain(..self.at);
        self.at = 0;
        let from = self.raw.len();
        if self.start {
            self.start = false;
            self.inner.by_ref().take(3).read_to_end(&mut self.raw)?;
            if self.raw == "\u{FEFF}".as_bytes() {
                self.raw.clear();
            }
        }
        let read = self.raw.len();
        self.raw.resize(read + CHUNK, 0);
        let n = self.inner.read(&mut self.raw[read..])?;
        self.raw.truncate(read + n);
        self.one_end_each(from);
        if n == 0 {
            self.ended = true;
            self.raw.push(b'\n');
        }
        Ok(())
    }

    /// Makes `\r\n` and a lone `\r` into `\n` in place.
    fn one_end_each(&mut self, from: usize) {
        if !self.after_cr && !self.raw[from..].contains(&b'\r') {
            return;
        }
        let mut kept = from;
        for at in from..self.raw.len() {
            let byte = self.raw[at];
            if !(byte == b'\n' && self.after_cr) {
                self.raw[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
            self.after_cr = byte == b'\r';
        }
        self.raw.truncate(kept);
    }

    /// Hands on the whole rows of what was read.
    fn rows(&mut self) -> Result<()> {
        while self.out.len() < CHUNK && self.at < self.raw.len() {
            let rest = &self.raw[self.at..];
            let (mark, wrong) = match scan(rest, self.delimiter, self.ended) {
                Scan::Whole { bytes, lines, inside } => match self.row_inside(&rest[..bytes], &inside) {
                    Some((mark, line)) => (mark, Wrong::TakesIn(self.line + line)),
                    None => {
                        self.out.extend_from_slice(&rest[..bytes]);
                        (self.at, self.line) = (self.at + bytes, self.line + lines);
                        continue;
                    }
                },
                Scan::Open(mark) => (mark, Wrong::Open),
                Scan::GoesOn(mark, line) => (mark, Wrong::GoesOn(self.line + line)),
                Scan::Unfinished => break,
            };
            let Some(end) = rest[mark.at..].iter().position(|b| *b == b'\n') else { break };
            let bytes = mark.at + end;
            self.hand_on_broken(bytes, mark, wrong);
            (self.at, self.line) = (self.at + bytes + 1, self.line + mark.line + 1);
        }
        if self.out.is_empty() && self.raw.len() - self.at > MOST_ROW_BYTES {
            let problem = format!("the row in line {} is longer than 1 MB", self.line);
            return Err(Error::other(problem));
        }
        Ok(())
    }

    /// The first line that begins inside a cell and is a row of its own, counted from the row's first, and the mark that
    /// takes it in.
    fn row_inside(&self, row: &[u8], inside: &[Inside]) -> Option<(Mark, i64)> {
        let like = self.like.as_ref()?;
        let end_of =
            |from: usize| row[from..].iter().position(|b| *b == b'\n').map_or(row.len(), |n| from + n);
        let cells = |from: usize, to: usize| cells(&row[from..to], self.delimiter);
        let found = inside.iter().enumerate().find(|(nth, line)| {
            // The last line of a cell has all columns behind it where the cell is the row's first. Of two rows, both are whole.
            let is_last = inside.get(nth + 1).is_none_or(|next| next.mark.at != line.mark.at);
            (like.is_row)(&csv::ByteRecord::from(cells(line.begins, end_of(line.begins))))
                && (!is_last || cells(0, end_of(line.mark.at)).len() >= like.columns)
        });
        found.map(|(_, line)| (line.mark, line.line))
    }

    /// Hands on a row with a broken mark, so many bytes up to the end of the mark's line, each of its cells in marks.
    fn hand_on_broken(&mut self, bytes: usize, mark: Mark, wrong: Wrong) {
        let row = &self.raw[self.at..self.at + bytes];
        for (nth, cell) in cells(row, self.delimiter).iter().enumerate() {
            if nth > 0 {
                self.out.push(self.delimiter);
            }
            self.out.push(b'"');
            for byte in cell {
                if *byte == b'"' {
                    self.out.push(b'"');
                }
                self.out.push(*byte);
            }
            self.out.push(b'"');
        }
        self.out.push(b'\n');
        let text = String::from_utf8_lossy(&row[..bytes.min(SHOWN)]).into_owned();
        let (line, opens) = (self.line, self.line + mark.line);
        self.broken.borrow_mut().push_back(Broken { line, text, opens, wrong });
    }
}

impl<R: Read> Read for Clean<R> {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        while self.given == self.out.len() {
            self.out.clear();
            self.given = 0;
            self.rows()?;
            if self.out.is_empty() {
                if self.ended {
                    return Ok(0);
                }
                self.more()?;
            }
        }
        let n = buf.len().min(self.out.len() - self.given);
        buf[..n].copy_from_slice(&self.out[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}

/// A mark that opens a cell: where, and how many lines of its row stand before it.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    line: i64,
}

/// A line that begins inside a cell: where, which of its row from 0, and the mark that opens the cell.
struct Inside {
    begins: usize,
    line: i64,
    mark: Mark,
}

/// What stands at the beginning of a text.
enum Scan {
    /// A row of so many bytes and lines.
    Whole { bytes: usize, lines: i64, inside: Vec<Inside> },
    /// A mark that nothing closes.
    Open(Mark),
    /// A mark that is closed in this line of the row, from 0, where text goes on.
    GoesOn(Mark, i64),
    /// The row has not been read to its end.
    Unfinished,
}

/// Where in a cell a byte stands.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Start,
    Plain,
    /// Between marks.
    Quoted,
    /// Behind a mark that closes the cell, or is the first of two that stand for one.
    Mark,
    /// In blanks behind the closing mark.
    Closed,
}

/// Follows the marks of the first row of a text, just as the reader of tables does. `ended`: nothing comes after it.
fn scan(text: &[u8], delimiter: u8, ended: bool) -> Scan {
    if let Some(end) = text.iter().position(|b| *b == b'\n')
        && !text[..end].contains(&b'"')
    {
        return Scan::Whole { bytes: end + 1, lines: 1, inside: Vec::new() };
    }
    let (mut at, mut lines, mut inside) = (At::Start, 0, Vec::new());
    let mut mark = Mark { at: 0, line: 0 };
    for (place, byte) in text.iter().copied().enumerate() {
        at = match (at, byte) {
            (At::Quoted, b'"') => At::Mark,
            (At::Quoted, b'\n') => {
                if place > MOST_OVER_LINES {
                    return Scan::Open(mark);
                }
                lines += 1;
                inside.push(Inside { begins: place + 1, line: lines, mark });
                At::Quoted
            }
            (At::Quoted, _) => At::Quoted,
            (_, b'\n') => return Scan::Whole { bytes: place + 1, lines: lines + 1, inside },
            (_, byte) if byte == delimiter => At::Start,
            (At::Start, b'"') => {
                mark = Mark { at: place, line: lines };
                At::Quoted
            }
            (At::Start | At::Plain, _) => At::Plain,
            (At::Mark, b'"') => At::Quoted,
            (At::Mark | At::Closed, b' ' | b'\t') => At::Closed,
            (At::Mark | At::Closed, _) => return Scan::GoesOn(mark, lines),
        };
    }
    let over_lines = lines > mark.line && text.len() > MOST_ROW_BYTES;
    if at == At::Quoted && (ended || over_lines) { Scan::Open(mark) } else { Scan::Unfinished }
}

/// Cuts a row into cells as well as can be: a mark that opens one counts only where it is rightly closed.
fn cells(row: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let (mut all, mut at) = (Vec::new(), 0);
    loop {
        let rest = row.get(at..).unwrap_or_default();
        let plain = || rest.split(|b| *b == delimiter).next().unwrap_or_default();
        let (cell, bytes) =
            between_marks(rest, delimiter).unwrap_or_else(|| (plain().to_vec(), plain().len()));
        all.push(cell);
        at += bytes;
        if at >= row.len() {
            return all;
        }
        at += 1;
    }
}

/// The cell at the beginning of a text that a mark opens and another rightly closes, and the bytes up to its end.
fn between_marks(text: &[u8], delimiter: u8) -> Option<(Vec<u8>, usize)> {
    let (mut cell, mut at) = (Vec::new(), 1);
    text.first().filter(|b| **b == b'"')?;
    loop {
        match (text.get(at)?, text.get(at + 1)) {
            (b'"', Some(b'"')) => at += 1,
            (b'"', _) => break,
            _ => {}
        }
        cell.push(text[at]);
        at += 1;
    }
    let blank = |b: &&u8| **b != delimiter && matches!(**b, b' ' | b'\t');
    let end = at + 1 + text[at + 1..].iter().take_while(blank).count();
    text.get(end).is_none_or(|b| *b == delimiter).then_some((cell, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives out so many bytes at a time.
    struct Drops<'t>(&'t [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
            let n = self.0.len().min(self.1).min(buf.len());
            buf[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    /// What a text reads as: rows with their cells, and what is broken.
    fn reads(text: &[u8], drops: usize, like: Option<Like>) -> (Vec<Vec<String>>, Vec<Broken>) {
        let broken = Rc::new(RefCell::new(VecDeque::new()));
        let clean = Clean::new(Drops(text, drops), b',', 1, like, broken.clone());
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(clean);
        let rows = reader
            .byte_records()
            .map(|row| row.unwrap().iter().map(|c| String::from_utf8(c.to_vec()).unwrap()).collect());
        let rows = rows.collect();
        (rows, broken.borrow().iter().cloned().collect())
    }

    /// Four cells, the third of them a number.
    fn payments() -> Option<Like> {
        let amount = |cell: &[u8]| std::str::from_utf8(cell).unwrap().parse::<f64>().is_ok();
        Some(Like { columns: 4, is_row: Rc::new(move |row| row.len() == 4 && amount(&row[2])) })
    }

    fn told(text: &str) -> (usize, Vec<(i64, String)>) {
        let (rows, broken) = reads(text.as_bytes(), 7, payments());
        (rows.len(), broken.iter().map(|b| (b.line, b.expected())).collect())
    }

    #[test]
    fn a_mark_that_cannot_be_right_takes_no_other_row_with_it() {
        let (rows, bad) = told("u,a,m,n\nU1,E,5,\"FINAL BILL\nU2,W,2,rent\nU3,W,3,rent\n");
        assert_eq!((rows, bad.len(), bad[0].0), (4, 1, 2));
        assert!(bad[0].1.contains("nothing closes the quotation mark that opens it in line 2"), "{bad:?}");

        let (rows, bad) = told("u,a,m,n\nU1,\"1000,5,upi\nU2,\"1001\",7,upi\n");
        assert_eq!((rows, bad.len(), bad[0].0), (3, 1, 2));
        assert!(bad[0].1.contains("in line 2 meets the next one only in line 3"), "{bad:?}");

        let (rows, bad) = told("u,a,m,n\nU1,E,5,\"FINAL\nU2,W,2,rent\nU3,W,3,PIPE 5\"\nU4,W,3,rent\n");
        assert_eq!((rows, bad.len(), bad[0].0), (5, 1, 2));
        assert!(bad[0].1.contains("takes in line 3, a row of its own"), "{bad:?}");

        let (rows, bad) = told("u,a,m,n\nU1,\"M/s \"Asha\" Traders\",5,upi\nU2,W,2,rent\n");
        assert_eq!((rows, bad.len(), bad[0].0), (3, 1, 2));
        assert!(bad[0].1.contains("text follows in line 2"), "{bad:?}");

        let (rows, bad) = told("u,a,m,n\nU1,\"two\nlines\",5,\"upi\nU2,W,2,rent\n");
        assert_eq!((rows, bad.len(), bad[0].0), (3, 1, 2), "the row's own line");
        assert!(bad[0].1.contains("in line 3"), "and that of the mark: {bad:?}");
    }

    #[test]
    fn marks_that_are_right_or_mere_letters_are_left_alone() {
        for text in [
            "a\"b,5\",x\n",
            "\"a\"\"b\",\"\",\"x\"\n",
            "\"a\" ,\"b\"\t,c\n",
            "\"four\nlines\n\nof text\",b,c\n",
            "\"Car Street\nKadri\",b,5\n",
            "\"a\",b,\"c\"",
            "a, \"b\",c\n",
        ] {
            let (rows, broken) = reads(text.as_bytes(), 3, payments());
            assert_eq!((rows.len(), broken), (1, vec![]), "{text}");
            assert_eq!(rows[0].len(), 3, "{text}");
        }
    }

    #[test]
    fn a_mark_is_given_up_after_some_lines_and_the_rest_of_a_large_file_is_read() {
        let rows = 100_000;
        let text = format!("\"open,x,1,y\n{}", "x,y,2,z\n".repeat(rows));
        let (read, broken) = reads(text.as_bytes(), CHUNK, payments());
        assert_eq!((read.len(), broken.len(), broken[0].line), (rows + 1, 1, 1));
        let long = format!("a,b\nx,{}\n", "y".repeat(MOST_ROW_BYTES + CHUNK));
        let clean = Clean::new(long.as_bytes(), b',', 1, None, Rc::default());
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(clean);
        let problem = reader.byte_records().find_map(std::result::Result::err).unwrap().to_string();
        assert!(problem.contains("line 2 is longer than 1 MB"), "{problem}");
    }

    #[test]
    fn of_any_text_every_line_is_in_one_row_and_what_is_not_broken_reads_as_ever() {
        let mut seed = 7u64;
        let mut next = |n: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % n
        };
        for _ in 0..20_000 {
            let length = next(40);
            let text: Vec<u8> = (0..length).map(|_| b"ab,,\"\"\n\n \r"[next(10) as usize]).collect();
            let shown = String::from_utf8_lossy(&text);
            let (rows, broken) = reads(&text, 1 + next(9) as usize, None);
            let mut plain =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&text[..]);
            let as_ever: Vec<_> = plain.byte_records().map(std::result::Result::unwrap).collect();
            if broken.is_empty() {
                // The reader alone leaves line ends inside a cell as they are.
                let ends =
                    |cell: &[u8]| String::from_utf8_lossy(cell).replace("\r\n", "\n").replace('\r', "\n");
                let as_ever: Vec<Vec<String>> =
                    as_ever.iter().map(|row| row.iter().map(ends).collect()).collect();
                assert_eq!(rows, as_ever, "{shown:?}");
            }
            let lines = shown.replace("\r\n", "\n").replace('\r', "\n");
            let inside = rows.iter().flatten().map(|cell| cell.matches('\n').count()).sum::<usize>();
            let filled = lines.split('\n').filter(|line| !line.is_empty()).count();
            assert!(rows.len() + inside >= filled, "a line is in no row: {shown:?}");
        }
    }
}
