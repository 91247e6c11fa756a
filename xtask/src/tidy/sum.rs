//! SHA-256, written the way `sha256sum` writes it.

use sha2::{Digest, Sha256};
use std::fmt;

/// A finished sum; shows as 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Sum(Vec<u8>);

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The sum of one piece.
pub fn of(bytes: &[u8]) -> Sum {
    Sum(Sha256::digest(bytes).to_vec())
}

/// A sum over several pieces, each kept apart from the next.
#[derive(Default)]
pub struct Summing(Sha256);

impl Summing {
    /// One more piece.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update((piece.len() as u64).to_le_bytes());
        self.0.update(piece);
    }

    /// The sum of all pieces.
    pub fn done(self) -> Sum {
        Sum(self.0.finalize().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_reads_as_sha256sum_writes_it() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(of(b"abc").to_string(), abc);
    }

    #[test]
    fn pieces_cannot_flow_into_each_other() {
        let sum = |pieces: &[&str]| {
            let mut all = Summing::default();
            pieces.iter().for_each(|piece| all.add(piece.as_bytes()));
            all.done().to_string()
        };
        assert_ne!(sum(&["ab", "c"]), sum(&["a", "bc"]));
    }
}
