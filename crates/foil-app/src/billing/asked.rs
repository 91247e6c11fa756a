//! Corrections and charges above a ceiling, as the approvals room asks for them and carries them out.

use super::charge::{charged, charged_today, debited, debited_before};
use super::correct::{
    beside_dispute, cancelled, credited, kind_of, seen, standing, with_before, written_off,
};
use super::rebill::rebilled;
use super::run_views::CancelAndRebill;
use super::views::{CancelBill, ChargeFee, CorrectionView, GiveCreditNote, GiveDebitNote, WriteOff};
use crate::documents::views::DocumentRef;
use crate::office::Act;
use foil_domain::approvals::ApprovalKind;
use foil_domain::billing::CorrectionKind;
use foil_domain::billing::correction::moved;
use foil_domain::ids::BillId;
use foil_domain::money::Money;
use foil_domain::press::Format;
use foil_domain::refusal::{Refusal, Result};
use foil_store::bills::BillRow;
use foil_store::customers;

/// A correction or charge that needs a second person.
pub(crate) enum Correction<'a> {
    /// A claim is taken back as a whole.
    Cancel(&'a CancelBill),
    /// A bill is taken back and made anew.
    Rebill(&'a CancelAndRebill),
    /// A part of a claim is taken back.
    Credit(&'a GiveCreditNote),
    /// More is claimed for a bill.
    Debit(&'a GiveDebitNote),
    /// A claim is given up.
    WriteOff(&'a WriteOff),
    /// A fee is charged.
    Fee(&'a ChargeFee),
}

/// What it is, what it is about, the same by its number and whose it is, and how much it comes to with what was moved
/// before on the same thing; `moves` is what a rebill was found to move. Refuses an unknown claim or account, a stale
/// version, and more than is claimed.
pub(crate) fn sized(
    act: &Act<'_>,
    asked: &Correction<'_>,
    moves: Option<Money>,
) -> Result<(ApprovalKind, String, String, Money)> {
    let on = |bill: &BillRow, kind, amount| {
        (kind, format!("bill:{}", bill.id), format!("{} · {}", bill.number, bill.customer_name), amount)
    };
    Ok(match asked {
        Correction::Cancel(CancelBill { bill, version, .. })
        | Correction::Rebill(CancelAndRebill { bill, version, .. }) => {
            let (bill, _) = seen(act, *bill, *version)?;
            standing(act, &bill)?.cancelled()?;
            let own = moved(bill.total_minor, bill.credit_used_minor)?;
            on(&bill, ApprovalKind::Correction, own.max(moves.unwrap_or(own)))
        }
        Correction::Credit(input) => {
            let (bill, _) = seen(act, input.bill, input.version)?;
            let standing = standing(act, &bill)?;
            standing.credited(input.amount)?;
            beside_dispute(act, (&bill, &standing), input.amount, (input.reason, input.beside_dispute))?;
            let in_all = with_before(act, bill.id, CorrectionKind::CreditNote, input.amount)?;
            on(&bill, kind_of(input.reason), in_all)
        }
        Correction::Debit(input) => {
            let (bill, _) = seen(act, input.bill, input.version)?;
            on(&bill, ApprovalKind::Correction, debited_before(act, bill.id, input.amount)?)
        }
        Correction::WriteOff(input) => {
            let (bill, _) = seen(act, input.bill, input.version)?;
            let standing = standing(act, &bill)?;
            let amount = input.amount.unwrap_or(standing.unpaid()?);
            standing.written_off(amount)?;
            on(&bill, ApprovalKind::WriteOff, with_before(act, bill.id, CorrectionKind::WriteOff, amount)?)
        }
        Correction::Fee(input) => {
            let account = customers::account(act.tx, input.account)?
                .ok_or_else(|| Refusal::not_found("account", input.account))?;
            if account.version != input.version {
                return Err(Refusal::ChangedMeanwhile { what: format!("account {}", account.number) }.into());
            }
            let name = customers::find(act.tx, account.customer_id)?.map(|c| c.name).unwrap_or_default();
            let in_all = charged_today(act, account.id, input.amount)?;
            let about = format!("{} · {name}", account.number);
            (ApprovalKind::Fee, format!("account:{}:fee", account.id), about, in_all)
        }
    })
}

/// Carries it out inside the act of whoever lets it happen; gives its number and paper.
pub(crate) fn carried_out(act: &mut Act<'_>, asked: &Correction<'_>) -> Result<(String, DocumentRef)> {
    let corrected = |view: CorrectionView| {
        (view.number, DocumentRef::Correction { correction: view.id, format: Format::Pdf })
    };
    let claimed = |number: String, bill: BillId| (number, DocumentRef::Bill { bill, format: Format::Pdf });
    Ok(match asked {
        Correction::Cancel(input) => corrected(cancelled(act, input)?),
        Correction::Rebill(input) => corrected(rebilled(act, input)?.correction),
        Correction::Credit(input) => corrected(credited(act, input)?),
        Correction::WriteOff(input) => corrected(written_off(act, input)?),
        Correction::Debit(input) => {
            let bill = debited(act, input)?;
            claimed(bill.number, bill.id)
        }
        Correction::Fee(input) => {
            let bill = charged(act, input)?;
            claimed(bill.number, bill.id)
        }
    })
}
