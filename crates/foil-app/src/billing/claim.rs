//! Claims beside the period's bill: debit notes, late surcharges, one-off charges. Each is a row of bill.
//!
//! This is the seam for other rooms: [`claim`] works inside their act.

use super::paper::{head_of, note_doc, to_json};
use crate::office::Act;
use anyhow::anyhow;
use foil_domain::billing::{BillLineKind, ClaimKind};
use foil_domain::customers::AccountStatus;
use foil_domain::documents::{BillDocLine, NoteDoc, NoteKind, Wording};
use foil_domain::ids::{AccountId, BillId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::office::{Series, document_number, financial_year};
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::text::fold_number;
use foil_domain::time::Day;
use foil_store::bills::{self, BillLineRow, BillRow, Claimed, NewBill};
use foil_store::customers;

/// Lines of one claim at most.
const MOST_LINES: usize = 100;

/// A claim that an act makes.
#[derive(Debug, Clone)]
pub struct NewClaim {
    /// The account that owes it; not closed, unless it is a debit note: that opens it again.
    pub account: AccountId,
    /// Anything but a period's bill.
    pub kind: ClaimKind,
    /// The bill it goes back to.
    pub parent: Option<BillId>,
    /// Under one key an account has one standing claim: the same claim again gives that one back.
    pub key: Option<String>,
    /// What it is made of, 1 to 100 lines whose sum is above zero. Lines of kind surcharge are allocated
    /// before the rest; a claim has deposits only, or none.
    pub lines: Vec<ClaimLine>,
    /// The last day to pay it: today or later.
    pub due_on: Day,
    /// Why, for the paper; may be empty.
    pub reason: String,
}

/// A line of a claim.
#[derive(Debug, Clone)]
pub struct ClaimLine {
    /// As the book keeps it.
    pub row: BillLineRow,
    /// What it says, for papers in other languages; none for what somebody typed.
    pub wording: Option<Wording>,
}

impl From<BillLineRow> for ClaimLine {
    fn from(row: BillLineRow) -> ClaimLine {
        let wording = Wording::of_claim(&row.label);
        ClaimLine { row, wording }
    }
}

/// Makes a claim: its number, its row and lines, its journal entry, its paper. Gives back its id and number.
///
/// With a key, an account that has a standing claim under it gets that one back, whatever the rest says.
/// Refuses an unknown account, a closed one for anything but a debit note, a parent of another account, and lines that are no claim.
pub fn claim(act: &mut Act<'_>, claim: NewClaim) -> Result<(BillId, String)> {
    let against = ledger_of(claim.lines.iter().map(|line| &line.row));
    claim_against(act, claim, against)
}

/// Makes a claim whose other side is another ledger than what is billed: money that has left the office for it.
pub(crate) fn claim_against(act: &mut Act<'_>, claim: NewClaim, against: Ledger) -> Result<(BillId, String)> {
    if let Some(key) = &claim.key
        && let Some(stands) = bills::by_key(act.tx, claim.account, key)?
    {
        return Ok((stands.id, stands.number));
    }
    let account = customers::account(act.tx, claim.account)?
        .ok_or_else(|| Refusal::not_found("account", claim.account))?;
    // A bill that claimed too little is put right on a closed account, too; nothing else is claimed of one.
    if account.status == AccountStatus::Closed && claim.kind != ClaimKind::DebitNote {
        return Err(Refusal::AccountClosed(account.number).into());
    }
    let parent = parent(act, &claim)?;
    let sums = sums(&claim, act.today())?;
    let number = next(act, Series::DebitNote)?;
    let note = note(act, &claim, &number, sums.total, parent.as_ref(), &account)?;
    let period =
        parent.map_or((act.today().plus_days(-1), act.today()), |b| (b.period_from_on, b.period_to_on));
    let id = act.claims(
        &NewBill {
            account: claim.account,
            number: &number,
            number_fold: &fold_number(&number),
            period_from: period.0,
            period_to: period.1,
            issued_on: act.today(),
            due_on: claim.due_on,
            units: "",
            total: sums.total,
            surcharge: sums.surcharge,
            left: sums.total.minus(sums.surcharge).ok_or(Refusal::TooMuch)?,
            surcharge_left: sums.surcharge,
        },
        &Claimed {
            kind: claim.kind,
            run: None,
            parent: claim.parent,
            key: claim.key.as_deref(),
            tariff_version: None,
            credit_used: Money::ZERO,
            months: None,
            document: &to_json(&note, "a note")?,
        },
    )?;
    for (at, line) in (1i64..).zip(&claim.lines) {
        bills::add_line(act.tx, id, at, &line.row)?;
    }
    customers::bump_account(act.tx, claim.account)?;
    super::correct::opened_if_money(act, &account)?;
    post(act, id, claim.account, against, sums.total)?;
    Ok((id, number))
}

/// The ledger that a claim's other side stands in: deposits are held, everything else is billed.
pub(super) fn ledger_of<'l>(mut lines: impl Iterator<Item = &'l BillLineRow>) -> Ledger {
    match lines.next() {
        Some(line) if line.kind == BillLineKind::Deposit => Ledger::Deposit,
        _ => Ledger::Billed,
    }
}

