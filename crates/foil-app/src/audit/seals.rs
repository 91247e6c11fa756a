//! The daily seals as they are shown: what an office can copy out of the machine, and what it is held against.

use super::views::{SealList, SealPage, SealView};
use crate::{Office, Session};
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use std::sync::Arc;

/// The seals, newest first, with the office's public key. Refuses pages of more than 500.
pub fn daily_seals(office: &Arc<Office>, who: &Session, input: SealList) -> Result<SealPage> {
    if !(1..=500).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", "a number from 1 to 500").into());
    }
    office.view(who, Right::SeeAudit, |tx, _| {
        let key = foil_store::seals::office_key(tx)?.map(|key| key.public());
        let key = key.ok_or_else(|| Error::Broke(anyhow::anyhow!("the office has no key")))?;
        let rows = foil_store::seals::page(tx, input.before.unwrap_or(i64::MAX), input.limit)?;
        let shown = rows.into_iter().map(|row| {
            let (n, on, made_at) = (row.n, row.business_on, row.made_at);
            let signed = row.signed()?;
            Ok(SealView {
                n,
                business_on: on,
                made_at,
                chains: signed.seal.heads.len() as i64,
                receipts: signed.seal.receipts.iter().map(|r| r.count).sum(),
                gaps: signed.seal.receipts.iter().map(|r| r.gaps).sum(),
                code: signed.qr(),
                sha256: signed.sha256,
            })
        });
        Ok(SealPage { key, seals: shown.collect::<Result<Vec<_>>>()? })
    })
}
