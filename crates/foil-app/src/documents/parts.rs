//! The files of a batch beside each other: their names, and whose what lies there under them already is.
//!
//! A name may be given twice. What is found under it is written over or removed only where it holds papers of the same
//! batch, by its title or the first number in its table; everything else was printed by somebody, or is to
//! be.

use super::files::remove_file;
use foil_domain::refusal::{Refusal, Result};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// In how many files so many papers are, so many a file.
pub(super) fn parts_of(papers: i64, a_part: i64) -> usize {
    usize::try_from((papers.max(1) + a_part - 1) / a_part).unwrap_or(1)
}

/// The n-th file of a batch of so many, from 1.
pub(super) fn part(out: &Path, n: usize, of: usize) -> PathBuf {
    if of <= 1 {
        return out.to_owned();
    }
    let (stem, ending) = stem_and_ending(out);
    out.with_file_name(format!("{stem}-{n}of{of}{ending}"))
}

fn stem_and_ending(out: &Path) -> (String, String) {
    let stem = out.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    (stem, out.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default())
}

/// Whether a file with this title, or with a table that begins with this number, is one of the batch.
pub(super) type IsOwn<'a> = &'a dyn Fn(&str) -> Result<bool>;

/// Refuses where files of this name, or parts of it, hold other papers than those of the batch: nothing of them is
/// written over.
pub(super) fn none_of_another(out: &Path, is_own: IsOwn<'_>) -> Result<()> {
    there(out)?.iter().try_for_each(|path| not_of_another(path, is_own))
}

/// The same of one file, if it is there.
pub(super) fn not_of_another(path: &Path, is_own: IsOwn<'_>) -> Result<()> {
    if !path.is_file() || is_of_batch(path, is_own)? {
        return Ok(());
    }
    Err(Refusal::FileExists(format!("{}, with other papers than these,", path.display())).into())
}

/// Removes the files that a batch of this name had when it was written before and has no more; nothing else, whatever
/// it is called.
///
/// Refuses what the disk refuses.
pub(super) fn leave_only(out: &Path, made: &[String], is_own: IsOwn<'_>) -> Result<()> {
    let kept: Vec<_> = made.iter().filter_map(|path| Path::new(path).file_name()).collect();
    for path in there(out)? {
        let is_kept = path.file_name().is_some_and(|name| kept.contains(&name));
        if !is_kept && is_of_batch(&path, is_own)? {
            remove_file(&path)?;
        }
    }
    Ok(())
}

