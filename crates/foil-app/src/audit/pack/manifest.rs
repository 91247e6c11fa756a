//! What a pack says of itself: its files with their hashes, where each chain begins and ends, the sample's seed.
//! `SIGNATURE` signs these bytes.

use super::super::lists::Link;
use super::super::manifest::Entry;
use super::changed::Coin;
use anyhow::Context;
use foil_domain::audit::seal::SignedSeal;
use foil_domain::time::Day;
use serde::{Deserialize, Serialize};

/// The manifest's name in the pack.
pub(in crate::audit) const NAME: &str = "MANIFEST.json";
/// The signature's name.
pub(in crate::audit) const SIGNATURE: &str = "SIGNATURE";
/// The public key's name.
pub(in crate::audit) const PUBLIC_KEY: &str = "PUBLIC-KEY";

/// What the first field says.
pub(in crate::audit) const FORMAT: &str = "counterfoil pack 9";

/// The one before, whose seals said nothing of people, and whose register of them left out who was retired: it is still verified.
const STAFF_UNSEALED: &str = "counterfoil pack 8";

/// The one before that, whose register of refunds had no cheque that was debited after one, and which said of nobody but how they log
/// in: likewise.
const WITHOUT_PEOPLE: &str = "counterfoil pack 7";

/// The one before that, whose overrides had amounts in minor units, and whose exceptions of changed rules had the log's own text:
/// likewise.
const IN_MINOR_UNITS: &str = "counterfoil pack 6";

/// The one before that, whose register of overrides had the log's own text, cut: likewise.
const RAW_OVERRIDES: &str = "counterfoil pack 5";

/// The one before that, which said neither what slips leave in the safe nor what was tolerated there: likewise.
const WITHOUT_FUND: &str = "counterfoil pack 4";

/// The one before that, which had no register of cheques: likewise.
const WITHOUT_CHEQUES: &str = "counterfoil pack 3";

/// How every version's begins.
pub(in crate::audit) const ANY: &str = "counterfoil pack ";

/// What a pack says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::audit) struct PackManifest {
    /// [`FORMAT`], or one of those before.
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
    /// The office's public key.
    pub key: String,
    /// The sample.
    pub sample: Sampled,
    /// The last seal in the pack.
    pub seal: Option<SealedBy>,
    /// Where each chain begins and ends.
    pub chains: Vec<Link>,
    /// The files.
    pub files: Vec<Entry>,
}

/// How the sample was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::audit) struct Sampled {
    /// The seed.
    pub seed: String,
    /// How many were drawn.
    pub drawn: i64,
    /// How many were asked for: fewer are drawn only when there are no more.
    pub asked_for: i64,
    /// Who gave the seed at the export; none where the last seal is it, and in packs from before this was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_by: Option<String>,
}

/// A seal by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::audit) struct SealedBy {
    /// Its number.
    pub n: i64,
    /// The day it closes.
    pub business_on: String,
    /// Its hash.
    pub sha256: String,
}

impl SealedBy {
    pub fn of(seal: &SignedSeal) -> SealedBy {
        SealedBy {
            n: seal.seal.n,
            business_on: seal.seal.business_on.to_string(),
            sha256: seal.sha256.clone(),
        }
    }
}

impl PackManifest {
    /// The manifest's file.
    pub fn text(&self) -> anyhow::Result<String> {
        Ok(serde_json::to_string_pretty(self).context("writing a manifest")? + "\n")
    }

    /// Whether it is of the format that has a register of cheques.
    pub fn has_cheques(&self) -> bool {
        self.format != WITHOUT_CHEQUES
    }

    /// Whether it is of the format whose registers say what stays in the safe, and what was tolerated there.
    pub fn has_fund(&self) -> bool {
        ![WITHOUT_FUND, WITHOUT_CHEQUES].contains(&self.format.as_str())
    }

    /// Whether it is of the format whose register of overrides says in words what was changed, from what to what, and by whom.
    pub fn tells_overrides(&self) -> bool {
        self.has_fund() && self.format != RAW_OVERRIDES
    }

    /// Its currency, where it is of the format that tells changed rules rule by rule, with amounts in that.
    pub fn coin(&self) -> Option<Coin> {
        let told = self.tells_overrides() && self.format != IN_MINOR_UNITS;
        told.then(|| Coin::of(&self.currency))
    }

    /// Whether it is of the format whose register of refunds has cheques that were debited after one, and which says who
    /// everybody is.
    pub fn has_people(&self) -> bool {
        [FORMAT, STAFF_UNSEALED].contains(&self.format.as_str())
    }

    /// Whether its defaulter register is what a book of today works out for its month.
    pub fn has_defaulters_of_today(&self) -> bool {
        self.closed && self.format == FORMAT
    }

    /// Whether its register of people has whoever is retired and has done nothing, too.
    pub fn lists_retired(&self) -> bool {
        self.format == FORMAT
    }

    /// Whether all of a day must be in this pack: it lies in the month, and was over when the pack was made.
    pub fn covers(&self, on: Day) -> bool {
        let of_month = on.to_string().starts_with(&self.month);
        let as_of = self.as_of.as_ref().and_then(|day| Day::parse(day).ok());
        of_month && as_of.is_none_or(|as_of| on < as_of)
    }

    /// Reads a manifest's file; tells in words what is wrong with it.
    pub fn read(text: &str) -> Result<PackManifest, String> {
        let manifest: PackManifest =
            serde_json::from_str(text).map_err(|e| format!("it cannot be read: {e}"))?;
        let known = [
            FORMAT,
            STAFF_UNSEALED,
            WITHOUT_PEOPLE,
            IN_MINOR_UNITS,
            RAW_OVERRIDES,
            WITHOUT_FUND,
            WITHOUT_CHEQUES,
        ];
        if !known.contains(&manifest.format.as_str()) {
            return Err(match manifest.format.strip_prefix(ANY) {
                Some(_) => "it was made by another version of the program, which can verify it".into(),
                None => "it is of another format".into(),
            });
        }
        Ok(manifest)
    }
}
