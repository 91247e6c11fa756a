//! Who was of the office when a day was closed, as one hash: what a seal says of people.
//!
//! A register of people is drawn up later, from the book as it is then. With this hash in a seal that has left the machine nobody
//! is given another name or role afterwards, nor put into the register, nor left out of it.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The people of an office at one moment, consumers and the program itself left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Staff(BTreeMap<i64, [String; 4]>);

impl Staff {
    /// Adds one: their user, and log-in name, name, role and whether they are active or retired, in words.
    pub fn add(&mut self, user: i64, who: [String; 4]) {
        self.0.insert(user, who);
    }

    /// SHA-256 over all of them, by user, hex: each field with its length and a colon in front and a line feed behind.
    #[must_use]
    pub fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        for (user, who) in &self.0 {
            let user = user.to_string();
            for field in std::iter::once(&user).chain(who) {
                hash.update(format!("{}:{field}\n", field.len()));
            }
        }
        hex::encode(hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(all: &[(i64, [&str; 4])]) -> String {
        let mut staff = Staff::default();
        all.iter().for_each(|(user, who)| staff.add(*user, who.map(str::to_owned)));
        staff.sha256()
    }

    #[test]
    fn the_hash_is_of_who_they_are_and_not_of_the_order_they_are_told_in() {
        let (asha, maya) =
            ((3, ["asha", "Asha", "clerk", "active"]), (4, ["maya", "Maya", "manager", "active"]));
        let both = staff(&[asha, maya]);
        assert_eq!(both, staff(&[maya, asha]));
        assert_eq!(both, "8fc96a03a7b160fc07eb15c409dc7c2fbf28aae1ea9b9f1cbe8a8489f39e3ef8");
        for other in [
            (5, asha.1),
            (3, ["ashaA", "sha", "clerk", "active"]),
            (3, ["asha", "Omar", "clerk", "active"]),
            (3, ["asha", "Asha", "official", "active"]),
            (3, ["asha", "Asha", "clerk", "retired"]),
        ] {
            assert_ne!(both, staff(&[other, maya]), "{other:?}");
        }
        assert_ne!(both, staff(&[maya]));
        assert_ne!(both, staff(&[asha, maya, (9, ["zed", "Zed", "clerk", "active"])]));
    }
}
