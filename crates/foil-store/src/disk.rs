//! Names that survive a power cut.
//!
//! A file's bytes are on the disk when the file is flushed, its name only when its folder is. Whoever writes a file
//! under another name and renames it, moves one, or keeps a key ends here; nothing else in the house renames.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Flushes a file that was written beside its place, and gives it its name; what stood there is gone only then.
///
/// # Errors
/// What the disk refuses. Before the rename nothing has changed.
pub fn put_in_place(part: &Path, path: &Path) -> io::Result<()> {
    File::options().write(true).open(part)?.sync_all()?;
    moved(part, path)
}

/// Renames a file or folder, so that it has its new name, and only that, after a power cut too.
///
/// # Errors
/// What the disk refuses.
pub fn moved(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    let (old, new) = (folder_of(from), folder_of(to));
    sync_folder(new)?;
    if old == new { Ok(()) } else { sync_folder(old) }
}

/// Flushes the names in a folder. Windows offers no such flush and needs none.
///
/// # Errors
/// What the disk refuses; a file system that cannot flush folders keeps names by itself, and refuses nothing.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Ok(())
        }
        other => other,
    }
}

/// Flushes the names in a folder. Windows offers no such flush and needs none.
///
/// # Errors
/// None here.
#[cfg(not(unix))]
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The folder that a path's name stands in.
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_takes_its_place_and_leaves_the_other_name() {
        let dir = tempfile::tempdir().unwrap();
        let (part, path) = (dir.path().join(".list.part"), dir.path().join("list.csv"));
        fs::write(&path, "former").unwrap();
        fs::write(&part, "new").unwrap();
        put_in_place(&part, &path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert!(!part.exists());

        fs::create_dir(dir.path().join("done")).unwrap();
        let away = dir.path().join("done").join("list.csv");
        moved(&path, &away).unwrap();
        assert!(away.exists() && !path.exists());
        assert!(moved(&path, &away).is_err(), "what is not there is not moved");
    }

    #[test]
    fn a_bare_name_stands_in_the_folder_one_is_in() {
        assert_eq!(folder_of(Path::new("book.db")), Path::new("."));
        assert_eq!(folder_of(Path::new("a/book.db")), Path::new("a"));
    }
}
