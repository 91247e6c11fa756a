//! The daily seal: where every chain of the log stood when a business day was closed, signed by the office.
//!
//! A chain proves that nothing was changed *between* its rows; whoever holds the machine and the book's key can
//! write all of it anew, and sign it anew, for the office's key lies in that book. A seal that has **left the
//! machine** (on paper as a QR code, in an exported pack; in a mail, once the office sends any) cannot be called back: a book that was
//! written anew does not fit it any more. So a seal is short, is its own proof, and names the seal before it.
//! This module works seals out and judges them; it does not know where they are kept.

use crate::time::Day;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What the first field of a seal says.
pub const FORMAT: &str = "counterfoil seal 2";

/// The one before, which said nothing of people: it is still a seal.
const WITHOUT_STAFF: &str = "counterfoil seal 1";

/// What the first seal of a book follows: 64 zeros, as the first row of a chain does.
pub const FIRST: &str = super::GENESIS;

/// The words that a seal's QR code begins with.
const QR: &str = "COUNTERFOIL SEAL";

/// The office's own key, by which it signs. Made at set-up, kept in the encrypted book, never exported.
pub struct OfficeKey(SigningKey);

impl std::fmt::Debug for OfficeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("OfficeKey").field(&self.public()).finish()
    }
}

impl OfficeKey {
    /// The key of a secret: 32 bytes that nobody can guess.
    #[must_use]
    pub fn of(secret: &[u8; 32]) -> OfficeKey {
        OfficeKey(SigningKey::from_bytes(secret))
    }

    /// The public half, 64 hex digits: what anybody verifies by.
    #[must_use]
    pub fn public(&self) -> String {
        hex::encode(self.0.verifying_key().as_bytes())
    }

    /// The secret half, as the book keeps it.
    #[must_use]
    pub fn secret(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Signs; the same bytes give the same signature each time, 128 hex digits.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> String {
        hex::encode(self.0.sign(bytes).to_bytes())
    }
}

/// Whether the office with this public key signed these bytes. `false` too for what is no key or signature.
#[must_use]
pub fn signed_by(public: &str, bytes: &[u8], signature: &str) -> bool {
    let key = hex_of::<32>(public).and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = hex_of::<64>(signature).map(|bytes| Signature::from_bytes(&bytes));
    // Strictly: no second signature or weak key that other programs would judge otherwise.
    matches!((key, signature), (Some(key), Some(signature)) if key.verify_strict(bytes, &signature).is_ok())
}

fn hex_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    hex::decode(text).ok()?.try_into().ok()
}

/// Where a chain stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The chain's counter.
    pub counter: String,
    /// Its last row then.
    pub seq: i64,
    /// That row's hash.
    pub hash: String,
}

/// The receipts that one counter gave on the day, by series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipts {
    /// The counter.
    pub counter: String,
    /// The first number.
    pub first: String,
    /// The last number.
    pub last: String,
    /// How many.
    pub count: i64,
    /// Of them void by the end of the day.
    pub voids: i64,
    /// Numbers missing between first and last: 0 in a sound book.
    pub gaps: i64,
}

/// What a seal says. Its text is its JSON without white space, the fields in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// [`FORMAT`], or the one before.
    pub format: String,
    /// The office's name on that day.
    pub office: String,
    /// The office's public key.
    pub key: String,
    /// Its number, from 1 without gaps.
    pub n: i64,
    /// The business day that it closes.
    pub business_on: Day,
    /// The counter whose chain holds the act that closed the day; that act's row carries this seal's hash.
    pub counter: String,
    /// The place of that row.
    pub seq: i64,
    /// Every chain's last row before that act.
    pub heads: Vec<Head>,
    /// The day's receipts.
    pub receipts: Vec<Receipts>,
    /// Who was of the office then, see [`super::staff`]; none of the format before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// The hash of the seal before this one, or [`FIRST`].
    pub previous: String,
}

impl Seal {
    /// The text that is hashed.
    #[must_use]
    pub fn text(&self) -> String {
        // A plain value of texts and numbers always has a JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of the text, hex.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.text().as_bytes()))
    }

    /// Where this seal saw a chain, if there was that chain.
    #[must_use]
    pub fn head(&self, counter: &str) -> Option<&Head> {
        self.heads.iter().find(|head| head.counter == counter)
    }
}

/// A seal with its hash and signature, as it leaves the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedSeal {
    /// What it says.
    pub seal: Seal,
    /// SHA-256 of the seal's text, hex.
    pub sha256: String,
    /// Ed25519 over the 64 hex digits of `sha256`, hex: so a QR code with the hash can be verified alone.
    pub signature: String,
}

impl SignedSeal {
    /// Signs a seal.
    #[must_use]
    pub fn of(seal: Seal, key: &OfficeKey) -> SignedSeal {
        let sha256 = seal.sha256();
        let signature = key.sign(sha256.as_bytes());
        SignedSeal { seal, sha256, signature }
    }

    /// The seal as its file says it.
    #[must_use]
    pub fn file(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Reads a seal's file; tells in words what it is not.
    pub fn read(text: &str) -> Result<SignedSeal, String> {
        serde_json::from_str(text).map_err(|e| format!("it cannot be read as a seal: {e}"))
    }

    /// What is wrong with it by itself, in words.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        let format = if self.seal.staff.is_some() { FORMAT } else { WITHOUT_STAFF };
        if self.seal.format != format {
            return Some("it is of another format");
        }
        if self.seal.sha256() != self.sha256 {
            return Some("what it says was edited");
        }
        let signed = signed_by(&self.seal.key, self.sha256.as_bytes(), &self.signature);
        (!signed).then_some("its signature is not that of the key in it")
    }

