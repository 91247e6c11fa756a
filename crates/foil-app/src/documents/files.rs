//! Files written whole or not at all: under another name in the same folder, flushed to the disk,
//! then renamed. A reader finds the former file or the new one, never a half of it.

use crate::office::outside_acts;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::disk::{self, folder_of};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Puts `bytes` at `path`, making its folders where they are missing.
///
/// Refuses what the disk refuses, with the path in it.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = FileBeingWritten::begin(path)?;
    file.write_all(bytes).map_err(|e| refused(path, &e))?;
    file.finish()
}

/// The same for what no other person of this machine may read, a recovery key. (Windows keeps a user's own folders from
/// others by itself.)
///
/// Refuses what the disk refuses, with the path in it.
pub fn write_private_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = FileBeingWritten::begun(path, true)?;
    file.write_all(bytes).map_err(|e| refused(path, &e))?;
    file.finish()
}

/// Puts a copy of the file `from` at `path`, a piece at a time, however long it is.
///
/// Refuses what the disk refuses, with the path in it.
pub fn copy_file(from: &Path, path: &Path) -> Result<()> {
    let mut source = File::open(from).map_err(|e| refused(from, &e))?;
    let mut file = FileBeingWritten::begin(path)?;
    std::io::copy(&mut source, &mut file).map_err(|e| refused(path, &e))?;
    file.finish()
}

/// Removes a file that was written before.
///
/// Refuses what the disk refuses, with the path in it.
pub(super) fn remove_file(path: &Path) -> Result<()> {
    outside_acts()?;
    fs::remove_file(path).map_err(|e| refused(path, &e))
}

/// A file on its way, for what is too long to be held in memory. Dropped unfinished, it leaves nothing.
pub struct FileBeingWritten {
    out: Option<BufWriter<File>>,
    private: bool,
    beside: PathBuf,
    path: PathBuf,
}

/// Tells the files that one process writes at the same time apart.
static NEXT: AtomicU64 = AtomicU64::new(0);

#[cfg_attr(
    not(unix),
    allow(unused_variables, reason = "Windows keeps a user's own folders from others by itself")
)]
fn created(path: &Path, private: bool) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if private {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

impl FileBeingWritten {
    /// Begins the file that will stand at `path`.
    pub fn begin(path: &Path) -> Result<FileBeingWritten> {
        FileBeingWritten::begun(path, false)
    }

    fn begun(path: &Path, private: bool) -> Result<FileBeingWritten> {
        outside_acts()?;
        let name = path.file_name().ok_or_else(|| refused_because(path, "a file needs a name"))?;
        let folder = folder_of(path);
        fs::create_dir_all(folder).map_err(|e| refused(folder, &e))?;
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let beside = format!(".{}.{}-{n}.part", name.to_string_lossy(), std::process::id());
        let beside = path.with_file_name(beside);
        let file = created(&beside, private).map_err(|e| refused(&beside, &e))?;
        Ok(FileBeingWritten { out: Some(BufWriter::new(file)), private, beside, path: path.to_owned() })
    }

    /// What was written so far, to be read again from its beginning.
    pub(crate) fn read_back(&mut self) -> Result<File> {
        let flushed = self.flush().and_then(|()| File::open(&self.beside));
        flushed.map_err(|e| refused(&self.beside, &e))
    }

    /// Flushes it to the disk and gives it its name. A file that says the same already stays: a viewer may hold it open, and
    /// Windows lets nobody replace it then, not even by the same bytes.
    pub fn finish(mut self) -> Result<()> {
        let renamed = self.written().and_then(|()| {
            if !self.private && say_the_same(&self.beside, &self.path).unwrap_or(false) {
                return Ok(());
            }
            disk::put_in_place(&self.beside, &self.path)
        });
        renamed.map_err(|e| refused(&self.path, &e))
    }

    fn written(&mut self) -> std::io::Result<()> {
        let Some(out) = self.out.take() else { return Ok(()) };
        out.into_inner().map_err(std::io::IntoInnerError::into_error).map(drop)
    }
}

impl Write for FileBeingWritten {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match &mut self.out {
            Some(out) => out.write(bytes),
            None => Ok(0),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}

/// For what is told at the front of a file only when its end is known.
impl Seek for FileBeingWritten {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        match &mut self.out {
            Some(out) => out.seek(to),
            None => Ok(0),
        }
    }
}

impl Drop for FileBeingWritten {
    fn drop(&mut self) {
        drop(self.out.take());
        // After a rename there is nothing of that name any more.
        let _ = fs::remove_file(&self.beside);
    }
}

fn say_the_same(new: &Path, former: &Path) -> std::io::Result<bool> {
    let former_is = fs::symlink_metadata(former)?;
    if !former_is.is_file() || former_is.len() != fs::metadata(new)?.len() {
        return Ok(false);
    }
    let (mut new, mut former) = (BufReader::new(File::open(new)?), BufReader::new(File::open(former)?));
    loop {
        let (a, b) = (new.fill_buf()?, former.fill_buf()?);
        let both = a.len().min(b.len());
        if both == 0 {
            return Ok(a.len() == b.len());
        }
        if a[..both] != b[..both] {
            return Ok(false);
        }
        new.consume(both);
        former.consume(both);
    }
}

pub(super) fn refused(path: &Path, problem: &std::io::Error) -> Error {
    refused_because(path, &problem.to_string())
}

fn refused_because(path: &Path, problem: &str) -> Error {
    Refusal::File { path: path.display().to_string(), problem: problem.to_owned() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("2026/11/21/receipts/C1-26-27-000001.pdf");
        write_file(&path, b"first").unwrap();
        write_file(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_copy_is_whole_or_not_there_and_a_file_can_be_saved_over_itself() {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("pack.zip"), dir.path().join("usb/pack.zip"));
        let long: Vec<u8> = (0..300_000u32).flat_map(u32::to_le_bytes).collect();
        fs::write(&from, &long).unwrap();
        copy_file(&from, &to).unwrap();
        assert!(fs::read(&to).unwrap() == long);
        copy_file(&from, &from).unwrap();
        assert!(fs::read(&from).unwrap() == long, "onto itself it stays what it is");

        let missing = copy_file(&dir.path().join("gone.zip"), &to).unwrap_err();
        assert!(missing.to_string().contains("gone.zip"), "{missing}");
        assert!(fs::read(&to).unwrap() == long, "the former copy stands");
    }

    #[test]
    fn what_is_given_up_half_way_leaves_the_former_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("daily.csv");
        write_file(&path, b"first").unwrap();
        let mut file = FileBeingWritten::begin(&path).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_in_the_way_is_a_refusal_that_names_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.pdf");
        fs::create_dir(&path).unwrap();
        let refused = write_file(&path, b"x").unwrap_err();
        assert!(refused.to_string().contains("a.pdf"), "{refused}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
