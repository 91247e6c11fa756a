//! Cash that is brought to the safe from outside the office: the fund that it keeps there. Back it goes by a slip of which
//! less stays.

use super::deposit::InSafe;
use super::open::{counted_here, written};
use super::views::{BringToSafe, BroughtView, SafeBrought};
use crate::audit::CASH_MOVED;
use crate::office::{Order, input_hash};
use crate::{Nothing, Office, Session};
use anyhow::anyhow;
use foil_domain::ids::SafeBroughtId;
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::BroughtFrom;
use foil_domain::shifts::pieces::worth;
use foil_domain::text::Note;
use foil_store::money_control::SAFE_IN;
use foil_store::safe::NewBrought;
use serde_json::json;
use std::sync::Arc;

/// What of a day is shown at most.
const MOST_SHOWN: i64 = 200;

/// Brings cash to the safe, counted into it: drawn at the bank, or sent by the head office, which the journal has as petty
/// cash. The safe has to hold it from then on; what of it the office does not keep there goes to the bank with the next
/// slip. One person's word is enough: it says that more must be there. Whether it left the bank no count says, so each is an
/// exception of its month.
///
/// Refuses nothing, notes and coins that the office does not count, and a paper by which cash was brought before.
pub fn bring_to_safe(office: &Arc<Office>, who: &Session, input: BringToSafe) -> Result<SafeBrought> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("bring_to_safe", Right::BankCash) };
    office.perform(who, order, move |act| {
        let amount = worth(&input.pieces, &counted_here(act.office), "pieces")?;
        if !amount.is_positive() {
            return Err(Refusal::bad_input("pieces", "the notes and coins that were brought").into());
        }
        let (came_from, voucher) = (input.came_from.as_str(), input.voucher.as_str());
        if let Some(before) = foil_store::safe::brought_by(act.tx, came_from, voucher)? {
            let (number, on) = (number(before.id), before.business_on.long());
            let which = format!("{voucher} ({number} of {on}, by {})", before.by_name);
            return Err(Refusal::Duplicate { what: "cash brought to the safe with paper", which }.into());
        }
        let id = foil_store::safe::bring(
            act.tx,
            &NewBrought {
                on: act.today(),
                amount,
                denominations: &written(&input.pieces)?,
                came_from,
                voucher,
                note: input.note.as_ref().map_or("", Note::as_str),
                person: act.who.user,
                at: act.now,
                counter: act.who.counter,
                audit_seq: act.audit_seq,
            },
        )?;
        let other = match input.came_from {
            BroughtFrom::Bank => Ledger::Bank,
            BroughtFrom::HeadOffice => Ledger::PettyCash,
        };
        let lines = [
            Line { ledger: Ledger::Cash, account: None, amount },
            Line { ledger: other, account: None, amount: amount.negated() },
        ];
        let entry = Entry::balanced(lines)?.ok_or_else(|| anyhow!("what was brought does not balance"))?;
        foil_store::journal::post(act.tx, "deposit", -id.0, act.today(), &entry)?;
        let number = number(id);
        act.made(json!({ "paper": CASH_MOVED, "number": number }));
        act.changed(json!({
            "brought": number, "amount_minor": amount, "from": input.came_from, "voucher": input.voucher,
        }));
        let InSafe { lies, stays } = InSafe::now(act.tx, act.office)?;
        Ok(SafeBrought { number, amount, in_safe: lies, stays })
    })
}

/// What was brought to the safe this business day, in order.
pub fn brought_today(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<Vec<BroughtView>> {
    office.view(who, Right::SeeShifts, |tx, office| {
        let rows = foil_store::safe::brought_on(tx, office.business_on, MOST_SHOWN)?.into_iter();
        let shown = |row: foil_store::safe::BroughtRow| BroughtView {
            number: number(row.id),
            amount: row.amount_minor,
            came_from: row.came_from,
            voucher: row.voucher,
            note: row.note,
            by: row.by_name,
            at: row.made_at,
        };
        Ok(rows.map(shown).collect())
    })
}

/// Its number: counts of the safe have another.
fn number(id: SafeBroughtId) -> String {
    format!("{SAFE_IN}{id}")
}
