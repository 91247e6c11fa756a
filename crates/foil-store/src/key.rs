//! The book's key: 256 random bits, shown to people once as a recovery key.

use anyhow::anyhow;
use foil_domain::refusal::{Error, Refusal, Result};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The raw 256-bit key of a book. Never logged; wiped from memory when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Crockford's base 32: no I, L, O, U, so that nothing is misread from paper.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Key {
    /// Writes this key into a new file, for the eyes of this machine's user alone (Windows keeps a user's own folders
    /// from others by itself). Never over another one: a key that is lost takes its book with it. It is there, by its
    /// name, after a power cut too, before any book is made with it.
    ///
    /// # Errors
    /// What the disk refuses; a file that could not be written whole is taken away again.
    pub fn write_new(&self, path: &Path) -> std::io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(path)?;
        let line = Zeroizing::new(format!("{}\n", self.hex().as_str()));
        let kept = file.write_all(line.as_bytes()).and_then(|()| file.sync_all());
        kept.and_then(|()| crate::disk::sync_folder(crate::disk::folder_of(path))).inspect_err(|_| {
            // The error itself is what is told.
            let _ = std::fs::remove_file(path);
        })
    }

    /// A new random key, from the system's source.
    pub fn random() -> Result<Key> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|e| Error::Broke(anyhow!("no randomness: {e}")))?;
        Ok(Key(bytes))
    }

    /// The key that a passphrase gives for a book whose file begins with `salt`: Argon2id with
    /// 64 MiB and 3 passes (RFC 9106, second recommended option), about 0.3 s.
    pub fn from_passphrase(passphrase: &str, salt: &[u8; 16]) -> Result<Key> {
        let params =
            argon2::Params::new(64 * 1024, 3, 1, Some(32)).map_err(|e| Error::Broke(anyhow!("{e}")))?;
        let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let mut bytes = [0; 32];
        argon
            .hash_password_into(passphrase.as_bytes(), salt, &mut bytes)
            .map_err(|e| Error::Broke(anyhow!("deriving the key: {e}")))?;
        Ok(Key(bytes))
    }

    /// Reads 64 hex digits or a recovery key as printed; blanks, hyphens and case do not matter.
    /// `None` when the text is neither, so that it may be taken for a passphrase.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Key> {
        let compact: Zeroizing<String> =
            Zeroizing::new(text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect());
        if compact.len() == 64
            && let Ok(bytes) = hex::decode(compact.as_bytes())
        {
            return bytes.try_into().ok().map(Key);
        }
        from_letters(&compact)
    }

    /// Reads a key from text that can be nothing else; refuses anything not a key.
    pub fn parse(text: &str) -> Result<Key> {
        Key::from_text(text).ok_or(Error::Refused(Refusal::WrongKey))
    }

    /// The recovery key as it is shown and written down: 14 groups of 4, the last ones a checksum.
    #[must_use]
    pub fn recovery_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(self.0.to_vec());
        bytes.extend_from_slice(&checksum(&self.0));
        let mut letters = Vec::with_capacity(56);
        for chunk in bytes.chunks(5) {
            let bits = chunk.iter().fold(0u64, |bits, b| bits << 8 | u64::from(*b));
            letters.extend((0..8).rev().map(|i| LETTERS[(bits >> (i * 5) & 31) as usize] as char));
        }
        let groups: Vec<String> = letters.chunks(4).map(|g| g.iter().collect()).collect();
        Zeroizing::new(groups.join("-"))
    }

    /// 64 hex digits, for SQLCipher and key files.
    #[must_use]
    pub fn hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0))
    }
}

fn checksum(key: &[u8; 32]) -> [u8; 3] {
    let digest = Sha256::digest(key);
    [digest[0], digest[1], digest[2]]
}

fn from_letters(compact: &str) -> Option<Key> {
    if compact.len() != 56 {
        return None;
    }
    let values: Option<Vec<u64>> = compact
        .bytes()
        .map(|b| match b.to_ascii_uppercase() {
            b'O' => b'0',
            b'I' | b'L' => b'1',
            b => b,
        })
        .map(|b| LETTERS.iter().position(|l| *l == b).map(|v| v as u64))
        .collect();
    let mut bytes = Zeroizing::new(Vec::with_capacity(35));
    for chunk in values?.chunks(8) {
        let bits = chunk.iter().fold(0, |bits, v| bits << 5 | v);
        bytes.extend((0..5).rev().map(|i| (bits >> (i * 8)) as u8));
    }
    let key: [u8; 32] = bytes[..32].try_into().ok()?;
    (checksum(&key) == bytes[32..35]).then_some(Key(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_key_reads_back_however_it_is_typed_and_a_slip_is_noticed() {
        let key = Key([7; 32]);
        let text = key.recovery_text();
        assert_eq!(text.len(), 56 + 13);
        let typed = text.to_lowercase().replace('-', " ");
        assert_eq!(Key::from_text(&typed).unwrap().0, key.0);
        assert_eq!(Key::from_text(&key.hex()).unwrap().0, key.0);
        let slip = text.replacen(&text[0..1], if &text[0..1] == "0" { "1" } else { "0" }, 1);
        assert!(Key::from_text(&slip).is_none());
        assert!(Key::from_text("correct horse battery staple").is_none());
    }
}
