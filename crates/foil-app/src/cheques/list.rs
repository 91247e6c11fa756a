//! The desk: cheques by where they are, and the latest slips.

use super::views::{ChequeCount, ChequeList, ChequePage, ChequeSlipView, ChequeView};
use crate::{Office, Session};
use foil_domain::cheques::BounceReason;
use foil_domain::ids::{ChequeId, DepositSlipId};
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_store::cheques::{self as store, ChequeRow, SlipRow};
use std::sync::Arc;

/// Slips beside the list.
const SLIPS: i64 = 20;

/// Cheques by where they are, newest first.
pub fn cheques(office: &Arc<Office>, who: &Session, input: ChequeList) -> Result<ChequePage> {
    if !(1..=500).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", "1 to 500").into());
    }
    office.view(who, Right::SeeCheques, |tx, _| {
        let before = input.before.unwrap_or(ChequeId(i64::MAX));
        let rows = match input.state {
            Some(state) => store::of_state(tx, state, before, input.limit)?,
            None => store::before(tx, before, input.limit)?,
        };
        let waiting = store::counts(tx)?.into_iter();
        let slips = store::slips(tx, DepositSlipId(i64::MAX), SLIPS)?;
        Ok(ChequePage {
            rows: rows.into_iter().map(shown).collect(),
            waiting: waiting
                .map(|c| ChequeCount { state: c.state, count: c.count, amount: c.amount })
                .collect(),
            slips: slips.into_iter().map(slip_shown).collect(),
        })
    })
}

pub(super) fn shown(row: ChequeRow) -> ChequeView {
    ChequeView {
        id: row.id,
        number: row.number,
        bank: row.bank,
        drawer: row.drawer,
        amount: row.amount_minor,
        state: row.state,
        payment: row.payment_id,
        receipt: row.receipt,
        customer: row.customer_id,
        name: row.name,
        received_on: row.received_on,
        deposited_on: row.deposited_on,
        slip: row.slip.unwrap_or_default(),
        ended_on: row.ended_on,
        reason: BounceReason::from_word(&row.reason),
        note: row.note,
        fee: row.fee.unwrap_or_default(),
        has_letter: row.has_letter,
        version: row.version,
    }
}

pub(super) fn slip_shown(row: SlipRow) -> ChequeSlipView {
    ChequeSlipView {
        id: row.id,
        number: row.number,
        business_on: row.business_on,
        amount: row.amount_minor,
        taken_back: row.taken_back,
        settled: row.settled,
    }
}
