//! What binds a paper to the row of the log that made it: the SHA-256 over the fields of its row in its register, and that
//! of what stands on it.
//!
//! An act says it in its audit row, and the log is chained and sealed; so whoever changes anything of the paper
//! afterwards, beside the log, is found out by `verify`, which works it out again from the register. Fields that may
//! still change honestly (a receipt that becomes void, a request that is decided) are left out, or are bound by the act
//! that changes them. The fields are hashed as the register has them, each with its length and a colon in front and a
//! line feed behind, in the order of [`Bound::columns`]. These orders are for good: a column that a register is given later
//! is bound under a name of its own.

use super::lists::{
    APPROVALS, CASH_MOVES, CHEQUES, CORRECTIONS, DEPOSITS, List, Period, RECEIPTS, REFUNDS, VARIANCES, VOIDS,
};
use crate::office::Act;
use crate::office::style_of;
use crate::payments::office_head;
use anyhow::{Context, anyhow};
use foil_domain::documents::ReceiptDoc;
use foil_domain::ids::{ApprovalId, CashMoveId, ChequeId};
use foil_domain::money::Money;
use foil_domain::refusal::{Error, Result};
use foil_domain::time::{Day, Instant};
use foil_store::Tx;
use foil_store::bills::FixedRow;
use foil_store::cheque_steps::StepBy;
use foil_store::figures::TransactionRow;
use foil_store::money_control as kept;
use foil_store::set_offs::SetOffEntry;
use foil_store::taken_up::TakenUpEntry;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fmt::{Display, Write};

/// Under which name an act says the hash of a paper's row.
pub(super) const ROW_SHA256: &str = "row_sha256";

/// A kind of paper, and which fields of its register an act binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bound {
    /// What an act calls it among its `papers`.
    pub paper: &'static str,
    /// The register.
    pub list: List,
    /// The fields, in their order.
    pub columns: &'static [&'static str],
}

/// A receipt, whether or not it becomes void later.
pub(super) const RECEIPT: Bound = Bound {
    paper: "receipt",
    list: RECEIPTS,
    columns: &[
        "receipt",
        "business_on",
        "taken_at",
        "counter",
        "payer",
        "accounts",
        "paid_for",
        "paid",
        "tendered",
        "change",
        "credit_used",
        "credit_added",
        "cash",
        "cheque",
        "card",
        "upi",
        "bank",
        "transfer",
        "references",
        "replaces",
    ],
};

/// A cancellation slip.
pub(super) const SLIP: Bound = Bound {
    paper: "slip",
    list: VOIDS,
    columns: &[
        "slip",
        "receipt",
        "receipt_on",
        "business_on",
        "voided_at",
        "counter",
        "allowed_by",
        "state",
        "reason",
        "note",
        "amount",
    ],
};

/// A payment that fell after its day.
pub(super) const REFUND: Bound = Bound {
    paper: "refund",
    list: REFUNDS,
    columns: &[
        "number",
        "kind",
        "receipt",
        "receipt_on",
        "business_on",
        "made_at",
        "counter",
        "asked_by",
        "allowed_by",
        "amount",
        "returned",
        "back_by",
        "to_receipt",
        "reason",
        "note",
    ],
};

/// A Z report's row.
pub(super) const Z_REPORT: Bound = Bound {
    paper: "z_report",
    list: VARIANCES,
    columns: &[
        "z_report",
        "shift",
        "counter",
        "clerk",
        "business_on",
        "closed_at",
        "expected",
        "counted",
        "variance",
        "cheque_variance",
        "card_variance",
        "upi_variance",
        "bank_variance",
        "reason",
        "approved_by",
        "kept",
        "banked",
    ],
};

/// Who counted and closed the drawer of a Z report.
pub(super) const Z_CLOSER: Bound =
    Bound { paper: "z_closer", list: VARIANCES, columns: &["z_report", "counted_by", "closed_by"] };

