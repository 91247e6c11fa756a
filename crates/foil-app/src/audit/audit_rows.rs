//! The audit log, a page at a time.

use super::lists::chains;
use super::views::{AuditList, AuditPage, AuditRowView};
use crate::office::HOUSE_CODE;
use crate::{Office, Session};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use std::sync::Arc;

/// Rows of one chain, newest first. Refuses a chain that is not there, and pages of more than 500.
pub fn audit_rows(office: &Arc<Office>, who: &Session, input: AuditList) -> Result<AuditPage> {
    if !(1..=500).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", "a number from 1 to 500").into());
    }
    office.view(who, Right::SeeAudit, |tx, _| {
        let all = chains(tx)?;
        let wanted = input.counter.as_deref().unwrap_or(HOUSE_CODE);
        let chain = all.iter().find(|c| c.code == wanted);
        let id = chain.ok_or_else(|| Refusal::not_found("chain of counter", cut(wanted)))?.id;
        let rows = foil_store::audit::page(tx, id, input.before.unwrap_or(i64::MAX), input.limit)?;
        let shown = rows.into_iter().map(|r| AuditRowView {
            seq: r.seq,
            at: r.at,
            business_on: r.business_on,
            who: r.who,
            act: r.act,
            changes: r.changes,
            hash: r.hash,
        });
        Ok(AuditPage {
            rows: shown.collect(),
            total: foil_store::audit::head(tx, id)?.map_or(0, |head| head.seq),
            chains: all.into_iter().map(|c| c.code).collect(),
        })
    })
}

fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}
