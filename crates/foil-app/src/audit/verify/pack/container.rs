//! The ZIP that a pack is: each of its bytes belongs to a file, to what is said of a file, or to its end. What a file holds is
//! bound by its hash; in what form it was pressed is not.
//!
//! What is read out of a ZIP is found by its central directory alone, so what stands before a file, between two of them, beside
//! what is read or after all of it could be changed without any hash. Here the bytes are walked as they lie: each file's own head
//! says what the directory says of it, one file begins where the last ended, and nothing follows the end. Start at [`covered`].

use super::super::{Findings, not_verifiable};
use crate::audit::list_file::refused;
use flate2::{Decompress, FlushDecompress, Status};
use foil_domain::refusal::{Error, Result};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const END_64: u32 = 0x0606_4b50;
const LOCATOR_64: u32 = 0x0706_4b50;

const LOCAL_LEN: u64 = 30;
const CENTRAL_LEN: usize = 46;
const END_LEN: u64 = 22;
const END_64_LEN: u64 = 56;
const LOCATOR_64_LEN: u64 = 20;

/// A pack has a few hundred files; their directory takes a hundred bytes each.
const MOST_DIRECTORY: u64 = 256 * 1024 * 1024;

const DEFLATED: u16 = 8;
/// A name that is not ASCII is said to be UTF-8.
const UTF_8: u16 = 0x0800;

/// Where it is told of what is none of its files.
const DIRECTORY: &str = "the ZIP's directory";
const ITS_END: &str = "the ZIP's end";

/// Tells of every byte that belongs to nothing, or says otherwise than the directory that is read.
pub(super) fn covered(path: &Path, findings: &mut Findings) -> Result<()> {
    let file = File::open(path).map_err(|e| refused(path, &e))?;
    let mut walk = Walk { file: BufReader::new(file), path, findings };
    match walk.all() {
        Err(Error::Refused(refusal)) => {
            walk.findings.add(ITS_END, refusal);
            Ok(())
        }
        walked => walked,
    }
}

struct Walk<'a> {
    file: BufReader<File>,
    path: &'a Path,
    findings: &'a mut Findings,
}

/// What both a file's own head and the directory say of it.
#[derive(Debug, PartialEq, Eq)]
struct Head {
    needs: u16,
    flags: u16,
    method: u16,
    time: u16,
    date: u16,
    crc: u32,
    packed: u64,
    plain: u64,
    name: Vec<u8>,
}

/// What the directory says of a file, too. All files of a pack have the same.
#[derive(Debug, PartialEq, Eq)]
struct Beside {
    made_by: u16,
    time: u16,
    date: u16,
    flags: u16,
    method: u16,
    inner: u16,
    outer: u32,
}

struct Entry {
    head: Head,
    beside: Beside,
    at: u64,
}

/// Where the directory lies, by the end of the ZIP.
struct Directory {
    entries: u64,
    start: u64,
    len: u64,
    /// Where the directory has to stop.
    stop: u64,
    /// The version that a long end says is needed.
    needs: Option<u16>,
}

