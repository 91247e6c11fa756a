//! The system's keychain, where a book's key is kept: Secret Service, Keychain or Credential Manager.
//!
//! A machine without one is no error: whoever asks falls back to a passphrase or a key file. Every
//! call runs on a thread of its own, for the keychain may ask a person to unlock it, and its client
//! must not run inside another runtime.

use foil_store::Key;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::Duration;
use zeroize::Zeroizing;

/// Under which name the keychain keeps our keys.
const SERVICE: &str = "org.counterfoil";

/// How long a person may take to unlock their keychain.
const PATIENCE: Duration = Duration::from_secs(120);

/// Whether this machine has a keychain that can be asked.
#[must_use]
pub fn is_there() -> bool {
    let asked = with_entry("probe".into(), |entry| match entry.get_password() {
        Ok(_) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(error),
    });
    asked.is_some()
}

/// The key of the book at this path, if the keychain holds one.
#[must_use]
pub fn find(book: &Path) -> Option<Key> {
    let text = with_entry(account(book), |entry| entry.get_password().map(Zeroizing::new))?;
    Key::from_text(&text)
}

/// What became of a key that the keychain was to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is there.
    Yes,
    /// There is no keychain that keeps it.
    No,
    /// Another key is kept for a book at this path, and stays: it may open one that stood here, and be all that does.
    /// Whoever looked for it before was not answered.
    HoldsAnother,
}

/// Keeps the key of a new book at this path, over no other.
#[must_use]
pub fn keep(book: &Path, key: &Key) -> Kept {
    let hex = key.hex();
    with_entry(account(book), move |entry| put(&hex, entry)).unwrap_or(Kept::No)
}

/// Books that stood at one path before, and whose keys are remembered.
const MOST_BEFORE: usize = 9;

/// Keeps the key that has just opened the book at this path; `false` when there is no keychain that does. The key of
/// a book that stood here before stays beside it, under a name of its own.
#[must_use]
pub fn keep_opened(book: &Path, key: &Key) -> bool {
    let (hex, name) = (key.hex(), account(book));
    let beside = name.clone();
    let kept = with_entry(name, move |entry| {
        if put(&hex, entry)? != Kept::HoldsAnother {
            return Ok(entry.get().is_ok_and(|there| there == hex));
        }
        let before = entry.get()?;
        let mut stays = false;
        for n in 1..=MOST_BEFORE {
            let other = keyring::Entry::new(SERVICE, &format!("{beside} (before {n})"))?;
            stays = put(&before, &other)? == Kept::Yes;
            if stays {
                break;
            }
        }
        // With no room for the old one it stays where it is.
        if stays {
            entry.set(&hex)?;
        }
        Ok(stays && entry.get()? == hex)
    });
    kept == Some(true)
}

/// One place of a keychain.
trait Place {
    fn get(&self) -> keyring::Result<Zeroizing<String>>;
    fn set(&self, key: &str) -> keyring::Result<()>;
    fn clear(&self) -> keyring::Result<()>;
}

impl Place for keyring::Entry {
    fn get(&self) -> keyring::Result<Zeroizing<String>> {
        self.get_password().map(Zeroizing::new)
    }

    fn set(&self, key: &str) -> keyring::Result<()> {
        self.set_password(key)
    }

    fn clear(&self) -> keyring::Result<()> {
        self.delete_credential()
    }
}

fn put(key: &str, place: &impl Place) -> keyring::Result<Kept> {
    match place.get() {
        Ok(there) if *there == key => return Ok(Kept::Yes),
        Ok(_) => return Ok(Kept::HoldsAnother),
        Err(keyring::Error::NoEntry) => {}
        // Not answered is not absent.
        Err(error) => return Err(error),
    }
    place.set(key)?;
    // Some stores take what they cannot give back: better to know it now, and to leave nothing of it.
    if place.get().is_ok_and(|back| *back == key) {
        return Ok(Kept::Yes);
    }
    let _ = place.clear();
    Ok(Kept::No)
}

/// Forgets the key of the book at this path.
pub fn forget(book: &Path) {
    with_entry(account(book), |entry| entry.delete_credential());
}

