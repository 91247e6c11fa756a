//! The office's key and the daily seals.

use crate::tx::Tx;
use foil_domain::audit::seal::{OfficeKey, Seal, SignedSeal};
use foil_domain::ids::CounterId;
use foil_domain::refusal::{Error, Result};
use foil_domain::time::{Day, Instant};

crate::row! {
    /// The office's key as it is kept.
    pub struct KeyRow {
        /// The public half, hex.
        public: String,
        /// The secret half.
        secret: Vec<u8>,
    }
}

/// The office's key; none in a book that was made before there were seals.
pub fn office_key(tx: &Tx<'_>) -> Result<Option<OfficeKey>> {
    let row = tx.maybe::<KeyRow>("SELECT public, secret FROM office_key WHERE id = 1", &[])?;
    let Some(row) = row else { return Ok(None) };
    let secret: [u8; 32] =
        row.secret.try_into().map_err(|_| broken("the office's key is not of its length"))?;
    let key = OfficeKey::of(&secret);
    if key.public() != row.public {
        return Err(broken("the office's public key is not that of its secret"));
    }
    Ok(Some(key))
}

fn broken(what: &'static str) -> Error {
    Error::Broke(anyhow::anyhow!(what))
}

/// Keeps the office's key, for good.
pub fn keep_key(tx: &Tx<'_>, key: &OfficeKey, at: Instant) -> Result<()> {
    tx.hit(
        "INSERT INTO office_key (id, public, secret, made_at) VALUES (1, $1, $2, $3)",
        &[&key.public(), &key.secret().to_vec(), &at],
    )
}

crate::row! {
    /// A seal as it is kept.
    pub struct SealRow {
        /// Its number.
        n: i64,
        /// The day it closes.
        business_on: Day,
        /// Its text.
        seal: String,
        /// The text's hash.
        sha256: String,
        /// The signature.
        signature: String,
        /// When it was made.
        made_at: Instant,
    }
}

impl SealRow {
    /// The seal itself, as it was signed.
    pub fn signed(self) -> Result<SignedSeal> {
        let seal: Seal = serde_json::from_str(&self.seal)
            .map_err(|e| Error::Broke(anyhow::Error::new(e).context("reading a stored seal")))?;
        Ok(SignedSeal { seal, sha256: self.sha256, signature: self.signature })
    }
}

/// The last seal.
pub fn last(tx: &Tx<'_>) -> Result<Option<SealRow>> {
    let rows = tx.hold(
        "SELECT n, business_on, seal, sha256, signature, made_at FROM daily_seal ORDER BY n DESC LIMIT 1",
        &[],
    )?;
    Ok(rows.into_iter().next())
}

/// The last seal of the days before one.
pub fn last_before(tx: &Tx<'_>, on: Day) -> Result<Option<SealRow>> {
    tx.maybe(
        "SELECT n, business_on, seal, sha256, signature, made_at FROM daily_seal WHERE business_on < $1
          ORDER BY business_on DESC LIMIT 1",
        &[&on],
    )
}

/// The seal of a day.
pub fn of_day(tx: &Tx<'_>, on: Day) -> Result<Option<SealRow>> {
    tx.maybe(
        "SELECT n, business_on, seal, sha256, signature, made_at FROM daily_seal WHERE business_on = $1",
        &[&on],
    )
}

/// Streams the seals of the days `from..=to`, oldest first.
pub fn each(tx: &Tx<'_>, from: Day, to: Day, take: impl FnMut(SealRow) -> Result<bool>) -> Result<()> {
    tx.each(
        "SELECT n, business_on, seal, sha256, signature, made_at FROM daily_seal
          WHERE business_on BETWEEN $1 AND $2 ORDER BY business_on",
        &[&from, &to],
        take,
    )
}

/// Streams all seals, oldest first.
pub fn every(tx: &Tx<'_>, take: impl FnMut(SealRow) -> Result<bool>) -> Result<()> {
    tx.each(
        "SELECT n, business_on, seal, sha256, signature, made_at FROM daily_seal /* all */ ORDER BY n",
        &[],
        take,
    )
}

/// A page of the seals, newest first, before a number.
pub fn page(tx: &Tx<'_>, before: i64, limit: i64) -> Result<Vec<SealRow>> {
    tx.all(
        "SELECT n, business_on, seal, sha256, signature, made_at FROM daily_seal WHERE n < $1
          ORDER BY n DESC LIMIT $2",
        &[&before, &limit],
    )
}

/// Keeps a seal with the audit row that carries it.
pub fn keep(tx: &Tx<'_>, sealed: &SignedSeal, counter: CounterId, audit_seq: i64, at: Instant) -> Result<()> {
    let seal = &sealed.seal;
    tx.hit(
        "INSERT INTO daily_seal (n, business_on, seal, sha256, signature, counter_id, audit_seq, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            &seal.n,
            &seal.business_on,
            &seal.text(),
            &sealed.sha256,
            &sealed.signature,
            &counter,
            &audit_seq,
            &at,
        ],
    )
}