/// A count of the safe: a row of the same register, of no shift.
pub(super) const SAFE_COUNT: Bound = Bound {
    paper: "safe_count",
    list: VARIANCES,
    columns: &[
        "z_report",
        "shift",
        "counter",
        "clerk",
        "business_on",
        "closed_at",
        "expected",
        "counted",
        "variance",
        "kept",
        "banked",
    ],
};

/// Why a count of the safe differed, and who let it pass.
pub(super) const SAFE_EXPLAINED: Bound =
    Bound { paper: "safe_explained", list: VARIANCES, columns: &["z_report", "reason", "approved_by"] };

/// How much of what differed in the safe that day could be let pass by the word of who explained a count alone.
pub(super) const SAFE_TOLERANCE: Bound =
    Bound { paper: "safe_tolerance", list: VARIANCES, columns: &["z_report", "tolerance"] };

/// What a slip of cash has left in the safe.
pub(super) const SLIP_STAYS: Bound =
    Bound { paper: "slip_stays", list: DEPOSITS, columns: &["slip", "stays"] };

/// What was paid in at the bank.
pub(super) const DEPOSIT: Bound = Bound {
    paper: "deposit",
    list: DEPOSITS,
    columns: &[
        "slip",
        "kind",
        "business_on",
        "made_at",
        "counter",
        "who",
        "amount",
        "expected",
        "off",
        "reason",
        "note",
        "allowed_by",
        "until_z",
    ],
};

/// What took a claim back.
pub(super) const CORRECTION: Bound = Bound {
    paper: "credit_note",
    list: CORRECTIONS,
    columns: &[
        "number",
        "kind",
        "bill",
        "business_on",
        "made_at",
        "counter",
        "who",
        "allowed_by",
        "amount",
        "credited",
        "replaced_by",
        "run",
        "reason",
        "note",
    ],
};

/// Cash that was moved. Whether the other clerk took it, of change that was offered, is told by what came of it.
pub(super) const CASH_MOVE: Bound = Bound {
    paper: CASH_MOVED,
    list: CASH_MOVES,
    columns: &[
        "kind",
        "business_on",
        "at",
        "counter",
        "clerk",
        "shift",
        "other_shift",
        "amount",
        "reason",
        "note",
    ],
};

/// A cheque as a step of its left it: all of its row is said anew by each act that moves it, and the last of them holds.
pub(super) const CHEQUE: Bound = Bound {
    paper: CHEQUE_STEP,
    list: CHEQUES,
    columns: &[
        "cheque",
        "number",
        "bank",
        "drawer",
        "receipt",
        "amount",
        "received_on",
        "received_by",
        "slip",
        "deposited_on",
        "deposited_by",
        "realised_on",
        "realised_by",
        "bounced_on",
        "bounced_by",
        "allowed_by",
        "reason",
        "note",
        "fee",
        "cash_only",
        "returned_on",
        "returned_by",
        "state",
        "steps",
        "counter",
        "audit_seq",
    ],
};

/// What an act calls a cheque that it moved, among its papers.
pub(super) const CHEQUE_STEP: &str = "cheque";

/// What an act calls cash that it moved, among its papers.
pub(crate) const CASH_MOVED: &str = "cash_move";

/// What an act that opens a shift says of it among its papers: from then on each movement of its cash is said by its act.
pub(crate) const DRAWER_OPENED: &str = "drawer";

/// A request as it was asked for.
pub(super) const ASKED: Bound = Bound {
    paper: "approval",
    list: APPROVALS,
    columns: &[
        "approval",
        "kind",
        "about",
        "amount",
        "business_on",
        "asked_at",
        "asked_by",
        "done",
        "reason",
        "counter",
    ],
};

/// A request as it was decided or taken back.
pub(super) const DECIDED: Bound =
    Bound { paper: "decision", list: APPROVALS, columns: &["approval", "decided_by", "state", "note"] };

/// A request as something came of it.
pub(super) const CAME_OF_IT: Bound =
    Bound { paper: "outcome", list: APPROVALS, columns: &["approval", "outcome"] };