impl Walk<'_> {
    fn all(&mut self) -> Result<()> {
        let Some(directory) = self.end()? else { return Ok(()) };
        let Some(mut entries) = self.directory(&directory)? else { return Ok(()) };
        let needed = entries.iter().map(|one| one.head.needs).max();
        if directory.needs.is_some_and(|needs| Some(needs) != needed) {
            self.findings.add(ITS_END, "it says otherwise than the files what is needed to read them");
        }
        entries.sort_by_key(|one| one.at);
        let mut at = 0;
        for entry in &entries {
            let name = String::from_utf8_lossy(&entry.head.name).into_owned();
            if entry.beside != entries[0].beside {
                self.findings.add(&name, "the ZIP's directory says of it what it says of no other file");
            }
            if entry.at != at {
                // Where each stands is a guess from here on, and nothing is read twice that lies over another.
                self.findings.add(&name, "it does not begin in the ZIP where the file before it ends");
                return Ok(());
            }
            let end = if entry.at < directory.start { self.file(entry, &name)? } else { None };
            let Some(end) = end else { return Ok(()) };
            at = end;
        }
        if at != directory.start {
            self.findings.add(DIRECTORY, "the bytes before it belong to no file");
        }
        Ok(())
    }

    /// The end of the ZIP, with nothing after it.
    fn end(&mut self) -> Result<Option<Directory>> {
        let len = self.read(|file| file.seek(SeekFrom::End(0)))?;
        let Some(at) = len.checked_sub(END_LEN) else {
            self.findings.add(ITS_END, "it is not where the file ends");
            return Ok(None);
        };
        let end = self.bytes(at, END_LEN)?;
        let mut field = Fields(&end);
        let begins = field.u32();
        let disks = [field.u16(), field.u16()];
        let entries = [field.u16(), field.u16()];
        let (size, start, comment) = (field.u32(), field.u32(), field.u16());
        if begins != END || comment != 0 || disks != [0, 0] || entries[0] != entries[1] {
            self.findings.add(ITS_END, "bytes after it, or a remark in it, belong to no file");
            return Ok(None);
        }
        let short = Directory {
            entries: u64::from(entries[0]),
            start: u64::from(start),
            len: u64::from(size),
            stop: at,
            needs: None,
        };
        let Some(long) = self.long_end(at)? else { return Ok(Some(short)) };
        let fits = |short: u64, long: u64, most: u64| short == most || short == long;
        if fits(short.entries, long.entries, u64::from(u16::MAX))
            && fits(short.start, long.start, u64::from(u32::MAX))
            && fits(short.len, long.len, u64::from(u32::MAX))
        {
            return Ok(Some(long));
        }
        self.findings.add(ITS_END, "it says two things of where the directory lies");
        Ok(None)
    }

    /// The end of a ZIP of more than four thousand million bytes, before the short one.
    fn long_end(&mut self, before: u64) -> Result<Option<Directory>> {
        let Some(at) = before.checked_sub(LOCATOR_64_LEN + END_64_LEN) else { return Ok(None) };
        let bytes = self.bytes(at, LOCATOR_64_LEN + END_64_LEN)?;
        let mut field = Fields(&bytes);
        let begins = (field.u32(), field.u64());
        let (made_by, needs, disks) = (field.u16(), field.u16(), [field.u32(), field.u32()]);
        let entries = [field.u64(), field.u64()];
        let (len, start) = (field.u64(), field.u64());
        let locator = (field.u32(), field.u32(), field.u64(), field.u32());
        if locator.0 != LOCATOR_64 {
            return Ok(None);
        }
        if begins != (END_64, END_64_LEN - 12)
            || locator != (LOCATOR_64, 0, at, 1)
            || disks != [0, 0]
            || entries[0] != entries[1]
            || made_by != needs
        {
            self.findings.add(ITS_END, "bytes of it belong to nothing");
        }
        Ok(Some(Directory { entries: entries[0], start, len, stop: at, needs: Some(needs) }))
    }

    /// All that the directory says.
    fn directory(&mut self, of: &Directory) -> Result<Option<Vec<Entry>>> {
        if of.start.checked_add(of.len) != Some(of.stop) || of.len > MOST_DIRECTORY {
            self.findings.add(DIRECTORY, "the bytes after it belong to no file");
            return Ok(None);
        }
        let bytes = self.bytes(of.start, of.len)?;
        let mut rest = bytes.as_slice();
        let mut entries = Vec::new();
        while !rest.is_empty() {
            let Some((entry, after)) = entry(rest) else {
                self.findings.add(DIRECTORY, "it holds bytes that say nothing of a file");
                return Ok(None);
            };
            entries.push(entry);
            rest = after;
        }
        if entries.len() as u64 != of.entries {
            self.findings.add(ITS_END, "it says another number of files than the directory has");
        }
        Ok(Some(entries))
    }

    /// A file's own head and its content; gives back where it ends.
    fn file(&mut self, entry: &Entry, name: &str) -> Result<Option<u64>> {
        let bytes = self.bytes(entry.at, LOCAL_LEN)?;
        let mut field = Fields(&bytes);
        let begins = field.u32();
        let (needs, flags, method, time, date) =
            (field.u16(), field.u16(), field.u16(), field.u16(), field.u16());
        let (crc, packed, plain) = (field.u32(), field.u32(), field.u32());
        let [name_len, more_len] = [field.u16(), field.u16()].map(u64::from);
        let more_at = entry.at + LOCAL_LEN + name_len;
        let own_name = self.bytes(entry.at + LOCAL_LEN, name_len)?;
        let more = self.bytes(more_at, more_len)?;
        let Some((packed, plain, _)) = sizes(packed, plain, None, &more).filter(|_| begins == LOCAL) else {
            self.findings.add(name, "its own head in the ZIP holds bytes that say nothing");
            return Ok(None);
        };
        let head = Head { needs, flags, method, time, date, crc, packed, plain, name: own_name };
        if head != entry.head {
            let what = if head.name == entry.head.name { "its own head" } else { "the name in its own head" };
            self.findings.add(name, format!("{what} in the ZIP is not what the directory says"));
        }
        let start = more_at + more_len;
        let Some(end) = start.checked_add(entry.head.packed) else { return Ok(None) };
        let read = match entry.head.method {
            DEFLATED => self.inflated(start, entry.head.packed, entry.head.plain)?,
            _ => Some((entry.head.packed, entry.head.packed)),
        };
        // What is wrong inside is told by who reads it.
        if read.is_some_and(|read| read != (entry.head.packed, entry.head.plain)) {
            self.findings.add(name, "bytes after its content belong to nothing");
        }
        Ok(Some(end))
    }

    /// How many bytes were read of what was pressed, up to its end, and how many they become; none where it has none. No
    /// further than to more than it says to be.
    fn inflated(&mut self, at: u64, len: u64, plain: u64) -> Result<Option<(u64, u64)>> {
        self.read(|file| file.seek(SeekFrom::Start(at)))?;
        let (mut taken, mut out) = ([0; 64 * 1024], vec![0; 256 * 1024]);
        let mut press = Decompress::new(false);
        let mut left = len;
        loop {
            let most = usize::try_from(left.min(taken.len() as u64)).unwrap_or(taken.len());
            let n = self.read(|file| file.read(&mut taken[..most]))?;
            left -= n as u64;
            let mut input = &taken[..n];
            loop {
                let (before, made) = (press.total_in(), press.total_out());
                let Ok(status) = press.decompress(input, &mut out, FlushDecompress::None) else {
                    return Ok(None);
                };
                if status == Status::StreamEnd || press.total_out() > plain {
                    return Ok(Some((press.total_in(), press.total_out())));
                }
                let read = usize::try_from(press.total_in() - before).unwrap_or(input.len());
                input = &input[read..];
                let more_comes = press.total_out() - made == out.len() as u64;
                if input.is_empty() && !more_comes {
                    break;
                }
                if read == 0 && press.total_out() == made {
                    return Ok(None);
                }
            }
            if n == 0 {
                return Ok(None);
            }
        }
    }

    fn bytes(&mut self, at: u64, len: u64) -> Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(len).unwrap_or(usize::MAX)];
        self.read(|file| file.seek(SeekFrom::Start(at)))?;
        self.read(|file| file.read_exact(&mut bytes))?;
        Ok(bytes)
    }

    fn read<T>(&mut self, read: impl FnOnce(&mut BufReader<File>) -> std::io::Result<T>) -> Result<T> {
        read(&mut self.file).map_err(|e| not_verifiable(self.path, &e.to_string()))
    }
}

