//! Passwords as they are kept: Argon2id in PHC form, with the parameters that OWASP advises
//! (19 MiB, 2 passes), about 20 ms a try.

use anyhow::anyhow;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use foil_domain::refusal::{Error, Result};

/// A hash that no password has, of the same cost as a real one.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Nobody has a longer password; checking one would only cost time.
const LONGEST: usize = 800;

/// The password as it is kept, under a new random salt.
pub(crate) fn hashed(password: &str) -> Result<String> {
    let hash: PasswordHash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|e| Error::Broke(anyhow!("hashing: {e}")))?;
    Ok(hash.to_string())
}

/// Whether this is the password that was kept.
pub(super) fn matches(password: &str, kept: &str) -> bool {
    let Ok(kept) = PasswordHash::new(kept) else { return false };
    password.len() <= LONGEST && Argon2::default().verify_password(password.as_bytes(), &kept).is_ok()
}

/// Takes as long as checking a real password, so that time does not tell which names exist.
pub(super) fn matches_nobody(password: &str) {
    matches(password, NOBODYS);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn a_password_is_known_again_and_no_other_is() {
        let kept = hashed("four sparrows drink").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(matches("four sparrows drink", &kept));
        assert!(!matches("four sparrows drank", &kept));
        assert!(!matches("", "") && !matches("x", "no hash"));
        assert_ne!(kept, hashed("four sparrows drink").unwrap(), "a salt of its own");
    }

    #[test]
    fn an_unknown_name_costs_a_whole_hash() {
        assert!(PasswordHash::new(NOBODYS).is_ok(), "it is really computed");
        // No limit is asserted: this only shows the figures when somebody asks for output.
        let began = Instant::now();
        matches_nobody("four sparrows drink");
        println!("an unknown name took {:?}", began.elapsed());
    }
}