/// The next number of a series of this counter.
pub(super) fn next(act: &Act<'_>, series: Series) -> Result<String> {
    let year = financial_year(act.today(), u32::try_from(act.office.year_starts_in).unwrap_or(1));
    let n = foil_store::office::next_number(act.tx, act.who.counter, series, &year)?;
    let code = &act.who.counter_code;
    Ok(document_number(code, series, &year, n)
        .ok_or_else(|| anyhow!("counter {code} has used up its numbers of series {series}"))?)
}

/// The entry of a period's bill: what is owed beyond the credit it takes, less the credit that it sets off against
/// other claims. Nothing when no money moves.
pub(super) fn period_entry(
    account: AccountId,
    total: Money,
    credit_taken: Money,
    set_off: Money,
) -> Result<Option<Entry>> {
    let billed = if credit_taken.is_negative() { credit_taken } else { total };
    let owed = total.minus(credit_taken.max(Money::ZERO)).and_then(|owed| owed.minus(set_off));
    let owed = owed.ok_or(Refusal::TooMuch)?;
    let credit_taken = credit_taken.plus(set_off).ok_or(Refusal::TooMuch)?;
    let entry = Entry::balanced([
        Line { ledger: Ledger::Receivable, account: Some(account), amount: owed },
        Line { ledger: Ledger::Credit, account: Some(account), amount: credit_taken },
        Line { ledger: Ledger::Billed, account: None, amount: billed.negated() },
    ])?;
    let entry = entry.ok_or_else(|| Error::Broke(anyhow!("the entry of a bill does not balance")))?;
    Ok(Some(entry).filter(|e| !e.lines().is_empty()))
}

struct Sums {
    total: Money,
    surcharge: Money,
}

fn sums(claim: &NewClaim, today: Day) -> Result<Sums> {
    let bad = |field: &str, expected: &str| Error::Refused(Refusal::bad_input(field, expected));
    if claim.kind == ClaimKind::Bill {
        return Err(Error::Broke(anyhow!("a period's bill is made by the engine, not claimed")));
    }
    if claim.lines.is_empty() || claim.lines.len() > MOST_LINES {
        return Err(bad("lines", &format!("1 to {MOST_LINES} lines")));
    }
    let deposits = claim.lines.iter().filter(|l| l.row.kind == BillLineKind::Deposit).count();
    if deposits != 0 && deposits != claim.lines.len() {
        return Err(bad("lines", "deposits alone, or no deposit"));
    }
    // A surcharge may be as late as what it is on: an instalment plan takes it in with its bill.
    if claim.due_on < today && claim.kind != ClaimKind::Surcharge {
        return Err(bad("due_on", &format!("{today} or later")));
    }
    let sum = |lines: &mut dyn Iterator<Item = &ClaimLine>| {
        Money::sum(lines.map(|l| l.row.amount_minor)).ok_or(Refusal::TooMuch)
    };
    let total = sum(&mut claim.lines.iter())?;
    let surcharge = sum(&mut claim.lines.iter().filter(|l| l.row.kind == BillLineKind::Surcharge))?;
    if !total.is_positive() || surcharge.is_negative() || surcharge > total {
        return Err(bad("lines", "lines whose sum is above zero"));
    }
    Ok(Sums { total, surcharge })
}

fn parent(act: &Act<'_>, claim: &NewClaim) -> Result<Option<BillRow>> {
    let Some(id) = claim.parent else { return Ok(None) };
    let bill = bills::find(act.tx, id)?.ok_or_else(|| Refusal::not_found("bill", id))?;
    if bill.account_id != claim.account {
        return Err(Refusal::bad_input("parent", "a bill of this account").into());
    }
    if bill.cancelled {
        return Err(Refusal::BillState { number: bill.number, state: "cancelled" }.into());
    }
    Ok(Some(bill))
}

fn post(act: &Act<'_>, id: BillId, account: AccountId, other: Ledger, total: Money) -> Result<()> {
    let entry = Entry::balanced([
        Line { ledger: Ledger::Receivable, account: Some(account), amount: total },
        Line {
            ledger: other,
            account: matches!(other, Ledger::Deposit | Ledger::Credit).then_some(account),
            amount: total.negated(),
        },
    ])?;
    let entry = entry.ok_or_else(|| Error::Broke(anyhow!("the entry of claim {id} does not balance")))?;
    foil_store::journal::post(act.tx, "bill", id.0, act.today(), &entry)
}

fn note(
    act: &Act<'_>,
    claim: &NewClaim,
    number: &str,
    total: Money,
    parent: Option<&BillRow>,
    account: &customers::AccountRow,
) -> Result<NoteDoc> {
    let kind = match claim.kind {
        ClaimKind::Surcharge => NoteKind::Surcharge,
        ClaimKind::Charge => NoteKind::Charge,
        ClaimKind::DebitNote | ClaimKind::Bill => NoteKind::DebitNote,
    };
    Ok(NoteDoc {
        due_on: Some(claim.due_on),
        lines: claim.lines.iter().map(doc_line).collect(),
        total,
        reason: claim.reason.clone(),
        ..note_doc(act, kind, number, &head_of(act.tx, account)?, parent)
    })
}

/// A line as papers show it.
fn doc_line(line: &ClaimLine) -> BillDocLine {
    let filled = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
    let ClaimLine { row, wording } = line;
    BillDocLine {
        label: row.label.clone(),
        quantity: filled(&row.quantity),
        rate: filled(&row.rate),
        amount: row.amount_minor,
        wording: wording.clone(),
        group: None,
    }
}
