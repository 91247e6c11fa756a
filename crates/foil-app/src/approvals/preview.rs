//! What letting a request happen would do now, for whoever decides on it.
//!
//! A payment's void or reversal and a claim's correction have previews of their own, which the screens ask; here are the
//! rest, of which the amount alone says neither which way it goes nor what stands afterwards.

use super::views::{ApprovalRef, AskedAct, RequestPreview};
use crate::undo::views::Effect;
use crate::{Office, Session};
use anyhow::Context;
use foil_domain::ids::UserId;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::Tx;
use foil_store::approvals::{self, ApprovalRow};
use foil_store::office::OfficeRow;
use std::sync::Arc;

/// Every effect that a request would have if it were let happen now, and why it would be refused.
///
/// Refuses a request of somebody else to who may see only their own.
pub fn preview_request(office: &Arc<Office>, who: &Session, input: ApprovalRef) -> Result<RequestPreview> {
    office.view(who, Right::SeeApprovals, |tx, office| {
        let row = approvals::find(tx, input.approval)?;
        let row = row.filter(|row| who.role.may(Right::SeeAudit) || row.asked_by == who.user);
        let row = row.ok_or_else(|| Refusal::not_found("request", input.approval))?;
        match would(tx, office, &row, who.user) {
            Ok(effects) => Ok(RequestPreview { effects, refused: None }),
            Err(Error::Refused(refusal)) => {
                Ok(RequestPreview { effects: Vec::new(), refused: Some((&refusal).into()) })
            }
            Err(fault) => Err(fault),
        }
    })
}

fn would(tx: &Tx<'_>, office: &OfficeRow, row: &ApprovalRow, who: UserId) -> Result<Vec<Effect>> {
    let asked = serde_json::from_str(&row.payload).context("reading what was asked for")?;
    match asked {
        AskedAct::AllowVariance(input) => crate::shifts::variance_would(tx, &input),
        // What was kept in a drawer is told to who decides, and not to who is to count it.
        AskedAct::AllowFloat(_) if row.asked_by == who => Ok(Vec::new()),
        AskedAct::AllowFloat(input) => crate::shifts::float_would(tx, office, row.counter_id, &input),
        AskedAct::AllowSafe(input) => crate::shifts::safe_would(tx, office, &input),
        AskedAct::ChargeFee(input) => crate::billing::fee_would(tx, office, &input),
        AskedAct::GiveDebitNote(input) => crate::billing::debit_would(tx, office, &input),
        AskedAct::ReturnCheque(input) => Ok(crate::cheques::would(tx, input.cheque, office)?.1),
        AskedAct::PayInOtherwise(input) => crate::shifts::otherwise_would(tx, office, &input),
        AskedAct::TakeDepositBack(input) => crate::shifts::back_would(tx, office, &input),
        AskedAct::BringToSafe(input) => crate::shifts::bring_would(tx, office, &input),
        AskedAct::TakeBroughtBack(input) => crate::shifts::unbring_would(tx, office, &input),
        AskedAct::CancelTicket(input) => crate::queue::cancel_would(tx, &input),
        AskedAct::PayOutCredit(input) => crate::payments::pay_out_would(tx, office, &input),
        AskedAct::UpholdDispute(input) => crate::arrears::upheld_would(tx, &input),
        AskedAct::CashOut(input) => {
            let amount = input.amount;
            Ok(vec![Effect::CashLeaves { shift: row.about.clone(), amount }])
        }
        AskedAct::VoidPayment(_)
        | AskedAct::ReversePayment(_)
        | AskedAct::CancelBill(_)
        | AskedAct::CancelAndRebill(_)
        | AskedAct::GiveCreditNote(_)
        | AskedAct::WriteOff(_) => Ok(Vec::new()),
    }
}
