//! How the rows of an audit file hang together.
//!
//! Each row of a list carries its number from 1, and as its last column `row_hash`: the SHA-256 of the
//! hash before it and of all its fields, each field with its length in front. The first row follows a
//! hash of the list's name and columns. The last line is no row: it says `#end`, how many rows there
//! are, and carries a hash in the same way, so a cut tail shows. A field counts without the apostrophe
//! that keeps a spreadsheet from running it, so that the CSV and the JSON of a list have one chain.

pub(super) use foil_domain::text::bare_field as bare;
use sha2::{Digest, Sha256};

/// What stands in the first column of the last line.
pub(super) const END: &str = "#end";

/// A chain as its rows are written or read.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    head: String,
}

impl Chain {
    /// The chain of a list before its first row.
    pub fn of(list: &str, columns: &[&str]) -> Chain {
        let mut fields = vec!["counterfoil", list];
        fields.extend_from_slice(columns);
        Chain { head: hashed("", fields.into_iter()) }
    }

    /// The hash that a row with these fields carries here.
    pub fn next<'a>(&'a self, fields: impl Iterator<Item = &'a str>) -> String {
        hashed(&self.head, fields)
    }

    /// Goes on after a row that carries this hash.
    pub fn follow(&mut self, hash: &str) {
        hash.clone_into(&mut self.head);
    }
}

fn hashed<'a>(prev: &'a str, fields: impl Iterator<Item = &'a str>) -> String {
    let mut digest = Sha256::new();
    for field in std::iter::once(prev).chain(fields) {
        let field = bare(field);
        digest.update(field.len().to_string().as_bytes());
        digest.update(b":");
        digest.update(field.as_bytes());
        digest.update(b"\n");
    }
    hex::encode(digest.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_rows_have_one_hash_but_a_defused_field_is_the_field() {
        let chain = Chain::of("daily", &["row", "receipt"]);
        let next = |fields: &[&str]| chain.next(fields.iter().copied());
        assert_ne!(next(&["1", "ab"]), next(&["1a", "b"]));
        assert_ne!(next(&["1", "ab"]), next(&["1", "ab", ""]));
        assert_eq!(next(&["1", "=1+1"]), next(&["1", "'=1+1"]));
        assert_ne!(next(&["1", "O'Neill"]), next(&["1", "ONeill"]));
        assert_ne!(chain.head, Chain::of("overdue", &["row", "receipt"]).head);
    }
}
