//! What a month's folder says of itself: its files with their hashes, and where each audit chain
//! begins and ends. The last field, `seal`, is the SHA-256 of everything before it.

use super::lists::Link;
use anyhow::{Context, anyhow};
use foil_domain::time::Day;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The manifest's file name.
pub(super) const NAME: &str = "manifest.json";

/// What the first field says.
pub(super) const FORMAT: &str = "counterfoil audit 2";

/// How every version's begins.
pub(super) const ANY: &str = "counterfoil audit ";

/// A file as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Its name.
    pub name: String,
    /// Rows in it.
    pub rows: i64,
    /// Bytes.
    pub bytes: i64,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// The hash that its last line carries.
    pub head: String,
}

/// What a month's folder says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The month of business dates, `YYYY-MM`.
    pub month: String,
    /// Whether the month was over when this was written.
    pub closed: bool,
    /// The business date when this was written, if the month was not over.
    pub as_of: Option<String>,
    /// The office's name.
    pub office: String,
    /// The time zone of all times.
    pub zone: String,
    /// The currency of all amounts.
    pub currency: String,
    /// The program's version.
    pub program: String,
    /// The audit chains.
    pub chains: Vec<Link>,
    /// The files.
    pub files: Vec<Entry>,
}

impl Manifest {
    /// The manifest's file.
    pub fn text(&self) -> anyhow::Result<String> {
        let mut value = serde_json::to_value(self).context("writing a manifest")?;
        let seal = seal(&value)?;
        let fields = value.as_object_mut().ok_or_else(|| anyhow!("a manifest is an object"))?;
        fields.insert("seal".into(), seal.into());
        Ok(serde_json::to_string_pretty(&value)? + "\n")
    }

    /// Whether all of a day must be in this export: it lies in the month, and was over when this was written.
    pub fn covers(&self, on: Day) -> bool {
        let of_month = on.to_string().starts_with(&self.month);
        let as_of = self.as_of.as_ref().and_then(|day| Day::parse(day).ok());
        of_month && as_of.is_none_or(|as_of| on < as_of)
    }

    /// Reads a manifest's file; tells in words what is wrong with it.
    pub fn read(text: &str) -> Result<Manifest, String> {
        let mut value: Value = serde_json::from_str(text).map_err(|e| format!("it cannot be read: {e}"))?;
        let kept = value.as_object_mut().and_then(|fields| fields.shift_remove("seal"));
        let kept = kept.as_ref().and_then(Value::as_str).ok_or("it carries no seal")?.to_owned();
        let manifest: Manifest =
            serde_json::from_value(value.clone()).map_err(|e| format!("it cannot be read: {e}"))?;
        if manifest.format != FORMAT {
            return Err(match manifest.format.strip_prefix(ANY) {
                Some(_) => "it was made by another version of the program, which can verify it".into(),
                None => "it is of another format".into(),
            });
        }
        let right = seal(&value).map_err(|e| e.to_string())?;
        // A field that stands twice, or another layout, would be lost in reading.
        if right != kept || manifest.text().map_err(|e| e.to_string())? != text.replace("\r\n", "\n") {
            return Err("it was edited".into());
        }
        Ok(manifest)
    }
}

fn seal(value: &Value) -> anyhow::Result<String> {
    Ok(hex::encode(Sha256::digest(serde_json::to_string(value)?.as_bytes())))
}
