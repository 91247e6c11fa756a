//! What letting a request happen would do now, for whoever decides on it or reads everything; and of what was done first,
//! what it did.
//!
//! An amount says neither which way it goes nor what stands afterwards. What is done first is looked at before it is done,
//! and kept with the request: whoever looks at it later could not work it out any more.

use super::granted::{Ask, looked_at};
use super::views::{ApprovalRef, AskedAct, OffBy, RequestPreview};
use crate::billing::views::PreviewCorrection;
use crate::documents::views::DocumentRef;
use crate::office::Act;
use crate::undo::views::Effect;
use crate::{Office, Session};
use anyhow::Context;
use foil_domain::approvals::ApprovalState;
use foil_domain::billing::CorrectionKind;
use foil_domain::ids::{ApprovalId, CounterId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::press::Format;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::Tx;
use foil_store::approvals::{self, ApprovalRow};
use foil_store::office::OfficeRow;
use std::sync::Arc;

/// Every effect that a request would have if it were let happen now, and why it would be refused; of what was done first,
/// what it did, and its paper.
///
/// Refuses a request of somebody else to who may see only their own.
pub fn preview_request(office: &Arc<Office>, who: &Session, input: ApprovalRef) -> Result<RequestPreview> {
    let (asked, told) = office.view(who, Right::SeeApprovals, |tx, office| {
        let row = approvals::find(tx, input.approval)?;
        let row = row.filter(|row| who.role.may(Right::SeeAudit) || row.asked_by == who.user);
        let row = row.ok_or_else(|| Refusal::not_found("request", input.approval))?;
        let asked: AskedAct = serde_json::from_str(&row.payload).context("reading what was asked for")?;
        let told = match row.state {
            // What was kept in a drawer is told to who decides, and not to who is to count it.
            ApprovalState::Asked if is_own_float(who, &row, &asked) => Some(RequestPreview::default()),
            ApprovalState::Asked => {
                let about = About { asked: &asked, counter: row.counter_id, about: &row.about };
                told(would(tx, office, who, &about).map(|effects| {
                    effects.map(|effects| RequestPreview { effects, ..RequestPreview::default() })
                }))?
            }
            _ => Some(did(tx, who, &row, &asked)?),
        };
        Ok((asked, told))
    })?;
    match told {
        Some(told) => Ok(told),
        None => Ok(self::told(of_claim(office, who, Right::SeeApprovals, &asked))?.unwrap_or_default()),
    }
}

/// What was found, or why it would be refused.
fn told(found: Result<Option<RequestPreview>>) -> Result<Option<RequestPreview>> {
    match found {
        Err(Error::Refused(refusal)) => {
            Ok(Some(RequestPreview { refused: Some((&refusal).into()), ..RequestPreview::default() }))
        }
        found => found,
    }
}

/// What a request is about.
struct About<'a> {
    asked: &'a AskedAct,
    counter: CounterId,
    about: &'a str,
}

/// The effects of an act; none of a correction of a claim, which is tried by [`of_claim`].
fn would(tx: &Tx<'_>, office: &OfficeRow, who: &Session, row: &About<'_>) -> Result<Option<Vec<Effect>>> {
    let effects = match row.asked {
        AskedAct::VoidPayment(input) => crate::undo::void_would(tx, office, who, input)?,
        AskedAct::ReversePayment(input) => crate::undo::reversal_would(tx, office, who, input)?,
        AskedAct::AllowVariance(input) => crate::shifts::variance_would(tx, input)?,
        AskedAct::AllowFloat(input) => crate::shifts::float_would(tx, office, row.counter, input)?,
        AskedAct::AllowSafe(input) => crate::shifts::safe_would(tx, office, input)?,
        AskedAct::ChargeFee(input) => crate::billing::fee_would(tx, office, input)?,
        AskedAct::GiveDebitNote(input) => crate::billing::debit_would(tx, office, input)?,
        AskedAct::ReturnCheque(input) => crate::cheques::would(tx, input.cheque, office)?.1,
        AskedAct::PayInOtherwise(input) => crate::shifts::otherwise_would(tx, office, input)?,
        AskedAct::TakeDepositBack(input) => crate::shifts::back_would(tx, office, input)?,
        AskedAct::BringToSafe(input) => crate::shifts::bring_would(tx, office, input)?,
        AskedAct::TakeBroughtBack(input) => crate::shifts::unbring_would(tx, office, input)?,
        AskedAct::CancelTicket(input) => crate::queue::cancel_would(tx, input)?,
        AskedAct::PayOutCredit(input) => crate::payments::pay_out_would(tx, office, input)?,
        AskedAct::UpholdDispute(input) => crate::arrears::upheld_would(tx, office, input)?,
        AskedAct::CashOut(input) => {
            vec![Effect::CashLeaves { shift: row.about.to_owned(), amount: input.amount }]
        }
        AskedAct::CancelBill(_)
        | AskedAct::CancelAndRebill(_)
        | AskedAct::GiveCreditNote(_)
        | AskedAct::WriteOff(_) => return Ok(None),
    };
    Ok(Some(effects))
}

