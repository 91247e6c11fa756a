//! Writes a file whole or not at all.

use anyhow::{Context, Result};
use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

/// Puts `bytes` at `path`: first beside it under another name, flushed to the disk, then renamed.
///
/// A reader finds the former file or the new one, never a half of it, even after a power cut.
pub fn whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = beside(path)?;
    let done = write_flushed(&beside, bytes).and_then(|()| fs::rename(&beside, path).map_err(Into::into));
    if done.is_err() {
        let _ = fs::remove_file(&beside);
    }
    done.with_context(|| format!("saving {}", path.display()))?;
    flush_folder(path)
}

fn beside(path: &Path) -> Result<PathBuf> {
    let name = path.file_name().context("a file needs a name")?.to_string_lossy();
    Ok(path.with_file_name(format!(".{name}.{}.part", std::process::id())))
}

fn write_flushed(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(())
}

/// The rename itself is kept by the folder. Windows offers no such flush and needs none.
fn flush_folder(path: &Path) -> Result<()> {
    if cfg!(unix)
        && let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_file_replaces_the_former_one_and_leaves_nothing_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("receipt.pdf");
        whole(&path, b"first").unwrap();
        whole(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no part is left behind");
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error_with_the_path_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let error = whole(&dir.path().join("gone").join("a.pdf"), b"x").unwrap_err();
        assert!(format!("{error:#}").contains("a.pdf"), "{error:#}");
    }

    #[test]
    fn what_cannot_be_replaced_stays_and_the_part_goes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.pdf");
        fs::create_dir(&path).unwrap();
        assert!(whole(&path, b"x").is_err(), "a folder is in the way");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
