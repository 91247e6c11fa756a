//! Cash that is brought to the safe from outside the office: the fund that it keeps there. Back it goes by a slip of which
//! less stays.

use super::deposit::InSafe;
use super::open::{counted_here, written};
use super::views::{BringToSafe, SafeBrought};
use crate::audit::CASH_MOVED;
use crate::office::{Order, input_hash};
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::BroughtFrom;
use foil_domain::shifts::pieces::worth;
use foil_domain::text::Note;
use foil_store::money_control::SAFE;
use foil_store::safe::NewBrought;
use serde_json::json;
use std::sync::Arc;

/// Brings cash to the safe, counted into it: drawn at the bank, or sent by the head office, which the journal has as petty
/// cash. The safe has to hold it from then on; what of it the office does not keep there goes to the bank with the next
/// slip. One person's word is enough: it says that more must be there.
///
/// Refuses nothing, and notes and coins that the office does not count.
pub fn bring_to_safe(office: &Arc<Office>, who: &Session, input: BringToSafe) -> Result<SafeBrought> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = Order { request: Some((&request, &hash)), ..Order::new("bring_to_safe", Right::BankCash) };
    office.perform(who, order, move |act| {
        let amount = worth(&input.pieces, &counted_here(act.office), "pieces")?;
        if !amount.is_positive() {
            return Err(Refusal::bad_input("pieces", "the notes and coins that were brought").into());
        }
        let id = foil_store::safe::bring(
            act.tx,
            &NewBrought {
                on: act.today(),
                amount,
                denominations: &written(&input.pieces)?,
                came_from: input.came_from.as_str(),
                voucher: input.voucher.as_str(),
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
        let number = format!("{SAFE}{id}");
        act.made(json!({ "paper": CASH_MOVED, "number": number }));
        act.changed(json!({
            "brought": number, "amount_minor": amount, "from": input.came_from, "voucher": input.voucher,
        }));
        let InSafe { lies, stays } = InSafe::now(act.tx, act.office)?;
        Ok(SafeBrought { number, amount, in_safe: lies, stays })
    })
}