/// What a correction of a claim would do, done and let fall; none of any other act.
pub(super) fn of_claim(
    office: &Arc<Office>,
    who: &Session,
    right: Right,
    asked: &AskedAct,
) -> Result<Option<RequestPreview>> {
    let preview =
        |bill, kind| PreviewCorrection { bill, kind, amount: None, reason: None, beside_dispute: false };
    let (input, version) = match asked {
        AskedAct::CancelBill(input) => (preview(input.bill, CorrectionKind::Cancel), input.version),
        AskedAct::GiveCreditNote(input) => {
            let (amount, reason) = (Some(input.amount), Some(input.reason));
            let preview = preview(input.bill, CorrectionKind::CreditNote);
            let beside_dispute = input.beside_dispute;
            (PreviewCorrection { amount, reason, beside_dispute, ..preview }, input.version)
        }
        AskedAct::WriteOff(input) => {
            let preview = preview(input.bill, CorrectionKind::WriteOff);
            (PreviewCorrection { amount: input.amount, ..preview }, input.version)
        }
        AskedAct::CancelAndRebill(input) => {
            let (_, rebill) = crate::billing::rebill_would(office, who, right, input.clone())?;
            return Ok(Some(RequestPreview { rebill: Some(rebill), ..RequestPreview::default() }));
        }
        _ => return Ok(None),
    };
    let correction = crate::billing::correction_would(office, who, right, (input, Some(version)))?;
    Ok(Some(RequestPreview { correction: Some(correction), ..RequestPreview::default() }))
}

