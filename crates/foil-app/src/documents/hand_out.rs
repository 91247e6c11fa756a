//! Handing papers out: the one original, then duplicates, each numbered and in the log.
//!
//! What is written into the document folder after a commit is the office's own copy of the original and
//! counts as nothing; what a person prints, opens or saves is handed out here.

use super::document_file::{laid, may_open, own_copy};
use super::made::{self, Made};
use super::views::{DocumentRef, HandOut, HandedOut};
use crate::office::{Act, Order, input_hash};
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::documents::{PaperKind, next_copy};
use foil_domain::ids::{PaymentId, RequestId};
use foil_domain::people::{Right, Role};
use foil_domain::refusal::Result;
use foil_store::Tx;
use foil_store::copies::{self, NewCopy};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Hands a paper out as a file in the document folder, to be printed, opened or saved. A receipt, a
/// cancellation slip and a correction have one original; every further handing-out is DUPLICATE n. A bill, a
/// notice, a list and a table of figures is as it stands now, and counts nothing.
///
/// The same request again is the same copy: a print that failed is no duplicate. But of a receipt that has become void
/// since, it is the next one, which says so. The original is the
/// counter's to give: whoever only reads gets a duplicate and leaves it where it is; so does whoever opens a
/// receipt that has become void.
///
/// A file that a viewer holds open cannot be replaced everywhere: then the paper lies beside it.
///
/// Refuses what is not there, what is somebody else's, and what the disk refuses.
pub fn hand_out(office: &Arc<Office>, who: &Session, input: HandOut) -> Result<HandedOut> {
    // What the disk refuses is not handed out, so it is not counted: the office's own copy is written first.
    let own = own_copy(office, who, &input.document)?;
    let Some((paper, id)) = input.document.has_an_original() else { return Ok(handed_out(own, None)) };
    let hash = input_hash(&input)?;
    let hand = |request: &RequestId| -> Result<i64> {
        let document = input.document.clone();
        let order = Order { request: Some((request, &hash)), ..Order::new("hand_out", Right::SeePapers) };
        let Handed { n } = office.perform(who, order, move |act| record(act, &document, paper, id))?;
        Ok(n)
    };
    let mut n = hand(&input.request_id)?;
    if office.view(who, Right::SeePapers, |tx, _| has_fallen_since(tx, &input.document, (paper, id, n)))? {
        n = hand(&once_void(&input.request_id)?)?;
    }
    if n == 0 {
        return Ok(handed_out(own, Some(n)));
    }
    let made = office.view(who, Right::SeePapers, |tx, row| {
        made::read(tx, row, &office.folder_of(row), &input.document, n)
    })?;
    Ok(handed_out(laid(made.made(office)?)?, Some(n)))
}

fn handed_out(made: Made, copy: Option<i64>) -> HandedOut {
    HandedOut { path: made.path.display().to_string(), name: made.name, copy }
}

/// Which copy was handed out.
#[derive(Serialize, Deserialize)]
struct Handed {
    n: i64,
}

fn record(act: &mut Act<'_>, document: &DocumentRef, paper: PaperKind, id: i64) -> Result<Handed> {
    may_open(act.tx, act.who, document)?;
    let number = made::number(act.tx, document)?;
    let void = is_void(act.tx, document)?;
    let n = copy_for(act.tx, act.who.role, paper, id, void)?;
    let new = NewCopy {
        paper,
        id,
        n,
        number: &number,
        person: act.who.user,
        at: act.now,
        on: act.today(),
        counter: act.who.counter,
        audit_seq: act.audit_seq,
        shift: crate::shifts::drawer_of_copy(act)?,
        void,
    };
    copies::add(act.tx, &new)?;
    let copy = if n == 0 { json!("original") } else { json!(format!("duplicate {n}")) };
    act.changed(json!({ "paper": paper, "number": number, "copy": copy }));
    Ok(Handed { n })
}

/// Which copy of a paper is handed out next to somebody of this role: 0 is the original.
pub(crate) fn copy_for(tx: &Tx<'_>, role: Role, paper: PaperKind, id: i64, void: bool) -> Result<i64> {
    let so_far = copies::so_far(tx, paper, id)?;
    Ok(next_copy(so_far.originals > 0, so_far.duplicates, role.may(Right::Reprint) && !void))
}

/// Whether a copy was handed out while its receipt stood, which has become void since: nobody gets that copy any more.
fn has_fallen_since(
    tx: &Tx<'_>,
    document: &DocumentRef,
    (paper, id, n): (PaperKind, i64, i64),
) -> Result<bool> {
    let copy = copies::find(tx, paper, id, n)?;
    Ok(copy.is_some_and(|copy| copy.void == Some(false)) && is_void(tx, document)?)
}

/// Under which request a copy is handed out in place of one that nobody gets any more: always the same one for a request, so
/// that this copy, too, is handed out once however often it is asked for.
fn once_void(request: &RequestId) -> Result<RequestId> {
    let digest = Sha256::digest(format!("void since {}", request.as_str()));
    let text = uuid::Builder::from_custom_bytes(std::array::from_fn(|at| digest[at])).into_uuid();
    RequestId::parse(&text.hyphenated().to_string()).map_err(|e| anyhow!("a request of its own: {e}").into())
}

fn is_void(tx: &Tx<'_>, document: &DocumentRef) -> Result<bool> {
    let void = |payment: PaymentId| {
        Ok(foil_store::payments::find_void(tx, payment)?.is_some()
            || foil_store::reversals::of(tx, payment)?.is_some())
    };
    match document {
        DocumentRef::Receipt { payment, .. } => void(*payment),
        _ => Ok(false),
    }
}
