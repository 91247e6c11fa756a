//! A book in the making: under another name until it is whole.
//!
//! Whatever ends the program meanwhile, a power cut too, leaves no file that looks like a finished book:
//! it lies under `NAME.part` while it is filled, and gets its name last. Knows nothing of what is in it.

use crate::book::settle;
use crate::disk;
use crate::key::Key;
use anyhow::Context;
use foil_domain::refusal::{Error, Refusal, Result};
use std::ffi::OsString;
use std::fs;
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
        disk::put_in_place(&self.part, &self.path)
            .with_context(|| format!("naming the new book {}", self.path.display()))
            .map_err(Error::Broke)
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