/// A book is known by its whole path: its folder's, with links followed, and its name. The same before the book is
/// made, when its key is kept, and afterwards, when it is looked for.
fn account(book: &Path) -> String {
    let whole = std::path::absolute(book).unwrap_or_else(|_| book.to_owned());
    let folder = whole.parent().and_then(|folder| folder.canonicalize().ok());
    let named = folder.zip(whole.file_name()).map(|(folder, name)| folder.join(name));
    named.unwrap_or(whole).to_string_lossy().into_owned()
}

/// Set to `none`, no keychain is asked: for servers, and for tests that must leave nothing in a person's own.
const SWITCH: &str = "COUNTERFOIL_KEYCHAIN";

fn with_entry<T: Send + 'static>(
    account: String,
    work: impl FnOnce(&keyring::Entry) -> keyring::Result<T> + Send + 'static,
) -> Option<T> {
    if std::env::var_os(SWITCH).is_some_and(|set| set == "none") {
        return None;
    }
    let (answer, answered) = sync_channel(1);
    let asking = std::thread::Builder::new().name("keychain".into()).spawn(move || {
        let outcome = keyring::Entry::new(SERVICE, &account).and_then(|entry| work(&entry));
        // Nobody may be waiting any more.
        let _ = answer.send(outcome);
    });
    asking.ok()?;
    match answered.recv_timeout(PATIENCE) {
        Ok(Ok(found)) => Some(found),
        Ok(Err(keyring::Error::NoEntry)) => None,
        Ok(Err(error)) => {
            tracing::info!(%error, "the keychain does not help");
            None
        }
        Err(_) => {
            tracing::warn!("the keychain did not answer in time");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};

    /// A place that may forget what it is given, or not be opened.
    #[derive(Default)]
    struct Drawer {
        key: RefCell<Option<String>>,
        forgets: bool,
        is_shut: bool,
        cleared: Cell<bool>,
    }

    impl Place for Drawer {
        fn get(&self) -> keyring::Result<Zeroizing<String>> {
            if self.is_shut {
                return Err(keyring::Error::NoStorageAccess("dismissed".into()));
            }
            self.key.borrow().clone().map(Zeroizing::new).ok_or(keyring::Error::NoEntry)
        }

        fn set(&self, key: &str) -> keyring::Result<()> {
            if !self.forgets {
                *self.key.borrow_mut() = Some(key.to_owned());
            }
            Ok(())
        }

        fn clear(&self) -> keyring::Result<()> {
            self.cleared.set(true);
            Ok(())
        }
    }

    #[test]
    fn a_key_is_kept_where_none_is_and_over_no_other() {
        let place = Drawer::default();
        assert_eq!(put("one", &place).unwrap(), Kept::Yes);
        assert_eq!(put("one", &place).unwrap(), Kept::Yes, "again");
        assert_eq!(put("two", &place).unwrap(), Kept::HoldsAnother);
        assert_eq!(place.key.borrow().as_deref(), Some("one"), "the first one stays");
        assert!(!place.cleared.get());
    }

    #[test]
    fn what_a_keychain_does_not_give_back_is_not_left_in_it() {
        let place = Drawer { forgets: true, ..Drawer::default() };
        assert_eq!(put("one", &place).unwrap(), Kept::No);
        assert!(place.cleared.get());
    }

    #[test]
    fn a_keychain_that_does_not_answer_may_hold_a_key() {
        let place = Drawer { is_shut: true, ..Drawer::default() };
        assert!(put("two", &place).is_err());
        assert_eq!(place.key.borrow().as_deref(), None);
    }

    #[test]
    fn a_book_has_one_name_before_and_after_it_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("a.book");
        let before = account(&book);
        std::fs::write(&book, "a book").unwrap();
        assert_eq!(account(&book), before);
    }

    #[cfg(unix)]
    #[test]
    fn a_book_below_a_link_has_the_name_of_where_it_lies() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("real")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("real"), folder.path().join("link")).unwrap();
        let real = account(&folder.path().join("real/a.book"));
        assert_eq!(account(&folder.path().join("link/a.book")), real);
        std::fs::write(folder.path().join("link/a.book"), "a book").unwrap();
        assert_eq!(account(&folder.path().join("link/a.book")), real);
    }
}