/// A slip for the bank as it was taken back, by whichever act.
pub(super) const TAKEN_BACK: Bound = Bound {
    paper: "slip_taken_back",
    list: DEPOSITS,
    columns: &["slip", "taken_back", "taken_back_by", "back_allowed_by"],
};

/// Who was at work and could have let a request pass that was done first.
pub(super) const BESIDE: Bound = Bound { paper: "beside", list: APPROVALS, columns: &["approval", "beside"] };

/// What an act that changes a row of a register later binds of it, or binds beside the rest: these are heard in any month
/// that has the row.
pub(super) const LATER: [&Bound; 8] =
    [&DECIDED, &CAME_OF_IT, &BESIDE, &TAKEN_BACK, &Z_CLOSER, &SAFE_EXPLAINED, &SAFE_TOLERANCE, &SLIP_STAYS];

/// Rows that an act adds to one table, of which no register tells, as its row of the log says them: the first, how many, what
/// they come to, and the SHA-256 over what is never edited of each, in the order in which they were made. A run has
/// thousands of claims in an act; each costs it a few hundred bytes of hashing, and the log nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowsMade {
    first: Option<i64>,
    count: i64,
    total: i64,
    hash: Sha256,
}

impl RowsMade {
    /// Takes the next claim.
    pub fn claim(&mut self, claim: &FixedRow) {
        self.take(
            (claim.id.0, claim.total_minor),
            [
                &claim.account_id,
                &claim.number,
                &claim.kind,
                &claim.period_from_on,
                &claim.period_to_on,
                &claim.issued_on,
                &claim.due_on,
                &claim.units,
                &claim.total_minor.minor(),
                &claim.surcharge_minor.minor(),
                &claim.credit_used_minor.minor(),
            ],
        );
    }

    /// Takes the next share of a bill's credit that is set off, or taken back.
    pub fn set_off(&mut self, row: &SetOffEntry) {
        self.take(
            (row.id, row.amount_minor),
            [&row.bill_id, &row.claim_id, &row.part, &row.amount_minor.minor(), &row.business_on],
        );
    }

    /// Takes the next share of a claim that a bill has taken up.
    pub fn taken_up(&mut self, row: &TakenUpEntry) {
        self.take(
            (row.id, row.amount_minor),
            [&row.account_id, &row.bill_id, &row.by_id, &row.amount_minor.minor()],
        );
    }

    fn take<const N: usize>(&mut self, (id, amount): (i64, Money), fields: [&dyn Display; N]) {
        self.first.get_or_insert(id);
        self.count += 1;
        self.total = self.total.saturating_add(amount.minor());
        let mut entry = String::with_capacity(160);
        for field in fields {
            let from = entry.len();
            // Writing to a text does not fail.
            let _ = write!(entry, "{field}");
            let length = entry.len() - from;
            let _ = writeln!(entry, ":{length}");
        }
        self.hash.update(&entry);
    }

    /// The hash over them; none where there are none.
    pub(super) fn hashed(&self) -> Option<[u8; 32]> {
        self.first.map(|_| self.hash.clone().finalize().into())
    }

    /// What the act says of them among its papers; nothing where it made none.
    pub fn said(&self, paper: &str) -> Option<Value> {
        let (first, hash) = (self.first?, self.hashed()?);
        let mut said = json!({
            "paper": paper, "number": first.to_string(), "count": self.count, "total_minor": self.total,
        });
        said[sha256_of(paper)] = hex::encode(hash).into();
        Some(said)
    }
}

/// What an act calls the claims it made, what its bills set off, and what they have taken up.
pub(crate) const CLAIMS: &str = "claims";
pub(crate) const SET_OFFS: &str = "set_offs";
pub(crate) const TAKEN_UP: &str = "taken_up";

/// Under which name an act says the hash over such rows.
pub(super) fn sha256_of(paper: &str) -> String {
    format!("{paper}_sha256")
}

/// Under which name an act says the SHA-256 of what stands on a paper that it made.
pub(super) const DOCUMENT_SHA256: &str = "document_sha256";

