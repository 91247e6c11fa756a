//! The audit log, a page at a time.

use super::lists::chains;
use super::views::{AuditList, AuditPage, AuditRowView, NamedId};
use crate::office::HOUSE_CODE;
use crate::{Office, Session};
use foil_domain::ids::{
    AccountId, BillId, ChequeId, CounterId, CustomerId, MeterId, PaymentId, ShiftId, TicketId, UserId,
};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Instant;
use foil_store::Tx;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Ids of a row that are looked up: an act on more of them is about how many they are.
const MOST_NAMED: usize = 20;

/// Under which names a row has an id, and a list of ids; what stands otherwise under these is how many, or a number already.
const ONE: [&str; 10] =
    ["payment", "account", "customer", "bill", "cheque", "meter", "shift", "counter", "user", "allowed_by"];
const LISTED: [&str; 4] = ["payments", "accounts", "cheques", "counted"];

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
        let shown = rows.into_iter().map(|r| {
            Ok(AuditRowView {
                named: named(tx, &r.changes, r.at)?,
                seq: r.seq,
                at: r.at,
                business_on: r.business_on,
                who: r.who,
                act: r.act,
                changes: r.changes,
                hash: r.hash,
            })
        });
        Ok(AuditPage {
            rows: shown.collect::<Result<_>>()?,
            total: foil_store::audit::head(tx, id)?.map_or(0, |head| head.seq),
            chains: all.into_iter().map(|c| c.code).collect(),
        })
    })
}

fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// The numbers of what a row has under ids, as far as the book has them.
fn named(tx: &Tx<'_>, changes: &str, at: Instant) -> Result<Vec<NamedId>> {
    let changes: Value = serde_json::from_str(changes).unwrap_or(Value::Null);
    let mut ids = BTreeSet::new();
    gather(&changes, &mut ids);
    let mut all = Vec::new();
    for (what, id) in ids.into_iter().take(MOST_NAMED) {
        if let Some(number) = number(tx, &what, id, at)? {
            all.push(NamedId { what, id, number });
        }
    }
    Ok(all)
}

/// The ids in a row, each with the name that it stands under; of a paper that has no number of its own, under its kind.
fn gather(value: &Value, ids: &mut BTreeSet<(String, i64)>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| gather(one, ids)),
        Value::Object(fields) => {
            let paper = fields.get("paper").and_then(Value::as_str);
            let number = fields.get("number").and_then(Value::as_str).and_then(|text| text.parse().ok());
            ids.extend(paper.zip(number).map(|(paper, number)| (paper.to_owned(), number)));
            for (name, value) in fields {
                let listed = value.as_array().filter(|_| LISTED.contains(&name.as_str()));
                let one = value.as_i64().filter(|_| ONE.contains(&name.as_str()));
                let all = listed.into_iter().flatten().filter_map(Value::as_i64).chain(one);
                ids.extend(all.map(|id| (name.clone(), id)));
                gather(value, ids);
            }
        }
        _ => {}
    }
}

fn number(tx: &Tx<'_>, what: &str, id: i64, at: Instant) -> Result<Option<String>> {
    Ok(match what {
        "payment" | "payments" => foil_store::payments::find(tx, PaymentId(id))?.map(|p| p.number),
        "account" | "accounts" => foil_store::customers::account(tx, AccountId(id))?.map(|a| a.number),
        "customer" | "counted" => foil_store::customers::find(tx, CustomerId(id))?.map(|c| c.number),
        "bill" => foil_store::bills::find(tx, BillId(id))?.map(|b| b.number),
        "cheque" | "cheques" => foil_store::cheques::find(tx, ChequeId(id))?.map(|q| q.number),
        "meter" => foil_store::meters::find(tx, MeterId(id))?.map(|m| m.number),
        "shift" => foil_store::shifts::find(tx, ShiftId(id))?.map(|s| s.number),
        "counter" => foil_store::office::counter(tx, CounterId(id))?.map(|c| c.code),
        "in_hand" => foil_store::tickets::find(tx, TicketId(id))?.map(|t| t.number),
        "user" | "allowed_by" => foil_store::people::login_at(tx, UserId(id), at)?,
        _ => None,
    })
}
