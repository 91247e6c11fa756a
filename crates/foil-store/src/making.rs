//! A book in the making: under another name until it is whole.
//!
//! Whatever ends the program meanwhile, a power cut too, leaves no file that looks like a finished book:
//! it lies under `NAME.part` while it is filled, and gets its name last. Knows nothing of what is in it.

use crate::book::settle;
use crate::key::Key;
use anyhow::Context;
use foil_domain::refusal::{Error, Refusal, Result};
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What lies beside a book while it is open.
const BESIDE: [&str; 4] = ["", "-wal", "-shm", "-jobs"];

/// A book that is being made; dropped before it is whole, it leaves nothing behind.
#[derive(Debug)]
pub struct BookInMaking {
    path: PathBuf,
    part: PathBuf,
}

impl BookInMaking {
    /// Begins to make the book at a path. Refuses a path at which there is a file; what an earlier making
    /// left is taken away.
    pub fn begin(path: &Path) -> Result<BookInMaking> {
        refuse_another(path)?;
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let making = BookInMaking { path: path.to_owned(), part: part.into() };
        making.take_away();
        Ok(making)
    }

    /// Where the book lies until it is whole.
    #[must_use]
    pub fn part(&self) -> &Path {
        &self.part
    }

    /// Gives the book its name. Everybody must have closed it.
    pub fn finish(self, key: &Key) -> Result<()> {
        settle(&self.part, key)?;
        refuse_another(&self.path)?;
        let named = sync(&self.part).and_then(|()| fs::rename(&self.part, &self.path));
        named
            .with_context(|| format!("naming the new book {}", self.path.display()))
            .map_err(Error::Broke)?;
        // The name is on the disk with its folder, where folders can be synced at all.
        if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }

    fn take_away(&self) {
        for suffix in BESIDE {
            let mut name: OsString = self.part.as_os_str().to_owned();
            name.push(suffix);
            // What is not there need not be removed.
            let _ = fs::remove_file(name);
        }
    }
}

impl Drop for BookInMaking {
    fn drop(&mut self) {
        self.take_away();
    }
}

fn refuse_another(path: &Path) -> Result<()> {
    if path.exists() {
        return Err(Refusal::FileExists(path.display().to_string()).into());
    }
    Ok(())
}

fn sync(path: &Path) -> std::io::Result<()> {
    File::options().write(true).open(path)?.sync_all()
}
