//! A bill that was wrong: cancelled, and made anew from what the book knows now, in one act.

use super::correct::{Why, approved, record, seen, shown as correction_shown, standing, take_off};
use super::draft::{Wanted, draft};
use super::hangs_on::{end_with, no_debit_note, not_made_good};
use super::issue::{desk, facts, issue_one, shown};
use super::run_views::{CancelAndRebill, Rebilled};
use crate::office::{Order, input_hash};
use crate::{Office, Session};
use foil_domain::billing::{ClaimKind, CorrectionKind};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_store::{customers, runs};
use serde_json::json;
use std::sync::Arc;

/// Cancels a period's bill and makes another of the same period in its place: by the readings, the tariff and
/// the loads that the book has now. What was paid of the old one is credit, and the new one uses it at once.
///
/// Surcharges on the old one and its dispute end with it.
///
/// Refuses a claim that is no period's bill, a cancelled one, a stale version, an amount above the office's
/// ceiling, an estimate that a later standing bill has made good, a bill that a debit note goes back to, and a
/// period that the book cannot bill.
pub fn cancel_and_rebill(office: &Arc<Office>, who: &Session, input: CancelAndRebill) -> Result<Rebilled> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("cancel_and_rebill", Right::CorrectBills) };
    office.perform(who, order, move |act| {
        let (bill, account) = seen(act, input.bill, input.version)?;
        if bill.kind != ClaimKind::Bill {
            return Err(Refusal::bad_input("bill", "a period's bill").into());
        }
        approved(act.office.correction_ceiling_minor, "a correction", bill.total_minor)?;
        not_made_good(act.tx, &bill)?;
        no_debit_note(act.tx, &bill)?;
        let off = standing(act, &bill)?.cancelled()?;
        take_off(act, CorrectionKind::Cancel, &bill, &account, &off)?;
        let with_it = end_with(act, &bill, input.reason)?;

        let before = runs::past_bills(act.tx, account.id, bill.period_from_on, 1)?;
        let wanted = Wanted {
            due_on: bill.due_on.max(act.today()),
            after: before.first().map(|b| b.period_to_on.plus_days(1)),
            replaces: Some((bill.id, bill.number.clone())),
        };
        let desk = desk(act.tx, act.office, Some(bill.period_to_on.plus_days(1).min(act.today())))?;
        let made = draft(act.tx, &desk, facts(act.tx, account.id)?, &wanted)?;
        let (id, number) = issue_one(act, &desk, &made)?;

        let why = Why {
            reason: input.reason,
            note: input.note.as_str(),
            rebill: Some((id, number.clone())),
            run: None,
        };
        let now = customers::account(act.tx, account.id)?.unwrap_or(account);
        let (correction, note) = record(act, CorrectionKind::Cancel, &bill, &now, &off, &why)?;
        act.changed(json!({
            "correction": correction, "number": note, "bill": bill.id, "cancelled": bill.number,
            "rebill": id, "rebill_number": number, "total_minor": [bill.total_minor, made.made.total],
            "with_it": with_it,
        }));
        Ok(Rebilled { correction: correction_shown(act, correction)?, bill: shown(act, id)? })
    })
}
