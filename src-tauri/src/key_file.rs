//! A book's key in a file: for machines without a keychain, for the demo, and for tests.

use foil_store::Key;
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};
use zeroize::Zeroizing;

/// The key or passphrase that a file holds.
pub fn read(path: &Path) -> io::Result<Zeroizing<String>> {
    let text = Zeroizing::new(fs::read_to_string(path)?);
    Ok(Zeroizing::new(text.trim().to_owned()))
}

/// Writes a new key, for the eyes of this machine's user alone. Never over another one: a key that
/// is lost takes its book with it.
pub fn write(path: &Path, key: &Key) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(key.hex().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_is_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.key");
        let key = Key::random().unwrap();
        write(&path, &key).unwrap();
        assert_eq!(read(&path).unwrap().as_str(), key.hex().as_str());
        assert!(write(&path, &Key::random().unwrap()).is_err(), "a key is there already");
        assert_eq!(read(&path).unwrap().as_str(), key.hex().as_str());
    }

    #[test]
    #[cfg(unix)]
    fn nobody_else_on_the_machine_reads_a_key() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.key");
        write(&path, &Key::random().unwrap()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