impl Bound {
    /// The hash of a row of its register, given field by field as [`List::columns`] has them.
    pub fn hash(&self, fields: &[String]) -> [u8; 32] {
        let mut hash = Sha256::new();
        for column in self.columns {
            let at = self.list.columns.iter().position(|name| name == column);
            let field = at.and_then(|at| fields.get(at)).map(String::as_str).unwrap_or_default();
            hash.update(field.len().to_string());
            hash.update(":");
            hash.update(field);
            hash.update("\n");
        }
        hash.finalize().into()
    }
}

/// What a receipt's act says of it among its papers.
pub(crate) fn receipt_said(act: &Act<'_>, row: TransactionRow, doc: &ReceiptDoc) -> Result<Value> {
    let (number, paper) = (row.number.clone(), super::list_file::sha256(row.document.as_bytes()));
    let fields = of_today(act).transaction_row(row, doc);
    Ok(json!({
        "paper": RECEIPT.paper, "number": number, ROW_SHA256: hex::encode(RECEIPT.hash(&fields)),
        DOCUMENT_SHA256: paper,
    }))
}

/// What the act that closes a day says of its paper, among its papers.
pub(crate) const DAY_PAPER: &str = "day_paper";

/// The same, with the hash of what stands on it.
pub(crate) fn day_paper_said(on: Day, document: &str) -> Value {
    let hash = super::list_file::sha256(document.as_bytes());
    json!({ "paper": DAY_PAPER, "number": on.to_string(), DOCUMENT_SHA256: hash })
}

/// Writes down the step that a cheque of a receipt has just taken, and has the row of this act say it: what became of a
/// cheque is changed by nobody beside the log.
pub(crate) fn cheque_stepped(act: &Act<'_>, id: ChequeId, receipt: &str) -> Result<()> {
    let allowed_by = act.grant.as_ref().and_then(|grant| grant.allowed_by.as_ref()).map(|(id, _)| *id);
    let by = StepBy {
        on: act.today(),
        person: act.author().0,
        allowed_by,
        at: act.now,
        counter: act.who.counter,
        audit_seq: act.audit_seq,
    };
    let n = foil_store::cheque_steps::stepped(act.tx, id, &by)?;
    act.made(json!({ "paper": CHEQUE_STEP, "number": id.to_string(), "n": n, "of": receipt }));
    Ok(())
}

/// Adds the hashes to what a running act says of the papers it made, when all of it is written.
pub(crate) fn bind(act: &Act<'_>, papers: &mut [Value]) -> Result<()> {
    for said in papers {
        let Some(paper) = said.as_object_mut() else { continue };
        let text = |name: &str| paper.get(name).and_then(Value::as_str).unwrap_or_default();
        let (kind, number) = (text("paper").to_owned(), text("number").to_owned());
        if paper.contains_key(ROW_SHA256) {
            continue;
        }
        let period = of_today(act);
        let Some((bound, fields)) = row_of(&period, &kind, &number, (act.today(), act.now))? else {
            continue;
        };
        let fields = fields.ok_or_else(|| missing(&kind, &number))?;
        paper.insert(ROW_SHA256.to_owned(), hex::encode(bound.hash(&fields)).into());
        if let Some(hash) = paper_hash(act.tx, &kind, &number)? {
            paper.insert(DOCUMENT_SHA256.to_owned(), hash.into());
        }
    }
    Ok(())
}

