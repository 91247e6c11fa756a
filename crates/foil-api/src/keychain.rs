//! The system's keychain, where a book's key is kept: Secret Service, Keychain or Credential Manager.
//!
//! A machine without one is no error: whoever asks falls back to a passphrase or a key file. Every
//! call runs on a thread of its own, for the keychain may ask a person to unlock it, and its client
//! must not run inside another runtime.

use foil_store::Key;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

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
    let text = with_entry(account(book), |entry| entry.get_password().map(zeroize::Zeroizing::new))?;
    Key::from_text(&text)
}

/// Keeps the key of the book at this path; `false` when there is no keychain that does.
#[must_use]
pub fn keep(book: &Path, key: &Key) -> bool {
    let hex = key.hex();
    let kept = with_entry(account(book), move |entry| {
        entry.set_password(&hex)?;
        // Some stores take what they cannot give back: better to know it now.
        entry.get_password().map(|back| back == *hex)
    });
    kept == Some(true)
}

/// Forgets the key of the book at this path.
pub fn forget(book: &Path) {
    with_entry(account(book), |entry| entry.delete_credential());
}

/// A book is known by its whole path.
fn account(book: &Path) -> String {
    let whole =
        book.canonicalize().or_else(|_| std::path::absolute(book)).unwrap_or_else(|_| book.to_owned());
    whole.to_string_lossy().into_owned()
}

fn with_entry<T: Send + 'static>(
    account: String,
    work: impl FnOnce(&keyring::Entry) -> keyring::Result<T> + Send + 'static,
) -> Option<T> {
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
