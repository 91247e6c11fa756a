//! A book's key in a file: for machines without a keychain, for the demo, and for tests.

use std::{fs, io, path::Path};
use zeroize::Zeroizing;

/// The key or passphrase that a file holds, without the byte-order mark that Windows' editors put before it.
pub fn read(path: &Path) -> io::Result<Zeroizing<String>> {
    let text = Zeroizing::new(fs::read_to_string(path)?);
    Ok(Zeroizing::new(text.trim_start_matches('\u{FEFF}').trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use foil_store::Key;

    #[test]
    fn a_key_reads_back_and_is_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.key");
        let key = Key::random().unwrap();
        key.write_new(&path).unwrap();
        assert_eq!(read(&path).unwrap().as_str(), key.hex().as_str());
        assert!(Key::random().unwrap().write_new(&path).is_err(), "a key is there already");
        assert_eq!(read(&path).unwrap().as_str(), key.hex().as_str());
    }

    #[test]
    fn a_key_saved_by_an_editor_of_windows_reads_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.key");
        fs::write(&path, "\u{FEFF}four sparrows drink\r\n").unwrap();
        assert_eq!(read(&path).unwrap().as_str(), "four sparrows drink");
    }

    #[test]
    #[cfg(unix)]
    fn nobody_else_on_the_machine_reads_a_key() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.key");
        Key::random().unwrap().write_new(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