    /// What a QR code on paper carries of it: enough to hold a book or a pack against.
    #[must_use]
    pub fn qr(&self) -> String {
        self.stub().qr()
    }

    /// What a QR code carries.
    #[must_use]
    pub fn stub(&self) -> Stub {
        Stub {
            n: self.seal.n,
            business_on: self.seal.business_on,
            sha256: self.sha256.clone(),
            signature: self.signature.clone(),
        }
    }
}

/// What a QR code on paper carries of a seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stub {
    /// The seal's number.
    pub n: i64,
    /// The day it closes.
    pub business_on: Day,
    /// The hash of its text.
    pub sha256: String,
    /// The signature over that hash.
    pub signature: String,
}

impl Stub {
    /// The text in the code.
    #[must_use]
    pub fn qr(&self) -> String {
        let Stub { n, business_on, sha256, signature } = self;
        format!("{QR} {n} {business_on} {sha256} {signature}").to_uppercase()
    }

    /// Reads a scanned code, also one that stands behind something else in the code of a paper.
    #[must_use]
    pub fn scanned(text: &str) -> Option<Stub> {
        let (_, rest) = text.split_once(QR)?;
        let mut parts = rest.split_whitespace();
        let (n, on) = (parts.next()?.parse().ok()?, Day::parse(parts.next()?).ok()?);
        let (sha256, signature) = (parts.next()?.to_lowercase(), parts.next()?.to_lowercase());
        let fits = sha256.len() == 64 && signature.len() == 128 && parts.next().is_none();
        fits.then_some(Stub { n, business_on: on, sha256, signature })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal() -> SignedSeal {
        let key = OfficeKey::of(&[7; 32]);
        let seal = Seal {
            format: FORMAT.into(),
            office: "Mangalore Central".into(),
            key: key.public(),
            n: 1,
            business_on: Day::new(2026, 11, 21).unwrap(),
            counter: "C1".into(),
            seq: 4,
            heads: vec![Head { counter: "C1".into(), seq: 3, hash: "ab".into() }],
            receipts: vec![Receipts {
                counter: "C1".into(),
                first: "C1/26-27/000001".into(),
                last: "C1/26-27/000002".into(),
                count: 2,
                voids: 1,
                gaps: 0,
            }],
            staff: Some("cd".into()),
            previous: FIRST.into(),
        };
        SignedSeal::of(seal, &key)
    }

    #[test]
    fn an_honest_seal_is_its_own_proof_on_file_and_on_paper() {
        let seal = seal();
        assert_eq!(seal.fault(), None);
        assert_eq!(SignedSeal::read(&seal.file()), Ok(seal.clone()));
        let scanned = Stub::scanned(&seal.qr()).unwrap();
        assert_eq!(scanned, seal.stub());
        assert!(signed_by(&seal.seal.key, scanned.sha256.as_bytes(), &scanned.signature));
    }

    #[test]
    fn a_seal_from_before_they_told_of_people_is_one_and_none_passes_for_the_other_format() {
        let key = OfficeKey::of(&[7; 32]);
        let of = |format: &str, staff: Option<&str>| {
            let (format, staff) = (format.to_owned(), staff.map(str::to_owned));
            SignedSeal::of(Seal { format, staff, ..seal().seal }, &key)
        };
        let before = of(WITHOUT_STAFF, None);
        assert_eq!(before.fault(), None);
        assert!(!before.seal.text().contains("staff"), "its text is what it was: {}", before.seal.text());
        for seal in [of(FORMAT, None), of(WITHOUT_STAFF, Some("cd")), of("counterfoil seal 9", Some("cd"))] {
            assert_eq!(seal.fault(), Some("it is of another format"));
        }
    }

    #[test]
    fn an_edited_seal_is_found_and_another_key_is_another_office() {
        let mut edited = seal();
        edited.seal.heads[0].seq = 2;
        assert_eq!(edited.fault(), Some("what it says was edited"));
        edited.sha256 = edited.seal.sha256();
        assert_eq!(edited.fault(), Some("its signature is not that of the key in it"));
        let forger = OfficeKey::of(&[8; 32]);
        edited.signature = forger.sign(edited.sha256.as_bytes());
        assert_eq!(edited.fault(), Some("its signature is not that of the key in it"));
        edited.seal.key = forger.public();
        let forged = SignedSeal::of(edited.seal, &forger);
        assert_eq!(forged.fault(), None, "sound by itself, but by another key");
        assert_ne!(forged.seal.key, seal().seal.key);
    }

    #[test]
    fn what_is_no_key_no_signature_or_no_code_is_judged_and_not_believed() {
        assert!(!signed_by("", b"", ""));
        assert!(!signed_by(&"0".repeat(64), b"x", &"0".repeat(128)));
        let behind = format!("COUNTERFOIL DAY INR 2.00 2026-11-21 AB {}", seal().qr());
        assert_eq!(Stub::scanned(&behind), Some(seal().stub()));
        for text in ["", "COUNTERFOIL SEAL", "COUNTERFOIL SEAL 1 2026-11-21 ab cd", "COUNTERFOIL NOTICE 1"] {
            assert_eq!(Stub::scanned(text), None, "{text}");
        }
    }
}