/// What an act that is done first is going to do, as it stands before; none where the act itself says what refuses it, and
/// of corrections.
pub(super) fn before(act: &Act<'_>, counter: CounterId, ask: &Ask<'_>) -> Result<Option<RequestPreview>> {
    let Ok(asked) = serde_json::from_str::<AskedAct>(ask.payload) else { return Ok(None) };
    let row = About { asked: &asked, counter, about: ask.about };
    match would(act.tx, act.office, act.who, &row) {
        Ok(effects) => Ok(effects.map(|effects| RequestPreview { effects, ..RequestPreview::default() })),
        Err(Error::Refused(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Keeps that with the request.
pub(super) fn keep(act: &Act<'_>, id: ApprovalId, shown: &RequestPreview) -> Result<()> {
    let shown = serde_json::to_string(shown).context("keeping what was done first")?;
    approvals::keep_shown(act.tx, id, &shown)
}

/// What was done, and its paper. Of a float that was opened with first, who asked is not told what was left there.
fn did(tx: &Tx<'_>, who: &Session, row: &ApprovalRow, asked: &AskedAct) -> Result<RequestPreview> {
    let kept = match approvals::shown(tx, row.id)? {
        Some(shown) => serde_json::from_str(&shown).context("reading what was done first")?,
        None => match asked {
            AskedAct::AllowVariance(input) if row.done_first => {
                let effects = crate::shifts::closed_with(tx, input)?;
                RequestPreview { effects, ..RequestPreview::default() }
            }
            _ => RequestPreview::default(),
        },
    };
    let kept = if is_own_float(who, row, asked) { RequestPreview::default() } else { kept };
    Ok(RequestPreview { done: true, paper: paper(tx, row, asked)?, ..kept })
}

/// Which way a difference goes that somebody is asked to let pass, or has let pass. None where that comes to another amount than
/// was asked for: what is counted anew is another difference.
pub(super) fn off(tx: &Tx<'_>, who: &Session, row: &ApprovalRow, asked: &AskedAct) -> Result<Vec<OffBy>> {
    let cash = |variance| OffBy { method: Method::Cash, variance };
    let all = match asked {
        AskedAct::AllowVariance(input) => off_by(&crate::shifts::closed_with(tx, input)?),
        AskedAct::AllowSafe(input) => crate::shifts::safe_off(tx, input)?.into_iter().map(cash).collect(),
        AskedAct::PayInOtherwise(_) if !row.outcome.is_empty() => {
            match foil_store::deposits::by_number(tx, &row.outcome)? {
                Some(slip) => vec![cash(foil_store::deposits::moved(tx, slip.id)?.off)],
                None => Vec::new(),
            }
        }
        AskedAct::AllowFloat(_) | AskedAct::PayInOtherwise(_) => off_by(&as_it_stands(tx, who, row, asked)?),
        _ => return Ok(Vec::new()),
    };
    let size = |one: &OffBy| if one.variance.is_negative() { one.variance.negated() } else { one.variance };
    Ok(if Money::sum(all.iter().map(size)) == Some(row.amount_minor) { all } else { Vec::new() })
}

/// What an act would do, or did when it was done first; nothing where it would be refused.
fn as_it_stands(tx: &Tx<'_>, who: &Session, row: &ApprovalRow, asked: &AskedAct) -> Result<Vec<Effect>> {
    if let Some(shown) = approvals::shown(tx, row.id)? {
        let shown: RequestPreview = serde_json::from_str(&shown).context("reading what was done first")?;
        return Ok(shown.effects);
    }
    let about = About { asked, counter: row.counter_id, about: &row.about };
    match would(tx, &foil_store::office::find(tx)?, who, &about) {
        Err(Error::Refused(_)) => Ok(Vec::new()),
        effects => Ok(effects?.unwrap_or_default()),
    }
}

fn off_by(effects: &[Effect]) -> Vec<OffBy> {
    effects.iter().filter_map(differs).collect()
}

/// By how much something differs, as its effect says it.
const fn differs(effect: &Effect) -> Option<OffBy> {
    match *effect {
        Effect::DrawerDiffers { method, variance, .. } => Some(OffBy { method, variance }),
        Effect::FloatDiffers { variance, .. } | Effect::DepositDiffers { variance, .. } => {
            Some(OffBy { method: Method::Cash, variance })
        }
        _ => None,
    }
}

/// Whether it is of the float of who reads it: its amount, and what it would do, say what was kept in the drawer that they are to
/// count.
pub(super) fn is_own_float(who: &Session, row: &ApprovalRow, asked: &AskedAct) -> bool {
    matches!(asked, AskedAct::AllowFloat(_)) && row.asked_by == who.user
}

/// The paper that came of a request; none of what makes none, and while it has not come. That of a third person's look is the
/// paper of what they look at.
fn paper(tx: &Tx<'_>, row: &ApprovalRow, asked: &AskedAct) -> Result<Option<DocumentRef>> {
    let at = looked_at(tx, &row.subject)?;
    let row = at.as_ref().unwrap_or(row);
    if row.outcome.is_empty() {
        return Ok(None);
    }
    let format = Format::Pdf;
    Ok(match asked {
        AskedAct::VoidPayment(input) => Some(DocumentRef::Slip { payment: input.payment, format }),
        AskedAct::ReversePayment(input) => Some(DocumentRef::Voucher { payment: input.payment, format }),
        AskedAct::ReturnCheque(input) => Some(DocumentRef::BounceLetter { cheque: input.cheque }),
        AskedAct::TakeDepositBack(input) => Some(DocumentRef::DepositSlip { slip: input.slip, format }),
        AskedAct::PayInOtherwise(_) => foil_store::deposits::by_number(tx, &row.outcome)?
            .map(|slip| DocumentRef::DepositSlip { slip: slip.id, format }),
        AskedAct::PayOutCredit(_) => foil_store::payouts::by_number(tx, &row.outcome)?
            .map(|out| DocumentRef::PayOut { payout: out.id, format }),
        AskedAct::AllowVariance(input) => foil_store::z_reports::of_shift(tx, input.shift)?
            .map(|z| DocumentRef::ZReport { z: z.id, format }),
        AskedAct::CancelBill(_)
        | AskedAct::CancelAndRebill(_)
        | AskedAct::GiveCreditNote(_)
        | AskedAct::WriteOff(_)
        | AskedAct::UpholdDispute(_) => foil_store::corrections::by_number(tx, &row.outcome)?
            .map(|made| DocumentRef::Correction { correction: made.id, format }),
        AskedAct::ChargeFee(_) | AskedAct::GiveDebitNote(_) => {
            foil_store::bills::by_number(tx, &row.outcome)?
                .map(|bill| DocumentRef::Bill { bill: bill.id, format })
        }
        // Cash that was taken out stands on its shift's Z report.
        AskedAct::CashOut(_) => {
            let shift = row.subject.strip_prefix("cash_out:").and_then(|id| id.parse().ok());
            let z = shift.map(|id| foil_store::z_reports::of_shift(tx, foil_domain::ids::ShiftId(id)));
            z.transpose()?.flatten().map(|z| DocumentRef::ZReport { z: z.id, format })
        }
        AskedAct::AllowFloat(_)
        | AskedAct::AllowSafe(_)
        | AskedAct::BringToSafe(_)
        | AskedAct::TakeBroughtBack(_)
        | AskedAct::CancelTicket(_) => None,
    })
}
