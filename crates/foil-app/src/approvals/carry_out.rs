//! What an asked act is about, and carrying it out by the seam of the room it belongs to.

use super::views::{AskedAct, DoneView};
use crate::billing::Correction;
use crate::cheques::views::Bounced;
use crate::documents::views::DocumentRef;
use crate::office::Act;
use crate::{Office, Result};
use foil_domain::approvals::ApprovalKind;
use foil_domain::ids::PaymentId;
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::press::Format;
use foil_domain::refusal::{Error, Refusal};
use foil_domain::undo::ReversalKind;
use foil_store::payments::PaymentRow;

/// What a request is about.
pub(crate) struct Sized {
    pub kind: ApprovalKind,
    pub subject: String,
    pub about: String,
    pub amount: Money,
    /// It has happened, whatever is said to it.
    pub happened: bool,
}

/// What a request on a payment is about.
pub(crate) fn of_payment(id: PaymentId) -> String {
    format!("payment:{id}")
}

/// What an act is about and how much it moves; `moves` is what a rebill was found to. Refuses what would be refused when
/// it is carried out now, as far as that can be known before.
pub(super) fn sized(act: &Act<'_>, asked: &AskedAct, moves: Option<Money>) -> Result<Sized> {
    match asked {
        AskedAct::VoidPayment(input) => {
            let p = crate::undo::may_be_voided(act, input)?;
            // In an office of one manager nobody else can let happen what they took themselves.
            let happened = act.who.role.may(Right::UndoOthers)
                && crate::people::are_one(act.tx, p.person_id, act.who.user)?;
            Ok(Sized { happened, ..about_payment(p, ApprovalKind::Void) })
        }
        AskedAct::ReversePayment(input) => {
            let kind = match input.way {
                ReversalKind::Refund => ApprovalKind::Refund,
                ReversalKind::Transfer => ApprovalKind::Transfer,
                ReversalKind::Reversal | ReversalKind::Bounce => ApprovalKind::Reversal,
            };
            Ok(about_payment(crate::undo::may_be_reversed(act, input)?, kind))
        }
        AskedAct::AllowVariance(input) => crate::shifts::variance_sized(act, input),
        AskedAct::AllowFloat(input) => crate::shifts::float_sized(act, input),
        AskedAct::AllowSafe(input) => crate::shifts::safe_sized(act, input),
        AskedAct::ReturnCheque(input) => crate::cheques::late_return_sized(act, input),
        AskedAct::CashOut(input) => crate::shifts::cash_out_sized(act, input),
        AskedAct::UpholdDispute(input) => crate::arrears::upheld_sized(act, input),
        AskedAct::PayInOtherwise(input) => crate::shifts::otherwise_sized(act, input),
        AskedAct::TakeDepositBack(input) => crate::shifts::back_sized(act, input),
        AskedAct::BringToSafe(input) => crate::shifts::bring_sized(act, input),
        AskedAct::TakeBroughtBack(input) => crate::shifts::unbring_sized(act, input),
        AskedAct::CancelTicket(input) => crate::queue::cancel_sized(act, input),
        AskedAct::PayOutCredit(input) => crate::payments::pay_out_sized(act, input),
        other => {
            let (kind, subject, about, amount) = crate::billing::sized(act, &correction(other)?, moves)?;
            Ok(Sized { kind, subject, about, amount, happened: false })
        }
    }
}

/// Whether what was asked for has happened, whatever is said to it; told by the act as it was kept.
pub(super) fn has_happened(payload: &str) -> bool {
    matches!(
        serde_json::from_str(payload),
        Ok(AskedAct::AllowVariance(_)
            | AskedAct::AllowFloat(_)
            | AskedAct::AllowSafe(_)
            | AskedAct::ReturnCheque(_)
            | AskedAct::PayInOtherwise(_)
            | AskedAct::TakeDepositBack(_)
            | AskedAct::BringToSafe(_))
    )
}

/// The vouchers of a bounce; where nothing fell, for its money had been handed back, the letter alone is there, which bears
/// the cheque's number then.
fn bounce_number(act: &Act<'_>, bounced: &Bounced) -> Result<String> {
    if !bounced.vouchers.is_empty() {
        return Ok(bounced.vouchers.join(", "));
    }
    Ok(foil_store::cheques::find(act.tx, bounced.cheque)?.map(|q| q.number).unwrap_or_default())
}

fn about_payment(p: PaymentRow, kind: ApprovalKind) -> Sized {
    let about = format!("{} · {}", p.number, p.name);
    Sized { kind, subject: of_payment(p.id), about, amount: p.paid_minor, happened: false }
}

/// The cash that an act would take out of the asker's drawer; none where it takes none.
pub(super) fn of_drawer(office: &Office, asked: &AskedAct) -> Result<Option<Money>> {
    match asked {
        AskedAct::CashOut(input) => Ok(Some(input.amount)),
        AskedAct::PayOutCredit(input) if input.back_by == Method::Cash => Ok(Some(input.amount)),
        AskedAct::ReversePayment(input) if input.way == ReversalKind::Refund => {
            office.book().read(|tx| crate::undo::cash_back(tx, input))
        }
        AskedAct::VoidPayment(input) => {
            let cash = office.book().read(|tx| crate::payments::cash_of_void(tx, input.payment))?;
            Ok(Some(cash).filter(|cash| cash.is_positive()))
        }
        _ => Ok(None),
    }
}

