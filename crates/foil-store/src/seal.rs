//! How the pages of a book are sealed: the hash whose keyed form (HMAC) shows a page that was changed
//! from outside. SQLCipher offers several; every page that is written or read is hashed once.
//!
//! SHA-256 takes a third of the time of SHA-512 where the processor has instructions for it, and nearly
//! twice as long where it has not. So a new book takes what is quicker on the machine that makes it, and
//! keeps it wherever it goes. Nothing in the file says which: whoever opens it tries both. A forger has
//! to find 256 bits either way.

/// A way of sealing pages. The key is the same in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// HMAC with SHA-256.
    Sha256,
    /// HMAC with SHA-512: SQLCipher's own choice, and that of books made before there was another here.
    Sha512,
}

impl Seal {
    /// The quicker one on this machine.
    #[must_use]
    pub fn quicker() -> Seal {
        if has_sha_instructions() { Seal::Sha256 } else { Seal::Sha512 }
    }

    /// In the order in which they are tried.
    #[must_use]
    pub fn in_turn() -> [Seal; 2] {
        match Seal::quicker() {
            Seal::Sha256 => [Seal::Sha256, Seal::Sha512],
            Seal::Sha512 => [Seal::Sha512, Seal::Sha256],
        }
    }

    /// The statement that tells SQLCipher, right after the key.
    #[must_use]
    pub fn pragma(self) -> &'static str {
        match self {
            Seal::Sha256 => "PRAGMA cipher_hmac_algorithm = HMAC_SHA256;",
            Seal::Sha512 => "PRAGMA cipher_hmac_algorithm = HMAC_SHA512;",
        }
    }
}

#[cfg(target_arch = "x86_64")]
fn has_sha_instructions() -> bool {
    std::arch::is_x86_feature_detected!("sha")
}

#[cfg(target_arch = "aarch64")]
fn has_sha_instructions() -> bool {
    std::arch::is_aarch64_feature_detected!("sha2")
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn has_sha_instructions() -> bool {
    false
}