/// The files that are called so, and those that are called like a part of it.
fn there(out: &Path) -> Result<Vec<PathBuf>> {
    let folder = match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let refused =
        |e: std::io::Error| Refusal::File { path: folder.display().to_string(), problem: e.to_string() };
    let entries = match std::fs::read_dir(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(refused)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(refused)?;
        if is_part(out, &entry.file_name().to_string_lossy()) && entry.path().is_file() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Whether a file is called as the batch of this name as one, or as a part of it.
fn is_part(out: &Path, name: &str) -> bool {
    let (stem, ending) = stem_and_ending(out);
    let between = name.strip_prefix(&*stem).and_then(|rest| rest.strip_suffix(&*ending));
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match between.map(|rest| rest.strip_prefix('-').and_then(|part| part.split_once("of"))) {
        Some(Some((n, of))) => number(n) && number(of),
        _ => between == Some(""),
    }
}

fn is_of_batch(path: &Path, is_own: IsOwn<'_>) -> Result<bool> {
    let read = told_by(path);
    let read =
        read.map_err(|e| Refusal::File { path: path.display().to_string(), problem: e.to_string() })?;
    read.map_or(Ok(false), |told| is_own(&told))
}

/// Where a PDF's title stands, from its end: behind it are some bytes for each of its pages.
const TITLE_WITHIN: [u64; 3] = [64 << 10, 1 << 20, 16 << 20];
/// How long a table's first lines may be.
const LINES_WITHIN: u64 = 64 << 10;

/// The number that ends a title, or is all that a table tells: of a paper that the file holds.
pub(super) fn number_in(told: &str) -> &str {
    told.split_whitespace().next_back().unwrap_or_default()
}

/// What a file tells of what it holds: a PDF's title, the first number in a table; none of what is neither.
fn told_by(path: &Path) -> std::io::Result<Option<String>> {
    let mut file = File::open(path)?;
    let mut begins = [0; 5];
    let is_pdf = file.read_exact(&mut begins).is_ok() && &begins == b"%PDF-";
    if is_pdf {
        for within in TITLE_WITHIN {
            file.seek(SeekFrom::Start(file.metadata()?.len().saturating_sub(within)))?;
            let mut end = Vec::new();
            (&file).take(within).read_to_end(&mut end)?;
            if let Some(title) = title_in(&String::from_utf8_lossy(&end)) {
                return Ok(Some(title));
            }
        }
        return Ok(None);
    }
    file.rewind()?;
    let second = BufReader::new(file.take(LINES_WITHIN)).lines().nth(1).transpose();
    // Bytes that are no text are no table.
    let second = second.unwrap_or_default().unwrap_or_default();
    let cell = second.split(',').next().unwrap_or_default().trim().trim_matches('"');
    Ok((!cell.is_empty()).then(|| cell.to_owned()))
}

/// The title that a PDF has beside its pages.
fn title_in(end: &str) -> Option<String> {
    let (_, title) = end.split_once("<dc:title>")?;
    let (title, _) = title.split_once("</rdf:li>")?;
    let title = title.rsplit('>').next()?;
    let title =
        title.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    let title = title.replace("&amp;", "&").trim().to_owned();
    Some(title).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_batch_stand_beside_each_other() {
        assert_eq!((parts_of(0, 1_000), parts_of(1_000, 1_000), parts_of(1_001, 1_000)), (1, 1, 2));
        assert_eq!(part(Path::new("out/bills.pdf"), 1, 1), Path::new("out/bills.pdf"));
        assert_eq!(part(Path::new("out/bills.pdf"), 1, 3), Path::new("out/bills-1of3.pdf"));
        assert_eq!(part(Path::new("out/bills"), 3, 3), Path::new("out/bills-3of3"));
    }

    #[test]
    fn only_files_of_the_batch_itself_are_its_parts() {
        let is_part = |name: &str| is_part(Path::new("out/bills-run7.pdf"), name);
        assert!(is_part("bills-run7.pdf") && is_part("bills-run7-12of12.pdf"));
        for other in [
            "bills-run71.pdf",
            "bills-run7-2of3.txt",
            "bills-run7-2.pdf",
            "bills-run7-of3.pdf",
            "bills-run7-2of3 signed.pdf",
            "bills-run7-2of3-1of2.pdf",
            "my bills-run7.pdf",
        ] {
            assert!(!is_part(other), "{other}");
        }
    }

    #[test]
    fn a_file_tells_of_what_it_holds_or_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        let holds = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            told_by(&path).unwrap()
        };
        let title = "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">C&amp;1 B/1 – B/4</rdf:li></rdf:Alt>";
        let pdf = format!("%PDF-1.7\n\u{e9}{title}%%EOF");
        assert_eq!(holds(pdf.as_bytes()).as_deref(), Some("C&1 B/1 – B/4"));
        assert_eq!((number_in("C&1 B/1 – B/4"), number_in("B/2")), ("B/4", "B/2"));
        assert_eq!(holds(b"bill,account\nB/2,E-1\nB/3,E-2\n").as_deref(), Some("B/2"));
        for nothing in
            [&b"%PDF-1.4 of somebody else"[..], b"bill,account\n", b"", b"\xff\xfe\n\xff", b"a letter"]
        {
            assert_eq!(holds(nothing), None, "{nothing:?}");
        }
    }
}
