//! The audit log, a page at a time.

use super::lists::chains;
use super::views::{AuditList, AuditPage, AuditRowView, NamedId};
use crate::office::HOUSE_CODE;
use crate::{Office, Session};
use foil_domain::ids::{
    AccountId, BillId, CashMoveId, ChequeId, CorrectionId, CounterId, CustomerId, DisputeId, MeterId,
    OrderId, PaymentId, PlanId, PropertyId, ShiftId, TicketId, UseCaseId, UserId,
};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Instant;
use foil_store::Tx;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Ids of each kind in a row that are looked up: an act on more of them is about how many they are.
const MOST_NAMED: usize = 20;

/// Under which names a row has an id, and a list of ids; what stands otherwise under these is how many, or a number already.
const ONE: [&str; 19] = [
    "payment",
    "account",
    "customer",
    "bill",
    "cheque",
    "meter",
    "shift",
    "counter",
    "user",
    "by",
    "allowed_by",
    "order",
    "plan",
    "case",
    "dispute",
    "correction",
    "property",
    "move",
    "offer",
];
const LISTED: [&str; 5] = ["payments", "accounts", "cheques", "counted", "meter"];

/// The ids in a row by the name that they stand under, each once, in the order in which they stand there.
type Ids = BTreeMap<String, Vec<i64>>;

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

/// The numbers of what a row has under ids, as far as the book has them, the first of each kind.
fn named(tx: &Tx<'_>, changes: &str, at: Instant) -> Result<Vec<NamedId>> {
    let changes: Value = serde_json::from_str(changes).unwrap_or(Value::Null);
    let mut ids = Ids::new();
    gather(&changes, &mut ids);
    let mut all = Vec::new();
    for (what, ids) in ids {
        for id in ids {
            all.extend(number(tx, &what, id, at)?.map(|number| NamedId { what: what.clone(), id, number }));
        }
    }
    Ok(all)
}

/// The first ids in a row, each with the name that it stands under; of a paper that has no number of its own, under its kind.
fn gather(value: &Value, ids: &mut Ids) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| gather(one, ids)),
        Value::Object(fields) => {
            let paper = fields.get("paper").and_then(Value::as_str);
            let number = fields.get("number").and_then(Value::as_str).and_then(|text| text.parse().ok());
            if let (Some(paper), Some(number)) = (paper, number) {
                note(ids, paper, number);
            }
            for (name, value) in fields {
                let listed = value.as_array().filter(|_| LISTED.contains(&name.as_str()));
                let one = value.as_i64().filter(|_| ONE.contains(&name.as_str()));
                let all = listed.into_iter().flatten().filter_map(Value::as_i64).chain(one);
                all.for_each(|id| note(ids, name, id));
                gather(value, ids);
            }
        }
        _ => {}
    }
}

fn note(ids: &mut Ids, name: &str, id: i64) {
    let of_kind = ids.entry(name.to_owned()).or_default();
    if of_kind.len() < MOST_NAMED && !of_kind.contains(&id) {
        of_kind.push(id);
    }
}

/// What people know it by: its number, or that of what it is about where it has none of its own.
fn number(tx: &Tx<'_>, what: &str, id: i64, at: Instant) -> Result<Option<String>> {
    let account = |id| Ok::<_, foil_domain::Error>(foil_store::customers::account(tx, id)?.map(|a| a.number));
    Ok(match what {
        "payment" | "payments" => foil_store::payments::find(tx, PaymentId(id))?.map(|p| p.number),
        "account" | "accounts" => account(AccountId(id))?,
        "customer" | "counted" => foil_store::customers::find(tx, CustomerId(id))?.map(|c| c.number),
        "property" => foil_store::customers::property(tx, PropertyId(id))?.map(|p| p.address),
        "bill" => foil_store::bills::find(tx, BillId(id))?.map(|b| b.number),
        "correction" => foil_store::corrections::find(tx, CorrectionId(id))?.map(|x| x.number),
        "dispute" => foil_store::disputes::find(tx, DisputeId(id))?.map(|d| d.bill),
        "plan" => foil_store::plans::find(tx, PlanId(id))?.map(|p| p.account),
        "order" => match foil_store::orders::find(tx, OrderId(id))? {
            Some(order) => account(order.account_id)?,
            None => None,
        },
        "case" => foil_store::use_cases::find(tx, UseCaseId(id))?.map(|case| case.account_number),
        "cheque" | "cheques" => foil_store::cheques::find(tx, ChequeId(id))?.map(|q| q.number),
        "meter" => foil_store::meters::find(tx, MeterId(id))?.map(|m| m.number),
        "shift" => foil_store::shifts::find(tx, ShiftId(id))?.map(|s| s.number),
        "move" | "offer" => foil_store::shifts::cash_move(tx, CashMoveId(id))?.map(|m| m.shift),
        "counter" => foil_store::office::counter(tx, CounterId(id))?.map(|c| c.code),
        "in_hand" => foil_store::tickets::find(tx, TicketId(id))?.map(|t| t.number),
        "user" | "by" | "allowed_by" => foil_store::people::login_at(tx, UserId(id), at)?,
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn of_each_kind_the_first_are_looked_up_whatever_else_the_row_has_many_of() {
        let letters: Vec<Value> =
            (0..200).map(|n| json!({ "paper": "in_hand", "number": (9_000 - n).to_string() })).collect();
        let row = json!({
            "cheques": (1..=25).rev().collect::<Vec<i64>>(), "customer": 7, "payments": [3, 3, 4], "counted": [5],
            "meter": [4, null], "papers": letters, "did": { "order": 17, "accounts": 2 },
        });
        let mut ids = Ids::new();
        gather(&row, &mut ids);
        let of = |name: &str| ids.get(name).cloned().unwrap_or_default();
        assert_eq!(of("cheques"), (6..=25).rev().collect::<Vec<i64>>());
        assert_eq!((of("customer"), of("payments"), of("counted")), (vec![7], vec![3, 4], vec![5]));
        assert_eq!((of("meter"), of("order"), of("accounts")), (vec![4], vec![17], Vec::new()));
        assert_eq!(of("in_hand"), (8_981..=9_000).rev().collect::<Vec<i64>>());
    }
}