/// Carries an act out inside the act of whoever lets it happen; the grant is on the act already.
pub(super) fn carry_out(act: &mut Act<'_>, asked: &AskedAct) -> Result<DoneView> {
    match asked {
        AskedAct::VoidPayment(input) => {
            let undone = crate::undo::voided(act, input)?;
            let paper = DocumentRef::Slip { payment: input.payment, format: Format::Pdf };
            Ok(DoneView {
                number: undone.slip.unwrap_or_default(),
                effects: undone.effects,
                paper: Some(paper),
            })
        }
        AskedAct::ReversePayment(input) => {
            let reversed = crate::undo::reversed(act, input)?;
            let paper = DocumentRef::Voucher { payment: input.payment, format: Format::Pdf };
            Ok(DoneView { number: reversed.number, effects: reversed.effects, paper: Some(paper) })
        }
        AskedAct::AllowVariance(input) => {
            crate::shifts::variance_allowed(act, input)?;
            Ok(DoneView { number: String::new(), effects: Vec::new(), paper: None })
        }
        AskedAct::AllowFloat(input) => {
            crate::shifts::float_allowed(act, input)?;
            Ok(DoneView { number: String::new(), effects: Vec::new(), paper: None })
        }
        AskedAct::AllowSafe(input) => {
            let number = crate::shifts::safe_allowed(act, input)?;
            Ok(DoneView { number, effects: Vec::new(), paper: None })
        }
        AskedAct::ReturnCheque(input) => {
            let bounced = crate::cheques::bounced(act, input)?;
            let paper = DocumentRef::BounceLetter { cheque: bounced.cheque };
            let number = bounce_number(act, &bounced)?;
            Ok(DoneView { number, effects: bounced.effects, paper: Some(paper) })
        }
        AskedAct::CashOut(input) => {
            // It stands on that shift's Z report.
            let number = crate::shifts::cash_taken_out(act, input)?.moved.shift;
            Ok(DoneView { number, effects: Vec::new(), paper: None })
        }
        AskedAct::PayInOtherwise(input) => {
            let made = crate::shifts::paid_in_otherwise(act, input)?;
            let paper = DocumentRef::DepositSlip { slip: made.id, format: Format::Pdf };
            Ok(DoneView { number: made.number, effects: Vec::new(), paper: Some(paper) })
        }
        AskedAct::TakeDepositBack(input) => {
            let back = crate::shifts::taken_back(act, input)?;
            let paper = DocumentRef::DepositSlip { slip: back.id, format: Format::Pdf };
            Ok(DoneView { number: back.number, effects: Vec::new(), paper: Some(paper) })
        }
        AskedAct::BringToSafe(input) => {
            let number = crate::shifts::brought(act, input)?;
            Ok(DoneView { number, effects: Vec::new(), paper: None })
        }
        AskedAct::TakeBroughtBack(input) => {
            let number = crate::shifts::unbrought(act, input)?;
            Ok(DoneView { number, effects: Vec::new(), paper: None })
        }
        AskedAct::CancelTicket(input) => {
            let number = crate::queue::cancelled(act, input)?.number;
            Ok(DoneView { number, effects: Vec::new(), paper: None })
        }
        AskedAct::PayOutCredit(input) => {
            let out = crate::payments::paid_out(act, input)?;
            let paper = DocumentRef::PayOut { payout: out.id, format: Format::Pdf };
            Ok(DoneView { number: out.number, effects: out.effects, paper: Some(paper) })
        }
        AskedAct::UpholdDispute(input) => {
            // The credit note's paper is with its bill's.
            let number = crate::arrears::dispute_decided(act, input)?.1.unwrap_or_default();
            Ok(DoneView { number, effects: Vec::new(), paper: None })
        }
        other => {
            let (number, paper) = crate::billing::carried_out(act, &correction(other)?)?;
            Ok(DoneView { number, effects: Vec::new(), paper: Some(paper) })
        }
    }
}

fn correction(asked: &AskedAct) -> Result<Correction<'_>> {
    Ok(match asked {
        AskedAct::CancelBill(input) => Correction::Cancel(input),
        AskedAct::CancelAndRebill(input) => Correction::Rebill(input),
        AskedAct::GiveCreditNote(input) => Correction::Credit(input),
        AskedAct::GiveDebitNote(input) => Correction::Debit(input),
        AskedAct::WriteOff(input) => Correction::WriteOff(input),
        AskedAct::ChargeFee(input) => Correction::Fee(input),
        AskedAct::VoidPayment(_)
        | AskedAct::ReversePayment(_)
        | AskedAct::AllowVariance(_)
        | AskedAct::AllowFloat(_)
        | AskedAct::AllowSafe(_)
        | AskedAct::ReturnCheque(_)
        | AskedAct::CashOut(_)
        | AskedAct::UpholdDispute(_)
        | AskedAct::PayInOtherwise(_)
        | AskedAct::TakeDepositBack(_)
        | AskedAct::BringToSafe(_)
        | AskedAct::TakeBroughtBack(_)
        | AskedAct::CancelTicket(_)
        | AskedAct::PayOutCredit(_) => {
            return Err(Error::Refused(Refusal::bad_input("asked", "an act on a bill")));
        }
    })
}