/// The row of a paper in its register, and what of it is bound; a request as it stands on a day and at a moment. No row
/// where there is no such paper, nothing at all where the kind is bound otherwise: a receipt, or nothing of a register.
pub(super) fn row_of(
    period: &Period<'_>,
    kind: &str,
    number: &str,
    at: (Day, Instant),
) -> Result<Option<(Bound, Option<Vec<String>>)>> {
    let tx = period.tx;
    let (bound, row) = match kind {
        "slip" => {
            let void = foil_store::figures::void(tx, number)?;
            (SLIP, void.map(|void| period.void_row(void)).transpose()?)
        }
        "refund" => (REFUND, kept::refund(tx, number)?.map(|r| period.refund_row(r))),
        "z_report" | "z_closer" => {
            let bound = if kind == "z_closer" { Z_CLOSER } else { Z_REPORT };
            (bound, kept::z_report(tx, number)?.map(|z| period.z_row(z)))
        }
        "safe_count" | "safe_explained" | "safe_tolerance" => {
            let bound = match kind {
                "safe_count" => SAFE_COUNT,
                "safe_explained" => SAFE_EXPLAINED,
                _ => SAFE_TOLERANCE,
            };
            (bound, kept::safe_count(tx, number)?.map(|z| period.z_row(z)))
        }
        "deposit" => (DEPOSIT, kept::deposit(tx, number)?.map(|d| period.deposit_row(d))),
        "slip_taken_back" | "slip_stays" => {
            let bound = if kind == "slip_stays" { SLIP_STAYS } else { TAKEN_BACK };
            (bound, kept::deposit(tx, number)?.map(|d| period.deposit_row(d)))
        }
        CHEQUE_STEP => {
            let cheque = match number.parse() {
                Ok(id) => foil_store::cheque_steps::listed(tx, ChequeId(id), period.to)?,
                Err(_) => None,
            };
            (CHEQUE, cheque.map(|q| period.cheque_row(&q)))
        }
        "credit_note" => {
            (CORRECTION, foil_store::corrections::listed(tx, number)?.map(|c| period.correction_row(c)))
        }
        CASH_MOVED => {
            let moved = match number.parse() {
                Ok(id) => kept::cash_move(tx, CashMoveId(id))?,
                Err(_) => kept::safe_brought(tx, number)?,
            };
            (CASH_MOVE, moved.map(|m| period.cash_row(m)))
        }
        "approval" | "decision" | "outcome" | "beside" => {
            let bound = match kind {
                "approval" => ASKED,
                "decision" => DECIDED,
                "outcome" => CAME_OF_IT,
                _ => BESIDE,
            };
            let request = match number.parse() {
                Ok(id) => kept::approval(tx, ApprovalId(id), at)?,
                Err(_) => None,
            };
            (bound, request.map(|q| period.approval_row(q)))
        }
        _ => return Ok(None),
    };
    Ok(Some((bound, row)))
}

fn missing(kind: &str, number: &str) -> Error {
    Error::Broke(anyhow!("{kind} {number} was not stored by the act that made it"))
}

/// The hash of what stands on a paper of this kind; none where it has no paper of its own, or is none of the book's.
pub(super) fn paper_hash(tx: &Tx<'_>, kind: &str, number: &str) -> Result<Option<String>> {
    let Some(document) = kept::document(tx, kind, number)? else { return Ok(None) };
    // That of a Z report is in the pack, filled in.
    Ok(Some(match kind {
        "z_report" => document_hash(&stored(&document)?),
        _ => super::list_file::sha256(document.as_bytes()),
    }))
}

/// The registers as they would be today, for the act that is running.
fn of_today<'a>(act: &Act<'a>) -> Period<'a> {
    let (from, to) = (act.today(), act.today());
    Period {
        tx: act.tx,
        office: act.office,
        head: office_head(act.office),
        zone: act.zone,
        money: style_of(act.office),
        from,
        to,
    }
}

/// A Z report's paper as the book keeps it.
pub(super) fn stored(document: &str) -> Result<Map<String, Value>> {
    Ok(serde_json::from_str(document).context("reading a stored Z report")?)
}

/// The hash of a Z report's paper, but for what is filled in when it is printed. The same whatever order its fields
/// come in.
pub(super) fn document_hash(document: &Map<String, Value>) -> String {
    const FILLED_IN: [&str; 2] = ["audit_hash", "seal"];
    let mut own = document.clone();
    own.retain(|field, _| !FILLED_IN.contains(&field.as_str()));
    let mut own = Value::Object(own);
    own.sort_all_objects();
    super::list_file::sha256(own.to_string().as_bytes())
}