/// What the directory says of its next file, and what comes after that.
fn entry(bytes: &[u8]) -> Option<(Entry, &[u8])> {
    let mut field = Fields(bytes.get(..CENTRAL_LEN)?);
    let begins = field.u32();
    let (made_by, needs, flags, method) = (field.u16(), field.u16(), field.u16(), field.u16());
    let (time, date, crc) = (field.u16(), field.u16(), field.u32());
    let (packed, plain) = (field.u32(), field.u32());
    let [name_len, more_len, remark_len] = [field.u16(), field.u16(), field.u16()].map(usize::from);
    let (disk, inner, outer, at) = (field.u16(), field.u16(), field.u32(), field.u32());
    if begins != CENTRAL || remark_len != 0 || disk != 0 {
        return None;
    }
    let (name, rest) = bytes[CENTRAL_LEN..].split_at_checked(name_len)?;
    let (more, rest) = rest.split_at_checked(more_len)?;
    let (packed, plain, at) = sizes(packed, plain, Some(at), more)?;
    let head = Head { needs, flags, method, time, date, crc, packed, plain, name: name.to_vec() };
    let beside = Beside { made_by, time, date, flags: flags & !UTF_8, method, inner, outer };
    Some((Entry { head, beside, at }, rest))
}

/// The sizes of a file, pressed and plain, and where it lies: what takes more than four bytes stands in a field of its own, and
/// no other may be there.
fn sizes(packed: u32, plain: u32, at: Option<u32>, more: &[u8]) -> Option<(u64, u64, u64)> {
    let mut field = Fields(more);
    if !more.is_empty() && (field.u16() != 1 || usize::from(field.u16()) != field.0.len()) {
        return None;
    }
    let mut long = |short: u32| match short {
        u32::MAX if field.0.len() >= 8 => Some(field.u64()),
        u32::MAX => None,
        short => Some(u64::from(short)),
    };
    let plain = long(plain)?;
    let packed = long(packed)?;
    let at = long(at.unwrap_or_default())?;
    field.0.is_empty().then_some((packed, plain, at))
}

/// Numbers one after the other, the lowest byte first; noughts where there are no more.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn next<const N: usize>(&mut self) -> [u8; N] {
        let Some((first, rest)) = self.0.split_first_chunk::<N>() else {
            self.0 = &[];
            return [0; N];
        };
        self.0 = rest;
        *first
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.next())
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.next())
    }

    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.next())
    }
}
