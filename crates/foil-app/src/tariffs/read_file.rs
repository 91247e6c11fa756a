//! Tariff files on the disk: one, or a folder of them.

use crate::{Refusal, Result};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest tariff file that is read; the longest order printed as one has some hundred lines.
pub(super) const MOST_BYTES: u64 = 1 << 20;
/// The most files of a folder.
const MOST_FILES: usize = 1_000;

/// A file's name and text.
pub(super) struct TariffFile {
    pub(super) name: String,
    pub(super) text: String,
}

/// The file of a path, or the `.toml` files of a folder by name.
///
/// Refuses what is missing, larger than a megabyte or not UTF-8, and a folder without tariff files.
pub(super) fn read(path: &str) -> Result<Vec<TariffFile>> {
    let no = |problem: &str| refused(Path::new(path), problem);
    if path.is_empty() || path.contains('\0') || path.len() > 4096 {
        return Err(no("this is no path of a file").into());
    }
    let whole = Path::new(path);
    let meta = std::fs::metadata(whole).map_err(|e| no(&e.to_string()))?;
    if !meta.is_dir() {
        return Ok(vec![one(whole)?]);
    }
    let files = tariff_files(whole).map_err(|e| no(&e.to_string()))?;
    match files.len() {
        0 => Err(no("there is no .toml file in this folder").into()),
        n if n > MOST_FILES => {
            Err(unfit(whole, "there are more than 1,000 .toml files in this folder").into())
        }
        _ => files.iter().map(|file| one(file)).collect(),
    }
}

fn tariff_files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("toml")) && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn one(path: &Path) -> Result<TariffFile> {
    let no = |problem: &str| refused(path, problem);
    let meta = std::fs::metadata(path).map_err(|e| no(&e.to_string()))?;
    if !meta.is_file() {
        return Err(unfit(path, "this is not a file").into());
    }
    if meta.len() > MOST_BYTES {
        return Err(unfit(path, "a tariff file is at most 1 MB").into());
    }
    let mut bytes = Vec::new();
    let opened = File::open(path).map_err(|e| no(&e.to_string()))?;
    opened.take(MOST_BYTES).read_to_end(&mut bytes).map_err(|e| no(&e.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| unfit(path, "this is not text in UTF-8"))?;
    Ok(TariffFile { name: name(path), text })
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A file that cannot be read.
fn refused(path: &Path, problem: &str) -> Refusal {
    Refusal::File { path: shown(path), problem: problem.to_owned() }
}

/// A file that was read, but is no tariff file: neither its path nor the rights on it are at fault.
fn unfit(path: &Path, problem: &str) -> Refusal {
    Refusal::FileContent { path: shown(path), problem: problem.to_owned() }
}

fn shown(path: &Path) -> String {
    path.display().to_string().chars().take(300).collect()
}
